"""The executor of this machine: worker processes that build reports, each in a workspace of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pebble
import psutil
from pebble.pool.process import WORKERS_NAME

from helpers.publish.errors import PublishError
from helpers.publish.notebook import one_line
from helpers.publish.report import Report
from helpers.publish.run import fork_server
from helpers.publish.run.engine import (
    fixed_environment,
    interrupt_blocked,
    last_cell,
    prepare_matplotlib,
    release,
)
from helpers.publish.workers.executor import Options
from helpers.publish.workers.task import (
    Basis,
    Found,
    Output,
    examine,
    prepare_process,
    produce,
    working,
    write_downloads,
)

_POLL_INTERVAL = 0.1  # seconds
_REPORTS_TO_EXAMINE = 64  # at least in one process: what several rest on is worked out once
_NOT_STARTED = "no worker process could be started: "
_MOST_ATTEMPTS = 2
_FILES, _FILES_PER_PROCESS = 32, 8
_TIME_TO_REPORT = 1.0  # seconds in which the pool learns of a process that ended
_REPORTS_PER_PROCESS = 20  # before a long-lived process is replaced, so that leftovers do not pile up


@dataclass(frozen=True)
class Attempt:
    """One attempt to build a report: its folder, and by ``time.monotonic`` when it began.

    ``missed`` is when its process was first found to be no more.
    """

    report: Report
    workspace: Path
    began: float | None = None
    number: int = 1
    missed: float | None = None


class LocalExecutor:
    """Builds reports in processes of this machine, each in a workspace of its own inside ``folder``.

    A worker that dies fails only its own report: it is replaced, and whatever it had started is ended.
    """

    def __init__(self, options: Options, folder: Path) -> None:
        self._options = options
        self._folder = folder
        self._attempts: dict[Future[Output], Attempt] = {}
        self._bases: dict[str, Basis | None] = {}  # of what was examined
        # Never forked from this process, which has threads.
        self._context = fork_server.context(options.preload, options.forks)
        self._pool: pebble.ProcessPool | None = None

    @property
    def busy(self) -> bool:
        """Whether any report is in progress."""
        return bool(self._attempts)

    @property
    def full(self) -> bool:
        """Whether as many reports are in progress as there are workers."""
        return len(self._attempts) >= self._options.workers

    def submit(self, report: Report) -> None:
        """Start work on a report."""
        try:
            workspace = tempfile.mkdtemp(prefix=f"{report.folder}.{report.slug}.", dir=self._folder)
        except OSError as error:
            raise PublishError(f"cannot write into {self._folder}: {error.strerror}") from error
        self._schedule(Attempt(report, Path(workspace)))

    def cancel(self, report: Report) -> None:
        """Stop work on a report, and leave nothing of it running."""
        for future in [future for future, attempt in self._attempts.items() if attempt.report == report]:
            attempt = self._attempts.pop(future)
            future.cancel()  # which ends the worker
            release(attempt.workspace)
            shutil.rmtree(attempt.workspace, ignore_errors=True)

    def finished(self, timeout: float) -> Iterator[tuple[Report, Output | str, float]]:
        """Yield each report that is done, its output or why it failed, and its seconds.

        Waits up to ``timeout`` seconds for the first.
        """
        done, _ = wait(self._attempts, timeout=timeout, return_when=FIRST_COMPLETED)
        self._continue_server()
        for future in dict.fromkeys([*done, *self._overdue(), *self._ended(), *self._stranded()]):
            attempt = self._attempts.pop(future)
            result = self._result(future, attempt)
            if isinstance(result, Attempt):
                self._schedule(result)
            else:
                shutil.rmtree(attempt.workspace, ignore_errors=True)
                yield attempt.report, result, time.monotonic() - (attempt.began or time.monotonic())

    def examine(self, reports: Sequence[Report], reaches: Sequence[str]) -> list[Found]:
        """Return what each report rests on as the data are now, unless its reach is that of before.

        Raises PublishError if the data cannot be trusted.
        """
        size = max(_REPORTS_TO_EXAMINE, -(-len(reports) // (2 * self._options.workers)))
        parts = [slice(start, start + size) for start in range(0, len(reports), size)]
        tasks = [
            self._open().schedule(examine, args=(list(reports[part]), list(reaches[part]))) for part in parts
        ]
        with _death_reported("read the data"):
            examined: list[Found] = [current for task in tasks for current in self._await(task)]
        self._bases = {report.name: current.basis for report, current in zip(reports, examined, strict=True)}
        return examined

    def downloads(self, title: str, summaries: Sequence[Path], folder: Path) -> dict[str, Path]:
        """Write the downloads for several published reports together into a folder; return them by ending."""
        task = self._open().schedule(write_downloads, args=(title, list(summaries), folder))
        with _death_reported("gathered the figures of all areas"):
            written: dict[str, Path] = self._await(task)
        return written

    def close(self) -> None:
        """Stop the workers and whatever they started, at once; abandon what is in progress."""
        self._continue_server()
        if self._pool is not None and self._attempts:
            self._pool.stop()  # so that it starts no others
            self._kill()
        self._stop_pool()
        self._attempts.clear()
        if self._options.forks:
            fork_server.stop_server()

    def _continue_server(self) -> None:
        if self._options.forks:
            fork_server.continue_server()

    def _await(self, task: Future[Any]) -> Any:
        """Return what a task returns; raise BrokenProcessPool if the pool broke before it was taken up."""
        while not wait([task], timeout=_POLL_INTERVAL).done:
            self._continue_server()
            if self._pool is None or not (self._pool.active or task.done()):
                raise BrokenProcessPool
        return task.result()

    def _result(self, future: Future[Output], attempt: Attempt) -> Output | str | Attempt:
        """Return the output or why it failed; or another attempt, if the worker died before it began."""
        error: BaseException | None = BrokenProcessPool() if not (self._pool and self._pool.active) else None
        if not future.done() and error is None:
            where, ended = last_cell(attempt.workspace), attempt.missed is not None
            future.cancel()  # which ends the worker
            release(attempt.workspace)
            if ended:
                return f"{where}: it ended its process, as if all were done (exit code 0)"
            return f"{where}: not done after {self._options.limits.seconds:g} seconds, the limit"
        error = future.exception() if future.done() else error
        if error is None:
            return future.result()
        release(attempt.workspace)
        if isinstance(error, BrokenProcessPool) and attempt.number < _MOST_ATTEMPTS:
            # A worker that dies before it takes up a report breaks the pool for all that wait.
            return dataclasses.replace(attempt, number=attempt.number + 1, began=None)
        return _reason(error, attempt)

    def _overdue(self) -> Iterable[Future[Output]]:
        """Return the attempts that are over their time limit.

        The time counts from when a worker takes the attempt up, by a clock that no one can set.
        """
        now, limit = time.monotonic(), self._options.limits.seconds
        for future, attempt in self._attempts.items():
            if attempt.began is None and future.running():
                self._attempts[future] = dataclasses.replace(attempt, began=now)
        return [
            future
            for future, attempt in self._attempts.items()
            if attempt.began is not None and now - attempt.began > limit and not future.done()
        ]

    def _ended(self) -> Iterable[Future[Output]]:
        """Return the attempts whose worker ended itself with exit code 0, for the pool its usual end.

        Of any other end the pool reports the exit code, and is given the time for it.
        """
        now = time.monotonic()
        for future, attempt in self._attempts.items():
            worker = working(attempt.workspace) if attempt.missed is None else None
            if worker is not None and not psutil.pid_exists(worker):
                self._attempts[future] = dataclasses.replace(attempt, missed=now)
        return [
            future
            for future, attempt in self._attempts.items()
            if attempt.missed is not None and now - attempt.missed > _TIME_TO_REPORT and not future.done()
        ]

    def _stranded(self) -> Iterable[Future[Output]]:
        """Return the attempts of a pool that broke: it would leave those that it had not taken up."""
        if self._pool is None or self._pool.active:
            return []
        return [future for future in self._attempts if not future.done()]

    def _kill(self) -> None:
        """Kill workers and kernels, in an order in which neither lives to complain of it on stderr."""
        workers = [child.pid for child in multiprocessing.active_children() if child.name == WORKERS_NAME]
        for end in (psutil.Process.suspend, psutil.Process.kill):
            for worker in filter(None, workers):
                with contextlib.suppress(psutil.NoSuchProcess):
                    end(psutil.Process(worker))
            for attempt in self._attempts.values():
                release(attempt.workspace)

    def _schedule(self, attempt: Attempt) -> None:
        report = attempt.report
        arguments = (report, attempt.workspace, self._options.engine, self._bases.get(report.name))
        self._attempts[self._open().schedule(produce, args=arguments)] = attempt

    def _open(self) -> pebble.ProcessPool:
        if self._pool is None or not self._pool.active:
            self._stop_pool()
            self._pool = _start_pool(self._options, self._context)
        return self._pool

    def _stop_pool(self) -> None:
        if self._pool is not None:
            with _server_kept_going(self._options):
                self._pool.stop()
                self._pool.join()
            self._pool = None


def _start_pool(options: Options, context: fork_server.Context) -> pebble.ProcessPool:
    if not options.forks:
        prepare_matplotlib()
    # A fork serves one report: as many again stand ready, so that none has to wait for its process.
    processes = 2 * options.workers if options.forks else options.workers
    try:
        allow_open_files(_FILES + _FILES_PER_PROCESS * processes)
    except PublishError as error:
        raise PublishError(f"{_NOT_STARTED}{error}, or take fewer --workers") from error
    pool = pebble.ProcessPool(
        max_workers=processes,
        max_tasks=1 if options.forks else _REPORTS_PER_PROCESS,
        initializer=prepare_process,
        initargs=(options.engine, options.preload, options.limits.megabytes),
        context=context,
    )
    try:
        with interrupt_blocked():
            resource_tracker.ensure_running()  # it unblocks SIGINT as it starts, so it must not start below
        with interrupt_blocked(), fixed_environment(), _server_kept_going(options):
            started = pool.active
    except (
        OSError,
        RuntimeError,
    ) as error:  # BrokenProcessPool is a RuntimeError, and so is a lack of threads
        _kill_workers()
        raise PublishError(_NOT_STARTED + _cause(error)) from error
    if not started:
        raise PublishError(f"{_NOT_STARTED}the machine may be out of memory or processes")
    return pool


def _server_kept_going(options: Options) -> contextlib.AbstractContextManager[None]:
    return fork_server.server_kept_going() if options.forks else contextlib.nullcontext()


def allow_open_files(wanted: int) -> None:
    """Let this process and its children open so many files; raise PublishError if they may not.

    Where the limit is met, what is started ends with a trace, or waits without end.
    """
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY != soft < wanted:
        if resource.RLIM_INFINITY != hard < wanted:
            raise PublishError(
                f"a process may open {hard} files only, and {wanted} are needed: raise the limit (ulimit -n)"
            )
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _cause(error: BaseException) -> str:
    """Return what the system said, of which the pool keeps the error that it met."""
    error = error.__cause__ or error
    if isinstance(error, EOFError):
        return "the process that starts them ended: out of open files, processes or memory (see ulimit), or by a module that it imports"
    if not isinstance(error, OSError) or error.strerror is None:
        return one_line(f"{error}") or type(error).__name__
    places = {
        errno.EROFS: " (they share locks in /dev/shm)",
        errno.ENOSPC: " (they share locks in /dev/shm)",
        errno.ENOENT: " (is the working directory still there?)",
        errno.EMFILE: " (see ulimit -n)",
        errno.EAGAIN: " (see ulimit -u)",
    }
    return error.strerror + places.get(error.errno or 0, "")


def _kill_workers() -> None:
    for child in multiprocessing.active_children():
        if child.name == WORKERS_NAME:
            child.kill()


@contextlib.contextmanager
def _death_reported(doing: str) -> Iterator[None]:
    """Report in one sentence that a worker died meanwhile."""
    try:
        yield
    except (pebble.ProcessExpired, BrokenProcessPool) as error:
        raise PublishError(f"a worker process died while it {doing}, perhaps out of memory") from error


def _reason(error: BaseException, attempt: Attempt) -> str:
    if isinstance(error, PublishError):
        return str(error)
    if isinstance(error, pebble.ProcessExpired):
        where = last_cell(attempt.workspace)
        return f"{where}: its worker process died (exit code {error.exitcode}), perhaps out of memory"
    if isinstance(error, BrokenProcessPool):
        return f"its worker process died before it began, {_MOST_ATTEMPTS} times"
    return one_line(f"{type(error).__name__}: {error}")
