"""The texts of notes, wherever on a workbook's sheets they stand, by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from helpers.intake.release.labels import cleaned
from helpers.intake.release.tables import Table
from helpers.intake.release.workbook import Workbook

# "1 Some of the figures", "1. Some", "(1) Some", "[1] Some", "[note 1] Some", "Note 1: some".
LINE = re.compile(r"[\[(]?(?:note\s*)?([0-9]{1,2})[\])]?\s*[.:]?\s+(\S.{2,})", re.I)
NUMBER = re.compile(r"[\[(]?(?:note\s*)?([0-9]{1,2})(?:\.0)?[\])]?", re.I)


def note_texts(book: Workbook) -> dict[str, str]:
    """Return the text of each note of the visible sheets by its number: the first that is found."""
    texts: dict[str, str] = {}
    for name, grid in book.grids.items():
        for row in grid if name in book.visible else []:
            for number, text in _in_row([cleaned(cell) for cell in row if cell not in ("", None)]):
                texts.setdefault(number, text)
    return texts


def _in_row(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Give the notes of a row: each in one cell, or the number in the first cell and the text in the next."""
    if len(texts) == 2 and (number := NUMBER.fullmatch(texts[0])) and not NUMBER.fullmatch(texts[1]):
        yield number[1], texts[1]
    yield from ((line[1], line[2]) for text in texts if (line := LINE.fullmatch(text)))


def notes_of_names(tables: Iterable[Table], texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the notes at each name of a place, with their texts, empty where no sheet has one."""
    return {
        place: {number: texts.get(number, "") for mark in marks for number in re.findall("[0-9]+", mark)}
        for table in tables
        for place, marks in table.marks.items()
    }
