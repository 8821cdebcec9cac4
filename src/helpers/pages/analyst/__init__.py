"""What an analyst calls: every figure as a data frame, series, comparisons, fact checks and charts.

``helpers`` hands these on, so that ``from helpers import facts`` is all that a notebook needs.
"""

from __future__ import annotations
