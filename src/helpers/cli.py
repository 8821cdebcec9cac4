"""The command line: a thin skin over the analysis and the publisher. Imports happen in the commands, so that help is quick."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.open import open_page
from helpers.commands.serve import serve

if TYPE_CHECKING:
    from helpers.analysis.facts import Fact, Facts
    from helpers.data.areas import Area
    from helpers.publish.build import Event, Summary
    from helpers.publish.report import Report

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_YEAR = 2023
STATED = ("published", "rounded", "revised")
FAILED, MISUSED, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Local briefings on registered sexual offenders under MAPPA: one notebook, a checked report for every "
    "police-force area of England and Wales.",
)
Year = Annotated[int, typer.Option(help="The 31 March to report on.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def main() -> None:
    """Run the command; a mistake in the call ends in exit 2, data that cannot be trusted in exit 1."""
    app()


@app.command("list")
def list_areas(year: Year = DEFAULT_YEAR, as_json: AsJson = False) -> None:
    """List the areas, and which figures were found for each."""
    with _told():
        _check_year(year)
        areas = [_listed(area, year) for area in _all_areas()]
    if as_json:
        _print_json(areas)
        return
    rows = [[one["slug"], one["region"], ", ".join(one["published"]) or "nothing found"] for one in areas]
    _print_table(f"Figures found for 31 March {year}", ["Area", "Region", "Measures"], rows)


@app.command()
def facts(
    area: Annotated[str, typer.Argument(help='An area, such as "essex"; see "briefings list".')],
    year: Year = DEFAULT_YEAR,
    as_json: AsJson = False,
) -> None:
    """Show every fact of an area's briefing: value, bounds, comparator, sources, formula."""
    with _told():
        found = _facts(area, year)
        rows = [fact_row(fact) for fact in found]
    if as_json:
        _print_json([_typed(fact, row) for fact, row in zip(found, rows, strict=True)])
        return
    for row in rows:
        typer.echo("\n".join(_fact_lines(row)))


@app.command()
def build(
    areas: Annotated[list[str] | None, typer.Argument(help='Areas, such as "essex cumbria".')] = None,
    every: Annotated[bool, typer.Option("--all", help="Build every area.")] = False,
    year: Year = DEFAULT_YEAR,
    workers: Annotated[int, typer.Option(min=1, help="Reports made at the same time.")] = os.cpu_count() or 1,
    out: Annotated[Path, typer.Option(help="The folder of the reports.", show_default="reports")] = ROOT
    / "reports",
    limit: Annotated[int | None, typer.Option(min=1, help="Build only the first N of the areas.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Build again what has not changed.")] = False,
) -> None:
    """Build briefings: one notebook run for each area, in parallel; pages appear only when complete and checked."""
    with _told():
        reports = _reports(areas or [], every, year)[:limit]
        summary = _build(reports, out.resolve(), workers, force)
    _print_summary(summary, out)
    if summary.failed:
        raise typer.Exit(FAILED)


@app.command()
def accept() -> None:
    """Accept the figures as computed now as the new baseline, and run the committed notebooks afresh."""
    from helpers.publish import baseline
    from helpers.publish.committed import refresh

    with _told():
        path = ROOT / "reports" / "facts.csv"
        rows = list(baseline_rows())
        for line in baseline.differences(baseline.read(path), rows):
            typer.echo(line)
        baseline.accept(rows, path)
        for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
            typer.echo(f"running {notebook.name}")
            refresh(notebook)
    typer.echo(f"accepted: {len(rows)} facts in reports/facts.csv")


def baseline_rows(year: int = DEFAULT_YEAR) -> Iterator[dict[str, str]]:
    """Every fact of every area as rows of reports/facts.csv, in the order of areas and of a briefing."""
    for area in _all_areas():
        found = _facts(area.slug, year)
        yield from ({"slug": area.slug, **fact_row(fact)} for fact in found)


def fact_row(fact: Fact) -> dict[str, str]:
    """A fact as text columns: numbers with up to four decimals, empty where there is none."""
    return {
        "id": fact.id,
        "measure": fact.measure,
        "kind": fact.kind,
        "area": fact.area,
        "period": fact.period,
        "value": _short(fact.value),
        "low": _short(fact.low),
        "high": _short(fact.high),
        "unit": fact.unit,
        "comparator": fact.comparator,
        "certain": "yes" if fact.certain else "no",
        "status": fact.status,
        "sources": " ".join(fact.sources),
        "formula": fact.formula,
    }


def _fact_lines(row: dict[str, str]) -> list[str]:
    """A fact for a person: what it is, then how it was made and where from."""
    bounds = "" if row["low"] == row["high"] else f"between {row['low']} and {row['high']}"
    figure = " ".join(
        part for part in (row["value"], bounds, row["unit"] if row["low"] or row["value"] else "") if part
    )
    against = f", against {row['comparator']}" if row["comparator"] else ""
    status = (
        row["status"]
        if row["certain"] == "yes" or row["status"] == "missing"
        else f"{row['status']}, not certain"
    )
    lines = [
        f"{row['id']}: {figure or 'not found'} ({status})",
        f"    {row['area']}, {row['period']}{against}",
    ]
    lines += [f"    how: {row['formula']}"] if row["formula"] else []
    return lines + ([f"    from: {row['sources']}"] if row["sources"] else [])


def _short(value: float | str | None) -> str:
    return value if isinstance(value, str) else "" if value is None else f"{round(value, 4):.10g}"


def _typed(fact: Fact, row: dict[str, str]) -> dict[str, Any]:
    """A fact for JSON: numbers as numbers, nothing as null, sources with their titles and addresses."""
    numbers = {
        "value": _tidy(fact.value),
        "low": _tidy(fact.low),
        "high": _tidy(fact.high),
        "certain": fact.certain,
    }
    return {
        **row,
        **numbers,
        "sources": list(fact.sources),
        "note": fact.note,
        "where": fact.where,
        "inputs": list(fact.inputs),
    }


def _tidy(value: float | str | None) -> float | str | None:
    return round(value, 6) if isinstance(value, float) else value


def _all_areas() -> tuple[Area, ...]:
    from helpers.data.areas import areas

    return areas()


def _facts(area: str, year: int) -> Facts:
    from helpers.analysis.area_facts import area_facts
    from helpers.data.areas import area as find
    from helpers.data.evidence import evidence

    found = find(area)
    _check_year(year)
    return area_facts(evidence(), found.name, year)


def _listed(area: Area, year: int) -> dict[str, Any]:
    from helpers.data.evidence import evidence

    known = evidence()
    found = {name: known.get(area.name, year, name) for name in known.measures}
    published = [name for name, one in found.items() if one is not None and one.status in STATED]
    return {
        "slug": area.slug,
        "name": area.name,
        "region": area.region,
        "nation": area.nation,
        "published": published,
    }


def _check_year(year: int) -> None:
    from helpers.analysis.area_facts import known_years
    from helpers.data.evidence import evidence

    known = known_years(evidence())
    if year not in known:
        raise typer.BadParameter(f"no figures for 31 March {year}; the data cover {known[0]} to {known[-1]}")


def _reports(names: list[str], every: bool, year: int) -> list[Report]:
    """The reports asked for, each area once; areas and year are checked before any kernel starts."""
    from helpers.data.areas import area as find
    from helpers.publish.report import Report

    if every == bool(names):
        raise typer.BadParameter("name the areas to build, or give --all for every one")
    found = _all_areas() if every else tuple(dict.fromkeys(find(name) for name in names))
    _check_year(year)
    notebook = ROOT / "notebooks" / "area_briefing.ipynb"
    return [
        Report(notebook, str(year), one.slug, one.name, one.region, {"area": one.slug, "year": year})
        for one in found
    ]


def _build(reports: list[Report], out: Path, workers: int, force: bool) -> Summary:
    from helpers.data.sources import data_folder
    from helpers.publish.build import build as build_reports
    from helpers.publish.inputs import hash_inputs

    with _progress(len(reports)) as show:
        return build_reports(reports, out, hash_inputs(ROOT, data_folder()), workers, force, show)


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


def _print_summary(summary: Summary, out: Path) -> None:
    typer.echo(
        f"{summary.built} built, {summary.unchanged} unchanged, {summary.failed} failed in {summary.seconds:.1f} s; see {out / 'index.html'}"
    )
    for failure in summary.failures:
        typer.echo(f"failed: {failure.report.name}: {failure.reason}", err=True)


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, no_wrap=name != columns[-1])
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


@contextmanager
def _told() -> Iterator[None]:
    """Errors as one message and an exit code: 2 for a mistake in the call, 1 for data or a folder that will not do."""
    from helpers.data.errors import DataError, UnknownArea
    from helpers.publish.build import Interrupted
    from helpers.publish.errors import PublishError

    try:
        yield
    except UnknownArea as error:
        _end(f"{error}", MISUSED)
    except (DataError, PublishError) as error:
        _end(f"{error}", FAILED)
    except Interrupted as error:
        _end(f"{error}", INTERRUPTED)


def _end(message: str, code: int) -> None:
    typer.echo(f"briefings: {message}", err=True)
    sys.exit(code)


app.command("open")(open_page)
app.command()(serve)

if __name__ == "__main__":
    main()
