"""``briefings synthesise`` and ``aggregate``: an extract that is made up, and what is counted in one."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from helpers.commands.console import reporting_errors, without_collecting
from helpers.commands.output import say
from helpers.text.nouns import counted

T = TypeVar("T")
_KINDS = ("usual", "nothing-overdue", "all-overdue", "small-team", "busy")
Folder = Annotated[Path, typer.Option("--out", help="The folder to write, which is new or empty.")]


def aggregate(
    extract: Annotated[Path, typer.Argument(help="The folder of the extract: eight CSV files.")],
    out: Folder,
    before: Annotated[
        list[Path] | None,
        typer.Option("--before", help="The folder of an earlier pack; give it once for each."),
    ] = None,
) -> None:
    """Count a force's extract into the aggregate that packs are made from; no row and no key is written."""
    # pandera would import it where it is installed, to make up tables for tests.
    sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]
    from helpers.pack.beside import counting_beside

    with without_collecting(), reporting_errors(), counting_beside(extract) as second:
        from helpers.pack.aggregating import aggregated
        from helpers.pack.folders import check_free, write_folder

        check_free(out)
        pack = _without_cells(lambda: aggregated(extract, before or (), second))
        new = write_folder(out, pack.files)
    say(f"{out}: {'written' if new else 'there already, with the same bytes'}")
    for warned in pack.warned:
        say(f"warning (rule {warned.rule}) {warned.file}, {warned.column}: {warned.says} ({warned.rows})")
    if pack.warned:
        say(f"{counted(len(pack.warned), 'warning')}: the figures concerned are marked [p]")


def _without_cells(made: Callable[[], T]) -> T:
    """Make something of an extract, of which no message of Python's own repeats a cell."""
    from helpers.data.errors import DataError

    try:
        return made()
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 (all of them, as any may name a cell)
        places = [
            f"{place.name} at line {place.lineno}" for place in traceback.extract_tb(error.__traceback__)
        ]
        raise DataError(
            f"the program failed with {type(error).__name__} in {places[-1]}; nothing was written. "
            "Its message is not repeated, as it may hold a cell of the extract"
        ) from None


def synthesise(
    out: Folder,
    seed: Annotated[
        int, typer.Option(min=0, help="What chance begins with: the same seed, the same bytes.")
    ] = 1,
    cases: Annotated[int, typer.Option(min=10, max=200_000, help="How many cases.")] = 300,
    weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks; the same force, later.")] = 60,
    case: Annotated[
        str, typer.Option("--case", metavar="|".join(_KINDS), help="What kind of force it is.")
    ] = "usual",
) -> None:
    """Make up the extract of a force that does not exist, marked synthetic in every row."""
    from helpers.pack.folders import write_folder
    from helpers.pack.synthesis import CASES, synthetic_files

    if case not in CASES:
        raise typer.BadParameter(f"{case!r} is none of {', '.join(CASES)}", param_hint="--case")
    with reporting_errors():
        files = synthetic_files(seed, cases, weeks, case)
        new = write_folder(out, files)
    say(
        f"{out}: {'written' if new else 'there already, with the same bytes'}; it is synthetic, of no real force"
    )
    say(f"next: briefings aggregate {out} --out FOLDER")
