"""The files of ``data/``: found, verified against their records, read into typed tables."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import paths
from helpers.data import kept
from helpers.data.cells import cells, text_cells
from helpers.data.errors import DataError, did_you_mean
from helpers.data.rows import Source, records
from helpers.text.nouns import counted

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
DECISIONS = "reference/notes.csv"
SOURCE_COLUMNS = ("source_id", "article_source_id", "depends_on")

# The files of ``data/`` that count. JupyterLab, editors and spreadsheets leave others beside them, such as
# folders of checkpoints, locks and back-up copies, which are no part of the data.
_COUNTED = {
    "raw": re.compile(r"[a-z][a-z0-9_]*(?:\.csv|\.md|\.source\.yml)"),
    "raw/releases": re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(?:xlsx?|ods|source\.yml)"),
    "reference": re.compile(r"[a-z][a-z0-9_]*\.csv"),
}
# A folder that need not be there: workbooks as they were published.
_RELEASES = "releases"
_DEEPEST = 20  # levels; no record has a quarter of them
# What was read in this process: each file, and the SHA-256 of the bytes that were taken from it.
_read: dict[str, set[str]] = {}
# What the files must hold while one reading of all of them lasts, by their paths; and what was read of them.
_expected: ContextVar[Mapping[Path, str] | None] = ContextVar("_expected", default=None)
_held: ContextVar[dict[Path, bytes] | None] = ContextVar("_held", default=None)


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
    return _verified(source_record(table, data), data or data_folder())


def _verified(record: SourceRecord, folder: Path) -> bytes:
    content, digest = _content(folder / "raw" / record.file)
    if (len(content), digest) != (record.bytes, record.sha256):
        raise DataError(
            f"raw/{record.file} is not the file that its record describes: "
            f"expected {counted(record.bytes, 'byte')} with SHA-256 {record.sha256}, "
            f"found {counted(len(content), 'byte')} with SHA-256 {digest}. "
            "Restore the file from version control; if it was replaced on purpose, look at what changed, "
            f"then write the new size and SHA-256 to raw/{record.table}.source.yml"
        )
    if record.file.endswith(".md"):
        _check_count(content.count(b"\n"), record)
    return content


def read_raw(table: str, data: Path | None = None) -> pd.DataFrame:
    """Read one raw table, verified and typed as ``data/README.md`` says; ``line`` is its line in the file.

    Empty text stays an empty text, an empty number is ``<NA>``; remarks are as ``reference/notes.csv`` has
    them. Each call returns its own copy. Raises DataError for a file that is missing or changed, for the
    first cells that cannot be right, and for a decision on a remark that is not there.
    """
    folder = data or data_folder()
    record, names = source_record(table, folder), _kinds_of_names(folder)
    content = _verified(record, folder)
    frame = _typed(f"raw/{table}.csv", content, names)
    _check_count(len(frame), record)
    return _decided(table, content, _content(folder / DECISIONS)[0], names).copy()


def read_reference(table: str, data: Path | None = None) -> pd.DataFrame:
    """Read one of our own tables in ``data/reference``: without a record, but checked and typed too."""
    folder = data or data_folder()
    if table == "names":
        return _typed(NAMES, _content(folder / NAMES)[0], frozenset()).copy()
    content, _ = _content(_reference_path(table, folder))
    return _typed(f"reference/{table}.csv", content, _kinds_of_names(folder)).copy()


def raw_text(table: str, data: Path | None = None, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Read the rows of a raw table, verified but not typed: quick, for when no numbers are needed.

    Remarks are as they stand in the file: show none of them. Raises DataError where one of these columns is
    missing.
    """
    record = source_record(table, data)
    rows = _text_rows(_verified(record, data or data_folder()), f"raw/{table}.csv")
    _check_count(len(rows), record)
    return _with_columns(rows, f"raw/{table}.csv", columns)


def raw_column(table: str, column: str, data: Path | None = None) -> list[str]:
    """Read one column of a raw table as ``raw_text`` does; none where the table has no such column."""
    record = source_record(table, data)
    header, rows = _text_cells(_verified(record, data or data_folder()), f"raw/{table}.csv")
    _check_count(len(rows), record)
    place = header.index(column) if column in header else None
    return [] if place is None else [row[place] for row in rows]


def reference_text(table: str, data: Path | None = None, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Read the rows of one of our own tables, not typed; DataError where one of these columns is missing."""
    content, _ = _content(_reference_path(table, data or data_folder()))
    _check_end(content, f"reference/{table}.csv")
    file = f"reference/{table}.csv"
    return _with_columns(_text_rows(content, file), file, columns)


def _with_columns(
    rows: Iterable[Mapping[str, str]], file: str, columns: Iterable[str]
) -> list[dict[str, str]]:
    copies = [dict(row) for row in rows]
    for name in columns:
        if copies and name not in copies[0]:
            raise DataError(
                f"{file}, line 1: the column {name!r} is missing{did_you_mean(name, copies[0])}; restore the file from "
                "version control"
            )
    return copies


def table_names(data: Path | None = None) -> list[str]:
    """Return every table by its folder and name, such as "raw/forces"."""
    paths = _files(data or data_folder())
    return [_short_path(path).removesuffix(".csv") for path in paths if path.suffix == ".csv"]


def fingerprint(data: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Return each table, text and record, such as "raw/forces.csv", with its SHA-256: any byte changes it.

    What editors and JupyterLab leave beside them is not among them.
    """
    folder = data or data_folder()
    return tuple((_short_path(path), _digest(path)) for path in _files(folder))


def hashes_of(names: Iterable[str], data: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Read files such as "raw/forces.csv", and return each with its SHA-256, of those that are there."""
    folder = data or data_folder()
    return tuple((name, _content(folder / name)[1]) for name in names if (folder / name).exists())


def hashes_read() -> dict[str, frozenset[str]]:
    """Return every file of ``data/`` that figures were read from, and the SHA-256 of the bytes read.

    A file such as "data/raw/forces.csv" has two of them where it changed between two readings. A page is made
    from what a build hashed only if each file has the one hash that the build found.
    """
    return {f"data/{name}": frozenset(hashes) for name, hashes in _read.items()}


def forget_reads() -> None:
    """Start ``hashes_read`` anew, for the next page."""
    _read.clear()


@contextmanager
def reading(folder: Path, hashes: tuple[tuple[str, str], ...]) -> Iterator[None]:
    """Read only what has these hashes, of ``fingerprint`` or ``hashes_of``.

    Within, another byte or another file raises DataError: what is kept under the hashes rests on them alone.
    Each file is taken from the disk once.
    """
    token = _expected.set({folder / name: digest for name, digest in hashes})
    held = _held.set({})
    try:
        yield
    finally:
        _held.reset(held)
        _expected.reset(token)


def note_reads(hashes: tuple[tuple[str, str], ...]) -> None:
    """Count these files as read: for an answer that was kept from an earlier reading of the same bytes."""
    for name, digest in hashes:
        _read.setdefault(name, set()).add(digest)


def forget() -> None:
    """Clear the table cache once the evidence is built."""
    _text_rows.cache_clear()
    _text_cells.cache_clear()
    _typed.cache_clear()
    _decided.cache_clear()


def sources(data: Path | None = None) -> dict[str, Source]:
    """Return every source by its id; raise DataError for an address that is not http or https."""
    table = read_raw("sources", data)
    columns = [table[name].tolist() for name in ("source_id", "title", "url", "published", "kind")]
    return {row[0]: Source(*row) for row in zip(*columns, strict=True)}


def releases(data: Path | None = None) -> tuple[str, ...]:
    """Return the ids of the official releases, earliest first: by date of publication, then by id."""
    official = [source for source in sources(data).values() if source.kind == "release"]
    return tuple(source.id for source in sorted(official, key=lambda source: (source.published, source.id)))


def release_record(source: str, data: Path | None = None) -> dict[str, Any]:
    """Return the record of the import of a release, or an empty one where nothing was imported as that."""
    folder = (data or data_folder()) / "raw" / "releases"
    paths = {path.name: path for path in _files_in(folder)}
    path = paths.get(f"{source}.source.yml")
    return {} if path is None else _load_record(path)


def check_releases(data: Path | None = None) -> None:
    """Raise DataError unless every workbook in ``raw/releases`` is the one that its record describes."""
    folder = (data or data_folder()) / "raw" / "releases"
    for path in [path for path in _files_in(folder) if path.name.endswith(".source.yml")]:
        record = _load_record(path)
        if record.get("kind") not in ("xls", "xlsx", "ods"):
            raise DataError(
                f"raw/releases/{path.name}: 'kind' is {record.get('kind')!r}; it must be xls, xlsx or ods"
            )
        content, _ = _content(folder / f"{path.name.removesuffix('.source.yml')}.{record['kind']}")
        if hashlib.sha256(content).hexdigest() != record.get("sha256"):
            raise DataError(
                f"raw/releases/{path.name}: the workbook beside it is not the one that was imported; restore both from "
                "version control, or import the workbook again"
            )


def check_tables(data: Path | None = None) -> None:
    """Raise DataError unless every record has its file, and every table rows and only sources that are known.

    A reference table may also name a raw table where the figure is our own arithmetic (``derived_bounds``).
    """
    from helpers.data.schemas import OPTIONAL, TABLES

    folder = data or data_folder()
    source_ids = set(sources(folder))
    for path in _files(folder):
        if path.parent.name == "raw" and path.name.endswith(".source.yml"):
            verified_bytes(path.name.removesuffix(".source.yml"), folder)
    files = table_names(folder)
    missing = TABLES.keys() - {*OPTIONAL} - {file.partition("/")[2] for file in files}
    if missing:
        raise DataError(f"the table {min(missing)}.csv is missing; restore it from version control")
    raw = {table for part, _, table in (file.partition("/") for file in files) if part == "raw"}
    faults = []
    for file in files:
        part, _, table = file.partition("/")
        frame = (read_raw if part == "raw" else read_reference)(table, folder)
        if frame.empty:
            faults.append(f"{file}.csv has column names and no row; restore it from version control")
        faults += _unknown_sources(f"{file}.csv", frame, source_ids if part == "raw" else source_ids | raw)
    if faults:
        raise DataError("\n".join(faults[:5]))


def _unknown_sources(file: str, frame: pd.DataFrame, source_ids: set[str]) -> Iterator[str]:
    for column in (name for name in frame.columns if name in SOURCE_COLUMNS):
        listed = frame[column].isin(source_ids | {""})
        if listed.all():
            continue
        unlisted = frame[~listed]
        for line, source in zip(unlisted["line"], unlisted[column], strict=True):
            yield (
                f"{file}, line {line}, column {column}: found {source!r}, which raw/sources.csv does not list"
                + did_you_mean(source, source_ids)
            )


def _kinds_of_names(folder: Path) -> Pairs:
    return _kinds(_content(folder / NAMES)[0])


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


@lru_cache(maxsize=8)
def _text_rows(content: bytes, file: str) -> tuple[dict[str, str], ...]:
    """Cache as ``_typed`` does: names and dates are looked up in text before tables are typed, and again."""
    header, rows = _text_cells(content, file)
    return tuple(dict(zip(header, row, strict=True)) for row in rows)


@lru_cache(maxsize=8)
def _text_cells(content: bytes, file: str) -> tuple[list[str], list[list[str]]]:
    return text_cells(content, file)


@lru_cache(maxsize=64)
def _typed(file: str, content: bytes, names: Pairs) -> pd.DataFrame:
    """Cache by the bytes themselves, so that a changed file is never answered from an earlier reading."""
    # Pandas takes a third of a second to import: only commands that read a table wait for it.
    from helpers.data.validation import typed

    _check_end(content, file)
    inputs = ((file, hashlib.sha256(content).hexdigest()), ("the kinds of names", _hash_of_pairs(names)))
    found_right = kept.load("right", inputs) is True
    frame = typed(cells(content, file), file, names, found_right=found_right)
    if not found_right:
        kept.save("right", inputs, value=True)
    return frame


@lru_cache(maxsize=8)
def _hash_of_pairs(names: Pairs) -> str:
    return hashlib.sha256(json.dumps(sorted(names)).encode()).hexdigest()


@lru_cache(maxsize=64)
def _decided(table: str, content: bytes, notes: bytes, names: Pairs) -> pd.DataFrame:
    """Return a raw table with its remarks as decided; cached by the bytes of both files."""
    from helpers.data.remarks import decided_columns, for_readers

    frame = _typed(f"raw/{table}.csv", content, names)
    if not decided_columns(table):
        return frame
    return for_readers(table, frame, records(_typed(DECISIONS, notes, names)))


def _check_end(content: bytes, file: str) -> None:
    if content and not content.endswith(b"\n"):
        raise DataError(
            f"{file} does not end with a line break: it may have been cut off; restore it from version control, "
            "or end its last line"
        )


def _check_count(rows: int, record: SourceRecord) -> None:
    """``rows`` are those of a table, or the lines of a text."""
    if rows != record.rows:
        raise DataError(
            f"raw/{record.table}.source.yml: 'rows' is {record.rows}, and raw/{record.file} has {rows}; "
            "look at what changed, then write the number of rows that is right"
        )


def _content(path: Path) -> tuple[bytes, str]:
    """Return the bytes of a file with their SHA-256; all that is read of the data is read here."""
    expected, held = _expected.get(), _held.get()
    if expected is not None and held is not None and path in held:
        return held[path], expected[path]
    with _open(path) as file:
        content = _all(file, path)
    digest = hashlib.sha256(content).hexdigest()
    if expected is not None and expected.get(path) != digest:
        raise DataError(f"{_short_path(path)} changed while the data were read; run the command again")
    if held is not None:
        held[path] = content
    _read.setdefault(_short_path(path), set()).add(digest)
    return content, digest


def _all(file: FileIO, path: Path) -> bytes:
    try:
        return file.read()
    except OSError as error:
        raise _unreadable(path, error) from error


def _digest(path: Path) -> str:
    # Never whole in memory: every report asks, and the files of many areas are large.
    with _open(path) as file:
        try:
            return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise _unreadable(path, error) from error


def _open(path: Path) -> FileIO:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            raise DataError(f"{_short_path(path)} is not a file; restore it from version control")
        return path.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise DataError(f"{_short_path(path)} is missing; restore it from version control") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(f"{_short_path(path)} cannot be read: {error.strerror}")


def _files(folder: Path) -> list[Path]:
    """Return the files of both folders that count, sorted by folder and name."""
    return [path for part in _COUNTED for path in _files_in(folder / part)]


def _files_in(folder: Path) -> list[Path]:
    if folder.name == _RELEASES and not folder.is_dir():
        return []
    part = f"raw/{_RELEASES}" if folder.name == _RELEASES else folder.name
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise DataError(f"the folder {folder.name} of the data cannot be read: {error.strerror}") from error
    return [path for path in paths if _COUNTED[part].fullmatch(path.name) and path.is_file()]


def _short_path(path: Path) -> str:
    within = f"raw/{_RELEASES}" if path.parent.name == _RELEASES else path.parent.name
    return f"{within}/{path.name}"


def _record_path(table: str, folder: Path) -> Path:
    return _path_in(table, folder / "raw", ".source.yml", "has no source record")


def _reference_path(table: str, folder: Path) -> Path:
    return _path_in(table, folder / "reference", ".csv", "is not a reference table")


def _path_in(table: str, folder: Path, suffix: str, fault: str) -> Path:
    """Look the name up among the files that are there, so that it can never lead outside the folder."""
    hashed = folder / f"{table}{suffix}"
    if hashed in (
        _expected.get() or ()
    ):  # one of those that were found, so the folder need not be listed again
        return hashed
    files = {path.name.removesuffix(suffix): path for path in _files_in(folder) if path.name.endswith(suffix)}
    if table not in files:
        hint = did_you_mean(table, files)
        raise DataError(f"{table!r} {fault}: {folder.name}/{table}{suffix} was not found{hint}")
    return files[table]


def _load_record(path: Path) -> dict[str, Any]:
    return _parsed(_content(path)[0], path)


@lru_cache(maxsize=64)
def _parsed(content: bytes, path: Path) -> dict[str, Any]:
    import yaml  # a record that was read before need not be read again, and most commands read none

    # PyYAML without libyaml gives the same, ten times as slowly.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_depth(yaml.parse(content, loader), path.name)
        record = yaml.load(content, loader)  # noqa: S506  -- both are safe
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise DataError(f"raw/{path.name} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(record, dict):
        raise DataError(
            f"raw/{path.name}: found {type(record).__name__}; it must be a list of keys and values"
        )
    return record


def _check_depth(events: Iterable[Any], name: str) -> None:
    """Raise DataError for deep nesting, which would end the process in libyaml, without an exception."""
    import yaml

    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise DataError(f"raw/{name} is nested more than {_DEEPEST} deep; a record is of texts and lists")


def _check_keys(record: dict[str, Any], name: str) -> None:
    missing = [key for key in RECORD_KEYS if key not in record]
    if missing:
        raise DataError(
            f"raw/{name}: the key {missing[0]!r} is missing{did_you_mean(missing[0], map(str, record))}"
        )
    origin = {"publisher", "compiled_from"}
    if len(origin & record.keys()) != 1:
        raise DataError(
            f"raw/{name}: it must have the key 'publisher' or the key 'compiled_from', and only one"
        )
    unknown = sorted(map(str, record.keys() - RECORD_KEYS.keys() - origin))
    if unknown:
        raise DataError(
            f"raw/{name}: the key {unknown[0]!r} is unknown{did_you_mean(unknown[0], RECORD_KEYS)}"
        )


def _check_values(record: dict[str, Any], table: str, name: str) -> None:
    for key, value in record.items():
        expected = RECORD_KEYS.get(key, str)
        if type(value) is not expected:
            raise DataError(f"raw/{name}: {key!r} is {value!r}; it must be of type {expected.__name__}")
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise DataError(f"raw/{name}: {key!r} is {value!r}; it must be a list of texts")
    if record["file"] not in {f"{table}.csv", f"{table}.md"}:
        raise DataError(f"raw/{name}: 'file' is {record['file']!r}; it must be {table}.csv or {table}.md")
    if not re.fullmatch("[0-9a-f]{64}", record["sha256"]):
        raise DataError(f"raw/{name}: 'sha256' is {record['sha256']!r}; it must be 64 characters 0-9 and a-f")
