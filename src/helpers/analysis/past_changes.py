"""A year's change beside the changes of earlier years: what is usual, and what is too large to be a trend.

A count is a stock of mostly the same people, so two years are never tested as two independent counts: a change is
compared with the changes that were seen before, of all areas and of the area itself. Medians are used throughout, so
that a few odd years do not set what is usual.
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
    """Earlier yearly changes in per cent: how many, their median, and their median absolute deviation x 1.4826."""

    number: int
    median: float
    deviation: float

    def within(self, deviations: float) -> Interval:
        """The changes that lie no further than so many deviations from the median."""
        reach = deviations * self.deviation
        return Interval(self.median - reach, self.median + reach)


def past(changes: Sequence[float]) -> Past:
    """What was usual in earlier changes: median and scaled median absolute deviation.

    Hampel, Journal of the American Statistical Association 69 (1974), 383 to 393; raises StatisticsError without any.
    """
    centre = median(changes)
    return Past(len(changes), centre, TO_SIGMA * median(abs(change - centre) for change in changes))


def place(change: Interval, usual: Interval) -> Place:
    """Where a change lies to a range, as far as its bounds decide it."""
    if change.low > usual.high:
        return "above"
    if change.high < usual.low:
        return "below"
    return "within" if usual.low <= change.low and change.high <= usual.high else "undecided"


def is_step(change: Interval, before: Past) -> bool:
    """Whether a change is certainly too large for a trend, so that a change in recording or boundaries is suspected.

    The modified z-score beyond 3.5 of Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), chapter 3;
    never where half of the earlier changes were one and the same, as no deviation is known then.
    """
    return before.deviation > 0 and place(change, before.within(STEP)) in ("above", "below")


@lru_cache(maxsize=64)
def of_all(evidence: Evidence, year: int) -> Past | None:
    """The yearly changes of all areas in the ten years before ``year``; None where fewer than 20 were found."""
    found = [
        change for each in range(year - YEARS_BACK, year) for change in area_changes(evidence, each).values()
    ]
    return past([change.middle for change in found]) if len(found) >= FEWEST_OF_ALL else None


def own_changes(evidence: Evidence, area: str, year: int) -> list[Interval]:
    """An area's own yearly changes before ``year`` since the last suspected change in recording, earliest first."""
    start = max((each for each in steps(evidence, area) if each < year), default=0)
    found = (area_changes(evidence, each).get(area) for each in _years(evidence) if start < each < year)
    return [change for change in found if change is not None]


def of_own(evidence: Evidence, area: str, year: int) -> Past | None:
    """The area's own earlier changes; None where fewer than five were found."""
    found = own_changes(evidence, area, year)
    return past([change.middle for change in found]) if len(found) >= FEWEST_OWN else None


@lru_cache(maxsize=128)
def steps(evidence: Evidence, area: str) -> Mapping[int, Interval]:
    """The years in which an area's count changed by more than a trend does, with the change in per cent."""
    found = {}
    for year in _years(evidence):
        change, before = area_changes(evidence, year).get(area), of_all(evidence, year)
        if change is not None and before is not None and is_step(change, before):
            found[year] = change
    return found


@lru_cache(maxsize=64)
def area_changes(evidence: Evidence, year: int) -> Mapping[str, Interval]:
    """Every area's percentage change on the year, regions and England and Wales left out."""
    found = compare.percent_changes(evidence, year)
    return {area.name: found[area.name] for area in evidence.areas if area.name in found}


def last_stretch(years: Sequence[int], steps_in: Mapping[int, Interval]) -> list[int]:
    """The years with a count that no suspected change in recording parts from the last of them."""
    start = max((step for step in steps_in if years and step <= years[-1]), default=0)
    return [year for year in years if year >= start]


def _years(evidence: Evidence) -> range:
    found = {year for _, year, _ in evidence.found}
    return range(min(found), max(found) + 1) if found else range(0)
