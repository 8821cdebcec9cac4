"""``briefings add``: rows checked, merged and sorted into a raw table, with its record and its sources."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from conftest import Copy
from typer.testing import CliRunner, Result

from helpers.cli import app
from helpers.data.evidence import evidence
from helpers.data.sources import read_raw, source_record

FIGURE = {
    "area": "Kent",
    "area_type": "mappa_area",
    "period_end": "2021-03-31",
    "measure": "rso_count",
    "value": "1234",
    "unit": "count",
    "basis": "as at 31 March",
    "source_id": "a-new-source",
    "note": "",
    "source_title": "A new source (Made-up Times)",
    "url": "https://example.org/made-up",
    "date_published": "2021-11-01",
}


@pytest.fixture
def data(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    return copy.folder


def saved(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["add", *map(str, arguments)])


def test_a_figure_comes_in_with_its_source_and_its_record(data: Path, tmp_path: Path) -> None:
    before = read_raw("mappa_figures", data)
    answer = run(saved(tmp_path, FIGURE), "--yes")
    assert answer.exit_code == 0, answer.output
    found = evidence(data).get("Kent", 2021, "rso_count")
    assert found is not None
    assert (found.value, found.sources) == (1234, ("a-new-source",))
    after = read_raw("mappa_figures", data)
    assert len(after) == len(before) + 1 == source_record("mappa_figures", data).rows
    assert evidence(data).sources["a-new-source"].kind == "press"
    again = run(saved(tmp_path, FIGURE), "--yes")
    assert "0 new rows, 1 known already, 0 new sources" in again.output


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"value": "12.5"}, "whole number"),
        ({"area": "Kentt"}, 'did you mean "Kent"'),
        ({"basis": "as counted by me"}, "belongs to no series"),
        ({"period_end": "31/03/2021"}, "date"),
        ({"url": "ftp://example.org"}, "http"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_and_nothing_is_written(
    data: Path, tmp_path: Path, change: dict[str, str], says: str
) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    answer = run(saved(tmp_path, {**FIGURE, **change}), "--yes")
    assert answer.exit_code == 1
    assert says in answer.output
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_a_row_that_changes_another_is_refused(data: Path, tmp_path: Path) -> None:
    there = read_raw("mappa_figures", data).iloc[0]
    row = {name: f"{there[name]}" for name in list(FIGURE)[:9]}
    row |= {"period_end": f"{there['period_end']:%Y-%m-%d}", "value": "99999"}
    answer = run(saved(tmp_path, row), "--yes")
    assert (answer.exit_code, "never changed" in answer.output) == (1, True)


def test_a_file_of_no_table_is_refused_and_nothing_is_written_without_yes(data: Path, tmp_path: Path) -> None:
    answer = run(saved(tmp_path, {"a": "1", "b": "2"}))
    assert (answer.exit_code, "no raw table" in answer.output) == (1, True)
    before = (data / "raw" / "mappa_figures.csv").read_bytes()
    answer = run(saved(tmp_path, FIGURE), "--json")
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["table"] == "mappa_figures"
    assert (data / "raw" / "mappa_figures.csv").read_bytes() == before
