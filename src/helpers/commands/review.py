"""``briefings review`` and ``sign-off``: which pages most need a reviewer, and who has read which."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    LATEST,
    AsJson,
    Out,
    Year,
    check_year,
    print_json,
    print_table,
    reporting_errors,
    say_where,
    without_collecting,
)
from helpers.commands.output import say
from helpers.paths import REPORTS

if TYPE_CHECKING:
    from helpers.pages import AreaBriefing
    from helpers.pages.review_queue import Need, Standing
    from helpers.publish.ledger import SignOff


def review(year: Year = LATEST, out: Out = REPORTS, as_json: AsJson = False) -> None:
    """List the areas by how much they need a reviewer: odd figures, rare wording, changes, no sign-off."""
    with reporting_errors(), without_collecting():
        from helpers.pages.review_queue import briefings, queue

        check_year(year)
        pages = briefings(year)
        changed = _joined(_changed_figures(pages, year), _changed_rows(pages))
        needs = queue(pages, changed, standing(_sign_offs(out.resolve()), year))
        _tell_of_larger_places(pages)
    if as_json:
        print_json([_json_row(need) for need in needs])
    else:
        _print_queue(needs, year)


def sign_off(
    area: Annotated[
        str,
        typer.Argument(
            help='An area, town or region, such as "essex", "leeds" or "region-wales"; its page must be built.'
        ),
    ],
    by: Annotated[str, typer.Option(help="Who has read the page.")],
    year: Year = LATEST,
    out: Out = REPORTS,
) -> None:
    """Sign off a page as it stands; a later change to any byte of its files voids the sign-off."""
    from datetime import UTC, datetime

    from helpers.catalogue import built_pack, read_inputs, select
    from helpers.publish.approvals import NotFit, describe, sign, signer
    from helpers.publish.errors import PublishError
    from helpers.publish.workers.task import check_output

    try:
        name = signer(by)
    except ValueError as error:
        raise typer.BadParameter(f"{error}", param_hint="--by") from error
    with reporting_errors():
        check_year(year)
        folder = out.resolve()
        pack = built_pack(area, folder)
        [report] = [pack] if pack else select([area], year)
        if not pack:
            say_where(area)
        try:
            day = datetime.now(UTC).date()
            signed = sign(folder, report, name, day, read_inputs(), _warn, check_output)
        except NotFit as error:
            how = (
                f"build it with: briefings build --pack {report.beside}"
                if pack
                else _how_to_build(report.slug, year, folder)
            )
            raise PublishError(f"{error}; {how}") from error
        _tell_of_other_rows(report.slug)
    say(f"{report.name}: {describe([signed])}")
    say(f"SHA-256 of the page: {signed.hashes['html']}")


def standing(all_sign_offs: Sequence[SignOff], year: int) -> dict[str, Standing]:
    """Say who signed off each area's page of a year, by the area's slug."""
    by_area: dict[str, list[SignOff]] = {}
    for sign_off in all_sign_offs:
        folder, slug = sign_off.name.split("/")
        if folder == str(year):
            by_area.setdefault(slug, []).append(sign_off)
    return {slug: _standing_of(sign_offs) for slug, sign_offs in by_area.items()}


def _standing_of(sign_offs: Sequence[SignOff]) -> Standing:
    from helpers.pages.review_queue import Standing
    from helpers.publish.approvals import describe

    stands = [sign_off for sign_off in sign_offs if not sign_off.void]
    void = [sign_off for sign_off in sign_offs if sign_off.void]
    return Standing(describe(stands), describe(void))


def _sign_offs(out: Path) -> list[SignOff]:
    """Check all sign-offs afresh; ledger and index record the result, unless they cannot be written."""
    from helpers.publish.approvals import refresh, sign_offs
    from helpers.publish.errors import PublishError

    try:
        return refresh(out, _warn)
    except PublishError as error:
        read = sign_offs(out, _warn)  # unless it is a folder that nobody can read
        _warn(f"the index may show a sign-off that is void: {error}")
        return read


def _warn(reason: str) -> None:
    say(f"warning: {reason}", err=True)


def _changed_figures(pages: Sequence[AreaBriefing], year: int) -> Mapping[str, list[str]]:
    """Say for each area what differs from the accepted figures, which are those of one year."""
    from helpers.analysis.baseline_rows import accepted_year, baseline_rows
    from helpers.publish import baseline

    path = REPORTS / "facts.csv"
    before = baseline.read(path)
    if accepted_year(before) != year:
        why = f"it holds {accepted_year(before)} only" if before else f"{path} is not there"
        say(f"not compared with the accepted figures of reports/facts.csv: {why}", err=True)
        return {}
    accepted: dict[str, list[dict[str, str]]] = {}
    for row in before:
        accepted.setdefault(row["slug"], []).append(row)
    changes = {}
    for page in pages:
        slug = page.facts.area.slug
        lines = baseline.differences(accepted.get(slug, []), baseline_rows(page.facts))
        changes[slug] = [line.removeprefix(f"{slug} ") for line in lines]
    return changes


def _changed_rows(pages: Sequence[AreaBriefing]) -> Mapping[str, list[str]]:
    """Say for each area which raw tables have other rows of it than were accepted, of whatever date.

    Of places without a page in the queue, such as England and Wales, it is said at once.
    """
    from helpers.data.accepted import EVERYWHERE, rows_by_place
    from helpers.publish import baseline

    path = REPORTS / "data.csv"
    before = baseline.read(path)
    if not before:
        say(f"not compared with the accepted rows of reports/data.csv: {path} is not there", err=True)
        return {}
    changes: dict[str, list[str]] = {page.facts.area.slug: [] for page in pages}
    told = {f"{row['slug']} {row['id']}": (row["value"], row["status"]) for row in before}
    now = {f"{row['slug']} {row['id']}": (row["value"], row["status"]) for row in rows_by_place()}
    for name in sorted(told.keys() | now.keys()):
        place, _, table = name.partition(" ")
        if told.get(name) == now.get(name):
            continue
        if place in changes:
            changes[place].append(f"its rows in {table} are not those of reports/data.csv")
        else:
            of = "" if place == EVERYWHERE else f" of {place}"
            say(f"changed from the accepted rows of reports/data.csv: the rows{of} in {table}", err=True)
    return changes


def _tell_of_larger_places(pages: Sequence[AreaBriefing]) -> None:
    """Say which figures of places without a page in the queue a limit doubts, such as England and Wales."""
    from helpers.data.cautions import TABLE
    from helpers.data.evidence import evidence

    areas = {page.facts.area.name for page in pages}
    for row in evidence().listed("caveats"):
        if row["table"] == TABLE and row["area"] not in areas:
            say(f"{row['area']}, {row['date']}: {row['caveat']}", err=True)


def _tell_of_other_rows(slug: str) -> None:
    """Warn whoever signs a page off of rows of its place that nobody has accepted."""
    from helpers.data.accepted import rows_by_place
    from helpers.publish import baseline

    accepted = [row for row in baseline.read(REPORTS / "data.csv") if row["slug"] == slug]
    now = [row for row in rows_by_place() if row["slug"] == slug]
    for line in baseline.differences(accepted, now) if accepted else ():
        place, _, table = line.partition(":")[0].partition(" ")
        _warn(f"the rows of {place} in {table} are not those of reports/data.csv: see briefings review")


def _joined(*parts: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    return {slug: [line for part in parts for line in part.get(slug, ())] for part in parts for slug in part}


def _json_row(need: Need) -> dict[str, Any]:
    reasons = [
        {"kind": reason.kind, "weight": need.weighs(reason), "reason": reason.words}
        for reason in need.reasons
    ]
    return {
        "area": need.slug,
        "name": need.area,
        "score": need.score,
        "signed_off": need.signed,
        "reasons": reasons,
    }


def _print_queue(needs: Sequence[Need], year: int) -> None:
    from helpers.pages.review_queue import WEIGHTS

    rows = [[str(need.score), need.slug, "\n".join(_reason_lines(need))] for need in needs]
    print_table(
        f"Pages to look at, 31 March {year}, most in need first",
        ["Score", "Area", "Reasons, each after its weight"],
        rows,
    )
    say("The score adds up the weights, each kind of reason once:")
    for kind, (weight, why) in WEIGHTS.items():
        say(f"  {weight}  {kind}: {why}")
    say("A page that is signed off as it stands weighs nothing, unless its figures changed.")


def _reason_lines(need: Need) -> list[str]:
    """Say who vouches for the page, then each reason with its weight."""
    return [
        *([need.signed] if need.signed else []),
        *(f"+{need.weighs(reason)} {reason.words}" for reason in need.reasons),
    ]


def _how_to_build(slug: str, year: int, out: Path) -> str:
    elsewhere = f" --out {shlex.quote(str(out))}" if out != REPORTS else ""
    return f"run briefings build {slug} --year {year}{elsewhere}, read the page, then sign it off"
