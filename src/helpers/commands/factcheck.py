"""``briefings factcheck``: a table of claims, or an article, against the published figures."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    check_there,
    file_to_write,
    named_file,
    print_json,
    reporting_errors,
    say_where,
)
from helpers.commands.output import say

if TYPE_CHECKING:
    from helpers.pages import FactCheck

# Checked, and at least one claim disagrees: neither a failure (1) nor a mistake in the call (2).
DISAGREES = 3

File = Annotated[
    Path,
    typer.Argument(
        help="A table of claims (.csv, columns as in data/raw/published_claims.csv) or an article (.md, .txt).",
        metavar="FILE",
        parser=named_file,
    ),
]


def factcheck(
    file: File,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    source: Annotated[
        str, typer.Option(help="The article's id in data/raw/sources.csv, if it is one of the sources.")
    ] = "",
    date: Annotated[
        str,
        typer.Option(
            metavar="YYYY-MM-DD",
            help="The day on which the article came out: what it means by 'March' or 'last year'. "
            "Without it, a date under the headline.",
        ),
    ] = "",
    area: Annotated[
        str,
        typer.Option(
            help='What the article is about where a sentence names no area: an area or region, or "nation".'
        ),
    ] = "",
    claims: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            parser=file_to_write,
            help="Write the claims of an article as a table, to correct and check again.",
        ),
    ] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            parser=file_to_write,
            help="Write the article with its verdicts as a page.",
        ),
    ] = None,
) -> None:
    """Check what others have written. Exit code 3: at least one claim disagrees with the data."""
    _check_call(file, source or date or area, claims, page)
    with reporting_errors():
        from helpers.data import kept
        from helpers.pages import FactCheck

        with kept.only_in(None) if claims or page else nullcontext():  # a file may be passed on
            _check_source(source)
            check = FactCheck(str(file.resolve()), source, date, area)
            say_where(*filter(None, [area]))
            _write_files(check, claims, page)
    for warning in check.warnings:
        say(f"warning: {_visible(warning)}", err=True)
    if as_json:
        print_json(_json_rows(check))
    else:
        _print_answers(check)
    if check.disagree:
        raise typer.Exit(DISAGREES)


def _check_call(file: Path, of_article: str, claims: Path | None, page: Path | None) -> None:
    """Refuse mistakes in the call before anything is read."""
    check_there(file)
    if file.suffix.lower() not in (".csv", ".md", ".txt"):
        raise typer.BadParameter(f"{file.name!r} is neither a .csv table of claims nor a .md or .txt article")
    if file.suffix.lower() == ".csv" and claims is not None:
        raise typer.BadParameter("--claims writes the claims of an article; this file is a table of claims")
    if file.suffix.lower() == ".csv" and of_article:
        raise typer.BadParameter(
            "--source, --date and --area are for an article; a table names source, date and area of each claim"
        )
    for out in (claims, page):
        if out is not None and out.resolve() == file.resolve():
            raise typer.BadParameter(f"{out} is the file to check; give another name")
    if claims is not None and page is not None and claims.resolve() == page.resolve():
        raise typer.BadParameter("--claims and --html name the same file")


def _check_source(source: str) -> None:
    from helpers.data.errors import did_you_mean
    from helpers.data.sources import sources

    if source and source not in (listed := sources()):
        raise typer.BadParameter(f"{source!r} is not in data/raw/sources.csv{did_you_mean(source, listed)}")


def _write_files(check: FactCheck, claims: Path | None, page: Path | None) -> None:
    from helpers.factcheck.showing.words import claims_csv
    from helpers.publish.files import write_whole
    from helpers.publish.page.standalone import write_page

    if claims is not None and check.article is not None:
        write_whole(claims, claims_csv(check.article.stated).encode())
    if page is not None:
        write_page(page, f"Fact check: {_visible(check.file)}", check.body())


def _json_rows(check: FactCheck) -> list[dict[str, Any]]:
    from helpers.factcheck.showing import words

    if check.article is None:
        return [words.row(answer) for answer in check.answers]
    claims = [
        words.article_row(answer, stated)
        for answer, stated in zip(check.answers, check.article.stated, strict=True)
    ]
    unread = [words.unread_row(item) for item in check.article.unread]
    return [*claims, *unread, *(words.unread_row(item, "remark on words") for item in check.article.remarks)]


def _print_answers(check: FactCheck) -> None:
    from helpers.factcheck.showing import words

    article = check.article
    by_claim = {stated.claim.claim_id: stated for stated in article.stated} if article else {}
    for answer in check.answers:
        lines = words.lines(answer, check.evidence.measures)
        stated = by_claim.get(answer.claim.claim_id)
        if stated is not None:
            lines.insert(1, f'    line {stated.passage.line}: "{words.short(stated.passage.text, 160)}"')
        if stated is not None and stated.note:
            lines.insert(3, f"    read with: {stated.note}")
        say("\n".join(lines))
    if article is not None:
        _print_list(
            "Not read as a claim, or not checked", [words.unread_line(item) for item in article.unread]
        )
        _print_list("Remarks on words", [words.unread_line(item) for item in article.remarks])
    say(words.summary(check.answers))


def _print_list(title: str, lines: list[str]) -> None:
    if lines:
        say("\n".join([f"{title}:", *(f"    {line}" for line in lines)]))


def _visible(text: str) -> str:
    from helpers.factcheck.showing.words import short

    return short(text)
