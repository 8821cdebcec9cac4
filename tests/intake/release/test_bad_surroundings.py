"""What changes the project, on a bad day: all of it is done or nothing, and a line says why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from eras import made
from speed import HANGS, some

from helpers.paths import ROOT

pytestmark = [pytest.mark.whole, pytest.mark.skipif(os.name != "posix", reason="uses a POSIX shell")]

# What is done to a command's folder, or by its caller's shell, and what the command says that it cannot do;
# where that is nothing, it does its work.
BAD = {
    "mount --bind {folder} {folder}; mount -o remount,ro,bind {folder}": "Read-only file system",
    "ulimit -f 16": "File too large",
    "exec >/dev/full": "No space left on device",
    "ulimit -n 24": "a process may open 24 files only, and 128 are needed",
    "exec <&- >&- 2>&-": "",
    "mount -t tmpfs -o ro tmpfs /dev/shm": "",
    "find {folder} -type f -exec touch -d 2040-01-01 {{}} +": "",
}
WRITING = {
    "accept": ["accept", "--year", "2023"],
    "import": ["import", "area-tables.xlsx", "--year", "2023", "--yes"],
}


def project(folder: Path) -> Path:
    """A project of its own, with a workbook to import and one small notebook to accept."""
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    new = nbformat.v4
    cells = [
        new.new_code_cell('area = "essex"', metadata={"tags": ["parameters"]}),
        new.new_code_cell("print(area)"),
    ]
    (folder / "notebooks").mkdir()
    nbformat.write(new.new_notebook(cells=cells), folder / "notebooks" / "small.ipynb")
    (folder / "area-tables.xlsx").write_bytes(made(2023).content())
    return folder


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for locks, which stay."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("bad", some([*BAD][:2], [*BAD]))
@pytest.mark.parametrize("command", WRITING)
def test_what_writes_to_the_project_does_all_of_it_or_nothing_in_bad_surroundings(
    command: str, bad: str, tmp_path: Path
) -> None:
    if subprocess.run(["bash", "-c", "unshare -m true"], capture_output=True).returncode:
        pytest.skip("nobody may mount folders here")
    folder = project(tmp_path / "project")
    before = state(folder)

    def run(first: str) -> subprocess.CompletedProcess[str]:
        called = f"{first.format(folder=folder)}; cd {folder}; exec {sys.executable} -m helpers.commands.cli"
        environment = {**os.environ, "PYTHONPATH": f"{folder / 'src'}", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            ["unshare", "-m", "bash", "-c", f'{called} "$@"', "bash", *WRITING[command]],
            capture_output=True,
            text=True,
            timeout=HANGS,
            env=environment,
        )

    cannot = "" if (command, bad) == ("import", "ulimit -n 24") else BAD[bad]  # it starts no kernel
    done = run(bad)
    said = done.stderr.splitlines()
    assert (done.returncode, len(said)) == ((1, 1) if cannot else (0, 0)), done.stderr
    if cannot:
        assert said[0].startswith("briefings: ")
        assert cannot in said[0]
        assert state(folder) == before
    else:
        assert state(folder).keys() > before.keys()
