"""The two kinds of parts of which a report notebook is made: prose and blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpers.present import sentences
from helpers.present.sentences import Sentence
from helpers.present.sentences.sentence import Step
from helpers.present.wording import plain

SUMMARY = "application/vnd.briefing.summary+json"
"""The type under which a report hands its figures to the publisher, beside the HTML of its last cell."""


@dataclass(frozen=True)
class Prose:
    """Markdown that Jupyter renders; printed, it is plain text."""

    markdown: str

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return plain(self.markdown)


@dataclass(frozen=True)
class Block:
    """HTML that Jupyter renders (a table or a chart); printed, it is its description."""

    html: str
    description: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.description


@dataclass(frozen=True)
class Listing(Block):
    """A block that also says what the page shows as data, for the publisher."""

    summary: dict[str, Any]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.description, SUMMARY: self.summary}


def prose(paragraphs: Sequence[Sequence[Sentence | Step]]) -> Prose:
    """Sentences by paragraphs as prose."""
    return Prose(sentences.prose(paragraphs))


def block(html: str) -> Block:
    """A table described by its caption; nothing where there is none, as the prose has said so."""
    found = re.search(r"<caption>(.*?)</caption>", html)
    return Block(html, f"Table: {found.group(1)}" if found else "no table: nothing was found")


def links(*shown: str) -> list[str]:
    """The anchors of entries that Markdown or HTML links to, in order, as often as it does."""
    return re.findall(r'[("]#(fact-[a-z0-9-]+)', "".join(shown))
