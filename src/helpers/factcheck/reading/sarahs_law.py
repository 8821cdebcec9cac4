"""Numbers of requests and disclosures under Sarah's Law, and of how these grew.

Its rules are listed in ``topics``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.around_number import (
    CHANGE_BEFORE,
    RISEN,
    RISEN_AFTER,
    AroundNumber,
    is_told_as_change,
    span_of,
)
from helpers.factcheck.reading.courts import COURTS
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated, last_match

APPLICATIONS, DISCLOSURES = "csods_applications", "csods_disclosures"
DISCLOSURE_RATE, REFUSAL_RATE = "csods_disclosure_rate", "csods_non_disclosure_rate"
# What ends a passage about Sarah's Law.
ON_REGISTER = re.compile(r"\bregistered\b|\b(?:on the\b.{0,20}|the )register\b|MAPPA", re.IGNORECASE)
SARAHS_LAW = re.compile(r"Sarah's Law|CSODS|[Dd]isclosure [Ss]cheme", re.IGNORECASE)
ASKED_AFTER = re.compile(
    r" (?:Sarah's Law |\w+ ){0,2}?(?:applications?|requests?|enquir\w+|inquir\w+|queries|questions|checks?|approaches)\b"
    r"| (?:more )?(?:people|parents|residents|members of the public|families|callers|men and women)\b(?![^.,;]{0,40}\b(?:told|warned|informed|got|given|answer))"
    r"| (?:had |have )?(?:asked|applied|were made|had been made|were received|came in)\b",
    re.IGNORECASE,
)
ASKED_BEFORE = re.compile(
    r"\basked(?: \w+)? $|\b(?:received|dealt with|handled|fielded|took)(?: just| only| about| some)* $|\b(?:applications?|requests?|enquiries|inquiries)\b[^.;]{0,40}?(?:to|was|were|from|of|at|in|received|totalled|numbered|reached|:)(?: just| only| about| some)* $",
    re.IGNORECASE,
)
TOLD_AFTER = re.compile(
    r" (?:of (?:the |its )?[0-9,]+ )?(?:\w+ ){0,3}?(?:disclosures?|disclosed|told\b|warned\b|warnings?|alerts|informed\b|positive|(?:people|parents|residents|families)\b[^.,;]{0,40}\b(?:told|warned|informed|got|given|answer)|granted|led to|resulted in|ended in|ended with|times told|were told|was told|were given|got (?:an answer|information)|received information|answers)\b",
    re.IGNORECASE,
)
# "Parents were given information in 26 cases", "information was shared with 14 people".
TOLD_BEFORE = re.compile(
    r"\b(?:(?:given|got|received|shar\w+|releas\w+|provid\w+|pass\w+ on) (?:the |some |any )?(?:information|details|facts)|(?:information|details) (?:was|were|had been|being) (?:given|shared|released|passed on|passed|provided|handed over))(?: to \w+)? (?:in|on|to|with)(?: just| only| about| some)* $|"
    r"\b(?:disclosures?|disclosed|told)\b(?:[^.;]{0,40}?\b(?:to|was|were|of|in)|:|(?: \w+){0,2})(?: just| only| about| some)* $",
    re.IGNORECASE,
)
# "131 of 147 requests".
OUT_OF_AFTER = re.compile(r" (?:out )?of (?:the |its |those )?")
REFUSED_AFTERWARDS = re.compile(
    r"\b(?:refused|turned down|rejected|no disclosure|not (?:led?|disclosed|told)|nothing|without a disclosure|non-disclosure)\b",
    re.IGNORECASE,
)


def law_changes(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield by how many per cent requests under Sarah's Law, or disclosures, rose or fell."""
    if not is_on_sarahs_law(sentence, context) or span_of(sentence):
        return
    for number in sentence.figures:
        first, last = sentence.around(number)
        before, after = sentence.text[first : number.start], sentence.text[number.end : last]
        way = RISEN_AFTER.match(after) or (
            last_match(RISEN, before) if CHANGE_BEFORE.search(before) else None
        )
        if number.kind != "percent" or way is None or why_not_stated(sentence.text, number.start, number.end):
            continue
        measure = DISCLOSURES if re.search(r"\bdisclos|\btold\b", before, re.IGNORECASE) else APPLICATIONS
        try:
            area, assumed = area_of(sentence, number, context)
            date, comparator, dated = dates_of(sentence, number, True, False, context)
        except NotRead:
            continue
        value = f"-{number.value}" if way["down"] else number.value
        claim = Claim("", "", area, date, "change_percent", measure, comparator, value, "per cent")
        yield Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY, *assumed, *dated))


def about_sarahs_law(sentence: Parsed, context: Context) -> bool:
    """Return whether the numbers of a sentence are about Sarah's Law, and so count no RSOs."""
    return is_on_sarahs_law(sentence, context) and not sentence.phrases


def ends_sarahs_law(sentence: Parsed) -> bool:
    """Return whether a sentence speaks of something else after Sarah's Law."""
    return bool(ON_REGISTER.search(sentence.text)) and not SARAHS_LAW.search(sentence.text)


def is_on_sarahs_law(sentence: Parsed, context: Context) -> bool:
    """Return whether a sentence is about Sarah's Law, or may go on about it."""
    if SARAHS_LAW.search(sentence.text):
        return True
    return context.sarahs_law and not COURTS.search(sentence.text) and not ON_REGISTER.search(sentence.text)


# "Told 41 people".
TOLD_THEM = re.compile(
    r"\b(?:told|warned|informed|alerted|notified)(?: just| only| about| some| around)* $", re.IGNORECASE
)


def is_of_requests(at: AroundNumber) -> bool:
    """Return whether a number is of requests under Sarah's Law."""
    if TOLD_THEM.search(at.before):
        return False
    return is_on_sarahs_law(at.sentence, at.context) and bool(
        ASKED_AFTER.match(at.after) or ASKED_BEFORE.search(at.before) or OUT_OF_AFTER.fullmatch(at.before)
    )


def is_of_disclosures(at: AroundNumber) -> bool:
    """Return whether a number is of disclosures under Sarah's Law."""
    if not is_on_sarahs_law(at.sentence, at.context) or OUT_OF_AFTER.fullmatch(at.before):
        return False
    if ASKED_AFTER.match(at.after) and not TOLD_THEM.search(at.before):
        return False
    before = TOLD_BEFORE.search(at.before) or TOLD_THEM.search(at.before)
    return bool(before or TOLD_AFTER.match(at.after) or OUT_OF_AFTER.fullmatch(at.after))


def is_share_told(at: AroundNumber) -> bool:
    """Return whether a percentage is of requests under Sarah's Law that led to a disclosure."""
    return (
        is_on_sarahs_law(at.sentence, at.context)
        and not REFUSED_AFTERWARDS.search(at.sentence.text)
        and not is_told_as_change(at)
    )


def is_share_refused(at: AroundNumber) -> bool:
    """Return whether a percentage is of requests under Sarah's Law that led to nothing."""
    return (
        is_on_sarahs_law(at.sentence, at.context)
        and bool(REFUSED_AFTERWARDS.search(at.sentence.text))
        and not is_told_as_change(at)
    )
