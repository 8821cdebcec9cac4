"""How far a page reaches into the data: what lies beyond does not change it, and what lies within is seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest
from speed import some

from helpers.analysis.region_facts import region_facts
from helpers.data.evidence import Evidence, evidence
from helpers.data.naming import Area
from helpers.data.rows import Plain
from helpers.pages import reach
from helpers.pages.area import AreaBriefing

ALL = evidence()
KNOWN = {place for area in ALL.areas for place in (area.name, *area.forces)}
YEAR = 2023


def with_rows(known: Evidence, table: str, places: list[int]) -> Evidence:
    """The same evidence, with these rows of one table, by their place in it."""
    rows = known.tables[table]
    columns = {name: tuple(cells[at] for at in places) for name, cells in rows.columns.items()}
    return replace(known, tables={**known.tables, table: Plain(columns, rows.dtypes)})


def only(kept: Collection[str]) -> Evidence:
    """The evidence without the rows of other forces than these."""
    known = ALL
    for table in reach.LISTED:
        listed = enumerate(ALL.tables[table].columns["force"])
        known = with_rows(known, table, [at for at, force in listed if force in kept or force not in KNOWN])
    return known


def with_one_twice(table: str, force: str) -> Evidence:
    """The evidence with one more row of a force, as one that it has."""
    listed = ALL.tables[table].columns["force"]
    return with_rows(ALL, table, [*range(len(listed)), listed.index(force)])


def forces(areas: Collection[str]) -> set[str]:
    return {place for area in areas for place in (area, *ALL.names.area(area).forces)}


# One in four, and those of several forces.
FEW = [area for at, area in enumerate(ALL.areas) if at % 4 == 0 or len(area.forces) > 1]


@pytest.mark.parametrize("area", some(FEW, ALL.areas), ids=lambda area: area.slug)
def test_no_row_of_another_force_reaches_the_page_of_an_area(area: Area) -> None:
    fewer = only(forces([area.name]))
    assert AreaBriefing(area.slug, YEAR, fewer).basis() == AreaBriefing(area.slug, YEAR, ALL).basis()
    assert reach._reach(fewer, [area.name]) == reach._reach(ALL, [area.name])


@pytest.mark.parametrize("region", sorted(ALL.regions))
def test_no_row_of_another_force_reaches_the_page_of_a_region(region: str) -> None:
    members = ALL.regions[region]
    fewer = only(forces(members))
    assert region_facts(fewer, region, YEAR).items == region_facts(ALL, region, YEAR).items
    assert reach._reach(fewer, members) == reach._reach(ALL, members)


@pytest.mark.parametrize("table", sorted(reach.LISTED))
def test_each_row_is_within_reach_of_its_own_page_or_of_all(table: str) -> None:
    for force in sorted({*ALL.tables[table].columns["force"]}):
        now = with_one_twice(table, force)
        for area in ALL.areas:
            within = force in forces([area.name]) or force not in KNOWN
            assert (reach._reach(now, [area.name]) != reach._reach(ALL, [area.name])) is within, force


def test_every_other_file_is_within_reach_of_every_page() -> None:
    theirs = {f"raw/{file}{ending}" for file in reach.LISTED.values() for ending in (".csv", ".source.yml")}
    before = reach._reach(ALL, ["Essex"])
    for number, (name, _) in enumerate(ALL.hashes):
        other = replace(ALL, hashes=tuple(
            (one, "0" * 64 if at == number else digest) for at, (one, digest) in enumerate(ALL.hashes)
        ))  # fmt: skip
        assert (reach._reach(other, ["Essex"]) == before) is (name in theirs), name
    assert {name for name, _ in ALL.hashes} >= theirs
