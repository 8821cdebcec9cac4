"""Which years the figures cover, read without pandas, so that the command line starts fast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from numbers import Integral, Real
from pathlib import Path

from helpers.data import kept
from helpers.data.areas import FILES, names
from helpers.data.errors import DataError
from helpers.data.sources import data_folder, hashes_of, raw_column, raw_text, reading, reference_text

Row = dict[str, str]
COUNT = "rso_count"
_FILES = ("raw/mappa_figures.csv", "raw/mappa_figures.source.yml")
_COUNTED = (*_FILES, "reference/readings.csv", "reference/series.csv", *FILES)
_FIGURES = ("area", "area_type", "period_end", "measure", "basis", "source_id")
_SERIES = ("measure", "basis", "series", "shift_years")
_READINGS = ("area", "period_end", "measure", "source_id", "series")


def check_covered(year: object, years: range) -> int:
    """Return a year as a whole number: 2022, but also "2022", 2022.0 and what NumPy has for it.

    Raises DataError for what is no year, and, naming the years covered, for one that the data do not cover.
    """
    whole = whole_year(year, years[-1])
    if whole not in years:
        raise DataError(f"no figures for 31 March {whole}; the data cover {years[0]} to {years[-1]}")
    return whole


def whole_year(year: object, such_as: int) -> int:
    """Return a year as a whole number. Raises DataError, with one such as would do, for what is none."""
    whole = _whole(year)
    if whole is None:
        raise DataError(
            f"the year is {year!r}; give the year of a 31 March as a whole number, such as {such_as}"
        )
    return whole


def _whole(year: object) -> int | None:
    """Return a year as a whole number, or None; no truth, fraction or range is one."""
    if isinstance(year, str):
        return int(year) if re.fullmatch(r"\s*[0-9]{1,4}\s*", year) else None
    if isinstance(year, bool):
        return None
    if isinstance(year, Integral):
        return int(year)
    return int(float(year)) if isinstance(year, Real) and float(year).is_integer() else None


def covered_years(data: Path | None = None) -> range:
    """Return the years of the dates in ``mappa_figures.csv``, from the first to the last.

    Raises DataError if the table does not match its record, or holds no date.
    """
    first, last = _kept("covered", _FILES, data or data_folder(), _first_and_last)
    return range(first, last + 1)


def _first_and_last(folder: Path) -> list[int]:
    dates = {date[:4] for date in raw_column("mappa_figures", "period_end", folder)}
    years = [int(year) for year in dates if year.isdecimal()]
    if not years:
        raise DataError("raw/mappa_figures.csv has no date in its column period_end")
    return [min(years), max(years)]


def latest_year(data: Path | None = None) -> int:
    """Return the newest 31 March for which at least half of the areas have a published count.

    Where no date has as many, it is the newest of those for which most areas have one. Raises DataError if no
    area has any.
    """
    [year] = _kept("latest", _COUNTED, data or data_folder(), _latest)
    return year


def _kept(kind: str, files: tuple[str, ...], folder: Path, read: Callable[[Path], list[int]]) -> list[int]:
    """Return the years that were read from these very files, or read them."""
    return _years(kind, hashes_of(files, folder), folder, read)


@lru_cache(maxsize=8)  # a command asks more than once
def _years(kind: str, hashes: kept.Hashes, folder: Path, read: Callable[[Path], list[int]]) -> list[int]:
    years: list[int] | None = kept.load(kind, hashes)
    if years is None:
        with reading(folder, hashes):
            years = read(folder)
        kept.save(kind, hashes, years)
    return years


def _latest(folder: Path) -> list[int]:
    place_names = names(folder)
    areas: dict[int, set[str]] = {}
    for year, name in _counts(folder):
        areas.setdefault(year, set()).add(place_names.canonical(name))
    if not areas:
        raise DataError(f"raw/mappa_figures.csv has no {COUNT} of any area")
    enough = min(len(place_names.areas) / 2, max(map(len, areas.values())))
    return [max(year for year, with_count in areas.items() if len(with_count) >= enough)]


def _counts(folder: Path) -> Iterator[tuple[int, str]]:
    """Yield year and area of each row that is used as a count of an area, as the reference tables say."""
    series = {(row["measure"], row["basis"]): row for row in reference_text("series", folder, _SERIES)}
    read_as = {_key(row): row["series"] for row in reference_text("readings", folder, _READINGS)}
    for row in raw_text("mappa_figures", folder, _FIGURES):
        counted = series.get((row["measure"], row["basis"]))
        if row["area_type"] != "mappa_area" or counted is None or not row["period_end"][:4].isdecimal():
            continue
        if read_as.get(_key(row), counted["series"]) == COUNT:
            if not re.fullmatch("-?[0-9]", counted["shift_years"]):
                raise DataError(
                    f"reference/series.csv: found {counted['shift_years']!r} as shift_years of {COUNT}; it must be a "
                    "whole number from -9 to 9"
                )
            yield int(row["period_end"][:4]) + int(counted["shift_years"]), row["area"]


def _key(row: Row) -> tuple[str, ...]:
    return row["area"], row["period_end"], row["measure"], row["source_id"]
