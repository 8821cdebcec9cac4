"""The places that an area's rate may take when chance is allowed for, and areas without a figure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import RATE, Rank
from helpers.analysis.intervals import Interval
from helpers.analysis.rate_intervals import rate_interval
from helpers.data.evidence import Evidence


@lru_cache(maxsize=64)
def rate_intervals(evidence: Evidence, year: int) -> Mapping[str, Interval]:
    """The 95% interval of every area's rate; none where the population that the rates use is not known."""
    found = compare.levels(evidence, RATE, year)
    return {
        area.name: rate_interval(compare.span(found[area.name]), people.low)
        for area in evidence.areas
        if area.name in found and (people := evidence.people(area.name, year))
    }


def possible_rank(evidence: Evidence, year: int, area: str, among: tuple[str, ...]) -> Rank | None:
    """The places that a rate may take among others, 1 being highest: one stands above for certain only where the intervals lie apart.

    After Goldstein and Spiegelhalter, Journal of the Royal Statistical Society A 159 (1996), 385 to 443: a rank is given
    with its interval or not at all. Intervals that do not overlap are a cautious rule, so the places are if anything too many.
    """
    return compare.rank(rate_intervals(evidence, year), area, among)
