"""The summary that a report gives to the index: ``<slug>.json`` beside its page, checked before use."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from helpers.publish.files import hash_bytes

LONGEST = 300  # characters of a text: a longer one is no label and no figure
LARGEST = 5_000_000  # bytes of a summary
FARTHEST = 30  # tiles from the edge of the map
_ANCHOR = re.compile(r"(?:fact-[a-z0-9-]{1,200})?")

Direction = Literal["up", "down", ""]


@dataclass(frozen=True)
class Figure:
    """One headline figure: ``text`` and ``change`` as shown, and ``sort``, the number to order it by.

    ``sort`` is None if there is no figure; ``fact`` is the id of its entry on the page, or empty; ``doubt``
    says what is suspect about it, or is empty.
    """

    measure: str
    label: str
    text: str
    sort: float | None
    status: str
    change: str
    direction: Direction
    fact: str
    doubt: str = ""


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


_read: dict[str, Brief] = {}  # by their hashes: a build writes its index before the first page and at its end


def read_brief(path: Path) -> Brief | None:
    """Read a summary; None if it is missing or cannot be trusted: the index still lists its page."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        content = path.read_bytes()
        digest = hash_bytes(content)
        if digest not in _read:
            _read[digest] = _brief(json.loads(content.decode()))
        return _read[digest]
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


def _figures(headlines: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    figures = tuple(_figure(headline) for headline in headlines)
    if len({figure.measure for figure in figures}) < len(figures):
        raise ValueError("two headlines have the same measure")
    return figures


def _figure(headline: Mapping[str, Any]) -> Figure:
    direction, fact = _text(headline.get("direction", "")), _text(headline.get("fact", ""))
    if direction not in ("up", "down", "") or not _ANCHOR.fullmatch(fact):
        raise ValueError("a direction or the id of a fact is not valid")
    texts = {name: _text(headline[name]) for name in ("measure", "label", "text", "status", "change")}
    if not (texts["measure"] and texts["label"] and texts["text"]):
        raise ValueError("a headline has no name or no text")
    return Figure(
        **texts,
        sort=_number(headline["sort"]),
        direction=cast(Direction, direction),
        fact=fact,
        doubt=_text(headline.get("doubt", "")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError("not a text, or too long")
    value.encode()  # half of a surrogate pair cannot be written to a page
    return " ".join(value.split())


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("not a number")
    return float(value)


def _tile(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    if not isinstance(value, list):
        raise ValueError("not a place on the map")
    column, row = value
    if not all(type(position) is int and 0 <= position <= FARTHEST for position in (column, row)):
        raise ValueError("a place outside the map")
    return column, row
