"""What a report's notebook says of itself to the index: ``<slug>.json`` beside the page, checked before use."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

LONGEST = 300  # characters of a text of a summary: longer ones are no label and no figure
LARGEST = 5_000_000  # bytes of a summary
FARTHEST = 30  # tiles from the edge of the map
_ANCHOR = re.compile(r"(?:fact-[a-z0-9-]{1,200})?")

Direction = Literal["up", "down", ""]


@dataclass(frozen=True)
class Figure:
    """One headline figure: ``text`` and ``change`` as they are shown, ``sort`` what it is ordered by.

    ``sort`` is None where there is no figure; ``fact`` is the id of its entry on the page, or empty.
    """

    measure: str
    label: str
    text: str
    sort: float | None
    status: str
    change: str
    direction: Direction
    fact: str


@dataclass(frozen=True)
class Brief:
    """What the index takes from a summary; ``tile`` is column and row, ``first`` the measure to map first."""

    date: str
    short: str
    aliases: tuple[str, ...]
    tile: tuple[int, int] | None
    first: str
    figures: tuple[Figure, ...]
    whole: str
    whole_figures: tuple[Figure, ...]


def read_brief(path: Path) -> Brief | None:
    """Read one summary; None where it is missing or cannot be trusted, so that the index can still list its page."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        return _brief(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None


def _brief(content: Mapping[str, Any]) -> Brief:
    nation = content.get("nation") or {"name": "", "headlines": []}
    return Brief(
        date=_text(content.get("date", "")),
        short=_text(content.get("short", "")),
        aliases=tuple(_text(name) for name in content.get("aliases", [])),
        tile=_tile(content.get("tile")),
        first=_text(content.get("map", "")),
        figures=_figures(content["headlines"]),
        whole=_text(nation["name"]),
        whole_figures=_figures(nation["headlines"]),
    )


def _figures(found: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    figures = tuple(_figure(one) for one in found)
    if len({figure.measure for figure in figures}) < len(figures):
        raise ValueError("two headlines are of one measure")
    return figures


def _figure(found: Mapping[str, Any]) -> Figure:
    direction, fact = _text(found.get("direction", "")), _text(found.get("fact", ""))
    if direction not in ("up", "down", "") or not _ANCHOR.fullmatch(fact):
        raise ValueError("a direction or the id of a fact is not one")
    texts = {name: _text(found[name]) for name in ("measure", "label", "text", "status", "change")}
    if not (texts["measure"] and texts["label"] and texts["text"]):
        raise ValueError("a headline has no name or no text")
    return Figure(**texts, sort=_number(found["sort"]), direction=cast(Direction, direction), fact=fact)


def _text(found: object) -> str:
    if not isinstance(found, str) or len(found) > LONGEST:
        raise ValueError("found no text, or one that is too long")
    found.encode()  # half of a surrogate pair cannot be written to a page
    return " ".join(found.split())


def _number(found: object) -> float | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise ValueError("found no number")
    return float(found)


def _tile(found: object) -> tuple[int, int] | None:
    if found is None:
        return None
    if not isinstance(found, list):
        raise ValueError("found no place on the map")
    column, row = found
    if not all(type(one) is int and 0 <= one <= FARTHEST for one in (column, row)):
        raise ValueError("a place on the map is not on it")
    return column, row
