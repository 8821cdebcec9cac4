"""The report catalogue: each kind has a notebook and a page in one order, and imports only what it needs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import nbformat
import pytest

from helpers import pages
from helpers.catalogue import EVERY_KIND, KINDS, METHOD, PACK_NOTEBOOK, REGION, Kind, reports, select
from helpers.data.areas import areas
from helpers.data.errors import UnknownArea
from helpers.pages import AreaBriefing, FactCheck
from helpers.pages.page import Page
from helpers.paths import NOTEBOOKS
from helpers.present import canvas
from helpers.publish.notebook import read_defaults

LINK = re.compile(r'[("]#(fact-[a-z0-9-]+)')
# The analyst's tour, which shows the helpers themselves.
TOUR = "explore.ipynb"
FACT_CHECK = ("title", "summary", "text", "table", "not_understood", "remarks")


def code(notebook: str) -> list[str]:
    cells = nbformat.read(NOTEBOOKS / notebook, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def parts(notebook: str) -> list[str]:
    """The methods whose results the cells show."""
    return re.findall(r"^(?:report|method)\.(\w+)\(\)$", "\n".join(code(notebook)), re.MULTILINE)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.page)
def test_a_notebook_shows_every_part_of_its_page_once_and_in_order_then_the_sources(kind: Kind) -> None:
    page: type[Page] = getattr(pages, kind.page)
    assert page.parts
    assert parts(kind.notebook) == [*page.parts, "sources"]


def test_the_notebook_of_the_fact_check_shows_every_part_of_it_once() -> None:
    methods = [name for name, made in vars(FactCheck).items() if callable(made) and name[0] != "_"]
    assert parts("fact_check.ipynb") == list(FACT_CHECK) == [name for name in methods if name != "body"]


def test_the_notebook_of_the_import_shows_every_part_of_it_once() -> None:
    methods = [name for name, made in vars(pages.Import).items() if callable(made) and name[0] != "_"]
    assert parts("import.ipynb") == methods


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.page)
def test_a_notebook_takes_what_its_kind_of_report_gives_it(kind: Kind) -> None:
    [report, *_] = reports(2020, [kind])
    assert set(report.parameters) == set(read_defaults(report.notebook))
    assert isinstance(getattr(pages, kind.page)(**report.parameters), Page)
    assert report.basis == f"helpers.pages:{kind.page}.basis_of"


def test_every_notebook_of_a_report_imports_nothing_of_the_project_but_its_page() -> None:
    for path in NOTEBOOKS.glob("*.ipynb"):
        trees = [ast.parse(source) for source in code(path.name)]
        imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        own = {node.module for node in imports if str(node.module).split(".")[0] == "helpers"}
        assert own == {"helpers.pages"} or path.name == TOUR, path.name


def test_every_notebook_but_the_tour_the_fact_check_and_the_import_is_in_the_catalogue() -> None:
    listed = {PACK_NOTEBOOK, *(kind.notebook for kind in EVERY_KIND)}
    assert {path.name for path in NOTEBOOKS.glob("*.ipynb")} - listed == {
        TOUR,
        "fact_check.ipynb",
        "import.ipynb",
    }


@pytest.mark.whole
def test_reports_run_without_the_fact_check() -> None:
    assert "helpers.factcheck" not in imported("AreaBriefing, Method, NationBriefing, RegionBriefing")


@pytest.mark.whole
def test_a_fact_check_runs_without_charts() -> None:
    assert {"helpers.present.charts", "matplotlib"} & imported("FactCheck") == set()


def imported(pages: str) -> set[str]:
    """The modules that a process has after it imported some pages."""
    program = f"import sys; from helpers.pages import {pages}; print(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_a_page_that_there_is_not_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match=r"cannot import name 'Briefing' from 'helpers\.pages'"):
        exec("from helpers.pages import Briefing")  # noqa: S102 (as a notebook would)


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a chart was drawn")

    monkeypatch.setattr(canvas, "drawing", refuse)


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.page)
def test_what_a_page_rests_on_its_sentences_and_its_notes_are_known_without_a_drawing(kind: Kind) -> None:
    page: Page = getattr(pages, kind.page)(**reports(2023, [kind])[-1].parameters)
    assert page.basis()["words"]
    assert page.sources().html
    assert [sentence.text for sentence in page.all_sentences if sentence.text not in page.words] == []
    with pytest.raises(AssertionError, match="a chart was drawn"):
        _ = AreaBriefing("cambridgeshire", 2023).trend_chart().html


@pytest.mark.parametrize(("area", "year"), [("cambridgeshire", 2023), ("essex", 2020), ("cleveland", 2023)])
def test_a_chart_links_to_nothing_that_the_rest_of_its_page_does_not(area: str, year: int) -> None:
    page = AreaBriefing(area, year)
    notes = set(re.findall(r'<li id="(fact-[^"]+)"', page.sources().html))
    for figure in (page.trend_chart(), page.region_chart(), page.funnel_chart()):
        links = set(LINK.findall(figure.html))
        assert links
        assert links <= notes


def test_the_catalogue_has_every_area_and_region_the_nation_and_the_method_once() -> None:
    every, only = reports(2023), reports(2023, [REGION])
    assert len(only) == 10
    assert len(every) == 42 + 10 + 1 + 1
    assert {report.name for report in only} < {report.name for report in every}
    assert len({report.name for report in every}) == len(every)
    assert {report.title for report in only} == {area.region for area in areas()}


def test_the_page_on_method_is_the_same_whichever_year_is_built() -> None:
    assert (
        len(
            {
                (report.name, *report.parameters.values())
                for year in range(2019, 2025)
                for report in reports(year, [METHOD])
            }
        )
        == 1
    )


def test_areas_are_selected_by_any_of_their_names_each_once_and_regions_follow_them() -> None:
    selected = select(["Teesside", "essex", "cleveland"], 2023, regions=True)
    assert [report.slug for report in selected[:2]] == ["cleveland", "essex"]
    assert selected[2:] == reports(2023, [REGION])
    with pytest.raises(UnknownArea, match="cambridgeshire"):
        select(["essex", "cambridgshire"], 2023)
