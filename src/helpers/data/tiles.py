"""The place of each MAPPA area in the tile map, and its short name there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.data.sources import read_raw, read_reference


@dataclass(frozen=True)
class Tile:
    """One area's tile: ``column`` counts from the west, ``row`` from the north, both from 0."""

    column: int
    row: int
    short: str


def tiles(data: Path | None = None) -> dict[str, Tile]:
    """Map every MAPPA area to its tile."""
    places = read_raw("tilegrid", data)
    names = read_reference("short_names", data)
    short = dict(zip(names["area"], names["short"], strict=True))
    columns = zip(places["area"], places["col"], places["row"], strict=True)
    return {str(area): Tile(int(column), int(row), short[area]) for area, column, row in columns}
