"""Figures that nothing but time speaks against: they stop no reading, and pages that have them say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data.observations import Observation
from helpers.data.plausible import Found, Measured, exemption, exemptions, line_of, where_of
from helpers.data.rows import records
from helpers.data.sources import read_reference

if TYPE_CHECKING:
    import pandas as pd

# Numbers of people and rates, which move slowly, and what happens in a year, which does not.
_STOCKS = (
    *("rso_count", "rso_rate_per_100k", "rso_rate_per_100k_total_pop", "rso_count_police_held"),
    *("mappa_total", "mappa_total_pre2009"),
)
_FLOWS = (
    *("notification_breaches", "revocations", "licence_recalls", "level2_in_year_all", "level3_in_year_all"),
    *("level2_in_year_rso", "level3_in_year_rso", "shpo_imposed", "sopo_imposed", "sopo_breaches"),
)
_LIMITS = {**dict.fromkeys(_STOCKS, "stock_beyond_both"), **dict.fromkeys(_FLOWS, "flow_beyond_both")}
_TABLE = "reference/limits.csv"


def with_cautions(caveats: pd.DataFrame, found: Found, folder: Path) -> pd.DataFrame:
    """Return the caveats of a folder with those on figures unlike both their neighbours in time.

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
            "caveat": f"{labels[figure.measure]}: the figure lies {'above' if one.figure > 0 else 'below'} those of the "
            "year before and the year after, and by more than published figures do, so it may be a mistake.",
            "line": limits[one.limit]["line"],
            "table": _TABLE,
        }
        for figure, one in neighbours_measured(found)
        if not limits[one.limit]["low"] <= one.figure <= limits[one.limit]["high"]
        if exemption(one, exempt) is None
    ]
    own = caveats.assign(table="reference/caveats.csv")
    return pd.concat([own, pd.DataFrame(rows)], ignore_index=True) if rows else own


def neighbours_measured(found: Found) -> Iterator[tuple[Observation, Measured]]:
    """Yield each figure between two years that are known, and how far it is beyond the nearer of the two.

    That is in per cent, above both or, as a negative number, below both; 0 for one between them.
    """
    for (area, year, measure), figure in found.items():
        before, after = found.get((area, year - 1, measure)), found.get((area, year + 1, measure))
        if measure not in _LIMITS or before is None or after is None:
            continue
        low, high = min(before.low, after.low), max(before.high, after.high)
        beyond = (
            _percent(figure.low, high)
            if figure.low > high
            else _percent(figure.high, low)
            if figure.high < low
            else 0.0
        )
        what = (
            f"how far it is beyond the year before and the year after ({line_of(before)}; {line_of(after)})"
        )
        sources = frozenset((*before.sources, *figure.sources, *after.sources))
        yield figure, Measured(_LIMITS[measure], beyond, where_of(figure), what, area, year, sources)


def _percent(figure: float, base: float) -> float:
    return 100 * (figure / base - 1) if base > 0 else 1e6
