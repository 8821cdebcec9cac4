"""What a page says in figures, and which of them lead to a note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# What may stand unlinked: dates, as the pages write them,
DATES = (
    rf"\b(?:\d{{1,2}} )?{MONTH}(?: to (?:\d{{1,2}} )?{MONTH})?(?: (?:19|20)\d\d)?\b",
    r"\b(?:19|20)\d\d(?:(?:/|-| to )(?:(?:19|20)\d\d|\d\d))?\b(?!,\d|\.\d)",
    r"\b12 months to\b",
)
# and numbers that are part of a defined term.
CONSTANTS = (
    r"\b(?:100,000 )?(?:[Pp]eople )?aged 10 and over\b",
    r"\b100(?:,000)?(?= times | divided by | people)",  # what makes a percentage, and a rate
    r"\b[Ll]evels? [123](?: (?:and|or) [123])?\b",
    r"\bpossible after 15 years\b",  # of registration for life: Sexual Offences Act 2003, section 91B
    r"\b[Cc]ategor(?:y|ies) [1234]\b",
    r"\b(?:95|99\.8)%(?: and in 99\.8%)? (?:of cases|intervals?|limits?)",
    r"\bOpen Government Licence v\.?3\.0",
)
UNLINKED = re.compile("|".join((*DATES, *CONSTANTS)))
BLOCKS = {
    "p",
    "li",
    "td",
    "th",
    "caption",
    "h1",
    "h2",
    "h3",
    "dt",
    "dd",
    "figcaption",
    "summary",
    "text",
    "pre",
}
EMPTY = {"meta", "br", "hr", "img", "path", "circle", "link", "input"}
LINK = "#fact-"


@dataclass
class Element:
    """One open element: ``quiet`` where what it holds is a note, a scale, a style, or a link to a note."""

    tag: str
    quiet: bool
    attributes: dict[str, str] = field(default_factory=dict)


class Walk(HTMLParser):
    """The texts of a page, block by block, in which each linked figure is an asterisk."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[Element] = []
        self._block: list[str] = []
        self.blocks: list[str] = []
        self.feed(page)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self._end_block()
        self._block += [" "] if tag == "br" else []
        if tag not in EMPTY:
            quiet = _quiet(tag, values) or (bool(self._open) and self._open[-1].quiet)
            self._open.append(Element(tag, quiet, values))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        while self._open.pop().tag != tag:
            pass
        if tag in BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        self._block.append("*" if self._open and self._open[-1].quiet else data)

    def _end_block(self) -> None:
        text = " ".join("".join(self._block).split())
        self.blocks += [text] if text else []
        self._block = []


def _quiet(tag: str, values: dict[str, str]) -> bool:
    return (
        tag in {"style", "title"}
        or (tag == "a" and values.get("href", "").startswith(LINK))
        or values.get("class") in {"notes", "sources", "wide", "folded"}
        or (values.get("class") == "scale" and values.get("aria-hidden") == "true")
    )


def unsourced(page: str) -> list[str]:
    """The blocks of a page with a digit that is no link to a note, no date and no defined term."""
    return [block for block in Walk(page).blocks if re.search(r"\d", UNLINKED.sub("", block))]


def figures_in(words: str) -> set[str]:
    """The figures of a description, without its dates and defined terms."""
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", UNLINKED.sub("", words)))
