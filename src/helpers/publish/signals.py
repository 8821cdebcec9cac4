"""The signals by which someone asks a process to end."""

from __future__ import annotations

import signal


def ends() -> list[signal.Signals]:
    """Return those other than Ctrl-C: SIGTERM, and SIGHUP of a terminal that closes unless it is ignored.

    ``nohup`` has it ignored, for a command that is to outlive its terminal.
    """
    hangup: signal.Signals | None = getattr(signal, "SIGHUP", None)
    heard = hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN
    return [signal.SIGTERM, *([hangup] if heard and hangup else [])]
