"""How hard a page is to read: how long its sentences are, which words only a trade knows, what is empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from helpers.present.tables import NOT_COMPARABLE, NOT_FOUND
from helpers.present.wording import plain

LONG = 30  # words, beyond which a sentence is hard to follow when it is read aloud
# What only a statistician or a police officer says; a word of the field that a page explains is none.
JARGON = (
    *("computed", "derived", "bounded", "bounds", "interval", "confidence", "funnel", "limits", "variance"),
    *("deviation", "median", "dispersion", "adjusted", "independent"),
    *("elimination", "circulates", "notification", "caseloads", "series", "suspected", "basis", "scope"),
)
_JARGON = re.compile(rf"\b(?:{'|'.join(JARGON)})s?\b", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?]) (?=[A-Z\u201c])")
_WORD = re.compile(r"\w[\w\u2019',./%-]*")


@dataclass(frozen=True)
class Readability:
    """The prose of one page: its words, the middle length of its sentences, and how many are long.

    ``long`` is the share of sentences of more than 30 words, ``jargon`` the number of words that only a trade
    knows.
    """

    words: int
    sentences: int
    median: float
    long: float
    jargon: int


def readability(texts: Iterable[str]) -> Readability:
    """Measure the sentences of a page, given as Markdown; each text may hold several."""
    said = [sentence for text in texts for sentence in _END.split(plain(text)) if sentence]
    lengths = [len(_WORD.findall(sentence)) for sentence in said]
    return Readability(
        words=sum(lengths),
        sentences=len(said),
        median=float(median(lengths)) if lengths else 0.0,
        long=round(sum(length > LONG for length in lengths) / max(1, len(said)), 3),
        jargon=sum(len(_JARGON.findall(sentence)) for sentence in said),
    )


def cells(html: str) -> tuple[int, int]:
    """Count the cells of tables, given as HTML, and those in which nothing was found."""
    contents: Sequence[str] = re.findall(r"<td>(.*?)</td>", html)
    return len(contents), sum(cell in (NOT_FOUND, NOT_COMPARABLE) for cell in contents)
