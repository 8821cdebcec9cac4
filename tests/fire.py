"""``make fire``: kill every command that writes, run it again, and compare the end with an undisturbed run.

A command dies at a moment drawn by chance, or at a step on the disk drawn by chance, which finds the moments
between two writes. A build may lose its parent, its server of forks or a worker. Then the same command is run
again, and every byte that it left is compared with what an undisturbed run leaves. Last, two of each are run
at once in one folder. What fails is printed with its seed; ``--only`` and ``--seed`` repeat it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("publish", "intake/release", ".")]
HANGS = 600
YEAR = "2023"
WRITES = (
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
)
# What takes a moment of its own as a command ends: no matter of what it leaves.
PASSING = (".lock",)
ROLES = ("parent", "server", "worker")
# Where Ctrl-C finds Python before the command begins.
_IMPORTING = "import main\n"
Files = Mapping[str, object]


@dataclass(frozen=True)
class Case:
    """One command: how its folder is made, what it is called with there, and what of the folder counts."""

    name: str
    prepare: Callable[[Path], None]
    arguments: Callable[[Path], Sequence[str]]
    left: Callable[[Path], Files]
    environment: Callable[[Path], Mapping[str, str]] = lambda _: {}
    roles: Sequence[str] = ("parent",)
    once: bool = False  # whether only one of two at once may write, and the other says so


@dataclass
class Score:
    """How often a command was killed, and what became of it."""

    steps: int = 0
    moments: int = 0
    pairs: int = 0
    late: int = 0  # the command had ended before it was to be killed
    wrong: list[str] = field(default_factory=list)


def bytes_of(folder: Path) -> Files:
    """Every file below a folder, hidden ones too, but for locks, which are empty."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(PASSING)
    }


def of_a_build(folder: Path) -> Files:
    """Every file of a folder of reports; of the ledger what it records, as times differ from run to run."""
    from chaos import published, recorded

    from helpers.publish.files import LEDGER
    from helpers.publish.ledger import read_ledger

    out = folder / "out"
    signed = read_ledger(out / LEDGER, lambda _: None).signed
    return {**published(out), "recorded": recorded(out), "signed": signed}


def cases(ground: Path, site: str) -> list[Case]:
    """Every command that writes, on a ground that holds what all trials share."""

    def with_data(folder: Path) -> None:
        shutil.copytree(ROOT / "data", folder / "data")

    def data_of(folder: Path) -> Mapping[str, str]:
        return {"BRIEFINGS_DATA": str(folder / "data")}

    def nothing(folder: Path) -> None:
        (folder / "here").mkdir()

    def built(folder: Path) -> None:
        shutil.copytree(ground / "built", folder / "out")

    def project(folder: Path) -> None:
        """A project of its own with one small notebook: accepting runs each with a kernel."""
        for name in ("src", "data"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "notebooks").mkdir()
        shutil.copy(ground / "small.ipynb", folder / "notebooks")

    def accepted(folder: Path) -> Files:
        return {name: bytes_of(folder / name) for name in ("reports", "notebooks")}

    build = ("build", "essex", "kent", "region-wales", "--year", YEAR, "--workers", "2")
    out = ("--out", "{}/out")

    def called(*words: str) -> Callable[[Path], Sequence[str]]:
        return lambda folder: [word.replace("{}", str(folder)) for word in words]

    return [
        Case("add", with_data, called("add", f"{ground}/workload.csv", f"{ground}/notes.csv", "--yes"), bytes_of, data_of, once=True),
        Case("import", with_data, called("import", f"{ground}/area-tables.xlsx", "--year", YEAR, "--yes"), bytes_of, data_of, once=True),
        Case("aggregate", nothing, called("aggregate", f"{ROOT}/data/specimens/pack-extract", "--out", "{}/here/pack"), bytes_of),
        Case("disclose", nothing, called("disclose", f"{ROOT}/data/specimens/pack", "--audience", "inspector", "--first", "--on", "2026-11-01", "--out", "{}/here/shown"), bytes_of),
        Case("synthesise", nothing, called("synthesise", "--cases", "30", "--out", "{}/here/extract"), bytes_of),
        Case("fetch", nothing, called("fetch", "--year", YEAR, "--to", "{}/here"), bytes_of,
             lambda _: {"BRIEFINGS_DATA": f"{ground}/data", "SSL_CERT_FILE": f"{ground}/ca.pem", "no_proxy": site}),
        Case("sign-off", built, called("sign-off", "essex", "--by", "A. Reviewer", "--year", YEAR, *out), of_a_build, once=True),
        Case("accept", project, called("accept", "--year", YEAR), accepted, lambda folder: {"PYTHONPATH": f"{folder}/src"}),
        Case("build", nothing, called(*build, *out), of_a_build, roles=ROLES, once=True),
        Case("rebuild", built, called(*build, "--force", *out), of_a_build, roles=ROLES, once=True),
    ]  # fmt: skip


class Fire:
    """Trials of one command: its undisturbed end, and ends after kills."""

    def __init__(self, case: Case, ground: Path, seed: int) -> None:
        self.case, self._ground, self._seed = case, ground, seed
        self.score = Score()
        self._trial = ground / f"trial-{case.name}"
        self._fresh()
        self._run()  # with what is compiled and kept by then, a second run is timed
        self._fresh()
        began = time.monotonic()
        self._run()
        self.seconds = time.monotonic() - began
        self.right = case.left(self._trial)
        self._fresh()
        self._steps = int(self._run("--die", "0").stdout.split()[-1])

    def at_a_step(self, number: int) -> None:
        """Kill the command at a step on the disk, run it again, and compare."""
        chance = random.Random(f"{self._seed} {self.case.name} step {number}")
        step = chance.randint(1, self._steps)
        self._fresh()
        died = self._run("--die", str(step), expected=(0, -signal.SIGKILL), chance=chance.random())
        self.score.steps += 1
        self.score.late += died.returncode == 0
        self._compare(f"number {number}, killed at step {step} of {self._steps}")

    def at_a_moment(self, number: int) -> None:
        """Kill one of the command's processes at a moment, run it again, and compare."""
        chance = random.Random(f"{self._seed} {self.case.name} moment {number}")
        role, wait = chance.choice(self.case.roles), chance.uniform(0, self.seconds)
        how = chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
        how = how if role == "parent" else signal.SIGKILL
        self._fresh()
        child = self._start()
        time.sleep(wait)
        if not _strike(child.pid, role, how, chance):
            self.score.late += 1
        said = child.communicate(timeout=HANGS)[1]
        self.score.moments += 1
        told = f"number {number}, {role} ended by {how.name} after {wait:.2f} of {self.seconds:.2f} s"
        if "Traceback" in said and _IMPORTING not in said:
            self._wrong(told, f"it left a trace: {said[-2000:]}")
        self._compare(told)

    def two_at_once(self, number: int) -> None:
        """Run the command twice at the same time in one folder, and compare without running it again."""
        self._fresh()
        both = [self._start() for _ in range(2)]
        said = [child.communicate(timeout=HANGS)[1] for child in both]
        codes = sorted(child.returncode for child in both)
        self.score.pairs += 1
        told = f"pair {number}, which ended with {codes}"
        if any("Traceback" in text for text in said) or codes not in ([0, 0], [0, 1]):
            self._wrong(told, " | ".join(said)[-2000:])
        if self.case.left(self._trial) != self.right:
            self._wrong(told, self._differences())

    def _compare(self, told: str) -> None:
        again = self._run(expected=None)
        if again.returncode or "Traceback" in again.stderr:
            self._wrong(
                told, f"then it ended with {again.returncode}: {(again.stdout + again.stderr)[-1500:]}"
            )
        if self.case.left(self._trial) != self.right:
            self._wrong(told, self._differences())

    def _differences(self) -> str:
        now, right = self.case.left(self._trial), self.right
        names = [name for name in {*now, *right} if now.get(name) != right.get(name)]
        return f"not as undisturbed: {', '.join(sorted(names)[:8])}"

    def _wrong(self, told: str, what: str) -> None:
        self.score.wrong.append(f"{self.case.name}, seed {self._seed}, {told}: {what}")
        say(self.score.wrong[-1])

    def _fresh(self) -> None:
        shutil.rmtree(self._trial, ignore_errors=True)
        self._trial.mkdir()
        self.case.prepare(self._trial)

    def _command(self, *die: str, chance: float = 0.0) -> list[str]:
        dies = [*die, "--in", str(self._trial), "--chance", f"{chance}"] if die else []
        return [sys.executable, __file__, *dies, "--run", *self.case.arguments(self._trial)]

    def _environment(self) -> dict[str, str]:
        kept = {"BRIEFINGS_CACHE": str(self._ground / "cache"), "PYTHONHASHSEED": "0"}
        return {**os.environ, **kept, **self.case.environment(self._trial)}

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self._command(),
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            text=True,
            env=self._environment(),
        )

    def _run(
        self, *die: str, expected: Sequence[int] | None = (0,), chance: float = 0.0
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self._command(*die, chance=chance),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=self._environment(),
            timeout=HANGS,
        )
        if expected is not None and done.returncode not in expected:
            raise SystemExit(f"{self.case.name} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done


def _strike(parent: int, role: str, how: signal.Signals, chance: random.Random) -> bool:
    """Send a signal to one of a command's processes, once there is one; return whether there was one."""
    end = time.monotonic() + HANGS
    while time.monotonic() < end:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(parent)
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            found = [process]
            if role != "parent":
                servers = [child for child in process.children() if "forkserver" in " ".join(child.cmdline())]
                found = servers if role == "server" else [one for each in servers for one in each.children()]
            if found:
                chance.choice(found).send_signal(how)
                return True
        if not psutil.pid_exists(parent):
            return False
        time.sleep(0.01)
    return False


class Trap:
    """Counts the steps by which this process changes a folder, and kills it at one of them."""

    def __init__(self, folder: str, at: int, chance: float) -> None:
        self.taken = 0
        self._process, self._folder, self._at = os.getpid(), folder, at
        self._chance = random.Random(chance)
        os.fsync = self._fsync
        sys.addaudithook(self._watch)

    def _watch(self, event: str, values: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = values
            changes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
        elif event in WRITES:
            # Of a name in a folder that is open, as when a folder is removed, only the name is told.
            path, changes = values[0], isinstance(values[-1], int) and values[-1] > 0
            changes = changes or str(path).startswith(self._folder)
            path = self._folder
        elif event == "ctypes.dlsym" and str(values[-1]).startswith("renam"):
            path, changes = self._folder, True
        else:
            return
        if changes and isinstance(path, str | os.PathLike) and str(path).startswith(self._folder):
            self._step()

    def _fsync(self, file: int) -> None:
        """What was written is there; or only a part of it, where the process dies here."""
        if self.taken + 1 == self._at and self._chance.random() < 0.5:
            path = Path(f"/proc/self/fd/{file}").readlink()
            if path.is_file():
                size = path.stat().st_size
                lines = path.name == "ledger.jsonl"  # to which a build adds a line at a time
                last = path.read_bytes().rstrip(b"\n").rfind(b"\n") + 1 if lines else 0
                os.truncate(path, self._chance.randint(last, size))
        self._step()

    def _step(self) -> None:
        if os.getpid() != self._process:  # a fork of it
            return
        self.taken += 1
        if self.taken == self._at:
            os.kill(self._process, signal.SIGKILL)


def run_one(arguments: Sequence[str], die: int | None, folder: str, chance: float) -> None:
    """Be the command, which dies at a step; or which counts its steps."""
    from helpers.commands.cli import main

    sys.argv = ["briefings", *arguments]
    trap = None if die is None else Trap(folder, die, chance)
    try:
        main()
    finally:
        if trap is not None:
            print(trap.taken)


@contextlib.contextmanager
def ground_prepared(folder: Path) -> Iterator[tuple[Path, str]]:
    """Make what all trials share: rows to add, a workbook, a small notebook, a server, built pages."""
    import trustme
    from eras import made
    from tiny_notebooks import code, write_notebook

    workbook = made(int(YEAR)).content()
    (folder / "area-tables.xlsx").write_bytes(workbook)
    write_notebook(folder / "small.ipynb", code('area = "essex"', "parameters"), code("print(area)"))
    shutil.copytree(ROOT / "data", folder / "data")
    _rows_to_add(folder)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(workbook)))
            self.end_headers()
            for start in range(0, len(workbook), 1000):
                self.wfile.write(workbook[start : start + 1000])

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:  # a client that was killed
            pass

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"https://localhost:{server.server_port}/area-tables.xlsx"
    table = folder / "data" / "reference" / "area_table_addresses.csv"
    table.write_text(f"period_end,file,url,read_in\n{YEAR}-03-31,area-tables.xlsx,{url},this test\n")
    command = [sys.executable, __file__, "--run", "build", "essex", "kent", "region-wales", "--year", YEAR]
    subprocess.run([*command, "--out", folder / "built"], check=True, capture_output=True, timeout=HANGS)
    yield folder, "localhost"
    server.shutdown()


def _rows_to_add(folder: Path) -> None:
    """Write a row of a table, and the decisions on its remarks that the command asks for."""
    row = "force,Kent,2018-04,overdue RSO visits,12,visits,,"
    with (ROOT / "data" / "raw" / "sources.csv").open(encoding="utf-8") as file:
        source = file.readlines()[1].partition(",")[0]
    header = (ROOT / "data" / "raw" / "workload.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "workload.csv").write_text(f"{header}\n{row}{source}\n", encoding="utf-8")
    (folder / "notes.csv").write_text(
        (ROOT / "data" / "reference" / "notes.csv").read_text(encoding="utf-8").splitlines()[0] + "\n",
        encoding="utf-8",
    )


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def main() -> int:
    """Kill, run again, compare; return 1 if any end was another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with")
    parser.add_argument("--kills", type=int, default=30, help="kills of each command, half of them at steps")
    parser.add_argument("--pairs", type=int, default=2, help="how often two of each are run at once")
    parser.add_argument("--only", default="", help="the commands to try, with commas between them")
    for hidden in ("--die", "--in", "--chance"):
        parser.add_argument(hidden, dest=f"own_{hidden[2:]}", help=argparse.SUPPRESS)
    parser.add_argument("--run", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        die = None if given.own_die is None else int(given.own_die)
        run_one(given.run, die, given.own_in or "", float(given.own_chance or 0))
        return 0
    wanted = {name for name in given.only.split(",") if name}
    wrong = 0
    with (
        tempfile.TemporaryDirectory(prefix="fire-") as folder,
        ground_prepared(Path(folder)) as (ground, site),
    ):
        rows = []
        for case in cases(ground, site):
            if wanted and case.name not in wanted:
                continue
            fire = Fire(case, ground, given.seed)
            for number in range(given.kills):
                (fire.at_a_step if number % 2 == 0 else fire.at_a_moment)(number)
            for number in range(given.pairs):
                fire.two_at_once(number)
            score = fire.score
            tried = score.steps + score.moments + score.pairs
            wrong += len(score.wrong)
            rows.append(
                (
                    case.name,
                    f"{fire.seconds:.1f}",
                    score.steps,
                    score.moments,
                    score.late,
                    score.pairs,
                    tried - len(score.wrong),
                    len(score.wrong),
                )
            )
            say(json.dumps(rows[-1]))
        say(
            "| command | seconds | killed at a step | at a moment | of these too late | pairs | held | failed |"
        )
        say("|---|---|---|---|---|---|---|---|")
        for row in rows:
            say(f"| {' | '.join(map(str, row))} |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
