"""Shares, changes, quantiles and the pace of clearing: where they are said, and what they are."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.errors import Misused
from helpers.pack.statistics.small_numbers import (
    Share,
    median,
    ninetieth,
    percentage_change,
    weeks_to_clear,
)

days = st.lists(st.integers(0, 4000), min_size=1, max_size=60)


def test_a_share_is_made_from_twenty_up():
    assert Share(7, 19).per_cent is None
    assert Share(7, 20).per_cent == 35


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(Misused, match="found 3 of 2"):
        Share(3, 2)


def test_a_percentage_change_needs_fifty_before_and_after():
    assert percentage_change(49, 80) is None
    assert percentage_change(80, 49) is None
    assert percentage_change(50, 75) == 50


def test_a_backlog_that_does_not_shrink_has_no_weeks_to_clear():
    assert weeks_to_clear(100, arrived=30, cleared=30) is None
    assert weeks_to_clear(100, arrived=30, cleared=20) is None
    assert weeks_to_clear(100, arrived=20, cleared=30) == 40
    assert weeks_to_clear(0, arrived=20, cleared=30) == 0


def test_a_backlog_is_never_negative():
    with pytest.raises(Misused, match="none is negative"):
        weeks_to_clear(-1, 0, 0)


@given(days)
def test_half_and_nine_tenths_do_not_exceed_the_median_and_the_ninetieth(values):
    for found, tenths in ((median(values), 5), (ninetieth(values), 9)):
        assert found in values
        assert 10 * sum(value <= found for value in values) >= tenths * len(values)
        assert 10 * sum(value < found for value in values) < tenths * len(values)


def test_no_figures_have_no_median():
    with pytest.raises(Misused, match="of 0 figures"):
        median([])


@given(st.integers(0, 500), st.integers(1, 90), st.integers(0, 90))
def test_at_the_pace_that_is_said_the_backlog_is_gone(stock, surplus, arrived):
    weeks = weeks_to_clear(stock, arrived, arrived + surplus)
    assert stock - weeks * Fraction(surplus, 4) == 0
