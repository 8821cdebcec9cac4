"""How long a run takes, which is a choice; and how long a test waits, which decides nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

HANGS = 600  # seconds after which what a test waits for will never come, however slow the machine
EVERYTHING = os.environ.get("BRIEFINGS_ALL") == "1"


def some(few: Sequence[T], every: Sequence[T]) -> Sequence[T]:
    """Return a few cases of every kind; or all of them, as a nightly run with BRIEFINGS_ALL=1 has them."""
    return every if EVERYTHING else few


def effort(task: Callable[[], object]) -> float:
    """Do something and return the processor time it took, to be compared with that of something like it."""
    began = time.process_time()
    task()
    return time.process_time() - began


def until(true: Callable[[], object]) -> None:
    """Wait for an event."""
    end = time.monotonic() + HANGS
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
