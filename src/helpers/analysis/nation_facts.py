"""The facts of England and Wales: its own series, its areas side by side, and what is published of all.

The same functions that make an area's facts make these, so that no page can disagree with another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from helpers.analysis import comparisons as compare
from helpers.analysis import intervals
from helpers.analysis.area_facts import area_facts, with_counts, with_same
from helpers.analysis.comparison_facts import MANAGEMENT, OTHERS, STEPS, STOCKS, change_facts
from helpers.analysis.comparisons import COUNT, RATE, sources_of
from helpers.analysis.facts import Fact, Facts, absent, computed, level_fact, with_bounds
from helpers.analysis.intervals import Interval
from helpers.analysis.nation_inspections import inspection_facts
from helpers.analysis.nation_published import disclosure_facts, removal_facts, workload_facts
from helpers.analysis.nation_surveys import staff_facts, survey_facts
from helpers.analysis.published_facts import caveat_fact
from helpers.analysis.region_facts import DIRECTIONS, RegionFacts
from helpers.data.evidence import NATION, Evidence
from helpers.data.naming import slug
from helpers.data.observations import Observation

# Which of an area's own facts the page shows, in this order, and under which names.
OF_EACH = {
    COUNT: "count",
    f"{COUNT}.previous": "previous",
    f"{COUNT}.change": "change",
    f"{COUNT}.percent": "percent",
    "printed_percent": "printed_percent",
    RATE: "rate",
    f"{RATE}.vs_nation": "vs_nation",
    f"{RATE}.rank_nation.known": "rank_known",
    "rank.rate_interval": "rate_interval",
}
# What is listed for each year that has it, beside count and rate.
LISTED = (
    *STOCKS[2:],
    *("cat2_violent_pre2009", "cat3_other_dangerous_pre2009", "mappa_total_pre2009"),
    *(*MANAGEMENT, *OTHERS, "revocation_applications", "revocations_foi"),
)
# What may be added up over areas where England and Wales has no figure: people, each counted in one area.
SUMMED = (COUNT, "notification_breaches", "revocations")


@dataclass(frozen=True, repr=False)
class NationFacts(RegionFacts):
    """All facts of England and Wales and one year, by id.

    An area's facts are ``member.<slug>.<name>``, the names being those of ``OF_EACH``; ``nation.<measure>…``
    is the year's figure with its change, ``series.<year>`` and ``listed.<measure>.<year>`` are those of all
    years up to it, ``sum.<measure>`` is what the areas with a figure add up to. What is quoted as published
    has the ids of an area's page.
    """

    @property
    def members(self) -> tuple[str, ...]:
        """All areas, sorted by name."""
        return tuple(area.name for area in self.evidence.areas)

    def change_of(self, area: str) -> Fact | None:
        """Return an area's change on the year as its own page gives it, if there is one."""
        start = f"{self.prefix}.{slug(area)}"
        change = self.stated_change(start, f"{start}.printed_percent")
        return None if change is None or change.missing else change

    @cached_property
    def doubted_rates(self) -> frozenset[str]:
        """The areas of whose rate there is something to know."""
        return frozenset(fact.area for fact in self.group("caveat") if fact.measure == RATE)

    def having(self, measure: str) -> list[str]:
        """Name the areas that have a figure of a measure for the year."""
        figures = compare.levels(self.evidence, measure, self.year)
        return [name for name in self.members if name in figures]

    def moved(self, direction: str) -> list[str]:
        """Name the areas that rose, fell, did neither for certain ("open"), or have no change ("unknown")."""
        return [name for name in self.members if _direction(self.change_of(name)) == direction]


@lru_cache(maxsize=32)
def nation_facts(evidence: Evidence, year: int) -> NationFacts:
    """Return every fact of England and Wales at 31 March of ``year``, cached."""
    facts = [*_series_facts(evidence, year), *_level_facts(evidence, year)]
    members = [area_facts(evidence, area.name, year) for area in evidence.areas]
    facts += [fact for member in members for fact in _member_facts(member)]
    facts += [fact for measure in SUMMED for fact in _sum_facts(evidence, measure, year)]
    facts += [*staff_facts(evidence), *survey_facts(evidence), *inspection_facts(evidence)]
    facts += _caveat_facts(evidence, year)
    facts += [*workload_facts(evidence), *disclosure_facts(evidence), *removal_facts(evidence)]
    uncounted = NationFacts(NATION, year, {fact.id: fact for fact in facts}, evidence)
    counted = [fact for count in COUNTED for fact in count(uncounted)]
    items = {**uncounted.items, **{fact.id: fact for fact in counted}}
    return replace(uncounted, items=with_same(with_counts(items)))


def _level_facts(evidence: Evidence, year: int) -> Iterator[Fact]:
    """Yield count and rate of the year with their changes, missing ones too."""
    for measure in (COUNT, RATE):
        observation = compare.level(evidence, measure, year, NATION)
        name = f"nation.{measure}"
        yield (
            absent(evidence, name, measure, NATION, year)
            if observation is None
            else level_fact(evidence, name, observation)
        )
        change = compare.changes(evidence, measure, year).get(NATION)
        if change is not None:
            yield level_fact(evidence, f"{name}.previous", change.old, "previous level")
            yield from change_facts(evidence, name, change)


def _series_facts(evidence: Evidence, year: int) -> Iterator[Fact]:
    """Yield the figures of every year up to this one, and the change from one count to the next."""
    for earlier in range(min(evidence.years(NATION, COUNT), default=year), year + 1):
        for measure, start in ((COUNT, "series"), (RATE, "series_rate")):
            figure = compare.level(evidence, measure, earlier, NATION)
            if figure is not None:
                yield level_fact(evidence, f"{start}.{earlier}", figure)
        change = compare.changes(evidence, COUNT, earlier).get(NATION)
        if change is not None:
            inputs = (f"series.{earlier}", f"series.{earlier - 1}")
            for fact in change_facts(evidence, f"yearly.{earlier}", change):
                yield replace(fact, inputs=inputs)
    yield from _since_first(evidence, year)
    for measure in LISTED:
        for earlier in evidence.years(NATION, measure):
            figure = compare.level(evidence, measure, earlier, NATION)
            if figure is not None and earlier <= year:
                yield level_fact(evidence, f"listed.{measure}.{earlier}", figure)
        yield from _changes_of_listed(evidence, measure, year)


def _changes_of_listed(evidence: Evidence, measure: str, year: int) -> Iterator[Fact]:
    """Yield the change on the year, and the figure of a year earlier, of what is listed with its years."""
    change = compare.changes(evidence, measure, year).get(NATION)
    if change is not None:
        inputs = (f"listed.{measure}.{year}", f"nation.{measure}.previous")
        yield level_fact(evidence, f"nation.{measure}.previous", change.old, "previous level")
        yield from (
            replace(fact, inputs=inputs) for fact in change_facts(evidence, f"nation.{measure}", change)
        )


def _since_first(evidence: Evidence, year: int) -> Iterator[Fact]:
    """Yield the change from the first count to the year's."""
    years = [earlier for earlier in evidence.years(NATION, COUNT) if earlier < year]
    change = compare.changes(evidence, COUNT, year, years[0]).get(NATION) if years else None
    if change is not None and year - years[0] > 1:
        inputs = (f"series.{years[0]}", f"series.{year}")
        yield from (replace(fact, inputs=inputs) for fact in change_facts(evidence, "since_first", change))


def _member_facts(facts: Facts) -> Iterator[Fact]:
    """Yield an area's own facts, those that were found, under the names of this page."""
    short = facts.area.slug
    names = {**OF_EACH, f"step.{facts.year}": "step"}
    for identity, name in names.items():
        fact = facts.items.get(identity)
        if fact is not None and not fact.missing:
            yield replace(fact, id=f"member.{short}.{name}", inputs=(), same_as="")


def _sum_facts(evidence: Evidence, measure: str, year: int) -> Iterator[Fact]:
    """Yield what the areas with a figure add up to, and what that leaves for the others of a known total.

    Nothing is told apart that is published of no single area: the remainder is given for two areas or more.
    """
    figures = [
        figure
        for area in evidence.areas
        if (figure := compare.level(evidence, measure, year, area.name)) is not None
    ]
    if not figures:
        return
    known, of = len(figures), len(evidence.areas)
    listed = " + ".join(f"{figure.area} {compare.count_text(figure)}" for figure in figures)
    base = computed(
        evidence,
        f"sum.{measure}",
        measure,
        NATION,
        year,
        kind="sum of the areas with a figure, a lower bound of the total",
        known=known,
        of=of,
        sources=sources_of(*figures),
        formula=f"added up here: {listed}",
    )
    total = intervals.total(map(compare.span, figures))
    yield with_bounds(base, total)
    whole = compare.level(evidence, measure, year, NATION)
    if whole is not None and of - known > 1:
        rest = replace(
            base,
            id=f"rest.{measure}",
            kind="what is left of the total for the areas without a figure",
            sources=sources_of(whole, *figures),
            inputs=(f"sum.{measure}",),
            formula="total of England and Wales less the sum of the areas with a figure",
        )
        yield with_bounds(rest, _difference(whole, total))


def _difference(whole: Observation, part: Interval) -> Interval:
    left = intervals.difference(part, compare.span(whole))
    return Interval(max(left.low, 0), max(left.high, 0))


def _caveat_facts(evidence: Evidence, year: int) -> Iterator[Fact]:
    """Yield what readers must know of an area's count, change or rate on the date, and of the nation's."""
    for number, row in enumerate(evidence.listed("caveats"), 1):
        of_the_date = row["measure"] in (COUNT, RATE) and row["date"] == f"{year}-03-31"
        if of_the_date or (row["area"] == NATION and row["date"] <= f"{year}-03-31"):
            yield caveat_fact(f"caveat.{number}", row)


def _direction(change: Fact | None) -> str:
    if change is None:
        return "unknown"
    return "rose" if (change.low or 0) > 0 else "fell" if (change.high or 0) < 0 else "open"


def _direction_facts(facts: NationFacts) -> Iterator[Fact]:
    """Yield how many areas certainly rose, certainly fell, did neither for certain, or have no change."""
    for direction, words in DIRECTIONS.items():
        yield _number_of_areas(facts, f"moved.{direction}", words, facts.moved(direction))


# How an area's rate may stand to that of England and Wales, as facts say it and in words.
STANDINGS = {
    "higher": "whose rate is certainly higher than that of England and Wales",
    "lower": "whose rate is certainly lower than that of England and Wales",
    "same": "whose rate is the same as that of England and Wales",
    "undecided": "whose rate may be higher or lower than that of England and Wales",
}


def _standing_facts(facts: NationFacts) -> Iterator[Fact]:
    """Yield how many areas have a rate, and how many of these are higher, lower or neither for certain."""
    yield _number_of_areas(facts, "rates.known", "with a rate", list(facts.of("rate")))
    standings = facts.of("vs_nation")
    for standing, words in STANDINGS.items() if standings else ():
        names = [name for name, fact in standings.items() if fact.value == standing]
        yield _number_of_areas(facts, f"rates.{standing}", words, names)


def _number_of_areas(facts: NationFacts, identity: str, words: str, names: list[str]) -> Fact:
    base = computed(
        facts.evidence,
        identity,
        COUNT,
        NATION,
        facts.year,
        kind=f"number of areas {words}",
        unit="areas",
        known=len(names),
        of=len(facts.members),
        formula=f"counted here, of {len(facts.members)} areas: {', '.join(names) or 'none'}",
    )
    return with_bounds(base, Interval(len(names), len(names)))


def _step_facts(facts: NationFacts) -> Iterator[Fact]:
    """Yield of how many pairs of consecutive years both counts are known, and in how many of them it rose."""
    steps = [fact for fact in facts.group("yearly") if fact.kind == "percentage change"]
    rises = [fact for fact in steps if (fact.low or 0) > 0]
    falls = [fact for fact in steps if (fact.high or 0) < 0]
    for name, chosen in {"pairs": steps, "rises": rises, "falls": falls}.items():
        kind, formula = STEPS[name]
        base = computed(
            facts.evidence, f"steps.{name}", COUNT, NATION, facts.year, kind, unit="years", formula=formula
        )
        yield with_bounds(base, Interval(len(chosen), len(chosen)))


COUNTED = (_direction_facts, _standing_facts, _step_facts)
