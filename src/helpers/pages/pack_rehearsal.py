"""What a process reads before the pages of packs are forked from it, so that they share it; imported once."""

from __future__ import annotations

import contextlib

from helpers.data.errors import DataError
from helpers.pack.showing.reading import definitions
from helpers.pages.performance_pack import PerformancePack  # noqa: F401  -- with all that it imports

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    definitions()
