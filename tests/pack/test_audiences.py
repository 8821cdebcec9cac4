"""What each audience is given of a pack, and what an attacker with a solver makes of it."""

from __future__ import annotations

import pytest
from attacker import attack_one, attack_teams
from released import PARTS, files, read, released, some_of, stage_two
from speed import some

from helpers.data.errors import Misused
from helpers.pack.disclosure.audiences import audience

KINDS = ["usual", "all-overdue", "nothing-overdue", "small-team"]
SMALL = {"inspector": 4, "public": 9}


def find(rows, measure, part, **where):
    return [
        row for row in rows
        if (row["measure_id"], row["part"]) == (measure, part) and all(row[key] == value for key, value in where.items())
    ]  # fmt: skip


def counts(row):
    return [int(row[side]) for side in ("numerator", "denominator") if row[side]]


def is_of_cases(row):
    if row.get("band", "").startswith("posts."):
        return False
    return PARTS[row["measure_id"], row["part"]]["kind"] != "level" and row["measure_id"] not in (
        "P16",
        "P17",
        "P20",
    )


@pytest.mark.parametrize("kind", some(["usual", "small-team"], KINDS))
@pytest.mark.parametrize("who", SMALL)
def test_no_table_holds_a_small_count_of_cases(who, kind):
    tables = released(who, kind=kind)
    rows = [row for row in [*tables["measures.csv"], *tables["weekly.csv"]] if is_of_cases(row)]
    assert rows
    assert not [row for row in rows for count in counts(row) if 0 < count <= SMALL[who]]


@pytest.mark.parametrize("kind", KINDS[:2])
@pytest.mark.parametrize("who", SMALL)
def test_no_part_of_a_share_leaves_a_small_rest(who, kind):
    for row in released(who, kind=kind)["measures.csv"]:
        if len(counts(row)) == 2 and is_of_cases(row):
            assert not 0 < int(row["denominator"]) - int(row["numerator"]) <= SMALL[who]


@pytest.mark.parametrize("kind", some(["usual", "small-team"], KINDS))
@pytest.mark.parametrize("who", SMALL)
def test_an_attacker_with_a_solver_narrows_no_small_count(who, kind):
    """Totals, risks, bands, weeks, measures, medians and oldest cases are subtracted in every way at once."""
    assert list(attack_one(who, stage_two(kind=kind), released(who, kind=kind))) == []


def test_a_share_stands_only_beside_both_its_counts():
    for who in SMALL:
        for row in released(who)["measures.csv"]:
            if row["mark"] == "[c]":
                assert row["value"] == ""
                assert row["reason"] == ""
            elif PARTS[row["measure_id"], row["part"]]["kind"] == "share":
                assert len(counts(row)) == 2


@pytest.mark.parametrize("who", SMALL)
def test_no_part_is_withheld_of_a_total_that_is_shown_as_zero(who):
    """It is zero for all to see."""
    rows = released(who)["measures.csv"]

    def place(row, **of):
        return tuple({**row, **of}[key] for key in ("measure_id", "part", "risk_level", "band"))

    zeros = {place(row) for row in rows if row["numerator"] == "0"}
    parts = [
        row
        for row in rows
        for of in ({"risk_level": "all"}, {"band": "all"})
        if is_of_cases(row) and place(row, **of) != place(row) and place(row, **of) in zeros
    ]
    assert parts
    assert {row["numerator"] for row in parts} == {"0"}


def test_parts_of_a_withheld_total_are_withheld_but_for_those_that_all_can_see_are_zero():
    """Else a reader would know that all of the others are at least one."""
    rows = released("inspector")["measures.csv"]
    bands = lambda row: [other for other in find(rows, row["measure_id"], row["part"], risk_level=row["risk_level"])  # noqa: E731
                         if other["band"] != "all"]  # fmt: skip
    totals = [
        row
        for row in rows
        if row["band"] == "all" and row["mark"] == "[c]" and row["measure_id"] in ("P03", "P12", "P18")
    ]
    tried = 0
    for total in totals:
        truth = find(stage_two()["measures.csv"], total["measure_id"], total["part"], team="all",
                     risk_level=total["risk_level"], band="all")  # fmt: skip
        if bands(total) and 0 < int(truth[0]["numerator"]) <= 4:
            shown = [row for row in bands(total) if row["mark"] != "[c]"]
            assert {row["numerator"] for row in shown} <= {"0"}
            tried += 1
    assert tried


def test_only_the_supervisor_sees_teams_and_only_the_own_team_s_managers():
    tables = stage_two()
    team = sorted({row["team"] for row in tables["managers.csv"]})[0]
    own = read(files("supervisor", tables, team=team), "supervisor")
    assert {row["team"] for row in own["managers.csv"]} == {team}
    assert own["measures.csv"] == tables["measures.csv"]
    assert not released("supervisor")["managers.csv"]
    for who in SMALL:
        assert {row["team"] for row in released(who)["measures.csv"]} == {"all"}
        with pytest.raises(Misused, match="sees no team"):
            files(who, tables, team=team)


def test_a_team_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Misused, match="the teams of this pack are"):
        files("supervisor", stage_two(), team="b2b2")


def test_an_inspector_sees_caseloads_in_tens_of_no_one_and_the_public_none():
    truth = stage_two()["managers.csv"]
    rows = released("inspector")["managers.csv"]
    assert len(rows) == len(truth) >= 5
    assert [int(row["caseload"]) for row in rows] == sorted(
        (int(float(row["caseload"])) // 10 * 10 for row in truth), reverse=True
    )
    assert {row[key] for row in rows for key in ("fte", "cases", "officer_visits")} == {""}
    assert {row["team"] for row in rows} == {"all"}
    assert released("public")["managers.csv"] == []
    assert not [
        row
        for row in released("public")["measures.csv"]
        if row["measure_id"] in ("P16", "P17") and row["part"] != "without_post"
    ]


def test_fewer_than_five_managers_have_no_distribution():
    tables = some_of(stage_two(kind="small-team"), ("P02", "P16"))
    few = {**tables, "managers.csv": tables["managers.csv"][:4]}
    found = read(files("inspector", few), "inspector")
    assert found["managers.csv"] == []
    assert {row["mark"] for row in find(found["measures.csv"], "P16", "median")} == {"[c]"}


def test_the_oldest_is_a_band_to_inspectors_and_a_yes_or_no_to_the_public():
    [truth] = find(stage_two()["measures.csv"], "P03", "oldest", team="all", risk_level="all")
    [row] = find(released("inspector")["measures.csv"], "P03", "oldest", risk_level="all")
    low, high = {"183-365": (183, 365), "over 365": (366, 9999)}.get(row["band"], (1, 182))
    assert low <= int(truth["value"]) <= high
    assert row["value"] == ""
    [row] = find(released("public")["measures.csv"], "P03", "oldest", risk_level="all")
    assert row["band"] == f"183 days or more: {'yes' if int(truth['value']) >= 183 else 'no'}"


def test_a_median_needs_enough_cases_on_either_side_and_its_bands():
    for who, least in SMALL.items():
        of_days = some_of(stage_two(cases=900, kind="all-overdue"), ("P02", "P03", "P12"))
        rows = read(files(who, of_days), who)["measures.csv"]
        said = [
            row
            for row in rows
            if row["part"] in ("median", "p90") and row["value"] and row["measure_id"] in ("P03", "P12")
        ]
        assert said
        for row in said:
            assert int(row["denominator"]) >= (least + 1) * (2 if row["part"] == "median" else 10)
            bands = ["1-7", "8-28", "29-91", "92-182", "183-365", "over 365"]
            ends = [7, 28, 91, 182, 365, 9999]
            own = next(at for at, end in enumerate(ends) if int(row["value"]) <= end)
            late = find(rows, row["measure_id"], "late", risk_level=row["risk_level"])
            shown = {band["band"]: band["mark"] != "[c]" for band in late}
            assert all(shown[band] for band in bands[: own + 1]) or all(shown[band] for band in bands[own:])


def test_weeks_to_clear_are_said_only_beside_the_counts_they_are_made_of():
    """That a backlog does not clear tells which of two flows is larger."""
    for who in SMALL:
        larger = some_of(stage_two(cases=900), ("P02", "P07"))
        for tables in (released(who), read(files(who, larger), who)):
            rows = tables["measures.csv"]
            for row in find(rows, "P07", "weeks_to_clear"):
                made_of = [find(rows, measure, part, risk_level=row["risk_level"])[0]
                           for measure, part in (("P02", "overdue"), ("P07", "cleared"), ("P07", "became_overdue"))]  # fmt: skip
                if any(part["numerator"] == "" for part in made_of):
                    assert (row["mark"], row["value"], row["reason"]) == ("[c]", "", "")


def test_the_public_has_no_weeks_and_no_level_of_risk_with_few_cases():
    for cases in (250, 900):
        tables = released("public", cases=cases)
        assert tables["weekly.csv"] == []
        levels = {row["risk_level"] for row in tables["measures.csv"]}
        merged = tables["audience.csv"][0]["high_merged"] == "yes"
        assert ("very_high_or_high" in levels, "very_high" in levels, "high" in levels) == (
            merged,
            not merged,
            not merged,
        )


def test_merged_levels_are_the_sum_of_both():
    truth = stage_two(cases=900)["measures.csv"]
    tables = released("public", cases=900)
    assert tables["audience.csv"][0]["high_merged"] == "yes"
    for row in find(tables["measures.csv"], "P02", "overdue", risk_level="very_high_or_high"):
        parts = [
            find(truth, "P02", "overdue", team="all", risk_level=level)[0] for level in ("very_high", "high")
        ]
        assert int(row["numerator"] or -1) in (-1, sum(int(part["numerator"]) for part in parts))
        if row["value"]:
            assert float(row["value"]) == pytest.approx(
                100 * int(row["numerator"]) / int(row["denominator"]), abs=0.0501
            )


def test_no_control_total_and_no_word_of_a_warning_reaches_another_audience():
    warned = some_of(stage_two(cases=900), ("P02",))
    assert warned["warnings.csv"]
    for who in SMALL:
        tables = read(files(who, warned), who)
        [manifest] = tables["manifest.csv"]
        assert {
            manifest[name] for name in manifest if name.endswith("_n") or name in ("teams", "managers")
        } == {""}
        assert {row[key] for row in tables["warnings.csv"] for key in ("rows", "says")} <= {""}


def test_a_pack_gives_the_same_bytes_twice():
    assert read(files("inspector", stage_two()), "inspector") == released("inspector")


def test_teams_subtracted_from_the_force_give_no_small_count_away():
    """No audience with small counts withheld sees teams, but one can be added by a row of the table."""
    of_teams = [row for row in find(stage_two()["measures.csv"], "P02", "overdue") if row["team"] != "all"]
    assert any(0 < int(row["numerator"]) <= SMALL["inspector"] for row in of_teams)
    assert list(attack_teams(stage_two())) == []


def test_an_audience_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Misused, match="supervisor, inspector, public; did you mean"):
        audience("inspectors")
