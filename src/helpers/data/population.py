"""People by area and mid-year: those aged 10 and over, the base of every rate, or of all ages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from sys import intern

from helpers.data.areas import canonical
from helpers.data.observations import Observation
from helpers.data.rows import Row, records
from helpers.data.sources import read_raw


def population(
    folder: Path,
    without: frozenset[str],
    regions: Mapping[str, tuple[str, ...]],
    measure: str = "population_10_plus",
) -> dict[tuple[str, int], Observation]:
    """Return people aged 10 and over, or ``population_all``, with the regions added up from their areas."""
    table = read_raw("population", folder)
    kept = (table["measure"] == measure) & ~table["source_id"].isin(without)
    # By date, as ``observations.by_key`` has the figures that these go with.
    rows = records(table[kept].sort_values(["mid_year", "line"]))
    estimates = {
        (canonical(row["area"], folder), int(row["mid_year"])): _estimate(row, measure) for row in rows
    }
    years = sorted({year for _, year in estimates})
    sums = {
        (region, year): _region_total(region, [estimates[area, year] for area in members])
        for region, members in regions.items()
        for year in years
        if all((area, year) in estimates for area in members)
    }
    return {**sums, **estimates}


def _estimate(row: Row, measure: str) -> Observation:
    value = float(row["value"])
    return Observation(
        area=str(row["area"]),
        period_end=intern(f"{row['mid_year']}-06-30"),
        measure=measure,
        value=value,
        low=value,
        high=value,
        status="published",
        basis=intern(f"mid-year estimate, {row['census_base']} based"),
        sources=(str(row["source_id"]),),
        note=str(row["note"]),
        table="population",
        line=int(row["line"]),
    )


def _region_total(region: str, parts: list[Observation]) -> Observation:
    value = sum(part.low for part in parts)
    first = parts[0]
    names = ", ".join(part.area for part in parts)
    return Observation(
        area=region,
        period_end=first.period_end,
        measure=first.measure,
        value=value,
        low=value,
        high=value,
        status="derived",
        basis=first.basis,
        sources=first.sources,
        note=f"added up here: {names}",
        table=first.table,
        line=first.line,
    )
