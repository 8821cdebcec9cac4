"""``briefings variants``: which ways of saying something the real areas exercise, and which none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

YEARS = range(2020, 2025)


def exercised(years: Iterable[int]) -> dict[str, dict[int, list[str]]]:
    """For every variant and year the areas whose page says it, by their short names."""
    from helpers.briefing import Briefing
    from helpers.data.areas import areas
    from helpers.present.sentences.variants import VARIANTS

    said: dict[str, dict[int, list[str]]] = {name: {year: [] for year in years} for name in VARIANTS}
    for year in years:
        for area in areas():
            for name in {sentence.variant for sentence in Briefing(area.slug, year).all_sentences}:
                said[name][year].append(area.slug)
    return said


def as_json(said: dict[str, dict[int, list[str]]]) -> list[dict[str, Any]]:
    """One object for each variant: its name, when it is said, and the areas of each year."""
    from helpers.present.sentences.variants import VARIANTS

    return [
        {
            "variant": name,
            "said_when": VARIANTS[name],
            "areas": {str(year): found for year, found in years.items()},
        }
        for name, years in said.items()
    ]


def as_rows(said: dict[str, dict[int, list[str]]], years: Sequence[int]) -> Iterator[list[str]]:
    """One row for each variant: its name and the number of areas in each year."""
    for name, found in said.items():
        yield [name, *(str(len(found[year]) or "-") for year in years)]


def unsaid(said: dict[str, dict[int, list[str]]]) -> list[str]:
    """The variants that no area says in any of the years: those that only a test reaches."""
    return [name for name, years in said.items() if not any(years.values())]
