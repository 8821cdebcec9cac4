"""The one call of the notebook on method: ``Method(area, year)``, then one method for each part of the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.steps import with_steps
from helpers.data.observations import published
from helpers.data.sources import read_reference
from helpers.pages.area import Briefing
from helpers.pages.page import Block, Page, Prose, block, prose
from helpers.present import method_sections


def basis(area: str, year: int) -> dict[str, Any]:
    """What the page rests on, for the publisher."""
    return Method(area, year).basis()


class Method(Page):
    """How the figures are made, shown on one area at 31 March of ``year``.

    Raises what ``Briefing`` raises for an area or year that is not in the data.
    """

    def __init__(self, area: str, year: int) -> None:
        self.facts: Facts = with_steps(Briefing(area, year).facts, published())

    def title(self) -> Prose:
        """The page's heading."""
        return Prose(f"# {method_sections.title(self.facts)}")

    def introduction(self) -> Prose:
        """What the page shows."""
        return prose(method_sections.introduction())

    def reading(self) -> Prose:
        """How a printed figure becomes one with bounds."""
        return prose(method_sections.reading(self.facts))

    def rows(self) -> Block:
        """The raw rows behind the count, the change and the rate."""
        return block(method_sections.rows_table(self.facts))

    def count(self) -> Prose:
        """How several statements become one count."""
        return prose(method_sections.count(self.facts))

    def change(self) -> Prose:
        """The change in number and in per cent."""
        return prose(method_sections.change(self.facts))

    def rate(self) -> Prose:
        """The rate, as known and as worked out."""
        return prose(method_sections.rate(self.facts))

    def comparison(self) -> Prose:
        """The area beside England and Wales."""
        return prose(method_sections.comparison(self.facts))

    def rank(self) -> Prose:
        """The place among the areas."""
        return prose(method_sections.rank(self.facts))

    def standing(self) -> Block:
        """Each force of the region, with its rate and how it stands."""
        return block(method_sections.standing_table(self.facts))

    def other_ways(self) -> Prose:
        """What is made otherwise."""
        return prose(method_sections.other_ways())

    def statuses(self) -> Block:
        """The words for how a figure is known."""
        return block(method_sections.statuses())

    def definitions(self) -> Block:
        """Every measure."""
        return block(method_sections.definitions(self.facts))

    def breaks(self) -> Block:
        """Breaks in series."""
        return block(method_sections.breaks(self.facts))

    def warnings(self) -> Block:
        """Warnings about figures of single areas."""
        return block(method_sections.warnings(self.facts))

    def ratings(self) -> Prose:
        """What the ratings of the log mean."""
        return prose(method_sections.ratings())

    def assumptions(self) -> Block:
        """The log of assumptions and caveats."""
        return block(method_sections.assumptions(read_reference("assumptions")))

    def changes(self) -> Prose:
        """What changed since the last release."""
        return prose(method_sections.changes(read_reference("changes")))

    @property
    def _about(self) -> dict[str, Any]:
        return {"title": method_sections.title(self.facts)}

    @property
    def _behind(self) -> Sequence[Fact]:
        """Only what the page shows, as most of the area's facts stand on the area's own page."""
        shown = {fact.id for fact in self._noted}
        return [fact for fact in self.facts if fact.id in shown]

    @cached_property
    def _shown(self) -> str:
        parts = (
            *(
                self.introduction,
                self.reading,
                self.rows,
                self.count,
                self.change,
                self.rate,
                self.comparison,
            ),
            *(self.rank, self.standing, self.other_ways, self.statuses, self.definitions, self.breaks),
            *(self.warnings, self.ratings, self.assumptions, self.changes),
        )
        made = (make() for make in parts)
        return "".join(part.markdown if isinstance(part, Prose) else part.html for part in made)
