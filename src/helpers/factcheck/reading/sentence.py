"""A sentence with the places, dates, numbers and measures in it, and what an article has said before it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from helpers.data.evidence import Evidence
from helpers.data.naming import Names
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.blocks import MOST_LETTERS, Passage
from helpers.factcheck.reading.dates import Period, periods
from helpers.factcheck.reading.measures import phrases
from helpers.factcheck.reading.places import Place, places
from helpers.factcheck.reading.quantities import OTHER_NUMBERS, Quantity, quantities


class Assumed(Enum):
    """What a sentence leaves open and the reading fills in; each value says so to a reader."""

    AREA_BEFORE = "area: from the sentence before"
    AREA_ONLY = "area: the only one that the article names"
    AREA_GIVEN = "area: the one given for the article"
    AREA_TITLE = "area: the one in the headline"
    DATE_BEFORE = "date: from an earlier sentence"
    DATE_RELEASE = "date: the latest figures when the article came out"
    EARLIER_DATE = "earlier date: assumed to be a year before"
    MEASURE = "measure: from an earlier sentence"
    FREELY = "words: read freely, so that they disagree with the data only where no reading of them agrees"
    FITTED = "words: they leave several readings open, and this is the nearest that agrees with the data"
    AREA_AFTER = "area: named only after the figure"
    AREA_NATION = "area: England and Wales, as no area has so many"
    AMONG_AREAS = "area: one of several in the sentence"
    AMONG_DATES = "date: one of several in the sentence"


NO_MEASURE = "it names no measure in the data"
NO_DATE = "no date is stated with it or before it"
NO_AREA = "no area is named, and the article names none or several"
# The area of a sentence that names none: one that was named before, or the article's.
AREA_CARRIED_ON = {Assumed.AREA_BEFORE, Assumed.AREA_GIVEN, Assumed.AREA_ONLY, Assumed.AREA_TITLE}
# These follow from the sentence itself, so that a reader need not be told.
AMONG_SEVERAL = (Assumed.AMONG_AREAS, Assumed.AMONG_DATES)


@dataclass(frozen=True)
class Stated:
    """A claim that a sentence makes, with the passage and letters it comes from, and what was assumed.

    ``others`` are the claims that its words make just as well: "last year" is that of the latest figures, or
    the one before. ``figures`` are the two of its own sentence, the earlier first, between which it tells a
    change, where both agree with the data. ``dated_before`` is the claim of the date that its paragraph
    named, where that is not its own: it counts where nothing is known of its own date.
    """

    claim: Claim
    passage: Passage
    start: int
    end: int
    assumed: tuple[Assumed, ...] = ()
    remarks: tuple[str, ...] = ()
    others: tuple[Claim, ...] = ()
    figures: tuple[float, ...] = ()
    dated_before: Claim | None = None

    @property
    def note(self) -> str:
        """What was assumed, and remarked, in words."""
        told = (assumed.value for assumed in self.assumed if assumed not in AMONG_SEVERAL)
        return "; ".join(dict.fromkeys([*told, *self.remarks]))


@dataclass(frozen=True)
class Unread:
    """A number, or a word, that did not become a claim, with why and where it stands in its passage."""

    passage: Passage
    words: str
    why: str
    start: int = 0

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.start + len(self.words)


@dataclass(frozen=True)
class Context:
    """What an article has said before a sentence; each is empty where there is none, or more than one.

    ``names`` are those of the areas and regions that there are. ``last_area`` and ``last_date`` are
    those of the paragraph, ``only_area`` that of the whole article, ``given`` what the user says that
    the text leaves open, ``title`` the area in the headline, ``published`` the day on which the article
    came out and ``release`` the date of the figures that were the latest then. ``last_named`` is the
    area named last, in whichever paragraph, ``area_before`` that of the paragraph before,
    ``section_date`` the date that the heading above names. ``rates`` says whether it has spoken of rates,
    ``inspected`` whether it is about how a force manages offenders, ``sarahs_law`` and ``concern``
    whether the sentences before are about Sarah's Law, or a cause of concern, ``heading`` whether the
    sentence is one, ``bracketed`` whether figures in brackets are said to be those of the year before,
    ``missing`` whether the article is about offenders who are missing, ``leaving`` whether the sentences
    before are about those who come off the register, ``removals`` whether the article is,
    ``overdue`` whether it or any before names overdue visits,
    ``reviewed`` whether the sentence before names a review.
    ``last_change`` is the sign of the change that the sentence before told, "+" or "-".
    ``told`` are the area and date of the only level of the sentence before, which "that is" goes on about.
    ``last_ranked`` is the measure of the last rank, or the rate of the last one in so many.
    ``last_grade`` is the last grade for managing offenders that the article has told.
    ``last_way`` is the way that a figure was last told to have gone, "rise" or "fall".
    ``last_earlier_date`` is the last that was told as so many years before,
    ``named_group`` the region, or Wales, that the article named last. ``last_group`` is that of the
    paragraph's last rank, ``span`` the first and last date of a time of more than a year, ``surveyed`` the
    date of the survey of missing offenders that the paragraph is about.
    """

    names: Names
    only_area: str
    given: str = ""
    title: str = ""
    published: datetime.date | None = None
    release: str = ""
    last_date: str = ""
    last_named_date: str = ""
    stated_date: str = ""
    last_measure: str = ""
    last_area: str = ""
    last_named: str = ""
    area_before: str = ""
    section_date: str = ""
    last_group: str = ""
    last_change: str = ""
    last_way: str = ""
    last_ranked: str = ""
    told: tuple[str, str] = ("", "")
    span: tuple[str, str] = ("", "")
    rates: bool = False
    inspected: bool = False
    sarahs_law: bool = False
    concern: bool = False
    missing: bool = False
    last_earlier_date: str = ""
    surveyed: str = ""
    named_group: str = ""
    heading: bool = False
    leaving: bool = False
    removals: bool = False
    overdue: bool = False
    last_grade: str = ""
    reviewed: bool = False
    bracketed: bool = False

    @property
    def that_area(self) -> str:
        """The area that "the county" stands for where its sentence names none."""
        if self.last_area and self.last_area in {area.name for area in self.names.areas}:
            return self.last_area
        larger = self.own_area and self.own_area not in {area.name for area in self.names.areas}
        return self.last_named if larger and self.last_named else self.own_area

    @property
    def then(self) -> str:
        """The date that "since then" goes back to: of the level just told, else the one named last."""
        told = self.told[1]
        return told if told and told < self.release else self.last_named_date

    @property
    def own_area(self) -> str:
        """The area, region or nation that the article is about."""
        return self.given or self.title or self.only_area


@dataclass(frozen=True)
class Parsed:
    """A sentence with what stands in it."""

    passage: Passage
    places: tuple[Place, ...]
    periods: tuple[Period, ...]
    numbers: tuple[Quantity, ...]
    phrases: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.text

    @property
    def figures(self) -> list[Quantity]:
        """The numbers that may be figures of ours."""
        return [number for number in self.numbers if number.kind != "other"]

    @property
    def among(self) -> tuple[Assumed, ...]:
        """Whether it names several areas, or several dates."""
        areas = {place.name for place in self.places if place.kind not in ("district", "elsewhere")}
        dates = {
            period.date or period.years
            for period in self.periods
            if (period.date or period.years) and not period.length
        }
        return (*AMONG_SEVERAL[: len(areas) > 1], *AMONG_SEVERAL[1 : 1 + (len(dates) > 1)])

    def around(self, number: Quantity) -> tuple[int, int]:
        """Return where the words around a number begin and end, up to its neighbouring figures."""
        figures = self.figures
        at = figures.index(number)
        first = figures[at - 1].end if at else 0
        last = figures[at + 1].start if at + 1 < len(figures) else len(self.text)
        return first, last

    def with_number(self, number: Quantity) -> Parsed:
        """Return the sentence as if a span of it were a number, instead of those inside."""
        beside = [
            quantity
            for quantity in self.numbers
            if quantity.end <= number.start or number.end <= quantity.start
        ]
        return replace(self, numbers=tuple(sorted([*beside, number], key=lambda quantity: quantity.start)))

    def listed(self, number: Quantity) -> list[Quantity]:
        """Return a figure with those that are listed with it, in order: "77, 92 and 112"."""
        runs: list[list[Quantity]] = []
        for figure in self.figures:
            if runs and LIST_JOIN.fullmatch(self.text, runs[-1][-1].end, figure.start):
                runs[-1].append(figure)
            else:
                runs.append([figure])
        return next(run for run in runs if number in run)

    def phrases_beside(self, number: Quantity) -> list[tuple[int, int, str]]:
        """Return the measures named in the part of the sentence, between semicolons, of a number."""
        first = self.text.rfind(";", 0, number.start) + 1
        end = self.text.find(";", number.end)
        last = end if end >= 0 else len(self.text)
        return [phrase for phrase in self.phrases if first <= phrase[0] < last]

    def previous(self, number: Quantity) -> Quantity | None:
        """Return the figure before a number."""
        at = self.figures.index(number)
        return self.figures[at - 1] if at else None


# What stands between figures in a list.
LIST_JOIN = re.compile("(?:,|,? and) ")


class NotRead(Exception):  # noqa: N818 (it is no error: it says why a number is not a claim)
    """Why the rules do not make a claim of a number."""


def parse(passage: Passage, evidence: Evidence, published: datetime.date | None = None) -> Parsed:
    """Return the places, dates, numbers and measures of a sentence; none where it is too long to be one."""
    text = passage.text
    if len(text) > MOST_LETTERS:
        return Parsed(passage, (), (), (), ())
    dates = periods(text, published)
    named, counted = places(text, evidence), phrases(text)
    taken = [(period.start, period.end) for period in dates]
    no_names = [*taken, *((place.start, place.end) for place in named), *(phrase[:2] for phrase in counted)]
    numbers = (
        replace(number, kind="other", what=OTHER_NUMBERS["age"])
        if _is_age(text, number, no_names)
        else number
        for number in quantities(text, taken)
    )
    return Parsed(passage, tuple(named), tuple(dates), tuple(numbers), tuple(counted))


# "Mary Coe, 47, of Lowestoft", "Tom Reeve (34)": not so "it is lowest in Suffolk, 47, and".
NAME_BEFORE = re.compile(r"\b[A-Z][a-z'’-]+(?: [A-Z][\w'’-]+)*(?:, (?:then |now )?| \()$")
# "The commissioner, 49, will hear": a word for a person, and not "the number, 49, was".
A_PERSON = re.compile(
    r"\b(?:an?|the|his|her|one) (?:[\w'’-]+ ){0,4}?(?!\w*(?:number|order|register|offender|other|former|latter)\b)"
    r"\w*(?:er|or|ist|ant|m[ae]n|wom[ae]n|chief|nurse|clerk|guard|official|friend|aunt|uncle|chair|boss|widow|guardian)(?:, (?:then |now )?| \()$",
    re.IGNORECASE,
)
AFTER_AGE = re.compile(r"[,).]|$")
AN_AGE = re.compile("[1-9][0-9]")


def _is_age(text: str, number: Quantity, no_names: Iterable[tuple[int, int]]) -> bool:
    """Return whether a number stands right after a name, other than of a place or time: somebody's age."""
    if number.kind != "count" or not AN_AGE.fullmatch(text, number.start, number.end):
        return False
    name = NAME_BEFORE.search(text[: number.start]) or A_PERSON.search(text[: number.start])
    if name is None or not AFTER_AGE.match(text, number.end):
        return False
    return not any(start < name.end() and name.start() < end for start, end in no_names)


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last place at which a pattern is found."""
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)
