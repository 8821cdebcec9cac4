"""Whatever lies where a file of ours should be, it is refused in a line before anything is touched."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable
from datetime import date
from itertools import cycle, product
from pathlib import Path

import pytest
from speed import some
from tiny_notebooks import INPUTS, briefing, prepared_build, report

from helpers.data.sources import fingerprint
from helpers.publish import baseline
from helpers.publish.approvals import refresh, sign, sign_offs
from helpers.publish.compare import compare
from helpers.publish.errors import PublishError
from helpers.publish.files import (
    check_folder,
    hash_file,
    hash_files,
    read_plain,
    stale_folders,
    temporary_folder,
    write_together,
    write_whole,
)
from helpers.publish.inputs import hash_inputs
from helpers.publish.notebook import read_defaults
from helpers.publish.report import Report
from helpers.publish.run import engine
from helpers.publish.run.fork_server import imported_by

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes")


def make_link(path: Path) -> None:
    precious = path.parent / "precious.txt"
    precious.write_text("another's")
    path.symlink_to(precious)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(path.parent)  # the path of a socket must be short
        server.bind(path.name)


def make_device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes devices")


KINDS: dict[str, Callable[[Path], None]] = {
    "a named pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link": make_link,
    "a socket": make_socket,
    "a device": make_device,
}
FILES = [
    "ledger.jsonl",
    ".lock",
    "index.html",
    "index-2019.html",
    ".ledger.jsonl.new",
    "2023/essex.html",
    "2023/essex.xlsx",
    "2023/kent.json",  # not asked for, but the index reads it
    "2022/kent.html",
    "2023/.essex.html.new",
    "2023/all-areas.csv",
]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Report, Path]:
    monkeypatch.chdir(tmp_path)
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    prepared_build([wanted], tmp_path / "out")
    (tmp_path / "out" / "2022").mkdir()
    return wanted, tmp_path / "out"


def contents(out: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "kind"), some([*zip(FILES, cycle(KINDS))], [*product(FILES, KINDS)]))
def test_what_is_no_file_is_refused_before_anything_is_touched(
    built: tuple[Report, Path], name: str, kind: str
) -> None:
    wanted, out = built
    (out / name).unlink(missing_ok=True)
    KINDS[kind](out / name)
    before = contents(out)
    mend = "choose another name" if kind == "a device" else "remove it, or choose another name"
    tasks: list[Callable[[], object]] = [
        lambda: prepared_build([wanted], out, force=True),
        lambda: refresh(out, print),
        lambda: sign_offs(out, print),
        lambda: sign(out, wanted, "A. Reviewer", date(2026, 5, 3), INPUTS, print),
        lambda: compare(out, out, [wanted], [wanted]),
    ]
    for task in tasks:
        with pytest.raises(PublishError) as refusal:
            task()
        assert str(refusal.value) == f"{out / name} is {kind}, not a file: {mend}"
    assert contents(out) == before


@pytest.mark.parametrize("name", ["2023", ".build-left"])
@pytest.mark.parametrize("kind", ["a link", "a file"])
def test_what_is_no_folder_is_refused(built: tuple[Report, Path], name: str, kind: str) -> None:
    wanted, out = built
    if (out / name).exists():
        (out / name).rename(out.parent / name)
    (out / name).symlink_to(out.parent) if kind == "a link" else (out / name).touch()
    with pytest.raises(PublishError) as refusal:
        prepared_build([wanted], out, force=True)
    assert str(refusal.value) == f"{out / name} is {kind}, not a folder: remove it"


def test_files_of_others_may_be_anything(built: tuple[Report, Path]) -> None:
    _, out = built
    os.mkfifo(out / "notes.txt")
    (out / ".ipynb_checkpoints").mkdir()
    (out / "2023" / "Old copy.html").symlink_to("nowhere")
    check_folder(out)


def test_a_signature_waits_for_no_pipe(built: tuple[Report, Path]) -> None:
    wanted, out = built
    (out / "ledger.jsonl").unlink()
    os.mkfifo(out / "ledger.jsonl")
    with pytest.raises(PublishError):
        sign(out, wanted, "A. Reviewer", date(2026, 11, 27), INPUTS, print)


@pytest.mark.parametrize(
    "read",
    [read_plain, hash_file, baseline.read, read_defaults, lambda path: hash_files(path.parent, (".csv",))],
)
def test_nothing_that_is_read_is_waited_for(tmp_path: Path, read: Callable[[Path], object]) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(PublishError, match=r"a\.csv is a named pipe, not a file"):
        read(tmp_path / "a.csv")


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"is a folder, not a file"):
        read_plain(tmp_path)


def test_of_files_that_belong_together_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "b.csv").mkdir()
    wanted = {tmp_path / "a.csv": b"new", tmp_path / "b.csv": b"new"}
    with pytest.raises(PublishError, match=r"b\.csv is a folder"):
        write_together(wanted)
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv"}
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    (tmp_path / "b.csv").rmdir()
    write_together(wanted)
    assert contents(tmp_path) == {f"{path}": b"new" for path in wanted}


def test_a_notebook_that_is_a_pipe_imports_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ipynb")
    assert imported_by(tmp_path / "a.ipynb") == []


@pytest.mark.parametrize("name", ["facts.csv", ".facts.csv.new"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_to_or_in_place_of_what_is_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    KINDS[kind](tmp_path / name)
    before = (tmp_path / name).lstat()
    with pytest.raises(PublishError, match=f"{name} is {kind}, not a file"):
        write_whole(tmp_path / "facts.csv", b"1")
    assert (tmp_path / name).lstat() == before


def test_a_file_that_the_disk_has_no_room_for_leaves_nothing_of_itself(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    (tmp_path / "a.csv").write_bytes(b"old")
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        with pytest.raises(PublishError, match=r"cannot write .*a\.csv: File too large"):
            write_whole(tmp_path / "a.csv", b"x" * 200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert contents(tmp_path) == {str(tmp_path / "a.csv"): b"old"}


def test_a_note_of_a_kernel_deletes_no_folder_of_others(tmp_path: Path) -> None:
    theirs = tmp_path / "briefing-kernel-theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").touch()
    (tmp_path / "kernel").write_text(str(theirs))
    engine.release(tmp_path)
    assert (theirs / "thesis.txt").exists()


def test_what_programs_leave_beside_data_and_helpers_is_no_input(tmp_path: Path) -> None:
    places = [tmp_path / "data" / "raw", tmp_path / "data" / "reference", tmp_path / "src" / "helpers"]
    for place in places:
        place.mkdir(parents=True)
    (places[0] / "counts.csv").touch()
    (places[2] / "helper.py").touch()
    before = hash_inputs(tmp_path, tmp_path / "data")
    for place in places:
        (place / ".ipynb_checkpoints").mkdir()
        (place / ".ipynb_checkpoints" / "counts-checkpoint.csv").touch()
        (place / ".ipynb_checkpoints" / "helper-checkpoint.py").touch()
        (place / "kept").mkdir()
        (place / "kept" / "counts.csv").touch()
        for name in (".~lock.counts.csv#", ".counts.csv.swp", "counts.csv~", "Thumbs.db", ".#helper.py"):
            (place / name).touch()
    assert set(before) == {"data/raw/counts.csv", "src/helpers/helper.py"}
    assert hash_inputs(tmp_path, tmp_path / "data") == before


def test_the_data_that_count_for_a_build_are_those_that_are_read(tmp_path: Path) -> None:
    for part in ("raw/releases", "reference"):
        (tmp_path / part).mkdir(parents=True)
    names = [
        f"{part}/{name}{ending}"
        for part in ("raw", "reference", "raw/releases")
        for name in ("forces", "forces (copy)", "Forces", "2024-25", "forces.old", ".forces", "forces\n")
        for ending in (".csv", ".md", ".source.yml", ".xls", ".xlsx", ".ods", ".xlsm", ".yml")
    ]
    for name in names:
        (tmp_path / name).write_text(name)
    counted = hash_inputs(tmp_path / "none", tmp_path)
    assert counted == {f"data/{name}": digest for name, digest in fingerprint(tmp_path)}
    assert "data/raw/forces.csv" in counted
    assert "data/raw/releases/2024-25.xlsx" in counted
    assert len(counted) == 3 + 1 + 3 * 4


@pytest.mark.parametrize("lock", ["", "12345"])
def test_a_folder_of_others_is_left_as_it_is(tmp_path: Path, lock: str) -> None:
    out = tmp_path / "site"
    names = ["index.html", "index-2019.html", ".notes.new", ".build-tools/kept", "2023/all-areas.csv"]
    out.mkdir()
    make_link(out / "localtime")  # as in /etc: nobody is told to remove it
    for name in [*names, "ledger.jsonl", *([".lock"] if lock else [])]:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(lock or "another's")
    before = contents(out)
    with pytest.raises(PublishError) as refusal:
        prepared_build([report(briefing(tmp_path / "a.ipynb"), "essex")], out)
    assert "has other files, such as " in str(refusal.value)
    assert "give --out a folder that is new or empty, or restore its ledger.jsonl" in str(refusal.value)
    assert contents(out) == before


@pytest.mark.parametrize(
    "names",
    [
        (".lock", ".build-tools/kept"),
        (".lock", ".ledger.jsonl.new", ".build-a1b2c3d4/kept"),
        ("ledger.jsonl", "index.html"),
    ],
)
def test_neither_a_lock_nor_a_journal_of_others_makes_a_folder_ours(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    out = tmp_path / "site"
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("" if name == ".lock" else '{"report": "quarterly", "by": "A. Reader"}\n')
    before = contents(out)
    with pytest.raises(PublishError, match="has other files, such as "):
        prepared_build([report(briefing(tmp_path / "a.ipynb"), "essex")], out)
    assert contents(out) == before


def test_a_folder_named_like_those_of_a_build_stays_and_one_that_a_build_left_goes(
    built: tuple[Report, Path],
) -> None:
    wanted, out = built
    (out / ".build-tools").mkdir()
    (out / ".build-tools" / "kept").write_text("another's")
    with temporary_folder(out) as left:
        (left / "kernel").write_text("another's")
        shutil.copytree(left, out / ".build-left")
    prepared_build([wanted], out, force=True)
    assert (out / ".build-tools" / "kept").read_text() == "another's"
    assert not (out / ".build-left").exists()


def test_a_folder_of_a_build_is_known_as_such_until_nothing_else_is_in_it(tmp_path: Path) -> None:
    """Whichever step of the removal a build is killed at, the next one finds what is left."""
    steps: list[bool] = []
    watched: list[Path] = []

    def watch(event: str, _: tuple[object, ...]) -> None:
        if event in ("os.remove", "os.rmdir") and watched:
            steps.append(stale_folders(tmp_path) == watched)

    sys.addaudithook(watch)
    with temporary_folder(tmp_path) as folder:
        for name in (".kept/a.json", ".a", "work/kernel", "z"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).touch()
        watched.append(folder)
    watched.clear()
    assert not folder.exists()
    assert len(steps) >= len([".kept", ".kept/a.json", ".a", "work", "work/kernel", "z", ".made-by-a-build"])
    assert all(steps)


def test_a_folder_as_the_project_comes_is_built_into(tmp_path: Path) -> None:
    out = tmp_path / "reports"
    out.mkdir()
    for name in ("README.md", "facts.csv", ".gitignore"):
        (out / name).touch()
    assert prepared_build([report(briefing(tmp_path / "a.ipynb"), "essex")], out).summary.built == 1


def test_what_others_put_into_a_folder_of_ours_stays(built: tuple[Report, Path]) -> None:
    wanted, out = built
    kept = [out / name for name in ("index-old.html", ".notes.new", "2023/all-areas.txt", "2023/essex.pdf")]
    stale = [out / name for name in ("index-2019.html", ".ledger.jsonl.new", "2023/.kent.html.new")]
    for path in [*kept, *stale]:
        path.touch()
    prepared_build([wanted], out, force=True)
    assert [path.name for path in kept if not path.exists()] == []
    assert [path.name for path in stale if path.exists()] == []


@pytest.mark.parametrize("name", ["2023/kent.html", "2023/kent.xlsx", "2023/all-areas.csv", "2020/kent.json"])
def test_a_file_of_ours_that_no_build_recorded_is_not_replaced(built: tuple[Report, Path], name: str) -> None:
    wanted, out = built
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("another's")
    before = contents(out)
    asked = [report(wanted.notebook, "kent"), report(wanted.notebook, "kent", folder="2020")]
    with pytest.raises(PublishError, match=f"{name} is there, and ledger.jsonl does not record it"):
        prepared_build(asked, out)
    assert contents(out) == before


def test_pages_whose_ledger_is_gone_are_not_built_among(built: tuple[Report, Path]) -> None:
    wanted, out = built
    (out / "ledger.jsonl").unlink()
    before = contents(out)
    with pytest.raises(PublishError, match=r"restore its ledger\.jsonl"):
        prepared_build([wanted], out)
    assert contents(out) == before


def test_a_build_killed_before_it_wrote_its_ledger_is_followed_by_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".build-x").mkdir(parents=True)
    for name in (".lock", ".ledger.jsonl.new"):
        (out / name).touch()
    assert prepared_build([report(briefing(tmp_path / "a.ipynb"), "essex")], out).summary.built == 1


def test_a_page_whose_line_is_damaged_is_still_ours(built: tuple[Report, Path]) -> None:
    wanted, out = built
    lines = (out / "ledger.jsonl").read_text().replace('"outcome": "built"', '"outcome": "fine"')
    (out / "ledger.jsonl").write_text(lines)
    assert prepared_build([wanted], out).summary.built == 1


@pytest.mark.parametrize("ending", ["../../precious.txt", "txt", "html/../../../precious.txt", "exe"])
def test_a_ledger_names_no_file_but_those_of_a_report(built: tuple[Report, Path], ending: str) -> None:
    wanted, out = built
    precious = [out.parent / "precious.txt", out / "2023" / "essex.txt", out / "2023" / "essex.exe"]
    for path in precious:
        path.write_text("another's")
    line = (out / "ledger.jsonl").read_text().splitlines()[-1]
    (out / "ledger.jsonl").write_text(line.replace('"html":', f'"{ending}": "0", "html":') + "\n")
    result = prepared_build([wanted], out)
    assert "an ending that no file of a report has" in result.events[0].reason
    assert [path.read_text() for path in precious] == ["another's"] * 3
