"""A sheet of a workbook as a reader sees it: what each cell stores, what it prints, and what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from helpers.intake.release.refusal import address

Stored = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    ``value`` is what is stored, ``text`` what is printed without the note marks set as superscripts, which
    are in ``mark``. ``percent`` says that the printed number stands for hundredths. ``fault`` names what
    makes the cell unfit to be read, such as an error, a formula without a value, or a number that its format
    hides (``masked``).
    """

    value: Stored
    text: str
    mark: str = ""
    percent: bool = False
    fault: str = ""
    masked: bool = False
    formula: bool = False

    @property
    def is_number(self) -> bool:
        """Whether a number is stored."""
        return isinstance(self.value, float)


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows and columns are counted from 0. ``merged`` are ranges (top, left, bottom, right)."""

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Cell]]:
        """The cells of each row that has any, by column; both sorted."""
        rows: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(self.cells):
            rows.setdefault(row, {})[column] = self.cells[row, column]
        return rows

    def where(self, row: int, column: int) -> str:
        """Return the place of a cell for a message or a note."""
        return f'sheet "{self.name}", cell {address(row, column)}'

    def covered(self, row: int, column: int) -> bool:
        """Return whether a merge hides the cell: any cell of a merged range but its first."""
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in self.merged
        )
