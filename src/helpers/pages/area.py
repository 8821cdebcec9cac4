"""The one call that a report notebook makes: ``Briefing(area, year)``, then one method for each part of the page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from helpers.analysis.area_facts import area_facts, known_years
from helpers.analysis.facts import Facts
from helpers.data.coverage import check_covered
from helpers.data.evidence import evidence
from helpers.pages.page import Block, Page, Prose, block, prose
from helpers.present import charts, funnel_chart, sentences, tables
from helpers.present.sentences import Sentence
from helpers.present.summary import summary


def basis(area: str, year: int) -> dict[str, Any]:
    """What a report rests on, for the publisher."""
    return Briefing(area, year).basis()


class Briefing(Page):
    """The parts of one area's briefing at 31 March of ``year``.

    Raises UnknownArea for a name that is not a police-force area (with near matches), DataError for a year
    outside the data or for data that cannot be trusted.
    """

    def __init__(self, area: str, year: int) -> None:
        known = evidence()
        check_covered(year, known_years(known))
        self.facts: Facts = area_facts(known, area, year)

    def title(self) -> Prose:
        """The page's heading."""
        return Prose(f"# {sentences.title(self.facts)}")

    def headline(self) -> Prose:
        """How many, what change, what rate, and what the figure counts."""
        return prose(sentences.headline(self.facts))

    def key_figures(self) -> Block:
        """The figures of the year with change and comparators."""
        return block(tables.key_figures(self.facts))

    def trend(self) -> Prose:
        """The change since the first figure, and known breaks."""
        return prose(sentences.trend(self.facts))

    def trend_chart(self) -> Block:
        """The count over the years; the table alone where there are too few to draw."""
        table = tables.series_table(self.facts)
        return _figure(charts.trend(self.facts, table), table)

    def police_held(self) -> Block:
        """Counts on other bases, which are not comparable."""
        return block(tables.police_held(self.facts))

    def region(self) -> Prose:
        """The area among its region's forces and among all areas."""
        return prose(sentences.region(self.facts))

    def region_chart(self) -> Block:
        """The rates of the region's forces; the table alone where there are fewer than two."""
        table = tables.region_table(self.facts)
        return _figure(charts.region(self.facts, table), table)

    def funnel_chart(self) -> Block:
        """The rates of all areas around that of England and Wales; nothing where no rate is judged."""
        table = funnel_chart.table_of(self.facts)
        return _figure(funnel_chart.chart(self.facts, table), table)

    def management(self) -> Prose:
        """Levels, breaches, removals, orders, recalls and the other categories."""
        return prose(sentences.management(self.facts))

    def missing(self) -> Prose:
        """Missing or wanted RSOs by survey."""
        return prose(sentences.missing(self.facts))

    def missing_table(self) -> Block:
        """Every survey answer with its note."""
        return block(tables.surveys(self.facts))

    def inspection(self) -> Prose:
        """Grades, causes of concern, workload."""
        return prose(sentences.inspection(self.facts))

    def inspection_tables(self) -> Block:
        """What inspectors found, and workload as published."""
        both = tables.findings(self.facts) + tables.workload(self.facts)
        return block(both)

    def disclosure(self) -> Prose:
        """Sarah's Law and conviction rates."""
        return prose(sentences.disclosure(self.facts))

    def disclosure_tables(self) -> Block:
        """Applications, disclosures and conviction rates as published."""
        both = tables.disclosures(self.facts) + tables.courts(self.facts)
        return block(both)

    def limits(self) -> Prose:
        """What the figures do not say."""
        return prose(sentences.limits(self.facts))

    @property
    def all_sentences(self) -> list[Sentence]:
        """Every sentence of the page with the name of its variant, in order."""
        makers = (
            *(sentences.headline, sentences.trend, sentences.region, sentences.management),
            *(sentences.missing, sentences.inspection, sentences.disclosure, sentences.limits),
        )
        return [sentence for make in makers for paragraph in make(self.facts) for sentence in paragraph]

    @cached_property
    def _about(self) -> dict[str, Any]:
        return summary(self.facts, self.facts.evidence.tiles.get(self.facts.area.name))

    @cached_property
    def _shown(self) -> str:
        told = (
            *(self.headline, self.trend, self.region, self.management, self.missing, self.inspection),
            *(self.disclosure, self.limits),
        )
        # Whatever a chart links to, its table or the prose links to as well, so nothing is drawn again for its links.
        shown = (
            *(tables.key_figures, tables.series_table, tables.police_held, tables.region_table),
            funnel_chart.table_of,
            *(tables.surveys, tables.findings, tables.workload, tables.disclosures, tables.courts),
        )
        return "".join(make().markdown for make in told) + "".join(make(self.facts) for make in shown)


def _figure(chart: charts.Chart | None, table: str) -> Block:
    return Block(chart.html(), chart.alt) if chart else block(table)
