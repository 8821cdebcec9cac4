"""``briefings review`` and ``sign-off`` as their users meet them, on real areas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.coverage import latest_year
from helpers.pages.review_queue import WEIGHTS

run = CliRunner().invoke


def test_review_prints_each_area_once_with_weighed_reasons_and_is_the_same_twice(tmp_path: Path) -> None:
    out = ["--out", str(tmp_path)]
    first, second = (run(app, ["review", "--year", "2020", "--json", *out]) for _ in range(2))
    assert first.exit_code == 0
    assert first.stdout == second.stdout
    rows = json.loads(first.stdout)
    assert len({row["area"] for row in rows}) == len(rows) == 42
    assert rows[0]["score"] == sum(
        {reason["kind"]: reason["weight"] for reason in rows[0]["reasons"]}.values()
    )
    thames = next(row for row in rows if row["area"] == "thames-valley")
    assert "step now" in [reason["kind"] for reason in thames["reasons"]]
    assert "not compared" not in first.stderr
    other = run(app, ["review", "--year", "2019", "--json", *out])
    assert f"it holds {latest_year()} only" in other.stderr
    assert list(tmp_path.iterdir()) == []


def test_review_without_json_says_what_each_reason_weighs(tmp_path: Path) -> None:
    output = run(app, ["review", "--out", str(tmp_path)]).output
    assert "cleveland" in output
    for kind, (weight, why) in WEIGHTS.items():
        assert f"{weight}  {kind}: {why}" in output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cambridgshire", "--by", "A"], 2, 'did you mean "cambridgeshire"'),
        (["essex", "--by", " "], 2, "needs a name"),
        (["essex", "--by", "x" * 81], 2, "80 at most"),
        (["essex", "--by", "A\x1b[31m"], 2, "cannot be seen"),
        (["essex"], 2, "--by"),
        (["essex", "--by", "A", "--year", "1990"], 2, "2002 to 2024"),
        (["essex", "--by", "A"], 1, f"briefings build essex --year {latest_year()} --out"),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused_in_words_and_writes_nothing(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    result = run(app, ["sign-off", *arguments, "--out", str(tmp_path / "out")], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    assert said in result.output
    assert "\x1b[31m" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.whole
def test_a_real_page_is_signed_off_and_its_edited_table_voids_that_in_the_queue_and_the_index(
    tmp_path: Path,
) -> None:
    out = ["--out", str(tmp_path)]
    assert run(app, ["build", "wiltshire", "--workers", "1", *out]).exit_code == 0
    signed = run(app, ["sign-off", "Wiltshire", "--by", "A. Reviewer", *out])
    assert signed.exit_code == 0, signed.output
    assert f"{latest_year()}/wiltshire: Signed off by A. Reviewer on " in signed.output

    def wiltshire() -> dict[str, object]:
        rows = json.loads(run(app, ["review", "--json", *out]).stdout)
        return next(row for row in rows if row["area"] == "wiltshire")

    assert str(wiltshire()["signed_off"]).startswith("Signed off by A. Reviewer on ")
    assert "Signed off by A. Reviewer on " in (tmp_path / "index.html").read_text()
    with (tmp_path / str(latest_year()) / "wiltshire.json").open("a") as file:
        file.write("\n")
    found = wiltshire()
    assert found["signed_off"] == ""
    assert "void" in [reason["kind"] for reason in found["reasons"]]  # type: ignore[attr-defined]
    page = (tmp_path / "index.html").read_text()
    assert "Void: signed off by A. Reviewer on " in page
    refused = run(app, ["sign-off", "wiltshire", "--by", "B", *out])
    assert refused.exit_code == 1
    assert "is not what was built; run briefings build wiltshire" in refused.output
