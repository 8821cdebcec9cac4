"""The page of one region: ``RegionBriefing(region, year)``, with one method for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpers.analysis.area_facts import known_years
from helpers.analysis.region_facts import RegionFacts, region_facts
from helpers.data.areas import region as find_region
from helpers.data.areas import region_place
from helpers.data.coverage import check_covered
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.page import Page
from helpers.present import region_tables
from helpers.present.display import Block, Figure, Prose, block, prose
from helpers.present.numbers import day
from helpers.present.sentences import region_page

if TYPE_CHECKING:  # imported when the chart is drawn
    from helpers.present.charts import Chart


class RegionBriefing(Page):
    """The briefing of one region at 31 March of ``year``.

    Raises UnknownArea for a name that is none of the nine English regions or Wales (with near matches),
    DataError for a year outside the data or for data that cannot be trusted.
    """

    def __init__(self, region: str, year: int) -> None:
        evidence = read_evidence()
        covered = check_covered(year, known_years(evidence))
        self.facts: RegionFacts = region_facts(evidence, region_place(find_region(region)), covered)

    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# {region_page.region_title(self.facts)}")

    def headline(self) -> Prose:
        """Give the total or what is known of it, its change, and who rose and fell."""
        return prose(region_page.region_headline(self.facts))

    def side_by_side(self) -> Block:
        """Show each area's count, change, rate and possible places."""
        return block(region_tables.side_by_side(self.facts))

    def rates(self) -> Prose:
        """Say how far the rates order the areas."""
        return prose(region_page.region_rates(self.facts))

    def rates_chart(self) -> Figure:
        """Chart the rates with their intervals; show nothing where there are fewer than two."""
        table = region_tables.side_by_side(self.facts)  # which stands on the page already
        return Figure("", lambda: _rates(self.facts, table))

    def management(self) -> Prose:
        """Explain what the table of levels, breaches and removals counts."""
        return prose(region_page.region_management(self.facts))

    def management_table(self) -> Block:
        """Show levels, breaches and removals of each area."""
        return block(region_tables.managed(self.facts))

    def missing(self) -> Prose:
        """Explain the surveys of missing or wanted RSOs."""
        return prose(region_page.region_missing(self.facts))

    def missing_table(self) -> Block:
        """List every survey answer with its note."""
        return block(region_tables.surveys(self.facts))

    def grades(self) -> Prose:
        """Explain what is graded."""
        return prose(region_page.region_grades(self.facts))

    def grades_table(self) -> Block:
        """Show the best known grades of each force."""
        return block(region_tables.grades(self.facts))

    def gaps(self) -> Prose:
        """List what was not found."""
        return prose(region_page.region_gaps(self.facts))

    def limits(self) -> Prose:
        """Explain what the figures do not say."""
        return prose(region_page.region_limits(self.facts))

    @property
    def _about(self) -> dict[str, Any]:
        """No headline, as the index compares areas alone."""
        date = day(f"{self.facts.year}-03-31")
        return {"title": region_page.region_title(self.facts), "date": date, "headlines": []}


def _rates(facts: RegionFacts, table: str) -> Chart | None:
    from helpers.present import charts

    return charts.rates(facts, table)
