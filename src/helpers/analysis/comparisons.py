"""Comparisons over all areas at once: levels, changes and ranks, with England and Wales and the regions.

Each function takes the evidence and returns one result per area that has the figures; nothing is guessed
for the others. Rates that were not published are worked out from the count and say so in their status.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from helpers.analysis import intervals
from helpers.analysis.intervals import Interval
from helpers.data.evidence import NATION, Evidence
from helpers.data.observations import Observation

if TYPE_CHECKING:
    import pandas as pd

COUNT = "rso_count"
RATE = "rso_rate_per_100k"
COMPUTED = "computed"
# Below this many people a percentage says more than the figure does.
SMALLEST_BASE = 5
# A count that rate and population leave open by more than this share of it is not given.
NARROW = 0.02
HAIR = 1e-9
# What is worked out here is contradicted by nobody.
UNDISPUTED: dict[str, Any] = {"disagrees": "", "against": (), "why": "", "other": None, "level1": False}


Key = TypeVar("Key")


class Sourced(Protocol):
    """What names its sources: an observation or a fact."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of its sources."""


@dataclass(frozen=True)
class Change:
    """A figure against the one of an earlier 31 March; ``percent`` is None where it has no meaning.

    ``why_not`` says why two figures that were both found may not be compared, else it is empty.
    """

    old: Observation
    new: Observation
    number: Interval | None
    percent: Interval | None
    why_not: str = ""


@dataclass(frozen=True)
class Rank:
    """The ranks that an area may have, 1 being highest: among ``known`` areas, and among all ``of`` them."""

    among_known: Interval
    among_all: Interval
    known: int
    of: int


def sources_of(*figures: Sourced) -> tuple[str, ...]:
    """Return the sources of all these figures, each once."""
    return tuple(dict.fromkeys(source for figure in figures for source in figure.sources))


def span(observation: Observation) -> Interval:
    """Return the bounds of an observation."""
    return Interval(observation.low, observation.high)


@lru_cache(maxsize=256)
def levels(evidence: Evidence, measure: str, year: int) -> Mapping[str, Observation]:
    """Map every area, region and nation that has a figure to it."""
    places = [area.name for area in evidence.areas] + list(evidence.regions) + [NATION]
    figures = {place: level(evidence, measure, year, place) for place in places}
    return {place: observation for place, observation in figures.items() if observation is not None}


@lru_cache(maxsize=16_384)  # facts ask for each figure several times
def level(evidence: Evidence, measure: str, year: int, place: str) -> Observation | None:
    """Return one place's figure as published, or else computed.

    A rate is worked out from the count, a region's figure added up, a count worked back from the next year's,
    or else from the rate.
    """
    if measure == RATE:
        trusted = _trusted_rate(evidence, year, place)
        return trusted or computed_rate(evidence, year, place) or evidence.get(place, year, RATE)
    return _counted(evidence, measure, year, place) or from_rate(evidence, measure, year, place)


def _trusted_rate(evidence: Evidence, year: int, place: str) -> Observation | None:
    """Return a rate as stated; that of England and Wales not where it is only known as one in so many."""
    rate = evidence.get(place, year, RATE)
    return None if rate is not None and place == NATION and rate.status == "derived" else rate


def _counted(evidence: Evidence, measure: str, year: int, place: str) -> Observation | None:
    """Return a figure that rests on no rate: by one that did, no rate may be worked out or checked."""
    return (
        evidence.get(place, year, measure)
        or added_up(evidence, measure, year, place)
        or worked_back(evidence, measure, year, place)
    )


def added_up(evidence: Evidence, measure: str, year: int, region: str) -> Observation | None:
    """Return a region's total from its areas, if every one of them has a figure."""
    if evidence.measures[measure].unit != "people":
        return None
    parts = [level(evidence, measure, year, area) for area in evidence.regions.get(region, ())]
    figures = [part for part in parts if part is not None]
    if not figures or len(figures) < len(parts):
        return None
    return _worked_out(
        figures[0],
        intervals.total(span(part) for part in figures),
        area=region,
        sources=sources_of(*figures),
        depends_on=" ".join(part.depends_on for part in figures if part.depends_on),
        note="added up here: " + " + ".join(f"{part.area} {count_text(part)}" for part in figures),
    )


def _worked_out(like: Observation, bounds: Interval, **changes: Any) -> Observation:
    """Return a figure worked out from others, in the place of one of them: nothing disagrees with it."""
    return replace(
        like,
        value=bounds.low if bounds.exact else None,
        low=bounds.low,
        high=bounds.high,
        **{"status": "derived" if bounds.exact else "bounded", **UNDISPUTED, **changes},
    )


def worked_back(evidence: Evidence, measure: str, year: int, place: str) -> Observation | None:
    """Return an earlier count, from the next year's exact count and the printed percentage change.

    Every whole number n whose change 100 x (later / n - 1) rounds to the printed one is possible.
    """
    later, printed = (
        evidence.get(place, year + 1, measure),
        evidence.get(place, year + 1, "rso_change_percent"),
    )
    if measure != COUNT or later is None or printed is None or later.low != later.high or later.depends_on:
        return None
    # A whole number that binary fractions put a hair outside the bounds is inside them.
    bounds = _whole_between(later.low / (1 + printed.high / 100), later.low / (1 + printed.low / 100))
    if bounds is None:
        return None
    return _worked_out(
        later,
        bounds,
        period_end=f"{year}-03-31",
        sources=sources_of(later, printed),
        note=f"worked back from {count_text(later)} a year later and the printed change of {_percent_text(printed)}%",
    )


def _whole_between(low: float, high: float) -> Interval | None:
    """Return the whole numbers between two bounds, if there are any.

    One that binary fractions put a hair outside the bounds is inside them.
    """
    first, last = math.ceil(low - HAIR), math.floor(high + HAIR)
    return Interval(first, last) if first <= last else None


def from_rate(evidence: Evidence, measure: str, year: int, place: str) -> Observation | None:
    """Return the counts that a published rate and its population leave, where these lie close together.

    None where it is not settled which population the date's rates use, or where the rate leaves more than
    ``NARROW`` of the count open.
    """
    rate, people = _trusted_rate(evidence, year, place), evidence.people(place, year)
    if measure != COUNT or rate is None or people is None or evidence.unsettled(year):
        return None
    bounds = _whole_between(*(end * people.low / 1e5 for end in (rate.low, rate.high)))
    if bounds is None or bounds.high - bounds.low > NARROW * bounds.middle:
        return None
    base = evidence.denominators[year]
    stated = f"{rate.value:g}" if rate.value is not None else f"{rate.low:g} to {rate.high:g}"
    return _worked_out(
        rate,
        bounds,
        measure=COUNT,
        basis="as at 31 March",
        sources=sources_of(rate, people),
        note=f"the counts of which the rate is {stated} per 100,000 of {people.low:,.0f} people aged 10 and over (mid-{base.mid_year})",
        grounds=f"population used by the published rates of this date: {base.evidence}",
    )


def computed_rate(evidence: Evidence, year: int, place: str) -> Observation | None:
    """Return 100,000 x count / people aged 10 and over, on the mid-year that the date's published rates use.

    None without a count, a population, or a date whose mid-year is known (``rate_denominators.csv``).
    """
    count, population = _counted(evidence, COUNT, year, place), evidence.people(place, year)
    if count is None or population is None:
        return None
    base = evidence.denominators[year]
    return _worked_out(
        count,
        intervals.per_100k(span(count), population.low),
        measure=RATE,
        status=COMPUTED,
        basis=f"population aged 10+, mid-{base.mid_year}",
        sources=count.sources + population.sources,
        note=f"100,000 x {count_text(count)} / {population.low:,.0f} people aged 10 and over (mid-{base.mid_year})",
        grounds=f"population used by the published rates of this date: {base.evidence}",
    )


@lru_cache(maxsize=256)
def changes(evidence: Evidence, measure: str, year: int, since: int | None = None) -> Mapping[str, Change]:
    """Return every place's change from 31 March of ``since`` (the year before, unless given) to ``year``."""
    first = year - 1 if since is None else since
    old, new = levels(evidence, measure, first), levels(evidence, measure, year)
    broken = evidence.broken_between(measure, first, year)
    return {place: between(old[place], new[place], broken) for place in new if place in old}


def between(old: Observation, new: Observation, why_not: str = "") -> Change:
    """Return the change between two observations, or why there is none; no percentage of fewer than five."""
    if why_not:
        return Change(old, new, None, None, why_not)
    number = intervals.difference(span(old), span(new))
    small = min(old.low, new.low) < SMALLEST_BASE
    return Change(old, new, number, None if small else intervals.percent_change(span(old), span(new)))


def printed_change(evidence: Evidence, year: int, place: str) -> Observation | None:
    """Return the percentage change in RSOs that a source prints, for places of which a count is not known."""
    return evidence.get(place, year, "rso_change_percent")


def percent_changes(evidence: Evidence, year: int) -> Mapping[str, Interval]:
    """Return every area's percentage change in RSOs on the year: from its counts, else as a source prints it.

    A change that rests on a bound taken from a statement about these very changes is left out.
    """
    counted_changes = changes(evidence, COUNT, year)
    counted = {
        place: change.percent
        for place, change in counted_changes.items()
        if change.percent and not (change.old.depends_on or change.new.depends_on)
    }
    printed = {area.name: printed_change(evidence, year, area.name) for area in evidence.areas}
    return {
        **{area: span(observation) for area, observation in printed.items() if observation is not None},
        **counted,
    }


def rank(of: Mapping[str, Interval], area: str, among: tuple[str, ...]) -> Rank | None:
    """Return an area's rank among others, 1 being highest; None if it has no figure or is none of them."""
    if area not in of or area not in among:
        return None
    others = [of[name] for name in among if name in of and name != area]
    unknown = len(among) - 1 - len(others)
    return Rank(
        intervals.positions(of[area], others),
        intervals.positions(of[area], others, unknown),
        len(others) + 1,
        len(among),
    )


def spans(observations: Mapping[Key, Observation]) -> dict[Key, Interval]:
    """Return the bounds of many observations at once."""
    return {key: span(observation) for key, observation in observations.items()}


@lru_cache(maxsize=2048)
def series(evidence: Evidence, measure: str, place: str) -> Mapping[int, Observation]:
    """Map each year with a figure of a place to it, earliest first."""
    figures = {year: level(evidence, measure, year, place) for year in evidence.all_years}
    return {year: observation for year, observation in figures.items() if observation is not None}


def as_frame(observations: Mapping[str, Observation]) -> pd.DataFrame:
    """Return observations as a table for an analyst: one row per place, indexed by its name."""
    import pandas as pd

    rows = [
        {
            "area": observation.area,
            "value": observation.value,
            "low": observation.low,
            "high": observation.high,
            "status": observation.status,
            "sources": ", ".join(observation.sources),
        }
        for observation in observations.values()
    ]
    return pd.DataFrame(rows, columns=["area", "value", "low", "high", "status", "sources"]).set_index("area")


def _percent_text(observation: Observation) -> str:
    return (
        f"{observation.low:g} to {observation.high:g}"
        if observation.value is None
        else f"{observation.value:g}"
    )


def count_text(observation: Observation) -> str:
    """Write a count as formulas have it: "987", "540 to 568"."""
    low, high = f"{observation.low:,.0f}", f"{observation.high:,.0f}"
    return low if low == high else f"{low} to {high}"
