"""The records of the releases that were taken in, as they are kept beside their workbooks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.data.sources import data_folder

Record = dict[str, Any]
NAME = re.compile(r"moj-mappa-area-tables-([0-9]{4})-[0-9]{2}(?:-revised-([0-9]+))?")


def source_of(year: int, number: int) -> str:
    """Return the id of the ``number``-th workbook of a 31 March, counted from 1.

    >>> source_of(2020, 2)
    'moj-mappa-area-tables-2019-20-revised-2'
    """
    return f"moj-mappa-area-tables-{year - 1}-{year % 100:02}" + (f"-revised-{number}" if number > 1 else "")


def number_of(source: str) -> int:
    """Return which workbook of its year a source is, counted from 1."""
    match = NAME.fullmatch(source)
    return int(match[2]) if match and match[2] else 1


def years(data: Path | None = None) -> list[int]:
    """Return the years whose workbooks were taken in, by the names of the records alone."""
    matches = (
        NAME.fullmatch(path.name.removesuffix(".source.yml")) for path in _paths(data or data_folder())
    )
    return sorted({int(match[1]) + 1 for match in matches if match})


def kept(data: Path | None = None) -> list[Record]:
    """Return every record, by year and then in the order of import.

    Raises DataError for one that is not YAML, or no record.
    """
    records = [_record(path) for path in _paths(data or data_folder())]
    return sorted(records, key=lambda record: (record["year"], number_of(record["source_id"])))


def latest(year: int, data: Path | None = None) -> Record | None:
    """Return the record of the last workbook of a 31 March, if one was taken in."""
    folder = data or data_folder()
    return next((record for record in reversed(kept(folder)) if record["year"] == year), None)


def _paths(folder: Path) -> list[Path]:
    """Return the records, without a copy that somebody left beside one."""
    paths = sorted((folder / "raw" / "releases").glob("*.source.yml"))
    return [path for path in paths if NAME.fullmatch(path.name.removesuffix(".source.yml"))]


def _record(path: Path) -> Record:
    import yaml  # the names of the records are enough for most commands

    try:
        # PyYAML without libyaml gives the same, ten times as slowly.
        record = yaml.load(read_ordinary(path), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as error:
        raise DataError(f"raw/releases/{path.name} cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise DataError(f"raw/releases/{path.name} is not YAML; restore it from version control") from error
    if not isinstance(record, dict) or not {"source_id", "year", "sha256", "tables"} <= record.keys():
        raise DataError(
            f"raw/releases/{path.name} is not the record of an import; restore it from version control"
        )
    return record
