"""Papermill's engine "warm": ipykernel's own kernel, in a fork of a process that has its imports ready.

A kernel of its own costs each report seconds, nearly all of them spent importing the same libraries again.
Here one server process imports them once and runs nothing; each report gets a fresh fork of it, so that
reports share the imports and nothing else. Inside the fork the kernel is ipykernel's, with its messages
handed over in memory instead of over sockets: display, streams, errors and magics are the real ones.

Only papermill imports this module, through its entry point: it imports papermill, which imports this.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.log import logger

from helpers.publish.run import fork_server

if TYPE_CHECKING:
    from helpers.publish.run.kernel import Client

_POLL_INTERVAL = 0.005  # seconds between two looks for messages of a fork
_FLUSH_INTERVAL = 0.2  # seconds, as in ipykernel, after which a cell that goes on shows what it has written


class WarmEngine(Engine):
    """The engine of ``papermill --engine warm``, or of ``engine_name="warm"`` in papermill's API.

    It takes the options of papermill's own engine, and gives what that one gives. ``execution_timeout`` is a
    limit in seconds for each cell, enforced from outside, so that it also ends a cell that no interrupt
    reaches. It can be called from a script without a main guard, and from a worker of a pool.
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        **options: Any,
    ) -> None:
        """Execute the notebook in a fresh process, or in this one if it was started for that.

        Raises DeadKernelError if the process died, CellTimeoutError if a cell took too long, NoSuchKernel or
        ValueError if the notebook's kernel is not the Python that runs this. As with papermill's own engine,
        a cell that raised is marked in the notebook, and papermill then reports it.
        """
        if fork_server.is_runner():
            client: type[PapermillNotebookClient] = _InProcessClient
        else:
            check_kernel(kernel_name)
            client = _ForkClient
        client(nb_man, kernel_name=kernel_name, **_client_options(options)).execute()


def check_kernel(name: str) -> None:
    """Check that a kernel of this name is the one that forks of this process run.

    Raises NoSuchKernel, as papermill does, if there is none, and ValueError if it is another.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    spec = KernelSpecManager().get_kernel_spec(name)
    if spec.language.lower() != "python":
        raise ValueError(
            f"the kernel {name!r} runs {spec.language}, and the engine 'warm' runs Python: "
            "leave out --engine to use papermill's own"
        )
    if not _is_this_python(spec.argv[0]):
        raise ValueError(
            f"the kernel {name!r} is {spec.argv[0]}, and the engine 'warm' runs {sys.executable}: "
            "leave out --engine to use papermill's own"
        )


def _is_this_python(command: str) -> bool:
    """Return whether a kernel's command is the Python that runs this, by a bare name or its path."""
    major, minor = sys.version_info[:2]
    folder, name = os.path.split(command)
    if not folder:
        return name in ("python", f"python{major}", f"python{major}.{minor}")
    return Path(folder).resolve() == Path(sys.executable).parent.resolve()


class _InProcessClient(PapermillNotebookClient):
    """Papermill's client of a kernel that lives in this process."""

    @contextlib.contextmanager
    def setup_kernel(self, **_: Any) -> Iterator[None]:
        from helpers.publish.run.kernel import running

        with running() as (self.km, self.kc):
            yield


class _ForkClient(PapermillNotebookClient):
    """Papermill's client of a kernel that lives in a fork."""

    @contextlib.contextmanager
    def setup_kernel(self, **_: Any) -> Iterator[None]:
        sources = (cell.source for cell in self.nb.cells if cell.cell_type == "code")
        with _forked(fork_server.modules_of(sources)) as fork:
            self.km = self.kc = fork  # type: ignore[assignment]
            yield


def _client_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that nbclient knows, as papermill's own engine does."""
    unused = {"start_timeout", "execution_timeout", "input_path", "timeout", "startup_timeout", "config"}
    used = {name: value for name, value in options.items() if name not in unused}
    limit = options.get("execution_timeout") or options.get("timeout")
    return {"timeout": limit, "log": logger, **used}


@contextlib.contextmanager
def _forked(modules: list[str]) -> Iterator[_Fork]:
    """Start a fork that serves as a kernel, and end it afterwards, whatever it does."""
    context = fork_server.context(modules)
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, str(Path.cwd())))
    process.start()
    theirs.close()
    try:
        yield _Fork(ours, process)
    finally:
        process.kill()
        process.join()
        ours.close()


class _Fork:
    """A fork as nbclient sees a kernel's manager and its client."""

    def __init__(self, events: Connection, process: Any) -> None:
        self._events = events
        self._process = process
        self._ended = False
        self._came: dict[str, deque[Any]] = {"shell": deque(), "iopub": deque()}
        self.shell_channel = _Channel(self, "shell")
        self.iopub_channel = _Channel(self, "iopub")

    def execute(self, code: str, store_history: bool = True, **_: Any) -> str:
        """Ask for a cell to be run, and return the request's id."""
        from helpers.publish.run.kernel import execution

        return self._ask("execute_request", execution(code, store_history))

    def kernel_info(self) -> str:
        """Ask what kernel it is, and return the request's id."""
        return self._ask("kernel_info_request", {})

    def is_alive(self) -> bool:
        """Whether more may come."""
        self._collect()
        return not self._ended or any(self._came.values())

    def take(self, channel: str) -> Any:
        """Return the next message that came on a channel, or nothing."""
        self._collect()
        waiting = self._came[channel]
        return waiting.popleft() if waiting else None

    def _ask(self, kind: str, content: Mapping[str, Any]) -> str:
        request = uuid.uuid4().hex
        with contextlib.suppress(ConnectionError):  # nbclient will find that it is not alive
            self._events.send((request, kind, content))
        return request

    def _collect(self) -> None:
        try:
            while not self._ended and self._events.poll(0):
                channel, message = self._events.recv()
                self._came[channel].append(message)
        except (EOFError, OSError):  # it died, or was ended
            self._ended = True


class _Channel:
    """One channel of a fork, from which nbclient takes messages."""

    def __init__(self, fork: _Fork, name: str) -> None:
        self._fork = fork
        self._name = name

    async def get_msg(self, timeout: float | None = None) -> Any:
        """Return the next message; raise Empty if none came within ``timeout`` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while (message := self._fork.take(self._name)) is None:
            if end is not None and time.monotonic() >= end:
                raise Empty
            await asyncio.sleep(_POLL_INTERVAL)
        return message

    def send(self, *_: Any) -> None:
        """Refuse what only ipywidgets' Output would send."""
        raise RuntimeError(
            "the engine 'warm' does not support ipywidgets' Output: leave out --engine to use papermill's own"
        )


def _serve(events: Connection, folder: str) -> None:
    """Be a kernel: answer requests until none comes any more."""
    fork_server.become_runner([])
    os.chdir(folder)
    from helpers.publish.run.kernel import running

    sending = threading.Lock()

    def sender(channel: str) -> Any:
        def send(message: dict[str, Any]) -> None:
            with sending:
                events.send((channel, message | {"buffers": [bytes(part) for part in message["buffers"]]}))

        return send

    with running() as (_, client), contextlib.suppress(EOFError):
        client.iopub_channel.call_handlers = sender("iopub")
        client.shell_channel.call_handlers = sender("shell")
        threading.Thread(target=_flush_now_and_then, daemon=True).start()
        asyncio.run(_answer(events, client))


async def _answer(events: Connection, client: Client) -> None:
    kernel: Any = client.kernel
    while not kernel.shell.exit_now:  # which "exit" sets
        request, kind, content = events.recv()
        message = client.session.msg(kind, content)
        message["header"]["msg_id"] = message["msg_id"] = request
        await client.ask(message)


def _flush_now_and_then() -> None:
    """Show what a cell has written while it goes on, as ipykernel does."""
    while True:
        time.sleep(_FLUSH_INTERVAL)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(ValueError, AttributeError):  # closed, or replaced by the cell
                stream.flush()
