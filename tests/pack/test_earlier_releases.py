"""Releases one after another: what may be subtracted from what, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from released import ON, PARTS, bounds, files, read, released, released_again, some_of, stage_two

from helpers.data.errors import DataError
from helpers.pack.disclosure.audiences import audience
from helpers.pack.disclosure.counting import Counted, Known
from helpers.pack.disclosure.earlier import as_at, faults, known_from, refusals
from helpers.pack.disclosure.files import disclose
from helpers.pack.disclosure.proof import Counts, Range, suppress
from helpers.pack.disclosure.relations import Count
from helpers.pack.disclosure.releasing import release
from helpers.pack.disclosure.together import Given, together


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
        files("public", some_of(stage_two(weeks=73), ("P02",)), earlier=[other])


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
    after = released_again("inspector")
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
    after = released_again("inspector")
    assert after["audience.csv"][0]["earlier"] == as_at(before).isoformat()
    assert as_at(before) < ON


def week(name, risk="all", band="all"):
    return Count("P08", "lone", "all", risk, band, name, "numerator")


def a_release(weeks, day, split):
    """The latest three weeks to a day, the window that they make, and the two bands that it is split into."""
    names = sorted(name for name in weeks if name <= day)
    window = sum(weeks[name] for name in names[-3:])
    found = {week(name): weeks[name] for name in names}
    found |= {week(""): window, week("", band="a"): split, week("", band="b"): window - split}
    places = {count: at for at, count in enumerate(found)}
    sums = [[week(""), *map(week, names[-3:])], [week(""), week("", band="a"), week("", band="b")]]
    values = [*found.values()]
    small = {at: Range(1, 4) for at, value in enumerate(values) if 0 < value <= 4}
    equations = [tuple(places[count] for count in one) for one in sums]
    return Counted(Counts(values, equations, small, costs=[1] * len(values)), places)


def all_that_is_told(releases, weeks_of):
    """The equations and shown counts of some releases; a week is told apart by the number it had."""
    equations, known, small = [], {}, set()
    for day, (table, withheld) in releases.items():
        count_at = {at: count for count, at in table.places.items()}
        name_of = lambda at: (count_at[at], weeks_of[day].get(count_at[at].week, day))  # noqa: B023, E731
        equations += [tuple(map(name_of, equation)) for equation in table.counts.equations]
        known |= {name_of(at): table.counts.values[at] for at in count_at if at not in withheld}
        small |= {name_of(at) for at in table.counts.sensitive}
    return equations, known, small


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_small_count_of_either_release_is_narrowed_by_both(data):
    """Windows that were withheld say of their weeks what a later release may complete."""
    numbers = st.integers(0, 9)
    weeks = {f"2025-0{number}": data.draw(numbers) for number in range(1, 7)}
    revised = {
        **weeks,
        "2025-03": data.draw(numbers),
        "2025-02": data.draw(st.sampled_from([weeks["2025-02"], 6])),
    }
    old = a_release(weeks, "2025-04", data.draw(st.integers(0, sum([*weeks.values()][1:4]))))
    new = a_release(revised, "2025-06", data.draw(st.integers(0, sum([*revised.values()][3:]))))
    withheld = suppress(old.counts).withheld
    shown = {count for count, at in old.places.items() if at not in withheld}
    both = suppress(together(new, [Given("2025-04", old, shown)]))
    releases = {"2025-04": (old, withheld), "2025-06": (new, both.withheld)}
    equations, known, small = all_that_is_told(releases, {"2025-04": weeks, "2025-06": revised})
    for name in small:
        low, high = bounds(equations, known, name)
        assert low <= 1
        assert high >= 4


def test_the_pack_of_an_earlier_release_is_asked_for():
    """Else nothing is known of what it withholds."""
    before = released("inspector")
    for packs in ([], [stage_two(weeks=56)]):
        with pytest.raises(DataError, match=r"found no pack of 2025-02-23 .* give it with --before"):
            files("inspector", stage_two(weeks=64), earlier=[before], before=packs)


def test_a_pack_that_does_not_hold_what_was_released_is_found_out():
    rows = [
        {**row, "numerator": "99"} if row["measure_id"] == "P02" and row["numerator"] else row
        for row in released("inspector")["measures.csv"]
    ]
    given_out = {**released("inspector"), "measures.csv": rows}
    with pytest.raises(DataError, match=r"in the pack of .* and 99 in the release made of it; give both"):
        files("inspector", stage_two(weeks=64), earlier=[given_out], before=[stage_two()])


def test_levels_of_risk_that_were_one_stay_one():
    """Else the change of their sum could be seen."""
    tables = some_of(stage_two(cases=1200, kind="all-overdue"), ("P01", "P02"))
    apart = release(tables, PARTS, audience("public"))
    merged = release(tables, PARTS, audience("public"), known=Known(merged=True))
    levels = [{row["risk_level"] for row in found.tables["measures.csv"]} for found in (apart, merged)]
    assert [("high" in found, "very_high_or_high" in found) for found in levels] == [
        (True, False),
        (False, True),
    ]
    assert known_from([released("public")]).merged
