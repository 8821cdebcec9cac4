"""The facts of one area: every figure that its briefing may state, each with its bounds, sources and formula.

Sentences, tables, charts and alt text are all made from these and from nothing else, so they cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COMPUTED, COUNT, RATE, Change, Rank
from helpers.analysis.intervals import Interval, order
from helpers.data.areas import Area, area as find_area, slug
from helpers.data.evidence import NATION, Evidence, Observation

# What the key figures show, in this order; each is in data/reference/measures.csv.
STOCKS = (COUNT, RATE, "cat2_violent", "cat3_other_dangerous", "mappa_total")
MANAGEMENT = (
    *("level2_in_year_rso", "level3_in_year_rso", "notification_breaches", "revocations"),
    *("shpo_imposed", "sopo_imposed", "licence_recalls", "licence_recalls_rso"),
)
OTHERS = (
    *("level1_rso", "level2_rso", "level1_all", "level2_all", "level3_all", "level2_in_year_all", "level3_in_year_all"),
    *("sfo_charged", "sopo_breaches", "rso_share_of_mappa_percent"),
)
MISSING = "missing"
# Below this many people a percentage says more than the figure does.
SMALLEST_BASE = 5


@dataclass(frozen=True)
class Fact:
    """One figure with all that a reader needs to trace it.

    ``value`` is a number, a text (a grade, an answer in words) or None where only bounds, or nothing, is known;
    ``status`` is that of the observation, ``computed`` for what was worked out here, ``missing`` for what was
    not found. ``certain`` is False where a comparison or rank is not decided by what is published.
    """

    id: str
    measure: str
    kind: str
    area: str
    period: str
    value: float | str | None
    low: float | None
    high: float | None
    unit: str
    status: str
    comparator: str = ""
    certain: bool = True
    sources: tuple[str, ...] = ()
    formula: str = ""
    note: str = ""
    where: str = ""
    inputs: tuple[str, ...] = ()
    known: int = 0
    of: int = 0

    @property
    def missing(self) -> bool:
        return self.status == MISSING

    @property
    def interval(self) -> Interval | None:
        return None if self.low is None or self.high is None else Interval(self.low, self.high)

    @property
    def exact(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True)
class Facts:
    """All facts of one area and year, by id; ``evidence`` is where they come from."""

    area: Area
    year: int
    items: Mapping[str, Fact]
    evidence: Evidence = field(repr=False)

    def __getitem__(self, identity: str) -> Fact:
        return self.items[identity]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.items.values())

    def __len__(self) -> int:
        return len(self.items)

    def get(self, identity: str) -> Fact | None:
        """The fact, if it was found: None for a missing one, so that no sentence is made about it."""
        fact = self.items.get(identity)
        return None if fact is None or fact.missing else fact

    @property
    def region(self) -> str:
        """The area's region, by a name that no area has."""
        return self.evidence.region_of[self.area.name]

    @property
    def members(self) -> tuple[str, ...]:
        """The areas of the region, sorted by name."""
        return self.evidence.regions[self.region]

    def group(self, prefix: str) -> list[Fact]:
        """The found facts whose id starts with ``prefix`` and a dot, in their order."""
        return [fact for fact in self if fact.id.startswith(prefix + ".") and not fact.missing]


def area_facts(evidence: Evidence, area: str, year: int) -> Facts:
    """Every fact of one area at 31 March of ``year``.

    Raises UnknownArea for an area that is not one of the 42.
    """
    place = find_area(area)
    makers: tuple[Callable[[Evidence, Area, int], Iterable[Fact]], ...] = (
        _measure_facts,
        _region_facts,
        _series_facts,
        _steps,
        _survey_facts,
        _inspection_facts,
        _workload_facts,
        _disclosure_facts,
        _police_facts,
    )
    made = [fact for maker in makers for fact in maker(evidence, place, year)]
    return Facts(place, year, {fact.id: fact for fact in made}, evidence)


def known_years(evidence: Evidence) -> range:
    """The years of the data, from the first 31 March with a figure to the last."""
    years = {year for _, year, _ in evidence.found}
    return range(min(years), max(years) + 1)


def _measure_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    for measure in (*STOCKS, *MANAGEMENT, *OTHERS):
        yield from _one_measure(evidence, area, year, measure)
    yield from _printed_change(evidence, area, year)


def _one_measure(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    found = compare.level(evidence, measure, year, area.name)
    if found is None:
        yield _absent(evidence, measure, measure, area.name, year)
        yield from _latest(evidence, area, year, measure)
    else:
        yield level_fact(evidence, measure, found)
        yield from _change_facts(evidence, area, year, measure)
    region = evidence.region_of[area.name]
    for name, place in (("nation", NATION), *([("region", region)] if len(evidence.regions[region]) > 1 else [])):
        yield from _comparator(evidence, measure, year, found, name, place)


def _latest(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    """The nearest earlier figure, else the first later one: what a reader can have instead."""
    years = evidence.years(area.name, measure)
    nearest = [y for y in years if y < year][-1:] or [y for y in years if y > year][:1]
    for found in (evidence.get(area.name, y, measure) for y in nearest):
        if found is not None:
            yield replace(level_fact(evidence, f"{measure}.latest", found), kind="latest level")


def _change_facts(evidence: Evidence, area: Area, year: int, measure: str) -> Iterator[Fact]:
    change = compare.changes(evidence, measure, year).get(area.name)
    if change is None:
        yield _absent(evidence, f"{measure}.previous", measure, area.name, year - 1)
        return
    yield replace(level_fact(evidence, f"{measure}.previous", change.old), kind="previous level")
    yield from change_facts(evidence, measure, change)


def change_facts(evidence: Evidence, identity: str, change: Change) -> Iterator[Fact]:
    """The change in number and in per cent, or one missing fact that says why there is none."""
    new, old = change.new, change.old
    base = _absent(evidence, f"{identity}.change", new.measure, new.area, new.year)
    base = replace(base, kind="change", comparator=old.period_end, sources=_both(new, old), inputs=(identity, f"{identity}.previous"))
    if change.number is None:
        yield replace(base, note=change.why_not)
        return
    unit = evidence.measures[new.measure].unit
    yield _with_bounds(replace(base, unit=unit, formula=f"figure at {new.period_end} less figure at {old.period_end}"), change.number)
    if change.percent is not None and old.low >= SMALLEST_BASE:
        percent = replace(base, id=f"{identity}.percent", kind="percentage change", unit="per cent")
        yield _with_bounds(replace(percent, formula="100 x change / earlier figure"), change.percent)


def _comparator(
    evidence: Evidence, measure: str, year: int, mine: Observation | None, name: str, place: str
) -> Iterator[Fact]:
    theirs = compare.level(evidence, measure, year, place)
    if theirs is None:
        return
    yield replace(level_fact(evidence, f"{measure}.{name}", theirs), kind="comparator level")
    change = compare.changes(evidence, measure, year).get(place)
    if change is not None and measure == COUNT:
        yield from change_facts(evidence, f"{measure}.{name}", change)
    if mine is not None and measure == RATE:
        yield _versus(evidence, mine, theirs, name, place)


def _versus(evidence: Evidence, mine: Observation, theirs: Observation, name: str, place: str) -> Fact:
    stands = order(compare.span(mine), compare.span(theirs))
    base = _absent(evidence, f"{mine.measure}.vs_{name}", mine.measure, mine.area, mine.year)
    return replace(
        base,
        kind="comparison",
        value=stands,
        status=COMPUTED,
        comparator=place,
        certain=stands != "undecided",
        sources=_both(mine, theirs),
        formula="whether the bounds of the two rates, as far as their rounding leaves them known, lie apart",
        inputs=(mine.measure, f"{mine.measure}.{name}"),
    )


def _printed_change(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    found = compare.printed_change(evidence, year, area.name)
    if found is not None:
        yield replace(level_fact(evidence, "printed_percent", found), kind="percentage change")


def _region_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The area among its region's forces and among all areas: their figures and the possible ranks."""
    members = evidence.regions[evidence.region_of[area.name]]
    for measure, short in ((COUNT, "count"), (RATE, "rate")):
        found = compare.levels(evidence, measure, year)
        for name in members:
            identity = f"among.{slug(name)}.{short}"
            yield level_fact(evidence, identity, found[name]) if name in found else _absent(evidence, identity, measure, name, year)
        everyone = tuple(one.name for one in evidence.areas)
        for group, names in (("region", members), ("nation", everyone)):
            yield from _rank(evidence, f"{measure}.rank_{group}", measure, year, area, compare.rank(compare.spans(found), area.name, names))
    percents = compare.percent_changes(evidence, year)
    for name in members:
        if name in percents:
            yield _percent_of(evidence, f"among.{slug(name)}.percent", name, year, percents[name])
    yield from _rank(evidence, "percent.rank_region", "rso_change_percent", year, area, compare.rank(percents, area.name, members))


def _percent_of(evidence: Evidence, identity: str, name: str, year: int, percent: Interval) -> Fact:
    change = compare.changes(evidence, COUNT, year).get(name)
    printed = compare.printed_change(evidence, year, name)
    base = replace(_absent(evidence, identity, COUNT, name, year), kind="percentage change", unit="per cent")
    if change is None and printed is not None:
        return replace(level_fact(evidence, identity, printed), kind="percentage change")
    sources = _both(change.new, change.old) if change else ()
    return _with_bounds(replace(base, sources=sources, formula="100 x change / earlier figure"), percent)


def _rank(evidence: Evidence, identity: str, measure: str, year: int, area: Area, rank: Rank | None) -> Iterator[Fact]:
    if rank is None:
        return
    scope = evidence.region_of[area.name] if identity.endswith("region") else NATION
    base = _absent(evidence, identity, measure, area.name, year)
    yield replace(
        _with_bounds(base, rank.among_all),
        kind="rank",
        unit="place, 1 being highest",
        comparator=scope,
        certain=rank.among_all.exact,
        known=rank.known,
        of=rank.of,
        formula=f"1 + the areas of {scope} that stand or may stand above; {rank.of - rank.known} of {rank.of} have no figure",
    )
    yield replace(
        _with_bounds(replace(base, id=f"{identity}.known"), rank.among_known),
        kind="rank among areas with a figure",
        unit="place, 1 being highest",
        comparator=f"{rank.known} areas of {scope} with a figure",
        certain=rank.among_known.exact,
        known=rank.known,
        of=rank.of,
        formula="1 + the areas with a figure that stand or may stand above",
    )


def _series_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """The count of each year that has one, and the change from the first to the last up to the report's year."""
    for place, name in ((area.name, "series"), (NATION, "nation_series")):
        for each in evidence.years(place, COUNT):
            found = compare.level(evidence, COUNT, each, place)
            if found is not None:
                yield level_fact(evidence, f"{name}.{each}", found)
    years = [each for each in evidence.years(area.name, COUNT) if each <= year]
    if len(years) < 2 or years[-1] - years[0] < 2:
        return
    since = compare.changes(evidence, COUNT, years[-1], years[0])
    for place, name in ((area.name, "since_first"), (NATION, "since_first_nation")):
        if place in since:
            yield from (replace(fact, inputs=()) for fact in change_facts(evidence, name, since[place]))


def _steps(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """In how many pairs of years in a row the count rose, fell, or neither for certain."""
    years = [each for each in evidence.years(area.name, COUNT) if each <= year]
    pairs = [(each - 1, each) for each in years if each - 1 in years]
    counts = {each: compare.span(evidence.found[area.name, each, COUNT]) for each in years}
    ways = [order(counts[later], counts[earlier]) for earlier, later in pairs]
    base = replace(_absent(evidence, "trend", COUNT, area.name, year), kind="number of years", unit="years", status=COMPUTED)
    found = {"years": len(years), "pairs": len(pairs), "rises": ways.count("higher"), "falls": ways.count("lower")}
    for name, number in found.items():
        formula = f"years up to {year} with a count" if name == "years" else "years in a row that both have a count"
        yield replace(base, id=f"trend.{name}", value=number, low=number, high=number, formula=formula)


def _survey_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """What surveys of missing or wanted RSOs say of the area's forces, one answer once, with its durations."""
    rows = _rows_of(evidence.surveys, "force", {area.name, *area.forces})
    answers: dict[tuple[object, ...], list[Mapping[str, object]]] = {}
    for row in rows:
        answers.setdefault((row["survey"], row["force"], str(row["missing_count"])), []).append(row)
    for number, same in enumerate(answers.values(), 1):
        yield from _survey_answer(evidence, f"missing_rso.{number}", same)


def _survey_answer(evidence: Evidence, identity: str, same: list[Mapping[str, object]]) -> Iterator[Fact]:
    row = same[0]
    base = replace(
        _text_fact(identity, "missing_rso", "survey answer", row, _number(row["missing_count"]), "people", "missing_surveys"),
        period=str(row["survey_date"]),
        comparator=str(row["survey"]),
        sources=tuple(dict.fromkeys(str(each["source_id"]) for each in same)),
    )
    yield base if row["responded"] == "yes" and base.value is not None else replace(base, value=f"responded: {row['responded']}")
    for name in ("min_duration_years", "max_duration_years"):
        years = _number(row[name])
        if years is not None:
            kind = "duration, a lower bound" if "max is a lower bound" in base.note else "duration"
            yield replace(base, id=f"{identity}.{name[:3]}", kind=kind, unit="years", value=years, low=years, high=years)


def _inspection_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    names = {area.name, *area.forces}
    for row in _rows_of(evidence.grades, "force", names):
        yield from _grade_facts(evidence, row)
    for number, row in enumerate(_rows_of(evidence.inspections, "force", names), 1):
        if row["cause_of_concern"] or row["grade"]:
            fact = _text_fact(f"inspection.{number}", "inspection", "inspection finding", row, row["grade"], "grade", "inspections")
            period = str(row["published"] or row["opened"])
            yield replace(fact, period=period, comparator=f"{row['round']}: {row['question']}", note=str(row["cause_of_concern"]))


def _grade_facts(evidence: Evidence, row: Mapping[str, object]) -> Iterator[Fact]:
    """The best known grade of each round and the dates of the cause of concern, with the findings they rest on."""
    force = str(row["force"])
    findings = _rows_of(evidence.inspections, "force", {force})
    base = replace(
        _text_fact(f"grade.{slug(force)}", "grade", "grade", row, None, "grade", "inspection_by_force"),
        comparator="managing offenders and suspects",
    )
    for column, name in (("2021_22", "PEEL 2021/22"), ("2023_25", "PEEL 2023-25")):
        if row[f"grade_{column}"]:
            sources = tuple(dict.fromkeys(str(each["source_id"]) for each in findings if each["round"] == name))
            yield replace(base, id=f"{base.id}.{column}", period=name, value=str(row[f"grade_{column}"]), note=str(row[f"basis_{column}"]), sources=sources)
    for event in ("opened", "closed"):
        when = str(row[f"rso_concern_{event}"])
        if when:
            sources = tuple(dict.fromkeys(str(each["source_id"]) for each in findings if each[event]))
            yield replace(base, id=f"{base.id}.{event}", kind=f"cause of concern {event}", unit="date", period=when, value=when, sources=sources)


def _workload_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    for number, row in enumerate(_rows_of(evidence.workload, "force", {area.name, *area.forces}), 1):
        fact = _text_fact(f"workload.{number}", str(row["measure"]), "workload", row, _figure(row["value"]), str(row["unit"]), "workload")
        yield replace(fact, period=str(row["date"]))


def _disclosure_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    for number, row in enumerate(_rows_of(evidence.disclosures, "force", {area.name, *area.forces}), 1):
        scheme = "CSODS" in str(row["measure"])
        kind, prefix = ("disclosure scheme", "csods") if scheme else ("courts", "courts")
        fact = _text_fact(f"{prefix}.{number}", str(row["measure"]), kind, row, _figure(row["value"]), str(row["unit"]), "disclosure_scheme")
        yield replace(fact, period=str(row["period"]))


def _police_facts(evidence: Evidence, area: Area, year: int) -> Iterator[Fact]:
    """Counts from forces and freedom-of-information answers, each on its own basis: listed, never compared."""
    table = evidence.table
    rows = table[(table["area"] == area.name) & (table["measure"] == "rso_count_police_held")].to_dict("records")
    for number, row in enumerate(rows, 1):
        fact = _text_fact(f"police_held.{number}", "rso_count_police_held", "force count", row, _number(row["value"]), "people", str(row["table"]))
        yield replace(fact, period=f"{row['period_end']:%Y-%m-%d}", sources=tuple(row["sources"]), comparator=str(row["basis"]))


def level_fact(evidence: Evidence, identity: str, found: Observation) -> Fact:
    """An observation as a fact."""
    measure = evidence.measures[found.measure]
    return Fact(
        id=identity,
        measure=found.measure,
        kind="level",
        area=found.area,
        period=found.period_end,
        value=found.value,
        low=found.low,
        high=found.high,
        unit=measure.unit,
        status=found.status,
        sources=found.sources,
        formula=found.note if found.status in ("derived", "bounded", COMPUTED) else "",
        note="; ".join(part for part in (found.note, f"another figure circulates: {found.disagrees}" if found.disagrees else "") if part),
        where=f"{found.table}.csv, line {found.line}",
        certain=found.low == found.high or found.value is not None,
    )


def _absent(evidence: Evidence, identity: str, measure: str, place: str, year: int) -> Fact:
    return Fact(identity, measure, "level", place, f"{year}-03-31", None, None, None, evidence.measures[measure].unit, MISSING)


def _with_bounds(fact: Fact, bounds: Interval) -> Fact:
    value = bounds.low if bounds.exact else None
    return replace(fact, value=value, low=bounds.low, high=bounds.high, status=COMPUTED, certain=bounds.exact)


def _text_fact(
    identity: str, measure: str, kind: str, row: Mapping[str, object], value: float | str | None, unit: str, table: str
) -> Fact:
    number = value if isinstance(value, float) else None
    return Fact(
        id=identity,
        measure=measure,
        kind=kind,
        area=str(row.get("force", row.get("area"))),
        period="",
        value=value,
        low=number,
        high=number,
        unit=unit,
        status="published",
        sources=(str(row["source_id"]),) if "source_id" in row else (),
        note=str(row.get("note", "")),
        where=f"{table}.csv, line {row['line']}",
    )


def _number(value: object) -> float | None:
    """A cell that may be empty as a number."""
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload,arg-type]


def _figure(value: object) -> float | str:
    """A cell of a table that holds numbers and words: a plain number as a number, anything else as it stands."""
    text = str(value)
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def _both(one: Observation, other: Observation) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.sources, *other.sources)))


def _rows_of(table: pd.DataFrame, column: str, names: set[str]) -> list[dict[str, object]]:
    return table[table[column].isin(names)].to_dict("records")  # type: ignore[return-value]
