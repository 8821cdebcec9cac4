"""The cells of a CSV file as text, each row with the line of the file on which it begins."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from io import StringIO
from sys import intern
from typing import TYPE_CHECKING

from helpers.data.errors import DataError, Fault, TableError
from helpers.text.characters import LINE, is_harmless, shown
from helpers.text.nouns import counted

if TYPE_CHECKING:  # imported late: commands that only list areas need no pandas
    import pandas as pd


def hashed(text: str) -> str:
    """Return the hash by which ``reference/notes.csv`` names a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def cells(content: bytes, file: str) -> pd.DataFrame:
    """Return the cells of the file as text, nothing read as missing, and the integer column ``line``.

    A character that cannot be seen is given as its code (``helpers.text.characters``): it can no longer turn,
    hide or end what comes after it. The header is line 1. ``file`` is the name that errors give. Raises
    DataError for bytes that are not UTF-8, broken quoting, a repeated or empty column name, or a row with
    more or fewer cells than the header.
    """
    import pandas as pd

    header, rows = _checked(content, file)
    frame = pd.DataFrame([row for _, row in rows], columns=header, dtype="str")
    return frame.assign(line=pd.Series([line for line, _ in rows], dtype="int64"))


def text_cells(content: bytes, file: str) -> tuple[list[str], list[list[str]]]:
    """Return the column names and the rows that ``cells`` reads, as texts; raise as it does."""
    header, rows = _checked(content, file)
    return header, [row for _, row in rows]


def _checked(content: bytes, file: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    rows = list(_rows(content, file))
    if not rows:
        raise DataError(f"{file} is empty; it must begin with a line of column names")
    _, header = rows[0]
    _check_header(header, file)
    if faults := [_width_fault(row, header, line) for line, row in rows[1:] if len(row) != len(header)]:
        rest = f"; and {counted(len(faults) - 1, 'more line')}" if len(faults) > 1 else ""
        raise TableError(f"{file}, {faults[0].message}{rest}", faults)
    return header, rows[1:]


def _rows(content: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, file)
    harmless = is_harmless(_in_one_line(text))  # as most files are: no cell needs a look of its own
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            # Most cells of a column are the same few texts.
            yield line, [*map(intern, row if harmless else map(shown, row))]
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{file}, line {line}: {error}; check the quotation marks of this row") from error


def _in_one_line(text: str) -> str:
    for character in LINE:
        text = text.replace(character, "")
    return text


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        invalid = content[error.start : error.end]
        raise DataError(
            f"{file}, line {line}: found the bytes {invalid!r}; save the file as UTF-8"
        ) from error


def _check_header(header: list[str], file: str) -> None:
    faulty = [name for name in header if not name.strip() or header.count(name) > 1 or name == "line"]
    if faulty:
        raise DataError(
            f"{file}, line 1: found the column name {faulty[0]!r}; each column needs a name of its own, "
            'and "line" is kept for line numbers'
        )


def _width_fault(row: list[str], header: list[str], line: int) -> Fault:
    width, right = counted(len(row), "cell"), f"{counted(len(header), 'cell')}, as the header has"
    message = (
        f"line {line}: found {width}; the header has {len(header)}. "
        "A comma inside a cell needs quotation marks around the cell"
    )
    return Fault(line, "", width, right, message)
