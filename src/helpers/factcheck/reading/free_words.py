"""Ranks and directions in words that stand in none of the plain forms of ``ranks`` and ``directions``.

Their subject and date are told as for a number. As the words leave more open, such a reading
(``Assumed.FREELY``) is held against an article only where none agrees (``judging/wrong_in_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import ALL_AREAS, CHANGE_RANK, MULTIPLES, OVERTOOK, PERCENT_RANK, TIMES
from helpers.factcheck.reading.change_signs import DIRECTION
from helpers.factcheck.reading.directions import has_figure, refuse_of_years
from helpers.factcheck.reading.measure_named import USUAL_RATES
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.number_area import HIGHEST_RATE, area_of, is_compared
from helpers.factcheck.reading.number_measure import MOST_FORCES, Figure, read_figure
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
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.ranks import (
    BEHIND_AN_AREA,
    CONDITION,
    OWN_FIGURE,
    PLAIN_BEFORE_GROUP,
    WELSH,
    group_of,
    home_group,
    sized,
    smaller_place,
)
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed
from helpers.factcheck.reading.ways import (
    DOWN_GOING,
    DOWN_NOUN,
    DOWN_NOW,
    DOWN_PAST,
    UP_GOING,
    UP_NOUN,
    UP_NOW,
    UP_PAST,
)

RANK = re.compile(
    rf"\b(?:(?P<place>{ORDINAL}|next)[- ])?(?P<end>highest|lowest|largest|biggest|greatest|worst(?= (?:place|area|force|rate|of|in)\b)|(?:steepest|sharpest)(?= (?:[a-z]+ )?(?:rise|increase|growth|jump|fall|drop|decrease|decline|reduction)\b)|smallest|(?:longest|shortest)(?= (?:list|register|tally)\b)|most(?! (?:[a-z]+ly|of(?! any\b| all\b)|people|recent\w*|forces|areas|serious|dangerous)\b)|fewest|(?<=has )least|top(?=[,.]| of\b| at\b|$)|bottom(?=[,.]| of\b|$)|rear(?= with\b|[,.]|$)|runner-up)\b"
    rf"|\b(?P<more>more|fewer|higher|lower)\b[^.;,]{{0,60}}? than (?:in |at |that of )?(?:any|every|all)(?: of (?:the|its))?(?: other)?"
    rf"|\b(?P<alone>{ORDINAL})(?=,? (?:(?:in|among|nationally|out of|of|with|at|on|and|behind|after)\b|{GROUP})|[.,;:])"
    rf"|(?<=came )(?P<alone2>{ORDINAL})(?=[,.;]|$)|(?<=comes )(?P<alone3>{ORDINAL})(?=[,.;]|$)",
    re.IGNORECASE,
)
# "One of the highest rates" is no rank; "the next highest" goes on from one that is not told.
ONE_OF_BEFORE = re.compile(r"\b(?:(?:one of|among|some of)(?: the| its)?|next[ -]) ?$", re.IGNORECASE)
KIND_OF_FIGURE = r"(?: (?:overall|total|recorded|annual|yearly|percentage|proportional|year-on-year|known))*"
OF_A_RATE = re.compile(
    rf"{KIND_OF_FIGURE}(?: {MEASURE})? (?:rate|share|proportion|concentration|ratio)\b(?: of {MEASURE})?",
    re.IGNORECASE,
)
OF_A_CHANGE = re.compile(
    rf"{KIND_OF_FIGURE} (?:(?P<up>{UP_NOUN})|(?P<down>{DOWN_NOUN}))\b(?: in (?:the )?(?:numbers?\b(?: of {MEASURE})?|{MEASURE}))?",
    re.IGNORECASE,
)
OF_NUMBER = re.compile(
    rf"{KIND_OF_FIGURE}(?: (?:numbers?|total|count|figure|register|list|tally)\b(?: of {MEASURE})?| {MEASURE})",
    re.IGNORECASE,
)
PER_CENT = re.compile(r"\b(?:percentage|per cent|percent|proportional)\b", re.IGNORECASE)
REGION_WORDS = re.compile(r"\b(?:the|its|their|this|our) region\b|\bregional\b", re.IGNORECASE)
# "Than any other county in the East", as papers of the East of England write.
IN_PART = re.compile(r"\bin the ((?:North|South)[ -](?:East|West)|East|Midlands)\b")
IN_REGION = re.compile(
    r"(?:In|Of|Across|Within|Among) (?:the|our|this) (?:\w+ (?:forces|areas) (?:in|of) the )?region\b"
)
REGIONS_BEFORE = re.compile(r"\b(?:(?:the|our|its) )?region's $", re.IGNORECASE)
EVERYWHERE = re.compile(
    r"\b(?:the country|nationally|nationwide|anywhere|any (?:other )?(?:force|police)|England and Wales)\b",
    re.IGNORECASE,
)
# What makes it a rank of a part of the offenders, or by something else.
OF_A_PART = re.compile(
    r"\b(?:per|each|officers?|high-risk|medium-risk|low-risk|violent|dangerous|missing|wanted|level|crimes?|visits?|orders?|breach\w*|grades?|marks?|budget|cost\w*|risk)\b",
    re.IGNORECASE,
)
NATIONS = ("England and Wales", "National", "UK")
# A rank by an ordinal alone: "the north is second, with 1,023".
RANK_VERB_BEFORE = re.compile(
    r"\b(?:is|was|been|comes?|came|ranks?|ranked|placed|lies|are|brings? up|brought up|(?:puts?|putting|places?|placing|leaves?|leaving|makes?|making) (?:us|it|them|the \w+)) (?:only |in |at |the |joint |again |out )*$",
    re.IGNORECASE,
)
OF_LIST = re.compile(r" of (?:the|that|this) (?:list|table|league|pile|ranking)", re.IGNORECASE)
# Words of a group that say nothing else of the areas in it.
NEUTRAL = re.compile(r"\b(?:Welsh|English|two|three|four|five|six|seven|eight|nine|ten) ?\b", re.IGNORECASE)
SIZE_OF_GROUP = re.compile(
    rf"\b(?:of|among) (?:the |all (?:the )?)?(?P<size>{NUMBER}|two|three|four|five|six|seven|eight|nine|ten)(?!\w)",
    re.IGNORECASE,
)
READ_FREELY: tuple[Assumed, ...] = (Assumed.FREELY,)
TIME_BEFORE = rf"(?:(?:it|they|there) (?:was|were|had been) )?(?:a year|last year|the year|before|(?:the (?:{NUMBER} )?)?(?:of |in |at |on |from )*{DATE})"
MOVE = re.compile(
    rf"\b(?:(?P<up>{UP_PAST}|{UP_NOW}|{UP_GOING}|(?:gone|went) (?:back )?up|advanced|on the rise|on the up)|(?P<down>{DOWN_PAST}|{DOWN_NOW}|{DOWN_GOING}|(?:gone|went|come|came) (?:back )?down|slipped(?: back)?|eased|did not (?:grow|rise|go up)|on the wane)"
    rf"|(?P<more>more|higher|longer|bigger|larger)\b[^.;,]{{0,70}}? than (?:ever|{TIME_BEFORE})|(?P<fewer>fewer|lower|less|shorter|smaller)\b[^.;,]{{0,70}}? than {TIME_BEFORE}"
    rf"|(?P<twice>(?:(?:more than|nearly|almost|not quite) )?(?:doubled|halved|tripled|trebled|quadrupled|quintupled|(?:double|twice|treble|(?:three|{NUMBER}) times|half)(?= (?:(?:the|its) {NUMBER}|what) )))|(?P<same>(?:barely|hardly|scarcely) (?:moved|changed)|(?<!almost )(?<!nearly )(?<!virtually )(?<!largely )(?<!little )unchanged|the same as)"
    rf"|(?P<up5>up|{UP_NOUN})(?=,? (?:from|on) (?:the |just |only )*{NUMBER})|(?P<other>(?:went|gone|going|moved|headed) (?:in )?the (?:other way|opposite (?:way|direction))|buck(?:s|ed|ing)? (?:the |that |a )?(?:regional |wider |overall )?(?:trend|pattern)|(?:goes|going|gone|went|runs|ran) against the (?:regional |wider |overall )?(?:trend|pattern|picture))|(?P<down5>down|{DOWN_NOUN})(?=,? (?:from|on) (?:the |just |only )*{NUMBER}))(?!\w)",
    re.IGNORECASE,
)
# "More than the whole of Wales had in 2023".
HAD_ONCE = re.compile(
    rf"[^.;:,()]{{0,30}}?(?:{AREA}|{GROUP}) (?:had|did|managed|recorded|counted|reported)(?: back)?(?: in| on| at| by)? (?:the )?{DATE}"
)
# What is said to rise or fall, where it is none of the nouns for offenders.
MEASURES_COMPARED = (
    *(COUNT, RATE, "mappa_total", "cat2_violent", "cat3_other_dangerous", "notification_breaches"),
    *("revocations", "licence_recalls", "shpo_imposed", "sopo_imposed", "mappa_total"),
)
# One place's figure beside another's: "a little above the national 119", "ahead of Manchester".
COMPARED_FREELY = re.compile(
    r"(?<!\w)(?:(?:well|far|slightly|just|some way|comfortably|a (?:little|shade|bit|touch|fraction|good deal)|still|much) )*"
    rf"(?:(?P<times>(?:(?:(?:just |well )?(?:more than|over)|nearly|almost(?: exactly)?) )?(?:double|twice|treble|quadruple|(?:three|{NUMBER}) times|half)(?= (?:as many (?:(?:{MEASURE}|offenders|people|names) )?(?:as )?(?:in |there are in )?|that (?:of|in) |the (?:size|number|rate|total|figure)(?: of {NUMBER})? (?:of|in|for|across) )?(?:the )?(?:{AREA}|{GROUP}|(?:as )?(?:we|us|here)\b|ours\b|our (?:own )?(?:number|total|figure|rate|count)\b)))"
    r"|(?P<above>(?<![0-9] and )(?<![0-9] or )(?<!ten and )(?<!ten or )(?:above|over(?! (?:the (?:age|past|last|same|years|course)|ten\b|time\b|a\b|\ue002|\ue004)))|ahead of|(?:higher|more|greater|larger|bigger|worse)\b(?:(?! than)[^.;,]){0,50} than|exceed(?:s|ed|ing)|outstrips?|(?:leads?|led|leading|tops?|topped|topping|pips?|pipped|pipping|beats?|beating|eclips\w+|dwarf\w*|outnumber\w*)(?= (?:the |neighbouring |nearby )?[\ue000\ue001])|(?P<by>overtaken by(?= (?:neighbouring |nearby )?\ue000))|(?P<past>overtak(?:en|es|ing)|overtook|leapfrog\w*|moved past|gone past|passed))"
    r"|(?P<below>below|under(?! Sarah| MAPPA| multi-agency| public| supervision| management| the (?:disclosure )?(?:scheme|law)\b)|behind|(?:lower|fewer|less|smaller|better)\b(?:(?! than)[^.;,]){0,50} than|beneath|(?:topped|beaten|pipped|eclipsed|exceeded|outstripped|dwarfed) by(?= (?:only |neighbouring |nearby )?\ue000)|(?:trails?|trailed|trailing)(?= (?:the |neighbouring |nearby )?\ue000)))\b",
    re.IGNORECASE,
)
# "They have 3,088 offenders and a slightly higher rate, at 150": than the area that the article is about.
RATE_THAN_OURS = re.compile(
    rf"\b(?:has|have|had|with|and|but) (?:an? )?(?:(?:slightly|much|far|still|even|somewhat|considerably|significantly|marginally) )*(?P<way>higher|lower) rate(?=(?:,| at| of| \()(?: (?:at|of))? ?{NUMBER})",
    re.IGNORECASE,
)
COUNT_WORDS = re.compile(r"\b(?:totals?|numbers?|count|register|caseload)\b(?! per)", re.IGNORECASE)
AVERAGE_AFTER = re.compile(
    r" (?:the )?(?:(?:national |overall )?(?:average|mark|mean|norm)|(?:national )(?:figure|rate)|country|nation)\b",
    re.IGNORECASE,
)
BY_RATE = re.compile(
    r"\brates?\b|\bconcentration\b|100,?000|\bone in (?:every )?[0-9]|\bper (?:head|capita)\b|\bproportional(?:ly|lly)?\b|\baverage\b|\bpopulation\b|\binhabitants\b|\bfor (?:its|their) size\b",
    re.IGNORECASE,
)
# These are said of numbers, never of rates.
OF_MANY = re.compile(r"\bas many\b|^(?:\w+ ){0,2}(?:more|fewer)\b", re.IGNORECASE)
NO_FORCE = re.compile(
    r"\b(?:no|none|neither|nor|few|not|(?:one|two|some|most|many|several|half) of)\b", re.IGNORECASE
)
WE_AFTER = re.compile(r" (?:we|us|ours|here|in our|our own|our county)\b", re.IGNORECASE)
AS_WE = re.compile(
    r"[^.;,]{0,30}? (?:we|us|ours|here|our (?:own )?(?:number|total|figure|rate|count))\b", re.IGNORECASE
)
NEIGHBOUR = re.compile(r" (?:(?:in|of|that of) )?(?:its|their|the) (?:[a-z]+ )?neighbour\b", re.IGNORECASE)
BY_NUMBER = re.compile(
    r"\b(?:in|by) (?:sheer |pure |raw )?(?:numbers?(?: terms)?|weight of numbers)\b", re.IGNORECASE
)
FREE_CLAUSE_AFTER = re.compile(r"[;:(]|, |\.(?= |$)|\b(?:but|while|where|which)\b")
HALF = re.compile(r"\b(?:more than|over) $", re.IGNORECASE)
FROM_ONE = re.compile(rf",? from (?:the |just |about |only )*{NUMBER}")
FIGURE_AFTER = re.compile(
    r",? (?:by|of) (?:about |just |only |nearly |almost |some )?(?:[0-9]|\w+ (?:to|in|since|over)\b)"
)
# What changes: one of our measures, or words that go on about one, in the clause of the verb.
FREE_SUBJECT = re.compile(
    rf"{MEASURE}|\b(?:numbers?|totals?|figures?|register|list|rates?|it|they|them|tally|growth|county|force|police|rise|increase)\b|{AREA}'s $|{AREA}(?: (?:has|have|had|saw|seen|recorded|reported|posted|experienced))*(?: [a-z]+){{0,2}} $",
    re.IGNORECASE,
)
OF_SOMETHING_ELSE = re.compile(
    r"\b(?:crimes?|costs?|budgets?|demand|workloads?|caseloads?|prices?|visits?|arrests?|offences|population|staff|officers|requests|applications|spending|funding|reports?)\b",
    re.IGNORECASE,
)
# "Dyfed-Powys, which has the lowest rate": what is said of the place before.
RELATIVE = re.compile(r" ?(?:which|where|whose|who|with)\b| has\b")
BELONGS = re.compile(
    rf"(?![^.;\ue000]{{0,60}}\b(?:followed|ahead|trailed)\b)(?:{KIND_OF_FIGURE} (?:rate|number|total|figure|count|rise|fall|increase|drop|one)\b)?[^.;\ue000]{{0,60}}? (?:belong(?:s|ed) to|(?:is|was|were|are|came|goes|went)(?: found| recorded| seen)?(?: in| on| to| that of| that in| that on)?|in|by)(?: the)? (?={AREA})",
    re.IGNORECASE,
)
# "The largest, Northumbria's, holds 2,032".
APPOSED_AREA = re.compile(
    rf"{KIND_OF_FIGURE}(?: (?:rate|number|total|figure|count|register|one))?(?:, | \(|: )(?:that of |in )?(?={AREA}(?:'s?)?[,.;)])"
)
# "One in 603 people is on the register. That's the fifth highest": of what was just told.
THAT_RANKS = re.compile(r"[\"“]?(?:That|This|It|Which)(?:'s| is| was| makes| puts| ranks)\b")
RANK_END = re.compile(r"[;.,(—–]| - |\b(?:and|but|while|with|compared)\b")
FREE_CLAUSE = re.compile(r"[,;:.(—]|\b(?:and|but|while|where|when|who|which|because|although|as)\b")


def free_claims(
    sentence: Parsed, masked: str, context: Context, taken: list[tuple[int, int]]
) -> Iterator[WordedClaim]:
    """Yield each rank and direction of a sentence that stands outside the ``taken`` spans and can be told."""
    for pattern, read in (
        (RANK, _rank),
        (MOVE, _direction),
        (COMPARED_FREELY, _compared),
        (RATE_THAN_OURS, _than_ours),
    ):
        for match in pattern.finditer(masked):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            try:
                yield read(sentence, masked, match, context)
            except NotRead:
                continue


PUT_TOGETHER = re.compile(r"\b(?:between them|together|combined|put together)\b", re.IGNORECASE)


def _compared(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    """Return the comparison of a place's figure with that of another: "above the national 119"."""
    last = FREE_CLAUSE_AFTER.search(masked, match.end())
    end = last.start() if last else len(masked)
    named = [place for place in sentence.places if place.name and place.start < end]
    others = [place for place in named if match.end() <= place.start]
    others = others or [place for place in named if match.start() <= place.start]
    other, assumed_other = _compared_with(masked, match, others, context)
    start = _clause_start(masked, match.start())
    clause = masked[start : match.start()]
    if not other or OF_SOMETHING_ELSE.search(clause) or re.search(rf"{NUMBER} ?$", masked[: match.start()]):
        raise NotRead("a comparison with no place of ours")
    _refuse_what_is_no_comparison(sentence, masked, match, end)
    if PUT_TOGETHER.search(match.group()) or NO_FORCE.search(clause):
        raise NotRead("a comparison of no force, or of several together")
    area, assumed = _compared_place(sentence, masked, match, others, other, context)
    if match["by"]:
        area, other = other, area
    if area == other:
        raise NotRead("a comparison of a place with itself")
    if any(figure.kind == "percent" and figure.start == match.end() + 1 for figure in sentence.figures):
        raise NotRead("a bound on a share: just under half of the region's")
    measure = _count_or_rate_compared(sentence, masked, match, (start, end), context)
    word = "higher" if match["above"] else "lower"
    spoken = [name for at, _, name in sentence.phrases if at < match.start()] or [context.last_measure]
    if spoken[-1] == "missing_rso":
        raise NotRead("a comparison of the missing")
    kind = OVERTOOK if match["past"] or match["by"] else "compared"
    if match["times"]:
        kind, word = TIMES, multiple_of(sentence.text[slice(*match.span("times"))])
    return WordedClaim(*match.span(), kind, measure, word, "word", area, other, (*assumed, *assumed_other))


# "Over England and Wales it was 4%", "Above all", "Behind Essex came Kent": no word before it is compared.
ABOVE_OR_BELOW = re.compile(r"(?:above|over|ahead of|below|under|behind|beneath)$", re.IGNORECASE)
SENTENCE_OPENING = re.compile(
    r"(?:.*[.;:] )?[\"“'‘]?(?:(?:Just|Meanwhile|Elsewhere|And|But|While),? )?", re.DOTALL
)
# "The increase is nearly twice the national one": the rise, and not the register, is compared.
THE_CHANGE = re.compile(
    rf"(?<!\w)(?:an?|the|this|that|its|their|our|{NUMBER}|annual|local|latest|recent|recorded|overall|yearly|extra)"
    rf" (?:(?:[a-z-]+|{AREA}|{NUMBER}) ){{0,2}}(?:{UP_NOUN}|{DOWN_NOUN})s?\b|\bgrowth\b",
    re.IGNORECASE,
)


# "Despite the fall, Gwent is ahead of South Wales": the numbers are compared.
LEADING_ASIDE = re.compile(r" ?(?:Despite|After|Even with|Even after|With|Following|Given|For all)\b[^,]*,")


def _refuse_what_is_no_comparison(sentence: Parsed, masked: str, match: re.Match[str], end: int) -> None:
    """Raise NotRead for a preposition that begins a sentence, and for a change compared with another."""
    if ABOVE_OR_BELOW.match(match.group()) and SENTENCE_OPENING.fullmatch(masked, 0, match.start()):
        raise NotRead("where or when something is, and no comparison")
    part = max((masked.rfind(mark, 0, match.start()) for mark in ".;:"), default=-1) + 1
    aside = LEADING_ASIDE.match(masked, part)
    told = [figure.kind for figure in sentence.figures if match.end() <= figure.start < end]
    if THE_CHANGE.search(masked, aside.end() if aside else part, end) or "percent" in told[:1]:
        raise NotRead("a comparison of changes, not of figures")


def _than_ours(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    """Return the comparison of a place's rate with that of the article's area, which was told before it."""
    area, assumed = subject_of(sentence, masked, match, context)
    ours = context.own_area
    apart = area in (ours, NATION) or (context.last_area or ours) not in (ours, area)
    if not ours or apart or ours in context.names.region_of_place or not context.rates:
        raise NotRead("a comparison with no place of ours")
    return WordedClaim(*match.span(), "compared", RATE, match["way"].lower(), "word", area, ours, assumed)


def _compared_with(
    masked: str, match: re.Match[str], others: list[Place], context: Context
) -> tuple[str, tuple[Assumed, ...]]:
    """Return the place that another is compared with, empty where none is told, and what was assumed."""
    other = others[0].name if others else NATION if AVERAGE_AFTER.match(masked, match.end()) else ""
    assumed: tuple[Assumed, ...] = ()
    if not other and NEIGHBOUR.match(masked, match.end()):
        other, assumed = context.last_area or context.last_named, (Assumed.FITTED,)
    ours = WE_AFTER.match(masked, match.end()) or (match["times"] and AS_WE.match(masked, match.end()))
    return (context.own_area if not other and ours else other), assumed


def _count_or_rate_compared(
    sentence: Parsed, masked: str, match: re.Match[str], clause: tuple[int, int], context: Context
) -> str:
    """Return whether a comparison is of counts or of rates, by the words and figures of its clause."""
    start, end = clause
    number = re.search(NUMBER, masked[match.end() : end])
    figures = [figure for figure in sentence.figures if figure.start < end]
    value = float(figures[-1].value.split()[0]) if figures and figures[-1].kind == "count" else 0
    rated = BY_RATE.search(sentence.text) or 0 < value <= HIGHEST_RATE
    many = COUNT_WORDS.search(masked[start:end]) or OF_MANY.search(match.group() + masked[match.end() : end])
    counts = many and not BY_RATE.search(masked[start:end])
    goes_on = context.last_measure == RATE and not number
    return RATE if (rated or goes_on) and not counts else COUNT


def _compared_place(
    sentence: Parsed, masked: str, match: re.Match[str], others: list[Place], other: str, context: Context
) -> tuple[str, tuple[Assumed, ...]]:
    """Return the place whose figure is compared with that of the ``other``."""
    if HAD_ONCE.match(masked, match.end()):
        raise NotRead("a comparison with another place at another time")
    part = max(masked.rfind(mark, 0, match.start()) for mark in ";:") + 1
    first = COMPARED_FREELY.search(masked, part, match.start())
    after = [place for place in sentence.places if first and first.end() <= place.start < match.start()]
    alone = replace(
        sentence, places=tuple(place for place in sentence.places if place not in (*others[:1], *after))
    )
    area, assumed = subject_of(alone, masked, match, context)
    inside = [place.name for place in sentence.places if match.start() <= place.start < match.end()]
    area = inside[0] if inside and inside[0] and inside[0] != other else area
    if Assumed.AREA_BEFORE in assumed and other in {home.name for home in context.names.areas}:
        area = smaller_place(area, context)  # "That is lower than in Essex" is said of no nation
    return area, assumed


def subject_of(
    sentence: Parsed, masked: str, match: re.Match[str], context: Context
) -> tuple[str, tuple[Assumed, ...]]:
    """Return the area of a statement in words. Raises NotRead where several are named before it."""
    start = _clause_start(masked, match.start())
    part = max(masked.rfind(mark, 0, match.start()) for mark in ";:") + 1
    before = [place for place in sentence.places if part <= place.start and place.end <= match.start()]
    before = [place for place in before if not is_group(place) and not is_compared(sentence, place)]
    near = {place.name for place in before if place.start >= start} or {place.name for place in before}
    if before and RELATIVE.match(masked, start):
        near = {before[-1].name}
        return before[-1].name, (Assumed.FREELY,)
    if len(near) > 1:
        raise NotRead("several places are named")
    number = Quantity(*match.span(), "count", "1")
    area, assumed = area_of(sentence.with_number(number), number, context)
    return area, (Assumed.FREELY, *assumed)


def _subject_after(sentence: Parsed, masked: str, match: re.Match[str]) -> Place | None:
    """Return the area that a rank before it belongs to: "the highest, 166, is that of Essex"."""
    belongs = BELONGS.match(masked, match.end()) or APPOSED_AREA.match(masked, match.end())
    at = belongs.end() if belongs else -1
    return next((place for place in sentence.places if place.start == at and not is_group(place)), None)


def _clause_start(masked: str, end: int) -> int:
    return max((mark.end() for mark in FREE_CLAUSE.finditer(masked, 0, end)), default=0)


def _rank(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    last = RANK_END.search(masked, match.end())
    rest = masked[match.end() : last.start() if last else len(masked)]
    ordinal = match["alone"] or match["alone2"] or match["alone3"] or match["place"] or "first"
    ahead = BEHIND_AN_AREA.sub("", rest, count=1) if ordinal.lower() not in ("first", "1st") else rest
    if CONDITION.search(ahead) or ONE_OF_BEFORE.search(masked, 0, match.start()):
        raise NotRead("a rank with a condition")
    word = (match["end"] or "").lower()
    placed = RANK_VERB_BEFORE.search(masked[: match.start()]) or OF_LIST.match(masked, match.end())
    if (match["alone"] or word in ("top", "bottom", "rear", "runner-up")) and not (
        placed or context.last_group
    ):
        raise NotRead("an ordinal that is no rank of ours")
    measure, lowest, end = _ranked(sentence, masked, match, context)
    rest = OWN_FIGURE.sub("", NEUTRAL.sub("", rest[end - match.end() :])).rstrip()
    if not PLAIN_BEFORE_GROUP.fullmatch(rest) and OF_A_PART.search(rest):
        raise NotRead("a rank by something else, or among fewer than all")
    before = [
        place
        for place in sentence.places
        if place.end <= match.start() and not is_group(place) and place.kind != "that region"
    ]
    subject = _subject_after(sentence, masked, match)
    if subject is None and COMPARED_WITH_IT.search(masked, 0, match.start()):
        raise NotRead("a rank of what another figure is compared with")
    if OF_ITS_YEARS.match(masked, match.end()):
        raise NotRead("a rank among its own years")
    area, assumed = subject.name if subject else "", READ_FREELY
    part = max(masked.rfind(mark, 0, match.start()) for mark in ";:") + 1
    after = any(place.start >= match.end() and place.kind in ("area", "force") for place in sentence.places)
    if not area and part and after and not any(place.start >= part for place in before):
        raise NotRead("a place is named only after it")
    if not area:
        area, assumed = subject_of(replace(sentence, places=tuple(before)), masked, match, context)
    group = group_named(sentence, masked, match, area, context)
    place = place_of(match)
    kind = "rank_lowest" if lowest else "rank_highest"
    last_word = subject.end if subject and is_next(match) else match.end()
    return WordedClaim(match.start(), last_word, kind, measure, place, "rank", area, group, assumed)


# "The largest number it has reported", "the highest that the force has known": of its own years.
OF_ITS_YEARS = re.compile(
    r"(?: [\w\ue000-\ue004-]+){0,4}?(?: that)? (?:it|they|we|the (?:force|county|area|register)|police) (?:has|have|had)(?: ever)? [a-z]+"
)
# "Far below the highest in the country": the rank is that of another place.
COMPARED_WITH_IT = re.compile(
    r"\b(?:above|over|below|under|behind|ahead of|short of|than|off|near|close to|compared (?:with|to)|against|twice|double|half|beats?|trails?|rival\w*|match\w*)"
    r" (?:that of )?(?:the|its|their|our)(?: (?:country|region|county|nation)'s)? $"
)


def is_next(match: re.Match[str]) -> bool:
    """Return whether a rank is the one after another: "the next highest rate was in Suffolk"."""
    return (match.groupdict().get("place") or "").lower() == "next"


# "North Yorkshire has the fewest at one in 852": a rank of rates.
AT_ONE_IN = re.compile(r",? (?:at|with|on|having) (?:just |only |about |around |roughly )?one in\b")
# "The fewest at one in 852, close to the average for England and Wales": a group that is only compared with.
BESIDE_GROUP = re.compile(
    r"[,;(–—] ?(?:which is |still |and |but )?(?:just |well |far |very |quite )?(?:close to|apart from|away from|far from|short of|unlike|near|around|against|compared (?:with|to)|above|below|higher than|lower than|beside)\b"
)


def _ranked(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> tuple[str, bool, int]:
    """Return the measure of a rank, whether it counts from the lowest, and where its words end."""
    word = (match["end"] or match["more"] or "").lower()
    lowest = word in ("lowest", "smallest", "shortest", "fewest", "fewer", "lower", "least", "bottom", "rear")
    if change := OF_A_CHANGE.match(masked, match.end()):
        if lowest:
            raise NotRead("the smallest change, which is not read")
        return PERCENT_RANK if PER_CENT.search(masked) else CHANGE_RANK, bool(change["down"]), change.end()
    if rate := OF_A_RATE.match(masked, match.end()):
        return RATE, lowest, rate.end()
    number = OF_NUMBER.match(masked, match.end())
    if number and "figure" in number.group() and BY_RATE.search(sentence.text):
        return RATE, lowest, number.end()
    if AT_ONE_IN.match(sentence.text, match.end()) or (match["more"] and BY_RATE.search(match.group())):
        return RATE, lowest, match.end()
    if number or word in ("most", "fewest", "more", "fewer"):
        if not sentence.phrases and context.last_measure not in (COUNT, RATE):
            raise NotRead("a rank of something else")
        return COUNT, lowest, number.end() if number else match.end()
    before = [measure for start, _, measure in sentence.phrases if start < match.start()]
    of_rates = BY_RATE.search(sentence.text) and not BY_NUMBER.search(sentence.text)
    if BY_NUMBER.search(sentence.text):
        return COUNT, lowest, match.end()
    spoken = context.last_measure if THAT_RANKS.match(masked) else ""
    goes_on = RATE if spoken == RATE else context.last_ranked or context.last_measure
    measure = RATE if of_rates else (before or [goes_on])[-1]
    if measure not in (COUNT, RATE):
        raise NotRead("a rank of something else")
    return measure, lowest, match.end()


def group_named(sentence: Parsed, masked: str, match: re.Match[str], area: str, context: Context) -> str:
    """Return the group of a rank: the one named with it, else that of the sentences before."""
    names = context.names
    ends = (RANK.search(masked, match.end()), BESIDE_GROUP.search(masked, match.end()))
    last = min(found.start() if found else len(masked) for found in ends)
    rest = masked[match.start() : last]
    groups = [
        place.name for place in sentence.places if is_group(place) and match.start() < place.start < last
    ]
    if WELSH.search(sentence.text, match.start()):
        return "Wales forces"
    if groups:
        return group_of(groups[0], names)
    if size := SIZE_OF_GROUP.search(rest):
        at = match.start() + size.start("size")
        number = next((number.value for number in sentence.numbers if number.start == at), size["size"])
        if not number.isdigit() or int(number) <= MOST_FORCES:
            return sized(int(number) if number.isdigit() else 0, context.last_group, area, names)
    part = IN_PART.search(rest)
    if part and re.search(rf"\b{part[1]}\b", home_group(area, names)):
        return home_group(area, names)
    if (
        REGION_WORDS.search(rest)
        or REGIONS_BEFORE.search(masked, 0, match.start())
        or IN_REGION.match(masked)
    ):
        return home_group(area, names)
    if EVERYWHERE.search(rest):
        return ALL_AREAS
    lead = [place.name for place in sentence.places if is_group(place) and place.start < match.start()]
    if lead and re.match(rf"(?:In|Of|Across|Within|Among)\b[^,]{{0,60}}{GROUP}", masked):
        return group_of(lead[0], names)
    if lead and RANK.search(masked, 0, match.start()):
        return group_of(lead[-1], names)
    return ALL_AREAS if int(place_of(match)) > MOST_OF_A_REGION else _group_of_article(context)


# No region has so many forces that one could be the eighth of them.
MOST_OF_A_REGION = 6


def place_of(match: re.Match[str]) -> str:
    """Return the place of a rank by its ordinal; the first where it has none."""
    parts = match.groupdict()
    ordinal = next((word for name in ("place", "alone", "alone2", "alone3") if (word := parts.get(name))), "")
    if ordinal.lower() in ORDINALS:
        return str(ORDINALS.index(ordinal.lower()) + 1)
    second = parts.get("end") == "runner-up" or is_next(match)
    return re.sub(r"\D", "", ordinal) or ("2" if second else "1")


def _group_of_article(context: Context) -> str:
    """Return the group that the sentences before, or what the article is about, leave for a rank."""
    names = context.names
    if context.last_group:
        return context.last_group
    if context.named_group:
        return group_of(context.named_group, names)
    if context.own_area in NATIONS:
        return ALL_AREAS
    if context.own_area in names.region_of_place or context.own_area in names.regions:
        return f"{context.own_area} forces"
    raise NotRead("a rank without the group that it is in")


def _level_before(sentence: Parsed, match: re.Match[str], context: Context) -> Figure | None:
    """Return the figure right before words such as "up from"; None where none of ours is."""
    before = [figure for figure in sentence.figures if figure.end <= match.start()]
    if not before or re.search("[.;:]", sentence.text[before[-1].end : match.start()]):
        return None
    try:
        figure = read_figure(sentence, before[-1], context)
    except NotRead:
        return None
    return None if figure.is_change or figure.unit == "per cent" else figure


# "North Yorkshire edged up to 937": not so "Essex Police increased visits".
TO_A_NUMBER = re.compile(
    rf"(?: again| slightly| sharply| further)*(?: from {NUMBER})? to (?:just |about )?{NUMBER}"
)


def _refuse_others(
    sentence: Parsed, masked: str, match: re.Match[str], clause: str, level: Figure | None
) -> None:
    """Raise NotRead for a change of something else, or one that its own figure states."""
    alone = match["other"] or TO_A_NUMBER.match(masked, match.end())
    told = FREE_SUBJECT.search(clause + match.group()) or (alone and FREE_SUBJECT.search(clause))
    if level is None and (not told or OF_SOMETHING_ELSE.search(clause)):
        raise NotRead("a change of something else")
    if level is None and (match["up5"] or match["down5"]):
        raise NotRead("a change of something else")
    if (match["more"] or match["fewer"]) and THE_CHANGE.search(clause + match.group()):
        raise NotRead("a comparison of changes, not of figures")
    if match["up5"] or match["down5"] or match["same"] or TIMES_THE.match(masked, match.end()):
        return
    after = sentence.text[match.end() : match.end() + 40]
    from_one = FROM_ONE.match(masked, match.end())
    beside = (not from_one and has_figure(masked, *match.span())) or FIGURE_AFTER.match(after) is not None
    if match["more"] or match["fewer"]:
        beside = re.search(rf"{NUMBER}\S* (?:[\w-]+ ){{0,2}}$", masked[: match.start()]) is not None
    if beside:
        raise NotRead("a change with a figure")


# "More than double the 539 of ten years ago": the figure is the one that it is double of.
TIMES_THE = re.compile(r"(?<=double|.twice|treble|. half|.times) (?:the|its|what) ", re.IGNORECASE)
TIMES_WORDS = re.compile(
    "(?P<two>doubled?|twice|two times)|(?P<half>halved|half)|(?P<three>tripled|trebled?|(?:three|3) times)"
    "|(?P<four>quadrupled?|(?:four|4) times)|(?P<five>quintupled|(?:five|5) times)|(?P<six>(?:six|6) times)"
)
VERBS = {
    "half": "halved",
    **dict(zip(("two", "three", "four", "five", "six"), MULTIPLES.values(), strict=True)),
}


def _times(match: re.Match[str]) -> str:
    """Return the verb for twice, half or so many times as many."""
    return VERBS[match.lastgroup or ""]


OPPOSITE = {"rise": "fall", "fall": "rise"}


def multiple_of(words: str) -> str:
    """Return a multiple as a claim has it: "nearly doubled" for "almost twice"."""
    plain = (
        words.lower()
        .replace("almost exactly ", "")
        .replace("almost", "nearly")
        .replace("not quite", "nearly")
    )
    plain = re.sub(r"(?:just |well )?over ", "more than ", re.sub("(?:just|well) more", "more", plain))
    if not TIMES_WORDS.search(plain) or plain == "more than half":
        raise NotRead("so many times, which is not read")
    return TIMES_WORDS.sub(_times, plain)


def _word(masked: str, match: re.Match[str]) -> str:
    """Return a direction as a claim has it."""
    if match["same"]:
        return "unchanged"
    if match["twice"]:
        return f"{'more than ' if HALF.search(masked, 0, match.start()) else ''}{multiple_of(match['twice'])}"
    return "rise" if match["up"] or match["more"] or match["up5"] else "fall"


def _other_way(masked: str, match: re.Match[str], context: Context) -> str:
    """Return the way that another place is told to have gone: earlier in the sentence, or before it."""
    clause = _clause_start(masked, match.start())
    ways = list(DIRECTION.finditer(masked, 0, max(0, clause)))
    if ways:
        return "rise" if ways[-1]["up"] else "fall"
    return context.last_way


# What a place or figure before a comma did: "the national 119, which has come down from 116".
WHICH = re.compile(r" ?which\b")


def _pair_of_rates(sentence: Parsed, match: re.Match[str]) -> bool:
    """Return whether a change is between two figures that are too small for counts: "from 122 to 126"."""
    after = sentence.text[match.end() :]
    pair = re.match(r" from (?:just |about )?([0-9]+) to (?:just |about )?([0-9]+)\b(?!,)", after)
    words = AVERAGED.search(sentence.text)
    return bool(
        pair and words and all(USUAL_RATES[0] <= int(rate) <= USUAL_RATES[1] for rate in pair.groups())
    )


AVERAGED = re.compile(r"\b(?:average|national (?:figure|rate)|rates?)\b|100,?000", re.IGNORECASE)


# "Two other East of England forces had fewer than in 2022": of them, and not of the region.
SO_MANY_OTHERS = re.compile(
    rf"(?<!\w)(?:{NUMBER}|two|three|four|five|six|seven|eight|nine|ten|several|some|many|most|other|another|both|half|few|all|each|every|^(?![^.;]*{AREA})[^.;]*\bonly)"
    rf"(?: of)?(?: (?:the|its|our|other|police|neighbouring|remaining|{NUMBER}|two|three|four|five|six|seven|eight|nine|ten|{GROUP}(?:'s)?))*"
    r" (?:forces?|areas?|counties|county|constabular(?:y|ies)|places)\b(?![^.;]*\b(?:it|alone)\b)",
    re.IGNORECASE,
)


def _direction(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    refuse_of_years(masked, match.end())
    start = _clause_start(masked, match.start())
    part = max(masked.rfind(mark, 0, match.start()) for mark in ";:") + 1
    relative = WHICH.match(masked, start)
    clause = masked[part if match["more"] or match["fewer"] or relative else start : match.start()]
    level = _level_before(sentence, match, context)
    _refuse_others(sentence, masked, match, clause, level)
    if SO_MANY_OTHERS.search(clause):
        raise NotRead("a change of some of several")
    area, assumed = subject_of(sentence, masked, match, context)
    named = {measure for first, _, measure in sentence.phrases if start <= first < match.end()}
    named = named or {name for _, last, name in sentence.phrases if NOTHING.match(sentence.text, last)}
    measure = named.pop() if len(named) == 1 else context.last_measure
    if level is not None and (match["up5"] or match["down5"] or match["same"]):
        measure = level.measure
    elif re.search(r"\brates?\b", clause) or _pair_of_rates(sentence, match):
        measure = RATE
    elif measure == RATE and not named:
        measure = COUNT
    if measure not in MEASURES_COMPARED:
        raise NotRead("a change of something else")
    word = OPPOSITE.get(_other_way(masked, match, context), "") if match["other"] else _word(masked, match)
    if not word:
        raise NotRead("the other way, of which it is not clear which that is")
    if not re.search(DATE, masked) and not context.release:
        raise NotRead("between which dates is not clear")
    return WordedClaim(*match.span(), "change_direction", measure, word, "word", area, "", assumed)
