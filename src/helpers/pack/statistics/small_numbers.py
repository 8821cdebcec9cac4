"""What may be made from few cases: shares, percentage changes, quantiles and the pace of clearing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from helpers.data.errors import Misused

LEAST_FOR_SHARE = 20
"""The least denominator of a printed share; below it stands "n of m".

One case more or less moves a share of 20 by 5 points. HMPPS drops rates on bases under 30 (notes to the
tables of Offender Management Statistics Quarterly); a team has fewer cases than a prison, so the figures
themselves stand in.
"""
LEAST_FOR_CHANGE = 50
"""The least value of both figures of a percentage change, else ``[z]``: the rule of the Ministry of Justice.

Notes to the tables of Offender Management Statistics Quarterly.
"""


@dataclass(frozen=True)
class Share:
    """A numerator of a denominator, both counts."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise Misused(f"found {self.numerator} of {self.denominator}; a part lies from 0 to its whole")

    @property
    def per_cent(self) -> Fraction | None:
        """The share in per cent, or None where the page says "n of m"."""
        if self.denominator < LEAST_FOR_SHARE:
            return None
        return Fraction(100 * self.numerator, self.denominator)


def percentage_change(before: int, after: int) -> Fraction | None:
    """Return the change from ``before`` to ``after`` in per cent, or None for ``[z]``."""
    if min(before, after) < LEAST_FOR_CHANGE:
        return None
    return Fraction(100 * (after - before), before)


def weeks_to_clear(stock: int, arrived: int, cleared: int, weeks: int = 4) -> Fraction | None:
    """Return in how many weeks the backlog would be gone at the pace of the last ``weeks``, None for ``[z]``.

    stock / ((cleared - arrived) / weeks): the flows are counts over ``weeks``, four in measure P07. A backlog
    that does not shrink has no such number, and then nothing is forecast. An empty one is cleared in 0 weeks.

    Raises Misused for a negative count or for no weeks.
    """
    if min(stock, arrived, cleared) < 0 or weeks < 1:
        raise Misused(
            f"found a backlog of {stock}, {arrived} in and {cleared} out over {weeks} weeks; none is negative"
        )
    if stock == 0:
        return Fraction(0)
    return Fraction(stock * weeks, cleared - arrived) if cleared > arrived else None


def quantile(days: Sequence[int], share: Fraction) -> int:
    """Return the smallest of the figures that at least ``share`` of them do not exceed.

    Hyndman and Fan, Sample quantiles in statistical packages, American Statistician 50 (1996), definition 1:
    always a figure that is there, so "half were late by so many days or fewer" is true of it. Raises Misused
    for no figures, or a share outside 0 to 1.
    """
    if not days or not 0 < share <= 1:
        raise Misused(
            f"a quantile at {share} of {len(days)} figures was asked for; give figures, and a share up to 1"
        )
    return sorted(days)[math.ceil(share * len(days)) - 1]


def median(days: Sequence[int]) -> int:
    """Return the figure that at least half of the figures do not exceed."""
    return quantile(days, Fraction(1, 2))


def ninetieth(days: Sequence[int]) -> int:
    """Return the figure that at least nine in ten of the figures do not exceed."""
    return quantile(days, Fraction(9, 10))
