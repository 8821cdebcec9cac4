"""Charts on a page: what a notebook holds as an image becomes an element, whose marked figures are links.

In a notebook a chart is an image with alt text, which every viewer shows or reads out. On a page its words
are to be words, in the page's own font and colours, and each of its figures leads to its note.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_IMAGE = re.compile(
    r'<img class="chart" alt="(?P<alt>[^"]*)" src="data:image/svg\+xml,(?P<drawing>%3Csvg xmlns=[^"]*)">'
)
# What a drawing needs only where it stands alone.
_ALONE = re.compile(r'<svg xmlns="[^"]*" font-family="[^"]*" style="[^"]*"')
_FIGURE = re.compile(r'<text data-note="(?P<note>[^"]*)"(?P<name> aria-label="[^"]*")(?P<text>.*?</text>)')


def with_drawings(content: str) -> str:
    """Put each chart of some HTML into it as an element that is called by its alt text, its figures links.

    Any other image stays as it is.
    """
    return _IMAGE.sub(_element, content)


def _element(image: re.Match[str]) -> str:
    linked = _FIGURE.sub(r'<a href="#\g<note>"\g<name>><text\g<text></a>', unquote(image["drawing"]))
    opening = f'<svg class="chart" role="group" aria-label="{image["alt"]}"'
    return _ALONE.sub(lambda _: opening, linked, count=1)
