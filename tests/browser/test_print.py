"""What comes out of the printer: no chart in two parts, no heading left alone at the foot of a sheet."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject
from speed import some

from browser.conftest import AREA_PAGES, KINDS, Tab

A4_HEIGHT = 297 / 25.4 * 96  # CSS pixels
# Chromium draws each letter of a line by itself, so far to the right of the one before it.
LETTERS = re.compile(rb"<[0-9A-F]+> Tj\n(?:-?[\d.]+ 0 Td <[0-9A-F]+> Tj\n)+")

_printed: dict[str, PdfReader] = {}


def sheets(page: Page, mode: Literal["plain", "layout"] = "layout") -> list[list[str]]:
    """The lines of each printed sheet without white space: as they were drawn, or from top to bottom."""
    if page.url not in _printed:
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        _printed[page.url] = PdfReader(io.BytesIO(printed))
        for sheet in _printed[page.url].pages:
            drawn = StreamObject()
            drawn.set_data(LETTERS.sub(_at_once, sheet.get_contents().get_data()))
            sheet[NameObject("/Contents")] = drawn
    return [[_bare(line) for line in text.splitlines() if line.strip()] for text in _texts(page.url, mode)]


def _at_once(letters: re.Match[bytes]) -> bytes:
    """Draw letters that stand on one line as one text, which is read in a quarter of the time."""
    words = letters[0].split()
    text = b"".join(word[1:-1] for word in words if word.startswith(b"<"))
    along = sum(float(word) for word, after in zip(words, words[2:], strict=False) if after == b"Td")
    return b"<%s> Tj\n%f 0 Td\n" % (text, along)


@cache
def _texts(url: str, mode: Literal["plain", "layout"]) -> list[str]:
    return [sheet.extract_text(extraction_mode=mode) for sheet in _printed[url].pages]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))  # a printed ligature is one character


@pytest.mark.parametrize("kind", some([kind for kind in KINDS if kind != "index"], list(KINDS)))
def test_no_heading_or_caption_ends_a_sheet(kind: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(KINDS[kind]).page
    headings = {_bare(text) for text in page.locator("h1, h2, h3, h4, caption").all_text_contents()}
    printed = sheets(page)
    assert any(line in headings for sheet in printed for line in sheet), "no heading was read from the print"
    assert [sheet[-1] for sheet in printed[:-1] if sheet and sheet[-1] in headings] == []


@pytest.mark.parametrize("name", AREA_PAGES)
def test_every_chart_stands_on_one_sheet(name: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(name).page
    charts = [
        [_bare(text) for text in chart.locator("text").all_text_contents()]
        for chart in page.locator("figure svg").all()
    ]
    printed = ["".join(sheet) for sheet in sheets(page)]
    for labels in charts:
        names = [label for label in labels if re.fullmatch(r"[A-Za-z]{4,}|\d{4}", label)]
        assert names
        assert any(all(name in sheet for name in names) for sheet in printed), names


def test_every_figure_in_the_tags_of_a_pdf_has_its_alternative_text(open_page: Callable[..., Tab]) -> None:
    page = open_page(AREA_PAGES[0]).page
    pdf = PdfReader(io.BytesIO(page.pdf(tagged=True)))
    found = list(_alternatives(pdf.root_object["/StructTreeRoot"]))
    assert len(found) >= page.locator("figure").count() > 2
    assert all(found), found


def _alternatives(tag: PdfObject | None) -> Iterator[str]:
    """The alternative text of each figure below a tag, empty where it has none."""
    return (str(figure.get("/Alt", "")) for figure in _tags(tag) if figure.get("/S") == "/Figure")


def _tags(tag: PdfObject | None) -> Iterator[DictionaryObject]:
    """Each tag of a PDF, with those below it."""
    tag = tag.get_object() if tag else None
    if isinstance(tag, ArrayObject):
        for part in tag:
            yield from _tags(part)
    elif isinstance(tag, DictionaryObject):
        yield tag
        if "/K" in tag:
            yield from _tags(tag["/K"])


# Chromium leaves an empty cell out of its row, so that the figure of a later column stands in an earlier one.
@pytest.mark.parametrize("kind", some(["region", "nation", "index"], list(KINDS)))
def test_a_row_has_as_many_cells_in_the_tags_of_a_pdf_as_on_the_page(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(KINDS[kind]).page
    pdf = PdfReader(io.BytesIO(page.pdf(tagged=True)))
    rows = [tag for tag in _tags(pdf.root_object["/StructTreeRoot"]) if tag.get("/S") == "/TR"]
    printed = [sum(tag.get("/S") in ("/TH", "/TD") for tag in _tags(row["/K"])) for row in rows]
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll('tr')].filter(row => row.checkVisibility()).map(row => row.cells.length)"
    )
    assert len(shown) > 3
    assert Counter(printed) == Counter(shown)


@pytest.mark.parametrize("name", [*AREA_PAGES, KINDS["region"]])
def test_the_lead_key_figures_and_one_chart_go_on_one_sheet(name: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(name).page
    pictures = min(page.locator("figure").count(), 1)
    page.get_by_role("link", name="On one page, to print").click()
    (sheet,) = sheets(page, "plain")
    text = "".join(sheet)
    parts = page.locator(":is(h1, .opening p, .first h2, .first caption):visible").all_inner_texts()
    assert len(parts) > 3
    assert [part for part in parts if _bare(part) not in text] == []
    assert page.locator("figure:visible").count() == page.locator("svg:visible").count() == pictures
    assert "[1]" not in text
    assert page.locator("h2:visible").count() == 1
    page.get_by_role("link", name="The whole briefing").click()
    assert page.locator("h2:visible").count() > 3


def test_the_number_of_a_note_cannot_be_read_as_part_of_a_figure(open_page: Callable[..., Tab]) -> None:
    page = open_page(AREA_PAGES[0]).page
    printed = "".join(line for sheet in sheets(page, "plain") for line in sheet)
    leads = page.locator(".opening a[data-n]").all()
    assert len(leads) > 3
    for link in leads:
        assert f"{_bare(link.inner_text())}[{link.get_attribute('data-n')}]" in printed


def test_notes_are_folded_on_screen_and_whole_on_paper(open_page: Callable[..., Tab]) -> None:
    page = open_page(AREA_PAGES[0]).page
    notes = page.locator(".notes > li")
    assert notes.count() > 50
    assert not notes.first.is_visible()
    texts = [_bare(text) for text in notes.locator("b").all_text_contents()]
    printed = "".join(line for sheet in sheets(page, "plain") for line in sheet)
    assert [text for text in texts if text not in printed] == []


@pytest.mark.parametrize("name", AREA_PAGES)
def test_a_label_of_a_chart_is_printed_once(name: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(name).page
    labels = {_bare(text) for text in page.locator("svg.chart a text").all_text_contents()}
    printed = "".join(line for sheet in sheets(page, "plain") for line in sheet)
    assert any(label in printed for label in labels)
    assert [label for label in labels if label * 2 in printed] == []


def test_the_map_stands_on_one_sheet(open_page: Callable[..., Tab]) -> None:
    page = open_page(KINDS["index of another year"]).page
    page.emulate_media(media="print")
    names = {_bare(name) for name in page.locator(".tile .full").all_text_contents()}
    assert len(names) == 42
    printed = ["".join(sheet) for sheet in sheets(page, "plain")]
    assert any(all(name in sheet for name in names) for sheet in printed)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_must_stay_whole_is_higher_than_a_sheet(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(KINDS[kind], viewport={"width": 680, "height": 1000}).page
    page.emulate_media(media="print")
    heights = page.locator("svg, tr, .tiles").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert max(heights, default=0) < A4_HEIGHT * 0.85


@pytest.mark.parametrize("name", AREA_PAGES)
def test_the_data_of_a_chart_are_printed_though_they_are_folded(
    name: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(name).page
    # Between a figure and the mark of how it is known, or doubted, stands in print the number of its note.
    texts = page.locator("details td").all_text_contents()
    mark = r"(?<=[\d%])(?:[bcdr]|checkrecording|sourcesdisagree|caveat)$"
    cells = [re.sub(mark, "", _bare(text)) for text in texts]
    printed = "".join(line for sheet in sheets(page) for line in sheet)
    assert [cell for cell in cells if cell not in printed] == []


def test_the_index_is_printed_without_its_controls_and_with_the_measure_of_its_map(
    open_page: Callable[..., Tab],
) -> None:
    page = open_page(KINDS["index of another year"]).page
    page.emulate_media(media="print")
    assert page.get_by_role("searchbox").count() == page.get_by_role("navigation").count() == 0
    shown = [label for label in page.locator("fieldset label").all() if label.is_visible()]
    assert [label.inner_text() for label in shown] == ["RSOs per 100,000 people aged 10 and over"]
    printed = "".join(line for sheet in sheets(page) for line in sheet)
    assert printed.count("62,435") == 1  # England and Wales, at the end and not on each sheet
