"""The funnel plot, read back: a point for each area, this one stressed, the line, the curves, the names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from speed import some

from helpers.analysis.area_facts import area_facts
from helpers.analysis.comparisons import levels
from helpers.analysis.funnel import Funnel, funnel
from helpers.data.areas import slug
from helpers.data.evidence import Evidence
from helpers.pages import AreaBriefing
from helpers.present import canvas, charts
from helpers.present import funnel_chart as chart

Pages = dict[tuple[str, int], AreaBriefing]


def drawn(known: Evidence, area: str, year: int) -> tuple[Axes, Funnel]:
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    target = area_facts(known, area, year)["funnel.target"]
    with mpl.rc_context(canvas.STYLE):
        return chart.draw(Figure(figsize=(7.5, 4.6)).subplots(), found, area, target), found


def points(axes: Axes) -> dict[tuple[float, float], object]:
    """Each point with its colour."""
    return {
        (float(people), float(rate)): line.get_color()
        for line in axes.lines
        if line.get_marker() == "o"
        for people, rate in zip(line.get_xdata(), line.get_ydata(), strict=True)
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
    stressed = [people for (people, _), colour in seen.items() if same_color(colour, charts.OWN)]
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


@pytest.mark.parametrize(("level", "many"), [(0.96, 4), (0.97, 3), (0.98, 2)])
def test_of_very_many_outside_the_limits_those_furthest_out_are_named(
    known: Evidence, monkeypatch: pytest.MonkeyPatch, level: float, many: int
):
    """Further than the others: at wider limits only these are left outside."""
    found = funnel(known, 2020)
    assert isinstance(found, Funnel)
    wider = {name: found.limits(found.population[name], level) for name in found.rates}
    left = {
        name
        for name, rate in found.rates.items()
        if rate.high < (wider[name].low or 0) or rate.low > (wider[name].high or 0)
    }
    monkeypatch.setattr("helpers.analysis.funnel.MOST_NAMED", len(left))
    anew = replace(found)  # which has not yet found out who is outside
    target = area_facts(known, "Essex", 2020)["funnel.target"]
    with canvas.drawing(4.6) as figure:
        axes = chart.draw(figure.subplots(), anew, "Essex", target)
        named = {text.get_text() for text in axes.texts} & found.rates.keys() - {"Essex"}
    assert len(left) == many
    assert named == left
    assert f"and {6 - many} others." in chart.alt(area_facts(known, "Essex", 2020), anew)


@pytest.fixture
def few_listed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("helpers.analysis.funnel.MOST_LISTED", 20)
    area_facts.cache_clear()
    yield
    area_facts.cache_clear()


@pytest.mark.usefixtures("few_listed")
def test_of_very_many_areas_a_page_lists_its_regions_and_those_furthest_out_and_says_so(known: Evidence):
    page, found = AreaBriefing("essex", 2020), funnel(known, 2020)
    assert isinstance(found, Funnel)
    outside = {"Cleveland", "Hertfordshire", "Humberside", "Lancashire", "London", "North Wales"}
    region = {"Bedfordshire", "Cambridgeshire", "Essex", "Hertfordshire", "Norfolk", "Suffolk"}
    table = chart.table_of(page.facts)
    listed = set(re.findall(r'<tr><th scope="row">([A-Z][A-Za-z ]+)</th>', table)) - {"England and Wales"}
    assert listed == (outside | region) & found.rates.keys()
    left_out = len(found.rates) - len(listed)
    assert f"{left_out} areas of other regions, which are less far out, are not listed" in table
    elsewhere = {fact.id for fact in page.facts.items.values() if fact.id.startswith("funnel.at.")}
    assert elsewhere == {f"funnel.at.{slug(name)}" for name in listed - region}
    note = page.facts["funnel.areas"].note
    assert {part.split(" (")[0].rsplit(" ", 1)[0] for part in note.split("; ")[:-1]} == outside
    assert note.endswith(f"; the rates of {len(found.rates) - len(outside)} others are on their own pages")


def boxes(axes: Axes) -> dict[str, Bbox]:
    """What each name covers, as Matplotlib draws it."""
    axes.get_figure(root=True).draw_without_rendering()
    return {text.get_text(): Text.get_window_extent(text) for text in axes.texts}


@pytest.mark.parametrize("year", some([2023], [2020, 2021, 2023, 2024]))
def test_no_name_lies_on_another_or_on_a_dot_or_on_a_curve_or_outside(known: Evidence, year: int):
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    target = area_facts(known, next(iter(found.rates)), year)["funnel.target"]
    for area in found.rates:
        with canvas.drawing(4.6) as figure:
            axes = chart.draw(figure.subplots(), found, area, target)
            names = boxes(axes)
        lines = [line.get_transform().transform_path(line.get_path()) for line in axes.lines]
        curves = [path for path in lines[:5] if len(path.vertices) > 1]
        dots = [dot for path in lines[5:] for dot in path.vertices]
        assert len(curves) == 5
        assert len(dots) == len(found.rates)
        for one, other in combinations(names, 2):
            assert not names[one].overlaps(names[other]), (area, one, other)
        for name, box in names.items():
            assert not any(box.padded(3).contains(*dot) for dot in dots), (area, name)
            assert not any(curve.intersects_bbox(box, filled=False) for curve in curves), (area, name)
            assert axes.get_window_extent().padded(1).count_contains(box.corners()) == 4, (area, name)


def test_a_name_that_stands_apart_has_a_line_that_ends_at_its_dot_and_at_its_corner(known: Evidence):
    with canvas.drawing(4.6) as figure:
        found = funnel(known, 2020)
        target = area_facts(known, "Essex", 2020)["funnel.target"]
        axes = chart.draw(figure.subplots(), found, "Staffordshire", target)
        figure.draw_without_rendering()
    led = {text.get_text(): text for text in axes.texts if text.arrow_patch is not None}
    assert {"Staffordshire"} <= set(led)
    assert "Hertfordshire" not in led
    for name, text in led.items():
        start, end = text.arrow_patch.get_path().vertices[[0, -1]]
        assert Text.get_window_extent(text).padded(8).contains(*start), name
        dot = axes.transData.transform(text.xy)
        assert abs(end - dot).max() < 6, name


@pytest.mark.parametrize(("area", "year"), [("Essex", 2020), ("Cleveland", 2024), ("Gwent", 2023)])
def test_no_number_of_one_scale_touches_one_of_the_other(known: Evidence, area: str, year: int):
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    with canvas.drawing(4.6) as figure:
        axes = chart.draw(figure.subplots(), found, area, area_facts(known, area, year)["funnel.target"])
        figure.draw_without_rendering()
        rates, people = (
            [Text.get_window_extent(label) for label in axis.get_ticklabels() if label.get_text()]
            for axis in (axes.yaxis, axes.xaxis)
        )
    assert not any(one.padded(1).overlaps(other) for one in rates for other in people)


def test_the_axis_says_that_its_scale_is_no_common_one(known: Evidence):
    axes, _ = drawn(known, "Essex", 2020)
    assert axes.get_xscale() == "log"
    assert axes.get_xlabel() == "People aged 10 and over (logarithmic scale)"


def test_the_picture_is_small(pages: Pages):
    found = [chart.chart(pages[area, 2020].facts, "") for area in ("staffordshire", "cleveland")]
    drawings = [one.svg for one in found if one]
    assert max(map(len, drawings)) < 6_000
    assert all('class="leader"' in one and 'font-weight="700"' in one for one in drawings)


def test_the_scale_of_rates_starts_at_zero_and_holds_all(known: Evidence):
    axes, found = drawn(known, "Cleveland", 2023)
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] > max(rate.high for rate in found.rates.values())


def test_the_title_and_the_alt_text_say_what_the_limits_decide(pages: Pages):
    block = pages["cleveland", 2023].funnel_chart()
    assert "Cleveland is far higher than expected, given how areas differ" in block.html
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
    assert found["England and Wales"] == "the line in the chart"


@pytest.mark.parametrize(("area", "year"), [("essex", 2022), ("gloucestershire", 2023), ("essex", 2018)])
def test_without_a_rate_that_is_judged_there_is_no_chart(pages: Pages, area: str, year: int):
    assert pages[area, year].funnel_chart().html == ""


def test_the_chart_is_the_same_bytes_each_time(pages: Pages):
    page = pages["essex", 2020]
    assert page.funnel_chart().html == page.funnel_chart().html
    assert "Date" not in page.funnel_chart().html
