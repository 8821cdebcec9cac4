"""Releases one after another: what the earlier ones tell of a new one, and when it must not be made.

Two releases that differ by one week tell what that week held. So the tables of an audience are made in view
of those that it was given before, and are then subtracted from them by ``faults``, which knows nothing of how
they were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from helpers.pack.disclosure.audiences import Audience
from helpers.pack.disclosure.counting import SIDES, Known, Row, count_of
from helpers.pack.disclosure.relations import ALL, HIGH, MERGED, Count, is_of_staff
from helpers.pack.disclosure.releasing import WITHHELD, Tables

MOST_SAID = 5  # faults of one kind that a message lists


def as_at(tables: Tables) -> date:
    """Return the day of the figures."""
    return date.fromisoformat(tables["manifest.csv"][0]["as_at"])


def known_from(earlier: Sequence[Tables]) -> Known:
    """Return what a reader knows of single counts from earlier tables."""
    if not earlier:
        return Known()
    in_order = sorted(earlier, key=as_at)
    counts = dict(shown(in_order[-1]["measures.csv"]))
    return Known(
        shown={**counts, **dict(_merged(counts))},
        hidden=frozenset(_hidden(row for tables in in_order for row in tables["weekly.csv"])),
        merged=any(map(is_merged, in_order)),
    )


def is_merged(tables: Tables) -> bool:
    """Return whether a release gives very high and high risk as one level."""
    return any(row["risk_level"] == MERGED for row in tables["measures.csv"])


def refusals(audience: Audience, earlier: Sequence[Tables], new: Tables, on: date) -> list[str]:
    """Return why figures of a day may not be released to an audience on a day, before anything is made."""
    day, first = as_at(new), as_at(new) + timedelta(days=audience.days_late)
    said = []
    if on < first:
        said.append(
            f"figures of {day} are released to the audience {audience.name} from {first}, which is "
            f"{audience.days_late} days later; today is {on}"
        )
    for before in earlier:
        said += _apart(audience, before, new)
    return said


def faults(audience: Audience, earlier: Sequence[Tables], new: Tables) -> list[str]:
    """Return what subtracting the earlier tables of an audience from the new ones would give away.

    A count that changed by less than the audience may see, and a week that was withheld once and is shown
    now.
    """
    if not earlier or audience.sees_all:
        return []
    known = known_from(earlier)
    changed = [
        f"{count}: {known.shown[count]} in the last release and {value} now"
        for count, value in shown(new["measures.csv"])
        if count in known.shown and 0 < abs(value - known.shown[count]) <= audience.least_change
    ]
    unhidden = [
        f"{count}: withheld before, {value} now"
        for count, value in shown(new["weekly.csv"])
        if count in known.hidden
    ]
    return [
        *_listed(changed, f"a change of 1 to {audience.least_change} must not be seen"),
        *_listed(unhidden, "what was withheld stays so"),
    ]


def _apart(audience: Audience, before: Tables, new: Tables) -> Iterator[str]:
    forces = [tables["manifest.csv"][0]["force"] for tables in (before, new)]
    if forces[0] != forces[1]:
        yield f"the earlier release is of {forces[0]}, the new one of {forces[1]}; give releases of one force"
    days = (as_at(new) - as_at(before)).days
    if days < audience.days_between:
        yield (
            f"the figures are of {as_at(new)}, {days} days after those released earlier ({as_at(before)}): one could "
            f"be subtracted from the other; releases to the audience {audience.name} are {audience.days_between} days "
            f"apart or more"
        )


def _listed(given_away: Sequence[str], rule: str) -> list[str]:
    more = len(given_away) - MOST_SAID
    return [f"{what}; {rule}" for what in given_away[:MOST_SAID]] + (
        [f"and {more} more of the kind"] if more > 0 else []
    )


def shown(rows: Iterable[Row]) -> Iterator[tuple[Count, int]]:
    """Yield the counts of cases that rows show."""
    for row in rows:
        for side in SIDES:
            if row[side] and not _is_level(row):
                yield count_of(row, side), int(row[side])


def _merged(counts: Mapping[Count, int]) -> Iterator[tuple[Count, int]]:
    """Yield the sums of very high and high risk where both were shown: the next release may give these."""
    first, second = HIGH
    for count, value in counts.items():
        if count.risk == first and (other := count._replace(risk=second)) in counts:
            yield count._replace(risk=MERGED), value + counts[other]


def _is_level(row: Row) -> bool:
    """Return whether a row is of staff or of a pace, whose numbers are no counts of cases."""
    part = row["measure_id"], row["part"]
    return is_of_staff(*part, row.get("band", ALL)) or part == ("P07", "weeks_to_clear")


def _hidden(rows: Iterable[Row]) -> Iterator[Count]:
    for row in rows:
        for side in SIDES:
            if row["mark"] == WITHHELD and not row[side]:
                yield count_of(row, side)
