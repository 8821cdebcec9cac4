"""A report notebook run by hand, in this process: its page without a kernel, for tests of many pages."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import nbformat
from conftest import BUILDS
from IPython.core.formatters import DisplayFormatter

from helpers.data.areas import slug
from helpers.pages import AreaBriefing, Method, NationBriefing, PerformancePack, RegionBriefing
from helpers.paths import ROOT
from helpers.publish.page.render import render
from helpers.publish.report import Report

REGION_NOTEBOOK = nbformat.read(ROOT / "notebooks" / "region_briefing.ipynb", as_version=4)
NATION_NOTEBOOK = nbformat.read(ROOT / "notebooks" / "nation_briefing.ipynb", as_version=4)
NOTEBOOK = nbformat.read(ROOT / "notebooks" / "area_briefing.ipynb", as_version=4)
PACK_NOTEBOOK = nbformat.read(ROOT / "notebooks" / "performance_pack.ipynb", as_version=4)
METHOD_NOTEBOOK = nbformat.read(ROOT / "notebooks" / "method.ipynb", as_version=4)
FORMATTER = DisplayFormatter()

Made = AreaBriefing | RegionBriefing | NationBriefing | Method | PerformancePack


def page_of(briefing: AreaBriefing) -> str:
    """The page of one area and year, from the outputs of the notebook's cells."""
    return _page(NOTEBOOK, "area_briefing.ipynb", briefing, briefing.facts.area.slug)


def region_page_of(briefing: RegionBriefing) -> str:
    """The page of one region and year."""
    return _page(REGION_NOTEBOOK, "region_briefing.ipynb", briefing, f"region-{slug(briefing.facts.region)}")


def nation_page_of(briefing: NationBriefing) -> str:
    """The page of England and Wales and one year."""
    return _page(NATION_NOTEBOOK, "nation_briefing.ipynb", briefing, "england-and-wales")


def method_page_of(method: Method) -> str:
    """The page on method, shown on one area and year."""
    return _page(METHOD_NOTEBOOK, "method.ipynb", method, "method")


def pack_page_of(pack: PerformancePack) -> str:
    """The page of a performance pack for its audience."""
    return _page(PACK_NOTEBOOK, "performance_pack.ipynb", pack, "pack")


def _page(read: nbformat.NotebookNode, name: str, briefing: Made, slug: str) -> str:
    sys.audit(BUILDS, name)
    notebook = copy.deepcopy(read)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _outputs(cell.source, briefing)
    folder = "packs" if isinstance(briefing, PerformancePack) else str(briefing.facts.year)
    report = Report(Path(name), folder, slug, slug, "", {})
    return render(notebook, report)


def _outputs(source: str, briefing: Made) -> list[nbformat.NotebookNode]:
    if not source.startswith(("report.", "method.")):
        return []
    part = eval(source, {"report": briefing, "method": briefing})  # noqa: S307 (our own notebook)
    str(part)  # raises what goes wrong in a drawing, which the formatter would only print
    data, metadata = FORMATTER.format(part)
    return [nbformat.v4.new_output("execute_result", data, execution_count=1, metadata=metadata)]
