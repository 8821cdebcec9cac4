"""Every control and a fault that it alone was made for: it passes without the fault, and not with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from eras import ERAS, GROUPS, NATION, NSD, Made, areas, made, people
from taken import taken
from test_eras import figures
from test_faults import breaches_apart, in_turns, move, refused, same
from test_national import by_level
from test_oracle import like_the_press

from helpers.data.sources import data_folder
from helpers.intake.release.container import contained
from helpers.intake.release.controls import Check
from helpers.intake.release.understanding import Understanding, understand

FOUR = ["Staffordshire", "Warwickshire", "West Mercia", "West Midlands"]
Fault = Callable[[Made], None]


@pytest.fixture(scope="module")
def after_2017() -> Path:
    """Return data that have the made-up tables of 31 March 2017."""
    return taken(2017)[0]


def read(workbook: Made, folder: Path | None = None) -> Understanding:
    content = contained(workbook.content(), workbook.era.file)
    return understand(content, workbook.era.year, folder or data_folder())


def put(workbook: Made, place: str, key: str, value: float) -> None:
    workbook.values[place, key] = value
    workbook.table.put(*workbook.at(place, key), value, format="#,##0")


def more(key: str, by: float = 1, place: str = "Kent") -> Fault:
    return lambda workbook: put(workbook, place, key, workbook.values[place, key] + by)


def total_again(workbook: Made, key: str) -> None:
    put(workbook, NATION, key, sum(workbook.values[area, key] for area in areas()))


def and_total(fault: Fault, key: str) -> Fault:
    def both(workbook: Made) -> None:
        fault(workbook)
        total_again(workbook, key)

    return both


MORE = {"rso_l1": 7, "rso": 7, "cat2_l1": 7, "cat2": 7, "all_l1": 14, "all": 14} | dict.fromkeys(
    ("shpo", "breaches", "rso_l2_year", "rso_l3_year", "all_l2_year", "all_l3_year"), 1
)


def year_later() -> Made:
    """Return the workbook of 2018 with the figures of 2017, and a few more of them everywhere."""
    workbook, before = made(2018), made(2017)
    for area in areas():
        for key in workbook.columns:
            value = before.values[area, key]
            value += MORE.get(key, 0)
            put(workbook, area, key, value)
    for key in workbook.columns:
        total_again(workbook, key)
    for place in (*areas(), NATION):
        put(workbook, place, "rate", int(100_000 * workbook.values[place, "rso"] / people(2017)[place] + 0.5))
    return workbook


def of_2017() -> Made:
    return made(2017)


def of_2023() -> Made:
    return made(2023)


def last_years(workbook: Made) -> None:
    for (place, key), value in made(2017).values.items():
        if key in workbook.columns:
            put(workbook, place, key, value)


def shifted(workbook: Made, key: str = "recalls") -> None:
    order = list(areas())
    values = [workbook.values[area, key] for area in order]
    for area, value in zip(order, [values[-1], *values[:-1]], strict=True):
        put(workbook, area, key, value)


def by_size(workbook: Made, key: str = "recalls") -> None:
    values = sorted((workbook.values[area, key] for area in areas()), reverse=True)
    for area, value in zip(areas(), values, strict=True):
        put(workbook, area, key, value)


def with_region(workbook: Made) -> Made:
    row = max(workbook.rows.values()) + 1
    workbook.table.cells = {place: cell for place, cell in workbook.table.cells.items() if place[0] < row}
    workbook.table.put(row, 0, "West Midlands region")
    for key, column in workbook.columns.items():
        workbook.table.put(
            row, column, 150 if key == "rate" else sum(workbook.values[name, key] for name in FOUR)
        )
    return workbook


def with_population(workbook: Made) -> Made:
    column = len(workbook.columns) + 1
    workbook.columns["population"] = column
    workbook.table.put(workbook.header_rows[-1], column, "Population aged 10 and over")
    for place in (*areas(), NATION):
        put(workbook, place, "population", round(people(workbook.era.base)[place], -2))
    return workbook


def with_national_table(workbook: Made) -> Made:
    workbook.sheets.append(by_level(workbook))
    return workbook


def in_year_by_category(workbook: Made) -> Made:
    """Return a workbook with the levels of every category in the year."""
    for level in (2, 3):
        parts = {f"cat{number}_l{level}_year": number for number in (2, 3)}
        for key, number in parts.items():
            workbook.columns[key] = len(workbook.columns) + 1
            header = f"{GROUPS[f'cat{number}']} Level {level} in the year"
            workbook.table.put(workbook.header_rows[-1], workbook.columns[key], header)
        for area in areas():
            total = workbook.values[area, f"all_l{level}_year"] - workbook.values[area, f"rso_l{level}_year"]
            put(workbook, area, f"cat2_l{level}_year", total // 2)
            put(workbook, area, f"cat3_l{level}_year", total - total // 2)
        for key in parts:
            total_again(workbook, key)
    return workbook


def year_later_with_known_measures() -> Made:
    """Return that workbook without the columns that are no measure alone: nothing known ties their rows."""
    workbook = year_later()
    for key in ("sfo_l2", "sfo_l3"):
        for row in [workbook.header_rows[-1], *workbook.rows.values()]:
            del workbook.table.cells[row, workbook.columns[key]]
    return workbook


def fewer_in_the_year(workbook: Made) -> None:
    area = next(area for area in areas() if workbook.values[area, "rso_l2"])
    put(workbook, area, "rso_l2_year", workbook.values[area, "rso_l2"] - 1)


def rates_off(workbook: Made) -> None:
    for area in ("Kent", "Essex", "Norfolk"):
        more("rate", 2, area)(workbook)


def level_1_for_all(workbook: Made) -> None:
    for area in (*areas(), NATION):
        put(workbook, area, "rso", workbook.values[area, "rso_l1"])


def region_off(workbook: Made) -> None:
    workbook.table.put(max(workbook.rows.values()) + 1, workbook.columns["recalls"], 999)


def national_off(workbook: Made) -> None:
    workbook.sheets[-1].put(4, 4, workbook.values[NATION, "rso"] + 1)


def total_less_than_both(workbook: Made) -> None:
    workbook.table.cells = both_less_than_parts().table.cells


def both_less_than_parts() -> Made:
    return breaches_apart(both=True)


def both_right() -> Made:
    workbook = breaches_apart(both=True)
    for name in ("Kent", NATION):
        place = workbook.rows[name], workbook.columns["breaches"]
        workbook.table.put(*place, sum(workbook.values[name, key] for key in ("cautioned", "convicted")))
    return workbook


def neighbours(workbook: Made) -> None:
    workbook.table.cells = like_the_press(shifted=True, rate=False).table.cells


# Each control: the workbook that passes it, the fault, and what it then says.
CONTROLS: dict[str, tuple[Callable[[], Made], Fault, str]] = {
    "levels of category 1": (of_2017, more("rso"), "stop"),
    "levels of category 2": (of_2017, more("cat2"), "stop"),
    "levels of category 3": (of_2017, more("cat3"), "stop"),
    "levels of category 4": (of_2023, more("cat4"), "stop"),
    "categories and all MAPPA offenders": (of_2017, more("all"), "stop"),
    "levels and all MAPPA offenders": (of_2017, more("all"), "stop"),
    **{
        f"categories and all categories, level {level}": (of_2017, more(f"all_l{level}"), "stop")
        for level in (1, 2, 3)
    },
    **{
        f"categories and all categories, level {level}, in year": (
            lambda: in_year_by_category(made(2017)), more(f"all_l{level}_year"), "stop",
        )
        for level in (2, 3)
    },
    "areas and the total row": (of_2017, more("recalls"), "stop"),
    "areas and the national tables": (lambda: with_national_table(made(2017)), national_off, "stop"),
    "areas and the rows of regions": (lambda: with_region(made(2017)), region_off, "stop"),
    "implied population": (of_2017, lambda workbook: move(workbook, 1, list(workbook.rows)), "stop"),
    "printed rates": (of_2023, rates_off, "stop"),
    "printed population": (lambda: with_population(made(2017)), more("population", 500_000), "warning"),
    "each column and its rows": (year_later_with_known_measures, shifted, "stop"),
    "columns in order of size": (of_2017, by_size, "stop"),
    "total and level 1": (of_2017, level_1_for_all, "stop"),
    "in the year and on the day": (of_2017, fewer_in_the_year, "warning"),
    "cautions and convictions": (both_right, total_less_than_both, "stop"),
    "change on the year": (year_later, and_total(more("rso", 900), "rso"), "warning"),
    "last year's figures": (year_later, last_years, "stop"),
    "zeros": (year_later, and_total(lambda workbook: put(workbook, "Kent", "shpo", 0), "shpo"), "warning"),
    "figures known before": (lambda: like_the_press(rate=False), neighbours, "stop"),
}  # fmt: skip


@cache
def of_clean(clean: Callable[[], Made], folder: Path) -> Understanding:
    return read(clean(), folder)


def outcome(name: str, found: Understanding) -> Check:
    return next(check for check in found.checks if check.name == name)


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_passes_without_its_fault_and_not_with_it(name: str, after_2017: Path) -> None:
    clean, fault, says = CONTROLS[name]
    folder = after_2017 if clean in (year_later, year_later_with_known_measures) else data_folder()
    first = outcome(name, of_clean(clean, folder))
    # A made-up count is not that of the press, which is all that this control holds it against.
    assert first.outcome == "passed" or name == "figures known before", first
    workbook = clean()
    fault(workbook)
    found = outcome(name, read(workbook, folder))
    assert found.outcome == says, found
    assert found.cases or name == "total and level 1"


def test_no_control_is_without_a_fault(after_2017: Path) -> None:
    workbooks = [
        *(made(year) for year in ERAS),
        with_population(with_region(with_national_table(made(2017)))),
    ]
    names = {check.name for workbook in workbooks for check in read(workbook).checks}
    names |= {check.name for check in read(in_year_by_category(year_later()), after_2017).checks}
    assert names == set(CONTROLS)


def test_a_table_without_one_area_says_which_and_what_could_be_meant() -> None:
    workbook = made(2017)
    row = workbook.rows["Kent"]
    cells = {place: cell for place, cell in workbook.table.cells.items() if place[0] != row}
    workbook.table.cells = {(each - (each > row), column): cell for (each, column), cell in cells.items()}
    refused(workbook, "no row for Kent; each of the 42 areas must have one row")
    workbook = made(2017)
    workbook.table.put(row, 0, "Kentt")
    refused(workbook, "'Kentt' is not a MAPPA area; .*did you mean \"Kent\"")
    workbook.table.put(row, 0, "Medway and Maidstone")
    refused(workbook, "Kent has no row: if this is a name of it, add it to reference/names.csv")


def test_last_years_table_saved_under_this_year_is_refused(after_2017: Path) -> None:
    workbook = made(2017)
    workbook.table.put(0, 0, "MAPPA offenders by area, 31 March 2018")
    found = understand(contained(workbook.content(), "area-tables-2018.xlsx"), 2018, after_2017)
    assert "last year's figures" in {check.name for check in found.stops}


def test_the_body_without_an_area_is_in_no_control_an_area() -> None:
    found = read(made(2023))
    assert NSD not in {place for place, _, _ in figures(found)}
    assert not any(re.search(NSD, case) for check in found.checks for case in check.cases)


@in_turns([*ERAS], ["breaches", "recalls", "rso_l2_year"])
def test_a_column_that_was_sorted_without_its_rows_is_refused(year: int, case: str) -> None:
    workbook = made(year)
    by_size(workbook, case)
    refused(workbook, "control 'columns in order of size': 1 column is sorted by itself")


def test_a_table_that_is_sorted_by_a_column_with_its_rows_is_read() -> None:
    workbook = made(2017)
    cells, columns = dict(workbook.table.cells), range(len(workbook.columns) + 1)
    order = sorted(areas(), key=lambda area: workbook.values[area, "rso"])
    for row, area in zip(sorted(workbook.rows[area] for area in areas()), order, strict=True):
        for column in columns:
            workbook.table.cells[row, column] = cells[workbook.rows[area], column]
    found = same(workbook)
    assert (
        next(check for check in found.checks if check.name == "columns in order of size").outcome
        == "not made"
    )


def test_what_no_control_can_show_is_said_in_plain_words() -> None:
    check = outcome("each column and its rows", of_clean(of_2017, data_folder()))
    assert check.outcome == "not made"
    assert "mixed up among the areas, no control here would show it" in check.says
