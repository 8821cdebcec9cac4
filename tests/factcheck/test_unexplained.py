"""What the data refute and no slip explains: accused in a short sentence that is understood, and in no other.

The figures are those of ``raw/mappa_figures.csv``: Durham had 1,123 on 31 March 2024 (1,007 a year before, a
rate of 196), Norfolk 1,110 on 31 March 2020; Dyfed-Powys had 587 registered sexual offenders among 717 under
MAPPA on 31 March 2022.
"""

from __future__ import annotations

import pytest
from test_going_on import verdict

from helpers.pages import FactCheck


@pytest.mark.parametrize(
    ("text", "words", "day", "area"),
    [
        (
            "In March 2024 there were 1,171 registered sex offenders in Durham.",
            "1,171",
            "2024-11-07",
            "Durham",
        ),
        ("In 2019 it was 1,110.", "1,110", "2023-11-07", "Norfolk"),
        ("The total rose by 131, from 1,007 to 1,123.", "131", "2024-11-07", "Durham"),
    ],
)
def test_an_unexplained_figure_of_a_short_sentence_is_wrong(text: str, words: str, day: str, area: str):
    assert verdict(f"# Registered sex offenders in {area}\n\n{text}", words, day, area) == "disagrees"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Of the offenders in Durham in 2024 whom the unit had visited by the spring, 1,171 had moved.",
            "1,171",
        ),
        (
            "In March 2024 Durham's two teams, with 14 officers and 6 cars, looked after 1,171 offenders.",
            "1,171",
        ),
        (
            "Durham's figure for 2024, when the merger was planned, was put at some 131 more by the union.",
            "131",
        ),
    ],
)
def test_one_of_a_sentence_that_says_more_than_is_understood_is_left_open(text: str, words: str):
    assert verdict(f"# Registered sex offenders in Durham\n\n{text}", words) not in (
        "disagrees",
        "another source",
    )


@pytest.mark.parametrize(
    ("text", "words", "day", "area"),
    [
        # 82 applied to Lincolnshire Police from 2017 to 2021, and 72 came off the register.
        (
            "From 2017 to 2021, 82 people applied to come off it, and all but ten did.",
            "ten",
            "2022-05-12",
            "Lincolnshire",
        ),
        (
            "North Wales was just above Greater Manchester with 175.",
            "175",
            "2024-11-07",
            "Greater Manchester",
        ),
        ("Cumbria's 594 was well below Lancashire with 3,411.", "3,411", "2020-11-07", "Lancashire"),
        (
            "Greater Manchester has 3,411, more than Lancashire and Cumbria put together.",
            "3,411",
            "2020-11-07",
            "Lancashire",
        ),
        (
            "In 2022 all but 13 of the county's 1,188 registered offenders were at level one.",
            "1,188",
            "2023-11-07",
            "Norfolk",
        ),
        (
            "Its latest report has two grades of good, one of adequate and five of inadequate.",
            "good",
            "2025-03-06",
            "Kent",
        ),
        (
            "Police manage sex offenders well. Two were good, including the use of powers.",
            "good",
            "2025-03-06",
            "Kent",
        ),
    ],
)
def test_what_counts_others_is_not_accused(text: str, words: str, day: str, area: str):
    article = f"# Registered sex offenders\n\n{area} Police is adequate at managing sex offenders.\n\n{text}"
    assert verdict(article, words, day, area) != "disagrees"


def test_a_change_is_of_the_area_as_which_its_two_figures_were_read():
    text = "There were 1,023 people on the register in the region, up from 1,019.\n\nThat is four more."
    assert verdict(f"# New figures\n\n{text}", "four", "2023-11-10", "North Wales") == "arithmetic"


@pytest.mark.parametrize(
    ("text", "words", "day", "area"),
    [
        (
            "Some 1,385 people fall under the arrangements, compared with 1,352 in 2010.",
            "fall",
            "2011-10-20",
            "Northumbria",
        ),
        (
            "It is North Wales that has the highest rate in the country, at 166.",
            "highest",
            "2023-11-03",
            "Wales",
        ),
        ("It recorded 1,123, the largest number it has reported.", "largest", "2024-11-05", "Durham"),
        ("Durham is near. Cumbria had the highest rate.", "highest", "2024-11-05", "Northumbria"),
        (
            "The drop of 1.9 per cent comes as the total for England and Wales rose by 2.4 per cent to 68,357.",
            "drop of 1.9",
            "2023-11-10",
            "Hertfordshire",
        ),
        (
            "The rate now stands at 77 per 100,000, having edged up from 78 to 79 the year before.",
            "edged up",
            "2023-11-10",
            "Hertfordshire",
        ),
        (
            "It had grown before this year's fall, from 791 in 2020 to 815 in 2021.",
            "fall",
            "2023-11-10",
            "Hertfordshire",
        ),
        (
            "It is inadequate. In the previous round it had been judged adequate.",
            "adequate",
            "2024-12-12",
            "Cambridgeshire",
        ),
        ("The highest rate of all was on Teesside, at 222.", "highest", "2023-11-10", "Hertfordshire"),
        (
            "Area has the highest rate, while numbers on Teesside have dropped.",
            "highest",
            "2024-11-01",
            "Durham",
        ),
    ],
)
def test_a_way_or_rank_that_may_be_another_is_not_accused(text: str, words: str, day: str, area: str):
    article = (
        f"# Registered sex offenders\n\n{area} has published figures on offenders under MAPPA.\n\n{text}"
    )
    assert verdict(article, words, day, area) != "disagrees"


@pytest.mark.parametrize(
    ("text", "words", "day", "area"),
    [
        # 2,418 offenders of all kinds, of whom 1,736 are registered; and a rate per 100,000 people.
        (
            "A total of 2,418 sex offenders on the register were living here on March 31.",
            "2,418",
            "2022-11-10",
            "South Yorkshire",
        ),
        (
            "In West Yorkshire there are 147 offenders for every 10,000 people aged 10 or over.",
            "147",
            "2021-11-10",
            "West Yorkshire",
        ),
        # The change of the year before; and those of 2022, told as of 2023.
        (
            "There were 3,000 in West Yorkshire, 59 higher than in 2020, when there were 2,941. It amounts to a rise of 2.6 per cent.",
            "2.6",
            "2021-11-10",
            "West Yorkshire",
        ),
        (
            "In all, 1,675 people in Norfolk were managed under MAPPA this year, down from 2022.",
            "1,675",
            "2023-11-10",
            "Norfolk",
        ),
    ],
)
def test_what_is_right_only_as_something_else_is_not_confirmed(text: str, words: str, day: str, area: str):
    article = f"# Registered sex offenders in {area}\n\n{text}"
    assert verdict(article, words, day, area) not in ("another source", "arithmetic", "article alone")


def test_last_years_rate_is_not_confirmed_in_an_article_of_a_year_without_figures():
    text = (
        "# Register\n\nAt the end of March last year there were 987 registered sex offenders in the county, up from 938 in 2022."
        "\n\nCambridgeshire had 124 offenders per 100,000 people aged 10 and over. Norfolk came top and Essex, with 1,848 "
        "offenders, had a rate of 114."
    )
    assert verdict(text, "114", "2024-12-12", "Cambridgeshire") not in ("another source", "arithmetic")


def test_two_figures_of_the_year_before_are_not_confirmed_together():
    text = (
        "# Register in Sussex\n\nIn Sussex there were 1,991 on 31 March 2022, up from 1,827 in 2021.\n\nOfficers were busy."
        "\n\nElsewhere, Hertfordshire had 815, and Essex had 1,684."
    )
    for words in ("815", "1,684"):
        assert verdict(text, words, "2022-11-10", "Sussex") not in ("another source", "arithmetic")


def test_a_day_that_a_sentence_tells_of_is_not_that_of_publication():
    text = "# Register\n\nOn 31 March 2024 there were 2,202 registered sex offenders in Devon and Cornwall."
    check = FactCheck("article.md", content=text.encode())
    assert check.article is not None
    assert check.article.published is None


def test_the_national_one_is_no_number():
    text = "# Register\n\nThe rate in Sussex was 130 per 100,000 people in March 2022, while the national one was 126."
    assert verdict(text, "one", "2022-11-10", "Sussex") == ""
    assert verdict(text, "126", "2022-11-10", "Sussex") == "another source"
