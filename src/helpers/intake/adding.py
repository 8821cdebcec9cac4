"""Rows that are added to tables of ``data/``: checked all at once, merged and sorted, with their record."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.data.cells import cells
from helpers.data.errors import DataError, Fault, TableError, did_you_mean
from helpers.data.evidence import evidence
from helpers.data.remarks import undecided
from helpers.data.rows import Row, records
from helpers.data.rules import Kinds
from helpers.data.schemas import TABLES
from helpers.data.sources import SOURCE_COLUMNS, raw_text, read_reference
from helpers.data.validation import faulty_cells
from helpers.intake.change import Change
from helpers.text.characters import shown

Cells = dict[str, str]

# What people call a table for short.
SHORT = {
    "figures": "mappa_figures",
    "surveys": "missing_surveys",
    "disclosure": "disclosure_scheme",
    "disclosures": "disclosure_scheme",
}
# Columns by which a file of figures may bring the sources of its rows along, and what sources.csv calls them.
OF_SOURCE = {"source_title": "title", "url": "url", "date_published": "published", "source_kind": "kind"}
# Tables that say what others may hold come first.
FIRST = ("names", "sources", "notes", "measures", "series")


@dataclass(frozen=True)
class Added:
    """What comes into one table: new rows, and the lines of the file whose rows are there already.

    ``file`` is the table's, such as ``raw/workload.csv``; ``moved`` counts the older rows that sorting moves.
    """

    file: str
    rows: Sequence[Cells]
    already_there: Sequence[int]
    before: int
    moved: int = 0

    @property
    def after(self) -> int:
        """How many rows the table will have."""
        return self.before + len(self.rows)


class RowsError(DataError):
    """Files that cannot be added, with every ``fault`` beside the name of its file."""

    def __init__(self, faults: Sequence[tuple[str, Fault]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n  ".join(["these rows cannot be added:", *_lines(faults)]))


@dataclass
class _Asked:
    """The rows that one file asks for, for one table, each with its line in the file."""

    name: str
    table: str
    rows: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)


def add(files: Sequence[Path], change: Change) -> list[Added]:
    """Write the rows of some files into the copy of a change, checked one by one and then all together.

    A file is named after its table, or has its columns. Raises RowsError with all faults of all files, and
    DataError where the data as a whole could no longer be trusted.
    """
    asked = sorted(
        [part for file in files for part in _asked(file, change.copy)], key=lambda part: _rank(part.table)
    )
    listed = {row["source_id"] for row in raw_text("sources", change.copy)} | {
        source for part in asked if part.table == "sources" for source in part.rows.get("source_id", [])
    }
    given = [row for part in asked if part.table == "notes" for row in records(part.rows)]
    added = [_merge(part, change, listed, given) for part in asked]
    if faults := [(part.name, fault) for part in asked for fault in part.faults]:
        raise RowsError(faults)
    try:
        evidence(change.copy)
    except DataError as error:
        raise DataError(_in_own_files(f"{error}", asked, change.copy)) from error
    return [part for part in added if part.rows or part.already_there]


def _in_own_files(message: str, asked: Sequence[_Asked], folder: Path) -> str:
    """Return a message on lines of the merged tables, with those of the given files where they came from."""
    for part in asked:
        file = _file_of(part.table, folder)
        merged = cells((folder / file).read_bytes(), file)
        own = {_key(row, part.table): int(row["line"]) for row in records(part.rows)}
        lines = {int(row["line"]): own.get(_key(row, part.table)) for row in records(merged)}

        def named(
            match: re.Match[str], name: str = part.name, lines: Mapping[int, int | None] = lines
        ) -> str:
            line = lines.get(int(match[1]))
            return match[0] if line is None else f"{name}, line {line}"

        message = re.sub(rf"(?:raw/|reference/)?\b{part.table}\.csv,? line (\d+)", named, message)
    return message


def _asked(file: Path, folder: Path) -> Iterator[_Asked]:
    """Yield what a file asks for: rows of its table, and of the table of sources if it brings them along."""
    try:
        frame = cells(file.read_bytes(), file.name)
    except TableError as error:
        raise RowsError([(file.name, fault) for fault in error.faults]) from error
    except OSError as error:
        raise DataError(f"cannot read {file}: {error.strerror or error}") from error
    table = _table_of(file, frame)
    columns = TABLES[table].columns
    along = [name for name in OF_SOURCE if name in frame.columns and name not in columns]
    yield _Asked(file.name, table, frame.drop(columns=along))
    if along:
        yield _sources_along(file.name, frame, folder)


def _table_of(file: Path, frame: pd.DataFrame) -> str:
    """Return the table that a file is for: the one of its name, or the only one with its columns."""
    columns = set(frame.columns) - {"line"}
    named = [name for name in (file.stem, SHORT.get(file.stem, "")) if name in TABLES]
    if named:  # "surveys" is a table of its own, and short for that of their answers
        return next((name for name in named if columns == set(TABLES[name].columns)), named[-1])
    alike = [
        table
        for table, schema in TABLES.items()
        if columns - set(OF_SOURCE) == set(schema.columns) or columns == set(schema.columns)
    ]
    if len(alike) != 1:
        raise DataError(
            f"{file.name} is named like no table, and its columns are those of {' and '.join(alike) or 'none'}"
            f"{did_you_mean(file.stem, TABLES)}; name it after its table, such as workload.csv: {', '.join(TABLES)}"
        )
    return alike[0]


def _sources_along(name: str, frame: pd.DataFrame, folder: Path) -> _Asked:
    """Return the sources that rows bring along, each once; one that is listed may be left empty."""
    listed = {row["source_id"] for row in raw_text("sources", folder)}
    rows = frame.rename(columns=OF_SOURCE).reindex(
        columns=[*TABLES["sources"].columns, "line"], fill_value=""
    )
    rows = rows.assign(kind=rows["kind"].replace("", "press"))
    named = rows[~rows["source_id"].isin(listed) | (rows["title"] + rows["url"] != "")]
    return _Asked(
        name, "sources", named.drop_duplicates(list(TABLES["sources"].columns)).reset_index(drop=True)
    )


def _merge(asked: _Asked, change: Change, listed: set[str], given: list[Row]) -> Added:
    """Write the table with its new rows into the copy, or note in ``asked`` why that cannot be."""
    file = _file_of(asked.table, change.copy)
    header, rows = _rows_of(change.copy / file)
    asked.faults += _faults(asked, header, listed, given, change.copy)
    if asked.faults:
        return Added(file, [], [], len(rows))
    new = records(asked.rows[header])
    old = {_key(row, asked.table): row for row in (dict(zip(header, row, strict=True)) for row in rows)}
    pairs = [
        (int(line), row, old.get(_key(row, asked.table)))
        for line, row in zip(asked.rows["line"], new, strict=True)
    ]
    asked.faults += [
        _contradiction(line, row, there, asked.table)
        for line, row, there in pairs
        if there not in (None, row)
    ]
    fresh = [row for _, row, there in pairs if there is None]
    already_there = [line for line, row, there in pairs if there == row]
    if asked.faults or not fresh:
        return Added(file, [], already_there, len(rows))
    moved = _write(change, file, asked.table, header, rows, fresh)
    return Added(file, fresh, already_there, len(rows), moved)


def merge(table: str, rows: Sequence[Cells], change: Change) -> None:
    """Write rows that are known to be right into a table of the copy, with its record and its section."""
    file = _file_of(table, change.copy)
    header, older = _rows_of(change.copy / file)
    _write(change, file, table, header, older, rows)


def _faults(
    asked: _Asked, header: list[str], listed: set[str], given: list[Row], folder: Path
) -> list[Fault]:
    """Return what cannot be right in the rows as they stand: columns, cells, sources and remarks."""
    names = [name for name in asked.rows.columns if name != "line"]
    columns = [
        *(_fault(1, name, "no such column", "a column of the table") for name in header if name not in names),
        *(
            _fault(
                1, name, "a column of this name", f"one of {', '.join(header)}", did_you_mean(name, header)
            )
            for name in names
            if name not in header
        ),
    ]
    if columns:
        return columns
    wrong = faulty_cells(asked.rows, TABLES[asked.table], _kinds(folder))
    wrong += [
        _fault(
            line,
            name,
            repr(cell),
            "an id that sources.csv lists: add its row as well",
            did_you_mean(cell, listed),
        )
        for name in SOURCE_COLUMNS
        if name in names
        for line, cell in zip(asked.rows["line"], asked.rows[name], strict=True)
        if cell and cell not in listed and asked.table != "sources"
    ]
    wrong += [
        _fault(line, name, repr(cell), "free of invisible characters, which are given here by their codes")
        for name in names
        for line, cell in zip(asked.rows["line"], asked.rows[name], strict=True)
        if "‹U+" in cell
    ]
    if asked.table == "mappa_figures" and not wrong:
        wrong += _of_no_series(asked.rows, folder)
    if (folder / "raw" / f"{asked.table}.csv").is_file():
        decisions = [*records(read_reference("notes", folder)), *given]
        wrong += [
            _fault(
                line,
                column,
                "a remark that nobody has read",
                f"decided, by a row of notes.csv that begins with {row}",
            )
            for line, column, row in undecided(asked.table, asked.rows, decisions)
        ]
    return sorted(wrong, key=lambda fault: fault.line)


def _of_no_series(rows: pd.DataFrame, folder: Path) -> Iterator[Fault]:
    """Yield the rows whose measure, or whose basis of that measure, no row of series.csv has."""
    bases: dict[str, list[str]] = {}
    for row in records(read_reference("series", folder)):
        bases.setdefault(row["measure"], []).append(row["basis"])
    for row in records(rows):
        measure, basis = row["measure"], row["basis"]
        if measure not in bases:
            right = "a measure that reference/series.csv has"
            yield _fault(row["line"], "measure", repr(measure), right, did_you_mean(measure, bases))
        elif basis not in bases[measure]:
            right = f"a basis of {measure} in reference/series.csv: {' or '.join(map(repr, bases[measure]))}"
            yield _fault(row["line"], "basis", repr(basis), right)


def _fault(line: int, column: str, found: str, right: str, hint: str = "") -> Fault:
    message = f"line {line}, column {column}: found {shown(found)}; it must be {right}{hint}"
    return Fault(int(line), column, found, right, message)


def _contradiction(line: int, row: Cells, there: Cells | None, table: str) -> Fault:
    """Return the fault of a row whose key the table has with other cells: rows are added, never changed."""
    column = next(name for name in row if there is not None and row[name] != there[name])
    key = ", ".join(f"{name} {row[name]!r}" for name in TABLES[table].key)
    return _fault(
        line, column, repr(row[column]), f"{(there or {})[column]!r}, as the table has it for {key}"
    )


def _write(
    change: Change, file: str, table: str, header: list[str], rows: list[list[str]], fresh: Sequence[Cells]
) -> int:
    """Write the merged table, its record and its section into the copy; return how many older rows move."""
    lines = [[row[name] for name in header] for row in fresh]
    if file.startswith("reference/"):  # in an order of its own, and without a record
        content = (change.copy / file).read_bytes()
        content += b"" if content.endswith(b"\n") else b"\n"
        change.write(file, content + _csv(lines))
        return 0
    merged = sorted([*rows, *lines], key=lambda row: [row[header.index(name)] for name in TABLES[table].key])
    content = _csv([header, *merged])
    change.write(file, content)
    dates = [row[header.index("period_end")] for row in merged] if table == "mappa_figures" else []
    _sign(change, table, content, len(merged), [date[:4] for date in dates])
    added = {id(line) for line in lines}
    older = [row for row in merged if id(row) not in added]
    return sum(before is not after for before, after in zip(rows, older, strict=True))


def _sign(change: Change, table: str, content: bytes, rows: int, years: Sequence[str]) -> None:
    """Write size, hash and number of rows into the record, and the number into the dictionary of the data."""
    record = f"raw/{table}.source.yml"
    text = (change.copy / record).read_bytes().decode()
    new = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": rows}
    for key, value in new.items():
        text = re.sub(rf"(?m)^{key}: .*$", f"{key}: {_yaml(value)}", text)
    if years:
        covers = f"covers: 31 March {min(years)} to 31 March {max(years)}"
        text = re.sub(r"(?m)^covers: 31 March \d{4} to 31 March \d{4}", covers, text)
    change.write(record, text.encode())
    dictionary = change.copy / "README.md"
    if dictionary.is_file():
        section = rf"(?s)(### `raw/{table}\.csv`\n(?:(?!\n### ).)*?\nRows: )[\d,]+"
        said = re.sub(section, rf"\g<1>{rows:,}", dictionary.read_bytes().decode(), count=1)
        change.write("README.md", said.encode())


def _yaml(value: object) -> str:
    """Return a value as YAML: a hash of digits alone needs quotation marks, or it would be a number."""
    return repr(value) if isinstance(value, str) and not re.search("[a-df-z]", value) else str(value)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _rows_of(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the column names and rows of a table as they stand, invisible characters and all."""
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    return header, rows


def _key(row: Mapping[str, str], table: str) -> tuple[str, ...]:
    return tuple(row[name] for name in TABLES[table].key)


def _file_of(table: str, folder: Path) -> str:
    folders = [part for part in ("raw", "reference") if (folder / part / f"{table}.csv").is_file()]
    if not folders:
        raise DataError(f"{table}.csv is in neither raw/ nor reference/; rows can only be added to a table")
    return f"{folders[0]}/{table}.csv"


def _kinds(folder: Path) -> Kinds:
    rows = read_reference("names", folder)
    also = rows[rows["also"] != ""]
    return frozenset(
        [*zip(rows["name"], rows["kind"], strict=True), *zip(also["name"], also["also"], strict=True)]
    )


def _rank(table: str) -> int:
    return FIRST.index(table) if table in FIRST else len(FIRST)


def _lines(faults: Iterable[tuple[str, Fault]]) -> list[str]:
    return [f"{file}, {fault.message}" for file, fault in faults]
