"""The facts of one area: every figure that its briefing may state, each with its bounds, sources and formula.

Sentences, tables, charts and alt text are all made from these and from nothing else, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from helpers.analysis.comparisons import COMPUTED
from helpers.analysis.intervals import Interval
from helpers.data.areas import Area
from helpers.data.evidence import Evidence
from helpers.data.observations import Observation

MISSING = "missing"


@dataclass(frozen=True)
class Fact:
    """One figure with all that a reader needs to trace it.

    ``value`` is a number, a text (a grade, an answer in words) or None where only bounds, or nothing, is known;
    ``status`` is that of the observation, ``computed`` for what was worked out here, ``missing`` for what was
    not found. ``certain`` is False where a comparison or rank is not decided by what is published. ``same_as`` is
    the id of the fact, earlier in the page, that is the same figure in another place.
    """

    id: str
    measure: str
    kind: str
    area: str
    period: str
    value: float | str | None
    low: float | None
    high: float | None
    unit: str
    status: str
    comparator: str = ""
    certain: bool = True
    sources: tuple[str, ...] = ()
    formula: str = ""
    note: str = ""
    where: str = ""
    inputs: tuple[str, ...] = ()
    known: int = 0
    of: int = 0
    decimals: int = 0
    disagrees: str = ""
    against: tuple[str, ...] = ()
    why: str = ""
    same_as: str = ""

    @property
    def missing(self) -> bool:
        """Whether no figure was found."""
        return self.status == MISSING

    @property
    def interval(self) -> Interval | None:
        """The bounds, where the fact is a number."""
        return None if self.low is None or self.high is None else Interval(self.low, self.high)

    @property
    def exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.low is not None and self.low == self.high


class FactSet:
    """Facts by id, in the order of a page: what an area's and a region's facts have in common."""

    items: Mapping[str, Fact]

    def __getitem__(self, identity: str) -> Fact:
        return self.items[identity]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.items.values())

    def __len__(self) -> int:
        return len(self.items)

    def get(self, identity: str) -> Fact | None:
        """The fact, if it was found: None for a missing one, so that no sentence is made about it."""
        fact = self.items.get(identity)
        return None if fact is None or fact.missing else fact

    def group(self, prefix: str) -> list[Fact]:
        """The found facts whose id starts with ``prefix`` and a dot, in their order."""
        return [fact for fact in self if fact.id.startswith(prefix + ".") and not fact.missing]


@dataclass(frozen=True)
class Facts(FactSet):
    """All facts of one area and year, by id; ``evidence`` is where they come from."""

    area: Area
    year: int
    items: Mapping[str, Fact]
    evidence: Evidence = field(repr=False)

    @property
    def region(self) -> str:
        """The area's region, by a name that no area has."""
        return self.evidence.region_of[self.area.name]

    @property
    def members(self) -> tuple[str, ...]:
        """The areas of the region, sorted by name."""
        return self.evidence.regions[self.region]


def level_fact(evidence: Evidence, identity: str, found: Observation) -> Fact:
    """An observation as a fact."""
    measure = evidence.measures[found.measure]
    worked_out = found.status in ("derived", "bounded", COMPUTED)
    return Fact(
        id=identity,
        measure=found.measure,
        kind="level",
        area=found.area,
        period=found.period_end,
        value=found.value,
        low=found.low,
        high=found.high,
        unit=measure.unit,
        status=found.status,
        sources=found.sources,
        formula=found.note if worked_out else "",
        note="" if worked_out else found.note,
        where=""
        if worked_out and found.table == "mappa_figures"
        else f"{found.table}.csv, line {found.line}",
        certain=found.low == found.high or found.value is not None,
        decimals=measure.decimals,
        disagrees=found.disagrees,
        against=found.against,
        why=found.why,
    )


def abridged(fact: Fact) -> Fact:
    """The fact of another area without why its population may be used: the area's own rate says that."""
    return replace(fact, formula=fact.formula.partition("; population used by")[0])


def absent(evidence: Evidence, identity: str, measure: str, place: str, year: int) -> Fact:
    """A figure that was not found; also the frame for one that is worked out."""
    return Fact(
        identity,
        measure,
        "level",
        place,
        f"{year}-03-31",
        None,
        None,
        None,
        evidence.measures[measure].unit,
        MISSING,
        certain=False,
        decimals=evidence.measures[measure].decimals,
    )


def with_bounds(fact: Fact, bounds: Interval) -> Fact:
    """A fact with the bounds that were computed for it; certain only where they are one number."""
    value = bounds.low if bounds.exact else None
    return replace(fact, value=value, low=bounds.low, high=bounds.high, status=COMPUTED, certain=bounds.exact)
