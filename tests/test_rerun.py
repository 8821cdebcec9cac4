"""A published notebook run again by papermill: what is not named stays the report's."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import nbformat
import papermill
import pytest

from helpers.catalogue import METHOD, REGION, modules_to_preload, read_inputs, reports, select
from helpers.pages import AreaBriefing, Method, RegionBriefing
from helpers.pages.page import Page
from helpers.publish.build import build
from helpers.publish.notebook import read_defaults, read_summary
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports")
    wanted = [*select(["essex"], 2023), *reports(2023, [METHOD])]
    wanted += [report for report in reports(2023, [REGION]) if report.title == "Wales"]
    options = Options(2, "warm", modules_to_preload(wanted))
    summary = build(wanted, out, read_inputs, partial(LocalExecutor, options), False, lambda _: None)
    assert summary.failures == ()
    return out


def run_again(notebook: Path, year: int) -> nbformat.NotebookNode:
    """Run it by papermill's own function, which its command calls, with our engine, which is quicker."""
    return papermill.execute_notebook(
        notebook, None, {"year": year}, engine_name="warm", kernel_name="python3", progress_bar=False
    )


def test_an_area_keeps_its_name_in_another_year(published: Path) -> None:
    nb = run_again(published / "2023" / "essex.ipynb", 2020)
    assert read_summary(nb) == told(AreaBriefing("essex", 2020))


def test_a_region_keeps_its_name_in_another_year(published: Path) -> None:
    notebook = published / "2023" / "region-wales.ipynb"
    nb = run_again(notebook, 2020)
    assert read_summary(nb) == told(RegionBriefing("Wales", 2020))


def test_the_page_on_method_keeps_its_area_in_another_year(published: Path) -> None:
    notebook = published / "about" / "method.ipynb"
    area = str(read_defaults(notebook)["area"])
    nb = run_again(notebook, 2022)
    assert read_summary(nb) == told(Method(area, 2022))


def test_a_published_notebook_says_in_one_cell_what_it_was_run_with(published: Path) -> None:
    found = {path.stem: nbformat.read(path, as_version=4) for path in published.glob("*/*.ipynb")}
    first = {name: nb.cells[0].source.splitlines() for name, nb in found.items()}
    assert first["essex"][0].startswith('area = "essex"  # ')
    assert first["region-wales"][0].startswith('region = "wales"  # ')
    tags = {tag for nb in found.values() for cell in nb.cells for tag in cell.metadata.get("tags", [])}
    assert tags == {"parameters"}


def told(page: Page) -> dict[str, object]:
    """What a page hands over, as it comes back from a notebook."""
    told: dict[str, object] = json.loads(json.dumps(page.summary()))
    return told
