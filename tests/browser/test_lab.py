"""Each committed notebook in JupyterLab: untrusted, as Git gives it, and after all its cells were run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from threading import Thread
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect
from speed import HANGS, some

from helpers.paths import ROOT
from helpers.publish.page.render import render_markdown

EVERY = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = some(["area_briefing.ipynb", "explore.ipynb"], EVERY)  # of which the others have nothing else
PATIENCE = HANGS * 1000  # milliseconds
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
HEADLESS = {"@jupyterlab/apputils-extension:announcements": True}  # it asks a server for news

OPEN = """async path => {
    const one = await jupyterapp.commands.execute('docmanager:open', {path});
    await one.context.ready; await one.revealed; await one.context.sessionContext.ready;
    return one.id; }"""
RUN = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
CLOSE = """async id => {
    const one = [...jupyterapp.shell.widgets('main')].find(each => each.id === id);
    await one.context.sessionContext.shutdown(); one.dispose(); }"""
# What stands below a cell, once it is all there and still, its pictures loaded, its captions laid out.
# JupyterLab renders what is in sight, and takes more than one frame to put one output in place of another.
READ = """([id, at, texts, trusted]) => {
    const cell = document.querySelectorAll(`#${CSS.escape(id)} .jp-Cell`)[at];
    if (!cell) return null;
    cell.scrollIntoView();
    const found = [...cell.querySelectorAll('.jp-OutputArea-child > :not(.jp-OutputPrompt)')];
    const pictures = found.flatMap(one => [...one.querySelectorAll('img')]);
    cell.querySelectorAll('details').forEach(one => { one.open = true; });
    if (found.length !== texts.length || !pictures.every(one => one.complete)) return null;
    if (found.some((one, each) => texts[each] && !one.innerText.trim() && !one.querySelector('img'))) return null;
    const fine = found.filter(one => one.matches('.jp-OutputArea-output'));  // an error of JupyterLab's own is none
    if (fine.some(one => one.matches('.jp-mod-trusted') !== trusted)) return null;
    if ([...cell.querySelectorAll('caption')].some(one => one.textContent && !one.innerText)) return null;
    const before = window.outputs;
    window.outputs = found.map(one => one.innerHTML.length + one.innerText).join();
    if (window.outputs !== before) return null;
    return found.map(one => ({
        text: one.innerText, kind: one.dataset.mimeType,
        pictures: [...one.querySelectorAll('img')].map(img => ({
            alt: img.alt, drawing: img.src, width: img.naturalWidth && img.getBoundingClientRect().width})),
        captions: [...one.querySelectorAll('table:not(.dataframe)')].map(each => each.caption?.innerText ?? ''),
        links: [...one.querySelectorAll('a[href^="#"]')].map(each => each.getAttribute('href').slice(1)),
        anchors: [...one.querySelectorAll('[id], [data-jupyter-id]')].map(each => each.id || each.dataset.jupyterId),
    })); }"""
# A drawing by itself: each of its texts, its font, and whether it lies within the picture.
TEXTS = """() => { const frame = document.documentElement.getBoundingClientRect();
    return [...document.querySelectorAll('text')].map(one => { const box = one.getBoundingClientRect();
        return [one.textContent, getComputedStyle(one).fontFamily, box.left > frame.left - 1 && box.top > frame.top - 1
            && box.right < frame.right + 1 && box.bottom < frame.bottom + 1]; }); }"""


@dataclass(frozen=True)
class Stored:
    """One output of the committed notebook: how it is shown, the pieces of its text, and its pictures."""

    kind: str
    pieces: list[str]
    images: list[str]
    captions: int


@dataclass(frozen=True)
class Seen:
    """What JupyterLab shows of a notebook, output by output, as it comes from Git and after it was run."""

    stored: list[Stored]
    untrusted: list[dict[str, Any]]
    run: list[dict[str, Any]]

    @property
    def both(self) -> Iterator[tuple[Stored, dict[str, Any]]]:
        for shown in (self.untrusted, self.run):
            yield from zip(self.stored, shown, strict=True)


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """JupyterLab on a copy of the notebooks, with nothing of the user's: no settings and nothing trusted."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    (folder / "config" / "labconfig").mkdir(parents=True)
    settings = json.dumps({"disabledExtensions": HEADLESS})
    (folder / "config" / "labconfig" / "page_config.json").write_text(settings)
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run"}
    environment = {name: str(folder / place) for name, place in {**own, "IPYTHONDIR": "ipython"}.items()}
    options = ("--no-browser", "--allow-root", "--ServerApp.port=0", "--LabApp.expose_app_in_browser=True")
    command = [sys.executable, "-m", "jupyterlab", *options, str(folder / "notebooks")]
    with subprocess.Popen(
        command, env=os.environ | environment, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        address = next(
            found[0] for line in process.stderr if (found := re.search(r"http://\S+/lab\S*", line))
        )
        reader = Thread(target=deque, args=(process.stderr, 0))  # or the server would wait for one
        reader.start()
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.wait_for_function("() => window.jupyterapp")
        page.evaluate("() => jupyterapp.restored")
        yield page
        page.close()
        process.terminate()
        reader.join()


@pytest.fixture(scope="module", params=NOTEBOOKS)
def seen(lab: Page, request: pytest.FixtureRequest) -> Seen:
    """One notebook, read before and after all its cells are run."""
    cells = nbformat.read(ROOT / "notebooks" / request.param, as_version=4).cells
    stored = [[_stored(each) for each in cell.get("outputs", [])] for cell in cells]
    opened = lab.evaluate(OPEN, request.param)
    untrusted = read(lab, opened, stored, trusted=False)
    follow(lab, opened)
    lab.evaluate(RUN)
    run = read(lab, opened, stored, trusted=True)
    follow(lab, opened)
    lab.evaluate(CLOSE, opened)
    return Seen([each for outputs in stored for each in outputs], untrusted, run)


def read(lab: Page, opened: str, stored: list[list[Stored]], *, trusted: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for at, outputs in enumerate(stored):
        texts = ["".join(each.pieces).strip() for each in outputs]
        found += lab.wait_for_function(READ, arg=[opened, at, texts, trusted]).json_value()
    return found


def follow(lab: Page, opened: str) -> None:
    """Click the first link to a note that is there: the note comes into sight."""
    links = lab.locator(f"[id='{opened}'] .jp-OutputArea-output a[href^='#fact-']")
    name = (links.first.get_attribute("href") or "")[1:] if links.count() else ""
    note = lab.locator(f"[id='{opened}']").locator(f"[id='{name}'], [data-jupyter-id='{name}']")
    if name and note.count():
        links.first.click()
        expect(note).to_be_in_viewport(timeout=PATIENCE)


def test_every_output_is_shown_and_none_is_an_error(seen: Seen) -> None:
    assert len(seen.stored) > 5
    for stored, shown in seen.both:
        assert shown["kind"] == stored.kind, shown["text"]
        assert not re.search(r"Error\b|Traceback", shown["text"])


def test_every_number_is_one_of_the_notebook_and_none_is_lost_or_joined_to_another(seen: Seen) -> None:
    for stored, shown in seen.both:
        expected = {number for piece in stored.pieces for number in NUMBER.findall(piece)}
        assert set(NUMBER.findall(shown["text"])) == expected


def test_every_chart_is_a_picture_with_its_text(seen: Seen) -> None:
    for stored, shown in seen.both:
        assert [one["alt"] for one in shown["pictures"]] == stored.images
        assert all(one["width"] > 200 for one in shown["pictures"])


def test_every_label_of_a_chart_lies_within_it_in_the_font_that_it_was_laid_out_in(
    seen: Seen, browser: Browser
) -> None:
    page = browser.new_page()
    drawings = [one["drawing"] for shown in seen.untrusted for one in shown["pictures"]]
    assert drawings == [one["drawing"] for shown in seen.run for one in shown["pictures"]]
    for drawing in drawings:
        page.goto(drawing)
        texts = page.evaluate(TEXTS)
        assert len(texts) > 5
        assert [text for text, font, within in texts if "DejaVu Sans" not in font or not within] == []
    page.close()


def test_every_table_of_a_report_has_its_caption(seen: Seen) -> None:
    for stored, shown in seen.both:
        assert len(shown["captions"]) == stored.captions
        assert all(shown["captions"])


def test_every_link_within_a_notebook_leads_to_something_in_it(seen: Seen) -> None:
    for state in (seen.untrusted, seen.run):
        anchors = {anchor for shown in state for anchor in shown["anchors"]}
        assert {link for shown in state for link in shown["links"]} <= anchors


class Pieces(HTMLParser):
    """The separate texts of some HTML, what its images say, and how many of its tables have a caption."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.images: list[str] = []
        self.captions = 0
        self._style = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self.captions += tag == "caption"
        self.images += [dict(attrs).get("alt") or ""] if tag == "img" else []

    def handle_data(self, data: str) -> None:
        self.pieces += [] if self._style else [data]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._style = False


def _stored(output: nbformat.NotebookNode) -> Stored:
    data = output.get("data", {"text/plain": output.get("text", "")})
    kind = next(each for each in ("text/html", "text/markdown", "text/plain") if each in data)
    if kind == "text/plain":
        return Stored(kind, [data[kind]], [], 0)
    found = Pieces(data[kind] if kind == "text/html" else render_markdown(data[kind]))
    return Stored(kind, found.pieces, found.images, found.captions)
