"""Ordinary files: what is a pipe, a link or a device in place of one is told apart, and never waited for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_ordinary(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of an ordinary file, without waiting for whoever writes to a pipe.

    Raises OSError, also where it is something else or has more than ``most`` bytes.
    """
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, f"it is {_kind(status)}, not a file")
        if most is not None and status.st_size > most:
            raise OSError(errno.EFBIG, f"it has more than {most:,} bytes")
        with os.fdopen(number, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(number)


def kind_at(path: Path) -> str:
    """Return what is at a path in words, such as "a named pipe"; nothing for an ordinary file or nothing."""
    try:
        status = path.lstat()
    except OSError:
        return ""
    return "" if stat.S_ISREG(status.st_mode) else _kind(status)


def others_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give each path below a folder that is neither a file, a folder nor a link, with what it is."""
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in sorted(names)):
            kind = kind_at(path)
            if kind and kind != _KINDS[stat.S_IFLNK]:
                yield path, kind


def _kind(status: os.stat_result) -> str:
    return _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
