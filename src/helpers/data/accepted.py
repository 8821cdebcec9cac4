"""The rows of each place in each raw table, as one hash, so that a change is seen though it was resealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from helpers.data.areas import names
from helpers.data.naming import slug
from helpers.data.sources import raw_text, table_names
from helpers.text.nouns import counted

EVERYWHERE = "all"
_PLACES = ("area", "force", "mappa_area", "pfa24_name")


def rows_by_place(data: Path | None = None) -> list[dict[str, str]]:
    """Return one row for each place and raw table: ``slug``, ``id`` (its table), ``value``, ``status``.

    The slug is "all" for tables of no place. Every column counts, and the order of rows does not.
    """
    place_names, by_place = names(data), dict[tuple[str, str], list[list[str]]]()
    for file in table_names(data):
        if file.startswith("raw/"):
            for row in raw_text(file.removeprefix("raw/"), data):
                by_place.setdefault((_place(row, place_names.canonical), f"{file}.csv"), []).append(
                    [*row.values()]
                )
    return [
        {"slug": place, "id": table, "value": _hash(rows), "status": counted(len(rows), "row")}
        for (place, table), rows in sorted(by_place.items())
    ]


def _place(row: Mapping[str, str], canonical: Callable[[str], str]) -> str:
    return next((slug(canonical(row[name])) for name in _PLACES if row.get(name)), EVERYWHERE)


def _hash(rows: list[list[str]]) -> str:
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()[:16]
