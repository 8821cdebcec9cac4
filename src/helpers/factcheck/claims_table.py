"""Tables of claims: what articles state, in the columns of ``raw/published_claims.csv``, from any file.

Only what makes a row unreadable is an error. A place or measure that nobody knows is an answer ("cannot be
decided"), so the columns ``area`` and ``measure`` take any text here.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from helpers.data.columns import Column, date, identifier, note, one_of, optional, text
from helpers.data.errors import DataError
from helpers.data.rows import Row, records
from helpers.data.rules import Kinds, Rule
from helpers.data.schemas import Table
from helpers.factcheck.claim import (
    AVERAGE,
    DIFFERENCE,
    EACH_YEAR,
    FALLING,
    FIRST,
    GAP,
    MULTIPLES,
    ONLY,
    OVERTOOK,
    PASSED,
    PERCENT_ABOVE,
    RECORD,
    RISING,
    TIMES,
    TOGETHER,
    bounded,
)

if TYPE_CHECKING:  # imported late: an article needs no table of claims
    import pandas as pd

CHANGE_KINDS = ("change", "change_percent", *bounded("change"), *bounded("change_percent"))
NUMERIC = (
    *CHANGE_KINDS,
    *("level", "rank_highest", "rank_lowest", FALLING, PASSED, RISING),
    *("more_than", "at_least", "less_than", "at_most", "nearly", "just_over", "about", "ratio"),
    *(
        AVERAGE,
        *bounded(AVERAGE),
        TOGETHER,
        DIFFERENCE,
        *bounded(DIFFERENCE),
        GAP,
        PERCENT_ABOVE,
        *bounded(PERCENT_ABOVE),
    ),
)
RANGES = ("range", "between")
CLAIM_KINDS = (
    *(*NUMERIC, *RANGES, "change_direction", EACH_YEAR, FIRST, RECORD, ONLY),
    *("compared", OVERTOOK, TIMES, "event", "grade"),
)
KINDS_WITH_DATE = (*CHANGE_KINDS, "change_direction", EACH_YEAR, FIRST)
# Words for a change, and between which percentages it lies: "doubled" is twice as many, to one twentieth.
DIRECTIONS: dict[str, tuple[float, float]] = {
    "rise": (0, inf),
    "fall": (-inf, 0),
    "halved": (-52.5, -47.5),
    "more than halved": (-inf, -50),
    "unchanged": (-1, 1),
    **{verb: (95 * times - 100, 105 * times - 100) for times, verb in MULTIPLES.items()},
    **{f"more than {verb}": (100 * times - 100, inf) for times, verb in MULTIPLES.items()},
    **{f"nearly {verb}": (90 * times - 100, 100 * times - 100) for times, verb in MULTIPLES.items()},
}
# What a place's figure is, beside that of the place in ``comparator``.
COMPARISONS = ("higher", "lower")
COLUMNS = (
    *("claim_id", "article_id", "article_source_id", "area", "period_end", "kind", "measure"),
    *("comparator", "published", "unit", "note"),
)

NUMBER_CELL = r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?"
DATE_CELL = r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]"


def read_claims(content: bytes, name: str) -> list[Row]:
    """Return the rows of a table of claims, each with its ``line``; ``name`` is what errors call the file.

    Raises DataError, with file, line, column, what was found and what would be right, for a file that cannot
    be read as a table, a column that is missing or unknown, an id that stands twice, or a cell that cannot be
    right.
    """
    from helpers.data.cells import cells
    from helpers.data.validation import typed

    rows = typed(cells(content, name), name, table=CLAIMS)
    if rows.empty:
        raise DataError(f"{name} holds no claims; each line below the column names is one")
    return records(rows)


def _fits(column: str, kinds: tuple[str, ...], pattern: str, says: str) -> Rule:
    """Return the rule that the cell of a row of one of these kinds matches the pattern."""

    def holds(frame: pd.DataFrame, _: Kinds) -> pd.Series[bool]:
        return ~frame["kind"].isin(kinds) | frame[column].str.fullmatch(pattern)

    return Rule(column, says, holds)


def _year(column: Column) -> Column:
    """Return the same column, of years from 1900 to 2099."""
    return Column(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", column.says, column.dtype, accepts=column.accepts)


CLAIMS = Table(
    key=("claim_id",),
    columns={
        "claim_id": identifier(),
        "article_id": identifier(),
        "article_source_id": optional(identifier()),
        "area": text(),
        "period_end": _year(date()),
        "kind": one_of(*CLAIM_KINDS),
        "measure": text(),
        "comparator": optional(text()),
        "published": text(),
        "unit": text(),
        "note": note(),
    },
    rules=(
        _fits(
            "published",
            NUMERIC,
            NUMBER_CELL,
            "a number such as 12 or -3.5, without commas or words, as its kind is one of a number",
        ),
        _fits(
            "published",
            RANGES,
            f"{NUMBER_CELL} to {NUMBER_CELL}",
            "two numbers such as '50 to 60', as its kind is 'range' or 'between'",
        ),
        _fits(
            "published",
            ("change_direction", TIMES),
            "|".join(DIRECTIONS),
            f"one of {', '.join(DIRECTIONS)}, as its kind is a direction or a multiple",
        ),
        _fits(
            "published",
            ("compared", OVERTOOK),
            "|".join(COMPARISONS),
            f"one of {', '.join(COMPARISONS)}, as its kind is a comparison with the place in comparator",
        ),
        _fits(
            "published",
            (EACH_YEAR, FIRST, ONLY),
            "rise|fall",
            "rise or fall, as its kind is the way that figures went",
        ),
        _fits(
            "published",
            (RECORD,),
            "highest|lowest",
            "highest or lowest, as its kind is a record of all years",
        ),
        _fits("published", ("event",), DATE_CELL, "a date such as 2024-12-09, as its kind is 'event'"),
        _fits(
            "comparator",
            KINDS_WITH_DATE,
            f"(?:{DATE_CELL})?",
            "the earlier date, such as 2022-03-31, or empty for the year before, as its kind is a change",
        ),
    ),
)
