"""The build: each report complete and checked, or absent with the reason in the ledger."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from helpers.publish.approvals import checked, notes
from helpers.publish.errors import Interrupted, PublishError
from helpers.publish.files import (
    LEDGER,
    check_ours,
    check_pages_folder,
    claimed,
    hash_bytes,
    hash_file,
    hash_files,
    put,
    remove,
    remove_temporary,
    stage,
    stale_files,
    stale_folders,
    temporary_folder,
)
from helpers.publish.index.index_pages import ALL_AREAS, index_hash, write_index
from helpers.publish.ledger import (
    Entry,
    Ledger,
    Outcome,
    altered,
    append_entry,
    changed_origins,
    current_versions,
    facts_text,
    file_of,
    hash_beside,
    hash_json,
    made_from,
    publisher_hash,
    read_ledger,
    recorded_years,
    tables_beside,
    write_ledger,
)
from helpers.publish.notebook import check_parameters, shows_page_alone
from helpers.publish.report import ENDINGS, Report, is_year
from helpers.publish.signals import ends
from helpers.text.characters import shown
from helpers.text.nouns import agree, counted

if TYPE_CHECKING:  # a build with nothing to do needs no worker
    from helpers.publish.workers.executor import Executor
    from helpers.publish.workers.task import Basis, Output

    Started = Callable[[], Executor]

DATA_CHANGED = "the data changed"

_POLL_INTERVAL = 0.1  # seconds between two checks whether the build should stop or a report has run too long
_SHOWN_CHANGES = 3
_HELPERS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Event:
    """What a build reports while it runs: that a report started or finished, or a warning about the build.

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
    """How a build went: counts of reports, the failures in the order they came, and the seconds it took.

    ``unchanged`` counts those whose page stays as it was; ``unfinished`` those that an interrupted build
    left.
    """

    built: int
    unchanged: int
    unfinished: int
    failures: tuple[Failure, ...]
    seconds: float

    @property
    def failed(self) -> int:
        """The number of reports that have no page."""
        return len(self.failures)


def build(
    reports: Sequence[Report],
    out: Path,
    inputs: Callable[[], Mapping[str, str]],
    start_executor: Callable[[Path], Executor],
    force: bool,
    on_event: Callable[[Event], None],
    reports_in: Callable[[str], Sequence[Report]] | None = None,
) -> Summary:
    """Build a page for each report, several at a time, and the index of all pages.

    A page appears in ``out`` only once it is complete, checked and recorded. A page that is out of date, or
    whose report fails, is withdrawn, as it would look current. Each page is recorded as soon as it is there,
    so that a build that was interrupted or killed continues where it stopped.

    So is any other page in ``out`` that is out of date, and one that is no longer wanted by anybody:
    ``reports_in`` returns all that a folder of pages may have. Without it other pages are left alone.

    ``out`` gets ``<folder>/<slug>.html``, ``.ipynb``, ``.json`` and, for a report with figures, ``.csv`` and
    ``.xlsx``; for each folder the same two files for all areas together; ``index.html`` and ``ledger.jsonl``.
    No file is replaced or removed but those of reports that the ledger records. ``inputs`` returns the
    SHA-256 of every file that the notebooks read or import: unless ``force`` is set, a report is built again
    only if one of these files that matters to it, another file that its cells read, its notebook, its
    parameters, a package or the publisher changed. ``start_executor`` is given a temporary folder and returns
    the executor, such as a ``LocalExecutor``, once there is work for it. ``on_event`` is called in this
    thread.

    Failures of reports are in the summary. Raises PublishError, before anything runs, if a report, a notebook
    or ``out`` is not fit, and later if ``out`` can no longer be written to or an input changed meanwhile;
    Interrupted on Ctrl-C, SIGTERM or SIGHUP, once the workers are stopped and ``out`` is in order.
    """
    _check_reports(reports)
    check_ours(out)
    for folder in sorted({report.folder for report in reports}):
        check_pages_folder(out, folder)
    with claimed(out), _stoppable() as stop:
        _clear_stale(out)
        with temporary_folder(out) as temporary:
            work = _Build(out, inputs, on_event, reports_in)
            with contextlib.ExitStack() as opened:
                executor = cache(
                    lambda: opened.enter_context(contextlib.closing(work.start(start_executor, temporary)))
                )
                due = work.find_due(reports, force, executor)
                with contextlib.closing(work):
                    if due:
                        work.run(due, executor(), stop)
                    if not stop.is_set():
                        work.combine(executor, temporary)
    summary = work.summary(len(reports))
    if stop.is_set():
        raise Interrupted(
            f"interrupted: {summary.built} built, {summary.unchanged} unchanged, {summary.failed} failed, "
            f"{summary.unfinished} not done; build again to continue"
        )
    return summary


class _Build:
    """One build's state: its ledger and what it has done."""

    def __init__(
        self,
        out: Path,
        inputs: Callable[[], Mapping[str, str]],
        on_event: Callable[[Event], None],
        reports_in: Callable[[str], Sequence[Report]] | None,
    ) -> None:
        self._out = out
        self._reports_in = reports_in
        self._thinned: set[str] = set()  # folders that lost pages nobody asked for
        self._read_inputs = inputs
        self._inputs = inputs()
        self._code: dict[str, str] = {}
        self._on_event = on_event
        self._began = time.monotonic()
        self._done: list[Entry] = []
        self._failures: list[Failure] = []
        self._reasons: dict[str, str] = {}
        self._origins: dict[str, dict[str, str]] = {}
        self._beside: dict[str, dict[str, str]] = {}
        self._reaches: dict[str, str] = {}
        self._summaries: dict[str, str] = {}  # hashes, of this moment: for a build with nothing to do
        self._notebooks: dict[Path, str] = {}
        ledger = read_ledger(out / LEDGER, lambda reason: on_event(Event("warning", reason=reason)))
        self._ledger = dataclasses.replace(ledger, inputs=self._inputs, versions=current_versions())
        self._saved = _copy(ledger) if ledger.tidy else None

    def start(self, start_executor: Callable[[Path], Executor], temporary: Path) -> Executor:
        """Start the executor, once it is noted what code it runs."""
        self._summaries.clear()  # what happens to a file from now on is not known
        self._code = {
            f"src/helpers/{name}": digest for name, digest in hash_files(_HELPERS, (".py",)).items()
        }
        return start_executor(temporary)

    def find_due(self, reports: Sequence[Report], force: bool, executor: Started) -> list[Report]:
        """Return the reports to build, withdraw the pages that are out of date, and keep the others.

        Nothing is written before the data are known to be fit for at least one report, and nothing but what
        the ledger records is replaced.
        """
        self._check_recorded(reports)
        reports = self._with_years(reports)
        others, gone = self._others(reports)
        reasons = self._find_reasons(reports, others, executor, force)
        self._reasons = {name: reason or "asked for" for name, reason in reasons.items()}
        for entry in gone:
            self._forget(entry)
        self._save()
        self._review_others(others, reasons)
        for report in reports:
            if reasons[report.name]:
                self._withdraw(report, "withdrawn", reasons[report.name])
            elif not force:
                self._keep(report)
        due = [report for report in reports if force or reasons[report.name]]
        for folder in {report.folder for report in due} | self._thinned:
            self._remove_combined(folder)
        if due or self._thinned:  # the index lists no page that was withdrawn
            self._write_index()
        return due

    def run(self, reports: Sequence[Report], executor: Executor, stop: threading.Event) -> None:
        """Build these reports, until all are finished or the build is asked to stop."""
        waiting = deque(reports)
        self._submit_some(waiting, executor)
        while (waiting or executor.busy) and not stop.is_set():
            self._submit_some(waiting, executor)
            for report, result, seconds in executor.finished(_POLL_INTERVAL):
                self._submit_some(waiting, executor)  # so that no worker waits while this one is written
                self._finish(report, result, seconds)

    def combine(self, executor: Started, temporary: Path) -> None:
        """Write each year's files with the figures of all areas, unless they match its pages already.

        Pages of no year are of different things, and those of packs for different readers: what one of them
        may see must not stand in a file with what another may.
        """
        folders = {entry.folder for entry in self._done} | self._thinned
        for folder in sorted(filter(is_year, folders)):
            pages = self._summaries_with_figures(folder)
            entry = self._combined_entry(folder, pages)
            before = self._ledger.entries.get(entry.name)
            if before is None and len(pages) < 2:
                continue
            if before is not None and before.made_from == entry.made_from and not altered(self._out, before):
                continue
            self._remove_combined(folder)
            files = [*pages.values()]
            paths = executor().downloads(entry.title, files, temporary) if len(pages) > 1 else {}
            hashes = {ending: hash_file(path) for ending, path in paths.items()}
            self._record(dataclasses.replace(entry, hashes=hashes))
            for ending, path in paths.items():
                put(path, file_of(self._out, entry, ending))

    def close(self) -> None:
        """Write the index, and the ledger without its superseded lines."""
        self._write_index()
        self._save()

    def _save(self) -> None:
        """Write the ledger, unless the file says all that it would."""
        if self._saved != self._ledger:
            write_ledger(self._out / LEDGER, self._ledger)
            self._saved = _copy(self._ledger)

    def summary(self, wanted: int) -> Summary:
        """Summarise what was done of the reports, ``wanted`` in number."""
        outcomes = [entry.outcome for entry in self._done]
        return Summary(
            built=outcomes.count("built"),
            unchanged=outcomes.count("unchanged"),
            unfinished=wanted - len(outcomes),
            failures=tuple(self._failures),
            seconds=time.monotonic() - self._began,
        )

    def _write_index(self) -> None:
        """Write the index, with the sign-offs of each page as its files now bear them out."""
        self._ledger.signed = checked(self._out, self._ledger)
        shown = self._ledger.entries.values(), notes(self._ledger)
        if index_hash(self._out, *shown, self._summaries) != self._ledger.listed:
            write_index(self._out, *shown)
            self._ledger.listed = index_hash(self._out, *shown)

    def _summaries_with_figures(self, folder: str) -> dict[str, Path]:
        """Return the summaries of a folder's reports that have files of figures, by name, sorted by title."""
        entries = [entry for entry in self._ledger.entries.values() if entry.folder == folder]
        entries.sort(key=lambda entry: (entry.title, entry.slug))
        return {
            entry.name: file_of(self._out, entry, "json")
            for entry in entries
            if "json" in entry.hashes and "csv" in entry.hashes
        }

    def _combined_entry(self, folder: str, pages: Mapping[str, Path]) -> Entry:
        """Return the entry for a folder's files of all areas, which depend on its pages and the publisher."""
        origins = {
            "pages": hash_json(
                [self._summaries.get(name) or hash_file(path) for name, path in pages.items()]
            ),
            "packages": hash_json(dict(current_versions())),
            "publisher": publisher_hash(),
        }
        title, reason = f"All areas, {folder}", "its pages changed"
        return Entry(folder, ALL_AREAS, title, "", {}, "built", reason, 0.0, origins)

    def _remove_combined(self, folder: str) -> None:
        for ending in ENDINGS:
            remove(self._out / folder / f"{ALL_AREAS}.{ending}")

    def _check_recorded(self, reports: Sequence[Report]) -> None:
        """Raise PublishError if something stands in a report's place that no build recorded."""
        names = [report.name for report in reports]
        folders = {report.folder for report in reports}
        folders |= {entry.folder for entry in self._ledger.entries.values()}  # they may lose pages
        names += [f"{folder}/{ALL_AREAS}" for folder in sorted(folders)]
        recorded = self._ledger.entries.keys() | self._ledger.damaged
        for name in [name for name in names if name not in recorded]:
            for ending in ENDINGS:
                path = self._out / f"{name}.{ending}"
                if path.exists():
                    raise PublishError(
                        f"{path} is there, and {LEDGER} does not record it: move it away, "
                        "or give --out a folder that is new or empty"
                    )

    def _with_years(self, reports: Sequence[Report]) -> list[Report]:
        """Return the reports with the years to which their pages lead: those that are there or wanted.

        A page that nobody asked for is as good as before without a new year: it gets it when it is built.
        """
        pages = [(report.slug, report.folder) for report in reports]
        pages += [(entry.slug, entry.folder) for entry in self._ledger.entries.values() if entry.hashes]
        years: dict[str, set[str]] = {}
        for slug, folder in pages:
            if is_year(folder):
                years.setdefault(slug, set()).add(folder)
        return [
            dataclasses.replace(report, years=tuple(sorted(years[report.slug] | {*report.years})))
            if is_year(report.folder)
            else report
            for report in reports
        ]

    def _others(self, reports: Sequence[Report]) -> tuple[list[Report], list[Entry]]:
        """Return the reports that have pages here and were not asked for, and the entries of no report."""
        if self._reports_in is None:
            return [], []
        asked = {report.name for report in reports}
        entries = [
            entry
            for entry in self._ledger.entries.values()
            if entry.name not in asked and entry.slug != ALL_AREAS
        ]
        by_name = {
            report.name: report
            for folder in dict.fromkeys(entry.folder for entry in entries)
            for report in self._reports_in(folder)
        }
        others = [
            dataclasses.replace(by_name[entry.name], years=recorded_years(entry))
            for entry in entries
            if entry.name in by_name and entry.hashes
        ]
        return others, [entry for entry in entries if entry.name not in by_name]

    def _forget(self, entry: Entry) -> None:
        """Remove the page of what is no report any more, such as an area that was renamed.

        What is not as the ledger records it stays: a line could name a file of others.
        """
        kept = [ending for ending in altered(self._out, entry) if file_of(self._out, entry, ending).exists()]
        for ending in sorted(entry.hashes.keys() - {*kept}, key=lambda ending: ending != "html"):
            remove(file_of(self._out, entry, ending))
        del self._ledger.entries[entry.name]
        self._thinned.add(entry.folder)
        left = f"; its {' and '.join(kept)} changed by another hand and stays there" if kept else ""
        self._warn(f"{entry.name} is removed: nothing that can be built has this name{left}")

    def _review_others(self, others: Sequence[Report], reasons: Mapping[str, str]) -> None:
        """Withdraw the pages that nobody asked for and that are out of date; say so once for all of them."""
        withdrawn = [report for report in others if reasons[report.name]]
        for report in others:
            if report in withdrawn:
                self._withdraw(report, "withdrawn", reasons[report.name])
                self._thinned.add(report.folder)
            else:
                self._ledger.entries[report.name] = self._kept(report)
        if withdrawn:
            first = withdrawn[0]
            self._warn(
                f"{counted(len(withdrawn), 'other page')} {agree(len(withdrawn), 'is', 'are')} out of date and "
                f"withdrawn, such as {first.name} ({reasons[first.name]}): build again what is needed"
            )

    def _warn(self, reason: str) -> None:
        self._on_event(Event("warning", reason=reason))

    def _find_reasons(
        self, reports: Sequence[Report], others: Sequence[Report], executor: Started, force: bool
    ) -> dict[str, str]:
        """Return for each report why it is due, or nothing if its page is what a new run would give.

        A page that nobody asked for is looked at for its origins alone: what others made of it is not ours.
        """
        reasons = {report.name: self._find_reason(report) for report in reports}
        reasons |= {
            report.name: self._out_of_date(report, self._ledger.entries[report.name]) for report in others
        }
        due = [report for report in reports if report.basis and (reasons[report.name] or force)]
        every = [report for report in (*reports, *others) if report.basis]
        alone = cache(shows_page_alone)
        unsure = [
            report
            for report in every
            if reasons[report.name] == DATA_CHANGED and alone(report.notebook, report.basis)
        ]
        examined = unsure or due[:1]  # one at least: data that cannot be read are no report's fault
        if examined:
            reaches = [self._ledger.entries[report.name].reach if unsure else "" for report in examined]
            for report, current in zip(examined, executor().examine(examined, reaches), strict=True):
                if unsure:
                    basis = current.basis
                    reasons[report.name] = "" if basis is None else self._changed_basis(report, basis)
                    self._reaches[report.name] = current.reach
        return reasons

    def _find_reason(self, report: Report) -> str:
        """Return why a report is due, as far as files tell, or nothing."""
        entry = self._ledger.entries.get(report.name)
        if entry is None:
            return "new"
        if entry.outcome in ("failed", "withdrawn"):
            return f"{entry.outcome} before"
        return self._changed_files(report, entry) or self._out_of_date(report, entry)

    def _out_of_date(self, report: Report, entry: Entry) -> str:
        """Return what changed of what a page was made from, as far as files tell, or nothing."""
        changed = changed_origins(report, entry, self._made_from(report))
        others = [name for name in changed if name != "data"]
        if others:
            return f"changed: {', '.join(others)}"
        return DATA_CHANGED if changed else ""

    def _changed_files(self, report: Report, entry: Entry) -> str:
        wrong = altered(self._out, entry)
        if "json" in entry.hashes and not wrong:
            self._summaries[entry.name] = entry.hashes["json"]
        if not entry.hashes or any(not file_of(self._out, report, ending).is_file() for ending in wrong):
            return "its page is missing"
        return f"its {' and '.join(wrong)} changed by another hand" if wrong else ""

    def _changed_basis(self, report: Report, basis: Basis) -> str:
        """Describe what changed of what a report rests on; nothing if the change of data did not reach it."""
        from helpers.publish.workers.task import WORDS

        before = self._ledger.entries[report.name].basis
        names = before.keys() | basis
        changed = sorted(name for name in names if before.get(name) != basis.get(name) and name != WORDS)
        if changed:
            more = ", ..." if len(changed) > _SHOWN_CHANGES else ""
            first = ", ".join(changed[:_SHOWN_CHANGES]) + more
            return f"{counted(len(changed), 'observation')} changed: {first}"
        return "" if before.get(WORDS) == basis.get(WORDS) else "its words changed"

    def _keep(self, report: Report) -> None:
        kept = dataclasses.replace(self._kept(report), outcome="unchanged")
        self._ledger.entries[report.name] = kept
        self._done.append(kept)
        self._on_event(Event("finished", report, "unchanged"))

    def _kept(self, report: Report) -> Entry:
        """Return the entry of a page that stays, as made from what is there now."""
        before = self._ledger.entries[report.name]
        return dataclasses.replace(
            before,
            title=report.title,
            group=report.group,
            made_from=self._made_from(report),
            reach=self._reaches.get(report.name, before.reach),
        )

    def _submit_some(self, waiting: deque[Report], executor: Executor) -> None:
        while waiting and not executor.full:
            report = waiting.popleft()
            self._on_event(Event("started", report, reason=self._reasons[report.name]))
            executor.submit(report)

    def _finish(self, report: Report, result: Output | str, seconds: float) -> None:
        if not isinstance(result, str):
            self._check_inputs(report)
        reason = result if isinstance(result, str) else self._fault(report, result)
        if not isinstance(result, str) and not reason:
            entry = self._publish(report, result, seconds)
        else:
            entry = self._withdraw(report, "failed", reason, seconds)
            self._failures.append(Failure(report, reason))
        self._done.append(entry)
        self._on_event(Event("finished", report, entry.outcome, seconds, entry.reason))

    def _check_inputs(self, report: Report) -> None:
        """Refuse to publish a page that may have been made from two states of a file."""
        now = self._read_inputs()
        changed = sorted(
            name for name in now.keys() | self._inputs if now.get(name) != self._inputs.get(name)
        )
        if hash_file(report.notebook) != self._made_from(report)["notebook"]:
            changed.append(report.notebook.name)
        if changed:
            raise PublishError(
                f"{changed[0]} changed while the build ran: pages finished before stay; build again to continue"
            )

    def _fault(self, report: Report, output: Output) -> str:
        """Return why what came of a report must not be published, or nothing.

        What was read and imported counts, and not what the files hold now: one may have changed and changed
        back meanwhile, or a cell may have read other data.
        """
        unknown = sorted({*output.files, *output.hashes} - {*ENDINGS})
        if unknown:
            return f"a file that ends in .{unknown[0]} came back, which no report has"
        if any(hash_bytes(content) != output.hashes.get(ending) for ending, content in output.files.items()):
            return "its files were damaged on their way"
        before = {**self._code, **self._inputs, **self._beside[report.name]}
        seen = output.seen
        wrong = [name for name, hashes in seen.inputs.items() if {*hashes} != {before.get(name)}]
        wrong += [name for name, hashes in seen.others.items() if {*hashes} != {hash_beside(report, name)}]
        if wrong:
            return (
                f"it was made from another {shown(min(wrong))} than the build found: the file changed and changed "
                "back meanwhile, or a cell reads it elsewhere; build again"
            )
        return ""

    def _publish(self, report: Report, output: Output, seconds: float) -> Entry:
        """Write all files to the disk, then remove the old page, record, and publish, the page last.

        So no page is ever there that the ledger does not know, or beside another run's files; and a full disk
        removes no page.
        """
        entry = self._entry(report, "built", self._reasons[report.name], seconds)
        read = {name: "".join(hashes) for name, hashes in sorted(output.seen.others.items())}
        entry = dataclasses.replace(
            entry, facts=facts_text(output.basis), hashes=output.hashes, read=read, reach=output.reach
        )
        paths = {ending: file_of(self._out, report, ending) for ending in output.files}
        staged = {ending: stage(paths[ending], content) for ending, content in output.files.items()}
        remove(file_of(self._out, report, "html"))
        self._record(entry)
        for ending in sorted(staged, key=lambda ending: ending == "html"):
            put(staged[ending], paths[ending])
        return entry

    def _withdraw(self, report: Report, outcome: Outcome, reason: str, seconds: float = 0.0) -> Entry:
        """Remove the page before the ledger records it as gone, so that no unknown page is ever there."""
        entry = self._entry(report, outcome, reason, seconds)
        before = self._ledger.entries.get(report.name)
        remove(file_of(self._out, report, "html"))
        if before is not None or outcome == "failed":
            self._record(entry)
        for ending in ENDINGS:
            remove(file_of(self._out, report, ending))
        return entry

    def _record(self, entry: Entry) -> None:
        append_entry(self._out / LEDGER, entry)
        self._saved = None  # superseded lines
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
        """Return the hashes of what a report depends on, as of before this build began it."""
        if report.name not in self._origins:
            self._beside[report.name] = tables_beside(report)
            if report.notebook not in self._notebooks:
                self._notebooks[report.notebook] = hash_file(report.notebook)
            self._origins[report.name] = made_from(report, self._inputs, self._notebooks[report.notebook])
        return self._origins[report.name]


def _check_reports(reports: Sequence[Report]) -> None:
    names = Counter(report.name for report in reports)
    twice = sorted(name for name, times in names.items() if times > 1)
    if twice:
        raise PublishError(f"two reports would be written to the same page: {', '.join(twice)}")
    for notebook in dict.fromkeys(report.notebook for report in reports):
        check_parameters(notebook, *(report.parameters for report in reports if report.notebook == notebook))


def _copy(ledger: Ledger) -> Ledger:
    """Return a ledger that stays as this one is now."""
    return dataclasses.replace(ledger, entries=dict(ledger.entries), signed=dict(ledger.signed))


def _clear_stale(out: Path) -> None:
    """End the processes and remove the files that a killed build left behind."""
    for folder in stale_folders(out):
        from helpers.publish.run.engine import release

        for workspace in folder.iterdir():
            release(workspace)
        remove_temporary(folder)
    for file in stale_files(out):
        remove(file)


@contextlib.contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Turn Ctrl-C, SIGTERM and SIGHUP into an event, so that neither cuts a page or the ledger in two."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may handle signals
        yield stop
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, *ends())}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
