"""What a page was made from is what was read and imported; each part makes it due, or does not count."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import pytest
from chaos import Prepared, made
from speed import HANGS
from tiny_notebooks import INPUTS, briefing, prepared_build, report, run_build

from helpers.paths import ROOT
from helpers.publish import ledger
from helpers.publish.approvals import NotFit, sign
from helpers.publish.build import build
from helpers.publish.files import LEDGER, hash_file
from helpers.publish.page import render as rendering
from helpers.publish.run import record
from helpers.publish.run.engine import EngineName, Seen

ENGINES = pytest.mark.parametrize("engine", ["warm", "papermill"])
TRUE = {name: [digest] for name, digest in INPUTS.items()}


@pytest.mark.parametrize(
    ("seen", "name"),
    [
        (Seen(TRUE | {"data/a.csv": ["9" * 64]}), "data/a.csv"),
        (Seen(TRUE | {"data/a.csv": ["0" * 64, "9" * 64]}), "data/a.csv"),
        (Seen(TRUE | {"src/a.py": ["9" * 64]}), "src/a.py"),
        (Seen(TRUE | {"data/unknown.csv": ["9" * 64]}), "data/unknown.csv"),
        (Seen({"src/helpers/publish/build.py": ["9" * 64]}), "src/helpers/publish/build.py"),
        (Seen(TRUE, {"beside.csv": ["9" * 64]}), "beside.csv"),
    ],
)
def test_a_page_made_from_other_bytes_than_the_build_found_is_refused(
    tmp_path: Path, seen: Seen, name: str
) -> None:
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    output = replace(made("a page", {}), seen=seen)
    summary = build(
        [wanted], tmp_path / "out", lambda: INPUTS, lambda _: Prepared({wanted.name: output}), False, print
    )
    assert summary.failures[0].reason.startswith(f"it was made from another {name} than the build found")
    assert not (tmp_path / "out" / "2023" / "essex.html").exists()


def test_a_page_made_from_what_the_build_found_is_published(tmp_path: Path) -> None:
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    output = replace(made("a page", {}), seen=Seen(TRUE, {"never there.csv": [""]}))
    products = {wanted.name: output}
    summary = build([wanted], tmp_path / "out", lambda: INPUTS, lambda _: Prepared(products), False, print)
    assert summary.built == 1


def test_a_page_whose_cells_read_a_file_that_changed_is_due_and_nobody_signs_it(tmp_path: Path) -> None:
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    (tmp_path / "beside.csv").write_text("12")
    seen = Seen(TRUE, {"beside.csv": [hash_file(tmp_path / "beside.csv")]})
    products = {wanted.name: replace(made("a page", {}), seen=seen)}
    build([wanted], tmp_path / "out", lambda: INPUTS, lambda _: Prepared(products), False, print)
    (tmp_path / "beside.csv").write_text("13")
    with pytest.raises(NotFit, match=r"changed since it was built: beside\.csv"):
        sign(tmp_path / "out", wanted, "A. Reviewer", date(2026, 5, 3), INPUTS, print)
    assert prepared_build([wanted], tmp_path / "out").why("essex") == ["changed: beside.csv"] * 2


def test_a_file_of_a_name_that_is_no_text_is_told_by_its_codes(tmp_path: Path) -> None:
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    prepared_build([wanted], tmp_path / "out")
    entry = ledger.read_ledger(tmp_path / "out" / LEDGER, print).entries["2023/essex"]
    entry = replace(entry, read={os.fsdecode(b"\xff.csv"): "1" * 64})
    assert ledger.changed_origins(wanted, entry, {}) == ["‹U+DCFF›.csv"]


@pytest.mark.whole
@ENGINES
def test_a_file_that_a_cell_reads_makes_its_page_due_and_so_does_one_that_it_looked_for(
    tmp_path: Path, engine: EngineName
) -> None:
    reads = "import contextlib\nwith contextlib.suppress(OSError):\n    print(open('later.csv').read())\nprint(open('beside.csv').read())"
    (tmp_path / "beside.csv").write_text("12")
    wanted = [report(briefing(tmp_path / "a.ipynb", reads), "essex")]
    run_build(wanted, tmp_path / "out", engine=engine)
    assert run_build(wanted, tmp_path / "out", engine=engine).summary.unchanged == 1
    (tmp_path / "beside.csv").write_text("13")
    (tmp_path / "later.csv").write_text("14")
    again = run_build(wanted, tmp_path / "out", engine=engine)
    assert again.why("essex") == ["changed: beside.csv, later.csv"] * 2
    assert "14\n13" in again.page("essex")


WAYS = {
    "open for both": "print(open('beside.csv', 'r+').read())",
    "a database": "import sqlite3\nprint(sqlite3.connect('beside.db').execute('select x from t').fetchall())",
    "names in a folder": "from pathlib import Path\nprint(sorted(path.name for path in Path('below').glob('*.csv')))",
    # Python 3.12 and later warn of a fork beside threads, and a page with a warning is refused.
    "a fork": "import os\nimport warnings\nwarnings.simplefilter('ignore')\nif os.fork() == 0:\n    print(open('beside.csv').read(), flush=True)\n    os._exit(0)\n_ = os.wait()",
    "bytes of a variable": "import os\nprint(os.environb.get(b'BRIEFING_ONE'))",
    "a variable in a path": "import os\nprint(os.path.expandvars('$BRIEFING_ONE'))",
}


def change_all(folder: Path, value: int) -> None:
    (folder / "beside.csv").write_text(f"{value}")
    (folder / "below").mkdir(exist_ok=True)
    (folder / "below" / f"{value}.csv").touch()
    with contextlib.closing(sqlite3.connect(folder / "beside.db")) as data, data:
        data.execute("create table if not exists t(x)")
        data.execute("insert into t values (?)", (value,))


@pytest.mark.whole
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs forks")
@ENGINES
def test_in_whatever_way_a_cell_reads_its_page_is_due_once_that_changes(
    tmp_path: Path, engine: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Papermill's own engine starts a kernel for each: one page there reads in all ways."""
    ways = WAYS if engine == "warm" else {"all": "\n".join(WAYS.values())}
    reads = [briefing(tmp_path / f"{number}.ipynb", way) for number, way in enumerate(ways.values())]
    wanted = [report(notebook, f"area-{number}") for number, notebook in enumerate(reads)]
    change_all(tmp_path, 12)
    monkeypatch.setenv("BRIEFING_ONE", "12")
    run_build(wanted, tmp_path / "out", engine=engine)
    assert run_build(wanted, tmp_path / "out", engine=engine).summary.unchanged == len(ways)
    change_all(tmp_path, 13)
    monkeypatch.setenv("BRIEFING_ONE", "13")
    again = run_build(wanted, tmp_path / "out", engine=engine)
    found = {name for one in wanted for name in again.why(one.slug)}
    if engine == "papermill":
        [every] = found
        found = {f"changed: {name}" for name in every.removeprefix("changed: ").split(", ")}
    changed = ("beside.csv", "beside.db", "names in below", "environment variable BRIEFING_ONE")
    assert found == {f"changed: {name}" for name in changed}
    assert again.summary.built == len(ways)


@pytest.mark.whole
@ENGINES
def test_a_variable_that_a_cell_reads_makes_its_page_due_and_so_does_one_that_it_looked_for(
    tmp_path: Path, engine: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that the cell sets itself, that every run has alike or that nobody reads makes no page due."""
    reads = """
        import os, subprocess
        os.environ["SET_HERE"] = "1"
        print(os.environ["BRIEFING_ONE"], os.getenv("BRIEFING_TWO"), os.environ["SET_HERE"], "MPLBACKEND" in os.environ)
        done = subprocess.run(["true"])
    """
    monkeypatch.setenv("BRIEFING_ONE", "12")
    wanted = [report(briefing(tmp_path / "a.ipynb", reads), "essex")]
    first = run_build(wanted, tmp_path / "out", engine=engine)
    assert "12 None 1 True" in first.page("essex")
    monkeypatch.setenv("BRIEFING_OTHER", "13")
    assert run_build(wanted, tmp_path / "out", engine=engine).summary.unchanged == 1
    monkeypatch.setenv("BRIEFING_ONE", "13")
    monkeypatch.setenv("BRIEFING_TWO", "14")
    again = run_build(wanted, tmp_path / "out", engine=engine)
    why = "changed: environment variable BRIEFING_ONE, environment variable BRIEFING_TWO"
    assert again.why("essex") == [why] * 2
    assert "13 14 1 True" in again.page("essex")


@pytest.mark.whole
@ENGINES
def test_no_settings_file_of_matplotlib_counts_wherever_it_lies(
    tmp_path: Path, engine: EngineName, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows = "import matplotlib\nprint(matplotlib.rcParams['figure.figsize'], matplotlib.rcParams['lines.linewidth'])"
    wanted = [report(briefing(tmp_path / "notebooks" / "a.ipynb", shows), "essex")]
    before = run_build(wanted, tmp_path / "before", engine=engine)
    for folder in ("home/.config/matplotlib", "named", "here", "notebooks"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "matplotlibrc").write_text("figure.figsize: 1, 1\nlines.linewidth: 9\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "named"))
    monkeypatch.chdir(tmp_path / "here")
    after = run_build(wanted, tmp_path / "after", engine=engine)
    assert after.page("essex") == before.page("essex")


def test_no_template_of_the_user_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("base", "template"):
        folder = tmp_path / "nbconvert" / "templates" / name
        folder.mkdir(parents=True)
        (folder / "display_priority.j2").write_text("theirs")
        (folder / "index.html.j2").write_text("theirs")
        (folder / "conf.json").write_text('{"base_template": "base"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setattr(rendering, "_exporter", rendering._exporter.__wrapped__)
    cells = [nbformat.v4.new_markdown_cell("# A page")]
    page = rendering.render(
        nbformat.v4.new_notebook(cells=cells), report(briefing(tmp_path / "a.ipynb"), "essex")
    )
    assert "<h1>A page</h1>" in page
    assert "theirs" not in page


@pytest.mark.whole
def test_a_helper_changed_with_equal_size_and_time_is_not_run_from_old_bytecode(
    tmp_path: Path,
) -> None:
    package = tmp_path / "helpers" / "publish" / "run"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    shutil.copy(str(record.__file__), package / "record.py")
    helper = tmp_path / "helpers" / "figure.py"
    begin = "from helpers.publish.run import record; record.begin(); "
    said = []
    for value, first in (("12", ""), ("13", begin), ("14", begin), ("13", begin)):
        helper.write_text(f"VALUE = {value}\n")
        os.utime(helper, (1, 1))
        said.append(
            subprocess.run(
                [sys.executable, "-c", f"{first}import helpers.figure as f; print(f.VALUE)"],
                cwd=tmp_path, capture_output=True, text=True, timeout=HANGS, check=True,
            ).stdout
        )  # fmt: skip
    assert said == ["12\n", "13\n", "14\n", "13\n"]


# What shows nothing on a page: locks, folders, processes, the command line.
NO_PART_OF_A_PAGE = {
    *("filelock", "jupyterlab", "pebble", "psutil", "rich", "typer"),
    *("python-calamine", "xlrd"),  # which read workbooks that are compared with the data
}


def test_every_package_that_the_project_asks_for_makes_pages_due() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<>=~ ]", line)[0] for line in project["dependencies"]}
    assert asked - NO_PART_OF_A_PAGE <= ledger.current_versions().keys()
    assert "xlsxwriter" in ledger.current_versions()  # by which gptables writes


PUBLISHER = Path(str(ledger.__file__)).parent
CHANGED_FILES = [
    *(path.relative_to(PUBLISHER).as_posix() for path in sorted((PUBLISHER / "template").iterdir())),
    "page/checks.py",
]


@pytest.mark.parametrize("changed", CHANGED_FILES)
def test_the_publisher_s_code_template_and_style_make_pages_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    folder = tmp_path / "publish"
    shutil.copytree(PUBLISHER, folder)
    monkeypatch.setattr(ledger, "__file__", str(folder / "ledger.py"))
    before = ledger.publisher_hash.__wrapped__()
    (folder / changed).write_bytes((folder / changed).read_bytes() + b" ")
    assert ledger.publisher_hash.__wrapped__() != before


@pytest.fixture
def another_python(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Python of a version that there is not, once its packages have been looked up anew."""
    remembered = (ledger.current_versions, ledger._packages_hash)
    for function in remembered:
        function.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(platform, "python_version", lambda: "3.99.0")
        yield
    for function in remembered:
        function.cache_clear()


def test_another_version_of_python_makes_pages_due(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    wanted = [report(briefing(tmp_path / "a.ipynb"), "essex")]
    prepared_build(wanted, tmp_path / "out")
    assert prepared_build(wanted, tmp_path / "out").summary.unchanged == 1
    request.getfixturevalue("another_python")
    assert prepared_build(wanted, tmp_path / "out").why("essex") == ["changed: packages"] * 2


# What helpers ask the environment for: where the data, packs and what was read before are.
ASKED = {
    "data/kept.py": {"CHOSEN", "LOCALAPPDATA", "XDG_CACHE_HOME"},
    "data/sources.py": {"BRIEFINGS_DATA"},
    "pack/showing/reading.py": {"PLACES"},
}

ASKS = r"\b(?:getenv|environb?)\b(?!\[\"\w+\"\] = )(?:(?:\.get)?[(\[]\"?(\w+))?"


def test_no_helper_asks_the_environment_for_anything_that_a_page_could_show() -> None:
    """What cells read is recorded; a helper that did could read it as it is imported, before any page."""
    asked: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src" / "helpers").rglob("*.py")):
        name = path.relative_to(ROOT / "src" / "helpers").as_posix()
        if name.startswith("publish/"):  # which hands a notebook the same environment each time
            continue
        for found in re.finditer(ASKS, path.read_text("utf-8")):
            asked.setdefault(name, set()).add(found[1] or found[0])
    assert asked == ASKED
