"""Intervals of counts and rates: as published tables and other implementations have them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.analysis.intervals import Interval
from helpers.analysis.rate_intervals import (
    byar_interval,
    count_interval,
    exact_interval,
    normal_quantile,
    rate_interval,
)

# Exact 95% limits of a Poisson count, as in any printed table (Garwood 1936; Gardner and Altman, Statistics
# with Confidence).
PRINTED = {
    0: (0.0, 3.689),
    1: (0.025, 5.572),
    2: (0.242, 7.225),
    3: (0.619, 8.767),
    4: (1.090, 10.242),
    5: (1.623, 11.668),
    6: (2.202, 13.059),
    7: (2.814, 14.423),
    8: (3.454, 15.763),
    9: (4.115, 17.085),
}
# From scipy 1.17.1, independent of ours: chi2.ppf(a / 2, 2 O) / 2 and chi2.ppf(1 - a / 2, 2 O + 2) / 2.
SCIPY = [
    (0, 0.95, 0.0, 3.6888794541139354),
    (1, 0.95, 0.025317807984289897, 5.571643390938898),
    (5, 0.95, 1.623486390118421, 11.66833207932267),
    (9, 0.95, 4.115373097378334, 17.084803451419166),
    (25, 0.95, 16.178681847829328, 36.904931697530365),
    (0, 0.998, 0.0, 6.907755278982137),
    (1, 0.998, 0.0010005003335835346, 9.233413476451585),
    (5, 0.998, 0.7393717319178327, 16.454745203680105),
    (9, 0.998, 2.452424404363775, 22.65737330906293),
    (25, 0.998, 12.336952635938632, 44.63607541715224),
]


@pytest.mark.parametrize(("count", "printed"), PRINTED.items())
def test_a_count_below_ten_has_the_exact_limits_of_the_printed_table(
    count: int, printed: tuple[float, float]
):
    found = count_interval(count)
    assert (found.low, found.high) == (
        pytest.approx(printed[0], abs=0.0006),
        pytest.approx(printed[1], abs=0.0006),
    )


@pytest.mark.parametrize(("count", "level", "low", "high"), SCIPY)
def test_the_exact_limits_are_those_of_scipy(count: int, level: float, low: float, high: float):
    found = exact_interval(count, level)
    assert (found.low, found.high) == (pytest.approx(low, rel=1e-9, abs=1e-12), pytest.approx(high, rel=1e-9))


def test_byars_limits_of_100_are_those_of_the_formula_worked_by_hand():
    # The lower one is also that which the tests of PHStatsMethods (Python) expect of byars(100).
    assert byar_interval(100).low == pytest.approx(81.36210549052788, rel=1e-12)
    # 101 x (1 - 1/909 + 1.959964 / (3 x 10.0498756))^3 = 101 x 1.0639078^3; the exact limit is 121.6271
    assert byar_interval(100).high == pytest.approx(101 * 1.0639078**3, abs=1e-4)
    assert byar_interval(100).high == pytest.approx(121.6271, abs=0.001)


@given(count=st.integers(10, 10_000))
def test_byars_limits_lie_within_a_fifth_of_a_per_cent_of_the_exact_ones_from_ten_up(count: int):
    # The accuracy that the technical guide states; exact up to 60 here, as sums of terms.
    if count <= 60:
        near, true = byar_interval(count), exact_interval(count)
        assert near.low == pytest.approx(true.low, rel=0.002)
        assert near.high == pytest.approx(true.high, rel=0.002)
    # Wilson and Hilferty's cube root of a chi-squared variable, from which Byar's formula comes.
    assert byar_interval(count).low < count < byar_interval(count).high


def test_the_rule_changes_from_exact_to_byar_at_ten():
    assert count_interval(9) == exact_interval(9)
    assert count_interval(10) == byar_interval(10)
    assert byar_interval(10) != exact_interval(10)


@given(count=st.integers(0, 100_000))
def test_a_larger_count_has_higher_limits_and_a_relatively_narrower_interval(count: int):
    smaller, larger = count_interval(count), count_interval(count + 1)
    # Byar's upper limit of ten may fall a hair short of where the exact one of nine leads to, never below it.
    assert smaller.low < larger.low
    assert smaller.high < larger.high
    if count > 10:
        assert (larger.high - larger.low) / (count + 1) < (smaller.high - smaller.low) / count


@given(count=st.integers(0, 100_000))
def test_wider_levels_give_wider_intervals(count: int):
    inner, outer = count_interval(count, 0.95), count_interval(count, 0.998)
    assert outer.low <= inner.low <= count <= inner.high < outer.high


@given(count=st.floats(0, 9.99))
def test_a_count_between_two_whole_ones_has_limits_that_hold_both(count: float):
    found = exact_interval(count)
    assert found.low == exact_interval(math.floor(count)).low
    assert found.high == exact_interval(math.ceil(count)).high


def test_a_count_below_zero_is_refused():
    with pytest.raises(ValueError, match="zero or more, not -1"):
        count_interval(-1)


def test_the_normal_deviates_are_those_of_any_table():
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert normal_quantile(0.998) == pytest.approx(3.090232, abs=1e-6)


def test_the_rate_of_65_in_100_has_65_times_the_limits_of_the_count():
    # The guide's example has 65 of 100 people; Byar's limits of 65 are 50.17 and 82.85.
    found = rate_interval(Interval(65_000, 65_000), 100)
    assert found.low == pytest.approx(50_170, abs=10)
    assert found.high == pytest.approx(82_850, abs=10)


@given(low=st.floats(20, 200), width=st.floats(0, 5), people=st.integers(100_000, 10_000_000))
def test_a_rate_known_between_bounds_has_the_limits_of_both(low: float, width: float, people: int):
    found = rate_interval(Interval(low, low + width), people)
    assert found.low == rate_interval(Interval(low, low), people).low
    assert found.high == rate_interval(Interval(low + width, low + width), people).high
