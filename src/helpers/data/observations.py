"""Every published or derived figure as one observation: a value with bounds, a status, a basis and its sources.

The long table is made from two raw tables (published figures, figures that follow from them) and read through
five reference tables that hold every editorial decision: ``series`` (which rows are comparable), ``readings``
(what "more than 1,640" means), ``derivations`` (what a derived bound rests on), ``precedence`` (which of two
sources that disagree is used) and ``measures`` (units and decimals).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.data.areas import canonical, region_place
from helpers.data.errors import DataError
from helpers.data.sources import read_raw, read_reference

Key = tuple[Any, ...]
Statement = dict[str, Any]
KEY = ["area", "period_end", "measure"]
COLUMNS = [
    *["area", "area_type", "period_end", "measure", "value", "low", "high"],
    *["status", "basis", "sources", "depends_on", "note", "table", "line"],
]
# The order in which statements about one figure are preferred; lower is better.
PREFERENCE = {"revised": 0, "published": 1, "rounded": 2, "derived": 3, "bounded": 4}
WHOLE_UNITS = {"count"}


def published(data: Path | None = None, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The figures as single sources print them, one row each, with the bounds that their rounding leaves.

    Sources named in ``without`` are left out entirely, as if they had never been published.
    Raises DataError for a measure and basis that ``reference/series.csv`` does not place in a series.
    """
    figures = read_raw("mappa_figures", data)
    figures = _place_in_series(figures, read_reference("series", data))
    figures = _read_as(figures, read_reference("readings", data))
    figures = figures[~figures["source_id"].isin(without)]
    return figures.assign(
        area=[_place(*pair, data) for pair in zip(figures["area"], figures["area_type"], strict=True)],
        period_end=_shift(figures["period_end"], figures["shift_years"]),
        measure=figures["series"],
        sources=[(source,) for source in figures["source_id"]],
        depends_on="",
        table="mappa_figures",
    )[COLUMNS]


def derived(statements: pd.DataFrame, data: Path | None = None, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Figures that follow by arithmetic from ``statements``; a row stands only while all its inputs stand.

    The ancestry of a row is the sources of every input that its method names, plus the source on whose own
    statement it depends, if any: so that no statement is ever confirmed by itself.
    """
    bounds = read_raw("derived_bounds", data)
    known = {key: _union(group) for key, group in statements.groupby(KEY)["sources"]}
    rules = read_reference("derivations", data).to_dict("records")
    ancestry = [_ancestry(row, rules, known, without) for row in bounds.to_dict("records")]
    bounds = bounds.assign(sources=ancestry)
    bounds = bounds[bounds["sources"].notna()]
    half = [0.5 * 10.0 ** -_decimals(low) if _is_printed(m) else 0.0 for m, low in zip(bounds["measure"], bounds["low"], strict=True)]
    exact = bounds["low"] == bounds["high"]
    return bounds.assign(
        area=[canonical(name, data) for name in bounds["area"]],
        area_type="mappa_area",
        value=bounds["low"].where(exact),
        low=bounds["low"] - half,
        high=bounds["high"] + half,
        status=["derived" if same else "bounded" for same in exact],
        basis="follows by arithmetic from published figures",
        note=bounds["method"],
        table="derived_bounds",
    )[COLUMNS]


def observations(data: Path | None = None, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The long table: published and derived statements together, one row per statement, sorted."""
    statements = published(data, without)
    table = pd.concat([statements, derived(statements, data, without)], ignore_index=True)
    return table.sort_values([*KEY, "table", "line"], ignore_index=True)


def resolve(table: pd.DataFrame, data: Path | None = None) -> pd.DataFrame:
    """One row per area, date and measure: the best statement, its agreeing sources, and what disagrees.

    Statements agree when their bounds overlap. Where they do not, ``reference/precedence.csv`` must name the
    source to use; otherwise DataError. Rows of measures that are not comparable between bases stay apart.
    """
    measures = read_reference("measures", data).set_index("measure")
    comparable = table["measure"].map(measures["comparable"]) == "yes"
    precedence = {tuple(row[name] for name in KEY): row for row in read_reference("precedence", data).to_dict("records")}
    groups: dict[Key, list[Statement]] = {}
    for row in table[comparable].to_dict("records"):
        groups.setdefault(tuple(row[name] for name in KEY), []).append(row)
    rows = [_resolved(group, precedence.get(key)) for key, group in groups.items()]
    alone = table[~comparable].assign(disagrees="")
    return pd.concat([pd.DataFrame(rows), alone], ignore_index=True).sort_values([*KEY, "line"], ignore_index=True)


def _place_in_series(figures: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    merged = figures.merge(series.drop(columns="line"), on=["measure", "basis"], how="left", validate="many_to_one")
    for row in merged[merged["series"].isna()].to_dict("records"):
        raise DataError(
            f"mappa_figures.csv line {row['line']} ({row['area']}): measure {row['measure']!r} on the basis "
            f"{row['basis']!r} belongs to no series; add the pair to data/reference/series.csv"
        )
    return merged


def _read_as(figures: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Apply the bounds of rounding, then what ``readings.csv`` says about single printed figures."""
    half = [
        0.0 if unit in WHOLE_UNITS else 0.5 * 10.0 ** -_decimals(value)
        for unit, value in zip(figures["unit"], figures["value"], strict=True)
    ]
    figures = figures.assign(low=figures["value"] - half, high=figures["value"] + half, status="published")
    key = ["area", "period_end", "measure", "source_id"]
    place = {tuple(row): index for index, row in zip(figures.index, figures[key].itertuples(index=False), strict=True)}
    for row in readings.to_dict("records"):
        index = place.get(tuple(row[column] for column in key))
        if index is None:
            raise DataError(
                f"readings.csv line {row['line']}: no row of mappa_figures.csv for {row['area']}, "
                f"{row['period_end']:%Y-%m-%d}, {row['measure']} from {row['source_id']}"
            )
        figures.loc[index, ["low", "high", "status", "note"]] = [row["low"], row["high"], row["status"], row["reason"]]
        figures.loc[index, "series"] = row["series"]
    figures.loc[figures["status"] == "bounded", "value"] = float("nan")
    return figures[figures["status"] != "excluded"]


def _ancestry(
    row: Statement,
    rules: list[Statement],
    known: dict[Key, tuple[str, ...]],
    without: frozenset[str],
) -> tuple[str, ...] | None:
    inputs = [rule for rule in rules if re.fullmatch(str(rule["pattern"]), str(row["method"]))]
    if not inputs:
        raise DataError(
            f"derived_bounds.csv line {row['line']} ({row['area']}): no pattern of data/reference/derivations.csv "
            f"says what the method {row['method']!r} rests on"
        )
    groups = [known.get((row["area"], _years_on(row["period_end"], rule["years_later"]), rule["input_measure"])) for rule in inputs]
    if row["depends_on"] in without or any(group is None for group in groups):
        return None
    sources = {source for group in groups if group for source in group} | ({str(row["depends_on"])} - {""})
    return tuple(sorted(sources))


def _resolved(group: list[Statement], precedence: Statement | None) -> Statement:
    ranked = sorted(group, key=lambda row: (PREFERENCE[row["status"]], row["high"] - row["low"], row["line"]))
    chosen = ranked[0]
    against = [row for row in ranked if not _agree(chosen, row)]
    if against and precedence is None:
        raise DataError(_disagreement(chosen, against[0]))
    if precedence is not None:
        chosen = next((row for row in ranked if _comes_from(row, precedence["source_id"])), chosen)
        against = [row for row in ranked if not _agree(chosen, row)]
    agreeing = [row for row in ranked if row not in against and row["table"] == chosen["table"]]
    reason = f" {precedence['reason']}" if precedence is not None and against else ""
    return {
        **{column: chosen[column] for column in COLUMNS},
        "sources": _union(row["sources"] for row in agreeing),
        "note": f"{chosen['note']}{reason}".strip(),
        "disagrees": "; ".join(f"{row['value']:,.10g} ({', '.join(row['sources'])})" for row in against),
    }


def _comes_from(row: Statement, source: str) -> bool:
    """Whether a statement is the one that precedence names: by its source, or by its table for our own arithmetic."""
    return source == row["table"] or (row["table"] == "mappa_figures" and source in row["sources"])


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two statements can both be true: equal when exact, overlapping by more than an end otherwise."""
    if one["low"] == one["high"] or other["low"] == other["high"]:
        return bool(one["low"] <= other["high"] and other["low"] <= one["high"])
    return bool(one["low"] < other["high"] and other["low"] < one["high"])


def _disagreement(one: Statement, other: Statement) -> str:
    return (
        f"{one['table']}.csv line {one['line']} and {other['table']}.csv line {other['line']} ({one['area']}, "
        f"{one['period_end']:%d %B %Y}, {one['measure']}): {one['value']:,.10g} from {', '.join(one['sources'])} "
        f"disagrees with {other['value']:,.10g} from {', '.join(other['sources'])}; "
        "say which one is used in data/reference/precedence.csv"
    )


def _union(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for group in groups for source in group))


def _place(name: str, area_type: str, data: Path | None) -> str:
    return region_place(canonical(name, data), data) if area_type == "region" else canonical(name, data)


def _shift(dates: pd.Series, years: pd.Series) -> pd.Series:
    return pd.Series([_years_on(date, int(by)) for date, by in zip(dates, years, strict=True)], index=dates.index)


def _years_on(date: object, years: object) -> pd.Timestamp:
    return pd.Timestamp(date) + pd.DateOffset(years=int(years))  # type: ignore[arg-type,call-overload]


def _decimals(value: float) -> int:
    return len(f"{value:.10g}".partition(".")[2])


def _is_printed(measure: str) -> bool:
    """Whether a measure is a rate or percentage: its digits are rounded, so it is known to half a unit only."""
    return "rate" in measure or "percent" in measure
