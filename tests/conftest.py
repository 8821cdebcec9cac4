"""What several folders of tests share: the evidence as it stands, and a copy of ``data/`` that a test may damage."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.data.areas import region_page, regions
from helpers.data.evidence import Evidence, evidence
from helpers.data.sources import data_folder
from helpers.pages import AreaBriefing, RegionBriefing


def pytest_configure() -> None:
    """Have Ctrl-C arrive: a shell that runs the tests in the background lets them and their children ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Copy:
    """Rows are counted from 1 below the header, so row 1 is line 2 of the files used here."""

    folder: Path

    def raw(self, name: str) -> Path:
        return self.folder / "raw" / name

    def edit(self, table: str, row: int, column: str, cell: str, *, sign: bool = True) -> None:
        """Write one cell of a raw table, and its record too unless ``sign`` is false."""

        def change(rows: list[list[str]]) -> None:
            rows[row][rows[0].index(column)] = cell

        self.rewrite(table, change, sign=sign)

    def rewrite(self, table: str, change: Callable[[list[list[str]]], None], *, sign: bool = True) -> None:
        path = self.raw(f"{table}.csv")
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        change(rows)
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        if sign:
            self.sign(table)

    def sign(self, table: str) -> None:
        """Write the size and hash that the file has now into its record."""
        content = self.raw(f"{table}.csv").read_bytes()
        record = self.raw(f"{table}.source.yml")
        text = re.sub(
            r"(?m)^sha256: .*$", f"sha256: '{hashlib.sha256(content).hexdigest()}'", record.read_text()
        )
        record.write_text(re.sub(r"(?m)^bytes: .*$", f"bytes: {len(content)}", text))


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    shutil.copytree(data_folder(), tmp_path / "data")
    return Copy(tmp_path / "data")


@pytest.fixture(scope="session")
def known() -> Evidence:
    """The project's own data, read once."""
    return evidence()


@pytest.fixture(scope="session")
def pages(known: Evidence) -> dict[tuple[str, int], AreaBriefing]:
    """The briefings of all areas for the years that reports are made for, by slug and year."""
    return {
        (area.slug, year): AreaBriefing(area.slug, year) for year in range(2018, 2025) for area in known.areas
    }


@pytest.fixture(scope="session")
def region_pages() -> dict[tuple[str, int], RegionBriefing]:
    """The briefings of all regions for the years that pages are made for, by the page's name and year."""
    return {
        (region_page(name), year): RegionBriefing(name, year)
        for year in range(2020, 2025)
        for name in regions()
    }
