"""A chart in the house style of any series or set of areas."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.analysis.comparisons import RATE
from helpers.analysis.every_figure import series_of
from helpers.analysis.facts import Fact
from helpers.data.errors import DataError, Misused
from helpers.data.evidence import NATION, Evidence, Measure
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.analyst.figures import facts
from helpers.pages.analyst.names import Places, Years, places_of, years_of
from helpers.pages.analyst.series import Series, charted_measure
from helpers.pages.analyst.shown import Framed, html_of
from helpers.present import free_charts
from helpers.present.doubts import breaks, doubts
from helpers.present.svg import image_file
from helpers.present.wording import CHECK_RECORDING
from helpers.text.nouns import counted

SHOWN = ["area", "date", "value", "low", "high", "unit", "status", "doubt", "sources"]
SHARP = 200  # dots to the inch


@dataclass(frozen=True, repr=False, eq=False)
class Chart(Framed):
    """A chart that a notebook shows as a picture with alt text, and its figures in a table beside it.

    ``title`` states the finding; ``frame`` has the figures, ``save`` writes the picture.
    """

    _plan: free_charts.Plan = field(repr=False)
    _rows: pd.DataFrame = field(repr=False)

    @property
    def title(self) -> str:
        """What the chart shows, in a few words."""
        return self._plan.words.title

    @property
    def subtitle(self) -> str:
        """What is drawn, of when, and what is left open."""
        return self._plan.words.subtitle

    @property
    def alt(self) -> str:
        """The chart in words, for whoever does not see it."""
        return self._plan.words.alt

    @property
    def frame(self) -> pd.DataFrame:
        """The figures that are drawn, as ``facts`` has them."""
        return self._rows.copy()

    @property
    def svg(self) -> str:
        """The picture as an SVG file, with title and alt text."""
        return self._plan.svg()

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file that ends in .svg or .png, and return its path.

        The same figures give the same bytes. Raises Misused for another kind of file.
        """
        file = Path(path)
        if file.suffix.lower() not in (".svg", ".png"):
            raise Misused(f"a chart cannot be saved as {file.name!r}; end the name in .svg or .png")
        drawn = self.svg.encode() if file.suffix.lower() == ".svg" else self._plan.png(SHARP)
        file.write_bytes(drawn)
        return file

    def __repr__(self) -> str:
        return f"{self.title}\n{self.alt}"

    def _repr_html_(self) -> str:
        head = f"<strong>{html.escape(self.title)}</strong><br>{html.escape(self.subtitle)}"
        table = html_of(self._rows[SHOWN[:-1]], f"The figures of the chart: {self.subtitle}")
        return (
            f"<figure><figcaption>{head}</figcaption>{image_file(self.svg, self.alt)}"
            f"<details><summary>The figures of this chart as a table</summary>{table}</details></figure>"
        )


def chart(
    of: Series | Places | Iterable[Series],
    measure: str | Measure = "rso_count",
    years: Years | None = None,
    *,
    data: Path | None = None,
) -> Chart:
    """Return a chart of a measure: over the years for one to six places, or of one year for any number.

    ``of`` is what ``series`` gives, or names as ``facts`` takes them; with a series, its own measure is
    drawn. One year, such as 2023, gives bars, the highest first, and the rate of England and Wales as a line;
    else there is a line for each place, open where a year has no figure or where figures are not comparable.
    Raises UnknownArea, UnknownName or DataError for what is not known, with what is near, and Misused for
    more than six lines.
    """
    evidence = read_evidence(data)
    series = _given_series(of)
    names = tuple(line.place for line in series) if series else places_of(evidence, of)  # type: ignore[arg-type]
    described = series[0].measure if series else charted_measure(evidence, measure)
    wanted = years_of(evidence, years) if years is not None or not series else series[0].years
    if not names:
        raise Misused("there is no area to draw; give one or more, such as 'Essex'")
    if years is not None and len(wanted) == 1:
        return _bars(evidence, names, described, wanted[0], data)
    if len(names) > free_charts.MOST_LINES:
        raise Misused(
            f"{counted(len(names), 'line')} cannot be told apart: give at most {free_charts.MOST_LINES} areas, "
            f"or one year for bars, such as years={wanted[-1]}"
        )
    by_place = {name: _between(series_of(evidence, name, described.measure), wanted) for name in names}
    absent = [name for name, points in by_place.items() if not points]
    if len(absent) == len(names):
        raise DataError(_nothing(evidence, names[0], described))
    plan = free_charts.lines(
        described,
        {name: points for name, points in by_place.items() if points},
        {name: breaks(evidence, name, described.measure) for name in names},
        absent,
    )
    return Chart(plan, facts(names, wanted, described, data=data))


def _given_series(of: object) -> list[Series]:
    """Return the series among what is given; none where it is names.

    Raises Misused for series and names together, and for series of several measures.
    """
    given = list(of) if isinstance(of, list | tuple) else [of]
    series = [line for line in given if isinstance(line, Series)]
    if series and len(series) < len(given):
        raise Misused("some are series and some are names; give all as one or the other")
    if len({line.measure for line in series}) > 1:
        raise Misused("the series are of several measures; a chart has one axis, for one of them")
    return series


def _between(points: dict[int, Fact], years: Iterable[int]) -> list[Fact]:
    return [points[year] for year in years if year in points]


def _bars(
    evidence: Evidence, names: tuple[str, ...], measure: Measure, year: int, data: Path | None
) -> Chart:
    by_place = {name: series_of(evidence, name, measure.measure).get(year) for name in names}
    figures = [fact for fact in by_place.values() if fact is not None]
    if not figures:
        raise DataError(f"no figure of {measure.label} was found for {year} in the places given")
    rated = measure.measure == RATE and NATION not in names
    nation = series_of(evidence, NATION, RATE).get(year) if rated else None
    absent = [name for name, fact in by_place.items() if fact is None]
    suspected = [fact.area for fact in figures if CHECK_RECORDING in doubts(evidence, fact)]
    drawn = [*names, NATION] if nation else list(names)
    return Chart(
        free_charts.bars(measure, figures, absent, nation, suspected), facts(drawn, year, measure, data=data)
    )


def _nothing(evidence: Evidence, name: str, measure: Measure) -> str:
    years = sorted(series_of(evidence, name, measure.measure))
    there = f"; there are figures of {', '.join(map(str, years))}" if years else ", nor of any other year"
    return f"no figure of {measure.label} was found for {name} in the years given{there}"
