"""``briefings review`` and ``sign-off``: which pages need a person most, and that a person has read one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    DEFAULT_YEAR,
    AsJson,
    Out,
    Year,
    check_year,
    print_json,
    print_table,
    told,
)
from helpers.paths import REPORTS

if TYPE_CHECKING:
    from helpers.pages.area import Briefing
    from helpers.pages.review_queue import Need, Standing
    from helpers.publish.ledger import SignOff


def review(year: Year = DEFAULT_YEAR, out: Out = REPORTS, as_json: AsJson = False) -> None:
    """List the areas by how much they need a person: odd figures, rare wording, changes, and what is not signed off."""
    with told():
        from helpers.pages.review_queue import briefings, queue

        check_year(year)
        found = briefings(year)
        needs = queue(found, _changes(found, year), standing(_sign_offs(out.resolve()), year))
    if as_json:
        print_json([_row(one) for one in needs])
    else:
        _print(needs, year)


def sign_off(
    area: Annotated[str, typer.Argument(help='An area, such as "essex"; its page must be built.')],
    by: Annotated[str, typer.Option(help="Who has read the page.")],
    year: Year = DEFAULT_YEAR,
    out: Out = REPORTS,
) -> None:
    """Sign a page off as it stands: a later change of any byte of its files voids that."""
    from datetime import UTC, datetime

    from helpers.commands.building import read_inputs, reports
    from helpers.publish.approvals import NotFit, describe, sign, signer
    from helpers.publish.errors import PublishError

    try:
        name = signer(by)
    except ValueError as error:
        raise typer.BadParameter(f"{error}", param_hint="--by") from error
    with told():
        report = reports([area], False, year)[0]
        folder = out.resolve()
        try:
            signed = sign(folder, report, name, datetime.now(UTC).date(), read_inputs())
        except NotFit as error:
            raise PublishError(f"{error}; {_first_build(report.slug, year, folder)}") from error
    typer.echo(f"{report.name}: {describe([signed])}")
    typer.echo(f"SHA-256 of the page: {signed.hashes['html']}")


def standing(signed: Sequence[SignOff], year: int) -> dict[str, Standing]:
    """Who signed each area's page of a year off, in words, by its slug."""
    from helpers.pages.review_queue import Standing
    from helpers.publish.approvals import describe

    mine: dict[str, list[SignOff]] = {}
    for one in signed:
        folder, slug = one.name.split("/")
        if folder == str(year):
            mine.setdefault(slug, []).append(one)
    return {
        slug: Standing(
            describe(one for one in each if not one.void), describe(one for one in each if one.void)
        )
        for slug, each in mine.items()
    }


def _sign_offs(out: Path) -> list[SignOff]:
    """All sign-offs, looked at anew; the ledger and the index are told, unless they cannot be written to."""
    from helpers.publish.approvals import refresh, sign_offs
    from helpers.publish.errors import PublishError

    try:
        return refresh(out)
    except PublishError as error:
        typer.echo(f"warning: the index may show a sign-off that is void: {error}", err=True)
        return sign_offs(out)


def _changes(found: Sequence[Briefing], year: int) -> Mapping[str, list[str]]:
    """Per area what differs from the accepted figures, which are those of one year."""
    from helpers.analysis.fact_rows import fact_row
    from helpers.publish import baseline

    path = REPORTS / "facts.csv"
    before = baseline.read(path) if year == DEFAULT_YEAR else []
    if not before:
        why = f"{path} is not there" if year == DEFAULT_YEAR else f"it holds {DEFAULT_YEAR} only"
        typer.echo(f"not compared with the accepted figures of reports/facts.csv: {why}", err=True)
        return {}
    accepted: dict[str, list[dict[str, str]]] = {}
    for row in before:
        accepted.setdefault(row["slug"], []).append(row)
    changes = {}
    for one in found:
        slug = one.facts.area.slug
        now = [{"slug": slug, **fact_row(fact)} for fact in one.facts]
        lines = baseline.differences(accepted.get(slug, []), now)
        changes[slug] = [line.removeprefix(f"{slug} ") for line in lines]
    return changes


def _row(need: Need) -> dict[str, Any]:
    reasons = [{"kind": one.kind, "weight": need.weighs(one), "reason": one.words} for one in need.reasons]
    return {
        "area": need.slug,
        "name": need.area,
        "score": need.score,
        "signed_off": need.signed,
        "reasons": reasons,
    }


def _print(needs: Sequence[Need], year: int) -> None:
    from helpers.pages.review_queue import WEIGHTS

    rows = [[str(one.score), one.slug, "\n".join(_lines(one))] for one in needs]
    print_table(
        f"Pages to look at, 31 March {year}, most in need first",
        ["Score", "Area", "Reasons, each after its weight"],
        rows,
    )
    typer.echo("The score adds up, for each kind of reason once:")
    for kind, (weight, why) in WEIGHTS.items():
        typer.echo(f"  {weight}  {kind}: {why}")
    typer.echo("What is signed off as it stands weighs nothing, unless its figures changed.")


def _lines(need: Need) -> list[str]:
    """Who vouches for the page, then a line for each reason with its weight."""
    return [
        *([need.signed] if need.signed else []),
        *(f"+{need.weighs(one)} {one.words}" for one in need.reasons),
    ]


def _first_build(slug: str, year: int, out: Path) -> str:
    elsewhere = f" --out {shlex.quote(str(out))}" if out != REPORTS else ""
    return f"run briefings build {slug} --year {year}{elsewhere}, read the page, and sign it off then"
