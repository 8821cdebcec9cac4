"""National tables beside those of the areas: read as what they are, held against the areas, or left out."""

from __future__ import annotations

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
