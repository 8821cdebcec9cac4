"""The facts that judge a figure: what to expect of a rate, a change or a rank, and by which rule.

Each carries the rule, its numbers and its source in its formula, so that the note at the foot of a page
shows what decided the word that links to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpers.analysis import chance_ranks, past_changes
from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE, Rank
from helpers.analysis.facts import MISSING, Fact, abridged_fact, computed, with_bounds
from helpers.analysis.funnel import ALARM, NO_FUNNEL, Funnel, NoFunnel, funnel, middle
from helpers.analysis.intervals import Interval
from helpers.analysis.past_changes import FEWEST_OF_ALL, FEWEST_OWN, STEP, USUAL, YEARS_BACK, Past
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import Area, slug
from helpers.data.observations import Observation
from helpers.text.nouns import agree, counted

# Beside which earlier changes that of the year is set, by the first part of a fact's id.
WHOSE = {"usual": "earlier changes of all areas", "own": "earlier changes of its own"}


def funnel_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield the area's rate in the funnel plot: limits, what they decide, and rates of other regions."""
    base = computed(evidence, "funnel.position", RATE, area.name, year, "place in the funnel plot")
    rate, plot = compare.level(evidence, RATE, year, area.name), funnel(evidence, year)
    if rate is None:
        return
    if isinstance(plot, NoFunnel):
        yield replace(base, status=MISSING, position=plot, note=NO_FUNNEL[plot], comparator=plot.value)
        return
    yield from _position_facts(base, plot, area.name)
    yield from _plot_facts(replace(base, area=NATION), plot)
    region = evidence.regions[evidence.region_of[area.name]]
    for name in plot.listed(region):
        if name not in region:
            yield abridged_fact(evidence, f"funnel.at.{slug(name)}", plot.rates[name])


def _position_facts(base: Fact, plot: Funnel, area: str) -> Iterator[Fact]:
    """Yield what the limits decide of one rate, and the limits."""
    position, people = plot.position(area), plot.population[area]
    sources = plot.rates[area].sources
    common = replace(base, comparator=NATION, sources=sources, inputs=(RATE, "funnel.target"))
    yield replace(
        common,
        value=str(position),
        position=position,
        certain=position.side != "undecided",
        formula=f"{_rule_in_words(plot)} {_limits_in_words(plot, area)}",
    )
    for level, name in ((0.95, "limits95"), (ALARM, "limits998")):
        limits = replace(common, id=f"funnel.{name}", kind=f"limits of the funnel plot ({100 * level:g}%)")
        yield replace(
            with_bounds(limits, plot.limits(people, level)),
            certain=True,
            formula="the rule is that of the area's place in the funnel plot",
            inputs=(*common.inputs, base.id),
            decimals=1,
        )


def _plot_facts(base: Fact, plot: Funnel) -> Iterator[Fact]:
    """Yield the figures of the plot as a whole: its target and areas, those outside, and the spread."""
    listed = plot.listed(())
    target = replace(base, id="funnel.target", kind="line of the funnel plot")
    yield replace(
        with_bounds(target, Interval(plot.target, plot.target)),
        formula=f"100,000 x count / people aged 10 and over, mid-{plot.mid_year}",
    )
    areas = with_bounds(
        replace(base, id="funnel.areas", kind="areas in the funnel plot", unit="areas", decimals=0),
        Interval(len(plot.rates), len(plot.rates)),
    )
    yield replace(
        areas,
        formula="areas with a rate for this date, whichever source it is from",
        sources=compare.sources_of(*plot.rates.values()),
        note="; ".join(
            [*(_listed_rate(name, plot.rates[name]) for name in listed), *_rates_left_out(plot, listed)]
        ),
        where="mappa_figures.csv, at the lines named",
    )
    yield from _outcome_facts(base, areas, plot)


def _outcome_facts(base: Fact, areas: Fact, plot: Funnel) -> Iterator[Fact]:
    """Yield how many areas lie outside the limits, and by how much more than chance the rates vary."""
    outside = len(plot.outside)
    outside_areas = with_bounds(
        replace(areas, id="funnel.outside", kind="areas outside the limits of the funnel plot"),
        Interval(outside, outside),
    )
    yield replace(outside_areas, formula="areas certainly outside the 95% limits")
    phi = replace(
        base,
        id="funnel.dispersion",
        kind="spread in the funnel plot",
        unit="times the variance of chance alone",
        decimals=0,
    )
    yield replace(with_bounds(phi, Interval(plot.dispersion, plot.dispersion)), formula=_rule_in_words(plot))


def _listed_rate(name: str, rate: Observation) -> str:
    """Return an area's rate for the note of the plot: how far it is known, its status and its line."""
    figure = f"{middle(rate):.1f}" if rate.low != rate.high else f"{rate.low:.2f}"
    return f"{name} {figure} ({rate.status}{f', line {rate.line}' if rate.status == 'published' else ''})"


def _rates_left_out(plot: Funnel, listed: Sequence[str]) -> list[str]:
    others = len(plot.rates) - len(listed)
    return (
        [
            f"the {agree(others, 'rate')} of {counted(others, 'other')} {agree(others, 'is on its own page', 'are on their own pages')}"
        ]
        if others
        else []
    )


def _rule_in_words(plot: Funnel) -> str:
    return (
        f"funnel plot around {plot.target:.1f} per 100,000 (Spiegelhalter 2005): square roots of rate over target, "
        f"z-scores of {len(plot.rates)} areas drawn in at a tenth at each end, mean square {plot.dispersion:.1f}, "
        f"so a variance between areas of {plot.spread:.5f} is added to that of chance."
    )


def _limits_in_words(plot: Funnel, area: str) -> str:
    people = plot.population[area]
    inner, outer = plot.limits(people), plot.limits(people, ALARM)
    return (
        f"For {people:,.0f} people aged 10 and over (mid-{plot.mid_year}) the 95% limits are {inner.low:.1f} to "
        f"{inner.high:.1f}, the 99.8% limits {outer.low:.1f} to {outer.high:.1f}"
    )


def possible_rank_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield the ranks that the area's rate may have, in its region and in the nation, allowing for chance."""
    intervals = chance_ranks.rate_intervals(evidence, year)
    if area.name not in intervals:
        return
    base = computed(evidence, "rank.rate_interval", RATE, area.name, year, "95% interval", inputs=(RATE,))
    rule = "Byar's approximation to the Poisson limits of the count that rate and population imply (exact limits below ten)"
    yield replace(with_bounds(base, intervals[area.name]), certain=True, formula=rule)
    region = evidence.region_of[area.name]
    for group, names in (
        (region, evidence.regions[region]),
        (NATION, tuple(other.name for other in evidence.areas)),
    ):
        rank = chance_ranks.possible_rank(evidence, year, area.name, names)
        if rank is not None and rank.of > 1:
            yield _possible_rank_fact(base, rank, group)


def _possible_rank_fact(base: Fact, rank: Rank, group: str) -> Fact:
    unknown = rank.of - rank.known
    return replace(
        with_bounds(base, rank.among_all),
        id=f"rank.rate_{'nation' if group == NATION else 'region'}",
        kind="places possible when chance is allowed for",
        role="rank",
        inputs=(),
        unit="place, 1 being highest",
        comparator=group,
        certain=rank.among_all.exact,
        known=rank.known,
        of=rank.of,
        decimals=0,
        formula=f"1 + the areas of {group} whose 95% interval lies above, to 1 + those whose interval does not lie below; {unknown} of {rank.of} {agree(unknown, 'has', 'have')} no figure and may stand anywhere",
    )


def past_change_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield the year's change beside earlier ones of all areas and of its own, and every suspected step."""
    for step, change in past_changes.suspected_steps(evidence, area.name).items():
        if step <= year:
            yield _step_fact(evidence, area, step, change)
    this_change = past_changes.area_changes(evidence, year).get(area.name)
    if this_change is None:
        return
    past_of_all = past_changes.of_all(evidence, year)
    past_of_own = past_changes.of_own(evidence, area.name, year)
    own_number = len(past_changes.own_changes(evidence, area.name, year))
    base = computed(evidence, "own.number", COUNT, area.name, year, "number of changes")
    yield from _past_change_facts(base, "usual", this_change, past_of_all, _changes_of_all(year))
    if past_of_all is not None:
        yield _number_fact(base, "usual", past_of_all.number, _changes_of_all(year))
    yield from _past_change_facts(base, "own", this_change, past_of_own, _changes_of_own(area))
    yield _number_fact(base, "own", own_number, _changes_of_own(area))


def _number_fact(base: Fact, name: str, number: int, which_changes: str) -> Fact:
    kind = f"number of {WHOSE[name]}"
    counted = replace(base, id=f"{name}.number", kind=kind, unit="changes", formula=which_changes)
    return with_bounds(counted, Interval(number, number))


def _past_change_facts(
    base: Fact, name: str, change: Interval, past: Past | None, which_changes: str
) -> Iterator[Fact]:
    """Yield the usual range of earlier changes, and where this one lies; or that there are too few."""
    fewest = FEWEST_OF_ALL if name == "usual" else FEWEST_OWN
    position = replace(base, id=f"{name}.position", kind=f"change beside {WHOSE[name]}")
    if past is None:
        yield replace(
            position, status=MISSING, note=f"fewer than {fewest} earlier changes were found: {which_changes}"
        )
        return
    usual = past.within(USUAL)
    rule = f"{_past_in_words(past, which_changes)}; usual is up to {USUAL:g} deviations from the median"
    place = past_changes.place_in_range(change, usual)
    yield replace(
        position,
        value=place,
        certain=place != "undecided",
        formula=rule,
    )
    bounds = replace(
        base, id=f"{name}.range", kind=f"usual range of {WHOSE[name]}", unit="per cent", decimals=1
    )
    yield replace(with_bounds(bounds, usual), certain=True, formula=rule, known=past.number)


def _step_fact(evidence: Evidence, area: Area, year: int, change: Interval) -> Fact:
    """Return a change too large for a trend, with the range that it lies outside."""
    past = past_changes.of_all(evidence, year)
    counted = compare.changes(evidence, COUNT, year).get(area.name)
    printed = compare.printed_change(evidence, year, area.name)
    figures = (counted.old, counted.new) if counted else (printed,) if printed else ()
    kind = "percentage change, a change in recording or boundaries suspected"
    base = computed(evidence, f"step.{year}", COUNT, area.name, year, kind, role="change")
    trend = past.within(STEP) if past else change
    return replace(
        with_bounds(base, change),
        value=printed.value if printed and not counted else change.low if change.exact else None,
        comparator=f"{year - 1}-03-31",
        unit="per cent",
        decimals=1,
        sources=compare.sources_of(*figures),
        formula=f"outside {trend.low:.1f}% to {trend.high:.1f}%, that is more than {STEP:g} deviations from the median (Iglewicz and Hoaglin 1993): "
        + (_past_in_words(past, _changes_of_all(year)) if past else ""),
    )


def _past_in_words(past: Past, which_changes: str) -> str:
    return f"{past.number} {which_changes}: median {past.median:.1f}%, median absolute deviation x 1.4826 = {past.deviation:.1f} points"


def _changes_of_all(year: int) -> str:
    return f"yearly changes of all areas from 31 March {year - YEARS_BACK - 1} to 31 March {year - 1}"


def _changes_of_own(area: Area) -> str:
    return f"earlier yearly changes of {area.name} since the last suspected change in recording"
