"""The names by which an analyst calls places, years and measures: found, or answered with what is near."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterable
from typing import TypeAlias

import pandas as pd

from helpers.analysis.area_facts import known_years
from helpers.data.coverage import check_covered, latest_year
from helpers.data.errors import DataError, Misused, UnknownArea, UnknownName, did_you_mean
from helpers.data.evidence import NATION, Evidence, Measure, is_nation
from helpers.data.naming import Area, slug

Place: TypeAlias = str | Area
Places: TypeAlias = Place | Iterable[Place] | pd.DataFrame
Year: TypeAlias = int | str
Years: TypeAlias = Year | Iterable[Year] | pd.DataFrame
Measures: TypeAlias = str | Measure | Iterable[str | Measure] | pd.DataFrame

LATEST = "latest"
_MOST_HINTS = 6
_SPAN = re.compile(r"\s*(\d{4})\s*(?:-|–|to)\s*(\d{4})\s*")


class PlaceNote(UserWarning):
    """In which area a town or police force lies whose name was given: "Leeds is in West Yorkshire"."""


def place_of(evidence: Evidence, name: object) -> str:
    """Return the one name of an area, a region or the nation.

    A town or police force stands for the area in which it lies, which a PlaceNote says; London and West
    Midlands are the areas of these names, "region-london" and "West Midlands region" the regions. Raises
    UnknownArea with near matches.
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
    located = names.locate(name)
    if located.through:
        warnings.warn(located.through, PlaceNote, stacklevel=_level_of_caller())
    return located.area.name


def _level_of_caller() -> int:
    """Return how far up, seen from who asks, stands the first line that is not of this package."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "helpers":
        level, frame = level + 1, frame.f_back
    return level


def places_of(evidence: Evidence, names: Places | None) -> tuple[str, ...]:
    """Return the names of several places, each once and in the order given; of None all areas."""
    if names is None:
        return tuple(area.name for area in evidence.areas)
    several = (
        [names] if isinstance(names, str | Area) else listed(names, "areas", "'Essex'", "area", "region")
    )
    return tuple(dict.fromkeys(place_of(evidence, name) for name in several))


def span_of(years: object) -> tuple[str, str] | None:
    """Return the first and the last year of a text such as "2019-2024"; None for anything else."""
    span = _SPAN.fullmatch(years) if isinstance(years, str) else None
    return (span[1], span[2]) if span else None


def year_of(evidence: Evidence, year: object, covered: range | None = None) -> int:
    """Return a year, or "latest", as a number. Raises DataError for one that is not ``covered``.

    These are the years of pages, unless given. Raises Misused for several years, such as "2019-2024".
    """
    if isinstance(year, str) and year.strip().casefold() == LATEST:
        return latest_year(evidence.folder)
    if span := span_of(year):
        raise Misused(f"the year is {year!r}, which are several; give one, such as {span[1]}")
    if isinstance(year, str) and not year.strip().isdecimal():
        newest = (covered or known_years(evidence))[-1]
        raise DataError(f"the year is {year!r}; give one such as {newest}, or {LATEST!r}")
    return check_covered(year, covered or known_years(evidence))


def years_of(evidence: Evidence, years: Years | None, covered: range | None = None) -> tuple[int, ...]:
    """Return several years, each once and in order; of None all, of "2019-2024" these and those between."""
    if years is None:
        return tuple(known_years(evidence))
    single = isinstance(years, str) or not isinstance(years, Iterable)
    several = [years] if single else listed(years, "years", "2023", "year")
    return tuple(sorted({year for name in several for year in _years_from(evidence, name, covered)}))


def _years_from(evidence: Evidence, years: object, covered: range | None) -> range:
    """Return the years of a text such as "2019-2024", or the one year that is given."""
    first, last = (year_of(evidence, end, covered) for end in span_of(years) or (years, years))
    if first > last:
        raise Misused(f"the years are {years!r}, which end before they begin; say '{last}-{first}'")
    return range(first, last + 1)


def measures_of(labels: dict[str, str], names: Measures | None) -> tuple[str, ...]:
    """Return the ids of several measures, each once; of None all. ``labels`` has the known ones by their ids.

    Raises UnknownName with near matches.
    """
    if names is None:
        return tuple(labels)
    several = (
        [names] if isinstance(names, str | Measure) else listed(names, "measures", "'rso_count'", "measure")
    )
    return tuple(dict.fromkeys(measure_of(labels, name) for name in several))


def measure_of(labels: dict[str, str], name: object) -> str:
    """Return the id of a measure, by its id or its label, with spaces or "_" between their words.

    Raises UnknownName with near matches.
    """
    if isinstance(name, Measure):
        return name.measure
    if not isinstance(name, str):
        raise UnknownName(f"the measure is {name!r}, which is not text; give its name, such as 'rso_count'")
    folded = {
        _spaced(spelling): measure_id
        for measure_id, label in labels.items()
        for spelling in (label, measure_id)
    }
    if _spaced(name) not in folded:
        within = [
            measure_id for measure_id in labels if _spaced(name) and _spaced(name) in _spaced(measure_id)
        ]
        hint = (
            f"; those with it in their name are {', '.join(within[:_MOST_HINTS])}"
            if within
            else did_you_mean(name, [*labels, *labels.values()])
        )
        raise UnknownName(f"{name!r} is not a measure{hint}; measures() lists them all")
    return folded[_spaced(name)]


def _spaced(name: str) -> str:
    return name.replace("_", " ").strip().casefold()


def listed(names: object, what: str, example: str, *columns: str) -> list[object]:
    """Return the several names that are given: a list of them, or the first of these columns in a frame."""
    if isinstance(names, pd.DataFrame):
        column = next((name for name in columns if name in names), None)
        if column is None:
            raise Misused(
                f"the {what} are a data frame without a column {columns[0]!r}; it has {', '.join(map(str, names))}"
            )
        return names[column].to_list()
    if not isinstance(names, Iterable):
        given = repr(names) if isinstance(names, int | float) else f"a {type(names).__name__}"
        raise Misused(f"the {what} are {given}; give a name, such as {example}, or a list of them")
    return list(names)


def _key(name: str) -> str:
    """Return a name as its address has it; empty for one without a letter."""
    try:
        return slug(name)
    except DataError:
        return ""
