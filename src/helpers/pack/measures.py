"""The measures of the pack: small functions over the validated tables, each named after what it counts.

What each is, and of what, stands in ``data/reference/pack_measures.csv``; ``recount`` counts the same in
another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from helpers.pack.contract import ELSEWHERE, EVENT_OUTCOMES, EVENTS, HEADINGS, WEEKS
from helpers.pack.stage_two import AGE_ENDS, BANDS
from helpers.pack.tables import Tables
from helpers.pack.tallies import Bools, Level, Numbers, Tally

_NEVER = -(10**6)  # of a day that is not known: long before every other
# Planned officer-visits are counted in ten-thousandths, rounded down for each case.
VISITS_IN = 10_000

Part = Tally | Level


@dataclass(frozen=True)
class Due:
    """What fell due, one place for each: a case and a due date, with when it was first done.

    Days are before the day of the extract: 0 is that day, 1 the day before. ``done`` is ``_NEVER`` where it
    was not; ``in_time`` and ``late`` say whether it was done by, or first after, its due date.
    """

    team: Numbers
    risk: Numbers
    due: Numbers
    done: Numbers

    @property
    def overdue_ago(self) -> Numbers:
        """The week in which it became overdue, on the day after it was due; -1 for what is not yet."""
        return weeks_of(self.due - 1)

    @property
    def in_time(self) -> Bools:
        """Whether it was done on or before its due date."""
        return np.asarray((self.done != _NEVER) & (self.done >= self.due))

    @property
    def late(self) -> Bools:
        """Whether it was first done after its due date."""
        return np.asarray((self.done != _NEVER) & (self.done < self.due))


@dataclass(frozen=True)
class Counts:
    """What the measures are counted from: the tables, and columns that several measures share."""

    tables: Tables

    def days(self, table: pd.DataFrame, column: str) -> Numbers:
        """Return how many days each date is before the day of the extract; ``_NEVER`` where it is empty."""
        values = table[column].to_numpy("datetime64[s]").astype("datetime64[D]")
        today = self.tables.as_at.to_datetime64().astype("datetime64[D]")
        return np.where(np.isnat(values), _NEVER, today.astype(np.int64) - values.astype(np.int64))

    def of_case(self, table: pd.DataFrame) -> tuple[Numbers, Numbers]:
        """Return the codes of team and risk level of each row of a table."""
        risk = table["risk_level"] if "risk_level" in table else table.get("kirat")
        codes = np.zeros(len(table), np.int64) if risk is None else risk.cat.codes.to_numpy(np.int64)
        team = (
            table["team"].cat.codes.to_numpy(np.int64) if "team" in table else np.zeros(len(table), np.int64)
        )
        return team, codes

    @cached_property
    def active(self) -> Bools:
        """The cases that are managed actively."""
        return _is(self.tables.cases, "management", "active")

    @cached_property
    def community(self) -> Bools:
        """The cases that are neither in custody nor abroad."""
        return ~_is(self.tables.cases, "management", *ELSEWHERE)

    @cached_property
    def overdue(self) -> Numbers:
        """The days by which each case's visit is overdue; ``_NEVER`` where it has no due date."""
        return self.days(self.tables.cases, "next_visit_due_on")

    @cached_property
    def is_overdue(self) -> Bools:
        """The active cases whose visit is overdue."""
        return self.active & (self.overdue > 0)

    @cached_property
    def seen(self) -> Bools:
        """The visits at which somebody was seen."""
        return _is(self.tables.visits, "outcome", "seen")

    @cached_property
    def lone(self) -> Bools:
        """The visits of one person at which somebody was seen."""
        return self.seen & _is(self.tables.visits, "crew", "lone")

    @cached_property
    def visit_ago(self) -> Numbers:
        """The week of each visit."""
        return weeks_of(self.days(self.tables.visits, "visit_on"))

    @cached_property
    def review_ago(self) -> Numbers:
        """The week of each supervisor's review."""
        return weeks_of(self.days(self.tables.reviews, "reviewed_on"))

    @cached_property
    def visits_due(self) -> Due:
        """The visits that fell due, from the visits and from what is due next."""
        return _what_fell_due(
            self, self.tables.visits, "visit_key", "visit_on", self.seen, self.active, "next_visit_due_on"
        )

    @cached_property
    def reviews_due(self) -> Due:
        """The supervisor's reviews that fell due, from the reviews and from what is due next."""
        reviews = self.tables.reviews
        every = np.full(len(reviews), True)
        return _what_fell_due(self, reviews, "review_key", "reviewed_on", every, self.active, "sup_due_on")

    @cached_property
    def last_seen(self) -> tuple[Numbers, Numbers]:
        """The places of each case's last visit that was seen, and of the one before it where there is one."""
        return _last_seen(self)

    @cached_property
    def managers(self) -> pd.DataFrame:
        """The managers with a filled post: key, team, FTE in tenths, cases, and planned officer-visits."""
        return _managers(self)


def weeks_of(days: Numbers) -> Numbers:
    """Return the week of each day before the extract: 0 for its last seven days, -1 for none of the weeks."""
    return np.where((days >= 0) & (days < 7 * WEEKS), days // 7, -1)


def _is(table: pd.DataFrame, column: str, *words: str) -> Bools:
    return table[column].isin(words).to_numpy()


def _bands(days: Numbers) -> Numbers:
    """Return the place of each number of days among the age bands."""
    return np.asarray(np.searchsorted(np.array(AGE_ENDS), days, side="left"))


def _key_order(keys: pd.Series[str]) -> tuple[Numbers, Numbers]:
    """Return numbers that order the 16 characters of each key: the last eight, then the first."""
    halves: Numbers = np.array(keys.to_list(), dtype="S16").view(">u8").reshape(-1, 2)
    return halves[:, 1], halves[:, 0]


def _codes(table: pd.DataFrame, column: str, words: tuple[str, ...]) -> Numbers:
    places = {word: place for place, word in enumerate(words)}
    series = table[column]
    of_code = np.array([places.get(word, 0) for word in series.cat.categories], dtype=np.int64)
    codes: Numbers = np.take(of_code, series.cat.codes.to_numpy()) if len(series) else np.zeros(0, np.int64)
    return codes


def _what_fell_due(
    counts: Counts, table: pd.DataFrame, key: str, on: str, counts_as_done: Bools, active: Bools, due_on: str
) -> Due:
    """Return each case and due date once; team and risk are those of its last row, by day and key."""
    cases = counts.tables.cases
    case_team, case_risk = counts.of_case(cases)
    due, day = counts.days(table, "due_on"), counts.days(table, on)
    team, risk = counts.of_case(table)
    case = table["case_key"].cat.codes.to_numpy(np.int64)
    order = np.lexsort((*_key_order(table[key]), -day, due, case))
    case, due, day = case[order], due[order], day[order]
    new = np.flatnonzero(np.append(True, (case[1:] != case[:-1]) | (due[1:] != due[:-1]))[: len(case)])
    last = np.append(new[1:], len(case))[: len(new)] - 1
    done = np.where(counts_as_done[order], day, _NEVER)
    first = np.maximum.reduceat(done, new) if len(new) else done
    pairs_in_table = pd.MultiIndex.from_arrays([table["case"].to_numpy()[order][new], due[new]])
    case_due = counts.days(cases, due_on)
    others = np.flatnonzero(active & (case_due > 0))
    there = pd.MultiIndex.from_arrays([others, case_due[others]]).isin(pairs_in_table)
    others = others[~there]
    return Due(
        team=np.append(team[order][last], case_team[others]),
        risk=np.append(risk[order][last], case_risk[others]),
        due=np.append(due[new], case_due[others]),
        done=np.append(first, np.full(len(others), _NEVER)),
    )


def _managers(counts: Counts) -> pd.DataFrame:
    cases, posts = counts.tables.cases, counts.tables.posts
    filled = posts[_is(posts, "state", "filled") & _is(posts, "role", "offender_manager")]
    held = filled[filled["manager_key"] != ""].assign(
        manager_key=lambda rows: rows["manager_key"].astype(str), code=lambda rows: rows["team"].cat.codes
    )
    managers = held.groupby("manager_key").agg(fte=("fte", "sum"), team=("code", "min"))
    interval = cases["planned_interval_days"].to_numpy()
    planned = np.where(
        counts.active & (interval > 0), (365 * VISITS_IN // np.maximum(interval, 1)) * _crew(counts), 0
    )
    on = (
        pd.DataFrame(
            {
                "manager_key": cases["manager_key"].astype(str),
                "cases": _is(cases, "management", "active", "reactive").astype(np.int64),
                "visits": planned,
            }
        )
        .groupby("manager_key")[["cases", "visits"]]
        .sum()
    )
    return managers.join(on).fillna(0).astype(np.int64)


def _crew(counts: Counts) -> Numbers:
    """Return the officers planned for a visit to each case: one if the last that was seen was lone."""
    crew = np.full(len(counts.tables.cases), 2)
    rows, _ = counts.last_seen
    lone = counts.tables.visits["crew"].to_numpy()[rows] == "lone"
    crew[counts.tables.visits["case"].to_numpy()[rows][lone]] = 1
    return crew


def _last_seen(counts: Counts) -> tuple[Numbers, Numbers]:
    visits = counts.tables.visits
    chosen = np.flatnonzero(counts.seen & (visits["case"].to_numpy() >= 0))
    case = visits["case"].to_numpy()[chosen]
    day = counts.days(visits, "visit_on")[chosen]
    order = np.lexsort((*_key_order(visits["visit_key"].iloc[chosen]), -day, case))
    case, places = case[order], chosen[order]
    ends = np.flatnonzero(np.append(case[1:] != case[:-1], True)[: len(case)])
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    return places[ends], places[ends[ends > starts] - 1]


def _cases_tally(
    counts: Counts, measure: str, part: str, counted: Bools, of: Bools | None = None, **more: Any
) -> Tally:
    return Tally(measure, part, *counts.of_case(counts.tables.cases), counted, of, **more)


def _case_levels(counts: Counts, measure: str, rows: Bools, days: Numbers, **parts: int) -> Iterator[Level]:
    for part, per_cent in parts.items():
        yield Level(measure, part, *counts.of_case(counts.tables.cases), rows, days, per_cent)


def register(counts: Counts) -> Iterator[Part]:
    """P01: cases by risk and by how they are managed."""
    cases = counts.tables.cases
    every = np.full(len(cases), True)
    names = BANDS["management"]
    yield _cases_tally(counts, "P01", "cases", every, band=_codes(cases, "management", names), bands=names)


def visits_overdue(counts: Counts) -> Iterator[Part]:
    """P02: active cases whose visit is overdue, of those with a due date."""
    with_date = counts.active & (counts.overdue != _NEVER)
    yield _cases_tally(counts, "P02", "overdue", counts.is_overdue, with_date)


def how_overdue(counts: Counts) -> Iterator[Part]:
    """P03: the cases of P02 by days overdue, with median, 90th percentile and oldest."""
    yield from _late(counts, "P03", counts.is_overdue, counts.overdue)


def _late(counts: Counts, measure: str, rows: Bools, days: Numbers) -> Iterator[Part]:
    yield _cases_tally(counts, measure, "late", rows, band=_bands(days), bands=BANDS["age"])
    yield from _case_levels(counts, measure, rows, days, median=50, p90=90, oldest=100)


def overdue_by_an_interval(counts: Counts) -> Iterator[Part]:
    """P04: the cases of P02 that have missed one whole planned interval."""
    interval = counts.tables.cases["planned_interval_days"].to_numpy()
    missed = counts.is_overdue & (interval > 0) & (counts.overdue > interval)
    yield _cases_tally(counts, "P04", "whole_interval", missed, counts.is_overdue)


def not_seen(counts: Counts) -> Iterator[Part]:
    """P05: active cases never seen, or not for twice the interval."""
    seen = counts.days(counts.tables.cases, "last_seen_on")
    interval = counts.tables.cases["planned_interval_days"].to_numpy()
    long_ago = (interval > 0) & (seen > 2 * interval)
    yield _cases_tally(
        counts, "P05", "not_seen", counts.active & ((seen == _NEVER) | long_ago), counts.active
    )


def done_by_the_due_date(counts: Counts) -> Iterator[Part]:
    """P06: visits that fell due and were done by then, in 4 weeks."""
    yield _due_tally("P06", counts.visits_due, 4)


def _due_tally(measure: str, due: Due, window: int) -> Tally:
    every = np.full(len(due.due), True)
    return Tally(
        measure, "on_time", due.team, due.risk, due.in_time, every, ago=due.overdue_ago, window=window
    )


def backlog_flow(counts: Counts) -> Iterator[Part]:
    """P07: visits that became overdue, and overdue visits that were cleared, in 4 weeks."""
    due = counts.visits_due
    for part, rows, ago in (
        ("became_overdue", ~due.in_time, due.overdue_ago),
        ("cleared", due.late, weeks_of(due.done)),
    ):
        yield Tally("P07", part, due.team, due.risk, rows, ago=ago, window=4)


def _visits_tally(
    counts: Counts, measure: str, part: str, counted: Bools, of: Bools | None, **more: Any
) -> Tally:
    visits = counts.tables.visits
    return Tally(measure, part, *counts.of_case(visits), counted, of, ago=counts.visit_ago, window=13, **more)


def lone_visits(counts: Counts) -> Iterator[Part]:
    """P08: visits of one person, of those with the crew recorded."""
    recorded = counts.seen & ~_is(counts.tables.visits, "crew", "not_recorded")
    yield _visits_tally(counts, "P08", "lone", counts.lone, recorded)


def lone_not_shown(counts: Counts) -> Iterator[Part]:
    """P09: lone visits not shown to be appropriate, and all of them by authority and by reason."""
    visits, lone = counts.tables.visits, counts.lone
    before = _is(visits, "lone_authorised", "before_visit")
    reasonless = _is(visits, "lone_reason", "staffing", "not_recorded")
    yield _visits_tally(counts, "P09", "not_shown", lone & (~before | reasonless), lone)
    for part, column in (("authority", "lone_authorised"), ("reason", "lone_reason")):
        names = BANDS[part]
        yield _visits_tally(counts, "P09", part, lone, None, band=_codes(visits, column, names), bands=names)


def repeated_lone_contact(counts: Counts) -> Iterator[Part]:
    """P10: active cases whose last two visits were lone and by the same manager."""
    visits, size = counts.tables.visits, len(counts.tables.cases)
    last, before = counts.last_seen
    case = visits["case"].to_numpy()
    of = np.zeros(size, dtype=bool)
    of[case[before]] = True
    managers = visits["manager_key"].cat.codes.to_numpy()
    nobody = visits["manager_key"].to_numpy() == ""
    by, by_before = np.full(size, -1), np.full(size, -2)
    for places, into in ((last, by), (before, by_before)):
        alone = places[(counts.lone & ~nobody)[places]]
        into[case[alone]] = managers[alone]
    yield _cases_tally(counts, "P10", "repeated", counts.active & of & (by == by_before), counts.active & of)


def unannounced_visits(counts: Counts) -> Iterator[Part]:
    """P11: visits that were unannounced, of those for which it was recorded."""
    visits = counts.tables.visits
    recorded = counts.seen & ~_is(visits, "announced", "not_recorded")
    yield _visits_tally(
        counts, "P11", "unannounced", counts.seen & _is(visits, "announced", "unannounced"), recorded
    )


def assessments_overdue(counts: Counts) -> Iterator[Part]:
    """P12: ARMS assessments overdue, and by how long."""
    days = counts.days(counts.tables.cases, "arms_due_on")
    rows = counts.active & (days > 0)
    yield _cases_tally(counts, "P12", "overdue", rows, counts.active & (days != _NEVER))
    yield from _late(counts, "P12", rows, days)


def plans_overdue(counts: Counts) -> Iterator[Part]:
    """P13: plan reviews overdue."""
    days = counts.days(counts.tables.cases, "rmp_due_on")
    yield _cases_tally(counts, "P13", "overdue", counts.active & (days > 0), counts.active & (days != _NEVER))


def _reviews_tally(counts: Counts, measure: str, part: str, counted: Bools, of: Bools) -> Tally:
    reviews = counts.tables.reviews
    return Tally(measure, part, *counts.of_case(reviews), counted, of, ago=counts.review_ago, window=13)


def supervisor_reviews(counts: Counts) -> Iterator[Part]:
    """P14: supervisor's reviews on time, of all five headings, and leading to an action."""
    reviews = counts.tables.reviews
    every = np.full(len(reviews), True)
    all_five = np.logical_and.reduce([_is(reviews, heading, "yes") for heading in HEADINGS])
    yield _due_tally("P14", counts.reviews_due, 13)
    yield _reviews_tally(counts, "P14", "five_headings", all_five, every)
    acted = _is(reviews, "result", "action_set", "unsatisfactory")
    yield _reviews_tally(counts, "P14", "led_to_action", acted, every)


def intelligence_checks(counts: Counts) -> Iterator[Part]:
    """P15: intelligence checks in date, and reviews that looked beyond police systems."""
    days = counts.days(counts.tables.cases, "intel_due_on")
    with_date = counts.active & (days != _NEVER)
    yield _cases_tally(counts, "P15", "in_date", with_date & (days <= 0), with_date)
    reviews = counts.tables.reviews
    recorded = ~_is(reviews, "intel_sources", "not_recorded")
    yield _reviews_tally(
        counts, "P15", "open_sources", _is(reviews, "intel_sources", "police_and_open"), recorded
    )


def _of_managers(counts: Counts) -> tuple[Numbers, Numbers, Numbers]:
    managers = counts.managers
    team = managers["team"].to_numpy(np.int64)
    return team, np.zeros(len(team), np.int64), managers["fte"].to_numpy()


def nearest(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Return whole quotients, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def caseloads(counts: Counts) -> Iterator[Part]:
    """P16: cases for each whole FTE of a manager: median, highest, and the FTE with more than 50 and 60."""
    team, risk, fte = _of_managers(counts)
    cases = counts.managers["cases"].to_numpy()
    every = np.full(len(fte), True)
    load = nearest(100 * cases, np.maximum(fte, 1))
    yield Level("P16", "median", team, risk, every, load, 50, tenths=True)
    yield Level("P16", "highest", team, risk, every, load, 100, tenths=True)
    for limit in (50, 60):
        over = 10 * cases > limit * fte
        yield Tally("P16", f"over_{limit}", team, risk, over, every, weight=fte)
    held = (
        _is(counts.tables.cases, "management", "active", "reactive")
        & (counts.tables.cases["manager_key"] != "").to_numpy()
    )
    with_post = counts.tables.cases["manager_key"].isin(counts.managers.index).to_numpy()
    yield _cases_tally(counts, "P16", "without_post", held & ~with_post, held)


def workload(counts: Counts) -> Iterator[Part]:
    """P17: planned officer-visits a year for each FTE, and the FTE by their share of the agreed capacity."""
    team, risk, fte = _of_managers(counts)
    visits = counts.managers["visits"].to_numpy()
    every = np.full(len(fte), True)
    load = nearest(100 * visits, np.maximum(fte, 1) * VISITS_IN)
    yield Level("P17", "median", team, risk, every, load, 50, tenths=True)
    capacity = counts.tables.standard("visits_capacity") or 1
    share, whole = 1000 * visits, fte * VISITS_IN * capacity
    band = np.where(share < 100 * whole, 0, np.where(share <= 110 * whole, 1, 2))
    yield Tally("P17", "workload", team, risk, every, band=band, bands=BANDS["workload"], weight=fte)


def unallocated(counts: Counts) -> Iterator[Part]:
    """P18: cases in the community without a manager, and for how long."""
    rows = counts.community & (counts.tables.cases["manager_key"] == "").to_numpy()
    days = counts.days(counts.tables.cases, "managed_since")
    yield _cases_tally(counts, "P18", "unallocated", rows, counts.community)
    yield _cases_tally(counts, "P18", "waiting", rows, band=_bands(days), bands=BANDS["since"])
    yield from _case_levels(counts, "P18", rows, days, median=50, oldest=100)


def reactive_management(counts: Counts) -> Iterator[Part]:
    """P19: cases managed reactively, and those of them that should not be."""
    cases = counts.tables.cases
    reactive = _is(cases, "management", "reactive")
    review = (counts.days(cases, "rmp_due_on") > 0) | (counts.days(cases, "sup_due_on") > 0)
    yield _cases_tally(counts, "P19", "reactive", reactive, counts.community)
    for part, wrong in (
        ("not_low", ~_is(cases, "risk_level", "low")),
        ("not_authorised", ~_is(cases, "reactive_authorised", "yes")),
        ("review_overdue", review),
    ):
        yield _cases_tally(counts, "P19", part, reactive & wrong, reactive)


def people(counts: Counts) -> Iterator[Part]:
    """P20: posts vacant or absent, accredited, and with welfare checks in date."""
    posts = counts.tables.posts
    team, risk = counts.of_case(posts)
    every, fte = np.full(len(posts), True), posts["fte"].to_numpy()
    filled, names = _is(posts, "state", "filled"), BANDS["state"]
    away = _is(posts, "state", "vacant", "absent_28d")
    yield Tally("P20", "not_at_work", team, risk, away, every, weight=fte)
    state = _codes(posts, "state", names)
    yield Tally("P20", "state", team, risk, every, band=state, bands=names, weight=fte)
    accredited = filled & _is(posts, "accredited", "yes")
    yield Tally("P20", "accredited", team, risk, accredited, filled, weight=fte)
    welfare = counts.days(posts, "welfare_due_on")
    yield Tally("P20", "welfare_in_date", team, risk, filled & (welfare != _NEVER) & (welfare <= 0), filled)


def enforcement(counts: Counts) -> Iterator[Part]:
    """E1: breaches and offences by outcome, in 13 and 52 weeks."""
    events = counts.tables.enforcement
    team, risk = counts.of_case(events)
    ago, outcome = weeks_of(counts.days(events, "event_on")), _codes(events, "outcome", EVENT_OUTCOMES)
    for kind in EVENTS:
        for window in (13, 52):
            rows = _is(events, "type", kind)
            part = f"{kind}_{window}"
            yield Tally(
                "E1", part, team, risk, rows, band=outcome, bands=EVENT_OUTCOMES, ago=ago, window=window
            )


def online_referrals(counts: Counts) -> Iterator[Part]:
    """O1: open referrals by KIRAT result and age, and those that are exceptions."""
    referrals = counts.tables.referrals
    team, risk = counts.of_case(referrals)
    opened = counts.days(referrals, "closed_on") == _NEVER
    age = counts.days(referrals, "received_on")
    yield Tally("O1", "open", team, risk, opened, band=_bands(age), bands=BANDS["since"])
    waits = counts.days(referrals, "allocated_on") == _NEVER
    yield Tally("O1", "unallocated", team, risk, opened & waits, opened)
    limits = [
        counts.tables.standard("kirat_action", level) or 10**6 for level in referrals["kirat"].cat.categories
    ]
    over = age > np.array(limits)[risk]
    idle = counts.days(referrals, "action_on") == _NEVER
    yield Tally("O1", "over_action_time", team, risk, opened & idle & over, opened)
    yield Tally("O1", "older_than_365", team, risk, opened & (age > 365), opened)


def referral_times(counts: Counts) -> Iterator[Part]:
    """O2: days from receipt to sharing and to action, in 52 weeks."""
    referrals = counts.tables.referrals
    team, risk = counts.of_case(referrals)
    received = counts.days(referrals, "received_on")
    for part, column in (("to_sharing", "shared_with_partners_on"), ("to_action", "action_on")):
        days = counts.days(referrals, column)
        rows = (days >= 0) & (days < 7 * 52)
        yield Level("O2", part, team, risk, rows, received - days, 50)


def gaps(counts: Counts) -> Iterator[Part]:
    """Q1: what is missing or not recorded, by column, and rows of cases that have left."""
    yield from _missing(counts)
    yield from _not_recorded(counts)
    for name in BANDS["of_closed"]:
        left = getattr(counts.tables, name)["case"].to_numpy() < 0
        yield _gap("closed", name, left, np.full(len(left), True))


def _missing(counts: Counts) -> Iterator[Part]:
    tables = counts.tables
    dated = {"planned_interval_days": counts.community & ~_is(tables.cases, "management", "reactive")}
    filled = _is(tables.posts, "state", "filled")
    managers = filled & _is(tables.posts, "role", "offender_manager")
    for name in BANDS["filled"]:
        file, _, column = name.partition(".")
        table = getattr(tables, file)
        needed = {
            "visits": counts.seen,
            "posts": managers if column == "manager_key" else filled,
            "cases": dated.get(column, counts.active),
        }[file]
        yield _gap("missing", name, needed & _is_empty(table[column]), needed)


def _is_empty(series: pd.Series) -> Bools:
    if isinstance(series.dtype, pd.CategoricalDtype):
        return (series == "").to_numpy()
    return (series.isna() if series.dtype.kind == "M" else series < 0).to_numpy()


def _not_recorded(counts: Counts) -> Iterator[Part]:
    for name in BANDS["recorded"]:
        file, _, column = name.partition(".")
        table = getattr(counts.tables, file)
        ago = counts.visit_ago if file == "visits" else counts.review_ago
        rows = np.full(len(table), True)
        if file == "visits":
            rows = counts.lone if column == "lone_reason" else counts.seen
        within = rows & (ago >= 0) & (ago < 13)
        yield _gap("not_recorded", name, within & _is(table, column, "not_recorded"), within)


def _gap(part: str, name: str, counted: Bools, of: Bools) -> Tally:
    """Return the tally of one column: its only band is the column's name."""
    nothing = np.zeros(len(counted), np.int64)
    return Tally("Q1", part, nothing, nothing, counted, of, bands=(name,))


MEASURES: tuple[Callable[[Counts], Iterable[Part]], ...] = (
    *(register, visits_overdue, how_overdue, overdue_by_an_interval, not_seen, done_by_the_due_date),
    *(backlog_flow, lone_visits, lone_not_shown, repeated_lone_contact, unannounced_visits),
    *(assessments_overdue, plans_overdue, supervisor_reviews, intelligence_checks, caseloads, workload),
    *(unallocated, reactive_management, people, enforcement, online_referrals, referral_times, gaps),
)
