"""Every way of saying something is listed, and every one listed is said by a real or a made-up page."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import test_nation_sentences as national
import test_region_sentences as regional
from made_up import World
from test_sentences import CASES, made
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.evidence import Evidence
from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing
from helpers.present import sentences
from helpers.present.sentences.sentence import Sentence
from helpers.present.sentences.variants import VARIANTS

Pages = dict[tuple[str, int], AreaBriefing]
YEARS = range(2020, 2025)


@pytest.fixture(scope="module")
def real(
    pages: Pages,
    region_pages: dict[tuple[str, int], RegionBriefing],
    nation_pages: dict[int, NationBriefing],
) -> dict[str, set[tuple[str, int]]]:
    """The pages of areas and regions of 2020 to 2024, and of the nation, that say each variant."""
    said: dict[str, set[tuple[str, int]]] = {}
    for key, page in [*pages.items(), *region_pages.items()]:
        if key[1] in YEARS:
            for sentence in page.all_sentences:
                said.setdefault(sentence.variant, set()).add(key)
    for year, nation in nation_pages.items():
        for sentence in nation.all_sentences:
            said.setdefault(sentence.variant, set()).add(("england-and-wales", year))
    return said


@pytest.fixture(scope="module")
def tried(known: Evidence) -> set[str]:
    """The variants that the made-up pages say."""
    world = World(known)
    of_areas = {sentence.variant for name in CASES for sentence in made(world, name)[1]}
    return (
        of_areas
        | {sentence.variant for name in regional.CASES for sentence in regional.made(known, name)[1]}
        | {sentence.variant for name in national.CASES for sentence in national.made(known, name)}
    )


def test_every_variant_is_said_by_a_real_page_or_a_made_up_one(
    real: dict[str, set[tuple[str, int]]], tried: set[str]
):
    assert set(VARIANTS) - set(real) - tried == set()


def test_every_variant_that_no_real_page_says_is_the_aim_of_a_made_up_one(
    real: dict[str, set[tuple[str, int]]],
):
    aims = {variant for _, _, variant, _ in (*CASES.values(), *regional.CASES.values())} | {
        case.variant for case in national.CASES.values()
    }
    assert set(VARIANTS) - set(real) - aims == set()


def test_a_sentence_cannot_be_made_under_a_name_that_is_not_listed():
    with pytest.raises(ValueError, match=r"'level\.nonsense' is not listed"):
        Sentence("level.nonsense", "Text.")


def test_every_name_that_stands_in_the_source_is_listed():
    folder = Path(sentences.__file__).parent
    names = {
        call.args[0].value
        for path in folder.glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "Sentence"
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(names) > 50
    assert names - set(VARIANTS) == set()


def test_every_variant_says_when_it_is_said():
    assert [name for name, when in VARIANTS.items() if not re.fullmatch(r"[a-z].{3,}[^.]", when)] == []


def test_the_command_lists_each_variant_with_its_areas(real: dict[str, set[tuple[str, int]]]):
    done = CliRunner().invoke(app, ["variants", "--year", "2023", "--json"])
    assert done.exit_code == 0
    listed = {row["variant"]: set(row["areas"]["2023"]) for row in json.loads(done.stdout)}
    assert listed == {name: {area for area, year in real.get(name, ()) if year == 2023} for name in VARIANTS}


def test_the_command_names_what_no_page_uses():
    done = CliRunner().invoke(app, ["variants", "--year", "2023"])
    assert done.exit_code == 0
    last = done.stdout.rpartition("No page uses: ")[2]
    assert "survey.refused" in last
    assert "level.exact.rise" not in last


def test_a_year_outside_the_data_is_a_mistake_in_the_call():
    assert CliRunner().invoke(app, ["variants", "--year", "1999"]).exit_code == 2
