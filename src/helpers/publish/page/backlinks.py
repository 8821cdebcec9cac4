"""Links between the figures of a page and their notes: the note's number at each figure, and the links back.

A figure is a link to ``#fact-...``; its note is the list item of that id. A notebook shows the two in
separate cells that know nothing of each other, so this module works on the whole page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from string import ascii_lowercase

_NOTE = re.compile(r'<li id="(?P<id>fact-[a-z0-9-]+)">(?P<text>.*?)</li>', re.DOTALL)
_PIECE = re.compile(rf'{_NOTE.pattern}|<a href="#(?P<target>fact-[a-z0-9-]+)"', re.DOTALL)
_LINK = re.compile(r'<a href="#(?P<target>fact-[a-z0-9-]+)"')
_NOTES = re.compile(r'<ol class="notes">.*?</ol>', re.DOTALL)

MOST_BACK = 30
"""To how many of its uses a note leads back: of more, as where a table has one note, to the first."""

Uses = dict[str, list[str]]


def join_notes(content: str) -> str:
    """Add to each link the number of its note, and to each note the links back to its figures.

    ``content`` is the project's own HTML, in which a note holds no list and stands after the figures. Each
    link to a note gets the note's number in ``data-n``, which the style prints on paper, where no link can be
    followed, and an id to link back to. A note that only another note refers to links back to that one. A
    link to nothing stays as it is. The notes are folded: a browser unfolds them where a link leads to one,
    and the style on paper.
    """
    numbers = {note["id"]: number for number, note in enumerate(_NOTE.finditer(content), 1)}
    uses: Uses = defaultdict(list)
    inputs: Uses = defaultdict(list)

    def number_link(link: re.Match[str]) -> str:
        number = numbers.get(link["target"])
        return f'<a data-n="{number}" href="#{link["target"]}"' if number else link.group()

    def number_piece(piece: re.Match[str]) -> str:
        if piece["id"]:
            for link in _LINK.finditer(piece["text"]):
                inputs[link["target"]].append(piece["id"])
            return f'<li id="{piece["id"]}">{_LINK.sub(number_link, piece["text"])}</li>'
        if piece["target"] not in numbers:
            return piece.group()
        uses[piece["target"]].append(use := f"u{sum(map(len, uses.values())) + 1}")
        return number_link(piece).replace("<a", f'<a id="{use}"', 1)

    def link_back(note: re.Match[str]) -> str:
        targets = uses.get(note["id"]) or inputs.get(note["id"], [])[:1]
        return f'<li id="{note["id"]}">{note["text"]}{_back_links(targets)}</li>'

    return _NOTES.sub(_fold, _NOTE.sub(link_back, _PIECE.sub(number_piece, content)))


def _fold(notes: re.Match[str]) -> str:
    return f'<details class="folded"><summary>All notes</summary>\n{notes.group()}\n</details>'


def _back_links(uses: Sequence[str]) -> str:
    if not uses:
        return ""
    if len(uses) == 1:
        return f' <small><a href="#{uses[0]}">Back</a></small>'
    if len(uses) > MOST_BACK:
        return f' <small><a href="#{uses[0]}">Back to its first use</a></small>'
    links = ", ".join(f'<a href="#{use}">{_letters(index)}</a>' for index, use in enumerate(uses))
    return f" <small>Back to its uses: {links}</small>"


def _letters(index: int) -> str:
    """Name a position by letters: 0 -> "a", 25 -> "z", 26 -> "aa"."""
    before, letter = divmod(index, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[letter]
