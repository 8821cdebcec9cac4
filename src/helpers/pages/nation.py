"""The page of England and Wales: ``NationBriefing(year)``, with one method for each part."""

from __future__ import annotations

from functools import partial
from typing import Any

from helpers.analysis.area_facts import known_years
from helpers.analysis.nation_facts import NationFacts, nation_facts
from helpers.data.coverage import check_covered
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.page import Page
from helpers.present import nation_charts, nation_tables
from helpers.present.display import Block, Figure, Prose, block, prose
from helpers.present.numbers import day
from helpers.present.sentences import nation_page, nation_published


class NationBriefing(Page):
    """The briefing of England and Wales at 31 March of ``year``.

    Raises DataError for a year outside the data or for data that cannot be trusted.
    """

    def __init__(self, year: int) -> None:
        evidence = read_evidence()
        self.facts: NationFacts = nation_facts(evidence, check_covered(year, known_years(evidence)))

    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# {nation_page.nation_title(self.facts)}")

    def headline(self) -> Prose:
        """Say how many, what change, at what rate, where it rose and fell, and what the figure counts."""
        return prose(nation_page.headline(self.facts))

    def key_figures(self) -> Block:
        """Show the year's national figures beside those of a year earlier."""
        return block(nation_tables.key_figures(self.facts))

    def series(self) -> Prose:
        """Describe the change since the first count, its steps and its gaps."""
        return prose(nation_page.series(self.facts))

    def series_chart(self) -> Figure:
        """Chart the count over the years; show the table alone where there are too few to draw."""
        table = nation_tables.series(self.facts)
        return Figure(table, partial(nation_charts.trend, self.facts, table))

    def moves(self) -> Prose:
        """Name the areas that rose, that fell, and of which it is not known."""
        return prose(nation_page.who_moved(self.facts))

    def areas(self) -> Block:
        """Show count and change of each area of which either was found."""
        return block(nation_tables.areas(self.facts))

    def rates(self) -> Prose:
        """Say how the known rates stand to that of England and Wales, and of which areas there is none."""
        return prose(nation_page.rates(self.facts))

    def map(self) -> Figure:
        """Map the known rates; show the table alone where there are too few."""
        table = nation_tables.rates(self.facts)
        return Figure(table, partial(nation_charts.tile_map, self.facts, table))

    def rates_chart(self) -> Figure:
        """Chart the known rates in order with their intervals; show the table alone for too few."""
        table = nation_tables.rates(self.facts)
        return Figure(table, partial(nation_charts.rates, self.facts, table))

    def management(self) -> Prose:
        """Give categories, levels, breaches and orders of the year, and the latest of the others."""
        return prose(nation_page.management(self.facts))

    def management_table(self) -> Block:
        """List all that is published of the nation, measure by measure."""
        return block(nation_tables.listed(self.facts))

    def missing(self) -> Prose:
        """Tell the latest surveys of missing or wanted RSOs: who answered what."""
        return prose(nation_published.missing(self.facts))

    def missing_tables(self) -> Block:
        """List these surveys force by force, and the totals of all."""
        return block(nation_tables.surveys(self.facts))

    def inspections(self) -> Prose:
        """Give the grades round by round, and how long causes of concern stood."""
        return prose(nation_published.inspections(self.facts))

    def inspection_tables(self) -> Block:
        """List the grades, causes of concern and single findings."""
        return block(nation_tables.inspections(self.facts))

    def workload(self) -> Prose:
        """Say of which forces overdue visits are published."""
        return prose(nation_published.workload(self.facts))

    def workload_tables(self) -> Block:
        """List workload and overdue visits as published, each with its scope and date."""
        return block(nation_tables.workload(self.facts))

    def disclosure(self) -> Prose:
        """Give applications and disclosures under Sarah's Law, and who answered."""
        return prose(nation_published.disclosure(self.facts))

    def disclosure_tables(self) -> Block:
        """List applications, disclosures and national conviction rates as published."""
        return block(nation_tables.disclosures(self.facts))

    def removal(self) -> Prose:
        """Say how many were removed from the register."""
        return prose(nation_published.removal(self.facts))

    def removal_table(self) -> Block:
        """List applications to be removed by force, as published."""
        return block(nation_tables.removals(self.facts))

    def limits(self) -> Prose:
        """Explain what the figures do not say."""
        return prose(nation_page.limits(self.facts))

    @property
    def _about(self) -> dict[str, Any]:
        """No headline, as the index compares areas alone."""
        date = day(f"{self.facts.year}-03-31")
        return {"title": nation_page.nation_title(self.facts), "date": date, "headlines": []}
