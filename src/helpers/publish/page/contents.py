"""The sections of a page: an address for each, and the list of contents that links to them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import chain, count

_SECTION = re.compile(r"<h2\b(?P<attributes>[^>]*)>(?P<heading>.*?)</h2>", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r'\bid="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_IDS_OF_FRAME = ("main", "contents")
_FEWEST_SECTIONS = 3  # a page with fewer is seen at a glance


def with_contents(content: str) -> str:
    """Give each level-two heading an id, and put a list of them before the first, after the page's opening.

    ``content`` is the HTML inside the page's main part; headings may hold tags, and keep any id that they
    have.
    """
    taken = {*_IDS_OF_FRAME, *_ID.findall(content)}
    sections: list[tuple[str, str]] = []

    def add_id(section: re.Match[str]) -> str:
        own = _ID.search(section["attributes"])
        name = own[1] if own else _free_name(_slug(section["heading"]), taken)
        taken.add(name)
        sections.append((name, section["heading"]))
        return section.group() if own else f'<h2 id="{name}"{section["attributes"]}>{section["heading"]}</h2>'

    named = _SECTION.sub(add_id, content)
    first = _SECTION.search(named)
    if first is None or len(sections) < _FEWEST_SECTIONS:
        return named
    return named[: first.start()] + _contents(sections) + "\n" + named[first.start() :]


def _contents(sections: Sequence[tuple[str, str]]) -> str:
    items = "\n".join(f'<li><a href="#{name}">{_TAG.sub("", heading)}</a></li>' for name, heading in sections)
    return f'<nav class="contents" aria-labelledby="contents">\n<p id="contents">Contents</p>\n<ul>\n{items}\n</ul>\n</nav>'


def _slug(heading: str) -> str:
    """Make an id of a heading: "What are the key figures?" -> "what-are-the-key-figures"."""
    words = html.unescape(_TAG.sub("", heading)).lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "section"


def _free_name(name: str, taken: set[str]) -> str:
    """Return the name, or the first of its numbered forms that the page does not have."""
    candidates = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
