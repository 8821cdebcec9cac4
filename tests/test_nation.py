"""The page of England and Wales against the raw tables, the claims of articles, and other pages."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import raw_figures as raw
from hand_run import nation_page_of
from typer.testing import CliRunner
from walked import figures_in, unsourced

from helpers.analysis.facts import Fact
from helpers.analysis.nation_facts import NationFacts
from helpers.catalogue import NATIONAL, find, select
from helpers.commands.cli import app
from helpers.data.evidence import Evidence
from helpers.data.sources import data_folder
from helpers.pages import AreaBriefing, NationBriefing
from helpers.present.display import Figure
from helpers.present.wording import note_of, plain

Pages = dict[int, NationBriefing]
Claim = dict[str, str]
NOTE = re.compile(r'<li id="(fact-[a-z0-9-]+)">(.*?)</li>', re.DOTALL)
USE = re.compile(r'<a(?: id="(u\d+)")? data-n="(\d+)" href="#(fact-[a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)


# Every statement of published articles about the nation and the survey of 2015 ------------------------------


def claims() -> dict[str, Claim]:
    with (data_folder() / "raw" / "published_claims.csv").open(newline="", encoding="utf-8") as file:
        return {
            row["claim_id"]: row
            for row in csv.DictReader(file)
            if row["area"] in ("England and Wales", "UK") or row["article_id"] == "pa-foi-2015"
        }


def answers(facts: NationFacts, area: str) -> list[Fact]:
    """What forces, or the United Kingdom, had missing in the survey of 2015."""
    return [
        fact
        for fact in facts.group("missing_rso")
        if fact.role == "answer" and fact.area == area and fact.comparator == "PA FOI 2015"
    ]


def answer(facts: NationFacts, claim: Claim) -> list[Fact]:
    return [fact for fact in answers(facts, claim["area"]) if fact.value == float(claim["published"])]


def nearly(facts: NationFacts, claim: Claim) -> list[Fact]:
    about = float(claim["published"])
    return [fact for fact in answers(facts, claim["area"]) if 0.95 * about <= fact.middle <= about]


def durations(facts: NationFacts, claim: Claim) -> list[Fact]:
    [force] = answers(facts, claim["area"])
    ends = [float(end) for end in claim["published"].split(" to ")]
    found = [facts[f"{force.id}.{end}"] for end in ("min", "max")[-len(ends) :]]
    return found if [fact.value for fact in found] == ends else []


def reporting(facts: NationFacts, claim: Claim) -> list[Fact]:
    whole = answers(facts, "UK")
    found = [fact for one in whole if (fact := facts.get(f"{one.id}.reporting")) is not None]
    return [fact for fact in found if fact.value == float(claim["published"])]


def staff(facts: NationFacts, claim: Claim) -> list[Fact]:
    ratio = facts["staff.ratio.2015"]
    return [ratio] if (ratio.low or 0) <= float(claim["published"]) <= (ratio.high or 0) else []


def convictions(facts: NationFacts, claim: Claim) -> list[Fact]:
    period = f"12 months to {claim['period_end'][:7]}"
    courts = [fact for fact in facts.group("courts") if fact.period == period]
    return [fact for fact in courts if fact.value == float(claim["published"])]


def level(facts: NationFacts, claim: Claim) -> list[Fact]:
    fact = facts[f"nation.{claim['measure']}"]
    return [fact] if fact.value == float(claim["published"]) else []


def percent(facts: NationFacts, claim: Claim) -> list[Fact]:
    fact = facts["nation.rso_count.percent"]
    return [fact] if round(fact.middle) == float(claim["published"]) else []


STANDS: dict[tuple[str, str], Callable[[NationFacts, Claim], list[Fact]]] = {
    ("level", "missing_rso"): answer,
    ("nearly", "missing_rso"): nearly,
    ("range", "missing_duration_years"): durations,
    ("level", "longest_missing_years"): durations,
    ("level", "forces_responding"): reporting,
    ("ratio", "rso_per_staff"): staff,
    ("level", "sexual_offence_trial_conviction_rate"): convictions,
    ("level", "rso_count"): level,
    ("level", "rso_rate_per_100k"): level,
    ("change_percent", "rso_count"): percent,
}
# What nothing decides but the article that says it: the page says that its number rests on one report alone.
ALONE = {"missing15-04", "missing15-05"}
# What can be decided only in the sense that the page gives it: 39 reported any, and how many replied is open.
IN_ONE_SENSE = {"missing15-08"}


@pytest.mark.parametrize("name", claims())
def test_every_statement_about_the_nation_and_the_survey_of_2015_stands_on_its_page(
    nation_pages: Pages, name: str
):
    claim = claims()[name]
    page = nation_pages[int(claim["period_end"][:4])]
    found = STANDS[claim["kind"], claim["measure"]](page.facts, claim)
    assert found, claim
    linked = {note_of(fact) for fact in page._noted_facts}
    assert all(note_of(fact) in linked for fact in found), found
    others = {source for fact in found for source in fact.sources} - {claim["article_source_id"]}
    assert (not others) == (name in ALONE)


def test_the_page_says_what_of_these_statements_it_cannot_decide(nation_pages: Pages):
    page = nation_pages[2015]
    said = {one.variant: plain(one.text) for one in page.all_sentences}
    single = page.facts["answers.1.single"]
    alone = {claims()[name]["area"] for name in ALONE}
    assert alone <= set(single.formula.removeprefix("counted here: ").split(", "))
    assert "rest on one report alone" in said["nation_survey.single"]
    assert "at least 42 answered; how many were asked was not found" in said["nation_survey.answered"]
    assert {name for name, of in claims().items() if of["measure"] == "forces_responding"} == IN_ONE_SENSE


def test_a_statement_that_no_figure_bears_out_does_not_stand(nation_pages: Pages):
    for name, claim in claims().items():
        wrong = claim | {"published": "1 to 3" if " to " in claim["published"] else "3"}
        facts = nation_pages[int(claim["period_end"][:4])].facts
        assert STANDS[claim["kind"], claim["measure"]](facts, wrong) == [], name


# Against the raw tables and the pages of areas --------------------------------------------------------------


@pytest.mark.parametrize("year", [2015, 2020, 2023, 2024])
def test_the_sum_of_the_areas_and_what_it_leaves_are_those_of_the_raw_counts(nation_pages: Pages, year: int):
    facts = nation_pages[year].facts
    counts = [span for area in raw.areas() if (span := raw.count(area, year)) is not None]
    total = raw.count(raw.NATION, year)
    known, rest = facts["sum.rso_count"], facts["rest.rso_count"]
    assert (known.low, known.high) == (sum(low for low, _ in counts), sum(high for _, high in counts))
    assert total == (facts["nation.rso_count"].low, facts["nation.rso_count"].high)
    assert (rest.low, rest.high) == (total[0] - known.high, total[1] - known.low)
    assert known.known == len(counts)


@pytest.mark.parametrize("year", [2020, 2023, 2024])
def test_each_area_moves_on_the_page_of_the_nation_as_on_its_own(
    nation_pages: Pages, known: Evidence, year: int
):
    facts = nation_pages[year].facts
    for area in known.areas:
        own = AreaBriefing(area.slug, year).facts.stated_change("rso_count", "printed_percent")
        change = facts.change_of(area.name)
        assert (change and (change.value, change.low, change.high, change.case)) == (
            (own and not own.missing and (own.value, own.low, own.high, own.case)) or None
        ), area.name
    directions = [facts.moved(name) for name in ("rose", "fell", "open", "unknown")]
    assert sorted(name for names in directions for name in names) == [area.name for area in known.areas]


def test_each_grade_is_given_as_often_as_the_raw_table_gives_it(nation_pages: Pages):
    facts, forces = nation_pages[2023].facts, raw.rows("inspection_by_force")
    for round_ in ("2021_22", "2023_25"):
        grades = [row[f"grade_{round_}"] for row in forces]
        for grade in ("outstanding", "good", "adequate", "requires improvement", "inadequate"):
            number = facts[f"graded.{round_}.{grade.replace(' ', '-')}"]
            assert number.value == grades.count(grade), (round_, grade)
        assert facts[f"graded.{round_}.not-found"].value == grades.count("")
        counted = [fact.middle for fact in facts if fact.id.startswith(f"graded.{round_}.")]
        assert sum(counted) == len(forces) == 43


def test_each_cause_of_concern_stood_from_the_day_it_was_opened_to_the_day_it_was_closed(nation_pages: Pages):
    facts, checked = nation_pages[2023].facts, 0
    for row in raw.rows("inspection_by_force"):
        opened, closed = row["rso_concern_opened"], row["rso_concern_closed"]
        stood = facts.get(f"grade.{row['force'].lower().replace(' ', '-')}.stood")
        assert (stood is not None) == bool(opened and closed)
        if stood is not None and len(opened) == len(closed) == len("2024-03-12"):
            days = (date.fromisoformat(closed) - date.fromisoformat(opened)).days
            assert (stood.low, stood.high) == (days, days)
            checked += 1
    assert checked == 2
    month = facts["grade.devon-and-cornwall.stood"]
    assert (month.low, month.high) == (437, 467)  # from 31 and from 1 October 2022 to 11 January 2024


def survey_of_2015() -> Iterator[dict[str, str]]:
    return (row for row in raw.rows("missing_surveys") if row["survey"] == "PA FOI 2015")


def test_the_survey_of_2015_names_every_force_and_what_became_of_the_question(nation_pages: Pages):
    page = nation_pages[2015]
    forces = {row["force"] for row in survey_of_2015()} - {"UK total"}
    counts = {row["force"]: int(row["missing_count"]) for row in survey_of_2015() if row["missing_count"]}
    table = page.missing_tables().html
    assert {force for force in forces if f">{force}</th>" not in table} == set()
    assert page.facts["answers.1.sum"].value == sum(counts[force] for force in forces & set(counts))
    said = {one.variant: plain(one.text) for one in page.all_sentences}
    assert {force for force in forces - set(counts) if force not in said["nation_survey.uncounted"]} == set()
    assert {row["responded"] for row in survey_of_2015()} == {"yes"}
    assert "No report that was read names a force that refused" in said["nation_survey.no_refusal"]
    assert "which is 49 to 54 for each" in said["nation_survey.staff"]


# The page ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(nation_pages: Pages) -> dict[int, str]:
    return {year: nation_page_of(nation_pages[year]) for year in (2012, 2015, 2023)}


@pytest.mark.whole
def test_every_figure_of_a_page_is_a_link_to_its_note_a_date_or_a_defined_term(made: dict[int, str]):
    assert {year: found for year, page in made.items() if (found := unsourced(page))} == {}


@pytest.mark.whole
def test_every_note_leads_back_to_each_figure_that_leads_to_it_and_has_a_source_or_a_formula(
    made: dict[int, str],
):
    for year, page in made.items():
        notes = dict(NOTE.findall(page))
        uses: dict[str, set[str]] = {}
        for use, _, fact, _ in USE.findall(page):
            uses.setdefault(fact, set()).update({use} - {""})
        assert set(uses) <= set(notes), year
        for fact, note in notes.items():
            back = set(re.findall(r'<a href="#([^"]+)"', note.split("<small>")[1]))
            assert back == uses.get(fact) or not uses.get(fact), (year, fact)
            assert "Source: " in note or "How: " in note, (year, fact)


def test_each_figure_of_a_charts_description_stands_in_its_table(nation_pages: Pages):
    drawn = 0
    for year in (2015, 2023):
        page = nation_pages[year]
        charts = [
            chart
            for name in page.parts
            if isinstance(part := getattr(page, name)(), Figure)
            if (chart := part.draw())
        ]
        for chart in charts:
            drawn += 1
            shown = figures_in(
                re.sub(r"<[^>]*>", " ", f"{chart.table} {plain(chart.title)} {plain(chart.subtitle)}")
            )
            stated = figures_in(chart.alt) - figures_in(plain(page.rates().markdown))
            assert stated <= shown, (year, chart.alt)
    assert drawn == 4  # in 2015 too few rates are known for a map, or for a chart of them


@pytest.mark.parametrize(
    "name", ["england-and-wales", "England and Wales", "england & wales", "nation", " Nation "]
)
def test_the_page_of_the_nation_is_found_by_its_names(name: str):
    kind, subject = find(name)
    assert kind is NATIONAL
    [report] = select([name], 2023)
    assert (report.name, report.title, report.parameters) == (
        "2023/england-and-wales",
        "England and Wales",
        {"year": 2023},
    )
    assert subject.group == "England and Wales"


def test_the_nation_is_listed_by_the_name_that_commands_take():
    listed = json.loads(CliRunner().invoke(app, ["list", "--year", "2023", "--json"]).stdout)
    [nation] = [one for one in listed if one["kind"] == "nation"]
    assert (nation["slug"], nation["name"]) == ("england-and-wales", "England and Wales")
    assert {"rso_count", "licence_recalls"} <= set(nation["published"])
    assert "notification_breaches" not in nation["published"]


def test_a_suspect_rate_is_marked_in_tables_and_charts_and_the_text_says_why(nation_pages: Pages):
    page = nation_pages[2023]
    said = {one.variant: plain(one.text) for one in page.all_sentences}
    assert said["nation_caveat"].startswith("Treat the figures for Lancashire with caution: ")
    for chart in (page.map(), page.rates_chart()):
        assert re.search(
            r">Lancashire</a></th><td><a[^>]*>218</a> <small>check recording</small> <small>see the caution</small>",
            chart.table,
        )
        drawn = chart.draw()
        assert drawn
        assert ">218*</text>" in drawn.svg


def test_the_facts_of_the_nation_are_shown_by_its_name():
    done = CliRunner().invoke(app, ["facts", "nation", "--year", "2020"])
    assert done.exit_code == 0
    assert "nation.rso_count: 62435 people (published)" in done.stdout


def test_figures_on_two_sides_of_a_break_do_not_stand_in_one_row_unmarked(nation_pages: Pages):
    page = nation_pages[2023]
    rates, listed = page.series_chart().content, page.management_table().html
    assert re.search(r">126</a> <small>new basis</small>", rates)
    assert "Rates from 31 March 2022 rest on Census 2021 population estimates" in rates
    assert re.search(r"2020: <a[^>]*>85,709</a> <small>new basis</small>; 2004: ", listed)
    assert "From 2009 offenders are counted as at 31 March" in listed
    assert re.search(r"in the year</th><td>2008: <a[^>]*>50,210</a>; 2006: ", listed)
    assert (rates.count("new basis"), listed.count("new basis")) == (1, 1)
    assert "new basis" not in nation_pages[2021].series_chart().content
