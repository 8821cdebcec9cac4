"""Sheets of made-up workbooks, and their writers: .xls by xlwt, .xlsx by xlsxwriter, .ods by hand."""

from __future__ import annotations

import io
import zipfile
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

import xlsxwriter
import xlwt

Place = tuple[int, int]


@dataclass(frozen=True)
class C:
    """One cell: ``format`` is an Excel number format, ``raised`` a superscript behind the text."""

    value: object
    format: str = ""
    raised: str = ""
    struck: bool = False
    error: str = ""
    unset_formula: bool = False


@dataclass
class Sheet:
    name: str
    cells: dict[Place, C] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[Place, str] = field(default_factory=dict)

    def copy(self) -> Sheet:
        """Return the sheet for a test to change."""
        own = {name: copy(value) for name, value in vars(self).items()}
        return Sheet(**own)

    def put(self, row: int, column: int, value: object, **how: object) -> None:
        self.cells[row, column] = C(value, **how)  # type: ignore[arg-type]


def written(sheets: list[Sheet], kind: str) -> bytes:
    return {"xls": _xls, "xlsx": _xlsx, "ods": _ods}[kind](sheets)


def _xls(sheets: list[Sheet]) -> bytes:
    book = xlwt.Workbook()
    styles: dict[tuple[str, bool], xlwt.XFStyle] = {}
    raised = xlwt.Font()
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    for each in sheets:
        sheet = book.add_sheet(each.name, cell_overwrite_ok=True)
        sheet.visibility = int(each.hidden)
        for top, left, bottom, right in each.merged:
            sheet.merge(top, bottom, left, right)
        for (row, column), cell in sorted(each.cells.items()):
            key = (cell.format or "General", cell.struck)
            if key not in styles:
                styles[key] = xlwt.XFStyle()
                styles[key].num_format_str = key[0]
                styles[key].font.struck_out = cell.struck
            style = styles[key]
            if cell.error:
                sheet.row(row).set_cell_error(column, cell.error, style)
            elif cell.unset_formula:
                sheet.write(row, column, xlwt.Formula("400+420"), style)
            elif cell.raised:
                sheet.write_rich_text(row, column, [str(cell.value), (cell.raised, raised)], style)
            else:
                sheet.write(row, column, cell.value, style)
        for row in each.hidden_rows:
            sheet.row(row).hidden = True
        for column in each.hidden_columns:
            sheet.col(column).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx(sheets: list[Sheet]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {"created": datetime(2000, 1, 1, tzinfo=UTC)}
    )  # and not now: the same bytes each time
    raised = book.add_format({"font_script": 1})
    formats: dict[tuple[str, bool], object] = {}
    for each in sheets:
        sheet = book.add_worksheet(each.name)
        covered = {
            (row, column)
            for top, left, bottom, right in each.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        for top, left, bottom, right in each.merged:
            sheet.merge_range(top, left, bottom, right, "")
        for (row, column), cell in sorted(each.cells.items(), key=lambda item: (item[0] in covered, item[0])):
            key = (cell.format, cell.struck)
            style = formats.get(key)
            if style is None:
                style = formats[key] = book.add_format(
                    ({"num_format": cell.format} if cell.format else {})
                    | ({"font_strikeout": True} if cell.struck else {})
                )
            _write_xlsx(sheet, (row, column), cell, style, raised)
        for (row, column), text in each.comments.items():
            sheet.write_comment(row, column, text)
        for row in each.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        for column in each.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        if each.hidden:
            sheet.hide()
    shown = next((number for number, each in enumerate(sheets) if not each.hidden), 0)
    book.worksheets()[shown].activate()
    book.worksheets()[shown].set_first_sheet()
    book.close()
    return out.getvalue()


def _write_xlsx(sheet: Any, place: Place, cell: C, style: object, raised: object) -> None:
    if cell.error:
        sheet.write_formula(*place, "=1/0", style, cell.error)
    elif cell.unset_formula:
        sheet.write_formula(*place, "=400+420", style, "")
    elif cell.raised:
        sheet.write_rich_string(*place, str(cell.value), raised, cell.raised)
    elif isinstance(cell.value, str):
        sheet.write_string(*place, cell.value, style)
    else:
        sheet.write_number(*place, cell.value, style)


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
STYLES = (
    '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="struck" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def _ods(sheets: list[Sheet]) -> bytes:
    tables = "".join(_ods_table(each) for each in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.2">'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"content.xml": content})


def zipped(parts: dict[str, str]) -> bytes:
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = zipfile.ZipInfo("mimetype")  # each part of no day: the same bytes each time
        archive.writestr(kind, "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        for name, text in {"META-INF/manifest.xml": manifest, **parts}.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _ods_table(each: Sheet) -> str:
    hidden = ' table:style-name="hidden"' if each.hidden else ""
    width = max((column for _, column in each.cells), default=0) + 1
    columns = "".join(
        f"<table:table-column{_collapsed(column in each.hidden_columns)}/>" for column in range(width)
    )
    last = max((row for row, _ in each.cells), default=-1)
    rows = "".join(_ods_row(each, row, width) for row in range(last + 1))
    edge = f'<table:table-row table:number-rows-repeated="{1_048_576 - last - 1}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return f'<table:table table:name="{escape(each.name)}"{hidden}>{columns}{rows}{edge}</table:table>'


def _collapsed(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _ods_row(each: Sheet, row: int, width: int) -> str:
    hidden = ' table:visibility="filter"' if row in each.hidden_rows else ""
    cells = "".join(_ods_cell(each, row, column) for column in range(width))
    return f"<table:table-row{hidden}>{cells}</table:table-row>"


def _ods_cell(each: Sheet, row: int, column: int) -> str:
    span = next(
        (
            f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
            for top, left, bottom, right in each.merged
            if (top, left) == (row, column)
        ),
        "",
    )
    covered = any(
        top <= row <= bottom and left <= column <= right and (top, left) != (row, column)
        for top, left, bottom, right in each.merged
    )
    name = "table:covered-table-cell" if covered else "table:table-cell"
    cell = each.cells.get((row, column))
    if cell is None:
        return f"<{name}{span}/>"
    note = each.comments.get((row, column), "")
    inside = f"<office:annotation><text:p>{escape(note)}</text:p></office:annotation>" if note else ""
    return f"<{name}{span}{_ods_value(cell)}>{inside}{_ods_text(cell)}</{name}>"


def _ods_value(cell: C) -> str:
    struck = ' table:style-name="struck"' if cell.struck else ""
    if cell.error or cell.unset_formula:
        formula = ' table:formula="of:=400+420"' if cell.unset_formula else ' table:formula="of:=1/0"'
        return f'{formula} office:value-type="string" office:string-value=""'
    if isinstance(cell.value, str):
        return f'{struck} office:value-type="string"'
    kind = "percentage" if "%" in cell.format else "float"
    return f'{struck} office:value-type="{kind}" office:value="{cell.value!r}"'


def _ods_text(cell: C) -> str:
    if cell.error or cell.unset_formula:
        return f"<text:p>{escape(cell.error)}</text:p>" if cell.error else ""
    if isinstance(cell.value, str):
        text = escape(cell.value).replace("\n", "</text:p><text:p>")
        note = f'<text:span text:style-name="up">{cell.raised}</text:span>' if cell.raised else ""
        return f"<text:p>{text}{note}</text:p>"
    return f"<text:p>{escape(shown(float(cell.value), cell.format))}</text:p>"  # type: ignore[arg-type]


def shown(value: float, code: str) -> str:
    """Return a number as the few formats that are used here print it."""
    if code == ";;;":
        return ""
    if code == '[<5]"*"':
        return "*" if value < 5 else f"{value:.0f}"
    if '"-"' in code and value == 0:
        return " -   "
    if code == "#,##0,":  # in thousands
        return f"{int(value / 1000 + 0.5):,}"
    if "%" in code:
        return f"{100 * value:.1f}%"
    if code in ("#,##0", "#,##0.0") or '"-"' in code:
        return f"{value:,.1f}" if code.endswith(".0") else f"{int(value + 0.5):,}"
    if code in ("0", "0.0"):
        return f"{value:.1f}" if code == "0.0" else f"{int(value + 0.5)}"
    return f"{value:.10g}"
