"""Facts in charts: deterministic SVG with text as text, alt text from the same facts, the data in a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import seaborn as sns
from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import NATION
from helpers.present import canvas, numbers
from helpers.present.svg import image
from helpers.present.wording import (
    CHECK_RECORDING,
    MARKS,
    html_links,
    note_of,
    percent_words,
    place_words,
    several,
    superlative,
)

LONGEST_LABEL = 40  # characters: a longer one leaves no room for the bars
# What the axis and its margins leave of that for the years, in points.
_WIDE = 330.0
OWN, OTHER = get_af_colours("focus")
NATION_LINE = "#3d3d3d"


@dataclass(frozen=True)
class Chart:
    """A drawn chart: SVG, its title (the finding), subtitle and alt text, and its data as an HTML table.

    ``title`` and ``subtitle`` may hold linked figures, as Markdown. Alt text cannot hold a link: each of its
    figures is one of the table, which stands beside the chart, and is linked there. Where the table stands
    ``above`` the chart as well, it is not printed again.
    """

    svg: str
    title: str
    subtitle: str
    alt: str
    table: str
    above: bool = False

    def html(self) -> str:
        """Return a figure element with heading, image, and the data table in a disclosure."""
        kind = ' class="above"' if self.above else ""
        return (
            f"<figure{kind}><figcaption><strong>{html_links(self.title)}</strong><br>{html_links(self.subtitle)}</figcaption>"
            f"{image(self.svg, self.alt)}<details><summary>The figures of this chart as a table</summary>{self.table}</details></figure>"
        )


def trend(facts: Facts, table: str) -> Chart | None:
    """Chart the count: a point for each year found, a bar between bounds, a gap where none was found."""
    points = [fact for fact in facts.group("series") if int(fact.period[:4]) <= facts.year]
    if len(points) < 2:
        return None
    breaks = {int(step.period[:4]) for step in facts.group("step")}
    labelled = {fact: numbers.day(fact.period) for fact in points}
    with canvas.drawing(2.9) as figure:
        draw_trend(figure.subplots(), points, breaks)
        canvas.lay_out(figure)
        svg = canvas.svg(figure, labelled)
    gaps = int(points[-1].period[:4]) - int(points[0].period[:4]) >= len(points)
    left_open = [
        *(["years without a figure"] if gaps else []),
        *(
            ["suspected changes in recording"]
            if breaks & {int(fact.period[:4]) for fact in points[1:]}
            else []
        ),
    ]
    return Chart(
        svg,
        trend_title(facts, points),
        f"Registered sexual offenders in the community in {facts.area.name}, each 31 March"
        + (f"; the line breaks at {' and '.join(left_open)}" if left_open else "")
        + suspected(points, lambda fact: fact.period[:4]),
        trend_alt(facts, points),
        table,
    )


def draw_trend(axes: Axes, points: Sequence[Fact], breaks: Collection[int] = ()) -> Axes:
    """Draw the points; consecutive years are joined, gaps and the years of a suspected break are not.

    The first, the last and a few between are named.
    """
    _draw_runs(axes, points, breaks)
    first, last = int(points[0].period[:4]), int(points[-1].period[:4])
    per_year = _WIDE / (last - first + 1)
    _name_points(axes, points, per_year)
    years = _ticks(first, last)
    axes.set_xticks(years, [f"{year}" for year in years])  # of years near 2020 Matplotlib makes "+2.02e3"
    axes.set_xlim(
        first - max(0.6, _half_width(points[0]) / per_year),
        last + max(0.6, _half_width(points[-1]) / per_year),
    )
    steps = MaxNLocator(5, steps=[1, 2, 5, 10], integer=True)
    axes.yaxis.set_major_locator(steps)
    axes.set_ylim(0, steps.tick_values(0, max(fact.high or 0 for fact in points))[-1])
    axes.yaxis.set_major_formatter(lambda value, _: numbers.number(value))
    axes.set(xlabel="", ylabel="")
    return axes


def _draw_runs(axes: Axes, points: Sequence[Fact], breaks: Collection[int]) -> None:
    """Draw each run of years as a line, and the bounds of each count that is not exact."""
    for run in runs(points, breaks):
        axes.plot(
            [int(fact.period[:4]) for fact in run],
            [fact.middle for fact in run],
            color=OWN,
            marker="o",
            gid="own",
        )
    for fact in points:
        if not fact.exact:
            axes.vlines(
                int(fact.period[:4]), fact.low or 0, fact.high or 0, color=OWN, linewidth=3, gid="bounds"
            )


def _ticks(first: int, last: int) -> list[int]:
    """Choose the first and the last year, and years at equal steps before the last, at most seven in all."""
    step = -(-(last - first) // 6) or 1
    return [first, *(year for year in range(last, first, -step)[::-1] if year - first > step / 2)]


def _name_points(axes: Axes, points: Sequence[Fact], per_year: float) -> None:
    """Write its figure beside the first point, the last, and those between that have room for it."""
    for fact in _with_room(points, per_year):
        above = _stands_out(points, fact)
        end = (fact.high if above else fact.low) or 0
        axes.annotate(
            numbers.figure(fact),
            (int(fact.period[:4]), end),
            xytext=(0, 7 if above else -7),
            textcoords="offset points",
            ha="center",
            va="bottom" if above else "top",
            url=f"#{note_of(fact)}",
        )


def _with_room(points: Sequence[Fact], per_year: float) -> list[Fact]:
    """Choose the first point, the last, and those between whose figures come near nothing else."""
    named = [points[0], points[-1]]
    for fact in points[1:-1]:
        clear = all(
            _years_apart(fact, other) * per_year > _half_width(fact) for other in points if other is not fact
        )
        if clear and all(
            _years_apart(fact, other) * per_year > _half_width(fact) + _half_width(other) for other in named
        ):
            named.append(fact)
    return named


def _years_apart(fact: Fact, other: Fact) -> int:
    return abs(int(fact.period[:4]) - int(other.period[:4]))


def _half_width(fact: Fact) -> float:
    """Return half the width of a point's figure as written, with a gap, in points."""
    return len(numbers.figure(fact)) * 7.6 / 2 + 4


def _stands_out(points: Sequence[Fact], fact: Fact) -> bool:
    """Return whether a label above the point is clear of the line: no lower than its neighbours overall."""
    index = points.index(fact)
    beside = [
        points[neighbour].middle for neighbour in (index - 1, index + 1) if 0 <= neighbour < len(points)
    ]
    return fact.middle >= sum(beside) / len(beside)


def trend_title(facts: Facts, points: Sequence[Fact]) -> str:
    """State the finding: the change from the first count to the last, or what is known instead."""
    percent = facts.get("since_first.percent") or _change_between(facts, points)
    if percent is not None:
        return f"{facts.area.name}: {percent_words(percent)} between {percent.comparator[:4]} and {percent.period[:4]}"
    return f"{facts.area.name}: counts found between {points[0].period[:4]} and {points[-1].period[:4]}"


def _change_between(facts: Facts, points: Sequence[Fact]) -> Fact | None:
    """Return the change on the year, where the two years are all that there is."""
    percent = facts.get("rso_count.percent")
    drawn = [fact.period for fact in points]
    return percent if percent is not None and drawn == [percent.comparator, percent.period] else None


def trend_alt(facts: Facts, points: Sequence[Fact]) -> str:
    """Say what the chart shows, in one or two sentences."""
    first, last = points[0], points[-1]
    return (
        f"Line chart of registered sexual offenders in {facts.area.name} on 31 March, {numbers.count_words(len(points))} "
        f"years with a figure: from {_between(first)} in {first.period[:4]} to {_between(last)} in {last.period[:4]}."
        f"{suspected_alt(points, lambda fact: fact.period[:4])}"
    )


def _between(fact: Fact) -> str:
    """ "594", "between 540 and 568"."""
    if fact.value is not None:
        return numbers.figure(fact)
    return f"between {numbers.number(fact.low or 0)} and {numbers.number(fact.high or 0)}"


def region(facts: Facts, table: str) -> Chart | None:
    """Chart the rates of the region's forces as bars, England and Wales as a line, this area stressed."""
    names = facts.members
    bars = list(facts.of("rate").values())
    nation = facts.get("rso_rate_per_100k.nation")
    if len(bars) < 2:
        return None
    bars.sort(key=lambda fact: (-fact.middle, fact.area))
    absent = [name for name in names if name not in {fact.area for fact in bars}]
    labelled = {fact: fact.area for fact in [*bars, *([nation] if nation else [])]}
    with canvas.drawing(0.45 + 0.36 * len(bars)) as figure:
        draw_region(figure.subplots(), bars, nation, facts.area.name)
        canvas.lay_out(figure)
        svg = canvas.svg(figure, labelled)
    note = f"; not found: {several(absent)}" if absent else ""
    return Chart(
        svg,
        region_title(facts, bars),
        f"RSOs per 100,000 people aged 10 and over, 31 March {facts.year}, {facts.region}{note}{meaning_of_marks(bars)}{suspected(bars)}",
        region_alt(facts, bars, absent, nation),
        table,
    )


def rates(facts: RegionFacts, table: str) -> Chart | None:
    """Chart the rates of a region's areas as bars with their intervals, England and Wales as a line."""
    bars = sorted(facts.of("rate").values(), key=lambda fact: (-fact.middle, fact.area))
    nation, between = facts.get("nation.rate"), facts.of("rate_interval")
    if len(bars) < 2:
        return None
    absent = [name for name in facts.members if name not in {fact.area for fact in bars}]
    with canvas.drawing(0.45 + 0.36 * len(bars)) as figure:
        axes = draw_region(figure.subplots(), bars, nation, "", [fact.high or 0 for fact in between.values()])
        for row, bar in enumerate(bars):
            if span := between.get(bar.area):
                axes.hlines(row, span.low or 0, span.high or 0, color="black", linewidth=2, gid="interval")
        alt = region_alt(facts, bars, absent, nation)
        alt += " A short line on each bar shows how far chance may move its rate." if between else ""
        labelled = {fact: fact.area for fact in [*bars, *([nation] if nation else [])]}
        canvas.lay_out(figure)
        svg = canvas.svg(figure, labelled)
    marks = ["; short lines: 95% intervals, within which chance may move each rate"] if between else []
    marks += [meaning_of_marks(bars), suspected(bars)]
    marks += [f"; not found: {several(absent)}"] if absent else []
    subtitle = f"RSOs per 100,000 people aged 10 and over, 31 March {facts.year}, {facts.region}"
    return Chart(svg, rates_title(facts, bars), subtitle + "".join(marks), alt, table, above=True)


def meaning_of_marks(bars: Sequence[Fact]) -> str:
    """Say what the marks beside the figures mean, of those that are there."""
    meanings = {
        "computed": "; c: computed here from the count",
        "derived": "; d: derived from another figure",
        "bounded": "; b: known only between bounds",
    }
    return "".join(words for status, words in meanings.items() if status in {bar.status for bar in bars})


def suspected(drawn: Iterable[Fact], name: Callable[[Fact], str] = attrgetter("area")) -> str:
    """Name the figures that are under suspicion, as tables mark them: "; check recording: Lancashire"."""
    names = [name(fact) for fact in drawn if fact.case == "suspected"]
    return f"; {CHECK_RECORDING}: {several(names)}" if names else ""


def suspected_alt(drawn: Iterable[Fact], name: Callable[[Fact], str] = attrgetter("area")) -> str:
    """Name them in alt text: " Check recording: Lancashire."."""
    names = suspected(drawn, name).removeprefix("; ")
    return f" {names[:1].upper()}{names[1:]}." if names else ""


def rates_title(facts: RegionFacts, bars: Sequence[Fact]) -> str:
    """State the finding: who has the highest of the known rates, where their bounds decide it."""
    rank = facts.member(bars[0].area, "rank_known")
    of = f"of the {numbers.count_words(len(bars))} areas with a figure"
    if rank is not None and rank.high == 1:
        return f"{bars[0].area} has {superlative(1, len(bars))} rate {of}"
    return f"Which {of} has the highest rate is not decided"


def draw_region(
    axes: Axes, bars: Sequence[Fact], nation: Fact | None, own_area: str, reach: Sequence[float] = ()
) -> Axes:
    """Draw one bar for each force, from zero, with its rate at its foot, where no line crosses it.

    The axis goes as far as the highest figure and the highest of ``reach``.
    """
    _draw_bars(axes, bars, own_area)
    top = max(*(fact.high or 0 for fact in [*bars, *([nation] if nation else [])]), *reach, 0)
    for row, fact in enumerate(bars):
        _name_bar(axes, fact, row, top, own=fact.area == own_area)
    if nation is not None:
        draw_nation(axes, nation, top)
    axes.set_xlim(0, top * 1.02)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.grid(visible=False)
    axes.set(xlabel="", ylabel="", xticks=[])
    axes.spines["bottom"].set_visible(False)
    if any(len(fact.area) > LONGEST_LABEL for fact in bars):
        axes.set_yticks(range(len(bars)), [shortened(fact.area) for fact in bars])
    return axes


def _draw_bars(axes: Axes, bars: Sequence[Fact], own_area: str) -> None:
    """Draw the bars alone, the area's own stressed."""
    names = [fact.area for fact in bars]
    axes.set(xlabel=" ", ylabel=" ")  # of an axis without a label seaborn would look through all ticks
    sns.barplot(
        x=[fact.middle for fact in bars],
        y=names,
        color=OTHER,
        ax=axes,
        orient="h",
        errorbar=None,
        saturation=1,
        width=0.74,
    )
    for name, bar in zip(names, axes.patches, strict=True):
        bar.set_gid("own" if name == own_area else "other")
        bar.set_facecolor(OWN if name == own_area else OTHER)


def _name_bar(axes: Axes, fact: Fact, row: int, top: float, *, own: bool) -> None:
    if fact.value is None and fact.interval is not None:
        axes.hlines(row, fact.low or 0, fact.high or 0, color="black", linewidth=3, gid="interval")
    axes.text(
        top * 0.015,
        row,
        f"{numbers.figure(fact)} {MARKS.get(fact.status, '')}".rstrip(),
        va="center_baseline",
        ha="left",
        color="white" if own else "black",
        gid="on-own" if own else "on-other",
        url=f"#{note_of(fact)}",
    )


def draw_nation(axes: Axes, nation: Fact, top: float) -> None:
    """Draw a line across the bars, named above them, to the side where there is more room."""
    at = nation.middle
    axes.axvline(at, color=NATION_LINE, linewidth=1.5, linestyle="--", gid="nation")
    left = at > top / 2
    axes.annotate(
        f"{NATION}: {numbers.figure(nation)}",
        (at, -0.5),
        xytext=(4 if left else -4, 4),
        textcoords="offset points",
        ha="right" if left else "left",
        va="bottom",
        annotation_clip=False,
        url=f"#{note_of(nation)}",
    )


def region_title(facts: Facts, bars: Sequence[Fact]) -> str:
    """State the finding: the area's place among the forces with a rate."""
    rank = facts.get("rso_rate_per_100k.rank_region.known")
    if rank is None:
        return f"{facts.area.name} has no rate for this date; the {'higher' if len(bars) == 2 else 'highest'} found is that of {bars[0].area}"
    return f"{facts.area.name} has {place_words(rank, 'rate')} of the {numbers.count_words(len(bars))} forces with a figure"


def region_alt(
    facts: Facts | RegionFacts, bars: Sequence[Fact], absent: Sequence[str], nation: Fact | None
) -> str:
    """Put every bar into words, and what is not there."""
    bars_in_words = several(f"{fact.area} {numbers.figure(fact)}" for fact in bars)
    missing = f" No rate was found for {several(absent)}." if absent else ""
    line = f" A line marks {NATION}: {numbers.figure(nation)}." if nation else ""
    return f"Bar chart of registered sexual offenders per 100,000 people aged 10 and over on 31 March {facts.year}: {bars_in_words}.{line}{missing}{suspected_alt(bars)}"


def shortened(name: str) -> str:
    """Shorten a name to fit beside a bar or a point; the table under the chart has it whole."""
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"


def runs(points: Sequence[Fact], breaks: Collection[int]) -> Iterator[list[Fact]]:
    """Split the points into stretches of years without a gap or a break."""
    run: list[Fact] = []
    for fact in points:
        year = int(fact.period[:4])
        if run and (year != int(run[-1].period[:4]) + 1 or year in breaks):
            yield run
            run = []
        run.append(fact)
    yield run
