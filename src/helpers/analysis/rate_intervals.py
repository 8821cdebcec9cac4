"""How far a count, and the rate made of it, may lie from what is usual for the area by chance alone.

A published count is exact as a count. As a measure of how many people an area would have registered in the
same circumstances it varies by chance, and by how much follows from its size. That is the interval of this
module: wider than the bounds that rounding leaves, and different in kind.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from helpers.analysis.intervals import Interval

LEVEL = 0.95
# Byar's approximation is within 0.2% of the exact limits from here on (technical guide below).
BYAR_FROM = 10


def normal_quantile(level: float) -> float:
    """Return the normal deviate that bounds the middle ``level``: 0.95 -> 1.96, 0.998 -> 3.09."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def count_interval(count: float, level: float = LEVEL) -> Interval:
    """Return the interval of a count: Byar's approximation from 10 up, the exact limits below.

    The rule of Public Health England, Technical Guide: Confidence Intervals (2018), and of the public health
    profiles. Raises ValueError for a count below zero.
    """
    if count < 0:
        raise ValueError(f"a count must be zero or more, not {count}")
    return byar_interval(count, level) if count >= BYAR_FROM else exact_interval(count, level)


def byar_interval(count: float, level: float = LEVEL) -> Interval:
    """Return Byar's approximation to the Poisson limits of a count above zero.

    Breslow and Day, Statistical Methods in Cancer Research, volume II (1987), page 69:
    O (1 - 1/(9 O) - z/(3 sqrt O))^3 and, with O + 1 for O, the same with plus z.
    """
    z, count_above = normal_quantile(level), count + 1
    return Interval(
        count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3,
        count_above * (1 - 1 / (9 * count_above) + z / (3 * math.sqrt(count_above))) ** 3,
    )


def exact_interval(count: float, level: float = LEVEL) -> Interval:
    """Return the exact Poisson limits of a small count, also known as the exact chi-squared limits.

    Garwood, Biometrika 28 (1936), 437: the means under which so many or more, and so few or fewer, have a
    chance of (1 - level) / 2. A count that is not whole takes the lower limit of the whole number below, the
    upper of the one above.
    """
    tail = (1 - level) / 2
    fewest, most = math.floor(count), math.ceil(count)
    low = 0.0 if fewest == 0 else _poisson_mean(1 - tail, fewest - 1)
    return Interval(low, _poisson_mean(tail, most))


def rate_interval(rate: Interval, population: float, level: float = LEVEL) -> Interval:
    """Return the interval of a rate per 100,000 people, from the count that rate and population imply.

    A rate known between bounds takes the lower limit of its lower bound and the upper limit of its upper one.
    """
    low, high = (count_interval(end * population / 1e5, level) for end in (rate.low, rate.high))
    return Interval(1e5 * low.low / population, 1e5 * high.high / population)


def _poisson_mean(chance: float, most: int) -> float:
    """Return the Poisson mean under which ``most`` or fewer have the chance ``chance``.

    By halving: the chance falls as the mean rises.
    """
    low, high = 0.0, 10.0 * (most + 10)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _chance_of_at_most(most, middle) > chance else (low, middle)
    return (low + high) / 2


def _chance_of_at_most(most: int, mean: float) -> float:
    return math.exp(-mean) * sum(mean**k / math.factorial(k) for k in range(most + 1))
