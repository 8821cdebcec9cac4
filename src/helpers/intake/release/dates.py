"""The years that a title, a sheet's name or a file's name gives: none is ever guessed from a bare number."""

from __future__ import annotations

import re

# A digit glued to a year is a note mark: "30 September 20122" is 2012, note 2.
DATE = re.compile(r"(?:31(?:st)?\s*)?\bMar(?:ch)?[.,]?[\s-]*((?:19|20)\d\d)\d?(?!\d)", re.I)
# Mar-23 as a spreadsheet shows a month; "31 March 20" alone could be a day and half a year.
SHORT = re.compile(r"\bMar(?:ch)?\s*[-'\u2019]\s*(\d\d)(?!\d)", re.I)
NUMERIC = re.compile(r"(?<!\d)31[/.-]0?3[/.-]((?:19|20)?\d\d)(?!\d)|(?<!\d)((?:19|20)\d\d)-03-31(?!\d)")
SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:[/_-]|to|and)\s*((?:19|20)?\d\d)\d?(?!\d)", re.I)
OTHER = re.compile(
    r"(?<!\d)(\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|April|May|June|July|August|September|October|November"
    r"|December)\s+(?:19|20)\d\d)",
    re.I,
)
ALONE = re.compile(
    r"(?<!\d)(?<!\bAct )(?<!mid-)(?<!mid )(?<!since )(?<!Census )((?:19|20)\d\d)\d?(?!\d)(?!\s*Act)", re.I
)
BARE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def years(text: str) -> frozenset[int]:
    """Return the years whose 31 March a text names; 2019-20 and 2019/20 name 31 March 2020.

    >>> sorted(years("MAPPA annual report 2019-20, as at 31 March 2020"))
    [2020]
    """
    named = {int(year) for year in DATE.findall(text)} | {2000 + int(year) for year in SHORT.findall(text)}
    named |= {
        int(year) if len(year) == 4 else 2000 + int(year)
        for pair in NUMERIC.findall(text)
        for year in pair
        if year
    }
    for first, last in SPAN.findall(text):
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        end = end + 100 if end < int(first) and len(last) == 2 and first.endswith("99") else end
        named |= {end} if end == int(first) + 1 else set()
    return frozenset(named)


def bare_years(text: str) -> frozenset[int]:
    """Return the years that stand alone in a text; that of an Act, or of a mid-year, is no date of a table.

    >>> sorted(bare_years("Category 1 total 2023, Sexual Offences Act 2003, mid-2022"))
    [2023]
    """
    return frozenset(int(year) for year in ALONE.findall(text))


def another_day(text: str) -> str:
    """Return a day that a text names and that is no 31 March, or an empty text.

    >>> another_day("Police officers, 30 September 20122")
    '30 September 2012'
    """
    match = OTHER.search(text)
    return match[1] if match else ""


def years_of_name(name: str) -> frozenset[int]:
    """Return the years that a file's name gives, a bare year among them.

    >>> sorted(years_of_name("mappa-area-tables-2018.xlsx"))
    [2018]
    """
    return years(name) or frozenset(int(year) for year in BARE.findall(name))
