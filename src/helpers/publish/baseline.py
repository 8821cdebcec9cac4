"""reports/facts.csv: every fact of every area, kept under version control as the readable baseline."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from helpers.publish.downloads import inert
from helpers.publish.errors import PublishError
from helpers.publish.files import read_plain

Row = Mapping[str, str]


def to_csv(rows: Iterable[Row]) -> str:
    """Write rows with the same columns as CSV text, in their order, of which no spreadsheet runs a cell."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_inert, rows))
    return text.getvalue()


def read(path: Path) -> list[dict[str, str]]:
    """Read the rows of a baseline; none if there is no such file.

    Raises PublishError if it is no ordinary file, cannot be read, or is not a table in UTF-8.
    """
    try:
        text = read_plain(path).decode()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise PublishError(f"{path} is not text in UTF-8: {error.reason} at byte {error.start}") from error
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if any({"slug", "id", "value", "status"} - row.keys() or None in row.values() for row in rows):
        raise PublishError(f"{path} is not a table of accepted figures: restore it from version control")
    return rows


def differences(old: Iterable[Row], new: Iterable[Row]) -> list[str]:
    """Return a line for each figure that came, went or changed: "essex rso_count: value 1596 -> 1600"."""
    before, after = _by_name(old), _by_name(new)
    gone = [f"{name}: no longer there" for name in before if name not in after]
    came = [
        f"{name}: new, {row['value'] or row['status']}" for name, row in after.items() if name not in before
    ]
    changed = [
        line for name, row in after.items() if name in before for line in _changes(name, before[name], row)
    ]
    return [*gone, *came, *changed]


def _inert(row: Row) -> Row:
    return {name: inert(cell) for name, cell in row.items()}


def _by_name(rows: Iterable[Row]) -> dict[str, Row]:
    return {f"{row['slug']} {row['id']}": row for row in map(_inert, rows)}


def _changes(name: str, before: Row, after: Row) -> list[str]:
    columns = dict.fromkeys((*before, *after))
    pairs = ((column, before.get(column, ""), after.get(column, "")) for column in columns)
    return [f"{name}: {column} {old} -> {new}" for column, old, new in pairs if old != new]
