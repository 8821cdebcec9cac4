"""What the cells of a notebook show: prose, tables, charts and the sources; each prints as text, too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from helpers.present.frames import shown_frame
from helpers.present.sentences.sentence import Sentence, Step
from helpers.present.wording import plain

if TYPE_CHECKING:
    import pandas as pd

    from helpers.present.charts import Chart  # it takes a second to import, which a fact check should not pay

SUMMARY = "text/vnd.briefing.summary"
"""The type under which a report hands its figures to the publisher, beside the HTML of its last cell.

Lines of JSON: what is said of the page, then a line for each fact. Were it one JSON value, a notebook would
give each cell of each fact a line of its own, which takes long to write and is hard to compare.
"""


@dataclass(frozen=True)
class Prose:
    """Markdown that Jupyter renders, with the sentences that it is made of; printed, it is plain text."""

    markdown: str
    sentences: tuple[Sentence | Step, ...] = ()

    @property
    def content(self) -> str:
        """What a page rests on and finds its links in."""
        return self.markdown

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return plain(self.markdown)


@dataclass(frozen=True)
class Block:
    """HTML that Jupyter renders; printed, it is its description."""

    html: str
    description: str

    @property
    def content(self) -> str:
        """What a page rests on and finds its links in."""
        return self.html

    @property
    def frame(self) -> pd.DataFrame:
        """The first table as a data frame of the texts that it shows; of none, an empty one."""
        return shown_frame(self.html)

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.description


@dataclass(frozen=True, repr=False)
class Listing(Block):
    """A block that also says what the page shows as data, for the publisher."""

    summary: dict[str, Any]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        about = {name: value for name, value in self.summary.items() if name != "facts"}
        lines = "\n".join(json.dumps(row) for row in (about, *self.summary["facts"]))
        return {"text/html": self.html, "text/plain": self.description, SUMMARY: lines}


@dataclass(frozen=True)
class Figure:
    """A chart that is drawn when it is first shown; where ``draw`` finds nothing to draw, the table alone.

    Whatever a chart links to, its table or the prose links to as well. So the notes of a page, and what it
    rests on, are known before anything is drawn.
    """

    table: str
    draw: Callable[[], Chart | None]

    @property
    def content(self) -> str:
        """What a page rests on and finds its links in."""
        return self.table

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a data frame of the texts that it shows; of none, an empty one."""
        return shown_frame(self.table)

    @property
    def html(self) -> str:
        """The chart with its table, or the table."""
        return self._drawn.html

    @property
    def description(self) -> str:
        """The chart's alt text, or what table it is."""
        return self._drawn.description

    @cached_property
    def _drawn(self) -> Block:
        chart = self.draw()
        return Block(chart.html(), chart.alt) if chart else block(self.table)

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.description


Part = Prose | Block | Figure


def bundle(part: Part) -> dict[str, Any]:
    """Return what Jupyter keeps of a part that a cell shows, by type."""
    if isinstance(part, Listing):
        return part._repr_mimebundle_()
    if isinstance(part, Prose):
        return {"text/markdown": part.markdown, "text/plain": repr(part)}
    return {"text/html": part.html, "text/plain": repr(part)}


def note_links(content: str) -> list[str]:
    """Return the anchors of the notes that Markdown or HTML links to, in order, as often as it does."""
    return re.findall(r'[("]#(fact-[a-z0-9-]+)', content)


def prose(paragraphs: Sequence[Sequence[Sentence | Step]]) -> Prose:
    """Make prose of sentences by paragraphs; an empty paragraph leaves nothing behind."""
    texts = [" ".join(sentence.text for sentence in paragraph) for paragraph in paragraphs if paragraph]
    return Prose("\n\n".join(texts), tuple(chain.from_iterable(paragraphs)))


def block(html: str) -> Block:
    """Describe a table by its caption; where there is no table, the prose has said so."""
    caption = re.search(r"<caption>(.*?)</caption>", html)
    return Block(html, f"Table: {caption.group(1)}" if caption else "no table: nothing was found")
