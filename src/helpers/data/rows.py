"""Rows of tables as dictionaries, and what one row of the table of sources says: no file is opened here."""

from __future__ import annotations

from dataclasses import dataclass
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
    return table.to_dict("records")  # type: ignore[return-value]
