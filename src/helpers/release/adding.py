"""Rows for a raw table that is there already: checked, merged, sorted, and its record rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data.cells import text_rows
from helpers.data.errors import DataError, did_you_mean
from helpers.data.schemas import TABLES
from helpers.release.refusal import Refused, quoted
from helpers.release.taking import Rows, raw_rows, written

# What a table of rows may say of the source of each, beside its id: the column, and that of sources.csv.
OF_SOURCE = {
    "source_title": "title",
    "source_url": "url",
    "url": "url",
    "date_published": "published",
    "source_kind": "kind",
}
MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Added:
    """What a table of rows adds: the rows of ``table``, those already there, and new sources.

    And the files.
    """

    table: str
    rows: Rows
    known: int
    sources: Rows
    files: dict[str, bytes]


def added(path: Path, folder: Path, table: str = "") -> Added:
    """Return what the rows of a CSV file add to a raw table; nothing is written.

    Raises Refused for a file that fits no table, or a row that repeats the key of one with other cells.
    """
    rows = _rows(path)
    name = table or _table_of(path, rows, folder)
    columns = list(TABLES[_known_table(name, folder)].columns)
    new, known = _new(
        name, [{column: row.get(column, "") for column in columns} for row in rows], folder, path
    )
    new_sources = _sources(rows, folder, path) if name != "sources" else []
    files = _merged(name, new, folder) if new else {}
    files |= _merged("sources", new_sources, folder) if new_sources else {}
    return Added(name, new, known, new_sources, files)


def _rows(path: Path) -> Rows:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"{quoted(path.name)} cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise Refused(
            f"{quoted(path.name)} is larger than {MOST_BYTES:,} bytes; a table of rows is far smaller"
        )
    rows = text_rows(content, path.name)
    if not rows:
        raise Refused(f"{quoted(path.name)} has a header and no row")
    return rows


def _table_of(path: Path, rows: Rows, folder: Path) -> str:
    """Return the one raw table all of whose columns the rows have, or that the file is called after."""
    header = set(rows[0])
    fits = [name for name in _tables(folder) if set(TABLES[name].columns) <= header]
    if path.stem in fits:
        return path.stem
    # A table of figures may also have the columns of sources: it is of the table with more of them.
    widest = [
        name
        for name in fits
        if not any(set(TABLES[name].columns) < set(TABLES[other].columns) for other in fits)
    ]
    if len(widest) != 1:
        raise Refused(
            f"{quoted(path.name)}, line 1: its columns are those of {', '.join(widest) or 'no raw table'}; name the table "
            "with --table, and give every column that data/README.md lists for it"
        )
    return widest[0]


def _tables(folder: Path) -> list[str]:
    return [name for name in TABLES if (folder / "raw" / f"{name}.csv").is_file()]


def _known_table(name: str, folder: Path) -> str:
    if name not in _tables(folder):
        raise Refused(f"{quoted(name)} is no raw table{did_you_mean(name, _tables(folder))}")
    return name


def _new(name: str, rows: Rows, folder: Path, path: Path) -> tuple[Rows, int]:
    """Return the rows that the table does not have yet, and how many it has already."""
    key = TABLES[name].key
    there = {tuple(row[column] for column in key): row for row in raw_rows(name, folder)[1]}
    new: Rows = []
    for number, row in enumerate(rows, start=1):
        same = there.setdefault(tuple(row[column] for column in key), row)
        if same is row:
            new.append(row)
        elif same != row:
            differ = next(column for column in row if row[column] != same[column])
            where = ", ".join(row[column] for column in key)
            raise Refused(
                f"{quoted(path.name)}, row {number} ({where}), column {differ}: found {quoted(row[differ])}, and "
                f"raw/{name}.csv has {quoted(same[differ])}; rows are added here, never changed"
            )
    return new, len(rows) - len(new)


def _sources(rows: Rows, folder: Path, path: Path) -> Rows:
    """Return the sources that rows describe and the table of sources does not have.

    Raises Refused for another title.
    """
    there = {row["source_id"]: row for row in raw_rows("sources", folder)[1]}
    new: dict[str, dict[str, str]] = {}
    for row in rows:
        about = {of: row[column] for column, of in OF_SOURCE.items() if row.get(column)}
        source = row.get("source_id", "")
        if not source or not about:
            continue
        if source in there:
            _check_same(there[source], about, path)
            continue
        new[source] = {"source_id": source, "title": "", "url": "", "published": "", "kind": "press", **about}
    return list(new.values())


def _check_same(there: dict[str, str], about: dict[str, str], path: Path) -> None:
    for column, cell in about.items():
        if column != "kind" and there[column] != cell:
            raise Refused(
                f"{quoted(path.name)}: the source {there['source_id']} has the {column} {quoted(cell)}, and raw/sources.csv "
                f"has {quoted(there[column])}; use the id of the right source"
            )


def _merged(name: str, new: Rows, folder: Path) -> dict[str, bytes]:
    header, rows = raw_rows(name, folder)
    if set(header) != set(TABLES[name].columns):
        raise DataError(f"raw/{name}.csv: its columns are not those of its schema")
    key = TABLES[name].key
    return written(name, _placed(rows, new, key), header, folder)


def _placed(rows: Rows, new: Rows, key: Sequence[str]) -> Rows:
    """Return the rows with the new ones: sorted where the table is, else each behind its like."""

    def order(row: dict[str, str]) -> tuple[str, ...]:
        return tuple(row[column] for column in key)

    if rows == sorted(rows, key=order):
        return sorted([*rows, *new], key=order)
    placed = list(rows)
    for row in sorted(new, key=order):
        like = [number for number, other in enumerate(placed) if other[key[0]] == row[key[0]]]
        placed.insert(like[-1] + 1 if like else len(placed), row)
    return placed
