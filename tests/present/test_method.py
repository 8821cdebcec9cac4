"""The methods page: its steps give the reports' figures, its tables are those of the data, for every area."""

from __future__ import annotations

import ast
import csv
import html
import re
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from grammar import faults
from hand_run import method_page_of
from speed import some
from walked import unsourced

from helpers.data.evidence import Evidence
from helpers.data.sources import data_folder
from helpers.pages import AreaBriefing, Method
from helpers.paths import ROOT
from helpers.present.display import Block, Prose
from helpers.present.method_sections import assumptions, changes
from helpers.present.wording import plain
from helpers.publish.page.render import render
from helpers.publish.report import Report

NOTEBOOK = ROOT / "notebooks" / "method.ipynb"
PARTS = (*Method.parts, "sources")
YEARS = (2020, 2023)
# Full, sparse, between bounds, two forces in one, a region of one, Welsh, with a step, at a border.
AREAS = (
    *("cambridgeshire", "gloucestershire", "bedfordshire", "london"),
    *("west-midlands", "gwent", "thames-valley", "cumbria"),
)


@cache
def method(area: str, year: int) -> Method:
    return Method(area, year)


def rows(table: str) -> list[dict[str, str]]:
    with (data_folder() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def raw(area: str, date: str, measure: str, table: str = "raw/mappa_figures") -> set[str]:
    key = {"area": area, "period_end": date, "measure": measure}
    return {row["value"] for row in rows(table) if key.items() <= row.items()}


def told(part: Prose) -> str:
    return plain(part.markdown)


def shown(part: Block) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", part.html))


# The steps, worked out by hand from the raw tables ----------------------------------------------------------


def test_the_change_is_worked_out_from_the_two_counts_that_are_printed():
    (new,) = raw("Cambridgeshire", "2023-03-31", "rso_count")
    (old,) = raw("Cambridgeshire", "2022-03-31", "rso_count")
    number, percent = int(new) - int(old), 100 * (int(new) - int(old)) / int(old)
    text = told(method("cambridgeshire", 2023).change())
    assert f"{new} less {old} is {number}." in text
    assert (
        f"100 times {number} divided by {old}: {percent:.4f} before rounding, and {percent:.1f}% when" in text
    )


def test_the_rate_is_worked_out_from_the_count_and_the_population_of_the_date():
    (count,) = raw("Cambridgeshire", "2023-03-31", "rso_count")
    mid_year = next(
        row["mid_year"] for row in rows("raw/rate_denominators") if row["period_end"] == "2023-03-31"
    )
    key = {"area": "Cambridgeshire", "mid_year": mid_year, "measure": "population_10_plus"}
    people = next(int(row["value"]) for row in rows("raw/population") if key.items() <= row.items())
    text = told(method("cambridgeshire", 2023).rate())
    assert f"100,000 times {count} divided by {people:,} people aged 10 and over (30 June {mid_year})" in text
    assert f": {1e5 * int(count) / people:.2f}." in text


def test_the_rate_of_one_in_so_many_is_the_whole_number_that_gives_it():
    (one_in,) = raw("Cambridgeshire", "2023-03-31", "rso_one_in_n")
    fitting = [rate for rate in range(1, 1000) if round(100_000 / rate) == int(one_in)]
    assert f": {fitting[0]}, that is {fitting[0] - 0.5} to {fitting[0] + 0.5} before rounding." in told(
        method("cambridgeshire", 2023).rate()
    )


def test_every_raw_row_of_the_two_dates_is_there_with_its_line():
    wanted = [
        str(line)
        for line, row in enumerate(rows("raw/mappa_figures"), 2)
        if row["area"] == "Cambridgeshire"
        and row["measure"]
        in (
            "rso_count",
            "rso_change_number",
            "rso_change_percent",
            "rso_one_in_n",
            "rso_rate_per_100k",
            "rso_count_previous_year",
        )
        and row["period_end"] in ("2022-03-31", "2023-03-31")
    ]
    table = shown(method("cambridgeshire", 2023).rows())
    assert re.findall(r"mappa_figures\.csv, line (\d+)", table) == wanted


def test_a_rounded_figure_is_read_with_the_bounds_that_its_digits_leave():
    table = shown(method("cambridgeshire", 2023).rows())
    assert re.search(r"5\.22%\s+5\.215 to 5\.225", table)
    assert re.search(r"119\s+118\.5 to 119\.5", table)
    assert re.search(r"987\s+exact", table)


def test_a_change_between_bounds_says_how_its_two_ends_are_made():
    text = told(method("bedfordshire", 2023).change())
    assert "568 less 540 to 568 is 0 to 28, as the least change takes the lower later" in text


def test_every_other_force_of_the_region_stands_as_its_rate_says():
    page = method("cambridgeshire", 2023)
    table = shown(page.standing())
    for name, stands in (
        ("Norfolk", "above"),
        ("Suffolk", "above"),
        ("Essex", "below"),
        ("Hertfordshire", "below"),
    ):
        assert re.search(rf"{name}\s+[\d.]+\s.*?{stands}", table), name
    above = table.count(" above ")
    assert f"place {above + 1} among the 6 areas with a rate" in told(page.rank())


def test_what_is_missing_is_said_and_nothing_is_made_of_it():
    page = method("gloucestershire", 2023)
    assert "the figure is missing" in told(page.count())
    assert "there is no change to work out" in told(page.change())
    assert "No rate was published" in told(page.rate())
    assert page.rows().html == ""


# The tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "part", "columns"),
    [
        ("reference/measures", "definitions", ("label", "unit", "definition")),
        ("reference/breaks", "breaks", ("reason",)),
        ("reference/caveats", "warnings", ("area", "caveat")),
        ("reference/assumptions", "assumptions", ("statement", "because", "done")),
    ],
)
def test_every_row_of_the_table_stands_on_the_page(table: str, part: str, columns: tuple[str, ...]):
    found = re.sub(r"</?a\b[^>]*>", "", getattr(method("cambridgeshire", 2023), part)().html)
    assert found.count("<tr>") == len(rows(table)) + 1
    for row in rows(table):
        for column in columns:
            assert f">{html.escape(row[column])}<" in found


def test_the_assumptions_with_the_greatest_impact_come_first_and_every_rating_is_explained():
    page = method("cambridgeshire", 2023)
    cells = re.findall(r"<td>(Good|Some|Little)</td><td>(High|Medium|Low)</td>", page.assumptions().html)
    assert [impact for _, impact in cells] == sorted(
        (impact for _, impact in cells), key="High Medium Low".index
    )
    explained = told(page.ratings())
    assert all(f"{word} (" in explained for pair in cells for word in map(str.lower, pair))


def test_every_status_of_the_facts_is_explained(pages: dict[tuple[str, int], AreaBriefing]):
    table = shown(method("cambridgeshire", 2023).statuses())
    used = {fact.status for page in pages.values() for fact in page.facts}
    assert all(re.search(rf"\b{status}\b", table) for status in used)


LOG = pd.DataFrame(
    {
        "release": [1, 2, 2],
        "published": [pd.Timestamp("2026-12-01"), pd.Timestamp("2027-01-15"), pd.NaT],
        "subject": ["release", "figures", "method"],
        "change": ["First.", "Kent's count <b>rose</b>.", "Rates use *new* populations."],
    }
)


def test_the_changes_are_those_of_the_latest_release_with_its_date():
    text = changes(LOG)
    assert text[0][0].text == "The latest release is the second, of 15 January 2027."
    prose = "\n".join(plain(each.text) for paragraph in text for each in paragraph)
    assert "Kent's count <b>rose</b>." in prose
    assert "Rates use *new* populations." in prose
    assert "First." not in prose


def test_a_release_without_a_date_is_not_published_yet():
    assert changes(LOG[:1].assign(published=pd.NaT))[0][0].text.endswith("first, which is not published yet.")


def test_a_log_of_assumptions_is_text_whatever_it_holds():
    log = pd.DataFrame(
        [
            {
                "assumption": "a",
                "kind": "caveat",
                "statement": "<b>",
                "quality": "some",
                "impact": "low",
                "because": "&",
                "done": '"',
            }
        ]
    )
    assert "<b>" not in assumptions(log)


# Every area and year ----------------------------------------------------------------------------------------


@pytest.mark.whole
@pytest.mark.parametrize("year", YEARS)
def test_the_page_can_be_made_for_any_area_and_every_link_leads_to_its_entry(known: Evidence, year: int):
    for area in some(AREAS, [one.slug for one in known.areas]):
        page = method(area, year)
        made = {name: getattr(page, name)() for name in PARTS}
        linked = {
            anchor
            for name, part in made.items()
            if name != "sources"
            for anchor in re.findall(r'[("]#(fact-[a-z0-9-]+)', part.content)
        }
        entries = set(re.findall(r'<li id="(fact-[^"]+)"', made["sources"].html))
        assert linked <= entries, area
        assert unsourced(method_page_of(page)) == [], area
        prose = [part for name, part in made.items() if isinstance(part, Prose) and name != "title"]
        wrong = [fault for part in prose for text in told(part).split("\n\n") for fault in faults(text)]
        assert wrong == [], area


def test_the_page_hands_over_just_the_facts_that_it_shows_and_rests_on_them_and_its_words():
    page = method("cambridgeshire", 2023)
    made = page.sources()
    facts = made.summary["facts"]
    assert len(facts) == made.html.count('<li id="fact-')
    assert {"rso_count", "row.32", "rate_check", "stands.norfolk"} <= {fact["id"] for fact in facts}
    basis = Method.basis_of(area="cambridgeshire", year=2023)
    assert basis["facts"] == facts
    for name in PARTS:
        assert getattr(page, name)().content in basis["words"]


# The notebook -----------------------------------------------------------------------------------------------


def cells(kind: str) -> list[str]:
    return [cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == kind]


def test_the_notebook_asks_in_english_and_answers_in_at_most_four_lines_without_logic():
    assert all(re.fullmatch(r"## [A-Z][^?]+\?", source) for source in cells("markdown"))
    for source in cells("code"):
        assert len([line for line in source.splitlines() if line]) <= 4
        assert not any(
            isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If | ast.Try)
            for node in ast.walk(ast.parse(source))
        )


def test_the_committed_notebook_makes_a_page_that_is_fit_to_publish():
    report = Report(
        Path("method.ipynb"), "about", "method", "Method", "About", {"area": "cambridgeshire", "year": 2023}
    )
    page = render(nbformat.read(NOTEBOOK, as_version=4), report)
    assert "<title>How the figures are made, shown on Cambridgeshire, 31 March 2023</title>" in page
    assert page.count("<caption") == page.count("<table") == 7
    assert len(page.encode()) < 100_000
