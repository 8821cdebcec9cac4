# What ``helpers`` hands on when it is asked for it, for type checkers and editors.
from helpers.pages.analyst.charting import chart as chart
from helpers.pages.analyst.claims import claims as claims
from helpers.pages.analyst.comparing import changes as changes
from helpers.pages.analyst.comparing import compare as compare
from helpers.pages.analyst.figures import facts as facts
from helpers.pages.analyst.lists import areas as areas
from helpers.pages.analyst.lists import measures as measures
from helpers.pages.analyst.lists import regions as regions
from helpers.pages.analyst.lists import sources as sources
from helpers.pages.analyst.series import series as series

__all__ = [
    "areas",
    "changes",
    "chart",
    "claims",
    "compare",
    "facts",
    "measures",
    "regions",
    "series",
    "sources",
]
