"""Sign-offs of pages: bound to every byte, kept by builds that give the same, void and visible otherwise."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tiny_notebooks import INPUTS, briefing, prepared_build, report

from helpers.publish.approvals import NotFit, refresh, sign, sign_offs, signer
from helpers.publish.errors import PublishError
from helpers.publish.files import claimed, hash_file
from helpers.publish.ledger import SignOff, read_ledger, write_ledger
from helpers.publish.report import Report
from helpers.publish.workers.task import Output

DAY, LATER = date(2026, 5, 3), date(2026, 6, 1)
HOSTILE = "<img src=x onerror=alert(1)>\" '{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    """The page of Essex, built and signed off by A. Reviewer, for each test to copy."""
    folder = tmp_path_factory.mktemp("signed")
    essex = report(briefing(folder / "a.ipynb"), "essex")
    prepared_build([essex], folder / "out")
    sign(folder / "out", essex, "A. Reviewer", DAY, INPUTS, print)
    return essex, folder / "out"


@pytest.fixture
def essex(first: tuple[Report, Path], tmp_path: Path) -> Report:
    return replace(first[0], notebook=Path(shutil.copy(first[0].notebook, tmp_path)))


@pytest.fixture
def out(first: tuple[Report, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(first[1], tmp_path / "out"))


def index(out: Path) -> str:
    """The words of the index."""
    text = (out / "index.html").read_text(encoding="utf-8")
    return " ".join(re.sub("<[^>]*>", " ", re.sub("(?s)<style.*?</style>", "", text)).split())


def lines(out: Path) -> list[dict[str, object]]:
    """The sign-offs in the ledger, as they are written there."""
    rows = [json.loads(line) for line in (out / "ledger.jsonl").read_text().splitlines()]
    return [row for row in rows if "signed" in row]


def test_a_sign_off_names_who_when_and_every_file_and_the_index_shows_it(out: Path) -> None:
    (line,) = lines(out)
    assert (line["signed"], line["by"], line["day"], line["void"]) == (
        "2023/essex",
        "A. Reviewer",
        "2026-05-03",
        "",
    )
    assert line["hashes"] == read_ledger(out / "ledger.jsonl", print).entries["2023/essex"].hashes
    assert set(line["hashes"]) >= {"html", "ipynb", "json"}
    assert "Signed off by A. Reviewer on 3 May 2026" in index(out)


@pytest.mark.parametrize("ending", ["html", "ipynb", "json"])
def test_one_byte_changed_in_any_file_voids_it_in_the_ledger_and_the_index(out: Path, ending: str) -> None:
    path = out / "2023" / f"essex.{ending}"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert [one.void for one in sign_offs(out, print)] == ["the page changed since"]
    refresh(out, print)
    assert [line["void"] for line in lines(out)] == ["the page changed since"]
    assert "Void: signed off by A. Reviewer on 3 May 2026, the page changed since" in index(out)


def test_looking_at_a_sign_off_that_stands_writes_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert [one.void for one in refresh(out, print)] == [""]
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert after == before


def test_a_build_of_the_same_bytes_keeps_it_and_one_of_others_voids_it(out: Path, essex: Report) -> None:
    built = prepared_build([essex], out, force=True)
    assert built.summary.built == 1
    assert [(line["day"], line["void"]) for line in lines(out)] == [("2026-05-03", "")]
    assert "Void" not in index(out)
    prepared_build([replace(essex, notebook=briefing(essex.notebook, "2"))], out, text="as it is")
    assert [line["void"] for line in lines(out)] == ["the page changed since"]
    assert "Void: signed off by A. Reviewer on 3 May 2026, the page changed since" in index(out)


def test_a_page_that_can_no_longer_be_built_leaves_its_sign_off_void_and_visible(
    out: Path, essex: Report
) -> None:
    prepared_build([replace(essex, notebook=briefing(essex.notebook, "2"))], out, failing="cell 3: failed")
    assert [line["void"] for line in lines(out)] == ["there is no page now"]
    assert "Void: signed off by A. Reviewer on 3 May 2026, there is no page now" in index(out)


def test_two_people_sign_and_each_counts_once_with_the_first_date(out: Path, essex: Report) -> None:
    sign(out, essex, "B. Reader", LATER, INPUTS, print)
    sign(out, essex, "A. Reviewer", LATER, INPUTS, print)
    assert [(line["by"], line["day"]) for line in lines(out)] == [
        ("A. Reviewer", "2026-05-03"),
        ("B. Reader", "2026-06-01"),
    ]
    assert "Signed off by A. Reviewer on 3 May 2026; signed off by B. Reader on 1 June 2026" in index(out)


@pytest.mark.parametrize(
    ("name", "again"), [("A. O'Neill", "a. o\u2019neill"), ("A. O\u02bcNEILL", "A. O'Neill"), ("Éva", "ÉVA")]
)
def test_nobody_counts_twice_by_capitals_or_another_apostrophe(
    out: Path, essex: Report, name: str, again: str
) -> None:
    sign(out, essex, name, DAY, INPUTS, print)
    assert sign(out, essex, signer(again), LATER, INPUTS, print).by == name
    assert {line["by"] for line in lines(out)} == {"A. Reviewer", name}


def test_a_sign_off_of_another_page_or_of_other_bytes_is_void_under_this_name(out: Path) -> None:
    """Whoever copies a line can name another page in it, or other hashes: neither is what was read."""
    path = out / "ledger.jsonl"
    [line] = lines(out)
    others = [line | {"signed": "2023/kent"}, line | {"hashes": {"html": "0" * 64}, "by": "B. Reader"}]
    path.write_text(path.read_text() + "".join(json.dumps(one) + "\n" for one in others))
    assert {(one.name, one.by): one.void for one in sign_offs(out, print)} == {
        ("2023/essex", "A. Reviewer"): "",
        ("2023/essex", "B. Reader"): "the page changed since",
        ("2023/kent", "A. Reviewer"): "there is no page now",
    }


def test_who_signs_the_changed_page_again_vouches_for_it_and_the_other_sign_off_stays_void(
    out: Path, essex: Report
) -> None:
    sign(out, essex, "B. Reader", DAY, INPUTS, print)
    other = replace(essex, notebook=briefing(essex.notebook, "2"))
    prepared_build([other], out, text="as it is")
    sign(out, other, "A. Reviewer", LATER, INPUTS, print)
    assert "Signed off by A. Reviewer on 1 June 2026; void: signed off by B. Reader on 3 May 2026" in index(
        out
    )


def test_a_page_that_was_edited_is_not_signed_off_nor_one_out_of_date_nor_one_not_built(
    out: Path, essex: Report
) -> None:
    for wanted, inputs, reason in (
        (replace(essex, slug="kent"), INPUTS, "2023/kent is not built"),
        (essex, INPUTS | {"data/a.csv": "9" * 64}, "changed since it was built: data"),
    ):
        with pytest.raises(NotFit, match=reason):
            sign(out, wanted, "B. Reader", DAY, inputs, print)
    (out / "2023" / "essex.json").write_text("{}")
    with pytest.raises(NotFit, match="the json of 2023/essex is not what was built"):
        sign(out, essex, "B. Reader", DAY, INPUTS, print)
    assert [line["by"] for line in lines(out)] == ["A. Reviewer"]


def test_a_page_that_no_build_made_is_not_signed_off_though_the_ledger_says_so(
    out: Path, essex: Report
) -> None:
    """Whoever edits a page can write its hash into the ledger: the files themselves are held to the facts."""
    page = out / "2023" / "essex.html"
    page.write_bytes(page.read_bytes() + b"<p>It had 12.")
    ledger = read_ledger(out / "ledger.jsonl", print)
    entry = ledger.entries["2023/essex"]
    hashes = {**entry.hashes, "html": hash_file(page)}
    ledger.entries["2023/essex"] = replace(entry, hashes=hashes)
    write_ledger(out / "ledger.jsonl", ledger)

    def check(checked: Report, output: Output) -> None:
        assert (checked.name, output.hashes) == ("2023/essex", hashes)
        if output.files["html"].endswith(b"It had 12."):
            raise PublishError("the html is not what its notebook gives here")

    with pytest.raises(NotFit, match="2023/essex is not a page that a build makes: the html"):
        sign(out, essex, "B. Reader", LATER, INPUTS, print, check)
    assert [line["by"] for line in lines(out)] == ["A. Reviewer"]


def test_a_folder_without_pages_is_not_made_by_signing(tmp_path: Path, essex: Report) -> None:
    with pytest.raises(NotFit, match="is not built"):
        sign(tmp_path / "none", essex, "A", DAY, INPUTS, print)
    assert not (tmp_path / "none").exists()


def test_nobody_signs_while_a_build_is_at_work(out: Path, essex: Report) -> None:
    with claimed(out), pytest.raises(PublishError, match="another build is writing"):
        sign(out, essex, "B. Reader", DAY, INPUTS, print)


def test_a_hostile_name_is_refused_and_the_signs_of_a_name_are_shown_as_they_are(
    out: Path, essex: Report
) -> None:
    with pytest.raises(ValueError, match="the name is not one"):
        signer(HOSTILE)
    sign(out, essex, signer("B. O'Brien & (Co)"), DAY, INPUTS, print)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "igned off by B. O&#39;Brien &amp; (Co) on 3 May 2026" in page


@pytest.mark.parametrize(
    "name", ["", " \t", "x" * 81, "A\x1b[31m", "A\u202eB", "A\u200bB", "\u2800", "A\x00", "A\ud800"]
)
def test_a_name_that_no_reader_could_tell_from_another_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        signer(name)


@pytest.mark.parametrize(
    "name",
    [
        "A. Reviewer on 3 May 2026; signed off by B. Reader",
        "A. Reviewer. Signed off by B. Reader",
        "A. Reviewer, signed off by B. Reader",
        "A. Reviewer. Void",
        "Mr X. Approved by Bob",
        "Ann. Bob. Cid.",
        "A. Reviewer for B. Reader",
        "Anybody. B. Reader",
        "A. Reviewer: B. Reader",
        "A. Reviewer / B. Reader",
        "A. Reviewer on 3 May",
        "A. Reviewer and B. Reader",
        "A. Reviewer, except page two",
        "A. Reviewer, Withdrawn",
        "nobody",
        "Not signed off",
        "A. Reviewer!",
        "-",
        ".",
        "; void",
    ],
)
def test_a_name_that_holds_a_sentence_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        signer(name)


@pytest.mark.parametrize(
    "name",
    [
        "\u0410. Reviewer",  # Cyrillic A
        "A. Revi\u0435wer",  # Cyrillic e
        "A. R\u03b5viewer",  # Greek epsilon
        "\uff21. Reviewer",  # a wide A
        "\U0001d400. Reviewer",  # a bold A of mathematics
        "A. \u13a1eviewer",  # Cherokee
        "A. Reviewer \u0410\u043d\u043d\u0430",
        "\u0410. \u0420\u043e\u0440\u0435",  # "A. Pope", all of it Cyrillic
        "\u0391. \u039a\u039f\u03a4\u0391",  # Greek
        "\u13aa. \u13a1\u13ac\u13aa\u13a0\u13ac\u13a1",  # Cherokee
        "\u1d00. \u0280\u1d07\u1d00\u1d05\u1d07\u0280",  # small capitals
        "A. Re\u0251der",  # a Latin alpha
        "Wi\u01c0\u01c0 Reader",  # clicks
        "A\u0336. R\u0336e\u0336a\u0336d\u0336e\u0336r\u0336",  # struck out
        "A\u20e0. Reader",  # forbidden, by a mark around the letter
        "Z\u0300\u0301\u0302\u0303\u0304o Reader",
        "A. Reviewer\ufe0f",  # as without it, unless a font has two forms
        "A. Reviewer\U000e0101",
    ],
)
def test_a_name_with_letters_that_look_like_others_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="letters that look like others"):
        signer(name)


@pytest.mark.parametrize(
    "name",
    [
        "Prof. Dr. J. R. R. O'Neill-Smith",
        "Anne-Marie \u2019t Hooft",
        "J.R. Ewing",
        "Siân Rhŷs, Example Ltd",
        "Reviewer (Example Office)",
        "Анна Иванова",
        "山田 タロウ",
        "김 민준",
        "प्रिया शर्मा",
        "Nguyễn Thị Ánh",
        "Ọlá Adéyẹmí",
        "Işık Çelik",
        "Þórður Æsir",
        "Сергей Рассел",
        "Sophie in 't Veld",
        "Anderson Forbes, Withers",
    ],
)
def test_a_name_as_people_have_them_is_kept(name: str) -> None:
    assert signer(name) == name


def test_a_name_may_be_of_any_script_and_spaces_are_folded() -> None:
    assert signer("  E\u0301va   Ní  Bhriain ") == "Éva Ní Bhriain"
    assert signer("محمد") == "محمد"


def test_a_ledger_written_anew_keeps_sign_offs_also_of_a_report_whose_line_is_lost(out: Path) -> None:
    ledger = read_ledger(out / "ledger.jsonl", print)
    ledger.signed["2023/kent"] = {"B": SignOff("2023/kent", "B", "2026-05-03", {"html": "0"})}
    write_ledger(out / "ledger.jsonl", ledger)
    warnings: list[str] = []
    assert read_ledger(out / "ledger.jsonl", warnings.append) == ledger
    assert warnings == []
    assert {one.name: one.void for one in sign_offs(out, print)} == {
        "2023/essex": "",
        "2023/kent": "there is no page now",
    }


def test_a_sign_off_dated_in_the_future_does_not_count(out: Path) -> None:
    path = out / "ledger.jsonl"
    path.write_text(path.read_text().replace("2026-05-03", "2999-05-03"))
    assert [one.void for one in sign_offs(out, print)] == ["its date has not come yet"]
    refresh(out, print)
    assert "Void: signed off by A. Reviewer on 3 May 2999, its date has not come yet" in index(out)


@pytest.mark.parametrize("cut", [1, 40])
def test_a_damaged_line_of_a_sign_off_is_told_even_where_it_is_the_last(
    out: Path, essex: Report, cut: int
) -> None:
    path = out / "ledger.jsonl"
    path.write_text(path.read_text()[: -cut - 1])
    for look in (
        lambda warn: refresh(out, warn),
        lambda warn: sign_offs(out, warn),
        lambda warn: sign(out, essex, "B. Reader", DAY, INPUTS, warn),
    ):
        warnings: list[str] = []
        look(warnings.append)
        assert len(warnings) == 1
        assert "a sign-off recorded there is lost" in warnings[0]


@pytest.mark.parametrize(
    "edit",
    [
        {"by": ""},
        {"by": "A. Reviewer; signed off by B. Reader"},
        {"by": "A. R\u0435viewer"},
        {"by": "A\x1b[31m"},
        {"by": 7},
        {"day": "soon"},
        {"signed": "../x/y"},
        {"signed": "essex"},
        {"hashes": {}},
        {"hashes": {"/../../secret": "0"}},
        {"void": None},
    ],
)
def test_a_sign_off_spoilt_by_hand_is_told_and_passed_over(out: Path, edit: dict[str, object]) -> None:
    path = out / "ledger.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    text = [json.dumps(row | edit if "signed" in row else row) + "\n" for row in rows]
    path.write_text("".join(text))
    warnings: list[str] = []
    ledger = read_ledger(path, warnings.append)
    assert (ledger.signed, list(ledger.entries), len(warnings)) == ({}, ["2023/essex"], 1)
