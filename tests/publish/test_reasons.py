"""Whatever goes wrong in a cell, the report fails with that cell and a reason; nothing odd is shown."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient.client import _RGX_CARRIAGERETURN
from speed import effort
from tiny_notebooks import HEADING, PARAMETERS, Built, briefing, code, report, run_build, write_notebook

from helpers.publish.errors import PublishError
from helpers.publish.notebook import coalesced, read_defaults

FORM = """
    class Fails:
        def __repr__(self): return "plain"
        def _repr_html_(self): raise KeyError("form")
    Fails()
"""
SHOWS = "from IPython.display import display\ndisplay({{'text/plain': 'a', {}}}, raw=True)"
# Python 3.12 warns of each fork beside threads.
QUIET = "import warnings\nwarnings.simplefilter('ignore')\n"
CONTROL = "which is no character that a page can show"
# The third cell, and the reason; a fourth cell follows that does nothing wrong.
FAULTS = {
    "plain": ("1 / 0", "ZeroDivisionError: division by zero"),
    "form": (FORM, "KeyError: 'form'"),
    "hook": (
        "get_ipython().events.register('post_run_cell', lambda _: 1 / 0)",
        "ZeroDivisionError: division by zero",
    ),
    "magic": ("%nothing", "it wrote to stderr, where a clean run is silent: UsageError: Line magic function"),
    "cell-magic": ("%%nothing\n1", "it wrote to stderr, where a clean run is silent: UsageError: Cell magic"),
    "group": ("raise ExceptionGroup('several', [ValueError()])", "it wrote to stderr, where a clean run is"),
    "thread": (
        "import threading\nthread = threading.Thread(target=lambda: 1 / 0)\nthread.start()\nthread.join()",
        "it wrote to stderr, where a clean run is silent: Exception in thread",
    ),
    "fork": (
        f"{QUIET}import os, sys\nif not os.fork():\n    print('complains', file=sys.stderr)\n    os._exit(0)\nos.wait()",
        "it wrote to stderr, where a clean run is silent: complains",
    ),
    "half": ("print('\\ud800')", "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800'"),
    "half-shown": (
        SHOWS.format("'text/html': '<p>\\ud800'"),
        "UnicodeEncodeError: 'utf-8' codec can't encode",
    ),
    "quit": ("quit", "it ends the kernel: leave it out"),
    "exit": ("import sys\nsys.exit()", "SystemExit"),
    "exit-0": ("import sys\nsys.exit(0)", "SystemExit: 0"),
    "ends": ("import os\nos._exit(0)", "it ended its process, as if all were done (exit code 0)"),
    "becomes": ("import os\nos.execv('/bin/true', ['true'])", "it ended its process, as if all were done"),
    "terminated": (
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(100_000)",
        "its worker process died (exit code -15)",
    ),
    "nul": ("print('\\0')", f"it shows U+0000, {CONTROL}"),
    "bell": (SHOWS.format("'text/html': '<p>\\a'"), f"it shows U+0007, {CONTROL}"),
    "escape": (SHOWS.format("'text/markdown': '\\x1b'"), f"it shows U+001B, {CONTROL}"),
    "no-text": ("import subprocess\nsubprocess.run(['printf', r'\\xff'])", f"it shows U+FFFD, {CONTROL}"),
    "printed-address": ("print(object())", "it shows a memory address, which changes with each run: <object"),
    "escaped-address": (
        SHOWS.format("'text/html': '<p>&lt;a.B object at 0x7f12ab&gt;'"),
        "it shows a memory address, which changes with each run: &lt;a.B object at 0x7f12ab&gt;",
    ),
    "markdown-address": (
        SHOWS.format("'text/markdown': 'see <a.B at 0x7F12>'"),
        "it shows a memory address, which changes with each run: <a.B at 0x7F12>",
    ),
    "widget": (
        SHOWS.format("'application/vnd.jupyter.widget-view+json': {}"),
        "it shows a widget of ipywidgets, which works in no page: show its value instead",
    ),
    "too-much": (
        "for _ in range(21): print('x' * 1_000_000)",
        "with it the outputs have 21,000,",
    ),
    "comment": (
        SHOWS.format("'text/html': '<p>a<!-- b'"),
        "its text/html would spoil the page: it ends within '<!-- b'",
    ),
    "script": (
        "from IPython.display import Javascript\nJavascript('1')",
        "it shows application/javascript, which no page can show",
    ),
}
OF_BOTH_ENGINES = ("form", "magic", "half-shown", "ends", "bell", "quit")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("faults")
    cells = {name: [source, "2"] for name, (source, _) in FAULTS.items()}
    much = "import subprocess, sys\nprint('x' * 400_000)\n"
    much += 'done = subprocess.run([sys.executable, \'-c\', \'import os; os.write(1, b"x" + bytes("é", "utf-8") * 200_000)\'])'
    cells |= {
        "much": [much],
        "forks": [f"{QUIET}import os\nchild = os.fork()", "done = os.waitpid(child, 0)"],
    }
    wanted = [report(briefing(folder / f"{name}.ipynb", *sources), name) for name, sources in cells.items()]
    skipped = [code(PARAMETERS, "parameters"), code(HEADING), code("2", "skip-execution")]
    wanted.append(report(write_notebook(folder / "skipped.ipynb", *skipped), "skipped"))
    return run_build(wanted, folder / "out")


@pytest.mark.whole
@pytest.mark.parametrize("name", FAULTS)
def test_the_cell_that_went_wrong_is_named_with_the_reason(built: Built, name: str) -> None:
    first = code(FAULTS[name][0]).source.splitlines()[0]
    assert built.reason(name).startswith(f"cell 3 (`{first}`): {FAULTS[name][1]}")


@pytest.mark.whole
def test_a_cell_that_its_tag_skips_is_named_with_its_tag(built: Built) -> None:
    assert built.reason("skipped") == "cell 3 (`2`): it never ran (its tags are skip-execution)"


@pytest.mark.whole
def test_a_fork_that_a_cell_does_not_end_ends_with_it(built: Built) -> None:
    assert built.page("forks").partition("<body>")[2].count("987") == 2  # the headline and the fact


@pytest.mark.whole
def test_much_text_at_once_arrives_whole(built: Built) -> None:
    page = built.page("much")
    assert page.count("x" * 400_000 + "\n") == 1
    assert page.count("é" * 200_000) == 1


@pytest.mark.whole
def test_papermills_own_engine_names_the_same_cells(tmp_path: Path) -> None:
    wanted = [
        report(briefing(tmp_path / f"{name}.ipynb", FAULTS[name][0], "2"), name) for name in OF_BOTH_ENGINES
    ]
    built = run_build(wanted, tmp_path / "out", engine="papermill")
    for name in OF_BOTH_ENGINES:
        reason = FAULTS[name][1] if name != "ends" else "the kernel died while it ran"
        assert f"): {reason}" in built.reason(name)
        assert built.reason(name).startswith("cell 3 (")


def stream(text: str, name: str = "stdout") -> nbformat.NotebookNode:
    return nbformat.v4.new_output("stream", name=name, text=text)


@given(st.lists(st.text("ab\r\n", max_size=8), min_size=1, max_size=4))
def test_a_line_written_over_shows_what_nbclient_makes_of_it(pieces: list[str]) -> None:
    [joined] = coalesced([stream(piece) for piece in pieces])
    assert joined.text == _RGX_CARRIAGERETURN.sub("", "".join(pieces))


def test_a_long_line_takes_time_by_its_length() -> None:
    short, long = (effort(lambda n=n: coalesced([stream("x" * n)])) for n in (100_000, 800_000))
    assert long < 20 * short + 1  # seconds; by its square it would be 64 times, and hundreds of seconds


def test_each_stream_stands_where_it_began() -> None:
    shown = nbformat.v4.new_output("display_data", data={"text/plain": "shown"})
    outputs = [stream("a"), stream("b", "stderr"), shown, stream("c"), stream("d", "stderr")]
    assert [output.get("text", "shown") for output in coalesced(outputs)] == ["ac", "bd", "shown"]


@pytest.mark.parametrize(
    ("metadata", "source", "reason"),
    [
        (
            {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}},
            "1",
            "is a notebook of R: reports are written in",
        ),
        ({"language_info": {"name": "julia"}}, "1", "is a notebook of julia: reports are written in Python"),
        ({}, "'\ud800'", "cell 2 holds U\\+D800, half a character: write it anew"),
    ],
)
def test_a_notebook_that_is_not_one_of_python_is_refused(
    tmp_path: Path, metadata: dict[str, object], source: str, reason: str
) -> None:
    cells = [code(PARAMETERS, "parameters"), nbformat.v4.new_code_cell(source)]
    nb = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    (tmp_path / "a.ipynb").write_text(nbformat.writes(nb, ensure_ascii=True), encoding="utf-8")
    with pytest.raises(PublishError, match=reason):
        read_defaults(tmp_path / "a.ipynb")
