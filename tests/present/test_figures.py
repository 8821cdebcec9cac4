"""Charts, read back: what is drawn is what the facts say, and nothing else."""

from __future__ import annotations

import ast
import html
import inspect
import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import matplotlib as mpl
import pytest
import raw_figures as raw
from made_up import KENT, RATE, World, fact, rank
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from speed import some

from helpers.analysis.facts import Fact, Facts
from helpers.data.evidence import Evidence
from helpers.pack.showing import charts as pack_charts
from helpers.pages import AreaBriefing
from helpers.present import canvas, charts, funnel_chart, svg
from helpers.present import labels as places
from helpers.present.wording import plain
from helpers.publish.page import css as sheet
from helpers.publish.page.drawings import with_drawings

Pages = dict[tuple[str, int], AreaBriefing]


@pytest.fixture(scope="module")
def world(known: Evidence) -> World:
    return World(known)


@pytest.fixture
def axes() -> Axes:
    with mpl.rc_context(canvas.STYLE):
        return Figure(figsize=(7.5, 4)).subplots()


def point(year: int, low: float, high: float | None = None) -> Fact:
    """A count of one year."""
    return fact(
        f"series.{year}", low, high, period=f"{year}-03-31", status="bounded" if high else "published"
    )


def bar(name: str, rate: float, status: str = "published") -> Fact:
    """A rate of one force: printed as a whole number, or computed."""
    bounds = (rate, None) if status == "computed" else (rate - 0.5, rate + 0.4999)
    return fact(f"among.{name.lower()}.rate", *bounds, value=rate, area=name, status=status, unit="rate")


# Counts over the years --------------------------------------------------------------------------------------

POINTS = [point(2011, 321), point(2012, 350), point(2019, 598), point(2020, 594), point(2021, 600, 620)]


def drawn_lines(axes: Axes) -> list[list[tuple[float, float]]]:
    """The points of each line that can be seen."""
    lines = [
        zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True) for line in axes.lines
    ]
    seen = [[point for point in line if all(map(math.isfinite, point))] for line in lines]
    return [line for line in seen if line]


def test_each_year_is_a_point_at_its_count_and_years_in_a_row_are_joined(axes: Axes):
    charts.draw_trend(axes, POINTS)
    assert drawn_lines(axes) == [
        [(2011, 321), (2012, 350)],
        [(2019, 598), (2020, 594), (2021, 610)],
    ]


def test_a_gap_is_not_joined(axes: Axes):
    charts.draw_trend(axes, [point(2011, 321), point(2013, 350), point(2014, 360)])
    assert [[year for year, _ in line] for line in drawn_lines(axes)] == [[2011], [2013, 2014]]


def test_each_point_can_be_seen_even_where_no_line_joins_it(axes: Axes):
    charts.draw_trend(axes, [point(2011, 321), point(2013, 350)])
    assert {line.get_marker() for line in axes.lines if len(line.get_xdata())} == {"o"}


def test_a_count_known_only_between_bounds_is_a_bar_from_one_to_the_other(axes: Axes):
    charts.draw_trend(axes, POINTS)
    bars = [each for each in axes.collections if isinstance(each, LineCollection)]
    ends = [segment.tolist() for each in bars for segment in each.get_segments()]
    assert ends == [[[2021, 600], [2021, 620]]]


def test_no_bar_is_drawn_where_every_count_is_exact(axes: Axes):
    charts.draw_trend(axes, POINTS[:4])
    assert list(axes.collections) == []


def test_counts_are_drawn_from_zero_and_none_is_cut_off(axes: Axes):
    charts.draw_trend(axes, POINTS)
    bottom, top = axes.get_ylim()
    left, right = axes.get_xlim()
    assert bottom == 0
    assert top > 620
    assert left < 2011 < 2021 < right


def labels(axes: Axes) -> dict[str, tuple[float, float]]:
    return {text.get_text(): text.xy for text in axes.texts}  # type: ignore[attr-defined]


def test_the_first_and_the_last_count_stand_beside_their_points(axes: Axes):
    charts.draw_trend(axes, POINTS)
    assert labels(axes).items() >= {"321": (2011, 321), "600 to 620": (2021, 620)}.items()


def test_a_count_between_has_its_label_where_no_other_point_is_near(axes: Axes):
    charts.draw_trend(axes, [point(2003, 1312), point(2009, 2043), point(2018, 3335), point(2019, 3470)])
    assert labels(axes) == {"1,312": (2003, 1312), "2,043": (2009, 2043), "3,470": (2019, 3470)}


def test_every_count_of_a_few_years_has_its_label(axes: Axes):
    charts.draw_trend(axes, [point(2020, 594), point(2021, 600), point(2022, 620)])
    assert set(labels(axes)) == {"594", "600", "620"}


def test_a_label_stands_below_a_point_that_lies_lower_than_its_neighbours(axes: Axes):
    charts.draw_trend(axes, [point(2020, 594), point(2021, 500), point(2022, 620)])
    sides = {text.get_text(): text.get_va() for text in axes.texts}
    assert sides == {"594": "bottom", "500": "top", "620": "bottom"}


def test_the_scale_names_the_first_and_the_last_year(axes: Axes):
    charts.draw_trend(axes, [point(2006, 802), point(2023, 1848)])
    ticks = [int(tick) for tick in axes.get_xticks()]
    assert ticks == [2006, 2008, 2011, 2014, 2017, 2020, 2023]


def test_years_are_whole_numbers_on_the_axis(axes: Axes):
    charts.draw_trend(axes, POINTS)
    assert all(float(tick).is_integer() for tick in axes.get_xticks())


def test_each_year_of_the_scale_is_written_out(world: World):
    chart = charts.trend(world.facts(point(2019, 1099), point(2020, 1110), year=2020), "")
    assert chart is not None
    scale = re.search(r'class="scale".*?</g>', chart.svg)
    assert scale is not None
    assert re.findall(r">([^<>]+)</text>", scale[0]) == ["2019", "2020"]


def test_one_count_is_no_trend(world: World):
    assert charts.trend(world.facts(point(2020, 594)), "") is None


def test_years_after_the_reports_year_are_not_drawn(world: World):
    chart = charts.trend(world.facts(*POINTS[:4], point(2024, 700), year=2020), "")
    assert chart is not None
    assert "four years with a figure: from 321 in 2011 to 594 in 2020." in chart.alt
    assert "700" not in chart.svg


def test_no_line_is_drawn_across_a_suspected_break(axes: Axes):
    years = [point(2019, 827), point(2020, 814), point(2021, 1084), point(2022, 1104)]
    charts.draw_trend(axes, years, {2021})
    assert sorted(drawn_lines(axes)) == [[(2019, 827), (2020, 814)], [(2021, 1084), (2022, 1104)]]


# Rates of a region ------------------------------------------------------------------------------------------

BARS = [bar("Norfolk", 143), bar("Suffolk", 137), bar("Essex", 112.33, "computed")]
NATION = fact(f"{RATE}.nation", 129.18, area="England and Wales", status="computed")


def drawn_bars(axes: Axes) -> dict[str, float]:
    """The width of each bar by the name beside it; every bar starts at zero."""
    names = [label.get_text() for label in axes.get_yticklabels()]
    patches = [patch for patch in axes.patches if patch.get_width()]
    assert {patch.get_x() for patch in patches} == {0}
    rows = {round(patch.get_y() + patch.get_height() / 2): patch.get_width() for patch in patches}
    assert len(rows) == len(patches)
    return {names[row]: float(width) for row, width in rows.items()}


def test_each_bar_is_as_long_as_its_rate(axes: Axes):
    charts.draw_region(axes, BARS, NATION, "Suffolk")
    assert drawn_bars(axes) == pytest.approx({"Norfolk": 143, "Suffolk": 137, "Essex": 112.33})


def test_bars_start_at_zero(axes: Axes):
    charts.draw_region(axes, BARS, None, "Suffolk")
    assert axes.get_xlim()[0] == 0
    assert axes.get_xlim()[1] > 143


def test_the_bars_stand_in_the_order_of_the_facts_from_the_top(axes: Axes):
    charts.draw_region(axes, BARS, None, "Suffolk")
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["Norfolk", "Suffolk", "Essex"]
    assert axes.yaxis_inverted()


def test_the_line_of_england_and_wales_stands_at_its_rate(axes: Axes):
    charts.draw_region(axes, BARS, NATION, "Suffolk")
    [line] = drawn_lines(axes)
    assert [rate for rate, _ in line] == [129.18, 129.18]
    assert any(text.get_text() == "England and Wales: 129" for text in axes.texts)


def test_without_a_rate_of_england_and_wales_there_is_no_line(axes: Axes):
    charts.draw_region(axes, BARS, None, "Suffolk")
    assert drawn_lines(axes) == []


def test_each_bar_carries_its_rate_and_says_where_it_was_computed(axes: Axes):
    charts.draw_region(axes, BARS, None, "Suffolk")
    assert [text.get_text() for text in axes.texts] == ["143", "137", "112 c"]


def test_only_the_reports_own_area_is_stressed(axes: Axes):
    charts.draw_region(axes, BARS, None, "Suffolk")
    colours = {
        round(patch.get_y() + patch.get_height() / 2): patch.get_facecolor()
        for patch in axes.patches
        if patch.get_width()
    }
    assert colours[0] == colours[2] != colours[1]


def region(world: World, *bars: Fact, members: tuple[str, ...] = ("Essex", "Norfolk", "Suffolk")) -> Facts:
    suffolk = replace(KENT, slug="suffolk", name="Suffolk")
    return world.facts(
        *bars,
        NATION,
        rank(f"{RATE}.rank_region.known", 2, 2, 3, 3),
        area=suffolk,
        members=members,
        region="East of England",
    )


def test_the_alt_text_names_every_bar_with_its_rate_and_what_is_not_there(world: World):
    facts = region(world, *BARS, members=("Essex", "Hertfordshire", "Norfolk", "Suffolk"))
    chart = charts.region(facts, "")
    assert chart is not None
    for part in ("Norfolk 143", "Suffolk 137", "Essex 112", "31 March 2023", "found for Hertfordshire"):
        assert part in chart.alt
    assert chart.alt.index("Norfolk") < chart.alt.index("Suffolk") < chart.alt.index("Essex")


def test_the_alt_text_tells_of_the_line_of_england_and_wales(world: World):
    chart = charts.region(region(world, *BARS), "")
    assert chart is not None
    assert "England and Wales" in chart.alt
    assert "129" in chart.alt


def test_the_title_states_the_finding_and_the_subtitle_what_is_missing(world: World):
    facts = region(world, *BARS, members=("Essex", "Hertfordshire", "Norfolk", "Suffolk"))
    chart = charts.region(facts, "")
    assert chart is not None
    assert plain(chart.title) == "Suffolk has the second highest rate of the three forces with a figure"
    assert "](#fact-rso-rate-per-100k-rank-region-known)" in chart.title
    assert "per 100,000 people aged 10 and over, 31 March 2023" in chart.subtitle
    assert "not found: Hertfordshire" in chart.subtitle


def test_one_bar_is_no_comparison(world: World):
    assert charts.region(region(world, BARS[0]), "") is None


# The pictures -----------------------------------------------------------------------------------------------


def drawn_charts(page: AreaBriefing) -> list[charts.Chart]:
    return [
        chart for chart in (charts.trend(page.facts, ""), charts.region(page.facts, "")) if chart is not None
    ]


@pytest.mark.parametrize(
    ("area", "year"), [("cambridgeshire", 2023), ("bedfordshire", 2023), ("cumbria", 2020)]
)
def test_a_picture_is_named_text_and_the_same_bytes_twice(pages: Pages, area: str, year: int):
    page = pages[area, year]
    first, second = drawn_charts(page), drawn_charts(page)
    assert len(first) == 2
    for chart, again in zip(first, second, strict=True):
        assert chart.svg == again.svg
        root = ET.fromstring(chart.svg)
        assert root.tag == "svg"
        assert f'<img class="chart" alt="{html.escape(chart.alt)}" src="data:image/svg+xml,' in chart.html()
        assert list(root.iter("text"))
        assert not re.search(r"<dc:date>|\d{4}-\d{2}-\d{2}T", chart.svg)


def test_whatever_is_written_in_a_picture_lies_within_it(pages: Pages):
    """Measured by the outlines of its letters, apart from the layout."""
    font, share = FontProperties(family="DejaVu Sans"), {"start": 0.0, "middle": 0.5, "end": 1.0}
    seen = 0
    for area in ("cambridgeshire", "cumbria", "devon-and-cornwall", "dyfed-powys", "northumbria"):
        page = pages[area, 2023]
        for chart in drawn_charts(page):
            root = ET.fromstring(chart.svg)
            _, _, width, height = map(float, str(root.get("viewBox")).split())
            for text in root.iter("text"):
                words = "".join(text.itertext())
                long = TextPath((0, 0), words, size=12, prop=font).get_extents().width
                left = float(str(text.get("x"))) - share[text.get("text-anchor", "start")] * long
                assert -1 < left < left + long < width + 1, (page.facts.area.name, words)
                assert 8 < float(str(text.get("y"))) < height, (page.facts.area.name, words)
                seen += 1
    assert seen > 80


def test_the_texts_of_a_picture_are_the_names_and_numbers_of_its_facts(pages: Pages):
    trend, rates = drawn_charts(pages["cambridgeshire", 2023])
    assert {"938", "987"} <= texts(trend)
    assert {"Norfolk", "143", "Suffolk", "137", "Cambridgeshire", "124 d", "Essex", "112 c"} <= texts(rates)
    assert {"Bedfordshire", "92 d", "Hertfordshire", "77", "England and Wales: 129"} <= texts(rates)
    assert linked(trend) == {"fact-rso-count-previous": "938", "fact-rso-count": "987"}
    assert linked(rates)["fact-among-norfolk-rate"] == "143"
    assert linked(rates)["fact-rso-rate-per-100k-nation"] == "England and Wales: 129"


def test_the_bars_of_a_picture_are_as_long_as_their_rates(pages: Pages):
    chart = drawn_charts(pages["cambridgeshire", 2023])[1]
    rates = [int(text.split()[0]) for text in linked(chart).values() if "England" not in text]
    bars = [
        (float(start), float(end))
        for start, end in re.findall(r'<path d="M([\d.]+) [\d.]+L([\d.]+) ', chart.svg)
    ][: len(rates)]
    unit = (bars[0][1] - bars[0][0]) / rates[0]
    assert [round((end - start) / unit) for start, end in bars] == pytest.approx(rates, abs=1)


def test_a_picture_is_small_and_its_colours_are_the_pages_own(pages: Pages):
    for chart in drawn_charts(pages["essex", 2023]):
        assert len(chart.svg) < 4_000
        assert ' style="' not in chart.svg
        assert " id=" not in chart.svg
        assert 'class="own"' in chart.svg
        assert 'class="scale" aria-hidden="true"' in chart.svg


def gids(module: ModuleType) -> set[str]:
    """Every ``gid`` that a module draws, in its calls as they are written."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    given = [one.value for call in calls for one in call.keywords if one.arg == "gid"]
    given += [call.args[0] for call in calls if getattr(call.func, "attr", "") == "set_gid"]
    texts = [part.value for one in given for part in ast.walk(one) if isinstance(part, ast.Constant)]
    return {text for text in texts if isinstance(text, str)}


def test_whatever_is_drawn_has_its_colour_from_the_pages_style_on_a_light_and_a_dark_ground():
    ages = {f"{of}age-{place}" for of in ("", "on-") for place in range(1, 7)}  # numbered as they are drawn
    drawn = gids(charts) | gids(funnel_chart) | gids(places)
    drawn |= {gid for gid in gids(pack_charts) if not gid.endswith("age-")} | ages
    assert {"own", "interval", "nation"} <= drawn
    assert drawn == svg.CLASSES
    text = (Path(sheet.__file__).parents[1] / "template" / "style.css").read_text(encoding="utf-8")
    selectors = " ".join(
        re.findall(r"^(\.chart [^{]*)\{[^}]*(?:fill|stroke): (?:var|currentcolor)", text, re.M)
    )
    assert {name for name in drawn if not re.search(rf"\.{name}(?![\w-])", selectors)} == set()


def test_a_figure_of_a_picture_has_its_note_and_is_named_with_its_year_or_area(pages: Pages):
    trend, rates = drawn_charts(pages["cambridgeshire", 2023])
    assert '<text data-note="fact-rso-count" aria-label="31 March 2023: 987" ' in trend.svg
    assert '<text data-note="fact-among-norfolk-rate" aria-label="Norfolk: 143" ' in rates.svg


def linked(chart: charts.Chart) -> dict[str, str]:
    """The labels of a picture by the entry that they lead to."""
    found = (
        (text.get("data-note"), "".join(text.itertext())) for text in ET.fromstring(chart.svg).iter("text")
    )
    return {note: shown for note, shown in found if note}


def test_a_picture_in_a_notebook_holds_no_link_and_neither_text_nor_markup_that_could_be_taken_out_of_it(
    pages: Pages,
):
    for chart in drawn_charts(pages["cambridgeshire", 2023]):
        found = re.search(
            r'<img class="chart" alt="[^"<>]*" src="data:image/svg\+xml,([^"<>&#]*)">', chart.html()
        )
        assert found is not None
        root = ET.fromstring(unquote(found[1]))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not list(root.iter("{http://www.w3.org/2000/svg}a"))
        assert len(list(root.iter("{http://www.w3.org/2000/svg}text"))) == chart.svg.count("<text")


def test_a_name_in_a_picture_is_text_whatever_is_in_it():
    odd = "Nor $x^2$ <b>&"
    bars = [replace(BARS[0], id="among.odd.rate", area=odd), *BARS[1:]]
    with canvas.drawing(2) as figure:
        charts.draw_region(figure.subplots(), bars, None, "Suffolk")
        canvas.lay_out(figure)
        drawing = canvas.svg(figure, {fact: fact.area for fact in bars})
    assert odd in {"".join(text.itertext()) for text in ET.fromstring(drawing).iter("text")}
    shown = ET.fromstring(with_drawings(svg.image(drawing, odd)))
    assert shown.get("aria-label") == odd
    assert odd in {"".join(text.itertext()) for text in shown.iter("text")}


def test_a_title_may_hold_a_linked_figure_and_nothing_else_that_is_not_text():
    chart = charts.Chart("<svg/>", "Kent: up [5.2%](#fact-a-percent) <i>", "", "alt", "<table></table>")
    assert '<strong>Kent: up <a href="#fact-a-percent">5.2%</a> &lt;i&gt;</strong>' in chart.html()


def texts(chart: charts.Chart) -> set[str]:
    return {"".join(text.itertext()) for text in ET.fromstring(chart.svg).iter("text")}


def test_text_from_the_data_is_escaped_in_the_figure():
    chart = charts.Chart("<svg/>", "A <b> & c", 'say "so"', "alt", "<table></table>")
    assert f"<strong>{html.escape('A <b> & c')}</strong>" in chart.html()


def test_london_which_is_a_region_of_its_own_has_a_table_and_no_bars(pages: Pages):
    page = pages["london", 2023]
    assert charts.region(page.facts, "") is None
    shown = page.region_chart().html
    assert "<table" in shown
    assert "<figure" not in shown
    assert "<svg" not in shown
    assert "London" in shown


def test_gloucestershire_which_has_no_count_has_no_line_and_no_empty_frame(pages: Pages):
    page = pages["gloucestershire", 2023]
    assert charts.trend(page.facts, "") is None
    assert page.trend_chart().html == ""


def test_a_region_without_the_areas_own_rate_says_so(pages: Pages):
    chart = charts.region(pages["gloucestershire", 2023].facts, "")
    assert chart is not None
    assert chart.title.startswith("Gloucestershire has no rate for this date")
    assert "No rate was found for Dorset, Gloucestershire and Wiltshire." in chart.alt


@pytest.mark.parametrize("year", some([2020], [2018, 2020, 2023]))
def test_a_line_is_drawn_just_where_two_years_have_a_count_and_of_these_years(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, year: int
):
    drawn: list[list[str]] = []

    def draw(axes: Axes, points: list[Fact], _: object) -> Axes:
        drawn.append([point.period for point in points])
        return axes

    monkeypatch.setattr(charts, "draw_trend", draw)
    monkeypatch.setattr(canvas, "svg", lambda *_: "")
    for (area, each), page in some([*pages.items()][::3], [*pages.items()]):
        if each == year:
            drawn.clear()
            chart = charts.trend(page.facts, "")
            found = raw.counted(page.facts.area.name, year)
            periods = [f"{found_year}-03-31" for found_year in found if found_year <= year]
            assert drawn == ([periods] if len(periods) >= 2 else []), area
            assert (chart is not None) == (len(periods) >= 2), area
