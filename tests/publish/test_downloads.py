"""The downloads hold the facts, whatever text these hold, and no cell of them is run as a formula."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gptables
import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from speed import EVERYTHING

from helpers.publish.downloads import APART, FACTS, HEADLINES, SOURCES, facts_csv, inert, workbook
from helpers.publish.errors import PublishError
from helpers.publish.workers import task

README = Path(__file__).parents[2] / "reports" / "README.md"
SIGNS = "=+-@＝＋－＠"


def fact(**others: Any) -> dict[str, Any]:
    return {
        **{
            "id": "rso_count",
            "measure": "rso_count",
            "kind": "level",
            "area": "Kent",
            "period": "2023-03-31",
        },
        **{
            "value": 1803.0,
            "low": 1803.0,
            "high": 1803.0,
            "unit": "people",
            "comparator": "",
            "certain": True,
        },
        **{"status": "published", "sources": ["paper-a", "paper-b"], "formula": "", "note": "As printed."},
        **{"where": "mappa_figures.csv, line 4", "inputs": []},
        **others,
    }


def summary(*facts: dict[str, Any], title: str = "Kent, 31 March 2023") -> dict[str, Any]:
    headline = {
        **{"measure": "rso_count", "label": "Registered sexual offenders", "text": "1,803", "sort": 1803},
        **{"low": 1803, "high": 1803, "status": "published", "change": "up 5.2%", "fact": "fact-rso-count"},
    }
    paper = {"id": "paper-a", "title": "A paper", "url": "https://example.org/a", "published": "2023-10-26"}
    return {
        **{"title": title, "facts": list(facts), "sources": [paper, {**paper, "id": "paper-c"}]},
        **{"headlines": [headline], "tile": [8, 9], "links": []},
    }


ORDINARY = summary(
    fact(),
    fact(id="rso_count.change", value=-3.25, low=-3.25, high=-3.25, status="computed", inputs=["a", "b"]),
    fact(id="bounded", value=None, low=540, high=568, status="bounded", certain=False),
    fact(id="missing", value=None, low=None, high=None, status="missing", certain=False, sources=[]),
    fact(id="grade", value="good or adequate", low=None, high=None, unit="grade", note=""),
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


@dataclass
class Sheet:
    """A sheet as a reader of spreadsheets gives it: what stands above the table, its head, and its rows."""

    above: list[str]
    head: list[str]
    rows: list[dict[str, Any]]


def sheet(content: bytes, name: str) -> Sheet:
    cells = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name(name).to_python()
    top = next(place for place, row in enumerate(cells) if row[0] in ("report", "source", "sheet"))
    head = [str(cell) for cell in cells[top]]
    return Sheet(
        [str(row[0]) for row in cells[:top]],
        head,
        [dict(zip(head, row, strict=True)) for row in cells[top + 1 :]],
    )


# The CSV ----------------------------------------------------------------------------------------------------


def test_the_csv_has_one_documented_header_and_one_row_for_each_fact() -> None:
    found = rows(facts_csv([ORDINARY, ORDINARY]))
    assert [row["id"] for row in found] == [each["id"] for each in ORDINARY["facts"]] * 2
    assert set(map(tuple, found)) == {tuple(FACTS)}


def test_the_csv_gives_numbers_words_bounds_and_lists() -> None:
    exact, change, bounded, missing, grade = rows(facts_csv([ORDINARY]))
    assert (exact["value"], exact["low"], exact["sources"], exact["certain"]) == (
        "1803",
        "1803",
        "paper-a paper-b",
        "yes",
    )
    assert (change["value"], change["inputs"]) == ("-3.25", "a b")
    assert (bounded["value"], bounded["low"], bounded["high"], bounded["certain"]) == ("", "540", "568", "no")
    assert (missing["value"], missing["words"], missing["low"], missing["status"]) == ("", "", "", "missing")
    assert (grade["value"], grade["words"]) == ("", "good or adequate")


def test_the_csv_is_utf_8_without_mark_and_ends_each_line_as_rfc_4180_says() -> None:
    content = facts_csv([summary(fact(area="Ynys Môn", note='a "b", c'))])
    assert content.startswith(b"report,id,measure,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert rows(content)[0]["area"] == "Ynys Môn"
    assert rows(content)[0]["note"] == 'a "b", c'


def test_no_page_gives_a_header_alone() -> None:
    assert facts_csv([]).decode() == ",".join(FACTS) + "\r\n"


@pytest.mark.parametrize("wrong", [True, "many", [], float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(wrong: Any) -> None:
    with pytest.raises(PublishError, match=r"Kent.*low is .*: it must be a number or nothing"):
        facts_csv([summary(fact(low=wrong))])


def test_a_fact_without_a_column_is_refused_by_name() -> None:
    short = fact()
    del short["status"]
    with pytest.raises(PublishError, match="the figure 'rso_count' has no 'status'"):
        facts_csv([summary(short)])


# Formulas and characters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20 7946 0000", "'+44 20 7946 0000"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("a\n=1", "a =1"),
        ("\N{NO-BREAK SPACE}=1", "'=1"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("\N{FULLWIDTH PLUS SIGN}1", "'\N{FULLWIDTH PLUS SIGN}1"),
        ("\N{FULLWIDTH HYPHEN-MINUS}1", "'\N{FULLWIDTH HYPHEN-MINUS}1"),
        (" \N{FULLWIDTH COMMERCIAL AT}SUM(A1)", "'\N{FULLWIDTH COMMERCIAL AT}SUM(A1)"),
        ("a;=1;b", "a;'=1;b"),
        ("a; =1", "a; '=1"),
        ("--", "'--"),
        ("-3.2|cmd", "'-3.2|cmd"),
        ("-3.2", "-3.2"),
        ("+1,234", "+1,234"),
        ("-0.4%", "-0.4%"),
        ("-", "-"),
        ("up -0.4%", "up -0.4%"),
        ("a=b", "a=b"),
        ("'=1", "'=1"),
        ("", ""),
        ("a\x00\x1bb\ufffe\ud800", "a‹U+0000›‹U+001B›b‹U+FFFE›‹U+D800›"),
        ("\u202e\u200b=1", "‹U+202E›‹U+200B›=1"),
    ],
)
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_no_other_text_does(
    text: str, safe: str
) -> None:
    assert inert(text) == safe


TEXTS = st.text(st.one_of(st.sampled_from(SIGNS + "\t\r\n;, \"'[](${}|0aé‮​"), st.characters()), max_size=40)


@settings(max_examples=1000 if EVERYTHING else 100)
@given(TEXTS)
def test_no_text_makes_a_formula_or_a_new_cell_or_row_of_csv(text: str) -> None:
    content = facts_csv([summary(fact(note=text, value=text, low=None, high=None, id=text), title=text)])
    (row,) = rows(content)
    assert list(row) == list(FACTS)
    for name in ("note", "words", "id", "report"):
        assert row[name] == inert(text)
        for part in row[name].split(";"):
            part = part.strip()
            assert (
                part[:1] not in tuple(SIGNS) or part == "-" or re.fullmatch(r"[+-]\d[\d,]*(\.\d+)?%?", part)
            )
    assert content.count(b"\n") == 2


@settings(max_examples=200 if EVERYTHING else 20)
@given(TEXTS, TEXTS)
def test_any_text_gives_a_workbook_that_two_readers_open_with_text_as_text(text: str, title: str) -> None:
    made = summary(fact(note=text, value=text or "a", low=None, high=None), title=title)
    content = workbook(title, [made])
    row = sheet(content, "Figures").rows[0]
    wanted = inert(text).replace("](", "] (")
    if re.search("[A-Za-z0-9]", wanted) and "$$" not in wanted:
        assert row["note"] == row["words"] == wanted
    kinds = {
        cell.data_type
        for page in opened(content)
        for line in page.iter_rows()
        for cell in line
        if cell.value is not None
    }
    assert kinds <= {"s", "n"}
    assert all(cell.hyperlink is None for line in opened(content)["Figures"].iter_rows() for cell in line)


# The workbook -----------------------------------------------------------------------------------------------


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_has_cover_contents_and_one_table_on_each_further_sheet() -> None:
    book = opened(workbook("Kent", [ORDINARY]))
    assert book.sheetnames == ["Cover", "Contents", "Headlines", "Figures", "Sources", "Columns"]
    assert [len(book[name].tables) for name in book.sheetnames] == [0, 1, 1, 1, 1, 1]
    assert book["Cover"]["A1"].value == "Kent"
    assert book.properties.title == "Kent"


def by_gptables(book: openpyxl.Workbook, name: str) -> openpyxl.Workbook:
    """Write the table of a sheet, and the contents of its workbook, by gptables itself."""
    page = book[name]
    (table,) = page.tables.values()
    head, *lines = ([cell.value for cell in line] for line in page[table.ref])
    top = page[table.ref][0][0].row - 1
    title, instructions, *legend, source = (page.cell(row, 1).value for row in range(1, top + 1))
    made = gptables.GPTable(
        pd.DataFrame(lines, columns=head, dtype=object),
        **{"table_name": table.name, "title": title, "instructions": instructions, "legend": legend},
        **{"source": source, "table_notes": {}, "index_columns": {}},
        additional_formatting=[{"column": {"columns": head, "format": APART, "include_names": True}}],
    )
    content = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of no notes
        gptables.produce_workbook(content, {name: made}).close()
    return opened(content.getvalue())


def looks(page: Any) -> dict[str, Any]:
    """Return what each filled cell of a sheet says and how it looks."""
    cells = [cell for line in page.iter_rows() for cell in line if cell.value is not None]
    kinds = ("font", "alignment", "border", "fill", "number_format")
    return {cell.coordinate: (cell.value, *(repr(getattr(cell, kind)) for kind in kinds)) for cell in cells}


@pytest.mark.parametrize("name", ["Headlines", "Figures", "Sources", "Columns"])
def test_each_sheet_looks_as_gptables_writes_it(name: str) -> None:
    book = opened(workbook("Kent", [ORDINARY]))
    theirs = by_gptables(book, name)
    assert looks(book[name]) == looks(theirs[name])
    contents, wanted = book["Contents"], theirs["Contents"]
    assert looks(contents)["A3"] == looks(wanted)["A3"]
    row = next(row for row in range(4, 8) if contents.cell(row, 1).value == name)
    for column in (1, 2):
        ours, other = contents.cell(row, column), wanted.cell(4, column)
        assert (ours.value, repr(ours.font), repr(ours.alignment)) == (
            *(other.value, repr(other.font), repr(other.alignment)),
        )


def test_the_contents_lead_to_each_sheet() -> None:
    book = opened(workbook("Kent", [ORDINARY]))
    links = [
        cell.hyperlink.location for line in book["Contents"].iter_rows() for cell in line if cell.hyperlink
    ]
    assert links == ["'Headlines'!A1", "'Figures'!A1", "'Sources'!A1", "'Columns'!A1"]


def test_the_figures_of_the_workbook_are_those_of_the_csv() -> None:
    content = workbook("Kent", [ORDINARY])
    plain = rows(facts_csv([ORDINARY]))
    found = sheet(content, "Figures")
    assert found.head == list(FACTS)
    for row, wanted in zip(found.rows, plain, strict=True):
        for name in FACTS:
            cell = row[name]
            if wanted[name] == "":
                assert cell in ("[x]", "[z]")
            elif name in ("value", "low", "high"):
                assert isinstance(cell, float | int)
                assert cell == float(wanted[name])
            else:
                assert cell == wanted[name]


def test_a_number_that_is_not_known_is_marked_otherwise_than_one_that_has_no_place() -> None:
    _, _, bounded, missing, grade = sheet(workbook("Kent", [ORDINARY]), "Figures").rows
    assert (bounded["value"], missing["low"]) == ("[x]", "[x]")
    assert (grade["value"], grade["low"], grade["note"]) == ("[z]", "[z]", "[z]")


def test_every_mark_is_explained_above_its_table() -> None:
    above = sheet(workbook("Kent", [ORDINARY]), "Figures").above
    assert [line[:3] for line in above if line.startswith("[")] == ["[x]", "[z]"]


def test_the_dictionary_says_of_every_column_of_every_sheet_what_it_holds() -> None:
    content = workbook("Kent", [ORDINARY])
    dictionary = sheet(content, "Columns").rows
    for name, columns in (("Headlines", HEADLINES), ("Figures", FACTS), ("Sources", SOURCES)):
        assert {row["column"]: row["holds"] for row in dictionary if row["sheet"] == name} == columns
        assert sheet(content, name).head == list(columns)


def test_heads_stand_in_one_row_and_columns_are_as_wide_in_every_workbook() -> None:
    short = {**ORDINARY, "headlines": [], "facts": ORDINARY["facts"][:1], "sources": []}
    pages = [opened(workbook(title, [one]))["Figures"] for title, one in (("Kent", ORDINARY), ("K", short))]
    full, bare = (
        {cell.coordinate: (cell.value, page.column_dimensions[cell.column_letter].width) for cell in page[6]}
        for page in pages
    )
    assert full == bare
    assert [value for value, _ in full.values()] == list(FACTS)


def test_a_number_and_the_words_beside_it_do_not_touch() -> None:
    book = opened(workbook("Kent", [ORDINARY]))
    for name in ("Headlines", "Figures", "Sources", "Columns"):
        (table,) = book[name].tables.values()
        assert {cell.alignment.indent for line in book[name][table.ref] for cell in line} == {1}


def test_no_cell_of_a_table_is_empty_and_none_are_merged() -> None:
    book = opened(workbook("Kent", [ORDINARY]))
    for name in ("Headlines", "Figures", "Sources"):
        page = book[name]
        (table,) = page.tables.values()
        assert all(cell.value is not None for line in page[table.ref] for cell in line)
        assert not page.merged_cells.ranges


def test_the_headlines_are_those_of_the_summary() -> None:
    (row,) = sheet(workbook("Kent", [ORDINARY]), "Headlines").rows
    assert (row["headline"], row["figure"], row["value"], row["change"]) == (
        *("Registered sexual offenders", "1,803", 1803),
        "up 5.2%",
    )


def test_the_sources_are_those_that_the_figures_name_each_once() -> None:
    found = sheet(workbook("Kent", [ORDINARY, ORDINARY]), "Sources")
    assert [tuple(row.values()) for row in found.rows] == [
        ("paper-a", "A paper", "https://example.org/a", "2023-10-26"),
        ("paper-b", "[z]", "[z]", "[z]"),
    ]


def test_text_of_a_source_is_never_run_as_a_formula_and_never_a_link() -> None:
    hostile = {"id": "paper-a", "title": "=1+1", "url": "[a](https://example.org)", "published": "@SUM(A1)"}
    book = opened(workbook("Kent", [{**summary(fact()), "sources": [hostile]}]))
    cells = [cell for line in book["Sources"].iter_rows() for cell in line if cell.value is not None]
    assert {"'=1+1", "[a] (https://example.org)", "'@SUM(A1)"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_figures_that_name_no_source_have_no_sheet_of_sources() -> None:
    assert "Sources" not in opened(workbook("Kent", [summary(fact(sources=[]))])).sheetnames


POINTS_A_CHARACTER = (
    6.75  # the digits of 12-point Arial, in which gptables sets a sheet, are 9 of 96 pixels an inch
)
LONG_SIDE_OF_A4 = 842  # points


def test_the_figures_print_on_two_pages_side_by_side_in_letters_that_can_be_read() -> None:
    page = opened(workbook("Kent & Co", [ORDINARY]))["Figures"]
    (break_after,) = (each.id for each in page.col_breaks.brk)
    letters = [cell.column_letter for cell in page[6]]
    points = [page.column_dimensions[each].width * POINTS_A_CHARACTER + 3.75 for each in letters]
    left = sum(points[1:break_after])
    right = points[1] + sum(points[break_after:])
    scale = page.page_setup.scale / 100
    room = LONG_SIDE_OF_A4 - 72 * (page.page_margins.left + page.page_margins.right)
    assert left * scale <= room
    assert right * scale <= room
    assert page["B7"].font.size * scale >= 7.5
    assert not page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.print_title_rows, page.print_title_cols) == ("$6:$6", "$B:$B")
    assert page.print_area == "'Figures'!$B$6:$S$11"
    assert page.oddHeader.left.text == "All figures of Kent && Co"
    assert "[x] no such number is known" in page.oddFooter.left.text


def test_each_other_table_prints_one_page_wide_with_its_head_on_each_and_the_head_stays() -> None:
    book = opened(workbook("Kent", [ORDINARY]))
    assert book["Figures"].freeze_panes == "A7"
    for name in ("Headlines", "Sources", "Columns"):
        page = book[name]
        head = next(iter(page.tables.values())).ref.split(":")[0].removeprefix("A")
        assert page.page_setup.orientation == "landscape"
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (
            1,
            0,
        )  # one is what is not said
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == f"${head}:${head}"
        assert page.freeze_panes == f"A{int(head) + 1}"


def test_every_line_of_the_cover_has_the_height_that_its_text_needs() -> None:
    page = opened(workbook("Kent", [ORDINARY]))["Cover"]
    heights = {str(line[0].value): page.row_dimensions[line[0].row].height for line in page.iter_rows()}
    assert all(height >= 16 * len(text) / 80 for text, height in heights.items())
    assert max(heights.values()) >= 32


def test_a_row_of_a_table_has_the_height_that_its_longest_text_needs() -> None:
    page = opened(workbook("Kent", [summary(fact(), fact(note="as printed " * 40))]))["Figures"]
    short, long = (page.row_dimensions[row].height for row in (page.max_row - 1, page.max_row))
    assert 16 <= short < 40
    assert long >= 16 * 440 / 34


def test_a_page_without_headlines_has_no_sheet_of_them_and_one_without_figures_is_refused() -> None:
    assert "Headlines" not in opened(workbook("Kent", [{**ORDINARY, "headlines": []}])).sheetnames
    with pytest.raises(PublishError, match="no figures for the spreadsheet 'Kent'"):
        workbook("Kent", [summary()])


def test_of_too_many_figures_there_is_no_spreadsheet_but_the_whole_csv(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = [ORDINARY, summary(fact())]
    monkeypatch.setattr(task, "MOST_IN_SPREADSHEET", 6)
    assert task.downloads("All", pages).keys() == {"csv", "xlsx"}
    monkeypatch.setattr(task, "MOST_IN_SPREADSHEET", 5)
    assert task.downloads("All", pages) == {"csv": facts_csv(pages)}


def test_text_that_gptables_takes_for_a_link_or_a_note_stays_text() -> None:
    hostile = fact(note="see [here](https://example.org) [b](c)", area="$$rso$$", comparator="—")
    row = sheet(workbook("$$a$$ [b](c)", [summary(hostile, title="$$$$ [b](c)")]), "Figures").rows[0]
    assert row["note"] == "see [here] (https://example.org) [b] (c)"
    assert row["area"] == "$ $rso$ $"
    assert row["comparator"] == "[symbols] —"


def test_a_text_longer_than_a_cell_holds_ends_with_a_mark() -> None:
    row = sheet(workbook("Kent", [summary(fact(note="a" * 40_000))]), "Figures").rows[0]
    assert len(row["note"]) == 32_767
    assert row["note"].endswith("a…")


@pytest.mark.whole
def test_the_same_figures_give_the_same_bytes_in_another_process_zone_and_locale(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]; from test_downloads import *; "
        "sys.stdout.buffer.write(workbook('Kent', [ORDINARY]) + facts_csv([ORDINARY]))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, *map(str, Path(__file__).parents[:2])],
        env={"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == workbook("Kent", [ORDINARY]) + facts_csv([ORDINARY])


def test_no_part_of_the_workbook_says_when_or_by_whom_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook("Kent", [ORDINARY]))) as parts:
        assert {(part.date_time, part.create_system) for part in parts.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 3)
        }
        core = ET.fromstring(parts.read("docProps/core.xml"))
    assert {each.text for each in core if "created" in each.tag or "modified" in each.tag} == {
        "1980-01-01T00:00:00Z"
    }
    assert {each.text for each in core if "creator" in each.tag or "lastModifiedBy" in each.tag} <= {None, ""}


@pytest.mark.whole
def test_the_publisher_is_imported_without_gptables_and_pandas() -> None:
    script = "import sys, helpers.publish.downloads; print(sorted({'gptables', 'pandas', 'xlsxwriter'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_dictionary_of_the_download_is_the_one_that_the_files_follow() -> None:
    section = README.read_text(encoding="utf-8").partition("## The downloads")[2].partition("\n## ")[0]
    stated = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE))
    assert {name: text.replace("`", "") for name, text in stated.items()} == FACTS


# The lines of the README that read them ---------------------------------------------------------------------

EASILY_LOST = summary(
    fact(id="exact"),
    fact(id="decimal", value=-3.25, low=-3.3, high=-3.2),
    fact(id="bounded", value=None, low=540, high=568, status="bounded", certain=False),
    fact(id="missing", value=None, low=None, high=None, status="missing", certain=False, note=""),
    *(
        fact(id=f"word-{words}", value=words, low=None, high=None)
        for words in ("None", "NA", "null", "true", "007", "1e5", "2023-03-31")
    ),
)
EXAMPLES = re.findall(r"```python\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def read_by(example: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the names of an example hold once it was run beside a year's downloads."""
    (folder / "2023").mkdir()
    (folder / "2023" / "all-areas.csv").write_bytes(facts_csv([EASILY_LOST, EASILY_LOST]))
    (folder / "2023" / "essex.xlsx").write_bytes(workbook("Essex", [EASILY_LOST]))
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102
    return names


@pytest.mark.parametrize(
    "example", [text for text in EXAMPLES if ".csv" in text], ids=["pandas", "polars", "duckdb"]
)
def test_what_the_readme_says_reads_every_figure_word_and_gap(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = read_by(example, tmp_path, monkeypatch)["figures"]
    columns = list(figures.columns)
    table = (
        figures.to_numpy().tolist()
        if "pandas" in example
        else getattr(figures, "rows", figures.fetchall if "duckdb" in example else None)()
    )
    wanted = [list(row.values()) for row in rows(facts_csv([EASILY_LOST, EASILY_LOST]))]
    assert columns == list(FACTS)
    assert [[as_the_csv_has_it(cell) for cell in row] for row in table] == wanted


def as_the_csv_has_it(cell: Any) -> str:
    """A cell as the CSV has it: nothing for what is empty, and a number without needless decimals."""
    empty = cell is None or cell != cell
    return "" if empty else f"{cell:g}" if isinstance(cell, float) else cell


def test_what_the_readme_says_reads_the_marks_of_a_spreadsheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = (text for text in EXAMPLES if ".xlsx" in text)
    marked = read_by(example, tmp_path, monkeypatch)["marked"].set_index("id")
    assert list(marked.reset_index().columns) == ["id", "report", *list(FACTS)[2:]]
    assert marked.loc["bounded", ["value", "low", "high"]].tolist() == ["[x]", 540, 568]
    assert marked.loc["missing", ["value", "note"]].tolist() == ["[x]", "[z]"]
    assert marked.loc["word-NA", ["value", "words"]].tolist() == ["[z]", "NA"]
    assert marked.loc["word-None", "words"] == "None"
