"""Statements that set two places side by side: right ones agree, wrong ones never do.

Worked out by hand from ``raw/mappa_figures.csv``: in the North East 2023 and 2024 Durham 1,007 and 1,123,
Cleveland 1,116 and 912, Northumbria 2,053 and 2,032, together 4,176 and 4,067; published rates of 2024 Durham
196, Cleveland 178, England and Wales 131; in Wales 2022 and 2023 Gwent 868 and 824, North Wales 1,019 and
1,023, South Wales 1,711 and 1,778, together 4,185 and 4,229; Essex 2022 and 2023 1,867 and 1,848.
"""

from __future__ import annotations

import pytest
from factcheck.test_courses import verdicts

from helpers.factcheck.judging.verdicts import AGREEING

DURHAM, GWENT, ESSEX = ("2024-12-08", "Durham"), ("2023-12-08", "Gwent"), ("2023-12-08", "Essex")
RSOS = "registered sex offenders"
STATEMENTS = [
    # what is written, of when and where, the words that state it, whether it is right
    (
        f"The gap in {RSOS} between Northumbria and Durham has narrowed from 1,046 to 909.",
        DURHAM,
        "909",
        True,
    ),
    (
        f"The gap in {RSOS} between Northumbria and Durham has narrowed from 1,046 to 909.",
        DURHAM,
        "1,046",
        True,
    ),
    (
        f"The gap in {RSOS} between Northumbria and Durham has narrowed from 1,046 to 990.",
        DURHAM,
        "990",
        False,
    ),
    (f"There were 211 more {RSOS} in Durham than in neighbouring Cleveland.", DURHAM, "211", True),
    (f"There were 211 fewer {RSOS} in Durham than in neighbouring Cleveland.", DURHAM, "211", False),
    (f"In 2023 Cleveland was ahead by 109 {RSOS}.", DURHAM, "109", True),
    (f"In 2023 Cleveland was behind by 109 {RSOS}.", DURHAM, "109", False),
    (
        f"The rate of {RSOS} in Durham is half as high again as the national average.",
        DURHAM,
        "half as high again as",
        True,
    ),
    (
        f"The rate of {RSOS} in Durham is nearly 50 per cent above that of England and Wales.",
        DURHAM,
        "50 per cent above",
        True,
    ),
    (
        f"The rate of {RSOS} in Durham is nearly 50 per cent below that of England and Wales.",
        DURHAM,
        "50 per cent below",
        False,
    ),
    (
        f"Northumbria's total of {RSOS} was nearly double Durham's.",
        DURHAM,
        "nearly double",
        True,
    ),
    (f"Just under half of the region's {RSOS} live in Northumbria.", DURHAM, "half", True),
    (f"Just under half of the region's {RSOS} live in Durham.", DURHAM, "half", False),
    (
        f"The three forces together manage 4,067 {RSOS}, an average of 1,356 each.",
        DURHAM,
        "1,356",
        True,
    ),
    (
        f"The three forces together manage 4,067 {RSOS}, an average of 1,392 each.",
        DURHAM,
        "1,392",
        False,
    ),
    (
        f"Cleveland recorded the steepest fall in {RSOS} of any force in the North East.",
        DURHAM,
        "steepest",
        True,
    ),
    (
        f"Northumbria recorded the steepest fall in {RSOS} of any force in the North East.",
        DURHAM,
        "steepest",
        False,
    ),
    (f"The average across Wales is 1,057 {RSOS} per force.", GWENT, "1,057", True),
    (f"The average across Wales is 1,046 {RSOS} per force.", GWENT, "1,046", False),
    (f"Essex has 216 fewer {RSOS} than this area had in 2022.", ("2023-12-08", "Sussex"), "216", False),
]


@pytest.mark.parametrize(("text", "where", "words", "right"), STATEMENTS)
def test_what_is_said_of_two_places_agrees_where_it_is_right(
    text: str, where: tuple[str, str], words: str, right: bool
) -> None:
    agreeing = [said for span, said in verdicts(text, *where).items() if words in span and said in AGREEING]
    assert bool(agreeing) == right


# A difference of two dates as well as of two places may be true: it is left open.
NOT_WRONG = [(text, where) for text, where, words, right in STATEMENTS if right or words == "216"]


@pytest.mark.parametrize(("text", "where"), NOT_WRONG)
def test_no_true_comparison_in_loose_words_is_held_against_an_article(
    text: str, where: tuple[str, str]
) -> None:
    assert "disagrees" not in verdicts(text, *where).values()


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        # the clause after a place is its own
        (f"There are more {RSOS} in Durham than in Cleveland, where there are 912.", DURHAM, "912"),
        (f"For every 100,000 people there are 196 {RSOS} in Durham and 178 on Teesside.", DURHAM, "178"),
        # a share of the nation is no change
        (
            f"Durham has more {RSOS} than Cleveland, and 1.6 per cent of all those in England and Wales.",
            DURHAM,
            "1.6",
        ),
        # the article says itself which figures are the latest
        (f"The latest figures, for 31 March 2023, show 1,848 {RSOS}.\n\nEssex lost 19 {RSOS}.", DURHAM, "19"),
        # a change over the period that was named
        (f"In 2021 Essex had 1,684 {RSOS}. Growth over the period amounts to 164 {RSOS}.", ESSEX, "164"),
    ],
)
def test_what_stands_beside_a_figure_says_whose_and_of_when_it_is(
    text: str, where: tuple[str, str], words: str
) -> None:
    said = [verdict for span, verdict in verdicts(text, *where).items() if words in span]
    assert said
    assert set(said) <= set(AGREEING)


def test_last_years_figure_is_refuted_beside_a_date_of_its_own() -> None:
    text = f"There were 1,867 {RSOS} living in Essex on 31 March 2023, four fewer than the year before."
    assert verdicts(text, *ESSEX)["1,867"] == "disagrees"
    assert verdicts(text.replace("1,867", "1,848"), *ESSEX)["1,848"] in AGREEING


def test_whereabouts_of_which_the_police_are_told_are_not_lost() -> None:
    text = f"Some 1,848 {RSOS} in Essex must notify officers of their whereabouts."
    assert verdicts(text, *ESSEX)["1,848"] in AGREEING


SHEFFIELD, NEWCASTLE = ("2022-11-24", "South Yorkshire"), ("2022-11-21", "Northumbria")
WALES, MERCIA, NORFOLK = ("2023-11-10", "Wales"), ("2020-11-12", "West Mercia"), ("2023-11-03", "Norfolk")
PER = "for every 100,000 people"
# Of 2022 South Yorkshire 142 and West Yorkshire 150; of 2020 West Mercia 122 and West Midlands 141;
# Northumbria 978 in 2010 and 1,895 in 2022; Norfolk 1,675 and 1,604 MAPPA offenders, 1,184 of them RSOs.
WHOSE = [
    # a relative clause is on the place before it
    ("It is lower than in the West Midlands force area, which had a rate of 141.", MERCIA, "141", "agrees"),
    (
        f"The area has 122 {PER}, below the West Midlands Police area, which has a rate of 141.",
        MERCIA,
        "141",
        "agrees",
    ),
    # a place is never compared with itself
    (
        f"Its rate is above that of England and Wales. It has 143 {PER}, compared with 129 in England and Wales.",
        *(NORFOLK, "143", "agrees"),
    ),
    # another so many, compared with a year before
    (f"Another 116 {RSOS} are living in Durham compared with last year.", DURHAM, "116", "agrees"),
    (f"A further 116 {RSOS} are living in Durham compared with a year earlier.", DURHAM, "116", "agrees"),
    (f"Another 161 {RSOS} are living in Durham compared with last year.", DURHAM, "161", "disagrees"),
    # so many times a figure is since the date of that figure
    (
        f"There are 1,895 {RSOS}. It is almost double the 978 counted in 2010.",
        NEWCASTLE,
        "almost double",
        "agrees",
    ),
    (f"There are 1,895 {RSOS}. It is nearly twice the 978 of 2010.", NEWCASTLE, "nearly twice", "agrees"),
    (f"There are 1,895 {RSOS}. It is more than triple the 978 of 2010.", NEWCASTLE, "triple", "open"),
    # a higher rate is one than that of the article's area
    (
        f"We have 142 {PER}. West Yorkshire has 3,088 and a higher rate, at 150.",
        SHEFFIELD,
        "higher",
        "agrees",
    ),
    (f"We have 142 {PER}. West Yorkshire has a higher rate of crime, at 150.", SHEFFIELD, "higher", "open"),
    # a rank after one in so many is by rate
    (
        "In North Wales one in every 603 people aged 10 and over is on the register. That's the fifth highest of all the areas in England and Wales.",
        WALES,
        "fifth",
        "agrees",
    ),
    # what explains the arrangements counts nobody
    (
        "The total caseload under MAPPA, the system by which police manage sexual offenders, fell to 1,604.",
        *(NORFOLK, "1,604", "agrees"),
    ),
    (
        "The caseload under MAPPA, a scheme for managing sex offenders, rose by 71 to 1,604.",
        *(NORFOLK, "71", "disagrees"),
    ),
    (
        f"There are 1,184 {RSOS} under MAPPA, the system for managing violent offenders.",
        NORFOLK,
        "1,184",
        "agrees",
    ),
]


@pytest.mark.parametrize(("text", "where", "words", "said"), WHOSE)
def test_what_the_words_beside_a_figure_make_of_it(
    text: str, where: tuple[str, str], words: str, said: str
) -> None:
    found = {verdict for span, verdict in verdicts(text, *where).items() if words in span}
    agreeing = "agrees" if found & set(AGREEING) else "open"
    assert ("disagrees" if "disagrees" in found else agreeing) == said


@pytest.mark.parametrize("verb", ["found", "traced", "located"])
def test_those_who_could_not_be_found_are_missing(verb: str) -> None:
    text = f"Across the UK 485 offenders could not be {verb}, police forces said."
    assert verdicts(text, "2018-04-05", "Derbyshire")["485"] in AGREEING
