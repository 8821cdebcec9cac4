"""The tables of one audience, made from stage 2: what is withheld is in no cell of them.

A page for an audience is made from these tables and from nothing else, so that a withheld number is in no
byte of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from helpers.data.errors import Misused
from helpers.pack.disclosure.audiences import Audience
from helpers.pack.disclosure.counting import NOTHING, SIDES, Counted, Known, Row, count_of, counted
from helpers.pack.disclosure.proof import Suppression, suppress
from helpers.pack.disclosure.relations import (
    ALL,
    BANDS_OF_DAYS,
    HIGH,
    MERGED,
    OVERDUE,
    Count,
    Term,
    is_of_staff,
)
from helpers.pack.disclosure.together import Given, together
from helpers.pack.stage_two import AGES, SINCE
from helpers.pack.statistics.small_numbers import LEAST_FOR_SHARE

Tables = Mapping[str, Sequence[Row]]
WITHHELD = "[c]"
CONTROL_TOTALS = (
    *("teams", "managers", "cases_n", "visits_n", "reviews_n"),
    *("enforcement_n", "posts_n", "referrals_n"),
)
OLD = 183  # days: the public is told whether a case is overdue for so long


@dataclass(frozen=True)
class Release:
    """The tables for an audience, and how much had to be withheld.

    ``small`` counts are withheld as such and ``others`` for their sake; ``lenient`` of the small ones are
    protected only as long as a reader cannot tell which ``[c]`` are the small ones.
    """

    tables: Tables
    small: int
    others: int
    lenient: int


def release(
    stage_two: Tables,
    parts: Mapping[tuple[str, str], Row],
    audience: Audience,
    *,
    team: str = "",
    known: Known = NOTHING,
    earlier: Sequence[Given] = (),
) -> Release:
    """Return what an audience may see of stage 2; ``parts`` are the rows of ``pack_measures.csv``.

    ``team`` is the label of the supervisor's own team, whose managers' caseloads are then given. Of
    ``earlier`` releases nothing is given away either. Raises Misused for a team that is not there or that
    the audience may not name, DataError where a small count cannot be protected.
    """
    _check_team(stage_two, audience, team)
    if audience.sees_all:
        managers = [row for row in stage_two["managers.csv"] if team and row["team"] == team]
        return Release({**stage_two, "managers.csv": managers}, 0, 0, 0)
    measures, weekly = _selected(stage_two, audience, merged=known.merged)
    table = _counted(measures, weekly, parts, audience, known)
    suppression = suppress(together(table, earlier))
    shown = _Shown(table, suppression, parts, audience, len(stage_two["managers.csv"]))
    tables: dict[str, Sequence[Row]] = {
        **stage_two,
        "manifest.csv": [{**row, **dict.fromkeys(CONTROL_TOTALS, "")} for row in stage_two["manifest.csv"]],
        "measures.csv": [shown.measure(row) for row in measures],
        "weekly.csv": [shown.counts(row) for row in weekly],
        "managers.csv": list(_distribution(stage_two["managers.csv"])) if shown.staff else [],
        # The words of a warning may hold counts of rows.
        "warnings.csv": [{**row, "rows": "", "says": ""} for row in stage_two["warnings.csv"]],
    }
    visible = suppression.withheld & set(table.places.values())
    small = visible & table.counts.sensitive.keys()
    return Release(tables, len(small), len(visible - small), len(suppression.lenient & small))


def counted_before(
    stage_two: Tables, parts: Mapping[tuple[str, str], Row], audience: Audience, *, merged: bool
) -> Counted:
    """Return the counts of which an earlier release to an audience was made."""
    return _counted(*_selected(stage_two, audience, merged=merged), parts, audience, NOTHING)


def _counted(
    measures: Sequence[Row],
    weekly: Sequence[Row],
    parts: Mapping[tuple[str, str], Row],
    audience: Audience,
    known: Known,
) -> Counted:
    return counted([*measures, *weekly], parts, audience, known, _oldest_bands(measures, audience))


def _check_team(stage_two: Tables, audience: Audience, team: str) -> None:
    teams = {row["team"] for row in stage_two["measures.csv"]} - {ALL}
    if team and audience.managers != "own_team":
        raise Misused(f"the audience {audience.name} sees no team; leave the team out")
    if team and team not in teams:
        raise Misused(f"found no team {team!r}; the teams of this pack are {', '.join(sorted(teams))}")


def _selected(stage_two: Tables, audience: Audience, *, merged: bool) -> tuple[list[Row], list[Row]]:
    """Return the rows of both tables that an audience is given, with high risk merged where it must be.

    What was ``merged`` once stays so, as the change of the sum could be seen.
    """
    measures = [row for row in stage_two["measures.csv"] if _is_given(row, audience)]
    weekly = [
        row
        for row in stage_two["weekly.csv"]
        if _is_given(row, audience)
        and (audience.weekly == "all" or (audience.weekly == "force" and row["risk_level"] == ALL))
    ]
    if audience.high_merged and (merged or _few_at_high_risk(measures, audience)):
        return list(_merged(measures)), list(_merged(weekly))
    return measures, weekly


def _is_given(row: Row, audience: Audience) -> bool:
    part = row["measure_id"], row["part"]
    return part not in audience.withheld and (audience.teams or row["team"] == ALL)


def _few_at_high_risk(measures: Iterable[Row], audience: Audience) -> bool:
    """Return whether very high or high risk has too few cases on the register, or too few overdue."""
    looked_at = {("P01", "cases"), (OVERDUE.measure, OVERDUE.part)}
    return any(
        int(row["numerator"]) <= audience.small
        for row in measures
        if (row["measure_id"], row["part"]) in looked_at and row["risk_level"] in HIGH and row["band"] == ALL
    )


def _merged(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with very high and high risk as one level, where the first of them stood.

    A level, such as a median, cannot be made from those of its parts, and is withheld.
    """
    held: dict[tuple[str, ...], Row] = {}
    for row in rows:
        stratum = tuple(
            row.get(column, "") for column in ("measure_id", "part", "team", "band", "week_ending")
        )
        if row["risk_level"] == HIGH[0]:
            held[stratum] = row
        elif row["risk_level"] == HIGH[1]:
            yield _sum(held.pop(stratum), row)
        else:
            yield row


def _sum(first: Row, second: Row) -> Row:
    counts: dict[str, str] = {side: _added(first[side], second[side]) for side in SIDES}
    row = {**first, **counts, "risk_level": MERGED}
    marks = {first["mark"], second["mark"]}
    if not row["numerator"]:
        return {**row, "value": "", "mark": WITHHELD, "reason": ""}
    if "[x]" in marks:
        return {**row, "value": "", "mark": "[x]", "reason": "no_standard"}
    plain = {"value": _count_value(row), "mark": "", "reason": ""}
    made = _share(row) if row["unit"] == "per_cent" else plain
    if "[p]" in marks and not made["mark"]:
        made = {**made, "mark": "[p]", "reason": "warned"}
    return {**row, **made}


def _added(first: str, second: str) -> str:
    return str(int(first) + int(second)) if first and second else ""


def _count_value(row: Row) -> str:
    return str(Decimal(row["numerator"]) / 10) if row["unit"] == "fte" else row["numerator"]


def _share(row: Row) -> dict[str, str]:
    """Return the value, mark and reason of a share, as ``aggregate`` writes them."""
    numerator, denominator = int(row["numerator"]), int(row["denominator"])
    if not denominator:
        return {"value": "", "mark": "[z]", "reason": "no_rows"}
    value = (Decimal(100 * numerator) / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
    few = denominator < LEAST_FOR_SHARE
    return {"value": str(value), "mark": "[low]" if few else "", "reason": "few" if few else ""}


def _oldest_bands(measures: Iterable[Row], audience: Audience) -> dict[str, tuple[str, ...]]:
    """Return for each measure of days the bands in which its oldest case is said to lie."""
    return {
        row["measure_id"]: _bands_said(int(row["value"]), _ages(row), audience)
        for row in measures
        if row["part"] == "oldest" and row["risk_level"] == ALL and row["team"] == ALL and row["value"]
    }


def _ages(row: Row) -> tuple[str, ...]:
    return SINCE if row["measure_id"] == "P18" else AGES


def _bands_said(days: int, order: Sequence[str], audience: Audience) -> tuple[str, ...]:
    if audience.oldest == "band":
        return (_band_of(days, order),)
    return tuple(band for band in order if (_first_day(band) >= OLD) == (days >= OLD))


def _band_of(days: int, order: Sequence[str]) -> str:
    return next(band for band in reversed(order) if days >= _first_day(band))


def _first_day(band: str) -> int:
    return int(band.removeprefix("over ")) + 1 if band.startswith("over ") else int(band.split("-")[0])


class _Shown:
    """What is shown of each row, by what is withheld."""

    def __init__(
        self,
        table: Counted,
        suppression: Suppression,
        parts: Mapping[tuple[str, str], Row],
        audience: Audience,
        managers: int,
    ) -> None:
        self.table, self.suppression, self.parts, self.audience = table, suppression, parts, audience
        self.staff = audience.managers == "distribution" and managers >= audience.fewest_managers
        self.levels: Mapping[str, Callable[[Row], Row]] = {
            "median": self._quantile,
            "p90": self._quantile,
            "to_sharing": self._quantile,
            "to_action": self._quantile,
            "oldest": self._oldest,
            "weeks_to_clear": self._pace,
        }

    def measure(self, row: Row) -> Row:
        """Return a row of ``measures.csv`` as the audience sees it."""
        part = row["measure_id"], row["part"]
        if is_of_staff(*part, row["band"]):
            return row if self.staff else _hidden(row)
        return self.levels[row["part"]](row) if self.parts[part]["kind"] == "level" else self.counts(row)

    def counts(self, row: Row) -> Row:
        """Return a row of counts with those that are withheld empty, and marked."""
        hidden = [side for side in SIDES if row[side] and not self._is_shown(count_of(row, side))]
        if not hidden:
            return row
        return {**row, **dict.fromkeys(hidden, ""), "value": "", "mark": WITHHELD, "reason": ""}

    def _is_shown(self, count: Count) -> bool:
        return self.table.places[count] not in self.suppression.withheld

    def _value(self, count: Count) -> int | None:
        """Return a count if it is shown."""
        place = self.table.places.get(count)
        return (
            None if place is None or place in self.suppression.withheld else self.table.counts.values[place]
        )

    def _quantile(self, row: Row) -> Row:
        """Return a median or 90th percentile with enough cases on either side that gives no count away.

        Where all bands to its own are shown, or all from its own, these say already in which band it lies.
        """
        over = self._value(count_of(row, "denominator"))
        if over == 0:
            return row
        beyond = 10 if row["part"] == "p90" else 2
        enough = over is not None and over >= beyond * (self.audience.small + 1)
        shown = (
            enough and row["mark"] != WITHHELD and (self._ages_shown(row, to=True) or self._ages_shown(row))
        )
        return row if shown else self._without(row)

    def _ages_shown(self, row: Row, *, to: bool = False) -> bool:
        """Return whether all bands from that of a row's days on are shown, or all bands ``to`` it."""
        term = BANDS_OF_DAYS.get(row["measure_id"])
        if term is None:
            return True
        ages, of = _ages(row), count_of(row, "numerator")
        own = ages.index(_band_of(int(row["value"]), ages))
        bands = ages[: own + 1] if to else ages[own:]
        return all(self._is_shown(Term(term.measure, term.part, band).of(of)) for band in bands)

    def _oldest(self, row: Row) -> Row:
        """Return the oldest case as its band, or as whether it is over 183 days: in the column ``band``.

        That of the force is always said, and what it says of the bands is known to the proof.
        """
        if not row["value"]:
            return row if self._value(count_of(row, "denominator")) == 0 else self._without(row)
        if not ((row["risk_level"], row["team"]) == (ALL, ALL) or self._ages_shown(row)):
            return self._without(row)
        days = int(row["value"])
        said = _band_of(days, _ages(row))
        if self.audience.oldest == "over_183_days":
            said = f"{OLD} days or more: {'yes' if days >= OLD else 'no'}"
        return {**self._without(row), "band": said, "mark": row["mark"], "reason": row["reason"]}

    def _pace(self, row: Row) -> Row:
        """Return the weeks to clear, or that it does not clear, where backlog and both flows are shown."""
        made_of = (OVERDUE, Term("P07", "became_overdue"), Term("P07", "cleared"))
        shown = all(self._is_shown(term.of(count_of(row, "numerator"))) for term in made_of)
        return row if shown and row["mark"] != WITHHELD else _hidden(row)

    def _without(self, row: Row) -> Row:
        """Return a level without its value, over as many cases as are shown."""
        over = self._value(count_of(row, "denominator"))
        return {**_hidden(row), "denominator": "" if over is None else str(over)}


def _hidden(row: Row) -> Row:
    return {**row, **dict.fromkeys((*SIDES, "value", "reason"), ""), "mark": WITHHELD}


def _distribution(managers: Sequence[Row]) -> Iterator[Row]:
    """Yield the managers' caseloads and workloads in tens, each column in its own order and of no one."""
    loads = [
        sorted((_tens(row[column]) for row in managers), reverse=True) for column in ("caseload", "workload")
    ]
    for place, (row, caseload, workload) in enumerate(zip(managers, *loads, strict=True), 1):
        unseen = dict.fromkeys(("fte", "cases", "officer_visits"), "")
        yield {
            **row,
            **unseen,
            "team": ALL,
            "place": str(place),
            "caseload": "" if caseload < 0 else str(caseload),
            "workload": "" if workload < 0 else str(workload),
        }


def _tens(value: str) -> int:
    return int(Decimal(value)) // 10 * 10 if value else -1
