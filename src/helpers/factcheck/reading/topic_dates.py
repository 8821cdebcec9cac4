"""Of when, and of which place, a figure of one of the topics is.

``topics`` asks it once a rule has said what a number counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers.data.evidence import NATION
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.around_number import Rule, span_of
from helpers.factcheck.reading.dates_beside import of_its_part, said_earlier
from helpers.factcheck.reading.leaving import REMOVED
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.risk import then
from helpers.factcheck.reading.sarahs_law import APPLICATIONS, DISCLOSURES, SARAHS_LAW
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed
from helpers.factcheck.reading.several import listed_areas
from helpers.factcheck.reading.workload import OF_ALL_POLICE, REACTIVE, WORKLOAD_MEASURES


def at_other_times(claim: Claim, dated: Sequence[Assumed], context: Context) -> tuple[Claim, ...]:
    """Return a claim without a date of its own as one of the time named last, or of the article's day."""
    today = context.published.isoformat() if context.published and dated else claim.date
    now = () if today == claim.date else (replace(claim, date=today),)
    return (*then(claim, dated, context), *now)


# Whose a figure of the scheme itself is, or of all forces that answered: the nation's.
NATIONWIDE = re.compile(
    r"\b[Pp]ilots?\b|\bEngland,? (?:and )?Wales,? and Scotland\b|\b(?:[Aa]cross|[Ii]n|[Aa]mong|[Oo]ver|[Ff]rom) (?:the |all )?[0-9]+ (?:police )?forces\b|^[\"“]?(?:The|This) (?:scheme|law) (?:itself )?(?!in\b|for\b|of\b)"
)
AROUND = 60


def place_of_topic(
    sentence: Parsed, number: Quantity, context: Context, rule: Rule
) -> tuple[str, str, list[Assumed]]:
    """Return the place of a figure, of which others it is too, and what was assumed about it."""
    law = rule.topic is SARAHS_LAW and NATIONWIDE.search(sentence.text, 0, number.end + AROUND)
    national = rule.measure in OF_ALL_POLICE and not any(
        place.kind in ("area", "force", "that", "region") for place in sentence.places
    )
    if rule.measure == REACTIVE or national or law:
        return NATION, "", []
    try:
        area, assumed = area_of(sentence, number, context)
    except NotRead:
        run = list(dict.fromkeys(place.name for place in listed_areas(sentence)))
        if rule.measure not in (APPLICATIONS, DISCLOSURES) or not run:
            raise
        return run[0], " + ".join(run), [Assumed.FREELY]
    return area, "", assumed


ANOTHER_YEAR = re.compile(
    r"[^.;:,0-9]{0,40}? (?:in|for|during) the (?:latter|former|earlier|later) (?:year|one|period)\b"
)


def dates_of_topic(
    sentence: Parsed, number: Quantity, context: Context, rule: Rule
) -> tuple[str, str, list[Assumed]]:
    """Return the date of a figure, when its time began if that is over a year, and what was assumed."""
    if rule.measure in WORKLOAD_MEASURES:
        return _inspected(sentence, number, context)
    part = of_its_part(sentence, number)
    first, last = span_of(part) or ("", "")
    if first and not _has_its_own(part, number, first):
        return last, first, []
    date, _, assumed = dates_of(sentence, number, False, said_earlier(sentence, number), context)
    if {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE} & set(assumed) and context.span[0]:
        return context.span[1], context.span[0], [Assumed.DATE_BEFORE]
    if ANOTHER_YEAR.match(sentence.text, number.end):
        raise NotRead("a year that the sentence before tells")
    if Assumed.DATE_RELEASE in assumed and context.published and rule.measure != REMOVED:
        date = context.published.isoformat()
    return date, "", assumed


def _has_its_own(sentence: Parsed, number: Quantity, first: str) -> bool:
    """Return whether a number has a date of its own, and the time of several years is that of another.

    "In 2018 there were 81 requests, and between 2011 and 2014 twelve."
    """
    dated = [period for period in sentence.periods if period.date]
    begins = next(period.start for period in dated if period.date == first)
    if begins > number.end:
        return dated[0].end <= number.start
    after = [period for period in dated if period.start >= number.end]
    return bool(after) and not re.search("[,;]", sentence.text[number.end : after[0].start])


def _inspected(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, str, list[Assumed]]:
    """Return of when a figure of inspectors is: the day of their report is as good as any."""
    date, _, assumed = dates_of(sentence, number, False, said_earlier(sentence, number), context)
    if not {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE} & set(assumed):
        return date, "", assumed
    reported = [period.day for period in sentence.periods if period.day and not period.date]
    if reported:
        return reported[-1], "", []
    if Assumed.DATE_RELEASE in assumed and context.published:
        date = context.published.isoformat()
    return date, "", assumed
