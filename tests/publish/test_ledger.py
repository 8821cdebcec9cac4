from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from helpers.publish.ledger import Entry, Ledger, append_entry, read_ledger, write_ledger

ESSEX = Entry(
    folder="2023",
    slug="essex",
    title="Essex",
    group="East of England",
    parameters={"year": 2023},
    outcome="built",
    reason="new",
    seconds=2.5,
    made_from={"data": "d"},
    facts='{"rso_count": "f"}',
    hashes={"html": "h"},
)

LINE = {"report": "2023/essex", "basis": ESSEX.basis, **asdict(ESSEX)}
del LINE["facts"]


def read(path: Path) -> tuple[Ledger, list[str]]:
    warnings: list[str] = []
    return read_ledger(path, warnings.append), warnings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger of two reports, of which one was built twice."""
    ledger = Ledger({"data/é.csv": "0"}, {"python": "3.11"}, {"2023/essex": ESSEX})
    write_ledger(tmp_path / "ledger.jsonl", ledger)
    append_entry(tmp_path / "ledger.jsonl", replace(ESSEX, slug="kent", title="Kent", group="South East"))
    append_entry(tmp_path / "ledger.jsonl", replace(ESSEX, reason="the data changed"))
    return tmp_path / "ledger.jsonl"


def test_a_ledger_gives_the_last_line_of_each_report(path: Path) -> None:
    ledger, warnings = read(path)
    assert (ledger.inputs, ledger.versions, warnings) == ({"data/é.csv": "0"}, {"python": "3.11"}, [])
    assert list(ledger.entries) == ["2023/essex", "2023/kent"]
    assert ledger.entries["2023/essex"] == replace(ESSEX, reason="the data changed")
    assert [each.name for each in path.parent.iterdir()] == ["ledger.jsonl"]


def test_a_ledger_written_anew_says_the_same_in_fewer_lines(path: Path) -> None:
    before = read(path)[0]
    write_ledger(path, before)
    assert read(path) == (before, [])
    assert len(path.read_text().splitlines()) == 3


def test_a_ledger_cut_off_anywhere_keeps_every_whole_line_and_says_nothing(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        ledger, warnings = read(path)
        lines = whole[:length].count(b"\n")
        assert len(ledger.entries) >= min(max(lines - 1, 0), 2)
        assert warnings == []


def test_a_line_holds_the_fields_of_an_entry(path: Path) -> None:
    assert json.loads(path.read_text().splitlines()[1]) == LINE


def test_a_missing_ledger_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "ledger.jsonl") == (Ledger(), [])


@pytest.mark.parametrize(
    "line",
    [
        b"\xff",
        b"[]",
        b"{}",
        b'{"report": "2023/essex", "folder": "2023"}',
        b'{"inputs": 3, "versions": {}}',
        b"[" * 100_000,
        b'{"report": "2023/essex", "basis": ' + b'{"a": ' * 100_000,
        *(
            json.dumps({**LINE, **change}).encode()
            for change in (
                {"slug": "../../x"},
                {"title": 3},
                {"outcome": "fine"},
                {"hashes": None},
                {"basis": 1},
                {"slug": "x" * 300},
                {"hashes": {"html": 5}},
                {"hashes": {"../../x.html": "a"}},
                {"hashes": {"HTML": "a"}},
                {"made_from": {"years": 2023}},
                {"made_from": {"years": "2022 ../../x"}},
                {"read": {"\0": "a"}},
                {"title": "\ud800"},
                {"group": "\udfff"},
                {"reason": "\ud800"},
            )
        ),
    ],
)
def test_a_line_that_makes_no_sense_is_passed_over_and_told(path: Path, line: bytes) -> None:
    expected = read(path)[0]
    path.write_bytes(line + b"\n" + path.read_bytes())
    ledger, warnings = read(path)
    assert ledger == expected
    assert len(warnings) == 1
    assert "line 1" in warnings[0]
