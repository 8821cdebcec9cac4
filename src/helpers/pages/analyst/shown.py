"""What the calls of an analyst give back: tables that a notebook shows, and that are data frames too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from helpers.present import tables
from helpers.text.nouns import counted

MOST_SHOWN = 60  # rows in a notebook; ``frame`` has them all


class Framed:
    """What holds a data frame as ``frame`` and is none itself.

    Whoever takes it for one is told so; type checkers know without.
    """

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            what = f"{type(self).__name__!r} object has no attribute {name!r}"
            more = f"; its data frame has: say .frame.{name}" if hasattr(pd.DataFrame, name) else ""
            raise AttributeError(what + more)

        def __getitem__(self, key: object) -> object:
            part = f".frame[{key!r}]" if isinstance(key, str | list) else ".frame.iloc[...]"
            raise TypeError(f"{type(self).__name__!r} object is no data frame, but holds one: say {part}")


@dataclass(frozen=True, repr=False, eq=False)
class Table(Framed):
    """A table with a caption; ``frame`` is a data frame of its own each time, free to be changed.

    A notebook shows it, printed it is plain text. Iterated over, it gives the names in its first column, so
    that a table of areas can be given wherever areas are asked for.
    """

    caption: str
    _rows: pd.DataFrame = field(repr=False)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a data frame, of which a change harms nothing."""
        return self._rows.copy()

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows.iloc[:, 0].tolist())

    def __contains__(self, name: object) -> bool:
        return name in self._rows.iloc[:, 0].tolist()

    def __repr__(self) -> str:
        return f"{self.caption}\n{self._rows.to_string(index=False, max_rows=MOST_SHOWN, max_colwidth=80)}"

    def _repr_html_(self) -> str:
        return html_of(self._rows, self.caption)


def html_of(frame: pd.DataFrame, caption: str) -> str:
    """Return a frame as a table in HTML with its caption; of a long one the first rows."""
    shown = frame.head(MOST_SHOWN)
    numeric = [name for name in frame if pd.api.types.is_numeric_dtype(frame[name])]
    rows = [
        [tables.text(_cell(value, name in numeric)) for name, value in zip(shown, row, strict=True)]
        for row in shown.itertuples(index=False)
    ]
    rest = len(frame) - len(shown)
    more = f"<p>{counted(rest, 'more row')}: all are in <code>.frame</code>.</p>" if rest else ""
    return tables.table(caption, [str(name) for name in frame], rows, numeric=bool(numeric)) + more


def _cell(value: object, number: bool) -> str:
    """Return a cell as text: nothing as an empty text, a date without its time, a number as it is known."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:.10g}" if number and isinstance(value, float) else f"{value}"
