"""One run of a command, as a user runs it: from nothing, its start and all that it starts included.

"CPU" is the processor time of the command and of all that it started: on a machine that does other things
too it is the figure to compare.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Sample:
    """What one run took: seconds by the clock and of processor time, and megabytes at the highest.

    ``parent`` and ``workers`` are what the process and its children shared out; ``peak`` is the most
    of the process alone, as the system counted it.
    """

    wall: float
    cpu: float
    parent: float = 0.0
    workers: float = 0.0
    peak: float = 0.0


def measured(
    command: Sequence[str | Path],
    memory: bool = False,
    allowed: Sequence[int] = (0,),
    folder: Path = ROOT,
    **environment: str,
) -> Sample:
    """Run a command to its end, and raise CalledProcessError with the end of what it wrote if it failed.

    ``allowed`` are the exit codes that are no failure: a fact check ends in 3 where a claim disagrees.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=said,
            stderr=subprocess.STDOUT,
            env=surroundings() | environment,
            cwd=folder,
        )
        watch = _Memory(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            said.seek(0)
            written = said.read().decode(errors="replace")
            error = subprocess.CalledProcessError(process.returncode, process.args, written)
            error.add_note(written[-2000:])
            raise error
    peaks = watch.peaks() if watch else (0.0, 0.0)
    return Sample(wall, usage.ru_utime + usage.ru_stime, *peaks, usage.ru_maxrss / 1000)


def surroundings() -> dict[str, str]:
    """The environment as a user has it: Python may keep the bytecode of what it imports."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Memory(threading.Thread):
    """Looks at what a process and its children use, each second: proportional set sizes in megabytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._parent = self._workers = 0.0
        self.start()

    def run(self) -> None:
        while not self._over.wait(1):
            try:
                children = self._process.children(recursive=True)
                self._parent = max(self._parent, _pss(self._process))
                self._workers = max(self._workers, sum(map(_pss, children)))
            except psutil.Error:
                return

    def peaks(self) -> tuple[float, float]:
        self._over.set()
        self.join()
        return self._parent, self._workers


def _pss(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 1e6
    except psutil.Error:
        return 0.0
