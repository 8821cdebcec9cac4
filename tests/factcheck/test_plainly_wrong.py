"""Statements that are wrong in every reading of their words, each beside ones that are true or left open.

The figures are those of ``raw/mappa_figures.csv``: on 31 March 2024 Durham had 1,123 (1,007 a year before)
and 196 per 100,000 (178), Cleveland 912 (1,116) and 178 (222), Northumbria 2,032 (2,053) and 155.
"""

from __future__ import annotations

import pytest

from helpers.pages import FactCheck

DURHAM = (
    "There were 1,123 registered sex offenders in the Durham force area in March 2024, "
    "196 for every 100,000 people aged 10 and over. "
)
NORFOLK = "There were 1,184 registered sex offenders in Norfolk in March 2023, a rate of 143 per 100,000. "
ESSEX = "There were 1,848 registered sex offenders in Essex in March 2023, a rate of 112 per 100,000. "

MET = "Inspectors found the Met inadequate at managing offenders in August."


def verdicts(text: str, date: str, area: str) -> dict[str, str]:
    """The verdict on each statement of a text, by its words."""
    check = FactCheck("article.md", date=date, area=area, content=text.encode())
    assert check.article is not None
    stated = check.article.stated
    return {
        one.passage.text[one.start : one.end]: said.verdict
        for one, said in zip(stated, check.answers, strict=True)
    }


def accused(text: str, date: str, area: str) -> list[str]:
    return [words for words, verdict in verdicts(text, date, area).items() if verdict == "disagrees"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Cleveland's total was 1,116.", "1,116"),
        ("In Cleveland there were 1,116.", "1,116"),
        ("Cleveland has 1,116.", "1,116"),
        ("In Northumbria it was 2,053.", "2,053"),
        ("Cleveland had 912, having had 1,104 a year earlier.", "1,104"),
        ("Cleveland had 912, up 204 on the previous year.", "up 204"),
        ("Northumbria's total grew, by 21 to 2,032.", "grew"),
    ],
)
def test_a_figure_of_another_year_or_sign_beside_a_right_one_is_refuted(sentence: str, wrong: str):
    assert wrong in accused(DURHAM + sentence, "2024-11-07", "Durham")


@pytest.mark.parametrize(
    "sentence",
    [
        "Cleveland's total was 912.",
        "In Cleveland it had been 1,116.",
        "Cleveland had 1,116 the year before.",
        "In 2023 it was 1,007. Cleveland had 1,116.",
        "Cleveland had 912, having had 1,116 a year earlier.",
        "Cleveland had 912, down 204 on the previous year.",
        "Cleveland: 912 (1,116)",
        "Cleveland scored 187.",
        "Cleveland's bill per officer is 150.",
        "In Cleveland the figure, which includes those in prison, is 1,102.",
        "Northumbria has 2,032, of whom 1,801 are men.",
    ],
)
def test_a_figure_that_may_be_of_another_time_or_thing_is_not_accused(sentence: str):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The number was 1,123, down from 1,007 in 2023.", "down"),
        ("The total fell from 1,007 to 1,123.", "fell"),
        ("It had 1,123 offenders, which is a fall on the 1,007 of 2023.", "fall"),
        ("The total rose from 1,007 in 2023 to 1,123 in 2024, a 10.3% leap.", "10.3%"),
    ],
)
def test_what_a_sentence_says_against_two_right_figures_of_its_own_is_refuted(sentence: str, wrong: str):
    said = accused(DURHAM + sentence, "2024-11-07", "Durham")
    assert [words for words in said if wrong in words]


@pytest.mark.parametrize(
    "sentence",
    [
        "The number was 1,123, up from 1,007 in 2023.",
        "The total rose from 1,007 in 2023 to 1,123 in 2024, a leap of 11.5%.",
        "It had 1,123 offenders, which is a rise on the 1,007 of 2023.",
        "The total rose from 1,007 to 1,123, while crime fell by 4%.",
    ],
)
def test_what_a_sentence_says_rightly_of_its_own_figures_is_not_accused(sentence: str):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == []


def test_a_fall_of_the_national_rate_to_a_higher_one_is_wrong_whatever_its_base():
    said = verdicts("The average for England and Wales fell from 122 to 126.", "2022-11-10", "Norfolk")
    assert said == {"fell": "disagrees", "122": "another source", "126": "another source"}


def test_requests_under_sarahs_law_are_compared_by_the_articles_own_figures():
    law = "Under Sarah's Law, requests rose from 68 in 2016/17 to 109 in 2018/19, "
    assert verdicts(law + "a 60% leap.", "2022-11-17", "South Yorkshire")["60%"] == "arithmetic"
    assert verdicts(law + "a 38% leap.", "2022-11-17", "South Yorkshire")["38%"] == "disagrees"


def test_a_change_is_not_turned_round_where_it_says_what_it_is_above():
    text = "North Yorkshire had 946 registered sex offenders in 2023, so its latest count is nine {} than last year's."
    assert accused(text.format("higher"), "2024-11-10", "North Yorkshire") == ["nine higher"]
    assert accused(text.format("lower"), "2024-11-10", "North Yorkshire") == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Norfolk, another rural force, had 143 registered offenders.", "143"),
        ("Norfolk had 143 registered sex offenders.", "143"),
        ("Essex has 1,848 per 100,000 people.", "1,848"),
    ],
)
def test_a_rate_given_as_a_count_is_refuted_and_never_read_as_the_rate(sentence: str, wrong: str):
    assert verdicts(f"Figures were published. {sentence}", "2023-11-10", "Suffolk")[wrong] == "disagrees"


def test_offenders_after_a_rate_per_100000_may_be_rates():
    text = "For every 100,000 people, Norfolk has 143. Suffolk has 137 registered offenders."
    assert accused(text, "2023-11-10", "Norfolk") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Hertfordshire has a higher rate than Norfolk.",
        "Suffolk's rate is identical to Norfolk's.",
        "Hertfordshire, at 77, had the highest rate of the six.",
        "Norfolk, at 143, is at the foot of the regional table.",
        "No other force in the region has a lower rate.",
        "The number has fallen since 2019.",
        "The number has doubled since 2019.",
    ],
)
def test_words_that_are_wrong_in_every_reading_are_refuted(sentence: str):
    assert accused(NORFOLK + sentence, "2023-11-03", "Norfolk")


@pytest.mark.parametrize(
    "sentence",
    [
        "Norfolk has a higher rate than Hertfordshire.",
        "Last year Suffolk had a higher rate than the national one.",
        "Suffolk has more beaches than Norfolk.",
        "Bedfordshire is the biggest force in the region.",
        "Hertfordshire has the highest unemployment in the East of England.",
        "House prices in Hertfordshire are higher than in Norfolk.",
        "Norfolk's rate of burglary is the lowest in the region.",
        "On deprivation, Norfolk is below the England and Wales average.",
        "Hertfordshire has a higher rate than Norfolk of people in work.",
        "Its budget is the lowest in the region.",
        "Norfolk once had the lowest rate in the region.",
        "Confidence in Hertfordshire is above that in Norfolk.",
        "Its team has doubled since 2013.",
        "Norfolk comes second in the region, behind Essex.",
    ],
)
def test_words_about_other_things_times_or_measures_are_not_accused(sentence: str):
    assert accused(NORFOLK + sentence, "2023-11-03", "Norfolk") == []


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Only Essex, with 1,848, has more.", "2"),
        ("Only Essex has more offenders in the region.", "2"),
        ("In the region, only Essex manages more offenders.", "2"),
        ("No other force in the region has a higher rate.", "1"),
        ("None of the other five forces in the region has a higher rate.", "1"),
        ("Norfolk tops the regional table by rate.", "1"),
        ("Norfolk tops the table for the East of England.", "1"),
        ("The county has the second largest number of offenders in the region after Essex.", "2"),
    ],
)
def test_a_rank_by_who_else_has_more_is_read(sentence: str, place: str):
    check = FactCheck("article.md", date="2023-11-03", area="Norfolk", content=(NORFOLK + sentence).encode())
    ranks = [said for said in check.answers if said.claim.kind.startswith("rank")]
    assert [(said.claim.area, said.claim.published, said.verdict) for said in ranks] == [
        ("Norfolk", place, "arithmetic")
    ]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Northumbria has half of the region's 4,067 offenders.", []),
        ("Nearly half of the region's 4,067 offenders are in Northumbria.", []),
        ("Northumbria has 41 per cent of the region's 4,067 offenders.", ["41 per cent"]),
        ("There are 4,067 in the North East. Durham's share of that total is 14 per cent.", ["14 per cent"]),
        ("In 2011 the region's register had 1,901 names, so it has nearly tripled.", ["nearly tripled"]),
        ("In 2011 the region's register had 1,901 names, so it has nearly doubled.", []),
        ("We have more than a third of the North East's 4,067 offenders.", ["a third"]),
        ("Two of the three have 41 per cent of the region's 4,067 offenders together.", []),
    ],
)
def test_a_share_of_a_right_whole_is_held_against_it(sentence: str, wrong: list[str]):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


# North Wales had 418 in 2009 and 1,023 in 2023.
@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("In 2009 it was 418. So: well over twice as many in fourteen years.", "well over twice"),
        ("In 2009 it was 418; that has more than doubled.", "more than doubled"),
        ("In 2009 it was 418; that has more than trebled.", ""),
        ("In 2009 it was 418. So: well over twice as many in five years.", ""),
        ("In 2009 it was 418. The budget has more than doubled.", ""),
    ],
)
def test_a_multiple_is_that_of_the_figures_before_it(sentence: str, words: str):
    found = verdicts(
        f"In March 2023 North Wales had 1,023 registered sex offenders. {sentence}",
        "2023-11-30",
        "North Wales",
    )
    assert [said for said, verdict in found.items() if said == words] == [words][: bool(words)]
    assert "disagrees" not in found.values()


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Northumbria has almost exactly twice as many offenders as we have", "arithmetic"),
        ("Northumbria has more than twice as many offenders as we have", "arithmetic"),
        ("Northumbria has more than twice our number", "arithmetic"),
    ],
)
def test_ours_is_what_another_figure_is_a_multiple_of(sentence: str, verdict: str):
    found = verdicts(f"{sentence}, though at a lower rate.", "2023-11-07", "Cambridgeshire")
    assert verdict in found.values()


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The total has gone up every single year since 2011.", ["up every single year since 2011"]),
        ("The total has gone up every single year since 2019.", []),
        ("The staff's total pay has gone up every single year since 2011.", []),
    ],
)
def test_one_year_that_went_the_other_way_refutes_every_year(sentence: str, wrong: list[str]):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


def test_each_of_two_changes_is_since_its_own_time():
    text = (
        "The caseload has only grown: 70,052 people in England and Wales on 31 March 2024, 1,695 more than a "
        "year earlier and 7,617 more than in 2020."
    )
    found = verdicts(text, "2025-04-26", "England and Wales")
    assert {words: found[words] for words in ("1,695 more", "7,617 more")} == {
        "1,695 more": "arithmetic",
        "7,617 more": "arithmetic",
    }


def test_its_growth_is_that_of_what_the_article_speaks_of():
    found = verdicts(f"{DURHAM}Its growth since 2019 is 40.0 per cent.", "2024-11-07", "Durham")
    assert list(found.values())[-1] == "arithmetic"


@pytest.mark.parametrize(
    ("text", "area", "wrong"),
    [
        (
            "Parents may use Sarah's Law. Between 2011 and 2014 Sussex received 193 applications under the scheme "
            "but made only 24 disclosures.",
            *("Sussex", ["24"]),
        ),
        (
            "Parents may use Sarah's Law. Between 2011 and 2014 Sussex received 193 applications under the scheme "
            "and made 14 disclosures.",
            *("Sussex", []),
        ),
        (
            'In February 2023 inspectors graded the force "requires improvement" for managing offenders.',
            *("Devon and Cornwall", ["requires improvement"]),
        ),
        (
            'In February 2023 inspectors graded the force "inadequate" for managing offenders.',
            *("Devon and Cornwall", []),
        ),
    ],
)
def test_what_a_right_figure_or_a_day_beside_it_tells_the_topic_of_is_refuted(
    text: str, area: str, wrong: list[str]
):
    article = f"# {area}\n\nGwent's force was graded good in 2022.\n\n{text}"
    assert accused(article, "2024-12-12", area) == wrong


OVERDUE = "By January 2024 the backlog had grown to 283 overdue visits, out of 1,521 registered offenders"


@pytest.mark.parametrize(
    ("text", "area"),
    [
        (
            "The North East's three forces have 4,067 offenders. In Northumbria 80 per cent of them are men.",
            "Durham",
        ),
        (
            "Northumbria has half of the North East's 4,067 offenders; 80 per cent of them are men.",
            "Northumbria",
        ),
        (
            "From 2017 to 2019 Norfolk had 37 applications to leave the register, of which 28 were granted, and in "
            "Kent 35 per cent.",
            "Norfolk",
        ),
        ("Only one force was rated outstanding at managing offenders in 2022.", "Devon and Cornwall"),
        ("In 2017 Durham was rated good for effectiveness.", "Durham"),
    ],
)
def test_what_may_be_of_another_whole_force_or_round_is_not_accused(text: str, area: str):
    assert accused(f"# Figures\n\n{text}", "2024-11-07", area) == []


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        (f"{OVERDUE}. That is nearly one in four.", "one in four", "disagrees"),
        (f"{OVERDUE}. That is nearly one in five.", "one in five", "arithmetic"),
        (f"{OVERDUE}, or 19 per cent.", "19 per cent", "arithmetic"),
        (f"{OVERDUE}, or 29 per cent.", "29 per cent", "disagrees"),
        (
            "From 2017 to 2019 Norfolk had 37 applications to leave the register, of which 28 were granted, so 76 per cent.",
            *("76 per cent", "arithmetic"),
        ),
    ],
)
def test_a_share_is_held_against_the_two_right_figures_before_it(text: str, words: str, verdict: str):
    assert verdicts(text, "2024-11-07", "Avon and Somerset")[words] == verdict


def test_what_a_few_offenders_are_of_all_of_their_area_can_agree():
    text = (
        "In the year to March 2012 16 people in Cumbria were cautioned or convicted for not keeping to "
        "notification requirements, about one in {} of those on the register."
    )
    said = [verdicts(text.format(many), "2012-11-01", "Cumbria").get(f"one in {many}") for many in (22, 40)]
    assert said == ["arithmetic", None]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Back in 2011 the list ran to only 446 people.", []),
        ("Back in 2011 the list ran to only 464 people.", ["464"]),
        ("Figures show that 464 people lived there in 2011.", []),
    ],
)
def test_people_on_the_list_are_offenders(sentence: str, wrong: list[str]):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == wrong


def test_prevention_orders_before_2015_are_those_of_then():
    found = verdicts(
        "Northumbria's courts imposed 84 prevention orders in the year to March 2012.", "2012-11-01", ""
    )
    assert found == {"84": "another source"}


@pytest.mark.parametrize(
    "end",
    [
        ", up 29 per cent",
        ". The backlog fell by 29 per cent",
        ", and 29 per cent are seen late",
        ". It was 29 per cent a year before",
    ],
)
def test_another_percentage_after_two_figures_is_none_of_them(end: str):
    assert accused(f"{OVERDUE}{end}.", "2024-11-07", "Avon and Somerset") == []


def test_a_multiple_that_rounds_the_right_one_is_not_accused():
    assert (
        accused(DURHAM + "The rate is 50 per cent higher than the national average.", "2024-11-07", "Durham")
        == []
    )
    assert accused(DURHAM + "Northumbria's total is twice Durham's.", "2024-11-07", "Durham") == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("That is 116 more, or 15 per cent.", "15 per cent"),
        ("It added 116 on the year before. That's 17%.", "17%"),
        ("Northumbria had 2,032, down 6% from 2,053 in 2023.", "6%"),
        ("In Northumbria the total fell by 31, from 2,053 to 2,032.", "fell by 31"),
        ("The rate went from 178 to 196, an increase of 10 percentage points.", "10 percentage points"),
        ("Cleveland has 912 registered sex offenders and Northumbria 2,053.", "2,053"),
        ("In neighbouring Cleveland the force has 1,116 offenders.", "1,116"),
    ],
)
def test_what_a_right_figure_beside_it_decides_is_refuted(sentence: str, wrong: str):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == [wrong]


@pytest.mark.parametrize(
    "sentence",
    [
        "That is 116 more, or 11.5 per cent.",
        "The rate went from 178 to 196, an increase of 10 per cent.",
        "In Northumbria the total fell by 21, from 2,053 to 2,032.",
        "The total rose from 1,007 to 1,123, with reported rape up 12 per cent.",
        "The total rose from 1,007 to 1,123, and the year before a rise of 4 per cent.",
        "That is 116 more. The rise in the year before was 4 per cent.",
        "That is 116 more than the year before, and 40 per cent more than in 2019.",
        "That is 116 more, a 25 per cent rise in costs for the force.",
        "It went up by 116, against a rise of 4 per cent in Cleveland.",
        "Durham has 1,123 and Cleveland, at level 1, 900.",
        "Cleveland has 1,116 offenders if those in prison are counted.",
        "In neighbouring Cleveland the picture is another. The force had 912 offenders, down from 1,116.",
    ],
)
def test_what_tells_of_another_time_or_thing_beside_a_right_figure_is_not_accused(sentence: str):
    assert accused(DURHAM + sentence, "2024-11-07", "Durham") == []


@pytest.mark.parametrize(
    ("text", "day", "area", "wrong"),
    [
        (f"{MET} Norfolk was also marked inadequate in September.", "2024-12-05", "", ["inadequate"]),
        (f"{MET} Norfolk was also inadequate in September at protecting children.", "2024-12-05", "", []),
        (
            "Avon and Somerset had 151 overdue visits and 217 overdue risk assessments in March 2023.",
            "2023-04-03",
            "Avon and Somerset",
            ["151", "217"],
        ),
        (
            "Avon and Somerset had 217 overdue visits and 151 overdue risk assessments in March 2023.",
            "2023-04-03",
            "Avon and Somerset",
            [],
        ),
    ],
)
def test_grades_and_workloads_are_held_against_what_stands_beside_them(
    text: str, day: str, area: str, wrong: list[str]
):
    assert accused(text, day, area) == wrong


@pytest.mark.parametrize(
    ("text", "day", "area", "words"),
    [
        (
            "There were 604 registered sex offenders on March 31. Last year's report showed 587.",
            "2023-11-10",
            "Dyfed-Powys",
            "587",
        ),
        (
            "England and Wales held 34,939 in 2010. "
            "The latest year added 1,695; the year to March 2018 had added 6.2 per cent.",
            "2024-12-05",
            "",
            "added 1,695",
        ),
        (
            "On 31 March 2023 Norfolk had 1,604 MAPPA offenders. Of these, 74% are registered sex offenders.",
            "2023-11-10",
            "Norfolk",
            "74%",
        ),
    ],
)
def test_a_figure_takes_its_date_and_measure_from_the_words_beside_it(
    text: str, day: str, area: str, words: str
):
    assert verdicts(text, day, area)[words] in ("another source", "arithmetic")


@pytest.mark.parametrize("sentence", ["The register holds 70,000 names.", "That makes 70,000 people on it."])
def test_a_round_number_is_not_accused(sentence: str):
    nation = "There were 70,052 registered sex offenders in England and Wales at the end of March 2024. "
    assert accused(nation + sentence, "2024-11-07", "") == []


@pytest.mark.parametrize(
    "text",
    [
        "In March 2023 Gwent had 824 registered sex offenders. "
        "The area now has 188 for every 100,000 people over the age of ten.",
        "In 2021 the number rose. Across both countries there were 70,052 registered offenders.",
    ],
)
def test_an_article_of_no_known_day_is_of_any_year(text: str):
    assert accused(text, "", "Gwent") == []


def test_a_figure_at_one_level_is_held_against_that_level():
    """On 31 March 2022 Norfolk had 1,188 RSOs, 1,175 of them at level 1."""
    text = "In Norfolk {} registered sex offenders were managed at level 1 on 31 March 2022."
    assert accused(text.format("1,188"), "2023-11-03", "Norfolk") == ["1,188"]
    assert verdicts(text.format("1,175"), "2023-11-03", "Norfolk") == {"1,175": "another source"}


@pytest.mark.parametrize(("way", "wrong"), [("lower", ["lower than"]), ("higher", [])])
def test_a_comparison_of_two_right_figures_is_held_against_them(way: str, wrong: list[str]):
    """On 31 March 2012 the rates were 88 in Northumbria and 74 in Leicestershire."""
    text = f"Northumbria's rate of registered sex offenders stood at 88 per 100,000, and {way} than Leicestershire's 74."
    assert accused(text, "2012-11-10", "Northumbria") == wrong


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("37 points behind", "arithmetic"),
        ("some 35 points behind", "not decidable"),
        ("47 points behind", "not understood"),
        ("37 points ahead of", "not understood"),
    ],
)
def test_by_how_much_a_rate_is_behind_ours_is_read(words: str, verdict: str):
    """On 31 March 2023 the rates were 129 in Dyfed-Powys and 166 in North Wales."""
    text = (
        f"North Wales has 166 for every 100,000 people aged 10 and over. Dyfed-Powys is at 129, {words} us."
    )
    said = verdicts(text, "2023-11-10", "North Wales")
    assert said[words.removeprefix("some ")] == verdict


DEVON = "Devon and Cornwall had 2,202 registered sex offenders on 31 March 2024. "


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("In 2021 there were 2,065. The following year it rose to 2,090.", "2,090"),
        ("In 2021 there were 2,065. A year later there were 2,090, and the year after that 2,032.", "2,032"),
        ("In 2019, 2020 and 2021 there were 1,980, 2,036 and 2,065.", "2,036"),
        ("The figures for the four years to 2022 were 1,980, 2,036, 2,065 and 2,090.", "1,980"),
        ("It rose every year from 2019 to 2022: 1,980, 2,036, 2,065, 2,090.", "2,065"),
        ("The number rose by 56 in 2020, by 29 in 2021 and by 25 in 2022.", "rose by 56"),
        ("The last time it fell was in 2023, when it went from 2,090 to 2,032.", "2,090"),
        ("At the same time a year ago, the figure was 2,032.", "2,032"),
        ("Last year there were 2,032, and the year before 2,090.", "2,032"),
        (
            "In 2011 there had been 1,166. The increase since then is 1,036 people, or 89 per cent.",
            "89 per cent",
        ),
        (
            "That many sex offenders on 31 March 2024 were 170 more than the spring before and 112 more than the spring before that.",
            "112 more",
        ),
        ("Three years earlier, in 2021, it was 2,065.", "2,065"),
        ("Two years earlier it was 2,090, and a year before that 2,065.", "2,065"),
        ("Cleveland, which had the highest rate in 2023, saw its count tumble from 1,116 to 912.", "1,116"),
        ("A year before there had been 2,032, so the number is 170 higher.", "170 higher"),
        ("In 2019 it was 1,980. There are 2,202 now, against 1,980 then.", "2,202"),
        ("It passed 2,000 in 2020, and the latest rise, of 170, was the biggest.", "170"),
        (
            "It is up by 8.4 per cent, more than the 1.2 per cent recorded two years before.",
            "up by 8.4 per cent",
        ),
        (
            "The number was 2,065 in 2021, when it had gone up, before dropping by 58 in 2023.",
            "dropping by 58",
        ),
        ("It was 2,032 the year before, when it fell by 58.", "fell by 58"),
        ("It rose by 25 to 2,090 in 2022 and fell by 58 to 2,032 in 2023.", "rose by 25"),
        ("That compares with 2,032 last year and 2,090 the year before.", "2,090"),
        ("Gwent had 991 and North Wales 1,080; between them: Gwent 991 and North Wales 1,080.", "991"),
        ("It is 8.4 per cent above the 2023 level.", "8.4 per cent above"),
    ],
)
def test_a_figure_is_of_the_year_that_the_words_about_it_tell(sentence: str, words: str):
    found = verdicts(DEVON + sentence, "2024-11-20", "Devon and Cornwall")
    assert found[words] in ("another source", "arithmetic")
    assert "disagrees" not in found.values()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"{DEVON}In 2021 it was 2,065 and a year later 2,190.", "2,190"),
        (f"{DEVON}It was 2,132 the year before.", "2,132"),
        (f"{DEVON}That is a rise of 18 per cent on the year.", "rise of 18 per cent"),
        ("On Teesside the register shrank by 204 to 1,116.", "1,116"),
        ("West Yorkshire had 3,451 registered sex offenders. North Yorkshire edged up to 937.", "edged up"),
        (f"{DEVON}The rate is 134 per 100,000. In 2021 ours was 122 and the national one 129.", "122"),
        ("In Sussex there were 413 violent offenders and eleven other dangerous ones in 2022.", "eleven"),
        ("Under Sarah's Law Essex had 192 requests but disclosed in only 13 cases.", "13"),
        (
            "From 2017 to 2019 Norfolk had 37 applications to leave the register, of which nine were granted.",
            "nine",
        ),
        (
            "In the three forces of Wales there were 374 applications under Sarah's Law from 2011 to 2014, and 97 disclosures.",
            "97",
        ),
    ],
)
def test_what_right_figures_beside_it_refute_is_accused_whatever_it_rests_on(text: str, wrong: str):
    assert wrong in accused(text, "2024-11-20", "Devon and Cornwall")


def test_an_article_long_after_its_figures_is_of_the_date_that_it_names():
    text = (
        "At 31 March 2023 there were 1,184 registered sex offenders in Norfolk.\n\n"
        "The rate was 143 per 100,000. Suffolk was second at 137 and Hertfordshire last at 77."
    )
    found = verdicts(text, "2025-01-22", "Norfolk")
    assert found["137"] == found["77"] == "another source"


def test_requests_that_led_to_nothing_are_no_disclosures():
    text = "Suffolk had 93 requests under Sarah's Law from 2011 to 2014 and made 31 disclosures; 62 were turned down."
    assert accused(text, "2024-11-20", "Suffolk") == []


def test_what_a_review_expects_is_read_of_no_article_without_a_day():
    text = "The Creedon review expected the register to reach 100,000 by 2029, it said."
    assert verdicts(text, "", "") == {}


def test_an_average_of_areas_that_are_not_named_is_not_accused():
    text = "Between them they have 6,774 registered sex offenders: an average of 1,694 per force."
    assert accused(text, "2020-11-01", "") == []


@pytest.mark.parametrize(
    ("text", "day", "area"),
    [
        (
            "Durham's rate has gone from 178 per 100,000 to 196 in a year. "
            "For England and Wales it is 131 per 100,000, with the total up by 2.5 per cent.",
            *("2024-11-20", "Durham"),
        ),
        (
            "Derbyshire had 1,154 registered sex offenders on 31 March 2017. "
            "It is a rise of 4.3 per cent, smaller than the 4.8 per cent recorded the year before.",
            *("2017-11-20", "Derbyshire"),
        ),
        (
            "The force had 184 Sarah's Law requests in 2023; in the years from 2011 to 2014 there were 114.",
            *("2024-11-20", "Cambridgeshire"),
        ),
        (
            "Hampshire has 112 registered sex offenders for every 100,000 people; Sussex, Surrey and Kent follow. "
            "Dorset is the smallest, but has the highest rate of all five, 122 per 100,000.",
            *("2020-11-20", "Hampshire"),
        ),
        (
            "The number of registered sex offenders in Northumbria was 1,895 on March 31.",
            *("2023-03-10", "Northumbria"),
        ),
        (
            "South Yorkshire has 1,736 registered sex offenders; a total of 2,418 people of all kinds come under "
            "joint supervision.",
            *("2022-11-18", "South Yorkshire"),
        ),
        (
            "Thames Valley has the lowest rate of sex offenders: Hampshire, on 121 in 2020; Northamptonshire, on 129; "
            "and Hertfordshire, on 78.",
            *("2021-11-09", "Thames Valley"),
        ),
        (
            "Cumbria has 132 registered sex offenders per 100,000 people. Lancashire is on 169, one in 592, and "
            "Merseyside's 2019 figure was 144.",
            *("2020-11-20", "Cumbria"),
        ),
    ],
)
def test_what_is_true_of_another_measure_time_or_group_is_not_accused(text: str, day: str, area: str):
    assert accused(text, day, area) == []


def test_a_round_one_in_n_is_not_taken_for_that_of_another_year():
    """Gwent had one for 634 people aged 10 and over on 31 March 2023, and one for 602 a year before."""
    text = "There were 824 registered sex offenders in Gwent in March 2023. Around one in 600 people in Gwent is one."
    assert verdicts(text, "2023-11-20", "Gwent")["one in 600"] == "not decidable"


def test_a_year_that_only_the_sentence_before_tells_dates_no_request():
    """Cleveland had 53 requests in 2010, and 95 in 2018."""
    text = (
        "Sarah's Law requests went up from nine in 2010 to 81 in 2018. Cleveland took 53 in the latter year."
    )
    assert verdicts(text, "2024-11-12", "Cleveland").get("53") not in ("another source", "arithmetic")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "In 2020 there were 21 removals from the register in West Yorkshire, fewer than half of the 34 in the region.",
            "half",
        ),
        (
            "Bedfordshire has 634 sex offenders, and Hertfordshire has 791: fewer between them than Norfolk.",
            "fewer",
        ),
    ],
)
def test_what_only_another_reading_makes_right_is_not_confirmed(text: str, words: str):
    """21 of 34 are more than half, and in 2020 Norfolk had 1,110."""
    said = verdicts(text, "2022-11-18", "West Yorkshire")
    assert [found for found, verdict in said.items() if words in found and verdict == "arithmetic"] == []
