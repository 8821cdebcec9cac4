"""Arithmetic on figures that are known only between two bounds.

Every result is either certain or says by how much it is not: a change of two bounded counts has two bounds,
and two figures whose bounds overlap cannot be put in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Order = Literal["higher", "lower", "same", "undecided"]


@dataclass(frozen=True)
class Interval:
    """A figure between ``low`` and ``high``, both included; equal where the figure is exact.

    Raises ValueError when low is above high or either is not a number.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"low ({self.low}) must not be above high ({self.high})")

    @property
    def exact(self) -> bool:
        """Whether the figure is known exactly."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """The one number that stands for the figure: itself, where it is exact."""
        return (self.low + self.high) / 2


def difference(old: Interval, new: Interval) -> Interval:
    """Return new - old, in the unit of both."""
    return Interval(new.low - old.high, new.high - old.low)


def percent_change(old: Interval, new: Interval) -> Interval | None:
    """Return 100 x (new / old - 1), in per cent; None where the earlier figure may be zero."""
    if old.low <= 0:
        return None
    return Interval(100 * (new.low / old.high - 1), 100 * (new.high / old.low - 1))


def per_100k(count: Interval, population: float) -> Interval:
    """Return 100,000 x count / population."""
    return Interval(1e5 * count.low / population, 1e5 * count.high / population)


def total(parts: Iterable[Interval]) -> Interval:
    """Return the sum of the parts."""
    parts = list(parts)
    return Interval(sum(part.low for part in parts), sum(part.high for part in parts))


def share(part: Interval, whole: Interval) -> Interval | None:
    """Return 100 x part / whole, in per cent; None where the whole may be zero."""
    if whole.low <= 0:
        return None
    return Interval(100 * part.low / whole.high, min(100.0, 100 * part.high / whole.low))


def order(first: Interval, second: Interval) -> Order:
    """Return how ``first`` stands to ``second``, where that is certain."""
    if first.low > second.high:
        return "higher"
    if first.high < second.low:
        return "lower"
    return "same" if first.exact and second.exact else "undecided"


def positions(figure: Interval, others: Sequence[Interval], unknown: int = 0) -> Interval:
    """Return the ranks that a figure may have (1 is highest) among others, some of them unknown.

    Ties share the better rank. Every unknown figure may stand above or below.
    """
    above = sum(other.low > figure.high for other in others)
    perhaps = sum(other.high > figure.low for other in others)
    return Interval(1 + above, 1 + perhaps + unknown)
