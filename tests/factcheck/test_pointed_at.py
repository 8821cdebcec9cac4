"""What words that only point leave open is not accused; what they leave no doubt of is."""

from __future__ import annotations

import pytest

from helpers.pages import FactCheck

RATES = "There are 146 registered sex offenders per 100,000 people in Northumbria. "
NORTH_WALES = "North Wales had 1,019 registered sex offenders"
BESIDE = "Durham had 1,123 registered sex offenders, and Cleveland 912."


def accused(text: str, date: str | None, area: str) -> list[str]:
    check = FactCheck("article.md", content=text.encode(), date=date, area=area)
    told = zip(check.answers, check.article.stated, strict=True)
    return [
        said.passage.text[said.start : said.end] for judged, said in told if judged.verdict == "disagrees"
    ]


@pytest.mark.parametrize(
    ("text", "date", "area"),
    [
        (
            f"{RATES}That is higher than the national figure, which is 126. It was 135 in 2021.",
            "2022-11-11",
            "",
        ),
        (
            "West Yorkshire had 3,088 registered sexual offenders. The rate, 150 per 100,000 people, compares with 126"
            " across England and Wales and 142 in neighbouring South Yorkshire. A year ago it was 147.",
            "2022-11-22",
            "West Yorkshire",
        ),
        (
            "South Yorkshire has 1,598 registered sex offenders and Humberside 1,360. In 2019 the former had 1,537.",
            "2020-10-16",
            "Humberside",
        ),
        (
            f"{NORTH_WALES}. As in Dyfed-Powys, they made up 82% of the MAPPA total there, which was 1,244.",
            "2022-11-24",
            "",
        ),
        (
            "Cleveland had 1,084 registered sex offenders, Hertfordshire 815 and Dorset 814."
            " That makes 2,713 for the three forces.",
            "2021-11-10",
            "Cleveland",
        ),
        (
            "Durham went from 608 registered sex offenders to 669."
            " That's a rise of 10.0 per cent, even as Northumbria went from 1,376 to 1,493.",
            "2017-10-19",
            "",
        ),
        (
            "Twelve months on from Norfolk's 1,099 registered sex offenders, Sussex has 1,759.",
            "2020-11-27",
            "Sussex",
        ),
        (
            "The number of registered sex offenders in Derbyshire has grown every year since 2013."
            " In that year the number stood at 977, and at 749 in 2011.",
            "2017-11-10",
            "Derbyshire",
        ),
        (
            "Northumbria had 1,537 registered sex offenders in March."
            " The previous figure, from 2017, was 1,493, and Cleveland's 704.",
            "2018-10-12",
            "",
        ),
        (
            "The number of registered sex offenders in Northumbria, 2,032, was 2,053 when Durham's was 1,007.",
            "2024-10-27",
            "Northumbria",
        ),
        (
            "Cleveland has gone from 814 registered sex offenders to 1,116 in five years."
            " In Durham over that time it has gone from 760 to 1,007.",
            "2023-10-27",
            "",
        ),
        (f"{NORTH_WALES} in March. The old one was 1,006.", "2022-11-25", "North Wales"),
        (
            "At the end of March 2022 there were 587 registered sexual offenders in the four counties.",
            "2022-11-16",
            "Wales",
        ),
        (
            "In 2020 our total was 849 registered sex offenders.\n\n"
            "For the year as a whole, 1,640 offenders were cautioned nationally, down from 2,559.",
            None,
            "",
        ),
        (
            "South Yorkshire has 1,818 registered sex offenders. In 2022 there were 1,736,"
            " so the number has gone up by 82, or 4.7 per cent, in two years.",
            None,
            "South Yorkshire",
        ),
    ],
)
def test_what_words_that_point_leave_open_is_not_accused(text: str, date: str | None, area: str):
    assert accused(text, date, area) == []


@pytest.mark.parametrize(
    ("text", "date", "area", "wrong"),
    [
        (f"{BESIDE} Durham had 901 in 2022.", "2024-11-20", "Durham", "901"),
        ("Durham had 1,123 registered sex offenders in 2024. It had 901 in 2022.", "2024-11-20", "", "901"),
        (
            "Durham had 1,123 registered sex offenders on 31 March 2024. In 2021 ours was 941.",
            "2024-11-20",
            "Durham",
            "941",
        ),
        (
            "The number of registered sex offenders in Derbyshire has grown every year since 2013."
            " In that year the number stood at 977, and at 719 in 2011.",
            "2017-11-10",
            "Derbyshire",
            "719",
        ),
        ("Durham had 941 registered sex offenders on 31 March 2021.", None, "", "941"),
        ("Essex had 1,867 registered sexual offenders at the end of March 2023.", None, "", "1,867"),
    ],
)
def test_what_is_plainly_wrong_is_accused_all_the_same(text: str, date: str | None, area: str, wrong: str):
    assert wrong in accused(text, date, area)
