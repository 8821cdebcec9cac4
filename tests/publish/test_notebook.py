from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from tiny_notebooks import PARAMETERS, code, report, write_notebook

from helpers.catalogue import EVERY_KIND, Kind
from helpers.paths import NOTEBOOKS
from helpers.publish.errors import PublishError
from helpers.publish.notebook import (
    SUMMARY,
    cell_name,
    check_complete,
    check_parameters,
    normalise,
    read_defaults,
    read_summary,
    read_unrun,
    shows_page_alone,
    to_json,
)
from helpers.publish.report import Parameter, Report


def parameters_of(folder: Path, source: str) -> Path:
    return write_notebook(folder / "a.ipynb", code(source, "parameters"))


def refusal(notebook: Path, **parameters: Parameter) -> str:
    with pytest.raises(PublishError) as error:
        check_parameters(notebook, parameters)
    return str(error.value)


def test_defaults_are_read_with_their_types(tmp_path: Path) -> None:
    source = 'area: str = "essex"  # which\nyear = -2020\nrate = 1.5\nshown = True\nnote = None'
    expected = {"area": "essex", "year": -2020, "rate": 1.5, "shown": True, "note": None}
    assert read_defaults(parameters_of(tmp_path, source)) == expected


def test_a_source_in_lines_is_read_too(tmp_path: Path) -> None:
    notebook = parameters_of(tmp_path, PARAMETERS)
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"][0]["source"] = PARAMETERS.splitlines(keepends=True)
    notebook.write_text(json.dumps(content), encoding="utf-8")
    assert read_defaults(notebook) == {"area": "essex", "year": 2020}


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"arae": "kent"}, "no parameter 'arae': did you mean 'area'?"),
        ({"region": "kent"}, "no parameter 'region': it has area, year"),
        ({"area": 3}, "parameter area is 3, of type int: its default 'essex' is of type str"),
        ({"area": None}, "parameter area is None, of type NoneType"),
        ({"year": "2023"}, "parameter year is '2023', of type str: its default 2020 is of type int"),
        ({"year": 2023.0}, "of type float: its default 2020 is of type int"),
        ({"year": True}, "of type bool: its default 2020 is of type int"),
    ],
)
def test_a_name_or_type_that_does_not_fit_is_refused(
    tmp_path: Path, parameters: dict[str, Parameter], reason: str
) -> None:
    assert reason in refusal(parameters_of(tmp_path, PARAMETERS), **parameters)


def test_a_whole_number_fits_a_fraction_and_anything_fits_none(tmp_path: Path) -> None:
    notebook = parameters_of(tmp_path, "rate = 1.5\nnote = None")
    check_parameters(notebook, {"rate": 2, "note": "text"})


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("year = = 2020", "line 1 of the parameters cell is not Python: invalid syntax"),
        ("year = 2020\nlast = year - 1", "the default of parameter last is `year - 1`"),
        ("year = [2020]", "the default of parameter year is `[2020]`"),
        ("year = 2020\nimport os", "line 2 of the parameters cell is `import os`"),
        ("year: int", "line 1 of the parameters cell is `year: int`"),
    ],
)
def test_a_parameters_cell_holds_constants_only(tmp_path: Path, source: str, reason: str) -> None:
    assert reason in refusal(parameters_of(tmp_path, source))


def test_a_run_has_its_values_in_the_parameters_cell_of_which_all_else_stays(tmp_path: Path) -> None:
    source = (
        'näme: str = ("é"); year = 2020  # of 31 March\nlong = """1\n2"""  # two lines\nnote = -1.5  # other'
    )
    values = {"näme": 'say "é"\n', "year": 2023, "long": "short", "note": None}
    [cell] = read_unrun(parameters_of(tmp_path, source), values).cells
    assert cell.source.splitlines()[0].endswith("); year = 2023  # of 31 March")
    assert cell.source.splitlines()[1:] == ['long = "short"  # two lines', "note = None  # other"]
    found: dict[str, object] = {}
    exec(cell.source, found)  # noqa: S102
    assert {name: found[name] for name in values} == values


def test_a_value_that_is_not_given_stays_the_notebooks_own(tmp_path: Path) -> None:
    notebook = parameters_of(tmp_path, PARAMETERS)
    assert "".join(read_unrun(notebook, {}).cells[0].source) == PARAMETERS
    assert read_unrun(notebook, {"year": 2023}).cells[0].source == PARAMETERS.replace("2020", "2023")


def test_what_papermill_once_set_in_an_executed_notebook_does_not_outlast_it(tmp_path: Path) -> None:
    injected = code("area = 'kent'", "injected-parameters")
    notebook = write_notebook(tmp_path / "a.ipynb", code(PARAMETERS, "parameters"), injected, code("area"))
    sources = ["".join(cell.source) for cell in read_unrun(notebook, {"area": "london"}).cells]
    assert sources == [PARAMETERS.replace("essex", "london"), "area"]


def test_no_or_two_parameters_cells_are_refused(tmp_path: Path) -> None:
    none = write_notebook(tmp_path / "none.ipynb", code("x = 1"))
    two = write_notebook(tmp_path / "two.ipynb", code("x = 1", "parameters"), code("y = 1", "parameters"))
    assert "has 0 cells tagged 'parameters'" in refusal(none)
    assert "has 2 cells tagged 'parameters'" in refusal(two)


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.ipynb").write_text("no JSON", encoding="utf-8")
    (tmp_path / "old.ipynb").write_text('{"nbformat": 3}', encoding="utf-8")
    assert "cannot read the notebook" in refusal(tmp_path / "absent.ipynb")
    assert "is not a notebook" in refusal(tmp_path / "text.ipynb")
    assert "is not a notebook of format 4" in refusal(tmp_path / "old.ipynb")


def executed(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for count, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), start=1):
        cell.execution_count = cell.execution_count or count
    return nbformat.v4.new_notebook(cells=list(cells))


def test_a_cell_is_named_by_its_number_in_the_source() -> None:
    cells = [
        code(PARAMETERS, "parameters"),
        nbformat.v4.new_markdown_cell("Words"),
        code("\n  # why\nchart(area)"),
    ]
    assert cell_name(cells) == "cell 3 (`# why`)"


def test_a_complete_notebook_passes() -> None:
    check_complete(executed(code("1"), nbformat.v4.new_markdown_cell("Words"), code("2")))


def test_an_empty_cell_need_not_have_run() -> None:
    check_complete(nbformat.v4.new_notebook(cells=[code("")]))


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (None, "it never ran"),
        (
            nbformat.v4.new_output("error", ename="KeyError", evalue="'a'\n b", traceback=[]),
            "KeyError: 'a' b",
        ),
        (nbformat.v4.new_output("error", ename="MemoryError", evalue="", traceback=[]), "): MemoryError"),
        (
            nbformat.v4.new_output("stream", name="stderr", text="W\n"),
            "it wrote to stderr, where a clean run is",
        ),
    ],
)
def test_the_first_incomplete_cell_is_named(output: nbformat.NotebookNode | None, reason: str) -> None:
    nb = executed(code("1"), code("two()"), code("3"))
    nb.cells[1].outputs = [output] if output else []
    nb.cells[1].execution_count = 2 if output else None
    nb.cells[2].execution_count = None
    with pytest.raises(PublishError, match=r"^cell 2 \(`two\(\)`\): ") as error:
        check_complete(nb)
    assert reason in str(error.value)
    assert not str(error.value).endswith(":")


def a_run(stamp: str) -> nbformat.NotebookNode:
    """What papermill would return, with all that differs from run to run."""
    cell = code("print(1)", "shown")
    cell.metadata["papermill"] = {"start_time": stamp}
    cell.metadata["execution"] = {"iopub.status.busy": stamp}
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="1\n")]
    nb = executed(nbformat.v4.new_markdown_cell("# Words"), cell)
    nb.metadata = nbformat.from_dict({"papermill": {"end_time": stamp}, "language_info": {"version": stamp}})
    return nb


def test_two_runs_normalise_to_the_same_bytes(tmp_path: Path) -> None:
    wanted = report(tmp_path / "a.ipynb", "essex")
    first, second = (to_json(normalise(a_run(stamp), wanted)) for stamp in ("3.11.1", "3.11.2"))
    assert first == second


def test_normalising_keeps_tags_outputs_and_counts(tmp_path: Path) -> None:
    nb = normalise(a_run("3.11.1"), report(tmp_path / "a.ipynb", "essex"))
    nbformat.validate(nb)
    assert [cell.id for cell in nb.cells] == ["000-essex", "001-essex"]
    assert nb.metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert nb.cells[1].metadata == {"tags": ["shown"]}
    assert nb.cells[1].execution_count == 1
    assert nb.cells[1].outputs[0].text == "1\n"


def handing_over(*outputs: str) -> nbformat.NotebookNode:
    """A notebook whose cells each hand over such a text to the publisher."""
    v4 = nbformat.v4
    made = [[v4.new_output("display_data", {SUMMARY: text})] for text in outputs]
    return v4.new_notebook(cells=[v4.new_code_cell("show()", outputs=each) for each in made])


def test_what_a_report_says_as_data_is_read_from_its_last_such_output() -> None:
    nb = handing_over(
        '{"title": "First"}', '{"title": "Essex"}\n{"id": "a"}\n{"id": "b", "note": "1\\u2028"}'
    )
    read = nbformat.reads(nbformat.writes(nb), 4)  # in which a text is a list of lines
    said = {"title": "Essex", "facts": [{"id": "a"}, {"id": "b", "note": "1\u2028"}]}
    assert read_summary(nb) == read_summary(read) == said
    assert read_summary(handing_over()) == {}


@pytest.mark.parametrize("text", ['{"title": ', '{"title": "Essex"}\n5', "\n", "title"])
def test_data_that_are_not_lines_of_json_are_refused(text: str) -> None:
    with pytest.raises(PublishError, match="summary is not lines of JSON, the first about the page and then"):
        read_summary(handing_over(text))


@pytest.mark.parametrize(
    ("folder", "slug"), [("2023", "../essex"), ("2023", ""), ("2023/a", "b"), ("", "b"), ("A", "é")]
)
def test_an_unsafe_address_is_refused(folder: str, slug: str) -> None:
    with pytest.raises(PublishError, match="cannot be part of a page's address"):
        Report(Path("a.ipynb"), folder, slug, "T", "G", {})


def test_a_parameter_that_papermill_would_respell_is_refused() -> None:
    with pytest.raises(PublishError, match="parameter where is a PosixPath"):
        Report(Path("a.ipynb"), "2023", "essex", "T", "G", {"where": Path("a")})  # type: ignore[dict-item]


CELL = "from helpers.pages import AreaBriefing\n\nreport = AreaBriefing(area, year)"
BASIS = "helpers.pages:AreaBriefing.basis_of"


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.page)
def test_every_notebook_of_the_project_shows_its_page_alone(kind: Kind) -> None:
    assert shows_page_alone(NOTEBOOKS / kind.notebook, f"helpers.pages:{kind.page}.basis_of")


@pytest.mark.parametrize(
    ("cell", "alone"),
    [
        ("report.title()", True),
        ("", True),
        ("# a remark", True),
        ("print(1)", False),
        ("report.facts", False),
        ("report.facts.get('rate')", False),
        ("report = AreaBriefing('kent', year)", False),
        ("report = AreaBriefing(chosen(), year)", False),
        ("from helpers.data.evidence import evidence", False),
        ("from helpers.pages import AreaBriefing as Other", False),
        ("import os", False),
        ("!cat data/raw/workload.csv", False),
        ("report.title(), evidence()", False),
    ],
)
def test_a_notebook_that_asks_for_more_than_its_page_rests_on_all_data(
    cell: str, alone: bool, tmp_path: Path
) -> None:
    path = write_notebook(
        tmp_path / "one.ipynb", code('area = "essex"', "parameters"), code(CELL), code(cell)
    )
    assert shows_page_alone(path, BASIS) is alone
    assert shows_page_alone(path, "a_module:a_function")
