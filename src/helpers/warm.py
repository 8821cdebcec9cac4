"""Imported once by the process that reports are forked from: it reads and checks the data before the first of them.

Reports share what was read only while the files hold the same bytes: ``evidence`` asks for them each time.
"""

from __future__ import annotations

import contextlib
import sys

import matplotlib_inline.backend_inline  # noqa: F401  -- by which a kernel has Matplotlib show figures
from matplotlib.backends.registry import backend_registry

from helpers.briefing import Briefing
from helpers.data.errors import DataError
from helpers.data.evidence import evidence

# Pandera imports it if it is installed, and takes a fifth of a second more, to make up data for tests.
_hypothesis = sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]

# Found once among all packages, and not by each kernel that shows figures.
backend_registry.list_all()  # type: ignore[no-untyped-call]

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    _known = evidence()
    # The fonts, and all else that is worked out at first use, for the area with the most to draw.
    _first = max(_known.areas, key=lambda area: len(_known.years(area.name, "rso_count")))
    _report = Briefing(_first.slug, max(_known.years(_first.name, "rso_count")))
    _report.trend_chart()
    _report.region_chart()
    _report.funnel_chart()

if _hypothesis is None:
    del sys.modules["hypothesis"]
