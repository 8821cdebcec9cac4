"""All files of ``data/`` read and checked together: what the evidence is made from."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.data.areas import names
from helpers.data.cautions import with_cautions
from helpers.data.cross_checks import (
    check_complete,
    check_grades,
    check_granted,
    check_leads,
    check_places,
    check_units,
)
from helpers.data.derivations import check_derived
from helpers.data.kept import Hashes
from helpers.data.naming import Names
from helpers.data.observations import by_key, observations, resolve
from helpers.data.packed import Denominator, Measure, Measures, Read, Survey
from helpers.data.plausible import check_answers, check_figures, check_population, check_workload
from helpers.data.population import population
from helpers.data.printed import check_printed
from helpers.data.rows import Plain, Row, records
from helpers.data.sources import (
    check_releases,
    check_tables,
    read_raw,
    read_reference,
    releases,
    sources,
)
from helpers.data.tiles import tiles
from helpers.data.totals import check_totals

# What only ``helpers.data.plausible`` reads: it changes no observation.
_OF_LIMITS = ("reference/limits.csv", "reference/exemptions.csv")


@lru_cache(maxsize=2)
def _resolved(folder: Path, _: Hashes, without: frozenset[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep statements and observations for a second reading with other limits, as unusual figures need it."""
    statements = observations(folder, without)
    return statements, resolve(statements, folder)


@lru_cache(maxsize=8)
def _checked_names(folder: Path, _: Hashes) -> Names:
    """Return the names, once all is checked that holds whichever sources are left out."""
    check_tables(folder)
    check_releases(folder)
    all_names = names(folder)
    check_places(folder, all_names)
    check_leads(folder)
    check_complete(folder, all_names)
    check_grades(folder, all_names)
    check_granted(folder)
    check_units(folder)
    return all_names


def read_all(folder: Path, hashes: Hashes, without: frozenset[str]) -> Read:
    """Return what all tables say, once every check has passed; raise DataError for the first that fails.

    ``hashes`` is the ``fingerprint`` of the folder; sources in ``without`` count as never published.
    """
    all_names = _checked_names(folder, hashes)
    statements, table = _resolved(
        folder, tuple(pair for pair in hashes if pair[0] not in _OF_LIMITS), without
    )
    members = {place: all_names.regions[region] for place, region in all_names.region_of_place.items()}
    resolved = by_key(table)
    official = frozenset(releases(folder))
    check_totals(resolved, members, official, tuple(area.name for area in all_names.areas))
    people, denominators = population(folder, without, members), _denominators(folder)
    if not without:  # what is left when sources are left out need not be complete
        check_printed(folder, all_names)
        check_population(folder, denominators)
        check_figures(resolved, people, denominators, folder)
        check_answers(_force_rows("missing_surveys", folder), resolved, folder)
        check_workload(_force_rows("workload", folder), resolved, folder)
        check_derived(records(statements), _named(read_raw("derived_bounds", folder), "area", folder), folder)
    tables = {
        "table": table,
        "caveats": with_cautions(read_reference("caveats", folder), resolved, folder),
        "surveys": _force_rows("missing_surveys", folder, without),
        "inspections": _force_rows("inspections", folder, without),
        "grades": _force_rows("inspection_by_force", folder),
        "workload": _force_rows("workload", folder, without),
        "disclosures": _force_rows("disclosure_scheme", folder, without),
        "removals": _force_rows("register_removals", folder, without),
        "ranks": _rows_without(read_reference("printed_ranks", folder), without),
    }
    return Read(
        names=all_names,
        tables={name: Plain.of(frame) for name, frame in tables.items()},
        population=people,
        everyone=population(folder, without, members, "population_all"),
        denominators=denominators,
        measures=_measures(folder),
        sources=sources(folder),
        breaks=_breaks(folder),
        asked=_surveys_asked(folder, without),
        tiles=tiles(folder),
    )


def _denominators(folder: Path) -> dict[int, Denominator]:
    rows = records(read_raw("rate_denominators", folder))
    return {
        row["period_end"].year: Denominator(int(row["mid_year"]), bool(row["settled"]), str(row["evidence"]))
        for row in rows
    }


def _measures(folder: Path) -> Measures:
    rows = records(read_reference("measures", folder)[[field.name for field in fields(Measure)]])
    return Measures({str(row["measure"]): Measure(**row) for row in rows})


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
    place_names = names(folder)
    return rows.assign(force=[place_names.canonical(name) for name in rows["force"]])


def _named(rows: pd.DataFrame, column: str, folder: Path) -> list[Row]:
    """Return rows with each place under its one name."""
    place_names = names(folder)
    return records(rows.assign(**{column: [place_names.canonical(name) for name in rows[column]]}))


def _rows_without(table: pd.DataFrame, without: frozenset[str]) -> pd.DataFrame:
    return table[~table["source_id"].isin(without)]
