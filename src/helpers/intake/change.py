"""A change of ``data/`` in one step: a whole copy is made beside it, checked, and put in its place.

At every moment the folder holds all of the old state or all of the new one. The copy and the folder change
places by one call of the system, which no kill and no failure can cut in two. Windows and some network drives
have no such call: there the old folder is ``.data.old`` for the moment between two renames.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import filelock

from helpers.data.errors import DataError
from helpers.data.ordinary import others_in
from helpers.text.file_kinds import file_kind_at

_SWAP = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS are the same number
_HERE = -100  # AT_FDCWD: paths are from the working directory


@dataclass(frozen=True)
class Change:
    """A change under way: ``folder`` holds the data as they are, ``copy`` as they will be."""

    folder: Path
    copy: Path
    before: dict[str, str]

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the copy, such as ``raw/workload.csv``; raise DataError if it cannot be written."""
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise DataError(f"{name!r} is not a file of the data folder")
        if not (self.copy / name).resolve().is_relative_to(self.copy):
            raise DataError(
                f"{self.folder / name} is a link to another folder: put the file itself in its place; "
                "nothing was changed"
            )
        with _writing(self.copy / name):
            (self.copy / name).parent.mkdir(parents=True, exist_ok=True)
            (self.copy / name).write_bytes(content)

    def put(self) -> None:
        """Put the copy in the folder's place, all of it at once.

        Raises DataError, with the folder as it was, if another program changed the folder meanwhile or the
        system cannot do it.
        """
        with _writing(self.folder):
            _wait_for_the_disk(self.copy)
            if _contents(self.folder) != self.before:
                raise DataError(
                    f"{self.folder} was changed by another program meanwhile: nothing was written; "
                    "look at that change, then run this again"
                )
            _exchange(self.copy, self.folder)
        with suppress(OSError):  # it is done; only a loss of power in the next seconds could undo it
            _sync(self.folder.parent)


@contextmanager
def changing(folder: Path) -> Iterator[Change]:
    """Begin a change of a data folder; without ``put`` it leaves nothing behind.

    Raises DataError if another change is under way, or if the copy cannot be made.
    """
    folder = folder.resolve()
    copy = _copy_of(folder)
    _check_kinds(folder, copy)
    with _claimed(folder), _writing(copy):
        try:
            _remove_left(copy)
            before = _contents(folder)
            shutil.copytree(folder, copy, symlinks=True, copy_function=_copied)
            yield Change(folder, copy, before)
        finally:
            shutil.rmtree(copy, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove what a change left that was killed once its data were in place, where nothing is to change.

    Raises DataError as ``changing`` does.
    """
    folder = folder.resolve()
    copy = _copy_of(folder)
    if os.path.lexists(copy):
        _check_kinds(folder, copy)
        with _claimed(folder), _writing(copy):
            _remove_left(copy)


def _copied(source: str, target: str) -> None:
    """Copy a file; raise DataError for the first that fails: ``copytree`` would go on, and list all."""
    with _writing(Path(target)):
        shutil.copy2(source, target)


def _remove_left(copy: Path) -> None:
    if copy.exists():  # of a change that was killed
        shutil.rmtree(copy)


def _copy_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _check_kinds(folder: Path, copy: Path) -> None:
    """Raise DataError for a pipe or a device where files are copied, and a link where one is made."""
    places = {copy: "a folder", _lock_of(folder): ""}
    wrong = [(path, file_kind_at(path)) for path, right in places.items() if file_kind_at(path) != right]
    wrong = [(path, kind or "a file") for path, kind in wrong if os.path.lexists(path)]
    for path, kind in [*wrong, *others_in(folder)]:
        raise DataError(f"{path} is {kind}: move it away; nothing was changed")


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    lock = filelock.FileLock(_lock_of(folder), blocking=False)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise DataError(
            f"another change of {folder} is under way: wait until it has finished, or stop it"
        ) from error
    except OSError as error:
        raise _unwritable(folder.parent, error) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> DataError:
    return DataError(f"cannot write {path}: {error.strerror or error}; nothing was changed")


def _contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path."""
    files = [path for path in _below(folder) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def _below(folder: Path) -> list[Path]:
    """Return all files and folders below a folder, sorted; raise OSError for one that cannot be listed.

    ``rglob`` of Python 3.12 and later leaves such a folder out without a word.
    """

    def refuse(error: OSError) -> None:
        raise error

    return sorted(
        Path(place) / name
        for place, folders, files in os.walk(folder, onerror=refuse)
        for name in (*folders, *files)
    )


def _wait_for_the_disk(folder: Path) -> None:
    if sys.platform == "win32":  # which cannot wait for a file that is open for reading
        return
    for path in _below(folder):
        if not path.is_symlink():
            _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _exchange(new: Path, old: Path) -> None:
    """Have two folders change places: in one step, or where the system has none, in steps that are undone."""
    if _exchanged_at_once(new, old):
        return
    aside = old.with_name(f".{old.name}.old")
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    aside.rename(new)


def _exchanged_at_once(new: Path, old: Path) -> bool:
    """Exchange two folders by a call that Python's library lacks; return whether there is one."""
    first, second = os.fsencode(new), os.fsencode(old)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = system.renamex_np(first, second, _SWAP)
        else:
            failed = system.renameat2(_HERE, first, _HERE, second, _SWAP)
    except (AttributeError, TypeError):  # Windows, or a system older than the call
        return False
    number = ctypes.get_errno()
    if failed and number not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        raise OSError(number, os.strerror(number))
    return not failed
