"""Processes that have the libraries imported before they are given a report.

On Linux one server imports them and forks itself for each report, so that reports share the imports and
nothing else. Where forking is not safe (Windows, macOS), long-lived processes take its place.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import gc
import importlib
import itertools
import json
import multiprocessing
import multiprocessing.process
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import forkserver
from multiprocessing.context import BaseContext, SpawnProcess
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import RLock
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil

from helpers.publish.errors import PublishError
from helpers.publish.files import read_plain

FORKS = sys.platform.startswith("linux")

_PARENT_DEATH_SIGNAL, _ADOPT_ORPHANS = 1, 36  # PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER of prctl(2)
_RECORDED = "helpers.publish.run.recorded"
_WARM_UP = "helpers.publish.workers.warm_up"  # by name: it imports the rooms above this one
_PREPARED = "helpers.publish.run.prepared"  # the last: others ask, as they are imported, if there is a kernel
_COLLECTION_THRESHOLD = 100_000  # new objects: a few collections a report, not thousands

_LOOK_INTERVAL = 0.1  # seconds between two looks whether somebody stopped the server

_runner = False


def is_runner() -> bool:
    """Return whether this process was started to run notebooks in place."""
    return _runner


def has_no_children() -> bool:
    """Return whether this process runs notebooks in place and nothing that it started is left.

    If so, there is no need to search all processes of the machine.
    """
    if not (_runner and FORKS):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return True
    return False


class _Unattached:
    """A process that does not begin by importing the caller's script, and that any process may start.

    multiprocessing would run a script without a main guard again in each process, and lets no worker of a
    pool have children. What these processes run they find in modules.
    """

    def start(self) -> None:
        """Start it."""
        caller: Any = multiprocessing.current_process()
        main, config = sys.modules["__main__"], caller._config
        caller._config = {**config, "daemon": False}
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()  # type: ignore[misc]
        finally:
            sys.modules["__main__"], caller._config = main, config


class SpawnedProcess(_Unattached, SpawnProcess):
    """A process that starts from nothing."""


_processes: dict[str | None, type[BaseProcess]] = {"spawn": SpawnedProcess}

if FORKS:
    from multiprocessing.context import ForkServerProcess

    class ForkedProcess(_Unattached, ForkServerProcess):
        """A fork of the server."""

    _processes["forkserver"] = ForkedProcess


class Context:
    """A multiprocessing context that keeps all the locks it made for as long as it lives.

    A pool drops its locks just before it ends its last workers, and a worker that is only just starting
    would complain on stderr that they are gone.
    """

    def __init__(self, base: BaseContext) -> None:
        self.Process: Any = _processes[base.get_start_method()]
        self.Pipe = base.Pipe
        self.get_start_method = base.get_start_method
        self._make_lock = base.RLock
        self._locks: list[RLock] = []

    def RLock(self) -> RLock:  # noqa: N802  -- multiprocessing's name for it
        """Make a lock that processes share."""
        self._locks.append(self._make_lock())
        return self._locks[-1]


def context(preload: Sequence[str], fork: bool = FORKS) -> Context:
    """Return a context whose processes have the modules ``preload`` imported, or import them first.

    A module that cannot be imported is left for the report that needs it to report.
    """
    if not fork:
        return Context(multiprocessing.get_context("spawn"))
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload([_RECORDED, __name__, _WARM_UP, *preload, _PREPARED])
    return Context(forked)


def continue_server() -> None:
    """Have the fork server go on if somebody stopped it: no report would begin, and no time limit apply."""
    server: Any = forkserver._forkserver
    if server._forkserver_pid is not None:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(server._forkserver_pid)
            if process.status() == psutil.STATUS_STOPPED:
                process.resume()


@contextlib.contextmanager
def server_kept_going() -> Iterator[None]:
    """Have the fork server go on whoever stops it meanwhile: the caller waits for its answers."""
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(_LOOK_INTERVAL):
            continue_server()

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def stop_server() -> None:
    """End the fork server and all that it started; the next build starts one with the code as it is then.

    multiprocessing keeps its server for the life of the process and has no public way to end it. A fork that
    had only just begun would live on, and complain on stderr that its task is gone.
    """
    server: Any = forkserver._forkserver
    with contextlib.suppress(psutil.NoSuchProcess):
        for process in _suspended_family(server._forkserver_pid):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
    server._stop()


def _suspended_family(pid: int | None) -> list[psutil.Process]:
    """Suspend a server, so that it forks no more; return it and all its descendants."""
    if pid is None:
        return []
    server = psutil.Process(pid)
    server.suspend()
    return [*server.children(recursive=True), server]


def _forget_server() -> None:
    """Forget the server of this process's parent: whoever needs one here starts one."""
    server: Any = forkserver._forkserver
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
    server.__init__()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_server)


def become_runner(preload: Sequence[str]) -> None:
    """Make the current process, which was started for this, one that runs notebooks in place."""
    global _runner
    _runner = True
    sys.excepthook = sys.__excepthook__  # in place of the server's
    _end_with_parent()
    _be_as_a_kernel()
    for name in (_WARM_UP, *preload):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # the collector leaves alone what is there by now, so its memory stays shared
    gc.enable()
    gc.set_threshold(_COLLECTION_THRESHOLD)
    if "numpy" in sys.modules:  # Python's own random numbers begin anew in a fork, NumPy's do not
        sys.modules["numpy"].random.seed()


def imported_by(notebook: Path) -> list[str]:
    """Return the modules that a notebook's code cells import, sorted; its run reports its errors."""
    try:
        cells = json.loads(read_plain(notebook))["cells"]
        return modules_of("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, PublishError, ValueError, LookupError, TypeError):
        return []


def modules_of(sources: Iterable[str]) -> list[str]:
    """Return the modules that these pieces of Python code import, in alphabetical order."""
    modules: set[str] = set()
    for source in sources:
        with contextlib.suppress(SyntaxError, ValueError):  # a magic or a mistake
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    modules |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module)
    return sorted(modules)


def _be_as_a_kernel() -> None:
    """Undo what multiprocessing made of this process: cells may start processes as they may in a kernel."""
    multiprocessing.set_start_method(None, force=True)
    state: Any = multiprocessing.process
    state._parent_process = None
    process = state._current_process
    process._name, process._identity = "MainProcess", ()
    process._config = {**process._config, "daemon": False}
    state._process_counter = itertools.count(1)
    state._children = set()
    if FORKS:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_with_parent() -> None:
    """Have the system end this process when its parent dies, for whatever reason.

    The fork server ends with the build: it waits until nobody holds the other end of a pipe. multiprocessing
    gives every fork a copy of that end, so one endless report would keep the server for ever.
    """
    if FORKS:
        if multiprocessing.parent_process() is not None:
            _forget_server()
        system = ctypes.CDLL(None)
        system.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        system.prctl(_ADOPT_ORPHANS, 1)  # orphaned grandchildren become its own, for ``has_no_children``
