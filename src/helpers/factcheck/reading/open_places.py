"""Of which places, and of which dates, a number that the first reading left may be.

``open_readings`` puts it together with ``open_measures``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.data.evidence import NATION
from helpers.factcheck.claim import NATION_SHARE, Claim
from helpers.factcheck.reading.around_number import span_of
from helpers.factcheck.reading.change_dates import in_years_to_now
from helpers.factcheck.reading.context import goes_on_about_it
from helpers.factcheck.reading.dates import LAST_YEAR, Period
from helpers.factcheck.reading.dates_beside import (
    NOW,
    clause_before,
    is_opening,
    is_since,
    main_date,
    own_period,
    said_earlier,
)
from helpers.factcheck.reading.measures import PEOPLE_COUNTED
from helpers.factcheck.reading.number_area import home_region, links, own_places, reaches
from helpers.factcheck.reading.open_measures import Asked
from helpers.factcheck.reading.places import Place, plain_name
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sarahs_law import APPLICATIONS, DISCLOSURE_RATE, DISCLOSURES, REFUSAL_RATE
from helpers.factcheck.reading.sentence import Context, Parsed

# A time that begins so early in a sentence opens it.
OPENING_FIGURES = 8
AT_THAT_TIME = re.compile(
    r"\bthen\b|\bat (?:the|that) time\b|\b(?:that|the same) year\b|\bback then\b|\bin those days\b",
    re.IGNORECASE,
)


def claims_of_date(
    sentence: Parsed, number: Quantity, context: Context, asked: Asked, area: str, date: str
) -> Iterator[Claim]:
    """Yield the claims that a number of one place and date may be, each with what it is compared with."""

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


def open_areas(sentence: Parsed, number: Quantity, context: Context) -> Iterator[str]:
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


def open_dates(sentence: Parsed, number: Quantity, context: Context) -> Iterator[str]:
    """Yield the dates that a number may be of: the one right beside it alone, else the nearest first."""
    earlier = _is_earlier(sentence, number)
    own = own_period(sentence, number, before=not earlier)
    named = [period for period in sentence.periods if period.date]
    before = [period.date for period in named if period.end <= number.start]
    bases = [date for date in (main_date(sentence), context.last_date, context.release) if date]
    if context.missing and context.published:
        bases = [f"{context.published.year}-03-31", *bases]
    if back := years_before_at_start(sentence):
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


def years_before_at_start(sentence: Parsed) -> int:
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
