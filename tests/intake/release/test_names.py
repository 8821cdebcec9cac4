"""The names of areas as tables print them: what can mean one area alone is read, and what cannot is not."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from eras import areas, made
from test_faults import refused, same

from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.naming import Names
from helpers.data.sources import data_folder
from helpers.intake.release.labels import Places

PRINTED = {
    "London": [
        "Metropolitan Police Service",
        "Metropolitan [2]",
        "Greater London",
        "Metropolitan and City of London",
    ],
    "Devon and Cornwall": ["Devon and Cornwall Constabulary", "Devon  &\u00a0Cornwall Police (3)"],
    "Dyfed-Powys": ["Dyfed Powys", "DYFED POWYS POLICE"],
    "Kent": ["Kent Constabulary\u00b9", "Kent \u00b2", "Kent [a]", "Kent (note 2)"],
    "South Wales": ["Wales, South"],
    "Norfolk": ["Norfolk MAPPA area"],
    "West Midlands": ["The West Midlands Police Force"],
}


@pytest.mark.parametrize("names", [*zip_longest(*PRINTED.values())])
def test_a_name_that_can_mean_one_area_alone_is_read_as_that_area(names: tuple[str | None, ...]) -> None:
    workbook = made(2017)
    for area, name in zip(PRINTED, names, strict=True):
        if name is not None:
            workbook.table.put(workbook.rows[area], 0, name)
    same(workbook)


def test_the_metropolitan_police_beside_the_city_of_london_is_a_force_and_no_area() -> None:
    workbook = made(2017)
    workbook.table.put(workbook.rows["London"], 0, "Metropolitan Police")
    row = max(workbook.rows.values()) + 1
    workbook.table.cells = {place: cell for place, cell in workbook.table.cells.items() if place[0] < row}
    workbook.table.put(row, 0, "City of London")
    for column in workbook.columns.values():
        workbook.table.put(row, column, 0)
    refused(workbook, "'Metropolitan Police' is not a MAPPA area; .*London is one.*London has no row")


@pytest.mark.parametrize("name", ["City of London", "London and Kent", "North", "Wales", "Yorkshire", "West"])
def test_a_name_that_can_mean_more_than_one_place_is_refused(name: str) -> None:
    workbook = made(2017)
    workbook.table.put(workbook.rows["London"], 0, name)
    refused(workbook, "London")


@pytest.mark.parametrize(("first", "second"), [("London", "London"), ("London region", "London")])
def test_london_can_stand_twice_as_the_region_and_its_one_area_with_the_same_figures(
    first: str, second: str
) -> None:
    workbook = made(2017)
    last = max(workbook.rows.values())
    workbook.table.cells = {place: cell for place, cell in workbook.table.cells.items() if place[0] <= last}
    workbook.table.put(workbook.rows["London"], 0, second)
    workbook.table.put(last + 1, 0, first)
    for key, column in workbook.columns.items():
        workbook.table.put(last + 1, column, workbook.values["London", key])
    same(workbook)
    workbook.table.put(last + 1, workbook.columns["recalls"], workbook.values["London", "recalls"] + 1)
    refused(workbook, "a second row is called|control 'areas and the rows of regions'")


def test_no_name_is_that_of_two_areas() -> None:
    names = evidence(data_folder()).names
    places = Places(names)
    variants = ["{}", "{} Police", "{} Constabulary", "the {}", "{} [note 1]", "{}1", "{} MAPPA area"]
    for area in areas():
        found = [places.find(variant.format(area)) for variant in variants]
        assert {place.name for place in found if place} == {area}
    spellings = {**names.spellings, "kent & essex": ("Kent", "area"), "Kent and Essex": ("Essex", "area")}
    with pytest.raises(DataError, match="one name must name one place"):
        Places(Names(names.areas, spellings)).find("Kent")
