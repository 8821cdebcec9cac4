"""Inspection grades with the way in which each is known, causes of concern, and workload."""

from __future__ import annotations

import re

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.published_facts import ROUNDS
from helpers.data.naming import slug
from helpers.present import numbers
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.sentences.sentence import Sentence, force_name
from helpers.present.wording import link

GRADE = r"\b(?:outstanding|good|adequate|requires improvement|inadequate)\b"
ELIMINATED = "This grade was worked out: the other published grades leave no other."

GRADE_SCOPE = Sentence(
    "grade.scope", "The graded question, managing offenders and suspects, is wider than RSOs."
)


def inspection(facts: Facts) -> list[list[Sentence]]:
    """Give the best known grades, causes of concern, and what is published on workload."""
    graded = [sentence for force in facts.area.forces for sentence in grades(facts, force)]
    concern = [sentence for force in facts.area.forces for sentence in concerns(facts, force)]
    scope = [GRADE_SCOPE] if graded else []
    none = (
        []
        if graded
        else [
            Sentence(
                "grade.none", f"No grade for managing offenders and suspects was found for {facts.area.name}."
            )
        ]
    )
    return [[*graded, *none, *scope], concern, workload(facts)]


def grades(facts: Facts, force: str) -> list[Sentence]:
    """Give the grade of each inspection round with the way in which it is known."""
    rounds = [facts.get(f"grade.{slug(force)}.{round_}") for round_ in ROUNDS]
    graded = [fact for fact in rounds if fact is not None]
    first = [_grade_sentence(fact, force_name(facts, force)) for fact in graded[:1]]
    return [*first, *(_later_grade(fact) for fact in graded[1:])]


def _grade_sentence(fact: Fact, force: str) -> Sentence:
    at = f"at managing offenders and suspects in the inspection round {_round(fact)}"
    if fact.case == "stated":
        return Sentence("grade.stated", f"Inspectors graded {force} {_quoted(fact)} {at}.")
    if fact.case == "by elimination":
        text = f"Inspectors graded {force} {_quoted(fact)} {at}. {ELIMINATED}"
        return Sentence("grade.elimination", text)
    text = f"The grade of {force} {at} was not found. From what was published it was {_quoted(fact)}."
    return Sentence("grade.bounded", text)


def _later_grade(fact: Fact) -> Sentence:
    """Give the grade of a later round, where the sentence before has named the force and the question."""
    if fact.case not in ("stated", "by elimination"):
        text = f"The grade in the round {_round(fact)} was not found. From what was published it was {_quoted(fact)}."
        return Sentence("grade.bounded", text)
    text = f"In the round {_round(fact)} the grade was {_quoted(fact)}."
    if fact.case == "by elimination":
        return Sentence("grade.elimination", f"{text} {ELIMINATED}")
    return Sentence("grade.stated", text)


def _round(fact: Fact) -> str:
    return numbers.day(fact.period)


def _quoted(fact: Fact) -> str:
    """Quote each grade, as "requires improvement" is no adjective: \u201cgood\u201d or ..."""
    return link(fact, re.sub(GRADE, "\u201c\\g<0>\u201d", str(fact.value)))


def concerns(facts: Facts, force: str) -> list[Sentence]:
    """Tell of a cause of concern about managing RSOs: opened, and closed or not."""
    opened, closed = facts.get(f"grade.{slug(force)}.opened"), facts.get(f"grade.{slug(force)}.closed")
    if opened is None:
        return []
    start = (
        f"A cause of concern about how {force_name(facts, force)} manages RSOs was opened {_on_date(opened)}"
    )
    if closed is None:
        return [Sentence("concern.open", f"{start}; no closing date was found.")]
    return [Sentence("concern.closed", f"{start} and closed {_on_date(closed)}.")]


def _on_date(fact: Fact) -> str:
    word = "on" if fact.period.count("-") == 2 else "in"
    return f"{word} {link(fact, numbers.day(fact.period))}"


def workload(facts: Facts) -> list[Sentence]:
    """Say whether figures on caseload or overdue visits were found; they stand in the table."""
    figures = facts.group("workload")
    if not figures:
        return [
            Sentence(
                "workload.none",
                f"No published figure on officers\u2019 workload, overdue visits or overdue assessments was found for {facts.area.name}.",
            )
        ]
    table = "The second table" if facts.group("inspection") else "The table"
    if len(figures) == 1:
        text = f"{table} gives the one other figure found on how RSOs are managed."
    else:
        text = f"{table} gives the other figures found on how RSOs are managed, each for its own date and counted in its own way."
    return [Sentence("workload.some", text), *disagreeing(figures)]
