"""What an article has said before a sentence, and what the sentence adds to it for the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import CONCERN_CLOSED, CONCERN_OPENED, EACH_YEAR, FIRST, MANAGING, ONE_IN, Claim
from helpers.factcheck.reading.around_number import span_of
from helpers.factcheck.reading.courts import court_topic
from helpers.factcheck.reading.dates_beside import main_date
from helpers.factcheck.reading.inspections import about_concern
from helpers.factcheck.reading.leaving import about_leaving
from helpers.factcheck.reading.missing import about_missing
from helpers.factcheck.reading.number_area import is_compared
from helpers.factcheck.reading.projections import REVIEWED
from helpers.factcheck.reading.sarahs_law import APPLICATIONS, SARAHS_LAW, is_on_sarahs_law
from helpers.factcheck.reading.sentence import Assumed, Context, Parsed, Stated
from helpers.factcheck.reading.sentence_date import THAT_TIME
from helpers.factcheck.reading.tables import NAMED_KINDS
from helpers.factcheck.reading.topics import CARRIED_MEASURES
from helpers.factcheck.reading.ways import DOWN_PAST, UP_PAST
from helpers.factcheck.reading.workload import overdue_topic

GENERAL = ("", COUNT, RATE, "missing_rso", "mappa_total", APPLICATIONS, *CARRIED_MEASURES)
# "The latest figures, for 31 March 2023", of an article of late 2024.
LATEST_FIGURES = re.compile(
    r"\b(?:latest|most recent|newest)(?: [a-z]+){0,3}? (?:figures?|tables?|data|statistics|reports?|release|numbers|returns?|count)\b",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(
    r"\b(?:previous|preceding|last|prior) year\b[^.;]{0,60}\bin (?:brackets|parentheses)|\bin (?:brackets|parentheses)\b[^.;]{0,60}\b(?:previous|preceding|last|prior) year\b",
    re.IGNORECASE,
)


def in_new_paragraph(context: Context) -> Context:
    """Return what holds at the beginning of a paragraph: its own area and rank are not named yet."""
    return replace(
        context,
        last_measure=_of_article(context),
        last_area="",
        area_before=context.last_area,
        last_group="",
        last_ranked="",
        told=context.told if _is_larger(context.told[0], context) else ("", ""),
        surveyed="",
        last_date="" if context.release else context.last_date,
    )


# "Its rate of 155": whose that is the paragraph before says, if this one has named nothing.
# So is that of a line under a place's name: "Up 67 on the year before".
GOES_ON_ABOUT = re.compile(
    r"[\"“]?(?:(?:Its|Their)\b|(?:It|They) (?:has|have|had|saw|recorded|reported)\b|(?:Up|Down) (?:by )?(?:just |only )?[0-9a-z]+\b|The only (?:force|area|county)\b)"
)


THAT_COMES_TO = re.compile(
    r"[\"“]?(?:That|This|It) (?:is|was|equals|equates to|means|amounts to|works out (?:at|to|as)|comes to|translates|represents|makes)\b"
)
LATTER = re.compile(r"[\"“]?(?:The|This|That) latter\b")


def going_on(sentence: Parsed, context: Context) -> Context:
    """Return what holds for a sentence that may go on about the area of the paragraph before."""
    context = replace(context, overdue=context.overdue or bool(overdue_topic(sentence)))
    if THAT_COMES_TO.match(sentence.text) and context.told[0] not in ("", context.last_area):
        return replace(context, last_area=context.told[0], last_date=context.told[1])
    if LATTER.match(sentence.text) and context.last_named:
        return replace(context, last_area=context.last_named)
    if context.last_area or not context.area_before:
        return context
    larger = _is_larger(context.area_before, context)
    goes_on = not context.own_area or (
        THAT_COMES_TO.match(sentence.text) or (GOES_ON_ABOUT.match(sentence.text) and not larger)
    )
    return replace(context, last_area=context.area_before) if goes_on else context


def goes_on_about_it(sentence: Parsed) -> bool:
    """Return whether a sentence begins with a word for what the one before it was about."""
    return bool(GOES_ON_ABOUT.match(sentence.text) or THAT_COMES_TO.match(sentence.text))


def _is_larger(place: str, context: Context) -> bool:
    return place == NATION or place in context.names.region_of_place


def after(sentence: Parsed, free: Sequence[Stated], context: Context) -> Context:
    """Return what the next sentence may go on about: only what is about our measures dates it.

    What was read freely (``free`` has all that was read) tells only what a rank is of.
    """
    made = [statement for statement in free if Assumed.FREELY not in statement.assumed]
    named = {place.name: place.kind for place in sentence.places if place.kind in NAMED_KINDS}
    claims = [statement.claim for statement in made]
    levels = [claim for claim in claims if not claim.kind.startswith(("change", "rank"))]
    forces = [name for name, kind in named.items() if kind in ("area", "force")]
    ranked = [statement.claim for statement in free if statement.claim.kind.startswith("rank")]
    context = replace(context, release=_release(sentence, context))
    told_rate = RATE if any(claim.measure == ONE_IN for claim in levels) else ""
    return replace(
        context,
        last_date=_last_date(sentence, claims, context),
        last_named_date=_last_named_date(sentence, context),
        stated_date=_stated_date(sentence, claims, context),
        named_group=_named_group(sentence, context),
        last_earlier_date=_last_earlier(sentence, context),
        last_measure=_last_measure(sentence, levels, context),
        last_area=_last_area(sentence, named, claims, context),
        last_named=forces[-1] if forces else context.last_named,
        section_date=_section_date(sentence, context),
        last_group=ranked[-1].comparator if ranked else context.last_group,
        last_ranked=next((claim.measure for claim in ranked[::-1]), told_rate or context.last_ranked),
        last_change=_last_change(claims),
        last_grade=_last_grade(claims) or context.last_grade,
        last_way=_last_way(claims) or context.last_way,
        told=_told(levels),
        surveyed=(about_missing(sentence, context) and main_date(sentence)) or context.surveyed,
        span=span_of(sentence) or context.span,
        sarahs_law=is_on_sarahs_law(sentence, context),
        reviewed=bool(REVIEWED.search(sentence.text)),
        leaving=about_leaving(sentence, context),
        bracketed=context.bracketed or bool(IN_BRACKETS.search(sentence.text)),
        concern=about_concern(sentence, context)
        or any(claim.measure in (CONCERN_OPENED, CONCERN_CLOSED) for claim in claims),
        rates=context.rates or any(claim.measure == RATE for claim in levels),
    )


def _release(sentence: Parsed, context: Context) -> str:
    """Return the date of the latest figures: an earlier one than the article's day tells, if it says so."""
    latest = LATEST_FIGURES.search(sentence.text)
    after = [
        period
        for period in sentence.periods
        if latest and period.start >= latest.end() and ";" not in sentence.text[latest.end() : period.start]
    ]
    said = main_date(replace(sentence, periods=tuple(after)))
    return said if said.endswith("-03-31") and said < context.release else context.release


COMPARE = re.compile(r"[\"“]?(?:Compare|Contrast) (?:that|this|it) (?:with|to)\b")


def _last_area(sentence: Parsed, named: dict[str, str], claims: Sequence[Claim], context: Context) -> str:
    """Return the one area that a sentence is about: its claims', else the one it names, else the last."""
    first = min(sentence.places, key=lambda place: place.start, default=None)
    if (
        first is not None
        and first.kind == "that"
        and context.that_area
        and BEGINS.fullmatch(sentence.text, 0, first.start)
    ):
        return context.that_area  # "The county is below England and Wales", and so on about the county
    aside = COMPARE.match(sentence.text) or all(is_compared(sentence, place) for place in sentence.places)
    if named and aside:
        return context.last_area  # "Compare that with Kent: 941", and on about the county
    areas = {claim.area for claim in claims} or set(named) - _only_compared(sentence)
    areas = {name for name in areas if named.get(name) in ("area", "force")} or areas
    larger = context.last_area and all(named.get(name) in ("region", "nation") for name in areas)
    if larger or not areas:
        return context.last_area
    if all(_is_larger(name, context) for name in areas) and (subject := _subject(sentence)):
        return subject  # "Cleveland is above England and Wales, where the rate is 119"
    return areas.pop() if len(areas) == 1 else _subject(sentence)


def _only_compared(sentence: Parsed) -> set[str]:
    """Return the regions and nations that a sentence names only to compare: "than they do nationally"."""
    larger = [place for place in sentence.places if place.kind in ("region", "nation")]
    aside = {place.name for place in larger if not is_compared(sentence, place)}
    return {place.name for place in larger} - aside


# "In neighbouring Cleveland the picture is another": what stands before the place that a sentence is about.
BEGINS = re.compile(r"(?:[A-Z]?[\w'’]+ ){0,3}(?:the )?")


def _subject(sentence: Parsed) -> str:
    """Return the area that a sentence begins with, where it names others only to compare them with it."""
    named = [place for place in sentence.places if place.kind not in ("that", "that region", "district")]
    first = named[0] if named else None
    if first is None or not BEGINS.fullmatch(sentence.text, 0, first.start) or is_compared(sentence, first):
        return ""
    others = [place for place in named if place.name != first.name and not is_compared(sentence, place)]
    return "" if others or first.kind not in ("area", "force") else first.name


def _section_date(sentence: Parsed, context: Context) -> str:
    """Return the only date that the heading above is about: that of the figures under it.

    It is no longer theirs after a sentence on the latest ones.
    """
    if not context.heading:
        return "" if main_date(sentence) == context.release else context.section_date
    dates = [period for period in sentence.periods if period.date or period.years]
    said = main_date(sentence) if len(dates) == 1 else ""
    return said if said.endswith("-03-31") and said < context.release else ""


def _last_measure(sentence: Parsed, levels: Sequence[Claim], context: Context) -> str:
    measures = [
        claim.measure
        for claim in levels
        if claim.unit in ("count", "per 100,000") or claim.measure in CARRIED_MEASURES
    ]
    law = APPLICATIONS if SARAHS_LAW.search(sentence.text) else ""
    topic = [law or court_topic(sentence) or overdue_topic(sentence)]
    return (
        measures
        or [name for name in topic if name]
        or [name for _, _, name in sentence.phrases]
        or [context.last_measure]
    )[-1]


def _last_change(claims: Sequence[Claim]) -> str:
    """Return the sign of the last change in number or per cent."""
    changes = [claim for claim in claims if claim.plain_kind in ("change", "change_percent")]
    return "" if not changes else "-" if changes[-1].published.startswith("-") else "+"


def _last_grade(claims: Sequence[Claim]) -> str:
    """Return the grade for managing offenders that a sentence gives, if it is one."""
    graded = {claim.published for claim in claims if claim.kind == "grade" and claim.measure == MANAGING}
    return graded.pop() if len(graded) == 1 else ""


def _told(levels: Sequence[Claim]) -> tuple[str, str]:
    """Return the area and date of the levels of a sentence, if it has one of each."""
    told = {(claim.area, claim.date) for claim in levels}
    return told.pop() if len(told) == 1 else ("", "")


def _last_way(claims: Sequence[Claim]) -> str:
    """Return the way of the last change, in figures or words."""
    ways = [
        claim.published if claim.unit == "word" else "fall" if claim.published.startswith("-") else "rise"
        for claim in claims
        if claim.kind.startswith("change") or claim.kind in (EACH_YEAR, FIRST)
    ]
    return ways[-1] if ways else ""


def _last_named_date(sentence: Parsed, context: Context) -> str:
    """Return the date that "at that time" means in the next sentence."""
    if THAT_TIME.search(sentence.text):
        return context.last_named_date
    named = [period.date for period in sentence.periods if period.date]
    return named[-1] if named else context.last_named_date


def _named_group(sentence: Parsed, context: Context) -> str:
    """Return the region, or Wales, that was named last: areas may be compared within it."""
    named = [place.name for place in sentence.places if place.kind == "region" or place.name == "Wales"]
    return named[-1] if named else context.named_group


def _stated_date(sentence: Parsed, claims: Sequence[Claim], context: Context) -> str:
    """Return the latest date before that of the latest figures of which the article has told anything."""
    said = main_date(sentence) if claims or sentence.phrases else ""
    return max(said, context.stated_date) if said < context.release else context.stated_date


def _last_earlier(sentence: Parsed, context: Context) -> str:
    """Return the date that "then" means after "three years earlier"."""
    years = [period.years for period in sentence.periods if period.years > 0 and not period.length]
    base = context.last_date or context.release
    return f"{int(base[:4]) - years[-1]}-03-31" if years and base else context.last_earlier_date


def _last_date(sentence: Parsed, claims: Sequence[Claim], context: Context) -> str:
    dates = [claim.date for claim in claims if claim.plain_kind not in ("change", "change_percent")]
    stated = max(dates, default="")
    ours = claims or sentence.phrases or (PRONOUN_WAY.match(sentence.text) and not sentence.places)
    date = (main_date(sentence) if ours else "") or stated or context.last_date
    return max(date, context.last_date) if context.release else date


# "It rose in each of the three years to 2022": that is of our figures, though nothing is read of it.
PRONOUN_WAY = re.compile(
    rf"[\"“]?(?:It|They|That|The (?:total|number|figure|register|count|rate))\b[^.,;:]{{0,30}}\b(?:{UP_PAST}|{DOWN_PAST})\b"
)


def _of_article(context: Context) -> str:
    """Return the measure that a new paragraph may go on about: never one of a few of the offenders."""
    return context.last_measure if context.last_measure in GENERAL or not context.release else COUNT
