"""Mistakes in one row of a table, drawn at random: another number, or another name, date, unit or source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random

from fault_outcomes import FIGURES, Cells, Fault, rows_of, wrong

LEAST = 0.05  # a smaller change is beyond any control: rates themselves are rounded by as much
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

Rows = Sequence[Cells]
# Given a row, all rows, the table and a source of chance: the cells that are changed, or none.
Mistake = Callable[[Cells, Rows, str, Random], Mapping[str, str] | None]


def of_figure(change: Callable[[str, Cells, Rows, str, Random], str | None]) -> Mistake:
    """Return a mistake that puts another number in the place of a figure, off by more than ``LEAST``."""

    def mistake(row: Cells, rows: Rows, table: str, random: Random) -> Mapping[str, str] | None:
        column = FIGURES[table][0]
        was = row[column]
        cell = change(was, row, rows, table, random) if NUMBER.fullmatch(was) else None
        if cell is None or not NUMBER.fullmatch(cell):
            return None
        return {column: cell} if abs(float(cell) - float(was)) > LEAST * abs(float(was)) else None

    return mistake


def times_ten(cell: str, *_: object) -> str:
    whole, _point, part = cell.partition(".")
    return f"{whole}{part[0]}.{part[1:] or '0'}" if part else f"{cell}0"


def thousands_dropped(cell: str, *_: object) -> str | None:
    whole = cell.partition(".")[0]
    return None if len(whole) < 4 else str(int(whole[(len(whole) - 1) % 3 + 1 :]))


def _swapped(cell: str, _row: Cells, _rows: Rows, _table: str, random: Random) -> str | None:
    pairs = [
        swapped
        for i in range(len(cell) - 1)
        if (swapped := cell[:i] + cell[i + 1] + cell[i] + cell[i + 2 :])[0] not in "0.-"
        and swapped[-1] != "."
    ]
    return random.choice(pairs) if pairs else None


def _digit_dropped(cell: str, _row: Cells, _rows: Rows, _table: str, random: Random) -> str:
    place = random.randrange(len(cell))
    return cell[:place] + cell[place + 1 :]


def _digit_twice(cell: str, _row: Cells, _rows: Rows, _table: str, random: Random) -> str:
    place = random.randrange(len(cell))
    return cell[: place + 1] + cell[place:]


def _another_digit(cell: str, _row: Cells, _rows: Rows, _table: str, random: Random) -> str:
    place = random.choice([number for number, letter in enumerate(cell) if letter.isdigit()])
    return cell[:place] + random.choice("123456789") + cell[place + 1 :]


def _sign_turned(cell: str, *_: object) -> str:
    return cell[1:] if cell.startswith("-") else f"-{cell}"


def of_next_place(_cell: str, row: Cells, rows: Rows, table: str, _random: Random) -> str | None:
    column, who, when, what = FIGURES[table]
    alike = [one for one in rows if (one[when], one[what]) == (row[when], row[what])]
    after = [one for one in alike if one[who] > row[who]] or alike
    return min(after, key=lambda one: one[who])[column]


def of_year_before(_cell: str, row: Cells, _rows: Rows, table: str, _random: Random) -> str | None:
    column, _, when, _ = FIGURES[table]
    mine = [one for one in _of_same(row, table) if one[when] < row[when]]
    return max(mine, key=lambda one: one[when])[column] if mine else None


def of_year_after(_cell: str, row: Cells, _rows: Rows, table: str, _random: Random) -> str | None:
    column, _, when, _ = FIGURES[table]
    mine = [one for one in _of_same(row, table) if one[when] > row[when]]
    return min(mine, key=lambda one: one[when])[column] if mine else None


def _of_same(row: Cells, table: str) -> Rows:
    _, who, _, what = FIGURES[table]
    return _of_place(table)[row[who], row[what]]


def of_measure(*pairs: tuple[str, str]) -> Callable[[str, Cells, Rows, str, Random], str | None]:
    """Return a change to the figure of another measure of the same place and date, such as level 1."""

    def change(_cell: str, row: Cells, _rows: Rows, table: str, _random: Random) -> str | None:
        _, who, when, what = FIGURES[table]
        found = [
            _cells_of(table).get((row[who], row[when], other)) for own, other in pairs if row[what] == own
        ]
        return next((cell for cell in found if cell is not None), None)

    return change


@lru_cache
def _cells_of(table: str) -> Mapping[tuple[str, str, str], str]:
    """The first figure of each place, date and measure of a table."""
    column, who, when, what = FIGURES[table]
    return {(row[who], row[when], row[what]): row[column] for row in reversed(rows_of(table))}


@lru_cache
def _of_place(table: str) -> Mapping[tuple[str, str], Rows]:
    """The rows of each place and measure of a table."""
    _, who, _, what = FIGURES[table]
    found: dict[tuple[str, str], list[Cells]] = {}
    for row in rows_of(table):
        found.setdefault((row[who], row[what]), []).append(row)
    return found


LEVEL1 = of_measure(("rso_count", "level1_snapshot"), ("mappa_total", "level1_snapshot"))
RATE_AS_COUNT = of_measure(("rso_count", "rso_rate_per_100k"), ("rso_count", "rso_rate_per_100k_total_pop"))
COUNT_AS_RATE = of_measure(("rso_rate_per_100k", "rso_count"), ("rso_rate_per_100k_total_pop", "rso_count"))
ONE_IN_N_AS_RATE = of_measure(("rso_rate_per_100k", "rso_one_in_n"), ("rso_one_in_n", "rso_rate_per_100k"))
OTHER_AGES = of_measure(("population_10_plus", "population_all"), ("population_all", "population_10_plus"))


def _of_another_measure(_cell: str, row: Cells, rows: Rows, table: str, random: Random) -> str | None:
    column, who, when, what = FIGURES[table]
    others = [
        one[column]
        for one in rows
        if (one[who], one[when]) == (row[who], row[when]) and one[what] != row[what]
    ]
    return random.choice(others) if others else None


def _bound_turned(row: Cells, _rows: Rows, table: str, _random: Random) -> Mapping[str, str] | None:
    return (
        {"low": row["high"], "high": row["low"]}
        if table == "derived_bounds" and row["low"] != row["high"]
        else None
    )


def moved_date(by: int) -> Mistake:
    """Return a mistake that has a row so many years later or earlier."""

    def mistake(row: Cells, _rows: Rows, table: str, _random: Random) -> Mapping[str, str] | None:
        when = FIGURES[table][2]
        year = re.search("[0-9]{4}", row[when])
        return {when: row[when].replace(year[0], f"{int(year[0]) + by}")} if year else None

    return mistake


def _another_day(row: Cells, _rows: Rows, _table: str, random: Random) -> Mapping[str, str] | None:
    day = random.choice(["-03-30", "-04-01", "-12-31", "-06-30"])
    return {"period_end": row["period_end"].replace("-03-31", day)} if "period_end" in row else None


def _of_column(name: str, *places: int) -> Mistake:
    """Return a mistake that takes a cell from another row, in a column named or of a place in ``FIGURES``."""

    def mistake(row: Cells, rows: Rows, table: str, random: Random) -> Mapping[str, str] | None:
        column = FIGURES[table][places[0]] if places else name
        if column not in row:
            return None
        others = sorted({one[column] for one in rows} - {row[column], ""})
        return {column: random.choice(others)} if others else None

    return mistake


CELL_KINDS: Mapping[str, Mistake] = {
    "times ten": of_figure(times_ten),
    "two digits swapped": of_figure(_swapped),
    "a digit left out": of_figure(_digit_dropped),
    "a digit typed twice": of_figure(_digit_twice),
    "another digit": of_figure(_another_digit),
    "thousands dropped": of_figure(thousands_dropped),
    "the sign turned": of_figure(_sign_turned),
    "the value of the next place": of_figure(of_next_place),
    "the value of the year before": of_figure(of_year_before),
    "the value of the year after": of_figure(of_year_after),
    "the value of another measure": of_figure(_of_another_measure),
    "level 1 as the total": of_figure(LEVEL1),
    "a rate as a count": of_figure(RATE_AS_COUNT),
    "a count as a rate": of_figure(COUNT_AS_RATE),
    "one in N as a rate": of_figure(ONE_IN_N_AS_RATE),
    "people of other ages": of_figure(OTHER_AGES),
    "a bound turned round": _bound_turned,
    "a date a year late": moved_date(1),
    "a date a year early": moved_date(-1),
    "another day": _another_day,
    "another place": _of_column("", 1),
    "another measure": _of_column("", 3),
    "another unit": _of_column("unit"),
    "another source": _of_column("source_id"),
    "another census": _of_column("census_base"),
}

# Those that put another number in the place of a figure.
OF_FIGURES = [*CELL_KINDS][:16]


def drawn(kind: str, number: int, random: Random, only: Iterable[str] = FIGURES) -> Iterator[Fault]:
    """Yield so many faults of a kind, each in another row; fewer where there are no more."""
    places = [(table, row) for table in only for row in range(len(rows_of(table)))]
    random.shuffle(places)
    for table, index in places:
        rows = rows_of(table)
        changed = CELL_KINDS[kind](rows[index], rows, table, random)
        if changed is None or not number:
            continue
        after = {**rows[index], **changed}
        yield Fault(
            kind, table, [*rows[:index], after, *rows[index + 1 :]], [wrong(table, rows[index], after)]
        )
        number -= 1
