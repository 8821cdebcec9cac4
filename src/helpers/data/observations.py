"""Every figure, published or derived, as one observation: value, bounds, status, basis and sources.

The long table is made from two raw tables (published figures, figures that follow from them) and read
through five reference tables that hold every editorial decision: ``series`` (which rows are comparable),
``readings`` (what "more than 1,640" means), ``derivations`` (what a derived bound rests on), ``precedence``
(which of two sources that disagree is used) and ``measures`` (units and decimals).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from math import isnan
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from helpers.data.areas import canonical, kind, region_place
from helpers.data.errors import DataError
from helpers.data.measures import check_ranges, check_units
from helpers.data.rows import Plain, Row, records
from helpers.data.sources import read_raw, read_reference, releases

if TYPE_CHECKING:  # imported late: figures that were kept from an earlier reading need no pandas
    import pandas as pd

Key = tuple[Any, ...]
_RATE_OF_ONE_IN = re.compile(
    r"the whole-number rate\(s\) for which round\(100000/rate\) = published one-in-N (\d+)"
)
KEY = ["area", "period_end", "measure"]
COLUMNS = [
    "area", "area_type", "period_end", "measure", "value", "low", "high",
    "status", "basis", "sources", "depends_on", "note", "table", "line",
]  # fmt: skip
# The order in which statements about one figure are preferred; lower is better.
PREFERENCE = {"revised": 0, "published": 1, "rounded": 2, "derived": 3, "bounded": 4}
# Why a figure is not used beside that of an official release, as the reports quote it.
OFFICIAL = "The Ministry of Justice's own table of all areas is used before any other source."
LATER = "A later official table revised it."
WHOLE_UNITS = {"count"}
# What a row of readings.csv says of a printed figure: a column of the figures, and the one that decides it.
_READ_AS = {"low": "low", "high": "high", "status": "status", "note": "reason", "series": "series"}
# A printed 125 stands for 124.5 up to, but not including, 125.5: the bound is this much nearer.
BELOW = 1e-9


@dataclass(frozen=True, slots=True)  # there are many
class Observation:
    """One figure for one area and date: value (None where only bounds are known), bounds, and origin.

    ``depends_on`` names the source whose own statement a bound rests on: it may not be used to confirm that
    one. ``disagrees`` is the figure of the sources ``against`` it, if any, and ``why`` it is not used;
    ``other`` is that figure as a number, where they give one, and ``level1`` says that it looks like the
    number at level 1 taken for the total. ``grounds`` are words on what a figure worked out here rests on,
    beside its note.
    """

    area: str
    period_end: str
    measure: str
    value: float | None
    low: float
    high: float
    status: str
    basis: str
    sources: tuple[str, ...]
    note: str
    table: str
    line: int
    disagrees: str = ""
    against: tuple[str, ...] = ()
    why: str = ""
    depends_on: str = ""
    other: float | None = None
    level1: bool = False
    grounds: str = ""

    @property
    def how(self) -> str:
        """The note with the grounds, if there are any."""
        return f"{self.note}; {self.grounds}" if self.grounds else self.note

    @property
    def year(self) -> int:
        """The year of the date."""
        return int(self.period_end[:4])


_FIELDS = tuple(field.name for field in fields(Observation) if field.name != "grounds")


def published(data: Path | None = None, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return the figures as single sources print them, one row each, with the bounds that rounding leaves.

    Sources named in ``without`` are left out entirely, as if they had never been published.
    Raises DataError for a measure and basis that ``reference/series.csv`` does not place in a series, and for
    a unit or a figure that its measure does not have.
    """
    figures = read_raw("mappa_figures", data)
    figures = _place_in_series(figures, read_reference("series", data))
    check_units(figures, data)
    figures = _apply_readings(figures, read_reference("readings", data))
    figures = figures.assign(measure=figures["series"])
    check_ranges("mappa_figures", figures, data)
    figures = figures[~figures["source_id"].isin(without)]
    return figures.assign(
        area=[_place_name(*pair, data) for pair in zip(figures["area"], figures["area_type"], strict=True)],
        period_end=_shifted_dates(figures["period_end"], figures["shift_years"]),
        sources=_tuple_column([(source,) for source in figures["source_id"]], figures),
        depends_on="",
        table="mappa_figures",
    )[COLUMNS]


def derived(
    statements: pd.DataFrame, data: Path | None = None, without: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Return the figures that follow by arithmetic from ``statements``; each needs all its inputs.

    The ancestry of a row is the sources of every input that its method names, plus the source on whose own
    statement it depends, if any: so that no statement is ever confirmed by itself.
    """
    bounds = read_raw("derived_bounds", data)
    check_ranges("derived_bounds", bounds.assign(value=bounds["low"]), data)
    groups: dict[Key, list[tuple[str, ...]]] = {}
    for *key, named in zip(*(statements[name].tolist() for name in (*KEY, "sources")), strict=True):
        groups.setdefault(tuple(key), []).append(named)
    sources_by_key = {key: union(*group) for key, group in groups.items()}
    rules = records(read_reference("derivations", data))
    ancestry = [_ancestry(row, rules, sources_by_key, without) for row in records(bounds)]
    bounds = bounds.assign(sources=_tuple_column(ancestry, bounds))
    bounds = bounds[bounds["sources"].notna()]
    printed = bounds["measure"].map(_is_rate_or_percentage)
    exact = bounds["low"] == bounds["high"]
    return bounds.assign(
        area=[canonical(name, data) for name in bounds["area"]],
        area_type=["nation" if kind(name, data) == "nation" else "mappa_area" for name in bounds["area"]],
        value=bounds["low"].where(exact),
        low=_rounding_bounds(bounds["low"], printed)[0],
        high=_rounding_bounds(bounds["high"], printed)[1],
        status=["derived" if equal else "bounded" for equal in exact],
        basis="follows by arithmetic from published figures",
        note=[_in_words(method) for method in bounds["method"]],
        table="derived_bounds",
    )[COLUMNS]


def _in_words(method: str) -> str:
    """Write how a figure was derived without the notation of a program."""
    method = _RATE_OF_ONE_IN.sub(r'the whole-number rate that rounds to the published "one in \1"', method)
    return method.replace("rso_count", "count of RSOs").replace("one-in-N", '"one in so many"')


def observations(data: Path | None = None, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return the long table of published and derived statements, one row each, sorted."""
    import pandas as pd

    statements = published(data, without)
    table = pd.concat([statements, derived(statements, data, without)], ignore_index=True)
    return table.sort_values([*KEY, "table", "line"], ignore_index=True)


def resolve(table: pd.DataFrame, data: Path | None = None) -> pd.DataFrame:
    """Return one row per area, date and measure: the best statement, its sources, and what disagrees.

    Rows agree when their bounds overlap. An official release outranks every other source, and a later one an
    earlier one. Else, where rows do not agree, ``reference/precedence.csv`` must name the source to use;
    otherwise DataError. Rows of measures that are not comparable between bases stay apart.
    """
    import pandas as pd

    measures = read_reference("measures", data).set_index("measure")
    comparable = table["measure"].map(measures["comparable"]).astype(bool)
    precedence = {
        tuple(row[name] for name in KEY): row for row in records(read_reference("precedence", data))
    }
    groups: dict[Key, list[Row]] = {}
    for row in records(table[comparable]):
        groups.setdefault(tuple(row[name] for name in KEY), []).append(row)
    order = {source: number for number, source in enumerate(releases(data), start=1)}
    rows = [_ranked(group, precedence.get(key), order) for key, group in groups.items()]
    separate = table[~comparable].assign(disagrees="", why="", other=float("nan"), level1=False)
    separate = separate.assign(against=_tuple_column([()] * len(separate), separate))
    return pd.concat([pd.DataFrame(rows), separate], ignore_index=True).sort_values(
        [*KEY, "line"], ignore_index=True
    )


def by_key(table: pd.DataFrame) -> dict[tuple[str, int, str], Observation]:
    """Map area, year and measure to the observation.

    Later rows of measures that are not comparable overwrite earlier ones: those are looked up in the table.
    One date's figures lie together in memory: a report, which compares those of all areas, copies few pages
    of it.
    """
    return figures(Plain.of(table))


def figures(table: Plain) -> dict[tuple[str, int, str], Observation]:
    """Return what ``by_key`` does, of a table as plain values."""
    cells = table.columns
    order = sorted(
        zip(
            *(cells[name] for name in ("period_end", "measure", "area", "line")),
            range(len(table)),
            strict=True,
        )
    )
    texts = {date: intern(f"{date:%Y-%m-%d}") for date in set(cells["period_end"])}  # of many areas, one each
    columns = {**cells, "period_end": [texts[date] for date in cells["period_end"]]}
    rows = list(zip(*(columns[name] for name in _FIELDS), strict=True))
    return {(area, date.year, measure): Observation(*rows[row]) for date, measure, area, _, row in order}


def _place_in_series(figures: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    merged = figures.merge(
        series.drop(columns="line"), on=["measure", "basis"], how="left", validate="many_to_one"
    )
    for row in records(merged[merged["series"].isna()]):
        raise DataError(
            f"mappa_figures.csv line {row['line']} ({row['area']}): measure {row['measure']!r} on the basis "
            f"{row['basis']!r} belongs to no series; add the pair to data/reference/series.csv"
        )
    return merged


def _apply_readings(figures: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Apply the bounds of rounding, then what ``readings.csv`` says about single printed figures."""
    low, high = _rounding_bounds(figures["value"], ~figures["unit"].isin(WHOLE_UNITS))
    figures = figures.assign(low=low, high=high, status="published")
    key = ["area", "period_end", "measure", "source_id"]
    place = {
        tuple(row): index
        for index, row in zip(figures.index, figures[key].itertuples(index=False), strict=True)
    }
    read: dict[Any, Row] = {}
    for row in records(readings):
        index = place.get(tuple(row[column] for column in key))
        if index is None:
            raise DataError(
                f"readings.csv line {row['line']}: no row of mappa_figures.csv for {row['area']}, "
                f"{row['period_end']:%Y-%m-%d}, {row['measure']} from {row['source_id']}"
            )
        read[index] = row
    figures = figures.assign(
        **{
            name: [
                read[index][column] if index in read else cell
                for index, cell in zip(figures.index, figures[name], strict=True)
            ]
            for name, column in _READ_AS.items()
        }
    ).astype({"low": float, "high": float})
    # "More than 1,640" is not 1,640: a printed number outside its own bounds is not the figure.
    outside = (figures["value"] < figures["low"]) | (figures["value"] > figures["high"])
    figures.loc[outside | (figures["status"] == "bounded"), "value"] = float("nan")
    return figures[~figures["status"].isin(["excluded", "refused"])]


def _ancestry(
    row: Row,
    rules: list[Row],
    sources_by_key: dict[Key, tuple[str, ...]],
    without: frozenset[str],
) -> tuple[str, ...] | None:
    inputs = [rule for rule in rules if rule["rule"] == row["rule"]]
    if not inputs:
        raise DataError(
            f"derived_bounds.csv line {row['line']} ({row['area']}): data/reference/derivations.csv does not say "
            f"what the rule {row['rule']!r} rests on"
        )
    groups = [
        sources_by_key.get(
            (row["area"], _years_on(row["period_end"], rule["years_later"]), rule["input_measure"])
        )
        for rule in inputs
    ]
    if row["depends_on"] in without or any(group is None for group in groups):
        return None
    sources = {source for group in groups if group for source in group} | ({str(row["depends_on"])} - {""})
    return tuple(sorted(sources))


def _ranked(group: list[Row], precedence: Row | None, order: Mapping[str, int]) -> Row:
    """Return the statement of the latest release among a group, or else what precedence says."""
    place = max(_place(row, order) for row in group)
    if not place:
        return _resolved(group, precedence)
    latest = [row for row in group if _place(row, order) == place]
    chosen = latest[0]
    against = [row for row in group if not _agree(chosen, row)]
    agreeing = [row for row in group if row not in against and row["table"] == chosen["table"]]
    revised = any(_place(row, order) for row in against)
    # A press figure that was taken for level 1 is known as such, whatever is used instead of it.
    level1 = bool(against) and precedence is not None and bool(precedence["level1"])
    why = LATER if revised else OFFICIAL if against else ""
    joined = _joined(chosen, against, sorted(agreeing, key=lambda row: -_place(row, order)), why, level1)
    return {**joined, "status": "revised" if revised else chosen["status"]}


def _place(row: Row, order: Mapping[str, int]) -> int:
    """Return which release states a row, counted from 1.

    0 where none does. Our own bounds only rest on one.
    """
    return order.get(row["sources"][0], 0) if row["table"] == "mappa_figures" else 0


def _resolved(group: list[Row], precedence: Row | None) -> Row:
    ranked = sorted(group, key=lambda row: (PREFERENCE[row["status"]], row["high"] - row["low"], row["line"]))
    chosen = ranked[0]
    against = [row for row in ranked if not _agree(chosen, row)]
    if against and precedence is None:
        raise DataError(_disagreement(chosen, against[0]))
    if precedence is not None:
        chosen = next((row for row in ranked if _comes_from(row, precedence["source_id"])), chosen)
        against = [row for row in ranked if not _agree(chosen, row)]
    agreeing = [row for row in ranked if row not in against and row["table"] == chosen["table"]]
    reason, level1 = ("", False)
    if precedence is not None and against:
        reason, level1 = precedence["reason"], precedence["level1"]
    return _joined(chosen, against, agreeing, reason, level1)


def _joined(chosen: Row, against: list[Row], agreeing: list[Row], why: str, level1: bool) -> Row:
    """Return the row that stands for a figure: the statement chosen, who agrees with it, and who does not."""
    others = {row["value"] for row in against}
    return {
        **{column: chosen[column] for column in COLUMNS},
        "sources": union(*(row["sources"] for row in agreeing)),
        "why": why,
        "level1": level1,
        "other": others.pop() if len(others) == 1 else float("nan"),
        "disagrees": " or ".join(dict.fromkeys(_number_or_bounds(row) for row in against)),
        "against": union(*(row["sources"] for row in against)),
    }


def _comes_from(row: Row, source: str) -> bool:
    """Return whether a statement is the one that precedence names: by its source, or by its own table."""
    return source == row["table"] or (row["table"] == "mappa_figures" and source in row["sources"])


def _agree(first: Row, second: Row) -> bool:
    """Return whether two statements can both be true: their bounds overlap."""
    return bool(first["low"] <= second["high"] and second["low"] <= first["high"])


def _disagreement(first: Row, second: Row) -> str:
    return (
        f"{first['table']}.csv line {first['line']} and {second['table']}.csv line {second['line']} ({first['area']}, "
        f"{first['period_end']:%d %B %Y}, {first['measure']}): {_number_or_bounds(first)} from {', '.join(first['sources'])} "
        f"disagrees with {_number_or_bounds(second)} from {', '.join(second['sources'])}; "
        "say which one is used in data/reference/precedence.csv"
    )


def _number_or_bounds(row: Row) -> str:
    """Return a statement's number, or its bounds where it has none."""
    return f"{row['low']:,.10g} to {row['high']:,.10g}" if isnan(row["value"]) else f"{row['value']:,.10g}"


def union(*groups: Iterable[str]) -> tuple[str, ...]:
    """Return every source that a group names, once, in the order in which they are met."""
    return tuple(dict.fromkeys(source for group in groups for source in group))


def _place_name(name: str, area_type: str, data: Path | None) -> str:
    return region_place(canonical(name, data), data) if area_type == "region" else canonical(name, data)


def _tuple_column(cells: Iterable[object], like: pd.DataFrame) -> pd.Series[Any]:
    """Return cells that are tuples as a column: pandas would take a list of them for several columns."""
    import pandas as pd

    return pd.Series(list(cells), index=like.index, dtype=object)


def _shifted_dates(dates: pd.Series, years: pd.Series) -> pd.Series:
    import pandas as pd

    return pd.Series(
        [_years_on(date, int(by)) if by else date for date, by in zip(dates, years, strict=True)],
        index=dates.index,
    )


@lru_cache(maxsize=1024)
def _years_on(date: object, years: object) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(date) + pd.DateOffset(years=int(years))  # type: ignore[arg-type,call-overload]


def _rounding_bounds(
    values: pd.Series[float], printed: pd.Series[bool]
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return the bounds of figures as printed: half a unit of the last digit each way, none for exact ones.

    Halves round away from zero, so that the end nearer to zero is included and the other is not.
    """
    import pandas as pd

    half = pd.Series([0.5 * 10.0 ** -_decimals(value) for value in values], index=values.index)
    down, up = half - BELOW * (values <= 0), half - BELOW * (values >= 0)
    return values - down.where(printed, 0.0), values + up.where(printed, 0.0)


def _decimals(value: float) -> int:
    return len(f"{value:.10g}".partition(".")[2])


def _is_rate_or_percentage(measure: str) -> bool:
    """Return whether a measure is a rate or percentage: its rounded digits are known to half a unit."""
    return "rate" in measure or "percent" in measure
