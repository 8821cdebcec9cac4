from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from tiny_notebooks import SLEEPS, briefing, end_the_time, report, run_build

from helpers.publish.run import engine
from helpers.publish.workers.executor import Limits

pytestmark = pytest.mark.whole

# What ipykernel may say of the interrupt that jupyter_client sends every kernel before it ends.
INTERRUPTED = "[IPKernelApp] ERROR | KeyboardInterrupt caught in kernel.\n"


def kernel_folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("briefing-kernel-*"))


def test_a_run_is_silent_and_leaves_nothing_behind(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(
        tempfile, "tempdir", str(tmp_path_factory.mktemp("t"))
    )  # other builds have kernels too
    settings = "import os, signal\nprint(os.getcwd(), os.environ['PYTHONHASHSEED'], 1 / 3)"
    notebook = briefing(tmp_path / "notebooks" / "a.ipynb", settings)
    before, environment, folder = kernel_folders(), dict(os.environ), Path.cwd()
    (tmp_path / "work").mkdir()
    nb, _ = engine.run(report(notebook, "essex"), tmp_path / "work", "papermill")
    assert nb.cells[2].outputs[0].text == f"{notebook.parent} 0 {1 / 3}\n"
    out, err = capfd.readouterr()
    assert (out, err.replace(INTERRUPTED, "")) == ("", "")
    assert (dict(os.environ), Path.cwd()) == (environment, folder)
    assert kernel_folders() == before


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_report_that_takes_too_long_is_ended_and_named(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless, quick = briefing(tmp_path / "a.ipynb", SLEEPS), briefing(tmp_path / "b.ipynb")
    reports = [report(quick, "kent"), report(endless, "essex")]
    events = (tmp_path / "essex.begun", tmp_path / "out" / "2023" / "kent.html")
    end_the_time(monkeypatch, lambda: all(event.exists() for event in events))
    result = run_build(reports, tmp_path / "out", engine=engine, limits=Limits(seconds=15))
    assert result.reason("essex") == "cell 3 (`import time`): not done after 15 seconds, the limit"
    assert result.summary.built == 1


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_report_that_eats_memory_is_stopped_at_the_limit(engine: str, tmp_path: Path) -> None:
    greedy = briefing(tmp_path / "a.ipynb", "hoard = bytearray(2_000_000_000)")
    result = run_build(
        [report(greedy, "essex")], tmp_path / "out", engine=engine, limits=Limits(megabytes=1000)
    )
    assert result.reason("essex").startswith("cell 3 (`hoard = bytearray(2_000_000_000)`): MemoryError")


def test_sockets_have_short_paths_wherever_temporary_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ("long" * 20)).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 20)))
    folder = engine._kernel_folder(tmp_path)
    assert len(str(folder / "socket-5")) < 100
    engine.release(tmp_path)
    assert not folder.exists()


def test_a_link_that_is_not_a_kernels_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "kernel").write_text(str(tmp_path / "precious"))
    engine.release(tmp_path)
    assert (tmp_path / "precious").is_dir()


def test_a_run_that_did_not_begin_has_no_last_cell(tmp_path: Path) -> None:
    assert engine.last_cell(tmp_path) == "before the first cell"
