"""Rows of the tables that are listed as published, by the place and the time that they are of.

``other_findings`` asks it.
"""

from __future__ import annotations

import re

from helpers.data.evidence import NATION, Evidence
from helpers.data.rows import Row
from helpers.factcheck.claim import Claim

ALL_TOGETHER = (NATION, "UK", "National", "England")


def parts_of(name: str) -> frozenset[str]:
    """Return the places that a row is of together: "Dyfed-Powys, North Wales and South Wales"."""
    return frozenset(re.split(r", | and (?=[A-Z])", name))


def names_of(evidence: Evidence, claim: Claim) -> tuple[str, ...]:
    """Return the area as other tables name it: a force, or the forces of it."""
    forces = next((area.forces for area in evidence.areas if area.name == claim.area), ())
    together = ALL_TOGETHER if claim.area in ALL_TOGETHER else ()
    return (claim.area, f"CPS {claim.area}", *forces, *together)


def last_year(text: object) -> int | None:
    """Return the last year that the words for a time name."""
    years = re.findall(r"(?:19|20)[0-9]{2}(?:/[0-9]{2}\b)?", str(text))
    if not years:
        return None
    first, _, second = years[-1].partition("/")
    return int(first) + bool(second)


def rows_of(evidence: Evidence, table: str, claim: Claim, beginnings: tuple[str, ...] = ()) -> list[Row]:
    """Return the rows of a table on the place of a claim, and on those whose name has a beginning."""
    names = names_of(evidence, claim)
    return [
        row for row in evidence.listed(table) if row["force"] in names or row["force"].startswith(beginnings)
    ]
