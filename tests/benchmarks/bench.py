"""``make bench``: how long a release takes, beside what else could make it, in one run; tables in Markdown.

Every way is run as a user runs it: a command of its own, from nothing, its start included. "CPU" is the
processor time of the command and all that it started: on a machine that does other things too it is the
figure to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
from grown import change_one, grow
from official_years import take_in
from rich import box
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "area_briefing.ipynb"
YEAR = 2023
CORES = os.cpu_count() or 1
BIN = Path(sys.executable).parent

# What runs the committed notebooks' cells again and compares their outputs.
NBVAL = {
    "nbval, a kernel for each notebook": [
        *(
            sys.executable,
            "-m",
            "pytest",
            "-o",
            "addopts=",
            "--nbval",
            "--nbval-current-env",
            "-q",
            "-p",
            "no:cacheprovider",
        ),
        *map(str, sorted((ROOT / "notebooks").glob("*.ipynb"))),
    ],
}


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
    command: Sequence[str | Path], memory: bool = False, allowed: Sequence[int] = (0,), **environment: str
) -> Sample:
    """Run a command to its end, and raise CalledProcessError with what it wrote if it failed.

    ``allowed`` are the exit codes that are no failure: a fact check ends in 3 where a claim disagrees.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=said,
            stderr=subprocess.STDOUT,
            env=_environment() | environment,
            cwd=ROOT,
        )
        watch = _Memory(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, process.args, said.read().decode())
    peaks = watch.peaks() if watch else (0.0, 0.0)
    return Sample(wall, usage.ru_utime + usage.ru_stime, *peaks, usage.ru_maxrss / 1000)


def _environment() -> dict[str, str]:
    """As a user has it: Python may keep the bytecode of what it imports."""
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


def briefings(*words: str | Path) -> list[str | Path]:
    return [BIN / "briefings", *words]


def by_papermill(areas: Sequence[str], out: Path) -> None:
    """The papermill command for each area, two at a time, and nbconvert after it."""

    def one(area: str) -> None:
        made = out / f"{area}.ipynb"
        words = ["-p", "area", area, "-p", "year", str(YEAR), "--cwd", NOTEBOOK.parent, "--no-progress-bar"]
        for command in (
            [BIN / "papermill", NOTEBOOK, made, *words],
            [BIN / "jupyter", "nbconvert", "--to", "html", made],
        ):
            subprocess.run(command, check=True, capture_output=True)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, areas))


def by_pool(areas: Sequence[str], out: Path) -> None:
    """A pool of two processes over papermill's and nbconvert's interfaces."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_by_interface, areas, [out] * len(areas)))


def _by_interface(area: str, out: Path) -> None:
    import papermill
    from nbconvert import HTMLExporter

    made = out / f"{area}.ipynb"
    values = {"area": area, "year": YEAR}
    papermill.execute_notebook(str(NOTEBOOK), str(made), values, cwd=str(NOTEBOOK.parent), progress_bar=False)
    made.with_suffix(".html").write_text(HTMLExporter().from_filename(str(made))[0], encoding="utf-8")


def by_functions(areas: Sequence[str], out: Path) -> None:
    """The limit: the same analysis, words and charts by plain functions, in a warm process for each core."""
    _in_warm_processes(areas, lambda area: _write_parts(area, out))


def by_functions_with_files(areas: Sequence[str], out: Path) -> None:
    """The same, with the data and the downloads that a build makes, of each area and of all together."""
    from helpers.publish.workers.task import write_downloads

    _in_warm_processes(areas, lambda area: _write_files(area, out))
    write_downloads("All areas", [out / f"{area}.json" for area in areas], out)


def _in_warm_processes(areas: Sequence[str], make: Callable[[str], None]) -> None:
    from helpers.pages import AreaBriefing

    _ = AreaBriefing(areas[0], YEAR).trend_chart().html  # all is imported, read and checked
    children = []
    for core in range(CORES):
        if (child := os.fork()) == 0:
            for area in areas[core::CORES]:
                make(area)
            os._exit(0)
        children.append(child)
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    if failed:
        sys.exit("a process failed")


def _write_parts(area: str, out: Path) -> None:
    (out / f"{area}.html").write_text(_parts(area), encoding="utf-8")


def _write_files(area: str, out: Path) -> None:
    from helpers.pages import AreaBriefing
    from helpers.publish.workers.task import downloads

    _write_parts(area, out)
    summary = AreaBriefing(area, YEAR).summary()
    (out / f"{area}.json").write_text(json.dumps(summary), encoding="utf-8")
    for ending, content in downloads(str(summary["title"]), [summary]).items():
        (out / f"{area}.{ending}").write_bytes(content)


def _parts(area: str) -> str:
    """What the notebook's cells show, in their order, as text."""
    from helpers.pages import AreaBriefing

    report = AreaBriefing(area, YEAR)
    shown = [getattr(report, name)() for name in _calls()]
    return "\n".join(getattr(part, "markdown", "") or getattr(part, "html", "") for part in shown)


def _calls() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [source[len("report.") : -len("()")] for source in sources if source.startswith("report.")]


INNER: dict[str, Callable[[Sequence[str], Path], None]] = {
    "papermill": by_papermill,
    "pool": by_pool,
    "functions": by_functions,
    "files": by_functions_with_files,
}
WAYS = {
    "papermill": "`papermill`, two at a time, and `nbconvert`",
    "pool": "two processes over papermill's API, and nbconvert's",
    "briefings": "`briefings build`",
    "functions": "the limit: plain functions for words and charts, no notebook",
    "files": "the limit with the files to take away: the same, and CSV and xlsx",
}


def release(areas: Sequence[str], repeats: int, say: Callable[[str], None]) -> Table:
    """All areas by each way, one after the other, as often as asked."""
    found: dict[str, list[Sample]] = {way: [] for way in WAYS}
    for number in range(repeats):
        for way in WAYS:
            say(f"round {number + 1}: {WAYS[way]}, {len(areas)} areas")
            with tempfile.TemporaryDirectory() as out:
                command = (
                    briefings("build", *areas, "--year", "2023", "--out", out)
                    if way == "briefings"
                    else [sys.executable, __file__, "--inner", way, "--out", out, *areas]
                )
                found[way].append(measured(command))
    table = new_table(f"{len(areas)} areas", "seconds", "CPU seconds", "times build's", "CPU times build's")
    wall, cpu = ({way: median(found[way], name) for way in WAYS} for name in ("wall", "cpu"))
    for way, words in WAYS.items():
        shown = (wall[way], cpu[way], wall[way] / wall["briefings"], cpu[way] / cpu["briefings"])
        table.add_row(words, *(f"{value:.2f}" for value in shown))
    return table


def nothing_changed(areas: Sequence[str], repeats: int, say: Callable[[str], None]) -> Table:
    """A build of what is built already, and the time to a first answer."""
    table = new_table("What a user waits for", "seconds", "CPU seconds")
    with tempfile.TemporaryDirectory() as out:
        say("a build to be repeated")
        build = briefings("build", *areas, "--year", "2023", "--out", out)
        measured(build)
        commands = {
            f"`briefings build`, none of {len(areas)} changed": build,
            "`briefings --help`": briefings("--help"),
        }
        for words, command in commands.items():
            say(words)
            samples = [measured(command) for _ in range(max(5, repeats))]
            table.add_row(words, *(f"{median(samples, name):.2f}" for name in ("wall", "cpu")))
    return table


def waits(areas: Sequence[str], repeats: int, say: Callable[[str], None]) -> Table:
    """What a user waits for, with the data as they are and with ten more years of official figures."""
    article = next(iter(sorted((ROOT / "tests/factcheck/articles/tuning").glob("*.md"))))
    names = ("now", "CPU, now", "ten years", "CPU, ten years", "first, CPU")
    table = new_table("What a user waits for, seconds", *names)
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "kept"
        data = {"now": ROOT / "data", "ten years": take_in(ROOT / "data", Path(folder) / "data")}
        out = {name: Path(folder) / name for name in data}
        say("builds to be repeated, with and without ten official years")
        first = {}
        for name, where in data.items():
            first[name] = measured(
                briefings("facts", "essex"), BRIEFINGS_DATA=str(where), BRIEFINGS_CACHE=str(cache)
            )
            build = briefings("build", *areas, "--year", "2023", "--out", out[name])
            measured(build, BRIEFINGS_DATA=str(where), BRIEFINGS_CACHE=str(cache))
        commands: dict[str, Callable[[str], list[str | Path]]] = {
            "`briefings facts essex`": lambda _: briefings("facts", "essex"),
            "`briefings list`": lambda _: briefings("list"),
            "`briefings review`": lambda name: briefings("review", "--out", out[name]),
            "`briefings factcheck` of an article": lambda _: briefings("factcheck", article),
            f"`briefings build`, none of {len(areas)} changed": lambda name: briefings(
                "build", *areas, "--year", "2023", "--out", out[name]
            ),
        }
        for words, command in commands.items():
            say(words)
            found: dict[str, list[Sample]] = {name: [] for name in data}
            for _ in range(max(5, repeats)):
                for name, where in data.items():
                    environment = {"BRIEFINGS_DATA": str(where), "BRIEFINGS_CACHE": str(cache)}
                    found[name].append(measured(command(name), allowed=(0, 3), **environment))
            shown = [median(found[name], kind) for name in data for kind in ("wall", "cpu")]
            cells = [f"{value:.2f}" for value in shown]
            table.add_row(words, *cells, f"{first['now'].cpu:.2f}" if "facts" in words else "")
    return table


def growth(sizes: Sequence[int], say: Callable[[str], None]) -> Table:
    """Builds of more areas than there are, from data made up for it."""
    names = ("seconds", "a report", "CPU, a report", "parent, MB", "workers, MB")
    table = new_table("Areas", *names, "none changed, s", "one changed, s")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data, out = grow(ROOT / "data", Path(folder) / "data", size), Path(folder) / "out"
            command = briefings("build", "--all", "--year", "2023", "--out", out)
            say(f"{size} areas")
            first = measured(command, memory=True, BRIEFINGS_DATA=str(data))
            again = measured(command, BRIEFINGS_DATA=str(data))
            change_one(data, "Kent")
            changed = measured(command, BRIEFINGS_DATA=str(data))
        per = (first.wall, first.wall / size, first.cpu / size)
        memory = (first.parent, first.workers)
        table.add_row(
            f"{size:,}",
            *(f"{value:.2f}" for value in per),
            *(f"{value:.0f}" for value in memory),
            *(f"{sample.wall:.2f}" for sample in (again, changed)),
        )
    return table


# What an analyst waits for; the data are read anew, or verified already, or the same process asked before.
_ASKED = "import time; from helpers import facts; facts(); began = time.perf_counter(); facts(); print(time.perf_counter() - began)"


def analyst(repeats: int, say: Callable[[str], None]) -> Table:
    """All figures as a data frame, in a process of its own, and a second time in it."""
    say("`facts()`")
    table = new_table("`facts()` of all areas and years", "seconds", "CPU seconds")
    command = [sys.executable, "-c", _ASKED]
    with tempfile.TemporaryDirectory() as folder:
        kept = str(Path(folder) / "kept")
        ways = {
            "first of all, nothing kept": {"BRIEFINGS_CACHE": ""},
            "verified before": {"BRIEFINGS_CACHE": kept},
        }
        for words, environment in ways.items():
            measured(command, **environment)
            samples = [measured(command, **environment) for _ in range(max(3, repeats))]
            table.add_row(words, *(f"{median(samples, name):.2f}" for name in ("wall", "cpu")))
        said = [
            subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=_environment())
            for _ in range(max(3, repeats))
        ]
    table.add_row("again in one process", f"{statistics.median(float(one.stdout) for one in said):.3f}", "")
    return table


def nbval(repeats: int, say: Callable[[str], None]) -> Table:
    """The committed notebooks, run again and compared."""
    table = new_table("Notebooks checked", "seconds", "CPU seconds")
    for words, command in NBVAL.items():
        say(words)
        samples = [measured(command) for _ in range(repeats)]
        table.add_row(words, *(f"{median(samples, name):.2f}" for name in ("wall", "cpu")))
    return table


# What merely reads the same files: with pandas alone, and in the command's own kind of process.
_READ = "import pandas as pd, sys, pathlib\nfor path in pathlib.Path(sys.argv[1]).glob('*.csv'): pd.read_csv(path)"
_STARTED = (
    "import sys; sys.modules['hypothesis'] = None; import helpers.commands.cli, helpers.pack.aggregating\n"
)
# 20 visits to a case in the 53 weeks, so that 3,000 cases have some 60,000.
_FORCE = ("--weeks", "53", "--case", "busy")


def pack(repeats: int, say: Callable[[str], None]) -> Table:
    """An extract aggregated, beside pandas merely reading its files, at 1, 4 and 16 times 3,000 cases."""
    names = ("visits", "seconds", "CPU seconds", "MB", "CPU of reading", "times", "the same process", "times")
    table = new_table("Cases", *names)
    for times in (1, 4, 16):
        with tempfile.TemporaryDirectory() as folder:
            extract, cases = Path(folder) / "extract", 3000 * times
            say(f"{cases:,} cases")
            measured(briefings("synthesise", *_FORCE, "--cases", str(cases), "--out", extract))
            visits = (extract / "visits.csv").read_bytes().count(b"\n") - 1
            ways: dict[str, list[Sample]] = {"aggregate": [], "read": [], "started": []}
            for number in range(repeats):
                command = briefings("aggregate", extract, "--out", Path(folder) / f"pack-{number}")
                ways["aggregate"].append(measured(command))
                ways["read"].append(measured([sys.executable, "-c", _READ, extract]))
                ways["started"].append(measured([sys.executable, "-c", _STARTED + _READ, extract]))
        cpu = {way: median(samples, "cpu") for way, samples in ways.items()}
        table.add_row(
            *(
                f"{cases:,}",
                f"{visits:,}",
                f"{median(ways['aggregate'], 'wall'):.2f}",
                f"{cpu['aggregate']:.2f}",
            ),
            f"{median(ways['aggregate'], 'peak'):.0f}",
            *(f"{cpu['read']:.2f}", f"{cpu['aggregate'] / cpu['read']:.1f}"),
            *(f"{cpu['started']:.2f}", f"{cpu['aggregate'] / cpu['started']:.1f}"),
        )
    return table


def packs(say: Callable[[str], None]) -> Table:
    """All 43 forces of 3,000 cases each, no two alike, two at a time."""
    table = new_table("43 forces, two at a time", "seconds", "CPU seconds", "most MB of one")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:

        def made(number: int) -> None:
            extract = Path(folder) / f"extract-{number}"
            measured(briefings("synthesise", *_FORCE, "--seed", number, "--cases", "3000", "--out", extract))

        list(pool.map(made, range(43)))

        def one(number: int) -> Sample:
            say(f"force {number + 1}")
            extract = Path(folder) / f"extract-{number}"
            return measured(briefings("aggregate", extract, "--out", Path(folder) / f"pack-{number}"))

        began = time.perf_counter()
        samples = list(pool.map(one, range(43)))
        wall = time.perf_counter() - began
    cpu, peak = sum(sample.cpu for sample in samples), max(sample.peak for sample in samples)
    table.add_row("aggregate", f"{wall:.0f}", f"{cpu:.0f}", f"{peak:.0f}")
    return table


def new_table(*columns: str) -> Table:
    table = Table(box=box.MARKDOWN)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    return table


def median(samples: Sequence[Sample], name: str) -> float:
    return statistics.median(getattr(sample, name) for sample in samples)


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def slugs() -> list[str]:
    from helpers.data.areas import areas

    return [area.slug for area in areas()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=42, help="build only the first so many areas")
    parser.add_argument("--repeats", type=int, default=3, help="rounds, of which the median is shown")
    parser.add_argument("--sizes", default="42,200,1000", help='areas to grow to, or "" for none')
    parser.add_argument(
        "--only", default="release,nothing,years,growth,analyst,nbval,pack,packs", help="parts to measure"
    )
    parser.add_argument("--inner", choices=list(INNER), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inner:
        INNER[chosen.inner](chosen.names, chosen.out)
        return
    show(chosen)


def show(chosen: argparse.Namespace) -> None:
    told, answer = Console(stderr=True), Console(width=max(160, shutil.get_terminal_size().columns))
    sizes = [int(size) for size in chosen.sizes.split(",") if size]
    areas = slugs()[: chosen.areas]
    parts: dict[str, Callable[[], Table]] = {
        "release": lambda: release(areas, chosen.repeats, told.print),
        "nothing": lambda: nothing_changed(areas, chosen.repeats, told.print),
        "years": lambda: waits(areas, chosen.repeats, told.print),
        "growth": lambda: growth(sizes, told.print),
        "analyst": lambda: analyst(chosen.repeats, told.print),
        "nbval": lambda: nbval(chosen.repeats, told.print),
        "pack": lambda: pack(chosen.repeats, told.print),
        "packs": lambda: packs(told.print),
    }
    for name in chosen.only.split(","):
        before = load()
        answer.print(parts[name]())
        answer.print(
            f"Medians of {chosen.repeats}; {CORES} cores; load before {before}, after {load()}.\n"
            if name not in ("growth", "packs")
            else f"One run each; {CORES} cores; load before {before}, after {load()}.\n"
        )


if __name__ == "__main__":
    main()
