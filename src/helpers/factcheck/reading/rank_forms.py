"""Ranks by who else has more: "only Essex has more offenders", "no other force has a higher rate".

Whose they are is told by the sentence, or by those before it; as the words leave more open, such a reading
(``Assumed.FREELY``) is held against an article only where no other makes it right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.reading.free_words import BY_NUMBER, BY_RATE, REGION_WORDS, group_named
from helpers.factcheck.reading.number_area import carried_area
from helpers.factcheck.reading.patterns import AREA, GROUP, MEASURE, NUMBER, WordedClaim, is_group
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.ranks import home_group
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed

OTHER_FORCES = r"(?:forces?|areas?|constabular(?:y|ies)|count(?:y|ies)|part|places?)"
OF_GROUP = (
    rf"(?: (?:in|of|across|among|within) (?:the |our |its )?(?:{GROUP}|region|{NUMBER}|country|[a-z]+))*"
)
FIGURES_IN_ASIDE = r"(?:, (?:with|on|at|which)[^,;.]*,| \([^()]*\))?"
MAY_HAVE = r"(?: (?:has|had|have|manages?|managed|monitors?|monitored|looks? after|recorded|records?|reported|saw|sees|supervises?|is|was|are|were))?"
MORE_OR_FEWER_OF = rf"(?P<way>more|fewer|a (?:higher|lower|larger|bigger|smaller|greater)|higher|lower|larger|bigger)(?: (?P<what>{MEASURE}|rate|number|total|figure|one|concentration|proportion|names|offenders))?(?: of {MEASURE})?"
THAN_AN_AREA = rf"(?: than (?:in |that of |the )?(?P<than>{AREA}))?"
# "Only Essex, with 1,848, has more": the second place.
ONLY_ONE = re.compile(
    rf"\b[Oo]nly (?:neighbouring |nearby |rural )?(?P<one>{AREA}){FIGURES_IN_ASIDE}{MAY_HAVE} {MORE_OR_FEWER_OF}{THAN_AN_AREA}{OF_GROUP}(?=[.,;:(]|$| and\b| but\b)"
)
# "No other force in the region has a higher rate": the first place.
NONE = re.compile(
    rf"\b(?:[Nn]o (?:other )?(?:police )?{OTHER_FORCES}|[Nn]one of (?:the |its )?(?:other )?(?:{NUMBER} |[a-z]+ )?{OTHER_FORCES}|[Nn]owhere(?: else)?){OF_GROUP}{MAY_HAVE} {MORE_OR_FEWER_OF}{THAN_AN_AREA}{OF_GROUP}(?=[.,;:(]|$| and\b| but\b)"
)
# "Norfolk tops the regional table", "leaving Teesside at the top of the table", "is bottom of the list".
TABLE = re.compile(
    r"\b(?:(?P<top>(?:tops?|topped|topping|heads?|headed|heading|leads?|at the (?:top|head) of|top of) (?:the |that |this )?(?P<of>[^.,;:\ue000]{0,25}?)?(?:table|list|league|ranking)s?|(?:tops|topped|heads|leads) the (?:region|country)(?= (?:once|when|after|by|for its)\b))"
    r"|(?P<foot>(?:at the (?:bottom|foot) of|bottom of|props? up|propped up) (?:the |that |this )?(?P<of2>[^.,;:\ue000]{0,25}?)?(?:table|list|league|ranking)s?))\b"
)
# "The lower rate of the two": beside the other of the two places.
OF_TWO = re.compile(
    rf"\bthe (?P<way>higher|lower|larger|smaller|bigger|greater|longer|shorter)(?: (?P<what>rate|number|total|figure|count|register|list))? of the (?:two|{NUMBER})(?=[.,;:)]|$)",
    re.IGNORECASE,
)
# "West Yorkshire, by comparison, has a higher rate": than the area that the article is about.
HIGHER_OR_LOWER = re.compile(
    r"\b(?:(?:has|had|have|having|with|and)(?: a| an)? (?:(?:slightly|much|far|even|rather|considerably) )*(?P<way>higher|lower|larger|smaller|bigger) (?P<what>rate|total|number)"
    r"|(?:its|the|their) (?P<what2>rate|total|number) (?:is|was|were|being) (?:(?:slightly|much|far|even|rather|considerably) )*(?P<way2>higher|lower|larger|smaller|bigger))(?=[.,;]|$)"
)
RANK_FORM_CLAUSE = re.compile(r"[;:.(]|\b(?:while|but|where|which)\b")
DOUBT = re.compile(r"\b(?:per|each|officers?|missing|violent|level|crime|visits?|orders?)\b", re.IGNORECASE)


def rank_forms(sentence: Parsed, masked: str, context: Context) -> Iterator[WordedClaim]:
    """Yield the ranks that a sentence states in one of these forms."""
    for pattern, read in (
        (ONLY_ONE, _second),
        (NONE, _first),
        (TABLE, _of_table),
        (OF_TWO, _of_two),
        (HIGHER_OR_LOWER, _than_ours),
    ):
        for match in pattern.finditer(masked):
            try:
                yield read(sentence, masked, match, context)
            except NotRead:
                continue


def _second(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    first = _place_at(sentence, match.start("one"))
    area, assumed = _than(sentence, masked, match, context, (first,))
    if area == first.name:
        raise NotRead("a rank of a place beside itself")
    return _claim(sentence, masked, match, context, area, "2", assumed)


def _first(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    area, assumed = _than(sentence, masked, match, context, ())
    return _claim(sentence, masked, match, context, area, "1", assumed)


def _than(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context, without: tuple[Place, ...]
) -> tuple[str, tuple[Assumed, ...]]:
    """Return whose rank it is: the place after "than", the one before it, or that of the sentence before."""
    if match["than"]:
        return _place_at(sentence, match.start("than")).name, ()
    before = _areas(sentence, masked, match.start(), without)
    if len(before) > 1:
        raise NotRead("several places are named")
    if before:
        return before.pop(), ()
    name, assumed = carried_area(context)
    return name, tuple(assumed)


def _areas(sentence: Parsed, masked: str, end: int, without: tuple[Place, ...] = ()) -> set[str]:
    start = max((mark.end() for mark in RANK_FORM_CLAUSE.finditer(masked, 0, end)), default=0)
    return {
        place.name
        for place in sentence.places
        if start <= place.start < end and place.name and place not in without and not is_group(place)
    }


def _of_table(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    areas = _areas(sentence, masked, match.start())
    nearest = [
        place
        for place in sentence.places
        if place.end <= match.start() and not re.search("[.;:,]", masked[place.end : match.start()])
    ]
    if nearest and not is_group(nearest[-1]) and nearest[-1].name:
        areas = {nearest[-1].name}
    if len(areas) > 1:
        raise NotRead("several places are named")
    assumed: tuple[Assumed, ...] = ()
    if not areas:
        name, carried = carried_area(context)
        areas, assumed = {name}, tuple(carried)
    return _claim(sentence, masked, match, context, areas.pop(), "1", assumed)


def _of_two(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    """Return how a place's figure compares with that of the other of two."""
    before = _areas(sentence, masked, match.start())
    if len(before) > 1 or {name for _, _, name in sentence.phrases} - {COUNT}:
        raise NotRead("several places are named")
    area, assumed = (before.pop(), []) if before else carried_area(context)
    named = dict.fromkeys((context.last_named, context.last_area, context.own_area))
    other = next((name for name in named if name not in ("", area)), "")
    if not other:
        raise NotRead("one of two places, of which the other is not named")
    word = (
        "higher" if match["way"].lower() in ("higher", "larger", "bigger", "greater", "longer") else "lower"
    )
    measure = _measure(sentence, match, context)
    words = (Assumed.FREELY, *assumed)
    return WordedClaim(*match.span(), "compared", measure, word, "word", area, other, words)


def _than_ours(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    """Return how another place's figure compares with that of the article's own area: it can only agree."""
    first = masked.rfind(";", 0, match.start()) + 1
    before = [place for place in sentence.places if first <= place.start < match.start()]
    areas = {place.name for place in before if not is_group(place)}
    if len(areas) != 1 or context.own_area in ("", *areas) or "" in areas or DOUBT.search(sentence.text):
        raise NotRead("what is compared is not clear")
    way, what = match["way"] or match["way2"], match["what"] or match["what2"]
    word = "lower" if way in ("lower", "smaller") else "higher"
    measure = RATE if what == "rate" else COUNT
    words = (Assumed.FREELY, Assumed.FITTED)
    return WordedClaim(*match.span(), "compared", measure, word, "word", areas.pop(), context.own_area, words)


def _place_at(sentence: Parsed, start: int) -> Place:
    place = next(place for place in sentence.places if place.start == start)
    if not place.name or place.kind in ("district", "districts", "elsewhere"):
        raise NotRead("a place that is none of ours")
    return place


def _claim(
    sentence: Parsed,
    masked: str,
    match: re.Match[str],
    context: Context,
    area: str,
    place: str,
    assumed: tuple[Assumed, ...],
) -> WordedClaim:
    parts = match.groupdict()
    if DOUBT.search(match.group()) or {name for _, _, name in sentence.phrases} - {COUNT}:
        raise NotRead("a rank by something else")
    way = parts.get("way") or ""
    lowest = bool(parts.get("foot")) or "fewer" in way or "lower" in way or "smaller" in way
    kind = "rank_lowest" if lowest else "rank_highest"
    group = _group(sentence, masked, match, area, context)
    words = (Assumed.FREELY, *assumed)
    measure = _measure(sentence, match, context)
    return WordedClaim(*match.span(), kind, measure, place, "rank", area, group, words)


def _group(sentence: Parsed, masked: str, match: re.Match[str], area: str, context: Context) -> str:
    """Return the group of a rank, else the region of both places that are compared."""
    try:
        return group_named(sentence, masked, match, area, context)
    except NotRead:
        named = match.groupdict().get("one")
        other = _place_at(sentence, match.start("one")).name if named else area
        together = home_group(area, context.names)
        if REGION_WORDS.search(masked) or (other != area and home_group(other, context.names) == together):
            return together
        raise


def _measure(sentence: Parsed, match: re.Match[str], context: Context) -> str:
    """Return what a rank is by: what its words name, else what the sentence or the one before is about."""
    parts = match.groupdict()
    way, what = parts.get("way") or "", parts.get("what") or ""
    if what in ("rate", "concentration", "proportion"):
        return RATE
    if (what and what != "one") or way.split()[-1:] in (["more"], ["fewer"]):
        return COUNT
    if BY_NUMBER.search(sentence.text):
        return COUNT
    if BY_RATE.search(sentence.text) or context.last_measure == RATE:
        return RATE
    if sentence.phrases or context.last_measure == COUNT:
        return COUNT
    raise NotRead("a rank of something else")
