"""What an analyst calls: it agrees with the pages, keeps its types, harms nothing, and helps with names."""

from __future__ import annotations

import ast
import copy
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from speed import some

import helpers
from helpers import areas, changes, chart, claims, compare, facts, measures, regions, series, sources
from helpers.analysis.area_facts import area_facts, known_years
from helpers.analysis.every_figure import ON_PAGES
from helpers.analysis.facts import Fact
from helpers.analysis.past_changes import suspected_steps
from helpers.data.errors import DataError
from helpers.data.evidence import NATION, evidence
from helpers.data.remarks import decided_columns, hashed
from helpers.data.schemas import TABLES
from helpers.data.sources import raw_text, reference_text
from helpers.pages import AreaBriefing, FactCheck
from helpers.pages.analyst.figures import COLUMNS, NUMBERS
from helpers.pages.analyst.names import PlaceNote
from helpers.present.canvas import Picture
from helpers.present.free_charts import spread
from helpers.text.characters import shown

pytestmark = pytest.mark.filterwarnings("ignore::helpers.pages.analyst.names.PlaceNote")
KNOWN = evidence()
AREAS = [area.name for area in KNOWN.areas]
YEARS = list(known_years(KNOWN))
WHOLE = {row["measure"] for row in reference_text("measures", KNOWN.folder) if row["whole"] == "yes"}
ARTICLES = Path(__file__).parents[1] / "factcheck" / "articles"

places = st.one_of(
    st.none(),
    st.sampled_from([*AREAS, *KNOWN.regions, NATION, "Birmingham", "the Met"]),
    st.lists(st.sampled_from(AREAS)),
)
years = st.one_of(
    st.none(), st.sampled_from([*YEARS, "2023", "2019-2022", "latest"]), st.lists(st.sampled_from(YEARS))
)
of = st.one_of(
    st.none(), st.sampled_from(list(KNOWN.measures)), st.lists(st.sampled_from(list(KNOWN.measures)))
)


def stated(fact: Fact) -> tuple[object, ...]:
    number = isinstance(fact.value, float | int)
    return (
        *(fact.value if number else None, fact.low, fact.high, "" if number else fact.value or "", fact.unit),
        *(fact.status, " ".join(fact.sources), fact.formula, fact.note, fact.where, fact.period),
    )


def in_row(row: dict[str, object]) -> tuple[object, ...]:
    numbers = [None if pd.isna(row[name]) else float(str(row[name])) for name in NUMBERS]
    texts = ("words", "unit", "status", "sources", "formula", "note", "where", "period")
    return (*numbers, *(row[name] for name in texts))


@pytest.mark.parametrize("area", some(["Cambridgeshire", "London", "Lancashire", "Suffolk"], AREAS))
def test_every_row_says_what_the_page_of_its_area_and_year_says(area: str) -> None:
    rows = [row for row in facts(area).to_dict("records") if row["id"]]
    assert rows  # which levels must be among them, the next test says: of three areas none is known
    pages = {year: area_facts(KNOWN, area, year) for year in YEARS}
    for row in rows:
        page = pages.get(row["year"] if row["measure"] in ON_PAGES else YEARS[-1])
        assert page is not None
        assert in_row(row) == stated(page[row["id"]])


@pytest.mark.parametrize("area", some(["Cambridgeshire", "London", "Kent"], AREAS))
def test_every_level_that_a_page_states_is_a_row(area: str) -> None:
    frame = facts(area)
    rows = set(zip(frame["measure"], frame["year"].fillna(0), strict=True))
    for year in YEARS:
        page = area_facts(KNOWN, area, year)
        found = {name for name, identity in ON_PAGES.items() if page.get(identity)}
        assert {name for name, at in rows if at == year and name in ON_PAGES} == found


@settings(max_examples=25)
@given(places, years, of, st.booleans())
def test_whatever_is_asked_for_the_columns_have_their_types(
    place: object, year: object, measure: object, missing: bool
) -> None:
    frame = facts(place, year, measure, missing=missing)  # type: ignore[arg-type]
    everything = facts()
    assert list(frame) == list(COLUMNS) == list(everything)
    asked = [measure] if isinstance(measure, str) else measure
    whole = asked is not None and WHOLE.issuperset(asked)
    for name in COLUMNS:
        assert frame[name].dtype == ("Int64" if name in NUMBERS and whole else everything[name].dtype)
    assert not frame.drop(columns=[*NUMBERS, "year", "date"]).isna().any().any()
    assert (frame["low"] <= frame["high"]).all(skipna=True)
    assert frame.index.equals(pd.RangeIndex(len(frame)))
    if missing and place is None and measure == "rso_count":
        assert len(frame) == 42 * frame["year"].nunique()


def test_types_are_those_of_what_the_columns_hold() -> None:
    kinds = facts().dtypes.astype(str)
    assert kinds[["year", "value", "date", "area", "status", "kind"]].to_list() == [
        *("Int64", "Float64", "datetime64[s]", "str", "category", "category")
    ]
    counts = facts(measures="rso_count")
    assert counts["value"].dtype == "Int64"
    assert counts["status"].cat.ordered
    assert set(counts.loc[counts["value"].isna(), "status"]) == {"rounded", "bounded"}
    assert set(counts.loc[counts["status"] > "computed", "status"]) == {"bounded"}


def damage(frame: pd.DataFrame) -> None:
    """Change a frame in place as far as one can: a cell, an order, a column and the frame as a whole."""
    frame.iloc[0] = frame.iloc[-1]
    frame[frame.columns[0]] = "damaged"
    del frame[frame.columns[1]]
    frame.attrs["damaged"] = True


@pytest.mark.parametrize(
    "call",
    [
        facts,
        lambda: facts("Essex", 2023),
        lambda: changes(2023),
        lambda: areas().frame,
        lambda: sources().frame,
        lambda: measures().frame,
        lambda: ESSEX.frame,
        lambda: chart("Essex").frame,
        lambda: compare("Essex", "Norfolk", 2023).frame,
        lambda: PAGE.facts.frame,
    ],
)
def test_what_is_done_to_a_frame_is_done_to_no_other(call: Callable[[], pd.DataFrame]) -> None:
    before = call()
    damage(call())
    pd.testing.assert_frame_equal(call(), before)


def test_a_frame_of_an_object_is_its_callers_own() -> None:
    for one in (ESSEX, areas(), chart("Essex"), compare("Essex", "Norfolk", 2023)):
        before = one.frame
        damage(before.copy())
        damage(one.frame)
        pd.testing.assert_frame_equal(one.frame, before)


def test_frames_survive_csv(tmp_path: Path) -> None:
    frame = facts()
    frame.to_csv(tmp_path / "facts.csv", index=False)
    kinds = frame.dtypes.drop("date").to_dict()
    texts = dict.fromkeys(NUMBERS, "")
    again = pd.read_csv(
        tmp_path / "facts.csv",
        dtype=kinds,
        parse_dates=["date"],
        keep_default_na=False,
        na_values={**texts, "year": "", "date": ""},
    )
    pd.testing.assert_frame_equal(again.astype({"date": "datetime64[s]"}), frame)


@pytest.mark.parametrize("year", some([2023, 2020], YEARS[1:]))
def test_a_change_is_the_one_that_the_area_s_page_gives(year: int) -> None:
    for row in changes(year).to_dict("records"):
        page = area_facts(KNOWN, row["area"], year)
        change = page.stated_change("rso_count", "printed_percent")
        if change is None or change.missing:
            assert row["direction"] == "not known"
        elif change.unit == "per cent":
            assert (row["percent_low"], row["percent_high"]) == (change.low, change.high)
        else:
            assert (row["number_low"], row["number_high"]) == (change.low, change.high)
        assert ("check recording" in row["doubt"]) == (year in suspected_steps(KNOWN, row["area"]))


@settings(max_examples=15)
@given(st.permutations(AREAS).map(lambda names: names[:2]), st.sampled_from(YEARS[-6:]))
def test_a_comparison_turned_round_says_the_same(pair: list[str], year: int) -> None:
    there, back = compare(*pair, year).frame, compare(*reversed(pair), year).frame
    assert (there["first"].to_list(), there["second"].to_list()) == (
        back["second"].to_list(),
        back["first"].to_list(),
    )
    pd.testing.assert_series_equal(there["difference_low"], -back["difference_high"], check_names=False)
    turned = {"lower": "higher", "higher": "lower"}
    assert [turned.get(order, order) for order in there["order"]] == back["order"].to_list()
    decided = there[there["order"].isin(["lower", "higher"])]
    assert ((decided["difference_low"] > 0) | (decided["difference_high"] < 0)).all()


def test_what_is_suspect_bounded_or_disputed_is_seen_in_the_frame() -> None:
    frame = facts()
    rate = frame[
        (frame["area"] == "Lancashire") & (frame["year"] == 2023) & (frame["measure"] == "rso_rate_per_100k")
    ]
    assert rate["doubt"].to_list() == ["check recording, caveat"]
    assert rate["why"].str.contains("218 to 178").all()
    bounded = frame[frame["status"] == "bounded"]
    assert len(bounded) > 50
    assert bounded["value"].isna().all()
    assert (bounded["low"] < bounded["high"]).all()
    disputed = {
        (area, year, name)
        for (area, year, name), one in KNOWN.observations.items()
        if one.disagrees and area in AREAS
    }
    comparable = {name for name, one in KNOWN.measures.items() if one.comparable}
    told = frame[frame["doubt"].str.contains("disagree") & frame["measure"].isin(comparable)]
    assert set(zip(told["area"], told["year"], told["measure"], strict=True)) == {
        one for one in disputed if one[2] in comparable
    }


def test_a_year_without_a_figure_is_a_row_only_if_asked_for_and_never_zero() -> None:
    counts = facts(years=2023, measures="rso_count", missing=True)
    assert counts["area"].to_list() == AREAS
    absent = counts[counts["status"] == "missing"]
    assert 0 < len(absent) < 42
    assert absent[list(NUMBERS)].isna().all().all()
    assert set(facts(years=2023, measures="rso_count")["area"]) == set(AREAS) - set(absent["area"])


def test_nothing_that_is_withheld_is_in_a_frame() -> None:
    decisions = {
        (row["table"], row["column"], row["hash"]): row for row in reference_text("notes", KNOWN.folder)
    }
    withheld = {
        text
        for table in TABLES
        if (KNOWN.folder / "raw" / f"{table}.csv").exists()
        for column in decided_columns(table)
        for row in raw_text(table, KNOWN.folder)
        if (text := shown(row[column]))
        and (decision := decisions.get((table, column, hashed(text))))
        and decision["decision"] != "kept"
        and text not in decision["shown"]
        and len(text) > 20
    }
    assert len(withheld) > 10
    everything = [facts(["England and Wales", *AREAS, *KNOWN.regions]), sources().frame, measures().frame]
    cells = {f"{cell}" for frame in everything for name in frame for cell in frame[name]}
    assert [text for text in withheld for cell in cells if text in cell] == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        *[("Birmingham", "West Midlands"), ("the Met", "London"), ("Heddlu Gwent", "Gwent")],
        *[("region-london", "London region"), ("London", "London"), ("east of england", "East of England")],
        *[("England and Wales", NATION), ("nation", NATION)],
        *[("Kingston upon Hull", "Humberside"), ("Avon & Somerset", "Avon and Somerset")],
    ],
)
def test_a_place_is_found_by_any_of_its_names(name: str, place: str) -> None:
    assert set(facts(name, measures=["rso_count", "population_10_plus"])["area"]) == {place}


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda: facts("Esex"), "essex"),
        (lambda: facts(["Essex", "Cambridgshire"]), "cambridgeshire"),
        (lambda: facts(measures="rso_cuont"), "rso_count"),
        (lambda: facts(measures="breaches"), "notification_breaches"),
        (lambda: facts(years=1999), "2002 to"),
        (lambda: facts(years="twenty"), "such as 20"),
        (lambda: facts(years=True), "such as 20"),
        (lambda: facts(years="2024-2019"), "2019-2024"),
        (lambda: facts(7), "such as 'Essex'"),
        (lambda: facts("Essex", "last"), "'latest'"),
        (lambda: facts("Wells"), "Tunbridge Wells is in the area Kent"),
        (lambda: facts("Richmond"), "Richmond upon Thames is in the area London"),
        (lambda: facts("forest"), "Wyre Forest is in the area West Mercia"),
        (lambda: facts("south"), "; and 5 more"),
        (lambda: facts(measures().frame), "without a column 'area'; it has measure"),
        (lambda: sources(areas().frame), "without a column 'sources'"),
        (lambda: areas("Walse"), "wales"),
        (lambda: series("Essex", "grade"), "facts(measures='grade')"),
        (lambda: series("Essex", "rso_count", 2005), "2006, 2019"),
        (lambda: compare("Essex", "Basildon"), "two that differ"),
        (lambda: compare("Essex", "Kent", "2019-2023"), "such as 2023"),
        (lambda: changes(2020, since=2021), "earlier year"),
        (lambda: changes("2019-2023"), "say 2023, since=2019"),
        (lambda: chart(areas()), "years="),
        (lambda: chart("Essex").save("essex.gif"), ".svg or .png"),
        (lambda: sources(["new-data-released-shows-number-of-sex-ofenders"]), "sex-offenders"),
        (lambda: claims("  "), "give a text"),
        *[(lambda of=of: claims(of), "give a text") for of in (None, 7, ["Essex had 1,820 RSOs."], b"Essex")],
        *[
            (lambda of=of: claims(of), ".md or .txt")
            for of in ("draft.docx", "press office/our draft.DOCX", "a.html")
        ],
        (lambda: claims("Article.MD"), "cannot be read"),
        (lambda: claims("Essex had 1,820 RSOs.", date=2023), "2023-10-26"),
        (lambda: chart([series("Essex"), "Norfolk"]), "one or the other"),
        *[(lambda call=call: call(data="nowhere"), "cannot be read") for call in (facts, areas)],
        (lambda: sources(7), "the sources are 7; give a name"),
        (lambda: sources(areas().frame), "without a column 'sources'"),
        (lambda: sources(compare("Essex", "Norfolk", 2023)), "the sources are a Comparison"),
        (lambda: claims("Essex had 1,820 RSOs.", date="soon"), "2023-10-26"),
    ],
)
def test_what_is_not_known_is_answered_with_what_would_be(call: Callable[[], object], near: str) -> None:
    with pytest.raises(DataError, match=re.escape(near)):
        call()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: facts("Newport"), "Newport is in Gwent"),
        (lambda: series("leeds"), "Leeds is in West Yorkshire"),
        (lambda: compare("the Met", "Essex"), "Metropolitan Police Service is in London"),
        (lambda: claims("There were 1,820 RSOs.", area="Leeds"), "Leeds is in West Yorkshire"),
    ],
)
def test_where_a_town_or_a_force_lies_is_said_at_the_line_that_names_it(
    call: Callable[[], object], said: str
) -> None:
    with pytest.warns(PlaceNote, match=re.escape(said)) as warned:
        call()
    assert [warning.filename for warning in warned] == [__file__]


def test_nothing_is_said_of_the_name_of_an_area_or_a_region() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        facts(["Essex", "Avon & Somerset", "wales", "nation"], 2023)


def test_a_measure_may_be_called_with_spaces_or_underscores() -> None:
    given = facts(measures=["csods_applications", "RSO count"])
    assert given.equals(facts(measures=["CSODS applications", "rso_count"]))
    ids = list(measures())
    assert len({name.replace("_", " ").casefold() for name in ids}) == len(ids)


def test_a_unit_has_one_spelling() -> None:
    units = {*facts(["England and Wales", *AREAS, *KNOWN.regions])["unit"], *measures().frame["unit"]}
    assert {unit for unit in units if "cent" in unit} == {"per cent"}


def test_a_frame_with_a_column_of_names_is_as_good_as_the_names() -> None:
    first = facts(areas().frame[:2], measures=measures().frame[:2])
    assert first.equals(facts(list(areas())[:2], measures=list(measures())[:2]))
    assert facts(regions().frame, first).equals(facts(regions(), sorted(set(first["year"]))))


@pytest.mark.parametrize("held", [areas(), series("Essex"), chart("Essex"), compare("Essex", "Kent", 2020)])
def test_what_holds_a_frame_and_is_none_says_where_it_is(held: Any) -> None:
    with pytest.raises(AttributeError, match=r"say \.frame\.head"):
        held.head(2)
    with pytest.raises(AttributeError, match=r"'no_such_thing'$"):
        held.no_such_thing  # noqa: B018  -- asking is what fails
    with pytest.raises(TypeError, match=r"say \.frame\['area'\]"):
        held["area"]
    with pytest.raises(TypeError, match=r"say \.frame\.iloc"):
        held[0]
    assert copy.copy(held).frame.equals(held.frame)


def test_a_change_that_is_not_known_says_what_is_missing_or_can_be_asked_for() -> None:
    rates = changes(2023, 2019, "rso_rate_per_100k")
    assert set(rates["direction"]) == {"not known"}
    assert rates["why"].str.contains("from 2019 to 2021 or from 2022 to 2023. Changes of rso_count").all()
    counts = changes(2023, 2019).set_index("area")
    known = facts(years=[2019, 2023], measures="rso_count").groupby("area")["year"].agg(set)
    for area, row in counts.iterrows():
        for year in (2019, 2023):
            lacks = year not in known.get(area, set())
            assert (f"No figure was found for 31 March {year}." in row["why"]) == lacks


def test_a_year_may_be_a_number_a_text_or_a_span() -> None:
    assert facts("Essex", [2019, "2020-2021"]).equals(facts("Essex", "2019-2021"))
    several = facts("Essex", ["2022", 2023.0])
    assert several.equals(facts("Essex", "2022-2023"))
    assert several.equals(facts("Essex", range(2022, 2024)))
    assert facts("Essex", "latest").equals(facts("Essex", "2020"))


@pytest.mark.parametrize("of", ["Lancashire", ["Essex", "Norfolk", "Suffolk", "Kent"], "Wales"])
def test_a_chart_shows_its_figures_in_picture_words_and_table(of: str | list[str], tmp_path: Path) -> None:
    drawn = chart(of, "rso_rate_per_100k")
    svg = drawn.save(tmp_path / "one.svg").read_text(encoding="utf-8")
    assert svg == chart(of, "rso_rate_per_100k").svg
    assert drawn.alt in svg
    assert not re.search(r"<a\b|href|data-note", svg)
    assert drawn.save(tmp_path / "one.png").read_bytes()[:4] == b"\x89PNG"
    assert 'alt="Line chart. ' in drawn._repr_html_()
    assert drawn._repr_html_().count("<caption>") == 1
    last = drawn.frame.groupby("area").tail(1)
    assert all(
        f"{round(value)} in {year}" in drawn.alt
        for value, year in zip(last["value"], last["year"], strict=True)
    )


def test_bars_are_in_order_and_name_who_has_no_figure_or_a_suspect_one() -> None:
    drawn = chart(areas("North West"), "rso_rate_per_100k", "2023")
    assert drawn.title.startswith("Lancashire has the highest")
    assert "not found: Merseyside; check recording: Lancashire" in drawn.subtitle
    assert "No figure was found for Merseyside." in drawn.alt
    assert NATION in set(drawn.frame["area"])


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_labels_beside_lines_never_meet(wanted: list[float]) -> None:
    heights = spread(wanted, 10, 100)
    ordered = sorted(heights)
    assert all(upper - lower > 10 - 1e-6 for lower, upper in pairwise(ordered))
    assert max(heights) <= 100
    assert [heights.index(one) for one in ordered] == sorted(
        range(len(wanted)), key=lambda place: wanted[place]
    )


def test_claims_are_judged_as_the_fact_check_judges_them() -> None:
    article = sorted((ARTICLES / "tuning").glob("*.md"))[0]
    frame, check = claims(article), FactCheck(str(article))
    assert frame["id"][frame["id"] != ""].to_list() == [one.claim.claim_id for one in check.answers]
    assert check.article is not None
    assert (frame["verdict"] == "not understood").sum() >= len(check.article.unread)
    said = claims("Essex had 1,820 registered sex offenders in March 2020.")
    assert said[["verdict", "right", "line"]].to_numpy().tolist() == [["disagrees", "1,596", 1]]


def test_a_table_of_claims_may_be_a_frame_with_what_matters_alone() -> None:
    table = pd.DataFrame(
        {
            "area": ["Essex", "Cambridgeshire"],
            "period_end": ["2020-03-31", "2023-03-31"],
            "kind": "level",
            "measure": "rso_count",
            "published": ["1820", "987"],
            "unit": "count",
        }
    )
    assert claims(table)["verdict"].to_list() == ["disagrees", "confirmed by another source"]


ESSEX, PAGE = series("Essex"), AreaBriefing("essex", 2023)


@pytest.mark.parametrize(
    "made",
    [
        *(
            areas(),
            regions(),
            measures(),
            sources(),
            ESSEX,
            ESSEX.breaks,
            chart("Essex"),
            compare("Essex", "Kent", 2020),
        ),
        *(
            PAGE,
            PAGE.facts,
            PAGE.facts["rso_count"],
            KNOWN,
            KNOWN.names,
            KNOWN.get("Essex", 2023, "rso_count"),
        ),
        *(
            FactCheck(str(sorted((ARTICLES / "tuning").glob("*.md"))[0])),
            PAGE.key_figures(),
            PAGE.trend_chart(),
        ),
    ],
    ids=lambda made: type(made).__name__,
)
def test_whatever_an_analyst_meets_says_in_short_what_it_is(made: object) -> None:
    said = repr(made)
    assert " object at 0x" not in said
    assert 10 < len(said) < (20_000 if hasattr(made, "frame") else 2_000)


@pytest.mark.parametrize("shown", [areas(), regions(), ESSEX, compare("Essex", "Kent", 2020), chart("Essex")])
def test_a_table_is_shown_with_a_caption_and_without_what_could_run(shown: object) -> None:
    page = shown._repr_html_()  # type: ignore[attr-defined]
    assert "<caption>" in page
    assert "<script" not in page


def test_a_page_s_table_is_a_frame_too() -> None:
    figures = PAGE.key_figures().frame
    assert figures.columns[0] == "Measure"
    assert "1,848" in figures.iloc[0].to_list()
    assert PAGE.trend_chart().frame.shape[1] == 3


def test_what_is_offered_is_documented_and_in_the_stub() -> None:
    stub = ast.parse((Path(helpers.__file__).parent / "__init__.pyi").read_text(encoding="utf-8"))
    told = {
        each.asname: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    assert sorted(told) == helpers.__all__
    for name in helpers.__all__:
        call = getattr(helpers, name)
        assert call.__module__ == told[name]
        assert len(call.__doc__) > 100
        assert f"``{name}(" in str(helpers.__doc__)
    assert set(helpers.__all__) <= set(dir(helpers))
    with pytest.raises(AttributeError, match="it offers areas, "):
        _ = helpers.fakts  # type: ignore[attr-defined]


@pytest.mark.whole
def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys, helpers; print(*[name for name in sys.modules if name.split('.')[0] in ('helpers', 'pandas')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["helpers"]


def test_a_picture_of_one_s_own_has_the_same_bytes_each_time_however_it_was_drawn() -> None:
    pages = []
    for _ in range(2):
        axes = Figure().subplots()
        axes.plot([1, 2], [3, 4], marker="o")
        pages.append(Picture(axes.figure, "A line.")._repr_html_())
    assert pages[0] == pages[1]
