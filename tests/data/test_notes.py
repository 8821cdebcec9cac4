"""Remarks of raw tables are read as decided: none identifies a person, and none is a working note."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

import pandas as pd
import pytest
from conftest import Copy
from speed import some

from helpers.data.areas import names
from helpers.data.cells import hashed
from helpers.data.columns import is_right
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.remarks import FEWEST, decided_columns, for_readers
from helpers.data.rows import records
from helpers.data.schemas import REMARKED, TABLES
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


def answer(count: int | None, note: str, longest_time: float | None = 2.0) -> pd.DataFrame:
    cells = {"force": "Kent", "missing_count": count, "min_duration_years": 1.5}
    cells |= {"max_duration_years": longest_time, "survey_date": "2014"}
    frame = pd.DataFrame([{**cells, "oldest_since": "2010", "note": note, "source_id": "paper-a", "line": 2}])
    return frame.astype(
        {"missing_count": "Int64", "min_duration_years": "Float64", "max_duration_years": "Float64"}
    )


def read(
    count: int | None, note: str, *decisions: dict[str, object], longest_time: float | None = 2.0
) -> dict[str, object]:
    return records(for_readers("missing_surveys", answer(count, note, longest_time), decisions))[0]


def test_a_withheld_remark_is_not_read_and_a_reworded_one_in_its_new_words():
    assert read(9, "one abroad", decision("one abroad"))["note"] == ""
    assert read(9, "see row 3", decision("see row 3", "reworded", "as before"))["note"] == "as before"
    assert read(9, "of 700", decision("of 700", "kept"))["note"] == "of 700"
    assert read(9, "")["note"] == ""


def test_a_decision_without_a_place_holds_wherever_the_column_has_the_text():
    everywhere = decision("of 700", "kept") | {"place": "", "source_id": ""}
    assert read(9, "of 700", everywhere)["note"] == "of 700"
    withheld = decision("of 700")
    assert read(9, "of 700", everywhere, withheld)["note"] == ""


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1, None])
def test_an_answer_of_few_people_has_no_durations(count: int | None):
    found = read(count, "of 700", decision("of 700", "kept"))
    assert (found["note"], found["oldest_since"]) == ("of 700", "")
    assert pd.isna(found["min_duration_years"])
    assert pd.isna(found["max_duration_years"])


def test_an_answer_of_five_keeps_its_durations_where_the_source_states_them_of_the_answer():
    found = read(FEWEST, "of 700", decision("of 700", "kept", longest="as stated"))
    assert (found["oldest_since"], found["longest"]) == ("2010", "")
    assert (found["min_duration_years"], found["max_duration_years"]) == (1.5, 2.0)


@pytest.mark.parametrize(
    ("years", "told"), [(14.0, 10), (8.75, 5), (5.0, 5), (4.9, 2), (1.99, 1), (0.9, None), (None, None)]
)
def test_a_longest_time_that_may_be_one_persons_is_given_as_a_band(years: float | None, told: int | None):
    found = read(FEWEST, "of 700", decision("of 700", "kept"), longest_time=years)
    assert (found["max_duration_years"], found["min_duration_years"]) == (told, None)
    assert (found["oldest_since"], found["longest"]) == ("", "at least" if told else "")


@pytest.mark.parametrize(
    "other",
    [
        {"hash": hashed("gone to see")},
        {"place": "Essex"},
        {"source_id": "paper-b"},
        {"column": "question"},
        {"table": "workload"},
    ],
)
def test_a_decision_on_another_remark_place_source_column_or_table_decides_nothing(other: dict[str, str]):
    with pytest.raises(DataError) as told:
        read(9, "gone to sea", decision("gone to sea", "kept") | other)
    assert "raw/missing_surveys.csv, line 2 ('Kent'), column note: no row of reference/notes.csv" in str(
        told.value
    )
    assert f"add a row that begins with missing_surveys,note,Kent,paper-a,{hashed('gone to sea')}" in str(
        told.value
    )
    assert "gone to sea" not in str(told.value)


def rewrite_decisions(copy: Copy, keep: Callable[[dict[str, str]], bool]) -> None:
    """Leave only some decisions in the copy."""
    path = copy.folder / "reference" / "notes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if keep(row)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(TABLES["notes"].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("table", [table for table in REMARKED if table != "population"])
def test_without_the_decisions_on_one_table_that_table_is_not_read(table: str, copy: Copy):
    rewrite_decisions(copy, lambda row: row["table"] != table)
    with pytest.raises(DataError, match=f"raw/{table}.csv, line .* no row of reference/notes.csv decides"):
        read_raw(table, copy.folder)
    with pytest.raises(DataError, match=f"raw/{table}.csv, line"):
        evidence(copy.folder)


def test_with_no_decision_at_all_nothing_is_read(copy: Copy):
    rewrite_decisions(copy, lambda _: False)
    with pytest.raises(DataError, match=r"no row of reference/notes\.csv decides"):
        evidence(copy.folder)
    (copy.folder / "reference" / "notes.csv").write_text("")
    with pytest.raises(DataError, match=r"reference/notes\.csv is empty"):
        evidence(copy.folder)


# What somebody could write of a person where a cell has to be a text, a date, an id, a word or an address.
PERSON = (
    "one of them, aged 41, has been missing since May",
    "2014, when one of them, aged 41, went",
    "one-of-them-aged-41",
    "one_of_them_aged_41",
    "one-of-them",
    "https://example.org/one-of-them-aged-41",
)


def accepted(table: str, column: str) -> list[str]:
    """The texts on a person that the schema lets stand in a cell: none where words and names are listed."""
    schema = TABLES[table].columns[column]
    return [text for text in PERSON if is_right(text, schema, schema.words)]


RAW = [path.stem for path in (data_folder() / "raw").glob("*.csv")]
OPEN = [
    (table, column) for table in sorted(RAW) for column in TABLES[table].columns if accepted(table, column)
]


# Every column that is shown as decided, and one in three of those that words, names or forms are known of.
FEW = [place for at, place in enumerate(OPEN) if place[1] in decided_columns(place[0]) or at % 3 == 0]


@pytest.mark.parametrize(("table", "column"), some(FEW, OPEN))
def test_no_cell_says_a_word_that_nobody_has_looked_at(table: str, column: str, copy: Copy):
    """Whatever the column: a decision, a list of words or another table has to know the text."""
    if column == "value":
        copy.edit(table, 1, "unit", "text")
    texts = accepted(table, column)
    for text in some(texts[:1], texts):
        copy.edit(table, 1, column, text)
        with pytest.raises(DataError) as told:
            evidence(copy.folder)
        assert f"{table}.csv" in str(told.value)
        if column in decided_columns(table):
            assert f"column {column}: no row of reference/notes.csv decides" in str(told.value)
            assert text not in str(told.value)


def test_every_column_that_is_shown_only_as_decided_was_tried():
    assert {*OPEN} >= {(table, column) for table in REMARKED for column in decided_columns(table)}


def test_a_district_that_nobody_has_looked_at_is_not_even_named(copy: Copy):
    """Names of places are looked up before any table is typed."""
    copy.edit("lad24_to_pfa24", 1, "ltla24_name", "One aged 41")
    with pytest.raises(DataError, match=r"line 2, column ltla24_name: no row of reference/notes\.csv"):
        names(copy.folder)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("source_id", "one-aged-41"),
        ("title", "MAPPA annual report 2022 to 2023, area tables (one aged 41)"),
        ("url", "https://assets.publishing.service.gov.uk/media/653967afe6c968000daa9b29/one-aged-41.xlsx"),
        ("url", "https://example.org/mappa-annual-report-2022-23-area-tables.xlsx"),
    ],
)
def test_only_what_an_import_writes_of_a_release_needs_no_decision(column: str, cell: str, copy: Copy):
    release = {
        "source_id": "moj-mappa-area-tables-2022-23",
        "title": "MAPPA annual report 2022 to 2023, area tables (Ministry of Justice)",
        "url": "https://assets.publishing.service.gov.uk/media/653967afe6c968000daa9b29/MAPPA_Annual_Report_-_Areas_Tables_2022-23.xlsx",
        "published": "2023-10-26",
        "kind": "official",
    }
    copy.rewrite("sources", lambda rows: rows.append(list(release.values())))
    assert read_raw("sources", copy.folder)["title"].iloc[-1] == release["title"]
    copy.rewrite("sources", lambda rows: rows.__setitem__(-1, list((release | {column: cell}).values())))
    with pytest.raises(DataError, match="no row of reference/notes"):
        read_raw("sources", copy.folder)


def test_a_decision_on_one_source_decides_on_no_other_and_none_is_withheld(copy: Copy):
    first, second = (row["source_id"] for row in raw_text("sources", copy.folder)[:2])
    path = copy.folder / "reference" / "notes.csv"
    told = path.read_text(encoding="utf-8")
    path.write_text(told.replace(f"sources,title,,{first},", "sources,title,,,"), encoding="utf-8")
    with pytest.raises(DataError, match=f"begins with sources,title,,{first},"):
        read_raw("sources", copy.folder)
    at = told.index(f"sources,title,,{second},")
    path.write_text(told[:at] + told[at:].replace(",kept,", ",withheld,", 1), encoding="utf-8")
    with pytest.raises(DataError, match="a source is always named"):
        read_raw("sources", copy.folder)


@pytest.mark.parametrize(
    ("note", "decided"),
    [
        ('sheet "Table 2", cell C14', True),
        ('sheet "Table 2", cell C14, marked [r] [note 3]', True),
        (
            'added here: 12 (RSOs at level 1: sheet "Table 2", cell C14) + 3 (at level 2: sheet "Table 2", cell D14)',
            True,
        ),
        ('sheet "Table 2", cell C14; one of them is 41', False),
        ('sheet "Table 2", cell C14, marked one aged 41', False),
        ('sheet "Table 2", cell C14\n', False),
        ('one aged 41, sheet "Table 2", cell C14', False),
        ('sheet "A Person of Stamford aged 41", cell C14', False),
        ('added here: 1 (A Person of Stamford: sheet "Table 2", cell C14)', False),
    ],
)
def test_the_place_of_a_cell_is_no_remark_and_all_else_is(note: str, decided: bool, copy: Copy):
    row = next(n for n, one in enumerate(raw_text("mappa_figures", copy.folder), 1) if not one["note"])
    copy.edit("mappa_figures", row, "note", note)
    if decided:
        assert note in set(read_raw("mappa_figures", copy.folder)["note"])
    else:
        with pytest.raises(DataError, match=r"no row of reference/notes\.csv"):
            read_raw("mappa_figures", copy.folder)


@pytest.mark.parametrize(
    ("table", "column"),
    [("missing_surveys", "survey_date"), ("workload", "date"), ("disclosure_scheme", "period")],
)
def test_a_date_in_figures_needs_no_decision_and_one_in_words_does(table: str, column: str, copy: Copy):
    copy.edit(table, 1, column, "2014-02 to 2014-05")
    assert read_raw(table, copy.folder)[column][0] == "2014-02 to 2014-05"
    copy.edit(table, 1, column, "2014, when one aged 41 went")
    with pytest.raises(DataError, match=rf"column {column}: no row of reference/notes\.csv"):
        read_raw(table, copy.folder)


def test_every_raw_table_with_a_remark_can_be_decided_on():
    raw = {path.stem for path in (data_folder() / "raw").glob("*.csv")}
    assert set(REMARKED) == {table for table in raw if decided_columns(table)}


def test_the_longest_time_is_a_lower_bound_where_a_decision_says_so():
    for said, told in {"at least": "at least", "as stated": "", "as stated, at least": "at least"}.items():
        assert read(9, "a", decision("a", "reworded", "b", longest=said))["longest"] == told


def test_a_decision_on_a_remark_that_has_changed_stops_the_reading(copy):
    before = raw_text("missing_surveys", copy.folder)
    row = next(
        number
        for number, one in enumerate(before, 1)
        if one["source_id"].startswith("cambridgeshire-loses-10") and one["force"] == "Norfolk"
    )
    copy.edit("missing_surveys", row, "note", "missing since September")
    with pytest.raises(DataError, match=r"column note: no row of reference/notes\.csv decides"):
        read_raw("missing_surveys", copy.folder)
    copy.edit("missing_surveys", row, "note", "")
    with pytest.raises(
        DataError, match=r"reference/notes\.csv, line \d+: no row of raw/missing_surveys\.csv"
    ) as told:
        read_raw("missing_surveys", copy.folder)
    assert "on Norfolk from cambridgeshire-loses-10" in str(told.value)
    assert "read what the table says now" in str(told.value)


def test_no_table_of_ours_repeats_what_is_withheld():
    ours = "".join(path.read_text(encoding="utf-8") for path in (data_folder() / "reference").glob("*.csv"))
    kept = [row["hash"] for row in records(read_reference("notes")) if row["decision"] != "withheld"]
    for table in REMARKED:
        for text in {text for row in raw_text(table) for text in row.values()}:
            assert len(text) < 20 or hashed(text) in kept or not ALONE.search(text) or text not in ours


@pytest.mark.parametrize("table", sorted(REMARKED))
def test_no_remark_that_is_read_tells_of_one_person_or_is_a_working_note(table: str):
    read = read_raw(table)
    for column in decided_columns(table):
        texts = set(read[column])
        assert {text for text in texts if ALONE.search(text) or WORKING.search(text)} == set()


def test_every_decision_has_a_reason_and_no_two_are_on_one_remark():
    with (data_folder() / "reference" / "notes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(len(row["reason"].split()) > 4 for row in rows)
    assert not [row for row in rows if row["decision"] == "kept" and row["shown"]]
