"""Whether a number counts something else than offenders of ours, or only a part: it is then not read.

``number_measure`` asks it first.
"""

from __future__ import annotations

import re

from helpers.analysis.comparisons import COUNT
from helpers.factcheck.reading.measure_named import MAPPA_LEVELS, OF_SOME
from helpers.factcheck.reading.number_area import HIGHEST_RATE
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import NotRead, Parsed

PART_OF_THEM = re.compile(r" of (?:them|whom|these|those)\b")
# "10 were missing, of whom seven were believed to be abroad".
OF_THEM_BEFORE = re.compile(
    r"\b(?:of|among) (?:them|whom|which|these|those)(?:,| all| only| just| about| some| at least| as many as)* $",
    re.IGNORECASE,
)
NEARLY = r"(?: (?:about|around|just|only|almost|nearly|over|under|more than|fewer than|less than))*"
AVERAGED_BEFORE = re.compile(
    rf"\baverage(?:s|d)?(?: (?:across|in|for|among) [^.;:0-9]{{1,40}})?(?: of| is| was| stands at| stood at| comes to| came to| works out at| worked out at)?{NEARLY} $"
    rf"|\bthe average (?:police )?(?:force|area|constabulary) (?:has|had|manages|managed|looks after|looked after){NEARLY} $",
    re.IGNORECASE,
)
PER_AREA = re.compile(
    r"(?: [a-z]+){0,3} (?:per|a|for each|for every|in each|to each) (?:police )?(?:force|area|constabulary)\b",
    re.IGNORECASE,
)


# "In Norfolk that was the case for 1,175 registered sex offenders", "this applied to 13 of them".
OF_THAT_CASE = re.compile(
    r"\b(?:[Tt]hat|[Tt]his|[Ii]t|[Tt]he same) (?:was|is|had been|has been|were|applie[sd]|goes|went|held|holds)(?: also)? (?:(?:the case|true|so) (?:for|of|with|in)|to|for|good for|true for)(?: about| just| only| some| all(?: but)?)? $"
)


# "It is 131 per 100,000 elsewhere".
ELSEWHERE = re.compile(r"(?:[^.;:,0-9A-Z]|100,000)*\belsewhere\b(?! in\b)")
# "Four were taken off the register when they died".
WHO_DIED = re.compile(
    r"[^.;:0-9]{0,80}\b(?:when|because|after|as|having|who) (?:they |he )?(?:ha[sd]|have)? ?(?:died|moved|left|emigrated)\b"
)
# "An increase of 8 per cent a year".
BY_THE_YEAR = re.compile(
    r"(?:%| per ?cent|pc)? (?:(?:a|per|each|every) year\b(?! (?:ago|earlier|before|later|after|on\b))|annually\b|a year on average)"
)
# "An earlier version of this article said Derbyshire had 977".
OF_EARLIER_VERSION = re.compile(
    r"\b(?:earlier|previous|first|original) version of (?:this|the|our) (?:article|story|report|page)\b"
)
# "314 in the county town and 87 in the market towns", "214 of them live in Castle Ward".
IN_A_TOWN = re.compile(
    r"[^.;:,0-9]{0,60}? in (?:the |its |our )?(?:county town|market towns?|(?:[A-Z][a-z]+ )+[Ww]ard)\b"
)
# "112 sexual harm prevention orders were in force": those of all years.
IN_FORCE = re.compile(
    r" (?:[a-z]+ ){0,3}orders (?:(?:are|were|is|was|now|still|currently|already) ){0,3}in (?:force|place)\b"
)
# "The other 130 offenders are violent or otherwise dangerous".
OF_TWO_KINDS = re.compile(
    r"(?:(?!\bsex)[^.,;:0-9]){0,60}?\bviolent (?:or|and|and/or) (?:other(?:wise)? )?dangerous\b",
    re.IGNORECASE,
)
# "1,270 have been put on the register since 2010": of all who ever were.
EVER_SINCE = re.compile(
    r"[^.;:0-9]{0,60}\b(?:have|has|had) (?:ever )?(?:been )?(?:put|placed|entered|joined|gone|lived|passed)\b[^.;:0-9]{0,40}\b(?:since|over (?:the|those|these)|in the last)\b"
)
# "It treats 1,100 sex offenders a year".
IN_EACH_YEAR = re.compile(
    r"(?: [a-z]+){0,4}? (?:offenders|people|names|m[ae]n)(?: [a-z]+){0,2}? (?:a|each|every|per) (?:year|month|week|day)\b(?! (?:ago|earlier|before|previously|later|after|on|since|to|from)\b)"
)
# What the words after a number leave it to be, which no measure of ours is.
NOT_OURS_AFTER = (
    (ELSEWHERE, "a figure of other places"),
    (IN_FORCE, "how many orders are in force, not how many were made"),
    (IN_A_TOWN, "a figure of a part of the area"),
    (WHO_DIED, "how many died or moved away, which is not checked"),
    (BY_THE_YEAR, "a change by the year, which is not read"),
    (OF_TWO_KINDS, "offenders of two kinds together"),
    (EVER_SINCE, "how many there were over several years"),
    (IN_EACH_YEAR, "so many a year"),
)
# "The other 40 were at level two or three".
AT_TWO_LEVELS = re.compile(r"[^.;:,0-9]{0,60}\blevels? (?:two|three|[23]) or (?:level )?(?:two|three|[23])\b")


# "The rate of burglary was 331 per 100,000".
RATE_OF = re.compile(
    r"\brates? of (?!(?:the|its|their|our|all|these|those|such|this|that)\b)"
    r"(?![^.;:,]*\b(?:sex|sexual|offenders?|RSOs?|registered|registration|people|names)\b)(?:[a-z-]+ ){1,4}?"
    r"(?:(?:in|for|across) [^.;:,0-9]{1,40} )?(?:was|is|were|are|stood at|stands at|fell to|rose to) (?:about |just |only |nearly |around )*$"
)
OURS_AFTER = re.compile(r" (?:(?:registered|convicted|sex|sexual) )*(?:offenders|RSOs)\b")


# "A net four came off the register": how much it changed, and not how many were removed.
NET = re.compile(r"\bnet (?:about |just |some )?$", re.IGNORECASE)


def refuse_what_is_not_ours(sentence: Parsed, number: Quantity) -> None:
    """Raise NotRead where a number is told as a rate of something else, or of what was told before it."""
    if NET.search(sentence.text, 0, number.start):
        raise NotRead("a net change, which is not read")
    if OF_THAT_CASE.search(sentence.text, 0, number.start):
        raise NotRead("of what the sentence before tells, which is not read")
    if OF_EARLIER_VERSION.search(sentence.text, 0, number.start):
        raise NotRead("what an earlier version of the article said")
    for words, why in NOT_OURS_AFTER:
        if words.match(sentence.text, number.end):
            raise NotRead(why)
    if (
        AT_TWO_LEVELS.match(sentence.text, number.end)
        and {name for _, _, name in sentence.phrases} <= MAPPA_LEVELS
    ):
        raise NotRead("how many are at one of two levels")
    if RATE_OF.search(sentence.text, 0, number.start) and not OURS_AFTER.match(sentence.text, number.end):
        raise NotRead("a rate of something else")


def is_average(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is said to be so many of each force: never the figure of one."""
    averaged = AVERAGED_BEFORE.search(sentence.text[: number.start])
    return bool(
        PER_AREA.match(sentence.text, number.end)
        or (averaged and float(number.value.split()[0]) > HIGHEST_RATE)
    )


def refuse_part(sentence: Parsed, number: Quantity, after: str, measure: str) -> None:
    """Raise NotRead for a number that is told as part of the one before: "of whom seven", "one of them"."""
    previous = sentence.previous(number)
    placed = any(place.start >= number.end for place in sentence.places)
    is_part = bool(OF_THE_OFFENDERS.match(sentence.text, number.end))
    if not placed:
        is_part = is_part or bool(OF_THE_OFFENDERS_BEFORE.search(sentence.text, 0, number.start))
    if measure == COUNT and is_part:
        raise NotRead("one of the parts of a number")
    if measure not in (COUNT, "missing_rso") or previous is None or previous.kind == "percent":
        return
    of_them = OF_THEM_BEFORE.search(sentence.text, 0, number.start)
    named = any(start >= number.end for start, _, _ in sentence.phrases)
    if PART_OF_THEM.match(after) or (of_them and not named):
        raise NotRead("one of the parts of a number")


# "Over two years 80 were cautioned", "since 2017, 80 have been".
SEVERAL_YEARS = r"(?:over|in|within|during|across|for) (?:(?:the|these|those|all|last|past|previous|next) )*(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|1[0-9]|several|both) years\b"
OVER_YEARS_BEFORE = re.compile(
    rf"\b(?:{SEVERAL_YEARS}|since (?:[A-Z][a-z]+ )?(?:19|20)[0-9]{{2}},|since then,)[^.;:0-9]*$",
    re.IGNORECASE,
)
OVER_YEARS_AFTER = re.compile(
    rf"[^.;:,0-9]{{0,80}}\b(?:{SEVERAL_YEARS}|since (?:19|20)[0-9]{{2}})", re.IGNORECASE
)
PUNISHED = re.compile(r"\b(?:cautioned|convicted)\b")
EITHER = re.compile(r"\b(?:cautioned or convicted|convicted or cautioned)\b")


def refuse_part_of_year(sentence: Parsed, number: Quantity, measure: str) -> None:
    """Raise NotRead for what is counted over several years, or is told as cautions and convictions apart."""
    if measure not in OF_SOME:
        return
    if OVER_YEARS_BEFORE.search(sentence.text, 0, number.start) or OVER_YEARS_AFTER.match(
        sentence.text, number.end
    ):
        raise NotRead("how many there were over several years")
    words = [match.start() for match in PUNISHED.finditer(sentence.text)]
    if measure != "notification_breaches" or not words or EITHER.search(sentence.text):
        return
    if any(words[0] < figure.start < words[-1] for figure in sentence.figures):
        raise NotRead("cautions and convictions apart")


# "1,040 of those on the register abused children", "of those on the register, 1,150 are men".
OFFENDERS_ON_IT = r"(?:the|those|these|all|its|their)\b(?! \w+'s)[^.,;:0-9]{0,40}?\b(?:offenders|RSOs|on (?:the|its) (?:register|list|books))\b"
OF_THE_OFFENDERS = re.compile(rf" of {OFFENDERS_ON_IT}")
OF_THE_OFFENDERS_BEFORE = re.compile(
    rf"\b(?:[Oo]f|[Aa]mong) {OFFENDERS_ON_IT}, (?:about |some |only |just |all but )*$"
)
