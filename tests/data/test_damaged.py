"""Whatever befalls a table, reading it ends in an error of few lines that names it, or changes no figure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from conftest import Copy
from speed import some
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.areas import areas, forget_names
from helpers.data.coverage import covered_years
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.sources import data_folder, table_names

CELLS = (
    "",
    "0",
    "-1",
    "1e9",
    "999999999999999",
    "1.5",
    "NaN",
    "x",
    "2099-03-31",
    "0001-01-01",
    "\0",
    "9" * 30,
)
FILES = sorted(
    path.relative_to(data_folder()) for path in data_folder().glob("r*/*.*") if path.stem[0] != "."
)


def damaged(content: bytes, random: Random) -> Iterator[tuple[str, bytes]]:
    """Yield a table cut, emptied, with columns exchanged, a row gone or twice, and a cell retyped."""
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    lines = content.splitlines(keepends=True)
    yield "cut within", content[: random.randrange(1, len(content) - 1)]
    yield "cut at its end", content[:-1]
    yield "header alone", lines[0]
    yield "empty", b""
    one, other = random.sample(range(len(header)), 2)
    place = {one: other, other: one}
    yield (
        "two columns exchanged",
        _written(header, [[row[place.get(i, i)] for i in range(len(row))] for row in rows]),
    )
    gone = random.randrange(len(rows))
    yield "a row gone", _written(header, [*rows[:gone], *rows[gone + 1 :]])
    yield "a row twice", _written(header, [*rows, rows[gone]])
    row, column = random.randrange(len(rows)), random.randrange(len(header))
    rows[row][column] = random.choice(CELLS)
    yield "a cell retyped", _written(header, rows)


def _written(header: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def read(folder: Path) -> str:
    """Read everything, in each of the three ways; return the error, or nothing."""
    said = ""
    for reading in (areas, covered_years, evidence):
        forget_names()
        try:
            reading(folder)
        except DataError as error:
            said = f"{error}"
    return said


@pytest.mark.parametrize("table", table_names())
def test_a_damaged_table_is_named_or_read_without_harm(table: str, copy: Copy):
    path = copy.folder / f"{table}.csv"
    whole = path.read_bytes()
    every = list(damaged(whole, Random(table)))
    # Half of the kinds of damage for each second table, the other half for the tables between.
    for kind, content in some(every[table_names().index(table) % 2 :: 2], every):
        path.write_bytes(content)
        if path.parent.name == "raw":
            copy.sign(path.stem)
        said = read(copy.folder)
        assert len(said.splitlines()) <= 7, (kind, said)
        assert said or kind not in ("cut within", "cut at its end", "header alone", "empty", "a row twice"), (
            kind
        )
        assert not said or re.search(r"(?:raw|reference)/\w+\.(?:csv|source)", said), (kind, said)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_that_is_gone_is_named(file: Path, copy: Copy):
    (copy.folder / file).unlink()
    if file.name == "visit_standard.source.yml":
        assert read(copy.folder) == ""  # a text that no figure rests on
    else:
        assert file.name.partition(".")[0] in read(copy.folder)


@pytest.mark.parametrize("arguments", [["list"], ["facts", "essex"], ["variants"], ["review"]])
@pytest.mark.parametrize(
    "file", ["raw/forces.csv", "raw/population.csv", "reference/names.csv", "reference/notes.csv"]
)
def test_a_command_says_it_in_one_message_and_ends_in_1(
    arguments: list[str], file: str, copy: Copy, monkeypatch: pytest.MonkeyPatch
):
    path = copy.folder / file
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    if path.parent.name == "raw":
        copy.sign(path.stem)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    forget_names()
    done = CliRunner().invoke(app, arguments)
    forget_names()
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert path.name in done.stderr
    assert len(done.stderr.splitlines()) <= 7


@pytest.mark.parametrize("part", ["raw", "reference"])
def test_a_folder_that_is_gone_is_named(part: str, copy: Copy):
    for path in (copy.folder / part).iterdir():
        path.unlink()
    (copy.folder / part).rmdir()
    with pytest.raises(DataError, match=part):
        evidence(copy.folder)
