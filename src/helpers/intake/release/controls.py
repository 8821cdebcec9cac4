"""The controls of a release: totals added up again, the implied population, and figures known from elsewhere.

Each returns a ``Check``; one that failed refuses the workbook, one that could not be made says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import factorial, prod
from statistics import median

from helpers.intake.release.columns import MEANINGS, RATE, SUMS
from helpers.intake.release.figures import Figure
from helpers.intake.release.known import Known
from helpers.text.nouns import counted

STOP, WARN, PASSED, NOT_MADE = "stop", "warning", "passed", "not made"
# A published rate rests on a population that may have been revised since; a neighbour's differs by more.
NEAR = 0.03
SETTLED_SLACK = 0.6
MANY_MOVED, MANY_RATES, MANY_NEIGHBOURS = 5, 3, 3
UNUSUAL = 0.15
LARGE = 100
ENOUGH_KNOWN = 30
FALLEN_TO_ZERO = 20
# Of the names of areas, how many must come after the one above: all but a few are in the order of another
# spelling, or begin a region; an order that has nothing to do with names has a half.
ALPHABETICAL = 0.75
NATION = "England and Wales"
NOT_ADDED = {"rate", "population"}


@dataclass(frozen=True)
class Check:
    """One control: its outcome is passed, warning, stop, or not made.

    ``says`` is one sentence, ``cases`` the places.
    """

    name: str
    outcome: str
    says: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """Figures by area and key, with the areas in the order of the rows; the total and other bodies apart.

    ``apart`` are figures of England and Wales, by key, from national tables beside that of the areas;
    ``rounded`` are those with what they are rounded to, of which none is taken.
    """

    year: int
    order: tuple[str, ...]
    figures: Mapping[tuple[str, str], Figure]
    nation: Mapping[str, Figure]
    bodies: tuple[Mapping[str, Figure], ...]
    keys: frozenset[str]
    regions: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    apart: tuple[tuple[str, Figure], ...] = ()
    rounded: tuple[tuple[str, Figure, int], ...] = ()

    def figure(self, place: str, key: str) -> Figure | None:
        """Return the figure of an area or of England and Wales, if it has a cell."""
        return self.nation.get(key) if place == NATION else self.figures.get((place, key))

    def value(self, area: str, key: str) -> float | None:
        """Return the printed value, or None where there is none."""
        figure = self.nation.get(key) if area == NATION else self.figures.get((area, key))
        return None if figure is None else figure.value

    @property
    def places(self) -> tuple[str, ...]:
        """The areas, and England and Wales where it has a row."""
        return (*self.order, NATION) if self.nation else self.order


def checks(grid: Grid, known: Known, met: Sequence[Meeting]) -> list[Check]:
    """Return every control, in the order in which they are shown; ``met`` are the ``meetings`` of both."""
    return [
        *_levels(grid),
        *_totals(grid),
        _nation(grid),
        _national(grid),
        _regions(grid, known),
        _population(grid, known),
        _rates(grid, known),
        _printed_population(grid),
        _tied(grid, known),
        _sorted(grid),
        _level_1(grid),
        _in_year(grid),
        _by_level(grid),
        _changes(grid, known),
        _last_year(grid, known),
        _zeros(grid, known),
        _oracle(grid, met),
    ]


Parts = tuple[str, list[str]]
STEMS = ("rso", "cat2", "cat3", "cat4")


def _levels(grid: Grid) -> Iterator[Check]:
    for total, parts in _sums_of_levels(grid):
        yield _sum(grid, f"levels of {MEANINGS[total].says}", total, parts)


def _sums_of_levels(grid: Grid) -> Iterator[Parts]:
    """Give each category and the columns of its levels, none where not all are there.

    Category 3 has no level 1.
    """
    for stem in STEMS:
        if stem in grid.keys:
            parts = [key for level in (1, 2, 3) if (key := f"{stem}_l{level}") in grid.keys]
            enough = len(parts) == 3 or (stem == "cat3" and {"cat3_l2", "cat3_l3"} <= grid.keys)
            yield stem, parts if enough else []


def _totals(grid: Grid) -> Iterator[Check]:
    for total, parts in _sums_of_totals(grid):
        what = "levels" if parts and parts[0].startswith("all_") else "categories"
        yield _sum(grid, f"{what} and {MEANINGS[total].says}", total, parts)


def _sums_of_totals(grid: Grid) -> Iterator[Parts]:
    """Give each total over categories or levels with its columns, none where not all are there."""
    categories = ["rso", "cat2", "cat3", *(["cat4"] if "cat4" in grid.keys else [])]
    yield "all", categories if {"rso", "cat2", "cat3"} <= grid.keys else []
    levels = ["all_l1", "all_l2", "all_l3"]
    yield "all", levels if set(levels) <= grid.keys else []
    for level, time in ((1, ""), (2, ""), (3, ""), (2, "_year"), (3, "_year")):
        own = [key for stem in STEMS if (key := f"{stem}_l{level}{time}") in grid.keys]
        needed = {f"{stem}_l{level}{time}" for stem in STEMS[: 2 if level == 1 else 3]}
        if f"all_l{level}{time}" in grid.keys and needed <= grid.keys:
            yield f"all_l{level}{time}", own


def _sum(grid: Grid, name: str, total: str, parts: list[str]) -> Check:
    if not parts or total not in grid.keys:
        return Check(name, NOT_MADE, "the table does not have all the parts and their total")
    wrong: list[str] = []
    marked: list[str] = []
    gaps: list[float] = []
    unknown = 0
    for place in grid.places:
        values = [grid.value(place, key) for key in (total, *parts)]
        if any(value is None for value in values):
            unknown += 1
            continue
        stated, *added = [value for value in values if value is not None]
        if sum(added) != stated:
            words = " + ".join(f"{value:,.0f}" for value in added)
            case = f"{place}: {words} = {sum(added):,.0f}, printed {stated:,.0f}"
            cells = [grid.figure(place, key) for key in (total, *parts)]
            shared = sum(added) > stated and any(cell is not None and cell.marks for cell in cells)
            (marked if shared else wrong).append(case)
            gaps.append(stated - sum(added))
    return _outcome_of_sum(name, total, parts, wrong, marked, unknown, gaps)


def _outcome_of_sum(
    name: str,
    total: str,
    parts: list[str],
    wrong: list[str],
    marked: list[str],
    unknown: int,
    gaps: list[float],
) -> Check:
    if wrong:
        why = f"{len(wrong)} of the sums {_are(wrong)} not right"
        if len(wrong) > 5 and total == "all" and "cat4" not in parts and all(gap > 0 for gap in gaps):
            why += ": the total is the larger one everywhere, so a part is missing, perhaps category 4"
        return Check(name, STOP, f"{MEANINGS[total].says}: {why}", (*wrong, *marked))
    if marked:
        return Check(
            name,
            WARN,
            "a total is less than its parts where its cells carry notes (a case can be shared)",
            tuple(marked),
        )
    left = f", {unknown} could not be added" if unknown else ""
    return Check(
        name,
        PASSED,
        f"{' + '.join(MEANINGS[key].says for key in parts)} = {MEANINGS[total].says} everywhere{left}",
    )


def _nation(grid: Grid) -> Check:
    name = "areas and the total row"
    if not grid.nation:
        return Check(name, NOT_MADE, "the table has no row for England and Wales")
    stored, printed, unknown = [], [], []
    for key in sorted(grid.keys - NOT_ADDED):
        total = grid.nation.get(key)
        parts = [grid.figures[area, key] for area in grid.order]
        if total is None or total.stored is None or any(part.stored is None for part in parts):
            unknown.append(MEANINGS[key].says)
            continue
        extra = [body[key].stored or 0.0 for body in grid.bodies if key in body]
        sums = {
            sum(part.stored or 0.0 for part in parts),
            sum(part.stored or 0.0 for part in parts) + sum(extra),
        }
        shown = sum(part.value or 0.0 for part in parts)
        if (key, total) in grid.apart and total.value in (shown, shown + sum(extra)):
            continue  # a national table has no fractions in store that are those of the areas
        if not any(abs(added - total.stored) < 1e-6 for added in sums):
            stored.append(
                f"{MEANINGS[key].says}: the areas give {max(sums):,.10g}, {total.where} says {total.printed}"
            )
        if shown not in (total.value, (total.value or 0.0) - sum(extra)):
            printed.append(
                f"{MEANINGS[key].says}: the printed areas give {shown:,.0f}, {total.where} prints {total.printed}"
            )
    if stored:
        return Check(
            name, STOP, f"{len(stored)} of the totals {_are(stored)} not the sum of the areas", tuple(stored)
        )
    if printed:
        return Check(
            name,
            WARN,
            "printed figures do not add up to the printed total, though the stored ones do",
            tuple(printed),
        )
    left = f"; not added for lack of figures: {', '.join(unknown)}" if unknown else ""
    return Check(
        name,
        PASSED,
        f"42 areas add up to England and Wales in {len(grid.keys - NOT_ADDED) - len(unknown)} columns{left}",
    )


def _are(cases: Sequence[object]) -> str:
    return "is" if len(cases) == 1 else "are"


def _national(grid: Grid) -> Check:
    """Hold the figures of national tables against the total row, or each other where there is none."""
    name = "areas and the national tables"
    if not grid.apart and not grid.rounded:
        return Check(name, NOT_MADE, "the workbook has no national table with figures of the year")
    wrong = [
        f"{MEANINGS[key].says}: {figure.where} says {figure.printed}, {total.where} says {total.printed}"
        for key, figure in grid.apart
        if (total := grid.nation[key]).value is not None and total.value != figure.value
    ]
    wrong += [
        f"{MEANINGS[key].says}: {figure.where} says {figure.printed}, rounded to {step:,}, the areas give {whole:,.0f}"
        for key, figure, step in grid.rounded
        if (whole := _total(grid, key)) is not None and abs(whole - (figure.value or 0.0)) > step / 2
    ]
    if wrong:
        return Check(
            name,
            STOP,
            f"{counted(len(wrong), 'national figure')} {_are(wrong)} not the total of the areas",
            tuple(wrong),
        )
    held = (*grid.apart, *grid.rounded)
    return Check(
        name,
        PASSED,
        f"{counted(len(held), 'figure')} of national tables {_are(held)} as the areas have them"
        + (f", {len(grid.rounded)} of them rounded" if grid.rounded else ""),
    )


def _total(grid: Grid, key: str) -> float | None:
    """Return the figure of England and Wales, or the sum of the areas where no row has it."""
    if key in grid.nation:
        return grid.nation[key].value
    values = [grid.value(area, key) for area in grid.order]
    return None if key in NOT_ADDED or None in values else sum(value or 0.0 for value in values)


def _regions(grid: Grid, known: Known) -> Check:
    name = "areas and the rows of regions"
    if not grid.regions:
        return Check(name, NOT_MADE, "the table has no rows for regions")
    wrong = []
    for region, row in grid.regions.items():
        members = known.evidence.regions.get(region) or known.evidence.names.regions.get(region, ())
        for key, total in row.items():
            values = [grid.value(area, key) for area in members]
            if key not in NOT_ADDED and total.value is not None and None not in values:
                added = sum(value or 0.0 for value in values)
                wrong += (
                    [f"{region}, {MEANINGS[key].says}: {added:,.0f}, printed {total.printed}"]
                    if added != total.value
                    else []
                )
    return Check(name, STOP if wrong else PASSED, "the areas of each region are added up", tuple(wrong))


def _bases(grid: Grid, known: Known) -> tuple[int | None, bool, str]:
    """Return the mid-year whose population the rates fit, whether that is settled, and how it is known."""
    told = known.evidence.denominators.get(grid.year)
    if told is not None:
        return told.mid_year, told.settled, f"mid-{told.mid_year}, as raw/rate_denominators.csv says"
    fits: dict[int, float] = {}
    for mid_year in (grid.year - 1, grid.year - 2, grid.year - 3):
        misses = [
            abs(ratio - 1)
            for area in grid.order
            if (ratio := _ratio(grid, known, area, mid_year)) is not None
        ]
        if len(misses) >= 30:
            fits[mid_year] = median(misses)
    if not fits:
        return None, False, "no population of people aged 10 and over is known for the years before"
    best = min(fits, key=lambda year: (fits[year], -year))
    return best, False, f"mid-{best}, which fits best; raw/rate_denominators.csv does not say"


def _ratio(grid: Grid, known: Known, area: str, mid_year: int) -> float | None:
    """Return the population that count and rate imply, as a share of the estimate."""
    count, rate, people = grid.value(area, "rso"), grid.value(area, "rate"), known.people(area, mid_year)
    return None if not count or not rate or not people else 100_000 * count / rate / people


def _slack(rate: float) -> float:
    """Return how far a rate's rounding alone can move the implied population."""
    return 0.5 / rate


def _population(grid: Grid, known: Known) -> Check:
    name = "implied population"
    if not {"rso", "rate"} <= grid.keys:
        return Check(
            name,
            NOT_MADE,
            "the table has no count of category 1 with a rate, so a shift of rows would not show here",
        )
    mid_year, _, how = _bases(grid, known)
    if mid_year is None:
        return Check(name, NOT_MADE, how)
    off = []
    for area in grid.order:
        ratio = _ratio(grid, known, area, mid_year)
        if ratio is not None and abs(ratio - 1) > NEAR + _slack(grid.value(area, "rate") or 1.0):
            off.append(f"{area}: count and rate imply {ratio:.0%} of its population")
    if len(off) >= MANY_MOVED:
        return Check(
            name,
            STOP,
            f"{len(off)} of {len(grid.order)} areas {_are(off)} beyond 3% ({how}){_shift(grid, known, mid_year)}",
            tuple(off),
        )
    if off:
        return Check(
            name, WARN, f"{len(off)} of {len(grid.order)} areas {_are(off)} beyond 3% ({how})", tuple(off)
        )
    return Check(name, PASSED, f"count and rate imply the population of all areas within 3% ({how})")


def _shift(grid: Grid, known: Known, mid_year: int) -> str:
    """Say whether the figures fit the names one row up or down."""
    for step, words in ((1, "one row down"), (-1, "one row up")):
        fits = total = 0
        for index, area in enumerate(grid.order):
            if not 0 <= index + step < len(grid.order):
                continue
            count, rate = (grid.value(grid.order[index + step], key) for key in ("rso", "rate"))
            people = known.people(area, mid_year)
            if count and rate and people:
                total += 1
                fits += abs(100_000 * count / rate / people - 1) <= NEAR + _slack(rate)
        if total and fits >= 0.8 * total:
            return f": the figures stand {words} against the names"
    return ""


def _rates(grid: Grid, known: Known) -> Check:
    name = "printed rates"
    if not {"rso", "rate"} <= grid.keys:
        return Check(name, NOT_MADE, "the table has no rate beside the count of category 1")
    mid_year, settled, how = _bases(grid, known)
    if mid_year is None:
        return Check(name, NOT_MADE, how)
    off, made = [], 0
    for area in grid.order:
        count, rate, people = grid.value(area, "rso"), grid.value(area, "rate"), known.people(area, mid_year)
        if count is not None and rate and people:
            made += 1
            own = 100_000 * count / people
            if abs(own - rate) > SETTLED_SLACK:
                off.append(
                    f"{area}: {count:,.0f} of {people:,.0f} is {own:.1f}, printed {grid.figures[area, 'rate'].printed}"
                )
    # Where no levels prove the column, a rate of the level-1 count must not pass for one on another base.
    unproved = not {"rso_l1", "rso_l2", "rso_l3"} <= grid.keys and len(off) > made / 3
    if len(off) >= MANY_RATES and (settled or unproved):
        return Check(
            name,
            STOP,
            f"{len(off)} of {made} rates do not follow from count and population ({how}): another column may be read as the count",
            tuple(off),
        )
    if off:
        return Check(
            name,
            WARN,
            f"{len(off)} of {made} rates do not follow from count and population ({how})",
            tuple(off),
        )
    return Check(name, PASSED, f"all {made} rates follow from count and population ({how})")


def _printed_population(grid: Grid) -> Check:
    name = "printed population"
    if not {"population", "rate", "rso"} <= grid.keys:
        return Check(name, NOT_MADE, "the table prints no population beside count and rate")
    off = []
    for area in grid.order:
        count, rate, people = (grid.value(area, key) for key in ("rso", "rate", "population"))
        if (
            count is not None
            and rate
            and people
            and abs(100_000 * count / people - rate) > 1 + rate * 50 / people * 2
        ):
            off.append(
                f"{area}: {count:,.0f} of {people:,.0f} is {100_000 * count / people:.1f}, printed {rate:,.10g}"
            )
    return Check(
        name,
        WARN if off else PASSED,
        "the printed populations give the printed rates"
        if not off
        else "a printed population does not give the printed rate",
        tuple(off),
    )


def _tied(grid: Grid, known: Known) -> Check:
    """Hold each column that no sum and no population ties to its rows against the release of the year before.

    A column that is one row off within itself keeps its total, so only its own past can show it.
    """
    name = "each column and its rows"
    loose = [key for key in MEANINGS if key in grid.keys - NOT_ADDED and key not in _in_sums(grid)]
    shifted, untold = [], []
    for key in loose:
        aligned, up, down = (_distance(grid, known, key, step) for step in (0, 1, -1))
        if aligned is None or up is None or down is None:
            untold.append(f"{MEANINGS[key].says} ({', '.join(_measures(key))})")
        elif min(up, down) < aligned / 2:
            shifted.append(f"{MEANINGS[key].says}: nearer to last year's figures of the neighbouring rows")
    if shifted:
        return Check(name, STOP, "a column stands one row off against the names", tuple(shifted))
    if untold:
        says = (
            f"nothing but the total ties {len(untold)} columns to their rows, as the figures of 31 March {grid.year - 1} "
            "are not known: if the figures of one of them were mixed up among the areas, no control here would show it; "
            "compare some of them with another source"
        )
        return Check(name, NOT_MADE, says, tuple(untold))
    return Check(name, PASSED, "sums, the population or last year's figures tie every column to its rows")


def _sorted(grid: Grid) -> Check:
    """Look for a column that is in order of its size while the names are in order of the alphabet."""
    name = "columns in order of size"
    ascents = sum(first < second for first, second in pairwise(grid.order))
    if ascents < ALPHABETICAL * (len(grid.order) - 1):
        return Check(
            name, NOT_MADE, "the areas are not in the order of their names, perhaps in that of a column"
        )
    in_order = [
        MEANINGS[key].says
        for key in MEANINGS
        if key in grid.keys
        and (values := [value for area in grid.order if (value := grid.value(area, key)) is not None])
        and _is_no_chance(values)
        and (values == sorted(values) or values == sorted(values, reverse=True))
    ]
    if in_order:
        says = f"{counted(len(in_order), 'column')} {_are(in_order)} sorted by itself, apart from the names of the areas"
        return Check(name, STOP, says, tuple(in_order))
    return Check(name, PASSED, "no column is sorted by itself, apart from the names of the areas")


def _is_no_chance(values: Sequence[float]) -> bool:
    """Return whether so many different values would stand in order by chance less than once in a million."""
    orders = factorial(len(values)) // prod(factorial(times) for times in Counter(values).values())
    return orders > 2_000_000


def _in_sums(grid: Grid) -> set[str]:
    """Return the columns whose rows a sum or the population ties down."""
    tied = {"rso"} if "rate" in grid.keys else set()
    for total, parts in (*_sums_of_levels(grid), *_sums_of_totals(grid)):
        tied |= {total, *parts} if parts and total in grid.keys else set()
    return tied


def _distance(grid: Grid, known: Known, key: str, step: int) -> float | None:
    """Return how far a column is from last year's, read ``step`` rows further.

    None where too little is known.
    """
    if not MEANINGS[key].measure:
        return None
    pairs = [
        (grid.value(grid.order[number + step], key), _before(known, area, key, grid.year - 1))
        for number, area in enumerate(grid.order)
        if 0 <= number + step < len(grid.order)
    ]
    both = [abs(now - before) for now, before in pairs if now is not None and before is not None]
    return sum(both) / len(both) if len(both) >= ENOUGH_KNOWN else None


def _measures(key: str) -> list[str]:
    own = [MEANINGS[key].measure] if MEANINGS[key].measure else []
    return own + [total.measure for total in SUMS if key in total.parts]


def _level_1(grid: Grid) -> Check:
    name = "total and level 1"
    if not {"rso", "rso_l1"} <= grid.keys:
        return Check(name, NOT_MADE, "the table does not have category 1 both in all and at level 1")
    pairs = [(area, grid.value(area, "rso"), grid.value(area, "rso_l1")) for area in grid.order]
    known_pairs = [
        (area, total, first) for area, total, first in pairs if total is not None and first is not None
    ]
    below = [
        f"{area}: {total:,.0f} in all, {first:,.0f} at level 1"
        for area, total, first in known_pairs
        if total < first
    ]
    if below or all(total == first for _, total, first in known_pairs):
        return Check(
            name,
            STOP,
            "the total of category 1 must be level 1 or more everywhere, and more somewhere",
            tuple(below),
        )
    return Check(name, PASSED, "the total of category 1 is level 1 or more everywhere")


def _in_year(grid: Grid) -> Check:
    name = "in the year and on the day"
    pairs = [(f"{stem}_l{n}_year", f"{stem}_l{n}") for stem in ("rso", "all") for n in (2, 3)]
    made = [(year, day) for year, day in pairs if {year, day} <= grid.keys]
    if not made:
        return Check(name, NOT_MADE, "the table has no level 2 or 3 both in the year and on 31 March")
    off = [
        f"{area}, {MEANINGS[day].says}: {first:,.0f} in the year, {second:,.0f} on 31 March"
        for year, day in made
        for area in grid.places
        if (first := grid.value(area, year)) is not None
        and (second := grid.value(area, day)) is not None
        and first < second
    ]
    return Check(
        name,
        WARN if off else PASSED,
        "levels 2 and 3 in the year are no fewer than on 31 March"
        if not off
        else "fewer in the year than on 31 March",
        tuple(off),
    )


def _by_level(grid: Grid) -> Check:
    """Add up breaches by level.

    A total of both that is less than cautions and convictions is for a person.
    """
    name = "cautions and convictions"
    sums = [
        _sum(grid, name, stem, [f"{stem}_l{n}" for n in (1, 2, 3)])
        for stem in ("cautioned", "convicted")
        if {stem, f"{stem}_l1", f"{stem}_l2", f"{stem}_l3"} <= grid.keys
    ]
    if {"cautioned", "convicted", "breaches"} <= grid.keys:
        sums.append(_sum(grid, name, "breaches", ["cautioned", "convicted"]))
    order = {STOP: 0, WARN: 1, PASSED: 2, NOT_MADE: 3}
    return min(
        sums,
        key=lambda check: order[check.outcome],
        default=Check(name, NOT_MADE, "the table does not print them apart by level"),
    )


def _before(known: Known, area: str, key: str, year: int) -> float | None:
    meaning = MEANINGS[key]
    series = known.series.get((meaning.measure, meaning.basis), "")
    observation = known.evidence.get(area, year, series)
    return None if observation is None else observation.value


def _changes(grid: Grid, known: Known) -> Check:
    name = "change on the year"
    made = unusual = 0
    cases = []
    # Of an area only the count of category 1 is steady enough to be looked at; of all together, every column.
    pairs = [(area, "rso") for area in grid.order]
    pairs += [(NATION, key) for key in sorted(grid.keys - NOT_ADDED) if MEANINGS[key].measure]
    for place, key in pairs:
        now, before = grid.value(place, key), _before(known, place, key, grid.year - 1)
        if now is None or not before:
            continue
        made += 1
        if abs(now / before - 1) > UNUSUAL:
            unusual += 1
            cases.append(
                f"{place}, {MEANINGS[key].says}: {before:,.0f} to {now:,.0f} ({now / before - 1:+.0%})"
            )
    if not made:
        return Check(name, NOT_MADE, f"no count of 31 March {grid.year - 1} is known")
    return Check(
        name,
        WARN if cases else PASSED,
        f"{unusual} of {made} counts changed by more than 15% on the year before",
        tuple(cases),
    )


def _last_year(grid: Grid, known: Known) -> Check:
    """Hold large counts against those of the year before: two years never have the same."""
    name = "last year's figures"
    same, made = [], 0
    for key in sorted(grid.keys - NOT_ADDED):
        pairs = [
            (place, now, before)
            for place in grid.places
            if MEANINGS[key].measure
            and (now := grid.value(place, key)) is not None
            and (before := _before(known, place, key, grid.year - 1)) is not None
            and now >= LARGE
        ]
        made += len(pairs)
        equal = [
            f"{place}, {MEANINGS[key].says}: {now:,.0f}" for place, now, before in pairs if now == before
        ]
        same += equal if len(equal) >= max(MANY_NEIGHBOURS, len(pairs) / 2) else []
    if not made:
        return Check(name, NOT_MADE, f"no count of {LARGE} or more is known of 31 March {grid.year - 1}")
    if same:
        says = f"{len(same)} counts are exactly those of 31 March {grid.year - 1}: the table, or a column of it, is of that year"
        return Check(name, STOP, says, tuple(same))
    return Check(name, PASSED, f"the counts are not those of 31 March {grid.year - 1} ({made} compared)")


def _zeros(grid: Grid, known: Known) -> Check:
    name = "zeros"
    cases = []
    for key in sorted(grid.keys - NOT_ADDED):
        if not MEANINGS[key].measure:
            continue
        for area in grid.order:
            if grid.value(area, key) != 0:
                continue
            around = [_before(known, area, key, grid.year + step) for step in (-1, 1)]
            near = [value for value in around if value is not None]
            if near and min(near) >= FALLEN_TO_ZERO:
                cases.append(
                    f"{area}, {MEANINGS[key].says}: 0 beside {', '.join(f'{value:,.0f}' for value in near)}"
                )
    return Check(
        name,
        WARN if cases else PASSED,
        "a zero can be a return that was not made" if cases else "no zero stands where there were 20 or more",
        tuple(cases),
    )


@dataclass(frozen=True)
class Meeting:
    """A figure of the workbook beside a statement about the same area, date and series."""

    area: str
    key: str
    value: float
    stated: str
    source: str
    agrees: bool
    slip: str = ""


def meetings(grid: Grid, known: Known) -> list[Meeting]:
    """Return every figure that another source states too, with the likely slip where they differ."""
    met = []
    for key in sorted(grid.keys):
        meaning = MEANINGS[key]
        series = known.series.get((meaning.measure, meaning.basis), "")
        for area in grid.places:
            value = grid.value(area, key)
            if value is None:
                continue
            for statement in known.statements.get((area, grid.year, series), ()):
                agrees = statement.allows(value)
                stated = (
                    f"{statement.low:,.10g} to {statement.high:,.10g}"
                    if statement.value is None
                    else f"{statement.value:,.10g}"
                )
                slip = "" if agrees else _slip(grid, known, area, key, statement.allows)
                met.append(Meeting(area, key, value, stated, statement.source, agrees, slip))
    return met


def _slip(grid: Grid, known: Known, area: str, key: str, allows: Callable[[float], bool]) -> str:
    """Return what a contradicted figure was probably taken from."""

    def fits(value: float | None) -> bool:
        return value is not None and allows(value)

    if area in grid.order:
        place = grid.order.index(area)
        for index in (place - 1, place + 1):
            if 0 <= index < len(grid.order) and fits(grid.value(grid.order[index], key)):
                return f"the neighbour's row ({grid.order[index]})"
    if key == "rso" and fits(grid.value(area, "rso_l1")):
        return "level 1 taken for the total"
    if fits(_before(known, area, key, grid.year - 1)):
        return "last year's figure"
    return next(
        (
            f"the figure of {other}"
            for other in grid.order
            if other != area
            and MEANINGS[key].unit != RATE
            and (grid.value(other, key) or 0) > 50
            and fits(grid.value(other, key))
        ),
        "",
    )


def _oracle(grid: Grid, met: Sequence[Meeting]) -> Check:
    name = "figures known before"
    if not met:
        return Check(name, NOT_MADE, f"no figure of 31 March {grid.year} is known from another source")
    wrong = [meeting for meeting in met if not meeting.agrees]
    cases = tuple(
        f"{meeting.area}, {MEANINGS[meeting.key].says}: here {meeting.value:,.10g}, {meeting.stated} in {meeting.source}"
        + (f": {meeting.slip}" if meeting.slip else "")
        for meeting in wrong
    )
    says = f"{_agreeing(met)}; {len(wrong)} contradicted" if wrong else _agreeing(met)
    if areas := _of_neighbours(wrong):
        return Check(
            name, STOP, f"{says}: in {len(areas)} areas they agree with the neighbour's row instead", cases
        )
    return Check(name, WARN if wrong else PASSED, says, cases)


def _of_neighbours(wrong: Sequence[Meeting]) -> set[str]:
    """Return the areas whose contradicted counts are their neighbours', where that is no chance.

    Small counts and rates are alike in many areas: they prove nothing.
    """
    for key in {meeting.key for meeting in wrong if MEANINGS[meeting.key].unit != RATE}:
        large = [meeting for meeting in wrong if meeting.key == key and meeting.value >= LARGE]
        areas = {meeting.area for meeting in large if meeting.slip.startswith("the neighbour")}
        if len(areas) >= max(MANY_NEIGHBOURS, len(large) / 2):
            return areas
    return set()


def _agreeing(met: Sequence[Meeting]) -> str:
    counts = [meeting for meeting in met if MEANINGS[meeting.key].unit != RATE]
    rates = [meeting for meeting in met if MEANINGS[meeting.key].unit == RATE]
    parts = [(counts, "counts"), (rates, "rates")]
    return (
        " and ".join(
            f"{sum(meeting.agrees for meeting in group)} of {len(group)} {word}"
            for group, word in parts
            if group
        )
        + " agree"
    )
