"""XmR charts: the range in which a weekly rate or flow usually lies, and the four signs that it has changed.

Limits are the mean -+ 2.66 x the mean moving range: 2.66 is 3 / 1.128, the number of standard deviations over
the expected range of two values from one normal distribution (Wheeler, Making Sense of Data, 2003, chapter 9,
who calls them natural process limits). NHS England's Making Data Count advises such charts in place of
comparing two points, and finds that four rules are enough; their lengths here are those of its guide.

A backlog has no limits. It is last week's backlog plus what came and less what went, so that its points
depend on each other, moving ranges are small, and limits made from them would find a change every month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from helpers.data.errors import Misused

SCALE = Fraction("2.66")
FEWEST_POINTS = 12
"""Fewer points give dots alone: no limits, and no sentence about change."""
RUN = 7
"""How many points in a row on one side of the mean, or each above or each below the last, are a sign."""


class Series(StrEnum):
    """What a series counts: ``STOCK`` is a state on a day, the others belong to a span of days."""

    STOCK = "stock"
    FLOW = "flow"
    RATE = "rate"


class Sign(StrEnum):
    """The four rules, each named by what is seen."""

    OUTSIDE = "one point outside the limits"
    ONE_SIDE = "seven points in a row on one side of the mean"
    ONE_WAY = "seven points in a row rising or falling"
    NEAR_LIMIT = "two of three points in a row near one limit"


class Broken(StrEnum):
    """Why limits are drawn anew: what was measured is no longer the same."""

    TARIFF = "the tariff changed"
    SYSTEM = "the source system changed"
    FORCE = "the force was reorganised"


@dataclass(frozen=True)
class Point:
    """One week: its figure, None where there is none, and what it was measured under.

    ``organisation`` names the force's structure on the day; it is one text until a reorganisation.
    """

    as_at: date
    value: float | None
    tariff_version: str = ""
    source_system: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Limits:
    """The mean, the mean moving range and the limits of a segment, in the unit of its figures.

    They are exact: a figure that equals a limit is not outside it.
    """

    mean: Fraction
    moving_range: Fraction

    @property
    def lower(self) -> Fraction:
        """The lower natural process limit; it may be below what the figure can be, such as below 0."""
        return self.mean - SCALE * self.moving_range

    @property
    def upper(self) -> Fraction:
        """The upper natural process limit; it may be above what the figure can be, such as above 100%."""
        return self.mean + SCALE * self.moving_range

    def outside(self, value: Fraction) -> bool:
        """Return whether a figure lies beyond either limit."""
        return not self.lower <= value <= self.upper

    def near(self, value: Fraction) -> int:
        """Return 1 or -1 for a figure beyond two thirds of the way to the upper or lower limit, else 0."""
        reach = SCALE * self.moving_range * 2 / 3
        return side(value, self.mean) if abs(value - self.mean) > reach else 0


@dataclass(frozen=True)
class Signal:
    """One rule met by the points from index ``first`` to ``last`` of its segment."""

    sign: Sign
    first: int
    last: int


@dataclass(frozen=True)
class Segment:
    """Consecutive points measured in one way; ``broken`` says what changed before the first of them.

    ``limits`` is None where fewer than twelve points have a figure, and then there are no signals either.
    """

    points: tuple[Point, ...]
    broken: tuple[Broken, ...]
    limits: Limits | None
    signals: tuple[Signal, ...]

    @property
    def latest(self) -> tuple[Signal, ...]:
        """The signals that the last point is part of: what a sentence about change now may rest on."""
        return tuple(signal for signal in self.signals if signal.last == len(self.points) - 1)


def segments(points: Sequence[Point], series: Series) -> tuple[Segment, ...]:
    """Return a series in segments of one way of measuring, each with its own limits and signals.

    Raises Misused for a stock, and for points that are not in the order of their dates.
    """
    if series is Series.STOCK:
        raise Misused(
            "limits were asked for a stock; draw it as bars, and its arrivals and clearances with limits"
        )
    for before, after in pairwise(points):
        if after.as_at <= before.as_at:
            raise Misused(
                f"a point of {after.as_at} follows one of {before.as_at}; put points in order of date"
            )
    return tuple(_segment(run, broken) for run, broken in _unbroken(points))


def process_limits(values: Sequence[float | None]) -> Limits:
    """Return the limits of at least two figures, of which two stand side by side.

    A missing figure has no moving range to either side.
    This is the formula alone; ``segments`` decides whether there are enough points to show it. Raises Misused
    where no two figures stand side by side.
    """
    exact = [None if value is None else Fraction(value) for value in values]
    figures = [value for value in exact if value is not None]
    ranges = [
        abs(after - before) for before, after in pairwise(exact) if before is not None and after is not None
    ]
    if not ranges:
        raise Misused(f"{len(figures)} figures, no two of them side by side, have no moving range")
    return Limits(_mean(figures), _mean(ranges))


def signals(values: Sequence[float | None], limits: Limits) -> tuple[Signal, ...]:
    """Return every sign of change in the figures of one segment, by rule and then by place.

    A run ends at a missing figure, and a run on one side also at a figure that equals the mean. Of a run
    longer than seven there is one signal.
    """
    exact = [None if value is None else Fraction(value) for value in values]
    signs = [
        Signal(Sign.OUTSIDE, at, at)
        for at, value in enumerate(exact)
        if value is not None and limits.outside(value)
    ]
    sides = [0 if value is None else side(value, limits.mean) for value in exact]
    signs += [Signal(Sign.ONE_SIDE, first, last) for first, last in _runs(sides) if last - first + 1 >= RUN]
    steps = [0 if None in (before, after) else side(after, before) for before, after in pairwise(exact)]  # type: ignore[arg-type]
    # Seven points have six steps between them.
    signs += [
        Signal(Sign.ONE_WAY, first, last + 1) for first, last in _runs(steps) if last - first + 1 >= RUN - 1
    ]
    near = [0 if value is None else limits.near(value) for value in exact]
    signs += [Signal(Sign.NEAR_LIMIT, first, first + 2) for first in _two_of_three(near, exact)]
    return tuple(signs)


def side(value: Fraction, middle: Fraction) -> int:
    """Return 1 above, -1 below and 0 on the middle."""
    return (value > middle) - (value < middle)


def _segment(points: tuple[Point, ...], broken: tuple[Broken, ...]) -> Segment:
    values = [point.value for point in points]
    if sum(value is not None for value in values) < FEWEST_POINTS or not _side_by_side(values):
        return Segment(points, broken, None, ())
    limits = process_limits(values)
    return Segment(points, broken, limits, signals(values, limits))


def _side_by_side(values: Sequence[float | None]) -> bool:
    return any(None not in pair for pair in pairwise(values))


def _unbroken(points: Sequence[Point]) -> Iterator[tuple[tuple[Point, ...], tuple[Broken, ...]]]:
    start, broken = 0, tuple[Broken, ...]()
    for at in range(1, len(points)):
        changed = _changed(points[at - 1], points[at])
        if changed:
            yield tuple(points[start:at]), broken
            start, broken = at, changed
    if points:
        yield tuple(points[start:]), broken


def _changed(before: Point, after: Point) -> tuple[Broken, ...]:
    compared = {
        Broken.TARIFF: (before.tariff_version, after.tariff_version),
        Broken.SYSTEM: (before.source_system, after.source_system),
        Broken.FORCE: (before.organisation, after.organisation),
    }
    return tuple(reason for reason, (old, new) in compared.items() if old != new)


def _runs(directions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each longest run of one direction other than 0."""
    start = 0
    for at in range(1, len(directions) + 1):
        if at == len(directions) or directions[at] != directions[start]:
            if directions[start]:
                yield start, at - 1
            start = at


def _two_of_three(near: Sequence[int], values: Sequence[Fraction | None]) -> Iterator[int]:
    for first in range(len(near) - 2):
        window = near[first : first + 3]
        if None not in values[first : first + 3] and max(window.count(1), window.count(-1)) >= 2:
            yield first


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)
