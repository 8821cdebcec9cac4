"""Real processes and disks that fail: one clear line each, no wrong page, the next build ends the same."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from chaos import SEED, faults, pages, published, recorded
from pebble.pool.process import WorkerManager
from speed import HANGS, some, until
from tiny_notebooks import (
    PARAMETERS,
    SLEEPS,
    alive,
    briefing,
    code,
    end_the_time,
    report,
    write_notebook,
)

from helpers.publish.build import Event, Summary, build
from helpers.publish.errors import PublishError
from helpers.publish.report import Report
from helpers.publish.run.engine import EngineName
from helpers.publish.workers.executor import Limits, Options
from helpers.publish.workers.local import LocalExecutor

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc, and mounts"),
]

INPUTS = {"data/raw/a.csv": "1" * 64, "uv.lock": "2" * 64}
AREAS = ("essex", "kent", "surrey", "sussex")


def run(
    reports: list[Report],
    out: Path,
    tell: Callable[[Event], None] = lambda _: None,
    workers: int = 2,
    engine: EngineName = "warm",
    **options: Any,
) -> Summary:
    """Build with two workers; or with one by papermill's engine, whose workers import for a second each."""
    workers = 1 if engine == "papermill" else workers
    executor = partial(LocalExecutor, Options(workers, engine, **options))
    return build(reports, out, lambda: INPUTS, executor, False, tell)


def right(undisturbed: Path) -> dict[str, list[bytes]]:
    return {name: [page] for name, page in pages(undisturbed).items()}


DIES = """
    import os, pathlib, signal
    fuse = pathlib.Path("fuse")  # beside the notebook, which runs in its own folder
    if area == "kent" and fuse.exists():
        fuse.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
"""
DIES_AT = random.Random(SEED).randrange(6)
HELD = """
    import pathlib, time
    while pathlib.Path("held").exists():
        time.sleep(0.02)
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Report], Path]:
    """Four reports of several cells, with a fuse and a brake, and the folder of their undisturbed build."""
    folder = tmp_path_factory.mktemp("good")
    cells = ["import time\ntime.sleep(0.05)"] * 6
    cells[DIES_AT] = DIES
    wanted = [report(briefing(folder / "good.ipynb", *cells, HELD), area) for area in AREAS]
    assert run(wanted, folder / "out").built == len(AREAS)
    return wanted, folder / "out"


@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_process_killed_at_a_random_cell_fails_its_own_report_alone(
    good: tuple[list[Report], Path], tmp_path: Path, engine: str
) -> None:
    """The report is told with its cell; the next build makes it, and that alone."""
    wanted, undisturbed = good[0][:2], good[1]
    (wanted[0].notebook.parent / "fuse").touch()
    summary = run(wanted, tmp_path / "out", engine=engine)
    assert [failure.report.slug for failure in summary.failures] == ["kent"]
    assert summary.failures[0].reason.startswith(f"cell {3 + DIES_AT} (`import os, pathlib, signal`): ")
    assert "died" in summary.failures[0].reason
    assert set(pages(tmp_path / "out")) == {"2023/essex"}
    assert faults(tmp_path / "out", right(undisturbed)) == []
    again = run(wanted, tmp_path / "out", engine=engine)
    assert (again.built, again.unchanged) == (1, 1)
    assert pages(tmp_path / "out") == {name: pages(undisturbed)[name] for name in ("2023/essex", "2023/kent")}


@pytest.mark.parametrize("harm", ["kill", "suspend"])
def test_the_warm_process_itself_may_die_or_be_stopped(
    good: tuple[list[Report], Path], tmp_path: Path, harm: str
) -> None:
    """The one that all reports are forked from: it goes on, or starts again, or those reports fail alone."""
    wanted, undisturbed = good

    def strike(event: Event) -> None:
        if event.kind == "finished" and not struck:
            for child in psutil.Process().children():
                if "forkserver" in " ".join(child.cmdline()):
                    struck.append(child.pid)
                    getattr(child, harm)()

    struck: list[int] = []
    summary = run(wanted, tmp_path / "out", strike)
    assert struck
    assert summary.built + summary.failed == len(wanted)
    assert summary.failed == 0 or harm == "kill"
    assert faults(tmp_path / "out", right(undisturbed)) == []
    assert all("worker process died" in failure.reason for failure in summary.failures)
    run(wanted, tmp_path / "out")
    assert published(tmp_path / "out") == published(undisturbed)


def test_a_warm_process_that_is_stopped_as_it_starts_goes_on(
    good: tuple[list[Report], Path], tmp_path: Path
) -> None:
    """No report has begun by then, so that no time limit would end the wait."""

    def strike() -> None:
        while not struck and not done.wait(0.01):
            for child in psutil.Process().children():
                with contextlib.suppress(psutil.NoSuchProcess):
                    if "forkserver" in " ".join(child.cmdline()):
                        child.suspend()
                        struck.append(child.pid)

    struck: list[int] = []
    done = threading.Event()
    striker = threading.Thread(target=strike)
    striker.start()
    try:
        summary = run(good[0], tmp_path / "out")
    finally:
        done.set()
        striker.join()
    assert struck
    assert summary.built == len(good[0])


BEGINS = 'open(f"{area}.begun", "w").close()'
ENDLESS = {
    "sleeps": SLEEPS,
    "ignores-signals": f"""
        import signal, time
        signal.pthread_sigmask(signal.SIG_BLOCK, {{signal.SIGINT, signal.SIGTERM}})
        {BEGINS}
        while True:
            time.sleep(0.1)
    """,
    # Once the others have begun, lest it take the processor from them.
    "is-deep-in-c": f"""
        import glob, time
        while len(glob.glob("*.begun")) < 3:
            time.sleep(0.1)
        {BEGINS}
        9 ** 9 ** 9
    """,
    "is-stopped": f"import os, signal\n{BEGINS}\nos.kill(os.getpid(), signal.SIGSTOP)",
}


EATS = "eaten = []\nwhile True:\n    eaten.append(bytearray(50_000_000))"


def test_cells_that_never_end_or_eat_memory_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock outside, whatever they do about signals; the clock of the day may meanwhile go back."""
    real, moved = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() - moved[0])
    monkeypatch.setenv("BRIEFING_TEST", str(tmp_path))
    cells = {**ENDLESS, "eats": EATS, "misspelt": "1 +"}
    wanted = [report(briefing(tmp_path / f"{name}.ipynb", source), name) for name, source in cells.items()]

    ended: list[Event] = []

    def move(event: Event) -> None:
        moved[0] += 3600
        ended.extend([event] if event.kind == "finished" else [])

    begun = [tmp_path / f"{name}.begun" for name in ENDLESS]
    end_the_time(monkeypatch, lambda: len(ended) >= 2 and all(file.exists() for file in begun))
    limits = Limits(seconds=15, megabytes=700)
    summary = run(wanted, tmp_path / "out", move, workers=len(wanted), limits=limits)
    reasons = {
        failure.report.slug: re.sub(r"[0-9]+\.py", "N.py", failure.reason) for failure in summary.failures
    }
    lines = {name: textwrap.dedent(source).strip().splitlines()[0] for name, source in ENDLESS.items()}
    assert reasons == {
        **{name: f"cell 3 (`{line}`): not done after 15 seconds, the limit" for name, line in lines.items()},
        "eats": "cell 3 (`eaten = []`): MemoryError",
        "misspelt": "cell 3 (`1 +`): SyntaxError: invalid syntax (N.py, line 1)",
    }
    assert pages(tmp_path / "out") == {}
    assert alive(str(tmp_path)) == []


def test_a_kernel_that_never_ends_or_eats_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By papermill's own engine, whose kernel is another process than the worker: neither is left."""
    monkeypatch.setenv("BRIEFING_TEST", str(tmp_path))
    cells = {"eats": EATS, "endless": ENDLESS["ignores-signals"]}
    wanted = [report(briefing(tmp_path / f"{name}.ipynb", source), name) for name, source in cells.items()]
    ended: list[Event] = []

    def note(event: Event) -> None:
        ended.extend([event] if event.kind == "finished" else [])

    end_the_time(monkeypatch, lambda: bool(ended) and (tmp_path / "endless.begun").exists())
    limits = Limits(seconds=60, megabytes=700)
    summary = run(wanted, tmp_path / "out", note, engine="papermill", limits=limits)
    reasons = {failure.report.slug: failure.reason for failure in summary.failures}
    assert reasons["endless"].endswith(": not done after 60 seconds, the limit")
    assert reasons["eats"] == "cell 3 (`eaten = []`): MemoryError"
    assert pages(tmp_path / "out") == {}
    assert alive(str(tmp_path)) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{ not json", r"a\.ipynb is not a notebook: "),
        ("[]", r"a\.ipynb is not a notebook of format 4"),
        ("none", r"a\.ipynb has 0 cells tagged 'parameters': tag exactly one"),
        ("two", r"a\.ipynb has 2 cells tagged 'parameters': tag exactly one"),
        ("syntax", r"a\.ipynb: line 1 of the parameters cell is not Python: "),
    ],
)
def test_a_notebook_that_will_not_do_is_refused_before_anything_is_touched(
    good: tuple[list[Report], Path], tmp_path: Path, content: str, reason: str
) -> None:
    parameters = {"none": [], "two": [PARAMETERS] * 2, "syntax": ["area = = 'essex'"]}
    if content in parameters:
        cells = [code(source, "parameters") for source in parameters[content]]
        write_notebook(tmp_path / "a.ipynb", *cells, code("area"))
    else:
        (tmp_path / "a.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(PublishError, match=reason) as refusal:
        run([*good[0], report(tmp_path / "a.ipynb", "york")], tmp_path / "out")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "out").exists()


BUILD = """
import json, os, signal, subprocess, sys, time
from functools import partial
from pathlib import Path
from helpers.publish.build import build
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor
from helpers.publish.errors import PublishError
from helpers.publish.report import Report

def reports(notebook, areas):
    return [
        Report(Path(notebook), "2023", area, area.title(), "East of England", {"area": area, "year": 2023})
        for area in areas.split(",")
    ]

def tell(event):
    if event.report is not None:
        print(event.kind, event.outcome, event.report.name, flush=True)

def run(notebook, areas, out, tell=tell):
    inputs = {"data/raw/a.csv": "1" * 64, "uv.lock": "2" * 64}
    return build(reports(notebook, areas), Path(out), lambda: inputs, partial(LocalExecutor, Options(2)), False, tell)

if __name__ == "__main__":
    try:
        run(*sys.argv[1:])
    except PublishError as error:
        sys.exit(f"refused: {error}")
"""


def start(folder: Path, notebook: Path, out: Path, **environment: str) -> subprocess.Popen[str]:
    (folder / "child.py").write_text(BUILD, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, folder / "child.py", notebook, ",".join(AREAS), out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def test_real_builds_killed_at_random_moments_are_finished_by_the_next(
    good: tuple[list[Report], Path], tmp_path: Path
) -> None:
    """The parent is killed while its processes run: they end with it, and what was finished stands."""
    wanted, undisturbed = good
    chance = random.Random(SEED)
    for number, finished in enumerate(some((0, 2), (0, 0, 1, 2, 3))):
        out, mark = tmp_path / f"out{number}", str(tmp_path / f"mark{number}")
        child = start(tmp_path, wanted[0].notebook, out, BRIEFING_TEST=mark)
        said = wait_for(child, finished)
        time.sleep(chance.uniform(0, 2 if finished == 0 else 0.3))
        child.kill()
        rest, complaint = child.communicate(timeout=HANGS)
        finished = [
            line.split()[2] for line in (said + rest).splitlines() if line.startswith("finished built")
        ]
        assert "Traceback" not in complaint
        assert faults(out, right(undisturbed)) == [], f"with BRIEFINGS_CHAOS_SEED={SEED}"
        assert set(finished) <= set(pages(out))
        until(lambda mark=mark: not alive(mark))
        summary = run(wanted, out)
        assert summary.unchanged >= len(finished)
        assert summary.failed == 0
        assert published(out) == published(undisturbed)
        assert recorded(out) == recorded(undisturbed)


def wait_for(child: subprocess.Popen[str], finished: int) -> str:
    """Read what a build says until so many of its reports are finished."""
    assert child.stdout
    said = ""
    while said.count("finished") < finished and (line := child.stdout.readline()):
        said += line
    return said


def test_of_two_builds_at_once_the_second_is_refused(good: tuple[list[Report], Path], tmp_path: Path) -> None:
    """By real processes: the second says so in a line and leaves the first alone."""
    wanted, undisturbed = good
    held = wanted[0].notebook.parent / "held"
    held.touch()
    first = start(tmp_path, wanted[0].notebook, tmp_path / "out")
    assert first.stdout
    assert first.stdout.readline().startswith("started")
    second = start(tmp_path, wanted[0].notebook, tmp_path / "out")
    said, refusal = second.communicate(timeout=HANGS)
    held.unlink()
    assert (said, second.returncode) == ("", 1)
    assert refusal == (
        f"refused: another build is writing to {tmp_path / 'out'}: wait until it has finished, or stop it\n"
    )
    assert first.communicate(timeout=HANGS)[1] == ""
    assert first.returncode == 0
    assert published(tmp_path / "out") == published(undisturbed)


class Late(str):
    """The name of an engine that a process which is being started does not receive before the build ends."""

    folder: Path

    def __reduce__(self) -> tuple[Callable[[Path], Received], tuple[Path]]:
        return late, (self.folder,)


class Received:
    """What was received: whoever looks which engine it is has received all that was handed over with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __eq__(self, name: object) -> bool:
        (self._folder / f"{os.getpid()}.received").touch()
        return name == "warm"

    __hash__ = None  # type: ignore[assignment]


def late(folder: Path) -> Received:
    (folder / f"{os.getpid()}.receives").touch()
    until((folder / "ends").exists)
    return Received(folder)


def at_rest(folder: Path) -> bool:
    """Whether every process that was being started has started, or is no more."""
    waiting = [file for file in folder.glob("*.receives") if not file.with_suffix(".received").exists()]
    return not any(psutil.pid_exists(int(file.stem)) for file in waiting)


@pytest.mark.parametrize("fork", [True, False])
def test_a_worker_that_is_being_started_as_a_build_ends_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], fork: bool
) -> None:
    """What it is given last are the pool's locks, which the pool releases before it ends its last workers."""
    end = WorkerManager.force_stop_workers

    def end_late(pool: WorkerManager) -> None:
        (tmp_path / "ends").touch()
        until(lambda: at_rest(tmp_path))
        end(pool)

    monkeypatch.setattr(WorkerManager, "force_stop_workers", end_late)
    engine = Late("warm")
    engine.folder = tmp_path
    executor = LocalExecutor(Options(1, fork=fork, engine=engine), tmp_path)
    executor._open()
    until(lambda: list(tmp_path.glob("*.receives")))
    executor.close()
    assert capfd.readouterr().err == ""


ON_A_DISK = """
import json, os, subprocess, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from chaos import Release, faults, made, pages, published, recorded
from child import run, reports
from helpers.publish.errors import PublishError

def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)

def attempt(task):
    try:
        summary = task()
        return f"{summary.built} {summary.unchanged} {summary.failed} " + "; ".join(f.reason for f in summary.failures)
    except PublishError as error:
        return f"refused: {error}"

def main():
    out = Path(sys.argv[2]) / "disk"
    out.mkdir()
    print(json.dumps(trial(out, *sys.argv[3:])))

SCRIPT

if __name__ == "__main__":
    main()
"""


def on_a_disk(tmp_path: Path, script: str, *arguments: str) -> Mapping[str, Any]:
    """Run this, as root with mounts of its own, and return what it prints as JSON; or skip the test."""
    for rights in (["--mount"], ["--user", "--map-root-user", "--mount"]):
        command = ["unshare", *rights, "--propagation", "private"]
        (tmp_path / "probe").mkdir(exist_ok=True)
        probe = [*command, "mount", "-t", "tmpfs", "none", str(tmp_path / "probe")]
        if not subprocess.run(probe, capture_output=True).returncode:
            break
    else:
        pytest.skip("this machine lets no test mount a disk: neither as root nor in a namespace of its own")
    (tmp_path / "child.py").write_text(BUILD, encoding="utf-8")
    (tmp_path / "disk.py").write_text(ON_A_DISK.replace("SCRIPT", script), encoding="utf-8")
    here = Path(__file__).parent
    done = subprocess.run(
        [*command, sys.executable, tmp_path / "disk.py", here, tmp_path, *arguments],
        capture_output=True,
        text=True,
        timeout=HANGS,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answer: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


FULL_DISK = """
def trial(out, notebook):
    wanted = reports(notebook, "essex,kent,surrey,sussex")
    inputs = {"data/raw/a.csv": "1", "uv.lock": "2"}
    old = Release(wanted, inputs, {one.name: made(f"old {one.name}", {}, 20_000) for one in wanted})
    new = Release(wanted, inputs | {"uv.lock": "3"}, {one.name: made(f"new {one.name}", {}, 60_000) for one in wanted})
    undisturbed = out.parent / "undisturbed"
    new.build(undisturbed)
    return [full(out, free, old, new, undisturbed) for free in range(0, 480, 20)]

def full(out, free, old, new, undisturbed):
    mount("-t", "tmpfs", "-o", "size=2m", "none", out)
    old.build(out)
    right = {name: [page, pages(undisturbed)[name]] for name, page in pages(out).items()}
    space = os.statvfs(out)
    used = (space.f_blocks - space.f_bfree) * space.f_frsize // 1024
    mount("-o", f"remount,size={used + free}k", out)
    said = attempt(lambda: new.build(out))
    wrong = faults(out, right)
    mount("-o", "remount,size=2m", out)
    attempt(lambda: new.build(out))
    same = published(out) == published(undisturbed) and recorded(out) == recorded(undisturbed)
    subprocess.run(["umount", str(out)], check=True)
    return [free, said, wrong, same]
"""


def test_a_full_disk_leaves_nothing_wrong(tmp_path: Path) -> None:
    """Whenever it fills up, the pages that stand are right, the build says so in a line, the next goes on."""
    answers = on_a_disk(tmp_path, FULL_DISK, str(briefing(tmp_path / "a.ipynb")))
    refused = [said for _, said, *_ in answers if said.startswith("refused")]
    assert 5 <= len(refused) < len(answers)
    assert [said for said in refused if "cannot write" not in said or "No space left" not in said] == []
    assert [fault for _, _, wrong, _ in answers for fault in wrong] == []
    assert [free for free, _, _, same in answers if not same] == []


REAL_FULL_DISK = """
def trial(out, notebook, undisturbed):
    areas, undisturbed = "essex,kent,surrey,sussex", Path(undisturbed)
    mount("-t", "tmpfs", "-o", "size=64k", "none", out)
    said = attempt(lambda: run(notebook, areas, out, lambda _: None))
    wrong = faults(out, {name: [page] for name, page in pages(undisturbed).items()})
    mount("-o", "remount,size=8m", out)
    then = attempt(lambda: run(notebook, areas, out, lambda _: None))
    return {"said": said, "wrong": wrong, "then": then, "same": published(out) == published(undisturbed)}
"""


def test_a_server_that_dies_as_it_starts_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dies.py").write_text("import os\nos._exit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    wanted = [report(briefing(tmp_path / "a.ipynb"), "essex")]
    with pytest.raises(
        PublishError, match=r"no worker process could be started: .* a module that it imports"
    ):
        run(wanted, tmp_path / "out", preload=("dies",))
    assert run(wanted, tmp_path / "out").built == 1


def test_a_full_disk_stops_a_real_build_in_a_line(good: tuple[list[Report], Path], tmp_path: Path) -> None:
    wanted, undisturbed = good
    answer = on_a_disk(tmp_path, REAL_FULL_DISK, str(wanted[0].notebook), str(undisturbed))
    assert answer["said"].startswith("refused: cannot write ")
    assert answer["said"].endswith("No space left on device")
    assert answer["wrong"] == []
    assert answer["same"]


READ_ONLY = """
def trial(out, notebook, undisturbed):
    areas, undisturbed = "essex,kent,surrey,sussex", Path(undisturbed)

    def seal(event):
        # A second mount of the same folder over it: the first cannot become read-only while its lock is open.
        if event.kind == "finished":
            mount("--bind", out, out)
            mount("-o", "remount,bind,ro", out)

    said = attempt(lambda: run(notebook, areas, out, seal))
    stood, wrong = sorted(pages(out)), faults(out, {name: [page] for name, page in pages(undisturbed).items()})
    subprocess.run(["umount", str(out)], check=True)
    then = attempt(lambda: run(notebook, areas, out, lambda _: None))
    same = published(out) == published(undisturbed)
    return {"said": said, "stood": stood, "wrong": wrong, "then": then, "same": same}
"""


def test_a_folder_made_read_only_midway_stops_the_build_in_a_line(
    good: tuple[list[Report], Path], tmp_path: Path
) -> None:
    """What was finished before stands; once the folder can be written to, the rest is made."""
    wanted, undisturbed = good
    answer = on_a_disk(tmp_path, READ_ONLY, str(wanted[0].notebook), str(undisturbed))
    assert answer["said"].startswith("refused: cannot ")
    assert answer["said"].endswith("Read-only file system")
    assert answer["wrong"] == []
    assert len(answer["stood"]) == 1
    assert answer["then"] == "3 1 0 "
    assert answer["same"]


LACKING = """
def trial(out, notebook):
    import resource

    building = lambda: attempt(lambda: run(notebook, "essex,kent", out, lambda _: None))
    mount("-t", "tmpfs", "-o", "ro", "none", "/dev/shm")
    said = {"locks": building()}
    subprocess.run(["umount", "/dev/shm"], check=True)
    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))
    return said | {"files": building()}
"""


def test_a_lack_of_locks_or_open_files_is_told_in_a_line(tmp_path: Path) -> None:
    answer = on_a_disk(tmp_path, LACKING, str(briefing(tmp_path / "a.ipynb")))
    begins = "refused: no worker process could be started: "
    assert answer["locks"] == f"{begins}Read-only file system (they share locks in /dev/shm)"
    assert answer["files"].startswith(f"{begins}a process may open 24 files only, and 64 are needed: ")
