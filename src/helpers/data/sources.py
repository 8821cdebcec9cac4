"""The files of ``data/``: found, verified against their records, read into typed tables."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml, which gives the same and takes ten times as long
    from yaml import SafeLoader  # type: ignore[assignment]

from helpers import paths
from helpers.data.cells import cells, text_rows
from helpers.data.errors import DataError, did_you_mean
from helpers.data.rows import Source, records

if TYPE_CHECKING:  # half a second to import, which who only asks for the names of areas should not pay
    import pandas as pd

Pairs = frozenset[tuple[str, str]]

RECORD_KEYS: dict[str, type] = {
    "file": str,
    "title": str,
    "row": str,
    "urls": list,
    "compiled": str,
    "covers": str,
    "licence": str,
    "attribution": list,
    "sha256": str,
    "bytes": int,
    "rows": int,
}
NAMES = "reference/names.csv"
SOURCE_COLUMNS = ("source_id", "article_source_id", "depends_on")


@dataclass(frozen=True)
class SourceRecord:
    """What a ``.source.yml`` says of one raw file: ``bytes`` is its size, ``row`` what one row is.

    Either ``publisher`` or ``compiled_from`` is an empty text: a file is published as it stands or compiled.
    """

    table: str
    file: str
    title: str
    row: str
    urls: tuple[str, ...]
    compiled: str
    covers: str
    licence: str
    attribution: tuple[str, ...]
    sha256: str
    bytes: int
    rows: int
    publisher: str = ""
    compiled_from: str = ""


def data_folder() -> Path:
    """The folder of ``raw`` and ``reference``: BRIEFINGS_DATA if it is set, else the project's own ``data``.

    Never depends on the working directory, which papermill changes. Raises DataError where there is none.
    """
    chosen = os.environ.get("BRIEFINGS_DATA")
    folder = Path(chosen) if chosen else paths.DATA
    if not folder.is_absolute():
        raise DataError(f"BRIEFINGS_DATA is {chosen!r}; it must be an absolute path")
    if not (folder / "raw").is_dir():
        raise DataError(f"no data in {folder}; set BRIEFINGS_DATA to a folder that holds raw/ and reference/")
    return folder


def source_record(table: str, data: Path | None = None) -> SourceRecord:
    """The record of one raw file, such as ``mappa_figures`` or ``visit_standard``.

    Raises DataError for a table without a record, a record that is not YAML, or a key that is missing,
    unknown or of the wrong type.
    """
    path = _record_path(table, data or data_folder())
    record = _loaded(path)
    _check_keys(record, path.name)
    _check_values(record, table, path.name)
    lists = {key: tuple(record[key]) for key in ("urls", "attribution")}
    return SourceRecord(**{**record, **lists}, table=table)


def verified_bytes(table: str, data: Path | None = None) -> bytes:
    """The bytes of one raw file, read once and found to be those of its record; DataError if they are not."""
    folder = data or data_folder()
    record = source_record(table, folder)
    content = _content(folder / "raw" / record.file)
    found = hashlib.sha256(content).hexdigest()
    if (len(content), found) != (record.bytes, record.sha256):
        raise DataError(
            f"raw/{record.file} is not the file that its record describes: "
            f"expected {record.bytes} bytes with SHA-256 {record.sha256}, "
            f"found {len(content)} bytes with SHA-256 {found}. "
            "Restore the file from version control; if it was replaced on purpose, look at what changed, "
            f"then write the new size and SHA-256 to raw/{table}.source.yml"
        )
    return content


def read_raw(table: str, data: Path | None = None) -> pd.DataFrame:
    """One raw table, verified and typed as ``data/README.md`` says; ``line`` is the row's line in the file.

    Empty text stays an empty text, an empty number is ``<NA>``; remarks are as ``reference/notes.csv`` has them.
    Each call returns a copy of its own. Raises DataError for a file that is missing or changed, for the first cells
    that cannot be right, and for a decision on a remark that is not there.
    """
    from helpers.data.remarks import REMARKED, for_readers

    folder = data or data_folder()
    frame = _typed(f"raw/{table}.csv", verified_bytes(table, folder), _names(folder))
    if table not in REMARKED:
        return frame.copy()
    return for_readers(table, frame, records(read_reference("notes", folder)))


def read_reference(table: str, data: Path | None = None) -> pd.DataFrame:
    """One of our own tables in ``data/reference``: no record, but checked and typed as ``read_raw`` does."""
    folder = data or data_folder()
    if table == "names":
        return _typed(NAMES, _content(folder / NAMES), frozenset()).copy()
    return _typed(f"reference/{table}.csv", _content(_reference_path(table, folder)), _names(folder)).copy()


def raw_text(table: str, data: Path | None = None) -> list[dict[str, str]]:
    """The rows of a raw table, verified but not typed: for what must be quick and needs no numbers."""
    return text_rows(verified_bytes(table, data or data_folder()), f"raw/{table}.csv")


def reference_text(table: str, data: Path | None = None) -> list[dict[str, str]]:
    """The rows of one of our own tables, not typed."""
    content = _content(_reference_path(table, data or data_folder()))
    return text_rows(content, f"reference/{table}.csv")


def fingerprint(data: Path | None = None) -> str:
    """One SHA-256 over the names and contents of all tables and records: another if any byte is another."""
    folder = data or data_folder()
    found = hashlib.sha256()
    for path in sorted(path for part in ("raw", "reference") for path in (folder / part).glob("*")):
        found.update(f"{_shown(path)} {_hash(path)}\n".encode())
    return found.hexdigest()


def forget() -> None:
    """Let go of the tables that were read: for who keeps the evidence made of them, and not the memory."""
    _typed.cache_clear()


def sources(data: Path | None = None) -> dict[str, Source]:
    """Every source by its id. Raises DataError for an address that is not http or https."""
    rows = read_raw("sources", data)[["source_id", "title", "url", "published"]]
    return {row[0]: Source(*row) for row in rows.itertuples(index=False, name=None)}


def check_sources(data: Path | None = None) -> None:
    """Raise DataError unless every source that any table names stands in ``sources.csv``.

    A reference table may also name a raw table where the figure is our own arithmetic (``derived_bounds``).
    """
    folder = data or data_folder()
    known = set(sources(folder))
    raw = sorted(path.name.removesuffix(".csv") for path in (folder / "raw").glob("*.csv"))
    faults = [
        fault for table in raw for fault in _unknown(f"raw/{table}.csv", read_raw(table, folder), known)
    ]
    for path in sorted((folder / "reference").glob("*.csv")):
        frame = read_reference(path.name.removesuffix(".csv"), folder)
        faults += _unknown(f"reference/{path.name}", frame, known | set(raw))
    if faults:
        raise DataError("\n".join(faults[:5]))


def _unknown(file: str, frame: pd.DataFrame, known: set[str]) -> Iterator[str]:
    for column in frame.columns.intersection(list(SOURCE_COLUMNS)):
        wrong = frame[~frame[column].isin(known | {""})]
        for line, found in zip(wrong["line"], wrong[column], strict=True):
            yield (
                f"{file}, line {line}, column {column}: found {found!r}, which raw/sources.csv does not list"
                + did_you_mean(found, known)
            )


def _names(folder: Path) -> Pairs:
    return _kinds(_content(folder / NAMES))


@lru_cache(maxsize=8)
def _kinds(content: bytes) -> Pairs:
    """Each name with its kind, and once more with the kind of another place that has the name as well."""
    frame = _typed(NAMES, content, frozenset())
    also = frame[frame["also"] != ""]
    return frozenset(
        pair
        for rows, kind in ((frame, "kind"), (also, "also"))
        for pair in zip(rows["name"], rows[kind], strict=True)
    )


@lru_cache(maxsize=64)
def _typed(file: str, content: bytes, names: Pairs) -> pd.DataFrame:
    """Keyed by the bytes themselves, so that a changed file is never answered from an earlier reading."""
    # Pandera takes half a second to import, so only those who read a table wait for it.
    from helpers.data.validation import typed

    return typed(cells(content, file), file, names)


def _content(path: Path) -> bytes:
    with _opened(path) as file:
        return file.read()


def _hash(path: Path) -> str:
    with _opened(path) as file:  # never whole in memory: each report asks, and of many areas they are large
        return hashlib.file_digest(file, "sha256").hexdigest()


def _opened(path: Path) -> FileIO:
    try:
        return path.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise DataError(f"{_shown(path)} is missing; restore it from version control") from error


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _record_path(table: str, folder: Path) -> Path:
    return _known_path(table, folder / "raw", ".source.yml", "has no source record")


def _reference_path(table: str, folder: Path) -> Path:
    return _known_path(table, folder / "reference", ".csv", "is not a reference table")


def _known_path(table: str, folder: Path, suffix: str, fault: str) -> Path:
    """Looked up among the files that are there, so that a name can never lead outside the folder."""
    known = {path.name.removesuffix(suffix): path for path in sorted(folder.glob(f"*{suffix}"))}
    if table not in known:
        hint = did_you_mean(table, known)
        raise DataError(f"{table!r} {fault}: {folder.name}/{table}{suffix} was not found{hint}")
    return known[table]


def _loaded(path: Path) -> dict[str, Any]:
    try:
        record = yaml.load(_content(path), SafeLoader)
    except yaml.YAMLError as error:
        raise DataError(f"raw/{path.name} is not YAML: {error}") from error
    if not isinstance(record, dict):
        raise DataError(
            f"raw/{path.name}: found {type(record).__name__}; it must be a list of keys and values"
        )
    return record


def _check_keys(record: dict[str, Any], name: str) -> None:
    missing = [key for key in RECORD_KEYS if key not in record]
    if missing:
        raise DataError(f"raw/{name}: the key {missing[0]!r} is missing{did_you_mean(missing[0], record)}")
    origin = {"publisher", "compiled_from"}
    if len(origin & record.keys()) != 1:
        raise DataError(
            f"raw/{name}: it must have the key 'publisher' or the key 'compiled_from', and only one"
        )
    unknown = sorted(record.keys() - RECORD_KEYS.keys() - origin)
    if unknown:
        raise DataError(
            f"raw/{name}: the key {unknown[0]!r} is unknown{did_you_mean(unknown[0], RECORD_KEYS)}"
        )


def _check_values(record: dict[str, Any], table: str, name: str) -> None:
    for key, found in record.items():
        right = RECORD_KEYS.get(key, str)
        if type(found) is not right:
            raise DataError(f"raw/{name}: {key!r} is {found!r}; it must be of type {right.__name__}")
    if record["file"] not in {f"{table}.csv", f"{table}.md"}:
        raise DataError(f"raw/{name}: 'file' is {record['file']!r}; it must be {table}.csv or {table}.md")
    if not re.fullmatch("[0-9a-f]{64}", record["sha256"]):
        raise DataError(f"raw/{name}: 'sha256' is {record['sha256']!r}; it must be 64 characters 0-9 and a-f")
