"""How far into the data a page reaches, as a hash: while it is the same, so is all that the page rests on.

Of what is listed as published, force by force, a page of an area or a region shows the rows of its own forces
alone, and those of no force of an area, such as the UK; of all else it may show anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from helpers.data.areas import region, region_place
from helpers.data.evidence import Evidence
from helpers.data.evidence import evidence as read_evidence

LISTED = {
    "surveys": "missing_surveys",
    "inspections": "inspections",
    "grades": "inspection_by_force",
    "workload": "workload",
    "disclosures": "disclosure_scheme",
    "removals": "register_removals",
}
"""The tables of the evidence that list forces, and the file of each."""

_THEIR_FILES = {f"raw/{file}{ending}" for file in LISTED.values() for ending in (".csv", ".source.yml")}


@dataclass(frozen=True)
class _Parts:
    """What every page may show, as a hash, and the rows of each force or area."""

    common: str
    own: Mapping[str, str]


def of_areas(asked: Sequence[Mapping[str, str | int]]) -> list[str]:
    """Return the reach of the page of each area, by the parameters of its notebook."""
    evidence = read_evidence()
    return [_reach(evidence, [evidence.names.area(str(page["area"])).name]) for page in asked]


def of_regions(asked: Sequence[Mapping[str, str | int]]) -> list[str]:
    """Return the reach of the page of each region, by the parameters of its notebook."""
    evidence = read_evidence()
    return [_reach(evidence, evidence.regions[region_place(region(str(page["region"])))]) for page in asked]


def _reach(evidence: Evidence, areas: Sequence[str]) -> str:
    parts = _parts(evidence)
    places = sorted({place for area in areas for place in _places(evidence, area)})
    return _hashed([parts.common, *(parts.own.get(place, "") for place in places)])


@lru_cache(maxsize=2)
def _parts(evidence: Evidence) -> _Parts:
    rows: dict[str, list[str]] = {}
    for table in LISTED:
        for row in evidence.listed(table):
            rows.setdefault(row["force"], []).append(f"{table} {row}")
    covered = {place for area in evidence.areas for place in _places(evidence, area.name)}
    files = [pair for pair in evidence.hashes if pair[0] not in _THEIR_FILES]
    others = [texts for place, texts in sorted(rows.items()) if place not in covered]
    return _Parts(_hashed([files, others]), {place: _hashed(texts) for place, texts in rows.items()})


def _places(evidence: Evidence, area: str) -> set[str]:
    return {area, *evidence.names.area(area).forces}


def _hashed(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
