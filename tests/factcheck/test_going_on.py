"""What a sentence goes on about: the area and date that others name, and what it is compared with.

The figures are those of ``raw/mappa_figures.csv``: Durham had 1,123 on 31 March 2024 (1,007 a year before, a
rate of 196), Cleveland 912 (1,116, a rate of 178), Northumbria 2,032 (2,053, a rate of 155); the four areas
of Wales had 1,778, 1,023, 824 and 604 on 31 March 2023.
"""

from __future__ import annotations

import pytest

from helpers.factcheck.judging.verdicts import AGREEING
from helpers.pages import FactCheck

DURHAM = (
    "# Durham\n\nThere were 1,123 registered sex offenders in Durham on 31 March 2024, a rate of 196.\n\n"
)


def said(text: str, date: str = "2024-11-07", area: str = "Durham") -> list[tuple[str, str]]:
    """The words of each statement of a text, and the verdict on it."""
    check = FactCheck("article.md", date=date, area=area, content=text.encode())
    assert check.article is not None
    return [
        (one.passage.text[one.start : one.end], answer.verdict)
        for one, answer in zip(check.article.stated, check.answers, strict=True)
    ]


def verdict(text: str, words: str, date: str = "2024-11-07", area: str = "Durham") -> str:
    return next((verdict for own, verdict in said(text, date, area) if words in own), "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In neighbouring Cleveland it is not so. The force had 912 offenders, down from 1,116.", "912"),
        ("Northumbria is the largest.\n\nIts rate of 155 is the lowest of the three.", "155"),
        ("Northumbria has almost twice as many as Durham.", "almost twice"),
        ("Northumbria's total is more than double Cleveland's.", "more than double"),
        (
            "The smallest register in the North East is Cleveland's; the largest, Northumbria's, has 2,032 names.",
            "largest",
        ),
        ("Durham's rate is ahead of Cleveland's but behind nobody's, at 196.", "ahead of"),
        ("Cleveland, on 178, trails Durham.", "trails"),
        ("Northumbria's register went down to 2,032 on 31 March 2024.", "went down"),
        ("Between 2023 and 2024 Cleveland's register shrank from 1,116 to 912.", "1,116"),
        ("Durham's increase of 116 was the largest in the region.", "the largest"),
        ("Northumbria is the largest. Its 2,032 are half of the regional total, or 155 per 100,000.", "155"),
        ("Durham's total was 1,007 in 2023, so it has gone up by 116.", "116"),
        ("That is 116 more than in 2023, when there were 1,007, a rise of 11.5 per cent.", "11.5"),
        ("The number rose by about 11 per cent in the year.", "11"),
        ("North Yorkshire had 946 in 2023, so its latest count is nine lower. Durham has 1,123.", "1,123"),
        ("It was 1,007 on the same date in 2023, so the increase was 116.", "1,007"),
        ("That compares with 1,007 on the same day of 2023.", "1,007"),
        ("In 2023 there were 1,007, which makes it 116 more.", "116 more"),
        (
            "Ten years ago Durham had 539 offenders on the register. The number has more than doubled since.",
            "more than doubled",
        ),
        (
            "Ten years ago Durham had 539 offenders on the register. It has grown by 108 per cent since.",
            "108 per cent",
        ),
    ],
)
def test_what_goes_on_about_an_area_or_date_is_read_as_of_it(text: str, words: str):
    assert verdict(DURHAM + text, words) in AGREEING


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Northumbria's rate is the lowest in the region, at 178.", "178"),
        ("Northumbria's register is more than twice Durham's.", "more than twice"),
        ("Cleveland has 921 on its books.", "921"),
        ("The region's three forces have 4,607 registered sex offenders.", "4,607"),
        ("Cleveland's rate is 912 per 100,000.", "912"),
        ("Cleveland's rate is 155. Northumbria's is 155.", "155"),
        ("Durham's total was 1,007 in 2023, so it has gone up by 161.", "161"),
        ("That is 161 more than in 2023, when there were 1,007, a rise of 15.5 per cent.", "15.5"),
        ("Roughly one Durham resident in 600 is on the register.", "600"),
        ("That compares with 941 on the same date in 2023.", "941"),
        ("Ten years ago Durham had 539 offenders on the register. The number has halved since.", "halved"),
    ],
)
def test_what_is_wrong_of_the_area_that_it_goes_on_about_is_refuted(text: str, words: str):
    assert verdict(DURHAM + text, words) == "disagrees"


@pytest.mark.parametrize(
    "text",
    [
        "Across England and Wales the register grew by 1,700 in the year.",
        "Almost 2,100 registered sex offenders live across two northern forces.",
        "The number of registered sex offenders in Cleveland has dropped by more than 200 in a year.",
        "It stands at 196 for every 100,000 people aged 10 or over, compared to 131.",
        "England and Wales has 131 for every 100,000 people. It comes to one in 511 locally.",
        "Of the 1,123, most are managed at level one, by one agency on its own.",
        "In Gwent, 991 compares with 824 a year before. It had gone the other way in the previous year, from 868.",
        "In Devon and Cornwall the count went up to 2,202. The increase follows a dip.",
        "Together with category two that makes 1,400, of whom four in five were registered for sexual offences.",
        "Between them the three groups come to 1,400.",
        "England and Wales had 1,905 breaches in 2022, up 16 per cent from 1,640 in the pandemic year.",
        "England and Wales had 66,741 in March 2022. It was 64,300 in 2021, so 2,441 were added.",
        "Cleveland has the fewest, at 912, far from the average for England and Wales.",
        "In neighbouring Cleveland it is not so. The county has 1,123.",
        "That is more than in Cleveland. The force has 1,123 on its books.",
        "Northumbria has 2,032.\n\nIt means that Durham has fewer.",
        "In 2023 it was 1,007, meaning that the register grew by 116.",
        "Norfolk has the highest rate of burglary in the region.",
        "The latest year added 116; the year to March 2018 had added fewer.",
        "In the year to March 12 people moved to Durham.",
        # Of two figures side by side, the second is the other place's, or of another time.
        "Durham overtook Cleveland this year. It had been behind in 2021, when it had 901 against 1,084.",
        "Cleveland has 912. In 2023 it was the other way round: 1,007 and 1,116.",
        "Northumbria has 2,032. Then it had 1,007 and Northumbria 2,053.",
        # A place that is not named, and other times in other words.
        "The neighbouring force had 912, down from 1,116.",
        "The first report also listed 300 registered sex offenders in Durham.",
        "Under the old rules there were 446 registered sex offenders in Durham.",
        # Some of several are not the region, and one of them is not the county.
        "Two other North East forces had fewer than in 2023.",
        "The rates are 196 and 178. Only one of the two is below the average.",
        # The sentence goes on about the article's area, not about one compared with.
        "Cleveland has a rate of 178 per 100,000. One person in every 511.",
        "Compare that with Cleveland: 912. Its rate, 196 per 100,000, is higher.",
        # Part of a number, and people who are no rate.
        "Durham had 11 missing registered offenders in 2015, and 10 in February 2010, of whom seven were abroad.",
        "The rate is 196 per 100,000. There were 18 who received a caution.",
    ],
)
def test_what_may_go_on_about_something_else_is_not_accused(text: str):
    assert "disagrees" not in dict(said(DURHAM + text)).values()


def test_an_undated_figure_that_no_slip_explains_is_accused_only_beside_right_ones():
    assert verdict("Cleveland counted 955 registered sex offenders.", "955") == "not understood"
    assert verdict(DURHAM + "Cleveland counted 955 registered sex offenders.", "955") == "disagrees"


def test_figures_under_a_heading_are_of_the_date_that_it_names():
    text = (
        "# Gwent\n\nGwent has 991 registered sex offenders.\n\n## How Wales compared in 2023\n\n"
        "South Wales had 1,778 registered sex offenders, North Wales 1,023 and Gwent 824.\n\n"
        "Dyfed-Powys was last with 604."
    )
    found = dict(said(text, "2024-11-01", "Gwent"))
    assert {found[words] for words in ("1,778", "1,023", "824", "604")} <= set(AGREEING)


def test_a_date_in_a_heading_ends_where_the_latest_figures_are_told():
    text = (
        "# Fewer offenders on Teesside\n\n## Order breaches rose to 83 in 2023\n\nMinistry of Justice figures show 912 "
        "registered sex offenders were living in the Cleveland Police area on March 31 this year.\n\n"
        "County Durham, with 1,123, has the highest rate. Northumbria had 2,053 offenders."
    )
    assert verdict(text, "2,053", "2024-11-21", "Cleveland") == "disagrees"


def test_an_article_without_an_area_goes_on_about_that_of_the_paragraph_before():
    text = (
        "# Register at a new high\n\nEngland and Wales had 62,435 registered sex offenders in March 2020.\n\n"
        "It means one in every 837 people aged 10 or over."
    )
    assert verdict(text, "837", "2020-10-30", "") in AGREEING


@pytest.mark.parametrize(
    ("text", "date", "area"),
    [
        ("The total went from 539 in 2014 to 1,007, then to 1,123.", "2024-11-07", "Durham"),
        (
            "Wiltshire was told that its offender management was good, two grades up on 2022.",
            "2024-11-21",
            "",
        ),
        (
            "England and Wales passed 50,000 in 2015 and 70,000 in 2024: 70,052, to be exact.",
            "2025-02-10",
            "",
        ),
        ("In England and Wales one in 763 people is on the register.", "2025-02-10", ""),
        ("Avon and Somerset, with 1,676 on its books in 2019, had a visit in March 2023.", "2025-04-26", ""),
        ("Hertfordshire was lowest at 77, or one in 1,299, in 2023.", "2025-01-22", "Norfolk"),
    ],
)
def test_a_figure_of_a_date_that_its_words_leave_open_is_not_accused(text: str, date: str, area: str):
    assert "disagrees" not in dict(said(f"# The register\n\n{text}", date, area)).values()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Durham's total has gone up every single year since 2011.", "gone up"),
        ("Lancashire had 2,250 in 2020, more than five times as many as here.", "five"),
        ("Cleveland's rate is above that of Northumbria, where it is 2,032.", "2,032"),
        ("Durham had 16 per cent fewer, or a third of the lot.", "a third"),
    ],
)
def test_what_says_more_than_a_right_figure_is_not_confirmed(text: str, words: str):
    assert verdict(DURHAM + text, words) not in AGREEING


PART_OF_SUSSEX, THAMES = ("2022-11-11", "Sussex"), ("2021-12-03", "Thames Valley")
MANCHESTER = ("2024-11-21", "Greater Manchester")


# Sussex had 1,991 on 31 March 2022, Thames Valley 1,959 a year before; Greater Manchester had 4,407 in 2024
# and 3,411 in 2020, at 173 per 100,000 against 131 of England and Wales.
@pytest.mark.parametrize(
    ("text", "words", "told", "agrees"),
    [
        ("There were 1,991 sex offenders in East and West Sussex.", "1,991", PART_OF_SUSSEX, True),
        ("There were 1,827 sex offenders in East and West Sussex.", "1,827", PART_OF_SUSSEX, False),
        (
            "There were 1,991 across Brighton and Hove, East Sussex and West Sussex.",
            "1",
            PART_OF_SUSSEX,
            True,
        ),
        ("There were 1,991 sex offenders in West Sussex.", "1,991", PART_OF_SUSSEX, False),
        ("The 1,959 on it live in Berkshire, Buckinghamshire and Oxfordshire.", "1,959", THAMES, True),
        ("There were 1,859 in Berkshire, Buckinghamshire and Oxfordshire.", "1,859", THAMES, False),
        ("There were 1,959 sex offenders in Buckinghamshire.", "1,959", THAMES, False),
        ("There were 4,407 people on the register in the region.", "4,407", MANCHESTER, True),
        ("In the North West and its cities there were 4,407 in the region.", "4,407", MANCHESTER, False),
        ("The force had 3,411 offenders in 2020, 996 fewer than now.", "996", MANCHESTER, True),
        ("The force had 3,411 offenders in 2020, 696 fewer than now.", "696", MANCHESTER, False),
        ("Its rate of 173 is ahead of the rate for England and Wales, 131.", "131", MANCHESTER, True),
        ("Its rate of 173 is ahead of the rate for England and Wales, 141.", "141", MANCHESTER, False),
    ],
)
def test_parts_and_regions_may_stand_for_the_area(text: str, words: str, told: tuple[str, str], agrees: bool):
    told_of = dict(said(f"# The sex offenders register\n\n{text}", *told))
    assert (next((told_of[own] for own in told_of if words in own), "") in AGREEING) is agrees


def test_a_paragraph_that_begins_that_is_goes_on_about_the_area_before():
    text = "# The North East\n\nDurham had 1,123 offenders, up from 1,007.\n\nThat is 196 for every 100,000 people."
    assert verdict(text, "196", area="North East") in AGREEING


def test_the_time_of_a_change_is_not_that_of_the_change_before_it():
    # West Yorkshire had 3,000 in 2021, 2,941 a year before and 2,867 two years before.
    text = (
        "# West Yorkshire\n\nThere were 3,000 sex offenders. The increase of 2 per cent takes the number to"
        " 133 above where it was two years ago."
    )
    assert verdict(text, "2 per cent", "2021-11-05", "West Yorkshire") in AGREEING
    assert (
        verdict(text.replace("2 per", "9 per"), "9 per cent", "2021-11-05", "West Yorkshire") not in AGREEING
    )


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("Cleveland was one of two forces in the region where the number of sex offenders fell.", True),
        ("Cleveland was one of only two areas in the North East to see a fall in sex offenders.", True),
        ("Cleveland was one of three forces in the region where the number of sex offenders fell.", False),
    ],
)
def test_one_of_so_many_forces_went_the_same_way(text: str, agrees: bool):
    assert (verdict(DURHAM + text, "one of") in AGREEING) is agrees


# A text, the day and area of its article, and words of what it says rightly.
READ = [
    ("Across the three forces of the North East there were 4,067 registered sex offenders.", "4,067"),
    ("In Durham it is 196 per 100,000. The rate, 196 per 100,000, is far above the national one.", "196"),
    ("There were 1,123 registered sex offenders. It had been 1,007.", "1,007"),
    ("There were 1,123 registered sex offenders. The total had stood at 1,007.", "1,007"),
    ("The county had 1,007 registered sex offenders on the same day in 2023.", "1,007"),
    ("Cleveland has 912 registered sex offenders and a lower rate.", "a lower rate"),
    ("Northumbria, by comparison, has 2,032 offenders but its rate is lower.", "its rate is lower"),
    ("Durham has a higher rate of sex offenders than anywhere else in the North East.", "a higher rate"),
    (
        "Durham is home to a bigger share of sex offenders than anywhere else in England and Wales.",
        "a bigger share",
    ),
    ("Durham tops the region once the size of its population is taken into account.", "tops the region"),
    ("More people live here than they do nationally. There are 196 for every 100,000 people.", "196"),
]


@pytest.mark.parametrize(("text", "words"), READ)
def test_what_a_sentence_leaves_to_the_one_before_is_read(text: str, words: str):
    own = [judged for said_words, judged in said(text) if words in said_words]
    assert own
    assert own[-1] in AGREEING


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Across the three forces of the North East there were 4,177 registered sex offenders in March 2024.",
            "4,177",
        ),
        ("There were 1,123 registered sex offenders. It had been 1,070.", "1,070"),
        ("Northumbria is home to fewer sex offenders than anywhere else in the North East.", "fewer"),
        (
            "The register in Durham holds 1,123 names. The number in England and Wales grew by 2.5%, to 68,357.",
            "68,357",
        ),
    ],
)
def test_what_it_says_wrong_of_the_one_before_is_refuted(text: str, words: str):
    assert verdict(text, words) == "disagrees"


@pytest.mark.parametrize(
    "text",
    [
        "Suffolk's rate was lower.",
        "There were 1,123 registered sex offenders. It had been 802 before the pandemic.",
        "There were 1,123 registered sex offenders. It had been 802 when the unit was set up.",
        "Cleveland has 912 registered sex offenders. Its rate was lower.",
        "Northumbria has 2,032 registered sex offenders and a higher rate.",
        "The highest of the three forces of the North East has 1,123 registered sex offenders.",
        "In North Wales 51 of the most closely supervised offenders were sent back to prison.",
    ],
)
def test_what_is_compared_without_a_name_is_not_accused(text: str):
    assert "disagrees" not in dict(said(text)).values()


def test_a_line_under_the_name_of_a_force_is_of_that_force():
    text = "# Wales\n\n**South Wales Police: 1,778**\n\nUp 67 on the year before.\n\n**Gwent Police: 824**\n\nThe only force to see a fall."
    assert dict(said(text, "2024-03-08", "Wales"))["Up 67"] in AGREEING
    assert "disagrees" not in dict(said(text, "2024-03-08", "Wales")).values()


@pytest.mark.parametrize(
    ("text", "words", "agrees"),
    [
        ("There were also 324 violent offenders, and six classed as otherwise dangerous.", "six", True),
        ("There were also 324 violent offenders, and another six assessed as dangerous.", "six", True),
        ("There were also 324 violent offenders, and six who fall into neither group.", "six", True),
        (
            "There were also 324 violent offenders in Gwent, and another 16 considered to be dangerous.",
            "16",
            False,
        ),
        ("Another 342 had been sentenced for violence. Six others are thought dangerous.", "342", False),
    ],
)
def test_offenders_of_the_other_kinds_are_read_however_they_are_called(text: str, words: str, agrees: bool):
    judged = verdict(text, words, "2021-11-04", "Gwent")
    assert judged in AGREEING if agrees else judged == "disagrees"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "When violent offenders are included, 1,604 people were managed under MAPPA, set up in 2001.",
            "1,604",
        ),
        ("Adding violent and other dangerous offenders, 1,604 people were supervised.", "1,604"),
        ("All offenders in Norfolk managed under MAPPA numbered 1,604, which is down 71 on 2022.", "down 71"),
    ],
)
def test_all_offenders_are_those_with_the_violent_ones(text: str, words: str):
    assert verdict(text, words, "2023-11-09", "Norfolk") in AGREEING
