"""Faults of a single cell, drawn at random and resealed: which stop the reading, which a reader is told of.

Run as a script, it draws ``BRIEFINGS_FAULTS`` cases of each kind (300 by default) and prints the table of
``docs/changing-data.md``.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass
from pathlib import Path
from random import Random

from conftest import Copy

from helpers.analysis.area_facts import area_facts
from helpers.data.errors import DataError
from helpers.data.evidence import Evidence, evidence
from helpers.data.sources import data_folder
from helpers.pages.review_queue import conflicts, outlier, steps

Cells = dict[str, str]
Outcome = str

LEAST = 0.05  # a smaller change is beyond any control: rates themselves are rounded by as much
CASES = int(os.environ.get("BRIEFINGS_FAULTS", "300"))
SEED = int(os.environ.get("BRIEFINGS_FAULTS_SEED", "20261128"))
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
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Fault:
    """Another number in one cell: ``row`` counts from 1 below the header."""

    kind: str
    table: str
    row: int
    was: str
    cell: str
    who: str
    when: str
    what: str

    @property
    def column(self) -> str:
        """The column of the figure."""
        return FIGURES[self.table][0]

    @property
    def year(self) -> int:
        """The year of the figure; that of the rates which use it, for a population."""
        found = re.search("[0-9]{4}", self.when)
        return int(found[0]) + (self.table == "population") if found else 0

    def __str__(self) -> str:
        return f"{self.table}, {self.who}, {self.when}, {self.what}: {self.cell} for {self.was}"


def _times_ten(cell: str, *_: object) -> str:
    whole, _point, part = cell.partition(".")
    return f"{whole}{part[0]}.{part[1:] or '0'}" if part else f"{cell}0"


def _swapped(cell: str, _row: Cells, _rows: Sequence[Cells], _table: str, random: Random) -> str:
    pairs = [
        swapped
        for i in range(len(cell) - 1)
        if (swapped := cell[:i] + cell[i + 1] + cell[i] + cell[i + 2 :])[0] not in "0." and swapped[-1] != "."
    ]
    return random.choice(pairs) if pairs else cell


def _thousands_dropped(cell: str, *_: object) -> str:
    whole = cell.partition(".")[0]
    return cell if len(whole) < 4 else str(int(whole[(len(whole) - 1) % 3 + 1 :]))


def _of_neighbour(cell: str, row: Cells, rows: Sequence[Cells], table: str, _random: Random) -> str:
    """The next place with the same measure and date."""
    column, who, when, what = FIGURES[table]
    alike = [one for one in rows if (one[when], one[what]) == (row[when], row[what])]
    after = [one for one in alike if one[who] > row[who]] or alike
    return min(after, key=lambda one: one[who])[column] or cell


def _of_year_before(cell: str, row: Cells, rows: Sequence[Cells], table: str, _random: Random) -> str:
    """The nearest date before with the same place and measure."""
    column, who, when, what = FIGURES[table]
    mine = [one for one in rows if (one[who], one[what]) == (row[who], row[what]) and one[when] < row[when]]
    return max(mine, key=lambda one: one[when])[column] if mine else cell


KINDS: Mapping[str, Callable[[str, Cells, Sequence[Cells], str, Random], str]] = {
    "times ten": _times_ten,
    "two digits swapped": _swapped,
    "thousands dropped": _thousands_dropped,
    "value of the next place": _of_neighbour,
    "value of the year before": _of_year_before,
}


def drawn(kind: str, number: int, random: Random, only: Iterable[str] = FIGURES) -> Iterator[Fault]:
    """Yield so many faults of a kind that change a figure by more than ``LEAST``, each in another cell."""
    tables = {table: _rows(table) for table in only}
    places = [(table, row) for table, rows in tables.items() for row in range(len(rows))]
    random.shuffle(places)
    for table, index in places:
        rows = tables[table]
        row = rows[index]
        column, who, when, what = FIGURES[table]
        was = row[column]
        if not _NUMBER.fullmatch(was):
            continue
        cell = KINDS[kind](was, row, rows, table, random)
        if _NUMBER.fullmatch(cell) and abs(float(cell) - float(was)) > LEAST * float(was):
            yield Fault(kind, table, index + 1, was, cell, row[who], row[when], row[what])
            number -= 1
        if not number:
            return


def _rows(table: str) -> list[Cells]:
    with (data_folder() / "raw" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def outcome(fault: Fault, copy: Copy, true: Evidence) -> Outcome:
    """Make a fault in a copy of the data, read it, and take the fault back.

    Return "stopped", "marked" (on a page or in the review queue), "no figure of a page" or "through".
    """
    raw = copy.raw(f"{fault.table}.csv")
    record = raw.with_suffix(".source.yml")
    kept = raw.read_bytes(), record.read_bytes()
    try:
        copy.edit(fault.table, fault.row, fault.column, fault.cell)
        found = evidence(copy.folder)
    except DataError as error:
        assert ".csv" in f"{error}", f"{fault}: {error}"
        return "stopped"
    finally:
        raw.write_bytes(kept[0])
        record.write_bytes(kept[1])
    if _figures(found) == _figures(true):
        return "no figure of a page"
    return "marked" if _marks(found, fault) - _marks(true, fault) else "through"


def _figures(known: Evidence) -> list[object]:
    found = [(key, one.low, one.high) for key, one in known.found.items()]
    people = [(key, one.low, one.high) for key, one in known.population.items()]
    return [
        found,
        people,
        *(_values(known, name) for name in ("surveys", "workload", "disclosures", "removals")),
    ]


def _values(known: Evidence, table: str) -> list[object]:
    column = "missing_count" if table == "surveys" else "value"
    return [row[column] for row in known.listed(table)]


def _marks(known: Evidence, fault: Fault) -> set[tuple[str, ...]]:
    """Return what is odd, by the pages of the figure's area, that a reader or a reviewer is told of."""
    try:
        area = known.names.area(fault.who)
    except DataError:  # a region, a nation or a survey in all
        return set()
    marks: set[tuple[str, ...]] = set()
    for year in {fault.year, fault.year + 1, known.all_years[-1]} & set(known.all_years):
        facts = area_facts(known, area.slug, year)
        marks |= {("suspected", fact.id, str(year)) for fact in facts if fact.case == "suspected"}
        marks |= {("step", fact.period) for fact in facts.group("step")}
        marks |= {("disagrees", fact.id, str(year)) for fact in facts if fact.disagrees}
        marks |= {(reason.kind, str(year)) for reason in outlier(facts)}
        marks |= {(reason.kind, f"{len(list(conflicts(facts)))}", str(year)) for reason in conflicts(facts)}
        marks |= {(reason.kind, reason.words[-60:]) for reason in steps(facts)}
    return marks


def main() -> None:
    true = evidence()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(data_folder(), data)
        for kind in sys.argv[1:] or KINDS:
            faults = list(drawn(kind, CASES, Random(f"{SEED} {kind}")))
            found = [(fault, outcome(fault, Copy(data), true)) for fault in faults]
            number = Counter(what for _, what in found)
            print(
                f"| {kind} | {len(found)} | "
                + " | ".join(
                    f"{number[name]}" for name in ("stopped", "marked", "no figure of a page", "through")
                )
                + " |",
                flush=True,
            )
            tables = Counter(
                (fault.table, fault.what if fault.table == "mappa_figures" else "", what)
                for fault, what in found
            )
            for key, count in sorted(tables.items()):
                print("   ", *key, count)
            for fault, what in found:
                if what == "through":
                    print("    through:", fault)


if __name__ == "__main__":
    main()
