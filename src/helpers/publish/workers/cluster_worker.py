"""What a worker process of a cluster does: it has one crew, which its threads share and which stays warm.

Dask's threads are never forked: the crew forks its reports from a server of its own, and a report that dies
takes neither the worker nor its other reports with it. No file is shared with the machine that builds: a
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dask.context import thread_state
from distributed import Worker, WorkerPlugin, get_worker

from helpers.publish.ledger import current_versions, hash_json, publisher_hash
from helpers.publish.report import Report
from helpers.publish.workers.local import Crew, Way
from helpers.publish.workers.task import Basis, Made

Inputs = Callable[[], Mapping[str, str]]

_PATIENCE = 0.02  # seconds between looks at what the crew has finished
_PLUGIN = "briefings"
_CLOSED = "its worker was stopped"


@dataclass(frozen=True)
class Order:
    """How a build wants its reports made.

    The number of workers in ``way`` does not count: each station has as many as its process has threads.
    ``inputs`` is a function of a module that both sides have; called there it gives the file hashes of there.
    ``project`` is the hash of the build's own ``project(inputs)``.
    """

    way: Way
    inputs: Inputs
    project: str


@dataclass(frozen=True)
class Refused:
    """The answer of a worker whose project is another: its address, and what it has."""

    worker: str
    project: Mapping[str, str]


def project(inputs: Inputs) -> dict[str, str]:
    """Name all that must be the same on both sides, and its version or hash, as it stands on the disk now."""
    # Past the caches: a worker lives longer than a version of the project.
    versions = current_versions.__wrapped__()
    return {**inputs(), **versions, "the publisher's own code": publisher_hash.__wrapped__()}


def make_there(order: Order, report: Report, notebook: bytes) -> tuple[Made | str, float] | Refused:
    """Make a report of a notebook's bytes: what was made or why not, and the seconds it took.

    The project is compared before and after, so that nothing is made from two states of a file.
    """
    worker = get_worker()
    refused = _refusal(order, worker)
    if refused:
        return refused
    with tempfile.TemporaryDirectory(prefix="briefing-", dir=worker.local_directory) as folder:
        path = Path(folder) / report.notebook.name
        path.write_bytes(notebook)
        answer = _station.make(order, dataclasses.replace(report, notebook=path), worker)
    return _refusal(order, worker) or answer


def look_there(order: Order, reports: Sequence[Report]) -> list[Basis] | Refused:
    """Say for each report what it rests on, as ``Crew.look`` does."""
    worker = get_worker()
    return _refusal(order, worker) or _station.look(order, reports, worker)


class _Station:
    """The crew of this process, for one way of making and one state of the project at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._crew: Crew | None = None
        self._serves: tuple[Way, str] | None = None
        self._answers: dict[Path, tuple[Made | str, float]] = {}

    def make(self, order: Order, report: Report, worker: Worker) -> tuple[Made | str, float]:
        """Have the crew make a report, whose notebook is its own file, and wait; give it up once no one wants it."""
        with self._crew_for(order, worker) as crew:
            crew.begin(report)
        while _wanted(worker):
            with self._lock:
                if self._crew is not crew:
                    return _CLOSED, 0.0
                for done, answer, seconds in crew.finished(0):
                    self._answers[done.notebook] = answer, seconds
                if report.notebook in self._answers:
                    return self._answers.pop(report.notebook)
            time.sleep(_PATIENCE)
        with self._lock:
            crew.give_up(report)
            self._answers.pop(report.notebook, None)
        return _CLOSED, 0.0

    def look(self, order: Order, reports: Sequence[Report], worker: Worker) -> list[Basis]:
        """Have the crew look at what reports rest on."""
        with self._crew_for(order, worker) as crew:
            return crew.look(reports)

    def close(self) -> None:
        """Dismiss the crew, whatever it does."""
        with self._lock:
            self._dismiss()

    @contextlib.contextmanager
    def _crew_for(self, order: Order, worker: Worker) -> Iterator[Crew]:
        """Hold the crew that an order asks for, once no other build needs the one that is here."""
        while True:
            with self._lock:
                if self._crew is None or (self._serves != (order.way, order.project) and not self._crew.busy):
                    self._engage(order, worker)
                if self._crew is not None and self._serves == (order.way, order.project):
                    yield self._crew
                    return
            time.sleep(_PATIENCE)

    def _engage(self, order: Order, worker: Worker) -> None:
        self._dismiss()
        _become_parent()
        way = dataclasses.replace(order.way, workers=worker.state.nthreads)
        self._crew = Crew(way, Path(tempfile.mkdtemp(prefix="briefings-", dir=worker.local_directory)))
        self._serves = order.way, order.project
        if _PLUGIN not in worker.plugins:
            worker.loop.add_callback(worker.plugin_add, _Closing(), _PLUGIN)

    def _dismiss(self) -> None:
        if self._crew is not None:
            self._crew.dismiss()
        self._crew = self._serves = None
        self._answers.clear()


class _Closing(WorkerPlugin):
    """Ends the crew with its worker; on this worker alone, so that nothing of a build stays in the scheduler."""

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  -- Dask passes it by name
        _station.close()


_station = _Station()


def _refusal(order: Order, worker: Worker) -> Refused | None:
    found = project(order.inputs)
    return None if hash_json(found) == order.project else Refused(worker.address, found)


def _become_parent() -> None:
    """Let this process have others: a nanny forbids it, and each of them would begin with an import of Dask's command."""
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    main = sys.modules["__main__"]
    main.__file__ = main.__spec__ = None


def _wanted(worker: Worker) -> bool:
    """Whether the task of this thread is still to be done: not once its build cancelled it or is gone."""
    task = worker.state.tasks.get(thread_state.key)
    return task is not None and task.state == "executing"
