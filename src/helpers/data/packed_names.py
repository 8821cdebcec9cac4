"""Areas and their names as JSON: from the files or from an entry, they are equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from helpers.data.naming import Area, Names


def packed_names(names: Names) -> list[Any]:
    """Return areas and names as lists and dictionaries."""
    return [[values_of(area) for area in names.areas], dict(names.spellings), dict(names.districts)]


def unpacked_names(value: Any) -> Names | None:
    """Return the names that were packed; None for what is nothing of the kind."""
    try:
        areas, spellings, districts = value
        return Names(
            tuple(Area(*with_tuples(area)) for area in areas),
            {name: (canonical, kind) for name, (canonical, kind) in spellings.items()},
            dict(districts),
        )
    except (TypeError, ValueError, AttributeError):
        return None


def values_of(record: Any) -> list[Any]:
    """Return the values of a dataclass, in the order of its fields."""
    return [getattr(record, field.name) for field in fields(record)]


def with_tuples(values: Iterable[Any]) -> Iterable[Any]:
    """Return values with each list among them as the tuple that it was."""
    return (tuple(value) if isinstance(value, list) else value for value in values)
