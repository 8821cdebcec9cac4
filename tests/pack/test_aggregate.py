"""``briefings aggregate`` writes a pack whole or not at all, over nothing, and the same each time."""

from __future__ import annotations

import csv
import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from extracts import SHIPPED, SHIPPED_PACK, Extract
from speed import until
from typer.testing import CliRunner, Result

from helpers.commands.cli import app
from helpers.pack import aggregating, beside, folders
from helpers.pack.contract import FILES, KEY, SYNTHETIC
from helpers.pack.recount import Recounted, recounted
from helpers.pack.stage_two import FILES as PACK_FILES
from helpers.paths import ROOT

KILLED_WHILE_WRITING = """
import os, sys, time
from pathlib import Path
from helpers.pack import folders
def slowly(path, content):
    path.write_bytes(content[: len(content) // 2])
    print(path.name, flush=True)
    time.sleep(600)
folders._write = slowly
folders.write_folder(Path(sys.argv[1]), {"manifest.csv": b"a,b", "measures.csv": b"c,d"})
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SHIPPED_PACK / name).read_text().splitlines()))


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_pack_is_written_and_then_found_to_be_there(tmp_path: Path):
    out = tmp_path / "pack"
    first, again = (run("aggregate", SHIPPED, "--out", out) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "written" in first.output
    assert "there already, with the same bytes" in again.output
    assert everything(tmp_path) == ["pack", *(f"pack/{name}" for name in sorted(PACK_FILES))]
    for name in PACK_FILES:
        assert (out / name).read_bytes() == (SHIPPED_PACK / name).read_bytes()


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "letter.txt").write_text("keep me")
    result = run("aggregate", SHIPPED, "--out", tmp_path / "pack")
    assert result.exit_code == 1
    assert "has other files" in result.output
    assert everything(tmp_path) == ["pack", "pack/letter.txt"]


def test_a_pack_of_other_figures_is_not_written_over(tmp_path: Path):
    out = tmp_path / "pack"
    run("aggregate", SHIPPED, "--out", out)
    extract = Extract(tmp_path / "extract")
    extract["cases"].pop()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run("aggregate", extract.write(), "--out", out).exit_code == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize("kind", ["file", "link", "nowhere"])
def test_what_is_no_folder_is_refused_before_anything_is_read(tmp_path: Path, kind: str):
    out = tmp_path / "pack"
    if kind == "file":
        out.write_text("keep me")
    elif kind == "link":
        (tmp_path / "real").mkdir()
        out.symlink_to(tmp_path / "real")
    else:
        out = tmp_path / "no" / "such" / "pack"
    before = everything(tmp_path)
    result = run("aggregate", tmp_path / "no extract", "--out", out)
    assert result.exit_code == 1
    assert "nothing was written" in result.output
    assert everything(tmp_path) == before


@pytest.mark.parametrize("which", range(len(PACK_FILES)))
def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: int):
    written = folders._write

    def full(path: Path, content: bytes) -> None:
        if path.name == list(PACK_FILES)[which]:
            path.write_bytes(content[:10])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written(path, content)

    monkeypatch.setattr(folders, "_write", full)
    pack = {name: (SHIPPED_PACK / name).read_bytes() for name in PACK_FILES}
    monkeypatch.setattr(aggregating, "aggregated", lambda *_: aggregating.Aggregate(pack, ()))
    result = run("aggregate", SHIPPED, "--out", tmp_path / "pack")
    assert result.exit_code == 1
    assert "No space left on device; nothing was written" in result.output
    assert everything(tmp_path) == []


@pytest.mark.whole
def test_a_kill_leaves_no_pack_and_the_next_run_clears_up(tmp_path: Path):
    out = tmp_path / "pack"
    words = [sys.executable, "-c", KILLED_WHILE_WRITING, str(out)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "manifest.csv\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not out.exists()
    assert all(name.startswith(".pack.new-") for name in everything(tmp_path))
    until(lambda: process.poll() is not None)
    folders.write_folder(out, {"manifest.csv": b"a,b"})
    assert everything(tmp_path) == ["pack", "pack/manifest.csv"]


@pytest.mark.whole
@pytest.mark.parametrize("change", [None, "changed meanwhile"])
def test_what_a_process_beside_counts_is_taken_if_it_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str | None
):
    """The loops run here only if the process beside read something else."""
    monkeypatch.setattr(beside, "LARGE", 0)
    folder = Extract(tmp_path / "extract").write()
    contents = {name: (folder / f"{name}.csv").read_bytes() for name in FILES}
    expected, here = recounted(contents), []

    def looped(read: Mapping[str, bytes]) -> Recounted:
        here.append(read)
        return recounted(read)

    monkeypatch.setattr(beside, "recounted", looped)
    if change:
        (folder / "reviews.csv").write_bytes(contents["reviews"] + b"changed")
    with beside.counting_beside(folder) as second:
        assert second(contents) == expected
    assert bool(here) == bool(change)


def test_a_fault_of_the_program_repeats_no_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise KeyError("Jo Bloggs")

    monkeypatch.setattr(aggregating, "aggregated", broken)
    result = run("aggregate", SHIPPED, "--out", tmp_path / "pack")
    assert result.exit_code == 1
    assert "failed with KeyError" in result.output
    assert "Bloggs" not in result.output


def test_no_file_of_a_pack_holds_a_key_or_a_date_of_one_case():
    whole = b"".join((SHIPPED_PACK / name).read_bytes() for name in PACK_FILES).decode()
    assert not re.search(KEY, whole)
    weeks = {row["week_ending"] for row in rows_of("weekly.csv")}
    of_tariff = {row["effective_from"] for row in rows_of("tariff.csv")}
    assert set(re.findall(r"\d{4}-\d\d-\d\d", whole)) <= weeks | of_tariff | {"2025-02-24"}


def test_every_row_of_every_file_of_a_synthetic_pack_says_so():
    for name in PACK_FILES:
        assert {row["synthetic"] for row in rows_of(name)} <= {SYNTHETIC}


def test_no_rows_but_synthetic_ones_are_in_the_repository():
    headers = {",".join(columns) for columns in FILES.values()}
    found = []
    for folder in ("data", "docs", "notebooks", "reports", "src", "tests"):
        for path in (ROOT / folder).rglob("*.csv"):
            if "node_modules" in path.parts:
                continue
            with path.open(newline="", encoding="utf-8", errors="replace") as file:
                header = file.readline().rstrip("\r\n")
                keys = [name for name in header.split(",") if name.endswith("_key")]
                if header in headers or keys:
                    found.append(path)
                    file.seek(0)
                    assert {row.get("synthetic") for row in csv.DictReader(file)} == {SYNTHETIC}, path
    assert {path.stem for path in found if path.parent == SHIPPED} == set(FILES)
