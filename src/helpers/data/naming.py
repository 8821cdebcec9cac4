"""Areas, regions and forces, and the names and addresses by which each is known: no file is opened here."""

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


def region_page(region: str) -> str:
    """The name of a region's page, which no area's page can have: an area and a region may share a name.

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
        """The area with this slug, name or alias, in any case. Raises UnknownArea with close matches."""
        found = self._areas.get(_key(slug_or_name))
        if found is None:
            raise UnknownArea(f"{slug_or_name!r} is not a MAPPA area{self._hint(slug_or_name)}")
        return found

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the areas of each region, both sorted: the nine English regions, and Wales as the tenth.

        London and West Midlands each name a region and an area; the region London is the same place as the area,
        the region West Midlands has four areas.
        """
        found: dict[str, tuple[str, ...]] = {}
        for one in sorted(self.areas, key=lambda one: one.region):
            found[one.region] = (*found.get(one.region, ()), one.name)
        return found

    def region(self, slug_or_name: str) -> str:
        """The region with this short name or name. Raises UnknownArea with close matches."""
        found = {slug(name): name for name in self.regions} | {
            _key(other): name for name in self.regions for other in (name, self.region_place(name))
        }
        if _key(slug_or_name) not in found:
            names = ", ".join(slug(name) for name in self.regions)
            raise UnknownArea(
                f"{slug_or_name!r} is not a region{did_you_mean(slug_or_name, found)}; the regions are {names}"
            )
        return found[_key(slug_or_name)]

    def region_place(self, region: str) -> str:
        """What a region is called where areas and regions stand in one table: never the name of an area.

        West Midlands is a region of four areas and one of these areas: the region becomes "West Midlands region".
        """
        return f"{region} region" if any(one.name == region for one in self.areas) else region

    @cached_property
    def region_of_place(self) -> Mapping[str, str]:
        """Each region by what it is called where areas and regions stand in one table."""
        return {self.region_place(region): region for region in self.regions}

    def canonical(self, name: str) -> str:
        """The one name that this project uses for ``name``. Raises UnknownName with close matches."""
        return self._row(name)[0]

    def kind(self, name: str) -> str:
        """What ``name`` is: area, force, region, nation or group. Raises UnknownName with close matches.

        London and West Midlands are areas here, though regions have these names too.
        """
        return self._row(name)[1]

    def _row(self, name: str) -> tuple[str, str]:
        if _key(name) not in self._known:
            raise UnknownName(
                f"{name!r} is not in reference/names.csv{did_you_mean(name, list(self.spellings))}"
            )
        return self._known[_key(name)]

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, str]]:
        return {_key(name): named for name, named in self.spellings.items()}

    @cached_property
    def _areas(self) -> Mapping[str, Area]:
        by_name = {one.name: one for one in self.areas}
        found = {key: by_name[name] for key, (name, what) in self._known.items() if what == "area"}
        return {one.slug: one for one in self.areas} | found

    def _hint(self, wanted: str) -> str:
        name, what = self._known.get(_key(wanted), ("", ""))
        if what == "force":
            home = next(one for one in self.areas if name in one.forces)
            return f": it is a police force inside the area {home.name}; use {home.slug!r}"
        if what:
            return f": it is a {what}; the areas are listed in raw/forces.csv"
        return did_you_mean(wanted, self._areas)


def _key(name: str) -> str:
    return name.strip().casefold()
