"""What a review expected the register to reach, and how many people live in a place.

``topics`` asks it before its rules for single numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import NATION
from helpers.factcheck.claim import PROJECTED, PROJECTED_FOR, REVIEW, Claim
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

# People of a place, of whom the data have those that rates are of.
AGED_TEN = re.compile(
    r"\b(?:aged|age|ages) (?:of )?(?:10|ten)\b|\b(?:10|ten) (?:years )?(?:and|or) (?:over|older|above|more)\b|\bover (?:10|ten)\b",
    re.IGNORECASE,
)
OF_INHABITANTS = re.compile(r" (?:people|residents|inhabitants|persons)\b", re.IGNORECASE)
POPULATION = re.compile(r"\bpopulation\b[^.;]{0,40}$", re.IGNORECASE)
SCALED_NUMBER = re.compile(
    r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<scale>million|m|thousand|k)", re.IGNORECASE
)
LEAST_PEOPLE = 100_000


REVIEWED = re.compile(r"\b[Rr]eview\b|\bCreedon\b")
EXPECTS = re.compile(
    r"\b(?:expect\w*|forecast\w*|predict\w*|project(?:ed|s|ing|ions?)|warn\w*|estimat\w*|foresaw|foresees?|could|would|will|may|might|set to|on course|likely)\b[^.;]*$",
    re.IGNORECASE,
)
# The review told how much the register had grown between these dates: more than doubled.
YEARS_OF_GROWTH, LEAST_GROWTH = ("2007-03-31", "2021-03-31"), 50
GROWTH = re.compile(r"\b(?:growth|grew|grown|ris(?:e|en)|rose|increas\w+)\b", re.IGNORECASE)
# No force, and no count of a part, is expected to be as large.
LEAST_EXPECTED = 70_000


def projections(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield how many a review expected, for which year, and when it came out."""
    if not context.release or not (REVIEWED.search(sentence.text) or context.reviewed):
        return
    yield from _growth(sentence)
    expected = [
        number
        for number in sentence.figures
        if number.kind == "count"
        and float(number.value) >= LEAST_EXPECTED
        and float(number.value) % 1000 == 0
        and EXPECTS.search(sentence.text, 0, number.start)
    ]
    for number in expected:
        _, last = sentence.around(number)
        claim = Claim("", "", NATION, context.release, "level", PROJECTED, "", number.value, "count")
        yield Stated(claim, sentence.passage, number.start, number.end)
        for period in [period for period in sentence.periods if number.end <= period.start < last][:1]:
            when = period.date[:4] or f"{abs(period.years)} years"
            target = replace(
                claim,
                kind="event",
                measure=PROJECTED_FOR,
                comparator=number.value,
                published=when,
                unit="date",
            )
            yield Stated(target, sentence.passage, period.start, period.end)
    yield from _day_of_review(sentence, expected)


def _growth(sentence: Parsed) -> Iterator[Stated]:
    """Yield by how many per cent the review says that the register grew."""
    first, last = YEARS_OF_GROWTH
    begins = any(period.date[:4] == first[:4] for period in sentence.periods)
    for number in sentence.figures if begins and GROWTH.search(sentence.text) else ():
        if number.kind == "percent" and float(number.value) >= LEAST_GROWTH:
            grew = Claim("", "", NATION, last, "change_percent", COUNT, first, number.value, "per cent")
            yield Stated(grew, sentence.passage, number.start, number.end)


def _day_of_review(sentence: Parsed, expected: list[Quantity]) -> Iterator[Stated]:
    """Yield the day on which the review came out."""
    for period in sentence.periods if expected or "Creedon" in sentence.text else ():
        named = sentence.text[period.start : period.end]
        told = re.search("[A-Z]", named) and not period.day.endswith("-03-31")
        if period.day and told and (not expected or period.end <= expected[0].start):
            day = Claim("", "", NATION, period.day, "event", REVIEW, "", period.day, "date")
            yield Stated(day, sentence.passage, period.start, period.end)


def populations(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield the people aged 10 and over of a place: they can agree with the data, but not disagree."""
    if not AGED_TEN.search(sentence.text):
        return
    for number in sentence.numbers:
        people = _people(sentence.text[number.start : number.end], number)
        if not people or why_not_stated(sentence.text, number.start, number.end):
            continue
        if not OF_INHABITANTS.match(sentence.text, number.end) and not POPULATION.search(
            sentence.text, 0, number.start
        ):
            continue
        counted = Quantity(number.start, number.end, "count", people[0])
        try:
            area, assumed = area_of(sentence.with_number(counted), counted, context)
            date, _, dated = dates_of(sentence.with_number(counted), counted, False, False, context)
        except NotRead:
            continue
        claim = Claim("", "", area, date, "between", "population_10_plus", "", " to ".join(people), "count")
        yield Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY, *assumed, *dated))


def _people(words: str, number: Quantity) -> tuple[str, str] | None:
    """Return the bounds of a number of people as printed: 1.3 million is 1,250,000 to 1,350,000."""
    scaled = SCALED_NUMBER.fullmatch(words)
    if scaled is None:
        large = number.kind == "count" and float(number.value) >= LEAST_PEOPLE
        return (number.value, number.value) if large else None
    scale = 1e6 if scaled["scale"] in ("million", "m") else 1e3
    half = 0.5 * 10.0 ** -len(scaled["number"].partition(".")[2])
    value = float(scaled["number"].replace(",", ""))
    return f"{(value - half) * scale:.0f}", f"{(value + half) * scale:.0f}"
