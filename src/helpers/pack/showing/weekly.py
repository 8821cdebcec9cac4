"""What became overdue and was cleared, week by week, and the range in which a week usually lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from helpers.analysis.facts import Fact
from helpers.pack.showing.facts import PackFacts, number, week
from helpers.pack.statistics.process_limits import Point, Segment, Series, segments
from helpers.text.nouns import counted

FLOWS = {"became_overdue": "became overdue", "cleared": "were cleared"}


def series(facts: PackFacts, part: str) -> list[Fact]:
    """Return the weekly facts of a flow, oldest first, of the weeks that the audience is shown."""
    return [facts.items[week(part, row["week_ending"])] for row in facts.pack.flows.get(part, ())]


def flow_segments(facts: PackFacts, part: str) -> tuple[Segment, ...]:
    """Return a flow in segments, each with its limits: a change of tariff or source system begins another.

    A segment of which a week is withheld has no limits: those of the other weeks would be too high, as small
    numbers are what is withheld.
    """
    return _limited(
        tuple(
            Point(date.fromisoformat(fact.period), number(fact), *_measured_under(facts, fact.period))
            for fact in series(facts, part)
        )
    )


@lru_cache(maxsize=8)  # sentence, table and chart each ask
def _limited(points: tuple[Point, ...]) -> tuple[Segment, ...]:
    return tuple(_unless_censored(segment) for segment in segments(points, Series.FLOW))


def _unless_censored(segment: Segment) -> Segment:
    return replace(segment, limits=None, signals=()) if is_censored(segment) else segment


def is_censored(segment: Segment) -> bool:
    """Return whether a week of a segment is withheld."""
    return any(point.value is None for point in segment.points)


def _measured_under(facts: PackFacts, ending: str) -> tuple[str, str]:
    """Return the tariff and source system of a week, as the breaks tell them."""
    now = facts.pack.tables["manifest.csv"][0]
    under = {"tariff": now["tariff_version"], "source_system": now["source_system"]}
    for row in sorted(facts.pack.tables["breaks.csv"], key=lambda row: row["week_ending"], reverse=True):
        if ending < row["week_ending"]:
            under[row["what"]] = row["before"]
    return under["tariff"], under["source_system"]


def with_limits(facts: PackFacts) -> PackFacts:
    """Return the facts with the mean and limits of each flow's latest segment, where it has any."""
    made = [fact for part in FLOWS for fact in _limits(facts, part)]
    return replace(facts, items={**facts.items, **{fact.id: fact for fact in made}})


def _limits(facts: PackFacts, part: str) -> Iterator[Fact]:
    flow = flow_segments(facts, part)
    if not flow or flow[-1].limits is None:
        return
    latest, limits = flow[-1], flow[-1].limits
    weeks = [point for point in latest.points if point.value is not None]
    model = facts.items[week(part, latest.points[-1].as_at.isoformat())]
    span = f"{counted(len(weeks), 'week')} from {latest.points[0].as_at} to {latest.points[-1].as_at}"
    for name, value, how in (
        ("mean", limits.mean, "the mean"),
        (
            "lower",
            max(limits.lower, Fraction(0)),
            "the mean less 2.66 times the mean moving range, not below zero,",
        ),
        ("upper", limits.upper, "the mean and 2.66 times the mean moving range"),
    ):
        yield replace(
            model,
            id=limit(part, name),
            kind=f"{facts.pack.parts['P07', part]['title']}, by week: {'mean' if name == 'mean' else f'{name} limit'} of a week",
            value=float(value),
            low=float(value),
            high=float(value),
            decimals=1,
            status="computed",
            formula=f"{how} of the {span} in which the same was measured in the same way",
            period=facts.pack.as_at,
            same_as="" if name == "mean" else limit(part, "mean"),
        )


def limit(part: str, name: str) -> str:
    """Return the id of a flow's "mean", "lower" or "upper" limit."""
    return f"P07.{part}.{name}-limit"
