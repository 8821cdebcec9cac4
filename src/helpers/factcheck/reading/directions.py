"""Directions without a figure: "the number of sex offenders in Essex fell in the year to March 2023".

A direction is read where the words before it are plainly one of our measures, of one place, and it is plain
between which two dates. Nothing else may stand between, so "visits to sex offenders rose" is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.reading.dates_beside import is_since
from helpers.factcheck.reading.number_area import PRONOUN_BEGINS, carried_area, only_compared
from helpers.factcheck.reading.patterns import (
    AREA,
    DATE,
    FILL,
    FILL_OR_AREA,
    GROUP,
    MEASURE,
    NUMBER,
    OF_MEASURE,
    OPENS,
    STATE,
    NotStated,
    WordedClaim,
    first_matches,
    measure_of,
    named,
    refuse_list,
)
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import NO_AREA, NO_MEASURE, Assumed, Context, NotRead, Parsed
from helpers.factcheck.reading.ways import DOWN_NOUN, DOWN_NOW, DOWN_PAST, UP_NOUN, UP_NOW, UP_PAST

HOW_STEEPLY = r"(?:slightly|sharply|steeply|significantly|marginally|also|again|then|only) "
DIRECTION_VERB = (
    rf" (?:{HOW_STEEPLY})?(?:(?:has|have|had) )?(?:{HOW_STEEPLY})?"
    rf"(?P<word>(?P<up>{UP_PAST})|(?P<down>{DOWN_PAST})|(?P<up3>{UP_NOW})|(?P<down3>{DOWN_NOW})|(?:more than )?(?:doubled|halved)"
    rf"|(?:is|are|was|were|went|gone) (?:{HOW_STEEPLY})?(?:(?P<up2>up)|(?P<down2>down)))\b"
)
MEASURE_NOUN = r"(?P<what>numbers?|totals?|counts?|figures?|register|list|rate)"
# A sign must end before the next begins, or one date could be taken for many.
SIGN = rf"(?:{DATE}|{AREA}|{GROUP})(?: |(?=,))"
DIRECTION_LEAD = rf"(?:(?:in|at|across|by|between|from|over|during) (?:the |end |of |year |to |and |{SIGN})*,? ?)?(?:the |its |their |overall |total )*"
A_RISE_IN = rf"(?:a|an)(?: [a-z]+)? (?P<word>(?P<up>{UP_NOUN})|(?P<down>{DOWN_NOUN})) in (?:the )?(?:(?P<what>numbers?|rate) of )?"
THERE = r"there (?:was|were|has been|have been)"
HAD = rf"(?:{AREA}|{GROUP})(?: (?:also|has|have))? (?:had|saw|seen|recorded|reported|has|have)"
MORE_THAN_THEN = rf"(?P<word>(?P<up>more)|(?P<down>fewer)) {MEASURE}{STATE}{FILL}(?: {AREA}|{GROUP})?{FILL} than(?: in| at| on| for| the| end| of| it was| there were)* {DATE}"
DIRECTION_PHRASES = [
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"{OPENS}{DIRECTION_LEAD}{MEASURE_NOUN}{OF_MEASURE}{STATE}{FILL_OR_AREA}{DIRECTION_VERB}",
        rf"{OPENS}{DIRECTION_LEAD}(?:{AREA}|{GROUP})(?:'s|') (?:overall |total )?{MEASURE_NOUN}{OF_MEASURE}{STATE}{FILL_OR_AREA}{DIRECTION_VERB}",
        rf"{OPENS}{DIRECTION_LEAD}{MEASURE}(?: numbers)?{STATE}{FILL_OR_AREA}{DIRECTION_VERB}",
        rf"{OPENS}{DIRECTION_LEAD}(?:{THERE}|{HAD}) {A_RISE_IN}{MEASURE}{STATE}{FILL_OR_AREA}(?=[.,;]|$| and| but| while)",
        rf"{OPENS}{DIRECTION_LEAD}(?:{THERE}|{HAD}) {MORE_THAN_THEN}",
        rf"{OPENS}(?:{AREA}|{GROUP})(?:'s|') {MEASURE}(?: numbers)?{STATE}{DIRECTION_VERB}",
        rf"^(?P<word>(?P<up>More)|(?P<down>Fewer)) {MEASURE}(?:,? (?:in|on|at|across|living|register|the|police|{AREA}|{GROUP}))*(?=$|[,:;] | [-–] )",
        rf"^(?:That|This) (?:is|was) (?P<word>(?P<up>more)|(?P<down>fewer)) than in {DATE}",
    )
]
AND_MORE = re.compile(rf"(?: \w+)? (?:in|across) {AREA}(?:, | and |, and ){AREA}")
WAY_CLAUSE = re.compile(r"[,;]|\b(?:but|while)\b")
# "Has gone up every single year": more is said than that it is higher now.
EACH_YEAR_AFTER = re.compile(
    r"[^.;:,]{0,25}?\b(?:every|each|year after year|year on year|steadily|continu\w+|constantly|without (?:a )?(?:break|pause|interruption)|running|in a row|consecutive)\b"
)
UNCLEAR_TIME = re.compile(
    r"\b(?:decades|(?<!a )decade|years|months|recent\w*|lately|steadily|continu\w+|pandemic|lockdown|generation|always|often)\b",
    re.IGNORECASE,
)
ONE_SIDED = re.compile(r"\b(?:after|before|until|by|during)(?: the end of)? $", re.IGNORECASE)
BETWEEN_DATES = re.compile(rf"\bbetween {DATE} and {DATE}|\bfrom {DATE} (?:to|until) {DATE}")
# What such a time says of the years before leaves its own two dates plain (``over_years``).
FIRST_TIME = re.compile(
    r"\bfor the first time(?: in (?:at least |more than )?(?:\w+ )?years| in a decade)?|\b(?:after|following|despite) (?:a run of |a string of )?(?:\w+ )?years of (?:\w+ )?\w+",
    re.IGNORECASE,
)
BEFORE = 30


# "Rose in 11 and fell in one".
IN_SO_MANY = re.compile(
    rf" in (?:the |all |both |all the )?(?:others?|rest|all|none|{NUMBER}|one|two|three|four|five|six|seven|eight|nine|ten)(?!\w)(?! (?:year|twelve|12 months))",
    re.IGNORECASE,
)


def directions(sentence: Parsed, masked: str, context: Context) -> Iterator[WordedClaim | NotStated]:
    """Yield each direction without a figure that the sentence states in a form of ``DIRECTION_PHRASES``."""
    for match in first_matches(DIRECTION_PHRASES, masked, "word"):
        if not has_figure(masked, *match.span("word")):
            yield from _direction(sentence, masked, match, context)


def _direction(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context
) -> Iterator[WordedClaim | NotStated]:
    start, end = match.span("word")
    try:
        refuse_of_years(masked, end)
        area, notes = _area(sentence, masked, match, context)
        measure = _measure(sentence, match, context)
        dated = _dated(sentence, masked, context)
        word = _word(match)
        yield WordedClaim(start, end, "change_direction", measure, word, "word", area, "", (*notes, *dated))
    except NotRead as why:
        yield NotStated(start, end, str(why))


def refuse_of_years(masked: str, end: int) -> None:
    """Raise NotRead where the words after a way tell of more years than two dates."""
    if IN_SO_MANY.match(masked, end):
        raise NotRead("in how many years it went a way")
    if EACH_YEAR_AFTER.match(masked, end):
        raise NotRead("a change in each of several years")


def has_figure(masked: str, start: int, end: int) -> bool:
    """Return whether a figure goes with a direction: "rose by 49", "a 5% rise", but not "rose to 987"."""
    after = re.split(r"[;:]|, |\b(?:and|but|while)\b", masked[end : end + 80], maxsplit=1)[0]
    before = re.split(r"[;,]|\b(?:and|but|while)\b", masked[max(0, start - BEFORE) : start])[-1]
    alone = re.sub(
        rf"^(?: \w+ly)?,?(?: from {NUMBER})? to (?:just |about |around |almost |nearly )?{NUMBER}", "", after
    )
    return bool(re.search(NUMBER, alone) or re.search(rf"{NUMBER}\S* (?:[\w-]+ )?$", before))


def _word(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if any(parts.get(name) for name in ("up", "up2", "up3")):
        return "rise"
    return "fall" if any(parts.get(name) for name in ("down", "down2", "down3")) else match["word"].lower()


def _measure(sentence: Parsed, match: re.Match[str], context: Context) -> str:
    measure = measure_of(sentence, match.start(), match.end(), context)
    what = str(match.groupdict().get("what")).lower()
    if measure == RATE and what.rstrip("s") in ("number", "total", "count"):
        measure = COUNT
    if what == "rate":
        measure = RATE if measure in (COUNT, RATE) else ""
    if not measure:
        raise NotRead(NO_MEASURE)
    return measure


def _area(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context
) -> tuple[str, tuple[Assumed, ...]]:
    """Return the only place of the clause, else of the sentence, else that of the sentence before."""
    refuse_list(masked, _first_area(match))
    if AND_MORE.match(masked, match.end("word")):
        raise NotRead("several areas are named")
    end = WAY_CLAUSE.search(masked, match.end("word"))
    last = end.start() if end else len(masked)
    at = Quantity(*match.span("word"), "count", "")
    alone = _alone(sentence, at)
    ours = [place for place in sentence.places if not only_compared(alone, at, place)]
    clause = [place for place in ours if match.start() <= place.start < last]
    if not clause and PRONOUN_BEGINS.match(masked):
        return _from_before((), context)
    names = {named(place, context) for place in clause or ours}
    if len(names) > 1:
        raise NotRead("several places are named")
    if names:
        return names.pop(), ()
    return _from_before(sentence.places, context)


def _first_area(match: re.Match[str]) -> int:
    area = re.search("\ue000", match.group())
    return match.start() + area.start() if area else 0


def _from_before(named_here: tuple[Place, ...], context: Context) -> tuple[str, tuple[Assumed, ...]]:
    if named_here:
        raise NotRead(NO_AREA)
    name, assumed = carried_area(context)
    return name, tuple(assumed)


def _alone(sentence: Parsed, at: Quantity) -> Parsed:
    return Parsed(sentence.passage, sentence.places, sentence.periods, (at,), sentence.phrases)


def _dated(sentence: Parsed, masked: str, context: Context) -> tuple[Assumed, ...]:
    """Return what is assumed about the dates. Raises NotRead where it is not plain which two they are."""
    dates = [period for period in sentence.periods if period.date]
    since = [period for period in dates if is_since(sentence, period)]
    if UNCLEAR_TIME.search(FIRST_TIME.sub("", masked)) or (
        len(dates) > 1 and not since and not BETWEEN_DATES.search(masked)
    ):
        raise NotRead("between which dates is not clear")
    if len(dates) > 2 or (len(dates) == 1 and ONE_SIDED.search(sentence.text, 0, dates[0].start)):
        raise NotRead("between which dates is not clear")
    if len(dates) == len(since) == 1 and not since[0].date < (context.last_date or context.release):
        raise NotRead("no later date is stated with it or before it")
    plain = len(dates) > 1 or since or any(period.years for period in sentence.periods)
    year_to = re.search(rf"\byear (?:to|ending|ended)(?: the end of| in)? {DATE}", masked)
    return () if plain or year_to else (Assumed.EARLIER_DATE,)
