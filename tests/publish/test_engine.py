import os
import tempfile
from pathlib import Path

import pytest
from tiny_notebooks import briefing, report

from helpers.publish import engine
from helpers.publish.errors import PublishError


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
    nb = engine.run(report(notebook, "essex"), tmp_path / "work")
    assert nb.cells[3].outputs[0].text == f"{notebook.parent} 0 {1 / 3}\n"
    assert capfd.readouterr() == ("", "")
    assert (dict(os.environ), Path.cwd()) == (environment, folder)
    assert kernel_folders() == before


def test_a_cell_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CELL_TIMEOUT", 1)
    notebook = briefing(tmp_path / "a.ipynb", "import time\ntime.sleep(300)")
    with pytest.raises(PublishError, match=r"^cell 3 \(`import time`\): it took longer than 1 seconds$"):
        engine.run(report(notebook, "essex"), tmp_path)


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
