"""One fork server for the builds of many tests, each of which would start its own and import the same."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import psutil

from helpers.publish.run import fork_server

# Names that a server need not have as the process has them: the test that runs, and what pandera sets once.
NOT_FOR_IT = {"PYTEST_CURRENT_TEST", "PYARROW_IGNORE_TIMEZONE", "SPARK_LOCAL_IP"}


class OneServer:
    """Ends what a build forked, but keeps the server for the next in the same surroundings.

    A build in other surroundings, such as another environment or folder, has a server of its own, and the
    usual one waits until that has ended.
    """

    def __init__(self) -> None:
        self._context, self._stop = fork_server.context, fork_server.stop_server
        self._usual = _surroundings()
        self._imports: set[str] = set()  # of the usual server, or of the one to be
        self._waiting: dict[str, Any] | None = None  # what multiprocessing knows of the usual server

    def install(self) -> None:
        """Take the place of the publisher's own way to start and to end a server."""
        fork_server.context, fork_server.stop_server = self.context, self.stop

    def context(self, preload: Sequence[str], fork: bool = fork_server.FORKS) -> fork_server.Context:
        if not fork:
            return self._context(preload, fork)
        self._end_another()
        if self._usual != _surroundings():
            self._waiting = _put_aside()
            return self._context(preload, fork)
        if not self._imports >= {*preload}:
            self._stop()
            self._imports |= {*preload}
        return self._context(sorted(self._imports), fork)

    def stop(self) -> None:
        server: Any = forkserver._forkserver
        if self._waiting is not None:
            self._end_another()
            return
        if not psutil.pid_exists(server._forkserver_pid or 0):
            self._stop()
            return
        *forks, alive = fork_server._suspended_family(server._forkserver_pid)
        for fork in forks:
            with contextlib.suppress(psutil.NoSuchProcess):
                fork.kill()
        alive.resume()

    @contextlib.contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Have one server of these surroundings, such as other data, for all builds meanwhile."""
        self._end_another()
        usual, imports, waiting = self._usual, self._imports, _put_aside()
        self._usual, self._imports = _surroundings(), set()
        try:
            yield
        finally:
            self._end_another()
            self._stop()
            _take_up(waiting)
            self._usual, self._imports = usual, imports

    def _end_another(self) -> None:
        """End a server of other surroundings, if there is one: the usual one is the server again."""
        if self._waiting is not None:
            self._stop()
            _take_up(self._waiting)
            self._waiting = None


def _put_aside() -> dict[str, Any]:
    """Leave multiprocessing without a server, and return all it knew of the one that it had."""
    server: Any = forkserver._forkserver
    known = {**vars(server)}
    server.__init__()
    return known


def _take_up(known: dict[str, Any]) -> None:
    vars(forkserver._forkserver).update(known)


def installed() -> OneServer:
    """The server that all tests of this process share."""
    one: OneServer = fork_server.context.__self__  # type: ignore[attr-defined]
    return one


def _surroundings() -> tuple[dict[str, str], str]:
    """What a server has from the process that starts it."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_IT}
    return environment, str(Path.cwd())
