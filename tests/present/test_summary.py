"""What the index is told of an area, by figures that stand in ``data/``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from helpers.data.areas import areas
from helpers.data.tiles import tiles
from helpers.pages import AreaBriefing
from helpers.publish.index.summaries import read_brief

Pages = dict[tuple[str, int], AreaBriefing]


def figures(pages: Pages, area: str, year: int, whose: str = "") -> dict[str, dict[str, Any]]:
    found = pages[area, year].summary()
    headlines = found["nation"]["headlines"] if whose else found["headlines"]
    return {one["measure"]: one for one in headlines}


def test_an_exact_count_comes_with_its_change_rate_and_flows(pages: Pages) -> None:
    essex = figures(pages, "essex", 2020)
    count = essex["rso_count"]
    assert (count["text"], count["sort"], count["status"]) == ("1,596", 1596, "published")
    assert (count["change"], count["direction"], count["fact"]) == ("up 6.7%", "up", "fact-rso-count")
    assert (essex["rso_count_change"]["text"], essex["rso_count_change"]["direction"]) == ("up 6.7%", "up")
    assert (essex["rso_rate_per_100k"]["text"], essex["rso_rate_per_100k"]["change"]) == ("99", "up")
    assert (essex["notification_breaches"]["text"], essex["revocations"]["text"]) == ("11", "0")


def test_a_bounded_count_is_sorted_by_its_middle_and_is_not_called_published(pages: Pages) -> None:
    count = figures(pages, "bedfordshire", 2022)["rso_count"]
    assert (count["text"], count["sort"], count["status"]) == ("540 to 568", 554, "bounded")


def test_a_change_that_may_be_nothing_or_a_rise_has_no_direction(pages: Pages) -> None:
    change = figures(pages, "bedfordshire", 2023)["rso_count_change"]  # 568 after 540 to 568
    assert (change["text"], change["direction"]) == ("unchanged to up 5.2%", "")


def test_a_fall_is_down(pages: Pages) -> None:
    change = figures(pages, "cumbria", 2020)["rso_count_change"]  # 594 after 598
    assert (change["text"], change["direction"]) == ("down 0.7%", "down")


def test_a_flow_changes_in_number(pages: Pages) -> None:
    assert figures(pages, "suffolk", 2020)["notification_breaches"]["change"] == "up 53"  # 108 after 55


def test_what_was_not_found_is_neither_zero_nor_nothing(pages: Pages) -> None:
    for one in figures(pages, "kent", 2023).values():
        assert (one["text"], one["sort"], one["status"], one["fact"]) == ("not found", None, "missing", "")


def test_a_printed_change_stands_in_where_one_of_two_counts_was_not_found(pages: Pages) -> None:
    lancashire = figures(pages, "lancashire", 2023)
    assert (lancashire["rso_count"]["text"], lancashire["rso_count"]["status"]) == (
        "2,962 to 2,974",
        "bounded",
    )
    assert (lancashire["rso_count_change"]["text"], lancashire["rso_count_change"]["status"]) == (
        "up 19.4%",
        "published",
    )


def test_what_its_own_page_doubts_is_doubted(pages: Pages) -> None:
    lancashire, cleveland = figures(pages, "lancashire", 2023), figures(pages, "cleveland", 2019)
    thames_valley = figures(pages, "thames-valley", 2020)
    assert (
        lancashire["rso_count_change"]["doubt"] == "check recording"
    )  # up 19.4%, far outside the usual range
    assert lancashire["rso_rate_per_100k"]["doubt"] == "check recording, caveat"  # reference/caveats.csv
    assert lancashire["rso_count"]["doubt"] == "check recording"
    assert cleveland["rso_count"]["doubt"] == "sources disagree"  # 821 circulates as well
    assert thames_valley["rso_count"]["change"] == "up by 38.5% to 39.4%, check recording"
    essex = figures(pages, "essex", 2020).values()
    assert {one["doubt"] for one in essex} == {""}


def test_england_and_wales_stands_beside_every_area(pages: Pages) -> None:
    nation = figures(pages, "kent", 2020, "nation")
    assert (nation["rso_count"]["text"], nation["rso_count"]["change"]) == ("62,435", "up 3.6%")
    assert nation["notification_breaches"]["text"] == "2,559"


@pytest.mark.parametrize("year", [2020, 2023])
def test_every_headline_leads_to_an_entry_of_the_page(pages: Pages, year: int) -> None:
    for area in areas():
        page = pages[area.slug, year]
        entries = page.sources().html
        missing = [
            one["fact"]
            for one in page.summary()["headlines"]
            if one["fact"] and f'id="{one["fact"]}"' not in entries
        ]
        assert missing == [], area.name


def test_the_publisher_understands_every_summary(pages: Pages, tmp_path: Any) -> None:
    for (slug, year), page in pages.items():
        path = tmp_path / "summary.json"
        path.write_text(json.dumps(page.summary(), allow_nan=False), encoding="utf-8")
        brief = read_brief(path)
        assert brief is not None, (slug, year)
        assert len(brief.figures) == 5


def test_an_area_is_found_by_its_towns_and_forces(pages: Pages) -> None:
    also = {slug: page.summary()["aliases"] for (slug, _), page in pages.items()}
    assert {"Met", "City of London Police"} <= {*also["london"]}
    assert {"Chelmsford", "Southend-on-Sea"} <= {*also["essex"]}
    assert "Birmingham" not in also["essex"]


def test_every_area_has_a_tile_of_its_own_and_a_short_name() -> None:
    found = tiles()
    assert set(found) == {area.name for area in areas()}
    assert len({(tile.column, tile.row) for tile in found.values()}) == 42
    assert max(len(tile.short) for tile in found.values()) <= 8


def test_the_map_is_about_as_the_country_is() -> None:
    found = tiles()
    assert found["Northumbria"].row < found["Cleveland"].row < found["Kent"].row
    assert found["Dyfed-Powys"].column < found["West Mercia"].column < found["Norfolk"].column
