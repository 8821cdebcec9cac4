"""Releases one after another: what may be subtracted from what, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from released import ON, PARTS, files, read, released, stage_two

from helpers.data.errors import DataError
from helpers.pack.disclosure.audiences import audience
from helpers.pack.disclosure.counting import SIDES, Known, count_of
from helpers.pack.disclosure.earlier import as_at, faults, known_from, refusals
from helpers.pack.disclosure.files import disclose
from helpers.pack.disclosure.releasing import release


def test_two_releases_a_week_apart_are_refused_to_the_public_and_to_inspectors():
    for who, least in (("public", 91), ("inspector", 28)):
        with pytest.raises(DataError, match=f"7 days after those released earlier.*{least} days apart"):
            files(who, stage_two(weeks=61), earlier=[released(who)])


def test_the_same_day_is_not_released_twice():
    with pytest.raises(DataError, match="0 days after"):
        files("public", stage_two(), earlier=[released("public")])


def test_the_public_waits_six_weeks():
    tables = stage_two()
    early = as_at(tables) + timedelta(days=41)
    with pytest.raises(DataError, match="which is 42 days later"):
        disclose(tables, PARTS, audience("public"), on=early)
    assert disclose(tables, PARTS, audience("public"), on=early + timedelta(days=1))


def test_releases_of_two_forces_are_not_subtracted():
    other = {
        **released("public"),
        "manifest.csv": [{**released("public")["manifest.csv"][0], "force": "Essex"}],
    }
    with pytest.raises(DataError, match="the earlier release is of Essex"):
        files("public", stage_two(weeks=73), earlier=[other])


def test_no_count_of_the_public_changes_by_one_to_nine_from_quarter_to_quarter():
    before = released("public", cases=900)
    after = read(files("public", stage_two(cases=900, weeks=73), earlier=[before]), "public")
    names = ("measure_id", "part", "risk_level", "band")
    shown = {(*(row[key] for key in names), side): int(row[side])
             for row in before["measures.csv"] for side in ("numerator", "denominator") if row[side]}  # fmt: skip
    changes = [
        abs(int(row[side]) - shown[key])
        for row in after["measures.csv"]
        for side in ("numerator", "denominator")
        if row[side]
        and (key := (*(row[name] for name in names), side)) in shown
        and PARTS[key[:2]]["kind"] != "level"
    ]
    assert max(changes) >= 10
    assert not [change for change in changes if 0 < change <= 9]


def test_tables_that_were_not_made_in_view_of_the_earlier_ones_are_found_out():
    """As if the second release had been made as a first one."""
    before, after = released("public", cases=900), released("public", cases=900, weeks=73)
    found = faults(audience("public"), [before], after)
    assert found
    assert "a change of 1 to 9 must not be seen" in found[0]


def test_a_week_that_was_withheld_is_withheld_in_every_later_release():
    before = released("inspector")
    after = read(files("inspector", stage_two(weeks=64), earlier=[before]), "inspector")
    name = lambda row: tuple(row[key] for key in ("measure_id", "part", "week_ending"))  # noqa: E731
    hidden = {name(row) for row in before["weekly.csv"] if row["numerator"] == ""}
    later = {name(row): row for row in after["weekly.csv"]}
    assert hidden & later.keys()
    assert {later[week]["numerator"] for week in hidden & later.keys()} == {""}


def test_a_week_shown_after_it_was_withheld_is_found_out():
    before = released("inspector")
    [week, *_] = [row for row in before["weekly.csv"] if row["numerator"] == ""]
    bent = [{**row, "numerator": "12", "mark": ""} if row == week else row for row in before["weekly.csv"]]
    [found] = faults(audience("inspector"), [before], {**before, "weekly.csv": bent})
    assert f"{week['week_ending']} numerator: withheld before, 12 now" in found


def test_every_reason_is_given_at_once():
    found = refusals(audience("public"), [released("public")], stage_two(weeks=61), date(2020, 1, 1))
    assert len(found) == 2


def test_a_release_tells_which_ones_came_before_it():
    before = released("inspector")
    after = read(files("inspector", stage_two(weeks=64), earlier=[before]), "inspector")
    assert after["audience.csv"][0]["earlier"] == as_at(before).isoformat()
    assert as_at(before) < ON


def test_what_a_window_leaves_for_the_weeks_withheld_in_it_stays_known_when_a_shown_week_is_revised():
    """A reader subtracts the weeks as they were shown with it, and not as they are given later."""
    given = released("inspector")
    spans = [(measure, part, row["window"]) for (measure, part), row in PARTS.items()]
    true = {
        count_of(row, side): int(row[side])
        for row in stage_two()["weekly.csv"]
        for side in SIDES
        if row[side]
    }
    known = known_from([given], spans)
    of_series = [(weeks, left) for weeks, left in known.windows if known.hidden & set(weeks)]
    assert len(of_series) > 3
    for weeks, left in of_series:
        assert known.hidden >= set(weeks)
        assert sum(true[week] for week in weeks) == left


def test_levels_of_risk_that_were_one_stay_one():
    """Else the change of their sum could be seen."""
    apart = release(stage_two(cases=1200, kind="all-overdue"), PARTS, audience("public"))
    merged = release(
        stage_two(cases=1200, kind="all-overdue"), PARTS, audience("public"), known=Known(merged=True)
    )
    levels = [{row["risk_level"] for row in found.tables["measures.csv"]} for found in (apart, merged)]
    assert [("high" in found, "very_high_or_high" in found) for found in levels] == [
        (True, False),
        (False, True),
    ]
    assert known_from([released("public")], ()).merged
