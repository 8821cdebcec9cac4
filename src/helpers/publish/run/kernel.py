"""A kernel in the current process: ipykernel's own, with its messages handed over in memory."""

from __future__ import annotations

import codecs
import contextlib
import os
import pickle
import select
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ipykernel import iostream, ipkernel
from ipykernel.eventloops import loop_map
from ipykernel.inprocess.blocking import BlockingInProcessKernelClient
from ipykernel.inprocess.ipkernel import InProcessInteractiveShell, InProcessKernel
from ipykernel.inprocess.manager import InProcessKernelManager
from ipykernel.iostream import BackgroundSocket, IOPubThread
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import DELIM, Session
from traitlets import Type, default
from traitlets.config import Config

_INLINE = "module://matplotlib_inline.backend_inline"

_PIPE_SIZE = 65_536  # bytes

# What child processes write is part of a page, even where a test calls for the build: ipykernel would leave
# its streams alone.
_WATCHED: Any = "force" if os.name == "posix" else True

# A report leaves no history of commands, and must not read its user's. Nor need a cell wait for its messages.
_CONFIG: dict[str, dict[str, Any]] = {
    "HistoryManager": {"hist_file": ":memory:"},
    "Kernel": {"_execute_sleep": 0.0},
}


@contextlib.contextmanager
def running() -> Iterator[tuple[InProcessKernelManager, Client]]:
    """Run a new kernel in this process, and yield its manager and a client of it.

    A process has one shell: whatever an earlier kernel defined is gone. Meanwhile everything written to
    stdout or stderr, by child processes too, is output of the notebook.
    """
    manager = _begun(_prepared.pop()) if _prepared else _made()
    kernel: Any = manager.kernel
    with _folder_on_path(), _streams(kernel):
        client = manager.client()
        client.start_channels()
        try:
            yield manager, client
        finally:
            client.stop_channels()


def prepare() -> None:
    """Make the kernel that each fork of this process runs first: a fork of one costs less than a new one."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("IPYTHONDIR")
        os.environ["IPYTHONDIR"] = folder
        try:
            _prepared.append(_made())
        finally:
            os.environ.pop("IPYTHONDIR")
            if before is not None:
                os.environ["IPYTHONDIR"] = before


_prepared: list[InProcessKernelManager] = []


def _made() -> InProcessKernelManager:
    _forget_shells()
    manager = InProcessKernelManager(
        config=Config(_CONFIG), client_class=f"{__name__}.Client", session=_Session()
    )
    with _modules_left_alone():
        kernel: Any = _Kernel(parent=manager, session=manager.session)
    manager.kernel = kernel
    kernel.shell.extension_manager.load_extension("storemagic")  # as a kernel's application does
    _redirect_figures(kernel.shell)
    _ = kernel.shell.display_formatter.formatters  # made at the first display otherwise
    return manager


def _begun(manager: InProcessKernelManager) -> InProcessKernelManager:
    """Let a kernel that was made before the fork be of this process and of its environment."""
    kernel: Any = manager.kernel
    kernel.session.pid = kernel.iopub_thread._master_pid = os.getpid()
    kernel.shell.init_environment()
    kernel.shell.init_ipython_dir(None)
    kernel.shell.init_profile_dir(None)
    return manager


@contextlib.contextmanager
def _modules_left_alone() -> Iterator[None]:
    """Keep ipykernel from listing the files of all modules for a debugger, as none is there.

    To ask two thousand modules copies in a fork much of the memory that it shares with its parent.
    """
    listing: Any = ipkernel
    before = listing.sys
    listing.sys = SimpleNamespace(**vars(sys) | {"modules": {}})
    try:
        yield
    finally:
        listing.sys = before


def _forget_shells() -> None:
    for kind in (InteractiveShell, ZMQInteractiveShell, InProcessInteractiveShell, _Shell):
        kind.clear_instance()


@contextlib.contextmanager
def _streams(kernel: _Kernel) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = streams = kernel.stdout, kernel.stderr
    sender: Any = kernel.iopub_thread
    sender.streams = streams
    _with_locks[:] = [sender, *streams]
    try:
        with sender.receiving():
            yield
    finally:
        _with_locks.clear()
        sys.stdout, sys.stderr = before
        for stream in streams:
            stream.close()


_with_locks: list[_Sender | OutStream] = []  # of the kernel that runs


def _forget_locks() -> None:
    for holder in _with_locks:
        holder.forget_locks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_locks)


class _Session(Session):
    """Messages within one process: what they say is JSON, as any kernel's, and all else is as it was.

    Jupyter's own signs each message, packs its heads as JSON too, and looks through them for dates.
    """

    def serialize(self, msg: dict[str, Any], ident: list[bytes] | bytes | None = None) -> list[bytes]:
        """Return the parts of a message: who it is for, its heads, and what it says."""
        heads = pickle.dumps((msg["header"], msg["parent_header"], msg["metadata"]))
        idents = ident if isinstance(ident, list) else [ident] if ident is not None else []
        return [*idents, DELIM, heads, self.pack(msg["content"])]

    def deserialize(self, msg_list: list[Any], content: bool = True, copy: bool = True) -> dict[str, Any]:  # noqa: ARG002
        """Return a message of its parts."""
        heads, said, *buffers = msg_list if copy else [bytes(part) for part in msg_list]
        header, parent, metadata = pickle.loads(heads)  # noqa: S301  -- of this process or a fork of it
        return {
            "header": header,
            "msg_id": header["msg_id"],
            "msg_type": header["msg_type"],
            "parent_header": parent,
            "metadata": metadata,
            "content": self.unpack(said),
            "buffers": [memoryview(part) for part in buffers],
        }


class _Shell(InProcessInteractiveShell):
    """A shell without windows."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Refuse the event loop of a window, which ipykernel's own would note and never run."""
        if loop_map.get(gui, gui) is not None and gui != "asyncio":
            raise RuntimeError(f"there is no window in which a page could be made: leave out %gui {gui}")
        super().enable_gui(gui)


class _Kernel(InProcessKernel):
    """A kernel that sends its messages at once and in order, where ipykernel leaves them to a thread."""

    shell_class = Type(_Shell)
    _supports_kernel_subshells = False

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        # A cell with a top-level await asks for this, to know whether it runs where interrupts arrive.
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.main_thread())

    async def execute_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Run a cell, and end both streams with it."""
        await super().execute_request(stream, ident, parent)
        for written in (self.stdout, self.stderr):
            written.end()

    @default("iopub_thread")
    def _default_iopub_thread(self) -> IOPubThread:
        return _Sender(self._underlying_iopub_socket, session=self.session, deliver=self._deliver)

    def _deliver(self, parts: list[bytes]) -> None:
        """Hand a message to those who listen, where ipykernel puts it through a socket of its own."""
        session: Any = self.session
        message = session.deserialize(session.feed_identities(parts)[1])
        frontends: list[Any] = self.frontends
        for frontend in frontends:
            frontend.iopub_channel.call_handlers(message)

    @default("stdout")
    def _default_stdout(self) -> OutStream:
        return OutStream(self.session, self.iopub_thread, "stdout", watchfd=_WATCHED)

    @default("stderr")
    def _default_stderr(self) -> OutStream:
        return OutStream(self.session, self.iopub_thread, "stderr", watchfd=_WATCHED)


class _Sender(IOPubThread):
    """What sends the kernel's messages, from any thread; it has no thread, socket or loop of its own.

    A forked child hands its messages to the kernel's process, each as a file over a pair of sockets: so one
    can be of any size, is whole or absent if the child is killed, and is there once the child has sent it.
    ipykernel hands them over by TCP, and may come to them only after the cell has ended.
    """

    def __init__(self, socket: Any, session: Any, deliver: Callable[[list[bytes]], None]) -> None:
        self.socket, self.session, self.background_socket = socket, session, BackgroundSocket(self)
        self.thread = threading.Thread()
        self.io_loop: Any = SimpleNamespace(call_later=lambda *_: None)  # a stream is flushed with its cell
        self._master_pid = os.getpid()
        self._deliver = deliver
        self.streams: tuple[OutStream, ...] = ()
        self._sending = threading.RLock()
        self._ends: tuple[socket.socket, socket.socket] | None = None  # the kernel's, and its children's

    @contextlib.contextmanager
    def receiving(self) -> Iterator[None]:
        """Receive what children send, as it comes."""
        if not hasattr(socket, "send_fds"):  # nor are there forks
            yield
            return
        self._ends = ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        ours.setblocking(False)
        ended = threading.Event()
        thread = threading.Thread(target=self._receive_until, args=(ended, ours), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            theirs.send(b".")  # wakes the thread
            thread.join()
            self._ends = None
            ours.close()
            theirs.close()

    def receive(self) -> None:
        """Send on what children have sent by now, after what was written here before."""
        if self._ends is None or not self._is_master_process():
            return
        with self._sending:
            while (message := _received(self._ends[0])) is not None:
                for stream in self.streams:
                    stream._flush()
                self.send_multipart(message)

    def forget_locks(self) -> None:
        """Begin anew in a child: a thread that it does not have may have held a lock as it was forked."""
        self._sending = threading.RLock()

    def _receive_until(self, ended: threading.Event, end: socket.socket) -> None:
        while not ended.is_set():
            select.select([end], [], [])
            self.receive()

    def _really_send(self, msg: Any, *_: Any, **__: Any) -> None:
        if self._ends is None or self._is_master_process():
            with self._sending:
                self._deliver(msg)
            return
        with tempfile.TemporaryFile() as file, contextlib.suppress(ConnectionError):  # if the run has ended
            pickle.dump([bytes(part) for part in msg], file)
            file.flush()
            socket.send_fds(self._ends[1], [b"."], [file.fileno()])


def _received(end: socket.socket) -> list[bytes] | None:
    """Return the parts of a message that a child sent, or None if there is none."""
    try:
        _, numbers, _, _ = socket.recv_fds(end, 1, 1)
    except BlockingIOError:
        return None
    if not numbers:
        return None
    with os.fdopen(numbers[0], "rb") as file:
        file.seek(0)
        parts: list[bytes] = pickle.load(file)  # noqa: S301  -- from a fork of this process
    return parts


class OutStream(iostream.OutStream):
    """A stream that holds, when a cell ends, all that the cell's child processes have written.

    ipykernel leaves that to a thread, which on a busy machine may come too late.
    """

    _fid: int  # the file from which the thread reads what child processes write
    _original_stdstream_fd: int
    _original_stdstream_copy: int
    watch_fd_thread: threading.Thread
    _buffer_lock: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._draining = threading.Lock()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        # What ends the thread: a cell may close the file that it watches, or put another in its place.
        self._woken, self._wakes = os.pipe()
        super().__init__(*arguments, **options)

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Write a text; raise UnicodeEncodeError if it holds what is no character."""
        if isinstance(string, str):
            string.encode()  # or else the cell would go on without its text
        return super().write(string)

    def flush(self) -> None:
        """Send what was written by now, by child processes too."""
        if self._should_watch and self._is_master_process():
            self._drain()
        if self.pub_thread is not None:  # a cell may have closed the stream
            self.pub_thread.receive()
        super().flush()

    def end(self) -> None:
        """Flush at the end of a cell, after which half a character is not completed any more."""
        self.flush()
        rest = self._decoder.decode(b"", final=True)
        if rest and self.pub_thread is not None:
            self.write(rest)
            self.flush()

    def close(self) -> None:
        """Close the stream, and give its file back what it was."""
        if self._should_watch:
            self._should_watch = False
            os.write(self._wakes, b".")
            self.watch_fd_thread.join()
            os.dup2(self._original_stdstream_copy, self._original_stdstream_fd)
            os.close(self._original_stdstream_copy)
        super().close()

    def forget_locks(self) -> None:
        """Begin anew in a child: a thread that it does not have may have held a lock as it was forked."""
        self._draining = threading.Lock()
        self._buffer_lock = threading.RLock()
        self._buffers.clear()  # what was written before the fork is the parent's

    def _watch_pipe_fd(self) -> None:
        while self._should_watch:
            select.select([self._fid, self._woken], [], [])
            self._drain()

    def _drain(self) -> None:
        """Move what is in the pipe to the stream."""
        with self._draining:
            while self._should_watch and select.select([self._fid], [], [], 0)[0]:
                self.write(self._decoder.decode(os.read(self._fid, _PIPE_SIZE)))


class Client(BlockingInProcessKernelClient):
    """A client that runs a cell in its caller's main thread and event loop, as a kernel does in its own.

    nbclient awaits an answer that is a coroutine.
    """

    async def execute(  # type: ignore[override]
        self, code: str, store_history: bool = True, **_: Any
    ) -> str:
        """Run a cell, and return the request's id."""
        return await self.ask(self.session.msg("execute_request", execution(code, store_history)))

    async def ask(self, message: dict[str, Any]) -> str:
        """Have the kernel answer a request, and return the request's id."""
        kernel: Any = self.kernel
        stream = kernel.shell_stream
        self.session.send(stream, message)
        process = os.getpid()
        await kernel.dispatch_shell(stream.recv_multipart())
        if os.getpid() != process:  # a fork that a cell made and did not end: it is no second kernel
            os._exit(0)
        if stream.queue.empty():
            raise RuntimeError("the kernel gave no answer")
        _, reply = self.session.recv(stream, copy=False)
        self.shell_channel.call_handlers_later(reply)
        return str(message["header"]["msg_id"])


def execution(code: str, store_history: bool = True) -> dict[str, Any]:
    """Return the content of a request to run a cell, of which nobody can be asked anything."""
    return {
        "code": code,
        "silent": False,
        "store_history": store_history,
        "user_expressions": {},
        "allow_stdin": False,
    }


def _redirect_figures(shell: Any) -> None:
    """Show figures in this shell: Matplotlib hooks into the shell it is set up in, and no later one."""
    os.environ["MPLBACKEND"] = _INLINE  # should it be imported later
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline:  # it believes that its formats are registered, but that was with an earlier shell
        inline.configure_inline_support.current_backend = "unset"
    if "matplotlib" in sys.modules:
        shell.enable_matplotlib("inline")
        sys.modules["matplotlib"].rcParams["backend"] = _INLINE  # by the name that it has in a kernel


@contextlib.contextmanager
def _folder_on_path() -> Iterator[None]:
    """Let cells import what lies in the folder where they run, after the standard library, as in a kernel."""
    folders = [Path(entry).name for entry in sys.path]
    place = next((n for n, name in enumerate(folders) if name in ("site-packages", "dist-packages")), 0)
    sys.path.insert(place, "")
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove("")
