"""Packs of synthetic forces, and what a reader can work out of a release with integer programming."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers.data.rows import records
from helpers.data.sources import read_reference
from helpers.pack.aggregating import aggregated
from helpers.pack.disclosure.audiences import audience
from helpers.pack.disclosure.files import disclose, read_tables
from helpers.pack.synthesis import synthetic_files

PARTS = {(row["measure"], row["part"]): row for row in records(read_reference("pack_measures"))}
ON = date(2040, 1, 1)
HIGHEST = 100_000


def stage_two(cases=250, weeks=60, kind="usual", seed=1):
    """The tables of a synthetic force; more weeks are the same force, later."""
    return _stage_two(cases, weeks, kind, seed)  # by place, so that each is made once however it is asked for


@lru_cache(maxsize=32)
def _stage_two(cases, weeks, kind, seed):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in synthetic_files(seed, cases, weeks, kind).items():
            (Path(folder) / name).write_bytes(content)
        return read(aggregated(Path(folder)).files)


@lru_cache(maxsize=48)
def released(who, cases=250, weeks=60, kind="usual", seed=1):
    """What an audience is first given of it."""
    return read(files(who, stage_two(cases, weeks, kind, seed)), who)


@lru_cache(maxsize=8)
def released_again(who, weeks=64):
    """What an audience is given of it some weeks later, after what it was first given."""
    return read(
        files(who, stage_two(weeks=weeks), earlier=[released(who)], before=[stage_two()]),
        who,
    )


def some_of(tables, measures):
    """The tables with the rows of some measures alone, without weeks: quick to release."""
    rows = [row for row in tables["measures.csv"] if row["measure_id"] in measures]
    return {**tables, "measures.csv": rows, "weekly.csv": []}


def files(who, tables, **options):
    return disclose(tables, PARTS, audience(who), on=ON, **options)[0]


def read(contents, who=""):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents.items():
            (Path(folder) / name).write_bytes(content)
        return read_tables(Path(folder), of_audience=who)


def bounds(equations, known, wanted, ranges=None):
    """The lowest and highest whole number of a count, for all the equations and known counts say."""
    names = sorted({name for equation in equations for name in equation} | {wanted}, key=str)
    place = {name: at for at, name in enumerate(names)}
    low = np.array([known.get(name, (ranges or {}).get(name, (0, HIGHEST))[0]) for name in names], float)
    high = np.array([known.get(name, (ranges or {}).get(name, (0, HIGHEST))[1]) for name in names], float)
    sums = np.zeros((len(equations), len(names)))
    for row, (whole, *parts) in enumerate(equations):
        sums[row, place[whole]] += 1
        for part in parts:
            sums[row, place[part]] -= 1
    aim = np.zeros(len(names))
    aim[place[wanted]] = 1
    ends = [
        milp(
            way * aim,
            constraints=LinearConstraint(sums, 0, 0),
            bounds=Bounds(low, high),
            integrality=np.ones(len(names)),
        )
        for way in (1, -1)
    ]
    assert all(end.status == 0 for end in ends), "what is released contradicts itself"
    return tuple(round(end.x[place[wanted]]) for end in ends)


def attacked(tables):
    """The equations a reader finds in released tables by what the words mean, and the counts that are shown.

    A count is named by measure, part, risk level, band, week and side; what is left of a whole by a number.
    """
    known, counts = {}, set()
    for row in [*tables["measures.csv"], *tables["weekly.csv"]]:
        kind = PARTS[row["measure_id"], row["part"]]["kind"]
        for side in ("numerator", "denominator"):
            if (
                kind == "level"
                or row["measure_id"] in ("P16", "P17", "P20")
                or (side == "denominator" and kind != "share")
            ):
                continue
            name = (
                row["measure_id"],
                row["part"],
                row["risk_level"],
                row.get("band", "all"),
                row.get("week_ending", ""),
                side[0],
            )
            counts.add(name)
            if row[side]:
                known[name] = int(row[side])
    return [*across(counts), *between(counts)], known


def across(counts):
    """Risks and bands add up, the last weeks to the window, and a numerator lies in its denominator."""
    risks, bands, weeks = defaultdict(list), defaultdict(list), defaultdict(list)
    for measure, part, risk, band, week, side in sorted(counts):
        if risk != "all":
            risks[measure, part, "all", band, week, side].append((measure, part, risk, band, week, side))
        if band != "all" and measure != "Q1":
            bands[measure, part, risk, "all", week, side].append((measure, part, risk, band, week, side))
        if week:
            weeks[measure, part, risk, band, "", side].append((measure, part, risk, band, week, side))
    for whole, parts in (*risks.items(), *bands.items()):
        yield (whole, *parts)
    for whole, parts in weeks.items():
        length = {"4_weeks": 4, "13_weeks": 13}[PARTS[whole[:2]]["window"]]
        yield (whole, *sorted(parts)[-length:])
    for count in sorted(counts):
        if count[5] == "d":
            yield (count, (*count[:5], "n"), ("left", count))


def between(counts):
    """The same cases counted in two measures."""
    same = [
        (("P02", "overdue", "all", "n"), ("P03", "late", "all", "n")),
        (("P02", "overdue", "all", "n"), ("P04", "whole_interval", "all", "d")),
        (("P01", "cases", "active", "n"), ("P05", "not_seen", "all", "d")),
        (("P08", "lone", "all", "n"), ("P09", "not_shown", "all", "d")),
        (("P08", "lone", "all", "n"), ("P09", "authority", "all", "n")),
        (("P08", "lone", "all", "n"), ("P09", "reason", "all", "n")),
        (("P12", "overdue", "all", "n"), ("P12", "late", "all", "n")),
        (("P18", "unallocated", "all", "n"), ("P18", "waiting", "all", "n")),
        (("P01", "cases", "reactive", "n"), ("P19", "reactive", "all", "n")),
        (("P01", "cases", "reactive", "n"), ("P19", "not_low", "all", "d")),
        (("P18", "unallocated", "all", "d"), ("P19", "reactive", "all", "d")),
        (("O1", "open", "all", "n"), ("O1", "unallocated", "all", "d")),
        (("O1", "open", "over 365", "n"), ("O1", "older_than_365", "all", "n")),
        (("P14", "five_headings", "all", "d"), ("P14", "led_to_action", "all", "d")),
    ]
    for risk, week in sorted({(count[2], count[4]) for count in counts}):
        at = lambda term: (term[0], term[1], risk, term[2], week, term[3])  # noqa: B023, E731
        for first, second in same:
            if at(first) in counts and at(second) in counts:
                yield (at(first), at(second))
        due, done = ("P06", "on_time", "all", "d"), ("P06", "on_time", "all", "n")
        if at(due) in counts:
            yield (at(due), at(done), at(("P07", "became_overdue", "all", "n")))
