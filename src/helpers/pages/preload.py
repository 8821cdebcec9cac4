"""What the process that reports are forked from imports once, to read and check the data before the first.

Reports share the data only while the files hold the same bytes: ``evidence`` looks at them each time.
"""

from __future__ import annotations

import contextlib
import ctypes

import matplotlib_inline.backend_inline  # noqa: F401  -- by which a kernel has Matplotlib show figures
from matplotlib.backends.registry import backend_registry

from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.sources import forget, forget_reads
from helpers.pages.area import AreaBriefing
from helpers.pages.method import Method  # noqa: F401  -- imported here, and not by each report
from helpers.pages.nation import NationBriefing  # noqa: F401
from helpers.pages.region import RegionBriefing  # noqa: F401
from helpers.present import charts, funnel_chart  # noqa: F401

# Found once among all packages, rather than by each kernel that shows figures.
backend_registry.list_all()  # type: ignore[no-untyped-call]

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    _evidence = evidence()
    forget()
    # Work out what is cached at first use: for each date with rates the comparisons of all areas, which their
    # reports then share, and for the area with the most to draw the fonts and all else that a drawing needs.
    _first = max(_evidence.areas, key=lambda area: len(_evidence.years(area.name, "rso_count")))
    _years = _evidence.years(_first.name, "rso_count")
    for _year in _evidence.denominators.keys() & _years:
        AreaBriefing(_first.slug, _year)
    _page = AreaBriefing(_first.slug, _years[-1])
    for _figure in (_page.trend_chart(), _page.region_chart(), _page.funnel_chart()):
        _ = _figure.html

# Give the memory that reading and drawing left free back to the system; else this process holds it until the
# build ends.
with contextlib.suppress(AttributeError, OSError):  # glibc only
    ctypes.CDLL(None).malloc_trim(0)

forget_reads()  # a report that starts from here has read nothing yet
