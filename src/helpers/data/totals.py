"""Control totals: where published parts add up to a published total, they are added up again."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.data.errors import DataError
from helpers.data.observations import Observation

NATION = "England and Wales"
Observations = Mapping[tuple[str, int, str], Observation]

# The parts of each total, in the ways in which it is published; then what a region's areas add up to.
PARTS: dict[str, list[tuple[str, ...]]] = {
    "mappa_total": [
        ("rso_count", "cat2_violent", "cat3_other_dangerous"),
        ("level1_all", "level2_all", "level3_all"),
    ],
    "mappa_total_pre2009": [("rso_count", "cat2_violent_pre2009", "cat3_other_dangerous_pre2009")],
    "rso_count": [("level1_rso", "level2_rso")],
    "level23_in_year_all": [("level2_in_year_all", "level3_in_year_all")],
}
# Parts that only some tables print apart, and that count where they do; category 4 is at every level already.
SOMETIMES: dict[str, dict[str, str]] = {
    "rso_count": {"level2_rso": "level3_rso"},
    "mappa_total": {"cat3_other_dangerous": "cat4_terrorist"},
}
STOCKS_AND_FLOWS = {
    "rso_count",
    "revocations",
    "notification_breaches",
    "cat2_violent",
    "cat3_other_dangerous",
    "mappa_total",
    "mappa_total_pre2009",
    "cat2_violent_pre2009",
    "cat3_other_dangerous_pre2009",
    "level1_all",
    "level2_all",
    "level3_all",
    "level2_in_year_all",
    "level3_in_year_all",
    "licence_recalls",
    "sfo_charged",
    "shpo_imposed",
    "sopo_imposed",
    "sopo_breaches",
}


def check_totals(
    observations: Observations,
    members: Mapping[str, tuple[str, ...]],
    releases: frozenset[str] = frozenset(),
    everywhere: tuple[str, ...] = (),
) -> list[str]:
    """Add up every published total whose parts are all published; return one line for each.

    Parts that are published may not be more than their total even where others are not, nor the figures of
    the areas, which are ``everywhere``, more than that of the nation.

    A total is not held against parts of another kind: what the press prints as a total yields to the parts
    of an official release, one of ``releases``. Raises DataError naming the row of the first total
    that its parts do not give.
    """
    return [
        line
        for total in observations.values()
        for line in _readded_lines(total, observations, members, releases, everywhere)
    ]


def _readded_lines(
    total: Observation,
    observations: Observations,
    members: Mapping[str, tuple[str, ...]],
    releases: frozenset[str],
    everywhere: tuple[str, ...],
) -> list[str]:
    if total.table != "mappa_figures":
        return []
    sums = [
        [(total.area, part) for part in _printed_parts(total, parts, observations)]
        for parts in PARTS.get(total.measure, [])
    ]
    if total.measure in STOCKS_AND_FLOWS and total.area in members:
        sums.append([(area, total.measure) for area in members[total.area]])
    summed = [[observations.get((area, total.year, part)) for area, part in parts] for parts in sums]
    if (
        total.area == NATION and total.measure in STOCKS_AND_FLOWS
    ):  # which counts what is held by no area, too
        areas = [observations.get((area, total.year, total.measure)) for area in everywhere]
        if _of_one_kind(total, areas, releases):
            _check_some(total, [part for part in areas if part is not None and part.table == total.table])
    return [
        line
        for parts in summed
        if _of_one_kind(total, parts, releases) and (line := _check_total(total, parts))
    ]


def _printed_parts(total: Observation, parts: tuple[str, ...], observations: Observations) -> tuple[str, ...]:
    """Return the parts of a total, with those that only some tables print where this one does."""
    more = SOMETIMES.get(total.measure, {})
    extra = [part for beside, part in more.items() if beside in parts]
    return (*parts, *(part for part in extra if (total.area, total.year, part) in observations))


def _of_one_kind(total: Observation, parts: list[Observation | None], releases: frozenset[str]) -> bool:
    official = not releases.isdisjoint(total.sources)
    return all(part is None or official != releases.isdisjoint(part.sources) for part in parts)


def _check_total(total: Observation, parts: list[Observation | None]) -> str:
    published = [part for part in parts if part is not None and part.table == "mappa_figures"]
    if len(published) < len(parts):
        _check_some(total, published)
        return ""
    low, high = sum(part.low for part in published), sum(part.high for part in published)
    words = " + ".join(f"{part.low:,.0f}" for part in published)
    row = f"{total.table}.csv line {total.line} ({total.area}, {total.period_end}, {total.measure})"
    if high < total.low or low > total.high:
        raise DataError(
            f"{row}: {words} = {low:,.0f}, but the published total is {total.low:,.0f}; check lines {', '.join(str(part.line) for part in published)}"
        )
    return f"{row}: {words} = {low:,.0f}"


def _check_some(total: Observation, published: list[Observation]) -> None:
    """Raise DataError if those parts that are published are more than the total already."""
    low = sum(part.low for part in published)
    if low > total.high:
        lines = ", ".join(str(part.line) for part in published)
        raise DataError(
            f"{total.table}.csv line {total.line} ({total.area}, {total.period_end}, {total.measure}): the published "
            f"total is {total.high:,.0f}, but {len(published)} of its parts are {low:,.0f} together; check lines {lines}"
        )
