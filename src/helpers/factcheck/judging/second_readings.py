"""A second reading of the numbers that the first did not understand: the nearest one that agrees.

A number whose first reading cannot be decided, or is none, is often one of the few that its words leave
open. The first of these that agrees with the data is taken, and said to be read so. None is held against an
article, but for what two of its own right figures refute, or the other items of its list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
from helpers.factcheck.judging.around import is_at
from helpers.factcheck.judging.misreadings import without_misreadings
from helpers.factcheck.judging.own_pairs import (
    by_own_figures,
    of_its_changes,
    of_its_comparisons,
    of_its_multiples,
    of_its_pairs,
    of_its_shares,
    of_the_sentence_before,
)
from helpers.factcheck.judging.verdicts import AGREEING, Answer, answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.change_dates import OVER_PERIOD
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.number_area import HIGHEST_RATE
from helpers.factcheck.reading.open_measures import RATE_WORDS
from helpers.factcheck.reading.open_readings import OpenReadings
from helpers.factcheck.reading.sentence import Assumed, Stated, Unread
from helpers.factcheck.reading.workload import WORKLOAD_MEASURES

SETTLED = (*AGREEING, "disagrees", "perhaps this article")


def read_again(article: Article, evidence: Evidence) -> Article:
    """Return the article with each number that was not understood as the nearest reading that agrees."""
    article = replace(article, stated=tuple(_in_time(statement, evidence) for statement in article.stated))
    article = replace(article, stated=_together_in_time(article.stated, evidence))
    judged = [answer(statement.claim, evidence) for statement in article.stated]
    judged = without_misreadings(judged, article, evidence)
    done = _spans(article.stated, judged, settled=True)
    fitted: dict[tuple[int, int, int], Stated] = {}
    for number in article.open:
        number = _unless_a_count(number, article)
        if not _inside(number, done) and (claim := _agreeing(number, article.stated, evidence)):
            at = (number.passage.number, *number.span(claim))
            fitted[at] = Stated(claim, number.passage, *number.span(claim), (Assumed.FITTED,))
    right = [
        replace(statement, claim=said.claim)
        for statement, said in zip(article.stated, judged, strict=True)
        if said.verdict in AGREEING
    ]
    right += fitted.values()
    for made in _of_own_figures(right, article, evidence):
        over = [
            said for statement, said in zip(article.stated, judged, strict=True) if _overlap(statement, made)
        ]
        settled = [said.verdict for said in over if said.verdict in SETTLED]
        # What two right figures of a sentence make right is no other change that it gets wrong.
        agrees = by_own_figures(answer(made.claim, evidence), made).verdict in AGREEING
        if not settled or (set(settled) == {"disagrees"} and agrees):
            fitted.setdefault((made.passage.number, made.start, made.end), made)
    for number in article.open:
        at = (number.passage.number, number.start, number.end)
        if _inside(number, done) or any(_overlap(number, made) for made in fitted.values()):
            continue
        for find in (_of_its_list, _of_its_items):
            if listed := find(number, right, article, evidence):
                fitted[at] = listed
    return _with(article, judged, fitted) if fitted else article


def _of_own_figures(right: Sequence[Stated], article: Article, evidence: Evidence) -> Iterator[Stated]:
    """Yield what the article says of two of its own right figures."""
    yield from of_its_pairs(right, article, evidence)
    yield from of_its_comparisons(right, article)
    yield from of_its_multiples(right, article, evidence)
    yield from of_the_sentence_before(right, article)
    yield from of_its_changes(right, article)
    yield from of_its_shares(right, article, evidence)


# So many sentences before one may tell that it is about rates.
SPOKEN_BEFORE = 12


def _unless_a_count(number: OpenReadings, article: Article) -> OpenReadings:
    """Return the readings of a number without those as a rate, where its words and those before tell of none.

    "In 2022 there were 1,711 offenders, this year 152" is not right because 152 is the rate of this year.
    """
    at = number.passage.number
    own = article.sentences[at]
    counted = any(figure.kind == "count" and float(figure.value) > HIGHEST_RATE for figure in own.figures)
    before = [
        article.sentences[back] for back in range(max(at - SPOKEN_BEFORE, 0), at) if back in article.sentences
    ]
    told = [own, *(before[-2:] if counted else before)]
    if at == 1 or any(RATE_WORDS.search(sentence.text) for sentence in told):
        return number
    return replace(number, claims=tuple(claim for claim in number.claims if claim.measure != RATE))


def _overlap(one: Stated | OpenReadings, other: Stated) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end


def _of_its_list(
    number: OpenReadings, right: Sequence[Stated], article: Article, evidence: Evidence
) -> Stated | None:
    """Return what a number says wrong of the place right beside it, in a list of which another is right.

    "Three missing in Cleveland, one in Durham and 12 in Northumbria."
    """
    parsed = article.sentences[number.passage.number]
    figure = next((figure for figure in parsed.figures if figure.start == number.start), None)
    named = {period.date for period in parsed.periods}
    beside = [
        statement
        for statement in right
        if statement.passage == number.passage
        and _counts(statement.claim)
        and (
            statement.claim.date in named
            or not {Assumed.FITTED, Assumed.DATE_BEFORE} & set(statement.assumed)
        )
    ]
    first = min((statement.start for statement in beside), default=0)
    inside = any(period.years or min(first, number.start) < period.start for period in parsed.periods)
    as_rate = any(
        statement.claim.measure == RATE and _overlap(number, statement) for statement in article.stated
    )
    if as_rate or figure is None or inside or len({statement.claim.date for statement in beside}) > 1:
        return None
    if not NOTHING.match(parsed.text, figure.end) or Assumed.AMONG_DATES in parsed.among:
        return None
    for claim in number.claims:
        listed = [statement for statement in beside if _in_list(statement.claim, claim)]
        if listed and _tell(listed) and is_at(parsed, figure, claim.area):
            wrong = answer(claim, evidence).verdict == "disagrees"
            return Stated(claim, number.passage, number.start, number.end) if wrong else None
    return None


# So many right figures of a list of places tell what its other figures are.
LEAST_ITEMS = 3


def _of_its_items(
    number: OpenReadings, right: Sequence[Stated], article: Article, evidence: Evidence
) -> Stated | None:
    """Return what a list item says wrong of its place, where the items about it are right of others.

    "Essex - 112, Bedfordshire - 92, Hertfordshire - 79": a place and a figure each, of one measure and date.
    """
    items = _items_about(number.passage.number, article)
    told = [statement for statement in right if statement.passage.number in items - {number.passage.number}]
    kinds = {(statement.claim.kind, statement.claim.measure, statement.claim.date) for statement in told}
    if len(told) < LEAST_ITEMS or len(kinds) > 1 or len(items) - len(told) > len(told) / 2:
        return None
    places = {place.name for place in article.sentences[number.passage.number].places}
    for claim in number.claims:
        if {(claim.kind, claim.measure, claim.date)} == kinds and {claim.area} == places:
            wrong = answer(claim, evidence).verdict == "disagrees"
            return Stated(claim, number.passage, number.start, number.end) if wrong else None
    return None


def _items_about(number: int, article: Article) -> set[int]:
    """Return the items of the list in which a sentence stands that name one place and one figure each."""
    lists: list[set[int]] = [set()]
    for block in article.blocks:
        sentences = [article.sentences[passage.number] for passage in block.passages]
        plain = len(sentences) == 1 and len(sentences[0].figures) == len(sentences[0].places) == 1
        if block.kind != "item":
            lists.append(set())
        elif plain:
            lists[-1].add(sentences[0].passage.number)
    return next((items for items in lists if number in items), set())


def _counts(claim: Claim) -> bool:
    return claim.kind == "level" and not claim.comparator


def _in_list(one: Claim, other: Claim) -> bool:
    same = (one.kind, one.measure, one.date, one.unit) == (other.kind, other.measure, other.date, other.unit)
    return same and one.area != other.area


def _tell(listed: Sequence[Stated]) -> bool:
    """Return whether right numbers of a list tell what its other numbers are: not a single small one."""
    lost = any(statement.claim.measure == "missing_rso" for statement in listed)
    return lost or len(listed) > 1 or len(listed[0].claim.published) >= LEAST_DIGITS_READ_AGAIN


LEAST_DIGITS_READ_AGAIN = 3


def _in_time(statement: Stated, evidence: Evidence) -> Stated:
    """Return a loose statement of a date of which nothing is known as one of another date, if that is so."""
    if statement.dated_before is not None and _unknown(statement.claim, evidence):
        before = answer(statement.dated_before, evidence)
        if before.verdict in AGREEING:
            return replace(statement, claim=statement.dated_before)
    # A force's own count, told beside its backlog, is never that of a 31 March.
    today = statement.claim.measure == COUNT and any(claim.date[5:] != "03-31" for claim in statement.others)
    timed = today or Assumed.FREELY in statement.assumed or statement.claim.measure in WORKLOAD_MEASURES
    if not statement.others or not (timed or _unknown(statement.claim, evidence)):
        return statement
    if answer(statement.claim, evidence).verdict not in ("not decidable", *(["disagrees"] if today else [])):
        return statement
    agreeing = (claim for claim in statement.others if answer(claim, evidence).verdict in AGREEING)
    return replace(statement, claim=next(agreeing, statement.claim), others=())


def _together_in_time(stated: Sequence[Stated], evidence: Evidence) -> tuple[Stated, ...]:
    """Return the statements, those of a sentence as of the date named before, if several are right only so.

    Levels that are wrong of that date too are of it as well; any other of them is left as it was read.
    """
    of_sentence: dict[int, list[tuple[Stated, Claim]]] = {}
    for statement in stated:
        if statement.dated_before is not None:
            of_sentence.setdefault(statement.passage.number, []).append((statement, statement.dated_before))
    moved: dict[int, Claim] = {}
    for dated in of_sentence.values():
        right = [_is_right(before, evidence) for _, before in dated]
        now = [
            _is_right(statement.claim, evidence) for statement, before in dated if statement.claim != before
        ]
        if sum(right) >= LEAST_AGREEING and not any(now) and not _of_the_year_before(dated, evidence):
            moved |= {
                id(statement): before
                for (statement, before), agrees in zip(dated, right, strict=True)
                if agrees or before.kind == "level"
            }
    return tuple(replace(statement, claim=moved.get(id(statement), statement.claim)) for statement in stated)


# So many right figures of a sentence tell of when it is.
LEAST_AGREEING = 2


def _of_the_year_before(dated: Sequence[tuple[Stated, Claim]], evidence: Evidence) -> bool:
    """Return whether levels are those of the year before, of which their own are known: copied too late."""
    return all(
        before.kind == "level"
        and before.year == statement.claim.year - 1
        and not _unknown(statement.claim, evidence)
        for statement, before in dated
    )


def _is_right(claim: Claim, evidence: Evidence) -> bool:
    return answer(claim, evidence).verdict in AGREEING


def _unknown(claim: Claim, evidence: Evidence) -> bool:
    """Return whether nothing at all is known of what a claim says."""
    judged = answer(claim, evidence)
    return judged.verdict == "not decidable" and judged.finding is None


def _agreeing(number: OpenReadings, stated: Sequence[Stated], evidence: Evidence) -> Claim | None:
    """Return the nearest reading that agrees, unless only a change of date or area made it agree.

    "Suffolk 134" of an article on 2023 is not right because it was right in 2022.
    """
    same = [statement for statement in stated if _same(number, statement)]
    first = [claim for one in same for claim in (one.claim, one.dated_before) if claim is not None]
    refuted: list[Claim] = []
    for claim in (*first, *number.claims):
        judged = answer(claim, evidence)
        if judged.verdict == "disagrees":
            refuted.append(claim)
        elif judged.verdict in AGREEING and claim in number.claims and _near(judged):
            return None if any(_moved(claim, other, number.passage.text) for other in refuted) else claim
    return None


# How many times as much as a figure a bound may be that was read openly.
NEAR_RIGHT = 1.5


def _near(judged: Answer) -> bool:
    """Return whether a bound is near its figure: "up to 200" is not said of 98."""
    claim, finding = judged.claim, judged.finding
    if claim.bound not in ("more_than", "at_least", "less_than", "at_most") or finding is None:
        return True
    if isinstance(finding.low, str) or isinstance(finding.high, str):
        return True
    value = abs(float(claim.published))
    return abs(finding.low) <= value * NEAR_RIGHT and value <= abs(finding.high) * NEAR_RIGHT


def _same(number: OpenReadings, statement: Stated) -> bool:
    return (
        statement.passage.number == number.passage.number
        and statement.start < number.end
        and number.start < statement.end
    )


# "Up by 4% on last year" leaves nothing open.
OPEN_LAST_YEAR = re.compile(r"(?<!\bon )(?<!\bthan )(?<!\bwith )\blast year\b", re.IGNORECASE)


def _moved(claim: Claim, refuted: Claim, text: str) -> bool:
    """Return whether a reading is a refuted one of another date or area; "last year" may be either of two."""
    if OPEN_LAST_YEAR.search(text) and claim.area == refuted.area and abs(claim.year - refuted.year) == 1:
        return False
    over = OVER_PERIOD.search(text) and claim.date == refuted.date and claim.area == refuted.area
    changes = {reading.plain_kind.startswith("change") for reading in (claim, refuted)}
    return claim.measure == refuted.measure and len(changes) == 1 and not over


def _spans(
    stated: tuple[Stated, ...], judged: list[Answer], settled: bool
) -> dict[int, list[tuple[int, int]]]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for statement, said in zip(stated, judged, strict=True):
        if _is_settled(said) == settled:
            spans.setdefault(statement.passage.number, []).append((statement.start, statement.end))
    return spans


def _is_settled(said: Answer) -> bool:
    """Return whether a statement needs no other reading: also where "about" leaves open what is right."""
    loosely = said.claim.bound == "about" and said.finding is not None and not said.finding.loose
    return said.verdict in SETTLED or (loosely and said.verdict == "not decidable")


def _inside(number: OpenReadings, spans: dict[int, list[tuple[int, int]]]) -> bool:
    return any(
        start < number.end and number.start < end for start, end in spans.get(number.passage.number, ())
    )


def _number_start(statement: Stated, article: Article) -> int:
    """Return where the figure of a statement begins: in "434 more, a rise of 26%" words tell of both."""
    figures = article.sentences[statement.passage.number].figures
    inside = (
        figure.start for figure in figures if statement.start <= figure.start and figure.end <= statement.end
    )
    return max(inside, default=statement.start)


def _numbers_of_others(
    article: Article, judged: Sequence[Answer], kept: Sequence[Stated]
) -> Iterator[Unread]:
    """Yield each number of a statement that gives way to another reading, with why it did not agree."""
    for statement, said in zip(article.stated, judged, strict=True):
        if statement in kept:
            continue
        for figure in article.sentences[statement.passage.number].figures:
            if statement.start <= figure.start and figure.end <= statement.end:
                words = statement.passage.text[figure.start : figure.end]
                yield Unread(statement.passage, words, said.reason, figure.start)


def _with(article: Article, judged: list[Answer], fitted: Mapping[tuple[int, int, int], Stated]) -> Article:
    """Return the article with some numbers read otherwise, in the order of its words."""

    def taken(passage: int, start: int, end: int) -> bool:
        return any(at == passage and first < end and start < last for at, first, last in fitted)

    kept = [
        statement
        for statement, said in zip(article.stated, judged, strict=True)
        if said.verdict in (*AGREEING, "perhaps this article")
        or not taken(statement.passage.number, _number_start(statement, article), statement.end)
    ]
    unread = tuple(
        words
        for words in (*article.unread, *_numbers_of_others(article, judged, kept))
        if not taken(words.passage.number, words.start, words.end)
    )
    stated = sorted(
        [*kept, *fitted.values()], key=lambda statement: (statement.passage.number, statement.start)
    )
    return replace(article, stated=tuple(stated), unread=unread)
