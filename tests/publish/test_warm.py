"""The warm engine runs a notebook as a kernel does: the same outputs whatever a cell does, nothing shared."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import papermill
import pytest
from features import FEATURES, FIRST, RAISING
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node
from speed import HANGS
from tiny_notebooks import PARAMETERS, briefing, code, report, run_build, write_notebook

from helpers.publish.notebook import coalesced

pytestmark = pytest.mark.whole

QUIETLY = {"kernel_name": "python3", "language": "python", "progress_bar": False}
AT_THE_END = {
    "request_save_on_cell_execute": False
}  # to write all outputs after each cell would take a while
Cell = nbformat.NotebookNode
# What differs from run to run: folders, process ids, addresses and times.
VARIES = re.compile(r"(ipykernel_)\d+|(pid=)\d+|0x[0-9a-f]{6,}|(/)\d+(?=\.py)")


def executed(path: Path, engine: str | None) -> Cell:
    """Run a notebook by papermill's own interface; it reports an error, but still writes the notebook."""
    with pytest.raises(PapermillExecutionError):
        papermill.execute_notebook(
            path, path, {"area": "kent"}, engine_name=engine, cwd=path.parent, **QUIETLY, **AT_THE_END
        )
    return load_notebook_node(str(path))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Cell, Cell]]:
    """Each cell as the two engines ran it."""
    cells = [code(PARAMETERS, "parameters"), code(FIRST)]
    for name, source in FEATURES.items():
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata = {"tags": ["raises-exception"] if name in RAISING else [], "name": name}
        cells.append(cell)
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # for which ipykernel leaves child processes alone
        for engine in ("warm", None):
            folder = tmp_path_factory.mktemp("engine") / "features"
            nb = executed(write_notebook(folder / "all.ipynb", *cells), engine)
            found.append({cell.metadata["name"]: cell for cell in nb.cells if "name" in cell.metadata})
    return {name: (found[0][name], found[1][name]) for name in FEATURES}


def outputs(cell: Cell) -> str:
    """Return a cell's outputs without what varies: of the two streams, which is first."""
    found = coalesced(cell.outputs)
    found.sort(key=lambda output: (output.output_type == "stream", output.get("name", "")))
    text = VARIES.sub(r"\1\2\3-", json.dumps(found, sort_keys=True))
    return re.sub(r"/[\w/.-]*/features", "/features", text)


@pytest.mark.parametrize("name", FEATURES)
def test_a_cell_gives_what_a_kernel_gives(name: str, both: dict[str, tuple[Cell, Cell]]) -> None:
    warm, kernel = both[name]
    assert kernel.execution_count is not None
    assert warm.execution_count == kernel.execution_count
    assert outputs(warm) == outputs(kernel)


def test_parameters_tags_and_states_are_papermills(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", code(PARAMETERS, "parameters"), code("area, year"))
    nb = papermill.execute_notebook(path, None, {"area": "kent"}, engine_name="warm", **QUIETLY)
    assert nb.cells[1].metadata.tags == ["injected-parameters"]
    assert nb.cells[2].outputs[0].data["text/plain"] == "('kent', 2020)"
    assert [cell.metadata.papermill.status for cell in nb.cells] == ["completed"] * 3
    assert nb.metadata.language_info.name == "python"


def test_a_cell_that_fails_ends_the_run_as_papermill_ends_it(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", code("1 / 0"), code("print('never')"))
    out = tmp_path / "out.ipynb"
    with pytest.raises(PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(path, out, engine_name="warm", **QUIETLY)
    cells = [cell for cell in load_notebook_node(str(out)).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [1, None]
    assert [cell.metadata.papermill.status for cell in cells] == ["failed", "pending"]


STREAMS = {
    "closed": "import os\nos.close(1)\nos.close(2)\nprint('still here')",
    "closed-in-python": "import sys\nsys.stderr.close()\nprint('still here')",
    "of-another-file": "import os\nother = os.open(os.devnull, os.O_RDWR)\nfor stream in (1, 2):\n    os.dup2(other, stream)\nprint('still here')",
}


def test_a_cell_that_closes_its_streams_or_gives_them_to_a_file_ends_as_in_a_kernel(tmp_path: Path) -> None:
    wanted = [report(briefing(tmp_path / f"{name}.ipynb", cell), name) for name, cell in STREAMS.items()]
    built = run_build(wanted, tmp_path / "out")
    assert built.summary.failures == ()
    assert all("still here" in built.page(name) for name in STREAMS)


def test_a_window_is_refused(tmp_path: Path) -> None:
    built = run_build([report(briefing(tmp_path / "a.ipynb", "%gui qt"), "essex")], tmp_path / "out")
    assert built.reason("essex").startswith("cell 3 (`%gui qt`): it wrote to stderr")
    assert "there is no window in which a page could be made: leave out %gui qt" in built.reason("essex")


def test_a_process_that_ends_itself_is_told(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", code("import os\nos._exit(0)"))
    with pytest.raises(DeadKernelError):
        papermill.execute_notebook(path, None, engine_name="warm", **QUIETLY)


def ended(path: Path, engine: str | None) -> tuple[str, list[str], list[bool]]:
    """Run a notebook whose first cell never ends; return the error, and papermill's fields on each cell."""
    out = path.with_name(f"{engine}.ipynb")
    with pytest.raises(Exception, match="timed out") as error:
        papermill.execute_notebook(path, out, engine_name=engine, **QUIETLY, execution_timeout=2)
    states = [cell.metadata.papermill for cell in load_notebook_node(str(out)).cells]
    return type(error.value).__name__, [one.status for one in states], [one.exception for one in states]


def test_a_time_limit_leaves_the_fields_that_papermills_own_engine_leaves(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "a.ipynb", code("while True: pass"), code("2"))
    assert ended(path, "warm") == ended(path, None)


def test_what_papermill_is_asked_to_write_elsewhere_is_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    saved = "import time\nfrom pathlib import Path\nwhile 'said first' not in Path('out.ipynb').read_text():\n    print(end=' ', flush=True)\n    time.sleep(0.02)"
    path = write_notebook(
        tmp_path / "a.ipynb",
        code(f"import sys\nprint('said first')\n{saved}"),
        code("print('complained', file=sys.stderr)\n'a value'"),
    )
    with (
        (tmp_path / "out.txt").open("w") as out,
        (tmp_path / "err.txt").open("w") as err,
        caplog.at_level(logging.INFO, "papermill"),
    ):
        papermill.execute_notebook(
            path, tmp_path / "out.ipynb", engine_name="warm", cwd=tmp_path, **QUIETLY,
            stdout_file=out, stderr_file=err, log_output=True, autosave_cell_every=0.01,
        )  # fmt: skip
    assert (tmp_path / "out.txt").read_text().strip() == "said first"
    assert (tmp_path / "err.txt").read_text() == "complained\n"
    assert {"complained\n", "'a value'"} <= {record.getMessage() for record in caplog.records}


@pytest.mark.parametrize(
    ("name", "language", "command", "error", "reason"),
    [
        ("none", "", "", NoSuchKernel, "No such kernel named none"),
        ("other", "R", "R", ValueError, "the kernel 'other' runs R, and the engine 'warm' runs Python"),
        ("elsewhere", "python", "/elsewhere/bin/python", ValueError, "the kernel 'elsewhere' is /elsewhere/bin/python"),
    ],
)  # fmt: skip
def test_a_notebook_of_another_kernel_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str, command: str,
    error: type[Exception], reason: str,
) -> None:  # fmt: skip
    if language:
        spec = {"argv": [command, "{connection_file}"], "language": language, "display_name": name}
        (tmp_path / "kernels" / name).mkdir(parents=True)
        (tmp_path / "kernels" / name / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    path = write_notebook(tmp_path / "a.ipynb", code("2^10"))
    with pytest.raises(error, match=re.escape(reason)):
        papermill.execute_notebook(path, None, engine_name="warm", **QUIETLY | {"kernel_name": name})


SCRIPT = """
import sys
from multiprocessing import Pool
import papermill

print("imported")

def value(path):
    nb = papermill.execute_notebook(
        path, None, engine_name="warm", kernel_name="python3", language="python", progress_bar=False
    )
    return nb.cells[0].outputs[0].data["text/plain"]

print(value(sys.argv[1]))
with Pool(1) as pool:
    print(pool.map(value, [sys.argv[1]] * 2))
"""


def test_a_script_without_a_main_guard_can_call_it_and_its_pool_too(tmp_path: Path) -> None:
    """The pool's worker is forked after a run, has a server of its own, and may have children."""
    path = write_notebook(tmp_path / "a.ipynb", code("6 * 7"))
    (tmp_path / "script.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, tmp_path / "script.py", path], capture_output=True, text=True, timeout=HANGS
    )
    assert (done.stdout, done.returncode) == ("imported\n42\n['42', '42']\n", 0), done.stderr


SHARES = textwrap.dedent("""
    import sys, random, json, numpy as np, builtins
    import helpers.publish.report as module
    display(Markdown(f"{hasattr(module, 'stain')} {hasattr(builtins, 'stain')} {area}"))
    module.stain = builtins.stain = True
    sys.path.append("/nowhere")
    np.random.seed(3)
""")


@pytest.mark.parametrize("fork", [True, False], ids=["forked", "long-lived"])
def test_reports_share_nothing_but_the_imports(fork: bool, tmp_path: Path) -> None:
    notebook = briefing(tmp_path / "a.ipynb", SHARES)
    areas = ["essex", "kent", "surrey", "devon"]
    result = run_build([report(notebook, area) for area in areas], tmp_path / "out", workers=1, fork=fork)
    assert result.summary.built == 4
    stains = [f"{area}: {'False False' in result.page(area)}" for area in areas]
    # A long-lived process keeps what a notebook does to modules; reports of ours do nothing to them.
    assert stains == [f"{area}: {fork or area == 'essex'}" for area in areas]


def test_long_lived_processes_give_the_same_bytes_as_forked_ones(tmp_path: Path) -> None:
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.close()\nprint(sorted(n for n in dir() if n[0] != '_'))"
    notebook = briefing(tmp_path / "a.ipynb", source)
    reports = [report(notebook, area) for area in ("essex", "kent", "surrey")]
    forked = run_build(reports, tmp_path / "forked", workers=1)
    others = run_build(reports, tmp_path / "others", workers=1, fork=False)
    names = [name for name in forked.files() if name.startswith("2023/")]
    assert len(names) == 9
    assert [n for n in names if (forked.out / n).read_bytes() != (others.out / n).read_bytes()] == []
