"""Ranks and directions in words that stand in none of the plain forms of ``ranks`` and ``directions``.

Their subject and date are told as for a number. As the words leave more open, such a reading
(``Assumed.FREELY``) can agree with the data, but is never held against the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import CHANGE_RANK, PERCENT_RANK
from helpers.factcheck.reading.directions import DOWN, DOWN_NOW, UP, UP_NOW, has_figure
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_measure import Figure, read_figure
from helpers.factcheck.reading.patterns import (
    AREA,
    DATE,
    GROUP,
    MEASURE,
    NUMBER,
    ORDINAL,
    ORDINALS,
    WordedClaim,
    is_group,
)
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.ranks import CONDITION, PLAIN, WELSH, group_of, home_group, sized
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed

RANK = re.compile(
    rf"\b(?:(?P<place>{ORDINAL})[- ])?(?P<end>highest|lowest|largest|biggest|greatest|smallest|most|fewest)\b"
    rf"|\b(?P<more>more|fewer|higher|lower)\b[^.;,]{{0,60}}? than (?:in |at |that of )?(?:any|every|all)(?: of the)?(?: other)?"
    rf"|\b(?P<alone>{ORDINAL})(?=,? (?:in|among|nationally|out of|of)\b)"
    rf"|(?<=came )(?P<alone2>{ORDINAL})(?=[,.;]|$)|(?<=comes )(?P<alone3>{ORDINAL})(?=[,.;]|$)",
    re.IGNORECASE,
)
ONE_OF = re.compile(r"\b(?:one of|among|some of)(?: the| its)? $", re.IGNORECASE)
KIND = r"(?: (?:overall|total|recorded|annual|yearly|percentage|proportional|year-on-year|known))*"
OF_A_RATE = re.compile(
    rf"{KIND}(?: {MEASURE})? (?:rate|share|proportion|concentration|ratio)\b(?: of {MEASURE})?", re.IGNORECASE
)
OF_A_CHANGE = re.compile(
    rf"{KIND} (?:(?P<up>rise|increase|growth|jump)|(?P<down>fall|drop|decrease|decline|reduction))\b(?: in (?:the )?(?:numbers?\b(?: of {MEASURE})?|{MEASURE}))?",
    re.IGNORECASE,
)
OF_NUMBER = re.compile(
    rf"{KIND}(?: (?:numbers?|total|count|figure)\b(?: of {MEASURE})?| {MEASURE})", re.IGNORECASE
)
PER_CENT = re.compile(r"\b(?:percentage|per cent|percent|proportional)\b", re.IGNORECASE)
REGION = re.compile(r"\b(?:the|its|their|this|our) region\b", re.IGNORECASE)
EVERYWHERE = re.compile(
    r"\b(?:the country|nationally|nationwide|any (?:other )?(?:force|police)|England and Wales)\b",
    re.IGNORECASE,
)
# Words of a group that say nothing else of the areas in it.
NEUTRAL = re.compile(r"\b(?:Welsh|English|two|three|four|five|six|seven|eight|nine|ten) ?\b", re.IGNORECASE)
SIZE = re.compile(
    rf"\b(?:of|among) (?:the |all (?:the )?)?(?P<size>{NUMBER}|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
MOVE = re.compile(
    rf"\b(?:(?P<up>{UP}|{UP_NOW}|gone up|went up|going up|risen|rising|growing)|(?P<down>{DOWN}|{DOWN_NOW}|gone down|went down|going down|falling|shrinking)"
    rf"|(?P<more>more|higher)\b[^.;,]{{0,50}}? than (?:a year|last year|the year|before|(?:in |at |on )*{DATE})|(?P<fewer>fewer|lower)\b[^.;,]{{0,50}}? than (?:a year|last year|the year|before|(?:in |at |on )*{DATE})"
    r"|(?P<twice>(?:(?:more than|nearly) )?(?:doubled|halved|tripled))|(?P<same>(?<!almost )(?<!nearly )(?<!virtually )(?<!largely )(?<!little )unchanged|the same as)"
    rf"|(?P<up5>up)(?= (?:from|on) (?:the |just |only )*{NUMBER})|(?P<down5>down)(?= (?:from|on) (?:the |just |only )*{NUMBER}))(?!\w)",
    re.IGNORECASE,
)
# What is said to rise or fall, where it is none of the nouns for offenders.
COUNTED = (
    *(COUNT, RATE, "mappa_total", "cat2_violent", "cat3_other_dangerous", "notification_breaches"),
    *("revocations", "licence_recalls", "shpo_imposed", "sopo_imposed", "mappa_total"),
)
HALF = re.compile(r"\b(?:more than|over) $", re.IGNORECASE)
FIGURE_AFTER = re.compile(
    r",? (?:from|by|of) (?:about |just |only |nearly |almost |some )?(?:[0-9]|\w+ (?:to|in|since|over)\b)"
)
# What changes: one of our measures, or words that go on about one, in the clause of the verb.
SUBJECT = re.compile(
    rf"{MEASURE}|\b(?:numbers?|totals?|figures?|register|list|rates?|it)\b|{AREA}'s $", re.IGNORECASE
)
OF_SOMETHING_ELSE = re.compile(
    r"\b(?:crimes?|costs?|budgets?|demand|workloads?|caseloads?|prices?|visits?|arrests?|offences|population|staff|officers|requests|applications|spending|funding|reports?)\b",
    re.IGNORECASE,
)
RANK_END = re.compile(r"[;.,(—–]| - |\b(?:and|but|while|with|compared)\b")
CLAUSE = re.compile(r"[,;:.(—]|\b(?:and|but|while|where|when|who|which|because|although|as)\b")


def free_claims(
    sentence: Parsed, masked: str, context: Context, taken: list[tuple[int, int]]
) -> Iterator[WordedClaim]:
    """Yield each rank and direction of a sentence that stands outside the ``taken`` spans and can be told."""
    for pattern, read in ((RANK, _rank), (MOVE, _direction)):
        for match in pattern.finditer(masked):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            try:
                yield read(sentence, masked, match, context)
            except NotRead:
                continue


def _subject(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context
) -> tuple[str, tuple[Assumed, ...]]:
    """Return the area of a statement in words. Raises NotRead where several are named before it."""
    start = _clause_start(masked, match.start())
    part = max(masked.rfind(mark, 0, match.start()) for mark in ";:") + 1
    before = [place for place in sentence.places if part <= place.start and place.end <= match.start()]
    before = [place for place in before if not is_group(place)]
    near = {place.name for place in before if place.start >= start} or {place.name for place in before}
    if len(near) > 1:
        raise NotRead("several places are named")
    number = Quantity(*match.span(), "count", "1")
    area, assumed = area_of(sentence.with_number(number), number, context)
    return area, (Assumed.FREELY, *assumed)


def _clause_start(masked: str, end: int) -> int:
    return max((mark.end() for mark in CLAUSE.finditer(masked, 0, end)), default=0)


def _rank(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    last = RANK_END.search(masked, match.end())
    rest = masked[match.end() : last.start() if last else len(masked)]
    if CONDITION.search(rest) or ONE_OF.search(masked, 0, match.start()):
        raise NotRead("a rank with a condition")
    measure, lowest, end = _ranked(sentence, masked, match, context)
    if not PLAIN.fullmatch(NEUTRAL.sub("", rest[end - match.end() :]).rstrip()):
        raise NotRead("a rank by something else, or among fewer than all")
    area, assumed = _subject(sentence, masked, match, context)
    group = _group(sentence, masked, match, area, context)
    place = match["place"] or match["alone"] or match["alone2"] or match["alone3"] or "first"
    place = str(ORDINALS.index(place.lower()) + 1) if place.lower() in ORDINALS else re.sub(r"\D", "", place)
    kind = "rank_lowest" if lowest else "rank_highest"
    return WordedClaim(*match.span(), kind, measure, place, "rank", area, group, assumed)


def _ranked(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> tuple[str, bool, int]:
    """Return the measure of a rank, whether it counts from the lowest, and where its words end."""
    word = (match["end"] or match["more"] or "").lower()
    lowest = word in ("lowest", "smallest", "fewest", "fewer", "lower")
    if change := OF_A_CHANGE.match(masked, match.end()):
        if lowest:
            raise NotRead("the smallest change, which is not read")
        return PERCENT_RANK if PER_CENT.search(masked) else CHANGE_RANK, bool(change["down"]), change.end()
    if rate := OF_A_RATE.match(masked, match.end()):
        return RATE, lowest, rate.end()
    number = OF_NUMBER.match(masked, match.end())
    if number or word in ("most", "fewest", "more", "fewer"):
        if not sentence.phrases and context.last_measure not in (COUNT, RATE):
            raise NotRead("a rank of something else")
        return COUNT, lowest, number.end() if number else match.end()
    before = [measure for start, _, measure in sentence.phrases if start < match.start()]
    of_rates = re.search(r"\brates?\b|100,?000", sentence.text)
    measure = RATE if of_rates else (before or [context.last_measure])[-1]
    if measure not in (COUNT, RATE):
        raise NotRead("a rank of something else")
    return measure, lowest, match.end()


def _group(sentence: Parsed, masked: str, match: re.Match[str], area: str, context: Context) -> str:
    names = context.names
    rest = masked[match.start() :]
    groups = [place.name for place in sentence.places if is_group(place) and place.start > match.start()]
    size = SIZE.search(rest)
    if WELSH.search(sentence.text, match.start()):
        return "Wales forces"
    if groups:
        return group_of(groups[0], names)
    if size:
        number = next(
            (
                number.value
                for number in sentence.numbers
                if number.start == match.start() + size.start("size")
            ),
            size["size"],
        )
        return sized(int(number) if number.isdigit() else 0, context.last_group, area, names)
    if REGION.search(rest):
        return home_group(area, names)
    if EVERYWHERE.search(rest):
        return "42 areas"
    lead = [place.name for place in sentence.places if is_group(place) and place.start < match.start()]
    if lead and re.match(rf"(?:In|Of|Across|Within|Among)\b[^,]{{0,60}}{GROUP}", masked):
        return group_of(lead[0], names)
    if lead and RANK.search(masked, 0, match.start()):
        return group_of(lead[-1], names)
    if context.last_group:
        return context.last_group
    if context.own_area in names.region_of_place or context.own_area in names.regions:
        return f"{context.own_area} forces"
    raise NotRead("a rank without the group that it is in")


def _level_before(sentence: Parsed, match: re.Match[str], context: Context) -> Figure | None:
    """Return the figure right before words such as "up from"; None where none of ours is."""
    before = [figure for figure in sentence.figures if figure.end <= match.start()]
    if not before or re.search("[.;:]", sentence.text[before[-1].end : match.start()]):
        return None
    figure = read_figure(sentence, before[-1], context)
    return None if figure.is_change or figure.unit == "per cent" else figure


def _refuse_others(
    sentence: Parsed, masked: str, match: re.Match[str], clause: str, level: Figure | None
) -> None:
    """Raise NotRead for a change of something else, or one that its own figure states."""
    if level is None and (not SUBJECT.search(clause + match.group()) or OF_SOMETHING_ELSE.search(clause)):
        raise NotRead("a change of something else")
    if level is None and (match["up5"] or match["down5"]):
        raise NotRead("a change of something else")
    if match["up5"] or match["down5"] or match["same"]:
        return
    after = sentence.text[match.end() : match.end() + 40]
    if has_figure(masked, *match.span()) or FIGURE_AFTER.match(after):
        raise NotRead("a change with a figure")


def _word(masked: str, match: re.Match[str]) -> str:
    """Return a direction as a claim has it."""
    if match["same"]:
        return "unchanged"
    if match["twice"]:
        return f"{'more than ' if HALF.search(masked, 0, match.start()) else ''}{match['twice'].lower()}"
    return "rise" if match["up"] or match["more"] or match["up5"] else "fall"


def _direction(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    start = _clause_start(masked, match.start())
    clause = masked[start : match.start()]
    level = _level_before(sentence, match, context)
    _refuse_others(sentence, masked, match, clause, level)
    area, assumed = _subject(sentence, masked, match, context)
    named = {measure for first, _, measure in sentence.phrases if start <= first < match.end()}
    named = named or {measure for _, _, measure in sentence.phrases}
    measure = named.pop() if len(named) == 1 else context.last_measure
    if level is not None and (match["up5"] or match["down5"] or match["same"]):
        measure = level.measure
    elif re.search(r"\brates?\b", clause):
        measure = RATE
    elif measure == RATE and not named:
        measure = COUNT
    if measure not in COUNTED:
        raise NotRead("a change of something else")
    word = _word(masked, match)
    if not re.search(DATE, masked) and not context.release:
        raise NotRead("between which dates is not clear")
    return WordedClaim(*match.span(), "change_direction", measure, word, "word", area, "", assumed)
