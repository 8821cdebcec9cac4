"""What the measures count: by hand on edited rows, by plain loops over all rows, and what always holds."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from extracts import Extract, Row, cells, numerator, table
from hypothesis import given, settings
from hypothesis import strategies as st
from speed import some

from helpers.pack.aggregating import Aggregate, aggregated
from helpers.pack.contract import HASHED
from helpers.pack.synthesis import CASES, synthetic_files

AS_AT = date(2025, 2, 23)


@pytest.fixture
def extract(tmp_path: Path) -> Extract:
    return Extract(tmp_path / "extract")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    """A larger force, of 600 cases in six teams."""
    folder = tmp_path_factory.mktemp("grown")
    for name, content in synthetic_files(5, 400, 70).items():
        (folder / name).write_bytes(content)
    return Extract(folder, folder)


@pytest.fixture(scope="module")
def pack(grown: Extract) -> Aggregate:
    return aggregated(grown.folder)


def days(cell: str) -> date:
    return date.fromisoformat(cell)


def as_at(extract: Extract) -> date:
    return days(extract["manifest"][0]["as_at"])


def active(extract: Extract) -> list[Row]:
    return [row for row in extract["cases"] if row["management"] == "active"]


def put_due(row: Row, due: date) -> None:
    """Have a case be due on a day, with an interval that allows it."""
    seen = due - timedelta(days=30)
    row |= {
        "planned_interval_days": "30",
        "last_seen_on": seen.isoformat(),
        "last_attempt_on": seen.isoformat(),
        "next_visit_due_on": due.isoformat(),
        "managed_since": "2010-01-01",
    }


def test_a_visit_is_overdue_from_the_day_after_it_was_due(extract: Extract):
    for row in active(extract):
        put_due(row, AS_AT + timedelta(days=20))
    for row, ahead in zip(active(extract), (1, 0), strict=False):
        put_due(row, AS_AT + timedelta(days=ahead))
    assert numerator(extract.aggregated(), "P02", "overdue") == 0
    for row, late in zip(active(extract), (1, 7, 400), strict=False):
        put_due(row, AS_AT - timedelta(days=late))
    assert numerator(extract.aggregated(), "P02", "overdue") == 3


@pytest.mark.parametrize("late", [(1, 8, 29, 92, 183, 366), (7, 28, 91, 182, 365, 3000)])
def test_bands_begin_and_end_on_their_days(extract: Extract, late: tuple[int, ...]):
    """One case on the first day of each band, and one on the last."""
    for row in active(extract):
        put_due(row, AS_AT)
    for row, ago in zip(active(extract), late, strict=False):
        put_due(row, AS_AT - timedelta(days=ago))
    pack = extract.aggregated()
    for band in ("1-7", "8-28", "29-91", "92-182", "183-365", "over 365"):
        assert numerator(pack, "P03", "late", band=band) == 1
    assert numerator(pack, "P03", "late") == 6
    for part, rank in (("median", 3), ("p90", 6), ("oldest", 6)):
        assert cells(pack, "P03", part)["value"] == str(late[rank - 1])
    assert numerator(pack, "P04", "whole_interval") == sum(ago > 30 for ago in late)


def test_a_leap_day_is_a_day_overdue(extract: Extract):
    shift = (date(2024, 3, 1) - AS_AT).days
    for name, rows in extract.rows.items():
        for row in rows:
            for column, cell in row.items():
                if cell and column.endswith(("_on", "as_at", "_since", "effective_from")):
                    row[column] = (days(cell) + timedelta(days=shift)).isoformat()
        if name == "manifest":
            rows[0]["extracted_at"] = "2024-03-02T05:00:00Z"
    for row in active(extract):
        put_due(row, date(2024, 3, 1))
    put_due(active(extract)[0], date(2024, 2, 28))
    assert cells(extract.aggregated(), "P03", "oldest")["value"] == "2"


def test_a_case_that_is_not_active_is_no_longer_overdue(extract: Extract):
    changed = active(extract)[:4]
    for row in changed:
        put_due(row, AS_AT - timedelta(days=5))
    before = extract.aggregated()
    kinds = ("in_custody", "abroad", "reactive", "whereabouts_unknown")
    for row, management in zip(changed, kinds, strict=True):
        row |= {"management": management, "next_visit_due_on": ""}
    changed[2] |= {"reactive_since": "2025-02-01", "reactive_authorised": "yes"}
    after = extract.aggregated()
    assert numerator(after, "P02", "overdue") == numerator(before, "P02", "overdue") - 4
    assert (
        numerator(after, "P01", "cases", band="active")
        == numerator(before, "P01", "cases", band="active") - 4
    )
    assert numerator(after, "P01", "cases") == numerator(before, "P01", "cases")


def test_a_case_that_was_never_seen_counts_from_the_day_it_was_taken_on(extract: Extract):
    row = active(extract)[0]
    row |= {"managed_since": "2025-01-01", "last_seen_on": "", "last_attempt_on": ""}
    row |= {"planned_interval_days": "30", "next_visit_due_on": "2025-01-31"}
    before = numerator(extract.aggregated(), "P05", "not_seen")
    row |= {"last_seen_on": "2025-01-01", "last_attempt_on": "2025-01-01"}
    # 53 days ago is less than twice 30.
    assert numerator(extract.aggregated(), "P05", "not_seen") == before - 1
    row["planned_interval_days"] = "26"
    row["next_visit_due_on"] = "2025-01-27"
    assert numerator(extract.aggregated(), "P05", "not_seen") == before


def only_visits(extract: Extract, *edits: Row) -> Aggregate:
    """The pack of an extract with these visits alone, of its first active case unless they name another."""
    for row in active(extract):
        put_due(row, AS_AT + timedelta(days=20))
    case, made = active(extract)[0]["case_key"], []
    usual = {"crew": "joint", "lone_authorised": "not_applicable", "lone_reason": "not_applicable"}
    usual |= {"outcome": "seen", "announced": "unannounced", "manager_key": active(extract)[0]["manager_key"]}
    for row, edit in zip(extract["visits"], edits, strict=False):
        made.append({**row, "case_key": case, **usual, **edit})
    extract.rows["visits"] = made
    return extract.aggregated()


LONE = {"crew": "lone", "lone_authorised": "before_visit", "lone_reason": "assessed_appropriate"}
LEVELS = ("very_high", "high", "medium", "low", "not_assessed")
"""By which the visits, or cases, of one pack are told apart."""


def test_a_lone_visit_is_shown_to_be_appropriate_by_authority_before_and_a_reason(extract: Extract):
    on = {"visit_on": "2025-02-20", "due_on": "2025-02-20", **LONE}
    not_shown = (
        {"lone_authorised": "after_visit"},
        {"lone_authorised": "none"},
        {"lone_reason": "staffing"},
        {"lone_reason": "not_recorded"},
    )
    told = [{**on, **edit, "risk_level": level} for edit, level in zip(not_shown, LEVELS, strict=False)]
    shown = [{**on, **edit, "risk_level": LEVELS[4]} for edit in ({}, {"lone_reason": "urgent"})]
    pack = only_visits(extract, *told, *shown)
    for level, lone, of_these in zip(LEVELS, (1, 1, 1, 1, 2), (1, 1, 1, 1, 0), strict=True):
        assert numerator(pack, "P08", "lone", risk_level=level) == lone
        assert numerator(pack, "P09", "not_shown", risk_level=level) == of_these


def test_thirteen_weeks_are_the_91_days_to_the_day_of_the_extract(extract: Extract):
    days_of = {"very_high": "2024-11-24", "high": "2024-11-25", "medium": "2025-02-23"}
    visits = ({"visit_on": on, "due_on": on, "risk_level": level, **LONE} for level, on in days_of.items())
    pack = only_visits(extract, *visits)
    for level, counted in (("very_high", "0"), ("high", "1"), ("medium", "1")):
        assert cells(pack, "P08", "lone", risk_level=level)["denominator"] == counted


def test_missed_and_cleared_visits_are_counted_in_their_weeks(extract: Extract):
    pack = only_visits(
        extract,
        {"visit_on": "2025-02-01", "due_on": "2025-01-31", "outcome": "not_seen"},
        {"visit_on": "2025-02-12", "due_on": "2025-01-31"},
        {"visit_on": "2025-02-10", "due_on": "2025-02-10"},
        {"visit_on": "2025-02-14", "due_on": "2025-02-22", "outcome": "moved_away"},
        {"visit_on": "2025-02-20", "due_on": "2025-02-23", "outcome": "not_seen"},
    )
    # Two fell due and were missed, one was done on its day, and what is due today is not over.
    assert (cells(pack, "P06", "on_time")["numerator"], cells(pack, "P06", "on_time")["denominator"]) == (
        "1",
        "3",
    )
    assert numerator(pack, "P07", "became_overdue") == 2
    assert numerator(pack, "P07", "cleared") == 1
    weeks = {
        (row["part"], row["week_ending"])
        for row in table(pack, "weekly.csv")
        if row["measure_id"] == "P07" and row["team"] == row["risk_level"] == "all" and row["value"] != "0"
    }
    assert weeks == {
        ("became_overdue", "2025-02-02"),
        ("became_overdue", "2025-02-23"),
        ("cleared", "2025-02-16"),
    }


def test_the_pace_of_clearing_has_no_weeks_where_nothing_clears(extract: Extract):
    pack = only_visits(extract, {"visit_on": "2025-02-12", "due_on": "2025-02-01", "outcome": "not_seen"})
    row = cells(pack, "P07", "weeks_to_clear")
    assert (row["value"], row["mark"], row["reason"]) == ("", "[z]", "not_clearing")


def test_lone_contact_is_repeated_if_the_last_two_visits_were_by_one_manager(extract: Extract):
    """Each of a case of its own, which its level of risk tells apart."""
    made = {
        "very_high": ([LONE, LONE], 1),
        "high": ([LONE, {}], 0),
        "medium": ([LONE, {**LONE, "manager_key": ""}], 0),
        "low": ([{}, LONE, LONE], 1),
        "not_assessed": ([LONE, LONE, {}], 0),
    }
    visits = []
    for row, (level, (edits, _)) in zip(active(extract), made.items(), strict=False):
        row["risk_level"] = level
        for number, edit in enumerate(edits):
            on = f"2025-01-1{number}"
            visits.append({"case_key": row["case_key"], "visit_on": on, "due_on": on, **edit})
    pack = only_visits(extract, *visits)
    for level, (_, repeated) in made.items():
        row = cells(pack, "P10", "repeated", risk_level=level)
        assert (row["numerator"], row["denominator"]) == (str(repeated), "1")


def test_without_a_standard_a_measure_has_counts_and_no_rate(extract: Extract):
    extract.rows["tariff"] = [row for row in extract["tariff"] if row["item"] != "arms_review"]
    row = cells(extract.aggregated(), "P12", "overdue")
    assert (row["value"], row["mark"], row["reason"]) == ("", "[x]", "no_standard")
    assert row["denominator"] == str(len([case for case in active(extract) if case["arms_due_on"]])) > "1"


def test_the_order_of_rows_changes_nothing(extract: Extract):
    before = extract.aggregated().files
    old = extract["manifest"][0]["sha256"].encode()
    for rows in extract.rows.values():
        rows.reverse()
    after = extract.aggregated().files
    new = extract["manifest"][0]["sha256"].encode()
    assert new != old
    assert {name: content.replace(new, old) for name, content in after.items()} == before


def test_line_ends_quotes_and_a_byte_order_mark_change_nothing(extract: Extract):
    before = extract.aggregated().files
    old = extract["manifest"][0]["sha256"].encode()
    for name in HASHED:
        path = extract.folder / f"{name}.csv"
        quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in path.read_text().splitlines()]
        path.write_bytes(b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in quoted).encode())
    whole = b"".join((extract.folder / f"{name}.csv").read_bytes() for name in HASHED)
    new = hashlib.sha256(whole).hexdigest().encode()
    manifest = extract.folder / "manifest.csv"
    manifest.write_bytes(manifest.read_bytes().replace(old, new))
    after = aggregated(extract.folder).files
    assert {name: content.replace(new, old) for name, content in after.items()} == before


def test_visits_overdue_are_those_of_a_plain_loop(grown: Extract, pack: Aggregate):
    today = as_at(grown)
    found: Counter[tuple[str, str]] = Counter()
    late = []
    for row in active(grown):
        if row["next_visit_due_on"] and days(row["next_visit_due_on"]) < today:
            found[row["team_key"][:4], row["risk_level"]] += 1
            late.append((today - days(row["next_visit_due_on"])).days)
    assert sum(found.values()) == numerator(pack, "P02", "overdue") > 20
    for (team, risk), number in found.items():
        assert numerator(pack, "P02", "overdue", team=team, risk_level=risk) == number
    late.sort()
    assert cells(pack, "P03", "median")["value"] == str(late[math.ceil(len(late) / 2) - 1])
    assert cells(pack, "P03", "p90")["value"] == str(late[math.ceil(len(late) * 9 / 10) - 1])
    assert cells(pack, "P03", "oldest")["value"] == str(late[-1])


def test_lone_visits_of_each_week_are_those_of_a_plain_loop(grown: Extract, pack: Aggregate):
    today = as_at(grown)
    for row in table(pack, "weekly.csv"):
        if (row["measure_id"], row["part"], row["team"]) != ("P08", "lone", "all"):
            continue
        end = days(row["week_ending"])
        rows = [
            visit
            for visit in grown["visits"]
            if end - timedelta(days=7) < days(visit["visit_on"]) <= end
            and visit["outcome"] == "seen"
            and visit["crew"] != "not_recorded"
            and row["risk_level"] in ("all", visit["risk_level"])
        ]
        assert row["denominator"] == str(len(rows))
        assert row["numerator"] == str(sum(visit["crew"] == "lone" for visit in rows))
    assert {row["week_ending"] for row in table(pack, "weekly.csv")} == {
        (today - timedelta(days=7 * ago)).isoformat() for ago in range(53)
    }


def test_caseloads_are_those_of_a_plain_loop(grown: Extract, pack: Aggregate):
    fte = {
        row["manager_key"]: float(row["fte"])
        for row in grown["posts"]
        if row["manager_key"] and row["state"] == "filled" and row["role"] == "offender_manager"
    }
    held = Counter(
        row["manager_key"] for row in grown["cases"] if row["management"] in ("active", "reactive")
    )
    loads = sorted(round(held[key] / part + 1e-9, 1) for key, part in fte.items())
    assert sorted(float(row["caseload"]) for row in table(pack, "managers.csv")) == loads
    assert float(cells(pack, "P16", "highest")["value"]) == loads[-1]
    assert float(cells(pack, "P16", "median")["value"]) == loads[math.ceil(len(loads) / 2) - 1]


def test_a_window_is_the_sum_of_its_weeks(pack: Aggregate):
    lengths = {"P06": 4, "P07": 4, "P08": 13, "P09": 13, "P11": 13, "P14": 13}
    series: dict[tuple[str, ...], list[Row]] = {}
    place = ("measure_id", "part", "team", "risk_level")
    for row in table(pack, "weekly.csv"):
        series.setdefault(tuple(row[name] for name in place), []).append(row)
    assert {measure for measure, *_ in series} == set(lengths)
    for (measure, part, team, risk), rows in series.items():
        whole = cells(pack, measure, part, team=team, risk_level=risk)
        for column in ("numerator", "denominator"):
            numbers = [int(row[column] or 0) for row in rows[-lengths[measure] :]]
            assert sum(numbers) == int(whole[column] or 0)


def check_always(pack: Aggregate) -> None:
    """What holds of every pack: the parts of each count add up, and no share is of less than itself."""
    by_place: dict[tuple[str, ...], dict[str, int]] = {}
    dimensions = ("team", "risk_level", "band")
    for row in table(pack, "measures.csv"):
        if row["numerator"] and row["denominator"] and row["unit"] == "per_cent":
            assert int(row["numerator"]) <= int(row["denominator"])
        if not row["numerator"] or row["measure_id"] == "Q1" or row["part"] == "weeks_to_clear":
            continue
        for dimension in dimensions:
            others = tuple(row[name] for name in dimensions if name != dimension)
            place = (row["measure_id"], row["part"], dimension, *others)
            by_place.setdefault(place, {})[row[dimension]] = int(row["numerator"])
    for counts in by_place.values():
        if len(counts) > 1:
            assert counts.pop("all") == sum(counts.values())
    assert numerator(pack, "P09", "not_shown") <= numerator(pack, "P08", "lone")
    assert numerator(pack, "P02", "overdue") <= numerator(pack, "P01", "cases", band="active")


@settings(max_examples=some([3], [60])[0])
@given(
    seed=st.integers(0, 10**6),
    cases=st.integers(10, 90),
    weeks=st.integers(1, 130),
    kind=st.sampled_from(CASES),
)
def test_parts_add_up_in_every_synthetic_force(
    tmp_path_factory: pytest.TempPathFactory, seed: int, cases: int, weeks: int, kind: str
):
    folder = tmp_path_factory.mktemp("force")
    for name, content in synthetic_files(seed, cases, weeks, kind).items():
        (folder / name).write_bytes(content)
    check_always(aggregated(folder))


def test_parts_add_up_in_the_larger_force(pack: Aggregate):
    check_always(pack)


def test_an_extract_of_headers_alone_is_a_force_without_cases(extract: Extract):
    for name in extract.rows:
        if name != "manifest":
            extract.rows[name] = []
    pack = extract.aggregated()
    assert numerator(pack, "P01", "cases") == 0
    assert {row["mark"] for row in table(pack, "measures.csv") if row["unit"] == "per_cent"} == {"[z]", "[x]"}
