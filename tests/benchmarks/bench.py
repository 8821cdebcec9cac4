"""``make bench``: how long a release takes, beside what else could make it, in one run.

It prints tables in Markdown, keeps their rows in ``docs/measured.json``, and draws from them the picture of
how cost grows. ``--against`` compares with another commit instead, and keeps nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import beside
from grown import change_one, grow, read
from measuring import ROOT, Sample, measured, surroundings
from results import KEPT, Row, keep, row
from rich import box
from rich.console import Console
from rich.table import Table

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


def briefings(*words: str | Path) -> list[str | Path]:
    return [BIN / "briefings", *words]


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
    "papermill": lambda areas, out: beside.by_papermill(areas, out, ROOT, BIN),
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


def release(areas: Sequence[str], repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
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
    for way, words in WAYS.items():
        yield row(f"{len(areas)} areas: {words}", found[way])


def waits(areas: Sequence[str], repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """What a user waits for: commands that only answer, and builds of what is built already."""
    article = next(iter(sorted((ROOT / "tests/factcheck/articles/tuning").glob("*.md"))))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        say("a build to be repeated")
        names = dict.fromkeys((*areas, "essex"))
        build = briefings("build", *names, "--year", "2023", "--out", out)
        measured(build)
        commands = {
            "`briefings --help`": briefings("--help"),
            "`briefings facts essex`": briefings("facts", "essex"),
            "`briefings list`": briefings("list"),
            "`briefings review`": briefings("review", "--out", out),
            "`briefings factcheck` of an article": briefings("factcheck", article),
            "`briefings check essex`": briefings("check", "essex", "--year", "2023", "--out", out),
            f"`briefings build`, none of {len(names)} changed": build,
        }
        for words, command in commands.items():
            say(words)
            yield row(words, [measured(command, allowed=(0, 3)) for _ in range(max(5, repeats))])


def growth_with_areas(sizes: Sequence[int], say: Callable[[str], None]) -> Iterator[Row]:
    """Builds of more areas than there are, from data made up for it."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data, out = grow(ROOT / "data", Path(folder) / "data", size), Path(folder) / "out"
            command = briefings("build", "--all", "--year", "2023", "--out", out)
            say(f"{size} areas")
            for what in ("first build", "nothing changed", "one figure changed"):
                if what == "one figure changed":
                    change_one(data, "Kent")
                yield row(what, [measured(command, memory=True, BRIEFINGS_DATA=str(data))], "areas", size)


def growth_with_years(repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """The same few areas for more years in one build."""
    areas = slugs()[:4]
    for size in (1, 2, 4, 7):
        say(f"{size} years")
        years = f"2018-{2017 + size}"
        samples = []
        for _ in range(repeats):
            with tempfile.TemporaryDirectory() as out:
                samples.append(
                    measured(briefings("build", *areas, "--year", years, "--out", out), memory=True)
                )
        yield row(f"build of {len(areas)} areas for each year", samples, "years", size)


def growth_with_figures(repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """The same questions of more official figures, as if more releases had been taken in."""
    from official_years import YEARS, take_in

    for years in (0, 2, 5, len(YEARS)):
        with tempfile.TemporaryDirectory() as folder:
            data = take_in(ROOT / "data", Path(folder) / "data", YEARS[:years])
            size = len(read(data / "raw/mappa_figures.csv"))
            say(f"{size:,} figures")
            for what, kept in (
                ("`briefings facts essex`, data not read before", ""),
                ("the same again", folder),
            ):
                environment = {"BRIEFINGS_DATA": str(data), "BRIEFINGS_CACHE": kept}
                if kept:
                    measured(briefings("facts", "essex"), **environment)
                samples = [measured(briefings("facts", "essex"), **environment) for _ in range(repeats)]
                yield row(what, samples, "figures", size)


# What an analyst waits for; the data are read anew, or verified already, or the same process asked before.
_ASKED = "import time; from helpers import facts; facts(); began = time.perf_counter(); facts(); print(time.perf_counter() - began)"


def analyst(repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """All figures as a data frame, in a process of its own, and a second time in it."""
    say("`facts()`")
    command = [sys.executable, "-c", _ASKED]
    with tempfile.TemporaryDirectory() as folder:
        kept = str(Path(folder) / "kept")
        ways = {
            "`facts()` first of all, nothing kept": {"BRIEFINGS_CACHE": ""},
            "`facts()` verified before": {"BRIEFINGS_CACHE": kept},
        }
        for words, environment in ways.items():
            measured(command, **environment)
            yield row(words, [measured(command, **environment) for _ in range(max(3, repeats))])
        said = [
            subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=surroundings())
            for _ in range(max(3, repeats))
        ]
    again = [float(one.stdout) for one in said]
    yield row("`facts()` again in one process", [Sample(seconds, seconds) for seconds in again])


def nbval(repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """The committed notebooks, run again and compared."""
    for words, command in NBVAL.items():
        say(words)
        yield row(words, [measured(command) for _ in range(repeats)])


# What merely reads the same files: with pandas alone, and in the command's own kind of process.
_READ = "import pandas as pd, sys, pathlib\nfor path in pathlib.Path(sys.argv[1]).glob('*.csv'): pd.read_csv(path)"
_STARTED = (
    "import sys; sys.modules['hypothesis'] = None; import helpers.commands.cli, helpers.pack.aggregating\n"
)
# 20 visits to a case in the 53 weeks, so that 3,000 cases have some 60,000.
_FORCE = ("--weeks", "53", "--case", "busy")


def pack(repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """An extract aggregated, beside pandas merely reading its files, at 1, 4 and 16 times 3,000 cases."""
    for cases in (3000, 12_000, 48_000):
        with tempfile.TemporaryDirectory() as folder:
            extract = Path(folder) / "extract"
            say(f"{cases:,} cases")
            measured(briefings("synthesise", *_FORCE, "--cases", str(cases), "--out", extract))
            ways: dict[str, list[Sample]] = {}
            for number in range(repeats):
                commands: dict[str, Sequence[str | Path]] = {
                    "`briefings aggregate`": briefings(
                        "aggregate", extract, "--out", Path(folder) / f"pack-{number}"
                    ),
                    "pandas reading the files, and nothing else imported": [
                        sys.executable,
                        "-c",
                        _READ,
                        extract,
                    ],
                    "pandas reading the files, in a process that has imported the same": [
                        *(sys.executable, "-c", _STARTED + _READ, extract)
                    ],
                }
                for words, command in commands.items():
                    ways.setdefault(words, []).append(measured(command))
        for words, samples in ways.items():
            yield row(words, samples, "cases", cases)


def packs(say: Callable[[str], None]) -> Iterator[Row]:
    """All 43 forces of 3,000 cases each, no two alike, two at a time."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:

        def made(number: int) -> None:
            extract = Path(folder) / f"extract-{number}"
            measured(
                briefings("synthesise", *_FORCE, "--seed", str(number), "--cases", "3000", "--out", extract)
            )

        list(pool.map(made, range(43)))

        def one(number: int) -> Sample:
            say(f"force {number + 1}")
            extract = Path(folder) / f"extract-{number}"
            return measured(briefings("aggregate", extract, "--out", Path(folder) / f"pack-{number}"))

        began = time.perf_counter()
        samples = list(pool.map(one, range(43)))
        wall = time.perf_counter() - began
    cpu, peak = sum(sample.cpu for sample in samples), max(sample.peak for sample in samples)
    yield row("`briefings aggregate` of 43 forces, two at a time", [Sample(wall, cpu, peak=peak)])


def table_of(rows: Sequence[Row]) -> Table:
    """Show rows as Markdown, with each row's processor time as a multiple of the first one's."""
    names = ("", "rounds", "seconds", "CPU seconds", "CPU, of the first", "MB", "MB of the workers")
    table = Table(box=box.MARKDOWN)
    for number, name in enumerate(names):
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for one in rows:
        size = f"{one.size:,} {one.along}: " if one.along else ""
        ratio = one.cpu.median / max(rows[0].cpu.median, 0.001)
        megabytes = (one.megabytes[0] or one.megabytes[2], one.megabytes[1])
        cells = (f"{one.rounds}", f"{one.wall}", f"{one.cpu}", f"{ratio:.2f}")
        table.add_row(f"{size}{one.what}", *cells, *(f"{number:,}" if number else "" for number in megabytes))
    return table


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def slugs() -> list[str]:
    from helpers.data.areas import areas

    return [area.slug for area in areas()]


PARTS = ("release", "waits", "areas", "years", "figures", "analyst", "nbval", "pack", "packs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=42, help="build only the first so many areas")
    parser.add_argument("--repeats", type=int, default=3, help="rounds, of which the median is shown")
    parser.add_argument("--sizes", help='areas to grow to, or "" for none')
    parser.add_argument("--only", default=",".join(PARTS), help="parts to measure")
    parser.add_argument("--out", type=Path, default=KEPT, help="the file in which the rows are kept")
    parser.add_argument("--against", metavar="REV", help="compare with another commit, and keep nothing")
    parser.add_argument("--rows", default=",".join(beside.ROWS), help="what --against compares")
    parser.add_argument("--inner", choices=list(INNER), help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inner:
        INNER[chosen.inner](chosen.names, chosen.out)
    elif chosen.against:
        rows = [name for name in chosen.rows.split(",") if name]
        sizes = whole_numbers(chosen.sizes or "42")
        beside.compare(chosen.against, chosen.repeats, rows, sizes, Console(stderr=True).print)
    else:
        show(chosen)


def whole_numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",") if word]


def show(chosen: argparse.Namespace) -> None:
    told, answer = Console(stderr=True), Console(width=max(200, shutil.get_terminal_size().columns))
    sizes = whole_numbers("42,84,168,336,672" if chosen.sizes is None else chosen.sizes)
    areas = slugs()[: chosen.areas]
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "release": lambda: release(areas, chosen.repeats, told.print),
        "waits": lambda: waits(areas, chosen.repeats, told.print),
        "areas": lambda: growth_with_areas(sizes, told.print),
        "years": lambda: growth_with_years(chosen.repeats, told.print),
        "figures": lambda: growth_with_figures(chosen.repeats, told.print),
        "analyst": lambda: analyst(chosen.repeats, told.print),
        "nbval": lambda: nbval(chosen.repeats, told.print),
        "pack": lambda: pack(chosen.repeats, told.print),
        "packs": lambda: packs(told.print),
    }
    for name in chosen.only.split(","):
        before, rows = load(), []
        for one in parts[name]():
            rows.append(one)
            keep([one], chosen.out)  # what was measured stays, should a later part fail
        answer.print(table_of(rows))
        answer.print(f"Load before {before}, after {load()}.\n")
    if chosen.out == KEPT:
        import growth  # it takes a while to import, for which no way of making pages should pay

        growth.draw()


if __name__ == "__main__":
    main()
