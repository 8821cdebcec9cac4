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
from helpers.pages.area import AreaBriefing  # noqa: F401
from helpers.pages.method import Method  # noqa: F401  -- imported here, and not by each report
from helpers.pages.nation import NationBriefing  # noqa: F401
from helpers.pages.region import RegionBriefing  # noqa: F401
from helpers.present import charts, funnel_chart  # noqa: F401

# Found once among all packages, rather than by each kernel that shows figures.
backend_registry.list_all()  # type: ignore[no-untyped-call]

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    evidence()
    forget()

# Give the memory that reading and drawing left free back to the system; else this process holds it until the
# build ends.
with contextlib.suppress(AttributeError, OSError):  # glibc only
    ctypes.CDLL(None).malloc_trim(0)

forget_reads()  # a report that starts from here has read nothing yet
