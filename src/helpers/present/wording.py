"""Facts to words: links, nouns, lists, and the few phrases that every sentence shares.

Text from the data is untrusted: it reaches a page only through ``escape``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from helpers.analysis.facts import Fact
from helpers.present import numbers

RSOS = "registered sexual offenders"
WHY_IT_GROWS = (
    "Many people must register for long periods or for life, so the total accumulates. "
    "It counts people who must register, not offences."
)
WHAT_IT_COUNTS = "The count is of people who must register, not of offences."


def escape(text: str) -> str:
    """Data text made inert in Markdown: no HTML, no emphasis, no link, no line break."""
    flat = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"([\\`*_\[\]()#~|!])", r"\\\1", flat)


def anchor(identity: str) -> str:
    """The id of a fact's entry on the page."""
    return "fact-" + re.sub(r"[^a-z0-9]+", "-", identity.lower())


def link(fact: Fact, text: str | None = None) -> str:
    """A figure as Markdown, linked to its entry among the sources."""
    return f"[{text if text is not None else numbers.figure(fact)}](#{anchor(fact.id)})"


def plain(markdown: str) -> str:
    """Markdown prose as plain text: links become their text, escapes and emphasis go."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return html.unescape(re.sub(r"\\([^\w\s])", r"\1", text.replace("**", "")))


def several(items: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return numbers.series(list(items))


def people(fact: Fact, one: str = "registered sexual offender", many: str = RSOS) -> str:
    """ "one registered sexual offender", "987 registered sexual offenders"."""
    if fact.value is None:
        return f"between {link(fact, numbers.between(fact.low or 0, fact.high or 0).replace(' to ', ' and '))} {many}"
    text = numbers.count_words(float(fact.value))
    return f"{link(fact, text)} {one if fact.value == 1 else many}"


def change_words(change: Fact, more: str = "more", fewer: str = "fewer") -> str:
    """ "49 more", "four fewer", "no change": the words of an exact change in number."""
    value = float(change.value or 0)
    if value == 0:
        return link(change, "the same number")
    return f"{link(change, numbers.count_words(abs(value)))} {more if value > 0 else fewer}"


def percent_words(percent: Fact) -> str:
    """ "up 5.2%", "down 0.7%", "up 2.9% to 3.1%", "unchanged"; bounds of both signs say so."""
    low, high = percent.low or 0.0, percent.high or 0.0
    if low == high == 0:
        return link(percent, "unchanged")
    if low >= 0:
        return "up " + link(percent, numbers.between(low, high, 1, "%"))
    if high <= 0:
        return "down " + link(percent, numbers.between(-high, -low, 1, "%"))
    return (
        f"between {link(percent, f'a fall of {numbers.percent(-low)} and a rise of {numbers.percent(high)}')}"
    )


def place_words(rank: Fact, noun: str = "") -> str:
    """ "the third highest rate", "the lower rate" of two, "the third or fourth highest rate" where it is open.

    ``rank.known`` is the number of areas that the place is counted among.
    """
    low, high = rank.low or 1, rank.high or 1
    if low == high:
        words = superlative(low, rank.known)
    else:
        joint = "or" if high == low + 1 else "to"
        words = f"the {numbers.ordinal(low)} {joint} {numbers.ordinal(high)} highest"
    return f"{link(rank, words)} {noun}".rstrip()


def superlative(place: float, among: int) -> str:
    """ "the highest", "the third highest", "the lowest"; of two, "the higher" and "the lower"."""
    if among == 2:
        return "the higher" if place == 1 else "the lower"
    if place == 1:
        return "the highest"
    return "the lowest" if place == among else f"the {numbers.ordinal(place)} highest"


def open_places(rank: Fact) -> str:
    """The places that a rank leaves open: "fourth", "fourth or fifth", "anywhere from first to third"."""
    low, high = numbers.ordinal(rank.low or 1), numbers.ordinal(rank.high or 1)
    if low == high:
        return link(rank, low)
    return link(
        rank, f"{low} or {high}" if rank.high == (rank.low or 1) + 1 else f"anywhere from {low} to {high}"
    )


def sentence_case(text: str) -> str:
    """The first letter made capital, past any link bracket."""
    found = re.search(r"[A-Za-z]", text)
    return text if found is None else text[: found.start()] + found.group().upper() + text[found.end() :]


def paragraph(sentences: Sequence[str | None]) -> str:
    """Sentences joined to one paragraph; those that had nothing to say are left out."""
    return " ".join(sentence for sentence in sentences if sentence)
