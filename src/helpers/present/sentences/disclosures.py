"""Sarah's Law and the courts."""

from __future__ import annotations

from helpers.analysis.facts import Fact, Facts
from helpers.present.sentences.sentence import Sentence


def disclosure(facts: Facts) -> list[list[Sentence]]:
    """Applications and disclosures under the scheme, and trial conviction rates where published."""
    found, courts = facts.group("csods"), facts.group("courts")
    explained = Sentence(
        "csods.what",
        "Under the Child Sex Offender Disclosure Scheme, known as Sarah\u2019s Law, anyone may ask the police whether a person with access to a child poses a risk.",
    )
    if not found:
        none = Sentence(
            "csods.none",
            f"No published figure on applications or disclosures was found for {facts.area.name}.",
        )
        return [[explained, none], _courts(courts)]
    some = Sentence(
        "csods.some",
        "The table gives what was found; periods and counting differ, so the figures are not a series.",
    )
    return [[explained, some], _courts(courts)]


def _courts(found: list[Fact]) -> list[Sentence]:
    return (
        [Sentence("courts.some", "Conviction and charge rates count cases, not registered people.")]
        if found
        else []
    )
