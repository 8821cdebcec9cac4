"""Stage 2 of a force that never was, counted by plain loops over made-up cases: what the disclosure is tried on."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from helpers.data.rows import records
from helpers.data.sources import read_reference
from helpers.pack.stage_two import BANDS, FILES, NO_TEAM, RISK_ORDER

PARTS = {(row["measure"], row["part"]): row for row in records(read_reference("pack_measures"))}
RISKS = RISK_ORDER[1:]
LAST = {"tariff_version": "t1", "extract_sha256": "0" * 64, "synthetic": "SYNTHETIC"}
Thing = dict[str, Any]
Tables = dict[str, list[dict[str, str]]]


def stage_two(seed: int, cases: int, day: date = date(2026, 3, 29), teams: int = 4, late: float = 0.2) -> Tables:
    """Return the tables of a force with so many cases; ``late`` of the active ones are overdue."""
    rng = random.Random(seed)
    labels = [f"b{2 + n}c{2 + n}" for n in range(teams)]
    people = [_case(rng, labels, late) for _ in range(cases)]
    visits = [_visit(rng, labels) for _ in range(cases * 2)]
    dues = [_due(rng, labels) for _ in range(cases * 2)]
    events = [_event(rng) for _ in range(cases // 5)]
    referrals = [_referral(rng) for _ in range(cases // 3)]
    reviews = [_review(rng, labels) for _ in range(cases // 4)]
    posts = [_post(rng, labels) for _ in range(cases // 25 + 3)]
    base = {"force": "Specimen Constabulary", "as_at": day.isoformat()}
    measures = list(_measures(people, visits, dues, events, referrals, reviews, posts, labels, base))
    weekly = list(_weekly(visits, dues, reviews, labels, base, day))
    manifest = {**dict.fromkeys(FILES["manifest.csv"], ""), **base, "cases_n": str(cases), **LAST}
    managers = [
        {**base, "team": rng.choice(labels), "place": "1", "fte": "1.0", "cases": str(n), "caseload": f"{n}.0",
         "officer_visits": "100.0", "workload": "95.0", **LAST}
        for n in (rng.randint(20, 80) for _ in range(cases // 50 + 1))
    ]  # fmt: skip
    empty: Tables = {"tariff.csv": [], "warnings.csv": [], "breaks.csv": []}
    return {"manifest.csv": [manifest], "measures.csv": measures, "weekly.csv": weekly, "managers.csv": managers, **empty}


def _case(rng: random.Random, labels: Sequence[str], late: float) -> Thing:
    management = rng.choices(BANDS["management"], (80, 6, 8, 2, 1, 3))[0]
    active = management == "active"
    days = int(rng.expovariate(1 / 60)) + 1 if active and rng.random() < late else 0
    arms = int(rng.expovariate(1 / 90)) + 1 if active and rng.random() < late / 2 else 0
    alone = rng.random() < 0.03 and management not in ("in_custody", "abroad")
    return {
        "risk": rng.choices(RISKS, (2, 12, 40, 43, 3))[0],
        "team": rng.choice([*labels, NO_TEAM]),
        "management": management,
        "active": active,
        "days": days,
        "arms": arms,
        "whole": days > 40,
        "unseen": active and rng.random() < 0.04,
        "repeated": active and rng.random() < 0.1,
        "plan_late": active and rng.random() < 0.1,
        "intel": active and rng.random() < 0.8,
        "waiting": int(rng.expovariate(1 / 50)) if alone else None,
        "bad": [management == "reactive" and rng.random() < 0.2 for _ in range(3)],
    }


def _visit(rng: random.Random, labels: Sequence[str]) -> Thing:
    lone = rng.random() < 0.15
    return {
        "risk": rng.choices(RISKS, (2, 12, 40, 43, 3))[0],
        "team": rng.choice([*labels, NO_TEAM]),
        "week": rng.randrange(53),
        "lone": lone,
        "authority": rng.choices(BANDS["authority"], (6, 2, 2))[0],
        "reason": rng.choice(BANDS["reason"]),
        "unannounced": rng.random() < 0.7,
    }


def _due(rng: random.Random, labels: Sequence[str]) -> Thing:
    return {
        "risk": rng.choices(RISKS, (2, 12, 40, 43, 3))[0],
        "team": rng.choice([*labels, NO_TEAM]),
        "week": rng.randrange(53),
        "in_time": rng.random() < 0.85,
        "cleared": rng.random() < 0.15,
    }


def _event(rng: random.Random) -> Thing:
    kinds = ("notification_breach", "order_breach", "licence_breach_reported", "further_offence")
    return {"risk": "all", "team": "all", "kind": rng.choice(kinds), "outcome": rng.choice(BANDS["outcome"]),
            "week": rng.randrange(52)}  # fmt: skip


def _referral(rng: random.Random) -> Thing:
    return {"risk": rng.choice(RISKS), "team": "all", "age": int(rng.expovariate(1 / 80)),
            "alone": rng.random() < 0.1, "over": rng.random() < 0.3}  # fmt: skip


def _review(rng: random.Random, labels: Sequence[str]) -> Thing:
    return {"risk": "all", "team": rng.choice(labels), "week": rng.randrange(53), "in_time": rng.random() < 0.8,
            "five": rng.random() < 0.6, "action": rng.random() < 0.2, "open": rng.random() < 0.5,
            "known": rng.random() < 0.9}  # fmt: skip


def _post(rng: random.Random, labels: Sequence[str]) -> Thing:
    return {"risk": "all", "team": rng.choice(labels), "tenths": rng.randint(5, 10), "accredited": rng.random() < 0.8,
            "state": rng.choices(BANDS["state"], (8, 1, 1, 1))[0], "well": rng.random() < 0.8}  # fmt: skip


def _measures(people, visits, dues, events, referrals, reviews, posts, labels, base):
    ages = lambda name: lambda thing: _band(thing[name], BANDS["age"])  # noqa: E731
    since = lambda name: lambda thing: _band(thing[name], BANDS["since"])  # noqa: E731
    active = [case for case in people if case["active"]]
    late, arms = ([case for case in active if case[name]] for name in ("days", "arms"))
    community = [case for case in people if case["management"] not in ("in_custody", "abroad")]
    reactive = [case for case in people if case["management"] == "reactive"]
    alone = [case for case in community if case["waiting"] is not None]
    latest = [visit for visit in visits if visit["week"] < 13]
    lone = [visit for visit in latest if visit["lone"]]
    due = [thing for thing in dues if thing["week"] < 4]
    held = [review for review in reviews if review["week"] < 13]
    open_known = [review for review in held if review["known"]]
    filled = [post for post in posts if post["state"] == "filled"]
    make = _Maker(base, labels)
    yield from make.count("P01", "cases", people, lambda case: case["management"])
    yield from make.share("P02", "overdue", active, lambda case: case["days"])
    yield from make.count("P03", "late", late, ages("days"))
    yield from make.levels("P03", late, "days")
    yield from make.share("P04", "whole_interval", late, lambda case: case["whole"])
    yield from make.share("P05", "not_seen", active, lambda case: case["unseen"])
    yield from make.share("P06", "on_time", due, lambda thing: thing["in_time"])
    yield from make.count("P07", "became_overdue", [thing for thing in due if not thing["in_time"]])
    yield from make.count("P07", "cleared", [thing for thing in due if thing["cleared"]])
    yield from make.share("P08", "lone", latest, lambda visit: visit["lone"])
    shown = lambda visit: visit["authority"] != "before_visit" or visit["reason"] in ("staffing", "not_recorded")  # noqa: E731
    yield from make.share("P09", "not_shown", lone, shown)
    yield from make.count("P09", "authority", lone, lambda visit: visit["authority"])
    yield from make.count("P09", "reason", lone, lambda visit: visit["reason"])
    yield from make.share("P10", "repeated", active, lambda case: case["repeated"])
    yield from make.share("P11", "unannounced", latest, lambda visit: visit["unannounced"])
    yield from make.share("P12", "overdue", active, lambda case: case["arms"])
    yield from make.count("P12", "late", arms, ages("arms"))
    yield from make.levels("P12", arms, "arms")
    yield from make.share("P13", "overdue", active, lambda case: case["plan_late"])
    yield from make.share("P14", "on_time", held, lambda review: review["in_time"])
    yield from make.share("P14", "five_headings", held, lambda review: review["five"])
    yield from make.share("P14", "led_to_action", held, lambda review: review["action"])
    yield from make.share("P15", "in_date", active, lambda case: case["intel"])
    yield from make.share("P15", "open_sources", open_known, lambda review: review["open"])
    yield from make.share("P18", "unallocated", community, lambda case: case["waiting"] is not None)
    yield from make.count("P18", "waiting", alone, since("waiting"))
    yield from make.levels("P18", alone, "waiting")
    yield from make.share("P19", "reactive", community, lambda case: case["management"] == "reactive")
    for at, part in enumerate(("not_low", "not_authorised", "review_overdue")):
        yield from make.share("P19", part, reactive, lambda case, at=at: case["bad"][at])
    tenths = lambda post: post["tenths"]  # noqa: E731
    away = lambda post: post["state"] in ("vacant", "absent_28d")  # noqa: E731
    yield from make.share("P20", "not_at_work", posts, away, weight=tenths)
    yield from make.count("P20", "state", posts, lambda post: post["state"], weight=tenths)
    yield from make.share("P20", "accredited", filled, lambda post: post["accredited"], weight=tenths)
    yield from make.share("P20", "welfare_in_date", filled, lambda post: post["well"])
    for kind in ("notification_breach", "order_breach", "licence_breach_reported", "further_offence"):
        for weeks in (13, 52):
            of = [event for event in events if event["kind"] == kind and event["week"] < weeks]
            yield from make.count("E1", f"{kind}_{weeks}", of, lambda event: event["outcome"])
    yield from make.count("O1", "open", referrals, since("age"))
    yield from make.share("O1", "unallocated", referrals, lambda thing: thing["alone"])
    yield from make.share("O1", "over_action_time", referrals, lambda thing: thing["over"])
    yield from make.share("O1", "older_than_365", referrals, lambda thing: thing["age"] > 365)


def _weekly(visits, dues, reviews, labels, base, day):
    for week in reversed(range(53)):
        ending = {"week_ending": (day - timedelta(days=7 * week)).isoformat()}
        make = _Maker({**base, **ending}, labels, weekly=True)
        seen = [visit for visit in visits if visit["week"] == week]
        lone = [visit for visit in seen if visit["lone"]]
        due = [thing for thing in dues if thing["week"] == week]
        held = [review for review in reviews if review["week"] == week]
        shown = lambda visit: visit["authority"] != "before_visit" or visit["reason"] in ("staffing", "not_recorded")  # noqa: E731
        yield from make.share("P06", "on_time", due, lambda thing: thing["in_time"])
        yield from make.count("P07", "became_overdue", [thing for thing in due if not thing["in_time"]])
        yield from make.count("P07", "cleared", [thing for thing in due if thing["cleared"]])
        yield from make.share("P08", "lone", seen, lambda visit: visit["lone"])
        yield from make.share("P09", "not_shown", lone, shown)
        yield from make.share("P11", "unannounced", seen, lambda visit: visit["unannounced"])
        yield from make.share("P14", "on_time", held, lambda review: review["in_time"])


class _Maker:
    def __init__(self, base: dict[str, str], labels: Sequence[str], weekly: bool = False) -> None:
        self.base, self.labels, self.weekly = base, labels, weekly

    def strata(self, part: tuple[str, str]) -> Iterable[tuple[str, str]]:
        by_risk, by_team = PARTS[part]["by_risk"], PARTS[part]["by_team"]
        teams = ("all", *self.labels, NO_TEAM) if by_team else ("all",)
        risks = RISK_ORDER if by_risk else ("all",)
        return [(team, risk) for team in teams for risk in risks if not self.weekly or "all" in (team, risk)]

    def share(self, measure: str, part: str, things: list[Thing], counts: Callable[[Thing], Any], weight=lambda _: 1):
        for team, risk in self.strata((measure, part)):
            of = [thing for thing in things if _in(thing, team, risk)]
            top, all_ = sum(weight(thing) for thing in of if counts(thing)), sum(map(weight, of))
            value = f"{int(1000 * top / all_ + 0.5) / 10:.1f}" if all_ else ""
            mark, reason = ("[z]", "no_rows") if not all_ else ("[low]", "few") if all_ < 20 else ("", "")
            yield self.row(measure, part, team, risk, "all", str(top), str(all_), value, mark, reason)

    def count(self, measure: str, part: str, things: list[Thing], band=lambda _: "all", weight=lambda _: 1):
        bands = BANDS[PARTS[measure, part]["bands"] or ""]
        for team, risk in self.strata((measure, part)):
            found: Counter[str] = Counter()
            for thing in things:
                if _in(thing, team, risk):
                    found[band(thing)] += weight(thing)
            counts = {"all": sum(found.values()), **{name: found[name] for name in bands}}
            for name, number in counts.items():
                yield self.row(measure, part, team, risk, name, str(number), "", str(number), "", "")

    def levels(self, measure: str, things: list[Thing], column: str):
        for part, share in (("median", 50), ("p90", 90), ("oldest", 100)):
            if (measure, part) not in PARTS:
                continue
            for team, risk in self.strata((measure, part)):
                days = sorted(thing[column] for thing in things if _in(thing, team, risk))
                value = str(days[-(-share * len(days) // 100) - 1]) if days else ""
                mark, reason = ("", "") if days else ("[z]", "no_rows")
                yield self.row(measure, part, team, risk, "all", "", str(len(days)), value, mark, reason)

    def row(self, measure, part, team, risk, band, top, under, value, mark, reason):
        cells = {"measure_id": measure, "part": part, "team": team, "risk_level": risk, "band": band,
                 "crew": PARTS[measure, part]["crew"], "numerator": top, "denominator": under, "value": value,
                 "unit": PARTS[measure, part]["unit"], "mark": mark, "reason": reason}  # fmt: skip
        if self.weekly:
            del cells["band"]
        return {**self.base, **cells, **LAST}


def _in(thing: Thing, team: str, risk: str) -> bool:
    return team in ("all", thing["team"]) and risk in ("all", thing["risk"])


def _band(days: int, bands: Sequence[str]) -> str:
    ends = (7, 28, 91, 182, 365)
    return next((band for end, band in zip(ends, bands, strict=False) if days <= end), bands[-1])
