"""The recipes of docs/cookbook.md: few lines each, and they print what the page says."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from helpers.paths import ROOT

COOKBOOK = ROOT / "docs" / "cookbook.md"
FEW = 8  # lines


@pytest.mark.filterwarnings("ignore::helpers.pages.analyst.names.PlaceNote")
def test_every_recipe_prints_what_stands_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    told: list[str] = []
    text = COOKBOOK.read_text(encoding="utf-8")
    recipes = doctest.DocTestParser().get_doctest(text, {}, COOKBOOK.name, str(COOKBOOK), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF)
    assert runner.run(recipes, out=told.append).failed == 0, "".join(told)
    assert {path.name for path in (tmp_path / "charts").iterdir()} > {"three.svg", "three.png"}


def test_ten_questions_are_answered_in_a_few_lines_each_with_their_answer() -> None:
    parts = COOKBOOK.read_text(encoding="utf-8").split("\n## ")[1:]
    recipes = {part.splitlines()[0]: doctest.DocTestParser().get_examples(part) for part in parts}
    assert len(recipes) >= 10
    for question, lines in recipes.items():
        assert question.endswith("?")
        assert 0 < len(lines) <= FEW
        assert any(line.want for line in lines)
