"""What the data say on a course over several years, and on how many areas went which way.

Its finders are listed in ``finders``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, Change
from helpers.analysis.intervals import Interval
from helpers.data.evidence import Evidence
from helpers.data.observations import Observation, union
from helpers.factcheck.claim import RISING, Claim
from helpers.factcheck.judging.findings import (
    Finding,
    Findings,
    change_of,
    compared,
    known_level,
    members,
    percents,
    since,
)

# A record is one of at least so many years.
LEAST_YEARS = 3


def each_year(evidence: Evidence, claim: Claim) -> Findings:
    """Return the least and greatest of the changes of each year; one alone where it went another way.

    Where the change of a year is not known, the others leave it open.
    """
    changes = _yearly(evidence, claim)
    known = [change for change in changes if change]
    other = [change for change in known if _went(change) not in ("", claim.published)]
    if other:
        return [_of_changes(other[-1:], "of one of the years")]
    if not known:
        return []
    if len(known) < len(changes):
        how = f"of the {len(changes)} years the change is known of {len(known)} alone"
        return [Finding(-math.inf, math.inf, False, _sources(known[-1]), how, counted=True)]
    return [_of_changes(known, f"of each of {len(changes)} years")]


def first(evidence: Evidence, claim: Claim) -> Findings:
    """Return the last change, if all before it went the other way; else words that say that one did not."""
    changes = _yearly(evidence, claim)
    if len(changes) < 2 or None in changes:
        return []
    *before, last = (change for change in changes if change)
    ways = [_went(change) for change in before]
    if "" in ways:
        return []
    if claim.published in ways:
        sources = union(*(_sources(change) for change in before))
        way = f"not the first {claim.published}"
        return [
            Finding(way, way, False, sources, "an earlier year of the time went the same way", counted=True)
        ]
    return [_of_changes([last], f"after {len(before)} years the other way")]


def passed(evidence: Evidence, claim: Claim) -> Findings:
    """Return the round number of a claim where it was passed in its year, else what says that it was not.

    It was not where the figure of the year before is larger, or that of the year after is not: what was
    passed in the months after a 31 March was passed in that year too.
    """
    mark = float(claim.published)
    years = (claim.year, claim.year - 1, claim.year + 1)
    now, before, after = (known_level(evidence, claim, year) for year in years)
    later, earlier = f"{claim.year}", f"{claim.year - 1}"
    if after and after.high < mark:
        how = f"{after.high:,.10g} at most even in {claim.year + 1}"
        return [Finding(after.low, after.high, False, after.sources, how)]
    if before and before.low > mark:
        how = f"{before.low:,.10g} already in {earlier}"
        return [Finding(before.low, before.high, False, before.sources, how)]
    if not now or not before or now.low <= mark or before.high > mark:
        return []
    how = f"{before.high:,.10g} in {earlier} and {now.low:,.10g} in {later}"
    return [Finding(mark, mark, False, union(now.sources, before.sources), how)]


def _yearly(evidence: Evidence, claim: Claim) -> list[Change | None]:
    """Return the change of each year from the earlier date of a claim on, None where it is not known."""
    return [change_of(evidence, claim, year) for year in range(since(claim) + 1, claim.year + 1)]


def _went(change: Change) -> str:
    """Return "rise" or "fall"; empty where the bounds of a change leave it open."""
    if change.number is None:
        return ""
    return "rise" if change.number.low > 0 else "fall" if change.number.high < 0 else ""


def _of_changes(changes: Iterable[Change], how: str) -> Finding:
    numbers = [change.number for change in changes if change.number]
    sources = union(*(_sources(change) for change in changes))
    low, high = min(number.low for number in numbers), max(number.high for number in numbers)
    return Finding(low, high, False, sources, f"changes {how}: {low:,.10g} to {high:,.10g}", counted=True)


def _sources(change: Change) -> tuple[str, ...]:
    return union(change.old.sources, change.new.sources)


def record(evidence: Evidence, claim: Claim) -> Findings:
    """Return by how much a figure is higher than all of the years before it, or lower than all."""
    now = known_level(evidence, claim, claim.year)
    after = since(claim) if claim.comparator else 0
    years = [year for year in evidence.years(claim.area, claim.measure) if after < year < claim.year]
    levels = [level for year in years if (level := known_level(evidence, claim, year))]
    if now is None or len(levels) < (1 if after else LEAST_YEARS):
        return []
    ahead = _ahead(now, levels, claim.published)
    sources = union(now.sources, *(level.sources for level in levels))
    how = f"{now.low:,.10g}, beside the {len(levels)} earlier years that are known"
    return [Finding(ahead.low, ahead.high, False, sources, how, counted=True)]


def _ahead(now: Observation, before: list[Observation], end: str) -> Interval:
    """Return by how much a figure is beyond all those before it: below none, where it is no record."""
    if end == "highest":
        return Interval(now.low - max(old.high for old in before), now.high - max(old.low for old in before))
    return Interval(min(old.low for old in before) - now.high, min(old.high for old in before) - now.low)


def overtook(evidence: Evidence, claim: Claim) -> Findings:
    """Return by how much a figure is above another place's, or by how much it already was a year before."""
    then = compared(evidence, replace(claim, date=f"{claim.year - 1}{claim.date[4:]}"))
    now = compared(evidence, claim)
    if not then or not now:
        return []
    low, high = float(then[0].low), float(then[0].high)
    if low > 0:
        return [replace(then[0], low=-high, high=-low, how=f"above it already a year before: {then[0].how}")]
    return now if high < 0 else []


def only(evidence: Evidence, claim: Claim) -> Findings:
    """Return the word for the way that an area went, if all others of its group went the other way."""
    among = members(evidence, claim.comparator)
    ways = {area: _went_in_percent(evidence, claim, area) for area in among}
    if claim.area not in among or ("" in ways.values() and not _not_alone(ways, claim)):
        return []
    alone = [area for area, way in ways.items() if way == claim.published]
    said = (
        claim.published if alone == [claim.area] else f"a {claim.published} in {len(alone)} of {len(among)}"
    )
    changes = percents(evidence, claim)
    sources = union(*(changes[area][1] for area in among if area in changes))
    return [Finding(said, said, False, sources, said, counted=True)]


def _not_alone(ways: dict[str, str], claim: Claim) -> bool:
    """Return whether the ways that are known show an area not to be the only one that went so."""
    others = [way for area, way in ways.items() if area != claim.area]
    return claim.published in others or ways[claim.area] not in ("", claim.published)


def _went_in_percent(evidence: Evidence, claim: Claim, area: str) -> str:
    interval, _ = percents(evidence, claim).get(area, (None, ()))
    if interval is None or claim.measure != COUNT:
        return ""
    return "rise" if interval.low > 0 else "fall" if interval.high < 0 else ""


def moving(evidence: Evidence, claim: Claim) -> Findings:
    """Return how many areas of a region rose, or fell: those that certainly did, and that may have."""
    among = members(evidence, claim.area)
    if not among or claim.measure != COUNT:
        return []
    ways = [_went_in_percent(evidence, claim, area) for area in among]
    way = "rise" if claim.kind == RISING else "fall"
    did, other = ways.count(way), len(ways) - ways.count(way) - ways.count("")
    changes = percents(evidence, claim)
    sources = union(*(changes[area][1] for area in among if area in changes))
    verb = "rose" if way == "rise" else "fell"
    how = f"{did} certainly {verb}, {other} certainly did not, of {len(among)}"
    return [Finding(did, len(among) - other, False, sources, how)]
