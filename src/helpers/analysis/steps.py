"""The steps between a row of the raw tables and a figure of a report, each a fact that can be traced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE, sources_of
from helpers.analysis.facts import Fact, Facts, computed, level_fact
from helpers.analysis.intervals import order
from helpers.analysis.published_facts import caveat_fact
from helpers.data.naming import slug
from helpers.data.rows import Row, records

if TYPE_CHECKING:
    import pandas as pd

# The measures from which count, change and rate are made.
ROWS = (COUNT, "rso_change_number", "rso_change_percent", RATE, "rso_one_in_n")


def with_steps(facts: Facts, statements: pd.DataFrame) -> Facts:
    """Return the facts of an area together with those of the steps that lead to them.

    ``statements`` are the figures as single sources print them, as ``observations.published`` returns them.
    Added are ``row.*`` (a printed figure with its line), ``population``, ``rate_check`` (the rate worked out
    from the count, whether or not one was published), ``stands.*`` (how each force of the region stands to
    the area by its rate), and ``warning.*`` (what readers of any area's figures must know).
    """
    steps = (
        *_printed_facts(facts, statements),
        *_population_facts(facts),
        *_rate_check_facts(facts),
        *_standing_facts(facts),
    )
    added = [*steps, *_warning_facts(facts)]
    return replace(facts, items={**facts.items, **{fact.id: fact for fact in added}})


def _printed_facts(facts: Facts, statements: pd.DataFrame) -> Iterator[Fact]:
    """Yield what sources print for the area on the date and a year earlier, in the order of the file."""
    import pandas as pd

    dates = [pd.Timestamp(facts.year - 1, 3, 31), pd.Timestamp(facts.year, 3, 31)]
    printed = statements[
        (statements["area"] == facts.area.name)
        & statements["measure"].isin(ROWS)
        & statements["period_end"].isin(dates)
    ]
    for row in records(printed.sort_values("line")):
        yield _printed_fact(facts, row)


def _printed_fact(facts: Facts, row: Row) -> Fact:
    import pandas as pd

    measure = str(row["measure"])
    value: float | None = None if pd.isna(row["value"]) else float(row["value"])
    definition = facts.evidence.measures[measure]
    return Fact(
        id=f"row.{row['line']}",
        measure=measure,
        kind="printed figure",
        area=facts.area.name,
        period=f"{row['period_end']:%Y-%m-%d}",
        value=value,
        low=float(row["low"]),
        high=float(row["high"]),
        unit=definition.unit,
        status=str(row["status"]),
        sources=tuple(row["sources"]),
        note=str(row["note"]),
        where=f"{row['table']}.csv, line {row['line']}",
        decimals=0 if value is None else len(f"{value:.10g}".partition(".")[2]),
    )


def _population_facts(facts: Facts) -> Iterator[Fact]:
    """Yield the people aged 10 and over on whom the published rates of the date rest."""
    people = facts.evidence.people(facts.area.name, facts.year)
    if people is not None:
        yield level_fact(facts.evidence, "population", people, "population", role="other")


def _warning_facts(facts: Facts) -> Iterator[Fact]:
    for number, row in enumerate(facts.evidence.listed("caveats"), 1):
        yield caveat_fact(f"warning.{number}", row)


def _rate_check_facts(facts: Facts) -> Iterator[Fact]:
    rate = compare.computed_rate(facts.evidence, facts.year, facts.area.name)
    if rate is not None:
        fact = level_fact(facts.evidence, "rate_check", rate, "rate worked out from the count", role="other")
        yield replace(fact, inputs=(COUNT, "population"))


def _standing_facts(facts: Facts) -> Iterator[Fact]:
    """Yield whether each other force's rate in the region is higher or lower, as far as bounds decide."""
    own_rate = facts.get(RATE)
    if own_rate is None or own_rate.interval is None:
        return
    for name in facts.members:
        rate = facts.member(name, "rate")
        if name != facts.area.name and rate is not None and rate.interval is not None:
            standing = order(rate.interval, own_rate.interval)
            yield computed(
                facts.evidence,
                f"stands.{slug(name)}",
                RATE,
                name,
                facts.year,
                kind="comparison",
                value=standing,
                comparator=facts.area.name,
                certain=standing != "undecided",
                sources=sources_of(rate, own_rate),
                formula="whether the bounds of the two rates lie apart",
                inputs=(rate.id, own_rate.id),
            )
