"""Inspections round by round: how often each grade was given, and how long causes of concern stood."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from helpers.analysis import published_facts
from helpers.analysis.agreeing_rows import last_day
from helpers.analysis.comparisons import COMPUTED, sources_of
from helpers.analysis.facts import Fact
from helpers.analysis.intervals import Interval
from helpers.analysis.nation_published import everyone
from helpers.analysis.published_facts import ROUNDS
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import slug

GRADES = ("outstanding", "good", "adequate", "requires improvement", "inadequate")
OPEN, UNKNOWN = "left open between grades", "not found"
# The round whose grade is of how effective a force is as a whole, by the end of its facts' names.
EFFECTIVENESS = {"2016": "PEEL 2016"}
# Rounds in which single findings on managing RSOs were published, but no grade of every force.
SINGLE = ("PEEL 2017", "PEEL 2018/19", "National child protection inspection 2018", "HMICFRS Engage")


def inspection_facts(evidence: Evidence) -> Iterator[Fact]:
    """Yield each force's grades, how often each was given in each round, and how long concerns stood."""
    facts = list(published_facts.inspection_facts(evidence, everyone(evidence, "inspections")))
    graded = [fact for fact in facts if fact.id.startswith("grade.")]
    yield from graded
    for name, called in ROUNDS.items():
        grades = [fact for fact in graded if fact.id.endswith(f".{name}") and fact.value]
        yield from _grade_counts(
            name, called, grades, sorted(row["force"] for row in evidence.listed("grades"))
        )
    for name, called in EFFECTIVENESS.items():
        grades = [fact for fact in facts if _round(fact) == called]
        yield from _grade_counts(
            name, called, grades, sorted(row["force"] for row in evidence.listed("grades"))
        )
    yield from (fact for fact in facts if fact.id.startswith("inspection.") and _round(fact) in SINGLE)
    yield from _concern_facts(graded)


def _round(fact: Fact) -> str:
    return fact.comparator.partition(": ")[0] if fact.id.startswith("inspection.") else ""


def grade_of(fact: Fact) -> str:
    """Return the grade that a fact gives, or that it leaves open."""
    return str(fact.value) if fact.value in GRADES else OPEN


def _grade_counts(name: str, called: str, grades: Sequence[Fact], forces: Sequence[str]) -> Iterator[Fact]:
    """Yield how many forces had each grade in a round, named in the formula."""
    by_grade = {grade: [fact for fact in grades if grade_of(fact) == grade] for grade in (*GRADES, OPEN)}
    unknown = [force for force in forces if force not in {fact.area for fact in grades}]
    for grade, facts in by_grade.items():
        yield _number(name, called, grade, [fact.area for fact in facts], facts)
    yield _number(name, called, UNKNOWN, unknown, grades)


def _number(name: str, called: str, grade: str, names: Sequence[str], facts: Sequence[Fact]) -> Fact:
    return Fact(
        id=f"graded.{name}.{slug(grade)}",
        measure="grade",
        kind=f"number of forces graded {grade}" if grade in GRADES else f"number of forces, grade {grade}",
        area=NATION,
        period=called,
        value=float(len(names)),
        low=len(names),
        high=len(names),
        unit="forces",
        status=COMPUTED,
        sources=sources_of(*facts),
        formula=f"counted here: {', '.join(names) or 'none'}",
    )


def _concern_facts(graded: Sequence[Fact]) -> Iterator[Fact]:
    """Yield for how many days each closed cause of concern stood; bounds where a date is a month only."""
    by_id = {fact.id: fact for fact in graded}
    for identity, opened in by_id.items():
        closed = by_id.get(identity.removesuffix("opened") + "closed")
        if not identity.endswith(".opened") or closed is None:
            continue
        first, last = _days(str(opened.value)), _days(str(closed.value))
        bounds = Interval((last[0] - first[1]).days, (last[1] - first[0]).days)
        yield replace(
            opened,
            id=identity.removesuffix("opened") + "stood",
            kind="how long a cause of concern stood",
            unit="days",
            value=bounds.low if bounds.exact else None,
            low=bounds.low,
            high=bounds.high,
            status=COMPUTED,
            certain=bounds.exact,
            note="",
            where="",
            sources=sources_of(opened, closed),
            inputs=(identity, closed.id),
            formula="day of closing less day of opening"
            + ("" if bounds.exact else "; of a month or year alone, any of its days"),
        )


def _days(text: str) -> tuple[date, date]:
    """Return the first and the last day that a date, a month or a year may mean."""
    year, *parts = map(int, text.split("-"))
    first = date(year, *[*parts, 1, 1][:2])
    _, month, day = last_day(text)
    return first, date(year, month, min(day, monthrange(year, month)[1]))
