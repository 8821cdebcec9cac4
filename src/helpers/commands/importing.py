"""``briefings import``: an official workbook shown as it was understood, and taken into ``data/``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    LATEST,
    AsJson,
    Year,
    Yes,
    accepted,
    check_there,
    named_file,
    print_json,
    print_table,
    reporting_errors,
    without_collecting,
)
from helpers.commands.output import say

if TYPE_CHECKING:
    from helpers.data.evidence import Evidence
    from helpers.intake.release.changes import Change
    from helpers.intake.release.understanding import Understanding

CHANGES_PAGES = {"first", "contradicted", "revised", "revised, unmarked", "withdrawn", "late"}
MARKS = {"passed": "passed", "warning": "WARNING", "stop": "STOP", "not made": "not made"}


def import_workbook(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            parser=named_file,
            help="The official workbook: .xls, .xlsx or .ods, whatever its name.",
        ),
    ],
    year: Annotated[int, typer.Option(help="The 31 March that the workbook is of.")],
    yes: Yes = False,
    revises: Annotated[
        bool, typer.Option("--revises", help="It is a corrected workbook of a year imported before.")
    ] = False,
    published: Annotated[
        str, typer.Option(help="The day on which it was published, such as 2025-10-30, if known.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read an official workbook of all areas, show how it was understood, and take it into the data."""
    check_there(file)
    _check_published(published)
    _check_past(year)
    with without_collecting(), reporting_errors(), _refusal_as_json(as_json):
        from helpers.data.sources import data_folder, fingerprint
        from helpers.intake.change import clear
        from helpers.intake.release.container import opened
        from helpers.intake.release.taking import addition, known_already, let_through, staged
        from helpers.intake.release.understanding import understand

        folder = data_folder()
        before = fingerprint(folder)
        container = opened(file)
        if source := known_already(container.sha256, folder):
            clear(folder)
            _say_done(source, as_json)
            return
        understanding = understand(container, year, folder)
        if understanding.stops:
            if not as_json:
                _show(understanding)
            understanding.check()
        added = addition(understanding, folder, revises=revises, published=published, retrieved=_today())
        if not as_json:
            _show(understanding)
        with staged(added, folder, before) as change:
            unusual = let_through(change)
            if not as_json:
                _show_list("Beyond a limit, and let through as official", unusual)
            if not yes:
                effect = _effect(understanding, folder, change.copy) | {"beyond_limits": unusual}
                if as_json:
                    _print_understanding(understanding, "not imported", effect)
                else:
                    _say_effect(effect)
            accepted(yes, f"Take these {len(understanding.lines)} figures into the data as {added.source}?")
            change.put()
    if as_json:
        _print_understanding(understanding, "imported", {"beyond_limits": unusual})
    else:
        say(
            f"imported: {len(understanding.lines)} figures of 31 March {year} as {added.source}\n"
            f"next: briefings diff --year {year}, then make briefings YEAR={year}"
        )


def _effect(understanding: Understanding, folder: Path, copy: Path) -> dict[str, Any]:
    """Return what the import would change beyond the figures: pages by area, and verdicts on claims.

    It is for somebody who decides: the data are read again without each article, which takes seconds.
    """
    from helpers.data.evidence import evidence
    from helpers.intake.release.changes import of_understanding

    return {
        "pages": _pages(of_understanding(understanding, folder)),
        "claims": _changed_claims(evidence(folder), evidence(copy), understanding.year),
    }


def _pages(changes: Sequence[Change]) -> list[str]:
    """Return the areas, and England and Wales, on whose pages a figure changes."""
    return sorted({change.place.partition(":")[0] for change in changes if change.kind in CHANGES_PAGES})


def _say_effect(effect: dict[str, Any]) -> None:
    say(f"pages whose figures change: {len(effect['pages'])}")
    for claim in effect["claims"]:
        say(f"claim {claim['claim']}: {claim['before']} before, {claim['after']} now")
    if not effect["claims"]:
        say("no verdict on a published claim changes")


def _say_done(source: str, as_json: bool) -> None:
    if as_json:
        print_json({"outcome": "nothing to do", "source": source})
        return
    say(f"nothing to do: this very file was imported as {source}")


def _print_understanding(understanding: Understanding, outcome: str, effect: dict[str, Any]) -> None:
    from helpers.intake.release.understanding import described

    print_json({"outcome": outcome, **described(understanding), **effect})


def _show(understanding: Understanding) -> None:
    from helpers.intake.release.understanding import described

    said = described(understanding)
    for table in said["tables"]:
        _show_table(table)
    _show_names(understanding)
    _show_controls(understanding)
    _show_changes(understanding)
    _show_list("Left out", said["left_out"])
    _show_list("Cells without a figure", said["withheld"])
    _show_list("Warnings", said["warnings"])


def _show_table(table: dict[str, Any]) -> None:
    from helpers.text.characters import shown

    rows = [
        [
            column["column"],
            column["read_as"] or "left out",
            column["measure"],
            shown(" -- ".join(filter(None, (column["header"], column["left_out"])))),
        ]
        for column in table["columns"]
    ]
    header = ", ".join(f"{row}" for row in table["header_rows"])
    title = f'Sheet "{shown(table["sheet"])}", header in row {header}, {len(table["rows"])} areas, total in row {table["total_row"]}'
    print_table(title, ["Column", "Read as", "Measure", "Header, as printed"], rows)


def _show_names(understanding: Understanding) -> None:
    """Say which areas are written otherwise than here: every one of the 42 has its row."""
    from helpers.text.characters import shown

    spellings = {
        name: area for table in understanding.tables for area, name in table.spellings.items() if name != area
    }
    others = [f"{shown(name)} ({area})" for name, area in spellings.items()]
    say(
        f"{len(understanding.grid.order)} areas"
        + (f"; written otherwise: {', '.join(others)}" if others else "")
    )


def _show_controls(understanding: Understanding) -> None:
    rows = [
        [MARKS[check.outcome], check.name, check.says + "".join(f"\n  {case}" for case in check.cases[:5])
         + (f"\n  and {len(check.cases) - 5} more" if len(check.cases) > 5 else "")]
        for check in understanding.checks
    ]  # fmt: skip
    print_table("Controls", ["Outcome", "Control", "What was found"], rows)


def _show_changes(understanding: Understanding) -> None:
    from helpers.intake.release.changes import of_understanding

    if not understanding.stops:
        print_changes(
            f"What it would change for 31 March {understanding.year}", of_understanding(understanding), most=4
        )


def print_changes(title: str, changes: Sequence[Change], most: int) -> None:
    """Print changes: how many of each kind, and the first of them."""
    from helpers.intake.release.changes import KINDS, counted
    from helpers.text.characters import shown

    rows = []
    for kind, number in counted(changes).items():
        listed = [f"{change.place}: {change.says}" for change in changes if change.kind == kind][:most]
        more = [f"and {number - most} more"] if number > most else []
        rows.append(
            [f"{number}", kind, "\n".join([KINDS[kind], *(f"  {shown(line)}" for line in [*listed, *more])])]
        )
    print_table(title, ["Number", "Kind", "What changes"], rows)


def diff(
    year: Year = LATEST,
    full: Annotated[bool, typer.Option("--full", help="List every change, not only the first few.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what the latest imported release of a year changed: figures, names, columns, pages and claims."""
    with reporting_errors():
        from helpers.intake.release.changes import counted, of_release, release_before
        from helpers.present.release_sections import no_earlier

        changes, before = of_release(year), release_before(year)
        effect = {"pages": _pages(changes), "claims": _claims_of_release(year)}
    if as_json:
        listed = [{"kind": change.kind, "place": change.place, "says": change.says} for change in changes]
        compared = "" if before is None else before["source_id"]
        print_json(
            {"year": year, "compared_with": compared, "counts": counted(changes), "changes": listed, **effect}
        )
        return
    print_changes(f"What the release of 31 March {year} changed", changes, most=len(changes) if full else 10)
    if before is None:
        say(no_earlier(year, {}))
    _say_effect(effect)


def _claims_of_release(year: int) -> list[dict[str, str]]:
    """Return the claims whose verdict rests on the releases of a year: without them, it would be another."""
    from helpers.data.evidence import evidence
    from helpers.intake.release.kept import kept

    now = evidence()
    own = frozenset(record["source_id"] for record in kept() if record["year"] == year)
    return _changed_claims(now.without(own), now, year)


def _changed_claims(before: Evidence, after: Evidence, year: int) -> list[dict[str, str]]:
    """Return the claims whose verdict differs: a figure of two years after a claim decides nothing on it."""
    from helpers.data.rows import records
    from helpers.data.sources import read_raw
    from helpers.factcheck.judging.verdicts import answer, made

    return [
        {"claim": claim.claim_id, "before": f"{first}", "after": f"{second}"}
        for claim in made(records(read_raw("published_claims")))
        if claim.year + 1 >= year
        and (first := answer(claim, before).verdict) != (second := answer(claim, after).verdict)
    ]


def _show_list(title: str, lines: list[str], most: int = 12) -> None:
    from helpers.text.characters import shown

    if lines:
        say(f"{title}:")
        for line in lines[:most]:
            say(f"  {shown(line)}")
        if len(lines) > most:
            say(f"  and {len(lines) - most} more")


@contextmanager
def _refusal_as_json(as_json: bool) -> Iterator[None]:
    """Print a refusal for programs, too; it then goes on as an error."""
    from helpers.intake.release.refusal import Refused

    try:
        yield
    except Refused as error:
        if as_json:
            print_json({"outcome": "refused", "reason": f"{error}"})
        raise


def _check_past(year: int) -> None:
    if not year >= 2009 or date(year, 3, 31) > _today():
        raise typer.BadParameter(
            f"{year} is not a 31 March that a table can be of: from 2009, since when offenders are counted on the day, to today"
        )


def _check_published(published: str) -> None:
    if published:
        try:
            date.fromisoformat(published)
        except ValueError as error:
            raise typer.BadParameter(f"{published!r} is not a date such as 2025-10-30") from error


def _today() -> date:
    return date.today()  # noqa: DTZ011  -- the day on the analyst's own calendar
