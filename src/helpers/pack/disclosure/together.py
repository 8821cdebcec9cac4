"""A new release and those before it as one table: what a reader who holds them all can put into equations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from helpers.pack.disclosure.counting import Counted
from helpers.pack.disclosure.proof import Counts, Range
from helpers.pack.disclosure.relations import Count


@dataclass(frozen=True)
class Given:
    """An earlier release: its day, its counts as they were, and which of them it shows."""

    day: str
    table: Counted
    shown: Collection[Count]


def together(new: Counted, earlier: Sequence[Given]) -> Counts:
    """Return the counts of a new release, each in its place, and after them those of earlier ones.

    A week that has the same number in one release after another is one count, known to be so; all else is of
    its own day, and so is a week that was revised. What was shown is fixed, what was withheld stays so.
    """
    if not earlier:
        return new.counts
    joint = _Joint()
    joint.add(new)
    for given in sorted(earlier, key=lambda given: given.day, reverse=True):
        at = joint.add(given.table, f" of {given.day}")
        shown = {given.table.places[count] for count in given.shown if count in given.table.places}
        for place in set(given.table.places.values()):
            (joint.fixed if place in shown else joint.withheld).add(at[place])
    return joint.done()


class _Joint:
    def __init__(self) -> None:
        self.values: list[int] = []
        self.names: list[str] = []
        self.costs: list[int] = []
        self.equations: dict[tuple[int, ...], None] = {}
        self.sensitive: dict[int, Range] = {}
        self.hidden: set[int] = set()
        self.fixed: set[int] = set()
        self.withheld: set[int] = set()
        self.of_small: set[int] = set()
        self.least: dict[int, int] = {}
        self.weeks: dict[Count, tuple[int, int]] = {}  # the number and the place in the release after
        self.rests: dict[tuple[int, ...], int] = {}

    def add(self, table: Counted, day: str = "") -> Mapping[int, int]:
        """Add the counts of a release of a day, and return where each of its places is now."""
        counts = table.counts
        at = self._known(table)
        for place, value in enumerate(counts.values):
            if place not in at:
                at[place] = len(self.values)
                self.values.append(value)
                self.names.append(f"{counts.name(place)}{day}")
                self.costs.append(counts.costs[place])
        for count, place in table.places.items():
            if count.week:
                self.weeks[count] = counts.values[place], at[place]
        for equation in counts.equations:
            *members, last = (at[place] for place in equation)
            self.equations[*members, last] = None
            if equation[-1] in counts.hidden:
                self.rests.setdefault(tuple(members), last)
        self.sensitive |= {at[place]: span for place, span in counts.sensitive.items()}
        self.least |= {at[place]: least for place, least in counts.least.items()}
        for own, of in (
            (self.hidden, counts.hidden),
            (self.fixed, counts.fixed),
            (self.withheld, counts.withheld),
            (self.of_small, counts.of_small),
        ):
            own |= {at[place] for place in of}
        return at

    def _known(self, table: Counted) -> dict[int, int]:
        """Return where weeks stand that the release after has too, and what is left of them."""
        counts = table.counts
        at = {}
        for count, place in table.places.items():
            value, after = self.weeks.get(count, (None, place))
            if value == counts.values[place]:
                at[place] = after
        for *members, last in counts.equations:
            if last in counts.hidden and all(place in at for place in members):
                rest = self.rests.get(tuple(at[place] for place in members))
                if rest is not None:
                    at[last] = rest
        return at

    def done(self) -> Counts:
        return Counts(
            values=self.values,
            equations=tuple(self.equations),
            sensitive=self.sensitive,
            hidden=frozenset(self.hidden),
            fixed=frozenset(self.fixed - set(self.sensitive)),
            withheld=frozenset(self.withheld - self.fixed),
            of_small=frozenset(self.of_small - self.fixed),
            least=self.least,
            costs=self.costs,
            names=self.names,
        )
