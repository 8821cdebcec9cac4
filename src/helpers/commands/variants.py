"""``briefings variants``: which ways of saying something the real areas exercise, and which none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

import typer

from helpers.commands.console import (
    AsJson,
    check_year,
    print_json,
    print_table,
    reporting_errors,
    year_or_latest,
)
from helpers.commands.output import say

LATEST = 5  # years


def variants(
    year: Annotated[
        int | None,
        typer.Option(
            parser=year_or_latest, metavar="YEAR", help="One 31 March only.", show_default="the latest five"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List every way of saying something, how many pages use it in each year, and which no page uses."""
    from helpers.data.coverage import covered_years

    with reporting_errors():
        if year is not None:
            check_year(year)
        years = list(covered_years()[-LATEST:]) if year is None else [year]
        pages = exercised(years)
    if as_json:
        print_json(rows_for_json(pages))
        return
    print_table("Pages that use it", ["Variant", *map(str, years)], list(as_rows(pages, years)))
    say(f"No page uses: {', '.join(unused(pages)) or 'none'}")


def exercised(years: Iterable[int]) -> dict[str, dict[int, list[str]]]:
    """Find for every variant and year the pages that say it, by their pages' names."""
    from helpers.data.areas import areas, region_page, regions
    from helpers.data.evidence import NATION
    from helpers.data.naming import slug
    from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing
    from helpers.present.sentences.variants import VARIANTS

    pages: dict[str, dict[int, list[str]]] = {name: {year: [] for year in years} for name in VARIANTS}
    for year in years:
        for area in areas():
            for name in {sentence.variant for sentence in AreaBriefing(area.slug, year).all_sentences}:
                pages[name][year].append(area.slug)
        for region in regions():
            for name in {sentence.variant for sentence in RegionBriefing(region, year).all_sentences}:
                pages[name][year].append(region_page(region))
        for name in {sentence.variant for sentence in NationBriefing(year).all_sentences}:
            pages[name][year].append(slug(NATION))
    return pages


def rows_for_json(pages: dict[str, dict[int, list[str]]]) -> list[dict[str, Any]]:
    """Make an object for each variant: its name, when it is said, and the areas of each year."""
    from helpers.present.sentences.variants import VARIANTS

    return [
        {
            "variant": name,
            "said_when": VARIANTS[name],
            "areas": {str(year): names for year, names in years.items()},
        }
        for name, years in pages.items()
    ]


def as_rows(pages: dict[str, dict[int, list[str]]], years: Sequence[int]) -> Iterator[list[str]]:
    """Make a row for each variant: its name and the number of areas in each year."""
    for name, by_year in pages.items():
        yield [name, *(str(len(by_year[year]) or "-") for year in years)]


def unused(pages: dict[str, dict[int, list[str]]]) -> list[str]:
    """List the variants that no page uses in any of the years: those that only a test reaches."""
    return [name for name, years in pages.items() if not any(years.values())]
