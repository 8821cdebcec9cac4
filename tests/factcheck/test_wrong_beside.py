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
        ("Put another way, one in every 554 people is on the register.", ["one in every 554"]),
        ("That works out at one in 554 people aged 10 and over.", ["one in 554"]),
        ("In other words, one in every 196 people is registered.", ["one in every 196"]),
        ("That works out at one in 510 people aged 10 and over.", []),
        ("Put another way, one man in 250 is on the register.", []),
        ("That is one in about 500 people.", []),
        ("It compares with 131 in England and Wales. That is one in 764 people.", []),
        ("That remains well above the average for England and Wales of 126.", ["126"]),
        ("That remains well above the average for England and Wales of 131.", []),
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
        ("That is 8.5 per cent more than the 1,007 recorded a year earlier.", ["8.5 per cent"]),
        ("But that's still 8.5 per cent up on the 1,007 of 2023.", ["8.5 per cent"]),
        ("It compares with 1,007 in 2023, a rise of 61.", ["rise of 61"]),
        ("It is an increase of 161, or 11.5 per cent, on the 1,007 recorded in 2023.", ["161"]),
        ("It is an increase of 116, or 11.5 per cent, on the 1,007 recorded in 2023.", []),
        ("It compares with 1,007 in 2023, a rise of 116.", []),
        ("That is 40 per cent more than the 802 of 2019.", []),
        ("That is 25 per cent more than the 802 of 2019.", ["25 per cent"]),
        ("That compares with 1,007 in 2023, and reports of rape rose by 5 per cent.", []),
    ],
)
def test_that_is_so_much_more_than_a_right_figure_that_it_names(sentence: str, wrong: list[str]):
    count = DURHAM.replace("The rate was 196 for every 100,000 people.\n\n", "")
    assert accused(count + sentence, "2024-11-07", "Durham") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("That represents an increase of 8.5 per cent.", ["8.5 per cent"]),
        ("That was a rise of 116 in a year, or 8.5 per cent.", ["8.5 per cent"]),
        ("It means a rise of 61.", ["61"]),
        ("That represents an increase of 11.5 per cent, far more than the national 2.5 per cent.", []),
        ("That was a rise of 116 in a year, or 11.5 per cent.", []),
        ("That represents an increase of 40 per cent since 2019.", []),
        ("That is despite an increase of 5 per cent in the budget.", []),
        ("It comes as Cleveland saw an increase of 8.5 per cent.", []),
    ],
)
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_that_is_the_change_between_the_two_right_figures_before(
    sentence: str, wrong: list[str], between: str
):
    pair = "# More sex offenders\n\nDurham had 1,123 registered sex offenders in 2024, against 1,007 in 2023."
    assert accused(pair + between + sentence, "2024-11-07", "Durham") == wrong


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


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Another 16 successfully applied to come off the register.", ["16"]),
        ("Sixteen people came off the register after asking.", ["Sixteen"]),
        ("Another 13 successfully applied to be removed from the register.", []),
        ("In the first six months sixteen people came off the register.", []),
        ("Sixteen applied to be removed from the register.", []),
        ("In Gwent sixteen people came off the register after asking.", []),
    ],
)
def test_those_who_came_off_the_register_are_no_others(sentence: str, wrong: list[str]):
    text = (
        "In the year to March 2020 West Mercia had 1,405 registered sex offenders, a rate of 122 for every 100,000 "
        "people. Sixteen of them received a caution or conviction for breaking the rules. "
    )
    assert accused(text + sentence, "2020-11-12", "West Mercia") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (
            "It was rated 'requires improvement' in this area in a report of February 2023.",
            ["requires improvement"],
        ),
        ("In February 2023 the same area of work was rated good.", ["good"]),
        ("In February 2023 this area of work was rated inadequate.", []),
        ("It was rated good in this area.", []),
        ("In February 2023 it was rated good at responding to the public.", []),
    ],
)
def test_a_dated_grade_is_on_the_question_of_the_sentence_before(sentence: str, wrong: list[str]):
    text = "Devon & Cornwall Police has come under scrutiny over how it manages offenders. "
    assert accused(text + sentence, "2024-11-08", "Devon and Cornwall") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("West Yorkshire has 3,088 offenders and a lower rate, at 150.", []),
        ("West Yorkshire has a higher rate, of 150.", []),
        ("West Yorkshire has a lower rate of reoffending.", []),
    ],
)
def test_a_higher_rate_is_one_than_that_of_the_area_before(sentence: str, wrong: list[str]):
    text = "South Yorkshire has 142 registered sex offenders for every 100,000 people. "
    assert accused(text + sentence, "2022-11-24", "South Yorkshire") == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Essex was lowest.", ["lowest"]),
        ("Suffolk had the lowest.", ["lowest"]),
        ("Bedfordshire was lowest.", []),
        ("Essex was the smallest force.", []),
        ("Inspectors came.\n\nThe forces were graded.\n\nEssex was lowest.", []),
    ],
)
def test_the_other_end_of_a_right_rank_is_in_its_group(sentence: str, wrong: list[str]):
    first = "Norfolk has the highest rate in the East of England. "
    assert accused(NORFOLK + first + sentence, "2023-12-08", "Norfolk") == wrong


@pytest.mark.parametrize(
    "sentence",
    [
        "That is a rise of 116 in a year.",
        "That includes an increase of 116 on last year.",
        "It is an increase of 116 on the previous year.",
        "That is an average increase of 64.",
        "It is an increase of 40 per cent in five years.",
        "That is an increase of 116, or 11.5 per cent, since 2023.",
    ],
)
def test_a_change_over_another_time_is_not_that_between_the_figures_before(sentence: str):
    pair = "# More sex offenders\n\nDurham had 1,123 registered sex offenders in 2024, against 802 in 2019. "
    assert accused(pair + sentence, "2024-11-07", "Durham") == []
