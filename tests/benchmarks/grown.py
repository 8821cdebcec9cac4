"""Made-up data of more areas than there are: the real tables, and copies of them under other names.

A copy of an area has its figures, so that every control total still adds up, in a region that is a copy too.
Made for measuring only; nothing of it is ever shipped or published.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from helpers.data.cells import hashed

Row = dict[str, str]

# The tables that have rows of areas, forces or regions, and the column that names them.
_BY_PLACE = {
    "raw/mappa_figures": "area",
    "raw/derived_bounds": "area",
    "raw/population": "area",
    "raw/missing_surveys": "force",
    "raw/inspections": "force",
    "raw/inspection_by_force": "force",
    "raw/workload": "force",
    "raw/disclosure_scheme": "force",
    "reference/readings": "area",
    "reference/precedence": "area",
    "reference/printed_ranks": "area",
    "reference/caveats": "area",
    "reference/notes": "place",
}
_LOCAL = ("area", "force")
_CODE = re.compile(r"([EWK])[0-9]{3}([0-9]{5})")


@dataclass(frozen=True)
class _Copy:
    """The how-manieth copy of the areas, and which areas are in it; whole if it has all of them."""

    number: int
    areas: frozenset[str]
    whole: bool

    def name(self, name: str) -> str:
        # In letters: a page is checked for every number that it says.
        return f"{name} {self._letter.upper()}" if name else ""

    def code(self, code: str) -> str:
        return _CODE.sub(lambda found: f"{found[1]}{self.number:03d}{found[2]}", code)

    def word(self, slug: str) -> str:
        return f"{slug}-{self._letter}"

    @property
    def _letter(self) -> str:
        return f"{ascii_lowercase[self.number % 26]}{'x' * (self.number // 26)}"


def grow(data: Path, folder: Path, areas: int) -> Path:
    """Write a copy of ``data`` with this many areas (42 or more) into ``folder``, and return it."""
    shutil.copytree(data, folder)
    names = read(folder / "reference/names.csv")
    forces = read(folder / "raw/forces.csv")
    known = sorted({row["mappa_area"] for row in forces})
    copies = [*_copies(known, areas)]
    kinds = {row["name"]: (row["canonical"], row["kind"]) for row in names}
    regions = _regions(kinds)
    home = {row["area"]: row["mappa_area"] for row in forces} | {name: name for name in known}
    write(folder / "reference/names.csv", [*names, *_names(names, copies, home, forces)])
    write(
        folder / "raw/forces.csv",
        [*forces, *(row for copy in copies for row in _forces(forces, copy, regions))],
    )
    bounds = folder / "raw/derived_bounds.csv"
    beyond = {hashed(row["method"]) for row in read(bounds) if _beyond_its_rule(row)}
    for table, column in _BY_PLACE.items():
        rows = [
            _of_more(row, len(copies))
            for row in read(folder / f"{table}.csv")
            if not _beyond_its_rule(row) and row.get("hash") not in beyond
        ]
        more = [row for copy in copies for row in _rows(rows, column, copy, kinds, home)]
        write(folder / f"{table}.csv", [*rows, *more])
    decisions = read(folder / "reference/notes.csv")
    write(folder / "reference/notes.csv", [*decisions, *_decisions(decisions, forces, copies, regions)])
    write(folder / "reference/measures.csv", _larger(read(folder / "reference/measures.csv"), len(copies)))
    write(folder / "reference/limits.csv", _wider(read(folder / "reference/limits.csv"), len(copies)))
    for record in sorted((folder / "raw").glob("*.source.yml")):
        sign(record)
    return folder


def read(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change_one(folder: Path, area: str) -> str:
    """Add one to a figure that only this area's page shows, and return what it was."""
    path = folder / "raw/inspection_by_force.csv"
    rows = read(path)
    row = next(row for row in rows if row["force"] == area)
    before = row["rso_concern_opened"]
    row["rso_concern_opened"] = "2024-01-01" if before != "2024-01-01" else "2024-01-02"
    write(path, rows)
    sign(folder / "raw/inspection_by_force.source.yml")
    return before


def sign(record: Path) -> None:
    """Write into a record what its file is now."""
    text = record.read_text(encoding="utf-8")
    found = re.search(r"(?m)^file: (.*)$", text)
    content = (record.parent / found[1]).read_bytes() if found else b""
    rows = len(read(record.parent / found[1])) if found and found[1].endswith(".csv") else None
    text = text if rows is None else re.sub(r"(?m)^rows: .*$", f"rows: {rows}", text)
    text = re.sub(r"(?m)^sha256: .*$", f"sha256: '{hashlib.sha256(content).hexdigest()}'", text)
    record.write_text(re.sub(r"(?m)^bytes: .*$", f"bytes: {len(content)}", text), encoding="utf-8")


def _copies(known: list[str], areas: int) -> Iterable[_Copy]:
    left, number = areas - len(known), 1
    while left > 0:
        yield _Copy(number, frozenset(known[:left]), left >= len(known))
        left, number = left - len(known), number + 1


def _region(name: str, regions: Iterable[str]) -> str:
    """A name that is a region's alone: an area is called London too, and Wales is a nation."""
    return name if name in regions else f"{name} region"


def _regions(kinds: dict[str, tuple[str, str]]) -> set[str]:
    return {name for name, (_, kind) in kinds.items() if kind == "region"}


def _names(names: list[Row], copies: list[_Copy], home: dict[str, str], forces: list[Row]) -> list[Row]:
    regions = {row["name"] for row in names if row["kind"] == "region"}
    others = sorted({row["region"] for row in forces} - regions)
    found = []
    for copy in copies:
        kept = [
            row
            for row in names
            if row["kind"] == "region" or (row["kind"] in _LOCAL and home.get(row["canonical"]) in copy.areas)
        ]
        found += [
            row | {"name": copy.name(row["name"]), "canonical": copy.name(row["canonical"]), "also": ""}
            for row in kept
        ]
        made = [copy.name(_region(name, regions)) for name in others]
        found += [
            {"name": name, "canonical": name, "kind": "region", "also": "", "note": ""} for name in made
        ]
    return found


def _forces(forces: list[Row], copy: _Copy, regions: set[str]) -> list[Row]:
    named = ("pfa_name_ons", "area", "mappa_area", "area_aliases", "force_name", "force_name_welsh")
    return [
        row
        | {column: copy.name(row[column]) for column in named}
        | {column: copy.code(row[column]) for column in ("pfa_code", "region_code")}
        | {
            "region": copy.name(_region(row["region"], regions)),
            "police_uk_slug": copy.word(row["police_uk_slug"]),
        }
        for row in forces
        if row["mappa_area"] in copy.areas
    ]


def _decisions(decisions: list[Row], forces: list[Row], copies: list[_Copy], regions: set[str]) -> list[Row]:
    """Decide that the addresses of the forces that are made up may be shown, as those of the others are."""
    model = next(row for row in decisions if row["column"] == "police_uk_slug")
    slugs = {row["police_uk_slug"] for copy in copies for row in _forces(forces, copy, regions)}
    return [model | {"hash": hashed(slug)} for slug in sorted(slugs)]


def _of_more(row: Row, copies: int) -> Row:
    """Make a figure of England and Wales that of its copies too: its areas may not have more than it has."""
    measure = row.get("measure", "population")
    if row.get("area") != "England and Wales" or "population" in measure or "percent" in measure:
        return row
    figures = [column for column in ("value", "low", "high") if row.get(column)]
    if "one_in" in measure:
        return row | {column: f"{round(float(row[column]) / (1 + copies))}" for column in figures}
    return row | {column: f"{float(row[column]) * (1 + copies):.10g}" for column in figures}


def _beyond_its_rule(row: Row) -> bool:
    """Return whether a bound is a rate of England and Wales that its rule looks for up to 1,000 alone."""
    return row.get("area") == "England and Wales" and row.get("rule") == "rate_from_one_in"


def _larger(measures: list[Row], copies: int) -> list[Row]:
    """Allow figures of England and Wales to be those of its copies too: one in so many, of fewer people."""
    return [
        row
        | {
            "minimum": f"{min(int(row['minimum']), max(int(row['minimum']), 0) // (1 + copies))}",
            "maximum": f"{int(row['maximum']) * (1 + copies)}",
        }
        for row in measures
    ]


def _wider(limits: list[Row], copies: int) -> list[Row]:
    """Allow the rates of England and Wales to be those of its copies too, on the population that it has."""
    return [
        row
        | {
            "low": f"{min(float(row['low']), float(row['low']) * (1 + copies)):.10g}",
            "high": f"{float(row['high']) * (1 + copies):.10g}",
        }
        for row in limits
    ]


def _rows(
    rows: list[Row], column: str, copy: _Copy, kinds: dict[str, tuple[str, str]], home: dict[str, str]
) -> list[Row]:
    found = []
    for row in rows:
        if not row[column] or ("table" in row and f"raw/{row['table']}" not in _BY_PLACE):
            continue  # a decision on a remark wherever it stands, or of a table that is not copied
        canonical, kind = kinds[row[column]]
        if row.get("area_type", kind) == "region":
            kept, name = (
                copy.whole,
                _region(row[column], _regions(kinds)),
            )  # a total of areas that are all there
        else:
            kept, name = kind in _LOCAL and home.get(canonical) in copy.areas, row[column]
        if kept:
            codes = {"pfa_code": copy.code(row["pfa_code"])} if "pfa_code" in row else {}
            found.append(row | {column: copy.name(name)} | codes)
    return found


def write(path: Path, rows: list[Row]) -> None:
    """Write the rows of a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
