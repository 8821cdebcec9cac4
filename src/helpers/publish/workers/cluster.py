"""The executor of a Dask cluster. Only this module and ``cluster_worker`` import Dask.

Scheduler and workers share no file with this machine: a notebook's bytes and its parameters go there, and the
finished files come back with their hashes. A worker whose data, helpers, packages or Python differ from those
of this machine builds nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import math
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
from helpers.publish.files import read_plain
from helpers.publish.ledger import hash_json
from helpers.publish.notebook import one_line
from helpers.publish.report import Report
from helpers.publish.workers.cluster_worker import (
    Inputs,
    Job,
    Mismatch,
    produce_on_worker,
    project,
)
from helpers.publish.workers.executor import Options
from helpers.publish.workers.task import Found, Output, check_output, examine, write_downloads

_CONNECTION_TIMEOUT = 30  # seconds for a busy scheduler to answer, and for a first worker to be there
_LONGEST_WITHOUT_WORKERS = 60  # seconds for a nanny or a batch system to bring workers back
_COUNT_INTERVAL = 1.0  # seconds between two counts of the workers
_RETRIES = 2  # on other workers, when one could not even try: its disk full, its processes used up
_SHOWN_DIFFERENCES = 3
_HASH_LENGTH = 64


class ClusterExecutor:
    """Builds reports on the cluster of the scheduler at ``address``, such as "tcp://10.0.0.1:8786".

    As many are in progress as its workers have threads, or ``most`` if that is fewer; more as workers join.
    ``inputs`` must be a function of a module, which a worker calls for the hashes of its own files.
    Raises PublishError where the scheduler does not answer, has no workers, or has a worker with a different
    version of the project.
    """

    def __init__(self, address: str, options: Options, inputs: Inputs, most: int | None = None) -> None:
        self._address = address
        self._most = most
        self._project = project(inputs)
        self._job = Job(dataclasses.replace(options, workers=1), inputs, hash_json(self._project))
        self._in_progress: dict[Key, tuple[Future[Any], Report]] = {}
        self._answers: queue.SimpleQueue[tuple[Key, Any]] = queue.SimpleQueue()
        self._suspects: deque[Report] = deque()
        self._suspected: set[str] = set()
        self._threads = self._workers = 0
        self._last_count = self._last_with_workers = time.monotonic()
        self._client = _connect(address)
        try:
            with self._loss_reported():
                self._await_workers()
                self._check_workers()
        except BaseException:
            self.close()
            raise

    @property
    def busy(self) -> bool:
        """Whether any report is in progress."""
        return bool(self._in_progress or self._suspects)

    @property
    def full(self) -> bool:
        """Whether each thread has a report, and enough wait at the scheduler for no thread to fall idle."""
        capacity = self._threads + self._threads // 4 + 1 if self._threads else 0
        return len(self._in_progress) >= min(capacity, self._most or capacity)

    def submit(self, report: Report) -> None:
        """Hand a report to the scheduler, with its notebook as it is now."""
        notebook = read_plain(report.notebook)
        with self._loss_reported():
            future = self._client.submit(
                produce_on_worker, self._job, report, notebook, pure=False, retries=_RETRIES
            )
            self._in_progress[future.key] = future, report
            future.add_done_callback(self._receive)

    def finished(self, timeout: float) -> Iterator[tuple[Report, Output | str, float]]:
        """Yield each report that is done, its output or why it failed, and its seconds.

        Waits up to ``timeout`` seconds for the first.
        """
        self._supervise()
        with contextlib.suppress(queue.Empty):
            key, answer = self._answers.get(timeout=timeout)
            while True:
                _, report = self._in_progress.pop(key)
                if isinstance(answer, KilledWorker) and report.name not in self._suspected:
                    self._suspects.append(report)
                    self._suspected.add(report.name)
                else:
                    yield report, *self._result(report, answer)
                key, answer = self._answers.get_nowait()

    def examine(self, reports: Sequence[Report], reaches: Sequence[str]) -> list[Found]:
        """Return what each report rests on as the data are now, on this machine: a worker could be wrong.

        Raises PublishError if the data cannot be trusted.
        """
        return examine(reports, reaches)

    def downloads(self, title: str, summaries: Sequence[Path], folder: Path) -> dict[str, Path]:
        """Write the downloads for several published reports together into a folder, on this machine."""
        return write_downloads(title, summaries, folder)

    def close(self) -> None:
        """Cancel what is in progress, which the workers then abandon, and leave the cluster."""
        with contextlib.suppress(OSError, TimeoutError, CancelledError, RuntimeError, ValueError):
            if self._in_progress and self._client.status == "running":
                self._client.cancel([future for future, _ in self._in_progress.values()], force=True)
        self._in_progress.clear()
        self._client.close(timeout=_CONNECTION_TIMEOUT)

    def _receive(self, future: Future[Any]) -> None:
        """Fetch an answer, in one of Dask's threads."""
        try:
            answer = future.result()
        except (Exception, CancelledError) as error:  # noqa: BLE001  -- _result tells them apart
            answer = error
        self._answers.put((future.key, answer))

    def _result(self, report: Report, answer: Any) -> tuple[Output | str, float]:
        if isinstance(answer, CancelledError):
            raise self._lost() from answer
        if isinstance(answer, ImportError | AttributeError):
            raise PublishError(
                f"a worker of {self._address} has a different version of the project: {one_line(str(answer))}"
            )
        if isinstance(answer, KilledWorker):
            return "its worker died each time, even with nothing else in progress", 0.0
        if isinstance(answer, PublishError):
            return one_line(str(answer)), 0.0
        if isinstance(answer, Exception):
            return one_line(f"{type(answer).__name__}: {answer}"), 0.0
        if isinstance(answer, Mismatch):
            raise self._mismatch_error(answer.worker, answer.project)
        match answer:
            case str(reason), float(seconds) if math.isfinite(seconds):
                return one_line(reason), seconds
            case Output() as output, float(seconds) if math.isfinite(seconds):
                return _checked(report, output), seconds
        return "what its worker answered is not a report", 0.0

    def _supervise(self) -> None:
        """Count the workers now and then, give up when there are none, and retry the suspects one at a time.

        Dask suspects every report that a lost worker had; only the guilty one also kills a worker when alone.
        """
        now = time.monotonic()
        with self._loss_reported():
            if now - self._last_count >= _COUNT_INTERVAL:
                self._count_workers()
        if now - self._last_with_workers > _LONGEST_WITHOUT_WORKERS:
            raise PublishError(
                f"{self._address} has had no workers for {_LONGEST_WITHOUT_WORKERS} seconds: "
                "finished pages stay; start workers and build again to continue"
            )
        if self._suspects and not self._in_progress:
            self.submit(self._suspects.popleft())

    def _await_workers(self) -> None:
        """Give workers that are just starting, or restarting, the time to join."""
        with contextlib.suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_CONNECTION_TIMEOUT)
        self._count_workers()

    def _count_workers(self) -> None:
        threads: Mapping[str, int] = self._client.nthreads()
        self._workers, self._threads = len(threads), sum(threads.values())
        self._last_count = time.monotonic()
        if threads:
            self._last_with_workers = self._last_count

    def _check_workers(self) -> None:
        if not self._workers:
            raise PublishError(
                f"{self._address} has no workers: start some with "
                f'"dask worker {self._address}" in an installation of this project'
            )
        for worker, answer in self._client.run(project, self._job.inputs, on_error="return").items():
            if isinstance(answer, BaseException):
                reason = one_line(f"{type(answer).__name__}: {answer}")
                raise PublishError(f"worker {worker} does not have this project installed: {reason}")
            if answer != self._project:
                raise self._mismatch_error(worker, answer)

    def _mismatch_error(self, worker: str, theirs: Mapping[str, str]) -> PublishError:
        names = theirs.keys() | self._project
        differing = sorted(name for name in names if theirs.get(name) != self._project.get(name))
        first = ", ".join(self._difference(name, theirs) for name in differing[:_SHOWN_DIFFERENCES])
        rest = len(differing) - _SHOWN_DIFFERENCES
        more = f" and {rest} more" if rest > 0 else ""
        return PublishError(
            f"worker {worker} has a different version of the project: {first}{more}; "
            "bring it up to date or stop it, and build again"
        )

    def _difference(self, name: str, theirs: Mapping[str, str]) -> str:
        there, here = theirs.get(name, "absent"), self._project.get(name, "absent")
        if len(there) == len(here) == _HASH_LENGTH:  # hashes say nothing to a reader
            return f"{name} differs"
        return f"{name} is {there[:12]} there and {here[:12]} here"

    @contextlib.contextmanager
    def _loss_reported(self) -> Iterator[None]:
        """Report in one sentence that the scheduler was lost."""
        if self._client.status != "running":
            raise self._lost()
        try:
            yield
        except (OSError, TimeoutError, CancelledError) as error:
            raise self._lost() from error

    def _lost(self) -> PublishError:
        return PublishError(
            f"the scheduler at {self._address} was lost: finished pages stay; build again to continue"
        )


def _checked(report: Report, output: Output) -> Output | str:
    """Return what a worker made, or what is wrong with it: whatever that is, it fails this report alone."""
    try:
        check_output(report, output)
    except PublishError as error:
        return one_line(f"what a worker made of it cannot be published: {error}")
    except Exception as error:  # noqa: BLE001  -- a worker may answer with anything
        return one_line(f"what a worker made of it is not a report: {type(error).__name__}: {error}")
    return output


def _connect(address: str) -> Client:
    for name in ("distributed", "distributed.client"):  # this module reports what matters, in other words
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return Client(address, timeout=_CONNECTION_TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PublishError(
            f"no Dask scheduler answered at {address} within {_CONNECTION_TIMEOUT} seconds: {one_line(str(error))}"
        ) from error
