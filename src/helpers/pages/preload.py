"""Imported once by the process that reports are forked from: it reads and checks the data before the first of them.

Reports share what was read only while the files hold the same bytes: ``evidence`` asks for them each time.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys

import matplotlib_inline.backend_inline  # noqa: F401  -- by which a kernel has Matplotlib show figures
from matplotlib.backends.registry import backend_registry

from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.sources import forget
from helpers.pages.area import Briefing

# Pandera imports it if it is installed, and takes a fifth of a second more, to make up data for tests.
_hypothesis = sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]

# Found once among all packages, and not by each kernel that shows figures.
backend_registry.list_all()  # type: ignore[no-untyped-call]

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    _known = evidence()
    forget()
    # What is worked out at first use: for each date with rates the comparisons of all areas, which their reports
    # then share, and for the area with the most to draw the fonts and all else that a drawing needs.
    _first = max(_known.areas, key=lambda area: len(_known.years(area.name, "rso_count")))
    _years = _known.years(_first.name, "rso_count")
    for _year in _known.denominators.keys() & _years:
        Briefing(_first.slug, _year)
    _report = Briefing(_first.slug, _years[-1])
    _report.trend_chart()
    _report.region_chart()
    _report.funnel_chart()

# What reading and drawing took and left free goes back to the system, or this process would keep it for the build.
with contextlib.suppress(AttributeError, OSError):  # of glibc alone
    ctypes.CDLL(None).malloc_trim(0)

if _hypothesis is None:
    del sys.modules["hypothesis"]
