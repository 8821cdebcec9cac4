"""Figures and where they stand, as both ways of counting give them; no library is needed for either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Where a figure stands in stage 2: ``band`` and ``risk`` are "all" where it is of all of them."""

    measure: str
    part: str
    team: str
    risk: str
    band: str


class WeekPlace(NamedTuple):
    """Where a weekly figure stands: ``ago`` is 0 for the week that ends on the day of the extract."""

    measure: str
    part: str
    team: str
    risk: str
    ago: int


class Figure(NamedTuple):
    """One figure: a count with or without its whole, or a ``level`` in tenths of its unit, over so many."""

    numerator: int | None
    denominator: int | None
    level: int | None = None


@dataclass(frozen=True)
class Manager:
    """One manager of a team, without a key; FTE, caseload, visits and workload are as they are printed."""

    team: str
    fte: str
    cases: int
    caseload: str
    officer_visits: str
    workload: str


@dataclass(frozen=True)
class Counted:
    """All that is counted of an extract, by one of the two ways."""

    figures: Mapping[Place, Figure]
    weeks: Mapping[WeekPlace, Figure]
    managers: Sequence[Manager]


def tenths(number: int) -> str:
    """Write a whole number of tenths.

    >>> tenths(123), tenths(5)
    ('12.3', '0.5')
    """
    return f"{number // 10}.{number % 10}"


def nearest_tenths(numerator: int, denominator: int) -> int:
    """Return a quotient in whole tenths, rounded half up."""
    return (20 * numerator + denominator) // (2 * denominator)
