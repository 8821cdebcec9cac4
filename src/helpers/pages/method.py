"""The page on method: ``Method(area, year)``, with one method for each part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.steps import with_steps
from helpers.data.observations import published
from helpers.data.sources import read_reference
from helpers.pages.area import AreaBriefing
from helpers.pages.page import Page
from helpers.present import method_sections
from helpers.present.display import Block, Prose, block, prose


class Method(Page):
    """How the figures are made, shown on one area at 31 March of ``year``.

    Raises what ``AreaBriefing`` raises for an area or year that is not in the data.
    """

    def __init__(self, area: str, year: int) -> None:
        self.facts: Facts = with_steps(AreaBriefing(area, year).facts, published())

    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# {method_sections.title(self.facts)}")

    def introduction(self) -> Prose:
        """Introduce what the page shows."""
        return prose(method_sections.introduction())

    def reading(self) -> Prose:
        """Explain how a printed figure becomes one with bounds."""
        return prose(method_sections.reading(self.facts))

    def rows(self) -> Block:
        """Show the raw rows behind the count, the change and the rate."""
        return block(method_sections.rows_table(self.facts))

    def count(self) -> Prose:
        """Explain how several statements become one count."""
        return prose(method_sections.count(self.facts))

    def change(self) -> Prose:
        """Work out the change in number and in per cent."""
        return prose(method_sections.change(self.facts))

    def rate(self) -> Prose:
        """Give the rate as known, and work it out."""
        return prose(method_sections.rate(self.facts))

    def comparison(self) -> Prose:
        """Set the area beside England and Wales."""
        return prose(method_sections.comparison(self.facts))

    def rank(self) -> Prose:
        """Work out the place among the areas."""
        return prose(method_sections.rank(self.facts))

    def standing(self) -> Block:
        """Show each force of the region, with its rate and how it stands."""
        return block(method_sections.standing_table(self.facts))

    def other_ways(self) -> Prose:
        """Explain what is made in other ways."""
        return prose(method_sections.other_ways())

    def statuses(self) -> Block:
        """Explain the words for how a figure is known."""
        return block(method_sections.statuses())

    def definitions(self) -> Block:
        """Define every measure."""
        return block(method_sections.definitions(self.facts))

    def breaks(self) -> Block:
        """List breaks in series."""
        return block(method_sections.breaks(self.facts))

    def warnings(self) -> Block:
        """List warnings about figures of single areas."""
        return block(method_sections.warnings(self.facts))

    def ratings(self) -> Prose:
        """Explain the ratings of the log."""
        return prose(method_sections.ratings())

    def assumptions(self) -> Block:
        """Show the log of assumptions and caveats."""
        return block(method_sections.assumptions(read_reference("assumptions")))

    def changes(self) -> Prose:
        """Say what changed since the last release."""
        return prose(method_sections.changes(read_reference("changes")))

    @property
    def _about(self) -> dict[str, Any]:
        return {"title": method_sections.title(self.facts)}

    @property
    def _facts_behind(self) -> Sequence[Fact]:
        """Only what the page shows, as most of the area's facts stand on the area's own page."""
        shown = {fact.id for fact in self._noted_facts}
        return [fact for fact in self.facts if fact.id in shown]
