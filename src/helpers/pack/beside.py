"""The second way of counting in a process of its own, beside the first: for extracts that are large.

It starts before the libraries of the first are imported, and imports none of them. What it reads is compared
with what was checked; where it failed, or read something else, the loops run here instead.
"""

from __future__ import annotations

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from helpers.data.ordinary import read_ordinary
from helpers.pack.contract import FILES
from helpers.pack.recount import Recounted, recounted

LARGE = 1_000_000  # bytes of visits: below, starting a process takes longer than the loops


@contextmanager
def counting_beside(folder: Path) -> Iterator[Beside]:
    """Begin to count an extract beside this process, if it is large; it is ended with the context."""
    process = None
    try:
        if (folder / "visits.csv").stat().st_size > LARGE:
            # Nothing that it says is shown: of rows that are not checked yet it could repeat a cell.
            process = subprocess.Popen(  # noqa: S603 (this Python, and a module of ours)
                [sys.executable, "-m", "helpers.pack.beside", str(folder.absolute())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
    except OSError:
        process = None  # the folder is not there, which is said when it is read; or no process can start
    try:
        yield Beside(process)
    finally:
        if process is not None:
            with process:  # which closes its output, and waits for its end
                process.kill()


class Beside:
    """A process that counts, or None."""

    def __init__(self, process: subprocess.Popen[bytes] | None) -> None:
        self._process = process

    def __call__(self, contents: Mapping[str, bytes]) -> Recounted:
        """Return what was counted, of the files with these bytes and no others."""
        if self._process is not None:
            answer, _ = self._process.communicate()
            head = _digest(contents)
            if self._process.returncode == 0 and answer.startswith(head):
                recount = pickle.loads(answer[len(head) :])  # noqa: S301 (what our own process wrote)
                if isinstance(recount, Recounted):
                    return recount
        return recounted(contents)


def _digest(contents: Mapping[str, bytes]) -> bytes:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(hashlib.sha256(contents[name]).digest())
    return digest.digest()


def _main() -> None:
    import gc

    gc.disable()
    folder = Path(sys.argv[1])
    contents = {name: read_ordinary(folder / f"{name}.csv") for name in FILES}
    recount = recounted(contents)
    sys.stdout.buffer.write(_digest(contents) + pickle.dumps(recount, pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    _main()
