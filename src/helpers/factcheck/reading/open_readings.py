"""What else a number may say: every claim that its sentence, and those before it, leave open.

The rules of ``number_claims`` take one reading or none. Where theirs fails, the number is often one of the
few that its words allow: of a place, a date and a measure that are named with it or just before it. These
readings are listed here, the nearest first; the judging takes the first that agrees with the data, and none
of them is ever held against an article.

The fewer digits a number has, the sooner it agrees by chance, so the fewer readings it is given
(``MANY_AT_LEVEL``).
What stands right beside a number, its place or date, is not open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.blocks import Passage
from helpers.factcheck.reading.dates_beside import of_its_part
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_measure import TIMES_AS_MANY, is_size_of_group
from helpers.factcheck.reading.open_measures import (
    IN_MILLIONS,
    MOVES,
    SPECIAL,
    is_answered_by_forces,
    open_measures,
)
from helpers.factcheck.reading.open_places import (
    AT_THAT_TIME,
    claims_of_date,
    open_areas,
    open_dates,
    years_before_at_start,
)
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Context, Parsed

# How many readings a number of one, two, three and more significant digits is given.
MANY_AT_LEVEL = {1: 3, 2: 6, 3: 24}
# Of these an area has so few that one of them is told.
FEWEST_OF = {"level3_in_year_rso", "level3_in_year_all", "cat3_other_dangerous"}
CLAUSE_MARK = re.compile("[.,;:] ")
# "(-4)", "+49": a change by its sign alone.
SIGNED = re.compile(r"(?<![\w.,/%)-])[+-](?P<number>[0-9]{1,3}(?:,[0-9]{3})*)(?![\w.,/%-]|,[0-9])")
ONE = re.compile(
    r"\b(?:one|(?P<none>none|zero|nobody|no one))\b(?=[,.;)]|$| (?:[A-Z]\w+ )?(?:man|offender|person)\b| (?:apiece|each|from|of (?:its|theirs)|was|were)\b| in (?-i:[A-Z]))",
    re.IGNORECASE,
)
DOZEN = re.compile(r"\b(?P<half>half )?a dozen\b(?! (?:or|times|years|months))", re.IGNORECASE)


@dataclass(frozen=True)
class OpenReadings:
    """A number of a passage, and the claims that it may make, the nearest first."""

    passage: Passage
    start: int
    end: int
    claims: tuple[Claim, ...]
    first: int
    last: int

    def span(self, claim: Claim) -> tuple[int, int]:
        """Where the words of a claim begin and end: a change has its direction with it."""
        return (self.first, self.last) if claim.kind.startswith("change") else (self.start, self.end)


def open_readings(sentence: Parsed, context: Context) -> Iterator[OpenReadings]:
    """Yield the readings of each number of a sentence that states something."""
    for number in (*sentence.numbers, *_ones(sentence, context)):
        scaled = number.kind == "other" and (
            IN_MILLIONS.fullmatch(number.value) is not None
            or is_answered_by_forces(sentence, number, context)
        )
        if is_size_of_group(sentence, number) or TIMES_AS_MANY.match(sentence.text, number.end):
            continue
        if (number.kind in ("other", "label") and not scaled) or why_not_stated(
            sentence.text, number.start, number.end
        ):
            continue
        figure = replace(number, kind="count")
        alone = sentence.with_number(figure) if scaled or number not in sentence.numbers else sentence
        parts = dict.fromkeys((of_its_part(alone, number), alone))
        read = (claim for part in parts for claim in _claims(part, figure if scaled else number, context))
        claims = tuple(dict.fromkeys(read))
        if claims:
            first, last = _with_direction(alone, figure if scaled else number)
            yield OpenReadings(sentence.passage, number.start, number.end, claims, first, last)


def _with_direction(sentence: Parsed, number: Quantity) -> tuple[int, int]:
    """Return a number with the word for its direction, where that stands beside it: "slipped by nine"."""
    first, last = sentence.around(number)
    after = MOVES.match(sentence.text[:last], number.end + 1)
    if after:
        return number.start, after.end()
    clause = max(
        (mark.end() for mark in CLAUSE_MARK.finditer(sentence.text, first, number.start)), default=first
    )
    before = list(MOVES.finditer(sentence.text, max(clause, number.start - 40), number.start))
    return (before[-1].start() if before else number.start), number.end


def _ones(sentence: Parsed, context: Context) -> Iterator[Quantity]:
    """Yield "one" and "none" where the missing, or very few, are counted: else they are too common."""
    for match in SIGNED.finditer(sentence.text):
        if any(number.start < match.end() and match.start() < number.end for number in sentence.figures):
            continue
        yield Quantity(match.start(), match.end(), "count", match["number"].replace(",", ""))
    for match in DOZEN.finditer(sentence.text):
        if not any(number.start < match.end() and match.start() < number.end for number in sentence.numbers):
            yield Quantity(match.start(), match.end(), "count", "6" if match["half"] else "12", "words")
    few = {context.last_measure, *(name for _, _, name in sentence.phrases)} & set(SPECIAL)
    few_at_all = {name for _, _, name in sentence.phrases} & FEWEST_OF
    for match in ONE.finditer(sentence.text) if context.missing or few else ():
        if not (context.missing or match["none"] or few_at_all):
            continue
        if not any(number.start < match.end() and match.start() < number.end for number in sentence.numbers):
            yield Quantity(match.start(), match.end(), "count", "0" if match["none"] else "1", "words")


def _claims(sentence: Parsed, number: Quantity, context: Context) -> Iterator[Claim]:
    asked = list(dict.fromkeys(open_measures(sentence, number, context)))
    areas = list(dict.fromkeys(open_areas(sentence, number, context)))
    published = context.published.isoformat() if context.missing and context.published else ""
    told = (
        any(period.date for period in sentence.periods)
        or years_before_at_start(sentence)
        or AT_THAT_TIME.search(sentence.text)
    )
    nearest = list(open_dates(sentence, number, context))
    dates = [*nearest, published] if told else [context.surveyed or published, published, *nearest]
    later = [
        date
        for date in (context.release, context.last_date)
        if date and any(what.is_change for what in asked)
    ]
    dates = [date for date in dict.fromkeys([*dates, *later]) if date]
    steps = sorted(product(range(len(asked)), range(len(areas)), range(len(dates))), key=sum)
    made = (
        claim
        for what, where, when in steps
        for claim in claims_of_date(sentence, number, context, asked[what], areas[where], dates[when])
    )
    digits = len(re.sub(r"\D", "", number.value).strip("0"))
    most = MANY_AT_LEVEL[min(max(digits, 1), 3)]
    yield from list(dict.fromkeys(made))[:most]
