"""Local briefings on registered sexual offenders under MAPPA, from published figures to checked pages.

An analyst needs one import:

    from helpers import areas, regions, facts, series, compare, changes, claims, chart, measures, sources

- ``areas()``, ``regions()``, ``measures()``, ``sources()``: what there is to ask for, as tables
- ``facts(areas, years, measures)``: every figure with its bounds and sources, a data frame
- ``series("Essex", "rso_count")``, ``compare("Essex", "Kent", 2020)``, ``changes(2023)``
- ``claims("Essex had 1,820 registered sex offenders in March 2020.")``: a verdict for each claim
- ``chart(["Essex", "Kent"])``: a chart in the house style, with its text and its figures

``docs/cookbook.md`` answers questions with them, ``notebooks/explore.ipynb`` is a tour.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Where each is made; nothing of it is imported before it is asked for, so that the command line starts fast.
_MODULES = {
    "areas": "lists",
    "changes": "comparing",
    "chart": "charting",
    "claims": "claims",
    "compare": "comparing",
    "facts": "figures",
    "measures": "lists",
    "regions": "lists",
    "series": "series",
    "sources": "lists",
}

__all__ = [*_MODULES]


def __getattr__(name: str) -> Any:
    """Import a call of the analyst when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(__all__)}")
    call = getattr(import_module(f"{__name__}.pages.analyst.{_MODULES[name]}"), name)
    globals()[name] = call
    return call


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
