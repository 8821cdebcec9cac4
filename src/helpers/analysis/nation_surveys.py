"""The surveys of missing or wanted RSOs as wholes: who answered, and how long people were missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from helpers.analysis import intervals, published_facts
from helpers.analysis.agreeing_rows import last_day
from helpers.analysis.comparisons import COMPUTED, sources_of
from helpers.analysis.facts import Fact
from helpers.analysis.intervals import Interval
from helpers.analysis.nation_published import everyone
from helpers.data.evidence import NATION, Evidence
from helpers.data.rows import Row

WHOLE = "UK"
MANAGED, STAFF = "RSOs managed", "police staff managing RSOs"
# An answer of fewer people is read without durations, which would tell of single persons.
FEWEST_TIMED = 5
# A survey with fewer answers than these is named with its total, and not told force by force.
FEWEST_TOLD = 5


@dataclass(frozen=True)
class Answers:
    """One survey's answers: those with a number, without one, refused, not given; and by their durations."""

    survey: str
    totals: tuple[Fact, ...]
    counted: tuple[Fact, ...]
    uncounted: tuple[Fact, ...]
    refused: tuple[Fact, ...]
    silent: tuple[Fact, ...]
    timed: tuple[str, ...]
    untimed: tuple[str, ...]
    few: tuple[str, ...]

    @property
    def forces(self) -> tuple[Fact, ...]:
        """The answers of single forces, by name."""
        return tuple(
            sorted((*self.counted, *self.uncounted, *self.refused, *self.silent), key=lambda fact: fact.area)
        )


def survey_facts(evidence: Evidence) -> Iterator[Fact]:
    """Yield every answer with its durations, and for each survey its totals and how many forces answered."""
    facts = list(published_facts.survey_facts(evidence, everyone(evidence, "surveys")))
    wholes = {fact.id for fact in facts if fact.role == "answer" and fact.area == WHOLE}
    kept = [
        fact
        for fact in facts
        if fact.role in ("answer", "duration")
        or (fact.id.rpartition(".")[0] in wholes and not fact.id.endswith(".total"))
    ]
    yield from kept
    for survey in dict.fromkeys(fact.comparator for fact in kept if fact.role == "answer"):
        answers, name = answers_of(kept, survey), counts_of(evidence, survey)
        yield from _counts(answers, name)
        yield from _least_answered(kept, answers, name)


def counts_of(evidence: Evidence, survey: str) -> str:
    """Return what the ids of a survey's numbers begin with: its place in the list, not its name."""
    return f"answers.{1 + list(evidence.asked).index(survey)}"


def _least_answered(facts: Sequence[Fact], answers: Answers, name: str) -> Iterator[Fact]:
    """Yield how many forces answered at least: those that reported people missing, and those with none."""
    by_id = {fact.id: fact for fact in facts}
    whole = next((fact for fact in answers.totals if f"{fact.id}.reporting" in by_id), None)
    none = [fact for fact in answers.counted if fact.value == 0]
    if whole is None or f"{whole.id}.replied" in by_id or not none:
        return
    reporting = by_id[f"{whole.id}.reporting"]
    least = reporting.middle + len(none)
    yield replace(
        reporting,
        id=f"{name}.answered",
        kind="forces that answered, at least",
        status=COMPUTED,
        value=least,
        low=least,
        high=least,
        where="",
        sources=sources_of(reporting, *none),
        inputs=(reporting.id, *(fact.id for fact in none)),
        formula=f"forces that reported any, and those with none missing: {', '.join(_areas(none))}",
    )


def answers_of(facts: Sequence[Fact], survey: str) -> Answers:
    """Sort the answers to one survey by what became of its question."""
    answers = [fact for fact in facts if fact.role == "answer" and fact.comparator == survey]
    timed = {fact.id.rpartition(".")[0] for fact in facts if fact.role == "duration"}
    single = [fact for fact in answers if fact.area != WHOLE]
    counted = [fact for fact in single if not isinstance(fact.value, str)]
    some = [fact for fact in counted if fact.value]
    return Answers(
        survey,
        tuple(fact for fact in answers if fact.area == WHOLE),
        tuple(counted),
        tuple(fact for fact in single if fact.case == "yes" and isinstance(fact.value, str)),
        tuple(fact for fact in single if fact.case == "refused"),
        tuple(fact for fact in single if fact.case == "no"),
        tuple(fact.area for fact in some if fact.id in timed),
        tuple(fact.area for fact in some if fact.id not in timed and fact.middle >= FEWEST_TIMED),
        tuple(fact.area for fact in some if fact.id not in timed and fact.middle < FEWEST_TIMED),
    )


def told(facts: Sequence[Fact], year: int) -> list[Answers]:
    """Return the surveys to tell force by force on the page of a year, newest first.

    Of those up to its 31 March with answers of several forces, these are the two latest that say how long
    people were missing, else the latest.
    """
    names = dict.fromkeys(fact.comparator for fact in facts if fact.role == "answer")
    of_forces = [answers_of(facts, name) for name in names]
    wide = [
        answers
        for answers in of_forces
        if len(answers.forces) >= FEWEST_TOLD and _date(answers) <= (year, 3, 31)
    ]
    newest = sorted(wide, key=_date, reverse=True)
    return [answers for answers in newest if answers.timed][:2] or newest[:1]


def _date(answers: Answers) -> tuple[int, int, int]:
    return max(last_day(fact.period) for fact in (*answers.totals, *answers.forces))


def _counts(answers: Answers, name: str) -> Iterator[Fact]:
    """Yield how many forces answered in which way, by name, and what their numbers add up to."""
    if len(answers.forces) < FEWEST_TOLD:
        return
    by_way: dict[str, tuple[str, tuple[str, ...]]] = {
        "counted": ("whose number was found", _areas(answers.counted)),
        "uncounted": ("that answered and whose number was not found", _areas(answers.uncounted)),
        "refused": ("that refused", _areas(answers.refused)),
        "silent": ("that did not reply", _areas(answers.silent)),
        "timed": ("of whose missing people a duration was found", answers.timed),
        "untimed": ("with five or more missing of whom no duration was found", answers.untimed),
        "single": (
            "whose number one report alone gives",
            _areas([fact for fact in answers.counted if len(fact.sources) == 1]),
        ),
        "few": ("with one to four missing, of whom no duration is shown", answers.few),
    }
    base = replace(
        answers.forces[0],
        area=NATION,
        role="other",
        case="",
        status=COMPUTED,
        note="",
        where="",
        disagrees="",
        against=(),
        sources=sources_of(*answers.forces),
    )
    for way, (words, names) in by_way.items():
        yield replace(
            base,
            id=f"{name}.{way}",
            kind=f"number of forces {words}",
            unit="forces",
            value=float(len(names)),
            low=len(names),
            high=len(names),
            formula=f"counted here: {', '.join(names) or 'none'}",
        )
    total = intervals.total(fact.interval for fact in answers.counted if fact.interval)
    listed = " + ".join(f"{fact.area} {fact.middle:,.0f}" for fact in answers.counted)
    yield replace(
        base,
        id=f"{name}.sum",
        kind="sum of the numbers found, a lower bound of the total",
        value=total.low,
        low=total.low,
        high=total.high,
        unit="people",
        known=len(answers.counted),
        formula=f"added up here: {listed}",
    )


def _areas(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(fact.area for fact in facts)


def staff_facts(evidence: Evidence) -> Iterator[Fact]:
    """Yield how many RSOs there were for each member of police staff, by the two numbers that are published.

    A number that ends in noughts, such as 900, is read as rounded to them, so that the ratio has bounds.
    """
    rows = {
        (str(row["measure"]), str(row["date"])): row
        for row in evidence.listed("workload")
        if row["force"] == NATION
    }
    for (measure, date), staff in rows.items():
        managed = rows.get((MANAGED, date))
        if measure == STAFF and managed is not None and _plain(managed) and _plain(staff):
            yield _ratio(managed, staff, date)


def _ratio(managed: Row, staff: Row, date: str) -> Fact:
    people, members = _as_rounded(str(managed["value"])), _as_rounded(str(staff["value"]))
    bounds = Interval(people.low / members.high, people.high / members.low)
    return Fact(
        id=f"staff.ratio.{date[:4]}",
        measure="RSOs per member of police staff",
        kind="workload, worked out",
        area=NATION,
        period=date,
        value=None,
        low=bounds.low,
        high=bounds.high,
        unit="RSOs per staff",
        status=COMPUTED,
        certain=False,
        sources=tuple(dict.fromkeys((str(managed["source_id"]), str(staff["source_id"])))),
        formula=f"{_between(people)} RSOs / {_between(members)} staff, as far as the two numbers are rounded",
    )


def _plain(row: Row) -> bool:
    """Return whether a figure is a whole number above zero."""
    return re.fullmatch(r"[1-9]\d*", str(row["value"])) is not None


def _as_rounded(number: str) -> Interval:
    """Return what a whole number may stand for: 900 for 850 to 950, 46102 for itself."""
    noughts = len(number) - len(number.rstrip("0"))
    half = 10**noughts / 2 if noughts else 0
    return Interval(int(number) - half, int(number) + half)


def _between(bounds: Interval) -> str:
    ends = f"{bounds.low:,.0f}", f"{bounds.high:,.0f}"
    return ends[0] if bounds.exact else " to ".join(ends)
