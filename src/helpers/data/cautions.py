"""Figures that nothing but time speaks against: they stop no reading; pages and reviewers are told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data.observations import Observation
from helpers.data.plausible import (
    STOCKS,
    Figures,
    Measured,
    exemption,
    exemptions,
    limits_of,
    line_of,
    where_of,
    years_of,
)
from helpers.data.rows import records
from helpers.data.sources import read_reference

if TYPE_CHECKING:
    import pandas as pd

# What happens in a year, which does not move slowly as ``STOCKS`` do.
_FLOWS = (
    *("notification_breaches", "revocations", "licence_recalls", "level2_in_year_all", "level3_in_year_all"),
    *("level2_in_year_rso", "level3_in_year_rso", "shpo_imposed", "sopo_imposed", "sopo_breaches"),
)
_BESIDE = {**dict.fromkeys(STOCKS, "stock_beyond_both"), **dict.fromkeys(_FLOWS, "flow_beyond_both")}
# Where the year before or after is not known, the nearest that are will do for a wider limit.
_FURTHER = dict.fromkeys(STOCKS, "stock_beyond_nearest")
_BOTH = 2  # years from the one before to the one after
FEW = 30  # as many may well be the same again, by chance
TABLE = "reference/limits.csv"


def with_cautions(caveats: pd.DataFrame, figures: Figures, folder: Path) -> pd.DataFrame:
    """Return the caveats of a folder with those on figures unlike both their neighbours in time, near or far.

    ``table`` names the file of each, as ``line`` names its line there.
    """
    import pandas as pd

    limits, exempt = limits_of(folder), exemptions(folder)
    labels = {row["measure"]: row["label"] for row in records(read_reference("measures", folder))}
    rows = [
        {
            "area": figure.area,
            "measure": figure.measure,
            "date": figure.period_end,
            "caveat": f"{labels[figure.measure]}: the figure {is_so}, so it may be a mistake.",
            "line": limits[case.limit].line,
            "table": TABLE,
        }
        for figure, is_so, case in (*neighbours_measured(figures), *copies_measured(figures))
        if not limits[case.limit].allows(case.figure) and exemption(case, exempt) is None
    ]
    own = caveats.assign(table="reference/caveats.csv")
    return pd.concat([own, pd.DataFrame(rows)], ignore_index=True) if rows else own


def neighbours_measured(figures: Figures) -> Iterator[tuple[Observation, str, Measured]]:
    """Yield each figure between two known dates, in words how it lies to both, and how far beyond the nearer.

    That is in per cent, above both or, as a negative number, below both; 0 for one between them.
    """
    for (area, measure), years in years_of(figures).items():
        for first, year, last in zip(years, years[1:], years[2:], strict=False):
            limit = (_BESIDE if last - first == _BOTH else _FURTHER).get(measure)
            before, figure, after = (figures[area, date, measure] for date in (first, year, last))
            if limit is None:
                continue
            low, high = min(before.low, after.low), max(before.high, after.high)
            beyond = (
                _percent(figure.low, high)
                if figure.low > high
                else _percent(figure.high, low)
                if figure.high < low
                else 0.0
            )
            what = f"how far it is beyond those before and after it ({line_of(before)}; {line_of(after)})"
            sources = frozenset((*before.sources, *figure.sources, *after.sources))
            side = "above" if beyond > 0 else "below"
            is_so = f"lies {side} those of {_years(before, after)}, and by more than published figures do"
            yield figure, is_so, Measured(limit, beyond, where_of(figure), what, area, year, sources)


def copies_measured(figures: Figures) -> Iterator[tuple[Observation, str, Measured]]:
    """Yield each number of many with the known date before or after it, and 1 where both are the same."""
    for (area, measure), years in years_of(figures).items():
        for first, last in pairwise(years):
            pair = figures[area, first, measure], figures[area, last, measure]
            if not all(FEW <= figure.low == figure.high for figure in pair):
                continue
            same = float(pair[0].low == pair[1].low)
            sources = frozenset((*pair[0].sources, *pair[1].sources))
            for figure, other in (pair, pair[::-1]):
                what = f"whether it is exactly that of 31 March {other.year} (1 if so; {line_of(other)})"
                is_so = f"is exactly that of {other.year}, as hardly any published figure is"
                case = Measured(
                    "same_as_before", same, where_of(figure), what, figure.area, figure.year, sources
                )
                yield figure, is_so, case


def _percent(figure: float, base: float) -> float:
    return 100 * (figure / base - 1) if base > 0 else 1e6


def _years(before: Observation, after: Observation) -> str:
    if after.year - before.year == _BOTH:
        return "the year before and the year after"
    return f"{before.year} and {after.year}, the nearest that are known"
