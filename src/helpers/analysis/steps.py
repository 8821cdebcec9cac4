"""The steps between a row of the raw tables and a figure of a report, each as a fact that can be traced like any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE, sources_of
from helpers.analysis.facts import Fact, Facts, computed, level_fact
from helpers.analysis.intervals import order
from helpers.analysis.published_facts import caveat_fact
from helpers.data.naming import slug
from helpers.data.rows import Row, records

# The measures from which count, change and rate are made.
ROWS = (COUNT, "rso_change_number", "rso_change_percent", RATE, "rso_one_in_n")


def with_steps(facts: Facts, statements: pd.DataFrame) -> Facts:
    """The facts of an area together with those of the steps that lead to them.

    ``statements`` are the figures as single sources print them, as ``observations.published`` gives them. Added are
    ``row.*`` (a printed figure with its line), ``population``, ``rate_check`` (the rate worked out from the count,
    whether or not one was published), ``stands.*`` (how each force of the region stands to the area by its rate), and
    ``warning.*`` (what readers of any area's figures must know).
    """
    steps = (*_rows(facts, statements), *_population(facts), *_rate_check(facts), *_standing(facts))
    made = [*steps, *_warnings(facts)]
    return replace(facts, items={**facts.items, **{fact.id: fact for fact in made}})


def _rows(facts: Facts, statements: pd.DataFrame) -> Iterator[Fact]:
    """What single sources print for the area on the date and a year earlier, in the order of the file."""
    dates = [pd.Timestamp(facts.year - 1, 3, 31), pd.Timestamp(facts.year, 3, 31)]
    mine = statements[
        (statements["area"] == facts.area.name)
        & statements["measure"].isin(ROWS)
        & statements["period_end"].isin(dates)
    ]
    for row in records(mine.sort_values("line")):
        yield _row(facts, row)


def _row(facts: Facts, row: Row) -> Fact:
    measure = str(row["measure"])
    value: float | None = None if pd.isna(row["value"]) else float(row["value"])
    about = facts.evidence.measures[measure]
    return Fact(
        id=f"row.{row['line']}",
        measure=measure,
        kind="printed figure",
        area=facts.area.name,
        period=f"{row['period_end']:%Y-%m-%d}",
        value=value,
        low=float(row["low"]),
        high=float(row["high"]),
        unit=about.unit,
        status=str(row["status"]),
        sources=tuple(row["sources"]),
        note=str(row["note"]),
        where=f"{row['table']}.csv, line {row['line']}",
        decimals=0 if value is None else len(f"{value:.10g}".partition(".")[2]),
    )


def _population(facts: Facts) -> Iterator[Fact]:
    """The people aged 10 and over on which the published rates of the date rest."""
    found = facts.evidence.people(facts.area.name, facts.year)
    if found is not None:
        yield level_fact(facts.evidence, "population", found, "population", role="other")


def _warnings(facts: Facts) -> Iterator[Fact]:
    for number, row in enumerate(records(facts.evidence.caveats), 1):
        yield caveat_fact(f"warning.{number}", row)


def _rate_check(facts: Facts) -> Iterator[Fact]:
    found = compare.computed_rate(facts.evidence, facts.year, facts.area.name)
    if found is not None:
        made = level_fact(facts.evidence, "rate_check", found, "rate worked out from the count", role="other")
        yield replace(made, inputs=(COUNT, "population"))


def _standing(facts: Facts) -> Iterator[Fact]:
    """Whether the rate of each other force of the region is higher, lower, or either, as far as bounds decide."""
    mine = facts.get(RATE)
    if mine is None or mine.interval is None:
        return
    for name in facts.members:
        theirs = facts.member(name, "rate")
        if name != facts.area.name and theirs is not None and theirs.interval is not None:
            stands = order(theirs.interval, mine.interval)
            yield computed(
                *(facts.evidence, f"stands.{slug(name)}", RATE, name, facts.year),
                kind="comparison",
                value=stands,
                comparator=facts.area.name,
                certain=stands != "undecided",
                sources=sources_of(theirs, mine),
                formula="whether the bounds of the two rates lie apart",
                inputs=(theirs.id, mine.id),
            )
