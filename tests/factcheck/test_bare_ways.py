"""Ways without a verb, runs of years that are over, and growth beside growth: right, wrong, and look-alikes.

Worked out by hand from ``raw/mappa_figures.csv``: Norfolk 2019 to 2023: 1,099, 1,110, 1,173, 1,188, 1,184;
Durham 2022 to 2024: 941, 1,007, 1,123; Cleveland 2020 to 2024: 814, 1,084, 1,104, 1,116, 912; Devon and
Cornwall 2022 to 2024: 2,090, 2,032, 2,202; Gwent 2022 to 2024: 868, 824, 991; Sussex 2021 and 2022: 1,827 and
1,991; Northumbria 2023 and 2024: 2,053 and 2,032. England and Wales rose by 2.4 to 3.9 per cent each year.
"""

from __future__ import annotations

import pytest
from factcheck.test_courses import RSOS
from factcheck.test_plainly_wrong import verdicts

from helpers.factcheck.judging.verdicts import AGREEING

NORFOLK = ("2023-11-10", "Norfolk")
DURHAM = ("2024-11-10", "Durham")
NORTHUMBRIA = ("2024-11-10", "Northumbria")
DEVON = ("2024-11-14", "Devon and Cornwall")
CLEVELAND = ("2024-11-14", "Cleveland")
GWENT = ("2023-11-10", "Gwent")
SUSSEX = ("2022-11-14", "Sussex")
MANCHESTER = ("2024-11-07", "Greater Manchester")
LEVEL = {
    NORFOLK: f"There were 1,184 {RSOS} in Norfolk at the end of March.",
    DURHAM: f"There were 1,123 {RSOS} in Durham at the end of March.",
    NORTHUMBRIA: f"There were 2,032 {RSOS} in Northumbria at the end of March.",
    DEVON: f"There were 2,202 {RSOS} in Devon and Cornwall at the end of March.",
    CLEVELAND: f"There were 912 {RSOS} in Cleveland at the end of March.",
    GWENT: f"There were 824 {RSOS} in Gwent at the end of March.",
    SUSSEX: f"The number of {RSOS} in Sussex rose to 1,991.",
    MANCHESTER: "There are 173 offenders for every 100,000 people in Greater Manchester, against 131 in England "
    "and Wales.",
}
HEADLINES = [
    (NORFOLK, f"Slight fall in number of {RSOS} in Norfolk", "fall"),
    (NORFOLK, f"Norfolk sees small drop in {RSOS}", "drop"),
    (NORTHUMBRIA, "Sex offender numbers down in Northumbria", "down"),
    (DURHAM, "Number of sex offenders up in Durham", "up"),
    (GWENT, "Register of sex offenders gets shorter in Gwent", "shorter"),
    (GWENT, f"Fewer {RSOS} in Gwent, figures show", "Fewer"),
]
# Of when and where, what is said, the words that are judged, whether they are right.
STATEMENTS = [
    (DURHAM, "Northumbria saw a small decrease.", "decrease", True),
    (DURHAM, "Northumbria saw a small increase.", "increase", False),
    (DURHAM, "In Cleveland there was a sharp fall.", "fall", True),
    (DURHAM, "In Cleveland there was a sharp rise.", "rise", False),
    (NORFOLK, f"There has been a slight fall in the number of {RSOS} in Norfolk.", "fall", True),
    (NORFOLK, f"There has been a slight rise in the number of {RSOS} in Norfolk.", "rise", False),
    (NORFOLK, f"The number of {RSOS} in Norfolk has dipped after three years of increases.", "dipped", True),
    (NORFOLK, f"The number of {RSOS} in Norfolk has risen after three years of falls.", "risen", False),
    (DEVON, "That reverses the fall of the year before.", "fall", True),
    (DEVON, "That reverses the rise of the year before.", "rise", False),
    (DEVON, "It comes after the number fell the previous year.", "fell", True),
    (GWENT, f"The number of {RSOS} in Gwent is lower than it was a year ago.", "lower", True),
    (GWENT, f"The number of {RSOS} in Gwent is higher than it was a year ago.", "higher", False),
    (NORFOLK, "The dip ends a run of three yearly increases.", "run of three", True),
    (NORFOLK, "The dip ends a run of three yearly falls.", "run of three", False),
    (NORFOLK, "It follows rises in each of the three years before that.", "three years before", True),
    (CLEVELAND, "The fall ends three consecutive years of growth.", "three consecutive", True),
    (DURHAM, "It was the third rise in as many years.", "third rise", True),
    (DEVON, "It was the third rise in as many years.", "third rise", False),
    (DEVON, "It is the third annual rise in a row for the force area.", "third annual", False),
    (CLEVELAND, "It is the first fall since 2020.", "first fall", True),
    (CLEVELAND, "It is the first fall since 2017.", "first fall", False),
    (DURHAM, "Durham was the only force in the region where the number rose.", "only force", True),
    (DURHAM, "Cleveland was the only force in the region where the number rose.", "only force", False),
    (SUSSEX, "Numbers grew faster than in England and Wales as a whole.", "faster", True),
    (SUSSEX, "The rise of 9 per cent was more than double the national increase.", "double", True),
    (SUSSEX, "The rise of 9 per cent was more than four times the national increase.", "four", False),
    (GWENT, "The drop goes against the national picture.", "against", True),
    (MANCHESTER, "That is a slightly higher rate than in West Yorkshire.", "higher", True),
    (NORFOLK, "The county has the highest rate in the east of England.", "highest", True),
    (
        DURHAM,
        "The rate is 196 per 100,000 there and 155 in Northumbria. Durham has the higher rate of the two.",
        "the two",
        True,
    ),
    (
        DURHAM,
        "The rate is 196 per 100,000 there and 155 in Northumbria. Durham has the lower rate of the two.",
        "the two",
        False,
    ),
]
LOOK_ALIKES = [
    "There was a fall in reoffending.",
    "Inspectors found a decline in the quality of risk assessments.",
    "A reduction in staff has been blamed.",
    "Of those, 20 were cautioned, a drop on the year before.",
    "Knife crime in the county also saw a drop.",
    "Half of the region saw a fall.",
    "Overdue visits to sex offenders are down.",
    "The fall in category three was small.",
    "The force hopes to see a drop next year.",
    "It is the first rise in the rate.",
    "No force grew faster than Cleveland.",
    "The next highest rate was in Cleveland.",
]


def _found(of: tuple[str, str], text: str, words: str) -> list[str]:
    """The verdicts on the statements of a text that hold some words."""
    return [verdict for said, verdict in verdicts(text, *of).items() if words in said]


@pytest.mark.parametrize(("of", "headline", "words"), HEADLINES)
def test_a_headline_without_a_verb_tells_the_way_of_its_area(
    of: tuple[str, str], headline: str, words: str
) -> None:
    assert set(_found(of, f"# {headline}\n\n{LEVEL[of]}", words)) & set(AGREEING)


@pytest.mark.parametrize(("of", "text", "words", "right"), STATEMENTS)
def test_a_way_in_words_agrees_where_it_is_right_and_is_refuted_where_it_is_wrong(
    of: tuple[str, str], text: str, words: str, right: bool
) -> None:
    found = _found(of, f"# The register\n\n{LEVEL[of]} {text}", words)
    assert bool(set(found) & set(AGREEING)) == right
    assert ("disagrees" in found) != right


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_is_said_of_something_else_is_no_way_of_ours(text: str) -> None:
    assert "disagrees" not in verdicts(f"# The register\n\n{LEVEL[DURHAM]} {text}", *DURHAM).values()
