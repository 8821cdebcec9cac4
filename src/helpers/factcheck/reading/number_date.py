"""Of when a figure is: the date beside it, else that of its sentence, of its paragraph, or of the article.

A date after "on", "from", "since" or "compared with" is the one that a figure is compared with, and so is the
date of a figure "up from" which another went.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from helpers.factcheck.reading.change_dates import dates_of_change, years_told_before
from helpers.factcheck.reading.dates import LAST_YEAR, Period
from helpers.factcheck.reading.dates_beside import (
    FROM_THEN,
    NOW,
    WHEN_BEFORE,
    is_alone_in_brackets,
    is_main,
    is_opening,
    number_of,
    own_period,
    said_earlier,
    so_many_years_before,
)
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import LIST_JOIN, Assumed, Context, Parsed
from helpers.factcheck.reading.sentence_date import IN_LATEST, main_date_at

# "Against 34,939 then".
THEN_AFTER = re.compile(r" then(?=[.,;:]|$)")
NEXT_IN_TIME = re.compile(r",? (?:and |but )?(?:then|later|afterwards)\b")


POSSESSIVE = re.compile(r"(?:'s|’s|'|’) ?$")


# "Its rate, 144 for every 100,000 people, was 141 in 2020": the date is that of the second.
IN_APPOSITION = re.compile(r", (?:now |currently |at )?(?:just |about |only )?$")
WAS_THEN = re.compile(
    r"[^.;:]*, (?:was|were|had been|stood at) (?:at )?(?:just |about |only |around )?[0-9][0-9,]*(?: [a-z]+)?(?: in| on| at)?(?: March)? $"
)


def _tells_of_before(sentence: Parsed, number: Quantity, period: Period) -> bool:
    """Return whether a date is that of the figure which one in apposition was before."""
    apposed = IN_APPOSITION.search(sentence.text, 0, number.start)
    return apposed is not None and WAS_THEN.fullmatch(sentence.text, number.end, period.start) is not None


# "After rising by 64 in 2013, the number rose by 13 to 1,192": the date is that of the change before.
CHANGED_BEFORE = re.compile(
    r"(?:After|Following|Having) (?:(?:a|an) )?(?:\w+ing|rises?|rise|risen|fall|fallen|increase|drop|growth)\b[^.;,0-9]*(?:by|of) [0-9][0-9,.]*(?:%| per cent)?[^.;,0-9]* (?:in|of|during) (?:March )?$"
)


def _is_of_a_change_before(sentence: Parsed, number: Quantity, period: Period) -> bool:
    """Return whether a date is that of a change with which a sentence opens, and a figure stands after it."""
    opens = CHANGED_BEFORE.match(sentence.text, 0, period.start) is not None
    return opens and sentence.text.startswith(",", period.end) and period.end < number.start


# "4,407, more than the whole of Wales had in 2023": the date is that of the other place.
THAN_HAD = re.compile(
    r"\bthan (?:[\w'-]+ ){1,6}?(?:had|did|managed|recorded|counted|reported)(?: back)?(?: in| on| at| by)? (?:the )?$"
)


def _without_others(sentence: Parsed, number: Quantity) -> Parsed:
    """Return a sentence without dates of others: "159, and Kent's 2019 figure", "121 in 2020; Kent, 129"."""
    theirs = [place.end for place in sentence.places if place.start >= number.end]
    kept = tuple(
        period
        for period in sentence.periods
        if not (_follows(period, theirs) and POSSESSIVE.search(sentence.text, 0, period.start))
        and not THAN_HAD.search(sentence.text, number.end, period.start)
        and not _tells_of_before(sentence, number, period)
        and not _is_of_a_change_before(sentence, number, period)
        and not _after_another(sentence, period, number)
    )
    return replace(sentence, periods=kept) if len(kept) < len(sentence.periods) else sentence


# "133 above where it was two years ago": the time is that of this change, and of none before it.
CHANGE_SINCE = re.compile(
    r"[0-9](?: (?:offenders|people))? (?:more|fewer|higher|lower|above|below|up|down)(?: (?:than|on))?(?: (?:where|what|the (?:total|number|figure)))?(?: (?:it|they|there))?(?: (?:was|were|had been|stood))?(?: (?:at|in|of))? $"
)


def _without_later_changes(sentence: Parsed, number: Quantity) -> Parsed:
    """Return a sentence without the times of the changes that it states after a figure."""
    kept = tuple(
        period
        for period in sentence.periods
        if period.start < number.end or not CHANGE_SINCE.search(sentence.text, number.end, period.start)
    )
    return replace(sentence, periods=kept)


def _follows(period: Period, ends: list[int]) -> bool:
    return any(end <= period.start <= end + 3 for end in ends)


def _after_another(sentence: Parsed, period: Period, number: Quantity) -> bool:
    """Return whether a date stands after a figure of another place, on the other side of a semicolon."""

    def named(at: int) -> set[str]:
        first = sentence.text.rfind(";", 0, at) + 1
        return {place.name for place in sentence.places if first <= place.start < at}

    start, end = sorted((number.start, period.start))
    first = sentence.text.rfind(";", 0, period.start) + 1
    told = any(first <= figure.start < period.start for figure in sentence.figures)
    parted = ";" in sentence.text[start:end]
    return parted and told and bool(named(number.start) - named(period.start))


# "They know of 937 now, a rate of 125": of the same time.
A_RATE_OF = re.compile(
    r"[^.;:,0-9]{0,30}, (?:or |that is |which is |giving |at )?(?:a |the )?rate of (?:just |about |only )?"
)


def dates_of(
    sentence: Parsed, number: Quantity, change: bool, earlier: bool, context: Context
) -> tuple[str, str, list[Assumed]]:
    """Return the date of a figure, the earlier date of a change, and what was assumed about either."""
    if change:
        return dates_of_change(_without_later_changes(sentence, number), number, context)
    if (count := _of_which_it_is_the_rate(sentence, number)) is not None:
        return _dates_of_level(sentence, count, said_earlier(sentence, count), context)
    return _dates_of_level(sentence, number, earlier, context)


def _of_which_it_is_the_rate(sentence: Parsed, number: Quantity) -> Quantity | None:
    """Return the count that a number gives the rate of: "937 now, a rate of 125"."""
    previous = sentence.previous(number)
    if previous is None or not A_RATE_OF.fullmatch(sentence.text, previous.end, number.start):
        return None
    return previous


def _dates_of_level(
    sentence: Parsed, number: Quantity, earlier: bool, context: Context
) -> tuple[str, str, list[Assumed]]:
    sentence = _without_others(sentence, number)
    then = THEN_AFTER.match(sentence.text, number.end) is not None
    if date := _in_order(sentence, number) or (context.last_named_date if then else ""):
        return date, "", [Assumed.DATE_BEFORE] if then else []
    if context.bracketed and is_alone_in_brackets(sentence, number):
        main, assumed = main_date_at(sentence, number, context)
        return so_many_years_before(main, 1), "", assumed
    own = _of_opening_clause(sentence, number) or own_period(sentence, number, before=not earlier)
    if own is not None and own.end <= number.start and context.release and _now_since(sentence, own, number):
        return context.release, "", [Assumed.DATE_RELEASE]
    if own is not None and own.date:
        # "868 in 2022, then 824": of a later year.
        later = NEXT_IN_TIME.match(sentence.text, own.end) and sentence.previous(number) is not None
        return own.date, "", [Assumed.AMONG_DATES] if later and own.end <= number.start else []
    if own is not None:
        return _relative(sentence, number, own, earlier, context)
    main, assumed = main_date_at(sentence, number, context)
    back = _years_opening(sentence, number)
    if not earlier:
        return so_many_years_before(main, back), "", assumed
    if first := _first_of_a_span(sentence):
        return first, "", assumed
    if anchored := _when(sentence, number):
        return so_many_years_before(main, anchored + 1), "", assumed
    years, more = (1, [Assumed.EARLIER_DATE]) if back else years_told_before(sentence, number)
    return so_many_years_before(main, back + years), "", [*assumed, *more]


def _in_order(sentence: Parsed, number: Quantity) -> str:
    """Return the date of a figure where as many are listed as dates, or as years of a time.

    "1,980, 2,036 and 2,065 in 2019, 2020 and 2021", "from 2019 to 2021", "in the three years to 2021".
    """
    listed = sentence.listed(number)
    dated = [period for period in sentence.periods if period.date.endswith("-03-31")]
    if len(listed) < 2 or not dated or any(period.years for period in sentence.periods):
        return ""
    years = [int(period.date[:4]) for period in dated]
    if len(dated) == len(listed) and _are_listed(sentence, dated):
        return dated[listed.index(number)].date
    lead = sentence.text[: dated[0].start]
    first = 0
    if (
        len(years) == 2
        and FROM_OR_BETWEEN.search(lead)
        and TO_DATE.fullmatch(sentence.text, dated[0].end, dated[1].start)
    ):
        first = years[0] if years[1] - years[0] == len(listed) - 1 else 0
    elif len(years) == 1 and (to := YEARS_TO.search(lead)) and number_of(to[1]) == len(listed):
        first = years[0] - len(listed) + 1
    return f"{first + listed.index(number)}-03-31" if first else ""


def _are_listed(sentence: Parsed, dated: list[Period]) -> bool:
    return all(
        LIST_JOIN.fullmatch(sentence.text, first.end, second.start) for first, second in pairwise(dated)
    )


FROM_OR_BETWEEN = re.compile(r"\b(?:from|between) (?:March )?$")
TO_DATE = re.compile(r" (?:to|and|until) (?:March )?")
YEARS_TO = re.compile(r"\b(\w+) years (?:up )?to (?:March )?$")


def _when(sentence: Parsed, number: Quantity) -> int:
    """Return how long ago a change was that a figure begins: "the year before, when it rose from 5"."""
    before = [
        period
        for period in sentence.periods
        if period.years > 0
        and period.end <= number.start
        and not LAST_YEAR.fullmatch(sentence.text, period.start, period.end)
    ]
    told = before and WHEN_BEFORE.match(sentence.text[before[-1].end : number.start])
    return before[-1].years if told and FROM_THEN.search(sentence.text, 0, number.start) else 0


def _first_of_a_span(sentence: Parsed) -> str:
    """Return the first date of "between 2020 and 2023"; empty where a sentence names no such time."""
    span = BETWEEN_TWO.search(sentence.text)
    first = (period.date for period in sentence.periods if span and period.start == span.end())
    return next(first, "")


# "Between 2020 and 2023 it grew from 1,596 to 1,848".
BETWEEN_TWO = re.compile(r"\b[Bb]etween (?:the end of |March )?(?=[^.;]{4,25} and )")


def _years_opening(sentence: Parsed, number: Quantity) -> int:
    """Return how many years before all of a sentence is that opens so: "two years before"."""
    first = sentence.periods[0] if sentence.periods else None
    if first is None or first.years < 1 or first.length or first.end > number.start:
        return 0
    lead = sentence.text[: first.start]
    if re.search("[.,;:]", lead) or not is_opening(lead):
        return 0
    between = sentence.text[first.end : number.start]
    dated = any(is_main(sentence, period) for period in sentence.periods)
    last_year = LAST_YEAR.fullmatch(sentence.text, first.start, first.end)
    return 0 if dated or last_year or PRESENT_PERFECT.search(between) or ";" in between else first.years


PRESENT_PERFECT = re.compile(r"\b(?:now|is|are|has|have|since|today|this year)\b", re.IGNORECASE)


def _now_since(sentence: Parsed, period: Period, number: Quantity) -> bool:
    """Return whether a figure is said to be one of now after a date: "222 in 2023; now it is 178"."""
    later = IN_LATEST.match(sentence.text, number.end)
    return bool(NOW.search(sentence.text, period.end, number.start) or later)


# "When the Echo looked at it eight years ago, Dorset had 574": the opening clause dates the figure.
OPENING_CLAUSE = re.compile(r"[\"“]?(?:When|The last time|Last time)\b[^.;:,0-9]*$")
MAIN_CLAUSE = re.compile(
    r"(?: ago)?,(?! (?:and|but|or)\b)[^.;:,0-9]*\b(?:had|was|were|stood at|managed)\b[^.;:,0-9]*"
)


def _of_opening_clause(sentence: Parsed, number: Quantity) -> Period | None:
    """Return the time long ago that the clause with which a sentence opens tells of the figure after it."""
    first = sentence.periods[0] if sentence.periods else None
    if first is None or first.years <= 0 or first.end > number.start:
        return None
    opens = OPENING_CLAUSE.match(sentence.text, 0, first.start)
    return first if opens and MAIN_CLAUSE.fullmatch(sentence.text, first.end, number.start) else None


def _relative(
    sentence: Parsed, number: Quantity, own: Period, earlier: bool, context: Context
) -> tuple[str, str, list[Assumed]]:
    words = sentence.text[own.start : own.end].lower()
    dated = [period.end for period in sentence.periods if period.date and period.end <= own.start]
    chain = sum(
        period.years
        for period in sentence.periods
        if period.years > 0
        and not period.length  # "60 in the last year, 233 in the year before"
        and max(dated, default=0) <= period.start
        and period.end <= own.start
    )
    if LAST_YEAR.fullmatch(words) and not earlier and context.release:
        return context.release, "", [Assumed.DATE_RELEASE]
    if words.endswith("that") or own.years < 0:
        named = [period.date for period in sentence.periods if period.date and period.end <= own.start]
        if named and not (chain and words.endswith("that")):
            return so_many_years_before(named[-1], own.years), "", []
        if own.years < 0 and not chain and context.last_named_date:
            later = [period for period in sentence.periods if period.years < 0 and period.start <= own.start]
            ahead = sum(period.years for period in later) if words.endswith("that") else own.years
            return so_many_years_before(context.last_named_date, ahead), "", [Assumed.DATE_BEFORE]
    main, assumed = main_date_at(sentence, number, context)
    # "Compared with 824 last year and 868 the year before".
    chained = words.endswith("that") or (earlier and words == "the year before")
    years = own.years + (chain if chained else 0)
    later = [period for period in sentence.periods if is_main(sentence, period)]
    if context.release and later and all(period.start >= own.end for period in later):
        main, assumed = (
            context.release,
            [Assumed.DATE_RELEASE],
        )  # "1,006 the year before that and 1,004 in 2020"
    return so_many_years_before(main, years), "", assumed
