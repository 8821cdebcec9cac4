"""The funnel plot as a table: each area's rate, and how it lies to the limits; nothing is drawn here."""

from __future__ import annotations

import html

from helpers.analysis.comparisons import RATE
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import Funnel, Position, funnel, middle
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.present import numbers, tables
from helpers.present.wording import STANDS, html_link
from helpers.text.nouns import agree, counted


def table_of(facts: Facts) -> str:
    """List the rates of the page's areas, highest first, and where each lies; nothing without a plot."""
    plot = funnel(facts.evidence, facts.year)
    if not isinstance(plot, Funnel) or facts.get("funnel.position") is None:
        return ""
    names = sorted(plot.listed(facts.members), key=lambda name: (-rate_drawn(plot, name), name))
    rows = [
        [html.escape(name), _rate_cell(facts, plot, name), _position_words(plot.position(name))]
        for name in names
    ]
    rows.append([NATION, tables.cell(facts["funnel.target"]), "the line in the chart"])
    caption = f"Rates on 31 March {facts.year}, and how each stands for an area of its size (far: outside the outer curves)"
    if unlisted := len(plot.rates) - len(names):
        caption += f"; {counted(unlisted, 'area')} of other regions, which {agree(unlisted, 'is', 'are')} less far out, {agree(unlisted, 'is', 'are')} not listed"
    return tables.table(caption, ["Area", "Rate per 100,000 aged 10 and over", "For its size"], rows)


def _position_words(position: Position) -> str:
    """ "similar", "far higher than expected"."""
    return f"far {STANDS[position.side]}" if position.far else STANDS[position.side]


def _rate_cell(facts: Facts, plot: Funnel, name: str) -> str:
    """Link a rate to its note; areas of other regions share that of the plot, which lists them."""
    rate = _rate(facts, name)
    if rate is not None and rate.id.startswith("funnel.at."):
        figure = html_link(facts["funnel.areas"], numbers.figure(rate))
        return tables.suspect(tables.marked(figure, plot.rates[name].status), rate)
    return tables.cell(rate)


def _rate(facts: Facts, name: str) -> Fact | None:
    own_rate = facts.get(RATE) if name == facts.area.name else facts.member(name, "rate")
    return own_rate or facts.get(f"funnel.at.{slug(name)}")


def rates_drawn(facts: Facts, plot: Funnel) -> list[Fact]:
    """Return the rates of the areas that the table lists."""
    return [rate for name in plot.listed(facts.members) if (rate := _rate(facts, name)) is not None]


def rate_drawn(plot: Funnel, name: str) -> float:
    """Return the rate at which an area's point lies."""
    return middle(plot.rates[name])
