"""``briefings fetch``: one official file from its known address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.console import LATEST, check_folder, named_folder, reporting_errors
from helpers.commands.output import say
from helpers.text.nouns import counted


def fetch(
    year: Annotated[
        str,
        typer.Option(
            metavar="YEAR",
            help='The 31 March whose area tables are wanted; "latest" is the newest known address.',
        ),
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--to",
            metavar="FOLDER",
            parser=named_folder,
            help="The folder to write the file into.",
            show_default="this folder",
        ),
    ] = Path(),
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace another file of the same name.")
    ] = False,
) -> None:
    """Get the official area tables of a year from the address in data/reference; nothing else goes online."""
    from helpers.intake.fetching import BY_HAND, addresses, write_new
    from helpers.intake.fetching import fetch as fetch_file

    check_folder(folder, "--to")
    with reporting_errors():
        by_year = addresses()
        wanted = f"{max(by_year, default='')}" if year == LATEST else year
        address = by_year.get(int(wanted)) if wanted.isdecimal() else None
        if address is None:
            years = f"those of {min(by_year)} to {max(by_year)} are" if by_year else "none is"
            raise typer.BadParameter(
                f"no address is known for 31 March {wanted}; {years}. {BY_HAND}", param_hint="--year"
            )
        fetched = fetch_file(address)
        path = folder / fetched.address.file
        new = write_new(path, fetched, overwrite)
    say(f"{path}: {'written' if new else 'there already, with the same bytes'}")
    say(f"{counted(len(fetched.content), 'byte')}, .{fetched.kind} by its content, SHA-256 {fetched.sha256}")
    say(f"next: briefings import {path} --year {address.year}")
