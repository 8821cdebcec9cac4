"""The folder of an audience's tables: the files of stage 2 without what is withheld, and for whom."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.pack.disclosure.counting import Row
from helpers.pack.disclosure.earlier import as_at, faults, known_from, refusals
from helpers.pack.disclosure.relations import MERGED
from helpers.pack.disclosure.releasing import Release, Tables, release
from helpers.pack.stage_two import FILES, MARKS, RISK_ORDER, check_files

if TYPE_CHECKING:
    from helpers.pack.disclosure.audiences import Audience

AUDIENCE = "audience.csv"
AUDIENCE_OF_ANY = "*"
"""What ``read_tables`` takes for a folder of whichever audience."""
COLUMNS = (
    *("audience", "team", "force", "as_at", "small", "least_change", "high_merged", "earlier"),
    *("tariff_version", "extract_sha256", "synthetic"),
)

DAY = (r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", "a day, such as 2026-03-29")
COUNT = ("[0-9]{0,9}", "a whole number of 0 or more, or empty")
CELLS = {
    "as_at": DAY,
    "week_ending": DAY,
    "measure_id": ("P(?:0[1-9]|1[0-9]|20)|E1|O1|O2|Q1", "the id of a measure, such as P02"),
    "risk_level": ("|".join((*RISK_ORDER, MERGED)), "a risk level or all"),
    "numerator": COUNT,
    "denominator": COUNT,
    "value": (r"(?:[0-9]{1,9}(?:\.[0-9])?)?", "a number of 0 or more with one decimal at most, or empty"),
    "mark": ("|".join(map(re.escape, MARKS)), f"one of {' '.join(MARKS[1:])}, or empty"),
}
"""What cells hold, in whichever file: a pattern, and what a message says of it."""
KEYS = {
    "measures.csv": ("measure_id", "part", "team", "risk_level", "band"),
    "weekly.csv": ("measure_id", "part", "team", "risk_level", "week_ending"),
}


_read_hashes: dict[str, set[str]] = {}


def hashes_read() -> dict[str, frozenset[str]]:
    """Return every file of a pack that this process read, by its path, with the SHA-256 of its bytes."""
    return {path: frozenset(hashes) for path, hashes in _read_hashes.items()}


def read_tables(folder: Path, *, of_audience: str = "") -> dict[str, list[Row]]:
    """Read the files of stage 2, or of an audience, as text cells.

    That stage 2 is whole is for ``read_stage_two`` to say. Raises DataError for a folder or file that is not
    there, columns that are not stage 2's, a row of another length, and for a folder of another audience than
    ``of_audience``.
    """
    columns = {**FILES, **({AUDIENCE: COLUMNS} if of_audience else {})}
    tables = {name: _read(folder / name, wanted) for name, wanted in columns.items()}
    for name in ("manifest.csv", *([AUDIENCE] if of_audience else [])):
        if len(tables[name]) != 1:
            raise DataError(f"{folder / name}: found {len(tables[name])} rows; it must have one")
    if of_audience not in ("", AUDIENCE_OF_ANY, *(row["audience"] for row in tables.get(AUDIENCE, ()))):
        found = tables[AUDIENCE][0]["audience"]
        raise DataError(
            f"{folder / AUDIENCE}: it is of the audience {found!r}; give a release to {of_audience!r}"
        )
    return tables


def _read(path: Path, columns: Sequence[str]) -> list[Row]:
    try:
        content = read_ordinary(path)
        _read_hashes.setdefault(str(path), set()).add(hashlib.sha256(content).hexdigest())
        text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8").read()
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True) if text else [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f'{path}: it cannot be read ({reason}); "briefings aggregate" makes it') from error
    if tuple(header) != tuple(columns):
        raise DataError(f"{path}: found the columns {', '.join(header)}; they must be {', '.join(columns)}")
    for line, row in enumerate(rows, 2):
        if len(row) != len(columns):
            raise DataError(f"{path}, line {line}: found {len(row)} cells; there must be {len(columns)}")
    table: list[Row] = [dict(zip(columns, row, strict=True)) for row in rows]
    _check_cells(path, table)
    return table


def _check_cells(path: Path, rows: Sequence[Row]) -> None:
    """Raise DataError for the first cell that is not what its column holds, and for a count with two rows."""
    for column, (pattern, says) in CELLS.items():
        if rows and column in rows[0]:
            wrong = {cell for cell in {row[column] for row in rows} if not re.fullmatch(pattern, cell)}
            line = next((line for line, row in enumerate(rows, 2) if row[column] in wrong), 0)
            if line:
                raise DataError(
                    f"{path}, line {line}, {column}: found {rows[line - 2][column]!r}; it must be {says}"
                )
    key = KEYS.get(path.name, ())
    seen: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(rows, 2):
        first = seen.setdefault(tuple(row[column] for column in key), line)
        if key and first != line:
            raise DataError(f"{path}, line {line}: it is of the same count as line {first}; each has one row")


def disclose(
    stage_two: Tables,
    parts: Mapping[tuple[str, str], Row],
    audience: Audience,
    *,
    earlier: Sequence[Tables] = (),
    team: str = "",
    on: date,
) -> tuple[dict[str, bytes], Release]:
    """Return the files for an audience, and what was withheld.

    ``earlier`` are all tables that the audience was given before, ``on`` the day of the release. Raises
    Misused for a release that may not be made, with every reason; DataError where it would give a small count
    or change away.
    """
    if reasons := refusals(audience, earlier, stage_two, on):
        raise DataError("nothing is released:\n" + "\n".join(f"- {reason}" for reason in reasons))
    windows = [(measure, part, row["window"]) for (measure, part), row in parts.items()]
    made = release(stage_two, parts, audience, team=team, known=known_from(earlier, windows))
    if found := faults(audience, earlier, made.tables):
        raise DataError("nothing is released:\n" + "\n".join(f"- {fault}" for fault in found))
    return _files(made.tables, audience, earlier, team), made


def _files(tables: Tables, audience: Audience, earlier: Sequence[Tables], team: str) -> dict[str, bytes]:
    files = {name: _csv(columns, tables[name]) for name, columns in FILES.items()}
    check_files(files)
    manifest = tables["manifest.csv"][0]
    merged = any(row["risk_level"] == MERGED for row in tables["measures.csv"])
    about = {
        **{column: manifest[column] for column in COLUMNS if column in manifest},
        "audience": audience.name,
        "team": team,
        "small": str(audience.small),
        "least_change": str(audience.least_change),
        "high_merged": "yes" if merged else "no",
        "earlier": " ".join(sorted(as_at(before).isoformat() for before in earlier)),
    }
    return {**files, AUDIENCE: _csv(COLUMNS, [about])}


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
