"""A build may die at any step: what stands then is right, and the next build ends as if nothing had been."""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chaos import (
    SEED,
    Release,
    faults,
    killed_at,
    ledger_of,
    made,
    pages,
    published,
    recorded,
    steps,
)
from speed import some
from tiny_notebooks import briefing, report

from helpers.publish.build import Event
from helpers.publish.errors import PublishError
from helpers.publish.files import LEDGER
from helpers.publish.ledger import Entry, append_entry
from helpers.publish.workers.task import Output

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and looks into /proc")

OLD, NEW_DATA, NEW_CODE = (
    {"data/raw/a.csv": data * 64, "src/helpers/a.py": code * 64, "uv.lock": "0" * 64}
    for data, code in (("1", "1"), ("2", "1"), ("2", "2"))
)


def releases(notebook: Path) -> tuple[Release, dict[str, Release]]:
    """An old release, and new ones: after a change of data, after one of code, and with everything remade."""
    names = ("avon", "bedford", "cumbria", "dorset", "essex", "fails")
    reports = [report(notebook, name, basis="never:imported") for name in names]
    later = [*reports, report(notebook, "gwent", basis="never:imported")]
    old: dict[str, Output | str] = {one.name: made(f"old {one.name}", {"a": "1"}) for one in reports}
    old["2023/dorset"] = "cell 3 (`1 / 0`): it failed in the old release"
    new: dict[str, Output | str] = {one.name: made(f"new {one.name}", {"a": "2"}) for one in later}
    new["2023/avon"] = old["2023/avon"]  # which the change of data does not reach
    new["2023/fails"] = "cell 3 (`1 / 0`): it fails in the new release"
    return Release(reports, OLD, old), {
        "data": Release(later, NEW_DATA, new),
        "code": Release(later, NEW_CODE, new),
        "force": Release(later, OLD, new, force=True),
        "first": Release(later, NEW_DATA, new),
    }


class Ground:
    """The folders in which builds are killed, each beginning as the old release left it, or empty."""

    def __init__(self, folder: Path) -> None:
        notebook = briefing(folder / "a.ipynb")
        self.old, self.new = releases(notebook)
        self.before = {name: folder / f"{name}-before" for name in self.new}
        for name, start in self.before.items():
            start.mkdir()
            if name != "first":
                self.old.build(start)
        self.after = {name: self._copy(name, folder / f"{name}-after") for name in self.new}
        for name, release in self.new.items():
            release.build(self.after[name])
        self.steps = {
            name: steps(self.new[name], self._copy(name, folder / f"{name}-steps")) for name in self.new
        }
        self._tried = folder / "tried"

    def trial(self, name: str) -> Path:
        shutil.rmtree(self._tried, ignore_errors=True)
        return self._copy(name, self._tried)

    def right(self, name: str) -> dict[str, list[bytes]]:
        """The pages that a report may have while the new release is built: the old one or the new."""
        both = (pages(self.before[name]), pages(self.after[name]))
        return {page: [found[page] for found in both if page in found] for page in {*both[0], *both[1]}}

    def outdated(self, name: str, out: Path, started: list[str]) -> list[str]:
        """The reports that the build had begun anew and that still show what they showed before."""
        old, new, now = (pages(folder) for folder in (self.before[name], self.after[name], out))
        return [page for page in started if page in now and now[page] == old.get(page) != new.get(page)]

    def _copy(self, name: str, folder: Path) -> Path:
        shutil.copytree(self.before[name], folder)
        return folder


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("ground"))


def kills(ground: Ground) -> Iterator[tuple[str, int, random.Random]]:
    """Steps all along each release, of which another seed draws others: a tenth of them, or every one."""
    chance = random.Random(SEED)
    for name in ground.new:
        every = range(1, ground.steps[name] + 1)
        for step in some([chance.choice(every[at : at + 10]) for at in range(0, len(every), 10)], every):
            yield name, step, random.Random(chance.random())


@pytest.mark.whole
def test_builds_killed_anywhere_leave_nothing_wrong_and_are_finished_by_the_next(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each kill every page is right and recorded.

    The next build repeats no finished work and ends the same.
    """
    monkeypatch.setattr(os, "fsync", lambda _: None)  # half the time of this test, and no matter of it
    wrong: list[str] = []
    for name, step, chance in kills(ground):
        out, release = ground.trial(name), ground.new[name]
        wreck = killed_at(step, release, out, chance)
        assert wreck is not None, f"{name} took fewer than {step} steps"
        found = faults(out, ground.right(name))
        if not release.force:  # which begins reports whose pages are right as they stand
            found += [f"{page} is out of date" for page in ground.outdated(name, out, wreck.started)]
        found += [f"{page} was built and is gone" for page in wreck.built if page not in pages(out)]
        said: list[Event] = []
        release.build(out, said.append)
        again = [event.report.name for event in said if event.kind == "started" and event.report]
        if not release.force:
            found += [f"{page} was built twice" for page in wreck.built if page in again]
        found += [event.reason for event in said if event.kind == "warning"]
        if published(out) != published(ground.after[name]):
            found.append(f"files differ: {published(out).keys() ^ published(ground.after[name]).keys()}")
        if recorded(out) != recorded(ground.after[name]):
            found.append("the ledger differs")
        wrong += [f"{name}, step {step} of {ground.steps[name]}: {fault}" for fault in found]
    assert wrong == [], f"with BRIEFINGS_CHAOS_SEED={SEED}"


@pytest.mark.whole
def test_a_build_killed_again_and_again_is_finished_in_the_end(ground: Ground) -> None:
    chance = random.Random(SEED + 1)
    for name in ("data", "code", "first"):
        out, deaths = ground.trial(name), 0
        while deaths < 30:
            step = chance.randint(1, ground.steps[name] // 2)
            if killed_at(step, ground.new[name], out, chance) is None:
                break  # so little was left to do that it ended before it came there
            deaths += 1
            assert faults(out, ground.right(name)) == [], f"with BRIEFINGS_CHAOS_SEED={SEED}"
        ground.new[name].build(out)
        assert deaths >= 2
        assert published(out) == published(ground.after[name])
        assert recorded(out) == recorded(ground.after[name])


@pytest.mark.whole
def test_a_build_that_is_killed_at_no_step_takes_them_all(ground: Ground) -> None:
    """The trap itself: after the last step there is nothing to kill, and before it there is."""
    out = ground.trial("data")
    assert killed_at(ground.steps["data"], ground.new["data"], out, random.Random(0)) is not None
    out = ground.trial("data")
    assert killed_at(ground.steps["data"] + 1, ground.new["data"], out, random.Random(0)) is None
    assert ground.steps["data"] > 50


ESSEX = Entry(
    "2023", "essex", "Essex é", "East of England", {"year": 2023}, "built", "new", 2.5, {"data": "1"}
)


def test_a_ledger_cut_off_at_any_byte_keeps_every_whole_line(tmp_path: Path) -> None:
    """And a line that is added after the cut is read, however much of the one before it was lost."""
    path = tmp_path / LEDGER
    names = ("avon", "bedford", "cumbria")
    for name in names:
        append_entry(path, replace(ESSEX, slug=name))
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        kept = {f"2023/{name}" for name, end in zip(names, ends(lines), strict=True) if size >= end - 1}
        ledger, warnings = ledger_of(tmp_path)
        assert set(ledger.entries) == kept
        assert warnings == []
        append_entry(path, ESSEX)
        assert set(ledger_of(tmp_path)[0].entries) == {*kept, "2023/essex"}


def ends(lines: list[bytes]) -> list[int]:
    """How many bytes a file has up to the end of each line; without its last byte a line is still whole."""
    return [sum(map(len, lines[: number + 1])) for number in range(len(lines))]


def test_a_notebook_that_changes_during_the_build_gives_no_page(tmp_path: Path) -> None:
    """Its page would be recorded as made from what the notebook is now, and never be made again."""
    notebook = briefing(tmp_path / "a.ipynb")
    wanted = [report(notebook, "essex"), report(notebook, "kent")]
    release = Release(wanted, OLD, {one.name: made(one.name, {}) for one in wanted})

    def change(event: Event) -> None:
        if event.kind == "finished":
            notebook.write_text(notebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    with pytest.raises(
        PublishError, match=r"a\.ipynb changed while the build ran: pages finished before stay"
    ):
        release.build(tmp_path / "out", change)
    assert list(pages(tmp_path / "out")) == ["2023/essex"]
    again = release.build(tmp_path / "out")
    assert (again.built, again.unchanged) == (2, 0)


@pytest.mark.parametrize("name", ["data/raw/a.csv", "uv.lock"])
def test_an_input_that_changes_during_the_build_stops_it(tmp_path: Path, name: str) -> None:
    """What was finished before stands, and the next build goes on from there once the file is as it was."""
    notebook, inputs = briefing(tmp_path / "a.ipynb"), dict(OLD)
    wanted = [report(notebook, area) for area in ("essex", "kent", "surrey")]
    release = Release(wanted, inputs, {one.name: made(one.name, {}) for one in wanted})
    release.build(tmp_path / "undisturbed")

    def change(event: Event) -> None:
        inputs[name] = "9" * 64 if event.kind == "finished" else inputs[name]

    with pytest.raises(PublishError, match=f"{name} changed while the build ran: pages finished before stay"):
        release.build(tmp_path / "out", change)
    right = pages(tmp_path / "undisturbed")
    assert pages(tmp_path / "out") == {"2023/essex": right["2023/essex"]}
    assert faults(tmp_path / "out", {page: [content] for page, content in right.items()}) == []
    inputs[name] = OLD[name]
    assert release.build(tmp_path / "out").unchanged == 1
    assert published(tmp_path / "out") == published(tmp_path / "undisturbed")


def test_a_clock_that_is_moved_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what is due nor how long a report took comes from the time of day."""
    notebook = briefing(tmp_path / "a.ipynb")
    wanted = [report(notebook, area) for area in ("essex", "kent")]
    release = Release(wanted, OLD, {one.name: made(one.name, {}) for one in wanted})
    release.build(tmp_path / "undisturbed")
    real, moved = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() - moved[0])

    def move(event: Event) -> None:
        moved[0] += 86_400 * 365
        for path in (tmp_path / "out").rglob("*"):
            os.utime(path, (time.time(), time.time()))
        assert event.seconds >= 0

    assert release.build(tmp_path / "out", move).seconds < 86_400
    assert published(tmp_path / "out") == published(tmp_path / "undisturbed")
    assert recorded(tmp_path / "out") == recorded(tmp_path / "undisturbed")
    assert release.build(tmp_path / "out").unchanged == 2
