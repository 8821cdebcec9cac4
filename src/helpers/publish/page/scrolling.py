"""Tables wider than a screen: each in a box that scrolls, by finger or by keyboard."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import count

# With the box around it, if it is in one already.
_TABLE = re.compile(
    r'(<div class="table">\s*)?(?P<table><table\b.*?</table>)(?(1)\s*</div>)', re.DOTALL | re.IGNORECASE
)
_CAPTION = re.compile(r"<caption\b(?![^>]*\bid=)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_FIRST_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<t[hd]\b", re.IGNORECASE)
_FEWEST_OF_WIDE = 3  # columns: a table of two fits the screen of a phone


def wrap_tables(content: str) -> str:
    """Put each table of a page into a box, named by its caption, that scrolls sideways.

    One of several columns says on a phone, which may not show them all at once, that it scrolls.
    ``content`` is all that the page holds, because the captions are numbered throughout: "t1", "t2".
    """
    numbers = count(1)
    return _TABLE.sub(lambda match: _wrap_table(match["table"], numbers), content)


def text_of(fragment: str) -> str:
    """Return the text of an HTML fragment, without tags, entities and line breaks."""
    return " ".join(html.unescape(_TAG.sub("", fragment)).split())


def _wrap_table(table: str, numbers: Iterator[int]) -> str:
    box = f'<div class="{_kind(table)}" role="group"'
    caption = _CAPTION.search(table)
    if caption is None:
        return f'{box} aria-label="Table" tabindex="0">{table}</div>'
    name = f"t{next(numbers)}"
    at = caption.start() + len("<caption")
    return f'{box} aria-labelledby="{name}" tabindex="0">{table[:at]} id="{name}"{table[at:]}</div>'


def _kind(table: str) -> str:
    """Return the classes of a table's box; before a wide one the style says that it scrolls."""
    row = _FIRST_ROW.search(table)
    columns = len(_CELL.findall(row.group())) if row else 0
    return "table wide" if columns >= _FEWEST_OF_WIDE else "table"
