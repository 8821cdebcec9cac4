"""National tables beside those of the areas: read as what they are, held against the areas, or left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from eras import GROUPS, NATION, Made, expected, made
from sheets import Sheet, written
from test_eras import figures
from test_faults import read, refused, same

from helpers.intake.release.container import contained
from helpers.intake.release.refusal import Refused
from helpers.intake.release.understanding import understand

NAME = "areas and the national tables"


def by_level(
    workbook: Made, title: str = "MAPPA-eligible offenders by category and level, England and Wales"
) -> Sheet:
    """Return a national table with a row for each category and a column for each level."""
    sheet = Sheet("Table 2")
    sheet.put(0, 0, f"Table 2: {title}, 31 March {workbook.era.year}")
    for column, header in enumerate(["Level 1", "Level 2", "Level 3", "Total"], start=1):
        sheet.put(3, column, header)
    for row, stem in enumerate(["rso", "cat2", "cat3", "all"], start=4):
        sheet.put(row, 0, GROUPS[stem])
        for column, key in enumerate([f"{stem}_l1", f"{stem}_l2", f"{stem}_l3", stem], start=1):
            if (NATION, key) in workbook.values:
                sheet.put(row, column, workbook.values[NATION, key], format="#,##0")
    sheet.put(9, 0, "1. Category 1 offenders are subject to notification requirements.")
    return sheet


def by_year(workbook: Made) -> Sheet:
    """Return a national table with a column for each year."""
    year, sheet = workbook.era.year, Sheet("Table 3")
    sheet.put(0, 0, "Table 3: MAPPA-eligible offenders by category, England and Wales")
    for column in range(1, 5):
        sheet.put(2, column, float(year - 4 + column) if column < 3 else f"31 March {year - 4 + column}")
    for row, stem in enumerate(["rso", "cat2", "cat3", "all"], start=3):
        sheet.put(row, 0, GROUPS[stem])
        for column in range(1, 5):
            sheet.put(row, column, workbook.values[NATION, stem] - 100 * (4 - column))
    return sheet


def below(workbook: Made, other: Sheet) -> Made:
    """Put a sheet's table under that of the areas, one row empty between them."""
    first = max(row for row, _ in workbook.table.cells) + 2
    for (row, column), cell in other.cells.items():
        workbook.table.cells[row + first, column] = cell
    return workbook


def without_total(workbook: Made) -> Made:
    row = workbook.rows.pop(NATION)
    for place in [place for place in workbook.table.cells if place[0] == row]:
        del workbook.table.cells[place]
    return workbook


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_national_tables_agree_with_the_areas_and_change_no_figure(kind: str) -> None:
    workbook = made(2017)
    workbook.sheets += [by_level(workbook), by_year(workbook)]
    found = same(workbook, kind=kind)
    check = next(check for check in found.checks if check.name == NAME)
    assert (check.outcome, check.says) == (
        "passed",
        "19 figures of national tables are as the areas have them",
    )
    assert any("12 of other years are left out" in line for line in found.left_out)


@pytest.mark.parametrize("table", [by_level, by_year])
def test_a_national_figure_that_is_not_the_total_of_the_areas_is_refused(table: object) -> None:
    for total in (True, False):
        workbook = made(2017) if total else without_total(made(2017))
        workbook.sheets.append(table(workbook))  # type: ignore[operator]
        workbook.sheets[-1].put(4, 4, workbook.values[NATION, "cat2"] + 1)
        refused(workbook, NAME if total else "control '(areas and the total row|levels|categories)")


def test_a_total_that_the_table_of_areas_lacks_is_that_of_the_national_table() -> None:
    workbook = without_total(made(2017))
    workbook.sheets.append(by_level(workbook))
    found = figures(read(workbook))
    right = expected(workbook)
    assert all(right[key] == value for key, value in found.items())
    assert found[NATION, "rso_count", "as at 31 March"] == right[NATION, "rso_count", "as at 31 March"]
    assert (NATION, "shpo_imposed", "in year") not in found


@pytest.mark.parametrize("who", ["women", "in hospital", "aged under 18"])
def test_a_national_table_of_some_is_left_out_with_the_word(who: str) -> None:
    workbook = made(2017)
    sheet = by_level(workbook, f"MAPPA-eligible offenders {who} by category and level")
    sheet.put(4, 4, 17)
    workbook.sheets.append(sheet)
    found = same(workbook)
    assert any("left out: its title says" in line for line in found.left_out)


@pytest.mark.parametrize("nation", ["England", "Wales", "Scotland"])
def test_a_table_of_one_nation_is_not_that_of_both(nation: str) -> None:
    workbook = made(2017)
    sheet = by_level(workbook, f"MAPPA-eligible offenders by category and level, {nation}")
    sheet.put(4, 4, 17)
    workbook.sheets.append(sheet)
    found = same(workbook)
    assert any(f"its title says '{nation.casefold()}'" in line for line in found.left_out)


@pytest.mark.parametrize("who", ["Women", "Aged 18 to 20", "In custody"])
def test_rows_and_groups_of_some_are_no_total(who: str) -> None:
    workbook = made(2017)
    sheet = by_level(workbook)
    sheet.put(9, 0, who)
    for row, stem in enumerate(["rso", "cat2", "cat3", "all"], start=10):
        sheet.put(row, 0, GROUPS[stem])
        sheet.put(row, 4, 17)
    sheet.put(14, 0, f"Category 1: {who}")
    sheet.put(14, 4, 18)
    workbook.sheets.append(sheet)
    found = same(workbook)
    assert any("5 have a header that is not understood" in line for line in found.left_out)


def test_page_numbers_of_contents_are_no_figures() -> None:
    workbook = made(2017)
    contents = Sheet("Contents")
    contents.put(0, 0, "MAPPA annual report, 31 March 2017")
    contents.put(1, 1, "Page")
    for row, stem in enumerate(["rso", "cat2", "cat3"], start=2):
        contents.put(row, 0, GROUPS[stem])
        contents.put(row, 1, row)
    workbook.sheets.insert(0, contents)
    same(workbook)


def test_national_tables_alone_are_refused_as_what_they_are() -> None:
    content = written([by_level(made(2017)), by_year(made(2017))], "xlsx")
    with pytest.raises(Refused, match="these are national tables"):
        understand(contained(content, "national-tables.xlsx"), 2017)


@pytest.mark.parametrize("table", [by_level, by_year])
@pytest.mark.parametrize("year", [2014, 2017, 2025])
def test_a_national_table_below_the_areas_is_read_as_one(year: int, table: Callable[[Made], Sheet]) -> None:
    workbook = made(year)
    below(workbook, table(workbook))
    found = same(workbook)
    check = next(check for check in found.checks if check.name == NAME)
    assert (check.outcome, check.says.split()[0] in ("15", "4")) == ("passed", True)


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_a_figure_below_the_areas_that_is_not_their_total_is_refused(kind: str) -> None:
    workbook = made(2017)
    other = by_level(workbook)
    other.put(4, 4, workbook.values[NATION, "rso"] + 1)
    refused(below(workbook, other), NAME, kind=kind)


def test_a_table_of_some_below_the_areas_is_left_out_with_the_word() -> None:
    workbook = made(2017)
    other = by_level(workbook, "MAPPA-eligible offenders women by category and level")
    other.put(4, 4, 17)
    found = same(below(workbook, other))
    assert any("left out: its title says 'women'" in line for line in found.left_out)


def test_a_number_without_a_name_under_a_national_table_is_still_refused() -> None:
    workbook = made(2017)
    other = by_level(workbook)
    other.put(11, 4, 17)
    refused(below(workbook, other), "stands below the table")


@pytest.mark.parametrize("step", [100, 1000])
@pytest.mark.parametrize("under", [False, True])
def test_a_rounded_national_table_is_held_against_the_areas_and_not_taken(step: int, under: bool) -> None:
    def rounded(off: float = 0) -> Made:
        workbook = made(2017)
        other = by_year(workbook)
        for row in range(3, 7):
            for column in range(1, 5):
                value = other.cells[row, column].value
                other.put(row, column, step * round(value / step) + (off if (row, column) == (3, 4) else 0))
        if under:
            return below(workbook, other)
        workbook.sheets.append(other)
        return workbook

    found = same(rounded())
    assert any(f"rounded to {step:,}, so none is taken" in line for line in found.left_out)
    refused(rounded(off=2 * step), f"rounded to {step:,}, the areas give")


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_a_format_in_thousands_is_neither_what_is_stored_nor_a_figure(kind: str) -> None:
    workbook = made(2017)
    other = by_year(workbook)
    for row in range(3, 7):
        other.put(row, 4, workbook.values[NATION, ["rso", "cat2", "cat3", "all"][row - 3]], format="#,##0,")
    workbook.sheets.append(other)
    found = same(workbook, kind=kind)
    assert any("4 are printed as another number than is stored" in line for line in found.left_out)
    workbook = made(2017)
    place = workbook.at("Kent", "rso")
    workbook.table.put(*place, workbook.values["Kent", "rso"], format="#,##0,")
    refused(workbook, "is printed where .* is stored; both must be one number", kind=kind)
