"""The charts of the page of England and Wales: its count over the years, a map, the rates of all areas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.analysis.facts import Fact
from helpers.analysis.nation_facts import NationFacts
from helpers.data.evidence import NATION
from helpers.data.tiles import Tile
from helpers.present import canvas, numbers
from helpers.present.charts import (
    NATION_LINE,
    OTHER,
    OWN,
    Chart,
    draw_nation,
    draw_trend,
    shortened,
    suspected,
    suspected_alt,
)
from helpers.present.nation_tables import few_rates, ranked
from helpers.present.wording import MARKS, link, note_of, percent_words, several
from helpers.text.nouns import agree

INCHES_PER_AREA = 0.21
TILE_HEIGHT = 0.62
MAP_WIDTH = 5.75  # inches: a little wider than other charts, as eight names stand side by side


def trend(facts: NationFacts, table: str) -> Chart | None:
    """Chart the count of each year found, with a gap where none was."""
    points = facts.group("series")
    if len(points) < 2:
        return None
    with canvas.drawing(2.9) as figure:
        draw_trend(figure.subplots(), points)
        canvas.lay_out(figure)
        svg = canvas.svg(figure, {fact: numbers.day(fact.period) for fact in points})
    first, last = points[0], points[-1]
    alt = (
        f"Line chart of registered sexual offenders in {NATION}, each 31 March for which a count was found: "
        f"{numbers.figure(first)} in {first.period[:4]}, {numbers.figure(last)} in {last.period[:4]}."
    )
    gaps = int(last.period[:4]) - int(first.period[:4]) >= len(points)
    subtitle = f"Registered sexual offenders in the community in {NATION}, each 31 March"
    return Chart(
        svg, _trend_title(facts, points), subtitle + ("; the line breaks at years without a figure" if gaps else ""), alt, table
    )  # fmt: skip


def _trend_title(facts: NationFacts, points: Sequence[Fact]) -> str:
    percent = facts.get("since_first.percent")
    if percent is None:
        return f"{NATION}: counts found between {points[0].period[:4]} and {points[-1].period[:4]}"
    return f"{NATION}: {percent_words(percent)} between {percent.comparator[:4]} and {percent.period[:4]}"


def tile_map(facts: NationFacts, table: str) -> Chart | None:
    """Draw one tile for each area, about where it is: blue where its rate is certainly above the nation's."""
    rates = facts.of("rate")
    if few_rates(facts):
        return None
    tiles = {name: tile for name, tile in facts.evidence.tiles.items() if name in facts.members}
    height = TILE_HEIGHT * (1 + max(tile.row for tile in tiles.values()))
    with canvas.drawing(height) as figure:
        figure.set_size_inches(MAP_WIDTH, height)
        axes = figure.add_axes((0, 0, 1, 1))
        draw_map(axes, facts, tiles, rates)
        svg = canvas.svg(figure, {fact: fact.area for fact in rates.values()})
    nation = facts.get("nation.rso_rate_per_100k")
    against = f" ({numbers.figure(nation)})" if nation else ""
    shades = f"; blue: higher than {NATION}; grey: lower, alike or too close to tell" if nation else ""
    subtitle = f"RSOs per 100,000 people aged 10 and over, 31 March {facts.year}{shades}; outlined: no rate found. One tile an area, about where it is{_marks(facts)}{suspected(rates.values())}"
    return Chart(svg, _map_title(facts), subtitle, _map_alt(facts, against), table)


def _marked(facts: NationFacts, rate: Fact, figure: str) -> str:
    """Add to a rate the letter of how it is known, and an asterisk where there is something to know of it."""
    doubt = "*" if _is_doubted(facts, rate) else ""
    return f"{figure}{doubt} {MARKS.get(rate.status, '')}".rstrip()


def _is_doubted(facts: NationFacts, rate: Fact) -> bool:
    return rate.area in facts.doubted_rates or rate.case == "suspected"


def _marks(facts: NationFacts) -> str:
    """Say what the letters beside the figures mean, of those that are there."""
    meanings = {"computed": "computed here", "derived": "derived", "bounded": "known only between bounds"}
    rates = facts.of("rate").values()
    statuses = {rate.status for rate in rates}
    said = [f"; {MARKS[name]}: {words}" for name, words in meanings.items() if name in statuses]
    doubted = any(_is_doubted(facts, rate) for rate in rates)
    return "".join([*said, *(["; *: see the caution in the text"] if doubted else [])])


def _higher(facts: NationFacts) -> set[str]:
    return {name for name, fact in facts.of("vs_nation").items() if fact.value == "higher"}


def draw_map(axes: Axes, facts: NationFacts, tiles: dict[str, Tile], rates: dict[str, Fact]) -> Axes:
    """Draw the tiles with short names, and in those of areas with a rate the rate."""
    higher = _higher(facts)
    for name, tile in sorted(tiles.items()):
        rate = rates.get(name)
        own = name in higher
        filled = {"facecolor": OWN if own else OTHER, "gid": "own" if own else "other"}
        empty = {"facecolor": "none", "edgecolor": NATION_LINE, "linestyle": "--", "gid": "nation"}
        box = Rectangle((tile.column + 0.015, tile.row + 0.03), 0.97, 0.94, **(filled if rate else empty))
        axes.add_patch(box)
        place: dict[str, Any] = {"ha": "center", "va": "center", "color": "white" if own else "black"}
        place["gid"] = "on-own" if own else "on-other"
        axes.text(tile.column + 0.5, tile.row + (0.32 if rate else 0.5), tile.short, **place)
        if rate is not None:
            figure = _marked(facts, rate, numbers.number(rate.middle))
            axes.text(tile.column + 0.5, tile.row + 0.7, figure, url=f"#{note_of(rate)}", **place)
    axes.set_xlim(0, 1 + max(tile.column for tile in tiles.values()))
    axes.set_ylim(1 + max(tile.row for tile in tiles.values()), 0)
    axes.set_axis_off()
    return axes


def _map_title(facts: NationFacts) -> str:
    higher = facts.get("rates.higher")
    if higher is None:
        return "Rates of the areas of which one is known"
    many, rated = numbers.count_words(higher.middle), facts["rates.known"]
    of = link(rated, numbers.count_words(rated.middle))
    if not higher.middle:  # the prose has no figure of none, to which this could lead
        return f"Of the {of} areas with a rate, none is above {NATION}"
    return f"Of the {of} areas with a rate, {link(higher, many)} {agree(higher.middle, 'is', 'are')} above {NATION}"


def _map_alt(facts: NationFacts, against: str) -> str:
    higher = sorted(_higher(facts))
    said = (
        f" Above {NATION}{against}: {several(higher) if higher else 'none'}."
        if facts.get("rates.higher")
        else ""
    )
    rates = several(f"{fact.area} {numbers.number(fact.middle)}" for fact in facts.of("rate").values())
    return f"Tile map of registered sexual offenders per 100,000 people aged 10 and over on 31 March {facts.year}: {rates}.{said} The other areas are outlined, as no rate was found.{suspected_alt(facts.of('rate').values())}"


def rates(facts: NationFacts, table: str) -> Chart | None:
    """Chart every known rate in order as a dot with its interval, and the nation's as a line."""
    dots = ranked(facts)
    nation = facts.get("nation.rso_rate_per_100k")
    if few_rates(facts):
        return None
    with canvas.drawing(0.5 + INCHES_PER_AREA * len(dots)) as figure:
        draw_rates(figure.subplots(), facts, dots, nation)
        canvas.lay_out(figure)
        svg = canvas.svg(figure, {fact: fact.area for fact in [*dots, *([nation] if nation else [])]})
    subtitle = f"RSOs per 100,000 people aged 10 and over, 31 March {facts.year}; lines: 95% intervals, within which chance may move each rate{_marks(facts)}{suspected(dots)}"
    return Chart(svg, _rates_title(facts, dots), subtitle, _rates_alt(facts, dots, nation), table, above=True)


def draw_rates(axes: Axes, facts: NationFacts, dots: Sequence[Fact], nation: Fact | None) -> Axes:
    """Draw one row for each area: its interval, its dot and, to the right, its figure."""
    between = facts.of("rate_interval")
    ends = [span.high or 0 for span in between.values()] + [dot.high or 0 for dot in dots]
    top = max([*ends, nation.high or 0] if nation else ends)
    for row, dot in enumerate(dots):
        span = between.get(dot.area, dot)
        axes.hlines(row, span.low or 0, span.high or 0, color=OWN, linewidth=2, gid="bounds")
        axes.text(
            top * 1.04,
            row,
            _marked(facts, dot, numbers.figure(dot)),
            va="center_baseline",
            ha="left",
            url=f"#{note_of(dot)}",
        )
    axes.plot([dot.middle for dot in dots], range(len(dots)), "o", color=OWN, markersize=6, gid="own")
    if nation is not None:
        draw_nation(axes, nation, top)
    axes.set_yticks(range(len(dots)), [shortened(dot.area) for dot in dots])
    axes.set_xlim(0, top * 1.22)
    axes.set_ylim(len(dots) - 0.5, -0.5)
    axes.grid(visible=False)
    axes.set(xlabel="", ylabel="")
    axes.set_xticks(list(range(0, int(top) + 1, 50)))
    return axes


def _rates_title(facts: NationFacts, dots: Sequence[Fact]) -> str:
    of = f"of the {link(facts['rates.known'], numbers.count_words(len(dots)))} areas with a figure"
    rank = facts.member(dots[0].area, "rank_known")
    if rank is not None and rank.high == 1:
        return f"{dots[0].area} has the highest rate {of}"
    return f"Which {of} has the highest rate is not decided"


def _rates_alt(facts: NationFacts, dots: Sequence[Fact], nation: Fact | None) -> str:
    listed = several(f"{fact.area} {numbers.figure(fact)}" for fact in dots)
    line = f" A line marks {NATION}: {numbers.figure(nation)}." if nation else ""
    return f"Dot chart of registered sexual offenders per 100,000 people aged 10 and over on 31 March {facts.year}, highest first: {listed}.{line} Short lines show how far chance may move each rate. No rate was found for the other areas.{suspected_alt(dots)}"
