"""What an .xlsx says of its cells beyond their values: formats, superscripts, errors, formulas, hidden rows.

Read from the XML itself, part by part and without building it in memory: openpyxl leaves out what lies under
a merge, and takes seconds and hundreds of megabytes for workbooks of the size that is still accepted.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.container import Container
from helpers.intake.release.formats import BUILT_IN, is_date, printed
from helpers.intake.release.parts import attribute, elements, local
from helpers.intake.release.refusal import Refused, quoted

REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
WHOLE_COLUMN = 16_384
# Every cell with something in it, and those of them that say their place, as nearly all do.
CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*)?(?<!/)>")
FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')


@dataclass(frozen=True)
class Style:
    """How a cell is printed: its number format, and whether its font is raised or struck through."""

    code: str
    raised: bool
    struck: bool


@dataclass(frozen=True)
class Text:
    """A text of the workbook: as stored, as printed without superscripts, and the superscripts."""

    whole: str
    plain: str
    mark: str
    struck: bool = False


class Workbook:
    """The parts of an .xlsx that cells refer to, and its sheets."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._parts = _sheet_parts(container)
        self._texts = list(_texts(container.part(_shared_strings(container))))
        self._styles = _styles(container.part("xl/styles.xml"))

    @property
    def extents(self) -> dict[str, tuple[int, int]]:
        """The rows and columns that a reader of each sheet would have to hold."""
        return {name: self._extent(part) for name, _, part in self._parts}

    def _extent(self, part: str) -> tuple[int, int]:
        """Return the rows and columns of a sheet: read in full only where cells do not say their places."""
        content = self._container.part(part)
        places = FILLED.findall(content)
        if len(places) == len(CELL.findall(content)):
            rows = {int(number) - 1 for number in {number for _, number in places}}
            columns = {_column(letters.decode()) for letters in {letters for letters, _ in places}}
        else:
            cells = self._read(part).cells
            rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        return max(rows, default=-1) + 1, max(columns, default=-1) + 1

    def _read(self, part: str) -> _Reading:
        reading = _Reading(self._texts, self._styles)
        for _, element in elements(self._container.part(part), part):
            reading.take(element)
        return reading

    def sheet(self, name: str) -> Sheet:
        """Return one sheet with all its cells; raise Refused for XML that is not right."""
        visible, part = next(
            (visible, part) for sheet_name, visible, part in self._parts if sheet_name == name
        )
        reading = self._read(part)
        return Sheet(
            name, visible, reading.cells, frozenset(reading.hidden_rows), frozenset(reading.hidden_columns),
            tuple(reading.merged),
        )  # fmt: skip


class _Reading:
    """The cells of a sheet, taken from its elements as they end."""

    def __init__(self, texts: list[Text], styles: list[Style]) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self._texts, self._styles, self._row = texts, styles, -1

    def take(self, element: Element) -> None:
        tag = local(element)
        if tag == "row":
            self._take_row(element)
            element.clear()
        elif tag == "col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            self.hidden_columns.update(range(first - 1, min(last, WHOLE_COLUMN)))
        elif tag == "mergeCell":
            self.merged.append(_range(element.get("ref", "")))

    def _take_row(self, element: Element) -> None:
        self._row = int(element.get("r", self._row + 2)) - 1
        if element.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self._row)
        column = -1
        for child in element:
            row, column = _place(child.get("r", ""), self._row, column + 1)
            cell = _cell(child, self._texts, self._styles)
            if cell is not None:
                self.cells[row, column] = cell


def _cell(element: Element, texts: list[Text], styles: list[Style]) -> Cell | None:
    children = {local(child): child for child in element}
    kind, content = element.get("t", "n"), _content(children.get("v"))
    formula = "f" in children
    style = _style(element, styles)
    if kind == "e":
        return Cell(None, content or "an error", fault=f"the error {content}", formula=formula)
    if kind == "b":
        return Cell(
            content == "1", "TRUE" if content == "1" else "FALSE", fault="a truth value", formula=formula
        )
    if kind == "inlineStr" and "is" in children:
        return _text_cell(_text(children["is"]), style, formula)
    if content is None or content == "":
        return Cell(None, "", fault="a formula without a value", formula=True) if formula else None
    if kind == "s":
        return _text_cell(_indexed(texts, content), style, formula)
    if kind in ("str", "d"):
        return _text_cell(Text(content, content, ""), style, formula)
    return number_cell(float(content), style.code, style.struck, formula=formula)


@lru_cache(maxsize=4096)  # most numbers of a table are small, and stand in many cells
def number_cell(value: float, code: str, struck: bool = False, *, formula: bool = False) -> Cell:
    """Return the cell of a stored number under a format: what it prints, or that the format hides it."""
    if is_date(code):
        return Cell(value, "", fault="a date", formula=formula)
    shown = printed(value, code)
    if shown is None:
        return Cell(
            value,
            "",
            fault=f"a number in the format {quoted(code)}, which is not known here",
            formula=formula,
        )
    fault = "a number that is struck through" if struck else ""
    if shown.hidden and value == 0 and shown.text in ("-", "–"):
        return Cell(value, "0", fault=fault, formula=formula)
    if shown.hidden:
        return Cell(None, shown.text, masked=True, formula=formula)
    return Cell(value, shown.text, percent=shown.percent, fault=fault, formula=formula)


def _text_cell(text: Text, style: Style, formula: bool) -> Cell | None:
    if not text.whole:
        return None
    struck = "a text that is struck through" if text.struck or style.struck else ""
    return Cell(text.whole, text.plain, mark=text.mark, fault=struck, formula=formula)


def _indexed(texts: list[Text], content: str) -> Text:
    number = int(content)
    if not 0 <= number < len(texts):
        raise Refused(
            f"a cell names the shared text {number}, and there are {len(texts)}; fetch the file again"
        )
    return texts[number]


def _texts(part: bytes) -> Iterator[Text]:
    for _, element in elements(part or b"<sst/>", "sharedStrings.xml"):
        if local(element) == "si":
            yield _text(element)
            element.clear()


def _text(element: Element) -> Text:
    """Return a text with its runs: those set as superscripts are note marks."""
    runs = [_run(child) for child in element if local(child) in ("r", "t")]
    return Text(
        "".join(text for text, _, _ in runs),
        "".join(text for text, raised, _ in runs if not raised),
        "".join(text for text, raised, _ in runs if raised),
        any(struck for _, _, struck in runs),
    )


def _run(element: Element) -> tuple[str, bool, bool]:
    """Return the text of a run, and whether it is raised or struck through."""
    if local(element) == "t":
        return _unescaped(element.text or ""), False, False
    text = "".join(child.text or "" for child in element if local(child) == "t")
    marks = {
        local(part): part.get("val", "1") for child in element if local(child) == "rPr" for part in child
    }
    return (
        _unescaped(text),
        marks.get("vertAlign") == "superscript",
        marks.get("strike", "0") not in ("0", "false"),
    )


def _unescaped(text: str) -> str:
    """Return a text with the characters that are written as _x000D_ put in."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _styles(part: bytes) -> list[Style]:
    codes, fonts, styles = dict(BUILT_IN), [(False, False)], []
    if not part:
        return [Style("General", False, False)]
    fonts.clear()
    for _, element in elements(part, "styles.xml"):
        tag = local(element)
        if tag == "numFmt":
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
        elif tag == "fonts":
            fonts += [_font(font) for font in element]
        elif tag == "cellXfs":
            styles = [(int(style.get("numFmtId", "0")), int(style.get("fontId", "0"))) for style in element]
    plain = (False, False)
    return [
        Style(codes.get(code, f"number {code}/"), *(fonts[font] if font < len(fonts) else plain))
        for code, font in styles
    ]


def _font(element: Element) -> tuple[bool, bool]:
    marks = {local(child): child.get("val", "1") for child in element}
    return marks.get("vertAlign") == "superscript", marks.get("strike", "0") not in ("0", "false")


def _style(element: Element, styles: list[Style]) -> Style:
    number = int(element.get("s", "0"))
    return styles[number] if number < len(styles) else Style("General", False, False)


def _sheet_parts(container: Container) -> list[tuple[str, bool, str]]:
    """Return the name, visibility and part of each sheet, in order; sheets of charts have no cells."""
    targets = {number: target for kind, number, target in _related(container) if kind == "worksheet"}
    sheets = []
    for _, element in elements(container.part("xl/workbook.xml"), "workbook.xml"):
        if local(element) == "sheet":
            number = attribute(element, "id")
            if number in targets:
                visible = element.get("state", "visible") == "visible"
                sheets.append((element.get("name", ""), visible, targets[number]))
    return sheets


def _shared_strings(container: Container) -> str:
    targets = (target for kind, _, target in _related(container) if kind == "sharedStrings")
    return next(targets, "xl/sharedStrings.xml")


def _related(container: Container) -> Iterator[tuple[str, str, str]]:
    """Give the kind, id and part of everything that the workbook is made of."""
    part = container.part("xl/_rels/workbook.xml.rels") or b"<r/>"
    for _, element in elements(part, "workbook.xml.rels"):
        if local(element) == "Relationship":
            kind = element.get("Type", "").rpartition("/")[2]
            yield kind, element.get("Id", ""), _joined(element.get("Target", ""))


def _joined(target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _place(reference: str, row: int, column: int) -> tuple[int, int]:
    match = REFERENCE.fullmatch(reference)
    return (int(match[2]) - 1, _column(match[1])) if match else (row, column)


def _range(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    top, left = _place(first, 0, 0)
    bottom, right = _place(last or first, 0, 0)
    return top, left, bottom, right


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _content(element: Element | None) -> str | None:
    return None if element is None else element.text
