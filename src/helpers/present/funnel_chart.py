"""The funnel plot: every area's rate around that of England and Wales, this area stressed, with limits."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import ALARM, WARNING, Funnel, Position, funnel, middle
from helpers.data.evidence import NATION
from helpers.present import canvas, labels, numbers
from helpers.present.charts import NATION_LINE, OTHER, OWN, Chart, shortened, suspected, suspected_alt
from helpers.present.funnel_table import rate_drawn, rates_drawn, table_of
from helpers.present.labels import Name
from helpers.present.wording import STANDS, note_of
from helpers.text.nouns import counted

__all__ = ["alt", "chart", "draw", "table_of", "title"]

CURVE_POINTS = 12


def chart(facts: Facts, table: str) -> Chart | None:
    """Chart the date's funnel plot; None where the area has no rate, or rates are too few or not settled."""
    plot, judged = funnel(facts.evidence, facts.year), facts.get("funnel.position")
    if not isinstance(plot, Funnel) or judged is None:
        return None
    with canvas.drawing(4.6) as figure:
        draw(figure.subplots(), plot, facts.area.name, facts["funnel.target"])
        svg = canvas.svg(figure, {facts["funnel.target"]: NATION})
    subtitle = (
        f"RSOs per 100,000 people aged 10 and over by number of people, 31 March {facts.year}; "
        "the curves show which rates are usual for areas of each size"
        f"{suspected(rates_drawn(facts, plot))}"
    )
    return Chart(svg, title(facts, plot.position(facts.area.name)), subtitle, alt(facts, plot), table)


def draw(axes: Axes, plot: Funnel, own_area: str, target: Fact) -> Axes:
    """Draw a point for each area, the line of England and Wales, and two curves each way."""
    people = [plot.population[name] for name in plot.rates]
    ends = 0.85 * min(people), 1.15 * max(people)
    sizes = [ends[0] * (ends[1] / ends[0]) ** (step / CURVE_POINTS) for step in range(CURVE_POINTS + 1)]
    for level, style in ((WARNING, "--"), (ALARM, ":")):
        _draw_curves(axes, plot, sizes, level, style)
    axes.axhline(plot.target, color=NATION_LINE, linewidth=1.2, gid="nation")
    for stressed in (False, True):
        _draw_dots(axes, plot, [name for name in plot.rates if (name == own_area) == stressed], own=stressed)
    _set_scales(axes, plot, ends)
    own_name, line_names = (
        _name_of_area(plot, own_area, weight="bold"),
        _names_of_lines(plot, sizes[-1], target, 72 * canvas.WIDTH),
    )
    named = sorted(plot.furthest, key=plot.population.__getitem__)
    other_names = [_name_of_area(plot, name) for name in named if name != own_area]
    starts = ([own_name, *line_names], [*line_names, own_name])
    labels.write(axes, [[*start, *rest] for start in starts for rest in (other_names, other_names[::-1])])
    return axes


def _draw_dots(axes: Axes, plot: Funnel, names: Sequence[str], *, own: bool) -> None:
    axes.plot(
        [plot.population[name] for name in names],
        [middle(plot.rates[name]) for name in names],
        "o",
        color=OWN if own else OTHER,
        markersize=9 if own else 6,
        zorder=9 if own else 6,
        gid="own" if own else "other",
    )


def _names_of_lines(plot: Funnel, end: float, target: Fact, length: float) -> list[Name]:
    """Name each line at its right end, where the funnel is narrow, or as near to it as there is room."""
    places = labels.along(length)
    limits = [(f"{100 * level:g}% limit", plot.limits(end, level).high) for level in (ALARM, WARNING)]
    nation = f"{NATION}: {numbers.number(plot.target)}"
    return [
        *(Name(text, (end, limit), places) for text, limit in limits),
        Name(nation, (end, plot.target), places, url=f"#{note_of(target)}"),
    ]


def _name_of_area(plot: Funnel, area: str, weight: str = "normal") -> Name:
    rate = middle(plot.rates[area])
    places = labels.around(above=rate >= plot.target)
    return Name(shortened(area), (plot.population[area], rate), places, NATION_LINE, weight)


def _draw_curves(axes: Axes, plot: Funnel, sizes: Sequence[float], level: float, style: str) -> None:
    limits = [plot.limits(size, level) for size in sizes]
    for ends in ([limit.low for limit in limits], [limit.high for limit in limits]):
        axes.plot(sizes, ends, style, color=NATION_LINE, linewidth=1.2, gid="nation")


def _set_scales(axes: Axes, plot: Funnel, ends: tuple[float, float]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(*ends)
    steps = [millions for millions in (0.5, 1, 2, 4, 8) if ends[0] <= millions * 1e6 <= ends[1]]
    axes.set_xticks([millions * 1e6 for millions in steps], [f"{millions:g} million" for millions in steps])
    axes.minorticks_off()
    axes.tick_params(axis="x", pad=10)  # "0.5 million" may begin under the 0 of the rates
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=True))
    axes.grid(visible=False)  # names and curves are lines enough
    top = max(fact.high for fact in plot.rates.values())
    axes.set_ylim(0, 1.1 * max(top, plot.limits(ends[0], ALARM).high))
    axes.set(xlabel="People aged 10 and over (logarithmic scale)", ylabel="")


def title(facts: Facts, position: Position) -> str:
    """State the finding: how the area's rate stands to that of England and Wales."""
    stands = {"similar": "is similar to", "undecided": "is not certain to be similar to"}
    if position.side not in stands:
        far = "far " if position.far else ""
        return f"The rate of {facts.area.name} is {far}{STANDS[position.side]}, given how areas differ"
    return f"The rate of {facts.area.name} {stands[position.side]} that of {NATION}, given how areas differ"


def alt(facts: Facts, plot: Funnel) -> str:
    """Say what the chart shows, and which areas lie outside the limits."""
    beyond = [f"{name} {numbers.number(rate_drawn(plot, name))}" for name in plot.furthest]
    unnamed = len(plot.outside) - len(beyond)
    beyond += [counted(unnamed, "other")] if unnamed else []
    return (
        f"Chart of registered sexual offenders per 100,000 people aged 10 and over on 31 March {facts.year} by number of people, with a line for {NATION} at {numbers.number(plot.target)}. "
        f"{facts.area.name}: {numbers.number(rate_drawn(plot, facts.area.name))}. Outside the inner curves: {numbers.series(beyond) or 'none'}."
        f"{suspected_alt(rates_drawn(facts, plot))}"
    )
