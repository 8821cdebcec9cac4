"""Joins the figures of a page with their notes: the note's number at each figure, and the way back from each note.

A figure is a link to ``#fact-...``; its note is the list item of that id. Neither knows of the other when a notebook
shows them, as each cell stands for itself, so the whole page is looked at here.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from string import ascii_lowercase

_NOTE = re.compile(r'<li id="(?P<id>fact-[a-z0-9-]+)">(?P<text>.*?)</li>', re.DOTALL)
_USE = re.compile(r'<a href="#(?P<id>fact-[a-z0-9-]+)"')


def join_notes(content: str) -> str:
    """Number the links to notes and lead back from each note to the figures that it is about.

    ``content`` is HTML of our own, in which a note holds no list. Each link to a note gets an id and, in
    ``data-note``, the number of its note, which the style prints on paper, where nothing can be followed. A link
    that leads elsewhere, or to nothing, stays as it is.
    """
    numbers = {found["id"]: number for number, found in enumerate(_NOTE.finditer(content), 1)}
    uses: dict[str, list[str]] = defaultdict(list)

    def named(found: re.Match[str]) -> str:
        if found["id"] not in numbers:
            return found.group()
        use = f"u{sum(map(len, uses.values())) + 1}"
        uses[found["id"]].append(use)
        return f'<a id="{use}" data-note="{numbers[found["id"]]}" href="#{found["id"]}"'

    return _with_ways_back(_USE.sub(named, content), uses)


def _with_ways_back(content: str, uses: Mapping[str, Sequence[str]]) -> str:
    def back(found: re.Match[str]) -> str:
        return f'<li id="{found["id"]}">{found["text"]}{_way_back(uses.get(found["id"], ()))}</li>'

    return _NOTE.sub(back, content)


def _way_back(uses: Sequence[str]) -> str:
    if not uses:
        return ""
    if len(uses) == 1:
        return f' <small><a href="#{uses[0]}">Back to its use</a></small>'
    links = ", ".join(f'<a href="#{use}">{_letters(place)}</a>' for place, use in enumerate(uses))
    return f" <small>Back to its uses: {links}</small>"


def _letters(place: int) -> str:
    """0 -> "a", 25 -> "z", 26 -> "aa"."""
    before, letter = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[letter]
