"""What a process works out before several reports are forked from it, so that they share it; imported once.

For each date with rates these are the comparisons of all areas, and for the area with the most to draw the
fonts and all else that a drawing needs. A single report works out no more than it needs itself.
"""

from __future__ import annotations

import contextlib

from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.sources import forget
from helpers.pages.area import AreaBriefing

with contextlib.suppress(DataError):  # each report says itself what is wrong with the data
    _evidence = evidence()
    forget()
    _first = max(_evidence.areas, key=lambda area: len(_evidence.years(area.name, "rso_count")))
    _years = _evidence.years(_first.name, "rso_count")
    for _year in _evidence.denominators.keys() & _years:
        AreaBriefing(_first.slug, _year)
    _page = AreaBriefing(_first.slug, _years[-1])
    for _figure in (_page.trend_chart(), _page.region_chart(), _page.funnel_chart()):
        _ = _figure.html
