"""The pages: a class for each kind of report, a method for each part; all that a report notebook calls."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.pages.area import AreaBriefing
    from helpers.pages.fact_check import FactCheck
    from helpers.pages.importing import Import
    from helpers.pages.method import Method
    from helpers.pages.nation import NationBriefing
    from helpers.pages.performance_pack import PerformancePack
    from helpers.pages.region import RegionBriefing
    from helpers.pages.release import Release

__all__ = [
    "AreaBriefing",
    "FactCheck",
    "Import",
    "Method",
    "NationBriefing",
    "PerformancePack",
    "RegionBriefing",
    "Release",
]

_MODULES = {
    "AreaBriefing": "area",
    "FactCheck": "fact_check",
    "Import": "importing",
    "Method": "method",
    "NationBriefing": "nation",
    "PerformancePack": "performance_pack",
    "RegionBriefing": "region",
    "Release": "release",
}


def __getattr__(name: str) -> Any:
    """Import a page when it is first asked for: reports need no fact check, which itself draws no charts."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
