"""A figure of the register that is told of something else, or of only some of those on it, is not confirmed.

Cambridgeshire had 987 registered sexual offenders on 31 March 2023, 49 (5.2%) more than a year before: one
for every 806 people aged 10 and over (``raw/mappa_figures.csv``).
"""

from __future__ import annotations

import pytest

from helpers.factcheck.judging.verdicts import AGREEING
from helpers.pages import FactCheck

AGREES = (*AGREEING, "perhaps this article")


def confirmed(text: str) -> list[str]:
    """What is confirmed of a sentence in an article on Cambridgeshire of November 2023."""
    content = f"# Sex offenders in Cambridgeshire\n\n{text}\n".encode()
    check = FactCheck("article.md", date="2023-11-12", area="Cambridgeshire", content=content)
    assert check.article
    return [
        judged.claim.published
        for judged, stated in zip(check.answers, check.article.stated, strict=True)
        if judged.verdict in AGREES and stated.passage.number > 1
    ]


@pytest.mark.parametrize(
    "text",
    [
        "987 registered sex offenders in Cambridgeshire were missing.",
        "Cambridgeshire had 987 violent offenders.",
        "Cambridgeshire has 987 new registered sex offenders.",
        "In Cambridgeshire 987 registered sex offenders were sent to prison.",
        "In Cambridgeshire 987 registered sex offenders breached their conditions.",
        "In Cambridgeshire 987 registered sex offenders were homeless.",
        "Cambridgeshire has 987 female registered sex offenders.",
        "Cambridgeshire has 987 high-risk sex offenders.",
        "Police made 987 visits to registered sex offenders in Cambridgeshire.",
        "Sex offenders in Cambridgeshire reoffended 987 times.",
        "In Cambridgeshire 987 children were victims of registered sex offenders.",
        "Cambridgeshire's prisons held 987 registered sex offenders.",
        "Cambridgeshire Police arrested 987 registered sex offenders.",
        "Crime in Cambridgeshire rose by 5.2%.",
        "Rape in Cambridgeshire rose by 5.2%.",
        "The risk to children in Cambridgeshire rose by 5.2 per cent.",
        "Cambridgeshire's crime rate is 130 per 100,000.",
        "The number of rapes in Cambridgeshire rose to 987.",
        "Sex crime in Cambridgeshire rose by 5.2%.",
        "Reoffending rose by 5.2% in Cambridgeshire.",
        "Cambridgeshire is therefore less safe than it was, with offending up 5.2%.",
        "This means crime in Cambridgeshire has risen by 5.2%.",
        "The number of sex attacks in Cambridgeshire rose to 987.",
        "Cambridgeshire recorded 987 sexual offences.",
        "987 people in Cambridgeshire were convicted of sexual offences.",
        "987 paedophiles live in Cambridgeshire.",
        "Cambridgeshire has 987 convicted rapists.",
        "There are 987 sex offenders on the run in Cambridgeshire.",
        "987 offenders in Cambridgeshire were released from prison.",
        "987 sex offenders in Cambridgeshire were added to the register last year.",
        "987 sex offenders joined the register in Cambridgeshire.",
        "987 people were removed from the register in Cambridgeshire.",
        "987 men on the register in Cambridgeshire live near a school.",
        "Police in Cambridgeshire took 987 sex offenders to court.",
        "987 sex offenders in Cambridgeshire were recalled to prison.",
        "987 sex offenders in Cambridgeshire have been wearing tags.",
        "Some 987 registered sex offenders in Cambridgeshire are overdue a visit.",
        "987 offenders in Cambridgeshire applied to come off the register.",
        "987 sex offenders in Cambridgeshire are under investigation.",
        "987 suspects in Cambridgeshire are awaiting trial.",
        "987 registered sex offenders in Cambridgeshire are foreign nationals.",
        "987 registered sex offenders in Cambridgeshire are aged over 70.",
        "987 child sex offenders live in Cambridgeshire.",
        "987 online sex offenders are managed in Cambridgeshire.",
        "987 parents in Cambridgeshire asked about a person.",
        "987 orders were imposed in Cambridgeshire.",
        "987 sex offenders in Cambridgeshire have jobs with children.",
        "987 sex offenders in Cambridgeshire changed their name.",
        "In the past year 987 sex offenders in Cambridgeshire were put behind bars.",
        "Cambridgeshire magistrates dealt with 987 sex offenders.",
        "987 sexual offences were reported in Cambridgeshire.",
        "987 reports of sexual assault were made in Cambridgeshire.",
        "Officers in Cambridgeshire carried out 987 home visits.",
        "There were 987 unannounced visits in Cambridgeshire.",
        "987 registered sex offenders in Cambridgeshire live within a mile of a school.",
        "987 sex offenders slipped through the net in Cambridgeshire.",
        "Cambridgeshire Police has lost track of 987 sex offenders.",
        "987 sex offenders were caught breaking the rules in Cambridgeshire.",
        "987 sex offenders have gone missing in Cambridgeshire.",
        "987 sex offenders in Cambridgeshire failed to tell police where they live.",
        "A total of 987 names were added to the register in Cambridgeshire.",
        "In Cambridgeshire 987 people signed the register for the first time.",
        "987 new names are on the register in Cambridgeshire.",
        "Nine hundred and eighty-seven offenders in Cambridgeshire were jailed.",
        "Cambridgeshire has 987 child abusers.",
        "987 convicted child abusers live in Cambridgeshire.",
        "There are 987 rapists in Cambridgeshire.",
        "987 sex offenders were given a prevention order in Cambridgeshire.",
        "987 of Cambridgeshire's sex offenders are very high risk.",
        "987 sex offenders in Cambridgeshire pose a high risk.",
        "Cambridgeshire has 987 sex offenders aged over 60.",
        "987 teenagers are on the sex offenders register in Cambridgeshire.",
        "987 women are on the sex offenders register in Cambridgeshire.",
        "987 children are on the sex offenders register in Cambridgeshire.",
        "987 sex offenders are waiting for a risk assessment in Cambridgeshire.",
        "987 sex offenders in Cambridgeshire have not been visited for a year.",
        "Each officer in Cambridgeshire manages 987 sex offenders.",
        "The force recalled 987 sex offenders in Cambridgeshire to prison.",
        "The number of sex crimes in Cambridgeshire climbed to 987.",
        "Sexual offending in Cambridgeshire is up by 5.2 per cent.",
        "There was a 5.2 per cent rise in sex crime in Cambridgeshire.",
        "There was a 5.2% increase in rapes in Cambridgeshire.",
        "Attacks on children in Cambridgeshire are up 5.2%.",
        "The danger to the public in Cambridgeshire has grown by 5.2%.",
        "Cambridgeshire is 5.2% more dangerous than a year ago.",
        "Convictions for sexual offences in Cambridgeshire rose by 5.2%.",
        "Child abuse in Cambridgeshire increased by 5.2%.",
        "Cambridgeshire saw 49 more rapes than last year.",
        "Cambridgeshire saw 49 more sex attacks than in 2022.",
        "There were 49 more victims in Cambridgeshire than a year before.",
        "In Cambridgeshire one in every 806 people is a rapist.",
        "One in 806 people in Cambridgeshire has been a victim of a sexual offence.",
        "One in 806 people in Cambridgeshire was arrested for a sexual offence.",
        "One child in every 806 in Cambridgeshire was abused.",
        "Violent crime in Cambridgeshire rose by 5.2%.",
        "The number of offenders arrested in Cambridgeshire rose by 5.2% to 987.",
        "The number of sex offenders sent to prison in Cambridgeshire rose to 987.",
        "The number of missing sex offenders in Cambridgeshire rose by 5.2% to 987.",
        "The number of new sex offenders in Cambridgeshire rose to 987.",
        "The number of sex offenders recalled to prison in Cambridgeshire rose by 5.2%.",
    ],
)
def test_what_is_told_of_others_or_of_some_or_of_crime_is_not_confirmed(text: str):
    assert not confirmed(text)


@pytest.mark.parametrize(
    "text",
    [
        "987 registered sex offenders live in Cambridgeshire.",
        "There are 987 sex offenders living in Cambridgeshire.",
        "Police in Cambridgeshire manage 987 registered sex offenders.",
        "987 people are on the register in Cambridgeshire.",
        "In Cambridgeshire 987 registered sex offenders are managed by police in the community.",
        "There were 987 registered sex offenders in Cambridgeshire, up from 938.",
        "The number of registered sex offenders in Cambridgeshire rose by 5.2% to 987.",
        "Cambridgeshire had 987 registered sex offenders, who must tell police when they move.",
        "Cambridgeshire had 987 registered sex offenders at the end of March 2023.",
        "987 convicted sex offenders are on the register in Cambridgeshire.",
        "Cambridgeshire's register rose by 49 to 987.",
        "There are 987 men and women on the register in Cambridgeshire.",
        "The register in Cambridgeshire holds 987 names.",
        "Officers in Cambridgeshire were monitoring 987 registered sex offenders.",
        "987 registered sex offenders were being managed in Cambridgeshire on 31 March.",
        "987 sex offenders were recorded in Cambridgeshire in March.",
        "Crime is a worry to many, and Cambridgeshire has 987 registered sex offenders.",
        "As more victims come forward, the register in Cambridgeshire has grown by 5.2% to 987.",
        "Some 987 registered sex offenders were living in Cambridgeshire, figures show.",
        "Registered sex offenders in Cambridgeshire up 5.2%.",
        "There were 987 registered sex offenders under supervision in Cambridgeshire.",
        "One in every 804 people aged 10 and over in Cambridgeshire is on the register.",
    ],
)
def test_what_is_told_of_the_register_is_confirmed(text: str):
    assert confirmed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Northumbria has more registered sex offenders than Durham and Cleveland combined.",
        "Essex has more registered sex offenders than Durham, Suffolk and Kent put together.",
    ],
)
def test_more_than_several_together_is_not_confirmed_as_more_than_one(text: str):
    assert not confirmed(text)


def test_a_count_that_goes_on_about_a_rate_is_not_confirmed():
    assert confirmed("The England and Wales rate is 129. In neighbouring Hertfordshire it is 816.") == ["129"]


def test_a_change_of_the_latest_figures_is_none_to_a_later_date():
    # West Yorkshire had 12 other dangerous offenders on 31 March 2021 and 6 a year later.
    content = b"# MAPPA in West Yorkshire\n\nSix more were classed as other dangerous offenders.\n"
    check = FactCheck("article.md", date="2022-02-10", area="West Yorkshire", content=content)
    assert [judged.verdict for judged in check.answers if judged.verdict in AGREES] == []
