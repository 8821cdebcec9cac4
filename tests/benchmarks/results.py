"""What was measured, a row each, and the file in which it is kept beside the page that tells of it."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from measuring import ROOT, Sample

KEPT = ROOT / "docs" / "measured.json"


@dataclass(frozen=True, order=True)
class Spread:
    """Seconds: the median of several rounds, the least and the most."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)} to {_short(self.high)})"


@dataclass(frozen=True)
class Row:
    """One thing measured: ``what`` it was, at one ``size`` ``along`` which it grows, such as 84 "areas".

    ``wall`` is by the clock and ``cpu`` of the processor. ``megabytes`` are the most of the command and of
    its workers together, 0 where nobody looked, and of one process as the system counted it. ``cores``,
    ``python`` and ``commit`` say where and of what; a commit that ends in "+" had changes that were not yet
    committed.
    """

    what: str
    along: str
    size: int
    rounds: int
    wall: Spread
    cpu: Spread
    megabytes: tuple[int, int, int]
    cores: int
    python: str
    commit: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What a later measurement of the same replaces."""
        return self.along, self.size, self.what


def row(what: str, samples: Sequence[Sample], along: str = "", size: int = 0) -> Row:
    """Return the row of one or more rounds of one thing."""
    most = [max(getattr(one, name) for one in samples) for name in ("parent", "workers", "peak")]
    return Row(
        what=what,
        along=along,
        size=size,
        rounds=len(samples),
        wall=spread([one.wall for one in samples]),
        cpu=spread([one.cpu for one in samples]),
        megabytes=(round(most[0]), round(most[1]), round(most[2])),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        commit=commit(),
    )


def spread(values: Sequence[float]) -> Spread:
    """Return the spread of some seconds, to the thousandth."""
    return Spread(*(round(value, 3) for value in (statistics.median(values), min(values), max(values))))


def keep(rows: Iterable[Row], path: Path = KEPT) -> None:
    """Write rows into the file, each in the place of an earlier one of the same, sorted, one to a line."""
    kept = {row.key: row for row in (*(read(path) if path.exists() else ()), *rows)}
    lines = [json.dumps(asdict(kept[key])) for key in sorted(kept)]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def read(path: Path = KEPT) -> list[Row]:
    """Read the rows that are kept; raise TypeError for one with a field too many or too few."""
    return [_row(Row(**fields)) for fields in json.loads(path.read_text(encoding="utf-8"))]


def _row(found: Row) -> Row:
    wall, cpu = (Spread(**seconds) for seconds in (found.wall, found.cpu))  # type: ignore[arg-type]
    return replace(found, wall=wall, cpu=cpu, megabytes=tuple(found.megabytes))  # type: ignore[arg-type]


@cache
def commit(root: Path = ROOT) -> str:
    """Return the commit of a working tree, with "+" where files that it has differ from it."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return git("rev-parse", "--short=9", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")


def _short(seconds: float) -> str:
    """Return seconds to three figures at most, as a table shows them."""
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.3g}"
