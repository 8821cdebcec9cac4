"""Real reports of areas of different character, built as users build them: stable, complete, fit to read."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from speed import EVERYTHING, HANGS, some
from typer.testing import CliRunner

from helpers.catalogue import modules_to_preload, read_inputs, reports
from helpers.commands.cli import app
from helpers.paths import ROOT
from helpers.publish.build import build as build_reports
from helpers.publish.ledger import read_ledger
from helpers.publish.workers.executor import Options
from helpers.publish.workers.local import LocalExecutor

pytestmark = pytest.mark.whole

AREAS = ("cambridgeshire", "gloucestershire", "london", "gwent")  # full, sparse, two forces in one, Welsh


def build(out: Path, areas: tuple[str, ...], year: int, *options: str, **environment: str) -> Path:
    command = [
        sys.executable,
        "-m",
        "helpers.commands.cli",
        "build",
        *areas,
        "--year",
        str(year),
        "--out",
        str(out),
        *options,
    ]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=HANGS
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out / str(year)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("reports"), AREAS, 2023, "--workers", "2")


def nbval(notebook: Path) -> str:
    """Run the cells again and compare their outputs strictly, with no sanitizer."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-o",
        "addopts=",
        "--nbval",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run([*command, str(notebook)], capture_output=True, text=True, cwd=ROOT, timeout=HANGS)
    return done.stdout + done.stderr


def one_after_another(notebooks: Iterable[Path], out: Path) -> Path:
    """Write all cells into one notebook, for one kernel, which forgets every name before each part."""
    forget = nbformat.v4.new_code_cell("%reset -f", execution_count=1)
    cells = [cell.copy() for path in notebooks for cell in (forget, *nbformat.read(path, as_version=4).cells)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), out)
    return out


def code_cells(notebook: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


def test_the_committed_notebooks_and_freshly_built_ones_give_the_outputs_that_they_hold(
    built: Path, tmp_path: Path
) -> None:
    committed = sorted((ROOT / "notebooks").glob("*.ipynb"), key=lambda path: path.stem == "explore")
    fresh = [built / f"{area}.ipynb" for area in some(["gwent"], AREAS)]
    # Last the one that changes how charts look, for as long as its kernel lives.
    everything = one_after_another([*fresh, *committed], tmp_path / "all.ipynb")
    cells = code_cells(everything)
    assert all(cell.execution_count for cell in cells), "nbval passes over a cell that never ran"
    assert f"{len(cells)} passed" in nbval(everything)


def test_the_same_input_gives_the_same_bytes_whatever_the_folder_time_zone_locale_or_workers(
    built: Path, tmp_path: Path
) -> None:
    again = build(
        tmp_path / "elsewhere", AREAS, 2023, "--workers", "1", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7"
    )
    names = sorted(path.name for path in built.iterdir())
    pages = [f"{area}.{kind}" for area in AREAS for kind in ("html", "ipynb", "json", "csv", "xlsx")]
    assert names == sorted([*pages, "all-areas.csv", "all-areas.xlsx"])
    assert [name for name in names if (built / name).read_bytes() != (again / name).read_bytes()] == []


def test_plain_papermill_gives_the_same_report(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    notebook = str(ROOT / "notebooks" / "area_briefing.ipynb")
    command = [
        sys.executable,
        "-m",
        "papermill",
        notebook,
        str(out),
        "-p",
        "area",
        "gwent",
        "-p",
        "year",
        "2023",
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, timeout=HANGS)
    outputs = [
        [[part.data for part in cell.outputs] for cell in code_cells(path) if cell.outputs]
        for path in (out, built / "gwent.ipynb")
    ]
    assert outputs[0] == outputs[1]


def test_the_notebook_run_by_hand_is_the_report_of_its_defaults(built: Path) -> None:
    by_hand = [
        cell.outputs for cell in code_cells(ROOT / "notebooks" / "area_briefing.ipynb") if cell.outputs
    ]
    built_cells = [cell.outputs for cell in code_cells(built / "cambridgeshire.ipynb") if cell.outputs]
    assert [[part["data"] for part in outputs] for outputs in by_hand] == [
        [part["data"] for part in outputs] for outputs in built_cells
    ]


class Words(HTMLParser):
    """The text that a reader of a page sees, the addresses it would fetch, and the targets of its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [values["href"]] if tag == "a" and values.get("href") else []
        self.fetched += [value for name in ("src", "srcset", "data") if (value := values.get(name))]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] not in ("style", "title"):
            self.text.append(data)


@pytest.mark.parametrize("area", AREAS)
def test_a_page_is_whole_offline_and_says_nothing_that_is_not_there(area: str, built: Path) -> None:
    page = (built / f"{area}.html").read_text()
    words = Words(page)
    assert words.tags.count("h1") == 1
    assert not {"script", "iframe", "link"} & set(words.tags)
    assert words.fetched == []
    assert re.findall(r"@import|url\((?!#)", page) == []
    targets = [link[1:] for link in words.links if link.startswith("#")]
    assert set(targets) <= set(words.ids)
    assert len(words.ids) == len(set(words.ids))
    text = " ".join(words.text)
    assert re.findall(r"\bnan\b|\bNone\b|\bNaN\b|\b1 offenders\b|report\.\w+\(", text) == []


def test_the_ledger_says_what_every_page_was_made_of(built: Path) -> None:
    ledger = read_ledger(built.parent / "ledger.jsonl", pytest.fail)
    assert set(ledger.entries) == {f"2023/{area}" for area in (*AREAS, "all-areas")}
    assert {"data/raw/mappa_figures.csv", "uv.lock", "src/helpers/pages/area.py"} <= set(ledger.inputs)
    assert {"python", "papermill", "pandas"} <= set(ledger.versions)
    entry = ledger.entries["2023/gwent"]
    assert entry.parameters == {"area": "gwent", "year": 2023}
    assert (entry.outcome, entry.reason) == ("built", "new")
    assert entry.seconds > 0
    assert {"rso_count", "words"} <= set(entry.basis)


def test_nothing_changed_builds_nothing(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.iterdir()}
    build(built.parent, AREAS, 2023)
    assert {path: path.stat().st_mtime_ns for path in built.iterdir()} == before


def test_the_index_leads_to_every_page(built: Path) -> None:
    index = Words((built.parent / "index.html").read_text())
    assert {link for link in index.links if link.endswith("gwent.html")} == {"2023/gwent.html"}
    assert all((built.parent / link).is_file() for link in index.links if link.endswith(".html"))


def test_papermills_own_engine_gives_the_same_bytes(tmp_path: Path) -> None:
    """For every kind of report; that no area is another for an engine, a nightly run shows."""
    chosen = ("gwent", "region-wales")
    wanted = [one for one in reports(2023) if EVERYTHING or one.slug in chosen]
    warm, kernels = tmp_path / "warm", tmp_path / "papermill"
    for out in (warm, kernels):
        options = Options(1, out.name, modules_to_preload(wanted))
        made_by = partial(LocalExecutor, options)
        assert build_reports(wanted, out, read_inputs, made_by, False, lambda _: None).built == len(wanted)
    made = {
        path.relative_to(warm): path.read_bytes()
        for path in warm.rglob("*")
        if path.is_file() and path.name not in ("ledger.jsonl", ".lock")
    }
    assert len(made) > 5 * len(wanted)
    assert [name for name, page in made.items() if (kernels / name).read_bytes() != page] == []


# Checks -----------------------------------------------------------------------------------------------------

AROUND = ("2023/all-areas.csv", "2023/all-areas.xlsx", "index.html")
Said = tuple[int, list[str]]


def check(out: Path) -> Said:
    done = CliRunner().invoke(app, ["check", *AREAS, "--year", "2023", "--out", str(out)])
    return done.exit_code, [line for line in done.stdout.splitlines() if ": built" not in line]


def replace(path: Path, old: bytes, new: bytes) -> tuple[str, str]:
    """Edit a file; its hash before and after."""
    before = path.read_bytes()
    path.write_bytes(before.replace(old, new) if old in before else before + b"\0")
    return hashlib.sha256(before).hexdigest(), hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def damaged(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """Pages and what stands around them, damaged in many ways by hand; and what a check says of that."""
    out = tmp_path_factory.mktemp("damaged") / "out"
    shutil.copytree(built.parent, out)
    shutil.copy(out / "2023" / "gwent.html", out / "2023" / "atlantis.html")
    replace(out / "2023" / "gwent.html", b"2023", b"2024")
    (out / "2023" / "london.html").unlink()
    for name in AROUND:
        replace(out / name, b"987", b"978")
    ledger = out / "ledger.jsonl"
    for ending in ("html", "json"):
        old, new = replace(out / "2023" / f"cambridgeshire.{ending}", b"987", b"978")
        replace(ledger, old.encode(), new.encode())
    return out, check(out)


def test_a_check_finds_nothing_where_nothing_is_wrong_and_writes_nothing(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built.parent, tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*") if path.is_file()}
    code, said = check(tmp_path / "out")
    assert (code, said[-1]) == (0, "4 checked, 0 differ, 0 cannot be built")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*") if path.is_file()} == before


def test_a_check_finds_an_edited_a_missing_and_a_left_over_page(damaged: tuple[Path, Said]) -> None:
    code, said = damaged[1]
    assert code == 1
    assert "2023/gwent: edited: the html was changed after publication; build it again" in said
    assert "2023/london: missing: 2023/london.html is not there; build it" in said
    assert "2023/atlantis: left over: no such area: remove the page" in said


def test_a_check_names_a_figure_that_is_published_wrong(damaged: tuple[Path, Said]) -> None:
    """Someone who changes page, data and ledger alike leaves no other trace than the figure."""
    said = damaged[1][1]
    assert any(line.startswith("2023/cambridgeshire: figures: ") and "978" in line for line in said), said


def test_what_stands_around_the_pages_is_checked_and_made_anew_too(
    damaged: tuple[Path, Said], built: Path
) -> None:
    out, (_, said) = damaged
    for name in AROUND:
        subject = name.rpartition(".")[0]
        assert [line for line in said if ": edited: " in line and line.startswith(subject)], name
    for name in ("ledger.jsonl", "2023/cambridgeshire.html", "2023/cambridgeshire.json"):
        shutil.copy(built.parent / name, out / name)  # where no build can know that anything is wrong
    build(out, AREAS, 2023)
    assert [name for name in AROUND if (out / name).read_bytes() != (built.parent / name).read_bytes()] == []
    for name in AROUND:
        (out / name).unlink()
    _, said = check(out)
    for name in AROUND:
        subject = name.rpartition(".")[0]
        assert [line for line in said if ": missing: " in line and line.startswith(subject)], name


def test_what_reports_are_forked_from_draws_without_scipy() -> None:
    """seaborn would import it where it is installed, as it is here, and no page needs it."""
    modules = modules_to_preload(reports(2023))
    code = f"import importlib, sys; [importlib.import_module(name) for name in {modules!r}]; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=HANGS)
    assert done.stdout.split() == ["False"], done.stderr
