"""The ranks that an area's rate may have when chance is allowed for, with areas without a figure counted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import RATE, Rank
from helpers.analysis.intervals import Interval
from helpers.analysis.rate_intervals import rate_interval
from helpers.data.evidence import Evidence

# With fewer of the 42 areas known than these, a place among all of them would say next to nothing.
FEWEST_TO_RANK = 35


@lru_cache(maxsize=64)
def rate_intervals(evidence: Evidence, year: int) -> Mapping[str, Interval]:
    """Return the 95% interval of every area's rate, where the population that the rates use is known."""
    rates = compare.levels(evidence, RATE, year)
    return {
        area.name: rate_interval(compare.span(rates[area.name]), people.low)
        for area in evidence.areas
        if area.name in rates and (people := evidence.people(area.name, year))
    }


def possible_rank(evidence: Evidence, year: int, area: str, among: tuple[str, ...]) -> Rank | None:
    """Return the ranks that a rate may have among others, 1 being highest.

    One area stands above another for certain only where their intervals lie apart. After Goldstein and
    Spiegelhalter, Journal of the Royal Statistical Society A 159 (1996), 385 to 443: a rank is given with its
    interval or not at all. Non-overlap is a cautious rule, so the ranks are if anything too many.
    """
    return compare.rank(rate_intervals(evidence, year), area, among)
