"""A year's change beside the changes of earlier years: what is usual, and what is too large to be a trend.

A count is a stock of mostly the same people, so two years are never tested as two independent counts: a
change is compared with the changes that were seen before, of all areas and of the area itself. Medians are
used throughout, so that a few odd years do not set what is usual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Literal

from helpers.analysis import comparisons as compare
from helpers.analysis.intervals import Interval
from helpers.data.evidence import Evidence

Place = Literal["within", "above", "below", "undecided"]
YEARS_BACK = 10
# Fewer changes than these say too little of what is usual: of all areas, and of one area.
FEWEST_OF_ALL, FEWEST_OWN = 20, 5
# A normal distribution has its median absolute deviation at 1 / 1.4826 of the standard deviation.
TO_SIGMA = 1.4826
USUAL, STEP = 2.0, 3.5


@dataclass(frozen=True)
class Past:
    """Earlier yearly changes in per cent: their number, median, and median absolute deviation x 1.4826."""

    number: int
    median: float
    deviation: float

    def within(self, deviations: float) -> Interval:
        """Return the changes that lie no further than so many deviations from the median."""
        reach = deviations * self.deviation
        return Interval(self.median - reach, self.median + reach)


def past_of(changes: Sequence[float]) -> Past:
    """Return what was usual in earlier changes: median and scaled median absolute deviation.

    Hampel, Journal of the American Statistical Association 69 (1974), 383 to 393. Raises StatisticsError for
    no changes.
    """
    centre = median(changes)
    return Past(len(changes), centre, TO_SIGMA * median(abs(change - centre) for change in changes))


def place_in_range(change: Interval, usual: Interval) -> Place:
    """Return where a change lies relative to a range, as far as its bounds decide it."""
    if change.low > usual.high:
        return "above"
    if change.high < usual.low:
        return "below"
    return "within" if usual.low <= change.low and change.high <= usual.high else "undecided"


def is_step(change: Interval, past: Past) -> bool:
    """Return whether a change is certainly too large for a trend: recording or boundaries may have changed.

    The modified z-score beyond 3.5 of Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), chapter
    3; never where half of the earlier changes were one and the same, as no deviation is known then.
    """
    return past.deviation > 0 and place_in_range(change, past.within(STEP)) in ("above", "below")


@lru_cache(maxsize=64)
def of_all(evidence: Evidence, year: int) -> Past | None:
    """Return what was usual in all areas in the ten years before ``year``; None for fewer than 20 changes."""
    changes = [
        change
        for past_year in range(year - YEARS_BACK, year)
        for change in area_changes(evidence, past_year).values()
    ]
    return past_of([change.middle for change in changes]) if len(changes) >= FEWEST_OF_ALL else None


def own_changes(evidence: Evidence, area: str, year: int) -> list[Interval]:
    """Return an area's changes before ``year`` since its last suspected change in recording, in order."""
    last_step = max(
        (past_year for past_year in suspected_steps(evidence, area) if past_year < year), default=0
    )
    changes = (
        area_changes(evidence, past_year).get(area)
        for past_year in evidence.all_years
        if last_step < past_year < year
    )
    return [change for change in changes if change is not None]


def of_own(evidence: Evidence, area: str, year: int) -> Past | None:
    """Return what was usual in the area's own earlier changes; None for fewer than five."""
    changes = own_changes(evidence, area, year)
    return past_of([change.middle for change in changes]) if len(changes) >= FEWEST_OWN else None


@lru_cache(maxsize=128)
def suspected_steps(evidence: Evidence, area: str) -> Mapping[int, Interval]:
    """Map each year in which an area's count changed by more than a trend does to the change in per cent."""
    steps = {}
    for year in evidence.all_years:
        change, past = area_changes(evidence, year).get(area), of_all(evidence, year)
        if change is not None and past is not None and is_step(change, past):
            steps[year] = change
    return steps


@lru_cache(maxsize=64)
def area_changes(evidence: Evidence, year: int) -> Mapping[str, Interval]:
    """Return every area's percentage change on the year, without regions and England and Wales."""
    changes = compare.percent_changes(evidence, year)
    return {area.name: changes[area.name] for area in evidence.areas if area.name in changes}


def last_stretch(years: Sequence[int], steps: Mapping[int, Interval]) -> list[int]:
    """Return the years with a count from the last suspected change in recording on."""
    last_step = max((step for step in steps if years and step <= years[-1]), default=0)
    return [year for year in years if year >= last_step]
