"""``briefings serve``: the built pages in a browser of this machine."""

from __future__ import annotations

import signal
from contextlib import suppress
from threading import Thread
from typing import Annotated

import typer

from helpers.commands.console import Out, reporting_errors
from helpers.commands.output import say
from helpers.paths import REPORTS

PORT = 8000


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = PORT,
    out: Out = REPORTS,
) -> None:
    """Serve the built pages to this machine alone, until Ctrl-C."""
    from helpers.publish.serve import server
    from helpers.publish.signals import ends

    with reporting_errors(), server(out, port) as (listening, address):
        # The first process of a container ignores what it has no handler for.
        for number in ends():
            signal.signal(number, lambda *_: Thread(target=listening.shutdown, daemon=True).start())
        say(f"{address} (stop with Ctrl-C)")
        with suppress(KeyboardInterrupt):
            listening.serve_forever(poll_interval=0.2)
        say("stopped")
