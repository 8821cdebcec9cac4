"""The warm engine runs a notebook as a kernel does: the same outputs whatever a cell does, nothing shared."""

from __future__ import annotations

import textwrap
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import load_notebook_node
from speed import HANGS
from tiny_notebooks import PARAMETERS, briefing, code, report, run_build, write_notebook

pytestmark = pytest.mark.whole

CELLS = {
    "a value": "1 + 1",
    "a text on stdout, then a value": "print('said')\n[1, 2]",
    "stderr": "import sys\nprint('complaint', file=sys.stderr)",
    "top-level await": "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "rich display": "from IPython.display import HTML, display\ndisplay(HTML('<b>1</b>'))\nHTML('<i>2</i>')",
    "display that is updated": "handle = display(1, display_id='one')\nhandle.update(2)",
    "output that is cleared": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
    "output that is cleared when more comes": "print('gone')\nclear_output(wait=True)\nprint('stays')",
    "a shell command": "!echo from a shell",
    # A kernel of its own comes to what a child writes when it can: the cell waits until it did.
    "a child process": "import subprocess, sys, threading\ncame, write = threading.Event(), sys.stdout.write\n"
    "sys.stdout.write = lambda text: (write(text), came.set())\n"
    "done = subprocess.run(['echo', 'from a child'])\nsys.stdout.flush()\ncame.wait()\n"
    "del sys.stdout.write\ndone",
    "cell magic": "%%html\n<p>text</p>",
    "captured output": "%%capture got\nprint('hidden')",
    "what was captured": "got.stdout",
    "history of results": "_ + '!'",
    "results by number": "Out[3], In[3]",
    "a figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('A');",
    "no figure is left": "plt.get_fignums()",
    "a figure shown by itself": "fig, ax = plt.subplots(figsize=(1, 1))\nfig",
    "a table": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "an exception that is expected": "raise ValueError('expected')",
    "an exception in a function": "def f():\n    return {}['missing']\nf()",
    "a mistake in the syntax": "for in",
    "what is asked of the user": "input('Your name? ')",
    "a semicolon": "5;",
    "names of the session": "__name__, sorted(name for name in dir() if name in ('f', 'pd', 'plt', 'area'))",
    "where it runs": "import os\nos.getcwd().rpartition('/')[2], os.environ['MPLBACKEND']",
    "threads": "import threading\nthreading.current_thread() is threading.main_thread()",
    "log": "import logging\nlogging.getLogger('a').warning('logged')",
}
QUIETLY = {"kernel_name": "python3", "language": "python", "progress_bar": False}
FAILING = {
    "an exception that is expected",
    "an exception in a function",
    "a mistake in the syntax",
    "what is asked of the user",
}


def executed(path: Path, engine: str | None) -> nbformat.NotebookNode:
    """Run a notebook by papermill's own interface; it reports an error, but still writes the notebook."""
    out = path.with_name(f"{engine}.ipynb")
    with pytest.raises(PapermillExecutionError):
        papermill.execute_notebook(path, out, {"area": "kent"}, engine_name=engine, **QUIETLY)
    return load_notebook_node(str(out))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[nbformat.NotebookNode, ...]]:
    """Each cell as both engines ran it."""
    cells = [code(PARAMETERS, "parameters")]
    for name, source in CELLS.items():
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata = {"tags": ["raises-exception"] if name in FAILING else [], "name": name}
        cells.append(cell)
    path = write_notebook(tmp_path_factory.mktemp("notebooks") / "all.ipynb", *cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # for which ipykernel leaves child processes alone
        found = [executed(path, engine) for engine in ("warm", None)]
    named = [{cell.metadata["name"]: cell for cell in nb.cells if "name" in cell.metadata} for nb in found]
    return {name: (named[0][name], named[1][name]) for name in CELLS}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_gives_what_a_kernel_gives(
    name: str, both: dict[str, tuple[nbformat.NotebookNode, ...]]
) -> None:
    warm, kernel = both[name]
    assert kernel.execution_count is not None
    assert warm.execution_count == kernel.execution_count
    assert warm.outputs == kernel.outputs


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


@pytest.mark.parametrize(
    ("source", "limit", "name"),
    [
        ("import os\nos._exit(1)", HANGS, "DeadKernelError"),
        ("import time\ntime.sleep(100_000)", 1, "CellTimeoutError"),
    ],
)
def test_a_process_that_dies_or_never_ends_is_told(
    source: str, limit: int, name: str, tmp_path: Path
) -> None:
    path = write_notebook(tmp_path / "a.ipynb", code(source))
    with pytest.raises(Exception, match=r"died|timed out") as error:
        papermill.execute_notebook(path, None, engine_name="warm", **QUIETLY, execution_timeout=limit)
    assert type(error.value).__name__ == name


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
