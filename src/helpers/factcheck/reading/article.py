"""From the text of an article to claims: by rules, without a model, and with a list of what they do not read.

One sentence at a time. A number becomes a claim when the rules find for it

1. what it is (``what``): a rate ("per 100,000"), "one in N", a share, a rise or fall, or a count, by its verb and nouns;
2. whose it is (``whose``): the subject of its statement, else the area of the sentence before in the paragraph, else
   the one that the article is about;
3. of when it is (``when``): the date beside it, else that of its sentence, of its paragraph, or the date of the latest
   figures when the article came out. "March 2023", "2022/23" and "2023" all mean 31 March 2023.

What rests on another sentence, on the article's date or on an assumption says so (``sentence.Assumed``). A forecast, a
question or "respectively" is not read, nor a statement with a negation. Every number that does not become a claim is
listed with why.

Numbers of other tables (grades, causes of concern, caseloads, conviction rates, Sarah's Law, surveys of missing
offenders) have rules of their own (``other_tables``). Words without digits become claims where they plainly say of one
place and one of our measures

* its rank (``ranks``): "the second-highest rate in the region", "more than any other force", "third of six";
* its direction (``directions``): "the number rose in the year to March 2023", "more than doubled".

In a sentence that names a place or measure, or goes on about one, every other word for a rank, a change or an
amount ("tops the table", "almost unchanged", "dozens") is listed with why.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.blocks import LONGEST, Block, blocks
from helpers.factcheck.reading.dates import dateline, release
from helpers.factcheck.reading.directions import DOWN, UP, directions, has_figure
from helpers.factcheck.reading.number_claims import number_claim
from helpers.factcheck.reading.other_tables import (
    APPLICATIONS,
    CARRIED,
    COURTS,
    MANAGED,
    SARAHS_LAW,
    about_concern,
    about_sarahs_law,
    other_claims,
    span_of,
)
from helpers.factcheck.reading.patterns import MEASURE, NUMBER, ORDINAL, Found, Left, is_size, mask
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.ranks import ranks
from helpers.factcheck.reading.refusals import refusal
from helpers.factcheck.reading.sentence import Context, NotRead, Parsed, Stated, Unread, parse
from helpers.factcheck.reading.what import GOES_ON
from helpers.factcheck.reading.when import main_date, when

Spans = Sequence[tuple[int, int]]
# Words, in a sentence with signs, that state a rank, a change or an amount; what no rule reads of them is listed.
WORDS = re.compile(
    rf"\b(?:(?P<rank>highest|lowest|largest|biggest|greatest|smallest|fewest|most (?={MEASURE})|tops|topped|(?:ranked|ranks)(?! {ORDINAL})"
    rf"|(?:top|bottom|foot) of the|{ORDINAL} (?:\w+ )?(?:out )?of (?:the |all )?(?:{NUMBER}|[0-9]+))"
    rf"|(?P<move>{UP}|{DOWN}|(?:rises|rising|increases|increasing|growing|falls|falling|drops|dropping|decreasing|declining|reduced)"
    r"|rise|increase|growth|grow|fall|drop|decrease|decline|reduction|hike|surge"
    r"|(?:up|down)(?= (?:on|from|since|in the|over|year|by|again)\b|[.,;])|doubled|halved|trebled|tripled|quadrupled"
    r"|(?:un)?changed|stable|steady|static|flat|the same as"
    r"|(?:more|fewer|higher|lower|less|greater)\b[^.,;\ue004]{0,60}? than)"
    r"|(?P<amount>dozens|scores of|hundreds|thousands|a (?:hundred|thousand|handful|third|quarter)|half|two[- ]thirds"
    r"|three[- ]quarters|twice|the majority|most of))(?!\w)",
    re.IGNORECASE,
)
REASONS = {
    "rank": "a rank in words that the rules do not read",
    "move": "a change or comparison without a figure, in words that the rules do not read",
    "amount": "an amount without a figure",
}
WRONG_PUBLISHER = re.compile(
    r"\b(?:Home Office|Office for National Statistics|ONS|NSPCC|College of Policing|Crown Prosecution Service|National Crime Agency)\b"
    r"(?: (?:figures?|data|statistics|report)\b)"
    r"|\b(?:figures?|data|statistics|according to|published by|released by|report)(?: \w+){0,3}? (?:from|by|to|of)?(?: the)? ?"
    r"(?:Home Office|Office for National Statistics|ONS|NSPCC|College of Policing|Crown Prosecution Service|National Crime Agency)\b"
)
CLASS = re.compile(r"\bclass (?:one|two|three|[123])\b", re.IGNORECASE)


GENERAL = ("", COUNT, RATE, "missing_rso", "mappa_total", APPLICATIONS, *CARRIED)
ON_REGISTER = re.compile(r"\bregistered\b|\bon the\b.{0,20}\bregister\b|MAPPA", re.IGNORECASE)
# Where the day of publication stands: in one of so many blocks.
FIRST_BLOCKS = 5


@dataclass(frozen=True)
class Readings:
    """The areas and dates that an article names: what something that it leaves open could mean instead."""

    areas: frozenset[str]
    dates: frozenset[str]


@dataclass(frozen=True)
class Article:
    """An article in blocks, the claims that were found in it, what was not understood, and remarks on its words."""

    blocks: tuple[Block, ...]
    stated: tuple[Stated, ...]
    unread: tuple[Unread, ...]
    remarks: tuple[Unread, ...]
    readings: Readings
    published: datetime.date | None

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
    """The claims of a text, and everything in it that was not understood.

    ``article`` is an id for the claims of this text, ``source`` that of the article in ``sources.csv``, if it is
    one of them: see ``verdicts.answer``. The places that ``known`` names are those that can be read. ``published`` and ``area`` are what the user says that the text leaves open;
    without the first, the day under the headline stands for it.
    """
    parts = tuple(blocks(text, markdown))
    day = published or _dateline(parts)
    parsed = [[parse(passage, evidence, day) for passage in block.passages] for block in parts]
    sentences = [sentence for block in parsed for sentence in block]
    context = Context(
        evidence.names,
        _only_area(sentences),
        given=area,
        title=_title(parts, parsed),
        published=day,
        release=release(day),
    )
    context = replace(context, inspected=bool(MANAGED.search(text)))
    stated: list[Stated] = []
    unread: list[Unread] = []
    for block in parsed:
        context = replace(
            context,
            last_measure=_of_article(context),
            last_area="",
            last_group="",
            last_date="" if context.release else context.last_date,
        )
        for sentence in block:
            made, left = claims_of(sentence, context)
            stated += made
            unread += left
            context = _after(sentence, made, context)
    named = tuple(_named(statement, article, source) for statement in stated)
    return Article(
        parts, named, tuple(unread), tuple(_remarks(sentences, stated)), _readings(sentences, context), day
    )


def _dateline(parts: Sequence[Block]) -> datetime.date | None:
    """The day that stands under the headline, or before it."""
    first = (passage for block in parts[:FIRST_BLOCKS] for passage in block.passages)
    return next((day for passage in first if (day := dateline(passage.text))), None)


def _title(parts: Sequence[Block], parsed: Sequence[Sequence[Parsed]]) -> str:
    """The only area that the headline names."""
    heads = (sentences for block, sentences in zip(parts, parsed, strict=True) if block.kind == "heading")
    return _only_area(next(heads, ()))


def _readings(sentences: Iterable[Parsed], context: Context) -> Readings:
    """Every area and date that something left open in the article could mean."""
    sentences_all = list(sentences)
    areas = {
        place.name
        for sentence in sentences_all
        for place in sentence.places
        if place.name and place.kind != "district"
    }
    dates = {
        period.date
        for sentence in sentences_all
        for period in sentence.periods
        if period.date.endswith("-03-31")
    }
    given = {context.given, context.title} - {""}
    return Readings(frozenset(areas | given), frozenset(dates | ({context.release} - {""})))


def _after(sentence: Parsed, made: Sequence[Stated], context: Context) -> Context:
    """What the next sentence of the paragraph may go on about: only what is about our measures dates it."""
    named = {
        place.name: place.kind
        for place in sentence.places
        if place.kind in ("area", "force", "region", "nation")
    }
    areas = {statement.claim.area for statement in made} or set(named)
    areas = {name for name in areas if named.get(name) in ("area", "force")} or areas
    if context.last_area and all(named.get(name) in ("region", "nation") for name in areas):
        areas = set()
    levels = [
        statement.claim for statement in made if not statement.claim.kind.startswith(("change", "rank"))
    ]
    measures = [
        statement.measure
        for statement in levels
        if statement.unit in ("count", "per 100,000") or statement.measure in CARRIED
    ]
    topic = [APPLICATIONS] if SARAHS_LAW.search(sentence.text) else []
    names = measures or topic or [name for _, _, name in sentence.phrases] or [context.last_measure]
    own = context.last_area if not areas else areas.pop() if len(areas) == 1 else ""
    stated = max(
        (
            statement.claim.date
            for statement in made
            if statement.claim.plain_kind not in ("change", "change_percent")
        ),
        default="",
    )
    date = (main_date(sentence) if made or sentence.phrases else "") or stated or context.last_date
    return replace(
        context,
        last_date=max(date, context.last_date) if context.release else date,
        last_measure=names[-1],
        last_area=own,
        last_named=next(
            (name for name, kind in reversed(named.items()) if kind in ("area", "force")), context.last_named
        ),
        last_group=next(
            (
                statement.claim.comparator
                for statement in made[::-1]
                if statement.claim.kind.startswith("rank")
            ),
            context.last_group,
        ),
        span=span_of(sentence) or context.span,
        sarahs_law=_still_sarahs_law(sentence, context),
        concern=about_concern(sentence, context),
        rates=context.rates or any(statement.measure == RATE for statement in levels),
    )


def _of_article(context: Context) -> str:
    """The measure that a new paragraph may go on about: never one of a few of the offenders."""
    return context.last_measure if context.last_measure in GENERAL or not context.release else COUNT


def _still_sarahs_law(sentence: Parsed, context: Context) -> bool:
    """Whether the next sentence may go on about Sarah's Law."""
    if SARAHS_LAW.search(sentence.text):
        return True
    return context.sarahs_law and not COURTS.search(sentence.text) and not ON_REGISTER.search(sentence.text)


def _named(stated: Stated, article: str, source: str) -> Stated:
    claim = replace(stated.claim, claim_id=f"{article}-{stated.claim.claim_id}", article=source)
    return replace(stated, claim=claim)


def _only_area(parsed: Iterable[Parsed]) -> str:
    named = {place.name for sentence in parsed for place in sentence.places if place.kind == "area"}
    return named.pop() if len(named) == 1 else ""


def claims_of(sentence: Parsed, context: Context) -> tuple[list[Stated], list[Unread]]:
    """The claims of one sentence, and each of its numbers that is none of them."""
    text = sentence.text
    if len(text) > LONGEST:
        has_number = bool(re.search(r"\d", text) or WORDS.search(text))
        why = f"a sentence of more than {LONGEST} letters, which is not read"
        return [], [Unread(sentence.passage, text[:40], why)] if has_number else []
    other = other_claims(sentence, context)
    worded, left = in_words(sentence, context, len(sentence.numbers) + len(other))
    stated = list(other)
    unread: list[Unread] = []
    for number in sentence.numbers:
        within = any(
            statement.start < number.end and number.start < statement.end for statement in (*other, *worded)
        )
        if within or (worded and is_size(number)):
            continue
        try:
            if whole := next((item for item in left if item.start <= number.start < item.end), None):
                raise NotRead(whole.why)
            if number.kind == "other":
                raise NotRead(f"{number.what}, which is not checked")
            if about_sarahs_law(sentence, context):
                raise NotRead("a number about Sarah's Law, of which it is not clear what it counts")
            if why_not := refusal(text, number.start, number.end):
                raise NotRead(why_not)
            stated.append(number_claim(sentence, number, context, len(stated) + 1))
        except NotRead as why:
            unread.append(Unread(sentence.passage, text[number.start : number.end], str(why), number.start))
    return [*stated, *worded], [*unread, *_without_numbers(sentence, left)]


def _without_numbers(sentence: Parsed, left: Iterable[Left]) -> Iterable[Unread]:
    """Words that are not read; those with a number in them are listed as that."""
    for unread in left:
        if not any(unread.start <= number.start < unread.end for number in sentence.numbers):
            yield Unread(sentence.passage, sentence.text[unread.start : unread.end], unread.why, unread.start)


# Words and remarks ------------------------------------------------------------------------------------------


def in_words(sentence: Parsed, context: Context, before: int) -> tuple[list[Stated], list[Left]]:
    """The claims that a sentence makes in words, and each of its words for a rank, direction or amount that is none."""
    goes_on = (context.last_area or context.release) and GOES_ON.search(sentence.text)
    if not (sentence.places or sentence.phrases or goes_on):
        return [], []
    masked = mask(sentence)
    stated: list[Stated] = []
    left: list[Left] = []
    for worded in (*ranks(sentence, masked, context), *directions(sentence, masked, context)):
        why = refusal(sentence.text, worded.start, worded.end) or (
            worded.why if isinstance(worded, Left) else ""
        )
        try:
            if why or isinstance(worded, Left):
                raise NotRead(why)
            stated.append(_worded(sentence, worded, context, before + len(stated) + 1))
        except NotRead as not_read:
            left.append(Left(worded.start, worded.end, str(not_read)))
    taken = [
        *((statement.start, statement.end) for statement in stated),
        *((unread.start, unread.end) for unread in left),
    ]
    parts = [(quantity.start, quantity.end) for quantity in sentence.numbers if quantity.kind == "percent"]
    return stated, [*left, *_words_left(sentence.text, masked, [*taken, *parts])]


def _worded(sentence: Parsed, worded: Found, context: Context, at: int) -> Stated:
    """A claim in words, with its dates."""
    number = Quantity(worded.start, worded.end, "count", worded.published)
    date, comparator, dated = when(
        sentence.with_number(number), number, worded.kind.startswith("change"), False, context
    )
    claim = Claim(
        claim_id=f"s{sentence.passage.number}-{at}",
        article="",
        area=worded.area,
        year=int(date[:4]),
        date=date,
        kind=worded.kind,
        measure=worded.measure,
        comparator=worded.group or comparator,
        published=worded.published,
        unit=worded.unit,
    )
    return Stated(
        claim, sentence.passage, worded.start, worded.end, (*worded.assumed, *dated), worded.remarks
    )


def _words_left(text: str, masked: str, taken: Spans) -> Iterable[Left]:
    """Words for a rank, direction or amount that no rule has read, and with which no figure goes."""
    for match in WORDS.finditer(masked):
        start, end = match.span()
        inside = any(first < end and start < last for first, last in taken)
        if not inside and not (match["move"] and has_figure(masked, start, end)):
            why = next(reason for name, reason in REASONS.items() if match[name])
            yield Left(start, end, refusal(text, start, end) or why)


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
    """Slips in words: a publisher that is not that of the figures, "class one" for level one."""
    made: dict[int, list[str]] = {}
    for statement in stated:
        made.setdefault(statement.passage.number, []).append(statement.claim.measure)
    for sentence in parsed:
        measures = made.get(sentence.passage.number, [])
        for words, why, applies in REMARKS:
            match = words.search(sentence.text)
            if match and (applies(measures) or (sentence.phrases and words is CLASS)):
                yield Unread(sentence.passage, match.group(), why, match.start())
