"""Tables that are wider than a screen: each in a box that scrolls, by finger or by keyboard."""

import html
import re

# With the box around it, if its maker has put it into one already.
_TABLE = re.compile(
    r'(<div class="table">\s*)?(?P<table><table\b.*?</table>)(?(1)\s*</div>)', re.DOTALL | re.IGNORECASE
)
_CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def wrap_tables(fragment: str) -> str:
    """Put each table of an HTML fragment into a box that scrolls sideways, by finger or by keyboard."""
    return _TABLE.sub(_wrap_table, fragment)


def text_of(fragment: str) -> str:
    """Return the text of an HTML fragment, without tags, entities and line breaks."""
    return " ".join(html.unescape(_TAG.sub("", fragment)).split())


def _wrap_table(found: re.Match[str]) -> str:
    table = found["table"]
    caption = _CAPTION.search(table)
    label = html.escape(text_of(caption.group(1)) if caption else "Table")
    return f'<div class="table" role="group" aria-label="{label}" tabindex="0">{table}</div>'
