"""Joins the figures of a page with their notes: the note's number at each figure, and the way back from each note.

A figure is a link to ``#fact-...``; its note is the list item of that id. Neither knows of the other when a notebook
shows them, as each cell stands for itself, so the whole page is looked at here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from string import ascii_lowercase

_NOTE = re.compile(r'<li id="(?P<id>fact-[a-z0-9-]+)">(?P<text>.*?)</li>', re.DOTALL)
_PIECE = re.compile(rf'{_NOTE.pattern}|<a href="#(?P<target>fact-[a-z0-9-]+)"', re.DOTALL)
_LINK = re.compile(r'<a href="#(?P<target>fact-[a-z0-9-]+)"')

Uses = dict[str, list[str]]


def join_notes(content: str) -> str:
    """Number the links to notes and lead back from each note to the figures that it is about.

    ``content`` is HTML of our own, in which a note holds no list and stands after the figures. Each link to a note
    gets the number of its note in ``data-n``, which the style prints on paper, where nothing can be followed, and an
    id to come back to. What only another note refers to leads back to that note. A link to nothing stays as it is.
    """
    numbers = {found["id"]: number for number, found in enumerate(_NOTE.finditer(content), 1)}
    uses: Uses = defaultdict(list)
    inputs: Uses = defaultdict(list)

    def numbered(found: re.Match[str]) -> str:
        number = numbers.get(found["target"])
        return f'<a data-n="{number}" href="#{found["target"]}"' if number else found.group()

    def joined(found: re.Match[str]) -> str:
        if found["id"]:
            for link in _LINK.finditer(found["text"]):
                inputs[link["target"]].append(found["id"])
            return f'<li id="{found["id"]}">{_LINK.sub(numbered, found["text"])}</li>'
        if found["target"] not in numbers:
            return found.group()
        uses[found["target"]].append(use := f"u{sum(map(len, uses.values())) + 1}")
        return numbered(found).replace("<a", f'<a id="{use}"', 1)

    def with_way_back(found: re.Match[str]) -> str:
        back = uses.get(found["id"]) or inputs.get(found["id"], [])[:1]
        return f'<li id="{found["id"]}">{found["text"]}{_way_back(back)}</li>'

    return _NOTE.sub(with_way_back, _PIECE.sub(joined, content))


def _way_back(uses: Sequence[str]) -> str:
    if not uses:
        return ""
    if len(uses) == 1:
        return f' <small><a href="#{uses[0]}">Back</a></small>'
    links = ", ".join(f'<a href="#{use}">{_letters(place)}</a>' for place, use in enumerate(uses))
    return f" <small>Back to its uses: {links}</small>"


def _letters(place: int) -> str:
    """0 -> "a", 25 -> "z", 26 -> "aa"."""
    before, letter = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[letter]
