"""What else is known of a figure: what ``docs/wrong-data.md`` lists, and speaks against a wrong one."""

from __future__ import annotations

from collections.abc import Iterator

from fault_outcomes import Cells, Fault, rows_of

from helpers.data.evidence import Evidence

# By how many per cent a figure may be beyond the year before and the year after, as ``limits.csv`` has it.
STOCKS = dict.fromkeys(("rso_count", "rso_rate_per_100k", "rso_rate_per_100k_total_pop", "mappa_total"), 6.0)
FLOWS = dict.fromkeys(("notification_breaches", "revocations", "licence_recalls"), 30.0)
FURTHER = 35.0  # where the year before or after is not known, and the nearest that are stand for them
FEW = 30  # of so many or more, none is exactly that of the date before it
_COMPARABLE = ("as at 31 March", "population aged 10+", "in year")
# What bounds are worked out from, and so many years before the figure.
_INPUTS = {
    "count_over_rate": (("rso_count", 0), ("rso_rate_per_100k", 0)),
    "count_times_one_in": (("rso_count", 0), ("rso_one_in_n", 0)),
    "rate_from_one_in": (("rso_one_in_n", 0),),
    "count_back_by_number": (("rso_count", 1), ("rso_change_number", 1)),
    "sum_of_levels": (("level1_rso", 0),),
}


def against(fault: Fault, true: Evidence) -> list[str]:
    """Return what speaks against the wrong number of one cell."""
    [wrong] = fault.wrong
    if fault.table == "population":
        return ["the sums and the years beside it"]
    if fault.table != "mappa_figures":
        return []
    [row] = [
        row
        for row in rows_of(fault.table)
        if _of(row) == (wrong.who, wrong.when, wrong.what) and row["value"] == wrong.was
    ][:1]
    return [*_bounds(row), *_sources(row), *_neighbours(row, float(wrong.cell), true)]


def _of(row: Cells) -> tuple[str, str, str]:
    return row["area"], row["period_end"], row["measure"]


def _bounds(row: Cells) -> Iterator[str]:
    """A bound was worked out from it, and no other source prints another figure that would do as well."""
    for bound in rows_of("derived_bounds"):
        for measure, later in _INPUTS.get(bound["rule"], ()):
            date = f"{int(bound['period_end'][:4]) + later}-03-31"
            if (bound["area"], date, measure) == _of(row) and len(_others(row)) == 0:
                yield f"the bound by {bound['rule']}"


def _others(row: Cells) -> list[Cells]:
    rows = rows_of("mappa_figures")
    return [one for one in rows if (_of(one), one["basis"]) == (_of(row), row["basis"]) and one is not row]


def _sources(row: Cells) -> Iterator[str]:
    if any(one["value"] == row["value"] for one in _others(row)):
        yield "another source"


def _neighbours(row: Cells, value: float, true: Evidence) -> Iterator[str]:
    """The nearest known dates before and after, of which those of a year beside it say more."""
    limit = (STOCKS | FLOWS).get(row["measure"])
    year = int(row["period_end"][:4])
    own = true.get(row["area"], year, row["measure"])
    if own is None or own.value != float(row["value"]) or not row["basis"].startswith(_COMPARABLE):
        return
    years = true.years(row["area"], row["measure"])
    place = years.index(year)
    beside = [
        true.observations[row["area"], one, row["measure"]]
        for one in years[max(0, place - 1) : place + 2]
        if one != year
    ]
    if any(one.low == one.high == value >= FEW and own.low == own.high for one in beside):
        yield "a copy of the date before or after"
    if limit is None or not 0 < place < len(years) - 1:
        return
    near = years[place + 1] - years[place - 1] == 2
    limit = limit if near else FURTHER if row["measure"] in STOCKS else None
    low, high = min(one.low for one in beside), max(one.high for one in beside)
    if limit is not None and not (1 - limit / 100) * low <= value <= (1 + limit / 100) * high:
        yield "the year before and the year after" if near else "the nearest dates"
