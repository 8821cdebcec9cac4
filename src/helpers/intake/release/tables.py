"""Tables of the 42 areas found in a workbook by what they hold: names, headers, title.

Never by their position.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.data.errors import did_you_mean
from helpers.intake.release.cells import Cell, Sheet
from helpers.intake.release.columns import (
    LEVEL,
    MEANINGS,
    Heading,
    heading,
    is_part,
    names_category,
    names_what,
    not_understood_in_title,
)
from helpers.intake.release.dates import bare_years, years
from helpers.intake.release.labels import (
    CITY,
    LONDON,
    METROPOLITAN,
    NATION,
    OUTSIDE,
    Place,
    Places,
    cleaned,
    header_text,
    without_marks,
)
from helpers.intake.release.refusal import Refused, letters, quoted, refusal
from helpers.intake.release.workbook import Grid, Workbook

DAY = re.compile(r"\d{4}-\d\d-\d\d")
ENOUGH = 38
NO_GROUP = "no group stands over it"
MOST_HEADER_ROWS = 5
MOST_GAP = 1
MOST_ROWS = 1_048_576
MARK = re.compile(r"\[?(?:r|p|rev|note [0-9]+)\]?|\(?[rp]\)?|[*^~]+", re.I)
AREA_HEADER = re.compile(
    r"(?:mappa |police force )?areas?(?: name)?|police force area.*|england and wales", re.I
)


@dataclass(frozen=True)
class Column:
    """One column: its header as printed, what it was read as, and a reason where it is left out."""

    index: int
    header: str
    key: str
    why: str = ""

    @property
    def letters(self) -> str:
        """The letters of the column."""
        return letters(self.index)

    @property
    def says(self) -> str:
        """What the column counts."""
        return MEANINGS[self.key].says if self.key else ""


@dataclass(frozen=True)
class Table:
    """One table of the areas: where it stands, and the row of each area and total."""

    sheet: Sheet
    title: str
    label: int
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    areas: Mapping[str, int]
    marks: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]
    nation: int | None
    bodies: tuple[int, ...]
    regions: Mapping[str, int]
    again: tuple[int, ...]
    end: int
    until: int
    warnings: tuple[str, ...] = ()

    @property
    def mapped(self) -> tuple[Column, ...]:
        """The columns that have a meaning."""
        return tuple(column for column in self.columns if column.key)

    @property
    def where(self) -> str:
        """The place of the table for a message."""
        return f'sheet "{self.sheet.name}", rows {min(self.areas.values()) + 1} to {max(self.areas.values()) + 1}'


@dataclass(frozen=True)
class _Block:
    """Rows of one column that name places, with how many different areas are among them."""

    sheet: str
    column: int
    rows: Mapping[int, Place]

    @property
    def areas(self) -> set[str]:
        return {place.name for place in self.rows.values() if place.kind == "area"}


def found(book: Workbook, places: Places, year: int) -> list[Table]:
    """Return the tables of areas on the visible sheets.

    Raises Refused where there is none, saying what there is.

    A column whose header names another 31 March than that of ``year`` is left out.
    """
    blocks = [block for name, grid in book.grids.items() for block in _blocks(name, grid, places)]
    full = [block for block in blocks if len(block.areas) >= ENOUGH]
    shown = [block for block in full if block.sheet in book.visible]
    if not shown:
        raise _nothing(blocks, full, places, book)
    sheets = {name: book.sheet(name) for name in {block.sheet for block in shown}}
    tables = [_table(block, sheets[block.sheet], full, year) for block in shown]
    hidden = [
        f"the hidden sheet {quoted(block.sheet)} also has a table of areas, which is not read"
        for block in full
        if block not in shown
    ]
    tables[0] = replace(tables[0], warnings=(*hidden, *tables[0].warnings))
    return tables


def check_rows(table: Table, places: Places, below: Collection[int] = ()) -> None:
    """Raise Refused unless the rows of a table are the 42 areas, each once and in sight, and known totals.

    Rows ``below`` it are those of another table.
    """
    sheet, label = table.sheet, table.label
    _check_once(table)
    for row in table.again:
        name = quoted(sheet.cells[row, label].text)
        raise refusal(
            sheet.where(row, label),
            f"a second row is called {name}",
            "each area, and the total, must have one row",
        )
    _check_below(table, below)
    missing = sorted(places.areas - table.areas.keys())
    unnamed = [row for row in _labelled(table, below) if row not in table.areas.values()]
    foreign = [row for row in unnamed if _is_foreign(sheet, label, row, places)]
    for row in foreign:
        name = sheet.cells[row, label].text
        raise refusal(
            sheet.where(row, label),
            f"{quoted(name)} is not a MAPPA area",
            _foreign_hint(name, places, missing),
        )
    if missing:
        raise refusal(
            table.where, f"no row for {', '.join(missing[:4])}", "each of the 42 areas must have one row"
        )
    for row in sorted({*table.areas.values(), *([table.nation] if table.nation is not None else [])}):
        if row in sheet.hidden_rows:
            name = quoted(sheet.cells[row, label].text)
            raise refusal(
                sheet.where(row, label), f"the row of {name} is hidden", "show all rows, and look why it was"
            )


def _blocks(name: str, grid: Grid, places: Places) -> Iterator[_Block]:
    width = max((len(row) for row in grid), default=0)
    for column in range(width):
        labels = [row[column] if column < len(row) else "" for row in grid]
        named = {
            row: place
            for row, text in enumerate(labels)
            if isinstance(text, str) and text and len(text) < 80 and (place := places.find(text)) is not None
        }
        if len({place.name for place in named.values() if place.kind == "area"}) >= ENOUGH // 2:
            yield from _split(name, column, grid, named)


def _split(sheet: str, column: int, grid: Grid, named: Mapping[int, Place]) -> Iterator[_Block]:
    """Cut a column of names into blocks: a new one begins where an area comes again after a gap."""
    rows: dict[int, Place] = {}
    seen: set[tuple[str, str]] = set()
    last = -1
    for row, place in named.items():
        # A name in a title or a note has no number beside it, and is no row of a table.
        if not _numbers_beside(grid, row, column) and place.kind != "area":
            continue
        again = (place.name, place.kind) in seen
        if rows and row - last > MOST_GAP and again and _gap(grid, column, last, row):
            yield _Block(sheet, column, rows)
            rows, seen = {}, set()
        rows[row], last = place, row
        seen.add((place.name, place.kind))
    if rows:
        yield _Block(sheet, column, rows)


def _gap(grid: Grid, column: int, first: int, last: int) -> bool:
    return any(not _numbers_beside(grid, row, column) for row in range(first + 1, last))


def _numbers_beside(grid: Grid, row: int, column: int) -> bool:
    return any(
        isinstance(value, int | float) and not isinstance(value, bool) for value in grid[row][column + 1 :]
    )


def _table(block: _Block, sheet: Sheet, full: list[_Block], year: int) -> Table:
    first = min(row for row, place in block.rows.items())
    last = max(row for row, place in block.rows.items())
    right = min(
        (other.column for other in full if other.sheet == block.sheet and other.column > block.column),
        default=10_000,
    )
    header_rows = _header_rows(sheet, block.column, first, right)
    title = title_above(sheet, header_rows[0] if header_rows else first)
    rows = _with_london(
        {row: place for row, place in block.rows.items() if (row, block.column) in sheet.cells}
    )
    areas, regions, again = _areas_and_regions(rows, sheet, block.column)
    nations = [row for row, place in rows.items() if place.kind == "nation" and place.name == NATION]
    columns, warnings = _columns(sheet, block.column, right, header_rows, rows, title, year)
    if word := not_understood_in_title(title):
        warnings.append(
            f'sheet "{sheet.name}": its title says {quoted(word)}, which is not understood; look whether the table is of all'
        )
    return Table(
        sheet=sheet,
        title=title,
        label=block.column,
        header_rows=header_rows,
        columns=columns,
        areas=areas,
        marks={place.name: place.marks for place in rows.values() if place.marks},
        spellings={place.name: cleaned(sheet.cells[row, block.column].text) for row, place in rows.items()},
        nation=nations[0] if nations else None,
        bodies=tuple(row for row, place in rows.items() if place.kind == OUTSIDE),
        regions=regions,
        again=(*again, *nations[1:]),
        end=last,
        until=min(
            (min(other.rows) for other in full if other.sheet == block.sheet and min(other.rows) > last),
            default=MOST_ROWS,
        ),
        warnings=tuple(warnings),
    )


def _with_london(rows: Mapping[int, Place]) -> dict[int, Place]:
    """Return the rows with that of the Metropolitan Police as London's, where nothing else can be meant.

    With a row for London, or one for the City of London, the rows are police forces.
    """
    named = [place.name for place in rows.values()]
    alone = named.count(METROPOLITAN) == 1 and not {LONDON, CITY} & set(named)
    return {
        row: replace(place, name=LONDON, kind="area") if alone and place.name == METROPOLITAN else place
        for row, place in rows.items()
    }


def _labelled(table: Table, below: Collection[int]) -> list[int]:
    first = min([*table.areas.values(), *([table.nation] if table.nation is not None else [])])
    return [row for row in range(first, table.end + 2) if row not in below and _has_figures(table, row)]


def _has_figures(table: Table, row: int) -> bool:
    return any(
        (cell := table.sheet.cells.get((row, column.index))) and cell.is_number for column in table.mapped
    )


def _is_foreign(sheet: Sheet, label: int, row: int, places: Places) -> bool:
    cell = sheet.cells.get((row, label))
    if cell is None:
        raise refusal(
            sheet.where(row, label), "no name stands beside these numbers", "name the area, or clear the row"
        )
    place = places.find(cell.text)
    return place is None or place.kind in ("force", "group")


def _foreign_hint(name: str, places: Places, missing: list[str]) -> str:
    place = places.find(name)
    if place is not None:
        alone = f"; {missing[0]} has no row" if len(missing) == 1 else ""
        return f"the rows of an area table are the 42 MAPPA areas (London is one), and totals{alone}"
    hint = did_you_mean(without_marks(cleaned(name))[0], missing or sorted(places.areas))
    # Where one area alone has no row, an unknown name is most often that area's.
    if not hint and len(missing) == 1:
        hint = f"; {missing[0]} has no row: if this is a name of it, add it to reference/names.csv"
    return f"the rows of an area table are the 42 MAPPA areas, and totals{hint}"


def _areas_and_regions(
    rows: Mapping[int, Place], sheet: Sheet, label: int
) -> tuple[dict[str, int], dict[str, int], list[int]]:
    """Return the row of each area and region, and the rows of areas that have one already."""
    count = Counter(place.name for place in rows.values() if place.kind == "area")
    # Wales is a nation, and here the region of its four areas as well.
    regions = {
        place.name: row for row, place in rows.items() if place.kind == "region" or place.name == "Wales"
    }
    twice = (name for name, times in count.items() if times == 2)
    named_alike = {name: _region_of_that_name(name, rows, sheet, label) for name in twice}
    areas: dict[str, int] = {}
    again: list[int] = []
    for row, place in rows.items():
        if place.kind != "area":
            continue
        if (row_of_region := named_alike.get(place.name)) is not None:
            regions[f"{place.name} region"] = row_of_region
            if row == row_of_region:
                continue
        if place.name in areas:
            again.append(row)
        areas.setdefault(place.name, row)
    return areas, regions, again


MOST_RIGHT = 0.75
FOUR = ("Staffordshire", "Warwickshire", "West Mercia")


def _region_of_that_name(name: str, rows: Mapping[int, Place], sheet: Sheet, label: int) -> int | None:
    """Return the row of the region West Midlands: the one that its four areas add up to in most columns.

    Rates do not add up; the control of the rows of regions looks at every count.
    """
    same = [row for row, place in rows.items() if place.name == name]
    if name == LONDON and len(same) == 2:
        return same[0] if _same_numbers(sheet, label, *same) else None
    if name != "West Midlands" or len(same) != 2:
        return None
    others = [row for row, place in rows.items() if place.name in FOUR]
    for region, area in (same, same[::-1]):
        columns = _number_columns(sheet, label, region)
        right = sum(_adds_up(sheet, column, region, [*others, area]) for column in columns)
        if columns and right >= MOST_RIGHT * len(columns):
            return region
    return None


def _same_numbers(sheet: Sheet, label: int, first: int, second: int) -> bool:
    """Return whether two rows have the same numbers: London is the one area of its region."""
    numbers = [
        {
            column: cell.value
            for column, cell in sheet.rows.get(row, {}).items()
            if column > label and cell.is_number
        }
        for row in (first, second)
    ]
    return bool(numbers[0]) and numbers[0] == numbers[1]


def _adds_up(sheet: Sheet, column: int, total: int, parts: list[int]) -> bool:
    values = [cell.value for row in parts if (cell := sheet.cells.get((row, column))) and cell.is_number]
    stated = sheet.cells[total, column].value
    return sum(values) == stated or len(values) < len(parts)  # type: ignore[arg-type]


def _number_columns(sheet: Sheet, label: int, row: int) -> list[int]:
    """Return the columns in which a row has a whole number: rates and percentages do not add up."""
    cells = sheet.rows.get(row, {}).items()
    return [
        column
        for column, cell in cells
        if column > label and isinstance(cell.value, float) and cell.value.is_integer()
    ]


def _header_rows(sheet: Sheet, label: int, first: int, right: int) -> tuple[int, ...]:
    rows: list[int] = []
    for row in range(first - 1, -1, -1):
        cells = {
            column: cell
            for column, cell in sheet.rows.get(row, {}).items()
            if label < column < right and cleaned(cell.text)
        }
        own = sheet.cells.get((row, label))
        if not cells and (own is None or not cleaned(own.text)):
            continue
        if not cells and not AREA_HEADER.fullmatch(cleaned(own.text if own else "")):
            break
        if any(cell.is_number and not cell.fault for cell in cells.values()):
            break
        rows.insert(0, row)
        if len(rows) == MOST_HEADER_ROWS:
            break
    return tuple(rows)


def title_above(sheet: Sheet, before: int) -> str:
    """Return the lines above the header, back to the block before, as one text."""
    lines = [
        cleaned(cell.text)
        for row, cells in sheet.rows.items()
        if max(0, before - 12) <= row < before
        for column, cell in cells.items()
        if isinstance(cell.value, str) or DAY.fullmatch(cell.text)
    ]
    return " | ".join(line for line in lines if line)


def _columns(
    sheet: Sheet,
    label: int,
    right: int,
    header_rows: tuple[int, ...],
    rows: Mapping[int, Place],
    title: str,
    year: int,
) -> tuple[tuple[Column, ...], list[str]]:
    columns: list[Column] = []
    warnings: list[str] = []
    used = sorted({column for row in rows for column in sheet.rows.get(row, {}) if label < column < right})
    sheet, spread = _with_groups(sheet, used, header_rows, label)
    warnings += [
        f'sheet "{sheet.name}", row {row + 1}: its groups are not merged over their columns; each is read up to the next'
        for row in spread
    ]
    uncovered = _uncovered(sheet, used, header_rows, label)
    for index in used:
        header = _header(sheet, index, header_rows, label)
        cells = [cell for row in rows if (cell := sheet.cells.get((row, index)))]
        if not header and all(MARK.fullmatch(cleaned(cell.text)) for cell in cells):
            continue
        if not header:
            columns.append(Column(index, "", "", "it has no header"))
            warnings.append(
                f'sheet "{sheet.name}", column {letters(index)}: numbers without a header are left out'
            )
            continue
        found_heading = _heading(header, title, year) if cells else Heading("", "it is empty")
        by_title = found_heading.key != heading(header_text(header)).key
        if found_heading.key and index in uncovered and by_title:
            found_heading = Heading("", f"{NO_GROUP} in row {uncovered[index] + 1}, as over others")
        columns.append(Column(index, header, found_heading.key, found_heading.why))
        if index in sheet.hidden_columns and found_heading.key:
            warnings.append(
                f'sheet "{sheet.name}", column {letters(index)} ({quoted(header)}) is hidden, and is read'
            )
    return tuple(columns), warnings


def _with_groups(
    sheet: Sheet, used: list[int], header_rows: tuple[int, ...], label: int
) -> tuple[Sheet, list[int]]:
    """Return the sheet with groups that stand over their first column alone merged over all, and their rows.

    Only where nothing else can be meant: see ``_runs``. A row with a merge says itself how far groups go.
    """
    spread: list[int] = []
    for row in header_rows[:-1]:
        merged = any(top <= row <= bottom and right > label for top, _, bottom, right in sheet.merged)
        texts = {index: header_text(_text(sheet.cells.get((row, index)))) for index in used}
        below = tuple(lower for lower in header_rows if lower > row)
        parts = {index: header_text(_header(sheet, index, below, label)) for index in used}
        if not merged and any(names_what(text) for text in texts.values()) and (runs := _runs(texts, parts)):
            ranges = tuple((row, run[0], row, run[-1]) for run in runs if len(run) > 1)
            sheet = replace(sheet, merged=(*sheet.merged, *ranges))
            spread += [row] if ranges else []
    return sheet, spread


def _runs(texts: Mapping[int, str], parts: Mapping[int, str]) -> list[list[int]]:
    """Return the columns of each group, or nothing where they could be meant otherwise.

    A group goes on while levels and totals stand below it; no part may come twice, levels must ascend, and no
    part may stand before the first group: else the groups could stand over the middle of their columns.
    """
    runs: list[list[int]] = []
    for index, text in texts.items():
        if text:
            runs.append([index])
        elif is_part(parts[index]):
            if not runs or runs[-1][-1] != max(column for column in texts if column < index):
                return []
            runs[-1].append(index)
    return runs if all(_in_order([parts[index] for index in run]) for run in runs) else []


def _in_order(parts: list[str]) -> bool:
    """Return whether each part comes once, and levels ascend with their total before or behind them."""
    levels = [match[1] for part in parts if (match := LEVEL.search(part))]
    totals = [number for number, part in enumerate(parts) if not LEVEL.search(part)]
    at_edge = len(parts) == 1 or all(number in (0, len(parts) - 1) for number in totals)
    return len(set(parts)) == len(parts) and levels == sorted(set(levels)) and len(totals) <= 1 and at_edge


def _uncovered(sheet: Sheet, used: list[int], header_rows: tuple[int, ...], label: int) -> dict[int, int]:
    """Return the columns over which a row of groups is empty, with that row.

    A group that is not merged over its columns says nothing of the columns beside it, and the title, which is
    of the whole table, does not say it either.
    """
    uncovered: dict[int, int] = {}
    for row in header_rows[:-1]:
        texts = {index: header_text(_filled(sheet, row, index, label)) for index in used}
        if any(names_what(text) for text in texts.values()):
            uncovered |= {index: row for index, text in texts.items() if not text}
    return uncovered


def _heading(header: str, title: str, year: int) -> Heading:
    dates = years(header)
    if dates and year not in dates:
        return Heading("", f"it is of 31 March {max(dates)}")
    alone = bare_years(header)
    if not dates and alone and year not in alone:
        return Heading("", f"it names {max(alone)}")
    return heading(header_text(header), header_text(title))


def _header(sheet: Sheet, column: int, rows: tuple[int, ...], label: int) -> str:
    parts: list[str] = []
    for row in rows:
        text = cleaned(_filled(sheet, row, column, label))
        if text and text not in parts:
            parts.append(text)
    return " / ".join(parts)


def _filled(sheet: Sheet, row: int, column: int, label: int) -> str:
    """Return the text of a header cell, or of the merged header that it is a part of."""
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= column <= right and left > label:
            return _text(sheet.cells.get((top, left)))
    return _text(sheet.cells.get((row, column)))


def _text(cell: Cell | None) -> str:
    return "" if cell is None else cell.text


def _check_once(table: Table) -> None:
    first: dict[str, Column] = {}
    for column in table.columns:
        if not column.key:
            continue
        other = first.setdefault(column.key, column)
        if other is not column:
            raise refusal(
                f'sheet "{table.sheet.name}", columns {other.letters} and {column.letters}',
                f"both headers, {quoted(other.header)} and {quoted(column.header)}, say {column.says}",
                "one column must say it",
            )


def _check_below(table: Table, below: Collection[int]) -> None:
    """Raise Refused for a number below the table in one of its columns: a total of what, nobody can say."""
    for row in (row for row in table.sheet.rows if table.end < row < table.until and row not in below):
        for column in table.mapped:
            cell = table.sheet.cells.get((row, column.index))
            if cell is not None and cell.is_number and not cell.fault:
                where = table.sheet.where(row, column.index)
                raise refusal(
                    where,
                    f"the number {quoted(cell.text)} stands below the table",
                    "name its row as an area or a total, or clear it",
                )


def _nothing(blocks: list[_Block], full: list[_Block], places: Places, book: Workbook) -> Refused:
    if full:
        return Refused(
            f"the only table of areas is on the hidden sheet {quoted(full[0].sheet)}; show the sheet, and look why it was hidden"
        )
    best = max(blocks, key=lambda block: len(block.areas), default=None)
    if best is None:
        names = ", ".join(quoted(name) for name in list(book.grids)[:6])
        what = "this is not an area table"
        if _counts_offenders(book):
            what = "these are national tables, and the areas stand in a file of their own"
            if _named_elsewhere(book, places):
                what = (
                    "names of areas stand among other text, or in a row; an area table has them in one column"
                )
        return Refused(f"no sheet has a column of MAPPA areas; the sheets are {names}: {what}")
    missing = sorted(places.areas - best.areas)
    return Refused(
        f"sheet {quoted(best.sheet)}, column {letters(best.column)}: names {len(best.areas)} of the 42 areas, "
        f"not {', '.join(missing[:4])}; an area table has a row for each"
    )


def _named_elsewhere(book: Workbook, places: Places) -> bool:
    """Return whether half of the areas are named in some cells, though in no column of their own."""
    texts = " | ".join(
        cell for grid in book.grids.values() for row in grid for cell in row if isinstance(cell, str)
    )
    return sum(area in texts for area in places.areas) > ENOUGH // 2


def _counts_offenders(book: Workbook) -> bool:
    """Return whether a sheet has rows or columns that name what MAPPA tables count."""
    # Large tables say the same few texts very often.
    texts = Counter(
        cell for grid in book.grids.values() for row in grid for cell in row if isinstance(cell, str)
    )
    named = (times for text, times in texts.items() if len(text) < 80 and names_category(header_text(text)))
    return sum(named) > 1
