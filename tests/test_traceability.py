"""Pages of every kind and year, walked: each figure leads to its note, each note to its source and back."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hand_run import page_of
from walked import figures_in, unsourced

from helpers.pages import AreaBriefing
from helpers.present.wording import anchor

pytestmark = pytest.mark.whole

YEARS = range(2020, 2025)
NOTE = re.compile(r'<li id="(fact-[a-z0-9-]+)">(.*?)</li>', re.DOTALL)
FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
USE = re.compile(r'<a(?: id="(u\d+)")? data-n="(\d+)" href="#(fact-[a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)
# Bytes of one page with its style and charts, the most that the project allows.
LARGEST = 105_000


Made = dict[str, str]


@pytest.fixture(scope="module", params=YEARS)
def made(request: pytest.FixtureRequest, telling: list[AreaBriefing]) -> Made:
    """Pages for one year, with those of the others of every kind of sentence: notebooks run by hand."""
    return {page.facts.area.slug: page_of(page) for page in telling if page.facts.year == request.param}


@pytest.fixture(scope="module")
def essex() -> str:
    return page_of(AreaBriefing("essex", 2023))


def notes_of(page: str) -> dict[str, str]:
    return dict(NOTE.findall(page))


def charts_of(page: str) -> Iterator[tuple[str, str]]:
    """Each chart's drawing and its table."""
    for found in FIGURE.findall(page):
        yield found[found.index("<svg") : found.index("</svg>")], found[found.index("<details>") :]


# Every page -------------------------------------------------------------------------------------------------


def test_every_figure_of_a_page_is_a_link_to_its_note_a_date_or_a_defined_term(made: Made):
    assert {area: found for area, page in made.items() if (found := unsourced(page))} == {}


def test_every_link_carries_the_number_of_the_note_that_it_leads_to(made: Made):
    for area, page in made.items():
        numbers = {name: str(number) for number, name in enumerate(notes_of(page), 1)}
        for _, number, name, _ in USE.findall(page):
            assert number == numbers[name], (area, name)
        ways_back = re.compile("<small>.*?</small>")
        assert ways_back.sub("", page).count('href="#fact-') == len(USE.findall(page)), area


def test_every_note_leads_back_to_each_figure_that_leads_to_it_or_to_the_note_that_it_went_into(made: Made):
    for area, page in made.items():
        notes, uses = notes_of(page), defaultdict(set)
        for use, _, name, _ in USE.findall(page):
            uses[name] |= {use} - {""}
        for name, note in notes.items():
            back = re.findall(r'<a href="#([^"]+)"', note.split("<small>")[1])
            assert set(back) == uses[name] or not uses[name], (area, name)
            if not uses[name]:
                assert f'href="#{name}"' in notes[back[0]], (area, name)


def test_every_note_names_a_source_of_the_list_or_says_how_it_was_worked_out_and_each_source_is_named(
    made: Made,
):
    for area, page in made.items():
        listed = set(re.findall(r'<li id="(s\d+)">', page))
        named = {name: set(re.findall(r'href="#(s\d+)"', note)) for name, note in notes_of(page).items()}
        assert set().union(*named.values()) == listed, area
        for name, note in notes_of(page).items():
            assert named[name] or "How: " in note, (area, name)


def test_every_label_in_a_chart_says_what_its_table_says(made: Made):
    checked = 0
    for area, page in made.items():
        for drawing, table in charts_of(page):
            shown = {name: text for _, _, name, text in USE.findall(table)}
            for _, _, name, label in USE.findall(drawing):
                checked += 1
                figure = re.sub(r" [bcd]$", "", re.sub(r"<[^>]*>", "", label)).removeprefix(
                    "England and Wales: "
                )
                assert figure == shown[name], (area, name)
    assert checked > 5


def test_every_figure_of_a_description_stands_in_the_table_beside_it(made: Made):
    for area, page in made.items():
        for drawing, table in charts_of(page):
            alt = html.unescape(drawing.split('aria-label="', 1)[1].split('"', 1)[0])
            shown = figures_in(" ".join(text for _, _, _, text in USE.findall(table)))
            years = {str(table.count("<tr>") - 1)}  # "ten years with a figure" counts the table's rows
            assert figures_in(alt) - shown <= years, area
            assert figures_in(alt), area


def test_a_page_with_its_style_and_charts_is_small(made: Made):
    assert {area: size for area, page in made.items() if (size := len(page.encode())) > LARGEST} == {}


# One page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        "<p>It had 1,848 offenders.</p>",
        "<p>It rose by <b>12.5%</b> in 2023.</p>",
        "<td>3</td>",
        '<td><a href="#s1">11</a></td>',
        "<p>On 31 March 2023 it had 2,023.</p>",
        '<svg><g class="own"><text>143</text></g></svg>',
        "<h2>The 42 areas</h2>",
    ],
)
def test_a_figure_that_leads_nowhere_is_found(essex: str, fault: str):
    assert unsourced(essex) == []
    assert len(unsourced(essex.replace("</main>", f"{fault}</main>"))) == 1


def test_a_note_says_value_bounds_status_formula_inputs_source_and_place(essex: str):
    notes = {name: re.sub(r"<[^>]*>", "", html.unescape(note)) for name, note in notes_of(essex).items()}
    assert notes["fact-rso-count"].startswith(
        "Essex: Registered sexual offenders (RSOs), 31 March 2023. 1,848 people, published. Note: The source prints"
    )
    assert re.search(r"Source: S\d+\. mappa_figures\.csv, line \d+\.", notes["fact-rso-count"])
    rate = notes["fact-rso-rate-per-100k"]
    assert "112.33, computed" in rate
    assert "How: 100,000 x 1,848 / " in rate
    assert "(from 1,848)" in rate
    assert "that is 136.50 to 137.50" in notes["fact-among-suffolk-rate"]
    percent = notes["fact-rso-count-percent"]
    assert "percentage change from 31 March 2022 to 31 March 2023. \N{MINUS SIGN}1.02%, computed" in percent
    assert "(from 1,848, 1,867)" in percent


def test_a_source_has_its_title_address_and_date_once(essex: str):
    [listed] = re.findall(r'<ul class="sources">(.*?)</ul>', essex, re.DOTALL)
    sources = re.findall(r'<li id="(s\d+)"><b>S\d+</b> <a href="https?://[^"]+">[^<]+</a>(.*?)</li>', listed)
    assert len(sources) == listed.count("<li")
    assert sum("20" in date for _, date in sources) > len(sources) / 2
    addresses = re.findall(r'href="(http[^"]*)"', listed)
    assert len(addresses) == len(set(addresses)) == len(sources)


def test_derived_figures_lead_to_what_they_were_worked_out_from(essex: str):
    notes = notes_of(essex)
    assert set(re.findall(r'href="#(fact-[^"]+)"', notes["fact-rso-count-change"])) == {
        "fact-rso-count",
        "fact-rso-count-previous",
    }
    members = ("bedfordshire", "cambridgeshire", "essex", "hertfordshire", "norfolk", "suffolk")
    rank = notes[anchor("rso_rate_per_100k.rank_region.known")]
    assert set(re.findall(r'href="#(fact-[^"]+)"', rank)) == {
        "fact-rso-rate-per-100k" if name == "essex" else f"fact-among-{name}-rate" for name in members
    }
