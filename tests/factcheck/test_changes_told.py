"""Changes and comparisons that were read as others: a level with an adjective, a change beside a change.

The figures are those of ``raw/mappa_figures.csv``: Essex had 1,867 on 31 March 2022 (1,684 a year before) and
1,596 on 31 March 2020 (1,496, a rate of 99), Norfolk 1,173 on 31 March 2021 (1,110), Northumbria 1,652 on
31 March 2019 (a rate of 127) and Devon and Cornwall 2,032 on 31 March 2023 (2,090).
"""

from __future__ import annotations

import pytest
from test_going_on import said, verdict


def accused(text: str, day: str, area: str) -> list[str]:
    """The words of a text that are said to be wrong."""
    return [words for words, judged in said(text, day, area) if judged == "disagrees"]


@pytest.mark.parametrize(
    ("text", "day", "area"),
    [
        ("Northumbria has 1,652 people on its register, but a lower rate of 127.", "2019-11-01", "Cleveland"),
        ("Essex has a lower rate of 99 although its total rose by 100 from 1,496.", "2020-10-30", "Suffolk"),
        ("Northumbria has a larger total of 1,652.", "2019-11-01", "Cleveland"),
        ("The fall in Devon and Cornwall was larger, 2.8 per cent.", "2023-11-02", "Essex"),
        ("Locally it rose by 7 per cent. Over England and Wales it was 3 per cent.", "2020-11-02", "Essex"),
        ("It has 1,123. Over in Northumbria, 2,032 were on the register.", "2024-11-02", "Durham"),
        ("The 5.7 per cent rise is nearly twice the national one.", "2021-11-02", "Norfolk"),
        ("The rise, of 10.9 per cent, is more than double that of England and Wales.", "2022-11-02", "Essex"),
        ("The rise is more than twice Norfolk's 1.3 per cent.", "2022-11-02", "Essex"),
        ("It rose by 10.9 per cent, ahead of England and Wales.", "2022-11-02", "Essex"),
        ("It rose by 11 per cent. That is higher than in England and Wales.", "2022-11-02", "Essex"),
        ("It went up 5.5 per cent. It is a smaller increase than in 2019.", "2020-11-02", "Durham"),
        ("It is far below the highest in England and Wales, Durham's 196.", "2024-11-02", "Northumbria"),
        ("The local figure a year before was 1,684, a rise of 10.9 per cent.", "2022-11-02", "Essex"),
        ("In March 2021 the number stood at 1,684, 183 fewer than in 2022.", "2022-11-02", "Essex"),
        ("That compares with 1,684 a year before, 183 fewer.", "2022-11-02", "Essex"),
        ("Its list is shorter than ours: Gwent has 991 on it.", "2024-11-02", "Durham"),
        ("Last year it fell; this year it rose, by 170.", "2024-11-02", "Devon and Cornwall"),
        ("A net 30 came off the register over the year.", "2023-11-02", "Essex"),
        (
            "There were 863 on the register, eight more than the 855 of last year, and 14 more than the 849 of 2020.",
            "2022-11-17",
            "Northamptonshire",
        ),
        (
            "There were 863 on the register. That was eight more than the 855 of last year, and 14 more than the 849 of 2020.",
            "2022-11-17",
            "Northamptonshire",
        ),
        (
            "In Hampshire there were 218 such cases and in Suffolk 108. Suffolk's figure has almost doubled, from 55.",
            "2020-11-12",
            "Suffolk",
        ),
        (
            "There were 2,202 on 31 March 2024. It was 2,032 on the same date last year.",
            "2024-11-12",
            "Devon and Cornwall",
        ),
        (
            "There were 2,202 on 31 March 2024. On that day a year earlier it was 2,032.",
            "2024-11-12",
            "Devon and Cornwall",
        ),
    ],
)
def test_a_true_change_or_comparison_is_not_accused(text: str, day: str, area: str):
    whole = f"# Registered sex offenders in {area}\n\nThe number in {area} is out. {text}"
    assert not accused(whole, day, area)


def test_a_change_since_a_figure_goes_on_to_the_latest_where_no_date_is_given():
    whole = (
        "# The register in Durham\n\nIn 2024 Durham had 1,123 registered sex offenders.\n\n"
        "In 2022 there were 941, so the number has gone up by 182, or 19.3 per cent, in two years."
    )
    assert not accused(whole, "", "Durham")


def test_a_change_at_a_time_when_another_place_rose_is_not_that_place_s():
    whole = (
        "# The register in Hertfordshire\n\nThe headcount in Hertfordshire has slipped from 832 to 816. That's "
        "a fall of 1.9 per cent, at a time when England and Wales as a whole rose from 66,741 to 68,357."
    )
    assert not accused(whole, "2023-11-02", "")


@pytest.mark.parametrize(
    ("text", "words", "day", "area"),
    [
        ("The number rose by 138, from 1,684 to 1,867.", "138", "2022-11-02", "Essex"),
        (
            "The number of registered sex offenders fell in the year to March 2022.",
            "fell",
            "2022-11-02",
            "Essex",
        ),
        (
            "There were 1,867, a rise of 19.9 per cent on the 1,684 of a year before.",
            "19.9",
            "2022-11-02",
            "Essex",
        ),
        (
            "There were 863 on the register, eight more than the 855 of last year, and 16 more than the 849 of 2020.",
            "16",
            "2022-11-17",
            "Northamptonshire",
        ),
    ],
)
def test_a_wrong_change_or_comparison_is(text: str, words: str, day: str, area: str):
    whole = f"# Registered sex offenders in {area}\n\n{text}"
    assert verdict(whole, words, day, area) == "disagrees"
