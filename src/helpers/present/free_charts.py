"""Charts in the house style of whatever an analyst asks for: lines of several places, bars of one date."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.analysis.facts import Fact
from helpers.analysis.intervals import order
from helpers.data.evidence import Measure
from helpers.data.naming import slug
from helpers.present import canvas, charts, numbers
from helpers.present.svg import alone
from helpers.present.wording import CHECK_RECORDING, several, superlative

MOST_LINES = 6  # as many as the palette has colours
_LINE_HEIGHT = 15.0  # points, of a label
TIMINGS = {"at": "each 31 March", "year": "in each year to 31 March", "mid-year": "each 30 June"}


@dataclass(frozen=True)
class Words:
    """What a chart says beside its drawing: the finding as its title, what is drawn, and both as one text."""

    title: str
    subtitle: str
    alt: str


@dataclass(frozen=True)
class Plan:
    """A chart before it is drawn: its words, and how its axes are filled; ``height`` is in inches."""

    words: Words
    height: float
    fill: Callable[[Axes], object]
    labelled: Mapping[Fact, str]

    def svg(self) -> str:
        """Return the drawing as an SVG file with its alt text, the same bytes each time."""
        with canvas.drawing(self.height) as figure:
            self._draw(figure)
            return alone(canvas.svg(figure, self.labelled), self.words.title, self.words.alt)

    def png(self, dots: int) -> bytes:
        """Return the drawing as a PNG file, so many dots to the inch, described by its alt text."""
        with canvas.drawing(self.height) as figure:
            self._draw(figure)
            return canvas.png(figure, dots, {"Title": self.words.title, "Description": self.words.alt})

    def _draw(self, figure: Figure) -> None:
        self.fill(figure.subplots())
        canvas.lay_out(figure)


def lines(
    measure: Measure,
    series: Mapping[str, Sequence[Fact]],
    breaks: Mapping[str, Collection[int]],
    absent: Sequence[str] = (),
) -> Plan:
    """Plan a line for each place: joined where years follow each other, open at gaps and suspected breaks.

    ``series`` has at least one figure of each place, earliest first; at most six places. Raises ValueError
    for more.
    """
    if len(series) > MOST_LINES:
        raise ValueError(f"{len(series)} lines are more than {MOST_LINES}")
    named = {place: [_named(fact) for fact in points] for place, points in series.items()}
    words = Words(
        _title_of_lines(series),
        _subtitle_of_lines(measure, series, breaks) + (f"; not found: {several(absent)}" if absent else ""),
        _alt_of_lines(measure, series) + (f" No figure was found for {several(absent)}." if absent else ""),
    )
    if len(named) == 1:
        [(place, points)] = named.items()
        labelled = {fact: numbers.day(fact.period) for fact in points}
        return Plan(words, 2.9, lambda axes: charts.draw_trend(axes, points, breaks[place]), labelled)
    return Plan(words, 3.4, lambda axes: _draw_lines(axes, named, breaks), {})


def bars(
    measure: Measure,
    figures: Sequence[Fact],
    absent: Sequence[str],
    nation: Fact | None,
    suspected: Sequence[str] = (),
) -> Plan:
    """Plan a bar for each place with a figure of one date, the highest first, and ``nation`` as a line.

    ``suspected`` are the places with a figure behind which a change in recording is suspected.
    """
    ordered = [_named(fact) for fact in sorted(figures, key=lambda fact: (-fact.middle, fact.area))]
    line = None if nation is None else _named(nation)
    date = _date(measure, ordered[0])
    marks = charts.meaning_of_marks(ordered)
    missing = f"; not found: {several(absent)}" if absent else ""
    missing += f"; {CHECK_RECORDING}: {several(suspected)}" if suspected else ""
    words = Words(
        _title_of_bars(ordered),
        f"{measure.label}, {date}{missing}{marks}",
        _alt_of_bars(measure, ordered, absent, line),
    )
    labelled = {fact: fact.area for fact in [*ordered, *([line] if line else [])]}
    return Plan(
        words, 0.45 + 0.36 * len(ordered), lambda axes: charts.draw_region(axes, ordered, line, ""), labelled
    )


def _named(fact: Fact) -> Fact:
    """Return a fact with an id that no fact of another place or date has."""
    return replace(fact, id=f"{slug(fact.area)}.{slug(fact.period)}", same_as="")


def _draw_lines(
    axes: Axes, series: Mapping[str, Sequence[Fact]], breaks: Mapping[str, Collection[int]]
) -> None:
    colours = get_af_colours("categorical", number_of_colours=max(2, len(series)))
    for colour, (place, points) in zip(colours, series.items(), strict=False):
        for run in charts.runs(points, breaks[place]):
            axes.plot([_year(fact) for fact in run], [fact.middle for fact in run], color=colour, marker="o")
        for fact in points:
            if not fact.exact:
                axes.vlines(_year(fact), fact.low or 0, fact.high or 0, color=colour, linewidth=3)
    years = [_year(fact) for points in series.values() for fact in points]
    first, last = min(years), max(years)
    top = max(fact.high or 0 for points in series.values() for fact in points)
    axes.set_xticks(_ticks(first, last))
    axes.set_xlim(first - 0.6, last + 0.6)
    axes.set_ylim(0, top * 1.08)
    axes.yaxis.set_major_formatter(lambda value, _: numbers.number(value))
    _name_lines(axes, series, colours, last, top * 1.08)


def _ticks(first: int, last: int) -> list[int]:
    """Choose the last year, years at equal steps before it, and the first: with room for each."""
    step = -(-(last - first) // 4) or 1
    return [first, *(year for year in range(last, first, -step)[::-1] if year - first >= 0.8 * step)]


def _name_lines(
    axes: Axes, series: Mapping[str, Sequence[Fact]], colours: Sequence[str], last: int, top: float
) -> None:
    """Write each place's name and last figure at the right, with a line of its colour to its last point."""
    gap = top * _LINE_HEIGHT / (3.4 * 72 * 0.85)
    ends = {place: points[-1] for place, points in series.items()}
    heights = spread([fact.middle for fact in ends.values()], gap, top)
    for colour, height, (place, fact) in zip(colours, heights, ends.items(), strict=False):
        axes.annotate(
            f"{charts.shortened(place)} {numbers.figure(fact)}",
            (last + 0.6, height),
            xytext=(16, 0),
            textcoords="offset points",
            va="center",
            annotation_clip=False,
        )
        axes.annotate(
            "",
            (_year(fact), fact.middle),
            xytext=(last + 0.6, height),
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1, "shrinkA": 0, "shrinkB": 5},
            annotation_clip=False,
        )


def spread(wanted: Sequence[float], gap: float, top: float) -> list[float]:
    """Return heights near those wanted, in their order, at least ``gap`` apart and none above ``top``.

    >>> spread([5, 5.2, 1], 1, 6)
    [5, 6, 1]
    """
    heights = list(wanted)
    rising = sorted(range(len(wanted)), key=lambda place: wanted[place])
    for lower, upper in pairwise(rising):
        heights[upper] = max(heights[upper], heights[lower] + gap)
    highest = top
    for place in reversed(rising):
        heights[place] = min(heights[place], highest)
        highest = heights[place] - gap
    return heights


def _year(fact: Fact) -> int:
    return int(fact.period[:4])


def _date(measure: Measure, fact: Fact) -> str:
    return numbers.day(fact.period) if measure.timing != "year" else f"in {numbers.year_to(fact.period)}"


def _title_of_lines(series: Mapping[str, Sequence[Fact]]) -> str:
    """State the first and last figure of one place; of several, which is highest in the last shared year."""
    if len(series) == 1:
        [(place, points)] = series.items()
        ends = dict.fromkeys((points[0], points[-1]))
        return f"{place}: {', '.join(f'{numbers.figure(fact)} in {_year(fact)}' for fact in ends)}"
    shared = set.intersection(*({_year(fact) for fact in points} for points in series.values()))
    if not shared:
        return f"No year has a figure of each: {several(series)}"
    newest = [fact for points in series.values() for fact in points if _year(fact) == max(shared)]
    highest = _highest(newest)
    among = f"of the {numbers.count_words(len(newest))} in {max(shared)}"
    which = superlative(1, len(newest))
    return f"{highest} has {which} {among}" if highest else f"Which is {which} {among} is not decided"


def _highest(figures: Sequence[Fact]) -> str:
    """Return the place whose figure is certainly the highest, or an empty text."""
    top, *others = sorted(figures, key=lambda fact: -fact.middle)
    spans = [fact.interval for fact in others]
    if top.interval is None:
        return ""
    return top.area if all(span and order(top.interval, span) == "higher" for span in spans) else ""


def _subtitle_of_lines(
    measure: Measure, series: Mapping[str, Sequence[Fact]], breaks: Mapping[str, Collection[int]]
) -> str:
    spans = {
        place: [year for year in breaks[place] if _year(points[0]) < year <= _year(points[-1])]
        for place, points in series.items()
    }
    gaps = any(_year(points[-1]) - _year(points[0]) >= len(points) for points in series.values())
    broken = [f"{place} {several(str(year) for year in years)}" for place, years in spans.items() if years]
    return "; ".join(
        [
            f"{measure.label}, {TIMINGS.get(measure.timing, '')}".removesuffix(", "),
            *(["lines break at years without a figure"] if gaps else []),
            *([f"not comparable with earlier years: {', '.join(broken)}"] if broken else []),
        ]
    )


def _alt_of_lines(measure: Measure, series: Mapping[str, Sequence[Fact]]) -> str:
    places = "; ".join(f"{place}: {_course(points)}" for place, points in series.items())
    return f"Line chart. {measure.label}, {TIMINGS.get(measure.timing, '')}. {places}."


def _course(points: Sequence[Fact]) -> str:
    first, last = points[0], points[-1]
    if first is last:
        return f"one figure, {numbers.figure(first)} in {_year(first)}"
    return (
        f"{len(points)} figures, from {numbers.figure(first)} in {_year(first)} "
        f"to {numbers.figure(last)} in {_year(last)}"
    )


def _title_of_bars(figures: Sequence[Fact]) -> str:
    if len(figures) == 1:
        return f"{figures[0].area}: {numbers.figure(figures[0])}"
    highest = _highest(figures)
    among = f"of the {numbers.count_words(len(figures))} with a figure"
    which = superlative(1, len(figures))
    return f"{highest} has {which} {among}" if highest else f"Which {among} is {which} is not decided"


def _alt_of_bars(
    measure: Measure, figures: Sequence[Fact], absent: Sequence[str], nation: Fact | None
) -> str:
    drawn = several(f"{fact.area} {numbers.figure(fact)}" for fact in figures)
    missing = f" No figure was found for {several(absent)}." if absent else ""
    line = f" A line marks {nation.area}: {numbers.figure(nation)}." if nation else ""
    return f"Bar chart. {measure.label}, {_date(measure, figures[0])}: {drawn}.{line}{missing}"
