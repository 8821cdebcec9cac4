"""Facts as rows of ``reports/facts.csv``, the figures that were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from helpers.analysis.area_facts import area_facts
from helpers.analysis.fact_rows import fact_row
from helpers.analysis.facts import Facts
from helpers.data.evidence import Evidence


def baseline_rows(facts: Facts) -> list[dict[str, str]]:
    """Return every fact of an area as a row, in the order of its briefing."""
    return [{"slug": facts.area.slug, **fact_row(fact)} for fact in facts]


def all_baseline_rows(evidence: Evidence, year: int) -> Iterator[dict[str, str]]:
    """Return every fact of every area as a row, in the order of the areas."""
    for area in evidence.areas:
        yield from baseline_rows(area_facts(evidence, area.name, year))


def accepted_year(rows: Iterable[Mapping[str, str]]) -> int | None:
    """Return the year that rows of ``reports/facts.csv`` report on, or None if there are none."""
    return next((int(row["period"][:4]) for row in rows if row["id"] == "rso_count"), None)
