"""National tables beside those of the areas: England and Wales by category, level, event and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.columns import MEANINGS, RATE, heading, names_what, not_understood_in_title
from helpers.intake.release.dates import another_day, bare_years, years
from helpers.intake.release.figures import Figure
from helpers.intake.release.labels import Places, cleaned, header_text
from helpers.intake.release.refusal import quoted
from helpers.intake.release.tables import Column, Table, title_above
from helpers.intake.release.workbook import Workbook

FEWEST = 2
STEPS = (1_000, 100)
# Between what is stored and what is printed of it, as for the figures of areas.
ROUNDING = 0.5 + 1e-6
ONE_NATION = re.compile(
    r"\bengland\b(?!\s*(?:and|&)\s*wales)|(?<!england and )(?<!england & )\bwales\b|\bscotland\b"
)
# A line of a title that names a category, all or an event; other lines say how to read the sheet.
SAY_WHAT = r"mappa[\s-]*(?:eligible)?\s*offenders|categor(?:y|ies)\s*[1-4]|all\s*categor|rsos?\b|sex(?:ual)?\s*offender"
MOST_HEADER_ROWS = 4


@dataclass(frozen=True)
class National:
    """One national table: its figures of the year by key, and in words what of it is left out.

    ``step`` is what its figures are rounded to, 1 for none; ``rows`` are its own, on a sheet with areas.
    """

    sheet: str
    figures: Mapping[str, Figure]
    left_out: str
    step: int = 1
    rows: frozenset[int] = frozenset()


def national(book: Workbook, tables: list[Table], places: Places, year: int) -> list[National]:
    """Return the national tables on the visible sheets, also those that stand below a table of areas."""
    of_areas = {table.sheet.name for table in tables}
    national_tables = [below for table in tables if (below := _below(table, places, year))]
    for name, grid in book.grids.items():
        texts = [cell for row in grid for cell in row if isinstance(cell, str)]
        if name in of_areas or name not in book.visible or sum(map(_names_what, texts)) < FEWEST:
            continue
        table = _read(book.sheet(name), places, year)
        national_tables += [table] if table else []
    return national_tables


def _below(table: Table, places: Places, year: int) -> National | None:
    """Return the national table under the areas: with headers of its own, and a label in each row."""
    sheet = table.sheet
    cells = {place: cell for place, cell in sheet.cells.items() if table.end < place[0] < table.until}
    part = replace(sheet, cells=cells)
    texts = [cell.text for cell in cells.values() if isinstance(cell.value, str)]
    if sum(map(_names_what, texts)) < FEWEST:
        return None
    label = _label(part.rows)
    first = next(
        (row for row, row_cells in part.rows.items() if label >= 0 and _numbers(row_cells, label)), None
    )
    headers = [] if first is None else _header_rows(part.rows, label, first)
    read = _read(part, places, year, table.title) if headers else None
    if read is None or first is None:
        return None
    rows = [
        row
        for row, row_cells in part.rows.items()
        if row >= headers[0] and (row < first or label in row_cells)
    ]
    return replace(read, rows=frozenset(rows))


def _one_nation(title: str) -> str:
    """Return the nation that a title names alone, or an empty text: England and Wales go together here."""
    match = ONE_NATION.search(header_text(title))
    return match[0] if match else ""


def _names_what(text: str) -> bool:
    return len(text) < 200 and names_what(header_text(text))


def _read(sheet: Sheet, places: Places, year: int, over: str = "") -> National | None:
    """Return what a national table says; ``over`` is a title that dates it where nothing else does."""
    rows = {row: cells for row, cells in sheet.rows.items() if row not in sheet.hidden_rows}
    label = _label(rows)
    first = next((row for row, cells in rows.items() if label >= 0 and _numbers(cells, label)), None)
    if first is None:
        return None
    headers = _header_rows(rows, label, first)
    title = title_above(sheet, min(headers, default=first))
    if (
        (word := not_understood_in_title(title, SAY_WHAT))
        or (word := _one_nation(title))
        or (word := another_day(title))
    ):
        return National(sheet.name, {}, f"a national table, left out: its title says {quoted(word)}")
    figures: dict[str, Figure] = {}
    several: set[str] = set()
    others = unread = scaled = 0
    for row, column, says in _cells(sheet, rows, label, headers, first, places):
        dates = years(says) or bare_years(says) or years(title) or bare_years(title) or years(over)
        key = heading(header_text(_without_dates(says)), header_text(title)).key
        cell = sheet.cells[row, column]
        if not key or cell.fault or cell.masked or cell.percent:
            unread += 1
        elif year not in dates or len(dates) > 1:
            others += 1
        else:
            figure = _figure(sheet, row, column, says, key)
            if _is_scaled(figure):
                scaled += 1
                continue
            several |= {key} if key in figures and figures[key].value != figure.value else set()
            figures[key] = figure
    if len(figures) + others + scaled < FEWEST:
        return None
    kept = {key: figure for key, figure in figures.items() if key not in several}
    words = [f"{len(kept)} figures of 31 March {year} are read as those of England and Wales"]
    step = _step(kept.values())
    words += [f"they are rounded to {step:,}, so none is taken"] if step > 1 else []
    words += (
        [f"{scaled} are printed as another number than is stored, so none of them is read"] if scaled else []
    )
    words += [f"{others} of other years are left out"] if others else []
    words += [f"{unread} have a header that is not understood"] if unread else []
    words += [f"{len(several)} stand in several cells that differ"] if several else []
    return National(sheet.name, kept, f"a national table: {'; '.join(words)}", step)


def _step(figures: Iterable[Figure]) -> int:
    """Return what all figures are rounded to, 1,000 or 100, or 1: where chance would hardly do it."""
    values = [figure.value for figure in figures if figure.value]
    return next((step for step in STEPS if len(values) >= FEWEST and all(v % step == 0 for v in values)), 1)


def _is_scaled(figure: Figure) -> bool:
    """Return whether a format shows thousands: neither the printed nor the stored number is believed."""
    return (
        figure.value is not None
        and figure.stored is not None
        and MEANINGS[figure.column.key].unit != RATE
        and abs(figure.value - figure.stored) > ROUNDING
    )


def _label(rows: Mapping[int, Mapping[int, Cell]]) -> int:
    """Return the column of the labels: the first that has two texts with a number on their right, or -1."""
    counts: dict[int, int] = {}
    for cells in rows.values():
        first = next((column for column, cell in cells.items() if isinstance(cell.value, str)), None)
        if first is not None and _numbers(cells, first):
            counts[first] = counts.get(first, 0) + 1
    return min(counts, default=-1)


def _numbers(cells: Mapping[int, Cell], label: int) -> list[int]:
    """Return the columns of a row's numbers; a row of nothing but years is a header."""
    columns = [column for column, cell in cells.items() if column > label and cell.is_number]
    return [] if all(_is_year(cells[column]) for column in columns) else columns


def _is_year(cell: Cell) -> bool:
    return isinstance(cell.value, float) and cell.value.is_integer() and 1990 <= cell.value <= 2100


def _header_rows(rows: Mapping[int, Mapping[int, Cell]], label: int, first: int) -> list[int]:
    headers: list[int] = []
    for row in range(first - 1, max(-1, first - 1 - MOST_HEADER_ROWS), -1):
        cells = rows.get(row, {})
        if any(column > label for column in cells):
            headers.insert(0, row)
        elif cells:  # a title, or the group of the first rows
            break
    return headers


def _cells(
    sheet: Sheet,
    rows: Mapping[int, Mapping[int, Cell]],
    label: int,
    headers: list[int],
    first: int,
    places: Places,
) -> Iterator[tuple[int, int, str]]:
    """Give each number under a header with all that is said of it: its group, its row and its column."""
    group = ""
    for row, cells in rows.items():
        if row < first:
            continue
        own = cells.get(label)
        says = cleaned(own.text) if own else ""
        numbers = _numbers(cells, label)
        if not numbers:
            group = says
            continue
        place = places.find(says)
        says = "" if place is not None and place.kind == "nation" else says
        for column in numbers:
            over = " / ".join(
                dict.fromkeys(filter(None, (_over(sheet, header, column, label) for header in headers)))
            )
            if over:
                yield row, column, " / ".join(filter(None, (group, says, over)))


def _over(sheet: Sheet, row: int, column: int, label: int) -> str:
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= column <= right and left > label:
            row, column = top, left
    cell = sheet.cells.get((row, column))
    return "" if cell is None else cleaned(f"{cell.value:.0f}" if _is_year(cell) else cell.text)


def _without_dates(says: str) -> str:
    """Return what is said without a part that is nothing but a date: a year under which a category stands."""
    return " / ".join(
        part for part in says.split(" / ") if not (years(part) or bare_years(part)) or names_what(part)
    )


def _figure(sheet: Sheet, row: int, column: int, says: str, key: str) -> Figure:
    cell = sheet.cells[row, column]
    text = cleaned(cell.text).replace(",", "")
    printed = float(text) if text.replace(".", "", 1).isdigit() else None
    stored = cell.value if isinstance(cell.value, float) else None
    where = sheet.where(row, column)
    return Figure(
        row, Column(column, says, key), where, cell.text, stored if printed is None else printed, stored
    )
