"""Rows counted by team, risk level and band, with their totals: what every measure is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.pack.contract import RISKS, WEEKS
from helpers.pack.figures import Figure, Place, WeekPlace
from helpers.pack.stage_two import ALL

Bools = NDArray[np.bool_]
Numbers = NDArray[np.integer[Any]]

LEVELS = len(RISKS)
NO_RISK = 0  # where rows have no risk level, and only their total is used


@dataclass(frozen=True)
class Tally:
    """Which rows a part of a measure counts, and of which: one place in each array for each row.

    ``team`` and ``risk`` are codes. ``of`` is None for a count without a whole; ``band`` and ``weight`` are
    None where all rows have one band, or weigh 1. ``ago`` is the week of each row, 0 for the last, and
    ``window`` how many weeks count.
    """

    measure: str
    part: str
    team: Numbers
    risk: Numbers
    counted: Bools
    of: Bools | None = None
    band: Numbers | None = None
    bands: tuple[str, ...] = ()
    weight: Numbers | None = None
    ago: Numbers | None = None
    window: int = 0

    def figures(self, teams: tuple[str, ...]) -> Iterator[tuple[Place, Figure]]:
        """Give every figure of the part, zeros and totals included."""
        within = None if self.ago is None else (self.ago >= 0) & (self.ago < self.window)
        counted = self._table(self.counted, within, teams, banded=True)
        of = None if self.of is None else self._table(self.of, within, teams, banded=False)
        for team, name in enumerate((ALL, *teams)):
            for risk, level in enumerate((ALL, *RISKS)):
                whole = None if of is None else int(of[team, risk, 0])
                for band, label in enumerate((ALL, *self.bands)):
                    place = Place(self.measure, self.part, name, level, label)
                    yield place, Figure(int(counted[team, risk, band]), whole)

    def weeks(self, teams: tuple[str, ...]) -> Iterator[tuple[WeekPlace, Figure]]:
        """Give the figures of each week: of each team, and of each risk level of all of them."""
        if self.ago is None:
            return
        counted, of = (self._weekly(rows, teams) for rows in (self.counted, self.of))
        for team, name in enumerate((ALL, *teams)):
            for risk, level in enumerate((ALL, *RISKS)):
                if team and risk:
                    continue
                for ago in range(WEEKS):
                    place = WeekPlace(self.measure, self.part, name, level, ago)
                    whole = None if of is None else int(of[team, risk, ago])
                    yield place, Figure(0 if counted is None else int(counted[team, risk, ago]), whole)

    def _table(self, rows: Bools, within: Bools | None, teams: tuple[str, ...], banded: bool) -> Numbers:
        chosen = np.flatnonzero(rows if within is None else rows & within)
        bands = max(1, len(self.bands)) if banded else 1
        band = self.band[chosen] if banded and self.band is not None else 0
        weights = None if self.weight is None else self.weight[chosen]
        return _totalled(self.team[chosen], self.risk[chosen], band, (len(teams), LEVELS, bands), weights)

    def _weekly(self, rows: Bools | None, teams: tuple[str, ...]) -> Numbers | None:
        if rows is None or self.ago is None:
            return None
        chosen = np.flatnonzero(rows & (self.ago >= 0) & (self.ago < WEEKS))
        shape = (len(teams), LEVELS, WEEKS)
        return _totalled(self.team[chosen], self.risk[chosen], self.ago[chosen], shape, None)[:, :, 1:]


def _totalled(
    team: Numbers, risk: Numbers, band: Numbers | int, shape: tuple[int, int, int], weights: Numbers | None
) -> Numbers:
    """Return the counts with a total before the rows of each dimension."""
    _, risks, bands = shape
    codes = (team.astype(np.int64) * risks + risk) * bands + band
    flat = np.bincount(codes, weights, minlength=int(np.prod(shape)))
    table = np.rint(flat).astype(np.int64).reshape(shape)
    for axis in range(3):
        table = np.concatenate([table.sum(axis=axis, keepdims=True), table], axis=axis)
    return table


@dataclass(frozen=True)
class Level:
    """A level of the values of some rows: the smallest that at least ``per_cent`` of them do not exceed.

    ``values`` are whole numbers, ``tenths`` says that they are in tenths; 100 per cent is the largest.
    """

    measure: str
    part: str
    team: Numbers
    risk: Numbers
    rows: Bools
    values: Numbers
    per_cent: int
    tenths: bool = False

    def figures(self, teams: tuple[str, ...]) -> Iterator[tuple[Place, Figure]]:
        """Give the level of each team and risk level, and of all of them."""
        team, risk, values = self.team[self.rows], self.risk[self.rows], self.values[self.rows]
        for number, name in enumerate((ALL, *teams)):
            of_team = np.full(len(values), True) if not number else team == number - 1
            for place, level in enumerate((ALL, *RISKS)):
                chosen = values[of_team if not place else of_team & (risk == place - 1)]
                figure = Figure(None, len(chosen), self._level(chosen))
                yield Place(self.measure, self.part, name, level, ALL), figure

    def _level(self, values: Numbers) -> int | None:
        if not len(values):
            return None
        rank = -(-self.per_cent * len(values) // 100)
        level = int(np.partition(values, rank - 1)[rank - 1])
        return level if self.tenths else 10 * level
