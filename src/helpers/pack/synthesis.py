"""A force that does not exist: an extract with flows as a real one has them, made week by week from a seed.

Each week visits fall due, are made, missed or cleared; cases close and others take their place; staff leave
and their posts stay vacant for a time. In week 20 the teams are reorganised, from week 36 another tariff is
in force, and in week 44 the source system changes, with more left unrecorded for a time. Every figure is
made up: none of the rates below is taken from a force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.pack.chance import Chance, Floats, Whole
from helpers.pack.contract import (
    COUNTED,
    EVENT_OUTCOMES,
    EVENTS,
    FILES,
    HEADINGS,
    OUTCOMES,
    RISKS,
    SPECIMEN,
    SYNTHETIC,
    VERSION,
    WEEKS,
    sha256_of,
)

CASES = ("usual", "nothing-overdue", "all-overdue", "small-team", "busy")
START = date(2024, 1, 1)  # a Monday: every extract is of a Sunday
REORGANISED, NEW_TARIFF, NEW_SYSTEM = 20, 36, 44  # weeks

_PER_MANAGER = 52  # cases, in a force of some hundreds
_NONE = np.int64(-1)
_INTERVALS = np.array([30, 91, 182, 365, 91])  # days between visits, by risk
_ATTEMPTED = np.array([0.75, 0.5, 0.32, 0.2, 0.25])  # of the visits due in a week, by risk
_REVIEWS = {"arms": 365, "rmp": 182, "sup": 182, "intel": 122}  # days
_DONE = {"arms": 0.16, "rmp": 0.25, "sup": 0.3, "intel": 0.35}  # of those due in a week
_TARIFFS = {
    "2024-1": {"arms_review": 365, "rmp_review": 182, "supervisor_review": 182, "intel_check": 122},
    "2025-1": {"arms_review": 365, "rmp_review": 152, "supervisor_review": 152, "intel_check": 91},
}
_COMMON = {"arms_first": 42, "allocation": 5, "welfare_check": 182, "kirat_assess": 5, "visits_capacity": 420}


@dataclass
class _Force:
    """The force as it stands in a week: one place in each array for each case, or each post."""

    chance: Chance
    kind: str
    size: int
    key: NDArray[Any]
    risk: Whole
    management: NDArray[Any]
    manager: Whole
    interval: Whole
    since: Whole
    seen: Whole
    attempt: Whole
    due: Whole
    last: dict[str, Whole]
    next: dict[str, Whole]
    manager_key: NDArray[Any]
    team: Whole  # of each manager
    vacant_until: Whole  # the week in which a manager's post is filled again
    visits: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


def synthetic_files(seed: int, cases: int, weeks: int, kind: str = "usual") -> dict[str, bytes]:
    """Return the files of a synthetic extract after so many weeks, by name; the same for the same arguments.

    ``kind`` is one of CASES. An extract of more weeks is the same force at a later date.
    """
    force = _beginning(Chance(seed), cases, kind)
    for week in range(weeks):
        _a_week(force, week)
    as_at = START.toordinal() + 7 * weeks - 1
    if kind == "all-overdue":
        _let_all_be_overdue(force, as_at)
    tables = {
        "tariff": _tariff(),
        "cases": _cases(force, as_at),
        "visits": _events(force.visits, "visits", as_at),
        "reviews": _events(force.reviews, "reviews", as_at),
        "enforcement": _events(force.events, "enforcement", as_at),
        "posts": _posts(force, as_at, weeks),
        "referrals": _referrals(force, as_at, weeks),
    }
    contents = {name: _csv(name, table) for name, table in tables.items()}
    counts = {f"{name}_n": len(next(iter(tables[name].values()))) for name in COUNTED}
    manifest = _manifest(contents, counts, as_at, weeks)
    return {f"{name}.csv": content for name, content in {"manifest": manifest, **contents}.items()}


def _beginning(chance: Chance, size: int, kind: str) -> _Force:
    """Return the force on the first day, with visits due over the intervals to come."""
    managers = max(6, -(-size // _PER_MANAGER))
    day = START.toordinal()
    risk = _chosen(chance.share("risk", size), [0.03, 0.2, 0.4, 0.34])
    interval = np.full(size, 18) if kind == "busy" else _INTERVALS[risk]
    since = day - 30 - chance.below("since", size, 3000)
    seen = np.maximum(since, day - np.floor(chance.share("seen", size) * interval * 1.15).astype(np.int64))
    if kind == "nothing-overdue":
        seen = np.maximum(seen, day - interval + 7)
        since = np.minimum(since, seen)
    last = {
        name: day - np.floor(chance.share(name, size) * days * 1.15).astype(np.int64)
        for name, days in _REVIEWS.items()
    }
    return _Force(
        chance=chance,
        kind=kind,
        size=size,
        key=chance.keys("case", size),
        risk=risk,
        management=_management(chance.share("management", size)),
        manager=np.where(
            chance.share("allocated", size) < 0.98, chance.below("manager", size, managers), _NONE
        ),
        interval=interval,
        since=since,
        seen=seen,
        attempt=seen.copy(),
        due=seen + interval,
        last=last,
        next={name: last[name] + _REVIEWS[name] for name in _REVIEWS},
        manager_key=chance.keys("managers", managers),
        team=_teams_of(managers, kind),
        vacant_until=np.zeros(managers, dtype=np.int64),
    )


def _chosen(share: Floats, cuts: Sequence[float]) -> Whole:
    """Return for each share from 0 to 1 the place of the part in which it falls."""
    return np.searchsorted(np.cumsum(np.array(cuts)), share, side="right").astype(np.int64)


def _management(share: Floats) -> NDArray[Any]:
    states = np.array(
        ["active", "reactive", "in_custody", "abroad", "whereabouts_unknown", "transfer_pending"]
    )
    return states[_chosen(share, [0.78, 0.07, 0.11, 0.02, 0.01])]


def _teams_of(managers: int, kind: str) -> Whole:
    if kind == "small-team":
        return np.where(np.arange(managers) < 2, 0, 1 + np.arange(managers) % 3)
    return np.arange(managers) % min(6, managers // 3)


def _a_week(force: _Force, week: int) -> None:
    monday = START.toordinal() + 7 * week
    _staff(force, week)
    _change_cases(force, week, monday)
    _visits_of_a_week(force, week, monday)
    _reviews_of_a_week(force, week, monday)
    _enforcement_of_a_week(force, week, monday)


def _staff(force: _Force, week: int) -> None:
    """Let managers leave, and others come with a key of their own; most cases move to others at once."""
    chance, managers = force.chance, len(force.manager_key)
    leaves = (chance.share(f"leave {week}", managers) < 0.004) & (force.vacant_until <= week)
    leaves[: 2 if force.kind == "small-team" else 1] = False
    force.vacant_until[leaves] = week + 6 + chance.below(f"vacant {week}", managers, 16)[leaves]
    returns = force.vacant_until == week
    if returns.any() and week:
        force.manager_key[returns] = chance.keys(f"managers {week}", managers)[returns]
    held = force.manager >= 0
    of_leavers = held & np.append(leaves, False)[force.manager]
    moved = chance.share(f"moved {week}", force.size)
    others = chance.below(f"others {week}", force.size, managers)
    force.manager = np.where(of_leavers & (moved < 0.8), others, force.manager)
    force.manager = np.where(of_leavers & (moved > 0.9), _NONE, force.manager)
    allocated = ~held & (chance.share(f"found {week}", force.size) < 0.15)
    force.manager = np.where(allocated, others, force.manager)
    if week == REORGANISED:
        again = chance.share("reorganised", force.size) < 0.3
        force.manager = np.where(again & held, others, force.manager)
        force.team = (force.team + (np.arange(managers) % 5 == 1)) % (force.team.max() + 1)
        if force.kind == "small-team":
            force.team = _teams_of(managers, force.kind)


def _change_cases(force: _Force, week: int, monday: int) -> None:
    """Let cases close, each followed by another in its place, and others change how they are managed."""
    chance, size = force.chance, force.size
    closes = chance.share(f"close {week}", size) < 0.003
    force.key = np.where(closes, chance.keys(f"case {week}", size), force.key)
    force.risk = np.where(
        closes, _chosen(chance.share(f"risk {week}", size), [0.03, 0.2, 0.4, 0.3]), force.risk
    )
    if force.kind != "busy":
        force.interval = _INTERVALS[force.risk]
    for name, value in (("since", monday), ("seen", _NONE), ("attempt", _NONE)):
        setattr(force, name, np.where(closes, value, getattr(force, name)))
    for name, interval in _REVIEWS.items():
        force.last[name] = np.where(closes, _NONE, force.last[name])
        force.next[name] = np.where(closes, monday + interval // 3, force.next[name])
    moves = closes | (chance.share(f"moves {week}", size) < 0.003)
    states = _management(chance.share(f"management {week}", size))
    before = force.management
    force.management = np.where(closes, "active", np.where(moves, states, before))
    back = (force.management == "active") & (before != "active") & ~closes
    force.due = np.where(closes, monday + np.minimum(force.interval, 28), force.due)
    # One who comes back without ever having been seen is due from when the case began.
    start = np.where(force.seen > 0, force.seen, force.since)
    force.due = np.where(back, np.minimum(monday + 14, start + force.interval), force.due)
    force.due = np.maximum(force.due, force.seen + 1)


def _visits_of_a_week(force: _Force, week: int, monday: int) -> None:
    chance, size = force.chance, force.size
    early = 7 * (chance.share(f"early {week}", size) < 0.5)
    due = (force.management == "active") & (force.due <= monday + 6 + early)
    short = (force.vacant_until > week).mean()
    wanted = _ATTEMPTED[force.risk] - 0.8 * short * (
        0.5 if week in range(REORGANISED, REORGANISED + 4) else 1
    )
    wanted = wanted * np.where(chance.share("hard", size) < 0.07, 0.08, 1.0)  # hardly ever found at home
    if force.kind in ("nothing-overdue", "busy"):
        wanted = np.ones(size)
    made = np.flatnonzero(due & (chance.share(f"made {week}", size) < wanted))
    on = monday + chance.below(f"day {week}", size, 7)[made]
    met = [0.84, 0.1, 0.02, 0.01]
    if force.kind == "nothing-overdue":
        on, met = np.maximum(np.minimum(on, force.due[made]), monday), [1.0]
    elif force.kind == "all-overdue":
        met = [0.0, 0.8, 0.1, 0.05]
    on = np.maximum(on, force.since[made])
    outcome = _chosen(chance.share(f"outcome {week}", size), met)[made]
    force.visits.append(_recorded(force, week, made, on, outcome))
    seen = outcome == 0
    force.attempt[made] = np.maximum(force.attempt[made], on)
    force.seen[made[seen]] = on[seen]
    interval = force.interval[made[seen]]
    sooner = chance.share(f"sooner {week}", size)[made[seen]] < 0.08
    force.due[made[seen]] = on[seen] + np.where(sooner, np.maximum(interval // 2, 1), interval)


def _recorded(force: _Force, week: int, made: Whole, on: Whole, outcome: Whole) -> dict[str, Any]:
    """Return the visits of a week as the system records them."""
    chance, size = force.chance, force.size
    late = 0.12 if week in range(NEW_SYSTEM, NEW_SYSTEM + 6) else 0.015  # more is left out after the change
    crew = _chosen(chance.share(f"crew {week}", size), [1 - 0.19 - late, 0.19])[made]
    lone = crew == 1
    authority = _chosen(chance.share(f"authority {week}", size), [0.7, 0.1])[made]
    reason = _chosen(chance.share(f"reason {week}", size), [0.4, 0.1, 0.12, 0.28])[made]
    unannounced = _chosen(chance.share(f"announced {week}", size), [0.8, 0.2 - late])[made]
    visitor = _chosen(chance.share(f"visitor {week}", size), [0.85, 0.08, 0.05])[made]
    devices = _chosen(chance.share(f"devices {week}", size), [0.5, 0.2])[made]
    holder = force.manager[made]
    other = chance.below(f"visitor of {week}", size, len(force.manager_key))[made]
    by = np.where((chance.share(f"own {week}", size)[made] < 0.8) & (holder >= 0), holder, other)
    return {
        "visit_key": chance.keys(f"visit {week}", size)[made],
        "case_key": force.key[made],
        "manager_key": force.manager_key[by],
        "visit_on": on,
        "due_on": force.due[made],
        "risk_level": np.array(RISKS)[force.risk[made]],
        "outcome": np.array(OUTCOMES)[outcome],
        "crew": np.array(["joint", "lone", "not_recorded"])[crew],
        "lone_authorised": np.where(
            lone, np.array(["before_visit", "after_visit", "none"])[authority], "not_applicable"
        ),
        "lone_reason": np.where(
            lone,
            np.array(
                ["assessed_appropriate", "partner_agency_present", "urgent", "staffing", "not_recorded"]
            )[reason],
            "not_applicable",
        ),
        "announced": np.array(["unannounced", "announced", "not_recorded"])[unannounced],
        "visitor": np.array(["accredited", "not_accredited", "neighbourhood", "not_recorded"])[visitor],
        "devices_checked": np.array(["yes", "no", "not_applicable"])[devices],
    }


def _reviews_of_a_week(force: _Force, week: int, monday: int) -> None:
    """Let assessments, plans, supervisors' reviews and checks be done that are due, or soon due."""
    chance, size = force.chance, force.size
    always = force.kind == "nothing-overdue"
    for name, interval in _REVIEWS.items():
        due = (force.management != "in_custody") & (force.next[name] <= monday + 9)
        done = np.flatnonzero(due & (chance.share(f"{name} {week}", size) < (1.0 if always else _DONE[name])))
        on = np.maximum(monday + chance.below(f"{name} day {week}", size, 7)[done], force.since[done])
        if name == "sup":
            force.reviews.append(_reviewed(force, week, done, on))
        force.last[name][done] = on
        force.next[name][done] = on + interval


def _reviewed(force: _Force, week: int, done: Whole, on: Whole) -> dict[str, Any]:
    chance, size = force.chance, force.size
    result = _chosen(chance.share(f"result {week}", size), [0.66, 0.28])[done]
    sources = _chosen(chance.share(f"sources {week}", size), [0.55, 0.35])[done]
    covered = {
        heading: np.array(["yes", "no"])[_chosen(chance.share(f"{heading} {week}", size), [0.9])[done]]
        for heading in HEADINGS
    }
    return {
        "review_key": chance.keys(f"review {week}", size)[done],
        "case_key": force.key[done],
        "reviewed_on": on,
        "due_on": force.next["sup"][done],
        "result": np.array(["satisfactory", "action_set", "unsatisfactory"])[result],
        **covered,
        "intel_sources": np.array(["police_only", "police_and_open", "not_recorded"])[sources],
    }


def _enforcement_of_a_week(force: _Force, week: int, monday: int) -> None:
    chance, size = force.chance, force.size
    cases = np.flatnonzero(
        (chance.share(f"event {week}", size) < 0.002)
        & (force.management != "in_custody")
        & (force.since <= monday)
    )
    force.events.append(
        {
            "event_key": chance.keys(f"event {week}", size)[cases],
            "case_key": force.key[cases],
            "event_on": monday + chance.below(f"event day {week}", size, 7)[cases],
            "type": np.array(EVENTS)[_chosen(chance.share(f"type {week}", size), [0.5, 0.3, 0.1])[cases]],
            "outcome": np.array(EVENT_OUTCOMES)[
                _chosen(chance.share(f"end {week}", size), [0.4, 0.2, 0.15])[cases]
            ],
        }
    )


def _let_all_be_overdue(force: _Force, as_at: int) -> None:
    over = 1 + force.chance.below("over", force.size, 420)
    force.due = np.minimum(force.due, as_at - over)
    force.seen = np.minimum(
        np.where(force.seen < 0, force.due - force.interval, force.seen), force.due - force.interval
    )
    force.since = np.minimum(force.since, force.seen)
    force.attempt = np.maximum(force.attempt, force.seen)
    for name in _REVIEWS:
        force.next[name] = np.minimum(force.next[name], as_at - over)
        force.last[name] = np.minimum(force.last[name], force.next[name] - _REVIEWS[name])


def _days(numbers: Whole) -> NDArray[Any]:
    """Return days as the extract writes them; an empty text for what has none."""
    unique, places = np.unique(numbers, return_inverse=True)
    texts = [date.fromordinal(int(day)).isoformat() if day > 0 else "" for day in unique]
    return np.array(texts, dtype=object)[places] if len(unique) else np.zeros(0, dtype=object)


def _cases(force: _Force, as_at: int) -> dict[str, Any]:
    active, reactive = force.management == "active", force.management == "reactive"
    home = ~np.isin(force.management, ["in_custody", "abroad"])
    chance, size = force.chance, force.size
    risk = np.where(reactive & (chance.share("not low", size) < 0.98), 3, force.risk)
    held = force.manager >= 0
    names = force.chance.keys("team", int(force.team.max()) + 1)
    manager = np.where(home & held, force.manager_key[force.manager], "")
    # A leaver's cases stay with the key that no filled post has.
    team = names[
        force.team[np.where(held, force.manager, force.chance.below("team of", size, len(force.team)))]
    ]
    empty = np.full(size, _NONE)
    dates = {
        f"{name}_{which}_on": _days(np.where(home, days[name], empty))
        for name in _REVIEWS
        for which, days in (("last", force.last), ("due", force.next))
    }
    since = np.maximum(as_at - 30 - chance.below("reactive", size, 900), force.since)
    return {
        "case_key": force.key,
        "team_key": team,
        "manager_key": manager,
        "risk_level": np.array(RISKS)[risk],
        "management": force.management,
        "mappa_level": np.array(["1", "2", "3"])[_chosen(chance.share("level", size), [0.95, 0.045])],
        "lead_agency": np.array(["police", "probation"])[_chosen(chance.share("lead", size), [0.7])],
        "managed_since": _days(force.since),
        "allocated_on": _days(np.where(manager != "", np.minimum(force.since + 4, as_at), empty)),
        "risk_set_on": _days(force.since),
        "planned_interval_days": np.where(active | home & ~reactive, force.interval.astype("U"), ""),
        "last_seen_on": _days(force.seen),
        "last_attempt_on": _days(force.attempt),
        "next_visit_due_on": _days(np.where(active, _due(force), empty)),
        **dates,
        "reactive_since": _days(np.where(reactive, since, empty)),
        "reactive_authorised": np.where(
            reactive, np.array(["yes", "no"])[_chosen(chance.share("authorised", size), [0.96])], ""
        ),
        "has_order": np.array(["yes", "no"])[_chosen(chance.share("order", size), [0.6])],
    }


def _due(force: _Force) -> Whole:
    start = np.where(force.seen > 0, force.seen, force.since)
    return np.maximum(np.minimum(force.due, start + force.interval), start)


def _events(parts: list[dict[str, Any]], name: str, as_at: int) -> dict[str, Any]:
    """Return the rows of the weeks that an extract covers, their days as text."""
    columns = [column for column in FILES[name] if column != "synthetic"]
    whole = {column: np.concatenate([part[column] for part in parts]) for column in columns}
    on = whole[{"visits": "visit_on", "reviews": "reviewed_on", "enforcement": "event_on"}[name]]
    kept = (on > as_at - 7 * WEEKS) & (on <= as_at)
    return {
        column: _days(values[kept]) if FILES[name][column].kind == "date" else values[kept]
        for column, values in whole.items()
    }


def _posts(force: _Force, as_at: int, weeks: int) -> dict[str, Any]:
    """Return the post of each manager, and for each six of them one of each other role."""
    chance, managers = force.chance, len(force.manager_key)
    others = max(1, managers // 6)
    roles = ["offender_manager"] * managers
    for role in ("supervisor", "intelligence", "admin", "online_investigator"):
        roles += [role] * others
    size = len(roles)
    names = chance.keys("team", int(force.team.max()) + 1)
    vacant = np.concatenate([force.vacant_until > weeks, chance.share("vacancies", size - managers) < 0.05])
    absent = _chosen(chance.share("absent", size), [0.94, 0.03])
    state = np.where(vacant, "vacant", np.array(["filled", "absent_28d", "abstracted"])[absent])
    if force.kind == "small-team":
        state[:2] = "filled"
    part = np.array(["1.0", "0.8", "0.6"])[_chosen(chance.share("part", size), [0.86, 0.09])]
    filled = ~vacant
    welfare = as_at - chance.below("welfare", size, 210)
    return {
        "post_key": chance.keys("post", size),
        "team_key": np.concatenate([names[force.team], names[np.arange(size - managers) % len(names)]]),
        "manager_key": np.where(
            filled & (np.arange(size) < managers), np.resize(force.manager_key, size), ""
        ),
        "role": np.array(roles),
        "fte": part,
        "state": state,
        "accredited": np.where(filled & (chance.share("accredited", size) < 0.85), "yes", "no"),
        "welfare_last_on": _days(np.where(filled, welfare, _NONE)),
        "welfare_due_on": _days(np.where(filled, welfare + 182, _NONE)),
        "one_to_one_last_on": _days(np.where(filled, as_at - chance.below("talk", size, 60), _NONE)),
    }


def _referrals(force: _Force, as_at: int, weeks: int) -> dict[str, Any]:
    """Return the referrals on online abuse that are open, or were closed in the weeks of the extract."""
    chance = force.chance
    by_week = [int(force.size / 400 + share) for share in chance.share("referrals", weeks + 60)]
    received = np.repeat(START.toordinal() + 7 * (np.arange(weeks + 60) - 60), by_week)
    size = len(received)
    received = received + chance.below("received", size, 7)
    kirat = _chosen(chance.share("kirat", size), [0.05, 0.2, 0.4, 0.28])

    def later(name: str, days: int) -> Whole:
        return received + np.floor(
            days * chance.share(name, size) * chance.share(f"{name} too", size)
        ).astype(np.int64)

    assessed, allocated, shared = later("assessed", 12), later("allocation", 25), later("shared", 90)
    action = np.maximum(allocated, later("action", 260))
    closed = action + np.floor(
        300 * chance.share("closing", size) * chance.share("closing too", size)
    ).astype(np.int64)
    kept = closed > as_at - 7 * WEEKS

    def known(days: Whole) -> NDArray[Any]:
        return _days(np.where(days <= as_at, days, _NONE)[kept])

    return {
        "referral_key": chance.keys("referral", size)[kept],
        "received_on": _days(received[kept]),
        "source": np.array(["nca", "other_force", "partner", "public", "other"])[
            _chosen(chance.share("from", size), [0.6, 0.12, 0.15, 0.1])
        ][kept],
        "kirat": np.where(assessed <= as_at, np.array(RISKS)[kirat], "not_assessed")[kept],
        "kirat_on": _days(np.where((assessed <= as_at) & (kirat < 4), assessed, _NONE)[kept]),
        "allocated_on": known(allocated),
        "shared_with_partners_on": known(shared),
        "action_on": known(action),
        "closed_on": known(closed),
    }


def _tariff() -> dict[str, Any]:
    rows = [
        (version, item, "all", days)
        for version, items in _TARIFFS.items()
        for item, days in {**items, **_COMMON}.items()
    ]
    rows += [
        (version, "kirat_action", risk, days)
        for version in _TARIFFS
        for risk, days in (("very_high", 2), ("high", 7), ("medium", 28), ("low", 56))
    ]
    new = START + timedelta(days=7 * NEW_TARIFF)
    begun = {"2024-1": "2023-04-01", "2025-1": new.isoformat()}
    size = len(rows)
    return {
        "tariff_version": [row[0] for row in rows],
        "effective_from": [begun[row[0]] for row in rows],
        "item": [row[1] for row in rows],
        "risk_level": [row[2] for row in rows],
        "days": [str(row[3]) for row in rows],
        "source_text": ["Specimen standard - made up"] * size,
        "source_url": [""] * size,
        "approved_by_role": ["chief_officer"] * size,
    }


def _manifest(contents: Mapping[str, bytes], counts: Mapping[str, int], as_at: int, weeks: int) -> bytes:
    day = date.fromordinal(as_at)
    values = {
        "schema_version": VERSION,
        "force": SPECIMEN,
        "as_at": day.isoformat(),
        "extracted_at": f"{day + timedelta(days=1)}T05:00:00Z",
        "source_system": "mapps" if weeks > NEW_SYSTEM else "visor",
        "tariff_version": "2025-1" if weeks > NEW_TARIFF else "2024-1",
        **{name: str(number) for name, number in counts.items()},
        "sha256": sha256_of(contents),
    }
    return _csv("manifest", {name: [value] for name, value in values.items()})


def _csv(name: str, table: Mapping[str, Any]) -> bytes:
    frame = pd.DataFrame({**table, "synthetic": SYNTHETIC})[list(FILES[name])]
    return frame.to_csv(index=False, lineterminator="\n").encode()
