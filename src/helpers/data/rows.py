"""Rows of tables as dictionaries, and what one row of the table of sources says: no file is opened here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported late: commands that only list areas need no pandas
    import pandas as pd

Row = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One row of ``sources.csv``; ``published`` is empty where no date is known.

    ``kind`` is release for a table that the Ministry of Justice released of all areas, official for another
    public body, foi for an answer under the Freedom of Information Act, or press.
    """

    id: str
    title: str
    url: str
    published: str
    kind: str = "press"


def records(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as dictionaries, column name to cell."""
    columns = [str(name) for name in table]
    rows = zip(*(_cells(table[name]) for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _cells(column: pd.Series[Any]) -> list[Any]:
    """Return the cells as ``DataFrame.to_dict`` does, in a third of the time."""
    cells = column.tolist()
    if column.dtype.name not in ("Int64", "Float64"):
        return cells
    return [None if missing else cell for cell, missing in zip(cells, column.isna(), strict=True)]


@dataclass(frozen=True, eq=False)
class Plain:
    """A verified table as values of Python: None is a missing cell, and a date has no time of day.

    ``columns`` are its cells by column, ``dtypes`` what pandas calls the type of each. Whoever needs no frame
    need not import pandas.
    """

    columns: Mapping[str, Sequence[Any]]
    dtypes: Mapping[str, str]

    @classmethod
    def of(cls, table: pd.DataFrame) -> Plain:
        """Return the cells of a frame; its index is left out."""
        return cls(
            {str(name): _plain(table[name]) for name in table},
            {str(name): str(table[name].dtype) for name in table},
        )

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows as dictionaries, column name to cell; they must not be changed."""
        return tuple(dict(zip(self.columns, cells, strict=True)) for cells in self._cells())

    def where(self, column: str, cell: object) -> list[Row]:
        """Return the rows with this cell in the column."""
        wanted = [other == cell for other in self.columns[column]]
        if not any(wanted):
            return []
        return [row for row, is_one in zip(self.rows, wanted, strict=True) if is_one]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table as a frame, with the types that it was read with."""
        import pandas as pd

        return pd.DataFrame(
            {name: pd.Series(list(cells), dtype=self.dtypes[name]) for name, cells in self.columns.items()}
        )

    def _cells(self) -> zip[tuple[Any, ...]]:
        return zip(*self.columns.values(), strict=True)


def _plain(cells: pd.Series[Any]) -> tuple[Any, ...]:
    values, missing = cells.tolist(), cells.isna().tolist()
    if cells.dtype.kind in "MO":  # which may hold dates
        values = [value.date() if isinstance(value, datetime) else value for value in values]
    if any(missing):
        values = [None if gone else value for value, gone in zip(values, missing, strict=True)]
    return tuple(values)
