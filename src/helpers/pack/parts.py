"""The parts of the measures, as ``data/reference/pack_measures.csv`` has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from helpers.data.rows import records
from helpers.data.sources import read_reference
from helpers.pack.stage_two import BANDS, NOT_ADDITIVE


@dataclass(frozen=True)
class MeasurePart:
    """One part of a measure, with its definition and the dimensions that it is given for."""

    measure: str
    part: str
    title: str
    definition: str
    numerator: str
    denominator: str
    window: str
    unit: str
    kind: str
    by_risk: bool
    by_team: bool
    bands: str
    weekly: bool
    crew: str
    standard: str
    exception: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """The bands in which it is given: "all" first, where they add up to it."""
        return BANDS[self.bands] if self.bands in NOT_ADDITIVE else ("all", *BANDS[self.bands])


@cache
def measure_parts() -> tuple[MeasurePart, ...]:
    """Return the parts of all measures, in the order in which stage 2 has them."""
    table = read_reference("pack_measures").drop(columns="line")
    return tuple(MeasurePart(**{str(name): cell for name, cell in row.items()}) for row in records(table))
