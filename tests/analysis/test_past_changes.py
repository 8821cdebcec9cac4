"""A change beside earlier changes: what is usual, what is too large for a trend, and what is not bridged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tables import evidence_of, observation

from helpers.analysis import past_changes
from helpers.analysis.area_facts import area_facts
from helpers.analysis.comparisons import COUNT
from helpers.analysis.intervals import Interval
from helpers.analysis.past_changes import Past, is_step, last_stretch, past_of, place_in_range
from helpers.data.evidence import Evidence

STEPS = {
    ("Thames Valley", 2020),
    ("Cleveland", 2021),
    ("Humberside", 2023),
    ("Lancashire", 2023),
    ("Lancashire", 2024),  # its rate fell from 218 to 178
    ("Cleveland", 2024),
    ("Gwent", 2024),
}


def test_median_and_deviation_are_those_of_scipy():
    # numpy.median and scipy.stats.median_abs_deviation(scale="normal") of the same ten changes, scipy 1.17.1
    found = past_of([5.2, -1.1, 3.3, 8.0, 2.2, 14.0, 4.4, 33.2, 0.5, 6.1])
    assert found.number == 10
    assert found.median == pytest.approx(4.8)
    assert found.deviation == pytest.approx(4.2995464336662454, rel=1e-5)


@given(st.lists(st.floats(-20, 20), min_size=20, max_size=60), st.floats(1e3, 1e6))
def test_one_odd_year_hardly_moves_what_is_usual(changes: list[float], odd: float):
    ordered = sorted(changes)
    found = past_of([*changes, odd])
    middle = len(ordered) // 2
    assert ordered[middle - 1] <= found.median <= ordered[min(middle + 1, len(ordered) - 1)]
    assert found.deviation <= 1.4826 * 40


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 5, "within"),
        (-1, 12, "within"),
        (12.1, 13, "above"),
        (-3, -1.1, "below"),
        (11, 13, "undecided"),
        (-2, 14, "undecided"),
    ],
)
def test_a_change_is_placed_only_where_both_its_bounds_agree(low: float, high: float, expected: str):
    assert place_in_range(Interval(low, high), Interval(-1, 12)) == expected


def test_a_step_lies_more_than_three_and_a_half_deviations_from_the_median():
    before = Past(40, 4, 4)
    assert not is_step(Interval(18, 18), before)
    assert is_step(Interval(18.1, 18.1), before)
    assert is_step(Interval(-10.1, -10.1), before)
    assert not is_step(Interval(17, 19), before)


def test_no_step_is_suspected_where_no_deviation_is_known():
    assert not is_step(Interval(50, 50), Past(40, 4, 0))


def test_the_steps_of_2020_to_2024_are_those_that_the_sources_warn_of(known: Evidence):
    found = {
        (area.name, year)
        for area in known.areas
        for year in past_changes.suspected_steps(known, area.name)
        if year >= 2020
    }
    assert found == STEPS


def test_years_after_a_step_stand_alone():
    changes = {2021: Interval(33, 33), 2024: Interval(-18, -18)}
    years = list(range(2018, 2025))
    assert last_stretch(years, changes) == [2024]
    assert last_stretch(years[:-1], changes) == [2021, 2022, 2023]
    assert last_stretch(years[:3], changes) == [2018, 2019, 2020]
    assert last_stretch([], changes) == []


@pytest.mark.parametrize("year", range(2020, 2025))
def test_no_change_over_years_and_no_count_of_rises_bridges_a_step(known: Evidence, year: int):
    for area in known.areas:
        facts = area_facts(known, area.name, year)
        since = facts.get("since_first.change")
        if since is not None:
            inside = [
                step
                for step in past_changes.suspected_steps(known, area.name)
                if since.comparator[:4] < str(step) <= since.period[:4]
            ]
            assert inside == [], (area.name, year)


def test_cleveland_in_2023_is_told_from_2021_on_and_in_2024_not_at_all(known: Evidence):
    before, after = area_facts(known, "Cleveland", 2023), area_facts(known, "Cleveland", 2024)
    assert before["since_first.change"].comparator == "2021-03-31"
    assert before["trend.pairs"].value == 2
    assert after.get("since_first.change") is None
    assert after["trend.pairs"].value == 0


def test_nothing_is_usual_with_fewer_than_twenty_earlier_changes(known: Evidence):
    places = [area.name for area in known.areas][:10]
    few = [
        observation(name, year, COUNT, 1000 + 10 * year) for name in places[:9] for year in (2020, 2021, 2022)
    ]
    enough = [observation(places[9], year, COUNT, 1000 + 10 * year) for year in (2019, 2020, 2021, 2022)]
    assert past_changes.of_all(evidence_of(known, *few), 2023) is None
    assert past_changes.of_all(evidence_of(known, *few, *enough), 2023) is not None


def test_own_changes_are_those_since_the_last_step_and_five_at_least(known: Evidence):
    assert past_changes.of_own(known, "Cleveland", 2021) is not None
    assert past_changes.of_own(known, "Cleveland", 2024) is None
    assert len(past_changes.own_changes(known, "Cleveland", 2024)) == 2


def test_changes_older_than_ten_years_do_not_say_what_is_usual(known: Evidence):
    old = [
        observation(area.name, year, COUNT, 100 * (year - 1990))
        for area in known.areas
        for year in (2003, 2004)
    ]
    assert past_changes.of_all(evidence_of(known, *old), 2014) is not None
    assert past_changes.of_all(evidence_of(known, *old), 2015) is None
