"""Control totals: where published parts add up to a published total, they are re-added."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.data.errors import DataError
from helpers.data.observations import Observation

Found = Mapping[tuple[str, int, str], Observation]

# The parts of each total, in the ways in which it is published; then what a region's areas add up to.
PARTS: dict[str, list[tuple[str, ...]]] = {
    "mappa_total": [
        ("rso_count", "cat2_violent", "cat3_other_dangerous"),
        ("level1_all", "level2_all", "level3_all"),
    ],
    "mappa_total_pre2009": [("rso_count", "cat2_violent_pre2009", "cat3_other_dangerous_pre2009")],
    "rso_count": [("level1_rso", "level2_rso")],
}
STOCKS_AND_FLOWS = {
    "rso_count",
    "revocations",
    "notification_breaches",
    "cat2_violent",
    "cat3_other_dangerous",
}


def check_totals(found: Found, members: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Re-add every published total whose parts are all published; returns one line for each that was re-added.

    Raises DataError naming the row of the first total that its parts do not give.
    """
    return [line for total in found.values() for line in _re_added(total, found, members)]


def _re_added(
    total: Observation,
    found: Found,
    members: Mapping[str, tuple[str, ...]],
) -> list[str]:
    if total.table != "mappa_figures":
        return []
    ways = [[(total.area, part) for part in parts] for parts in PARTS.get(total.measure, [])]
    if total.measure in STOCKS_AND_FLOWS and total.area in members:
        ways.append([(area, total.measure) for area in members[total.area]])
    return [
        line
        for way in ways
        if (line := _check_total(total, [found.get((area, total.year, part)) for area, part in way]))
    ]


def _check_total(total: Observation, parts: list[Observation | None]) -> str:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or any(part.table != "mappa_figures" for part in known):
        return ""
    low, high = sum(part.low for part in known), sum(part.high for part in known)
    words = " + ".join(f"{part.low:,.0f}" for part in known)
    where = f"{total.table}.csv line {total.line} ({total.area}, {total.period_end}, {total.measure})"
    if high < total.low or low > total.high:
        raise DataError(
            f"{where}: {words} = {low:,.0f}, but the published total is {total.low:,.0f}; check lines {', '.join(str(part.line) for part in known)}"
        )
    return f"{where}: {words} = {low:,.0f}"
