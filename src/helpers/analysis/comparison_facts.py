"""The facts that compare: an area's figures with a year earlier, with its region, with England and Wales, over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpers.analysis import comparisons as compare
from helpers.analysis import past_changes
from helpers.analysis.comparisons import COUNT, RATE, Change, Rank, sources_of
from helpers.analysis.facts import MISSING, Fact, abridged_fact, absent, computed, level_fact, with_bounds
from helpers.analysis.intervals import Interval, order
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import Area, slug
from helpers.data.observations import Observation

# What the key figures show, in this order; each is in data/reference/measures.csv.
STOCKS = (COUNT, RATE, "cat2_violent", "cat3_other_dangerous", "mappa_total")
MANAGEMENT = (
    *("level2_in_year_rso", "level3_in_year_rso", "notification_breaches", "revocations"),
    *("shpo_imposed", "sopo_imposed", "licence_recalls", "licence_recalls_rso"),
)
OTHERS = (
    *(
        "level1_rso",
        "level2_rso",
        "level1_all",
        "level2_all",
        "level3_all",
        "level2_in_year_all",
        "level3_in_year_all",
    ),
    *("sfo_charged", "sopo_breaches", "rso_share_of_mappa_percent"),
)


# What a change that is left out for that is called; its role says it to the code.
DEPENDENT = "percentage change left out, as it rests on a statement about these changes"


def measure_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Level, change, and comparators of every measure, or that it is missing and what there is instead."""
    for measure in (*STOCKS, *MANAGEMENT, *OTHERS):
        yield from _one_measure(evidence, area, year, measure)
    yield from _printed_change(evidence, area, year)


def _one_measure(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    found = compare.level(evidence, measure, year, area.name)
    if found is None:
        yield absent(evidence, measure, measure, area.name, year)
        yield from _latest(evidence, area, year, measure)
    else:
        yield level_fact(evidence, measure, found)
        yield from _change_facts(evidence, area, year, measure)
    region = evidence.region_of[area.name]
    for name, place in (
        ("nation", NATION),
        *([("region", region)] if len(evidence.regions[region]) > 1 else []),
    ):
        yield from _comparator(evidence, measure, year, found, name, place)


def _latest(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    """The nearest earlier figure, else the first later one: what a reader can have instead."""
    years = evidence.years(area.name, measure)
    nearest = [y for y in years if y < year][-1:] or [y for y in years if y > year][:1]
    for found in (evidence.get(area.name, y, measure) for y in nearest):
        if found is not None:
            yield level_fact(evidence, f"{measure}.latest", found, "latest level")


def _change_facts(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    change = compare.changes(evidence, measure, year).get(area.name)
    if change is None:
        yield absent(evidence, f"{measure}.previous", measure, area.name, year - 1)
        return
    yield level_fact(evidence, f"{measure}.previous", change.old, "previous level")
    yield from change_facts(evidence, measure, change)


def change_facts(evidence: Evidence, identity: str, change: Change) -> Iterator[Fact]:
    """The change in number and in per cent, or one missing fact that says why there is none."""
    new, old = change.new, change.old
    base = computed(
        evidence, f"{identity}.change", new.measure, new.area, new.year, "change", role="change",
        comparator=old.period_end, sources=sources_of(new, old), inputs=(identity, f"{identity}.previous"),
    )  # fmt: skip
    if change.number is None:
        yield replace(base, status=MISSING, note=change.why_not)
        return
    unit = evidence.measures[new.measure].unit
    yield with_bounds(
        replace(base, unit=unit, formula=f"figure at {new.period_end} less figure at {old.period_end}"),
        change.number,
    )
    if change.percent is not None:
        percent = replace(
            base, id=f"{identity}.percent", kind="percentage change", unit="per cent", decimals=1
        )
        yield with_bounds(replace(percent, formula="100 x change / earlier figure"), change.percent)


def _comparator(
    evidence: Evidence, measure: str, year: int, mine: Observation | None, name: str, place: str
) -> Iterator[Fact]:
    theirs = compare.level(evidence, measure, year, place)
    if theirs is None:
        return
    yield level_fact(evidence, f"{measure}.{name}", theirs, "comparator level")
    change = compare.changes(evidence, measure, year).get(place)
    if change is not None and measure == COUNT:
        yield level_fact(evidence, f"{measure}.{name}.previous", change.old, "comparator level")
        yield from change_facts(evidence, f"{measure}.{name}", change)
    if mine is not None and measure == RATE:
        yield _versus(evidence, mine, theirs, name, place)


def _versus(evidence: Evidence, mine: Observation, theirs: Observation, name: str, place: str) -> Fact:
    stands = order(compare.span(mine), compare.span(theirs))
    return computed(
        *(evidence, f"{mine.measure}.vs_{name}", mine.measure, mine.area, mine.year),
        kind="comparison",
        value=stands,
        comparator=place,
        certain=stands != "undecided",
        sources=sources_of(mine, theirs),
        formula="whether the bounds of the two rates, as far as their rounding leaves them known, lie apart",
        inputs=(mine.measure, f"{mine.measure}.{name}"),
    )


def _printed_change(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    found = compare.printed_change(evidence, year, area.name)
    if found is not None:
        yield level_fact(evidence, "printed_percent", found, "percentage change", role="change")


def region_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The area among its region's forces and among all areas: their figures and the possible ranks."""
    home = evidence.region_of[area.name]
    members = evidence.regions[home]
    for measure, short in ((COUNT, "count"), (RATE, "rate")):
        found = compare.levels(evidence, measure, year)
        for name in members:
            identity = f"among.{slug(name)}.{short}"
            yield (
                abridged_fact(evidence, identity, found[name])
                if name in found
                else absent(evidence, identity, measure, name, year)
            )
        everyone = tuple(one.name for one in evidence.areas)
        for group, scope, names in (("region", home, members), ("nation", NATION, everyone)):
            yield from _rank(
                evidence,
                f"{measure}.rank_{group}",
                measure,
                year,
                area,
                scope,
                compare.rank(compare.spans(found), area.name, names),
                [f"among.{slug(name)}.{short}" for name in members if name in found]
                if group == "region"
                else [],
            )
    percents = compare.percent_changes(evidence, year)
    for name in members:
        if name in percents:
            change = compare.changes(evidence, COUNT, year).get(name)
            if change is not None:
                identity = f"among.{slug(name)}.previous"
                yield level_fact(evidence, identity, change.old, "previous level")
            yield _percent_of(evidence, f"among.{slug(name)}", name, year, percents[name])
        elif name in compare.changes(evidence, COUNT, year):
            base = absent(evidence, f"among.{slug(name)}.percent", COUNT, name, year)
            yield replace(base, kind=DEPENDENT, role="dependent", unit="per cent", decimals=1)
    yield from _rank(
        evidence,
        "percent.rank_region",
        "rso_change_percent",
        year,
        area,
        home,
        compare.rank(percents, area.name, members),
        [f"among.{slug(name)}.percent" for name in members if name in percents],
    )


def _percent_of(evidence: Evidence, whose: str, name: str, year: int, percent: Interval) -> Fact:
    change = compare.changes(evidence, COUNT, year).get(name)
    printed = compare.printed_change(evidence, year, name)
    if change is None and printed is not None:
        return level_fact(evidence, f"{whose}.percent", printed, "percentage change", role="change")
    base = computed(
        *(evidence, f"{whose}.percent", COUNT, name, year),
        kind="percentage change",
        role="change",
        unit="per cent",
        decimals=1,
        sources=sources_of(change.new, change.old) if change else (),
        inputs=(f"{whose}.count", f"{whose}.previous") if change else (),
        formula="100 x change / earlier figure",
    )
    return with_bounds(base, percent)


def _rank(
    evidence: Evidence,
    identity: str,
    measure: str,
    year: int,
    area: Area,
    scope: str,
    rank: Rank | None,
    inputs: Sequence[str],
) -> Iterator[Fact]:
    if rank is None:
        return
    base = computed(evidence, identity, measure, area.name, year, "rank", role="rank", inputs=tuple(inputs))
    yield replace(
        with_bounds(base, rank.among_all),
        unit="place, 1 being highest",
        comparator=scope,
        certain=rank.among_all.exact,
        known=rank.known,
        of=rank.of,
        formula=f"1 + the areas of {scope} that stand or may stand above; {rank.of - rank.known} of {rank.of} have no figure",
    )
    yield replace(
        with_bounds(replace(base, id=f"{identity}.known"), rank.among_known),
        kind="rank among areas with a figure",
        unit="place, 1 being highest",
        comparator=f"{rank.known} areas of {scope} with a figure",
        certain=rank.among_known.exact,
        known=rank.known,
        of=rank.of,
        formula="1 + the areas with a figure that stand or may stand above",
    )


def series_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The count of each year that has one, and the change from the first to the last up to the report's year.

    The first is the first since the last suspected change in recording: across one no change is given.
    """
    for place, name in ((area.name, "series"), (NATION, "nation_series")):
        for each in evidence.years(place, COUNT):
            found = compare.level(evidence, COUNT, each, place)
            if found is not None:
                yield level_fact(evidence, f"{name}.{each}", found)
    years = _stretch(evidence, area, year)
    if len(years) < 2 or years[-1] - years[0] < 2:
        return
    since = compare.changes(evidence, COUNT, years[-1], years[0])
    for place, name in ((area.name, "since_first"), (NATION, "since_first_nation")):
        if place in since:
            series = "series" if name == "since_first" else "nation_series"
            inputs = (f"{series}.{years[0]}", f"{series}.{years[-1]}")
            yield from (replace(fact, inputs=inputs) for fact in change_facts(evidence, name, since[place]))


def steps_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """In how many pairs of years in a row since the last suspected change in recording the count rose, fell, or neither."""
    known = [each for each in evidence.years(area.name, COUNT) if each <= year]
    years = _stretch(evidence, area, year)
    pairs = [(each - 1, each) for each in years if each - 1 in years]
    counts = {each: compare.span(evidence.found[area.name, each, COUNT]) for each in years}
    ways = [order(counts[later], counts[earlier]) for earlier, later in pairs]
    base = computed(evidence, "trend", COUNT, area.name, year, "number of years", unit="years")
    formulas = {
        "years": f"years up to {year} with a count",
        "pairs": "years in a row that both have a count",
        "rises": "years in a row that both have a count, of which the later is certainly higher",
        "falls": "years in a row that both have a count, of which the later is certainly lower",
    }
    inputs = tuple(f"series.{each}" for each in years)
    found = {
        "years": len(known),
        "pairs": len(pairs),
        "rises": ways.count("higher"),
        "falls": ways.count("lower"),
    }
    for name, number in found.items():
        formula = formulas[name]
        yield replace(
            base,
            id=f"trend.{name}",
            value=number,
            low=number,
            high=number,
            formula=formula,
            inputs=inputs if name == "years" else ("trend.years",),
        )


def _stretch(evidence: Evidence, area: Area, year: int) -> list[int]:
    """The years with a count up to ``year`` that no suspected change in recording parts from the last of them."""
    years = [each for each in evidence.years(area.name, COUNT) if each <= year]
    return past_changes.last_stretch(years, past_changes.steps(evidence, area.name))
