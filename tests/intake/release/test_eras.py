"""The clean workbook of each era comes in with the figures that it was made from."""

from __future__ import annotations

import pytest
from conftest import Copy
from eras import ERAS, NATION, areas, expected, made
from sheets import Sheet
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.errors import DataError
from helpers.intake.release.container import contained, opened
from helpers.intake.release.understanding import Understanding, understand
from helpers.intake.release.workbook import read
from helpers.pages.importing import Import
from helpers.paths import DATA


def understood(content: bytes, name: str, year: int) -> Understanding:
    found = understand(contained(content, name), year)
    found.check()
    return found


def figures(found: Understanding) -> dict[tuple[str, str, str], float]:
    return {(line.area, line.measure, line.basis): float(line.value) for line in found.lines}


@pytest.mark.parametrize("year", ERAS)
def test_a_clean_workbook_of_each_era_comes_in_with_the_figures_that_it_was_made_from(year: int) -> None:
    workbook = made(year)
    found = understood(workbook.content(), workbook.era.file, year)
    assert figures(found) == expected(workbook)


@pytest.mark.parametrize(
    ("year", "place", "note"),
    [
        (2017, "Wiltshire", {"1": "Includes Swindon."}),
        (2023, "National Security Division", {"2": "Offenders managed nationally."}),
        (2025, "Kent", {"3": "Estimated."}),
    ],
)
def test_a_note_at_a_name_is_kept_with_its_text(year: int, place: str, note: dict[str, str]) -> None:
    workbook = made(year)
    found = understood(workbook.content(), workbook.era.file, year)
    assert found.notes[place] == note
    assert not any("has no text" in warning for warning in found.warnings)


def test_the_specimen_says_in_every_sheet_that_it_is_synthetic_and_is_never_taken_in(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    path = DATA / "specimens" / "area-tables.xlsx"
    book = read(opened(path))
    for name in book.grids:
        assert any("SYNTHETIC" in f"{cell}" for row in book.grids[name] for cell in row), name
    assert figures(understood(path.read_bytes(), path.name, 2023)) == expected(made(2023))
    answer = CliRunner().invoke(app, ["import", str(path), "--year", "2023", "--yes"])
    assert (answer.exit_code, "never taken into the data" in answer.output) == (1, True)
    assert not list((copy.folder / "raw" / "releases").glob("*.xlsx"))


@pytest.mark.parametrize("year", ["2023", 2023.0])
def test_the_page_of_an_import_takes_a_year_as_other_pages_do(year: int | str) -> None:
    specimen = str(DATA / "specimens" / "area-tables.xlsx")
    assert repr(Import(specimen, year)) == repr(Import(specimen, 2023))
    with pytest.raises(DataError, match=r"the year is True; give .* such as 2023"):
        Import(specimen, True)


def test_tables_on_sheets_of_their_own_are_read_together_by_their_titles() -> None:
    workbook = made(2025)
    for row in [workbook.header_rows[-1], *workbook.rows.values()]:
        workbook.table.cells.pop((row, workbook.columns["breaches"]))
    right = {key: value for key, value in expected(workbook).items() if key[1] != "notification_breaches"}
    both = {"cautioned": "cautioned for", "convicted": "convicted of"}
    for letter, (key, words) in zip("ab", both.items(), strict=True):
        sheet = Sheet(f"5{letter}")
        title = (
            f"RSOs {words} breach of notification requirements, by area and level, year ending 31 March 2025"
        )
        sheet.put(0, 0, f"Table 5{letter}: {title}")
        sheet.put(1, 0, "This worksheet contains one table.")
        for column, header in enumerate(["Area", "Level 1", "Level 2", "Level 3", "Total"]):
            sheet.put(4, column, header)
        parts = {
            name: [number % 7, number % 3, int(key == "cautioned")] for number, name in enumerate(areas())
        }
        parts[NATION] = [sum(values) for values in zip(*parts.values(), strict=True)]
        for row, (name, values) in enumerate(parts.items(), start=5):
            sheet.put(row, 0, name)
            for column, value in enumerate([*values, sum(values)], start=1):
                sheet.put(row, column, value)
            place = (name, "notification_breaches", "in year, cautions and convictions added")
            right[place] = right.get(place, 0) + sum(values)
        workbook.sheets.append(sheet)
    found = understood(workbook.content(), workbook.era.file, 2025)
    assert figures(found) == right
    assert [table.sheet.name for table in found.tables] == ["1", "5a", "5b"]
    assert (
        next(check for check in found.checks if check.name == "cautions and convictions").outcome == "passed"
    )
