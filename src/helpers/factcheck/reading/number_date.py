"""Of when a figure is: the date beside it, else that of its sentence, of its paragraph, or of the article.

A date after "on", "from", "since" or "compared with" is the one that a figure is compared with, and so is the
date of a figure "up from" which another went.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from helpers.factcheck.reading.dates import LAST_YEAR, Period
from helpers.factcheck.reading.number_area import is_compared, links
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import LIST_JOIN, NO_DATE, Assumed, Context, NotRead, Parsed

BETWEEN_DATE = re.compile(
    r"[,;](?![0-9])|\b(?:and|while|but|from|to|since|than|on)\b(?! (?:the |its |their |our |his )?(?:register|books|list|rolls?)\b)"
)
SINCE_BEFORE = re.compile(
    r"(?:\b(?:since(?: at least)?|(?:many|much|high|low|large|big|few|same(?: \w+)?) as (?:it was )?in|above|below|compar(?:ed|es|ing) (?:with|to)|against|than(?: (?:it|they|there|that) (?:was|were|had been)| (?:it|we|they) had)?(?: back)?(?: in| at| on)?|what (?:it|they) (?:was|were|had been)(?: back)? in|from|up on|down on|after)"
    r"|(?:%|cent|rise|increase|fall|drop|decrease|growth|(?<!level )[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)) on)(?: the end of| that of| the total of| the figure (?:of|for)| the same (?:point|time|stage|date|day|month)(?: in| of)?)?(?: the)? $",
    re.IGNORECASE,
)
SINCE_AFTER_FIGURE = re.compile(r"(?:%| per cent)?(?: \w+){0,3} since(?: then)?(?=[.,;]|$)")
# "Since then the total has grown by 75%", "the increase since then is 1,036 people, or 47%".
SINCE_THEN_BEFORE = re.compile(r"\b[Ss]ince then\b[^.;:]*$")
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
PRESENT = re.compile(
    r"\b(?:is|are|has|have|now|at present|today|currently|this (?:year|spring|March|autumn)|means|makes|gives|comes)\b",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:now|currently|today|at present|at the moment|these days|this (?:year|spring|March|autumn)|this time|(?:latest|newest|most recent) (?:count|figure|total|number|rate|tally|year|twelve months|12 months|report))\b",
    re.IGNORECASE,
)
LATEST_RISE = re.compile(
    r"\b(?:latest|most recent|newest) (?:annual |yearly )?(?:rise|increase|fall|drop|decrease|change|growth|jump),? (?:(?:which|that) (?:was|is) )?(?:of|by|was|is)? ?(?:just |only |about )?$",
    re.IGNORECASE,
)
# "13 were added in the latest twelve months".
IN_LATEST = re.compile(
    r" (?:this year|this spring|today|now)\b|[^.,;:0-9]{0,40}\b(?:in|over|during) the (?:latest|most recent|newest) (?:year|twelve months|12 months|period|count|report|figures|release|tables)\b"
)
SAYS_NOW = re.compile(r"\b(?:is|are|now|today|currently|this year|stands)\b", re.IGNORECASE)
# These stand for the date that was named last.
THAT_TIME = re.compile(
    r"\b(?:at (?:that|the) time|(?:in|during) (?:that|the same) year|back then|(?<!since )(?<!and )(?<!, )then(?=[,.;:]| (?:had|was|were|stood)\b))",
    re.IGNORECASE,
)
# "In that year it stood at 977, and at 719 in 2011": the first figure is not of the year named after it.
IN_THAT_YEAR = re.compile(r"\b(?:in|during) (?:that|the same) year\b(?! (?:to|ending)\b)", re.IGNORECASE)
# "Against 34,939 then".
THEN_AFTER = re.compile(r" then(?=[.,;:]|$)")
NEXT_IN_TIME = re.compile(r",? (?:and |but )?(?:then|later|afterwards)\b")
# These leave nothing open.
THAT_DAY = re.compile(
    r"\b(?:on|at) (?:that|the same) (?:date|day)\b(?! (?:in|of|last year|(?:a|one|the|[0-9]+|two|three|five|ten) (?:previous )?(?:years?|decade)) ?)",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:was|were|had|stood)\b", re.IGNORECASE)


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
        return _dates_of_change(_without_later_changes(sentence, number), number, context)
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
    if context.bracketed and _alone_in_brackets(sentence, number):
        main, assumed = _main(sentence, number, context)
        return _moved(main, 1), "", assumed
    own = _of_opening_clause(sentence, number) or own_period(sentence, number, before=not earlier)
    if own is not None and own.end <= number.start and context.release and _now_since(sentence, own, number):
        return context.release, "", [Assumed.DATE_RELEASE]
    if own is not None and own.date:
        # "868 in 2022, then 824": of a later year.
        later = NEXT_IN_TIME.match(sentence.text, own.end) and sentence.previous(number) is not None
        return own.date, "", [Assumed.AMONG_DATES] if later and own.end <= number.start else []
    if own is not None:
        return _relative(sentence, number, own, earlier, context)
    main, assumed = _main(sentence, number, context)
    back = _years_opening(sentence, number)
    if not earlier:
        return _moved(main, back), "", assumed
    if first := _first_of_a_span(sentence):
        return first, "", assumed
    if anchored := _when(sentence, number):
        return _moved(main, anchored + 1), "", assumed
    years, more = (1, [Assumed.EARLIER_DATE]) if back else _years_before(sentence, number)
    return _moved(main, back + years), "", [*assumed, *more]


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


def number_of(words: str) -> int:
    """Return a small number in digits or words; nought for other words."""
    if words.isdigit():
        return int(words)
    return int(number_in_words(words)) if re.fullmatch(SHORT_NUMBER, words) else 0


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


def _dates_of_change(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, str, list[Assumed]]:
    if context.release and LATEST_RISE.search(sentence.text, 0, number.start):
        return context.release, _moved(context.release, 1), [Assumed.DATE_RELEASE]
    beside = _beside_change(sentence, number)
    if following := None if beside else _later(sentence, number, context):
        return *following, []
    main, assumed = _beside_level(sentence, number) or beside or _main(sentence, number, context)
    if context.release > main and THAN_NOW.match(sentence.text, number.end):
        return context.release, main, assumed
    if then := in_years_to_now(sentence, context) or _since_then(sentence, number, context):
        return context.release, then, []
    if recorded := _recorded_before(sentence, number):
        return _moved(main, recorded), _moved(main, recorded + 1), assumed
    if opening := _opening(sentence, number):
        main = _moved(main, opening.years)
        return main, _moved(main, 1), assumed
    comparator, more = _comparator(sentence, number, main)
    if beside and more:
        comparator = _moved(main, 1)  # "2,065 in 2021, before dropping by 58 in 2023"
    return main, comparator, [*assumed, *more]


# "In 2020 the figure was 3,411, which is 996 fewer than now".
THAN_NOW = re.compile(
    r" (?:(?:offenders|people) )?(?:more|fewer|higher|lower|less) than (?:(?:it|there|the (?:total|number|figure)) (?:is|are) )?(?:now|today|at present|currently)\b"
)


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
    return _moved(base, before[-1].years), base


# "58 fewer than in 2022, when there were 2,090, a fall of 2.8 per cent": from that figure, not to it.
THAN_WHEN = re.compile(
    r"\b(?:more|fewer|higher|lower|less) than\b[^.;:,]{0,40}, (?:when|where|which)\b[^.;:,]{0,30}$"
)
DATE_THEN_FIGURE = re.compile(
    r",? (?:\(|– |— )?(?:that is |which is |or )?(?:a (?:rise|fall|drop|increase) of |up (?:by )?|down (?:by )?)?(?:just |only |about |some )?"
)


def _alone_in_brackets(sentence: Parsed, number: Quantity) -> bool:
    return sentence.text[: number.start].endswith("(") and sentence.text.startswith(")", number.end)


def _now_since(sentence: Parsed, period: Period, number: Quantity) -> bool:
    """Return whether a figure is said to be one of now after a date: "222 in 2023; now it is 178"."""
    later = IN_LATEST.match(sentence.text, number.end)
    return bool(NOW.search(sentence.text, period.end, number.start) or later)


# "Growth over the period", after the year in which it begins.
OVER_PERIOD = re.compile(
    r"\b(?:over|in|during|across|within) (?:the|that|this|the same|the whole|the entire|those|these) (?:period|time|span|stretch)\b",
    re.IGNORECASE,
)


# "In March 2021 it was 562, so it has gone up by 25": from then to now.
SO_IT_HAS = re.compile(
    r"[0-9], (?:so|meaning|which means|and so)\b[^.;:,0-9]{0,40}\b(?:has|have|is|are)(?: now)?\b[^.;:,0-9]{0,30}$"
)


def _is_of_years(sentence: Parsed, context: Context) -> bool:
    """Return whether a change is told of a time that does not end with the latest figures."""
    lengths = {period.years for period in sentence.periods if period.length}
    named = [int(period.date[:4]) for period in sentence.periods if period.date]
    ends = {year + years for year in named for years in lengths}
    return bool(ends) and int(context.release[:4]) not in ends


def _since_then(sentence: Parsed, number: Quantity, context: Context) -> str:
    """Return the date that a change "since then" is since: the last one named before it, up to now."""
    if not context.release:
        return ""
    since = (
        SINCE_AFTER_FIGURE.match(sentence.text, number.end)
        or OVER_PERIOD.search(sentence.text)
        or SINCE_THEN_BEFORE.search(sentence.text, 0, number.start)
        or (SO_IT_HAS.search(sentence.text, 0, number.start) and not _is_of_years(sentence, context))
    )
    if not since:
        return ""
    named = [period.date for period in sentence.periods if period.date and period.end <= number.start]
    ago = [period.years for period in sentence.periods if period.years > 1 and period.end <= number.start]
    then = named[-1] if named else _moved(context.release, ago[-1]) if ago else context.then
    return then if then and then < context.release else ""


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


def in_years_to_now(sentence: Parsed, context: Context) -> str:
    """Return since when a change "in four years" is, where those end with the latest figures."""
    lengths = {period.years for period in sentence.periods if period.length and period.years > 1}
    dates = [period.date for period in sentence.periods if period.date.endswith("-03-31")]
    if not lengths or not context.release or context.release in dates:
        return ""
    release = int(context.release[:4])
    return next((date for date in dates if release - int(date[:4]) in lengths), "")


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
            return _moved(named[-1], own.years), "", []
        if own.years < 0 and not chain and context.last_named_date:
            later = [period for period in sentence.periods if period.years < 0 and period.start <= own.start]
            ahead = sum(period.years for period in later) if words.endswith("that") else own.years
            return _moved(context.last_named_date, ahead), "", [Assumed.DATE_BEFORE]
    main, assumed = _main(sentence, number, context)
    # "Compared with 824 last year and 868 the year before".
    chained = words.endswith("that") or (earlier and words == "the year before")
    years = own.years + (chain if chained else 0)
    later = [period for period in sentence.periods if is_main(sentence, period)]
    if context.release and later and all(period.start >= own.end for period in later):
        main, assumed = (
            context.release,
            [Assumed.DATE_RELEASE],
        )  # "1,006 the year before that and 1,004 in 2020"
    return _moved(main, years), "", assumed


def _moved(date: str, years: int) -> str:
    return f"{int(date[:4]) - years}{date[4:]}"


def _main(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]]:
    """Return the date that a sentence is about at a number, else that of earlier ones or of the article."""
    start, end = _segment(sentence, number)
    if context.release and (
        NOW.search(clause_before(sentence, number))
        or IN_LATEST.match(sentence.text, number.end)
        or LATEST_RISE.search(sentence.text, 0, number.start)
    ):
        return context.release, [Assumed.DATE_RELEASE]
    if context.last_named_date and IN_THAT_YEAR.search(clause_before(sentence, number)):
        return context.last_named_date, [Assumed.DATE_BEFORE]
    opened = sentence.text.rfind("(", 0, number.start)
    inside_brackets = opened >= 0 and ")" not in sentence.text[opened : number.start]
    own = [
        period
        for period in sentence.periods
        if is_main(sentence, period) and not _in_an_aside(sentence, period, number)
    ]
    inside = [period.date for period in own if start <= period.start < end]
    before = [period.date for period in own if period.start < (opened if inside_brackets else start)]
    if inside or before:
        # "Durham had 1,123, Essex 1,848 in 2023" leaves open whether Durham's is of 2023 too.
        if inside and _own_of_a_later(sentence, number, own):
            return context.release or max(inside), [Assumed.DATE_RELEASE, Assumed.AMONG_DATES]
        if not inside and (latest := _present(sentence, (start, end), context)):
            return latest, [Assumed.DATE_RELEASE, Assumed.AMONG_DATES]
        apart = bool(inside) and not _reached(sentence, number, own)
        return max(inside) if inside else before[-1], [Assumed.AMONG_DATES] if apart else []
    if told := _told_before(sentence, number, context):
        return told
    now = PRESENT.search(sentence.text) and not PAST.search(sentence.text)
    elsewhere = any(
        place.name not in ("", context.last_area)
        and not (place.start >= number.end and is_compared(sentence, place))
        for place in sentence.places
        if place.kind != "district"
    )
    if context.last_date and not (context.release and (now or elsewhere)):
        return context.last_date, [Assumed.DATE_BEFORE]
    if context.section_date and not now:
        return context.section_date, [Assumed.DATE_BEFORE]
    if context.release:
        return context.release, [Assumed.DATE_RELEASE]
    raise NotRead(NO_DATE)


# "Cleveland, which had the highest rate in 2023, saw its count fall": the date is that of the aside alone.
RELATIVE_CLAUSE = re.compile(r", (?:which|who|where|whose)\b[^,;:.]*,(?! and\b)")


def _in_an_aside(sentence: Parsed, period: Period, number: Quantity) -> bool:
    return any(
        aside.start() <= period.start < aside.end() <= number.start
        for aside in RELATIVE_CLAUSE.finditer(sentence.text)
    )


def _told_before(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]] | None:
    """Return the date that a sentence takes from those before: "on that day", "then", "the year after"."""
    that_day = (context.last_date or context.release) if THAT_DAY.search(sentence.text) else ""
    if that_day:
        return that_day, []
    if context.last_named_date and THAT_TIME.search(sentence.text):
        return context.last_named_date, [Assumed.DATE_BEFORE]
    ahead = _ahead(sentence, number, context)
    return (ahead, [Assumed.DATE_BEFORE]) if ahead else None


def _ahead(sentence: Parsed, number: Quantity, context: Context) -> str:
    """Return the date of a sentence that begins "the year after": so long after the date named last."""
    first = sentence.periods[0] if sentence.periods else None
    opens = first is not None and first.years < 0 and first.end <= number.start
    if (
        first is None
        or not opens
        or not context.last_named_date
        or not is_opening(sentence.text[: first.start])
    ):
        return ""
    return _moved(context.last_named_date, first.years)


def _own_of_a_later(sentence: Parsed, number: Quantity, dated: list[Period]) -> bool:
    """Return whether the only date is that of a later, earlier figure: "2,036 after 1,980 in 2019"."""
    if len(dated) > 1 or dated[0].start < number.end:
        return False
    between = [figure for figure in sentence.figures if number.end <= figure.start < dated[0].start]
    if not between or not AFTER_BEFORE.search(sentence.text, number.end, between[-1].start):
        return False
    return _beside(sentence, between[-1].end, dated[0].start)


AFTER_BEFORE = re.compile(r"\bafter (?:\w+ ){0,2}(?:at |of )?$")


def _present(sentence: Parsed, part: tuple[int, int], context: Context) -> str:
    """Return the latest date where a part of a sentence without a date is about now: "in 2021: it is 126"."""
    text = sentence.text[slice(*part)]
    return context.release if SAYS_NOW.search(text) and not PAST.search(text) else ""


def _reached(sentence: Parsed, number: Quantity, dated: list[Period]) -> bool:
    """Return whether a date stands before a figure, or after it without another place's in between."""
    if any(period.start < number.start for period in dated):
        return True
    last = sentence.listed(number)[-1].end
    places = [place.start for place in sentence.places if last <= place.start]
    figures = [figure.start for figure in sentence.figures if last <= figure.start]
    return not (places and figures) or dated[0].start < max(min(places), min(figures))


def clause_before(sentence: Parsed, number: Quantity) -> str:
    """Return the words of a number's clause before it."""
    return re.split(r"[,;:(]|\b(?:and|but|while|when|than)\b", sentence.text[: number.start])[-1]


def _segment(sentence: Parsed, number: Quantity) -> tuple[int, int]:
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
    return said_earlier(sentence, before[-1]) and _beside(sentence, before[-1].end, period.start)


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


def _beside(sentence: Parsed, start: int, end: int) -> bool:
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
        and _beside(sentence, number.end, following[0].start)
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


def _opening(sentence: Parsed, number: Quantity) -> Period | None:
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


def _comparator(sentence: Parsed, number: Quantity, main: str) -> tuple[str, list[Assumed]]:
    """Return the earlier date of a change: the one after "since", else so many years before the main date."""
    dated = [period for period in sentence.periods if period.date and period.date < main]
    if years := _years_beside(sentence, number):
        return _moved(f"{main[:4]}-03-31", years), []
    since = [period.date for period in dated if _since_of(sentence, number, period)] or [
        period.date
        for period in dated
        if BETWEEN_BEFORE.search(sentence.text[max(0, period.start - 30) : period.start])
    ]
    if beside := _date_of_earlier(sentence, number, dated):
        return beside, []
    if since:
        return _nearest(sentence, number, dated) or max(since), []
    years, assumed = _years_before(sentence, number)
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
# What may stand between two earlier figures: "up from 121 last year and 83 in 2011".
AND_AFTER = re.compile(r"[^.;:()]{0,40}(?:,| and)(?: just| only| even| a)* ", re.IGNORECASE)
BETWEEN_BEFORE = re.compile(r"\b(?:between|from)(?: the end of| March)? $", re.IGNORECASE)


def _years_before(sentence: Parsed, number: Quantity) -> tuple[int, list[Assumed]]:
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
