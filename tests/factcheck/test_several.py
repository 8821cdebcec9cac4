"""Sums, averages and comparisons of areas, and looser words: right ones agree, wrong ones are not confirmed.

The right values were worked out by hand from ``raw/mappa_figures.csv`` and the other raw tables.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.factcheck.judging.verdicts import Verdict
from helpers.pages import FactCheck

AGREES = ("another source", "arithmetic", "perhaps this article")
# Date, area, a statement that is right, its words, and what makes it wrong.
STATEMENTS = [
    ("2022-11-17", "Essex", "Essex and Norfolk together have {3,055} registered sex offenders.", "3,155"),
    ("2024-02-15", "Wales", "Between them, Gwent and North Wales look after {1,847} sex offenders.", "1,874"),
    (
        "2021-11-17",
        "Gwent",
        "Gwent has 795 sex offenders and Dyfed-Powys 562: {1,357} between the two.",
        "1,257",
    ),
    (
        "2024-11-17",
        "North East",
        "The region has 4,067 sex offenders, an average of {1,356} per force.",
        "1,365",
    ),
    (
        "2022-11-17",
        "Sussex",
        "Sussex and Essex had 1,991 and {1,867} registered sex offenders respectively.",
        "1,876",
    ),
    (
        "2022-11-17",
        "Sussex",
        "There were {1,867} and 832 sex offenders in Essex and Hertfordshire respectively.",
        "1,876",
    ),
    (
        "2020-11-17",
        "Thames Valley",
        "The rate of 93 per 100,000 is well {below} the national figure of 119.",
        "above",
    ),
    (
        "2020-11-17",
        "Cumbria",
        "Cumbria's rate of 132 per 100,000 is {lower than} that of Lancashire, 169.",
        "higher than",
    ),
    (
        "2023-11-17",
        "Essex",
        "Essex had 1,848 registered sex offenders, {down} from 1,867 a year before.",
        "up",
    ),
    (
        "2018-11-17",
        "Cleveland",
        "Cleveland had 814 registered sex offenders, {up} from 704 a year before.",
        "down",
    ),
    (
        "2021-11-17",
        "Staffordshire",
        "The rate was 130 per 100,000 in Staffordshire, {unchanged} from 2020.",
        "",
    ),
    (
        "2020-11-17",
        "Lancashire",
        "Some {1.3 million} people aged ten and over live in Lancashire.",
        "1.8 million",
    ),
    ("2023-11-17", "Cleveland", "Breaches of sexual harm prevention orders went up to {83} in 2023.", "38"),
    (
        "2018-11-17",
        "Kent",
        "In Kent 36 people applied to be removed from the register and {20} were granted.",
        "26",
    ),
    ("2024-11-17", "Durham", "Durham had {1﹐123} registered sex offenders.", "1﹐132"),
    ("2024-11-17", "Durham", "Durham had {1<b>,123</b>} registered sex offenders.", "1<b>,132</b>"),
    ("2022-11-17", "Sussex", "Sex offenders are 83% of the cases in Sussex, {81%} in Essex.", "88%"),
    ("2021-11-17", "England and Wales", "There were {64,300} registered sex offenders.", "64,900"),
    ("2024-11-17", "Thames Valley", "It was a rise since {2016} in sex offenders.", ""),
]


def verdicts(folder: Path, text: str, words: str, date: str, area: str) -> set[Verdict]:
    """What is said of some words of a text, all others aside."""
    file = folder / "article.md"
    file.write_text(text, encoding="utf-8")
    check = FactCheck(str(file), date=date, area=area)
    assert check.article is not None
    digits = "".join(filter(str.isalnum, words.replace("<b>", "").replace("</b>", "")))
    return {
        judged.verdict
        for judged, stated in zip(check.answers, check.article.stated, strict=True)
        if digits in "".join(filter(str.isalnum, stated.passage.text[stated.start : stated.end]))
    }


def parts(text: str) -> tuple[str, str]:
    """A statement without its marks, and the words in them."""
    return text.replace("{", "").replace("}", ""), text[text.index("{") + 1 : text.index("}")]


@pytest.mark.parametrize(
    ("date", "area", "text"), [row[:3] for row in STATEMENTS[:-1]], ids=lambda value: str(value)[:40]
)
def test_what_is_right_agrees(date: str, area: str, text: str, tmp_path: Path) -> None:
    said = verdicts(tmp_path, *parts(text), date, area)
    assert said & set(AGREES)
    assert "disagrees" not in said


@pytest.mark.parametrize(
    ("date", "area", "text", "wrong"),
    [statement for statement in STATEMENTS if statement[3]],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_not_confirmed(date: str, area: str, text: str, wrong: str, tmp_path: Path) -> None:
    plain, words = parts(text)
    assert not verdicts(tmp_path, plain.replace(words, wrong), wrong, date, area) & set(AGREES)


def test_a_year_is_no_number_of_offenders(tmp_path: Path) -> None:
    date, area, text, _ = STATEMENTS[-1]
    assert verdicts(tmp_path, *parts(text), date, area) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Durham had 1,123 registered sex offenders, Essex 1,848 in 2023.", "1,123"),  # that of 2024
        ("The rate in Lancashire was 178 per 100,000, Manchester's was 173.", "173"),  # a city, no area
        ("The North East has a rate of 169 per 100,000, the lowest in the North East.", "169"),
    ],
)
def test_what_may_be_true_is_not_accused(text: str, words: str, tmp_path: Path) -> None:
    assert "disagrees" not in verdicts(tmp_path, text, words, "2024-11-20", "")
