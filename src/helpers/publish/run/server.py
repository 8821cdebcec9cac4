"""Processes that have the libraries imported before they are given a report.

On Linux one server imports them and forks itself for each report, so that reports share the imports and
nothing else. Where there is no safe fork (Windows, macOS), long-lived processes take its place.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import gc
import importlib
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import RLock
from pathlib import Path
from typing import Any

import psutil

FORKS = sys.platform.startswith("linux")

_PARENT_DEATH_SIGNAL, _ADOPT_ORPHANS = 1, 36  # PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER of prctl(2)
_BASE = "helpers.publish.workers.warm_up"
_MADE_ANEW = 100_000  # objects between two looks for garbage: a few looks a report, not thousands

_apart = False


def is_apart() -> bool:
    """Whether this process was started to run notebooks in place."""
    return _apart


def is_alone() -> bool:
    """Whether nothing is left of what this process, which runs notebooks in place, may have started.

    Only then is there no need to look through all processes of the machine for it.
    """
    if not (_apart and FORKS):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return True
    return False


class Context:
    """A way of multiprocessing to start processes, with all the locks that it made for as long as it lives.

    A pool lets go of its locks just before it ends its last workers, and one of them that is only then being
    started would complain on stderr that they are gone.
    """

    def __init__(self, way: BaseContext) -> None:
        self.Process: Any = way.Process  # type: ignore[attr-defined]
        self.Pipe = way.Pipe
        self.get_start_method = way.get_start_method
        self._make_lock = way.RLock
        self._locks: list[RLock] = []

    def RLock(self) -> RLock:  # noqa: N802  -- multiprocessing's name for it
        """Make a lock that processes share."""
        self._locks.append(self._make_lock())
        return self._locks[-1]


def context(preload: Sequence[str], fork: bool = FORKS) -> Context:
    """Return the way to start processes that have the modules ``preload`` imported, or import them first.

    A module that cannot be imported is left to the report that needs it to complain of.
    """
    if not fork:
        return Context(multiprocessing.get_context("spawn"))
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload([__name__, _BASE, *preload])
    return Context(forked)


def cool_down() -> None:
    """End the server of warm processes and all that it started; the next build starts one with the code as it is then.

    multiprocessing keeps its server for the life of the process and has no public way to end it. What the server
    has only just forked would live on, and complain on stderr that what it was to be given is gone.
    """
    server: Any = forkserver._forkserver
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in _of_server(server._forkserver_pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
    server._stop()


def _of_server(pid: int | None) -> list[psutil.Process]:
    """The processes that a server has forked, and theirs; it is halted first, so that no other joins them."""
    if pid is None:
        return []
    server = psutil.Process(pid)
    server.suspend()
    return [*server.children(recursive=True), server]


def stand_apart(preload: Sequence[str]) -> None:
    """Make the current process, which was started for it, one that runs notebooks in place."""
    global _apart
    _apart = True
    _end_with_parent()
    for name in (_BASE, *preload):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # what is there by now is never looked through again, so its memory stays shared
    gc.enable()
    gc.set_threshold(_MADE_ANEW)
    if "numpy" in sys.modules:  # Python's own random numbers begin anew in a fork, NumPy's do not
        sys.modules["numpy"].random.seed()


def imported_by(notebook: Path) -> list[str]:
    """Return the modules that a notebook's code cells import, in alphabetical order; its own errors are for its run."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        return modules_of("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, LookupError, TypeError):
        return []


def modules_of(sources: Iterable[str]) -> list[str]:
    """Return the modules that these texts of Python code import, in alphabetical order."""
    found: set[str] = set()
    for source in sources:
        with contextlib.suppress(SyntaxError, ValueError):  # a magic or a mistake
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    found |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module)
    return sorted(found)


def _end_with_parent() -> None:
    """Have the system end this process when the one that started it dies, however it does.

    The server that it was forked from ends with the build: it waits until nobody holds the other end of a pipe,
    of which multiprocessing gives every fork a copy, so that one report without end would keep it for ever.
    """
    if FORKS:
        server: Any = forkserver._forkserver
        if server._forkserver_alive_fd is not None and multiprocessing.parent_process() is not None:
            os.close(server._forkserver_alive_fd)
            server._forkserver_alive_fd = None
        system = ctypes.CDLL(None)
        system.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        system.prctl(_ADOPT_ORPHANS, 1)  # what its children leave behind stays its own, for ``is_alone``
