"""A helper or a table that is another while it is read, and itself again once the build looks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from conftest import Copy
from speed import HANGS

from helpers.paths import ROOT
from helpers.publish.ledger import read_ledger

pytestmark = pytest.mark.whole

# What the copy of the project does wherever pages are made, if told to: the file on the disk is another while
# it is imported, or while the data are read, and has its own bytes and times before and after.
SWAPS = """
import contextlib
import os
from pathlib import Path


@contextlib.contextmanager
def _other(*files):
    pairs = [(Path(file), Path(other)) for file, other in files]
    before = [(file, file.read_bytes(), file.stat()) for file, _ in pairs]
    for file, other in pairs:
        file.write_bytes(other.read_bytes())
    try:
        yield
    finally:
        for file, content, stat in before:
            file.write_bytes(content)
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _swap():
    files = [pair.split("=") for pair in os.environ.get("SWAPPED", "").split(":") if pair]
    if os.environ.get("SWAP") == "helper":
        with _other(*files):
            import helpers.present.numbers
    if os.environ.get("SWAP") == "table":
        import helpers.data.evidence as read

        true = read.evidence

        def evidence(*given, **named):
            with _other(*files):
                return true(*given, **named)

        read.evidence = evidence


_swap()
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("src", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_*"))
    for name in ("uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    pages = folder / "src" / "helpers" / "pages" / "__init__.py"
    pages.write_text(pages.read_text(encoding="utf-8") + SWAPS, encoding="utf-8")
    return folder


def build(project: Path, out: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    command = "from helpers.commands.cli import app; app()"
    return subprocess.run(
        [sys.executable, "-c", command, "build", "essex", "--year", "2023", "--out", str(out), "--workers", "1"],
        env=os.environ | {"PYTHONPATH": str(project / "src")} | settings,
        cwd=project, capture_output=True, text=True, timeout=HANGS, check=False,
    )  # fmt: skip


def other_helper(project: Path, folder: Path) -> dict[Path, Path]:
    """The module that prints numbers with another byte, of which the figures on the page do not tell."""
    file = project / "src" / "helpers" / "present" / "numbers.py"
    text = file.read_text(encoding="utf-8")
    other = folder / "numbers.py"
    other.write_text(f"{text}\n", encoding="utf-8")
    return {file: other}


def other_table(project: Path, folder: Path) -> dict[Path, Path]:
    """The table of figures with one more registered sexual offender in Essex in 2019, and its record."""
    shutil.copytree(project / "data", folder / "data")
    copy = Copy(folder / "data")

    def one_more(rows: list[list[str]]) -> None:
        area, date, measure, value = (
            rows[0].index(name) for name in ("area", "period_end", "measure", "value")
        )
        of_it = {("2019-03-31", "rso_count"), ("2020-03-31", "rso_count_previous_year")}
        for row in rows:
            if row[area] == "Essex" and (row[date], row[measure]) in of_it:
                row[value] = f"{int(row[value]) + 1}"

    copy.rewrite("mappa_figures", one_more)
    names = ("mappa_figures.csv", "mappa_figures.source.yml")
    return {project / "data" / "raw" / name: copy.raw(name) for name in names}


@pytest.mark.parametrize(
    ("swap", "other", "name"),
    [
        ("helper", other_helper, "src/helpers/present/numbers.py"),
        ("table", other_table, "data/raw/mappa_figures.csv"),
    ],
)
def test_what_was_made_of_other_bytes_is_neither_published_nor_recorded(
    swap: str, other: Callable[[Path, Path], dict[Path, Path]], name: str, project: Path, tmp_path: Path
) -> None:
    files = other(project, tmp_path)
    out = tmp_path / "out"
    page = out / "2023" / "essex.html"
    swapped = ":".join(f"{file}={instead}" for file, instead in files.items())
    told = build(project, out, SWAP=swap, SWAPPED=swapped)
    assert told.returncode == 1, told.stdout + told.stderr
    assert f"made from another {name} than the build found" in told.stdout + told.stderr
    assert not page.exists()
    entry = read_ledger(out / "ledger.jsonl", print).entries["2023/essex"]
    assert (entry.outcome, entry.hashes) == ("failed", {})
    assert build(project, out).returncode == 0
    assert "1,848" in page.read_text(encoding="utf-8")


def test_a_cell_that_names_another_folder_of_data_makes_no_page(project: Path, tmp_path: Path) -> None:
    """Its page and the check of its facts would both follow; what was read tells."""
    other_table(project, tmp_path)
    path = project / "notebooks" / "area_briefing.ipynb"
    committed = path.read_text(encoding="utf-8")
    nb = nbformat.reads(committed, 4)
    named = f"import os\n\nos.environ['BRIEFINGS_DATA'] = {str(tmp_path / 'data')!r}"
    nb.cells.insert(1, nbformat.v4.new_code_cell(named))
    nbformat.write(nb, path)
    told = build(project, tmp_path / "out")
    path.write_text(committed, encoding="utf-8")
    assert told.returncode == 1
    assert "made from another data/raw/mappa_figures.csv than the build found" in told.stdout + told.stderr
    assert not (tmp_path / "out" / "2023" / "essex.html").exists()
