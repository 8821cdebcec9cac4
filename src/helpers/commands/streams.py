"""The standard streams as a caller left them: one that is closed would be the next file that is opened."""

from __future__ import annotations

import os

STANDARD = (0, 1, 2)


def open_streams() -> None:
    """Open what the caller closed, with nothing to read and nowhere to write.

    Else a lock or a socket would take the place of standard error, here and in each process that is started.
    """
    for number in STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
            os.set_inheritable(number, True)
