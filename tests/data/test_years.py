"""The year that commands report on by themselves: the newest with a published count of half of the areas."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import Copy
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.areas import areas
from helpers.data.coverage import latest_year
from helpers.data.errors import DataError
from helpers.data.sources import raw_text

run = CliRunner().invoke
HALF = 21  # of the 42 areas


def counts(rows: list[dict[str, str]]) -> Counter[int]:
    found = {
        (row["area"], int(row["period_end"][:4]))
        for row in rows
        if (row["measure"], row["area_type"]) == ("rso_count", "mappa_area")
    }
    return Counter(year for _, year in found)


def with_counts(copy: Copy, year: int, number: int) -> None:
    """Have this many areas, and no more, a count for a year."""
    names = [area.name for area in areas()][:number]

    def change(rows: list[list[str]]) -> None:
        header, *figures = rows
        kind = {"area_type": "mappa_area", "measure": "rso_count", "basis": "as at 31 March"}
        like = dict(zip(header, figures[0], strict=True)) | kind
        kept = [
            row
            for row in figures
            if not (row[2].startswith(str(year)) and row[3] == "rso_count")
            and row[3] != "rso_count_previous_year"
        ]
        new = [like | {"area": name, "period_end": f"{year}-03-31"} for name in names]
        rows[1:] = [*kept, *([row[column] for column in header] for row in new)]

    copy.rewrite("mappa_figures", change)


def test_half_of_the_areas_have_a_count_for_the_year_and_fewer_for_any_later_one() -> None:
    found = counts(raw_text("mappa_figures"))
    assert found[latest_year()] >= HALF
    assert all(number < HALF for year, number in found.items() if year > latest_year())


@pytest.mark.parametrize(("number", "newest"), [(HALF, True), (HALF - 1, False)])
def test_a_year_is_the_newest_as_soon_as_half_of_the_areas_have_a_count(
    copy: Copy, number: int, newest: bool
) -> None:
    with_counts(copy, 2024, number)
    assert (latest_year(copy.folder) == 2024) is newest


def test_without_half_of_the_areas_it_is_the_year_of_most(copy: Copy) -> None:
    for year in range(2002, 2025):
        with_counts(copy, year, 3 if year == 2017 else 1)
    assert latest_year(copy.folder) == 2017


def test_data_without_any_count_have_no_such_year(copy: Copy) -> None:
    for year in range(2001, 2025):
        with_counts(copy, year, 0)
    with pytest.raises(DataError, match="no rso_count of any area"):
        latest_year(copy.folder)


def test_commands_take_the_year_from_the_data_that_they_read(
    copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_counts(copy, 2024, HALF)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    for more in ([], ["--year", "latest"], ["--year", "2024"]):
        result = run(app, ["open", "essex", "--out", str(tmp_path), *more])
        assert "briefings build essex --year 2024" in result.stderr


@pytest.mark.parametrize("given", ["newest", "20 20", "", "2020.5"])
def test_what_is_no_year_is_a_mistake_in_the_call(given: str) -> None:
    result = run(app, ["facts", "essex", "--year", given])
    assert (result.exit_code, "latest" in result.output) == (2, True)


def test_data_that_cannot_be_read_are_no_mistake_in_the_call(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy.raw("mappa_figures.csv").write_text("area\n")
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    result = run(app, ["facts", "essex"])
    assert (result.exit_code, "not the file that its record describes" in result.stderr) == (1, True)
    assert run(app, ["facts", "--help"]).exit_code == 0
