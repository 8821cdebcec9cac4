"""What became overdue and was cleared, week by week, and the range in which a week usually lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from helpers.analysis.facts import Fact
from helpers.pack.showing.facts import PackFacts, number, week
from helpers.pack.statistics.process_limits import Limits, Point, Segment, Series, segments
from helpers.present.numbers import day
from helpers.present.wording import several
from helpers.text.nouns import counted

FLOWS = {"became_overdue": "became overdue", "cleared": "were cleared"}


@dataclass(frozen=True)
class Span:
    """The first and last week of a segment, by their last days: "2024-02-25" and "2024-09-08"."""

    first: str
    last: str

    @property
    def words(self) -> str:
        """ "25 February 2024 to 8 September 2024"."""
        return f"{day(self.first)} to {day(self.last)}"


def span_of(segment: Segment) -> Span:
    """Return from which week to which a segment is."""
    return Span(segment.points[0].as_at.isoformat(), segment.points[-1].as_at.isoformat())


def limited_spans(facts: PackFacts) -> dict[Span, list[str]]:
    """Return the segments of which there are limits, in order, each with the flows that have them."""
    limited: dict[Span, list[str]] = {}
    for part in FLOWS:
        for segment in flow_segments(facts, part):
            if segment.limits is not None:
                limited.setdefault(span_of(segment), []).append(part)
    return dict(sorted(limited.items(), key=lambda item: item[0].first))


def are_all_limited(facts: PackFacts) -> bool:
    """Return whether every week of both flows lies in a segment that has limits."""
    return all(segment.limits is not None for part in FLOWS for segment in flow_segments(facts, part))


def change_before(segment: Segment) -> str:
    """Return what changed before a segment: "the tariff changed and the source system changed"."""
    return several(f"{broken}" for broken in segment.broken)


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
    """Return the facts with the mean and limits of each segment of a flow that has any."""
    made = [
        fact
        for part in FLOWS
        for segment in flow_segments(facts, part)
        if segment.limits is not None
        for fact in _limits(facts, part, segment, segment.limits)
    ]
    return replace(facts, items={**facts.items, **{fact.id: fact for fact in made}})


def _limits(facts: PackFacts, part: str, segment: Segment, limits: Limits) -> Iterator[Fact]:
    weeks = [point for point in segment.points if point.value is not None]
    span = span_of(segment)
    model = facts.items[week(part, span.last)]
    told = f"{counted(len(weeks), 'week')} from {span.first} to {span.last}"
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
            id=limit(part, name, span),
            kind=f"{facts.pack.parts['P07', part]['title']}, by week: {'mean' if name == 'mean' else f'{name} limit'} of a week",
            value=float(value),
            low=float(value),
            high=float(value),
            decimals=1,
            status="computed",
            formula=f"{how} of the {told} in which the same was measured in the same way",
            same_as="" if name == "mean" else limit(part, "mean", span),
        )


def limit(part: str, name: str, span: Span) -> str:
    """Return the id of a flow's "mean", "lower" or "upper" limit in the weeks of a segment."""
    return f"P07.{part}.{name}-limit.{span.first}"
