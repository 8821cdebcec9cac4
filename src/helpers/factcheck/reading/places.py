"""Places that a text names: areas, regions, nations, forces and districts, and words that stand for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from helpers.data.areas import region_place, regions
from helpers.data.evidence import NATION
from helpers.data.sources import read_raw, read_reference

CAPITAL = re.compile(r"(?<![\w-])[A-Z][\w]*")
# What stands before or after a name that makes it another place, or no place at all.
OTHER_BEFORE = re.compile(
    r"\b(?:North|South|East|West|Mid|Central|New|Northern|Southern|Eastern|Western|Upper|Lower)[ -]$"
)
NO_PLACE_AFTER = re.compile(
    r"(?: Police)?(?: and)?(?:'s)? (?:University|Hospital|Cathedral|Prison|Road|Street|Live|Times|Echo|Gazette|Chronicle|"
    r"Mercury|Standard|Herald|Observer|Crown Court|Magistrates|(?:County |City |Borough |District )?Council)"
)
NATIONAL = re.compile(
    r"\b(?:nationally|nationwide|national (?:average|rate|figure|total|number)|(?:across|in) the (?:whole )?country|country as a whole|across both nations)\b",
    re.IGNORECASE,
)
THAT_AREA = re.compile(
    r"\b(?:the|our|this) (?:county|force|constabulary|area|police area|force area)\b(?! (?:council|average))",
    re.IGNORECASE,
)
ABROAD = re.compile(
    r"\b(?:Scotland|Northern Ireland|Ireland|United States|America|Australia|Canada|France|Germany|Spain|Jersey|Guernsey|Isle of Man)\b"
)
BRITAIN = re.compile(r"\b(?:Britain|United Kingdom)\b")
THAT_REGION = re.compile(
    r"\b(?:the|our|this) region\b|\b(?:the|all) (?:three|four|five|six|seven) forces\b", re.IGNORECASE
)
REGION_AFTER = re.compile(r" region\b")


@dataclass(frozen=True)
class Place:
    """A name in a text, from ``start`` to ``end``; ``kind`` as in names.csv, or district, elsewhere or that."""

    start: int
    end: int
    name: str
    kind: str


def places(text: str) -> list[Place]:
    """The places of a text in order; of names inside each other the longest.

    ``that`` is "the county" or "the force": which one that is only the whole article can say.
    """
    found = list(_named(text))
    words = (
        *((NATIONAL, NATION, "nation"), (THAT_AREA, "", "that"), (THAT_REGION, "", "that region")),
        *((ABROAD, "abroad", "elsewhere"), (BRITAIN, "UK", "group")),
    )
    for pattern, name, kind in words:
        spans = ((one.start(), one.end()) for one in pattern.finditer(text))
        found += [Place(a, b, name, kind) for a, b in spans if not any(a < one.end and one.start < b for one in found)]
    return sorted(found, key=lambda place: place.start)


def _named(text: str) -> Iterator[Place]:
    names = _by_first_word()
    done = 0
    for word in CAPITAL.finditer(text):
        if word.start() < done:
            continue
        name = next((one for one in names.get(word.group(), ()) if _stands(text, one, word.start())), None)
        if name is None:
            continue
        done = word.start() + len(name)
        place = _place(text, name, word.start())
        if place is not None:
            yield place


def _stands(text: str, name: str, at: int) -> bool:
    after = text[at + len(name) : at + len(name) + 1]
    return text.startswith(name, at) and not (after.isalnum() or after in ("-", "_"))


def _place(text: str, name: str, start: int) -> Place | None:
    canonical, kind = _known()[name]
    end = start + len(name)
    if NO_PLACE_AFTER.match(text, end):
        return None
    if kind in ("area", "district") and OTHER_BEFORE.search(text, max(0, start - 10), start):
        return Place(start, end, f"{text[:start].split()[-1]} {name}", "elsewhere")
    if canonical in _regions_named_as_areas() and REGION_AFTER.match(text, end):
        return Place(start, end + len(" region"), region_place(canonical), "region")
    return Place(start, end, canonical, kind)


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, str]]:
    """Every spelling -> (name, kind): ours first, then districts; in capitals as well, as headlines write."""
    names = read_reference("names")
    ours = {
        name: (canonical, kind)
        for name, canonical, kind in zip(names["name"], names["canonical"], names["kind"], strict=True)
        if (kind != "group" or name in ("UK", "Police Scotland")) and name[:1].isupper()
    }
    districts = read_raw("lad24_to_pfa24")["ltla24_name"].str.replace(r",.*", "", regex=True)
    found = {**{name: (name, "district") for name in districts}, **ours}
    return {**{name.upper(): one for name, one in found.items() if len(name) > 3}, **found}


@lru_cache(maxsize=1)
def _regions_named_as_areas() -> frozenset[str]:
    return frozenset(region for region in regions() if region_place(region) != region)


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(_known(), key=len, reverse=True):
        first = re.match(r"\w+", name)
        if first:
            found.setdefault(first.group(), []).append(name)
    return {word: tuple(names) for word, names in found.items()}
