"""What is known already: figures of other sources and populations, to hold a new release against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from helpers.data.evidence import Evidence
from helpers.data.observations import published
from helpers.data.rows import records


@dataclass(frozen=True)
class Statement:
    """One figure as one source gives it, with the bounds that its rounding leaves."""

    low: float
    high: float
    value: float | None
    source: str
    line: int

    def allows(self, value: float) -> bool:
        """Return whether the statement and this value can both be true."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Known:
    """Statements by area, year and series, and how many people aged 10 and over lived in an area."""

    evidence: Evidence
    statements: Mapping[tuple[str, int, str], tuple[Statement, ...]]
    series: Mapping[tuple[str, str], str]

    def people(self, area: str, mid_year: int) -> float | None:
        """Return the people aged 10 and over at mid-year; between two estimates, a straight line."""
        population = self.evidence.population
        if (area, mid_year) in population:
            return population[area, mid_year].value
        years = self._mid_years.get(area, ())
        before = [year for year in years if year < mid_year]
        after = [year for year in years if year > mid_year]
        if not before or not after or min(after) - max(before) > 4:
            return None
        first, last = max(before), min(after)
        low, high = population[area, first].low, population[area, last].low
        return low + (high - low) * (mid_year - first) / (last - first)

    @cached_property
    def _mid_years(self) -> Mapping[str, list[int]]:
        years: dict[str, list[int]] = {}
        for area, mid_year in self.evidence.population:
            years.setdefault(area, []).append(mid_year)
        return years


@lru_cache(maxsize=2)
def known(evidence: Evidence, folder: Path) -> Known:
    """Return what the tables in ``folder`` say, one statement for each source."""
    statements: dict[tuple[str, int, str], list[Statement]] = {}
    for row in records(published(folder)):
        key = (str(row["area"]), row["period_end"].year, str(row["measure"]))
        value: float | None = None if pd.isna(row["value"]) else float(row["value"])
        statements.setdefault(key, []).append(
            Statement(float(row["low"]), float(row["high"]), value, row["sources"][0], int(row["line"]))
        )
    return Known(evidence, {key: tuple(stated) for key, stated in statements.items()}, _series(folder))


def _series(folder: Path) -> dict[tuple[str, str], str]:
    from helpers.data.sources import read_reference

    return {
        (row["measure"], row["basis"]): row["series"] for row in records(read_reference("series", folder))
    }
