"""A kernel in the current process: ipykernel's own, with its messages handed over in memory."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from ipykernel.inprocess.blocking import BlockingInProcessKernelClient
from ipykernel.inprocess.ipkernel import InProcessInteractiveShell, InProcessKernel
from ipykernel.inprocess.manager import InProcessKernelManager
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import InteractiveShell
from traitlets import default
from traitlets.config import Config

_INLINE = "module://matplotlib_inline.backend_inline"

_PIPE_SIZE = 65_536  # bytes

# A report keeps no history of commands, and must not read its user's. Nor need a cell wait for its messages.
_CONFIG = {"HistoryManager": {"enabled": False}, "Kernel": {"_execute_sleep": 0.0}}


@contextlib.contextmanager
def running() -> Iterator[tuple[InProcessKernelManager, BlockingInProcessKernelClient]]:
    """Run a new kernel in this process, and yield its manager and a client of it.

    A process has one shell: whatever an earlier kernel defined is gone. Meanwhile everything written to
    stdout or stderr, by child processes too, is output of the notebook.
    """
    _forget_shells()
    manager = InProcessKernelManager(config=Config(_CONFIG), client_class=f"{__name__}._Client")
    kernel: Any = _Kernel(parent=manager, session=manager.session)
    manager.kernel = kernel
    with _streams(kernel):
        kernel.shell.extension_manager.load_extension("storemagic")  # as a kernel's application does
        _redirect_figures(kernel.shell)
        client = manager.client()
        client.start_channels()
        try:
            yield manager, client
        finally:
            client.stop_channels()


def _forget_shells() -> None:
    for kind in (InteractiveShell, ZMQInteractiveShell, InProcessInteractiveShell):
        kind.clear_instance()


@contextlib.contextmanager
def _streams(kernel: _Kernel) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = streams = kernel.stdout, kernel.stderr
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for stream in streams:
            stream.close()


class _Kernel(InProcessKernel):
    """A kernel that sends its messages at once and in order, where ipykernel leaves them to a thread."""

    _supports_kernel_subshells = False

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        # A cell with a top-level await asks for this, to know whether it runs where interrupts arrive.
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())

    @default("iopub_thread")
    def _default_iopub_thread(self) -> IOPubThread:
        return IOPubThread(self._underlying_iopub_socket, session=self.session)  # never started

    @default("stdout")
    def _default_stdout(self) -> OutStream:
        return _Stream(self.session, self.iopub_thread, "stdout", watchfd=True)

    @default("stderr")
    def _default_stderr(self) -> OutStream:
        return _Stream(self.session, self.iopub_thread, "stderr", watchfd=True)


class _Stream(OutStream):
    """A stream that holds, when a cell ends, all that the cell's child processes have written.

    ipykernel leaves that to a thread, which on a busy machine may come too late.
    """

    _fid: int  # the file from which the thread reads what child processes write

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._draining = threading.Lock()
        super().__init__(*arguments, **options)

    def flush(self) -> None:
        if self._should_watch:
            self._drain()
        super().flush()

    def _watch_pipe_fd(self) -> None:
        while self._should_watch:
            select.select([self._fid], [], [])
            self._drain()

    def _drain(self) -> None:
        """Move what is in the pipe to the stream, except what only wakes the thread to end it."""
        with self._draining:
            while self._should_watch and select.select([self._fid], [], [], 0)[0]:
                self.write(os.read(self._fid, _PIPE_SIZE).decode(errors="replace"))


class _Client(BlockingInProcessKernelClient):
    """A client that runs a cell in its caller's main thread and event loop, as a kernel does in its own.

    nbclient awaits an answer that is a coroutine.
    """

    async def execute(  # type: ignore[override]
        self, code: str, store_history: bool = True, **_: Any
    ) -> str:
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": False,
        }
        message = self.session.msg("execute_request", content)
        kernel: Any = self.kernel
        stream = kernel.shell_stream
        self.session.send(stream, message)
        await kernel.dispatch_shell(stream.recv_multipart())
        _, reply = self.session.recv(stream, copy=False)
        self.shell_channel.call_handlers_later(reply)
        return str(message["header"]["msg_id"])


def _redirect_figures(shell: Any) -> None:
    """Show figures in this shell: Matplotlib hooks into the shell it is set up in, and no later one."""
    os.environ["MPLBACKEND"] = _INLINE  # should it be imported later
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline:  # it believes that its formats are registered, but that was with an earlier shell
        inline.configure_inline_support.current_backend = "unset"
    if "matplotlib" in sys.modules:
        shell.enable_matplotlib("inline")
