"""Everything that a reader can do, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import AREA_PAGES, KINDS, Tab

INDEX = KINDS["index of another year"]
FOCUSED = """() => { const e = document.activeElement; const s = getComputedStyle(e);
    const name = e.ariaLabel || e.textContent.replace(/\\s+/g, ' ').trim() || e.id;
    return [e.tagName, name, s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 1]; }"""


def tab_to(page: Page, wanted: str, most: int = 400) -> None:
    """Press Tab until an element that fits the selector has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    raise AssertionError(f"{most} presses of Tab did not lead to {wanted}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_press_of_tab_offers_to_skip_to_the_content(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(KINDS[kind]).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("kind", ["index of another year", "area, full"])
def test_what_has_the_focus_can_be_seen(kind: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(KINDS[kind]).page
    for _ in range(70):
        page.keyboard.press("Tab")
        tag, name, outlined = page.evaluate(FOCUSED)
        assert outlined, f"<{tag}> {name!r} shows no focus"


def test_the_map_is_reached_its_measure_chosen_and_a_tile_followed(open_page: Callable[..., Tab]) -> None:
    page = open_page(INDEX).page
    tab_to(page, "input[type=radio]")
    assert page.get_by_role("radio", checked=True).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Change in RSOs on the year")).to_be_checked()
    tab_to(page, "a.tile[href$='/essex.html']")
    expect(page.get_by_role("link", name="Essex up 6.7%", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/2020/essex.html")


def test_tiles_come_in_the_order_in_which_they_are_seen(open_page: Callable[..., Tab]) -> None:
    page = open_page(INDEX).page
    boxes = [tile.bounding_box() for tile in page.locator("a.tile").all()]
    places = [(round(box["y"]), round(box["x"])) for box in boxes if box]
    assert len(places) == 42
    assert places == sorted(places)


def test_search_narrows_the_table_as_one_types_and_says_so(open_page: Callable[..., Tab]) -> None:
    page = open_page(INDEX).page
    tab_to(page, "input[type=search]")
    shown = page.locator("table.index tbody tr:visible")
    status = page.get_by_role("status")
    page.keyboard.type("wal")
    expect(shown).to_have_count(7)  # the areas of Wales, of Walsall and of Waltham Forest, and not Cornwall
    expect(status).to_have_text("7 of 43 areas shown")
    page.keyboard.type("es north")
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("rowheader")).to_have_text("North Wales")
    page.keyboard.press("Control+A")
    page.keyboard.type("TEESSIDE")
    expect(shown.get_by_role("rowheader")).to_have_text("Cleveland")
    page.keyboard.press("Control+A")
    for words, area in (("birmingham", "West Midlands"), ("the met", "London"), ("leeds", "West Yorkshire")):
        page.keyboard.type(words)
        expect(shown.get_by_role("rowheader")).to_have_text(area)
        page.keyboard.press("Control+A")
    page.keyboard.type("(<.*")  # nothing but signs: no word to look for
    expect(shown).to_have_count(43)
    page.keyboard.press("Control+A")
    page.keyboard.type("zzz")
    expect(status).to_have_text("No area matches.")


def test_a_column_sorts_both_ways_with_what_has_no_figure_last(open_page: Callable[..., Tab]) -> None:
    page = open_page(INDEX).page
    tab_to(page, "th:nth-child(3) button")
    head = page.locator("thead th").nth(2)
    cells = page.locator("table.index tbody tr td:nth-child(3)")

    def numbers() -> list[float | None]:
        texts = [text.split()[0].replace(",", "") for text in cells.all_inner_texts()]
        return [float(text) if text.isdigit() else None for text in texts]

    page.keyboard.press("Enter")
    known = [number for number in numbers() if number is not None]
    assert len(known) == 27  # the counts of 2020, of which one follows from a rate
    assert numbers() == sorted(known, reverse=True) + [None] * 16
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("status")).to_contain_text("highest first")
    page.keyboard.press("Space")
    assert numbers() == sorted(known) + [None] * 16
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert page.locator("th[aria-sort]").count() == 1


def test_names_sort_by_the_alphabet_and_search_and_sort_go_together(open_page: Callable[..., Tab]) -> None:
    page = open_page(INDEX).page
    page.get_by_role("searchbox").fill("south west")
    page.get_by_role("button", name="Area").press("Enter")
    names = page.locator("table.index tbody tr:visible th").all_inner_texts()
    assert names == ["Wiltshire", "Gloucestershire", "Dorset", "Devon and Cornwall", "Avon and Somerset"]


def test_a_figure_of_the_table_leads_to_its_source_on_the_page_of_its_area(
    open_page: Callable[..., Tab],
) -> None:
    page = open_page(INDEX).page
    tab_to(page, "td a[href$='essex.html#fact-rso-count']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/essex.html#fact-rso-count")
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target")).to_contain_text("1,596")


@pytest.mark.parametrize("name", AREA_PAGES)
def test_each_number_leads_to_its_source_and_back(name: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(name).page
    links = page.locator("main a[href^='#fact-']:visible")
    assert links.count() > 0
    # Each link by its target, which it unfolds; a few of them are walked with the keys.
    lost = page.evaluate(
        "() => [...document.querySelectorAll(\"main a[href^='#fact-']\")].filter(a => a.tabIndex < 0 || "
        "!document.querySelector(a.getAttribute('href'))).map(a => a.getAttribute('href'))"
    )
    assert lost == []
    for number in {0, links.count() // 2, links.count() - 1}:
        links.nth(number).focus()
        target = links.nth(number).get_attribute("href") or ""
        where = page.evaluate("scrollY")
        page.keyboard.press("Enter")
        expect(page.locator(target)).to_be_in_viewport()
        page.keyboard.press("Tab")  # goes on from the entry, not from the top of the page
        assert page.evaluate(
            "id => document.getElementById(id).compareDocumentPosition(document.activeElement) & 4 || "
            "document.activeElement === document.body",
            target[1:],
        )
        page.go_back()
        page.wait_for_function("where => Math.abs(scrollY - where) < 5", arg=where)
        expect(links.nth(number)).to_be_in_viewport()
