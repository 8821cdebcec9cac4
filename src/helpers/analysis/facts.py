"""The facts of one area: every figure that its briefing may state, with its bounds, sources and formula.

Sentences, tables, charts and alt text are all made from facts and from nothing else, so they cannot
disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from helpers.analysis.comparisons import COMPUTED, NARROW
from helpers.analysis.funnel import NoFunnel, Position
from helpers.analysis.intervals import Interval
from helpers.data.evidence import Evidence
from helpers.data.naming import Area, slug
from helpers.data.observations import Observation
from helpers.text.nouns import counted

if TYPE_CHECKING:
    import pandas as pd

MISSING = "missing"
# What a fact is to the sentences made of it: a figure of a place and date, a change of one, a change that has
# no place among others because it rests on a statement about these very changes, a rank, an answer to a
# survey, how long people were missing, or anything else.
CHECK_RECORDING = "check recording"
"""What stands beside a figure or change to which recording may have changed; its area's page says why."""

Role = Literal["level", "change", "dependent", "rank", "answer", "duration", "other"]
# The cases that the tables distinguish: how a grade is known, what became of a survey's question, that a
# duration is a lower bound, and that a change may be one in recording.
Case = Literal[
    "", "stated", "by elimination", "bounded", "not found", "yes", "no", "refused", "at least", "suspected"
]


@dataclass(frozen=True, repr=False)
class Fact:
    """One figure with all that a reader needs to trace it.

    ``value`` is a number, a text (a grade, an answer in words) or None where only bounds, or nothing, is
    known; ``status`` is that of the observation, ``computed`` for what was worked out here, ``missing`` for
    what was not found. ``certain`` is False where a comparison or rank is not decided by what is published.
    ``same_as`` is the id of the fact, earlier in the page, whose note this one shares, as it is the same
    figure in another place, or another figure of one row. ``kind`` says in words what the fact is; ``role``,
    ``case`` and ``position`` say it to the code: no words decide anything.
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
    role: Role = "other"
    case: Case = ""
    position: Position | NoFunnel | None = None

    def __repr__(self) -> str:
        """Name the fields that say something: those that are not as they are unless given."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        said = [
            f"{field.name}={told[field.name]!r}"
            for field in fields(self)
            if told[field.name] != field.default
        ]
        return f"Fact({', '.join(said)})"

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

    @property
    def narrow(self) -> bool:
        """Whether the number is known to within ``NARROW`` of itself: one round number may stand for it."""
        return self.interval is not None and self.interval.high - self.interval.low <= NARROW * self.middle

    @property
    def middle(self) -> float:
        """The figure, or the middle of its bounds; 0 where it is no number."""
        if isinstance(self.value, float | int):
            return float(self.value)
        return self.interval.middle if self.interval else 0.0


class FactSet:
    """Facts by id, in the order of a page: what an area's and a region's facts have in common.

    The ids of the facts of the region's ``members`` begin with ``prefix``.
    """

    items: Mapping[str, Fact]
    prefix: ClassVar[str]
    year: int

    @property
    def place(self) -> str:
        """The name of the area, region or nation."""
        raise NotImplementedError

    def __repr__(self) -> str:
        missing = sum(fact.missing for fact in self)
        date = f"31 March {self.year}"
        return f"{counted(len(self), 'fact')} of {self.place}, {date}, {missing:,} of them not found: .frame has a row for each"

    @property
    def frame(self) -> pd.DataFrame:
        """The facts as a data frame of its own, a row each: see ``fact_rows.fact_frame``."""
        from helpers.analysis.fact_rows import fact_frame

        return fact_frame(self)

    @property
    def members(self) -> tuple[str, ...]:
        """The areas of the region, sorted by name."""
        raise NotImplementedError

    def __getitem__(self, identity: str) -> Fact:
        return self.items[identity]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.items.values())

    def __len__(self) -> int:
        return len(self.items)

    def get(self, identity: str) -> Fact | None:
        """Return the fact if it was found, None for a missing one, so that no sentence is made about it."""
        fact = self.items.get(identity)
        return None if fact is None or fact.missing else fact

    def member(self, area: str, part: str) -> Fact | None:
        """Return one fact of an area of the region if it was found, such as ``member("Essex", "rate")``."""
        return self.get(f"{self.prefix}.{slug(area)}.{part}")

    def stated_change(self, start: str, printed: str = "") -> Fact | None:
        """Return the change on the year that every page gives of a place, missing where it is not comparable.

        It is that of the two counts, whose facts begin with ``start``, in per cent or, of few people, in
        number; else the one that a source prints, whose fact is ``printed``.
        """
        change = self.items.get(f"{start}.change")
        counted = self.get(f"{start}.percent") or self.get(f"{start}.change")
        return counted or self.get(printed) or change

    def of(self, part: str) -> dict[str, Fact]:
        """Map each member that has the fact to it, such as ``of("rate")``."""
        facts = {area: self.member(area, part) for area in self.members}
        return {area: fact for area, fact in facts.items() if fact is not None}

    def group(self, prefix: str) -> list[Fact]:
        """Return the facts that were found whose id starts with ``prefix`` and a dot, in their order."""
        return list(self._groups.get(prefix, ()))

    @cached_property
    def _groups(self) -> Mapping[str, list[Fact]]:
        """The facts that were found, by each beginning of their ids that a dot ends."""
        groups: dict[str, list[Fact]] = {}
        for fact in self:
            parts = () if fact.missing else accumulate(fact.id.split(".")[:-1], "{}.{}".format)
            for prefix in parts:
                groups.setdefault(prefix, []).append(fact)
        return groups


@dataclass(frozen=True, repr=False)
class Facts(FactSet):
    """All facts of one area and year, by id; ``evidence`` is where they come from."""

    prefix: ClassVar[str] = "among"
    area: Area
    year: int
    items: Mapping[str, Fact]
    evidence: Evidence = field(repr=False)

    @property
    def place(self) -> str:
        """The name of the area."""
        return self.area.name

    @property
    def region(self) -> str:
        """The area's region, by a name that no area has."""
        return self.evidence.region_of[self.area.name]

    @property
    def members(self) -> tuple[str, ...]:
        """The areas of the region, sorted by name."""
        return self.evidence.regions[self.region]


def level_fact(
    evidence: Evidence, identity: str, observation: Observation, kind: str = "level", *, role: Role = "level"
) -> Fact:
    """Return an observation as a fact."""
    measure = evidence.measures[observation.measure]
    worked_out = observation.status in ("derived", "bounded", COMPUTED)
    return Fact(
        id=identity,
        measure=observation.measure,
        kind=kind,
        role=role,
        area=observation.area,
        period=observation.period_end,
        value=observation.value,
        low=observation.low,
        high=observation.high,
        unit=measure.unit,
        status=observation.status,
        sources=observation.sources,
        formula=observation.how if worked_out else "",
        note="" if worked_out else observation.note,
        where=""
        if worked_out and observation.table == "mappa_figures"
        else f"{observation.table}.csv, line {observation.line}",
        certain=observation.low == observation.high or observation.value is not None,
        decimals=measure.decimals,
        disagrees=observation.disagrees,
        against=observation.against,
        why=observation.why,
    )


def abridged_fact(evidence: Evidence, identity: str, observation: Observation) -> Fact:
    """Return another area's fact without why its population may be used: the area's own rate says that."""
    return level_fact(evidence, identity, replace(observation, grounds=""))


def absent(evidence: Evidence, identity: str, measure: str, place: str, year: int) -> Fact:
    """Return the fact of a figure that was not found."""
    return _blank_fact(evidence, identity, measure, place, year, kind="level", role="level", status=MISSING)


def computed(
    evidence: Evidence,
    identity: str,
    measure: str,
    place: str,
    year: int,
    kind: str,
    role: Role = "other",
    **fields: Any,
) -> Fact:
    """Return the frame of a figure worked out here; ``with_bounds``, or a value in words, completes it."""
    return _blank_fact(
        evidence, identity, measure, place, year, **{"status": COMPUTED, "kind": kind, "role": role, **fields}
    )


def _blank_fact(
    evidence: Evidence, identity: str, measure: str, place: str, year: int, **fields: Any
) -> Fact:
    definition = evidence.measures[measure]
    blank: dict[str, Any] = {
        "id": identity,
        "measure": measure,
        "area": place,
        "period": f"{year}-03-31",
        **dict.fromkeys(("value", "low", "high")),
        "unit": definition.unit,
        "decimals": definition.decimals,
        "certain": False,
    }
    return Fact(**{**blank, **fields})


def with_bounds(fact: Fact, bounds: Interval) -> Fact:
    """Return a fact with the bounds computed for it; certain only if they are one number."""
    value = bounds.low if bounds.exact else None
    return replace(fact, value=value, low=bounds.low, high=bounds.high, status=COMPUTED, certain=bounds.exact)
