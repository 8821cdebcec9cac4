"""Cells and items are confirmed only as what their heads, labels and introducing lines tell.

Of 31 March 2022 and 2023: North Yorkshire 893 and 946, Norfolk 1,188 and 1,184, Suffolk 910 and 940.
"""

from __future__ import annotations

import pytest

from helpers.factcheck.judging.verdicts import AGREEING
from helpers.pages import FactCheck


def confirmed(text: str, area: str = "Norfolk", day: str = "2023-11-12") -> list[tuple[str, int, str]]:
    """The area, year and figure of each claim that is confirmed."""
    content = f"# Headline\n\n{text}\n".encode()
    answers = FactCheck("article.md", date=day, area=area, content=content).answers
    claims = [answer.claim for answer in answers if answer.verdict in AGREEING]
    return [(claim.area, claim.year, claim.published) for claim in claims]


def table(*rows: str) -> str:
    head, *under = (f"| {row} |" for row in rows)
    return "\n".join([head, "|" + "---|" * rows[0].count("|") + "---|", *under])


YORK, NORFOLK, SUFFOLK = "North Yorkshire", "Norfolk", "Suffolk"


@pytest.mark.parametrize("head", ["Registered sex offenders", "Area", "Force"])
def test_each_cell_is_of_the_year_of_its_column(head: str) -> None:
    right = table(f"{head} | 2022 | 2023", "North Yorkshire | 893 | 946")
    assert confirmed(right, YORK) == [(YORK, 2022, "893"), (YORK, 2023, "946")]
    assert not confirmed(table(f"{head} | 2022 | 2023", "North Yorkshire | 946 | 893"), YORK)


@pytest.mark.parametrize(
    "head", ["Registered sex offenders", "RSOs, March 2023", "2023", "Sex offenders on the register"]
)
def test_a_cell_under_a_head_of_ours_is_confirmed(head: str) -> None:
    told = confirmed(table(f"Area | {head}", "Norfolk | 1,184", "Suffolk | 940"))
    assert told == [(NORFOLK, 2023, "1184"), (SUFFOLK, 2023, "940")]


@pytest.mark.parametrize(
    "head",
    [
        "2013",
        "Burglaries",
        "Prison staff",
        "Budget, £m",
        "Officers 2023",
        "Convicted in 2023",
        "Violent offenders 2023",
        "Registered sex offenders missing 2023",
        "Rise in registered sex offenders 2023",
        "Forecast registered sex offenders 2023",
    ],
)
def test_a_cell_under_another_head_is_left_open(head: str) -> None:
    assert not confirmed(table(f"Area | {head}", "Norfolk | 1,184", "Suffolk | 940"))


def test_a_rate_is_of_the_people_that_its_head_names() -> None:
    assert confirmed(table("Area | Per 100,000 people aged 10 and over", "Norfolk | 143"))
    assert not confirmed(table("Area | Road deaths per 100,000", "Norfolk | 143"))
    assert not confirmed(table("Area | Registered sex offenders per 100,000 households", "Norfolk | 143"))


def test_a_row_is_of_what_its_label_names() -> None:
    assert confirmed(table("Norfolk | 2023", "Registered sex offenders | 1,184"))
    assert not confirmed(table("Norfolk | 2023", "Violent offenders | 1,184"))
    assert not confirmed(table("Norfolk | 2023", "All under MAPPA | 1,184"))
    assert not confirmed(table("Measure | Suffolk", "Registered sex offenders | 1,184"))


ITEMS = "\n\n- Norfolk: 1,184\n- Suffolk: 940"


@pytest.mark.parametrize("line", ["Registered sex offenders in 2023:", "Our neighbours compare as follows:"])
def test_a_list_that_is_introduced_as_ours_is_confirmed(line: str) -> None:
    assert confirmed(line + ITEMS) == [(NORFOLK, 2023, "1184"), (SUFFOLK, 2023, "940")]


@pytest.mark.parametrize(
    "line",
    [
        "Violent offenders in 2023:",
        "Burglaries last year:",
        "Police officers in 2023:",
        "Visits to registered sex offenders:",
        "Registered sex offenders missing in 2023:",
        "Registered sex offenders in 2013:",
        "Not true of 2023: registered sex offenders",
        "## Burglaries",
    ],
)
def test_a_list_that_is_introduced_as_another_is_left_open(line: str) -> None:
    assert not confirmed(line + ITEMS)


def test_a_head_needs_no_rule_under_it() -> None:
    assert confirmed("| Area | 2023 |\n| Norfolk | 1,184 |")
    assert not confirmed("| Area | Burglaries |\n| Norfolk | 1,184 |")


def test_an_item_is_of_what_its_label_names() -> None:
    assert confirmed("- Norfolk: 1,184\n- Suffolk: 940")
    assert not confirmed("- Burglaries: 1,184\n- Prison staff: 940")


def test_figures_of_long_ago_are_not_those_of_now() -> None:
    assert not confirmed("Registered sex offenders ten years ago: Norfolk 1,184, Suffolk 940.")
    assert confirmed("Registered sex offenders: Norfolk 1,184, Suffolk 940.")
