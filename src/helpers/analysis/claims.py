"""Published claims, each answered from everything but the article that makes it.

The same functions that make the reports compute the figure, with the article left out of every table and out
of the ancestry of every derived bound: so no statement is confirmed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.intervals import Interval
from helpers.data.errors import DataError
from helpers.data.evidence import NATION, Evidence, evidence
from helpers.data.observations import Observation
from helpers.data.sources import Row, read_raw, records

Verdict = Literal["another source", "arithmetic", "article alone", "disagrees", "not decidable"]


@dataclass(frozen=True)
class Claim:
    """One statement of fact that an article makes, as ``published_claims.csv`` has it."""

    claim_id: str
    article: str
    area: str
    year: int
    date: str
    kind: str
    measure: str
    comparator: str
    published: str
    unit: str


@dataclass(frozen=True)
class Finding:
    """What the data without the article say: bounds or a text, the sources, and whether one states it as such."""

    low: float | str
    high: float | str
    stated: bool
    sources: tuple[str, ...]
    how: str


@dataclass(frozen=True)
class Answer:
    """A claim's verdict, with what the data without its article give (None where nothing remains)."""

    claim: Claim
    verdict: Verdict
    finding: Finding | None
    reason: str


def claims(data: Path | None = None) -> list[Claim]:
    """Every claim of ``published_claims.csv``."""
    return [_claim(row) for row in records(read_raw("published_claims", data))]


def answer(claim: Claim, data: Path | None = None) -> Answer:
    """Judge one claim by the data without its article, at the precision at which the claim is printed."""
    known = evidence(data, frozenset({claim.article}))
    if claim.kind not in FINDERS:
        raise DataError(
            f"claim {claim.claim_id}: kind {claim.kind!r} is unknown; known are {', '.join(FINDERS)}"
        )
    finding = FINDERS[claim.kind](known, claim)
    if finding is None:
        return Answer(
            claim, "article alone", None, "nothing in the data without the article states or decides it"
        )
    return Answer(claim, _verdict(claim, finding), finding, finding.how)


def _verdict(claim: Claim, finding: Finding) -> Verdict:
    agrees = AGREES.get(claim.kind, _equal)(claim, finding)
    if agrees is None:
        return "not decidable"
    if not agrees:
        return "disagrees"
    return "another source" if finding.stated else "arithmetic"


def _equal(claim: Claim, finding: Finding) -> bool | None:
    """Whether the finding, as printed with the claim's decimals, is the claim; None where its bounds leave it open."""
    if isinstance(finding.low, str) or isinstance(finding.high, str):
        return finding.low == claim.published
    value = float(claim.published)
    half = 0.0 if claim.unit in ("count", "rank") else 0.5 * 10.0 ** -len(claim.published.partition(".")[2])
    if value - half <= finding.low and finding.high <= value + half:
        return True
    return None if finding.low <= value + half and value - half <= finding.high else False


def _more(claim: Claim, finding: Finding) -> bool | None:
    low, high = float(finding.low), float(finding.high)
    return True if low > float(claim.published) else False if high <= float(claim.published) else None


def _nearly(claim: Claim, finding: Finding) -> bool:
    """A little below the round figure: within one twentieth of it."""
    value = float(claim.published)
    return 0.95 * value <= float(finding.low) and float(finding.high) <= value


def _same_range(claim: Claim, finding: Finding) -> bool:
    ends = [float(end) for end in claim.published.split(" to ")]
    return ends == [finding.low, finding.high]


def _level(known: Evidence, claim: Claim) -> Finding | None:
    for find in (_mappa_level, _survey_level, _court_level):
        found = find(known, claim)
        if found is not None:
            return found
    return None


def _mappa_level(known: Evidence, claim: Claim) -> Finding | None:
    if claim.measure not in known.measures:
        return None
    found = compare.level(known, claim.measure, claim.year, claim.area)
    return None if found is None else _observed(found)


def _observed(found: Observation) -> Finding:
    stated = found.table == "mappa_figures" and found.status in ("published", "rounded", "revised")
    low, high = (found.value, found.value) if found.value is not None else (found.low, found.high)
    how = (
        found.note
        if not stated
        else f"stated by {len(found.sources)} other source{'s' if len(found.sources) > 1 else ''}"
    )
    return Finding(low, high, stated, found.sources, how)


def _change(known: Evidence, claim: Claim) -> Finding | None:
    percent = claim.kind == "change_percent"
    printed = known.get(claim.area, claim.year, "rso_change_percent" if percent else "rso_change_number")
    if printed is not None and printed.table == "mappa_figures":
        return _observed(printed)
    change = compare.changes(known, claim.measure, claim.year, int(claim.comparator[:4])).get(claim.area)
    bounds = None if change is None else change.percent if percent else change.number
    if change is None or bounds is None:
        return None
    sources = tuple(dict.fromkeys((*change.old.sources, *change.new.sources)))
    return Finding(
        bounds.low, bounds.high, False, sources, f"{change.new.low:,.0f} against {change.old.low:,.0f}"
    )


def _highest(known: Evidence, claim: Claim) -> Finding | None:
    """The places that the area may take, counted from the highest."""
    everyone = tuple(force for area in known.areas for force in area.forces)
    among = known.regions.get(claim.comparator.removesuffix(" forces"), everyone)
    values = RANKED[claim.measure](known, claim)
    rank = compare.rank({area: interval for area, (interval, _) in values.items()}, claim.area, among)
    if rank is None:
        return None
    sources = tuple(
        dict.fromkeys(source for area, (_, names) in values.items() if area in among for source in names)
    )
    how = f"{rank.known} of {rank.of} have a figure without the article"
    return Finding(rank.among_all.low, rank.among_all.high, False, sources, how)


Ranked = Mapping[str, tuple[Interval, tuple[str, ...]]]


def _rates(known: Evidence, claim: Claim) -> Ranked:
    return {
        area: (compare.span(found), found.sources)
        for area, found in compare.levels(known, RATE, claim.year).items()
    }


def _populations(known: Evidence, claim: Claim) -> Ranked:
    """The mid-year that the rates of the date use."""
    mid_year, _ = known.denominators[claim.year]
    return {
        area: (compare.span(found), found.sources)
        for (area, year), found in known.population.items()
        if year == mid_year
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
    RATE: _rates,
    "population": _populations,
    "change_percent of rso_count": _percents,
    "sexual_offence_trial_conviction_rate": _conviction_rates,
}


def _falling(known: Evidence, claim: Claim) -> Finding:
    """How many areas of the region fell: those that certainly did, to those that may have."""
    members = known.regions[claim.area]
    percents = _percents(known, claim)
    fell = sum(area in percents and percents[area][0].high < 0 for area in members)
    rose = sum(area in percents and percents[area][0].low >= 0 for area in members)
    sources = tuple(
        dict.fromkeys(source for area in members if area in percents for source in percents[area][1])
    )
    return Finding(
        fell,
        len(members) - rose,
        False,
        sources,
        f"{fell} certainly fell, {rose} certainly did not, of {len(members)}",
    )


def _court_rows(known: Evidence, claim: Claim) -> pd.DataFrame:
    table = known.disclosures
    month = claim.date[:7]
    return table[
        (table["measure"] == "sexual offence conviction rate") & (table["period"] == f"12 months to {month}")
    ]


def _court_level(known: Evidence, claim: Claim) -> Finding | None:
    if claim.measure != "sexual_offence_trial_conviction_rate":
        return None
    rows = _court_rows(known, claim)
    return _stated(rows[rows["force"] == {NATION: "National"}.get(claim.area, claim.area)], "value")


def _survey_level(known: Evidence, claim: Claim) -> Finding | None:
    rows = _survey_rows(known, claim)
    if claim.measure == "missing_rso":
        return _stated(rows, "missing_count")
    if claim.measure == "longest_missing_years":
        return _stated(rows, "max_duration_years")
    if claim.measure == "forces_responding":
        survey = known.asked.get(SURVEYS[claim.date])
        number = survey.reporting if survey else None
        return (
            Finding(number, number, True, (survey.source_id,), "forces that reported missing RSOs")
            if survey and number
            else None
        )
    return None


# The survey that the articles of a date report on.
SURVEYS = {"2015-03-10": "PA FOI 2015"}


def _survey_rows(known: Evidence, claim: Claim) -> pd.DataFrame:
    table = known.surveys
    return table[(table["survey"] == SURVEYS.get(claim.date, "")) & (table["force"] == claim.area)]


def _survey_total(known: Evidence, claim: Claim) -> Finding | None:
    return _stated(_survey_rows(known, claim), "missing_count")


def _range(known: Evidence, claim: Claim) -> Finding | None:
    if claim.measure == "missing_duration_years":
        rows = _survey_rows(known, claim).dropna(subset=["min_duration_years", "max_duration_years"])
        if rows.empty:
            return None
        first = rows.iloc[0]
        return Finding(
            float(first["min_duration_years"]),
            float(first["max_duration_years"]),
            True,
            tuple(rows["source_id"]),
            "stated by another source",
        )
    rows = known.workload[
        (known.workload["force"] == claim.area) & (known.workload["measure"] == "RSOs per offender manager")
    ]
    ends = [re.fullmatch(r"(\d+)-(\d+)", value) for value in rows["value"]]
    found = next((end for end in ends if end), None)
    return (
        Finding(float(found[1]), float(found[2]), True, tuple(rows["source_id"]), "stated by another source")
        if found
        else None
    )


def _applications(known: Evidence, claim: Claim) -> Finding | None:
    table = known.disclosures
    rows = table[
        (table["force"] == claim.area)
        & (table["measure"] == "CSODS applications")
        & (table["period"] == str(claim.year))
    ]
    return _stated(rows, "value")


def _staff_ratio(known: Evidence, claim: Claim) -> Finding | None:
    table = known.workload
    return _stated(
        table[(table["measure"] == "RSOs per member of police staff") & (table["force"] == claim.area)],
        "value",
    )


def _closed(known: Evidence, claim: Claim) -> Finding | None:
    table = known.inspections
    return _worded(table[(table["force"] == claim.area) & (table["closed"] != "")], "closed")


def _grade(known: Evidence, claim: Claim) -> Finding | None:
    table = known.inspections
    rows = table[
        (table["force"] == claim.area)
        & (table["question"] == claim.measure)
        & (table["published"] == claim.date)
    ]
    return _worded(rows[rows["grade"] != ""], "grade")


def _worded(rows: pd.DataFrame, column: str) -> Finding | None:
    if rows.empty:
        return None
    words = sorted(set(rows[column]))
    return Finding(
        words[0], words[-1], True, tuple(dict.fromkeys(rows["source_id"])), "stated by another source"
    )


def _stated(rows: pd.DataFrame, column: str) -> Finding | None:
    """The lowest and highest of the numbers that other sources state."""
    numbers = pd.to_numeric(rows[column], errors="coerce").dropna()
    if numbers.empty:
        return None
    sources = tuple(dict.fromkeys(rows.loc[numbers.index, "source_id"]))
    return Finding(float(numbers.min()), float(numbers.max()), True, sources, "stated by another source")


FINDERS: dict[str, Callable[[Evidence, Claim], Finding | None]] = {
    "level": _level,
    "change": _change,
    "change_percent": _change,
    "rank_highest": _highest,
    "count_of_areas_falling": _falling,
    "more_than": _applications,
    "nearly": _survey_total,
    "range": _range,
    "ratio": _staff_ratio,
    "event": _closed,
    "grade": _grade,
}
AGREES: dict[str, Callable[[Claim, Finding], bool | None]] = {
    "more_than": _more,
    "nearly": _nearly,
    "range": _same_range,
}


def _claim(row: Row) -> Claim:
    date = f"{row['period_end']:%Y-%m-%d}"
    texts = {
        name: str(row[name])
        for name in ("claim_id", "area", "kind", "measure", "comparator", "published", "unit")
    }
    return Claim(article=str(row["article_source_id"]), year=int(date[:4]), date=date, **texts)
