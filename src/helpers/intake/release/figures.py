"""The figures of a table as printed, each with its cell, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from helpers.intake.release.cells import Cell
from helpers.intake.release.columns import MEANINGS, RATE
from helpers.intake.release.labels import cleaned
from helpers.intake.release.refusal import quoted, refusal
from helpers.intake.release.symbols import BESIDE, NIL
from helpers.intake.release.tables import Column, Table

NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
TRAILING = re.compile(r"\s*(\[[a-z]+(?: [0-9]+)?\]|\([rp]\)|[~^*†‡]+)$", re.I)
# More numbers than this stored as text in one column, and the column is text.
MOST_TEXTS = 2
NEARLY = 1e-6
MOST, MOST_PEOPLE = 10_000_000, 100_000_000


@dataclass(frozen=True)
class Figure:
    """One figure: ``value`` as printed, ``stored`` as stored; or no value, and the ``reason``."""

    row: int
    column: Column
    where: str
    printed: str
    value: float | None
    stored: float | None = None
    reason: str = ""
    marks: tuple[str, ...] = ()
    warning: str = ""
    as_text: bool = False

    @property
    def revised(self) -> bool:
        """Whether the publisher marks the figure as revised."""
        return any(mark.casefold().strip("[]()") in ("r", "rev") for mark in self.marks)


def figures(table: Table, symbols: Mapping[str, str]) -> dict[tuple[int, str], Figure]:
    """Return the figure of every mapped column in every row of an area or total, by row and key.

    Raises Refused for the first cell that is no figure and no marker that is explained.
    """
    rows = [*table.areas.values(), *table.regions.values(), *table.bodies]
    rows += [] if table.nation is None else [table.nation]
    # A national body has no people of its own, and a region's rate is often not given: neither is taken in.
    without_people = {*table.regions.values(), *table.bodies}
    headed = {column.index for column in table.columns}
    read_figures = {
        (row, column.key): _figure(table, row, column, symbols, headed)
        for column in table.mapped
        for row in sorted(rows)
        if not (row in without_people and _is_empty(table, row, column))
    }
    _check_texts(read_figures)
    return read_figures


def _is_empty(table: Table, row: int, column: Column) -> bool:
    """Return whether a cell of a rate or a population is empty."""
    cell = table.sheet.cells.get((row, column.index))
    return column.key in ("rate", "population") and (cell is None or (cell.value is None and not cell.fault))


def _figure(table: Table, row: int, column: Column, symbols: Mapping[str, str], headed: Set[int]) -> Figure:
    where = table.sheet.where(row, column.index)
    cell = table.sheet.cells.get((row, column.index))
    beside = () if column.index + 1 in headed else _mark_beside(table, row, column.index)
    if cell is None or (not cleaned(cell.text) and not cell.fault and not cell.masked):
        raise refusal(
            where,
            "the cell is empty",
            f"{column.says} must be a number, or a marker that says why there is none",
        )
    if table.sheet.covered(row, column.index):
        raise refusal(
            where,
            f"{quoted(cell.text)} lies under a merged cell, where nobody sees it",
            "undo the merge, and look which is right",
        )
    if cell.fault:
        raise refusal(where, f"found {cell.fault}", f"{column.says} must be a number")
    if cell.masked:
        return Figure(row, column, where, "", None, reason="its number is hidden by its format", marks=beside)
    if isinstance(cell.value, float):
        return _stored(cell, cell.value, row, column, where, beside)
    return _written(cell, row, column, where, symbols, beside)


def _stored(cell: Cell, value: float, row: int, column: Column, where: str, marks: tuple[str, ...]) -> Figure:
    text, tail = _without_tail(cell.text)
    if not NUMBER.fullmatch(text):
        raise refusal(where, f"found {quoted(cell.text)}", f"{column.says} must be printed as a plain number")
    printed = float(text.replace(",", ""))
    if cell.percent:
        raise refusal(where, f"found the percentage {quoted(cell.text)}", f"{column.says} must be a number")
    _check_range(printed, value, where, column)
    warning = ""
    if MEANINGS[column.key].unit != RATE:
        warning = _check_whole(cell, printed, value, where, column)
    elif abs(printed - value) > 0.5 * 10.0 ** -_decimals(text) + NEARLY:
        raise refusal(
            where, f"{quoted(cell.text)} is printed where {value:.10g} is stored", "both must be one number"
        )
    return Figure(row, column, where, cell.text, printed, value, marks=(*tail, *marks), warning=warning)


def _check_whole(cell: Cell, printed: float, value: float, where: str, column: Column) -> str:
    """Return a warning for a count that is stored with a fraction and printed whole."""
    if "." in cell.text:
        raise refusal(
            where, f"found {quoted(cell.text)}", f"{column.says} is a count, and must be printed whole"
        )
    if abs(printed - value) > 0.5 + NEARLY:
        raise refusal(
            where, f"{quoted(cell.text)} is printed where {value:.10g} is stored", "both must be one number"
        )
    return (
        f"{where}: printed {cell.text}, stored {value:.10g}; the printed number is taken"
        if printed != value
        else ""
    )


def _check_range(printed: float, value: float, where: str, column: Column) -> None:
    if printed < 0 or value < 0:
        raise refusal(where, f"found {printed:,.10g}", f"{column.says} cannot be below zero")
    if printed > (MOST_PEOPLE if column.key == "population" else MOST):
        raise refusal(where, f"found {printed:,.10g}", f"{column.says} cannot be so many")


def _written(
    cell: Cell, row: int, column: Column, where: str, symbols: Mapping[str, str], beside: tuple[str, ...]
) -> Figure:
    whole = cleaned(cell.text)
    if cell.mark:
        raise refusal(
            where,
            f"the note {quoted(cell.mark)} is glued to the figure {quoted(cell.text)}, stored as {quoted(cell.value)}",
            "a figure with a note must be a number of its own",
        )
    marker = whole.casefold()
    if marker in symbols and marker not in BESIDE:
        return _marked(symbols[marker], whole, row, column, where, beside)
    text, marks = _without_tail(whole)
    if not NUMBER.fullmatch(text) or ("." in text and MEANINGS[column.key].unit != RATE):
        raise refusal(
            where,
            f"found {quoted(whole)}",
            f"{column.says} must be a number, or a marker that the workbook explains{_listed(whole)}",
        )
    value = float(text.replace(",", ""))
    _check_range(value, value, where, column)
    unknown = [
        mark
        for mark in marks
        if mark.casefold() not in {*symbols, *BESIDE} and not re.match(r"\[note", mark, re.I)
    ]
    warning = f"{where}: {quoted(whole)} is a number stored as text"
    if unknown:
        warning = f"{where}: the mark {quoted(unknown[0])} beside {text} is not explained on any sheet"
    return Figure(
        row,
        column,
        where,
        whole,
        value,
        value,
        marks=(*marks, *beside),
        warning=warning if unknown or not marks else "",
        as_text=not marks,
    )


def _marked(
    meaning: str, whole: str, row: int, column: Column, where: str, beside: tuple[str, ...]
) -> Figure:
    if meaning == NIL:
        return Figure(row, column, where, whole, 0.0, 0.0, marks=beside)
    return Figure(row, column, where, whole, None, reason=f"{meaning} ({whole})", marks=beside)


def _listed(whole: str) -> str:
    return "; the workbook's list of symbols does not have it" if len(whole) <= 5 else ""


def _without_tail(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a printed figure without the marks after it, such as 17~ and 1,409 [r], and the marks."""
    marks: list[str] = []
    text = cleaned(text)
    if text[-1:].isdigit():  # as nearly all do, and no mark does
        return text, ()
    while match := TRAILING.search(text):
        if not match.start():
            break
        marks.insert(0, match[1])
        text = text[: match.start()].rstrip()
    return text, tuple(marks)


def _mark_beside(table: Table, row: int, column: int) -> tuple[str, ...]:
    """Return the mark in the cell on the right, whose column holds nothing but marks."""
    cell = table.sheet.cells.get((row, column + 1))
    return (cleaned(cell.text),) if cell is not None and isinstance(cell.value, str) else ()


def _check_texts(read_figures: Mapping[tuple[int, str], Figure]) -> None:
    counts: dict[str, list[Figure]] = {}
    for (_, key), figure in read_figures.items():
        if figure.as_text:
            counts.setdefault(key, []).append(figure)
    for many in counts.values():
        if len(many) > MOST_TEXTS:
            raise refusal(
                many[0].where,
                f"this and {len(many) - 1} more numbers of the column are stored as text",
                "the column must hold numbers",
            )


def _decimals(text: str) -> int:
    return -int(Decimal(text.replace(",", "")).as_tuple().exponent)
