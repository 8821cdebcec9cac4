"""Whether words near a figure tell its place and its date, and whether they may tell of another measure.

The rules of ``plainly_wrong`` ask here.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.factcheck.judging.around import PLACES, Around, is_at
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, agrees
from helpers.factcheck.reading.dates_beside import is_main, said_earlier
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Parsed

# A figure that is off by more than this may be of something else.
NEAR_TIMES = 1.35
# Words that show that an article speaks of another measure, of which a figure may be.
SPOKEN_OF = {
    "mappa_total": re.compile(r"MAPPA|violent|dangerous|together|\ball\b|categor", re.IGNORECASE),
    "cat2_violent": re.compile(r"violent|categor", re.IGNORECASE),
    "cat3_other_dangerous": re.compile(r"dangerous|categor", re.IGNORECASE),
    "level1_rso": re.compile(r"\blevels?\b|\btiers?\b|single agency", re.IGNORECASE),
    "notification_breaches": re.compile(r"caution|convict|breach|punish|broke", re.IGNORECASE),
    "licence_recalls": re.compile(r"recall|prison|licence|custody|jail", re.IGNORECASE),
    "revocations": re.compile(r"\boff\b|remov|revo|\bleft\b", re.IGNORECASE),
}
WORDS_OF_BEFORE = re.compile(
    r"\b(?:previous\w*|preceding|prior|last|earlier|before|ago|used to)\b", re.IGNORECASE
)
# These compare places where one follows the figure: "against 116 across England and Wales".
AGAINST_ANOTHER = re.compile(r"\b(?:against|than|compared)\b", re.IGNORECASE)


# What may have counted, or have happened, on another day: "when the unit was set up", "inspectors found".
ANOTHER_DAY = re.compile(
    r"\b(?:when|until|by then|at the time|inspect\w*|audit\w*|survey\w*|review\w*|heard|(?<!all )told|beg[au]n|start\w*|high|peak\w*|record|warned|given|decade|pandemic|lockdown|in the past|historic\w*)\b",
    re.IGNORECASE,
)


def is_placed(look: Around, at: int, parsed: Parsed, number: Quantity) -> bool:
    """Return whether the area of a figure is named beside it, or alone in the sentence before."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if not AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed):
        that = parsed.places and not any(place.kind in PLACES for place in parsed.places)
        return bool(that) or is_at(parsed, number, claim.area)
    if any(place.kind in PLACES for place in parsed.places):
        return False
    before = look.sentences[parsed.passage.number].before
    if Assumed.AREA_BEFORE in stated.assumed:
        return bool(before) and look.areas(before[-1]) == {claim.area}
    return all(look.areas(nearby) <= {claim.area} for nearby in before)


def is_right_of_another_measure(look: Around, at: int) -> bool:
    """Return whether a figure is right as one of another measure, of which the article speaks there."""
    claim = look.judged[at].claim
    sentence = look.sentences[look.article.stated[at].passage.number]
    words = " ".join(nearby.text for nearby in (*sentence.before, sentence.parsed))
    return any(
        said.search(words) and agrees(replace(claim, measure=measure, unit="count"), look.evidence)
        for measure, said in SPOKEN_OF.items()
    )


def goes_on_from_a_right_level(look: Around, at: int, parsed: Parsed) -> bool:
    """Return whether the figure before is right and of the same date, and none is named since."""
    claim = look.judged[at].claim
    sentence = look.sentences[parsed.passage.number]
    numbers = [nearby.passage.number for nearby in (*sentence.before, parsed)]
    levels = [
        place
        for place in look.stated_in(*numbers)
        if look.judged[place].claim.kind == "level" and _is_of_its_sentence(look, place)
    ]
    earlier = [place for place in levels if look.place(place) < look.place(at)]
    last = max((place for place in earlier if look.is_right(place)), key=look.place, default=-1)
    beside = [place for place in look.stated_in(parsed.passage.number) if place in levels]
    right = [place for place in beside if look.place(place) > look.place(at) and look.is_right(place)]
    later = [place for place in earlier if last >= 0 and look.place(place) >= look.place(last)]
    if not any(period.date for period in parsed.periods):
        later += right[:1]  # "Durham had 1,123, Essex 1,848 in 2023" leaves open of when the first is
    if not later or any(look.judged[place].claim.date != claim.date for place in later):
        return False
    since = min(look.place(place)[0] for place in later)
    return not any(
        (period.date or period.years)
        and not period.length
        and period.date != claim.date
        and (nearby is parsed or is_main(nearby, period) or period.years)
        for nearby in (*sentence.before, parsed)
        if nearby.passage.number >= since or nearby in sentence.paragraph
        for period in nearby.periods
    )


def _is_of_its_sentence(look: Around, at: int) -> bool:
    """Return whether a figure is of the date that its sentence is about: no earlier one to compare with."""
    parsed_number = look.number(look.article.stated[at])
    return parsed_number is not None and not said_earlier(*parsed_number)


def is_near(look: Around, at: int) -> bool:
    """Return whether a figure is less than ``NEAR_TIMES`` as much, or as little, as the data give."""
    finding = look.judged[at].finding
    if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
        return False
    value = float(look.judged[at].claim.published)
    return value * NEAR_TIMES >= float(finding.low) > 0 and value <= NEAR_TIMES * float(finding.high)


def names_a_place_between(parsed: Parsed, start: int, end: int, area: str = "") -> bool:
    """Return whether a place is named there, but for an area that may be."""
    return any(start <= place.start < end and place.name != area for place in parsed.places)


def in_brackets_after_another(parsed: Parsed, number: Quantity) -> bool:
    """Return whether a figure opens a bracket, after another figure of its sentence."""
    return parsed.text[: number.start].endswith("(") and parsed.previous(number) is not None
