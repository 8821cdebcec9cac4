"""Remarks of raw tables are read as decided: none identifies a person, and none is a working note."""

from __future__ import annotations

import csv
import re

import pandas as pd
import pytest

from helpers.data.errors import DataError
from helpers.data.remarks import FEWEST, REMARKED, for_readers, hashed
from helpers.data.rows import records
from helpers.data.sources import data_folder, raw_text, read_raw, read_reference

# Ways in which the compilers of a table write to each other.
WORKING = re.compile(
    r"\bAFIs?\b|\b(?:concern )?text:|\bfinding:|max is a lower bound|source as read|\bsee \w+ row\b"
)
# Ways in which a remark tells of one person, or splits a few people.
ALONE = re.compile(
    r"\b(?:one|two|three|four) (?:missing|since|low|medium|high|in \d{4}|\d|[A-Z][a-z]{2} \d{4})"
    r"|\bone (?:of (?:them|those)|RSO|offender|person)\b|\ba (?:high|low|medium)-risk RSO\b"
    r"|\b(?<!going )missing since\b|\bin \d{4}, \d{4} and \d{4}\b"
)


def decision(text: str, decision: str = "withheld", shown: str = "", longest: str = "") -> dict[str, object]:
    named = {"table": "missing_surveys", "column": "note", "place": "Kent", "source_id": "paper-a"}
    return {
        **named,
        "hash": hashed(text),
        "decision": decision,
        "shown": shown,
        "longest": longest,
        "line": 2,
    }


def answer(count: int | None, note: str) -> pd.DataFrame:
    cells = {"force": "Kent", "missing_count": count, "min_duration_years": 1.5, "max_duration_years": 2.0}
    frame = pd.DataFrame([{**cells, "oldest_since": "2010", "note": note, "source_id": "paper-a", "line": 2}])
    return frame.astype(
        {"missing_count": "Int64", "min_duration_years": "Float64", "max_duration_years": "Float64"}
    )


def read(count: int | None, note: str, *decisions: dict[str, object]) -> dict[str, object]:
    return records(for_readers("missing_surveys", answer(count, note), decisions))[0]


def test_a_withheld_remark_is_not_read_and_a_reworded_one_in_its_new_words():
    assert read(9, "one abroad", decision("one abroad"))["note"] == ""
    assert read(9, "see row 3", decision("see row 3", "reworded", "as before"))["note"] == "as before"
    assert read(9, "of 700")["note"] == "of 700"


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1, None])
def test_an_answer_of_few_people_has_no_remark_that_nobody_looked_at_and_no_durations(count: int | None):
    found = read(count, "gone to sea")
    assert (found["note"], found["oldest_since"]) == ("", "")
    assert pd.isna(found["min_duration_years"])
    assert pd.isna(found["max_duration_years"])
    assert read(count, "of 700", decision("of 700", "kept"))["note"] == "of 700"


def test_an_answer_of_five_keeps_its_remark_and_its_durations():
    found = read(FEWEST, "of 700")
    assert (found["note"], found["oldest_since"], found["max_duration_years"]) == ("of 700", "2010", 2.0)


def test_the_longest_time_is_a_lower_bound_where_a_decision_says_so():
    assert read(9, "a", decision("a", "reworded", "b", longest="at least"))["longest"] == "at least"
    assert read(9, "a", decision("a", "reworded", "b"))["longest"] == ""


def test_a_decision_on_a_remark_that_has_changed_stops_the_reading(copy):
    before = raw_text("missing_surveys", copy.folder)
    row = next(number for number, one in enumerate(before, 1) if one["force"] == "Norfolk")
    copy.edit("missing_surveys", row, "note", "missing since September")
    with pytest.raises(
        DataError, match=r"reference/notes\.csv, line \d+: no row of raw/missing_surveys\.csv"
    ) as told:
        read_raw("missing_surveys", copy.folder)
    assert "on Norfolk from cambridgeshire-loses-10" in str(told.value)
    assert "read what that row says now" in str(told.value)


def test_no_table_of_ours_repeats_what_is_withheld():
    ours = "".join(path.read_text(encoding="utf-8") for path in (data_folder() / "reference").glob("*.csv"))
    kept = [row["hash"] for row in records(read_reference("notes")) if row["decision"] != "withheld"]
    for table in REMARKED:
        for text in {text for row in raw_text(table) for text in row.values()}:
            assert len(text) < 20 or hashed(text) in kept or not ALONE.search(text) or text not in ours


@pytest.mark.parametrize("table", sorted(REMARKED))
def test_no_remark_that_is_read_tells_of_one_person_or_is_a_working_note(table: str):
    columns = {row["column"] for row in records(read_reference("notes"))} | {"note"}
    read = read_raw(table)
    for column in columns & set(read.columns):
        texts = set(read[column])
        assert {text for text in texts if ALONE.search(text) or WORKING.search(text)} == set()


def test_every_decision_has_a_reason_and_no_two_are_on_one_remark():
    with (data_folder() / "reference" / "notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(len(row["reason"].split()) > 4 for row in rows)
    assert not [row for row in rows if row["decision"] == "kept" and row["shown"]]
