"""A copy of ``data/`` in which the tables of figures hold only the few rows that a test gives them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from helpers.data.evidence import Evidence
from helpers.data.observations import Observation, by_key, observations, resolve

if TYPE_CHECKING:
    from conftest import Copy

Line = Mapping[str, str]
FIGURES = ("mappa_figures", "derived_bounds")
EDITORIAL = ("readings", "precedence")


class Small:
    """The first row given is line 2 of the file."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.folder: Path = copy.folder
        for table in FIGURES:
            self.raw(table)
        for table in EDITORIAL:
            self.reference(table)

    def raw(self, table: str, *lines: Line) -> None:
        """Make these the rows of a raw table, and sign it."""

        def change(rows: list[list[str]]) -> None:
            rows[1:] = [[line.get(column, "") for column in rows[0]] for line in lines]

        self.copy.rewrite(table, change)
        self.copy.decide(table)

    def reference(self, table: str, *lines: Line) -> None:
        """Make these the rows of a reference table."""
        path = self.folder / "reference" / f"{table}.csv"
        with path.open(newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)

    def figures(self, *lines: Line) -> None:
        self.raw("mappa_figures", *lines)

    def statements(self, *without: str) -> pd.DataFrame:
        """The long table, as if the sources in ``without`` had never been published."""
        return observations(self.folder, frozenset(without))

    def found(self, *without: str) -> dict[tuple[str, int, str], Observation]:
        """What is used for each area, year and measure."""
        return by_key(resolve(self.statements(*without), self.folder))


def figure(
    area: str,
    year: int,
    measure: str,
    value: str,
    source: str = "paper-a",
    *,
    unit: str = "count",
    basis: str = "as at 31 March",
    kind: str = "mappa_area",
    note: str = "",
) -> Line:
    """One line of ``mappa_figures.csv``."""
    return {
        "area": area,
        "area_type": kind,
        "period_end": f"{year}-03-31",
        "measure": measure,
        "value": value,
        "unit": unit,
        "basis": basis,
        "source_id": source,
        "note": note,
    }


def rate(area: str, year: int, value: str, source: str = "paper-a") -> Line:
    """A printed rate on people aged 10 and over."""
    return figure(
        area, year, "rso_rate_per_100k", value, source, unit="per 100,000", basis="population aged 10+"
    )


def printed_percent(area: str, year: int, value: str, source: str = "paper-a") -> Line:
    """A printed percentage change on the year."""
    return figure(
        area,
        year,
        "rso_change_percent",
        value,
        source,
        unit="per cent",
        basis="change on previous 31 March",
    )


def reading(line: Line, low: str, high: str, status: str, series: str = "", reason: str = "So read.") -> Line:
    """One line of ``readings.csv``, about one line of ``mappa_figures.csv``."""
    key = {name: line[name] for name in ("area", "period_end", "measure", "source_id")}
    return {
        **key,
        "series": series or line["measure"],
        "low": low,
        "high": high,
        "status": status,
        "reason": reason,
    }


def bound(area: str, year: int, measure: str, low: str, high: str, rule: str, depends_on: str = "") -> Line:
    """One line of ``derived_bounds.csv``."""
    return {
        "area": area,
        "period_end": f"{year}-03-31",
        "measure": measure,
        "low": low,
        "high": high,
        "rule": rule,
        "method": "as the rule says",
        "depends_on": depends_on,
    }


def observation(
    area: str,
    year: int,
    measure: str,
    low: float,
    high: float | None = None,
    *,
    status: str = "published",
    sources: tuple[str, ...] = ("paper-a",),
    depends_on: str = "",
) -> Observation:
    """A figure, exact unless ``high`` is given."""
    top = low if high is None else high
    return Observation(
        area=area,
        period_end=f"{year}-03-31",
        measure=measure,
        value=low if low == top else None,
        low=low,
        high=top,
        status=status,
        basis="as at 31 March",
        sources=sources,
        note="",
        table="mappa_figures",
        line=2,
        depends_on=depends_on,
    )


def printed(area: str, year: int, percent: str) -> Observation:
    """A percentage change as printed, known to half a unit of its last digit."""
    half = 0.5 * 10.0 ** -len(percent.partition(".")[2])
    value = float(percent)
    return replace(
        observation(area, year, "rso_change_percent", value - half, value + half, sources=("paper-b",)),
        value=value,
    )


def evidence_of(known: Evidence, *observations: Observation) -> Evidence:
    """The project's evidence with these observations and no others."""
    return replace(known, observations={(one.area, one.year, one.measure): one for one in observations})
