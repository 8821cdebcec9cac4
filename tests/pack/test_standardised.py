"""Teams as if each had the force's mix of risk."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.errors import Misused
from helpers.pack.statistics.standardised import STRATA, Stratum, Unstandardised, compare_teams

counts = st.integers(5, 300).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))
team = st.tuples(counts, counts, counts, counts)


def strata(*pairs):
    return {level: Stratum(*pair) for level, pair in zip(STRATA, pairs, strict=True)}


def test_a_team_with_more_high_risk_is_compared_at_the_force_s_mix():
    """By hand: a tenth of the force's cases at each of the first two levels, four tenths at the others."""
    force = strata((5, 10), (5, 10), (4, 40), (4, 40))
    team = strata((10, 20), (10, 20), (1, 10), (1, 10))
    found = compare_teams(force, {"b2c3": team})["b2c3"]
    assert found.plain == Fraction(100 * 22, 60)
    assert found.standardised == 10 * Fraction(1, 2) * 2 + 40 * Fraction(1, 10) * 2


@given(team, st.integers(1, 5))
def test_a_team_with_the_force_s_own_mix_has_its_plain_share(pairs, times):
    force = strata(*[(overdue * times, cases * times) for overdue, cases in pairs])
    found = compare_teams(force, {"b2c3": strata(*pairs)})["b2c3"]
    assert found.standardised == found.plain


@given(team, team)
def test_the_standardised_share_is_that_of_plain_weighting(force, own):
    found = compare_teams(strata(*force), {"b2c3": strata(*own)})["b2c3"]
    cases = sum(all_ for _, all_ in force)
    by_hand = sum(
        all_ / cases * late / own_all for (_, all_), (late, own_all) in zip(force, own, strict=True)
    )
    assert float(found.standardised) == pytest.approx(100 * by_hand)


def test_a_suppressed_figure_is_said_with_its_level():
    force = strata(*[(1, 40)] * 4)
    team = strata((None, 20), (1, 20), (1, 20), (1, None))
    found = compare_teams(force, {"b2c3": team})["b2c3"]
    assert (found.plain, found.standardised) == (None, None)
    assert (found.missing, found.levels) == (Unstandardised.SUPPRESSED, ("very_high", "low"))


def test_a_level_that_the_team_does_not_have_is_said():
    force = strata(*[(1, 40)] * 4)
    found = compare_teams(force, {"b2c3": strata((0, 0), (1, 20), (1, 20), (1, 20))})["b2c3"]
    assert (found.plain, found.standardised) == (5, None)
    assert (found.missing, found.levels) == (Unstandardised.EMPTY, ("very_high",))


def test_a_team_of_two_is_not_compared():
    force = strata(*[(1, 40)] * 4)
    found = compare_teams(force, {"b2c3": strata((0, 0), (0, 0), (1, 1), (0, 1))})["b2c3"]
    assert (found.plain, found.missing) == (None, Unstandardised.FEW)


def test_teams_keep_the_order_in_which_they_were_given():
    force = strata(*[(10, 40)] * 4)
    given_order = {"z9": strata(*[(9, 20)] * 4), "b2": strata(*[(1, 20)] * 4), "k5": strata(*[(5, 20)] * 4)}
    assert list(compare_teams(force, given_order)) == ["z9", "b2", "k5"]


def test_more_overdue_than_cases_is_refused():
    with pytest.raises(Misused, match="5 overdue of 4 cases at high"):
        compare_teams(strata((1, 2), (5, 4), (1, 2), (1, 2)), {"b2": strata(*[(1, 20)] * 4)})
