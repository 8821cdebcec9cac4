"""Builds broken on purpose: an executor that takes no time, and a process that dies at a chosen disk step."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.publish.build import Event, Summary, build
from helpers.publish.files import LEDGER, hash_bytes
from helpers.publish.ledger import Ledger, read_ledger
from helpers.publish.report import Report
from helpers.publish.workers.executor import Executor
from helpers.publish.workers.task import Basis, Found, Output

# Another seed gives other places to die: what fails is repeated by the seed that the test prints.
SEED = int(os.environ.get("BRIEFINGS_CHAOS_SEED", "20231031"))

Inputs = Mapping[str, str]


def made(text: str, basis: Basis, size: int = 0) -> Output:
    """The output of a page of this text, filled up to about ``size`` bytes."""
    files = {
        "html": f"<!DOCTYPE html><title>{text}</title>{' ' * size}".encode(),
        "ipynb": json.dumps({"notebook": text}).encode(),
        "json": json.dumps({"summary": text}).encode(),
    }
    return Output(files, {ending: hash_bytes(content) for ending, content in files.items()}, basis)


class Prepared:
    """An executor that has every output before it is asked: a failure is a text."""

    def __init__(self, products: Mapping[str, Output | str]) -> None:
        self._products = products
        self._begun: list[Report] = []

    @property
    def busy(self) -> bool:
        return bool(self._begun)

    @property
    def full(self) -> bool:
        return len(self._begun) >= 2

    def submit(self, report: Report) -> None:
        self._begun.append(report)

    def finished(self, timeout: float) -> Iterator[tuple[Report, Output | str, float]]:  # noqa: ARG002
        report = self._begun.pop(0)
        yield report, self._products[report.name], 0.5

    def examine(self, reports: Sequence[Report], reaches: Sequence[str]) -> list[Found]:  # noqa: ARG002
        found = [self._products[report.name] for report in reports]
        return [
            Found("", one.basis if isinstance(one, Output) else {"a fact": "of a report that fails"})
            for one in found
        ]

    def close(self) -> None:
        self._begun.clear()


@dataclass
class Release:
    """What a build is asked for: reports, the inputs, what comes of each, and whether all are made again."""

    reports: Sequence[Report]
    inputs: Inputs
    products: Mapping[str, Output | str]
    force: bool = False

    def build(self, out: Path, tell: Callable[[Event], None] = lambda _: None) -> Summary:
        return build(self.reports, out, lambda: dict(self.inputs), self._start_executor, self.force, tell)

    def _start_executor(self, _: Path) -> Executor:
        return Prepared(self.products)


@dataclass
class Wreck:
    """What a killed build had said before it died: the names of the reports it began, built and let stand."""

    started: list[str] = field(default_factory=list)
    built: list[str] = field(default_factory=list)


def steps(release: Release, out: Path) -> int:
    """How many steps on the disk an undisturbed build takes."""
    reading, writing = os.pipe()

    def count() -> None:
        trap = _Trap(out, 0, random.Random(0))
        release.build(out)
        os.write(writing, str(trap.taken).encode())

    assert _in_child(count) == 0
    os.close(writing)
    with os.fdopen(reading) as told:
        return int(told.read())


def killed_at(step: int, release: Release, out: Path, chance: random.Random) -> Wreck | None:
    """Build in a process that dies by SIGKILL at this step on the disk; None if it ended before that.

    A step is anything that changes ``out``. One that writes a file may be cut off anywhere in what it writes.
    """
    said = out.with_name(f"{out.name}.said")
    file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def tell(event: Event) -> None:
        if event.report is not None:
            os.write(file, f"{event.kind} {event.outcome} {event.report.name}\n".encode())

    def run() -> None:
        _Trap(out, step, chance)
        release.build(out, tell)

    status = _in_child(run)
    os.close(file)
    lines = [line.split() for line in said.read_text().splitlines()]
    if status == 0:
        return None
    assert status == signal.SIGKILL, f"the child ended with {status}, not as it was killed"
    return Wreck(
        started=[name for kind, _, name in lines if kind == "started"],
        built=[name for kind, outcome, name in lines if (kind, outcome) == ("finished", "built")],
    )


def ledger_of(out: Path) -> tuple[Ledger, list[str]]:
    """A folder's ledger, and what reading it was warned of."""
    warnings: list[str] = []
    return read_ledger(out / LEDGER, warnings.append), warnings


def pages(out: Path) -> dict[str, bytes]:
    """Every page that stands, by its report's name."""
    return {
        path.relative_to(out).as_posix().removesuffix(".html"): path.read_bytes()
        for path in sorted(out.glob("*/*.html"))
    }


def published(out: Path) -> dict[str, bytes]:
    """Every file of a folder but its ledger and lock, temporary ones included: path to content."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in (LEDGER, ".lock")
    }


def recorded(out: Path) -> dict[str, object]:
    """What a ledger says of each report, except how it came about: the seconds, and why it was built."""
    ledger, _ = ledger_of(out)
    return {
        name: (entry.title, entry.group, entry.parameters, entry.made_from, entry.basis, entry.hashes)
        for name, entry in ledger.entries.items()
    } | {"inputs": ledger.inputs, "versions": ledger.versions}


def faults(out: Path, right: Mapping[str, Sequence[bytes]]) -> list[str]:
    """What is wrong in a folder whose build died or gave up; ``right`` are the pages a report may have."""
    ledger, warnings = ledger_of(out)
    found = [f"the ledger cannot be read: {warning}" for warning in warnings]
    for name, page in pages(out).items():
        entry = ledger.entries.get(name)
        if page not in right.get(name, ()):
            found.append(f"{name} is none of the right pages")
        if entry is None or not entry.hashes:
            found.append(f"{name} stands, and the ledger does not know it")
            continue
        for ending, digest in entry.hashes.items():
            path = out / f"{name}.{ending}"
            if not path.is_file() or hash_bytes(path.read_bytes()) != digest:
                found.append(f"{name} stands, and its {ending} is not what the ledger has")
    return found


class _Trap:
    """Counts the steps by which this process changes a folder, and kills it at one of them; for good."""

    def __init__(self, folder: Path, at: int, chance: random.Random) -> None:
        self.taken = 0
        self._folder = str(folder)
        self._at = at
        self._chance = chance
        os.fsync = self._fsync  # waiting for the disk would tell nothing here
        sys.addaudithook(self._watch)

    def _watch(self, event: str, values: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = values
            changes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir"):
            path, changes = values[0], True
        else:
            return
        if changes and isinstance(path, str | os.PathLike) and str(path).startswith(self._folder):
            self._step()

    def _fsync(self, file: int) -> None:
        """What was written is there; or only a part of it, where the process dies here."""
        if self.taken + 1 == self._at and self._chance.random() < 0.5:
            path = Path(f"/proc/self/fd/{file}").readlink()
            content = path.read_bytes()
            last = content.rstrip(b"\n").rfind(b"\n") + 1 if path.name == LEDGER else 0
            os.truncate(path, self._chance.randint(last, len(content)))
        self._step()

    def _step(self) -> None:
        self.taken += 1
        if self.taken == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def _in_child(task: Callable[[], None]) -> int:
    """Run this in a fork of the process, and return the signal that ended it, or its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            task()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
