"""The clean workbook of each era comes in with the figures that it was made from."""

from __future__ import annotations

import pytest
from eras import ERAS, expected, made

from helpers.release.container import contained
from helpers.release.understanding import Understanding, understand


def understood(content: bytes, name: str, year: int) -> Understanding:
    found = understand(contained(content, name), year)
    found.check()
    return found


def figures(found: Understanding) -> dict[tuple[str, str, str], float]:
    return {(line.area, line.measure, line.basis): float(line.value) for line in found.lines}


@pytest.mark.parametrize("year", ERAS)
def test_a_clean_workbook_of_each_era_comes_in_with_the_figures_that_it_was_made_from(year: int) -> None:
    workbook = made(year)
    found = understood(workbook.content(), workbook.era.file, year)
    assert figures(found) == expected(workbook)
