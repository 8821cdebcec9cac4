"""From the text of an article to claims, by rules and without a model; what they do not read is listed.

One sentence at a time. A number becomes a claim (``number_claims``) when the rules find for it

1. its measure (``number_measure``): a rate ("per 100,000"), "one in N", a share, a rise or fall, or a
   count, by its verb and nouns;
2. its area (``number_area``): the subject of its statement, else the area of the sentence before in the
   paragraph ("the force", "its rate"), else the one that the article is about;
3. its date (``number_date``): the date beside it, else that of its sentence, of its paragraph, of the heading
   above, or the date of the latest figures when the article came out. "March 2023", "2022/23" and "2023" all
   mean 31 March 2023.

What rests on another sentence, on the article's date or on an assumption says so (``sentence.Assumed``). A
forecast, a question or a denial is not read (``not_stated``), nor is "respectively", unless there are as many
figures as areas. Every number that does not become a claim is listed with why.

Figures of several areas (``several``), grades and causes of concern (``inspections``), caseloads, conviction
rates and Sarah's Law (``topics``) have rules of their own. Words without digits become claims
(``worded_claims``) where they plainly say of one place and one of our measures

* its rank (``ranks``): "the second-highest rate in the region", "more than any other force", "third of six";
* its direction (``directions``): "the number rose in the year to March 2023", "more than doubled".

In a sentence that names a place or measure, or goes on about one, every other word for a rank, a change or an
amount ("tops the table", "almost unchanged", "dozens") is listed with why.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.blocks import MOST_LETTERS, Block, blocks
from helpers.factcheck.reading.context import after, going_on, in_new_paragraph
from helpers.factcheck.reading.dates import dateline, release
from helpers.factcheck.reading.inspections import MANAGING_WORDS, unread_grades
from helpers.factcheck.reading.leaving import is_about_removals
from helpers.factcheck.reading.missing import LOST, about_missing
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import in_order
from helpers.factcheck.reading.number_claims import number_claim
from helpers.factcheck.reading.open_readings import OpenReadings, open_readings
from helpers.factcheck.reading.patterns import NotStated, is_size
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sarahs_law import about_sarahs_law
from helpers.factcheck.reading.sentence import (
    NO_DATE,
    Assumed,
    Context,
    NotRead,
    Parsed,
    Stated,
    Unread,
    parse,
)
from helpers.factcheck.reading.tables import Part, date_of_column, table_heads
from helpers.factcheck.reading.topics import topic_claims
from helpers.factcheck.reading.worded_claims import WORDS_TOLD, in_words

Paragraphs = Sequence[Sequence[Parsed]]
WRONG_PUBLISHER = re.compile(
    r"\b(?:Home Office|Office for National Statistics|ONS|NSPCC|College of Policing|Crown Prosecution Service|National Crime Agency)\b"
    r"(?: (?:figures?|data|statistics|report)\b)"
    r"|\b(?:figures?|data|statistics|according to|published by|released by|report)(?: \w+){0,3}? (?:from|by|to|of)?(?: the)? ?"
    r"(?:Home Office|Office for National Statistics|ONS|NSPCC|College of Policing|Crown Prosecution Service|National Crime Agency)\b"
)
CLASS = re.compile(r"\bclass (?:one|two|three|[123])\b", re.IGNORECASE)


# An article with so many words for it is about offenders who are missing.
LEAST_LOST = 2
# Where the day of publication stands: in one of so many blocks.
FIRST_BLOCKS = 5


# The years of which an article that names no day may be: all of which there are figures, and more.
YEARS_OF_FIGURES = range(2002, 2040)


@dataclass(frozen=True)
class Readings:
    """The areas and dates that an article names: what something that it leaves open could mean instead.

    ``latest`` is the date of the latest figures that were out; empty where the day is not known.
    """

    areas: frozenset[str]
    dates: frozenset[str]
    latest: str = ""


@dataclass(frozen=True)
class Article:
    """An article in blocks, with the claims in it, what was not understood, and remarks on its words.

    ``sentences`` are its sentences by the numbers of their passages, with what stands in each.
    """

    blocks: tuple[Block, ...]
    stated: tuple[Stated, ...]
    unread: tuple[Unread, ...]
    remarks: tuple[Unread, ...]
    readings: Readings
    published: datetime.date | None
    sentences: Mapping[int, Parsed]
    open: tuple[OpenReadings, ...] = ()

    @property
    def title(self) -> str:
        """The words of the first heading, or else of the first block."""
        heads = [block for block in self.blocks if block.kind == "heading"] or list(self.blocks)
        return " ".join(passage.text for passage in heads[0].passages) if heads else ""


def read_article(
    text: str,
    markdown: bool,
    article: str,
    source: str,
    evidence: Evidence,
    published: datetime.date | None = None,
    area: str = "",
) -> Article:
    """Return the claims of a text, and everything in it that was not understood.

    ``article`` is an id for the claims of this text, ``source`` that of the article in ``sources.csv``, if it
    is one of them: see ``verdicts.answer``. The places that ``evidence`` names are those that can be read.
    ``published`` and ``area`` are what the user says that the text leaves open; without the first, the day
    under the headline stands for it.
    """
    parts = tuple(blocks(text, markdown))
    day = published or _dateline(parts)
    parsed = [[parse(passage, evidence, day) for passage in block.passages] for block in parts]
    context = replace(
        _at_the_start(parts, parsed, evidence, day, area),
        inspected=bool(MANAGING_WORDS.search(text)),
        missing=len(LOST.findall(text)) >= LEAST_LOST,
        removals=is_about_removals(text),
    )
    stated, unread, left_open, context = _read(parts, parsed, context)
    sentences = [sentence for block in parsed for sentence in block]
    by_number = {sentence.passage.number: sentence for sentence in sentences}
    heads = table_heads(parts, by_number)
    return Article(
        parts,
        tuple(_named(statement, article, source) for statement in stated),
        tuple(unread),
        tuple(_remarks(sentences, stated)),
        _readings(sentences, context),
        day,
        by_number,
        tuple(_open(_of_its_column(number, by_number, heads), article, source) for number in left_open),
    )


def _at_the_start(
    parts: Sequence[Block], parsed: Paragraphs, evidence: Evidence, day: datetime.date | None, area: str
) -> Context:
    """Return what holds for the whole article, before its first sentence is read."""
    return Context(
        evidence.names,
        _only_area(sentence for block in parsed for sentence in block),
        given=area,
        title=_title(parts, parsed),
        published=day,
        release=release(day),
    )


def _read(
    parts: Sequence[Block], parsed: Paragraphs, context: Context
) -> tuple[list[Stated], list[Unread], list[OpenReadings], Context]:
    """Read sentence after sentence, each with what those before it have said."""
    stated: list[Stated] = []
    unread: list[Unread] = []
    left_open: list[OpenReadings] = []
    for block, sentences in zip(parts, parsed, strict=True):
        context = replace(in_new_paragraph(context), heading=block.kind == "heading")
        for sentence in sentences:
            context = going_on(sentence, context)
            made, left = claims_of(sentence, context)
            stated += (statement for statement in made if statement.claim.date)
            unread += [*left, *(_undated(statement) for statement in made if not statement.claim.date)]
            lost = about_missing(sentence, context)
            left_open += open_readings(sentence, replace(context, missing=lost))
            context = after(sentence, made, context)
    return stated, unread, left_open, context


def _undated(stated: Stated) -> Unread:
    """Return what a statement says of a time that nobody named: nothing can be held against it."""
    words = stated.passage.text[stated.start : stated.end]
    return Unread(stated.passage, words, NO_DATE, stated.start)


def _dateline(parts: Sequence[Block]) -> datetime.date | None:
    """Return the day that stands under the headline, or before it."""
    first = (passage for block in parts[:FIRST_BLOCKS] for passage in block.passages)
    return next((day for passage in first if (day := dateline(passage.text))), None)


def _title(parts: Sequence[Block], parsed: Paragraphs) -> str:
    """Return the only area that the headline names."""
    heads = (sentences for block, sentences in zip(parts, parsed, strict=True) if block.kind == "heading")
    return _only_area(next(heads, ()))


def _readings(sentences: Sequence[Parsed], context: Context) -> Readings:
    """Return every area and date that something left open in the article could mean."""
    places = [place for sentence in sentences for place in sentence.places]
    periods = [period for sentence in sentences for period in sentence.periods]
    areas = {place.name for place in places if place.name and place.kind != "district"}
    dates = {period.date for period in periods if period.date.endswith("-03-31")}
    given = {context.given, context.title} - {""}
    out = [date for date in dates if context.published and date <= context.published.isoformat()]
    latest = max(release(context.published), *out, "")
    if not context.release:
        dates |= {f"{year}-03-31" for year in YEARS_OF_FIGURES}  # nobody knows of when it is
    if not given:
        areas |= {area.name for area in context.names.areas}  # nor of whom
    return Readings(frozenset(areas | given), frozenset(dates | ({context.release} - {""})), latest)


def _named(stated: Stated, article: str, source: str) -> Stated:
    claim = replace(stated.claim, claim_id=f"{article}-{stated.claim.claim_id}", article=source)
    return replace(stated, claim=claim)


def _open(number: OpenReadings, article: str, source: str) -> OpenReadings:
    named = (
        replace(claim, claim_id=f"{article}-o{number.passage.number}-{number.start}", article=source)
        for claim in number.claims
    )
    return replace(number, claims=tuple(named))


def _of_its_column(
    number: OpenReadings, sentences: Mapping[int, Parsed], heads: Mapping[int, Sequence[Part]]
) -> OpenReadings:
    """Return the readings of a cell as of the date that the head of its column names."""
    at = number.passage.number
    date = date_of_column(sentences[at], number.start, heads[at]) if at in heads else ""
    if not date:
        return number
    levels = (replace(claim, date=date) for claim in number.claims if claim.kind == "level")
    return replace(number, claims=tuple(dict.fromkeys(levels)))


def _only_area(parsed: Iterable[Parsed]) -> str:
    named = {place.name for sentence in parsed for place in sentence.places if place.kind == "area"}
    return named.pop() if len(named) == 1 else ""


def claims_of(sentence: Parsed, context: Context) -> tuple[list[Stated], list[Unread]]:
    """Return the claims of one sentence, and each of its numbers that is none of them."""
    text = sentence.text
    if len(text) > MOST_LETTERS:
        has_number = bool(re.search(r"\d", text) or WORDS_TOLD.search(text))
        why = f"a sentence of more than {MOST_LETTERS} letters, which is not read"
        return [], [Unread(sentence.passage, text[:40], why)] if has_number else []
    other = topic_claims(sentence, context)
    worded, left = in_words(sentence, context, other)
    stated = list(other)
    unread: list[Unread] = []
    for number in sentence.numbers:
        within = any(
            statement.start < number.end and number.start < statement.end for statement in (*other, *worded)
        )
        plain = worded and all(Assumed.FREELY not in statement.assumed for statement in worded)
        if within or (plain and is_size(number)):
            continue
        try:
            if why_not := _why_not_read(sentence, number, context, left):
                raise NotRead(why_not)
            made = number_claim(sentence, number, context, len(stated) + 1)
            if made.claim.measure == COUNT and OF_THE_MISSING.match(text, number.end):
                raise NotRead("a number of the missing, of which it is not clear when they were")
            stated.append(made)
        except NotRead as why:
            unread.append(Unread(sentence.passage, text[number.start : number.end], str(why), number.start))
    unread += unread_grades(sentence, other)
    worded = [_of_other_dates(statement, context) for statement in worded]
    stated = [_of_other_dates(statement, context) for statement in stated]
    return [*stated, *worded], [*unread, *_without_numbers(sentence, left)]


# "That year", after a sentence on 2023.
THAT_YEAR = re.compile(r"\b(?:that|the same) year\b", re.IGNORECASE)


def _of_other_dates(statement: Stated, context: Context) -> Stated:
    """Return a statement with those of the dates that the sentences before leave for it."""
    earlier = (context.last_date, context.stated_date, context.last_named_date)
    before = next((date for date in earlier if date.endswith("-03-31") and date < statement.claim.date), "")
    if before and Assumed.DATE_RELEASE in statement.assumed and statement.claim.kind != "grade":
        statement = replace(statement, dated_before=_dated(statement, before))
    if _of_today(statement, context):
        today = replace(statement.claim, date=str(context.published))
        return replace(statement, others=(*statement.others, today))
    loose = {Assumed.FREELY, Assumed.DATE_RELEASE} <= set(statement.assumed)
    if not loose or statement.claim.kind.startswith("change") or statement.others:
        return statement
    that_year = THAT_YEAR.search(statement.passage.text)
    dates = [context.last_date, context.last_named_date if that_year else ""]
    others = [replace(statement.claim, date=date) for date in dates if date not in ("", statement.claim.date)]
    return replace(statement, others=tuple(others))


def _of_today(statement: Stated, context: Context) -> bool:
    """Return whether a count may be of the day of the article, as beside visits that are overdue."""
    plain = statement.claim.measure == COUNT and not statement.claim.comparator
    return plain and context.overdue and bool(context.published) and Assumed.DATE_RELEASE in statement.assumed


def _dated(statement: Stated, date: str) -> Claim:
    """Return a claim as one of another date; a change has as long a time as before, if that was assumed."""
    claim = replace(statement.claim, date=date)
    if claim.comparator and Assumed.EARLIER_DATE in statement.assumed:
        return replace(claim, comparator=f"{claim.year - 1}-03-31")
    return claim


OF_THE_MISSING = re.compile(
    r"[^.;,0-9]{0,40}\b(?:were|was|are|is|be|been) (?:\w+ )?(?:missing|unaccounted for)\b"
)
ANYTHING = re.compile("")
MORE_THAN = re.compile(r" (?:more|fewer|higher|lower) than\b")
# What a number is told as by the words before and after it, that is no figure of its own.
OPEN_FIGURES = {
    "one of two figures that are told": (ANYTHING, re.compile(r" or [0-9][0-9,.]*+(?! ?%| per)")),
    "the other of two figures that are told": (re.compile(r"[0-9] or $"), ANYTHING),
    "a difference between two figures": (
        re.compile(r"\b[Bb]etween\b[^.;]*\b(?:difference|gap) of (?:just |about |only )?$"),
        ANYTHING,
    ),
    "a number of rises or falls": (ANYTHING, re.compile(r" (?:rises|falls|increases|drops|decreases)\b")),
    "the end of a range in brackets": (re.compile(r"\([0-9][0-9,.]* to $"), ANYTHING),
    "a figure on which sources differ": (re.compile(r"\bsources? (?:give|say|print|put)\b[^.;]*$"), ANYTHING),
    "a figure of some areas together": (
        re.compile(
            r"\b(?:[0-9]+|\w+) of the (?:[0-9]+|\w+) (?:areas|forces)\b[^.;]*\b(?:together|between them|combined)\b[^.;]*$"
        ),
        ANYTHING,
    ),
}


def _why_not_read(sentence: Parsed, number: Quantity, context: Context, left: Iterable[NotStated]) -> str:
    """Return why a number is no claim of its own, whatever it is of; empty where it may be one."""
    if whole := next((item for item in left if item.start <= number.start < item.end), None):
        return whole.why
    if number.kind == "other":
        return f"{number.what}, which is not checked"
    before, after = sentence.text[: number.start], sentence.text[number.end :]
    if number.kind == "range" and MORE_THAN.match(after):
        return "a change between two figures"
    told = (why for why, (start, end) in OPEN_FIGURES.items() if start.search(before) and end.match(after))
    if number.kind in ("count", "range") and (why := next(told, "")):
        return why
    if about_sarahs_law(sentence, context):
        return "a number about Sarah's Law, of which it is not clear what it counts"
    return why_not_stated(sentence.text, number.start, number.end, bool(in_order(sentence, number)))


def _without_numbers(sentence: Parsed, left: Iterable[NotStated]) -> Iterable[Unread]:
    """Yield words that are not read; those with a number in them are listed as that."""
    for unread in left:
        if not any(unread.start <= number.start < unread.end for number in sentence.numbers):
            yield Unread(sentence.passage, sentence.text[unread.start : unread.end], unread.why, unread.start)


REMARKS: tuple[tuple[re.Pattern[str], str, Callable[[Sequence[str]], bool]], ...] = (
    (
        WRONG_PUBLISHER,
        "wrong publisher named: the Ministry of Justice publishes these figures, in the annual report on MAPPA",
        lambda measures: any(
            name.startswith(("rso_", "cat", "level", "mappa", "notif", "revo")) for name in measures
        ),
    ),
    (
        CLASS,
        '"class" for "level": MAPPA has three levels of management, and categories, but no classes',
        bool,
    ),
)


def _remarks(parsed: Iterable[Parsed], stated: Sequence[Stated]) -> Iterable[Unread]:
    """Yield slips in words: a publisher that is not that of the figures, "class one" for level one."""
    made: dict[int, list[str]] = {}
    for statement in stated:
        made.setdefault(statement.passage.number, []).append(statement.claim.measure)
    for sentence in parsed:
        measures = made.get(sentence.passage.number, [])
        for words, why, applies in REMARKS:
            match = words.search(sentence.text)
            if match and (applies(measures) or (sentence.phrases and words is CLASS)):
                yield Unread(sentence.passage, match.group(), why, match.start())
