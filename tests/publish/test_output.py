"""What another machine made is published only if it is what this one would make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat
import pytest
from test_downloads import fact, summary
from tiny_notebooks import code, report, write_notebook

from helpers.catalogue import AREA
from helpers.catalogue import METHOD as METHOD_KIND
from helpers.pages import AreaBriefing
from helpers.publish.errors import PublishError
from helpers.publish.files import hash_bytes
from helpers.publish.notebook import SUMMARY, normalise
from helpers.publish.run.engine import Seen
from helpers.publish.workers.cluster import ClusterExecutor
from helpers.publish.workers.task import Basis, Output, check_output, files_of, find_bases

ESSEX = report(Path("a.ipynb"), "essex")


@pytest.fixture(autouse=True)
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook of which all these outputs claim to be."""
    write_notebook(tmp_path / "a.ipynb", code("show()"))
    monkeypatch.chdir(tmp_path)


def notebook(text: str) -> nbformat.NotebookNode:
    about = summary(fact(value=987.0))
    facts = about.pop("facts")
    lines = "\n".join(map(json.dumps, [about, *facts]))
    shown = {"text/markdown": f"# Essex\n\n{text}", SUMMARY: lines}
    cell = code("show()")
    cell |= {"execution_count": 1, "outputs": [nbformat.v4.new_output("display_data", data=shown)]}
    return normalise(nbformat.v4.new_notebook(cells=[cell]), ESSEX)


def output(text: str = "It had 987.", **changed: bytes) -> Output:
    """What a worker returns, with the hashes that it made itself."""
    files = files_of(notebook(text), ESSEX) | changed
    return Output(files, {ending: hash_bytes(content) for ending, content in files.items()}, {})


def refusal(made: Output) -> str:
    with pytest.raises(PublishError) as error:
        check_output(ESSEX, made)
    return str(error.value)


def test_what_its_notebook_gives_is_taken() -> None:
    check_output(ESSEX, output())


@pytest.mark.parametrize("ending", ["csv", "html", "json", "xlsx"])
def test_a_file_with_another_figure_is_refused(ending: str) -> None:
    other = files_of(notebook("It had 123."), ESSEX)[ending].replace(b"987", b"123") + b" "
    made = output(**{ending: other})
    assert refusal(made) == f"the {ending} is not what its notebook gives here"


def test_a_file_of_another_kind_is_refused() -> None:
    assert refusal(output(exe=b"MZ")) == "the exe is not what its notebook gives here"


def test_a_notebook_with_other_code_is_refused() -> None:
    write_notebook(ESSEX.notebook, code("show(what_is_true)"))
    assert refusal(output()) == "the notebook is not the one that was asked for"


def test_a_page_with_a_script_is_refused() -> None:
    cell = code("show()")
    script = {"text/html": "<h1>Essex</h1><script>1</script>"}
    cell |= {"execution_count": 1, "outputs": [nbformat.v4.new_output("display_data", data=script)]}
    nb = normalise(nbformat.v4.new_notebook(cells=[cell]), ESSEX)
    assert "it contains <script>" in refusal(output(ipynb=nbformat.writes(nb).encode()))


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}"])
def test_what_is_no_notebook_is_refused(content: bytes) -> None:
    assert "the notebook is not one" in refusal(output(ipynb=content))


def test_other_facts_than_are_found_here_are_refused() -> None:
    made = replace(output(), basis={"count": "0" * 16})
    assert refusal(made) == "it rests on other facts than are found here"


# A real page, whose notebook was run when it was committed -------------------------------------------------

METHOD = replace(METHOD_KIND.report(next(iter(METHOD_KIND.subjects())), 2023), slug="method")


def returned(change: Callable[[nbformat.NotebookNode], object]) -> Output:
    """The whole answer of a worker that changed what a cell shows, and made all files of that."""
    nb = nbformat.read(METHOD.notebook, 4)
    change(nb)
    nb = normalise(nb, METHOD)
    files = files_of(nb, METHOD)
    hashes = {ending: hash_bytes(content) for ending, content in files.items()}
    return Output(files, hashes, basis_of_method())


@cache
def basis_of_method() -> Basis:
    return find_bases([METHOD])[0]


def reword(nb: nbformat.NotebookNode, kind: str, old: str, new: str) -> None:
    shown = [output.data for cell in nb.cells for output in cell.get("outputs", []) if kind in output.data]
    [first, *_] = [data for data in shown if old in data[kind]]
    first[kind] = first[kind].replace(old, new, 1)


def test_a_page_as_it_is_made_here_is_taken() -> None:
    check_output(METHOD, returned(lambda _: None))


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("text/markdown", "# ", "# Not "),
        ("text/html", "<caption>", "<caption>Not "),
        ("text/html", "<li ", "<li title='not' "),
        ("text/plain", "Table: ", "Not a table: "),
    ],
)
def test_other_words_about_the_right_facts_are_refused(kind: str, old: str, new: str) -> None:
    """A heading, a caption, a note or a description that a worker made up, with files made of it."""
    with pytest.raises(
        PublishError, match=r"^cell \d+ \(`.*`\) shows something else than is made of the same"
    ):
        check_output(METHOD, returned(lambda nb: reword(nb, kind, old, new)))


def test_an_output_that_is_left_out_or_added_is_refused() -> None:
    def without(nb: nbformat.NotebookNode) -> None:
        next(
            cell for cell in nb.cells if "limits" in cell.source or "definitions" in cell.source
        ).outputs = []

    def added(nb: nbformat.NotebookNode) -> None:
        said = nbformat.v4.new_output("display_data", data={"text/markdown": "It is not so."})
        nb.cells[1].outputs = [said, *nb.cells[1].get("outputs", [])]

    for change in (without, added):
        with pytest.raises(PublishError, match=r"shows something else|does not show all"):
            check_output(METHOD, returned(change))


def test_a_line_that_is_printed_below_all_that_is_shown_is_refused() -> None:
    def printed(nb: nbformat.NotebookNode) -> None:
        said = nbformat.v4.new_output("stream", name="stdout", text="It is not so: 999.")
        nb.cells[-1].outputs = [*nb.cells[-1].get("outputs", []), said]
        assert nb.cells[-1].cell_type == "code"

    def labelled(nb: nbformat.NotebookNode) -> None:
        next(cell for cell in nb.cells if cell.get("outputs")).outputs[0].metadata = {"filename": "another"}

    for change in (printed, labelled):
        with pytest.raises(PublishError, match="shows something else"):
            check_output(METHOD, returned(change))


def heading_hidden(nb: nbformat.NotebookNode) -> None:
    next(cell for cell in nb.cells if cell.cell_type == "markdown").cell_type = "raw"


def code_shown(nb: nbformat.NotebookNode) -> None:
    cell = next(cell for cell in nb.cells if cell.cell_type == "code" and not cell.outputs)
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def tagged(nb: nbformat.NotebookNode) -> None:
    nb.cells[0].metadata["tags"] = ["remove_cell"]


def with_an_image(nb: nbformat.NotebookNode) -> None:
    next(cell for cell in nb.cells if cell.cell_type == "markdown").attachments = {"a": {"image/png": "AAAA"}}


@pytest.mark.parametrize("change", [heading_hidden, code_shown, tagged, with_an_image])
def test_a_cell_of_another_kind_with_the_same_text_is_refused(
    change: Callable[[nbformat.NotebookNode], None],
) -> None:
    with pytest.raises(PublishError, match="is not the one that was asked for"):
        check_output(METHOD, returned(change))


def test_nothing_is_hidden_in_the_notebook_that_readers_can_save() -> None:
    made = returned(lambda _: None)
    nb = nbformat.reads(made.files["ipynb"].decode(), 4)
    nb.metadata["authors"] = [{"name": "Somebody"}]
    with pytest.raises(PublishError, match="is not the one that was asked for"):
        check_output(METHOD, replace(made, files={**made.files, "ipynb": nbformat.writes(nb).encode()}))


def test_the_alternative_text_of_a_chart_is_made_here_too() -> None:
    essex = AREA.report(next(one for one in AREA.subjects() if one.slug == "cambridgeshire"), 2023)
    nb = nbformat.read(essex.notebook, 4)
    shown = [output.data for cell in nb.cells for output in cell.get("outputs", [])]
    assert shown == AreaBriefing.shown_of(**essex.parameters)
    assert sum(' alt="' in data.get("text/html", "") for data in shown) == 3


def test_hashes_of_other_files_than_came_back_are_refused() -> None:
    made = output()
    more = replace(made, hashes={**made.hashes, "xlsx2": "0" * 64})
    assert refusal(more) == "the hashes are not those of its files"


@pytest.mark.parametrize("seen", [Seen({"data/raw/a.csv": None}), Seen(inputs=["a"]), Seen({}, {"a": [1]})])  # type: ignore[dict-item, arg-type]
def test_what_does_not_say_what_it_was_made_from_is_refused(seen: Seen) -> None:
    assert refusal(replace(output(), seen=seen)) == "what came back does not say what it was made from"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "failed",
        ("failed",),
        ("failed", "1"),
        ("failed", float("nan")),
        (b"failed", 1.0),
        (Output(None, None, None, None), 1.0),  # type: ignore[arg-type]
        (Output({"ipynb": b"[" * 100_000}, {}, {}), 1.0),
        (Output({"ipynb": b"5"}, {}, {}), 1.0),
        ("failed\n\x1b[2J" + "x" * 10_000, 1.0),
    ],
)
def test_whatever_a_worker_answers_fails_its_own_report_in_a_line(answer: object) -> None:
    executor = object.__new__(ClusterExecutor)
    reason, seconds = executor._result(ESSEX, answer)
    assert isinstance(reason, str)
    assert reason.isprintable()
    assert 0 < len(reason) <= 500
    assert seconds in (0.0, 1.0)
