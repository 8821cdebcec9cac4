"""``briefings import``: shown first, written whole or not at all, and before every other source."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml
from conftest import Copy
from eras import Made, areas, expected, made
from speed import some
from taken import with_release
from typer.testing import CliRunner, Result

from helpers.commands.cli import app
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.intake import change
from helpers.pages import Release


@pytest.fixture
def data(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    return copy.folder


def saved(workbook: Made, folder: Path) -> Path:
    path = folder / workbook.era.file
    path.write_bytes(workbook.content())
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments)])


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        f"{path.relative_to(folder)}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_is_written_without_a_terminal_and_without_yes(data: Path, tmp_path: Path) -> None:
    before = bytes_of(data)
    answer = run(saved(made(2023), tmp_path), "--year", 2023)
    assert answer.exit_code == 2
    assert "--yes" in answer.output
    assert "Beyond a limit, and let through as official" in answer.output
    assert bytes_of(data) == before


def test_what_becomes_of_pages_and_claims_is_shown_before_anything_is_accepted(
    data: Path, tmp_path: Path
) -> None:
    before = bytes_of(data)
    path = saved(made(2023), tmp_path)
    shown = run(path, "--year", 2023, "--json")
    assert (shown.exit_code, "--yes" in shown.output) == (2, True)
    assert bytes_of(data) == before
    announced = json.loads(shown.stdout)
    assert {*areas(), "England and Wales"} == set(announced["pages"])
    # Made-up counts contradict what articles printed of the real ones.
    assert "disagrees" in {claim["after"] for claim in announced["claims"]}
    with_release(2023, data)
    told = json.loads(CliRunner().invoke(app, ["diff", "--year", "2023", "--json"]).stdout)
    assert (told["pages"], told["claims"]) == (announced["pages"], announced["claims"])
    assert told["counts"] == Counter(change["kind"] for change in told["changes"])


def test_a_first_release_is_compared_with_none_and_a_second_with_the_first(
    data: Path, tmp_path: Path
) -> None:
    assert "so there is none to compare" in repr(Release(2023).layout())
    with_release(2023, data)
    assert "No earlier official table has been taken in" in repr(Release(2023).layout())
    assert "No earlier official table" in CliRunner().invoke(app, ["diff", "--year", "2023"]).output
    run(saved(made(2025), tmp_path), "--year", 2025, "--yes")
    assert "Table: Names, columns and markers" in repr(Release(2025).layout())
    assert "No earlier official table" in repr(Release(2023).layout())


def test_an_import_gives_every_area_its_figures_before_every_other_source(data: Path) -> None:
    workbook = made(2023)
    with_release(2023, data)
    known = evidence(data)
    for area in areas():
        found = known.get(area, 2023, "rso_count")
        assert found is not None
        assert found.value == expected(workbook)[area, "rso_count", "as at 31 March"]
        assert found.sources[0] == "moj-mappa-area-tables-2022-23"
    contradicted = known.get("Essex", 2023, "rso_count")
    assert contradicted is not None
    assert contradicted.disagrees == "1,848"
    assert contradicted.against
    assert "Ministry of Justice" in contradicted.why


def test_the_record_the_table_and_the_workbook_agree(data: Path) -> None:
    workbook = made(2017)
    with_release(2017, data)
    folder = data / "raw" / "releases"
    record = yaml.safe_load((folder / "moj-mappa-area-tables-2016-17.source.yml").read_text(encoding="utf-8"))
    assert (folder / "moj-mappa-area-tables-2016-17.xlsx").read_bytes() == workbook.content()
    assert record["figures"] == len(expected(workbook))
    assert record["file"] == workbook.era.file
    assert record["tables"][0]["sheet"] == "Table"
    (folder / "moj-mappa-area-tables-2016-17.xlsx").write_bytes(b"another")
    with pytest.raises(DataError, match="not the one that was imported"):
        evidence(data)


def test_the_same_file_twice_is_nothing_to_do_and_another_only_a_revision(data: Path, tmp_path: Path) -> None:
    path = saved(made(2017), tmp_path)
    assert run(path, "--year", 2017, "--revises", "--yes").exit_code == 1
    with_release(2017, data)
    before = bytes_of(data)
    again = run(path, "--year", 2017, "--yes")
    assert (again.exit_code, "nothing to do" in again.output) == (0, True)
    assert bytes_of(data) == before
    corrected = made(2017, seed=1)
    path = saved(corrected, tmp_path)
    refused = run(path, "--year", 2017, "--yes")
    assert (refused.exit_code, "--revises" in refused.output) == (1, True)
    assert bytes_of(data) == before
    assert run(path, "--year", 2017, "--yes", "--revises").exit_code == 0
    found = evidence(data).get("Kent", 2017, "rso_count")
    assert found is not None
    assert found.value == expected(corrected)["Kent", "rso_count", "as at 31 March"]
    assert found.status == "revised"
    assert found.against == ("moj-mappa-area-tables-2016-17",)


def test_a_refusal_says_where_and_writes_nothing(data: Path, tmp_path: Path) -> None:
    before = bytes_of(data)
    workbook = made(2017)
    workbook.table.put(*workbook.at("Kent", "rso"), "see note 3")
    answer = run(saved(workbook, tmp_path), "--year", 2017, "--yes")
    assert answer.exit_code == 1
    assert 'sheet "Table", cell E22' in answer.output
    workbook = made(2017)
    workbook.table.put(*workbook.at("Kent", "rso"), workbook.values["Kent", "rso"] + 1)
    answer = run(saved(workbook, tmp_path), "--year", 2017, "--yes")
    assert answer.exit_code == 1
    assert "levels of category 1" in answer.output
    assert bytes_of(data) == before


@pytest.mark.usefixtures("data")
def test_a_refusal_is_told_to_programs_too(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    path.write_bytes(b"<html>")
    answer = run(path, "--year", 2017, "--yes", "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.stdout)
    assert said["outcome"] == "refused"
    assert "a web page" in said["reason"]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("year", [1999, 2008, 2999])
def test_a_year_that_no_table_can_be_of_is_a_mistake_in_the_call(tmp_path: Path, year: int) -> None:
    answer = run(saved(made(2017), tmp_path), "--year", year, "--yes")
    assert (answer.exit_code, "is not a 31 March" in answer.output) == (2, True)


@pytest.mark.parametrize("fails", ["fsync", "exchange"])
def test_a_full_disk_leaves_every_byte(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = bytes_of(data)
    if fails == "fsync":
        monkeypatch.setattr("os.fsync", full)
    else:
        monkeypatch.setattr(change, "_exchange", full)
    answer = run(saved(made(2017), tmp_path), "--year", 2017, "--yes")
    assert answer.exit_code == 1
    assert "No space left on device; nothing was changed" in answer.output
    assert bytes_of(data) == before
    assert not (data.parent / ".data.new").exists()


KILLED = """
import os, signal, sys
from helpers.commands.cli import app
count, step = 0, int(sys.argv[1])
def watch(event, arguments):
    global count
    path = f"{arguments[0]}" if arguments else ""
    if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym") and (
        ".data.new" in path or event == "ctypes.dlsym"
    ):
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
sys.argv = ["briefings", "import", *sys.argv[2:]]
app()
"""


@pytest.mark.whole
@pytest.mark.parametrize("step", some([20, 110], [1, 20, 60, 110]))
def test_killed_at_any_step_it_leaves_the_old_state_or_the_new_one(
    data: Path, tmp_path: Path, step: int
) -> None:
    path = saved(made(2017), tmp_path)
    before = bytes_of(data / "raw")
    command = [sys.executable, "-c", KILLED, f"{step}", path, "--year", "2017", "--yes"]
    ended = subprocess.run(command, env={**os.environ}, capture_output=True, check=False)
    after = bytes_of(data / "raw")
    assert ended.returncode in (0, -signal.SIGKILL)
    assert after == before or "releases/moj-mappa-area-tables-2016-17.xlsx" in after
    assert evidence(data).areas
    assert run(path, "--year", 2017, "--yes").exit_code == 0
    assert not (data.parent / ".data.new").exists()


def test_an_import_waits_for_no_other_change_of_the_same_data(data: Path, tmp_path: Path) -> None:
    path = saved(made(2017), tmp_path)
    with change.changing(data):
        answer = run(path, "--year", 2017, "--yes")
    assert (answer.exit_code, "another change of" in answer.output) == (1, True)


@pytest.mark.usefixtures("data")
def test_a_press_total_of_a_region_yields_to_official_parts(tmp_path: Path) -> None:
    """Yorkshire and the Humber 2020: the press has 34 revocations, and all four areas are in the workbook."""
    workbook = made(2018)
    for row in range(4):
        for cell in [place for place in workbook.table.cells if place[0] == row]:
            workbook.table.cells[cell] = type(workbook.table.cells[cell])(
                "MAPPA offenders by area, 31 March 2020"
            )
    from eras import people

    base = people(2019)
    for name in workbook.rows:
        if name in base:
            rate = int(100_000 * workbook.values[name, "rso"] / base[name] + 0.5)
            workbook.table.put(*workbook.at(name, "rate"), rate)
    path = tmp_path / "tables.xlsx"
    path.write_bytes(workbook.content())
    answer = run(path, "--year", 2020, "--yes")
    assert answer.exit_code == 0, answer.output


@pytest.mark.skipif(
    "BRIEFINGS_WORKBOOKS" not in os.environ, reason="set BRIEFINGS_WORKBOOKS to a folder of workbooks"
)
def test_no_real_workbook_of_another_publication_comes_in(data: Path) -> None:
    before = bytes_of(data)
    paths = [
        path
        for path in Path(os.environ["BRIEFINGS_WORKBOOKS"]).iterdir()
        if path.suffix in (".xls", ".xlsx", ".ods")
    ]
    for path in paths:
        for year in (2016, 2020, 2022, 2023):
            answer = run(path, "--year", year, "--yes")
            assert answer.exit_code == 1, answer.output
            assert re.search("is not an? (MAPPA )?area table", answer.output), answer.output
    assert bytes_of(data) == before


def test_what_is_beyond_a_limit_is_shown_written_down_and_let_through_as_it_is_alone(data: Path) -> None:
    """Made-up counts move by more than any area's ever did, from the real counts of the year before."""
    told = with_release(2023, data)
    assert told["outcome"] == "imported"
    exemptions = data / "reference" / "exemptions.csv"
    text = exemptions.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len(told["beyond_limits"]) > 3
    assert {row["source_id"] for row in rows} == {"moj-mappa-area-tables-2022-23"}
    assert all(row["reason"] for row in rows)
    header, lost, *kept = text.splitlines(keepends=True)
    for wrong in ("", lost.replace(f",{rows[0]['figure']},", ",0.0,")):
        exemptions.write_text("".join([header, wrong, *kept]), encoding="utf-8")
        with pytest.raises(DataError, match=f"row {rows[0]['limit']} of reference/limits.csv") as error:
            evidence(data)
        assert rows[0]["area"] in str(error.value)


@pytest.mark.parametrize("what", ["figure", "record", "workbook"])
def test_a_release_is_what_was_imported_or_is_not_read(what: str, data: Path) -> None:
    with_release(2017, data)
    source = "moj-mappa-area-tables-2016-17"
    if what == "figure":

        def one_more(rows: list[list[str]]) -> None:
            row = next(row for row in rows if row[7] == source and row[3] == "rso_count")
            row[4] = f"{int(row[4]) + 1}"

        Copy(data).rewrite("mappa_figures", one_more)
    else:
        ending = {"record": "source.yml", "workbook": made(2017).era.kind}[what]
        (data / "raw" / "releases" / f"{source}.{ending}").unlink()
    with pytest.raises(DataError, match=source):
        evidence(data)


def test_no_word_of_a_file_s_name_is_shown(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "one aged 41 of Stamford.xlsx"
    path.write_bytes(made(2023).content())
    assert run(path, "--year", 2023, "--yes").exit_code == 0
    record = data / "raw" / "releases" / "moj-mappa-area-tables-2022-23.source.yml"
    text = record.read_text(encoding="utf-8")
    assert "Stamford" not in text
    assert "moj-mappa-area-tables-2022-23" in repr(Release(2023).introduction())
    record.write_text(text.replace("file: moj-mappa-area-tables-2022-23.", "file: one aged 41."), "utf-8")
    with pytest.raises(DataError, match="words that nobody has looked at"):
        evidence(data)


@pytest.mark.parametrize("word", ["sheet: Table", "Sexual Harm", "header_rows", "record_sha256"])
def test_no_word_of_a_record_can_be_changed_after_the_import(word: str, data: Path) -> None:
    with_release(2017, data)
    record = data / "raw" / "releases" / "moj-mappa-area-tables-2016-17.source.yml"
    text = record.read_text(encoding="utf-8")
    evidence(data)
    assert word in text
    record.write_text(text.replace(word, f"{word}s", 1), "utf-8")
    with pytest.raises(DataError, match="was changed since the import"):
        evidence(data)
