import json
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.publish.ledger import Entry, Ledger, read_ledger, write_ledger
from helpers.publish.site import render_index, write_index

ESSEX = Entry("2023", "essex", "Essex", "East of England", {"year": 2023}, "built", "", 2.5, "k", "n", "p")


def read(path: Path) -> tuple[Ledger, list[str]]:
    warnings: list[str] = []
    return read_ledger(path, warnings.append), warnings


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger = Ledger({"data/é.csv": "0"}, {"python": "3.11"}, {"2023/essex": ESSEX})
    write_ledger(tmp_path / "ledger.json", ledger)
    assert read(tmp_path / "ledger.json") == (ledger, [])
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.json"]


def test_a_missing_ledger_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "ledger.json") == (Ledger(), [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"reports": {}}',
        b'{"inputs": {}, "versions": {}, "reports": {"2023/essex": {"folder": "2023"}}}',
        b'{"inputs": 3, "versions": {}, "reports": {}}',
    ],
)
def test_a_ledger_that_makes_no_sense_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger.json").write_bytes(content)
    ledger, warnings = read(tmp_path / "ledger.json")
    assert ledger == Ledger()
    assert len(warnings) == 1


@pytest.mark.parametrize(
    "change", [{"slug": "../../x"}, {"title": 3}, {"outcome": "fine"}, {"page_sha256": None}]
)
def test_an_entry_that_someone_broke_is_not_believed(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "ledger.json"
    write_ledger(path, Ledger(entries={"2023/essex": ESSEX}))
    content = json.loads(path.read_text(encoding="utf-8"))
    content["reports"]["2023/essex"].update(change)
    path.write_text(json.dumps(content), encoding="utf-8")
    assert read(path)[0] == Ledger()


def test_the_index_goes_by_year_then_group_then_title() -> None:
    others = [
        replace(ESSEX, slug="kent", title="Kent", group="South East"),
        replace(ESSEX, slug="bedfordshire", title="Bedfordshire"),
        replace(ESSEX, folder="2020"),
    ]
    index = render_index([*others, ESSEX])
    order = [
        '<h2 id="2023">',
        "<h3>East of England</h3>",
        '<a href="2023/bedfordshire.html">Bedfordshire</a>',
        '<a href="2023/essex.html">Essex</a>',
        "<h3>South East</h3>",
        '<a href="2023/kent.html">Kent</a>',
        '<h2 id="2020">',
        '<a href="2020/essex.html">Essex</a>',
    ]
    places = [index.index(part) for part in order]
    assert places == sorted(places)
    assert render_index([ESSEX, *reversed(others)]) == index


def test_the_index_escapes_what_it_is_given() -> None:
    index = render_index(
        [replace(ESSEX, title="<b>", group="A & B", outcome="failed", reason="cell 3 (`<script>`)")]
    )
    assert "<h3>A &amp; B</h3>" in index
    assert "&lt;b&gt; – not published: the build failed (cell 3 (`&lt;script&gt;`))" in index
    assert "<script" not in index


def test_the_index_lists_only_pages_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "essex.html").write_text("", encoding="utf-8")
    write_index(tmp_path, [ESSEX, replace(ESSEX, slug="kent", title="Kent")])
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Essex" in index
    assert "Kent" not in index


def test_an_empty_index_says_so(tmp_path: Path) -> None:
    write_index(tmp_path, [])
    assert "No briefing has been built yet." in (tmp_path / "index.html").read_text(encoding="utf-8")
