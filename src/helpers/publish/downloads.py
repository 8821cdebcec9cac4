"""The figures of pages as files to download: a tidy CSV, and a spreadsheet that a screen reader can follow.

Both are made from the summaries that report notebooks hand over, and from nothing else. Their text comes from
data that are not trusted, and a spreadsheet runs text that looks like a formula, so both follow the rule of
OWASP's page on CSV injection. A text that begins with = + - or @, even after white space, in full width, or
after a semicolon, at which spreadsheets of some countries divide cells, gets an apostrophe before that sign.
Tabs and line breaks become spaces. Plain numbers, such as -3.2, and a dash alone are no formulas and stay.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helpers.publish.errors import PublishError
from helpers.text.characters import shown

if TYPE_CHECKING:  # pandas and gptables take a second to import, and a build with nothing to do needs neither
    from gptables import Cover
    from gptables.core.wrappers import GPWorksheet
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Summary = Mapping[str, Any]
Cell = str | int | float
Row = dict[str, Cell]

FACTS: Mapping[str, str] = {
    "report": "The title of the page that the figure belongs to.",
    "id": "The figure's name within its page; the same figure has the same name on each page.",
    "measure": "What is measured, by its short name in the data dictionary; words where a source has its own measure.",
    "kind": "What the figure is, such as a level, a change, a rank or a survey answer.",
    "area": "The area, region, nation or police force that the figure is of.",
    "period": "The date of the figure, or the end of its year, as 2023-03-31; words where the source gives no such date.",
    "value": "The figure as a number, to six decimals; empty where only bounds, only words or nothing is known.",
    "words": "The figure where it is words, such as a grade or an answer; otherwise empty.",
    "low": "The lowest value that the figure can have; equal to high where it is exact.",
    "high": "The highest value that the figure can have.",
    "unit": "What value, low and high count.",
    "comparator": "What the figure is compared with, or the survey, inspection or basis that it belongs to; otherwise empty.",
    "certain": "yes, or no where what is published does not decide the figure.",
    "status": "published, rounded, revised, derived, bounded, refused, computed (worked out here) or missing (not found).",
    "sources": "The ids of the sources, with a space between two; the sheet Sources of the spreadsheet, and sources.csv of the data, have their titles and addresses.",
    "formula": "How the figure was worked out, where it was.",
    "note": 'A remark that belongs to the figure, and what speaks against it: "check recording", "sources disagree".',
    "where": "The table and line of the data from which the figure was read.",
    "inputs": "The names (id) of the figures of the same page that this one was worked out from, with a space between two.",
}
"""The columns of the figures, in order, and what each holds; ``reports/README.md`` says the same."""

HEADLINES: Mapping[str, str] = {
    "report": FACTS["report"],
    "headline": "What the figure is.",
    "figure": "The figure in words, as its page gives it, and what is suspect about it.",
    "value": FACTS["value"],
    "low": FACTS["low"],
    "high": FACTS["high"],
    "status": FACTS["status"],
    "change": "The change on the year in words, where it is known.",
}
"""The columns of the headline figures, which only the spreadsheet has."""

SOURCES: Mapping[str, str] = {
    "source": "The id of a source, as the column sources of the figures has it.",
    "title": "What it is called, and who published it.",
    "address": "Where it was read.",
    "published": "When it was published, as far as that is known; inferred dates say so.",
}
"""The columns of the sources of the figures, which only the spreadsheet has."""

COLUMNS: Mapping[str, str] = {
    "sheet": "The sheet that has the column.",
    "column": "The name of the column, as its head gives it.",
    "holds": "What the column holds.",
}
"""The columns of the dictionary of columns, which is the last sheet of the spreadsheet."""

# In characters: the same in every spreadsheet, and each sheet fits its pages with them.
WIDTHS: Mapping[str, int] = {
    **{"report": 30, "id": 24, "measure": 17, "kind": 12, "area": 13, "period": 11, "value": 10, "words": 13},
    **{"low": 10, "high": 10, "unit": 12, "comparator": 13, "certain": 8, "status": 10, "sources": 44},
    **{"formula": 22, "note": 33, "where": 17, "inputs": 23, "headline": 45, "figure": 30, "change": 25},
    **{"source": 40, "title": 60, "address": 60, "published": 25, "sheet": 14, "column": 14, "holds": 110},
}
NAME = list(FACTS).index("id")  # what stands at the left of each page of Figures
RIGHT_PAGE = list(FACTS).index("sources")  # where the pages with how each figure is known begin

NUMBERS = ("value", "low", "high")
NOT_FOUND, NOT_APPLICABLE = "[x]", "[z]"
LEGEND = (
    f"{NOT_FOUND} no such number is known",
    f"{NOT_APPLICABLE} nothing belongs here, as there are words instead of a number, or no remark",
)
LICENCE = "Public sector information licensed under the Open Government Licence v3.0"
OF_PUBLISHED = (
    "Contains public sector information licensed under the Open Government Licence v3.0.",
    "Adapted from data from the Office for National Statistics licensed under the Open Government Licence v.3.0.",
)
HEADER = 110  # characters of the title at the head of a printed page, which may hold 255
LONGEST = 32_767  # characters that a cell of a spreadsheet holds

SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
NUMBER = r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?"
FORMULA = re.compile(rf"(^|;)(\s*)(?=[{SIGNS}])(?!(?:{NUMBER}|-)\s*(?:;|$))")

_MARK = re.compile(r"\[[\w\s]+\]")
_LETTER_OR_DIGIT = re.compile("[A-Za-z0-9]")

LINE_HEIGHT = 16  # points
PRINTED = 65  # per cent: letters of 12 points are printed at 7.8, about as large as those of a newspaper
APART = {"indent": 1, "valign": "top"}  # a number at the right of its cell, and words at the left of the next
COVER_WIDTH = 68  # characters: no program shrinks a single column to fit its page
A4 = 9  # its number in the format

# A fixed date: no file may hold that of its build, as the same figures must give the same bytes.
CREATED = datetime(1980, 1, 1, tzinfo=UTC)


def facts_csv(summaries: Iterable[Summary]) -> bytes:
    """Write the figures of one or more pages as CSV (RFC 4180, UTF-8) with the columns of ``FACTS``.

    Each figure is a row; pages and figures keep the order in which they are given. Raises PublishError for a
    figure that lacks a column or has a value that should be a number and is not.
    """
    content = io.BytesIO()
    with io.TextIOWrapper(content, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(FACTS)
        writer.writerows(row.values() for row in _facts(summaries))
        text.flush()
        return content.getvalue()


def workbook(title: str, summaries: Sequence[Summary]) -> bytes:
    """Write the headlines and figures of one or more pages as an xlsx workbook that ``gptables`` lays out.

    It has a cover, contents, then one table a sheet: headlines, figures, the sources that the figures name,
    and what each column holds. Every spreadsheet has the same heads. Raises PublishError where ``facts_csv``
    does, and if there are no figures.
    """
    tables = {
        "Headlines": ("Headline figures", HEADLINES, list(_headlines(summaries))),
        "Figures": ("All figures, with how each is known", FACTS, list(_facts(summaries))),
        "Sources": ("The sources of the figures", SOURCES, list(_sources(summaries))),
    }
    if not tables["Figures"][2]:
        raise PublishError(f"no figures for the spreadsheet {title!r}")
    filled = {name: table for name, table in tables.items() if table[2]}
    columns: list[Row] = [
        {"sheet": sheet, "column": name, "holds": text}
        for sheet, (_, names, _) in filled.items()
        for name, text in names.items()
    ]
    filled["Columns"] = ("What each column holds", COLUMNS, columns)
    statement = [_without_markup(str(text)) for text in summaries[0].get("statement", ())]
    return _repacked(_workbook(_without_markup(title), filled, statement))


@lru_cache(maxsize=65_536)  # names, dates and sources recur in thousands of rows
def inert(text: str) -> str:
    """Return text as a cell may hold it: nothing invisible, no line break, nothing that would run.

    ``"=1+1"`` -> ``"'=1+1"``; ``"-3.2"`` and ``"up -0.4%"`` stay as they are.
    """
    return FORMULA.sub(r"\1\2'", " ".join(shown(text).split()))


def _facts(summaries: Iterable[Summary]) -> Iterable[Row]:
    for summary in summaries:
        for fact in summary.get("facts", ()):
            yield _fact_row(str(summary["title"]), fact)


def _fact_row(report: str, fact: Mapping[str, Any]) -> Row:
    missing = [name for name in FACTS if name not in fact and name not in ("report", "words")]
    if missing:
        raise PublishError(f"{report}: the figure {fact.get('id', '?')!r} has no {missing[0]!r}")
    in_words = isinstance(fact["value"], str)
    row = {
        **fact,
        "report": report,
        "value": None if in_words else fact["value"],
        "words": fact["value"] if in_words else "",
        "certain": _yes_or_no(fact["certain"]),
    }
    return {name: _cell(report, name, row[name]) for name in FACTS}


def _headlines(summaries: Iterable[Summary]) -> Iterable[Row]:
    for summary in summaries:
        report = str(summary["title"])
        for headline in summary.get("headlines", ()):
            row = {
                **headline,
                "report": report,
                "headline": headline["label"],
                "figure": ", ".join(filter(None, (headline["text"], headline.get("doubt")))),
                "value": headline["sort"],
            }
            yield {name: _cell(report, name, row[name]) for name in HEADLINES}


def _sources(summaries: Sequence[Summary]) -> Iterable[Row]:
    """Yield each source that a figure names, once, by its id; the id alone if no page describes it."""
    described = {str(source["id"]): source for summary in summaries for source in summary.get("sources", ())}
    named = {str(name) for summary in summaries for fact in summary["facts"] for name in fact["sources"]}
    for name in sorted(named):
        source = described.get(name, {})
        row = {
            "source": name,
            "title": source.get("title"),
            "address": source.get("url"),
            "published": source.get("published"),
        }
        yield {column: _cell(name, column, row[column]) for column in SOURCES}


def _cell(report: str, name: str, value: Any) -> Cell:
    if name in NUMBERS:
        return "" if value is None else _number(report, name, value)
    if isinstance(value, list | tuple):
        return inert(" ".join(map(str, value)))
    return inert("" if value is None else str(value))


def _number(report: str, name: str, value: Any) -> int | float:
    """Return a number as a cell holds it: a whole one without decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise PublishError(f"{report}: {name} is {value!r}: it must be a number or nothing")
    return int(value) if float(value).is_integer() else value


def _yes_or_no(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


Tables = Mapping[str, tuple[str, Mapping[str, str], list[Row]]]
"""The sheets to write: name to title, columns with their notes, and rows."""


def _workbook(title: str, tables: Tables, statement: Sequence[str] = ()) -> bytes:
    """Write a workbook as gptables would, in its theme, but for the cells of the tables.

    gptables keeps a dictionary of formats for each cell and looks for markup in each, of which none has any:
    that took most of the time of a spreadsheet.
    """
    from gptables import Cover
    from gptables.core.wrappers import GPWorkbook

    content = io.BytesIO()
    book = GPWorkbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    cover = _cover(title, Cover, statement)
    titles = {name: f"{title}: {subtitle}" for name, (subtitle, *_) in tables.items()}
    book.add_worksheet("Cover").write_cover(cover)
    _write_contents(book.add_worksheet("Contents"), titles)
    for name, (_, columns, rows) in tables.items():
        sheet = book.add_worksheet(name)
        head = _write_above(sheet, titles[name], " ".join(statement))
        _write_table(sheet, head, rows)
        _lay_out(sheet, head, columns, rows)
        _fit_to_paper(sheet)
        if name == "Figures":
            _fit_across_two_pages(sheet, head, len(rows), title)
    for name in ("Cover", "Contents"):
        _fit_to_paper(book.get_worksheet_by_name(name))
    book.set_properties({"title": title, "created": CREATED})
    _set_cover_heights(book.get_worksheet_by_name("Cover"), cover)
    book.close()
    return content.getvalue()


def _write_contents(sheet: GPWorksheet, titles: Mapping[str, str]) -> None:
    """Write the table of contents: for each sheet a link to it, and what it has."""
    theme, add_format = sheet.theme, sheet._workbook.add_format
    left = {"align": "left"}
    head, link, words = (
        style | left for style in (theme.column_heading_format, theme.index_2_format, theme.data_format)
    )
    heads = dict.fromkeys(("Sheet name", "Table description"), add_format(head))
    sheet.write_string(0, 0, "Table of contents", add_format(theme.title_format))
    sheet.write_string(1, 0, "This worksheet contains one table.", add_format(theme.instructions_format))
    for column, text in enumerate(heads):
        sheet.write_string(2, column, text, heads[text])
    for row, (name, title) in enumerate(titles.items(), 3):
        address, style = f"internal:'{name}'!A1", link | {"underline": True, "font_color": "blue"}
        sheet.write_url(row, 0, address, add_format(style), name)
        sheet.write_string(row, 1, title, add_format(words))
    for column, texts in enumerate(([*titles], [*titles.values()])):
        widths = [_width([*heads][column], head), *(_width(text, words) for text in texts)]
        sheet.set_column_pixels(column, column, max(widths))
    _mark_as_table(sheet, "contents_table", (2, 2 + len(titles)), heads)


def _width(text: str, style: Mapping[str, Any]) -> int:
    """Return the pixels that a text takes in a cell of this style, as gptables reckons them."""
    from xlsxwriter.utility import cell_autofit_width

    pixels: int = cell_autofit_width(text)
    capitals = sum(letter.isupper() for letter in text) / len(text)
    factor: float = (style["font_size"] / 11) * (1.1 if style.get("bold") else 1.0) * (1.0 + 0.15 * capitals)
    return math.ceil(pixels * factor)


def _write_above(sheet: GPWorksheet, title: str, statement: str) -> int:
    """Write what stands above a table; return the row of the table's head."""
    theme, add_format = sheet.theme, sheet._workbook.add_format
    lines = [
        (title, theme.title_format),
        (
            "This worksheet contains one table. The worksheet Columns says what each column holds.",
            theme.instructions_format,
        ),
        *((line, theme.legend_format) for line in LEGEND),
        (
            statement or f"{LICENCE}; the sheet Sources has the source of each figure.",
            theme.source_format,
        ),
    ]
    for row, (line, style) in enumerate(lines):
        sheet.write_string(row, 0, line, add_format(style))
    return len(lines)


def _write_table(sheet: GPWorksheet, head: int, rows: list[Row]) -> None:
    """Write a table, the columns of numbers at the right and all others at the left, as gptables does."""
    theme, add_format = sheet.theme, sheet._workbook.add_format
    columns = {name: [_fill_cell(name, row) for row in rows] for name in rows[0]}
    aligned = [{"align": "right" if _of_numbers(cells) else "left"} | APART for cells in columns.values()]
    heads = [add_format(theme.column_heading_format | style) for style in aligned]
    for place, name in enumerate(columns):
        sheet.write_string(head, place, name, heads[place])
    styles = [add_format(theme.data_format | style) for style in aligned]
    for number, cells in enumerate(zip(*columns.values(), strict=True), head + 1):
        for place, cell in enumerate(cells):
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(number, place, cell, styles[place])
    _mark_as_table(
        sheet, sheet.get_name().lower(), (head, head + len(rows)), dict(zip(columns, heads, strict=True))
    )


def _mark_as_table(sheet: GPWorksheet, name: str, ends: tuple[int, int], heads: Mapping[str, Format]) -> None:
    """Have programs know the rows between the ends as a table, with these heads."""
    columns = [{"header": head, "header_format": style} for head, style in heads.items()]
    options = {"header_row": True, "autofilter": False, "columns": columns, "style": None, "name": name}
    sheet.add_table(ends[0], 0, ends[1], len(heads) - 1, options)


def _of_numbers(cells: Sequence[Cell]) -> bool:
    """Return whether a column is one of numbers: it has some, and no text but one that holds a mark."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return len(texts) < len(cells) and all(map(_MARK.search, texts))


def _lay_out(sheet: Worksheet, head: int, columns: Iterable[str], rows: list[Row]) -> None:
    """Lay out a table for screen and paper: its head stays in sight, and is repeated on each page."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, WIDTHS[column])
    sheet.set_row(head, LINE_HEIGHT)
    for number, row in enumerate(rows, head + 1):
        lines = max([1.1 * len(str(cell)) / WIDTHS[column] for column, cell in row.items()])
        sheet.set_row(number, LINE_HEIGHT * max(1, math.ceil(lines)))
    sheet.set_landscape()
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)


def _fit_to_paper(sheet: Worksheet) -> None:
    """Make a sheet as wide as one page of A4."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _fit_across_two_pages(sheet: Worksheet, head: int, rows: int, title: str) -> None:
    """Print a sheet of many columns on two pages side by side: on one, nobody could read its letters.

    Its title and the meaning of its marks stand at the edge of each page, which has no room for the title of
    the page that each figure belongs to.
    """
    sheet.set_print_scale(PRINTED)
    sheet.print_area(head, NAME, head + rows, len(FACTS) - 1)
    sheet.repeat_columns(NAME)
    sheet.set_v_pagebreaks([RIGHT_PAGE])
    sheet.print_across()
    sheet.set_margins(left=0.3, right=0.3)
    sheet.set_header(f"&LAll figures of {title[:HEADER].replace('&', '&&')}")
    sheet.set_footer(f"&L{'; '.join(LEGEND)}&RPage &P of &N")


def _count_lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column: its letters are wider than the unit of width."""
    return max(1, math.ceil(1.1 * len(text) / width))


def _set_cover_heights(sheet: Worksheet, cover: Cover) -> None:
    """Make each row of the cover high enough for its text, which some programs do not do themselves."""
    texts = [cover.title, "Introductory information", *cover.intro, "About these data", *cover.about]
    for row, text in enumerate(texts):
        sheet.set_row(row, LINE_HEIGHT * (1 if row else 1.5) * _count_lines(text, cover.width))


def _fill_cell(name: str, row: Row) -> Cell:
    """Fill a cell by the Analysis Function's rules: label mere symbols, and mark what is empty."""
    value = row[name]
    if not isinstance(value, str):
        return value
    if not value:
        return NOT_FOUND if name in NUMBERS and not row.get("words") else NOT_APPLICABLE
    return _labelled(value)


@lru_cache(maxsize=65_536)  # as of ``inert``
def _labelled(value: str) -> str:
    plain = _without_markup(value)
    return plain if _LETTER_OR_DIGIT.search(value) else f"[symbols] {plain}"


def _without_markup(text: str) -> str:
    """Put a space into what gptables would take for a link, ``[a](b)``, or a note, ``$$a$$``."""
    plain = inert(text).replace("](", "] (").replace("$$", "$ $").replace("$$", "$ $")
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _cover(title: str, cover: type[Cover], statement: Sequence[str] = ()) -> Cover:
    """Make the cover; what a page states of itself takes the place of what is true of published figures."""
    return cover(
        title=title,
        width=COVER_WIDTH,
        intro=list(statement)
        or [
            "Published figures on registered sexual offenders and how they are managed, with what was worked out from them.",
            "The figures are aggregates: no person appears anywhere.",
            "The count is of people who must register, many for life. More registered offenders is not more crime.",
        ],
        about=[
            "Each row is one figure, with its bounds, its status and its sources.",
            "A figure that was not found is missing, never zero.",
            "An apostrophe before = + - or @ keeps text from being run as a formula: it is not part of the text.",
            "A character that cannot be seen is given as its code, such as ‹U+202E›.",
            *([] if statement else OF_PUBLISHED),
        ],
    )


def _repacked(content: bytes) -> bytes:
    """Have an archive say fixed dates and system, so that every machine gives the same bytes."""
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        for part in archive.infolist():
            part.date_time = CREATED.timetuple()[:6]
            part.create_system, part.external_attr = 3, 0o600 << 16
        archive.comment = b""  # has the list of parts written anew
    return packed.getvalue()
