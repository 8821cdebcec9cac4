"""Tables: the heads of their columns, and what they tell of the figures under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.factcheck.reading.blocks import Block
from helpers.factcheck.reading.dates import Period
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.sentence import Parsed

RULE = re.compile(r"\|[-:| ]+\|?")
# Places that go by a name of their own.
NAMED_KINDS = ("area", "force", "region", "nation")
# "Ten years ago" is no time of the latest figures; "last year" may be.
LEAST_YEARS_AGO = 2


@dataclass(frozen=True)
class Part:
    """A part of a sentence that tells what a figure is: a head, a label, an introducing line."""

    sentence: Parsed
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.sentence.text[self.start : self.end]

    @property
    def measures(self) -> set[str]:
        """The measures that it names."""
        return {name for start, end, name in self.sentence.phrases if self.start <= start and end <= self.end}

    @property
    def dates(self) -> set[str]:
        """The dates that it names."""
        return {period.date for period in self.sentence.periods if period.date and self._has(period)}

    @property
    def is_long_ago(self) -> bool:
        """Whether it names a time some years before."""
        return any(
            period.years >= LEAST_YEARS_AGO and not period.length and self._has(period)
            for period in self.sentence.periods
        )

    @property
    def places(self) -> set[str]:
        """The areas, regions and nations that it names."""
        return {
            place.name for place in self.sentence.places if place.kind in NAMED_KINDS and self._has(place)
        }

    def _has(self, named: Place | Period) -> bool:
        return self.start <= named.start < self.end


def table_heads(blocks: Iterable[Block], sentences: Mapping[int, Parsed]) -> dict[int, list[Part]]:
    """Return the heads of the columns by the numbers of the rows under them."""
    heads: list[Part] = []
    under: dict[int, list[Part]] = {}
    for block, following in pairwise([*blocks, None]):
        if block is None or not is_row(block):
            heads = []
            continue
        row = sentences[block.passages[0].number]
        ruled = following is not None and RULE.fullmatch(following.passages[0].text) is not None
        if ruled or not (heads or row.figures):
            heads = cells(row)
        elif heads:
            under |= {passage.number: heads for passage in block.passages}
    return under


def told_of_cell(sentence: Parsed, start: int, heads: Sequence[Part]) -> list[Part]:
    """Return what tells of the cell in which a figure begins; nothing of the first of its row."""
    row = cells(sentence)
    at = _column(row, start)
    return [row[0], *heads[at : at + 1], *heads[:1]] if at else []


def date_of_column(sentence: Parsed, start: int, heads: Sequence[Part]) -> str:
    """Return the only date that the head of a figure's column names; empty where its row has one too."""
    row = cells(sentence)
    at = _column(row, start)
    dates = heads[at].dates if at and at < len(heads) and not row[0].dates else set()
    return dates.pop() if len(dates) == 1 else ""


def _column(row: Sequence[Part], start: int) -> int:
    """Return in which cell of a row a figure begins; 0 is the label."""
    return next((at for at, cell in enumerate(row) if cell.start <= start < cell.end), 0)


def cells(row: Parsed) -> list[Part]:
    """Return the cells of a row that begins with a bar."""
    bars = [match.start() for match in re.finditer(r"\|", row.text)]
    ends = bars if row.text.endswith("|") else [*bars, len(row.text)]
    return [Part(row, start + 1, end) for start, end in pairwise(ends)]


def is_row(block: Block) -> bool:
    """Return whether a block is a row of a table."""
    return block.kind == "paragraph" and block.passages[0].text.startswith("|")
