"""Files that are either complete or absent, and folders that one build has to itself."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from io import FileIO
from pathlib import Path

import filelock

from helpers.publish.errors import PublishError
from helpers.text.characters import shown
from helpers.text.file_kinds import DEVICE, FOLDER, LINK, file_kind, file_kind_at

LOCK = ".lock"
LEDGER = "ledger.jsonl"
# How what cells read is named where it is no file.
VARIABLE = "environment variable "
NAMES = "names in "

_BLOCK = 1 << 17  # bytes that are read at a time
_TEMPORARY = ".build-"
_MARK = ".made-by-a-build"  # what tells a temporary folder of ours from one that others named alike
_STAGED = ".new"
# What a build reads, replaces or removes in its folder, and in the folders of pages within it.
_OURS = re.compile(r"\.lock|ledger\.jsonl|index(?:-.*)?\.html|\..*\.new")
_OURS_BELOW = re.compile(r"[0-9a-z-]+\.(?:html|ipynb|json|csv|xlsx)|\..*\.new")
_STAGED_BY_US = re.compile(
    r"\.(?:[0-9a-z-]+\.(?:html|ipynb|json|csv|xlsx)|ledger\.jsonl)" + re.escape(_STAGED)
)
# What may lie in a folder before its first build: what the project's own folder of reports holds, and what
# programs leave in any folder.
_BEFORE = {
    *("README.md", "facts.csv", "data.csv", ".gitignore", ".gitkeep"),
    *(".ipynb_checkpoints", ".DS_Store", "Thumbs.db"),
}
_BEFORE_LEDGER = {LOCK, f".{LEDGER}{_STAGED}"}
_PAGES_FOLDER = re.compile(r"[0-9a-z-]+")
# How the lines of a ledger begin, with sorted keys, even where a crash cut them off: others keep journals of
# JSON too.
_LEDGER_LINE = re.compile(rb'\{"basis": \{|\{"inputs": \{|\{"by": ".*"signed": "|\{"report": "[^"]*/[^"]*"')


def open_plain(path: Path | str) -> FileIO:
    """Open an ordinary file to read, without waiting for whoever writes to a pipe.

    Raises FileNotFoundError if there is none, PublishError if it is something else or cannot be read.
    """
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise PublishError(f"cannot read {path}: {error.strerror}") from error
    kind = file_kind(os.fstat(number))  # first: Python's own file is none of a folder
    if kind:
        os.close(number)
        raise PublishError(f"{path} is {kind}, not a file")
    return FileIO(number, "rb", closefd=True)


def read_plain(path: Path) -> bytes:
    """Return the content of an ordinary file; raise as ``open_plain`` does."""
    with open_plain(path) as file:
        return file.readall()


def check_plain(path: Path) -> None:
    """Raise PublishError if there is something at a path that is no ordinary file; a link is none."""
    kind = file_kind_at(path)
    if kind:
        mend = "choose another name" if kind == DEVICE else "remove it, or choose another name"
        raise PublishError(f"{path} is {kind}, not a file: {mend}")


def check_folder(out: Path) -> None:
    """Check that what a build would read, replace or remove in its folder are ordinary files and folders.

    Nothing is opened. Raises PublishError with the first that is something else, such as a link or a pipe.
    """
    for path in _entries(out):
        if _OURS.fullmatch(path.name):
            check_plain(path)
        elif path.name.startswith(_TEMPORARY):
            _check_is_folder(path)
        elif _PAGES_FOLDER.fullmatch(path.name):
            _check_pages_folder(path)


def check_ours(out: Path) -> None:
    """Check that a folder is empty, or one that a build made: it has a ledger of ours.

    A build that was killed before it wrote its ledger leaves the lock and what it staged, and nothing else.
    Raises PublishError for a folder of other files, among which a build would replace and remove some, and
    for pages without their ledger, of which nobody knows what they were made from.
    """
    check_plain(out / LEDGER)
    others = [path.name for path in _entries(out) if path.name not in _BEFORE]
    lock = out / LOCK
    if lock.is_file() and not lock.stat().st_size:
        left = {*_BEFORE_LEDGER, *(path.name for path in stale_folders(out))}
        others = [name for name in others if name not in left]
    if others and not _is_ledger(out / LEDGER):
        raise PublishError(
            f"{out} has other files, such as {shown(others[0])}, and no {LEDGER} of a build: "
            f"give --out a folder that is new or empty, or restore its {LEDGER}"
        )
    check_folder(out)  # last, as nothing of others is to be removed


def _is_ledger(path: Path) -> bool:
    """Return whether a file has a line that looks like one of a ledger's."""
    try:
        lines = read_plain(path).splitlines()
    except OSError:
        return False
    return any(_LEDGER_LINE.match(line) for line in lines)


def check_pages_folder(out: Path, name: str) -> None:
    """Raise PublishError if there is something in place of a folder of pages."""
    if file_kind_at(out / name) or (out / name).exists():
        _check_is_folder(out / name)


def _check_pages_folder(folder: Path) -> None:
    if file_kind_at(folder) == LINK:
        _check_is_folder(folder)
    try:
        with os.scandir(folder) as entries:  # which knows what nearly all of them are without asking for each
            odd = [entry.name for entry in entries if not entry.is_file(follow_symlinks=False)]
    except OSError:
        return
    for name in sorted(odd):
        if _OURS_BELOW.fullmatch(name):
            check_plain(folder / name)


def _check_is_folder(path: Path) -> None:
    kind = file_kind_at(path) or "a file"
    if kind != FOLDER:
        raise PublishError(f"{path} is {kind}, not a folder: remove it")


def _entries(folder: Path) -> list[Path]:
    """Return what is in a folder, sorted; nothing if it is no folder or cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_variable(name: str) -> str:
    """Return the SHA-256 of an environment variable, or an empty text if there is no such variable."""
    value = os.environ.get(name)
    return "" if value is None else hash_bytes(os.fsencode(value))


def hash_names(folder: Path) -> str:
    """Return the SHA-256 of the visible names in a folder, or an empty text if there is no such folder."""
    try:
        names = sorted(
            path.name for path in folder.iterdir() if not path.name.startswith((".", "__pycache__"))
        )
    except OSError:
        return ""
    return hash_bytes(os.fsencode("\0".join(names)))


def hash_file(path: Path | str) -> str:
    """Return the SHA-256 of a file, as 64 hexadecimal digits, or an empty text if there is no such file.

    Raises PublishError if it cannot be read.
    """
    try:
        digest = hashlib.sha256()
        with open_plain(path) as file:  # never whole in memory: the files of all areas are large
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise PublishError(f"cannot read {path}: {error.strerror}") from error


def hash_files(
    folder: Path, endings: tuple[str, ...], below: bool = True, without: Collection[str] = ()
) -> dict[str, str]:
    """Return the SHA-256 of the files with these endings, by their POSIX path from ``folder``, sorted.

    Those in folders below count only if ``below`` is set; hidden files and folders never do, nor what is
    named in ``without`` in ``folder`` itself. Raises PublishError for one that is no ordinary file or cannot
    be read.
    """
    digests = {}
    top = str(folder)
    for path, folders, names in os.walk(top):  # reads each folder once, unlike Path.glob
        left = without if path == top else ()
        folders[:] = [name for name in folders if below and name not in left and not name.startswith(".")]
        within = "" if path == top else f"{path[len(top) :].strip(os.sep).replace(os.sep, '/')}/"
        for name in names:
            if name.endswith(endings) and name not in left and not name.startswith("."):
                digests[f"{within}{name}"] = hash_file(
                    f"{path}{os.sep}{name}"
                )  # a build asks thousands of times
    return {name: digest for name, digest in sorted(digests.items()) if digest}


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file so that it holds, at every moment, either its old content or all of the new.

    A long one can come in parts. Raises PublishError if it cannot be written.
    """
    put(stage(path, content), path)


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write several files as ``write_whole`` does, none before all are written beside their places."""
    staged: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            staged[path] = stage(path, content)
        while staged:
            path, staged_file = staged.popitem()
            put(staged_file, path)
    finally:
        for staged_file in staged.values():
            with contextlib.suppress(OSError):
                staged_file.unlink(missing_ok=True)


def stage(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """Write a file's new content beside it; return where. Raises PublishError if it cannot be written."""
    staged = path.with_name(f".{path.name}{_STAGED}")
    check_plain(path)
    check_plain(staged)
    try:
        path.parent.mkdir(exist_ok=True)
        staged.unlink(missing_ok=True)
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
    with path.open("xb") as file:  # if something came in between, it is not written to
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def claimed(out: Path) -> Iterator[None]:
    """Claim a folder for this build alone, making it if need be; the claim cannot outlive the process.

    Raises PublishError if it is no folder, cannot be opened, or another build is writing to it, or as
    ``check_folder`` does.
    """
    check_folder(out)
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
        (folder / _MARK).touch()
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield folder
    finally:
        remove_temporary(folder)


def remove_temporary(folder: Path) -> None:
    """Remove a temporary folder and all in it, its mark last: a process killed meanwhile leaves it ours."""
    for path in _entries(folder):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _MARK:
            with contextlib.suppress(OSError):
                path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def fresh_folder(prefix: str) -> Iterator[Path]:
    """Make a folder where the system keeps temporary files, and remove it afterwards.

    Raises PublishError if there is no place for one.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix=prefix)
    except OSError as error:
        raise PublishError(
            f"no temporary folder can be made: {error.strerror}; TMPDIR can name a place"
        ) from error
    with folder as path:
        yield Path(path)


def stale_folders(out: Path) -> list[Path]:
    """Return the temporary folders of builds that died; only valid while ``out`` is claimed.

    One that is neither empty nor marked by a build is another's.
    """
    return [
        path
        for path in _entries(out)
        if path.name.startswith(_TEMPORARY) and path.is_dir() and not path.is_symlink()
        if (path / _MARK).is_file() or not _entries(path)
    ]


def stale_files(out: Path) -> list[Path]:
    """Return the staged files of builds that died; only valid while ``out`` is claimed."""
    staged = [*out.glob(f".*{_STAGED}"), *out.glob(f"*/.*{_STAGED}")]
    return sorted(path for path in staged if _STAGED_BY_US.fullmatch(path.name))


def _unwritable(out: Path, error: OSError) -> PublishError:
    return PublishError(
        f"cannot write pages into {out}: {error.strerror}; choose a folder that you can write to"
    )
