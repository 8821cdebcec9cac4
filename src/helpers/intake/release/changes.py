"""What a release changes: figures first, confirmed, contradicted or revised; names, columns, markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.data.errors import DataError
from helpers.data.evidence import NATION, evidence
from helpers.data.rows import records
from helpers.data.sources import data_folder, read_raw
from helpers.intake.release.controls import LARGE, UNUSUAL
from helpers.intake.release.kept import kept, latest, number_of, years
from helpers.intake.release.known import Known, Statement, known
from helpers.intake.release.understanding import Understanding, described

# The order in which changes are counted and listed, with what each means.
KINDS: Mapping[str, str] = {
    "first": "figures where there was none",
    "confirmed": "figures that other sources give too",
    "contradicted": "figures that another source gives otherwise",
    "revised": "figures of an earlier release, changed and marked",
    "revised, unmarked": "figures of an earlier release, changed without a mark",
    "withdrawn": "figures of an earlier release that are gone",
    "late": "figures that an earlier release withheld",
    "unusual": "counts of category 1 that moved by more than 15% on the year before",
    "renamed": "areas that are written otherwise than in the release before",
    "column": "columns that are new, gone, worded otherwise or elsewhere",
    "table": "the table's own place and layout",
    "marker": "markers and notes that are new or gone",
}


@dataclass(frozen=True)
class Change:
    """One change: its kind, one of ``KINDS``, the area or column, and what changed, in words."""

    kind: str
    place: str
    says: str


@dataclass(frozen=True)
class Stated:
    """One figure of a release, in its series."""

    area: str
    series: str
    value: float
    marked: bool


@lru_cache(maxsize=2)
def of_understanding(understanding: Understanding, data: Path | None = None) -> list[Change]:
    """Return what the import of a workbook would change."""
    folder = data or data_folder()
    before = known(evidence(folder), folder)
    stated = [
        Stated(line.area, before.series[line.measure, line.basis], float(line.value), is_marked(line.note))
        for line in understanding.lines
    ]
    earlier = _earlier(folder, understanding.year, "")
    return _changes(stated, understanding.year, before, "", described(understanding), earlier)


def of_release(year: int, data: Path | None = None) -> list[Change]:
    """Return what the latest imported release of a 31 March changed; raise DataError if there is none."""
    folder = data or data_folder()
    record = latest(year, folder)
    if record is None:
        have = ", ".join(f"{imported_year}" for imported_year in years(folder)) or "none yet"
        raise DataError(
            f"no official workbook of 31 March {year} was imported; the years imported are: {have}"
        )
    source = str(record["source_id"])
    now = known(evidence(folder), folder)
    rows = records(read_raw("mappa_figures", folder))
    stated = [
        Stated(
            str(row["area"]),
            now.series[row["measure"], row["basis"]],
            float(row["value"]),
            is_marked(str(row["note"])),
        )
        for row in rows
        if row["source_id"] == source
    ]
    return _changes(stated, year, now, source, record, _earlier(folder, year, source))


def release_before(year: int, data: Path | None = None) -> dict[str, Any] | None:
    """Return the record that the latest release of a 31 March is compared with, if there is one."""
    folder = data or data_folder()
    record = latest(year, folder)
    earlier = [] if record is None else _earlier(folder, year, str(record["source_id"]))
    return earlier[-1] if earlier else None


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many changes there are of each kind, in order, without those that there are none of."""
    listed = [change.kind for change in changes]
    return {kind: listed.count(kind) for kind in KINDS if kind in listed}


def is_marked(note: str) -> bool:
    """Return whether the note of a figure has its publisher's mark of a revision."""
    return bool(re.search(r", marked (?:.* )?[\[(]?(?:r|rev)[\])]?(?: |$)", note, re.I))


def _changes(
    stated: Sequence[Stated],
    year: int,
    before: Known,
    source: str,
    record: Mapping[str, Any],
    earlier: list[dict[str, Any]],
) -> list[Change]:
    same_year = [record for record in earlier if record["year"] == year]
    last = earlier[-1] if earlier else None
    changes = [
        *_figures(stated, year, before, source),
        *_gone(stated, year, before, source, same_year),
        *_unusual(stated, year, before),
        *(_layout(record, last) if last is not None else []),
    ]
    order = list(KINDS)
    return sorted(changes, key=lambda change: (order.index(change.kind), change.place))


def _figures(stated: Sequence[Stated], year: int, before: Known, source: str) -> Iterable[Change]:
    rows = {(figure.series, figure.area): figure.value for figure in stated}
    order = list(dict.fromkeys(figure.area for figure in stated if figure.area != NATION))
    for figure in stated:
        others = [
            statement
            for statement in before.statements.get((figure.area, year, figure.series), ())
            if statement.source != source
        ]
        label = (
            before.evidence.measures[figure.series].label
            if figure.series in before.evidence.measures
            else figure.series
        )
        place = f"{figure.area}: {label}"
        if not others:
            yield Change("first", place, _number_text(figure.value))
        for other in others:
            yield _met(figure, other, place, before, rows, order)


def _met(
    figure: Stated,
    other: Statement,
    place: str,
    before: Known,
    rows: Mapping[tuple[str, str], float],
    order: list[str],
) -> Change:
    name = before.evidence.sources[other.source].title
    if other.allows(figure.value):
        return Change("confirmed", place, f"{_number_text(figure.value)}, as in {name}")
    if before.evidence.sources[other.source].kind == "release":
        kind = "revised" if figure.marked else "revised, unmarked"
        return Change(kind, place, f"{_stated_text(other)} to {_number_text(figure.value)}")
    slip = _slip(figure, other, rows, order)
    return Change(
        "contradicted",
        place,
        f"{_number_text(figure.value)} here, {_stated_text(other)} in {name}" + (f": {slip}" if slip else ""),
    )


def _slip(figure: Stated, other: Statement, rows: Mapping[tuple[str, str], float], order: list[str]) -> str:
    # Small counts are alike in many areas.
    if figure.area in order and (other.value or 0) >= LARGE:
        index = order.index(figure.area)
        for beside in order[max(0, index - 1) : index] + order[index + 1 : index + 2]:
            if other.allows(rows.get((figure.series, beside), float("nan"))):
                return f"probably the neighbour's row, {beside}"
    if figure.series == "rso_count" and other.allows(rows.get(("level1_rso", figure.area), float("nan"))):
        return "probably level 1 taken for the total"
    if other.value is not None and other.value % 100 == 0 and abs(other.value - figure.value) < 100:
        return "probably rounded"
    return ""


def _gone(
    stated: Sequence[Stated], year: int, before: Known, source: str, same_year: list[dict[str, Any]]
) -> Iterable[Change]:
    now = {(figure.area, figure.series) for figure in stated}
    earlier_sources = {record["source_id"] for record in same_year}
    for (area, date, series), statements in before.statements.items():
        old = [
            statement
            for statement in statements
            if statement.source in earlier_sources and statement.source != source
        ]
        if date == year and old and (area, series) not in now:
            yield Change("withdrawn", f"{area}: {series}", f"{_stated_text(old[-1])} before")
    for record in same_year:
        was_withheld = bool(record.get("withheld"))
        had = {
            (area, series)
            for (area, date, series), there in before.statements.items()
            if date == year and any(statement.source == record["source_id"] for statement in there)
        }
        if was_withheld:
            yield from (
                Change("late", f"{figure.area}: {figure.series}", _number_text(figure.value))
                for figure in stated
                if (figure.area, figure.series) not in had
            )


def _unusual(stated: Sequence[Stated], year: int, before: Known) -> Iterable[Change]:
    for figure in stated:
        last = (
            before.evidence.get(figure.area, year - 1, figure.series)
            if figure.series == "rso_count"
            else None
        )
        if last is not None and last.value and abs(figure.value / last.value - 1) > UNUSUAL:
            move = figure.value / last.value - 1
            yield Change("unusual", figure.area, f"{last.value:,.0f} to {figure.value:,.0f} ({move:+.0%})")


def _layout(now: Mapping[str, Any], last: Mapping[str, Any]) -> Iterable[Change]:
    """Compare names, columns and layout with the release before, as both records have them."""
    old_names, new_names = _spellings(last), _spellings(now)
    for area in sorted(new_names.keys() & old_names.keys()):
        if new_names[area] != old_names[area]:
            yield Change("renamed", area, f'"{old_names[area]}" to "{new_names[area]}"')
    yield from _columns(_headers(last), _headers(now))
    for what in ("sheet", "header_rows"):
        old, new = ([table[what] for table in release["tables"]] for release in (last, now))
        if old != new:
            yield Change("table", what.replace("_", " "), f"{old} to {new}")
    old_notes, new_notes = (set(release.get("notes", {})) for release in (last, now))
    yield from (Change("marker", f"note at {place}", "new") for place in sorted(new_notes - old_notes))
    yield from (Change("marker", f"note at {place}", "gone") for place in sorted(old_notes - new_notes))
    old_marks, new_marks = set(last.get("markers", [])), set(now.get("markers", []))
    yield from (Change("marker", mark, "new") for mark in sorted(new_marks - old_marks))
    yield from (Change("marker", mark, "gone") for mark in sorted(old_marks - new_marks))


def _columns(old: Mapping[str, tuple[int, str]], new: Mapping[str, tuple[int, str]]) -> Iterable[Change]:
    for says in sorted(new.keys() - old.keys()):
        yield Change("column", says, f'new: "{new[says][1]}"')
    for says in sorted(old.keys() - new.keys()):
        yield Change("column", says, f'gone: "{old[says][1]}"')
    both = [says for says in old if says in new]
    for says in both:
        if old[says][1] != new[says][1]:
            yield Change("column", says, f'"{old[says][1]}" to "{new[says][1]}"')
    before, after = (sorted(both, key=lambda says: headers[says][0]) for headers in (old, new))
    for first, second in zip(before, after, strict=True):
        if first != second:
            yield Change("column", second, f"stands where {first} stood")


def _spellings(record: Mapping[str, Any]) -> dict[str, str]:
    return {area: name for table in record["tables"] for area, name in table["spellings"].items()}


def _headers(record: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    columns = [column for table in record["tables"] for column in table["columns"]]
    return {
        column["read_as"]: (number, column["header"])
        for number, column in enumerate(columns)
        if column["read_as"]
    }


def _earlier(folder: Path, year: int, source: str) -> list[dict[str, Any]]:
    """Return the records of releases before one: of its year, and of the years before."""
    return [
        record
        for record in kept(folder)
        if record["year"] < year
        or (record["year"] == year and (not source or number_of(record["source_id"]) < number_of(source)))
    ]


def _number_text(value: float) -> str:
    return f"{value:,.10g}"


def _stated_text(statement: Statement) -> str:
    if statement.value is not None:
        return _number_text(statement.value)
    return f"{_number_text(statement.low)} to {_number_text(statement.high)}"
