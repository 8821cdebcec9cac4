"""Papermill's engine "warm": ipykernel's own kernel, in a fork of a process that has its imports ready.

A kernel of its own costs each report seconds, nearly all of them spent importing the same libraries again.
Here one server process imports them once and runs nothing; each report gets a fresh fork of it, so that
reports share the imports and nothing else. Inside the fork the kernel is ipykernel's, with its messages
handed over in memory instead of over sockets: display, streams, errors and magics are the real ones.

Only papermill imports this module, through its entry point: it imports papermill, which imports this.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine

from helpers.publish.run import fork_server

if TYPE_CHECKING:
    from nbformat import NotebookNode


class WarmEngine(Engine):
    """The engine of ``papermill --engine warm``, or of ``engine_name="warm"`` in papermill's API.

    It keeps papermill's interface. ``execution_timeout`` is a limit in seconds for each cell, enforced from
    outside, so that it also ends a cell that no interrupt reaches.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        **options: Any,
    ) -> None:
        """Execute the notebook in a fresh process, or in this one if it was started for that.

        Raises DeadKernelError if the process died, CellTimeoutError if a cell took too long. As with
        papermill's own engine, a cell that raised is marked in the notebook, and papermill then reports it.
        """
        if fork_server.is_runner():
            _InProcessClient(nb_man, kernel_name=kernel_name, **_client_options(options)).execute()
        else:
            _execute_in_fork(nb_man, kernel_name, options)


class _InProcessClient(PapermillNotebookClient):
    """Papermill's client of a kernel that lives in this process."""

    @contextlib.contextmanager
    def setup_kernel(self, **_: Any) -> Iterator[None]:
        from helpers.publish.run.kernel import running

        with running() as (self.km, self.kc):
            yield


def _client_options(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that nbclient knows: papermill's others concern starting a kernel."""
    unused = {"start_timeout", "execution_timeout", "input_path", "timeout", "startup_timeout", "config"}
    return {name: value for name, value in options.items() if name not in unused}


def _execute_in_fork(nb_man: Any, kernel_name: str, options: dict[str, Any]) -> None:
    sources = (cell.source for cell in nb_man.nb.cells if cell.cell_type == "code")
    context = fork_server.context(fork_server.modules_of(sources))
    ours, theirs = context.Pipe()
    task = (theirs, nb_man.nb, kernel_name, _sendable(options), str(Path.cwd()))
    process = context.Process(target=_run_in_fork, args=task)
    process.start()
    theirs.close()
    try:
        _follow(nb_man, ours, options.get("execution_timeout"))
    finally:
        process.kill()
        process.join()
        ours.close()


def _sendable(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that another process can be given: hooks and open files stay here."""
    plain = (str, int, float, bool, type(None))
    return {name: value for name, value in options.items() if isinstance(value, plain)}


def _follow(nb_man: Any, events: Connection, limit: float | None) -> None:
    """Tell papermill of each cell as the fork begins and ends it."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    running: Any = None
    while True:
        if not events.poll(limit if running is not None else None):
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell execution timed out", int(limit or 0), running
            )
        try:
            kind, index, content, error = events.recv()
        except EOFError:
            raise DeadKernelError("Kernel died") from None
        if kind == "end":
            nb_man.nb.metadata.update(content)
            return
        running = content if kind == "cell_start" else None
        content.metadata["papermill"] = nb_man.nb.cells[index].metadata[
            "papermill"
        ]  # only this process keeps it up to date
        nb_man.nb.cells[index] = content
        extra = {"exception": error} if kind == "cell_exception" else {}
        getattr(nb_man, kind)(nb_man.nb.cells[index], index, **extra)


def _run_in_fork(
    events: Connection, nb: NotebookNode, kernel_name: str, options: dict[str, Any], folder: str
) -> None:
    fork_server.become_runner([])
    os.chdir(folder)
    relay = _Relay(nb, events)
    _InProcessClient(relay, kernel_name=kernel_name, **_client_options(options)).execute()
    events.send(("end", 0, dict(nb.metadata), None))


class _Relay:
    """A stand-in for papermill's manager in the fork, which passes on what happens."""

    def __init__(self, nb: NotebookNode, events: Connection) -> None:
        self.nb = nb
        self._events = events

    def cell_start(self, cell: NotebookNode, cell_index: int) -> None:
        self._events.send(("cell_start", cell_index, cell, None))

    def cell_exception(self, cell: NotebookNode, cell_index: int, exception: Exception) -> None:
        self._events.send(("cell_exception", cell_index, cell, exception))

    def cell_complete(self, cell: NotebookNode, cell_index: int) -> None:
        self._events.send(("cell_complete", cell_index, cell, None))

    def autosave_cell(self) -> None:
        """Do nothing: the process that papermill runs in does the saving."""
