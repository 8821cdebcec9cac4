"""An article or a table of claims with its verdicts as HTML: every word escaped, nothing active."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from helpers.data.evidence import Evidence
from helpers.data.rows import Source
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.blocks import Block, Passage
from helpers.factcheck.reading.sentence import Stated, Unread
from helpers.factcheck.showing.words import VERDICTS, right_words, short, visible
from helpers.factcheck.showing.words import statement as claim_words
from helpers.present import numbers
from helpers.present.tables import table, text

BLOCK_TAGS = {"heading": "h3", "paragraph": "p", "item": "p", "quote": "blockquote"}
# A sign beside each verdict, so that no reader depends on colour.
VERDICT_SIGNS = {
    "another source": "✓",
    "perhaps this article": "○",
    "arithmetic": "✓",
    "article alone": "○",
    "disagrees": "✗",
    "not decidable": "?",
    "not understood": "?",
}


def article_html(article: Article, answers: Mapping[str, Answer]) -> str:
    """Return the text of the article; each claim is marked, and linked to its row in the table of claims."""
    marked: dict[int, list[Stated]] = {}
    for statement in article.stated:
        marked.setdefault(statement.passage.number, []).append(statement)
    unread: dict[int, list[Unread]] = {}
    for left in article.unread:
        unread.setdefault(left.passage.number, []).append(left)
    return "".join(_block(block, marked, unread, answers) for block in article.blocks)


def _block(
    block: Block,
    marked: Mapping[int, list[Stated]],
    unread: Mapping[int, list[Unread]],
    answers: Mapping[str, Answer],
) -> str:
    words = " ".join(
        _passage(passage, marked.get(passage.number, []), bool(unread.get(passage.number)), answers)
        for passage in block.passages
    )
    tag = BLOCK_TAGS[block.kind]
    return f"<{tag}>{words}</{tag}>\n"


def _passage(passage: Passage, stated: Sequence[Stated], left: bool, answers: Mapping[str, Answer]) -> str:
    parts: list[str] = []
    done = 0
    for statement in sorted(stated, key=lambda statement: statement.start):
        start = max(statement.start, done)
        parts += [text(visible_as_is(passage.text[done:start])), _mark(statement, passage, start, answers)]
        done = max(statement.end, start)
    rest = text(visible_as_is(passage.text[done:]))
    note = ' <span class="unread">(a number or word that was not read)</span>' if left else ""
    return "".join(parts) + rest + note


def visible_as_is(words: str) -> str:
    """Return visible text that keeps the space at its ends."""
    lead = " " if words[:1].isspace() else ""
    tail = " " if words[-1:].isspace() and words.strip() else ""
    return f"{lead}{visible(words)}{tail}"


def _mark(stated: Stated, passage: Passage, start: int, answers: Mapping[str, Answer]) -> str:
    answer = answers[stated.claim.claim_id]
    words = text(visible_as_is(passage.text[start : stated.end]))
    verdict = VERDICTS[answer.verdict]
    kind = answer.verdict.replace(" ", "-")
    return (
        f'<mark class="{kind}"><a href="#{_anchor(answer)}">{words}</a>'
        f'<span class="verdict"> {VERDICT_SIGNS[answer.verdict]} {text(verdict)}</span></mark>'
    )


def _anchor(answer: Answer) -> str:
    return "claim-" + html.escape(answer.claim.claim_id, quote=True)


def claims_table(
    answers: Sequence[Answer],
    evidence: Evidence,
    notes: Mapping[str, str] | None = None,
    caption: str = "Claims",
) -> str:
    """Return every claim with its verdict, the right figure, the likely slip, the reason and the sources."""
    rows = [_row(answer, evidence, (notes or {}).get(answer.claim.claim_id, "")) for answer in answers]
    head = ["Claim", "Verdict", "What the data give", "Why", "Sources"]
    return table(caption, head, rows, numeric=False) if rows else "<p>No claim was found.</p>"


def _row(answer: Answer, evidence: Evidence, note: str) -> list[str]:
    assumed = f'<br><span class="missing">Read with: {text(visible(note))}</span>' if note else ""
    claim = (
        f'<span id="{_anchor(answer)}">{text(claim_words(answer.claim, evidence.measures))}</span>{assumed}'
    )
    slip = (
        f"<br><strong>Likely slip: {text(answer.slip.kind)}.</strong> {text(short(answer.slip.words))}"
        if answer.slip
        else ""
    )
    sources = answer.finding.sources if answer.finding else ()
    return [
        claim,
        f"{VERDICT_SIGNS[answer.verdict]} {text(VERDICTS[answer.verdict])}",
        text(right_words(answer)) or '<span class="missing">nothing</span>',
        text(short(answer.reason)) + slip,
        "; ".join(_cited(evidence.sources[name]) for name in sources if name in evidence.sources) or "none",
    ]


def _cited(source: Source) -> str:
    date = f", {text(numbers.day(source.published))}" if source.published else ""
    return f'<a href="{html.escape(source.url, quote=True)}" rel="noreferrer">{text(source.title)}</a>{date}'


def unread_table(unread: Sequence[Unread], caption: str, head: str = "Number or words") -> str:
    """Return what was not understood or is remarked on, with why and where; an empty text if nothing was."""
    rows = [
        [
            text(short(item.words, 60)),
            text(item.why),
            f"{item.passage.line}",
            text(short(item.passage.text, 200)),
        ]
        for item in unread
    ]
    return table(caption, [head, "Why", "Line", "Sentence"], rows, numeric=False) if rows else ""
