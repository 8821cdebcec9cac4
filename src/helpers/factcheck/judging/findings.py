"""What the data say on a claim: for each kind of statement, every figure or text that bears on it.

The evidence that a finder is given has no trace of the claim's own article: see ``claims``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.analysis import comparisons as compare
from helpers.analysis import intervals
from helpers.analysis.comparisons import COMPUTED, COUNT, RATE
from helpers.analysis.intervals import Interval
from helpers.data.evidence import NATION, Evidence
from helpers.data.observations import Observation, union
from helpers.data.rows import Row
from helpers.factcheck.claim import (
    ALL_AREAS,
    ALL_FORCES,
    AVERAGE,
    CHANGE_RANK,
    DIFFERENCE,
    GAP,
    ONE_IN,
    PERCENT_ABOVE,
    PERCENT_RANK,
    SHARE,
    TIMES,
    TOGETHER,
    Claim,
)
from helpers.text.nouns import counted

Rows = list[Row]
PRINTED_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
POPULATIONS = {"population": "population_10_plus", "population_10_plus": "population_10_plus"}
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
# An article that tells how many people live somewhere may have an estimate of up to so many years before.
OLD_ESTIMATE = 4


@dataclass(frozen=True)
class Finding:
    """What the data without the article say: bounds or a text, and the sources, with whether one states it.

    ``within`` are the bounds of a figure that its source has rounded (137 is 136.5 to 137.5), else None.
    A ``loose`` finding is counted on another base or day: it can agree with a claim, but not contradict it.
    One that is ``counted`` follows from counts, which decide whatever a source prints. Of one that is only
    known to be ``among`` some words, none is confirmed, and any other is refuted.
    """

    low: float | str
    high: float | str
    stated: bool
    sources: tuple[str, ...]
    how: str
    within: Interval | None = None
    loose: bool = False
    counted: bool = False
    among: tuple[str, ...] = ()


Findings = list[Finding]
Ranked = Mapping[str, tuple[Interval, tuple[str, ...]]]


def level(evidence: Evidence, claim: Claim) -> Findings:
    """Return the figure of one place and date, from whichever table holds the measure."""
    if claim.measure == ONE_IN:
        return one_in(evidence, claim)
    if claim.measure in POPULATIONS:
        return _population(evidence, claim)
    if claim.measure == "population_all":
        return _rounded(evidence.everyone, claim)
    if claim.measure in evidence.measures:
        return _mappa_level(evidence, claim)
    return [
        findings
        for find in (_survey_level, _court_level, _applications, _staff_ratio)
        for findings in find(evidence, claim)
    ]


def _mappa_level(evidence: Evidence, claim: Claim) -> Findings:
    if not _comparable(evidence, claim.measure):
        return _every_row(evidence, claim)
    published = compare.level(evidence, claim.measure, claim.year, claim.area)
    second = compare.computed_rate(evidence, claim.year, claim.area) if claim.measure == RATE else None
    if claim.measure == SHARE:
        return [*([observed(published)] if published else []), *_share(evidence, claim)]
    both = dict.fromkeys(interval for interval in (published, second) if interval is not None)
    return [_settled(evidence, observed(interval), interval) for interval in both]


def _comparable(evidence: Evidence, measure: str) -> bool:
    """Return whether it is one of our measures, and all rows of one place and year are counted alike."""
    return measure in evidence.measures and evidence.measures[measure].comparable


def _every_row(evidence: Evidence, claim: Claim) -> Findings:
    rows = evidence.rows(claim.area, claim.measure)
    return [_row(row) for row in rows if f"{row['period_end']:%Y-%m-%d}" == claim.date]


def _row(row: Row) -> Finding:
    """Return one row of a measure of which each row has a basis of its own."""
    value: float = row["low"] if row["value"] is None else row["value"]
    stated = row["table"] == "mappa_figures"
    how = f"stated by another source; basis: {row['basis']}"
    bounds = Interval(float(row["low"]), float(row["high"]))
    return Finding(float(value), float(value), stated, tuple(row["sources"]), how, within=bounds, loose=True)


def observed(observation: Observation) -> Finding:
    """Return an observation as a finding, with the bounds that its printing leaves."""
    stated = observation.table == "mappa_figures" and observation.status in (
        "published",
        "rounded",
        "revised",
    )
    low, high = (
        (observation.value, observation.value)
        if observation.value is not None
        else (observation.low, observation.high)
    )
    how = f"stated by {counted(len(observation.sources), 'other source')}" if stated else observation.how
    return Finding(
        low, high, stated, observation.sources, how, within=Interval(observation.low, observation.high)
    )


def _settled(evidence: Evidence, finding: Finding, observation: Observation) -> Finding:
    """Widen by ``UNSETTLED`` a rate that was worked out for a date whose base is not settled."""
    if observation.status != COMPUTED or not evidence.unsettled(observation.year):
        return finding
    wide = Interval(observation.low * (1 - UNSETTLED), observation.high * (1 + UNSETTLED))
    return replace(finding, within=wide)


def one_in(evidence: Evidence, claim: Claim) -> Findings:
    """Return the people aged 10 and over for each RSO, by count and population or else by the rate."""
    counted = compare.computed_rate(evidence, claim.year, claim.area)
    rate = counted or compare.level(evidence, RATE, claim.year, claim.area)
    if rate is None or rate.low <= 0:
        return []
    settled = _settled(evidence, observed(rate), rate).within or compare.span(rate)
    bounds = Interval(1e5 / settled.high, 1e5 / settled.low)
    how = f"100,000 divided by the rate before rounding: {rate.how or 'the rate as published'}"
    exact = Finding(bounds.low, bounds.high, False, rate.sources, how, counted=counted is not None)
    return [exact, *_of_published_rate(evidence, claim)]


def _of_published_rate(evidence: Evidence, claim: Claim) -> Findings:
    """Return the claim's one in N where the rate that a source prints, which is rounded, can give it."""
    rate = compare.level(evidence, RATE, claim.year, claim.area)
    if rate is None or rate.value is None or rate.low <= 0 or not observed(rate).stated:
        return []
    if not PRINTED_NUMBER.fullmatch(claim.published):
        return []
    value = float(claim.published)
    if not 1e5 / rate.high - 0.5 <= value <= 1e5 / rate.low + 0.5:
        return []
    how = f"100,000 divided by the published rate of {rate.value:,.10g}, which is rounded"
    return [Finding(value, value, False, rate.sources, how, loose=True)]


def _share(evidence: Evidence, claim: Claim) -> Findings:
    part, whole = (compare.level(evidence, name, claim.year, claim.area) for name in (COUNT, "mappa_total"))
    bounds = intervals.share(compare.span(part), compare.span(whole)) if part and whole else None
    if bounds is None or part is None or whole is None:
        return []
    how = f"100 x {part.low:,.0f} / {whole.low:,.0f}"
    return [Finding(bounds.low, bounds.high, False, union(part.sources, whole.sources), how)]


def _population(evidence: Evidence, claim: Claim) -> Findings:
    people = evidence.population.get((claim.area, claim.year))
    exact = [Finding(people.low, people.high, True, people.sources, people.basis)] if people else []
    return [*exact, *_rounded(evidence.population, claim)]


def _rounded(people: Mapping[tuple[str, int], Observation], claim: Claim) -> Findings:
    """Return the estimates of the mid-years up to a date, rounded as the claim is; none can contradict it."""
    digits = len(claim.published) - len(claim.published.rstrip("0"))
    years = range(claim.year, claim.year - OLD_ESTIMATE, -1)
    estimates = [people[claim.area, year] for year in years if (claim.area, year) in people]
    return [
        Finding(
            round(estimate.low, -digits),
            round(estimate.high, -digits),
            True,
            estimate.sources,
            f"{estimate.low:,.0f} by the {estimate.basis} of {estimate.year}",
            loose=True,
        )
        for estimate in estimates
    ]


def since(claim: Claim) -> int:
    """Return the year of the earlier figure of a change: the year before, unless the claim says another."""
    return int(claim.comparator[:4]) if re.match(r"[12]\d{3}-", claim.comparator) else claim.year - 1


def change(evidence: Evidence, claim: Claim) -> Findings:
    """Return a change as a source prints it, and as the two figures give it."""
    percent = claim.kind == "change_percent"
    series = PRINTED.get((claim.measure, percent, claim.year - since(claim)), "")
    printed = evidence.get(claim.area, claim.year, series)
    counted = counted_change(evidence, claim)
    stated = [observed(printed)] if printed is not None and printed.table == "mappa_figures" else []
    return [*stated, *([counted] if counted else [])]


def counted_change(evidence: Evidence, claim: Claim) -> Finding | None:
    """Return the change that the figures of the two dates give, in number or in per cent."""
    counted = change_of(evidence, claim, claim.year, since(claim))
    bounds = (
        None if counted is None else counted.percent if claim.kind == "change_percent" else counted.number
    )
    if counted is None or bounds is None:
        return None
    how = f"{counted.new.low:,.10g} against {counted.old.low:,.10g}"
    sources = union(counted.old.sources, counted.new.sources)
    return Finding(bounds.low, bounds.high, False, sources, how, counted=True)


def change_of(evidence: Evidence, claim: Claim, year: int, earlier: int = 0) -> compare.Change | None:
    """Return the change in a claim's measure and area to a year; None where it is not known."""
    if not _comparable(evidence, claim.measure):
        return None
    return compare.changes(evidence, claim.measure, year, earlier or year - 1).get(claim.area)


def direction(evidence: Evidence, claim: Claim) -> Findings:
    """Return the change behind "rose" or "fell", and that in per cent alone behind "doubled"."""
    kinds = ("change_percent", "change") if claim.published in ("rise", "fall") else ("change_percent",)
    changes = [finding for kind in kinds for finding in change(evidence, replace(claim, kind=kind))]
    unsettled = claim.measure == RATE and any(
        evidence.unsettled(year) and not _is_printed(evidence, claim, year)
        for year in (claim.year, since(claim))
    )
    return [replace(finding, loose=unsettled) for finding in changes]


def _is_printed(evidence: Evidence, claim: Claim, year: int) -> bool:
    """Return whether a source prints the figure of a year, whichever base it rests on."""
    level = compare.level(evidence, claim.measure, year, claim.area)
    return level is not None and observed(level).stated


def together(evidence: Evidence, claim: Claim) -> Findings:
    """Return the sum of one figure of the areas that the comparator lists, each known."""
    parts = [
        known_level(evidence, replace(claim, area=area), claim.year) for area in claim.comparator.split(" + ")
    ]
    known_parts = [part for part in parts if part is not None]
    if len(known_parts) < len(parts):
        return []
    bounds = intervals.total(compare.span(part) for part in known_parts)
    how = " + ".join(f"{part.low:,.10g}" for part in known_parts)
    sources = union(*(part.sources for part in known_parts))
    return [Finding(bounds.low, bounds.high, False, sources, how, counted=True)]


def average(evidence: Evidence, claim: Claim) -> Findings:
    """Return the mean of a count over the areas, or the forces, of a region or of the nation."""
    if claim.comparator:
        count = len(claim.comparator.split(" + "))
        return [
            replace(added, low=float(added.low) / count, high=float(added.high) / count)
            for added in together(evidence, claim)
        ]
    whole = known_level(evidence, claim, claim.year)
    if whole is None or claim.measure == RATE:
        return []
    groups = (ALL_AREAS, ALL_FORCES) if claim.area == NATION else (f"{claim.area} forces",)
    sizes = dict.fromkeys(len(members(evidence, group)) for group in groups)
    return [
        Finding(
            whole.low / size,
            whole.high / size,
            False,
            whole.sources,
            f"{whole.low:,.10g} / {size}",
            counted=True,
        )
        for size in sizes
        if size
    ]


def compared(evidence: Evidence, claim: Claim) -> Findings:
    """Return how much higher a place's figure is than that of the place it is compared with."""
    if claim.measure == PERCENT_RANK:
        return [
            Finding(own.low - other.high, own.high - other.low, False, sources, how)
            for own, other, sources, how in _growths(evidence, claim)
        ]
    own, other = _both(evidence, claim)
    if own is None or other is None:
        return []
    how = f"{own.low:,.10g} against {other.low:,.10g} of {claim.comparator}"
    sources = union(own.sources, other.sources)
    ours, theirs = (
        _settled(evidence, observed(finding), finding).within or compare.span(finding)
        for finding in (own, other)
    )
    return [Finding(ours.low - theirs.high, ours.high - theirs.low, False, sources, how)]


def _growths(evidence: Evidence, claim: Claim) -> Iterator[tuple[Interval, Interval, tuple[str, ...], str]]:
    """Yield the change on the year of a place and of the one it is compared with, in per cent, if known."""
    changes = compare.changes(evidence, COUNT, claim.year)
    both = [changes.get(area) for area in (claim.area, claim.comparator)]
    percents = [(change, change.percent) for change in both if change and change.percent]
    if len(percents) == len(both):
        (first, own), (second, other) = percents
        changed = (first.old, first.new, second.old, second.new)
        how = f"{own.low:.3g} per cent against {other.low:.3g} of {claim.comparator}"
        yield own, other, union(*(level.sources for level in changed)), how


def _both(evidence: Evidence, claim: Claim) -> list[Observation | None]:
    """Return the figure of a place, and that of the place it is compared with."""
    return [
        known_level(evidence, replace(claim, area=area), claim.year)
        for area in (claim.area, claim.comparator)
    ]


def difference(evidence: Evidence, claim: Claim) -> Findings:
    """Return by how much a place's figure is above that of the place it is compared with, as printed too."""
    exact = [replace(finding, counted=claim.measure == COUNT) for finding in compared(evidence, claim)]
    return [*exact, *_of_printed(evidence, claim)] if claim.measure == RATE else exact


def _of_printed(evidence: Evidence, claim: Claim) -> Findings:
    """Return the difference of two rates as they are printed, in whole numbers."""
    own, other = (observed(finding) if finding else None for finding in _both(evidence, claim))
    if own is None or other is None or isinstance(own.low, str) or isinstance(other.low, str):
        return []
    apart = float(round(own.low) - round(other.low))
    how = f"{own.low:,.0f} less {other.low:,.0f} of {claim.comparator}, both as printed"
    return [Finding(apart, apart, False, union(own.sources, other.sources), how, loose=True)]


def gap(evidence: Evidence, claim: Claim) -> Findings:
    """Return how far the figures of two places are apart, whichever is higher."""
    return [
        replace(finding, low=max(0, low, -high), high=max(high, -low))
        for finding in difference(evidence, claim)
        if not isinstance(low := finding.low, str) and not isinstance(high := finding.high, str)
    ]


def percent_above(evidence: Evidence, claim: Claim) -> Findings:
    """Return by how many per cent a place's figure is above that of the place it is compared with."""
    if claim.measure == PERCENT_RANK:
        return [
            Finding(100 * (own.low / other.high - 1), 100 * (own.high / other.low - 1), False, sources, how)
            for own, other, sources, how in _growths(evidence, claim)
            if own.low > 0 and other.low > 0
        ]
    own, other = (_nearest(evidence, replace(claim, area=area)) for area in (claim.area, claim.comparator))
    if own is None or other is None or other.low <= 0:
        return []
    how = f"{own.low:,.10g} against {other.low:,.10g} of {claim.comparator}"
    low, high = 100 * (own.low / other.high - 1), 100 * (own.high / other.low - 1)
    return [Finding(low, high, False, union(own.sources, other.sources), how)]


def _nearest(evidence: Evidence, claim: Claim) -> Observation | None:
    """Return a figure as exactly as it is known: a rate worked out from the count, else as it is printed."""
    settled = claim.measure == RATE and not evidence.unsettled(claim.year)
    exact = compare.computed_rate(evidence, claim.year, claim.area) if settled else None
    return exact or known_level(evidence, claim, claim.year)


def known_level(evidence: Evidence, claim: Claim, year: int) -> Observation | None:
    """Return a figure that may be compared with others; the rate is worked out where none is published."""
    if not _comparable(evidence, claim.measure):
        return None
    level = compare.level(evidence, claim.measure, year, claim.area)
    if level is None and claim.measure == RATE:
        level = compare.computed_rate(evidence, year, claim.area)
    return level


def rank(evidence: Evidence, claim: Claim) -> Findings:
    """Return the places that the area may take, counted from the highest, or from the lowest."""
    both = (_changes, percents) if claim.measure == CHANGE_RANK else (_ranked,)
    places = [finding for of in both for finding in _places(evidence, claim, of(evidence, claim))]
    return [*places, *_printed_ranks(evidence, claim, places)]


def _printed_ranks(evidence: Evidence, claim: Claim, places: Findings) -> Findings:
    """Return the ranks that sources print, but for those that the figures refute."""
    if claim.comparator not in (ALL_AREAS, ALL_FORCES):
        return []
    rows = _rows(
        evidence,
        "ranks",
        area=claim.area,
        measure=claim.measure,
        counted_from=claim.kind.removeprefix("rank_"),
    )
    possible = [
        row
        for row in rows
        if row["period_end"].year == claim.year
        and all(place.low <= row["rank"] <= place.high for place in places)
    ]
    return _stated(possible, "rank")


def _places(evidence: Evidence, claim: Claim, values: Ranked) -> Findings:
    among = members(evidence, claim.comparator)
    if claim.kind == "rank_lowest":
        values = {
            area: (Interval(-interval.high, -interval.low), names)
            for area, (interval, names) in values.items()
        }
    if claim.area not in among:
        return []
    place = compare.rank({area: interval for area, (interval, _) in values.items()}, claim.area, among)
    if place is None:
        return []
    sources = union(*(names for area, (_, names) in values.items() if area in among))
    how = f"{place.known} of {place.of} have a figure without the article"
    return [Finding(place.among_all.low, place.among_all.high, False, sources, how)]


def members(evidence: Evidence, comparator: str) -> tuple[str, ...]:
    """Return the members of "East of England forces", "43 forces" or "42 areas"; none for other words."""
    if comparator == ALL_FORCES:
        return tuple(force for area in evidence.areas for force in area.forces)
    if comparator == ALL_AREAS:
        return tuple(area.name for area in evidence.areas)
    region = comparator.removesuffix(" forces")
    return evidence.regions.get(evidence.names.region_place(region), evidence.regions.get(region, ()))


def _ranked(evidence: Evidence, claim: Claim) -> Ranked:
    measure = POPULATIONS.get(claim.measure, claim.measure)
    if measure in RANKED_BY_OTHERS:
        return RANKED_BY_OTHERS[measure](evidence, claim)
    if not _comparable(evidence, measure):
        return {}
    levels = compare.levels(evidence, measure, claim.year)
    settled = {
        area: _settled(evidence, observed(observation), observation).within
        for area, observation in levels.items()
    }
    return {area: (within, levels[area].sources) for area, within in settled.items() if within}


def _populations(evidence: Evidence, claim: Claim) -> Ranked:
    """Return the mid-year that the rates of the date use."""
    base = evidence.denominators.get(claim.year)
    mid_year = base.mid_year if base else claim.year - 1
    return {
        area: (compare.span(people), people.sources)
        for (area, year), people in evidence.population.items()
        if year == mid_year
    }


def _changes(evidence: Evidence, claim: Claim) -> Ranked:
    """Return the changes in number, without those whose bounds rest on a statement about these changes."""
    return {
        area: (counted.number, union(counted.old.sources, counted.new.sources))
        for area, counted in compare.changes(evidence, COUNT, claim.year).items()
        if counted.number and not (counted.old.depends_on or counted.new.depends_on)
    }


def percents(evidence: Evidence, claim: Claim) -> Ranked:
    """Map each area to the bounds of its change on the year in per cent, and the sources of these."""
    bounds = compare.percent_changes(evidence, claim.year)
    changes = compare.changes(evidence, COUNT, claim.year)
    return {
        area: (interval, (*changes[area].old.sources, *changes[area].new.sources) if area in changes else ())
        for area, interval in bounds.items()
    }


def _conviction_rates(evidence: Evidence, claim: Claim) -> Ranked:
    rows = _court_rows(evidence, claim)
    return {
        str(row["force"]): (Interval(float(row["value"]), float(row["value"])), (str(row["source_id"]),))
        for row in rows
    }


RANKED_BY_OTHERS: dict[str, Callable[[Evidence, Claim], Ranked]] = {
    "population_10_plus": _populations,
    PERCENT_RANK: percents,
    "sexual_offence_trial_conviction_rate": _conviction_rates,
}


def _court_rows(evidence: Evidence, claim: Claim) -> Rows:
    return _rows(
        evidence,
        "disclosures",
        measure="sexual offence conviction rate",
        period=f"12 months to {claim.date[:7]}",
    )


def _court_level(evidence: Evidence, claim: Claim) -> Findings:
    if claim.measure != "sexual_offence_trial_conviction_rate":
        return []
    force = {NATION: "National"}.get(claim.area, claim.area)
    return _stated([row for row in _court_rows(evidence, claim) if row["force"] == force], "value")


def _survey_level(evidence: Evidence, claim: Claim) -> Findings:
    column = {"missing_rso": "missing_count", "longest_missing_years": "max_duration_years"}
    if claim.measure in column:
        surveys = surveys_of(evidence, claim)
        rows = [_survey_rows(evidence, claim, name) for name in surveys]
        several = [finding for answer in rows for finding in _stated(answer, column[claim.measure])]
        loose = len(several) > 1 or (claim.measure == "longest_missing_years" and _open_ended(rows))
        return [replace(finding, loose=loose) for finding in several]
    return _asked(evidence, claim)


# How many forces a survey asked, how many replied, and how many said that somebody was missing.
OF_FORCES = {
    "forces_asked": "asked",
    "forces_replied": "replied",
    "forces_responding": "reporting",
    "forces_silent": "silent",
}


def _asked(evidence: Evidence, claim: Claim) -> Findings:
    """Return of how many forces a survey is."""
    column = OF_FORCES.get(claim.measure)
    if column is None:
        return []
    asked = [evidence.asked[name] for name in surveys_of(evidence, claim) if name in evidence.asked]
    if column == "silent":
        return [
            Finding(silent, silent, True, (survey.source_id,), "forces asked, less those that replied")
            for survey in asked
            if survey.asked and survey.replied and (silent := survey.asked - survey.replied)
        ]
    counts = [(getattr(survey, column), survey.source_id) for survey in asked if getattr(survey, column)]
    how = {"asked": "forces asked", "replied": "forces that replied"}.get(
        column, "forces that reported missing RSOs"
    )
    return [Finding(number, number, True, (source,), how) for number, source in counts]


def _open_ended(answers: Iterable[Rows]) -> bool:
    """Return whether a longest time missing is known only as "at least" so many years."""
    return any(row["longest"] for rows in answers for row in rows)


def surveys_of(evidence: Evidence, claim: Claim) -> list[str]:
    """Return the surveys that a claim may be about: that reported on its date, else those of its year."""
    reported = [name for name, survey in evidence.asked.items() if survey.reported == claim.date]
    if reported:
        return reported
    dated = re.compile(rf"{claim.year}(?:-[\d/-]+)?|{claim.year - 1}/{claim.year % 100:02}")
    answers = evidence.listed("surveys")
    return list(dict.fromkeys(row["survey"] for row in answers if dated.fullmatch(row["survey_date"])))


def _survey_rows(evidence: Evidence, claim: Claim, survey: str) -> Rows:
    return _rows(evidence, "surveys", survey=survey, force=claim.area)


def ranges(evidence: Evidence, claim: Claim) -> Findings:
    """Return two ends that a source states: how long people were missing, or how many one manager has."""
    if claim.measure == "missing_duration_years":
        return [
            finding for name in surveys_of(evidence, claim) for finding in _durations(evidence, claim, name)
        ]
    if claim.measure != "rso_per_offender_manager":
        return []
    rows = _rows(evidence, "workload", force=claim.area, measure="RSOs per offender manager")
    ends = [re.fullmatch(r"(\d+)-(\d+)", row["value"]) for row in rows]
    longest = next((end for end in ends if end), None)
    stated = "stated by another source"
    return (
        [Finding(float(longest[1]), float(longest[2]), True, tuple(row["source_id"] for row in rows), stated)]
        if longest
        else []
    )


def _durations(evidence: Evidence, claim: Claim, survey: str) -> Findings:
    ends = ["min_duration_years", "max_duration_years"]
    answers = _survey_rows(evidence, claim, survey)
    rows = [row for row in answers if all(row[end] is not None for end in ends)]
    if not rows:
        return []
    low, high = (float(rows[0][end]) for end in ends)
    sources = tuple(row["source_id"] for row in rows)
    return [Finding(low, high, True, sources, "stated by another source")]


def _applications(evidence: Evidence, claim: Claim) -> Findings:
    if claim.measure != "csods_applications":
        return []
    rows = _rows(
        evidence,
        "disclosures",
        force=claim.area,
        measure="CSODS applications",
        period=f"{claim.year}",
    )
    return _stated(rows, "value")


def _staff_ratio(evidence: Evidence, claim: Claim) -> Findings:
    if claim.measure != "rso_per_staff":
        return []
    rows = _rows(evidence, "workload", measure="RSOs per member of police staff", force=claim.area)
    return _stated(rows, "value")


def closed(evidence: Evidence, claim: Claim) -> Findings:
    """Return the day on which a cause of concern was closed."""
    rows = _rows(evidence, "inspections", force=claim.area)
    return _worded(rows, "closed") if claim.measure == "cause_of_concern_closed" else []


def grade(evidence: Evidence, claim: Claim) -> Findings:
    """Return the grade that a report of this day gives on the question."""
    rows = _rows(evidence, "inspections", force=claim.area, question=claim.measure, published=claim.date)
    return _worded(rows, "grade")


def _rows(evidence: Evidence, table: str, **cells: str) -> Rows:
    """Return the rows of a table that have these cells."""
    return [
        row for row in evidence.listed(table) if all(row[column] == cell for column, cell in cells.items())
    ]


def _worded(rows: Rows, column: str) -> Findings:
    """Return the first and last of the words in a column, of the rows where it has any."""
    worded = [row for row in rows if row[column] != ""]
    if not worded:
        return []
    words = sorted({row[column] for row in worded})
    sources = tuple(dict.fromkeys(row["source_id"] for row in worded))
    return [Finding(words[0], words[-1], True, sources, "stated by another source")]


def _stated(rows: Rows, column: str) -> Findings:
    """Return the lowest and highest of the numbers that other sources state."""
    stated = [row for row in rows if re.fullmatch(PRINTED_NUMBER, f"{row[column]}")]
    if not stated:
        return []
    numbers = [float(row[column]) for row in stated]
    sources = tuple(dict.fromkeys(row["source_id"] for row in stated))
    return [Finding(min(numbers), max(numbers), True, sources, "stated by another source")]


FIGURE_FINDERS: dict[str, Callable[[Evidence, Claim], Findings]] = {
    "level": level,
    "change": change,
    "change_percent": change,
    "change_direction": direction,
    "compared": compared,
    TIMES: percent_above,
    DIFFERENCE: difference,
    GAP: gap,
    PERCENT_ABOVE: percent_above,
    "rank_highest": rank,
    "rank_lowest": rank,
    TOGETHER: together,
    AVERAGE: average,
    "more_than": level,
    "at_least": level,
    "less_than": level,
    "at_most": level,
    "nearly": level,
    "just_over": level,
    "about": level,
    "between": level,
    "range": ranges,
    "ratio": level,
    "event": closed,
    "grade": grade,
}
