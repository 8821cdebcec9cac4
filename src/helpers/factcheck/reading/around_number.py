"""A number with its sentence and the words beside it, and the rules that say by them what it counts.

The rules that ``topics`` lists are asked with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from helpers.factcheck.reading.sentence import Context, Parsed

CHANGE_BEFORE = re.compile(
    r"\b(?:rise|increase|fall|drop|up|down|rose|fell|grew|by)\b[^.;]{0,20}$", re.IGNORECASE
)


@dataclass(frozen=True)
class AroundNumber:
    """The sentence of a number, what is known before it, and the words before and after the number."""

    sentence: Parsed
    context: Context
    before: str
    after: str
    value: str
    start: int = 0

    @property
    def told(self) -> str:
        """The words of the sentence up to the number."""
        return self.sentence.text[: self.start]

    @property
    def is_large(self) -> bool:
        """Whether the number is of a thousand or more, as no caseload is."""
        return self.value.isdigit() and int(self.value) >= 1000


@dataclass(frozen=True)
class Rule:
    """The measure of a number, where ``holds`` of what is around it; words of ``topic`` leave no doubt."""

    measure: str
    kinds: tuple[str, ...]
    holds: Callable[[AroundNumber], bool]
    unit: str = "count"
    topic: re.Pattern[str] | None = None


RISEN = re.compile(
    r"\b(?:(?P<up>rise|rises|rose|risen|increas\w*|grew|grown|growth|jump\w*|leap\w*|leapt|up|surge\w*|climb\w*|soar\w*)|(?P<down>fall|falls|fell|fallen|drop\w*|declin\w*|decreas\w*|down))\b",
    re.IGNORECASE,
)


RISEN_AFTER = re.compile(rf" (?:[a-z]+ )?{RISEN.pattern}", re.IGNORECASE)


TO_YEAR = re.compile(r" (?:and|to|until) (?:the end of )?")
SPAN_BEFORE = re.compile(r"\b(?:between|from|taking|over|in|in the (?:\w+ )?years to) ?$", re.IGNORECASE)


def span_of(sentence: Parsed) -> tuple[str, str] | None:
    """Return the first and last date of a time of more than a year that a sentence names."""
    dated = [period for period in sentence.periods if period.date]
    for first, last in pairwise(dated):
        begins = SPAN_BEFORE.search(sentence.text[max(0, first.start - 30) : first.start])
        if begins and TO_YEAR.fullmatch(sentence.text[first.end : last.start]):
            return first.date, last.date
    return None


def is_told_as_change(at: AroundNumber) -> bool:
    """Return whether a number is told as one by which something changed."""
    return bool(CHANGE_BEFORE.search(at.before) or RISEN_AFTER.match(at.after))
