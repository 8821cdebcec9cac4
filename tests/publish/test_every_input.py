"""Each kind of input changed once in a project of its own: the next build gives the bytes of a full one.

Where a change can alter no page, no page is made again. ``make every-cell`` takes every kind; of the others a
few are changed here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import Copy
from small_data import small
from speed import HANGS, some

from helpers.paths import ROOT
from helpers.publish.files import LEDGER, LOCK

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

    def build(self, out: Path) -> list[str]:
        """Build two areas, and say which of their pages were made."""
        command = [sys.executable, "-m", "helpers.commands.cli", "build", *PAGES, "--year", "2023", "--out", out]
        variables = {"PYTHONPATH": str(self.folder / "src"), "BRIEFINGS_DATA": "", **self.environment}
        done = subprocess.run(
            command, env=os.environ | variables, capture_output=True, text=True, timeout=HANGS
        )
        assert done.returncode == 0, done.stdout + done.stderr
        lines = [line for line in done.stdout.splitlines() if line.startswith("2023/")]
        assert len(lines) == len(PAGES)
        return [line.split(":")[0].removeprefix("2023/") for line in lines if ": built in" in line]


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def columns_turned(project: Project) -> None:
    """The columns of the figures the other way round."""
    project.data.rewrite("mappa_figures", lambda rows: rows.__setitem__(slice(None), [row[::-1] for row in rows]))


def rows_turned(project: Project) -> None:
    """The rows of the figures the other way round: each note names the line of its figure."""
    project.data.rewrite("mappa_figures", lambda rows: rows.__setitem__(slice(1, None), rows[:0:-1]))


def unread_row(project: Project) -> None:
    """Another figure of an area that neither page shows anything of."""
    rows = (project.folder / "data/reference/pack_measures.csv").read_text(encoding="utf-8")
    (project.folder / "data/reference/pack_measures.csv").write_text(rows.replace(",yes,", ",no,", 1), encoding="utf-8")


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


def font(project: Project) -> None:
    edited(project.helpers / "present/canvas.py", '"font.size": 12', '"font.size": 11')


def package(project: Project) -> None:
    """Another version of a package, as its installation is recorded."""
    folder = project.folder / "src" / "afcharts-99.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: afcharts\nVersion: 99.0\n", encoding="utf-8")


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
