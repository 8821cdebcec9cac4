"""The facts of an area: each can be traced, each bound holds, and missing figures are said to be missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from small_tables import evidence_of, observation

from helpers.analysis import area_facts as maker
from helpers.analysis.area_facts import area_facts, known_years
from helpers.analysis.comparison_facts import change_facts
from helpers.analysis.comparisons import COUNT, RATE, between
from helpers.analysis.facts import Fact, Facts
from helpers.data.areas import slug
from helpers.data.errors import UnknownArea
from helpers.data.evidence import Evidence, evidence
from helpers.data.rows import Plain
from helpers.pages import AreaBriefing
from helpers.present.wording import anchor

Pages = dict[tuple[str, int], AreaBriefing]
STATUSES = {"published", "rounded", "revised", "derived", "bounded", "computed", "noted", "missing"}


@pytest.fixture(scope="module")
def every_fact(pages: Pages) -> list[tuple[Facts, Fact]]:
    return [(page.facts, fact) for page in pages.values() for fact in page.facts]


def where(facts: Facts, fact: Fact) -> str:
    return f"{facts.area.slug} {facts.year} {fact.id}"


# Every fact of every page -----------------------------------------------------------------------------------


def test_every_fact_has_a_unit_a_kind_an_area_and_a_status(every_fact: list[tuple[Facts, Fact]]):
    lacking = {
        where(facts, fact)
        for facts, fact in every_fact
        if not (fact.unit and fact.kind and fact.area and fact.status in STATUSES)
    }
    assert lacking == set()


def test_every_fact_that_was_found_has_a_source_or_a_formula(every_fact: list[tuple[Facts, Fact]]):
    lacking = {
        (facts.area.slug, fact.id)
        for facts, fact in every_fact
        if not fact.missing and not fact.sources and not fact.formula
    }
    assert lacking == set()


def test_every_computed_fact_says_how(every_fact: list[tuple[Facts, Fact]]):
    lacking = {
        where(facts, fact)
        for facts, fact in every_fact
        if fact.status in ("computed", "derived", "bounded") and not fact.formula
    }
    assert lacking == set()


def test_every_source_of_a_fact_is_one_of_the_sources(known: Evidence, every_fact: list[tuple[Facts, Fact]]):
    unknown = {source for _, fact in every_fact for source in fact.sources} - set(known.sources)
    assert unknown == set()


def test_a_missing_fact_holds_no_number(every_fact: list[tuple[Facts, Fact]]):
    holding = {
        where(facts, fact)
        for facts, fact in every_fact
        if fact.missing and (fact.value, fact.low, fact.high) != (None, None, None)
    }
    assert holding == set()


def test_a_number_lies_within_its_bounds_unless_it_was_printed_as_more_than_that(
    every_fact: list[tuple[Facts, Fact]],
):
    outside = {
        where(facts, fact)
        for facts, fact in every_fact
        if isinstance(fact.value, float | int)
        and fact.status != "rounded"
        and not (fact.low is not None and fact.high is not None and fact.low <= fact.value <= fact.high)
    }
    assert outside == set()


# What is a range by its nature is not a figure known only between bounds.
RANGES = ("limits of the funnel plot", "95% interval", "usual range")


def test_a_figure_known_only_between_bounds_is_never_called_certain(every_fact: list[tuple[Facts, Fact]]):
    bounded = [
        (facts, fact)
        for facts, fact in every_fact
        if fact.value is None and fact.low is not None and not fact.kind.startswith(RANGES)
    ]
    assert len(bounded) > 100
    called = {where(facts, fact) for facts, fact in bounded if fact.certain or fact.low == fact.high}
    assert called == set()


def test_the_inputs_of_a_fact_are_facts_of_the_same_page(every_fact: list[tuple[Facts, Fact]]):
    dangling = {
        (fact.id, name)
        for facts, fact in every_fact
        for name in fact.inputs
        if not fact.missing and name not in facts.items
    }
    assert dangling == set()


@pytest.mark.parametrize("year", [2019, 2020, 2022, 2023])
def test_no_fact_is_made_twice_so_that_none_is_lost(known: Evidence, year: int):
    for area in known.areas:
        made = [fact.id for make in maker.COMPARED for fact in make(known, area, year)]
        made += [fact.id for make in maker.LISTED for fact in make(known, area)]
        twice = [identity for identity, times in Counter(made).items() if times > 1]
        assert twice == [], area.name


def test_no_two_facts_of_a_page_share_an_entry(pages: Pages):
    for page in pages.values():
        anchors = Counter(anchor(fact.id) for fact in page.facts)
        assert max(anchors.values()) == 1


def test_no_percentage_stands_on_a_base_under_five(every_fact: list[tuple[Facts, Fact]]):
    checked = 0
    for facts, fact in every_fact:
        previous = facts.items.get(fact.id.removesuffix("percent") + "previous")
        if fact.id.endswith(".percent") and previous is not None:
            checked += 1
            assert previous.low is not None, where(facts, fact)
            assert previous.low >= 5, where(facts, fact)
    assert checked > 50


def test_a_rank_is_certain_only_where_every_area_has_a_figure(every_fact: list[tuple[Facts, Fact]]):
    for facts, fact in every_fact:
        if fact.kind == "rank" and fact.known < fact.of:
            assert not fact.certain, where(facts, fact)
            assert fact.low is not None
            assert fact.high is not None
            assert fact.high - fact.low >= fact.of - fact.known, where(facts, fact)


def test_two_rates_are_put_in_order_just_where_their_bounds_lie_apart(every_fact: list[tuple[Facts, Fact]]):
    seen = set()
    for facts, fact in every_fact:
        if fact.kind == "comparison":
            mine, theirs = facts[RATE].interval, facts[f"{RATE}.{fact.id.rpartition('_')[2]}"].interval
            assert mine is not None
            assert theirs is not None
            if mine.low == theirs.high or mine.high == theirs.low:
                continue  # rates rounded to neighbouring whole numbers
            apart = {"higher": mine.low > theirs.high, "lower": mine.high < theirs.low}
            expected = next((way for way, holds in apart.items() if holds), "undecided")
            assert fact.value == expected, where(facts, fact)
            seen.add(fact.value)
    assert seen == {"higher", "lower", "undecided"}


def test_the_same_figure_is_the_same_on_every_page(pages: Pages):
    told: dict[tuple[str, str, str], set[tuple[object, ...]]] = {}
    for page in pages.values():
        for fact in page.facts:
            if fact.kind.endswith("level") and not fact.missing:
                key = (fact.measure, fact.area, fact.period)
                told.setdefault(key, set()).add((fact.value, fact.low, fact.high, fact.status, fact.sources))
    assert {key: figures for key, figures in told.items() if len(figures) > 1} == {}


# One area, by hand ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cambridgeshire(known: Evidence) -> Facts:
    return area_facts(known, "Cambridgeshire", 2023)


@pytest.mark.parametrize(
    ("identity", "low", "high", "unit"),
    [
        (COUNT, 987, 987, "people"),
        (f"{COUNT}.previous", 938, 938, "people"),
        (f"{COUNT}.change", 49, 49, "people"),
        # 49 / 938
        (f"{COUNT}.percent", 5.2239, 5.2239, "per cent"),
        # LBC's 1 in 806 leaves the whole-number rate 124
        (RATE, 123.5, 124.5, "per 100,000 people aged 10 and over"),
        # 68,357 / 52,914,345 in mid-2021
        (f"{RATE}.nation", 129.184, 129.184, "per 100,000 people aged 10 and over"),
        # 568 + 987 + 1,848 + 816 + 1,184 + 940
        (f"{COUNT}.region", 6343, 6343, "people"),
        # 68,357 against 66,741
        (f"{COUNT}.nation.percent", 2.4213, 2.4213, "per cent"),
        # Norfolk 143, Suffolk 137, then Cambridgeshire 124, Essex 112, Bedfordshire 92, Hertfordshire 77
        (f"{RATE}.rank_region", 3, 3, "place, 1 being highest"),
        # Essex 1,848, Norfolk 1,184, then Cambridgeshire
        (f"{COUNT}.rank_region", 3, 3, "place, 1 being highest"),
        ("percent.rank_region.known", 1, 1, "place, 1 being highest"),
        ("percent.rank_region", 1, 2, "place, 1 being highest"),
        ("printed_percent", 5.215, 5.225, "per cent"),
        # 940 against 910, worked back from the printed 3.3%
        ("among.suffolk.percent", 3.2967, 3.2967, "per cent"),
    ],
)
def test_the_facts_of_cambridgeshire_in_2023_are_those_worked_out_by_hand(
    cambridgeshire: Facts, identity: str, low: float, high: float, unit: str
):
    fact = cambridgeshire[identity]
    assert fact.low == pytest.approx(low, abs=0.0005)
    assert fact.high == pytest.approx(high, abs=0.0005)
    assert fact.unit == unit


def test_a_change_names_what_it_is_compared_with_and_where_both_figures_are_from(cambridgeshire: Facts):
    change = cambridgeshire[f"{COUNT}.change"]
    assert (change.comparator, change.period) == ("2022-03-31", "2023-03-31")
    assert change.formula == "figure at 2023-03-31 less figure at 2022-03-31"
    assert set(change.sources) == {
        *cambridgeshire[COUNT].sources,
        *cambridgeshire[f"{COUNT}.previous"].sources,
    }


def test_what_was_not_found_is_a_fact_that_no_sentence_can_take_for_a_figure(cambridgeshire: Facts):
    assert cambridgeshire["revocations"].missing
    assert cambridgeshire.get("revocations") is None
    assert cambridgeshire.get("no.such.fact") is None


def test_a_change_of_rates_across_the_break_of_2022_is_missing_with_its_reason(known: Evidence):
    facts = area_facts(known, "Essex", 2022)
    change = facts.items[f"{RATE}.change"]
    assert change.missing
    assert "Census 2021" in change.note
    assert f"{RATE}.percent" not in facts.items
    assert facts[f"{COUNT}.change"].value == 1867 - 1684


def test_an_area_without_any_count_has_no_change_no_rank_and_no_series(known: Evidence):
    facts = area_facts(known, "Gloucestershire", 2023)
    assert facts[COUNT].missing
    for identity in (f"{COUNT}.change", f"{COUNT}.percent", f"{COUNT}.rank_region", "since_first.change"):
        assert facts.get(identity) is None
    assert facts.group("series") == []
    assert facts["trend.years"].value == 0


def test_the_nearest_earlier_figure_is_offered_and_else_the_first_later_one(known: Evidence):
    later = observation("Kent", 2023, COUNT, 1500)
    earlier, earliest = observation("Kent", 2019, COUNT, 1300), observation("Kent", 2011, COUNT, 900)
    both = area_facts(evidence_of(known, later, earlier, earliest), "Kent", 2021)
    assert both[f"{COUNT}.latest"].value == 1300
    only_later = area_facts(evidence_of(known, later), "Kent", 2021)
    assert only_later[f"{COUNT}.latest"].value == 1500


def test_london_has_the_answers_of_both_its_forces(known: Evidence):
    facts = area_facts(known, "London", 2023)
    answered = {fact.area for fact in facts.group("missing_rso") if fact.kind == "survey answer"}
    assert answered == {"Metropolitan", "City of London"}
    assert facts["grade.metropolitan.2023_25"].value == "inadequate"


def test_the_steps_count_only_years_in_a_row(known: Evidence):
    counts = {2011: 100, 2012: 110, 2013: 105, 2015: 120, 2016: 120}
    small = evidence_of(known, *(observation("Kent", year, COUNT, value) for year, value in counts.items()))
    facts = area_facts(small, "Kent", 2016)
    found = {name: facts[f"trend.{name}"].value for name in ("years", "pairs", "rises", "falls")}
    # 2012 rose, 2013 fell, 2015 has no year before it, 2016 stayed
    assert found == {"years": 5, "pairs": 3, "rises": 1, "falls": 1}


def test_years_after_the_reports_year_are_no_part_of_its_trend(known: Evidence):
    counts = {2019: 100, 2020: 110, 2021: 120, 2022: 90}
    small = evidence_of(known, *(observation("Kent", year, COUNT, value) for year, value in counts.items()))
    facts = area_facts(small, "Kent", 2021)
    assert facts["trend.years"].value == 3
    assert facts["since_first.change"].value == 20


@pytest.mark.parametrize(("old", "percent"), [(4, False), (5, True)])
def test_a_percentage_is_given_from_a_base_of_five(known: Evidence, old: int, percent: bool):
    change = between(
        observation("Kent", 2022, "revocations", old), observation("Kent", 2023, "revocations", 8)
    )
    made = {fact.id: fact for fact in change_facts(known, "revocations", change)}
    assert made["revocations.change"].value == 8 - old
    assert ("revocations.percent" in made) == percent


def test_a_printed_percentage_of_a_neighbour_is_used_only_where_its_counts_are_not_known(known: Evidence):
    facts = area_facts(known, "North Yorkshire", 2023)
    assert facts["among.humberside.percent"].value == -20.67
    assert area_facts(known, "Suffolk", 2023)["among.essex.percent"].low == pytest.approx(-1.0177, abs=1e-4)


def test_a_duration_that_only_the_second_of_two_sources_gives_is_not_lost(known: Evidence):
    surveys = known.surveys.copy()
    same = surveys[(surveys["survey"] == "PA FOI 2015") & (surveys["force"] == "Cambridgeshire")].index
    assert len(same) == 2
    surveys.loc[same[0], ["min_duration_years", "max_duration_years"]] = None
    facts = area_facts(
        replace(known, tables={**known.tables, "surveys": Plain.of(surveys)}), "Cambridgeshire", 2023
    )
    assert (facts["missing_rso.1.min"].value, facts["missing_rso.1.max"].value) == (2, 8)


@pytest.mark.parametrize("area", ["Cambridgeshire", "Greater Manchester", "London"])
def test_facts_can_be_made_without_the_source_of_a_surveys_total(area: str):
    source = "hundreds-of-sex-offenders-missing-police-figures"
    facts = area_facts(evidence(without=frozenset({source})), area, 2023)
    assert facts.group("missing_rso")
    assert not any(source in fact.sources for fact in facts)


def test_an_area_that_is_none_of_the_42_is_refused(known: Evidence):
    with pytest.raises(UnknownArea):
        area_facts(known, "Yorkshire", 2023)


def test_every_member_of_a_region_has_a_count_and_a_rate_or_is_missing(cambridgeshire: Facts):
    for name in cambridgeshire.members:
        for part in ("count", "rate"):
            assert f"among.{slug(name)}.{part}" in cambridgeshire.items


def test_the_years_of_the_data_run_from_2002_to_2024(known: Evidence):
    assert known_years(known) == range(2002, 2025)
