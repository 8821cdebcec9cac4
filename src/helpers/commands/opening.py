"""``briefings open``: a built page in the browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.console import LATEST, Out, Year, reporting_errors
from helpers.paths import REPORTS


def open_page(
    area: Annotated[
        str | None, typer.Argument(help='An area, such as "essex"; without one, the index opens.')
    ] = None,
    year: Year = LATEST,
    out: Out = REPORTS,
) -> None:
    """Open the page of an area, or the index, in the browser."""
    import webbrowser

    from helpers.publish.errors import PublishError

    with reporting_errors():
        page = built_page(area, year, out.resolve())
        typer.echo(page)
        if not webbrowser.open(page.as_uri()):
            raise PublishError(f"no browser could be started; open {page} by hand")


def built_page(area: str | None, year: int, out: Path) -> Path:
    """Find the page asked for. Raises UnknownArea, or PublishError for a page that is not built."""
    from helpers.publish.errors import PublishError

    page = out / "index.html"
    command = f"briefings build --all --year {year}"
    if area is not None:
        slug = _page_slug(area, out / str(year))
        page = out / str(year) / f"{slug}.html"
        command = f"briefings build {slug} --year {year}"
    if not page.is_file():
        raise PublishError(f"{page} is not built; build it with: {command}")
    return page


def _page_slug(area: str, folder: Path) -> str:
    """Find an area's slug by any of its names; any other page of the year, such as a region's, by its own."""
    from helpers.data.areas import area as find_area

    if re.fullmatch(r"[0-9a-z-]+", area) and (folder / f"{area}.html").is_file():
        return area
    return find_area(area).slug
