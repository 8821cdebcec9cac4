"""Ranks, directions and comparisons in words that no area, date or measure named with them makes right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import (
    ALL_AREAS,
    AVERAGE,
    CHANGE_RANK,
    DIFFERENCE,
    EACH_YEAR,
    FALLING,
    FIRST,
    MULTIPLES,
    ONLY,
    OVERTOOK,
    PERCENT_ABOVE,
    PERCENT_RANK,
    RISING,
    TIMES,
    TOGETHER,
    Claim,
)
from helpers.factcheck.judging.around import LEAST_OF_ONE_DATE, PLACES, Around, Sentence
from helpers.factcheck.judging.findings import members
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, DATES
from helpers.factcheck.judging.plain_words import OF_EARLIER, OF_RATES, clause_of, is_plain, plain_mask
from helpers.factcheck.judging.verdicts import AGREEING, answer
from helpers.factcheck.reading.dates_beside import is_since
from helpers.factcheck.reading.patterns import MEASURE
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.sentence import Assumed, Stated
from helpers.factcheck.reading.sentence_date import PAST, PRESENT

COMPARISON_KINDS = ("compared", OVERTOOK, TIMES, DIFFERENCE, PERCENT_ABOVE)
IN_WORDS = (
    *(
        "rank_highest",
        "rank_lowest",
        "change_direction",
        EACH_YEAR,
        FIRST,
        ONLY,
        FALLING,
        RISING,
        AVERAGE,
        TOGETHER,
    ),
    *COMPARISON_KINDS,
)
# A percentage above another place's may be rounded by so many points, and a multiple be so many per cent.
LEAST_POINTS = 3
ROUGHLY = {
    "halved": (-60, -40),
    "more than halved": (float("-inf"), -48),
    **{verb: (85 * times - 100, 118 * times - 100) for times, verb in MULTIPLES.items()},
    **{f"nearly {verb}": (80 * times - 100, 112 * times - 100) for times, verb in MULTIPLES.items()},
    **{f"more than {verb}": (97 * times - 100, float("inf")) for times, verb in MULTIPLES.items()},
}
ONCE = re.compile(r"\b(?:once|used to|formerly|previously|no longer)\b", re.IGNORECASE)
OUR_FIGURES = re.compile(
    rf"\b(?:rates?|numbers?|totals?|counts?|figures?|registers?|tally|average|measure|offenders)\b|{MEASURE}",
    re.IGNORECASE,
)
# What goes on about the area before: not so "the north is second".
SAME_SUBJECT = re.compile(
    r"[\"“]?(?:(?:Region|County|Force|Area) (?:has|is|had|was)|It|Its|They|Their|That|This|Our|No|None|Nowhere|Only|(?:The|Our|This) (?:\w+ )?(?:force|county|area|constabulary|rate|number|total|figure|register))\b"
)
FORCE_ITSELF = re.compile(
    r" (?:police )?(?:forces?|areas?|count(?:y|ies)|constabular(?:y|ies)|places?|parts?)\b", re.IGNORECASE
)
# "South Wales, with the lowest rate": the rank is that of the place right before it.
HAS_OR_IS = re.compile(
    r",? (?:(?:which|who) )?(?:also |now |still )?(?:with|has|had|having|recorded|is|was)(?: also| now| still| by far)?(?: the)? ?"
)
THAN_OURS_AFTER = re.compile(r" (?:we|us|ours|here)\b", re.IGNORECASE)
WORDS_OF_SPAN = re.compile(r"\b(?:since|years?|decade)\b", re.IGNORECASE)
LOOSE = ("unchanged",)
WAYS = ("change_direction", EACH_YEAR, FIRST)
SPEAKS_OF_NUMBERS = re.compile(r"\b(?:numbers?|totals?|counts?|register|tally|caseload)\b", re.IGNORECASE)
# "More registered sex offenders than": a count, though no word for one is there.
MORE_OFFENDERS = re.compile(r"\b(?:more|fewer|as many) (?:(?:registered|sex|sexual) )*offenders\b")
# "Has doubled since then": of the dates that the claim has, and no others; not so "the first fall since".
SINCE_AFTER = re.compile(r"[^.;,]{0,15}\bsince\b")
RECORD_WORDS = re.compile(
    r"\b(?:first|only|largest|biggest|steepest|sharpest|second|third)\b[^.;,]{0,20}$", re.IGNORECASE
)
NAMES_A_GROUP = re.compile(r"\b(?:region\w*|nationally|nationwide|the country|Welsh)\b", re.IGNORECASE)


def wrong_in_words(look: Around, at: int) -> bool:
    """Return whether a statement in words is wrong whichever area, date and measure near it is meant."""
    if not _far_enough(look, at) or _is_bare_rank(look, at):
        return False
    return _wrong_in_words(look, look.judged[at].claim, look.article.stated[at])


def _is_bare_rank(look: Around, at: int) -> bool:
    """Return whether a rank may be of a place named beside it, or nothing tells in which group it is."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if not claim.kind.startswith("rank"):
        return False
    sentence = look.sentences[stated.passage.number]
    elsewhere = any(place.kind in PLACES and place.name != claim.area for place in sentence.parsed.places)
    if AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed) and elsewhere:
        return True  # "The highest rate of all was on Teesside, at 222."
    if look.judged[at].slip is not None:
        return False
    next_to_it = NEXT_RANK.match(stated.passage.text, stated.start)
    return not (next_to_it or _other_end(look, claim, sentence))


def _far_enough(look: Around, at: int) -> bool:
    """Return whether a multiple or a percentage is no rounder way of saying the right one."""
    claim, finding = look.judged[at].claim, look.judged[at].finding
    if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
        return True
    if claim.plain_kind == PERCENT_ABOVE:
        value = float(claim.published)
        return finding.high < value - LEAST_POINTS or value + LEAST_POINTS < finding.low
    first, last = ROUGHLY.get(claim.published, (finding.high, finding.low))
    return finding.high <= first or last <= finding.low


def _wrong_in_words(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether no area, date or measure named with it makes a statement in words right."""
    sentence = look.sentences[stated.passage.number]
    text = sentence.parsed.text
    carried = AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed)
    if claim.kind == FIRST and not WORDS_OF_SPAN.search(text, stated.start, stated.end):
        return False  # "the first rise": of which time is left open
    of_now = claim.kind == EACH_YEAR and look.rights_of(claim.date) >= LEAST_OF_ONE_DATE
    if (stated.passage.number == 1 and not of_now) or claim.published in LOOSE:
        return False  # a headline leaves open of when it is
    that = any(place.kind == "that" and place.end <= stated.start for place in sentence.parsed.places)
    if carried and claim.kind.startswith("rank") and not (SAME_SUBJECT.match(text) or that):
        return False
    if _may_be_of_another(look, claim, stated, sentence):
        return False
    if claim.kind.startswith("rank") and claim.measure in (COUNT, RATE) and _of_a_change(sentence, stated):
        return False
    if not _is_ours(
        look, stated, sentence, goes_on=claim.kind in WAYS or _other_end(look, claim, sentence)
    ) or _among_some(look, claim, stated):
        return False
    if NEXT_RANK.match(text, stated.start) and not _after_the_first(look, claim, stated):
        return False
    for other in _readings(look, claim, stated, sentence):
        verdict = answer(other, look.evidence).verdict
        of_its_time = (other.area, other.date, other.comparator) == (
            claim.area,
            claim.date,
            claim.comparator,
        )
        if verdict in AGREEING or (of_its_time and verdict != "disagrees"):
            return False
    return True


def _other_end(look: Around, claim: Claim, sentence: Sentence) -> bool:
    """Return whether a rank is in the group of a right one of the sentence before: "Essex was lowest"."""
    before = (nearby.passage.number for nearby in sentence.before[-1:])
    return claim.kind.startswith("rank") and any(
        other.kind.startswith("rank")
        and (other.measure, other.comparator, other.date) == (claim.measure, claim.comparator, claim.date)
        and look.doubted[place].verdict in AGREEING
        for place in look.stated_in(*before)
        if (other := look.judged[place].claim)
    )


def _may_be_of_another(look: Around, claim: Claim, stated: Stated, sentence: Sentence) -> bool:
    """Return whether a statement may be of another force, of changes, or of the year before."""
    return (
        _is_of_another(look, claim, stated)
        or _may_be_of_changes(claim, stated, sentence)
        or (claim.kind == "change_direction" and _is_of_the_year_before(look, claim, stated))
    )


# "Last year it fell; this year it rose": that year may be the one before the latest.
BEFORE_LAST = re.compile(
    r"\b(?:last year|(?:a|the) year (?:ago|before|earlier)|previous year)\b", re.IGNORECASE
)


def _is_of_the_year_before(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether a way is right of a year earlier, and words before it may mean that year."""
    text = stated.passage.text
    start = max(text.rfind(mark, 0, stated.start) for mark in ".;:") + 1
    earlier = (f"{year - 1}-03-31" for year in (claim.year, claim.year - 1))
    moved = replace(claim, **dict(zip(("date", "comparator"), earlier, strict=True)))
    told = BEFORE_LAST.search(text, start, stated.start)
    return told is not None and answer(moved, look.evidence).verdict in AGREEING


def _may_be_of_changes(claim: Claim, stated: Stated, sentence: Sentence) -> bool:
    """Return whether the last figure before a comparison is a percentage: "up 5%. That is above the average".

    A number is never compared with that of England and Wales: by such words the changes, or the rates, are.
    """
    if claim.plain_kind not in COMPARISON_KINDS or claim.measure not in (COUNT, RATE):
        return False
    told = [figure.kind for nearby in sentence.before[-1:] for figure in nearby.figures]
    told += [figure.kind for figure in sentence.parsed.figures if figure.end <= stated.start]
    return "percent" in told[-1:] or (claim.measure == COUNT and claim.comparator == NATION)


ONLY_ONE_TO = re.compile(r"\b(?:only|sole) (?:[\w-]+ ){1,5}(?:to|that|which|where) [^.;,:]{0,30}$")


def _is_of_another(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether a statement is of the force that was named last, or compares with another figure."""
    text = stated.passage.text
    carried = AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed)
    if carried and ONLY_ONE_TO.search(text, 0, stated.start):
        return True  # "the only force to see a fall"
    places = look.sentences[stated.passage.number].parsed.places
    if THAN_OURS_AFTER.match(text, stated.end) and any(place.start > stated.end for place in places):
        return True
    return claim.plain_kind in COMPARISON_KINDS and _against_a_figure_of_another(look, claim, stated)


# "A third more than the national figure of 4,325": the figure that it is compared with.
FIGURE_OF_IT = re.compile(
    r"[^.,;:0-9]{0,40}\b(?:figure|total|number|rate|average) (?:of|was|is) (?:just |about |some )?"
)


def _against_a_figure_of_another(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether a comparison names the figure it is with, and that is no right one of its measure."""
    parsed = look.sentences[stated.passage.number].parsed
    named = [
        number
        for number in parsed.figures
        if number.start >= stated.end and FIGURE_OF_IT.fullmatch(parsed.text, stated.end, number.start)
    ]
    right = {
        look.article.stated[at].start
        for at in look.stated_in(stated.passage.number)
        if look.is_right(at) and look.judged[at].claim.measure == claim.measure
    }
    return bool(named) and named[0].start not in right


NEXT_RANK = re.compile(r"next\b", re.IGNORECASE)


def _after_the_first(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether the last rank before "the next highest" is the first of its kind, and right."""
    before = [
        at
        for at, other in enumerate(look.judged)
        if other.claim.kind == claim.kind
        and other.claim.measure == claim.measure
        and look.article.stated[at].passage.number <= stated.passage.number
        and look.article.stated[at] is not stated
    ]
    if not before or look.doubted[before[-1]].verdict not in AGREEING:
        return False
    last = look.judged[before[-1]].claim
    return last.published == "1" and last.comparator == claim.comparator


CHANGE_ITSELF = re.compile(
    r"\b(?:rises?|increases?|falls?|drops?|decreases?|changes?|growth)\b", re.IGNORECASE
)


def _of_a_change(sentence: Sentence, stated: Stated) -> bool:
    """Return whether a rank is that of a change: "the rise in Cleveland was the smallest of the three"."""
    text = sentence.parsed.text
    start, end = clause_of(plain_mask(sentence.parsed), stated)
    return (
        CHANGE_ITSELF.search(text, start, end) is not None
        or CHANGE_ITSELF.search(text, 0, stated.start) is not None
    )


# "The highest rate of all five": of the five that the article is about, and maybe of no region.
OF_SO_MANY_AREAS = re.compile(
    r"[^.;:]{0,40}?\b(?:of|among) (?:all |the )*(?:two|three|four|five|six|seven|eight|nine|ten)\b"
)
STRANGERS = 2


def _among_some(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether a rank is among so many areas, and the article speaks of others than the region's."""
    text = stated.passage.text
    if (
        not claim.kind.startswith("rank")
        or not OF_SO_MANY_AREAS.match(text, stated.end)
        or NAMES_A_GROUP.search(text)
    ):
        return False
    spoken = {name for sentence in look.sentences.values() for name in look.areas(sentence.parsed)}
    inside = {*members(look.evidence, claim.comparator), NATION, *look.evidence.regions}
    return len(spoken - inside) >= STRANGERS


def _is_ours(look: Around, stated: Stated, sentence: Sentence, goes_on: bool) -> bool:
    """Return whether the clause of a statement in words is about our figures, and nothing else.

    One that ``goes_on`` ("Northumbria saw a small rise") may leave it to the sentence before to name them.
    """
    parsed = sentence.parsed
    if {name for _, _, name in parsed.phrases} - {COUNT}:
        return False
    masked = plain_mask(parsed)
    start, end = clause_of(masked, stated)
    clause = masked[start:end]
    levels = (parsed, *sentence.before[-1:]) if goes_on else (parsed,)
    named = OUR_FIGURES.search(masked) or any(map(look.has_level, levels))
    if _of_the_force(stated) or not is_plain(masked, stated) or not named:
        return False
    if OF_EARLIER.search(clause[: stated.start - start]) or ONCE.search(masked[: stated.end]):
        return False
    return bool(parsed.phrases) or any(map(look.has_level, (parsed, *sentence.before)))


def _of_the_force(stated: Stated) -> bool:
    """Return whether a rank is of the force itself: "the smallest force in the region"."""
    return FORCE_ITSELF.match(stated.passage.text, stated.end) is not None


# What Welsh papers write of Wales.
THE_COUNTRY, WALES = re.compile(r"\bthe (?:country|nation)\b"), "Wales"


def _readings(look: Around, claim: Claim, stated: Stated, sentence: Sentence) -> Iterator[Claim]:
    """Yield what the words say where another area, date, base or measure near them is meant."""
    text, around = sentence.parsed.text, (*sentence.before, sentence.parsed)
    here = [place for place in sentence.parsed.places if place.kind in PLACES and place.name]
    before = _named_before(claim, stated, sentence)
    its_own = before and HAS_OR_IS.fullmatch(text, before[-1].end, stated.start) is not None
    areas = [claim.area, *(place.name for place in before if not its_own)]
    named = [
        (period.date, is_since(nearby, period))
        for nearby in around
        for period in nearby.periods
        if period.date.endswith("-03-31")
    ]
    dates, others = [claim.date], [claim.comparator]
    if THE_COUNTRY.search(text) and look.evidence.region_of.get(claim.area) == WALES:
        others += [f"{WALES} forces"]
    led_to = _led_to(look, claim, stated)
    if claim.plain_kind in COMPARISON_KINDS:
        others += [place.name for place in here if place.start >= stated.start]
    elif claim.kind.startswith("rank") and not NAMES_A_GROUP.search(text):
        others += [ALL_AREAS]
    if led_to or _has_right(look, claim, stated):
        pass
    elif not (
        SINCE_AFTER.match(text, stated.end)
        and claim.comparator
        and not RECORD_WORDS.search(text[: stated.start])
    ):
        areas += _areas_meant(look, stated, sentence)
        if DATES & set(stated.assumed) and not _is_now(claim, stated, sentence):
            dates += [date for date, since in named if not since]
            dates += [f"{claim.year + by}-03-31" for by in (-1, 1)]
        if claim.kind.startswith("change"):
            others += [*(date for date, _ in named), ""]
    measures = (led_to,) if led_to else _measures_meant(claim, stated, sentence)
    for area, date, other, measure in product(*map(dict.fromkeys, (areas, dates, others, measures))):
        dated = claim.kind.startswith("change") and other >= date
        if not dated and (claim.plain_kind not in COMPARISON_KINDS or area != other):
            yield replace(claim, area=area, date=date, comparator=other, measure=measure)


def _named_before(claim: Claim, stated: Stated, sentence: Sentence) -> list[Place]:
    """Return the places before a statement: of a way, those of its own clause, where that names any."""
    parsed = sentence.parsed
    first, _ = clause_of(plain_mask(parsed), stated)
    named = [place for place in parsed.places if place.kind in PLACES and place.name]
    before = [place for place in named if place.end <= stated.start]
    own = [place for place in before if place.start >= first] if claim.kind in WAYS else []
    return own or before


def _measures_meant(claim: Claim, stated: Stated, sentence: Sentence) -> tuple[str, ...]:
    """Return what a statement may be of; of the way of a count no rate, where none is spoken of."""
    if claim.kind in WAYS and claim.measure == COUNT and not _near_rates(sentence):
        return (COUNT,)
    text = sentence.parsed.text
    start, end = clause_of(plain_mask(sentence.parsed), stated)
    of_numbers = SPEAKS_OF_NUMBERS.search(text) and not OF_RATES.search(text)
    return _measures(claim, text if of_numbers else text[start:end])


def _near_rates(sentence: Sentence) -> bool:
    """Return whether a sentence, or the one before it, is about rates too."""
    return any(OF_RATES.search(nearby.text) for nearby in (*sentence.before[-1:], sentence.parsed))


def _is_now(claim: Claim, stated: Stated, sentence: Sentence) -> bool:
    """Return whether the latest figures are meant: "Gwent has the highest rate"."""
    text = sentence.parsed.text
    before = re.split(r"[.;:]", text[: stated.start])[-1]
    if OF_EARLIER.search(before):
        return False
    if _of_latest_alone(claim, sentence):
        return True
    now = PRESENT.search(before + text[stated.start : stated.end])
    return Assumed.DATE_RELEASE in stated.assumed and now is not None and not PAST.search(text)


HAD_GONE = re.compile(r"\bhad (?:\w+ly |already |also )?(?:been|gone|risen|fallen|grown|seen|shrunk|\w+ed)\b")


def _of_latest_alone(claim: Claim, sentence: Sentence) -> bool:
    """Return whether a way is told among sentences of the latest figures and those of the year before."""
    periods = [period for nearby in (*sentence.before, sentence.parsed) for period in nearby.periods]
    told = claim.kind == "change_direction" and not HAD_GONE.search(sentence.parsed.text)
    return told and all(
        period.date in (claim.date, claim.comparator) or (not period.date and period.years in (0, 1))
        for period in periods
    )


# "Fallen in County Durham, to 539": where it went, and so of when and of what the way is.
TO_IT = re.compile(r"[^.;:0-9]{0,25}?,? to (?:just |only |about )?")


def _led_to(look: Around, claim: Claim, stated: Stated) -> str:
    """Return the measure of the right level of its area and date that a direction leads to; else nothing."""
    return next(
        (
            look.judged[at].claim.measure
            for at in look.right_levels(
                look.stated_in(stated.passage.number), area=claim.area, date=claim.date
            )
            if claim.kind == "change_direction"
            and TO_IT.fullmatch(stated.passage.text, stated.end, look.article.stated[at].start)
        ),
        "",
    )


# So many right figures of a group tell of when a rank in it is.
LEAST_RANKED = 2


def _has_right(look: Around, claim: Claim, stated: Stated) -> bool:
    """Return whether a right level of the same area and date stands in the sentence.

    For a rank those of two other areas do: "1,711 in South Wales and 868 in Gwent, which leaves Powys last".
    """
    beside = look.stated_in(stated.passage.number)
    among = [
        at
        for at in look.right_levels(beside, measure=claim.measure, date=claim.date)
        if claim.kind.startswith("rank")
        and look.judged[at].claim.area in members(look.evidence, claim.comparator)
    ]
    return len(among) >= LEAST_RANKED or any(
        look.article.stated[at].end <= stated.start
        for at in look.right_levels(beside, area=claim.area, date=claim.date)
    )


def _areas_meant(look: Around, stated: Stated, sentence: Sentence) -> list[str]:
    """Return the areas that a sentence which names none may be about."""
    if Assumed.AREA_BEFORE in stated.assumed:
        return sorted(look.areas(sentence.before[-1])) if sentence.before else []
    if not AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed):
        return []
    return [name for nearby in sentence.paragraph for name in sorted(look.areas(nearby))]


def _measures(claim: Claim, text: str) -> tuple[str, ...]:
    if claim.measure == PERCENT_RANK and claim.plain_kind in COMPARISON_KINDS:
        return (PERCENT_RANK,)
    if claim.measure in (PERCENT_RANK, CHANGE_RANK):
        return (PERCENT_RANK, CHANGE_RANK)
    if claim.measure not in (COUNT, RATE):
        return (claim.measure,)
    if claim.kind == "compared" and claim.comparator == NATION:
        return (RATE,)
    if claim.plain_kind in (AVERAGE, TOGETHER, FALLING, RISING, ONLY, EACH_YEAR, FIRST):
        return (claim.measure,)
    rated, counted = OF_RATES.search(text), SPEAKS_OF_NUMBERS.search(text) or MORE_OFFENDERS.search(text)
    if claim.measure == (RATE if rated else COUNT) and bool(rated) != bool(counted):
        return (claim.measure,)
    return (COUNT, RATE)
