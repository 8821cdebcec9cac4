"""Reports made by the workers of a Dask cluster. The only module of the build, with ``station``, that imports Dask.

Scheduler and workers share no file with this machine: what goes there are a notebook's bytes and its
parameters, what comes back are the finished files with their hashes. A worker whose data, helpers, packages or
Python differ from ours makes nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import logging
import queue
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

from dask.typing import Key
from distributed import Client, Future, KilledWorker

from helpers.publish.errors import PublishError
from helpers.publish.ledger import hash_json
from helpers.publish.report import Report
from helpers.publish.run.notebook import one_line
from helpers.publish.workers.cluster_worker import Inputs, Order, Refused, look_there, make_there, project
from helpers.publish.workers.local import Way
from helpers.publish.workers.task import Basis, Made, downloads_of

_ANSWERS_WITHIN = 5  # seconds for the scheduler to answer, and for a first worker to be there
_WITHOUT_WORKERS = 60  # seconds for a nanny or a batch system to bring workers back
_LOOKS = 1.0  # seconds between looks at how many workers there are
_RETRIES = 2  # elsewhere, when a worker could not even try: its disk full, its processes used up


class Cluster:
    """Makes reports on the cluster of the scheduler at ``address``, such as "tcp://10.0.0.1:8786".

    As many are at work as its workers have threads, or ``most`` if that is less, and it grows as workers join.
    ``inputs`` must be a function of a module, which a worker calls for the hashes of its own files.
    Raises PublishError where the scheduler does not answer, has no workers, or one has another project.
    """

    def __init__(self, address: str, way: Way, inputs: Inputs, most: int | None = None) -> None:
        self._address = address
        self._most = most
        self._project = project(inputs)
        self._order = Order(dataclasses.replace(way, workers=1), inputs, hash_json(self._project))
        self._jobs: dict[Key, tuple[Future[Any], Report]] = {}
        self._done: queue.SimpleQueue[tuple[Key, Any]] = queue.SimpleQueue()
        self._suspects: deque[Report] = deque()
        self._suspected: set[str] = set()
        self._threads = self._workers = 0
        self._looked = self._had_workers = time.monotonic()
        self._client = _connect(address)
        try:
            with self._held():
                self._await_workers()
                self._check_workers()
        except BaseException:
            self.dismiss()
            raise

    @property
    def busy(self) -> bool:
        """Whether any report is at work."""
        return bool(self._jobs or self._suspects)

    @property
    def full(self) -> bool:
        """Whether each thread has a report, and enough wait at the scheduler for no thread to fall idle."""
        places = self._threads + self._threads // 4 + 1 if self._threads else 0
        return len(self._jobs) >= min(places, self._most or places)

    def begin(self, report: Report) -> None:
        """Hand a report to the scheduler, with its notebook as it is now."""
        notebook = report.notebook.read_bytes()
        with self._held():
            future = self._client.submit(
                make_there, self._order, report, notebook, pure=False, retries=_RETRIES
            )
            self._jobs[future.key] = future, report
            future.add_done_callback(self._receive)

    def finished(self, patience: float) -> Iterator[tuple[Report, Made | str, float]]:
        """Yield each report that is done, what was made or why not, and its seconds; wait ``patience`` seconds."""
        self._look_after()
        with contextlib.suppress(queue.Empty):
            key, answer = self._done.get(timeout=patience)
            while True:
                _, report = self._jobs.pop(key)
                if isinstance(answer, KilledWorker) and report.name not in self._suspected:
                    self._suspects.append(report)
                    self._suspected.add(report.name)
                else:
                    yield report, *self._result(answer)
                key, answer = self._done.get_nowait()

    def look(self, reports: Sequence[Report]) -> list[Basis]:
        """Say for each report what it rests on as the data are now. Raises PublishError where the data will not do."""
        size = -(-len(reports) // self._workers) or 1
        parts = [reports[start : start + size] for start in range(0, len(reports), size)]
        with self._held():
            tasks = [self._client.submit(look_there, self._order, list(part), pure=False) for part in parts]
            try:
                answers = [task.result() for task in tasks]
            except KilledWorker as error:
                raise PublishError("workers died while they read the data, perhaps out of memory") from error
        return list(itertools.chain.from_iterable(map(self._accepted, answers)))

    def downloads(self, title: str, summaries: Sequence[Path], folder: Path) -> dict[str, Path]:
        """Write the files to take away of several published reports together into a folder: here, where those are."""
        return downloads_of(title, summaries, folder)

    def dismiss(self) -> None:
        """Cancel what is at work, which the workers then give up, and leave the cluster."""
        with contextlib.suppress(OSError, TimeoutError, CancelledError, RuntimeError, ValueError):
            if self._jobs and self._client.status == "running":
                self._client.cancel([future for future, _ in self._jobs.values()], force=True)
        self._jobs.clear()
        self._client.close(timeout=_ANSWERS_WITHIN)

    def _receive(self, future: Future[Any]) -> None:
        """Fetch an answer, in a thread of Dask's."""
        try:
            answer = future.result()
        except (Exception, CancelledError) as error:  # noqa: BLE001  -- _result tells them apart
            answer = error
        self._done.put((future.key, answer))

    def _result(self, answer: Any) -> tuple[Made | str, float]:
        if isinstance(answer, CancelledError):
            raise self._lost() from answer
        if isinstance(answer, ImportError | AttributeError):
            raise PublishError(
                f"a worker of {self._address} has another project than this one: {one_line(str(answer))}"
            )
        if isinstance(answer, KilledWorker):
            return "its worker died each time, also with nothing else at work", 0.0
        if isinstance(answer, Exception):
            return one_line(
                str(answer) if isinstance(answer, PublishError) else f"{type(answer).__name__}: {answer}"
            ), 0.0
        made, seconds = self._accepted(answer)
        return made, seconds

    def _accepted(self, answer: Any) -> Any:
        if isinstance(answer, Refused):
            raise self._refusal(answer.worker, answer.project)
        return answer

    def _look_after(self) -> None:
        """Count the workers now and then, give up without any, and try again, alone, what may have killed one.

        Dask suspects all that a lost worker had to do; only the guilty one also kills when it is alone.
        """
        now = time.monotonic()
        with self._held():
            if now - self._looked >= _LOOKS:
                self._count()
        if now - self._had_workers > _WITHOUT_WORKERS:
            raise PublishError(
                f"{self._address} has had no workers for {_WITHOUT_WORKERS} seconds: "
                "what was finished stands; start workers and build again to go on"
            )
        if self._suspects and not self._jobs:
            self.begin(self._suspects.popleft())

    def _await_workers(self) -> None:
        """Give workers that are just starting, or starting again, the time to join."""
        with contextlib.suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_ANSWERS_WITHIN)
        self._count()

    def _count(self) -> None:
        threads: Mapping[str, int] = self._client.nthreads()
        self._workers, self._threads = len(threads), sum(threads.values())
        self._looked = time.monotonic()
        if threads:
            self._had_workers = self._looked

    def _check_workers(self) -> None:
        if not self._workers:
            raise PublishError(
                f"{self._address} has no workers: start some with "
                f'"dask worker {self._address}" in an installation of this project'
            )
        for worker, found in self._client.run(project, self._order.inputs, on_error="return").items():
            if isinstance(found, BaseException):
                raise PublishError(
                    f"worker {worker} has not this project installed: {one_line(f'{type(found).__name__}: {found}')}"
                )
            if found != self._project:
                raise self._refusal(worker, found)

    def _refusal(self, worker: str, found: Mapping[str, str]) -> PublishError:
        differing = sorted(
            name for name in found.keys() | self._project if found.get(name) != self._project.get(name)
        )
        shown = ", ".join(self._difference(name, found) for name in differing[:3])
        more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
        return PublishError(
            f"worker {worker} has another project than this one: {shown}{more}; "
            "bring it up to date or stop it, and build again"
        )

    def _difference(self, name: str, found: Mapping[str, str]) -> str:
        theirs, ours = found.get(name, "absent"), self._project.get(name, "absent")
        if len(theirs) == len(ours) == 64:  # hashes, which say nothing to a reader
            return f"{name} differs"
        return f"{name} is {theirs[:12]} there and {ours[:12]} here"

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """Say in one sentence that the scheduler is gone."""
        if self._client.status != "running":
            raise self._lost()
        try:
            yield
        except (OSError, TimeoutError, CancelledError) as error:
            raise self._lost() from error

    def _lost(self) -> PublishError:
        return PublishError(
            f"the scheduler at {self._address} was lost: what was finished stands; build again to go on"
        )


def _connect(address: str) -> Client:
    for name in ("distributed", "distributed.client"):  # what matters of it is said here, in other words
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PublishError(
            f"no Dask scheduler answered at {address} within {_ANSWERS_WITHIN} seconds: {one_line(str(error))}"
        ) from error
