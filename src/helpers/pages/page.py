"""What report notebooks are made of: prose and blocks, and what the pages of all of them have in common."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from helpers.analysis.fact_rows import typed_row
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.region_facts import RegionFacts
from helpers.present import sentences, tables
from helpers.present.sentences import Sentence
from helpers.present.sentences.sentence import Step
from helpers.present.wording import plain

SUMMARY = "text/vnd.briefing.summary"
"""The type under which a report hands its figures to the publisher, beside the HTML of its last cell.

Lines of JSON: what is said of the page, then a line for each fact. Were it one JSON value, a notebook would give each
cell of each fact a line of its own, which takes long to write and is hard to compare.
"""


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
        about = {name: value for name, value in self.summary.items() if name != "facts"}
        lines = "\n".join(json.dumps(each) for each in (about, *self.summary["facts"]))
        return {"text/html": self.html, "text/plain": self.description, SUMMARY: lines}


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


class Page(ABC):
    """One page: the notes of the figures that it shows, and the page as data for the publisher."""

    facts: Facts | RegionFacts

    @property
    @abstractmethod
    def _about(self) -> dict[str, Any]:
        """What a list of pages says of it."""

    @property
    @abstractmethod
    def _shown(self) -> str:
        """The words and tables of the page in its order; a chart links to nothing that its table does not."""

    @property
    def _behind(self) -> Sequence[Fact]:
        """The facts that the page hands over."""
        return self.all_facts

    @property
    def all_facts(self) -> list[Fact]:
        """Every fact behind the page."""
        return list(self.facts)

    def sources(self) -> Listing:
        """For every figure on the page: value, bounds, status, formula, source, file and line."""
        said = f"{len(self._noted)} figures with their sources"
        return Listing(self._entries, said, self.summary())

    def summary(self) -> dict[str, Any]:
        """The page as data: what a list of pages says of it, every fact behind it, and every source of these."""
        facts = [typed_row(fact) for fact in self._behind]
        return self._about | {"facts": facts, "sources": self._sources}

    @property
    def _sources(self) -> list[dict[str, str]]:
        """The sources that the facts of the page name, by their ids."""
        named = {source for fact in self._behind for source in fact.sources}
        return [
            asdict(source) for name, source in sorted(self.facts.evidence.sources.items()) if name in named
        ]

    def basis(self) -> dict[str, Any]:
        """What the page rests on: its ``facts`` as rows, and as ``words`` all else that it shows.

        Charts are drawn from the facts alone.
        """
        return {"facts": self.summary()["facts"], "words": self.words}

    @property
    def words(self) -> str:
        """Every sentence, table, entry and source of the page as one text, and what a list of pages says of it."""
        return f"{self._about} {self._shown} {self._entries} {self._sources}"

    @cached_property
    def _entries(self) -> str:
        return tables.entries(self.facts, links(self._shown))

    @property
    def _noted(self) -> list[Fact]:
        """The facts that have a note: nothing is listed that is not shown."""
        return tables.noted(self.facts, links(self._shown))
