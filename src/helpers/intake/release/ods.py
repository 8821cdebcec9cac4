"""What an .ods says of its cells beyond their values: printed texts, superscripts, errors, hidden rows.

Read from ``content.xml`` (OASIS OpenDocument 1.2, part 1, section 9). What is printed stands in the file, so
no number format has to be applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.container import MOST_CELLS, Container
from helpers.intake.release.outline import Outline, outlined
from helpers.intake.release.parts import attribute, attributes, elements, local

# Rows or cells that are repeated more often than this are empty to the edge of the sheet.
EDGE = 1_000
ERRORS = ("#", "Err:")
HOLDING = {"value-type", "formula"}


@dataclass
class _Table:
    name: str
    visible: bool = True
    linked: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0


@dataclass
class _Styles:
    """The names of styles by which a table is hidden, or a text is raised or struck through."""

    hidden: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)


class Workbook:
    """The tables of an .ods; a copy of a linked workbook's cells is none."""

    def __init__(self, container: Container) -> None:
        self._content = container.part("content.xml")

    @property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The rows and columns that a reader of each sheet would have to hold, or some more.

        Exact where the outline alone gives more than is read.
        """
        extents = {} if self._outline is None else dict(self._outline.extents)
        if self._outline and all(rows * columns <= MOST_CELLS for rows, columns in extents.values()):
            return extents
        return {table.name: (table.rows, table.columns) for table in self._tables}

    def sheet(self, name: str) -> Sheet:
        """Return one sheet with all its cells."""
        if self._outline and name in self._outline.extents:
            table = next(_tables(self._outline.sheets[name], self._styles))
        else:
            table = next(table for table in self._tables if table.name == name)
        return Sheet(
            name, table.visible, table.cells, frozenset(table.hidden_rows), frozenset(table.hidden_columns),
            tuple(table.merged),
        )  # fmt: skip

    @cached_property
    def _outline(self) -> Outline | None:
        return outlined(self._content)

    @cached_property
    def _styles(self) -> _Styles:
        styles = _Styles()
        if self._outline:
            for _ in _tables(self._outline.others, styles):
                pass
        return styles

    @cached_property
    def _tables(self) -> list[_Table]:
        return [table for table in _tables(self._content, _Styles()) if not table.linked]


def _tables(content: bytes, styles: _Styles) -> Iterator[_Table]:
    """Give the tables as they end, and take in the styles that stand before them."""
    table: _Table | None = None
    depth = 0
    for event, element in elements(content, "content.xml", ("start", "end")):
        tag = local(element)
        if tag == "table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                table = _begun(element, styles)
            elif event == "end" and depth == 0 and table is not None:
                yield table
                table = None
                element.clear()
        elif event == "start":
            if table is not None and tag == "table-source":
                table.linked = True
        elif tag == "style":
            _take_style(element, styles)
        elif table is not None and tag == "table-column":
            _take_column(table, element)
        elif table is not None and tag == "table-row":
            _take_row(table, element, styles)
            element.clear()


def _begun(element: Element, styles: _Styles) -> _Table:
    hidden = attribute(element, "style-name") in styles.hidden
    shown = attribute(element, "display") != "false" and not hidden
    return _Table(attribute(element, "name"), visible=shown)


def _take_style(element: Element, styles: _Styles) -> None:
    name = attribute(element, "name")
    for child in element:
        if local(child) == "table-properties" and attribute(child, "display") == "false":
            styles.hidden.add(name)
        if local(child) == "text-properties":
            if attribute(child, "text-position").startswith(("super", "3", "4", "5", "6")):
                styles.raised.add(name)
            if attribute(child, "text-line-through-style") not in ("", "none"):
                styles.struck.add(name)


def _take_column(table: _Table, element: Element) -> None:
    repeated = int(attribute(element, "number-columns-repeated") or 1)
    if attribute(element, "visibility") in ("collapse", "filter"):
        table.hidden_columns.update(range(table.column, table.column + min(repeated, EDGE)))
    table.column += repeated


def _take_row(table: _Table, element: Element, styles: _Styles) -> None:
    repeated = int(attribute(element, "number-rows-repeated") or 1)
    hidden = attribute(element, "visibility") in ("collapse", "filter")
    column = 0
    for child in element:
        if local(child) not in ("table-cell", "covered-table-cell"):
            continue
        about = attributes(child)
        times = int(about.get("number-columns-repeated") or 1)
        # An empty cell is most of what a sheet has, and has nothing to be looked at.
        cell = (
            _cell(child, about, styles.raised, styles.struck)
            if len(child) or about.keys() & HOLDING
            else None
        )
        if cell is not None:
            table.rows = max(table.rows, table.row + repeated)
            table.columns = max(table.columns, column + times)
            if (
                table.rows * table.columns > MOST_CELLS
            ):  # for which it will be refused: there is no need to hold it
                table.cells.clear()
                continue
            for row in range(table.row, table.row + min(repeated, EDGE)):
                for place in range(column, column + min(times, EDGE)):
                    table.cells[row, place] = cell
        _take_merge(table, about, column)
        column += times
    if hidden and repeated < EDGE:
        table.hidden_rows.update(range(table.row, table.row + repeated))
    table.row += repeated


def _take_merge(table: _Table, about: Mapping[str, str], column: int) -> None:
    wide = int(about.get("number-columns-spanned") or 1)
    high = int(about.get("number-rows-spanned") or 1)
    if wide > 1 or high > 1:
        table.merged.append((table.row, column, table.row + high - 1, column + wide - 1))


def _cell(element: Element, about: Mapping[str, str], raised: set[str], struck: set[str]) -> Cell | None:
    kind = about.get("value-type", "")
    own = about.get("style-name", "")
    whole, text, mark, line_through = _said(element, raised, struck)
    formula = bool(about.get("formula", ""))
    if text.strip().startswith(ERRORS) and (formula or kind in ("float", "string", "")):
        return Cell(None, text, fault=f"the error {text.strip()}", formula=formula)
    if kind in ("float", "percentage", "currency"):
        return _number(about, text, kind, formula, own in struck or line_through)
    if kind == "boolean":
        return Cell(about.get("boolean-value", "") == "true", text, fault="a truth value", formula=formula)
    if kind in ("date", "time"):
        return Cell(text, text, fault="a date", formula=formula)
    if formula and not text:
        return Cell(None, "", fault="a formula without a value", formula=True)
    return _text(
        about.get("string-value", "") or whole,
        text,
        mark,
        formula,
        own in struck or line_through,
    )


def _said(element: Element, raised: set[str], struck: set[str]) -> tuple[str, str, str, bool]:
    """Return a cell's text, that without superscripts, the superscripts, and whether any is struck."""
    if len(element) == 1 and local(element[0]) == "p" and not len(element[0]):  # as nearly all are
        plain = element[0].text or ""
        return plain, plain, "", False
    paragraphs = [list(_parts(child, raised, struck)) for child in element if local(child) == "p"]
    parts = [part for paragraph in paragraphs for part in paragraph]
    whole = "\n".join("".join(word for word, _, _ in paragraph) for paragraph in paragraphs)
    text = "\n".join("".join(word for word, up, _ in paragraph if not up) for paragraph in paragraphs)
    mark = "".join(word for word, up, _ in parts if up)
    return whole, text, mark, any(line for _, _, line in parts)


def _number(about: Mapping[str, str], text: str, kind: str, formula: bool, struck: bool) -> Cell:
    value = float(about.get("value", "") or "nan")
    shown = " ".join(text.split())
    fault = "a number that is struck through" if struck else ""
    if shown in ("-", "–") and value == 0:
        return Cell(value, "0", fault=fault, formula=formula)
    if not any(character.isdigit() for character in shown):
        return Cell(None, shown, masked=True, formula=formula)
    return Cell(value, shown, percent=kind == "percentage" or "%" in shown, fault=fault, formula=formula)


def _text(whole: str, text: str, mark: str, formula: bool, struck: bool) -> Cell | None:
    if not whole.strip():
        return None
    fault = "a text that is struck through" if struck else ""
    return Cell(whole, text if text.strip() else whole, mark=mark, fault=fault, formula=formula)


def _parts(
    element: Element, raised: set[str], struck: set[str], up: bool = False, line: bool = False
) -> Iterator[tuple[str, bool, bool]]:
    """Give the texts of a paragraph, and whether each is raised or struck; drawings and comments are none."""
    if element.text:
        yield element.text, up, line
    for child in element:
        tag = local(child)
        if tag == "s":
            yield " " * int(attribute(child, "c") or 1), up, line
        elif tag in ("line-break", "tab"):
            yield "\n" if tag == "line-break" else "\t", up, line
        elif tag in ("span", "a"):
            style = attribute(child, "style-name")
            yield from _parts(child, raised, struck, up or style in raised, line or style in struck)
        if child.tail:
            yield child.tail, up, line
