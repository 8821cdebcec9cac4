"""Mistakes in a whole column or table: every one of each kind that can be made of the tables as shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random

from cell_faults import (
    COUNT_AS_RATE,
    LEVEL1,
    NUMBER,
    ONE_IN_N_AS_RATE,
    OTHER_AGES,
    RATE_AS_COUNT,
    Rows,
    moved_date,
    of_figure,
    of_year_after,
    of_year_before,
    thousands_dropped,
    times_ten,
)
from fault_outcomes import FIGURES, Cells, Fault, rows_of, wrong

FEWEST = 3  # rows that change: fewer are mistakes of single cells
Change = Callable[[Rows, str], Sequence[Cells]]
# A part of a table: its rows, by their places in it.
Block = Sequence[int]


def _fault(kind: str, table: str, after: Sequence[Cells]) -> Fault | None:
    """Return the fault of these rows in the place of those that are there; None where too few change."""
    before = rows_of(table)
    changed = [wrong(table, old, new) for old, new in zip(before, after, strict=True) if old != new]
    return Fault(kind, table, after, changed) if len(changed) >= FEWEST else None


def _blocks(table: str) -> list[Block]:
    """Each column of an official table that was taken in: the figures of one measure and date."""
    return _alike(table, *FIGURES[table][2:])


def _alike(table: str, *columns: str) -> list[Block]:
    found: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows_of(table)):
        if all(column in row for column in columns):
            found.setdefault(tuple(row[column] for column in columns), []).append(number)
    return [block for block in found.values() if len(block) >= FEWEST]


def _wholes(table: str) -> list[Block]:
    return [range(len(rows_of(table)))]


def _in(table: str, block: Block, changed: Mapping[int, Mapping[str, str]]) -> list[Cells]:
    return [
        {**row, **(changed.get(number, {}) if number in block else {})}
        for number, row in enumerate(rows_of(table))
    ]


def _shifted(table: str, block: Block) -> list[Cells]:
    """Each figure in the place of the one before it."""
    column, rows = FIGURES[table][0], rows_of(table)
    moved = {
        now: {column: rows[before][column]} for before, now in zip(block, [*block[1:], block[0]], strict=True)
    }
    return _in(table, block, moved)


def _shifted_up(table: str, block: Block) -> list[Cells]:
    return _shifted(table, [*reversed(block)])


def _ranked(table: str, block: Block) -> list[Cells]:
    """The figures from the smallest to the largest, the names as they were."""
    column, rows = FIGURES[table][0], rows_of(table)
    numbers = [number for number in block if NUMBER.fullmatch(rows[number][column])]
    ordered = sorted((rows[number][column] for number in numbers), key=float)
    return _in(table, block, {number: {column: cell} for number, cell in zip(numbers, ordered, strict=True)})


def _each(mistake: Callable[..., Mapping[str, str] | None]) -> Callable[[str, Block], list[Cells]]:
    def change(table: str, block: Block) -> list[Cells]:
        rows = rows_of(table)
        return _in(
            table, block, {number: mistake(rows[number], rows, table, Random(0)) or {} for number in block}
        )

    return change


def _another_unit(row: Cells, rows: Rows, _table: str, _random: Random) -> Mapping[str, str] | None:
    others = sorted({one.get("unit", "") for one in rows} - {row.get("unit", ""), ""})
    return {"unit": others[0]} if others and "unit" in row else None


def _of_kind(
    kind: str, blocks: Callable[[str], list[Block]], change: Callable[[str, Block], list[Cells]]
) -> Iterator[Fault]:
    for table in FIGURES:
        for block in blocks(table):
            if fault := _fault(kind, table, change(table, block)):
                yield fault


def _exchanged(kind: str, column: Callable[[str], str]) -> Iterator[Fault]:
    """Two neighbours in the alphabet, each in the place of the other."""
    for table in FIGURES:
        name, rows = column(table), rows_of(table)
        if name not in rows[0]:
            continue
        for first, second in pairwise(sorted({row[name] for row in rows} - {""})):
            to = {first: second, second: first}
            if fault := _fault(kind, table, [{**row, name: to.get(row[name], row[name])} for row in rows]):
                yield fault


def _missing(kind: str) -> Iterator[Fault]:
    """All rows of a place are gone."""
    for table, (_, who, _, _) in FIGURES.items():
        rows = rows_of(table)
        for place in sorted({row[who] for row in rows}):
            gone = [row for row in rows if row[who] == place]
            if len(gone) >= FEWEST and len(gone) < len(rows):
                left = [row for row in rows if row[who] != place]
                yield Fault(kind, table, left, [wrong(table, row, row) for row in gone])


def _twice(kind: str, respelt: Callable[[str], str]) -> Iterator[Fault]:
    """The rows of a place once more, with other figures and the name in another spelling."""
    for table, (column, who, _, _) in FIGURES.items():
        rows = rows_of(table)
        for place in sorted({row[who] for row in rows}):
            own = [row for row in rows if row[who] == place and NUMBER.fullmatch(row[column])]
            more = [{**row, who: respelt(place), column: times_ten(row[column])} for row in own]
            if len(own) >= FEWEST and respelt(place) != place:
                yield Fault(
                    kind, table, [*rows, *more], [wrong(table, *pair) for pair in zip(own, more, strict=True)]
                )


def _of_larger(mistake: Callable[..., Mapping[str, str] | None]) -> Callable[[str, Block], list[Cells]]:
    def change(table: str, block: Block) -> list[Cells]:
        rows = rows_of(table)
        larger = [number for number in block if rows[number].get("area_type") in ("region", "nation")]
        return _each(mistake)(table, larger)

    return change


def _turned_round(table: str, block: Block) -> list[Cells]:
    rows = rows_of(table)
    if table != "derived_bounds":
        return [*rows]
    return _in(table, block, {n: {"low": rows[n]["high"], "high": rows[n]["low"]} for n in block})


def _by_source(table: str) -> list[Block]:
    return _alike(table, "source_id")


def table_faults() -> Iterator[Fault]:
    """Yield every fault of a whole column or table."""
    before, after = of_figure(of_year_before), of_figure(of_year_after)
    yield from _of_kind("names against figures, a column down by one", _blocks, _shifted)
    yield from _of_kind("names against figures, a column up by one", _blocks, _shifted_up)
    yield from _of_kind("names against figures, the table down by one", _wholes, _shifted)
    yield from _of_kind("names against figures, the table up by one", _wholes, _shifted_up)
    yield from _of_kind("a column sorted by size, the names not", _blocks, _ranked)
    yield from _of_kind("last year's for this year's", _blocks, _each(before))
    yield from _of_kind("next year's for this year's", _blocks, _each(after))
    yield from _of_kind("last year's in the whole table", _wholes, _each(before))
    yield from _of_kind("a column times ten", _blocks, _each(of_figure(times_ten)))
    yield from _of_kind("thousands dropped in a column", _blocks, _each(of_figure(thousands_dropped)))
    yield from _of_kind("level 1 as the total", _wholes, _each(of_figure(LEVEL1)))
    yield from _of_kind("rates as counts", _blocks, _each(of_figure(RATE_AS_COUNT)))
    yield from _of_kind("counts as rates", _blocks, _each(of_figure(COUNT_AS_RATE)))
    yield from _of_kind("one in N as rates", _blocks, _each(of_figure(ONE_IN_N_AS_RATE)))
    yield from _of_kind("people of other ages", _blocks, _each(of_figure(OTHER_AGES)))
    yield from _of_kind("dates of a column a year late", _blocks, _each(moved_date(1)))
    yield from _of_kind("dates of a column a year early", _blocks, _each(moved_date(-1)))
    yield from _of_kind("dates of a source a year late", _by_source, _each(moved_date(1)))
    yield from _of_kind("dates of the table a year late", _wholes, _each(moved_date(1)))
    yield from _of_kind("dates of the table a year early", _wholes, _each(moved_date(-1)))
    yield from _of_kind("units of a column changed", _blocks, _each(_another_unit))
    yield from _of_kind("bounds turned round", _wholes, _turned_round)
    yield from _of_kind("totals from the year before", _wholes, _of_larger(before))
    yield from _exchanged("two places exchanged", lambda table: FIGURES[table][1])
    yield from _exchanged("two measures exchanged", lambda table: FIGURES[table][3])
    yield from _exchanged("two sources exchanged", lambda _: "source_id")
    yield from _missing("a place's rows missing")
    yield from _twice("a place twice, in capitals", str.upper)
    yield from _twice("a place twice, with a blank", lambda name: f"{name} ")
