"""Wrong figures that their own words, or what stands beside them, leave no other reading of; and look-alikes.

Durham had 802 in 2019, 1,007 in 2023 and 1,123 in 2024, Northumbria 2,053 and 2,032, England and Wales 68,357
and 70,052; Norfolk had 28 punished breaches and 14 recalls in 2022/23, and 1,188 and 1,184 on its register.
"""

from __future__ import annotations

import pytest

from helpers.pages import FactCheck

DURHAM = (
    "# More sex offenders in Durham\n\nThere were 1,123 registered sex offenders in Durham at the end of March. "
    "The rate was 196 for every 100,000 people.\n\n"
)
NORFOLK = (
    "# Fewer sex offenders in Norfolk\n\nThere were 1,184 registered sex offenders in Norfolk at the end of March. "
    "The rate was 143 for every 100,000 people.\n\n"
)


def accused(text: str, date: str, area: str) -> list[str]:
    """The words of each statement that disagrees."""
    check = FactCheck("article.md", date=date, area=area, content=text.encode())
    assert check.article is not None
    return [
        stated.passage.text[stated.start : stated.end]
        for stated, answer in zip(check.article.stated, check.answers, strict=True)
        if answer.verdict == "disagrees"
    ]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("In England and Wales as a whole there were 68,357 registered sex offenders.", ["68,357"]),
        ("Across the country, 68,357 registered sex offenders were living in communities.", ["68,357"]),
        ("Northumbria had 2,053 registered sex offenders.", ["2,053"]),
        (
            "Removals doubled on the year before.\n\nNorthumbria had 2,053 registered sex offenders.",
            ["2,053"],
        ),
        ("In Northumbria the number fell to 2,053.", ["2,053"]),
        ("Police in Northumbria were managing 2,053 people.", ["2,053"]),
        ("Police in Northumbria were managing 2,032 people.", []),
        ("There were 2,053 in Northumbria this spring.", ["2,053"]),
        ("Northumbria had 2,032 registered sex offenders.", []),
        ("In 2023 things were different.\n\nNorthumbria had 2,053 registered sex offenders.", []),
        ("Northumbria had 2,053 registered sex offenders when the unit was set up.", []),
        ("Inspectors found that Northumbria managed 2,053 registered sex offenders.", []),
        ("The number of registered sex offenders in Northumbria reached a high of 2,053.", []),
        ("Northumbria began the year with 2,053 registered sex offenders.", []),
    ],
)
def test_a_figure_told_in_the_past_tense_is_of_the_date_that_the_article_is_about(
    sentence: str, wrong: list[str]
):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("It is 196 per 100,000 people, or one in every 196.", ["one in every 196"]),
        (
            "It is 196 for every 100,000 people in the county – or one in every 147 people.",
            ["one in every 147"],
        ),
        ("One in 510 people is registered, a rate of 169 per 100,000.", ["169"]),
        ("It is 196 per 100,000 people, or one in 510.", []),
        ("It is 196 per 100,000 people, or roughly one in 250 men.", []),
        ("It is 196 per 100,000 people; one man in 250 is on it.", []),
        ("It is 196 per 100,000 people, compared with one in every 764 in England and Wales.", []),
    ],
)
def test_a_rate_and_the_one_in_so_many_beside_it_are_one_thing(sentence: str, wrong: list[str]):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Since 2019, when it was 802, the number has risen by 25 per cent.", ["risen by 25 per cent"]),
        (
            "At the same point in 2019 it was 802, meaning it has gone up by 12 per cent since.",
            ["up by 12 per cent"],
        ),
        ("Since 2019, when it was 802, the number has risen by 40 per cent.", []),
        ("Since 2019, when it was 802, the number has risen by 8 per cent a year on average.", []),
        ("In 2019 it was 802, so reports of rape have gone up by 25 per cent since.", []),
        ("In 2019 the budget was £2m and has gone up by 25 per cent since.", []),
        ("Since 2019, when it was 802, the number in Cleveland has gone up by 25 per cent.", []),
    ],
)
def test_a_change_is_since_the_right_figure_of_its_sentence(sentence: str, wrong: list[str]):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Durham had 1,123 in the Durham Constabulary area, up from 941 in 2023.", ["941"]),
        (
            "Northumbria, which takes in Newcastle, recorded 2,032, an increase of 21 on the year before.",
            ["increase of 21"],
        ),
        ("The total was 1,123.\n\nThat compares with 941 on the same date in 2023.", ["941"]),
        ("The total was 1,123.\n\nA year ago it stood at 941.", ["941"]),
        ("The total was 1,123.\n\nA year ago it stood at 1,007.", []),
        ("In 2023 the total was 1,007.\n\nA year earlier it stood at 941.", []),
        ("Cleveland had 912 offenders.\n\nA year earlier it was 1,007.", []),
        ("The total was 1,123.\n\nThat compares with 1,007 on the same date in 2023.", []),
        ("Durham had 1,123 in the Durham Constabulary area, up from 1,007 in 2023.", []),
        ("Durham had 1,123, up from 1,007 in 2023, while Cleveland had 912.", []),
    ],
)
def test_what_a_right_figure_is_compared_with_is_of_its_area(sentence: str, wrong: list[str]):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Fourteen registered sex offenders were cautioned or convicted over the year.", ["Fourteen"]),
        ("Twenty offenders were recalled to prison for breaching their licence.", ["Twenty"]),
        ("Twenty-eight registered sex offenders were cautioned or convicted over the year.", []),
        ("In the first six months fourteen people were cautioned or convicted.", []),
        ("Altogether there were 1,675 MAPPA offenders in Norfolk.", ["1,675"]),
        ("All told, 1,675 offenders of every kind were being overseen that way in Norfolk.", ["1,675"]),
        ("The neighbours' total of 1,675 was for the areas of our two police forces.", []),
    ],
)
def test_what_is_counted_is_what_the_words_after_a_figure_name(sentence: str, wrong: list[str]):
    assert accused(NORFOLK + sentence, "2023-11-10", "Norfolk") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (
            "The next highest rate in the region was in Cambridgeshire, at 124.",
            ["next highest rate in the region was in Cambridgeshire"],
        ),
        ("The next highest rate in the region was in Suffolk.", []),
        ("Suffolk came second.\n\nThe next highest rate in the region was in Cambridgeshire.", []),
    ],
)
def test_the_next_highest_is_the_second_after_the_first(sentence: str, wrong: list[str]):
    first = "Norfolk has the highest rate in the East of England.\n\n"
    assert accused(NORFOLK + first + sentence, "2023-11-10", "Norfolk") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The rate is 143 per 100,000 people, a little below the national average.", ["a little below"]),
        ("The rate is 143 per 100,000 people, a little above the national average.", []),
        ("The rate is 143 per 100,000 people, which is lower than the national rate.", ["lower than"]),
        (
            "The rate fell from 145 to 143 per 100,000 people. That is still below the average.",
            ["still below"],
        ),
        ("The rate is 143 per 100,000 people. That is lower than in much of England and Wales.", []),
        ("The rate is 143 per 100,000 people, below ours and above the national average.", []),
        ("The rate is 143 per 100,000 people. That is below rural parts of England and Wales.", []),
        ("The rate is 143 per 100,000 people. That is well above the average.", []),
    ],
)
def test_a_comparison_is_of_the_right_rate_before_it(sentence: str, wrong: list[str]):
    assert (
        accused("Norfolk has 1,184 registered sex offenders. " + sentence, "2023-11-09", "Norfolk") == wrong
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "Norfolk has 1,184 registered sex offenders. That compares with 1,188 in 2022, a fall of 4%.",
            ["4%"],
        ),
        ("Norfolk has 1,184 registered sex offenders. That compares with 1,188 in 2022, a fall of 0.3%.", []),
        ("Norfolk has 1,184 registered sex offenders. The total is up from 1,188 in 2022.", ["up"]),
        ("Norfolk has 1,184 registered sex offenders. That is more than the 1,188 of 2022.", ["more"]),
        ("Norfolk has 1,184 registered sex offenders. That is fewer than the 1,188 of 2022.", []),
        ("Norfolk has 1,184 registered sex offenders. In 2022 it was 1,188, up 1.3 per cent.", []),
        (
            "Norfolk has 1,184 registered sex offenders, four fewer than in 2022, a fall of 4%.",
            ["4%"],
        ),
        ("Norfolk has 1,184 registered sex offenders, four fewer than in 2022, a fall of 0.3%.", []),
        ("Norfolk's total of 1,184 is four lower than the 1,188 recorded in 2022, a fall of 4%.", ["4%"]),
        ("Norfolk's 1,184 is four lower than the 1,188 recorded in 2022, the year of a 1.3% rise.", []),
        (
            "Norfolk has 1,184 registered sex offenders. In 2019 there were 1,099, so it has grown by 17 per cent in that time.",
            ["grown by 17 per cent"],
        ),
        (
            "Norfolk has 1,184 registered sex offenders. In 2019 there were 1,099, so it has grown by 7.7 per cent in that time.",
            [],
        ),
    ],
)
def test_a_change_is_that_between_a_right_figure_and_the_one_it_is_compared_with(text: str, wrong: list[str]):
    assert accused(text, "2023-11-09", "Norfolk") == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Eleven offenders in the county were removed from the register in 2019/20.", ["Eleven"]),
        ("Eleven had their names taken off the register in 2019/20.", ["Eleven"]),
        ("Six offenders in the county were removed from the register in 2019/20.", []),
        ("Eleven asked to be taken off the register in 2019/20.", []),
        ("Six were cautioned or convicted for breaching notification rules.", []),
    ],
)
def test_who_was_taken_off_is_named_outright(text: str, wrong: list[str]):
    start = "Norfolk had 1,110 registered sex offenders in March 2020. The rate was 137 per 100,000.\n\n"
    assert accused(start + text, "2020-11-05", "Norfolk") == wrong


ITEMS = "Sex offenders per 100,000 people, March 2023\n\n* Norfolk - 143\n* Suffolk - 137\n* Essex - 112\n"


@pytest.mark.parametrize(
    ("item", "wrong"), [("79", ["79"]), ("77", []), ("816 (77)", []), ("12 missing", [])]
)
def test_the_items_of_a_list_are_of_one_measure(item: str, wrong: list[str]):
    text = f"{ITEMS}* Hertfordshire - {item}\n"
    check = FactCheck("article.md", date="2024-02-15", area="East of England", content=text.encode())
    assert [answer.claim.published for answer in check.answers if answer.verdict == "disagrees"] == wrong


def test_figures_of_two_measures_may_be_exchanged_between_two_sentences():
    text = (
        "Derbyshire had 1,154 registered sex offenders in March 2017.\n\nDuring the year {} offenders in the county "
        "were cautioned or convicted for breaking the rules on notification.\n\nAnother {} had their names taken off "
        "the register."
    )
    assert accused(text.format(15, 14), "2017-10-27", "Derbyshire") == ["15", "14"]
    assert accused(text.format(14, 15), "2017-10-27", "Derbyshire") == []


def test_what_another_place_also_was_is_of_no_earlier_time():
    text = "In County Durham the rate {} 196 per 100,000, and in the Northumbria force area it {} {}."
    assert accused(text.format("was", "was", 159), "2024-11-07", "Durham") == ["159"]
    assert accused(text.format("is", "was", 159), "2024-11-07", "Durham") == []
