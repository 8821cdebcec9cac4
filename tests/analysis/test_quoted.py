"""What several sources say is one answer with all of them, and the newest stands first."""

from __future__ import annotations

import pytest

from helpers.analysis.agreeing_rows import answers, cited, last_day, lines_cited, newest_first, remark
from helpers.analysis.facts import Fact
from helpers.data.evidence import Evidence
from helpers.pages import AreaBriefing

QUOTED = ("missing_rso", "inspection", "workload", "csods", "courts", "removal")


def row(line: int, grade: str, date: str, note: str = "", source: str = "paper-a") -> dict[str, object]:
    return {"line": line, "grade": grade, "date": date, "note": note, "source_id": source}


def test_one_answer_of_two_sources_names_both_and_all_that_they_remark():
    same = answers(
        [row(2, "good", "2024-03", "a"), row(5, "good", "2024-03-12", "b", "paper-b")], ["grade"], "date"
    )
    assert [len(one) for one in same] == [2]
    assert same[0][0]["date"] == "2024-03-12"
    assert cited(same[0]) == ("paper-b", "paper-a")
    assert remark(same[0], "note") == "b; a"
    assert lines_cited("inspections", same[0]) == "inspections.csv, lines 2 and 5"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row(2, "good", "2024-03-12"), row(3, "adequate", "2024-03-12")),
        (row(2, "good", "2024-03-12"), row(3, "good", "2024-09-12")),
        (row(2, "good", "2019"), row(3, "good", "2019/20")),
        (row(2, "", "2024-03-12"), row(3, "", "2024-03-12")),
    ],
)
def test_answers_that_differ_or_say_nothing_stay_apart(first, second):
    assert len(answers([first, second], ["grade"], "date")) == 2


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-01-17", (2018, 1, 17)),
        ("2015-02/2015-03", (2015, 3, 31)),
        ("2019/20-2021/22", (2022, 3, 31)),
        ("12 months to 2023-05", (2023, 5, 31)),
        ("2011-2014", (2014, 12, 31)),
        ("PEEL 2023-25", (2025, 3, 31)),
        ("undated (about 2010)", (2010, 12, 31)),
        ("15 November", (0, 0, 0)),
        ("‹U+2067›", (0, 0, 0)),
    ],
)
def test_the_last_day_of_a_date_as_worded(text: str, day: tuple[int, int, int]):
    assert last_day(text) == day


def test_the_newest_stands_first_and_what_has_no_year_last():
    dates = ["2015-02", "15 November", "2018", "2018-06-01"]
    assert newest_first(dates, str) == ["2018", "2018-06-01", "2015-02", "15 November"]


def test_no_page_lists_the_same_answer_twice_and_each_list_has_the_newest_first(known: Evidence):
    for area in known.areas:
        facts = AreaBriefing(area.slug, 2023).facts
        for group in QUOTED:
            found = [
                fact
                for fact in facts.group(group)
                if fact.kind.split(",")[0] not in ("survey total", "duration")
            ]
            assert len({shown(fact) for fact in found if fact.value}) == len(
                [1 for fact in found if fact.value]
            )
            days = [last_day(fact.period) for fact in found if last_day(fact.period) != (0, 0, 0)]
            assert group == "inspection" or days == sorted(days, reverse=True), (area.slug, group)


def shown(fact: Fact) -> tuple[object, ...]:
    return fact.area, fact.measure, fact.comparator, fact.period, fact.value


def test_a_grade_that_five_sources_give_is_one_finding():
    found = AreaBriefing("cambridgeshire", 2023).facts.group("inspection")
    assert [fact.period for fact in found] == ["2024-03-12", "2022-12-09", "2017-03-02"]
    assert len(found[0].sources) == 5
    assert found[0].where == "inspections.csv, lines 2, 3, 4, 5 and 143"
    [stopped] = AreaBriefing("essex", 2023).facts.group("workload")
    assert (stopped.value, len(stopped.sources)) == ("stopped", 2)


def test_no_rate_of_a_court_has_a_rank_and_the_courts_have_a_heading_of_their_own():
    page = AreaBriefing("essex", 2023).disclosure_tables().html
    before, _, after = page.partition("<h2>How many sexual offences lead to a charge or a conviction?</h2>")
    assert "Conviction" not in before
    assert "91.3" in after
    assert "not registered people</caption>" in after
    assert "ranked" not in page
    assert "<h2>" not in AreaBriefing("cambridgeshire", 2023).disclosure_tables().html


def test_no_note_is_a_bare_word_of_the_data():
    words = AreaBriefing("essex", 2023).words + AreaBriefing("cambridgeshire", 2023).words
    assert "Note: stated" not in words
    assert "Note: by elimination." not in words
    assert "Note: worked out by elimination" in words
