"""Worker processes that make reports, each report in a workspace of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Protocol

import pebble
import psutil
from pebble.pool.process import WORKERS_NAME

from helpers.publish.errors import PublishError
from helpers.publish.report import Report
from helpers.publish.run import server
from helpers.publish.run.engine import EngineName, interrupt_blocked, last_cell, release, settled, warm_up
from helpers.publish.run.notebook import one_line
from helpers.publish.workers.task import Basis, Made, begin, downloads_of, look, make

_ATTEMPTS = 2
_RECYCLED = 20  # reports that a long-lived process makes before it is replaced, lest it gather what they left


@dataclass(frozen=True)
class Limits:
    """What one report may use: seconds of time and megabytes (1,000,000 bytes) of memory."""

    seconds: float = 600
    megabytes: int = 4000


@dataclass(frozen=True)
class Way:
    """How reports are made: how many at once, by which engine, with which modules imported before, within what limits.

    ``fork`` is False where long-lived processes must take the place of forked ones.
    """

    workers: int
    engine: EngineName = "warm"
    preload: tuple[str, ...] = ()
    limits: Limits = Limits()
    fork: bool = server.FORKS

    @property
    def forks(self) -> bool:
        """Whether each report gets a process forked from a warm one."""
        return self.fork and self.engine == "warm"


class Makers(Protocol):
    """Whoever makes reports: the processes of this machine, or a cluster."""

    @property
    def busy(self) -> bool:
        """Whether any report is at work."""

    @property
    def full(self) -> bool:
        """Whether as many reports are at work as can be."""

    def begin(self, report: Report) -> None:
        """Set to work on a report."""

    def finished(self, patience: float) -> Iterator[tuple[Report, Made | str, float]]:
        """Yield each report that is done, what was made or why not, and its seconds; wait ``patience`` seconds."""

    def look(self, reports: Sequence[Report]) -> list[Basis]:
        """Say for each report what it rests on as the data are now, without running its notebook."""

    def downloads(self, title: str, summaries: Sequence[Path], folder: Path) -> dict[str, Path]:
        """Write the files to take away of several published reports together into a folder; return them by ending."""

    def dismiss(self) -> None:
        """Give up what is at work, and leave nothing running."""


@dataclass(frozen=True)
class Job:
    """One report at work: its folder, and when it began by ``time.monotonic``."""

    report: Report
    workspace: Path
    began: float | None = None
    attempt: int = 1


class Crew:
    """Makes reports in processes of this machine, each in a workspace of its own inside ``folder``.

    A worker that dies is its own report's failure: it is replaced, and whatever it had started is ended.
    """

    def __init__(self, way: Way, folder: Path) -> None:
        self._way = way
        self._folder = folder
        self._jobs: dict[Future[Made], Job] = {}
        # Never forked from this process, which has threads.
        self._context = server.context(way.preload, way.forks)
        self._pool: pebble.ProcessPool | None = None

    @property
    def busy(self) -> bool:
        """Whether any report is at work."""
        return bool(self._jobs)

    @property
    def full(self) -> bool:
        """Whether as many reports are at work as there are workers."""
        return len(self._jobs) >= self._way.workers

    def begin(self, report: Report) -> None:
        """Set a worker to a report."""
        try:
            workspace = tempfile.mkdtemp(prefix=f"{report.folder}.{report.slug}.", dir=self._folder)
        except OSError as error:
            raise PublishError(f"cannot write into {self._folder}: {error.strerror}") from error
        self._schedule(Job(report, Path(workspace)))

    def give_up(self, report: Report) -> None:
        """Stop work on a report, and leave nothing of it running."""
        for future in [future for future, job in self._jobs.items() if job.report == report]:
            job = self._jobs.pop(future)
            future.cancel()  # which ends the worker
            release(job.workspace)
            shutil.rmtree(job.workspace, ignore_errors=True)

    def finished(self, patience: float) -> Iterator[tuple[Report, Made | str, float]]:
        """Yield each report that is done, what was made or why not, and its seconds; wait ``patience`` seconds."""
        done, _ = wait(self._jobs, timeout=patience, return_when=FIRST_COMPLETED)
        for future in [*done, *self._overdue()]:
            job = self._jobs.pop(future)
            answer = self._answer(future, job)
            if isinstance(answer, Job):
                self._schedule(answer)
            else:
                shutil.rmtree(job.workspace, ignore_errors=True)
                yield job.report, answer, time.monotonic() - (job.began or time.monotonic())

    def look(self, reports: Sequence[Report]) -> list[Basis]:
        """Say for each report what it rests on as the data are now. Raises PublishError where the data will not do."""
        size = -(-len(reports) // (2 * self._way.workers)) or 1
        parts = [reports[start : start + size] for start in range(0, len(reports), size)]
        tasks = [self._open().schedule(look, args=(list(part),)) for part in parts]
        with _dying("read the data"):
            return [basis for task in tasks for basis in task.result()]

    def downloads(self, title: str, summaries: Sequence[Path], folder: Path) -> dict[str, Path]:
        """Write the files to take away of several published reports together into a folder; return them by ending."""
        task = self._open().schedule(downloads_of, args=(title, list(summaries), folder))
        with _dying("gathered the figures of all areas"):
            found: dict[str, Path] = task.result()
        return found

    def dismiss(self) -> None:
        """Stop the workers and whatever they started, at once; what is at work is given up."""
        if self._pool is not None and self._jobs:
            self._pool.stop()  # so that it engages no others
            self._kill()
        self._stop_pool()
        self._jobs.clear()
        if self._way.forks:
            server.cool_down()

    def _answer(self, future: Future[Made], job: Job) -> Made | str | Job:
        """What came of a job; or the job again, if its worker died before it took it up."""
        if not future.done():
            future.cancel()  # which ends the worker
            release(job.workspace)
            return (
                f"{last_cell(job.workspace)}: not done after {self._way.limits.seconds:g} seconds, the limit"
            )
        error = future.exception()
        if error is None:
            return future.result()
        release(job.workspace)
        if isinstance(error, BrokenProcessPool) and job.attempt < _ATTEMPTS:
            # A worker that dies before it takes up a report breaks the pool for all that wait.
            return dataclasses.replace(job, attempt=job.attempt + 1, began=None)
        return _reason(error, job)

    def _overdue(self) -> Iterable[Future[Made]]:
        """The jobs over their time, by the clock that no one can set; it starts when a worker takes the job up."""
        now, found = time.monotonic(), []
        for future, job in self._jobs.items():
            if job.began is None and future.running():
                self._jobs[future] = dataclasses.replace(job, began=now)
            elif job.began is not None and now - job.began > self._way.limits.seconds and not future.done():
                found.append(future)
        return found

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
        self._jobs[self._open().schedule(make, args=(job.report, job.workspace, self._way.engine))] = job

    def _open(self) -> pebble.ProcessPool:
        if self._pool is None or not self._pool.active:
            self._stop_pool()
            self._pool = _start_pool(self._way, self._context)
        return self._pool

    def _stop_pool(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


def _start_pool(way: Way, context: server.Context) -> pebble.ProcessPool:
    if not way.forks:
        warm_up()
    pool = pebble.ProcessPool(
        # A fork serves one report: as many again stand ready, so that none has to wait for its process.
        max_workers=2 * way.workers if way.forks else way.workers,
        max_tasks=1 if way.forks else _RECYCLED,
        initializer=begin,
        initargs=(way.engine, way.preload, way.limits.megabytes),
        context=context,
    )
    resource_tracker.ensure_running()  # which unblocks the signal, were it to happen below
    with interrupt_blocked(), settled():
        started = pool.active
    if not started:
        raise PublishError(
            "no worker process could be started: the machine may be out of memory or processes"
        )
    return pool


@contextlib.contextmanager
def _dying(doing: str) -> Iterator[None]:
    """Say in one sentence that a worker died meanwhile."""
    try:
        yield
    except (pebble.ProcessExpired, BrokenProcessPool) as error:
        raise PublishError(f"a worker process died while it {doing}, perhaps out of memory") from error


def _reason(error: BaseException, job: Job) -> str:
    if isinstance(error, PublishError):
        return str(error)
    if isinstance(error, pebble.ProcessExpired):
        where = last_cell(job.workspace)
        return f"{where}: its worker process died (exit code {error.exitcode}), perhaps out of memory"
    if isinstance(error, BrokenProcessPool):
        return f"its worker process died before it began, {_ATTEMPTS} times"
    return one_line(f"{type(error).__name__}: {error}")
