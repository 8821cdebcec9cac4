"""What there is at a path in place of an ordinary file, in words."""

from __future__ import annotations

import os
import stat
from pathlib import Path

DEVICE, FOLDER, LINK = "a device", "a folder", "a link"
_KINDS = {
    stat.S_IFDIR: FOLDER,
    stat.S_IFLNK: LINK,
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: DEVICE,
    stat.S_IFBLK: DEVICE,
}


def file_kind(status: os.stat_result) -> str:
    """Return what a file is in words, such as "a named pipe"; nothing for an ordinary file."""
    kind = stat.S_IFMT(status.st_mode)
    return "" if kind == stat.S_IFREG else _KINDS.get(kind, "something else")


def file_kind_at(path: Path) -> str:
    """Return what is at a path, links not followed; nothing for an ordinary file or nothing."""
    try:
        return file_kind(path.lstat())
    except OSError:
        return ""
