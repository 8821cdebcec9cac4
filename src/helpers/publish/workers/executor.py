"""What every executor has in common: its options, its limits, and what a build may ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from helpers.publish.report import Report
from helpers.publish.run.engine import EngineName
from helpers.publish.run.fork_server import FORKS
from helpers.publish.workers.task import Found, Output


@dataclass(frozen=True)
class Limits:
    """What one report may use: seconds of time and megabytes (1,000,000 bytes) of memory."""

    seconds: float = 600
    megabytes: int = 4000


@dataclass(frozen=True)
class Options:
    """How to build reports: how many at once, by which engine, and within what limits.

    ``preload`` names the modules to import before the first report. ``fork`` is False where long-lived
    processes must take the place of forked ones.
    """

    workers: int
    engine: EngineName = "warm"
    preload: tuple[str, ...] = ()
    limits: Limits = Limits()
    fork: bool = FORKS

    @property
    def forks(self) -> bool:
        """Whether each report gets a process of its own, forked from one that has its imports ready."""
        return self.fork and self.engine == "warm"


class Executor(Protocol):
    """Builds reports: in processes of this machine, or on a cluster."""

    @property
    def busy(self) -> bool:
        """Whether any report is in progress."""

    @property
    def full(self) -> bool:
        """Whether no further report can be started now."""

    def submit(self, report: Report) -> None:
        """Start work on a report."""

    def finished(self, timeout: float) -> Iterator[tuple[Report, Output | str, float]]:
        """Yield each report that is done, its output or why it failed, and its seconds.

        Waits up to ``timeout`` seconds for the first.
        """

    def examine(self, reports: Sequence[Report], reaches: Sequence[str]) -> list[Found]:
        """Return what each report rests on as the data are now, without running its notebook.

        ``reaches`` are those of before: where one is the same, so is what the report rests on.
        """

    def downloads(self, title: str, summaries: Sequence[Path], folder: Path) -> dict[str, Path]:
        """Write the downloads for several published reports together into a folder; return them by ending."""

    def close(self) -> None:
        """Abandon what is in progress, and leave nothing running."""
