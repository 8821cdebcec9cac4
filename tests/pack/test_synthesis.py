"""The synthetic force: the same on every machine, marked in every row, and an extract without a fault."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest
from extracts import SHIPPED, cells, numerator
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.pack.aggregating import Aggregate, aggregated
from helpers.pack.chance import Chance
from helpers.pack.contract import FILES, SPECIMEN, SYNTHETIC
from helpers.pack.synthesis import CASES, synthetic_files


def made(folder: Path, *arguments: int | str) -> Aggregate:
    folder.mkdir()
    for name, content in synthetic_files(*arguments).items():  # type: ignore[arg-type]
        (folder / name).write_bytes(content)
    return aggregated(folder)


def test_the_shipped_extract_is_the_one_of_seed_1(tmp_path: Path):
    result = CliRunner().invoke(app, ["synthesise", "--out", str(tmp_path / "extract")])
    assert result.exit_code == 0, result.output
    for name in FILES:
        content = (tmp_path / "extract" / f"{name}.csv").read_bytes()
        assert content == (SHIPPED / f"{name}.csv").read_bytes()


def test_the_numbers_of_chance_are_those_of_splitmix64():
    """By the published steps, in whole numbers of Python's own."""
    mask = (1 << 64) - 1
    state = int.from_bytes(hashlib.sha256(b"7 a name").digest()[:8], "big")
    expected = []
    for _ in range(50):
        state = (state + 0x9E3779B97F4A7C15) & mask
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        expected.append(((mixed ^ (mixed >> 31)) >> 11) / (1 << 53))
    assert Chance(7).share("a name", 50).tolist() == expected


def test_chance_is_even():
    shares = Chance(3).share("even", 200_000)
    counts, _ = np.histogram(shares, bins=20, range=(0, 1))
    # Each tenth of a tenth holds 10,000 give or take; 500 are more than five standard deviations.
    assert counts.min() > 9_500
    assert counts.max() < 10_500


def test_every_row_says_that_it_is_synthetic_and_of_no_real_force():
    for name, content in synthetic_files(9, 40, 60).items():
        rows = list(csv.DictReader(content.decode().splitlines()))
        assert rows
        assert {row["synthetic"] for row in rows} == {SYNTHETIC}
        if name == "manifest.csv":
            assert [row["force"] for row in rows] == [SPECIMEN]


@pytest.mark.parametrize("kind", CASES)
def test_a_force_of_each_kind_passes_every_validation(tmp_path: Path, kind: str):
    pack = made(tmp_path / "extract", 4, 150, 60, kind)
    assert numerator(pack, "P01", "cases") == 150
    share = cells(pack, "P02", "overdue")["value"]
    assert {"nothing-overdue": share == "0.0", "all-overdue": share == "100.0"}.get(
        kind, 0 < float(share) < 50
    )


def test_a_small_team_has_two_managers_and_others_have_more(tmp_path: Path):
    pack = made(tmp_path / "extract", 4, 500, 60, "small-team")
    rows = csv.DictReader(pack.files["managers.csv"].decode().splitlines())
    teams = [row["team"] for row in rows]
    sizes = sorted(teams.count(team) for team in set(teams))
    assert sizes[0] == 2 or sizes[1] == 2


def test_more_weeks_are_the_same_force_later():
    early, late = (
        {
            row["visit_key"]: row
            for row in csv.DictReader(synthetic_files(2, 60, weeks)["visits.csv"].decode().splitlines())
        }
        for weeks in (60, 64)
    )
    both = early.keys() & late.keys()
    assert len(both) > len(early) * 0.8
    assert all(early[key] == late[key] for key in both)


def test_a_kind_that_is_not_known_is_a_misuse(tmp_path: Path):
    result = CliRunner().invoke(app, ["synthesise", "--case", "odd", "--out", str(tmp_path / "x")])
    assert result.exit_code == 2
    assert not (tmp_path / "x").exists()


def test_one_who_comes_back_without_having_been_seen_is_due_in_a_year_of_our_own():
    visits = synthetic_files(25, 3000, 53, "busy")["visits.csv"]
    assert min(line.split(b",")[4] for line in visits.splitlines()[1:]) > b"1990"
