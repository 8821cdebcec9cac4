"""Statements on inspections, surveys, workloads, requests, levels and shares, each in several wordings.

What is right was worked out by hand from ``data/raw``. "agrees": it is confirmed; "disagrees": it
is accused; "open": neither, be it right or wrong.
"""

from __future__ import annotations

import datetime

import pytest

from helpers.data.evidence import evidence
from helpers.factcheck.judging.misreadings import without_misreadings
from helpers.factcheck.judging.second_readings import read_again
from helpers.factcheck.judging.verdicts import AGREEING, answer
from helpers.factcheck.reading.article import read_article


def verdict(text: str, day: str, area: str, words: str) -> str:
    """What is said of the words of an article: agrees, disagrees or open."""
    published = datetime.date.fromisoformat(day)
    article = read_again(
        read_article(text, True, "test", "unlisted-article", evidence(), published, area), evidence()
    )
    answers = [answer(statement.claim, evidence()) for statement in article.stated]
    judged = without_misreadings(answers, article, evidence())
    said = {
        answer.verdict
        for answer, statement in zip(judged, article.stated, strict=True)
        if (at := statement.passage.text.find(words)) >= 0
        and statement.start < at + len(words)
        and at < statement.end
    }
    if "disagrees" in said:
        return "disagrees"
    return "agrees" if said & set(AGREEING) else "open"


MANAGING = "for managing offenders and suspects"
# words, day, area, the words judged, what is said of them
GRADES = [
    # 3 good, 3 adequate, 2 requires improvement in 2023; 8 good in 2022.
    ('Inspectors gave Merseyside three "good" grades.', "2023-11-30", "Merseyside", "three", "agrees"),
    ("The force was rated good in three areas.", "2023-11-30", "Merseyside", "good in three", "agrees"),
    (
        "Merseyside Police was adequate in three of eight areas.",
        "2023-11-30",
        "Merseyside",
        "three",
        "agrees",
    ),
    ("Two areas were rated as requiring improvement.", "2023-11-30", "Merseyside", "Two", "agrees"),
    (
        "The force got three good grades, against eight in 2022.",
        "2023-11-30",
        "Merseyside",
        "eight",
        "agrees",
    ),
    ("The force got eight good grades.", "2023-11-30", "Merseyside", "eight", "open"),
    ("Inspectors gave the force five good grades.", "2023-11-30", "Merseyside", "five", "open"),
    # What the other grades of a report leave open is no more than that.
    (f"Merseyside was judged inadequate {MANAGING}.", "2023-11-30", "Merseyside", "inadequate", "disagrees"),
    (f"Merseyside was judged adequate {MANAGING}.", "2023-11-30", "Merseyside", "adequate", "open"),
    (f"Cumbria was branded inadequate {MANAGING}.", "2024-11-08", "Cumbria", "inadequate", "disagrees"),
    (f"Cumbria was deemed good {MANAGING}.", "2024-11-08", "Cumbria", "good", "open"),
    (f"In 2022 South Yorkshire was outstanding {MANAGING}.", "2022-11-17", "", "outstanding", "disagrees"),
    (f"South Yorkshire is now outstanding {MANAGING}.", "2025-11-17", "", "outstanding", "open"),
    # Norfolk was good in 2022 and requires improvement since 2024.
    (f"Inspectors thought Norfolk good {MANAGING} in October 2022.", "2024-10-10", "", "good", "agrees"),
    (f"Norfolk, once good {MANAGING}, has slipped.", "2024-10-10", "", "good", "agrees"),
    (f"Norfolk is graded good {MANAGING}.", "2024-10-10", "", "good", "open"),
    (f"Norfolk is labelled requires improvement {MANAGING}.", "2024-10-10", "", "requires", "agrees"),
]
GRADES += [
    (
        f"Norfolk requires improvement {MANAGING}; in 2022 it was good.",
        "2024-10-10",
        "Kent",
        "good",
        "agrees",
    ),
    ("'Adequate': verdict on how Staffordshire manages offenders.", "2024-10-10", "", "Adequate", "agrees"),
    (
        "Bedfordshire's work with offenders was outstanding in 2022.",
        "2023-10-10",
        "",
        "outstanding",
        "agrees",
    ),
]


@pytest.mark.parametrize(("text", "day", "area", "words", "said"), GRADES)
def test_a_grade_is_held_against_the_reports_of_its_time(
    text: str, day: str, area: str, words: str, said: str
):
    assert verdict(text, day, area, words) == said


# The Press Association in 2015: 396 in all, 39 forces with any, Metropolitan 167, West Yorkshire 11, Thames
# Valley 5, Norfolk 1, Cambridgeshire 10 for two to eight years. Sky in January 2018: 485, 41 of 45 forces
# replied, Metropolitan 227, West Yorkshire 10, North Yorkshire none, Thames Valley 13.
PRESS = "Sex offenders have gone missing. When the Press Association asked in early 2015, forces owned up to 396. "
SKY = "Sky News asked in January 2018 how many sex offenders were missing. "
TIMES = ("2018-04-20", "Kent")
SURVEYS = [
    (f"{PRESS}", "2024-12-10", "West Yorkshire", "396", "agrees"),
    (f"{PRESS}West Yorkshire's answer was eleven, the Met's 167.", "2024-12-10", "Kent", "eleven", "agrees"),
    (f"{PRESS}West Yorkshire's answer was eleven, the Met's 167.", "2024-12-10", "Kent", "167", "agrees"),
    (f"{PRESS}Of these, 167 were missing from London.", "2024-12-10", "Kent", "167", "agrees"),
    (f"{SKY}Total: 485.", "2024-12-10", "Kent", "485", "agrees"),
    (f"{SKY}The tally came to 485.", "2024-12-10", "Kent", "485", "agrees"),
    (f"{SKY}Forces admitted to having lost track of 485.", "2024-12-10", "Kent", "485", "agrees"),
    (f"{SKY}There were 485 nationwide.", "2024-12-10", "Kent", "485", "agrees"),
    (f"{SKY}There were 400 nationwide.", "2024-12-10", "Kent", "400", "open"),
    (f"{SKY}Of these, 227 were from London, just under half.", "2024-12-10", "Kent", "half", "agrees"),
    (f"{SKY}Ten were West Yorkshire's.", "2024-12-10", "Kent", "Ten", "agrees"),
    (f"{SKY}North Yorkshire said none.", "2024-12-10", "Kent", "none", "agrees"),
    ("Sky News asked 45 forces in January 2018 who was missing.", "2024-12-10", "Kent", "45", "agrees"),
    (f"{SKY}Of 45 forces that were asked, 41 replied.", "2024-12-10", "Kent", "45", "agrees"),
    (f"{SKY}Answers came from 41 forces.", "2024-12-10", "Kent", "41", "agrees"),
    (f"{SKY}Forty-one forces responded.", "2024-12-10", "Kent", "Forty-one", "agrees"),
    (f"{SKY}Forty-three forces responded.", "2024-12-10", "Kent", "Forty-three", "open"),
    (
        "Thirty-nine forces said that offenders were missing.",
        "2015-03-11",
        "Kent",
        "Thirty-nine",
        "agrees",
    ),
    (
        "In January 2018 Thames Valley reported 13 RSOs missing, up from five in 2015.",
        *("2021-12-02", "Kent", "five", "agrees"),
    ),
    (
        "In January 2018 Thames Valley reported 19 RSOs missing, up from five in 2015.",
        *("2021-12-02", "Kent", "19", "disagrees"),
    ),
    (
        "A survey in 2015 had five offenders missing from Norfolk.",
        "2024-10-10",
        "Norfolk",
        "five",
        "disagrees",
    ),
    ("A survey in 2015 had one offender missing from Norfolk.", "2024-10-10", "Norfolk", "one", "agrees"),
    (
        "Ten sex offenders are missing from Cambridgeshire, for between two and eight years.",
        *("2015-03-11", "", "two and eight", "agrees"),
    ),
    (
        "Ten sex offenders are missing from Cambridgeshire, some for up to eight years.",
        *("2015-03-11", "", "eight", "agrees"),
    ),
]
SURVEYS += [
    # Greater Manchester had 19 in 2018 and Lancashire 12.
    (f"{SKY}Greater Manchester had 25, Thames Valley 13 and Cleveland three.", *TIMES, "25", "disagrees"),
    (f"{SKY}Greater Manchester had 19, Thames Valley 13 and Lancashire a dozen.", *TIMES, "19", "agrees"),
    (
        f"{SKY}Greater Manchester had 19, Thames Valley 13 and Lancashire a dozen.",
        *TIMES,
        "a dozen",
        "agrees",
    ),
    (f"{SKY}It asked 45 forces. Four did not answer.", *TIMES, "Four", "agrees"),
    (f"{SKY}It asked 45 forces. Six refused to reply.", *TIMES, "Six", "open"),
    ("In early 2015 a survey found 396 missing sex offenders in 39 forces.", *TIMES, "39", "agrees"),
    ("Sex offenders are missing. West Mercia and Warwickshire together gave four.", *TIMES, "four", "agrees"),
]


@pytest.mark.parametrize(("text", "day", "area", "words", "said"), SURVEYS)
def test_a_survey_is_known_by_its_forces_its_total_and_its_answers(
    text: str, day: str, area: str, words: str, said: str
):
    assert verdict(text, day, area, words) == said


# Of 4,067 in the North East in 2024, Northumbria had 2,032; of 4,229 in Wales in 2023 South Wales had 1,778,
# Gwent 824; of 91,040 offenders in England and Wales in 2023, 68,357 were registered.
NORTH_EAST = "In the North East there were 4,067 registered sex offenders in March 2024. "
IN_WALES = "Wales had 4,229 registered sex offenders in March 2023; "
TYNE, CARDIFF, ALL = (
    ("2024-11-05", "Northumbria"),
    ("2023-11-05", "South Wales"),
    ("2024-11-08", "England and Wales"),
)
SHARES = [
    (f"{NORTH_EAST}Half of the regional total belongs to Northumbria.", *TYNE, "Half", "agrees"),
    (f"{NORTH_EAST}Northumbria looks after almost exactly half of them.", *TYNE, "half", "agrees"),
    (f"{NORTH_EAST}Northumbria looks after 50 per cent of the region's offenders.", *TYNE, "50", "agrees"),
    (f"{NORTH_EAST}Northumbria looks after 45 per cent of them.", *TYNE, "45", "open"),
    (f"{NORTH_EAST}Northumbria accounts for half of that total.", *TYNE, "half", "agrees"),
    (f"{NORTH_EAST}One in two of them is in Northumbria.", *TYNE, "One in two", "agrees"),
    (f"{IN_WALES}South Wales makes up 42 per cent of that.", *CARDIFF, "42", "agrees"),
    (f"{IN_WALES}South Wales makes up 48 per cent of that.", *CARDIFF, "48", "disagrees"),
    (f"{IN_WALES}Gwent has 19 per cent of the Welsh total.", *CARDIFF, "19", "agrees"),
    (f"{IN_WALES}about a fifth of all offenders in Wales live in Gwent.", *CARDIFF, "a fifth", "agrees"),
    ("Of the 4,229 in all Wales, two in five live in our patch.", *CARDIFF, "two in five", "agrees"),
    ("Wales has 4,229, so two in five of Wales's offenders live here.", *CARDIFF, "two in five", "agrees"),
    (f"{NORTH_EAST}Half of those are on Northumbria's books.", *TYNE, "Half", "agrees"),
    (
        "In March 2024 70,052 people were registered in England and Wales. "
        "About three in every hundred of them are in Northumbria.",
        *(*TYNE, "three in every hundred", "agrees"),
    ),
    (
        "About three in every hundred of all those on the register live here.",
        *(*TYNE, "three in every hundred", "agrees"),
    ),
    (
        "Sexual offenders were 75% of the 91,040 people subject to public protection arrangements in 2023.",
        *(*ALL, "75%", "agrees"),
    ),
    (
        "Sexual offenders were 68% of the 91,040 people subject to public protection arrangements in 2023.",
        *(*ALL, "68%", "disagrees"),
    ),
    (
        "Sexual offenders were 68% of the 91,040 people subject to public protection arrangements in 2023.",
        *(*ALL, "91,040", "agrees"),
    ),
]
SHARES += [
    ("In 2023, 75% of those under MAPPA in England and Wales were sex offenders.", *ALL, "75%", "agrees"),
    ("Four in five offenders under MAPPA in Sussex were registered in 2022.", *ALL, "Four in five", "agrees"),
]
# About 900 of the staff of all police forces managed offenders in 2015, one for every 50; in 2020 6,774 were
# registered in Yorkshire and the Humber, 881 of them in North Yorkshire.
SHARES += [
    (
        "In 2015 900 police staff dealt with the sex offenders register.",
        "2025-02-06",
        "Kent",
        "900",
        "agrees",
    ),
    (
        "In 2015 900 police staff were looking after sex offenders, one for every 50.",
        *("2025-02-06", "Kent", "one for every 50", "agrees"),
    ),
    (
        "In 2020 Yorkshire and the Humber had 6,774 offenders, of whom North Yorkshire managed about one in eight.",
        *("2020-11-06", "West Yorkshire", "one in eight", "agrees"),
    ),
    (
        f"{NORTH_EAST}Northumbria looks after half of them, Durham more than a quarter and Cleveland the rest.",
        *TYNE,
        "a quarter",
        "agrees",
    ),
    (
        "The total in England and Wales rose by two and a half per cent to 70,052.",
        *ALL,
        "two and a half",
        "agrees",
    ),
    (
        "In England and Wales the register rose by not far short of a tenth to 70,052.",
        *ALL,
        "a tenth",
        "open",
    ),
]

# Of 37 who applied in Norfolk from 2017 to 2019, 28 were granted it; two came off in Sussex in 2018/19. In
# January 2024 Avon and Somerset had 283 visits overdue, of 1,521 offenders.
LATER, BRIGHTON = ("2022-12-10", "Norfolk"), ("2019-11-08", "Sussex")
SHARES += [
    (
        "Some ask to come off the register. From 2017 to 2019 there were 37 such requests in Norfolk.",
        *(*LATER, "37", "agrees"),
    ),
    ("Can they come off it? Yes. Two people in Sussex did in 2018/19.", *BRIGHTON, "Two", "agrees"),
    ("Can they join it? Yes. Two people in Sussex did in 2018/19.", *BRIGHTON, "Two", "open"),
    ("Some leave the register. 12 people were cautioned or convicted.", *BRIGHTON, "12", "open"),
]


@pytest.mark.parametrize(("text", "day", "area", "words", "said"), SHARES)
def test_a_share_is_of_what_its_words_name(text: str, day: str, area: str, words: str, said: str):
    assert verdict(text, day, area, words) == said


# Of the whole scheme: 315 applications and 21 disclosures in its pilot, 1,944 applications in 2011/12, 4,754
# from April 2011 to December 2013; 120 disclosures of 22 forces in 2011.
NATIONAL_LAW = [
    ("In the pilot of Sarah's Law in 2008-09 four areas took 315 applications.", "315", "agrees"),
    ("Kent asked about Sarah's Law. Its pilot had attracted 315 requests.", "315", "agrees"),
    ("Parents may use Sarah's Law. The scheme drew 1,944 applications in 2011/12.", "1,944", "agrees"),
    ("Parents may use Sarah's Law. The force drew 1,944 applications in 2011/12.", "1,944", "open"),
    (
        "Between April 2011 and December 2013 there were 4,754 Sarah's Law applications in England, Wales and Scotland.",
        *("4,754", "agrees"),
    ),
    ("In 2018 Durham had 81 Sarah's Law requests, and between 2011 and 2014 twelve.", "81", "agrees"),
    ("Across 22 forces Sarah's Law led to 120 disclosures in 2011.", "120", "agrees"),
]


@pytest.mark.parametrize(("text", "words", "said"), NATIONAL_LAW)
def test_what_is_said_of_the_scheme_itself_is_of_the_whole_country(text: str, words: str, said: str):
    assert verdict(text, "2019-11-08", "Northumbria", words) == said


CONCERNS = "The cause of concern about how the West Midlands manages offenders, dated 22 December 2023, was lifted in July 2024."


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (CONCERNS, "22 December 2023", "agrees"),
        (f"{CONCERNS} Devon and Cornwall's was opened in October 2022.", "October 2022", "agrees"),
        (
            "West Midlands police shed their cause of concern over managing offenders in July 2024.",
            "July",
            "agrees",
        ),
        (
            "Cambridgeshire's cause of concern over managing offenders was lifted nine months after it was raised.",
            *("nine months", "agrees"),
        ),
        (
            "Cambridgeshire's cause of concern over managing offenders was lifted less than six months after it was raised.",
            *("six months", "disagrees"),
        ),
        (
            "Devon and Cornwall was put under special monitoring of how it manages offenders in October of 2022.",
            *("October of 2022", "agrees"),
        ),
        ("Avon and Somerset had 283 offenders awaiting a visit in January 2024.", "283", "agrees"),
    ],
)
def test_one_cause_of_concern_after_another_is_followed(text: str, words: str, said: str):
    assert verdict(text, "2025-02-10", "", words) == said


# A review of 27 April 2023 expected 80,000 within two years and over 100,000 by 2029.
CREEDON = (
    "The Creedon review, out on 27 April 2023, expected over 100,000 names by 2029, and 80,000 in two years."
)
EXPECTED = [
    (CREEDON, "27 April 2023", "agrees"),
    (CREEDON, "100,000", "agrees"),
    (CREEDON, "2029", "agrees"),
    (CREEDON, "80,000", "agrees"),
    (CREEDON, "two years", "agrees"),
    (
        "The Creedon review put growth from 2006/07 to 2021 at 111 per cent and expected more.",
        "111",
        "agrees",
    ),
    (
        "The Creedon review found that the register had grown by 211% from 2006/07 to 2021.",
        "211%",
        "open",
    ),
    (CREEDON.replace("April", "May"), "27 May 2023", "disagrees"),
    (CREEDON.replace("2029", "2027"), "2027", "disagrees"),
    (CREEDON.replace("80,000", "90,000"), "90,000", "open"),
    ("A review came out in May. It warned that there could be 100,000 by 2027.", "2027", "disagrees"),
    ("The police warned that there could be 100,000 by 2027.", "2027", "open"),
]


@pytest.mark.parametrize(("text", "words", "said"), EXPECTED)
def test_what_a_review_expected_is_told_with_its_year_and_day(text: str, words: str, said: str):
    assert verdict(text, "2025-02-10", "England and Wales", words) == said


# Until 2017 offenders at very high risk were seen every month, at high risk every three, at medium risk every
# six and at low risk every twelve; 2, 18, 30 and 50 per cent were at these levels. In April 2018 Merseyside
# had 277 at high and six at very high risk, 98 overdue visits and up to 100 offenders for one officer. Avon
# and Somerset had 217 overdue visits and 151 overdue assessments in March 2023. Greater Manchester cut its
# overdue visits by 81 and its assessments by 83 per cent in 2023, and added 17 staff.
KNOWSLEY, KENT, MANCHESTER = (
    ("2023-11-30", "Merseyside"),
    ("2018-11-08", "Kent"),
    ("2024-11-28", "Greater Manchester"),
)
APRIL = "Inspectors came in April 2018. "
REPORT = "When the report on Avon and Somerset came out in March 2023 there were "
WORKLOADS = [
    ("Until 2017 offenders at high risk were seen every three months.", *KENT, "every three", "agrees"),
    ("Until 2017 high-risk offenders were visited quarterly.", *KENT, "quarterly", "agrees"),
    ("Until 2017 there were monthly visits to those at very high risk.", *KENT, "monthly", "agrees"),
    ("Medium-risk offenders were once seen twice a year, low-risk ones annually.", *KENT, "twice", "agrees"),
    ("Medium-risk offenders were once seen twice a year, low-risk ones annually.", *KENT, "annual", "agrees"),
    (
        "Until 2017 those at medium risk were seen every six and at low risk once a year.",
        *KENT,
        "six",
        "agrees",
    ),
    ("Until 2017 low-risk offenders were seen every two years.", *KENT, "two years", "disagrees"),
    ("Medium-risk offenders were once seen every three months.", *KENT, "every three", "open"),
    (
        "Police put 18 per cent of sex offenders at high risk and 30 per cent at medium.",
        *KENT,
        "18",
        "agrees",
    ),
    (
        "Police put 18 per cent of sex offenders at high risk and 30 per cent at medium.",
        *KENT,
        "30",
        "agrees",
    ),
    (f"{APRIL}Among the sex offenders 277 were rated high risk.", *KNOWSLEY, "277", "agrees"),
    (f"{APRIL}Of the sex offenders, six were at very high risk.", *KNOWSLEY, "six", "agrees"),
    (f"{APRIL}Ninety-eight visits to sex offenders were late.", *KNOWSLEY, "Ninety-eight", "agrees"),
    (f"{APRIL}Some officers carried up to 100 offenders.", *KNOWSLEY, "100", "agrees"),
    (f"{APRIL}Caseloads of as many as 100 offenders were found.", *KNOWSLEY, "100", "agrees"),
    ("In April 2018 Merseyside managers had up to 200 offenders each.", *KENT, "200", "disagrees"),
    (f"{REPORT}217 overdue visits and 151 overdue risk assessments.", "2025-03-02", "", "151", "agrees"),
    (f"{REPORT}217 overdue visits and 115 overdue risk assessments.", "2025-03-02", "", "115", "disagrees"),
    ("Overdue visits to sex offenders had fallen by 81 per cent.", *MANCHESTER, "81", "agrees"),
    ("It claims an 81 per cent cut in late visits to sex offenders.", *MANCHESTER, "81", "agrees"),
    ("Overdue visits were cut by 81 per cent, and assessments by 83 per cent.", *MANCHESTER, "83", "agrees"),
    ("The sex offender unit has taken on 17 extra staff.", *MANCHESTER, "17", "agrees"),
    ("About 16,000 offenders were eligible in June 2017 for fewer visits.", *KENT, "16,000", "agrees"),
]
# Of 1,521 offenders in January 2024, 283 visits were overdue.
BRISTOL = ("2024-02-08", "Avon and Somerset")
WORKLOADS += [
    ("In January 2024 visits to 19 per cent of sex offenders were overdue.", *BRISTOL, "19", "agrees"),
    ("In January 2024, 283 visits were overdue, or 19 per cent.", *BRISTOL, "19", "agrees"),
    ("In January 2024, 283 visits were overdue, or 25 per cent.", *BRISTOL, "25", "open"),
]
# In February 2025, 185 visits were overdue, of 1,600 offenders, fewer than 10 of them to those at the highest
# risk; in March 2023 the oldest had been so for eight months. Manchester had 163 overdue visits in 2023,
# Staffordshire once had 260. An officer in Cumbria had 54 offenders in 2017, or 75 with those in prison.
LATE = ("2025-02-21", "Avon and Somerset")
BACKLOG = "The backlog of visits to sex offenders worries the police. "
WORKLOADS += [
    ("The backlog of overdue visits has been cut to 185.", *LATE, "185", "agrees"),
    ("Overdue visits to sex offenders stand at 240.", *LATE, "240", "disagrees"),
    ("The force has 185 sex offenders who are overdue a visit.", *LATE, "185", "agrees"),
    ("There are 185 sex offenders who should have been visited by now.", *LATE, "185", "agrees"),
    (f"{BACKLOG}It is equal to about one in nine of the 1,600 on its books.", *LATE, "one in nine", "agrees"),
    (f"{BACKLOG}It is equal to about one in nine of the 1,600 on its books.", *LATE, "1,600", "agrees"),
    (f"{BACKLOG}That is one in six of all offenders.", *LATE, "one in six", "open"),
    (f"{BACKLOG}Fewer than 10 cases are in the highest risk group.", *LATE, "10", "agrees"),
    (f"{BACKLOG}The oldest had been outstanding for eight months.", *LATE, "eight months", "agrees"),
    (f"{BACKLOG}The longest delay was 14 months.", *LATE, "14 months", "open"),
    (f"{BACKLOG}He was jailed for eight months.", *LATE, "eight months", "open"),
    (f"{BACKLOG}The force looks after 1,521 offenders.", *BRISTOL, "1,521", "agrees"),
    ("The visits not yet made amount to 18 per cent of sex offenders.", *BRISTOL, "18", "agrees"),
    (f"{BACKLOG}It has grown by 66, or 19 per cent.", *BRISTOL, "19", "open"),
    ("Inspectors found a backlog of visits. There were 163 outstanding.", *MANCHESTER, "163", "agrees"),
    ("Overdue visits fell from 283 in January 2024 to 185.", *LATE, "185", "agrees"),
    ("Some 12 per cent of its 1,600 sex offenders are overdue a visit.", *LATE, "1,600", "agrees"),
    ("Some 22 per cent of its 1,600 sex offenders are overdue a visit.", *LATE, "22", "disagrees"),
    ("The force has added more staff to the sex offender unit.", *MANCHESTER, "more staff", "agrees"),
    ("The force has added more staff to the sex offender unit.", *LATE, "more staff", "open"),
    ("There was a backlog of 260 visits.", "2023-11-20", "Staffordshire", "260", "agrees"),
    ("Officers in Cumbria each had 54 sex offenders to monitor.", "2017-11-20", "Cumbria", "54", "agrees"),
]
# Orders were breached 83 times in Cleveland in 2023 and 24 in 2022; Northumbria prosecuted 93 in 2021/22.
TEES, TYNE = ("2024-11-20", "Cleveland"), ("2022-11-20", "Northumbria")
WORKLOADS += [
    ("Breaches of court orders designed to prevent harm numbered 83 in 2023.", *TEES, "83", "agrees"),
    ("Breaches of court orders designed to prevent harm numbered 44 in 2023.", *TEES, "44", "disagrees"),
    ("Orders were broken 24 times in 2022.", *TEES, "24", "agrees"),
    ("Prosecutions for breaking court orders fell from 112 to 93 in a year.", *TYNE, "93", "agrees"),
]
# Lincolnshire granted 72 of 82 applications to leave the register from 2017 to 2021, Norfolk 28 of 37 from
# 2017 to 2019.
LEAVE = "Lincolnshire Police allowed {} of the 82 offenders who asked to leave the register between 2017 and 2021 to do so."
ASKED = "Norfolk had 37 requests to come off the register between 2017 and 2019 and said yes to {}."
SUCCESS = "More than eight in ten offenders who asked to be removed from the register were successful."
WORKLOADS += [
    (LEAVE.format(72), "2022-11-08", "Lincolnshire", "72", "agrees"),
    (LEAVE.format(62), "2022-11-08", "Lincolnshire", "62", "disagrees"),
    (ASKED.format(28), "2020-11-08", "Norfolk", "28", "agrees"),
    (SUCCESS, "2022-11-08", "Lincolnshire", "eight in ten", "agrees"),
]


@pytest.mark.parametrize(("text", "day", "area", "words", "said"), WORKLOADS)
def test_workloads_and_risks_are_of_an_inspection_or_a_rule(
    text: str, day: str, area: str, words: str, said: str
):
    assert verdict(text, day, area, words) == said


BREACHES = [
    # 218 breaches in Hampshire and 233 in Thames Valley in 2020.
    ("In 2019/20 Thames Valley had 233 breaches, ahead of Hampshire, with 218.", "2020-10-30", "", "218"),
    ("In 2019/20 Thames Valley had a rate of 92. It booked 233 breaches.", "2020-10-30", "", "233"),
]


@pytest.mark.parametrize(("text", "day", "area", "words"), BREACHES)
def test_breaches_are_no_rate(text: str, day: str, area: str, words: str):
    assert verdict(text, day, area, words) == "agrees"


@pytest.mark.parametrize("noun", ["speeders", "burglars", "knives", "phones"])
def test_a_number_goes_on_about_the_noun_before_it(noun: str):
    text = f"The rate of sex offenders in Kent is 92 per 100,000. Police booked 223 {noun}, ahead of Hampshire, with 218."
    assert verdict(text, "2020-10-30", "Kent", "218") == "open"


def test_so_many_orders_are_of_the_nation():
    text = "Courts imposed 5,753 sexual harm prevention orders in 2021/22, up from 4,325 in 2020/21."
    assert verdict(text, "2022-10-27", "Devon and Cornwall", "5,753") == "agrees"
    assert verdict(text, "2022-10-27", "Devon and Cornwall", "4,325") == "agrees"


def test_all_kinds_of_offenders_are_no_registered_ones():
    text = "Looking at everybody managed under MAPPA, North Wales rose from 1,244 to 1,262 between 2022 and 2023, with sex offenders making up 81%."
    for words in ("1,244", "1,262", "81%"):
        assert verdict(text, "2024-11-01", "Gwent", words) == "agrees"
    text = "In 2018 the county had 997 offenders of all kinds at level one, with nobody at level three."
    assert verdict(text, "2020-11-06", "Suffolk", "997") == "agrees"


# 2011 to 2014: Cleveland 147 requests and 131 disclosures; Dyfed-Powys, North Wales and South Wales together
# 374 and 79. South Yorkshire had 68 requests in 2016/17 and 109 in 2018/19; forces that answered for 2018/19
# had 2,974 and 279.
LAW = "Under Sarah's Law "
SHEFFIELD, BANGOR = ("2022-11-17", "South Yorkshire"), ("2023-11-02", "North Wales")
REQUESTS = [
    (f"{LAW}Cleveland told 131 of 147 from 2011 to 2014, or 89 per cent.", *SHEFFIELD, "89", "agrees"),
    (f"Taking 2011 to 2014 together, {LAW}Cleveland told 131 of 147.", *SHEFFIELD, "131", "agrees"),
    (f"Taking 2011 to 2014 together, {LAW}Cleveland told 79 per cent.", *SHEFFIELD, "79", "disagrees"),
    (f"{LAW}279 people were told in 2018/19 by the forces that answered.", *SHEFFIELD, "279", "agrees"),
    (
        f"{LAW}374 requests went to the North Wales, South Wales and Dyfed-Powys forces from 2011 to 2014.",
        *(*BANGOR, "374", "agrees"),
    ),
    (
        f"{LAW}North Wales, South Wales and Dyfed-Powys together made 79 disclosures from 2011 to 2014.",
        *(*BANGOR, "79", "agrees"),
    ),
    (f"{LAW}requests rose from 68 in 2016/17 to 109 in 2018/19, up 60 per cent.", *SHEFFIELD, "60", "agrees"),
    (f"{LAW}requests rose from 68 in 2016/17 to 109 in 2018/19, a 60% leap.", *SHEFFIELD, "60%", "agrees"),
    (f"{LAW}requests rose from 68 in 2016/17 to 109 in 2018/19, a 23% leap.", *SHEFFIELD, "23%", "disagrees"),
]
REQUESTS += [
    (f"{LAW}Surrey Police told 41 people in 2018/19.", *SHEFFIELD, "41", "agrees"),
    (f"{LAW}West Mercia Police warned six people in 2018.", *SHEFFIELD, "six", "agrees"),
    (
        "Between 2017 and 2021 82 offenders in Lincolnshire applied to leave the register.",
        *BANGOR,
        "82",
        "agrees",
    ),
    (
        f"{LAW}West Mercia had 124 requests in 2018. Information was given in six cases.",
        *SHEFFIELD,
        "six",
        "agrees",
    ),
]
# Kent granted 20 of 36 from 2012 to 2017, Norfolk 28 of 37 and Lincolnshire 72 of 82, after 2017.
OFF = "Forces take people off the register.\n\nNot all who ask come off the register.\n\n"
REQUESTS += [
    ("Lincolnshire Police agreed to take 72 sex offenders off the register.", *BANGOR, "72", "agrees"),
    (f"{OFF}In Kent 20 of 36 succeeded in the five years to July 2017.", *BANGOR, "20", "agrees"),
    (f"{OFF}In Kent 20 of 36 succeeded in the five years to July 2017.", *BANGOR, "36", "agrees"),
    (f"{OFF}In Norfolk 28 applications were granted from 2017 to 2019.", *BANGOR, "28", "agrees"),
    (f"{OFF}In Norfolk 37 applications were granted from 2017 to 2019.", *BANGOR, "37", "disagrees"),
    (f"{OFF}In Norfolk 37 applications were made from 2017 to 2019.", *BANGOR, "37", "agrees"),
    (
        f"{OFF}Lincolnshire allowed 72 requests from 2017 to 2021, a success rate of 88%.",
        *BANGOR,
        "88",
        "agrees",
    ),
    (f"{OFF}Lincolnshire allowed 72 requests from 2017 to 2021. Ten were refused.", *BANGOR, "Ten", "open"),
    ("In Norfolk 37 planning applications were granted from 2017 to 2019.", *BANGOR, "37", "open"),
]


@pytest.mark.parametrize(("text", "day", "area", "words", "said"), REQUESTS)
def test_requests_are_of_a_force_or_of_several_together(
    text: str, day: str, area: str, words: str, said: str
):
    assert verdict(text, day, area, words) == said


def test_a_figure_without_a_date_may_be_of_the_year_that_its_paragraph_is_about():
    paragraph = "In 2023 North Wales had 1,262 MAPPA offenders. Dyfed-Powys had {}."
    assert verdict(paragraph.format(719), "2024-11-01", "Gwent", "719") == "agrees"
    assert verdict(paragraph.format(791), "2024-11-01", "Gwent", "791") == "open"


@pytest.mark.parametrize(
    "words", ["The four forces had 4,229", "The four areas together had 4,229", "All four forces had 4,229"]
)
def test_so_many_forces_are_the_region(words: str):
    text = f"In March 2023 Wales was watched. {words} registered sex offenders between them."
    assert verdict(text, "2023-12-08", "Gwent", "4,229") == "agrees"


def test_digits_that_are_exchanged_are_a_slip_however_far_they_lead():
    text = "And {} violent offenders are supervised on top."
    assert verdict(text.format(413), "2022-11-17", "Sussex", "413") == "agrees"
    assert verdict(text.format(143), "2022-11-17", "Sussex", "143") == "disagrees"
    assert verdict(text.format(120), "2022-11-17", "Sussex", "120") == "open"


def test_two_figures_that_are_each_right_as_the_other_were_exchanged():
    # West Mercia, 2019/20: 16 cautioned or convicted, 13 removed.
    text = "{} offenders were cautioned or convicted over notification, and {} came off the register after applying."
    for words in ("13", "16"):
        right = verdict(text.format(16, 13), "2020-11-05", "West Mercia", words)
        assert right == "agrees"
        assert verdict(text.format(13, 16), "2020-11-05", "West Mercia", words) == "disagrees"


@pytest.mark.parametrize("nobody", ["nobody", "none", "no one", "zero"])
def test_nobody_was_taken_off_the_register(nobody: str):
    text = f"Taken off the register on application in 2019/20: 21 in West Yorkshire; in South Yorkshire, {nobody}."
    assert verdict(text, "2024-12-10", "West Yorkshire", nobody) == "agrees"


@pytest.mark.parametrize(
    "words",
    [
        "Sixteen needed extra supervision at level two during the year.",
        "Sixteen were managed at level two.",
        "Sixteen required level 2 management.",
        "Sixteen offenders faced level two meetings.",
    ],
)
def test_so_many_needed_level_two(words: str):
    assert (
        verdict(f"West Mercia had 1,405 sex offenders. {words}", "2020-11-05", "West Mercia", "Sixteen")
        == "agrees"
    )


def test_a_share_of_requests_is_held_by_the_requests_beside_it():
    text = "Sarah's Law began in 2011. Taking 2011 to 2014, Cleveland told 131 of the 147 who asked, or {} per cent."
    assert verdict(text.format(89), "2023-03-10", "Kent", "89") == "agrees"
    assert verdict(text.format(79), "2023-03-10", "Kent", "79") == "disagrees"


def test_a_grade_is_held_by_the_grades_beside_it():
    text = "Inspectors looked at managing offenders. Cheshire was outstanding, Cumbria {}."
    assert verdict(text.format("inadequate"), "2024-11-01", "Kent", "inadequate") == "disagrees"
    assert verdict(text.format("good"), "2024-11-01", "Kent", "good") == "open"


TRUE_OF_OTHERS = [
    # Sentences that may well be true, of what the data do not have.
    ("Some 60 per cent of the region's offenders managed by South Wales are in work.", *CARDIFF, "60"),
    (f"{IN_WALES}in South Wales 75 per cent of them are at low risk.", *CARDIFF, "75"),
    ("Since 2017 offenders at high risk are seen every two months.", *KENT, "two months"),
    ("In 2018 one Merseyside team had caseloads of 65 offenders, others 100.", *KENT, "65"),
    ("On average Merseyside officers had 70 offenders each in April 2018.", *KENT, "70"),
    ("Sexual harm prevention orders are policed too. There were 83 breaches in 2023.", *MANCHESTER, "83"),
    ("In 2016 Cumbria was rated inadequate for managing offenders.", "2024-11-01", "Kent", "inadequate"),
    ("Merseyside was once inadequate for managing offenders.", "2021-11-01", "Kent", "inadequate"),
    ("The force got good grades in two areas of child protection.", *KNOWSLEY, "two"),
    ("Police registered 223 weapons, ahead of Hampshire, with 218.", "2020-10-30", "Kent", "218"),
    ("In the North West forces lost track of 62 in January 2018.", *TIMES, "62"),
    ("Sarah's Law: requests in North Wales rose 40 per cent in 2022.", *BANGOR, "40"),
]


@pytest.mark.parametrize(("text", "day", "area", "words"), TRUE_OF_OTHERS)
def test_what_the_data_do_not_have_is_not_accused(text: str, day: str, area: str, words: str):
    assert verdict(text, day, area, words) == "open"


@pytest.mark.parametrize("verb", ["hauled back", "sent back", "recalled", "dragged back", "returned"])
def test_recalls_have_many_verbs(verb: str):
    text = f"North Wales saw 51 offenders {verb} to jail for breaking their licence in 2022-23."
    assert verdict(text, "2023-12-10", "Kent", "51") == "agrees"


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        (
            "Hampshire managed two RSOs at level 2 and 67 at level 3 in the year to March 2020.",
            "2020-11-05",
            "67",
        ),
        ("Thames Valley had 13 breaches and 233 revocations in 2019/20.", "2020-11-05", "233"),
        ("North Wales has seven violent offenders and 218 other dangerous ones.", "2022-11-03", "218"),
        ("Gwent's total went up by 44 to 824 registered sex offenders.", "2023-11-02", "by 44"),
    ],
)
def test_a_number_is_of_the_noun_beside_it_though_another_would_fit(text: str, day: str, words: str):
    assert verdict(text, day, "", words) == "disagrees"


@pytest.mark.parametrize("what", ["overdue visits", "visits that are overdue", "overdue home visits"])
def test_visits_are_never_read_as_assessments(what: str):
    text = f"Avon and Somerset had 151 {what} and 217 overdue risk assessments."
    assert verdict(text, "2022-11-03", "", "151") != "agrees"


def test_a_number_between_commas_is_at_the_level_that_its_verb_says():
    text = "In Sussex nearly all of the caseload, 2,024 RSOs, sits at level 1."
    assert verdict(text, "2023-11-02", "", "2,024") == "agrees"


def test_the_whole_of_a_share_may_be_more_than_our_offenders():
    # 4,158 are the 3,088 RSOs of 2022 with 1,064 violent and six other dangerous offenders.
    text = (
        "Sexual offenders make up 74 per cent of the 4,158 people supervised under the scheme in the county."
    )
    assert verdict(text, "2022-10-28", "West Yorkshire", "4,158") != "disagrees"


# On 31 March 2019 Suffolk had 856 registered sex offenders of 1,026 in all, 155 violent ones and one at level
# three; Sussex had one other dangerous offender in 2022.
SUFFOLK = ("2019-11-08", "Suffolk")
KINDS = [
    ("There were 856 registered sex offenders. They made up 83pc of the 1,026 in the scheme.", "83pc", True),
    ("There were 856 registered sex offenders, of the 1,026 offenders in the scheme.", "1,026", True),
    ("There were 155 violent offenders. They made up 83pc of everyone in the scheme.", "83pc", False),
    ("Only one offender was being managed at the very highest level.", "one", True),
    ("Only nine offenders were being managed at the very highest level.", "nine", False),
    ("The register was at its highest level: 155.", "155", False),
    ("Of those managed under MAPPA, 155 had committed violent crimes.", "155", True),
    ("All told, 1,026 people were being overseen, of whom 155 were violent.", "1,026", True),
]


@pytest.mark.parametrize(("text", "words", "agrees"), KINDS)
def test_kinds_and_levels_are_told_by_what_offenders_did_and_by_the_highest_level(
    text: str, words: str, agrees: bool
):
    assert (verdict(f"In Suffolk: {text}", *SUFFOLK, words) == "agrees") is agrees


# Avon and Somerset requires improvement in 2025 in five areas, as in 2023 for managing offenders.
TOLD = "Avon and Somerset Police requires improvement at managing offenders and suspects, inspectors found. "
SAME = [
    (f"{TOLD}It was given the same grade in the previous round.", "the same grade", "agrees"),
    (f"{TOLD}The grade was the same at its last inspection.", "grade was the same", "agrees"),
    (f"{TOLD}It was one of five areas to receive that grade.", "one of five", "agrees"),
    (f"{TOLD}Six areas were given that grade.", "Six areas", "open"),
    (f"{TOLD}Devon got the same grade in the previous round.", "the same grade", "open"),
]


@pytest.mark.parametrize(("text", "words", "said"), SAME)
def test_a_grade_is_the_same_as_in_the_round_before(text: str, words: str, said: str):
    assert verdict(text, "2025-02-21", "Avon and Somerset", words) == said


def test_the_same_grade_is_wrong_of_a_force_that_had_another():
    text = "Staffordshire Police is adequate at managing offenders, inspectors said. It had the same grade in the previous round."
    assert verdict(text, "2024-11-21", "Staffordshire", "the same grade") != "agrees"
