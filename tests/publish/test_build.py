from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from chaos import Prepared
from speed import HANGS, some, until
from tiny_notebooks import (
    INPUTS,
    SLEEPS,
    Built,
    alive,
    briefing,
    code,
    prepared_build,
    report,
    run_build,
    write_notebook,
)
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.publish.build import build
from helpers.publish.downloads import FACTS
from helpers.publish.errors import PublishError
from helpers.publish.ledger import read_ledger
from helpers.publish.notebook import SUMMARY
from helpers.publish.report import Report
from helpers.publish.workers import local
from helpers.publish.workers.executor import Executor, Options
from helpers.publish.workers.local import LocalExecutor

HOSTILE = r"""
    text = "See <script>alert(1)</script> [press](javascript:alert(1)) ![see](https://example.org/a.png) <b onclick=1>b</b>"
    display(Markdown(text))
"""
KILLS_KERNEL = "import os\nos.kill(os.getpid(), 9)"
KILLS_WORKER = "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(100_000)"
FAILS_WHEN_SHOWN = """
    class Chart:
        def __repr__(self):
            return "a chart that is drawn when it is shown"
        def _repr_html_(self):
            return 1 / 0
    Chart()
"""
LEAVES_CHILD = """
    import subprocess
    child = subprocess.Popen(["sleep", "100000"], start_new_session=True)
"""


@pytest.fixture(scope="session", params=["warm", "papermill"])
def mixed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Good and bad reports in one build; the bad ones stand between the good."""
    folder = tmp_path_factory.mktemp("mixed {notebooks}")  # braces: papermill fills them in, in a path
    good = briefing(folder / "good.ipynb")
    bad = {
        "raises": ("1 / 0", "print('never')"),
        "warns": ("import warnings\nwarnings.warn('beware')",),
        "killed": (KILLS_KERNEL, "print('never')"),
        "exits": ("raise SystemExit(0)",),
        "misspelt": ("area ===",),
        "undrawn": (FAILS_WHEN_SHOWN,),
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
        return run_build(reports, tmp_path_factory.mktemp("out"), engine=request.param)


GOOD = ["2020/kent", "2023/essex", "2023/hostile", "2023/kent", "2023/parent"]


def test_good_reports_are_published_among_bad_ones(mixed: Built) -> None:
    files = [f"{name}.{ending}" for name in GOOD for ending in ("html", "ipynb", "json")]
    assert mixed.files() == sorted(["2020", "2023", "index-2020.html", "index.html", "ledger.jsonl", *files])
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
        ("undrawn", "cell 3 (`class Chart:`): ZeroDivisionError: division by zero"),
        ("exits", "cell 3 (`raise SystemExit(0)`): SystemExit: 0"),
        ("warns", "cell 3 (`import warnings`): it wrote to stderr, where a clean run is silent: "),
        ("headless", "the page is not fit to publish: it has 2 level-one headings, not one"),
    ],
)
def test_a_failure_names_its_cell_and_reason(mixed: Built, area: str, reason: str) -> None:
    assert mixed.reason(area).startswith(reason)


def test_a_kernel_that_died_is_told_with_its_cell(mixed: Built) -> None:
    assert re.match(r"cell 3 \(`import os`\): (the kernel|its worker process) died", mixed.reason("killed"))


@pytest.mark.whole
@pytest.mark.parametrize("engine", ["warm", "papermill"])
def test_a_report_that_kills_the_process_above_it_is_its_own_failure(engine: str, tmp_path: Path) -> None:
    reports = [report(briefing(tmp_path / "a.ipynb", KILLS_WORKER), "workerless")]
    reports += [report(briefing(tmp_path / "good.ipynb"), "essex")]
    result = run_build(reports, tmp_path / "out", workers=1, engine=engine)
    assert result.reason("workerless").startswith("cell 3 (`import os, time`): its worker process died")
    assert result.summary.built == 1


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
    ledger = read_ledger(mixed.out / "ledger.jsonl", pytest.fail)
    assert ledger.inputs == INPUTS
    assert ledger.versions["papermill"].startswith("2.")
    kent = ledger.entries["2023/kent"]
    assert kent.parameters == {"area": "kent", "year": 2023}
    page = (mixed.out / "2023" / "kent.html").read_bytes()
    assert kent.hashes["html"] == hashlib.sha256(page).hexdigest()
    killed = ledger.entries["2023/killed"]
    assert (killed.outcome, killed.reason, killed.hashes) == ("failed", mixed.reason("killed"), {})


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
        reports.append(report(notebook, "kent", folder="2020", group="South East"))
        return run_build(reports, tmp_path_factory.mktemp("out") / "new" / "folder", workers=1)


@pytest.mark.parametrize("name", ["essex.html", "essex.ipynb", "kent.html", "kent.ipynb"])
def test_the_same_input_gives_the_same_bytes_anywhere(mixed: Built, again: Built, name: str) -> None:
    assert (again.out / "2023" / name).read_bytes() == (mixed.out / "2023" / name).read_bytes()


def test_a_second_build_starts_no_process(again: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_start_pool", None)
    second = run_build(again.reports, again.out)
    assert second.summary.unchanged == 3
    assert [(event.kind, event.outcome) for event in second.events] == [("finished", "unchanged")] * 3


CHANGES = {
    "page": "its html changed by another hand",
    "summary": "its json changed by another hand",
    "no page": "its page is missing",
    "notebook": "changed: notebook",
    "data": "the data changed",
    "helpers": "changed: helpers",
    "lock": "changed: lock",
    "parameter": "changed: parameters",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_makes_a_report_due_and_is_named(built: Built, change: str) -> None:
    kent = built.reports[0]
    page, summary = (built.out / "2023" / f"kent.{ending}" for ending in ("html", "json"))
    inputs = dict(INPUTS)
    if change == "page":
        page.write_bytes(page.read_bytes() + b" ")
    if change == "summary":
        summary.write_bytes(b"{}")
    if change == "no page":
        page.unlink()
    if change == "notebook":
        kent.notebook.write_text(kent.notebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    key = {"data": "data/a.csv", "helpers": "src/a.py", "lock": "uv.lock"}.get(change)
    if key:
        inputs[key] = "9" * 64
    wanted = report(kent.notebook, "kent", group="South East")
    if change == "parameter":
        wanted.parameters["year"] = 2022  # type: ignore[index]
    result = prepared_build([wanted], built.out, inputs=inputs)
    assert result.why("kent") == [CHANGES[change]] * 2
    assert result.summary.built == 1
    assert prepared_build([wanted], built.out, inputs=inputs).summary.unchanged == 1


def test_a_page_leads_to_the_same_page_of_each_year_in_the_folder(mixed: Built) -> None:
    assert '<a href="../2020/kent.html">2020</a>' in mixed.page("kent")
    assert '<a href="../2023/kent.html">2023</a>' in mixed.page("kent", "2020")
    assert 'class="years"' not in mixed.page("essex")


def test_a_new_year_makes_a_page_due_when_it_is_asked_for_and_withdraws_none(built: Built) -> None:
    (kent,) = built.reports
    kent_2024 = report(kent.notebook, "kent", folder="2024", group="South East")
    every = {"2023": [kent], "2024": [kent_2024]}
    newer = prepared_build([kent_2024], built.out, reports_in=lambda folder: every[folder])
    assert "2023/kent.html" in newer.files()
    assert [event.reason for event in newer.events if event.kind == "warning"] == []
    again = prepared_build([kent], built.out, reports_in=lambda folder: every[folder])
    assert again.why("kent")[0] == "changed: years"
    assert "2024/kent.html" in again.files()
    assert prepared_build([kent, kent_2024], built.out).summary.unchanged == 2


def test_a_page_that_is_out_of_date_is_gone_before_anything_is_built(built: Built) -> None:
    class Interrupting(Prepared):
        def submit(self, report: Report) -> None:  # noqa: ARG002
            raise InterruptedError

    inputs = INPUTS | {"data/a.csv": "9" * 64}
    with pytest.raises(InterruptedError):
        build(built.reports, built.out, lambda: inputs, lambda _: Interrupting({}), False, lambda _: None)
    assert Built(built.out, [], [], built.summary).files() == ["2023", "index.html", "ledger.jsonl"]
    assert (
        "<bdi>Kent</bdi> – not published: out of date (the data changed)"
        in (built.out / "index.html").read_text()
    )


def test_a_build_with_nothing_to_do_starts_no_worker_and_writes_nothing(built: Built) -> None:
    def no_executor(_: Path) -> Executor:
        raise AssertionError

    def marks() -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in built.out.glob("*.*")}

    def again() -> int:
        return build(built.reports, built.out, lambda: INPUTS, no_executor, False, lambda _: None).unchanged

    again()  # which records that nothing changed
    before = marks()
    assert again() == len(built.reports)
    assert marks() == before
    page = (built.out / "index.html").read_text()
    (built.out / "index.html").write_text("by another hand")
    again()
    assert (built.out / "index.html").read_text() == page


@pytest.mark.whole
def test_the_index_leads_to_no_figures_of_all_areas_that_could_not_be_made_anew(tmp_path: Path) -> None:
    """Also where nothing but they changed, so that the index had nothing else to tell."""

    class Failing(LocalExecutor):
        def downloads(self, title: str, *_: object) -> dict[str, Path]:
            raise PublishError(f"no room for {title}")

    figure = dict.fromkeys(FACTS, "") | {"value": 987, "low": 987, "high": 987, "certain": True}
    facts = [figure | {"id": "count", "sources": [], "inputs": []}]
    headline = {
        "measure": "rso_count",
        "label": "Count",
        "text": "987",
        "status": "published",
        "fact": "fact-count",
    }
    headlines = [headline | {"sort": 987, "low": 987, "high": 987, "change": ""}]
    about = {"title": "A page", "headlines": headlines, "sources": []}
    handed = {
        SUMMARY: "\n".join(map(json.dumps, [about, *facts])),
        "text/plain": "figures",
    }
    notebook = briefing(tmp_path / "figures.ipynb", f"display({handed!r}, raw=True)")
    made = run_build([report(notebook, "essex"), report(notebook, "kent")], tmp_path / "out")
    assert {"2023/all-areas.csv", "2023/all-areas.xlsx"} <= set(made.files())
    assert "all-areas.csv" in (made.out / "index.html").read_text(encoding="utf-8")
    (made.out / "2023" / "all-areas.csv").write_bytes(b"by hand")
    with pytest.raises(PublishError, match="no room for All areas, 2023"):
        build(made.reports, made.out, lambda: INPUTS, partial(Failing, Options(1)), False, lambda _: None)
    assert [name for name in made.files() if "all-areas" in name] == []
    assert "all-areas" not in (made.out / "index.html").read_text(encoding="utf-8")


def test_an_input_that_changes_meanwhile_ends_the_build(built: Built) -> None:
    states = iter([INPUTS, INPUTS | {"uv.lock": "9" * 64}])
    with pytest.raises(PublishError, match=r"^uv\.lock changed while the build ran: "):
        prepared_build(built.reports, built.out, inputs=lambda: next(states), force=True)
    kept = prepared_build(built.reports, built.out)
    assert (kept.summary.unchanged, kept.summary.built) == (1, 0)


@pytest.mark.whole
def test_a_build_of_which_one_report_fails_ends_with_exit_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = briefing(tmp_path / "good.ipynb"), briefing(tmp_path / "bad.ipynb", "1 / 0")
    monkeypatch.setattr("helpers.catalogue.select", lambda *_: [report(good, "essex"), report(bad, "kent")])
    result = CliRunner().invoke(app, ["build", "essex", "kent", "--out", str(tmp_path / "out")])
    assert "1 built, 0 unchanged, 1 failed" in result.output
    assert result.exit_code == 1


@pytest.fixture
def built(tmp_path: Path) -> Built:
    kent = report(briefing(tmp_path / "kent.ipynb"), "kent", group="South East")
    return prepared_build([kent], tmp_path / "out")


def test_force_builds_anew_and_a_failure_withdraws_the_older_page(built: Built) -> None:
    before = built.page("kent")
    essex = report(built.reports[0].notebook, "essex")
    prepared_build([essex], built.out)
    result = prepared_build([*built.reports, essex], built.out, force=True, failing="cell 3: it failed")
    assert (result.summary.built, result.summary.failed) == (1, 1)
    assert result.page("kent") == before
    pages = [f"2023/kent.{ending}" for ending in ("html", "ipynb", "json")]
    assert result.files() == ["2023", *pages, "index.html", "ledger.jsonl"]
    assert "<bdi>Essex</bdi> – not published" in (built.out / "index.html").read_text(encoding="utf-8")


def test_a_damaged_ledger_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text('{"report": "a/../b"}\n', encoding="utf-8")
    result = run_build([], tmp_path)
    assert [event.kind for event in result.events] == ["warning"]
    assert "ledger.jsonl cannot be read in line 1" in result.events[0].reason


def refusal(reports: list[Report], out: Path) -> str:
    with pytest.raises(PublishError) as error:
        run_build(reports, out)
    return str(error.value)


def test_a_folder_that_cannot_be_written_is_refused_before_any_kernel(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    assert "cannot write pages into" in refusal([wanted], tmp_path / "file" / "reports")
    assert "cannot write pages into" in refusal([wanted], Path("/proc/reports"))


def test_a_folder_is_one_builds_at_a_time(tmp_path: Path) -> None:
    answers: list[str] = []
    (tmp_path / "ledger.jsonl").write_text('{"report": "a/../b"}\n', encoding="utf-8")
    tell = lambda _: answers.append(refusal([], tmp_path))  # noqa: E731
    build([], tmp_path, dict, partial(LocalExecutor, Options(1)), False, tell)
    assert "another build is writing to" in answers[0]


def test_a_misspelt_parameter_is_refused_before_any_kernel(tmp_path: Path) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", code('arae = "essex"\nyear = 2020', "parameters"))
    assert "has no parameter 'area': did you mean 'arae'?" in refusal([report(notebook, "kent")], tmp_path)


def test_two_reports_of_one_address_are_refused(tmp_path: Path) -> None:
    wanted = report(briefing(tmp_path / "a.ipynb"), "essex")
    assert "2023/essex" in refusal([wanted, wanted], tmp_path)


CHILD = """
import sys
from pathlib import Path
from functools import partial
from helpers.publish.build import build
from helpers.publish.errors import Interrupted
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor
from helpers.publish.report import Report

def tell(event):
    print(event.kind, event.report.slug, flush=True)

if __name__ == "__main__":
    engine, (quick, slow, out) = sys.argv[1], map(Path, sys.argv[2:])
    values = {"title": "T", "group": "G", "parameters": {}}
    reports = [Report(quick, "2023", "quick", **values), Report(slow, "2023", "slow", **values)]
    reports += [Report(slow, "2023", "later", **values)]
    try:
        build(reports, out, dict, partial(LocalExecutor, Options(2, engine)), False, tell)
    except Interrupted as stopped:
        print(stopped)
"""


def start_build(folder: Path, mark: str, engine: str) -> subprocess.Popen[str]:
    """Start a build in its own process group, whose second report never ends; wait until its first ends."""
    (folder / "child.py").write_text(CHILD, encoding="utf-8")
    quick = briefing(folder / "quick.ipynb")
    slow = briefing(folder / "slow.ipynb", SLEEPS)
    child = subprocess.Popen(
        [sys.executable, "child.py", engine, quick, slow, folder / "out"],
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
    assert len(alive(mark)) > 1
    return child


INTERRUPTED = [
    (number, engine)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for engine in ("warm", "papermill")
]


@pytest.mark.whole
@pytest.mark.parametrize(
    ("number", "engine"), some([INTERRUPTED[1], INTERRUPTED[2], INTERRUPTED[4]], INTERRUPTED)
)
def test_an_interrupted_build_leaves_only_what_is_complete(
    tmp_path: Path, number: signal.Signals, engine: str
) -> None:
    child = start_build(tmp_path, str(tmp_path), engine)
    if number != signal.SIGTERM:
        os.killpg(child.pid, number)  # as a terminal does
    else:
        child.send_signal(number)
    out, err = child.communicate(timeout=HANGS)
    assert out.splitlines()[-1] == (
        "interrupted: 1 built, 0 unchanged, 0 failed, 2 not done; build again to continue"
    )
    assert err == ""
    until(lambda: not alive(str(tmp_path)))
    assert Built(tmp_path / "out", [], [], None).files() == [  # type: ignore[arg-type]
        "2023",
        "2023/quick.html",
        "2023/quick.ipynb",
        "2023/quick.json",
        "index.html",
        "ledger.jsonl",
    ]


@pytest.mark.whole
@pytest.mark.parametrize("engine", some(["papermill"], ["warm", "papermill"]))
def test_the_next_build_clears_what_a_killed_one_left(tmp_path: Path, engine: str) -> None:
    child = start_build(tmp_path, str(tmp_path), engine)
    child.kill()
    child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe:
            pipe.close()
    assert list((tmp_path / "out").glob(".build-*"))
    result = run_build([], tmp_path / "out")
    assert [name for name in result.files() if ".build-" in name] == []
    until(lambda: not alive(str(tmp_path)))


@pytest.mark.whole
def test_no_settings_of_a_user_change_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of Matplotlib, by variable or working folder, nor templates of a user's own."""
    figure = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.close()\nprint('size', plt.rcParams['font.size'])"
    wanted = report(briefing(tmp_path / "reports" / "a.ipynb", figure), "essex")
    plain = run_build([wanted], tmp_path / "plain", workers=1)
    base = tmp_path / "jupyter" / "nbconvert" / "templates" / "base"
    base.mkdir(parents=True)
    (base / "display_priority.j2").write_text("another's")
    (tmp_path / "matplotlibrc").write_text("font.size: 40\n")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "matplotlibrc"))
    monkeypatch.chdir(tmp_path)
    others = run_build([wanted], tmp_path / "others", workers=1)
    assert others.page("essex") == plain.page("essex")
    assert "size 10.0" in plain.page("essex")
