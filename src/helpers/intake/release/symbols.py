"""Markers in the place of figures, and what they mean: by the workbook's own list, then by habit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from helpers.intake.release.labels import cleaned
from helpers.intake.release.workbook import Workbook

NIL, REVISED = "nil", "revised"
# Beside figures, these say something of them; alone, they are no figure.
BESIDE = {"[r]", "[rev]", "r", "(r)", "[p]", "p", "(p)"}
# The Government Analysis Function's shorthand, and the dash as the Ministry of Justice's area tables use it.
KNOWN: Mapping[str, str] = {
    "-": NIL,
    "..": "not available",
    "[x]": "not available",
    "[z]": "not applicable",
    "[c]": "confidential",
    "[low]": "rounds to zero but is not",
}
MARKER = r"\[[a-z]{1,4}\]|\.\.|\*{1,2}|(?<![\w-])-(?![\w-])|(?<!\w):(?!\w)"
LISTED = re.compile(
    rf"['\"(]?({MARKER})['\")]?\s*(?:=|denotes?|means?|indicates?|represents?)\s*([a-z][a-z ,'/]*)", re.I
)
MEANINGS = (
    ("not applicable", "not applicable"),
    ("not available", "not available"),
    ("unavailable", "not available"),
    ("no data", "not available"),
    ("confiden", "confidential"),
    ("suppress", "confidential"),
    ("disclosure", "confidential"),
    ("rounds to zero", "rounds to zero but is not"),
    ("negligible", "rounds to zero but is not"),
    ("less than", "rounds to zero but is not"),
    ("nil", NIL),
    ("zero", NIL),
    ("none", NIL),
    ("nothing", NIL),
    ("low reliability", "not reliable"),
    ("small", "not reliable"),
    ("revis", REVISED),
    ("provision", "provisional"),
)


def symbols(book: Workbook) -> dict[str, str]:
    """Return each marker's meaning: as a visible sheet lists it, else as the publisher uses it."""
    listed = {
        marker: meaning
        for name in book.grids
        if name in book.visible
        for marker, meaning in _listed(book.grids[name])
    }
    return {**KNOWN, **listed}


def _listed(grid: Iterable[list[object]]) -> Iterable[tuple[str, str]]:
    for row in grid:
        texts = [cleaned(cell) for cell in row if isinstance(cell, str) and cleaned(cell)]
        for text in texts:
            yield from (
                (marker.casefold(), meaning)
                for marker, words in LISTED.findall(text)
                if (meaning := _meaning(words))
            )
        # A list set as a table: the marker alone in one cell, its meaning in the next.
        if (
            len(texts) >= 2
            and len(texts) <= 3
            and re.fullmatch(MARKER, texts[0], re.I)
            and (meaning := _meaning(texts[1]))
        ):
            yield texts[0].casefold(), meaning


def _meaning(words: str) -> str:
    return next((meaning for part, meaning in MEANINGS if part in words.casefold()), "")
