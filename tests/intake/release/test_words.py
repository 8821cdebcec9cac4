"""A word that nobody thought of, in a header that is read well without it, never gives it another meaning."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest
from speed import some
from test_headers import READ_AS

from helpers.intake.release.columns import heading
from helpers.intake.release.labels import header_text
from helpers.paths import ROOT

CLEAN = [(key, header_text(header)) for key, headers in READ_AS.items() if key for header in headers]


def words_of(text: str) -> set[str]:
    return set(text.split())


# Words that say nothing of what is counted, and those by which the headers themselves say it.
SAY_NOTHING = words_of(
    "a all an and are area as at been by count for have headcount in individuals is managed no number of offender offenders "
    "on people person persons the their total under were who mappa eligible "
    "counts totals numbers"
)
# Other words for what the clean headers say.
SYNONYMS = words_of(
    "rso shpo sopo sfo rate rates revocation revocations breaches breached made issued granted imposed with or whose "
    "breaching caution cautions conviction convictions recalled recalls recall indefinite"
)
OF_HEADERS = {word for _, header in CLEAN for word in re.findall("[a-z0-9]+", header)}


@cache
def english() -> list[str]:
    """Return the English words of the project's own texts, and of its data, that no clean header has."""
    files = [
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "data" / "raw").glob("*.csv"),
        ROOT / "data" / "README.md",
    ]
    words = {
        word
        for file in files
        for word in re.findall("[a-z]{2,}", file.read_text(encoding="utf-8").casefold())
    }
    return sorted(words - SAY_NOTHING - SYNONYMS - OF_HEADERS)


@pytest.mark.parametrize(("key", "header"), CLEAN)
def test_a_header_with_one_to_three_more_words_is_left_out_and_says_a_word(key: str, header: str) -> None:
    words = english()
    assert len(words) > 2_000
    draw = random.Random(f"{key} {header}")
    for _ in range(some([100], [5_000])[0]):
        added = draw.choices(words, k=draw.randint(1, 3))
        parts = header.split(" ")
        for word in added:
            parts.insert(draw.randint(0, len(parts)), word)
        found = heading(" ".join(parts))
        assert not found.key, " ".join(parts)
        assert found.why


@pytest.mark.parametrize(("key", "header"), CLEAN)
def test_a_word_of_another_header_never_gives_one_the_meaning_of_a_third(key: str, header: str) -> None:
    """A word that is understood elsewhere leaves a header as it was, or out, or makes it what both say."""
    parts = header.split(" ")
    for word in sorted(OF_HEADERS | SAY_NOTHING | SYNONYMS):
        for place in range(len(parts) + 1):
            said = " ".join([*parts[:place], word, *parts[place:]])
            found = heading(said).key
            assert found in ("", key) or (word in SAYS and SAYS[word] in found), said


# By these alone a header is said to be of another category or event than it was.
SAYS = {
    "rsos": "rso",
    "rso": "rso",
    "revocation": "revocations",
    "terrorist": "cat4",
    "violent": "cat2",
    "revocations": "revocations",
}
