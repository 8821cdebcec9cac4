"""What was made from verified files, kept for the next command: a cache that is never believed over them.

An entry counts only for the very bytes of the files that it was made from, of the code that read and verified
them, and for the same Python and packages. It is JSON, and holds no more than verified values: nothing in it
is ever run. Entries lie in a folder that only their owner can write to. One that is damaged, made from other
files or written by somebody else is no entry. None ever has to be there: whoever cannot read or write one
works everything out anew. What is published or approved rests on none that was there before: ``only_in``.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

Hashes = tuple[tuple[str, str], ...]

# Names it another folder; empty, nothing is kept.
CHOSEN = "BRIEFINGS_CACHE"
# Its name is hidden, so that what a notebook opens there does not count as a file of its own.
_FOLDER = ".kept"
_MOST_BYTES = 128 * 1024 * 1024  # in all, of which the newest stay
_MOST_ENTRIES = 1000
_SMALL = 100_000  # bytes; there is no room to be made for less
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PACKAGE = Path(__file__).resolve().parents[1]
# The rooms whose code reads and verifies.
_ROOMS = ("data", "text")


def folder() -> Path | None:
    """Return the folder of entries, which need not be there; None where nothing is to be kept."""
    chosen = os.environ.get(CHOSEN)
    if chosen is not None:
        return Path(chosen) / _FOLDER if Path(chosen).is_absolute() else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if Path(base).is_absolute() else os.path.expanduser("~/.cache")  # noqa: PTH111 -- never raises
    return Path(base) / "mappa-briefings" / _FOLDER if Path(base).is_absolute() else None


@contextmanager
def only_in(place: Path | None) -> Iterator[None]:
    """Meanwhile believe and keep entries in this folder alone, in new processes too; for None, nowhere.

    An entry of this user's folder could be forged by whatever runs as this user. A new folder holds only what
    was read and verified since.
    """
    before = os.environ.get(CHOSEN)
    os.environ[CHOSEN] = str(place or "")
    try:
        yield
    finally:
        if before is None:
            del os.environ[CHOSEN]
        else:
            os.environ[CHOSEN] = before


def load(kind: str, inputs: Hashes) -> Any:
    """Return the value that was kept for these hashes of files, or None if there is none to be trusted."""
    place = folder()
    if place is None or not _CODE:
        return None
    key = _key(kind, inputs)
    content = _content(place, _name(kind, key))
    digest, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    with suppress(ValueError, RecursionError):  # which the hash excludes, unless somebody meant it
        entry = json.loads(body)
        if isinstance(entry, dict) and entry.get("key") == key:
            return entry.get("value")
    return None


def save(kind: str, inputs: Hashes, value: Any) -> None:
    """Keep a value of texts, numbers, lists and dictionaries; where that fails, nothing is kept."""
    place = folder()
    if place is None or not _CODE or _marks() != _MARKS:  # changed since: it may not be what runs here
        return
    key = _key(kind, inputs)
    body = json.dumps({"key": key, "value": value}, separators=(",", ":")).encode()
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(place.lstat(), stat.S_ISDIR):
            _put(place, _name(kind, key), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            if len(body) > _SMALL:
                _make_room(place)


def _key(kind: str, inputs: Hashes) -> list[Any]:
    return [kind, sys.version, _PACKAGES, _CODE, [list(pair) for pair in inputs]]


def _name(kind: str, key: list[Any]) -> str:
    return f"{kind}-{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]}.json"


def _content(place: Path, name: str) -> bytes:
    """Return the bytes of an entry of our own; none where there is none, or others could have written it."""
    try:
        if not _is_private(place.lstat(), stat.S_ISDIR):
            return b""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        number = os.open(place / name, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        return b""
    try:
        status = os.fstat(number)
        if _is_private(status, stat.S_ISREG) and status.st_size <= _MOST_BYTES:
            with os.fdopen(number, "rb", closefd=False) as file:
                return file.read()
    except OSError:
        pass
    finally:
        os.close(number)
    return b""


def _is_private(status: os.stat_result, is_kind: Any) -> bool:
    """Return whether it is of this kind, our own, and not to be written to by anybody else."""
    if not is_kind(status.st_mode):
        return False
    # Windows says neither, and keeps the folder of a user's local data for that user.
    return sys.platform == "win32" or (status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE)


def _put(place: Path, name: str, content: bytes) -> None:
    """Write an entry that is there whole or not at all, whoever else writes the same or is killed."""
    number, made = tempfile.mkstemp(prefix=f"{name}.", suffix=".new", dir=place)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(made).replace(place / name)
    except BaseException:
        with suppress(OSError):
            Path(made).unlink()
        raise


def _make_room(place: Path) -> None:
    """Remove the oldest entries beyond the most that may be kept, and what killed commands left."""
    files = []
    with os.scandir(place) as entries:
        for entry in entries:
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                files.append((status.st_mtime, entry.name, status.st_size))
    left = _MOST_BYTES
    for number, (_, name, size) in enumerate(sorted(files, reverse=True)):
        left -= size
        if number >= _MOST_ENTRIES or left < 0:
            with suppress(OSError):
                (place / name).unlink()


def _code() -> str:
    """Return a hash of the modules that read and verify, and of what says which code of them runs.

    Python runs bytecode by the time and size of its source, so these count beside the bytes; where the
    publisher had a module compiled from its source, the bytes are enough.
    """
    try:
        modules = [_module(path) for path in _modules()]
    except OSError:  # nothing is known of it, so nothing is kept
        return ""
    return hashlib.sha256(json.dumps(modules).encode()).hexdigest() if modules else ""


def _modules() -> list[Path]:
    return [path for room in _ROOMS for path in sorted((_PACKAGE / room).glob("*.py"))]


def _marks() -> list[tuple[str, int, int, int]]:
    """Return what tells that a module was written since, whatever time its file was given."""
    modules = [(path.name, path.stat()) for path in _modules()]
    return [(name, mark.st_ctime_ns, mark.st_mtime_ns, mark.st_size) for name, mark in modules]


def _module(path: Path) -> list[str]:
    name = f"{__package__.rpartition('.')[0]}.{path.parent.name}.{path.stem}"
    spec = getattr(sys.modules.get(name, sys.modules[__name__]), "__spec__", None)
    from_bytecode = spec is None or type(spec.loader) is SourceFileLoader
    time = f"{path.stat().st_mtime_ns}" if from_bytecode else ""
    return [f"{path.parent.name}/{path.name}", hashlib.sha256(path.read_bytes()).hexdigest(), time]


def _packages() -> list[str]:
    """Return what is installed, by the names of the folders that say so: each holds a name and a version."""
    return sorted({name for path in sys.path for name in _names_in(path) if name.endswith(".dist-info")})


def _names_in(path: str) -> Iterable[str]:
    with suppress(OSError):
        return os.listdir(path or ".")  # noqa: PTH208 -- names are enough, and quicker
    return ()


# As they were when the first of them was imported: what changes later is not what runs here.
_CODE, _MARKS = _code(), _marks()
_PACKAGES = hashlib.sha256("\n".join(_packages()).encode()).hexdigest()
