"""Text cells turned into a typed table, once every cell is right; what is wrong is listed by pandera."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from helpers.data.columns import Column, converted, is_right
from helpers.data.errors import DataError, Fault, did_you_mean
from helpers.data.rules import Kinds, Rule
from helpers.data.schemas import TABLES, Table

if TYPE_CHECKING:  # imported late: it takes a third of a second, and only what is wrong needs it
    import pandera.pandas as pa

SHOWN = 5
LONGEST = 80
PLACES = ("area", "force", "name")


def typed(
    frame: pd.DataFrame,
    file: str,
    names: Kinds = frozenset(),
    table: Table | None = None,
    *,
    found_right: bool = False,
) -> pd.DataFrame:
    """Return the text cells of ``file`` with the types of its schema, and ``line``.

    ``file`` is a name such as ``raw/forces.csv``; ``names`` pairs each known name with its kind; ``table`` is
    the schema of a file that is not one of ours. Where ``found_right``, these very cells and names passed
    before. Raises DataError for a table without a schema, for missing
    or unknown columns, and for cells that cannot be right: one error shows up to five of them, each with
    line, column, what was found and what would be right.
    """
    table = table or _schema_of_file(file)
    _check_header(frame, table, file)
    if not found_right:
        _check_rows(frame, table, file, names)
    columns = {name: converted(frame[name], column) for name, column in table.columns.items()}
    return pd.DataFrame({**columns, "line": frame["line"]})


def _schema_of_file(file: str) -> Table:
    name = file.rpartition("/")[2].removesuffix(".csv")
    if name not in TABLES:
        raise DataError(f"{file}: no schema; add an entry {name!r} to TABLES in helpers/data/schemas.py")
    return TABLES[name]


def _check_header(frame: pd.DataFrame, table: Table, file: str) -> None:
    expected = list(table.columns)
    missing = [name for name in expected if name not in frame.columns]
    unknown = [name for name in frame.columns if name not in (*expected, "line")]
    faulty, candidates, fault = (
        (missing, unknown, "is missing") if missing else (unknown, expected, "is unknown")
    )
    if faulty:
        hint = did_you_mean(faulty[0], candidates)
        if any(sign in name for name in unknown for sign in ";\t"):
            hint = ": semicolons or tabs stand between the columns, and must be commas"
        raise DataError(
            f"{file}, line 1: the column {faulty[0]!r} {fault}{hint}; its columns are {', '.join(expected)}"
        )


def faulty_cells(frame: pd.DataFrame, table: Table, kinds: Kinds) -> list[Fault]:
    """Return everything that cannot be right in text cells whose columns are those of the table."""
    return [describe() for describe in _faults(frame, table, kinds)]


def _check_rows(frame: pd.DataFrame, table: Table, file: str, kinds: Kinds) -> None:
    if faults := _faults(frame, table, kinds):
        rest = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        shown = [describe().message for describe in faults[:SHOWN]]
        raise DataError("\n  ".join([f"{file} is wrong:", *shown, *rest]))


@contextmanager
def _without_hypothesis() -> Iterator[None]:
    """Have pandera not import what makes up data for tests, where it is installed: a tenth of a second."""
    missing = sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        if missing is None:
            del sys.modules["hypothesis"]


def _schema(table: Table, kinds: Kinds) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {name: _column_check(column, kinds) for name, column in table.columns.items()},
        checks=[_row_check(rule, kinds) for rule in table.rules],
        unique=list(table.key),
        report_duplicates="exclude_first",
    )


def _column_check(column: Column, kinds: Kinds) -> pa.Column:
    import pandera.pandas as pa

    # Without a type: all cells are text already, and checking it by column costs a quarter of the time.
    return pa.Column(checks=pa.Check(_cell_check(column, kinds), error=column.says))


def _cell_check(column: Column, kinds: Kinds) -> Callable[[pd.Series[str]], pd.Series[bool]]:
    allowed = _allowed(column, kinds)

    def check(cells: pd.Series[str]) -> pd.Series[bool]:
        # Each value is judged once, however often it occurs in the column.
        return cells.isin([cell for cell in cells.unique() if is_right(cell, column, allowed)])

    return check


def _row_check(rule: Rule, kinds: Kinds) -> pa.Check:
    import pandera.pandas as pa

    return pa.Check(lambda frame: rule.holds(frame, kinds), name=rule.column, error=rule.says)


def _allowed(column: Column, kinds: Kinds) -> tuple[str, ...]:
    return column.words or tuple(sorted({name for name, kind in kinds if kind in column.kinds}))


def _faults(frame: pd.DataFrame, table: Table, kinds: Kinds) -> list[Callable[[], Fault]]:
    """Return what describes each wrong cell or repeated key, in the order of the file."""
    cases = _failure_cases(frame, table, kinds)
    if cases is None:
        return []
    faults: dict[tuple[int, str], Callable[[], Fault]] = {}
    for case in cases.sort_values(["index", "schema_context"], kind="stable").to_dict("records"):
        column, says, index = str(case["column"]), str(case["check"]), int(case["index"])
        if says == "multiple_fields_uniqueness":
            faults.setdefault((index, ""), partial(_repeated_key_fault, frame, index, table.key))
        elif case["schema_context"] == "Column" or _is_column_of_rule(table, says, column):
            fault = partial(_cell_fault, frame, index, column, says, table.columns[column], kinds)
            faults.setdefault((index, column), fault)
    return list(faults.values())


def all_right(frame: pd.DataFrame, table: Table, kinds: Kinds) -> bool:
    """Return whether no cell, key or row breaks the schema: the very checks that pandera would run."""
    for name, column in table.columns.items():
        allowed = frozenset(_allowed(column, kinds))
        if not all(is_right(cell, column, allowed) for cell in set(frame[name].tolist())):
            return False
    if frame.duplicated(list(table.key)).any():
        return False
    return all(bool(rule.holds(frame, kinds).all()) for rule in table.rules)


def _failure_cases(frame: pd.DataFrame, table: Table, kinds: Kinds) -> pd.DataFrame | None:
    return None if all_right(frame, table, kinds) else found_by_pandera(frame, table, kinds)


def found_by_pandera(frame: pd.DataFrame, table: Table, kinds: Kinds) -> pd.DataFrame | None:
    """Return what pandera finds wrong, a row for each cell or key; None where all is right."""
    with _without_hypothesis():
        from pandera.errors import SchemaErrors

        try:
            _schema(table, kinds).validate(frame, lazy=True)
        except SchemaErrors as error:
            cases: pd.DataFrame = error.failure_cases
            return cases
    return None


def _is_column_of_rule(table: Table, says: str, column: str) -> bool:
    """Return whether the rule is about this column: pandera lists every column of a row that breaks it."""
    return any(rule.says == says and rule.column == column for rule in table.rules)


def _cell_fault(frame: pd.DataFrame, index: int, name: str, says: str, column: Column, kinds: Kinds) -> Fault:
    cell = str(frame.loc[index, name])
    allowed = _allowed(column, kinds)
    hint = "" if cell in allowed else did_you_mean(cell, allowed)
    message = f"{_row_name(frame, index)}, column {name}: found {_quoted(cell)}; it must be {says}{hint}"
    return Fault(_line(frame, index), name, _quoted(cell), says, message)


def _repeated_key_fault(frame: pd.DataFrame, index: int, key: tuple[str, ...]) -> Fault:
    row = frame.loc[index, list(key)]
    first = frame.loc[(frame[list(key)] == row).all(axis=1), "line"].iloc[0]
    cells = ", ".join(_quoted(cell) for cell in row)
    message = f"{_row_name(frame, index)}: repeats line {first} in {', '.join(key)} ({cells}); it may appear only once"
    return Fault(_line(frame, index), "", cells, "a row that appears only once", message)


def _line(frame: pd.DataFrame, index: int) -> int:
    return int(frame["line"].loc[index])


def _row_name(frame: pd.DataFrame, index: int) -> str:
    row = frame.loc[index]
    name = next((f" ({_quoted(row[column])})" for column in PLACES if column in frame.columns), "")
    return f"line {row['line']}{name}"


def _quoted(cell: object) -> str:
    """Return a cell for a message, which is not to be trusted: control characters escaped, long text cut."""
    text = str(cell)
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}...")
