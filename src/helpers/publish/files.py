"""Files that are either complete or absent, and folders that one build has to itself."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import filelock

from helpers.publish.errors import PublishError

LOCK = ".lock"

_TEMPORARY = ".build-"
_STAGED = ".new"


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits, or an empty text if there is no such file.

    Raises PublishError if it cannot be read.
    """
    try:
        with path.open("rb", buffering=0) as file:  # never whole in memory: the files of all areas are large
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise PublishError(f"cannot read {path}: {error.strerror}") from error


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file so that it holds, at every moment, either its old content or all of the new.

    A long one can come in parts. Raises PublishError if it cannot be written.
    """
    put(stage(path, content), path)


def stage(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """Write a file's new content beside it; return where. Raises PublishError if it cannot be written."""
    staged = path.with_name(f".{path.name}{_STAGED}")
    try:
        path.parent.mkdir(exist_ok=True)
        write_synced(staged, content)
    except OSError as error:
        with contextlib.suppress(OSError):  # a part of it is of no use
            staged.unlink(missing_ok=True)
        raise PublishError(f"cannot write {path}: {error.strerror}") from error
    return staged


def put(staged: Path, path: Path) -> None:
    """Move a staged file into its place in one step. Raises PublishError if it cannot be moved."""
    try:
        staged.replace(path)
    except OSError as error:
        raise PublishError(f"cannot write {path}: {error.strerror}") from error


def remove(path: Path) -> None:
    """Remove a file if it is there. Raises PublishError if it cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"cannot remove {path}: {error.strerror}") from error


def write_synced(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file and wait until it is on the disk, so that a later rename cannot reach the disk first."""
    with path.open("wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def claimed(out: Path) -> Iterator[None]:
    """Claim a folder for this build alone, making it if need be; the claim cannot outlive the process.

    Raises PublishError if it is no folder, cannot be opened, or another build is writing to it.
    """
    lock = filelock.FileLock(out / LOCK, blocking=False)
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise PublishError(
            f"another build is writing to {out}: wait until it has finished, or stop it"
        ) from error
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def temporary_folder(out: Path) -> Iterator[Path]:
    """Make a folder inside ``out``, from which a rename into ``out`` is atomic, and remove it afterwards.

    Raises PublishError if ``out`` cannot be written to.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=out))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stale_folders(out: Path) -> list[Path]:
    """Return the temporary folders of builds that died; only valid while ``out`` is claimed."""
    return sorted(path for path in out.glob(f"{_TEMPORARY}*") if path.is_dir())


def stale_files(out: Path) -> list[Path]:
    """Return the staged files of builds that died; only valid while ``out`` is claimed."""
    return sorted([*out.glob(f".*{_STAGED}"), *out.glob(f"*/.*{_STAGED}")])


def _unwritable(out: Path, error: OSError) -> PublishError:
    return PublishError(
        f"cannot write pages into {out}: {error.strerror}; choose a folder that you can write to"
    )
