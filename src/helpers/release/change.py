"""One change of ``data/raw`` that is made whole or not at all.

The new state is written beside ``data/``, read as every command reads it, and then put in the place of the
old one by one step of the file system. Killed before that step, nothing has changed; after it, everything.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.sources import fingerprint

Fingerprint = tuple[tuple[str, str], ...]
STAGED = ".briefings-change-"
HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def changed(folder: Path, files: Mapping[str, bytes], before: Fingerprint) -> None:
    """Write files of ``raw``, by their path in it, as one change.

    ``before`` is the fingerprint that it rests on.

    Raises DataError where the data have changed since, where the new state is one that no command could read,
    or where it cannot be written; the old state is then as it was, byte for byte.
    """
    with _alone(folder), _staged(folder) as staged:
        if fingerprint(folder) != before:
            raise DataError("the data have changed since they were read; run the command again")
        _write(staged, folder, files)
        evidence(staged)
        _exchange(staged / "raw", folder / "raw")
    _restate(folder, files)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep any other change of the same folder out until this one is made; Windows cannot lock a folder."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise DataError(
            f"another command is changing {folder}; run this one again when it has ended"
        ) from error
    finally:
        os.close(descriptor)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Give a folder beside ``data/``, and remove it afterwards with whatever a killed change left."""
    for left in folder.parent.glob(f"{STAGED}*"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=folder.parent))
    except OSError as error:
        raise DataError(
            f"nothing can be written beside {folder}: {error.strerror}; nothing was changed"
        ) from error
    try:
        yield staged
    except OSError as error:
        raise DataError(f"{error.strerror or error}; nothing was changed") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _write(staged: Path, folder: Path, files: Mapping[str, bytes]) -> None:
    for part in ("raw", "reference"):
        shutil.copytree(folder / part, staged / part)
    for name, content in files.items():
        path = staged / "raw" / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _exchange(new: Path, old: Path) -> None:
    """Let two folders change places in one step; where a file system cannot, in two."""
    if sys.platform == "linux":
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        if rename(HERE, os.fsencode(new), HERE, os.fsencode(old), EXCHANGE) == 0:
            return
        if (number := ctypes.get_errno()) not in (errno.EINVAL, errno.ENOSYS, errno.EXDEV):
            raise OSError(number, os.strerror(number))
    aside = new.with_name("before")
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise


def record_of(record: bytes, content: bytes, rows: int, years: range | None = None) -> bytes:
    """Return the record of a raw table with the size, hash, rows and years of its new content."""
    text = record.decode()
    text = re.sub(r"(?m)^sha256: .*$", f"sha256: {hashlib.sha256(content).hexdigest()}", text)
    text = re.sub(r"(?m)^bytes: .*$", f"bytes: {len(content)}", text)
    text = re.sub(r"(?m)^rows: .*$", f"rows: {rows}", text)
    if years is not None:
        covers = f"covers: 31 March {years[0]} to 31 March {years[-1]}"
        text = re.sub(r"(?m)^covers: 31 March [0-9]{4} to 31 March [0-9]{4}", covers, text)
    return text.encode()


def _restate(folder: Path, files: Mapping[str, bytes]) -> None:
    """Let the dictionary of the tables, which is no data, say how many rows each has now."""
    path = folder / "README.md"
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    for name, content in files.items():
        rows = re.search(r"(?m)^rows: ([0-9]+)$", content.decode()) if name.endswith(".source.yml") else None
        if rows is not None and "/" not in name:
            table = name.removesuffix(".source.yml")
            says = rf"(?ms)(^### `raw/{re.escape(table)}\.csv`\n(?:(?!^#).)*?^Rows: )[0-9,]+"
            text = re.sub(says, rf"\g<1>{int(rows[1]):,}", text)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=folder, delete=False, prefix=".readme-"
    ) as file:
        file.write(text)
    shutil.copymode(path, file.name)
    Path(file.name).replace(path)
