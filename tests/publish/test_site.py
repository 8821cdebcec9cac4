"""The index: what it lists, in which order, and what becomes of a summary that cannot be trusted."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from helpers.publish.index.index_pages import (
    Listed,
    index_hash,
    indexes,
    render_index,
    script_hash,
    write_index,
)
from helpers.publish.index.shades import shades
from helpers.publish.index.summaries import Figure, read_brief
from helpers.publish.ledger import Entry

ESSEX = Entry(
    "2023", "essex", "Essex", "East of England", {"year": 2023}, "built", "", 2.5, {}, hashes={"html": "p"}
)
KENT = replace(ESSEX, slug="kent", title="Kent", group="South East")
REGION = replace(ESSEX, slug="region-east", title="East of England", group="Regions")


def headline(text: str, sort: float | None, **others: Any) -> dict[str, Any]:
    base = {"measure": "count", "label": "Offenders", "text": text, "sort": sort, "low": sort, "high": sort}
    status = "missing" if sort is None else "published"
    return base | {"status": status, "change": "", "direction": "", "fact": ""} | others


def summary(*headlines: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {
        "date": "31 March 2023",
        "short": "Esx",
        "tile": [7, 7],
        "map": "count",
        "headlines": list(headlines),
    } | others


def site(out: Path, *reports: tuple[Entry, object], notes: dict[str, str] | None = None) -> str:
    """The index of these reports, each with what stands in its summary (None: no file)."""
    for entry, content in reports:
        (out / entry.folder).mkdir(exist_ok=True)
        page = out / entry.folder / f"{entry.slug}.html"
        page.touch()
        if content is not None:
            text = content if isinstance(content, str) else json.dumps(content)
            page.with_suffix(".json").write_text(text, encoding="utf-8")
    write_index(out, [entry for entry, _ in reports], notes)
    return (out / "index.html").read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """The cells of the table's body, row by row, as plain text."""
    body = re.search("<tbody>(.*?)</tbody>", page, re.DOTALL)
    found = re.findall("<tr.*?</tr>", body[1], re.DOTALL) if body else []
    return [[plain(cell) for cell in re.findall("<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def plain(fragment: str) -> str:
    texts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = texts.append  # type: ignore[method-assign]
    parser.feed(fragment)
    return " ".join("".join(texts).split())


def test_each_area_has_a_row_with_its_figures_status_and_sources(tmp_path: Path) -> None:
    figure = headline("99", 99, status="computed", fact="fact-rate")
    page = site(tmp_path, (KENT, summary(headline("not found", None), tile=[6, 8])), (ESSEX, summary(figure)))
    assert rows(page) == [["Essex", "East of England", "99 computed"], ["Kent", "South East", "not found"]]
    assert '<a href="2023/essex.html#fact-rate">99</a>' in page
    assert 'data-sort="99.0"' in page


def test_a_tile_says_name_figure_and_direction_in_words(tmp_path: Path) -> None:
    figures = headline("1,803", 1803, change="up 5.2%", direction="up"), headline("7", 7)
    page = site(tmp_path, (ESSEX, summary(figures[0])), (KENT, summary(figures[1], tile=[6, 8])))
    tile = re.search(r'<a class="tile[^>]*href="2023/essex.html".*?</a>', page, re.DOTALL)
    assert tile
    assert plain(tile[0]) == "EssexEsx 1,803▲ up 5.2%"
    assert re.findall(r"--c:(\d);--r:(\d)", page) == [("8", "8"), ("7", "9")]
    assert "Offenders: up or down on a year earlier; without an arrow, neither is certain." in page


def test_a_suspect_figure_says_so_in_the_table_and_on_its_tile_and_the_words_are_explained(
    tmp_path: Path,
) -> None:
    figures = headline("up 19.4%", 19.42, doubt="check recording"), headline("up 2.0%", 2.0)
    page = site(tmp_path, (ESSEX, summary(figures[0])), (KENT, summary(figures[1], tile=[6, 8])))
    assert [row[2] for row in rows(page)] == ["up 19.4% check recording", "up 2.0%"]
    tile = re.search(r'<a class="tile[^>]*href="2023/essex.html".*?</a>', page, re.DOTALL)
    assert tile
    assert plain(tile[0]).endswith("up 19.4%check recording")
    assert "up 19.4% (check recording)" in page  # in the legend
    explained = "the figure is suspect, and the page of its area says why"
    assert explained in page
    assert explained not in site(tmp_path, (ESSEX, summary(figures[1])))


def test_a_measure_without_arrows_has_none_explained_and_no_sentence_begins_with_a_numeral(
    tmp_path: Path,
) -> None:
    page = site(tmp_path, (ESSEX, summary(headline("7", 7))), (KENT, summary(headline("9", 9), tile=[6, 8])))
    assert "▲" not in page
    assert "This index covers two MAPPA (police-force) areas" in page
    assert not re.search(r"<p>\s*\d", page)


def test_no_figure_is_marked_as_none_and_never_as_the_lowest(tmp_path: Path) -> None:
    places = [replace(ESSEX, slug=slug, title=slug.title()) for slug in ("a", "b", "c")]
    texts = [("0", 0.0), ("5", 5.0), ("not found", None)]
    found = [summary(headline(*text), tile=[at, 0]) for at, text in enumerate(texts)]
    page = site(tmp_path, *zip(places, found, strict=True))
    assert re.findall(r'class="tile t1-(\w+)"', page) == ["1", "5", "none"]
    assert "No figure: 1 area" in page


BROKEN: dict[str, object] = {
    "missing": None,
    "not JSON": "{",
    "a list": [],
    "no headlines": {"title": "Essex"},
    "a text for a number": summary(headline("9", "9")),  # type: ignore[arg-type]
    "a truth for a number": summary(headline("9", True)),
    "no number at all": json.dumps(summary(headline("9", 9))).replace('"sort": 9', '"sort": NaN'),
    "a number without end": json.dumps(summary(headline("9", 9))).replace('"sort": 9', '"sort": 1e999'),
    "too big a number": json.dumps(summary(headline("9", 9))).replace('"sort": 9', f'"sort": 1{"0" * 400}'),
    "a number for a text": summary(headline(9, 9)),  # type: ignore[arg-type]
    "an empty text": summary(headline(" ", 9)),
    "a text without end": summary(headline("9" * 301, 9)),
    "half a character": json.dumps(summary(headline("9", 9))).replace('"text": "9"', '"text": "\\ud800"'),
    "a fact elsewhere": summary(headline("9", 9, fact="javascript:alert(1)")),
    "a fact with quotes": summary(headline("9", 9, fact='fact-"onclick="x')),
    "another direction": summary(headline("9", 9, direction="sideways")),
    "one measure twice": summary(headline("9", 9), headline("9", 9)),
    "a tile off the map": summary(headline("9", 9), tile=[-1, 999]),
    "a tile of one number": summary(headline("9", 9), tile=[1]),
    "a tile of texts": summary(headline("9", 9), tile="12"),
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_summary_that_cannot_be_trusted_gives_a_row_without_figures(case: str, tmp_path: Path) -> None:
    kent = replace(KENT, group="East of England")
    page = site(tmp_path, (ESSEX, BROKEN[case]), (kent, summary(headline("5", 5))))
    assert rows(page) == [["Essex", "East of England", "not read"], ["Kent", "East of England", "5"]]
    assert read_brief(tmp_path / "2023" / "essex.json") is None


def test_a_summary_of_many_megabytes_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "essex.json").write_text(json.dumps(summary(headline("5", 5)) | {"facts": "x" * 5_000_000}))
    assert read_brief(tmp_path / "essex.json") is None


def test_text_of_data_is_escaped_everywhere() -> None:
    hostile = '"><script>alert(1)</script>'
    entry = replace(ESSEX, title=hostile, group=hostile, outcome="failed", hashes={}, reason=hostile)
    page = render_index(
        [Listed(entry), Listed(replace(entry, slug="b", outcome="built", hashes={"html": "p"}), note=hostile)]
    )
    assert page.count("<script>") == 1  # our own
    assert "&#34;&gt;&lt;script&gt;alert(1)" in page


def test_the_only_script_is_the_one_that_the_page_s_policy_names() -> None:
    page = render_index([])
    script = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert len(script) == 1
    assert f"script-src 'sha256-{digest}';" in page
    assert script_hash() == f"sha256-{digest}"


def test_each_year_has_its_index_and_the_newest_is_the_first(tmp_path: Path) -> None:
    older = replace(ESSEX, folder="2020")
    page = site(
        tmp_path, (ESSEX, summary(headline("5", 5))), (older, summary(headline("4", 4), date="31 March 2020"))
    )
    before = (tmp_path / "index-2020.html").read_text(encoding="utf-8")
    assert [row[2] for row in rows(page)] == ["5"]
    assert [row[2] for row in rows(before)] == ["4"]
    for one in (page, before):
        assert one.index('<a href="index.html"') < one.index('<a href="index-2020.html"')


def test_the_index_of_a_year_without_pages_goes(tmp_path: Path) -> None:
    older = replace(ESSEX, folder="2020")
    site(tmp_path, (ESSEX, None), (older, None))
    assert (tmp_path / "index-2020.html").exists()
    site(tmp_path, (ESSEX, None))
    assert not (tmp_path / "index-2020.html").exists()


def test_a_region_s_page_is_linked_from_its_areas_and_listed_apart(tmp_path: Path) -> None:
    method = replace(ESSEX, folder="about", slug="method", title="How it is made", group="About")
    page = site(tmp_path, (ESSEX, summary(headline("5", 5))), (REGION, summary()), (method, None))
    assert len(rows(page)) == 1
    assert '<td><a href="2023/region-east.html">East of England</a></td>' in page
    assert page.index("<h3>About</h3>") < page.index("about/method.html") < page.index("<h3>Regions</h3>")


def test_the_page_on_all_areas_together_comes_first_and_its_row_leads_to_it(tmp_path: Path) -> None:
    nation = replace(ESSEX, slug="nation", title="England and Wales", group="England and Wales")
    whole = {"name": "England and Wales", "headlines": [headline("50", 50)]}
    page = site(
        tmp_path, (ESSEX, summary(headline("5", 5), nation=whole)), (nation, summary()), (REGION, summary())
    )
    first, row = (
        match.start() for match in re.finditer('<a href="2023/nation.html">England and Wales</a>', page)
    )
    assert (
        first < page.index("2023/essex.html") < page.index("<tfoot>") < row < page.index("<h3>Regions</h3>")
    )
    assert "<h3>England and Wales</h3>" not in page


def test_only_files_that_are_there_are_offered(tmp_path: Path) -> None:
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "essex.csv").touch()
    (tmp_path / "2023" / "all-areas.xlsx").touch()
    page = site(tmp_path, (ESSEX, summary(headline("5", 5))), (KENT, summary(headline("4", 4))))
    assert re.findall(r'href="([^"]+\.(?:csv|xlsx|ods))"', page) == ["2023/essex.csv", "2023/all-areas.xlsx"]


def test_a_note_such_as_a_sign_off_stands_in_the_row(tmp_path: Path) -> None:
    reports = (ESSEX, summary(headline("5", 5))), (KENT, summary(headline("4", 4)))
    page = site(tmp_path, *reports, notes={"2023/essex": "Signed off, 3 May"})
    assert [row[-1] for row in rows(page)] == ["Signed off, 3 May", "none"]


def test_a_failed_area_keeps_its_row_its_place_on_the_map_and_its_reason(tmp_path: Path) -> None:
    older = replace(KENT, folder="2020", group="East of England")
    failed = replace(older, folder="2023", outcome="failed", hashes={}, reason="cell 3 (`<b>`)")
    reports = (
        (ESSEX, summary(headline("5", 5))),
        (replace(ESSEX, slug="x"), summary(headline("4", 4), tile=[1, 1])),
    )
    site(tmp_path, *reports, (older, summary(headline("3", 3), tile=[6, 8])))
    write_index(tmp_path, [*(entry for entry, _ in reports), older, failed])
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert ["Kent", "East of England", "no page"] in rows(page)
    assert "<bdi>Kent</bdi> – not published: the build failed (cell 3 (`&lt;b&gt;`))" in page
    assert re.search(r'--c:7;--r:9"><span class="tile', page)
    assert 'href="2023/kent.html"' not in page


def test_a_page_that_someone_removed_is_left_out_and_no_page_at_all_is_said(tmp_path: Path) -> None:
    assert "No briefing has been built yet." in site(tmp_path)
    write_index(tmp_path, [ESSEX])
    assert "Essex" not in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Kent and Medway"},
        {"group": "London"},
        {"outcome": "failed", "hashes": {}},
        {"reason": "cell 3", "hashes": {}},
        {"hashes": {}},
        {"slug": "kent-2"},
        {"folder": "2022"},
    ],
    ids=lambda change: " ".join(change),
)
def test_whatever_of_a_report_an_index_shows_counts_as_what_it_was_made_from(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    other = replace(KENT, **change)
    for entry in (ESSEX, KENT, other):
        site(tmp_path, (entry, summary(headline("5", 5))))
    before, after = [ESSEX, KENT], [ESSEX, other]
    assert indexes(tmp_path, before) != indexes(tmp_path, after)
    assert index_hash(tmp_path, before, {}) != index_hash(tmp_path, after, {})


@pytest.mark.parametrize(
    "change",
    [
        lambda out: (out / "2023/kent.json").write_text(json.dumps(summary(headline("6", 6)))),
        lambda out: (out / "2023/kent.json").write_text("{"),
        lambda out: (out / "2023/kent.html").unlink(),
        lambda out: (out / "2023/kent.csv").touch(),
        lambda out: (out / "2023/all-areas.csv").touch(),
        lambda out: (out / "index.html").write_text("Essex"),
        lambda out: (out / "index.html").unlink(),
        lambda out: (out / "index-2019.html").touch(),
    ],
)
def test_whatever_file_an_index_shows_or_is_counts_as_what_it_was_made_from(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    entries = [ESSEX, KENT]
    site(tmp_path, *((entry, summary(headline("5", 5))) for entry in entries))
    before = index_hash(tmp_path, entries, {})
    assert index_hash(tmp_path, entries, {}) == before
    change(tmp_path)
    assert index_hash(tmp_path, entries, {}) != before


def test_the_index_is_the_same_whatever_the_order_of_the_ledger(tmp_path: Path) -> None:
    reports = [
        (ESSEX, summary(headline("5", 5))),
        (KENT, summary(headline("4", 4), tile=[1, 1])),
        (REGION, summary()),
    ]
    assert site(tmp_path, *reports) == site(tmp_path, *reversed(reports))


def test_what_no_area_has_is_said_once_instead_of_in_a_column(tmp_path: Path) -> None:
    breaches = headline("not found", None, measure="breaches", label="Breaches")
    page = site(tmp_path, (ESSEX, summary(headline("5", 5), breaches)))
    assert rows(page) == [["Essex", "East of England", "5"]]
    assert "No area has a figure of: Breaches." in page


def figures(*values: float | None) -> list[Figure]:
    return [Figure("m", "M", "none" if v is None else f"{v:g}", v, "published", "", "", "") for v in values]


def test_shades_are_groups_of_about_the_same_size_from_lowest_to_highest() -> None:
    shade, bands = shades(figures(*range(10, 0, -1), None))
    assert [shade[value] for value in range(1, 11)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [(band.words, band.ends) for band in bands][::4] == [
        ("Lowest fifth", "1 to 2"),
        ("Highest fifth", "9 to 10"),
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((3,), [3]),
        ((1, 2), [1, 5]),
        ((1, 1, 1, 2), [1, 1, 1, 5]),
        ((1, 2, 3), [1, 3, 5]),
        ((4, 4, 4), [3, 3, 3]),
    ],
)
def test_equal_figures_have_one_shade_and_few_figures_the_outer_ones(
    values: tuple[float, ...], expected: list[int]
) -> None:
    assert [shades(figures(*values))[0][value] for value in values] == expected


def test_a_legend_reaches_from_the_lowest_to_the_highest_figure_however_far_they_are_known() -> None:
    low, high = replace(figures(554)[0], text="540 to 568"), replace(figures(7113)[0], text="7,075 to 7,152")
    middle = (555, 600, 601, 700, 701, 800, 801, 900)
    assert [band.ends for band in shades([high, low, *figures(*middle)])[1]] == [
        "between 540 to 568 and 555",
        *("600 to 601", "700 to 701", "800 to 801"),
        "between 900 and 7,075 to 7,152",
    ]
    tied = [replace(figures(540)[0], text="530 to 550"), *figures(540)]
    assert shades(tied)[1][0].ends == "540"
