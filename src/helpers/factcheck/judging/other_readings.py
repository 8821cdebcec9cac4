"""Whether the words of a statement allow another reading that the data make right.

``misreadings`` asks it before it doubts, and ``plainly_wrong`` before it accuses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import product

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import ONE_IN, Claim, about
from helpers.factcheck.judging.findings import since
from helpers.factcheck.judging.verdicts import AGREEING, Answer, without_slip
from helpers.factcheck.reading.article import Article, Readings
from helpers.factcheck.reading.sentence import AREA_CARRIED_ON, Assumed, Stated
from helpers.present.numbers import day

# More than this many times too much, or too little, is more likely a wrong reading than a wrong figure.
FACTOR = 2
# Of so few offenders who are missing, five for one is no misreading.
FEW_OFFENDERS = 20
AREA_LEFT_OPEN = AREA_CARRIED_ON | {Assumed.AMONG_AREAS, Assumed.AREA_AFTER, Assumed.AREA_NATION}
# The area that an article is about is "the county" in it.
OF_ARTICLE = {Assumed.AREA_GIVEN, Assumed.AREA_ONLY, Assumed.AREA_TITLE}
DATES = {Assumed.AMONG_DATES, Assumed.DATE_BEFORE, Assumed.DATE_RELEASE, Assumed.EARLIER_DATE}
LEVEL_ONE_RSOS = "level1_rso"
MEASURES_TRIED = (COUNT, RATE, "mappa_total", "cat2_violent", LEVEL_ONE_RSOS)
UNIT_OF = {COUNT: "count", RATE: "per 100,000"}
MANY_OFFENDERS = 200
# Changes are looked for over so many years.
LONGEST_CHANGE = 13
# Counts that a sentence may be about instead of those that it was read as.
COUNTS_EXCHANGED = (
    COUNT,
    "mappa_total",
    "cat2_violent",
    "cat3_other_dangerous",
    "notification_breaches",
    "licence_recalls",
    "revocations",
)


def may_be(claim: Claim, evidence: Evidence) -> bool:
    """Return whether rounded figures leave it open that a claim is right."""
    judged = without_slip(claim, evidence)
    return judged.verdict == "not decidable" and judged.finding is not None and not judged.finding.loose


# "The force", and no word for others.
OUR_FORCE = re.compile(
    r"(?!.*\b(?:only|other|another|any|no|every|each|some|several|many|most|neighbouring|forces)\b)"
    r".*\b(?:[Tt]he|[Oo]ur|[Ii]ts) (?:force|constabulary|police force)\b"
)


def other_reading(claim: Claim, stated: Stated, article: Article, evidence: Evidence) -> Claim | None:
    """Return the nearest other claim that the words of a statement may make, and that is right."""
    here = {place.name for place in article.sentences[stated.passage.number].places}
    before = article.sentences.get(stated.passage.number - 1)
    if not here and before is not None:
        here = {place.name for place in before.places}  # "In numbers it is 3,000 against 2,065"
    assumed = set(stated.assumed)
    if claim.kind == "grade" and OUR_FORCE.search(stated.passage.text):
        assumed -= OF_ARTICLE  # some force has each of the five grades, but "the force" is the article's
    others = (*stated.others, *_others(claim, assumed, article.readings, here))
    return next((reading for reading in others if agrees(reading, evidence)), None)


def why_not_as_read(other: Claim, evidence: Evidence) -> str:
    """Return why a statement is not understood: it is wrong as it was read, and right as another claim."""
    return f"read so, it would be wrong; read as {reading_in_words(other, evidence)}, it is right"


def agrees(claim: Claim, evidence: Evidence) -> bool:
    """Return whether another reading is right: by a figure that is known, and not for want of one."""
    judged = without_slip(claim, evidence)
    if judged.verdict == "article alone":
        judged = without_slip(replace(claim, article=""), evidence)
    # A one in N that only a rounded rate gives is left open: it may well be what is meant.
    undecided = claim.measure == ONE_IN and judged.verdict == "not decidable" and judged.finding is not None
    return judged.verdict in AGREEING or undecided


def reading_in_words(claim: Claim, evidence: Evidence) -> str:
    """Return a reading in words: its place, its date, and what it counts."""
    since = f" since {day(claim.comparator)}" if claim.kind.startswith("change") and claim.comparator else ""
    return f"that of {claim.area} on {day(claim.date)}{since} ({about(claim.measure, evidence.measures)})"


def _others(
    claim: Claim, assumed: Collection[Assumed], readings: Readings, here: Collection[str]
) -> Iterator[Claim]:
    """Yield the other claims that the words may make, the nearest first.

    Of another date, then of another area; of both only for the areas that are named ``here``, beside it.
    """
    areas = [claim.area, *(sorted(readings.areas - {claim.area}) if AREA_LEFT_OPEN & set(assumed) else ())]
    dates = [claim.date, *(_dates(claim, readings) if DATES & set(assumed) else ())]
    meant = [*product(dates, areas[:1]), *product(dates[:1], areas[1:])]
    meant += product(dates[1:], [area for area in areas[1:] if area in here])
    made = [of_another_date(replace(claim, area=area), date) for date, area in meant]
    of_area = [reading for reading in made[1:] if reading.area == claim.area]
    yield from dict.fromkeys([*of_area[:MANY_OFFENDERS], *made[1:MANY_OFFENDERS]])
    if claim.kind.startswith("change") and DATES & set(assumed):
        years = (f"{claim.year - by}-03-31" for by in range(1, LONGEST_CHANGE))
        earlier = dict.fromkeys([*(date for date in dates if date < claim.date), *years])
        yield from (replace(claim, comparator=date) for date in earlier if date != claim.comparator)
        # "4% on 2018-19" may be told of the year after that.
        after = [f"{since(claim) + 1}-03-31", *(date for date in dates if claim.comparator < date)]
        yield from (replace(claim, date=date) for date in after if claim.comparator)
    if Assumed.MEASURE in assumed:
        for measure in MEASURES_TRIED:
            unit = claim.unit if claim.kind.startswith("change") else UNIT_OF.get(measure, "count")
            yield from (
                replace(reading, measure=measure, unit=unit)
                for reading in made[: MANY_OFFENDERS // 4]
                if measure != claim.measure
            )


def as_other_measures(claim: Claim) -> Iterator[Claim]:
    """Yield the same figure as a count of another kind: it is more likely to be misread than exchanged."""
    if claim.measure in COUNTS_EXCHANGED and (claim.unit == "count" or claim.plain_kind == "change_percent"):
        yield from (replace(claim, measure=name) for name in COUNTS_EXCHANGED if name != claim.measure)
    if claim.measure == LEVEL_ONE_RSOS:
        yield replace(claim, measure=COUNT)  # "of the 489, most are managed at level one"
    if claim.measure == COUNT and claim.kind == "change":
        yield replace(claim, measure=RATE)  # "two lower than the 145 of 2022"
    if claim.measure == RATE and claim.plain_kind == "change_percent":
        yield replace(claim, measure=COUNT)


def _dates(claim: Claim, readings: Readings) -> list[str]:
    """Return the dates that the article names, the years between them, and some about the claim's."""
    named = [int(date[:4]) for date in readings.dates]
    between = {
        f"{year}-03-31"
        for year in range(max(min(named, default=0), claim.year - LONGEST_CHANGE), max(named, default=0))
    }
    near = {f"{claim.year + by}{claim.date[4:]}" for by in (-2, -1, 1)}
    dates = (readings.dates | near | between) - {claim.date}
    if readings.latest and claim.kind == claim.plain_kind:
        dates = frozenset(date for date in dates if date <= readings.latest)
    return sorted(dates, reverse=True)


def of_another_date(claim: Claim, date: str) -> Claim:
    """Return the claim of another date; a change has as many years to its earlier date as before."""
    if claim.kind.startswith("change") and claim.comparator:
        back = int(date[:4]) - claim.year
        comparator = f"{int(claim.comparator[:4]) + back}{claim.comparator[4:]}"
        return replace(claim, date=date, comparator=comparator)
    return replace(claim, date=date)


def is_far(judged: Answer) -> bool:
    """Return whether a figure is more than twice, or less than half, what the data give."""
    finding = judged.finding
    if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
        return False
    if judged.claim.kind.startswith("rank"):
        return False
    try:
        value, low, high = abs(float(judged.claim.published)), abs(finding.low), abs(finding.high)
    except ValueError:
        return False
    if judged.claim.measure == "missing_rso" and max(value, high) <= FEW_OFFENDERS:
        return False
    return value * FACTOR < min(low, high) or value > FACTOR * max(low, high)
