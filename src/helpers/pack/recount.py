"""The same figures counted a second time, from the bytes of the files, by plain loops over their rows.

Nothing of ``measures``, ``tallies`` or ``tables`` is used, nor pandas: a slip in the one way of counting is
not in the other, and the aggregate is refused where the two differ.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any

from helpers.pack.contract import FILES, HEADINGS, RISKS, WEEKS
from helpers.pack.figures import Counted, Figure, Manager, Place, WeekPlace, nearest_tenths, tenths
from helpers.pack.parts import MeasurePart
from helpers.pack.stage_two import ALL, NO_TEAM

Row = dict[str, str]
Stratum = tuple[str, str]  # team and risk level

RECENT = 13  # weeks: the longest window of what is counted by authority, reason and gaps
_KEY = 16  # characters of a key
_NO_ATTEMPT = " " * (len("2025-03-31") + _KEY)
_NEVER = "9999-12-31"
_LIMITS = ((7, "1-7"), (28, "8-28"), (91, "29-91"), (182, "92-182"), (365, "183-365"))


@dataclass
class _Sums:
    """What the loops add up: for each place how many are counted, of how many, and which values there are.

    A row is added once, where it belongs; ``add_totals`` adds the places of all teams, risk levels and bands.
    """

    counted: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    of: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    values: defaultdict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    weekly: Counter[tuple[str, str, str, int, bool]] = field(default_factory=Counter)

    def count(self, name: str, stratum: Stratum, is_counted: bool, band: str = ALL, weight: int = 1) -> None:
        """Add a row to the whole of a part and, if it is counted, to its count."""
        team, risk = stratum
        self.of[name, team, risk] += weight
        if is_counted:
            self.counted[name, team, risk, band] += weight

    def value(self, name: str, stratum: Stratum, value: int) -> None:
        """Add a value of which levels are taken."""
        self.values[name, *stratum].append(value)

    def week(self, name: str, stratum: Stratum, is_counted: bool, ago: int, number: int = 1) -> None:
        """Add so many alike rows to their week; -1 is none of the weeks."""
        if ago >= 0:
            self.weekly[name, *stratum, ago, is_counted] += number

    def add_windows(self, windows: Mapping[str, int]) -> None:
        """Count the parts that are given by week in their window too: so many weeks for each."""
        for (name, team, risk, ago, is_counted), number in self.weekly.items():
            if ago < windows[name]:
                self.count(name, (team, risk), is_counted, weight=number)

    def add_totals(self) -> None:
        """Add every place to the totals that it belongs to."""
        for (name, team, risk, band), number in list(self.counted.items()):
            if band != ALL:
                self.counted[name, team, risk, ALL] += number
        for (name, team, risk, band), number in list(self.counted.items()):
            for stratum in _strata(team, risk)[1:]:
                self.counted[name, *stratum, band] += number
        for (name, team, risk), number in list(self.of.items()):
            for stratum in _strata(team, risk)[1:]:
                self.of[name, *stratum] += number
        self._add_totals_of_values_and_weeks()

    def _add_totals_of_values_and_weeks(self) -> None:
        for (name, team, risk), values in list(self.values.items()):
            for stratum in _strata(team, risk)[1:]:
                self.values[name, *stratum] += values
        for (name, team, risk, ago, is_counted), number in list(self.weekly.items()):
            for a_team, a_risk in _strata(team, risk)[1:]:
                self.weekly[name, a_team, a_risk, ago, is_counted] += number


@cache
def _strata(team: str, risk: str) -> list[Stratum]:
    """Return a stratum, and the totals that it belongs to after it."""
    return [
        (a_team, a_risk) for a_team in dict.fromkeys((team, ALL)) for a_risk in dict.fromkeys((risk, ALL))
    ]


class _Weeks(dict[str, int]):
    """How many weeks ago each day was, worked out once for each; -1 for none of the weeks, and for no day."""

    def __init__(self, ago: Callable[[int], int], day: Callable[[str], int]) -> None:
        super().__init__({"": -1})
        self._ago, self._day = ago, day

    def __missing__(self, text: str) -> int:
        self[text] = self._ago(self._day(text))
        return self[text]


class _Recount:
    """One pass over each file."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = contents
        self.manifest = next(self.rows("manifest"))
        self.days: dict[str, int] = {"": 0}
        self.today = self.day(self.manifest["as_at"])
        self.sums = _Sums()
        self.cases: dict[str, Row] = {row["case_key"]: row for row in self.rows("cases")}
        self.teams_of_cases = {key: row["team_key"][:4] or NO_TEAM for key, row in self.cases.items()}
        self.weeks = _Weeks(self.ago, self.day)
        self.teams = [*sorted(self._team_names()), NO_TEAM]
        self.standards = self._standards()
        self.last_seen: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        self.fte: Counter[str] = Counter()
        self.team_of: dict[str, str] = {}

    def rows(self, name: str) -> Iterator[Row]:
        """Give the rows of a file."""
        columns = list(FILES[name])
        return (dict(zip(columns, cells, strict=True)) for cells in self.cells(name, columns))

    def cells(self, name: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Give the cells of some columns of a file, row by row."""
        # A text of the whole file would take four times its bytes.
        text = io.TextIOWrapper(io.BytesIO(self.contents[name]), encoding="utf-8-sig", newline="")
        reader = csv.reader(text)
        header = next(reader)
        return map(itemgetter(*map(header.index, columns)), filter(None, reader))

    def day(self, text: str) -> int:
        """Return the number of a day; 0 where there is none."""
        if text not in self.days:
            self.days[text] = date.fromisoformat(text).toordinal()
        return self.days[text]

    def overdue(self, text: str) -> int:
        """Return by how many days something due on a day is overdue; 0 where it is not, or has no date."""
        return max(0, self.today - self.day(text)) if text else 0

    def ago(self, day: int) -> int:
        """Return how many weeks ago a day was, and -1 where it is in none of the weeks."""
        days = self.today - day
        return days // 7 if 0 <= days < 7 * WEEKS else -1

    def _team_names(self) -> set[str]:
        rows = [*self.cases.values(), *self.rows("posts")]
        return {row["team_key"][:4] for row in rows if row["team_key"]}

    def _standards(self) -> dict[tuple[str, str], int]:
        latest: dict[tuple[str, str], tuple[str, int]] = {}
        for row in self.rows("tariff"):
            if row["tariff_version"] != self.manifest["tariff_version"]:
                continue
            place, since = (row["item"], row["risk_level"]), row["effective_from"]
            if since <= self.manifest["as_at"] and since >= latest.get(place, ("", 0))[0]:
                latest[place] = since, int(row["days"])
        return {place: days for place, (_, days) in latest.items()}

    def standard(self, item: str, risk: str) -> int | None:
        """Return the force's standard for an item and a risk level."""
        return self.standards.get((item, risk), self.standards.get((item, ALL)))

    def stratum(self, row: Row) -> Stratum:
        """Return team and risk level of a case."""
        return row["team_key"][:4] or NO_TEAM, row["risk_level"]

    def team_of_case(self, key: str) -> str:
        """Return the team of a case, and "none" where it has left."""
        return self.teams_of_cases.get(key, NO_TEAM)

    def read_posts(self) -> None:
        """P20, and the managers with a filled post."""
        for row in self.rows("posts"):
            team, state = row["team_key"][:4] or NO_TEAM, row["state"]
            fte, filled = int(row["fte"].replace(".", "")), state == "filled"
            at = (team, RISKS[0])
            self.sums.count("P20 not_at_work", at, state in ("vacant", "absent_28d"), weight=fte)
            self.sums.count("P20 state", at, True, state, fte)
            if filled:
                self.sums.count("P20 accredited", at, row["accredited"] == "yes", weight=fte)
                welfare = row["welfare_due_on"]
                self.sums.count("P20 welfare_in_date", at, bool(welfare) and not self.overdue(welfare))
                self.missing("posts", row, "welfare_due_on")
            if filled and row["role"] == "offender_manager":
                self.missing("posts", row, "manager_key")
                if key := row["manager_key"]:
                    self.fte[key] += fte
                    before = self.team_of.get(key, team)
                    self.team_of[key] = min(before, team, key=self.teams.index)

    def missing(self, file: str, row: Row, column: str) -> None:
        """Q1: a row in which a column should be filled."""
        self.gap(f"Q1 missing {file}.{column}", not row[column])

    def gap(self, name: str, is_counted: bool, number: int = 1) -> None:
        """Q1: so many rows to which a column applies."""
        self.sums.of[name, ALL, ALL] += number
        self.sums.counted[name, ALL, ALL, ALL] += number * is_counted

    def read_visits(self) -> None:
        """P06 to P09 and P11."""
        first: dict[str, str] = {}  # when what fell due was first done; by case and due date
        last: dict[str, str] = {}  # its last attempt: day and key, and after these the risk level
        seen: Counter[tuple[Any, ...]] = Counter()
        team_of, weeks = self.teams_of_cases, self.weeks
        left = 0
        for key, case, manager, on, due_on, risk, outcome, crew, *how in self.cells("visits", _OF_VISITS):
            place, attempt = case + due_on, on + key + risk
            if attempt > last.get(place, ""):
                last[place] = attempt
            team = team_of.get(case)
            if outcome == "seen":
                if on < first.get(place, _NEVER):
                    first[place] = on
                ago = weeks[on]
                # Of earlier weeks less is counted, so that more visits are alike.
                more = how if ago < RECENT else (*_older(crew, *how[:2]), how[2], "")
                seen[team or NO_TEAM, risk, ago, not manager, crew, *more] += 1
                if team:
                    self._keep_last_two(case, (on, key, crew, manager))
            left += not team
        self.gap("Q1 closed visits", True, left)
        self.gap("Q1 closed visits", False, self.number_of("visits") - left)
        for alike, number in seen.items():
            self._seen(alike, number)
        self._all_that_fell_due(first, last)

    def _keep_last_two(self, case: str, visit: tuple[str, str, str, str]) -> None:
        two = self.last_seen[case]
        two.append(visit)
        if len(two) > 2:
            two.remove(min(two))

    def _all_that_fell_due(self, first: Mapping[str, str], last: dict[str, str]) -> None:
        for case, row in self.cases.items():
            next_due = row["next_visit_due_on"]
            if row["management"] == "active" and self.overdue(next_due):
                last.setdefault(case + next_due, _NO_ATTEMPT + row["risk_level"])
        after = _Weeks(lambda day: self.ago(day + 1), self.day)  # in which week what was due became overdue
        fell: Counter[tuple[str, str, int, bool, int]] = Counter()
        for place, attempt in last.items():
            due_on, done = place[_KEY:], first.get(place, "")
            in_time = bool(done) and done <= due_on
            team = self.teams_of_cases.get(place[:_KEY], NO_TEAM)
            fell[team, attempt[len(_NO_ATTEMPT) :], after[due_on], in_time, self.weeks[done]] += 1
        for (team, risk, ago, in_time, cleared), number in fell.items():
            self.sums.week("P06 on_time", (team, risk), in_time, ago, number)
            if not in_time:
                self.sums.week("P07 became_overdue", (team, risk), True, ago, number)
                self.sums.week("P07 cleared", (team, risk), True, cleared, number)

    def number_of(self, name: str) -> int:
        """Return how many rows the manifest says a file has, which was found right."""
        return int(self.manifest[f"{name}_n"])

    def _seen(self, alike: tuple[Any, ...], number: int) -> None:
        """Count visits that are alike in all that is counted."""
        team, risk, ago, nobody, crew, authority, reason, announced, visitor = alike
        stratum, lone = (team, risk), crew == "lone"
        self.gap("Q1 missing visits.manager_key", nobody, number)
        recorded = {"crew": crew, "announced": announced, "visitor": visitor}
        if crew != "not_recorded":
            self.sums.week("P08 lone", stratum, lone, ago, number)
        if announced != "not_recorded":
            self.sums.week("P11 unannounced", stratum, announced == "unannounced", ago, number)
        if lone:
            recorded["lone_reason"] = reason
            shown = authority == "before_visit" and reason not in ("staffing", "not_recorded")
            self.sums.week("P09 not_shown", stratum, not shown, ago, number)
        if not 0 <= ago < RECENT:
            return
        for column, cell in recorded.items():
            self.gap(f"Q1 not_recorded visits.{column}", cell == "not_recorded", number)
        if lone:
            self.sums.count("P09 authority", stratum, True, authority, number)
            self.sums.count("P09 reason", stratum, True, reason, number)

    def read_reviews(self) -> None:
        """P14 and the half of P15 that rests on reviews."""
        due: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.rows("reviews"):
            case, on = row["case_key"], row["reviewed_on"]
            due[case, row["due_on"]].append(on)
            self.gap("Q1 closed reviews", case not in self.cases)
            if not 0 <= self.ago(self.day(on)) < 13:
                continue
            at = (self.team_of_case(case), RISKS[0])
            self.gap("Q1 not_recorded reviews.intel_sources", row["intel_sources"] == "not_recorded")
            self.sums.count("P14 five_headings", at, all(row[heading] == "yes" for heading in HEADINGS))
            self.sums.count("P14 led_to_action", at, row["result"] != "satisfactory")
            if row["intel_sources"] != "not_recorded":
                self.sums.count("P15 open_sources", at, row["intel_sources"] == "police_and_open")
        for case, row in self.cases.items():
            if row["management"] == "active" and self.overdue(row["sup_due_on"]):
                due.setdefault((case, row["sup_due_on"]), [])
        for (case, due_on), done in due.items():
            in_time = bool(done) and min(done) <= due_on
            at = (self.team_of_case(case), RISKS[0])
            self.sums.week("P14 on_time", at, in_time, self.ago(self.day(due_on) + 1))

    def read_cases(self) -> None:
        """Count the measures of the day itself."""
        for key, row in self.cases.items():
            stratum, management = self.stratum(row), row["management"]
            self.sums.count("P01 cases", stratum, True, management)
            if management == "active":
                self._active(key, row, stratum)
            if management in ("active", "reactive") and row["manager_key"]:
                self.sums.count("P16 without_post", stratum, row["manager_key"] not in self.fte)
            if management not in ("in_custody", "abroad"):
                self._in_the_community(row, stratum)

    def _active(self, key: str, row: Row, stratum: Stratum) -> None:
        for column in ("risk_set_on", "last_seen_on", "next_visit_due_on", "arms_due_on"):
            self.missing("cases", row, column)
        for column in ("rmp_due_on", "sup_due_on", "intel_due_on"):
            self.missing("cases", row, column)
        due, interval = row["next_visit_due_on"], int(row["planned_interval_days"] or 0)
        late = self.overdue(due)
        if due:
            self.sums.count("P02 overdue", stratum, late > 0)
        if late:
            self._late("P03", stratum, late)
            self.sums.count("P04 whole_interval", stratum, bool(interval) and late > interval)
        seen = row["last_seen_on"]
        since = self.overdue(seen)
        self.sums.count("P05 not_seen", stratum, not seen or (bool(interval) and since > 2 * interval))
        if arms := row["arms_due_on"]:
            self.sums.count("P12 overdue", stratum, self.overdue(arms) > 0)
            if self.overdue(arms):
                self._late("P12", stratum, self.overdue(arms))
        if plan := row["rmp_due_on"]:
            self.sums.count("P13 overdue", stratum, self.overdue(plan) > 0)
        if check := row["intel_due_on"]:
            self.sums.count("P15 in_date", stratum, not self.overdue(check))
        visits = sorted(self.last_seen.get(key, ()))[-2:]
        if len(visits) == 2:
            (_, _, crew, manager), (_, _, crew_before, manager_before) = visits
            alone = crew == crew_before == "lone"
            same = bool(manager) and manager == manager_before
            self.sums.count("P10 repeated", stratum, alone and same)

    def _late(self, measure: str, stratum: Stratum, days: int) -> None:
        self.sums.count(f"{measure} late", stratum, True, _band(days))
        self.sums.value(measure, stratum, days)

    def _in_the_community(self, row: Row, stratum: Stratum) -> None:
        if row["management"] != "reactive":
            self.missing("cases", row, "planned_interval_days")
        alone = not row["manager_key"]
        self.sums.count("P18 unallocated", stratum, alone)
        if alone:
            waited = self.overdue(row["managed_since"])
            self.sums.count("P18 waiting", stratum, True, _band(waited).replace("1-7", "0-7"))
            self.sums.value("P18", stratum, waited)
        reactive = row["management"] == "reactive"
        self.sums.count("P19 reactive", stratum, reactive)
        if reactive:
            review = self.overdue(row["rmp_due_on"]) or self.overdue(row["sup_due_on"])
            self.sums.count("P19 not_low", stratum, row["risk_level"] != "low")
            self.sums.count("P19 not_authorised", stratum, row["reactive_authorised"] != "yes")
            self.sums.count("P19 review_overdue", stratum, bool(review))

    def read_events(self) -> None:
        """E1, O1 and O2."""
        for row in self.rows("enforcement"):
            self.gap("Q1 closed enforcement", row["case_key"] not in self.cases)
            ago = self.ago(self.day(row["event_on"]))
            for window in (13, 52):
                if 0 <= ago < window:
                    name = f"E1 {row['type']}_{window}"
                    self.sums.count(name, (NO_TEAM, RISKS[0]), True, row["outcome"])
        for row in self.rows("referrals"):
            at, received = (NO_TEAM, row["kirat"]), self.day(row["received_on"])
            if not row["closed_on"]:
                age = self.today - received
                limit = self.standard("kirat_action", row["kirat"])
                late = limit is not None and not row["action_on"] and age > limit
                self.sums.count("O1 open", at, True, _band(age).replace("1-7", "0-7"))
                self.sums.count("O1 unallocated", at, not row["allocated_on"])
                self.sums.count("O1 over_action_time", at, late)
                self.sums.count("O1 older_than_365", at, age > 365)
            for part, column in (("to_sharing", "shared_with_partners_on"), ("to_action", "action_on")):
                if row[column] and self.today - self.day(row[column]) < 7 * 52:
                    self.sums.value(f"O2 {part}", at, self.day(row[column]) - received)

    def managers(self) -> list[Manager]:
        """P16, P17 and the managers of stage 2."""
        cases: Counter[str] = Counter()
        planned: Counter[str] = Counter()
        for key, row in self.cases.items():
            holder = row["manager_key"]
            cases[holder] += row["management"] in ("active", "reactive")
            if row["management"] == "active" and row["planned_interval_days"]:
                last = max(self.last_seen.get(key, ()), default=("", "", "", ""))
                officers = 1 if last[2] == "lone" else 2
                planned[holder] += officers * (365 * 10_000 // int(row["planned_interval_days"]))
        capacity = self.standard("visits_capacity", ALL)
        made = []
        for holder, fte in self.fte.items():
            at = (self.team_of[holder], RISKS[0])
            load = nearest_tenths(10 * cases[holder], fte)
            visits = nearest_tenths(10 * planned[holder], fte * 10_000)
            share = (planned[holder] * 1000, fte * 10_000 * (capacity or 1))
            self.sums.value("P16", at, load)
            self.sums.value("P17", at, visits)
            self.sums.count("P16 over_50", at, cases[holder] * 10 > 50 * fte, weight=fte)
            self.sums.count("P16 over_60", at, cases[holder] * 10 > 60 * fte, weight=fte)
            self.sums.count("P17 workload", at, True, _workload(*share), fte)
            printed = tenths(nearest_tenths(*share)) if capacity else ""
            order = (self.teams.index(at[0]), -load, -fte, -visits, cases[holder], printed)
            made.append(
                (order, Manager(at[0], tenths(fte), cases[holder], tenths(load), tenths(visits), printed))
            )
        return [manager for _, manager in sorted(made, key=lambda pair: pair[0])]


def _older(crew: str, authority: str, reason: str) -> tuple[str, str]:
    """Return authority and reason as far as they are counted of earlier weeks: whether both show it."""
    shown = crew == "lone" and authority == "before_visit" and reason not in ("staffing", "not_recorded")
    return ("before_visit", "") if shown else ("", "")


def _band(days: int) -> str:
    return next((band for limit, band in _LIMITS if days <= limit), "over 365")


def _workload(share: int, whole: int) -> str:
    """Return the band of a workload that is so many hundredths of a whole."""
    if share < 100 * whole:
        return "under 100"
    return "100-110" if share <= 110 * whole else "over 110"


_WINDOWS = {"4_weeks": 4, "13_weeks": 13}
_OF_VISITS = (
    *("visit_key", "case_key", "manager_key", "visit_on", "due_on", "risk_level", "outcome"),
    *("crew", "lone_authorised", "lone_reason", "announced", "visitor"),
)
_PER_CENT = {"median": 50, "p90": 90, "oldest": 100, "highest": 100, "to_sharing": 50, "to_action": 50}


@dataclass(frozen=True)
class Recounted:
    """What the loops over the rows gave: their sums before any total, the managers and the teams."""

    sums: _Sums
    managers: list[Manager]
    teams: list[str]


def recounted(contents: Mapping[str, bytes]) -> Recounted:
    """Count the files of an extract, by name, whose cells have been found right."""
    recount = _Recount(contents)
    recount.read_posts()
    recount.read_visits()
    recount.read_reviews()
    recount.read_cases()
    recount.read_events()
    return Recounted(recount.sums, recount.managers(), recount.teams)


def counted_again(recount: Recounted, parts: Sequence[MeasurePart]) -> Counted:
    """Return every figure, from what the loops gave."""
    recount.sums.add_windows(
        {f"{part.measure} {part.part}": _WINDOWS[part.window] for part in parts if part.weekly}
    )
    recount.sums.add_totals()
    figures: dict[Place, Figure] = {}
    weeks: dict[WeekPlace, Figure] = {}
    for part in parts:
        for team in (ALL, *recount.teams) if part.by_team else (ALL,):
            for risk in (ALL, *RISKS) if part.by_risk else (ALL,):
                for band in part.labels:
                    place = Place(part.measure, part.part, team, risk, band)
                    figures[place] = _figure(recount.sums, part, place)
                if part.weekly and ALL in (team, risk):
                    weeks |= _weeks_of(recount.sums, part, team, risk)
    return Counted(figures, weeks, recount.managers)


def _figure(sums: _Sums, part: MeasurePart, place: Place) -> Figure:
    _, _, team, risk, band = place
    name = f"{part.measure} {part.part}"
    if part.part == "weeks_to_clear":
        return _pace(sums, team, risk)
    if part.kind == "level":
        values = sums.values.get((name if part.measure == "O2" else part.measure, team, risk), [])
        scale = 1 if part.unit == "ratio" else 10
        return Figure(None, len(values), scale * _ranked(values, _PER_CENT[part.part]) if values else None)
    if part.measure == "Q1":
        name, band = f"{name} {band}", ALL
    whole = sums.of[name, team, risk] if part.kind == "share" else None
    return Figure(sums.counted[name, team, risk, band], whole)


def _pace(sums: _Sums, team: str, risk: str) -> Figure:
    overdue, became, cleared = (
        sums.counted[name, team, risk, ALL] for name in ("P02 overdue", "P07 became_overdue", "P07 cleared")
    )
    surplus = cleared - became
    if surplus <= 0:
        return Figure(4 * overdue, None)
    return Figure(4 * overdue, surplus, nearest_tenths(4 * overdue, surplus))


def _ranked(values: list[int], per_cent: int) -> int:
    """Return the smallest value that at least so many per cent do not exceed."""
    below = 0
    for value, number in sorted(Counter(values).items()):
        below += number
        if 100 * below >= per_cent * len(values):
            return value
    raise AssertionError("no value")


def _weeks_of(sums: _Sums, part: MeasurePart, team: str, risk: str) -> dict[WeekPlace, Figure]:
    weeks = {}
    for ago in range(WEEKS):
        place = (f"{part.measure} {part.part}", team, risk, ago)
        number, others = sums.weekly[*place, True], sums.weekly[*place, False]
        whole = number + others if part.kind == "share" else None
        weeks[WeekPlace(part.measure, part.part, team, risk, ago)] = Figure(number, whole)
    return weeks
