"""Figures that are well formed and cannot be right: sums, the year before, and populations against rates.

How far right figures go is measured on the data and stands in ``reference/limits.csv``, with the limit beyond
which reading stops and the reason for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from helpers.data.errors import DataError
from helpers.data.observations import Observation
from helpers.data.rows import Row, records
from helpers.data.sources import read_raw, read_reference
from helpers.text.nouns import agree

if TYPE_CHECKING:
    import pandas as pd

# An area, and a date or a mid-year.
Key = tuple[str, int]
Figures = Mapping[tuple[str, int, str], Observation]
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ALL_FORCES = "UK"
NATION, WHOLE = "England and Wales", "K04000001"  # with its code
SMALL = 50_000  # people; the City of London has fewer, and their number moves by a quarter in a year
_FEWEST_PAIRS = 3
_NEAR = (0, -1, 1, -2, 2, -3, 3)
# Numbers of people, and rates of them, that move slowly.
STOCKS = (
    *("rso_count", "rso_count_police_held", "mappa_total", "mappa_total_pre2009"),
    *("rso_rate_per_100k", "rso_rate_per_100k_total_pop", "rso_one_in_n"),
)
# What is counted of the offenders on the register, or beside them, by the limit on its share of their number.
_OF_RSOS = {
    **dict.fromkeys(("cat2_violent", "cat2_violent_pre2009"), "violent_of_rsos"),
    **dict.fromkeys(("level1_rso", "level1_all"), "level1_of_rsos"),
    **dict.fromkeys(("level2_in_year_all", "level23_in_year_all"), "level2_in_year_of_rsos"),
    **dict.fromkeys(
        (
            *(
                "cat3_other_dangerous_pre2009",
                "level3_in_year_all",
                "level2_all",
                "level2_rso",
                "level2_unclear",
            ),
            *("level2_in_year_rso", "notification_breaches", "notification_breaches_as_worded"),
            *("shpo_imposed", "sopo_imposed", "sopo_breaches", "sopo_breaches_level23"),
            *("licence_recalls", "licence_recalls_rso", "licence_recalls_as_worded"),
        ),
        "some_of_rsos",
    ),
    **dict.fromkeys(
        (
            *("cat3_other_dangerous", "cat4_terrorist", "level3_all", "level3_rso", "level3_unclear"),
            *(
                "level3_in_year_rso",
                "revocations",
                "revocations_foi",
                "revocation_applications",
                "sfo_charged",
            ),
        ),
        "few_of_rsos",
    ),
}
# The categories beside the offenders on the register, which are all of them together.
_OTHER_CATEGORIES = ("cat2_violent", "cat3_other_dangerous")
MANY = (
    1_500  # of those counted within a year, or in another category, a nation has more: no chance moves them
)
_SAME_TIME = (0, 1, -1, 2, -2)  # years between a force's own count and the one that it is held against
_CLOSER = ("rso_count", "rso_rate_per_100k")  # their change from one year to the next has limits of its own


class Estimate(NamedTuple):
    """One row of the table of populations."""

    area: str
    pfa_code: str
    mid_year: int
    measure: str
    value: int
    census_base: str
    line: int

    @property
    def where(self) -> str:
        """Its place, for a message."""
        return f"raw/population.csv, line {self.line} ({self.area}, mid-{self.mid_year}, {self.measure})"


Cells = Mapping[tuple[str, int, str], Estimate]


class Base(Protocol):
    """The mid-year whose population the rates of a date use, and whether that is settled."""

    @property
    def mid_year(self) -> int:
        """The year."""

    @property
    def settled(self) -> bool:
        """Whether the published rates settle it."""


@dataclass(frozen=True)
class _Before:
    """The base of a date for which nobody has looked: the mid-year before it."""

    mid_year: int
    settled: bool = False


@dataclass(frozen=True)
class Measured:
    """One figure to hold against a limit, and where it stands: ``what`` completes "... is 12.3 per cent".

    ``area`` and ``year`` say of what it is, and ``sources`` what it rests on, where it is of figures.
    """

    limit: str
    figure: float
    where: str
    what: str
    area: str = NATION
    year: int = 0
    sources: frozenset[str] = frozenset()


class ImplausibleError(DataError):
    """Figures that a limit forbids: all of them are ``beyond`` it, and the message is on the first."""

    def __init__(self, message: str, beyond: Sequence[Measured]) -> None:
        super().__init__(message)
        self.beyond = tuple(beyond)


@dataclass(frozen=True)
class Limit:
    """What is allowed, from ``low`` to ``high``, in a ``unit``, as a line of reference/limits.csv has it."""

    low: float
    high: float
    unit: str
    line: int

    def allows(self, figure: float) -> bool:
        """Return whether a figure is within the limit."""
        return self.low <= figure <= self.high


class Limits(dict[str, Limit]):
    """The limits by their names; one that is asked for and has no row raises DataError."""

    def __missing__(self, name: str) -> Limit:
        raise DataError(f"reference/limits.csv has no row {name!r}; restore it from version control")


def check_population(folder: Path, bases: Mapping[int, Base]) -> None:
    """Raise DataError for a population that is missing, not the sum of its parts, or that a limit forbids.

    ``bases`` are as in ``check_figures``.
    """
    rows, forces = _rows(folder), read_raw("forces", folder)
    _check_codes(rows, dict(zip(forces["area"], forces["pfa_code"], strict=True)))
    cells = _by_code(rows)
    codes = list(dict.fromkeys(read_raw("lad24_to_pfa24", folder)["pfa24_code"]))
    there = forces[forces["pfa_code"].isin(codes)]
    _check_complete(rows, {*there["area"], *there["mappa_area"], NATION}, bases)
    _check_sums(cells, codes)
    check_measured(population_measured(cells), folder)


def check_figures(
    figures: Figures,
    population: Mapping[Key, Observation],
    bases: Mapping[int, Base],
    folder: Path,
) -> None:
    """Raise ImplausibleError for counts, rates and populations that a limit forbids.

    ``bases`` maps the year of a date to the population that its published rates are found to use. What a row
    of ``reference/exemptions.csv`` lets through of an official release is not held against the limit.
    """
    check_measured(figures_measured(figures, population, bases), folder)


def check_answers(surveys: pd.DataFrame, figures: Figures, folder: Path) -> None:
    """Raise DataError for an answer to a survey of missing people that is too large a part of all."""
    check_measured(answers_measured(surveys, figures), folder)


def check_workload(workload: pd.DataFrame, figures: Figures, folder: Path) -> None:
    """Raise DataError for a number of RSOs in the table of workload that is too large a part of all."""
    check_measured(workload_measured(workload, figures), folder)


def workload_measured(workload: pd.DataFrame, figures: Figures) -> Iterator[Measured]:
    """Yield each number of RSOs of a force, or expected of the nation, of the most ever on its register.

    ``workload`` is the table, each force under its one name; values in words are passed over.
    """
    most = _most(figures)
    rows = workload[(workload["unit"] == "RSOs") & workload["force"].isin(list(most))]
    rows = rows[rows["value"].str.fullmatch("[0-9]{1,9}")]
    for force, value, line in zip(rows["force"], rows["value"], rows["line"], strict=True):
        where = f"raw/workload.csv, line {line} ({force}, value)"
        share = 100 * float(value) / most[force]
        yield Measured("workload_of_all", share, where, "the share of all on the register")


def _most(figures: Figures) -> dict[str, float]:
    """Return the most that were ever on the register of each area."""
    most: dict[str, float] = {}
    for (area, _, measure), figure in figures.items():
        if measure == "rso_count":
            most[area] = max(most.get(area, 0.0), figure.high)
    return most


def answers_measured(surveys: pd.DataFrame, figures: Figures) -> Iterator[Measured]:
    """Yield how many are missing of the most ever on an area's register, and of the total of the same survey.

    ``surveys`` is the table of answers, each force under its one name. Yield too by how many years the last
    that a survey's name gives is later than the last of the answer's date.
    """
    most = _most(figures)
    answers = surveys[surveys["missing_count"].notna() & surveys["force"].isin(list(most))]
    for force, count, line in zip(answers["force"], answers["missing_count"], answers["line"], strict=True):
        where = f"raw/missing_surveys.csv, line {line} ({force}, missing_count)"
        yield Measured(
            "missing_of_all", 100 * int(count) / most[force], where, "the share of all on the register"
        )
    for row in records(surveys):
        named, dated = _YEAR.findall(row["survey"]), _YEAR.findall(row["survey_date"])
        if named and dated:
            where = f"raw/missing_surveys.csv, line {row['line']} ({row['force']}, survey_date)"
            what = f"by how many years {row['survey']!r} is later than {row['survey_date']!r}"
            yield Measured("survey_after_date", float(int(named[-1]) - int(max(dated))), where, what)
    yield from _answers_of_total(records(surveys[surveys["missing_count"].notna()]))


def _answers_of_total(answers: Sequence[Row]) -> Iterator[Measured]:
    """Yield all answers of the forces to a survey together, for every hundred of the total that it prints."""
    for total in answers:
        if total["force"] == _ALL_FORCES:
            parts = [
                int(row["missing_count"])
                for row in answers
                if row["survey"] == total["survey"] and row["force"] != _ALL_FORCES
            ]
            where = f"raw/missing_surveys.csv, line {total['line']} ({total['survey']}, missing_count)"
            what = "what the forces answered together, for every hundred of the total,"
            share = 100 * sum(parts) / int(total["missing_count"]) if total["missing_count"] else 1e6
            yield Measured("answers_of_total", share if sum(parts) else 0.0, where, what)


def estimates(folder: Path) -> Cells:
    """Return each row of the table of populations by its code, mid-year and measure."""
    return _by_code(_rows(folder))


def population_measured(cells: Cells) -> Iterator[Measured]:
    """Yield each change of a population on the year before, and each share of people aged 10 and over."""
    for (code, year, measure), row in cells.items():
        before = cells.get((code, year - 1, measure))
        if before is not None:
            equal = float(before.value == row.value)
            what = "whether it equals that of the year before (1 if so)"
            yield Measured("unchanged_population", equal, row.where, what)
            same = before.census_base == row.census_base
            kind = "of_few" if before.value < SMALL else "of_population" if same else "rebased"
            change = _percent_over(row.value, before.value)
            yield Measured(f"change_{kind}", change, row.where, "the change on the year before")
        everyone = cells.get((code, year, "population_all"))
        if measure == "population_10_plus" and everyone is not None:
            share = 100 * row.value / everyone.value
            yield Measured("share_aged_10_plus", share, row.where, "the share of people of all ages")


def figures_measured(
    figures: Figures,
    population: Mapping[Key, Observation],
    bases: Mapping[int, Base],
) -> Iterator[Measured]:
    """Yield changes of counts and rates on the year before, counts by population, and what rates imply."""
    for (area, year, measure), figure in figures.items():
        if measure not in ("rso_count", "rso_rate_per_100k"):
            continue
        before = figures.get((area, year - 1, measure))
        if before is not None:
            yield Measured(
                f"change_of_{measure}",
                _least_change(before, figure),
                where_of(figure),
                "the change on the year before",
                *_of(figure, before),
            )
        people = next((population[area, year + by] for by in _NEAR if (area, year + by) in population), None)
        if measure == "rso_rate_per_100k":
            limit = "rsos_per_100k" if people is not None else "rsos_per_100k_long_ago"
            yield Measured(limit, _middle(figure), where_of(figure), "the rate", *_of(figure))
        elif people is not None:
            rate = 1e5 * _middle(figure) / people.low
            yield Measured(
                "rsos_per_100k",
                rate,
                where_of(figure),
                f"the number for every 100,000 people ({line_of(people)})",
                *_of(figure),
            )
    yield from _unchanged(figures)
    for year in sorted({date for _, date, measure in figures if measure == "rso_rate_per_100k"}):
        base = bases.get(year, _Before(year - 1))
        yield from _implied(figures, population, year, base)
    yield from _nearest(figures)
    yield from _police_held(figures)
    yield from _implied_everyone(figures, population)
    yield from _far(figures, population)
    yield from _of_rsos(figures)
    yield from _implied_bounds(figures, population)
    yield from _second(figures, population, bases)


def _nearest(figures: Figures) -> Iterator[Measured]:
    """Yield the change for each year between the dates of a stock or rate that are next to each other.

    That of RSOs from one year to the next has limits of its own, and so has what else is counted of many.
    """
    for (area, measure), years in years_of(figures).items():
        for first, last in pairwise(years):
            before, figure = figures[area, first, measure], figures[area, last, measure]
            slow = measure in STOCKS and (last - first > 1 or measure not in _CLOSER)
            if slow or (measure in _OF_RSOS and max(before.high, figure.high) >= MANY):
                ratio = 1 + _least_change(before, figure) / 100
                yield Measured(
                    "change_each_year" if slow else "change_each_year_of_many",
                    100 * (ratio ** (1 / (last - first)) - 1),
                    where_of(figure),
                    f"the change for each year since 31 March {first} ({line_of(before)})",
                    *_of(figure, before),
                )


def years_of(figures: Figures) -> Mapping[tuple[str, str], list[int]]:
    """Return the years of each area and measure, earliest first."""
    years: dict[tuple[str, str], list[int]] = {}
    for area, year, measure in sorted(figures):
        years.setdefault((area, measure), []).append(year)
    return years


def _police_held(figures: Figures) -> Iterator[Measured]:
    """Yield what a force says it manages for every hundred on its register, two years off at most."""
    for (area, year, measure), figure in figures.items():
        beside = [figures.get((area, year + by, "rso_count")) for by in _SAME_TIME]
        count = next((count for count in beside if count is not None), None)
        if measure == "rso_count_police_held" and count is not None:
            what = f"the number for every hundred RSOs ({line_of(count)})"
            share = 100 * _middle(figure) / _middle(count)
            yield Measured("police_held_of_rsos", share, where_of(figure), what, *_of(figure, count))


def _implied_everyone(figures: Figures, population: Mapping[Key, Observation]) -> Iterator[Measured]:
    """Yield what a count and its rate of all ages make of the population, of the people aged 10 and over."""
    for (area, year, measure), rate in figures.items():
        if (
            measure != "rso_rate_per_100k_total_pop"
            or (count := figures.get((area, year, "rso_count"))) is None
        ):
            continue
        if mid_years := [mid_year for place, mid_year in population if place == area]:
            people = population[area, min(mid_years, key=lambda mid_year: (abs(mid_year - year), mid_year))]
            share = 100 * (1e5 * _middle(count) / _middle(rate)) / people.low
            what = f"what count and rate make of the population, for every hundred aged 10 and over ({line_of(people)}),"
            yield Measured("implied_everyone", share, where_of(rate), what, *_of(rate, count))


def _far(figures: Figures, population: Mapping[Key, Observation]) -> Iterator[Measured]:
    """Yield people for every 100,000 by the population of the nearest year, however far that is."""
    years: dict[str, list[int]] = {}
    for area, mid_year in population:
        years.setdefault(area, []).append(mid_year)
    for (area, year, measure), figure in figures.items():
        mid_years = years.get(area, [])
        if measure not in STOCKS[:4] or not mid_years:
            continue
        people = population[area, min(mid_years, key=lambda mid_year: (abs(mid_year - year), mid_year))]
        if measure == "rso_count" and people.year - year in _NEAR:
            continue  # held against a closer limit
        limit = {"rso_count": "rsos_per_100k_long_ago", "rso_count_police_held": "police_held_per_100k"}.get(
            measure, "mappa_per_100k"
        )
        what = f"the number for every 100,000 people ({line_of(people)})"
        yield Measured(limit, 1e5 * _middle(figure) / people.low, where_of(figure), what, *_of(figure))


def _of_rsos(figures: Figures) -> Iterator[Measured]:
    """Yield what else is counted for every hundred RSOs, by the count of the nearest date, however far."""
    years: dict[str, list[int]] = {}
    for area, year, measure in figures:
        if measure == "rso_count":
            years.setdefault(area, []).append(year)
    for (area, year, measure), figure in figures.items():
        limit, dates = _OF_RSOS.get(measure), years.get(area)
        if limit is not None and dates:
            count = figures[area, min(dates, key=lambda date: (abs(date - year), date)), "rso_count"]
            what = f"the number for every hundred RSOs ({line_of(count)})"
            share = 100 * _middle(figure) / _middle(count)
            yield Measured(limit, share, where_of(figure), what, *_of(figure, count))


def _implied_bounds(figures: Figures, population: Mapping[Key, Observation]) -> Iterator[Measured]:
    """Yield how far each bound of an implied population is from the one of the nearest mid-year."""
    years: dict[str, list[int]] = {}
    for area, mid_year in population:
        years.setdefault(area, []).append(mid_year)
    for (area, year, measure), figure in figures.items():
        if measure == "population_10plus_implied" and area in years:
            nearest = min(years[area], key=lambda mid_year: (abs(mid_year - year + 1), mid_year))
            people = population[area, nearest]
            for bound in (figure.low, figure.high):
                what = f"how far a bound is from the population ({line_of(people)})"
                off = _percent_over(bound, people.low)
                yield Measured("implied_bound", off, where_of(figure), what, *_of(figure))


def _second(
    figures: Figures, population: Mapping[Key, Observation], bases: Mapping[int, Base]
) -> Iterator[Measured]:
    """Yield how far a figure is from what others of its area and date make it: one in N, share and change."""
    for (area, year, measure), figure in figures.items():
        made: tuple[float, float] | None = None
        others: tuple[Observation, ...] = ()
        count, before = figures.get((area, year, "rso_count")), figures.get((area, year - 1, "rso_count"))
        total, rate = figures.get((area, year, "mappa_total")), figures.get((area, year, "rso_rate_per_100k"))
        more = figures.get((area, year, "rso_change_number_5y"))
        parts = [figures.get((area, year, name)) for name in _OTHER_CATEGORIES]
        people = population.get((area, bases[year].mid_year)) if year in bases else None
        if measure == "rso_one_in_n" and count is not None and people is not None:
            made, others = (people.low / count.high, people.high / count.low), (count,)
        elif measure == "rso_one_in_n" and rate is not None:
            made, others = (1e5 / rate.high, 1e5 / rate.low), (rate,)
        elif measure == "rso_share_of_mappa_percent" and count is not None and (total or all(parts)):
            of = (total,) if total else (count, *filter(None, parts))
            low, high = sum(part.low for part in of), sum(part.high for part in of)
            made, others = (
                (100 * count.low / high, 100 * count.high / low),
                tuple(dict.fromkeys((count, *of))),
            )
        elif measure == "rso_change_percent_5y" and count is not None and more is not None:
            made, others = _growth(count, more), (count, more)
        elif (
            measure in ("rso_change_percent", "rso_change_number")
            and count is not None
            and before is not None
        ):
            made = _change(before, count, percent=measure == "rso_change_percent")
            others = (count, before)
        if made is not None:
            low, high = made
            off = (
                0.0
                if low <= figure.high and figure.low <= high
                else min(abs(figure.low - high), abs(low - figure.high))
            )
            if measure in ("rso_one_in_n", "rso_share_of_mappa_percent"):
                off = 100 * off / low
            what = f"how far it is from what {' and '.join(map(line_of, others))} make of it"
            yield Measured(f"off_{measure}", off, where_of(figure), what, *_of(figure, *others))


def _growth(count: Observation, more: Observation) -> tuple[float, float]:
    """Return the bounds of the change in per cent, by which a count is ``more`` than it was."""
    before = replace(count, low=count.low - more.high, high=count.high - more.low)
    return _change(before, count, percent=True)


def _change(before: Observation, after: Observation, *, percent: bool) -> tuple[float, float]:
    """Return the bounds of the change from one count to another, in people or in per cent."""
    if percent:
        return _percent_over(after.low, before.high), _percent_over(after.high, before.low)
    return after.low - before.high, after.high - before.low


def _unchanged(figures: Figures) -> Iterator[Measured]:
    """Yield for each date the share of areas whose count is exactly that of the year before."""
    pairs: dict[int, list[bool]] = {}
    sources: dict[int, set[str]] = {}
    for (area, year, measure), figure in figures.items():
        before = figures.get((area, year - 1, measure))
        if measure == "rso_count" and before is not None:
            same = (before.low, before.high) == (figure.low, figure.high)
            pairs.setdefault(year, []).append(same)
            sources.setdefault(year, set()).update(before.sources, figure.sources)
    for year, same_or_not in pairs.items():
        if len(same_or_not) >= _FEWEST_PAIRS:
            share = 100 * sum(same_or_not) / len(same_or_not)
            yield Measured(
                "unchanged_counts",
                share,
                f"raw/mappa_figures.csv (31 March {year}, rso_count)",
                "the share of counts that are exactly those of the year before",
                year=year,
                sources=frozenset(sources[year]),
            )


def _implied(
    figures: Figures, population: Mapping[Key, Observation], year: int, base: Base
) -> Iterator[Measured]:
    """Yield how far the population implied by each count and rate of a date is from the one it rests on."""
    mid_year = base.mid_year
    pairs = [
        (figure, figures[area, year, "rso_rate_per_100k"])
        for (area, date, measure), figure in figures.items()
        if date == year and measure == "rso_count" and (area, year, "rso_rate_per_100k") in figures
    ]
    fitting = {other: _fitting(pairs, population, other) for other in range(mid_year - 3, mid_year + 4)}
    fits, compared = fitting[mid_year]
    if base.settled and compared >= _FEWEST_PAIRS:
        where = f"raw/rate_denominators.csv, 31 March {year}"
        best = max(fitting, key=lambda other: (fitting[other][0], other == mid_year))
        share = f"the share of published counts and rates that fit mid-{mid_year} ({fits} of {compared}; mid-{best} fits {fitting[best][0]})"
        yield Measured(
            "pairs_that_fit",
            100 * fits / compared if best == mid_year else 0.0,
            where,
            share,
            year=year,
            sources=frozenset(name for pair in pairs for figure in pair for name in figure.sources),
        )
    for count, rate in pairs:
        people = population.get((count.area, mid_year))
        if people is not None:
            what = (
                f"what count and rate ({line_of(rate)}) make of the population ({line_of(people)}), above it"
            )
            limit = "implied_population" if base.settled else "implied_population_unsettled"
            yield Measured(limit, _off(count, rate, people), where_of(count), what, *_of(count, rate))


def _fitting(
    pairs: list[tuple[Observation, Observation]], population: Mapping[Key, Observation], mid_year: int
) -> tuple[int, int]:
    """Return how many pairs fit the population of a mid-year, and for how many it is known."""
    distances = [
        _off(count, rate, population[count.area, mid_year])
        for count, rate in pairs
        if (count.area, mid_year) in population
    ]
    return distances.count(0.0), len(distances)


def _off(count: Observation, rate: Observation, people: Observation) -> float:
    """Return by how many per cent the population implied by a count and a rate is off; 0 where it fits."""
    low, high = 1e5 * count.low / rate.high, 1e5 * count.high / rate.low
    if low <= people.low <= high:
        return 0.0
    return _percent_over(low if low > people.low else high, people.low)


def _of(figure: Observation, *others: Observation) -> tuple[str, int, frozenset[str]]:
    """Return area, year and sources of a figure that is held against a limit together with others."""
    return figure.area, figure.year, frozenset(figure.sources).union(*(other.sources for other in others))


def _rows(folder: Path) -> list[Estimate]:
    table = read_raw("population", folder)
    return list(map(Estimate, *(table[name].tolist() for name in Estimate._fields)))


def _by_code(rows: Iterable[Estimate]) -> Cells:
    return {(row.pfa_code, row.mid_year, row.measure): row for row in rows}


def _check_codes(rows: Iterable[Estimate], codes: Mapping[str, str]) -> None:
    """Raise DataError for a row whose code is not that of its force: rows have slipped."""
    for row in rows:
        if row.pfa_code != codes.get(row.area, row.pfa_code):
            raise DataError(
                f"{row.where}: found the code {row.pfa_code!r}; that of {row.area} is {codes[row.area]!r} in "
                "raw/forces.csv"
            )


def _check_complete(rows: list[Estimate], places: set[str], bases: Mapping[int, Base]) -> None:
    """Raise DataError for a mid-year without the people aged 10 and over of every place."""
    there: dict[int, set[str]] = {}
    for row in rows:
        if row.measure == "population_10_plus":
            there.setdefault(row.mid_year, set()).add(row.area)
    for year in sorted({*there, *(base.mid_year for base in bases.values())}):
        missing = sorted(places - there.get(year, set()))
        if missing:
            raise DataError(
                f"raw/population.csv has no population_10_plus of {missing[0]} for mid-{year}"
                + (
                    f", and {len(missing) - 1} more {agree(len(missing) - 1, 'is', 'are')} missing"
                    if len(missing) > 1
                    else ""
                )
            )


def _check_sums(cells: Cells, codes: list[str]) -> None:
    """Several forces together have the people of each, and England and Wales those of all."""
    for (code, year, measure), row in cells.items():
        parts = codes if code == WHOLE else code.split("+")
        if len(parts) == 1:
            continue
        missing = [part for part in parts if (part, year, measure) not in cells]
        if missing:
            raise DataError(
                f"{row.where}: the table has no such row of the force {missing[0]}, and so no sum"
            )
        added = sum(cells[part, year, measure].value for part in parts)
        if added != row.value:
            raise DataError(f"{row.where}: found {row.value:,}; its {len(parts)} forces add up to {added:,}")


def check_measured(measured: Iterator[Measured], folder: Path) -> None:
    """Raise ImplausibleError for figures that a limit forbids and no exemption lets through."""
    limits, exempt = limits_of(folder), exemptions(folder)
    beyond = [
        case
        for case in measured
        if not limits[case.limit].allows(case.figure) and exemption(case, exempt) is None
    ]
    if beyond:
        raise ImplausibleError(describe(beyond[0], folder), beyond)


def describe(case: Measured, folder: Path) -> str:
    """Say which limit a figure is beyond, and what right figures are."""
    limit = limits_of(folder)[case.limit]
    return (
        f"{case.where}: {case.what} is {case.figure:.1f}{limit.unit}; right figures go from {limit.low:g} to "
        f"{limit.high:g} (row {case.limit} of reference/limits.csv): look the figures up in their source"
    )


def exemptions(folder: Path) -> list[Row]:
    """Return what is let through beyond a limit; the table is there only once something was."""
    there = (folder / "reference" / "exemptions.csv").is_file()
    return records(read_reference("exemptions", folder)) if there else []


def exemption(case: Measured, exempt: Iterable[Row]) -> Row | None:
    """Return the row that lets this very figure of an official release through, if there is one."""
    return next(
        (
            row
            for row in exempt
            if (row["limit"], row["area"], row["period_end"].year) == (case.limit, case.area, case.year)
            and row["source_id"] in case.sources
            and f"{row['figure']:.1f}" == f"{case.figure:.1f}"
        ),
        None,
    )


def limits_of(folder: Path) -> Limits:
    """Return the limits of a data folder."""
    rows = records(read_reference("limits", folder))
    units = {"per cent": " per cent", "number": ""}
    return Limits(
        {row["limit"]: Limit(row["low"], row["high"], units[row["unit"]], row["line"]) for row in rows}
    )


def _least_change(before: Observation, after: Observation) -> float:
    """Return the change that is nearest to none, of those that the bounds of both figures allow."""
    if before.low <= after.high and after.low <= before.high:
        return 0.0
    near, far = (after.low, before.high) if after.low > before.high else (after.high, before.low)
    return _percent_over(near, far)


def _percent_over(figure: float, base: float) -> float:
    return 100 * (figure / base - 1) if base > 0 else float("inf")


def _middle(figure: Observation) -> float:
    return (figure.low + figure.high) / 2


def where_of(figure: Observation) -> str:
    """Return where a figure stands and what it is, for a message."""
    return f"raw/{line_of(figure)} ({figure.area}, 31 March {figure.year}, {figure.measure})"


def line_of(figure: Observation) -> str:
    """Return the table and line of a figure."""
    return f"{figure.table}.csv, line {figure.line}"
