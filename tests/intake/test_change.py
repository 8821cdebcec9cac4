"""A change of the data folder, killed or failing anywhere, leaves the old state or all of the new one."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.data.errors import DataError
from helpers.intake.change import changing, clear

NEW = {"raw/a.csv": b"a\n1\n2\n", "raw/a.source.yml": b"rows: 2\n", "reference/new/b.csv": b"b\n"}
STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "ctypes.dlsym")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "data"
    for name, text in {"README.md": "all", "raw/a.csv": "a\n1\n", "raw/a.source.yml": "rows: 1\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def change(folder: Path) -> None:
    with changing(folder) as made:
        for name, content in NEW.items():
            made.write(name, content)
        made.put()


def at_step(number: int, act: Callable[[], None]) -> Callable[[], int]:
    """Act at this step of the disk, counted from now on; return what counts the steps taken."""
    taken = 0

    def watch(event: str, _: object) -> None:
        nonlocal taken
        if event in STEPS and number >= 0:
            taken += 1
            if taken == number:
                act()

    sys.addaudithook(watch)
    return lambda: taken


def in_child(task: Callable[[], int]) -> int:
    """Run this in a fork of the process; return its answer, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        code = 255
        try:
            code = task()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def test_a_change_writes_its_files_and_leaves_all_others(data: Path) -> None:
    before = state(data)
    change(data)
    assert state(data) == before | NEW
    assert {path.name for path in data.parent.iterdir()} <= {"data", ".data.lock"}


def test_a_change_that_is_not_put_leaves_nothing(data: Path) -> None:
    before = state(data)
    with pytest.raises(DataError, match="not to be trusted"), changing(data) as made:
        made.write("raw/a.csv", b"")
        raise DataError("not to be trusted")
    assert state(data) == before
    assert {path.name for path in data.parent.iterdir()} <= {"data", ".data.lock"}


@pytest.mark.whole
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and sends signals")
@pytest.mark.parametrize("how", ["killed", "failing"])
def test_a_change_that_dies_at_any_step_leaves_the_old_state_or_all_of_the_new(data: Path, how: str) -> None:
    before = state(data)

    def die() -> None:
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(28, "No space left on device")

    def attempt(step: int) -> int:
        os.fsync = lambda _: None  # waiting for the disk would tell nothing here
        taken = at_step(step, die)
        try:
            change(data)
        except DataError as error:
            assert "No space left" in str(error)
            return 1
        return 0 if step else taken()

    ended: dict[int, bool] = {}
    steps = in_child(lambda: attempt(0))
    saved(data, before)
    for step in range(1, steps + 1):
        code = in_child(lambda step=step: attempt(step))  # type: ignore[misc]
        assert code in ((-signal.SIGKILL,) if how == "killed" else (0, 1))
        ended[step] = state(data) == before | NEW
        assert ended[step] or state(data) == before
        assert code != ended[step]  # who is told of a failure finds the old state, and nobody else does
        saved(data, before)
    assert set(ended.values()) == {False, True}


def saved(data: Path, files: dict[str, bytes]) -> None:
    """Put the old state back, and remove what a killed change left."""
    shutil.rmtree(data)
    shutil.rmtree(data.with_name(".data.new"), ignore_errors=True)
    for name, content in files.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)


def test_what_a_killed_change_left_is_no_hindrance(data: Path) -> None:
    (data.parent / ".data.new" / "raw").mkdir(parents=True)
    (data.parent / ".data.new" / "raw" / "a.csv").write_text("half")
    change(data)
    assert state(data)["raw/a.csv"] == NEW["raw/a.csv"]
    assert not (data.parent / ".data.new").exists()


def test_one_change_at_a_time(data: Path) -> None:
    with changing(data), pytest.raises(DataError, match="another change"), changing(data):
        pass


def test_what_another_program_wrote_meanwhile_is_not_lost(data: Path) -> None:
    with pytest.raises(DataError, match="changed by another program"), changing(data) as made:
        (data / "README.md").write_text("edited by hand")
        made.put()
    assert state(data)["README.md"] == b"edited by hand"


@pytest.mark.parametrize("name", ["../a.csv", "/etc/passwd", "raw/../../a.csv"])
def test_a_change_writes_only_inside_the_folder(data: Path, name: str) -> None:
    with pytest.raises(DataError, match="not a file of the data folder"), changing(data) as made:
        made.write(name, b"")


def test_a_link_to_the_folder_stays_a_link(data: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(data)
    change(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert state(data)["raw/a.csv"] == NEW["raw/a.csv"]


@pytest.mark.parametrize("fails", [None, 2])
def test_without_a_call_that_exchanges_folders_a_failure_is_undone(
    data: Path, fails: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, renamed, real = state(data), [], Path.rename

    def rename(path: Path, to: Path) -> Path:
        renamed.append(path)
        if len(renamed) == fails:
            raise OSError(28, "No space left on device")
        return real(path, to)

    monkeypatch.setattr("helpers.intake.change._exchanged_at_once", lambda *_: False)
    monkeypatch.setattr(Path, "rename", rename)
    if fails:
        with pytest.raises(DataError, match="No space left on device; nothing was changed"):
            change(data)
        assert state(data) == before
    else:
        change(data)
        assert state(data) == before | NEW
    assert {path.name for path in data.parent.iterdir()} <= {"data", ".data.lock"}


@pytest.mark.whole
@pytest.mark.skipif(os.name != "posix", reason="limits the size of files")
def test_a_disk_that_takes_no_more_is_told_of_the_first_file_alone(data: Path) -> None:
    import resource

    for name in ("large", "larger"):
        (data / "raw" / f"{name}.csv").write_bytes(b"1\n" * 5000)
    before = state(data)

    def limited() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with pytest.raises(DataError) as told:
            change(data)
        new = data.resolve().with_name(".data.new") / "raw"
        said = [
            f"cannot write {new / name}.csv: File too large; nothing was changed"
            for name in ("large", "larger")
        ]
        return 0 if f"{told.value}" in said else 1

    assert in_child(limited) == 0
    assert state(data) == before
    assert {path.name for path in data.parent.iterdir()} <= {"data", ".data.lock"}


@pytest.mark.skipif(os.name != "posix", reason="makes named pipes and links")
@pytest.mark.parametrize("place", [".data.new", ".data.lock", "data/raw/left"])
def test_a_pipe_where_a_change_copies_or_writes_is_named_and_not_waited_for(data: Path, place: str) -> None:
    before = state(data)
    os.mkfifo(data.parent / place)
    with pytest.raises(DataError, match=rf"{place} is a named pipe: move it away; nothing was changed$"):
        change(data)
    assert state(data) == before


@pytest.mark.skipif(os.name != "posix", reason="makes links")
@pytest.mark.parametrize("name", ["raw/a.csv", "raw"])
def test_a_link_to_elsewhere_is_not_written_through(data: Path, tmp_path: Path, name: str) -> None:
    before = state(data)
    elsewhere = (data / name).rename(tmp_path / "elsewhere")
    (data / name).symlink_to(elsewhere)
    with pytest.raises(DataError, match=r"raw/a\.csv is a link to another folder"):
        change(data)
    table = elsewhere / "a.csv" if name == "raw" else elsewhere
    assert table.read_bytes() == before["raw/a.csv"]


def test_what_a_change_killed_at_its_end_has_left_is_removed_where_none_is_needed(data: Path) -> None:
    shutil.copytree(data, data.with_name(".data.new"))
    clear(data)
    assert {path.name for path in data.parent.iterdir()} <= {"data", ".data.lock"}
