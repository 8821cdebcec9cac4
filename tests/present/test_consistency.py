"""One statement, one figure: what pages say of a place and date is the same wherever it stands."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import combinations

import pytest
from made_up import World, fact
from speed import some

from helpers.analysis.area_facts import area_facts, known_years
from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, FactSet
from helpers.analysis.published_facts import with_rivals
from helpers.analysis.region_facts import region_facts
from helpers.data.evidence import NATION, Evidence
from helpers.data.sources import data_folder
from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing
from helpers.present import numbers, tables
from helpers.present.region_tables import side_by_side
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.summary import CHANGE, headlines
from helpers.present.wording import note_of, plain

Pages = dict[tuple[str, int], AreaBriefing]
Regions = dict[tuple[str, int], RegionBriefing]
MINUS = "\N{MINUS SIGN}"
CHECK = "check recording"
PERCENT = re.compile(rf"[+{MINUS}]?[\d.]+%(?: to [+{MINUS}]?[\d.]+%)?")


Cells = dict[str, dict[str, str]]
NOT_FOUND = "not found"


def cells(table: str) -> Cells:
    """The cells of a table as plain text, by what stands first in their row and above them."""
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in re.findall(r"<tr>.*?</tr>", table)]
    texts = [[" ".join(unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in row] for row in rows]
    (_, *heads), *below = texts or [[""]]
    return {first: dict(zip(heads, others, strict=True)) for first, *others in below}


def at(table: Cells, row: str, column: str) -> str:
    """A cell; what is not drawn was not found, as the page says."""
    return table.get(row, {}).get(column, NOT_FOUND)


RSOS = "Registered sexual offenders (RSOs)"
RATES = "RSOs per 100,000 people aged 10 and over"
ON_YEAR, RATE_OF = "Change on the year", "Rate per 100,000 aged 10 and over"


def change(text: str) -> str:
    """A change as all pages could print it: "+49 (+5.2%)" and "up 5.2%" are "+5.2%"."""
    if re.search(" to (?:up|unchanged)", text):
        return " to ".join(map(change, text.split(" to ")))
    size = re.fullmatch(r"(up|down)(?: by)? ([\d.]+%)(?: to ([\d.]+%))?", text)
    if size:
        sign = "+" if size[1] == "up" else MINUS
        ends = [f"{sign}{end}" for end in (size[2], size[3]) if end]
        return " to ".join(ends if size[1] == "up" else reversed(ends))
    found = PERCENT.search(text)
    return found[0] if found else {"unchanged": "0.0%"}.get(text, text.split("<")[0])


def doubt(text: str) -> str:
    return CHECK if CHECK in text else ""


# The change on the year -------------------------------------------------------------------------------------


def test_the_change_of_an_area_is_one_on_its_page_on_its_neighbours_on_its_regions_and_in_the_index(
    pages: Pages, region_pages: Regions
) -> None:
    told: dict[tuple[str, int], set[tuple[str, str]]] = defaultdict(set)
    for (_, year), page in pages.items():
        own = at(cells(page.key_figures().html), RSOS, "Change")
        told[page.facts.area.name, year].add((change(own), doubt(own)))
        [line] = [one for one in page.summary()["headlines"] if one["measure"] == "rso_count_change"]
        told[page.facts.area.name, year].add(
            (change(line["text"]), line["doubt"].split(", ")[0] if doubt(line["doubt"]) else "")
        )
        beside = cells(tables.region_table(page.facts))
        for name in page.facts.members:
            told[name, year].add((change(at(beside, name, ON_YEAR)), doubt(at(beside, name, ON_YEAR))))
    for (_, year), region in region_pages.items():
        listed = cells(region.side_by_side().html)
        for name in region.facts.members:
            told[name, year].add((change(at(listed, name, ON_YEAR)), doubt(at(listed, name, ON_YEAR))))
    assert {of: said for of, said in told.items() if len(said) > 1} == {}
    assert len(told) == 7 * 42
    # 568 after 540 to 568; a rise that a paper prints; a rise by about 39%.
    assert told["Bedfordshire", 2023] == {("0.0% to +5.2%", "")}
    assert told["Lancashire", 2023] == {("+19.4%", CHECK)}
    assert {mark for _, mark in told["Thames Valley", 2020]} == {CHECK}


Figure = tuple[str, str]
INDEX = {RSOS: COUNT, RATES: RATE}


def figure(text: str) -> Figure:
    """A count or rate without its mark, and what is doubted of it."""
    return re.sub(r" [cdbr]$", "", text.removesuffix(CHECK).strip()), doubt(text)


def own_figures(page: AreaBriefing, year: int) -> Iterator[tuple[str, int, str, Figure]]:
    """What an area's own page and the index say of it: by area, year and measure."""
    name, key, latest = (
        page.facts.area.name,
        cells(page.key_figures().html),
        cells(page.latest_figures().html),
    )
    lines = {line["measure"]: line for line in page.summary()["headlines"]}
    for measure, of_index in INDEX.items():
        line = lines[of_index]
        yield name, year, measure, figure(at(key, measure, str(year)))
        yield name, year, measure, (line["text"], doubt(line["doubt"]))
        if at(key, measure, str(year - 1)) != NOT_FOUND:
            yield name, year - 1, measure, figure(at(key, measure, str(year - 1)))
        if measure in latest:
            yield name, int(latest[measure]["Date"][-4:]), measure, figure(latest[measure]["Figure"])
    for date, row in cells(page.trend_chart().table).items():
        yield name, int(date[-4:]), RSOS, figure(row[name])


def test_count_and_rate_of_an_area_are_one_on_all_pages_of_all_years_and_in_the_index(
    pages: Pages, region_pages: Regions
) -> None:
    told: dict[tuple[str, int, str], set[Figure]] = defaultdict(set)
    for (_, year), page in pages.items():
        for name, each, measure, told_of in own_figures(page, year):
            told[name, each, measure].add(told_of)
    for (_, year), shown in (pages | region_pages).items():
        area = isinstance(shown, AreaBriefing)
        table = cells(tables.region_table(shown.facts) if area else shown.side_by_side().html)  # type: ignore[arg-type,union-attr]
        for name in shown.facts.members:
            told[name, year, RSOS].add(figure(at(table, name, "RSOs")))
            told[name, year, RATES].add(figure(at(table, name, RATE_OF)))
    assert {of: said for of, said in told.items() if len(said) > 1} == {}
    assert told["Humberside", 2023, RSOS] == {("1,417 to 1,425", CHECK)}
    assert told["Lancashire", 2023, RATES] == {("218", CHECK)}
    assert told["Essex", 2020, RSOS] == {("1,596", "")}
    assert len(told) > 2 * 7 * 42


LEAD = re.compile(r"\((up|down)(?: by)? ([\d.]+%(?: to [\d.]+%)?)\)|gives a (rise|fall) of ([\d.]+%)")


def test_the_change_in_the_lead_is_that_of_the_table(pages: Pages) -> None:
    checked = 0
    for page in pages.values():
        lead = repr(page.headline())
        for way, size, moved, printed in LEAD.findall(lead):
            words = f"{way or {'rise': 'up', 'fall': 'down'}[moved]} {size or printed}"
            assert change(words) == change(at(cells(page.key_figures().html), RSOS, "Change")), lead
            checked += 1
    assert checked > 80


def test_a_change_across_a_break_is_not_comparable_on_every_page(known: Evidence) -> None:
    broken = replace(known, breaks=(*known.breaks, (COUNT, 2023, "Counted anew.")))
    bedfordshire, beside = (area_facts(broken, name, 2023) for name in ("Bedfordshire", "Cambridgeshire"))
    told = {
        at(cells(tables.key_figures(bedfordshire)), RSOS, "Change"),
        at(cells(tables.region_table(beside)), "Bedfordshire", ON_YEAR),
        at(cells(side_by_side(region_facts(broken, "East of England", 2023))), "Bedfordshire", ON_YEAR),
        at(
            cells(side_by_side(region_facts(broken, "East of England", 2023))),
            "East of England, all",
            ON_YEAR,
        ),
        *(one.text for one in headlines(bedfordshire) if one.measure == CHANGE),
    }
    assert told == {"not comparable"}


def statements(facts: FactSet) -> dict[tuple[str, ...], set[str]]:
    """What a page prints of each place, measure and date: figures as they stand, and changes on the year."""
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in facts:
        if one.missing or not facts.evidence.measures.get(one.measure, None):
            continue
        if one.role == "level" and facts.evidence.measures[one.measure].comparable:
            said[one.area, one.measure, one.period].add(numbers.figure(one))
        if one.role in ("change", "dependent") and one.measure == COUNT and not one.id.startswith("since"):
            said[one.area, f"change in {one.unit}", one.period].add(tables.signed(one))
    return said


def test_no_two_pages_of_any_year_print_two_figures_of_one_place_measure_and_date(known: Evidence) -> None:
    printed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    years = known_years(known)
    for year in some(years[-8:], years):
        made = [area_facts(known, area.name, year) for area in known.areas]
        for facts in (*made, *(region_facts(known, region, year) for region in known.regions)):
            for of, said in statements(facts).items():
                printed[of] |= said
    assert {of: said for of, said in printed.items() if len(said) > 1} == {}
    assert len(printed) > 1000


# Totals, and what the notes say ----------------------------------------------------------------------------

Row = tuple[str, str]


def unmarked(figure: str) -> str:
    return re.sub(r" [cdbr]$", "", figure)


def told_on(page: AreaBriefing) -> Iterator[tuple[str, Row]]:
    """Count, change and rate of region and nation in the two tables of an area's page."""
    beside, listed = cells(tables.region_table(page.facts)), cells(page.key_figures().html)
    region, year = page.facts.region, page.facts.year
    for place, row, column in (
        (NATION, NATION, f"{NATION}, {year}"),
        (region, f"{region}, all", f"{page.facts.region}, {year}"),
    ):
        if row in beside:
            yield from ((place, (name, at(beside, row, name))) for name in ("RSOs", ON_YEAR, RATE_OF))
            if (RSOS in listed and place != region) or len(page.facts.members) > 1:
                drawn = {"RSOs": listed.get(RSOS), RATE_OF: listed.get(RATES)}
                yield from (
                    (place, (name, at({row: cell}, row, column))) for name, cell in drawn.items() if cell
                )


def told_on_region(page: RegionBriefing) -> Iterator[tuple[str, Row]]:
    listed, region = cells(page.side_by_side().html), page.facts.region
    for place, row in ((NATION, NATION), (region, f"{region}, all")):
        if row in listed:
            yield from ((place, (name, at(listed, row, name))) for name in ("RSOs", ON_YEAR, RATE_OF))


def test_the_figures_of_a_region_and_of_england_and_wales_are_one_on_every_page(
    pages: Pages, region_pages: Regions
) -> None:
    told: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for (_, year), page in pages.items():
        for place, (name, text) in told_on(page):
            told[place, year, name].add(text)
    for (_, year), region in region_pages.items():
        for place, (name, text) in told_on_region(region):
            told[place, year, name].add(text)
    assert {of: said for of, said in told.items() if len(said) > 1} == {}

    def of(place: str) -> tuple[str, ...]:
        return tuple(*zip(*(told[place, 2023, name] for name in ("RSOs", ON_YEAR, RATE_OF)), strict=True))

    assert of("East of England") == ("6,343 d", "+0.6% to +1.1%", "113 c")
    # 1,418 + 628 + 4,114 + 2,962, three of them the least that a rate leaves
    assert of("North West") == ("at least 9,122", "not found", "not found")
    assert of(NATION) == ("68,357", "+2.4%", "129 c")


def test_the_index_gives_the_figures_of_england_and_wales_that_every_page_gives(pages: Pages) -> None:
    for page in pages.values():
        whole = {line["measure"]: line["text"] for line in page.summary()["nation"]["headlines"]}
        said = {row for place, row in told_on(page) if place == NATION}
        if not said:
            assert not page.region_chart().table
            continue
        assert {name for name, _ in said} == {"RSOs", ON_YEAR, RATE_OF}
        told = dict(said)
        assert len(said) == len(told)
        assert whole[COUNT] == unmarked(told["RSOs"])
        assert change(whole[CHANGE]) == change(told[ON_YEAR])
        assert whole[RATE] == unmarked(told[RATE_OF])


def test_the_least_that_a_region_can_have_is_one_number(known: Evidence) -> None:
    # Two of the four counts are found, each between bounds: 1,358 to 1,370 and 3,435 to 3,501.
    place, whole = "West Midlands region", region_facts(known, "West Midlands region", 2019)
    told = {
        at(cells(tables.key_figures(area_facts(known, "West Mercia", 2019))), RSOS, f"{place}, 2019"),
        at(cells(tables.region_table(area_facts(known, "Staffordshire", 2019))), f"{place}, all", "RSOs"),
        at(cells(side_by_side(whole)), f"{place}, all", "RSOs"),
    }
    assert told == {"at least 4,793"}


def notes(page: AreaBriefing | RegionBriefing) -> dict[str, set[str]]:
    """What the notes of a page say of each thing: all but inputs, sources and the grounds of a population."""
    listed = tables.entries(page.facts, [note_of(fact) for fact in page.facts if not fact.missing])
    said: dict[str, set[str]] = defaultdict(set)
    for note in re.findall(r"<li id=\"fact-.*?</li>", listed):
        text = re.sub(r"<[^>]+>", "", re.sub(r" \(from <a .*?</a>\)", "", note))
        of, _, told = re.sub(
            r" Source: [S\d, ]+\.|(?<=source: )[S\d, ]+|; population used by [^.]*", "", text
        ).partition(". ")
        said[of].add(told)
    return said


def test_no_two_notes_of_one_thing_differ_on_a_page_or_between_pages(
    pages: Pages, region_pages: Regions
) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for (_, year), page in (pages | region_pages).items():
        if year in (2021, 2023):
            for of, said in notes(page).items():
                told[of] |= said
    apart = {of for of, said in told.items() if len(said) > 1 and "inspection finding" not in of}
    # Two sources that contradict each other: both are listed, and the page says so.
    assert apart == {
        f"Warwickshire: {of}, disclosure scheme, 2011 to 2014" for of in ("Applications", "Disclosures")
    }


@pytest.mark.parametrize(("value", "told"), [(8.0, "+8%"), (-7.0, f"{MINUS}7%"), (19.42, "+19.4%")])
def test_a_change_that_is_printed_rounded_is_given_as_it_is_printed(value: float, told: str) -> None:
    half = 0.5 if value == int(value) else 0.005
    printed = fact("printed_percent", value - half, value + half, value=value, unit="per cent", decimals=1)
    assert tables.signed(printed) == told


# Two sources, two figures -----------------------------------------------------------------------------------

LISTS = (
    ("disclosure_scheme", "period", "value"),
    ("workload", "date", "value"),
    ("register_removals", "period", "value"),
)


def contradictions(table: str, period: str, value: str) -> set[tuple[str, str, str]]:
    """Force, measure and period of which the raw table has two numbers."""
    with (data_folder() / "raw" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row[value].isdecimal()]
    return {
        (one["force"], one["measure"], one[period])
        for one, other in combinations(rows, 2)
        if all(one[name] == other[name] for name in ("force", "measure", "unit", period))
        and one[value] != other[value]
    }


def test_a_page_that_lists_two_figures_of_one_period_says_that_sources_disagree(pages: Pages) -> None:
    found = {of for table in LISTS for of in contradictions(*table) if not of[0].startswith("National")}
    assert {force for force, *_ in found} == {"Warwickshire"}
    said = repr(pages["warwickshire", 2023].disclosure())
    assert "Sources disagree about applications (Warwickshire, 2011 to 2014): they give 59 and 1,084" in said
    assert "disclosures (Warwickshire, 2011 to 2014): they give 6 and 13" in said
    silent = {
        slug
        for (slug, year), page in pages.items()
        if year == 2023 and not any(one.variant == "conflict.open" for one in page.all_sentences)
    }
    assert silent == {slug for slug, year in pages if year == 2023} - {"warwickshire"}


def listed(value: float | str, **others: object) -> Fact:
    number = None if isinstance(value, str) else value
    made = fact("workload.1", number, value=value, period="2023-05", kind="workload", unit="visits")
    return Fact(**{**made.__dict__, "sources": (f"paper-{value}",), **others})


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (listed(40.0), listed(41.0), True),
        (listed(40.0), listed("50-60"), True),
        (listed(55.0), listed("50-60"), False),
        (listed(40.0), listed(41.0, period="2023-06"), False),
        (listed(40.0), listed(41.0, period="2023"), True),  # a month of that year
        (listed(40.0), listed(41.0, area="Surrey"), False),
        (listed(40.0), listed(41.0, unit="checks"), False),
        (listed(40.0), listed("many"), False),
        (listed("40-41", unit="text"), listed("50-51", unit="text"), False),
    ],
)
def test_listed_figures_contradict_each_other_where_both_cannot_be_right(
    first: Fact, second: Fact, apart: bool
) -> None:
    one, other = with_rivals([first, second])
    assert bool(one.disagrees) == bool(other.disagrees) == apart
    assert one.against == (second.sources if apart else ())
    assert len(disagreeing([one, other])) == apart


# One of a thing ---------------------------------------------------------------------------------------------

ONE_OF_MANY = re.compile(
    r"(?<![\d.,/-])\b(?:1|[Oo]ne) (?!plus|as|requires|was|is|has|lies)(?:[a-z]+(?<!s)s|people)\b"
)


def test_one_of_a_thing_is_never_called_by_its_plural(pages: Pages, region_pages: Regions) -> None:
    found = set()
    for (_, year), page in (pages | region_pages).items():
        if year in (2020, 2023):
            found |= set(ONE_OF_MANY.findall(plain(re.sub(r"<[^>]+>", "", page.words))))
    assert found - {"1 adequateoutstanding", "one series"} == set()


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("people", "1 person"),
        ("areas", "1 area"),
        ("disclosures", "1 disclosure"),
        ("changes", "1 change"),
        ("breaches", "1 breach"),
        ("RSOs", "1 RSO"),
    ],
)
def test_a_note_counts_one_as_one(known: Evidence, unit: str, told: str) -> None:
    one = fact("rso_count", 1, unit=unit)
    assert f"{told}, published" in tables.entries(World(known).facts(one), ["fact-rso-count"])


def test_a_note_that_the_row_before_has_is_not_said_again(pages: Pages) -> None:
    listed = tables.workload(pages["cleveland", 2023].facts)
    assert listed.count("interim orders, Sexual Offences Prevention Orders") == 1
    assert listed.count(f"<td>{tables.AS_ABOVE}</td>") == listed.count("SHPO breaches") - 1 > 2


def test_a_total_of_a_survey_is_one_on_the_pages_of_areas_and_of_the_nation(pages: Pages) -> None:
    norfolk = " ".join(plain(sentence.text) for sentence in pages["norfolk", 2023].all_sentences)
    nation = " ".join(plain(sentence.text) for sentence in NationBriefing(2023).all_sentences)
    assert "394 or 396 RSOs were reported missing" in norfolk
    assert "394 or 396 missing or wanted RSOs" in nation
