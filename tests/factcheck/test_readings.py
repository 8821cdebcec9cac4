"""Statements that were read as something else, each with others of its kind, and what they say.

The figures are those of ``raw/mappa_figures.csv``: rates of 2023 are Hertfordshire 77, Bedfordshire 92, Essex
112, Suffolk 137 and Norfolk 143; Essex had 802 registered sex offenders in 2006, 1,867 in 2022 and 1,848 in
2023; the forces of Wales had 4,229 in 2023.
"""

from __future__ import annotations

import datetime

import pytest

from helpers.data.evidence import evidence
from helpers.factcheck.judging.misreadings import without_misreadings
from helpers.factcheck.judging.verdicts import AGREEING, answer
from helpers.factcheck.reading.article import Article, read_article

COUNT, RATE = "rso_count", "rso_rate_per_100k"
ESSEX = "# Sex offenders in Essex\n\n"
SEVERAL = "# The sex offenders' register\n\n"


def read(text: str, day: datetime.date | None = datetime.date(2023, 11, 2)) -> Article:
    return read_article(text, True, "test", "unlisted-article", evidence(), day)


def claims_in(text: str) -> list[tuple[str, ...]]:
    """Area, year, kind, measure and figure of each claim, and the earlier year of a change."""
    claims = [statement.claim for statement in read(text).stated]
    return [
        (claim.area, claim.date[:4], claim.kind, claim.measure, claim.published)
        + ((claim.comparator[:4],) if claim.kind.startswith("change") else ())
        for claim in claims
    ]


def verdicts(text: str) -> list[str]:
    article = read(text)
    answers = [answer(statement.claim, evidence()) for statement in article.stated]
    return [judged.verdict for judged in without_misreadings(answers, article, evidence())]


@pytest.mark.parametrize(
    "base",
    [
        "inhabitants over ten",
        "people over 10",
        "people over the age of 10",
        "of the population over the age of ten",
        "residents above the age of ten",
        "people aged ten and over",
        "inhabitants of ten and over",
        "people of 10 or more",
        "population aged over 10",
        "people who are older than ten",
        "people aged 10 years and over",
    ],
)
def test_the_people_of_a_rate_are_no_figure(base: str):
    text = f"Essex had 112 registered sex offenders per 100,000 {base} in March 2023."
    assert claims_in(ESSEX + text) == [("Essex", "2023", "level", RATE, "112")]


@pytest.mark.parametrize("age", ["over 60", "under 18", "over eighteen", "older than 70"])
def test_an_age_is_no_number_of_people(age: str):
    text = f"Essex had 112 registered sex offenders per 100,000 people {age} in March 2023."
    assert "60" not in [claim[4] for claim in claims_in(ESSEX + text)]
    assert "an age, which is not checked" in [unread.why for unread in read(ESSEX + text).unread]


@pytest.mark.parametrize(
    "text",
    [
        "Per 100,000 of population, Norfolk has 143 offenders, Essex 112 and Suffolk 137.",
        "For every 100,000 people, Norfolk has 143 registered sex offenders, Essex 112 and Suffolk 137.",
        "Out of every 100,000 residents in Norfolk 143 are registered sex offenders, in Essex 112 and in Suffolk 137.",
    ],
)
def test_a_base_that_opens_a_sentence_makes_rates(text: str):
    assert claims_in(SEVERAL + text) == [
        (area, "2023", "level", RATE, rate)
        for area, rate in (("Norfolk", "143"), ("Essex", "112"), ("Suffolk", "137"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The rates of sex offenders in Hertfordshire and Bedfordshire are the lowest: 77 and 92 per 100,000.",
        "Hertfordshire has the lowest rate of sex offenders, ahead of Bedfordshire: 77 and 92 per 100,000.",
        "The rate of sex offenders in Hertfordshire was 77, ahead of Bedfordshire's, at 92.",
        "Fewest sex offenders live in Hertfordshire and Bedfordshire, with 77 and 92 per 100,000.",
    ],
)
def test_each_of_two_figures_has_its_own_area(text: str):
    levels = [claim for claim in claims_in(SEVERAL + text) if claim[2] == "level"]
    assert levels == [
        ("Hertfordshire", "2023", "level", RATE, "77"),
        ("Bedfordshire", "2023", "level", RATE, "92"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Police recorded 576 sexual offences, 130 more than the year before.",
        "There were 576 sexual offences, 130 more.",
        "Police received 200 reports about sex offenders, 30 more than in 2022.",
        "There were 576 sexual offences, up 130 on the year.",
        "There were 576 sexual offences, a rise of 29 per cent on the year.",
        "The rape conviction rate was 60 per cent. There were 30 more rapes.",
        "The rape conviction rate was 60 per cent. There were 200 rapes, 30 more than in 2022.",
    ],
)
def test_a_change_in_crimes_is_none_of_ours(text: str):
    text = f"{ESSEX}Essex had 1,848 registered sex offenders in March 2023. {text}"
    assert [claim for claim in claims_in(text) if claim[2].startswith("change")] == []


@pytest.mark.parametrize(
    "words", ["above the 802 of 2006", "more than the 802 of 2006", "up on the 802 recorded in March 2006"]
)
def test_a_change_is_since_the_date_of_the_figure_that_it_names(words: str):
    text = f"Essex had 1,848 registered sex offenders, nearly 20 fewer than the year before and 130 per cent {words}."
    assert claims_in(ESSEX + text) == [
        ("Essex", "2023", "level", COUNT, "1848"),
        ("Essex", "2023", "change_nearly", COUNT, "-20", "2022"),
        ("Essex", "2023", "change_percent", COUNT, "130", "2006"),
        ("Essex", "2006", "level", COUNT, "802"),
    ]


def test_a_number_and_a_rate_are_not_of_two_areas():
    text = "In Norfolk, unlike in Essex, the register had 1,184 names and 143 per 100,000."
    assert claims_in(SEVERAL + text)[0] == ("Norfolk", "2023", "level", COUNT, "1184")


def test_a_grade_that_is_no_claim_is_listed():
    text = "Hertfordshire was graded adequate, Cheshire outstanding, and the Met inadequate."
    unread = [item.words for item in read(f"{ESSEX}{text}", None).unread]
    assert unread == ["adequate", "outstanding", "inadequate"]
    graded = read(f"# How the police manage sex offenders\n\n{text}")
    assert [(grade.claim.area, grade.claim.published) for grade in graded.stated] == [
        ("Hertfordshire", "adequate"),
        ("Cheshire", "outstanding"),
        ("Metropolitan", "inadequate"),
    ]
    assert graded.unread == ()


@pytest.mark.parametrize(
    "words", ["19 down on last year's 1,867", "19 down on the previous year's total of 1,867"]
)
def test_what_is_down_on_last_year_is_a_change(words: str):
    text = f"{ESSEX}Essex had 1,848 registered sex offenders in March 2023, {words}."
    assert claims_in(text)[1:] == [
        ("Essex", "2023", "change", COUNT, "-19", "2022"),
        ("Essex", "2022", "level", COUNT, "1867"),
    ]


@pytest.mark.parametrize(
    "time", ["at the same point in 2022", "at the same time in 2022", "on the same day in 2022"]
)
def test_the_same_point_in_a_year_is_what_a_figure_is_compared_with(time: str):
    text = f"{ESSEX}The number of registered sex offenders was 1 per cent lower than {time}."
    assert claims_in(text) == [("Essex", "2023", "change_percent", COUNT, "-1", "2022")]


def test_last_year_may_be_the_year_before_the_latest_figures():
    text = "# Sex offenders in Norfolk\n\nThe number of registered sex offenders is 1,184. Last year it stood at {}."
    assert verdicts(text.format("1,188"))[1] in AGREEING
    assert verdicts(text.format("1,388"))[1] not in AGREEING


def test_a_dash_after_a_count_is_no_noun():
    text = f"{ESSEX}Since 2006 the number of registered sex offenders in Essex has more than doubled, to 1,848 - a rise of 130 per cent."
    assert claims_in(text) == [
        ("Essex", "2023", "level", COUNT, "1848"),
        ("Essex", "2023", "change_percent", COUNT, "130", "2006"),
        ("Essex", "2023", "change_direction", COUNT, "more than doubled", "2006"),
    ]
    assert read(text).unread == ()


@pytest.mark.parametrize("who", ["the Welsh forces", "the four Welsh forces", "the forces of Wales"])
def test_the_welsh_forces_are_wales(who: str):
    text = f"{SEVERAL}In March 2023 {who} managed 4,229 registered sex offenders."
    assert claims_in(text) == [("Wales", "2023", "level", COUNT, "4229")]


def test_one_of_the_welsh_forces_is_not_wales():
    text = f"{SEVERAL}In March 2023 Gwent, one of the four Welsh forces, had 900 registered sex offenders."
    assert claims_in(text) == [("Gwent", "2023", "level", COUNT, "900")]


def test_of_the_forces_in_wales_it_is_the_force_named_before():
    text = "# Sex offenders in Gwent\n\nOf the four forces in Wales it alone recorded a fall."
    assert claims_in(text) == [
        ("Gwent", "2023", "only", COUNT, "fall"),
        ("Gwent", "2023", "change_direction", COUNT, "fall", "2022"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "By our reporter, 27 October 2023",
        "By Ann O'Neill, crime correspondent, 27 October 2023",
        "By Ann Lee | 27 October 2023",
    ],
)
def test_a_line_with_the_author_dates_the_article(line: str):
    text = f"{ESSEX}{line}\n\nEssex had 1,848 registered sex offenders in March."
    article = read(text, None)
    assert article.published == datetime.date(2023, 10, 27)
    assert [statement.claim.date for statement in article.stated] == ["2023-03-31"]
