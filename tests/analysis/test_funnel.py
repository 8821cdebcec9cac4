"""The funnel plot: its formulas by other implementations, its verdicts by what a funnel plot is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import evidence_of, observation

from helpers.analysis.comparisons import COUNT
from helpers.analysis.funnel import (
    Funnel,
    control_limits,
    dispersion,
    funnel,
    position_to_limits,
    spread_between,
    winsorised,
    z_score,
)
from helpers.analysis.intervals import Interval
from helpers.data.evidence import NATION, Evidence

# Twelve made-up areas, and what numpy 2.4, scipy 1.17 and statsmodels 0.15 make of them.
OBSERVED = (1596, 594, 987, 6581, 816, 2053, 1116, 940, 1184, 568, 1848, 423)
EXPECTED = (1936, 537, 1029, 9260, 1369, 1675, 650, 890, 1070, 797, 2134, 400)
WEIGHTS = [4 * each for each in EXPECTED]
SCORES = [z_score(o / e, e) for o, e in zip(OBSERVED, EXPECTED, strict=True)]


def test_a_z_score_is_twice_the_difference_of_the_square_roots():
    assert z_score(1600 / 1936, 1936) == pytest.approx(2 * (40 - 44))


def test_the_scores_are_drawn_in_to_the_deciles_of_numpy():
    found = winsorised(SCORES)
    assert min(found) == pytest.approx(-16.061402884763524)
    assert max(found) == pytest.approx(8.22959183956979)
    inside = [score for score in SCORES if -16 < score < 8.2]
    assert [score for score in found if -16 < score < 8.2] == inside


def test_the_dispersion_is_that_of_numpy():
    assert dispersion(winsorised(SCORES)) == pytest.approx(71.5481953143484)


def test_the_spread_between_areas_is_that_of_statsmodels():
    # combine_effects(sqrt(O / E), 1 / (4 E), method_re="chi2"): q 1176.73..., tau2 0.01714...
    assert spread_between(1176.7333801216882 / 12, WEIGHTS) == pytest.approx(0.01714306133919555, rel=1e-9)


@pytest.mark.parametrize(
    ("level", "low", "high"),
    [(0.95, 72.30016925502159, 178.4965603220242), (0.998, 50.44406429777051, 217.88158920244086)],
)
def test_the_limits_are_those_of_scipys_normal_deviates(level: float, low: float, high: float):
    population = 650 / 119.5 * 1e5
    found = control_limits(119.5, population, 0.012464331711547549, level)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


def test_without_spread_the_limits_are_those_of_chance_alone():
    # 1.96 standard errors of the square root of a count of 400: (20 -+ 0.98)^2 / 4
    found = control_limits(100, 400_000, 0, 0.95)
    assert (found.low, found.high) == pytest.approx((19.02**2 / 4, 20.98**2 / 4), rel=1e-4)


@given(st.lists(st.floats(-50, 50), min_size=10, max_size=60))
def test_drawing_in_never_widens_and_keeps_the_order(scores: list[float]):
    found = winsorised(scores)
    assert len(found) == len(scores)
    assert dispersion(found) <= max(score * score for score in scores) + 1e-9
    assert min(scores) - 1e-9 <= min(found) <= max(found) <= max(scores) + 1e-9
    ordered = sorted(zip(scores, found, strict=True))
    assert all(one[1] <= other[1] for one, other in pairwise(ordered))


@given(st.lists(st.floats(10, 50_000), min_size=2, max_size=42))
def test_where_areas_differ_by_chance_alone_nothing_is_added(weights: list[float]):
    assert spread_between(1 - 1 / len(weights), weights) == pytest.approx(0, abs=1e-12)
    assert spread_between(0.5 / len(weights), weights) == 0


@given(
    target=st.floats(50, 200),
    population=st.integers(100_000, 9_000_000),
    spread=st.floats(0, 0.05),
    more=st.floats(0.0001, 0.05),
)
def test_limits_hold_the_target_and_widen_with_spread_and_level(
    target: float, population: int, spread: float, more: float
):
    inner, outer = (
        control_limits(target, population, spread, 0.95),
        control_limits(target, population, spread, 0.998),
    )
    assert outer.low <= inner.low < target < inner.high < outer.high
    wider = control_limits(target, population, spread + more, 0.95)
    assert wider.low <= inner.low
    assert inner.high < wider.high
    larger = control_limits(target, 2 * population, spread, 0.95)
    assert inner.low < larger.low
    assert larger.high < inner.high


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (100, 100, "similar"),
        (80, 160, "similar"),
        (160.1, 161, "higher"),
        (190, 190, "higher"),
        (190.1, 191, "far higher"),
        (79, 79.9, "lower"),
        (59, 59.9, "far lower"),
        (159.5, 160.5, "undecided"),
        (189.5, 190.5, "undecided"),
        (79.5, 80.5, "undecided"),
    ],
)
def test_a_rate_is_outside_only_where_both_its_bounds_are(low: float, high: float, expected: str):
    assert str(position_to_limits(Interval(low, high), Interval(80, 160), Interval(60, 190))) == expected


def found_for(known: Evidence, year: int) -> Funnel:
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    return found


@pytest.mark.parametrize(("year", "areas"), [(2019, 26), (2020, 27), (2021, 18), (2023, 23), (2024, 16)])
def test_the_dates_with_settled_rates_of_enough_areas_have_a_funnel_plot(
    known: Evidence, year: int, areas: int
):
    assert len(found_for(known, year).rates) == areas


@pytest.mark.parametrize(("year", "why"), [(2014, "no population"), (2017, "too few"), (2022, "unsettled")])
def test_the_other_dates_say_why_they_have_none(known: Evidence, year: int, why: str):
    assert funnel(known, year) == why


def test_limits_of_chance_alone_would_flag_most_areas_and_the_adjusted_ones_few(known: Evidence):
    found = found_for(known, 2020)
    plain = replace(found, spread=0.0)
    flagged = [sum(each.position(name).outside for name in each.rates) for each in (plain, found)]
    assert flagged[0] >= 18
    assert flagged[1] <= 6


def test_cleveland_and_lancashire_lie_above_and_hertfordshire_below_in_2023(known: Evidence):
    found = found_for(known, 2023)
    outside = {name: str(found.position(name)) for name in found.outside}
    assert outside == {"Cleveland": "far higher", "Lancashire": "far higher", "Hertfordshire": "lower"}


def test_the_target_is_the_count_of_england_and_wales_for_its_population(known: Evidence):
    # 68,357 for 52,914,345 people in mid-2021
    assert found_for(known, 2023).target == pytest.approx(68_357 / 52_914_345 * 1e5)


@given(rates=st.lists(st.integers(60, 240), min_size=10, max_size=42), base=st.sampled_from((60, 119, 200)))
@settings(max_examples=25, deadline=None)
def test_areas_of_one_rate_are_all_similar_and_any_areas_have_a_finite_spread(
    known: Evidence, rates: list[int], base: int
):
    names = [area.name for area in known.areas][: len(rates)]
    same = _of(known, dict.fromkeys(names, base), base)
    assert {same.position(name).side for name in names} == {"similar"}
    assert same.spread == 0
    mixed = _of(known, dict(zip(names, rates, strict=True)), base)
    assert 0 <= mixed.spread < 2
    top = max(names, key=lambda name: rates[names.index(name)])
    assert mixed.position(top).side in ("similar", "higher") or max(rates) < base


def _of(known: Evidence, rates: dict[str, int], base: int) -> Funnel:
    people = {name: known.population[name, 2019].low for name in (*rates, NATION)}
    counts = [
        observation(name, 2020, COUNT, round(rate * people[name] / 1e5)) for name, rate in rates.items()
    ]
    nation = observation(NATION, 2020, COUNT, round(base * people[NATION] / 1e5))
    found = funnel(evidence_of(known, *counts, nation), 2020)
    assert isinstance(found, Funnel)
    return found
