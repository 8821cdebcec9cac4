"""The funnel plot, read back: a point for each area, this one stressed, the line, the curves, the names."""

from __future__ import annotations

import re

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.figure import Figure

from helpers.analysis.area_facts import area_facts
from helpers.analysis.comparisons import levels
from helpers.analysis.funnel import Funnel, funnel
from helpers.briefing import Briefing
from helpers.data.evidence import Evidence
from helpers.present import figures
from helpers.present import funnel as chart

Pages = dict[tuple[str, int], Briefing]


def drawn(known: Evidence, area: str, year: int) -> tuple[Axes, Funnel]:
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    target = area_facts(known, area, year)["funnel.target"]
    with figures.mpl.rc_context(figures.STYLE):
        return chart.draw(Figure(figsize=(7.5, 4.6)).subplots(), found, area, target), found


def points(axes: Axes) -> dict[tuple[float, float], object]:
    """Each point with its colour."""
    return {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0])): line.get_color()
        for line in axes.lines
        if line.get_marker() == "o"
    }


@pytest.mark.parametrize(("area", "year"), [("Essex", 2020), ("Cleveland", 2023), ("London", 2020)])
def test_every_area_with_a_rate_is_one_point_and_only_this_one_is_stressed(
    known: Evidence, area: str, year: int
):
    axes, found = drawn(known, area, year)
    seen = points(axes)
    expected = {
        (found.population[name], round((rate.low + rate.high) / 2, 6)) for name, rate in found.rates.items()
    }
    assert {(people, round(rate, 6)) for people, rate in seen} == expected
    stressed = [people for (people, _), colour in seen.items() if same_color(colour, figures.OWN)]
    assert stressed == [found.population[area]]


def test_four_curves_are_the_adjusted_limits_and_one_line_the_target(known: Evidence):
    axes, found = drawn(known, "Essex", 2020)
    curves = [line for line in axes.lines if line.get_marker() != "o" and len(line.get_xdata()) > 2]
    assert len(curves) == 4
    ends = sorted(float(curve.get_ydata()[-1]) for curve in curves)
    size = float(curves[0].get_xdata()[-1])
    inner, outer = found.limits(size), found.limits(size, 0.998)
    assert ends == pytest.approx([outer.low, inner.low, inner.high, outer.high])
    flat = [line for line in axes.lines if line.get_marker() != "o" and len(line.get_xdata()) == 2]
    assert [float(line.get_ydata()[0]) for line in flat] == pytest.approx([found.target])


def test_the_area_and_those_outside_the_limits_are_named_and_no_others(known: Evidence):
    axes, _ = drawn(known, "Essex", 2020)
    names = {text.get_text() for text in axes.texts}
    outside = {"Cleveland", "Hertfordshire", "Humberside", "Lancashire", "London", "North Wales"}
    assert names == {"Essex", *outside, "England and Wales: 119", "95% limit", "99.8% limit"}


def test_the_scale_of_rates_starts_at_zero_and_holds_all(known: Evidence):
    axes, found = drawn(known, "Cleveland", 2023)
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] > max(rate.high for rate in found.rates.values())


def test_the_title_and_the_alt_text_say_what_the_limits_decide(pages: Pages):
    block = pages["cleveland", 2023].funnel_chart()
    assert "Cleveland is higher than expected around that of England and Wales" in block.html
    assert "Cleveland 222, Hertfordshire 77 and Lancashire 218" in block.description
    assert "is similar to that of England and Wales" in pages["essex", 2020].funnel_chart().html


def test_the_table_has_every_area_with_its_rate_linked_and_where_it_lies(known: Evidence, pages: Pages):
    html = pages["essex", 2020].funnel_chart().html
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html)
    areas = {place for place in levels(known, "rso_rate_per_100k", 2020) if place not in known.regions}
    assert {name for name, _ in rows} == areas
    assert len(rows) == len(areas) == 28
    assert all(re.match(r'<td><a href="#fact-', cells) for _, cells in rows)
    found = {name: cells.rpartition("<td")[2].partition(">")[2].removesuffix("</td>") for name, cells in rows}
    assert found["Essex"] == "similar"
    assert found["Cleveland"] == "higher than expected"
    assert found["England and Wales"] == "the line"


@pytest.mark.parametrize(("area", "year"), [("essex", 2022), ("gloucestershire", 2023), ("essex", 2018)])
def test_without_a_rate_that_is_judged_there_is_no_chart(pages: Pages, area: str, year: int):
    assert pages[area, year].funnel_chart().html == ""


def test_the_chart_is_the_same_bytes_each_time(pages: Pages):
    page = pages["essex", 2020]
    assert page.funnel_chart().html == page.funnel_chart().html
    assert "Date" not in page.funnel_chart().html
