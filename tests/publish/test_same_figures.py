"""One figure, everywhere the same: in the notes of a page, its downloads, the command and the method page.

The pages are built as users build them. What is expected of a note is worked out here from the numbers of the
JSON, not by what made the note.
"""

from __future__ import annotations

import calendar
import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from test_downloads import sheet
from test_reports import build
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.pages import Method
from helpers.paths import REPORTS

pytestmark = pytest.mark.whole

# Full, bounded (both with a neighbour), a region, and the one page on method, which shows Cambridgeshire.
PAGES = ("cambridgeshire", "bedfordshire", "region-wales")
NUMBER = re.compile(r"[-\N{MINUS SIGN}]?[0-9][0-9,]*(?:\.[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
UNITS = {"people": r"people|person", "per cent": "%"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("reports"), (*PAGES, "method"), 2023, "--workers", "2")


def facts(page: Path) -> list[dict[str, Any]]:
    return json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["facts"]


def notes(page: Path) -> dict[str, str]:
    """The text of each note by the address of its fact."""
    found = re.findall(
        r'<li id="(fact-[^"]+)">(.*?)<small>', page.with_suffix(".html").read_text(), re.DOTALL
    )
    return {place: html.unescape(re.sub(r"<[^>]+>", "", text)) for place, text in found}


def place(fact: dict[str, Any]) -> str:
    return "fact-" + re.sub(r"[._]", "-", fact["id"])


def pages(built: Path) -> list[Path]:
    return [*(built / name for name in PAGES), built.parent / "about" / "method"]


def numbers(words: str) -> list[tuple[float, int]]:
    """The numbers of some words, each with how many decimals are shown."""
    shown = [text.replace(",", "").replace("\N{MINUS SIGN}", "-") for text in NUMBER.findall(words)]
    return [(float(text), len(text.partition(".")[2])) for text in shown]


def stands(value: float, words: str) -> bool:
    return any(abs(shown - value) <= 0.5000001 * 10**-places for shown, places in numbers(words))


def day(period: str) -> str:
    year, month, date = period.split("-")
    return f"{int(date)} {calendar.month_name[int(month)]} {year}"


def told(fact: dict[str, Any], note: str) -> list[str]:
    """What a note says otherwise than its fact."""
    status = f", {fact['status']}"
    head, _, _ = note.partition(status)
    exact = isinstance(fact["value"], float | int)
    ends = [end for end in (fact["low"], fact["high"]) if end is not None and fact["low"] != fact["high"]]
    figures = [*([fact["value"]] if exact else []), *ends]
    period = day(fact["period"]) if DATE.fullmatch(fact["period"]) else ""
    words = fact["value"] if isinstance(fact["value"], str) else ""
    words = day(words) if DATE.fullmatch(words) else words
    unit = UNITS.get(fact["unit"], re.escape(fact["unit"].removeprefix("place, ").rstrip("s")))
    wrong = {
        "status": status not in note,
        "value": not all(stands(value, head) for value in figures),
        "words": words not in note,
        "date": period not in note,
        "unit": exact and re.search(unit, note) is None,
        "certain": (not fact["certain"] and fact["value"] is None and fact["status"] != "missing")
        != ("not decided by what is published" in note),
        "area": not note.startswith(f"{fact['area']}: "),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def test_each_note_of_a_page_says_what_the_json_says_of_its_fact(built: Path) -> None:
    for page in pages(built):
        by_place = {place(fact): fact for fact in facts(page)}
        noted = notes(page)
        assert len(noted) > 10
        assert set(noted) <= set(by_place)
        wrong = {
            name: (faults, noted[name]) for name in noted if (faults := told(by_place[name], noted[name]))
        }
        assert wrong == {}


def test_csv_and_workbook_hold_what_the_json_holds(built: Path) -> None:
    for page in pages(built):
        held = facts(page)
        plain = list(csv.DictReader(io.StringIO(page.with_suffix(".csv").read_bytes().decode("utf-8"))))
        cells = sheet(page.with_suffix(".xlsx").read_bytes(), "Figures").rows
        assert len(held) == len(plain) == len(cells)
        for fact, row, cell in zip(held, plain, cells, strict=True):
            for name in ("id", "area", "period", "unit", "comparator", "status", "formula"):
                assert row[name].lstrip("'") == " ".join(fact[name].split())
            for name in ("value", "low", "high"):
                number = fact[name] if isinstance(fact[name], float | int) else None
                assert (float(row[name]) if row[name] else None) == number
            assert row["words"].lstrip("'") == (fact["value"] if isinstance(fact["value"], str) else "")
            assert row["certain"] == ("yes" if fact["certain"] else "no")
            assert (row["sources"].split(), row["inputs"].split()) == (fact["sources"], fact["inputs"])
            for name, text in row.items():
                shown = cell[name]
                assert shown == text or (text == "" and shown in ("[x]", "[z]")) or shown == float(text)


def test_the_command_prints_the_facts_of_the_page(built: Path) -> None:
    for name in PAGES:
        printed = json.loads(CliRunner().invoke(app, ["facts", name, "--year", "2023", "--json"]).stdout)
        by_id = {fact["id"]: fact for fact in printed}
        for fact in facts(built / name):
            wanted = by_id[fact["id"]]
            for column in (
                "area",
                "period",
                "unit",
                "comparator",
                "status",
                "certain",
                "sources",
                "low",
                "high",
            ):
                assert fact[column] == wanted[column], (name, fact["id"], column)
            assert fact["value"] == wanted["value"]


def test_the_page_on_method_has_the_figures_of_the_areas_page(built: Path) -> None:
    own = {fact["id"]: fact for fact in facts(built / "cambridgeshire")}
    shown = facts(built.parent / "about" / "method")
    shared = [fact for fact in shown if fact["id"] in own]
    assert len(shared) > 15
    assert [fact for fact in shared if fact != own[fact["id"]]] == []


def test_the_figures_of_the_method_page_are_the_accepted_ones() -> None:
    """The accepted figures are those of one year, of which the page is made as it is for any other."""
    with (REPORTS / "facts.csv").open(encoding="utf-8", newline="") as file:
        accepted = {row["id"]: row for row in csv.DictReader(file) if row["slug"] == "cambridgeshire"}
    year = int(accepted["rso_count"]["period"][:4])
    shared = [fact for fact in Method("cambridgeshire", year).facts if fact.id in accepted]
    assert len(shared) > 20
    for fact in shared:
        row = accepted[fact.id]
        assert (fact.area, fact.period, fact.unit, fact.status) == (
            row["area"],
            row["period"],
            row["unit"],
            row["status"],
        )
        for name in ("low", "high"):
            value = getattr(fact, name)
            assert row[name] == ("" if value is None else f"{round(value, 4):.10g}")
