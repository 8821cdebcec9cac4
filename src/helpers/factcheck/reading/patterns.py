"""Sentences with signs for their places, dates, measures and numbers, for rules about plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import OTHER_NUMBERS, Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed

# One sign for each letter of an area or district, a region or nation, a date, a measure, a number.
AREA, GROUP, DATE, MEASURE, NUMBER = (f"{sign}+" for sign in "\ue000\ue001\ue002\ue003\ue004")
SIGNS = re.compile("[\ue000-\ue004]")
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
ORDINAL = rf"(?:{'|'.join(ORDINALS)}|[0-9]{{1,2}}(?:st|nd|rd|th))"
# Where a statement of its own may begin, and words between its parts that leave open what it is about.
OPENS = r"(?:^|(?<=[,;:] )|\b(?:and|but|while|that|as|where) )(?:[Tt]he )?"
BETWEEN = rf"in|at|on|for|as|of|to|by|over|across|the|end|year|area|still|again|now|{DATE}|{GROUP}"
FILL, FILL_OR_AREA = rf"(?:,? (?:{BETWEEN}))*", rf"(?:,? (?:{BETWEEN}|{AREA}))*"
OF_MEASURE = rf"(?: (?:of|for)(?: the| all| its)?(?: people on the| people who (?:are|were)| people| offenders| names)? {MEASURE})?"
STATE = (
    r"(?: (?:living|registered|managed|monitored|supervised|under MAPPA|register|in the community|who live))*"
)
LISTED = re.compile(rf"{AREA}(?:,|,? and|,? or) (?:in )?$")


@dataclass(frozen=True)
class WordedClaim:
    """A rank or direction in a sentence, from ``start`` to ``end``, as its claim says it."""

    start: int
    end: int
    kind: str
    measure: str
    published: str
    unit: str
    area: str
    group: str
    assumed: tuple[Assumed, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotStated:
    """A rank or direction that is not read, with why."""

    start: int
    end: int
    why: str


def first_matches(phrases: Iterable[re.Pattern[str]], masked: str, group: str) -> Iterator[re.Match[str]]:
    """Yield the matches of some phrases in their order, one for each place at which ``group`` begins."""
    begun: set[int] = set()
    for phrase in phrases:
        for match in phrase.finditer(masked):
            if match.start(group) not in begun:
                begun.add(match.start(group))
                yield match


def refuse_list(masked: str, end: int) -> None:
    """Raise NotRead where the area that ends a part of a sentence is one of several in a list."""
    if LISTED.search(masked, 0, end):
        raise NotRead("several areas are named")


def mask(sentence: Parsed) -> str:
    """Return the sentence with each place, date, measure and number as signs; the first of nested spans.

    >>> from helpers.factcheck.reading.blocks import Passage
    >>> from helpers.factcheck.reading.sentence import parse
    >>> SIGNS.sub("~", mask(parse(Passage(1, 1, "Kent had 7 RSOs in 2023."))))
    '~~~~ had ~ ~~~~ in ~~~~.'
    """
    letters = list(SIGNS.sub("?", sentence.text))
    for start, end, sign in _spans(sentence):
        if not any(SIGNS.match(letter) for letter in letters[start:end]):
            letters[start:end] = sign[0] * (end - start)
    return "".join(letters)


def _spans(sentence: Parsed) -> list[tuple[int, int, str]]:
    return [
        *(
            (place.start, place.end, GROUP if is_group(place) else AREA)
            for place in sentence.places
            if place.kind != "that region"
        ),
        *((period.start, period.end, DATE) for period in sentence.periods),
        *((start, end, MEASURE) for start, end, _ in sentence.phrases),
        *(
            (quantity.start, quantity.end, NUMBER)
            for quantity in sentence.numbers
            if quantity in sentence.figures or is_size(quantity)
        ),
    ]


def is_size(number: Quantity) -> bool:
    """Return whether a number is one of forces or areas."""
    return number.what == OTHER_NUMBERS["forces"]


def is_group(place: Place) -> bool:
    """Return whether a place is one that areas are compared within."""
    return place.kind in ("region", "nation", "group")


def place_at(sentence: Parsed, start: int, context: Context) -> str:
    """Return the name of the place that begins there. Raises NotRead where that may be several."""
    place = next(place for place in sentence.places if place.start == start)
    return named(place, context)


def named(place: Place, context: Context) -> str:
    """Return the name of a place, "the county" included. Raises NotRead where that may be several."""
    name = place.name or context.that_area
    if not name:
        raise NotRead('"the county" or the like, where the article names several areas')
    return name


def measure_of(sentence: Parsed, start: int, end: int, context: Context) -> str:
    """Return the one measure that is named there, else the one named last, else an empty text.

    Raises NotRead where several are named.
    """
    names = {name for first, last, name in sentence.phrases if start <= first and last <= end}
    if len(names) > 1:
        raise NotRead("which measure it is of is not clear")
    return names.pop() if names else context.last_measure
