"""The accepted figures of every area: a change of any of them is seen, named and accepted on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.analysis.area_facts import area_facts
from helpers.analysis.baseline_rows import all_baseline_rows, baseline_rows
from helpers.analysis.fact_rows import fact_row
from helpers.analysis.facts import Fact
from helpers.data.areas import areas
from helpers.data.coverage import latest_year
from helpers.data.evidence import Evidence
from helpers.paths import ROOT
from helpers.publish import baseline

BASELINE = ROOT / "reports" / "facts.csv"
SHOWN = 40

Row = dict[str, str]


@pytest.fixture(scope="module")
def now(known: Evidence) -> list[Row]:
    return list(all_baseline_rows(known, latest_year()))


def report(lines: list[str]) -> str:
    """What changed, for the one who reads a failed test."""
    areas_changed = sorted({line.split()[0] for line in lines})
    more = [f"... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join(
        [
            f"{len(lines)} figures of {len(areas_changed)} areas are not those of reports/facts.csv:",
            *(f"  {line}" for line in [*lines[:SHOWN], *more]),
            "If each change is right, accept them with: make accept",
        ]
    )


def test_the_figures_computed_now_are_those_that_were_accepted(now: list[Row]):
    lines = baseline.differences(baseline.read(BASELINE), now)
    assert not lines, report(lines)


def test_the_accepted_figures_are_in_the_order_of_the_reports(now: list[Row]):
    assert [(row["slug"], row["id"]) for row in baseline.read(BASELINE)] == [
        (row["slug"], row["id"]) for row in now
    ]


def test_the_baseline_covers_every_area_and_names_no_figure_twice(now: list[Row]):
    names = [(row["slug"], row["id"]) for row in now]
    assert {slug for slug, _ in names} == {area.slug for area in areas()}
    assert len(names) == len(set(names))


def test_a_row_of_the_baseline_holds_cambridgeshires_count_as_published(known: Evidence):
    rows = baseline_rows(area_facts(known, "Cambridgeshire", 2023))
    [row] = [row for row in rows if row["id"] == "rso_count"]
    assert (row["value"], row["period"], row["unit"], row["status"]) == (
        "987",
        "2023-03-31",
        "people",
        "published",
    )
    assert row["sources"].split()


def test_a_failed_comparison_says_which_figures_of_which_areas_changed_and_how_to_accept_them():
    lines = ["essex rso_count: value 1596 -> 1600", "kent rso_count: new, 1500"]
    said = report(lines)
    assert said.startswith("2 figures of 2 areas")
    assert all(line in said for line in lines)
    assert said.endswith("make accept")


def test_a_long_list_of_changes_is_cut_and_counted():
    said = report([f"essex x.{number}: value 1 -> 2" for number in range(100)])
    assert "... and 60 more" in said
    assert "x.39" in said
    assert "x.40" not in said


# The differences --------------------------------------------------------------------------------------------


def row(slug: str, identity: str, value: str, **others: str) -> Row:
    return {"slug": slug, "id": identity, "value": value, "status": "published", **others}


ESSEX = row("essex", "rso_count", "1596")
KENT = row("kent", "rso_count", "1500")


def test_the_same_rows_in_another_order_are_no_difference():
    assert baseline.differences([ESSEX, KENT], [KENT, ESSEX]) == []


def test_a_figure_that_went_is_named():
    assert baseline.differences([ESSEX, KENT], [KENT]) == ["essex rso_count: no longer there"]


def test_a_figure_that_came_is_named_with_its_value():
    assert baseline.differences([ESSEX], [ESSEX, KENT]) == ["kent rso_count: new, 1500"]


def test_a_figure_that_came_without_a_value_is_named_with_its_status():
    gone = row("kent", "revocations", "", status="missing")
    assert baseline.differences([], [gone]) == ["kent revocations: new, missing"]


def test_a_figure_that_changed_is_named_with_both_values():
    changed = row("essex", "rso_count", "1600")
    assert baseline.differences([ESSEX], [changed]) == ["essex rso_count: value 1596 -> 1600"]


def test_each_column_that_changed_has_its_line():
    changed = row("essex", "rso_count", "", status="missing")
    assert baseline.differences([ESSEX], [changed]) == [
        "essex rso_count: value 1596 -> ",
        "essex rso_count: status published -> missing",
    ]


def test_the_same_figure_of_another_area_is_another_figure():
    assert len(baseline.differences([ESSEX], [KENT])) == 2


def test_a_column_that_is_gone_is_a_difference():
    with_sources = row("essex", "rso_count", "1596", sources="paper-a")
    assert baseline.differences([with_sources], [ESSEX]) == ["essex rso_count: sources paper-a -> "]


def test_what_is_accepted_is_what_is_read_back(tmp_path: Path):
    path = tmp_path / "reports" / "facts.csv"
    awkward = row("kent", "grade.kent", 'good, or "adequate"\nor so', note="\N{MINUS SIGN}4%")
    rows = [{**ESSEX, "note": ""}, awkward]
    path.parent.mkdir()
    path.write_bytes(baseline.to_csv(rows).encode())
    on_one_line = {**awkward, "value": 'good, or "adequate" or so'}  # as every cell that a spreadsheet reads
    assert baseline.read(path) == [rows[0], on_one_line]
    assert baseline.differences(baseline.read(path), rows) == []


def test_where_nothing_was_accepted_yet_every_figure_is_new(tmp_path: Path):
    before = baseline.read(tmp_path / "facts.csv")
    assert baseline.differences(before, [ESSEX]) == ["essex rso_count: new, 1596"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (987.0, "987"), (5.223880597, "5.2239"), ("good", "good"), (-0.34, "-0.34"), (0.0, "0")],
)
def test_a_number_keeps_four_decimals_and_nothing_is_empty(value: float | str | None, text: str):
    fact = Fact("a", "rso_count", "level", "Essex", "2023-03-31", value, None, None, "people", "published")
    assert fact_row(fact)["value"] == text


def test_no_spreadsheet_runs_a_cell_of_the_baseline_and_that_is_no_difference(tmp_path: Path):
    """A measure, unit or answer of a table may hold whatever its source said."""
    rows = [
        {"slug": "essex", "id": "calls", "measure": "=1+1", "value": "up;@A1\nat -3", "status": "published"}
    ]
    (tmp_path / "facts.csv").write_bytes(baseline.to_csv(rows).encode())
    [read] = baseline.read(tmp_path / "facts.csv")
    assert (read["measure"], read["value"]) == ("'=1+1", "up;'@A1 at -3")
    assert baseline.differences([read], rows) == []
