"""What a header counts: the words differ between years, what they name does not."""

from __future__ import annotations

import pytest

from helpers.intake.release.columns import heading, of_some
from helpers.intake.release.labels import header_text

READ_AS = {
    "rso": [
        "Category 1",
        "Total Category 1 ",
        "Category 1Total",
        "Number of RSOs",
        "Category 1 (RSOs) [note 1]",
    ],
    "rso_l1": ["Category 1 \nLevel 1", "Cat 1 - Level 1", "Level 1 / Category 1", "Level 1 (RSOs)"],
    "rso_l2_year": ["Category 1 Level 2 (in year)", "RSOs managed at level 2 during the year"],
    "rso_l3": ["Category 1: Level 3 (enhanced multi-agency management)"],
    "cat2": [
        "Category 2: Violent and other sexual offenders",
        "Category 2: Violent",
        "Category 2 Violent offenders / Total",
    ],
    "cat4": ["Category 4: Terrorist and terrorist connected offenders"],
    "all": ["Total MAPPA \noffenders  (all categories)", "Total MAPPA-eligible offenders"],
    "all_l1": ["Total Level 1", "All categories Level 1", "Level 1 total"],
    "rate": ["Category 1 offenders per 100,000 population", "RSOs per 100 000 head of population"],
    "breaches": ["RSOs cautioned or convicted for breach of notification requirements"],
    "cautioned": ["Number of RSOs cautioned for breach of notification requirements [note 3]"],
    "shpo": [
        "Sexual Harm Prevention Orders (SHPOs) imposed",
        "SHPOs and interim SHPOs imposed by the courts",
    ],
    "sopo": ["SOPOs granted"],
    "revocations": [
        "RSOs having life-time notification requirements revoked on application",
        "RSOs who have had their lifetime notification revoked on application",
    ],
    "recalls": ["Level 2 and 3 offenders returned to custody for breach of licence"],
    "sfo_l2": ["Serious further offences: charged / Level 2"],
    "": [
        "Level 2",
        "Total",
        "Categories 1 and 2",
        "SHPO applied for",
        "Foreign travel orders",
        "Serious further offences: convicted / Level 2",
        "Still charged with a serious further offence, level 2",
        "Category 1 change on previous year (%)",
        "Category 2 offenders per 100,000 population",
        "Sexual offences recorded",
    ],
}


@pytest.mark.parametrize(
    ("key", "header"), [(key, header) for key, headers in READ_AS.items() for header in headers]
)
def test_a_header_is_read_by_what_it_names(key: str, header: str) -> None:
    assert heading(header_text(header)).key == key


@pytest.mark.parametrize(
    ("title", "header", "key"),
    [
        (
            "Table 5a: RSOs cautioned for breach of notification requirements, by level",
            "Level 1",
            "cautioned_l1",
        ),
        ("Table 5b: RSOs convicted of breach of notification requirements, by level", "Total", "convicted"),
        ("Table 2: category 1 offenders by level", "Level 3", "rso_l3"),
        ("Table 2: category 1 offenders by level", "Category 2 Level 3", "cat2_l3"),
        ("Table 2: category 1 offenders by level", "SHPOs imposed, total", "shpo"),
        ("Table 4: MAPPA-eligible offenders (yearly total)", "Category 1 Level 2", "rso_l2_year"),
        ("Table 4: MAPPA-eligible offenders in the year ending 31 March 2023", "Category 1", ""),
        ("As at 31 March 2023, or in the year to it", "Category 1 Level 2", "rso_l2"),
    ],
)
def test_a_title_completes_a_header_and_never_overrules_one(title: str, header: str, key: str) -> None:
    assert heading(header_text(header), header_text(title)).key == key


@pytest.mark.parametrize(
    "header",
    [
        "Licences revoked",
        "SHPOs revoked or discharged",
        "SHPOs in force on 31 March",
        "Interim SHPOs imposed",
        "SHPOs sought",
        "Rank by total MAPPA offenders",
        "Total MAPPA offenders per 10,000 population",
        "Increase in total MAPPA offenders",
        "Total MAPPA offenders: women",
        "Total MAPPA offenders aged under 18",
        "Total MAPPA offenders (five-year average)",
        "Proportion of all MAPPA offenders managed at level 2",
        "MAPPA offenders who were not managed at level 2",
        "Level 2 MAPPA meetings (all categories) in the year",
        "Category 1 newly registered",
        "Category 1 in custody",
        "Men cautioned or convicted for breach of notification requirements",
        "Breach of notification requirements, awaiting trial",
        "Applications for revocation",
        "Revocations refused",
        "Recall rate, levels 2 and 3",
        "Change in category 1 offenders per 100,000 population",
        "Victims of those charged with a serious further offence, levels 2 and 3",
        "Category 1 (previous year)",
    ],
)
def test_a_header_that_counts_some_or_something_else_is_left_out_with_its_word(header: str) -> None:
    found = heading(header_text(header))
    assert not found.key
    assert found.why


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Category 1 offenders per 100,000 population aged 10 and over", "rate"),
        ("Rate per 100,000: category 1", "rate"),
        ("Mid-year population estimate, aged 10 and over", "population"),
        ("RSOs removed from the register on application", "revocations"),
        ("Sent to prison for breach of licence, levels 2 and 3", "recalls"),
    ],
)
def test_a_base_or_an_event_that_has_such_a_word_is_still_read(header: str, key: str) -> None:
    assert heading(header_text(header)).key == key


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Category 1 offenders per 100,000 population aged 10 and over", ""),
        ("Level 2 and 3 offenders returned to custody for breach of licence", ""),
        ("MAPPA offenders, 31 March 2023 | Figures of women are in another table", ""),
        ("MAPPA offenders aged 18 to 20", "aged"),
        ("MAPPA offenders in custody", "custody"),
        ("Male offenders under MAPPA", "male"),
    ],
)
def test_a_title_says_whether_its_table_is_of_some(title: str, word: str) -> None:
    assert of_some(title) == word
