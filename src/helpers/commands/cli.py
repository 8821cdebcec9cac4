"""The command line: a thin layer over the pages and the publisher, one function for each command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import wraps
from shutil import get_terminal_size
from typing import Annotated, Any

import typer

from helpers.commands import (
    adding,
    building,
    disclosing,
    factcheck,
    fetching,
    importing,
    listing,
    opening,
    output,
    packs,
    review,
    serve,
    variants,
)
from helpers.commands.arguments import Group
from helpers.commands.console import INTERRUPTED
from helpers.commands.streams import open_streams

# Columns; longer lines are hard to read.
WIDEST = 100

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # which would import a reader of Markdown for each page of help
    help="Local briefings on registered sexual offenders under MAPPA: one notebook, a checked report for every "
    "police-force area of England and Wales.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        output.say(f"briefings {version('mappa-briefings')}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    pass


def _command(name: str, function: Callable[..., Any], says: str, only_shows: bool = False) -> None:
    app.command(name, short_help=f"{says}.")(function if only_shows else _reading_anew(function))


def _reading_anew(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the command as one that reads and verifies the data itself, whatever was kept of them before."""

    @wraps(function)
    def command(*arguments: Any, **options: Any) -> Any:
        from helpers.data import kept

        with kept.only_in(None):
            return function(*arguments, **options)

    return command


# Each with what the list of commands says of it, which is to fit on one line of a narrow terminal. Only what
# publishes, writes and approves nothing may answer from what another command kept.
_command("list", listing.list_areas, "List areas and regions, and which figures were found", only_shows=True)
_command("facts", listing.facts, "Show every fact of a page, with its sources and formula", only_shows=True)
_command("build", building.build, "Build pages: areas, regions, or all")
_command("check", building.check, "Build again elsewhere, and list what differs")
_command("disclose", disclosing.disclose, "Make what one reader may see of a pack")
_command("fetch", fetching.fetch, "Get the official workbook of a year")
_command("import", importing.import_workbook, "Take an official workbook into the data")
_command("diff", importing.diff, "Show what an imported workbook changed")
_command("add", adding.add, "Add rows to tables of the data")
_command("accept", listing.accept, "Accept the figures as computed now, and rerun notebooks")
_command("aggregate", packs.aggregate, "Count a force's own extract into a pack")
_command("synthesise", packs.synthesise, "Make up a force's extract")
_command("variants", variants.variants, "List every way of saying something, and its use", only_shows=True)
_command("factcheck", factcheck.factcheck, "Check an article, or a table of claims", only_shows=True)
_command("review", review.review, "List the areas by how much they need a reviewer")
_command("sign-off", review.sign_off, "Sign off a page as it stands")
_command("open", opening.open_page, "Open a page, or the index", only_shows=True)
_command("serve", serve.serve, "Serve the pages to this machine alone", only_shows=True)


def fit_help(width: int) -> None:
    """Have the help of every command fit so many columns, of which it uses a hundred at most."""
    app.info.context_settings = {"terminal_width": min(width, WIDEST)}


def main() -> None:
    """Run the command; a mistake in the call ends in exit 2, data that cannot be trusted in exit 1."""
    open_streams()
    # As when a page is built; and where no other thread may start, numpy would send itself a signal.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    fit_help(get_terminal_size().columns)
    try:
        with output.prepared():
            app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except output.OutputError as error:
        output.say(f"briefings: what the command prints cannot be written: {error.strerror}", err=True)
        sys.exit(1)
    finally:
        gc.freeze()  # or Python, on its way out, looks through all of it for garbage


if __name__ == "__main__":
    main()
