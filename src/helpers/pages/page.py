"""What the pages of all reports have in common: their parts in order, their notes, and the page as data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from inspect import isfunction
from typing import Any, ClassVar

from helpers.analysis.fact_rows import typed_row
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.region_facts import RegionFacts
from helpers.present import tables
from helpers.present.display import Listing, Part, Prose, bundle, note_links
from helpers.present.sentences.sentence import Sentence
from helpers.text.nouns import agree, counted


class Page(ABC):
    """One page: its parts, the notes of the figures that it shows, and the page as data for the publisher.

    The public methods of a page class are its parts, in the order in which its notebook shows them; the
    sources follow them.
    """

    parts: ClassVar[tuple[str, ...]]
    facts: Facts | RegionFacts

    def __init_subclass__(cls) -> None:
        members = vars(cls).items()
        cls.parts = tuple(name for name, member in members if isfunction(member) and name[0] != "_")

    @abstractmethod
    def title(self) -> Prose:
        """Show the page's heading."""

    def __repr__(self) -> str:
        heading = f"{self.title()!r}".removeprefix("# ")
        return f"{heading}: {counted(len(self.all_facts), 'fact')}, in .facts; shown by {'(), '.join(self.parts)}()"

    @classmethod
    def basis_of(cls, **parameters: Any) -> dict[str, Any]:
        """Return what the page of a notebook's parameters rests on, for the publisher."""
        return cls(**parameters).basis()

    @classmethod
    def shown_of(cls, **parameters: Any) -> list[dict[str, Any]]:
        """Return what each cell of the notebook shows, charts too, for what was run on another machine."""
        return cls(**parameters).shown

    def basis(self) -> dict[str, Any]:
        """Return what the page rests on: its ``facts`` as rows, and as ``words`` all else that it shows.

        Charts are drawn from the facts alone.
        """
        return {"facts": self.summary()["facts"], "words": self.words}

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Each part as its cell of the notebook shows it, by type."""
        return [bundle(part) for part in (*self._shown_parts, self.sources())]

    def summary(self) -> dict[str, Any]:
        """Return the page as data: what lists of pages say of it, the facts behind it, and their sources."""
        return self._about | {"facts": self._rows, "sources": self._sources}

    def sources(self) -> Listing:
        """Show for every figure on the page its value, bounds, status, formula, source, file and line."""
        noted = len(self._noted_facts)
        described = f"{counted(noted, 'figure')} with {agree(noted, 'its', 'their')} sources"
        return Listing(self._notes, described, self.summary())

    @property
    def words(self) -> str:
        """All sentences, tables, notes and sources of the page, and what lists of pages say of it."""
        return f"{self._about} {self._content} {self._notes} {self._sources}"

    @property
    def all_sentences(self) -> list[Sentence]:
        """Every sentence of the page with the name of its variant, in order."""
        prose = [part for part in self._shown_parts if isinstance(part, Prose)]
        return [sentence for part in prose for sentence in part.sentences if isinstance(sentence, Sentence)]

    @property
    def all_facts(self) -> list[Fact]:
        """Every fact behind the page."""
        return list(self.facts)

    @property
    @abstractmethod
    def _about(self) -> dict[str, Any]:
        """What lists of pages say of it."""

    @property
    def _facts_behind(self) -> Sequence[Fact]:
        """The facts that the page hands over."""
        return self.all_facts

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return [typed_row(fact) for fact in self._facts_behind]

    @cached_property
    def _shown_parts(self) -> tuple[Part, ...]:
        return tuple(getattr(self, name)() for name in self.parts)

    @property
    def _parts_as_noted(self) -> Sequence[Part]:
        """The parts in the order in which their figures are given notes."""
        return self._shown_parts

    @cached_property
    def _content(self) -> str:
        """All that is shown but the drawings, which link to nothing else."""
        return "".join(part.content for part in self._parts_as_noted)

    @cached_property
    def _notes(self) -> str:
        return tables.entries(self.facts, self._links)

    @property
    def _noted_facts(self) -> list[Fact]:
        """The facts that have a note: nothing is listed that is not shown."""
        return tables.noted(self.facts, self._links)

    @property
    def _links(self) -> list[str]:
        """The anchors of the notes that the page links to, in order, as often as it does."""
        return note_links(self._content)

    @property
    def _sources(self) -> list[dict[str, str]]:
        """The sources that the facts of the page name, by their ids."""
        named = {source for fact in self._facts_behind for source in fact.sources}
        sources = sorted(self.facts.evidence.sources.items())
        return [
            {"id": source.id, "title": source.title, "url": source.url, "published": source.published}
            for name, source in sources
            if name in named
        ]
