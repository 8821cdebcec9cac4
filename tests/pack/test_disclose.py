"""``briefings disclose``: from the folder of a pack to that of an audience."""

from __future__ import annotations

import csv
import os
import shutil

import pytest
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.pack.aggregating import aggregated
from helpers.pack.synthesis import synthetic_files


def pack_of(folder, weeks):
    for name in ("extract", "pack"):
        (folder / name).mkdir()
    for name, content in synthetic_files(2, 10, weeks).items():
        (folder / "extract" / name).write_bytes(content)
    for name, content in aggregated(folder / "extract").files.items():
        (folder / "pack" / name).write_bytes(content)
    return folder / "pack"


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return pack_of(tmp_path_factory.mktemp("force"), 60)


def run(*words):
    return CliRunner().invoke(app, ["disclose", *map(str, words)])


def disclosed(pack, out, who, *words):
    return run(pack, "--audience", who, "--out", out, "--on", "2040-01-01", *words)


@pytest.mark.parametrize("who", ["supervisor", "inspector", "public"])
def test_an_audience_gets_a_folder_of_its_own_that_says_synthetic_in_every_row(pack, tmp_path, who):
    assert disclosed(pack, tmp_path / who, who, "--first").exit_code == 0
    for path in (tmp_path / who).iterdir():
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert {row["synthetic"] for row in rows} <= {"SYNTHETIC"}
    assert (tmp_path / who / "audience.csv").read_text(encoding="utf-8").splitlines()[1].startswith(who)


def test_the_same_command_gives_the_same_bytes_and_leaves_them(pack, tmp_path):
    for out in ("one", "two", "two"):
        assert disclosed(pack, tmp_path / out, "public", "--first").exit_code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_release_without_a_word_on_earlier_ones_is_misuse(pack, tmp_path):
    result = disclosed(pack, tmp_path / "out", "public")
    assert result.exit_code == 2
    assert "--earlier FOLDER, or --first" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_refused_release_leaves_no_folder(pack, tmp_path):
    assert disclosed(pack, tmp_path / "first", "public", "--first").exit_code == 0
    result = disclosed(pack, tmp_path / "second", "public", "--earlier", tmp_path / "first")
    assert result.exit_code == 1
    assert "0 days after those released earlier" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first"]


def test_a_later_release_with_weekly_series_asks_for_the_pack_of_the_earlier_one(pack, tmp_path):
    later, first, out = pack_of(tmp_path, 64), tmp_path / "first", tmp_path / "second"
    assert disclosed(pack, first, "inspector", "--first").exit_code == 0
    alone = disclosed(later, out, "inspector", "--earlier", first)
    assert (alone.exit_code, out.exists()) == (1, False)
    assert "give it with --before" in alone.stderr
    assert disclosed(later, out, "inspector", "--earlier", first, "--before", pack).exit_code == 0


def test_an_earlier_release_to_another_audience_is_refused(pack, tmp_path):
    disclosed(pack, tmp_path / "inspector", "inspector", "--first")
    result = disclosed(pack, tmp_path / "out", "public", "--earlier", tmp_path / "inspector")
    assert result.exit_code == 1
    assert "it is of the audience 'inspector'; give a release to 'public'" in result.stderr


def test_a_pack_that_is_not_there_is_named(tmp_path):
    result = disclosed(tmp_path / "none", tmp_path / "out", "public", "--first")
    assert result.exit_code == 1
    assert "none/manifest.csv: it cannot be read" in result.stderr


def test_a_column_that_is_not_stage_two_s_is_refused(pack, tmp_path):
    (tmp_path / "pack").mkdir()
    for path in pack.iterdir():
        text = path.read_text(encoding="utf-8").replace("measure_id", "name", 1)
        (tmp_path / "pack" / path.name).write_text(text, encoding="utf-8")
    result = disclosed(tmp_path / "pack", tmp_path / "out", "public", "--first")
    assert result.exit_code == 1
    assert "they must be force, as_at, measure_id" in result.stderr


def test_a_cell_too_few_is_named_by_its_line(pack, tmp_path):
    (tmp_path / "pack").mkdir()
    for path in pack.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if path.name == "weekly.csv":
            lines[4] = lines[4].split(",", 1)[1]
        (tmp_path / "pack" / path.name).write_text("".join(lines), encoding="utf-8")
    result = disclosed(tmp_path / "pack", tmp_path / "out", "public", "--first")
    assert result.exit_code == 1
    assert "weekly.csv, line 5: found" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (",P02,overdue,", ",P02,early,", "a figure P02 early, which no measure"),
        (",P02,overdue,", ",X99,overdue,", "found 'X99'; it must be the id of a measure"),
        (",all,all,", ",all,none,", "found 'none'; it must be a risk level or all"),
        (",per_cent,", "1,per_cent,", "measures.csv"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named_and_nothing_is_made(pack, tmp_path, old, new, says):
    shutil.copytree(pack, tmp_path / "pack")
    path = tmp_path / "pack" / "measures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = disclosed(tmp_path / "pack", tmp_path / "out", "inspector", "--first")
    assert result.exit_code == 1
    assert says in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="makes named pipes")
@pytest.mark.parametrize("place", ["pack", "released"])
def test_a_pipe_in_place_of_a_table_is_named_and_not_waited_for(pack, tmp_path, place):
    folders = {name: tmp_path / name for name in ("pack", "released")}
    shutil.copytree(pack, folders["pack"])
    assert disclosed(pack, folders["released"], "inspector", "--first").exit_code == 0
    (folders[place] / "weekly.csv").unlink()
    os.mkfifo(folders[place] / "weekly.csv")
    answer = disclosed(folders["pack"], tmp_path / "out", "inspector", "--earlier", folders["released"])
    assert answer.exit_code == 1
    assert "weekly.csv: it cannot be read (it is a named pipe, not a file)" in answer.output
    assert not (tmp_path / "out").exists()
