"""The refusal of a workbook: where, what was found, and what would be right."""

from __future__ import annotations

from helpers.data.errors import DataError
from helpers.text.characters import shown

LONGEST = 120


class Refused(DataError):  # noqa: N818 (it reads as a sentence: raise Refused)
    """A workbook of which not one figure is taken."""


def refusal(where: str, fault: str, right: str) -> Refused:
    """Return the error that says where, what is wrong there, and what would be right."""
    return Refused(f"{where}: {fault}; {right}" if where else f"{fault}; {right}")


def quoted(text: object) -> str:
    """Return text of a workbook for a message: invisible characters as codes, long text cut."""
    plain = " ".join(shown(str(text)).split())
    return repr(plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}...")


def address(row: int, column: int) -> str:
    """Return the address of a cell, both counted from 0.

    >>> address(6, 27)
    'AB7'
    """
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Return the letters of a column counted from 0, as a spreadsheet names it."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
