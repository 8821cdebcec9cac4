"""What is wrong in every reading that its words allow, though the reading rests on assumptions.

``misreadings`` lets nothing be accused that another area, date or measure would make right. Here the words
themselves say which of these is meant: a figure right beside one that agrees, a paragraph of one date, a
rank or comparison that no measure, date or area named with it makes right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION, Evidence
from helpers.factcheck.claim import (
    AVERAGE,
    CHANGE_RANK,
    DIFFERENCE,
    FALLING,
    ONE_IN,
    OVERTOOK,
    PERCENT_ABOVE,
    PERCENT_RANK,
    RISING,
    TIMES,
    TOGETHER,
    Claim,
)
from helpers.factcheck.judging.misreadings import AGREEING, AREAS, DATES
from helpers.factcheck.judging.own_pairs import by_own_figures
from helpers.factcheck.judging.plain_words import clause_of, is_plain, on_another_base, plain_mask
from helpers.factcheck.judging.verdicts import Answer, answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.number_area import ADJACENT, links
from helpers.factcheck.reading.number_date import is_since, own_period
from helpers.factcheck.reading.number_measure import DIRECTION
from helpers.factcheck.reading.patterns import MEASURE
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated, parse

PLACES = ("area", "force", "region", "nation")
COMPARING = ("compared", OVERTOOK, TIMES, DIFFERENCE, PERCENT_ABOVE)
IN_WORDS = (
    *("rank_highest", "rank_lowest", "change_direction", FALLING, RISING, AVERAGE, TOGETHER),
    *COMPARING,
)
# A figure that is off by more than this may be of something else.
NEAR = 1.35
# A percentage above another place's may be rounded by so many points, and a multiple be so many per cent.
POINTS = 3
MULTIPLES = {
    "doubled": (70, 135),
    "more than doubled": (95, float("inf")),
    "halved": (-60, -40),
    "more than halved": (float("-inf"), -48),
    "tripled": (150, 260),
    "more than tripled": (190, float("inf")),
}
# How many sentences before a figure, beyond its paragraph, may tell of when it is.
WINDOW = 3
LEVELS = (COUNT, RATE, ONE_IN)
EXCHANGED = ("a rate for a count", "a count for a rate")
# "For every 100,000 people, Durham has 196": what follows may be rates too.
PER_FIRST = re.compile(r"\W*(?:Per|For every|For each|In every|Out of every)\b")
# What stands between a level and a change to it.
FROM_LEVEL = re.compile(
    r"[^.;:0-9]{0,40}?(?:[0-9]{1,2} ?[A-Za-z]*|[A-Za-z]+ [0-9]{1,2})?(?: (?:19|20)[0-9]{2})?,? ?[(–—-]? ?(?:(?:which|that) (?:is|was) |representing |or |a |an |some |about )?"
)
TO_LEVEL = re.compile(r"(?: too| again| slightly| sharply|,)* (?:by [0-9,]+ )?to (?:just |only )?")
# Words that show that an article speaks of another measure, of which a figure may be.
SPOKEN_OF = {
    "mappa_total": re.compile(r"MAPPA|violent|dangerous|together|\ball\b|categor", re.IGNORECASE),
    "cat2_violent": re.compile(r"violent|categor", re.IGNORECASE),
    "cat3_other_dangerous": re.compile(r"dangerous|categor", re.IGNORECASE),
    "level1_rso": re.compile(r"\blevels?\b|\btiers?\b|single agency", re.IGNORECASE),
    "notification_breaches": re.compile(r"caution|convict|breach|punish|broke", re.IGNORECASE),
    "licence_recalls": re.compile(r"recall|prison|licence|custody|jail", re.IGNORECASE),
    "revocations": re.compile(r"\boff\b|remov|revo|\bleft\b", re.IGNORECASE),
}
EARLIER = re.compile(
    r"\b(?:had been|had (?:stood|numbered)|then|once|formerly|previously|used to|from|against|than|compared|before|ago|earlier|after|last time|peak\w*)\b",
    re.IGNORECASE,
)
PREVIOUS = re.compile(r"\b(?:previous\w*|preceding|prior|last|earlier|before|ago|used to)\b", re.IGNORECASE)
APART = re.compile(r"\b(?:gap|difference|margin)\b", re.IGNORECASE)
ONCE = re.compile(r"\b(?:once|used to|formerly|previously|no longer)\b", re.IGNORECASE)
OUR_FIGURES = re.compile(
    rf"\b(?:rates?|numbers?|totals?|counts?|figures?|registers?|tally|average|measure)\b|{MEASURE}",
    re.IGNORECASE,
)
# What goes on about the area before: not so "the north is second".
SAME_SUBJECT = re.compile(
    r"[\"“]?(?:It|Its|They|Their|That|This|Our|No|None|Nowhere|Only|(?:The|Our|This) (?:\w+ )?(?:force|county|area|constabulary|rate|number|total|figure|register))\b"
)
OURS = re.compile(r" (?:we|us|ours|here)\b", re.IGNORECASE)
LOOSE = ("unchanged", "nearly doubled")
OF_RATES = re.compile(
    r"\brates?\b|100,?000|\bper (?:head|capita)\b|\bconcentration\b|\bfor (?:its|their) size\b|\bsame (?:measure|basis|yardstick)\b",
    re.IGNORECASE,
)
OF_NUMBERS = re.compile(r"\b(?:numbers?|totals?|counts?|register|tally|caseload)\b", re.IGNORECASE)
# "Has doubled since then": of the dates that the claim has, and no others; not so "the first fall since".
SINCE = re.compile(r"[^.;,]{0,15}\bsince\b")
RECORD = re.compile(
    r"\b(?:first|only|largest|biggest|steepest|sharpest|second|third)\b[^.;,]{0,20}$", re.IGNORECASE
)
GROUPED = re.compile(r"\b(?:region\w*|nationally|nationwide|the country|Welsh)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article with those before it: a few of any paragraph, and those of its own."""

    parsed: Parsed
    before: tuple[Parsed, ...]
    paragraph: tuple[Parsed, ...]


def plainly_wrong(
    judged: Sequence[Answer], doubted: Sequence[Answer], article: Article, evidence: Evidence
) -> list[Answer]:
    """Return the answers of ``doubted``, with those of ``judged`` to what is wrong in every reading."""
    look = _Look(judged, doubted, article, evidence)
    return [
        first
        if first.verdict == "disagrees" and second.verdict == "not understood" and look.is_wrong(at)
        else by_own_figures(second, article.stated[at])
        for at, (first, second) in enumerate(zip(judged, doubted, strict=True))
    ]


@dataclass(frozen=True)
class _Look:
    judged: Sequence[Answer]
    doubted: Sequence[Answer]
    article: Article
    evidence: Evidence

    @cached_property
    def sentences(self) -> dict[int, Sentence]:
        """The sentences by their numbers, each with those of its paragraph, or a few before a short one."""
        found: dict[int, Sentence] = {}
        earlier: list[Parsed] = []
        for block in self.article.blocks:
            parsed = [parse(passage, self.evidence, self.article.published) for passage in block.passages]
            for at, sentence in enumerate(parsed):
                before = [*earlier[-WINDOW:], *parsed[:at]] if at < WINDOW else parsed[:at]
                found[sentence.passage.number] = Sentence(sentence, tuple(before), tuple(parsed[:at]))
            earlier += parsed
        return found

    def is_wrong(self, at: int) -> bool:
        """Return whether a statement is wrong in every reading that its words allow."""
        stated = self.article.stated[at]
        if {Assumed.FITTED, Assumed.AREA_AFTER} & set(stated.assumed) or on_another_base(stated):
            return False
        claim = self.judged[at].claim
        freely = Assumed.FREELY in stated.assumed
        if claim.plain_kind in IN_WORDS and (freely or claim.unit in ("word", "rank")):
            right = not freely and self._beside_right(at)
            return right or (self._far_enough(at) and self._wrong_in_words(claim, stated))
        return not freely and (self._beside_right(at) or self._of_its_paragraph(at) or self._exchanged(at))

    # Figures ------------------------------------------------------------------------------------------------

    def _number(self, stated: Stated) -> tuple[Parsed, Quantity] | None:
        parsed = self.sentences[stated.passage.number].parsed
        inside = [one for one in parsed.figures if stated.start <= one.start and one.end <= stated.end]
        return (parsed, inside[-1]) if inside else None

    def _right(self, at: int) -> bool:
        assumed = self.article.stated[at].assumed
        return self.doubted[at].verdict in AGREEING and not {Assumed.FREELY, Assumed.FITTED} & set(assumed)

    def _of_its_paragraph(self, at: int) -> bool:
        """Return whether a level is that of a place named beside it, after a right one of its date."""
        claim, stated = self.judged[at].claim, self.article.stated[at]
        found = self._number(stated)
        if found is None or claim.kind != "level" or claim.measure not in LEVELS:
            return False
        parsed, number = found
        if not self._near(at) or not self._is_placed(at, parsed, number):
            return False
        carried = Assumed.MEASURE in stated.assumed
        if carried and not (NOTHING.match(parsed.text, number.end) and is_plain(plain_mask(parsed), stated)):
            return False
        clause = parsed.text[: number.start].rpartition(";")[2]
        if Assumed.EARLIER_DATE in stated.assumed or _in_brackets(parsed, number):
            return False
        if self._of_another_measure(at) or DIRECTION.search(clause) or APART.search(clause):
            return False
        if not DATES & set(stated.assumed):
            return True
        here = (
            not AREAS - {Assumed.AMONG_AREAS} & set(stated.assumed) or Assumed.MEASURE not in stated.assumed
        )
        return (
            here
            and not (EARLIER.search(clause) or PREVIOUS.search(parsed.text))
            and self._goes_on(at, parsed)
        )

    def _exchanged(self, at: int) -> bool:
        """Return whether a count is the area's rate of the same date, or a rate its count, as named."""
        stated, slip = self.article.stated[at], self.judged[at].slip
        found = self._number(stated)
        if found is None or slip is None or slip.kind not in EXCHANGED or Assumed.MEASURE in stated.assumed:
            return False
        parsed, number = found
        if not self._is_placed(at, parsed, number):
            return False
        if self.judged[at].claim.measure != COUNT:
            return True
        before = self.sentences[parsed.passage.number].before[-1:]
        return not OF_RATES.search(parsed.text) and not any(PER_FIRST.match(one.text) for one in before)

    def _is_placed(self, at: int, parsed: Parsed, number: Quantity) -> bool:
        """Return whether the area of a figure is named beside it, or alone in the sentence before."""
        claim, stated = self.judged[at].claim, self.article.stated[at]
        if not AREAS - {Assumed.AMONG_AREAS} & set(stated.assumed):
            return _is_at(parsed, number, claim.area)
        if any(place.kind in PLACES for place in parsed.places):
            return False
        before = self.sentences[parsed.passage.number].before
        if Assumed.AREA_BEFORE in stated.assumed:
            return bool(before) and self._areas(before[-1]) == {claim.area}
        return all(self._areas(one) <= {claim.area} for one in before)

    def _areas(self, parsed: Parsed) -> set[str]:
        """Return the areas that a sentence names, or that its figures were read as of."""
        stated = {
            self.judged[at].claim.area
            for at, other in enumerate(self.article.stated)
            if other.passage.number == parsed.passage.number
        }
        return stated | {place.name for place in parsed.places if place.kind in PLACES}

    def _of_another_measure(self, at: int) -> bool:
        """Return whether a figure is right as one of another measure, of which the article speaks there."""
        claim = self.judged[at].claim
        sentence = self.sentences[self.article.stated[at].passage.number]
        words = " ".join(one.text for one in (*sentence.before, sentence.parsed))
        return any(
            said.search(words)
            and answer(replace(claim, measure=measure, unit="count"), self.evidence).verdict in AGREEING
            for measure, said in SPOKEN_OF.items()
        )

    def _goes_on(self, at: int, parsed: Parsed) -> bool:
        """Return whether the figure before is right and of the same date, and none is named since."""
        claim = self.judged[at].claim
        sentence = self.sentences[parsed.passage.number]
        numbers = {one.passage.number for one in (*sentence.before, parsed)}
        earlier = [
            place
            for place in range(len(self.article.stated))
            if self.article.stated[place].passage.number in numbers
            and self._place(place) < self._place(at)
            and self.judged[place].claim.measure in LEVELS
            and self.judged[place].claim.kind == "level"
        ]
        last = max((place for place in earlier if self._right(place)), key=self._place, default=-1)
        later = [place for place in earlier if last >= 0 and self._place(place) >= self._place(last)]
        if not later or any(self.judged[place].claim.date != claim.date for place in later):
            return False
        since, _ = self._place(last)
        return not any(
            (period.date or period.years) and not period.length and period.date != claim.date
            for one in (*sentence.before, parsed)
            if one.passage.number >= since or one in sentence.paragraph
            for period in one.periods
        )

    def _place(self, at: int) -> tuple[int, int]:
        return self.article.stated[at].passage.number, self.article.stated[at].start

    def _near(self, at: int) -> bool:
        finding = self.judged[at].finding
        if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
            return False
        value = float(self.judged[at].claim.published)
        return value * NEAR >= float(finding.low) > 0 and value <= NEAR * float(finding.high)

    def _beside_right(self, at: int) -> bool:
        """Return whether a right level in the same sentence says of what place and date a figure is."""
        claim, stated = self.judged[at].claim, self.article.stated[at]
        same = [
            place
            for place, other in enumerate(self.article.stated)
            if other.passage == stated.passage
            and self._right(place)
            and self.judged[place].claim.kind == "level"
            and self.judged[place].claim.measure == claim.measure
            and self.judged[place].claim.area == claim.area
        ]
        before = [place for place in same if self.article.stated[place].end <= stated.start]
        after = [place for place in same if self.article.stated[place].start >= stated.end]
        if claim.kind == "level":
            return bool(before) and self._so_long_before(at, max(before, key=self._place))
        if claim.kind not in ("change", "change_percent", "change_direction"):
            return False
        if not is_plain(plain_mask(self.sentences[stated.passage.number].parsed), stated):
            return False  # "1,123, while crime fell by 4%"
        beside = [
            *(max(before, key=self._place, default=-1),),
            *(min(after, key=self._place, default=-1),),
        ]
        return any(place >= 0 and self._joined(at, place) for place in beside) and not self._since_another(at)

    def _so_long_before(self, at: int, right: int) -> bool:
        """Return whether a level is told as so many years before a right one: "it was 99 a year earlier"."""
        found = self._number(self.article.stated[at])
        if found is None or not self._near(at) or self._of_another_measure(at):
            return False
        parsed, number = found
        own = own_period(parsed, number, before=False)
        years = self.judged[right].claim.year - self.judged[at].claim.year
        between = (self.article.stated[right].end, number.start)
        return own is not None and own.years == years > 0 and not _named_between(parsed, *between)

    def _joined(self, at: int, level: int) -> bool:
        """Return whether a change stands right beside a right level of its date: "70,052, up 1,616"."""
        claim, stated, other = self.judged[at].claim, self.article.stated[at], self.article.stated[level]
        if self.judged[level].claim.date != claim.date:
            return False
        parsed = self.sentences[stated.passage.number].parsed
        first, last = sorted((stated, other), key=lambda one: one.start)
        between = parsed.text[first.end : last.start]
        if _named_between(parsed, first.end, last.start):
            return False
        dated = (period for period in parsed.periods if first.end <= period.start < last.start)
        if any(period.date != claim.date for period in dated):
            return False
        return bool((TO_LEVEL if last is other else FROM_LEVEL).fullmatch(between))

    def _since_another(self, at: int) -> bool:
        """Return whether a change is right since another date that the article names nearby."""
        claim, stated = self.judged[at].claim, self.article.stated[at]
        sentence = self.sentences[stated.passage.number]
        around = (*sentence.before, sentence.parsed)
        dates = {"", *(period.date for one in around for period in one.periods if period.date)}
        return any(
            answer(replace(claim, comparator=date), self.evidence).verdict in AGREEING
            for date in dates
            if date < claim.date
        )

    # Words --------------------------------------------------------------------------------------------------

    def _far_enough(self, at: int) -> bool:
        """Return whether a multiple or a percentage is no rounder way of saying the right one."""
        claim, finding = self.judged[at].claim, self.judged[at].finding
        if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
            return True
        if claim.plain_kind == PERCENT_ABOVE:
            value = float(claim.published)
            return finding.high < value - POINTS or value + POINTS < finding.low
        first, last = MULTIPLES.get(claim.published, (finding.high, finding.low))
        return finding.high <= first or last <= finding.low

    def _wrong_in_words(self, claim: Claim, stated: Stated) -> bool:
        """Return whether no area, date or measure named with it makes a statement in words right."""
        sentence = self.sentences[stated.passage.number]
        text = sentence.parsed.text
        carried = AREAS - {Assumed.AMONG_AREAS} & set(stated.assumed)
        if stated.passage.number == 1 or claim.published in LOOSE:
            return False  # a headline leaves open of when it is
        if carried and claim.kind.startswith("rank") and not SAME_SUBJECT.match(text):
            return False
        if OURS.match(text, stated.end) and any(place.start > stated.end for place in sentence.parsed.places):
            return False
        if not self._is_ours(stated, sentence):
            return False
        for other in self._readings(claim, stated, sentence):
            verdict = answer(other, self.evidence).verdict
            of_its_time = (other.area, other.date, other.comparator) == (
                claim.area,
                claim.date,
                claim.comparator,
            )
            if verdict in AGREEING or (of_its_time and verdict != "disagrees"):
                return False
        return True

    def _is_ours(self, stated: Stated, sentence: Sentence) -> bool:
        """Return whether the clause of a statement in words is about our figures, and nothing else."""
        parsed = sentence.parsed
        if {name for _, _, name in parsed.phrases} - {COUNT}:
            return False
        masked = plain_mask(parsed)
        start, end = clause_of(masked, stated)
        clause = masked[start:end]
        if not is_plain(masked, stated) or not (OUR_FIGURES.search(masked) or self._has_level(parsed)):
            return False
        if EARLIER.search(clause[: stated.start - start]) or ONCE.search(masked[: stated.end]):
            return False
        return bool(parsed.phrases) or any(map(self._has_level, (parsed, *sentence.paragraph[-2:])))

    def _has_level(self, parsed: Parsed) -> bool:
        """Return whether a level of ours was read in a sentence, and is right."""
        return any(
            other.passage.number == parsed.passage.number
            and self.judged[at].claim.measure in LEVELS
            and self.doubted[at].verdict in AGREEING
            for at, other in enumerate(self.article.stated)
        )

    def _readings(self, claim: Claim, stated: Stated, sentence: Sentence) -> Iterator[Claim]:
        """Yield what the words say where another area, date, base or measure near them is meant."""
        text, around = sentence.parsed.text, (*sentence.before, sentence.parsed)
        here = [place for place in sentence.parsed.places if place.kind in PLACES and place.name]
        areas = [claim.area, *(place.name for place in here if place.start < stated.start)]
        named = [
            (period.date, is_since(one, period))
            for one in around
            for period in one.periods
            if period.date.endswith("-03-31")
        ]
        dates, others = [claim.date], [claim.comparator]
        if claim.plain_kind in COMPARING:
            others += [place.name for place in here if place.start >= stated.start]
        elif claim.kind.startswith("rank") and not GROUPED.search(text):
            others += ["42 areas"]
        if self._has_right(claim, stated):
            pass
        elif not (
            SINCE.match(text, stated.end) and claim.comparator and not RECORD.search(text[: stated.start])
        ):
            areas += self._areas_meant(stated, sentence)
            if DATES & set(stated.assumed):
                dates += [*(date for date, since in named if not since), f"{claim.year - 1}-03-31"]
            if claim.kind.startswith("change"):
                others += [*(date for date, _ in named), ""]
        measures = _measures(claim, text)
        for area, date, other, measure in product(*map(dict.fromkeys, (areas, dates, others, measures))):
            dated = claim.kind.startswith("change") and other >= date
            if not dated and (claim.plain_kind not in COMPARING or area != other):
                yield replace(claim, area=area, date=date, comparator=other, measure=measure)

    def _has_right(self, claim: Claim, stated: Stated) -> bool:
        """Return whether a right level of the same area and date stands in the sentence."""
        return any(
            other.passage == stated.passage
            and self._right(at)
            and self.judged[at].claim.kind == "level"
            and (self.judged[at].claim.area, self.judged[at].claim.date) == (claim.area, claim.date)
            and other.end <= stated.start
            for at, other in enumerate(self.article.stated)
        )

    def _areas_meant(self, stated: Stated, sentence: Sentence) -> list[str]:
        """Return the areas that a sentence which names none may be about."""
        if Assumed.AREA_BEFORE in stated.assumed:
            return sorted(self._areas(sentence.before[-1])) if sentence.before else []
        if not AREAS - {Assumed.AMONG_AREAS} & set(stated.assumed):
            return []
        return [name for one in sentence.paragraph for name in sorted(self._areas(one))]


def _measures(claim: Claim, text: str) -> tuple[str, ...]:
    if claim.measure in (PERCENT_RANK, CHANGE_RANK):
        return (PERCENT_RANK, CHANGE_RANK)
    if claim.measure not in (COUNT, RATE):
        return (claim.measure,)
    if claim.kind == "compared" and claim.comparator == NATION:
        return (RATE,)
    if claim.plain_kind in (AVERAGE, TOGETHER, FALLING, RISING):
        return (claim.measure,)
    rated, counted = OF_RATES.search(text), OF_NUMBERS.search(text)
    if claim.measure == (RATE if rated else COUNT) and bool(rated) != bool(counted):
        return (claim.measure,)
    return (COUNT, RATE)


def _is_at(parsed: Parsed, number: Quantity, area: str) -> bool:
    """Return whether the place of a figure is named right beside it, and it alone."""
    places = [place for place in parsed.places if place.kind in PLACES]
    before = [place for place in places if place.end <= number.start]
    if before and ADJACENT.fullmatch(parsed.text, before[-1].end, number.start):
        return before[-1].name == area
    after = [place for place in places if place.start >= number.end]
    if after and links(parsed, number, after[0]):
        return after[0].name == area
    return bool(before) and {place.name for place in places} == {area}


def _named_between(parsed: Parsed, start: int, end: int) -> bool:
    return any(start <= place.start < end for place in parsed.places)


def _in_brackets(parsed: Parsed, number: Quantity) -> bool:
    return parsed.text[: number.start].endswith("(") and parsed.previous(number) is not None
