"""How many forces went which way: "three of the four forces rose", "the only force to see a fall".

Such a reading (``Assumed.FREELY``) is held against an article only where none agrees
(``judging/wrong_in_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import FALLING, ONLY, RISING, Claim
from helpers.factcheck.reading.free_words import OF_SOMETHING_ELSE, subject_of
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.patterns import AREA, GROUP, NUMBER, is_group, mask
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.ranks import group_of, home_group, members_of, sized
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated
from helpers.factcheck.reading.ways import DOWN_ANY, UP_ANY

FORCE_OR_FORCES = (
    r"(?:(?:police )?(?:force )?areas?|forces?|areas?|constabular(?:y|ies)|count(?:y|ies)|ones?)"
)
SIZED = rf"(?:of )?(?:the |its |our |all |region's |{GROUP}(?:'s|') )*(?:other )?(?P<size>{NUMBER}|two|three|four|five|six|seven|eight|nine|ten)"
HOW_MANY_FORCES = re.compile(
    rf"(?<!\w)(?<!of )(?<!the )(?<!among )(?<!only )(?<!only \ue004\ue004\ue004 )(?P<many>all but one|all|every|each|none|half|{NUMBER}|one|two|three|four|five|six|seven) (?:of )?(?:{SIZED} )?(?:the )?(?:(?:Welsh|police|{GROUP}(?:'s|')?) )*{FORCE_OR_FORCES}\b|(?<!\w)(?<!of )(?<!the )(?<!among )(?<!only )(?P<many2>none|all|every one|each|both|{NUMBER}|one|two|three|four|five|six) of (?:them\b|the (?P<size2>{NUMBER}|two|three|four|five|six|seven|eight|nine|ten))(?= (?:saw|recorded|rose|fell|have|has|had|were|are|is|was|went|grew)\b)",
    re.IGNORECASE,
)
SOLE = re.compile(
    rf"\b(?:the )?(?:only|sole|lone) (?:one (?:of )?)?(?:{SIZED} )?(?:the )?(?:(?:Welsh|police|{GROUP}(?:'s|')?) )*{FORCE_OR_FORCES}?\b|\bonly (?={AREA})|\bit alone\b|(?<=\ue000)(?: was| is| stood)? alone\b",
    re.IGNORECASE,
)
NAMED_FORCES = rf"(?:(?:Welsh|police|force|{GROUP}(?:'s|')?) )*{FORCE_OR_FORCES}\b"
# "Norfolk was one of three forces where the number went down".
ONE_OF_SO_MANY = re.compile(
    rf"\b(?<!only )(?<!sole )(?:one|among) (?:of )?(?:only |just |the )*(?P<many>{NUMBER}|two|three|four|five|six|seven) {NAMED_FORCES}"
    rf"(?=(?: (?:in|of|across|within) (?:the )?(?:{GROUP}|region|our region))? (?:where|to|that|which|in which|whose|with)\b)",
    re.IGNORECASE,
)
# "Numbers went down in the two other areas": all but the one of which the other way was told.
REST = re.compile(
    rf"\b(?:the |both |all )?(?:of the )?(?:(?P<many>{NUMBER}|two|three|four|five|six|seven) other|other (?P<many2>{NUMBER}|two|three|four|five|six|seven)) {NAMED_FORCES}",
    re.IGNORECASE,
)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# "Gwent was the only one to see its number fall", after a paragraph on rates.
NUMBERS_OF = re.compile(r"\b(?:numbers?|totals?)\b", re.IGNORECASE)
WITHIN_ITS_REGION = re.compile(r"\b(?:the|its|their|our) region\b", re.IGNORECASE)
FORCES_CLAUSE_END = re.compile(r"[.;:(]|, (?:while|but|with|and)\b|\b(?:while|but)\b")
OF_RATES_OF_FORCES = re.compile(r"\brates?\b|\bper head\b", re.IGNORECASE)


UP, DOWN = rf"{UP_ANY}|(?<!make )(?<!makes )(?<!made )up", rf"{DOWN_ANY}|down"
WAY = re.compile(rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b", re.IGNORECASE)
# "Three of the four had more than last year": not so "more than Essex", or "only Essex has more".
UNLESS_THAN_AN_AREA = rf"(?![^.;:]{{0,60}} than (?:in |the )?{AREA})"
WAY_OF_SOME = re.compile(
    rf"\b(?:(?P<up>{UP}|more{UNLESS_THAN_AN_AREA})|(?P<down>{DOWN}|fewer{UNLESS_THAN_AN_AREA}))\b",
    re.IGNORECASE,
)
# "Numbers dropped in three of the four areas".
FELL_IN = re.compile(r"(?: \w+ly| again)? in ")


def among_forces(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield how many forces rose or fell, and which is said to be the only one."""
    masked = mask(sentence)
    for pattern, read in (
        (HOW_MANY_FORCES, _counted),
        (ONE_OF_SO_MANY, _counted),
        (REST, _counted),
        (SOLE, _only),
    ):
        for match in pattern.finditer(masked):
            if why_not_stated(sentence.text, match.start(), match.end()):
                continue
            try:
                yield read(sentence, masked, match, context)
            except NotRead:
                continue


def _counted(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> Stated:
    """Return how many of the forces of a region went one way."""
    way, _, span = _way(sentence, masked, match, context)
    group = _group(sentence, masked, match, context)
    of = len(members_of(group, context.names))
    many = {
        "all": of,
        "every": of,
        "every one": of,
        "each": of,
        "none": 0,
        "half": of // 2,
        "all but one": of - 1,
    }
    name = "many" if match["many"] else "many2"
    word = sentence.text[slice(*match.span(name))].lower()
    count = many[word] if word in many else _number(sentence, match, name)
    kind = RISING if way == "rise" else FALLING
    if match.re is REST and (count != of - 1 or context.last_way in ("", way)):
        raise NotRead("the other forces of a region, of which the rest is not clear")
    return _stated(sentence, span, context, group.removesuffix(" forces"), kind, group, f"{count}", ())


def _only(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> Stated:
    """Return the claim that a force is the only one of its region that went one way."""
    way, end, _ = _way(sentence, masked, match, context)
    after = [
        place
        for place in sentence.places
        if match.end() <= place.start < end and place.kind in ("area", "force")
    ]
    named = match.group().lower().startswith("only") and after and after[0].start == match.end()
    area = after[0].name if named else ""
    assumed: tuple[Assumed, ...] = (Assumed.FREELY,)
    if not area:
        area, assumed = subject_of(sentence, masked, match, context)
    group = _group(sentence, masked, match, context, area)
    return _stated(sentence, match.span(), context, area, ONLY, group, way, assumed)


def _way(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context
) -> tuple[str, int, tuple[int, int]]:
    """Return which way the forces went, where their clause ends, and from where to where that is told.

    Raises NotRead for other measures.
    """
    last = FORCES_CLAUSE_END.search(masked, match.end())
    end = last.start() if last else len(masked)
    named = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if named == {RATE} and NUMBERS_OF.search(masked):
        named = {COUNT}
    clause = masked[match.end() : end]
    if COUNT not in named or OF_SOMETHING_ELSE.search(clause) or OF_RATES_OF_FORCES.search(clause):
        raise NotRead("a number of forces that is of something else")
    way = (WAY if match.re is SOLE else WAY_OF_SOME).search(clause)
    before = list(WAY.finditer(masked, max(0, match.start() - 25), match.start()))
    if way is None and before and FELL_IN.fullmatch(masked, before[-1].end(), match.start()):
        return "rise" if before[-1]["up"] else "fall", end, (before[-1].start(), match.end())
    if way is None or re.search(rf"{NUMBER}", clause[: way.start()]):
        raise NotRead("a number of forces without a direction")
    return "rise" if way["up"] else "fall", end, (match.start(), match.end() + way.end())


def _group(sentence: Parsed, masked: str, match: re.Match[str], context: Context, area: str = "") -> str:
    """Return the forces among which some are counted. Raises NotRead where they are not plain."""
    names = context.names
    last = FORCES_CLAUSE_END.search(masked, match.end())
    end = last.start() if last else len(masked)
    groups = [place.name for place in sentence.places if is_group(place) and place.start < end]
    home = area or context.own_area
    if groups:
        group = group_of(groups[-1], names)
    elif re.search(r"\bWelsh\b", sentence.text):
        group = "Wales forces"
    elif (
        WITHIN_ITS_REGION.search(masked)
        or match.re in (SOLE, REST)
        or _size(match)
        or match.group().endswith("them")
    ):
        group = context.last_group or (home if home in names.region_of_place else "")
        group = f"{group.removesuffix(' forces')} forces" if group else home_group(home, names)
    else:
        raise NotRead("a number of forces of which it is not clear of which")
    size = _number(sentence, match, _size(match)) if _size(match) else 0
    if group[:1].isdigit():
        raise NotRead("a number among all forces")
    return sized(size, group, home, names)


def _size(match: re.Match[str]) -> str:
    """Return the name of the part of a match that says how many forces there are; empty where none does."""
    return next((name for name in ("size", "size2") if match.groupdict().get(name)), "")


def _number(sentence: Parsed, match: re.Match[str], name: str) -> int:
    word = match[name].lower()
    if word in NUMBERS:
        return NUMBERS.index(word) + 1
    value = next((number.value for number in sentence.numbers if number.start == match.start(name)), "")
    if not value.isdigit():
        raise NotRead("a number of forces that is not plain")
    return int(value)


def _stated(
    sentence: Parsed,
    span: tuple[int, int],
    context: Context,
    area: str,
    kind: str,
    group: str,
    published: str,
    assumed: tuple[Assumed, ...],
) -> Stated:
    number = Quantity(*span, "count", "1")
    alone = replace(sentence, places=())
    date, _, dated = dates_of(alone.with_number(number), number, False, False, context)
    unit = "word" if kind == ONLY else "count"
    claim = Claim("", "", area, date, kind, COUNT, group, published, unit)
    return Stated(claim, sentence.passage, *span, (*(assumed or (Assumed.FREELY,)), *dated))
