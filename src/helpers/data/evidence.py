"""Everything that the reports rest on, read once, checked, and looked up by area, year and measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.data.areas import Area, areas, canonical, region_place, regions
from helpers.data.errors import DataError
from helpers.data.observations import observations, resolve
from helpers.data.sources import Source, check_sources, data_folder, read_raw, read_reference, sources

NATION = "England and Wales"


@dataclass(frozen=True)
class Observation:
    """One figure for one area and date: value (None where only bounds are known), bounds, and where it is from.

    ``depends_on`` names the source whose own statement a bound rests on: it may not be used to confirm that one.
    """

    area: str
    period_end: str
    measure: str
    value: float | None
    low: float
    high: float
    status: str
    basis: str
    sources: tuple[str, ...]
    note: str
    table: str
    line: int
    disagrees: str = ""
    depends_on: str = ""

    @property
    def year(self) -> int:
        return int(self.period_end[:4])


@dataclass(frozen=True)
class Measure:
    """What a measure is called and counted in: ``one`` and ``many`` are its nouns, ``timing`` at, year or mid-year."""

    measure: str
    label: str
    one: str
    many: str
    unit: str
    decimals: int
    timing: str
    definition: str


@dataclass(frozen=True, eq=False)
class Evidence:
    """The verified tables and the resolved observations; compared and hashed by identity.

    ``regions`` maps a region, as ``region_place`` names it, to its areas; ``region_of`` an area to its region.
    """

    table: pd.DataFrame
    found: Mapping[tuple[str, int, str], Observation]
    population: Mapping[tuple[str, int], Observation]
    denominators: Mapping[int, tuple[int, str]]
    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]
    areas: tuple[Area, ...]
    regions: Mapping[str, tuple[str, ...]]
    region_of: Mapping[str, str]
    breaks: tuple[tuple[str, int, str], ...]
    caveats: pd.DataFrame
    surveys: pd.DataFrame
    survey_labels: Mapping[str, tuple[str, str]]
    inspections: pd.DataFrame
    grades: pd.DataFrame
    workload: pd.DataFrame
    disclosures: pd.DataFrame

    def get(self, area: str, year: int, measure: str) -> Observation | None:
        """The observation of one area at 31 March of ``year`` (or the year to it), if one was found."""
        return self.found.get((area, year, measure))

    def years(self, area: str, measure: str) -> list[int]:
        """The years for which an observation of the area was found, earliest first."""
        return sorted(year for place, year, name in self.found if place == area and name == measure)

    def broken_between(self, measure: str, first: int, last: int) -> str:
        """Why two dates of a measure are not comparable, or an empty text where they are."""
        return next((why for name, start, why in self.breaks if name == measure and first < start <= last), "")


@lru_cache(maxsize=8)
def evidence(data: Path | None = None, without: frozenset[str] = frozenset()) -> Evidence:
    """Read, verify and resolve everything; sources in ``without`` are left out as if never published.

    Raises DataError for the first table, row or total that cannot be trusted.
    """
    folder = data or data_folder()
    check_sources(folder)
    table = resolve(observations(folder, without), folder)
    members = {region_place(region, folder): names for region, names in regions(folder).items()}
    check_totals(table, members)
    return Evidence(
        table=table,
        found=_by_key(table),
        population=_population(folder, without, members),
        denominators=_denominators(folder),
        measures=_measures(folder),
        sources=sources(folder),
        areas=areas(folder),
        regions=members,
        region_of={name: region for region, names in members.items() for name in names},
        breaks=_breaks(folder),
        caveats=read_reference("caveats", folder),
        survey_labels=_survey_labels(folder),
        surveys=_without(read_raw("missing_surveys", folder), without),
        inspections=_without(read_raw("inspections", folder), without),
        grades=read_raw("inspection_by_force", folder),
        workload=_without(read_raw("workload", folder), without),
        disclosures=_without(read_raw("disclosure_scheme", folder), without),
    )


def check_totals(table: pd.DataFrame, members: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Re-add every published total whose parts are all published; returns one line for each that was re-added.

    Raises DataError naming the row of the first total that its parts do not give.
    """
    found = _by_key(table)
    return [line for total in found.values() for line in _re_added(total, found, members)]


PARTS = {
    "mappa_total": [("rso_count", "cat2_violent", "cat3_other_dangerous"), ("level1_all", "level2_all", "level3_all")],
    "mappa_total_pre2009": [("rso_count", "cat2_violent_pre2009", "cat3_other_dangerous_pre2009")],
    "rso_count": [("level1_rso", "level2_rso")],
}
STOCKS_AND_FLOWS = {"rso_count", "revocations", "notification_breaches", "cat2_violent", "cat3_other_dangerous"}


def _re_added(total: Observation, found: Mapping[tuple[str, int, str], Observation], members: Mapping[str, tuple[str, ...]]) -> list[str]:
    if total.table != "mappa_figures":
        return []
    ways = [[(total.area, part) for part in parts] for parts in PARTS.get(total.measure, [])]
    if total.measure in STOCKS_AND_FLOWS and total.area in members:
        ways.append([(area, total.measure) for area in members[total.area]])
    return [line for way in ways if (line := _check_total(total, [found.get((area, total.year, part)) for area, part in way]))]


def _check_total(total: Observation, parts: list[Observation | None]) -> str:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or any(part.table != "mappa_figures" for part in known):
        return ""
    low, high = sum(part.low for part in known), sum(part.high for part in known)
    words = " + ".join(f"{part.low:,.0f}" for part in known)
    where = f"{total.table}.csv line {total.line} ({total.area}, {total.period_end}, {total.measure})"
    if high < total.low or low > total.high:
        raise DataError(f"{where}: {words} = {low:,.0f}, but the published total is {total.low:,.0f}; check lines {', '.join(str(part.line) for part in known)}")
    return f"{where}: {words} = {low:,.0f}"


def _by_key(table: pd.DataFrame) -> dict[tuple[str, int, str], Observation]:
    """Later rows of measures that are not comparable overwrite earlier ones: those are looked up in the table."""
    return {(row.area, row.year, row.measure): row for row in map(_observation, table.to_dict("records"))}


def _observation(row: Mapping[str, object]) -> Observation:
    value = row["value"]
    return Observation(
        area=str(row["area"]),
        period_end=f"{row['period_end']:%Y-%m-%d}",
        measure=str(row["measure"]),
        value=None if pd.isna(value) else float(value),  # type: ignore[call-overload,arg-type]
        low=float(row["low"]),  # type: ignore[arg-type]
        high=float(row["high"]),  # type: ignore[arg-type]
        status=str(row["status"]),
        basis=str(row["basis"]),
        sources=tuple(row["sources"]),  # type: ignore[arg-type]
        note=str(row["note"]),
        table=str(row["table"]),
        line=int(row["line"]),  # type: ignore[call-overload]
        disagrees=str(row["disagrees"]),
        depends_on=str(row["depends_on"]),
    )


def _population(folder: Path, without: frozenset[str], regions: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, int], Observation]:
    """People aged 10 and over by area and mid-year, with the regions added up from their areas."""
    table = _without(read_raw("population", folder), without)
    rows = table[table["measure"] == "population_10_plus"].to_dict("records")
    found = {(canonical(row["area"], folder), int(row["mid_year"])): _estimate(row) for row in rows}
    sums = {
        (region, year): _sum(region, [found[area, year] for area in members])
        for region, members in regions.items()
        for year in sorted({year for _, year in found})
        if all((area, year) in found for area in members)
    }
    return {**sums, **found}


def _estimate(row: Mapping[str, object]) -> Observation:
    value = float(row["value"])  # type: ignore[arg-type]
    return Observation(
        area=str(row["area"]),
        period_end=f"{row['mid_year']}-06-30",
        measure="population_10_plus",
        value=value,
        low=value,
        high=value,
        status="published",
        basis=f"mid-year estimate, {row['census_base']} based",
        sources=(str(row["source_id"]),),
        note=str(row["note"]),
        table="population",
        line=int(row["line"]),  # type: ignore[call-overload]
    )


def _sum(region: str, parts: list[Observation]) -> Observation:
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


def _denominators(folder: Path) -> dict[int, tuple[int, str]]:
    rows = read_raw("rate_denominators", folder).to_dict("records")
    return {row["period_end"].year: (int(row["mid_year"]), str(row["evidence"])) for row in rows}


def _measures(folder: Path) -> dict[str, Measure]:
    rows = read_reference("measures", folder).drop(columns=["comparable", "line"]).to_dict("records")
    return {str(row["measure"]): Measure(**row) for row in rows}  # type: ignore[arg-type]


def _breaks(folder: Path) -> tuple[tuple[str, int, str], ...]:
    rows = read_reference("breaks", folder).to_dict("records")
    return tuple((str(row["measure"]), row["first_period"].year, str(row["reason"])) for row in rows)


def _survey_labels(folder: Path) -> dict[str, tuple[str, str]]:
    rows = read_reference("surveys", folder).to_dict("records")
    return {str(row["survey"]): (str(row["label"]), str(row["response"])) for row in rows}


def _without(table: pd.DataFrame, without: frozenset[str]) -> pd.DataFrame:
    return table[~table["source_id"].isin(without)]
