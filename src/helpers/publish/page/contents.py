"""The sections of a page: an address for each, and the list of contents that leads to them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

_SECTION = re.compile(r"<h2\b(?P<attributes>[^>]*)>(?P<heading>.*?)</h2>", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r'\bid="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_OF_THE_FRAME = ("main", "contents")
# A page of fewer sections is seen at a glance.
_FEWEST = 3


def with_contents(content: str) -> str:
    """Give each level-two heading an id and list them before the first, after what the page says at once.

    ``content`` is the HTML inside the page's main part; its headings may hold tags and keep an id that they have.
    """
    taken = {*_OF_THE_FRAME, *_ID.findall(content)}
    sections: list[tuple[str, str]] = []

    def named(found: re.Match[str]) -> str:
        own = _ID.search(found["attributes"])
        name = own[1] if own else _free(_slug(found["heading"]), taken)
        taken.add(name)
        sections.append((name, found["heading"]))
        return found.group() if own else f'<h2 id="{name}"{found["attributes"]}>{found["heading"]}</h2>'

    named_content = _SECTION.sub(named, content)
    first = _SECTION.search(named_content)
    if first is None or len(sections) < _FEWEST:
        return named_content
    return named_content[: first.start()] + _contents(sections) + "\n" + named_content[first.start() :]


def _contents(sections: Sequence[tuple[str, str]]) -> str:
    items = "\n".join(f'<li><a href="#{name}">{_TAG.sub("", heading)}</a></li>' for name, heading in sections)
    return f'<nav class="contents" aria-labelledby="contents">\n<p id="contents">Contents</p>\n<ul>\n{items}\n</ul>\n</nav>'


def _slug(heading: str) -> str:
    """ "What are the key figures?" -> "what-are-the-key-figures"."""
    words = html.unescape(_TAG.sub("", heading)).lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "section"


def _free(name: str, taken: set[str]) -> str:
    """The name, or the first of its numbered forms that the page does not have."""
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
