"""Ranks that a sentence states: "the second-highest rate in the region", "more than any other force".

A rank is read where the sentence says of one place that it has it, names the measure, and names the group: a
region, "the region", England and Wales, or "any force". A claim in the kinds of ``published_claims.csv``
comes of it. "Rise" without "percentage" may be one in number or in per cent. What is limited ("since",
"after", "outside") or says "one of the highest" is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.data.naming import Names
from helpers.factcheck.claim import ALL_AREAS, ALL_FORCES, CHANGE_RANK, PERCENT_RANK
from helpers.factcheck.reading.number_area import carried_area
from helpers.factcheck.reading.patterns import (
    AREA,
    BETWEEN,
    FILL,
    GROUP,
    MEASURE,
    NUMBER,
    OF_MEASURE,
    OPENS,
    ORDINAL,
    ORDINALS,
    STATE,
    NotStated,
    WordedClaim,
    first_matches,
    is_group,
    measure_of,
    place_at,
    refuse_list,
)
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.sentence import NO_MEASURE, Assumed, Context, NotRead, Parsed

NO_GROUP = "a rank without the group that it is in"
RANK_OF_ANOTHER = "a rank by something else, or among fewer than all"
END_OF_RANKING = r"(?P<end>highest|lowest|largest|biggest|greatest|smallest)"
PLACE = rf"(?:the )?(?:(?P<place>{ORDINAL})[- ])?"
WHAT = r"(?P<what>rate|share|proportion|concentration|number|total|count|population|rise|increase|growth|fall|drop|decrease|decline)\b"
IN_MEASURE = rf"(?: in (?:the )?(?:numbers? of )?{MEASURE})?"
SORT_OF_RANK = r"(?:overall |total |annual |yearly |year-on-year |(?P<percent>percentage |percent |per cent |proportional ))*"
RANK_SUPERLATIVE = rf"{PLACE}{END_OF_RANKING} {SORT_OF_RANK}{WHAT}{OF_MEASURE}{IN_MEASURE}"
MOST_OR_FEWEST = rf"{PLACE}(?P<most>most|fewest) {MEASURE}{STATE}"
THAN_ANY_OTHER = r"than (?:in |that of )?(?:(?:any|every|all)(?: of the)? other|anywhere else)"
MORE_THAN_OTHERS = rf"(?:a )?(?P<than>more|fewer|higher|lower|bigger|larger|greater|smaller) (?:{MEASURE}|(?P<rate>rate|proportion|concentration|share){OF_MEASURE}){STATE}{FILL} {THAN_ANY_OTHER}"
RANK_SUBJECT = rf"(?:{OPENS}(?P<area>{AREA})|^(?P<it>It|They))"
HAS_THE = rf"(?:{FILL},?(?<!\ue000,)| which| also) (?:has |had )?(?:has|had|have|with|recorded|reported|saw|seen|showed|is home to|was home to)(?: also| by far| again)?"
RATED_MEASURE = rf"{WHAT}{OF_MEASURE}{STATE}"
IS = r" (?:is|was)(?: also| by far| again| still)?"
FIGURE = rf"(?: (?:of|at) {NUMBER}(?: per 100,?000(?: people| residents)?)?)?"
RANKED_VERB = r" (?:(?:is|was) (?:ranked |placed )?|ranked |ranks |came |comes |stood |stands )"
RANK_PHRASES = [
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"{RANK_SUBJECT}{HAS_THE} (?P<rank>{RANK_SUPERLATIVE}|{MOST_OR_FEWEST.replace('<place>', '<place2>')}|{MORE_THAN_OTHERS})",
        rf"{OPENS}(?P<area>{AREA})(?:'s|') {RATED_MEASURE}{FILL}{FIGURE},?{IS} (?P<rank>{PLACE}{END_OF_RANKING})\b",
        rf"{OPENS}{RATED_MEASURE} (?:in|for|of) (?P<area>{AREA}){FILL}{IS} (?P<rank>{PLACE}{END_OF_RANKING})\b",
        rf"^(?P<it>That|This|It){IS} (?P<rank>{RANK_SUPERLATIVE})",
        rf"{OPENS}(?P<area>{AREA}){IS} (?P<rank>(?P<place>{ORDINAL})(?: (?P<end>highest|lowest))?)(?=,? (?:with|at|on) )",
        rf"{OPENS}(?P<area>{AREA}) has (?P<rank>the (?P<end>highest|lowest))(?=,? (?:with|at|on|of) )",
        rf"{OPENS}(?P<rank>{RANK_SUPERLATIVE})[^.,;\ue000]{{0,80}}?{IS}(?: recorded| found| seen)? (?:in |that of |that in )?(?P<area>{AREA})",
        rf"{RANK_SUBJECT}{FILL}{RANKED_VERB}(?P<rank>(?P<place>{ORDINAL})(?: (?P<end>highest|lowest))?)(?= (?:in|among|nationally)\b)",
        rf"{RANK_SUBJECT}{HAS_THE} (?:by far )?(?P<rank>the (?P<most>most|fewest))(?=,| with\b| at\b| in {GROUP})",
        rf"{RANK_SUBJECT}{FILL}{RANKED_VERB}(?:only )?(?P<rank>(?P<place>{ORDINAL}) (?:(?P<end>highest|lowest) )?(?:out )?of (?:the |all )?(?P<size>{NUMBER}))",
    )
]
CONDITION = re.compile(
    r"\b(?:since|ever|record|outside|excluding|except|apart|bar|after|behind|years|decades?|history|joint|equal)\b",
    re.IGNORECASE,
)
RANK_CLAUSE = re.compile(r"[,;.]|\b(?:and|but|while|with|compared)\b")
WITHIN = re.compile(r"\b(?:in|of|across|within|among|throughout)(?: \S+){0,4} $", re.IGNORECASE)
OF_SIZE = re.compile(rf"\bof (?:the |all )*(?P<size>{NUMBER})")
ITS_REGION = re.compile(
    r"\b(?:(?:the|its|their|our) region|our (?:two|three|four|five|six|\ue004+) (?:forces|areas))\b",
    re.IGNORECASE,
)
WELSH, ENGLISH = re.compile(r"\bWelsh\b"), re.compile(r"\bEnglish\b")
ANY_FORCE = re.compile(
    r"(?:\b(?:any|all|every)\b.{0,25}|\bother )(?:forces?|areas?|constabular)|\b(?:the country|anywhere)\b",
    re.IGNORECASE,
)
# What may stand after a rank in its clause: anything else ("per officer") makes it another rank.
PLAIN_BEFORE_GROUP = re.compile(
    rf"{STATE}(?:,? (?:{BETWEEN}|Welsh|English|any|all|every|each|other|police|forces?|areas?|count(?:y|ies)|regions?|country|its|their|our|that"
    rf"|among|within|throughout|out|whole|East|Midlands|(?:North|South)[ -](?:East|West)|date|too|anywhere|nationally|{NUMBER}|number|rate|offenders|{MEASURE}|recorded|is|was|were|{AREA}(?:'s|')?))*",
    re.IGNORECASE,
)
# "The highest rate, at 172 per 100,000 people aged 10 and over".
OWN_FIGURE = re.compile(
    rf",? (?:of|at|on|with) {NUMBER}(?: (?:per|for every|in every) 100,?000(?: (?:people|residents)(?: aged (?:10|ten)(?: (?:and|or) over)?)?)?)?"
)
RATE_WORD = re.compile(r"\brate\b", re.IGNORECASE)
RANK_LEAD = re.compile(rf"^(?:In|Of|Across|Within|Among)\b[^.,;]{{0,60}}?(?P<group>{GROUP})[^.,;]{{0,30}},")
SAME_AS_RATE = dict.fromkeys(("share", "proportion", "concentration"), "rate")
CHANGE_NOUNS = ("rise", "increase", "growth", "fall", "drop", "decrease", "decline")


def ranks(sentence: Parsed, masked: str, context: Context) -> Iterator[WordedClaim | NotStated]:
    """Yield each rank that the sentence states in one of the forms of ``RANK_PHRASES``."""
    for match in first_matches(RANK_PHRASES, masked, "rank"):
        yield _rank(sentence, masked, match, context)


def _rank(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim | NotStated:
    start, end = match.span("rank")
    try:
        if CONDITION.search(_without_those_before(masked, match)):
            raise NotRead("a rank with a condition")
        rest = masked[end : _clause_end(masked, end)].rstrip()
        rest = BEHIND_AN_AREA.sub("", rest) if int(_place(match)) > 1 else rest
        if not PLAIN_BEFORE_GROUP.fullmatch(OWN_FIGURE.sub("", rest)):
            raise NotRead(RANK_OF_ANOTHER)
        area, notes = _area(sentence, masked, match, context)
        size, group = _size(sentence, masked, match), _group(sentence, masked, match, area, context)
        group = sized(size, group, area, context.names)
        measure, kind = _measure(sentence, match, context)
        named = _part(match, "what") or sentence.phrases or RATE_WORD.search(sentence.text)
        if not named and measure in (COUNT, RATE):
            notes = (*notes, Assumed.MEASURE)
        counted = () if _end(match) else ("counted from the highest",)
        return WordedClaim(start, end, kind, measure, _place(match), "rank", area, group, notes, counted)
    except NotRead as why:
        return NotStated(start, end, str(why))


# "Second in the region, behind Essex": who is ahead of the second is no condition.
BEHIND_AN_AREA = re.compile(
    rf",? (?:only )?(?:behind|after) (?:only |just )?{AREA}(?:(?:,| and|, and) {AREA})*"
)


def _without_those_before(masked: str, match: re.Match[str]) -> str:
    """Return what follows a rank, without those who are ahead of it."""
    rest = masked[match.end("rank") :]
    return BEHIND_AN_AREA.sub("", rest, count=1) if int(_place(match)) > 1 else rest


def _area(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context
) -> tuple[str, tuple[Assumed, ...]]:
    if not _part(match, "area"):
        name, assumed = carried_area(context)
        return smaller_place(name, context), tuple(assumed)
    refuse_list(masked, match.start("area"))
    return place_at(sentence, match.start("area"), context), ()


def smaller_place(name: str, context: Context) -> str:
    """Return what is compared with areas: not the nation or region named last, but the article's own area."""
    larger = name == NATION or name in context.names.region_of_place
    own = context.own_area in {area.name for area in context.names.areas}
    return context.own_area if larger and own else name


def _part(match: re.Match[str], name: str) -> str:
    return str(match.groupdict().get(name) or "").lower()


def _place(match: re.Match[str]) -> str:
    word = _part(match, "place") or _part(match, "place2")
    if word in ORDINALS:
        return str(ORDINALS.index(word) + 1)
    return re.sub(r"\D", "", word) or "1"


def _measure(sentence: Parsed, match: re.Match[str], context: Context) -> tuple[str, str]:
    """Return the measure of a rank, and whether it is counted from the highest or from the lowest."""
    lowest = _end(match) in ("lowest", "smallest", "fewest", "fewer", "lower", "smaller")
    what = SAME_AS_RATE.get(_part(match, "what"), _part(match, "what")) or (
        "rate" if _part(match, "rate") else "number"
    )
    measure = measure_of(sentence, match.start(), match.end(), context)
    if measure == RATE and what not in CHANGE_NOUNS:
        # "The largest number" after a sentence about rates; "third, with 124" goes on about the rate.
        measure, what = (
            (COUNT, what) if _part(match, "what") in ("number", "total", "count") else (RATE, "rate")
        )
    if _part(match, "size"):
        what, measure = _named_beside(sentence, context)
    if what in CHANGE_NOUNS:
        return _change(match, what, measure, lowest)
    return _level(what, measure), "rank_lowest" if lowest else "rank_highest"


def _named_beside(sentence: Parsed, context: Context) -> tuple[str, str]:
    """Return what "third of six" is a place in: the rate or measure that its sentence names."""
    rate = RATE_WORD.search(sentence.text)
    measure = measure_of(sentence, 0, len(sentence.text), context) if rate or sentence.phrases else ""
    return "rate" if rate else "number", measure


def _level(what: str, measure: str) -> str:
    """Return the measure of a rank by level. Raises NotRead where none of ours is named."""
    if what == "rate":
        measure = RATE if measure in ("", COUNT, RATE) else ""
    measure = "population" if what == "population" else measure
    if not measure:
        raise NotRead(NO_MEASURE)
    return measure


def _end(match: re.Match[str]) -> str:
    return next((word for name in ("end", "most", "than") if (word := _part(match, name))), "")


def _change(match: re.Match[str], what: str, measure: str, lowest: bool) -> tuple[str, str]:
    """Return the measure and kind of a rank by change: the biggest fall is the lowest of the changes."""
    if lowest or measure not in ("", COUNT, RATE):
        raise NotRead("a rank by this change, which is not read")
    fell = what in ("fall", "drop", "decrease", "decline")
    ranked = PERCENT_RANK if _part(match, "percent") else CHANGE_RANK
    return ranked, "rank_lowest" if fell else "rank_highest"


def _group(sentence: Parsed, masked: str, match: re.Match[str], area: str, context: Context) -> str:
    """Return the group of a rank as a table of claims names it. Raises NotRead where it is not plain."""
    start, end = match.span("rank")
    last = _clause_end(masked, end)
    name = _named_group(sentence, masked, end, last)
    if name:
        return group_of(name, context.names)
    if WELSH.search(masked, start, last):
        return "Wales forces"
    if ENGLISH.search(masked, start, last):
        raise NotRead("a rank in England, which is no group of areas here")
    if ITS_REGION.search(masked, end, last):
        return home_group(area, context.names)
    if context.last_group and not ANY_FORCE.search(masked, start, last):
        return context.last_group
    if ANY_FORCE.search(masked, start, last) or OF_SIZE.search(masked, start, last):
        return ALL_AREAS
    raise NotRead(NO_GROUP)


def _clause_end(masked: str, start: int) -> int:
    end = RANK_CLAUSE.search(masked, start)
    return end.start() if end else len(masked)


def _named_group(sentence: Parsed, masked: str, start: int, last: int) -> str:
    """Return the region or nation of a rank, after it or at the sentence's beginning; else an empty text."""
    near = [place for place in sentence.places if is_group(place) and start <= place.start < last]
    within = [
        place for place in near if WITHIN.search(masked, start, place.start) or _nationally(sentence, place)
    ]
    lead = RANK_LEAD.match(masked)
    if not near and lead:
        within = [place for place in sentence.places if place.start == lead.start("group")]
    return within[0].name if within else ""


def _nationally(sentence: Parsed, place: Place) -> bool:
    return place.name == NATION and sentence.text[place.start].islower()


def group_of(name: str, names: Names) -> str:
    """Return a region or nation as a table of claims names the areas in it."""
    if name == NATION:
        return ALL_AREAS
    if name not in names.region_of_place:
        raise NotRead(f"a rank in {name}, which is no group of areas here")
    return f"{name} forces"


def home_group(area: str, names: Names) -> str:
    """Return the forces of the region that an area lies in. Raises NotRead for what is no area."""
    home = next((home.region for home in names.areas if home.name == area), "")
    if not home:
        raise NotRead(NO_GROUP)
    return f"{names.region_place(home)} forces"


def _size(sentence: Parsed, masked: str, match: re.Match[str]) -> int:
    """Return how many forces or areas a rank is among ("third of six"); 0 where it is not said."""
    named = OF_SIZE.search(masked, match.start("rank"), _clause_end(masked, match.end("rank")))
    start = named.start("size") if named else -1
    return next((int(quantity.value) for quantity in sentence.numbers if quantity.start == start), 0)


def sized(size: int, group: str, area: str, names: Names) -> str:
    """Return the group, if it has as many members as the sentence says, else the one that has.

    Raises NotRead where none has.
    """
    if not size:
        return group
    if group and size == len(members_of(group, names)):
        return group
    for among in (home_group(area, names), ALL_FORCES, ALL_AREAS):
        if size == len(members_of(among, names)):
            return among
    raise NotRead(f"a place among {size}, which is no group of areas here")


def members_of(group: str, names: Names) -> Sequence[object]:
    """Return as many things as a group of forces or areas has members."""
    first = group.split()[0]
    if first.isdigit():
        return range(int(first))
    return names.regions[names.region_of_place[group.removesuffix(" forces")]]
