"""Each cell of a small data set, changed in turn to something else that reading accepts."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from operator import attrgetter
from pathlib import Path

from conftest import BUILDS, Copy
from small_data import YEAR, Row, Rows, read, write

from helpers.catalogue import reports
from helpers.data import schemas
from helpers.data.cells import hashed
from helpers.data.columns import Column, is_right
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.remarks import BY_ID, decided_columns
from helpers.publish.errors import PublishError
from helpers.publish.files import LEDGER, LOCK
from helpers.publish.report import Report
from helpers.publish.workers.task import WORDS, Basis, find_bases, find_reaches
from helpers.text.characters import shown

_MOST_TRIED = 5
# What a cell may also hold, of each kind of column that is often empty.
_SAMPLES = ("1", "2", "x", "2023", "2023-03-31", "good", "0", "yes", "no")


@dataclass(frozen=True, order=True)
class Cell:
    """A cell of a table such as "raw/forces", by its row, counted from 0, and its column."""

    table: str
    row: int
    column: str


@dataclass(frozen=True)
class Small:
    """The small data set in a folder, with each table as it was."""

    copy: Copy

    @cached_property
    def tables(self) -> Mapping[str, Rows]:
        """The rows of each table, such as "raw/forces", as they are before any change."""
        paths = (
            path for part in ("raw", "reference") for path in sorted((self.copy.folder / part).glob("*.csv"))
        )
        return {f"{path.parent.name}/{path.stem}": read(path) for path in paths}

    @property
    def cells(self) -> list[Cell]:
        """Every cell of every table."""
        return [
            Cell(table, number, column)
            for table, rows in self.tables.items()
            for number, row in enumerate(rows)
            for column in row
        ]

    def change(self, cell: Cell) -> bool:
        """Write the first other content that reading accepts; say whether there is any, else restore."""
        for content in self._contents(cell):
            self._write(cell, content)
            try:
                evidence(self.copy.folder)
            except DataError:
                continue
            return True
        self.restore(cell)
        return False

    def restore(self, cell: Cell) -> None:
        """Write the tables as they were."""
        for table in {cell.table, "reference/notes"}:
            self._put(table, list(self.tables[table]))

    def _contents(self, cell: Cell) -> Iterator[str]:
        rows = self.tables[cell.table]
        now, column = rows[cell.row][cell.column], self._columns(cell.table)[cell.column]
        others = dict.fromkeys(row[cell.column] for row in rows)
        found = [*_nudged(now), *others, *column.words, *_SAMPLES, *self._names(column), ""]
        kept = [
            one for one in dict.fromkeys(found) if one != now and is_right(one, column, self._allowed(column))
        ]
        return iter(kept[:_MOST_TRIED])

    def _columns(self, table: str) -> Mapping[str, Column]:
        return schemas.TABLES[table.partition("/")[2]].columns

    def _names(self, column: Column) -> list[str]:
        return [
            row["name"]
            for row in self.tables["reference/names"]
            if {row["kind"], row["also"]} & {*column.kinds}
        ]

    def _allowed(self, column: Column) -> tuple[str, ...]:
        return column.words or tuple(self._names(column))

    def _write(self, cell: Cell, content: str) -> None:
        rows = list(self.tables[cell.table])
        before = rows[cell.row]
        rows[cell.row] = before | {cell.column: content}
        self._put(cell.table, rows)
        self._put("reference/notes", self._decided(cell, rows, before)) if cell.table.startswith(
            "raw/"
        ) else None

    def _decided(self, cell: Cell, rows: Rows, before: Row) -> Rows:
        """Move the decision on a remark along with it, so that what is shown of it stays decided."""
        decisions = list(self.tables["reference/notes"])
        name = cell.table.partition("/")[2]
        if (
            name not in schemas.REMARKED
            or cell.column not in decided_columns(name)
            or not before[cell.column]
        ):
            return decisions
        digest, new = (hashed(shown(row[cell.column])) for row in (before, rows[cell.row]))
        source = before["source_id"] if name in BY_ID else ""
        own = [
            one
            for one in decisions
            if (one["table"], one["column"], one["hash"]) == (name, cell.column, digest)
        ]
        own = [one for one in own if not source or one["source_id"] == source]
        if not own or not rows[cell.row][cell.column]:
            return decisions
        still = any(hashed(shown(row[cell.column])) == digest for row in rows) and not source
        return [one for one in decisions if still or one is not own[0]] + [own[0] | {"hash": new}]

    def _put(self, table: str, rows: Rows) -> None:
        write(self.copy.folder / f"{table}.csv", rows)
        if table.startswith("raw/"):
            self.copy.sign(table.partition("/")[2])


def _nudged(content: str) -> list[str]:
    """Return what is near a content: a number one higher, a date a year later, a text with a letter more."""
    if re.fullmatch(r"-?[0-9]+", content):
        return [f"{int(content) + 1}", f"{int(content) - 1}"]
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", content):
        return [f"{float(content) + 1:g}", f"{float(content) - 0.5:g}"]
    if dated := re.fullmatch(r"([0-9]{4})((?:-[0-9]{2}){1,2})", content):
        return [f"{int(dated[1]) + step}{dated[2]}" for step in (1, -1)]
    return [f"{content}x", f"{content} x", f"x{content}"]


@dataclass(frozen=True)
class Seen:
    """What a report rests on, as a build asks for it, and all that its page and the index show of it."""

    basis: Basis
    shown: object
    reach: str

    def faults(self, report: Report) -> list[str]:
        """Say whether its page as it was would be stale now, or would be made again in vain."""
        now = _basis(report)
        if now != self.basis and _reach(report) == self.reach != "":
            return [f"{report.name} is stale, as its reach is the same"]
        if now == self.basis:
            return [] if _shown(report) == self.shown else [f"{report.name} is stale"]
        if now.get(WORDS) == self.basis.get(WORDS) and _shown(report) == self.shown:
            return [f"{report.name} is made again, and is as it was"]
        return []


def wanted() -> list[Report]:
    """Every report of the year."""
    return reports(YEAR)


def seen(report: Report) -> Seen:
    """Find what a report rests on and shows; an error takes the place of both, as it stops a build."""
    return Seen(_basis(report), _shown(report), _reach(report))


def _basis(report: Report) -> Basis:
    try:
        return find_bases([report])[0]
    except PublishError as error:
        return {WORDS: f"{error}"}


def _reach(report: Report) -> str:
    try:
        return find_reaches([report])[0]
    except PublishError:
        return ""


def _shown(report: Report) -> object:
    sys.audit(BUILDS, report.name)
    module, _, function = report.shows.partition(":")
    try:
        return attrgetter(function)(import_module(module))(**report.parameters), report.title, report.group
    except Exception as error:  # noqa: BLE001  -- whatever stops a page, as a build would say
        return f"{error!r}"


def files(out: Path) -> dict[str, bytes]:
    """All that a build made: not what it records of itself, which says when and why."""
    paths = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name not in (LEDGER, LOCK))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}
