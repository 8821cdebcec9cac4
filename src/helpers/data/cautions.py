"""Figures that nothing but time speaks against: they stop no reading, and pages that have them say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data.observations import Observation
from helpers.data.plausible import (
    STOCKS,
    Found,
    Measured,
    exemption,
    exemptions,
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
_TABLE = "reference/limits.csv"


def with_cautions(caveats: pd.DataFrame, found: Found, folder: Path) -> pd.DataFrame:
    """Return the caveats of a folder with those on figures unlike both their neighbours in time, near or far.

    ``table`` names the file of each, as ``line`` names its line there.
    """
    import pandas as pd

    limits = {row["limit"]: row for row in records(read_reference("limits", folder))}
    exempt = exemptions(folder)
    labels = {row["measure"]: row["label"] for row in records(read_reference("measures", folder))}
    rows = [
        {
            "area": figure.area,
            "measure": figure.measure,
            "date": figure.period_end,
            "caveat": f"{labels[figure.measure]}: the figure lies {'above' if one.figure > 0 else 'below'} those of "
            f"{_years(before, after)}, and by more than published figures do, so it may be a mistake.",
            "line": limits[one.limit]["line"],
            "table": _TABLE,
        }
        for before, figure, after, one in neighbours_measured(found)
        if not limits[one.limit]["low"] <= one.figure <= limits[one.limit]["high"]
        if exemption(one, exempt) is None
    ]
    own = caveats.assign(table="reference/caveats.csv")
    return pd.concat([own, pd.DataFrame(rows)], ignore_index=True) if rows else own


def neighbours_measured(found: Found) -> Iterator[tuple[Observation, Observation, Observation, Measured]]:
    """Yield each figure with those known before and after it, and how far it is beyond the nearer of both.

    That is in per cent, above both or, as a negative number, below both; 0 for one between them.
    """
    for (area, measure), years in years_of(found).items():
        for first, year, last in zip(years, years[1:], years[2:], strict=False):
            limit = (_BESIDE if last - first == _BOTH else _FURTHER).get(measure)
            before, figure, after = (found[area, one, measure] for one in (first, year, last))
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
            yield before, figure, after, Measured(limit, beyond, where_of(figure), what, area, year, sources)


def _percent(figure: float, base: float) -> float:
    return 100 * (figure / base - 1) if base > 0 else 1e6


def _years(before: Observation, after: Observation) -> str:
    if after.year - before.year == _BOTH:
        return "the year before and the year after"
    return f"{before.year} and {after.year}, the nearest that are known"
