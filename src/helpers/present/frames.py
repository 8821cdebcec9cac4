"""A table as a page shows it, as a data frame: for whoever would take it further."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def shown_frame(page: str) -> pd.DataFrame:
    """Return the first table in some HTML as a data frame of texts, with the marks of its figures.

    Its columns are those of the table; empty without a table.
    """
    import pandas as pd

    parser = _Table()
    parser.feed(page)
    head, *rows = parser.rows or [[]]
    return pd.DataFrame(rows, columns=head, dtype="str")


class _Table(HTMLParser):
    """The cells of the first table, row by row; a mark stands apart from its figure."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in_cell = self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if self._over:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self._in_cell = True
        elif self._in_cell and tag in ("sup", "small", "br"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and not self._over:
            self._in_cell = False
            self.rows[-1][-1] = " ".join(self.rows[-1][-1].split())
        self._over = self._over or tag == "table"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data
