"""Facts in words: links, nouns, lists, and the few phrases that every sentence shares.

Text from the data is untrusted: it reaches a page only through ``escape``.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from helpers.analysis.facts import CHECK_RECORDING as CHECK_RECORDING
from helpers.analysis.facts import Fact, FactSet
from helpers.analysis.funnel import Side
from helpers.data.naming import slug
from helpers.present import numbers
from helpers.text.characters import isolated
from helpers.text.nouns import agree

RSOS = "registered sexual offenders"
WHY_IT_GROWS = "Many people must register for long periods or for life, so the number builds up; it counts people who must register, not offences."
WHAT_IT_COUNTS = "Such counts are of people who must register, not of offences."


LINK = re.compile(r"\[([^\]]*)\]\((#[^)]*)\)")
# What has a digit in it: dates, fixed terms and codes of invisible characters, which are passed over, and
# figures.
FIGURE = re.compile(
    r"(?:\b\d{1,2} )?\b(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{4})?\b"
    r"|\b(?:19|20)\d\d(?:(?:[-/]| to )(?:\d{4}|\d\d))?\b(?![,.]?\d)"
    r"|\b[Ll]evels? \d(?: and \d)?\b|\b[Cc]ategor(?:y|ies) \d(?: and \d)?\b|\baged 10 and over\b|\b100,000 people\b|\b12 months\b|‹U\+[0-9A-F]{4,6}›"
    r"|(?P<figure>\b(?:1 in )?\d[\d,]*(?:\.\d+)?(?: to \d[\d,]*(?:\.\d+)?| of \d[\d,]*)?(?:%|st\b|nd\b|rd\b|th\b|\b))"
)
# Punctuation that some reading of Markdown takes for markup, a list, a rule or an address.
MARKUP = re.compile(r"[!#$&()*+./:<=>@\[\\\]^_`{|}~-]")


def escape(text: str) -> str:
    """Make data text inert in Markdown: no HTML, emphasis, link, list or line break.

    Punctuation becomes numeric references, which no reading of Markdown takes for markup. Text that is read
    from right to left is isolated from what stands beside it.
    """
    return escape_part(isolated(" ".join(text.split())))


def escape_part(text: str) -> str:
    """Make a piece of a text inert as ``escape`` does, but keep the spaces at its ends."""
    return MARKUP.sub(lambda match: f"&#{ord(match.group())};", text)


@lru_cache(maxsize=16_384)  # a page asks for each of its facts in sentences, tables and notes
def anchor(identity: str) -> str:
    """Return the id of a fact's entry on the page."""
    return "fact-" + re.sub(r"[^a-z0-9]+", "-", identity.lower())


def note_of(fact: Fact) -> str:
    """Return the id of the entry that a fact has on the page, or shares with the same figure elsewhere."""
    return anchor(fact.same_as or fact.id)


def link(fact: Fact, text: str | None = None) -> str:
    """Link a figure to its entry among the sources, as Markdown.

    ``text`` is Markdown already; words of the data are escaped.
    """
    if text is None:
        text = escape(fact.value) if isinstance(fact.value, str) else numbers.figure(fact)
    return f"[{text}](#{note_of(fact)})"


def html_link(fact: Fact, text: str | None = None) -> str:
    """Link a figure to its entry among the sources, as HTML."""
    label = html.escape(isolated(text if text is not None else numbers.figure(fact)))
    return f'<a href="#{note_of(fact)}">{label}</a>'


def html_links(markdown: str) -> str:
    """Turn a phrase with linked figures, and no other Markdown, into HTML."""
    return LINK.sub(r'<a href="\2">\1</a>', html.escape(markdown, quote=False))


def figures_linked(text: str, fact: Fact) -> str:
    """Make data text inert Markdown, with each figure in it linked to the entry of ``fact``.

    >>> figures_linked("39% above the count of 2019", fact)
    '[39%](#fact-caveat-1) above the count of 2019'
    """
    return "".join(
        link(fact, escape_part(part)) if is_figure else escape_part(part)
        for part, is_figure in _split_figures(text)
    )


def html_figures_linked(text: str, fact: Fact) -> str:
    """Turn data text into HTML, with each figure in it linked to the entry of ``fact``."""
    return "".join(
        html_link(fact, part) if is_figure else html.escape(part) for part, is_figure in _split_figures(text)
    )


def _split_figures(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text into parts, each with whether it is a figure; dates and words with a digit are not.

    Text that is read from right to left is isolated as a whole, its figures with it.
    """
    end, flat = 0, isolated(" ".join(text.split()))
    for match in FIGURE.finditer(flat):
        if match["figure"]:
            yield flat[end : match.start()], False
            yield match.group(), True
            end = match.end()
    yield flat[end:], False


def plain(markdown: str) -> str:
    """Turn Markdown prose into plain text: links become their text, references their characters."""
    return html.unescape(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown))


def several(items: Iterable[str]) -> str:
    """Join words with commas and a last "and": "a", "a and b", "a, b and c"."""
    return numbers.series(list(items))


def joined_by_or(items: Iterable[str]) -> str:
    """Join words with commas and a last "or": "a", "a or b", "a, b or c"."""
    *first, last = items
    return f"{', '.join(first)} or {last}" if first else last


def left_out_words(names: Iterable[str], table: str = "the table") -> str:
    """Say that a table leaves areas out, given as Markdown, of which nothing was found."""
    listed = list(names)
    text = f"No count, change or rate was found for {joined_by_or(listed)}"
    return f"{text}, so {table} leaves {agree(len(listed), 'it', 'them')} out."


def after_colon(text: str) -> str:
    """Begin a sentence of the data with a small letter behind a colon, where its first word is no name."""
    return text[:1].lower() + text[1:] if text.startswith(("A ", "An ", "The ", "Category ")) else text


def nothing_found(facts: FactSet) -> list[str]:
    """List the areas of a region of which neither count, change nor rate was found."""
    parts = ("count", "rate", "percent", "change", "printed_percent")
    return [name for name in facts.members if not any(facts.member(name, part) for part in parts)]


MARKS = {"computed": "c", "derived": "d", "bounded": "b", "rounded": "r"}
"""What stands beside a figure in a table or a chart that no source prints as it is."""


def known_how(fact: Fact) -> str:
    """ ", computed here", ", derived", or nothing: what prose says of a figure that no source prints."""
    return {"computed": ", computed here", "derived": ", derived"}.get(fact.status, "")


def or_ranges(noun: str, counts: Iterable[Fact]) -> str:
    """Return "Counts", or "Counts, or ranges for them," where some of them are known only between bounds."""
    ranges = "ranges for them" if noun.startswith("Counts") else "a range for it"
    return f"{noun}, or {ranges}," if any(fact.status == "bounded" for fact in counts) else noun


def people(count: Fact, singular: str = "registered sexual offender", plural: str = RSOS) -> str:
    """ "one registered sexual offender", "987 registered sexual offenders"."""
    if count.value is None:
        return f"{bounds_words(count)} {plural}"
    text = numbers.count_words(float(count.value))
    return f"{link(count, text)} {agree(float(count.value), singular, plural)}"


def bounds_words(count: Fact) -> str:
    """ "between 1,417 and 1,425"."""
    ends = " and ".join(numbers.number(end) for end in (count.low or 0, count.high or 0))
    return f"between {link(count, ends)}"


def people_about(count: Fact, singular: str, plural: str) -> str:
    """Write "about 1,420 registered sexual offenders" of bounds that lie close together, else ``people``."""
    if not count.narrow or count.exact:
        return people(count, singular, plural)
    return f"{link(count, f'about {numbers.about(count.low or 0, count.high or 0)}')} {plural}"


def other_figure(fact: Fact) -> str:
    """Write the figure that is not used, of two that circulate, as the one that is used is written."""
    other = fact.disagrees.replace("-", numbers.MINUS)
    return f"{other}%" if fact.unit == "per cent" else other


def change_words(change: Fact, more: str = "more", fewer: str = "fewer") -> str:
    """ "49 more", "four fewer", "no change": the words of an exact change in number."""
    value = float(change.value or 0)
    if value == 0:
        return link(change, "the same number")
    return f"{link(change, numbers.count_words(abs(value)))} {more if value > 0 else fewer}"


def percent_words(percent: Fact) -> str:
    """ "up 5.2%", "down 0.7%", "up by 2.9% to 3.1%", "unchanged"; bounds that are not of one sign say so.

    Two ends are told with "by", as "up 2.9% to 3.1%" also means: from 2.9% to 3.1%.
    """
    low, high, places = numbers.ends(percent)
    if low == high == 0:
        return link(percent, "unchanged")
    size = _percent_size(min(abs(low), abs(high)), max(abs(low), abs(high)), places)
    by = "by " if " to " in size else ""
    if low > 0:
        return f"up {by}{link(percent, size)}"
    if high < 0:
        return f"down {by}{link(percent, size)}"
    return f"between {link(percent, f'{_percent_rise_or_fall(low)} and {_percent_rise_or_fall(high)}')}"


def _percent_size(low: float, high: float, places: int = 1) -> str:
    """ "5.2%", "2.9% to 3.1%"; what rounds to nothing is "less than 0.1%"."""
    if numbers.rounded(low, places):
        return numbers.between(low, high, places, "%")
    return f"less than {numbers.percent((math.floor(high * 10) + 1) / 10)}"


def _percent_rise_or_fall(value: float) -> str:
    if value == 0:
        return "no change"
    return f"a {'rise' if value > 0 else 'fall'} of {_percent_size(abs(value), abs(value))}"


def place_words(rank: Fact, noun: str = "") -> str:
    """Name a place: "the third highest rate", "the lower rate" of two, "the third or fourth highest rate".

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
    """Name a place alone: "the highest", "the third highest", "the lowest"; of two, "the higher"."""
    if among == 2:
        return "the higher" if place == 1 else "the lower"
    if place == 1:
        return "the highest"
    return "the lowest" if place == among else f"the {numbers.ordinal(place)} highest"


def size_words(rank: Fact) -> str:
    """Name a place by size, 1 being largest: "the largest", "the second largest", "the smaller" of two."""
    place, of = rank.low or 1, rank.known
    if of == 2:
        return "the larger" if place == 1 else "the smaller"
    if place in (1, of):
        return "the largest" if place == 1 else "the smallest"
    return f"the {numbers.ordinal(place)} largest"


def way(change: Fact) -> str:
    """ "rise" or "fall", as far as that is certain, else "change"."""
    return "rise" if (change.low or 0) > 0 else "fall" if (change.high or 0) < 0 else "change"


def open_places(rank: Fact) -> str:
    """Name the places a rank leaves open: "fourth", "fourth or fifth", "anywhere from first to third"."""
    low, high = numbers.ordinal(rank.low or 1), numbers.ordinal(rank.high or 1)
    if low == high:
        return link(rank, low)
    return link(
        rank, f"{low} or {high}" if rank.high == (rank.low or 1) + 1 else f"anywhere from {low} to {high}"
    )


def the_region(region: str) -> str:
    """Return a region's name as it stands inside a sentence: "the East of England", "Wales"."""
    return region if region in ("Wales", "Yorkshire and The Humber") else f"the {region}"


STANDS: Mapping[Side, str] = {
    "similar": "similar",
    "higher": "higher than expected",
    "lower": "lower than expected",
    "undecided": "not decided",
}
"""What a place in the funnel plot is called."""


def page_link(area: str) -> str:
    """Return the address of an area's page from another page of the same year."""
    return f"{slug(area)}.html"


# Names of the tables of the data that only a program would use.
MEASURES = {
    "missing_rso": "missing or wanted RSOs",
    "grade": "grade of inspectors",
    "inspection": "inspectors\u2019 finding",
}


# Periods of the tables of the data that tell how a source was read.
PERIODS = {"undated (read via store)": "undated", "undated APP page": "undated"}
# Units that no measure's name says.
TIMES = ("months", "years")


def measure_words(fact: Fact) -> str:
    """Put a measure's name in the data into a reader's words: "Applications", "RSOs managed"."""
    words = MEASURES.get(fact.measure, fact.measure).removeprefix("CSODS ")
    return words if words.startswith("RSO") else words[:1].upper() + words[1:]


def survey_value(fact: Fact) -> str:
    """Return a listed figure as its source gives it: a number, or the words of an answer."""
    if isinstance(fact.value, str):
        if fact.value.startswith("<"):
            return f"under {fact.value[1:]}{'%' if fact.unit == 'per cent' else ''}"
        return fact.value.replace("-", " to ") if fact.value.replace("-", "").isdigit() else fact.value
    places = 0 if fact.value is None or float(fact.value).is_integer() else 1
    unit = f" {agree(fact.middle, fact.unit.removesuffix('s'))}" if fact.unit in TIMES else ""
    return numbers.figure(fact, places) + unit


def period_words(fact: Fact) -> str:
    """Write the date or period of a listed figure; nothing where it has none."""
    return PERIODS.get(fact.period, numbers.day(fact.period))
