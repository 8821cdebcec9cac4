"""``make attack``: many synthetic forces, each released three times, and all that a reader could subtract.

Of each force an inspector and the public are given three releases, a month or a quarter apart. Totals, levels
of risk, bands, weeks, measures, medians, oldest cases and all releases are put into one integer programme,
which must leave every small count, and for the public every small change, its whole range. Teams are
attacked as if a reader saw them. Then a page is made of what was released, and its prose, charts, tables,
alternative texts, spreadsheet, JSON and notebook are held against the folder. What fails is printed below the
number of its force; ``--first N --forces 1`` repeats it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
from released import HIGHEST, PARTS, attacked, files, read, stage_two
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from helpers.data.errors import DataError
from helpers.pack.disclosure.audiences import audience
from helpers.pack.disclosure.earlier import as_at
from helpers.pack.disclosure.releasing import release
from helpers.pack.stage_two import AGES, SINCE

SMALL = {"inspector": 4, "public": 9}
APART = {"inspector": 4, "public": 13}  # weeks between releases: the least that are allowed
SIZES = (12, 30, 60, 120, 250, 500, 900)
SHAPES = ("usual", "usual", "all-overdue", "nothing-overdue", "small-team", "busy")
AGED = {"P03": ("late", AGES), "P12": ("late", AGES), "P18": ("waiting", SINCE)}
OF_TEAMS = (("P02", "overdue"), ("P08", "lone"), ("P10", "repeated"))
QUANTILES = {"median": 5, "p90": 9}  # tenths of the cases that are at most so old

Tables = Mapping[str, Sequence[Mapping[str, str]]]
Name = tuple[object, ...]
Spans = dict[Name, tuple[int, int]]


@dataclasses.dataclass(frozen=True)
class Force:
    """A synthetic force, by its number: another size, shape and length of its series."""

    number: int

    @property
    def options(self) -> dict[str, object]:
        chance = random.Random(self.number)
        return {
            "cases": chance.choice(SIZES) + chance.randrange(10),
            "kind": chance.choice(SHAPES),
            "seed": self.number,
        }

    @property
    def weeks(self) -> int:
        return random.Random(-self.number).randrange(54, 75)

    def tables(self, later: int = 0) -> Tables:
        return stage_two(weeks=self.weeks + later, **self.options)


class System:
    """All that releases tell, as one integer programme: equations, counts that are shown, and ranges."""

    def __init__(self) -> None:
        self.equations: list[tuple[Name, ...]] = []
        self.known: dict[Name, int] = {}
        self.spans: Spans = {}

    def tell(self, tables: Tables, revised: Mapping[Name, str]) -> None:
        """Add a release; its weeks are those of earlier ones until they are revised."""
        day = as_at(tables).isoformat()
        equations, known = attacked(tables)
        on = lambda name: _on(day, name, revised)  # noqa: E731
        self.equations += [tuple(map(on, equation)) for equation in equations]
        self.known |= {on(name): value for name, value in known.items()}
        for row in tables["measures.csv"]:
            self._tell_level(day, row)

    def _tell_level(self, day: str, row: Mapping[str, str]) -> None:
        """Add what a median, a percentile or an oldest case says of the bands."""
        if row["measure_id"] not in AGED or (row["mark"] == "[c]" and row["part"] != "oldest"):
            return
        part, bands = AGED[row["measure_id"]]
        places = [(row["measure_id"], part, row["risk_level"], band, "", "n") for band in bands]
        counts = [_on(day, name) for name in places]
        if row["part"] in QUANTILES and row["value"] and row["denominator"]:
            own = _band_of(float(row["value"]), bands)
            rank = -(-int(row["denominator"]) * QUANTILES[row["part"]] // 10)
            self._among((day, *places[0], row["part"], "to"), counts[: own + 1], (rank, HIGHEST))
            self._among((day, *places[0], row["part"], "below"), counts[:own], (0, rank - 1))
        elif row["part"] == "oldest" and row["band"] in bands:
            own = bands.index(row["band"])
            self._among((day, *places[0], "oldest"), [counts[own]], (1, HIGHEST))
            self._among((day, *places[0], "older"), counts[own + 1 :], (0, 0))
        elif row["part"] == "oldest" and row["band"].startswith("183 days"):
            old = [count for count, band in zip(counts, bands, strict=True) if band in AGES[-2:]]
            span = (1, HIGHEST) if row["band"].endswith("yes") else (0, 0)
            self._among((day, *places[0], "old"), old, span)

    def _among(self, name: Name, counts: Sequence[Name], span: tuple[int, int]) -> None:
        if counts:
            self.equations.append((name, *counts))
            self.spans[name] = span

    def narrowed(self, wanted: Mapping[Name, tuple[int, int]]) -> list[str]:
        """Return which counts cannot take the lowest, or the highest, number of their range.

        Many are pushed at once, and only those that did not get there are pushed alone.
        """
        self._leave_out_what_is_known()
        names = sorted({name for equation in self.equations for name in equation} | {*wanted}, key=str)
        if not names:
            return []
        self.place = {name: at for at, name in enumerate(names)}
        sums = lil_array((len(self.equations), len(names)))
        for row, (whole, *parts) in enumerate(self.equations):
            sums[row, self.place[whole]] += 1
            for part in parts:
                sums[row, self.place[part]] -= 1
        spans = [
            (self.known[name],) * 2 if name in self.known else self.spans.get(name, (0, HIGHEST))
            for name in names
        ]
        self.constraint = LinearConstraint(sums.tocsc(), 0, 0)
        self.low, self.high = (np.array(ends, float) for ends in zip(*spans, strict=True))
        said = []
        for way, end in ((1, 0), (-1, 1)):
            left = [name for name in sorted(wanted, key=str) if name not in self.known]
            while left:
                found = self._pushed(left, way)
                still = [name for name in left if way * found[name] > way * wanted[name][end]]
                if len(still) == len(left):
                    break
                left = still
            said += [
                f"{name}: {'at least' if way > 0 else 'at most'} {value}, of {wanted[name]}"
                for name in left
                if way * (value := self._pushed([name], way)[name]) > way * wanted[name][end]
            ]
        return said

    def _leave_out_what_is_known(self) -> None:
        """Keep the equations that hold an unknown count; what they say of known ones is checked here."""
        kept = []
        for whole, *parts in dict.fromkeys(self.equations):
            if all(name in self.known for name in (whole, *parts)):
                assert self.known[whole] == sum(self.known[part] for part in parts), (
                    f"{whole} contradicts its parts"
                )
            else:
                kept.append((whole, *parts))
        self.equations = kept

    def _pushed(self, wanted: Sequence[Name], way: int) -> dict[Name, int]:
        aim = np.zeros(len(self.low))
        for name in wanted:
            aim[self.place[name]] = way
        found = milp(
            aim,
            constraints=self.constraint,
            bounds=Bounds(self.low, self.high),
            integrality=np.ones(len(self.low)),
        )
        assert found.status == 0, f"what is released contradicts itself: {found.message}"
        return {name: round(found.x[self.place[name]]) for name in wanted}


def _on(day: str, name: Name, revised: Mapping[Name, str] = MappingProxyType({})) -> Name:
    """Name a count by its day, and one of a week by the day on which it was last revised."""
    if name[0] == "left":
        whole = name[1]  # what is left of it is another number once its part was revised
        return ("left", _on(day, whole, revised), _on(day, (*whole[:5], "n"), revised))
    return (*name, revised.get(name, "")) if name[4] else (*name, day)


def _band_of(days: float, bands: Sequence[str]) -> int:
    ends = [int(band.split("-")[1]) if "-" in band else HIGHEST for band in bands]
    return next(at for at, end in enumerate(ends) if days <= end)


def counts_of(tables: Tables, who: str) -> Iterator[tuple[Name, int]]:
    """Yield the counts of the whole force, as ``attacked`` names them, with very high and high apart."""
    for row in [*tables["measures.csv"], *tables["weekly.csv"]]:
        if row.get("team") == "all" and (who != "public" or "week_ending" not in row):
            for side in ("numerator", "denominator"):
                if row[side]:
                    yield (
                        (
                            row["measure_id"],
                            row["part"],
                            row["risk_level"],
                            row.get("band", "all"),
                            row.get("week_ending", ""),
                            side[0],
                        ),
                        int(row[side]),
                    )


def truth_of(tables: Tables, released: Tables, who: str) -> dict[Name, int]:
    """Return what each count of a release is, whether it is shown or not."""
    counts = dict(counts_of(tables, who))
    for name, value in list(counts.items()):
        if name[2] == "very_high":
            counts[(*name[:2], "very_high_or_high", *name[3:])] = value + counts.get(
                (*name[:2], "high", *name[3:]), 0
            )
    equations, _ = attacked(released)
    named = {name for equation in equations for name in equation if len(name) == 6}
    return {name: value for name, value in counts.items() if name in named}


def attack_one(who: str, tables: Tables, given: Tables) -> Iterator[str]:
    """Put all that one release tells together, and yield what it shows or narrows of small counts."""
    told, day = System(), as_at(given).isoformat()
    told.tell(given, {})
    truth = truth_of(tables, given, who)
    wanted = {_on(day, name): (1, SMALL[who]) for name, value in truth.items() if 0 < value <= SMALL[who]}
    assert wanted
    yield from (f"{name}: shown, {told.known[name]}" for name in wanted if name in told.known)
    yield from told.narrowed(wanted)


def attack_releases(force: Force, who: str) -> Iterator[str]:
    """Put three releases together, and yield what they narrow."""
    told, wanted, earlier, before, shown, weeks_before, revised = System(), {}, [], [], {}, {}, {}
    for weeks in (0, APART[who], 2 * APART[who]):
        tables = force.tables(weeks)
        given = read(files(who, tables, earlier=earlier, before=before), who)
        day = as_at(given).isoformat()
        truth = truth_of(tables, given, who)
        revised |= {name: day for name, value in truth.items() if weeks_before.get(name, value) != value}
        told.tell(given, revised)
        for name, value in truth.items():
            if 0 < value <= SMALL[who]:
                wanted[_on(day, name, revised)] = (1, SMALL[who])
            elif who == "public" and name in shown and 0 < abs(value - shown[name]) <= SMALL[who]:
                wanted[_on(day, name)] = (max(0, shown[name] - SMALL[who]), shown[name] + SMALL[who])
        weeks_before |= {name: value for name, value in truth.items() if name[4]}
        shown = attacked(given)[1]
        earlier, before = [*earlier, given], [*before, tables]
    yield from (f"{name}: shown, {told.known[name]}" for name in wanted if name in told.known)
    yield from told.narrowed(wanted)


def attack_teams(whole: Tables) -> Iterator[str]:
    """Subtract teams from the force as an audience would that saw them with small counts withheld."""
    seeing = dataclasses.replace(audience("inspector"), teams=True, weekly="none")
    rows = [row for row in whole["measures.csv"] if (row["measure_id"], row["part"]) in OF_TEAMS]
    tables = {**whole, "measures.csv": rows, "weekly.csv": []}
    given = release(tables, PARTS, seeing).tables["measures.csv"]
    told, wanted, strata = System(), {}, defaultdict(list)
    for rows, is_truth in ((tables["measures.csv"], True), (given, False)):
        for row in rows:
            for side in ("numerator", "denominator"):
                name = (row["measure_id"], row["team"], row["risk_level"], side)
                if is_truth and row[side]:
                    if 0 < int(row[side]) <= 4:
                        wanted[name] = (1, 4)
                    for at, total in ((1, (name[0], "all", *name[2:])), (2, (*name[:2], "all", name[3]))):
                        if name[at] != "all":
                            strata[total, at].append(name)
                elif row[side]:
                    told.known[name] = int(row[side])
    told.equations = [(total, *parts) for (total, _), parts in strata.items()]
    yield from told.narrowed(wanted)


def attack_page(force: Force, who: str) -> Iterator[str]:
    """Make the page, and hold each place of it against the folder with the tests of the page."""
    import test_pack_page as tests
    from hand_run import pack_page_of

    from helpers.pages import PerformancePack
    from helpers.publish.downloads import facts_csv, workbook

    with tempfile.TemporaryDirectory() as folder:
        for name, content in files(who, force.tables()).items():
            (Path(folder) / name).write_bytes(content)
        page = PerformancePack(folder, who)
        rendered = pack_page_of(page)
        tests.test_no_number_of_a_withheld_count_is_in_a_fact_or_file(page)
        tests.test_a_description_says_only_what_the_table_beside_the_chart_says(page)
        tests.test_every_figure_of_a_page_is_a_link_to_its_note_a_date_or_a_term(rendered)
        tests.check_alike(page, rendered)
        if "age-" in page.ages_chart().html:
            tests.test_bars_are_drawn_to_the_numbers_that_are_shown_and_none_to_one_that_is_withheld(page)
        summary = page.summary()
        withheld = {fact["id"] for fact in summary["facts"] if fact["status"] == "withheld"}
        handed = json.dumps({**summary, "facts": []})
        for line in facts_csv([summary]).decode().splitlines():
            if any(f",{name}," in line for name in withheld) and "[c]" not in line and "[x]" not in line:
                yield f"CSV: {line[:80]}"
        yield from (f"JSON beside the facts: {name}" for name in withheld if name in handed)
        workbook(summary["title"], [summary])


def tried(number: int, *, pages: bool) -> Iterator[str]:
    """Attack one force in every way, and yield what each finds."""
    force = Force(number)
    ways: dict[str, Callable[[], Iterator[str]]] = {"teams": lambda: attack_teams(force.tables())}
    for who in SMALL:
        ways[f"{who}, three releases"] = lambda who=who: attack_releases(force, who)
    if pages:
        who = sorted(SMALL)[number // 4 % 2]
        ways[f"{who}, page"] = lambda: attack_page(force, who)
    for what, way in ways.items():
        try:
            yield from (f"{what}: {found}" for found in way())
        except DataError as error:
            yield f"{what}: refused: {error}"
        except AssertionError as error:
            yield f"{what}: {str(error).splitlines()[0] if str(error) else 'a check of the page failed'}"


def main() -> int:
    """Attack the forces that are asked for; return 1 if any gave something away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forces", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--pages", type=int, default=1, help="make a page of every so many forces")
    chosen = parser.parse_args()
    leaks, refused, began = 0, 0, time.process_time()
    for number in range(chosen.first, chosen.first + chosen.forces):
        found = list(tried(number, pages=number % chosen.pages == 0))
        refused += sum(": refused:" in one for one in found)
        leaks += sum(": refused:" not in one for one in found)
        print(f"force {number} {Force(number).options}: {len(found)} found", flush=True)
        for one in found:
            print(f"  {one}", flush=True)
    spent = time.process_time() - began
    print(f"{chosen.forces} forces, {leaks} leaks, {refused} releases refused, {spent:.0f} CPU seconds")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
