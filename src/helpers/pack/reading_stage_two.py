"""A pack's aggregate read back: seven files, checked as what comes from outside is, and typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.pack.contract import RISKS
from helpers.pack.figures import nearest_tenths, tenths
from helpers.pack.parts import MeasurePart, measure_parts
from helpers.pack.stage_two import (
    ALL,
    FILES,
    MARKS,
    NO_TEAM,
    REASONS_OF_MARKS,
    TEAM,
    WITHOUT_VALUE,
    check_files,
)

_SAME = ("force", "as_at", "tariff_version", "extract_sha256", "synthetic")
_DATES = ("as_at", "week_ending", "effective_from")
_COUNT = re.compile("(?:0|[1-9][0-9]{0,8})?")
_NUMBER = re.compile(r"(?:(?:0|[1-9][0-9]{0,8})(?:\.[0-9])?)?")
_TEAM = re.compile(f"{ALL}|{NO_TEAM}|{TEAM}")


@dataclass(frozen=True)
class StageTwo:
    """The tables of a pack.

    ``numerator`` and ``denominator`` are Int64, ``value`` is Float64, and NA where empty; dates are
    datetime64; all else is text, empty where there is nothing.
    """

    manifest: Mapping[str, str]
    measures: pd.DataFrame
    weekly: pd.DataFrame
    managers: pd.DataFrame
    tariff: pd.DataFrame
    warnings: pd.DataFrame
    breaks: pd.DataFrame


def read_stage_two(folder: Path) -> StageTwo:
    """Read a pack's folder.

    Raises DataError for files, columns, words or numbers that stage 2 has not, for rows of another force, day
    or extract, for a figure that is missing, and for a value that does not follow from its counts.
    """
    try:
        files = {name: read_ordinary(folder / name) for name in FILES}
        check_files(files)
        tables = {
            name: pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
            for name, content in files.items()
        }
    except (OSError, ValueError) as error:
        raise DataError(f"{folder}: it is not the folder of a pack that briefings aggregate wrote") from error
    if len(tables["manifest.csv"]) != 1:
        raise DataError(f"{folder}: manifest.csv must have one row")
    manifest = {str(name): str(cell) for name, cell in tables["manifest.csv"].iloc[0].items()}
    for name, table in tables.items():
        _check_same(name, table, manifest)
    for name in ("measures.csv", "weekly.csv"):
        _check_figures(name, tables[name])
    _check_grid(tables["measures.csv"])
    typed = {name.removesuffix(".csv"): _typed(table) for name, table in tables.items()}
    del typed["manifest"]
    return StageTwo(manifest, **typed)


def _check_same(name: str, table: pd.DataFrame, manifest: Mapping[str, str]) -> None:
    for column in _SAME:
        _refuse(
            name, table, column, table[column] != manifest[column], f"{manifest[column]}, as in manifest.csv"
        )


def _refuse(name: str, table: pd.DataFrame, column: str, wrong: pd.Series[bool], right: str) -> None:
    """Raise DataError with the first cell that is wrong, if one is."""
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise DataError(
            f"{name}, line {row + 2}, column {column}: found {table[column].iloc[row]!r}; it must be {right}"
        )


def _check_figures(name: str, table: pd.DataFrame) -> None:
    for column, right, says in (
        ("team", _TEAM, "all, none or the first four characters of a team's key"),
        ("numerator", _COUNT, "a whole number, or empty"),
        ("denominator", _COUNT, "a whole number, or empty"),
        ("value", _NUMBER, "a number with at most one decimal, or empty"),
    ):
        allowed = {cell for cell in table[column].unique() if right.fullmatch(cell)}
        _refuse(name, table, column, ~table[column].isin(allowed), says)
    for column, words in (("risk_level", (ALL, *RISKS)), ("mark", MARKS), ("reason", REASONS_OF_MARKS)):
        _refuse(name, table, column, ~table[column].isin(words), f"one of {', '.join(words)}")
    without = table["mark"].isin(WITHOUT_VALUE)
    _refuse(name, table, "value", without & (table["value"] != ""), "empty, as its mark says")
    parts = {(part.measure, part.part): part for part in measure_parts()}
    expected = [_value(row, parts) for row in _cells(table)]
    wrong = ~without & (table["value"] != pd.Series(expected, table.index, dtype=object))
    _refuse(name, table, "value", wrong, "what follows from numerator and denominator")


def _cells(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    columns = ["measure_id", "part", "numerator", "denominator", "value"]
    return table[columns].itertuples(index=False, name=None)


def _value(row: tuple[str, ...], parts: Mapping[tuple[str, str], MeasurePart]) -> str:
    """Return the value that follows from the counts of a row; a level stands for itself."""
    measure, name, numerator, denominator, value = row
    part = parts.get((measure, name))
    if part is None:
        raise DataError(f"the pack has a figure {measure} {name}, which no measure of data/reference is")
    if part.kind == "level":
        return value
    if part.kind == "share" and numerator and denominator not in ("", "0"):
        return tenths(nearest_tenths(100 * int(numerator), int(denominator)))
    return tenths(int(numerator or 0)) if part.unit == "fte" else numerator


def _check_grid(measures: pd.DataFrame) -> None:
    """Raise DataError unless every part has all its teams, risk levels and bands, each once."""
    teams = [ALL, *(team for team in measures["team"].unique() if team != ALL)]
    expected = [
        (part.measure, part.part, team, risk, band)
        for part in measure_parts()
        for team in (teams if part.by_team else [ALL])
        for risk in ((ALL, *RISKS) if part.by_risk else (ALL,))
        for band in part.labels
    ]
    columns = ["measure_id", "part", "team", "risk_level", "band"]
    keys = list(measures[columns].itertuples(index=False, name=None))
    if keys != expected:
        pairs = enumerate(zip(keys, expected, strict=False), 2)
        line = next((number for number, (key, wanted) in pairs if key != wanted), len(expected) + 2)
        raise DataError(f"measures.csv, line {line}: a figure is missing, there twice or out of order")


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    typed = table.copy()
    for column in typed.columns.intersection(list(_DATES)):
        typed[column] = pd.to_datetime(typed[column], format="%Y-%m-%d")
    for column in typed.columns.intersection(["numerator", "denominator", "value"]):
        dtype = pd.Float64Dtype() if column == "value" else pd.Int64Dtype()
        cells = typed[column]
        typed[column] = pd.Series(pd.to_numeric(cells.mask(cells == "")), dtype=dtype)
    return typed
