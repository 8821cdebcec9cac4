"""The folder of one audience, read for its page: its tables, and what its measures and thresholds are."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NoReturn

from helpers.data import sources
from helpers.data.errors import DataError, Misused, did_you_mean
from helpers.data.rows import Source, records
from helpers.pack.contract import SYNTHETIC
from helpers.pack.disclosure import files
from helpers.pack.disclosure.counting import Row
from helpers.pack.showing.warned import WARNINGS
from helpers.pack.stage_two import ALL
from helpers.paths import ROOT

AUDIENCES = {"supervisor": "supervisors", "inspector": "inspectors", "public": "the public"}
"""Who reads a pack, and by which words a page names them."""

SUPERVISORS_WEEKS = 26
"""How many weeks a supervisor is shown; an inspector sees all that the pack holds, a year."""


@dataclass(frozen=True)
class Official:
    """The Ministry of Justice's last count of the force's area: how many, of which day, and its source."""

    count: float
    day: str
    source: Source


@dataclass(frozen=True, eq=False)
class Pack:
    """One audience's tables, by the names of their files, and the tables that say what they hold.

    ``parts`` and ``thresholds`` are rows of the reference tables of these names.
    """

    tables: Mapping[str, Sequence[Row]]
    parts: Mapping[tuple[str, str], Row]
    thresholds: Sequence[Row]
    official: Official | None

    @property
    def about(self) -> Row:
        """The one row of ``audience.csv``."""
        return self.tables[files.AUDIENCE][0]

    @property
    def audience(self) -> str:
        """Whom the folder is for."""
        return self.about["audience"]

    @property
    def force(self) -> str:
        """The force's name."""
        return self.about["force"]

    @property
    def as_at(self) -> str:
        """The day of the figures, such as "2025-02-23"."""
        return self.about["as_at"]

    @property
    def synthetic(self) -> bool:
        """Whether the force is made up."""
        return self.about["synthetic"] == SYNTHETIC

    @property
    def small(self) -> int:
        """The largest count that is withheld; 0 if none is."""
        return int(self.about["small"])

    @property
    def has_managers_in_tens(self) -> bool:
        """Whether managers' figures are those of their tens, as for all readers outside the force."""
        return self.audience != "supervisor"

    @cached_property
    def flows(self) -> Mapping[str, Sequence[Row]]:
        """The weekly flows of the force as a whole, by part, oldest first, of the weeks that are shown."""
        by_part: dict[str, list[Row]] = {}
        for row in self.tables["weekly.csv"]:
            if row["measure_id"] == "P07" and row["team"] == row["risk_level"] == ALL:
                by_part.setdefault(row["part"], []).append(row)
        last = SUPERVISORS_WEEKS if self.audience == "supervisor" else 0
        return {part: rows[-last:] for part, rows in by_part.items()}

    @cached_property
    def standards(self) -> Mapping[str, Sequence[Row]]:
        """The rows of the force's tariff, by item."""
        by_item: dict[str, list[Row]] = {}
        for row in self.tables["tariff.csv"]:
            by_item.setdefault(row["item"], []).append(row)
        return by_item


PLACES = "BRIEFINGS_PACKS"
"""The variable of the environment that says in which folders packs outside the project are looked for."""


def name_of(folder: Path) -> str:
    """Return by what a notebook calls a folder: its path in the project, or its name alone.

    A path of the machine would stand in the published notebook. A command that is given a folder outside the
    project remembers where it is, for the processes that it starts.
    """
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  -- a link stays one, as it is named
    if whole.is_relative_to(ROOT):
        return whole.relative_to(ROOT).as_posix()
    places = [place for place in os.environ.get(PLACES, "").split(os.pathsep) if place]
    os.environ[PLACES] = os.pathsep.join(dict.fromkeys([f"{whole.parent}", *places]))
    return whole.name


def folder_of(pack: str, *others: Path) -> Path:
    """Return the folder that a parameter names; a path starts in the project.

    A name alone is that of a folder in one of those that ``BRIEFINGS_PACKS`` names, else in the working
    directory, in ``others`` or in the project. Raises Misused where ``BRIEFINGS_PACKS`` has two of the name.
    """
    if Path(pack).name != pack:
        return ROOT / pack
    given = [Path(place) / pack for place in os.environ.get(PLACES, "").split(os.pathsep) if place]
    named = {folder.resolve(): folder for folder in given if (folder / files.AUDIENCE).is_file()}
    if len(named) > 1:
        raise Misused(f"two packs are called {pack!r}; give the folder of each a name of its own")
    beside = [place / pack for place in (Path.cwd(), *others, ROOT)]
    there = [*named.values(), *(folder for folder in beside if (folder / files.AUDIENCE).is_file())]
    return there[0] if there else ROOT / pack


def read_about(folder: Path) -> Row:
    """Return the row of ``audience.csv``, which says whose folder it is; raise DataError as ``read_pack``."""
    _check_disclosed(folder)
    return files.read_about(folder)


def read_pack(pack: str, audience: str) -> Pack:
    """Read the folder of an audience, such as "data/specimens/pack-inspector" and "inspector".

    Raises Misused for an audience that there is not; DataError for a folder of another one, or a folder that
    ``briefings disclose`` did not make.
    """
    if audience not in AUDIENCES:
        raise Misused(
            f"{audience!r} is no audience of a pack: {', '.join(AUDIENCES)}{did_you_mean(audience, AUDIENCES)}"
        )
    folder = folder_of(pack)
    _check_disclosed(folder)
    return _pack(folder, audience, tuple(files.read_contents(folder, of_audience=audience).items()))


SHOWN = {
    "measures.csv": {"team": ALL, "measure_id": "P02"},
    "weekly.csv": {"team": ALL},
}
"""The rows that a page shows, by cells of which one has to be there: a folder may have many more of teams."""


@lru_cache(maxsize=2)  # a page is made, and then held against its folder, in one process
def _pack(folder: Path, audience: str, contents: tuple[tuple[str, bytes], ...]) -> Pack:
    tables = files.tables_of(folder, dict(contents), of_audience=audience, wanted=SHOWN)
    parts, thresholds = definitions()
    _check_known(folder, tables, parts)
    about = tables[files.AUDIENCE][0]
    official = None if about["synthetic"] == SYNTHETIC else _official(about["force"], about["as_at"])
    return Pack(tables, parts, thresholds, official)


def definitions() -> tuple[Mapping[tuple[str, str], Row], Sequence[Row]]:
    """Return the rows of ``pack_measures.csv``, by measure and part, and of ``pack_thresholds.csv``."""
    tables = ("names", "pack_measures", "pack_thresholds")
    return _definitions(sources.hashes_of(f"reference/{table}.csv" for table in tables))


@lru_cache(maxsize=2)  # by the bytes of the files: pages that are forked from one process share it
def _definitions(
    _: tuple[tuple[str, str], ...],
) -> tuple[Mapping[tuple[str, str], Row], Sequence[Row]]:
    parts = {(row["measure"], row["part"]): row for row in records(sources.read_reference("pack_measures"))}
    return parts, records(sources.read_reference("pack_thresholds"))


def _check_disclosed(folder: Path) -> None:
    if not (folder / files.AUDIENCE).is_file():
        raise DataError(
            f'{folder.name} has no {files.AUDIENCE}: a page is made from the folder of one audience; "briefings disclose" makes it'
        )


def _check_known(
    folder: Path, tables: Mapping[str, Sequence[Row]], parts: Mapping[tuple[str, str], Row]
) -> None:
    for name in SHOWN:
        if any((row["measure_id"], row["part"]) not in parts for row in tables[name]):
            _refuse_unknown(folder, name, parts)
    for line, row in enumerate(tables["warnings.csv"], 2):
        if (row["rule"], row["column"]) not in WARNINGS:
            raise DataError(
                f"{folder.name}/warnings.csv, line {line}: found rule {row['rule']!r} of {row['column']!r}, of which "
                "an extract is not warned"
            )
    if not any(row["measure_id"] == "P02" for row in tables["measures.csv"]):
        raise DataError(f"{folder.name}/measures.csv: it has no row of P02; disclose the pack again")


def _refuse_unknown(folder: Path, name: str, parts: Mapping[tuple[str, str], Row]) -> NoReturn:
    """Raise DataError for the first row of a part that there is not, with its line among all rows."""
    rows = enumerate(files.read_tables(folder)[name], 2)
    line, row = next((line, row) for line, row in rows if (row["measure_id"], row["part"]) not in parts)
    raise DataError(
        f"{folder.name}/{name}, line {line}, part: found {row['part']!r} of {row['measure_id']}, which "
        "data/reference/pack_measures.csv does not define"
    )


def _official(force: str, as_at: str) -> Official | None:
    """Return the last count of the area of one force; none for the two forces of London, which share one."""
    forces = records(sources.read_raw("forces"))
    areas = [row["mappa_area"] for row in forces if row["force_name"] == force]
    if not areas or sum(row["mappa_area"] == areas[0] for row in forces) > 1:
        return None
    rows = [
        row
        for row in records(sources.read_raw("mappa_figures"))
        if row["area"] == areas[0] and row["measure"] == "rso_count" and f"{row['period_end']}"[:10] <= as_at
    ]
    counts = [
        (f"{row['period_end']}"[:10], row) for row in rows if f"{row['value']}".replace(".", "").isdigit()
    ]
    if not counts:
        return None
    day, row = max(counts, key=lambda count: count[0])
    return Official(float(row["value"]), day, sources.sources()[row["source_id"]])


def hashes_read() -> dict[str, frozenset[str]]:
    """Return every file of the data and of packs that was read in this process, with its SHA-256."""
    return {**sources.hashes_read(), **files.hashes_read()}
