"""Every figure of one place, of all dates, as facts: what an analyst's tables and charts are made from.

The functions that make the facts of an area's page make these too, so that a table and a page cannot
disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis import comparisons as compare
from helpers.analysis import published_facts
from helpers.analysis.area_facts import known_years
from helpers.analysis.comparison_facts import MANAGEMENT, OTHERS, STOCKS
from helpers.analysis.facts import Fact, level_fact
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import Area
from helpers.data.rows import Row

# The ids of facts on an area's page, by the measures of which it states the year's figure.
ON_PAGES = {
    **{name: name for name in (*STOCKS, *MANAGEMENT, *OTHERS)},
    "rso_change_percent": "printed_percent",
}
# What is listed on the page of an area with dates of its own.
LISTED = (
    published_facts.survey_facts,
    published_facts.inspection_facts,
    published_facts.workload_facts,
    published_facts.disclosure_facts,
    published_facts.removal_facts,
    published_facts.police_facts,
)
POLICE_HELD, PEOPLE = "rso_count_police_held", "population_10_plus"


def places(evidence: Evidence) -> tuple[str, ...]:
    """Return the areas, the regions and the nation, by the names that no two of them share."""
    return (*(area.name for area in evidence.areas), *evidence.regions, NATION)


def series_of(evidence: Evidence, place: str, measure: str) -> dict[int, Fact]:
    """Map each year with a figure of a comparable measure to it, as the page of that year states it."""
    if measure == PEOPLE:
        return _people(evidence, place)
    levels = {year: compare.level(evidence, measure, year, place) for year in known_years(evidence)}
    identity = ON_PAGES.get(measure, "") if place in evidence.region_of else ""
    return {
        year: level_fact(evidence, identity, observation)
        for year, observation in levels.items()
        if observation is not None
    }


def _people(evidence: Evidence, place: str) -> dict[int, Fact]:
    """Map each mid-year to the people aged 10 and over."""
    return {
        year: level_fact(evidence, "", replace(estimate, area=name))
        for (name, year), estimate in sorted(evidence.population.items())
        if name == place
    }


def figures_of(evidence: Evidence, place: str) -> Iterator[Fact]:
    """Yield every figure of a place: the comparable ones by measure and year, then all that is listed."""
    for measure, described in evidence.measures.items():
        if described.comparable:
            yield from series_of(evidence, place, measure).values()
        elif measure != POLICE_HELD or place not in evidence.region_of:
            yield from (_on_its_own_basis(evidence, row) for row in evidence.rows(place, measure))
    for area in evidence.areas:
        if area.name == place:
            yield from _listed_facts(evidence, area)


def _listed_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield what is listed of the area and its forces: not what a survey counted of all forces."""
    own = {area.name, *area.forces}
    yield from (fact for make in LISTED for fact in make(evidence, area) if fact.area in own)


def _on_its_own_basis(evidence: Evidence, row: Row) -> Fact:
    """Return a figure of a measure that is not comparable: its basis says what is counted."""
    measure = evidence.measures[str(row["measure"])]
    exact = row["low"] == row["high"]
    worked_out = row["status"] in ("derived", "bounded")
    return Fact(
        id="",
        measure=measure.measure,
        kind="level",
        area=str(row["area"]),
        period=f"{row['period_end']:%Y-%m-%d}",
        value=float(row["value"]) if row["value"] == row["value"] and row["value"] is not None else None,
        low=float(row["low"]),
        high=float(row["high"]),
        unit=measure.unit,
        status=str(row["status"]),
        comparator=str(row["basis"]),
        certain=bool(exact),
        sources=tuple(row["sources"]),
        formula=str(row["note"]) if worked_out else "",
        note="" if worked_out else str(row["note"]),
        where=f"{row['table']}.csv, line {row['line']}",
        decimals=measure.decimals,
        role="level",
    )
