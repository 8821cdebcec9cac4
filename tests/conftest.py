"""What all tests share: two speeds, the evidence as it stands, and a copy of ``data/`` to damage."""

from __future__ import annotations

import atexit
import csv
import gc
import hashlib
import io
import multiprocessing.util
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import typer.main
import typer.testing
from one_server import OneServer
from speed import some

from helpers.data import evidence as evidence_module
from helpers.data.areas import forget_names, region_page, regions
from helpers.data.cells import hashed
from helpers.data.evidence import Evidence, evidence
from helpers.data.remarks import BY_ID, WORDS, decided_columns, is_plain
from helpers.data.sources import data_folder
from helpers.text.characters import shown

if TYPE_CHECKING:  # imported where pages are made: the process that shares the tests out makes none
    from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing

# Hardly anything that tests make is garbage in a circle: it need not be looked for so often.
gc.set_threshold(1_000_000)

# Modules are compiled once, and not again by each of the many processes that tests start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# What is kept of verified data is shared by all tests and the processes that they start, and by nobody else.
if "BRIEFINGS_CACHE" not in os.environ:
    os.environ["BRIEFINGS_CACHE"] = tempfile.mkdtemp(prefix="briefings-kept-")
    atexit.register(shutil.rmtree, os.environ["BRIEFINGS_CACHE"], ignore_errors=True)
# No address in another alphabet is checked, for which jsonschema would prepare for a second in each process.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# What runs in the background or by nohup is started with signals ignored, and so is whatever it starts.
for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)

# No test changes the project's own data: they are hashed once, and not for each look at the evidence.
_own, _fingerprint = data_folder(), evidence_module.fingerprint
_own_fingerprint = cache(lambda: _fingerprint(_own))
evidence_module.fingerprint = lambda folder: _own_fingerprint() if folder == _own else _fingerprint(folder)

# The command line is made once for each width of its help, and not for each call.
_command_line = cache(lambda app, _: typer.main.get_command(app))
typer.testing._get_command = lambda app: _command_line(app, str(app.info.context_settings))

# An example of Hypothesis may take any time, and so may making one: what is slow is the machine.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

# The modules that take longest, so that all workers are busy to the end.
LONGEST = (
    *("test_hazards", "test_reports", "test_print", "test_cluster", "test_build", "test_accessible"),
    *("test_warm", "test_hostile", "test_traceability", "test_keyboard", "test_offline", "test_cli"),
)
# Fixtures that start processes: a test that asks for one of them is marked, and so is one in a browser.
STARTING = {"mixed", "again", "machines", "bare"}
STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
BUILDS = "briefings.page"  # the audit event of what makes a whole page from a notebook, if without a kernel
_quick = ""  # the name of the test that runs, unless it is marked "whole"


def pytest_configure(config: pytest.Config) -> None:
    """Have Ctrl-C arrive: tests that a shell runs in the background, and their children, would ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    OneServer().install()
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = (
            False  # which would put the modules of many tests first, not the long ones
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser" or STARTING.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("whole")
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


def pytest_collectstart() -> None:
    """Draw as reports do, without scipy: nobody needs all of it, and each worker would import it."""
    import helpers.present.without_scipy  # noqa: F401


def pytest_collection_finish() -> None:
    gc.freeze()  # tests and modules stay to the end: what looks for garbage may pass them by


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    global _quick
    _quick = "" if item.get_closest_marker("whole") else item.nodeid
    try:
        return (yield)
    finally:
        _quick = ""


def _watch(event: str, _: object) -> None:
    assert not (_quick and event in STARTS), f"{_quick} starts a process: mark it whole"
    assert not (_quick and event == BUILDS), f"{_quick} builds a page: mark it whole"


sys.addaudithook(_watch)
_start = multiprocessing.util.spawnv_passfds


def _spawn(*arguments: object) -> int:
    """Start a process of multiprocessing, of which no audit event tells."""
    _watch("subprocess.Popen", ())
    return int(_start(*arguments))


multiprocessing.util.spawnv_passfds = _spawn


@dataclass(frozen=True)
class Copy:
    """Rows are counted from 1 below the header, so row 1 is line 2 of the files used here."""

    folder: Path

    def raw(self, name: str) -> Path:
        return self.folder / "raw" / name

    def edit(self, table: str, row: int, column: str, cell: str, *, sign: bool = True) -> None:
        """Write one cell of a raw table, and its record too unless ``sign`` is false."""

        def change(rows: list[list[str]]) -> None:
            rows[row][rows[0].index(column)] = cell

        self.rewrite(table, change, sign=sign)

    def rewrite(self, table: str, change: Callable[[list[list[str]]], None], *, sign: bool = True) -> None:
        path = self.raw(f"{table}.csv")
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        change(rows)
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        if sign:
            self.sign(table)

    def decide(self, table: str) -> None:
        """Have every remark of a raw table kept as it stands, in place of what was decided on it."""
        path = self.folder / "reference" / "notes.csv"
        with path.open(newline="", encoding="utf-8") as file:
            header, *decisions = csv.reader(file)
        with self.raw(f"{table}.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        kept = {
            (column, row["source_id"] if table in BY_ID else "", hashed(shown(row[column])))
            for column in decided_columns(table)
            for row in rows
            if row[column] and (column != "value" or row["unit"] in WORDS)
            if not is_plain(table, column, row[column])
        }
        decisions = [row for row in decisions if row[0] != table]
        decisions += [
            [table, column, "", source, digest, "kept", "", "", "made up here"]
            for column, source, digest in sorted(kept)
        ]
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *decisions])

    def believe(self) -> None:
        """Have figures of any size and change believed, for tests whose figures are made up."""
        for table, low, high in (("limits", "low", "high"), ("measures", "minimum", "maximum")):
            path = self.folder / "reference" / f"{table}.csv"
            with path.open(newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(row | {low: "-999999999999", high: "999999999999"} for row in rows)

    def sign(self, table: str) -> None:
        """Write the size, hash and number of rows that the file has now into its record."""
        content = self.raw(f"{table}.csv").read_bytes()
        record = self.raw(f"{table}.source.yml")
        text = re.sub(
            r"(?m)^sha256: .*$", f"sha256: '{hashlib.sha256(content).hexdigest()}'", record.read_text()
        )
        rows = max(len(list(csv.reader(io.StringIO(content.decode(errors="replace"), newline="")))) - 1, 0)
        text = re.sub(r"(?m)^rows: .*$", f"rows: {rows}", text)
        record.write_text(re.sub(r"(?m)^bytes: .*$", f"bytes: {len(content)}", text))


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, object]]:
    """A copy of ``data/`` for all tests of this process, and what shows that a file of it was touched."""
    folder = tmp_path_factory.mktemp("copied") / "data"
    shutil.copytree(data_folder(), folder)
    return folder, _marks(folder)


@pytest.fixture
def copy(copied: tuple[Path, dict[Path, object]]) -> Iterator[Copy]:
    """A copy of ``data/`` to damage: what a test has touched is put back after it."""
    folder, right = copied
    forget_names()
    yield Copy(folder)
    forget_names()
    there = _marks(folder)
    for path in sorted(path for path in {*there, *right} if there.get(path, "") != right.get(path, "")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        if path in right and right[path] is None:
            path.mkdir()
        elif path in right:
            shutil.copy2(data_folder() / path.relative_to(folder), path)
            right |= _marks(path)


def _marks(folder: Path) -> dict[Path, object]:
    """Return what lies below a folder, or the one file, with what changes when it is written or replaced.

    A folder has None. The time of a copy is that of its original, so that whatever is written has another.
    """
    if not folder.is_dir():
        return {folder: _mark(folder.lstat())}
    found: dict[Path, object] = {}
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            found |= {path: None} | _marks(path)
        else:
            found[path] = _mark(entry.stat(follow_symlinks=False))
    return found


def _mark(of: os.stat_result) -> tuple[int, ...]:
    return of.st_ino, of.st_mode, of.st_size, of.st_mtime_ns, of.st_ctime_ns


@pytest.fixture(scope="session")
def known() -> Evidence:
    """The project's own data, read once."""
    return evidence()


@pytest.fixture(scope="session")
def pages(known: Evidence) -> dict[tuple[str, int], AreaBriefing]:
    """The briefings of all areas for the years that reports are made for, by slug and year."""
    from helpers.pages import AreaBriefing

    return {
        (area.slug, year): AreaBriefing(area.slug, year) for year in range(2018, 2025) for area in known.areas
    }


@pytest.fixture(scope="session")
def telling(pages: dict[tuple[str, int], AreaBriefing]) -> list[AreaBriefing]:
    """The page of most facts of each year, and those that together say every kind of sentence there is."""
    every = [page for (_, year), page in pages.items() if year >= 2020]
    said = {page: {sentence.variant for sentence in page.all_sentences} for page in every}
    chosen = [
        max((page for page in every if page.facts.year == year), key=lambda page: len(page.facts))
        for year in range(2020, 2025)
    ]
    while left := set().union(*said.values()).difference(*(said[page] for page in chosen)):
        chosen.append(max(every, key=lambda page: len(said[page] & left)))
    return list(some(chosen, every))


@pytest.fixture(scope="session")
def region_pages() -> dict[tuple[str, int], RegionBriefing]:
    """The briefings of all regions for the years that pages are made for, by the page's name and year."""
    from helpers.pages import RegionBriefing

    return {
        (region_page(name), year): RegionBriefing(name, year)
        for year in range(2020, 2025)
        for name in regions()
    }


@pytest.fixture(scope="session")
def nation_pages() -> dict[int, NationBriefing]:
    """The briefings of England and Wales for the years that pages are made for, and for years like no other.

    Of these 2002 has the first count and no area's change, 2008 a survey whose number of forces is not known,
    2012 no count, 2013 one without that of a year earlier, and 2015 a survey with durations.
    """
    from helpers.pages import NationBriefing

    return {year: NationBriefing(year) for year in (2002, 2008, 2012, 2013, 2015, *range(2020, 2025))}
