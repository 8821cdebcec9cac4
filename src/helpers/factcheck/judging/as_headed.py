"""Whether a cell or an item is told as what its figure is right as: by heads, labels and introducing words.

A look of ``misreadings``. A cell is told by the head of its column, the label of its row and the first cell
of the head; where these name no measure, and in a list of bare figures, by the line that introduces them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import ONE_IN, Claim
from helpers.factcheck.judging.around import without_agreement
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.not_on_register import KNOWN, OF_THOSE
from helpers.factcheck.reading.sentence import Parsed, Stated
from helpers.factcheck.reading.tables import Part, is_row, table_heads, told_of_cell

HEADS_OF_REGISTER = (COUNT, RATE, ONE_IN)
# These name others, or a change, where they stand alone in a head.
OTHER_WORDS = "agencies officers partners probation services supervision teams convicted rise rising"
# Words of heads and of lines that introduce a list, which name no measure.
LIST_WORDS = (
    "background follows following glance key facts timeline list lists include includes table tables show shows showed shown return returns say says"
    " bracket brackets compare compares comparison look looks change changed count counts number numbers position rank ranks ranked place places per share things"
    " big bigger biggest large larger full latest elsewhere rest neighbouring neighbour neighbours region's did do does how they what who"
)
IN_HEADS = (KNOWN | OF_THOSE | {*LIST_WORDS.split()}) - {*OTHER_WORDS.split()}
HEAD_WORD = re.compile(r"[A-Za-z£%][\w'£%-]*")
HEADS_OF_RATES = re.compile(r"\brates?\b|\bper\b", re.IGNORECASE)
# A line without a full stop introduces what follows if it has at most so many words.
MOST_WORDS = 15
MOST_WORDS_OF_LABEL = 3


def without_what_heads_tell_otherwise(
    answers: Sequence[Answer], article: Article, _: Evidence
) -> list[Answer]:
    """Return the answers, none of agreement to a cell or item that its heads tell as something else."""
    tables, led = table_heads(article.blocks, article.sentences), _introduced(article)
    return without_agreement(
        answers, article, lambda judged, stated: _otherwise(judged.claim, stated, article, tables, led)
    )


def _otherwise(
    claim: Claim,
    stated: Stated,
    article: Article,
    tables: Mapping[int, Sequence[Part]],
    led: Mapping[int, Part],
) -> str:
    """Return what tells a figure as something else than it is right as; empty where nothing does."""
    sentence = article.sentences[stated.passage.number]
    leading = led.get(stated.passage.number)
    if (heads := tables.get(stated.passage.number)) is not None:
        told = told_of_cell(sentence, stated.start, heads)
        if not told:
            return ""
        named = any(part.measures or HEADS_OF_RATES.search(part.text) for part in told)
        return _as_told(claim, told) or ("" if named or leading is None else _as_told(claim, [leading]))
    lead = _lead(sentence, stated)
    if lead is not None and lead.is_long_ago and claim.date == article.readings.latest:
        return f'right only now, and told of "{lead.text}"'
    bare = not sentence.phrases and not HEADS_OF_RATES.search(sentence.text)
    if not bare:
        return ""
    if (
        lead is not None
        and claim.kind == "level"
        and _is_label(lead, stated)
        and (other := _as_told(claim, [lead]))
    ):
        return other
    if leading is None:
        return ""
    dated = any(period.date or period.years for period in sentence.periods)
    return _as_told(claim, [leading], dated, bool(sentence.places))


def _as_told(claim: Claim, told: Sequence[Part], dated: bool = False, placed: bool = False) -> str:
    """Return what parts name that a claim is not of: a measure, a place, a year, or a thing unknown.

    ``dated`` and ``placed`` say whether its own words name its time and place.
    """
    heads = " / ".join(part.text.strip() for part in told)
    measures = {measure for part in told for measure in part.measures}
    if measures and (COUNT if claim.measure in HEADS_OF_REGISTER else claim.measure) not in measures:
        return f'told as another measure by its head: "{heads}"'
    places = {name for part in told for name in part.places}
    if places and not placed and claim.area not in places:
        return f'right only of {claim.area}, and its head names another place: "{heads}"'
    years = {date[:4] for part in told for date in part.dates}
    of_change = {claim.comparator[:4]} if claim.kind.startswith("change") else set()
    apart = bool(years) and years.isdisjoint({str(claim.year), *of_change})
    if not dated and (apart or any(part.is_long_ago for part in told)):
        return f'right only of {claim.year}, and its head tells of another time: "{heads}"'
    unknown = next((word for part in told if (word := _unknown(part))), "")
    if unknown and claim.measure in HEADS_OF_REGISTER:
        return f'what its head tells is not known: "{unknown}"'
    return ""


def _introduced(article: Article) -> dict[int, Part]:
    """Return the line that introduces a list or table by the numbers of its sentences."""
    return {
        number: Part(sentence, 0, len(sentence.text))
        for number, sentence in _items_with_lines(article)
        if sentence.text.endswith(":")
        or (not sentence.text.endswith((".", "!")) and len(sentence.text.split()) <= MOST_WORDS)
    }


def _items_with_lines(article: Article) -> Iterator[tuple[int, Parsed]]:
    """Yield the numbers of the sentences of items and rows, each with the last sentence before its list."""
    line: Parsed | None = None
    for block in article.blocks:
        if block.kind != "item" and not is_row(block):
            headline = block.kind == "heading" and block.level == 1
            line = None if headline else article.sentences[block.passages[-1].number]
        elif line is not None:
            for passage in block.passages:
                yield passage.number, line


def _lead(sentence: Parsed, stated: Stated) -> Part | None:
    """Return what stands before the colon of a sentence that a figure stands after."""
    colon = sentence.text.find(":", 0, stated.start)
    return Part(sentence, 0, colon) if colon > 0 else None


def _is_label(lead: Part, stated: Stated) -> bool:
    """Return whether a figure stands right after a few words and their colon: "Burglaries: 1,184"."""
    return lead.end + 2 >= stated.start and len(lead.text.split()) <= MOST_WORDS_OF_LABEL


def _unknown(part: Part) -> str:
    """Return the first word that is neither in a name nor in the words in which registers are told of."""
    sentence = part.sentence
    known = [(start, end) for start, end, name in sentence.phrases if name == COUNT]
    known += [(place.start, place.end) for place in sentence.places]
    known += [(period.start, period.end) for period in sentence.periods]
    for word in HEAD_WORD.finditer(sentence.text, part.start, part.end):
        within = any(start <= word.start() < end for start, end in known)
        if not within and word[0].lower() not in IN_HEADS:
            return str(word[0])
    return ""
