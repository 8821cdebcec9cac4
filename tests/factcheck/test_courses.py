"""Statements over several years and several forces: right ones agree, wrong ones never do.

Worked out by hand from ``raw/mappa_figures.csv``: Sussex 2019 to 2022: 1,707, 1,759, 1,827, 1,991; Essex 2019
to 2023: 1,496, 1,596, 1,684, 1,867, 1,848; in Wales 2022 and 2023 South Wales 1,711 and 1,778, North Wales
1,019 and 1,023, Gwent 868 and 824, Dyfed-Powys 587 and 604; in the North East 2023 and 2024 Durham 1,007 and
1,123, Cleveland 1,116 and 912, Northumbria 2,053 and 2,032; rates of Suffolk 134 in 2022 and 137 in 2023.
"""

from __future__ import annotations

import datetime

import pytest

from helpers.data.evidence import evidence
from helpers.factcheck.judging.misreadings import without_misreadings
from helpers.factcheck.judging.second_readings import read_again
from helpers.factcheck.judging.verdicts import AGREEING, Answer, answer
from helpers.factcheck.reading.article import Article, read_article

RSOS = "registered sex offenders"


def read(text: str, day: str, area: str) -> Article:
    published = datetime.date.fromisoformat(day) if day else None
    return read_again(
        read_article(text, True, "test", "unlisted-article", evidence(), published, area), evidence()
    )


def judged(text: str, day: str, area: str) -> list[Answer]:
    article = read(text, day, area)
    answers = [answer(statement.claim, evidence()) for statement in article.stated]
    return without_misreadings(answers, article, evidence())


def verdicts(text: str, day: str, area: str) -> dict[str, str]:
    """The verdict on each claim, by its words."""
    answers = judged(text, day, area)
    stated = read(text, day, area).stated
    return {
        statement.passage.text[statement.start : statement.end]: said.verdict
        for statement, said in zip(stated, answers, strict=True)
    }


SUSSEX = ("2022-12-08", "Sussex")
ESSEX = ("2023-12-08", "Essex")
WALES = ("2023-12-08", "Wales")
GWENT = ("2023-12-08", "Gwent")
DURHAM = ("2024-12-08", "Durham")
STATEMENTS = [
    # words, of when and where, what is said, whether it is right
    (f"The number of {RSOS} in Sussex rose for the third year running.", SUSSEX, "third year running", True),
    (f"The number of {RSOS} in Sussex fell for the third year running.", SUSSEX, "third year running", False),
    (
        f"The number of {RSOS} in Sussex has risen every year since 2019.",
        SUSSEX,
        "every year since 2019",
        True,
    ),
    (
        f"The number of {RSOS} in Essex has risen every year since 2019.",
        ESSEX,
        "every year since 2019",
        False,
    ),
    (f"Essex saw its first fall in four years in {RSOS}.", ESSEX, "first fall in four years", True),
    (f"Sussex saw its first rise in three years in {RSOS}.", SUSSEX, "first rise in three years", False),
    (f"Sussex has a record number of {RSOS}.", SUSSEX, "record number", True),
    (f"Essex has a record number of {RSOS}.", ESSEX, "record number", False),
    (
        f"Three of the four forces in Wales saw the number of {RSOS} rise.",
        WALES,
        "Three of the four forces",
        True,
    ),
    (
        f"Two of the four forces in Wales saw the number of {RSOS} rise.",
        WALES,
        "Two of the four forces",
        False,
    ),
    (f"Gwent was the only force in Wales to see the number of {RSOS} fall.", GWENT, "the only force", True),
    (f"Gwent was the only force in Wales to see the number of {RSOS} rise.", GWENT, "the only force", False),
    (f"Durham has overtaken Cleveland in the number of {RSOS}.", DURHAM, "overtaken", True),
    (f"Northumbria has overtaken Cleveland in the number of {RSOS}.", DURHAM, "overtaken", False),
    (f"Northumbria has more than twice as many {RSOS} as Cleveland.", DURHAM, "more than twice", True),
    (f"Durham has more than twice as many {RSOS} as Cleveland.", DURHAM, "more than twice", False),
    (f"Durham has more {RSOS} than Cleveland.", DURHAM, "more", True),
    (f"Durham has 1,123 {RSOS}, 211 more than Cleveland.", DURHAM, "211", True),
    (f"Durham has 1,123 {RSOS}, 121 more than Cleveland.", DURHAM, "121", False),
    (f"Durham has 1,123 {RSOS}, 28 per cent of the regional total.", DURHAM, "28 per cent", True),
    (f"Durham has more {RSOS} than Northumbria.", DURHAM, "more", False),
    (f"The number of {RSOS} in Durham passed the 1,000 mark in 2023.", DURHAM, "1,000", True),
    (f"The number of {RSOS} in Durham passed the 1,000 mark in 2022.", DURHAM, "1,000", False),
    (f"Cleveland has been overtaken by Durham in the number of {RSOS}.", DURHAM, "overtaken by", True),
    (f"Durham has been overtaken by Cleveland in the number of {RSOS}.", DURHAM, "overtaken by", False),
    (f"The number of {RSOS} in Sussex rose in each of the three years to 2022.", SUSSEX, "each of", True),
    (f"The number of {RSOS} in Sussex fell in each of the three years to 2022.", SUSSEX, "each of", False),
    (f"There were 1,000 {RSOS} in 2019. It rose every year since then.", SUSSEX, "every year", True),
    (f"There were 1,000 {RSOS} in 2019. It rose every year since then.", ESSEX, "every year", False),
    (f"The number of {RSOS} in Sussex is the highest of the last four years.", SUSSEX, "highest of", True),
    (f"The number of {RSOS} in Essex is the highest of the last four years.", ESSEX, "highest of", False),
    (f"The number of {RSOS} in Sussex is the highest since at least 2019.", SUSSEX, "highest since", True),
    (f"Norfolk has region's highest rate of {RSOS}.", ("2023-11-03", "Norfolk"), "highest", True),
    (f"Northumbria has 2,032 {RSOS}, the most of any force in the North East.", DURHAM, "most", True),
    (
        f"The rate of {RSOS} in Durham, 196 per 100,000, is 65 above that for England and Wales.",
        DURHAM,
        "65",
        True,
    ),
    (
        f"The rate of {RSOS} in Durham, 196 per 100,000, is 75 above that for England and Wales.",
        DURHAM,
        "75",
        False,
    ),
    (f"The national rate of {RSOS} is 131 per 100,000, so Durham sits 65 above it.", DURHAM, "65", True),
    (f"The number of {RSOS} in Durham passed 1,000 in 2023.", DURHAM, "passed 1,000 in 2023", True),
    (f"The number of {RSOS} in Durham passed 1,000 in 2022.", DURHAM, "passed 1,000 in 2022", False),
    (f"The number of {RSOS} in Durham passed 1,000 in 2021.", DURHAM, "passed 1,000 in 2021", False),
    (f"The number of {RSOS} in Durham passed 1,000 in 2024.", DURHAM, "passed 1,000 in 2024", False),
    (f"There are 1,123 {RSOS} in Durham. The 1,000 mark was passed in 2023.", DURHAM, "1,000 mark", True),
    (
        f"The number of {RSOS} in Durham is more than twice what it was in 2011.",
        DURHAM,
        "more than twice",
        True,
    ),
    (f"Durham had more than a thousand {RSOS} in 2023.", DURHAM, "a thousand", True),
    (f"Durham had less than a thousand {RSOS} in 2023.", DURHAM, "a thousand", False),
    (
        f"There were 1,000 {RSOS} in 2019. The number has risen every year since.",
        SUSSEX,
        "every year since",
        True,
    ),
    (
        f"Norfolk's list of {RSOS} is the second longest list in the East.",
        ("2023-11-03", "Norfolk"),
        "second",
        True,
    ),
    (
        f"Norfolk's list of {RSOS} is the second shortest list in the East.",
        ("2023-11-03", "Norfolk"),
        "second",
        False,
    ),
    (f"The list of {RSOS} in Durham got longer in the year to March 2024.", DURHAM, "longer", True),
    (f"In {RSOS} for every 100,000, Durham dwarfs the national rate.", DURHAM, "dwarfs", True),
    (f"By its rate of {RSOS} Cleveland is topped by Durham.", DURHAM, "topped by", True),
    (f"By its rate of {RSOS} Durham is topped by Cleveland.", DURHAM, "topped by", False),
    (
        f"With {RSOS} at 196 per 100,000, Durham is above Gwent on 188 and Cleveland on 178, but below Northumbria.",
        DURHAM,
        "below",
        False,
    ),
    (
        "Every 510th person in Durham is a registered sex offender: one in 510.",
        DURHAM,
        "Every 510th person",
        True,
    ),
]


@pytest.mark.parametrize(("text", "of", "words", "right"), STATEMENTS)
def test_a_statement_over_years_or_forces_agrees_only_where_it_is_right(
    text: str, of: tuple[str, str], words: str, right: bool
):
    found = [verdict for said, verdict in verdicts(text, *of).items() if words in said]
    assert (bool(set(found) & set(AGREEING))) == right
    assert "disagrees" not in found or not right


@pytest.mark.parametrize(
    "text",
    [
        f"On March 31 this year Norfolk had 1,184 {RSOS}, four fewer than in 2022. For every 100,000 people "
        "Norfolk is on 143 and Suffolk on 134.",
        f"There are 4,229 {RSOS} in Wales, an average of just over 1,100 per force.",
        "Between 2011 and 2014 Sussex made disclosures under Sarah's Law in 14 of 139 cases.",
    ],
)
def test_no_figure_is_confirmed_by_a_date_or_meaning_that_it_was_moved_to(text: str):
    found = verdicts(text, "2023-11-03", "")
    wrong = [verdict for words, verdict in found.items() if words in ("134", "1,100", "14", "139")]
    assert not set(wrong) & set(AGREEING)


def test_last_years_rate_among_those_of_this_year_is_refuted():
    text = "Norfolk is on 143 for every 100,000 residents over the age of ten and Suffolk on {}."
    assert verdicts(text.format(134), "2023-11-03", "Norfolk")["134"] == "disagrees"
    assert verdicts(text.format(137), "2023-11-03", "Norfolk")["137"] in AGREEING


@pytest.mark.parametrize(
    ("text", "day", "area"),
    [
        (
            "# Durham\n\nCleveland's count dropped from 1,116 to 912, so Durham has now overtaken its neighbour.",
            "2024-11-01",
            "Durham",
        ),
        (
            f"# Corrections\n\nIn a report we said Sussex had 2,024 {RSOS} on March 31, 2023.",
            "2023-11-15",
            "Sussex",
        ),
        (
            "The same article gave the county's rate in 2022 as 119 per 100,000.",
            "2023-11-15",
            "Sussex",
        ),
        (
            "# Essex\n\nSex offenders made up 81 per cent of offenders there in 2022 were sex offenders too.",
            "2024-11-15",
            "Essex",
        ),
        (
            f"The rate in England and Wales was 122 in 2021 - but now Sussex, with {RSOS}, is above it: the "
            "national rate is 126.",
            "2022-12-08",
            "Sussex",
        ),
        (
            "Rates ran from 126 in Dyfed-Powys to 165 in North Wales, where it had been 160.",
            "2023-01-20",
            "Wales",
        ),
        (f"The force went past 3,000 {RSOS} in March 2020.", "2024-12-01", "Greater Manchester"),
        (
            "# Gwent\n\nA spokesman for the charity in Wales said: “There are 824 sex offenders on the register.”",
            "2024-01-18",
            "Gwent",
        ),
        (
            f"Nine more {RSOS} than it was in 2022 are on North Yorkshire's list: 946 in 2023.",
            "2023-12-01",
            "",
        ),
    ],
)
def test_what_only_looks_wrong_is_not_accused(text: str, day: str, area: str):
    assert "disagrees" not in verdicts(text, day, area).values()


@pytest.mark.parametrize(
    "text",
    [
        "Essex had fewer than before. The figure then was 1,867, two years earlier 1,684, and 19 more since.",
        f"There were 49 more {RSOS} than the year before, and it had been 66 the year before that.",
        f"The number of {RSOS} rose for the third year running, a record. It went the other way in Kent.",
        "Three were missing, then one, and none. Two of the four forces in Wales saw a rise.",
    ],
)
def test_an_article_of_no_known_date_is_read_all_the_same(text: str):
    assert isinstance(read(text, "", "").unread, tuple)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Newport, Torfaen, Monmouthshire, Caerphilly and Blaenau Gwent have", "Gwent"),
        ("County Durham and Darlington have", "Durham"),
    ],
)
def test_districts_that_are_all_of_an_area_stand_for_it(text: str, area: str):
    stated = read(f"{text} 824 {RSOS} in March 2023.", "2024-01-18", "").stated
    assert [statement.claim.area for statement in stated] == [area]


@pytest.mark.parametrize(
    "text",
    [
        "Each year since 2018 the number of registered sex offenders in Cambridgeshire has risen.",
        "Every year the number of registered sex offenders in Cambridgeshire rises.",
        "The number of registered sex offenders in Cambridgeshire has risen year on year for a decade.",
    ],
)
def test_one_known_rise_confirms_none_of_each_year(text: str) -> None:
    answers = judged(text, "2023-12-08", "Cambridgeshire")
    assert answers
    assert all(answer.verdict not in (*AGREEING, "disagrees") for answer in answers)
