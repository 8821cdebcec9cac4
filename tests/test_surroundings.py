"""The command as its caller starts it: with streams closed, as a service, with more workers than work."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from speed import HANGS, some

from helpers.paths import ROOT

pytestmark = [pytest.mark.whole, pytest.mark.skipif(os.name != "posix", reason="uses a POSIX shell")]

BRIEFINGS = Path(sys.executable).with_name("briefings")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that a build with every stream closed made."""
    folder = tmp_path_factory.mktemp("closed") / "out"
    command = f"exec {BRIEFINGS} build essex --year 2023 --workers 500 --out {folder} <&- >&- 2>&-"
    done = subprocess.run(["sh", "-c", command], timeout=HANGS)
    assert done.returncode == 0
    return folder


def test_closed_streams_cost_no_page(out: Path) -> None:
    assert (out / "2023" / "essex.html").is_file()
    assert (out / ".lock").read_bytes() == b""  # which would have been standard output


def test_a_server_ends_when_it_is_told_to(out: Path) -> None:
    """The first process of a container ignores what has no handler: its exit code shows that there is one."""
    command = [BRIEFINGS, "serve", "--port", "0", "--out", out]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert re.match("http://127", server.stdout.readline())
        server.send_signal(signal.SIGTERM)
        assert (server.stdout.read(), server.wait(HANGS)) == ("stopped\n", 0)


# What the caller's shell does before it becomes the command, and whether the command then can do its work.
LIMITS = {
    "ulimit -f 1": False,
    "ulimit -u 1": True,  # no thread and no process more: none is needed
    "exec >/dev/full": True,
    "ulimit -n 12": True,
    "exec <&- >&- 2>&-": True,
}


@pytest.mark.parametrize("limit", some([*LIMITS][:3], LIMITS))
def test_a_command_within_narrow_limits_does_all_its_work_or_none_and_says_so(
    limit: str, tmp_path: Path
) -> None:
    def synthesised(before: str) -> subprocess.CompletedProcess[str]:
        command = f"{before}; exec {BRIEFINGS} synthesise --cases 10 --out {tmp_path / 'made'}"
        # Some versions of Python leave a compiled module cut off where a file may not be larger.
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, timeout=HANGS, env=environment
        )

    first = synthesised(limit)
    assert "Traceback" not in first.stderr
    if LIMITS[limit]:
        assert len(first.stderr.splitlines()) == ("full" in limit)
        assert first.returncode == ("full" in limit)
        assert (tmp_path / "made" / "manifest.csv").is_file()
    else:
        [line] = first.stderr.splitlines()
        assert line.endswith("File too large; nothing was written")
        assert first.returncode == 1
        assert [*tmp_path.iterdir()] == []
        assert synthesised("true").returncode == 0


# What is done to a command's folder, or by its caller's shell, and whether the command then does its work:
# with few open files some do, and a kernel does not start, which has a word of its own.
BAD: dict[str, bool | None] = {
    "mount --bind {folder} {folder}; mount -o remount,ro,bind {folder}": False,
    "ulimit -f 16": False,
    "exec >/dev/full": False,
    "ulimit -n 24": None,
    "exec <&- >&- 2>&-": True,
    "mount -t tmpfs -o ro tmpfs /dev/shm": True,
    "find {folder} -type f -exec touch -d 2040-01-01 {{}} +": True,
}
WRITING = {
    "accept": ["accept", "--year", "2023"],
    "import": ["import", "data/specimens/area-tables.xlsx", "--year", "2023", "--yes"],
}


def project(folder: Path) -> Path:
    """A project of its own, with one small notebook to accept."""
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    new = nbformat.v4
    cells = [
        new.new_code_cell('area = "essex"', metadata={"tags": ["parameters"]}),
        new.new_code_cell("print(area)"),
    ]
    (folder / "notebooks").mkdir()
    nbformat.write(new.new_notebook(cells=cells), folder / "notebooks" / "small.ipynb")
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

    done = run(bad)
    said = done.stderr.splitlines()
    assert BAD[bad] in (None, done.returncode == 0), done.stderr
    if done.returncode:
        assert done.returncode == 1
        assert said[-1].startswith("briefings: ")
        assert len(said) == 1 or BAD[bad] is None
        assert state(folder) == before
    else:
        assert said == []
        assert state(folder).keys() > before.keys()
