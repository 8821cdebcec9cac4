"""``briefings open``: a built page in the browser."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from helpers.commands.console import LATEST, Out, Year, check_year, reporting_errors, say_where
from helpers.commands.output import say
from helpers.paths import REPORTS


def open_page(
    area: Annotated[
        str | None,
        typer.Argument(
            help='An area, town or region, such as "essex", "leeds" or "region-wales"; without one, the index opens.'
        ),
    ] = None,
    year: Year = LATEST,
    out: Out = REPORTS,
) -> None:
    """Open the page of an area or region, or the index, in the browser."""
    import webbrowser

    from helpers.publish.errors import PublishError

    with reporting_errors():
        check_year(year)
        page = built_page(area, year, out.resolve())
        say(page)
        if not webbrowser.open(page.as_uri()):
            raise PublishError(f"no browser could be started; open {page} by hand")


def built_page(area: str | None, year: int, out: Path) -> Path:
    """Find the page asked for. Raises UnknownArea, or PublishError for a page that is not built."""
    from helpers.catalogue import built_pack, select
    from helpers.publish.errors import PublishError
    from helpers.publish.files import check_plain

    page = out / "index.html"
    elsewhere = f" --out {shlex.quote(str(out))}" if out != REPORTS else ""
    command = f"briefings build --all --year {year}{elsewhere}"
    if area is not None:
        if pack := built_pack(area, out):
            return out / f"{pack.name}.html"
        [report] = select([area], year)
        say_where(area)
        page = out / f"{report.name}.html"
        command = f"briefings build {report.slug} --year {year}{elsewhere}"
    check_plain(page)
    if not page.exists():
        raise PublishError(f"{page} is not built; build it with: {command}")
    return page
