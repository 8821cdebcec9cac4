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

    Above one of several columns stands how many there are, as a phone may not show them all at once.
    ``content`` is all that the page holds, because the captions are numbered throughout: "t1", "t2".
    """
    numbers = count(1)
    return _TABLE.sub(lambda match: _wrap_table(match["table"], numbers), content)


def text_of(fragment: str) -> str:
    """Return the text of an HTML fragment, without tags, entities and line breaks."""
    return " ".join(html.unescape(_TAG.sub("", fragment)).split())


def _wrap_table(table: str, numbers: Iterator[int]) -> str:
    caption = _CAPTION.search(table)
    if caption is None:
        return f'{_hint(table)}<div class="table" role="group" aria-label="Table" tabindex="0">{table}</div>'
    name = f"t{next(numbers)}"
    at = caption.start() + len("<caption")
    named = f'{table[:at]} id="{name}"{table[at:]}'
    return (
        f'{_hint(table)}<div class="table" role="group" aria-labelledby="{name}" tabindex="0">{named}</div>'
    )


def _hint(table: str) -> str:
    row = _FIRST_ROW.search(table)
    columns = len(_CELL.findall(row.group())) if row else 0
    if columns < _FEWEST_OF_WIDE:
        return ""
    return (
        f'<p class="wide">This table has {columns} columns. Scroll it sideways where they do not fit.</p>\n'
    )
