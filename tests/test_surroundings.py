"""The command as its caller starts it: with streams closed, as a service, with more workers than work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from speed import HANGS, some

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
