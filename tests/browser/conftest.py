"""A real browser on pages that were built for the tests: from disk, with the network blocked."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from speed import HANGS

from helpers.catalogue import (
    METHOD,
    NATIONAL,
    REGION,
    modules_to_preload,
    pack_report,
    read_inputs,
    reports,
    select,
)
from helpers.data.areas import areas
from helpers.pages import AreaBriefing, FactCheck
from helpers.paths import DATA
from helpers.publish.build import build
from helpers.publish.index.index_pages import write_index
from helpers.publish.ledger import Entry, read_ledger
from helpers.publish.page.standalone import write_page
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor

expect.set_options(timeout=HANGS * 1000)
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
NODE_MODULES = Path(__file__).parent / "node_modules"
YEAR, OTHER_YEAR = 2020, 2023
BUILT = {"essex": "full", "kent": "sparse", "london": "extreme"}

# Every kind of page. A new kind needs a line here, and a report in `_reports`.
KINDS = {
    "index": "index.html",
    "index of another year": f"index-{YEAR}.html",
    "index of hostile data": "hostile/index.html",
    "area, full": f"{YEAR}/essex.html",
    "area, sparse": f"{YEAR}/kent.html",
    "area, extreme": f"{YEAR}/london.html",
    "region": f"{YEAR}/region-east-of-england.html",
    "nation": f"{YEAR}/england-and-wales.html",
    "method": "about/method.html",
    "performance pack": "packs/specimen-constabulary-inspector-2025-02-23.html",
    "fact check": "checked.html",
}
AREA_PAGES = [page for kind, page in KINDS.items() if kind.startswith("area")]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the pages, built once whatever the number of workers."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared if worker_id == "master" else shared.parent
    with FileLock(shared / "site.lock"):
        if not (shared / "site").exists():
            _build(shared / "site")
        assert (shared / "site" / "done").exists(), "the pages were not built: see the first failure"
    return shared / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian packages it: nothing is downloaded for a test."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail(
            "no browser found: install one with `apt-get install chromium`, as .ci/run does", pytrace=False
        )
    with sync_playwright() as playwright:
        # A container has no user namespaces for the sandbox; the pages are our own and offline.
        running = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu"],
            timeout=HANGS * 1000,
        )
        yield running
        running.close()


@dataclass
class Tab:
    """A page, and every address that it asked for beyond itself."""

    page: Page
    asked: list[str]
    errors: list[str]


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Callable[..., Tab]:
    """Give one tab for each set of options: Chromium takes longer to open a tab than to show a page in it."""

    @cache
    def tab(*options: tuple[str, object]) -> Tab:
        context = browser.new_context(offline=True, **dict(options))  # type: ignore[arg-type]
        context.set_default_timeout(HANGS * 1000)
        tab = Tab(context.new_page(), [], [])
        tab.page.on("request", lambda request: tab.asked.append(request.url))
        tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
        tab.page.on("console", lambda message: tab.errors.append(message.text))
        return tab

    return tab


@pytest.fixture
def open_page(tabs: Callable[..., Tab], site: Path) -> Callable[..., Tab]:
    """Open one of the pages afresh, with options such as ``java_script_enabled=False``."""

    def open_one(name: str, viewport: ViewportSize = DESKTOP, **options: object) -> Tab:
        tab = tabs(*sorted(options.items()))
        tab.page.goto("about:blank")
        tab.page.set_viewport_size(viewport)
        tab.page.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")
        tab.asked.clear()
        tab.errors.clear()
        tab.page.goto((site / name).as_uri())
        return tab

    return open_one


def needed(name: str) -> Path:
    """A file that npm installed; without it the tests fail with the command that installs it."""
    path = NODE_MODULES / name
    if not path.is_file():
        pytest.fail(f"{path} is missing: install it with `make .venv/browser`", pytrace=False)
    return path


def _build(out: Path) -> None:
    """Three areas for real; the rest of the index stands on their summaries, with a stub for a page."""
    wanted = [*select(BUILT, YEAR), *reports(YEAR, [NATIONAL, METHOD])]
    wanted += [report for report in reports(YEAR, [REGION]) if report.title == "East of England"]
    wanted.append(pack_report(DATA / "specimens" / "pack-inspector"))
    options = Options(2, "warm", modules_to_preload(wanted))
    summary = build(wanted, out, read_inputs, partial(LocalExecutor, options), False, lambda _: None)
    assert summary.failures == ()
    entries = list(read_ledger(out / "ledger.jsonl", sys.exit).entries.values())
    model = entries[0]
    for year in (YEAR, OTHER_YEAR):
        (out / str(year)).mkdir(exist_ok=True)
        for area in areas():
            entry = replace(model, folder=str(year), slug=area.slug, title=area.name, group=area.region)
            entries += _listed(out, entry, year)
    entries.append(
        replace(
            model,
            slug="nowhere",
            title="Nowhere",
            group="Wales",
            outcome="failed",
            reason="cell 3: it <failed>",
            hashes={},
        )
    )
    unique = {(entry.folder, entry.slug): entry for entry in entries}
    write_index(out, unique.values(), {f"{YEAR}/essex": "Signed off by the reviewer on 3 May 2026"})
    _hostile(out / "hostile")
    check = FactCheck("data/specimens/article.md")
    write_page(out / "checked.html", "Fact check: article.md", check.body())
    (out / "done").touch()


def _hostile(out: Path) -> None:
    """An index of names and figures that try to be markup, script, formulas, or text of another direction."""
    texts = [
        '"><script>document.title = 1</script>',
        "<img src=x onerror=alert(1)>",
        "\u202egnorw",
        "=1+1",
        "{{ 7*7 }}",
        "A" * 250,
    ]
    entries = []
    (out / "2023").mkdir(parents=True)
    for number, text in enumerate(texts):
        slug = f"area-{number}"
        entries.append(Entry("2023", slug, text, text, {}, "built", "", 0.0, {}, hashes={"html": ""}))
        figures = [
            {"measure": name, "label": text, "text": text, "sort": number, "low": None, "high": None}
            | {"status": text, "change": text, "direction": "up", "fact": "fact-a"}
            for name in ("a", text)
        ]
        nation = {"name": text, "headlines": figures}
        brief = {"date": text, "short": text, "aliases": [text], "tile": [number, 0], "map": text}
        page = out / "2023" / f"{slug}.html"
        page.write_text("<!doctype html><title>A</title><h1>A</h1>")
        page.with_suffix(".json").write_text(json.dumps(brief | {"headlines": figures, "nation": nation}))
        entries.append(Entry("2023", f"{slug}-b", text, "", {}, "failed", text, 0.0, {}))
    write_index(out, entries, {"2023/area-0": texts[0]})


def _listed(out: Path, entry: Entry, year: int) -> Iterator[Entry]:
    """Put a summary, and a stub where there is no page, for one area."""
    page = out / entry.folder / f"{entry.slug}.html"
    if not page.exists():
        page.write_text(
            f"<!doctype html><title>{entry.title}</title><h1>{entry.title}</h1>", encoding="utf-8"
        )
    page.with_suffix(".json").write_text(
        json.dumps(AreaBriefing(entry.slug, year).summary()), encoding="utf-8"
    )
    for ending in (".csv", ".xlsx"):
        page.with_suffix(ending).touch()
    yield entry
