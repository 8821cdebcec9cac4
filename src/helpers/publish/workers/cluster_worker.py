"""What a worker process of a cluster does: its threads share one local executor, which stays warm.

Dask's threads are never forked: the executor forks its reports from a server of its own, and a report that
dies takes neither the worker nor its other reports with it. No file is shared with the machine that builds: a
notebook comes as bytes, the finished files go back as bytes, and all else that counts must be the same here.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dask.context import thread_state
from distributed import Worker, WorkerPlugin, get_worker

from helpers.publish.ledger import current_versions, hash_json, publisher_hash
from helpers.publish.report import Report
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor
from helpers.publish.workers.task import Output

Inputs = Callable[[], Mapping[str, str]]

_POLL_INTERVAL = 0.02  # seconds between two looks at what the executor has finished
_PLUGIN = "briefings"
_STOPPED = "its worker was stopped"


@dataclass(frozen=True)
class Job:
    """What a build asks of the workers.

    The number of workers in ``options`` does not count: each process has as many as it has threads.
    ``inputs`` is a function of a module that both sides have; a worker that calls it gets the hashes of its
    own files. ``project`` is the hash of the build's own ``project(inputs)``.
    """

    options: Options
    inputs: Inputs
    project: str


@dataclass(frozen=True)
class Mismatch:
    """The answer of a worker with a different version of the project: its address, and what it has."""

    worker: str
    project: Mapping[str, str]


def project(inputs: Inputs) -> dict[str, str]:
    """Return the version or hash, as on the disk now, of all that must be the same on both sides, by name."""
    # Past the caches: a worker lives longer than a version of the project.
    versions = current_versions.__wrapped__()
    return {**inputs(), **versions, "the publisher's own code": publisher_hash.__wrapped__()}


def produce_on_worker(job: Job, report: Report, notebook: bytes) -> tuple[Output | str, float] | Mismatch:
    """Build a report from a notebook's bytes; return its output or why it failed, and the seconds it took.

    The project is compared before and after, so that nothing is made from two states of a file.
    """
    worker = get_worker()
    mismatch = _mismatch(job, worker)
    if mismatch:
        return mismatch
    with tempfile.TemporaryDirectory(prefix="briefing-", dir=worker.local_directory) as folder:
        path = Path(folder) / report.notebook.name
        path.write_bytes(notebook)
        answer = _shared.produce(job, dataclasses.replace(report, notebook=path), worker)
    return _mismatch(job, worker) or answer


class _SharedExecutor:
    """The executor of this process, for one set of options and one state of the project at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: LocalExecutor | None = None
        self._serves: tuple[Options, str] | None = None
        self._answers: dict[Path, tuple[Output | str, float]] = {}

    def produce(self, job: Job, report: Report, worker: Worker) -> tuple[Output | str, float]:
        """Submit a report, whose notebook is a file of its own, and wait; cancel it once no one wants it."""
        with self._executor_for(job, worker) as executor:
            executor.submit(report)
        while _is_wanted(worker):
            with self._lock:
                if self._executor is not executor:
                    return _STOPPED, 0.0
                for done, result, seconds in executor.finished(0):
                    self._answers[done.notebook] = result, seconds
                if report.notebook in self._answers:
                    return self._answers.pop(report.notebook)
            time.sleep(_POLL_INTERVAL)
        with self._lock:
            executor.cancel(report)
            self._answers.pop(report.notebook, None)
        return _STOPPED, 0.0

    def close(self) -> None:
        """Close the executor, whatever is in progress."""
        with self._lock:
            self._stop()

    @contextlib.contextmanager
    def _executor_for(self, job: Job, worker: Worker) -> Iterator[LocalExecutor]:
        """Hold the executor that a job asks for, once no other build needs the one that is here."""
        wanted = job.options, job.project
        while True:
            with self._lock:
                if self._executor is None or (self._serves != wanted and not self._executor.busy):
                    self._start(job, worker)
                if self._executor is not None and self._serves == wanted:
                    yield self._executor
                    return
            time.sleep(_POLL_INTERVAL)

    def _start(self, job: Job, worker: Worker) -> None:
        self._stop()
        _allow_children()
        options = dataclasses.replace(job.options, workers=worker.state.nthreads)
        folder = Path(tempfile.mkdtemp(prefix="briefings-", dir=worker.local_directory))
        self._executor = LocalExecutor(options, folder)
        self._serves = job.options, job.project
        if _PLUGIN not in worker.plugins:
            worker.loop.add_callback(worker.plugin_add, _CloseWithWorker(), _PLUGIN)

    def _stop(self) -> None:
        if self._executor is not None:
            self._executor.close()
        self._executor = self._serves = None
        self._answers.clear()


class _CloseWithWorker(WorkerPlugin):
    """A hook that closes the executor with its worker, on this worker alone: the scheduler keeps nothing."""

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  -- Dask passes it by name
        _shared.close()


_shared = _SharedExecutor()


def _mismatch(job: Job, worker: Worker) -> Mismatch | None:
    here = project(job.inputs)
    return None if hash_json(here) == job.project else Mismatch(worker.address, here)


def _allow_children() -> None:
    """Let this process have child processes.

    A nanny forbids them, and each of them would begin by importing Dask's command.
    """
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    main = sys.modules["__main__"]
    main.__file__ = main.__spec__ = None


def _is_wanted(worker: Worker) -> bool:
    """Return whether this thread's task is still to be done: not once its build cancelled it or is gone."""
    task = worker.state.tasks.get(thread_state.key)
    return task is not None and task.state == "executing"
