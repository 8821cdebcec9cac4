"""The page on a release: ``Release(year)``, what the official workbook of a 31 March changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from helpers.analysis.area_facts import area_facts
from helpers.analysis.facts import Fact, Facts
from helpers.data.evidence import evidence as read_evidence
from helpers.intake.release.changes import Change, of_release, release_before
from helpers.intake.release.kept import latest
from helpers.pages.page import Page
from helpers.present import release_sections
from helpers.present.display import Block, Prose, block

LISTED = ("contradicted", "revised", "revised, unmarked", "withdrawn", "late", "unusual")
LAYOUT = ("renamed", "column", "table", "marker")


class Release(Page):
    """What the latest official workbook of 31 March of ``year`` changed; without one, the page says so.

    Raises DataError for data that cannot be read, or a year that they do not cover.
    """

    def __init__(self, year: int) -> None:
        evidence = read_evidence()
        # No figure of the page has a note: it compares whole tables, and each area's page traces its own.
        self.facts: Facts = area_facts(evidence, evidence.areas[0].name, year)
        self._year = year
        self._record = latest(year)
        self._changes: list[Change] = [] if self._record is None else of_release(year)

    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# {release_sections.title(self._year)}")

    def introduction(self) -> Prose:
        """Say which workbook it is, or that there is none."""
        return Prose(release_sections.introduction(self._year, self._record))

    def counts(self) -> Block:
        """Show how many changes there are of each kind."""
        return block(release_sections.counts(self._changes))

    def figures(self) -> Block:
        """List the figures that contradict others, or that were revised, withdrawn or late."""
        return block(release_sections.listing("Figures that differ", self._changes, LISTED))

    def layout(self) -> Block | Prose:
        """List the names, columns and markers that are otherwise than in the release before, if any."""
        if release_before(self._year) is None:
            return Prose(release_sections.no_earlier(self._year, self._record))
        return block(release_sections.listing("Names, columns and markers", self._changes, LAYOUT))

    def firsts(self) -> Block:
        """List how many figures each area got that it had not before."""
        return block(release_sections.firsts(self._changes))

    @property
    def _about(self) -> dict[str, Any]:
        return {"title": release_sections.title(self._year)}

    @property
    def _facts_behind(self) -> Sequence[Fact]:
        return []
