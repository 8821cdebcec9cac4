"""Everything that the reports rest on, read once, checked, and looked up by area, year and measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from helpers.data.areas import forget_names, names
from helpers.data.cross_checks import check_complete, check_grades, check_leads, check_places
from helpers.data.naming import Area, Names
from helpers.data.observations import Observation, by_key, observations, resolve
from helpers.data.plausible import check_answers, check_figures, check_population
from helpers.data.population import population
from helpers.data.rows import Row, Source, records
from helpers.data.sources import (
    check_releases,
    check_tables,
    data_folder,
    fingerprint,
    note_reads,
    read_raw,
    read_reference,
    reading,
    releases,
    sources,
)
from helpers.data.tiles import Tile, tiles
from helpers.data.totals import check_totals

NATION = "England and Wales"


@dataclass(frozen=True)
class Measure:
    """What a measure is called and counted in: ``one`` and ``many`` are its nouns, ``timing`` its date.

    Figures of one area and date that are not ``comparable`` may be counted in different ways, and stay apart.
    """

    measure: str
    label: str
    one: str
    many: str
    unit: str
    decimals: int
    timing: str
    comparable: bool
    definition: str


@dataclass(frozen=True)
class Denominator:
    """The mid-year population of a date's published rates, whether it is ``settled``, and the evidence."""

    mid_year: int
    settled: bool
    evidence: str


@dataclass(frozen=True)
class Survey:
    """One survey of missing or wanted RSOs: how many forces were asked, replied, and reported any missing.

    None where the number was not found. ``reported`` is the date of the articles on it, where not its own.
    """

    survey: str
    label: str
    asked: int | None
    replied: int | None
    reporting: int | None
    note: str
    source_id: str
    reported: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Evidence:
    """The verified tables and the resolved observations; compared and hashed by identity.

    ``regions`` maps a region, as ``region_place`` names it, to its areas; ``region_of`` an area to its
    region; ``districts`` a local authority to its police force. ``folder`` is where the tables are,
    ``hashes`` the ``fingerprint`` of it, ``left_out`` the sources that count as never published.
    """

    table: pd.DataFrame
    found: Mapping[tuple[str, int, str], Observation]
    population: Mapping[tuple[str, int], Observation]
    everyone: Mapping[tuple[str, int], Observation]
    denominators: Mapping[int, Denominator]
    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]
    names: Names
    areas: tuple[Area, ...]
    regions: Mapping[str, tuple[str, ...]]
    region_of: Mapping[str, str]
    breaks: tuple[tuple[str, int, str], ...]
    caveats: pd.DataFrame
    surveys: pd.DataFrame
    asked: Mapping[str, Survey]
    inspections: pd.DataFrame
    grades: pd.DataFrame
    workload: pd.DataFrame
    disclosures: pd.DataFrame
    removals: pd.DataFrame
    tiles: Mapping[str, Tile]
    districts: Mapping[str, str]
    folder: Path
    hashes: tuple[tuple[str, str], ...]
    left_out: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Evidence({len(self.table)} observations of {len(self.areas)} areas)"

    def get(self, area: str, year: int, measure: str) -> Observation | None:
        """Return the observation of one area at 31 March of ``year`` (or the year to it), if there is one."""
        return self.found.get((area, year, measure))

    def people(self, area: str, year: int) -> Observation | None:
        """Return the people aged 10 and over that the rates of 31 March of ``year`` count, if known."""
        base = self.denominators.get(year)
        return None if base is None else self.population.get((area, base.mid_year))

    def unsettled(self, year: int) -> bool:
        """Return whether it is known to be unsettled which population the date's published rates use."""
        base = self.denominators.get(year)
        return base is not None and not base.settled

    def without(self, sources: frozenset[str]) -> Evidence:
        """Return the same data as if these sources had never been published.

        Raises DataError if a file has changed since.
        """
        if sources <= self.left_out:
            return self
        found = _evidence(self.folder, self.hashes, self.left_out | sources)
        note_reads(self.hashes)
        return found

    def rows(self, area: str, measure: str) -> list[Row]:
        """Return what the table has on an area and measure: any date, and each basis if there are several."""
        return list(self._rows.get((area, measure), ()))

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], list[Row]]:
        rows: dict[tuple[str, str], list[Row]] = {}
        for row in records(self.table):
            rows.setdefault((row["area"], row["measure"]), []).append(row)
        return rows

    def years(self, area: str, measure: str) -> list[int]:
        """Return the years with an observation of the area, earliest first."""
        return list(self._years.get((area, measure), ()))

    @cached_property
    def _years(self) -> Mapping[tuple[str, str], list[int]]:
        years: dict[tuple[str, str], list[int]] = {}
        for place, year, measure in sorted(self.found):
            years.setdefault((place, measure), []).append(year)
        return years

    def broken_between(self, measure: str, first: int, last: int) -> str:
        """Return why two dates of a measure are not comparable, or an empty text if they are."""
        return next(
            (why for name, break_year, why in self.breaks if name == measure and first < break_year <= last),
            "",
        )


def evidence(data: Path | None = None, without: frozenset[str] = frozenset()) -> Evidence:
    """Read, verify and resolve everything; sources in ``without`` are left out as if never published.

    Raises DataError for the first table, row or total that cannot be trusted.
    """
    folder = data or data_folder()
    hashes = fingerprint(folder)
    found = _evidence(folder, hashes, without)
    note_reads(hashes)
    return found


@lru_cache(maxsize=8)
def _evidence(folder: Path, hashes: tuple[tuple[str, str], ...], without: frozenset[str]) -> Evidence:
    """Cache by the bytes of all files, so that a changed one is never answered from an earlier reading."""
    with reading(folder, hashes):
        forget_names()
        return _read_evidence(folder, hashes, without)


@lru_cache(maxsize=8)
def _checked_names(folder: Path, _: tuple[tuple[str, str], ...]) -> Names:
    """Return the names, once all is checked that holds whichever sources are left out."""
    check_tables(folder)
    check_releases(folder)
    all_names = names(folder)
    check_places(folder, all_names)
    check_leads(folder)
    check_complete(folder, all_names)
    check_grades(folder, all_names)
    return all_names


def _read_evidence(folder: Path, hashes: tuple[tuple[str, str], ...], without: frozenset[str]) -> Evidence:
    all_names = _checked_names(folder, hashes)
    table = resolve(observations(folder, without), folder)
    members = {place: all_names.regions[region] for place, region in all_names.region_of_place.items()}
    resolved = by_key(table)
    official = frozenset(releases(folder))
    check_totals(resolved, members, official)
    people, denominators = population(folder, without, members), _denominators(folder)
    if not without:  # what is left when sources are left out need not be complete
        check_population(folder, denominators)
        check_figures(_not_released(resolved, official), people, denominators, folder)
        check_answers(_force_rows("missing_surveys", folder), resolved, folder)
    return Evidence(
        table=table,
        found=resolved,
        population=people,
        everyone=population(folder, without, members, "population_all"),
        denominators=denominators,
        measures=_measures(folder),
        sources=sources(folder),
        names=all_names,
        areas=all_names.areas,
        regions=members,
        region_of={name: region for region, names in members.items() for name in names},
        breaks=_breaks(folder),
        caveats=read_reference("caveats", folder),
        asked=_surveys_asked(folder, without),
        surveys=_force_rows("missing_surveys", folder, without),
        inspections=_force_rows("inspections", folder, without),
        grades=_force_rows("inspection_by_force", folder),
        workload=_force_rows("workload", folder, without),
        disclosures=_force_rows("disclosure_scheme", folder, without),
        removals=_force_rows("register_removals", folder, without),
        tiles=tiles(folder),
        districts=_districts(folder),
        folder=folder,
        hashes=hashes,
        left_out=without,
    )


def _not_released(
    found: Mapping[tuple[str, int, str], Observation], official: frozenset[str]
) -> dict[tuple[str, int, str], Observation]:
    """Return the figures that no official release gives: those passed the controls of their import.

    What is unusual among them was shown to a person, and stays as published.
    """
    return {key: figure for key, figure in found.items() if official.isdisjoint(figure.sources)}


def _denominators(folder: Path) -> dict[int, Denominator]:
    rows = records(read_raw("rate_denominators", folder))
    return {
        row["period_end"].year: Denominator(int(row["mid_year"]), bool(row["settled"]), str(row["evidence"]))
        for row in rows
    }


def _measures(folder: Path) -> dict[str, Measure]:
    rows = records(read_reference("measures", folder)[[field.name for field in fields(Measure)]])
    return {str(row["measure"]): Measure(**row) for row in rows}


def _breaks(folder: Path) -> tuple[tuple[str, int, str], ...]:
    rows = records(read_reference("breaks", folder))
    return tuple((str(row["measure"]), row["first_period"].year, str(row["reason"])) for row in rows)


def _surveys_asked(folder: Path, without: frozenset[str]) -> dict[str, Survey]:
    rows = records(read_reference("surveys", folder))
    return {str(row["survey"]): _survey(row, row["source_id"] in without) for row in rows}


def _survey(row: Row, left_out: bool) -> Survey:
    """Return one survey, which keeps its name where the source of its numbers is left out."""
    forces = {
        name: None if left_out or pd.isna(row[name]) else int(row[name])
        for name in ("asked", "replied", "reporting")
    }
    return Survey(
        survey=row["survey"],
        label=row["label"],
        note=row["note"],
        source_id="" if left_out else row["source_id"],
        reported="" if pd.isna(row["reported"]) else f"{row['reported']:%Y-%m-%d}",
        **forces,
    )


def _force_rows(table: str, folder: Path, without: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return a table of one row per answer of a force, each force under its one name."""
    rows = read_raw(table, folder)
    rows = _rows_without(rows, without) if "source_id" in rows else rows
    known = names(folder)
    return rows.assign(force=[known.canonical(name) for name in rows["force"]])


def _districts(folder: Path) -> dict[str, str]:
    rows = records(read_raw("lad24_to_pfa24", folder))
    return {str(row["ltla24_name"]): str(row["pfa24_name"]) for row in rows}


def _rows_without(table: pd.DataFrame, without: frozenset[str]) -> pd.DataFrame:
    return table[~table["source_id"].isin(without)]
