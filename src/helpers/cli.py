"""The command line: a thin skin over the analysis and the publisher, one function for each command."""

from __future__ import annotations

import typer

from helpers.commands import building, factcheck, listing, opening, review, serve, variants

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Local briefings on registered sexual offenders under MAPPA: one notebook, a checked report for every "
    "police-force area of England and Wales.",
)
app.command("list")(listing.list_areas)
app.command()(listing.facts)
app.command()(building.build)
app.command()(building.check)
app.command()(listing.accept)
app.command()(variants.variants)
app.command()(factcheck.factcheck)
app.command()(review.review)
app.command("sign-off")(review.sign_off)
app.command("open")(opening.open_page)
app.command()(serve.serve)


def main() -> None:
    """Run the command; a mistake in the call ends in exit 2, data that cannot be trusted in exit 1."""
    app()


if __name__ == "__main__":
    main()
