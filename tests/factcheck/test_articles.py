"""From text to claims: what is read, as what, and that nothing with a number is passed over in silence."""

from __future__ import annotations

from functools import cache

import pytest
from speed import effort

from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.factcheck.reading.article import Article, read_article
from helpers.factcheck.reading.blocks import article_text, blocks
from helpers.factcheck.reading.dates import periods
from helpers.factcheck.reading.places import places
from helpers.factcheck.reading.quantities import number_in_words, quantities


def read(text: str, markdown: bool = True) -> Article:
    return read_article(text, markdown, "test", "unlisted-article", evidence())


def claims_in(text: str) -> list[tuple[str, str, str, str]]:
    """Area, date, measure with the kind of claim where it is not a level, and figure of each claim."""
    return [
        (
            statement.claim.area,
            statement.claim.date,
            statement.claim.measure
            if statement.claim.kind == "level"
            else f"{statement.claim.kind} {statement.claim.measure}",
            statement.claim.published,
        )
        for statement in read(text).stated
    ]


def left(text: str) -> list[tuple[str, str]]:
    return [(unread.words, unread.why) for unread in read(text).unread]


@cache
def usual() -> float:
    """What reading as long a text of mere words takes on this machine."""
    return effort(lambda: read("word " * 20_000))


E23, C23 = ("Essex", "2023-03-31"), ("Cambridgeshire", "2023-03-31")
COUNT, RATE, ONE_IN = "rso_count", "rso_rate_per_100k", "rso_one_in_n"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Essex had 1,848 registered sex offenders at the end of March 2023.", [(*E23, COUNT, "1848")]),
        ("There were 1848 RSOs in Essex in 2022/23.", [(*E23, COUNT, "1848")]),
        ("On March 31, 2023, Essex had 1,848 registered sexual offenders.", [(*E23, COUNT, "1848")]),
        ("ESSEX HAD 1,848 REGISTERED SEX OFFENDERS IN 2023.", [(*E23, COUNT, "1848")]),
        (
            "One thousand eight hundred and forty-eight registered sex offenders lived in Essex in 2023.",
            [(*E23, COUNT, "1848")],
        ),
        (
            "Essex had more than 1,800 registered sex offenders in March 2023.",
            [(*E23, f"more_than {COUNT}", "1800")],
        ),
        (
            "Essex had nearly 1,850 registered sex offenders in March 2023.",
            [(*E23, f"nearly {COUNT}", "1850")],
        ),
        (
            "Essex had fewer than 1,900 registered sex offenders in 2023.",
            [(*E23, f"less_than {COUNT}", "1900")],
        ),
        ("Essex had about 1,850 registered sex offenders in 2023.", [(*E23, f"about {COUNT}", "1850")]),
        (
            "Essex had between 1,800 and 1,900 registered sex offenders in 2023.",
            [(*E23, f"between {COUNT}", "1800 to 1900")],
        ),
        (
            "The rate in Essex in March 2023 was 112 per 100,000 people aged 10 and over.",
            [(*E23, RATE, "112")],
        ),
        (
            "Essex had 112 registered sex offenders for every 100,000 residents in March 2023.",
            [(*E23, RATE, "112")],
        ),
        ("One in 890 people in Essex was a registered sex offender in March 2023.", [(*E23, ONE_IN, "890")]),
        ("That is 1 in every 1,250 people in Essex in 2023.", [(*E23, ONE_IN, "1250")]),
        (
            "The number of registered sex offenders in Essex fell by 1.02% in the year to March 2023.",
            [(*E23, f"change_percent {COUNT}", "-1.02")],
        ),
        (
            "The number of registered sex offenders in Essex saw a 7 per cent rise in the year to March 2020.",
            [("Essex", "2020-03-31", f"change_percent {COUNT}", "7")],
        ),
        (
            "Registered sex offenders in Essex rose by 100 in the year to March 2020.",
            [("Essex", "2020-03-31", f"change {COUNT}", "100")],
        ),
        (
            "Essex had 19 fewer registered sex offenders in March 2023 than a year earlier.",
            [(*E23, f"change {COUNT}", "-19")],
        ),
        (
            "The number of registered sex offenders in Essex rose from 1,496 to 1,596 in the year to March 2020.",
            [
                ("Essex", "2019-03-31", COUNT, "1496"),
                ("Essex", "2020-03-31", COUNT, "1596"),
                ("Essex", "2020-03-31", f"change_direction {COUNT}", "rise"),
            ],
        ),
        (
            "Essex had 1,848 registered sex offenders in March 2023, compared with 1,496 in 2019.",
            [(*E23, COUNT, "1848"), ("Essex", "2019-03-31", COUNT, "1496")],
        ),
        (
            "Essex had 1,848 registered sex offenders in March 2023, down from 1,867 the previous year.",
            [
                (*E23, COUNT, "1848"),
                ("Essex", "2022-03-31", COUNT, "1867"),
                (*E23, f"change_direction {COUNT}", "fall"),
            ],
        ),
        (
            "In the year to March 2020, 11 registered sex offenders in Essex were cautioned or convicted for breaching notification requirements.",
            [("Essex", "2020-03-31", "notification_breaches", "11")],
        ),
        (
            "Nobody was removed from the sex offenders register in Essex in 2019/20.",
            [("Essex", "2020-03-31", "revocations", "0")],
        ),
        (
            "In 2020 there were 351 violent offenders in Essex.",
            [("Essex", "2020-03-31", "cat2_violent", "351")],
        ),
        (
            "In the year to March 2020 six registered sex offenders in Essex were managed at level two and three at level 3.",
            [
                ("Essex", "2020-03-31", "level2_in_year_rso", "6"),
                ("Essex", "2020-03-31", "level3_in_year_rso", "3"),
            ],
        ),
        (
            "Norfolk had the second highest rate in the East of England in March 2020.",
            [("Norfolk", "2020-03-31", f"rank_highest {RATE}", "2")],
        ),
        (
            "Across England and Wales there were 68,357 registered sex offenders in March 2023.",
            [("England and Wales", "2023-03-31", COUNT, "68357")],
        ),
        (
            "There were 1,023 RSOs in the Heddlu Gogledd Cymru area in March 2023.",
            [("North Wales", "2023-03-31", COUNT, "1023")],
        ),
        (
            "Roedd 1,023 troseddwyr rhyw cofrestredig yn North Wales in March 2023.",
            [("North Wales", "2023-03-31", COUNT, "1023")],
        ),
        (
            "The West Midlands region had 7,000 registered sex offenders in 2023.",
            [("West Midlands region", "2023-03-31", COUNT, "7000")],
        ),
        ("Teesside had 912 registered sex offenders in 2024.", [("Cleveland", "2024-03-31", COUNT, "912")]),
    ],
)
def test_a_sentence_is_read_as(text: str, claims: list[tuple[str, str, str, str]]):
    assert claims_in(text) == claims
    assert left(text) == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Essex had 1,848 registered sex offenders and Suffolk 940 in March 2023.",
            [(*E23, COUNT, "1848"), ("Suffolk", "2023-03-31", COUNT, "940")],
        ),
        (
            "In March 2023 there were 1,848 registered sex offenders in Essex and 940 in Suffolk.",
            [(*E23, COUNT, "1848"), ("Suffolk", "2023-03-31", COUNT, "940")],
        ),
        (
            "Essex's rate of 112 per 100,000 in March 2023 is below the rate for England and Wales (129).",
            [
                (*E23, RATE, "112"),
                ("England and Wales", "2023-03-31", RATE, "129"),
                (*E23, f"compared {RATE}", "lower"),
            ],
        ),
        (
            "Cambridgeshire has a higher rate than Suffolk, with 124 per 100,000 people in March 2023.",
            [(*C23, RATE, "124"), (*C23, f"compared {RATE}", "higher")],
        ),
        (
            "Norfolk's rate was 143 per 100,000 in March 2023, followed by Suffolk (137) and Essex (112).",
            [
                ("Norfolk", "2023-03-31", RATE, "143"),
                ("Suffolk", "2023-03-31", RATE, "137"),
                (*E23, RATE, "112"),
            ],
        ),
    ],
)
def test_of_several_areas_each_keeps_its_own_figure(text: str, claims: list[tuple[str, str, str, str]]):
    assert claims_in(text) == claims


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Essex had 1,848 registered sex offenders.", "no date is stated"),
        ("There were 1,848 registered sex offenders in March 2023.", "no area is named"),
        ("Essex and Kent: the county had 1,848 registered sex offenders in 2023.", "several areas"),
        ("Essex did not have 1,848 registered sex offenders in 2023.", "negation"),
        ("Essex will have 1,848 registered sex offenders in March 2023.", "forecast"),
        ("Does Essex have 1,848 registered sex offenders in 2023?", "question"),
        (
            "Essex, Kent and Suffolk had 1,848 and 940 registered sex offenders respectively in 2023.",
            "respectively",
        ),
        ("House prices in Essex rose by 5% in 2023.", "no measure in the data"),
        ("Essex recorded 1,848 burglaries in 2023.", "no measure in the data"),
        ("Crime in Essex was 85 per 1,000 people in 2023.", "not per 100,000"),
        ("Essex spent £1,848 on registered sex offenders in 2023.", "sum of money"),
        ("A man aged 34, a registered sex offender in Essex, was jailed in 2023.", "an age"),
        ("A 34-year-old registered sex offender was jailed in Essex in 2023.", "an age"),
        ("Registered sex offenders in Essex should call 01245 491491 in 2023.", "telephone"),
        ("Call 101 about registered sex offenders in Essex in 2023.", "telephone"),
        ("At 10.30am in March 2023 Essex Police visited registered sex offenders.", "time of day"),
        ("Registered sex offenders in Essex wait 15 years, it was said in 2023.", "length of time"),
        ("Essex had ١٨٤٨ registered sex offenders in 2023.", "digits other than 0 to 9"),
        ("Essex had １８４８ registered sex offenders in 2023.", "digits other than 0 to 9"),
        ("Essex has 1.8 thousand registered sex offenders in 2023.", "word of scale"),
        (
            "Essex's share of registered sex offenders rose by 2 percentage points in 2023.",
            "percentage points",
        ),
        ("The unit in Essex, near the A14, watches registered sex offenders in 2023.", "inside a word"),
    ],
)
def test_what_is_not_read_is_listed_with_why(text: str, why: str):
    assert claims_in(text) == []
    assert why in " ".join(reason for _, reason in left(text))


def test_every_number_of_a_text_becomes_a_claim_or_is_listed():
    text = (
        "Essex had 1,848 registered sex offenders on 31 March 2023, 19 fewer than a year before. "
        "Of 56 officers, 12 work nights, at £30 an hour, from 10pm; 3.5% left. Call 101. "
        "It was 12th of 43. Twenty-two were moved, 1/2 of them in 2021. Version 2.0.1 is out."
    )
    article = read(text)
    whole = [passage for block in article.blocks for passage in block.passages]
    seen = sum(
        len(quantities(statement.text, [(p.start, p.end) for p in periods(statement.text)]))
        for statement in whole
    )
    assert len(article.stated) + len(article.unread) == seen >= 12


def test_a_quoted_figure_is_a_claim_and_says_so():
    (statement,) = read('"There are 1,848 registered sex offenders in Essex," she said in March 2023.').stated
    assert (statement.claim.published, statement.note) == ("1848", "in a quotation")


def test_what_an_earlier_sentence_said_is_used_and_noted():
    article = read("In March 2023 Essex had 1,848 registered sex offenders. That is 112 per 100,000 people.")
    assert [
        (statement.claim.area, statement.claim.date, statement.claim.published)
        for statement in article.stated
    ] == [
        (*E23, "1848"),
        (*E23, "112"),
    ]
    assert article.stated[1].note == "area: from the sentence before; date: from an earlier sentence"


def test_the_county_is_the_only_area_that_an_article_names():
    assert claims_in("# Essex\n\nIn 2023 the county had 1,848 registered sex offenders.") == [
        (*E23, COUNT, "1848")
    ]
    assert claims_in("# Essex and Kent\n\nIn 2023 the county had 1,848 registered sex offenders.") == []


def test_a_day_of_publication_is_not_the_date_of_a_figure():
    text = "Figures released on 26 October 2023 show that Essex had 1,596 registered sex offenders in March 2020."
    assert claims_in(text) == [("Essex", "2020-03-31", COUNT, "1596")]


def test_other_places_are_not_taken_for_an_area():
    named = [
        (place.name, place.kind)
        for place in places("East Sussex, South Cambridgeshire, the Essex Echo, Essex-wide, Kent", evidence())
    ]
    assert named == [("East Sussex", "elsewhere"), ("South Cambridgeshire", "district"), ("Kent", "area")]


def test_a_rate_before_2009_is_one_of_people_of_all_ages():
    assert claims_in("Essex had a rate of 44 per 100,000 people in March 2003.") == [
        ("Essex", "2003-03-31", "rso_rate_per_100k_total_pop", "44")
    ]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (
            "According to Home Office figures, Essex had 1,848 registered sex offenders in 2023.",
            "Ministry of Justice",
        ),
        ("Six registered sex offenders in Essex were managed at class two in 2020.", "no classes"),
    ],
)
def test_a_wrong_name_is_remarked_on(text: str, remark: str):
    assert [remark in unread.why for unread in read(text).remarks] == [True]


def test_the_right_publisher_is_not_remarked_on():
    assert (
        read("Ministry of Justice figures show 1,848 registered sex offenders in Essex in 2023.").remarks
        == ()
    )


# Files and marks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ends: str):
    plain = "# Essex\n\nIn March 2023 Essex had\n1,848 registered sex offenders.\n"
    text = article_text(b"\xef\xbb\xbf" + plain.replace("\n", ends).encode(), "a.md")
    (statement,) = read(text).stated
    assert (statement.passage.line, statement.claim.published) == (3, "1848")


@pytest.mark.parametrize(
    "content", [b"", b"  \n\n", b"\xff\xfe\x00E", b"\x89PNG\x0d\x0a\x1a\x0a", b"Essex\x00had 1"]
)
def test_a_file_that_is_no_text_is_refused(content: bytes):
    with pytest.raises(DataError, match=r"^a\.md"):
        article_text(content, "a.md")


def test_marks_of_markdown_are_not_part_of_the_words():
    text = (
        "## A *heading*\n\n- In **March 2023** [Essex](https://example.org/5) had `1,848` RSOs¹.\n> quoted\n"
    )
    found_blocks = blocks(text, True)
    assert [(block.kind, block.passages[0].text) for block in found_blocks] == [
        ("heading", "A heading"),
        ("item", "In March 2023 Essex had 1,848 RSOs."),
        ("quote", "quoted"),
    ]


def test_characters_that_turn_or_hide_text_are_dropped():
    (block,) = blocks("Es\u202esex \u200bhad\x1b[31m 5", False)
    assert block.passages[0].text == "Essex had[31m 5"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("six", 6),
        ("forty-nine", 49),
        ("one hundred and nineteen", 119),
        ("sixty-two thousand four hundred and thirty-five", 62435),
    ],
)
def test_numbers_in_words(words: str, value: int):
    assert number_in_words(words) == value


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31 March 2023", "2023-03-31"),
        ("31st of March 2023", "2023-03-31"),
        ("March 31, 2023", "2023-03-31"),
        ("March 2023", "2023-03-31"),
        ("2022/23", "2023-03-31"),
        ("2022-23", "2023-03-31"),
        ("1999/2000", "2000-03-31"),
        ("in 2023", "2023-03-31"),
        ("3 June 2021", "2021-06-03"),
        ("February 2020", "2020-02-29"),
        ("31 February 2021", "2021-02-28"),
        ("31 March", ""),
        ("2022/25", ""),
        ("published on 3 June 2021", ""),
    ],
)
def test_dates(text: str, date: str):
    assert [period.date for period in periods(text)] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "1" * 100_000,
        "[" * 100_000,
        "*a " * 35_000,
        '"Essex ' * 15_000,
        "between 1 and " * 7_000,
        "cautioned " * 10_000,
        "one hundred " * 8_000,
    ],
    ids=["numbers", "digits", "brackets", "stars", "quotes", "ranges", "words", "number words"],
)
def test_no_text_takes_longer_than_its_length(text: str):
    """A tenth of a megabyte without a full stop, which a careless pattern goes over again and again."""
    articles: list[Article] = []
    assert effort(lambda: articles.append(read(text))) < 100 * usual()
    [article] = articles
    assert article.stated == ()
    assert len(article.unread) == (1 if any(letter.isdigit() for letter in text) else 0)


GROUPS = {
    "no-break space": "\N{NO-BREAK SPACE}",
    "narrow no-break space": "\N{NARROW NO-BREAK SPACE}",
    "thin space": "\N{THIN SPACE}",
    "figure space": "\N{FIGURE SPACE}",
    "six-per-em space": "\N{SIX-PER-EM SPACE}",
    "space": " ",
    "apostrophe": "'",
    "raised comma": "\N{RIGHT SINGLE QUOTATION MARK}",
    "modifier apostrophe": "\N{MODIFIER LETTER APOSTROPHE}",
    "comma": ",",
    "named entity": "&nbsp;",
    "thin entity": "&thinsp;",
    "entity by number": "&#8239;",
    "entity in hexadecimal": "&#x2009;",
}


@pytest.mark.parametrize("markdown", [True, False])
@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_digits_in_groups_are_one_number_however_often_they_are_grouped(group: str, markdown: bool):
    text = f'In March 2023 "1{group}848 registered sex offenders lived among 1{group}645{group}130 in Essex".'
    article = read(text, markdown)
    (passage,) = (passage for block in article.blocks for passage in block.passages)
    assert [number.value for number in quantities(passage.text) if number.value != "2023"] == [
        "1848",
        "1645130",
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("In 2023 100 people", ["2023", "100"]),
        ("In 2022/23 816 people", ["816"]),
        ("at level 2 100 offenders", ["100"]),
        ("124 1,000", ["124", "1000"]),
        ("1 234 5", ["1234", "5"]),
        ("0 123", ["0", "123"]),
        ("987  214", ["987", "214"]),
    ],
)
def test_neighbouring_numbers_stay_two(text: str, numbers: list[str]):
    (passage,) = (passage for block in read(text).blocks for passage in block.passages)
    assert [number.value for number in quantities(passage.text) if number.kind == "count"] == numbers


def test_a_mark_is_no_date_and_the_number_of_a_section_is_listed():
    text = "In March 2023 Essex scored 9.5/10 for its use of section 28 and page 4 among registered sex offenders."
    assert [words for words, _ in left(text)] == ["9.5/10", "section 28", "page 4"]
