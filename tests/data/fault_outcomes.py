"""What becomes of a table that is well formed, resealed and wrong: stopped, marked, or published as right."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conftest import Copy

from helpers.analysis.area_facts import area_facts
from helpers.data.cautions import TABLE as CAUTIONS
from helpers.data.errors import DataError
from helpers.data.evidence import Evidence, evidence
from helpers.data.sources import data_folder
from helpers.pages.review_queue import conflicts, outlier, steps

Cells = dict[str, str]

STOPPED, MARKED, ACCEPTED, NOWHERE = OUTCOMES = "stopped", "marked", "not accepted", "on no page"
"""Reading ends; page or review doubts the figure; review says that it is not the accepted one; another
source is used. What is "not accepted" is published as if right once somebody has accepted it."""

# The columns of figures, and those that say of whom, of when and of what they are.
FIGURES: Mapping[str, tuple[str, str, str, str]] = {
    "mappa_figures": ("value", "area", "period_end", "measure"),
    "population": ("value", "area", "mid_year", "measure"),
    "derived_bounds": ("low", "area", "period_end", "measure"),
    "workload": ("value", "force", "date", "measure"),
    "disclosure_scheme": ("value", "force", "period", "measure"),
    "register_removals": ("value", "force", "period", "measure"),
    "missing_surveys": ("missing_count", "force", "survey_date", "survey"),
}
# Tables whose rows are of a number of areas and no more: what is read of them is what stands there.
_LISTS = ("surveys", "workload", "disclosures", "removals", "inspections", "grades", "caveats")
_MOST_PAGES = 8


@dataclass(frozen=True)
class Wrong:
    """One figure that is wrong: of whom, of when and of what, the right cell, and the one that is there."""

    who: str
    when: str
    what: str
    was: str
    cell: str

    def year(self, table: str) -> int:
        """The year of the figure; that of the rates which use it, for a population."""
        found = re.search("[0-9]{4}", self.when)
        return int(found[0]) + (table == "population") if found else 0

    def __str__(self) -> str:
        return f"{self.who}, {self.when}, {self.what}: {self.cell} for {self.was}"


@dataclass(frozen=True)
class Fault:
    """A whole table as it stands with a mistake in it, and the figures that are wrong by that."""

    kind: str
    table: str
    rows: Sequence[Cells]
    wrong: Sequence[Wrong]

    def __str__(self) -> str:
        return f"{self.kind}: {self.table}, {len(self.wrong)} wrong, such as {self.wrong[0]}"


@lru_cache(maxsize=32)
def rows_of(table: str) -> tuple[Cells, ...]:
    """The rows of a raw table as it is shipped; change none."""
    with (data_folder() / "raw" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def wrong(table: str, before: Cells, after: Cells) -> Wrong:
    """What is wrong about a row, by its figure and by what it says of whom and of when."""
    column, *names = FIGURES[table]
    changed = [name for name in before if before[name] != after[name]]
    shown = column if column in changed or not changed else changed[0]
    return Wrong(*(before[name] for name in names), before[shown], after[shown])


def outcome(fault: Fault, copy: Copy, true: Evidence) -> str:
    """Make a fault in a copy of the data, read it, and take the fault back; return one of ``OUTCOMES``."""
    raw = copy.raw(f"{fault.table}.csv")
    record = raw.with_suffix(".source.yml")
    kept = raw.read_bytes(), record.read_bytes()
    try:
        _write(raw, fault.rows)
        copy.sign(fault.table)
        found = evidence(copy.folder)
    except DataError as error:
        assert ".csv" in f"{error}" or ".yml" in f"{error}", f"{fault}: {error}"
        return STOPPED
    finally:
        raw.write_bytes(kept[0])
        record.write_bytes(kept[1])
    if _figures(found) == _figures(true):
        return NOWHERE
    pages = list(dict.fromkeys(_pages(fault, true)))[:_MOST_PAGES]
    if _cautions(found) - _cautions(true):  # which review tells of, whatever their place and date
        return MARKED
    return MARKED if any(marks_of(found, *page) - _true_marks(true, *page) for page in pages) else ACCEPTED


def _cautions(known: Evidence) -> set[tuple[str, ...]]:
    return {
        (row["area"], row["measure"], row["date"], row["caveat"])
        for row in known.listed("caveats")
        if row["table"] == CAUTIONS
    }


def _write(path: Path, rows: Iterable[Cells]) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _figures(known: Evidence) -> list[object]:
    found = [(key, one.low, one.high, one.sources) for key, one in known.observations.items()]
    people = [(key, one.low, one.high) for key, one in known.population.items()]
    lists = [
        [[cell for name, cell in row.items() if name != "line"] for row in known.listed(table)]
        for table in _LISTS
    ]
    return [sorted(found), sorted(people), *(sorted(map(str, rows)) for rows in lists)]


def _pages(fault: Fault, true: Evidence) -> Iterator[tuple[str, int]]:
    """The pages that show the figures that are wrong, each by its area and year, those of the date first."""
    named: list[tuple[str, int]] = []
    for one in fault.wrong:
        try:
            named.append((true.names.area(one.who).slug, one.year(fault.table)))
        except DataError:  # a region, a nation or a survey in all
            named.append(("", one.year(fault.table)))
    first = true.areas[0].slug
    for by in (0, 1):
        for slug, year in named:
            if year + by in true.all_years:
                yield slug or first, year + by
    for slug, _ in named:
        yield slug or first, true.all_years[-1]


def marks_of(known: Evidence, area: str, year: int) -> set[tuple[str, ...]]:
    """What is odd about the figures of a page, that a reader or a reviewer is told of."""
    facts = area_facts(known, area, year)
    marks = {("suspected", fact.id) for fact in facts if fact.case == "suspected"}
    marks |= {("step", fact.period) for fact in facts.group("step")}
    marks |= {("disagrees", fact.id) for fact in facts if fact.disagrees}
    marks |= {("caveat", fact.measure, fact.period, fact.note) for fact in facts.group("caveat")}
    marks |= {(reason.kind,) for reason in outlier(facts)}
    marks |= {(reason.kind, f"{len(list(conflicts(facts)))}") for reason in conflicts(facts)}
    return marks | {(reason.kind, reason.words[-60:]) for reason in steps(facts)}


@lru_cache(maxsize=1024)
def _true_marks(true: Evidence, area: str, year: int) -> set[tuple[str, ...]]:
    return marks_of(true, area, year)
