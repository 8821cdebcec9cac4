"""The page of a performance pack: ``PerformancePack(pack, audience)``, with one method for each part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial, wraps
from typing import Any, TypeVar

from helpers.analysis.facts import Fact
from helpers.pack.showing import charts, notes, sentences, tables
from helpers.pack.showing.facts import PackFacts, pack_facts
from helpers.pack.showing.reading import AUDIENCES, Pack, read_pack
from helpers.pack.showing.teams import with_standardised
from helpers.pack.showing.weekly import with_limits
from helpers.pages.page import Page
from helpers.present.display import Block, Figure, Prose, block, prose
from helpers.present.numbers import day

DEFINED = "The definitions of the figures stand below each table."
NOT_OFFICIAL = "Management information, not official statistics: made from a police force’s own extract."


Made = TypeVar("Made")


def once(make: Callable[[PerformancePack], Made]) -> Callable[[PerformancePack], Made]:
    """Make once what all pages of the same bytes are asked for.

    A cell shows a part, the sources look for the figures in it, and the check of the page asks for all again.
    """

    @wraps(make)
    def made(page: PerformancePack) -> Made:
        kept = page._made
        if make.__name__ not in kept:
            kept[make.__name__] = make(page)
        return kept[make.__name__]  # type: ignore[no-any-return]

    return made


class PerformancePack(Page):
    """What one audience may see of a force's performance pack, from that audience's folder and nothing else.

    ``pack`` is the folder that ``briefings disclose`` made, from the project's folder if it is relative;
    ``audience`` is "supervisor", "inspector" or "public", and must be the folder's own. Raises DataError for
    a folder of another audience, or one that cannot be read or trusted; Misused for an unknown audience.
    """

    facts: PackFacts  # type: ignore[assignment]  # its sources are the pack's own, and its notes too

    def __init__(self, pack: str, audience: str) -> None:
        self.facts, self._made = _worked_out(read_pack(pack, audience))

    @once
    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# {sentences.title(self.facts)}")

    @once
    def standing(self) -> Prose:
        """Say what the page is, and of whom."""
        return prose(sentences.basis(self.facts))

    @once
    def overdue(self) -> Prose:
        """Say how many visits are overdue, of which risk, and how overdue."""
        return prose(sentences.overdue(self.facts))

    @once
    def overdue_table(self) -> Block:
        """Set the levels of risk side by side."""
        return block(tables.by_risk(self.facts))

    @once
    def ages_chart(self) -> Figure:
        """Chart overdue visits by age and risk; show the table alone where there is nothing to draw."""
        table = tables.ages(self.facts)
        return Figure(table, partial(charts.ages, self.facts, table))

    @once
    def teams(self) -> Prose:
        """Head the comparison of teams, for those who may see one."""
        return _headed("How do the teams compare?", sentences.teams(self.facts))

    @once
    def teams_table(self) -> Block:
        """Set the teams side by side, without a rank."""
        return block(tables.teams(self.facts))

    @once
    def flow(self) -> Prose:
        """Say what was added and cleared, at which pace, and whether that is unusual."""
        return prose(sentences.flow(self.facts))

    @once
    def flow_chart(self) -> Figure:
        """Chart arrivals and clearances by week; show nothing to those who are given no week."""
        table = tables.flows(self.facts)
        return Figure(table, partial(charts.flows, self.facts, table))

    @once
    def lone(self) -> Prose:
        """Say how many visits were made by one person, and with whose authority."""
        return prose(sentences.lone(self.facts))

    @once
    def lone_tables(self) -> Block:
        """List lone visits by authority, reason and risk."""
        return block(tables.lone(self.facts))

    @once
    def quality(self) -> Prose:
        """Say what stands beside visits: assessments and reviews."""
        return prose(sentences.quality(self.facts))

    @once
    def quality_table(self) -> Block:
        """List visits, assessments, plans, reviews and intelligence checks."""
        return block(tables.quality(self.facts))

    @once
    def caseload(self) -> Prose:
        """Head and say the caseload, to those who may see it."""
        return _headed("How many cases does each manager have?", sentences.caseload(self.facts))

    @once
    def caseload_chart(self) -> Figure:
        """Chart the caseload and workload of managers, without a name."""
        table = tables.managers(self.facts)
        return Figure(table, partial(charts.managers, self.facts, table))

    @once
    def staffing(self) -> Block:
        """List what is known of managers and posts as a whole."""
        return block(tables.staffing(self.facts))

    @once
    def exceptions(self) -> Prose:
        """Say which exceptions are not zero, as each should be."""
        return prose(sentences.exceptions(self.facts))

    @once
    def exceptions_table(self) -> Block:
        """List the exceptions."""
        return block(tables.exceptions(self.facts))

    @once
    def unmeasured(self) -> Prose:
        """Say what could not be measured."""
        return prose(sentences.unmeasured(self.facts))

    @once
    def companions(self) -> Block:
        """List breaches, online referrals and gaps in the records."""
        return block(tables.companions(self.facts))

    @once
    def tariff(self) -> Block:
        """List the force's own standards with their approval, and what others said."""
        return block(tables.tariff(self.facts) + tables.thresholds(self.facts))

    @once
    def definitions(self) -> Block:
        """Define every measure on the page, unless its tables did."""
        html = tables.definitions(self.facts)
        return block(html) if html else Block(f"<p>{DEFINED}</p>", DEFINED)

    @property
    def _about(self) -> dict[str, Any]:
        """No headline, as the index compares official statistics alone; and what every file says of it."""
        pack = self.facts.pack
        made_up = ["SYNTHETIC: the force is made up, and so is every figure."] if pack.synthetic else []
        return {
            "title": sentences.title(self.facts),
            "date": day(pack.as_at),
            "headlines": [],
            "statement": [
                *made_up,
                NOT_OFFICIAL,
                f"For {AUDIENCES[pack.audience]}: what this audience may not see is in none of these files.",
                "The figures are aggregates: no person appears anywhere.",
            ],
        }

    @property
    def _facts_behind(self) -> Sequence[Fact]:
        """The facts that are shown: no file holds a figure that the page does not."""
        return self._noted_facts

    @property
    @once
    def _notes(self) -> str:
        return notes.entries(self.facts, self._shared)

    @property
    @once
    def _shared(self) -> Mapping[str, Sequence[Fact]]:
        return notes.shared(self.facts, self._links)

    @property
    @once
    def _noted_facts(self) -> list[Fact]:
        return [fact for together in self._shared.values() for fact in together]

    @property
    @once
    def _rows(self) -> list[dict[str, Any]]:
        return super()._rows

    @property
    def _sources(self) -> list[dict[str, str]]:
        named = {source for fact in self._noted_facts for source in fact.sources}
        return [
            {"id": source.id, "title": source.title, "url": source.url, "published": source.published}
            for name, source in sorted(self.facts.sources.items())
            if name in named
        ]


@lru_cache(maxsize=2)  # by the pack itself, which is the same while its folder has the same bytes
def _worked_out(pack: Pack) -> tuple[PackFacts, dict[str, Any]]:
    """Return the facts of a pack, and where its pages keep what is made of them."""
    return with_standardised(with_limits(pack_facts(pack))), {}


def _headed(heading: str, paragraphs: Sequence[Sequence[sentences.Said]]) -> Prose:
    """Make prose under its own heading; neither is there where there is nothing to say."""
    said = prose(paragraphs)
    return Prose(f"## {heading}\n\n{said.markdown}", said.sentences) if said.markdown else said
