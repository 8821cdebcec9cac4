"""What a release changes: the pair of 2017 and 2018, and a corrected workbook of one year."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Copy
from eras import NATION, made
from taken import take, with_release
from test_oracle import like_the_press, printed
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.intake.release.changes import Change, of_release, of_understanding
from helpers.intake.release.container import contained
from helpers.intake.release.understanding import understand

REVISED = ["Dorset", "Essex", "Kent", "Norfolk", "Surrey"]


@pytest.fixture
def data(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    return copy.folder


def of(changes: list[Change], kind: str) -> dict[str, str]:
    return {change.place: change.says for change in changes if change.kind == kind}


def test_a_corrected_workbook_shows_each_revision_marked_or_not(data: Path) -> None:
    with_release(2017, data)
    corrected = made(2017)
    for number, name in enumerate(REVISED, start=1):
        value = corrected.values[name, "revocations"] + number
        place = corrected.at(name, "revocations")
        corrected.table.put(*place, f"{value:.0f} [r]" if name == "Kent" else value)
    total = corrected.values[NATION, "revocations"] + 15
    corrected.table.put(*corrected.at(NATION, "revocations"), total)
    corrected.table.put(*corrected.at("Sussex", "recalls"), "..")
    corrected.table.put(corrected.rows["Durham"], 0, "Durham")
    row = corrected.header_rows[-1]
    corrected.table.put(row, corrected.columns["shpo"], "SHPOs imposed by the courts")
    for each in [row, *corrected.rows.values()]:
        first, second = (each, corrected.columns["rso_l2"]), (each, corrected.columns["rso_l3"])
        cells = corrected.table.cells
        cells[first], cells[second] = cells[second], cells[first]
    take(corrected, 2017, data, "--revises")

    changes = of_release(2017, data)
    unmarked = {place.partition(":")[0] for place in of(changes, "revised, unmarked")}
    assert unmarked == {*REVISED, NATION} - {"Kent"}
    assert [place.partition(":")[0] for place in of(changes, "revised")] == ["Kent"]
    assert [place.partition(":")[0] for place in of(changes, "withdrawn")] == ["Sussex"]
    assert of(changes, "renamed") == {"Durham": '"County Durham" to "Durham"'}
    columns = of(changes, "column")
    assert columns["SHPOs imposed"].endswith('to "SHPOs imposed by the courts"')
    assert columns["category 1, level 3"] == "stands where category 1, level 2 stood"
    assert of(changes, "marker") == {"..": "new", "[r]": "new"}


def test_first_confirmed_and_contradicted_figures_are_told_apart(data: Path) -> None:
    press, workbook = like_the_press(), made(2023)
    agreeing = understand(contained(press.content(), press.era.file), 2023, data)
    confirmed = of(of_understanding(agreeing, data), "confirmed")
    assert confirmed.keys() >= {f"{area}: Registered sexual offenders (RSOs)" for area in printed()}
    with_release(2023, data)
    changes = of_release(2023, data)
    assert "Kent: Registered sexual offenders (RSOs)" in of(changes, "first")
    contradicted = of(changes, "contradicted")["Essex: Registered sexual offenders (RSOs)"]
    assert contradicted.startswith(f"{workbook.values['Essex', 'rso']:,.0f} here, 1,848 in ")
    assert (data / "raw" / "releases" / "moj-mappa-area-tables-2022-23.changes.yml").is_file()


def test_a_release_is_compared_with_that_of_the_year_before(data: Path) -> None:
    with_release(2017, data)
    workbook = made(2018)
    workbook.table.put(workbook.rows["Durham"], 0, "Durham")
    found = understand(contained(workbook.content(), workbook.era.file), 2018, data)
    assert of(of_understanding(found, data), "renamed") == {"Durham": '"County Durham" to "Durham"'}


def test_a_year_without_a_release_is_told(data: Path) -> None:
    answer = CliRunner().invoke(app, ["diff", "--year", "2019"])
    assert (answer.exit_code, "the years imported are: none yet" in answer.output) == (1, True)
    assert data.is_dir()
