"""Between which dates a change is: the later one, and the earlier one that it is since.

``number_date`` asks it for numbers that are told as changes.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.dates import Period
from helpers.factcheck.reading.dates_beside import (
    is_of_years,
    is_since,
    opening_period,
    own_period,
    said_earlier,
    so_many_years_before,
)
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, Parsed
from helpers.factcheck.reading.sentence_date import LATEST_RISE, main_date_at

SINCE_AFTER_FIGURE = re.compile(r"(?:%| per cent)?(?: \w+){0,3} since(?: then)?(?=[.,;]|$)")
# "Since then the total has grown by 75%", "the increase since then is 1,036 people, or 47%".
SINCE_THEN_BEFORE = re.compile(r"\b[Ss]ince then\b[^.;:]*$")


def dates_of_change(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, str, list[Assumed]]:
    """Return the date of a change, the one that it is since, and what was assumed about either."""
    if context.release and LATEST_RISE.search(sentence.text, 0, number.start):
        return context.release, so_many_years_before(context.release, 1), [Assumed.DATE_RELEASE]
    beside = _beside_change(sentence, number)
    if following := None if beside else _later(sentence, number, context):
        return *following, []
    main, assumed = _beside_level(sentence, number) or beside or main_date_at(sentence, number, context)
    if context.release > main and THAN_NOW.match(sentence.text, number.end):
        return context.release, main, assumed
    if then := in_years_to_now(sentence, context) or _since_then(sentence, number, context):
        return context.release, then, []
    if recorded := _recorded_before(sentence, number):
        return so_many_years_before(main, recorded), so_many_years_before(main, recorded + 1), assumed
    if opening := opening_period(sentence, number):
        main = so_many_years_before(main, opening.years)
        return main, so_many_years_before(main, 1), assumed
    comparator, more = _comparator(sentence, number, main)
    if beside and more:
        comparator = so_many_years_before(main, 1)  # "2,065 in 2021, before dropping by 58 in 2023"
    return main, comparator, [*assumed, *more]


# "In 2020 the figure was 3,411, which is 996 fewer than now".
THAN_NOW = re.compile(
    r" (?:(?:offenders|people) )?(?:more|fewer|higher|lower|less) than (?:(?:it|there|the (?:total|number|figure)) (?:is|are) )?(?:now|today|at present|currently)\b"
)


def _beside_level(sentence: Parsed, number: Quantity) -> tuple[str, list[Assumed]] | None:
    """Return the date of the figure right before a change: "in 2020, when there were 814, 13 fewer"."""
    previous = sentence.previous(number)
    if previous is None or not DATE_THEN_FIGURE.fullmatch(sentence.text, previous.end, number.start):
        return None
    if THAN_WHEN.search(sentence.text, 0, previous.start):
        return None
    own = own_period(sentence, previous, before=not said_earlier(sentence, previous))
    return (own.date, []) if own is not None and own.date else None


def _recorded_before(sentence: Parsed, number: Quantity) -> int:
    """Return how long before it a change is that another is compared with: "than the 4% of 2022"."""
    near = [period for period in sentence.periods if period.years > 0 and period.start >= number.end]
    if not near or near[0].length or not THAN_THE_BEFORE.search(sentence.text, 0, number.start):
        return 0
    return near[0].years if RECORDED_IN.fullmatch(sentence.text, number.end, near[0].start) else 0


THAN_THE_BEFORE = re.compile(r"\bthan (?:the|a) (?:just |about |nearly |almost )?$")
RECORDED_IN = re.compile(
    r"(?:%| per ?cent)?(?: (?:rise|increase|growth|fall|drop|decrease))? (?:recorded|reported|seen|of|in|recorded in|seen in) "
)


def _beside_change(sentence: Parsed, number: Quantity) -> tuple[str, list[Assumed]] | None:
    """Return the date right after a change that is one of several: "by 56 in 2020 and by 29 in 2021"."""
    near = [period for period in sentence.periods if number.end <= period.start]
    if not near or not near[0].date or Assumed.AMONG_DATES not in sentence.among:
        return None
    beside = IN_DATE.fullmatch(sentence.text, number.end, near[0].start)
    return (near[0].date, []) if beside else None


IN_DATE = re.compile(r"(?:%| per ?cent|pc)?(?: to [0-9][0-9,]*)? in (?:the year to )?(?:March )?")


def _later(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, str] | None:
    """Return the dates of a change told as so many years after another: "321 in 2011; a year on, up 5%".

    The other may be that of the sentence before: "over the next two years it put on 82".
    """
    before = [
        period
        for period in sentence.periods
        if period.end <= number.start and not period.length and (period.date or period.years)
    ]
    if not before or before[-1].years >= 0:
        return None
    base = before[-2].date if len(before) > 1 else context.last_named_date
    if not base or any(before[-1].end <= figure.start < number.start for figure in sentence.figures):
        return None
    return so_many_years_before(base, before[-1].years), base


# "58 fewer than in 2022, when there were 2,090, a fall of 2.8 per cent": from that figure, not to it.
THAN_WHEN = re.compile(
    r"\b(?:more|fewer|higher|lower|less) than\b[^.;:,]{0,40}, (?:when|where|which)\b[^.;:,]{0,30}$"
)
DATE_THEN_FIGURE = re.compile(
    r",? (?:\(|– |— )?(?:that is |which is |or )?(?:a (?:rise|fall|drop|increase) of |up (?:by )?|down (?:by )?)?(?:just |only |about |some )?"
)


# "Growth over the period", after the year in which it begins.
OVER_PERIOD = re.compile(
    r"\b(?:over|in|during|across|within) (?:the|that|this|the same|the whole|the entire|those|these) (?:period|time|span|stretch)\b",
    re.IGNORECASE,
)


# "In March 2021 it was 562, so it has gone up by 25": from then to now.
SO_IT_HAS = re.compile(
    r"[0-9], (?:so|meaning|which means|and so)\b[^.;:,0-9]{0,40}\b(?:has|have|is|are)(?: now)?\b[^.;:,0-9]{0,30}$"
)


def _since_then(sentence: Parsed, number: Quantity, context: Context) -> str:
    """Return the date that a change "since then" is since: the last one named before it, up to now."""
    if not context.release:
        return ""
    since = (
        SINCE_AFTER_FIGURE.match(sentence.text, number.end)
        or OVER_PERIOD.search(sentence.text)
        or SINCE_THEN_BEFORE.search(sentence.text, 0, number.start)
        or (SO_IT_HAS.search(sentence.text, 0, number.start) and not is_of_years(sentence, context))
    )
    if not since:
        return ""
    named = [period.date for period in sentence.periods if period.date and period.end <= number.start]
    ago = [period.years for period in sentence.periods if period.years > 1 and period.end <= number.start]
    then = named[-1] if named else so_many_years_before(context.release, ago[-1]) if ago else context.then
    return then if then and then < context.release else ""


def in_years_to_now(sentence: Parsed, context: Context) -> str:
    """Return since when a change "in four years" is, where those end with the latest figures."""
    lengths = {period.years for period in sentence.periods if period.length and period.years > 1}
    dates = [period.date for period in sentence.periods if period.date.endswith("-03-31")]
    if not lengths or not context.release or context.release in dates:
        return ""
    release = int(context.release[:4])
    return next((date for date in dates if release - int(date[:4]) in lengths), "")


def _comparator(sentence: Parsed, number: Quantity, main: str) -> tuple[str, list[Assumed]]:
    """Return the earlier date of a change: the one after "since", else so many years before the main date."""
    dated = [period for period in sentence.periods if period.date and period.date < main]
    if years := _years_beside(sentence, number):
        return so_many_years_before(f"{main[:4]}-03-31", years), []
    since = [period.date for period in dated if _since_of(sentence, number, period)] or [
        period.date
        for period in dated
        if BETWEEN_BEFORE.search(sentence.text[max(0, period.start - 30) : period.start])
    ]
    if beside := _date_of_earlier(sentence, number, dated):
        return beside, []
    if since:
        return _nearest(sentence, number, dated) or max(since), []
    years, assumed = years_told_before(sentence, number)
    before = [period.date for period in dated if period.end <= number.start]
    if assumed and before:
        return max(before), assumed
    return f"{int(main[:4]) - years}-03-31", assumed


def _years_beside(sentence: Parsed, number: Quantity) -> int:
    """Return the years of words right after a change: "116 more than the year before"."""
    if YEAR_TO.match(sentence.text, number.end):
        return 1
    _, last = sentence.around(number)
    near = [period for period in sentence.periods if period.years > 0 and number.end <= period.start < last]
    if not near or not THAN_A_DATE.fullmatch(sentence.text, number.end, near[0].start):
        return 0
    before = [period.years for period in sentence.periods if period.years > 0 and period.end <= number.start]
    # "17 more than the year before and 42 more than the year before that".
    back = before[-1:] if sentence.text[near[0].start : near[0].end].endswith(" that") else []
    return near[0].years + sum(back)


YEAR_TO = re.compile(r"(?:%| per ?cent|pc)? (?:in|over|during) the (?:year|12 months|twelve months) to\b")
THAN_A_DATE = re.compile(r"(?:%| per ?cent|pc)?(?: [a-z]+){0,3} (?:than|on|from)(?: in| at)? ", re.IGNORECASE)


def _since_of(sentence: Parsed, number: Quantity, period: Period) -> bool:
    """Return whether a change is since a date: not where that stands in a later statement of the sentence."""
    between = sentence.text[number.end : period.start]
    return (
        is_since(sentence, period)
        and re.search(r"; |, (?:and|but|while|the (?:lowest|highest|first|biggest|largest))\b", between)
        is None
    )


def _nearest(sentence: Parsed, number: Quantity, dated: list[Period]) -> str:
    """Return the date right after a change that it is since: "85 more than in March 2019"."""
    _, last = sentence.around(number)
    near = [period for period in dated if number.end <= period.start < last and is_since(sentence, period)]
    return near[0].date if near else ""


def _date_of_earlier(sentence: Parsed, number: Quantity, dated: list[Period]) -> str:
    """Return the date of the earlier figure that a change names: "130 per cent above the 802 of 2006"."""
    _, last = sentence.around(number)
    if not ON_EARLIER.fullmatch(sentence.text, number.end, last):
        return ""
    earlier = next(figure for figure in sentence.figures if figure.start >= number.end)
    near = [period for period in dated if OF_DATE.fullmatch(sentence.text, earlier.end, period.start)]
    return near[0].date if near else ""


# What stands between a change and the earlier figure, and between that and its date.
ON_EARLIER = re.compile(
    r" (?:above|below|(?:more|fewer|less|higher|lower) than|(?:up |down )?(?:on|from))(?: the| its)?(?: (?:total|figure) of)? ",
    re.IGNORECASE,
)
OF_DATE = re.compile(r" (?:\w+ )?(?:of|in|from|for|at the end of) (?:March )?", re.IGNORECASE)
BETWEEN_BEFORE = re.compile(r"\b(?:between|from)(?: the end of| March)? $", re.IGNORECASE)


def years_told_before(sentence: Parsed, number: Quantity) -> tuple[int, list[Assumed]]:
    """Return how many years before the main date the nearest words for it say; one where there are none."""
    others = [
        figure.end
        for figure in sentence.figures
        if figure is not number and _recorded_before(sentence, figure)
    ]
    relative = [
        period
        for period in sentence.periods
        if period.years > 0 and not any(number.end <= end <= period.start for end in others)
    ]
    if not relative:
        return 1, [Assumed.EARLIER_DATE]
    return min(relative, key=lambda period: abs(period.start - number.end)).years, []
