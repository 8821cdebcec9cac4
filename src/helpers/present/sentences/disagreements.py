"""Figures of surveys, workload and the disclosure scheme that contradict each other: it is said."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.analysis.facts import Fact
from helpers.analysis.published_facts import disagreements
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import escape, link, measure_words, several, survey_value


def disagreeing(facts: Iterable[Fact]) -> list[Sentence]:
    """Say of which listed figures sources give two or more, and that nothing decides between them."""
    return [_sentence(group) for group in disagreements(facts)]


def _sentence(group: list[Fact]) -> Sentence:
    figures = several(link(fact, escape(survey_value(fact))) for fact in group)
    text = f"Sources disagree about {escape(named(group[0]))}: they give {figures}, and nothing that was read says which is right."
    return Sentence("conflict.open", text)


def named(fact: Fact) -> str:
    """ "applications (Warwickshire, 2011 to 2014)": of what two figures are given."""
    words = measure_words(fact)
    abbreviated = words[1:2].isupper()
    what = words if abbreviated else words[:1].lower() + words[1:]
    return f"{what} ({fact.area}, {numbers.day(fact.period)})"
