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


class OneServer:
    """Ends what a build forked, but keeps the server for the next with the same imports and surroundings.

    A build in other surroundings, such as another environment or folder, has a server of its own.
    """

    def __init__(self) -> None:
        self._context, self._stop = fork_server.context, fork_server.stop_server
        self._usual = _surroundings()
        self._imports: set[str] | None = None  # None while there is no server

    def install(self) -> None:
        """Take the place of the publisher's own way to start and to end a server."""
        fork_server.context, fork_server.stop_server = self.context, self.stop

    def context(self, preload: Sequence[str], fork: bool = fork_server.FORKS) -> fork_server.Context:
        if fork:
            if self._imports is not None and not (
                self._usual == _surroundings() and self._imports >= {*preload}
            ):
                self._end()
            self._imports = {*preload} if self._imports is None else self._imports
        return self._context(preload, fork)

    def stop(self) -> None:
        server: Any = forkserver._forkserver
        if self._usual != _surroundings() or not psutil.pid_exists(server._forkserver_pid or 0):
            self._end()
            return
        *forks, alive = fork_server._suspended_family(server._forkserver_pid)
        for fork in forks:
            with contextlib.suppress(psutil.NoSuchProcess):
                fork.kill()
        alive.resume()

    @contextlib.contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Have one server of these surroundings, such as other data, for all builds meanwhile."""
        self._end()
        before, self._usual = self._usual, _surroundings()
        try:
            yield
        finally:
            self._end()
            self._usual = before

    def _end(self) -> None:
        self._imports = None
        self._stop()


def installed() -> OneServer:
    """The server that all tests of this process share."""
    one: OneServer = fork_server.context.__self__  # type: ignore[attr-defined]
    return one


def _surroundings() -> tuple[dict[str, str], str]:
    """What a server has from the process that starts it; the name of the test that runs is not for it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return environment, str(Path.cwd())
