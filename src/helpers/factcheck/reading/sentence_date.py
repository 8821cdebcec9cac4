"""The date that a sentence is about at one of its numbers; else that of those before, or of the article.

``number_date`` asks it where no date stands beside a number.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.dates import Period
from helpers.factcheck.reading.dates_beside import (
    NOW,
    clause_before,
    is_main,
    is_opening,
    part_of_sentence,
    so_many_years_before,
    stands_beside,
)
from helpers.factcheck.reading.number_area import is_compared
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import NO_DATE, Assumed, Context, NotRead, Parsed

PRESENT = re.compile(
    r"\b(?:is|are|has|have|now|at present|today|currently|this (?:year|spring|March|autumn)|means|makes|gives|comes)\b",
    re.IGNORECASE,
)
LATEST_RISE = re.compile(
    r"\b(?:latest|most recent|newest) (?:annual |yearly )?(?:rise|increase|fall|drop|decrease|change|growth|jump),? (?:(?:which|that) (?:was|is) )?(?:of|by|was|is)? ?(?:just |only |about )?$",
    re.IGNORECASE,
)
# "13 were added in the latest twelve months".
IN_LATEST = re.compile(
    r" (?:this year|this spring|today|now)\b|[^.,;:0-9]{0,40}\b(?:in|over|during) the (?:latest|most recent|newest) (?:year|twelve months|12 months|period|count|report|figures|release|tables)\b"
)
SAYS_NOW = re.compile(r"\b(?:is|are|now|today|currently|this year|stands)\b", re.IGNORECASE)
# These stand for the date that was named last.
THAT_TIME = re.compile(
    r"\b(?:at (?:that|the) time|(?:in|during) (?:that|the same) year|back then|(?<!since )(?<!and )(?<!, )then(?=[,.;:]| (?:had|was|were|stood)\b))",
    re.IGNORECASE,
)
# "In that year it stood at 977, and at 719 in 2011": the first figure is not of the year named after it.
IN_THAT_YEAR = re.compile(r"\b(?:in|during) (?:that|the same) year\b(?! (?:to|ending)\b)", re.IGNORECASE)
# These leave nothing open.
THAT_DAY = re.compile(
    r"\b(?:on|at) (?:that|the same) (?:date|day)\b(?! (?:in|of|last year|(?:a|one|the|[0-9]+|two|three|five|ten) (?:previous )?(?:years?|decade)) ?)",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:was|were|had|stood)\b", re.IGNORECASE)


def main_date_at(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]]:
    """Return the date that a sentence is about at a number, else that of earlier ones or of the article."""
    if context.release and (
        NOW.search(clause_before(sentence, number))
        or IN_LATEST.match(sentence.text, number.end)
        or LATEST_RISE.search(sentence.text, 0, number.start)
    ):
        return context.release, [Assumed.DATE_RELEASE]
    if context.last_named_date and IN_THAT_YEAR.search(clause_before(sentence, number)):
        return context.last_named_date, [Assumed.DATE_BEFORE]
    if told := _own_date(sentence, number, context) or _told_before(sentence, number, context):
        return told
    return _carried_date(sentence, number, context)


def _own_date(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]] | None:
    """Return the date that a sentence itself names for a number; None where it names none."""
    start, end = part_of_sentence(sentence, number)
    opened = sentence.text.rfind("(", 0, number.start)
    inside_brackets = opened >= 0 and ")" not in sentence.text[opened : number.start]
    own = [
        period
        for period in sentence.periods
        if is_main(sentence, period) and not _in_an_aside(sentence, period, number)
    ]
    inside = [period.date for period in own if start <= period.start < end]
    before = [period.date for period in own if period.start < (opened if inside_brackets else start)]
    if not inside and not before:
        return None
    # "Durham had 1,123, Essex 1,848 in 2023" leaves open whether Durham's is of 2023 too.
    if inside and _own_of_a_later(sentence, number, own):
        return context.release or max(inside), [Assumed.DATE_RELEASE, Assumed.AMONG_DATES]
    if not inside and (latest := _present(sentence, (start, end), context)):
        return latest, [Assumed.DATE_RELEASE, Assumed.AMONG_DATES]
    apart = bool(inside) and not _reached(sentence, number, own)
    return max(inside) if inside else before[-1], [Assumed.AMONG_DATES] if apart else []


def _carried_date(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]]:
    """Return the date of the sentences before, of the heading, or of the article. Raises NotRead for none."""
    now = PRESENT.search(sentence.text) and not PAST.search(sentence.text)
    elsewhere = any(
        place.name not in ("", context.last_area)
        and not (place.start >= number.end and is_compared(sentence, place))
        for place in sentence.places
        if place.kind != "district"
    )
    if context.last_date and not (context.release and (now or elsewhere)):
        return context.last_date, [Assumed.DATE_BEFORE]
    if context.section_date and not now:
        return context.section_date, [Assumed.DATE_BEFORE]
    if context.release:
        return context.release, [Assumed.DATE_RELEASE]
    raise NotRead(NO_DATE)


# "Cleveland, which had the highest rate in 2023, saw its count fall": the date is that of the aside alone.
RELATIVE_CLAUSE = re.compile(r", (?:which|who|where|whose)\b[^,;:.]*,(?! and\b)")


def _in_an_aside(sentence: Parsed, period: Period, number: Quantity) -> bool:
    return any(
        aside.start() <= period.start < aside.end() <= number.start
        for aside in RELATIVE_CLAUSE.finditer(sentence.text)
    )


def _told_before(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]] | None:
    """Return the date that a sentence takes from those before: "on that day", "then", "the year after"."""
    that_day = (context.last_date or context.release) if THAT_DAY.search(sentence.text) else ""
    if that_day:
        return that_day, []
    if context.last_named_date and THAT_TIME.search(sentence.text):
        return context.last_named_date, [Assumed.DATE_BEFORE]
    ahead = _ahead(sentence, number, context)
    return (ahead, [Assumed.DATE_BEFORE]) if ahead else None


def _ahead(sentence: Parsed, number: Quantity, context: Context) -> str:
    """Return the date of a sentence that begins "the year after": so long after the date named last."""
    first = sentence.periods[0] if sentence.periods else None
    opens = first is not None and first.years < 0 and first.end <= number.start
    if (
        first is None
        or not opens
        or not context.last_named_date
        or not is_opening(sentence.text[: first.start])
    ):
        return ""
    return so_many_years_before(context.last_named_date, first.years)


def _own_of_a_later(sentence: Parsed, number: Quantity, dated: list[Period]) -> bool:
    """Return whether the only date is that of a later, earlier figure: "2,036 after 1,980 in 2019"."""
    if len(dated) > 1 or dated[0].start < number.end:
        return False
    between = [figure for figure in sentence.figures if number.end <= figure.start < dated[0].start]
    if not between or not AFTER_BEFORE.search(sentence.text, number.end, between[-1].start):
        return False
    return stands_beside(sentence, between[-1].end, dated[0].start)


AFTER_BEFORE = re.compile(r"\bafter (?:\w+ ){0,2}(?:at |of )?$")


def _present(sentence: Parsed, part: tuple[int, int], context: Context) -> str:
    """Return the latest date where a part of a sentence without a date is about now: "in 2021: it is 126"."""
    text = sentence.text[slice(*part)]
    return context.release if SAYS_NOW.search(text) and not PAST.search(text) else ""


def _reached(sentence: Parsed, number: Quantity, dated: list[Period]) -> bool:
    """Return whether a date stands before a figure, or after it without another place's in between."""
    if any(period.start < number.start for period in dated):
        return True
    last = sentence.listed(number)[-1].end
    places = [place.start for place in sentence.places if last <= place.start]
    figures = [figure.start for figure in sentence.figures if last <= figure.start]
    return not (places and figures) or dated[0].start < max(min(places), min(figures))
