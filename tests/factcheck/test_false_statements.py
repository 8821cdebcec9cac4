"""False statements with right numbers in them: told of another thing, place or time, these are not confirmed.

``false_statements.csv`` has a row for each: its kind, the day and area of the article, and its text. Somebody
who did not know the rules wrote them against the figures of ``data/raw``, and each was confirmed once.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from helpers.factcheck.judging.verdicts import AGREEING
from helpers.pages import FactCheck

AGREES = (*AGREEING, "perhaps this article")
with (Path(__file__).parent / "false_statements.csv").open(encoding="utf-8", newline="") as file:
    STATEMENTS: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(file):
        STATEMENTS[row["kind"]].append(row)


def confirmed(row: dict[str, str]) -> bool:
    """Whether anything that a statement says below a heading is confirmed."""
    content = f"# Headline\n\n{row['text']}\n".encode()
    check = FactCheck("article.md", date=row["published"], area=row["area"], content=content)
    return any(answer.verdict in AGREES for answer in check.answers)


@pytest.mark.parametrize("kind", sorted(STATEMENTS))
def test_a_false_statement_with_a_right_number_is_not_confirmed(kind: str):
    assert len(STATEMENTS[kind]) > 0
    assert [row["text"] for row in STATEMENTS[kind] if confirmed(row)] == []
