"""The funnel plot, read back: a point for each area, this one stressed, the line, the curves, the names."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from helpers.analysis.area_facts import area_facts
from helpers.analysis.comparisons import levels
from helpers.analysis.funnel import Funnel, funnel
from helpers.data.areas import slug
from helpers.data.evidence import Evidence
from helpers.pages import AreaBriefing
from helpers.present import funnel_chart as chart
from helpers.present.plot import Plot

Pages = dict[tuple[str, int], AreaBriefing]


LEADS = re.compile(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)")


class Seen:
    """A drawing, read back: its dots, lines and names where they stand, in points from its top."""

    def __init__(self, drawing: str) -> None:
        root = ET.fromstring(drawing)
        below, beside = root.findall("g[@class='scale']")
        signs = [
            (float(sign.get("x", "")), sign.text or "") for sign in below if "million" in (sign.text or "")
        ]
        self.millions = [(x, math.log(float(text.split()[0]) * 1e6)) for x, text in signs]
        self.rates = [(float(sign.get("y", "")) - 4.56, float(sign.text or "")) for sign in beside]
        self.label = below[-1].text
        self.circles = {kind: list(root.iterfind(f"g[@class='{kind}']/circle")) for kind in ("own", "other")}
        self.paths = [str(path.get("d")) for path in root.iterfind("g[@class='nation']/path")]
        self.leaders = [
            [*map(float, LEADS.findall(str(path.get("d")))[0])]
            for path in root.iterfind("g[@class='leader']/path")
        ]
        self.axis = [
            *map(float, LEADS.findall(next(str(path.get("d")) for path in root.iterfind("path")))[0])
        ]
        self.texts = root.findall("text")

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the number of people and the rate of a place, by what the scales say."""
        return math.exp(along(self.millions, x)), along(self.rates, y)

    def dots(self, kind: str) -> list[tuple[float, float]]:
        """Return where the dots of a kind are."""
        return [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in self.circles[kind]]

    @property
    def curves(self) -> list[list[tuple[float, float]]]:
        """Where each line goes along."""
        return [
            [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)] for path in self.paths
        ]

    @property
    def names(self) -> dict[str, Bbox]:
        """What the letters of each name cover, measured by their outlines."""
        found = {}
        for text in self.texts:
            font = FontProperties(
                family="DejaVu Sans", weight="bold" if text.get("font-weight") else "normal"
            )
            box = TextPath((0, 0), text.text, size=12, prop=font).get_extents()
            x, y = float(text.get("x", "")), float(text.get("y", ""))
            x -= {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")] * box.width
            found[str(text.text)] = Bbox([[x, y - box.y1], [x + box.width, y - box.y0]])
        return found


def along(scale: list[tuple[float, float]], place: float) -> float:
    (first, low), (last, high) = scale[0], scale[-1]
    return low + (place - first) * (high - low) / (last - first)


def drawn(known: Evidence, area: str, year: int) -> tuple[Seen, Funnel]:
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    return Seen(svg_of(known, area, year, found)), found


def svg_of(known: Evidence, area: str, year: int, found: Funnel) -> str:
    target = area_facts(known, area, year)["funnel.target"]
    return chart.draw(Plot(4.6), found, area, target).svg({target: "England and Wales"})


@pytest.mark.parametrize(("area", "year"), [("Essex", 2020), ("Cleveland", 2023), ("London", 2020)])
def test_every_area_with_a_rate_is_one_point_and_only_this_one_is_stressed(
    known: Evidence, area: str, year: int
):
    seen, found = drawn(known, area, year)
    expected = {
        name: (found.population[name], (rate.low + rate.high) / 2) for name, rate in found.rates.items()
    }
    places = sorted(seen.at(*dot) for dot in (*seen.dots("own"), *seen.dots("other")))
    assert len(places) == len(expected)
    for (people, rate), (many, near) in zip(places, sorted(expected.values()), strict=True):
        assert people == pytest.approx(many, rel=0.002)
        assert rate == pytest.approx(near, abs=0.3)
    [own] = seen.dots("own")
    assert seen.at(*own)[0] == pytest.approx(found.population[area], rel=0.002)


def test_four_curves_are_the_adjusted_limits_and_one_line_the_target(known: Evidence):
    seen, found = drawn(known, "Essex", 2020)
    curves = [curve for curve in seen.curves if len(curve) > 2]
    assert len(curves) == 4
    ends = sorted(seen.at(*curve[-1])[1] for curve in curves)
    size = seen.at(*curves[0][-1])[0]
    inner, outer = found.limits(size), found.limits(size, 0.998)
    assert ends == pytest.approx([outer.low, inner.low, inner.high, outer.high], abs=0.3)
    [flat] = [curve for curve in seen.curves if len(curve) == 2]
    assert [seen.at(*place)[1] for place in flat] == pytest.approx([found.target] * 2, abs=0.3)


def test_the_area_and_those_outside_the_limits_are_named_and_no_others(known: Evidence):
    seen, _ = drawn(known, "Essex", 2020)
    outside = {"Cleveland", "Hertfordshire", "Humberside", "Lancashire", "London", "North Wales"}
    assert set(seen.names) == {"Essex", *outside, "England and Wales: 119", "95% limit", "99.8% limit"}


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
    named = Seen(svg_of(known, "Essex", 2020, anew)).names.keys() & found.rates.keys() - {"Essex"}
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


@pytest.mark.parametrize("year", [2020, 2021, 2023, 2024])
def test_no_name_lies_on_another_or_on_a_dot_or_on_a_curve_or_outside(known: Evidence, year: int):
    found = funnel(known, year)
    assert isinstance(found, Funnel)
    for area in found.rates:
        seen = drawn(known, area, year)[0]
        names = seen.names
        curves = [Path(curve) for curve in seen.curves]
        dots = [*seen.dots("own"), *seen.dots("other")]
        left, bottom, right, _ = seen.axis
        assert (len(curves), len(dots)) == (5, len(found.rates))
        for one, other in combinations(names, 2):
            assert not names[one].overlaps(names[other]), (area, one, other)
        for name, box in names.items():
            assert not any(box.padded(3).contains(*dot) for dot in dots), (area, name)
            assert not any(curve.intersects_bbox(box, filled=False) for curve in curves), (area, name)
            assert left - 1 < box.x0 < box.x1 < right + 1, (area, name)
            assert 0 < box.y0 < box.y1 < bottom, (area, name)


def test_a_name_that_stands_apart_has_a_line_that_ends_at_its_dot_and_at_its_corner(known: Evidence):
    seen, _ = drawn(known, "Staffordshire", 2020)
    dots = [*seen.dots("own"), *seen.dots("other")]
    led = {}
    for x0, y0, x1, y1 in seen.leaders:
        [name] = [name for name, box in seen.names.items() if box.padded(8).contains(x0, y0)]
        [dot] = [dot for dot in dots if math.dist(dot, (x1, y1)) < 6]
        led[name] = dot
    assert "Staffordshire" in led
    assert "Hertfordshire" not in led
    assert led["Staffordshire"] == seen.dots("own")[0]


def test_the_axis_says_that_its_scale_is_no_common_one(known: Evidence):
    seen, _ = drawn(known, "Essex", 2020)
    assert seen.label == "People aged 10 and over (logarithmic scale)"
    (half, _), (one, _), (two, _), *_ = seen.millions
    assert one - half == pytest.approx(two - one, abs=0.2)


def test_the_picture_is_small(pages: Pages):
    found = [chart.chart(pages[area, 2020].facts, "") for area in ("staffordshire", "cleveland")]
    drawings = [one.svg for one in found if one]
    assert max(map(len, drawings)) < 6_000
    assert all('class="leader"' in one and 'font-weight="700"' in one for one in drawings)


def test_the_scale_of_rates_starts_at_zero_and_holds_all(known: Evidence):
    seen, found = drawn(known, "Cleveland", 2023)
    left, bottom, _, _ = seen.axis
    assert seen.at(left, bottom)[1] == pytest.approx(0, abs=0.3)
    assert seen.at(left, 0)[1] > max(rate.high for rate in found.rates.values())


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
