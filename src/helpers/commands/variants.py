"""``briefings variants``: what real pages say, which ways of saying it none does, and how hard they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing
    from helpers.present.readability import Readability

    Briefing = AreaBriefing | RegionBriefing | NationBriefing
    Pages = Mapping[tuple[str, int], Briefing]

LATEST = 5  # years


def variants(
    year: Annotated[
        int | None,
        typer.Option(
            parser=year_or_latest, metavar="YEAR", help="One 31 March only.", show_default="the latest five"
        ),
    ] = None,
    prose: Annotated[
        bool, typer.Option("--prose", help="List how hard each page reads, in place of the variants.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List every way of saying something, how many pages use it in each year, and how hard pages read."""
    from helpers.data.coverage import covered_years

    with reporting_errors():
        if year is not None:
            check_year(year)
        years = list(covered_years()[-LATEST:]) if year is None else [year]
        pages = pages_of(years)
        used = exercised(pages, years)
    if as_json:
        print_json(prose_for_json(pages) if prose else rows_for_json(used))
        return
    if prose:
        print_table("How hard each page reads", ["Page", "Year", *MEASURED], list(prose_rows(pages)))
        return
    print_table("Pages that use it", ["Variant", *map(str, years)], list(as_rows(used, years)))
    say(f"No page uses: {', '.join(unused(used)) or 'none'}")
    print_table("How hard the pages of areas read", ["Year", *OF_YEAR], list(years_as_rows(pages, years)))


def pages_of(years: Iterable[int]) -> Pages:
    """Make the pages of all areas and regions and of the nation, by their names and years."""
    from helpers.data.areas import areas, region_page, regions
    from helpers.data.evidence import NATION
    from helpers.data.naming import slug
    from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing

    made: dict[tuple[str, int], Briefing] = {}
    for year in years:
        made |= {(area.slug, year): AreaBriefing(area.slug, year) for area in areas()}
        made |= {(region_page(region), year): RegionBriefing(region, year) for region in regions()}
        made[slug(NATION), year] = NationBriefing(year)
    return made


def exercised(pages: Pages, years: Iterable[int]) -> dict[str, dict[int, list[str]]]:
    """Find for every variant and year the pages that say it, by their pages' names."""
    from helpers.present.sentences.variants import VARIANTS

    used: dict[str, dict[int, list[str]]] = {name: {year: [] for year in years} for name in VARIANTS}
    for (page, year), briefing in pages.items():
        for name in {sentence.variant for sentence in briefing.all_sentences}:
            used[name][year].append(page)
    return used


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


# How hard a page reads --------------------------------------------------------------------------------------

MEASURED = ("Words", "Sentences", "Middle length", "Over 30 words", "Jargon")
OF_YEAR = (
    *("Words a page", "Words a sentence", "Over 30 words", "Jargon a page", "Key-figure cells", "Empty"),
)


def _read(page: Briefing) -> Readability:
    from helpers.present.readability import readability

    return readability(sentence.text for sentence in page.all_sentences)


def prose_for_json(pages: Pages) -> list[dict[str, Any]]:
    """Make an object for each page: its name and year, and how hard it reads."""
    return [{"page": name, "year": year} | asdict(_read(page)) for (name, year), page in pages.items()]


def prose_rows(pages: Pages) -> Iterator[list[str]]:
    """Make a row for each page, the hardest first."""
    read = {key: _read(page) for key, page in pages.items()}
    for (name, year), page in sorted(read.items(), key=lambda item: (-item[1].long, item[0])):
        yield [
            name,
            str(year),
            f"{page.words}",
            f"{page.sentences}",
            f"{page.median:g}",
            f"{page.long:.0%}",
            f"{page.jargon}",
        ]


def years_as_rows(pages: Pages, years: Sequence[int]) -> Iterator[list[str]]:
    """Make a row for each year of what is usual for the page of an area, and of the cells of key figures."""
    from statistics import median  # which takes as long to import as all the rest here

    from helpers.pages import AreaBriefing
    from helpers.present.readability import cells

    for year in years:
        briefings = [
            page
            for (_, page_year), page in pages.items()
            if page_year == year and isinstance(page, AreaBriefing)
        ]
        read = [_read(page) for page in briefings]
        counted = [cells(page.key_figures().html) for page in briefings]
        yield [
            str(year),
            f"{median(page.words for page in read):g}",
            f"{median(page.median for page in read):g}",
            f"{sum(page.long * page.sentences for page in read) / sum(page.sentences for page in read):.0%}",
            f"{median(page.jargon for page in read):g}",
            str(sum(number for number, _ in counted)),
            str(sum(empty for _, empty in counted)),
        ]
