"""How commands answer: tables and JSON, and an error as one message and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

# The year whose figures reports/facts.csv accepts, and for which the committed notebooks are run.
ACCEPTED_YEAR = 2023
LATEST: Any = "latest"
FAILED, MISUSED, INTERRUPTED = 1, 2, 130


def _year_of(chosen: str | int) -> int:
    """Return the year that is meant: a number, or the newest for which half of the areas have a count."""
    if str(chosen).isdecimal():
        return int(chosen)
    if chosen != LATEST:
        raise typer.BadParameter(f"{chosen!r} is not a year such as 2023, or 'latest'")
    from helpers.data.coverage import usual_year

    with reporting_errors():
        return usual_year()


Year = Annotated[
    int,
    typer.Option(
        parser=_year_of,
        metavar="YEAR",
        help="The 31 March to report on; latest is the newest for which half of the areas have a count.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Out = Annotated[Path, typer.Option(help="The folder of the reports.", show_default="reports")]


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Report an error as one message and an exit code: 2 for a mistaken call, 1 for bad data or folder."""
    from helpers.data.errors import DataError, UnknownArea
    from helpers.publish.build import Interrupted
    from helpers.publish.errors import PublishError

    try:
        yield
    except UnknownArea as error:
        _exit_with(f"{error}", MISUSED)
    except (DataError, PublishError) as error:
        _exit_with(f"{error}", FAILED)
    except Interrupted as error:
        _exit_with(f"{error}", INTERRUPTED)


def check_year(year: int) -> None:
    """Raise typer.BadParameter for a year that the data do not cover."""
    from helpers.data.coverage import check_covered, covered_years
    from helpers.data.errors import DataError

    years = covered_years()
    try:
        check_covered(year, years)
    except DataError as error:
        raise typer.BadParameter(f"{error}") from error


def print_json(value: Any) -> None:
    """Print a value as JSON for other programs."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print a table as wide as the terminal; only the last column wraps."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, no_wrap=name != columns[-1])
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _exit_with(message: str, code: int) -> None:
    typer.echo(f"briefings: {message}", err=True)
    sys.exit(code)
