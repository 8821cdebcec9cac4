"""Where the process that reports are forked from begins to record what it imports: its first import."""

from __future__ import annotations

import os
import sys
from typing import Any

from helpers.publish.run import record

_SERVER = os.getpid()


def _without_a_trace(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """Say nothing where the system refuses the server a process: the build tells of it in a line."""
    if os.getpid() != _SERVER or not isinstance(error, OSError):
        sys.__excepthook__(kind, error, trace)


record.begin()
sys.excepthook = _without_a_trace
