"""The command as its caller starts it: with streams closed, as a service, with more workers than work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from speed import HANGS

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
