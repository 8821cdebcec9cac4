"""Figures of several areas together, and averages of the areas of a region.

Whose figures they are follows from looser words than those of other numbers: such a reading
(``Assumed.FREELY``) is held against an article only where none agrees (``judging/wrong_in_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import AVERAGE, DIFFERENCE, TOGETHER, Claim
from helpers.factcheck.reading.dates_beside import is_alone_in_brackets
from helpers.factcheck.reading.free_words import WE_AFTER
from helpers.factcheck.reading.measures import counts_ours
from helpers.factcheck.reading.not_ours import AVERAGED_BEFORE, PER_AREA
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import ADJACENT, HIGHEST_RATE, area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

ADDED_UP = re.compile(
    r"\b(?:between (?:them|the (?:two|three|four|five|six))|(?:taken |put |added )?together|combined|added up|jointly)\b",
    re.IGNORECASE,
)
# What stands between the areas that are added up.
AND_BETWEEN = re.compile(
    r"(?:'s?)?(?:,| and| as well as| plus| has| had| with| (?:(?:registered|sex|sexual) )*offenders"
    r"|[ ()0-9]){1,20}(?:the )?",
    re.IGNORECASE,
)
EACH_AFTER = re.compile(r" (?:[a-z]+ ){0,2}(?:each|apiece)\b")
THAN_WORD = re.compile(r"\bthan\b")
FORCES_OR_AREAS = re.compile(r"\b(?:forces|areas|constabularies|counties)\b")
RATE_OR_AVERAGE = re.compile(r"\brates?\b|100,?000|\baverage\b", re.IGNORECASE)


def several_claims(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield the sums over areas that a sentence names, and the averages of a region's or the nation's."""
    for number in sentence.figures:
        if number.kind != "count" or why_not_stated(sentence.text, number.start, number.end):
            continue
        try:
            yield (
                _averaged(sentence, number, context)
                or _difference(sentence, number, context)
                or _added_up(sentence, number, context)
            )
        except NotRead:
            continue


def _difference(sentence: Parsed, number: Quantity, context: Context) -> Stated | None:
    """Return by how much one area's figure is above another's: "116 more than Cleveland"; else None."""
    apart = THAN_PLACE.match(sentence.text, number.end)
    beside = next((place for place in sentence.places if apart and place.start == apart.end()), None)
    other = beside.name if beside and beside.kind in ("area", "force", "region", "nation") else ""
    other = context.that_area if beside and beside.kind == "that" else other
    if apart and WE_AFTER.match(sentence.text, apart.end() - 1):
        other = context.own_area
    if apart is None or not other:
        return None
    alone = replace(sentence, places=tuple(place for place in sentence.places if place is not beside))
    area, _ = area_of(alone, number, context)
    if area == other:
        raise NotRead("a difference of a place from itself")
    rated = RATE_OR_AVERAGE.search(sentence.text) and float(number.value) < HIGHEST_RATE
    measure = RATE if rated else _count(sentence, context)
    value = (
        f"-{number.value}"
        if apart["word"].lower() in ("fewer", "less", "lower", "below", "behind")
        else number.value
    )
    return _stated(sentence, number, context, DIFFERENCE, measure, area, other, value)


THAN_PLACE = re.compile(
    r"(?: (?:registered|sex|sexual|offenders|people))* (?P<word>more|fewer|less|higher|lower|above|below|ahead of|behind)"
    r"(?: (?:registered|sex|sexual|offenders|people))*(?: than)?(?: in| for| that of| those of| its neighbour| neighbouring| nearby| the)* ",
    re.IGNORECASE,
)


def _added_up(sentence: Parsed, number: Quantity, context: Context) -> Stated:
    run = listed_areas(sentence)
    if not _is_sum(sentence, number, run) or not counts_ours(sentence.text, number.end):
        raise NotRead("no sum")
    areas = list(dict.fromkeys(place.name for place in run))
    measure = _count(sentence, context)
    if len(areas) < 2:
        raise NotRead("no areas of which it is the sum")
    return _stated(sentence, number, context, TOGETHER, measure, areas[0], " + ".join(areas), number.value)


def _is_sum(sentence: Parsed, number: Quantity, run: list[Place]) -> bool:
    """Return whether a number is said to be a sum: right after a list of areas, or beside such words."""
    words = [match.span() for match in ADDED_UP.finditer(sentence.text)]
    figures = [
        figure
        for figure in sentence.figures
        if not any(start <= figure.start < end for start, end in words)
        and not is_alone_in_brackets(sentence, figure)
    ]
    if not run or number not in figures or run[0].start < number.start < run[-1].end:
        return False
    if THAN_WORD.search(sentence.text, number.end, run[0].start):
        return False  # "it has 3,411, more than Lancashire and Cumbria put together"
    inside = [figure for figure in figures if run[0].start < figure.start < run[-1].end]
    if len(inside) == len(run) - 1 and ADJACENT.fullmatch(sentence.text, run[-1].end, number.start):
        return False  # "between them: South Wales 1,778, Gwent 824 and Dyfed-Powys 604"
    nearest = [_nearest(figures, start) for start, _ in words]
    after = [figure for figure in figures if figure.start >= run[-1].end]
    before = any(end <= run[-1].end for _, end in words)
    return number in nearest or (before and after[:1] == [number])


def _nearest(figures: list[Quantity], start: int) -> Quantity:
    return min(figures, key=lambda figure: abs(figure.start - start))


def listed_areas(sentence: Parsed) -> list[Place]:
    """Return the longest list of areas in a sentence; empty where there is none of two."""
    places = [place for place in sentence.places if place.kind in ("area", "force")]
    runs: list[list[Place]] = []
    for place in places:
        if runs and AND_BETWEEN.fullmatch(sentence.text, runs[-1][-1].end, place.start):
            runs[-1].append(place)
        else:
            runs.append([place])
    longest = max(runs, key=len, default=[])
    return longest if len(longest) > 1 else []


def _count(sentence: Parsed, context: Context) -> str:
    """Return the one measure that is counted. Raises NotRead where it is a rate, or not clear."""
    names = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if names == {RATE} or (RATE_OR_AVERAGE.search(sentence.text) is None and not names - {RATE, ""}):
        names = {COUNT}
    if len(names) != 1 or names == {""}:
        raise NotRead("which measure it is of is not clear")
    return names.pop()


def _averaged(sentence: Parsed, number: Quantity, context: Context) -> Stated | None:
    """Return the average over areas that a number is; None where it is none."""
    before, after = sentence.text[: number.start], sentence.text[number.end :]
    each = EACH_AFTER.match(after) and FORCES_OR_AREAS.search(sentence.text)
    if not (each or AVERAGED_BEFORE.search(before)) or float(number.value) <= HIGHEST_RATE:
        return None
    if not (each or PER_AREA.match(after) or re.search(r"average (?:police )?(?:force|area|con)", before)):
        return None
    run = list(dict.fromkeys(place.name for place in listed_areas(sentence)))
    area, assumed = (run[0], []) if run else area_of(sentence, number, context)
    if Assumed.AREA_NATION in assumed:
        raise NotRead("no areas of which it is the average")
    return _stated(sentence, number, context, AVERAGE, COUNT, area, " + ".join(run), number.value)


def _stated(
    sentence: Parsed,
    number: Quantity,
    context: Context,
    kind: str,
    measure: str,
    area: str,
    comparator: str,
    value: str,
) -> Stated:
    date, _, dated = dates_of(sentence, number, False, False, context)
    bounded_kind = f"{AVERAGE}_{number.qualifier}" if kind == AVERAGE and number.qualifier else kind
    unit = "per area" if kind == AVERAGE else "count"
    claim = Claim("", "", area, date, bounded_kind, measure, comparator, value, unit)
    return Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY, *dated))
