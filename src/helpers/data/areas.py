"""The 42 MAPPA areas, their police forces and regions, and every name of them, as the tables have them."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from pathlib import Path

from helpers.data import kept
from helpers.data.cells import hashed
from helpers.data.errors import DataError
from helpers.data.naming import Area, Located, Names, region_page, slug
from helpers.data.packed_names import packed_names, unpacked_names
from helpers.data.sources import data_folder, hashes_of, raw_text, reading, reference_text

__all__ = [
    "Area",
    "area",
    "areas",
    "canonical",
    "forget_names",
    "kind",
    "locate",
    "names",
    "region",
    "region_page",
    "region_place",
    "regions",
    "slug",
]

Rows = list[dict[str, str]]
# What the names are read from.
FILES = (
    *("raw/forces.csv", "raw/forces.source.yml", "raw/lad24_to_pfa24.csv", "raw/lad24_to_pfa24.source.yml"),
    *("reference/names.csv", "reference/notes.csv"),
)


def names(data: Path | None = None) -> Names:
    """Return the areas of England and Wales and all their names."""
    return _names(Path(data or data_folder()))


def areas(data: Path | None = None) -> tuple[Area, ...]:
    """Return the MAPPA areas of England and Wales, sorted by name."""
    return names(data).areas


def area(slug_or_name: str, data: Path | None = None) -> Area:
    """Return the area with this slug, name or alias, in any case; raise UnknownArea with close matches."""
    return names(data).area(slug_or_name)


def locate(name: str, data: Path | None = None) -> Located:
    """Return the area of a name, or of the town or police force of this name; raise UnknownArea."""
    return names(data).locate(name)


def regions(data: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Map each region to its areas, both sorted by name: the nine English regions, and Wales as the tenth."""
    return dict(names(data).regions)


def region(slug_or_name: str, data: Path | None = None) -> str:
    """Return the region with this short name or name; raise UnknownArea with close matches.

    >>> region("east-of-england")
    'East of England'
    """
    return names(data).region(slug_or_name)


def region_place(region: str, data: Path | None = None) -> str:
    """Return a region's name where areas and regions share a table: never the name of an area."""
    return names(data).region_place(region)


def canonical(name: str, data: Path | None = None) -> str:
    """Return the one name that this project uses for ``name``; raise UnknownName."""
    return names(data).canonical(name)


def kind(name: str, data: Path | None = None) -> str:
    """Return what ``name`` is: area, force, region, nation or group; raise UnknownName."""
    return names(data).kind(name)


def forget_names() -> None:
    """Have the names read again, as their files may have changed."""
    _names.cache_clear()


# Kept until the evidence is read again: thousands of rows ask for their canonical name.
@lru_cache(maxsize=8)
def _names(folder: Path) -> Names:
    hashes = hashes_of(FILES, folder)
    place_names = unpacked_names(kept.load("names", hashes))
    if place_names is None:
        with reading(folder, hashes):
            place_names = _read_names(folder)
        kept.save("names", hashes, packed_names(place_names))
    return place_names


def _read_names(folder: Path) -> Names:
    forces = _checked_rows(
        raw_text("forces", folder), "raw/forces.csv", "mappa_area", "region", "area", "force_name"
    )
    spellings = _checked_rows(
        reference_text("names", folder), "reference/names.csv", "name", "canonical", "kind"
    )
    districts = _checked_rows(
        raw_text("lad24_to_pfa24", folder), "raw/lad24_to_pfa24.csv", "ltla24_name", "pfa24_name"
    )
    _check_decided(districts, reference_text("notes", folder))
    of_area: dict[str, list[dict[str, str]]] = {}
    for row in forces:
        of_area.setdefault(row["mappa_area"], []).append(row)
    aliases: dict[str, set[str]] = {}
    for row in spellings:
        if row["kind"] == "area":
            aliases.setdefault(row["canonical"], set()).add(row["name"])
    _check_areas(sorted(of_area), spellings)
    return Names(
        tuple(_area(name, rows, aliases[name]) for name, rows in sorted(of_area.items())),
        {row["name"]: (row["canonical"], row["kind"]) for row in spellings},
        {row["ltla24_name"]: row["pfa24_name"] for row in districts},
    )


def _checked_rows(rows: Rows, file: str, *columns: str) -> Rows:
    """Check that there are rows with these columns; the rest is checked where figures are read."""
    missing = [column for column in columns if not rows or column not in rows[0]]
    if missing:
        raise DataError(f"{file}: the column {missing[0]!r} is missing, or there is no row")
    return rows


def _check_areas(area_names: list[str], spellings: Rows) -> None:
    """Raise DataError for an area that is in the names alone, or in the forces alone."""
    lines = {row["canonical"]: line for line, row in enumerate(spellings, 2) if row["kind"] == "area"}
    for name in sorted(lines.keys() - {*area_names}):
        raise DataError(
            f"reference/names.csv, line {lines[name]}: {name!r} is an area, and raw/forces.csv has no row of it; "
            "restore both from version control"
        )
    for name in area_names:
        if name not in lines:
            raise DataError(
                f"raw/forces.csv, column mappa_area: found {name!r}, which is not an area in reference/names.csv"
            )


def _check_decided(districts: Rows, decisions: Rows) -> None:
    """Raise DataError for the name of a district that nobody has decided on: it is free text, and shown."""
    kept = {row.get("hash") for row in decisions if row.get("table") == "lad24_to_pfa24"}
    for line, row in enumerate(districts, 2):
        if hashed(row["ltla24_name"]) not in kept:
            raise DataError(
                f"raw/lad24_to_pfa24.csv, line {line}, column ltla24_name: no row of reference/notes.csv decides "
                "whether this name may be shown; read it, then add a row that begins with "
                f"lad24_to_pfa24,ltla24_name,,,{hashed(row['ltla24_name'])}"
            )


def _area(name: str, rows: Rows, aliases: Set[str]) -> Area:
    region = rows[0]["region"]
    police_force = tuple(row["force_name"] for row in rows)
    return Area(
        slug=slug(name),
        name=name,
        region=region,
        nation="Wales" if region == "Wales" else "England",
        forces=tuple(row["area"] for row in rows),
        police_force=police_force,
        aliases=tuple(sorted(aliases - {name, *police_force})),
    )
