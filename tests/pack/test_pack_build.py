"""Pages of packs as ``briefings build --pack`` publishes them: beside briefings, and apart from them."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from released import PARTS, files, stage_two
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.errors import Misused
from helpers.pack.disclosure.audiences import audience
from helpers.pack.disclosure.files import disclose, read_tables
from helpers.pack.showing.reading import folder_of, name_of
from helpers.paths import DATA

SPECIMEN = DATA / "specimens" / "pack-inspector"
INSPECTOR = "specimen-constabulary-inspector-2025-02-23"
PUBLIC = "specimen-constabulary-public-2025-02-23"
# Measures of which a note has one row, so that a link to a withheld one shows its mark.
OF_ONE_ROW = (
    "P05.not_seen",
    "P10.repeated",
    "P13.overdue",
    "P19.not_low",
    "P19.not_authorised",
    "P18.unallocated",
)
ENDINGS = ("csv", "html", "ipynb", "json", "xlsx")


def briefings(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [f"{argument}" for argument in arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_the_shipped_folder_of_an_inspector_is_what_is_disclosed_of_the_shipped_pack():
    tables = read_tables(DATA / "specimens" / "pack")
    made, _ = disclose(tables, PARTS, audience("inspector"), on=date(2040, 1, 1))
    assert {path.name: path.read_bytes() for path in SPECIMEN.iterdir()} == made


@pytest.mark.whole
def test_packs_are_built_kept_listed_apart_and_withdrawn_once_their_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out, public = tmp_path / "site", tmp_path / "public"
    public.mkdir()
    for name, content in files("public", stage_two(cases=250)).items():
        (public / name).write_bytes(content)
    inspector = shutil.copytree(SPECIMEN, tmp_path / "inspector")
    monkeypatch.setenv("BRIEFINGS_PACKS", "")
    briefings("build", "--pack", inspector, "--pack", public, "--out", out)
    # One file for each ending and audience, and none of both together.
    assert sorted(path.name for path in (out / "packs").iterdir()) == sorted(
        f"{name}.{ending}" for name in (INSPECTOR, PUBLIC) for ending in ENDINGS
    )
    check_index((out / "index.html").read_text(encoding="utf-8"))
    check_files(out / "packs" / INSPECTOR)
    for path in out.rglob("*"):  # where the folders lie is told by no file
        if path.is_file():
            assert f"{tmp_path}" not in every_text(path), path
    assert "packs/" + PUBLIC in briefings("sign-off", PUBLIC, "--by", "A. Reader", "--out", out)
    assert "unchanged" in briefings("build", "--pack", inspector, "--out", out)
    # A number that changes in the folder of one of them, and another folder that is moved away.
    measures = inspector / "measures.csv"
    measures.write_bytes(measures.read_bytes().replace(b",95,", b",96,"))
    (inspector / "weekly.csv").touch()
    shutil.move(public, tmp_path / "elsewhere")
    with (inspector / "warnings.csv").open("a", encoding="utf-8") as warnings:
        warnings.write(
            "Specimen Constabulary,2025-02-23,1,manifest.csv,extracted_at,,all,,2025-1,,SYNTHETIC\n"
        )
    output = briefings("build", "method", "--out", out)
    assert "changed: pack" in output
    assert "nothing that can be built has this name" in output
    assert not list((out / "packs").iterdir())


def test_a_pack_is_never_built_on_a_cluster_and_one_sentence_says_so(tmp_path: Path):
    told = briefings(
        *("build", "--pack", SPECIMEN, "--scheduler", "tcp://127.0.0.1:1", "--out", tmp_path), code=2
    )
    told = " ".join(told.replace("│", " ").split())
    assert "a pack is built on the machine that holds its folder, and never on a cluster" in told
    assert not list(tmp_path.iterdir())


def test_two_packs_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BRIEFINGS_PACKS", "")
    for place in ("one", "another"):
        shutil.copytree(SPECIMEN, tmp_path / place / "inspector")
        assert name_of(tmp_path / place / "inspector") == "inspector"
    with pytest.raises(Misused, match="two packs are called 'inspector'"):
        folder_of("inspector")


def check_index(index: str) -> None:
    packs = index.partition('<h2 id="packs">')[2].partition("</section>")[0]
    assert "management information, not official statistics" in packs
    assert packs.count("SYNTHETIC") >= 2
    assert f"packs/{PUBLIC}.html" in packs
    assert f"packs/{PUBLIC}.html" not in index.replace(packs, "")


def every_text(path: Path) -> str:
    """All that a file holds, with what is packed in it."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def check_files(page: Path) -> None:
    """The numbers of every file are those of the audience's own tables, for the same cells."""
    summary = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    handed = {fact["id"]: fact for fact in summary["facts"]}
    hidden = {name for name, fact in handed.items() if fact["status"] == "withheld"}
    assert len(hidden) > 100
    sheet = openpyxl.load_workbook(page.with_suffix(".xlsx"))["Figures"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if row[0] == "report")
    for row in rows[rows.index(head) + 1 :]:
        cells = dict(zip(head, row, strict=True))
        if cells["id"] in hidden:
            assert {cells["value"], cells["low"], cells["high"]} <= {"[x]", "[z]", None}
    notebook = json.loads(page.with_suffix(".ipynb").read_text(encoding="utf-8"))
    assert "data/specimens/pack/" not in json.dumps(notebook)
    html = re.sub("<small>.*?</small>", "", page.with_suffix(".html").read_text(encoding="utf-8"))
    alone = [stem for stem in OF_ONE_ROW if {f"{stem}.n", f"{stem}.of", f"{stem}.share"} <= hidden]
    assert alone
    shown = [
        text
        for stem in alone
        for text in re.findall(rf'href="#fact-{re.sub("[._]", "-", stem.lower())}-n"[^>]*>(.*?)</a>', html)
    ]
    # Else it is a number of the words that define the measure, such as a window of 13 weeks.
    assert [text for text in shown if not re.fullmatch(r"\[c\]|\d\d+(?:th|%)?(?: to \d+)?", text)] == []
