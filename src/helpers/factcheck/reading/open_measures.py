"""What a number that the first reading left may count.

``open_readings`` puts it together with ``open_places``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import CASELOAD, MISSING_SHARE, NATION_SHARE, ONE_IN, SHARE
from helpers.factcheck.reading.around_number import CHANGE_BEFORE, RISEN_AFTER
from helpers.factcheck.reading.change_signs import BY
from helpers.factcheck.reading.measure_named import (
    GOES_ON_COUNTING,
    OFFENDERS_COUNTED,
    OTHER_CASES,
    USUAL_RATES,
    WHERE_IT_IS,
)
from helpers.factcheck.reading.measures import PEOPLE_COUNTED, counts_ours
from helpers.factcheck.reading.not_ours import is_average
from helpers.factcheck.reading.number_area import HIGHEST_RATE
from helpers.factcheck.reading.number_measure import OF_EVERY_AFTER, OUT_OF_EVERY, RATE_AFTER
from helpers.factcheck.reading.patterns import is_size
from helpers.factcheck.reading.quantities import LEAST_ONE_IN, OTHER_NUMBERS, Quantity
from helpers.factcheck.reading.sarahs_law import (
    APPLICATIONS,
    ASKED_AFTER,
    DISCLOSURE_RATE,
    DISCLOSURES,
    REFUSAL_RATE,
    TOLD_AFTER,
)
from helpers.factcheck.reading.sentence import Context, Parsed
from helpers.factcheck.reading.ways import DOWN_ANY, DOWN_BESIDE, UP_ANY, UP_BESIDE
from helpers.factcheck.reading.workload import OVERDUE_ASSESSMENTS, OVERDUE_VISITS

SPECIAL = (
    "missing_rso",
    "revocations",
    "notification_breaches",
    "licence_recalls",
    "shpo_imposed",
    "cat2_violent",
    "cat3_other_dangerous",
    "level2_in_year_rso",
    "level3_in_year_rso",
    "level1_rso",
    "mappa_total",
    "sopo_imposed",
)
RATE_WORDS = re.compile(
    r"\brates?\b|\bratio\b|100,?000|hundred thousand|\bper head\b|\bpopulation\b", re.IGNORECASE
)
OF_ALL_OFFENDERS = re.compile(
    r"\b(?:MAPPA|in all|altogether|together|total|managed|overall|everyone|caseload|the lot|every kind|all kinds|authorities|agencies|arrangements|the whole)\b",
    re.IGNORECASE,
)
MOVES = re.compile(
    rf"\b(?:(?P<up>{UP_ANY}|{UP_BESIDE}|net|up|adds|additional|extra|advanc\w+|plus|joined|lengthen\w*|above)"
    rf"|(?P<down>{DOWN_ANY}|{DOWN_BESIDE}|down|shed(?:ding)?|lost|loses|losing|loss|shorten\w*|minus|below|cut|slips?))\b",
    re.IGNORECASE,
)
SHARE_WORDS = re.compile(
    r"\b(?:of (?:the|all|its|them|those|everyone|whom|MAPPA|these)|account\w*|ma[dk]e up|made|making up|share|proportion|constitut\w+|represent\w*|comprise\w*|form\w*|majority|came to|live in|equal to)\b",
    re.IGNORECASE,
)
IN_MILLIONS = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:million|m)")
POPULATED = re.compile(
    r"\bpopulations?\b|\bhome to\b|\binhabitants\b|\bresidents\b|\bpeople live\b", re.IGNORECASE
)
INHABITANTS_AFTER = re.compile(r" (?:people|residents|inhabitants|souls)\b", re.IGNORECASE)
AGED = re.compile(
    r"\b(?:aged? (?:10|ten)|(?:over|above) (?:10|ten|the age of)|10 (?:and|or) over)\b", re.IGNORECASE
)
MOST_MISSING = 1000
# No rate of an area is lower.
LEAST_RATE = 20
OVERDUE_OR_BACKLOG = re.compile(r"\boverdue\b|\bbacklog\b")
# What is overdue, right after its number.
WAITING_FOR = re.compile(
    r"(?: (?!visit|assessment)[a-z]+){0,3} (?P<what>visit|assessment)s?\b", re.IGNORECASE
)
# No count of ours is as large, and no area has fewer people.
LEAST_POPULATION = 200_000
MEN = re.compile(
    r" (?:men|women|entries|cases|names|sex offenders|missing|wanted|unaccounted for|at large|on the run)\b| of (?:its|their|his|our|the) (?:[a-z-]+ ){0,3}offenders\b"
)
# In what part of a sentence a word for a direction is about a number.
PART_BETWEEN = re.compile("[.;:] ")
NOTIFY = re.compile(
    r" (?:\w+ ){0,2}(?:offences?|crimes?|failures?|cases) (?:of |for )?(?:fail\w*|not) |.{0,40}\bfail\w* to (?:notify|comply)",
    re.IGNORECASE,
)
NOTIFICATION_BREACH = re.compile(
    r"\bbreach(?:es|ed)?\b(?![^.;]{0,30}\b(?:orders?|licen[cs]es?|SHPOs?|SOPOs?)\b)", re.IGNORECASE
)
ORDERS_BROKEN = re.compile(
    r"\bbreach\w*[^.;]{0,40}\borders?\b|\borders?\b[^.;]{0,30}\bbreach\w*|\bSHPO breach\w*", re.IGNORECASE
)
REFUSED_WORDS = re.compile(
    r"\b(?:refus\w+|turned down|reject\w+|non-disclosure|no disclosure)\b", re.IGNORECASE
)
ASKED_AND_TOLD = re.compile(r"\bapplications?\b[^.;]*\bdisclosures?\b", re.IGNORECASE)
LAW = re.compile(r"Sarah's Law|CSODS|disclosure scheme", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A kind, measure, value and unit that a number may have."""

    kind: str
    measure: str
    published: str
    unit: str

    @property
    def is_change(self) -> bool:
        """Whether it is a change between two dates."""
        return self.kind.startswith("change")


def is_answered_by_forces(sentence: Parsed, number: Quantity, context: Context) -> bool:
    """Return whether a number of forces is that of those which answered a survey of the missing."""
    return context.missing and is_size(number) and ANSWERED.search(sentence.text) is not None


ANSWERED = re.compile(
    r"\b(?:answer|repl|respond|response|provid|suppl|disclos|report|admit)\w*", re.IGNORECASE
)


def open_measures(sentence: Parsed, number: Quantity, context: Context) -> Iterator[Asked]:
    """Yield what a number may count or rate, the likeliest first."""
    kind = "between" if number.kind == "range" else number.qualifier or "level"
    if is_answered_by_forces(sentence, _as_size(sentence, number), context):
        yield Asked("level", "forces_responding", number.value, "count")
    elif people := _people(sentence, number):
        yield people
    elif IN_MILLIONS.fullmatch(number.value):
        return
    elif number.kind == "count" and any(other.kind == "one in" for other in sentence.figures):
        yield Asked(kind, ONE_IN, number.value, "one in N")
        yield from _counts(sentence, number, context, kind)
    elif number.kind == "one in":
        if float(number.value) >= LEAST_ONE_IN:
            yield Asked(kind, ONE_IN, number.value, "one in N")
        else:
            share = replace(
                number, value=f"{100 / float(number.value):.1f}", qualifier=number.qualifier or "about"
            )
            yield from _shares(sentence, share, _named(sentence, number), context)
    elif number.kind == "percent":
        yield from _percentages(sentence, number, context)
    elif number.kind == "range":
        yield Asked("range", CASELOAD, number.value, "count")
    else:
        yield from _counts(sentence, number, context, kind)


def _as_size(sentence: Parsed, number: Quantity) -> Quantity:
    """Return a number as it was read before it was taken for a figure."""
    what = OTHER_NUMBERS["forces"] if OF_FORCES_AFTER.match(sentence.text, number.end) else number.what
    return replace(number, what=what)


OF_FORCES_AFTER = re.compile(
    r" (?:other |police |British |(?:North|South)[- ](?:East|West) )*(?:forces|constabularies)\b"
)


def _people(sentence: Parsed, number: Quantity) -> Asked | None:
    """Return the population that a number gives: "home to 1.86 million people", "a population of 573,407"."""
    scaled = IN_MILLIONS.fullmatch(number.value)
    value = round(float(scaled[1]) * 1e6) if scaled else 0
    if not scaled and number.kind == "count" and float(number.value) >= LEAST_POPULATION:
        value = round(float(number.value))
    if not value or not (
        POPULATED.search(sentence.text) or INHABITANTS_AFTER.match(sentence.text, number.end)
    ):
        return None
    measure = "population_10_plus" if AGED.search(sentence.text) else "population_all"
    return Asked("level", measure, str(value), "count")


def _named(sentence: Parsed, number: Quantity) -> list[str]:
    """Return the measures that a sentence names, the nearest to a number first."""
    return [
        name
        for _, name in sorted(
            (min(abs(start - number.end), abs(number.start - end)), name)
            for start, end, name in sentence.phrases
        )
    ]


def _counted(sentence: Parsed, number: Quantity) -> list[str]:
    """Return the measure whose words follow a number at once: "406 violent offenders"; else none."""
    _, last = sentence.around(number)
    end = re.search(
        r"[.,;:(]|\b(?:and|but|while|with|than|compared|against)\b", sentence.text[number.end : last]
    )
    near = number.end + end.start() if end else last
    following = [name for start, _, name in sentence.phrases if number.end <= start < near]
    special = [name for name in following if name != COUNT]
    return special[:1] or following[:1]


def _counts(sentence: Parsed, number: Quantity, context: Context, kind: str) -> Iterator[Asked]:
    """Yield what a number without a unit may count."""
    text = sentence.text
    if is_average(sentence, number):
        return
    of_every = OUT_OF_EVERY.search(text[: number.start]) or OF_EVERY_AFTER.match(text, number.end)
    if of_every:
        times = 1 if re.search(r"hundred|100", of_every.group(), re.IGNORECASE) else 10
        yield Asked("about", SHARE, f"{float(number.value) * times:g}", "per cent")
    elif _of_the_law(sentence, context):
        yield from _of_requests(sentence, number, kind)
    elif RATE_AFTER.match(text, number.end):
        yield Asked(kind, RATE, number.value, "per 100,000")
    else:
        yield from _of_work(sentence, number, context, kind)
        if not OTHER_CASES.match(text, number.end) and (
            float(number.value) >= 100 or _is_ours(sentence, number) or CHANGE_OF.search(text[: number.start])
        ):
            yield from _of_offenders(sentence, number, context, kind)


# "A net gain of 65".
CHANGE_OF = re.compile(
    r"\b(?:rise|increase|gain|growth|jump|addition|fall|drop|decrease|decline|reduction|loss)s? (?:of|was|is)(?: just| only| about| around| some)* $",
    re.IGNORECASE,
)


def _of_work(sentence: Parsed, number: Quantity, context: Context, kind: str) -> Iterator[Asked]:
    """Yield what a number may count of visits, offences of failing to notify, and breaches of orders."""
    if context.last_measure == OVERDUE_VISITS or OVERDUE_OR_BACKLOG.search(sentence.text):
        named = WAITING_FOR.match(sentence.text, number.end)
        what = named["what"].lower() if named else ""
        if what != "assessment":
            yield Asked(kind, OVERDUE_VISITS, number.value, "count")
        if what != "visit":
            yield Asked(kind, OVERDUE_ASSESSMENTS, number.value, "count")
    if NOTIFY.search(sentence.text) or context.last_measure == "notification_offences":
        yield Asked(kind, "notification_offences", number.value, "count")
    if ORDERS_BROKEN.search(sentence.text):
        yield Asked(kind, "order_breaches", number.value, "count")


def _is_ours(sentence: Parsed, number: Quantity) -> bool:
    """Return whether offenders may be what follows a number, be it "ten West Yorkshire offenders"."""
    text = sentence.text
    return (
        counts_ours(text, number.end)
        or MEN.match(text, number.end) is not None
        or any(
            place.start == number.end + 1 and PEOPLE_COUNTED.match(text, place.end)
            for place in sentence.places
        )
    )


def _of_offenders(sentence: Parsed, number: Quantity, context: Context, kind: str) -> Iterator[Asked]:
    """Yield a rate, a change and the levels that a number may be."""
    named = _counted(sentence, number) or _named(sentence, number)
    if not named and NOTIFICATION_BREACH.search(sentence.text):
        named = ["notification_breaches"]
    measures = list(dict.fromkeys([*named, *([context.last_measure] if _goes_on(named, context) else [])]))
    changes = list(_changes(sentence, number, context, measures))
    before = sentence.text[: number.start]
    if changes and number.kind == "count" and (BY.search(before) or DIFFERENCE_BEFORE.search(before)):
        yield from changes
        return
    if changes and not _sign(sentence, number):
        yield from changes
    if _may_be_rate(sentence, number, context, measures):
        yield Asked(kind, RATE, number.value, "per 100,000")
    if "." not in number.value:
        yield from changes
        yield from _levels(sentence, number, context, kind, measures)


def _changes(sentence: Parsed, number: Quantity, context: Context, measures: list[str]) -> Iterator[Asked]:
    signs = _signs(sentence, number, context)
    changed = [name for name in measures if name != RATE] or ["missing_rso" if context.missing else COUNT]
    changed += [COUNT] if not sentence.phrases and COUNT not in changed else []
    changed += [COUNT] if "mappa_total" in changed else []
    bounded = f"change_{number.qualifier}" if number.qualifier else "change"
    for sign in signs:
        value = f"-{number.value}" if sign == "-" else number.value
        yield from (Asked(bounded, name, value, "count") for name in changed)


def _signs(sentence: Parsed, number: Quantity, context: Context) -> str:
    """Return the signs that a change may have: both for a mere difference."""
    if DIFFERENCE_BEFORE.search(sentence.text[: number.start]):
        return "+-"
    return _sign(sentence, number) or _sign_before(sentence, number, context)


DIFFERENCE_BEFORE = re.compile(r"\b[Dd]ifference\b[^.;]*$")
# "The year before, it had been 66": what goes on about the change in the sentence before.
IT_WAS = re.compile(
    r"(?:\b(?:it|that|this|the (?:rise|increase|fall|drop|change|growth|reduction)) (?:was|is|had been|stood at|came to|amounted to)|\bcompar(?:es|ed) (?:with|to))(?: just| only| about)?(?: a)? $",
    re.IGNORECASE,
)


def _sign_before(sentence: Parsed, number: Quantity, context: Context) -> str:
    """Return the sign of the change that the sentence before told, where this one goes on about it."""
    goes_on = context.last_change and not sentence.phrases and IT_WAS.search(sentence.text[: number.start])
    return context.last_change if goes_on else ""


def _may_be_rate(sentence: Parsed, number: Quantity, context: Context, measures: list[str]) -> bool:
    value = float(number.value)
    if value < LEAST_RATE or (value > HIGHEST_RATE and "." not in number.value):
        return False
    told = RATE_WORDS.search(sentence.text) is not None
    named = any(number.end <= start <= number.end + 1 for start, _, _ in sentence.phrases)
    if not told and (named or OFFENDERS_COUNTED.match(sentence.text, number.end)):
        return False  # "126 registered offenders" are no rate
    told = told or context.last_measure == RATE
    return told or (
        USUAL_RATES[0] <= value <= USUAL_RATES[1] and not any(name in SPECIAL for name in measures)
    )


# "1,188 of them were handled at level one" are not all registered offenders, though those be 1,188.
AT_A_LEVEL = re.compile(
    r"(?:(?!\b(?:most|mainly|mostly|largely|majority|many|some|including|all|rest)\b)[^.;:0-9])*?\b(?:at|on|in|under) (?:MAPPA )?level (?:one|two|three|[1-3])\b",
    re.IGNORECASE,
)


def _levels(
    sentence: Parsed, number: Quantity, context: Context, kind: str, measures: list[str]
) -> Iterator[Asked]:
    value = float(number.value)
    levels = [name for name in measures if name != RATE]
    if context.missing and value < MOST_MISSING and not any(name in SPECIAL for name in levels):
        levels = ["missing_rso", *levels]
    of_rates = RATE_WORDS.search(sentence.text, 0, number.start) and WHERE_IT_IS.search(
        sentence.text, 0, number.start
    )
    if of_rates or AT_A_LEVEL.match(sentence.text, number.end):
        levels = [name for name in levels if name != COUNT]
    elif value >= 100:
        levels += [COUNT]
    parts = {"cat2_violent", "cat3_other_dangerous"} <= set(measures)
    levels += ["mappa_total"] if parts or OF_ALL_OFFENDERS.search(sentence.text) else []
    yield from (Asked(kind, name, number.value, "count") for name in dict.fromkeys(levels))


def _goes_on(named: list[str], context: Context) -> bool:
    return not named and context.last_measure in (COUNT, RATE, *SPECIAL)


def _of_the_law(sentence: Parsed, context: Context) -> bool:
    return bool(LAW.search(sentence.text) or ASKED_AND_TOLD.search(sentence.text)) or (
        context.sarahs_law and all(name == COUNT for _, _, name in sentence.phrases)
    )


def _of_requests(sentence: Parsed, number: Quantity, kind: str) -> Iterator[Asked]:
    after = sentence.text[number.end :]
    asked, told = ASKED_AFTER.match(after), TOLD_AFTER.match(after)
    if not told:
        yield Asked(kind, APPLICATIONS, number.value, "count")
    if not asked:
        yield Asked(kind, DISCLOSURES, number.value, "count")


def _sign(sentence: Parsed, number: Quantity) -> str:
    """Return + or - ("" or "-" before the value) by the nearest word for a direction in a number's part."""
    mark = sentence.text[max(0, number.start - 1) : number.start + 1]
    if "-" in mark.strip() and not mark[0].isalnum():
        return "-"
    _, last = sentence.around(number)
    part_start = max(
        (mark.end() for mark in PART_BETWEEN.finditer(sentence.text, 0, number.start)), default=0
    )
    near = number.end + 40 if number.kind == "percent" else last
    after = MOVES.search(PART_BETWEEN.split(sentence.text[number.end : min(near, number.end + 40)])[0])
    before = list(MOVES.finditer(sentence.text[part_start : number.start]))
    match = before[-1] if before else after
    if after and after.start() <= 1:
        match = after
    return "" if match is None else ("-" if match["down"] else "+")


def _percentages(sentence: Parsed, number: Quantity, context: Context) -> Iterator[Asked]:
    value, named = number.value.removeprefix("-"), _named(sentence, number)
    if _of_the_law(sentence, context):
        first, last = sentence.around(number)
        if RISEN_AFTER.match(sentence.text, number.end, last) or CHANGE_BEFORE.search(
            sentence.text, first, number.start
        ):
            return
        rate = REFUSAL_RATE if REFUSED_WORDS.search(sentence.text) else DISCLOSURE_RATE
        yield Asked(number.qualifier or "level", rate, value, "per cent")
        return
    signs = "-" if number.value.startswith("-") else _signs(sentence, number, context)
    shared = SHARE_WORDS.search(sentence.text[max(0, number.start - 60) : number.end + 60])
    if shared:
        yield from _shares(sentence, number, named, context)
    if OF_A_WHOLE.match(sentence.text, number.end):
        return
    if signs:
        measures = [name for name in (*named, context.last_measure, COUNT) if name and name != RATE]
        bounded = f"change_percent_{number.qualifier}" if number.qualifier else "change_percent"
        for sign in signs:
            signed = f"-{value}" if sign == "-" else value
            yield from (Asked(bounded, name, signed, "per cent") for name in dict.fromkeys(measures))
    elif not shared:
        yield from _shares(sentence, number, named, context)
        if GOES_ON_COUNTING.search(sentence.text) and context.last_measure in (COUNT, RATE):
            yield Asked("change_percent", COUNT, value, "per cent")
            yield Asked("change_percent", COUNT, f"-{value}", "per cent")


# "A third of the lot" is no rise of a third.
OF_A_WHOLE = re.compile(
    r" of (?:the|all|its|their|those|these|them|everyone|everybody|it)\b(?! (?:level|figure|rate|number)\b)"
)
# "Fewer than half of the 34" is a share of these alone.
OF_A_NUMBER = re.compile(r" of (?:the |its |their |those |these )?[0-9]{1,2}\b(?![,.]?[0-9])")
# A share of these is none of all MAPPA offenders.
OF_THE_NATIONAL = re.compile(
    r" (?:exactly )?of (?:all )?(?:the )?(?:national|country's|nation's|Welsh|region)", re.IGNORECASE
)


OTHER_KINDS = ("cat2_violent", "cat3_other_dangerous")


def _shares(sentence: Parsed, number: Quantity, named: list[str], context: Context) -> Iterator[Asked]:
    of_missing = "missing_rso" in (*named, context.last_measure)
    measures = [MISSING_SHARE] if of_missing or context.missing else []
    of_others = not named and context.last_measure in OTHER_KINDS  # "they", after violent offenders
    measures += [] if of_missing else [NATION_SHARE] if of_others else [SHARE, NATION_SHARE]
    if OF_A_NUMBER.match(sentence.text, number.end):
        return
    if OF_THE_NATIONAL.match(sentence.text, number.end):
        measures = [NATION_SHARE]
    yield from (Asked(number.qualifier or "level", name, number.value, "per cent") for name in measures)
