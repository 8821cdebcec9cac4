"""Build reports: each one complete and checked, or absent with its reason in the ledger."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from helpers.publish.approvals import notes, settled
from helpers.publish.errors import PublishError
from helpers.publish.files import (
    claimed,
    hash_bytes,
    hash_file,
    put,
    remove,
    stage,
    stale_files,
    stale_folders,
    temporary_folder,
)
from helpers.publish.index.index_pages import ALL_AREAS, write_index
from helpers.publish.ledger import (
    LEDGER,
    Entry,
    Outcome,
    altered,
    append_entry,
    current_versions,
    facts_text,
    file_of,
    hash_json,
    made_from,
    publisher_hash,
    read_ledger,
    write_ledger,
)
from helpers.publish.report import Report
from helpers.publish.run.engine import release
from helpers.publish.run.notebook import check_parameters
from helpers.publish.workers.local import Makers
from helpers.publish.workers.task import WORDS, Basis, Made

DATA_CHANGED = "the data changed"
ENDINGS = ("html", "ipynb", "json", "csv", "xlsx")

_PATIENCE = 0.1  # seconds between looks at whether the build should stop, or a report has taken too long


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
    inputs: Callable[[], Mapping[str, str]],
    makers: Callable[[Path], Makers],
    force: bool,
    on_event: Callable[[Event], None],
) -> Summary:
    """Make a page of each report, several at a time, and the index of all pages.

    A page appears in ``out`` only once it is complete, checked and recorded. A page that is out of date, or whose
    report fails, is withdrawn, as it would look current. Each page is recorded as soon as it is there, so that
    a build that is interrupted or killed goes on where it stopped.

    ``out`` comes to hold ``<folder>/<slug>.html``, ``.ipynb``, ``.json`` and, where a report has figures, ``.csv``
    and ``.xlsx``; for each folder such files of all areas; ``index.html`` and ``ledger.jsonl``. What it has of reports that are not asked for stays. ``inputs`` gives file to SHA-256,
    for every file that the notebooks read or import: unless ``force`` is set, a report is made anew only where
    one of them that matters to it, its notebook, its parameters, a package or the publisher changed.
    ``makers`` is given a temporary folder and returns whoever makes the reports, such as a ``Crew``.
    ``on_event`` is called in this thread.

    Failures of reports are in the summary. Raises PublishError, before anything runs, where a report, a
    notebook or ``out`` is not fit, and later where ``out`` can no longer be written to or an input changed
    meanwhile; Interrupted on Ctrl-C or SIGTERM, once the workers are stopped and ``out`` is in order.
    """
    _check(reports)
    with claimed(out), _stoppable() as stop:
        _clear_stale(out)
        with temporary_folder(out) as temporary:
            work = _Build(out, inputs, on_event)
            crew = makers(temporary)
            try:
                due = work.due(reports, force, crew)
                try:
                    work.make(due, crew, stop)
                    if not stop.is_set():
                        work.gather(crew, temporary)
                finally:
                    work.close()
            finally:
                crew.dismiss()
    summary = work.summary(len(reports))
    if stop.is_set():
        raise Interrupted(summary)
    return summary


class _Build:
    """One build's state: its ledger and what it has done."""

    def __init__(
        self, out: Path, inputs: Callable[[], Mapping[str, str]], on_event: Callable[[Event], None]
    ) -> None:
        self._out = out
        self._read_inputs = inputs
        self._inputs = inputs()
        self._tell = on_event
        self._began = time.monotonic()
        self._done: list[Entry] = []
        self._failures: list[Failure] = []
        self._why: dict[str, str] = {}
        self._origins: dict[str, dict[str, str]] = {}
        known = read_ledger(out / LEDGER, lambda reason: on_event(Event("warning", reason=reason)))
        self._ledger = dataclasses.replace(known, inputs=self._inputs, versions=current_versions())

    def due(self, reports: Sequence[Report], force: bool, makers: Makers) -> list[Report]:
        """Find the reports to make, withdraw the pages that are out of date, and let the others stand.

        Nothing is written before the data are known to be fit for at least one report.
        """
        states = self._states(reports, makers, force)
        self._why = {name: state or "asked for" for name, state in states.items()}
        write_ledger(self._out / LEDGER, self._ledger)
        for report in reports:
            if states[report.name]:
                self._withdraw(report, "withdrawn", states[report.name])
            elif not force:
                self._keep(report)
        found = [report for report in reports if force or states[report.name]]
        for folder in {report.folder for report in found}:
            self._remove_gathered(folder)
        return found

    def make(self, reports: Sequence[Report], makers: Makers, stop: threading.Event) -> None:
        """Make these reports, until all are finished or the build is asked to stop."""
        waiting = deque(reports)
        self._begin_some(waiting, makers)
        if reports:  # else no page went, and it is written once, at the end
            self._write_index()
        while (waiting or makers.busy) and not stop.is_set():
            self._begin_some(waiting, makers)
            for report, made, seconds in makers.finished(_PATIENCE):
                self._begin_some(waiting, makers)  # so that nobody waits while this one is written
                self._finish(report, made, seconds)

    def gather(self, makers: Makers, temporary: Path) -> None:
        """Make the files that hold the figures of all areas of a folder, unless they are those of what is there now."""
        for folder in sorted({entry.folder for entry in self._done}):
            pages = self._with_figures(folder)
            entry = self._gathered(folder, pages)
            known = self._ledger.entries.get(entry.name)
            if known is None and len(pages) < 2:
                continue
            if known is not None and known.made_from == entry.made_from and not altered(self._out, known):
                continue
            self._remove_gathered(folder)
            made = makers.downloads(entry.title, pages, temporary) if len(pages) > 1 else {}
            hashes = {ending: hash_file(path) for ending, path in made.items()}
            self._record(dataclasses.replace(entry, hashes=hashes))
            for ending, path in made.items():
                put(path, file_of(self._out, entry, ending))

    def close(self) -> None:
        """Write the index, and the ledger without its superseded lines."""
        self._write_index()
        write_ledger(self._out / LEDGER, self._ledger)

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

    def _write_index(self) -> None:
        """Write the index, and beside each page the sign-offs that its files bear out."""
        self._ledger.signed = settled(self._out, self._ledger)
        write_index(self._out, self._ledger.entries.values(), notes(self._ledger))

    def _with_figures(self, folder: str) -> list[Path]:
        """The summaries of a folder's reports that have files of figures, by title."""
        entries = [entry for entry in self._ledger.entries.values() if entry.folder == folder]
        entries.sort(key=lambda entry: (entry.title, entry.slug))
        return [
            file_of(self._out, entry, "json")
            for entry in entries
            if "json" in entry.hashes and "csv" in entry.hashes
        ]

    def _gathered(self, folder: str, pages: Sequence[Path]) -> Entry:
        """The line in the ledger for the files of all areas of a folder, which rest on its pages and the publisher."""
        made = {
            "pages": hash_json([hash_file(path) for path in pages]),
            "packages": hash_json(dict(current_versions())),
            "publisher": publisher_hash(),
        }
        title, reason = f"All areas, {folder}", "its pages changed"
        return Entry(folder, ALL_AREAS, title, "", {}, "built", reason, 0.0, made)

    def _remove_gathered(self, folder: str) -> None:
        for path in self._out.glob(f"{folder}/{ALL_AREAS}.*"):
            remove(path)

    def _states(self, reports: Sequence[Report], makers: Makers, force: bool) -> dict[str, str]:
        """Say for each report why it is due, or nothing if its page is what a new run would give."""
        states = {report.name: self._state(report) for report in reports}
        due = [report for report in reports if report.basis and (states[report.name] or force)]
        unsure = [report for report in due if states[report.name] == DATA_CHANGED]
        looked_at = unsure or due[:1]  # one at least: data that cannot be read are no report's fault
        if looked_at:
            for report, basis in zip(looked_at, makers.look(looked_at), strict=True):
                if report in unsure:
                    states[report.name] = self._compare(report, basis)
        return states

    def _state(self, report: Report) -> str:
        """Say why a report is due, or nothing if its page is what a new run would give."""
        entry = self._ledger.entries.get(report.name)
        if entry is None:
            return "new"
        if entry.outcome in ("failed", "withdrawn"):
            return f"{entry.outcome} before"
        changed = self._changed_files(report, entry)
        if changed:
            return changed
        now = self._made_from(report)
        others = [name for name in now if name != "data" and now[name] != entry.made_from.get(name)]
        if others:
            return f"changed: {', '.join(others)}"
        return "" if now["data"] == entry.made_from.get("data") else DATA_CHANGED

    def _changed_files(self, report: Report, entry: Entry) -> str:
        wrong = altered(self._out, entry)
        if not entry.hashes or any(not file_of(self._out, report, ending).is_file() for ending in wrong):
            return "its page is missing"
        return f"its {' and '.join(wrong)} changed by another hand" if wrong else ""

    def _compare(self, report: Report, basis: Basis) -> str:
        """Say what changed of what a report rests on, or nothing: the change of data did not reach it."""
        before = self._ledger.entries[report.name].basis
        names = before.keys() | basis
        changed = sorted(name for name in names if before.get(name) != basis.get(name) and name != WORDS)
        if changed:
            shown = ", ".join(changed[:3]) + (", ..." if len(changed) > 3 else "")
            return f"{len(changed)} observation{'s' * (len(changed) > 1)} changed: {shown}"
        return "" if before.get(WORDS) == basis.get(WORDS) else "its words changed"

    def _keep(self, report: Report) -> None:
        before = self._ledger.entries[report.name]
        kept = dataclasses.replace(
            before,
            title=report.title,
            group=report.group,
            outcome="unchanged",
            made_from=self._made_from(report),
        )
        self._ledger.entries[report.name] = kept
        self._done.append(kept)
        self._tell(Event("finished", report, "unchanged"))

    def _begin_some(self, waiting: deque[Report], makers: Makers) -> None:
        while waiting and not makers.full:
            report = waiting.popleft()
            self._tell(Event("started", report, reason=self._why[report.name]))
            makers.begin(report)

    def _finish(self, report: Report, made: Made | str, seconds: float) -> None:
        if isinstance(made, Made):
            self._check_inputs(report)
            entry = self._publish(report, made, seconds)
        else:
            entry = self._withdraw(report, "failed", made, seconds)
            self._failures.append(Failure(report, made))
        self._done.append(entry)
        self._tell(Event("finished", report, entry.outcome, seconds, entry.reason))

    def _check_inputs(self, report: Report) -> None:
        """A page that may have been made from two states of a file is not published."""
        now = self._read_inputs()
        changed = sorted(
            name for name in now.keys() | self._inputs if now.get(name) != self._inputs.get(name)
        )
        if hash_file(report.notebook) != self._made_from(report)["notebook"]:
            changed.append(report.notebook.name)
        if changed:
            raise PublishError(
                f"{changed[0]} changed while the build ran: what was finished before stands; build again to go on"
            )

    def _publish(self, report: Report, made: Made, seconds: float) -> Entry:
        """Have all on the disk, then take the old page away, record, and publish, the page last.

        So no page is ever there that the ledger does not know, or beside another run's files; and a full disk
        takes no page away.
        """
        if any(hash_bytes(content) != made.hashes[ending] for ending, content in made.files.items()):
            return self._withdraw(report, "failed", "its files were damaged on their way", seconds)
        entry = self._entry(report, "built", self._why[report.name], seconds)
        entry = dataclasses.replace(entry, facts=facts_text(made.basis), hashes=made.hashes)
        paths = {ending: file_of(self._out, report, ending) for ending in made.files}
        staged = {ending: stage(paths[ending], content) for ending, content in made.files.items()}
        remove(file_of(self._out, report, "html"))
        self._record(entry)
        for ending in sorted(staged, key=lambda ending: ending == "html"):
            put(staged[ending], paths[ending])
        return entry

    def _withdraw(self, report: Report, outcome: Outcome, reason: str, seconds: float = 0.0) -> Entry:
        """Take the page away before it is recorded as gone, for the same reason."""
        entry = self._entry(report, outcome, reason, seconds)
        known = self._ledger.entries.get(report.name)
        remove(file_of(self._out, report, "html"))
        if known is not None or outcome == "failed":
            self._record(entry)
        for ending in {*ENDINGS, *(known.hashes if known else ())}:
            remove(file_of(self._out, report, ending))
        return entry

    def _record(self, entry: Entry) -> None:
        append_entry(self._out / LEDGER, entry)
        self._ledger.entries[entry.name] = entry

    def _entry(self, report: Report, outcome: Outcome, reason: str, seconds: float) -> Entry:
        return Entry(
            folder=report.folder,
            slug=report.slug,
            title=report.title,
            group=report.group,
            parameters=dict(report.parameters),
            outcome=outcome,
            reason=reason,
            seconds=round(seconds, 2),
            made_from=self._made_from(report),
        )

    def _made_from(self, report: Report) -> dict[str, str]:
        """What a report is made from, as it was before this build began it."""
        if report.name not in self._origins:
            self._origins[report.name] = made_from(report, self._inputs)
        return self._origins[report.name]


def _check(reports: Sequence[Report]) -> None:
    names = Counter(report.name for report in reports)
    twice = sorted(name for name, times in names.items() if times > 1)
    if twice:
        raise PublishError(f"two reports would be written to the same page: {', '.join(twice)}")
    for notebook in dict.fromkeys(report.notebook for report in reports):
        check_parameters(notebook, *(report.parameters for report in reports if report.notebook == notebook))


def _clear_stale(out: Path) -> None:
    """End and remove what a build left that was killed before it could."""
    for folder in stale_folders(out):
        for workspace in folder.iterdir():
            release(workspace)
        shutil.rmtree(folder, ignore_errors=True)
    for file in stale_files(out):
        remove(file)


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
