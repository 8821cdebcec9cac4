"""The funnel plot: every area's rate around that of England and Wales, this area stressed, with its adjusted limits."""

from __future__ import annotations

import html
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.analysis.comparisons import RATE
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import ALARM, WARNING, Funnel, Position, funnel, middle
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.present import canvas, labels, numbers, tables
from helpers.present.charts import NATION_LINE, OTHER, OWN, Chart, _short
from helpers.present.labels import Name
from helpers.present.wording import STANDS, html_link, note_of

CURVE_POINTS = 12


def chart(facts: Facts, table: str) -> Chart | None:
    """The funnel plot of the date; None where the area has no rate or the rates are too few or not settled."""
    found, place = funnel(facts.evidence, facts.year), facts.get("funnel.position")
    if not isinstance(found, Funnel) or place is None:
        return None
    with canvas.drawing(4.6) as figure:
        draw(figure.subplots(), found, facts.area.name, facts["funnel.target"])
        svg = canvas.svg(figure, words := alt(facts, found), {facts["funnel.target"]: NATION})
    subtitle = (
        f"RSOs per 100,000 people aged 10 and over by number of people, 31 March {facts.year}; "
        "each curve is a limit widened by how areas usually differ"
    )
    return Chart(svg, title(facts, found.position(facts.area.name)), subtitle, words, table)


def draw(axes: Axes, found: Funnel, mine: str, target: Fact) -> Axes:
    """Draw a point for each area, the line of England and Wales, and two curves each way."""
    people = [found.population[name] for name in found.rates]
    ends = 0.85 * min(people), 1.15 * max(people)
    sizes = [ends[0] * (ends[1] / ends[0]) ** (step / CURVE_POINTS) for step in range(CURVE_POINTS + 1)]
    for level, style in ((WARNING, "--"), (ALARM, ":")):
        _curves(axes, found, sizes, level, style)
    axes.axhline(found.target, color=NATION_LINE, linewidth=1.2, gid="nation")
    for own in (False, True):
        _dots(axes, found, [name for name in found.rates if (name == mine) == own], own=own)
    _scales(axes, found, ends)
    first, lines = _name(found, mine, weight="bold"), _lines(found, sizes[-1], target, 72 * canvas.WIDTH)
    named = sorted(found.furthest, key=found.population.__getitem__)
    others = [_name(found, name) for name in named if name != mine]
    both = ([first, *lines], [*lines, first])
    labels.write(axes, [[*some, *rest] for some in both for rest in (others, others[::-1])])
    return axes


def _dots(axes: Axes, found: Funnel, names: Sequence[str], *, own: bool) -> None:
    axes.plot(
        [found.population[name] for name in names],
        [middle(found.rates[name]) for name in names],
        "o",
        color=OWN if own else OTHER,
        markersize=9 if own else 6,
        zorder=9 if own else 6,
        gid="own" if own else "other",
    )


def _lines(found: Funnel, end: float, target: Fact, length: float) -> list[Name]:
    """What each line is, at its right end, where the funnel is narrow, or as near to it as there is room."""
    places = labels.along(length)
    limits = [(f"{100 * level:g}% limit", found.limits(end, level).high) for level in (ALARM, WARNING)]
    nation = f"{NATION}: {numbers.number(found.target)}"
    return [
        *(Name(text, (end, limit), places) for text, limit in limits),
        Name(nation, (end, found.target), places, url=f"#{note_of(target)}"),
    ]


def _name(found: Funnel, name: str, weight: str = "normal") -> Name:
    rate = middle(found.rates[name])
    places = labels.around(above=rate >= found.target)
    return Name(_short(name), (found.population[name], rate), places, NATION_LINE, weight)


def _curves(axes: Axes, found: Funnel, sizes: Sequence[float], level: float, style: str) -> None:
    both = [found.limits(size, level) for size in sizes]
    for ends in ([each.low for each in both], [each.high for each in both]):
        axes.plot(sizes, ends, style, color=NATION_LINE, linewidth=1.2, gid="nation")


def _scales(axes: Axes, found: Funnel, ends: tuple[float, float]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(*ends)
    steps = [millions for millions in (0.5, 1, 2, 4, 8) if ends[0] <= millions * 1e6 <= ends[1]]
    axes.set_xticks([millions * 1e6 for millions in steps], [f"{millions:g} million" for millions in steps])
    axes.minorticks_off()
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=True))
    axes.grid(visible=False)  # names and curves are lines enough
    top = max(fact.high for fact in found.rates.values())
    axes.set_ylim(0, 1.1 * max(top, found.limits(ends[0], ALARM).high))
    axes.set(xlabel="People aged 10 and over (logarithmic scale)", ylabel="")


def title(facts: Facts, place: Position) -> str:
    """The finding: how the area's rate stands to that of England and Wales."""
    stands = {"similar": "is similar to", "undecided": "is not certain to be similar to"}
    finding = stands.get(place.side, f"is {STANDS[place.side]} around")
    return f"The rate of {facts.area.name} {finding} that of {NATION}, given how areas differ"


def alt(facts: Facts, found: Funnel) -> str:
    """What the chart shows, and which areas lie outside the limits."""
    beyond = [f"{name} {numbers.number(_middle(found, name))}" for name in found.furthest]
    others = len(found.outside) - len(beyond)
    beyond += [f"{others:,} others"] if others else []
    return (
        f"Funnel plot of registered sexual offenders per 100,000 people aged 10 and over on 31 March {facts.year} for areas around {NATION}, {numbers.number(found.target)}. "
        f"{facts.area.name}: {numbers.number(_middle(found, facts.area.name))}. Outside the 95% limits: {numbers.series(beyond) or 'none'}."
    )


def table_of(facts: Facts) -> str:
    """The rates of the areas that the page lists, highest first, and where each lies; nothing without a plot."""
    found = funnel(facts.evidence, facts.year)
    if not isinstance(found, Funnel) or facts.get("funnel.position") is None:
        return ""
    names = sorted(found.listed(facts.members), key=lambda name: (-_middle(found, name), name))
    rows = [[html.escape(name), _rate(facts, found, name), _lies(found.position(name))] for name in names]
    rows.append([NATION, tables.cell(facts["funnel.target"]), "the line"])
    caption = f"Rates around that of {NATION}, 31 March {facts.year}, and how each lies in the funnel plot (far: outside the 99.8% limits)"
    if others := len(found.rates) - len(names):
        caption += f"; {others:,} areas of other regions, which are less far out, are not listed"
    return tables.table(caption, ["Area", "Rate per 100,000 aged 10 and over", "Against the limits"], rows)


def _lies(place: Position) -> str:
    """ "similar", "far higher than expected"."""
    return f"far {STANDS[place.side]}" if place.far else STANDS[place.side]


def _rate(facts: Facts, found: Funnel, name: str) -> str:
    """A rate, linked to its note; the areas of other regions share that of the plot, which lists them."""
    own = facts.get(RATE) if name == facts.area.name else facts.member(name, "rate")
    other = facts.get(f"funnel.at.{slug(name)}")
    if own is None and other is not None:
        return tables.marked(
            html_link(facts["funnel.areas"], numbers.figure(other)), found.rates[name].status
        )
    return tables.cell(own)


def _middle(found: Funnel, name: str) -> float:
    return middle(found.rates[name])
