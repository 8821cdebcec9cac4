"""The claim that a number in a sentence makes: its measure, its area and its date."""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.change_signs import DIRECTION, DIRECTION_AFTER, MORE_OR_FEWER
from helpers.factcheck.reading.dates import LAST_YEAR
from helpers.factcheck.reading.dates_beside import is_main, is_since
from helpers.factcheck.reading.missing import survey_date
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.number_measure import Figure, read_figure
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import AREA_CARRIED_ON, Assumed, Context, NotRead, Parsed, Stated

TOTAL_POP = "rso_rate_per_100k_total_pop"
# The last 31 March of which rates were published on people of all ages.
LAST_OF_ALL_AGES = 2008
# Until March 2015 prevention orders were Sexual Offences Prevention Orders.
SOPO, LAST_OF_SOPOS = "sopo_imposed", 2014
# "Nine higher than last year's": such a change is never one since then.
MORE_THAN_AFTER = re.compile(
    r"(?:%| per ?cent| \w+){0,3}? (?:more|fewer|higher|lower|less) than\b", re.IGNORECASE
)
# "Twelve months before it had been 2,053. So 21 fewer": the change since the date of the sentence before.
BEGINS_WITH_SO = re.compile(r"[\"“]?(?:So|That|This|Hence|Thus)\b")
# "In 2021 it was 2,065, meaning the register grew by 25": the change may be from then on.
WHICH_FOLLOWS = re.compile(r", (?:meaning|so|which (?:means|makes|is)|making|and therefore)\b[^.;]*$")
CHANGE_CLAUSE_END = re.compile(
    r"[,;:]|\b(?:and|while|but|from|to|since|than|compared|against)\b", re.IGNORECASE
)
QUOTED = re.compile(r"“[^”]{0,1200}”|\"[^\"]{0,1200}\"")


def number_claim(sentence: Parsed, number: Quantity, context: Context, at: int) -> Stated:
    """Return the claim that a number makes. Raises NotRead, with why, where it makes none."""
    asked = read_figure(sentence, number, context)
    area, assumed = _area(sentence, number, asked, context)
    date, comparator, dated = dates_of(sentence, number, asked.is_change, asked.earlier, context)
    if asked.measure == "missing_rso":
        date = survey_date(sentence, date, dated, context)
    measure = TOTAL_POP if asked.measure == RATE and int(date[:4]) <= LAST_OF_ALL_AGES else asked.measure
    measure = SOPO if asked.measure == "shpo_imposed" and int(date[:4]) <= LAST_OF_SOPOS else measure
    claim = Claim(
        claim_id=f"s{sentence.passage.number}-{at}",
        article="",
        area=area,
        date=date,
        kind="about" if context.heading and _is_round(asked) else asked.kind,
        measure=measure,
        comparator=comparator,
        published=asked.published,
        unit=asked.unit,
    )
    carried = [Assumed.MEASURE] if asked.carried else []
    quoted = ("in a quotation",) if _inside(QUOTED, sentence.text, number) else ()
    start, end = _with_direction(sentence, number) if asked.is_change else (number.start, number.end)
    dated_here = _has_its_date(sentence, number, date)
    among = [open_ for open_ in sentence.among if not (dated_here and open_ is Assumed.AMONG_DATES)]
    left_open = (*assumed, *dated, *carried, *among)
    return Stated(
        claim,
        sentence.passage,
        start,
        end,
        left_open,
        quoted,
        (*other_readings(claim, left_open, sentence, number), *_of_its_own(claim, sentence, context)),
    )


def _of_its_own(claim: Claim, sentence: Parsed, context: Context) -> tuple[Claim, ...]:
    """Return a figure of "the region" as one of the area of the article, which may be called so."""
    kinds = {place.kind for place in sentence.places}
    own = context.own_area
    meant = (
        "that region" in kinds
        and "region" not in kinds
        and claim.area in context.names.region_of_place
        and own in _areas(context)
    )
    return (replace(claim, area=own),) if meant else ()


def _areas(context: Context) -> set[str]:
    return {area.name for area in context.names.areas}


# What England and Wales have at least, and no area.
MOST_OF_AN_AREA = {
    COUNT: 12_000,
    "mappa_total": 15_000,
    "cat2_violent": 5_000,
    "notification_breaches": 1_000,
    "shpo_imposed": 1_000,
    "sopo_imposed": 1_000,
    "licence_recalls": 500,
    "revocations": 150,
}


def _area(sentence: Parsed, number: Quantity, asked: Figure, context: Context) -> tuple[str, list[Assumed]]:
    """Return whose a figure is: of England and Wales, if no place is named and no area has so many."""
    least = MOST_OF_AN_AREA.get(asked.measure, 0)
    large = least and asked.unit == "count" and float(asked.published.split()[0]) >= least
    try:
        area, assumed = area_of(sentence, number, context)
    except NotRead:
        if large and not sentence.places:
            return NATION, [Assumed.AREA_NATION]
        raise
    value = float(asked.published.split()[0]) if large else 0
    regional = area in context.names.region_of_place and value < 2 * least
    carried = AREA_CARRIED_ON & set(assumed) and not regional and area != NATION
    carried = carried or (Assumed.FREELY in assumed and area == NATION)
    return (NATION, [Assumed.AREA_NATION]) if large and carried else (area, assumed)


# "In 2021 there were 1,173 and in 2019, 1,110": what stands between a date and its own figure.
ITS_FIGURE = re.compile(
    r"[,:]?(?: (?:it|there|that|the|its|figure|total|number|count|county|force|was|were|had|stood|at|just|about|some)){0,5} ",
    re.IGNORECASE,
)


def _has_its_date(sentence: Parsed, number: Quantity, date: str) -> bool:
    """Return whether a date stands right before a figure, or follows in its own clause: "1,188 in 2023"."""
    before = [period for period in sentence.periods if period.date and period.end <= number.start]
    beside = before and ITS_FIGURE.fullmatch(sentence.text, before[-1].end, number.start)
    if beside and before[-1].date == date:
        return is_main(sentence, before[-1])
    dated = (period for period in sentence.periods if period.date and period.start >= number.end)
    own = next(dated, None)
    if own is None or own.date != date or is_since(sentence, own):
        return False
    between = any(number.end <= figure.start < own.start for figure in sentence.figures)
    return not between and CHANGE_CLAUSE_END.search(sentence.text, number.end, own.start) is None


def _is_round(figure: Figure) -> bool:
    """Return whether a headline may have rounded a figure: it ends in at least two zeros."""
    return figure.kind == "level" and figure.published.endswith("00")


def other_readings(
    claim: Claim, left_open: tuple[Assumed, ...], sentence: Parsed, number: Quantity
) -> tuple[Claim, ...]:
    """Return what the same words say just as well: "last year", and a change turned round."""
    if claim.plain_kind in ("change", "change_percent"):
        if not claim.comparator:
            return ()
        later = any(number.end <= period.start and claim.date < period.date for period in sentence.periods)
        plain = MORE_THAN_AFTER.match(sentence.text, number.end) and not later
        since = BEGINS_WITH_SO.match(sentence.text) and Assumed.DATE_BEFORE in left_open
        since = since or (not plain and WHICH_FOLLOWS.search(sentence.text, 0, number.start) is not None)
        latest = Assumed.DATE_RELEASE in left_open and not sentence.periods  # nothing is known after it
        turned = _turned(claim)
        apposed = _is_beside_the_earlier(sentence, number)
        return (
            *(() if plain or latest else (turned,)),
            *((replace(claim, published=turned.published),) if apposed else ()),
            *((replace(turned, published=claim.published),) if since else ()),
        )
    open_date = {Assumed.DATE_BEFORE, Assumed.DATE_RELEASE} & set(left_open)
    dates = _year_before(sentence, claim) if open_date else []
    return tuple(replace(claim, date=date) for date in dates)


# "That compares with 830 five years before, 110 fewer": by so much the earlier figure was lower.
TOLD_AGAIN_BEFORE = re.compile(r"[,:(–—-] ?(?:or |that is |which is |which was |some |about |just )*$")
MORE_ALONE = re.compile(r" (?:[a-z]+ ){0,2}?(?:more|fewer|higher|lower|less)\b(?! than)")


def _is_beside_the_earlier(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a change stands in apposition to a figure of an earlier time."""
    previous = sentence.previous(number)
    first = 0 if previous is None else previous.end
    dated = any(first <= period.start and period.end <= number.start for period in sentence.periods)
    dated = dated or (previous is not None and sentence.text[: previous.start].rstrip().endswith("with"))
    beside = TOLD_AGAIN_BEFORE.search(sentence.text, first, number.start)
    return bool(previous and dated and beside and MORE_ALONE.match(sentence.text, number.end))


def _year_before(sentence: Parsed, claim: Claim) -> list[str]:
    """Return the date a year before where "last year" may be that, not the year of the latest figures."""
    words = [sentence.text[period.start : period.end] for period in sentence.periods]
    last_year = any(LAST_YEAR.fullmatch(name) for name in words)
    return [f"{int(claim.date[:4]) - 1}{claim.date[4:]}"] if last_year else []


def _turned(claim: Claim) -> Claim:
    """Return a change as one from its date on: "a year earlier it was 65 fewer" is a rise since then."""
    later = 2 * int(claim.date[:4]) - int(claim.comparator[:4])
    value = claim.published.removeprefix("-") if claim.published.startswith("-") else f"-{claim.published}"
    return replace(claim, date=f"{later}{claim.date[4:]}", comparator=claim.date, published=value)


def _with_direction(sentence: Parsed, number: Quantity) -> tuple[int, int]:
    """Return a change with the word for its direction, where that stands beside it: "up by 49", "49 more"."""
    first, last = sentence.around(number)
    after = DIRECTION_AFTER.match(sentence.text[:last], number.end) or MORE_OR_FEWER.match(
        sentence.text[:last], number.end
    )
    if after:
        return number.start, after.end()
    clause = max((sentence.text.rfind(mark, first, number.start) for mark in ".,;:"), default=-1)
    direction = DIRECTION.search(sentence.text[: number.start], max(first, clause + 1, number.start - 60))
    return (direction.start() if direction else number.start), number.end


def _inside(pattern: re.Pattern[str], text: str, number: Quantity) -> bool:
    return any(match.start() <= number.start < match.end() for match in pattern.finditer(text))
