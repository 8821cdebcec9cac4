"""The claims that a sentence makes in words, and its words for ranks and the like that no rule reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import (
    DIFFERENCE,
    EACH_YEAR,
    FALLING,
    FIRST,
    MULTIPLES,
    PERCENT_ABOVE,
    RISING,
    Claim,
)
from helpers.factcheck.reading.bare_ways import bare_ways
from helpers.factcheck.reading.directions import directions, has_figure
from helpers.factcheck.reading.free_words import free_claims
from helpers.factcheck.reading.growth import growth_claims
from helpers.factcheck.reading.measure_named import GOES_ON_COUNTING
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.patterns import MEASURE, NUMBER, ORDINAL, NotStated, WordedClaim, mask
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.rank_forms import rank_forms
from helpers.factcheck.reading.ranks import NO_GROUP, ranks
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated
from helpers.factcheck.reading.ways import DOWN_ANY, UP_ANY

# Claims by rules of their own whose words say nothing else.
OF_THEIR_OWN = (DIFFERENCE, PERCENT_ABOVE, EACH_YEAR, FIRST, RISING, FALLING)
MULTIPLE_OF = ("halved", *MULTIPLES.values())
Spans = Sequence[tuple[int, int]]
# Words, in a sentence with signs, that state a rank, a change or an amount; those not read are listed.
WORDS_TOLD = re.compile(
    rf"\b(?:(?P<rank>highest|lowest|largest|biggest|greatest|smallest|fewest|most (?={MEASURE})|tops|topped|(?:ranked|ranks)(?! {ORDINAL})"
    rf"|(?:top|bottom|foot) of the|{ORDINAL} (?:\w+ )?(?:out )?of (?:the |all )?(?:{NUMBER}|[0-9]+))"
    rf"|(?P<move>{UP_ANY}|{DOWN_ANY}|reduced"
    r"|(?:up|down)(?= (?:on|from|since|in the|over|year|by|again)\b|[.,;])|doubled|halved|trebled|tripled|quadrupled"
    r"|(?:un)?changed|stable|steady|static|flat|the same as"
    r"|(?:more|fewer|higher|lower|less|greater)\b[^.,;\ue004]{0,60}? than)"
    r"|(?P<amount>dozens|scores of|hundreds|thousands|a (?:hundred|thousand|handful|third|quarter)|half|two[- ]thirds"
    r"|three[- ]quarters|twice|the majority|most of))(?!\w)",
    re.IGNORECASE,
)
SINCE_FOLLOWS = re.compile(r" since(?: then)?(?=[.,;)]|$)")
REASONS = {
    "rank": "a rank in words that the rules do not read",
    "move": "a change or comparison without a figure, in words that the rules do not read",
    "amount": "an amount without a figure",
}


def in_words(
    sentence: Parsed, context: Context, other: Sequence[Stated]
) -> tuple[list[Stated], list[NotStated]]:
    """Return the claims that a sentence makes in words, and its words for ranks and the like that are not.

    ``other`` are the claims that it makes by rules of their own.
    """
    before = len(sentence.numbers) + len(other)
    kept = [statement for statement in other if statement.claim.plain_kind in OF_THEIR_OWN]
    goes_on = (context.last_area or context.release) and GOES_ON_COUNTING.search(sentence.text)
    masked = mask(sentence)
    if not (sentence.places or sentence.phrases or goes_on):
        spoken = context.release and context.last_measure in (COUNT, RATE)
        return (_in_free_words(sentence, masked, context, before, _spans(kept)) if spoken else []), []
    stated: list[Stated] = []
    left: list[NotStated] = []
    forms = list(rank_forms(sentence, masked, context))
    ways = [way for way in directions(sentence, masked, context) if not _overlaps(way, kept)]
    strict = (*ranks(sentence, masked, context), *ways)
    others = [worded for worded in strict if isinstance(worded, WordedClaim) or not _overlaps(worded, forms)]
    for worded in (*forms, *others):
        why = why_not_stated(sentence.text, worded.start, worded.end) or (
            worded.why if isinstance(worded, NotStated) else ""
        )
        try:
            if why or isinstance(worded, NotStated):
                raise NotRead(why)
            stated.append(_worded(sentence, worded, context, before + len(stated) + 1))
        except NotRead as not_read:
            left.append(NotStated(worded.start, worded.end, str(not_read)))
    parts = [(quantity.start, quantity.end) for quantity in sentence.numbers if quantity.kind == "percent"]
    taken = [*_spans(stated), *_spans(left), *parts]
    refused = [words for words in left if words.why != NO_GROUP]
    stated += _in_free_words(
        sentence, masked, context, before + len(stated), [*_spans(stated), *_spans(refused), *_spans(kept)]
    )
    said = _spans(stated)
    left = [words for words in left if not any(a < words.end and words.start < b for a, b in said)]
    return stated, [*left, *_words_left(sentence.text, masked, [*taken, *_spans(stated), *_spans(other)])]


def _overlaps(words: NotStated | WordedClaim, others: Sequence[WordedClaim | Stated]) -> bool:
    return any(words.start < other.end and other.start < words.end for other in others)


def _in_free_words(
    sentence: Parsed, masked: str, context: Context, before: int, taken: list[tuple[int, int]]
) -> list[Stated]:
    """Return the claims in free words outside the spans that are ``taken``."""
    stated: list[Stated] = []
    grown = list(growth_claims(sentence, masked, context, taken))
    bare = [*grown, *bare_ways(sentence, masked, context, [*taken, *_spans(grown)])]
    others = free_claims(sentence, masked, context, [*taken, *_spans(bare)])
    for worded in (*bare, *others):
        if why_not_stated(sentence.text, worded.start, worded.end):
            continue
        try:
            stated.append(_worded(sentence, worded, context, before + len(stated) + 1))
        except NotRead:
            continue
    return stated


def _spans(claims: Iterable[Stated | NotStated | WordedClaim]) -> list[tuple[int, int]]:
    return [(claim.start, claim.end) for claim in claims]


def _worded(sentence: Parsed, worded: WordedClaim, context: Context, at: int) -> Stated:
    """Return a claim in words, with its dates."""
    number = Quantity(worded.start, worded.end, "count", worded.published)
    date, comparator, dated = dates_of(
        sentence.with_number(number), number, worded.kind.startswith("change"), False, context
    )
    if (
        worded.kind == "change_direction"
        and SINCE_FOLLOWS.match(sentence.text, worded.end)
        and context.release
    ):
        named = [period.date for period in sentence.periods if period.date and period.end <= worded.start]
        earlier = (named or [context.then])[-1]
        if earlier and earlier < context.release:
            date, comparator, dated = context.release, earlier, [Assumed.DATE_RELEASE]
    if then := _gone_since(sentence, worded, date, context):
        date, comparator, dated = context.release, then, [Assumed.DATE_RELEASE]
    if dated and (then := _of_its_figure(sentence, worded, date)):
        comparator, dated = then, [name for name in dated if name != Assumed.EARLIER_DATE]
    latest = date == context.release and worded.kind == "change_direction"
    if latest and _of_year_before(sentence, worded, date, comparator):
        date, comparator, dated = comparator, f"{int(comparator[:4]) - 1}-03-31", []
    claim = Claim(
        claim_id=f"s{sentence.passage.number}-{at}",
        article="",
        area=worded.area,
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


# "That reverses the fall", "after a small fall the previous year": of the change before the latest.
REVERSED = re.compile(
    r"\b(?:revers(?:e[sd]?|ing)|undo(?:es|ing)|wip(?:es|ed|ing) out|cancel(?:s|led|ling) out|ma(?:kes|de|king) up for|follow(?:s|ed|ing)|c(?:omes|ame) after)"
    r" (?:a|an|the|last year's|that|most of the|some of the)(?: (?:\w+ )?\w+)? $",
    re.IGNORECASE,
)
IN_YEAR_BEFORE = re.compile(
    r"(?: slightly| sharply)?(?: (?:seen|recorded|reported|in|of|during|from|a|that came))* the (?:previous|preceding|prior) (?:year|12 months|twelve months)\b"
    r"|(?: slightly| sharply)?(?: (?:seen|recorded|reported|in|of|during|that came))* the year before\b",
    re.IGNORECASE,
)


def _of_year_before(sentence: Parsed, worded: WordedClaim, date: str, earlier: str) -> bool:
    """Return whether a way is that of the year before the one which the dates of its sentence tell."""
    if not (date.endswith("-03-31") and earlier == f"{int(date[:4]) - 1}-03-31"):
        return False
    named = any(period.date for period in sentence.periods)
    told = IN_YEAR_BEFORE.match(sentence.text, worded.end) is not None
    return not named and (told or REVERSED.search(sentence.text[: worded.start]) is not None)


# "Almost double the 978 counted in 2010": since the date of the figure that it is so many times.
WHAT_IT_WAS = re.compile(r" (?:the|its|that|what it was,?|of|as many as|figure|number|total| )+ ?(?:just )?")
COUNTED_IN = re.compile(r"[^.;:,0-9]{0,60}")


def _of_its_figure(sentence: Parsed, worded: WordedClaim, date: str) -> str:
    """Return the date of the figure that another is said to be twice, or half, of; else nothing."""
    if not worded.published.endswith(MULTIPLE_OF):
        return ""
    after = [figure for figure in sentence.figures if figure.start >= worded.end]
    if not after or not WHAT_IT_WAS.fullmatch(sentence.text, worded.end, after[0].start):
        return ""
    dated = [period for period in sentence.periods if period.date and period.start >= after[0].end]
    its_own = dated and COUNTED_IN.fullmatch(sentence.text, after[0].end, dated[0].start)
    return dated[0].date if its_own and dated[0].date < date else ""


HAS_BEFORE = re.compile(r"\b(?:has|have)(?: since| now| more than| almost| nearly)* $", re.IGNORECASE)


def _gone_since(sentence: Parsed, worded: WordedClaim, date: str, context: Context) -> str:
    """Return the only date that a sentence names before "has doubled": it has done so since then."""
    if worded.kind != "change_direction" or not HAS_BEFORE.search(sentence.text[: worded.start]):
        return ""
    named = {period.date for period in sentence.periods if period.date}
    then = named.pop() if len(named) == 1 else ""
    return then if then == date and then < context.release else ""


def _words_left(text: str, masked: str, taken: Spans) -> Iterable[NotStated]:
    """Yield words for a rank, direction or amount that no rule has read, and with which no figure goes."""
    for match in WORDS_TOLD.finditer(masked):
        start, end = match.span()
        inside = any(first < end and start < last for first, last in taken)
        if not inside and not (match["move"] and has_figure(masked, start, end)):
            why = next(reason for name, reason in REASONS.items() if match[name])
            yield NotStated(start, end, why_not_stated(text, start, end) or why)
