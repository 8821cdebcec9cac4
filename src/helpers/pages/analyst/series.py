"""One measure of one place over the years."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis.every_figure import series_of
from helpers.data.errors import DataError, Misused
from helpers.data.evidence import Evidence, Measure
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.analyst.figures import facts, labels_of
from helpers.pages.analyst.lists import sources
from helpers.pages.analyst.names import Place, Years, measure_of, place_of, years_of
from helpers.pages.analyst.shown import Framed, Table
from helpers.present.doubts import breaks

if TYPE_CHECKING:
    from helpers.pages.analyst.charting import Chart

SHOWN = ["year", "date", "value", "low", "high", "unit", "status", "doubt", "why", "formula", "sources"]


@dataclass(frozen=True, repr=False, eq=False)
class Series(Framed):
    """The figures of one measure of a place, earliest first; a year without a figure is not there.

    ``breaks`` are the years from which figures are not comparable with earlier ones, ``sources`` what the
    figures rest on, ``chart()`` draws them.
    """

    place: str
    measure: Measure
    _rows: pd.DataFrame = field(repr=False)
    breaks: Table
    _data: Path | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """Year, date, figure and bounds, unit, status, doubt, why, formula and sources, as in ``facts``."""
        return self._rows[SHOWN].copy()

    @property
    def years(self) -> tuple[int, ...]:
        """The years with a figure."""
        return tuple(int(year) for year in self._rows["year"])

    @property
    def sources(self) -> Table:
        """The sources that the figures name, with title, address and date."""
        return sources(self._rows, data=self._data)

    def chart(self) -> Chart:
        """Draw the series in the house style."""
        from helpers.pages.analyst.charting import chart

        return chart(self, data=self._data)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return "\n".join([repr(self._table), *([repr(self.breaks)] if len(self.breaks) else [])])

    def _repr_html_(self) -> str:
        return self._table._repr_html_() + (self.breaks._repr_html_() if len(self.breaks) else "")

    @property
    def _table(self) -> Table:
        columns = ["year", "value", "low", "high", "status", "doubt"]
        return Table(f"{self.place}: {self.measure.label}", self._rows[columns])


def series(
    area: Place,
    measure: str | Measure = "rso_count",
    years: Years | None = None,
    *,
    data: Path | None = None,
) -> Series:
    """Return a measure of an area, a region or the nation over the years, with bounds, breaks and sources.

    Raises UnknownArea or UnknownName with near matches, Misused for a measure whose figures cannot be
    compared, and DataError where there is no figure.
    """
    evidence = read_evidence(data)
    place, described = place_of(evidence, area), charted_measure(evidence, measure)
    figures = series_of(evidence, place, described.measure)
    wanted = [year for year in years_of(evidence, years) if year in figures]
    if not wanted:
        there = f"; there are figures of {', '.join(map(str, figures))}" if figures else ""
        raise DataError(f"no figure of {described.label} was found for {place}{there}")
    why = {
        year: reason
        for year, reason in breaks(evidence, place, described.measure).items()
        if wanted[0] < year <= wanted[-1]
    }
    broken = pd.DataFrame({"year": list(why), "why": list(why.values())}).astype(
        {"year": "Int64", "why": "str"}
    )
    return Series(
        place,
        described,
        facts(place, wanted, described, data=data),
        Table("From these years on, figures are not comparable with earlier ones", broken),
        data,
    )


def charted_measure(evidence: Evidence, name: object) -> Measure:
    """Return a measure whose figures can be set side by side.

    Raises UnknownName with near matches, and Misused for a measure whose figures are not counted alike.
    """
    measure_id = measure_of(labels_of(evidence), name)
    described = evidence.measures.get(measure_id)
    if described is None or not described.comparable:
        raise Misused(
            f"the figures of {measure_id!r} are not counted alike, so that they make no series; "
            f"facts(measures={measure_id!r}) lists each with its basis"
        )
    return described
