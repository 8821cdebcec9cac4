"""``briefings disclose``: the tables of a pack that one audience may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.console import MISUSED, reporting_errors
from helpers.commands.output import say


def disclose(
    pack: Annotated[Path, typer.Argument(help='The folder that "briefings aggregate" made.')],
    audience: Annotated[str, typer.Option(help="Who is to read it: supervisor, inspector or public.")],
    out: Annotated[Path, typer.Option(help="The folder to write, which is new or empty.")],
    earlier: Annotated[
        list[Path] | None,
        typer.Option(
            "--earlier",
            metavar="<path>",
            help="A folder released to this audience before; give it once for each.",
        ),
    ] = None,
    before: Annotated[
        list[Path] | None,
        typer.Option(
            "--before",
            metavar="<path>",
            help="For an inspector: the pack of which a release given with --earlier was made; once for each.",
        ),
    ] = None,
    first: Annotated[
        bool, typer.Option("--first", help="Nothing was released to this audience before.")
    ] = False,
    team: Annotated[str, typer.Option(help="The supervisor's own team, by its label in the pack.")] = "",
    on: Annotated[str, typer.Option(help="The day of the release, such as 2026-11-30; else today.")] = "",
) -> None:
    """Make the tables that one audience may see, with small counts and what would reveal them left out."""
    day = _day(on)
    with reporting_errors():
        from helpers.data.rows import records
        from helpers.data.sources import read_reference
        from helpers.pack.disclosure import files
        from helpers.pack.disclosure.audiences import audience as audience_of
        from helpers.pack.folders import check_free, write_folder
        from helpers.pack.reading_stage_two import read_stage_two

        reader = audience_of(audience)
        if not (reader.sees_all or earlier or first):
            _exit_misused(
                f"say what was released to the audience {audience} before: --earlier FOLDER, or --first"
            )
        if earlier and first:
            _exit_misused("--first says that nothing was released before; leave it out, or --earlier")
        check_free(out)
        parts = {(row["measure"], row["part"]): row for row in records(read_reference("pack_measures"))}
        given = [files.read_tables(folder, of_audience=audience) for folder in earlier or []]
        packs = [files.read_tables(folder) for folder in before or []]
        tables = files.read_tables(pack)
        read_stage_two(pack)  # that nothing is missing, and that values follow from counts
        made, release = files.disclose(tables, parts, reader, earlier=given, before=packs, team=team, on=day)
        new = write_folder(out, made)
    say(f"{out}: {'written' if new else 'there already, with the same bytes'}, for {audience}")
    if not reader.sees_all:
        say(f"withheld: {release.small} small counts, and {release.others} that would have revealed them")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011 (the day where the force is)
    except ValueError:
        return _exit_misused(f"--on: found {text!r}; it must be a day, such as 2026-11-30")


def _exit_misused(message: str) -> date:
    say(f"briefings: {message}", err=True)
    raise typer.Exit(MISUSED)
