"""The names by which an analyst calls places, years and measures: found, or answered with what is near."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias, TypeVar

import pandas as pd

from helpers.analysis.area_facts import known_years
from helpers.data.coverage import check_covered, latest_year
from helpers.data.errors import DataError, Misused, UnknownArea, UnknownName, did_you_mean
from helpers.data.evidence import NATION, Evidence, Measure, is_nation
from helpers.data.naming import Area, slug

T = TypeVar("T")
Place: TypeAlias = str | Area
Places: TypeAlias = Place | Iterable[Place]
Year: TypeAlias = int | str
Years: TypeAlias = Year | Iterable[Year]
Measures: TypeAlias = str | Measure | Iterable[str | Measure]

LATEST = "latest"
_MOST_HINTS = 6
_SPAN = re.compile(r"\s*(\d{4})\s*(?:-|–|to)\s*(\d{4})\s*")


def place_of(evidence: Evidence, name: object) -> str:
    """Return the one name of an area, a region or the nation.

    A town or police force stands for the area in which it lies; London and West Midlands are the areas of
    these names, "region-london" and "West Midlands region" the regions. Raises UnknownArea with near matches.
    """
    if isinstance(name, Area):
        return name.name
    if not isinstance(name, str):
        raise UnknownArea(f"the area is {name!r}, which is not text; give its name, such as 'Essex'")
    names = evidence.names
    if is_nation(name):
        return NATION
    if _key(name) in {area.slug for area in evidence.areas}:
        return names.area(_key(name)).name
    for region in names.regions:
        if _key(name) in {slug(region), slug(names.region_place(region)), f"region-{slug(region)}"}:
            return names.region_place(region)
    return names.locate(name).area.name


def places_of(evidence: Evidence, names: Places | None) -> tuple[str, ...]:
    """Return the names of several places, each once and in the order given; of None all areas."""
    if names is None:
        return tuple(area.name for area in evidence.areas)
    several = [names] if isinstance(names, str | Area) else _listed(names, "areas", "'Essex'")
    return tuple(dict.fromkeys(place_of(evidence, name) for name in several))


def year_of(evidence: Evidence, year: object, covered: range | None = None) -> int:
    """Return a year, or "latest", as a number. Raises DataError for one that is not ``covered``.

    These are the years of pages, unless given.
    """
    if isinstance(year, str) and year.strip().casefold() == LATEST:
        return latest_year(evidence.folder)
    return check_covered(year, covered or known_years(evidence))


def years_of(evidence: Evidence, years: Years | None, covered: range | None = None) -> tuple[int, ...]:
    """Return several years, each once and in order; of None all, of "2019-2024" these and those between."""
    if years is None:
        return tuple(known_years(evidence))
    if isinstance(years, str) and (span := _SPAN.fullmatch(years)):
        first, last = (year_of(evidence, end, covered) for end in span.groups())
        if first > last:
            raise Misused(f"the years are {years!r}, which end before they begin; say '{last}-{first}'")
        return tuple(range(first, last + 1))
    several = [years] if isinstance(years, str) or not isinstance(years, Iterable) else years
    return tuple(sorted({year_of(evidence, year, covered) for year in several}))


def measures_of(labels: dict[str, str], names: Measures | None) -> tuple[str, ...]:
    """Return the ids of several measures, each once; of None all. ``labels`` has the known ones by their ids.

    Raises UnknownName with near matches.
    """
    if names is None:
        return tuple(labels)
    several = [names] if isinstance(names, str | Measure) else _listed(names, "measures", "'rso_count'")
    return tuple(dict.fromkeys(measure_of(labels, name) for name in several))


def measure_of(labels: dict[str, str], name: object) -> str:
    """Return the id of a measure, by its id or its label. Raises UnknownName with near matches."""
    if isinstance(name, Measure):
        return name.measure
    if not isinstance(name, str):
        raise UnknownName(f"the measure is {name!r}, which is not text; give its name, such as 'rso_count'")
    folded = {
        spelling.casefold(): measure_id
        for measure_id, label in labels.items()
        for spelling in (label, measure_id)
    }
    if name.strip().casefold() not in folded:
        within = [
            measure_id
            for measure_id in labels
            if name.strip() and name.strip().casefold() in measure_id.casefold()
        ]
        hint = (
            f"; those with it in their name are {', '.join(within[:_MOST_HINTS])}"
            if within
            else did_you_mean(name, [*labels, *labels.values()])
        )
        raise UnknownName(f"{name!r} is not a measure{hint}; measures() lists them all")
    return folded[name.strip().casefold()]


def _listed(names: Iterable[T], what: str, example: str) -> list[T]:
    if isinstance(names, pd.DataFrame):
        column = what.removesuffix("s")
        raise Misused(f"the {what} are a whole table; give a column of it, such as table[{column!r}]")
    try:
        return list(names)
    except TypeError:
        raise Misused(
            f"the {what} are {names!r}; give a name, such as {example}, or a list of them"
        ) from None


def _key(name: str) -> str:
    """Return a name as its address has it; empty for one without a letter."""
    try:
        return slug(name)
    except DataError:
        return ""
