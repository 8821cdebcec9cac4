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
    blocks: Callable[[str], list[Block]], change: Callable[[str, Block], list[Cells]]
) -> Callable[[str], Iterator[Fault]]:
    def faults(kind: str) -> Iterator[Fault]:
        for table in FIGURES:
            for block in blocks(table):
                if fault := _fault(kind, table, change(table, block)):
                    yield fault

    return faults


def _exchanged(column: Callable[[str], str]) -> Callable[[str], Iterator[Fault]]:
    """Two neighbours in the alphabet, each in the place of the other."""

    def faults(kind: str) -> Iterator[Fault]:
        for table in FIGURES:
            name, rows = column(table), rows_of(table)
            if name not in rows[0]:
                continue
            for first, second in pairwise(sorted({row[name] for row in rows} - {""})):
                to = {first: second, second: first}
                after = [{**row, name: to.get(row[name], row[name])} for row in rows]
                if fault := _fault(kind, table, after):
                    yield fault

    return faults


def _missing(kind: str) -> Iterator[Fault]:
    """All rows of a place are gone."""
    for table, (_, who, _, _) in FIGURES.items():
        rows = rows_of(table)
        for place in sorted({row[who] for row in rows}):
            gone = [row for row in rows if row[who] == place]
            if len(gone) >= FEWEST and len(gone) < len(rows):
                left = [row for row in rows if row[who] != place]
                yield Fault(kind, table, left, [wrong(table, row, row) for row in gone])


def _twice(respelt: Callable[[str], str]) -> Callable[[str], Iterator[Fault]]:
    """The rows of a place once more, with other figures and the name in another spelling."""

    def faults(kind: str) -> Iterator[Fault]:
        for table, (column, who, _, _) in FIGURES.items():
            rows = rows_of(table)
            for place in sorted({row[who] for row in rows}):
                own = [row for row in rows if row[who] == place and NUMBER.fullmatch(row[column])]
                more = [{**row, who: respelt(place), column: times_ten(row[column])} for row in own]
                if len(own) >= FEWEST and respelt(place) != place:
                    pairs = [wrong(table, *pair) for pair in zip(own, more, strict=True)]
                    yield Fault(kind, table, [*rows, *more], pairs)

    return faults


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


# Each kind by its name: what yields its faults, which are made only when they are asked for.
_BEFORE, _AFTER = of_figure(of_year_before), of_figure(of_year_after)
TABLE_KINDS: Mapping[str, Callable[[str], Iterator[Fault]]] = {
    "names against figures, a column down by one": _of_kind(_blocks, _shifted),
    "names against figures, a column up by one": _of_kind(_blocks, _shifted_up),
    "names against figures, the table down by one": _of_kind(_wholes, _shifted),
    "names against figures, the table up by one": _of_kind(_wholes, _shifted_up),
    "a column sorted by size, the names not": _of_kind(_blocks, _ranked),
    "last year's for this year's": _of_kind(_blocks, _each(_BEFORE)),
    "next year's for this year's": _of_kind(_blocks, _each(_AFTER)),
    "last year's in the whole table": _of_kind(_wholes, _each(_BEFORE)),
    "a column times ten": _of_kind(_blocks, _each(of_figure(times_ten))),
    "thousands dropped in a column": _of_kind(_blocks, _each(of_figure(thousands_dropped))),
    "level 1 as the total": _of_kind(_wholes, _each(of_figure(LEVEL1))),
    "rates as counts": _of_kind(_blocks, _each(of_figure(RATE_AS_COUNT))),
    "counts as rates": _of_kind(_blocks, _each(of_figure(COUNT_AS_RATE))),
    "one in N as rates": _of_kind(_blocks, _each(of_figure(ONE_IN_N_AS_RATE))),
    "people of other ages": _of_kind(_blocks, _each(of_figure(OTHER_AGES))),
    "dates of a column a year late": _of_kind(_blocks, _each(moved_date(1))),
    "dates of a column a year early": _of_kind(_blocks, _each(moved_date(-1))),
    "dates of a source a year late": _of_kind(_by_source, _each(moved_date(1))),
    "dates of a source a year early": _of_kind(_by_source, _each(moved_date(-1))),
    "dates of the table a year late": _of_kind(_wholes, _each(moved_date(1))),
    "dates of the table a year early": _of_kind(_wholes, _each(moved_date(-1))),
    "units of a column changed": _of_kind(_blocks, _each(_another_unit)),
    "bounds turned round": _of_kind(_wholes, _turned_round),
    "totals from the year before": _of_kind(_wholes, _of_larger(_BEFORE)),
    "two places exchanged": _exchanged(lambda table: FIGURES[table][1]),
    "two measures exchanged": _exchanged(lambda table: FIGURES[table][3]),
    "two sources exchanged": _exchanged(lambda _: "source_id"),
    "a place's rows missing": _missing,
    "a place twice, in capitals": _twice(str.upper),
    "a place twice, with a blank": _twice(lambda name: f"{name} "),
}


def table_faults(kind: str) -> Iterator[Fault]:
    """Yield every fault of a kind, which is one of a whole column or table."""
    return TABLE_KINDS[kind](kind)
