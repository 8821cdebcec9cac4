"""Forty-two areas, and every name of each leads to it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.areas import area, areas, canonical, kind, locate, regions, slug
from helpers.data.errors import DataError, UnknownArea, UnknownName
from helpers.data.sources import read_raw, read_reference

NAMES = read_reference("names")


def test_there_are_42_areas_sorted_by_name():
    names = [one.name for one in areas()]
    assert len(names) == 42
    assert names == sorted(names)


def test_the_areas_are_those_of_the_tile_map():
    assert {one.name for one in areas()} == set(read_raw("tilegrid")["area"])


def test_every_one_of_the_43_forces_belongs_to_one_area():
    forces = [force for one in areas() for force in one.forces]
    assert sorted(forces) == sorted(read_raw("forces")["area"])


def test_london_is_two_forces():
    london = area("london")
    assert london.forces == ("Metropolitan", "City of London")
    assert london.police_force == ("Metropolitan Police Service", "City of London Police")


@pytest.mark.parametrize(
    "name", ["cambridgeshire", "avon-and-somerset", "devon-and-cornwall", "dyfed-powys", "london"]
)
def test_an_area_is_found_by_its_slug(name):
    assert area(name).slug == name


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Teesside", "Cleveland"),
        ("county durham", "Durham"),
        ("Leicester, Leicestershire & Rutland", "Leicestershire"),
        ("Hampshire & Isle of Wight", "Hampshire"),
        ("North Yorkshire and York", "North Yorkshire"),
        ("Wiltshire & Swindon", "Wiltshire"),
        ("Cheshire, Halton and Warrington", "Cheshire"),
        ("DEVON & CORNWALL", "Devon and Cornwall"),
        (" Essex Police ", "Essex"),
        ("Heddlu Gwent", "Gwent"),
    ],
)
def test_an_area_is_found_by_any_of_its_names(name, found):
    assert area(name).name == found


@pytest.mark.parametrize(
    ("written", "area"),
    [
        *[(f"King{mark}s Lynn and West Norfolk", "Norfolk") for mark in ("'", "\u2019", "\u02bc", "`", "")],
        *[
            ("KING\u2019S  LYNN AND WEST NORFOLK", "Norfolk"),
            ("Avon & Somerset Constabulary", "Avon and Somerset"),
        ],
        *[("Devon  &  Cornwall", "Devon and Cornwall"), ("Telford & Wrekin", "West Mercia")],
    ],
)
def test_a_place_is_found_however_its_apostrophe_blanks_and_ampersand_are_written(written, area):
    assert locate(written).area.name == area


def test_every_name_of_an_area_leads_to_it():
    for one in areas():
        for name in (one.slug, one.name, one.name.upper(), *one.aliases):
            assert area(name) == one


def test_slugs_are_distinct():
    assert len({one.slug for one in areas()}) == 42


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cambridgshire", "'cambridgshire' is not a MAPPA area; did you mean \"cambridgeshire\"?"),
        ("avon-and-sommerset", 'did you mean "avon-and-somerset"'),
        ("Metropolitan", "it is a police force inside the area London; use 'london'"),
        ("East of England", "it is a region"),
        ("UK total", "it is a group; 'briefings list' names the areas"),
        ("", "'' is not a MAPPA area; 'briefings list' names them all"),
        ("../essex", "is not a MAPPA area"),
    ],
)
def test_an_unknown_area_is_told_what_it_is_or_what_is_near(name, said):
    with pytest.raises(UnknownArea) as error:
        area(name)
    assert said in str(error.value)


def test_regions_hold_every_area_once():
    found = regions()
    assert len(found) == 10
    assert sorted(name for names in found.values() for name in names) == [one.name for one in areas()]
    assert found["Wales"] == ("Dyfed-Powys", "Gwent", "North Wales", "South Wales")
    assert found["Yorkshire and The Humber"] == (
        "Humberside",
        "North Yorkshire",
        "South Yorkshire",
        "West Yorkshire",
    )


def test_an_area_is_in_wales_or_in_england():
    assert [one.name for one in areas() if one.nation == "Wales"] == list(regions()["Wales"])
    assert {one.nation for one in areas()} == {"England", "Wales"}


@pytest.mark.parametrize(
    ("name", "one", "what"),
    [
        ("London, City of", "City of London", "force"),
        ("the Met", "Metropolitan", "force"),
        ("Yorkshire and the Humber", "Yorkshire and The Humber", "region"),
        ("West Midlands", "West Midlands", "area"),
        ("Wales", "Wales", "nation"),
        ("National (33 forces)", "National (33 forces)", "group"),
        ("UK total", "UK", "group"),
    ],
)
def test_a_name_has_one_canonical_name_and_one_kind(name, one, what):
    assert (canonical(name), kind(name)) == (one, what)


def test_an_unknown_name_brings_the_nearest():
    with pytest.raises(
        UnknownName,
        match=r"'Police Scotlnd' is not in reference/names\.csv; did you mean \"Police Scotland\"",
    ):
        canonical("Police Scotlnd")


def test_names_hold_exactly_the_areas_regions_and_nations():
    own = NAMES[NAMES["name"] == NAMES["canonical"]]
    kinds = {what: set(names["name"]) for what, names in own.groupby("kind")}
    assert kinds["area"] == {one.name for one in areas()}
    assert kinds["force"] == {"Metropolitan", "City of London"}
    assert kinds["region"] | {"London", "West Midlands"} == set(regions()) - {"Wales"}
    assert kinds["nation"] == {"England", "Wales", "England and Wales"}


def test_another_data_folder_has_areas_of_its_own(copy):
    copy.edit("forces", 2, "region", "North East")
    assert area("cumbria", copy.folder).region == "North East"
    assert area("cumbria").region == "North West"


@given(st.sampled_from(NAMES["name"].tolist()) | st.text(min_size=1))
def test_a_slug_is_safe_in_a_file_name_and_stays_what_it_is(name):
    try:
        found = slug(name)
    except DataError:
        assert not re.search("[A-Za-z0-9&]", name)
        return
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", found)
    assert slug(found) == found
    assert PurePosixPath(found).name == PureWindowsPath(found).name == found


def test_no_name_has_an_empty_slug():
    assert [name for name in NAMES["name"] if not slug(name)] == []


@pytest.mark.parametrize("name", ["", "/", "..", "../..", "\\", "\x00", "—"])
def test_a_path_without_letters_makes_no_slug(name):
    with pytest.raises(DataError, match="no file name can be made from"):
        slug(name)
