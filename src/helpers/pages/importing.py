"""An official workbook as it is understood: ``Import(workbook, year)``, one method for each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from helpers.data.coverage import whole_year
from helpers.intake.release.changes import KINDS, counted, of_understanding
from helpers.intake.release.container import opened
from helpers.intake.release.refusal import letters
from helpers.intake.release.understanding import Understanding, understand
from helpers.paths import ROOT
from helpers.present import tables
from helpers.present.display import Block, Prose, block
from helpers.present.wording import escape

ROWS, COLUMNS, CASES = 12, 8, 3
EXAMPLE = 2023  # the year of the specimen


class Import:
    """What a workbook was understood to say of 31 March of ``year``; nothing is written.

    A relative path starts in the working directory, or else in the project. Raises DataError, with the sheet
    and cell, for a workbook that cannot be understood; a control that fails is shown among the others.
    """

    def __init__(self, workbook: str, year: int | str) -> None:
        path = Path(workbook)
        container = opened(path if path.exists() or path.is_absolute() else ROOT / path)
        self._understood: Understanding = understand(container, whole_year(year, EXAMPLE))

    def __repr__(self) -> str:
        return f"{self.title()!r}".removeprefix("# ")

    def title(self) -> Prose:
        """Say which file this is, and what came of it."""
        understood = self._understood
        outcome = "would be refused" if understood.stops else "could be taken in"
        synthetic = (
            " It is SYNTHETIC: a specimen with made-up figures, which is never taken in."
            if understood.synthetic
            else ""
        )
        return Prose(
            f"# {escape(understood.container.name)}, read for 31 March {understood.year}\n\n"
            f"{len(understood.lines):,} figures were understood, and the workbook {outcome}.{synthetic}"
        )

    def grid(self) -> Block:
        """Show the first cells of the sheet as printed, before anything is made of them."""
        sheet = self._understood.tables[0].sheet
        head = ["Row", *(letters(column) for column in range(COLUMNS))]
        rows = [
            [
                f"{row + 1}",
                *(
                    tables.text(sheet.cells[row, column].text) if (row, column) in sheet.cells else ""
                    for column in range(COLUMNS)
                ),
            ]
            for row in range(ROWS)
        ]
        return _table(f'Sheet "{sheet.name}", first cells as printed', head, rows)

    def table(self) -> Block:
        """Show where the table stands, and how each area is written in it."""
        table = self._understood.tables[0]
        rows = [
            [
                tables.text(area),
                tables.text(table.spellings[area]),
                f"{row + 1}",
                tables.text(" ".join(table.marks.get(area, ()))),
            ]
            for area, row in sorted(table.areas.items(), key=lambda item: item[1])
        ]
        return _table("The 42 areas", ["Area", "As written", "Row", "Notes"], rows)

    def columns(self) -> Block:
        """Show each column with what it was read as, or why it was left out."""
        rows = [
            [
                column.letters,
                tables.text(column.header),
                tables.text(column.says or f"left out: {column.why}"),
            ]
            for table in self._understood.tables
            for column in table.columns
        ]
        return _table("The columns", ["Column", "Header", "Read as"], rows)

    def figures(self) -> Block:
        """Show the figures of the first areas and of England and Wales, in the first columns."""
        grid = self._understood.grid
        shown = [column for table in self._understood.tables for column in table.mapped][:COLUMNS]
        rows = [
            [
                tables.text(place),
                *(figure.printed if (figure := grid.figure(place, column.key)) else "" for column in shown),
            ]
            for place in [*grid.order[: ROWS - 1], *grid.places[len(grid.order) :]]
        ]
        return _table("Some of the figures, as printed", ["Area", *(column.says for column in shown)], rows)

    def checks(self) -> Block:
        """Show every control: passed, failed, or not made and why."""
        rows = [
            [tables.text(check.name), check.outcome, tables.text(check.says) + _listed(check.cases)]
            for check in self._understood.checks
        ]
        return _table("The controls", ["Control", "Outcome", "What was found"], rows)

    def warnings(self) -> Block:
        """Show what was left out, what has no figure, and what is odd."""
        understood = self._understood
        kinds = {
            "left out": understood.left_out,
            "no figure": understood.withheld,
            "odd": understood.warnings,
        }
        rows = [[kind, tables.text(line)] for kind, lines in kinds.items() for line in lines]
        return _table(
            "What else was found", ["Kind", "Where and what"], rows or [["none", "nothing else was found"]]
        )

    def changes(self) -> Block:
        """Show what the import would change."""
        changes = of_understanding(self._understood)
        rows = [
            [
                kind,
                f"{number:,}",
                KINDS[kind]
                + _listed(f"{change.place}: {change.says}" for change in changes if change.kind == kind),
            ]
            for kind, number in counted(changes).items()
        ]
        return _table(
            "What an import would change", ["Kind", "Number", "What changes, with the first of them"], rows
        )


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    return block(tables.table(caption, head, rows, numeric=False))


def _listed(lines: Iterable[str]) -> str:
    """Return the first lines of a list, as HTML."""
    return "".join(f"<br>{tables.text(line)}" for line in islice(lines, CASES))
