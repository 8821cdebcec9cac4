"""Surveys of offenders who are missing: how many forces were asked and answered, totals, and how long.

What a force answered is told as any number is (``number_claims``); of when it is, ``survey_date`` tells.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

# Words for offenders of whom a force does not know where they are.
LOST = re.compile(
    r"\bmissing\b|\bwanted\b|\bwhereabouts\b|\bunaccounted\b|\blos[et] (?:track|contact|touch|sight)\b|\buntrace\w+|\bon the (?:run|loose)\b|\bdisappeared\b|\bvanish(?:ed|es)?\b|\b(?:can|could)(?:not|n't| not) (?:be )?(?:found|find|traced?|located?)\b|\b(?:say|idea|know) where\b",
    re.IGNORECASE,
)
ALL_OF_SURVEY = "UK"
HOW_MANY = rf"(?P<many>{SHORT_NUMBER})"
SURVEYED_FORCES = r"(?:police )?(?:forces|constabularies)"
SURVEY_ANSWERS = r"(?:(?:an?|the|their|any) )?(?:figures?|answers?|numbers?|data|details|information|repl(?:y|ies)|responses?)"
FORCES_ASKED = re.compile(
    rf"\b(?:asked|approached|contacted|wrote to|polled|surveyed|questioned|requests? (?:\w+ )?(?:to|of)|questions? (?:\w+ )?(?:to|of))(?: all)?(?: of)?(?: the)? {HOW_MANY} {SURVEYED_FORCES}\b"
    rf"|\b{HOW_MANY.replace('many', 'many2')} {SURVEYED_FORCES}(?: that| which)?(?: (?:were|had been))? (?:asked|approached|contacted|polled|surveyed)\b",
    re.IGNORECASE,
)
REPLIED = re.compile(
    rf"\b{HOW_MANY}(?: {SURVEYED_FORCES}| of (?:them|those|the [a-z0-9-]+(?: {SURVEYED_FORCES})?|the {SURVEYED_FORCES}))(?: in (?:Britain|the UK|the country))?(?: that| which| who)?(?: (?:have|had|did|actually|eventually|duly))*"
    rf" (?:repl(?:ied|y|ies)|respond(?:ed)?|answered|complied|came back|sent (?:back )?{SURVEY_ANSWERS}|provided {SURVEY_ANSWERS}|gave {SURVEY_ANSWERS}|supplied {SURVEY_ANSWERS}|handed over {SURVEY_ANSWERS})\b"
    rf"|\b(?:repl(?:ies|y)|responses?|answers?|figures)(?: \w+)? (?:came )?from {HOW_MANY.replace('many', 'many2')} {SURVEYED_FORCES}\b",
    re.IGNORECASE,
)
REPORTED = re.compile(
    rf"\b{HOW_MANY}(?: {SURVEYED_FORCES}| of (?:them|those|the {SURVEYED_FORCES}))(?: \w+)? (?:said|reported|admitted|told|confirmed|disclosed|acknowledged|conceded|owned up|had|have|could not|were)\b[^.;]{{0,60}}?(?:{LOST.pattern})",
    re.IGNORECASE,
)
# "Found 396 missing offenders in 49 forces".
MISSING_AMONG = re.compile(
    rf"(?:{LOST.pattern})[^.;,]{{0,40}}? (?:in|across|from|at|by|among) {HOW_MANY} {SURVEYED_FORCES}\b",
    re.IGNORECASE,
)
SILENT = re.compile(
    rf"\b{HOW_MANY}(?: {SURVEYED_FORCES}| of (?:them|those|the {SURVEYED_FORCES}))? (?:did not|failed to|refused to|declined to|would not|never) (?:answer|reply|respond|provide|supply|give)\b",
    re.IGNORECASE,
)
SURVEY_MEASURES = (
    (SILENT, "forces_silent"),
    (MISSING_AMONG, "forces_responding"),
    (FORCES_ASKED, "forces_asked"),
    (REPLIED, "forces_replied"),
    (REPORTED, "forces_responding"),
)
# What says that a number is of all forces together.
SAID = (
    r"(?:said|reported|counted|named|listed|declared|admitted|confessed|owned up|lost|acknowledged|conceded)"
)
TOTAL_BEFORE = re.compile(
    rf"\b(?:total|tally)(?: (?:was|came to|is|of|reached|stood at|comes to|has reached))?(?:,? at)?(?: just| almost| nearly| about)*:? $|\b(?:in all|altogether|between them|all told)(?: they| there were|,)* $"
    rf"|\b(?:added|adds) up to $|\b{SURVEYED_FORCES}(?: (?:had|have|between them|together))* {SAID}(?: (?:to|up to|having|that|they|had|there|were|losing|track|of|a total|no fewer than|some))* $",
    re.IGNORECASE,
)
TOTAL_AFTER = re.compile(
    r"(?: (?:registered|sex|sexual|offenders|people|men|were|are|was|is|missing|unaccounted|for|wanted|on the run))*,? (?:in all|in total|altogether|all told|between them|nationwide|nationally)\b",
    re.IGNORECASE,
)
LEAST_TOTAL = 60
YEARS = r"(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)"
DURATIONS = re.compile(
    rf"\b(?:between|from|for|anything from) (?P<low>{YEARS}) (?:and|to) (?P<high>{YEARS}) years\b",
    re.IGNORECASE,
)
LONGEST_MISSING = re.compile(
    rf"\b(?:as long as|up to|the longest(?: of them)?(?: \w+){{0,3}} for|(?:was|been|gone)(?: \w+){{0,3}} longest, for) (?P<high>{YEARS}) years\b",
    re.IGNORECASE,
)


def about_missing(sentence: Parsed, context: Context) -> bool:
    """Return whether a sentence may speak of offenders who are missing."""
    return bool(context.missing or LOST.search(sentence.text) or context.last_measure == "missing_rso")


def survey_date(sentence: Parsed, date: str, dated: Collection[Assumed], context: Context) -> str:
    """Return of when an answer is: of the survey that the paragraph is about, else the day of publication.

    Surveys are known by the day on which they were reported, so that a date of the figures says nothing.
    """
    if not {Assumed.DATE_BEFORE, Assumed.DATE_RELEASE} & set(dated) or context.published is None:
        return date
    counted_back = any(period.years for period in sentence.periods)
    return (not counted_back and context.surveyed) or context.published.isoformat()


def surveys(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield what a sentence says of a survey as a whole, and for how long offenders were missing."""
    if not about_missing(sentence, context):
        return
    for pattern, measure in SURVEY_MEASURES:
        for match in pattern.finditer(sentence.text):
            yield from _forces(sentence, context, match, measure)
    for number in sentence.figures:
        if number.kind == "count" and _is_total(sentence, number):
            yield from _total(sentence, number, context)
    yield from _durations(sentence, context)


def _forces(sentence: Parsed, context: Context, match: re.Match[str], measure: str) -> Iterator[Stated]:
    group = "many" if "many2" not in match.groupdict() or match["many"] else "many2"
    words = match[group]
    value = words if words.isdigit() else f"{number_in_words(words):g}"
    number = Quantity(*match.span(group), "count", value)
    if date := _date(sentence.with_number(number), number, context, measure == "forces_silent"):
        claim = Claim("", "", ALL_OF_SURVEY, date, "level", measure, "", value, "count")
        yield Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY,))


def _date(sentence: Parsed, number: Quantity, context: Context, silent: bool = False) -> str:
    if why_not_stated(sentence.text, number.start, number.end) and not silent:
        return ""
    try:
        date, _, dated = dates_of(sentence, number, False, False, context)
    except NotRead:
        return ""
    return survey_date(sentence, date, dated, context)


def _is_total(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is of all forces: no other place has a part in its sentence."""
    if float(number.value) < LEAST_TOTAL or any(
        place.kind not in ("nation", "group") and place.start < number.start for place in sentence.places
    ):
        return False
    text = sentence.text
    return bool(TOTAL_BEFORE.search(text, 0, number.start) or TOTAL_AFTER.match(text, number.end))


def _total(sentence: Parsed, number: Quantity, context: Context) -> Iterator[Stated]:
    if date := _date(sentence, number, context):
        kind = number.qualifier or "level"
        claim = Claim("", "", ALL_OF_SURVEY, date, kind, "missing_rso", "", number.value, "count")
        yield Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY,))


def _durations(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield for how long offenders of a force were missing: "between two and eight years"."""
    for match in (*DURATIONS.finditer(sentence.text), *LONGEST_MISSING.finditer(sentence.text)):
        ends = [_years(match[end]) for end in ("low", "high") if end in match.groupdict()]
        kind, measure = (
            ("range", "missing_duration_years") if len(ends) > 1 else ("level", "longest_missing_years")
        )
        start = match.start("low" if len(ends) > 1 else "high")
        number = Quantity(start, match.end(), "count", ends[-1])
        parsed = sentence.with_number(number)
        date = _date(parsed, number, context)
        try:
            area, assumed = area_of(parsed, number, context)
        except NotRead:
            continue
        if date:
            claim = Claim("", "", area, date, kind, measure, "", " to ".join(ends), "years")
            yield Stated(claim, sentence.passage, start, match.end(), (Assumed.FREELY, *assumed))


def _years(words: str) -> str:
    return words if words.isdigit() else f"{number_in_words(words):g}"
