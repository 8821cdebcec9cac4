"""The command line: a thin layer over the pages and the publisher, one function for each command."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import Annotated

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
from helpers.commands.streams import open_streams

# Narrower than this, the boxes around a command's help would cut the names of its options.
BOXES_FROM = 80

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
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


app.command("list")(listing.list_areas)
app.command()(listing.facts)
app.command()(building.build)
app.command()(building.check)
app.command()(disclosing.disclose)
app.command()(fetching.fetch)
app.command("import")(importing.import_workbook)
app.command()(importing.diff)
app.command()(adding.add)
app.command()(listing.accept)
app.command()(packs.aggregate)
app.command()(packs.synthesise)
app.command()(variants.variants)
app.command()(factcheck.factcheck)
app.command()(review.review)
app.command("sign-off")(review.sign_off)
app.command("open")(opening.open_page)
app.command()(serve.serve)


def fit_help(width: int) -> None:
    """Have the help of every command fit so many columns: in boxes, or in plain lines where it is narrow."""
    narrow = width < BOXES_FROM
    app.rich_markup_mode = None if narrow else "rich"
    app.info.context_settings = {"terminal_width": width} if narrow else {}


def main() -> None:
    """Run the command; a mistake in the call ends in exit 2, data that cannot be trusted in exit 1."""
    open_streams()
    fit_help(get_terminal_size().columns)
    try:
        with output.prepared():
            app()
    except output.OutputError as error:
        output.say(f"briefings: what the command prints cannot be written: {error.strerror}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
