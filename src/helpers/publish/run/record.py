"""What a process read and imported: the SHA-256 of the bytes that it took, not of what a file holds later.

Helpers run as the source that is hashed here: what was compiled before counts only for the same source.
Python would run old bytecode of a file that changed with equal size and time, and a file can change and
change back while a report is made.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import MAGIC_NUMBER, cache_from_source
from io import FileIO
from itertools import chain
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

Hashes = Mapping[str, Collection[str]]

_PACKAGE = __name__.partition(".")[0]
_FOLDER = Path(__file__).parents[2]


def _within(*folders: str | Path) -> tuple[str, ...]:
    return tuple(f"{Path(folder).absolute()}{os.sep}" for folder in folders)


_PROJECT = _within(_FOLDER.parents[1])
_INSTALLED = _within(sys.prefix, sys.base_prefix, _FOLDER)
# What belongs to the system, or is no file, unless the project itself lies there.
_SYSTEM = _within(
    *(tempfile.gettempdir(), "/proc", "/sys", "/dev", "/etc", "/usr", "/lib", "/opt", "/run", "/var")
)
_LISTINGS = ("os.listdir", "os.scandir")
_NOTED = {"open", "sqlite3.connect", *_LISTINGS}  # of Python's audit events
_loaded: dict[str, set[str]] = {}


@dataclass
class _Watch:
    """The files that are opened to be read while one notebook runs in ``folder``: by path, their hashes.

    So are the folders that its cells list, and the environment variables that they read, but those that are
    ``fixed`` for every run. Forks that they make write to ``told`` what they read.
    """

    folder: Path
    notebook: Path
    fixed: Collection[str]
    told: FileIO
    opened: dict[str, set[str]] = field(default_factory=dict)
    busy: bool = False
    process: int = field(default_factory=os.getpid)

    def __post_init__(self) -> None:
        self.told_is = os.fstat(self.told.fileno())


_watch: _Watch | None = None
_hooked = False

# As in ``helpers.publish.files``, which cannot be imported before the recording begins.
_VARIABLE = "environment variable "
_NAMES = "names in "

# The modules through which a variable is read or a folder listed, whoever asks for it.
_ASKED_THROUGH = {"os", "collections", "posixpath", "ntpath", "glob", "pathlib", "contextlib"}


class _Noting(type(os.environ)):  # type: ignore[misc]
    """The environment, which tells what is read of it; what a cell sets itself it may read untold."""

    def __getitem__(self, name: Any) -> Any:
        _note_variable(name)
        return super().__getitem__(name)

    def __setitem__(self, name: Any, value: Any) -> None:
        if _watch is not None:
            _watch.fixed = {*_watch.fixed, _as_text(name)}
        super().__setitem__(name, value)

    def __delitem__(self, name: Any) -> None:
        if _watch is not None:
            _watch.fixed = {*_watch.fixed, _as_text(name)}
        super().__delitem__(name)


class _Loader(SourceFileLoader):
    """A loader that runs what it hashes."""

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002  -- Python passes it
        """Return a module's code, compiled from the very source that is there."""
        source = self.get_data(self.path)
        name = Path(self.path).relative_to(_FOLDER).as_posix()
        _loaded.setdefault(f"src/helpers/{name}", set()).add(hashlib.sha256(source).hexdigest())
        return self._compiled(source)

    def _compiled(self, source: bytes) -> CodeType:
        """Compile a source, unless the code of these bytes at this path was kept, beside Python's own."""
        digest = hashlib.sha256(b"\0".join((MAGIC_NUMBER, self.path.encode(), source))).digest()
        kept = cache_from_source(self.path, optimization=f"{sys.flags.optimize}hashed")
        with suppress(OSError, ValueError, EOFError, TypeError):
            content = self.get_data(kept)
            if content.startswith(digest):
                stored = marshal.loads(content[len(digest) :])  # noqa: S302  -- from where Python's own is run
                if isinstance(stored, CodeType):
                    return stored
        code: CodeType = self.source_to_code(source, self.path)
        if not sys.dont_write_bytecode:
            self.set_data(kept, digest + marshal.dumps(code))
        return code


class _Finder:
    """What finds the modules of this package, before Python's own finders do."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to import a module; nothing for those of other packages."""
        if not name.startswith(f"{_PACKAGE}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec and type(spec.loader) is SourceFileLoader and _is_ours(spec.loader.path):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def begin() -> None:
    """Record each helper that this process, or a fork of it, imports from now on."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)


def imported() -> Hashes:
    """Return the helpers that were imported since ``begin``, such as "src/helpers/paths.py"."""
    return {name: frozenset(hashes) for name, hashes in _loaded.items()}


@contextmanager
def watching(notebook: Path, fixed: Collection[str] = ()) -> Iterator[dict[str, set[str]]]:
    """Record each file that is opened to be read meanwhile, by its path from the notebook's folder.

    What the installation, the system and this package read is left out, and so are hidden and temporary files
    elsewhere. A file that is not there counts with an empty hash: should it appear, a run would read it. The
    same holds for environment variables, but those that are ``fixed`` for every run. What another program
    reads is not seen, nor whether a cell asks if a file exists.
    """
    global _watch, _hooked
    if not _hooked:
        sys.addaudithook(_note)
        os.environ.__class__ = _Noting
        if os.supports_bytes_environ:
            os.environb.__class__ = _Noting
        _hooked = True
    path = notebook.absolute()
    with tempfile.TemporaryFile(buffering=0) as told:
        _watch = watch = _Watch(path.parent, path, fixed, told)
        try:
            yield watch.opened
        finally:
            _watch = None
            _gather(watch)


def watch_kernel(notebook: str, told: str, reads: str, fixed: Sequence[str]) -> None:
    """Record in a kernel of its own what its cells read and import, and write it to a file after each.

    ``reads`` names the function that returns what was read of the data, as in a report.
    """
    begin()
    watch = watching(Path(notebook), fixed)
    opened = watch.__enter__()
    watch_kernel.kept = watch  # type: ignore[attr-defined]  # for as long as the kernel lives
    _ignore_settings_here()

    def tell(*_: Any) -> None:
        global _watch
        now, _watch = _watch, None
        if now is not None:
            _gather(now)
        content = [_lists(imported()), _lists(called(reads)), _lists(opened)]
        Path(told).write_text(json.dumps(content), encoding="utf-8")
        _watch = now

    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    shell.events.register("post_run_cell", tell)


def called(name: str) -> Hashes:
    """Return what a function says, such as "helpers.data.sources:hashes_read", if its module was imported."""
    module, _, function = name.partition(":")
    if module not in sys.modules:
        return {}
    answer: Hashes = getattr(sys.modules[module], function)()
    return answer


def joined(*parts: Hashes) -> dict[str, frozenset[str]]:
    """Return what several processes took of each file, together."""
    names = sorted({name for part in parts for name in part})
    return {name: frozenset(chain.from_iterable(part.get(name, ()) for part in parts)) for name in names}


def _lists(hashes: Mapping[str, Any]) -> dict[str, list[str]]:
    return {name: sorted(digests) for name, digests in hashes.items()}


def _ignore_settings_here() -> None:
    """Undo what a file of Matplotlib's settings in this folder sets: it comes before every other."""
    if Path("matplotlibrc").exists():
        import matplotlib

        matplotlib.rcdefaults()


def _is_ours(path: str) -> bool:
    return _FOLDER in Path(path).parents


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    """Note a file that is about to be opened, or a folder to be listed, by Python's audit events."""
    watch = _watch
    if event not in _NOTED or watch is None or watch.busy or isinstance(arguments[0], int):
        return
    path = os.path.abspath(os.fsdecode(arguments[0] or "."))  # noqa: PTH100  -- folds "..", and follows no link
    if (event == "open" and _is_read(path, arguments[2] or 0)) or (
        event == "sqlite3.connect" and Path(path).is_file()
    ):
        digest_of = _digest
    elif event in _LISTINGS and _is_a_cells(sys._getframe(1)):
        digest_of = _digest_of_names
    else:
        return
    watch.busy = True
    try:
        _note_path(watch, path, digest_of)
    finally:
        watch.busy = False


def _is_read(path: str, flags: int) -> bool:
    """Return whether what a file holds can be read by who opens it so."""
    both = flags & os.O_RDWR and not flags & os.O_TRUNC and Path(path).exists()
    return bool(both or not flags & (os.O_WRONLY | os.O_RDWR))


def _note_path(watch: _Watch, full: str, digest_of: Callable[[Path], str]) -> None:
    beside = f"{full}{os.sep}".startswith(f"{watch.folder}{os.sep}")
    name = os.path.relpath(full, watch.folder).replace(os.sep, "/")
    name = f"./{name}" if name.startswith((_VARIABLE, _NAMES)) else name
    hidden = any(part.startswith(".") and part not in (".", "..") for part in name.split("/"))
    elsewhere = full.startswith(_INSTALLED) or (full.startswith(_SYSTEM) and not full.startswith(_PROJECT))
    if hidden or full == str(watch.notebook) or (elsewhere and not beside):
        return
    _add(watch, name if digest_of is _digest else f"{_NAMES}{name}", digest_of(Path(full)))


def _note_variable(name: object) -> None:
    """Note a variable that is about to be read by a cell, or by what stands beside its notebook."""
    watch, name = _watch, _as_text(name)
    if watch is None or not isinstance(name, str) or name in watch.fixed:
        return
    if _is_a_cells(sys._getframe(2)):
        _add(watch, f"{_VARIABLE}{name}", _hash_of_variable(name))


def _is_a_cells(frame: FrameType) -> bool:
    """Return whether a cell, or what stands beside its notebook, asks here, through these modules or not."""
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _ASKED_THROUGH:
        frame = frame.f_back
    return not frame.f_code.co_filename.startswith((*_INSTALLED, "<frozen "))


def _as_text(name: Any) -> Any:
    return os.fsdecode(name) if isinstance(name, bytes) else name


def _add(watch: _Watch, name: str, digest: str) -> None:
    if os.getpid() == watch.process:
        watch.opened.setdefault(name, set()).add(digest)
        return
    with suppress(OSError, ValueError):  # closed by the fork: its number may be another file's
        if os.path.samestat(os.fstat(watch.told.fileno()), watch.told_is):
            os.write(watch.told.fileno(), f"{json.dumps([name, digest])}\n".encode())


def _gather(watch: _Watch) -> None:
    """Add what forks have told by now."""
    watch.told.seek(0)
    for line in watch.told.readall().splitlines():
        name, digest = json.loads(line)
        watch.opened.setdefault(name, set()).add(digest)


def _hash_of_variable(name: str) -> str:
    value = os.environ.get(name)  # asked for by this package, which is not noted
    return "" if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()


def _digest(path: Path) -> str:
    if not path.is_file():  # a pipe would be waited for
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _digest_of_names(path: Path) -> str:
    try:
        names = sorted(
            entry.name for entry in path.iterdir() if not entry.name.startswith((".", "__pycache__"))
        )
    except OSError:
        return ""
    return hashlib.sha256(os.fsencode("\0".join(names))).hexdigest()
