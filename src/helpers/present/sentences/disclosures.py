"""Sarah's Law and the courts."""

from __future__ import annotations

from helpers.analysis.facts import Facts
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.sentences.sentence import Sentence


def disclosure(facts: Facts) -> list[list[Sentence]]:
    """Say what was found on Sarah's Law and, where published, on how cases end in court."""
    applications, courts = facts.group("csods"), facts.group("courts")
    explained = Sentence(
        "csods.what",
        "Under the Child Sex Offender Disclosure Scheme, known as Sarah\u2019s Law, anyone may ask the police whether a person with access to a child poses a risk.",
    )
    if not applications:
        none = Sentence(
            "csods.none",
            f"No published figure on applications or disclosures was found for {facts.area.name}.",
        )
        return [[explained, none], disagreeing(courts)]
    some = Sentence(
        "csods.some",
        "The table gives what was found; periods and counting differ, so its figures cannot be compared."
        if len(applications) > 1
        else "The table gives the one figure found.",
    )
    return [[explained, some], disagreeing(applications), disagreeing(courts)]
