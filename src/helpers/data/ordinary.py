"""Ordinary files: what is a pipe, a link or a device in place of one is told apart, and never waited for."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from helpers.text.file_kinds import LINK, file_kind, file_kind_at


def read_ordinary(path: Path, most: int | None = None) -> bytes:
    """Return the bytes of an ordinary file, without waiting for whoever writes to a pipe.

    Raises OSError, also where it is something else or has more than ``most`` bytes.
    """
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(number)
        if kind := file_kind(status):
            raise OSError(errno.EINVAL, f"it is {kind}, not a file")
        if most is not None and status.st_size > most:
            raise OSError(errno.EFBIG, f"it has more than {most:,} bytes")
        with os.fdopen(number, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(number)


def others_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give each path below a folder that is neither a file, a folder nor a link, with what it is."""
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in sorted(names)):
            kind = file_kind_at(path)
            if kind and kind != LINK:
                yield path, kind
