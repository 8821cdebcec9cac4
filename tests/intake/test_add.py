"""``briefings add``: all faults at once, one change of table, record and dictionary, or nothing at all."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path

import pytest
from conftest import Copy
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.evidence import evidence
from helpers.data.schemas import TABLES
from helpers.data.sources import raw_text, source_record, verified_bytes

run = CliRunner().invoke
VISITS = {
    "scope": "force",
    "force": "Kent",
    "date": "2018-04",
    "measure": "overdue RSO visits",
    "value": "12",
    "unit": "visits",
    "note": "",
    "source_id": "",
}
SOURCE = {"source_title": "A page (Kent Online)", "url": "https://example.org/a", "date_published": "2018-04"}


@pytest.fixture
def data(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    return copy.folder


@pytest.fixture
def known_source(data: Path) -> str:
    return raw_text("sources", data)[0]["source_id"]


def table(path: Path, *rows: dict[str, str]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def decided(file: str) -> list[dict[str, str]]:
    """Decide on each text that the command names as one that nobody has read."""
    faults = json.loads(run(app, ["add", file, "--yes", "--json"]).stdout)["faults"]
    begins = [fault["right"].rpartition(" ")[2].split(",") for fault in faults]
    columns = TABLES["notes"].columns
    rest = {"decision": "kept", "reason": "Harmless."}
    return [dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False)) | rest for cells in begins]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rows_come_in_with_record_and_dictionary_and_nothing_else_changes(
    data: Path, tmp_path: Path, known_source: str
) -> None:
    before, rows = state(data), raw_text("workload", data)
    new = VISITS | {"source_id": known_source}
    result = run(app, ["add", table(tmp_path / "workload.csv", new), "--yes"])
    assert result.exit_code == 0, result.output
    after = state(data)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"raw/workload.csv", "raw/workload.source.yml", "README.md"}
    merged = raw_text("workload", data)  # which also holds size and hash against the record
    assert sorted(map(str, merged)) == sorted(map(str, [*rows, new]))
    assert [[row[name] for name in TABLES["workload"].key] for row in merged] == sorted(
        [row[name] for name in TABLES["workload"].key] for row in merged
    )
    assert source_record("workload", data).rows == len(rows) + 1
    assert f"Rows: {len(rows) + 1}.".encode() in after["README.md"]
    assert evidence(data).workload["measure"].eq("overdue RSO visits").any()


def test_the_order_in_which_rows_are_added_makes_no_difference(
    data: Path, tmp_path: Path, known_source: str
) -> None:
    rows = [VISITS | {"source_id": known_source, "date": f"20{year}-04"} for year in range(10, 14)]
    random.Random(1).shuffle(rows)
    run(app, ["add", table(tmp_path / "workload.csv", *rows), "--yes"])
    at_once = verified_bytes("workload", data)
    for row in reversed(rows):
        result = run(app, ["add", table(tmp_path / "workload.csv", row), "--yes"])
        assert "there already" in result.output
    assert verified_bytes("workload", data) == at_once


def test_rows_may_bring_their_sources_along_and_are_known_the_second_time(data: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "overdue.csv", VISITS | {"source_id": "kent-online"} | SOURCE)
    notes = table(tmp_path / "notes.csv", *decided(file))
    first = run(app, ["add", file, notes, "--yes", "--json"])
    assert [one["file"] for one in json.loads(first.stdout)["tables"]] == [
        *("raw/sources.csv", "reference/notes.csv"),
        "raw/workload.csv",
    ]
    assert evidence(data).sources["kent-online"].title == SOURCE["source_title"]
    after = state(data)
    second = json.loads(run(app, ["add", file, "--yes", "--json"]).stdout)
    assert (second["written"], [one["already_there"] for one in second["tables"]]) == (False, [[2], [2]])
    assert state(data) == after


def test_every_fault_is_told_at_once_with_its_place_and_what_would_be_right(
    data: Path, tmp_path: Path
) -> None:
    before = state(data)
    bad = [
        VISITS | {"scope": "forse", "source_id": "unheard-of"},
        VISITS | {"force": "Kentt", "value": "about 12"},
        VISITS | {"measure": "over\u202edue", "date": "some day"},
    ]
    file = table(tmp_path / "workload.csv", *bad)
    told = run(app, ["add", file, "--yes", "--json"])
    faults = json.loads(told.stdout)["faults"]
    assert told.exit_code == 1
    places = {(one["file"], one["row"], one["column"]) for one in faults}
    assert places == {
        ("workload.csv", *place)
        for place in [
            *[(2, "scope"), (2, "source_id"), (3, "force"), (3, "value"), (3, "source_id")],
            *[(4, "measure"), (4, "date"), (4, "source_id")],
        ]
    }
    assert all(one["found"] and one["right"] for one in faults)
    words = run(app, ["add", file]).output
    assert "line 3 ('Kentt'), column force: found 'Kentt'" in words
    assert 'did you mean "Kent"?' in words
    assert state(data) == before


def test_columns_that_are_missing_or_unknown_are_all_named(data: Path, tmp_path: Path) -> None:
    row = {("forse" if name == "force" else name): cell for name, cell in VISITS.items() if name != "unit"}
    result = run(app, ["add", table(tmp_path / "workload.csv", row), "--yes", "--json"])
    faults = json.loads(result.stdout)["faults"]
    assert {one["column"] for one in faults} == {"forse", "force", "unit"}
    assert state(data)


def test_rows_are_added_and_never_changed(data: Path, tmp_path: Path) -> None:
    there = raw_text("workload", data)[3]
    before = state(data)
    result = run(app, ["add", table(tmp_path / "workload.csv", there | {"value": "999"}), "--yes", "--json"])
    [fault] = json.loads(result.stdout)["faults"]
    assert (result.exit_code, fault["column"], fault["found"]) == (1, "value", "'999'")
    assert repr(there["value"]) in fault["right"]
    assert state(data) == before


def test_without_a_terminal_and_without_yes_it_is_shown_and_not_written(
    data: Path, tmp_path: Path, known_source: str
) -> None:
    before = state(data)
    file = table(tmp_path / "workload.csv", VISITS | {"source_id": known_source})
    for more in ([], ["--json"]):
        result = run(app, ["add", file, *more])
        assert (result.exit_code, "overdue RSO visits" in result.stdout) == (2, True)
        assert "--yes" in result.stderr
    assert state(data) == before


def test_what_is_right_by_itself_but_does_not_fit_the_data_is_refused(data: Path, tmp_path: Path) -> None:
    before = state(data)
    figure = raw_text("mappa_figures", data)[0] | {"basis": "a way of its own", "period_end": "2017-03-31"}
    result = run(app, ["add", table(tmp_path / "figures.csv", figure), "--yes"])
    assert result.exit_code == 1
    assert "reference/series.csv" in result.stderr
    series = {
        "measure": figure["measure"],
        "basis": figure["basis"],
        "series": figure["measure"],
        "shift_years": "0",
    }
    both = [table(tmp_path / "figures.csv", figure), table(tmp_path / "series.csv", series)]
    assert state(data) == before
    assert run(app, ["add", *both, "--yes"]).exit_code == 0
    assert state(data)["reference/series.csv"].startswith(before["reference/series.csv"])


@pytest.mark.parametrize(
    ("name", "column", "day"), [("figures", "period_end", "2099-03-31"), ("workload", "date", "2099-04")]
)
def test_a_row_of_a_day_that_is_yet_to_come_is_refused(
    data: Path, tmp_path: Path, name: str, column: str, day: str
) -> None:
    before = state(data)
    row = raw_text({"figures": "mappa_figures"}.get(name, name), data)[0] | {column: day}
    result = run(app, ["add", table(tmp_path / f"{name}.csv", row), "--yes"])
    assert (result.exit_code, f"'{day}'" in result.stderr) == (1, True)
    assert state(data) == before


@pytest.mark.parametrize("write", [1, 2, 3, 4])
def test_a_write_that_fails_leaves_the_old_state(
    data: Path, tmp_path: Path, known_source: str, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(data)
    file = table(tmp_path / "workload.csv", VISITS | {"source_id": known_source})
    real, written = Path.write_bytes, []

    def fails(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) == write:
            real(path, content[: len(content) // 2])
            raise OSError(28, "No space left on device")
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", fails)
    if write == 4:
        monkeypatch.setattr("os.fsync", lambda _: fails(tmp_path / "x", b""))
    result = run(app, ["add", file, "--yes"])
    assert (result.exit_code, "No space left" in result.stderr) == (1, True)
    assert state(data) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("unknown.csv", "a,b\n1,2\n", "named like no table"),
        ("workload.csv", "", "is empty"),
        ("workload.csv", "scope,force\nforce\nforce,Kent,2\n", "line 2: found 1 cell"),
        ("workload.csv", 'scope,force\n"force,Kent\n', "quotation marks"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(
    data: Path, tmp_path: Path, name: str, content: str, said: str
) -> None:
    before = state(data)
    (tmp_path / name).write_text(content)
    result = run(app, ["add", str(tmp_path / name), "--yes"])
    assert (result.exit_code, said in result.stderr) == (1, True), result.output
    assert state(data) == before


def test_a_remark_that_nobody_decided_on_is_told_with_the_row_that_is_missing(
    data: Path, tmp_path: Path, known_source: str
) -> None:
    row = VISITS | {"source_id": known_source, "note": "of 240 in all"}
    file = table(tmp_path / "workload.csv", row)
    notes = table(tmp_path / "notes.csv", *decided(file))
    assert run(app, ["add", file, notes, "--yes"]).exit_code == 0
    assert "of 240 in all" in set(evidence(data).workload["note"])


def figure(source: str, **other: str) -> dict[str, str]:
    return {
        "area": "Kent", "area_type": "mappa_area", "period_end": "2009-03-31", "measure": "rso_count", "value": "700",
        "unit": "count", "basis": "as at 31 March", "source_id": source, "note": "",
    } | other  # fmt: skip


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (
            {"measure": "rso_counts"},
            "line 3, column measure: found 'rso_counts'; .*did you mean \"rso_count\"",
        ),
        ({"basis": "as at 31 may"}, "line 3, column basis: found 'as at 31 may'; .*'as at 31 March'"),
        ({"value": "12345678"}, r"more\.csv, line 3 \(Kent, 31 March 2009\): found 12345678 as rso_count"),
    ],
)
def test_a_figure_that_cannot_be_right_is_named_by_file_line_and_column_of_the_user(
    data: Path, tmp_path: Path, known_source: str, other: dict[str, str], says: str
) -> None:
    before = state(data)
    rows = [figure(known_source, area="Essex", period_end="2008-03-31"), figure(known_source, **other)]
    answer = run(app, ["add", table(tmp_path / "more.csv", *rows), "--yes"])
    said = " ".join(answer.output.split())
    assert answer.exit_code == 1
    assert re.search(says, said), said
    assert "mappa_figures.csv line" not in said
    assert state(data) == before


@pytest.mark.parametrize(
    ("given", "says"),
    [("", "it is empty"), (".", "is a folder"), ("workloud.csv", 'no file .*did you mean "workload.csv"')],
)
@pytest.mark.parametrize(
    "call", [["import", "--year", "2020"], ["add"], ["factcheck"], ["fetch", "--year", "2020", "--to"]]
)
def test_a_path_that_names_no_file_is_told_for_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: list[str], given: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workload.csv").write_text("x\n")
    if call[0] == "fetch":  # which writes into a folder
        given, says = (given, "is empty") if not given else ("workload.csv", "is a file")
    answer = run(app, [*call, given])
    assert answer.exit_code == 2
    assert re.search(says, " ".join(answer.output.replace("│", " ").split()))
