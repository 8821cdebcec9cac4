"""What a workbook was understood to say: its tables, their columns, every figure, and every control."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from helpers.data.evidence import NATION, evidence
from helpers.data.remarks import PLAIN_SHEET
from helpers.data.sources import data_folder
from helpers.intake.release.columns import MEANINGS, RATE, SUMS, Sum, of_some
from helpers.intake.release.container import Container
from helpers.intake.release.controls import STOP, Check, Grid, Meeting, checks, meetings
from helpers.intake.release.dates import another_day, bare_years, years, years_of_name
from helpers.intake.release.figures import Figure, figures
from helpers.intake.release.known import Known, known
from helpers.intake.release.labels import Places, cleaned
from helpers.intake.release.national import National, national
from helpers.intake.release.notes import note_texts, notes_of_names
from helpers.intake.release.refusal import Refused, quoted, refusal
from helpers.intake.release.symbols import symbols
from helpers.intake.release.tables import NO_GROUP, Table, check_rows, found
from helpers.intake.release.workbook import Workbook, read

# One of these must hold, or nothing but its header says that a column is what it is taken for.
PROOFS = {"implied population", "levels of category 1"}
NOT_PROVED = "not made"
# Columns that only a table of MAPPA offenders has.
CORE = {"rso", "rso_l1", "rso_l2", "rso_l3", "cat2", "cat3", "all", "all_l1", "all_l2", "all_l3", "rate"}
FIRST_LINES = 3
WHERE = re.compile('sheet "(.*)", cell ([A-Z]+[0-9]+)', re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One row for ``raw/mappa_figures.csv``."""

    area: str
    area_type: str
    measure: str
    value: str
    unit: str
    basis: str
    note: str


@dataclass(frozen=True, eq=False)
class Understanding:
    """What was read from one workbook for one 31 March, what was left out and why, and every control.

    Compared and hashed by identity.
    """

    container: Container
    year: int
    tables: tuple[Table, ...]
    left_out: tuple[str, ...]
    grid: Grid
    checks: tuple[Check, ...]
    meetings: tuple[Meeting, ...]
    warnings: tuple[str, ...]
    withheld: tuple[str, ...]
    markers: tuple[str, ...]
    notes: Mapping[str, Mapping[str, str]]
    lines: tuple[Line, ...]

    @property
    def synthetic(self) -> bool:
        """Whether a sheet says that its figures are made up, as those of the specimen do."""
        cells = (cell for table in self.tables for cell in table.sheet.cells.values())
        return any(isinstance(cell.value, str) and "SYNTHETIC" in cell.value for cell in cells)

    @property
    def stops(self) -> tuple[Check, ...]:
        """The controls that refuse the workbook."""
        return tuple(check for check in self.checks if check.outcome == STOP)

    def check(self) -> None:
        """Raise Refused if a control failed, with the first places where it did."""
        for stop in self.stops:
            cases = "; ".join(stop.cases[:3])
            more = f"; and {len(stop.cases) - 3} more" if len(stop.cases) > 3 else ""
            where = f'sheet "{self.tables[0].sheet.name}"'
            raise Refused(
                f"{where}, control {stop.name!r}: {stop.says}: {cases}{more}; not one figure is taken"
            )


def understand(container: Container, year: int, data: Path | None = None) -> Understanding:
    """Read a workbook for the 31 March of ``year`` against the tables in ``data``; write nothing.

    Raises Refused for whatever cannot be understood. A control that fails does not raise: it is among the
    ``checks``, so that it can be shown beside what was understood.
    """
    folder = data or data_folder()
    data_before = evidence(folder)
    places = Places(data_before.names)
    book = read(container)
    every = found(book, places, year)
    if not any(column.key in CORE for table in every for column in table.columns):
        raise _no_category_1(every, places)
    _check_name(container.name, year)
    tables, left_out = _of_the_year(every, year)
    undated = _undated(tables, book, container.name, year)
    nationals = national(book, every, places, year)
    for table in tables:
        check_rows(table, places, _rows_below(table, nationals))
    if not any(column.key == "rso" for table in tables for column in table.columns):
        raise _no_category_1(list(tables), places)
    meaning_of_markers = symbols(book)
    read_figures = [(table, figures(table, meaning_of_markers)) for table in tables]
    grid = _grid(year, read_figures, nationals)
    left_out += [f'sheet "{table.sheet}": {table.left_out}' for table in nationals]
    notes = notes_of_names(tables, note_texts(book))
    every_figure = [figures_of_table for _, figures_of_table in read_figures]
    before = known(data_before, folder)
    return _understood(container, year, tables, left_out, grid, before, every_figure, notes, undated)


def _understood(
    container: Container,
    year: int,
    tables: tuple[Table, ...],
    left_out: list[str],
    grid: Grid,
    before: Known,
    read_figures: list[dict[tuple[int, str], Figure]],
    notes: Mapping[str, Mapping[str, str]],
    undated: list[str],
) -> Understanding:
    every = [figure for of_table in read_figures for figure in of_table.values()]
    met = meetings(grid, before)
    made = checks(grid, before, met)
    _check_proved(made, tables[0])
    return Understanding(
        container=container,
        year=year,
        tables=tables,
        left_out=tuple(left_out),
        grid=grid,
        checks=tuple(made),
        meetings=tuple(met),
        warnings=(
            *(warning for table in tables for warning in table.warnings),
            *_moved_headers(tables),
            *_other_years(tables, year),
            *undated,
            *_absent(grid),
            *_without_text(notes),
            *dict.fromkeys(figure.warning for figure in every if figure.warning),
        ),
        withheld=tuple(
            f"{figure.where} ({figure.column.says}): {figure.reason}" for figure in every if figure.reason
        ),
        notes=notes,
        markers=tuple(sorted({mark for figure in every for mark in figure.marks} | _reasons(every))),
        lines=tuple(_lines(grid)),
    )


def _reasons(every: list[Figure]) -> set[str]:
    """Return the markers that stand in the place of figures."""
    return {figure.printed for figure in every if figure.reason and figure.printed}


def _check_name(name: str, year: int) -> None:
    named = years_of_name(name)
    if named and year not in named:
        raise Refused(
            f"the file is called {quoted(name)}, which names {max(named)}, and the year given is {year}; one of them is wrong"
        )


def _of_the_year(tables: list[Table], year: int) -> tuple[tuple[Table, ...], list[str]]:
    """Return the tables of MAPPA figures of the year, and what was left out, with the reason."""
    left_out: list[str] = []
    chosen: list[Table] = []
    mapped = [table for table in tables if table.mapped]
    left_out += [
        f"{table.where}: no header names a measure that is known here" for table in tables if not table.mapped
    ]
    for table in mapped:
        dates = years(table.title) or years(table.sheet.name)
        if not dates and (day := another_day(table.title)):
            left_out.append(f"{table.where}: its title says {day}, which is no 31 March")
            continue
        if word := of_some(table.title):
            left_out.append(f"{table.where}: its title says {quoted(word)}, so its table is not of all")
        elif dates and year not in dates:
            left_out.append(f"{table.where}: its title says 31 March {max(dates)}")
        else:
            chosen.append(table)
    if not chosen:
        raise Refused(_none_chosen(left_out[-1], year))
    _check_apart(chosen)
    return tuple(chosen), left_out


def _undated(tables: tuple[Table, ...], book: Workbook, name: str, year: int) -> list[str]:
    """Return a warning where nothing says of which year the tables are.

    Where they do not say it, the first lines of the other sheets do. Raises Refused where these name others.
    """
    if any(_dates(table) for table in tables):
        return []
    lines = [line for sheet in book.grids if sheet in book.visible for line in _first_lines(book, sheet)]
    named = [(sheet, line, max(years(line))) for sheet, line in lines if years(line)]
    if named and not any(year in years(line) for _, line in lines):
        sheet, line, other = max(named, key=lambda found: found[2])
        raise Refused(
            f"no table says of which 31 March it is, and sheet {quoted(sheet)} says {quoted(line)}, which names "
            f"{other}, and the year given is {year}; one of them is wrong"
        )
    if named or years_of_name(name):
        return []
    return [
        f"neither the table nor another sheet nor the file's name says of which 31 March the figures are; they are read as of {year}"
    ]


def _dates(table: Table) -> frozenset[int]:
    """Return the years that a table, its sheet's name or a header of a column that is read gives."""
    texts = [table.title, table.sheet.name, *(column.header for column in table.mapped)]
    return frozenset(year for text in texts for year in years(text) | bare_years(text))


def _first_lines(book: Workbook, sheet: str) -> list[tuple[str, str]]:
    """Return the first few texts of a sheet, which say what the publication is."""
    texts = (cleaned(cell) for row in book.grids[sheet] for cell in row if isinstance(cell, str | date))
    return [(sheet, text) for text in islice(filter(None, texts), FIRST_LINES)]


def _none_chosen(why: str, year: int) -> str:
    """Return why no table is left: for its year most often, or because it is one of some alone."""
    return (
        f"{why}, and the year given is {year}; one of them is wrong"
        if "31 March" in why
        else f"{why}; nothing is left to read"
    )


def _no_category_1(tables: list[Table], places: Places) -> Refused:
    table = max(tables, key=lambda table: (len(table.mapped), len(table.areas)))
    headers = ", ".join(quoted(column.header[:60]) for column in table.columns if column.header) or "none"
    uncovered = next(
        (
            f"column {column.letters}: {column.why}; merge a group over its columns"
            for column in table.columns
            if column.why.startswith(NO_GROUP)
        ),
        "",
    )
    if not table.header_rows:
        row = min(table.areas.values())
        over = table.sheet.cells.get((row - 1, table.label))
        return Refused(
            f"{table.where}: no header stands over row {row + 1}, but "
            + (
                f"the row {quoted(over.text)}, which is neither an area nor a total"
                if over
                else "nothing, or numbers without a name"
            )
        )
    if uncovered:
        return Refused(f"{table.where}: no header says how many are in category 1; {uncovered}")
    others = [
        cell.text
        for row, cells in table.sheet.rows.items()
        if (cell := cells.get(table.label)) and (place := places.find(cell.text)) and place.kind == "force"
    ]
    forces = f", and its rows are police forces, such as {quoted(cleaned(others[0]))}" if others else ""
    word = next(
        (
            f"; column {column.letters}: {column.why}"
            for column in table.columns
            if column.why.startswith("not mapped")
        ),
        "",
    )
    if word:
        return Refused(
            f"{table.where}: no header that is understood says how many are in category 1{forces}{word}"
        )
    return Refused(
        f"{table.where}: no header says how many are in category 1{forces}; this is not a MAPPA area table: the headers are {headers[:400]}"
    )


def _check_apart(tables: list[Table]) -> None:
    first: dict[str, Table] = {}
    for table in tables:
        for column in table.mapped:
            other = first.setdefault(column.key, table)
            if other is not table:
                raise refusal(
                    f"{other.where}, and {table.where}",
                    f"both tables say {column.says}",
                    "one table must be that of the year: its title must name it",
                )


def _rows_below(table: Table, nationals: list[National]) -> frozenset[int]:
    """Return the rows of national tables on the sheet of a table of areas."""
    return frozenset(
        row for national in nationals if national.sheet == table.sheet.name for row in national.rows
    )


def _grid(
    year: int, tables: list[tuple[Table, dict[tuple[int, str], Figure]]], nationals: list[National]
) -> Grid:
    table = tables[0][0]
    area_of = [{row: area for area, row in part.areas.items()} for part, _ in tables]
    by_area = {
        (areas[row], key): figure
        for areas, (_, read_figures) in zip(area_of, tables, strict=True)
        for (row, key), figure in read_figures.items()
        if row in areas
    }
    nation = {
        key: figure
        for part, read_figures in tables
        for (row, key), figure in read_figures.items()
        if row == part.nation
    }
    bodies = tuple(
        {key: figure for (row, key), figure in read_figures.items() if row == body}
        for part, read_figures in tables
        for body in part.bodies
    )
    regions = {
        region: {key: figure for (place, key), figure in read_figures.items() if place == row}
        for part, read_figures in tables
        for region, row in part.regions.items()
    }
    order = tuple(sorted(table.areas, key=lambda area: table.areas[area]))
    keys = frozenset(key for _, key in by_area)
    apart = tuple(
        (key, figure)
        for national in nationals
        for key, figure in national.figures.items()
        if key in keys and national.step == 1
    )
    rounded = tuple(
        (key, figure, national.step)
        for national in nationals
        for key, figure in national.figures.items()
        if key in keys and national.step > 1
    )
    # What the areas' own table does not total, a national table does; both together are a control.
    nation = {**dict(apart), **nation}
    return Grid(year, order, by_area, nation, bodies, keys, regions, apart, rounded)


def _check_proved(made: list[Check], table: Table) -> None:
    if all(check.outcome == NOT_PROVED for check in made if check.name in PROOFS):
        raise refusal(
            table.where,
            "neither levels nor rates stand beside the count of category 1, so that nothing proves which column it is",
            "an area table has them",
        )


def _moved_headers(tables: tuple[Table, ...]) -> list[str]:
    """Warn of a header elsewhere than in row 5 or 7, where its publisher's own reader expects it."""
    return [
        f"{table.where}: the last header row is row {table.header_rows[-1] + 1}; in the tables of 2014 to 2023 it is row 5 or 7"
        for table in tables
        if len(tables) == 1 and table.header_rows and table.header_rows[-1] + 1 not in (5, 6, 7)
    ]


def _other_years(tables: tuple[Table, ...], year: int) -> list[str]:
    """Warn of a title that names other years alone: a bare year can be a date, or that of a publication."""
    return [
        f"{table.where}: its title names {max(alone)} and no 31 March; the figures are read as of 31 March {year}"
        for table in tables
        if not years(table.title) and (alone := bare_years(table.title)) and year not in alone
    ]


EXPECTED = ("rate", "rso_l1", "rso_l2", "rso_l3", "cat2", "cat3", "all", "all_l1", "all_l2", "all_l3")


def _without_text(notes: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [
        f"the note {number} at {place} has no text on any sheet"
        for place, texts in notes.items()
        for number, text in texts.items()
        if not text
    ]


def _absent(grid: Grid) -> list[str]:
    absent = [MEANINGS[key].says for key in EXPECTED if key not in grid.keys]
    return [f"no column says {', '.join(absent)}: nothing is taken for them"] if absent else []


def _lines(grid: Grid) -> list[Line]:
    lines = []
    for key, meaning in MEANINGS.items():
        if meaning.measure and key in grid.keys:
            lines += [
                _line(place, figure, meaning.measure, meaning.basis, meaning.unit)
                for place, figure in _stated(grid, key)
            ]
    for total in SUMS:
        lines += _added(grid, total)
    return lines


def _stated(grid: Grid, key: str) -> list[tuple[str, Figure]]:
    rows = [(area, grid.figures[area, key]) for area in grid.order]
    rows += [(NATION, grid.nation[key])] if key in grid.nation else []
    # A rate of none is no rate: it stands for a body that has no population.
    return [
        (place, figure)
        for place, figure in rows
        if figure.value is not None and (MEANINGS[key].unit != RATE or figure.value > 0)
    ]


def _line(place: str, figure: Figure, measure: str, basis: str, unit: str) -> Line:
    value = figure.value or 0.0
    plain_marks = [mark for mark in (_plain_mark(mark) for mark in figure.marks) if mark]
    marks = f", marked {' '.join(plain_marks)}" if plain_marks else ""
    text = f"{value:.0f}" if value % 1 == 0 else f"{value:.10g}"
    return Line(place, _type(place), measure, text, unit, basis, _noted(figure) + marks)


def _noted(figure: Figure) -> str:
    """Return the place of a figure for its note; ``PLAIN_SHEET`` says why no other name can stand in it."""
    match = WHERE.fullmatch(figure.where)
    sheet, cell = (match[1], match[2]) if match else ("", "")
    return f'sheet "{sheet if PLAIN_SHEET.fullmatch(sheet) else "_"}", cell {cell}'


def _plain_mark(mark: str) -> str:
    """Return a mark as notes have it, or nothing for one of another kind, which the record keeps."""
    inside = mark.casefold().strip("[]()")
    if re.fullmatch("r|p|rev|note [0-9]{1,2}", inside):
        return f"[{inside}]"
    return mark if re.fullmatch(r"[*^~]{1,3}", mark) else ""


def _added(grid: Grid, total: Sum) -> list[Line]:
    parts = [_parts(grid, key) for key in total.parts]
    if total.unless in grid.keys or not all(parts):
        return []
    keys = [key for part in parts for key in part]
    lines = []
    for place in grid.places:
        cells = [grid.nation.get(key) if place == NATION else grid.figures.get((place, key)) for key in keys]
        known_cells = [cell for cell in cells if cell is not None and cell.value is not None]
        if len(known_cells) == len(keys):
            added = sum(cell.value or 0.0 for cell in known_cells)
            words = " + ".join(
                f"{cell.value:.0f} ({MEANINGS[key].says}: {_noted(cell)})"
                for key, cell in zip(keys, known_cells, strict=True)
            )
            lines.append(
                Line(
                    place,
                    _type(place),
                    total.measure,
                    f"{added:.0f}",
                    "count",
                    total.basis,
                    f"added here: {words}",
                )
            )
    return lines


def _parts(grid: Grid, key: str) -> list[str]:
    """Return the columns that give a part: its own, or those of its levels."""
    levels = [f"{key}_l{level}" for level in (1, 2, 3)]
    return [key] if key in grid.keys else levels if set(levels) <= grid.keys else []


def _type(place: str) -> str:
    return "nation" if place == NATION else "mappa_area"


def described(understanding: Understanding) -> dict[str, Any]:
    """Return an understanding as plain values, for programs and for the record of the release."""
    return {
        "file": understanding.container.name,
        "sha256": understanding.container.sha256,
        "bytes": len(understanding.container.content),
        "kind": understanding.container.kind,
        "year": understanding.year,
        "tables": [_described_table(table) for table in understanding.tables],
        "left_out": list(understanding.left_out),
        "areas": len(understanding.grid.order),
        "figures": len(understanding.lines),
        "checks": [
            {"name": check.name, "outcome": check.outcome, "says": check.says, "cases": list(check.cases)}
            for check in understanding.checks
        ],
        "warnings": list(understanding.warnings),
        "withheld": list(understanding.withheld),
        "markers": list(understanding.markers),
        "notes": {place: dict(texts) for place, texts in understanding.notes.items()},
    }


def _described_table(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet.name,
        "title": table.title,
        "header_rows": [row + 1 for row in table.header_rows],
        "columns": [
            {
                "column": column.letters,
                "header": column.header,
                "read_as": column.says,
                "measure": _measure(column.key),
                "left_out": column.why,
            }
            for column in table.columns
        ],
        "spellings": dict(table.spellings),
        "rows": {area: row + 1 for area, row in table.areas.items()},
        "total_row": None if table.nation is None else table.nation + 1,
    }


def _measure(key: str) -> str:
    return MEANINGS[key].measure if key else ""
