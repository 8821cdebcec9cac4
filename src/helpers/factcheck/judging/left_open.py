"""What the words of a sentence leave open of a figure, though a place and a time were filled in for it.

"The first report also listed 309" is of another time than the latest, and "it had 901 against 1,084" has a
second figure of a time or a place that is not said beside it. Whatever such a figure is held against, the
reading is not compelling.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.number_area import links
from helpers.factcheck.reading.number_date import own_period
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

# Another time in other words: "the first report", "under the old rules", "at the outset".
ANOTHER_TIME = re.compile(
    r"\b(?:the|its|their|that|those|our|an) (?:very )?(?:first|earliest|original|inaugural|old|older|former|early)(?: ever| such| of these| official| annual| Mappa| public| local)* (?:reports?|figures?|counts?|tall(?:y|ies)|tables?|data|editions?|releases?|publications?|returns?|rules|scheme|system|method|regime|definitions?|years?|days|list|register)\b"
    r"|\bat (?:the|its|their) (?:outset|start|beginning|launch)\b|\b(?:originally|initially|at first|in those days|back in the day|a generation ago|in its infancy)\b"
    r"|^[\"“]?Then\b(?!,)"
    r"|\bwhen (?:it|they|records|counting|the \w+) (?:began|begun|started|was (?:set up|created|launched|introduced|new)|were (?:set up|created|launched|introduced|new)|first came (?:out|in))\b",
    re.IGNORECASE,
)
FILLED_IN = {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE, Assumed.EARLIER_DATE}
# "It had 901 against 1,084": the second figure is the other place's, or that of an earlier time.
SECOND_OF_TWO = re.compile(
    r"[0-9](?:%| per ?cent)?,? (?:against|(?:as )?compared (?:with|to)|versus|to|and) (?:just |only |about |some |the )*$",
    re.IGNORECASE,
)
AREAS = {Assumed.AREA_BEFORE, Assumed.AREA_GIVEN, Assumed.AREA_ONLY, Assumed.AREA_TITLE}
AHEAD = re.compile(
    r"\b(?:above|below|behind|ahead|higher|lower|more|fewer|less|over|under|exceed\w*|overt\w+|trail\w*|led|leads?|lagg?\w*|beat\w*|top(?:s|ped)|pass(?:ed|es)|gap|than)\b",
    re.IGNORECASE,
)


def left_open(parsed: Parsed, stated: Stated) -> str:
    """Return why the words leave open of when, or of whom, a figure is; empty where they do not."""
    assumed = set(stated.assumed)
    named = any(period.date == stated.claim.date for period in parsed.periods)
    if FILLED_IN & assumed and not named and ANOTHER_TIME.search(parsed.text):
        return "its words name another time than the latest figures are of"
    if AREAS & assumed and _is_one_of_two(parsed, stated):
        return "two figures stand side by side, and of whom or of when each is it does not say"
    if _is_second(parsed, stated):
        return "two figures are compared, and of which place or time this one is it does not say"
    return ""


def _is_one_of_two(parsed: Parsed, stated: Stated) -> bool:
    """Return whether a figure is listed with others, as many as no places and dates of the sentence.

    "In 2023 it was the other way round: 1,007 and 1,116."
    """
    number = next((figure for figure in parsed.figures if figure.start == stated.start), None)
    listed = parsed.listed(number) if number is not None else []
    dated = [period for period in parsed.periods if period.date or period.years]
    return len(listed) > 1 and not parsed.places and len(dated) < len(listed)


def _is_second(parsed: Parsed, stated: Stated) -> bool:
    """Return whether a figure is the second of two, of which no place or time beside it says what it is."""
    number = next((figure for figure in parsed.figures if figure.start == stated.start), None)
    if number is None or not SECOND_OF_TWO.search(parsed.text, 0, number.start):
        return False
    if any(links(parsed, number, place) for place in parsed.places if place.start >= number.end):
        return False
    previous = parsed.previous(number)
    first = previous.end if previous is not None else 0
    between = any(first <= place.start < number.start for place in parsed.places)
    return (
        not between
        and own_period(parsed, number, before=False) is None
        and bool(AHEAD.search(parsed.text, 0, number.start))
    )
