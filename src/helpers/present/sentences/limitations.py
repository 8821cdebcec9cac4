"""What the figures do not say, and where sources disagree."""

from __future__ import annotations

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import figures_linked, link, other_figure


def limits(facts: Facts) -> list[list[Sentence]]:
    """Say what the figures do not tell of any area, and what this area's page lacks."""
    sentences = [
        Sentence(
            "limits.general",
            f"These figures do not say whether {facts.area.name} is more or less safe than another area. Nor do they say how many registered people live in one district, or anything about a person.",
        ),
        Sentence(
            "limits.registration",
            "Differences between areas reflect recording, housing, sentencing and population as well as offending, and a rise in the count is not a rise in crime.",
        ),
    ]
    return [sentences, conflicts(facts)]


def conflicts(facts: Facts) -> list[Sentence]:
    """Say where sources disagree about this area's count or change, and which figure is used."""
    sentences = []
    for identity in (COUNT, f"{COUNT}.previous", "printed_percent", RATE):
        fact = facts.get(identity)
        if fact is not None and fact.disagrees:
            sentences.append(conflict_of(fact))
    return sentences


def conflict_of(fact: Fact, whose: str = "") -> Sentence:
    """Say that sources disagree, which figure is used and why; ``whose`` names one of several areas."""
    why = f" {figures_linked(fact.why, fact)}" if fact.why else ""
    what = "the change in the year to" if fact.role == "change" else "the figure for"
    text = f"Sources disagree about {what} {whose}{numbers.day(fact.period)}: {link(fact)} is used here, and {figures_linked(other_figure(fact), fact)} is also published.{why}"
    return Sentence("conflict", text)
