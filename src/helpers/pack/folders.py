"""A folder of files written whole or not at all, and never over another."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from helpers.data.errors import DataError


def write_folder(out: Path, files: Mapping[str, bytes]) -> bool:
    """Write a new folder of these files in one step; return False if it is there already with the same bytes.

    Raises DataError, with nothing written, if something else is in its place or it cannot be written. A kill
    leaves at most a hidden folder beside it, which the next run removes.
    """
    out = out.absolute()  # not resolved: a link is refused, and not followed
    if _is_there_already(out, files):
        return False
    with _writing(out), _beside(out) as new:
        for name, content in files.items():
            _write(new / name, content)
        _sync(new)
        if out.exists():
            out.rmdir()  # empty, or this fails
        new.rename(out)
        _sync(out.parent)
    return True


def check_free(out: Path) -> None:
    """Raise DataError if a folder cannot be made at a path, before anything is computed for it.

    A folder with files is refused only when it is written, as it may hold the same files already.
    """
    out = out.absolute()
    if not out.parent.is_dir():
        raise DataError(f"there is no folder {out.parent}; make it first: nothing was written")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise DataError(f"{out} is no folder; name one that is new or empty: nothing was written")


def _is_there_already(out: Path, files: Mapping[str, bytes]) -> bool:
    check_free(out)
    if not out.is_dir() or not any(out.iterdir()):
        return False
    paths = {path.name: path for path in out.iterdir()}
    if set(paths) == set(files) and all(
        path.is_file() and path.read_bytes() == files[name] for name, path in paths.items()
    ):
        return True
    raise DataError(
        f"{out} has other files; name a folder that is new or empty, such as one of this date: nothing was written"
    )


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """Give a hidden folder beside another, which is gone at the end unless it was renamed."""
    for path in out.parent.glob(f".{out.name}.new-*"):
        owner = re.fullmatch(r".*\.new-([0-9]+)", path.name)
        if owner and not psutil.pid_exists(int(owner[1])):
            shutil.rmtree(path, ignore_errors=True)
    new = out.with_name(f".{out.name}.new-{os.getpid()}")
    new.mkdir()
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(f"cannot write {out}: {error.strerror or error}; nothing was written") from error


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    if os.name == "nt":  # which cannot open a folder
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
