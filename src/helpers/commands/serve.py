"""``briefings serve``: the built pages in a browser of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[3]
PORT = 8000


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = PORT,
    out: Annotated[Path, typer.Option(help="The folder of the reports.", show_default="reports")] = ROOT
    / "reports",
) -> None:
    """Serve the built pages to this machine alone, until Ctrl-C."""
    from helpers.cli import _told
    from helpers.publish.serve import server

    with _told(), server(out, port) as (listening, address):
        typer.echo(f"{address} (stop with Ctrl-C)")
        try:
            listening.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            typer.echo("stopped")
