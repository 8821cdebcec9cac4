"""The files of an extract read as text, once no column and no key is seen that could be personal.

The headers of all files come first, then the keys; while either is wrong nothing else is looked at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.pack.contract import FILES, KEY, UNIQUE, sha256_of
from helpers.pack.faults import ExtractError, ExtractFault, found_key

BLOCK = 16_000_000
"""Bytes of a file that are read at once: more than the visits of most forces."""

_LARGEST = 1 << 30  # bytes of one file; the largest force has a fiftieth of it
_IS_LETTER, _IS_DIGIT = (
    np.isin(np.arange(256), list(signs)) for signs in (b"bcdfghjkmnpqrstvwxz", b"23456789")
)
_OUR_COLUMN = "a column of the contract; its name is not repeated here, as it may be personal"
_OUR_KEY = (
    "a random key of 16 characters, a consonant and a digit from 2 to 9 in turn, such as b2c3d4f5g6h7j8k9"
)
_STOPPED = (
    "the extract may hold personal data, and nothing else of it was read. "
    "Correct where it is made, then write it anew:"
)


@dataclass(frozen=True)
class RawExtract:
    """The text cells of the files, by name, each column a category; ``contents`` are the bytes of the files.

    Row 0 of a table is line 2 of its file.
    """

    tables: Mapping[str, pd.DataFrame]
    contents: Mapping[str, bytes]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the files but the manifest, one after another."""
        return sha256_of(self.contents)


def read_extract(folder: Path) -> RawExtract:
    """Read the eight files of an extract.

    Raises DataError for a folder that is not there, ExtractError for files that are missing, are no CSV, have
    columns other than the contract's, or have a value in a key that is no random surrogate.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: there is no such folder; name the folder of an extract")
    _refuse_other_tables(folder)
    contents = {name: _content(folder / f"{name}.csv") for name in FILES}
    _raise_if(_STOPPED, [fault for name in FILES for fault in _header_faults(name, contents[name])])
    plain = {name: _unquoted(name, content) for name, content in contents.items()}
    _raise_if(
        "nothing was read of it:", [fault for name in FILES for fault in _row_faults(name, plain[name])]
    )
    tables = {name: _table(name, plain[name]) for name in FILES}
    _raise_if(_STOPPED, [fault for name in FILES for fault in _key_faults(name, tables[name])])
    return RawExtract(tables, contents)


def _raise_if(opening: str, faults: list[ExtractFault]) -> None:
    if faults:
        raise ExtractError(f"the extract is refused: {opening}", faults)


def _refuse_other_tables(folder: Path) -> None:
    expected = {f"{name}.csv" for name in FILES}
    others = [
        path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.name not in expected
    ]
    if others:
        raise ExtractError(
            f"the extract is refused: {_STOPPED}",
            [ExtractFault(4, "the folder", 0, "", "another .csv file", f"of {', '.join(sorted(expected))}")],
        )


def _content(path: Path) -> bytes:
    """Return the bytes of an ordinary file."""
    try:
        return read_ordinary(path, _LARGEST)
    except FileNotFoundError:
        raise DataError(
            f"{path.name} is missing; an extract has the files {', '.join(FILES)}, each .csv"
        ) from None
    except OSError as error:
        raise DataError(f"cannot read {path.name}: {error.strerror}") from error


def _header_faults(name: str, content: bytes) -> Iterator[ExtractFault]:
    """Give what is wrong with the first line: its columns must be those of the contract, in any order."""
    first = content.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "replace")
    names = next(csv.reader([first]), [])
    expected = list(FILES[name])
    file = f"{name}.csv"
    if not names:
        yield ExtractFault(4, file, 1, "", "no header", f"the columns {', '.join(expected)}")
        return
    for sign, signs in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and set(expected) & set(names[0].split(sign)):
            yield ExtractFault(4, file, 1, "", f"{signs} between the columns", "commas in every line")
            return
    for place, column in enumerate(names, 1):
        if column not in expected:
            yield ExtractFault(4, file, 1, f"{place} of {len(names)}", "an unknown column", _OUR_COLUMN)
        elif names.index(column) < place - 1:
            yield ExtractFault(4, file, 1, column, "the column twice", "there once")
    for column in expected:
        if column not in names:
            yield ExtractFault(4, file, 1, column, "no such column", "there, if only with empty cells")


def _unquoted(name: str, content: bytes) -> bytes:
    """Return a file of plain lines, without quotes around cells; none may hold a comma or a line end."""
    plain = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if not plain.endswith(b"\n") or plain.endswith(b"\n\n"):
        plain = plain.rstrip(b"\n") + b"\n"
    faults = [
        ExtractFault(7, f"{name}.csv", plain[: plain.find(sign)].count(b"\n") + 1, "", says, right)
        for sign, says, right in (
            (b"\x00", "a byte of zero", "text"),
            (b"\r", "a carriage return within a line", "lines that end in LF or CRLF"),
        )
        if sign in plain
    ]
    if not faults and plain.isascii() and b'"' not in plain:
        return plain
    try:
        text = plain.decode("utf-8")
    except UnicodeDecodeError as error:
        line = plain[: error.start].count(b"\n") + 1
        faults.append(ExtractFault(7, f"{name}.csv", line, "", "bytes that are no UTF-8", "UTF-8"))
    _raise_if("nothing was read of it:", faults)
    return _requoted(name, text).encode() if '"' in text else plain


def _requoted(name: str, text: str) -> str:
    lines: list[str] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            line = len(lines) + 1
            if any(sign in cell for cell in row for sign in ',"\n'):
                right = "without commas, quotes and line ends"
                _raise_if(
                    "nothing was read of it:",
                    [ExtractFault(7, f"{name}.csv", line, "", "a cell with one", right)],
                )
            lines.append(",".join(row))
    except csv.Error:
        _raise_if(
            "nothing was read of it:",
            [ExtractFault(7, f"{name}.csv", len(lines) + 1, "", "quotes that do not close", "CSV")],
        )
    return "\n".join(lines) + "\n"


def _row_faults(name: str, plain: bytes) -> Iterator[ExtractFault]:
    """Give the lines that have another number of cells than the header."""
    wanted, line = len(FILES[name]), 1
    for block in _blocks(plain):
        signs = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(signs == ord("\n"))
        commas = np.searchsorted(np.flatnonzero(signs == ord(",")), ends)
        cells = np.diff(commas, prepend=0) + 1
        for row in np.flatnonzero(cells != wanted):
            yield ExtractFault(
                *(4, f"{name}.csv", line + int(row), "", f"{cells[row]} cells"),
                f"{wanted} cells, as the header",
            )
        line += len(ends)


def _blocks(plain: bytes) -> Iterator[bytes]:
    """Give the lines of a file in blocks, each of some megabytes: what is made of one is then forgotten."""
    start = 0
    while start < len(plain):
        end = plain.find(b"\n", min(start + BLOCK, len(plain) - 1)) + 1
        yield plain[start:end]
        start = end


def _table(name: str, plain: bytes) -> pd.DataFrame:
    """Return the cells as categories of text, in the order of the contract.

    pandas turns categories that all look like numbers into numbers, and "0077" into 77: so each cell begins
    with a sign that is taken off again.
    """
    header, _, rows = plain.partition(b"\n")
    if not rows:
        return pd.DataFrame(
            {
                column: pd.Series([], dtype=object) if column in _own_keys(name) else _no_cells()
                for column in FILES[name]
            }
        )
    names = header.decode().split(",")
    frames = [_frame(name, names, block) for block in _blocks(rows)]
    return pd.DataFrame({column: _joined([frame[column] for frame in frames]) for column in FILES[name]})


def _frame(name: str, names: list[str], block: bytes) -> pd.DataFrame:
    marked = block.replace(b",", b",=").replace(b"\n", b"\n=")
    frame = pd.read_csv(
        io.BytesIO(b"=" + marked[:-1]),
        dtype={column: object if column in _own_keys(name) else "category" for column in names},
        na_filter=False,
        quoting=csv.QUOTE_NONE,
        index_col=False,
        skip_blank_lines=False,
        encoding="utf-8",
        names=names,
        header=None,
        low_memory=False,
    )
    return pd.DataFrame({column: _unmarked(frame[column]) for column in names})


def _joined(parts: list[pd.Series[Any]]) -> pd.Series[Any]:
    """Return the cells of a column's blocks as one."""
    if len(parts) == 1:
        return parts[0]
    if parts[0].dtype == object:
        return pd.concat(parts, ignore_index=True)
    return pd.Series(union_categoricals(parts))


def _own_keys(name: str) -> tuple[str, ...]:
    """Return the column of which no two cells are alike, and which is therefore no category; or none."""
    key = UNIQUE.get(name, ())
    return key if len(key) == 1 else ()


def _no_cells() -> pd.Series[Any]:
    return pd.Series([], dtype=pd.CategoricalDtype(pd.Index([], dtype=object)))


def _unmarked(series: pd.Series[Any]) -> pd.Series[Any]:
    if series.dtype == object:
        return pd.Series([value[1:] for value in series], dtype=object)
    values = [str(value)[1:] for value in series.cat.categories]
    return series.cat.rename_categories(values)


def _are_keys(values: Iterable[str]) -> bool:
    """Return whether all of many values are keys, at once; where one is not, they are judged one by one."""
    joined = "".join(values)
    if not joined.isascii() or any(len(value) != 16 for value in values):
        return False
    signs = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, 16)
    return bool(_IS_LETTER[signs[:, ::2]].all() and _IS_DIGIT[signs[:, 1::2]].all())


def _key_faults(name: str, table: pd.DataFrame) -> Iterator[ExtractFault]:
    """Give the values of keys that are no random surrogates; an empty one only where a key is needed."""
    right = re.compile(KEY)
    for column, cells in FILES[name].items():
        if cells.kind != "key":
            continue
        series = table[column]
        values = series if series.dtype == object else series.cat.categories
        if _are_keys(values):
            continue
        wrong = {value for value in values if not (right.fullmatch(value) or (cells.empty and not value))}
        for row in np.flatnonzero(series.isin(wrong)):
            yield ExtractFault(
                5, f"{name}.csv", int(row) + 2, column, found_key(str(series.iloc[row])), _OUR_KEY
            )
