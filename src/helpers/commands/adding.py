"""``briefings add``: rows for tables of ``data/``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    FAILED,
    AsJson,
    Yes,
    accepted,
    check_there,
    named_file,
    print_json,
    reporting_errors,
)
from helpers.commands.output import say

if TYPE_CHECKING:
    from helpers.intake.adding import Added, RowsError

# What a figure is of, or when it was printed: a day, or the year or month as far as it is known.
DAYS = {"period_end", "date", "published"}

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="TABLE.csv",
        parser=named_file,
        help="Rows, in a file named after their table (workload.csv, or figures, surveys and disclosure for short) "
        "or with its columns. Several files are one change.",
        show_default=False,
    ),
]


def add(files: Files, yes: Yes = False, as_json: AsJson = False) -> None:
    """Add rows to tables of data/: all are checked, shown and then written with their records, or none is."""
    from helpers.data.sources import data_folder
    from helpers.intake.adding import RowsError
    from helpers.intake.adding import add as add_rows
    from helpers.intake.change import changing

    check_there(*files)
    with reporting_errors(), changing(data_folder()) as change:
        try:
            added = add_rows(files, change)
            _check_past(added)
        except RowsError as error:
            _print_faults(error, as_json)
            raise typer.Exit(FAILED) from error
        news = any(part.rows for part in added)
        if not as_json:
            _print_added(added)
        elif not (yes and news):
            print_json(_json(added, written=False))
        if news and accepted(yes, f"Write these rows into {change.folder}?"):
            change.put()
            if as_json and yes:
                print_json(_json(added, written=True))
            elif not as_json:
                _print_next(change.folder)


def _check_past(added: Sequence[Added]) -> None:
    """Raise DataError for a row of a day that is yet to come: nobody can have counted on it."""
    from helpers.data.errors import DataError

    today = f"{date.today():%Y-%m-%d}"  # noqa: DTZ011  -- the day on the analyst's own calendar
    for part in added:
        for row in part.rows:
            for name in DAYS & row.keys():
                if row[name][:4].isdigit() and row[name] > today:
                    fault = f"{part.file}, column {name}: found {row[name]!r}"
                    raise DataError(f"{fault}; no figure can be of a day after today, {today}")


def _print_faults(error: RowsError, as_json: bool) -> None:
    if not as_json:
        say(f"briefings: {error}", err=True)
        return
    faults = [
        {
            "file": file,
            "row": fault.line,
            "column": fault.column or None,
            "found": fault.found,
            "right": fault.right,
        }
        for file, fault in error.faults
    ]
    print_json({"written": False, "tables": [], "faults": faults})


def _print_added(added: Sequence[Added]) -> None:
    """Print what would come into each table, as lines that begin with +."""
    for part in added:
        say(f"{part.file}: {part.before:,} rows, then {part.after:,}")
        for row in part.rows:
            say("  + " + ", ".join(cell or "-" for cell in row.values()))
        if part.already_there:
            lines = ", ".join(map(str, part.already_there))
            say(f"  there already, and left out: line {lines} of the file")
        if part.moved:
            say(f"  older rows that change their place, as the table is sorted by its key: {part.moved}")
    if not any(part.rows for part in added):
        say("nothing is to be written")


def _json(added: Sequence[Added], written: bool) -> dict[str, Any]:
    tables = [
        {
            "file": part.file,
            "rows_before": part.before,
            "rows_after": part.after,
            "added": list(part.rows),
            "already_there": list(part.already_there),
            "moved": part.moved,
        }
        for part in added
    ]
    return {"written": written, "tables": tables, "faults": []}


def _print_next(folder: Path) -> None:
    say(
        f"written into {folder}: read what the records and README.md there say of these tables, then run make accept"
    )
