"""Each measure's unit and range, as ``reference/measures.csv`` has them, and figures checked against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data.errors import DataError
from helpers.data.rows import Row, records
from helpers.data.sources import read_reference

if TYPE_CHECKING:
    import pandas as pd


def check_units(figures: pd.DataFrame, data: Path | None = None) -> None:
    """Raise DataError for the first printed figure whose unit is not that of its ``series``."""
    units = _column("printed_in", data)
    for row in records(figures[figures["unit"] != figures["series"].map(units)]):
        raise DataError(
            f"{_place('mappa_figures', row)}: found {row['value']:.10g} with the unit {row['unit']!r}; the unit of "
            f"{row['series']} is {units.get(row['series'])!r} in reference/measures.csv"
        )


def check_ranges(table: str, rows: pd.DataFrame, data: Path | None = None) -> None:
    """Raise DataError for the first of a table's rows whose figure its measure cannot have.

    ``rows`` has the columns ``measure``, ``value``, ``low`` and ``high``; a value may be missing.
    """
    lowest, highest = (rows["measure"].map(_column(name, data)) for name in ("minimum", "maximum"))
    whole = rows["measure"].map(_column("whole", data)).astype(bool)
    counted = rows["measure"].map(_column("printed_in", data)) == "count"
    for column in ("value", "low", "high"):
        # The bounds of a rounded figure reach half a unit beyond it.
        room = 0.0 if column == "value" else (~counted).astype(float)
        broken = whole & (column == "value" or counted) & (rows[column] % 1 > 0)
        outside = (rows[column] < lowest - room) | (rows[column] > highest + room)
        for row in records(rows[broken | outside]):
            raise DataError(_fault(table, row, column, data))


def _fault(table: str, row: Row, column: str, data: Path | None) -> str:
    [measure] = records(_measures(data)[_measures(data)["measure"] == row["measure"]])
    kind = "a whole number" if measure["whole"] else "a number"
    return (
        f"{_place(table, row)}: found {row[column]:.10g} as {row['measure']}; it must be {kind} from "
        f"{measure['minimum']:.10g} to {measure['maximum']:.10g}, as reference/measures.csv says"
    )


def _column(name: str, data: Path | None) -> Row:
    table = _measures(data)
    return dict(zip(table["measure"], table[name], strict=True))


def _measures(data: Path | None) -> pd.DataFrame:
    return read_reference("measures", data)


def _place(table: str, row: Row) -> str:
    return f"raw/{table}.csv, line {row['line']} ({row['area']}, {row['period_end']:%d %B %Y})"
