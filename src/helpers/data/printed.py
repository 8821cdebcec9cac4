"""What a source cannot have printed: a figure of a later date, or nothing of the place in its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from helpers.data.errors import DataError
from helpers.data.naming import Names
from helpers.data.plausible import NATION, Measured, check_measured
from helpers.data.rows import Row, Source, records
from helpers.data.schemas import TABLES
from helpers.data.sources import read_raw, sources, table_names

_YEAR = re.compile(r"(?<![\w+])(?:19|20)[0-9]{2}(?![0-9])")  # and not that of U+2067
_OVER_NEW_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})/([0-9]{2})(?![0-9])")
# The columns of places and of dates, by the table; what is not a date, such as "undated", names no year.
_PLACES, _DATES = ("area", "force"), ("period_end", "period", "date", "survey_date", "mid_year")


def check_printed(folder: Path, names: Names) -> None:
    """Raise DataError for rows that their source cannot have printed, or a period that none is."""
    rows = list(sourced_rows(folder))
    for where, row in rows:
        _check_period(where, row)
    sources_by_id = sources(folder)
    check_measured(printed_measured(rows, sources_by_id, names), folder)


def printed_measured(
    rows: list[tuple[str, Row]], sources_by_id: Mapping[str, Source], names: Names
) -> Iterator[Measured]:
    """Yield how many days each date is later than its source, and which titles name a place without a row.

    ``rows`` are those of all raw tables, each after the place where it stands. Of the rows of a source that
    say the same date, the first stands for all.
    """
    firsts: dict[tuple[str, int | None, date | None, str], str] = {}
    for where, row in rows:
        firsts.setdefault((row["source_id"], row.get("mid_year"), *_first_day(row)), where)
    for (source_id, mid_year, first, said), where in firsts.items():
        source = sources_by_id[source_id]
        last = _latest(source)
        if first is not None and last is not None:
            days = float(max(0, (first - last).days))
            what = f"by how many days {said!r} is later than its source, of {source.published or last} ({source.id}),"
            yield Measured("days_before_printed", days, where, what, sources=frozenset([source.id]))
        if mid_year is not None and (years := _YEAR.findall(source.title)):
            off = float(int(mid_year) - int(years[0]))
            what = f"by how many years its mid-year is later than that of its source, {source.title!r},"
            yield Measured("mid_year_of_title", off, where, what, sources=frozenset([source.id]))
    yield from _newest(rows, sources_by_id)
    places: dict[str, dict[str, str]] = {}
    for where, row in rows:
        if place := next((row[name] for name in _PLACES if name in row), ""):
            places.setdefault(row["source_id"], {}).setdefault(names.canonical(place), where)
    for source_id, its_places in places.items():
        title = sources_by_id[source_id].title
        named = place_of_title(title, names)
        if named:
            absent = named not in its_places and its_places.keys() != {NATION}
            yield Measured(
                "title_without_place",
                float(absent),
                next(iter(its_places.values())),
                f"whether its source, {title!r}, has no row of {named} in any table (1 if so; a name in brackets "
                "after a title is not read)",
                sources=frozenset([source_id]),
            )


def _newest(rows: list[tuple[str, Row]], sources_by_id: Mapping[str, Source]) -> Iterator[Measured]:
    """Yield how old the newest figure of a 31 March is that each source of a known date prints."""
    newest: dict[str, tuple[date, str]] = {}
    for where, row in rows:
        if "period_end" in row:
            day, _ = _first_day(row)
            if day is not None and (row["source_id"] not in newest or day > newest[row["source_id"]][0]):
                newest[row["source_id"]] = day, where
    for source_id, (day, where) in newest.items():
        source = sources_by_id[source_id]
        last = _latest(source)
        if last is not None:
            what = f"by how many days {day}, the newest date of {source_id}, is earlier than that source, of {source.published or last},"
            yield Measured(
                "newest_before_printed", float((last - day).days), where, what, sources=frozenset([source_id])
            )


def place_of_title(title: str, names: Names) -> str:
    """Return the one area that a title names before its bracket; nothing where it names none or several."""
    text = title.partition("(")[0].replace("&", "and")
    named = (area.name for area in names.areas if area.name in text)
    matches = [name for name in named if re.search(rf"\b{re.escape(name)}\b", text)]
    return matches[0] if len(matches) == 1 and matches[0] not in names.regions else ""


def sourced_rows(folder: Path) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all raw tables that name their source, each after the place where it stands."""
    for file in table_names(folder):
        part, _, table = file.partition("/")
        if part == "raw" and table != "sources" and "source_id" in TABLES[table].columns:
            for row in records(read_raw(table, folder)):
                yield f"{file}.csv, line {row['line']}", row


def _check_period(where: str, row: Row) -> None:
    """Raise DataError for a period such as 2018/20, or from a later year to an earlier one."""
    for name in _DATES:
        if name in row and (fault := _fault_of(row[name])):
            raise DataError(f"{where}, column {name}: found {fault}")


@lru_cache(maxsize=4096)
def _fault_of(period: object) -> str:
    """Return a period that none is, with what is wrong with it; nothing for one that can be right."""
    text = f"{period}"
    for first, last in _OVER_NEW_YEAR.findall(text):
        if int(last) != (int(first) + 1) % 100:
            right = f"{first}/{(int(first) + 1) % 100:02}"
            return f"{text!r}; a year that ends in the next is written such as {right}"
    years = [int(year) for year in _YEAR.findall(text)]
    return "" if years == sorted(years) else f"{text!r}, which ends before it begins"


def _first_day(row: Row) -> tuple[date | None, str]:
    """Return the date of a row, or the first day of the last year that it names; and how it says that."""
    for name in _DATES:
        if (value := row.get(name)) is not None:
            day, said = _day_of(value) if name == "period_end" else _day_of_year(value)
            if day is not None:
                return day, said
    return None, ""


@lru_cache(maxsize=4096)
def _day_of(value: datetime) -> tuple[date, str]:
    return value.date(), f"{value:%Y-%m-%d}"


@lru_cache(maxsize=4096)
def _day_of_year(period: object) -> tuple[date | None, str]:
    years = [int(year) for year in _YEAR.findall(f"{period}")]
    return (date(max(years), 1, 1), f"{period}") if years else (None, "")


def _latest(source: Source) -> date | None:
    """Return the last day that a source may be of, by its date or else its title."""
    return _last_day(source.published) or _end_of_title(source.title)


@lru_cache(maxsize=1024)
def _end_of_title(title: str) -> date | None:
    """Return the last day of the last year that a title names, as in "2017" or "2003/04"."""
    over = [int(first) + 1 for first, _ in _OVER_NEW_YEAR.findall(title)]
    years = [*map(int, _YEAR.findall(title)), *over]
    return date(max(years), 12, 31) if years else None


@lru_cache(maxsize=1024)
def _last_day(published: str) -> date | None:
    """Return the last day that a source may be of: 2024-03-31 for "2024-03 (inferred)"."""
    match = re.match(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", published)
    if match is None:
        return None
    year, month, day = match.groups()
    if day:
        return date(int(year), int(month), int(day))
    return (date(int(year), int(month or 12), 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
