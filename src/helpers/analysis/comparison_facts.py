"""The facts that compare an area's figures: with a year earlier, over time, with its region and nation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpers.analysis import comparisons as compare
from helpers.analysis import intervals, past_changes
from helpers.analysis.comparisons import COUNT, RATE, Change, Rank, sources_of
from helpers.analysis.facts import MISSING, Fact, abridged_fact, absent, computed, level_fact, with_bounds
from helpers.analysis.intervals import Interval, order
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import Area, slug
from helpers.data.observations import Observation
from helpers.text.nouns import agree, counted

# What the key figures show, in this order; each is in data/reference/measures.csv.
STOCKS = (COUNT, RATE, "cat2_violent", "cat3_other_dangerous", "cat4_terrorist", "mappa_total")
MANAGEMENT = (
    "level2_in_year_rso",
    "level3_in_year_rso",
    "notification_breaches",
    "revocations",
    "shpo_imposed",
    "sopo_imposed",
    "licence_recalls",
    "licence_recalls_rso",
)
# What the key figures are, in this order.
KEY = (*STOCKS, *MANAGEMENT)
OTHERS = (
    "level1_rso",
    "level2_rso",
    "level3_rso",
    "level1_all",
    "level2_all",
    "level3_all",
    "level2_in_year_all",
    "level3_in_year_all",
    "sfo_charged",
    "sopo_breaches",
    "rso_share_of_mappa_percent",
)
# What the years with a count are counted for: kind and formula, by the last part of the number's id.
STEPS = {
    "years": ("number of years with a count", "years up to {year} with a count"),
    "pairs": ("number of years with this and the earlier count", "years in a row that both have a count"),
    "rises": (
        "number of years with a rise",
        "years in a row that both have a count, of which the later is certainly higher",
    ),
    "falls": (
        "number of years with a fall",
        "years in a row that both have a count, of which the later is certainly lower",
    ),
}
DEPENDENT = "It has no place among the changes, as it rests on a statement about these changes."


def measure_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield level, change and comparators of every measure; for a missing one what there is instead."""
    for measure in (*STOCKS, *MANAGEMENT, *OTHERS):
        yield from _facts_of_measure(evidence, area, year, measure)
    yield from _printed_change_facts(evidence, area, year)


def _facts_of_measure(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    observation = compare.level(evidence, measure, year, area.name)
    if observation is None:
        yield absent(evidence, measure, measure, area.name, year)
        yield from _nearest_fact(evidence, area, year, measure)
    else:
        yield level_fact(evidence, measure, observation)
        yield from _change_on_year(evidence, area, year, measure)
    region = evidence.region_of[area.name]
    for name, place in (
        ("nation", NATION),
        *([("region", region)] if len(evidence.regions[region]) > 1 else []),
    ):
        yield from _comparator_facts(evidence, measure, year, observation, name, place)


def _nearest_fact(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    """Yield the nearest earlier figure, else the first later one: what a reader can have instead."""
    levels = compare.series(evidence, measure, area.name)
    earlier, later = [y for y in levels if y < year], [y for y in levels if y > year]
    for nearest in earlier[-1:] or later[:1]:
        yield level_fact(evidence, f"{measure}.latest", levels[nearest], "latest level")


def _change_on_year(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    change = compare.changes(evidence, measure, year).get(area.name)
    if change is None:
        yield absent(evidence, f"{measure}.previous", measure, area.name, year - 1)
        return
    yield level_fact(evidence, f"{measure}.previous", change.old, "previous level")
    for fact in change_facts(evidence, measure, change):
        yield _doubted(evidence, fact, year) if measure == COUNT else fact


def _doubted(evidence: Evidence, fact: Fact, year: int) -> Fact:
    """Return a change of an area's count, marked where a change in recording is suspected behind it."""
    suspected = year in past_changes.suspected_steps(evidence, fact.area)
    return replace(fact, case="suspected") if suspected and not fact.missing else fact


def change_facts(evidence: Evidence, identity: str, change: Change) -> Iterator[Fact]:
    """Yield the change in number and in per cent, or one missing fact that says why there is none."""
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


def _comparator_facts(
    evidence: Evidence, measure: str, year: int, figure: Observation | None, name: str, place: str
) -> Iterator[Fact]:
    comparator = compare.level(evidence, measure, year, place)
    if comparator is None:
        if measure == COUNT and place in evidence.regions:
            yield from known_part_facts(evidence, f"{measure}.{name}.known_part", place, year)
        return
    yield level_fact(evidence, f"{measure}.{name}", comparator, "comparator level")
    change = compare.changes(evidence, measure, year).get(place)
    if change is not None and measure == COUNT:
        yield level_fact(evidence, f"{measure}.{name}.previous", change.old, "comparator level")
        for fact in change_facts(evidence, f"{measure}.{name}", change):
            yield fact if fact.missing else replace(fact, note=steps_note(evidence, place, year))
    if figure is not None and measure == RATE:
        yield _comparison_fact(evidence, figure, comparator, name, place)


def steps_note(evidence: Evidence, place: str, year: int) -> str:
    """Say which areas' changes are too large for a trend, so that their region's is no trend either."""
    members = evidence.regions.get(place, ())
    suspected = [name for name in members if year in past_changes.suspected_steps(evidence, name)]
    return f"a change in recording is suspected in {', '.join(suspected)}" if suspected else ""


def known_part_facts(evidence: Evidence, identity: str, region: str, year: int) -> Iterator[Fact]:
    """Yield the sum of the region's areas with a count, in place of a total that is not known."""
    members = evidence.regions[region]
    counts = [count for name in members if (count := compare.level(evidence, COUNT, year, name)) is not None]
    if not counts:
        return
    base = computed(
        evidence,
        identity,
        COUNT,
        region,
        year,
        kind="sum of the forces with a count, a lower bound of the region's total",
        known=len(counts),
        of=len(members),
        sources=sources_of(*counts),
        formula="added up here: "
        + " + ".join(f"{count.area} {compare.count_text(count)}" for count in counts),
    )
    yield with_bounds(base, intervals.total(compare.span(count) for count in counts))


def _comparison_fact(
    evidence: Evidence, figure: Observation, comparator: Observation, name: str, place: str
) -> Fact:
    standing = order(compare.span(figure), compare.span(comparator))
    return computed(
        evidence,
        f"{figure.measure}.vs_{name}",
        figure.measure,
        figure.area,
        figure.year,
        kind="comparison",
        value=standing,
        comparator=place,
        certain=standing != "undecided",
        sources=sources_of(figure, comparator),
        formula="whether the bounds of the two rates, as far as their rounding leaves them known, lie apart",
        inputs=(figure.measure, f"{figure.measure}.{name}"),
    )


def _printed_change_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    printed = compare.printed_change(evidence, year, area.name)
    if printed is not None:
        fact = level_fact(evidence, "printed_percent", printed, "percentage change", role="change")
        yield _doubted(evidence, fact, year)


def region_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield the figures of the region's areas, and the area's possible ranks there and in the nation."""
    yield from _levels_among(evidence, area, year, COUNT, "count")
    yield from _levels_among(evidence, area, year, RATE, "rate")
    yield from _changes_among(evidence, area, year)


def _levels_among(evidence: Evidence, area: Area, year: int, measure: str, part: str) -> Iterator[Fact]:
    """Yield one figure of each area of the region, and the area's ranks by it in region and nation."""
    region = evidence.region_of[area.name]
    members, all_areas = evidence.regions[region], tuple(other.name for other in evidence.areas)
    observations = compare.levels(evidence, measure, year)
    for name in members:
        identity = f"among.{slug(name)}.{part}"
        yield (
            abridged_fact(evidence, identity, observations[name])
            if name in observations
            else absent(evidence, identity, measure, name, year)
        )
    ranked = [f"among.{slug(name)}.{part}" for name in members if name in observations]
    for group, scope, names in (("region", region, members), ("nation", NATION, all_areas)):
        rank = compare.rank(compare.spans(observations), area.name, names)
        inputs = ranked if group == "region" else []
        yield from _rank_facts(evidence, f"{measure}.rank_{group}", measure, year, area, scope, rank, inputs)


def _changes_among(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield the change on the year of each area of the region, and the area's rank by it."""
    region = evidence.region_of[area.name]
    members, percents = evidence.regions[region], compare.percent_changes(evidence, year)
    for name in members:
        for fact in _member_change_facts(evidence, name, year):
            yield _doubted(evidence, fact, year) if fact.role != "level" else fact
    yield from _rank_facts(
        evidence,
        "percent.rank_region",
        COUNT,
        year,
        area,
        region,
        compare.rank(percents, area.name, members),
        [f"among.{slug(name)}.percent" for name in members if name in percents],
        kind="rank by change on the year",
    )
    yield from _same_way_facts(evidence, area, year, members)


def _same_way_facts(evidence: Evidence, area: Area, year: int, members: tuple[str, ...]) -> Iterator[Fact]:
    """Yield the area's place by size among the region's rises, or falls, where its own is certainly one."""
    changes = compare.percent_changes(evidence, year)
    change = changes.get(area.name)
    if change is None or change.low <= 0 <= change.high:
        return
    rising = change.low > 0
    sizes = {
        name: area_change if rising else Interval(-area_change.high, -area_change.low)
        for name in members
        if (area_change := changes.get(name)) and (area_change.low > 0 if rising else area_change.high < 0)
    }
    rank = compare.rank(sizes, area.name, tuple(sizes))
    if rank is None:
        return
    way = "rise" if rising else "fall"
    base = computed(
        evidence, "percent.rank_region.size", COUNT, area.name, year, f"rank by size of the {way}", role="rank",
        inputs=tuple(f"among.{slug(name)}.percent" for name in sizes),
    )  # fmt: skip
    yield replace(
        with_bounds(base, rank.among_known),
        unit="place, 1 being largest",
        comparator=f"{counted(rank.known, way)} in {evidence.region_of[area.name]}",
        known=rank.known,
        of=rank.of,
        formula=f"1 + the {way}s that are or may be larger",
    )


def _member_change_facts(evidence: Evidence, name: str, year: int) -> Iterator[Fact]:
    """Yield a member's change on the year as its own page gives it, with or without a place among others."""
    prefix = f"among.{slug(name)}"
    change, printed = (
        compare.changes(evidence, COUNT, year).get(name),
        compare.printed_change(evidence, year, name),
    )
    if change is not None and change.percent is not None:
        yield level_fact(evidence, f"{prefix}.previous", change.old, "previous level")
        yield _percent_fact(evidence, prefix, change, change.percent)
    elif printed is not None and (change is None or change.number is None):
        yield level_fact(evidence, f"{prefix}.percent", printed, "percentage change", role="change")
    elif change is not None:
        yield level_fact(evidence, f"{prefix}.previous", change.old, "previous level")
        inputs = (f"{prefix}.count", f"{prefix}.previous")
        yield from (replace(fact, inputs=inputs) for fact in change_facts(evidence, prefix, change))


def _percent_fact(evidence: Evidence, prefix: str, change: Change, percent: Interval) -> Fact:
    name, year = change.new.area, change.new.year
    ranked = name in compare.percent_changes(evidence, year)
    base = computed(
        evidence,
        f"{prefix}.percent",
        COUNT,
        name,
        year,
        kind="percentage change",
        role="change" if ranked else "dependent",
        unit="per cent",
        decimals=1,
        comparator=change.old.period_end,
        sources=sources_of(change.new, change.old),
        inputs=(f"{prefix}.count", f"{prefix}.previous"),
        formula="100 x change / earlier figure",
        note="" if ranked else DEPENDENT,
    )
    return with_bounds(base, percent)


def _rank_facts(
    evidence: Evidence,
    identity: str,
    measure: str,
    year: int,
    area: Area,
    scope: str,
    rank: Rank | None,
    inputs: Sequence[str],
    kind: str = "rank",
) -> Iterator[Fact]:
    if rank is None:
        return
    base = computed(evidence, identity, measure, area.name, year, kind, role="rank", inputs=tuple(inputs))
    base = replace(base, unit="place, 1 being highest", known=rank.known, of=rank.of)
    unknown = rank.of - rank.known
    yield replace(
        with_bounds(base, rank.among_all),
        comparator=scope,
        formula=f"1 + the areas of {scope} that stand or may stand above; {unknown} of {rank.of} {agree(unknown, 'has', 'have')} no figure",
    )
    yield replace(
        with_bounds(replace(base, id=f"{identity}.known"), rank.among_known),
        kind=f"{kind} among areas with a figure",
        comparator=f"{counted(rank.known, 'area')} of {scope} with a figure",
        formula="1 + the areas with a figure that stand or may stand above",
    )


def series_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield the count of every year that has one, and the change from the first to the report's year.

    The first is the first since the last suspected change in recording: no change is given across one.
    """
    for place, name in ((area.name, "series"), (NATION, "nation_series")):
        for count_year, count in compare.series(evidence, COUNT, place).items():
            yield level_fact(evidence, f"{name}.{count_year}", count)
    years = _comparable_years(evidence, area, year)
    if len(years) < 2 or years[-1] - years[0] < 2:
        return
    since = compare.changes(evidence, COUNT, years[-1], years[0])
    for place, name in ((area.name, "since_first"), (NATION, "since_first_nation")):
        if place in since:
            series = "series" if name == "since_first" else "nation_series"
            inputs = (f"{series}.{years[0]}", f"{series}.{years[-1]}")
            yield from (replace(fact, inputs=inputs) for fact in change_facts(evidence, name, since[place]))


def steps_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Yield in how many pairs of consecutive years the count rose, fell, or neither.

    Only years since the last suspected change in recording are counted.
    """
    spans = compare.spans(compare.series(evidence, COUNT, area.name))
    counted_years = [count_year for count_year in spans if count_year <= year]
    years = _comparable_years(evidence, area, year)
    pairs = [(count_year - 1, count_year) for count_year in years if count_year - 1 in years]
    counts = {count_year: spans[count_year] for count_year in years}
    orders = [order(counts[later], counts[earlier]) for earlier, later in pairs]
    inputs = tuple(f"series.{count_year}" for count_year in years)
    numbers = {
        "years": len(counted_years),
        "pairs": len(pairs),
        "rises": orders.count("higher"),
        "falls": orders.count("lower"),
    }
    for name, number in numbers.items():
        kind, formula = STEPS[name]
        base = computed(evidence, f"trend.{name}", COUNT, area.name, year, kind, unit="years")
        yield replace(
            base,
            value=number,
            low=number,
            high=number,
            formula=formula.format(year=year),
            inputs=inputs if name == "years" else ("trend.years",),
        )


def _comparable_years(evidence: Evidence, area: Area, year: int) -> list[int]:
    """Return the years with a count up to ``year``, from the last suspected change in recording on."""
    years = [count_year for count_year in compare.series(evidence, COUNT, area.name) if count_year <= year]
    return past_changes.last_stretch(years, past_changes.suspected_steps(evidence, area.name))
