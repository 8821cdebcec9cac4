"""What the data say on a claim: for each kind of statement, every figure or text that bears on it.

The evidence that a finder is given has no trace of the claim's own article: see ``claims``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from helpers.analysis import comparisons as compare
from helpers.analysis import intervals
from helpers.analysis.comparisons import COMPUTED, COUNT, RATE
from helpers.analysis.intervals import Interval
from helpers.data.evidence import NATION, Evidence
from helpers.data.observations import Observation
from helpers.data.rows import Row, records
from helpers.factcheck.claim import CHANGE_RANK, ONE_IN, PERCENT_RANK, SHARE, Claim

PEOPLE = {"population": "population_10_plus", "population_10_plus": "population_10_plus"}
# Changes that sources print as such: (measure, whether a percentage, over how many years) -> its series.
PRINTED = {
    (COUNT, False, 1): "rso_change_number",
    (COUNT, True, 1): "rso_change_percent",
    (COUNT, False, 5): "rso_change_number_5y",
    (COUNT, True, 5): "rso_change_percent_5y",
    ("mappa_total", True, 1): "mappa_total_change_percent",
    ("notification_breaches", True, 1): "notification_breaches_change_percent",
}
# Where the base of a date's published rates is not settled, a rate worked out here is this far from certain:
# of the fourteen published for 31 March 2022 that can be worked out, none is more than 1.1% away.
UNSETTLED = 0.015


@dataclass(frozen=True)
class Finding:
    """What the data without the article say: bounds or a text, the sources, and whether one states it as such.

    ``within`` are the bounds of a figure that its source has rounded (137 is 136.5 to 137.5), else None.
    A ``loose`` finding is counted on another base or day: it can agree with a claim, but not contradict it.
    """

    low: float | str
    high: float | str
    stated: bool
    sources: tuple[str, ...]
    how: str
    within: Interval | None = None
    loose: bool = False


Findings = list[Finding]
Ranked = Mapping[str, tuple[Interval, tuple[str, ...]]]


def level(known: Evidence, claim: Claim) -> Findings:
    """The figure of one place and date, from whichever table holds the measure."""
    if claim.measure == ONE_IN:
        return one_in(known, claim)
    if claim.measure in PEOPLE:
        return _population(known, claim)
    if claim.measure in known.measures:
        return _mappa_level(known, claim)
    return [
        found
        for find in (_survey_level, _court_level, _applications, _staff_ratio)
        for found in find(known, claim)
    ]


def _mappa_level(known: Evidence, claim: Claim) -> Findings:
    if not _comparable(known, claim.measure):
        return _every_row(known, claim)
    found = compare.level(known, claim.measure, claim.year, claim.area)
    second = compare.computed_rate(known, claim.year, claim.area) if claim.measure == RATE else None
    if claim.measure == SHARE:
        return [*([observed(found)] if found else []), *_share(known, claim)]
    both = dict.fromkeys(one for one in (found, second) if one is not None)
    return [_settled(known, observed(one), one) for one in both]


def _comparable(known: Evidence, measure: str) -> bool:
    """Whether it is one of our measures, and all rows of one place and year are counted alike."""
    return measure in known.measures and known.measures[measure].comparable


def _every_row(known: Evidence, claim: Claim) -> Findings:
    table = known.table
    rows = table[(table["area"] == claim.area) & (table["measure"] == claim.measure)]
    rows = rows[rows["period_end"] == pd.Timestamp(claim.date)]
    return [_row(row) for row in records(rows)]


def _row(row: Row) -> Finding:
    """One row of a measure of which each row has a basis of its own."""
    value: float = row["low"] if pd.isna(row["value"]) else row["value"]
    stated = row["table"] == "mappa_figures"
    how = f"stated by another source; basis: {row['basis']}"
    bounds = Interval(float(row["low"]), float(row["high"]))
    return Finding(float(value), float(value), stated, tuple(row["sources"]), how, within=bounds, loose=True)


def observed(found: Observation) -> Finding:
    """An observation as a finding, with the bounds that its printing leaves."""
    stated = found.table == "mappa_figures" and found.status in ("published", "rounded", "revised")
    low, high = (found.value, found.value) if found.value is not None else (found.low, found.high)
    many = "s" if len(found.sources) > 1 else ""
    how = f"stated by {len(found.sources)} other source{many}" if stated else found.how
    return Finding(low, high, stated, found.sources, how, within=Interval(found.low, found.high))


def _settled(known: Evidence, finding: Finding, found: Observation) -> Finding:
    """A rate worked out for a date of which the base is not settled is known only to within ``UNSETTLED``."""
    if found.status != COMPUTED or not known.unsettled(found.year):
        return finding
    wide = Interval(found.low * (1 - UNSETTLED), found.high * (1 + UNSETTLED))
    return replace(finding, within=wide)


def one_in(known: Evidence, claim: Claim) -> Findings:
    """People aged 10 and over for each RSO: from the count and the population, else from the rate's bounds."""
    rate = compare.computed_rate(known, claim.year, claim.area) or compare.level(
        known, RATE, claim.year, claim.area
    )
    if rate is None or rate.low <= 0:
        return []
    settled = _settled(known, observed(rate), rate).within or compare.span(rate)
    bounds = Interval(1e5 / settled.high, 1e5 / settled.low)
    how = f"100,000 divided by the rate before rounding: {rate.how or 'the rate as published'}"
    return [Finding(bounds.low, bounds.high, False, rate.sources, how)]


def _share(known: Evidence, claim: Claim) -> Findings:
    part, whole = (compare.level(known, name, claim.year, claim.area) for name in (COUNT, "mappa_total"))
    bounds = intervals.share(compare.span(part), compare.span(whole)) if part and whole else None
    if bounds is None or part is None or whole is None:
        return []
    how = f"100 x {part.low:,.0f} / {whole.low:,.0f}"
    return [Finding(bounds.low, bounds.high, False, _union(part.sources, whole.sources), how)]


def _population(known: Evidence, claim: Claim) -> Findings:
    found = known.population.get((claim.area, claim.year))
    return [Finding(found.low, found.high, True, found.sources, found.basis)] if found else []


def since(claim: Claim) -> int:
    """The year of the earlier figure of a change: the year before, unless the claim says another."""
    return int(claim.comparator[:4]) if re.match(r"[12]\d{3}-", claim.comparator) else claim.year - 1


def change(known: Evidence, claim: Claim) -> Findings:
    """A change as a source prints it, and as the two figures give it."""
    percent = claim.kind == "change_percent"
    series = PRINTED.get((claim.measure, percent, claim.year - since(claim)), "")
    printed = known.get(claim.area, claim.year, series)
    counted = counted_change(known, claim)
    stated = [observed(printed)] if printed is not None and printed.table == "mappa_figures" else []
    return [*stated, *([counted] if counted else [])]


def counted_change(known: Evidence, claim: Claim) -> Finding | None:
    """The change that the figures of the two dates give, in number or in per cent."""
    if not _comparable(known, claim.measure):
        return None
    found = compare.changes(known, claim.measure, claim.year, since(claim)).get(claim.area)
    bounds = None if found is None else found.percent if claim.kind == "change_percent" else found.number
    if found is None or bounds is None:
        return None
    how = f"{found.new.low:,.10g} against {found.old.low:,.10g}"
    return Finding(bounds.low, bounds.high, False, _union(found.old.sources, found.new.sources), how)


def direction(known: Evidence, claim: Claim) -> Findings:
    """The change behind "rose" or "fell", and that in per cent alone behind "doubled"."""
    kinds = ("change_percent", "change") if claim.published in ("rise", "fall") else ("change_percent",)
    found = [one for kind in kinds for one in change(known, replace(claim, kind=kind))]
    unsettled = claim.measure == RATE and any(known.unsettled(year) for year in (claim.year, since(claim)))
    return [replace(one, loose=unsettled) for one in found]


def rank(known: Evidence, claim: Claim) -> Findings:
    """The places that the area may take, counted from the highest, or from the lowest."""
    both = (_changes, _percents) if claim.measure == CHANGE_RANK else (_ranked,)
    return [found for of in both for found in _places(known, claim, of(known, claim))]


def _places(known: Evidence, claim: Claim, values: Ranked) -> Findings:
    among = members(known, claim.comparator)
    if claim.kind == "rank_lowest":
        values = {area: (Interval(-one.high, -one.low), names) for area, (one, names) in values.items()}
    found = compare.rank({area: interval for area, (interval, _) in values.items()}, claim.area, among)
    if found is None or claim.area not in among:
        return []
    sources = _union(*(names for area, (_, names) in values.items() if area in among))
    how = f"{found.known} of {found.of} have a figure without the article"
    return [Finding(found.among_all.low, found.among_all.high, False, sources, how)]


def members(known: Evidence, comparator: str) -> tuple[str, ...]:
    """The areas or forces that "East of England forces", "43 forces" or "42 areas" means; none for other words."""
    if comparator == "43 forces":
        return tuple(force for area in known.areas for force in area.forces)
    if comparator == "42 areas":
        return tuple(area.name for area in known.areas)
    region = comparator.removesuffix(" forces")
    return known.regions.get(known.names.region_place(region), known.regions.get(region, ()))


def _ranked(known: Evidence, claim: Claim) -> Ranked:
    measure = PEOPLE.get(claim.measure, claim.measure)
    if measure in RANKED:
        return RANKED[measure](known, claim)
    if not _comparable(known, measure):
        return {}
    found = compare.levels(known, measure, claim.year)
    settled = {area: _settled(known, observed(one), one).within for area, one in found.items()}
    return {area: (within, found[area].sources) for area, within in settled.items() if within}


def _populations(known: Evidence, claim: Claim) -> Ranked:
    """The mid-year that the rates of the date use."""
    base = known.denominators.get(claim.year)
    mid_year = base.mid_year if base else claim.year - 1
    return {
        area: (compare.span(found), found.sources)
        for (area, year), found in known.population.items()
        if year == mid_year
    }


def _changes(known: Evidence, claim: Claim) -> Ranked:
    """The changes in number, but none that rests on a bound taken from a statement about these very changes."""
    return {
        area: (one.number, _union(one.old.sources, one.new.sources))
        for area, one in compare.changes(known, COUNT, claim.year).items()
        if one.number and not (one.old.depends_on or one.new.depends_on)
    }


def _percents(known: Evidence, claim: Claim) -> Ranked:
    bounds = compare.percent_changes(known, claim.year)
    changes = compare.changes(known, COUNT, claim.year)
    return {
        area: (interval, (*changes[area].old.sources, *changes[area].new.sources) if area in changes else ())
        for area, interval in bounds.items()
    }


def _conviction_rates(known: Evidence, claim: Claim) -> Ranked:
    rows = records(_court_rows(known, claim))
    return {
        str(row["force"]): (Interval(float(row["value"]), float(row["value"])), (str(row["source_id"]),))
        for row in rows
    }


RANKED: dict[str, Callable[[Evidence, Claim], Ranked]] = {
    "population_10_plus": _populations,
    PERCENT_RANK: _percents,
    "sexual_offence_trial_conviction_rate": _conviction_rates,
}


def falling(known: Evidence, claim: Claim) -> Findings:
    """How many areas of the region fell: those that certainly did, to those that may have."""
    among = members(known, claim.area)
    if not among or claim.measure != COUNT:
        return []
    percents = _percents(known, claim)
    fell = sum(area in percents and percents[area][0].high < 0 for area in among)
    rose = sum(area in percents and percents[area][0].low >= 0 for area in among)
    sources = _union(*(percents[area][1] for area in among if area in percents))
    how = f"{fell} certainly fell, {rose} certainly did not, of {len(among)}"
    return [Finding(fell, len(among) - rose, False, sources, how)]


def _court_rows(known: Evidence, claim: Claim) -> pd.DataFrame:
    table = known.disclosures
    month = claim.date[:7]
    return table[
        (table["measure"] == "sexual offence conviction rate") & (table["period"] == f"12 months to {month}")
    ]


def _court_level(known: Evidence, claim: Claim) -> Findings:
    if claim.measure != "sexual_offence_trial_conviction_rate":
        return []
    rows = _court_rows(known, claim)
    return _stated(rows[rows["force"] == {NATION: "National"}.get(claim.area, claim.area)], "value")


def _survey_level(known: Evidence, claim: Claim) -> Findings:
    column = {"missing_rso": "missing_count", "longest_missing_years": "max_duration_years"}
    if claim.measure in column:
        surveys = surveys_of(known, claim)
        found = [_stated(_survey_rows(known, claim, name), column[claim.measure]) for name in surveys]
        several = [finding for one in found for finding in one]
        return [replace(finding, loose=len(several) > 1) for finding in several]
    if claim.measure != "forces_responding":
        return []
    asked = [known.asked[name] for name in surveys_of(known, claim) if name in known.asked]
    return [
        Finding(one.reporting, one.reporting, True, (one.source_id,), "forces that reported missing RSOs")
        for one in asked
        if one.reporting
    ]


def surveys_of(known: Evidence, claim: Claim) -> list[str]:
    """The surveys that a claim may be about: the one reported on its date, else those dated in its year."""
    reported = [name for name, survey in known.asked.items() if survey.reported == claim.date]
    if reported:
        return reported
    table = known.surveys
    dated = table["survey_date"].str.fullmatch(rf"{claim.year}(?:-[\d/-]+)?")
    return list(dict.fromkeys(table.loc[dated, "survey"]))


def _survey_rows(known: Evidence, claim: Claim, survey: str) -> pd.DataFrame:
    table = known.surveys
    return table[(table["survey"] == survey) & (table["force"] == claim.area)]


def ranges(known: Evidence, claim: Claim) -> Findings:
    """Two ends that a source states: how long people were missing, or how many one manager has."""
    if claim.measure == "missing_duration_years":
        return [found for name in surveys_of(known, claim) for found in _durations(known, claim, name)]
    if claim.measure != "rso_per_offender_manager":
        return []
    table = known.workload
    rows = table[(table["force"] == claim.area) & (table["measure"] == "RSOs per offender manager")]
    ends = [re.fullmatch(r"(\d+)-(\d+)", value) for value in rows["value"]]
    found = next((end for end in ends if end), None)
    stated = "stated by another source"
    return (
        [Finding(float(found[1]), float(found[2]), True, tuple(rows["source_id"]), stated)] if found else []
    )


def _durations(known: Evidence, claim: Claim, survey: str) -> Findings:
    ends = ["min_duration_years", "max_duration_years"]
    rows = _survey_rows(known, claim, survey).dropna(subset=ends)
    if rows.empty:
        return []
    low, high = (float(rows.iloc[0][end]) for end in ends)
    return [Finding(low, high, True, tuple(rows["source_id"]), "stated by another source")]


def _applications(known: Evidence, claim: Claim) -> Findings:
    if claim.measure != "csods_applications":
        return []
    table = known.disclosures
    named = (table["force"] == claim.area) & (table["measure"] == "CSODS applications")
    return _stated(table[named & (table["period"] == str(claim.year))], "value")


def _staff_ratio(known: Evidence, claim: Claim) -> Findings:
    if claim.measure != "rso_per_staff":
        return []
    table = known.workload
    return _stated(
        table[(table["measure"] == "RSOs per member of police staff") & (table["force"] == claim.area)],
        "value",
    )


def closed(known: Evidence, claim: Claim) -> Findings:
    """The day on which a cause of concern was closed."""
    table = known.inspections
    rows = table[(table["force"] == claim.area) & (table["closed"] != "")]
    return _worded(rows, "closed") if claim.measure == "cause_of_concern_closed" else []


def grade(known: Evidence, claim: Claim) -> Findings:
    """The grade that a report of this day gives on the question."""
    table = known.inspections
    rows = table[
        (table["force"] == claim.area)
        & (table["question"] == claim.measure)
        & (table["published"] == claim.date)
    ]
    return _worded(rows[rows["grade"] != ""], "grade")


def _worded(rows: pd.DataFrame, column: str) -> Findings:
    if rows.empty:
        return []
    words = sorted(set(rows[column]))
    sources = tuple(dict.fromkeys(rows["source_id"]))
    return [Finding(words[0], words[-1], True, sources, "stated by another source")]


def _stated(rows: pd.DataFrame, column: str) -> Findings:
    """The lowest and highest of the numbers that other sources state."""
    numbers = pd.to_numeric(rows[column], errors="coerce").dropna()
    if numbers.empty:
        return []
    sources = tuple(dict.fromkeys(rows.loc[numbers.index, "source_id"]))
    return [Finding(float(numbers.min()), float(numbers.max()), True, sources, "stated by another source")]


def _union(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for group in groups for source in group))


FINDERS: dict[str, Callable[[Evidence, Claim], Findings]] = {
    "level": level,
    "change": change,
    "change_percent": change,
    "change_direction": direction,
    "rank_highest": rank,
    "rank_lowest": rank,
    "count_of_areas_falling": falling,
    "more_than": level,
    "at_least": level,
    "less_than": level,
    "at_most": level,
    "nearly": level,
    "about": level,
    "between": level,
    "range": ranges,
    "ratio": level,
    "event": closed,
    "grade": grade,
}
