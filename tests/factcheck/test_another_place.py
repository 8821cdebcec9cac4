"""A figure that its words put in another place than its claim's area is not confirmed.

On 31 March 2023 Norfolk had 1,184 registered sexual offenders, Suffolk 940, Durham 1,007, and England and
Wales 68,357; Cumbria had 594 in 2020, and Devon and Cornwall 2,202 in 2024 (``raw/mappa_figures.csv``).
"""

from __future__ import annotations

import pytest

from helpers.factcheck.judging.verdicts import AGREEING, Answer
from helpers.pages import FactCheck

AGREES = (*AGREEING, "perhaps this article")
DATES = {"Cumbria": "2020-11-12", "Devon and Cornwall": "2024-11-12"}


def answers(area: str, text: str) -> list[Answer]:
    """The answers to an article on an area, of the November after its figures."""
    date = DATES.get(area, "2023-11-12")
    return [
        *FactCheck("article.md", date=date, area=area, content=f"# Headline\n\n{text}\n".encode()).answers
    ]


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("Cumbria", "In Kendal 594 registered sex offenders lived in 2020."),
        ("Cumbria", "In the Lake District 594 registered sex offenders lived in 2020."),
        ("Cumbria", "Some 594 registered sex offenders live in the market town of Kendal."),
        ("Cumbria", "The rate in Keswick was 132 registered sex offenders per 100,000 people in 2020."),
        ("Cumbria", "The number of registered sex offenders in Kendal fell by four in 2020."),
        ("Norfolk", "There were 1,184 registered sex offenders in Thetford and King's Lynn in 2023."),
        ("Norfolk", "In Sheringham, 1,184 registered sex offenders were living in 2023."),
        ("Norfolk", "In Sheringham, Norfolk, 1,184 registered sex offenders were living in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in East Anglia in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in Norfolk and Suffolk in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in the north of Norfolk in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in parts of Norfolk in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in each district of Norfolk in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in Norfolk, Virginia in 2023."),
        ("Norfolk", "There were 1,184 registered sex offenders in an English county."),
        ("Norfolk", "Norwich is a lively city. It had 1,184 registered sex offenders in 2023."),
        ("Norfolk", "Cromer is a seaside town. The town had 1,184 registered sex offenders in 2023."),
        ("Norfolk", "Many live in Norwich. The city had 1,184 registered sex offenders in 2023."),
        ("Norfolk", "This figure is for Norwich only. There were 1,184 registered sex offenders in 2023."),
        ("North Yorkshire", "There were 946 registered sex offenders in Yorkshire in 2023."),
        ("Durham", "There were 1,007 registered sex offenders in Durham city in 2023."),
        ("Durham", "There were 1,007 registered sex offenders in the city of Durham in 2023."),
        ("Durham", "There were 1,007 registered sex offenders at Durham University in 2023."),
        ("London", "There were 6,901 registered sex offenders in the City of London in 2023."),
        ("Devon and Cornwall", "There were 2,202 registered sex offenders in Devon in 2024."),
        ("England and Wales", "There were 68,357 registered sex offenders in Great Britain in 2023."),
        ("England and Wales", "There were 68,357 registered sex offenders across the British Isles in 2023."),
        ("England and Wales", "There were 68,357 registered sex offenders in Europe in 2023."),
        ("England and Wales", "There were 68,357 registered sex offenders across all four nations in 2023."),
        (
            "England and Wales",
            "There were 68,357 registered sex offenders across the country, including Scotland, in 2023.",
        ),
    ],
)
def test_a_figure_of_another_place_is_not_confirmed(area: str, text: str) -> None:
    assert not [judged for judged in answers(area, text) if judged.verdict in (*AGREES, "disagrees")]


def test_a_reader_is_told_the_other_place() -> None:
    told = answers("Cumbria", "In Kendal 594 registered sex offenders lived in 2020.")
    assert [(judged.verdict, judged.reason) for judged in told] == [
        ("not understood", "told of another place (Kendal), and right only of Cumbria")
    ]


@pytest.mark.parametrize(
    ("area", "text"),
    [
        ("Norfolk", "There were 1,184 registered sex offenders in Norfolk in March 2023."),
        ("Norfolk", "Officers based in Wymondham manage 1,184 registered sex offenders in Norfolk."),
        ("Norfolk", "At a meeting in Wymondham, a man said Norfolk had 1,184 registered sex offenders."),
        ("Norfolk", "A court in Norwich heard that Norfolk had 1,184 registered sex offenders."),
        ("Norfolk", "From Cromer to Thetford, 1,184 registered sex offenders live in Norfolk."),
        ("Norfolk", "There were 1,184 registered sex offenders in Norfolk, the largest in East Anglia."),
        ("Norfolk", "There were 1,184 registered sex offenders in Norfolk and 940 in Suffolk."),
        ("Norfolk", "There were 1,184 registered sex offenders in the county, the Ministry of Justice says."),
        ("Norfolk", "In the latest Mappa report, 1,184 registered sex offenders were listed in Norfolk."),
        ("Norfolk", "Figures in the Eastern Daily Press show 1,184 registered sex offenders in Norfolk."),
        ("Norfolk", "Norwich is the county town. Norfolk had 1,184 registered sex offenders in 2023."),
        ("Norfolk", "Police in Norfolk manage 1,184 registered sex offenders under Operation Sandpiper."),
        ("Norfolk", "Across the Waveney, Norfolk had 1,184 registered sex offenders in 2023."),
        ("Hertfordshire", "There were 816 registered sex offenders in Herts in 2023."),
        ("Durham", "There were 1,007 registered sex offenders in County Durham and Darlington in 2023."),
        ("London", "London had 6,901 registered sex offenders in 2023."),
        ("London", "London, with the City of London, had 6,901 registered sex offenders in 2023."),
        ("Devon and Cornwall", "There were 2,202 registered sex offenders in Devon and Cornwall in 2024."),
        (
            "Devon and Cornwall",
            "There were 2,202 registered sex offenders in Devon, Cornwall and the Isles of Scilly in 2024.",
        ),
        ("England and Wales", "There were 68,357 registered sex offenders across the country in 2023."),
    ],
)
def test_a_figure_of_its_own_area_stays_confirmed(area: str, text: str) -> None:
    assert [judged for judged in answers(area, text) if judged.verdict in AGREES]
