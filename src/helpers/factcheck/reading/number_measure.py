"""What a figure is: the kind and measure of its claim, by the verb and the nouns about it.

What stands after a number says what it counts: "1,150 officers" are none of ours, whatever else the sentence
names. A figure without a noun is of what the figure before it is of, or of what the article named last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import NATION_SHARE, ONE_IN, SHARE
from helpers.factcheck.reading.change_signs import DIRECTION, direction_told, sign_of_change, signed_value
from helpers.factcheck.reading.dates_beside import said_earlier
from helpers.factcheck.reading.measure_named import (
    ALL_KINDS,
    MANAGING_VERB,
    PLAIN_OFFENDERS,
    RATE_BEFORE,
    WHERE_IT_IS,
    is_change_of_other_cases,
    is_named_in_a_clause_after,
    is_whole_of_levels,
    measure_carried_on,
    measure_named_nearest,
    measure_of_all_kinds,
)
from helpers.factcheck.reading.measures import NOTHING, counts_ours
from helpers.factcheck.reading.not_ours import (
    is_average,
    refuse_part,
    refuse_part_of_year,
    refuse_what_is_not_ours,
)
from helpers.factcheck.reading.number_area import HIGHEST_RATE, in_order
from helpers.factcheck.reading.quantities import LEAST_ONE_IN, MARK, OTHER_NUMBERS, Quantity
from helpers.factcheck.reading.sentence import NO_MEASURE, Context, NotRead, Parsed, last_match

NO_FIGURE = "an amount without a figure"
RATE_AFTER = re.compile(
    r"[^0-9.;:]{0,60}?\b(?:per|for every|in every|out of every|out of|for each|in each|to every|to each|in) (?:100,?000|100k)\b"
)
OTHER_BASE = re.compile(
    r"[^0-9.;:,]{0,50}?\b(?:per|(?:for|in|of|out of) every) (?:[0-9][0-9,]*|thousand|million)\b",
    re.IGNORECASE,
)
# "Per 100,000 of population, Durham has 222 offenders."
RATE_FIRST = re.compile(
    r"(?:^|[,;:(] |\b(?:and|but|that) )[\"“]?(?:per|for every|for each|in every|in each|out of every|of every) (?:100,?000|hundred thousand|100k)\b[^.;:]*$",
    re.IGNORECASE,
)
PER = re.compile(r"\b(?:per|(?:for|in|of|out of) (?:every|each)) $", re.IGNORECASE)
COUNTED_AFTER = re.compile(
    r" ?(?:[a-z-]+ ){0,3}?(?:offenders?|RSOs?|people|times?|orders?|were|was|applications?|requests?|names?)\b",
    re.IGNORECASE,
)
PART_MISSING = re.compile(
    r" (?:of (?:them|whom|these|those)|(?:was|were|is|are) missing|in (?:all|total)|altogether|missing)\b",
    re.IGNORECASE,
)
OUT_OF_EVERY = re.compile(
    r"\b(?:of|out of|from) (?:every|each) (?:hundred|100|ten|10)\b[^.;:0-9]*$", re.IGNORECASE
)
OF_EVERY_AFTER = re.compile(r" (?:in|of|out of|from) (?:every|each) (?:hundred|100)\b", re.IGNORECASE)
# "Bedfordshire had 658 of them", "the list ran to only 464 people".
OF_THEM_ALONE = re.compile(r" of them(?=[,.;]|$)")
ON_A_LIST = re.compile(r"\b(?:register|list|books|figure|total|count|tally)\b[^.;:]{0,60}$", re.IGNORECASE)
# "There were 218 who received a caution": people, and no rate.
WHO = re.compile(r" (?:people |offenders |of (?:them|these|those|whom) )?who\b")
PEOPLE_OF_A_PLACE = re.compile(
    r" (?:people|residents|inhabitants)\b(?! (?:on|were|are|was|had|in the category|came|left|who))",
    re.IGNORECASE,
)
# "Six are missing: one since 2011, two since 2012 and three since 2014."
PART_SINCE = re.compile(
    r" (?:of them )?(?:since|for) (?:[A-Z][a-z]+ )?(?:(?:19|20)[0-9]{2}\b|(?:more than |over )?\w+ (?:years|months)\b)"
)
BY_ALONE = re.compile(
    r",? (?:(?:and |including |first |then )+|(?:and )?(?:[A-Z][\w-]+ )+)by(?: about| just| only)? $"
)
COMPARED_AFTER = re.compile(r" (?:higher|lower|more|less|above|below|fewer)\b[^.;]{0,30}", re.IGNORECASE)
SHARE_OF_WHOM = re.compile(
    r" of (?:all )?(?:the )?(?:[0-9][0-9,]* )?(?:(?:MAPPA|multi-agency) (?:offenders|cases|total)|(?:people|offenders|individuals|cases|those|everyone|everybody) (?:covered )?(?:in|on|within|by) the scheme\b|(?:people|offenders|individuals|cases)(?: who)? (?:(?:are|were|is|was) )?(?:\w+ )?(?:subject to|under|covered by|in) (?:the )?(?:local |multi-agency )*(?:public protection|MAPPA)|(?:the |its |all |their |our )*cases\b|(?:everyone|everybody|all|those|the people) (?:it|they|the (?:force|police)) (?:manages?|supervises?|monitors?)|[^.,;0-9]{0,40}\bcaseload|(?:those|people|offenders) under (?:the )?(?:multi-agency )?public protection"
    r"|(?:people|those|offenders|all)\b[^.,;0-9]{0,30}\b(?:managed|supervised|monitored|looked after|watched)\b)",
    re.IGNORECASE,
)
OF_NATION = re.compile(
    r" of (?:all )?(?:the )?(?:(?:national |overall |whole )?total\b|(?:those|people|names|registered offenders|RSOs)(?: on the register)? in (?:the country|England and Wales)|[0-9,]+ (?:registered |sex |sexual |offenders )*in England and Wales|(?:registered |sex |sexual )*offenders in (?:the country|England and Wales))",
    re.IGNORECASE,
)
# "Of the cases in Sussex, and": what stands between the shares of two places.
ALONGSIDE = re.compile(
    r"[^.;:]{0,60}?(?:,|,? (?:and|but|while|against|compared (?:with|to)))(?: about| just| almost| nearly| only)? ",
    re.IGNORECASE,
)
ACCOUNTS_BEFORE = re.compile(r"\b(?:account\w*|ma[dk]e\w*(?: up)?|were|are)\b(?: \w+){0,3} $", re.IGNORECASE)
OR_IN_PERCENT = re.compile(
    r"[^.;:]{0,40}(?:, or|,? which is|,? that is| or| \(|, a (?:rise|fall|drop|increase|decrease) of|,)(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
PARALLEL = re.compile(
    r"[^.;:]{0,60}\b(?:compared (?:with|to)|against|than|while|and|but|versus)\b(?: \w+){0,4} ?"
)
# "From 1,244 to 1,262": the second figure is of what the first is of.
LAST_OF_TWO = re.compile(r"\bfrom [0-9][0-9,]*(?: in [0-9/-]+)? to (?:about |just |some )?$")


@dataclass(frozen=True)
class Figure:
    """What a number says: the kind and measure of its claim, its value and unit.

    ``earlier`` says that it is the earlier of two figures, ``carried`` that its measure is that of a sentence
    before.
    """

    kind: str
    measure: str
    published: str
    unit: str
    earlier: bool = False
    carried: bool = False

    @property
    def is_change(self) -> bool:
        """Whether it is a change between two dates."""
        return self.kind.startswith("change")


def read_figure(sentence: Parsed, number: Quantity, context: Context) -> Figure:
    """Return what a number says. Raises NotRead where no rule tells."""
    said = _figure_or_why(sentence, number, context)
    if isinstance(said, str):
        raise NotRead(said)
    return said


# Remembered, as a number may be of what the number before it is of, and so on.
@lru_cache(maxsize=1024)
def _figure_or_why(sentence: Parsed, number: Quantity, context: Context) -> Figure | str:
    try:
        return _figure(sentence, number, context)
    except NotRead as why:
        return str(why)


def _figure(sentence: Parsed, number: Quantity, context: Context) -> Figure:
    text = sentence.text
    first, last = sentence.around(number)
    before, after = text[first : number.start], text[number.end : last]
    whole_after = text[number.end : number.end + 120]
    if is_size_of_group(sentence, number):
        raise NotRead("a number of forces or areas, which is not checked")
    if PER.search(before) or (OTHER_BASE.match(whole_after) and not RATE_AFTER.match(whole_after)):
        raise NotRead("a rate that is not per 100,000 people")
    refuse_what_is_not_ours(sentence, number)
    if TIMES_AS_MANY.match(sentence.text, number.end):
        raise NotRead("so many times as much, which is no number of offenders")
    if number.kind == "one in" or _is_for_each(sentence, number):
        return _one_in(sentence, number)
    if number.kind == "percent":
        return _percentage(sentence, number, before, after, context)
    if _is_per_100_000(sentence, number, after):
        return Figure(_kind(number), RATE, number.value, "per 100,000", said_earlier(sentence, number))
    listed = sentence.listed(number)
    sign = sign_of_change(number, before, after) or _sign_of_listed(sentence, number, listed)
    if not sign and BY_ALONE.search(before) and (match := last_match(DIRECTION, text[:first])):
        sign = "+" if match["up"] else "-"
    sign = sign or _sign_of_percentage(sentence, number, before, context)
    if sign and number.kind == "count":
        return _change(sentence, number, sign, context)
    if is_average(sentence, number):
        raise NotRead("an average of several areas")
    return _level(sentence, number, after, context)


# "The lowest rate of the six": how many places a rank is among.
RANKED_OF = re.compile(
    r"\b(?:highest|lowest|largest|biggest|greatest|smallest|most|fewest|top|bottom|first|second|third|fourth|fifth|sixth|last)\b[^.,;:0-9]{0,40}\b(?:of|among) (?:the |all |all the |its )?$",
    re.IGNORECASE,
)
MOST_FORCES = 43
# "More than five times as many as here".
TIMES_AS_MANY = re.compile(
    r" times (?:as |more|fewer|higher|lower|larger|bigger|greater|over|that |the (?:size|number|rate|total|figure|average|national)|what |its |[A-Z][a-z]+'s |(?:[A-Z][a-z]+ )+and [A-Z][a-z]+'s )"
)


def is_size_of_group(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a small number is that of the places which a rank is among."""
    if (
        number.kind != "count"
        or float(number.value) > MOST_FORCES
        or PLAIN_OFFENDERS.match(sentence.text, number.end)
    ):
        return False
    return RANKED_OF.search(sentence.text, max(0, number.start - 80), number.start) is not None


def _sign_of_listed(sentence: Parsed, number: Quantity, listed: list[Quantity]) -> str:
    """Return the sign of the first of several changes: "rose by 183 and 164 in Essex and Sussex"."""
    if number == listed[0] or not in_order(sentence, number):
        return ""
    first, last = sentence.around(listed[0])
    return sign_of_change(
        listed[0], sentence.text[first : listed[0].start], sentence.text[listed[0].end : last]
    )


# "By 7.9 per cent in the year to March, or 70 people".
OR_SO_MANY = re.compile(r"[^.;:0-9]{0,30}(?:[0-9]{4})?[^.;:0-9]{0,20}, or (?:just |about |some |only )?")
SO_MANY_PEOPLE = re.compile(r"(?: (?:people|offenders|names|more|fewer))?(?:[,.;)]|$)")


def _sign_of_percentage(sentence: Parsed, number: Quantity, before: str, context: Context) -> str:
    """Return the sign of the percentage that a number tells again: "by 7.9 per cent, or 70 people"."""
    previous = sentence.previous(number)
    if previous is None or previous.kind != "percent" or not OR_SO_MANY.fullmatch(before):
        return ""
    if number.kind != "count" or not SO_MANY_PEOPLE.match(sentence.text, number.end):
        return ""
    said = _figure_or_why(sentence, previous, context)
    if isinstance(said, str) or not said.is_change:
        return ""
    return "-" if said.published.startswith("-") else "+"


def _is_per_100_000(sentence: Parsed, number: Quantity, after: str) -> bool:
    """Return whether a number is a rate per 100,000; raises NotRead for one of something else."""
    if not RATE_AFTER.match(after):
        return _listed_as_rate(sentence, number)
    if not (counts_ours(sentence.text, number.end) or after.startswith(" of ")):
        raise NotRead("a rate of something else")
    return True


def _listed_as_rate(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is the first of several rates: "77 and 92 per 100,000"."""
    last = sentence.listed(number)[-1]
    return bool(RATE_AFTER.match(sentence.text, last.end)) and float(number.value.split()[0]) <= HIGHEST_RATE


def _kind(number: Quantity) -> str:
    return "between" if number.kind == "range" else number.qualifier or "level"


def _one_in(sentence: Parsed, number: Quantity) -> Figure:
    if float(number.value) < LEAST_ONE_IN:
        raise NotRead("one in so few, which is no rate of ours")
    named = {name for _, _, name in sentence.phrases}
    if named and COUNT not in named:
        raise NotRead("one in so many of others than registered offenders")
    return Figure(number.qualifier or "level", ONE_IN, number.value, "one in N")


# "For each registered offender there are 822 people over ten", "822 people over ten to each of them".
EACH_OFFENDER = r"\b(?:for|to|per|against) (?:(?:each|every|a|one) )?(?:single )?(?:(?:registered|convicted|sex|sexual) )*(?:offender|RSO|person on the register|name on the register)\b"
FOR_EACH = re.compile(rf"{EACH_OFFENDER}[^.;:0-9]*$", re.IGNORECASE)
OTHERS_OF_A_PLACE = (
    r" (?:other )?(?:people|residents|inhabitants|persons|locals|citizens|members of the public|others)\b"
)
PEOPLE_FOR_EACH = re.compile(
    rf"{OTHERS_OF_A_PLACE}(?:[^.;:,0-9]|\b10\b){{0,60}}?{EACH_OFFENDER}", re.IGNORECASE
)
PEOPLE_AFTER = re.compile(OTHERS_OF_A_PLACE, re.IGNORECASE)


def _is_for_each(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is of the people of a place for each offender: one in N, told the other way."""
    if number.kind != "count" or float(number.value) < LEAST_ONE_IN:
        return False
    if PEOPLE_FOR_EACH.match(sentence.text, number.end):
        return True
    first = FOR_EACH.search(sentence.text, 0, number.start)
    return first is not None and PEOPLE_AFTER.match(sentence.text, number.end) is not None


SHARE_OF = re.compile(
    r"(?:%|\bper ?cent|\bshare|\bproportion) of (?:the |its |their )?(?:\w+'s )?$", re.IGNORECASE
)


def _level(sentence: Parsed, number: Quantity, after: str, context: Context) -> Figure:
    earlier = said_earlier(sentence, number)
    is_first = RATE_FIRST.search(sentence.text[: number.start]) and not PART_MISSING.match(after)
    if _speaks_of_rates(sentence, number, context) and (is_first or not COUNTED_AFTER.match(after)):
        carried = not any(name == COUNT for _, _, name in sentence.phrases)
        return Figure(
            _kind(number), RATE, number.value, "per 100,000", earlier, carried and bool(context.last_measure)
        )
    if OUT_OF_EVERY.search(sentence.text[: number.start]) or OF_EVERY_AFTER.match(after):
        raise NotRead("so many of every hundred, which is a share")
    if "." in number.value:
        raise NotRead("a count with decimals")
    if MARK.match(sentence.text, number.end) and not number.qualifier:
        raise NotRead("a round number, of which it is not clear whether it was reached")
    if PART_SINCE.match(sentence.text, number.end) and sentence.previous(number) is not None:
        raise NotRead("one of the parts of a number")
    begins = any(number.end <= start <= number.end + 1 for start, _, _ in sentence.phrases)
    encloses = any(start <= number.start < end for start, end, _ in sentence.phrases)
    of_them = context.last_measure in (COUNT, RATE) and OF_THEM_ALONE.match(sentence.text, number.end)
    if not begins and not encloses and not of_them and not counts_ours(sentence.text, number.end):
        raise NotRead(NO_MEASURE)
    on_list = context.last_measure in (COUNT, RATE) and ON_A_LIST.search(sentence.text, 0, number.start)
    if (
        not sentence.phrases
        and not MANAGING_VERB.search(sentence.text)
        and PEOPLE_OF_A_PLACE.match(sentence.text, number.end)
        and not earlier
        and not on_list
    ):
        raise NotRead("a number of people, of whom it does not say that they are offenders")
    measure, carried = _measure(sentence, number, context)
    # "74 per cent of the 4,158 people": a whole, of whom the words may not tell that all are ours.
    carried = carried or (not begins and bool(SHARE_OF.search(sentence.text[: number.start])))
    refuse_part(sentence, number, after, measure)
    refuse_part_of_year(sentence, number, measure)
    if measure == RATE and not (carried and WHO.match(after)):
        return Figure(_kind(number), RATE, number.value, "per 100,000", earlier, carried)
    if measure == RATE:
        raise NotRead(NO_MEASURE)
    return Figure(_kind(number), measure, number.value, "count", earlier, carried)


def _change(sentence: Parsed, number: Quantity, sign: str, context: Context) -> Figure:
    measure, carried = _measure(sentence, number, context, change=True)
    kind = f"change_{number.qualifier}" if number.qualifier else "change"
    if _differs_from_a_rate(sentence, number, context):
        if not sentence.places:
            raise NotRead("a difference between rates, of which it is not clear whose they are")
        return Figure(kind, RATE, signed_value(sign, number.value), "per 100,000")
    return Figure(
        kind,
        COUNT if measure == RATE else measure,
        signed_value(sign, number.value),
        "count",
        carried=carried,
    )


# "143 per 100,000, though that is two lower than the 145 of 2022": not so "and the number fell by two".
TOLD_AS_RATE = re.compile(
    r"(?!.*\b(?:numbers?|count|total|register|list|tally|offenders|people on|RSOs)\b).*(?:\b(?:that|this|which|it)|,) (?:is|was|makes it) (?:a |an )?(?:just |only |about )?$",
    re.IGNORECASE,
)
NOT_FEWER = re.compile(r" (?:higher|lower|above|below|up|down)\b(?! (?:offenders|people))", re.IGNORECASE)


def _differs_from_a_rate(sentence: Parsed, number: Quantity, context: Context) -> bool:
    """Return whether a change is told right after a rate, and of it."""
    previous = sentence.previous(number)
    if previous is None or not NOT_FEWER.match(sentence.text, number.end):
        return False
    if not TOLD_AS_RATE.fullmatch(sentence.text, previous.end, number.start):
        return False
    said = _figure_or_why(sentence, previous, context)
    return isinstance(said, Figure) and said.measure == RATE


def _speaks_of_rates(sentence: Parsed, number: Quantity, context: Context) -> bool:
    ours = "100" in sentence.text or any(name == COUNT for _, _, name in sentence.phrases)
    of_rates = RATE_BEFORE.search(sentence.text[: number.start])
    if not of_rates or float(number.value.split()[0]) > HIGHEST_RATE:
        return False
    return ours or bool(context.last_measure and not sentence.phrases_beside(number))


def _percentage(sentence: Parsed, number: Quantity, before: str, after: str, context: Context) -> Figure:
    whole = sentence.text[number.end : number.end + 120]
    if SHARE_OF_WHOM.match(whole) or OF_NATION.match(whole):
        return _share(sentence, number, before, context)
    share = _share_before(sentence, number, before, after, context) or _share_of_all(
        sentence, number, context
    )
    if share:
        return share
    if COMPARED_AFTER.match(after) and not _dated_after(sentence, number):
        raise NotRead("a percentage that compares places, not years")
    if _of_money(sentence, number):
        raise NotRead(NO_MEASURE)
    previous = _change_before(sentence, number, before, context)
    sign = direction_told(before, after)
    if not sign and not previous:
        sign = _sign_of_parallel(sentence, number, before, context)
    if not sign and previous:
        sign = "-" if previous.published.startswith("-") else "+"
    if not sign:
        raise NotRead(
            NO_FIGURE if number.what in ("fraction", "odds") else "a percentage that is no rise or fall"
        )
    measure, carried = (
        (previous.measure, previous.carried) if previous else _measure(sentence, number, context, change=True)
    )
    measure = COUNT if measure == RATE and carried else measure
    kind = f"change_percent_{number.qualifier}" if number.qualifier else "change_percent"
    return Figure(kind, measure, signed_value(sign, number.value), "per cent", carried=carried)


# "Its budget is £2.3m, 4 per cent up on 2020".
SAID_OF_FIGURE = re.compile(
    r",? (?:\(|which is |a (?:rise|fall|cut|drop|increase) of |up |down )?(?:by |about |just |some )*"
)


def _of_money(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a percentage stands right after a sum of money: it is told of that."""
    before = [other for other in sentence.numbers if other.end <= number.start]
    if not before or before[-1].what != OTHER_NUMBERS["money"]:
        return False
    return SAID_OF_FIGURE.fullmatch(sentence.text, before[-1].end, number.start) is not None


def _share_before(
    sentence: Parsed, number: Quantity, before: str, after: str, context: Context
) -> Figure | None:
    """Return the share of another place that goes on from one: "83% of the cases here, 81% in Essex"."""
    previous = sentence.previous(number)
    if previous is None or previous.kind != "percent" or not re.match(r" (?:in|for)\b", after):
        return None
    if direction_told("", after) or not ALONGSIDE.fullmatch(before):
        return None
    try:
        asked = read_figure(sentence, previous, context)
    except NotRead:
        return None
    return replace(asked, published=number.value) if asked.measure in (SHARE, NATION_SHARE) else None


def _share(sentence: Parsed, number: Quantity, before: str, context: Context) -> Figure:
    """Return the share of RSOs in all MAPPA offenders, or in those of the nation.

    Raises NotRead where another group is the subject.
    """
    ours = any(name == COUNT for _, _, name in sentence.phrases)
    of_nation = not SHARE_OF_WHOM.match(sentence.text, number.end)
    if of_nation and not (ours and ACCOUNTS_BEFORE.search(before)):
        return Figure(_kind(number), NATION_SHARE, number.value, "per cent", carried=not sentence.phrases)
    they = context.last_measure == COUNT and THEY_MAKE_UP.search(sentence.text, 0, number.start)
    if not ours and not they:
        raise NotRead(NO_MEASURE)
    return Figure(_kind(number), SHARE, number.value, "per cent", carried=not ours)


# "They made up 83 per cent of the 1,026 offenders in the scheme", after a sentence on sex offenders.
THEY_MAKE_UP = re.compile(
    r"(?:^[\"“]?|\b(?:In|Across) [^.;:0-9]{3,30} |[,;] )(?:they|these|those|that group|the group|this group)(?: (?:now|together|alone))? (?:make|made|makes|account\w*|are|were|form\w*|represent\w*|constitut\w*)(?: (?:up|for|about|around|just|some|roughly|nearly|almost|over|under|more than|less than))* $",
    re.IGNORECASE,
)


# "With sex offenders making up 82%": of all that are managed, where those are spoken of.
MAKES_UP = re.compile(
    r"\b(?:(?:sex|sexual|registered) offenders|RSOs)(?: (?:now|still|alone|together))? (?:(?:mak(?:e|es|ing)|made) up|account(?:s|ed|ing)? for|are|were|being|form(?:s|ed|ing)?|compris(?:e|es|ed|ing)|represent(?:s|ed|ing)?|constitut(?:e|es|ed|ing))(?: (?:about|just|some|around|roughly|nearly|almost|over|under|more than|less than))* $",
    re.IGNORECASE,
)
OF_ALL_AFTER = re.compile(
    r"[.,;:)]|$| of (?:those|them|these|all|that|the (?:total|whole|lot)|everyone|everybody)\b"
)
# "Of these, 75% are registered sexual offenders".
ARE_OURS = re.compile(
    r"(?: of (?:them|these|those|whom|all|the total|the whole))?,? (?:are|were|is|was|being) (?:[a-z]+ )?(?:(?:registered|convicted) )?(?:sex(?:ual)? offenders|RSOs)\b",
    re.IGNORECASE,
)


def _share_of_all(sentence: Parsed, number: Quantity, context: Context) -> Figure | None:
    """Return the share of RSOs in all offenders under MAPPA, where the words go on about those."""
    named = ALL_KINDS & {name for _, _, name in sentence.phrases}
    if not named and context.last_measure not in ALL_KINDS:
        return None
    made_up = MAKES_UP.search(sentence.text, 0, number.start) and OF_ALL_AFTER.match(
        sentence.text, number.end
    )
    if not made_up and not ARE_OURS.match(sentence.text, number.end):
        return None
    return Figure(_kind(number), SHARE, number.value, "per cent", carried=not named)


def _dated_after(sentence: Parsed, number: Quantity) -> bool:
    ends = [place.start for place in sentence.places if place.start >= number.end]
    last = min([*ends, number.end + 60])
    return any(number.end <= period.start <= last for period in sentence.periods)


def _change_before(sentence: Parsed, number: Quantity, before: str, context: Context) -> Figure | None:
    """Return the change in number that a percentage says again: "by 49, or 5%"."""
    previous = sentence.previous(number)
    if previous is None or not OR_IN_PERCENT.fullmatch(before):
        return None
    try:
        asked = read_figure(sentence, previous, context)
    except NotRead:
        return None
    return asked if asked.kind.startswith("change") and asked.unit == "count" else None


def _sign_of_parallel(sentence: Parsed, number: Quantity, before: str, context: Context) -> str:
    """Return the sign of the percentage that one goes on from: "up by 7%, compared with 2.5% in Wales"."""
    previous = sentence.previous(number)
    if previous is None or previous.kind != "percent" or not PARALLEL.fullmatch(before):
        return ""
    try:
        figure = read_figure(sentence, previous, context)
    except NotRead:
        return ""
    if not figure.is_change:
        return ""
    return "-" if figure.published.startswith("-") else "+"


def _measure(sentence: Parsed, number: Quantity, context: Context, change: bool = False) -> tuple[str, bool]:
    """Return the measure of a number, and whether it is one that the article named before.

    What a verb with the number inside it says goes first ("removed two people from the register"). What
    follows up to the next comma or "and" goes before what precedes, and a special measure before "registered
    sex offenders": "11 registered sex offenders were cautioned".
    """
    if of_all := measure_of_all_kinds(sentence, number):
        return of_all, False
    if MOST_OF.search(sentence.text, 0, number.start) or is_whole_of_levels(sentence, number):
        return COUNT, True
    named = {name for _, _, name in sentence.phrases_beside(number)}
    measure, is_beside = measure_named_nearest(sentence, number)
    ends = not is_beside and LAST_OF_TWO.search(sentence.text, 0, number.start)
    if ends and (goes_on := _as_before(sentence, number, context)):
        return goes_on.measure, goes_on.carried
    if (
        change
        and not is_beside
        and (is_change_of_other_cases(sentence, number) or DONE_TO_THEM.match(sentence.text, 0, number.start))
    ):
        raise NotRead(NO_MEASURE)
    if measure:
        alone = len(named) == 1 and (measure == COUNT or sentence.previous(number) is None)
        return measure, not is_beside and (not alone or is_named_in_a_clause_after(sentence, number))
    if goes_on := _as_before(sentence, number, context):
        return goes_on.measure, goes_on.carried
    if len(named) == 1:
        only = named.pop()
        return only, only != COUNT  # "22 convictions, three of them for breaching the rules"
    if named:
        raise NotRead("which measure it is of is not clear")
    return measure_carried_on(sentence, number, context, change), True


# "Most of the 2,026 registered sex offenders are managed at level one".
MOST_OF = re.compile(r"\b(?:[Mm]ost|[Mm]ajority|[Hh]alf|[Mm]any|[Ff]ew|per cent|%) of (?:the|its|their) $")
# "Visits to the 1,376 registered sex offenders rose by 12 per cent".
DONE_TO_THEM = re.compile(
    r"[\"“]?(?:The (?:number|total) of )?(?:[A-Za-z]+ )?(?:visits|calls|checks|threats|attacks|complaints|referrals) (?:to|on|of|about|against) (?:[^.;:,]|,(?=[0-9]))*$",
    re.IGNORECASE,
)


def _as_before(sentence: Parsed, number: Quantity, context: Context) -> Figure | None:
    """Return what the last level before a number is of, where the number has no noun of its own."""
    if not NOTHING.match(sentence.text, number.end):
        return None
    previous = sentence.previous(number)
    while previous is not None:
        try:
            asked = read_figure(sentence, previous, context)
        except NotRead:
            if _of_another_noun(sentence, previous, number):
                raise
            return None
        if not asked.is_change and (asked.unit == "count" or asked.measure == RATE):
            goes_on = WHERE_IT_IS.search(sentence.text, 0, number.start)
            fits = asked.measure != RATE or goes_on or float(number.value.split()[0]) <= HIGHEST_RATE
            return asked if fits else replace(asked, measure=COUNT, carried=True)
        previous = sentence.previous(previous)
    return None


def _of_another_noun(sentence: Parsed, previous: Quantity, number: Quantity) -> bool:
    """Return whether the figure before counts something else, which this one goes on about.

    "Police booked 223 speeders, ahead of Hampshire, with 218."
    """
    between = sentence.text[previous.end : number.start]
    if previous.kind != "count" or counts_ours(sentence.text, previous.end) or re.search("[.;:]", between):
        return False
    return not any(previous.end <= start < number.end for start, _, _ in sentence.phrases)
