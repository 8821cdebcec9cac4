"""Areas, regions and forces, with the names and addresses by which each is known: no file is opened here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.data.errors import DataError, UnknownArea, UnknownName, did_you_mean


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
    """Return a name for file names and addresses: only a-z, 0-9 and single hyphens, never empty.

    Raises DataError for a name without any letter or digit.

    >>> slug("Devon & Cornwall")
    'devon-and-cornwall'
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    short = "-".join(re.findall("[a-z0-9]+", plain.lower()))
    if not short:
        raise DataError(f"no file name can be made from {name!r}: it has no letter a to z and no digit")
    return short


def region_page(region: str) -> str:
    """Return the name of a region's page, which no area's page can have, though they may share a name.

    >>> region_page("London")
    'region-london'
    """
    return f"region-{slug(region)}"


@dataclass(frozen=True, eq=False)
class Names:
    """The areas, sorted by name, and every spelling of ``names.csv`` with its one name and its kind.

    Compared and hashed by identity.
    """

    areas: tuple[Area, ...]
    spellings: Mapping[str, tuple[str, str]]

    def area(self, slug_or_name: str) -> Area:
        """Return the area with this slug, name or alias, in any case; raise UnknownArea with near matches."""
        area = self._by_key.get(_folded(slug_or_name))
        if area is None:
            raise UnknownArea(f"{slug_or_name!r} is not a MAPPA area{self._hint(slug_or_name)}")
        return area

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """The areas of each region, both sorted by name: the nine English regions, and Wales as the tenth.

        London and West Midlands each name a region and an area; the region London is the same place as the
        area, the region West Midlands has four areas.
        """
        regions: dict[str, tuple[str, ...]] = {}
        for area in sorted(self.areas, key=lambda area: area.region):
            regions[area.region] = (*regions.get(area.region, ()), area.name)
        return regions

    def region(self, slug_or_name: str) -> str:
        """Return the region with this short name or name; raise UnknownArea with close matches."""
        regions = {slug(name): name for name in self.regions} | {
            _folded(other): name for name in self.regions for other in (name, self.region_place(name))
        }
        if _folded(slug_or_name) not in regions:
            names = ", ".join(slug(name) for name in self.regions)
            raise UnknownArea(
                f"{slug_or_name!r} is not a region{did_you_mean(slug_or_name, regions)}; the regions are {names}"
            )
        return regions[_folded(slug_or_name)]

    def region_place(self, region: str) -> str:
        """Return a region's name where areas and regions share a table: never the name of an area.

        West Midlands is a region of four areas and one of these areas: the region is "West Midlands region".
        """
        return f"{region} region" if any(area.name == region for area in self.areas) else region

    @cached_property
    def region_of_place(self) -> Mapping[str, str]:
        """Each region by its name in tables that areas and regions share."""
        return {self.region_place(region): region for region in self.regions}

    def canonical(self, name: str) -> str:
        """Return the one name that this project uses for ``name``; raise UnknownName with close matches."""
        return self._spelling(name)[0]

    def kind(self, name: str) -> str:
        """Return the kind of ``name``: area, force, region, nation or group; raise UnknownName.

        London and West Midlands are areas here, though regions have these names too.
        """
        return self._spelling(name)[1]

    def _spelling(self, name: str) -> tuple[str, str]:
        if _folded(name) not in self._by_spelling:
            raise UnknownName(
                f"{name!r} is not in reference/names.csv{did_you_mean(name, list(self.spellings))}"
            )
        return self._by_spelling[_folded(name)]

    @cached_property
    def _by_spelling(self) -> Mapping[str, tuple[str, str]]:
        return {_folded(name): spelling for name, spelling in self.spellings.items()}

    @cached_property
    def _by_key(self) -> Mapping[str, Area]:
        by_name = {area.name: area for area in self.areas}
        aliases = {key: by_name[name] for key, (name, kind) in self._by_spelling.items() if kind == "area"}
        return {area.slug: area for area in self.areas} | aliases

    def _hint(self, wanted: str) -> str:
        name, kind = self._by_spelling.get(_folded(wanted), ("", ""))
        if kind == "force":
            home_area = next(area for area in self.areas if name in area.forces)
            return f": it is a police force inside the area {home_area.name}; use {home_area.slug!r}"
        if kind:
            return f": it is a {kind}; the areas are listed in raw/forces.csv"
        return did_you_mean(wanted, self._by_key)


def _folded(name: str) -> str:
    return name.strip().casefold()
