"""Figures known from elsewhere, as an oracle: a right workbook agrees with them, a slipped one does not."""

from __future__ import annotations

import csv
from functools import cache

import pytest
from eras import ERAS, NATION, NSD, Made, areas, made, people
from test_eras import understood

from helpers.intake.release.container import contained
from helpers.intake.release.controls import Check
from helpers.intake.release.refusal import Refused
from helpers.intake.release.understanding import Understanding, understand
from helpers.paths import DATA

YEAR = 2023


@cache
def printed() -> dict[str, int]:
    """The counts of 2023 that the press printed, where all that print one print the same."""
    with (DATA / "raw" / "mappa_figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["period_end"] == f"{YEAR}-03-31"]
    found: dict[str, set[int]] = {}
    for row in rows:
        if (row["measure"], row["basis"]) == ("rso_count", "as at 31 March") and row["area"] in areas():
            found.setdefault(row["area"], set()).add(int(row["value"]))
    return {area: values.pop() for area, values in found.items() if len(values) == 1}


def like_the_press(*, shifted: bool = False, rate: bool = True) -> Made:
    """Return a workbook whose counts are those known; shifted, each area has the count of the next row."""
    workbook = made(YEAR)
    base = people(ERAS[YEAR].base)
    order = list(areas())
    counts = {area: printed().get(area, int(base[area] * 0.0013)) for area in order}
    if shifted:
        counts = {area: counts[order[(number + 1) % len(order)]] for number, area in enumerate(order)}
    for area in order:
        gap = counts[area] - workbook.values[area, "rso"]
        for key in ("rso_l1", "rso", "all_l1", "all"):
            workbook.values[area, key] += gap
        workbook.values[area, "rate"] = 100_000 * counts[area] / base[area]
    for key in ("rso_l1", "rso", "all_l1", "all"):
        workbook.values[NATION, key] = sum(workbook.values[area, key] for area in [*order, NSD])
    workbook.values[NATION, "rate"] = 100_000 * workbook.values[NATION, "rso"] / base[NATION]
    for name in workbook.rows:
        for key in ("rso_l1", "rso", "all_l1", "all", *(["rate"] if name != NSD else [])):
            workbook.table.put(*workbook.at(name, key), workbook.values[name, key], format="#,##0")
    if not rate:
        for row in [workbook.header_rows[-1], *workbook.rows.values()]:
            workbook.table.cells.pop((row, workbook.columns["rate"]))
    return workbook


def oracle(found: Understanding) -> Check:
    return next(check for check in found.checks if check.name == "figures known before")


def counts_of(found: Understanding) -> dict[str, bool]:
    return {
        meeting.area: meeting.agrees
        for meeting in found.meetings
        if meeting.key == "rso" and meeting.area != NATION
    }


def test_a_right_workbook_agrees_with_every_count_that_is_known() -> None:
    workbook = like_the_press()
    found = understood(workbook.content(), workbook.era.file, YEAR)
    agreeing = counts_of(found)
    assert {area for area in printed() if agreeing[area]} == set(printed())
    assert len(printed()) >= 15
    assert " counts" in oracle(found).says


def test_a_slip_of_rows_without_rates_is_told_by_the_neighbours() -> None:
    workbook = like_the_press(shifted=True, rate=False)
    with pytest.raises(Refused, match="agree with the neighbour's row instead"):
        understood(workbook.content(), workbook.era.file, YEAR)
    found = understand(contained(workbook.content(), workbook.era.file), YEAR)
    made_not = {check.name for check in found.checks if check.outcome == "not made"}
    assert {"implied population", "printed rates"} <= made_not


def test_one_press_figure_of_the_neighbours_row_is_named_as_such_and_stops_nothing() -> None:
    workbook = like_the_press()
    order = list(areas())
    area = next(
        name for name in printed() if order.index(name) > 0 and order[order.index(name) - 1] not in printed()
    )
    before = order[order.index(area) - 1]
    mine, theirs = workbook.values[area, "rso"], workbook.values[before, "rso"]
    # The two rows are exchanged in the workbook: then the press has the neighbour's.
    for key in workbook.columns:
        first, second = workbook.at(area, key), workbook.at(before, key)
        cells = workbook.table.cells
        cells[first], cells[second] = cells[second], cells[first]
    assert mine != theirs
    found = understand(contained(workbook.content(), workbook.era.file), YEAR)
    slips = {
        meeting.area: meeting.slip
        for meeting in found.meetings
        if meeting.key == "rso" and not meeting.agrees
    }
    assert slips[area] == f"the neighbour's row ({before})"
    assert "figures known before" not in {check.name for check in found.stops}
