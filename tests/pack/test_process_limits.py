"""XmR charts: limits as published for published figures, and the four signs as plain loops find them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.errors import Misused
from helpers.pack.statistics.process_limits import (
    Broken,
    Point,
    Series,
    Sign,
    process_limits,
    segments,
    signals,
)

# Wheeler, Making Sense of Data (2003), page 382, "Data Set to Use When Verifying Software".
WHEELER = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, flow rates of ten batches.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

weeks = st.lists(st.integers(0, 30), min_size=12, max_size=40)


def points(values, **measured):
    return [Point(date(2026, 1, 4) + timedelta(weeks=n), value, **measured) for n, value in enumerate(values)]


def test_the_limits_are_those_that_wheeler_prints_for_verifying_software():
    limits = process_limits(WHEELER)
    found = (limits.mean, limits.moving_range, limits.lower, limits.upper)
    assert [round(float(value), 2) for value in found] == [4135.50, 355.93, 3188.72, 5082.28]


def test_the_limits_are_those_of_the_nist_handbook():
    """It divides 3 by 1.128, which is 2.6596, where we multiply by 2.66."""
    limits = process_limits(NIST)
    assert (float(limits.mean), round(float(limits.moving_range), 4)) == (50.81, 1.8778)
    assert (float(limits.lower), float(limits.upper)) == pytest.approx((45.8159, 55.8041), abs=0.001)


def test_the_one_figure_of_wheeler_outside_its_limits_is_the_last_and_seven_lie_on_one_side():
    [segment] = segments(points(WHEELER), Series.RATE)
    found = {(signal.sign, signal.first, signal.last) for signal in segment.signals}
    assert (Sign.OUTSIDE, 15, 15) in found
    assert (Sign.ONE_SIDE, 8, 14) in found
    assert [signal.sign for signal in segment.latest] == [Sign.OUTSIDE]


def test_eleven_points_have_no_limits_and_twelve_have():
    for number, has_limits in ((11, False), (12, True)):
        [segment] = segments(points(WHEELER[:number]), Series.FLOW)
        assert (segment.limits is not None) is has_limits
        assert has_limits or segment.signals == ()


def test_weeks_without_a_figure_do_not_count_as_points():
    [segment] = segments(points([*WHEELER[:6], None, *WHEELER[6:11]]), Series.RATE)
    assert segment.limits is None


def test_a_missing_figure_has_no_moving_range_to_either_side():
    assert process_limits([1, 3, None, 10, 11]).moving_range * 2 == 2 + 1


def test_a_stock_has_no_limits():
    with pytest.raises(Misused, match="arrivals and clearances"):
        segments(points(WHEELER), Series.STOCK)


def test_points_out_of_order_are_refused():
    with pytest.raises(Misused, match="in order of date"):
        segments(points(WHEELER)[::-1], Series.RATE)


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("tariff_version", Broken.TARIFF),
        ("source_system", Broken.SYSTEM),
        ("organisation", Broken.FORCE),
    ],
)
def test_limits_are_drawn_anew_where_what_is_measured_changed(column, reason):
    before, after = WHEELER[:13], [value + 5000 for value in WHEELER]
    series = points(before, **{column: "old"}) + points([0] * 13 + after, **{column: "new"})[13:]
    first, second = segments(series, Series.FLOW)
    assert (first.broken, second.broken) == ((), (reason,))
    assert first.limits.mean * 13 == sum(before)
    assert second.limits.mean * 16 == sum(after)


def test_a_series_that_never_moves_shows_no_sign():
    [segment] = segments(points([0.1] * 20), Series.RATE)
    assert segment.signals == ()


def test_seven_rising_need_six_steps_up():
    limits = process_limits([0, 100] * 10)
    assert Sign.ONE_WAY not in {signal.sign for signal in signals([1, 2, 3, 4, 5, 6, 6, 7], limits)}
    assert Sign.ONE_WAY in {signal.sign for signal in signals([1, 2, 3, 4, 5, 6, 7], limits)}


@given(weeks)
def test_the_four_signs_are_found_where_plain_loops_find_them(values):
    [segment] = segments(points(values), Series.FLOW)
    found = {sign: set() for sign in Sign}
    for signal in segment.signals:
        found[signal.sign] |= set(range(signal.first, signal.last + 1))
    assert found == loops(values)


def loops(values):
    """Which points are part of which sign: every window looked at, in whole numbers alone."""
    n = len(values)
    total, moves = sum(values), sum(abs(b - a) for a, b in pairwise(values))
    # Both sides times 100 n (n - 1), so that nothing is divided.
    far = [100 * (n - 1) * (n * value - total) for value in values]
    limit = 266 * n * moves
    found = {sign: set() for sign in Sign}
    found[Sign.OUTSIDE] = {at for at in range(n) if abs(far[at]) > limit}
    for at in range(n - 6):
        seven = range(at, at + 7)
        if all(far[k] > 0 for k in seven) or all(far[k] < 0 for k in seven):
            found[Sign.ONE_SIDE] |= set(seven)
        steps = [values[k + 1] - values[k] for k in range(at, at + 6)]
        if min(steps) > 0 or max(steps) < 0:
            found[Sign.ONE_WAY] |= set(seven)
    for at in range(n - 2):
        for way in (1, -1):
            if sum(3 * way * far[k] > 2 * limit for k in range(at, at + 3)) >= 2:
                found[Sign.NEAR_LIMIT] |= set(range(at, at + 3))
    return found


@given(weeks, st.integers(-1000, 1000))
def test_limits_move_with_the_figures(values, by):
    first, second = process_limits(values), process_limits([value + by for value in values])
    assert (second.lower - first.lower, second.upper - first.upper) == (by, by)
    assert float(first.mean) == pytest.approx(mean(values))
