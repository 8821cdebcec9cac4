"""``briefings build``: pages from areas."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    FAILED,
    LATEST,
    Out,
    Years,
    check_year,
    reporting_errors,
    say_where,
    without_collecting,
)
from helpers.commands.output import say
from helpers.paths import REPORTS
from helpers.text.nouns import agree, counted

if TYPE_CHECKING:
    from helpers.publish.build import Event, Summary
    from helpers.publish.report import Report
    from helpers.publish.workers.executor import Executor, Options


class EngineChoice(StrEnum):
    """The engines by which papermill can run a report."""

    WARM = "warm"
    PAPERMILL = "papermill"


CORES = os.cpu_count() or 1

Areas = Annotated[
    list[str] | None,
    typer.Argument(help='Areas, towns or regions, such as "essex leeds region-wales", or "nation".'),
]
Every = Annotated[
    bool, typer.Option("--all", help="Every area and region, England and Wales, and the page on method.")
]
Regions = Annotated[bool, typer.Option("--regions", help="The nine English regions and Wales.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Reports built at the same time.", show_default="one for each core")
]
Engine = Annotated[
    EngineChoice,
    typer.Option(
        help="Fork a process with the libraries loaded for each report, or start a kernel for each."
    ),
]
Seconds = Annotated[float, typer.Option("--time-limit", min=1, help="Seconds that one report may take.")]
Scheduler = Annotated[
    str | None,
    typer.Option(help='Build on a Dask cluster: the address of its scheduler, such as "tcp://host:8786".'),
]
Packs = Annotated[
    list[Path] | None,
    typer.Option(
        "--pack",
        metavar="<path>",
        help='The folder of one audience that "briefings disclose" made; give it once for each.',
    ),
]
Megabytes = Annotated[int, typer.Option("--memory-limit", min=200, help="Megabytes that one report may use.")]


def build(
    areas: Areas = None,
    every: Every = False,
    regions: Regions = False,
    years: Years = LATEST,
    workers: Workers = None,
    out: Out = REPORTS,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Build only the first N reports.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Rebuild even what has not changed.")] = False,
    engine: Engine = EngineChoice.WARM,
    seconds: Seconds = 600,
    megabytes: Megabytes = 4000,
    scheduler: Scheduler = None,
    packs: Packs = None,
) -> None:
    """Build briefings: run a notebook for each area, in parallel, and publish only whole, checked pages."""

    def options() -> Options:
        from helpers.catalogue import modules_to_preload
        from helpers.publish.workers.executor import Limits, Options

        limits = Limits(seconds, megabytes)
        return Options(workers or CORES, engine.value, modules_to_preload(wanted), limits)

    if scheduler and packs:
        raise typer.BadParameter(
            "a pack is built on the machine that holds its folder, and never on a cluster: "
            "leave out --scheduler, or --pack"
        )
    with reporting_errors():
        with without_collecting():
            wanted = [*wanted_packs(packs or []), *wanted_reports(areas or [], every, years, regions, packs)]
        wanted = wanted[:limit]
        start_executor = cluster(scheduler, options(), workers) if scheduler else None
        summary = run(wanted, out.resolve(), options, force, start_executor)
    _print_summary(summary, out, wanted if summary.failed or not every or limit else [])
    if summary.failed:
        raise typer.Exit(FAILED)


def check(
    areas: Areas = None,
    every: Every = False,
    regions: Regions = False,
    years: Years = LATEST,
    workers: Workers = None,
    out: Out = REPORTS,
    engine: Engine = EngineChoice.WARM,
    packs: Packs = None,
) -> None:
    """Rebuild elsewhere and list every difference from the published pages, in figures, words or bytes."""
    from helpers.catalogue import modules_to_preload, packs_built, reports
    from helpers.publish.compare import as_published, compare
    from helpers.publish.files import fresh_folder
    from helpers.publish.workers.executor import Options

    with reporting_errors(), fresh_folder("briefings-check-") as folder:
        asked = [*wanted_packs(packs or []), *wanted_reports(areas or [], every, years, regions, packs)]
        wanted = as_published(out.resolve(), asked)
        options = Options(workers or CORES, engine.value, modules_to_preload(wanted))
        summary = run(wanted, folder, lambda: options, force=True)
        differences = compare(
            out.resolve(),
            folder,
            wanted,
            [*(page for year in years for page in reports(year)), *packs_built(out.resolve())],
        )
    for failure in summary.failures:
        say(f"{failure.report.name}: cannot be built: {failure.reason}")
    for difference in differences:
        say(f"{difference}")
    say(
        f"{len(wanted)} checked, {len(differences)} {agree(len(differences), 'differs', 'differ')}, {summary.failed} cannot be built"
    )
    if differences or summary.failed:
        raise typer.Exit(FAILED)


def wanted_packs(folders: list[Path]) -> list[Report]:
    """List the reports on the packs asked for, each once."""
    from helpers.catalogue import pack_report

    return list({report.name: report for report in map(pack_report, folders)}.values())


def wanted_reports(
    names: list[str],
    every: bool,
    years: tuple[int, ...],
    regions: bool = False,
    packs: list[Path] | None = None,
) -> list[Report]:
    """List the reports asked for, each once; years and areas are checked before any notebook runs."""
    from helpers.catalogue import reports, select

    if every and names:
        raise typer.BadParameter(
            "--all is every area and region: give it without names, or the names without it"
        )
    if packs and not (every or names or regions):
        return []
    if not (every or names or regions):
        raise typer.BadParameter(
            "name the areas or regions, or give --all for every one, --regions or --pack"
        )
    for year in years:
        check_year(year)
    wanted = [
        report for year in years for report in (reports(year) if every else select(names, year, regions))
    ]
    say_where(*names)
    return list({report.name: report for report in wanted}.values())  # one page on method is of all years


def cluster(scheduler: str, options: Options, max_workers: int | None) -> Callable[[Path], Executor]:
    """Return what starts an executor on a Dask cluster; without its packages, the call is a mistake."""
    from helpers.catalogue import read_inputs

    try:
        from helpers.publish.workers.cluster import ClusterExecutor
    except ModuleNotFoundError as error:
        raise typer.BadParameter(
            f"--scheduler needs the package {error.name}: install it with 'uv sync --frozen --extra cluster'"
        ) from error
    return lambda _: ClusterExecutor(scheduler, options, read_inputs, max_workers)


def run(
    wanted: list[Report],
    out: Path,
    options: Callable[[], Options],
    force: bool,
    start_executor: Callable[[Path], Executor] | None = None,
) -> Summary:
    """Build reports into a folder and show the progress.

    ``options`` are asked for once there is something to do, unless an executor is given.
    """
    from helpers.catalogue import packs_built, read_inputs, reports_in
    from helpers.data import kept
    from helpers.publish.build import build as build_reports
    from helpers.publish.report import PACKS

    def start_here(folder: Path) -> Executor:
        from helpers.publish.workers.local import LocalExecutor

        chosen = options()
        if chosen.forks:  # they share what was verified before the first of them
            own.enter_context(kept.only_in(None))
        workers = min(chosen.workers, len(wanted))  # others would wait in vain
        return LocalExecutor(replace(chosen, workers=workers), folder)

    def start(folder: Path) -> Executor:
        idle.close()  # what goes on for long looks for garbage again
        own.enter_context(kept.only_in(folder))  # its workers share what the first of them verifies
        return (start_executor or start_here)(folder)

    with ExitStack() as own, ExitStack() as idle, _progress(len(wanted)) as show:
        idle.enter_context(without_collecting())
        return build_reports(
            wanted,
            out,
            read_inputs,
            start,
            force,
            show,
            lambda folder: packs_built(out) if folder == PACKS else reports_in(folder),
        )


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """Show a bar on a terminal, plain lines otherwise."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda event: say(_event_line(event)) if event.kind != "started" else None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Building briefings", total=total)

        def show(event: Event) -> None:
            if event.kind == "finished":
                bar.advance(task)
            if event.kind == "warning" or event.outcome == "failed":
                bar.console.print(_event_line(event), markup=False)

        yield show


def _event_line(event: Event) -> str:
    if event.report is None:
        return f"warning: {event.reason}"
    timing = f" in {event.seconds:.1f} s" if event.outcome == "built" else ""
    reason = f": {event.reason}" if event.reason else ""
    return f"{event.report.name}: {event.outcome}{timing}{reason}"


def _print_summary(summary: Summary, out: Path, to_follow: list[Report]) -> None:
    """Say how a build went, and which pages are missing to which those of some reports lead."""
    from helpers.publish.index.index_pages import not_built

    counts = f"{summary.built} built, {summary.unchanged} unchanged, {summary.failed} failed"
    say(f"{counts} in {summary.seconds:.1f} s; see {out / 'index.html'}")
    for failure in summary.failures:
        say(f"failed: {failure.report.name}: {failure.reason}", err=True)
    if absent := not_built(out.resolve(), to_follow):
        missing = f"{counted(len(absent), 'linked page')} {agree(len(absent), 'is', 'are')} missing, such as {absent[0]}"
        year = absent[0].partition("/")[0]
        say(f"{missing}: 'briefings build --all --year {year}' builds all of a year")
