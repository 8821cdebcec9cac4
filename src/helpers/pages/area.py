"""The page of one area: ``AreaBriefing(area, year)``, with one method for each part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from helpers.analysis.area_facts import area_facts, known_years
from helpers.analysis.facts import Facts
from helpers.data.areas import names
from helpers.data.coverage import check_covered
from helpers.data.evidence import Evidence
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.page import Page
from helpers.present import funnel_table, tables
from helpers.present.display import Block, Figure, Part, Prose, block, prose
from helpers.present.sentences import (
    disclosures,
    headlines,
    inspections,
    limitations,
    managing,
    removals,
    surveys,
    trends,
    within_region,
)
from helpers.present.sentences.sentence import title
from helpers.present.summary import summary

if TYPE_CHECKING:  # imported when a chart is drawn: the review queue and fact checks draw none
    from helpers.present.charts import Chart


class AreaBriefing(Page):
    """The briefing of one area at 31 March of ``year``, from ``evidence`` where that was read already.

    Raises UnknownArea for a name that is not a police-force area (with near matches), DataError for a year
    outside the data or for data that cannot be trusted.
    """

    def __init__(self, area: str, year: int, evidence: Evidence | None = None) -> None:
        evidence = evidence or read_evidence()
        covered = check_covered(year, known_years(evidence))
        self.facts: Facts = area_facts(evidence, evidence.names.area(area).name, covered)

    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# {title(self.facts)}")

    def headline(self) -> Prose:
        """Say how many there are, what changed, at what rate, and what the figure counts."""
        return prose(headlines.headline(self.facts))

    def key_figures(self) -> Block:
        """Show the figures of the year with change and comparators."""
        return block(tables.key_figures(self.facts))

    def not_found(self) -> Prose:
        """Say which key figures were not found for the year."""
        return prose(managing.not_found(self.facts))

    def latest_figures(self) -> Block:
        """Show, with their dates, the nearest figures of what was not found."""
        return block(tables.latest_figures(self.facts))

    def trend(self) -> Prose:
        """Describe the change since the first figure, and known breaks."""
        return prose(trends.trend(self.facts))

    def trend_chart(self) -> Figure:
        """Chart the count over the years; show the table alone where there are too few to draw."""
        table = tables.series_table(self.facts)
        return Figure(table, lambda: _trend(self.facts, table))

    def police_held(self) -> Block:
        """List counts on other bases, which are not comparable."""
        return block(tables.police_held(self.facts))

    def region(self) -> Prose:
        """Place the area among its region's forces and among all areas."""
        return prose(within_region.region(self.facts))

    def region_chart(self) -> Figure:
        """Chart the rates of the region's forces; show the table alone where there are fewer than two."""
        table = tables.region_table(self.facts)
        return Figure(table, lambda: _region(self.facts, table))

    def funnel_chart(self) -> Figure:
        """Chart the rates of all areas around the national one; show nothing where no rate is judged."""
        table = funnel_table.table_of(self.facts)
        return Figure(table, lambda: _funnel(self.facts, table))

    def management(self) -> Prose:
        """Describe levels, breaches, removals, orders, recalls and the other categories."""
        return prose(managing.management(self.facts))

    def removal(self) -> Prose:
        """Say how many applied to be removed from the register, and how many were granted."""
        return prose(removals.removal(self.facts))

    def removal_table(self) -> Block:
        """List applications to be removed from the register as published."""
        return block(tables.removals(self.facts))

    def missing(self) -> Prose:
        """Give the missing or wanted RSOs by survey."""
        return prose(surveys.missing(self.facts))

    def missing_table(self) -> Block:
        """List every survey answer with its note."""
        return block(tables.surveys(self.facts))

    def inspection(self) -> Prose:
        """Give grades, causes of concern and workload."""
        return prose(inspections.inspection(self.facts))

    def inspection_tables(self) -> Block:
        """List what inspectors found, and workload as published."""
        return block(tables.findings(self.facts) + tables.workload(self.facts))

    def disclosure(self) -> Prose:
        """Describe Sarah's Law and conviction rates."""
        return prose(disclosures.disclosure(self.facts))

    def disclosure_tables(self) -> Block:
        """List applications, disclosures and conviction rates as published."""
        return block(tables.disclosures(self.facts) + tables.courts(self.facts))

    def limits(self) -> Prose:
        """Explain what the figures do not say."""
        return prose(limitations.limits(self.facts))

    @cached_property
    def _about(self) -> dict[str, Any]:
        area = self.facts.area
        return summary(self.facts, self.facts.evidence.tiles.get(area.name), names().also_found_by(area))

    @property
    def _parts_as_noted(self) -> Sequence[Part]:
        """The prose before the tables: whoever reads only the prose meets its notes in order."""
        return sorted(self._shown_parts, key=lambda part: not isinstance(part, Prose))


def _trend(facts: Facts, table: str) -> Chart | None:
    from helpers.present import charts

    return charts.trend(facts, table)


def _region(facts: Facts, table: str) -> Chart | None:
    from helpers.present import charts

    return charts.region(facts, table)


def _funnel(facts: Facts, table: str) -> Chart | None:
    from helpers.present import funnel_chart

    return funnel_chart.chart(facts, table)
