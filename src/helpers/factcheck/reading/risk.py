"""Statements on offenders at each level of risk: how many they are, which share, and how often visited."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from helpers.data.evidence import NATION
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.quantities import UNITS_AND_TEENS, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

RISK = re.compile(
    r"\b(?P<very>very[ -])?(?P<level>high|medium|low)(?:est)?(?:[ -](?:risk|ones|cases|offenders|level)\b|(?=[ ,;.]|$))",
    re.IGNORECASE,
)
SPEAKS_OF_RISK = re.compile(r"\brisk\b", re.IGNORECASE)
VISITED = re.compile(
    r"\b(?:visit\w*|seen|see|call(?:ed)? on|check(?:ed|s)?|contact\w*|knock\w*)\b", re.IGNORECASE
)
NUMBER_WORDS = "|".join(UNITS_AND_TEENS[1:13])
INTERVAL = re.compile(
    rf"\bevery (?P<many>[0-9]{{1,2}}|{NUMBER_WORDS})(?: (?P<unit>months?|years?))?(?=[ ,;.]|$)|\b(?:every|once a|once every|each) (?P<one>month|quarter|year|six-month)\b"
    r"|\b(?P<adverb>monthly|quarterly|annual(?:ly)?|yearly|six-monthly|twice a year|twice-yearly|three-monthly)\b",
    re.IGNORECASE,
)
MONTHS_OF = {
    **{"month": 1, "monthly": 1, "quarter": 3, "quarterly": 3, "three-monthly": 3, "six-month": 6},
    **{"six-monthly": 6, "twice a year": 6, "twice-yearly": 6, "year": 12, "yearly": 12},
    **{"annual": 12, "annually": 12},
}
# The rules of how often an offender is seen held until June 2017.
RULES_UNTIL = "2017-06-30"
UNTIL = re.compile(r"\b(?:until|till|before|up to|prior to)(?: the end of)? $", re.IGNORECASE)
OF_RISK = re.compile(
    r"(?: [a-z]+){0,5}? (?:at|as|to be|being|rated|graded|classed as|assessed as|put at|in the)(?: a| the| of)? $|(?: [a-z]+){0,2} $",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Level:
    """A level of risk that a sentence names, from ``start`` to ``end``."""

    start: int
    end: int
    name: str


def risks(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield what a sentence says of offenders at each level of risk."""
    if not SPEAKS_OF_RISK.search(sentence.text):
        return
    levels = [
        Level(*match.span(), f"{'very_' if match['very'] else ''}{match['level'].lower()}_risk")
        for match in RISK.finditer(sentence.text)
    ]
    if VISITED.search(sentence.text):
        yield from _intervals(sentence, levels)
    often = {at for match in INTERVAL.finditer(sentence.text) for at in range(*match.span())}
    for number in sentence.figures:
        if number.kind in ("count", "percent") and number.start not in often:
            yield from _of_a_level(sentence, number, levels, context)


def _intervals(sentence: Parsed, levels: list[Level]) -> Iterator[Stated]:
    """Yield how often offenders at each level were seen, by the rules that held until 2017."""
    matches = list(INTERVAL.finditer(sentence.text))
    if not matches or not levels:
        return
    after = matches[0].start() < levels[0].start
    dated = any(
        period.date.startswith("2017") and UNTIL.search(sentence.text, 0, period.start)
        for period in sentence.periods
    )
    for match in matches:
        near = (
            [level for level in levels if level.start >= match.end()]
            if after
            else [level for level in levels if level.end <= match.start()][::-1]
        )
        if not near or why_not_stated(sentence.text, *match.span()):
            continue
        claim = Claim(
            *("", "", NATION, RULES_UNTIL, "level", f"visit_interval_{near[0].name}", "", _months(match)),
            "months",
        )
        left_open = (Assumed.DATE_RELEASE,) if dated else (Assumed.FREELY,)
        yield Stated(claim, sentence.passage, *match.span(), left_open)


def _months(match: re.Match[str]) -> str:
    if word := match["one"] or match["adverb"]:
        return str(MONTHS_OF[word.lower()])
    many = int(match["many"]) if match["many"].isdigit() else int(number_in_words(match["many"]))
    return str(many * (12 if (match["unit"] or "").lower().startswith("year") else 1))


def _of_a_level(
    sentence: Parsed, number: Quantity, levels: list[Level], context: Context
) -> Iterator[Stated]:
    """Yield how many offenders, or which share of them, are at the level named right after a number."""
    level = next((level for level in levels if level.start >= number.end), None)
    if level is None or not OF_RISK.fullmatch(sentence.text, number.end, level.start):
        return
    if why_not_stated(sentence.text, number.start, number.end):
        return
    share = number.kind == "percent"
    try:
        area, assumed = area_of(sentence, number, context)
        date, _, dated = dates_of(sentence, number, False, False, context)
    except NotRead:
        return
    measure = f"share_{level.name}" if share else f"rso_{level.name}"
    unit, area = ("per cent", NATION if Assumed.AREA_GIVEN in assumed else area) if share else ("count", area)
    claim = Claim("", "", area, date, number.qualifier or "level", measure, "", number.value, unit)
    others = then(claim, dated, context)
    left_open = (Assumed.FREELY, *assumed, *dated)
    yield Stated(claim, sentence.passage, number.start, number.end, left_open, others=others)


def then(claim: Claim, dated: Collection[Assumed], context: Context) -> tuple[Claim, ...]:
    """Return a claim without a date of its own as one of the time that was named last."""
    named = context.last_named_date
    if not {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE} & set(dated) or named in ("", claim.date):
        return ()
    return (replace(claim, date=named),)
