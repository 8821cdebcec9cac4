"""What is published of all forces at once: workload, Sarah's Law and removals, each on its own basis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.analysis import published_facts
from helpers.analysis.facts import Fact
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import Area, slug
from helpers.data.schemas import SCHEME

# What the disclosure scheme counts that can be set side by side.
APPLICATIONS, DISCLOSURES = "CSODS applications", "CSODS disclosures"


def everyone(evidence: Evidence, table: str) -> Area:
    """Return all whom a table of the evidence is about, as one place: forces, groups and totals."""
    names = sorted({row["force"] for row in evidence.listed(table)})
    return Area(slug(NATION), NATION, "", "", tuple(names), tuple(names), ())


def is_national(facts_area: str) -> bool:
    """Return whether a quoted figure is of more than one area: of the nation, or of forces taken together."""
    return facts_area == NATION or facts_area.startswith("National")


def workload_facts(evidence: Evidence) -> Iterator[Fact]:
    """Yield caseload, overdue visits and assessments of all forces as published, newest first."""
    yield from published_facts.workload_facts(evidence, everyone(evidence, "workload"))


def disclosure_facts(evidence: Evidence) -> Iterator[Fact]:
    """Yield figures of Sarah's Law and national conviction rates as published, newest first."""
    for fact in published_facts.disclosure_facts(evidence, everyone(evidence, "disclosures")):
        if fact.measure in SCHEME or is_national(fact.area):
            yield fact


def removal_facts(evidence: Evidence) -> Iterator[Fact]:
    """Yield applications to be removed from the register, and how many were granted: newest first."""
    yield from published_facts.removal_facts(evidence, everyone(evidence, "removals"))


@dataclass(frozen=True)
class Scheme:
    """What one force, or several together, published on Sarah's Law for one period; None where it is not."""

    area: str
    period: str
    applications: tuple[Fact, ...]
    disclosures: tuple[Fact, ...]
    others: tuple[Fact, ...]

    @property
    def all(self) -> tuple[Fact, ...]:
        """All its figures."""
        return (*self.applications, *self.disclosures, *self.others)


def scheme_of(facts: list[Fact]) -> list[Scheme]:
    """Put the figures of Sarah's Law of one place and period together, in their order."""
    periods: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        periods.setdefault((fact.area, fact.period), []).append(fact)
    return [
        Scheme(
            area,
            period,
            tuple(fact for fact in of if fact.measure == APPLICATIONS),
            tuple(fact for fact in of if fact.measure == DISCLOSURES),
            tuple(fact for fact in of if fact.measure not in (APPLICATIONS, DISCLOSURES)),
        )
        for (area, period), of in periods.items()
    ]
