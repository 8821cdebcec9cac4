"""Bounds: whatever the exact figures are, the result that they give lies within the bounds of the result."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.analysis.intervals import (
    Interval,
    difference,
    order,
    per_100k,
    percent_change,
    positions,
    total,
)

COUNTS = st.integers(0, 100_000)
# Floats may miss the true bound in the last digit, and by no more.
CLOSE = 1e-9


@st.composite
def figures(draw: st.DrawFn, counts: st.SearchStrategy[int] = COUNTS) -> tuple[Interval, int]:
    """A figure as it is known, and what it is."""
    low, high = sorted((draw(counts), draw(counts)))
    return Interval(low, high), draw(st.integers(low, high))


@st.composite
def exact_figures(draw: st.DrawFn, counts: st.SearchStrategy[int] = COUNTS) -> Interval:
    value = draw(counts)
    return Interval(value, value)


def holds(bounds: Interval, true: Fraction | int) -> bool:
    """Whether a value lies within bounds, as far as floats can tell."""
    slack = CLOSE * max(1, abs(true))
    return bounds.low - slack <= true <= bounds.high + slack


# What an interval is ----------------------------------------------------------------------------------------


def test_low_above_high_is_refused_by_name():
    with pytest.raises(ValueError, match=r"low \(2\) must not be above high \(1\)"):
        Interval(2, 1)


@pytest.mark.parametrize(("low", "high"), [(math.nan, 1), (1, math.nan), (math.nan, math.nan)])
def test_what_is_not_a_number_is_refused(low: float, high: float):
    with pytest.raises(ValueError, match="nan"):
        Interval(low, high)


def test_an_interval_is_exact_where_both_ends_are_one_number():
    assert Interval(987, 987).exact
    assert not Interval(540, 568).exact


# Changes ----------------------------------------------------------------------------------------------------


def test_cambridgeshire_rose_by_49_or_5_22_per_cent():
    old, new = Interval(938, 938), Interval(987, 987)
    percent = percent_change(old, new)
    assert difference(old, new) == Interval(49, 49)
    assert percent is not None
    assert percent.low == pytest.approx(5.2239, abs=0.0001)


def test_a_count_between_540_and_568_before_568_rose_by_0_to_28():
    assert difference(Interval(540, 568), Interval(568, 568)) == Interval(0, 28)


def test_64300_to_the_nearest_hundred_after_62435_is_a_rise_of_2_9_to_3_1_per_cent():
    percent = percent_change(Interval(62_435, 62_435), Interval(64_250, 64_349))
    assert percent is not None
    # 1,815 / 62,435 and 1,914 / 62,435
    assert percent.low == pytest.approx(2.9070, abs=0.0001)
    assert percent.high == pytest.approx(3.0656, abs=0.0001)


@given(old=figures(), new=figures())
def test_a_change_holds_the_difference_of_any_two_figures_within_the_bounds(
    old: tuple[Interval, int], new: tuple[Interval, int]
):
    assert holds(difference(old[0], new[0]), new[1] - old[1])


@given(old=figures(), new=figures())
def test_a_change_is_no_wider_than_its_inputs_make_it(old: tuple[Interval, int], new: tuple[Interval, int]):
    found = difference(old[0], new[0])
    assert found.low == new[0].low - old[0].high
    assert found.high == new[0].high - old[0].low


@given(old=figures(st.integers(1, 100_000)), new=figures())
def test_a_percentage_change_holds_that_of_any_two_figures_within_the_bounds(
    old: tuple[Interval, int], new: tuple[Interval, int]
):
    found = percent_change(old[0], new[0])
    assert found is not None
    assert holds(found, 100 * (Fraction(new[1], old[1]) - 1))


@given(old=figures(st.integers(1, 100_000)), new=figures())
def test_both_ends_of_a_percentage_change_are_possible(old: tuple[Interval, int], new: tuple[Interval, int]):
    found = percent_change(old[0], new[0])
    assert found is not None
    least = 100 * (Fraction(int(new[0].low), int(old[0].high)) - 1)
    most = 100 * (Fraction(int(new[0].high), int(old[0].low)) - 1)
    assert found.low == pytest.approx(float(least), abs=CLOSE)
    assert found.high == pytest.approx(float(most), abs=CLOSE)


@given(high=COUNTS, new=figures())
def test_there_is_no_percentage_change_from_what_may_be_zero(high: int, new: tuple[Interval, int]):
    assert percent_change(Interval(0, high), new[0]) is None


@given(old=figures(st.integers(1, 100_000)), new=figures(st.integers(1, 100_000)))
def test_a_certain_rise_is_one_in_number_and_in_per_cent(
    old: tuple[Interval, int], new: tuple[Interval, int]
):
    percent = percent_change(old[0], new[0])
    assert percent is not None
    assert (difference(old[0], new[0]).low > 0) == (percent.low > 0)
    assert (difference(old[0], new[0]).high < 0) == (percent.high < 0)


# Rates and sums ------------------------------------------------------------------------------------------


def test_essex_had_98_5_for_every_100000_people_in_2020():
    # 1,596 RSOs; 1,620,033 people aged 10 and over in mid-2019
    assert per_100k(Interval(1596, 1596), 1_620_033).low == pytest.approx(98.517, abs=0.001)


@given(count=figures(), population=st.integers(1, 60_000_000))
def test_a_rate_holds_that_of_any_count_within_the_bounds(count: tuple[Interval, int], population: int):
    assert holds(per_100k(count[0], population), Fraction(100_000 * count[1], population))


@given(parts=st.lists(figures(), max_size=12))
def test_a_sum_holds_that_of_any_parts_within_the_bounds(parts: list[tuple[Interval, int]]):
    assert holds(total(bounds for bounds, _ in parts), sum(value for _, value in parts))


def test_a_sum_of_parts_is_exact_only_where_each_part_is():
    assert total([Interval(1, 1), Interval(2, 2)]) == Interval(3, 3)
    assert total([Interval(1, 1), Interval(2, 4)]) == Interval(3, 5)


@given(
    old=exact_figures(st.integers(1, 100_000)),
    new=exact_figures(),
    population=st.integers(1, 60_000_000),
)
def test_exact_figures_give_exact_results(old: Interval, new: Interval, population: int):
    results = [difference(old, new), percent_change(old, new), per_100k(new, population), total([old, new])]
    assert all(found is not None and found.exact for found in results)


# Order and places -------------------------------------------------------------------------------------------

TURNED = {"higher": "lower", "lower": "higher", "same": "same", "undecided": "undecided"}


@given(one=figures(), other=figures())
def test_order_is_turned_when_the_two_are_exchanged(one: tuple[Interval, int], other: tuple[Interval, int]):
    assert order(one[0], other[0]) == TURNED[order(other[0], one[0])]


@given(one=figures(), other=figures())
def test_an_order_that_is_decided_is_that_of_any_two_figures_within_the_bounds(
    one: tuple[Interval, int], other: tuple[Interval, int]
):
    true = "higher" if one[1] > other[1] else "lower" if one[1] < other[1] else "same"
    assert order(one[0], other[0]) in (true, "undecided")


@given(one=figures(), other=figures())
def test_an_order_is_left_open_only_where_two_pairs_of_figures_answer_differently(
    one: tuple[Interval, int], other: tuple[Interval, int]
):
    mine, theirs = one[0], other[0]
    signs = {
        (a > b) - (a < b) for a in (mine.low, one[1], mine.high) for b in (theirs.low, other[1], theirs.high)
    }
    if order(mine, theirs) != "undecided":
        assert len(signs) == 1
    else:
        assert len(signs) > 1


@given(one=exact_figures(), other=exact_figures())
def test_two_exact_figures_are_always_put_in_order(one: Interval, other: Interval):
    assert order(one, other) != "undecided"


def true_place(mine: float, others: list[float]) -> int:
    return 1 + sum(other > mine for other in others)


# Close together, so that ties and overlaps are common.
CROWDED = figures(st.integers(0, 12))


@given(
    mine=CROWDED,
    others=st.lists(CROWDED, max_size=6),
    unknown=st.lists(st.integers(-1, 13), max_size=4),
)
def test_the_true_place_is_among_the_positions_whatever_the_unknown_figures_are(
    mine: tuple[Interval, int], others: list[tuple[Interval, int]], unknown: list[int]
):
    found = positions(mine[0], [bounds for bounds, _ in others], len(unknown))
    place = true_place(mine[1], [*(value for _, value in others), *unknown])
    assert found.low <= place <= found.high


@given(mine=CROWDED, others=st.lists(CROWDED, max_size=6), unknown=st.integers(0, 4))
def test_the_first_and_the_last_of_the_positions_are_possible(
    mine: tuple[Interval, int], others: list[tuple[Interval, int]], unknown: int
):
    known = [bounds for bounds, _ in others]
    found = positions(mine[0], known, unknown)
    best = true_place(mine[0].high, [*(bounds.low for bounds in known), *[-math.inf] * unknown])
    worst = true_place(mine[0].low, [*(bounds.high for bounds in known), *[math.inf] * unknown])
    assert (found.low, found.high) == (best, worst)


@given(mine=exact_figures(st.integers(0, 12)), others=st.lists(exact_figures(st.integers(0, 12)), max_size=8))
def test_exact_figures_have_one_place(mine: Interval, others: list[Interval]):
    assert positions(mine, others).exact


def test_figures_that_tie_share_the_better_place():
    five, four, three = Interval(5, 5), Interval(4, 4), Interval(3, 3)
    assert positions(five, [five, four]) == Interval(1, 1)
    assert positions(four, [five, five, four]) == Interval(3, 3)
    assert positions(three, [five, four, four]) == Interval(4, 4)


def test_one_unknown_figure_leaves_two_places_open():
    assert positions(Interval(99, 99), [Interval(137, 137)], unknown=1) == Interval(2, 3)


def test_two_rates_rounded_to_the_same_number_leave_their_order_open():
    rounded = Interval(114.5, 115.5)
    assert order(rounded, rounded) == "undecided"
    assert positions(rounded, [rounded]) == Interval(1, 2)
