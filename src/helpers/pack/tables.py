"""The validated tables of an extract, typed: words and keys as categories, dates as days of the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from helpers.pack.contract import FILES, RISKS, Cells
from helpers.pack.stage_two import NO_TEAM


@dataclass(frozen=True)
class Tables:
    """The tables of one extract, found right.

    Dates are datetime64, and NaT where empty; numbers are whole, and -1 where empty; an FTE is in tenths.
    ``cases`` and ``posts`` have a ``team``, which is a category of ``teams``; so have visits, reviews and
    enforcement, from their case, and ``case``, the place of that among the cases, or -1 if it has left.
    """

    as_at: pd.Timestamp
    manifest: Mapping[str, str]
    tariff: pd.DataFrame
    cases: pd.DataFrame
    visits: pd.DataFrame
    reviews: pd.DataFrame
    enforcement: pd.DataFrame
    posts: pd.DataFrame
    referrals: pd.DataFrame
    teams: tuple[str, ...]

    def standard(self, item: str, risk: str = "all") -> int | None:
        """Return the days of an item of the force's tariff as they were in force at the date, or None."""
        return self._standards.get((item, risk), self._standards.get((item, "all")))

    @cached_property
    def _standards(self) -> Mapping[tuple[str, str], int]:
        """The days of each item and level of risk that are in force, the latest of several."""
        rows = self.tariff[self.tariff["effective_from"] <= self.as_at]
        rows = rows.sort_values("effective_from", kind="stable")
        named = zip(rows["item"], rows["risk_level"], rows["days"], strict=True)
        return {(item, risk): int(days) for item, risk, days in named}

    def has_standard(self, item: str) -> bool:
        """Return whether the force supplied a standard: one for all risk levels, or each of the four."""
        return all(self.standard(item, level) is not None for level in RISKS[:4])


def typed_tables(raw: Mapping[str, pd.DataFrame]) -> Tables:
    """Return the tables of text cells that the schemas have found right, with their types."""
    tables = {name: _typed(frame, FILES[name]) for name, frame in raw.items() if name != "manifest"}
    manifest = {str(name): str(value) for name, value in raw["manifest"].iloc[0].items()}
    keys = pd.unique(
        np.concatenate(
            [np.asarray(tables[name]["team_key"].cat.categories, dtype=object) for name in ("cases", "posts")]
        )
    )
    teams = (*sorted({key[:4] for key in keys if key}), NO_TEAM)
    for name in ("cases", "posts"):
        tables[name]["team"] = _teams(tables[name]["team_key"], teams)
    places = pd.Index(tables["cases"]["case_key"].astype(object))
    for name in ("visits", "reviews", "enforcement"):
        _join(tables[name], places, tables["cases"]["team"], teams)
    versions = tables["tariff"]["tariff_version"] == manifest["tariff_version"]
    return Tables(
        as_at=pd.Timestamp(date.fromisoformat(manifest["as_at"])),
        manifest=manifest,
        teams=teams,
        **(tables | {"tariff": tables["tariff"][versions]}),
    )


def _typed(frame: pd.DataFrame, columns: Mapping[str, Cells]) -> pd.DataFrame:
    return pd.DataFrame({name: _column(frame[name], cells) for name, cells in columns.items()})


def _column(series: pd.Series[str], cells: Cells) -> pd.Series:
    if cells.kind == "key":
        return series
    values, codes = series.cat.categories, series.cat.codes.to_numpy()
    if not len(series):
        values = pd.Index([""])
    if cells.kind == "date":
        days = pd.to_datetime(values.to_series(), format="%Y-%m-%d", errors="coerce").to_numpy(
            "datetime64[s]"
        )
        return pd.Series(days[codes])
    if cells.kind in ("whole", "tenths"):
        numbers = [int(value.replace(".", "")) if value else -1 for value in values]
        return pd.Series(np.array(numbers, dtype=np.int64)[codes])
    if cells.kind == "word":
        words = [*cells.words, *([""] if cells.empty else [])]
        places = np.array([words.index(value) if value in words else -1 for value in values], dtype=np.int8)
        return pd.Series(_categories(places[codes], words))
    return series


def _categories(codes: Any, words: Sequence[str]) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(codes, pd.Index(list(words), dtype=object))


def _teams(keys: pd.Series[str], teams: tuple[str, ...]) -> pd.Series:
    places = np.array([teams.index(key[:4] or NO_TEAM) for key in keys.cat.categories], dtype=np.int16)
    return pd.Series(_categories(places[keys.cat.codes] if len(keys) else np.zeros(0, np.int16), teams))


def _join(table: pd.DataFrame, places: pd.Index, team: pd.Series, teams: tuple[str, ...]) -> None:
    """Give each row the place of its case among the cases, and the case's team."""
    keys = table["case_key"]
    of_category = places.get_indexer(pd.Index(keys.cat.categories.astype(object)))
    case_places = of_category[keys.cat.codes] if len(keys) else np.zeros(0, dtype=np.int64)
    codes = np.append(team.cat.codes.to_numpy(), teams.index(NO_TEAM))
    table["case"] = case_places
    table["team"] = _categories(codes[case_places], teams)  # -1 is the last: no team
