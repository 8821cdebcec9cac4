"""Two commits side by side, by turns in one run: this working tree, and another commit.

The other commit is checked out beside this one with the packages that it pins, measured, and removed. Each
side has its own data, cache and pages, and is asked in the words of the user: what one of them cannot do is
said, and not compared.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from measuring import ROOT, Sample, measured, surroundings
from results import Spread, commit, spread
from rich import box
from rich.console import Console
from rich.table import Table

YEAR = ("--year", "2023")
# Few, as each costs five seconds; what they take is quoted for a report.
BY_PAPERMILL = ("cleveland", "essex", "gwent", "kent")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Side:
    """One of the two: a working tree with its programs, and a folder for what its rounds leave behind."""

    name: str
    root: Path
    programs: Path
    folder: Path

    def briefings(self, *words: str | Path) -> list[str | Path]:
        return [self.programs / "briefings", *words]

    def run(self, command: Sequence[str | Path], *allowed: int, **environment: str) -> Sample:
        """Run a command there, with a cache of its own."""
        cache = {"BRIEFINGS_CACHE": str(self.folder / "kept")}
        return measured(command, allowed=(0, *allowed), folder=self.root, **(cache | environment))

    def grown(self, size: int) -> Path:
        """The side's data of this many areas, grown by its own means if they are more than there are."""
        data = self.folder / f"data-{size}"
        if not data.exists():
            call = "grow(Path('data'), Path(sys.argv[1]), int(sys.argv[2]))"
            self._of_grown(call, data, size)
        return data

    def change_one(self, data: Path) -> None:
        """Change a figure that one page shows."""
        self._of_grown("change_one(Path(sys.argv[1]), 'Kent')", data)

    def _of_grown(self, call: str, *words: object) -> None:
        start = "import sys; from pathlib import Path; sys.path.insert(0, 'tests/benchmarks'); from grown import change_one, grow; "
        command = [self.programs / "python", "-c", start + call, *map(str, words)]
        subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True, env=surroundings())


@dataclass(frozen=True)
class Compared:
    """One thing that both sides do: ``prepare`` once, then ``run`` in each round."""

    what: str
    run: Callable[[Side], Sample]
    prepare: Callable[[Side], object] = field(default=lambda _: None)


def full(_: Sequence[int]) -> Iterator[Compared]:
    """Every report of a year, whatever is there."""
    yield Compared(
        "`briefings build --all --force`",
        lambda side: side.run(
            side.briefings("build", "--all", "--force", *YEAR, "--out", side.folder / "full")
        ),
    )


def papermill(_: Sequence[int]) -> Iterator[Compared]:
    """A few reports as papermill's users make them, and by a build that starts from nothing."""

    def papermill_there(side: Side) -> Sample:
        with tempfile.TemporaryDirectory(dir=side.folder) as out:
            began, before = time.perf_counter(), _of_children()
            by_papermill(BY_PAPERMILL, Path(out), side.root, side.programs)
            return Sample(time.perf_counter() - began, _of_children() - before)

    def by_build(side: Side) -> Sample:
        return side.run(
            side.briefings("build", *BY_PAPERMILL, "--force", *YEAR, "--out", side.folder / "few")
        )

    yield Compared(
        f"`papermill`, two at a time, and `nbconvert`: {len(BY_PAPERMILL)} reports", papermill_there
    )
    yield Compared(f"`briefings build --force` of the same {len(BY_PAPERMILL)} reports", by_build)


def by_papermill(areas: Sequence[str], out: Path, root: Path, programs: Path) -> None:
    """The papermill command for each area, two at a time, and nbconvert after it, of a working tree."""
    notebook = root / "notebooks" / "area_briefing.ipynb"

    def one(area: str) -> None:
        made = out / f"{area}.ipynb"
        words = ["-p", "area", area, "-p", "year", YEAR[1], "--cwd", notebook.parent, "--no-progress-bar"]
        for command in (
            [programs / "papermill", notebook, made, *words],
            [programs / "jupyter", "nbconvert", "--to", "html", made],
        ):
            subprocess.run(command, check=True, capture_output=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, areas))


def _of_children() -> float:
    """Processor seconds of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def changed(sizes: Sequence[int]) -> Iterator[Compared]:
    """One figure of one area changed, and nothing changed, for each number of areas."""
    for size in sizes:
        yield Compared(
            f"one figure changed, {size} areas", partial(_after_a_change, size), partial(_build, size)
        )
        yield Compared(f"nothing changed, {size} areas", partial(_build, size), partial(_build, size))


def _after_a_change(size: int, side: Side) -> Sample:
    side.change_one(side.grown(size))
    return _build(size, side)


def _build(size: int, side: Side) -> Sample:
    command = side.briefings("build", "--all", *YEAR, "--out", side.folder / f"of-{size}")
    return side.run(command, BRIEFINGS_DATA=str(side.grown(size)))


def commands(_: Sequence[int]) -> Iterator[Compared]:
    """Commands that only answer, once the data were read."""
    article = "tests/factcheck/articles/tuning"
    asked: dict[str, tuple[str, ...]] = {
        "`briefings facts essex`": ("facts", "essex"),
        "`briefings list`": ("list",),
        "`briefings factcheck` of an article": (
            "factcheck",
            f"{next(iter(sorted((ROOT / article).glob('*.md'))))}",
        ),
        "`briefings --help`": ("--help",),
    }
    for what, words in asked.items():

        def ask(side: Side, words: tuple[str, ...] = words) -> Sample:
            return side.run(side.briefings(*words), 3)

        yield Compared(what, ask, ask)
    for word in ("review", "check"):

        def ask_of_pages(side: Side, word: str = word) -> Sample:
            names = ("essex", *YEAR) if word == "check" else ()
            return side.run(side.briefings(word, *names, "--out", side.folder / "answers"))

        what = f"`briefings {word}{' essex' if word == 'check' else ''}`"
        yield Compared(what, ask_of_pages, _build_to_ask)


def _build_to_ask(side: Side) -> Sample:
    return side.run(side.briefings("build", "essex", *YEAR, "--out", side.folder / "answers"))


def fresh(_: Sequence[int]) -> Iterator[Compared]:
    """The first build after installation, by somebody who has no folder of settings or caches yet."""

    def first(side: Side) -> Sample:
        for compiled in (side.root / "src").rglob("__pycache__"):
            shutil.rmtree(compiled, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=side.folder) as home:
            paths = {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "BRIEFINGS_CACHE": f"{home}/kept"}
            command = side.briefings("build", "essex", *YEAR, "--out", Path(home) / "out")
            return side.run(command, **paths)

    yield Compared("`briefings build essex`, first on a machine", first)


ROWS: dict[str, Callable[[Sequence[int]], Iterator[Compared]]] = {
    "full": full,
    "papermill": papermill,
    "changed": changed,
    "commands": commands,
    "fresh": fresh,
}


def compare(revision: str, rounds: int, rows: Sequence[str], sizes: Sequence[int], say: Say) -> None:
    """Measure both by turns, and print for each row the medians, and the ratio with that of single rounds."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        checked_out(revision, Path(folder), say) as tree,
    ):
        sides = [
            Side(name, root, programs, Path(folder) / f"of-{number}")
            for number, (name, root, programs) in enumerate(
                ((commit(tree), tree, tree / ".venv" / "bin"), (commit(), ROOT, Path(sys.executable).parent))
            )
        ]
        for side in sides:
            side.folder.mkdir()
        answer, table = Console(width=300), Table(box=box.MARKDOWN)
        before, now = (side.name for side in sides)
        for name in (
            "",
            "rounds",
            f"seconds, {before}",
            now,
            "of it",
            f"CPU seconds, {before}",
            now,
            "of it",
        ):
            table.add_column(name, justify="right" if name else "left", no_wrap=True)
        loads = f"{os.getloadavg()[0]:.1f}"
        for name in rows:
            for one in ROWS[name](sizes):
                cells = _by_turns(one, sides, rounds, say)
                say(f"{one.what}: {'; '.join(cells)}")  # now, should the run be ended before the table
                table.add_row(one.what, *cells)
        answer.print(table)
        answer.print(
            "Medians; in brackets the least and the most of single rounds. "
            f"{os.cpu_count()} cores, load before {loads}, after {os.getloadavg()[0]:.1f}."
        )


def _by_turns(one: Compared, sides: Sequence[Side], rounds: int, say: Say) -> list[str]:
    """Run one row on both sides, the one that begins changing with each round; return its cells."""
    found: list[list[Sample]] = [[], []]
    try:
        for side in sides:
            one.prepare(side)
        for number in range(rounds):
            say(f"round {number + 1}: {one.what}")
            for place in (0, 1) if number % 2 else (1, 0):
                found[place].append(one.run(sides[place]))
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.output or f"{error}").strip().splitlines()[-1]
        say(f"{one.what}: not compared, as one of the two cannot: {said}")
        return ["not compared"]
    cells = [f"{rounds}"]
    for kind in ("wall", "cpu"):
        old, new = ([getattr(sample, kind) for sample in samples] for samples in found)
        medians = [spread(seconds) for seconds in (old, new)]
        cells += [*map(str, medians), f"{ratio(old, new)}"]
    return cells


def ratio(old: Sequence[float], new: Sequence[float]) -> Spread:
    """Return the ratio of the medians, between the least and the most of those of single rounds."""
    single = [after / before for before, after in zip(old, new, strict=True)]
    return Spread(spread(new).median / spread(old).median, min(single), max(single))


@contextmanager
def checked_out(revision: str, folder: Path, say: Say) -> Iterator[Path]:
    """Check a commit out into a folder, with the packages that it pins, and forget it at the end."""
    tree = folder / "tree"
    git = ["git", "-C", str(ROOT), "worktree"]
    say(f"checking {revision} out, and installing what it pins")
    subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
    try:
        python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
        command = [
            *(Path(sys.executable).with_name("uv"), "sync", "--frozen", "--quiet", "--compile-bytecode"),
            *("--python", python),
        ]
        environment = surroundings() | {"UV_PROJECT_ENVIRONMENT": str(tree / ".venv")}
        environment.pop("VIRTUAL_ENV", None)
        subprocess.run([str(word) for word in command], cwd=tree, env=environment, check=True)
        yield tree
    finally:
        subprocess.run([*git, "remove", "--force", str(tree)], check=True)
