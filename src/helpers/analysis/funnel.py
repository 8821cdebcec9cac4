"""A funnel plot of the areas' rates, with limits that allow for how areas differ anyway.

Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005), 1185
to 1202. Plain Poisson limits would flag nearly every area here, because areas differ by far more than
chance: in recording, housing, sentencing and population. That spread is estimated from the areas themselves
and added to the limits around England and Wales.

A rate is a count over what the rate of England and Wales would give the area's population, that is an
indirectly standardised ratio; its square root has the same variance for every ratio, 1 / (4 x expected), so
z-scores are taken on that scale (Spiegelhalter and others, Journal of the Royal Statistical Society A 175
(2012), 1 to 47).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from statistics import fmean, quantiles
from typing import Literal

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import RATE
from helpers.analysis.intervals import Interval
from helpers.analysis.rate_intervals import normal_quantile
from helpers.data.evidence import NATION, Evidence
from helpers.data.observations import Observation

Side = Literal["lower", "similar", "higher", "undecided"]
WARNING, ALARM = 0.95, 0.998
# One tenth of the z-scores is drawn in at each end, so a tenth must be one area at least.
FEWEST_AREAS = 10
# Of the areas outside the limits a page names the furthest out, and of very many areas it lists only some.
MOST_NAMED, MOST_LISTED = 8, 60


@dataclass(frozen=True)
class Position:
    """Where a rate lies, as far as its bounds decide it; ``far`` is beyond the wider limits too.

    >>> str(Position("higher", far=True))
    'far higher'
    """

    side: Side
    far: bool = False

    @property
    def outside(self) -> bool:
        """Whether the rate certainly lies outside the 95% limits."""
        return self.side in ("lower", "higher")

    def __str__(self) -> str:
        return f"far {self.side}" if self.far else self.side


class NoFunnel(StrEnum):
    """Why a date has no funnel plot."""

    NO_POPULATION = "no population"
    UNSETTLED = "unsettled"
    TOO_FEW = "too few"


NO_FUNNEL = {
    NoFunnel.NO_POPULATION: "the population that the rates of this date use is not known",
    NoFunnel.UNSETTLED: "it is not settled which population the published rates of this date use",
    NoFunnel.TOO_FEW: "fewer than ten areas have a rate for this date",
}
"""What each reason is in words."""


@dataclass(frozen=True)
class Funnel:
    """The rates of one date around ``target`` per 100,000; ``spread`` (tau squared) is the variance of areas.

    ``dispersion`` (phi) is the mean of the squared winsorised z-scores: 1 where areas differ by chance alone.
    """

    target: float
    dispersion: float
    spread: float
    mid_year: int
    rates: Mapping[str, Observation]
    population: Mapping[str, float]

    def limits(self, population: float, level: float = WARNING) -> Interval:
        """Return the limits that the middle ``level`` of areas with so many people should lie within."""
        return control_limits(self.target, population, self.spread, level)

    def position(self, area: str) -> Position:
        """Return where an area's rate lies, as far as its bounds decide it."""
        people, rate = self.population[area], compare.span(self.rates[area])
        return position_to_limits(rate, self.limits(people), self.limits(people, ALARM))

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """The areas whose rates certainly lie outside the 95% limits."""
        return tuple(name for name in self.rates if self.position(name).outside)

    @cached_property
    def furthest(self) -> tuple[str, ...]:
        """Of these at most ``MOST_NAMED``: those furthest out, in widths from the target to the limit.

        They are measured on the scale of square roots, where both limits are as far.
        """

        def distance(name: str) -> float:
            rate, limit = middle(self.rates[name]), self.limits(self.population[name]).high
            return abs(math.sqrt(rate / self.target) - 1) / (math.sqrt(limit / self.target) - 1)

        kept = sorted(self.outside, key=distance, reverse=True)[:MOST_NAMED]
        return tuple(name for name in self.outside if name in kept)

    def listed(self, region: Collection[str]) -> list[str]:
        """Return the areas whose rates a page lists: all, or of very many only some.

        Of more than ``MOST_LISTED`` areas these are its region's and the furthest out.
        """
        all_listed = len(self.rates) <= MOST_LISTED
        return [name for name in self.rates if all_listed or name in region or name in self.furthest]


@lru_cache(maxsize=64)
def funnel(evidence: Evidence, year: int) -> Funnel | NoFunnel:
    """Return the funnel plot of 31 March of ``year``, or why there is none."""
    if year not in evidence.denominators:
        return NoFunnel.NO_POPULATION
    if evidence.unsettled(year):
        return NoFunnel.UNSETTLED
    nation = compare.computed_rate(evidence, year, NATION)
    figures = compare.levels(evidence, RATE, year)
    rates = {area.name: figures[area.name] for area in evidence.areas if area.name in figures}
    if nation is None or len(rates) < FEWEST_AREAS:
        return NoFunnel.TOO_FEW
    target = middle(nation)
    mid_year = evidence.denominators[year].mid_year
    people = {area: evidence.population[area, mid_year].low for area in rates}
    expected = [target * people[area] / 1e5 for area in rates]
    scores = [
        z_score(middle(rate) / target, count) for rate, count in zip(rates.values(), expected, strict=True)
    ]
    phi = dispersion(winsorised(scores))
    return Funnel(
        target, phi, spread_between(phi, [4 * count for count in expected]), mid_year, rates, people
    )


def z_score(ratio: float, expected: float) -> float:
    """Return how many standard errors the square root of observed / expected lies from 1."""
    return 2 * math.sqrt(expected) * (math.sqrt(ratio) - 1)  # 2 (sqrt O - sqrt E)


def winsorised(scores: Sequence[float], share: float = 0.1) -> list[float]:
    """Set the lowest and highest ``share`` of scores to the quantile there, so that few set the spread.

    Spiegelhalter 2005, section 4.2; quantiles by linear interpolation between the ordered scores.
    """
    cuts = quantiles(scores, n=round(1 / share), method="inclusive")
    low, high = cuts[0], cuts[-1]
    return [min(max(score, low), high) for score in scores]


def dispersion(scores: Sequence[float]) -> float:
    """Return phi, the mean of the squared z-scores: 1 where areas differ by chance alone.

    Spiegelhalter 2005, formula 5.
    """
    return fmean(score * score for score in scores)


def spread_between(phi: float, weights: Sequence[float]) -> float:
    """Return the variance between areas, tau squared, by the method of moments: zero if chance explains it.

    Spiegelhalter 2005, formula 7 (after DerSimonian and Laird 1986):
    (k phi - (k - 1)) / (sum w - sum w^2 / sum w), ``weights`` being 1 / variance of each area.
    """
    number, total = len(weights), sum(weights)
    excess = number * phi - (number - 1)
    return max(0.0, excess / (total - sum(weight * weight for weight in weights) / total))


def control_limits(target: float, population: float, spread: float, level: float) -> Interval:
    """Return the limits of a rate, back from square roots: target x (1 -+ z sqrt(s^2 + tau^2))^2."""
    expected = target * population / 1e5
    reach = normal_quantile(level) * math.sqrt(1 / (4 * expected) + spread)
    return Interval(target * max(0.0, 1 - reach) ** 2, target * (1 + reach) ** 2)


def position_to_limits(rate: Interval, warning: Interval, alarm: Interval) -> Position:
    """Return where a rate lies: "undecided" where its bounds lie on both sides of a limit."""
    low, high = (_position_of_point(end, warning, alarm) for end in (rate.low, rate.high))
    return low if low == high else Position("undecided")


def _position_of_point(rate: float, warning: Interval, alarm: Interval) -> Position:
    if rate > warning.high:
        return Position("higher", far=rate > alarm.high)
    if rate < warning.low:
        return Position("lower", far=rate < alarm.low)
    return Position("similar")


def middle(observation: Observation) -> float:
    """Return the figure, or the middle of its bounds: what an estimate over all areas is made from."""
    return observation.value if observation.value is not None else compare.span(observation).middle
