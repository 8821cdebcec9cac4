"""What the words of a sentence leave open of a figure, though a place and a time were filled in for it.

"The first report also listed 309" is of another time than the latest, and "it had 901 against 1,084" has a
second figure of a time or a place that is not said beside it. Whatever such a figure is held against, the
reading is not compelling.
"""

from __future__ import annotations

import re

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import NATION
from helpers.factcheck.reading.dates_beside import own_period
from helpers.factcheck.reading.number_area import links
from helpers.factcheck.reading.sentence import AREA_CARRIED_ON, Assumed, Parsed, Stated

# Another time in other words: "the first report", "under the old rules", "at the outset".
ANOTHER_TIME = re.compile(
    r"\b(?:the|its|their|that|those|our|an) (?:very )?(?:first|earliest|original|inaugural|old|older|former|early)(?: ever| such| of these| official| annual| Mappa| public| local)* (?:reports?|figures?|counts?|tall(?:y|ies)|tables?|data|editions?|releases?|publications?|returns?|ones?|rules|scheme|system|method|regime|definitions?|years?|days|list|register)\b"
    r"|\bat (?:the|its|their) (?:outset|start|beginning|launch)\b|\b(?:originally|initially|at first|in those days|back in the day|a generation ago|in its infancy)\b"
    r"|^[\"“]?Then\b(?!,)"
    r"|\bwhen (?:it|they|records|counting|the \w+) (?:began|begun|started|was (?:set up|created|launched|introduced|new)|were (?:set up|created|launched|introduced|new)|first came (?:out|in))\b",
    re.IGNORECASE,
)
# "1,640 in the pandemic year": a year in other words than its number.
NAMED_YEAR = re.compile(
    r" in the (?!(?:same|previous|latest|last|past|next|following|first|financial|current|whole|full|preceding|prior|calendar|reporting) )[a-z-]+ year\b"
)
# "In the previous round it had been judged adequate".
EARLIER_ROUND = re.compile(
    r"\b(?:previous|preceding|penultimate) (?:rounds?|cycles?|inspections?|assessments?)\b|\bthe (?:round|inspection) before\b",
    re.IGNORECASE,
)
# "Together with category 1 that makes 2,292", "between them the three groups come to 464".
WITH_OTHER_KINDS = re.compile(
    r"\b(?:together|combined|along|added) with (?:category|the (?:violent|other|rest)|violent|those|these)\b"
    r"|\b(?:groups|categories|kinds|types) (?:together|combined|come|came|add|added|make|made|total)",
    re.IGNORECASE,
)
# "Police now say they have 1,213": their own count of that day.
OWN_COUNT = re.compile(
    r"(?=.*\b(?:now|currently|at present|today|at the moment)\b)"
    r".*\b(?:[Pp]olice|[Ff]orce|[Uu]nit|[Cc]onstabulary|[Dd]etectives?|[Oo]fficers?|[Ss]pokes\w+|[Ss]ergeant|[Ii]nspector|[Cc]onstable|[Ss]uperintendent)\b[^.;]*\b(?:say|says|said|told|tells?|confirm\w*|disclosed|revealed)\b"
)
FILLED_IN = {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE, Assumed.EARLIER_DATE}
# "It had 901 against 1,084": the second figure is the other place's, or that of an earlier time.
SECOND_OF_TWO = re.compile(
    r"[0-9](?:%| per ?cent)?,? (?:against|(?:as )?compared (?:with|to)|versus|to|and) (?:just |only |about |some |the )*$",
    re.IGNORECASE,
)
WHO_IS_AHEAD = re.compile(
    r"\b(?:above|below|behind|ahead|higher|lower|more|fewer|less|over|under|exceed\w*|overt\w+|trail\w*|led|leads?|lagg?\w*|beat\w*|top(?:s|ped)|pass(?:ed|es)|gap|than)\b",
    re.IGNORECASE,
)


# "Almost 5,000 across two Midlands forces", "two Midlands forces manage 4,973", "our two police forces".
OF_SEVERAL_FORCES = re.compile(
    r"\b(?:across|in|among|between|for|of|by) (?:these |those |the |our |both |all )*(?:two|three|four|five|six|both|several|neighbouring)\b(?: [A-Z]?[a-z'’]+){0,3} (?:forces|areas|counties)\b"
    r"|\b(?:[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive) (?:[\w-]+ ){0,3}?(?:forces|constabularies|counties)"
    r" (?:manag|monitor|supervis|look|watch|overs|have|had|share|between|together)"
    r"|\b(?:[Oo]ur|[Tt]he|[Ii]ts|[Bb]oth|[Tt]hese|[Tt]hose) (?:both |two |three |four )?(?:(?:police|neighbouring|local) )?(?:forces|constabularies|counties)\b"
)
# "The rate in the east was 62 per cent": of a region, or of a part of the area.
IN_A_PART = re.compile(
    r"\b(?:in|across|for) the (?:north|south|east|west|midlands|region)(?:[- ](?:east|west))?\b",
    re.IGNORECASE,
)
# "It comes to one in 1,082 locally": not where the sentence before was.
LOCALLY = re.compile(
    r"\b(?:locally|here(?=[.,;:!?]|$)|in our (?:area|county|region)|on our patch|round here)\b", re.IGNORECASE
)
# "It stands at 92 for every 100,000 people, compared to 122."
COMPARED_JUST_BEFORE = re.compile(
    r"\b(?:(?:as )?compared (?:with|to)|against|versus) (?:just |only |about |some |the )*$", re.IGNORECASE
)
# "All but ten were successful": so many were not.
EXCEPTED = re.compile(
    r"\b(?:all|every|each|none|every(?:one|body)) (?:but|except|bar|save|apart from|other than) (?:for |just |only |about |some )*$",
    re.IGNORECASE,
)
# "North Wales was just above Greater Manchester with 175": of either.
BESIDE_A_PLACE = re.compile(
    r"\b(?:above|below|behind|under|over|ahead of|to) (?:the |that of )?$", re.IGNORECASE
)
# "In the North East only one force is below the average": not the region.
SO_MANY_FORCES_BEFORE = re.compile(
    r"\b(?:only|just|no|not|none|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]+|all|both|each|every|several|many|most|some|few|half|other)"
    r"(?: (?!than\b)[\w']+){0,4}? (?:forces?|areas?|counties|county|constabular(?:y|ies)|neighbours?)\b[^.,;:0-9]{0,40}$",
    re.IGNORECASE,
)
# "Dorset was just below, as the average was then 116".
OF_THE_AVERAGE = re.compile(
    r"\b(?:the|an) (?:overall )?average (?:(?:then|now|itself) )?(?:is|was|being|stood at|stands at|of)(?: then| now)?(?: just| only| about)* $",
    re.IGNORECASE,
)
WITH = re.compile(r"(?:'s)?,? (?:with|on|at) (?:a rate of |just |only |about |some )*")
NOTHING_MORE = re.compile(r"[\"”'’]?[.;]|$")


# "Suffolk's figure has almost doubled, from 55": what it is the figure before tells, if no other word does.
FROM_SO_MANY = re.compile(r",? from (?:just |only |about |some )*[0-9]")


def left_open(parsed: Parsed, stated: Stated) -> str:
    """Return why the words leave open of when, or of whom, a figure is; empty where they do not."""
    return _of_when(parsed, stated) or _of_whom(parsed, stated) or _of_which_place(parsed, stated)


def _of_when(parsed: Parsed, stated: Stated) -> str:
    named = any(period.date == stated.claim.date for period in parsed.periods)
    filled_in = FILLED_IN & set(stated.assumed) and not named
    if filled_in and ANOTHER_TIME.search(parsed.text):
        return "its words name another time than the latest figures are of"
    if filled_in and OWN_COUNT.match(parsed.text):
        return "it may be the force's own count of that day"
    if NAMED_YEAR.match(parsed.text, stated.end):
        return "it is of a year that is named in other words"
    if Assumed.FREELY in stated.assumed and FROM_SO_MANY.match(parsed.text, stated.end):
        return "the figure that it is from tells of what it is"
    if stated.claim.kind == "grade" and filled_in and EARLIER_ROUND.search(parsed.text):
        return "it is of an earlier inspection"
    return ""


def _of_whom(parsed: Parsed, stated: Stated) -> str:
    if EXCEPTED.search(parsed.text, 0, stated.start):
        return "it is of those that are left out"
    if stated.claim.measure == COUNT and WITH_OTHER_KINDS.search(parsed.text):
        return "it may be of offenders of all kinds"
    return ""


def _of_which_place(parsed: Parsed, stated: Stated) -> str:
    area_open = AREA_CARRIED_ON & set(stated.assumed)
    if stated.claim.kind == "compared" and SO_MANY_FORCES_BEFORE.search(parsed.text, 0, stated.start):
        return "it says how many forces are so, or which"
    if stated.claim.area != NATION and OF_THE_AVERAGE.search(parsed.text, 0, stated.start):
        return "it may be the average of all forces"
    if area_open and _is_one_of_two(parsed, stated):
        return "two figures stand side by side, and of whom or of when each is it does not say"
    if _is_of_either(parsed, stated):
        return "which of the two places has so many, its words do not tell"
    if area_open and stated.claim.measure.endswith("_rate") and IN_A_PART.search(parsed.text):
        return "it may be of a region, or of a part of the area"
    if area_open and OF_SEVERAL_FORCES.search(parsed.text):
        return "it may be of some areas together"
    if Assumed.AREA_BEFORE in stated.assumed and LOCALLY.search(parsed.text):
        return "its words mean the area of the article"
    if _is_second(parsed, stated) or _is_compared_alone(parsed, stated):
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


def _is_of_either(parsed: Parsed, stated: Stated) -> bool:
    """Return whether a figure follows a place that another was said to be above or below."""
    return any(
        place.end <= stated.start
        and WITH.fullmatch(parsed.text, place.end, stated.start)
        and BESIDE_A_PLACE.search(parsed.text, 0, place.start)
        and any(other.end <= place.start for other in parsed.places)
        for place in parsed.places
    )


def _is_compared_alone(parsed: Parsed, stated: Stated) -> bool:
    """Return whether a figure is one that another is compared with, without a word of whom or when it is."""
    ends = NOTHING_MORE.match(parsed.text, stated.end) and COMPARED_JUST_BEFORE.search(
        parsed.text, 0, stated.start
    )
    return bool(ends) and Assumed.EARLIER_DATE in stated.assumed and not parsed.periods


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
        and bool(WHO_IS_AHEAD.search(parsed.text, 0, number.start))
    )
