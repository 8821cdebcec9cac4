"""A region's facts: those of its members, a total only where it can be summed, and who rose and fell."""

from __future__ import annotations

import csv

import pytest
from small_tables import evidence_of, observation

from helpers.analysis.area_facts import area_facts
from helpers.analysis.comparisons import COUNT
from helpers.analysis.region_facts import OF_EACH, region_facts
from helpers.data.errors import DataError
from helpers.data.evidence import Evidence
from helpers.data.sources import data_folder

EAST = ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk")


NAMES = {
    ("level", COUNT): "count",
    ("level", "rso_rate_per_100k"): "rate",
    ("change", COUNT): "change",
    ("change_percent", COUNT): "percent",
    ("rank_highest", "rso_rate_per_100k"): "rank",
}


def claims() -> list[dict[str, str]]:
    """What the article on the six forces says of 31 March 2023."""
    with (data_folder() / "raw" / "published_claims.csv").open(newline="", encoding="utf-8") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["article_id"] == "ely-standard-2024" and row["period_end"] == "2023-03-31"
        ]


def test_the_east_of_england_in_2023_gives_each_figure_that_the_article_gives_of_its_forces(known: Evidence):
    found, checked = region_facts(known, "East of England", 2023), 0
    for row in claims():
        name = NAMES.get((row["kind"], row["measure"]))
        if name and row["area"] in EAST:
            fact, checked = found.of(name)[row["area"]], checked + 1
            decimals = len(row["published"].partition(".")[2])
            low, high = round(fact.low or 0, decimals), round(fact.high or 0, decimals)
            assert low <= float(row["published"]) <= high, row["claim_id"]
    assert checked >= 12


def test_of_the_six_forces_three_certainly_fell_and_one_is_not_known(known: Evidence):
    found = region_facts(known, "East of England", 2023)
    [stated] = [float(row["published"]) for row in claims() if row["kind"] == "count_of_areas_falling"]
    assert found["region.fell"].value == stated == 3
    assert found["region.unknown"].value == 1


def test_a_total_is_given_where_every_force_has_a_count(known: Evidence):
    found = region_facts(known, "East of England", 2023)
    # 568 + 987 + 1,848 + 816 + 1,184 + 940
    assert found["region.count"].value == 6343
    assert found.get("region.known_part") is None


def test_a_total_is_bounded_where_one_count_is(known: Evidence):
    found = region_facts(known, "East of England", 2022)["region.count"]
    assert (found.value, found.low, found.high) == (None, 6275, 6303)


def test_a_total_that_cannot_be_summed_has_a_lower_bound_that_says_how_many_forces_it_holds(known: Evidence):
    found = region_facts(known, "East of England", 2020)
    part = found["region.known_part"]
    assert found.get("region.count") is None
    # 634 + 1,596 + 791 + 1,110 + 854; Cambridgeshire's was not found
    assert (part.value, part.known, part.of) == (4985, 5, 6)
    assert "lower bound" in part.kind


def test_a_region_without_any_count_has_neither(known: Evidence):
    found = region_facts(known, "East Midlands", 2024)
    assert found.get("region.count") is None
    assert found.get("region.known_part") is None


def test_who_rose_and_fell_adds_up_to_the_forces_of_the_region(known: Evidence):
    for region, members in known.regions.items():
        for year in range(2018, 2025):
            found = region_facts(known, region, year)
            parts = [found[f"region.{name}"].value for name in ("rose", "fell", "open", "unknown")]
            assert sum(float(part or 0) for part in parts) == len(members), (region, year)


def test_a_force_whose_bounded_change_may_be_either_way_neither_rose_nor_fell(known: Evidence):
    parts = [observation(name, 2022, COUNT, 100, 110, status="bounded") for name in EAST]
    parts += [observation(name, 2023, COUNT, 105) for name in EAST[:4]]
    parts += [observation(EAST[4], 2023, COUNT, 111), observation(EAST[5], 2023, COUNT, 99)]
    found = region_facts(evidence_of(known, *parts), "East of England", 2023)
    assert [found[f"region.{name}"].value for name in ("rose", "fell", "open", "unknown")] == [1, 1, 4, 0]


@pytest.mark.parametrize("region", ["East of England", "Wales", "London region"])
def test_a_members_facts_are_those_of_its_own_page(known: Evidence, region: str):
    found = region_facts(known, region, 2023)
    for area in found.members:
        own = area_facts(known, area, 2023)
        for identity, name in OF_EACH.items():
            theirs, mine = found.of(name).get(area), own.get(identity)
            assert (theirs is None) == (mine is None), (area, name)
            if theirs is not None and mine is not None:
                assert (theirs.value, theirs.low, theirs.high, theirs.sources) == (
                    mine.value,
                    mine.low,
                    mine.high,
                    mine.sources,
                )


def test_no_two_facts_of_a_region_have_one_id_and_each_says_where_it_is_from(known: Evidence):
    for region in known.regions:
        found = region_facts(known, region, 2023)
        assert [fact.id for fact in found] == list(found.items)
        assert [fact.id for fact in found if not (fact.missing or fact.sources or fact.formula)] == []


def test_the_regions_change_names_a_member_whose_own_change_is_no_trend(known: Evidence):
    found = region_facts(known, "North East", 2024)["region.percent"]
    assert "Cleveland" in found.note
    assert region_facts(known, "North East", 2022)["region.percent"].note == ""


def test_a_name_that_is_not_a_region_is_refused_with_the_names_that_are(known: Evidence):
    with pytest.raises(
        DataError, match=r"'Essex' is not a region; the regions are East Midlands, East of England"
    ):
        region_facts(known, "Essex", 2023)
