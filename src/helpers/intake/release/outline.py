"""How large the sheets of an .ods are: a quick look at its elements that takes no cell in.

Most workbooks that are no area table are refused after it, by what calamine reads of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from helpers.intake.release.refusal import Refused, quoted

_ROOT = re.compile(rb"(?:<\?xml[^<>]*\?>)?\s*<([\w.:-]+)(?:\s[^<>]*)?>")
# Where a table begins or ends.
_TABLE = re.compile(rb"<(/?)(?:[\w.-]+:)?table(?=[\s>])(?:\s*>)?")
_CELLS = ("table-cell", "covered-table-cell")
# What makes a cell one that holds something, as far as readers know.
_HOLDING = ("value-type", "formula")


@dataclass(frozen=True)
class Outline:
    """The sheets of a workbook by their names, and what stands around them.

    ``extents`` are the rows and columns up to which a sheet may have a cell that holds something; one with a
    paragraph counts, be it empty of text. A sheet that is a copy of a linked workbook's is none. ``sheets``
    are the elements of the sheets, and ``others`` all else, both as documents of their own.
    """

    extents: Mapping[str, tuple[int, int]]
    sheets: Mapping[str, bytes]
    others: bytes


def outlined(content: bytes) -> Outline | None:
    """Return the outline of a ``content.xml``, or None where its sheets do not just follow one another.

    Such are a table in a cell, and sheets of one name. Raises Refused for XML that is not right.
    """
    seen = _Seen()
    parser = expat.ParserCreate()
    parser.StartElementHandler = seen.begin
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused(
            f"the part {quoted('content.xml')} is damaged: {error}; fetch the file again"
        ) from error
    extents = seen.extents()
    marks = list(_TABLE.finditer(content))
    opened, closed, root = marks[::2], marks[1::2], _ROOT.match(content)
    if root is None or content.count(b"xmlns") != root[0].count(b"xmlns") or b"<!" in content:
        return None
    if (
        not marks
        or len(opened) != len(extents)
        or [bool(mark[1]) for mark in marks] != [False, True] * len(opened)
    ):
        return None
    spans = {
        name: content[begin.start() : end.end()]
        for name, begin, end in zip(extents, opened, closed, strict=True)
    }
    return Outline(
        {name: extent for name, extent in extents.items() if extent is not None},
        {name: root[0] + span + b"</%b>" % root[1] for name, span in spans.items()},
        content[: opened[0].start()] + content[closed[-1].end() :],
    )


class _Seen:
    """What was seen of the sheets by the element that is read."""

    def __init__(self) -> None:
        self._extents: dict[str, tuple[int, int] | None] = {}
        self._tags: dict[str, str] = {}
        self._began = self._linked = False
        self._name = ""
        self._row = self._rows = self._column = self._times = self._high = self._wide = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in an element as it begins."""
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name.rpartition(":")[2]
        if tag == "p":  # by far the most are in the cell that began last
            self._hold()
        elif tag in _CELLS:
            self._begin_cell(attributes)
        elif tag == "table-row":
            self._row += self._rows
            self._rows = int(_value(attributes, "number-rows-repeated") or 1)
            self._column = self._times = 0
        elif tag == "table":
            self._end_sheet()
            self._began = True
            self._begin_sheet(_value(attributes, "name"))
        elif tag == "table-source":
            self._linked = True

    def extents(self) -> dict[str, tuple[int, int] | None]:
        """Return the rows and columns of each sheet, once all is read; None for one that is a copy."""
        self._end_sheet()
        return self._extents

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._column += self._times
        self._times = 1
        holds = False
        for name in attributes:
            if name.endswith("number-columns-repeated"):
                self._times = int(attributes[name] or 1)
            elif name.endswith(_HOLDING):
                holds = True
        if holds:
            self._hold()

    def _begin_sheet(self, name: str) -> None:
        self._name, self._linked = name, False
        self._row = self._rows = self._column = self._times = self._high = self._wide = 0

    def _end_sheet(self) -> None:
        if self._began:
            self._extents[self._name] = None if self._linked else (self._high, self._wide)

    def _hold(self) -> None:
        """Count the cell as one that holds something."""
        high, wide = self._row + self._rows, self._column + self._times
        if high > self._high:  # quicker than the larger of two, and asked for each cell
            self._high = high
        if wide > self._wide:
            self._wide = wide


def _value(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "")
