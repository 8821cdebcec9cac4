"""The published figures read anew from the raw tables without the package: plain csv, a few rules, no pandas.

A figure is (low, high). What a page states is checked against these.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / "data"
NATION = "England and Wales"
COUNT, RATE, PERCENT = "rso_count", "rso_rate_per_100k", "rso_change_percent"
ORDER = {"published": 0, "revised": 0, "rounded": 1, "derived": 2, "bounded": 3}
Span = tuple[float, float]


def rows(table: str, folder: str = "raw") -> list[dict[str, str]]:
    with (DATA / folder / f"{table}.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@cache
def areas() -> dict[str, str]:
    """Every area and its region."""
    return {row["mappa_area"]: row["region"] for row in rows("forces")}


@cache
def names() -> dict[str, str]:
    return {row["name"]: row["canonical"] for row in rows("names", "reference")}


def printed(value: str, whole: bool) -> Span:
    """A printed 125 is at least 124.5 and below 125.5; a count is itself."""
    number = float(value)
    half = 0.0 if whole else 0.5 * 10.0 ** -len(f"{number:.10g}".partition(".")[2])
    return number - half, number + half - (1e-9 if half else 0.0)


@cache
def statements() -> dict[tuple[str, int, str], list[tuple[int, float, Span, str, bool]]]:
    """Every statement on a figure: rank of its kind, width, bounds, source, whether it rests on another."""
    series = {(row["measure"], row["basis"]): row for row in rows("series", "reference")}
    read = {
        (row["area"], row["period_end"], row["measure"], row["source_id"]): row
        for row in rows("readings", "reference")
    }
    found: dict[tuple[str, int, str], list[tuple[int, float, Span, str, bool]]] = {}

    def add(area: str, year: int, measure: str, kind: str, span: Span, source: str, rests: bool) -> None:
        key = (names().get(area, area), year, measure)
        found.setdefault(key, []).append((ORDER[kind], span[1] - span[0], span, source, rests))

    for row in rows("mappa_figures"):
        if row["area_type"] == "region":
            continue
        place = series[row["measure"], row["basis"]]
        year, measure = int(row["period_end"][:4]) + int(place["shift_years"]), place["series"]
        reading = read.get((row["area"], row["period_end"], row["measure"], row["source_id"]))
        if reading is None:
            add(
                row["area"],
                year,
                measure,
                "published",
                printed(row["value"], row["unit"] == "count"),
                row["source_id"],
                False,
            )
        elif reading["status"] not in ("excluded", "refused"):
            span = float(reading["low"]), float(reading["high"])
            add(row["area"], year, reading["series"], reading["status"], span, row["source_id"], False)
    for row in rows("derived_bounds"):
        rounded = "rate" in row["measure"] or "percent" in row["measure"]
        low, high = printed(row["low"], not rounded)[0], printed(row["high"], not rounded)[1]
        kind = "derived" if row["low"] == row["high"] else "bounded"
        add(
            row["area"],
            int(row["period_end"][:4]),
            row["measure"],
            kind,
            (low, high),
            "derived_bounds",
            bool(row["depends_on"]),
        )
    return found


@cache
def preferred() -> dict[tuple[str, int, str], str]:
    """The source that precedence names for a figure."""
    return {
        (names().get(row["area"], row["area"]), int(row["period_end"][:4]), row["measure"]): row["source_id"]
        for row in rows("precedence", "reference")
    }


@cache
def chosen(area: str, year: int, measure: str) -> tuple[int, float, Span, str, bool] | None:
    """The statement that is used: the one that precedence names, else the best kind and the narrowest."""
    known = statements().get((area, year, measure), [])
    named = preferred().get((area, year, measure))
    first = [one for one in known if one[3] == named] or sorted(known, key=lambda one: one[:2])
    return first[0] if first else None


@cache
def count(area: str, year: int, measure: str = COUNT) -> Span | None:
    """A figure as stated, else worked back from the next year and the change to it, else by the rate."""
    return without_rate(area, year, measure) or (by_rate(area, year) if measure == COUNT else None)


@cache
def by_rate(area: str, year: int) -> Span | None:
    """The whole numbers that a rate leaves, where they are within 2% and its population is settled."""
    stated, people = chosen(area, year, RATE), population(area, year)
    if stated is None or people is None or not settled(year):
        return None
    low, high = math.ceil(stated[2][0] * people / 1e5 - 1e-9), math.floor(stated[2][1] * people / 1e5)
    return (low, high) if low <= high and high - low <= 0.02 * (low + high) / 2 else None


@cache
def without_rate(area: str, year: int, measure: str = COUNT) -> Span | None:
    found = chosen(area, year, measure)
    if found is not None:
        return found[2]
    later, percent = chosen(area, year + 1, measure), chosen(area, year + 1, PERCENT)
    if measure != COUNT or later is None or percent is None or later[2][0] != later[2][1] or later[4]:
        return None
    low, high = (later[2][0] / (1 + end / 100) for end in (percent[2][1], percent[2][0]))
    whole = math.ceil(low - 1e-7), math.floor(high + 1e-7)
    return whole if whole[0] <= whole[1] else None


@cache
def denominators() -> dict[int, dict[str, str]]:
    """The year of the population that the rates of a date use, and whether that is settled."""
    return {int(row["period_end"][:4]): row for row in rows("rate_denominators")}


@cache
def populations() -> dict[tuple[str, str], float]:
    """People aged 10 and over, by area and mid-year."""
    return {
        (row["area"], row["mid_year"]): float(row["value"])
        for row in rows("population")
        if row["measure"] == "population_10_plus"
    }


def population(area: str, year: int) -> float | None:
    """People aged 10 and over in the mid-year that the rates of the date use."""
    return populations().get((area, denominators()[year]["mid_year"])) if year in denominators() else None


def settled(year: int) -> bool:
    return year not in denominators() or denominators()[year]["settled"] != "no"


@cache
def rate(area: str, year: int) -> Span | None:
    """The rate as stated, else computed; that of the nation never from a printed one-in figure."""
    found, people, number = chosen(area, year, RATE), population(area, year), without_rate(area, year)
    if found is not None and not (area == NATION and found[3] == "derived_bounds"):
        return found[2]
    if number is None or people is None:
        return found[2] if found else None
    return 1e5 * number[0] / people, 1e5 * number[1] / people


@cache
def percent(area: str, year: int) -> Span | None:
    """The change on the year in per cent: from counts if neither rests on a statement, else as printed."""
    old, new = count(area, year - 1), count(area, year)
    resting = any((one := chosen(area, each, COUNT)) and one[4] for each in (year - 1, year))
    if old and new and not resting and min(old[0], new[0]) >= 5:
        return 100 * (new[0] / old[1] - 1), 100 * (new[1] / old[0] - 1)
    stated = chosen(area, year, PERCENT)
    return stated[2] if stated else None


def places(mine: Span, others: list[Span], unknown: int) -> tuple[int, int]:
    """The places that a figure may take, 1 being highest."""
    above = sum(low > mine[1] for low, _ in others)
    return 1 + above, 1 + sum(high > mine[0] for _, high in others) + unknown


def byar(span: Span, people: float) -> Span:
    """Byar's limits of a rate with bounds, written out; every count here is far above ten."""
    low, high = span[0] * people / 1e5, span[1] * people / 1e5 + 1
    z = 1.959963984540054
    return (
        1e5 / people * low * (1 - 1 / (9 * low) - z / (3 * low**0.5)) ** 3,
        1e5 / people * high * (1 - 1 / (9 * high) + z / (3 * high**0.5)) ** 3,
    )


@cache
def funnel(year: int) -> tuple[float, float, dict[str, float]] | None:
    """Target, tau squared, and the population of every area with a rate; with numpy."""
    known = {area: span for area in areas() if (span := rate(area, year)) is not None}
    whole, people = count(NATION, year), population(NATION, year)
    if whole is None or people is None or not settled(year) or len(known) < 10:
        return None
    target = 1e5 * (whole[0] + whole[1]) / 2 / people
    sizes = {area: float(population(area, year) or 0) for area in known}
    expected = np.array([target * sizes[area] / 1e5 for area in known])
    observed = np.array([(low + high) / 2 * sizes[area] / 1e5 for area, (low, high) in known.items()])
    scores = 2 * (np.sqrt(observed) - np.sqrt(expected))
    scores = np.clip(scores, *np.quantile(scores, [0.1, 0.9]))
    weights, number = 4 * expected, len(known)
    excess = float((scores**2).sum()) - (number - 1)
    return target, max(0.0, excess / float(weights.sum() - (weights**2).sum() / weights.sum())), sizes


def limits(area: str, year: int, z: float) -> Span:
    found = funnel(year)
    assert found is not None
    target, spread, sizes = found
    reach = z * (1 / (4 * target * sizes[area] / 1e5) + spread) ** 0.5
    return target * max(0.0, 1 - reach) ** 2, target * (1 + reach) ** 2


def earlier(year: int) -> list[float]:
    """The yearly changes of all areas in the ten years before."""
    spans = (percent(area, each) for each in range(year - 10, year) for area in areas())
    return [(span[0] + span[1]) / 2 for span in spans if span is not None]


@cache
def around(changes: tuple[float, ...], deviations: float) -> Span:
    """Median plus and minus so many scaled median absolute deviations."""
    centre = float(np.median(changes))
    reach = deviations * 1.4826 * float(np.median(np.abs(np.array(changes) - centre)))
    return centre - reach, centre + reach


def is_step(area: str, year: int) -> bool:
    mine, before = percent(area, year), earlier(year)
    if mine is None or len(before) < 20:
        return False
    low, high = around(tuple(before), 3.5)
    return mine[0] > high or mine[1] < low


def counted(area: str, year: int) -> Iterator[int]:
    """The years up to ``year`` that have a count."""
    return (each for each in range(2000, year + 1) if count(area, each) is not None)


def stretch(area: str, year: int) -> list[int]:
    """The counted years since the last step, as far as it parts any of them."""
    years = list(counted(area, year))
    breaks = [each for each in range(2000, year + 1) if years and each <= years[-1] and is_step(area, each)]
    return [each for each in years if each >= max(breaks, default=0)]
