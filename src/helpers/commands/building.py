"""``briefings build``: pages from areas."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import DEFAULT_YEAR, FAILED, Out, Year, check_year, told
from helpers.paths import NOTEBOOKS, REPORTS, ROOT

if TYPE_CHECKING:
    from helpers.data.areas import Area
    from helpers.publish.build import Event, Summary
    from helpers.publish.report import Report
    from helpers.publish.workers.executor import Executor, Options


class EngineChoice(StrEnum):
    """The engines by which papermill can run a report."""

    WARM = "warm"
    PAPERMILL = "papermill"


ABOUT = "about"
SHOWN_ON = "cambridgeshire"  # the area on which the page on method shows each step
CORES = os.cpu_count() or 1

Areas = Annotated[list[str] | None, typer.Argument(help='Areas, such as "essex cumbria".')]
Every = Annotated[bool, typer.Option("--all", help="Every area and region, and the page on method.")]
Regions = Annotated[bool, typer.Option("--regions", help="The nine English regions and Wales.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Reports made at the same time.", show_default="one for each core")
]
Engine = Annotated[
    EngineChoice,
    typer.Option(
        help="A process forked from a warm one for each report, or papermill's own: a kernel for each."
    ),
]
Seconds = Annotated[float, typer.Option("--time-limit", min=1, help="Seconds that one report may take.")]
Scheduler = Annotated[
    str | None,
    typer.Option(help='Have a Dask cluster make them: the address of its scheduler, as "tcp://host:8786".'),
]
Megabytes = Annotated[int, typer.Option("--memory-limit", min=200, help="Megabytes that one report may use.")]


def build(
    areas: Areas = None,
    every: Every = False,
    regions: Regions = False,
    year: Year = DEFAULT_YEAR,
    workers: Workers = None,
    out: Out = REPORTS,
    limit: Annotated[int | None, typer.Option(min=1, help="Build only the first N of the areas.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Build again what has not changed.")] = False,
    engine: Engine = EngineChoice.WARM,
    seconds: Seconds = 600,
    megabytes: Megabytes = 4000,
    scheduler: Scheduler = None,
) -> None:
    """Build briefings: one notebook run for each area, in parallel; pages appear only when complete and checked."""
    from helpers.publish.workers.executor import Limits, Options

    with told():
        wanted = reports(areas or [], every, year, regions)[:limit]
        options = Options(workers or CORES, engine.value, preload(wanted), Limits(seconds, megabytes))
        start_executor = cluster(scheduler, options, workers) if scheduler else None
        summary = run(wanted, out.resolve(), options, force, start_executor)
    _print_summary(summary, out, wanted)
    if summary.failed:
        raise typer.Exit(FAILED)


def check(
    areas: Areas = None,
    every: Every = False,
    regions: Regions = False,
    year: Year = DEFAULT_YEAR,
    workers: Workers = None,
    out: Out = REPORTS,
    engine: Engine = EngineChoice.WARM,
) -> None:
    """Build again elsewhere and compare with what is published: what differs in figures, words or bytes, area by area."""
    import tempfile

    from helpers.publish.compare import compare
    from helpers.publish.workers.executor import Options

    with told(), tempfile.TemporaryDirectory(prefix="briefings-check-") as folder:
        wanted = reports(areas or [], every, year, regions)
        summary = run(
            wanted, Path(folder), Options(workers or CORES, engine.value, preload(wanted)), force=True
        )
        differences = compare(out.resolve(), Path(folder), wanted, reports([], True, year))
    for failure in summary.failures:
        typer.echo(f"{failure.report.name}: cannot be built: {failure.reason}")
    for difference in differences:
        typer.echo(f"{difference}")
    typer.echo(f"{len(wanted)} checked, {len(differences)} differ, {summary.failed} cannot be built")
    if differences or summary.failed:
        raise typer.Exit(FAILED)


def reports(names: list[str], every: bool, year: int, regions: bool = False) -> list[Report]:
    """The reports asked for, each area once; areas and year are checked before any notebook runs.

    With every area come the regions, and the page on method, shown on one of the areas.
    """
    from helpers.data import areas as places
    from helpers.data.areas import area as find
    from helpers.data.areas import areas

    if every == bool(names) and not (regions and not names):
        raise typer.BadParameter("name the areas to build, or give --all for every one or --regions")
    found = areas() if every else tuple(dict.fromkeys(find(name) for name in names))
    check_year(year)
    made = [_area_report(one, year) for one in found]
    made += [_region_report(one, year) for one in places.regions()] if regions or every else []
    return made + ([_method_report(year)] if every else [])


def _area_report(area: Area, year: int) -> Report:
    from helpers.publish.report import Report

    return Report(
        notebook=NOTEBOOKS / "area_briefing.ipynb",
        folder=str(year),
        slug=area.slug,
        title=area.name,
        group=area.region,
        parameters={"area": area.slug, "year": year},
        basis="helpers.pages.area:basis",
    )


def _region_report(region: str, year: int) -> Report:
    from helpers.data.areas import region_page, slug
    from helpers.publish.report import Report

    return Report(
        notebook=NOTEBOOKS / "region_briefing.ipynb",
        folder=str(year),
        slug=region_page(region),
        title=region,
        group="Regions",
        parameters={"region": slug(region), "year": year},
        basis="helpers.pages.region:basis",
    )


def _method_report(year: int) -> Report:
    from helpers.publish.report import Report

    return Report(
        notebook=NOTEBOOKS / "method.ipynb",
        folder=ABOUT,
        slug="method",
        title="How the figures are made",
        group="About",
        parameters={"area": SHOWN_ON, "year": year},
        basis="helpers.pages.method:basis",
    )


def preload(wanted: list[Report]) -> tuple[str, ...]:
    """The modules to import before the first report: what the notebooks import, and the data read and checked.

    And the command itself, which multiprocessing has each process import that it starts.
    """
    from helpers.publish.run.fork_server import imported_by

    found = {module for path in {report.notebook for report in wanted} for module in imported_by(path)}
    return (*sorted(found), "helpers.cli", "helpers.pages.preload")


def cluster(scheduler: str, options: Options, most: int | None) -> Callable[[Path], Executor]:
    """Return what starts an executor on a Dask cluster; without the packages for it, the call is a mistake."""
    try:
        from helpers.publish.workers.cluster import ClusterExecutor
    except ModuleNotFoundError as error:
        raise typer.BadParameter(
            f"--scheduler needs the package {error.name}: install it with 'uv sync --frozen --extra cluster'"
        ) from error
    return lambda _: ClusterExecutor(scheduler, options, read_inputs, most)


def read_inputs() -> dict[str, str]:
    """The hashes of all that a report depends on, as they are on this machine; the workers of a cluster call it too."""
    from helpers.data.sources import data_folder
    from helpers.publish.inputs import hash_inputs

    return hash_inputs(ROOT, data_folder())


def run(
    wanted: list[Report],
    out: Path,
    options: Options,
    force: bool,
    start_executor: Callable[[Path], Executor] | None = None,
) -> Summary:
    """Build reports into a folder, and show how it goes: a bar on a terminal, plain lines otherwise."""
    from helpers.publish.build import build as build_reports
    from helpers.publish.workers.local import LocalExecutor

    with _progress(len(wanted)) as show:
        return build_reports(
            wanted,
            out,
            read_inputs,
            start_executor or (lambda folder: LocalExecutor(options, folder)),
            force,
            show,
        )


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """A bar on a terminal, plain lines otherwise."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda event: typer.echo(_event_line(event)) if event.kind != "started" else None
        return
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


def _print_summary(summary: Summary, out: Path, wanted: list[Report]) -> None:
    from helpers.publish.index.index_pages import not_built

    typer.echo(
        f"{summary.built} built, {summary.unchanged} unchanged, {summary.failed} failed in {summary.seconds:.1f} s; see {out / 'index.html'}"
    )
    for failure in summary.failures:
        typer.echo(f"failed: {failure.report.name}: {failure.reason}", err=True)
    if absent := not_built(out.resolve(), wanted):
        typer.echo(
            f"{len(absent)} pages that these lead to are not built, such as {absent[0]}: 'briefings build --all' builds all of a year"
        )
