"""The parts of a page: an address for each, the list of contents, and what is printed on one page alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, count, pairwise

from helpers.publish.page.scrolling import text_of

_SECTION = re.compile(r"<h2\b(?P<attributes>[^>]*)>(?P<heading>.*?)</h2>", re.DOTALL | re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption>", re.IGNORECASE)
_FIGURE = re.compile(r"<figure(?P<attributes>[^>]*)>(?P<content>.*?)</figure>", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r'\bid="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_IDS_OF_FRAME = ("main", "contents", "one-page")
_FEWEST_SECTIONS = 3  # a page with fewer is seen at a glance
_ON_ONE_PAGE = (
    '<p class="ways"><a class="to-one-page" href="#one-page">On one page, to print</a>'
    '<a class="to-whole" href="#main">The whole briefing, with the source of each figure</a></p>'
)


def with_contents(content: str) -> str:
    """Give each section and each figure an address, and list the sections before the first of them.

    ``content`` is the HTML inside the page's main part; headings may hold tags, and keep any id that they
    have. A page of several sections is divided into parts, so that its style can show some of them alone: at
    the address ``#one-page`` these are the opening, the first section and the first figure.
    """
    named, sections = _with_ids(_with_figures(content))
    if len(sections) < _FEWEST_SECTIONS:
        return named
    opening, *parts = _divided(named)
    first_figure = next((part for part in parts if "<figure" in part), "")
    whole = [
        f'<div class="opening">\n{opening.strip()}\n</div>',
        _ON_ONE_PAGE,
        _contents(sections),
        *(
            f'<div class="{_kind(number, part is first_figure)}">\n{part.strip()}\n</div>'
            for number, part in enumerate(parts)
        ),
    ]
    return '<div id="one-page">\n' + "\n".join(whole) + "\n</div>"


def _with_figures(content: str) -> str:
    """Give each figure an id, "chart-1", its caption as its name, and a link by which it can be passed on.

    Without a name, a browser prints the figure to a PDF as one that has no alternative text.
    """
    numbers = count(1)

    def named(figure: re.Match[str]) -> str:
        if _ID.search(figure["attributes"]):
            return figure.group()
        name = f"chart-{next(numbers)}"
        link = f'<p class="address"><a href="#{name}">Link to this chart</a></p>'
        caption = f"{name}-caption"
        content, captions = _CAPTION.subn(f'<figcaption id="{caption}">', figure["content"], count=1)
        named_by = f' aria-labelledby="{caption}"' if captions else ""
        return f'<figure id="{name}"{named_by}{figure["attributes"]}>{content}{link}</figure>'

    return _FIGURE.sub(named, content)


def _with_ids(content: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the content with an id for each section, whose heading links to it, and ids and headings."""
    taken = {*_IDS_OF_FRAME, *_ID.findall(content)}
    sections: list[tuple[str, str]] = []

    def add_id(section: re.Match[str]) -> str:
        own = _ID.search(section["attributes"])
        name = own[1] if own else _free_name(_slug(section["heading"]), taken)
        taken.add(name)
        heading = section["heading"]
        sections.append((name, heading))
        linked = heading if "<a" in heading.lower() else f'<a class="self" href="#{name}">{heading}</a>'
        given = section["attributes"] if own else f' id="{name}"{section["attributes"]}'
        return f"<h2{given}>{linked}</h2>"

    return _SECTION.sub(add_id, content), sections


def _divided(content: str) -> Iterator[str]:
    """Yield what stands before the first section, and each section."""
    starts = [0, *(section.start() for section in _SECTION.finditer(content)), len(content)]
    yield from (content[start:end] for start, end in pairwise(starts))


def _kind(number: int, has_first_figure: bool) -> str:
    """Name the kind of a part: shown on one page, as a whole or for its first figure, or not."""
    if number == 0:
        return "part first"
    return "part pictured" if has_first_figure else "part"


def _contents(sections: Sequence[tuple[str, str]]) -> str:
    items = "\n".join(f'<li><a href="#{name}">{_TAG.sub("", heading)}</a></li>' for name, heading in sections)
    return f'<nav class="contents" aria-labelledby="contents">\n<p id="contents">Contents</p>\n<ul>\n{items}\n</ul>\n</nav>'


def _slug(heading: str) -> str:
    """Make an id of a heading: "What are the key figures?" -> "what-are-the-key-figures"."""
    words = text_of(heading).lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "section"


def _free_name(name: str, taken: set[str]) -> str:
    """Return the name, or the first of its numbered forms that the page does not have."""
    candidates = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
