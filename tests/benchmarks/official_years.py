"""Ten years of made-up official figures in a copy of the data, as if the releases had been taken in."""

from __future__ import annotations

import csv
import hashlib
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import yaml
from grown import read, sign, write

from helpers.data.cross_checks import SEAL, figures_hash, sealed
from helpers.data.schemas import TABLES

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "intake" / "release"))

from eras import ERAS, MEASURES, NATION, NSD, numbers, people

YEARS = range(2014, 2024)
_ADDRESS = "https://www.gov.uk/government/collections/multi-agency-public-protection-arrangements-mappa-annual-reports"


def take_in(data: Path, folder: Path, years: Iterable[int] = YEARS) -> Path:
    """Copy the data into a folder, and add some 840 figures a year for 42 areas, as releases give them."""
    shutil.copytree(data, folder)
    figures, listed = folder / "raw/mappa_figures.csv", folder / "raw/sources.csv"
    for year in years:
        source = f"moj-mappa-area-tables-{year - 1}-{year % 100:02}"
        title = f"MAPPA annual report {year - 1} to {year}, area tables (Ministry of Justice)"
        _add(listed, [[source, title, _ADDRESS, f"{year}-10-30", "release"]])
        rows = _rows(year, source)
        _add(figures, rows)
        _record(folder / "raw/releases", source, rows)
    _believe(folder / "reference/limits.csv")
    for table in (figures, listed):
        sign(table.with_suffix(".source.yml"))
    return folder


def _believe(limits: Path) -> None:
    """Have changes of any size believed: what is made up does not go on from what was published."""
    write(limits, [row | {"low": "-999999999999", "high": "999999999999"} for row in read(limits)])


def _record(folder: Path, source: str, rows: list[list[str]]) -> None:
    """Write a record of an import, and what stands for its workbook: no page of a release is made of them."""
    folder.mkdir(exist_ok=True)
    workbook = f"{source}, made up".encode()
    (folder / f"{source}.xlsx").write_bytes(workbook)
    record: dict[str, str] = {
        "source_id": source,
        "file": f"{source}.xlsx",
        "kind": "xlsx",
        "sha256": hashlib.sha256(workbook).hexdigest(),
        "figures_sha256": figures_hash(
            dict(zip(TABLES["mappa_figures"].columns, row, strict=True)) for row in rows
        ),
    }
    record[SEAL] = sealed(record)
    (folder / f"{source}.source.yml").write_text(yaml.safe_dump(record), encoding="utf-8")


def _rows(year: int, source: str) -> list[list[str]]:
    base = max((mid_year for mid_year in range(2009, year) if people(mid_year)), default=2011)
    era = replace(ERAS[2017], year=year, base=base)
    return [
        [
            place,
            "nation" if place == NATION else "mappa_area",
            f"{year}-03-31",
            MEASURES[key][0],
            f"{value:.0f}",
            "per 100,000" if key == "rate" else "count",
            MEASURES[key][1],
            source,
            "",
        ]
        for (place, key), value in sorted(numbers(era).items())
        if key in MEASURES and place != NSD
    ]


def _add(table: Path, rows: list[list[str]]) -> None:
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
