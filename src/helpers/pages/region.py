"""The one call of the notebook on a region: ``RegionBriefing(region, year)``, then one method for each part of the page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from helpers.analysis.area_facts import known_years
from helpers.analysis.region_facts import RegionFacts, region_facts
from helpers.data.areas import region as find_region
from helpers.data.areas import region_place
from helpers.data.coverage import check_covered
from helpers.data.evidence import evidence
from helpers.pages.page import Block, Page, Prose, block, prose
from helpers.present import charts, region_tables, sentences
from helpers.present.numbers import day
from helpers.present.sentences import Sentence


def basis(region: str, year: int) -> dict[str, Any]:
    """What a report rests on, for the publisher."""
    return RegionBriefing(region, year).basis()


class RegionBriefing(Page):
    """The parts of one region's briefing at 31 March of ``year``.

    Raises UnknownArea for a name that is none of the nine English regions or Wales (with near matches), DataError
    for a year outside the data or for data that cannot be trusted.
    """

    def __init__(self, region: str, year: int) -> None:
        known = evidence()
        check_covered(year, known_years(known))
        self.facts: RegionFacts = region_facts(known, region_place(find_region(region)), year)

    def title(self) -> Prose:
        """The page's heading."""
        return Prose(f"# {sentences.region_title(self.facts)}")

    def headline(self) -> Prose:
        """The total or what is known of it, its change, and who rose and fell."""
        return prose(sentences.region_headline(self.facts))

    def side_by_side(self) -> Block:
        """Each area's count, change, rate and possible places."""
        return block(region_tables.side_by_side(self.facts))

    def rates(self) -> Prose:
        """How far the rates order the areas."""
        return prose(sentences.region_rates(self.facts))

    def rates_chart(self) -> Block:
        """The rates with their intervals; nothing where there are fewer than two."""
        table = region_tables.side_by_side(self.facts)
        chart = charts.rates(self.facts, table)
        return Block(chart.html(), chart.alt) if chart else block("")

    def management(self) -> Prose:
        """What the table of levels, breaches and removals counts."""
        return prose(sentences.region_management(self.facts))

    def management_table(self) -> Block:
        """Levels, breaches and removals of each area."""
        return block(region_tables.managed(self.facts))

    def missing(self) -> Prose:
        """What surveys of missing or wanted RSOs are."""
        return prose(sentences.region_missing(self.facts))

    def missing_table(self) -> Block:
        """Every survey answer with its note."""
        return block(region_tables.surveys(self.facts))

    def grades(self) -> Prose:
        """What the grades are of."""
        return prose(sentences.region_grades(self.facts))

    def grades_table(self) -> Block:
        """The best known grades of each force."""
        return block(region_tables.grades(self.facts))

    def gaps(self) -> Prose:
        """What was not found."""
        return prose(sentences.region_gaps(self.facts))

    def limits(self) -> Prose:
        """What the figures do not say."""
        return prose(sentences.region_limits(self.facts))

    @property
    def all_sentences(self) -> list[Sentence]:
        """Every sentence of the page with the name of its variant, in order."""
        makers = (
            *(sentences.region_headline, sentences.region_rates, sentences.region_management),
            *(sentences.region_missing, sentences.region_grades, sentences.region_gaps),
            sentences.region_limits,
        )
        return [sentence for make in makers for paragraph in make(self.facts) for sentence in paragraph]

    @property
    def _about(self) -> dict[str, Any]:
        """No headline, as the index compares areas alone."""
        date = day(f"{self.facts.year}-03-31")
        return {"title": sentences.region_title(self.facts), "date": date, "headlines": []}

    @cached_property
    def _shown(self) -> str:
        parts = (
            *(self.headline, self.side_by_side, self.rates, self.management, self.management_table),
            *(self.missing, self.missing_table, self.grades, self.grades_table, self.gaps, self.limits),
        )
        made = (make() for make in parts)
        return "".join(part.markdown if isinstance(part, Prose) else part.html for part in made)
