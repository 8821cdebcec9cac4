"""The shares overdue of teams, as if each had the force's mix of risk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.facts import Fact
from helpers.pack.showing.facts import PackFacts, identity, number
from helpers.pack.statistics.standardised import STRATA, Stratum, compare_teams


def labels(facts: PackFacts) -> list[str]:
    """Return the teams that there are figures of, by label; cases of no team are none."""
    return [team for team in facts.members if team != "none"]


def team_fact(facts: PackFacts, team: str, what: str) -> Fact | None:
    """Return a team's "n", "of", "share" or "standardised" share of visits overdue."""
    return facts.items.get(f"P02.overdue.team-{team}.{what}")


def with_standardised(facts: PackFacts) -> PackFacts:
    """Return the facts with the standardised share of each team of which one can be given."""
    made = {fact.id: fact for fact in _standardised(facts)}
    return replace(facts, items={**facts.items, **made})


def _standardised(facts: PackFacts) -> Iterator[Fact]:
    compared = compare_teams(_strata(facts, ""), {team: _strata(facts, team) for team in labels(facts)})
    for team, comparison in compared.items():
        plain = team_fact(facts, team, "share")
        if plain is None:
            continue
        value = None if comparison.standardised is None else float(comparison.standardised)
        yield replace(
            plain,
            id=f"P02.overdue.team-{team}.standardised",
            kind=f"{plain.kind.removesuffix(': share')}: standardised share",
            value=value if value is not None else f"{comparison.missing}",
            low=value,
            high=value,
            decimals=1,
            status="computed" if value is not None else "not applicable",
            formula=f"{plain.formula}; standardised: the sum over the four levels of risk of the share of the force's cases at the level times the team's share overdue there (Breslow and Day, 1987, chapter 2)",
            inputs=(f"P02.overdue.team-{team}.n", f"P02.overdue.team-{team}.of"),
        )


def _strata(facts: PackFacts, team: str) -> dict[str, Stratum]:
    """Return the cases and overdue visits of each level of risk, of a team or the force."""
    label = f"team-{team}" if team else ""

    def side(level: str, what: str) -> int | None:
        value = number(facts.items.get(f"{identity('P02', 'overdue', level, '', label)}.{what}"))
        return None if value is None else int(value)

    return {level: Stratum(side(level, "n"), side(level, "of")) for level in STRATA}
