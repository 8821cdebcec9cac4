"""The facts that judge a figure: what is to be expected of a rate, a change, a place, and by which rule that is said.

Each carries the rule, its numbers and its source in its formula, so that the note at the foot of a page shows
what decided the word that links to it.
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


def funnel_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The area's rate in the funnel plot of the date: its limits, what they decide, and the rates of the other regions' areas."""
    base = computed(evidence, "funnel.position", RATE, area.name, year, "place in the funnel plot")
    rate, found = compare.level(evidence, RATE, year, area.name), funnel(evidence, year)
    if rate is None:
        return
    if isinstance(found, NoFunnel):
        yield replace(base, status=MISSING, position=found, note=NO_FUNNEL[found], comparator=found.value)
        return
    yield from _in_the_funnel(base, found, area.name)
    yield from _the_funnel(replace(base, area=NATION), found)
    region = evidence.regions[evidence.region_of[area.name]]
    for name in found.listed(region):
        if name not in region:
            yield abridged_fact(evidence, f"funnel.at.{slug(name)}", found.rates[name])


def _in_the_funnel(base: Fact, found: Funnel, area: str) -> Iterator[Fact]:
    """What the limits decide of one rate, and the limits."""
    where, people = found.position(area), found.population[area]
    sources = found.rates[area].sources
    judged = replace(base, comparator=NATION, sources=sources, inputs=(RATE, "funnel.target"))
    yield replace(
        judged,
        value=str(where),
        position=where,
        certain=where.side != "undecided",
        formula=f"{_rule(found)} {_limits_words(found, area)}",
    )
    for level, name in ((0.95, "limits95"), (ALARM, "limits998")):
        limits = replace(judged, id=f"funnel.{name}", kind=f"limits of the funnel plot ({100 * level:g}%)")
        yield replace(
            with_bounds(limits, found.limits(people, level)),
            certain=True,
            formula="the rule is that of the area's place in the funnel plot",
            inputs=(*judged.inputs, base.id),
            decimals=1,
        )


def _the_funnel(base: Fact, found: Funnel) -> Iterator[Fact]:
    """The figures of the funnel plot as a whole: its target, its areas, those outside, and how areas spread."""
    listed, outside = found.listed(()), len(found.outside)
    whole = replace(base, kind="funnel plot")
    yield replace(
        with_bounds(replace(whole, id="funnel.target"), Interval(found.target, found.target)),
        formula=f"100,000 x count / people aged 10 and over, mid-{found.mid_year}",
    )
    areas = with_bounds(
        replace(whole, id="funnel.areas", unit="areas", decimals=0),
        Interval(len(found.rates), len(found.rates)),
    )
    yield replace(
        areas,
        formula="areas with a rate for this date, whichever source it is from",
        sources=compare.sources_of(*found.rates.values()),
        note="; ".join([*(_listed(name, found.rates[name]) for name in listed), *_left_out(found, listed)]),
        where="mappa_figures.csv, at the lines named",
    )
    beyond = with_bounds(replace(areas, id="funnel.outside"), Interval(outside, outside))
    yield replace(beyond, formula="areas certainly outside the 95% limits")
    phi = replace(whole, id="funnel.dispersion", unit="times the variance of chance alone", decimals=0)
    yield replace(with_bounds(phi, Interval(found.dispersion, found.dispersion)), formula=_rule(found))


def _listed(name: str, rate: Observation) -> str:
    """An area's rate in the note of the plot: as known, how, and from which line."""
    known = f"{middle(rate):.1f}" if rate.low != rate.high else f"{rate.low:.2f}"
    return f"{name} {known} ({rate.status}{f', line {rate.line}' if rate.status == 'published' else ''})"


def _left_out(found: Funnel, listed: Sequence[str]) -> list[str]:
    others = len(found.rates) - len(listed)
    return [f"the rates of {others:,} others are on their own pages"] if others else []


def _rule(found: Funnel) -> str:
    return (
        f"funnel plot around {found.target:.1f} per 100,000 (Spiegelhalter 2005): square roots of rate over target, "
        f"z-scores of {len(found.rates)} areas drawn in at a tenth at each end, mean square {found.dispersion:.1f}, "
        f"so a variance between areas of {found.spread:.5f} is added to that of chance."
    )


def _limits_words(found: Funnel, area: str) -> str:
    people = found.population[area]
    inner, outer = found.limits(people), found.limits(people, ALARM)
    return (
        f"For {people:,.0f} people aged 10 and over (mid-{found.mid_year}) the 95% limits are {inner.low:.1f} to "
        f"{inner.high:.1f}, the 99.8% limits {outer.low:.1f} to {outer.high:.1f}"
    )


def possible_rank_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The places that the area's rate may take in its region and among all areas when chance is allowed for."""
    found = chance_ranks.rate_intervals(evidence, year)
    if area.name not in found:
        return
    base = computed(evidence, "rank.rate_interval", RATE, area.name, year, "95% interval", inputs=(RATE,))
    rule = "Byar's approximation to the Poisson limits of the count that rate and population imply (exact limits below ten)"
    yield replace(with_bounds(base, found[area.name]), certain=True, formula=rule)
    region = evidence.region_of[area.name]
    for group, names in (
        (region, evidence.regions[region]),
        (NATION, tuple(one.name for one in evidence.areas)),
    ):
        rank = chance_ranks.possible_rank(evidence, year, area.name, names)
        if rank is not None and rank.of > 1:
            yield _possible(base, rank, group)


def _possible(base: Fact, rank: Rank, group: str) -> Fact:
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
        formula=f"1 + the areas of {group} whose 95% interval lies above, to 1 + those whose interval does not lie below; {unknown} of {rank.of} have no figure and may stand anywhere",
    )


def past_change_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The year's change beside earlier changes of all areas and of the area itself, and every suspected change in recording."""
    for step, change in past_changes.steps(evidence, area.name).items():
        if step <= year:
            yield _step_fact(evidence, area, step, change)
    mine = past_changes.area_changes(evidence, year).get(area.name)
    if mine is None:
        return
    before, own_before = past_changes.of_all(evidence, year), past_changes.of_own(evidence, area.name, year)
    own = len(past_changes.own_changes(evidence, area.name, year))
    base = computed(evidence, "own.number", COUNT, area.name, year, "number of earlier changes")
    yield from _beside(base, "usual", mine, before, _all_words(year))
    if before is not None:
        yield _number(base, "usual", before.number, _all_words(year))
    yield from _beside(base, "own", mine, own_before, _since_step(area))
    yield _number(base, "own", own, _since_step(area))


def _number(base: Fact, name: str, number: int, whose: str) -> Fact:
    counted = replace(base, id=f"{name}.number", unit="changes", formula=whose)
    return with_bounds(counted, Interval(number, number))


def _beside(base: Fact, name: str, change: Interval, before: Past | None, whose: str) -> Iterator[Fact]:
    """The usual range of earlier changes, and where this one lies to it; or that there are too few."""
    fewest = FEWEST_OF_ALL if name == "usual" else FEWEST_OWN
    judged = replace(base, id=f"{name}.position", kind="change beside earlier changes")
    if before is None:
        yield replace(judged, status=MISSING, note=f"fewer than {fewest} earlier changes were found: {whose}")
        return
    usual = before.within(USUAL)
    rule = f"{_past_words(before, whose)}; usual is up to {USUAL:g} deviations from the median"
    stands = past_changes.place(change, usual)
    yield replace(
        judged,
        value=stands,
        certain=stands != "undecided",
        formula=rule,
    )
    bounds = replace(
        base, id=f"{name}.range", kind="usual range of yearly changes", unit="per cent", decimals=1
    )
    yield replace(with_bounds(bounds, usual), certain=True, formula=rule, known=before.number)


def _step_fact(evidence: Evidence, area: Area, year: int, change: Interval) -> Fact:
    """A change too large for a trend, with the range that it leaves."""
    before = past_changes.of_all(evidence, year)
    found = compare.changes(evidence, COUNT, year).get(area.name)
    printed = compare.printed_change(evidence, year, area.name)
    behind = (found.old, found.new) if found else (printed,) if printed else ()
    kind = "percentage change, a change in recording or boundaries suspected"
    base = computed(evidence, f"step.{year}", COUNT, area.name, year, kind, role="change")
    reach = before.within(STEP) if before else change
    return replace(
        with_bounds(base, change),
        value=printed.value if printed and not found else change.low if change.exact else None,
        comparator=f"{year - 1}-03-31",
        unit="per cent",
        decimals=1,
        sources=compare.sources_of(*behind),
        formula=f"outside {reach.low:.1f}% to {reach.high:.1f}%, that is more than {STEP:g} deviations from the median (Iglewicz and Hoaglin 1993): "
        + (_past_words(before, _all_words(year)) if before else ""),
    )


def _past_words(before: Past, whose: str) -> str:
    return f"{before.number} {whose}: median {before.median:.1f}%, median absolute deviation x 1.4826 {before.deviation:.1f}"


def _all_words(year: int) -> str:
    return f"yearly changes of all areas from 31 March {year - YEARS_BACK - 1} to 31 March {year - 1}"


def _since_step(area: Area) -> str:
    return f"earlier yearly changes of {area.name} since the last suspected change in recording"
