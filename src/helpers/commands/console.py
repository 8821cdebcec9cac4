"""How commands answer: tables and JSON, and an error as one message and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

DEFAULT_YEAR = 2023
FAILED, MISUSED, INTERRUPTED = 1, 2, 130

Year = Annotated[int, typer.Option(help="The 31 March to report on.")]
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
    """Print a value as JSON for other programs, in ASCII alone where the output cannot take every letter."""
    narrow = "utf" not in (sys.stdout.encoding or "").lower()
    typer.echo(json.dumps(value, indent=2, ensure_ascii=narrow))


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
