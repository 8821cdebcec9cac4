"""Whether an article is itself one of the sources: by its headline, its day and its figures together.

An article that is one must not confirm itself. Where that is likely but not sure, a statement that only such
a source confirms is "stated by a source that may be this article".
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from helpers.data.rows import Source
from helpers.factcheck.judging.verdicts import Answer

# Words of a headline that tell nothing of which article it is.
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "of",
        "on",
        "the",
        "their",
        "there",
        "to",
        "was",
        "were",
        "with",
    ]
)
# So much of a headline is the same headline; so much may be one that was changed.
SAME_TITLE, ALIKE_TITLE = 0.8, 0.5
# Headlines of no more words than this are too short to be told apart.
FEW_WORDS = 2
# An article may come out online and in print on different days.
DAYS = 3
# So many of an article's figures in one source, and so large a share of them, may be its own.
LEAST_FIGURES, LEAST_SHARE = 3, 0.5


def own_source(
    title: str, published: datetime.date | None, answers: Sequence[Answer], sources: Mapping[str, Source]
) -> str:
    """Return the id of the source that the article is; empty where none is found for sure."""
    figures = _figures(answers)
    for name, source in sources.items():
        same_day = _same_day(source, published)
        if same_day is False:
            continue
        like = likeness(title, source.title)
        if like >= SAME_TITLE or (like >= ALIKE_TITLE and same_day and _many(figures[name], answers)):
            return name
    return ""


def perhaps_own(
    title: str, published: datetime.date | None, answers: Sequence[Answer], sources: Mapping[str, Source]
) -> frozenset[str]:
    """Return the sources that the article may be: alike in two of headline, day and figures."""
    figures = _figures(answers)
    alike = set()
    for name, source in sources.items():
        same_day = _same_day(source, published)
        signs = (likeness(title, source.title) >= ALIKE_TITLE, bool(same_day), _many(figures[name], answers))
        if same_day is not False and sum(signs) > 1:
            alike.add(name)
    return frozenset(alike)


def not_by_itself(answer: Answer, own: Iterable[str], unknown: bool) -> Answer:
    """Return the answer, or that only a source that may be the article confirms it.

    Of an ``unknown`` article, any source may be it.
    """
    finding = answer.finding
    if answer.verdict != "another source" or finding is None or not finding.sources:
        return answer
    doubtful = set(finding.sources) <= set(own) or (unknown and len(finding.sources) == 1)
    if not doubtful:
        return answer
    reason = f"only {', '.join(finding.sources)} states it, and that may be this article"
    return replace(answer, verdict="perhaps this article", reason=reason)


def likeness(headline: str, other: str) -> float:
    """Return the share of the words of two headlines that both have."""
    first, second = _words(headline), _words(re.sub(r"\([^()]*\)$", "", other.strip()))
    return len(first & second) / len(first | second) if min(len(first), len(second)) > FEW_WORDS else 0.0


@lru_cache(maxsize=1024)
def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", title.lower())) - COMMON


def _figures(answers: Sequence[Answer]) -> Counter[str]:
    """Return how many of the article's figures each source states."""
    agreed = (
        answer.finding.sources for answer in answers if answer.verdict == "another source" and answer.finding
    )
    return Counter(name for names in agreed for name in names)


def _many(figures: int, answers: Sequence[Answer]) -> bool:
    stated = sum(answer.verdict == "another source" for answer in answers)
    return figures >= LEAST_FIGURES and figures >= LEAST_SHARE * stated


def _same_day(source: Source, published: datetime.date | None) -> bool | None:
    """Return whether a source came out on that day, or in that month; None where either day is not known."""
    parts = re.match(r"([12][0-9]{3})-([01][0-9])(?:-([0-3][0-9]))?", source.published)
    if published is None or not parts:
        return None
    if parts[3] is None:
        return (published.year, published.month) == (int(parts[1]), int(parts[2]))
    try:
        day = datetime.date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None
    return abs((published - day).days) <= DAYS
