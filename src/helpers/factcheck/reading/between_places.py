"""How far the figures of two places are apart: "the gap between them has narrowed from 1,046 to 909".

Whose figures they are follows from looser words than those of other numbers: such a reading
(``Assumed.FREELY``) is held against an article only where none agrees (``judging/wrong_in_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import DIFFERENCE, GAP, PERCENT_ABOVE, Claim
from helpers.factcheck.reading.dates_beside import said_earlier
from helpers.factcheck.reading.free_words import subject_of
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import HIGHEST_RATE
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.patterns import AREA, GROUP, MEASURE, NUMBER, is_group, mask
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

GAP_WORDS = re.compile(r"\b(?:gap|difference|margin)\b", re.IGNORECASE)
BETWEEN_TWO_AREAS = re.compile(
    rf"\b(?:between|separat(?:es|ed|ing)) (?:the )?(?P<one>{AREA})(?:'s|')? (?:and|from) (?:the )?(?P<two>{AREA})",
    re.IGNORECASE,
)
# "The gap has widened by 48" is how much it changed.
CHANGED_BY_BEFORE = re.compile(r"\bby (?:just |about |some |only |nearly |almost )*$", re.IGNORECASE)
FROM_BEFORE = re.compile(r"\bfrom (?:just |about |some )*$", re.IGNORECASE)
AREA_WORD = r"(?: (?:force |police |council )?(?:area|force|region))?"
NEXT_DOOR = r"(?:(?:its|their|the|neighbours?|neighbouring|nearby|next-door|adjoining),? )*"
LED = re.compile(
    rf"(?P<one>{AREA})(?: (?:was|is|were|are|still|then|now|stood))* (?P<word>ahead|in front|behind)(?: of (?:the )?(?P<two>{AREA}))? by (?:just |some |only )*(?P<number>{NUMBER})"
    rf"|(?P<number2>{NUMBER}) (?P<word2>more|fewer)(?: (?:{MEASURE}|offenders|people|names))* (?:in|on the register in|for) (?:the )?(?P<one2>{AREA}){AREA_WORD} than (?:there (?:are|were) )?(?:in |for |across )?{NEXT_DOOR}(?P<two2>{AREA})",
    re.IGNORECASE,
)
# "Almost 40 per cent above the national average", "47 points behind us", "half as high again as".
PERCENT = re.compile(
    rf"(?P<words>(?P<number>{NUMBER})(?: points)? (?:(?P<above>above|over|ahead of|(?:higher|more|greater|larger|bigger)(?: (?:{MEASURE}|[a-z]+)){{0,3}}? than)|(?P<below>below|under|behind|(?:lower|fewer|less|smaller)(?: (?:{MEASURE}|[a-z]+)){{0,3}}? than))"
    rf"|(?P<half>\bhalf as (?:high|many|big|much|large) again as)|(?P<same>\b(?:(?:exactly )?(?:the same|level|on a par)(?: rate| number| figure| total)? (?:as|with)|identical to)))"
    rf"(?: (?:that|those|the|in|of|for|its|rate|number|figure|total|neighbouring))*? (?:(?P<two>{GROUP}|{AREA})(?! (?:and|or) {AREA})|(?:the )?(?P<average>(?:national )?(?:average|figure|rate)(?: for {GROUP})?|nationally)|(?P<ours>ours|us\b|here|we (?:do|have|are))|(?P<it>it)\b(?=[.,;]|$))",
    re.IGNORECASE,
)
GAP_OF_RATES = re.compile(r"\brates?\b|\baverage\b|100,?000|\bper head\b", re.IGNORECASE)


def between_places(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield by how much the figure of one place is said to be above, below or apart from that of another."""
    if not sentence.places:
        return
    masked = mask(sentence)
    for find in (_gaps, _leads, _percents):
        yield from find(sentence, masked, context)


def _gaps(sentence: Parsed, masked: str, context: Context) -> Iterator[Stated]:
    """Yield how far two places are said to be apart, now and before."""
    pair = BETWEEN_TWO_AREAS.search(masked)
    if not pair or not GAP_WORDS.search(masked):
        return
    one, two = (_named(sentence, pair.start(name)) for name in ("one", "two"))
    for number in sentence.figures:
        before = sentence.text[: number.start]
        if number.kind != "count" or CHANGED_BY_BEFORE.search(before):
            continue
        if why_not_stated(sentence.text, number.start, number.end):
            continue
        earlier = bool(FROM_BEFORE.search(before)) or said_earlier(sentence, number)
        try:
            yield _stated(sentence, number, context, GAP, one, two, number.value, earlier)
        except NotRead:
            continue


def _leads(sentence: Parsed, masked: str, context: Context) -> Iterator[Stated]:
    """Yield by how much one place is said to be ahead of another, or behind it."""
    for match in LED.finditer(masked):
        form = "" if match["number"] else "2"
        number = next(
            (number for number in sentence.figures if number.start == match.start(f"number{form}")), None
        )
        one = _named(sentence, match.start(f"one{form}"))
        two = _named(sentence, match.start(f"two{form}")) if match[f"two{form}"] else _other(one, context)
        if number is None or not two or why_not_stated(sentence.text, number.start, number.end):
            continue
        below = match[f"word{form}"].lower() in ("behind", "fewer")
        try:
            value = f"-{number.value}" if below else number.value
            yield _stated(sentence, number, context, DIFFERENCE, one, two, value, earlier=False)
        except NotRead:
            continue


def _percents(sentence: Parsed, masked: str, context: Context) -> Iterator[Stated]:
    """Yield by how much one place's figure is said to be above another's, or that they are alike."""
    for match in PERCENT.finditer(masked):
        other = _compared_with(sentence, match, context)
        if not other or why_not_stated(sentence.text, *match.span()):
            continue
        try:
            alone = tuple(place for place in sentence.places if place.start < match.start())
            area, assumed = subject_of(replace(sentence, places=alone), masked, match, context)
            kind, value, number = _said(sentence, match)
            made = _stated(sentence, number, context, kind, area, other, value, earlier=False)
        except NotRead:
            continue
        yield replace(made, start=match.start(), end=match.end("words"), assumed=(*assumed, *made.assumed))


def _said(sentence: Parsed, match: re.Match[str]) -> tuple[str, str, Quantity]:
    """Return the kind and figure of a comparison. Raises NotRead where its number is no percentage."""
    if match["same"]:
        return DIFFERENCE, "0", Quantity(*match.span("words"), "count", "0")
    if match["half"]:
        return f"{PERCENT_ABOVE}_about", "50", Quantity(*match.span("words"), "percent", "50")
    number = next((figure for figure in sentence.figures if figure.start == match.start("number")), None)
    if number is None or number.kind not in ("percent", "count"):
        raise NotRead("a comparison that is neither a percentage nor a number")
    kind = PERCENT_ABOVE if number.kind == "percent" else DIFFERENCE
    kind = f"{kind}_{number.qualifier}" if number.qualifier else kind
    return kind, f"-{number.value}" if match["below"] else number.value, number


def _compared_with(sentence: Parsed, match: re.Match[str], context: Context) -> str:
    """Return the place at the end of a comparison: one that is named, the nation's average, or ours."""
    if match["average"]:
        return NATION
    if match["ours"]:
        return context.own_area
    if match["it"]:
        groups = [place for place in sentence.places if is_group(place) and place.end <= match.start()]
        return groups[-1].name if groups else ""
    return next((place.name for place in sentence.places if place.start == match.start("two")), "")


def _named(sentence: Parsed, start: int) -> str:
    return next(place.name for place in sentence.places if place.start == start)


def _other(area: str, context: Context) -> str:
    """Return the place that another is ahead of, where the sentence leaves it to those before."""
    return next((name for name in (context.last_area, context.own_area) if name not in ("", area)), "")


def _stated(
    sentence: Parsed,
    number: Quantity,
    context: Context,
    kind: str,
    area: str,
    other: str,
    value: str,
    earlier: bool,
) -> Stated:
    if not area or area == other or "" in (area, other):
        raise NotRead("a difference of a place from itself")
    goes_on = context.last_measure == RATE and not sentence.phrases
    rated = float(number.value) < HIGHEST_RATE and (goes_on or GAP_OF_RATES.search(sentence.text))
    alone = replace(sentence.with_number(number), places=())
    date, _, dated = dates_of(alone, number, False, earlier, context)
    named = {name for _, _, name in sentence.phrases} - {COUNT, RATE}
    measure = RATE if rated else named.pop() if len(named) == 1 else COUNT
    unit = "per cent" if kind.startswith(PERCENT_ABOVE) else "count"
    claim = Claim("", "", area, date, kind, measure, other, value, unit)
    return Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY, *dated))
