"""Areas, regions and forces, with the names and addresses by which each is known: no file is opened here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache

from helpers.data.errors import DataError, UnknownArea, UnknownName, did_you_mean

LISTED = "; 'briefings list' names them all"


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


@dataclass(frozen=True)
class Located:
    """The area that a name leads to; ``through`` says how, where the name is that of a town or a force."""

    area: Area
    through: str = ""


@lru_cache(maxsize=4096)
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


_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_MOST_HINTS = 6
_SHORTEST_HINT = 4  # letters: shorter words are parts of many names, such as "of"


@dataclass(frozen=True, eq=False, repr=False)
class Names:
    """The areas, sorted by name, and every spelling of ``names.csv`` with its one name and its kind.

    ``districts`` maps each local authority to the name of its police-force area. Compared and hashed by
    identity.
    """

    areas: tuple[Area, ...]
    spellings: Mapping[str, tuple[str, str]]
    districts: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Names({len(self.areas)} areas, {len(self.spellings):,} spellings, {len(self.districts)} districts)"

    def area(self, slug_or_name: str) -> Area:
        """Return the area with this slug, name or alias, in any case; raise UnknownArea with near matches."""
        if not isinstance(slug_or_name, str):
            raise UnknownArea(
                f"the area is {slug_or_name!r}, which is not text; give its name, such as 'essex'"
            )
        area = self._by_key.get(_folded(slug_or_name))
        if area is None:
            raise UnknownArea(f"{slug_or_name!r} is not a MAPPA area{self._hint(slug_or_name) or LISTED}")
        return area

    def locate(self, name: str) -> Located:
        """Return the area of this name, or in which the district or police force of this name lies.

        Raises UnknownArea, with near matches, for any other name. A part of a district's name is one: "Wells"
        may be Tunbridge Wells, and may be another town.
        """
        if area := self._by_key.get(_folded(name)):
            return Located(area)
        if home := self._home(name):
            full_name, area = home
            return Located(area, f"{full_name} is in {area.name}")
        about = self._about(name) or did_you_mean(name, self.names_that_lead) or LISTED
        raise UnknownArea(f"{name!r} is not a MAPPA area{about}")

    def region_named(self, name: str) -> str:
        """Return the region of this name or address, empty for a name that is an area's or no region's."""
        folded = _folded(name)
        if folded in self._by_key:
            return ""
        canonical, kind = self._by_spelling.get(folded, ("", ""))
        if canonical in self.regions and kind in ("region", "nation"):
            return canonical
        names = {key: region for region in self.regions for key in (_folded(region), slug(region))}
        return names.get(folded, "")

    @cached_property
    def towns(self) -> Mapping[str, Area]:
        """Each local authority by its name, such as Birmingham, with the area in which it lies."""
        homes = {name: self._area_of_force(force) for name, force in self.districts.items()}
        return {name: area for name, area in homes.items() if area is not None}

    def also_found_by(self, area: Area) -> tuple[str, ...]:
        """Return by what else a reader may look for an area: its other names, its forces and its towns."""
        forces = [
            name for name, (force, kind) in self.spellings.items() if kind == "force" and force in area.forces
        ]
        towns = [town for town, home in self.towns.items() if home.slug == area.slug]
        return (*area.aliases, *forces, *towns)

    @cached_property
    def names_that_lead(self) -> tuple[str, ...]:
        """Every name that leads to one page: of areas, regions and their pages, forces and towns."""
        forces = [name for name, (_, kind) in self.spellings.items() if kind == "force"]
        return (*self._by_key, *self.regions, *self._regions_by_page, *forces, *self.towns)

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
        if not isinstance(slug_or_name, str):
            raise UnknownArea(
                f"the region is {slug_or_name!r}, which is not text; give its name, such as 'wales'"
            )
        regions = {slug(name): name for name in self.regions} | {
            _folded(other): name
            for name in self.regions
            for other in (name, self.region_place(name), region_page(name))
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
        spelling = self._by_spelling.get(_folded(name))
        if spelling is None:
            raise UnknownName(
                f"{name!r} is not in reference/names.csv{did_you_mean(name, list(self.spellings))}"
            )
        return spelling

    @cached_property
    def _by_spelling(self) -> Mapping[str, tuple[str, str]]:
        return {_folded(name): spelling for name, spelling in self.spellings.items()}

    @cached_property
    def _by_key(self) -> Mapping[str, Area]:
        by_name = {area.name: area for area in self.areas}
        aliases = {key: by_name[name] for key, (name, kind) in self._by_spelling.items() if kind == "area"}
        return {area.slug: area for area in self.areas} | aliases

    def _hint(self, wanted: str) -> str:
        """Return what an unknown area may be; a name that is asked about must be one of an area itself."""
        near = did_you_mean(wanted, self._by_key)
        towns = get_close_matches(_folded(wanted), self._towns_by_key, n=1, cutoff=0.8)
        if not near and towns:
            town = self._towns_by_key[towns[0]]
            near = f"; did you mean {_plain(town)}? It is in the area {self.towns[town].name}; use {self.towns[town].slug!r}"
        return self._about(wanted) or near

    def _about(self, wanted: str) -> str:
        """Say what a name is, where it is known but is none of an area; else an empty text."""
        name, kind = self._by_spelling.get(_folded(wanted), ("", ""))
        if kind == "force":
            home_area = next(area for area in self.areas if name in area.forces)
            return f": it is a police force inside the area {home_area.name}; use {home_area.slug!r}"
        if region := self._regions_by_page.get(_folded(wanted)):
            return f": it is the page of a region, {region}; a region's notebook is region_briefing"
        if region := {_folded(name): name for name in self.regions}.get(_folded(wanted)):
            return f": it is a region; its page is {region_page(region)!r}"
        if kind:
            return f": it is a {kind}; 'briefings list' names the areas"
        home = self._home(wanted)
        named = [
            f"{town} is in the area {area.name}; use {area.slug!r}"
            for town, area in ([home] if home else self._districts_with(_words(wanted)))
        ]
        more = [f"and {len(named) - _MOST_HINTS} more"] if len(named) > _MOST_HINTS else []
        return f": {'; '.join(named[:_MOST_HINTS] + more)}" if named else ""

    def _home(self, name: str) -> tuple[str, Area] | None:
        """Return the police force or district of this very name, such as "the Met", with its area."""
        force, kind = self._by_spelling.get(_folded(name), ("", ""))
        if kind == "force":
            area = next(area for area in self.areas if force in area.forces)
            return area.police_force[area.forces.index(force)], area
        if kind:
            return None
        return next(
            (
                (_plain(town), area)
                for town, area in self.towns.items()
                if _words(name) in (_words(town), _words(_plain(town)))
            ),
            None,
        )

    def _districts_with(self, words: str) -> list[tuple[str, Area]]:
        """Return the districts that have some words in their names, such as "newcastle", with their areas."""
        if len(words) < _SHORTEST_HINT:
            return []
        return [
            (_plain(town), area) for town, area in self.towns.items() if f" {words} " in f" {_words(town)} "
        ]

    @cached_property
    def _towns_by_key(self) -> Mapping[str, str]:
        return {_folded(name): name for name in self.towns}

    def _area_of_force(self, name: str) -> Area | None:
        force = self._by_spelling.get(_folded(name), (name, ""))[0]
        return next((area for area in self.areas if force in (area.name, *area.forces)), None)

    @cached_property
    def _regions_by_page(self) -> Mapping[str, str]:
        return {region_page(name): name for name in self.regions}


def _words(name: str) -> str:
    """Return the words of a name as its address has them, empty for one without any: "kings lynn"."""
    try:
        return slug(_APOSTROPHE.sub("", name)).replace("-", " ")
    except DataError:
        return ""


def _plain(district: str) -> str:
    """Return a district's name as one says it: "Bristol" for "Bristol, City of"."""
    return re.sub(r", (City|County) of$", "", district)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    """Return a name as it is compared, however its apostrophes, blanks and its "and" are written."""
    return " ".join(_APOSTROPHE.sub("'", name).replace("&", " and ").casefold().split())
