"""A small data set, cut from the project's own: four areas, three dates, a few rows of each table.

It is small enough that each of its cells can be changed in turn. Figures of any size are believed, so that
a change of one reaches the pages and is not refused as too large.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import Copy

from helpers.data.cells import hashed
from helpers.data.remarks import PLACES, SOURCES
from helpers.data.sources import SOURCE_COLUMNS, data_folder
from helpers.text.characters import shown

Row = dict[str, str]
Rows = list[Row]

# That of the page on method, and a region of three whose sources disagree on one date.
AREAS = ("Cambridgeshire", "Cleveland", "Durham", "Northumbria")
NATION = "England and Wales"
YEAR = 2023
_DATES = ("2019-03-31", "2022-03-31", "2023-03-31")
_MID_YEARS = ("2018", "2021", "2022")
_MEASURES = ("rso_count", "rso_rate_per_100k", "rso_change_percent", "notification_breaches")
# Totals of a region count only where all its areas are there.
_REGION = "North East"
_MOST = {"England and Wales": 2}  # rows of a place in what is listed as published; of any other, one
_LISTED = (
    *("missing_surveys", "inspections", "workload", "disclosure_scheme", "register_removals"),
    "published_claims",
)
# Tables of which the first row is enough.
_SHORT = (
    *("pack_audiences", "pack_measures", "pack_thresholds", "pack_withheld", "area_table_addresses"),
    *("assumptions", "breaks"),
)


def small(folder: Path) -> Copy:
    """Write the small data set into a folder that is not there yet."""
    shutil.copytree(data_folder(), folder, ignore=shutil.ignore_patterns("specimens"))
    copy = Copy(folder)
    copy.believe()
    raw, reference = (
        {path.stem: read(path) for path in _tables(folder, part)} for part in ("raw", "reference")
    )
    raw = _cut_raw(raw, {row["name"]: row["canonical"] for row in reference["names"]})
    raw["derived_bounds"] = _that_follow(raw, reference["derivations"])
    reference = _cut_reference(reference, raw)
    raw["sources"] = _named(raw["sources"], [*raw.values(), *reference.values()])
    reference["notes"] = [row for row in reference["notes"] if _decides(row, raw)]
    for table, rows in raw.items():
        write(folder / f"raw/{table}.csv", rows)
        copy.sign(table)
    for table, rows in reference.items():
        write(folder / f"reference/{table}.csv", rows)
    return copy


def read(path: Path) -> Rows:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Rows) -> None:
    """Write a table of at least one row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _tables(folder: Path, part: str) -> list[Path]:
    return sorted((folder / part).glob("*.csv"))


def _cut_raw(raw: dict[str, Rows], canonical: dict[str, str]) -> dict[str, Rows]:
    def place(row: Row) -> str:
        return canonical.get(next(row[name] for name in ("area", "force") if name in row), "")

    places = {*AREAS, _REGION, NATION}
    cut = {
        table: [row for row in rows if not {"area", "force"} & row.keys() or place(row) in places]
        for table, rows in raw.items()
    }
    codes = {row["pfa_code"] for row in cut["forces"]}
    cut["lad24_to_pfa24"] = _first_of(
        [row for row in cut["lad24_to_pfa24"] if row["pfa24_code"] in codes], "pfa24_code"
    )
    cut["mappa_figures"] = [row for row in cut["mappa_figures"] if row["measure"] in _MEASURES]
    for table in ("mappa_figures", "derived_bounds", "rate_denominators"):
        cut[table] = [row for row in cut[table] if row["period_end"] in _DATES]
    cut["mappa_figures"] = _stated_once(cut["mappa_figures"])
    cut["population"] = _added_up([row for row in cut["population"] if row["mid_year"] in _MID_YEARS])
    for table in _LISTED:
        cut[table] = _few(cut[table], place)
    return cut


def _named(sources: Rows, tables: list[Rows]) -> Rows:
    """Keep the sources that a row of another table names."""
    rows = [row for table in tables for row in table if not {"url", "hash"} & row.keys()]
    named = {row[column] for row in rows for column in SOURCE_COLUMNS if column in row}
    return [row for row in sources if row["source_id"] in named]


def _few(rows: Rows, place: Callable[[Row], str]) -> Rows:
    """Keep the last rows of each place, which are often the newest."""
    found: dict[str, Rows] = {}
    for row in reversed(rows):
        found.setdefault(place(row), []).append(row)
    kept = {id(row) for name, several in found.items() for row in several[: _MOST.get(name, 1)]}
    return [row for row in rows if id(row) in kept]


def _stated_once(rows: Rows) -> Rows:
    """Keep one statement of each figure, so that it may be another; but all counts on the date of disputes.

    A region's count of the other dates is left out, as it can be no other than the sum of its areas'.
    """
    disputed = {"measure": "rso_count", "period_end": _DATES[0]}
    free = [row for row in rows if row["area"] != _REGION or row["period_end"] == _DATES[0]]
    once = {(row["area"], row["period_end"], row["measure"]): row for row in reversed(free)}
    kept = {id(row) for row in (*once.values(), *(row for row in free if disputed.items() <= row.items()))}
    return [row for row in rows if id(row) in kept]


def _that_follow(raw: dict[str, Rows], rules: Rows) -> Rows:
    """Keep the bounds of which every published figure that they rest on is left."""
    stated = {(row["area"], int(row["period_end"][:4]), row["measure"]) for row in raw["mappa_figures"]}

    def follows(bound: Row) -> bool:
        area, year = bound["area"], int(bound["period_end"][:4])
        own = [rule for rule in rules if rule["rule"] == bound["rule"]]
        return stated.issuperset(
            (area, year + int(rule["years_later"]), rule["input_measure"]) for rule in own
        )

    return [row for row in raw["derived_bounds"] if follows(row)]


def _first_of(rows: Rows, column: str) -> Rows:
    return list({row[column]: row for row in reversed(rows)}.values())[::-1]


def _added_up(rows: Rows) -> Rows:
    """Have the people of England and Wales be those of the areas that are left."""
    return [
        row
        if row["area"] != NATION
        else row
        | {
            "value": f"{sum(int(one['value']) for one in rows if one['area'] in AREAS and (one['mid_year'], one['measure']) == (row['mid_year'], row['measure']))}"
        }
        for row in rows
    ]


def _cut_reference(reference: dict[str, Rows], raw: dict[str, Rows]) -> dict[str, Rows]:
    """Keep what says something of the rows that are left, and the first rows of what only packs need."""
    cut = {table: rows[:1] if table in _SHORT else rows for table, rows in reference.items()}
    places = {row["region"] for row in raw["forces"]} | {*AREAS, NATION}
    cut["names"] = [row for row in reference["names"] if row["canonical"] in places]
    used = {(row["measure"], row["basis"]) for row in raw["mappa_figures"]}
    cut["series"] = [row for row in reference["series"] if (row["measure"], row["basis"]) in used]
    rules = {row["rule"] for row in raw["derived_bounds"]}
    cut["derivations"] = [row for row in reference["derivations"] if row["rule"] in rules]
    surveys = {row["survey"] for row in raw["missing_surveys"]}
    cut["surveys"] = [row for row in reference["surveys"] if row["survey"] in surveys]
    cut["short_names"] = [row for row in reference["short_names"] if row["area"] in AREAS]
    stated = {(row["area"], row["period_end"], row["measure"]) for row in raw["mappa_figures"]}
    for table in ("precedence", "printed_ranks", "readings"):
        cut[table] = [
            row for row in reference[table] if (row["area"], row["period_end"], row["measure"]) in stated
        ]
    measured = {row["series"] for row in cut["series"]} | {row["measure"] for row in raw["derived_bounds"]}
    cut["breaks"] = [row for row in reference["breaks"] if row["measure"] in measured][:1]
    cut["caveats"] = [
        reference["caveats"][0] | {"area": AREAS[0], "measure": "rso_count", "date": _DATES[-1]}
    ]
    return cut


def _decides(decision: Row, raw: dict[str, Rows]) -> bool:
    """Return whether one of the rows that are left has the remark that a decision is on."""
    table, column = decision["table"], decision["column"]
    return any(
        decision["hash"] == hashed(shown(row[column]))
        and decision["place"] in ("", *(row.get(name) for name in PLACES))
        and decision["source_id"] in ("", *(row.get(name) for name in SOURCES))
        for row in raw.get(table, ())
        if row.get(column)
    )
