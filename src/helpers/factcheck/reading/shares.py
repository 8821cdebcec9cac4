"""Shares of a region's, or of Wales's, registered sex offenders: "half of them are in Northumbria"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import NATION_SHARE, Claim
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import home_region
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

# What a share is of: the region that the part lies in, one that was named before, or one that is named here.
OF_REGION = re.compile(
    r" (?:exactly )?of (?:all )?(?:the )?(?:entire |whole )?(?:region(?:al|'s)|Welsh)\b(?! (?:population|people|residents|budget|officers|staff))"
)
OF_THOSE = re.compile(
    r" (?:exactly )?of (?:them|those|these|that(?: (?:total|figure|number))?|the (?:total|whole|lot)|all (?:of )?(?:them|those|these))\b(?! (?:who|in|at|on|with|under|managed|aged|convicted))"
)
OF_PLACE = re.compile(r" (?:exactly )?of (?:all )?(?:the )?(?:[a-z]+ ){0,4}?(?:in |for |across )?(?:the )?$")
CLAUSE = re.compile(r"[;:]|, (?:and|but|while|whereas) ")
FEWEST = 2
# "One in nine" of a region's offenders: less is a rate of people.
MOST = 60


def region_shares(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield each share that a place has of the offenders of its region, or of the nation named before."""
    named = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if not named <= {COUNT, RATE}:
        return
    for number in sentence.figures:
        small = number.kind == "one in" and FEWEST <= float(number.value) <= MOST
        if (number.kind != "percent" and not small) or why_not_stated(
            sentence.text, number.start, number.end
        ):
            continue
        part = _part(sentence, number)
        whole, told = _whole(sentence, number, part, context)
        if part and whole:
            yield from _stated(sentence, number, context, (part, whole, told))


def _part(sentence: Parsed, number: Quantity) -> str:
    """Return the only area in the clause of a number; empty where there is none, or another."""
    first = max((mark.end() for mark in CLAUSE.finditer(sentence.text, 0, number.start)), default=0)
    end = CLAUSE.search(sentence.text, number.end)
    last = end.start() if end else len(sentence.text)
    areas = {
        place.name
        for place in sentence.places
        if place.kind in ("area", "force") and first <= place.start < last
    }
    return areas.pop() if len(areas) == 1 else ""


def _whole(sentence: Parsed, number: Quantity, part: str, context: Context) -> tuple[str, bool]:
    """Return of which region or nation a share is, and whether the sentence names it."""
    region = home_region(part, context.names)
    if OF_REGION.match(sentence.text, number.end):
        return region, True
    after = next((place for place in _regions(sentence) if place.start >= number.end), None)
    if after and OF_PLACE.fullmatch(sentence.text, number.end, after.start):
        return (after.name, True) if after.name == region else ("", False)
    if not OF_THOSE.match(sentence.text, number.end):
        return "", False
    before = [place.name for place in _regions(sentence) if place.end <= number.start]
    named = before[-1] if before else context.last_area
    return (named, bool(before)) if named and named == region else ("", False)


def _regions(sentence: Parsed) -> list[Place]:
    return [place for place in sentence.places if place.kind in ("region", "nation") and place.name]


def _stated(
    sentence: Parsed, number: Quantity, context: Context, of: tuple[str, str, bool]
) -> Iterator[Stated]:
    part, whole, told = of
    try:
        date, _, dated = dates_of(sentence, number, False, False, context)
    except NotRead:
        return
    kind, value = number.qualifier or "level", number.value
    if number.kind == "one in":
        kind, value = number.qualifier or "about", f"{100 / float(number.value):.1f}"
    claim = Claim("", "", part, date, kind, NATION_SHARE, whole, value, "per cent")
    left_open = dated if told else [Assumed.FREELY, *dated]
    yield Stated(claim, sentence.passage, number.start, number.end, tuple(left_open))
