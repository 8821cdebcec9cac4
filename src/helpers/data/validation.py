"""Text cells become a typed table, once pandera has found every one of them right."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from helpers.data.columns import Column, converted, is_right
from helpers.data.errors import DataError, did_you_mean
from helpers.data.rules import Kinds, Rule
from helpers.data.schemas import TABLES, Table

SHOWN = 5
LONGEST = 80
PLACES = ("area", "force", "name")


def typed(
    frame: pd.DataFrame,
    file: str,
    names: Kinds = frozenset(),
    table: Table | None = None,
) -> pd.DataFrame:
    """The text cells of ``file`` (such as ``raw/forces.csv``) with the types of its schema, and ``line``.

    ``names`` pairs each known name with its kind; ``table`` is the schema of a file that is not one of ours. Raises
    DataError for a table without a schema, for missing or unknown columns, and for cells that cannot be right: one error shows up to five of them, each with
    line, column, what was found and what would be right.
    """
    table = table or _table(file)
    _check_header(frame, table, file)
    _check_rows(frame, table, file, names)
    columns = {name: converted(frame[name], column) for name, column in table.columns.items()}
    return pd.DataFrame({**columns, "line": frame["line"]})


def _table(file: str) -> Table:
    name = file.rpartition("/")[2].removesuffix(".csv")
    if name not in TABLES:
        raise DataError(f"{file}: no schema; add an entry {name!r} to TABLES in helpers/data/schemas.py")
    return TABLES[name]


def _check_header(frame: pd.DataFrame, table: Table, file: str) -> None:
    right = list(table.columns)
    missing = [name for name in right if name not in frame.columns]
    extra = [name for name in frame.columns if name not in (*right, "line")]
    wrong, known, fault = (missing, extra, "is missing") if missing else (extra, right, "is unknown")
    if wrong:
        hint = did_you_mean(wrong[0], known)
        raise DataError(f"{file}, line 1: the column {wrong[0]!r} {fault}{hint}; it has {', '.join(right)}")


def _check_rows(frame: pd.DataFrame, table: Table, file: str, kinds: Kinds) -> None:
    try:
        _schema(table, kinds).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        faults = _faults(error.failure_cases, frame, table, kinds)
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise DataError("\n  ".join([f"{file} is wrong:", *faults[:SHOWN], *more])) from error


def _schema(table: Table, kinds: Kinds) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {name: _column(column, kinds) for name, column in table.columns.items()},
        checks=[_row_check(rule, kinds) for rule in table.rules],
        unique=list(table.key),
        report_duplicates="exclude_first",
    )


def _column(column: Column, kinds: Kinds) -> pa.Column:
    # Without a type: all are text already, and it takes a fourth of the time to look for that column by column.
    return pa.Column(checks=pa.Check(_cell_check(column, kinds), error=column.says))


def _cell_check(column: Column, kinds: Kinds) -> Callable[[pd.Series[str]], pd.Series[bool]]:
    allowed = _allowed(column, kinds)

    def check(cells: pd.Series[str]) -> pd.Series[bool]:
        # Each value is judged once, however often it stands in the column.
        return cells.isin([cell for cell in cells.unique() if is_right(cell, column, allowed)])

    return check


def _row_check(rule: Rule, kinds: Kinds) -> pa.Check:
    return pa.Check(lambda frame: rule.holds(frame, kinds), name=rule.column, error=rule.says)


def _allowed(column: Column, kinds: Kinds) -> tuple[str, ...]:
    return column.words or tuple(sorted({name for name, kind in kinds if kind in column.kinds}))


def _faults(cases: pd.DataFrame, frame: pd.DataFrame, table: Table, kinds: Kinds) -> list[str]:
    """One line of text for each wrong cell or repeated key, in the order of the file."""
    found: dict[tuple[int, str], str] = {}
    for case in cases.sort_values(["index", "schema_context"], kind="stable").to_dict("records"):
        column, says, index = str(case["column"]), str(case["check"]), int(case["index"])
        if says == "multiple_fields_uniqueness":
            found.setdefault((index, ""), _repeated(frame, index, table.key))
        elif case["schema_context"] == "Column" or _reports(table, says, column):
            hint = did_you_mean(str(frame.loc[index, column]), _allowed(table.columns[column], kinds))
            found.setdefault((index, column), _wrong(frame, index, column, says) + hint)
    return list(found.values())


def _reports(table: Table, says: str, column: str) -> bool:
    """Pandera lists every column of a row that breaks a rule: only the rule's own is of interest."""
    return any(rule.says == says and rule.column == column for rule in table.rules)


def _wrong(frame: pd.DataFrame, index: int, column: str, says: str) -> str:
    found = _quoted(frame.loc[index, column])
    return f"{_place(frame, index)}, column {column}: found {found}; it must be {says}"


def _repeated(frame: pd.DataFrame, index: int, key: tuple[str, ...]) -> str:
    row = frame.loc[index, list(key)]
    first = frame.loc[(frame[list(key)] == row).all(axis=1), "line"].iloc[0]
    cells = ", ".join(_quoted(cell) for cell in row)
    return (
        f"{_place(frame, index)}: repeats line {first} in {', '.join(key)} ({cells}); it must stand only once"
    )


def _place(frame: pd.DataFrame, index: int) -> str:
    row = frame.loc[index]
    named = next((f" ({_quoted(row[column])})" for column in PLACES if column in frame.columns), "")
    return f"line {row['line']}{named}"


def _quoted(cell: object) -> str:
    """Cells are not to be trusted: control characters are escaped, long cells cut."""
    whole = str(cell)
    return repr(whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}...")
