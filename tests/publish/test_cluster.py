"""Builds on real Dask clusters on this machine, whose workers run from a copy of the project elsewhere."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import distributed
import psutil
import pytest
from speed import HANGS, until
from tiny_notebooks import SLEEPS, Built, alive, briefing, report

from helpers.catalogue import read_inputs
from helpers.paths import ROOT
from helpers.publish.build import Event, build
from helpers.publish.errors import Interrupted, PublishError
from helpers.publish.report import Report
from helpers.publish.workers.cluster import ClusterExecutor
from helpers.publish.workers.executor import Limits, Options

pytestmark = pytest.mark.whole

BIN = Path(sys.executable).parent

# Not from os.environ: a page that rests on a variable is refused where that has another value than here.
WHOSE = 'import psutil\nprint("made by " + psutil.Process().environ()["WORKER"])'
KILLS_ITSELF = "import os\nos.kill(os.getpid(), 9)"
# The process that runs it was forked by a server, and that was started by Dask's worker.
KILLS_WORKER = f"import psutil\npsutil.Process().parent().parent().kill()\n{SLEEPS}"
KNOWS_DASK = "import sys\nassert not {'dask', 'distributed'} & sys.modules.keys()"


@dataclass
class Machines:
    """A scheduler and workers, each a process, with the project in a folder that is not ours."""

    folder: Path
    nanny: bool
    port: int = 0
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def start(self) -> None:
        shutil.copytree(ROOT / "src", self.project / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "data", self.project / "data")
        shutil.copy(ROOT / "uv.lock", self.project)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("scheduler", "scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-show")

    def join(self, name: str, threads: int = 1) -> None:
        nanny = [] if self.nanny else ["--no-nanny"]
        local = ["--local-directory", str(self.folder / name), "--nthreads", str(threads), *nanny]
        self.workers[name] = self._run(name, "worker", self.address, "--nworkers", "1", *local)

    def _run(self, name: str, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [BIN / "dask", kind, *arguments, "--no-dashboard"]
        log = (self.folder / f"{name}.log").open("wb")
        settings = {
            "PYTHONPATH": str(self.project / "src"),
            "WORKER": name,
            "MACHINES": str(self.folder),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0" if self.nanny else "3",
        }
        with log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=os.environ | settings, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def ready(self, workers: int = 1, text: str = "Register worker") -> None:
        """Wait until the scheduler runs or, unless told otherwise, has this many workers not lost again."""
        log = self.folder / "scheduler.log"
        until(lambda: (found := log.read_text("utf-8")).count(text) - found.count("Remove worker") >= workers)

    def stop(self) -> None:
        """End all, as an operator would, and wait until nothing is left."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        until(lambda: not alive(str(self.folder)))


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """One worker of two threads with a nanny, as "dask worker" starts it; a task may lose no worker."""
    found = Machines(tmp_path_factory.mktemp("machines"), nanny=True)
    found.start()
    found.join("only", threads=2)
    found.ready()
    yield found
    found.stop()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Machines]:
    """A scheduler, and workers without nannies, which stay dead."""
    found = Machines(tmp_path / "bare", nanny=False)
    found.start()
    yield found
    found.stop()


def on(
    machines: Machines,
    reports: list[Report],
    out: Path,
    listen: Callable[[Event], None] = lambda _: None,
    seconds: float = HANGS,
) -> Built:
    events: list[Event] = []

    def told(event: Event) -> None:
        events.append(event)
        listen(event)

    options = Options(1, limits=Limits(seconds))
    summary = build(
        reports,
        out,
        read_inputs,
        lambda _: ClusterExecutor(machines.address, options, read_inputs),
        True,
        told,
    )
    return Built(out, reports, events, summary)


def briefings(*arguments: str | Path, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in its own process, after a line of code if any; it ends by naming Dask's modules."""
    program = f"""
import atexit, sys
atexit.register(lambda: print("dask:", sorted({{"dask", "distributed"}} & sys.modules.keys())))
{code}
from helpers.commands.cli import main
main()
"""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_pages_of_a_cluster_have_the_bytes_of_those_made_here(machines: Machines, tmp_path: Path) -> None:
    areas = ("essex", "cumbria")
    there = briefings(
        "build", *areas, "--year", "2023", "--out", tmp_path / "there", "--scheduler", machines.address
    )
    assert (there.returncode, there.stderr) == (0, "")
    here = briefings("build", *areas, "--year", "2023", "--out", tmp_path / "here")
    assert here.returncode == 0
    assert here.stdout.endswith("dask: []\n"), "without --scheduler, no Dask is imported"
    names = [f"{area}.{ending}" for area in areas for ending in ("html", "ipynb", "json")]
    for name in names:
        assert (tmp_path / "there/2023" / name).read_bytes() == (tmp_path / "here/2023" / name).read_bytes()
    again = briefings("build", *areas, "--year", "2023", "--out", tmp_path / "there")
    assert "0 built, 2 unchanged" in again.stdout, "the ledger of both is the same"


@pytest.fixture(scope="module")
def mixed(machines: Machines, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("mixed")
    cells = {
        "good": KNOWS_DASK,
        "raises": "1 / 0",
        "killed": KILLS_ITSELF,
        "killer": KILLS_WORKER,
        "late": "",
    }
    reports = [report(briefing(folder / f"{name}.ipynb", cell), name) for name, cell in cells.items()]
    built = on(machines, reports, folder / "out")
    machines.ready()  # the nanny has replaced the worker that was killed
    return built


def test_a_report_fails_alone_and_names_its_cell_as_it_does_here(mixed: Built) -> None:
    assert mixed.reason("raises") == "cell 3 (`1 / 0`): ZeroDivisionError: division by zero"
    assert mixed.reason("killed").startswith("cell 3 (`import os`): its worker process died (exit code -9)")


def test_the_time_limit_is_kept_there(machines: Machines, tmp_path: Path) -> None:
    """Wherever the report is by then, which depends on how busy the machine is."""
    endless = report(briefing(tmp_path / "endless.ipynb", SLEEPS), "endless")
    built = on(machines, [endless], tmp_path / "out", seconds=1)
    assert built.reason("endless").endswith(": not done after 1 seconds, the limit")


def test_a_report_that_kills_its_worker_is_a_failure_and_the_others_are_made(mixed: Built) -> None:
    assert mixed.reason("killer") == "its worker died each time, even with nothing else in progress"
    assert (mixed.summary.built, mixed.summary.failed) == (2, 3)


def test_a_notebook_there_has_no_dask_in_its_process(mixed: Built) -> None:
    assert "Briefing for good" in mixed.page("good")


def test_a_worker_whose_files_change_during_the_build_is_refused(machines: Machines, tmp_path: Path) -> None:
    notebook = briefing(tmp_path / "good.ipynb")
    changed = machines.project / "src/helpers/pages/area.py"
    before = changed.read_bytes()
    try:
        with pytest.raises(
            PublishError,
            match=r"a different version of the project: src/helpers/pages/area\.py differs; bring",
        ):
            on(
                machines,
                [report(notebook, "essex")],
                tmp_path / "out",
                lambda _: changed.write_bytes(before + b"#") and None,
            )
        with pytest.raises(PublishError, match=r"src/helpers/pages/area\.py differs; bring"):
            on(machines, [report(notebook, "essex")], tmp_path / "out")
    finally:
        changed.write_bytes(before)
    assert list((tmp_path / "out").rglob("*.html")) == [tmp_path / "out/index.html"]


def test_ctrl_c_ends_what_runs_there(machines: Machines, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    cell = f"import os, pathlib\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\n{SLEEPS}"
    reports = [
        report(briefing(tmp_path / "quick.ipynb"), "quick"),
        report(briefing(tmp_path / "endless.ipynb", cell), "endless"),
    ]

    def interrupt(event: Event) -> None:
        if event.kind == "finished":
            until(note.exists)
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted, match="1 built, 0 unchanged, 0 failed, 1 not done"):
        on(machines, reports, tmp_path / "out", interrupt)
    until(lambda: not psutil.pid_exists(int(note.read_text(encoding="utf-8"))))


def assert_the_lack_of_workers_is_told(bare: Machines, reports: list[Report], out: Path) -> None:
    def wait_in_vain(*_: object, **__: object) -> None:
        raise TimeoutError

    bare.ready(text="Scheduler at")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distributed.Client, "wait_for_workers", wait_in_vain)
        with pytest.raises(PublishError, match=rf"{bare.address} has no workers: start some with"):
            on(bare, reports, out)


def test_a_worker_joins_late_another_is_killed_and_all_is_made(bare: Machines, tmp_path: Path) -> None:
    notebook = briefing(tmp_path / "a.ipynb", WHOSE)
    reports = [report(notebook, f"area-{number}") for number in range(12)]
    out = tmp_path / "out"
    assert_the_lack_of_workers_is_told(bare, reports, out)
    bare.join("early")
    bare.ready()

    def watch(event: Event) -> None:
        if event.kind != "finished" or event.report is None:
            return
        if "late" not in bare.workers:
            bare.join("late")
            bare.ready(2)
        elif "made by late" in (out / f"{event.report.name}.html").read_text(encoding="utf-8"):
            bare.workers["early"].send_signal(signal.SIGKILL)

    built = on(bare, reports, out, watch)
    makers = [built.page(one.slug).split("made by ")[1].split("<")[0].strip() for one in reports]
    assert (built.summary.built, set(makers)) == (12, {"early", "late"})
    assert bare.workers["early"].wait(HANGS) == -signal.SIGKILL


def test_a_lost_scheduler_ends_the_build_and_nothing_of_it_outlives_a_worker_that_is_killed(
    bare: Machines, tmp_path: Path
) -> None:
    """What was finished stands; that the endless report ends too, the end of the machines waits for."""
    note = tmp_path / "pid"
    cell = f"import os, pathlib\npathlib.Path({str(note)!r}).write_text(str(os.getpid()))\n{SLEEPS}"
    reports = [
        report(briefing(tmp_path / "quick.ipynb"), "quick"),
        report(briefing(tmp_path / "endless.ipynb", cell), "endless"),
    ]
    bare.join("only")
    bare.ready()

    def lose(event: Event) -> None:
        if event.kind == "finished":
            until(note.exists)
            bare.workers["only"].kill()
            bare.processes[0].kill()

    with pytest.raises(PublishError, match=rf"the scheduler at {bare.address} was lost: finished pages stay"):
        on(bare, reports, tmp_path / "out", lose)
    assert sorted(path.stem for path in (tmp_path / "out/2023").glob("*.html")) == ["quick"]


def test_a_scheduler_that_does_not_answer_is_a_failure(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        hurry = "import helpers.publish.workers.cluster as cluster\ncluster._CONNECTION_TIMEOUT = 1"
        found = briefings(
            "build", "essex", "--year", "2023", "--out", tmp_path, "--scheduler", address, code=hurry
        )
    assert found.returncode == 1
    assert found.stderr.startswith(f"briefings: no Dask scheduler answered at {address} within 1 seconds")
    assert len(found.stderr.splitlines()) == 1


def test_without_the_extra_the_option_is_a_mistake_that_names_the_command_to_install_it(
    tmp_path: Path,
) -> None:
    absent = "sys.modules['distributed'] = sys.modules['dask'] = None"
    found = briefings(
        "build", "essex", "--year", "2023", "--out", tmp_path, "--scheduler", "tcp://localhost:1", code=absent
    )
    assert found.returncode == 2
    assert "uv sync --frozen --extra cluster" in " ".join(found.stderr.replace("│", " ").split())
