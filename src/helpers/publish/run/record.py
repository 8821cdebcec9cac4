"""What a process read and imported: the SHA-256 of the bytes that it took, not of what a file holds later.

Helpers are compiled from the source that is hashed here. Python would run old bytecode of a file that changed
with equal size and time, and a file can change and change back while a report is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import chain
from pathlib import Path
from types import CodeType, ModuleType
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
_loaded: dict[str, set[str]] = {}


@dataclass
class _Watch:
    """The files that are opened to be read while one notebook runs in ``folder``: by path, their hashes.

    So are the environment variables that its cells read, but those that are ``fixed`` for every run.
    """

    folder: Path
    notebook: Path
    fixed: Collection[str]
    opened: dict[str, set[str]] = field(default_factory=dict)
    busy: bool = False


_watch: _Watch | None = None
_hooked = False

# As in ``helpers.publish.files``, which cannot be imported before the recording begins.
_VARIABLE = "environment variable "

# The modules through which a variable is read, whoever asks for it.
_ASKED_THROUGH = ("os", "collections.abc")


class _Noting(type(os.environ)):  # type: ignore[misc]
    """The environment, which tells what is read of it; what a cell sets itself it may read untold."""

    def __getitem__(self, name: Any) -> Any:
        _note_variable(name)
        return super().__getitem__(name)

    def __setitem__(self, name: Any, value: Any) -> None:
        if _watch is not None:
            _watch.fixed = {*_watch.fixed, name}
        super().__setitem__(name, value)

    def __delitem__(self, name: Any) -> None:
        if _watch is not None:
            _watch.fixed = {*_watch.fixed, name}
        super().__delitem__(name)


class _Loader(SourceFileLoader):
    """A loader that compiles what it hashes."""

    def get_code(self, fullname: str) -> CodeType | None:  # noqa: ARG002  -- Python passes it
        """Return a module's code, from its source and never from bytecode."""
        source = self.get_data(self.path)
        name = Path(self.path).relative_to(_FOLDER).as_posix()
        _loaded.setdefault(f"src/helpers/{name}", set()).add(hashlib.sha256(source).hexdigest())
        code: CodeType = self.source_to_code(source, self.path)
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
    same holds for environment variables, but those that are ``fixed`` for every run.
    """
    global _watch, _hooked
    if not _hooked:
        sys.addaudithook(_note)
        os.environ.__class__ = _Noting
        _hooked = True
    path = notebook.absolute()
    _watch = _Watch(path.parent, path, fixed)
    try:
        yield _watch.opened
    finally:
        _watch = None


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
    return {name: sorted(found) for name, found in hashes.items()}


def _ignore_settings_here() -> None:
    """Undo what a file of Matplotlib's settings in this folder sets: it comes before every other."""
    if Path("matplotlibrc").exists():
        import matplotlib

        matplotlib.rcdefaults()


def _is_ours(path: str) -> bool:
    return _FOLDER in Path(path).parents


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    """Note a file that is about to be opened, by Python's audit events."""
    watch = _watch
    if event != "open" or watch is None or watch.busy:
        return
    path, _, flags = arguments
    if isinstance(path, int) or (flags or 0) & (os.O_WRONLY | os.O_RDWR):
        return
    full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  -- folds "..", and follows no link
    beside = full.startswith(f"{watch.folder}{os.sep}")
    name = os.path.relpath(full, watch.folder).replace(os.sep, "/")
    name = f"./{name}" if name.startswith(_VARIABLE) else name
    hidden = any(part.startswith(".") and part != ".." for part in name.split("/"))
    elsewhere = full.startswith(_INSTALLED) or (full.startswith(_SYSTEM) and not full.startswith(_PROJECT))
    if hidden or full == str(watch.notebook) or (elsewhere and not beside):
        return
    watch.busy = True
    try:
        watch.opened.setdefault(name, set()).add(_digest(Path(full)))
    finally:
        watch.busy = False


def _note_variable(name: object) -> None:
    """Note a variable that is about to be read by a cell, or by what stands beside its notebook."""
    watch = _watch
    if watch is None or not isinstance(name, str) or name in watch.fixed:
        return
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__") in _ASKED_THROUGH:
        frame = frame.f_back
    code = frame.f_code.co_filename
    if not code.startswith((*_INSTALLED, "<frozen ")):
        watch.opened.setdefault(f"{_VARIABLE}{name}", set()).add(_hash_of_variable(name))


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
