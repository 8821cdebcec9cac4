"""Made-up area tables as the four eras publish them: no number of a release is among them.

Every count at level 1 is a multiple of 7 plus 1,000, so that none can be taken for a published one.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from sheets import Sheet, written

from helpers.paths import DATA

ACCOUNTING = '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-'
NATION, NSD = "England and Wales", "National Security Division"
# Category, level and time of every column: the order is that of the tables.
STOCK = [
    *("rso_l1", "rso_l2", "rso_l3", "rso"), *("cat2_l1", "cat2_l2", "cat2_l3", "cat2"), *("cat3_l2", "cat3_l3", "cat3"),
]  # fmt: skip
CATEGORY_4 = ["cat4_l1", "cat4_l2", "cat4_l3", "cat4"]
LEVELS = ["all_l1", "all_l2", "all_l3", "all"]
EVENTS = [
    "rso_l2_year",
    "rso_l3_year",
    "all_l2_year",
    "all_l3_year",
    "breaches",
    "orders",
    "recalls",
    "sfo_l2",
    "sfo_l3",
]
GROUPS = {
    "rso": "Category 1: Registered sexual offenders",
    "cat2": "Category 2: Violent offenders",
    "cat3": "Category 3: Other dangerous offenders",
    "cat4": "Category 4: Terrorist offenders",
    "all": "All categories",
}
SINGLE = {
    "rate": "Category 1 offenders per 100,000 population",
    "breaches": "RSOs cautioned or convicted for breach of notification requirements",
    "cautioned": "RSOs cautioned for breach of notification requirements",
    "convicted": "RSOs convicted of breach of notification requirements",
    "shpo": "Sexual Harm Prevention Orders (SHPOs) imposed",
    "sopo": "Sexual Offences Prevention Orders (SOPOs) imposed",
    "recalls": "Returned to custody for breach of licence, levels 2 and 3",
    "sfo_l2": "Charged with a serious further offence, level 2",
    "sfo_l3": "Charged with a serious further offence, level 3",
    "revocations": "RSOs removed from the register (revocations)",
}
# What each column becomes in raw/mappa_figures.csv, written down apart from the code that reads it.
MEASURES = {
    "rso": ("rso_count", "as at 31 March"),
    "rso_l1": ("level1_snapshot", "as at 31 March, RSOs only"),
    "rso_l2": ("level2_snapshot", "as at 31 March, RSOs only"),
    "rso_l3": ("level3_snapshot", "as at 31 March, RSOs only"),
    "cat2": ("cat2_violent", "as at 31 March"),
    "cat3": ("cat3_other_dangerous", "as at 31 March"),
    "cat4": ("cat4_terrorist", "as at 31 March"),
    "all_l1": ("level1_snapshot", "as at 31 March, all categories"),
    "all_l2": ("level2_snapshot", "as at 31 March, all categories"),
    "all_l3": ("level3_snapshot", "as at 31 March, all categories"),
    "all": ("mappa_total", "as at 31 March"),
    "rate": ("rso_rate_per_100k", "population aged 10+"),
    "rso_l2_year": ("level2_in_year_rso", "in year, RSOs only"),
    "rso_l3_year": ("level3_in_year_rso", "in year, RSOs only"),
    "all_l2_year": ("level2_in_year_all", "in year, all categories"),
    "all_l3_year": ("level3_in_year_all", "in year, all categories"),
    "all_l23_year": ("level23_in_year_all", "in year, all categories"),
    "breaches": ("notification_breaches", "in year"),
    "both": ("notification_breaches", "in year, cautions and convictions added"),
    "shpo": ("shpo_imposed", "in year"),
    "sopo": ("sopo_imposed", "in year"),
    "recalls": ("licence_recalls", "in year, level 2 and 3"),
    "sfo": ("sfo_charged", "in year, level 2 and 3"),
    "revocations": ("revocations", "in year"),
}


@dataclass(frozen=True)
class Era:
    """One way of publishing: the file's kind and name, the columns, and the base of the rates."""

    year: int
    kind: str
    file: str
    base: int
    keys: tuple[str, ...]
    header_row: int
    nsd: bool = False
    first_total: bool = False


def _keys(*, orders: str, category_4: bool = False, revocations: bool = True) -> tuple[str, ...]:
    events = [orders if key == "orders" else key for key in EVENTS]
    return (
        *STOCK, *(CATEGORY_4 if category_4 else []), *LEVELS, "rate", *events, *(["revocations"] if revocations else []),
    )  # fmt: skip


ERAS = {
    2014: Era(2014, "xls", "mappa-annual-report-2013-14-by-area.xls", 2011, _keys(orders="sopo", revocations=False), 6),
    2017: Era(2017, "xlsx", "MAPPA-annual-report-2016-17-area-tables.xlsx", 2016, _keys(orders="shpo"), 4),
    2018: Era(2018, "xlsx", "mappa-annual-report-2017-18-area-tables.xlsx", 2017, _keys(orders="shpo"), 4),
    2023: Era(
        2023, "xlsx", "MAPPA_Annual_Report_-_Areas_Tables_2022-23.xlsx", 2021, _keys(orders="shpo", category_4=True), 6, nsd=True
    ),
    2025: Era(
        2025, "ods", "mappa-annual-report-2024-25-area-tables_final_accessible.ods", 2023,
        _keys(orders="shpo", category_4=True), 4, nsd=True, first_total=True,
    ),
}  # fmt: skip
SPELT = {
    "Durham": "County Durham",
    "Greater Manchester": "Manchester",
    "Cleveland": "Teesside",
    "Devon and Cornwall": "Devon & Cornwall",
    "Avon and Somerset": "Avon & Somerset",
}


@dataclass
class Made:
    """A workbook before it is written: its sheets, the one with the table, and where everything stands."""

    era: Era
    sheets: list[Sheet]
    table: Sheet
    rows: dict[str, int]
    columns: dict[str, int]
    values: dict[tuple[str, str], float]
    header_rows: range = field(default_factory=lambda: range(0))

    def content(self, kind: str = "") -> bytes:
        return written(self.sheets, kind or self.era.kind)

    def at(self, area: str, key: str) -> tuple[int, int]:
        return self.rows[area], self.columns[key]


@cache
def people(mid_year: int) -> dict[str, int]:
    with (DATA / "raw" / "population.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["measure"] == "population_10_plus" and row["mid_year"] == f"{mid_year}"
        ]
    found = {row["area"]: int(row["value"]) for row in rows}
    return {name: value for name, value in found.items() if name not in ("Metropolitan", "City of London")}


@cache
def areas() -> tuple[str, ...]:
    """Return the areas in the order in which they are published: sorted by the names of that publisher."""
    names = sorted(set(people(2016)) - {NATION}, key=lambda name: SPELT.get(name, name))
    assert len(names) == 42
    return tuple(names)


@cache
def numbers(era: Era, seed: int = 0) -> Mapping[tuple[str, str], float]:
    """Draw the figures of every area; the total row and the rates follow from them."""
    random_ = random.Random(f"{era.year} {seed}")
    values: dict[tuple[str, str], float] = {}
    for area in areas():
        for key, value in _of_one(random_, era, 1000).items():
            values[area, key] = value
    if era.nsd:
        for key, value in _of_one(random_, era, 0).items():
            values[NSD, key] = value if key.startswith(("cat4", "all")) else 0
            if key.startswith("all"):
                values[NSD, key] = values.get((NSD, key.replace("all", "cat4").removesuffix("_year")), 0)
    for key in {key for _, key in values}:
        values[NATION, key] = sum(
            value for (place, each), value in values.items() if each == key and place != NATION
        )
    base = people(era.base)
    for place in (*areas(), NATION):
        values[place, "rate"] = int(100_000 * values[place, "rso"] / base[place] + 0.5)
    return {pair: value for pair, value in values.items() if pair[1] in era.keys}


def _of_one(random_: random.Random, era: Era, floor: int) -> dict[str, float]:
    def few(most: int) -> int:
        return random_.randrange(most)

    made: dict[str, float] = {"rso_l1": floor + 7 * few(120), "rso_l2": 7 * few(5), "rso_l3": few(4)}
    made |= {
        "cat2_l1": floor // 2 + 7 * few(90),
        "cat2_l2": few(30),
        "cat2_l3": few(5),
        "cat3_l2": few(20),
        "cat3_l3": few(4),
    }
    made |= {"cat4_l1": few(9), "cat4_l2": few(4), "cat4_l3": few(2)}
    for stem in ("rso", "cat2", "cat3", "cat4"):
        made[stem] = sum(value for key, value in made.items() if key.startswith(f"{stem}_"))
    counted = [stem for stem in ("rso", "cat2", "cat3", "cat4") if stem in era.keys]
    for level in (1, 2, 3):
        made[f"all_l{level}"] = sum(made.get(f"{stem}_l{level}", 0) for stem in counted)
    made["all"] = sum(made[stem] for stem in counted)
    for level in (2, 3):
        made[f"rso_l{level}_year"] = made[f"rso_l{level}"] + few(40)
        made[f"all_l{level}_year"] = made[f"all_l{level}"] + made[f"rso_l{level}_year"] + few(60)
    made |= {"breaches": 7 * few(20), "shpo": 30 + 7 * few(40), "sopo": 7 * few(30), "recalls": few(40)}
    made |= {"sfo_l2": few(3), "sfo_l3": few(2), "revocations": few(30)}
    return made


def made(year: int, seed: int = 0) -> Made:
    """Return the clean workbook of an era, for a test to change."""
    clean = _clean(year, seed)
    sheets = [each.copy() for each in clean.sheets]
    return replace(
        clean,
        sheets=sheets,
        table=sheets[clean.sheets.index(clean.table)],
        rows=dict(clean.rows),
        columns=dict(clean.columns),
        values=dict(clean.values),
    )


@cache
def _clean(year: int, seed: int) -> Made:
    era = ERAS[year]
    values = dict(numbers(era, seed))
    table = Sheet({2014: "Area table", 2017: "Table", 2018: "Table", 2023: "Area tables"}.get(year, "1"))
    names = [NATION, *areas()] if era.first_total else [*areas(), NATION]
    names[-1:] = [NSD, NATION] if era.nsd and not era.first_total else names[-1:]
    names += [NSD] if era.nsd and era.first_total else []
    columns = {key: number + 1 for number, key in enumerate(era.keys)}
    rows = {name: era.header_row + 1 + number for number, name in enumerate(names)}
    workbook = Made(era, [table], table, rows, columns, values)
    {2014: _old, 2023: _recent, 2025: _accessible}.get(year, _middle)(workbook)
    return workbook


def _fill(workbook: Made, spelt: dict[str, str], format_: str) -> None:
    for name, row in workbook.rows.items():
        workbook.table.put(row, 0, spelt.get(name, name))
        for key, column in workbook.columns.items():
            value = workbook.values.get((name, key), 0)
            workbook.table.put(row, column, value, format=format_)


def _one_row(workbook: Made, *, mark: str = "") -> None:
    """Write the header of one row, with the line breaks and double blanks of the publisher."""
    row = workbook.era.header_row
    workbook.table.put(row, 0, "Area")
    for key, column in workbook.columns.items():
        workbook.table.put(row, column, header(key) + (mark if key == "rate" else ""))
    workbook.header_rows = range(row, row + 1)


def header(key: str) -> str:
    """Return the header of a column in one text."""
    if key in SINGLE:
        return SINGLE[key]
    if key == "all":
        return "Total MAPPA \noffenders  (all categories)"
    stem, _, rest = key.partition("_")
    level = next((number for number in "123" if f"l{number}" in rest), "")
    time = " in the year" if rest.endswith("year") else ""
    return f"{GROUPS[stem]} \n{f'Level {level}' if level else 'total'}{time}"


def _old(workbook: Made) -> None:
    """Write groups merged over their levels, dashes for nil, notes below, and an empty hidden sheet."""
    table, row = workbook.table, workbook.era.header_row
    table.put(0, 0, "Table 1: MAPPA offenders by area, as at 31 March 2014")
    table.merged.append((0, 0, 0, len(workbook.columns)))
    table.put(2, 0, "England and Wales, 2013/14")
    table.put(row, 0, "Area")
    stems = [key.partition("_")[0] for key in workbook.columns]
    stock = [*STOCK, *LEVELS]
    for stem in ("rso", "cat2", "cat3", "all"):
        group = [workbook.columns[key] for key in stock if key.partition("_")[0] == stem]
        table.put(
            row - 1, group[0], "Total MAPPA \noffenders  (all categories)" if stem == "all" else GROUPS[stem]
        )
        table.merged.append((row - 1, group[0], row - 1, group[-1]))
    assert stems
    for key, column in workbook.columns.items():
        level = key.partition("_l")[2]
        table.put(row, column, (f"Level {level}" if level else "Total") if key in stock else header(key))
    workbook.header_rows = range(row - 1, row + 1)
    _fill(workbook, SPELT, "General")
    for name in workbook.rows:
        place = workbook.at(name, "sfo_l3")
        if table.cells[place].value == 0:
            table.put(*place, "-")
        place = workbook.at(name, "sfo_l2")
        table.cells[place] = replace(table.cells[place], format=ACCOUNTING)
    last = max(workbook.rows.values())
    table.put(last + 2, 0, "Notes:")
    table.put(last + 3, 0, "(1) Figures are provided by the areas.")
    table.put(last + 4, 3, "Source: made up")
    contents = Sheet("Contents")
    contents.put(0, 0, "MAPPA annual report 2013/14: area tables")
    contents.put(2, 0, "Table 1: MAPPA offenders by area")
    workbook.sheets[:] = [contents, table, Sheet("Sheet3", hidden=True)]


def _middle(workbook: Made) -> None:
    """Write one row of headers, a superscript, a fraction printed whole, and a hidden column."""
    year, table = workbook.era.year, workbook.table
    table.put(0, 0, f"MAPPA offenders by area, 31 March {year}")
    _one_row(workbook)
    _fill(workbook, SPELT, "#,##0")
    table.put(workbook.rows["Wiltshire"], 0, "Wiltshire", raised="1")
    place = workbook.at("Kent", "rso_l1")
    table.put(*place, workbook.values["Kent", "rso_l1"] + 0.02, format="#,##0")
    workbook.table.put(
        *workbook.at(NATION, "rso_l1"), workbook.values[NATION, "rso_l1"] + 0.02, format="#,##0"
    )
    table.hidden_columns.add(len(workbook.columns) + 1)
    last = max(workbook.rows.values())
    table.put(last + 2, 0, "1. Includes Swindon.")


def _recent(workbook: Made) -> None:
    """Write marks in brackets, the National Security Division, comments, and rates printed whole."""
    table = workbook.table
    table.put(0, 0, "MAPPA annual report 2022/23, area tables")
    table.put(2, 0, "As at 31 March 2023, or in the year to it")
    _one_row(workbook, mark=" [1]")
    _fill(workbook, {**SPELT, NSD: f"{NSD} [2]"}, "#,##0")
    base = people(workbook.era.base)
    for name in (*areas(), NATION):
        rate = 100_000 * workbook.values[name, "rso"] / base[name]
        table.put(*workbook.at(name, "rate"), rate, format="0")
    table.comments = {workbook.at("Kent", "rso"): "checked", workbook.at("Essex", "shpo"): "checked"}
    last = max(workbook.rows.values())
    table.put(last + 2, 0, "[1] People aged 10 and over.")
    table.put(last + 3, 0, "[2] Offenders managed nationally.")
    contents = Sheet("Contents")
    contents.put(0, 0, "MAPPA annual report 2022/23")
    contents.put(3, 0, "Area tables")
    workbook.sheets[:] = [contents, table]


def _accessible(workbook: Made) -> None:
    """Write the accessible layout: a cover, notes on their own sheet, shorthand, and the total first."""
    table = workbook.table
    table.put(0, 0, "Table 1: MAPPA offenders by area, England and Wales, 31 March 2025")
    table.put(1, 0, "This worksheet contains one table.")
    table.put(2, 0, "Some cells refer to notes which can be found on the Notes worksheet.")
    table.put(
        3, 0, "Shorthand is used in this table, [c] = confidential, [z] = not applicable, [r] = revised."
    )
    _one_row(workbook, mark=" [note 1]")
    _fill(
        workbook,
        {**SPELT, NSD: f"{NSD} [note 2]", "Wiltshire": "Wiltshire [note 3]", "Kent": "Kent [note 3]"},
        "General",
    )
    table.put(*workbook.at(NSD, "rate"), "[z]")
    table.put(*workbook.at("Kent", "breaches"), f"{workbook.values['Kent', 'breaches']:,.0f} [r]")
    cover, contents, notes = Sheet("Cover"), Sheet("Contents"), Sheet("Notes")
    cover.put(0, 0, "MAPPA annual report 2024 to 2025: area tables")
    contents.put(0, 0, "Contents")
    for row, cells in enumerate(
        [
            ("Note number", "Note text"),
            ("1", "People aged 10 and over."),
            ("2", "National."),
            ("3", "Estimated."),
            ("Source", "Made up"),
        ]
    ):
        for column, text in enumerate(cells):
            notes.put(row, column, text)
    workbook.sheets[:] = [cover, contents, notes, table]


def specimen() -> Made:
    """Return the specimen that the repository ships: made-up figures, and every sheet says so."""
    workbook = made(2023)
    for sheet in workbook.sheets:
        sheet.put(1, 0, "SYNTHETIC: a specimen with made-up figures, from no publication")
    return workbook


def expected(workbook: Made) -> dict[tuple[str, str, str], float]:
    """Return what must come in, by area, measure and basis: the numbers that the workbook was made from."""
    values = dict(workbook.values)
    for place in (*areas(), NATION):
        values[place, "sfo"] = values[place, "sfo_l2"] + values[place, "sfo_l3"]
        values[place, "all_l23_year"] = values[place, "all_l2_year"] + values[place, "all_l3_year"]
    return {
        (place, *MEASURES[key]): value
        for (place, key), value in values.items()
        if key in MEASURES and place != NSD
    }
