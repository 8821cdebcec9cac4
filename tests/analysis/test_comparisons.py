"""Over all areas at once: nothing is guessed, nothing is compared across a break, nothing confirms itself."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_tables import evidence_of, observation, printed

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.intervals import Interval
from helpers.data.evidence import NATION, Evidence, evidence
from helpers.data.observations import Observation

ARTICLE = "sex-offenders-register-cambridgeshire-numbers-in"
EAST = ("Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk")
PERCENT = "rso_change_percent"


# Levels -----------------------------------------------------------------------------------------------------


def test_the_counts_of_the_east_of_england_in_2023_are_those_of_the_sources(known: Evidence):
    found = compare.levels(known, COUNT, 2023)
    counts = {name: found[name].value for name in EAST}
    assert counts == dict(zip(EAST, (568, 987, 1848, 816, 1184, 940), strict=True))


@pytest.mark.parametrize("area", ["Gloucestershire", "Kent", "Leicestershire", "Warwickshire"])
def test_an_area_of_which_no_count_was_ever_found_is_given_none(known: Evidence, area: str):
    assert all(area not in compare.levels(known, COUNT, year) for year in range(2002, 2025))


def test_a_published_figure_is_passed_on_as_it_is(known: Evidence):
    assert compare.level(known, COUNT, 2023, "Essex") is known.get("Essex", 2023, COUNT)


def test_england_and_wales_in_march_2021_is_64300_to_the_nearest_hundred(known: Evidence):
    found = compare.levels(known, COUNT, 2021)[NATION]
    assert (found.value, found.low, found.high, found.status) == (64_300, 64_250, 64_349, "rounded")


def test_a_region_is_added_up_where_every_area_is_known(known: Evidence):
    found = compare.levels(known, COUNT, 2023)["East of England"]
    # 568 + 987 + 1,848 + 816 + 1,184 + 940
    assert (found.value, found.status) == (6343, "derived")
    assert "Bedfordshire 568 + Cambridgeshire 987 + Essex 1,848" in found.note
    for area in EAST:
        assert set(known.observations[area, 2023, COUNT].sources) <= set(found.sources)


def test_a_region_with_a_bounded_area_is_bounded(known: Evidence):
    found = compare.levels(known, COUNT, 2022)["East of England"]
    # 938 + 1,867 + 832 + 1,188 + 910 = 5,735, and 540 to 568 in Bedfordshire
    assert (found.value, found.low, found.high, found.status) == (None, 6275, 6303, "bounded")


def test_a_region_with_one_unknown_area_has_no_total(known: Evidence):
    parts = [observation(area, 2023, COUNT, 100) for area in EAST]
    whole, partial = evidence_of(known, *parts), evidence_of(known, *parts[:-1])
    assert compare.level(whole, COUNT, 2023, "East of England") is not None
    assert compare.level(partial, COUNT, 2023, "East of England") is None


@pytest.mark.parametrize("bounded", ["Bedfordshire", "Suffolk"])
def test_a_total_with_a_part_that_depends_on_a_statement_depends_on_it_too(known: Evidence, bounded: str):
    parts = [
        observation(area, 2023, COUNT, 100, 110, status="bounded", depends_on="paper-c")
        if area == bounded
        else observation(area, 2023, COUNT, 100)
        for area in EAST
    ]
    found = compare.level(evidence_of(known, *parts), COUNT, 2023, "East of England")
    assert found is not None
    assert found.depends_on == "paper-c"


def test_rates_are_never_added_up(known: Evidence):
    found = compare.level(known, RATE, 2023, "East of England")
    # 6,343 for 5,620,381 people aged 10 and over in mid-2021, not the sum of six rates
    assert found is not None
    assert found.value == pytest.approx(112.857, abs=0.001)


# Rates that were not published ------------------------------------------------------------------------------


def test_a_rate_is_computed_on_the_mid_year_that_the_published_rates_of_its_date_use(known: Evidence):
    found = compare.levels(known, RATE, 2020)["Suffolk"]
    # 854 for 676,354 people in mid-2019 (678,178 in mid-2020 would give 125.9)
    assert found.value == pytest.approx(126.265, abs=0.001)
    assert found.status == "computed"
    assert found.basis == "population aged 10+, mid-2019"
    assert "100,000 x 854 / 676,354 people aged 10 and over (mid-2019)" in found.note
    assert "13 of 13 fit" in found.how
    assert "ons-mye-2019" in found.sources
    assert set(known.observations["Suffolk", 2020, COUNT].sources) <= set(found.sources)


def test_a_computed_rate_of_2022_says_that_its_population_is_not_settled(known: Evidence):
    found = compare.levels(known, RATE, 2022)["Durham"]
    assert found.status == "computed"
    assert known.unsettled(2022)
    assert known.denominators[2022].evidence in found.how


def test_no_rate_is_computed_for_a_date_whose_population_is_not_known(known: Evidence):
    assert known.get("Suffolk", 2018, COUNT) is not None
    assert compare.level(known, RATE, 2018, "Suffolk") is None


def test_a_rate_of_a_bounded_count_is_bounded(known: Evidence):
    found = compare.computed_rate(known, 2019, "Bedfordshire")
    people = known.population["Bedfordshire", 2018].low
    assert found is not None
    assert found.value is None
    assert found.low == pytest.approx(1e5 * 601 / people)
    assert found.high == pytest.approx(1e5 * 606 / people)


def test_the_rate_of_england_and_wales_is_computed_where_only_one_in_n_was_printed(known: Evidence):
    found = compare.levels(known, RATE, 2023)[NATION]
    # 68,357 for 52,914,345 people in mid-2021; the printed 1 in 769 fits no count
    assert found.status == "computed"
    assert found.value == pytest.approx(129.184, abs=0.001)


# Worked back ------------------------------------------------------------------------------------------------


def test_without_the_article_938_is_the_only_count_that_987_and_5_22_per_cent_allow():
    found = compare.level(evidence(without=frozenset({ARTICLE})), COUNT, 2022, "Cambridgeshire")
    # 987 / 938 is +5.224%, 987 / 937 +5.336%, 987 / 939 +5.112%
    assert found is not None
    assert (found.value, found.low, found.high, found.status) == (938, 938, 938, "derived")
    assert found.sources == ("new-data-released-shows-number-of-sex-offenders",)
    assert found.period_end == "2022-03-31"
    assert "987" in found.note
    assert "5.22%" in found.note


def test_a_rise_printed_without_decimals_leaves_bounds(known: Evidence):
    small = evidence_of(
        known, observation("Thames Valley", 2020, COUNT, 1963), printed("Thames Valley", 2020, "39")
    )
    found = compare.level(small, COUNT, 2019, "Thames Valley")
    # 1,963 / 1.395 = 1,407.2 and 1,963 / 1.385 = 1,417.3
    assert found is not None
    assert (found.value, found.low, found.high, found.status) == (None, 1408, 1417, "bounded")


@given(earlier=st.integers(20, 3000), later=st.integers(1, 4000), decimals=st.integers(0, 2))
def test_the_true_count_is_always_among_those_worked_back(
    known: Evidence, earlier: int, later: int, decimals: int
):
    exact = Decimal(100 * later) / Decimal(earlier) - 100
    assume(-99 <= exact <= 100)  # from a printed -100% no upper bound follows
    text = str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    small = evidence_of(known, observation("Kent", 2023, COUNT, later), printed("Kent", 2023, text))
    found = compare.worked_back(small, COUNT, 2022, "Kent")
    assert found is not None
    assert found.low <= earlier <= found.high


@pytest.mark.parametrize(("earlier", "later", "text"), [(200, 245, "23"), (200, 299, "50"), (120, 147, "23")])
def test_a_change_that_lies_just_between_two_printed_ones_loses_no_count(
    known: Evidence, earlier: int, later: int, text: str
):
    # 200 to 245 is +22.5%, printed as 23: of the counts 199 and 200 both fit.
    small = evidence_of(known, observation("Kent", 2023, COUNT, later), printed("Kent", 2023, text))
    found = compare.worked_back(small, COUNT, 2022, "Kent")
    assert found is not None
    assert found.low <= earlier <= found.high


def test_nothing_is_worked_back_from_a_bound_or_from_a_statement(known: Evidence):
    percent = printed("Kent", 2023, "5")
    bounded = observation("Kent", 2023, COUNT, 500, 510, status="bounded")
    stated = observation("Kent", 2023, COUNT, 500, depends_on="paper-c")
    for later in (bounded, stated):
        assert compare.worked_back(evidence_of(known, later, percent), COUNT, 2022, "Kent") is None


def test_only_a_count_is_worked_back(known: Evidence):
    small = evidence_of(known, observation("Kent", 2023, "cat2_violent", 200), printed("Kent", 2023, "5"))
    assert compare.level(small, "cat2_violent", 2022, "Kent") is None


def test_a_change_known_only_between_bounds_works_back_to_bounds(known: Evidence):
    nearly_four = replace(printed("Kent", 2023, "3.5"), low=3.0, high=4.0, value=None)
    small = evidence_of(known, observation("Kent", 2023, COUNT, 1040), nearly_four)
    found = compare.worked_back(small, COUNT, 2022, "Kent")
    # 1,040 / 1.04 = 1,000 and 1,040 / 1.03 = 1,009.7
    assert found is not None
    assert (found.low, found.high) == (1000, 1009)


def test_a_count_and_a_change_that_no_whole_number_fits_give_nothing(known: Evidence):
    # 10 after a rise of 5.22% would be 9.5 before.
    small = evidence_of(known, observation("Kent", 2023, COUNT, 10), printed("Kent", 2023, "5.22"))
    assert compare.worked_back(small, COUNT, 2022, "Kent") is None


# From a rate ------------------------------------------------------------------------------------------------


def test_a_count_that_rate_and_population_leave_close_together_is_given_with_its_bounds(known: Evidence):
    found = compare.level(known, COUNT, 2023, "Humberside")
    # A published 170 is 169.5 to 170.5 of 835,854 people in mid-2021: 1,416.8 to 1,425.1.
    assert found is not None
    assert (found.value, found.low, found.high, found.status) == (None, 1417, 1425, "bounded")
    assert "11 of 12 fit" in found.how
    assert {"ons-mye-2021"} < set(found.sources)


def test_a_count_from_a_rate_never_stands_in_for_what_a_source_prints(known: Evidence):
    for (area, year, measure), printed_ in known.observations.items():
        if measure == COUNT:
            assert compare.level(known, COUNT, year, area) is printed_


def test_a_count_from_a_rate_is_gone_with_the_sources_of_the_rate(known: Evidence):
    rate = known.get("Humberside", 2023, RATE)
    assert rate is not None
    assert compare.level(evidence(without=frozenset(rate.sources)), COUNT, 2023, "Humberside") is None


def test_a_rate_is_never_worked_out_or_checked_by_a_count_that_was_made_from_it(known: Evidence):
    assert compare.computed_rate(known, 2023, "Humberside") is None


@pytest.mark.parametrize(
    ("year", "low", "high"),
    [
        (2022, 165.5, 166.5),  # whose population is not settled
        (2018, 165.5, 166.5),  # whose population is not known
        (2023, 165.0, 169.0),  # which leaves more than 2% of the count open
    ],
)
def test_no_count_follows_from_a_rate_of_an_unsettled_date_or_of_wide_bounds(
    known: Evidence, year: int, low: float, high: float
):
    small = evidence_of(known, observation("Gwent", year, RATE, low, high, status="published"))
    assert compare.level(small, COUNT, year, "Gwent") is None


def test_every_count_that_is_found_is_one_that_the_rate_of_a_settled_date_leaves(known: Evidence):
    apart = {
        (area, year)
        for (area, year, measure), count in known.observations.items()
        if measure == COUNT
        and (left := compare.from_rate(known, COUNT, year, area))
        and not (left.low <= count.high and count.low <= left.high)
    }
    assert apart == set()


# Changes ----------------------------------------------------------------------------------------------------


def test_cambridgeshire_rose_from_938_to_987(known: Evidence):
    found = compare.changes(known, COUNT, 2023)["Cambridgeshire"]
    assert (found.old.value, found.new.value) == (938, 987)
    assert found.number == Interval(49, 49)
    assert found.percent is not None
    assert found.percent.low == pytest.approx(5.2239, abs=0.0001)


def test_england_and_wales_rose_by_2_9_to_3_1_per_cent_to_march_2021(known: Evidence):
    found = compare.changes(known, COUNT, 2021)[NATION]
    assert found.number == Interval(1815, 1914)
    assert found.percent is not None
    assert (round(found.percent.low, 1), round(found.percent.high, 1)) == (2.9, 3.1)


def test_a_change_can_reach_back_over_several_years(known: Evidence):
    found = compare.changes(known, COUNT, 2020, 2011)["Cumbria"]
    assert (found.old.value, found.new.value, found.number) == (321, 594, Interval(273, 273))


def test_no_area_has_a_change_of_rates_across_the_break_of_2022(known: Evidence):
    found = compare.changes(known, RATE, 2022)
    assert len(found) > 5
    for change in found.values():
        assert (change.number, change.percent) == (None, None)
        assert "Census 2021" in change.why_not


@pytest.mark.parametrize(
    ("since", "until", "broken"), [(2020, 2021, False), (2021, 2023, True), (2022, 2023, False)]
)
def test_a_break_parts_only_the_years_on_its_two_sides(known: Evidence, since: int, until: int, broken: bool):
    found = compare.changes(known, RATE, until, since)
    assert found
    assert all(bool(change.why_not) == broken for change in found.values())
    assert all((change.number is None) == broken for change in found.values())


def test_counts_are_compared_across_the_break_of_the_rates(known: Evidence):
    assert compare.changes(known, COUNT, 2022)["Northamptonshire"].number == Interval(8, 8)


# Ranks ------------------------------------------------------------------------------------------------------

FOUR = ("A", "B", "C", "D")


def exact(**values: float) -> dict[str, Interval]:
    return {name: Interval(value, value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("values", "among_known", "among_all"),
    [
        ({"A": 9, "B": 7, "C": 5, "D": 3}, (1, 1), (1, 1)),
        ({"A": 5, "B": 7, "C": 9, "D": 3}, (3, 3), (3, 3)),
        ({"A": 5, "B": 7}, (2, 2), (2, 4)),
        ({"A": 5}, (1, 1), (1, 4)),
        ({"A": 5, "B": 5, "C": 9}, (2, 2), (2, 3)),
    ],
)
def test_each_area_without_a_figure_opens_one_more_place(
    values: dict[str, float], among_known: tuple[int, int], among_all: tuple[int, int]
):
    rank = compare.rank(exact(**values), "A", FOUR)
    assert rank is not None
    assert rank.among_known == Interval(*among_known)
    assert rank.among_all == Interval(*among_all)
    assert (rank.known, rank.of) == (len(values), 4)


def test_an_area_without_a_figure_has_no_rank():
    assert compare.rank(exact(B=7, C=5), "A", FOUR) is None


def test_figures_from_outside_the_group_do_not_count():
    rank = compare.rank(exact(A=5, B=3, E=9), "A", FOUR)
    assert rank is not None
    assert (rank.among_known, rank.known) == (Interval(1, 1), 2)


# The same change, in per cent, over all areas ---------------------------------------------------------------


def test_cambridgeshires_rise_is_the_highest_of_the_five_forces_known_for_both_years(known: Evidence):
    percents = compare.percent_changes(known, 2023)
    rank = compare.rank(percents, "Cambridgeshire", EAST)
    assert rank is not None
    assert set(percents) & set(EAST) == set(EAST) - {"Bedfordshire"}
    assert (rank.among_known, rank.known) == (Interval(1, 1), 5)
    assert (rank.among_all, rank.of) == (Interval(1, 2), 6)


def test_a_change_that_rests_on_a_statement_about_these_changes_is_left_out(known: Evidence):
    assert known.observations["Bedfordshire", 2022, COUNT].depends_on == ARTICLE
    assert "Bedfordshire" in compare.changes(known, COUNT, 2023)
    assert "Bedfordshire" not in compare.percent_changes(known, 2023)


def test_a_printed_change_stands_in_for_counts_that_were_not_found(known: Evidence):
    found = compare.percent_changes(known, 2023)["Humberside"]
    assert known.get("Humberside", 2023, COUNT) is None
    assert (found.low, found.high) == (pytest.approx(-20.675), pytest.approx(-20.665))


def test_the_counts_go_before_the_printed_change(known: Evidence):
    found = compare.percent_changes(known, 2023)["Essex"]
    # 1,848 against 1,867; a paper prints -1.92
    assert found.exact
    assert found.low == pytest.approx(-1.0177, abs=0.0001)


# A percentage that does not follow from its two counts is a slip that articles make: the counts are used.
SLIPS = {("Derbyshire", 2014), (NATION, 2017)}


def test_but_for_two_slips_no_printed_change_contradicts_the_counts_in_silence(known: Evidence):
    found = set()
    for year in range(2003, 2025):
        for place, change in compare.changes(known, COUNT, year).items():
            told = known.get(place, year, PERCENT)
            if told and change.percent and not told.disagrees and apart(told, change.percent):
                found.add((place, year))
    assert found == SLIPS


def apart(one: Observation, other: Interval) -> bool:
    return one.low > other.high + 1e-9 or other.low > one.high + 1e-9


def test_an_analyst_gets_one_row_for_each_place(known: Evidence):
    table = compare.as_frame(compare.levels(known, COUNT, 2023))
    assert table.index.is_unique
    assert table.loc["Cambridgeshire", "value"] == 987
    assert not any(math.isnan(low) for low in table["low"])


# Fewer than five --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"), [((4, 4), (8, 8)), ((8, 8), (4, 4)), ((3, 9), (12, 12)), ((0, 0), (5, 5))]
)
def test_fewer_than_five_are_never_given_a_percentage(old: tuple[int, int], new: tuple[int, int]):
    change = compare.between(observation("Kent", 2022, COUNT, *old), observation("Kent", 2023, COUNT, *new))
    assert change.number is not None
    assert change.percent is None


def test_five_are_given_a_percentage():
    change = compare.between(observation("Kent", 2022, COUNT, 5), observation("Kent", 2023, COUNT, 6))
    assert change.percent is not None
    assert change.percent.low == pytest.approx(20)


def test_a_change_of_few_has_no_place_among_changes(known: Evidence):
    few = [observation("Essex", 2022, COUNT, 3), observation("Essex", 2023, COUNT, 6)]
    assert "Essex" not in compare.percent_changes(evidence_of(known, *few), 2023)
