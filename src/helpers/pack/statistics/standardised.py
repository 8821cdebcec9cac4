"""Teams compared as if each had the force's mix of risk: direct standardisation over four strata.

A team with more high-risk cases has more visits to make, so its plain share overdue says as much of its cases
as of its work. The directly standardised share is the sum over risk levels of the force's share of cases at
that level times the team's share overdue there (Breslow and Day, Statistical Methods in Cancer Research II,
1987, chapter 2).

There is no rank: of few teams with few cases each, one is always last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from helpers.data.errors import Misused
from helpers.pack.statistics.small_numbers import LEAST_FOR_SHARE

STRATA = ("very_high", "high", "medium", "low")


@dataclass(frozen=True)
class Stratum:
    """The cases of one risk level and those of them that are overdue; None where the figure is suppressed."""

    overdue: int | None
    cases: int | None


class Unstandardised(StrEnum):
    """Why a team has no standardised share."""

    SUPPRESSED = "a figure is suppressed"
    EMPTY = "no case at a risk level that the force has"
    FEW = "fewer than 20 cases"


@dataclass(frozen=True)
class Comparison:
    """A team's plain and standardised share overdue in per cent, or why the latter is missing and where.

    ``plain`` is None below 20 cases and where a figure is suppressed.
    """

    plain: Fraction | None
    standardised: Fraction | None
    missing: Unstandardised | None = None
    levels: tuple[str, ...] = ()


def risk_mix(force: Mapping[str, Stratum]) -> dict[str, Fraction] | None:
    """Return the share of the force's cases at each level, or None where one is suppressed or all are 0."""
    cases = [_stratum(force, level).cases for level in STRATA]
    shown = [count for count in cases if count is not None]
    if len(shown) < len(STRATA) or not sum(shown):
        return None
    return {level: Fraction(count, sum(shown)) for level, count in zip(STRATA, shown, strict=True)}


def compare_teams(
    force: Mapping[str, Stratum], teams: Mapping[str, Mapping[str, Stratum]]
) -> dict[str, Comparison]:
    """Return each team's comparison, in the order in which the teams were given.

    Where the force's own mix is suppressed, no team can be standardised. Cases that are not assessed belong
    to no stratum and are in neither share.
    """
    mix = risk_mix(force)
    return {name: _compare(mix, team) for name, team in teams.items()}


def _compare(mix: Mapping[str, Fraction] | None, team: Mapping[str, Stratum]) -> Comparison:
    strata = {level: _stratum(team, level) for level in STRATA}
    hidden = tuple(level for level, part in strata.items() if part.overdue is None or part.cases is None)
    if mix is None or hidden:
        return Comparison(None, None, Unstandardised.SUPPRESSED, hidden)
    counts = {level: (part.overdue or 0, part.cases or 0) for level, part in strata.items()}
    overdue, cases = (sum(column) for column in zip(*counts.values(), strict=True))
    if cases < LEAST_FOR_SHARE:
        return Comparison(None, None, Unstandardised.FEW)
    plain = Fraction(100 * overdue, cases)
    empty = tuple(level for level, share in mix.items() if share and not counts[level][1])
    if empty:
        return Comparison(plain, None, Unstandardised.EMPTY, empty)
    parts = (share * Fraction(*counts[level]) for level, share in mix.items() if share)
    return Comparison(plain, 100 * sum(parts, Fraction()))


def _stratum(strata: Mapping[str, Stratum], level: str) -> Stratum:
    """Return one level's stratum, having checked that its overdue are among its cases."""
    part = strata.get(level, Stratum(0, 0))
    if part.overdue is not None and part.cases is not None and not 0 <= part.overdue <= part.cases:
        raise Misused(
            f"found {part.overdue} overdue of {part.cases} cases at {level}; a part lies from 0 to its whole"
        )
    return part
