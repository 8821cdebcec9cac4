"""What has to fit between the tables: places counted once, nobody missing, and names that lead somewhere."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.data.errors import DataError, did_you_mean
from helpers.data.naming import Names
from helpers.data.plausible import exemptions
from helpers.data.remarks import WORDS, plain_file
from helpers.data.schemas import TABLES
from helpers.data.sources import raw_text, read_raw, read_reference, release_record, table_names

PLACES = ("area", "force")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
SEAL = "record_sha256"
# A column whose words have to stand in a column of another table: its table, itself, that table, that column.
LEADS_TO = (
    ("raw/derived_bounds", "measure", "reference/measures", "measure"),
    ("raw/derived_bounds", "rule", "reference/derivations", "rule"),
    ("raw/missing_surveys", "survey", "reference/surveys", "survey"),
    ("reference/series", "series", "reference/measures", "measure"),
    ("reference/readings", "series", "reference/measures", "measure"),
    ("reference/precedence", "measure", "reference/measures", "measure"),
    ("reference/printed_ranks", "measure", "reference/measures", "measure"),
    ("reference/exemptions", "limit", "reference/limits", "limit"),
    ("reference/caveats", "measure", "reference/measures", "measure"),
    ("reference/breaks", "measure", "reference/measures", "measure"),
    ("reference/derivations", "input_measure", "reference/measures", "measure"),
)
# The rounds of inspections, as the columns of raw/inspection_by_force.csv name them.
ROUNDS = ("2021_22", "2023_25")
# What cannot be more than something else of the same force and time: its table, itself, and that.
PARTS_OF = (
    ("disclosure_scheme", "CSODS disclosures", "CSODS applications"),
    ("register_removals", "applications granted", "applications to be removed"),
)
# Tables that have a row for each MAPPA area, or for each force.
COMPLETE = (
    ("raw/forces", "pfa_code", "pfa_code"),
    ("raw/inspection_by_force", "force", "area"),
    ("raw/tilegrid", "area", "mappa_area"),
    ("reference/short_names", "area", "mappa_area"),
)


def check_places(folder: Path, names: Names) -> None:
    """Raise DataError for a place that stands twice under two names, or in a decision under another name.

    Figures are kept by the one name of a place, so that the later of two rows would silently win.
    """
    for file in table_names(folder):
        frame, table = _table(file, folder), TABLES[file.rpartition("/")[2]]
        for column in table.columns.keys() & set(PLACES):
            one_name = {name: names.canonical(name) for name in frame[column].unique().tolist()}
            if all(name == canonical for name, canonical in one_name.items()):
                continue  # and as it was read, no key stands twice
            places = frame[column].map(one_name)
            if column in table.key:
                _check_once(file, frame, column, places, list(table.key))
            if file.startswith("reference/") and file != "reference/readings":
                _check_spelling(file, frame, column, places)


def check_leads(folder: Path) -> None:
    """Raise DataError for a measure, rule or survey that the table of them does not have."""
    there = table_names(folder)
    for file, column, other, key in LEADS_TO:
        if file not in there:
            continue
        frame, ids = _table(file, folder), set(_table(other, folder)[key])
        listed = frame[column].isin(ids | {""})
        for row in [] if listed.all() else frame[~listed].to_dict("records"):
            raise DataError(
                f"{file}.csv, line {row['line']}, column {column}: found {row[column]!r}, which {other}.csv "
                f"does not have{did_you_mean(row[column], ids)}"
            )


def check_released(folder: Path) -> None:
    """Raise DataError for a release without the record of its import, and for an exemption of anything else.

    An official release comes before every other source, so that a word in a table does not make one.
    """
    sources = read_raw("sources", folder)
    released = sources[sources["kind"] == "release"]
    figures = raw_text("mappa_figures", folder) if len(released) else []
    for line, source in zip(released["line"], released["source_id"], strict=True):
        record = release_record(source, folder)
        if record.get("source_id") != source:
            raise DataError(
                f"raw/sources.csv, line {line}, column kind: found 'release', and raw/releases has no record of an "
                f"import {source!r}; only briefings import makes a source a release: restore its workbook and record "
                "from version control, or name another kind"
            )
        file, kind = str(record.get("file")), str(record.get("kind"))
        if file != plain_file(file, source, kind):
            raise DataError(
                f"raw/releases/{source}.source.yml: found 'file' {file!r}, which is shown and has words that nobody has "
                f"looked at; it must be {source}.{kind}"
            )
        if record.get(SEAL) != sealed(record):
            raise DataError(
                f"raw/releases/{source}.source.yml was changed since the import: its sheets, columns and notes are shown "
                "as they were understood then; restore it from version control, or import the workbook again"
            )
        if record.get("figures_sha256") != figures_hash(row for row in figures if row["source_id"] == source):
            raise DataError(
                f"raw/mappa_figures.csv: the rows of {source} are not those that were imported; restore them from "
                "version control, or import the workbook again"
            )
    for row in exemptions(folder):
        if row["source_id"] not in set(released["source_id"]):
            raise DataError(
                f"reference/exemptions.csv, line {row['line']}, column source_id: found {row['source_id']!r}; only a "
                "figure of an imported release may be beyond a limit"
            )


def sealed(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that the record of an import says, without that of its own."""
    said = {key: value for key, value in record.items() if key != SEAL}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def figures_hash(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the SHA-256 of rows of ``raw/mappa_figures.csv``, whatever their order."""
    cells = sorted([row[name] for name in TABLES["mappa_figures"].columns] for row in rows)
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def check_grades(folder: Path, names: Names) -> None:
    """Raise DataError for a force's grade that no inspection of that round gave it, so that rows slipped."""
    inspections = read_raw("inspections", folder)
    given = set(zip(inspections["force"].map(names.canonical), inspections["grade"], strict=True))
    table = read_raw("inspection_by_force", folder)
    for years in ROUNDS:
        told = table[table[f"basis_{years}"].isin(["stated", "by elimination"])]
        for line, force, grade in zip(told["line"], told["force"], told[f"grade_{years}"], strict=True):
            if (names.canonical(force), grade) not in given:
                raise DataError(
                    f"raw/inspection_by_force.csv, line {line} ({force}), column grade_{years}: found {grade!r}, "
                    "a grade that raw/inspections.csv does not have for this force"
                )


def check_granted(folder: Path) -> None:
    """Raise DataError for more disclosures, or more removals granted, than were asked for."""
    for table, part, whole in PARTS_OF:
        rows = read_raw(table, folder).to_dict("records")
        asked = {(row["force"], row["period"]): row for row in rows if row["measure"] == whole}
        for row in rows:
            where = f"raw/{table}.csv, line {row['line']} ({row['force']}, {row['period']})"
            of = asked.get((row["force"], row["period"]))
            if row["measure"] == part and of is not None and _least(row["value"]) > _most(of["value"]):
                raise DataError(
                    f"{where}: found {row['value']} {part}, which is more than the {of['value']} {whole} of line "
                    f"{of['line']}; look both up in their source"
                )


def check_units(folder: Path) -> None:
    """Raise DataError for a measure that one row gives in another unit than most rows of the table do."""
    for table in ("disclosure_scheme", "register_removals", "workload"):
        rows = [row for row in read_raw(table, folder).to_dict("records") if row["unit"] not in WORDS]
        units: dict[str, Counter[str]] = {}
        for row in rows:
            units.setdefault(row["measure"], Counter())[row["unit"]] += 1
        for row in rows:
            [(usual, _)] = units[row["measure"]].most_common(1)
            if row["unit"] != usual:
                raise DataError(
                    f"raw/{table}.csv, line {row['line']} ({row['force']}), column unit: found {row['unit']!r} for "
                    f"{row['measure']!r}; in the other rows it is {usual!r}"
                )


def _least(value: str) -> float:
    """Return the smallest number of a value such as "74.3-86.7"; 0 where it is in words."""
    return min(map(float, _NUMBER.findall(value)), default=0.0)


def _most(value: str) -> float:
    return max(map(float, _NUMBER.findall(value)), default=0.0)


def check_complete(folder: Path, names: Names) -> None:
    """Raise DataError unless every force of England and Wales stands in each table that has them all.

    Which forces there are is what the table of their districts says, each by its code.
    """
    check_released(folder)
    codes = dict.fromkeys(read_raw("lad24_to_pfa24", folder)["pfa24_code"])
    forces = read_raw("forces", folder)
    there = forces[forces["pfa_code"].isin(list(codes))]
    _check_forces(forces, names)
    _check_districts(folder, forces)
    for file, column, like in COMPLETE:
        wanted = codes if like == "pfa_code" else dict.fromkeys(there[like])
        listed = set(_table(file, folder)[column])
        missing = [name for name in wanted if name not in listed]
        if missing:
            raise DataError(f"{file}.csv has no row of {missing[0]!r}; restore it from version control")


def _check_forces(forces: pd.DataFrame, names: Names) -> None:
    """Raise DataError unless the names of a force are its own, and its area has one region."""
    for row in forces.to_dict("records"):
        for column in ("pfa_name_ons", "force_name"):
            if names.canonical(row[column]) not in (names.canonical(row["area"]), row["mappa_area"]):
                raise DataError(
                    f"raw/forces.csv, line {row['line']}, column {column}: found {row[column]!r}, which is not a name "
                    f"of {row['area']!r} in reference/names.csv"
                )
    for column, other in (("mappa_area", "region"), ("region", "region_code")):
        several = forces.groupby(column)[other].nunique()
        for name in several[several > 1].index:
            lines = ", ".join(str(line) for line in forces.loc[forces[column] == name, "line"])
            raise DataError(f"raw/forces.csv, lines {lines}: {name!r} has more than one {other}")


def _check_districts(folder: Path, forces: pd.DataFrame) -> None:
    """Raise DataError for a district whose force or region is not named as the force is."""
    columns = ["pfa_code", "pfa_name_ons", "region_code", "region"]
    by_code = {row[0]: row[1:] for row in forces[columns].itertuples(index=False, name=None)}
    district = ["pfa24_code", "pfa24_name", "region24_code", "region24_name", "line"]
    for code, *named, line in read_raw("lad24_to_pfa24", folder)[district].itertuples(index=False, name=None):
        if code in by_code and tuple(named) != by_code[code]:
            raise DataError(
                f"raw/lad24_to_pfa24.csv, line {line}: found {', '.join(map(repr, named))} with the code {code}; "
                f"raw/forces.csv has {', '.join(map(repr, by_code[code]))}"
            )


def _check_once(file: str, frame: pd.DataFrame, column: str, places: pd.Series[str], key: list[str]) -> None:
    rows = frame.assign(**{column: places})
    for index in rows.index[rows.duplicated(key)]:
        first = rows.index[(rows[key] == rows.loc[index, key]).all(axis=1)][0]
        raise DataError(
            f"{file}.csv, line {frame.loc[index, 'line']}, column {column}: found {frame.loc[index, column]!r}, "
            f"which is {places[index]!r}; line {frame.loc[first, 'line']} says the same of "
            f"{frame.loc[first, column]!r}, and only one may stand"
        )


def _check_spelling(file: str, frame: pd.DataFrame, column: str, places: pd.Series[str]) -> None:
    for index in frame.index[frame[column] != places]:
        raise DataError(
            f"{file}.csv, line {frame.loc[index, 'line']}, column {column}: found {frame.loc[index, column]!r}; "
            f"it must be {places[index]!r}, the one name that is used here"
        )


def _table(file: str, folder: Path) -> pd.DataFrame:
    part, _, name = file.partition("/")
    return (read_raw if part == "raw" else read_reference)(name, folder)
