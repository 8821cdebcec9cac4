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
except ImportError:  # PyYAML without libyaml gives the same, ten times as slowly
    from yaml import SafeLoader  # type: ignore[assignment]

from helpers import paths
from helpers.data.cells import cells, text_rows
from helpers.data.errors import DataError, did_you_mean
from helpers.data.rows import Source, records

if TYPE_CHECKING:  # imported late: commands that only list areas need no pandas
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
    """Return the folder of ``raw`` and ``reference``: BRIEFINGS_DATA if set, else the project's ``data``.

    Never depends on the working directory, which papermill changes. Raises DataError if there is none.
    """
    chosen = os.environ.get("BRIEFINGS_DATA")
    folder = Path(chosen) if chosen else paths.DATA
    if not folder.is_absolute():
        raise DataError(f"BRIEFINGS_DATA is {chosen!r}; it must be an absolute path")
    if not (folder / "raw").is_dir():
        raise DataError(f"no data in {folder}; set BRIEFINGS_DATA to a folder that holds raw/ and reference/")
    return folder


def source_record(table: str, data: Path | None = None) -> SourceRecord:
    """Return the record of one raw file, such as ``mappa_figures`` or ``visit_standard``.

    Raises DataError for a table without a record, a record that is not YAML, or a key that is missing,
    unknown or of the wrong type.
    """
    path = _record_path(table, data or data_folder())
    record = _load_record(path)
    _check_keys(record, path.name)
    _check_values(record, table, path.name)
    lists = {key: tuple(record[key]) for key in ("urls", "attribution")}
    return SourceRecord(**{**record, **lists}, table=table)


def verified_bytes(table: str, data: Path | None = None) -> bytes:
    """Return the bytes of one raw file, once they match its record; raise DataError if they do not."""
    folder = data or data_folder()
    record = source_record(table, folder)
    content = _content(folder / "raw" / record.file)
    digest = hashlib.sha256(content).hexdigest()
    if (len(content), digest) != (record.bytes, record.sha256):
        raise DataError(
            f"raw/{record.file} is not the file that its record describes: "
            f"expected {record.bytes} bytes with SHA-256 {record.sha256}, "
            f"found {len(content)} bytes with SHA-256 {digest}. "
            "Restore the file from version control; if it was replaced on purpose, look at what changed, "
            f"then write the new size and SHA-256 to raw/{table}.source.yml"
        )
    return content


def read_raw(table: str, data: Path | None = None) -> pd.DataFrame:
    """Read one raw table, verified and typed as ``data/README.md`` says; ``line`` is its line in the file.

    Empty text stays an empty text, an empty number is ``<NA>``; remarks are as ``reference/notes.csv`` has
    them. Each call returns its own copy. Raises DataError for a file that is missing or changed, for the
    first cells that cannot be right, and for a decision on a remark that is not there.
    """
    from helpers.data.remarks import REMARKED, for_readers

    folder = data or data_folder()
    frame = _typed(f"raw/{table}.csv", verified_bytes(table, folder), _kinds_of_names(folder))
    if table not in REMARKED:
        return frame.copy()
    return for_readers(table, frame, records(read_reference("notes", folder)))


def read_reference(table: str, data: Path | None = None) -> pd.DataFrame:
    """Read one of our own tables in ``data/reference``: without a record, but checked and typed too."""
    folder = data or data_folder()
    if table == "names":
        return _typed(NAMES, _content(folder / NAMES), frozenset()).copy()
    return _typed(
        f"reference/{table}.csv", _content(_reference_path(table, folder)), _kinds_of_names(folder)
    ).copy()


def raw_text(table: str, data: Path | None = None) -> list[dict[str, str]]:
    """Read the rows of a raw table, verified but not typed: quick, for when no numbers are needed."""
    return text_rows(verified_bytes(table, data or data_folder()), f"raw/{table}.csv")


def reference_text(table: str, data: Path | None = None) -> list[dict[str, str]]:
    """Read the rows of one of our own tables, not typed."""
    content = _content(_reference_path(table, data or data_folder()))
    return text_rows(content, f"reference/{table}.csv")


def fingerprint(data: Path | None = None) -> str:
    """Return one SHA-256 of the names and contents of all tables and records: any byte changes it."""
    folder = data or data_folder()
    digest = hashlib.sha256()
    for path in sorted(path for part in ("raw", "reference") for path in (folder / part).rglob("*")):
        if path.is_dir():
            continue
        digest.update(f"{_short_path(path)} {_digest(path)}\n".encode())
    return digest.hexdigest()


def forget() -> None:
    """Clear the table cache once the evidence is built."""
    _typed.cache_clear()


def sources(data: Path | None = None) -> dict[str, Source]:
    """Return every source by its id; raise DataError for an address that is not http or https."""
    rows = read_raw("sources", data)[["source_id", "title", "url", "published", "kind"]]
    return {row[0]: Source(*row) for row in rows.itertuples(index=False, name=None)}


def releases(data: Path | None = None) -> tuple[str, ...]:
    """Return the ids of the official releases, earliest first: by date of publication, then by id."""
    found = [source for source in sources(data).values() if source.kind == "release"]
    return tuple(source.id for source in sorted(found, key=lambda source: (source.published, source.id)))


def check_releases(data: Path | None = None) -> None:
    """Raise DataError unless every workbook in ``raw/releases`` is the one that its record describes."""
    folder = (data or data_folder()) / "raw" / "releases"
    for path in sorted(folder.glob("*.source.yml")):
        record = _load_record(path)
        content = _content(folder / f"{path.name.removesuffix('.source.yml')}.{record.get('kind')}")
        if hashlib.sha256(content).hexdigest() != record.get("sha256"):
            raise DataError(
                f"raw/releases/{path.name}: the workbook beside it is not the one that was imported; restore both from "
                "version control, or import the workbook again"
            )


def check_sources(data: Path | None = None) -> None:
    """Raise DataError unless every source that any table names is in ``sources.csv``.

    A reference table may also name a raw table where the figure is our own arithmetic (``derived_bounds``).
    """
    folder = data or data_folder()
    source_ids = set(sources(folder))
    raw = sorted(path.name.removesuffix(".csv") for path in (folder / "raw").glob("*.csv"))
    faults = [
        fault
        for table in raw
        for fault in _unknown_sources(f"raw/{table}.csv", read_raw(table, folder), source_ids)
    ]
    for path in sorted((folder / "reference").glob("*.csv")):
        frame = read_reference(path.name.removesuffix(".csv"), folder)
        faults += _unknown_sources(f"reference/{path.name}", frame, source_ids | set(raw))
    if faults:
        raise DataError("\n".join(faults[:5]))


def _unknown_sources(file: str, frame: pd.DataFrame, source_ids: set[str]) -> Iterator[str]:
    for column in frame.columns.intersection(list(SOURCE_COLUMNS)):
        unlisted = frame[~frame[column].isin(source_ids | {""})]
        for line, source in zip(unlisted["line"], unlisted[column], strict=True):
            yield (
                f"{file}, line {line}, column {column}: found {source!r}, which raw/sources.csv does not list"
                + did_you_mean(source, source_ids)
            )


def _kinds_of_names(folder: Path) -> Pairs:
    return _kinds(_content(folder / NAMES))


@lru_cache(maxsize=8)
def _kinds(content: bytes) -> Pairs:
    """Return each name with its kind, and also with the kind of another place of that name."""
    frame = _typed(NAMES, content, frozenset())
    also = frame[frame["also"] != ""]
    return frozenset(
        pair
        for rows, kind in ((frame, "kind"), (also, "also"))
        for pair in zip(rows["name"], rows[kind], strict=True)
    )


@lru_cache(maxsize=64)
def _typed(file: str, content: bytes, names: Pairs) -> pd.DataFrame:
    """Cache by the bytes themselves, so that a changed file is never answered from an earlier reading."""
    # Pandera takes half a second to import: only commands that read a table wait for it.
    from helpers.data.validation import typed

    return typed(cells(content, file), file, names)


def _content(path: Path) -> bytes:
    with _open(path) as file:
        return file.read()


def _digest(path: Path) -> str:
    # Never whole in memory: every report asks, and the files of many areas are large.
    with _open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(path: Path) -> FileIO:
    try:
        return path.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise DataError(f"{_short_path(path)} is missing; restore it from version control") from error


def _short_path(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _record_path(table: str, folder: Path) -> Path:
    return _path_in(table, folder / "raw", ".source.yml", "has no source record")


def _reference_path(table: str, folder: Path) -> Path:
    return _path_in(table, folder / "reference", ".csv", "is not a reference table")


def _path_in(table: str, folder: Path, suffix: str, fault: str) -> Path:
    """Look the name up among the files that are there, so that it can never lead outside the folder."""
    files = {path.name.removesuffix(suffix): path for path in sorted(folder.glob(f"*{suffix}"))}
    if table not in files:
        hint = did_you_mean(table, files)
        raise DataError(f"{table!r} {fault}: {folder.name}/{table}{suffix} was not found{hint}")
    return files[table]


def _load_record(path: Path) -> dict[str, Any]:
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
    for key, value in record.items():
        expected = RECORD_KEYS.get(key, str)
        if type(value) is not expected:
            raise DataError(f"raw/{name}: {key!r} is {value!r}; it must be of type {expected.__name__}")
    if record["file"] not in {f"{table}.csv", f"{table}.md"}:
        raise DataError(f"raw/{name}: 'file' is {record['file']!r}; it must be {table}.csv or {table}.md")
    if not re.fullmatch("[0-9a-f]{64}", record["sha256"]):
        raise DataError(f"raw/{name}: 'sha256' is {record['sha256']!r}; it must be 64 characters 0-9 and a-f")
