"""Every figure in one tidy data frame, a row each."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.analysis.agreeing_rows import last_day
from helpers.analysis.every_figure import PEOPLE, figures_of, places
from helpers.analysis.facts import MISSING, Fact
from helpers.data.evidence import NATION, Evidence
from helpers.data.evidence import evidence as read_evidence
from helpers.data.sources import read_reference
from helpers.pages.analyst.names import Measures, Places, Years, measures_of, places_of, years_of
from helpers.present.doubts import doubts
from helpers.present.wording import measure_words

KINDS = ("area", "region", "nation")
# How a figure is known, from the firmest; what no source prints comes after what one does.
STATUSES = ("published", "revised", "rounded", "derived", "computed", "bounded", MISSING)
TEXTS = (
    *(
        "area",
        "region",
        "force",
        "measure",
        "label",
        "period",
        "words",
        "unit",
        "doubt",
        "why",
        "basis",
        "note",
    ),
    *("formula", "sources", "where", "id"),
)
NUMBERS = ("value", "low", "high")
COLUMNS = (
    *("area", "kind", "region", "force", "year", "date", "period", "measure", "label"),
    *(
        *NUMBERS,
        "words",
        "unit",
        "status",
        "doubt",
        "why",
        "basis",
        "note",
        "formula",
        "sources",
        "where",
        "id",
    ),
)
# Units of figures that count people or things one by one, wherever they are not those of measures.csv.
COUNTED = frozenset(
    (
        "people",
        "applications",
        "disclosures",
        "calls",
        "RSOs",
        "breaches",
        "offences",
        "prosecutions",
        "visits",
    )
)


def facts(
    areas: Places | None = None,
    years: Years | None = None,
    measures: Measures | None = None,
    *,
    missing: bool = False,
    data: Path | None = None,
) -> pd.DataFrame:
    """Return figures as a tidy data frame: a row for each figure of one place, date and measure.

    By default it has all areas, years and measures. ``areas`` are names, addresses ("east-of-england" is a
    region, "England and Wales" the nation), police forces or towns, or a frame with a column area; ``years``
    2023, "2023", "2019-2024", "latest" or several; ``measures`` ids or labels of ``measures()``. With
    ``missing`` each area, year and measure asked for that has no figure has a row too, without a value:
    missing is never zero. ``data`` is another folder of the same tables.

    A PlaceNote, which is a warning, says in which area a town or a force lies whose name was given.

    Columns:

    - area, kind (area < region < nation), region; force: where the figure is that of one police force alone
    - year: in which its date or period ends; date: the day, empty where only a month or year is known;
      period: as published
    - measure and label: what is counted, see ``measures()``
    - value, low, high: the figure in its unit and its bounds; value is missing where only bounds are known.
      Whole numbers (Int64) where all measures asked for count one by one, else Float64
    - words: an answer that is no number, such as a grade; unit
    - status: ordered, published < revised < rounded < derived < computed < bounded < missing
    - doubt: why to use it with care ("check recording", "sources disagree", ...), else empty; why: in full
    - basis: what is counted, where figures of one measure are not comparable; else what it rests on
    - note, formula: what the data say of it, and how it was worked out
    - sources: ids, with a space between, see ``sources()``; where: file and line; id: of the fact on the
      page of its area and year, where it states it

    A text is empty, and never missing, where there is nothing. Each call returns a frame of its own.
    Raises UnknownArea or UnknownName with near matches, DataError for a year that the data do not cover.
    """
    evidence = read_evidence(data)
    frame, labels = every_row(evidence), labels_of(evidence)
    wanted = places_of(evidence, areas)
    in_years = years_of(evidence, years, range(frame["year"].min(), frame["year"].max() + 1))
    of = measures_of(labels, measures)
    chosen = frame
    if areas is not None or len(wanted) < len(places(evidence)):
        chosen = chosen[chosen["area"].isin(wanted)]
    if years is not None:
        chosen = chosen[chosen["year"].isin(in_years)]
    if measures is not None:
        chosen = chosen[chosen["measure"].isin(of)]
    if missing:
        chosen = pd.concat([chosen, _absent_rows(evidence, chosen, wanted, in_years, of)])
    chosen = _in_order(chosen, wanted, of)
    return (
        chosen.astype(dict.fromkeys(NUMBERS, "Int64")) if _whole_measures(evidence).issuperset(of) else chosen
    )


def labels_of(evidence: Evidence) -> dict[str, str]:
    """Map every measure with a figure, and every one that is defined, to its label."""
    frame = every_row(evidence)
    listed = frame.drop_duplicates("measure").set_index("measure")["label"]
    return {name: described.label for name, described in evidence.measures.items()} | {
        str(name): str(label) for name, label in listed.items()
    }


@lru_cache(maxsize=4)
def every_row(evidence: Evidence) -> pd.DataFrame:
    """Return every figure of every place, which is never handed out."""
    rows = [_row(evidence, place, fact) for place in places(evidence) for fact in figures_of(evidence, place)]
    return _typed(rows)


def _row(evidence: Evidence, place: str, fact: Fact) -> dict[str, Any]:
    """Return a fact as a row; what speaks against it stands beside it."""
    described, reasons = evidence.measures.get(fact.measure), doubts(evidence, fact)
    year, *_ = last_day(fact.period)
    number = isinstance(fact.value, float | int)
    observed = evidence.get(place, year, fact.measure) if described and described.comparable else None
    return {
        **_of_place(evidence, place),
        "force": fact.area if fact.area != place else "",
        "year": year or None,
        "date": fact.period
        if len(fact.period) == len("2023-03-31") and fact.period[:4].isdecimal()
        else None,
        "period": fact.period,
        "measure": fact.measure,
        "label": described.label if described else measure_words(fact),
        "value": fact.value if number else None,
        "low": fact.low,
        "high": fact.high,
        "words": "" if number or fact.value is None else str(fact.value),
        "unit": fact.unit,
        "status": fact.status,
        "doubt": ", ".join(reasons),
        "why": " ".join(reasons.values()),
        "basis": fact.comparator or (observed.basis if observed else "") or ("" if described else fact.kind),
        "note": fact.note,
        "formula": fact.formula,
        "sources": " ".join(fact.sources),
        "where": fact.where,
        "id": fact.id,
    }


def _of_place(evidence: Evidence, place: str) -> dict[str, str]:
    if place == NATION:
        return {"area": place, "kind": "nation", "region": ""}
    if place in evidence.region_of:
        return {"area": place, "kind": "area", "region": evidence.region_of[place]}
    return {"area": place, "kind": "region", "region": place}


def _absent_rows(
    evidence: Evidence,
    chosen: pd.DataFrame,
    wanted: tuple[str, ...],
    years: tuple[int, ...],
    of: tuple[str, ...],
) -> pd.DataFrame:
    """Return a row for each place, year and defined measure without a figure on its 31 March."""
    keys = set(zip(chosen["area"], chosen["year"], chosen["measure"], strict=True))
    defined = [name for name in of if name in evidence.measures and name != PEOPLE]
    rows = [
        {
            **dict.fromkeys(COLUMNS, ""),
            **_of_place(evidence, place),
            **dict.fromkeys(("value", "low", "high")),
            "year": year,
            "date": f"{year}-03-31",
            "period": f"{year}-03-31",
            "measure": measure,
            "label": evidence.measures[measure].label,
            "unit": evidence.measures[measure].unit,
            "status": MISSING,
        }
        for place, measure, year in product(wanted, defined, years)
        if (place, year, measure) not in keys
    ]
    return _typed(rows)


def _typed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame in which each column has the type that it always has, whatever is in it."""
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(
        {
            **dict.fromkeys(TEXTS, "str"),
            **dict.fromkeys(NUMBERS, "Float64"),
            "year": "Int64",
            "date": "datetime64[s]",
            "kind": pd.CategoricalDtype(list(KINDS), ordered=True),
            "status": pd.CategoricalDtype(list(STATUSES), ordered=True),
        }
    )


def _in_order(frame: pd.DataFrame, wanted: tuple[str, ...], of: tuple[str, ...]) -> pd.DataFrame:
    """Return rows by place and measure as they were asked for, earliest first."""
    by_place = {name: number for number, name in enumerate(wanted)}
    by_measure = {name: number for number, name in enumerate(of)}
    keys = pd.DataFrame(
        {
            "place": frame["area"].map(by_place),
            "measure": frame["measure"].map(by_measure),
            "year": frame["year"],
            "period": frame["period"],
        }
    )
    order = (
        keys.reset_index(drop=True).sort_values(["place", "measure", "year", "period"], kind="stable").index
    )
    return frame.iloc[order].reset_index(drop=True)


@lru_cache(maxsize=4)
def _whole_measures(evidence: Evidence) -> frozenset[str]:
    """Return the measures that count one by one: those of which measures.csv says so, and listed counts."""
    defined = read_reference("measures", evidence.folder).set_index("measure")["whole"]
    frame = every_row(evidence)
    numbers = frame[frame["value"].notna()]
    fractions = numbers.loc[~numbers["unit"].isin(COUNTED) | (numbers["value"] % 1 > 0), "measure"]
    listed = set(numbers["measure"]) - set(fractions) - set(evidence.measures)
    return frozenset({str(name) for name, whole in defined.items() if whole} | listed)
