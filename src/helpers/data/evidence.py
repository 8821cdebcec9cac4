"""Everything that the reports rest on, read once, checked, and looked up by area, year and measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data import kept
from helpers.data.areas import forget_names
from helpers.data.naming import Area, Names
from helpers.data.observations import Observation, figures
from helpers.data.packed import Denominator, Measure, Read, Survey, packed, unpacked
from helpers.data.rows import Plain, Row, Source
from helpers.data.sources import data_folder, fingerprint, hashes_of, note_reads, reading
from helpers.data.tiles import Tile

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NATION", "Denominator", "Evidence", "Measure", "Survey", "evidence", "is_nation"]

NATION = "England and Wales"
# By what else a reader may call it.
_NATION_TOO = {"nation", "national", "england & wales", "england-and-wales"}


def is_nation(name: str) -> bool:
    """Return whether a name that a reader gives is that of England and Wales."""
    return name.strip().casefold() in {NATION.casefold(), *_NATION_TOO}


@dataclass(frozen=True, eq=False, repr=False)
class Evidence:
    """The verified tables and the resolved observations; compared and hashed by identity.

    ``tables`` are the resolved observations (table) and, each force under its one name, the tables that are
    listed as published: caveats, surveys, inspections, grades, workload, disclosures, removals and ranks.
    Each is also a frame, by the property of its name. ``regions`` maps a region, as ``region_place`` names
    it, to its areas; ``region_of`` an area to its region; ``districts`` a local authority to its police
    force. ``folder`` is where the tables are, ``hashes`` the ``fingerprint`` of it, ``left_out`` the sources
    that count as never published.
    """

    tables: Mapping[str, Plain]
    observations: Mapping[tuple[str, int, str], Observation]
    population: Mapping[tuple[str, int], Observation]
    everyone: Mapping[tuple[str, int], Observation]
    denominators: Mapping[int, Denominator]
    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]
    names: Names
    areas: tuple[Area, ...]
    regions: Mapping[str, tuple[str, ...]]
    region_of: Mapping[str, str]
    breaks: tuple[tuple[str, int, str], ...]
    asked: Mapping[str, Survey]
    tiles: Mapping[str, Tile]
    districts: Mapping[str, str]
    folder: Path
    hashes: tuple[tuple[str, str], ...]
    left_out: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"Evidence({len(self.tables['table'])} observations of {len(self.areas)} areas)"

    def get(self, area: str, year: int, measure: str) -> Observation | None:
        """Return the observation of one area at 31 March of ``year`` (or the year to it), if there is one."""
        return self.observations.get((area, year, measure))

    def people(self, area: str, year: int) -> Observation | None:
        """Return the people aged 10 and over that the rates of 31 March of ``year`` count, if known."""
        base = self.denominators.get(year)
        return None if base is None else self.population.get((area, base.mid_year))

    def unsettled(self, year: int) -> bool:
        """Return whether it is known to be unsettled which population the date's published rates use."""
        base = self.denominators.get(year)
        return base is not None and not base.settled

    def without(self, sources: frozenset[str]) -> Evidence:
        """Return the same data as if these sources had never been published.

        Raises DataError if a file has changed since.
        """
        if sources <= self.left_out:
            return self
        rest = _evidence(self.folder, self.hashes, self.left_out | sources)
        note_reads(self.hashes)
        return rest

    def listed(self, table: str) -> Sequence[Row]:
        """Return the rows of one of the ``tables``, with None for a cell without a value; change none."""
        return self.tables[table].rows

    @property
    def table(self) -> pd.DataFrame:
        """The resolved observations, a row each."""
        return self.tables["table"].frame

    @property
    def caveats(self) -> pd.DataFrame:
        """What readers of single figures must know."""
        return self.tables["caveats"].frame

    @property
    def surveys(self) -> pd.DataFrame:
        """The answers of forces to surveys of missing or wanted RSOs."""
        return self.tables["surveys"].frame

    @property
    def inspections(self) -> pd.DataFrame:
        """What inspectors found, and the grades that they gave."""
        return self.tables["inspections"].frame

    @property
    def grades(self) -> pd.DataFrame:
        """The grade of each force in two rounds of inspections."""
        return self.tables["grades"].frame

    @property
    def workload(self) -> pd.DataFrame:
        """How many people offender managers have, and what else is known of their work."""
        return self.tables["workload"].frame

    @property
    def disclosures(self) -> pd.DataFrame:
        """Applications and disclosures under the scheme, and outcomes at court."""
        return self.tables["disclosures"].frame

    @property
    def removals(self) -> pd.DataFrame:
        """Applications to be removed from the register, and those that were granted."""
        return self.tables["removals"].frame

    @property
    def ranks(self) -> pd.DataFrame:
        """The ranks that sources print of areas among those of England and Wales."""
        return self.tables["ranks"].frame

    def rows(self, area: str, measure: str) -> list[Row]:
        """Return what the table has on an area and measure: any date, and each basis if there are several."""
        return list(self._rows.get((area, measure), ()))

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str], list[Row]]:
        rows: dict[tuple[str, str], list[Row]] = {}
        for row in self.listed("table"):
            rows.setdefault((row["area"], row["measure"]), []).append(row)
        return rows

    def years(self, area: str, measure: str) -> list[int]:
        """Return the years with an observation of the area, earliest first."""
        return list(self._years.get((area, measure), ()))

    @cached_property
    def _years(self) -> Mapping[tuple[str, str], list[int]]:
        years: dict[tuple[str, str], list[int]] = {}
        for place, year, measure in sorted(self.observations):
            years.setdefault((place, measure), []).append(year)
        return years

    @cached_property
    def all_years(self) -> range:
        """Every year from the first with an observation to the last; none without observations."""
        years = {year for _, year, _ in self.observations}
        return range(min(years), max(years) + 1) if years else range(0)

    def broken_between(self, measure: str, first: int, last: int) -> str:
        """Return why two dates of a measure are not comparable, or an empty text if they are."""
        return next(
            (why for name, break_year, why in self.breaks if name == measure and first < break_year <= last),
            "",
        )


def evidence(data: Path | None = None, without: frozenset[str] = frozenset()) -> Evidence:
    """Read, verify and resolve everything; sources in ``without`` are left out as if never published.

    Raises DataError for the first table, row or total that cannot be trusted.
    """
    folder = Path(data or data_folder())
    hashes = fingerprint(folder)
    verified = _evidence(folder, hashes, without)
    note_reads(hashes)
    return verified


@lru_cache(maxsize=8)
def _evidence(folder: Path, hashes: tuple[tuple[str, str], ...], without: frozenset[str]) -> Evidence:
    """Cache by the bytes of all files, so that a changed one is never answered from an earlier reading."""
    forget_names()
    inputs = (*hashes, *(("without", source) for source in sorted(without)))
    read = unpacked(kept.load("evidence", inputs))
    if read is None:
        read = _verified(_Place(folder), hashes, without)
        if kept.folder():  # packing costs, and would be for nobody
            kept.save("evidence", inputs, packed(read))
    with reading(folder, hashes):  # that all files still are what was hashed, as when they are parsed
        hashes_of([name for name, _ in hashes], folder)
    if type(__spec__.loader) is not SourceFileLoader:
        # The publisher records what a page's process imports: the code that verified belongs to it.
        import helpers.data.verifying  # noqa: F401
    return _joined(read, folder, hashes, without)


@dataclass(frozen=True)
class _Place:
    """Where the files are: any place equals another, as the same bytes say the same everywhere."""

    folder: Path = field(compare=False)


@lru_cache(maxsize=8)
def _verified(place: _Place, hashes: tuple[tuple[str, str], ...], without: frozenset[str]) -> Read:
    """Read and check the files, unless files of the same bytes passed in this process, in whatever folder."""
    from helpers.data.verifying import read_all

    with reading(place.folder, hashes):
        return read_all(place.folder, hashes, without)


def _joined(
    read: Read, folder: Path, hashes: tuple[tuple[str, str], ...], without: frozenset[str]
) -> Evidence:
    names = read.names
    regions = {place: names.regions[region] for place, region in names.region_of_place.items()}
    return Evidence(
        tables=read.tables,
        observations=figures(read.tables["table"]),
        population=read.population,
        everyone=read.everyone,
        denominators=read.denominators,
        measures=read.measures,
        sources=read.sources,
        names=names,
        areas=names.areas,
        regions=regions,
        region_of={name: region for region, members in regions.items() for name in members},
        breaks=read.breaks,
        asked=read.asked,
        tiles=read.tiles,
        districts=names.districts,
        folder=folder,
        hashes=hashes,
        left_out=without,
    )
