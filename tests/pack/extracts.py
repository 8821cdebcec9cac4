"""A small synthetic extract, to be damaged: its rows edited, signed again, and read or aggregated."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from helpers.pack.aggregating import Aggregate, aggregated
from helpers.pack.contract import COUNTED, FILES, HASHED
from helpers.pack.faults import ExtractError
from helpers.pack.synthesis import synthetic_files
from helpers.paths import DATA

SHIPPED = DATA / "specimens" / "pack-extract"
SHIPPED_PACK = DATA / "specimens" / "pack"
Row = dict[str, str]


@lru_cache(maxsize=1)
def _small() -> dict[str, bytes]:
    """The files of a force of 60 cases on the day of the shipped one, by their names."""
    return {name.removesuffix(".csv"): content for name, content in synthetic_files(1, 60, 60).items()}


class Extract:
    """The rows of an extract by file, in memory until it is written."""

    def __init__(self, folder: Path, source: Path | None = None) -> None:
        self.folder = folder
        self.rows = {
            name: [
                dict(row)
                for row in _rows((source / f"{name}.csv").read_bytes() if source else _small()[name])
            ]
            for name in FILES
        }

    def __getitem__(self, name: str) -> list[Row]:
        return self.rows[name]

    def first(self, name: str, **cells: str) -> Row:
        """The first row that has these cells."""
        return next(row for row in self.rows[name] if cells.items() <= row.items())

    def place(self, name: str, row: Row) -> int:
        """The line of a row in its file."""
        return 2 + next(number for number, one in enumerate(self.rows[name]) if one is row)

    def write(self, *, sign: bool = True) -> Path:
        self.folder.mkdir(exist_ok=True)
        for name in HASHED:
            self._write(name)
        if sign:
            digest = hashlib.sha256()
            for name in HASHED:
                digest.update((self.folder / f"{name}.csv").read_bytes())
            totals = {f"{name}_n": str(len(self.rows[name])) for name in COUNTED}
            self.rows["manifest"][0] |= {"sha256": digest.hexdigest(), **totals}
        self._write("manifest")
        return self.folder

    def _write(self, name: str) -> None:
        with (self.folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(FILES[name]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows[name])

    def aggregated(self, before: Iterable[Path] = ()) -> Aggregate:
        return aggregated(self.write(), list(before))

    def faults(self) -> set[tuple[int, str, int, str]]:
        """Rule, file, line and column of every fault that is found."""
        try:
            self.aggregated()
        except ExtractError as error:
            return {(fault.rule, fault.file, fault.line, fault.column) for fault in error.faults}
        return set()


def numerator(pack: Aggregate, measure: str, part: str, **place: str) -> int:
    """The numerator of a figure of a pack; of all teams, risk levels and bands unless they are named."""
    return int(cells(pack, measure, part, **place)["numerator"])


def cells(pack: Aggregate, measure: str, part: str, **place: str) -> Row:
    wanted = {"team": "all", "risk_level": "all", "band": "all", **place}
    return _by_place(pack.files["measures.csv"])[measure, part, *wanted.values()]


@lru_cache(maxsize=16)
def _by_place(content: bytes) -> dict[tuple[str, ...], Row]:
    names = ("measure_id", "part", "team", "risk_level", "band")
    return {tuple(row[name] for name in names): row for row in _rows(content)}


def table(pack: Aggregate, name: str) -> list[Row]:
    return _rows(pack.files[name])


@lru_cache(maxsize=16)
def _rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(content.decode().splitlines()))
