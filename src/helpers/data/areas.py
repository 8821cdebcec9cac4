"""The 42 MAPPA areas, their police forces and regions, and every name that the tables use for them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers.data.errors import DataError, UnknownArea, UnknownName, did_you_mean
from helpers.data.sources import data_folder, raw_text, reference_text

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Area:
    """One MAPPA area; ``forces`` are short names of its police forces, ``police_force`` their official names.

    ``region`` is one of the nine English regions or Wales, ``nation`` England or Wales.
    """

    slug: str
    name: str
    region: str
    nation: str
    forces: tuple[str, ...]
    police_force: tuple[str, ...]
    aliases: tuple[str, ...]


def slug(name: str) -> str:
    """A name as it stands in file names and addresses: only a-z, 0-9 and single hyphens, never empty.

    Raises DataError for a name without any letter or digit.

    >>> slug("Devon & Cornwall")
    'devon-and-cornwall'
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    found = "-".join(re.findall("[a-z0-9]+", plain.lower()))
    if not found:
        raise DataError(f"no file name can be made from {name!r}: it has no letter a to z and no digit")
    return found


def areas(data: Path | None = None) -> tuple[Area, ...]:
    """The MAPPA areas of England and Wales, sorted by name."""
    return _areas(data or data_folder())


def area(slug_or_name: str, data: Path | None = None) -> Area:
    """The area with this slug, name or alias, in any case. Raises UnknownArea with what comes near."""
    folder = data or data_folder()
    found = _by_any_name(folder).get(_key(slug_or_name))
    if found is None:
        raise UnknownArea(f"{slug_or_name!r} is not a MAPPA area{_hint(slug_or_name, folder)}")
    return found


def regions(data: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Names of the areas of each region, both sorted: the nine English regions, and Wales as the tenth.

    London and West Midlands each name a region and an area; the region London is the same place as the area,
    the region West Midlands has four areas.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in sorted(areas(data), key=lambda one: one.region):
        found[one.region] = (*found.get(one.region, ()), one.name)
    return found


def region(slug_or_name: str, data: Path | None = None) -> str:
    """The region with this short name or name, as ``regions`` has it. Raises UnknownArea with what comes near.

    >>> region("east-of-england")
    'East of England'
    """
    found = {slug(name): name for name in regions(data)} | {
        _key(other): name for name in regions(data) for other in (name, region_place(name, data))
    }
    if _key(slug_or_name) not in found:
        names = ", ".join(slug(name) for name in regions(data))
        raise UnknownArea(
            f"{slug_or_name!r} is not a region{did_you_mean(slug_or_name, found)}; the regions are {names}"
        )
    return found[_key(slug_or_name)]


def region_page(region: str) -> str:
    """The name of a region's page, which no area's page can have: an area and a region may share a name.

    >>> region_page("London")
    'region-london'
    """
    return f"region-{slug(region)}"


def region_place(region: str, data: Path | None = None) -> str:
    """What a region is called where areas and regions stand in one table: never the name of an area.

    West Midlands is a region of four areas and one of these areas: the region becomes "West Midlands region".
    """
    return f"{region} region" if any(one.name == region for one in areas(data)) else region


def canonical(name: str, data: Path | None = None) -> str:
    """The one name that this project uses for ``name``, as in ``reference/names.csv``. Raises UnknownName."""
    return _row(name, data)[0]


def kind(name: str, data: Path | None = None) -> str:
    """What ``name`` is: area, force, region, nation or group. Raises UnknownName.

    London and West Midlands are areas here, though regions have these names too.
    """
    return _row(name, data)[1]


def _row(name: str, data: Path | None) -> tuple[str, str]:
    known = _known(data or data_folder())
    if _key(name) not in known:
        names = [row["name"] for row in reference_text("names", data)]
        raise UnknownName(f"{name!r} is not in reference/names.csv{did_you_mean(name, names)}")
    return known[_key(name)]


def _key(name: str) -> str:
    return name.strip().casefold()


# Kept for the life of the process: thousands of rows ask for their canonical name.
@lru_cache(maxsize=8)
def _known(folder: Path) -> dict[str, tuple[str, str]]:
    rows = _with(reference_text("names", folder), "reference/names.csv", "name", "canonical", "kind")
    return {_key(row["name"]): (row["canonical"], row["kind"]) for row in rows}


@lru_cache(maxsize=8)
def _areas(folder: Path) -> tuple[Area, ...]:
    forces = _with(raw_text("forces", folder), "raw/forces.csv", "mappa_area", "region", "area", "force_name")
    names = reference_text("names", folder)
    found = sorted({row["mappa_area"] for row in forces})
    return tuple(_area(name, [row for row in forces if row["mappa_area"] == name], names) for name in found)


def _with(rows: Rows, file: str, *columns: str) -> Rows:
    """Only what is needed here; everything else about the tables is checked where figures are read."""
    missing = [column for column in columns if not rows or column not in rows[0]]
    if missing:
        raise DataError(f"{file}: the column {missing[0]!r} is missing, or there is no row")
    return rows


def _area(name: str, rows: Rows, names: Rows) -> Area:
    region = rows[0]["region"]
    police_force = tuple(row["force_name"] for row in rows)
    other = {row["name"] for row in names if row["canonical"] == name and row["kind"] == "area"}
    return Area(
        slug=slug(name),
        name=name,
        region=region,
        nation="Wales" if region == "Wales" else "England",
        forces=tuple(row["area"] for row in rows),
        police_force=police_force,
        aliases=tuple(sorted(other - {name, *police_force})),
    )


@lru_cache(maxsize=8)
def _by_any_name(folder: Path) -> dict[str, Area]:
    by_name = {one.name: one for one in _areas(folder)}
    found = {key: by_name[name] for key, (name, what) in _known(folder).items() if what == "area"}
    return {one.slug: one for one in by_name.values()} | found


def _hint(found: str, folder: Path) -> str:
    name, what = _known(folder).get(_key(found), ("", ""))
    if what == "force":
        home = next(one for one in _areas(folder) if name in one.forces)
        return f": it is a police force inside the area {home.name}; use {home.slug!r}"
    if what:
        return f": it is a {what}; the areas are listed in raw/forces.csv"
    return did_you_mean(found, _by_any_name(folder))
