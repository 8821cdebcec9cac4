import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tiny_notebooks import Built, alive, briefing, code, report, run_build, write_notebook

from helpers.publish import build as build_module
from helpers.publish.build import build
from helpers.publish.errors import PublishError

HOSTILE = r"""
    text = "See <script>alert(1)</script> [press](javascript:alert(1)) ![see](https://example.org/a.png) <b onclick=1>b</b>"
    display(Markdown(text))
"""
KILLS_KERNEL = "import os\nos.kill(os.getpid(), 9)"
KILLS_WORKER = "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(300)"
LEAVES_CHILD = """
    import subprocess
    child = subprocess.Popen(["sleep", "300"], start_new_session=True)
"""


@pytest.fixture(scope="session")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Good and bad reports in one build of two workers; the bad ones stand between the good."""
    folder = tmp_path_factory.mktemp("mixed {notebooks}")  # braces: papermill fills them in, in a path
    good = briefing(folder / "good.ipynb")
    bad = {
        "raises": ("1 / 0", "print('never')"),
        "warns": ("import warnings\nwarnings.warn('beware')",),
        "killed": (KILLS_KERNEL, "print('never')"),
        "workerless": (KILLS_WORKER,),
        "exits": ("raise SystemExit(0)",),
        "misspelt": ("area ===",),
        "headless": ("display(Markdown('# A second heading'))",),
    }
    reports = [report(good, "essex")]
    reports += [report(briefing(folder / f"{name}.ipynb", *cells), name) for name, cells in bad.items()]
    reports += [
        report(briefing(folder / "hostile.ipynb", HOSTILE), "hostile"),
        report(briefing(folder / "parent.ipynb", LEAVES_CHILD), "parent"),
        report(good, "kent", group="South East"),
        report(good, "kent", folder="2020", group="South East"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_TEST", str(folder))
        return run_build(reports, tmp_path_factory.mktemp("out"))


GOOD = ["2020/kent", "2023/essex", "2023/hostile", "2023/kent", "2023/parent"]


def test_good_reports_are_published_among_bad_ones(mixed: Built) -> None:
    files = [f"{name}.{ending}" for name in GOOD for ending in ("html", "ipynb")]
    assert mixed.files() == sorted(["2020", "2023", "index-2020.html", "index.html", "ledger.json", *files])
    assert (mixed.summary.built, mixed.summary.failed, mixed.summary.unchanged) == (5, 7, 0)


def test_a_page_says_what_its_parameters_gave(mixed: Built) -> None:
    assert "<title>Briefing for essex</title>" in mixed.page("essex")
    assert '<a href="#fact-count">987</a> in 2023.' in mixed.page("essex")
    assert '<a href="#fact-count">987</a> in 2020.' in mixed.page("kent", "2020")


@pytest.mark.parametrize(
    ("area", "reason"),
    [
        ("raises", "cell 3 (`1 / 0`): ZeroDivisionError: division by zero"),
        ("misspelt", "cell 3 (`area ===`): SyntaxError: invalid syntax"),
        ("exits", "cell 3 (`raise SystemExit(0)`): SystemExit: 0"),
        ("killed", "cell 3 (`import os`): the kernel died while it ran"),
        ("workerless", "cell 3 (`import os, time`): its worker process died (exit code -9)"),
        ("warns", "cell 3 (`import warnings`): it wrote to stderr, where a clean run is silent: "),
        ("headless", "the page is not fit to publish: it has 2 level-one headings, not one"),
    ],
)
def test_a_failure_names_its_cell_and_reason(mixed: Built, area: str, reason: str) -> None:
    assert mixed.reason(area).startswith(reason)


def test_what_a_cell_wrote_to_stderr_is_told(mixed: Built) -> None:
    assert "UserWarning: beware" in mixed.reason("warns")


def test_every_report_starts_and_finishes_once(mixed: Built) -> None:
    for kind in ("started", "finished"):
        names = [event.report.name for event in mixed.events if event.kind == kind and event.report]
        assert sorted(names) == sorted(report.name for report in mixed.reports)


def test_nothing_that_a_report_started_outlives_it(mixed: Built) -> None:
    notebooks = mixed.reports[0].notebook.parent
    assert alive(str(notebooks)) == []


def test_the_ledger_records_inputs_versions_and_outcomes(mixed: Built) -> None:
    ledger = json.loads((mixed.out / "ledger.json").read_text(encoding="utf-8"))
    assert ledger["inputs"] == {"data/a.csv": "0" * 64}
    assert ledger["versions"]["papermill"].startswith("2.")
    assert ledger["reports"]["2023/kent"]["parameters"] == {"area": "kent", "year": 2023}
    assert ledger["reports"]["2023/killed"]["outcome"] == "failed"
    assert ledger["reports"]["2023/killed"]["reason"] == mixed.reason("killed")


def test_the_index_links_pages_and_explains_gaps(mixed: Built) -> None:
    index = (mixed.out / "index.html").read_text(encoding="utf-8")
    assert '<a href="2023/essex.html">Essex</a>' in index
    assert "<bdi>Raises</bdi> – not published: the build failed (cell 3 (`1 / 0`): ZeroDivisionError" in index
    assert '<a href="2020/kent.html">Kent</a>' in (mixed.out / "index-2020.html").read_text(encoding="utf-8")


def test_hostile_markdown_is_inert(mixed: Built) -> None:
    page = mixed.page("hostile")
    assert "<p>See &lt;script&gt;alert(1)&lt;/script&gt; press see &lt;b onclick=1&gt;b&lt;/b&gt;</p>" in page


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two of the same reports elsewhere: another folder, another place in time and language, one worker."""
    notebook = briefing(tmp_path_factory.mktemp("elsewhere") / "good.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Kiritimati")
        patch.setenv("LC_ALL", "C")
        patch.setenv("PYTHONHASHSEED", "7")
        reports = [report(notebook, "kent", group="South East"), report(notebook, "essex")]
        return run_build(reports, tmp_path_factory.mktemp("out") / "new" / "folder", workers=1)


@pytest.mark.parametrize("name", ["essex.html", "essex.ipynb", "kent.html", "kent.ipynb"])
def test_the_same_input_gives_the_same_bytes_anywhere(mixed: Built, again: Built, name: str) -> None:
    assert (again.out / "2023" / name).read_bytes() == (mixed.out / "2023" / name).read_bytes()


def test_a_second_build_starts_no_kernel(again: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "Crew", None)
    second = run_build(again.reports, again.out)
    assert second.summary.unchanged == 2
    assert [(event.kind, event.outcome) for event in second.events] == [("finished", "unchanged")] * 2


@pytest.mark.parametrize("change", ["page", "notebook", "input", "parameter"])
def test_a_change_makes_a_report_due(again: Built, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(build_module, "Crew", refuse)
    kent = again.reports[0]
    page, source = again.out / "2023" / "kent.html", kent.notebook.read_text(encoding="utf-8")
    before = page.read_bytes()
    try:
        if change == "page":
            page.write_bytes(before + b" ")
        if change == "notebook":
            kent.notebook.write_text(source + "\n", encoding="utf-8")
        inputs = {"data/a.csv": "1" * 64 if change == "input" else "0" * 64}
        wanted = report(kent.notebook, "kent", group="South East")
        if change == "parameter":
            wanted.parameters["year"] = 2022  # type: ignore[index]
        with pytest.raises(InterruptedError):
            build([wanted], again.out, inputs, 1, False, lambda _: None)
    finally:
        page.write_bytes(before)
        kent.notebook.write_text(source, encoding="utf-8")


def test_force_builds_anew_and_a_failure_withdraws_the_older_page(again: Built, mixed: Built) -> None:
    kent = again.reports[0]
    broken = report(mixed.reports[1].notebook, "essex")
    result = run_build([kent, broken], again.out, force=True)
    assert (result.summary.built, result.summary.failed) == (1, 1)
    assert result.page("kent") == mixed.page("kent")
    assert result.files() == ["2023", "2023/kent.html", "2023/kent.ipynb", "index.html", "ledger.json"]
    assert "<bdi>Essex</bdi> – not published" in (again.out / "index.html").read_text(encoding="utf-8")


def test_a_damaged_ledger_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_text('{"reports": {"a/../b": 3}}', encoding="utf-8")
    result = run_build([], tmp_path)
    assert [event.kind for event in result.events] == ["warning"]
    assert "ledger.json cannot be read" in result.events[0].reason


def refusal(reports: list[object], out: Path, workers: int = 1) -> str:
    with pytest.raises(PublishError) as error:
        build(reports, out, {}, workers, False, lambda _: None)  # type: ignore[arg-type]
    return str(error.value)


def test_a_folder_that_cannot_be_written_is_refused_before_any_kernel(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    assert "cannot write pages into" in refusal([wanted], tmp_path / "file" / "reports")
    assert "cannot write pages into" in refusal([wanted], Path("/proc/reports"))


def test_a_folder_is_one_builds_at_a_time(tmp_path: Path) -> None:
    answers: list[str] = []
    (tmp_path / "ledger.json").write_text("damaged", encoding="utf-8")
    build([], tmp_path, {}, 1, False, lambda _: answers.append(refusal([], tmp_path)))
    assert "another build is writing to" in answers[0]


def test_a_misspelt_parameter_is_refused_before_any_kernel(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", code('arae = "essex"\nyear = 2020', "parameters"))
    assert "has no parameter 'area': did you mean 'arae'?" in refusal([report(notebook, "kent")], tmp_path)


def test_two_reports_of_one_address_are_refused(tmp_path: Path) -> None:
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    assert "2023/essex" in refusal([wanted, wanted], tmp_path)


def test_no_workers_are_refused(tmp_path: Path) -> None:
    assert "give 1 or more" in refusal([], tmp_path, workers=0)


CHILD = """
import sys
from pathlib import Path
from helpers.publish.build import Interrupted, build
from helpers.publish.report import Report

def tell(event):
    print(event.kind, event.report.slug, flush=True)

if __name__ == "__main__":
    quick, slow, out = map(Path, sys.argv[1:])
    values = {"title": "T", "group": "G", "parameters": {}}
    reports = [Report(quick, "2023", "quick", **values), Report(slow, "2023", "slow", **values)]
    reports += [Report(slow, "2023", "later", **values)]
    try:
        build(reports, out, {}, 2, False, tell)
    except Interrupted as stopped:
        print(stopped)
"""


def start_build(folder: Path, mark: str) -> subprocess.Popen[str]:
    """Start a build of its own process group, whose second report never ends, and wait until its first is done."""
    (folder / "child.py").write_text(CHILD, encoding="utf-8")
    quick = briefing(folder / "quick.ipynb")
    slow = briefing(folder / "slow.ipynb", "import time\ntime.sleep(300)")
    child = subprocess.Popen(
        [sys.executable, "child.py", quick, slow, folder / "out"],
        cwd=folder,
        env=os.environ | {"BRIEFING_TEST": mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout
    while child.stdout.readline() != "finished quick\n":
        assert child.poll() is None, child.stderr and child.stderr.read()
    assert any("ipykernel" in line for line in alive(mark))
    return child


def gone(mark: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not alive(mark)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_only_what_is_complete(tmp_path: Path, number: signal.Signals) -> None:
    child = start_build(tmp_path, str(tmp_path))
    if number == signal.SIGINT:
        os.killpg(child.pid, number)  # as a terminal does
    else:
        child.send_signal(number)
    out, err = child.communicate(timeout=20)
    assert out.splitlines()[-1] == (
        "interrupted: 1 built, 0 unchanged, 0 failed, 2 not done; build again to go on"
    )
    assert err == ""
    assert gone(str(tmp_path), seconds=1)
    assert Built(tmp_path / "out", [], [], None).files() == [  # type: ignore[arg-type]
        "2023",
        "2023/quick.html",
        "2023/quick.ipynb",
        "index.html",
        "ledger.json",
    ]


def test_the_next_build_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    child = start_build(tmp_path, str(tmp_path))
    child.kill()
    child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe:
            pipe.close()
    assert list((tmp_path / "out").glob(".build-*"))
    result = run_build([], tmp_path / "out")
    assert [name for name in result.files() if ".build-" in name] == []
    assert gone(str(tmp_path), seconds=10)
