"""From the text of an article to claims: by rules, without a model, and with a list of what they do not read.

One sentence at a time. A number becomes a claim when the rules find for it, in this order,

1. what it is: a rate ("per 100,000"), "one in N", a percentage with a rise or fall, a change ("by 49", "49 more"),
   or else a count of what the words nearest to it name (``MEASURES``);
2. whose it is: the only place of the sentence; of several, the one that follows with "in" or "for", else the
   one named last before it; a place that it is only compared with is not its own. Without a place it is that of the
   sentence before it in the paragraph; then, as for "the county", the only area that the article names;
3. of when it is: a date that follows it, else one that stands before it, else the latest of the sentence, else the
   last one stated earlier in the article. "March 2023", "2022/23" and "2023" all mean 31 March 2023.

A sentence that names no measure but speaks of "the number" or "that" goes on about the last one named.
What rests on an earlier sentence or on an assumption says so in the claim's note. A sentence with a negation, a
forecast, a question or "respectively" is not read. Every number that does not become a claim is listed with why.

Words without digits become claims where they plainly say of one place and one of our measures

* its rank (``ranks``): "the second-highest rate in the region", "more than any other force", "third of six";
* its direction (``directions``): "the number rose in the year to March 2023", "more than doubled".

In a sentence that names a place or measure, or goes on about one, every other word for a rank, a change or an
amount ("tops the table", "almost unchanged", "dozens") is listed with why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
from helpers.factcheck.reading.blocks import LONGEST, Block, blocks
from helpers.factcheck.reading.directions import DOWN, UP, directions, has_figure
from helpers.factcheck.reading.number_claims import (
    GOES_ON,
    Asked,
    Context,
    NotRead,
    Parsed,
    Stated,
    Unread,
    main_date,
    number_claim,
    parse,
    when,
)
from helpers.factcheck.reading.patterns import MEASURE, NUMBER, ORDINAL, Found, Left, is_size, mask
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.ranks import ranks

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
REFUSED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a negation",
        re.compile(
            r"\b(?:not|never|neither|nor|den(?:y|ied|ies)|rather than|instead of|incorrect\w*|wrong\w*|untrue|false)\b|n't\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a forecast or condition",
        re.compile(
            r"\b(?:will|would|could|might|may|if|expect\w*|forecast\w*|predict\w*|estimat\w+|target|by 20[3-9][0-9])\b(?! 20)"
        ),
    ),
    ('"respectively", which the rules do not read', re.compile(r"\brespectively\b", re.IGNORECASE)),
    ("a question", re.compile(r"\?[\"”']?$")),
)
WRONG_PUBLISHER = re.compile(
    r"\b(?:Home Office|Office for National Statistics|ONS|NSPCC|College of Policing|Crown Prosecution Service|National Crime Agency)\b"
    r"(?: (?:figures?|data|statistics|report)\b)"
    r"|\b(?:figures?|data|statistics|according to|published by|released by|report)(?: \w+){0,3}? (?:from|by|to|of)?(?: the)? ?"
    r"(?:Home Office|Office for National Statistics|ONS|NSPCC|College of Policing|Crown Prosecution Service|National Crime Agency)\b"
)
CLASS = re.compile(r"\bclass (?:one|two|three|[123])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """An article in blocks, the claims that were found in it, what was not understood, and remarks on its words."""

    blocks: tuple[Block, ...]
    stated: tuple[Stated, ...]
    unread: tuple[Unread, ...]
    remarks: tuple[Unread, ...]


def read_article(text: str, markdown: bool, article: str, source: str, known: Evidence) -> Article:
    """The claims of a text, and everything in it that was not understood.

    ``article`` is an id for the claims of this text, ``source`` that of the article in ``sources.csv``, if it is
    one of them: see ``verdicts.answer``. The places that ``known`` names are those that can be read.
    """
    found = tuple(blocks(text, markdown))
    parsed = [[parse(passage, known) for passage in block.passages] for block in found]
    context = Context(known.names, _only_area([sentence for block in parsed for sentence in block]))
    stated: list[Stated] = []
    unread: list[Unread] = []
    for block in parsed:
        context = replace(context, last_area="")
        for sentence in block:
            made, left = claims_of(sentence, context)
            stated += made
            unread += left
            context = _after(sentence, made, context)
    named = tuple(_named(one, article, source) for one in stated)
    return Article(
        found,
        named,
        tuple(unread),
        tuple(_remarks([sentence for block in parsed for sentence in block], stated)),
    )


def _after(sentence: Parsed, made: Sequence[Stated], context: Context) -> Context:
    """What the next sentence of the paragraph may go on about."""
    areas = {one.claim.area for one in made} or {
        place.name for place in sentence.places if place.kind == "area"
    }
    measures = [name for _, _, name in sentence.phrases] or [
        one.claim.measure for one in made if one.claim.unit == "count"
    ]
    own = context.last_area if not areas else areas.pop() if len(areas) == 1 else ""
    return replace(
        context,
        last_date=main_date(sentence) or context.last_date,
        last_measure=measures[-1] if measures else context.last_measure,
        last_area=own,
    )


def _named(stated: Stated, article: str, source: str) -> Stated:
    claim = replace(stated.claim, claim_id=f"{article}-{stated.claim.claim_id}", article=source)
    return replace(stated, claim=claim)


def _only_area(parsed: Iterable[Parsed]) -> str:
    named = {place.name for one in parsed for place in one.places if place.kind == "area"}
    return named.pop() if len(named) == 1 else ""


def claims_of(sentence: Parsed, context: Context) -> tuple[list[Stated], list[Unread]]:
    """The claims of one sentence, and each of its numbers that is none of them."""
    text = sentence.text
    if len(text) > LONGEST:
        has_number = bool(re.search(r"\d", text) or WORDS.search(text))
        why = f"a sentence of more than {LONGEST} letters, which is not read"
        return [], [Unread(sentence.passage, text[:40], why)] if has_number else []
    refused = next((why for why, words in REFUSED if words.search(text)), "")
    stated: list[Stated] = []
    unread: list[Unread] = []
    worded, left = in_words(sentence, context, refused, len(sentence.numbers))
    for number in sentence.numbers:
        if any(one.start <= number.start < one.end for one in worded) or (worded and is_size(number)):
            continue
        try:
            if whole := next((one for one in left if one.start <= number.start < one.end), None):
                raise NotRead(whole.why)
            if number.kind == "other":
                raise NotRead(f"{number.what}, which is not checked")
            if refused:
                raise NotRead(refused)
            stated.append(number_claim(sentence, number, context, len(stated) + 1))
        except NotRead as why:
            unread.append(Unread(sentence.passage, text[number.start : number.end], str(why)))
    return [*stated, *worded], [*unread, *_without_numbers(sentence, left)]


def _without_numbers(sentence: Parsed, left: Iterable[Left]) -> Iterable[Unread]:
    """Words that are not read; those with a number in them are listed as that."""
    for one in left:
        if not any(one.start <= number.start < one.end for number in sentence.numbers):
            yield Unread(sentence.passage, sentence.text[one.start : one.end], one.why)


# Words and remarks ------------------------------------------------------------------------------------------


def in_words(
    sentence: Parsed, context: Context, refused: str, before: int
) -> tuple[list[Stated], list[Left]]:
    """The claims that a sentence makes in words, and each of its words for a rank, direction or amount that is none."""
    goes_on = context.last_area and GOES_ON.search(sentence.text)
    if not (sentence.places or sentence.phrases or goes_on):
        return [], []
    masked = mask(sentence)
    read = [] if refused else [*ranks(sentence, masked, context), *directions(sentence, masked, context)]
    stated: list[Stated] = []
    left = [one for one in read if isinstance(one, Left)]
    for one in read:
        if isinstance(one, Found):
            try:
                stated.append(_worded(sentence, one, context, before + len(stated) + 1))
            except NotRead as why:
                left.append(Left(one.start, one.end, str(why)))
    taken = [*((one.start, one.end) for one in stated), *((one.start, one.end) for one in left)]
    return stated, [*left, *_words_left(masked, taken, refused)]


def _worded(sentence: Parsed, found: Found, context: Context, at: int) -> Stated:
    """A claim in words, with its dates."""
    number = Quantity(found.start, found.end, "count", found.published)
    alone = replace(sentence, numbers=(number,))
    asked = Asked(found.kind, found.measure, found.published, found.unit)
    date, comparator, dated = when(alone, number, asked, context)
    claim = Claim(
        claim_id=f"s{sentence.passage.number}-{at}",
        article="",
        area=found.area,
        year=int(date[:4]),
        date=date,
        kind=found.kind,
        measure=found.measure,
        comparator=found.group or comparator,
        published=found.published,
        unit=found.unit,
    )
    return Stated(claim, sentence.passage, found.start, found.end, "; ".join([*found.notes, *dated]))


def _words_left(masked: str, taken: Spans, refused: str) -> Iterable[Left]:
    """Words for a rank, direction or amount that no rule has read, and with which no figure goes."""
    for found in WORDS.finditer(masked):
        start, end = found.span()
        inside = any(first < end and start < last for first, last in taken)
        if not inside and not (found["move"] and has_figure(masked, start, end)):
            why = next(reason for name, reason in REASONS.items() if found[name])
            yield Left(start, end, refused or why)


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
    for one in stated:
        made.setdefault(one.passage.number, []).append(one.claim.measure)
    for sentence in parsed:
        measures = made.get(sentence.passage.number, [])
        for words, why, applies in REMARKS:
            found = words.search(sentence.text)
            if found and (applies(measures) or (sentence.phrases and words is CLASS)):
                yield Unread(sentence.passage, found.group(), why)
