"""The rows of stage 2 as counts with equations between them, and what is sensitive about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.data.errors import DataError
from helpers.pack.disclosure.audiences import Audience
from helpers.pack.disclosure.proof import Counts, Range
from helpers.pack.disclosure.relations import (
    ALL,
    HIGH,
    MERGED,
    SUMS,
    WEEKS,
    WITHIN,
    Count,
    Side,
    Term,
    is_of_staff,
    same_as,
)
from helpers.pack.stage_two import NOT_ADDITIVE

Row = Mapping[str, str]
SIDES: tuple[Side, Side] = ("numerator", "denominator")
DEAREST = (ALL, *HIGH, MERGED)
# What it costs more to withhold a count of all or high risk levels, or a numerator of all bands.
OTHERS_COST = 250


@dataclass(frozen=True)
class Known:
    """What a reader knows from earlier releases to the same audience.

    ``shown`` are the counts of the last release; weeks that are ``hidden`` were withheld in one of them, and
    stay so. ``merged`` is whether very high and high risk were one level.
    """

    shown: Mapping[Count, int] = field(default_factory=dict)
    hidden: frozenset[Count] = frozenset()
    merged: bool = False


NOTHING = Known()


@dataclass(frozen=True)
class Counted:
    """The counts of a table: where each stands in ``counts``, one place for a count of two names."""

    counts: Counts
    places: Mapping[Count, int]


def count_of(row: Row, side: Side) -> Count:
    """Return where a row's numerator or denominator stands."""
    band, week = row.get("band", ALL), row.get("week_ending", "")
    return Count(row["measure_id"], row["part"], row["team"], row["risk_level"], band, week, side)


def counted(
    rows: Sequence[Row],
    parts: Mapping[tuple[str, str], Row],
    audience: Audience,
    known: Known = NOTHING,
    oldest: Mapping[str, tuple[str, ...]] | None = None,
) -> Counted:
    """Return the counts of the rows of ``measures.csv`` and ``weekly.csv``, and what an audience may not see.

    ``parts`` are the rows of ``pack_measures.csv``; ``oldest`` gives for a measure the bands of days in which
    the oldest case of the force is said to lie. Raises DataError where two names of one count hold different
    numbers, or parts do not add up.
    """
    builder = _Builder(parts, audience.small)
    builder.read(rows)
    builder.add_sums()
    builder.add_listed()
    builder.add_windows()
    builder.mark_small()
    builder.mark_changes(known, audience.least_change)
    builder.mark_hidden(known)
    builder.mark_oldest(oldest or {})
    return builder.done()


class _Builder:
    def __init__(self, parts: Mapping[tuple[str, str], Row], small: int) -> None:
        self.parts, self.small = parts, small
        self.values: list[int] = []
        self.names: list[Count] = []
        self.places: dict[Count, int] = {}
        self.equations: dict[tuple[int, ...], bool] = {}  # in order; whether its parts are a breakdown
        self.rests: dict[int, int] = {}  # what is left of a whole, and of which
        self.sensitive: dict[int, Range] = {}
        self.fixed: set[int] = set()
        self.withheld: set[int] = set()
        self.of_small: set[int] = set()
        self.least: dict[int, int] = {}

    def read(self, rows: Sequence[Row]) -> None:
        """Give each count a place, and two names of one count the same."""
        numbers = {count: value for row in rows for count, value in self._counts(row)}
        for count, value in numbers.items():
            own = _first_name(count, numbers)
            if numbers[own] != value:
                raise DataError(f"{count}: found {value}; it is {own}, of which {numbers[own]} was found")
            if own not in self.places:
                self.places[own] = self._place(own, value)
            self.places[count] = self.places[own]

    def _counts(self, row: Row) -> Iterator[tuple[Count, int]]:
        part = row["measure_id"], row["part"]
        if is_of_staff(*part, row.get("band", ALL)) or part == ("P07", "weeks_to_clear"):
            return
        for side in SIDES:
            if row[side] and not (side == "numerator" and self.parts[part]["kind"] == "level"):
                yield count_of(row, side), int(row[side])

    def _place(self, name: Count, value: int) -> int:
        self.values.append(value)
        self.names.append(name)
        return len(self.values) - 1

    def add_sums(self) -> None:
        """Add what follows from the columns: teams, risk levels and bands add up, and shares are within."""
        groups: dict[tuple[str, Count], list[Count]] = defaultdict(list)
        for count in self.places:
            for column, whole in _wholes(count):
                groups[column, whole].append(count)
        for (column, whole), members in groups.items():
            if whole in self.places and not (column == "band" and self._bands(whole) in NOT_ADDITIVE):
                self._equation(whole, members, breakdown=True)
        for count in list(self.places):
            if count.side == "denominator" and (part := count._replace(side="numerator")) in self.places:
                self._within(count, [part])

    def _bands(self, count: Count) -> str:
        return self.parts[count.measure, count.part]["bands"]

    def add_listed(self) -> None:
        """Add what follows from the definitions of the measures, in each stratum."""
        strata = {count._replace(measure="", part="", band=ALL, side="numerator") for count in self.places}
        for stratum in sorted(strata):
            for terms in SUMS:
                self._listed(stratum, terms, self._sum)
            for terms in WITHIN:
                self._listed(stratum, terms, self._within)

    def _listed(
        self, stratum: Count, terms: Iterable[Term], add: Callable[[Count, Sequence[Count]], None]
    ) -> None:
        whole, *members = (term.of(stratum) for term in terms)
        if whole in self.places and all(member in self.places for member in members):
            add(whole, members)

    def _sum(self, whole: Count, members: Sequence[Count]) -> None:
        self._equation(whole, members, breakdown=False)

    def add_windows(self) -> None:
        """Add that the count of a window is the sum of its weeks."""
        weeks: dict[Count, list[Count]] = defaultdict(list)
        for count in self.places:
            if count.week:
                weeks[count._replace(week="")].append(count)
        for whole, members in weeks.items():
            length = WEEKS.get(self.parts[whole.measure, whole.part]["window"], 0)
            if whole in self.places and 0 < length <= len(members):
                self._equation(
                    whole, sorted(members, key=lambda count: count.week)[-length:], breakdown=False
                )

    def _equation(self, whole: Count, members: Iterable[Count], *, breakdown: bool) -> None:
        places = (self.places[whole], *sorted({self.places[member] for member in members}))
        if len(places) > 1 and places != (places[0], places[0]):
            self.equations[places] = breakdown or self.equations.get(places, False)

    def _within(self, whole: Count, members: Sequence[Count]) -> None:
        outer, inner = self.places[whole], [self.places[member] for member in members]
        if outer in inner:  # two names of one count, of which nothing is left
            return
        left = self.values[outer] - sum(self.values[place] for place in inner)
        if left < 0:
            summands = ", ".join(f"{self.values[place]} ({self.names[place]})" for place in inner)
            raise DataError(
                f"{whole}: found {self.values[outer]}, but as parts of it {summands}; "
                "parts lie in their whole"
            )
        name = f"{members[0].part} (the rest)"
        rest = self._place(members[0]._replace(part=name), left)
        self.rests[rest] = outer
        self.equations[outer, *inner, rest] = False

    def mark_small(self) -> None:
        """Mark small counts as sensitive, and the parts of a small whole, zeros too.

        What is left of a whole that is itself small is hidden with it.
        """
        for place, value in enumerate(self.values):
            outer = self.rests.get(place)
            if 0 < value <= self.small and (outer is None or self.values[outer] > self.small):
                self.sensitive[place] = Range(1, self.small)
        for (whole, *members), breakdown in self.equations.items():
            if breakdown and whole in self.sensitive:
                self.of_small |= set(members)

    def mark_changes(self, known: Known, least: int) -> None:
        """Mark counts as sensitive that changed by little since the last release."""
        for count, before in known.shown.items():
            place = self.places.get(count)
            if (
                place is not None
                and place not in self.sensitive
                and 0 < abs(self.values[place] - before) <= least
            ):
                self.sensitive[place] = Range(max(0, before - least), before + least)

    def mark_hidden(self, known: Known) -> None:
        """Keep withheld what was withheld before of the same week, whatever number it has now."""
        self.withheld |= {self.places[count] for count in known.hidden & self.places.keys()}

    def mark_oldest(self, oldest: Mapping[str, tuple[str, ...]]) -> None:
        """Take as known that the force's oldest case lies in these bands, and that no case is older."""
        for (measure, part), row in self.parts.items():
            ages = [count for count in self.places if (count.measure, count.part) == (measure, part)]
            if measure in oldest and row["bands"] in ("age", "since"):
                self._known_oldest(ages, oldest[measure])

    def _known_oldest(self, ages: Sequence[Count], bands: tuple[str, ...]) -> None:
        order = list(dict.fromkeys(count.band for count in ages if count.band != ALL))
        last = max((order.index(band) for band in bands), default=-1)
        for count in ages:
            if count.band != ALL and order.index(count.band) > last:
                self.fixed.add(self.places[count])
        force = [count for count in ages if (count.team, count.risk) == (ALL, ALL) and count.band in bands]
        if len(force) == 1:
            self.least[self.places[force[0]]] = 1
        elif force:
            values = [self.values[self.places[count]] for count in force]
            both = self._place(force[0]._replace(band=" or ".join(bands)), sum(values))
            self.rests[both] = both
            self.least[both] = 1
            self.equations[both, *(self.places[count] for count in force)] = False

    def done(self) -> Counted:
        counts = Counts(
            values=self.values,
            equations=tuple(self.equations),
            sensitive=self.sensitive,
            hidden=frozenset(self.rests),
            fixed=frozenset(self.fixed - set(self.sensitive)),
            withheld=frozenset(self.withheld - self.fixed),
            of_small=frozenset(self.of_small - self.fixed),
            least=self.least,
            costs=[self._cost(place) for place in range(len(self.values))],
            names=[str(name) for name in self.names],
        )
        return Counted(counts, self.places)

    def _cost(self, place: int) -> int:
        name = self.names[place]
        dear = (name.risk in DEAREST) + (name.band == ALL and name.side == "numerator")
        return 1 + min(self.values[place], OTHERS_COST) + OTHERS_COST * dear


def _wholes(count: Count) -> Iterator[tuple[str, Count]]:
    """Yield the counts that this one is a part of, and over which column they are sums."""
    if count.team != ALL:
        yield "team", count._replace(team=ALL)
    if count.risk != ALL:
        yield "risk", count._replace(risk=ALL)
    if count.band != ALL:
        yield "band", count._replace(band=ALL)


def _first_name(count: Count, numbers: Mapping[Count, int]) -> Count:
    """Return the name under which a count is kept."""
    same = same_as(count)
    if same is None or same.of(count) not in numbers:
        return count
    return _first_name(same.of(count), numbers)
