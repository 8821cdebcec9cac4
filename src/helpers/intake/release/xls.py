"""What an old .xls says of its cells beyond their values: formats, superscripts, errors, hidden rows."""

from __future__ import annotations

import contextlib
import io
from datetime import datetime
from typing import Any

import xlrd

from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.container import Container
from helpers.intake.release.refusal import Refused
from helpers.intake.release.xlsx import number_cell


class Workbook:
    """An .xls as xlrd reads it with its formats."""

    def __init__(self, container: Container) -> None:
        try:
            self._book: Any = xlrd.open_workbook(
                file_contents=container.content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
            )
        except xlrd.XLRDError as error:
            reason = "it is locked by a password" if "encrypted" in f"{error}" else f"{error}"
            raise Refused(
                f"the workbook cannot be read: {reason}; save it again without one, or as .xlsx"
            ) from error

    @property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The rows and columns that a reader of each sheet would have to hold."""
        return {sheet.name: (sheet.nrows, sheet.ncols) for sheet in self._book.sheets()}

    def sheet(self, name: str) -> Sheet:
        """Return one sheet with all its cells."""
        sheet = self._book.sheet_by_name(name)
        cells = {
            (row, column): cell
            for row in range(sheet.nrows)
            for column in range(sheet.row_len(row))
            if (cell := self._cell(sheet, row, column)) is not None
        }
        return Sheet(
            name,
            sheet.visibility == 0,
            cells,
            frozenset(row for row, about in sheet.rowinfo_map.items() if about.hidden),
            frozenset(column for column, about in sheet.colinfo_map.items() if about.hidden),
            tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells),
        )

    def _cell(self, sheet: Any, row: int, column: int) -> Cell | None:
        kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
        style = self._book.xf_list[sheet.cell_xf_index(row, column)]
        font = self._book.font_list[style.font_index]
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            return None
        if kind == xlrd.XL_CELL_ERROR:
            name = xlrd.error_text_from_code.get(value, "of an unknown kind")
            return Cell(None, name, fault=f"the error {name}")
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Cell(bool(value), "TRUE" if value else "FALSE", fault="a truth value")
        if kind == xlrd.XL_CELL_DATE:
            return Cell(value, self._day(value), fault="a date")
        if kind == xlrd.XL_CELL_NUMBER:
            number_format = self._book.format_map.get(style.format_key)
            return number_cell(
                float(value), number_format.format_str if number_format else "General", bool(font.struck_out)
            )
        return self._text(sheet, row, column, str(value), bool(font.struck_out))

    def _text(self, sheet: Any, row: int, column: int, text: str, struck: bool) -> Cell | None:
        """Return a text without its runs of superscripts; a formula without a value is an empty text here."""
        if not text:
            return Cell(None, "", fault="a formula without a value, or one of an empty text", formula=True)
        runs = [(0, None), *sheet.rich_text_runlist_map.get((row, column), [])]
        plain, mark = "", ""
        for (start, font), (end, _) in zip(runs, [*runs[1:], (len(text), None)], strict=True):
            raised = font is not None and self._book.font_list[font].escapement == 1
            plain, mark = (plain, mark + text[start:end]) if raised else (plain + text[start:end], mark)
        return Cell(text, plain, mark=mark, fault="a text that is struck through" if struck else "")

    def _day(self, value: float) -> str:
        with contextlib.suppress(xlrd.XLDateError):
            return f"{datetime(*xlrd.xldate_as_tuple(value, self._book.datemode)):%Y-%m-%d}"  # noqa: DTZ001
        return f"{value}"
