"""Build reports: each one complete and checked, or absent with its reason in the ledger."""

import contextlib
import dataclasses
import shutil
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from helpers.publish.crew import Crew, Made
from helpers.publish.engine import release, warm_up
from helpers.publish.errors import PublishError
from helpers.publish.files import claimed, hash_file, move, stale_folders, temporary_folder
from helpers.publish.ledger import (
    LEDGER,
    Entry,
    Ledger,
    Outcome,
    current_versions,
    read_ledger,
    report_key,
    write_ledger,
)
from helpers.publish.notebook import check_parameters
from helpers.publish.report import Report
from helpers.publish.site import write_index

_PATIENCE = 0.1  # seconds between looks at whether the build should stop


@dataclass(frozen=True)
class Event:
    """What a build tells while it runs: that a report started or finished, or a warning about the build.

    ``outcome`` and ``seconds`` are those of a finished report; ``reason`` is why it failed, or the warning's
    text. An unchanged report finishes without having started.
    """

    kind: Literal["started", "finished", "warning"]
    report: Report | None = None
    outcome: Outcome | None = None
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Failure:
    """A report that has no page, and why."""

    report: Report
    reason: str


@dataclass(frozen=True)
class Summary:
    """How a build went: counts of reports, the failures in the order in which they came, and seconds taken.

    ``unchanged`` are those whose page stands as it was; ``unfinished`` those that an interrupted build left.
    """

    built: int
    unchanged: int
    unfinished: int
    failures: tuple[Failure, ...]
    seconds: float

    @property
    def failed(self) -> int:
        """How many reports have no page."""
        return len(self.failures)


class Interrupted(Exception):  # noqa: N818  -- no error: someone asked for it
    """A build was stopped by Ctrl-C or SIGTERM; what was finished stands, and `summary` says what that is."""

    def __init__(self, summary: Summary) -> None:
        super().__init__(
            f"interrupted: {summary.built} built, {summary.unchanged} unchanged, {summary.failed} failed, "
            f"{summary.unfinished} not done; build again to go on"
        )
        self.summary = summary


def build(
    reports: Sequence[Report],
    out: Path,
    inputs: Mapping[str, str],
    workers: int,
    force: bool,
    on_event: Callable[[Event], None],
) -> Summary:
    """Make a page of each report, several at a time, and the index of all pages.

    A page appears in ``out`` only once it is complete and checked. A report that fails loses its older page
    too, as that would look current. The ledger is saved after each report, so that an interruption loses
    nothing.

    ``out`` comes to hold ``<folder>/<slug>.html`` and ``.ipynb``, ``index.html`` and ``ledger.json``; what it
    has of reports that are not asked for stays. ``inputs`` has file to SHA-256, for every file that the
    notebooks read or import: unless ``force`` is set, a report is made anew only where one of them, its
    notebook, its parameters, a package or the publisher changed. ``workers`` is how many are made at once.
    ``on_event`` is called in this thread.

    Failures of reports are in the summary. Raises PublishError, before anything runs, where a report, a
    notebook or ``out`` is not fit, and later where ``out`` can no longer be written to; Interrupted on Ctrl-C
    or SIGTERM, once the workers are stopped and ``out`` is in order.
    """
    _check(reports, workers)
    with claimed(out), _stoppable() as stop:
        _clear_stale(out)
        with temporary_folder(out) as temporary:
            work = _Build(out, inputs, on_event)
            try:
                due = [report for report in reports if force or not work.keep(report)]
                work.make(due, min(workers, len(due)), temporary, stop)
            finally:
                work.save()
                write_index(out, work.ledger.entries.values())
    summary = work.summary(len(reports))
    if stop.is_set():
        raise Interrupted(summary)
    return summary


class _Build:
    """One build's state: its ledger and what it has done."""

    def __init__(self, out: Path, inputs: Mapping[str, str], on_event: Callable[[Event], None]) -> None:
        self.ledger = read_ledger(out / LEDGER, lambda reason: on_event(Event("warning", reason=reason)))
        self.ledger = Ledger(inputs, current_versions(), self.ledger.entries)
        self._out = out
        self._inputs = inputs
        self._tell = on_event
        self._began = time.monotonic()
        self._done: list[Entry] = []
        self._failures: list[Failure] = []

    def keep(self, report: Report) -> bool:
        """Let a report stand if its page is what a new run would give; say whether."""
        entry = self.ledger.entries.get(report.name)
        if entry is None or not self._stands(report, entry):
            return False
        kept = dataclasses.replace(entry, title=report.title, group=report.group, outcome="unchanged")
        self._record(report, kept, seconds=0.0)
        return True

    def make(self, reports: Sequence[Report], workers: int, folder: Path, stop: threading.Event) -> None:
        """Make these reports in a temporary folder, until all are finished or the build is asked to stop."""
        if not reports:
            return
        warm_up()
        crew, waiting = Crew(workers, folder), deque(reports)
        try:
            while (waiting or crew.busy) and not stop.is_set():
                while waiting and not crew.full:
                    self._begin(waiting.popleft(), crew)
                for job, made in crew.finished(_PATIENCE):
                    self._finish(job.report, made, time.monotonic() - job.began)
        finally:
            crew.dismiss()

    def save(self) -> None:
        """Write the ledger as it is now."""
        write_ledger(self._out / LEDGER, self.ledger)

    def summary(self, wanted: int) -> Summary:
        """Count what was done of so many reports."""
        outcomes = [entry.outcome for entry in self._done]
        return Summary(
            built=outcomes.count("built"),
            unchanged=outcomes.count("unchanged"),
            unfinished=wanted - len(outcomes),
            failures=tuple(self._failures),
            seconds=time.monotonic() - self._began,
        )

    def _begin(self, report: Report, crew: Crew) -> None:
        self._tell(Event("started", report))
        crew.begin(report)

    def _finish(self, report: Report, made: Made | str, seconds: float) -> None:
        entry = self._publish(report, made) if isinstance(made, Made) else self._withdraw(report, made)
        self._record(report, dataclasses.replace(entry, seconds=round(seconds, 2)), seconds)
        self.save()

    def _publish(self, report: Report, made: Made) -> Entry:
        notebook, page = self._paths(report)
        page.unlink(missing_ok=True)  # so that no page ever stands beside another run's notebook
        move(made.notebook, notebook)
        move(made.page, page)
        entry = self._entry(report, "built", reason="")
        return dataclasses.replace(entry, notebook_sha256=made.notebook_sha256, page_sha256=made.page_sha256)

    def _withdraw(self, report: Report, reason: str) -> Entry:
        for path in self._paths(report):
            path.unlink(missing_ok=True)
        self._failures.append(Failure(report, reason))
        return self._entry(report, "failed", reason)

    def _entry(self, report: Report, outcome: Outcome, reason: str) -> Entry:
        return Entry(
            folder=report.folder,
            slug=report.slug,
            title=report.title,
            group=report.group,
            parameters=dict(report.parameters),
            outcome=outcome,
            reason=reason,
            seconds=0.0,
            key=report_key(report, self._inputs),
        )

    def _record(self, report: Report, entry: Entry, seconds: float) -> None:
        self.ledger.entries[report.name] = entry
        self._done.append(entry)
        self._tell(Event("finished", report, entry.outcome, seconds, entry.reason))

    def _stands(self, report: Report, entry: Entry) -> bool:
        if entry.outcome == "failed" or entry.key != report_key(report, self._inputs):
            return False
        recorded = (entry.notebook_sha256, entry.page_sha256)
        return recorded == tuple(hash_file(path) for path in self._paths(report))

    def _paths(self, report: Report) -> tuple[Path, Path]:
        folder = self._out / report.folder
        return folder / f"{report.slug}.ipynb", folder / f"{report.slug}.html"


def _check(reports: Sequence[Report], workers: int) -> None:
    if workers < 1:
        raise PublishError(f"{workers} workers cannot build anything: give 1 or more")
    names = [report.name for report in reports]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PublishError(f"two reports would be written to the same page: {', '.join(twice)}")
    for report in reports:
        check_parameters(report.notebook, report.parameters)


def _clear_stale(out: Path) -> None:
    """End and remove what a build left that was killed before it could."""
    for folder in stale_folders(out):
        for workspace in folder.iterdir():
            release(workspace)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Turn Ctrl-C and SIGTERM into an event, so that neither cuts a page or the ledger in two."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may handle signals
        yield stop
        return
    before = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
