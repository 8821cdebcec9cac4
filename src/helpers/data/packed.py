"""All that is read of the data, and the same as JSON: from the files or from an entry, it is equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.data.errors import DataError, did_you_mean
from helpers.data.naming import Names
from helpers.data.observations import Observation
from helpers.data.packed_names import packed_names, unpacked_names, values_of, with_tuples
from helpers.data.rows import Plain, Source
from helpers.data.tiles import Tile


@dataclass(frozen=True)
class Measure:
    """What a measure is called and counted in: ``one`` and ``many`` are its nouns, ``timing`` its date.

    Figures of one area and date that are not ``comparable`` may be counted in different ways, and stay apart.
    """

    measure: str
    label: str
    one: str
    many: str
    unit: str
    decimals: int
    timing: str
    comparable: bool
    definition: str


class Measures(dict[str, Measure]):
    """The measures by their ids; one that is asked for and has no row raises DataError."""

    def __missing__(self, name: str) -> Measure:
        raise DataError(
            f"reference/measures.csv has no row of {name}, which the pages need{did_you_mean(name, self)}"
        )


@dataclass(frozen=True)
class Denominator:
    """The mid-year population of a date's published rates, whether it is ``settled``, and the evidence."""

    mid_year: int
    settled: bool
    evidence: str


@dataclass(frozen=True)
class Survey:
    """One survey of missing or wanted RSOs: how many forces were asked, replied, and reported any missing.

    None where the number was not found. ``reported`` is the date of the articles on it, where not its own.
    """

    survey: str
    label: str
    asked: int | None
    replied: int | None
    reporting: int | None
    note: str
    source_id: str
    reported: str = ""


@dataclass(frozen=True)
class Read:
    """What the files say, verified; ``tables`` and the rest are those of the evidence."""

    names: Names
    tables: Mapping[str, Plain]
    population: Mapping[tuple[str, int], Observation]
    everyone: Mapping[tuple[str, int], Observation]
    denominators: Mapping[int, Denominator]
    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]
    breaks: tuple[tuple[str, int, str], ...]
    asked: Mapping[str, Survey]
    tiles: Mapping[str, Tile]


def packed(read: Read) -> dict[str, Any]:
    """Return what was read as texts, numbers, lists and dictionaries."""
    return {
        "names": packed_names(read.names),
        "tables": {name: _packed_table(table) for name, table in read.tables.items()},
        "population": _packed_people(read.population),
        "everyone": _packed_people(read.everyone),
        **{
            name: [[key, *values_of(record)] for key, record in getattr(read, name).items()]
            for name in ("denominators", "measures", "sources", "asked", "tiles")
        },
        "breaks": read.breaks,
    }


def unpacked(value: Any) -> Read | None:
    """Return what was packed; None for what is nothing of the kind."""
    try:
        if (names := unpacked_names(value["names"])) is None:
            return None
        return Read(
            names=names,
            tables={name: _table(*table) for name, table in value["tables"].items()},
            population=_people(value["population"]),
            everyone=_people(value["everyone"]),
            denominators={row[0]: Denominator(*row[1:]) for row in value["denominators"]},
            measures=Measures({row[0]: Measure(*row[1:]) for row in value["measures"]}),
            sources={row[0]: Source(*row[1:]) for row in value["sources"]},
            breaks=tuple((row[0], row[1], row[2]) for row in value["breaks"]),
            asked={row[0]: Survey(*row[1:]) for row in value["asked"]},
            tiles={row[0]: Tile(*row[1:]) for row in value["tiles"]},
        )
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _packed_people(people: Mapping[tuple[str, int], Observation]) -> list[list[Any]]:
    return [[*key, *values_of(observation)] for key, observation in people.items()]


def _people(rows: Sequence[Sequence[Any]]) -> dict[tuple[str, int], Observation]:
    return {(row[0], row[1]): Observation(*with_tuples(row[2:])) for row in rows}


def _packed_table(table: Plain) -> list[Any]:
    return [
        {name: _packed_cells(cells, table.dtypes[name]) for name, cells in table.columns.items()},
        dict(table.dtypes),
    ]


def _packed_cells(cells: Sequence[Any], dtype: str) -> list[Any]:
    """Return the cells themselves, or where many are alike, each of them once and the place of each."""
    if dtype.startswith(("int", "Int", "float", "Float", "bool")):
        return ["each", cells]
    once = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
    dated = dtype.startswith("datetime")
    texts = [cell.isoformat() if dated and cell is not None else cell for cell in once]
    return ["dates" if dated else "once", texts, [once[cell] for cell in cells]]


def _table(columns: Mapping[str, Sequence[Any]], dtypes: Mapping[str, str]) -> Plain:
    return Plain({name: _cells(*cells) for name, cells in columns.items()}, dict(dtypes))


def _cells(how: str, cells: Sequence[Any], places: Sequence[int] = ()) -> Sequence[Any]:
    if how == "each":
        return tuple(cells)
    if how == "dates":
        cells = [date.fromisoformat(cell) if cell is not None else None for cell in cells]
    else:
        cells = list(with_tuples(cells))
    return tuple([cells[place] for place in places])
