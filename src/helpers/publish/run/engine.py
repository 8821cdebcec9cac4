"""One run of one notebook through papermill, and nothing left of it afterwards."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import psutil

from helpers.publish.errors import PublishError
from helpers.publish.notebook import cell_name, coalesced, first_fault, one_line, read_unrun
from helpers.publish.report import Report
from helpers.publish.run import fork_server, record

if TYPE_CHECKING:  # papermill takes two seconds to import: only a worker that runs a notebook should pay
    from nbformat import NotebookNode

EngineName = Literal["warm", "papermill"]
"""``warm``: a fork of a process with its imports ready; ``papermill``: its own engine, a kernel a report."""

START_TIMEOUT = 600  # seconds for a kernel to answer: the time limit of a report ends one that never will

_PREFIX = "briefing-kernel-"
_SHORT_BASE = "/tmp"  # noqa: S108
_LONGEST_BASE = 70  # characters: the path of a socket must stay below 100, whatever TMPDIR is


@dataclass(frozen=True)
class Seen:
    """What a run read and imported, each with the SHA-256 of all that was taken from it.

    ``inputs`` are helpers and files of the data, such as "src/helpers/paths.py"; ``others`` are files that
    the cells read, by their path from the notebook's folder.
    """

    inputs: record.Hashes = field(default_factory=dict)
    others: record.Hashes = field(default_factory=dict)


def run(report: Report, workspace: Path, engine: EngineName) -> tuple[NotebookNode, Seen]:
    """Execute a report's notebook, in the notebook's own folder; return it, and what it was made from.

    ``workspace`` is an existing folder for this run alone. The names of the cells that ran and the kernel's
    folder are noted in it, for ``last_cell`` and ``release`` should this process die. Nothing else is
    written, and nothing is printed. ``check_complete`` checks that every cell ran; the caller enforces a time
    limit, from another process. With ``warm`` the notebook runs in this very process, which must have been
    started for it. Raises PublishError, with the cell, if one raised or the kernel died, or if the kernel did
    not start.
    """
    with left_out("rfc3987_syntax"):
        from nbclient.exceptions import DeadKernelError
        from papermill.exceptions import PapermillExecutionError

    cells: list[NotebookNode] = []
    try:
        with interrupt_blocked():
            return _execute(report, workspace, engine, cells)
    except (
        PapermillExecutionError
    ) as error:  # of the last cell that shows one; an earlier one may have led to it
        reason = first_fault(cells) or f"{cell_name(cells)}: {one_line(f'{error.ename}: {error.evalue}')}"
        raise PublishError(reason) from error
    except DeadKernelError as error:
        reason = "the kernel died while it ran (killed, crashed or out of memory)"
        raise PublishError(f"{cell_name(cells)}: {reason}") from error
    except RuntimeError as error:  # jupyter_client raises nothing narrower for a kernel that does not answer
        where = cell_name(cells) if cells else "the kernel did not start"
        raise PublishError(f"{where}: {one_line(str(error))}") from error
    finally:
        release(workspace)


@contextlib.contextmanager
def left_out(*modules: str) -> Iterator[None]:
    """Have imports of these modules fail meanwhile, of which libraries do without.

    jsonschema would take a second to prepare for addresses in other alphabets, and checks none here.
    """
    absent: dict[str, Any] = {name: None for name in modules if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def release(workspace: Path) -> None:
    """End whatever a run in this workspace started, and remove its kernel's files, if anything is left."""
    note = workspace / "kernel"
    if not note.is_file():
        return
    folder = Path(note.read_text(encoding="utf-8"))
    if _is_kernels(folder):
        if not fork_server.has_no_children():
            _end_processes(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def interrupt_blocked() -> Iterator[None]:
    """Keep SIGINT and SIGHUP from the processes started meanwhile, and from the kernels that they start.

    A terminal sends Ctrl-C, and that it closes, to all of them, but it is the parent that stops them. Also,
    jupyter_client interrupts each kernel before it ends it, and a kernel that is answering at that moment
    would complain on stderr.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def last_cell(workspace: Path) -> str:
    """Return the name of the cell that a run in this workspace last began, even if its process died."""
    try:
        return (workspace / "cells").read_text(encoding="utf-8").splitlines()[-1]
    except (FileNotFoundError, IndexError):
        return "before the first cell"


def _settings() -> dict[str, str]:
    return {
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MATPLOTLIBRC": _matplotlib_settings(),
        # One thread: sums in one order, cores shared by the workers, and no thread to outlive a fork.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # No kernel of the user counts.
        "JUPYTER_PATH": "",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


@contextlib.contextmanager
def fixed_environment(**others: str) -> Iterator[None]:
    """Fix, for the processes started meanwhile, what would otherwise depend on the user or the machine."""
    settings = _settings() | others
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _fixed() -> tuple[str, ...]:
    """Name the variables that are the same for every run, so that none of them tells of the machine."""
    return (*_settings(), "IPYTHONDIR")


def _matplotlib_settings() -> str:
    """Return the path of Matplotlib's own settings, so that a user's do not change a page."""
    spec = importlib.util.find_spec("matplotlib")
    return str(Path(spec.origin).parent / "mpl-data" / "matplotlibrc") if spec and spec.origin else ""


def prepare_matplotlib() -> None:
    """Let Matplotlib choose its folder and list its fonts once, before many kernels do so at the same time.

    It says on stderr when either is slow or fails, and a report whose cell writes to stderr is not published.
    If it has to invent a folder, the kernels learn of it through its own environment variable.
    """
    with contextlib.suppress(ModuleNotFoundError):
        import matplotlib.font_manager  # noqa: F401


def _execute(
    report: Report, workspace: Path, engine: EngineName, cells: list[NotebookNode]
) -> tuple[NotebookNode, Seen]:
    from papermill.engines import papermill_engines
    from papermill.execute import raise_for_execution_errors
    from papermill.iorw import load_notebook_node

    # Papermill and nbclient would log to stderr what this module raises in better words.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    folder = _kernel_folder(workspace)
    told = _tell_reads(folder, report) if engine == "papermill" else None
    names = workspace / "cells"

    def begin_cell(cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG001  -- nbclient passes both by name
        cells.append(cell)
        with names.open("a", encoding="utf-8") as file:  # appending a line is quicker than rewriting the file
            file.write(f"{cell_name(cells)}\n")

    def end_cell(cell: NotebookNode, cell_index: int, execute_reply: Mapping[str, Any]) -> None:  # noqa: ARG001
        payload = execute_reply["content"].get("payload", [])
        if any(item.get("source") == "ask_exit" for item in payload):  # other cells may run or not, by chance
            raise PublishError(f"{cell_name(cells)}: it ends the kernel: leave it out")

    with (
        record.watching(report.notebook, _fixed()) as opened,
        fixed_environment(IPYTHONDIR=_ipython_dir(folder)),
    ):  # none of the user's start-up files or history
        # What papermill.execute_notebook does, but that it also writes the executed notebook as a text for
        # nobody; given a path, it would fill in its braces.
        notebook = load_notebook_node(read_unrun(report.notebook, report.parameters))
        with contextlib.chdir(report.notebook.absolute().parent):
            executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
                "warm" if engine == "warm" else None,
                notebook,
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                on_cell_start=begin_cell,
                on_cell_executed=end_cell,
                **_engine_options(engine, folder),
            )
            raise_for_execution_errors(executed, None)
    for cell in executed.cells:
        if cell.cell_type == "code":
            cell.outputs = coalesced(cell.outputs)
    return executed, _seen(report, opened, told)


def _tell_reads(folder: Path, report: Report) -> Path:
    """Have a kernel of this folder tell what it reads and imports; return the file in which it will."""
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    told = folder / "ipython" / "read.json"
    values = json.dumps([str(report.notebook.absolute()), str(told), report.reads, _fixed()])
    (startup / "00-record.py").write_text(
        f"__import__({record.__name__!r}, fromlist=['_']).watch_kernel(*{values})\n", encoding="utf-8"
    )
    return told


def _seen(report: Report, opened: record.Hashes, told: Path | None) -> Seen:
    """Return what a run saw in this process, and in the kernel that told of it."""
    parts: list[record.Hashes] = [record.imported(), record.called(report.reads), opened]
    if told is not None and told.is_file():
        parts[2] = {}  # of papermill alone
        theirs = json.loads(told.read_text(encoding="utf-8"))
        parts = [record.joined(ours, kernels) for ours, kernels in zip(parts, theirs, strict=True)]
    imported, read, others = parts
    tables = tuple(f"/{name.removeprefix('data/')}" for name in read)
    return Seen(
        inputs=record.joined(imported, read),
        others={name: frozenset(digests) for name, digests in others.items() if not name.endswith(tables)},
    )


def _engine_options(engine: EngineName, folder: Path) -> Mapping[str, Any]:
    """Return papermill's options for the kernel; over plain TCP it would warn on its first cell's stderr."""
    if engine == "warm":
        return {}
    from traitlets.config import Config

    encrypted = {"transport_encryption": "required"}  # for Windows, which has no sockets in a folder
    local = {
        "transport": "ipc",
        "ip": str(folder / "socket"),
        "connection_file": str(folder / "kernel.json"),
    }
    config = Config({"KernelManager": encrypted if os.name == "nt" else local})
    return {"config": config, "start_timeout": START_TIMEOUT}


def _kernel_folder(workspace: Path) -> Path:
    base = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base if len(base) <= _LONGEST_BASE else _SHORT_BASE))
    (workspace / "kernel").write_text(str(folder), encoding="utf-8")
    return folder


def _is_kernels(folder: Path) -> bool:
    """Return whether a folder is one that ``_kernel_folder`` made: a note of it may be another's work."""
    if not folder.name.startswith(_PREFIX) or folder.is_symlink() or not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    return all(name in ("ipython", "kernel.json") or name.startswith("socket") for name in names)


def _ipython_dir(folder: Path) -> str:
    return str(folder / "ipython")


def _end_processes(folder: Path) -> None:
    """Kill the kernel of this folder and all that it started, identified by the environment they inherited.

    A recorded process id could by now belong to another process, and would miss the kernel's own children.
    """
    mark = _ipython_dir(folder)
    processes = [
        process
        for process in psutil.process_iter(["environ"])
        if (process.info["environ"] or {}).get("IPYTHONDIR") == mark
    ]
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(
        processes, timeout=0.5
    )  # no longer: where nobody collects orphans, they seem to live on
