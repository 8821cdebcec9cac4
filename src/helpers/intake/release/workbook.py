"""A workbook read twice: values by calamine, and all that calamine cannot see by a reader of each format.

Both readings must agree cell by cell, so that no single reader's error becomes a figure.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, Protocol

import python_calamine

from helpers.intake.release import ods, xls, xlsx
from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.container import MOST_CELLS, Container
from helpers.intake.release.refusal import Refused, quoted

LAYOUTS: dict[str, Any] = {"xls": xls.Workbook, "xlsx": xlsx.Workbook, "ods": ods.Workbook}
Grid = list[list[Any]]
DATES = (date, datetime, time, timedelta)


class Layout(Protocol):
    """The second reader of a workbook."""

    @property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The rows and columns of each sheet."""

    def sheet(self, name: str) -> Sheet:
        """Return one sheet with all its cells."""


@dataclass(frozen=True)
class Workbook:
    """A workbook's sheets in order: ``grids`` are their values, ``visible`` the names of those shown."""

    container: Container
    grids: Mapping[str, Grid]
    visible: frozenset[str]
    layout: Layout

    def sheet(self, name: str) -> Sheet:
        """Return one sheet as both readers agree on it; raise Refused where they differ."""
        with _damage_refused(self.container.name):
            sheet = self.layout.sheet(name)
        grid = self.grids[name]
        _check_agreement(sheet, grid)
        return replace(sheet, cells={place: _dated(cell, grid, place) for place, cell in sheet.cells.items()})


def read(container: Container) -> Workbook:
    """Return the values of every sheet.

    Raises Refused for a workbook that is damaged, or too large to read.
    """
    with _damage_refused(container.name):
        layout: Layout = LAYOUTS[container.kind](container)
        extents = layout.extents
    _check_extents(extents)
    book = _calamine(container)
    # Only sheets with cells of their own: a chart has none, a copy of a linked workbook's are not its own.
    sheets = [about for about in book.sheets_metadata if about.name in extents]
    return Workbook(
        container,
        {about.name: _grid(book, about.name) for about in sheets},
        frozenset(
            about.name for about in sheets if about.visible == python_calamine.SheetVisibleEnum.Visible
        ),
        layout,
    )


@contextmanager
def _damage_refused(name: str) -> Iterator[None]:
    """Refuse a workbook whose parts hold what no program writes, such as letters in the place of a number."""
    try:
        yield
    except (ValueError, LookupError, OverflowError, TypeError, AssertionError, struct.error) as error:
        raise Refused(
            f"{quoted(name)} is damaged ({type(error).__name__}: {error}); fetch the file again"
        ) from error


def _check_extents(extents: dict[str, tuple[int, int]]) -> None:
    for name, (rows, columns) in extents.items():
        if rows * columns > MOST_CELLS:
            raise Refused(
                f"sheet {quoted(name)} has {rows:,} rows by {columns:,} columns; at most {MOST_CELLS:,} cells are "
                "read, and an official area table has a few thousand"
            )


def _calamine(container: Container) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.load_workbook(BytesIO(container.content))
    except python_calamine.PasswordError as error:
        raise Refused(f"{quoted(container.name)} is locked by a password; save it without one") from error
    except python_calamine.CalamineError as error:
        raise Refused(f"{quoted(container.name)} cannot be read: {error}; fetch the file again") from error


def _grid(book: python_calamine.CalamineWorkbook, name: str) -> Grid:
    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise Refused(f"sheet {quoted(name)} cannot be read: {error}") from error


def _check_agreement(sheet: Sheet, grid: Grid) -> None:
    seen = {
        (row, column): value
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if value not in ("", None)
    }
    places = seen.keys() | sheet.cells.keys()
    if apart := [place for place in places if not _agree(seen.get(place), sheet.cells.get(place))]:
        first, second = seen.get(min(apart)), sheet.cells.get(min(apart))
        raise Refused(
            f"{sheet.where(*min(apart))}: one reader finds {quoted(first)}, another "
            f"{quoted(second.value if second else None)}; neither is believed: save the file again and compare"
        )


def _dated(cell: Cell, grid: Grid, place: tuple[int, int]) -> Cell:
    """Return a date's cell with its day as text, so that every format shows it in titles."""
    row, column = place
    value = grid[row][column] if row < len(grid) and column < len(grid[row]) else None
    return replace(cell, text=f"{value:%Y-%m-%d}") if cell.fault and isinstance(value, date) else cell


def _agree(first: Any, second: Cell | None) -> bool:
    """Return whether both readers hold the same cell.

    What has a fault is refused where it matters, not here.
    """
    if second is None:
        return first is None or (isinstance(first, str) and not first.strip())
    if second.fault or second.masked or isinstance(first, DATES):
        return True
    if isinstance(second.value, float):
        return isinstance(first, int | float) and not isinstance(first, bool) and float(first) == second.value
    # Calamine leaves line breaks and tabs of an .ods out, and trims blanks that an .xlsx does not preserve.
    return _letters(first) == _letters(second.value)


def _letters(value: object) -> str:
    return "".join(f"{'' if value is None else value}".split())
