"""The regions' pages.

What an article says of six forces, every figure with its note, small pages, and the ways between them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hand_run import region_page_of
from speed import some
from typer.testing import CliRunner
from walked import figures_in, unsourced

from helpers.commands.cli import app
from helpers.data.areas import areas, region, region_page, regions
from helpers.data.errors import UnknownArea
from helpers.data.sources import data_folder
from helpers.pages import RegionBriefing
from helpers.present import tables
from helpers.present.sentences.region_page import region_title
from helpers.present.sentences.sentence import title
from helpers.present.wording import plain

YEARS = range(2020, 2025)
LARGEST = 100_000
EAST = ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk")
NOTE = re.compile(r'<li id="(fact-[a-z0-9-]+)">(.*?)</li>', re.DOTALL)
USE = re.compile(r'<a(?: id="(u\d+)")? data-n="(\d+)" href="#(fact-[a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)

Pages = dict[tuple[str, int], RegionBriefing]


# The article on six forces ----------------------------------------------------------------------------------


class Table(HTMLParser):
    """The rows of the first table of an HTML part, as text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def claims() -> dict[str, dict[str, str]]:
    with (data_folder() / "raw" / "published_claims.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["claim_id"]: row for row in csv.DictReader(file) if row["article_id"] == "ely-standard-2024"
        }


# Of its statements, those that are not of the forces' registered offenders or population.
ELSEWHERE = {f"cambs23-{number}" for number in range(18, 24)}


@pytest.fixture(scope="module")
def east() -> dict[str, list[str]]:
    """The rows of the page of the East of England, 2023, as a reader sees them."""
    table = Table(RegionBriefing("east-of-england", 2023).side_by_side().html)
    return {row[0]: row[1:] for row in table.rows}


def said_of_east() -> str:
    return " ".join(plain(one.text) for one in RegionBriefing("east-of-england", 2023).all_sentences)


def whole(text: str) -> int:
    """The number at the start of a cell, without its mark: "+49 (+5.2%)", "112c"."""
    found = re.match(r"[+\N{MINUS SIGN}]?([\d,]+)", text)
    assert found, text
    return int(found[1].replace(",", ""))


def place(east: dict[str, list[str]], area: str, column: int) -> int:
    figures = {name: whole(east[name][column]) for name in EAST}
    return sorted(figures.values(), reverse=True).index(figures[area]) + 1


Claim = dict[str, str]
East = dict[str, list[str]]
BY_KIND: dict[tuple[str, str, str], Callable[[East, Claim], bool]] = {
    ("level", "rso_count", "2023"): lambda east, of: east[of["area"]][0] == of["published"],
    ("level", "rso_count", "2022"): lambda east, of: whole(east[of["area"]][0]) - whole(east[of["area"]][1]) == int(of["published"]),
    ("change", "rso_count", "2023"): lambda east, of: east[of["area"]][1].startswith(f"+{of['published']} "),
    ("change_percent", "rso_count", "2023"): lambda east, of: f"(+{float(of['published']):.1f}%)" in east[of["area"]][1],
    ("count_of_areas_falling", "rso_count", "2023"): lambda _, of: of["published"] == "3" and "fell in three (Essex, Hertfordshire and Norfolk)" in said_of_east(),
    ("level", "rso_rate_per_100k", "2023"): lambda east, of: whole(east[of["area"]][3]) == int(of["published"]),
    ("rank_highest", "rso_rate_per_100k", "2023"): lambda east, of: place(east, of["area"], 3) == int(of["published"]),
    ("rank_highest", "population", "2023"): lambda east, of: place(east, of["area"], 2) == int(of["published"]),
    # Not decided for all six without the article itself: the page says what is.
    ("rank_highest", "change_percent of rso_count", "2023"): lambda *_: "Of the five known changes the rise in Cambridgeshire (up 5.2%) was the largest; of all six, with Bedfordshire, it may be first or second" in said_of_east(),
}  # fmt: skip


def test_the_page_of_the_east_of_england_says_what_the_article_says_of_its_six_forces(east: East):
    checked = set()
    for name, of in claims().items():
        holds = BY_KIND.get((of["kind"], of["measure"], of["period_end"][:4]))
        if holds is not None:
            assert holds(east, of), name
            checked.add(name)
    assert set(claims()) - checked == ELSEWHERE


# Every page -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(region_pages: Pages) -> dict[str, str]:
    wanted = some((2020, 2023), YEARS)
    return {
        f"{name} {year}": region_page_of(page)
        for (name, year), page in region_pages.items()
        if year in wanted
    }


@pytest.mark.whole
def test_every_figure_of_a_page_is_a_link_to_its_note_a_date_or_a_defined_term(made: dict[str, str]):
    assert {name: found for name, page in made.items() if (found := unsourced(page))} == {}


@pytest.mark.whole
def test_every_note_leads_back_to_each_figure_that_leads_to_it_and_has_a_source_or_a_formula(
    made: dict[str, str],
):
    for name, page in made.items():
        notes, uses = dict(NOTE.findall(page)), defaultdict(set)
        for use, _, fact, _ in USE.findall(page):
            assert fact in notes, (name, fact)
            uses[fact] |= {use} - {""}
        for fact, note in notes.items():
            back = set(re.findall(r'<a href="#([^"]+)"', note.split("<small>")[1]))
            assert back == uses[fact] or not uses[fact], (name, fact)
            assert "Source: " in note or "How: " in note, (name, fact)


@pytest.mark.whole
def test_every_label_and_description_of_a_chart_says_what_its_table_says(made: dict[str, str]):
    checked = 0
    for name, page in made.items():
        for found in re.findall(r"<figure\b.*?</figure>", page, re.DOTALL):
            drawing, _, table = found.partition("<details>")
            shown = {fact: text for _, _, fact, text in USE.findall(table)}
            for _, _, fact, label in USE.findall(drawing):
                checked += 1
                text = re.sub(r" [bcd]$", "", re.sub(r"<[^>]*>", "", label)).removeprefix(
                    "England and Wales: "
                )
                assert text == shown[fact], (name, fact)
            alt = drawing.split('aria-label="', 1)[1].split('"', 1)[0]
            assert figures_in(alt), name
            assert figures_in(alt) <= figures_in(" ".join(shown.values())), name
    assert checked > 50


@pytest.mark.whole
def test_a_page_with_its_style_and_charts_is_small(made: dict[str, str]):
    assert {name: size for name, page in made.items() if (size := len(page.encode())) > LARGEST} == {}


def test_what_a_page_hands_over_is_what_it_says_it_rests_on(region_pages: Pages):
    page = region_pages["region-wales", 2023]
    assert RegionBriefing.basis_of(region="wales", year=2023) == {
        "facts": page.summary()["facts"],
        "words": page.words,
    }
    assert page.summary()["headlines"] == []


# The ways between pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_pages_of_a_region_and_of_its_areas_lead_to_each_other(
    year: int, region_pages: Pages, pages: dict
):
    nation = "england-and-wales.html"
    names = {f"{one.slug}.html" for one in areas()} | {f"{region_page(one)}.html" for one in regions()}
    for one in areas():
        page = pages[one.slug, year]
        linked = set(
            re.findall(r'(?<=[("])[a-z-]+\.html', page.region().markdown + tables.region_table(page.facts))
        )
        neighbours = {f"{other.slug}.html" for other in areas() if other.region == one.region} - {
            f"{one.slug}.html"
        }
        assert linked == neighbours | {f"{region_page(one.region)}.html", nation}, one.slug
        assert linked <= names | {nation}
    for name, members in regions().items():
        page = region_pages[region_page(name), year]
        linked = re.findall(
            r'(?<=[("])[a-z-]+\.html',
            page.headline().markdown + page.side_by_side().html + page.rates().markdown,
        )
        assert set(linked) == {f"{one.slug}.html" for one in areas() if one.name in members} | {nation}


# The command ------------------------------------------------------------------------------------------------


def test_a_region_is_found_by_its_names_and_no_other_place_is(tmp_path: Path):
    assert region("east-of-england") == region("East of England") == "East of England"
    assert region("west-midlands") == region("West Midlands region") == "West Midlands"
    with pytest.raises(UnknownArea, match=r"'walse' is not a region; did you mean \"wales\""):
        region("walse")
    with pytest.raises(UnknownArea, match="'essex' is not a region"):
        RegionBriefing("essex", 2023)
    assert (
        CliRunner().invoke(app, ["build", "--regions", "--year", "1999", "--out", str(tmp_path)]).exit_code
        == 2
    )


def test_the_title_of_a_region_is_never_that_of_an_area(region_pages: Pages, pages: dict):
    ours = {region_title(page.facts) for page in region_pages.values()}
    assert len(ours) == len(region_pages)
    assert ours & {title(page.facts) for page in pages.values()} == set()
