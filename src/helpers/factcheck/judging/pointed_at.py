"""What words that only point leave open: nothing is accused that one of the things they may mean makes right.

"It", "there" and "the figure" may be of each place that the sentence before names, and of the article's own;
what has no date of its own may be of each date named there. "The three forces" may be any three. And an
article that does not say when it came out may be on any year: there a figure is accused only of the date that
its own sentence gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from helpers.factcheck.claim import BOUNDS, Claim
from helpers.factcheck.judging.around import Around, Sentence
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, DATES, OF_ARTICLE, agrees, may_be
from helpers.factcheck.judging.plain_words import clause_of, plain_mask
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.dates_beside import NOW
from helpers.factcheck.reading.number_area import OUR_OWN
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated
from helpers.factcheck.reading.sentence_date import PAST, PRESENT
from helpers.factcheck.reading.several import ADDED_UP

# "In 2019 the former had 1,537", "the other had 1,019": one of two that were named before.
ONE_OF_TWO = re.compile(
    r"\b(?:the|its|that|this) (?:former|latter|other(?: one)?|first|second)(?='s| (?:had|has|was|is|saw|went|rose|fell|recorded|reported|counted|stood|stands)\b|[.,;])",
    re.IGNORECASE,
)
# "For the three forces", "in the four counties": which these are, its words do not tell.
SO_MANY_FORCES = re.compile(
    r"\b(?:the|all|these|those|our|both) (?:two|three|four|five|six|seven)\b(?! (?:years|months|decades|levels|categories|times)\b)(?= (?:\w+ )?(?:forces|counties|areas|constabularies)\b(?! (?:in|of|across)\b)|[.,;)])"
    r"|\bboth (?:\w+ )?(?:forces|counties|areas|constabularies)\b",
    re.IGNORECASE,
)
# "Twelve months on from Norfolk's 1,099": of an earlier time than what follows.
LATER_THAN = re.compile(
    r"\b(?:years?|months?|decade)s? (?:on from|after|later than|since|before)\b[^.,;:0-9]*['’]s? (?:\w+ )?$",
    re.IGNORECASE,
)
# "It was 2,053 when Durham's was 1,007", "over that time it went from 760": of a time that is not named.
WHEN_IT_WAS = re.compile(
    r"\bwhen\b[^.,;:0-9]*\b(?:was|were|had|stood at|numbered|counted)\b[^.,;:0-9]*$", re.IGNORECASE
)
OVER_THAT_TIME = re.compile(
    r"\b(?:over|in|during) (?:that|this|the same) (?:time|period|span)\b", re.IGNORECASE
)
# "One person in every 592.": a sentence without a verb says less of whom it is.
ANY_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|stands?|stood|comes?|came|rose|fell|grew|went|dropped|\w+ed|means?|it's|that's)\b",
    re.IGNORECASE,
)
OPEN_DATES = DATES - {Assumed.AMONG_DATES}
UNDATED = "the article does not say when it came out, and the figure has no date of its own"


def without_what_points_back(answers: Sequence[Answer], look: Around) -> list[Answer]:
    """Return the answers, none of them an accusation of what the words may mean otherwise."""
    return [
        judged.not_understood(why)
        if judged.verdict == "disagrees" and (why := _left_open(look, at, judged))
        else judged
        for at, judged in enumerate(answers)
    ]


def _left_open(look: Around, at: int, judged: Answer) -> str:
    """Return why a statement may mean something else than it was read as; empty where it may not."""
    stated, claim = look.article.stated[at], judged.claim
    parsed = look.sentences[stated.passage.number].parsed
    if claim.kind == "grade":
        return ""
    if look.article.published is None and not _is_dated(look, stated, claim):
        return UNDATED
    counted = claim.kind in ("level", *BOUNDS) and SO_MANY_FORCES.search(parsed.text)
    if counted and claim.area not in _named(parsed) and not ADDED_UP.search(parsed.text):
        return "which areas these are, its words do not tell"
    if _is_of_another_time(parsed, stated):
        return "it is of a time that is not named"
    meant = next((other for other in _meant(look, at, claim) if _fits(other, look)), None)
    return "" if meant is None else f"its words leave open that it is of {meant.area} in {meant.year}"


def _is_of_another_time(parsed: Parsed, stated: Stated) -> bool:
    """Return whether the words before a figure tell by what else was so of when it is."""
    if LATER_THAN.search(parsed.text, 0, stated.start):
        return True
    when = WHEN_IT_WAS.search(parsed.text, 0, stated.start)
    over = OVER_THAT_TIME.search(parsed.text, 0, stated.start)
    since = over and Assumed.EARLIER_DATE in stated.assumed
    return bool(when or since) and not any(period.date for period in parsed.periods)


def _fits(claim: Claim, look: Around) -> bool:
    """Return whether a claim is right, or rounded figures leave it open that it is."""
    return agrees(claim, look.evidence) or may_be(claim, look.evidence)


def _named(parsed: Parsed) -> set[str]:
    """Return the places that a sentence calls by their names."""
    return {place.name for place in parsed.places if place.kind not in ("that", "that region")}


def _is_dated(look: Around, stated: Stated, claim: Claim) -> bool:
    """Return whether a sentence, or those before it in its paragraph, names the date of a statement.

    A change is also since one that is named, or so many years before.
    """
    sentence = look.sentences[stated.passage.number]
    periods = sentence.parsed.periods
    own = {period.date for period in periods if period.date}
    ends_now = PRESENT.search(sentence.parsed.text)  # "so it has gone up by 82 in two years"
    back = [period.years for period in periods if period.years > 0 and not (ends_now and period.length)]
    earlier = {f"{claim.year - years}{claim.date[4:]}" for years in back}
    since = claim.comparator if claim.kind.startswith("change") else ""
    if not own and not since:
        before = {period.date for nearby in sentence.paragraph for period in nearby.periods if period.date}
        return before == {claim.date} and not NOW.search(sentence.parsed.text)
    return claim.date in own and since in {"", *own, *earlier}


def _meant(look: Around, at: int, claim: Claim) -> Iterator[Claim]:
    """Yield the other claims that a level or change makes of the places and dates that its words point at."""
    stated = look.article.stated[at]
    if not (claim.kind in ("level", *BOUNDS) or claim.kind.startswith("change")):
        return
    sentence = look.sentences[stated.passage.number]
    around = (*sentence.before[-1:], sentence.parsed)
    areas, dates = {claim.area}, {claim.date}
    points_at_a_place = _points_at_a_place(sentence.parsed, stated)
    if points_at_a_place:
        areas |= _areas_before(look, sentence) | _own(look)
        areas |= set() if ANY_VERB.search(sentence.parsed.text) else look.article.readings.areas
    if OPEN_DATES & set(stated.assumed) and not _is_now(sentence.parsed, stated):
        dates |= {period.date for nearby in around for period in nearby.periods if period.date}
        dates |= _told(look, around) if points_at_a_place else set()
    for area, date in product(sorted(areas), sorted(dates)):
        if (area, date) != (claim.area, claim.date) and claim.comparator < date:
            yield replace(claim, area=area, date=date)


def _areas_before(look: Around, sentence: Sentence) -> set[str]:
    """Return the areas of the sentences before; "the latter" may be one of its own sentence too."""
    nearby = [*sentence.paragraph, *sentence.before[-1:]]
    nearby += [sentence.parsed] if ONE_OF_TWO.search(sentence.parsed.text) else []
    return {name for parsed in nearby for name in look.areas(parsed)}


def _points_at_a_place(parsed: Parsed, stated: Stated) -> bool:
    """Return whether a statement takes its place from elsewhere, or from words that stand for one of two."""
    if ONE_OF_TWO.search(parsed.text):
        return True
    ours = OUR_OWN.search(parsed.text, 0, stated.start)
    return not ours and bool((AREA_LEFT_OPEN - {Assumed.AMONG_AREAS}) & set(stated.assumed))


def _own(look: Around) -> set[str]:
    """Return the area that statements of an article have because it is about it."""
    return {
        look.judged[at].claim.area
        for at, stated in enumerate(look.article.stated)
        if OF_ARTICLE & set(stated.assumed)
    }


def _told(look: Around, sentences: Sequence[Parsed]) -> set[str]:
    """Return the dates of which the figures of some sentences were read."""
    told = look.stated_in(*(parsed.passage.number for parsed in sentences))
    return {look.judged[at].claim.date for at in told} - {""}


def _is_now(parsed: Parsed, stated: Stated) -> bool:
    """Return whether the clause of a statement tells what is so now: "the rate in North Wales is 166"."""
    clause = parsed.text[slice(*clause_of(plain_mask(parsed), stated))]
    return bool(PRESENT.search(clause)) and not PAST.search(clause)
