"""Ten years of made-up official figures in a copy of the data, as if the releases had been taken in."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from grown import sign

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "intake" / "release"))

from eras import ERAS, MEASURES, NATION, NSD, numbers, people

YEARS = range(2014, 2024)


def take_in(data: Path, folder: Path, years: Iterable[int] = YEARS) -> Path:
    """Copy the data into a folder, and add some 840 figures a year for 42 areas, as releases give them."""
    shutil.copytree(data, folder)
    figures, listed = folder / "raw/mappa_figures.csv", folder / "raw/sources.csv"
    for year in years:
        source = f"moj-mappa-area-tables-{year - 1}-{year % 100:02}"
        _add(
            listed,
            [[source, f"Area tables {year}, made up", "https://example.org/", f"{year}-10-30", "release"]],
        )
        _add(figures, _rows(year, source))
    for table in (figures, listed):
        sign(table.with_suffix(".source.yml"))
    return folder


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
