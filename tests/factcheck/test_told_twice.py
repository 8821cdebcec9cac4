"""True sentences with a second figure, place or time beside their own: none is accused; wrong ones are.

Durham had 901 in 2021, 941 in 2022, 1,007 in 2023 (178) and 1,123 in 2024 (196), Cleveland 1,116 and 912
(178), England and Wales 70,052 (131). Dyfed-Powys managed 717 and 719 offenders of all kinds in 2022 and
2023.
"""

from __future__ import annotations

import pytest

from helpers.factcheck.judging.verdicts import AGREEING
from helpers.pages import FactCheck


def verdicts(text: str, date: str, area: str) -> dict[str, str]:
    """The verdict on each statement, by its words."""
    check = FactCheck("article.md", date=date, area=area, content=text.encode())
    assert check.article is not None
    return {
        stated.passage.text[stated.start : stated.end]: answer.verdict
        for stated, answer in zip(check.article.stated, check.answers, strict=True)
    }


def accused(sentence: str, date: str = "2024-11-07", area: str = "Durham") -> list[str]:
    told = verdicts(f"# The sex offenders register\n\n{sentence}", date, area)
    return [words for words, verdict in told.items() if verdict == "disagrees"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("In 2022 there were 941 registered sex offenders in Durham, followed by 1,007 and 1,123.", []),
        ("Starting at 941 registered sex offenders in 2022, Durham moved to 1,007 and then 1,123.", []),
        ("In 2022 there were 961 registered sex offenders in Durham.", ["961"]),
        ("Its rate, 196 for every 100,000 people aged 10 and over, was 178 in 2023.", []),
        ("The rate per 100,000 people in Durham, 196, was 178 in 2023.", []),
        ("The rate in Durham was 186 per 100,000 people in 2024.", ["186"]),
        ("In Durham there were 1,123 registered sex offenders, more than Cleveland had in 2023 (1,116).", []),
        ("Durham had 1,007 registered sex offenders in 2024, fewer than Cleveland had in 2023.", ["1,007"]),
        ("Durham has a higher rate than Cleveland: 196 against 178 per 100,000 people in 2024.", []),
        ("Durham (1,123) and Cleveland (912) had rates of 196 and 178 per 100,000 people in 2024.", []),
        ("Durham has a rate of 196 per 100,000. That is above the 131 for England and Wales, where the "
         "number on the register has grown to 70,052.", []),
        ("The number of registered sex offenders in Durham rose by 11.5 per cent in the year to March 2024, "
         "or 116 people, to 1,123.", []),
        ("Durham has 1,123 registered sex offenders. It had 1,007. It visits each of them.", []),
        ("Durham has 1,123 registered sex offenders. Its register now has 1,007 names.", ["1,007"]),
        ("Police in Durham knew of 842 sex offenders in 2020 and know of 1,123 now, a rate of 196 per 100,000.", []),
        ("Durham had 842 registered sex offenders in 2020, a rate of 148 per 100,000 people.", []),
        ("Durham had 842 registered sex offenders in 2020, a rate of 184 per 100,000 people.", ["184"]),
        ("Durham has 1,123 sex offenders. The rate of burglary was 331 per 100,000, and of robbery 142.", []),
        ("Durham has a register of 1,123 offenders, and its budget is £2.3m, 4 per cent up on 2023.", []),
        ("The number of registered sex offenders in Durham is 1,123, 4 per cent up on 2023.", ["4 per cent up"]),
        ("Two northern forces manage 2,035 registered sex offenders.", []),
        ("Between Durham (1,123) and Cleveland (912) there is a difference of 211 sex offenders in 2024.", []),
        ("Durham's rate of 196 for each 100,000 people aged 10 and over is set beside the 131 for England "
         "and Wales.", []),
        ("Courts in Durham made 150 orders. That was a third more than the national figure of 4,325.", []),
        ("There were 1,123 registered sex offenders living in the region at the end of March.", []),
        ("There were 1,096 registered sex offenders living in Durham at the end of March.", ["1,096"]),
    ],
)  # fmt: skip
def test_a_second_figure_place_or_time_accuses_no_true_one(sentence: str, wrong: list[str]):
    assert accused(sentence) == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Together with the sexual offenders they came to 719 people in Dyfed-Powys, where there had been 717.", []),
        ("In Dyfed-Powys the number of registered sex offenders was 604, where there had been 587.", []),
        ("There were 604 registered sex offenders in Dyfed-Powys in March 2023, and 577 in March 2022.", ["577"]),
    ],
)  # fmt: skip
def test_where_there_had_been_is_the_year_before(sentence: str, wrong: list[str]):
    assert accused(sentence, "2023-11-07", "Dyfed-Powys") == wrong


def test_the_only_force_to_go_a_way_is_the_one_that_was_named_last():
    text = (
        "There were 4,229 sex offenders in Wales, 44 more than a year earlier.\n\n**Gwent Police: 824**\n\n"
    )
    assert not accused(
        text + "The only force to see a fall in the number of offenders.", "2024-03-08", "Wales"
    )


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Forces are graded outstanding, good, adequate, requires improvement or inadequate.", []),
        ("It is the third of five marks: outstanding, good, adequate, requires improvement and inadequate.", []),
        ("Inspectors give forces one of five grades for managing offenders, from outstanding to inadequate.", []),
        ("The force was graded outstanding for managing offenders.", ["outstanding"]),
    ],
)  # fmt: skip
def test_the_scale_of_grades_is_no_grade(sentence: str, wrong: list[str]):
    before = "Staffordshire Police was graded adequate for managing offenders and suspects. "
    assert accused(before + sentence, "2024-10-03", "Staffordshire") == wrong


@pytest.mark.parametrize(
    ("sentence", "words", "agrees"),
    [
        ("Last year there were 1,007 registered sex offenders in Durham. This year there are 196.", "196", False),
        ("The number of registered sex offenders in Durham, now 196, was 1,007 in 2023.", "196", False),
        ("The rate in Durham is the highest. It is 196 for every 100,000 people.", "196", True),
        ("Durham had 1,123 registered sex offenders. It had 68,357 in 2023.", "68,357", False),
        ("The number of registered sex offenders in Durham is 1,123 and was 68,357 in 2023.", "68,357", False),
        ("Durham had 1,123 registered sex offenders. Nationally there were 68,357 in 2023.", "68,357", True),
        ("Durham has a rate of 196 per 100,000, compared with 70,052 in England and Wales.", "70,052", False),
        ("In England and Wales the rate rose. It is 178 per 100,000 people in Cleveland, up from 190.", "up", False),
        ("The number in Durham has gone up for the third year running, to 1,123 sex offenders.",
         "gone up for the third year running", False),
    ],
)  # fmt: skip
def test_what_is_right_only_as_something_else_is_not_confirmed(sentence: str, words: str, agrees: bool):
    told = verdicts(f"# The sex offenders register\n\n{sentence}", "2024-11-07", "Durham")
    assert (told.get(words, "") in AGREEING) is agrees


def test_recalls_of_another_kind_than_those_beside_them_are_not_confirmed():
    before = "# Suffolk\n\nAmong offenders of all kinds at levels two and three, 19 were sent back to custody"
    for earlier, agrees in (("six", False), ("14", True)):
        told = verdicts(f"{before} for breaching their licence, against {earlier} in the previous 12 months.", "2019-11-01", "Suffolk")  # fmt: skip
        found = next((verdict for words, verdict in told.items() if words.startswith(earlier)), "")
        assert (found in AGREEING) is agrees
