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
from helpers.data.areas import area, areas, forget_names
from helpers.data.coverage import covered_years, latest_year
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
    # One of the eight kinds of damage for a table, the next for the next.
    for kind, content in some(every[table_names().index(table) % 8 :: 8], every):
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


# Read before any table is typed, so that the command line starts fast --------------------------------------


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("raw/mappa_figures", name) for name in ("area", "area_type", "period_end", "measure", "basis")),
        *(("reference/series", name) for name in ("measure", "basis", "series", "shift_years")),
        *(("reference/readings", name) for name in ("series", "source_id")),
        *(("raw/forces", name) for name in ("mappa_area", "force_name")),
        *(("reference/names", name) for name in ("canonical", "kind")),
    ],
)
def test_a_column_that_is_missing_stops_what_starts_fast_too(table: str, column: str, copy: Copy):
    path = copy.folder / f"{table}.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(header.replace(column, f"{column}s", 1) + "\n" + rest, encoding="utf-8")
    if table.startswith("raw/"):
        copy.sign(path.stem)
    with pytest.raises(DataError, match=f"column '?{column}"):
        latest_year(copy.folder)
        covered_years(copy.folder)


def test_an_area_that_is_in_the_names_alone_stops_what_starts_fast_too(copy: Copy):
    copy.rewrite("forces", lambda rows: rows.remove(next(row for row in rows if row[2] == "Durham")))
    with pytest.raises(
        DataError, match=r"names\.csv, line \d+: 'Durham' is an area, and raw/forces\.csv has"
    ):
        area("essex", copy.folder)


def test_a_shift_that_is_no_number_of_years_is_refused(copy: Copy):
    path = copy.folder / "reference" / "series.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",rso_count,0", ",rso_count,none"), encoding="utf-8")
    with pytest.raises(DataError, match="found 'none' as shift_years"):
        latest_year(copy.folder)
