"""Errors in the data, worded so that the reader can put them right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class DataError(Exception):
    """A file of ``data/`` that cannot be trusted: it says what was found, where, and what would be right."""


@dataclass(frozen=True)
class Fault:
    """One thing in a table that cannot be right: where it is, what was found, and what would be right.

    ``column`` is empty where the fault is that of a row; ``message`` says all of it but the file.
    """

    line: int
    column: str
    found: str
    right: str
    message: str


class TableError(DataError):
    """A table with ``faults``, of which the message shows the first few."""

    def __init__(self, message: str, faults: Sequence[Fault]) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class UnknownName(DataError):  # noqa: N818 (it reads as a sentence: raise UnknownName)
    """A name that is not in ``reference/names.csv``."""


class Misused(DataError):  # noqa: N818 (it reads as a sentence: raise Misused)
    """A mistake of the caller, not of the data."""


class UnknownArea(UnknownName):
    """A name that is not one of the MAPPA areas."""


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return a question to end an error message, or an empty text if no candidate is near.

    >>> did_you_mean("cambridgshire", ["Cambridgeshire", "Essex"])
    '; did you mean "Cambridgeshire"?'
    """
    spellings = {candidate.casefold(): candidate for candidate in candidates}
    matches = get_close_matches(name.casefold(), spellings, n=3, cutoff=0.7)
    quoted = [f'"{spellings[match]}"' for match in matches]
    return f"; did you mean {' or '.join(quoted)}?" if matches else ""
