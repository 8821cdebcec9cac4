"""The folder of an audience's tables: the files of stage 2 without what is withheld, and for whom."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.pack.disclosure.counting import Row
from helpers.pack.disclosure.earlier import as_at, faults, is_merged, known_from, refusals, shown
from helpers.pack.disclosure.relations import MERGED
from helpers.pack.disclosure.releasing import Release, Tables, counted_before, release
from helpers.pack.disclosure.together import Given
from helpers.pack.stage_two import FILES, MARKS, RISK_ORDER, check_files

if TYPE_CHECKING:
    from helpers.pack.disclosure.audiences import Audience

AUDIENCE = "audience.csv"
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


Wanted = Mapping[str, str]
"""Cells by their columns, of which a row has to have one."""

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
    return tables_of(folder, read_contents(folder, of_audience=of_audience), of_audience=of_audience)


def read_about(folder: Path) -> Row:
    """Return the row of ``audience.csv`` alone; raise DataError as ``read_tables``."""
    path = folder / AUDIENCE
    rows = _table(path, COLUMNS, _content(path))
    if len(rows) != 1:
        raise DataError(f"{_name(path)}: found {len(rows)} rows; it must have one")
    return rows[0]


def read_contents(folder: Path, *, of_audience: str = "") -> dict[str, bytes]:
    """Return the bytes of these files, by name, and note their hashes; raise DataError for one not there."""
    return {name: _content(folder / name) for name in _columns(of_audience)}


def tables_of(
    folder: Path,
    contents: Mapping[str, bytes],
    *,
    of_audience: str = "",
    wanted: Mapping[str, Wanted] = MappingProxyType({}),
) -> dict[str, list[Row]]:
    """Return the tables that files of a folder hold; raise DataError as ``read_tables``.

    Of a file with cells that are ``wanted``, by column, only rows that have one of them are returned; all are
    checked.
    """
    tables = {
        name: _table(folder / name, columns, contents[name], wanted.get(name, {}))
        for name, columns in _columns(of_audience).items()
    }
    for name in ("manifest.csv", *([AUDIENCE] if of_audience else [])):
        if len(tables[name]) != 1:
            raise DataError(f"{_name(folder / name)}: found {len(tables[name])} rows; it must have one")
    if of_audience not in ("", *(row["audience"] for row in tables.get(AUDIENCE, ()))):
        audience = tables[AUDIENCE][0]["audience"]
        raise DataError(
            f"{_name(folder / AUDIENCE)}: it is of the audience {audience!r}; "
            f"give a release to {of_audience!r}"
        )
    return tables


def _columns(of_audience: str) -> Mapping[str, Sequence[str]]:
    return {**FILES, **({AUDIENCE: COLUMNS} if of_audience else {})}


def _content(path: Path) -> bytes:
    try:
        content = read_ordinary(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    _read_hashes.setdefault(str(path), set()).add(hashlib.sha256(content).hexdigest())
    return content


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(f'{_name(path)}: it cannot be read ({_reason(error)}); "briefings aggregate" makes it')


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else f"{error}"


def _name(path: Path) -> str:
    """Return a file with its folder alone: a page that cannot be built is listed with the reason."""
    return f"{path.parent.name}/{path.name}"


def _table(
    path: Path, columns: Sequence[str], content: bytes, wanted: Wanted = MappingProxyType({})
) -> list[Row]:
    try:
        header, *rows = _cells(content.decode())
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(path, error) from error
    if tuple(header) != tuple(columns):
        raise DataError(
            f"{_name(path)}: found the columns {', '.join(header)}; they must be {', '.join(columns)}"
        )
    if {len(row) for row in rows} - {len(columns)}:
        line, row = next((line, row) for line, row in enumerate(rows, 2) if len(row) != len(columns))
        raise DataError(f"{_name(path)}, line {line}: found {len(row)} cells; there must be {len(columns)}")
    _check_cells(path, dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else {})
    places = {columns.index(column): cell for column, cell in wanted.items()}
    return [
        dict(zip(columns, row, strict=True))
        for row in rows
        if not places or any(row[place] == cell for place, cell in places.items())
    ]


def _cells(text: str) -> list[list[str]]:
    """Split CSV into cells; one without quotation marks is split at its commas, which takes half as long."""
    if '"' in text or "\r" in text:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    return [line.split(",") if line else [] for line in text.removesuffix("\n").split("\n")]


def _check_cells(path: Path, cells: Mapping[str, Sequence[str]]) -> None:
    """Raise DataError for the first cell that is not what its column holds, and for a count with two rows."""
    for column, (pattern, says) in CELLS.items():
        column_cells = cells.get(column, ())
        wrong = {cell for cell in set(column_cells) if not re.fullmatch(pattern, cell)}
        if wrong:
            line, cell = next((line, cell) for line, cell in enumerate(column_cells, 2) if cell in wrong)
            raise DataError(f"{_name(path)}, line {line}, {column}: found {cell!r}; it must be {says}")
    keys = [*zip(*(cells[column] for column in KEYS.get(path.name, ()) if column in cells), strict=True)]
    if len(set(keys)) < len(keys):
        first: dict[tuple[str, ...], int] = {}
        line = next(line for line, key in enumerate(keys, 2) if first.setdefault(key, line) != line)
        raise DataError(
            f"{_name(path)}, line {line}: it is of the same count as line {first[keys[line - 2]]}; each has one row"
        )


def disclose(
    stage_two: Tables,
    parts: Mapping[tuple[str, str], Row],
    audience: Audience,
    *,
    earlier: Sequence[Tables] = (),
    before: Sequence[Tables] = (),
    team: str = "",
    on: date,
) -> tuple[dict[str, bytes], Release]:
    """Return the files for an audience, and what was withheld.

    ``earlier`` are all tables that the audience was given before, ``before`` the stage 2 of those, wanted of
    an audience with weekly series; ``on`` is the day of the release. Raises Misused for a team that may not
    be named, DataError for a release that may not be made, with every reason, or that would give a small
    count or change away.
    """
    if reasons := refusals(audience, earlier, stage_two, on):
        raise DataError("nothing is released:\n" + "\n".join(f"- {reason}" for reason in reasons))
    linked = earlier if audience.weekly == "force" else ()  # by weeks that two of them hold
    given = [_given(tables, before, parts, audience) for tables in linked]
    made = release(stage_two, parts, audience, team=team, known=known_from(earlier), earlier=given)
    if given_away := faults(audience, earlier, made.tables):
        raise DataError("nothing is released:\n" + "\n".join(f"- {fault}" for fault in given_away))
    return _files(made.tables, audience, earlier, team), made


def _given(
    tables: Tables, before: Sequence[Tables], parts: Mapping[tuple[str, str], Row], audience: Audience
) -> Given:
    """Return an earlier release with the counts it was made of; raise DataError where no pack holds them."""
    about = tables[AUDIENCE][0]
    extract = about["extract_sha256"]
    pack = next(
        (stage_two for stage_two in before if stage_two["manifest.csv"][0]["extract_sha256"] == extract), None
    )
    if pack is None:
        raise DataError(
            f"found no pack of {about['as_at']} (extract {extract[:12]}), of which the release of that day was "
            f"made; give it with --before, so that what was withheld then stays hidden"
        )
    table = counted_before(pack, parts, audience, merged=is_merged(tables))
    counts = dict(shown([*tables["measures.csv"], *tables["weekly.csv"]]))
    for count, value in counts.items():
        if count in table.places and table.counts.values[table.places[count]] != value:
            in_pack = table.counts.values[table.places[count]]
            raise DataError(
                f"{count}: found {in_pack} in the pack of {about['as_at']}, and {value} in the "
                f"release made of it; give both as they were"
            )
    return Given(about["as_at"], table, counts.keys())


def _files(tables: Tables, audience: Audience, earlier: Sequence[Tables], team: str) -> dict[str, bytes]:
    files = {name: _csv(columns, tables[name]) for name, columns in FILES.items()}
    check_files(files)
    manifest = tables["manifest.csv"][0]
    about = {
        **{column: manifest[column] for column in COLUMNS if column in manifest},
        "audience": audience.name,
        "team": team,
        "small": str(audience.small),
        "least_change": str(audience.least_change),
        "high_merged": "yes" if is_merged(tables) else "no",
        "earlier": " ".join(sorted(as_at(before).isoformat() for before in earlier)),
    }
    return {**files, AUDIENCE: _csv(COLUMNS, [about])}


def _csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
