"""Which dates of a sentence stand beside a number, and which are those of what another is compared with.

``number_date`` asks it first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.factcheck.reading.dates import LAST_YEAR, Period
from helpers.factcheck.reading.number_area import links
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Context, Parsed

BETWEEN_DATE = re.compile(
    r"[,;](?![0-9])|\b(?:and|while|but|from|to|since|than|on)\b(?! (?:the |its |their |our |his )?(?:register|books|list|rolls?)\b)"
)
SINCE_BEFORE = re.compile(
    r"(?:\b(?:since(?: at least)?|(?:many|much|high|low|large|big|few|same(?: \w+)?) as (?:it was )?in|above|below|compar(?:ed|es|ing) (?:with|to)|against|than(?: (?:it|they|there|that) (?:was|were|had been)| (?:it|we|they) had)?(?: back)?(?: in| at| on)?|what (?:it|they) (?:was|were|had been)(?: back)? in|from|up on|down on|after)"
    r"|(?:%|cent|rise|increase|fall|drop|decrease|growth|(?<!level )[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)) on)(?: the end of| that of| the total of| the figure (?:of|for)| the same (?:point|time|stage|date|day|month)(?: in| of)?)?(?: the)? $",
    re.IGNORECASE,
)
WHEN_BEFORE = re.compile(r",? (?:when|where|in which)\b[^.;]*$")
EARLIER_FIGURE = re.compile(
    r"(?:\b(?:up from|down from|from|(?:double|twice|treble|three times|half)(?= the )|compar(?:ed|es|ing) (?:with|to)|against|than|having (?:had|been|stood at)|where (?:there|it) had been)|, after|\b(?:rise|increase|fall|drop|decrease|up|down|cent|growth|more|fewer)\b(?:[^.,;]|,[0-9]){0,20} on|% on|(?:%|\bcent) (?:above|below))"
    r"(?: (?:last|the (?:previous|preceding)) year's)?(?: the| a| just| only| still| some| its)?(?: total| figure| number| rate| level| previous)?(?: of)?(?: \w+ than)? $",
    re.IGNORECASE,
)
# "It had been 134": before the figure that the sentence before tells.
IT_HAD_BEEN = re.compile(
    r"[\"“]?(?:It|That|The (?:rate|number|total|figure|count)) (?:had (?:previously )?(?:been|stood at)|was previously)(?: just| only| about)? "
)
NO_MORE = re.compile(r"(?: (?:people|offenders|names|per 100,?000(?: people)?))?(?:[.;]|$)")
# A year after these is that of an event, not of a figure: "the census of 2021", "the Act of 2003".
EVENT = re.compile(
    r"\b(?:census|act|law|bill|case|murder|killing|trial|review|inquiry|election|referendum|pandemic|lockdown|campaign|scandal"
    r"|scheme|pilot|games|olympics|riots|budget)(?: of| in)?(?: (?:March|May|June|July|the))? $"
    r"|\b(?:set up|launched|introduced|created|established|founded|brought in) (?:back )?(?:in|from)(?: (?:March|May|June|July|the))? $",
    re.IGNORECASE,
)
QUALIFIED = re.compile(
    r"(?:(?:slightly |just |well )?(?:more than|over|nearly|almost|about|around|some|at least|fewer than|approximately|roughly|under|just)) $",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:now|currently|today|at present|at the moment|these days|this (?:year|spring|March|autumn)|this time|(?:latest|newest|most recent) (?:count|figure|total|number|rate|tally|year|twelve months|12 months|report))\b",
    re.IGNORECASE,
)


def number_of(words: str) -> int:
    """Return a small number in digits or words; nought for other words."""
    if words.isdigit():
        return int(words)
    return int(number_in_words(words)) if re.fullmatch(SHORT_NUMBER, words) else 0


def is_of_years(sentence: Parsed, context: Context) -> bool:
    """Return whether a change is told of a time that does not end with the latest figures."""
    lengths = {period.years for period in sentence.periods if period.length}
    named = [int(period.date[:4]) for period in sentence.periods if period.date]
    ends = {year + years for year in named for years in lengths}
    return bool(ends) and int(context.release[:4]) not in ends


def so_many_years_before(date: str, years: int) -> str:
    """Return the date so many years before another."""
    return f"{int(date[:4]) - years}{date[4:]}"


def clause_before(sentence: Parsed, number: Quantity) -> str:
    """Return the words of a number's clause before it."""
    return re.split(r"[,;:(]|\b(?:and|but|while|when|than)\b", sentence.text[: number.start])[-1]


def part_of_sentence(sentence: Parsed, number: Quantity) -> tuple[int, int]:
    """Return the part of a sentence, between colons and semicolons, in which a number stands."""
    start = max(sentence.text.rfind(mark, 0, number.start) for mark in "(;:—") + 1
    ends = [at for mark in "();:—" if (at := sentence.text.find(mark, number.end)) >= 0]
    return start, min(ends, default=len(sentence.text))


def is_main(sentence: Parsed, period: Period) -> bool:
    """Return whether a date is one that the sentence is about: not one that it compares with."""
    event = EVENT.search(sentence.text, max(0, period.start - 40), period.start)
    return (
        bool(period.date)
        and event is None
        and not is_since(sentence, period)
        and not _of_earlier(sentence, period)
    )


def main_date(sentence: Parsed) -> str:
    """Return the latest date that a sentence is about; empty where there is none."""
    return max((period.date for period in sentence.periods if is_main(sentence, period)), default="")


def is_since(sentence: Parsed, period: Period) -> bool:
    """Return whether a date is one that something is compared with: "since 2019", "4% on 2018-19"."""
    before = sentence.text[max(0, period.start - 50) : period.start]
    day = NAMES_A_DAY.match(sentence.text, period.start) or SAME_DAY.search(before)
    if day and COUNTED_ON.search(before):
        return False
    return bool(SINCE_BEFORE.search(before))


# "4,114 on the same date in 2023".
SAME_DAY = re.compile(r"\bon the same (?:date|day) (?:in|of) $")
# "Down to 1,848 on 31 March 2023": a day of a count, not "up 25 on 31 March 2022".
COUNTED_ON = re.compile(
    r"^(?!.*\b(?:up|down by|rise|increase|fall|drop|decrease|more|fewer|higher|lower)\b[^.;,0-9]{0,12}[0-9,]+ on )"
    r".*[0-9]{3} on (?:the same (?:date|day) (?:in|of) )?$"
)


def _of_earlier(sentence: Parsed, period: Period) -> bool:
    """Return whether a date is that of a figure which another is compared with: "up from 938 in 2022"."""
    before = [figure for figure in sentence.figures if figure.end <= period.start]
    if not before or period.start - before[-1].end > 40:
        return False
    return said_earlier(sentence, before[-1]) and stands_beside(sentence, before[-1].end, period.start)


def of_its_part(sentence: Parsed, number: Quantity) -> Parsed:
    """Return a sentence without the dates on the other side of a semicolon, where its own side is dated."""
    first = sentence.text.rfind(";", 0, number.start) + 1
    end = sentence.text.find(";", number.end)
    last = end if end >= 0 else len(sentence.text)
    own = tuple(period for period in sentence.periods if first <= period.start < last)
    return replace(sentence, periods=own) if own or NOW.search(sentence.text, first, last) else sentence


def said_earlier(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a figure is said to be an earlier one: "up from 938", "compared with 938"."""
    before = QUALIFIED.sub("", sentence.text[max(0, number.start - 80) : number.start])
    if IT_HAD_BEEN.fullmatch(sentence.text, 0, number.start) and NO_MORE.match(sentence.text, number.end):
        return True
    if EARLIER_FIGURE.search(before):
        # "158, against 152 in South Wales" compares places.
        between_places = not FROM_THEN.search(before) and number.kind != "percent"
        return not (
            between_places
            and any(links(sentence, number, place) for place in sentence.places if place.start >= number.end)
        )
    previous = sentence.previous(number)
    if previous is None or not AND_AFTER.fullmatch(sentence.text, previous.end, number.start):
        return False
    named = any(
        previous.end <= place.start < number.start
        or (place.start >= number.end and links(sentence, number, place))
        for place in sentence.places
    )
    return not (named or OF_ITS_OWN.match(sentence.text, number.end)) and said_earlier(sentence, previous)


# "Up from 623, and 18 others thought dangerous": what counts something else is no second earlier figure.
OF_ITS_OWN = re.compile(
    r" (?:others?|(?:other |violent |otherwise )+[a-z]*|(?:in|at) (?:category|level) [a-z0-9]+)\b"
)
FROM_THEN = re.compile(r"\bfrom (?:about |just |some |the )*$", re.IGNORECASE)


def is_alone_in_brackets(sentence: Parsed, number: Quantity) -> bool:
    """Return whether nothing but a number stands in a pair of brackets."""
    return sentence.text[: number.start].endswith("(") and sentence.text.startswith(")", number.end)


def stands_beside(sentence: Parsed, start: int, end: int) -> bool:
    """Return whether the words between a figure and a date only join the two."""
    if BETWEEN_DATE.search(sentence.text[start:end]) is None:
        return True
    on = ON_DAY.fullmatch(sentence.text, start, end)
    return on is not None and bool(on["same"] or NAMES_A_DAY.match(sentence.text, end))


ON_DAY = re.compile(r" on (?P<same>the same (?:date|day) (?:in|of) )?")
# "604 on March 31": a day that a figure is of, not "4% on 2018".
NAMES_A_DAY = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z][a-z]+ [0-9]{1,2}\b")


def own_period(sentence: Parsed, number: Quantity, before: bool) -> Period | None:
    """Return the date right after a figure or, if ``before``, right before it."""
    first, last = sentence.around(number)
    periods = [period for period in sentence.periods if (period.date or period.years) and not period.length]
    following = [
        period for period in periods if number.end <= period.start < last and _is_of(sentence, period)
    ]
    preceding = [period for period in periods if first <= period.start and period.end <= number.start]
    if _ends_a_span(sentence, number, following):
        return following[1]
    if (
        following
        and stands_beside(sentence, number.end, following[0].start)
        and not is_since(sentence, following[0])
    ):
        return following[0]
    if not preceding:
        return None
    last_one = preceding[-1]
    if last_one.date and sentence.text[last_one.end : number.start] == " (":
        return last_one  # "71 fewer than in 2022 (1,675)"
    then = WHEN_BEFORE.match(sentence.text[last_one.end : number.start])
    began = not before and FROM_THEN.search(sentence.text, 0, number.start)
    if (
        then
        and not began
        and not (last_one.date == "" and LAST_YEAR.fullmatch(sentence.text[last_one.start : last_one.end]))
    ):
        return last_one
    if not before or is_since(sentence, last_one) or _of_earlier(sentence, last_one):
        return None
    if WHOSE.fullmatch(sentence.text, last_one.end, number.start):
        return last_one
    return last_one if last_one.date or _opens(sentence, last_one) else None


# "Last year's report showed 587".
WHOSE = re.compile(
    r"'s(?: [a-z]+){0,3}? (?:showed|shows|was|were|had|put|gave|stood at|said|recorded|counted)(?: (?:just|only|about|it at))* "
)


def _ends_a_span(sentence: Parsed, number: Quantity, following: list[Period]) -> bool:
    """Return whether a figure is that at the end of a time: "to 1,262 between 2022 and 2023"."""
    if len(following) < 2 or sentence.text[following[0].end : following[1].start] != " and ":
        return False
    to = re.search(r"\bto (?:about |just |some )?$", sentence.text[: number.start])
    return to is not None and sentence.text[number.end : following[0].start] == " between "


def _is_of(sentence: Parsed, period: Period) -> bool:
    """Return whether a date after a figure is not one that introduces the next: "1,848 (2021: 1,684)"."""
    told = NUMBER_IN.search(sentence.text, 0, period.start)  # "70,000 in 2024: 70,052, to be exact"
    return told is not None or INTRODUCES.match(sentence.text, period.end) is None


# "A year earlier 1,671 were on it - 65 fewer": the change is that of the earlier figure.
TURNED_ROUND = re.compile(r" (?:[a-z]+ ){0,2}(?:fewer|more|higher|lower|less)\b")
SO_IT_IS_NOW = re.compile(r", (?:so|meaning|which means)\b[^.;]*\b(?:is|are|has|have|now)\b")
NUMBER_IN = re.compile(r"[0-9] (?:in|on|at|by)(?: the end of)?(?: March)? $")
INTRODUCES = re.compile(r": ?[0-9]")


def _opens(sentence: Parsed, period: Period) -> bool:
    """Return whether words for an earlier time begin a statement: "the year before it was 774"."""
    return is_opening(sentence.text[max(0, period.start - 60) : period.start])


def is_opening(lead: str) -> bool:
    """Return whether words lead up to a time that begins a statement."""
    return DATE_OPENS.search(lead) is not None


# "The rate two years earlier was 130".
DATE_OPENS = re.compile(
    r"(?:^|[,;:.] |\b(?:and|but|while|whereas) )(?:(?:at the same (?:time|point|stage|date)|in|the|just|only|its|their|our|local|equivalent|corresponding|comparable|same|force|county|rate|figure|number|total|count|tally) )*$",
    re.IGNORECASE,
)


def _told_of_a_year(sentence: Parsed, period: Period, number: Quantity) -> bool:
    """Return whether something is told of the year before: "after a year in which the number had fallen"."""
    words, between = sentence.text[period.start : period.end], sentence.text[period.end : number.start]
    if period.years > 0 and period.end <= number.start and WHEN_BEFORE.match(between):
        return LAST_YEAR.fullmatch(words) is None  # "it was 2,032 the year before, when it fell by 58"
    return (
        words.lower().startswith("a year ")
        and words.endswith(("which", "when"))
        and bool(period.end <= number.start and re.fullmatch("[^.;:,]*", between))
    )


def opening_period(sentence: Parsed, number: Quantity) -> Period | None:
    """Return the earlier time with which a change is introduced: "In the year before, it grew by 39%"."""
    first = sentence.periods[0] if sentence.periods else None
    told = [period for period in sentence.periods if _told_of_a_year(sentence, period, number)]
    if told:
        return told[-1]
    if first is None or not first.years or first.length or first.start > 12 or first.end > number.start:
        return None
    apart = any(first.end <= figure.start < number.start for figure in sentence.figures)
    so = SO_IT_IS_NOW.search(sentence.text, first.end, number.start)  # "it was 2,032, so it is 170 higher"
    if apart and (so or not TURNED_ROUND.match(sentence.text, number.end)):
        return None  # "A year ago it was 4,114: an increase of 293": the time is that of the figure before
    later = any(period.date and is_main(sentence, period) for period in sentence.periods)
    words = sentence.text[first.start : first.end]
    return None if later or LAST_YEAR.fullmatch(words) or not _opens(sentence, first) else first


# What may stand between two earlier figures: "up from 121 last year and 83 in 2011".
AND_AFTER = re.compile(r"[^.;:()]{0,40}(?:,| and)(?: just| only| even| a)* ", re.IGNORECASE)
