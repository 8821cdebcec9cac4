"""Tiny notebooks, and builds of them by real kernels."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import psutil
import pytest
from chaos import Prepared, made

from helpers.publish.build import Event, Summary, build
from helpers.publish.files import LOCK
from helpers.publish.report import Report
from helpers.publish.run.engine import EngineName
from helpers.publish.workers import local
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor
from helpers.publish.workers.task import Output

HEADING = """
    from IPython.display import Markdown, display
    display(Markdown(f"# Briefing for {area}\\n\\nIt had [987](#fact-count) in {year}."))
"""
FACTS = """
    from IPython.display import HTML
    HTML('<dl><dt id="fact-count">987</dt><dd>A table, 2023.</dd></dl>')
"""
SLEEPS = """\
import time
open(f"{area}.begun", "w").close()  # in the folder where the notebook runs
time.sleep(100_000)"""
PARAMETERS = 'area = "essex"  # the area\nyear = 2020  # of 31 March'


def code(source: str, *tags: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(textwrap.dedent(source).strip(), metadata={"tags": list(tags)})


def write_notebook(path: Path, *cells: nbformat.NotebookNode) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=list(cells))), encoding="utf-8")
    return path


def briefing(path: Path, *sources: str) -> Path:
    """Write a notebook that would make a page, with these cells between its heading and its facts."""
    middle = [code(source) for source in sources]
    return write_notebook(path, code(PARAMETERS, "parameters"), code(HEADING), *middle, code(FACTS))


def report(notebook: Path, area: str, folder: str = "2023", **others: str) -> Report:
    values = {"title": area.title(), "group": "East of England"} | others
    return Report(notebook, folder, area, parameters={"area": area, "year": int(folder)}, **values)


@dataclass
class Built:
    """What a build left behind and said."""

    out: Path
    reports: Sequence[Report]
    events: list[Event]
    summary: Summary

    def reason(self, area: str) -> str:
        return next(failure.reason for failure in self.summary.failures if failure.report.slug == area)

    def page(self, area: str, folder: str = "2023") -> str:
        return (self.out / folder / f"{area}.html").read_text(encoding="utf-8")

    def why(self, area: str) -> list[str]:
        """What was said of a report when it began and when it ended."""
        return [event.reason for event in self.events if event.report and event.report.slug == area]

    def files(self) -> list[str]:
        found = {path.relative_to(self.out).as_posix() for path in self.out.rglob("*")}
        return sorted(found - {LOCK})


INPUTS = {"data/a.csv": "0" * 64, "src/a.py": "1" * 64, "uv.lock": "2" * 64}


def run_build(
    reports: Sequence[Report],
    out: Path,
    *,
    force: bool = False,
    inputs: Mapping[str, str] = INPUTS,
    workers: int = 2,
    engine: EngineName = "warm",
    **options: Any,
) -> Built:
    """Build with two workers; or with one by papermill's engine, whose workers import for a second each."""
    events: list[Event] = []
    workers = 1 if engine == "papermill" else workers
    start_executor = partial(LocalExecutor, Options(workers, engine, **options))
    summary = build(reports, out, lambda: inputs, start_executor, force, events.append)
    return Built(out, reports, events, summary)


def prepared_build(
    reports: Sequence[Report],
    out: Path,
    *,
    force: bool = False,
    inputs: Mapping[str, str] | Callable[[], Mapping[str, str]] = INPUTS,
    text: str = "as it was",
    failing: str = "",
    reports_in: Callable[[str], Sequence[Report]] | None = None,
    **bases: Mapping[str, str],
) -> Built:
    """Build from pages that are made already, of this text: for what no process has a part in.

    The last report may be one that fails, with a reason; ``bases`` is what areas rest on, by slug.
    """
    events: list[Event] = []
    every = [*reports, *(reports_in("2023") if reports_in else ())]
    products: dict[str, Output | str] = {
        one.name: made(f"{one.title} {text}", bases.get(one.slug, {})) for one in every
    }
    if failing:
        products[reports[-1].name] = failing
    read = inputs if callable(inputs) else lambda: inputs
    summary = build(reports, out, read, lambda _: Prepared(products), force, events.append, reports_in)
    return Built(out, reports, events, summary)


def end_the_time(patch: pytest.MonkeyPatch, once: Callable[[], bool]) -> None:
    """Have the time limit's clock stand still, and run out for all that is at work once something happens."""
    now = 0.0

    def monotonic() -> float:
        nonlocal now
        now += 86_400 if once() else 0
        return now

    patch.setattr(local, "time", SimpleNamespace(monotonic=monotonic))


def alive(mark: str) -> list[str]:
    """Command lines of the processes that inherited an environment variable of this value."""
    found = [
        " ".join(process.info["cmdline"] or [])
        for process in psutil.process_iter(["environ", "cmdline", "status"])
        if mark in (process.info["environ"] or {}).values() and process.info["status"] != psutil.STATUS_ZOMBIE
    ]
    # Python keeps one of these for as long as the process lives that called for workers: here, the tests.
    return [line for line in found if "resource_tracker" not in line]
