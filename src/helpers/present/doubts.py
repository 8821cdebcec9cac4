"""Why a figure is to be used with care, and across which years a series is broken: in a word, and in full."""

from __future__ import annotations

from helpers.analysis import past_changes, published_facts
from helpers.analysis.comparisons import COMPUTED, COUNT, RATE
from helpers.analysis.facts import Fact
from helpers.analysis.intervals import Interval
from helpers.data.evidence import Evidence
from helpers.present import numbers
from helpers.present.wording import CHECK_RECORDING, other_figure

DISPUTED, WARNED, UNSETTLED = "sources disagree", "caveat", "population not settled"


def doubts(evidence: Evidence, fact: Fact) -> dict[str, str]:
    """Map each reason to use a figure with care, in the words of the pages, to what is to be known of it.

    Empty for a figure that nothing speaks against.
    """
    step = _step(evidence, fact)
    warnings = [caveat.note for caveat in _caveats(evidence, fact.area) if _is_of(caveat, fact)]
    unsettled = fact.measure == RATE and fact.status == COMPUTED and evidence.unsettled(int(fact.period[:4]))
    reasons = {
        CHECK_RECORDING: _step_words(int(fact.period[:4]), step) if step else "",
        DISPUTED: f"Another figure circulates: {other_figure(fact)}. {fact.why}".strip()
        if fact.disagrees
        else "",
        WARNED: " ".join(warnings),
        UNSETTLED: "It is not settled on which population the published rates of this date rest."
        if unsettled
        else "",
    }
    return {name: why for name, why in reasons.items() if why}


def breaks(evidence: Evidence, place: str, measure: str) -> dict[int, str]:
    """Map each year from which a measure of a place is not comparable with earlier ones to the reason.

    They are the breaks of ``reference/breaks.csv``, and years with a suspected change in recording.
    """
    reasons = {year: why for name, year, why in evidence.breaks if name == measure}
    if measure in (COUNT, RATE) and place in evidence.region_of:
        for year, change in past_changes.suspected_steps(evidence, place).items():
            reasons[year] = f"{reasons.get(year, '')} {_step_words(year, change)}".strip()
    return dict(sorted(reasons.items()))


def _step(evidence: Evidence, fact: Fact) -> Interval | None:
    """Return the change of the year of a count or rate, where it is too large for a trend."""
    if fact.measure not in (COUNT, RATE) or fact.role != "level" or fact.area not in evidence.region_of:
        return None
    return past_changes.suspected_steps(evidence, fact.area).get(int(fact.period[:4]))


def _step_words(year: int, change: Interval) -> str:
    least, most = sorted((abs(change.low), abs(change.high)))
    return (
        f"The count went {'up' if change.low > 0 else 'down'} by {numbers.between(least, most, 1, '%')} in the year to "
        f"31 March {year}, more than a trend does: a change in recording or boundaries is suspected."
    )


def _caveats(evidence: Evidence, place: str) -> list[Fact]:
    areas = [area for area in evidence.areas if area.name == place]
    return [fact for area in areas for fact in published_facts.caveat_facts(evidence, area)]


def _is_of(caveat: Fact, fact: Fact) -> bool:
    return (caveat.measure, caveat.period) == (fact.measure, fact.period)
