"""The one call that a report notebook makes: ``Briefing(area, year)``, then one method for each part of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from helpers.analysis.area_facts import area_facts, known_years
from helpers.analysis.facts import Fact, Facts
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.tiles import tiles
from helpers.present import figures, sentences, tables
from helpers.present.sentences import Sentence
from helpers.present.summary import summary
from helpers.present.wording import plain


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


class Briefing:
    """The parts of one area's briefing at 31 March of ``year``.

    Raises UnknownArea for a name that is not a police-force area (with near matches), DataError for a year
    outside the data or for data that cannot be trusted.
    """

    def __init__(self, area: str, year: int) -> None:
        known = evidence()
        years = known_years(known)
        if year not in years:
            raise DataError(f"no figures for 31 March {year}; the data cover {years[0]} to {years[-1]}")
        self.facts: Facts = area_facts(known, area, year)

    def title(self) -> Prose:
        """The page's heading."""
        return Prose(f"# {sentences.title(self.facts)}")

    def headline(self) -> Prose:
        """How many, what change, what rate, and what the figure counts."""
        return _prose(sentences.headline(self.facts))

    def key_figures(self) -> Block:
        """The figures of the year with change and comparators."""
        return _block(tables.key_figures(self.facts))

    def trend(self) -> Prose:
        """The change since the first figure, and known breaks."""
        return _prose(sentences.trend(self.facts))

    def trend_chart(self) -> Block:
        """The count over the years; the table alone where there are too few to draw."""
        table = tables.series_table(self.facts)
        return _figure(figures.trend(self.facts, table), table)

    def police_held(self) -> Block:
        """Counts on other bases, which are not comparable."""
        return _block(tables.police_held(self.facts))

    def region(self) -> Prose:
        """The area among its region's forces and among all areas."""
        return _prose(sentences.region(self.facts))

    def region_chart(self) -> Block:
        """The rates of the region's forces; the table alone where there are fewer than two."""
        table = tables.region_table(self.facts)
        return _figure(figures.region(self.facts, table), table)

    def management(self) -> Prose:
        """Levels, breaches, removals, orders, recalls and the other categories."""
        return _prose(sentences.management(self.facts))

    def missing(self) -> Prose:
        """Missing or wanted RSOs by survey."""
        return _prose(sentences.missing(self.facts))

    def missing_table(self) -> Block:
        """Every survey answer with its note."""
        return _block(tables.surveys(self.facts))

    def inspection(self) -> Prose:
        """Grades, causes of concern, workload."""
        return _prose(sentences.inspection(self.facts))

    def inspection_tables(self) -> Block:
        """What inspectors found, and workload as published."""
        both = tables.findings(self.facts) + tables.workload(self.facts)
        return _block(both)

    def disclosure(self) -> Prose:
        """Sarah's Law and conviction rates."""
        return _prose(sentences.disclosure(self.facts))

    def disclosure_tables(self) -> Block:
        """Applications, disclosures and conviction rates as published."""
        both = tables.disclosures(self.facts) + tables.courts(self.facts)
        return _block(both)

    def limits(self) -> Prose:
        """What the figures do not say."""
        return _prose(sentences.limits(self.facts))

    def sources(self) -> Block:
        """For every figure on the page: value, bounds, status, formula, source, file and line."""
        return Block(
            tables.entries(self.facts, self._linked), f"{len(set(self._linked))} figures with their sources"
        )

    def summary(self) -> dict[str, Any]:
        """The headline figures in words and the place on the tile map: what the index says of the area."""
        return summary(self.facts, tiles().get(self.facts.area.name))

    @property
    def all_sentences(self) -> list[Sentence]:
        """Every sentence of the page with the name of its variant, in order."""
        makers = (
            *(sentences.headline, sentences.trend, sentences.region, sentences.management),
            *(sentences.missing, sentences.inspection, sentences.disclosure, sentences.limits),
        )
        return [sentence for make in makers for paragraph in make(self.facts) for sentence in paragraph]

    @property
    def all_facts(self) -> list[Fact]:
        """Every fact behind the page."""
        return list(self.facts)

    @cached_property
    def _linked(self) -> list[str]:
        """The anchors that the page's parts link to, in the order of the page: nothing is listed that is not shown."""
        prose = (
            self.headline,
            self.trend,
            self.region,
            self.management,
            self.missing,
            self.inspection,
            self.disclosure,
            self.limits,
        )
        # A chart links only from its table, so nothing is drawn again for its links.
        shown = (
            *(tables.key_figures, tables.series_table, tables.police_held, tables.region_table),
            *(tables.surveys, tables.findings, tables.workload, tables.disclosures, tables.courts),
        )
        text = "".join(make().markdown for make in prose) + "".join(make(self.facts) for make in shown)
        return re.findall(r'[("]#(fact-[a-z0-9-]+)', text)


def _prose(paragraphs: Sequence[Sequence[Sentence]]) -> Prose:
    return Prose(sentences.prose(paragraphs))


def _block(html: str) -> Block:
    """A table described by its caption; nothing where there is none, as the prose has said so."""
    found = re.search(r"<caption>(.*?)</caption>", html)
    return Block(html, f"Table: {found.group(1)}" if found else "no table: nothing was found")


def _figure(chart: figures.Chart | None, table: str) -> Block:
    return Block(chart.html(), chart.alt) if chart else _block(table)
