"""One fault at a time in a made-up workbook: each is refused with its place, or the right figures come in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle, islice, product

import pytest
from eras import ERAS, NATION, NSD, Made, areas, expected, made
from sheets import C, Sheet, written
from speed import some
from test_eras import figures, understood

from helpers.intake.release.container import MOST_UNPACKED, contained
from helpers.intake.release.refusal import Refused
from helpers.intake.release.understanding import Understanding

# One of each format; the others differ in what they print.
FORMATS = [2014, 2017, 2025]
every_era = pytest.mark.parametrize("year", ERAS)
every_format = pytest.mark.parametrize("year", FORMATS)
# What the reader of a format has no part in is tried in one, and nightly in all.
one_format = pytest.mark.parametrize("year", some([2017], FORMATS))


def in_turns(years: Sequence[int], cases: Sequence[object]) -> pytest.MarkDecorator:
    """Return the mark that tries every year and every case, each with one of the others; nightly with all."""
    few = islice(zip(cycle(years), cycle(cases)), max(len(years), len(cases)))
    return pytest.mark.parametrize(("year", "case"), some([*few], [*product(years, cases)]))


def read(workbook: Made, *, name: str = "", year: int = 0, kind: str = "") -> Understanding:
    era = workbook.era
    return understood(workbook.content(kind), name or era.file, year or era.year)


def refused(workbook: Made, says: str, **how: object) -> str:
    with pytest.raises(Refused, match=says) as caught:
        read(workbook, **how)  # type: ignore[arg-type]
    return str(caught.value)


def same(workbook: Made, **how: object) -> Understanding:
    """Check that the figures come in that the clean workbook was made from."""
    found = read(workbook, **how)  # type: ignore[arg-type]
    assert figures(found) == expected(workbook)
    return found


def where(workbook: Made, area: str, key: str) -> str:
    row, column = workbook.at(area, key)
    letters = chr(ord("A") + column) if column < 26 else "A" + chr(ord("A") + column - 26)
    return f'sheet "{workbook.table.name}", cell {letters}{row + 1}'


def move(workbook: Made, step: int, names: list[str]) -> None:
    """Give each of these areas the whole row of the one that stands ``step`` rows below it."""
    before = dict(workbook.table.cells)
    order = [name for name in names if name in areas()]
    for number, name in enumerate(order):
        other = order[(number + step) % len(order)]
        for column in workbook.columns.values():
            workbook.table.cells[workbook.rows[name], column] = before[workbook.rows[other], column]


@in_turns([*ERAS], [1, -1])
def test_1_all_rows_shifted_by_one_are_told_by_the_population_that_they_imply(year: int, case: int) -> None:
    workbook = made(year)
    move(workbook, case, list(workbook.rows))
    message = refused(workbook, r"control 'implied population'")
    assert ("one row up" if case == 1 else "one row down") in message


@one_format
def test_2_three_shifted_rows_are_refused_or_named(year: int) -> None:
    workbook = made(year)
    three = ["Kent", "Lancashire", "Leicestershire"]
    move(workbook, 1, three)
    try:
        found = read(workbook)
    except Refused as error:
        assert "printed rates" in str(error)
        return
    check = next(check for check in found.checks if check.name == "implied population")
    assert check.outcome == "warning"
    assert {case.partition(":")[0] for case in check.cases} <= set(three)
    assert len(check.cases) >= 2


@every_era
def test_3_a_level_1_column_in_the_place_of_the_total_is_refused(year: int) -> None:
    workbook = made(year)
    for name in workbook.rows:
        row, column = workbook.at(name, "rso")
        workbook.table.cells[row, column] = workbook.table.cells[row, workbook.columns["rso_l1"]]
    refused(workbook, "level")


@every_format
def test_3_one_header_twice_is_refused_with_both_columns(year: int) -> None:
    workbook = made(year)
    row = workbook.header_rows[-1]
    workbook.table.cells[row, workbook.columns["rso"]] = workbook.table.cells[row, workbook.columns["rso_l1"]]
    refused(workbook, r"columns B and E: both headers, .* say category 1, level 1")


@every_era
def test_4_columns_in_another_order_give_the_same_figures(year: int) -> None:
    workbook = made(year)
    first, second = workbook.columns["rso_l1"], workbook.columns["rso_l3"]
    for row in [*workbook.rows.values(), workbook.header_rows[-1]]:
        cells = workbook.table.cells
        cells[row, first], cells[row, second] = cells[row, second], cells[row, first]
    same(workbook)


@in_turns(FORMATS, ["see note 3", "n/a", "None", "NA", "nan", "#REF!", "0x10", "1e3", "½", "12.5"])
def test_5_words_in_the_place_of_a_count_are_refused_with_the_cell(year: int, case: str) -> None:
    workbook = made(year)
    workbook.table.put(*workbook.at("Kent", "rso"), case)
    refused(workbook, where(workbook, "Kent", "rso"))


@every_format
def test_5_an_error_is_refused_with_the_cell_and_never_missing(year: int) -> None:
    workbook = made(year)
    workbook.table.cells[workbook.at("Kent", "rso")] = C(None, error="#REF!")
    refused(workbook, f"{where(workbook, 'Kent', 'rso')}: found the error #REF!")


@every_format
def test_5_a_formula_without_a_value_is_refused_with_the_cell(year: int) -> None:
    workbook = made(year)
    workbook.table.cells[workbook.at("Kent", "rso")] = C(None, unset_formula=True)
    refused(workbook, f"{where(workbook, 'Kent', 'rso')}: .*(formula without a value|found '0')|level")


@pytest.mark.parametrize("second", ["Durham", "County Durham", "DURHAM "])
@one_format
def test_6_an_area_twice_is_refused(year: int, second: str) -> None:
    workbook = made(year)
    workbook.table.put(workbook.rows["Kent"], 0, second)
    refused(workbook, "a second row is called")


@one_format
def test_6_west_midlands_twice_with_no_sum_is_refused(year: int) -> None:
    workbook = made(year)
    workbook.table.put(workbook.rows["Kent"], 0, "West Midlands ")
    refused(workbook, "a second row is called 'West Midlands'")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Warkwickshire", 'did you mean "Warwickshire"'),
        ("Cleveland & Cheshire", "is not a MAPPA area"),
        ("Metropolitan Police", "London is one"),
        ("Total 43 forces", "is not a MAPPA area"),
    ],
)
@one_format
def test_7_a_name_of_no_area_is_refused_with_a_hint(year: int, name: str, says: str) -> None:
    workbook = made(year)
    workbook.table.put(workbook.rows["Warwickshire"], 0, name)
    refused(workbook, says)


@every_format
def test_6_the_region_west_midlands_is_the_row_that_its_four_areas_add_up_to(year: int) -> None:
    workbook = made(year)
    four = ["Staffordshire", "Warwickshire", "West Mercia", "West Midlands"]
    row = max(workbook.rows.values()) + 1
    workbook.table.put(row, 0, "West Midlands ")
    for key, column in workbook.columns.items():
        whole = sum(workbook.values[name, key] for name in four)
        workbook.table.put(row, column, 150 if key == "rate" else whole)
    for place in [place for place in workbook.table.cells if place[0] > row]:
        workbook.table.cells.pop(place)
    same(workbook)
    workbook.table.put(
        row, workbook.columns["recalls"], 1 + sum(workbook.values[name, "recalls"] for name in four)
    )
    refused(workbook, "control 'areas and the rows of regions'")


@one_format
def test_7_a_missing_area_is_refused_by_name(year: int) -> None:
    workbook = made(year)
    row = workbook.rows["Kent"]
    for column in range(len(workbook.columns) + 1):
        workbook.table.cells.pop((row, column))
    assert "Kent" in refused(workbook, "no row for|no name|implied")


@one_format
def test_7_an_area_without_figures_is_refused(year: int) -> None:
    workbook = made(year)
    for column in workbook.columns.values():
        workbook.table.cells.pop((workbook.rows["Kent"], column))
    refused(workbook, f"cell B{workbook.rows['Kent'] + 1}: the cell is empty")


@every_format
def test_8_a_number_under_a_merge_is_refused_and_is_no_difference_of_readers(year: int) -> None:
    workbook = made(year)
    row, column = workbook.at("Kent", "rso_l2")
    workbook.table.merged.append((row, column, row, column + 1))
    refused(workbook, "lies under a merged cell")


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_8_a_header_merged_over_its_levels_fills_them_in_every_format(kind: str) -> None:
    same(made(2014), kind=kind)


@one_format
def test_9_a_note_at_a_name_is_taken_off_and_kept(year: int) -> None:
    workbook = made(year)
    marks = ["3", " (2)", " (3,4)", " [note 2]", " [2]", " (R)", "^", "*", "~", " (r)", " [Note 12]"]
    marked = dict(zip(areas(), marks, strict=False))
    for area, mark in marked.items():
        workbook.table.put(workbook.rows[area], 0, f"{area}{mark}")
    found = same(workbook).tables[0].marks
    assert {area: found[area] for area in marked} == {area: (mark.strip(),) for area, mark in marked.items()}


@one_format
def test_9_a_note_that_no_sheet_explains_is_told(year: int) -> None:
    workbook = made(year)
    workbook.table.put(workbook.rows["Kent"], 0, "Kent [note 9]")
    assert "the note 9 at Kent has no text on any sheet" in same(workbook).warnings


@every_format
def test_9_a_superscript_at_a_name_or_a_header_is_taken_off(year: int) -> None:
    workbook = made(year)
    workbook.table.put(workbook.rows["Kent"], 0, "Kent", raised="1")
    row, column = workbook.header_rows[-1], workbook.columns["rate"]
    text = workbook.table.cells[row, column].value
    workbook.table.put(row, column, f"{text}".replace(" [note 1]", ""), raised="2")
    same(workbook)


@every_format
def test_9_a_superscript_at_a_figure_is_refused_and_is_never_a_digit(year: int) -> None:
    workbook = made(year)
    workbook.table.put(*workbook.at("Kent", "revocations" if year != 2014 else "sopo"), "820", raised="1")
    assert "8201" in refused(workbook, "is glued to the figure '820'")


@pytest.mark.parametrize(
    "mark", ["\u00b9", " \u00b2", "\u2460", "\u207d\u00b9\u207e", "\u00b9,\u00b2", "\u2081"]
)
@one_format
def test_9_a_note_in_raised_digits_is_taken_off_a_header_and_never_a_digit_of_a_figure(
    year: int, mark: str
) -> None:
    workbook = made(year)
    row, column = workbook.header_rows[-1], workbook.columns["shpo"]
    workbook.table.put(row, column, f"{workbook.table.cells[row, column].value}{mark}")
    workbook.table.put(workbook.rows["Kent"], 0, f"Kent{mark}")
    same(workbook)
    workbook.table.put(*workbook.at("Essex", "shpo"), "[c]")  # so that the total row cannot show it
    workbook.table.put(*workbook.at("Kent", "shpo"), f"219{mark}")
    refused(workbook, r"found '219 \[[12,]+\]'")


@pytest.mark.parametrize("row", [2, 3, 8])
@one_format
def test_10_a_number_below_the_table_is_refused(year: int, row: int) -> None:
    workbook = made(year)
    last = max(workbook.rows.values())
    workbook.table.put(last + row, workbook.columns["rso"], 4321)
    refused(workbook, "stands below the table|no name stands beside")


@one_format
def test_10_words_below_the_table_are_no_rows(year: int) -> None:
    workbook = made(year)
    last = max(workbook.rows.values())
    workbook.table.put(last + 2, 0, "1 Some of the figures include people in hospital. Kent is one.")
    workbook.table.put(last + 3, 0, "* denotes a figure below five.")
    workbook.table.put(last + 4, 4, "Source: made up, 2013")
    same(workbook)


@one_format
def test_11_a_second_table_below_is_told_apart_by_nothing_and_refused(year: int) -> None:
    workbook = made(year)
    last = max(workbook.rows.values())
    for (row, column), cell in list(workbook.table.cells.items()):
        if row >= workbook.header_rows[0] and row <= last:
            workbook.table.cells[row + last + 4, column] = cell
    refused(workbook, "both tables say")


@one_format
def test_12_last_years_table_on_a_sheet_before_is_told_apart_by_its_title(year: int) -> None:
    workbook = made(year)
    other = made(year, seed=1).table
    other.name = "Last year"
    other.put(0, 0, f"MAPPA offenders by area, 31 March {year - 1}")
    for row in range(1, workbook.header_rows[0]):
        other.cells.pop((row, 0), None)
    workbook.sheets.insert(0, other)
    found = same(workbook)
    assert any(f"31 March {year - 1}" in line for line in found.left_out)


@one_format
def test_12_two_tables_that_nothing_tells_apart_are_refused(year: int) -> None:
    workbook = made(year)
    other = made(year, seed=1).table
    other.name = "Another"
    workbook.sheets.append(other)
    refused(workbook, "both tables say")


@one_format
def test_12_a_sheet_of_names_behind_the_table_is_no_table(year: int) -> None:
    workbook = made(year)
    lookup = Sheet("Lookup")
    for row, name in enumerate(areas()):
        lookup.put(row, 0, name)
        lookup.put(row, 1, f"E23{row:06}")
    workbook.sheets.append(lookup)
    same(workbook)


@one_format
def test_13_a_table_on_a_hidden_sheet_is_refused(year: int) -> None:
    workbook = made(year)
    workbook.table.hidden = True
    cover = Sheet("Front")
    cover.put(0, 0, "MAPPA")
    workbook.sheets.insert(0, cover)
    refused(workbook, "the only table of areas is on the hidden sheet")


@one_format
def test_13_a_hidden_table_beside_the_right_one_is_not_read(year: int) -> None:
    workbook = made(year)
    other = made(year, seed=1).table
    other.name, other.hidden = "Old", True
    workbook.sheets.append(other)
    assert any("hidden sheet 'Old'" in warning for warning in same(workbook).warnings)


@every_format
def test_14_a_hidden_row_is_refused_and_a_hidden_column_is_told(year: int) -> None:
    workbook = made(year)
    workbook.table.hidden_columns = {workbook.columns["rso_l2"]}
    assert any("column C" in warning and "hidden" in warning for warning in same(workbook).warnings)
    workbook.table.hidden_rows = {workbook.rows["Kent"]}
    refused(workbook, "the row of 'Kent.*' is hidden")


@every_format
def test_15_a_percentage_in_the_place_of_a_count_or_rate_is_refused(year: int) -> None:
    for key in ("rso", "rate"):
        workbook = made(year)
        workbook.table.put(*workbook.at("Kent", key), 0.0466, format="0.0%")
        refused(workbook, where(workbook, "Kent", key))


@pytest.mark.parametrize("text", ["{:.0f}", "{:,.0f}", " {:,.0f} ", "\u00a0{:,.0f}\u00a0"])
@one_format
def test_16_one_number_stored_as_text_is_told_and_a_column_of_them_refused(year: int, text: str) -> None:
    workbook = made(year)
    workbook.table.put(*workbook.at("Kent", "rso"), text.format(workbook.values["Kent", "rso"]))
    assert any("stored as text" in warning for warning in same(workbook).warnings)
    for name in areas():
        workbook.table.put(*workbook.at(name, "rso"), text.format(workbook.values[name, "rso"]))
    refused(workbook, "41 more numbers of the column are stored as text")


@every_era
def test_17_a_total_that_is_one_too_many_is_refused(year: int) -> None:
    workbook = made(year)
    key = "recalls"
    workbook.table.put(*workbook.at(NATION, key), workbook.values[NATION, key] + 1)
    refused(workbook, "control 'areas and the total row'")


@every_era
def test_17_a_figure_that_is_one_too_many_is_refused(year: int) -> None:
    workbook = made(year)
    workbook.table.put(*workbook.at("Kent", "recalls"), workbook.values["Kent", "recalls"] + 1)
    refused(workbook, "control 'areas and the total row'")


def test_17_a_total_that_is_wrong_in_print_alone_is_told() -> None:
    workbook = made(2017)
    for name, part in (("Essex", 0.4), ("Norfolk", 0.4), ("Surrey", 0.4)):
        workbook.table.put(*workbook.at(name, "shpo"), workbook.values[name, "shpo"] + part, format="#,##0")
    workbook.table.put(*workbook.at(NATION, "shpo"), workbook.values[NATION, "shpo"] + 1.2, format="#,##0")
    found = read(workbook)
    assert (
        next(check for check in found.checks if check.name == "areas and the total row").outcome == "warning"
    )


def test_17_a_total_less_than_its_parts_whose_cells_carry_notes_is_told() -> None:
    workbook = made(2025)
    workbook.table.put(3, 0, "Shorthand is used in this table, [z] = not applicable, ** = shared case.")
    value = workbook.values["Kent", "rso_l3"]
    for name, extra in (("Kent", 1), (NATION, 1)):
        workbook.table.put(*workbook.at(name, "rso_l3"), f"{workbook.values[name, 'rso_l3'] + extra:.0f}*")
    workbook.table.put(*workbook.at("Kent", "all_l3"), f"{workbook.values['Kent', 'all_l3']:.0f}*")
    workbook.table.put(*workbook.at(NATION, "all_l3"), f"{workbook.values[NATION, 'all_l3']:.0f}*")
    found = read(workbook)
    assert value >= 0
    check = next(check for check in found.checks if check.name == "levels of category 1")
    assert check.outcome == "warning"


@pytest.mark.parametrize("year", [2023, 2025])
def test_18_category_4_in_the_total_without_a_column_is_refused_with_the_reason(year: int) -> None:
    workbook = made(year)
    for key in ("cat4_l1", "cat4_l2", "cat4_l3", "cat4"):
        for row in [*workbook.rows.values(), workbook.header_rows[-1]]:
            workbook.table.cells.pop((row, workbook.columns[key]), None)
    assert "perhaps category 4" in refused(workbook, "a part is missing")


def test_19_the_national_division_is_no_area_and_its_absence_shows_in_the_total() -> None:
    workbook = made(2023)
    same(workbook)
    for column in range(len(workbook.columns) + 1):
        workbook.table.cells.pop((workbook.rows[NSD], column))
    refused(workbook, "areas and the total row")


def test_20_an_empty_cell_is_refused() -> None:
    workbook = made(2017)
    workbook.table.cells.pop(workbook.at("Kent", "shpo"))
    refused(workbook, "the cell is empty")


@one_format
def test_20_a_marker_that_is_explained_gives_no_figure_and_its_reason(year: int) -> None:
    workbook = made(year)
    markers = dict(zip(areas(), ["..", "[x]", "[z]", "[c]", "[low]"], strict=False))
    for area, marker in markers.items():
        workbook.table.put(*workbook.at(area, "recalls"), marker)
    found = read(workbook)
    for area, marker in markers.items():
        assert (area, "licence_recalls", "in year, level 2 and 3") not in figures(found)
        assert any(
            where(workbook, area, "recalls") in reason and marker in reason for reason in found.withheld
        )


@pytest.mark.parametrize("marker", ["[u]", "*", "**", ":", "x", "[w]"])
@one_format
def test_20_a_marker_that_nothing_explains_is_refused(year: int, marker: str) -> None:
    workbook = made(year)
    workbook.table.put(*workbook.at("Kent", "recalls"), marker)
    refused(workbook, where(workbook, "Kent", "recalls"))


@one_format
def test_20_a_dash_is_nil_unless_the_workbook_says_otherwise(year: int) -> None:
    workbook = made(year)
    place = workbook.at("Kent", "recalls")
    workbook.table.put(
        *workbook.at(NATION, "recalls"),
        workbook.values[NATION, "recalls"] - workbook.values["Kent", "recalls"],
    )
    workbook.table.put(*place, "-")
    assert figures(read(workbook))["Kent", "licence_recalls", "in year, level 2 and 3"] == 0
    cover = Sheet("Symbols")
    cover.put(0, 0, "Symbols used")
    cover.put(1, 0, "-")
    cover.put(1, 1, "not applicable")
    workbook.sheets.insert(0, cover)
    found = read(workbook)
    assert ("Kent", "licence_recalls", "in year, level 2 and 3") not in figures(found)
    assert any("not applicable (-)" in reason for reason in found.withheld)


@every_format
def test_21_empty_rows_and_columns_before_the_table_change_nothing(year: int) -> None:
    workbook = made(year)
    table = workbook.table
    table.cells = {(row + 3, column + 1): cell for (row, column), cell in table.cells.items()}
    table.merged = [(top + 3, left + 1, bottom + 3, right + 1) for top, left, bottom, right in table.merged]
    table.comments = {}
    table.hidden_columns = set()
    same(workbook)


def test_21_a_wrong_dimension_and_a_stored_width_beyond_the_table_change_nothing() -> None:
    workbook = made(2017)
    content = part_changed(
        workbook.content(),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(
            "</sheetData>", '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
        ).replace('<dimension ref="', '<dimension ref="A1:B3" old="'),
    )
    assert figures(understood(content, workbook.era.file, 2017)) == expected(workbook)


def part_changed(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data.decode()).encode() if part == name else data)
    return out.getvalue()


UNSEEN = {
    "Dyfed-Powys": [
        "Dyfed\u2011Powys",
        "Dyfed\u2010Powys",
        "Dyfed-\u00adPowys",
        "Dyfed \u2013 Powys".replace(" ", ""),
    ],
    "North Wales": ["North\u00a0Wales", "\u200bNorth Wales", "North  Wales ", "North\nWales"],
}


@in_turns(FORMATS, [*zip(*UNSEEN.values(), strict=True)])
def test_22_characters_that_nobody_sees_change_no_name(year: int, case: tuple[str, ...]) -> None:
    workbook = made(year)
    for area, name in zip(UNSEEN, case, strict=True):
        workbook.table.put(workbook.rows[area], 0, name)
    row, column = workbook.header_rows[-1], workbook.columns["recalls"]
    header = f"{workbook.table.cells[row, column].value}".replace(" ", "\u00a0")
    workbook.table.put(row, column, f"\u200b{header}\u00ad")
    same(workbook)


def test_22_a_line_break_that_one_reader_drops_changes_no_header() -> None:
    workbook = made(2025)
    content = part_changed(
        workbook.content(),
        "content.xml",
        lambda text: text.replace(
            "Category 1: Registered sexual offenders ",
            "Category 1:<text:line-break/>Registered<text:tab/>sexual offenders",
        ),
    )
    assert figures(understood(content, workbook.era.file, 2025)) == expected(workbook)


@every_era
def test_23_a_year_that_title_or_name_contradict_is_refused(year: int) -> None:
    workbook = made(year)
    refused(workbook, f"{year}, and the year given is {year + 1}", name="tables", year=year + 1)
    refused(workbook, f"names {year}, and the year given is {year + 1}", year=year + 1)


def undated(year: int) -> Made:
    workbook = made(year)
    for row in range(workbook.header_rows[0]):
        workbook.table.put(row, 0, "")
    return workbook


def test_23_a_cover_says_the_year_of_a_table_that_does_not() -> None:
    workbook = undated(2023)
    same(workbook, name="tables")
    assert "MAPPA annual report 2022/23" in refused(
        workbook, "names 2023, and the year given is 2026", name="area-tables-2026.xlsx", year=2026
    )


def test_23_a_workbook_that_says_no_year_is_told() -> None:
    told = "says of which 31 March the figures are"
    assert any(told in warning for warning in same(undated(2017), name="tables").warnings)
    for dated in (same(undated(2017)), same(made(2017), name="tables")):
        assert not any(told in warning for warning in dated.warnings)


def test_23_a_table_of_another_day_is_refused() -> None:
    workbook = made(2017)
    workbook.table.put(0, 0, "Offenders by area, 30 September 20172")
    refused(workbook, "its title says 30 September 2017, which is no 31 March", name="tables")


def test_23_a_note_glued_to_a_year_is_no_digit_of_it() -> None:
    workbook = made(2017)
    workbook.table.put(0, 0, "MAPPA offenders by area, 31 March 20172")
    same(workbook)


def test_24_a_count_stored_with_a_fraction_is_taken_as_printed_or_refused() -> None:
    workbook = made(2017)
    assert any("printed" in warning for warning in same(workbook).warnings)
    workbook.table.put(*workbook.at("Kent", "rso"), 13456.02)
    refused(workbook, "is a count, and must be printed whole")


@pytest.mark.parametrize("code", ['[<5]"*"', ";;;"])
@every_format
def test_25_a_number_that_its_format_hides_is_read_out_nowhere(year: int, code: str) -> None:
    workbook = made(year)
    workbook.table.put(*workbook.at("Kent", "recalls"), 3.0078125, format=code)
    found = read(workbook)
    assert ("Kent", "licence_recalls", "in year, level 2 and 3") not in figures(found)
    assert any("hidden by its format" in reason for reason in found.withheld)
    assert "3.0078125" not in repr(found.lines) + repr(found.checks) + repr(found.withheld) + repr(
        found.warnings
    )


@pytest.mark.parametrize("code", ["@", "#,##0;@", "#,##0;-#,##0;@"])
@pytest.mark.parametrize("year", [2014, 2017])
def test_25_a_format_for_texts_hides_no_number_and_no_zero(year: int, code: str) -> None:
    workbook = made(year)
    for name in workbook.rows:
        place = workbook.at(name, "sfo_l3")
        workbook.table.put(*place, workbook.values[name, "sfo_l3"], format=code)
    assert not any(same(workbook).withheld)


def test_27_what_is_no_whole_workbook_is_refused_for_what_it_is() -> None:
    content = made(2017).content()
    cases = {
        b"<!DOCTYPE html><html><body>404</body></html>": "a web page",
        b"Area,Total\nKent,1\n": "a text",
        b"%PDF-1.7\n": "a PDF",
        b"": "empty",
        content[:-2000]: "damaged or cut-off",
        content[:40]: "damaged or cut-off",
    }
    for bytes_, says in cases.items():
        with pytest.raises(Refused, match=says):
            contained(bytes_, "area-tables.xls")


def test_27_one_flipped_bit_is_refused() -> None:
    content = bytearray(made(2017).content())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/sharedStrings.xml")
    content[part.header_offset + 80 + part.compress_size // 2] ^= 1
    with pytest.raises(Refused, match="is damaged"):
        contained(bytes(content), "area-tables.xlsx")


def test_27_the_name_decides_nothing() -> None:
    workbook = made(2017)
    assert figures(understood(workbook.content(), "tables.xls", 2017)) == expected(workbook)


def test_27_bombs_are_refused_before_they_are_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(MOST_UNPACKED // 1_000_000 + 2):
                part.write(b" " * 1_000_000)
    with pytest.raises(Refused, match="would unpack to"):
        contained(out.getvalue(), "area-tables.xlsx")
    entities = part_changed(
        made(2025).content(),
        "content.xml",
        lambda text: text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "ha">]>', 1),
    )
    with pytest.raises(Refused, match="defines entities"):
        contained(entities, "area-tables.ods")


def test_27_a_sheet_of_repeated_cells_is_refused_before_it_is_read() -> None:
    row = (
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
    )
    content = part_changed(
        made(2025).content(),
        "content.xml",
        lambda text: text.replace("</table:table>", f"{row * 200}</table:table>", 1),
    )
    with pytest.raises(Refused, match="cells are read"):
        understood(content, "area-tables.ods", 2025)


@pytest.mark.parametrize(
    "cell", ['<c r="XFD1048576"><v>1</v></c>', "<c><v>1</v></c>", "<c r='XFD1048576'><v>1</v></c>"]
)
def test_27_one_cell_at_the_edge_is_refused_before_a_reader_fills_the_sheet_up_to_it(cell: str) -> None:
    """Calamine would ask for half a terabyte, and end the process."""
    content = part_changed(
        made(2017).content(),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</sheetData>", f'<row r="1048576">{cell}</row></sheetData>'),
    )
    with pytest.raises(Refused, match="cells are read"):
        understood(content, "area-tables.xlsx", 2017)


def test_27_letters_in_the_place_of_a_number_are_damage() -> None:
    content = part_changed(
        made(2017).content(), "xl/worksheets/sheet1.xml", lambda text: text.replace("<v>", "<v>x", 1)
    )
    with pytest.raises(Refused, match="is damaged"):
        understood(content, "area-tables.xlsx", 2017)


@one_format
def test_28_text_that_means_harm_is_shown_and_not_obeyed(year: int) -> None:
    workbook = made(year)
    for text in ("<script>alert(1)</script>", '=HYPERLINK("http://example.org")', "\u202egnirts"):
        workbook.table.put(workbook.rows["Kent"], 0, text)
        message = refused(workbook, "is not a MAPPA area")
        assert "\u202e" not in message


def test_28_a_name_that_could_lead_out_of_the_folder_is_only_a_name() -> None:
    workbook = made(2025)
    workbook.table.name = "../../../etc/passwd"
    same(workbook)


def test_a_figure_struck_through_is_refused() -> None:
    for year in FORMATS:
        workbook = made(year)
        place = workbook.at("Kent", "rso")
        workbook.table.cells[place] = replace(workbook.table.cells[place], struck=True)
        refused(workbook, "struck through")


def test_26_cautions_and_convictions_are_added_with_both_cells_named() -> None:
    workbook = breaches_apart(both=False)
    found = read(workbook)
    for area in areas():
        total = sum(workbook.values[area, key] for key in ("cautioned", "convicted"))
        assert (
            figures(found)[area, "notification_breaches", "in year, cautions and convictions added"] == total
        )


def test_26_a_total_of_both_that_is_not_their_sum_is_for_a_person() -> None:
    workbook = breaches_apart(both=True)
    refused(workbook, "control 'cautions and convictions'")


def breaches_apart(*, both: bool) -> Made:
    """Return the workbook of 2025 with cautions and convictions apart, and perhaps a total less than both."""
    workbook = made(2025)
    column = workbook.columns["breaches"]
    end = len(workbook.columns) + 1
    row = workbook.header_rows[-1]
    workbook.columns |= {"cautioned": end, "convicted": end + 1}
    from eras import SINGLE

    for key in ("cautioned", "convicted"):
        workbook.table.put(row, workbook.columns[key], SINGLE[key])
        for number, area in enumerate(areas()):
            workbook.values[area, key] = number % 5 + (key == "cautioned")
        workbook.values[NSD, key] = 0
        workbook.values[NATION, key] = sum(workbook.values[area, key] for area in areas())
        for name in workbook.rows:
            workbook.table.put(*workbook.at(name, key), workbook.values[name, key])
    for name in workbook.rows:
        parts = sum(workbook.values[name, key] for key in ("cautioned", "convicted"))
        workbook.table.put(workbook.rows[name], column, parts - (1 if name in ("Kent", NATION) else 0))
    if not both:
        for each in [row, *workbook.rows.values()]:
            workbook.table.cells.pop((each, column))
    return workbook


def test_a_workbook_without_levels_or_rates_proves_nothing_and_is_refused() -> None:
    sheet = Sheet("Table")
    sheet.put(0, 0, "MAPPA offenders by area, 31 March 2017")
    sheet.put(4, 0, "Area")
    sheet.put(4, 1, "Category 1 offenders")
    for row, name in enumerate(areas(), start=5):
        sheet.put(row, 0, name)
        sheet.put(row, 1, 1000 + 7 * row)
    with pytest.raises(Refused, match="nothing proves which column it is"):
        understood(written([sheet], "xlsx"), "tables.xlsx", 2017)


@pytest.mark.parametrize("title", ["As at 31/03/{}", "MAPPA by area, Mar-{short}", "31.3.{short}"])
def test_23_a_year_written_in_numbers_is_read_in_a_title(title: str) -> None:
    workbook = made(2018)
    workbook.table.put(0, 0, title.format(2017, short=17))
    refused(workbook, "its title says 31 March 2017, and the year given is 2018")


def test_23_a_title_of_another_bare_year_is_told_and_a_column_of_one_left_out() -> None:
    workbook = made(2018)
    workbook.table.put(0, 0, "MAPPA offenders by area, 2017")
    row, column = workbook.header_rows[0], workbook.columns["shpo"]
    workbook.table.put(row, column, "SHPOs imposed 2017")
    found = read(workbook)
    assert any("its title names 2017 and no 31 March" in warning for warning in found.warnings)
    assert "shpo_imposed" not in {line.measure for line in found.lines}


def test_3_a_group_that_is_not_merged_over_its_levels_lends_them_to_no_other() -> None:
    """Under a title of all offenders, a level of category 1 would else be read as one of all categories."""
    workbook = made(2018)
    keys = ("rso_l1", "rso_l2", "rso_l3", "rso", "rate")
    row, table = workbook.header_rows[0], workbook.table
    for (place, column), _ in list(table.cells.items()):
        if column > len(keys) and place >= row:
            del table.cells[place, column]
    for column, key in enumerate(keys, start=1):
        table.put(row, column, "Total" if key == "rso" else f"Level {column}")
        for name, place in workbook.rows.items():
            table.put(place, column, workbook.values[name, key])
    table.put(row, 5, "Category 1 per 100,000 population")
    table.put(row - 1, 4, "Category 1")
    assert {line.measure for line in read(workbook).lines} == {"rso_count", "rso_rate_per_100k"}
    del table.cells[row - 1, 4]
    table.put(row - 1, 2, "Category 1")
    refused(workbook, "no group stands over it in row 4, as over others; merge a group over its columns")
    del table.cells[row - 1, 2]
    table.put(row - 1, 1, "Category 1")
    wanted = {"rso_count", "rso_rate_per_100k", "level1_snapshot", "level2_snapshot", "level3_snapshot"}
    found = read(workbook)
    assert {line.measure for line in found.lines} == wanted
    assert any("row 4: its groups are not merged over their columns" in text for text in found.warnings)


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_8_a_group_over_the_first_of_its_columns_alone_is_read_up_to_the_next(kind: str) -> None:
    workbook = made(2014)
    workbook.table.merged.clear()
    same(workbook, kind=kind)


@pytest.mark.parametrize("groups", [["rso"], ["cat2"], ["cat3"], ["all"], ["rso", "cat2", "cat3", "all"]])
@pytest.mark.parametrize("step", [1, -1])
def test_8_a_group_that_could_stand_over_other_columns_gives_no_figure(groups: list[str], step: int) -> None:
    """Groups that stand over the middle of their columns, or one column beside them, name nothing."""
    workbook = made(2014)
    table, row = workbook.table, workbook.header_rows[0]
    table.merged.clear()
    for stem in groups:
        keys = [
            key for key in workbook.columns if key.partition("_l")[0] == stem and not key.endswith("_year")
        ]
        first = min(workbook.columns[key] for key in keys)
        if first + step:
            table.cells[row, first + step] = table.cells.pop((row, first))
    try:
        found = figures(read(workbook))
    except Refused as error:
        assert "group" in str(error) or "control" in str(error)
        return
    right = expected(workbook)
    assert all(right[key] == value for key, value in found.items())


def test_3_level_1_with_nothing_but_rates_beside_it_is_refused_though_their_base_is_not_known() -> None:
    workbook = made(2018)
    row, table = workbook.header_rows[0], workbook.table
    kept = {workbook.columns["rso"], workbook.columns["rate"], 0}
    for place, column in list(table.cells):
        if column not in kept and place >= row:
            del table.cells[place, column]
    for name, place in workbook.rows.items():
        table.put(place, workbook.columns["rso"], workbook.values[name, "rso_l1"])
    refused(workbook, "control 'printed rates'")


def test_19_a_body_without_people_can_have_an_empty_rate() -> None:
    workbook = made(2023)
    del workbook.table.cells[workbook.at(NSD, "rate")]
    same(workbook)


@pytest.mark.parametrize(
    "title", ["Women under MAPPA by area", "MAPPA offenders in hospital", "MAPPA offenders aged 18 to 20"]
)
def test_a_table_whose_title_says_that_it_is_of_some_is_refused_with_the_word(title: str) -> None:
    workbook = made(2017)
    workbook.table.put(0, 0, f"{title}, 31 March 2017")
    refused(workbook, "so its table is not of all")
    workbook.table.put(0, 0, "MAPPA offenders wearing tags, 31 March 2017")
    assert any("'wearing', which is not understood" in text for text in read(workbook).warnings)


def test_names_in_a_row_or_with_codes_before_them_are_told_for_what_they_are() -> None:
    workbook = made(2017)
    for name, row in workbook.rows.items():
        workbook.table.put(row, 0, f"E2300{row:04} {name}")
    refused(workbook, "names of areas stand among other text")


def test_a_row_over_the_first_area_that_is_no_header_is_named() -> None:
    workbook = made(2017)
    for column in workbook.columns.values():
        workbook.table.put(workbook.header_rows[-1], column, 7)
    workbook.table.put(workbook.header_rows[-1], 0, "England and Wales 2016")
    refused(workbook, "no header stands over row 6, but the row 'England and Wales 2016'")


def test_a_header_that_is_not_understood_is_named_where_category_1_is_looked_for() -> None:
    workbook = made(2017)
    workbook.table.put(workbook.header_rows[-1], workbook.columns["rso"], "Category 1 offenders with tags")
    refused(workbook, "column E: not mapped: 'with' is not understood")
