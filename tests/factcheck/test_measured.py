"""Articles marked by hand: no true statement is accused, nothing is skipped, and reading gets no worse.

``pytest -s`` prints the tables of precision and recall by kind; ``measure.py`` prints them alone.
"""

from __future__ import annotations

import csv

import measure
import pytest

from helpers.pages import FactCheck

FOLDERS = measure.FOLDERS
# How many of the statements that the data decide were judged rightly when this was written: never fewer.
FLOORS = {
    "tuning": {
        "breach": (9, 10),
        "caseload": (10, 19),
        "category": (15, 15),
        "cause_of_concern": (2, 5),
        "change_number": (25, 28),
        "change_percent": (28, 32),
        "conviction_rate": (2, 2),
        "count": (118, 127),
        "direction": (22, 33),
        "grade": (7, 9),
        "level": (9, 9),
        "one_in_n": (9, 10),
        "order": (4, 4),
        "other": (8, 9),
        "population": (0, 7),
        "rank": (5, 22),
        "rate": (63, 64),
        "removal": (5, 6),
        "sarahs_law": (2, 2),
        "share": (6, 9),
        "survey": (21, 28),
        "all": (370, 450),
    },
    "held_out": {
        "breach": (6, 6),
        "caseload": (1, 4),
        "category": (4, 8),
        "cause_of_concern": (6, 9),
        "change_number": (6, 10),
        "change_percent": (11, 13),
        "conviction_rate": (3, 6),
        "count": (53, 59),
        "direction": (10, 15),
        "grade": (11, 19),
        "one_in_n": (6, 6),
        "order": (1, 1),
        "other": (8, 11),
        "population": (0, 1),
        "rank": (0, 8),
        "rate": (26, 30),
        "removal": (1, 1),
        "sarahs_law": (23, 27),
        "share": (3, 5),
        "survey": (3, 5),
        "all": (182, 244),
    },
    "second_held_out": {
        "breach": (4, 4),
        "caseload": (2, 3),
        "category": (5, 5),
        "cause_of_concern": (3, 5),
        "change_number": (9, 10),
        "change_percent": (8, 9),
        "count": (49, 52),
        "direction": (4, 4),
        "grade": (5, 8),
        "level": (1, 1),
        "one_in_n": (7, 7),
        "order": (1, 1),
        "other": (1, 1),
        "rank": (3, 5),
        "rate": (18, 20),
        "removal": (1, 2),
        "sarahs_law": (17, 20),
        "share": (1, 1),
        "survey": (10, 14),
        "all": (149, 172),
    },
    "second_tuning": {
        "breach": (3, 3),
        "caseload": (3, 3),
        "category": (8, 8),
        "cause_of_concern": (4, 5),
        "change_number": (8, 9),
        "change_percent": (6, 7),
        "count": (32, 38),
        "direction": (8, 15),
        "grade": (12, 15),
        "level": (1, 1),
        "one_in_n": (2, 2),
        "order": (4, 5),
        "other": (1, 1),
        "rank": (1, 2),
        "rate": (27, 27),
        "removal": (1, 2),
        "share": (2, 4),
        "survey": (9, 14),
        "all": (132, 161),
    },
    "third_held_out": {
        "breach": (3, 3),
        "category": (4, 7),
        "cause_of_concern": (1, 1),
        "change_number": (13, 17),
        "change_percent": (5, 7),
        "count": (56, 66),
        "direction": (9, 17),
        "grade": (2, 2),
        "level": (5, 5),
        "one_in_n": (5, 5),
        "order": (3, 3),
        "other": (1, 5),
        "population": (1, 2),
        "rank": (2, 7),
        "rate": (27, 34),
        "removal": (6, 10),
        "sarahs_law": (13, 16),
        "share": (5, 6),
        "all": (161, 213),
    },
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_statement_is_accused_that_is_not_wrong(folder: str):
    print("\n", measure.table(folder), sep="")
    accused = [
        (said.article, said.words)
        for article in measure.results(folder)
        for said in article.falsely_accused()
    ]
    assert accused == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_wrong_statement_is_confirmed(folder: str):
    confirmed = [
        (mark.article, mark.words)
        for article in measure.results(folder)
        for mark in article.falsely_confirmed()
    ]
    assert confirmed == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_number_is_judged_or_listed(folder: str):
    assert [skipped for article in measure.results(folder) for skipped in article.skipped()] == []


@pytest.mark.parametrize(
    ("folder", "kind"), [(folder, kind) for folder in FOLDERS for kind in FLOORS[folder]]
)
def test_as_much_is_read_as_before(folder: str, kind: str):
    judged, of = FLOORS[folder][kind]
    tally = measure.tallies(measure.results(folder))[kind]
    assert tally.checkable == of
    assert tally.judged >= judged


def test_there_are_as_many_articles_as_were_marked():
    assert [len(measure.named(folder)) for folder in FOLDERS] == [30, 15, 10, 10, 12]


def test_no_article_without_a_slip_is_accused():
    folder = measure.ARTICLES / "entirely_true"
    with (folder / "articles.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    accused = [
        f"{row['name']}: {answer.claim.published} in {stated.passage.text}"
        for row in rows
        for check in (FactCheck(str(folder / f"{row['name']}.md"), date=row["published"], area=row["area"]),)
        for answer, stated in zip(check.answers, check.article.stated, strict=True)
        if answer.verdict == "disagrees"
    ]
    assert len(rows) > 30
    assert accused == []
