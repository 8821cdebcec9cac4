"""What else a number may say: every claim that its sentence, and those before it, leave open.

The rules of ``number_claims`` take one reading or none. Where theirs fails, the number is often one of the
few that its words allow: of a place, a date and a measure that are named with it or just before it. These
readings are listed here, the nearest first; the judging takes the first that agrees with the data, and none
of them is ever held against an article.

The fewer digits a number has, the sooner it agrees by chance, so the fewer readings it is given (``MANY``).
What stands right beside a number, its place or date, is not open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import CASELOAD, MISSING_SHARE, NATION_SHARE, ONE_IN, SHARE, Claim
from helpers.factcheck.reading.blocks import Passage
from helpers.factcheck.reading.change_signs import BY
from helpers.factcheck.reading.context import goes_on_about_it
from helpers.factcheck.reading.dates import LAST_YEAR, Period
from helpers.factcheck.reading.measure_named import (
    GOES_ON_COUNTING,
    OFFENDERS_COUNTED,
    OTHER_CASES,
    USUAL_RATES,
    WHERE_IT_IS,
)
from helpers.factcheck.reading.measures import PEOPLE_COUNTED, counts_ours
from helpers.factcheck.reading.not_ours import is_average
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import HIGHEST_RATE, home_region, links, own_places, reaches
from helpers.factcheck.reading.number_date import (
    NOW,
    clause_before,
    in_years_to_now,
    is_opening,
    is_since,
    main_date,
    of_its_part,
    own_period,
    said_earlier,
)
from helpers.factcheck.reading.number_measure import (
    LEAST_ONE_IN,
    OF_EVERY_AFTER,
    OUT_OF_EVERY,
    RATE_AFTER,
    TIMES_AS_MANY,
    is_size_of_group,
)
from helpers.factcheck.reading.patterns import is_size
from helpers.factcheck.reading.places import Place, plain_name
from helpers.factcheck.reading.quantities import OTHER_NUMBERS, Quantity
from helpers.factcheck.reading.sentence import Context, Parsed
from helpers.factcheck.reading.topics import (
    APPLICATIONS,
    ASKED_AFTER,
    CHANGE_BEFORE,
    DISCLOSURE_RATE,
    DISCLOSURES,
    OVERDUE_ASSESSMENTS,
    OVERDUE_VISITS,
    REFUSAL_RATE,
    RISEN_AFTER,
    TOLD_AFTER,
    span_of,
)
from helpers.factcheck.reading.ways import DOWN_ANY, DOWN_BESIDE, UP_ANY, UP_BESIDE

# A time that begins so early in a sentence opens it.
OPENING_FIGURES = 8
# How many readings a number of one, two, three and more significant digits is given.
MANY_AT_LEVEL = {1: 3, 2: 6, 3: 24}
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
# Of these an area has so few that one of them is told.
FEWEST_OF = {"level3_in_year_rso", "level3_in_year_all", "cat3_other_dangerous"}
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
CLAUSE_MARK = re.compile("[.,;:] ")
# "(-4)", "+49": a change by its sign alone.
SIGNED = re.compile(r"(?<![\w.,/%)-])[+-](?P<number>[0-9]{1,3}(?:,[0-9]{3})*)(?![\w.,/%-]|,[0-9])")
ONE = re.compile(
    r"\b(?:one|(?P<none>none|zero|nobody|no one))\b(?=[,.;)]|$| (?:[A-Z]\w+ )?(?:man|offender|person)\b| (?:apiece|each|from|of (?:its|theirs)|was|were)\b| in (?-i:[A-Z]))",
    re.IGNORECASE,
)
DOZEN = re.compile(r"\b(?P<half>half )?a dozen\b(?! (?:or|times|years|months))", re.IGNORECASE)
AT_THAT_TIME = re.compile(
    r"\bthen\b|\bat (?:the|that) time\b|\b(?:that|the same) year\b|\bback then\b|\bin those days\b",
    re.IGNORECASE,
)
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
class OpenReadings:
    """A number of a passage, and the claims that it may make, the nearest first."""

    passage: Passage
    start: int
    end: int
    claims: tuple[Claim, ...]
    first: int
    last: int

    def span(self, claim: Claim) -> tuple[int, int]:
        """Where the words of a claim begin and end: a change has its direction with it."""
        return (self.first, self.last) if claim.kind.startswith("change") else (self.start, self.end)


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


def open_readings(sentence: Parsed, context: Context) -> Iterator[OpenReadings]:
    """Yield the readings of each number of a sentence that states something."""
    for number in (*sentence.numbers, *_ones(sentence, context)):
        scaled = number.kind == "other" and (
            IN_MILLIONS.fullmatch(number.value) is not None or _answered(sentence, number, context)
        )
        if is_size_of_group(sentence, number) or TIMES_AS_MANY.match(sentence.text, number.end):
            continue
        if (number.kind in ("other", "label") and not scaled) or why_not_stated(
            sentence.text, number.start, number.end
        ):
            continue
        figure = replace(number, kind="count")
        alone = sentence.with_number(figure) if scaled or number not in sentence.numbers else sentence
        parts = dict.fromkeys((of_its_part(alone, number), alone))
        read = (claim for part in parts for claim in _claims(part, figure if scaled else number, context))
        claims = tuple(dict.fromkeys(read))
        if claims:
            first, last = _with_direction(alone, figure if scaled else number)
            yield OpenReadings(sentence.passage, number.start, number.end, claims, first, last)


def _answered(sentence: Parsed, number: Quantity, context: Context) -> bool:
    """Return whether a number of forces is that of those which answered a survey of the missing."""
    return context.missing and is_size(number) and ANSWERED.search(sentence.text) is not None


ANSWERED = re.compile(
    r"\b(?:answer|repl|respond|response|provid|suppl|disclos|report|admit)\w*", re.IGNORECASE
)


def _with_direction(sentence: Parsed, number: Quantity) -> tuple[int, int]:
    """Return a number with the word for its direction, where that stands beside it: "slipped by nine"."""
    first, last = sentence.around(number)
    after = MOVES.match(sentence.text[:last], number.end + 1)
    if after:
        return number.start, after.end()
    clause = max(
        (mark.end() for mark in CLAUSE_MARK.finditer(sentence.text, first, number.start)), default=first
    )
    before = list(MOVES.finditer(sentence.text, max(clause, number.start - 40), number.start))
    return (before[-1].start() if before else number.start), number.end


def _ones(sentence: Parsed, context: Context) -> Iterator[Quantity]:
    """Yield "one" and "none" where the missing, or very few, are counted: else they are too common."""
    for match in SIGNED.finditer(sentence.text):
        if any(number.start < match.end() and match.start() < number.end for number in sentence.figures):
            continue
        yield Quantity(match.start(), match.end(), "count", match["number"].replace(",", ""))
    for match in DOZEN.finditer(sentence.text):
        if not any(number.start < match.end() and match.start() < number.end for number in sentence.numbers):
            yield Quantity(match.start(), match.end(), "count", "6" if match["half"] else "12", "words")
    few = {context.last_measure, *(name for _, _, name in sentence.phrases)} & set(SPECIAL)
    few_at_all = {name for _, _, name in sentence.phrases} & FEWEST_OF
    for match in ONE.finditer(sentence.text) if context.missing or few else ():
        if not (context.missing or match["none"] or few_at_all):
            continue
        if not any(number.start < match.end() and match.start() < number.end for number in sentence.numbers):
            yield Quantity(match.start(), match.end(), "count", "0" if match["none"] else "1", "words")


def _claims(sentence: Parsed, number: Quantity, context: Context) -> Iterator[Claim]:
    asked = list(dict.fromkeys(_asked(sentence, number, context)))
    areas = list(dict.fromkeys(_areas(sentence, number, context)))
    published = context.published.isoformat() if context.missing and context.published else ""
    told = (
        any(period.date for period in sentence.periods)
        or _opens_earlier(sentence)
        or AT_THAT_TIME.search(sentence.text)
    )
    nearest = list(_dates(sentence, number, context))
    dates = [*nearest, published] if told else [context.surveyed or published, published, *nearest]
    later = [
        date
        for date in (context.release, context.last_date)
        if date and any(what.is_change for what in asked)
    ]
    dates = [date for date in dict.fromkeys([*dates, *later]) if date]
    steps = sorted(product(range(len(asked)), range(len(areas)), range(len(dates))), key=sum)
    made = (
        claim
        for what, where, when in steps
        for claim in _dated(sentence, number, context, asked[what], areas[where], dates[when])
    )
    digits = len(re.sub(r"\D", "", number.value).strip("0"))
    most = MANY_AT_LEVEL[min(max(digits, 1), 3)]
    yield from list(dict.fromkeys(made))[:most]


def _dated(
    sentence: Parsed, number: Quantity, context: Context, asked: Asked, area: str, date: str
) -> Iterator[Claim]:
    def claim(comparator: str) -> Claim:
        return Claim("", "", area, date, asked.kind, asked.measure, comparator, asked.published, asked.unit)

    if asked.measure in (APPLICATIONS, DISCLOSURES, DISCLOSURE_RATE, REFUSAL_RATE):
        first, last = span_of(sentence) or context.span
        if first:
            yield Claim("", "", area, last, asked.kind, asked.measure, first, asked.published, asked.unit)
        yield claim("")
    elif asked.measure == NATION_SHARE:
        part, whole = _part_and_whole(sentence, area, context)
        if part != (whole or NATION):
            yield replace(claim(whole), area=part)
    elif asked.is_change:
        yield from (claim(earlier) for earlier in _earlier(sentence, number, context, date))
    else:
        yield claim("")


def _part_and_whole(sentence: Parsed, area: str, context: Context) -> tuple[str, str]:
    """Return the place of which a share is, and of which region; empty for England and Wales.

    "Half of the region's offenders live in Northumbria" is a share of Northumbria's, not of the region's.
    """
    parts = list(dict.fromkeys(place.name for place in sentence.places if place.kind in ("area", "force")))
    part = parts[0] if len(parts) == 1 and not home_region(area, context.names) else area
    region = home_region(part, context.names)
    named = region in sentence.text or REGIONAL.search(sentence.text)
    return part, region if region and named else ""


REGIONAL = re.compile(r"\bregion(?:al|'s)?\b|\bWelsh (?:total|figure|register)\b")


def _earlier(sentence: Parsed, number: Quantity, context: Context, date: str) -> Iterator[str]:
    """Yield the dates that a change to a date may be since: those named, and so many years before."""
    _, last = sentence.around(number)
    than = MORE_THAN_AT.match(sentence.text, number.end, last)
    own = next(
        (period for period in sentence.periods if than and number.end < period.start <= than.end()), None
    )
    if own is not None and (own.years > 0 or own.date):
        yield from (since for since in [own.date or _moved(date, own.years)] if since < date)
        return
    before = context.last_named_date if context.last_named_date < date else ""
    if before and SINCE_WORDS.search(sentence.text):
        yield before
        return
    named = [period.date for period in sentence.periods if period.date and period.date < date]
    yield from sorted(set(named), reverse=True)
    years = [period.years for period in sentence.periods if period.years > 0]
    yield from (_moved(date, by) for by in years)
    if not named:
        yield _moved(date, 1)
    if before:
        yield before


# "1,695 more than a year earlier and 7,617 more than in 2020": each is since its own time.
MORE_THAN_AT = re.compile(
    r" (?:more|fewer|higher|lower|less|up|down|extra)(?: (?:people|offenders|names))? (?:than|on|from|since)(?: (?:in|at|on|the|for|that|those|of|it|was|were))* "
)
SINCE_WORDS = re.compile(
    r"\bsince(?: then)?(?=[,.;:]| (?:is|was|has|have|of|the)\b|$)|\bsince then\b", re.IGNORECASE
)


def _moved(date: str, years: int) -> str:
    return f"{int(date[:4]) - years}-03-31"


# Places -----------------------------------------------------------------------------------------------------


def _areas(sentence: Parsed, number: Quantity, context: Context) -> Iterator[str]:
    """Yield the places that a number may be of: the last one before it, or those before the sentence."""
    ours = own_places(sentence, number, context)
    if any(place.kind in ("district", "elsewhere") for place in ours):
        yield from _around_districts(sentence, ours, context)
        return
    if inside := [
        place.name
        for place in ours
        if place.start == number.end + 1 and PEOPLE_COUNTED.match(sentence.text, place.end)
    ]:
        yield inside[0]
        return
    places = [(place, name) for place in ours if (name := place.name or _that(place.kind, context))]
    following = [
        name for place, name in places if place.start >= number.end and reaches(sentence, number, place)
    ]
    if linked := [
        name for place, name in places if place.start >= number.end and links(sentence, number, place)
    ]:
        yield linked[0]
        if _is_our_region(ours, context):
            yield context.own_area
        return
    before = [(place, name) for place, name in places if place.end <= number.start]
    if before:
        place, name = before[-1]
        yield name
        if _is_our_region(ours, context):
            yield context.own_area
        if re.search("[;:]|(?:, |\\b)(?:and|but|while|where)\\b", sentence.text[place.end : number.start]):
            yield from following
        return
    if context.missing and not places:
        yield "UK"
    yield from (name for name in (context.last_area, context.own_area) if name)
    yield from following
    if context.own_area in ("UK", "National"):
        yield NATION


def _is_our_region(places: list[Place], context: Context) -> bool:
    """Return whether "the region" may be the area of the article, which has named no region."""
    unnamed = bool(context.own_area) and not context.named_group
    return unnamed and {place.kind for place in places} == {"that region"}


# "Berkshire, Buckinghamshire and Oxfordshire".
LISTED_PLACE = re.compile(
    r"(?:, | and )(?:the )?(?:[A-Z][a-z]+ ?)+(?:, | and )?$|^(?:, | and )(?:the )?[A-Z][a-z]"
)


def _around_districts(sentence: Parsed, ours: list[Place], context: Context) -> Iterator[str]:
    """Yield the area that its parts are named for: all of them, or in going on about its figure.

    "In Berkshire, Buckinghamshire and Oxfordshire"; "that is one in 770 people in mid and west Wales".
    """
    if any(place.kind not in ("district", "elsewhere", "districts") for place in ours):
        return
    if goes_on_about_it(sentence) and context.last_area:
        yield context.last_area
    elif context.own_area and any(
        place.kind == "district"
        and _home(place, context) == context.own_area
        and (
            LISTED_PLACE.search(sentence.text, 0, place.start)
            or LISTED_PLACE.match(sentence.text[place.end :])
        )
        for place in ours
    ):
        yield context.own_area


def _home(district: Place, context: Context) -> str:
    """Return the area that a district lies in."""
    forces = {force for name, force in context.names.districts.items() if plain_name(name) == district.name}
    homes = (area for area in context.names.areas if forces & {area.name, *area.aliases, *area.forces})
    return next((area.name for area in homes), "")


def _that(kind: str, context: Context) -> str:
    if kind == "that region":
        return home_region(context.last_area, context.names) or home_region(context.that_area, context.names)
    return context.that_area if kind == "that" else ""


# Dates ------------------------------------------------------------------------------------------------------


def _dates(sentence: Parsed, number: Quantity, context: Context) -> Iterator[str]:
    """Yield the dates that a number may be of: the one right beside it alone, else the nearest first."""
    earlier = _is_earlier(sentence, number)
    own = own_period(sentence, number, before=not earlier)
    named = [period for period in sentence.periods if period.date]
    before = [period.date for period in named if period.end <= number.start]
    bases = [date for date in (main_date(sentence), context.last_date, context.release) if date]
    if context.missing and context.published:
        bases = [f"{context.published.year}-03-31", *bases]
    if back := _opens_earlier(sentence):
        bases = [*(_moved(base, back) for base in bases), *(_moved(base, 2 * back) for base in bases)]
        own = None if own is not None and own.start <= OPENING_FIGURES else own
    if AT_THAT_TIME.search(sentence.text) and context.last_earlier_date:
        bases = [context.last_earlier_date, *bases]
    if own is not None:
        bases = [*reversed(before), *bases] if own.years else bases
        yield from [own.date] if own.date else [_moved(base, own.years) for base in bases]
        return
    if earlier:
        years = [period.years for period in sentence.periods if period.years > 0 and not period.length] or [1]
        yield from reversed(before)
        yield from (_moved(base, by) for base in bases for by in years)
        yield from (date for date in (context.last_earlier_date,) if date)
        return
    _, last = sentence.around(number)
    of_now = NOW.search(clause_before(sentence, number)) or (
        not named and any(period.length and period.years > 1 for period in sentence.periods)
    )
    if of_now or in_years_to_now(sentence, context) or is_last_of_two(sentence, number):
        yield context.release or main_date(sentence)
    yield from reversed(before)
    after = [period for period in named if number.end <= period.start < last]
    yield from (period.date for period in after if not is_since(sentence, period))
    if not before:
        yield from bases
        if context.last_named_date:
            yield context.last_named_date


def _opens_earlier(sentence: Parsed) -> int:
    """Return how many years before all of a sentence is that begins "the year before"; else 0."""
    first = sentence.periods[0] if sentence.periods else None
    opens = first is not None and first.years > 0 and not first.length and _begins(sentence, first)
    return (
        first.years
        if first is not None and opens and not LAST_YEAR.fullmatch(sentence.text, first.start, first.end)
        else 0
    )


def _begins(sentence: Parsed, period: Period) -> bool:
    lead = sentence.text[: period.start]
    return period.start <= OPENING_FIGURES or (not re.search("[.,;:]", lead) and is_opening(lead))


def _is_earlier(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is an earlier one, and not that of another place."""
    if is_first_of_two(sentence, number):
        return True
    share = number.kind == "percent" and any(links(sentence, number, place) for place in sentence.places)
    return said_earlier(sentence, number) and not share


def is_first_of_two(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is where a change began: "from 938 to 987"."""
    return bool(
        re.search(r"\bfrom (?:about |just |some )?$", sentence.text[: number.start])
        and re.match(r"[^.;:0-9]{0,30}\bto\b", sentence.text[number.end :])
    )


def is_last_of_two(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is where a change ended: "from 938 in 2022 to 987"."""
    return bool(
        re.search(r"\bfrom [0-9][^;:]{0,40}\bto (?:about |just |some )?$", sentence.text[: number.start])
    )


# Measures ---------------------------------------------------------------------------------------------------


def _asked(sentence: Parsed, number: Quantity, context: Context) -> Iterator[Asked]:
    kind = "between" if number.kind == "range" else number.qualifier or "level"
    if _answered(sentence, _as_size(sentence, number), context):
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
        if "missing_rso" in (context.last_measure, *_named(sentence, number)):
            yield Asked("range", "missing_duration_years", number.value, "years")
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
    if "+" in mark:
        return "+"
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
    if not named and NOTIFICATION_BREACH.search(sentence.text):
        named = ["notification_breaches"]
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
