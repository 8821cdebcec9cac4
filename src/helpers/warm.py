"""Imported once by the process that reports are forked from: it reads and checks the data before the first of them.

Reports share what was read only while the files hold the same bytes: ``evidence`` asks for them each time.
"""

from __future__ import annotations

import contextlib

from helpers.data.errors import DataError
from helpers.data.evidence import evidence

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    evidence()
