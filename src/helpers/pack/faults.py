"""What cannot be right in an extract, said without repeating what may be personal.

A message shows of a cell only its shape, unless it is one of the contract's own words, a date of the calendar
or a short number: whoever sends a message on must not send a person's data with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from helpers.data.errors import DataError
from helpers.pack.contract import FILES, SPECIMEN, SYNTHETIC
from helpers.text.nouns import counted

SHOWN = 5  # rows of one kind of fault; every kind is shown
LONGEST = 24

_WORDS = {word for columns in FILES.values() for cells in columns.values() for word in cells.words}
_SAID = _WORDS | {SYNTHETIC, SPECIMEN}
_LOOKS = (
    (r"\s*", "blank"),
    (r"(?:19|20)?[0-9]{2}/[0-9]{1,7}[A-Za-z]", "of the form of a PNC number"),
    (r"[A-Za-z]{2} ?(?:[0-9]{2} ?){3}[A-Da-d]", "of the form of a National Insurance number"),
    (r"[Vv](?:[Ii][Ss][Oo][Rr])?[ /-]?[0-9]{3,}", "of the form of a ViSOR number"),
    (r"\+?[0-9][0-9 ()-]{8,}", "of the form of a telephone number"),
    (r"[0-9]+", "digits only"),
    (r".*\s.*", "text with a space"),
    (r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", "letters only, as a name"),
)


@dataclass(frozen=True)
class ExtractFault:
    """One thing that cannot be right: by which of the twenty-one rules, where, what was found, what is right.

    ``line`` is 0 where the fault is that of a whole file, and ``column`` empty where it is that of a row.
    """

    rule: int
    file: str
    line: int
    column: str
    found: str
    right: str

    @property
    def message(self) -> str:
        """The fault in one line."""
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: found {self.found}; it must be {self.right} (rule {self.rule})"


class ExtractError(DataError):
    """An extract of which nothing is made: ``faults`` are all that was found, of which each kind is shown."""

    def __init__(self, opening: str, faults: Sequence[ExtractFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n  ".join([opening, *_lines(self.faults)]))


def _lines(faults: Sequence[ExtractFault]) -> list[str]:
    kinds: dict[tuple[int, str, str, str], list[ExtractFault]] = {}
    for fault in faults:
        kinds.setdefault((fault.rule, fault.file, fault.column, fault.right), []).append(fault)
    lines = []
    for alike in kinds.values():
        lines += [fault.message for fault in alike[:SHOWN]]
        if len(alike) > SHOWN:
            lines.append(f"and {counted(len(alike) - SHOWN, 'more row')} alike in {alike[0].file}")
    return lines


@lru_cache(maxsize=50_000)
def found(cell: str) -> str:
    """Return what a message may say of a cell: itself if it cannot be personal, else its shape.

    >>> found("high"), found("2025-03-31"), found("400"), found("Jo 1")
    ("'high'", '2025-03-31', '400', "a value of the shape 'Aa 9'")
    """
    if not cell.strip():
        return "an empty cell" if not cell else "blanks only"
    if cell in _SAID:
        return f"'{cell}'"
    if re.fullmatch(r"-?[0-9]{1,5}(?:\.[0-9]{1,2})?", cell, re.ASCII) or is_date(cell):
        return cell
    return f"a value of the shape '{shape(cell)}'"


def shape(cell: str) -> str:
    """Return a text with each letter as A or a, each digit as 9, and all other signs but few as "?"."""
    signs = "".join(map(_sign, cell[:LONGEST]))
    return signs if len(cell) <= LONGEST else f"{signs}..."


def _sign(sign: str) -> str:
    if sign.isdigit():
        return "9"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    return sign if sign in " -/:.,_+'" else "?"


def found_key(cell: str) -> str:
    """Return what a message may say of a value that is no key: what it looks like, and never the value."""
    looks = next((says for pattern, says in _LOOKS if re.fullmatch(pattern, cell)), "of another form")
    return f"{counted(len(cell), 'character')}, {looks}; not repeated here" if cell else "an empty cell"


@lru_cache(maxsize=50_000)
def is_date(cell: str) -> bool:
    """Return whether a text is a date of the calendar as the extract writes them, 1990 to 2099."""
    if not re.fullmatch(r"(?:199[0-9]|20[0-9]{2})-[0-9]{2}-[0-9]{2}", cell, re.ASCII):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True
