"""Worker processes that make reports, each report in a workspace of its own."""

import contextlib
import dataclasses
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

import pebble
import psutil
from pebble.pool.process import WORKERS_NAME

from helpers.publish.engine import interrupt_blocked, last_cell, release, run
from helpers.publish.errors import PublishError
from helpers.publish.files import hash_bytes, write_synced
from helpers.publish.notebook import check_complete, normalise, one_line, to_json
from helpers.publish.report import Report

_ATTEMPTS = 2


@dataclass(frozen=True)
class Made:
    """A report's two files, complete and checked, in a temporary folder on the disk of their destination."""

    notebook: Path
    page: Path
    notebook_sha256: str
    page_sha256: str


@dataclass(frozen=True)
class Job:
    """One report at work or done: its folder, and when it began by ``time.monotonic``."""

    report: Report
    workspace: Path
    began: float
    attempt: int = 1


def make(report: Report, workspace: Path) -> Made:
    """Run, check and render one report in the current process, leaving its files in its workspace.

    Raises PublishError with the cell and the reason, or with what is wrong with the page.
    """
    from helpers.publish.pages import render  # nbconvert takes two seconds to import: for workers only

    executed = run(report, workspace)
    check_complete(executed)
    nb = normalise(executed, report)
    contents = {"notebook.ipynb": to_json(nb).encode(), "page.html": render(nb, report).encode()}
    for name, content in contents.items():
        write_synced(workspace / name, content)
    hashes = [hash_bytes(content) for content in contents.values()]
    return Made(workspace / "notebook.ipynb", workspace / "page.html", *hashes)


class Crew:
    """Makes up to ``workers`` reports at once, each in a workspace of its own inside ``folder``.

    A worker that dies is its own report's failure: it is replaced, and whatever it had started is ended.
    """

    def __init__(self, workers: int, folder: Path) -> None:
        self._workers = workers
        self._folder = folder
        self._jobs: dict[Future[Made], Job] = {}
        self._pool: pebble.ProcessPool | None = None

    @property
    def busy(self) -> bool:
        """Whether any report is at work."""
        return bool(self._jobs)

    @property
    def full(self) -> bool:
        """Whether as many reports are at work as there are workers."""
        return len(self._jobs) >= self._workers

    def begin(self, report: Report) -> None:
        """Set a worker to a report."""
        workspace = self._folder / f"{report.folder}.{report.slug}"
        workspace.mkdir()
        self._schedule(Job(report, workspace, time.monotonic()))

    def finished(self, patience: float) -> Iterator[tuple[Job, Made | str]]:
        """Yield each report that is done, with what was made or why not; wait ``patience`` seconds."""
        done, _ = wait(self._jobs, timeout=patience, return_when=FIRST_COMPLETED)
        for future in done:
            job = self._jobs.pop(future)
            error = future.exception()
            if error is not None:
                release(job.workspace)
            if isinstance(error, BrokenProcessPool) and job.attempt < _ATTEMPTS:
                # A worker that dies before it takes up a report breaks the pool for all that wait.
                self._schedule(dataclasses.replace(job, attempt=job.attempt + 1))
            else:
                yield job, future.result() if error is None else _reason(error, job)

    def dismiss(self) -> None:
        """Stop the workers and whatever they started, at once; what is at work is given up."""
        if self._pool is not None and self._jobs:
            self._pool.stop()  # so that it engages no others
            self._kill()
        self._stop_pool()
        self._jobs.clear()

    def _kill(self) -> None:
        """Kill workers and kernels, in an order in which neither lives to complain of it on stderr."""
        workers = [child.pid for child in multiprocessing.active_children() if child.name == WORKERS_NAME]
        for end in (psutil.Process.suspend, psutil.Process.kill):
            for worker in filter(None, workers):
                with contextlib.suppress(psutil.NoSuchProcess):
                    end(psutil.Process(worker))
            for job in self._jobs.values():
                release(job.workspace)

    def _schedule(self, job: Job) -> None:
        if self._pool is None or not self._pool.active:
            self._stop_pool()
            self._pool = _start_pool(self._workers)
        self._jobs[self._pool.schedule(make, args=(job.report, job.workspace))] = job

    def _stop_pool(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


def _start_pool(workers: int) -> pebble.ProcessPool:
    # Spawned, not forked: a worker starts threads of its own and must not inherit half of another's.
    pool = pebble.ProcessPool(max_workers=workers, context=multiprocessing.get_context("spawn"))
    resource_tracker.ensure_running()  # which unblocks the signal, were it to happen below
    with interrupt_blocked():
        started = pool.active
    if not started:
        raise PublishError(
            "no worker process could be started: the machine may be out of memory or processes"
        )
    return pool


def _reason(error: BaseException, job: Job) -> str:
    if isinstance(error, PublishError):
        return str(error)
    if isinstance(error, pebble.ProcessExpired):
        where = last_cell(job.workspace)
        return f"{where}: its worker process died (exit code {error.exitcode}), perhaps out of memory"
    if isinstance(error, BrokenProcessPool):
        return f"its worker process died before it began, {_ATTEMPTS} times"
    return one_line(f"{type(error).__name__}: {error}")
