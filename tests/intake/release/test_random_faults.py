"""Two hundred single faults, drawn by their number: none changes a figure unseen."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from eras import ERAS, NATION, Made, areas, expected, made
from speed import some
from test_eras import figures

from helpers.intake.release.container import contained
from helpers.intake.release.refusal import Refused
from helpers.intake.release.understanding import Understanding, understand

Fault = Callable[[random.Random, Made], None]


def cell(draw: random.Random, workbook: Made) -> tuple[int, int]:
    return workbook.at(draw.choice([*areas(), NATION]), draw.choice(list(workbook.columns)))


def one_more(draw: random.Random, workbook: Made) -> None:
    place = cell(draw, workbook)
    old = workbook.table.cells[place]
    number = old.value if isinstance(old.value, (int, float)) else 0
    workbook.table.cells[place] = replace(
        old, value=number + draw.choice([1, -1, 7, 100, 0.4, 0.6, 9 * number])
    )


def of_the_row_beside(draw: random.Random, workbook: Made) -> None:
    row, column = cell(draw, workbook)
    beside = draw.choice([row - 1, row + 1])
    if (beside, column) in workbook.table.cells:
        workbook.table.cells[row, column] = workbook.table.cells[beside, column]


def of_the_column_beside(draw: random.Random, workbook: Made) -> None:
    row, column = cell(draw, workbook)
    beside = draw.choice([column - 1, column + 1])
    if (row, beside) in workbook.table.cells:
        workbook.table.cells[row, column] = workbook.table.cells[row, beside]


def emptied(draw: random.Random, workbook: Made) -> None:
    workbook.table.cells.pop(cell(draw, workbook))


def words(draw: random.Random, workbook: Made) -> None:
    marks = [
        "-",
        "..",
        "[c]",
        "[x]",
        "*",
        "n/a",
        "",
        " ",
        "1,234",
        "820 [r]",
        "12~",
        "see note",
        "٣",
        "½",
        "1e3",
    ]
    workbook.table.put(*cell(draw, workbook), draw.choice(marks))


def raised(draw: random.Random, workbook: Made) -> None:
    place = cell(draw, workbook)
    workbook.table.put(*place, f"{workbook.table.cells[place].value}", raised="1")


def another_format(draw: random.Random, workbook: Made) -> None:
    place = cell(draw, workbook)
    code = draw.choice(["0%", "0.0", "#,##0,", ";;;", '[<5]"*"', "#,##0"])
    # What a format prints is for the writer of .ods to say, which knows but a few.
    if workbook.era.kind == "ods" and code == "#,##0,":
        code = "0.0"
    workbook.table.cells[place] = replace(workbook.table.cells[place], format=code)


def another_name(draw: random.Random, workbook: Made) -> None:
    first, second = draw.sample(areas(), 2)
    name = draw.choice(
        [second, "", "Kentt", f"{first}2", "Total", "North East", "Metropolitan", f"{first} and {second}"]
    )
    workbook.table.put(workbook.rows[first], 0, name)


def names_swapped(draw: random.Random, workbook: Made) -> None:
    first, second = draw.sample(areas(), 2)
    workbook.table.put(workbook.rows[first], 0, second)
    workbook.table.put(workbook.rows[second], 0, first)


def another_header(draw: random.Random, workbook: Made) -> None:
    row = workbook.header_rows[-1]
    first, second = draw.sample(list(workbook.columns.values()), 2)
    text = draw.choice(["", "Total", "Level 2", "Something else", workbook.table.cells[row, second].value])
    workbook.table.put(row, first, text)


def row_gone(draw: random.Random, workbook: Made) -> None:
    row = workbook.rows[draw.choice([*areas(), NATION])]
    for place in [place for place in workbook.table.cells if place[0] == row]:
        workbook.table.cells.pop(place)


def column_gone(draw: random.Random, workbook: Made) -> None:
    column = draw.choice(list(workbook.columns.values()))
    for place in [
        place for place in workbook.table.cells if place[1] == column and place[0] >= workbook.header_rows[0]
    ]:
        workbook.table.cells.pop(place)


def column_shifted(draw: random.Random, workbook: Made) -> None:
    """Move one column's figures down by a row, the last to the top."""
    column = draw.choice(list(workbook.columns.values()))
    rows = [workbook.rows[area] for area in areas()]
    old = [workbook.table.cells[row, column] for row in rows]
    for row, value in zip(rows, [old[-1], *old[:-1]], strict=True):
        workbook.table.cells[row, column] = value


def hidden(draw: random.Random, workbook: Made) -> None:
    row, column = cell(draw, workbook)
    draw.choice([workbook.table.hidden_rows.add, lambda _: workbook.table.hidden_columns.add(column)])(row)


def merged(draw: random.Random, workbook: Made) -> None:
    row, column = cell(draw, workbook)
    workbook.table.merged.append((row, column, row + draw.choice([0, 1]), column + 1))


def struck(draw: random.Random, workbook: Made) -> None:
    place = cell(draw, workbook)
    workbook.table.cells[place] = replace(workbook.table.cells[place], struck=True)


def stray(draw: random.Random, workbook: Made) -> None:
    last = max(row for row, _ in workbook.table.cells)
    workbook.table.put(
        last + draw.randrange(1, 6),
        draw.randrange(len(workbook.columns) + 4),
        draw.choice([7, "Kent", "total"]),
    )


def another_title(draw: random.Random, workbook: Made) -> None:
    workbook.table.put(
        0, 0, draw.choice(["", "MAPPA", "31 March 2016", "Sexual offences recorded", "2011/12"])
    )


FAULTS: list[Fault] = [
    one_more, one_more, one_more, of_the_row_beside, of_the_column_beside, emptied, words, words, raised, another_format,
    another_name, names_swapped, another_header, another_header, row_gone, column_gone, column_shifted, hidden, merged,
    struck, stray, another_title,
]  # fmt: skip


def told(found: Understanding) -> str:
    """Return everything that is shown before a workbook is accepted."""
    lines = [*found.warnings, *found.left_out, *found.withheld]
    lines += [f"{check.says} {' '.join(check.cases)}" for check in found.checks]
    lines += [
        f"{column.header} {column.why}"
        for table in found.tables
        for column in table.columns
        if not column.key
    ]
    return "\n".join(lines)


EVERY = range(200)


@pytest.mark.parametrize("number", some(EVERY[::8], EVERY))
def test_a_random_fault_is_refused_or_harmless_or_told(number: int) -> None:
    draw = random.Random(number)
    workbook = made(draw.choice(list(ERAS)))
    fault = draw.choice(FAULTS)
    fault(draw, workbook)
    try:
        found = understand(contained(workbook.content(), workbook.era.file), workbook.era.year)
        found.check()
    except Refused:
        return
    right, read = expected(workbook), figures(found)
    told_of = told(found)
    for area, measure, basis in right.keys() | read.keys():
        one, other = right.get((area, measure, basis)), read.get((area, measure, basis))
        if one == other:
            continue
        loose = next(check for check in found.checks if check.name == "each column and its rows")
        tied = not any(measure in case for case in loose.cases)
        assert other is None or area in told_of or not tied, (
            f"{fault.__name__}: {area} {measure} {one} {other}"
        )
        gone = not any(key[1:] == (measure, basis) for key in read)
        assert other is not None or gone or area in told_of or "cell" in told_of, (
            f"{fault.__name__}: {area} {measure}"
        )
