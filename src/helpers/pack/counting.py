"""The figures of an extract, counted by the measures over its tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helpers.pack.contract import RISKS
from helpers.pack.figures import Counted, Figure, Manager, Place, WeekPlace, nearest_tenths, tenths
from helpers.pack.measures import MEASURES, VISITS_IN, Counts, nearest
from helpers.pack.parts import MeasurePart
from helpers.pack.stage_two import ALL, NOT_ADDITIVE
from helpers.pack.tables import Tables
from helpers.pack.tallies import Tally


def counted(tables: Tables, parts: Sequence[MeasurePart]) -> Counted:
    """Return every figure of the tables, and the managers without their keys."""
    counts = Counts(tables)
    own_bands = {(part.measure, part.part) for part in parts if part.bands in NOT_ADDITIVE}
    figures: dict[Place, Figure] = {}
    weeks: dict[WeekPlace, Figure] = {}
    for measure in MEASURES:
        for tally in measure(counts):
            own = (tally.measure, tally.part) in own_bands
            figures.update(
                (place, figure)
                for place, figure in tally.figures(tables.teams)
                if not (own and place.band == ALL)
            )
            if isinstance(tally, Tally):
                weeks.update(tally.weeks(tables.teams))
    for team in (ALL, *tables.teams):
        for risk in (ALL, *RISKS):
            figures[Place("P07", "weeks_to_clear", team, risk, ALL)] = _pace(figures, team, risk)
    return Counted(figures, weeks, _managers(counts))


def _pace(figures: dict[Place, Figure], team: str, risk: str) -> Figure:
    """Return how many weeks the overdue visits would take at the pace of the last four, if they fall."""

    def count(measure: str, part: str) -> int:
        return figures[Place(measure, part, team, risk, ALL)].numerator or 0

    overdue = count("P02", "overdue")
    surplus = count("P07", "cleared") - count("P07", "became_overdue")
    if surplus <= 0:
        return Figure(4 * overdue, None)
    return Figure(4 * overdue, surplus, nearest_tenths(4 * overdue, surplus))


def _managers(counts: Counts) -> list[Manager]:
    """Return the managers by team, and there by caseload from the highest."""
    frame = counts.managers.copy()
    capacity = counts.tables.standard("visits_capacity")
    fte, cases, visits = (frame[name].to_numpy() for name in ("fte", "cases", "visits"))
    frame["load"] = nearest(100 * cases, fte)
    frame["pace"] = nearest(100 * visits, fte * VISITS_IN)
    frame["share"] = (
        nearest(10 * 1000 * visits, fte * VISITS_IN * capacity) if capacity else np.full(len(frame), -1)
    )
    order = np.lexsort((cases, -frame["pace"], -fte, -frame["load"], frame["team"]))
    columns = ("team", "fte", "cases", "load", "pace", "share")
    rows = frame.iloc[order][list(columns)].to_numpy(np.int64).tolist()
    return [
        Manager(
            team=counts.tables.teams[team],
            fte=tenths(fte_of_one),
            cases=held,
            caseload=tenths(load),
            officer_visits=tenths(pace),
            workload=tenths(share) if capacity else "",
        )
        for team, fte_of_one, held, load, pace, share in rows
    ]
