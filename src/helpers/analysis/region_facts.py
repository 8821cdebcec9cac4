"""The facts of one region: its forces side by side, its total or its bounds, and which forces rose and fell.

The same functions that make an area's facts make these, so that a region's page and an area's page cannot
disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from helpers.analysis import comparisons as compare
from helpers.analysis import published_facts
from helpers.analysis.area_facts import area_facts
from helpers.analysis.comparison_facts import known_part_facts, steps_note
from helpers.analysis.comparisons import COUNT, RATE, sources_of
from helpers.analysis.facts import Fact, Facts, FactSet, absent, computed, level_fact, with_bounds
from helpers.analysis.intervals import Interval
from helpers.data.errors import DataError
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import slug

# Which of an area's own facts its region's page shows, in this order, and under which names.
OF_EACH = {
    COUNT: "count",
    f"{COUNT}.previous": "previous",
    f"{COUNT}.change": "change",
    f"{COUNT}.percent": "percent",
    "printed_percent": "printed_percent",
    RATE: "rate",
    "rank.rate_interval": "rate_interval",
    f"{RATE}.rank_region.known": "rank_known",
    f"{RATE}.rank_region": "rank",
    "rank.rate_region": "rank_possible",
    "percent.rank_region.known": "change_rank_known",
    "percent.rank_region": "change_rank",
    "funnel.position": "funnel",
    "level2_in_year_rso": "level2",
    "level3_in_year_rso": "level3",
    "notification_breaches": "breaches",
    "revocations": "removals",
}

# Which areas are counted, by the last part of the number's id.
DIRECTIONS = {
    "rose": "whose count rose",
    "fell": "whose count fell",
    "open": "whose count neither rose nor fell for certain",
    "unknown": "without a known change",
}


@dataclass(frozen=True, repr=False)
class RegionFacts(FactSet):
    """All facts of one region and year, by id; ``region`` is its name as ``Evidence.regions`` has it.

    A member's facts are ``member.<slug>.<name>``, the names being those of ``OF_EACH``; ``survey.<slug>.…``
    and ``grade.<slug>.…`` are its survey answers and grades as published; ``direction.<slug>`` is its change
    on the year by independent figures; ``region.…`` is the region as a whole.
    """

    prefix: ClassVar[str] = "member"
    region: str
    year: int
    items: Mapping[str, Fact]
    evidence: Evidence = field(repr=False)

    @property
    def place(self) -> str:
        """The name of the region, or of the nation."""
        return self.region

    @property
    def members(self) -> tuple[str, ...]:
        """The areas of the region, sorted by name."""
        return self.evidence.regions[self.region]


def region_facts(evidence: Evidence, region: str, year: int) -> RegionFacts:
    """Return every fact of one region at 31 March of ``year``.

    Raises DataError for a name that is not a region, with the names that are.
    """
    if region not in evidence.regions:
        raise DataError(f"{region!r} is not a region; the regions are {', '.join(sorted(evidence.regions))}")
    members = [area_facts(evidence, name, year) for name in evidence.regions[region]]
    facts = [fact for member in members for fact in _member_facts(member)]
    facts += [fact for make in WHOLE for fact in make(evidence, region, year)]
    return RegionFacts(region, year, {fact.id: fact for fact in facts}, evidence)


def _member_facts(facts: Facts) -> Iterator[Fact]:
    """Yield a member's own facts, missing ones too, under the names of a region's page."""
    short = facts.area.slug
    for identity, name in OF_EACH.items():
        fact = facts.items.get(identity)
        if fact is not None:
            yield replace(fact, id=f"member.{short}.{name}", inputs=())
    step = facts.get(f"step.{facts.year}")
    if step is not None:
        yield replace(step, id=f"member.{short}.step")
    for fact in published_facts.survey_facts(facts.evidence, facts.area):
        yield replace(fact, id=f"survey.{short}.{fact.id.partition('.')[2]}")
    for fact in published_facts.inspection_facts(facts.evidence, facts.area):
        if fact.id.startswith("grade."):
            yield replace(fact, id=f"grade.{short}.{fact.id.partition('.')[2]}")


def total_facts(evidence: Evidence, region: str, year: int) -> Iterator[Fact]:
    """Yield the region's count, rate and change where there are any, else the least that its count can be."""
    for measure, name in ((COUNT, "count"), (RATE, "rate")):
        observation = compare.level(evidence, measure, year, region)
        yield (
            level_fact(evidence, f"region.{name}", observation)
            if observation is not None
            else absent(evidence, f"region.{name}", measure, region, year)
        )
        nation = compare.level(evidence, measure, year, NATION)
        if nation is not None:
            yield level_fact(evidence, f"nation.{name}", nation, "comparator level")
    if compare.level(evidence, COUNT, year, region) is None:
        yield from known_part_facts(evidence, "region.known_part", region, year)
    for prefix, place in (("region", region), ("nation", NATION)):
        yield from _whole_change_facts(evidence, prefix, place, year)


def _whole_change_facts(evidence: Evidence, prefix: str, place: str, year: int) -> Iterator[Fact]:
    """Yield the change of a region's or the nation's count, missing where two counts are not comparable."""
    change = compare.changes(evidence, COUNT, year).get(place)
    if change is not None and change.why_not:
        refused = absent(evidence, f"{prefix}.change", COUNT, place, year)
        yield replace(refused, kind="change", role="change", note=change.why_not)
    if change is not None and change.percent is not None:
        base = computed(
            evidence,
            f"{prefix}.percent",
            COUNT,
            place,
            year,
            kind="percentage change",
            role="change",
            unit="per cent",
            decimals=1,
            comparator=change.old.period_end,
            sources=sources_of(change.new, change.old),
            formula="100 x change / earlier figure",
            note=steps_note(evidence, place, year),
        )
        yield with_bounds(base, change.percent)


def population_facts(evidence: Evidence, region: str, year: int) -> Iterator[Fact]:
    """Yield the people aged 10 and over that the date's rates count, where that mid-year is known."""
    places = {f"member.{slug(name)}": name for name in evidence.regions[region]}
    for prefix, place in {**places, "region": region, "nation": NATION}.items():
        people = evidence.people(place, year)
        if people is not None:
            yield level_fact(evidence, f"{prefix}.population", people)


def known_change_facts(evidence: Evidence, region: str, year: int) -> Iterator[Fact]:
    """Yield each member's change on the year, if it rests on no statement about these very changes."""
    percents, counted = compare.percent_changes(evidence, year), compare.changes(evidence, COUNT, year)
    for name in evidence.regions[region]:
        if name not in percents:
            continue
        base = computed(
            evidence,
            f"direction.{slug(name)}",
            COUNT,
            name,
            year,
            kind="percentage change",
            role="change",
            unit="per cent",
            decimals=1,
            comparator=f"{year - 1}-03-31",
        )
        change, printed = counted.get(name), compare.printed_change(evidence, year, name)
        if change is not None and change.percent == percents[name]:
            sources, how = sources_of(change.new, change.old), "100 x change / earlier figure"
        else:
            sources, how = printed.sources if printed else (), "as a source prints it"
        base = replace(base, sources=sources, formula=how)
        yield with_bounds(base, percents[name])


def direction_facts(evidence: Evidence, region: str, year: int) -> Iterator[Fact]:
    """Yield how many members certainly rose, certainly fell, did neither for certain, or have no change."""
    percents = compare.percent_changes(evidence, year)
    changes = [percents[name] for name in evidence.regions[region] if name in percents]
    rose, fell = sum(change.low > 0 for change in changes), sum(change.high < 0 for change in changes)
    of = len(evidence.regions[region])
    numbers = {"rose": rose, "fell": fell, "open": len(changes) - rose - fell, "unknown": of - len(changes)}
    base = computed(
        evidence,
        "region.rose",
        COUNT,
        region,
        year,
        kind="number of areas",
        unit="areas",
        formula="areas whose change on the year, as far as its bounds decide it, is a rise or a fall; the others either way, or without a known change",
    )
    for name, number in numbers.items():
        fact = replace(base, id=f"region.{name}", kind=f"number of areas {DIRECTIONS[name]}")
        yield replace(with_bounds(fact, Interval(number, number)), known=len(changes), of=of)


WHOLE: tuple[Callable[[Evidence, str, int], Iterator[Fact]], ...] = (
    total_facts,
    population_facts,
    known_change_facts,
    direction_facts,
)
