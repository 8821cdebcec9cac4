"""Numbers that count something else than the words beside them tell, and wrong ones that do not.

The figures are those of ``data/raw``: in 2018/19 Suffolk had 55 cautioned or convicted, and 19 at levels two
and three were recalled; of 717 offenders under MAPPA in Dyfed-Powys on 31 March 2022 587 were registered;
Norfolk had 1,188 registered (one in 690) on that day, and Humberside granted less than 30% of its requests.
"""

from __future__ import annotations

import pytest
from test_going_on import verdict
from test_plainly_wrong import accused, verdicts

SUFFOLK = "# Breaches in Suffolk\n\nIn Suffolk 55 sex offenders were cautioned or convicted in 2018/19.\n\n"
NORFOLK = "# Norfolk\n\nThere were 1,188 registered sexual offenders in Norfolk in March 2022.\n\n"
STAFFORDSHIRE = (
    "# Staffordshire Police\n\nStaffordshire Police is adequate at managing offenders and suspects.\n\n"
)
POWYS = (
    "# Dyfed-Powys\n\nAt the end of March 2022 there were 587 registered sexual offenders in the area.\n\n"
)

YORKSHIRE = "# Missing\n\nTen registered sex offenders were missing in West Yorkshire in January 2018.\n\n"

ESSEX = "# Courts\n\nIn Essex 91.3 per cent of trials for sexual offences in the year to May 2023 led to a conviction.\n\n"

TRUE = [
    (ESSEX, "Burglars were convicted in 78 per cent of cases."),
    (ESSEX, "A conviction for stalking came in 70 per cent of cases."),
    (ESSEX, "Some 61 per cent of victims dropped out."),
    (ESSEX, "The rate in the east was 62 per cent in 2014/15."),
    (SUFFOLK, "A charity worker from Lowestoft, 47, said the breaches worried her."),
    (SUFFOLK, "Tom Reeve (34), of Ipswich, was recalled to prison after breaching an order."),
    (SUFFOLK, "The commissioner, 49, will be told of breaches every three months."),
    (SUFFOLK, "A man of 47 was convicted of breaching his notification requirements."),
    (SUFFOLK, "Nineteen level two and three offenders were returned to custody."),
    (SUFFOLK, "There were 28 breaches of the planning rules in the same period."),
    (SUFFOLK, "The man has 22 convictions, among them three for breaching notification requirements."),
    (SUFFOLK, "Over two years 80 were cautioned or convicted."),
    (SUFFOLK, "Since 2017, 80 have been cautioned or convicted."),
    (SUFFOLK, "Forty were convicted of breaching notification requirements and 15 cautioned."),
    (SUFFOLK, "Level three takes about one in 1,000."),
    (SUFFOLK, "Prison recalls for all crimes in the region rose 12 per cent to 1,043."),
    (NORFOLK, "Of those on the register, 1,150 are men."),
    (NORFOLK, "Some 1,040 of those on the register abused children."),
    (NORFOLK, "A charity says it treats 1,100 sex offenders a year."),
    (NORFOLK, "A total of 1,270 sexual offenders have been put on the register since 2010."),
    (NORFOLK, "Police now say they have 1,213 registered sex offenders in the county."),
    (NORFOLK, "Norfolk has 180 police officers per 100,000 people."),
    (NORFOLK, "Counting everyone of all ages, the rate is 128 per 100,000."),
    (NORFOLK, "The hospital's register of donors has 1,390 names."),
    (POWYS, "Of all 717 offenders under multi-agency management in the area, 82% are on the register."),
    (POWYS, "The other 130 offenders are violent or otherwise dangerous."),
    (YORKSHIRE, "Twelve were missing at one point."),
    (YORKSHIRE, "Police lost track of 12 more last week."),
    (STAFFORDSHIRE, '"Adequate is not outstanding," he said.'),
    (STAFFORDSHIRE, "No force in the region was rated outstanding for managing offenders."),
    (STAFFORDSHIRE, "Few forces are outstanding at managing offenders."),
    (STAFFORDSHIRE, "Adequate is one step below good."),
    (STAFFORDSHIRE, "Good officers do a good job of managing offenders in this force."),
    (STAFFORDSHIRE, "He called the grade a good result for offender management."),
    (STAFFORDSHIRE, "The probation service was rated inadequate for managing offenders."),
]
DATED = {
    ESSEX: ("2023-06-20", "Essex"),
    YORKSHIRE: ("2018-02-01", "West Yorkshire"),
    SUFFOLK: ("2019-11-07", "Suffolk"),
    NORFOLK: ("2022-11-16", "Norfolk"),
    POWYS: ("2022-11-16", "Dyfed-Powys"),
    STAFFORDSHIRE: ("2024-09-25", "Staffordshire"),
}


@pytest.mark.parametrize(("before", "sentence"), TRUE)
def test_what_counts_something_else_is_not_accused(before: str, sentence: str):
    assert not accused(before + sentence, *DATED[before])


WRONG = [
    (SUFFOLK, "Suffolk had 31 cautioned or convicted of breaching the rules in 2018/19.", "31"),
    (NORFOLK, "There were 1,118 registered sexual offenders in Norfolk in March 2022.", "1,118"),
    (POWYS, "At the end of March 2022 there were 717 registered sexual offenders in the area.", "717"),
    (STAFFORDSHIRE, "Staffordshire Police is outstanding at managing offenders.", "outstanding"),
    (STAFFORDSHIRE, "It was rated good at managing offenders and suspects.", "good"),
]


@pytest.mark.parametrize(("before", "sentence", "words"), WRONG)
def test_what_counts_what_it_says_may_be_wrong(before: str, sentence: str, words: str):
    assert accused(before.partition("\n\n")[0] + "\n\n" + sentence, *DATED[before]) == [words]


@pytest.mark.parametrize(("people", "said"), [("690", "arithmetic"), ("809", "disagrees")])
def test_so_many_people_for_each_offender_are_one_in_so_many(people: str, said: str):
    for sentence in (
        f"For each registered offender there are {people} people over ten.",
        f"There are {people} residents aged ten and over to every registered sex offender.",
    ):
        assert verdicts(NORFOLK + sentence, *DATED[NORFOLK])[people] == said


def test_of_all_offenders_so_many_are_registered():
    text = POWYS + "Of all 717 offenders who are managed there, 82% are on the register."
    assert verdict(text, "717", *DATED[POWYS]) in ("another source", "perhaps this article")


@pytest.mark.parametrize(
    ("share", "said"), [("fewer than 30 per cent", "another source"), ("45 per cent", "disagrees")]
)
def test_a_share_that_is_known_to_be_less_is_less(share: str, said: str):
    text = (
        "# Off the register\n\nOf those who applied to come off the register in Humberside between 2012 and "
        f"March 2016, {share} were successful."
    )
    assert verdict(text, share.removeprefix("fewer than "), "2022-08-18", "Lincolnshire") == said


def test_a_comparison_of_the_missing_is_none_of_all_offenders():
    # Seven were missing in Lincolnshire and six in Nottinghamshire, which has more registered offenders.
    text = "A survey of 2015 found that seven were missing in Lincolnshire, fewer than in Nottinghamshire."
    assert verdict(f"# Missing sex offenders\n\n{text}", "fewer", "2023-11-02", "Lincolnshire") == ""
