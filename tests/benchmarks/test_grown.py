"""The data that growth is measured with pass every check, and make a briefing of the same facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from grown import change_one, grow

from helpers.data.areas import areas
from helpers.data.evidence import evidence
from helpers.data.sources import data_folder
from helpers.pages import AreaBriefing, NationBriefing


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grow(data_folder(), tmp_path_factory.mktemp("grown") / "data", 100)  # one whole copy and a part


def test_as_many_areas_as_asked_for_pass_every_check(grown: Path) -> None:
    known = evidence(grown)
    assert len(known.areas) == 100
    assert len({area.slug for area in known.areas}) == 100
    assert len(known.regions) > 2 * 10


def test_a_copied_area_has_the_facts_of_its_original(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFINGS_DATA", str(grown))
    for slug in ("gwent", "london"):
        own, copied = (
            [re.sub(r"-b(?=\.|$)", "", fact.id) for fact in AreaBriefing(name, 2023).all_facts]
            for name in (slug, f"{slug}-b")
        )
        assert set(own) == set(copied)


def test_one_change_is_a_change_of_one_area(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFINGS_DATA", str(grown))
    names = ["kent", "kent-b", "essex-b", "cumbria-c"]
    before = [AreaBriefing(name, 2023).words for name in names]
    change_one(grown, "Kent B")
    after = [AreaBriefing(name, 2023).words for name in names]
    assert [old != new for old, new in zip(before, after, strict=True)] == [False, True, False, False]
    assert len(areas(grown)) == 100


def test_where_no_area_is_above_the_nation_no_chart_leads_to_a_note_that_is_missing(
    grown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """England and Wales has the offenders of all copies, and the people of one: no rate is above its own."""
    monkeypatch.setenv("BRIEFINGS_DATA", str(grown))
    page = NationBriefing(2023)
    charts = page.map().html + page.rates_chart().html + page.series_chart().html
    assert "none is above England and Wales" in charts
    links = re.findall(r'href="#(fact-[a-z0-9-]+)"', charts)
    assert len(links) > 10
    notes = page.sources().html
    assert [link for link in links if f'id="{link}"' not in notes] == []
