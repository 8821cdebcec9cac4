"""Two places side by side, and changes between two dates, as far as what is published decides them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis import comparisons, intervals, past_changes
from helpers.analysis.comparisons import COUNT, RATE, Change
from helpers.analysis.every_figure import series_of
from helpers.analysis.facts import MISSING, Fact
from helpers.analysis.intervals import Interval
from helpers.data.errors import Misused
from helpers.data.evidence import Evidence, Measure
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.analyst.figures import facts
from helpers.pages.analyst.names import (
    LATEST,
    Measures,
    Place,
    Places,
    Year,
    measures_of,
    place_of,
    places_of,
    span_of,
    year_of,
)
from helpers.pages.analyst.series import charted_measure
from helpers.pages.analyst.shown import Framed, Table
from helpers.present import numbers
from helpers.present.doubts import breaks, doubts
from helpers.present.wording import CHECK_RECORDING, MARKS

ORDERS = ("lower", "same", "higher", "undecided", "not known")
DIRECTIONS = ("fall", "same", "rise", "undecided", "not known")


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Framed):
    """Two places on one date: ``frame`` has a row for each measure of which one has a figure.

    ``facts`` has all rows of both.
    """

    first: str
    second: str
    year: int
    _rows: pd.DataFrame = field(repr=False)
    _facts: pd.DataFrame = field(repr=False)
    _shown: list[list[str]] = field(repr=False)

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each measure: the figures of both, and their difference, first less second.

        Columns: measure, label, unit; first, first_low, first_high, first_status and first_doubt; the same of
        the second, "missing" where there is none; difference_low and difference_high (Float64), in the unit;
        order of the first to the second: lower, same or higher, "undecided" where their bounds meet, "not
        known" without both figures.
        """
        return self._rows.copy()

    @property
    def facts(self) -> pd.DataFrame:
        """The figures of both places on this date, as ``facts`` has them."""
        return self._facts.copy()

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return repr(self._table)

    def _repr_html_(self) -> str:
        return self._table._repr_html_()

    @property
    def _table(self) -> Table:
        columns = ["measure", self.first, self.second, "difference", f"{self.first} is"]
        caption = f"{self.first} and {self.second}, {numbers.day(f'{self.year}-03-31')}"
        return Table(caption, pd.DataFrame(self._shown, columns=columns, dtype="str"))


def compare(
    first: Place,
    second: Place,
    year: Year = LATEST,
    measures: Measures | None = None,
    *,
    data: Path | None = None,
) -> Comparison:
    """Compare two places at 31 March of a year, in every measure of which one has a figure.

    A difference of two figures with bounds has bounds; where these meet, the order is undecided. No order
    says how well an area is policed. Raises UnknownArea or UnknownName with near matches, DataError for a
    year that the data do not cover, Misused for one place given twice.
    """
    evidence = read_evidence(data)
    places, at = (place_of(evidence, first), place_of(evidence, second)), year_of(evidence, year)
    if places[0] == places[1]:
        raise Misused(f"both places are {places[0]}; give two that differ")
    labels = {name: measure.label for name, measure in evidence.measures.items() if measure.comparable}
    rows, shown = [], []
    for name in measures_of(labels, measures):
        figures = [series_of(evidence, place, name).get(at) for place in places]
        if any(figures):
            rows.append(_row(evidence, evidence.measures[name], *figures))
            shown.append(_shown_row(evidence.measures[name], rows[-1], *figures))
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    both = facts(places, at, list(labels), data=data)
    return Comparison(*places, at, frame, both, shown)


_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("measure", "label", "unit"), "str"),
    **{
        f"{place}{part}": kind
        for place in ("first", "second")
        for part, kind in {
            "": "Float64",
            "_low": "Float64",
            "_high": "Float64",
            "_status": "str",
            "_doubt": "str",
        }.items()
    },
    **dict.fromkeys(("difference_low", "difference_high"), "Float64"),
    "order": pd.CategoricalDtype(list(ORDERS)),
}


def _row(evidence: Evidence, measure: Measure, first: Fact | None, second: Fact | None) -> dict[str, Any]:
    row: dict[str, Any] = {"measure": measure.measure, "label": measure.label, "unit": measure.unit}
    for place, fact in (("first", first), ("second", second)):
        row |= {
            place: fact.value if fact else None,
            f"{place}_low": fact.low if fact else None,
            f"{place}_high": fact.high if fact else None,
            f"{place}_status": fact.status if fact else MISSING,
            f"{place}_doubt": ", ".join(doubts(evidence, fact)) if fact else "",
        }
    if first is None or second is None or first.interval is None or second.interval is None:
        return row | {"difference_low": None, "difference_high": None, "order": "not known"}
    difference = intervals.difference(second.interval, first.interval)
    order = intervals.order(first.interval, second.interval)
    return row | {"difference_low": difference.low, "difference_high": difference.high, "order": order}


def _shown_row(
    measure: Measure, row: Mapping[str, Any], first: Fact | None, second: Fact | None
) -> list[str]:
    """Return a row as a reader sees it, each figure with the mark of how it is known."""
    figures = [
        f"{numbers.figure(fact)} {MARKS.get(fact.status, '')}".rstrip() if fact else "not found"
        for fact in (first, second)
    ]
    has_difference = row["difference_low"] is not None
    ends = (row["difference_low"], row["difference_high"], measure.decimals)
    return [row["label"], *figures, numbers.between(*ends) if has_difference else "", row["order"]]


def changes(
    year: Year = LATEST,
    since: Year | None = None,
    measure: str | Measure = COUNT,
    areas: Places | None = None,
    *,
    data: Path | None = None,
) -> pd.DataFrame:
    """Return how a measure changed to a 31 March, from the year before or another: a row for each area.

    The changes are those that every page gives. Columns: area, measure; since and year (Int64); number_low
    and number_high, in the unit of the measure; percent_low and percent_high (Float64): equal where the
    change is known exactly, missing where it is not known; direction: fall, same or rise, "undecided" where
    bounds leave it open, "not known" without two comparable figures; how: "counted" from two figures, or
    "printed" by a source that gives the percentage alone; doubt and why, as in ``facts``, "check recording"
    where a change in recording lies between and "not comparable" where the counting changed. Of a change that
    is not known, why also says which figure is missing, or between which years there are changes.
    Raises UnknownArea or UnknownName with near matches, DataError for a year that the data do not cover,
    Misused where ``since`` is no earlier year.
    """
    evidence = read_evidence(data)
    if span := span_of(year):
        raise Misused(
            f"the year is {year!r}, and a change is from one to another: say {span[1]}, since={span[0]}"
        )
    described, to = charted_measure(evidence, measure), year_of(evidence, year)
    start = to - 1 if since is None else year_of(evidence, since)
    if start >= to:
        raise Misused(f"the change is from {start} to {to}; give an earlier year in since")
    by_place = comparisons.changes(evidence, described.measure, to, start)
    rows = [
        _change_row(evidence, place, described, start, to, by_place) for place in places_of(evidence, areas)
    ]
    return pd.DataFrame(rows, columns=list(_CHANGES)).astype(_CHANGES)


_CHANGES: dict[str, Any] = {
    **dict.fromkeys(("area", "measure"), "str"),
    **dict.fromkeys(("since", "year"), "Int64"),
    **dict.fromkeys(("number_low", "number_high", "percent_low", "percent_high"), "Float64"),
    "direction": pd.CategoricalDtype(list(DIRECTIONS)),
    **dict.fromkeys(("how", "doubt", "why"), "str"),
}


def _change_row(
    evidence: Evidence, place: str, measure: Measure, start: int, to: int, by_place: Mapping[str, Change]
) -> dict[str, Any]:
    change = by_place.get(place)
    printed = (
        comparisons.printed_change(evidence, to, place)
        if measure.measure == COUNT and start == to - 1 and (change is None or change.number is None)
        else None
    )
    number = change.number if change else None
    percent = comparisons.span(printed) if printed else change.percent if change else None
    level = series_of(evidence, place, measure.measure).get(to)
    reasons = doubts(evidence, level) if level else {}
    crossed = {
        year: why for year, why in breaks(evidence, place, measure.measure).items() if start < year <= to
    }
    documented = evidence.broken_between(measure.measure, start, to)
    suspected = [
        year for year in crossed if measure.measure in (COUNT, RATE) and _is_step(evidence, place, year)
    ]
    direction = _direction(number or percent)
    unknown = _why_unknown(evidence, place, measure, start, to) if direction == "not known" else []
    names = [*reasons, *([CHECK_RECORDING] if suspected else []), *(["not comparable"] if documented else [])]
    return {
        "area": place,
        "measure": measure.measure,
        "since": start,
        "year": to,
        "number_low": number.low if number else None,
        "number_high": number.high if number else None,
        "percent_low": percent.low if percent else None,
        "percent_high": percent.high if percent else None,
        "direction": direction,
        "how": "printed" if printed else "counted" if number else "",
        "doubt": ", ".join(dict.fromkeys(names)),
        "why": " ".join(dict.fromkeys([*crossed.values(), *reasons.values(), *unknown])),
    }


def _why_unknown(evidence: Evidence, place: str, measure: Measure, start: int, to: int) -> list[str]:
    """Return which figure a change lacks; or, where the counting changed, which changes can be asked for."""
    broken = [year for name, year, _ in evidence.breaks if name == measure.measure and start < year <= to]
    if not broken:
        known = series_of(evidence, place, measure.measure)
        return [f"No figure was found for 31 March {year}." for year in (start, to) if year not in known]
    spans = [(start, min(broken) - 1), (max(broken), to)]
    asked = [f"from {first} to {last}" for first, last in spans if first < last]
    instead = [f"Ask for the change {' or '.join(asked)}."] if asked else []
    return [*instead, *([f"Changes of {COUNT} are comparable."] if measure.measure == RATE else [])]


def _is_step(evidence: Evidence, place: str, year: int) -> bool:
    return place in evidence.region_of and year in past_changes.suspected_steps(evidence, place)


def _direction(change: Interval | None) -> str:
    if change is None:
        return "not known"
    if change.low > 0:
        return "rise"
    return "fall" if change.high < 0 else "same" if change.exact else "undecided"
