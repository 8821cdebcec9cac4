"""Kinds of column: what a cell may hold, how that is said in words, and the type of the column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported late: what a table must look like is known without it
    import pandas as pd


@dataclass(frozen=True)
class Column:
    """What a cell may hold: one of ``words``, a name of one of ``kinds``, or else what matches ``pattern``.

    ``accepts`` is a second test beside the pattern; ``empty`` lets a cell hold nothing. ``says`` completes
    "it must be ..."; ``dtype`` is str, bool, date, Int64, float64, or Float64 where a number may be missing.
    A ``remark`` is free text for people: it may be shown, but nothing may be decided by it.
    """

    pattern: str
    says: str
    dtype: str = "str"
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    accepts: Callable[[str], bool] | None = None
    empty: bool = False
    remark: bool = False


def is_right(cell: str, column: Column, allowed: Collection[str]) -> bool:
    """Return whether a cell may stand in the column; ``allowed`` are its words or names, if it has any."""
    if not cell and column.empty:
        return True
    if column.words or column.kinds:
        return cell in allowed
    return bool(re.fullmatch(column.pattern, cell)) and (column.accepts is None or column.accepts(cell))


def converted(cells: pd.Series[str], column: Column) -> pd.Series[Any]:
    """Return the cells as the column's type; an empty number becomes ``<NA>``, an empty text stays empty."""
    import pandas as pd

    if column.dtype == "str":
        return cells
    if column.dtype == "bool":
        return cells == "yes"
    if column.dtype == "date":
        return pd.to_datetime(cells, format="%Y-%m-%d")
    numbers: pd.Series[Any] = pd.to_numeric(cells.mask(cells == ""))
    typed: pd.Series[Any] = numbers.astype(column.dtype)  # type: ignore[call-overload]
    return typed


def text() -> Column:
    """Return the column of any text but white space alone."""
    return Column(r"(?s).*\S.*", "some text")


def title() -> Column:
    """Return the column of names for sentences, headings and addresses, free of anything like markup."""
    letter = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0174-\u0177"
    return Column(
        rf"[{letter}0-9](?:[{letter}0-9 &',()-]|\u2019)*",
        "a name of letters, digits, spaces and & ' , ( ) - that begins with a letter or digit",
    )


def note() -> Column:
    """Return the column of remarks that may be left out; presenters escape what it holds."""
    return Column(r"(?s).*", "any text", remark=True)


def remark() -> Column:
    """Return the column of remarks that may not be left out."""
    return replace(text(), remark=True)


def word() -> Column:
    """Return the column of words of our own, such as the name of a measure."""
    return Column("[a-z][a-z0-9_]*", "lower-case letters, digits and underscores, such as rso_count")


def identifier() -> Column:
    """Return the column of ids of sources, claims or articles."""
    return Column("[a-z0-9]+(?:-[a-z0-9]+)*", "an id of lower-case letters, digits and single hyphens")


def like(pattern: str, says: str) -> Column:
    """Return the column of text that matches a pattern."""
    return Column(pattern, says)


def one_of(*words: str) -> Column:
    """Return the column of one of a few words."""
    return Column("", _either(words), words=words)


def flag() -> Column:
    """Return the column of yes or no."""
    return replace(one_of("yes", "no"), dtype="bool")


def name(*kinds: str) -> Column:
    """Return the column of names of places or forces, spelled as in ``reference/names.csv``."""
    return Column("", f"a name of kind {_either(kinds)} in reference/names.csv", kinds=kinds)


def whole() -> Column:
    """Return the column of counts."""
    return Column("[0-9]{1,15}", "a whole number of 0 or more", "Int64")


def digit() -> Column:
    """Return the column of whole numbers from 0 to 9."""
    return Column("[0-9]", "a whole number from 0 to 9", "Int64")


def years_apart() -> Column:
    """Return the column of a few years, back or on."""
    return Column("-?[0-9]", "a whole number from -9 to 9", "Int64")


def number() -> Column:
    """Return the column of numbers of either sign, with or without decimals."""
    return Column(r"-?[0-9]{1,15}(?:\.[0-9]+)?", "a number such as 12 or -3.5", "float64")


def year() -> Column:
    """Return the column of years, 1950 to 2099."""
    return Column("19[5-9][0-9]|20[0-9]{2}", "a year", "Int64")


def date() -> Column:
    """Return the column of full dates that the calendar has."""
    return Column("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2023-03-31", "date", accepts=_is_date)


def reference_date() -> Column:
    """Return the column of the dates to which figures belong: the 31 March of a year, 1950 to 2099."""
    return Column(
        "(?:19[5-9][0-9]|20[0-9]{2})-03-31",
        "a date that is a 31 March, such as 2023-03-31",
        "date",
    )


def part_date() -> Column:
    """Return the column of dates whose day, or month and day, may be unknown; it stays text."""
    return Column(r"[0-9]{4}(?:-[0-9]{2}){0,2}", "a date such as 2023-03-31, 2023-03 or 2023")


# What a spreadsheet program makes of a date, day or month first: nobody can tell which.
REWRITTEN = r"[0-9]{1,2}/[0-9]{1,2}/[0-9]"


def worded_date() -> Column:
    """Return the column of dates or periods as worded: each names a year or a day, or says it is undated."""
    return Column(
        rf"(?s)(?!{REWRITTEN}).*(?:(?:19|20)[0-9]{{2}}|[0-9]{{1,2}} [A-Z][a-z]+|\bundated\b).*",
        "a date or period such as 2023-03, 2022/23 or 12 months to 2023-05, or words with 'undated'",
    )


def address() -> Column:
    """Return the column of addresses that may become links: http or https, no spaces, quotes or < >."""
    pattern = r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][!#-;=?-~]*)?"
    return Column(pattern, "an address that begins with http:// or https:// and holds no spaces or quotes")


def optional(column: Column) -> Column:
    """Return the same column, whose cells may also be empty."""
    dtype = "Float64" if column.dtype == "float64" else column.dtype
    return replace(column, says=f"{column.says}, or empty", dtype=dtype, empty=True)


def _either(words: tuple[str, ...]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _is_date(cell: str) -> bool:
    import pandas as pd

    return bool(pd.notna(pd.to_datetime(cell, format="%Y-%m-%d", errors="coerce")))
