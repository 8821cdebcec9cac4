"""Claims in words without digits: right ones are not refuted, wrong ones are, and what is not read is listed.

The verdicts were worked out by hand from ``raw/mappa_figures.csv``: counts of 31 March 2022 and 2023 in the
East of England are Cambridgeshire 938 and 987, Essex 1,867 and 1,848, Hertfordshire 832 and 816, Norfolk
1,188 and 1,184, Suffolk 910 and 940, Bedfordshire not published and 568; rates of 2023 Norfolk 143, Suffolk
137, Cambridgeshire 124, Essex 112, Bedfordshire 92, Hertfordshire 77.
"""

from __future__ import annotations

from functools import cache

import pytest
import raw_figures as raw
from speed import effort

from helpers.data.evidence import evidence
from helpers.factcheck.judging.verdicts import Answer, answer
from helpers.factcheck.reading.article import Article, read_article

IN_2023 = " in March 2023."
TO_2023 = " in the year to March 2023."
RATE = "rate of registered sex offenders"
NUMBER = "The number of registered sex offenders in"
EAST = "in the East of England"


def read(text: str) -> Article:
    return read_article(text, True, "test", "unlisted-article", evidence())


@cache
def effort_of(words: str) -> float:
    """What reading a few long sentences of these words takes on this machine."""
    return effort(lambda: read(f"Essex {(words * 300)[:1100]}. " * 2))


def judged(text: str) -> list[Answer]:
    return [answer(statement.claim, evidence()) for statement in read(text).stated]


def left(text: str) -> list[tuple[str, str]]:
    return [(unread.words, unread.why) for unread in read(text).unread]


RIGHT = [
    f"Norfolk had the highest {RATE} {EAST}" + IN_2023,
    f"In the East of England, Norfolk had the highest {RATE}" + IN_2023,
    f"Of the six forces {EAST}, Norfolk had the highest {RATE}" + IN_2023,
    f"Suffolk has the second-highest {RATE} of any force in the region" + IN_2023,
    f"Hertfordshire has the lowest {RATE} in the region" + IN_2023,
    f"Cambridgeshire was third of six forces {EAST} for its {RATE}" + IN_2023,
    f"Essex ranked 4th out of six forces in the region for its {RATE}" + IN_2023,
    "Essex has more registered sex offenders than any other force in the region" + IN_2023,
    "Bedfordshire had fewer registered sex offenders than any other force in the region" + IN_2023,
    "Essex had the most registered sex offenders in the East of England" + IN_2023,
    f"Norfolk had a higher {RATE} than any other area in the region" + IN_2023,
    f"The highest {RATE} {EAST} in March 2023 was in Norfolk.",
    f"The rate in Norfolk was the highest {EAST}" + IN_2023,
    "Norfolk's rate of 143 per 100,000 was the highest in the East of England" + IN_2023,
    "South Wales had the most registered sex offenders in Wales" + IN_2023,
    "Cleveland saw the biggest fall in the North East in the year to March 2024.",
    "Northumbria had the biggest percentage rise in registered sex offenders in the North East" + TO_2023,
    "Essex had 1,848 registered sex offenders in March 2023. It was the largest number in the region.",
    f"{NUMBER} Essex fell" + TO_2023,
    f"{NUMBER} Cambridgeshire rose between 2022 and 2023.",
    "Registered sex offenders in Suffolk were up on March 2022 by March 2023.",
    "Essex had fewer registered sex offenders in March 2023 than a year earlier.",
    "There were more registered sex offenders in Cambridgeshire in March 2023 than in March 2022.",
    "Durham saw a rise in the number of registered sex offenders" + TO_2023,
    "The number of people on the sex offenders register in Norfolk went down" + TO_2023,
    f"{NUMBER} Essex fell to 1,848 in March 2023.",
    "Nationally, the number of registered sex offenders rose" + TO_2023,
    "In March 2023 Essex had 1,848 registered sex offenders. The number fell on the year.",
    f"{NUMBER} Essex rose from 2019 to 2023.",
    f"The {RATE} in Essex fell" + TO_2023,
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_in_words_is_read_and_not_refuted(text: str):
    verdicts = [answer.verdict for answer in judged(text)]
    assert verdicts
    assert set(verdicts) <= {"arithmetic", "another source"}
    assert left(text) == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (f"Suffolk had the highest {RATE} {EAST}" + IN_2023, (2, 2)),
        (f"Norfolk has the lowest {RATE} in the region" + IN_2023, (6, 6)),
        (f"Cambridgeshire had the second-highest {RATE} of any force in the region" + IN_2023, (3, 3)),
        (f"Essex was third of six forces {EAST} for its {RATE}" + IN_2023, (4, 4)),
        ("Norfolk has more registered sex offenders than any other force in the region" + IN_2023, (2, 2)),
        ("The highest rate in the East of England in March 2023 was in Essex.", (4, 4)),
        ("Durham saw the biggest fall in the North East in the year to March 2024.", (3, 3)),
        (f"{NUMBER} Essex rose" + TO_2023, (-19, -19)),
        (f"{NUMBER} Suffolk fell between 2022 and 2023.", (30, 30)),
        ("Registered sex offenders in Norfolk went up" + TO_2023, (-4, -4)),
        ("Essex had more registered sex offenders in March 2023 than a year earlier.", (-19, -19)),
        ("Gwent saw a rise in the number of registered sex offenders" + TO_2023, (-44, -44)),
        ("In March 2023 Essex had 1,848 registered sex offenders. The number rose on the year.", (-19, -19)),
    ],
)
def test_a_wrong_sentence_in_words_is_refuted_with_what_is_right(text: str, right: tuple[int, int]):
    answer = judged(text)[-1]
    assert answer.verdict == "disagrees"
    assert answer.finding is not None
    assert (answer.finding.low, answer.finding.high) == right
    assert left(text) == []


@pytest.mark.parametrize("year", range(2019, 2025))
def test_the_direction_of_every_area_is_refuted_only_where_it_is_wrong(year: int):
    for area in sorted(set(raw.areas().values())):
        new, old = raw.count(area, year), raw.count(area, year - 1)
        if new is None or old is None:
            continue
        for word, right in (("rose", new[0] > old[1]), ("fell", new[1] < old[0])):
            (answer,) = judged(f"{NUMBER} {area} {word} in the year to March {year}.")
            assert not (right and answer.verdict in ("disagrees", "not decidable")), (area, word)
            assert right or answer.verdict in ("disagrees", "not decidable"), (area, word)


def test_a_doubling_is_judged_by_the_change_in_per_cent():
    (answer,) = judged(f"{NUMBER} Essex more than doubled between 2019 and 2023.")
    assert answer.verdict == "disagrees"
    assert answer.finding is not None
    assert round(float(answer.finding.low), 1) == 23.5


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        (f"Norfolk has the lowest {RATE} in the region" + IN_2023, "highest and lowest exchanged"),
        (f"Essex has the highest {RATE} in the region" + IN_2023, "rank by number for one by rate"),
        (
            "Norfolk had the most registered sex offenders in the region" + IN_2023,
            "rank by rate for one by number",
        ),
    ],
)
def test_a_wrong_rank_comes_with_its_likely_slip(text: str, slip: str):
    (answer,) = judged(text)
    assert answer.slip is not None
    assert answer.slip.kind == slip


@pytest.mark.parametrize(
    "text",
    [
        f"North Wales had the fourth highest {RATE} of any force in England and Wales in March 2020.",
        f"Cleveland had the highest {RATE} of the 43 forces in 2022.",
        "Cambridgeshire had the highest rise in the East of England" + TO_2023,
        f"{NUMBER} Kent rose" + TO_2023,
    ],
)
def test_what_missing_areas_leave_open_is_neither_confirmed_nor_refuted(text: str):
    assert [answer.verdict for answer in judged(text)] == ["not decidable"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"Norfolk has the highest {RATE}" + IN_2023, "without the group"),
        ("Suffolk had the highest rate in the East of England after Norfolk" + IN_2023, "a condition"),
        (
            f"Norfolk had the highest number of registered sex offenders per officer {EAST}" + IN_2023,
            "by something else",
        ),
        (
            "Essex had the fewest registered sex offenders living alone in the region" + IN_2023,
            "fewer than all",
        ),
        (
            "Durham saw a rise in the number of registered sex offenders jailed" + TO_2023,
            "a change or comparison",
        ),
        ("Norfolk had one of the highest rates in the East of England" + IN_2023, "a rank in words"),
        (
            "Suffolk, which borders Norfolk, had the second-highest rate in the region" + IN_2023,
            "a rank in words",
        ),
        ("Norfolk and Suffolk had the highest rate in the East of England" + IN_2023, "several areas"),
        ("Norfolk has the highest crime rate in the East of England" + IN_2023, "a rank in words"),
        ("Norfolk has the highest rate of burglary in the East of England" + IN_2023, "by something else"),
        ("Essex had the highest rise in house prices in the region" + TO_2023, "by something else"),
        ("Essex tops the table for registered sex offenders" + IN_2023, "a rank in words"),
        ("Essex was third of six forces" + IN_2023, "no measure in the data"),
        (f"Essex was third of seven forces for its {RATE}" + IN_2023, "a place among 7"),
        (f"No force {EAST} had a higher {RATE} than Norfolk" + IN_2023, "a change or comparison"),
        ("Visits to registered sex offenders in Essex rose" + TO_2023, "a change or comparison"),
        ("Essex Police increased visits to registered sex offenders in 2023.", "a change or comparison"),
        (f"{NUMBER} Essex was almost unchanged" + TO_2023, "a change or comparison"),
        (f"{NUMBER} Essex rose.", "no date is stated"),
        (f"{NUMBER} Essex rose over the past decade to 2023.", "between which dates"),
        (f"{NUMBER} Essex rose in 2022 and 2023.", "between which dates"),
        ("Registered sex offenders in Essex have risen since 2019.", "no later date"),
        ("Unlike Kent, the number of registered sex offenders rose" + TO_2023, "no area is named"),
        (f"{NUMBER} Essex, Kent and Suffolk rose" + TO_2023, "a change or comparison"),
        (f"{NUMBER} Essex could rise in 2025.", "forecast"),
        ("Essex did not have the highest rate in the region" + IN_2023, "negation"),
        ("Dozens of registered sex offenders were wanted in Essex.", "an amount"),
        ("Half of registered sex offenders in Essex were at level one in 2023.", "an amount"),
    ],
)
def test_words_that_are_not_read_are_listed_with_why(text: str, why: str):
    assert judged(text) == []
    assert why in " ".join(reason for _, reason in left(text))


def test_a_number_of_forces_is_no_number_of_offenders():
    text = f"Essex was among the six forces with registered sex offenders {EAST} in 2023."
    assert judged(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "In the end of ",
        "in March 2023 ",
        "Essex had the highest ",
        "1,848 of ",
        "the number of RSOs in Essex ",
    ],
)
def test_no_sentence_is_gone_over_again_and_again(words: str):
    assert effort_of(words) < 100 * effort_of("in the end or so ")
