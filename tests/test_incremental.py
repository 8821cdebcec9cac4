"""A change of data rebuilds the reports that it reaches, and no others."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BUILDS, Copy
from speed import HANGS

from helpers.data.areas import areas
from helpers.pages import AreaBriefing

YEAR = 2020


def essex_2020(copy: Copy) -> None:
    """One more person, in each row that gives the count."""

    def change(rows: list[list[str]]) -> None:
        value = rows[0].index("value")
        for row in rows:
            if row[:4] == ["Essex", "mappa_area", "2020-03-31", "rso_count"]:
                assert row[value] == "1596"
                row[value] = "1597"

    copy.rewrite("mappa_figures", change)


def a_source_is_renamed(copy: Copy) -> None:
    def change(rows: list[list[str]]) -> None:
        row = next(row for row in rows if row[0] == "almost-1-600-registered-sex-offenders-live-in-co")
        row[rows[0].index("title")] += " (corrected)"

    copy.rewrite("sources", change)
    copy.decide("sources")


def content(area: str) -> tuple[str, ...]:
    """All that a page shows, charts too."""
    sys.audit(BUILDS, area)
    report = AreaBriefing(area, YEAR)
    return (report.words, report.trend_chart().html, report.region_chart().html)


def changed(get: Callable[[str], object], before: dict[str, object]) -> set[str]:
    return {slug for slug, old in before.items() if get(slug) != old}


EAST = [area.slug for area in areas() if area.region == "East of England"]
SLUGS = [*EAST, "cumbria", "dyfed-powys", "gwent", "kent", "london", "west-midlands"]


@pytest.fixture(scope="module")
def before() -> tuple[dict[str, object], dict[str, object]]:
    return {slug: content(slug) for slug in SLUGS}, {slug: AreaBriefing(slug, YEAR).basis() for slug in SLUGS}


@pytest.mark.whole
@pytest.mark.parametrize("change", [essex_2020, a_source_is_renamed])
def test_what_a_report_rests_on_changes_exactly_where_its_page_does(
    change: Callable[[Copy], None],
    copy: Copy,
    before: tuple[dict[str, object], dict[str, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change(copy)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    pages = changed(content, before[0])
    assert pages
    assert changed(lambda slug: AreaBriefing(slug, YEAR).basis(), before[1]) == pages


def test_a_new_count_of_essex_reaches_its_whole_region(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    before: dict[str, object] = {slug: AreaBriefing(slug, YEAR).basis() for slug in SLUGS}
    essex_2020(copy)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    assert set(EAST) <= changed(lambda slug: AreaBriefing(slug, YEAR).basis(), before) < set(SLUGS)


def build(out: Path, data: Path, *others: str) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "helpers.commands.cli",
        "build",
        "essex",
        "gwent",
        *others,
        "--year",
        str(YEAR),
    ]
    environment = os.environ | {"BRIEFINGS_DATA": str(data)}
    done = subprocess.run(
        [*command, "--out", str(out)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=HANGS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.mark.whole
def test_a_build_rebuilds_what_changed_says_why_and_gives_the_bytes_of_a_new_build(
    copy: Copy, tmp_path: Path
) -> None:
    build(tmp_path / "out", copy.folder, "norfolk", "kent")
    kept = (tmp_path / "out" / str(YEAR) / "gwent.html").stat().st_mtime_ns
    essex_2020(copy)
    said = build(tmp_path / "out", copy.folder)
    assert any(
        line.startswith(f"{YEAR}/essex: built in") and "observations changed: " in line for line in said
    )
    assert f"{YEAR}/gwent: unchanged" in said
    assert any(
        line.startswith(f"warning: 1 other page is out of date and withdrawn, such as {YEAR}/norfolk (")
        for line in said
    )
    pages_left = sorted(path.stem for path in (tmp_path / "out" / str(YEAR)).glob("*.html"))
    assert pages_left == ["essex", "gwent", "kent"]
    assert re.fullmatch(r"\d+ linked pages are missing, such as 2020/\S+: .* all of a year", said[-1])
    assert (tmp_path / "out" / str(YEAR) / "gwent.html").stat().st_mtime_ns == kept
    build(tmp_path / "new", copy.folder)
    names = [f"{area}.{ending}" for area in ("essex", "gwent") for ending in ("html", "ipynb", "json")]
    pages = [[(tmp_path / out / str(YEAR) / name).read_bytes() for name in names] for out in ("out", "new")]
    assert pages[0] == pages[1]
    assert_the_page_shows_the_facts_that_stand_beside_it(tmp_path / "new" / str(YEAR), copy.folder)


def assert_the_page_shows_the_facts_that_stand_beside_it(pages: Path, data: Path) -> None:
    shown = json.loads((pages / "essex.json").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFINGS_DATA", str(data))
        assert shown["facts"] == AreaBriefing("essex", YEAR).basis()["facts"]
    assert "1,597" in (pages / "essex.html").read_text(encoding="utf-8")
