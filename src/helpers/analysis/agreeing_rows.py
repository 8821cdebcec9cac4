"""Rows quoted from several sources: the same answer once, with all its sources, and the newest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from helpers.data.rows import Row

PART_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")
# A year with what follows it: a month and a day, or the second year of a financial year or a round.
# It is no part of the code of a character, such as U+2067.
DATED = re.compile(r"(?<![\w+])(?P<year>(?:19|20)\d\d)(?:[-/](?P<next>\d\d)(?:-(?P<day>\d\d))?)?(?!\d)")
MONTHS = 12
T = TypeVar("T")
Answer = list[Row]


def answers(rows: Iterable[Row], columns: Sequence[str], date: str) -> list[Answer]:
    """Group the rows that give one answer: alike in ``columns``, and one date where one is part of the other.

    The row with the fullest date comes first in its answer. Rows with an empty last column stay alone.
    """
    groups: list[Answer] = []
    alike: dict[tuple[object, ...], list[Answer]] = {}
    for row in rows:
        told = tuple(row[name] for name in columns)
        earlier = alike.setdefault(told, []) if str(told[-1]) else []
        match = next((answer for answer in earlier if same_date(answer[0][date], row[date])), None)
        if match is None:
            groups.append([row])
            earlier.append(groups[-1])
        else:
            match.insert(0 if len(str(row[date])) > len(str(match[0][date])) else len(match), row)
    return groups


def same_date(first: object, second: object) -> bool:
    """Return whether two dates are the same, or one is the month or year of the other."""
    short, long = sorted((str(first), str(second)), key=len)
    parts = PART_DATE.fullmatch(short) is not None and PART_DATE.fullmatch(long) is not None
    return short == long or (parts and long.startswith(f"{short}-"))


def newest_first(items: Iterable[T], date: Callable[[T], str]) -> list[T]:
    """Sort items by the last day that their dates name, newest first; those without a year come last."""
    return sorted(items, key=lambda item: last_day(date(item)), reverse=True)


def last_day(text: str) -> tuple[int, int, int]:
    """Return the last day that a date as worded can mean, as year, month and day; zeros if it names no year.

    >>> last_day("2019/20 to 2021/22")
    (2022, 3, 31)
    >>> last_day("12 months to 2023-05")
    (2023, 5, 31)
    """
    return max((_last_day_of(match) for match in DATED.finditer(text)), default=(0, 0, 0))


def _last_day_of(match: re.Match[str]) -> tuple[int, int, int]:
    year, part = int(match["year"]), match["next"]
    if part is None:
        return year, MONTHS, 31
    if "/" in match.group() or int(part) > MONTHS:
        return year // 100 * 100 + int(part), 3, 31
    return year, int(part), int(match["day"] or 31)


def remark(answer: Answer, column: str) -> str:
    """Return the remarks of all rows of one answer, each once."""
    return "; ".join(dict.fromkeys(str(row[column]) for row in answer if row[column]))


def cited(answer: Answer) -> tuple[str, ...]:
    """Return the sources of all rows of one answer."""
    return tuple(dict.fromkeys(str(row["source_id"]) for row in answer))


def lines_cited(table: str, answer: Answer) -> str:
    """Return where an answer stands, such as "workload.csv, lines 24 and 25"."""
    lines = sorted(int(row["line"]) for row in answer)
    if len(lines) == 1:
        return f"{table}.csv, line {lines[0]}"
    return f"{table}.csv, lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
