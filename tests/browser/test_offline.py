"""A page asks for nothing but itself, runs nothing of its data, and is complete without a script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.conftest import AREA_PAGES, KINDS, Tab

INDEX = KINDS["index of another year"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_for_nothing_but_itself_and_nothing_in_it_fails(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    tab = open_page(KINDS[kind])
    tab.page.mouse.wheel(0, 10_000)
    tab.page.wait_for_load_state("networkidle")
    assert tab.asked == [tab.page.url]
    assert tab.errors == []


def test_hostile_data_do_nothing(open_page: Callable[..., Tab]) -> None:
    tab = open_page(KINDS["index of hostile data"])
    assert tab.page.title() == "Registered sexual offenders: local briefings"
    assert tab.page.locator("main img, main script, main svg").count() == 0
    assert tab.page.get_by_role("row").filter(has_text="document.title = 1").count() > 0
    assert "{{ 7*7 }}" in tab.page.inner_text("main")
    assert tab.asked == [tab.page.url]


def words(page: Page) -> list[str]:
    """The words of the page's main part as a reader sees them, without the search and the sort arrows."""
    text = page.locator("main").inner_text().replace("Search areas, towns, forces and regions", "")
    return re.sub("[\u2191\u2193\u2195]", " ", text).split()


@pytest.mark.parametrize("kind", KINDS)
def test_with_script_disabled_every_word_is_there(kind: str, open_page: Callable[..., Tab]) -> None:
    without, with_script = (open_page(KINDS[kind], java_script_enabled=on).page for on in (False, True))
    assert len(words(without)) > 50
    assert words(without) == words(with_script)


def test_with_script_disabled_there_is_no_control_that_does_nothing(open_page: Callable[..., Tab]) -> None:
    page = open_page(INDEX, java_script_enabled=False).page
    assert page.get_by_role("searchbox").count() == 0
    assert page.get_by_role("button").count() == 0


def test_with_script_disabled_the_map_still_follows_the_choice_of_measure(
    open_page: Callable[..., Tab],
) -> None:
    page = open_page(INDEX, java_script_enabled=False).page
    tile = page.locator("a.tile", has_text="Essex")
    assert "99" in tile.inner_text()
    page.get_by_role("radio", name="Registered sexual offenders").check()
    assert "1,596" in tile.inner_text()
    assert "99" not in tile.inner_text()


@pytest.mark.parametrize("name", AREA_PAGES)
def test_what_is_folded_on_the_screen_is_in_the_page(name: str, open_page: Callable[..., Tab]) -> None:
    page = open_page(name, java_script_enabled=False).page
    for fold in page.locator("details").all():
        fold.locator("summary").click()
        assert fold.locator("table, .notes").first.is_visible()
