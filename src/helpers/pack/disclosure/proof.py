"""Suppression that is proven: every withheld small count could, for all a reader can work out, be any other.

A released table is a list of counts with equations between them: risks add up to all, bands to the overdue,
and a part and what is left of it to the whole. A reader knows the equations, every count that is shown, and
that a sensitive count lies in its range, such as 1 to 4.

The proof is by example. For the lowest and for the highest number of each sensitive count's range there is a
*witness*: a whole table of counts that keeps every equation and range, shows the same numbers, and has that
number in that place. A reader who could rule the number out would have ruled out a table that fits all that
was released. Unlike bounds from propagation or from a linear programme, which may be too wide, and so promise
what integers do not keep, a witness needs no theory of how it was found: ``verify`` puts it into the
equations.

Where no witness is found the table is not released. There is always one to be had at a price: with every
count withheld in which a case is counted, adding a copy of that case is a table, and so is taking it away.

The search is of low cost first, over repairs: change the count in question, then mend the equations that
this broke by changing others. A withheld count changes freely; changing a shown one means withholding it. So
the search for a witness and the choice of what else to withhold are one (the idea of the network heuristics
for cell suppression: Castro, Recent advances in optimization techniques for statistical tabular data
protection, European Journal of Operational Research 216 (2012), 257 to 269, section 3). Nothing is drawn at
random.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, NamedTuple

from helpers.data.errors import DataError

MILD = 400  # what each broken equation counts against a table while cheap ones are sought
Way = Literal["cheap", "deep", "cases"]
WAYS: tuple[tuple[bool, Way, int], ...] = (
    *((True, "cheap", 1_000), (False, "cheap", 1_000), (True, "deep", 1_000), (False, "deep", 1_000)),
    (False, "cases", 1_000),
    *((False, "deep", 50_000), (False, "cases", 50_000)),  # several releases of a small force need many steps
)
"""How a witness is sought in turn: whether it keeps all ranges, what is tried first, and for how many tables.

Cheap tables, tables far on their way, and tables with cases added or taken away: all counts move one way.
"""
TO_WITHHOLD = 1_000  # one more count withheld outweighs any number of withheld counts that change


@dataclass(frozen=True)
class Range:
    """The lowest and highest number that a sensitive count may be, as far as the rule says it."""

    low: int
    high: int


@dataclass(frozen=True)
class Counts:
    """The counts of a table, by number, and what a reader knows of them.

    ``equations`` are the counts of a whole, then of its parts, which add up to it. ``sensitive`` counts are
    to be withheld; ``hidden`` ones are printed nowhere, though they follow from others; ``fixed`` ones are
    known and cannot be withheld; ``least`` is the smallest number that a count can have for all to see, where
    this is not 0. ``of_small`` are the parts of a small whole, withheld with it unless all can see that they
    are zero. ``costs`` say how much is lost with a shown count.
    """

    values: Sequence[int]
    equations: Sequence[tuple[int, ...]]
    sensitive: Mapping[int, Range]
    hidden: frozenset[int] = frozenset()
    fixed: frozenset[int] = frozenset()
    withheld: frozenset[int] = frozenset()
    of_small: frozenset[int] = frozenset()
    least: Mapping[int, int] = field(default_factory=dict)
    costs: Sequence[int] = ()
    names: Sequence[str] = ()

    def __post_init__(self) -> None:
        for whole, *parts in self.equations:
            if self.values[whole] != sum(self.values[part] for part in parts):
                summands = " + ".join(f"{self.values[part]} ({self.name(part)})" for part in parts)
                raise DataError(
                    f"{self.name(whole)}: found {self.values[whole]}, but its parts are {summands}"
                )

    def name(self, number: int) -> str:
        """Return what a message calls a count."""
        return self.names[number] if self.names else f"count {number}"


@dataclass(frozen=True)
class Witness:
    """Another table that fits what is released: how its counts differ, and whether it keeps all ranges.

    ``strict`` tables keep the range of every sensitive count, so even a reader who could tell small counts
    from what is withheld for their sake could not rule them out. The others need that a ``[c]`` may be
    either.
    """

    changes: Mapping[int, int]
    strict: bool


@dataclass(frozen=True)
class Suppression:
    """The counts that are withheld, and for each end of each sensitive count's range a witness."""

    withheld: frozenset[int]
    witnesses: Mapping[tuple[int, int], Witness]

    @property
    def lenient(self) -> frozenset[int]:
        """The sensitive counts for which no table keeps all ranges at one of the ends."""
        return frozenset(number for (number, _), witness in self.witnesses.items() if not witness.strict)


def suppress(counts: Counts) -> Suppression:
    """Return what to withhold so that every sensitive count is protected, with the proof.

    Raises DataError where a sensitive count cannot be protected.
    """
    search = _Search(counts)
    for number in sorted(counts.sensitive, key=lambda number: (counts.values[number], number)):
        search.protect(number)
    needed = set(counts.sensitive) | set(counts.withheld)
    # A strict witness may have taken the place of one that needed other counts withheld.
    needed = needed.union(*(witness.changes for witness in search.witnesses.values()))
    needed |= counts.of_small - plain_zeros(counts, needed | counts.of_small | counts.hidden)
    suppression = Suppression(frozenset(needed - counts.hidden), search.witnesses)
    verify(counts, suppression)
    return suppression


def plain_zeros(counts: Counts, unknown: Collection[int]) -> set[int]:
    """Return which unknown counts are zero for all to see: what is known of a whole leaves nothing for them.

    No count is less than zero, so where known parts add up to a known whole, as under a total of zero, each
    other part is zero in every table that fits what is shown, and in every witness. To print it says nothing:
    it is worked out here from what is printed anyway.
    """
    zeros: set[int] = set()
    before = -1
    while len(zeros) > before:
        before = len(zeros)
        for whole, *parts in counts.equations:
            known_parts = [part for part in parts if part not in unknown or part in zeros]
            if (whole not in unknown or whole in zeros) and counts.values[whole] == sum(
                counts.values[part] for part in known_parts
            ):
                zeros.update(part for part in parts if part in unknown)
    return zeros


def verify(counts: Counts, suppression: Suppression) -> None:
    """Raise DataError unless every sensitive count is withheld and has its witnesses.

    It is a check of each witness against the definition, and shares nothing with the search.
    """
    unknown = suppression.withheld | counts.hidden
    within: dict[int, list[tuple[int, ...]]] = {}
    for equation in counts.equations:
        for at in equation:
            within.setdefault(at, []).append(equation)
    for number, span in counts.sensitive.items():
        if number not in unknown:
            raise DataError(f"{counts.name(number)}: it is to be withheld, but is shown")
        for end in (span.low, span.high):
            witness = suppression.witnesses.get((number, end))
            if witness is None or not _fits(counts, unknown, within, witness, number, end):
                raise DataError(
                    f"{counts.name(number)}: what is shown says more than that it is {_between(span)}"
                )


def _fits(
    counts: Counts,
    unknown: frozenset[int],
    within: Mapping[int, Sequence[tuple[int, ...]]],
    witness: Witness,
    number: int,
    end: int,
) -> bool:
    """Return whether a witness is a table that fits; equations without a change hold, as ``Counts`` found."""
    changes = witness.changes

    def table(at: int) -> int:
        return counts.values[at] + changes.get(at, 0)

    touched = {equation for at in changes for equation in within.get(at, ())}
    return (
        table(number) == end
        and changes.keys() <= unknown
        and all(table(whole) == sum(map(table, parts)) for whole, *parts in touched)
        and all(table(at) >= counts.least.get(at, 0) for at in changes)
        and not (
            witness.strict
            and any(not span.low <= table(at) <= span.high for at, span in counts.sensitive.items())
        )
    )


def _between(span: Range) -> str:
    return f"{span.low} to {span.high}"


class _Search:
    """What is withheld so far, and the witnesses found; more withheld counts never spoil a witness."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.withheld = set(counts.sensitive) | counts.hidden | counts.withheld | counts.of_small
        self.witnesses: dict[tuple[int, int], Witness] = {}
        self.within: list[list[int]] = [[] for _ in counts.values]
        for number, equation in enumerate(counts.equations):
            for at in equation:
                self.within[at].append(number)
        # What is left of a whole can take up any change of the one equation that it is in.
        self.spare = {
            number: at
            for number, (_, *parts) in enumerate(counts.equations)
            for at in parts
            if at in counts.hidden and self.within[at] == [number]
        }

    def protect(self, number: int) -> None:
        """Find a witness for both ends of a sensitive count's range, and withhold what it changes."""
        span = self.counts.sensitive[number]
        for end in (span.low, span.high):
            if (number, end) not in self.witnesses:
                self._keep(self._witness(number, end))

    def _witness(self, number: int, end: int) -> Witness:
        for strict, way, tables in WAYS:
            changes = _Mending(self, number, end, strict=strict, way=way).changes(tables)
            if changes is not None:
                return Witness(changes, strict)
        name = self.counts.name(number)
        raise DataError(f"{name}: it cannot be hidden whatever else is withheld; nothing is released")

    def _keep(self, witness: Witness) -> None:
        """Withhold what a witness changes, and let it stand for every end that it reaches."""
        self.withheld |= set(witness.changes)
        for at, span in self.counts.sensitive.items():
            value = self.counts.values[at] + witness.changes.get(at, 0)
            if value in (span.low, span.high) and (witness.strict or at in witness.changes):
                kept = self.witnesses.get((at, value))
                if kept is None or (witness.strict and not kept.strict):
                    self.witnesses[at, value] = witness

    def price(self, at: int) -> int:
        """Return what it costs to change a count: much if it must be withheld for it."""
        if at in self.withheld:
            return 1
        return TO_WITHHOLD + (self.counts.costs[at] if self.counts.costs else 1)


class _Table(NamedTuple):
    """A table on the way to a witness: what was changed, and by how much parts exceed their whole."""

    changes: dict[int, int]
    broken: dict[int, int]


class _Mending:
    """One search for a table in which one count is another number; see the module."""

    def __init__(self, search: _Search, number: int, end: int, *, strict: bool, way: Way) -> None:
        self.search, self.counts, self.number = search, search.counts, number
        self.change, self.strict, self.way = end - search.counts.values[number], strict, way

    def changes(self, tables: int) -> dict[int, int] | None:
        """Return what changes in a table that fits, or None if so many half-mended ones lead to none."""
        if not self.change:
            return {}
        order, seen = count(), set[frozenset[tuple[int, int]]]()
        heap = [((0, 0), next(order), 0, self._moved(_Table({}, {}), self.number, self.change))]
        for _ in range(tables):
            if not heap:
                return None
            _, _, cost, table = heapq.heappop(heap)
            if not table.broken:
                return table.changes
            if (changed := frozenset(table.changes.items())) in seen:
                continue
            seen.add(changed)
            for at, move in self._fewest_repairs(table):
                price = cost + (0 if at in table.changes else self.search.price(at))
                mended = self._moved(table, at, move)
                heapq.heappush(heap, (self._urgency(mended, price), next(order), price, mended))
        return None

    def _urgency(self, table: _Table, price: int) -> tuple[int, int]:
        """Return what is looked at first: cheap tables with little broken, or those furthest on their way."""
        if self.way != "cheap":
            return len(table.broken) - len(table.changes), price
        return price + MILD * len(table.broken), 0

    def _moved(self, table: _Table, at: int, move: int) -> _Table:
        """Return the table with a count moved, and what is left of a whole after it where it can follow."""
        changes, broken = {**table.changes, at: table.changes.get(at, 0) + move}, dict(table.broken)
        if not changes[at]:
            del changes[at]
        for number in self.search.within[at]:
            excess = broken.pop(number, 0) + (-move if self.counts.equations[number][0] == at else move)
            spare = self.search.spare.get(number, self.number)
            if spare != self.number and excess and self._room(changes, spare, -excess) == -excess:
                changes[spare] = changes.get(spare, 0) - excess
                if not changes[spare]:
                    del changes[spare]
            elif excess:
                broken[number] = excess
        return _Table(changes, broken)

    def _fewest_repairs(self, table: _Table) -> list[tuple[int, int]]:
        """Return what can mend the broken equation for which there is least choice."""
        return min((list(self._repairs(table, number)) for number in sorted(table.broken)), key=len)

    def _repairs(self, table: _Table, number: int) -> Iterator[tuple[int, int]]:
        """Yield the counts that can mend an equation, at least in part, and how far."""
        whole, *_ = equation = self.counts.equations[number]
        excess = table.broken[number]
        for at in equation:
            if at != self.number and at not in self.counts.fixed:
                move = self._room(table.changes, at, excess if at == whole else -excess)
                if move and not (self.way == "cases" and (move > 0) != (self.change > 0)):
                    yield at, move

    def _room(self, changes: Mapping[int, int], at: int, wanted: int) -> int:
        """Return how far a count can go in the wanted direction, and no further than wanted."""
        value = self.counts.values[at] + changes.get(at, 0)
        low, high = self.counts.least.get(at, 0), value + abs(wanted)
        span = self.counts.sensitive.get(at) if self.strict else None
        if span:
            low, high = max(low, span.low), min(high, span.high)
        return max(min(value + wanted, high), low) - value
