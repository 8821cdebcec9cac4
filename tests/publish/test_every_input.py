"""Each kind of input changed once in a project of its own: the next build gives the bytes of a full one.

Where a change can alter no page, no page is made again. A few kinds are tried; ``make every-cell`` takes all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import Copy
from every_cell import files
from small_data import small
from speed import HANGS, some

from helpers.paths import ROOT

pytestmark = pytest.mark.whole

PAGES = ("cambridgeshire", "cleveland")


@dataclass(frozen=True)
class Project:
    """A copy of the project with the small data: its folder, and variables that its commands are given."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def helpers(self) -> Path:
        return self.folder / "src" / "helpers"

    @property
    def data(self) -> Copy:
        return Copy(self.folder / "data")

    def build(self, out: Path) -> set[str]:
        """Build two areas, and say which of their pages were made."""
        command = [
            sys.executable,
            "-m",
            "helpers.commands.cli",
            "build",
            *PAGES,
            "--year",
            "2023",
            "--out",
            out,
        ]
        variables = {"PYTHONPATH": str(self.folder / "src"), "BRIEFINGS_DATA": "", **self.environment}
        done = subprocess.run(
            command, env=os.environ | variables, capture_output=True, text=True, timeout=HANGS
        )
        assert done.returncode == 0, done.stdout + done.stderr
        lines = [line for line in done.stdout.splitlines() if line.startswith("2023/")]
        assert len(lines) == len(PAGES)
        return {line.split(":")[0].removeprefix("2023/") for line in lines if ": built in" in line}


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def columns_turned(project: Project) -> None:
    """The columns of the figures the other way round."""
    project.data.rewrite(
        "mappa_figures", lambda rows: rows.__setitem__(slice(None), [row[::-1] for row in rows])
    )


def rows_turned(project: Project) -> None:
    """The rows of the figures the other way round: each note names the line of its figure."""
    project.data.rewrite("mappa_figures", lambda rows: rows.__setitem__(slice(1, None), rows[:0:-1]))


def unread_cell(project: Project) -> None:
    """A cell that only packs need."""
    edited(project.folder / "data/reference/pack_measures.csv", ",yes,", ",no,")


def helper(project: Project) -> None:
    edited(project.helpers / "present/sentences/limitations.py", "not ", "never ")


def template(project: Project) -> None:
    edited(project.helpers / "publish/template/frame.html.j2", "<main", '<main data-kind="page"')


def style(project: Project) -> None:
    path = project.helpers / "publish/template/style.css"
    path.write_text(path.read_text(encoding="utf-8") + "\nmain { margin: 3px; }\n", encoding="utf-8")


def style_of_the_index(project: Project) -> None:
    path = project.helpers / "publish/template/site.css"
    path.write_text(path.read_text(encoding="utf-8") + "\nmain { margin: 3px; }\n", encoding="utf-8")


def script_of_the_index(project: Project) -> None:
    path = project.helpers / "publish/template/site.js"
    path.write_text(path.read_text(encoding="utf-8") + "\n// Nothing more.\n", encoding="utf-8")


def font(project: Project) -> None:
    edited(project.helpers / "present/canvas.py", '"font.size": 12', '"font.size": 11')


def package(project: Project) -> None:
    """Another version of a package, as its installation is recorded."""
    folder = project.folder / "src" / "afcharts-99.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: afcharts\nVersion: 99.0\n", encoding="utf-8"
    )


def lock(project: Project) -> None:
    with (project.folder / "uv.lock").open("a", encoding="utf-8") as file:
        file.write("\n")


def cell(project: Project) -> None:
    with notebook(project) as content:
        added = {"cell_type": "markdown", "id": "added", "metadata": {}, "source": ["One more sentence."]}
        content["cells"].insert(2, added)


def metadata(project: Project) -> None:
    with notebook(project) as content:
        content["metadata"]["authors"] = [{"name": "Somebody"}]


@contextmanager
def notebook(project: Project) -> Iterator[dict[str, Any]]:
    path = project.folder / "notebooks/area_briefing.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    yield content
    path.write_text(json.dumps(content), encoding="utf-8")


def touched(project: Project) -> None:
    """Every file written again, as a checkout does it."""
    for path in (path for path in project.folder.rglob("*") if path.is_file()):
        path.touch()


@dataclass(frozen=True)
class Case:
    """A change, or variables for the next builds in place of one, and whether pages are made again."""

    change: Callable[[Project], None] = lambda _: None
    makes: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)


CASES = {
    "columns": Case(columns_turned, makes=False),
    "rows": Case(rows_turned),
    "cell that packs need": Case(unread_cell, makes=False),
    "helper": Case(helper),
    "template": Case(template),
    "style": Case(style),
    "style of the index": Case(style_of_the_index),
    "script of the index": Case(script_of_the_index),
    "font": Case(font),
    "package": Case(package),
    "lock": Case(lock),
    "cell of the notebook": Case(cell),
    "metadata of the notebook": Case(metadata),
    "variable that no cell reads": Case(environment={"BRIEFING_OTHER": "1", "TZ": "Asia/Tokyo"}, makes=False),
    "times of the files": Case(touched, makes=False),
}
FEW = ("columns",)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project with small data, of which two pages are built in its folder ``out``."""
    made = Project(tmp_path_factory.mktemp("every") / "project")
    shutil.copytree(ROOT / "src", made.folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", made.folder / "notebooks")
    shutil.copy(ROOT / "uv.lock", made.folder)
    small(made.folder / "data")
    assert made.build(made.folder / "out") == {*PAGES}
    return made


@pytest.mark.parametrize("kind", some(FEW, [*CASES]))
def test_a_build_after_a_change_of_any_kind_is_a_full_one(
    project: Project, tmp_path: Path, kind: str
) -> None:
    case = CASES[kind]
    changed = Project(tmp_path / "project", case.environment)
    shutil.copytree(project.folder, changed.folder)
    case.change(changed)
    assert changed.build(changed.folder / "out") == ({*PAGES} if case.makes else set())
    changed.build(tmp_path / "new")
    again, new = files(changed.folder / "out"), files(tmp_path / "new")
    assert again.keys() == new.keys()
    assert [name for name in new if again[name] != new[name]] == []
