"""Facts to charts: deterministic SVG with its text as text, alt text from the same facts, the data as a table beside."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import seaborn as sns
from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.analysis.facts import Fact, Facts
from helpers.data.areas import slug
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.wording import percent_words, place_words, plain, several

# DejaVu Sans ships with Matplotlib: the layout is the same on every machine, and the page's own font is shown.
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "briefings",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Arial", "Helvetica"],
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#6b7276",
    "axes.titlelocation": "left",
    "figure.dpi": 72,
}
GREY = "#6b7276"
LONGEST_LABEL = 40  # characters: a longer one leaves no room for the bars


@dataclass(frozen=True)
class Chart:
    """A drawn chart: SVG, its title (the finding), subtitle and alt text, and its data as an HTML table."""

    svg: str
    title: str
    subtitle: str
    alt: str
    table: str

    def html(self) -> str:
        """A figure element with heading, image, and the data table in a disclosure."""
        return (
            f"<figure><figcaption><strong>{html.escape(self.title)}</strong><br>{html.escape(self.subtitle)}</figcaption>"
            f"{self.svg}<details><summary>The data of this chart as a table</summary>{self.table}</details></figure>"
        )


def trend(facts: Facts, table: str) -> Chart | None:
    """The count over the years: a point for each year found, a bar between bounds, a gap where none was found."""
    points = [fact for fact in facts.group("series") if int(fact.period[:4]) <= facts.year]
    if len(points) < 2:
        return None
    with _drawing(4.2) as figure:
        breaks = {int(step.period[:4]) for step in facts.group("step")}
        axes = draw_trend(figure.subplots(), points, breaks)
        axes.set_ylim(bottom=0)
        svg = _svg(figure, alt := trend_alt(facts, points), "trend")
    return Chart(
        svg,
        trend_title(facts, points),
        f"Registered sexual offenders in the community in {facts.area.name}, each 31 March; years without a figure, and suspected breaks in recording, are left open",
        alt,
        table,
    )


def draw_trend(axes: Axes, points: Sequence[Fact], breaks: Collection[int] = ()) -> Axes:
    """Draw the points; consecutive years are joined, gaps and the years of a suspected break are not."""
    colour = get_af_colours("categorical")[0]
    for run in _runs(points, breaks):
        years = [int(fact.period[:4]) for fact in run]
        sns.lineplot(
            x=years,
            y=[_middle(fact) for fact in run],
            ax=axes,
            color=colour,
            marker="o",
            markeredgecolor=colour,
            estimator=None,
        )
    for fact in points:
        if not fact.exact:
            axes.vlines(int(fact.period[:4]), fact.low or 0, fact.high or 0, color=colour, linewidth=3)
    for fact in {points[0].id: points[0], points[-1].id: points[-1]}.values():
        axes.annotate(
            numbers.figure(fact),
            (int(fact.period[:4]), _middle(fact)),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
        )
    first, last = int(points[0].period[:4]), int(points[-1].period[:4])
    axes.set_xticks(range(first, last + 1, max(1, (last - first) // 6)))
    axes.set_xlim(first - 0.8, last + 0.8)
    axes.set_ylim(0, 1.15 * max(fact.high or 0 for fact in points))
    axes.yaxis.set_major_formatter(lambda value, _: numbers.number(value))
    axes.set(xlabel="", ylabel="")
    return axes


def trend_title(facts: Facts, points: Sequence[Fact]) -> str:
    """The finding: the change from the first count to the last, or what is known instead."""
    percent = facts.get("since_first.percent")
    if percent is not None:
        return f"{facts.area.name}: {plain(percent_words(percent))} between {percent.comparator[:4]} and {percent.period[:4]}"
    return f"{facts.area.name}: counts found for {numbers.count_words(len(points))} years from {points[0].period[:4]} to {points[-1].period[:4]}"


def trend_alt(facts: Facts, points: Sequence[Fact]) -> str:
    """What the chart shows in one or two sentences."""
    first, last = points[0], points[-1]
    return (
        f"Line chart of registered sexual offenders in {facts.area.name} on 31 March, {numbers.count_words(len(points))} "
        f"years with a figure: {numbers.figure(first)} in {first.period[:4]}, {numbers.figure(last)} in {last.period[:4]}."
    )


def region(facts: Facts, table: str) -> Chart | None:
    """The rates of the region's forces as bars, England and Wales as a line, this area stressed."""
    names = facts.members
    bars = [fact for name in names if (fact := facts.get(f"among.{slug(name)}.rate"))]
    nation = facts.get("rso_rate_per_100k.nation")
    if len(bars) < 2:
        return None
    bars.sort(key=lambda fact: (-_middle(fact), fact.area))
    absent = [name for name in names if name not in {fact.area for fact in bars}]
    with _drawing(1.1 + 0.42 * len(bars)) as figure:
        draw_region(figure.subplots(), bars, nation, facts.area.name)
        svg = _svg(figure, alt := region_alt(facts, bars, absent, nation), "region")
    note = f"; not found: {several(absent)}" if absent else ""
    return Chart(
        svg,
        region_title(facts, bars),
        f"RSOs per 100,000 people aged 10 and over, 31 March {facts.year}, {facts.region}{note}",
        alt,
        table,
    )


def draw_region(axes: Axes, bars: Sequence[Fact], nation: Fact | None, mine: str) -> Axes:
    """Draw one bar for each force, from zero, with its rate inside its end."""
    stressed, plain_ = get_af_colours("duo")[0], "#a9b0b4"
    names = [fact.area for fact in bars]
    colours = {name: stressed if name == mine else plain_ for name in names}
    sns.barplot(
        x=[_middle(fact) for fact in bars],
        y=names,
        hue=names,
        palette=colours,
        ax=axes,
        legend=False,
        orient="h",
        errorbar=None,
    )
    top = max(fact.high or 0 for fact in [*bars, *([nation] if nation else [])])
    for row, fact in enumerate(bars):
        ink = "white" if fact.area == mine else "black"
        axes.text(
            _middle(fact) - top * 0.012,
            row,
            numbers.figure(fact) + (" c" if fact.status == "computed" else ""),
            va="center",
            ha="right",
            color=ink,
        )
    if nation is not None:
        axes.axvline(_middle(nation), color="#28282b", linewidth=1.2, linestyle="--")
        axes.annotate(
            f"{NATION}: {numbers.figure(nation)}",
            (_middle(nation), -0.62),
            ha="center",
            va="bottom",
            annotation_clip=False,
        )
    axes.set_xlim(0, top * 1.12)
    axes.set(xlabel="", ylabel="", xticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    if any(len(name) > LONGEST_LABEL for name in names):
        axes.set_yticks(range(len(names)), [_short(name) for name in names])
    return axes


def region_title(facts: Facts, bars: Sequence[Fact]) -> str:
    """The finding: the area's place among the forces with a rate."""
    rank = facts.get("rso_rate_per_100k.rank_region.known")
    if rank is None:
        return f"{facts.area.name} has no rate for this date; {bars[0].area} has the highest found"
    return f"{facts.area.name} has {plain(place_words(rank, 'rate'))} of the {numbers.count_words(len(bars))} forces with a figure"


def region_alt(facts: Facts, bars: Sequence[Fact], absent: Sequence[str], nation: Fact | None) -> str:
    """Every bar in words, and what is not there."""
    shown = several(f"{fact.area} {numbers.figure(fact)}" for fact in bars)
    missing = f" No rate was found for {several(absent)}." if absent else ""
    line = f" A line marks {NATION}: {numbers.figure(nation)}." if nation else ""
    return f"Bar chart of registered sexual offenders per 100,000 people aged 10 and over on 31 March {facts.year}: {shown}.{line}{missing}"


def _short(name: str) -> str:
    """A name as it fits beside a bar; the table under the chart has it whole."""
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"


def _runs(points: Sequence[Fact], breaks: Collection[int]) -> Iterator[list[Fact]]:
    """Stretches of years without a gap or a break."""
    run: list[Fact] = []
    for fact in points:
        year = int(fact.period[:4])
        if run and (year != int(run[-1].period[:4]) + 1 or year in breaks):
            yield run
            run = []
        run.append(fact)
    yield run


def _middle(fact: Fact) -> float:
    return (
        float(fact.value) if isinstance(fact.value, float | int) else ((fact.low or 0) + (fact.high or 0)) / 2
    )


@contextmanager
def _drawing(height: float) -> Iterator[Figure]:
    """A figure in the house style that no global state remembers."""
    with mpl.rc_context(STYLE):
        yield Figure(figsize=(7.5, height), layout="tight")


def _svg(figure: Figure, alt: str, name: str) -> str:
    """The figure as inline SVG: no date, no declaration, an accessible name, ids that no other chart has."""
    buffer = io.StringIO()
    figure.savefig(
        buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    drawing = buffer.getvalue()
    drawing = _own_ids(drawing[drawing.index("<svg") :].strip(), name)
    label = html.escape(alt, quote=True)
    return drawing.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def _own_ids(drawing: str, name: str) -> str:
    """Ids that something in the drawing refers to get the chart's name; all others go."""
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', drawing))
    kept = re.sub(
        r' id="([^"]+)"', lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", drawing
    )
    return re.sub(r'((?:href="|url\()#)', rf"\1{name}-", kept)
