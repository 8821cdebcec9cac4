"""The year that commands take by default: from the data, and not a constant."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from conftest import Copy

from helpers.data.coverage import usual_year


def counts(copy: Copy) -> Counter[int]:
    """Areas with a count of RSOs, by year."""
    with copy.raw("mappa_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        (row["area"], int(row["period_end"][:4]))
        for row in rows
        if row["measure"] == "rso_count" and row["area_type"] == "mappa_area"
    }
    return Counter(year for _, year in found)


def test_the_usual_year_is_the_newest_with_a_count_for_half_of_the_areas(copy: Copy) -> None:
    enough = [year for year, number in counts(copy).items() if number >= 21]
    assert usual_year(copy.folder) == max(enough)


@pytest.mark.parametrize("areas", [20, 21])
def test_half_of_the_areas_is_enough_and_one_less_is_not(copy: Copy, areas: int) -> None:
    before = usual_year(copy.folder)

    def add(rows: list[list[str]]) -> None:
        pattern = next(row for row in rows if row[3] == "rso_count" and row[1] == "mappa_area")
        names = sorted({row[0] for row in rows if row[1] == "mappa_area"})[:areas]
        rows += [[name, pattern[1], "2031-03-31", *pattern[3:]] for name in names]

    copy.rewrite("mappa_figures", add)
    assert usual_year(copy.folder) == (2031 if areas == 21 else before)
