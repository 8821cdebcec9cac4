"""The pandera schemas of stage 1: every cell, and the rules between the cells of a row, by number.

The numbers are those of the twenty-one validations, which ``docs/performance-pack.md`` lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial

import numpy as np
import pandas as pd
import pandera.pandas as pa

from helpers.pack.contract import ELSEWHERE, FILES, UNIQUE, WEEKS, Cells
from helpers.pack.faults import is_date

Holds = Callable[[pd.DataFrame], "pd.Series[bool]"]

# Free words are few, and none of them is about a case: of a force, a tariff and where the tariff is written.
_FORMS = {
    "text": r"[A-Za-z][A-Za-z0-9 &.,()/'-]{0,119}",
    "version": r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}",
    "address": r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?",
    "moment": r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
    "digest": r"[0-9a-f]{64}",
    "tenths": r"0\.[1-9]|1\.0",
}
_SAYS = {
    "text": "up to 120 letters, digits, spaces and & . , ( ) / ' - that begin with a letter, with no long number",
    "version": "up to 20 letters, digits and . _ -",
    "address": "an address that begins with https:// or http://, without a query",
    "moment": "a moment of UTC such as 2025-03-31T23:10:00Z",
    "digest": "the SHA-256 of the other seven files, one after another: 64 characters 0-9 and a-f",
    "tenths": "from 0.1 to 1.0, with one decimal",
}
_LONG_NUMBER = re.compile(r"[0-9]{5}|[0-9]{2}/[0-9]{4}")


@dataclass(frozen=True)
class RowRule:
    """A rule between the cells of a row, reported at ``column``; ``says`` completes "it must be ..."."""

    number: int
    column: str
    says: str
    holds: Holds

    @property
    def name(self) -> str:
        """The rule as a pandera check is named, from which it is found again."""
        return f"{self.number}|{self.column}|{self.says}"


@lru_cache(maxsize=16)
def schema(name: str, as_at: date) -> pa.DataFrameSchema:
    """Return the schema of one file, whose cells are categories of text."""
    return pa.DataFrameSchema(
        {
            column: pa.Column(checks=_cell_check(column, cells, as_at))
            for column, cells in FILES[name].items()
            if cells.kind != "key"  # which are judged when the file is read
        },
        checks=[pa.Check(rule.holds, name=rule.name) for rule in _row_rules(name, as_at)],
    )


def wrong_rows(name: str, table: pd.DataFrame, as_at: date) -> list[tuple[RowRule, list[int]]]:
    """Return which rules do not hold in a table, each with the places of the rows."""
    try:
        schema(name, as_at).validate(table, lazy=True)
    except pa.errors.SchemaErrors as errors:
        broken = []
        for error in errors.schema_errors:
            number, column, says = str(error.check.name).split("|", 2)
            rows = np.flatnonzero(~np.asarray(error.check_output, dtype=bool)).tolist()
            broken.append((RowRule(int(number), column, says, error.check._check_fn), rows))
        return broken
    return []


def _cell_check(column: str, cells: Cells, as_at: date) -> pa.Check:
    """Return the check of one column: each value is judged once, however many cells hold it."""
    number, says, is_right = _judge(cells, as_at)
    says = f"{says}, or empty" if cells.empty else says

    def holds(series: pd.Series[str]) -> pd.Series[bool]:
        right = np.array([_is_allowed(value, cells, is_right) for value in series.cat.categories], dtype=bool)
        return pd.Series(right[series.cat.codes] if len(series) else right[:0], series.index)

    return pa.Check(holds, name=f"{number}|{column}|{says}")


def _is_allowed(value: str, cells: Cells, is_right: Callable[[str], bool]) -> bool:
    return is_right(value) if value else cells.empty


def _judge(cells: Cells, as_at: date) -> tuple[int, str, Callable[[str], bool]]:
    """Return the rule, the words and the test of one kind of cell."""
    if cells.kind == "word":
        *most, last = cells.words
        return 6, f"{', '.join(most)} or {last}" if most else last, set(cells.words).__contains__
    if cells.kind == "date":
        latest = "2099-12-31" if cells.ahead else as_at.isoformat()
        until = "" if cells.ahead else f" not after {latest}"
        return (
            7,
            f"a date such as 2025-03-31{until}, from 1990",
            lambda text: is_date(text) and text <= latest,
        )
    if cells.kind == "whole":
        low, high = cells.low, cells.high
        return 6, f"a whole number from {low} to {high}", lambda text: _is_whole(text, low, high)
    form = re.compile(_FORMS[cells.kind])
    free, moment = cells.kind in ("text", "version", "address"), cells.kind == "moment"
    return (
        6,
        _SAYS[cells.kind],
        lambda text: (
            bool(form.fullmatch(text))
            and not (free and _LONG_NUMBER.search(text))
            and (is_date(text[:10]) or not moment)
        ),
    )


def _is_whole(text: str, low: int, high: int) -> bool:
    return bool(re.fullmatch("0|[1-9][0-9]{0,6}", text)) and low <= int(text) <= high


def _row_rules(name: str, as_at: date) -> list[RowRule]:
    return [*_unique_rules(name), *_RULES.get(name, ()), *_window_rules(name, as_at)]


def _unique_rules(name: str) -> list[RowRule]:
    key = list(UNIQUE.get(name, ()))
    if not key:
        return []
    says = f"unique: no two rows may have one {' and '.join(key)}"
    return [RowRule(3, key[0], says, lambda table: ~_repeated(table, key))]


def _repeated(table: pd.DataFrame, key: list[str]) -> pd.Series[bool]:
    return table[key[0]].duplicated() if len(key) == 1 else table[key].astype(str).duplicated()


def _window_rules(name: str, as_at: date) -> list[RowRule]:
    column = {"visits": "visit_on", "reviews": "reviewed_on", "enforcement": "event_on"}.get(name)
    if not column:
        return []
    first = (as_at - timedelta(days=7 * WEEKS - 1)).isoformat()
    return [
        RowRule(7, column, f"of the {WEEKS} weeks to {as_at}: not before {first}", _not_before(column, first))
    ]


def _not_before(column: str, first: str) -> Holds:
    return lambda table: ~_of(table, column, lambda text: is_date(text) and text < first)


def _of(table: pd.DataFrame, column: str, test: Callable[[str], bool]) -> pd.Series[bool]:
    """Return for each row whether its cell passes a test."""
    series = table[column]
    passed = np.array([test(value) for value in series.cat.categories], dtype=bool)
    return pd.Series(passed[series.cat.codes] if len(series) else passed[:0], series.index)


def days(series: pd.Series[str]) -> np.ndarray:
    """Return each cell as the number of its day, and -1 where it is no date."""
    numbers = [
        date.fromisoformat(value).toordinal() if is_date(value) else -1 for value in series.cat.categories
    ]
    return np.array(numbers, dtype=np.int32)[series.cat.codes] if len(series) else np.zeros(0, np.int32)


def _in_order(number: int, early: str, late: str) -> RowRule:
    def holds(table: pd.DataFrame) -> pd.Series[bool]:
        first, second = days(table[early]), days(table[late])
        return pd.Series((first < 0) | (second < 0) | (second >= first), table.index)

    return RowRule(number, late, f"not before {early}", holds)


def _has(table: pd.DataFrame, column: str) -> pd.Series[bool]:
    return _of(table, column, bool)


def _is(table: pd.DataFrame, column: str, *words: str) -> pd.Series[bool]:
    return _of(table, column, words.__contains__)


def _applies(table: pd.DataFrame, column: str) -> pd.Series[bool]:
    return ~_is(table, column, "not_applicable")


def _unless(column: str, word: str, holds: Holds) -> Holds:
    """Have a rule hold only for the rows in which a column has a word."""
    return lambda table: ~_is(table, column, word) | holds(table)


def _due_as_planned(table: pd.DataFrame) -> pd.Series[bool]:
    seen, since, due = (days(table[name]) for name in ("last_seen_on", "managed_since", "next_visit_due_on"))
    intervals = table["planned_interval_days"]
    numbers = [int(value) if _is_whole(value, 1, 730) else 99_999 for value in intervals.cat.categories]
    planned = np.array([*numbers, 0])[intervals.cat.codes]
    start = np.where(seen > 0, seen, since)
    return pd.Series((due < 0) | (start < 0) | (due <= start + planned), table.index)


_RULES: dict[str, list[RowRule]] = {
    "cases": [
        *(_in_order(8, f"{item}_last_on", f"{item}_due_on") for item in ("arms", "rmp", "sup", "intel")),
        _in_order(8, "last_seen_on", "last_attempt_on"),
        _in_order(8, "last_seen_on", "next_visit_due_on"),
        RowRule(
            8,
            "last_attempt_on",
            "there where last_seen_on is",
            lambda table: ~_has(table, "last_seen_on") | _has(table, "last_attempt_on"),
        ),
        RowRule(
            8,
            "next_visit_due_on",
            "no later than planned_interval_days after last_seen_on, or after managed_since where never seen",
            _due_as_planned,
        ),
        *(
            RowRule(
                10,
                column,
                "there, as the case is managed reactively",
                _unless("management", "reactive", partial(_has, column=column)),
            )
            for column in ("reactive_since", "reactive_authorised")
        ),
        RowRule(
            11,
            "next_visit_due_on",
            "empty, as the case is in custody or abroad",
            lambda table: ~_is(table, "management", *ELSEWHERE) | ~_has(table, "next_visit_due_on"),
        ),
    ],
    "visits": [
        RowRule(
            13,
            column,
            "other than not_applicable, as the crew is lone",
            _unless("crew", "lone", partial(_applies, column=column)),
        )
        for column in ("lone_authorised", "lone_reason")
    ],
    "posts": [_in_order(8, "welfare_last_on", "welfare_due_on")],
    "referrals": [
        _in_order(8, "received_on", column)
        for column in ("kirat_on", "allocated_on", "shared_with_partners_on", "action_on", "closed_on")
    ],
}
