"""Every fact of one area's briefing, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter

from helpers.analysis import comparison_facts, judgement_facts, past_changes, published_facts
from helpers.analysis.comparisons import COMPUTED, COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.data.errors import DataError
from helpers.data.evidence import Evidence

COMPARED = (
    comparison_facts.measure_facts,
    comparison_facts.region_facts,
    comparison_facts.series_facts,
    comparison_facts.steps_facts,
    judgement_facts.funnel_facts,
    judgement_facts.possible_rank_facts,
    judgement_facts.past_change_facts,
)
LISTED = (
    published_facts.survey_facts,
    published_facts.inspection_facts,
    published_facts.workload_facts,
    published_facts.disclosure_facts,
    published_facts.removal_facts,
    published_facts.police_facts,
    published_facts.caveat_facts,
)
# What a fact says without what depends on its place in the page.
_FIGURE_ALONE = attrgetter(
    *(field.name for field in fields(Fact) if field.name not in ("id", "kind", "formula", "inputs"))
)


@lru_cache(maxsize=64)
def area_facts(evidence: Evidence, area: str, year: int) -> Facts:
    """Return every fact of one area at 31 March of ``year``, cached.

    Raises UnknownArea for an area that is not one of the 42.
    """
    place = evidence.names.area(area)
    facts = [fact for make in COMPARED for fact in make(evidence, place, year)]
    facts += [fact for make in LISTED for fact in make(evidence, place)]
    items = {fact.id: fact for fact in facts}
    if len(items) < len(facts):
        twice = sorted({fact.id for fact in facts if items[fact.id] is not fact})
        raise DataError(
            f"{place.name} {year}: two facts have the id {', '.join(twice)}; one would hide the other"
        )
    return Facts(place, year, with_same(with_doubts(evidence, with_counts(items))), evidence)


def with_doubts(evidence: Evidence, items: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the same facts; counts and rates of a date to which recording may have changed are marked."""
    return {name: _with_doubt(evidence, fact) for name, fact in items.items()}


def _with_doubt(evidence: Evidence, fact: Fact) -> Fact:
    if (
        fact.role != "level"
        or fact.missing
        or fact.measure not in (COUNT, RATE)
        or fact.area not in evidence.region_of
    ):
        return fact
    suspected = int(fact.period[:4]) in past_changes.suspected_steps(evidence, fact.area)
    return replace(fact, case="suspected") if suspected else fact


def with_counts(items: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the same facts; each computed rate names the count that it was computed from."""
    counts: dict[tuple[str, str], str] = {}
    for fact in items.values():
        if fact.measure == COUNT and fact.role == "level" and not fact.missing:
            counts.setdefault((fact.area, fact.period), fact.id)
    return {name: _with_count(fact, counts.get((fact.area, fact.period))) for name, fact in items.items()}


def _with_count(fact: Fact, count: str | None) -> Fact:
    computed = fact.measure == RATE and fact.role == "level" and fact.status == COMPUTED
    return replace(fact, inputs=(count,)) if computed and count else fact


def with_same(items: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the same facts; each figure that is repeated names its first place, so that it has one note.

    An area's count of this year, say, is also one of its region's counts and the last of its series.
    """
    first: dict[tuple[object, ...], str] = {}
    linked = dict(items)
    for name, fact in items.items():
        if fact.role == "level" and not fact.missing:
            earlier = first.setdefault(_FIGURE_ALONE(fact), name)
            linked[name] = fact if earlier == name else replace(fact, same_as=earlier)
    return linked


def known_years(evidence: Evidence) -> range:
    """Return the years of the data, from the first 31 March with a figure to the last."""
    return evidence.all_years
