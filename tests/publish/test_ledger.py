import json
from pathlib import Path

import pytest

from helpers.publish.ledger import Entry, Ledger, read_ledger, write_ledger

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
