"""A published notebook run again by papermill's own command: what is not named stays the report's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from helpers.publish.run.notebook import read_defaults, read_summary

from helpers.commands import building
from helpers.data.areas import areas
from helpers.pages.area import Briefing
from helpers.pages.method import Method
from helpers.pages.page import Page
from helpers.pages.region import RegionBriefing
from helpers.publish.workers.local import Way


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports")
    [essex] = [area for area in areas() if area.slug == "essex"]
    reports = [building._area_report(essex, 2023), building._region_report("Wales", 2023)]
    reports.append(building._method_report(2023))
    assert building.run(reports, out, Way(2, "warm", building.preload(reports)), force=False).failures == ()
    return out


def run_again(notebook: Path, out: Path, *parameters: str) -> nbformat.NotebookNode:
    command = [sys.executable, "-m", "papermill", str(notebook), str(out), *parameters]
    subprocess.run(command, check=True, capture_output=True, cwd=out.parent, timeout=120)
    return nbformat.read(out, as_version=4)


def test_an_area_keeps_its_name_in_another_year(published: Path, tmp_path: Path) -> None:
    nb = run_again(published / "2023" / "essex.ipynb", tmp_path / "out.ipynb", "-p", "year", "2020")
    assert read_summary(nb) == told(Briefing("essex", 2020))


def test_a_region_keeps_its_name_in_another_year(published: Path, tmp_path: Path) -> None:
    notebook = published / "2023" / "region-wales.ipynb"
    nb = run_again(notebook, tmp_path / "out.ipynb", "-p", "year", "2020")
    assert read_summary(nb) == told(RegionBriefing("Wales", 2020))


def test_the_page_on_method_keeps_its_area_in_another_year(published: Path, tmp_path: Path) -> None:
    notebook = published / "about" / "method.ipynb"
    area = str(read_defaults(notebook)["area"])
    nb = run_again(notebook, tmp_path / "out.ipynb", "-p", "year", "2022")
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
