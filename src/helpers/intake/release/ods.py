"""What an .ods says of its cells beyond their values: printed texts, superscripts, errors, hidden rows.

Read from ``content.xml`` (OASIS OpenDocument 1.2, part 1, section 9). What is printed stands in the file, so
no number format has to be applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.container import Container
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


class Workbook:
    """The tables of an .ods; a copy of a linked workbook's cells is none."""

    def __init__(self, container: Container) -> None:
        self._tables = [table for table in _tables(container.part("content.xml")) if not table.linked]

    @property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The rows and columns that a reader of each sheet would have to hold."""
        return {table.name: (table.rows, table.columns) for table in self._tables}

    def sheet(self, name: str) -> Sheet:
        """Return one sheet with all its cells."""
        table = next(table for table in self._tables if table.name == name)
        return Sheet(
            name, table.visible, table.cells, frozenset(table.hidden_rows), frozenset(table.hidden_columns),
            tuple(table.merged),
        )  # fmt: skip


def _tables(content: bytes) -> Iterator[_Table]:
    hidden_tables: set[str] = set()
    raised: set[str] = set()
    struck: set[str] = set()
    table: _Table | None = None
    depth = 0
    for event, element in elements(content, "content.xml", ("start", "end")):
        tag = local(element)
        if tag == "table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                table = _begun(element, hidden_tables)
            elif event == "end" and depth == 0 and table is not None:
                yield table
                table = None
                element.clear()
        elif event == "start":
            if table is not None and tag == "table-source":
                table.linked = True
        elif tag == "style":
            _take_style(element, hidden_tables, raised, struck)
        elif table is not None and tag == "table-column":
            _take_column(table, element)
        elif table is not None and tag == "table-row":
            _take_row(table, element, raised, struck)
            element.clear()


def _begun(element: Element, hidden_tables: set[str]) -> _Table:
    shown = attribute(element, "display") != "false" and attribute(element, "style-name") not in hidden_tables
    return _Table(attribute(element, "name"), visible=shown)


def _take_style(element: Element, hidden_tables: set[str], raised: set[str], struck: set[str]) -> None:
    name = attribute(element, "name")
    for child in element:
        if local(child) == "table-properties" and attribute(child, "display") == "false":
            hidden_tables.add(name)
        if local(child) == "text-properties":
            if attribute(child, "text-position").startswith(("super", "3", "4", "5", "6")):
                raised.add(name)
            if attribute(child, "text-line-through-style") not in ("", "none"):
                struck.add(name)


def _take_column(table: _Table, element: Element) -> None:
    repeated = int(attribute(element, "number-columns-repeated") or 1)
    if attribute(element, "visibility") in ("collapse", "filter"):
        table.hidden_columns.update(range(table.column, table.column + min(repeated, EDGE)))
    table.column += repeated


def _take_row(table: _Table, element: Element, raised: set[str], struck: set[str]) -> None:
    repeated = int(attribute(element, "number-rows-repeated") or 1)
    hidden = attribute(element, "visibility") in ("collapse", "filter")
    column = 0
    for child in element:
        if local(child) not in ("table-cell", "covered-table-cell"):
            continue
        about = attributes(child)
        times = int(about.get("number-columns-repeated") or 1)
        # An empty cell is most of what a sheet has, and has nothing to be looked at.
        cell = _cell(child, about, raised, struck) if len(child) or about.keys() & HOLDING else None
        if cell is not None:
            table.rows = max(table.rows, table.row + repeated)
            table.columns = max(table.columns, column + times)
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
    paragraphs = [list(_parts(child, raised, struck)) for child in element if local(child) == "p"]
    parts = [part for paragraph in paragraphs for part in paragraph]
    whole = "\n".join("".join(word for word, _, _ in paragraph) for paragraph in paragraphs)
    text = "\n".join("".join(word for word, up, _ in paragraph if not up) for paragraph in paragraphs)
    mark = "".join(word for word, up, _ in parts if up)
    formula = bool(about.get("formula", ""))
    if text.strip().startswith(ERRORS) and (formula or kind in ("float", "string", "")):
        return Cell(None, text, fault=f"the error {text.strip()}", formula=formula)
    if kind in ("float", "percentage", "currency"):
        return _number(about, text, kind, formula, own in struck or any(line for _, _, line in parts))
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
        own in struck or any(line for _, _, line in parts),
    )


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
