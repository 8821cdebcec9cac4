"""Missing or wanted registered sexual offenders, survey by survey."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis.facts import Fact, Facts
from helpers.present import numbers
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.sentences.sentence import Sentence, force_name, were
from helpers.present.wording import escape, link, people, several
from helpers.text.nouns import agree

# Of more answers than these, only those are told of which the table does not say all.
MOST_TOLD = 3


def missing(facts: Facts) -> list[list[Sentence]]:
    """Say what surveys of missing or wanted RSOs found, each with its date and durations."""
    answers = [fact for fact in facts.group("missing_rso") if fact.role == "answer"]
    if not answers:
        return [
            [
                Sentence(
                    "survey.none",
                    f"No survey of missing or wanted RSOs with an answer for {facts.area.name} was found.",
                )
            ]
        ]
    told = [fact for index, fact in enumerate(answers) if index < MOST_TOLD or _more_known(facts, fact)]
    paragraphs = [[_survey_sentence(facts, fact, told[:index])] for index, fact in enumerate(told)]
    return [*paragraphs, _others(len(answers) - len(told)), disagreeing(answers), scope(answers)]


def _more_known(facts: Facts, fact: Fact) -> bool:
    """Return whether more is to be said of an answer than the table does."""
    return facts.get(f"{fact.id}.max") is not None or facts.evidence.asked[fact.comparator].note != ""


def _others(number: int) -> list[Sentence]:
    text = f"The table gives {numbers.count_words(number)} more {agree(number, 'answer')}."
    return [Sentence("survey.others", text)] if number else []


def scope(answers: Sequence[Fact]) -> list[Sentence]:
    """Say that surveys cannot be compared, where there are several."""
    if len({(fact.comparator, fact.period) for fact in answers}) < 2:
        return []
    text = "Each survey asked in its own way and on its own date, so their answers cannot be compared."
    return [Sentence("survey.scope", text)]


def _survey_sentence(facts: Facts, fact: Fact, told: Sequence[Fact]) -> Sentence:
    """Tell one answer; what all forces answered is said once, with the first of ``told``."""
    label = escape(facts.evidence.asked[fact.comparator].label)
    response = "" if fact.comparator in {other.comparator for other in told} else _responses(facts, fact)
    start = f"{label} ({escape(numbers.day(fact.period))})" if fact.period[:1].isdigit() else label
    of_force = f" for {force_name(facts, fact.area) if len(facts.area.forces) > 1 else facts.area.name}"
    if isinstance(fact.value, str):
        answer = fact.case if fact.case in ("no", "refused") else "no_count"
        force = force_name(facts, fact.area)
        words = {
            "no": f"{link(fact, 'had no reply')} from {force}",
            "refused": f"{link(fact, 'was refused an answer')} by {force}",
            "no_count": f"was answered by {force}, but {link(fact, 'its number was not reported')}",
        }[answer]
        return Sentence(f"survey.{answer}", f"{start} {words}.{response}")
    if fact.value == 0:
        return Sentence(
            "survey.zero", f"{start} recorded {link(fact, 'no missing RSOs')}{of_force}.{response}"
        )
    who = people(fact, "missing or wanted RSO", "missing or wanted RSOs")
    return Sentence("survey.count", f"{start} recorded {who}{of_force}{_durations(facts, fact)}.{response}")


def _responses(facts: Facts, fact: Fact) -> str:
    """ " In all, 41 of 45 forces replied, and 485 were reported." with what is known of it."""
    asked, replied, reporting, total = (
        facts.get(f"{fact.id}.{name}") for name in ("asked", "replied", "reporting", "total")
    )
    words = (
        f"{link(replied)} of {link(asked)} {agree(asked.middle, 'force')} replied"
        if replied and asked
        else f"{link(reporting)} {agree(reporting.middle, 'force')} reported at least one"
        if reporting
        else ""
    )
    differ = ": reports differ" if total and total.disagrees else ""
    parts = [words, f"{_in_all(total)} RSOs {were(total)} reported missing{differ}" if total else ""]
    phrases = [part for part in parts if part]
    note = facts.evidence.asked[fact.comparator].note
    return (f" In all, {several(phrases)}." if phrases else "") + (f" {escape(note)}" if note else "")


def _in_all(total: Fact) -> str:
    """ "396", or "394 or 396" where reports differ."""
    if not total.disagrees:
        return link(total)
    return " or ".join(link(total, number) for number in sorted([total.disagrees, numbers.figure(total)]))


def _durations(facts: Facts, fact: Fact) -> str:
    """ ", missing for between two and eight years", ", the longest missing for 14 years or more"."""
    least, most = facts.get(f"{fact.id}.min"), facts.get(f"{fact.id}.max")
    if most is None:
        return ""
    longest = f"{_duration(most)} or more" if most.case == "at least" else _duration(most)
    if least is None:
        return f", {'missing for' if fact.value == 1 else 'the longest missing for'} {longest}"
    both_in_years = min(least.middle, most.middle) >= 1
    return f", missing for between {_duration(least, with_unit=not both_in_years)} and {longest}"


def _duration(fact: Fact, with_unit: bool = True) -> str:
    value = float(fact.value or 0)
    if value < 1:
        months = round(value * 12)
        return link(
            fact,
            f"{numbers.count_words(months)} {agree(months, 'month')}" if months else "about a week",
        )
    words = numbers.count_words(value) if value == int(value) else numbers.number(value, 2)
    return link(fact, f"{words} {agree(value, 'year')}" if with_unit else words)
