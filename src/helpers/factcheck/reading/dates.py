"""Dates that a text names, as the 31 March that a figure is of, and words for an earlier one."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from helpers.factcheck.reading.quantities import WORD_NUMBER, number_in_words

MONTHS = {name: at for at, name in enumerate(calendar.month_name) if name}
MONTH = "|".join(MONTHS)
YEAR = r"(?:19|20)[0-9]{2}"
DATED = re.compile(
    rf"\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})(?:,? (?P<year>{YEAR}))?\b"
    rf"|\b(?P<month2>{MONTH}) (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year2>{YEAR})\b)?"
    rf"|\b(?P<month3>{MONTH}),? (?P<year3>{YEAR})\b"
    rf"|\b(?P<first>{YEAR})[/–-](?P<last>[0-9]{{2}}(?:[0-9]{{2}})?)\b"
    rf"|(?<![\w.,£$€])(?P<year4>{YEAR})(?!(?:[,.][0-9])|[\w%]| ?per ?cent| (?:\w+ )?(?:registered|sex|sexual|RSOs?|violent|offenders?|people)\b)"
)
DIGIT = re.compile("[0-9]")
SPAN = re.compile("year|month", re.IGNORECASE)
NUMBER = rf"(?:[0-9]{{1,2}}|{WORD_NUMBER})"
EARLIER = re.compile(
    rf"\b(?:(?:the |its |on the )?(?:previous|preceding|prior) year(?:'s)?|(?:a|one) year (?:earlier|before|ago|previously)"
    rf"|(?:12|twelve) months (?:earlier|before|previously|ago)|the year before|last year|year[- ]on[- ]year|on the year"
    rf"|(?:over|in|within) (?:the )?(?:past |last |space of )?(?:a |one )?(?:year|(?:12|twelve) months)\b(?! (?:to|ending|ended|up))"
    rf"|(?P<many>{NUMBER})[- ]years? (?:earlier|before|ago|previously|period)"
    rf"|(?:over|in|within) (?:the )?(?:past |last |previous )?(?P<several>{NUMBER}) years)\b",
    re.IGNORECASE,
)
# A day on which figures came out is not the day that they are of.
PUBLICATION = re.compile(
    r"\b(?:released|published|issued|announced|revealed|updated|unveiled|came out|reported|obtained)(?: \w+){0,2} (?:on|in|this|for)? ?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """A date in a text: ``date`` as YYYY-MM-DD, or empty for one that is ``years`` before another, or unknown."""

    start: int
    end: int
    date: str
    years: int = 0


def periods(text: str) -> list[Period]:
    """The dates of a text in order. "March 2023", "2022/23" and "2023" all mean 31 March 2023.

    Days of publication, and days without a year, have neither date nor years: they are read, and no figure's date.
    """
    dates = [_period(found, text) for found in DATED.finditer(text)] if DIGIT.search(text) else []
    relative = [
        Period(found.start(), found.end(), "", _years(found["many"] or found["several"]))
        for found in (EARLIER.finditer(text) if SPAN.search(text) else ())
    ]
    return sorted([*dates, *relative], key=lambda period: period.start)


def _period(found: re.Match[str], text: str) -> Period:
    start, end = found.span()
    published = PUBLICATION.search(text, max(0, start - 60), start)
    return Period(start, end, "" if published else _date(found))


def _date(found: re.Match[str]) -> str:
    if found["first"]:
        return _financial_year(int(found["first"]), found["last"])
    if found["year4"]:
        return f"{found['year4']}-03-31"
    month = MONTHS[found["month"] or found["month2"] or found["month3"]]
    year = found["year"] or found["year2"] or found["year3"]
    if not year:
        return ""
    last = calendar.monthrange(int(year), month)[1]
    day = int(found["day"] or found["day2"] or last)
    # Figures of March are those of its end, whatever day of it a text names.
    return f"{year}-{month:02}-{last if month == 3 else max(1, min(day, last)):02}"


def _financial_year(first: int, last: str) -> str:
    """2022/23 ends on 31 March 2023; what is not two neighbouring years is no date."""
    return f"{first + 1}-03-31" if int(last) in (first + 1, (first + 1) % 100) else ""


def _years(words: str | None) -> int:
    if not words:
        return 1
    return int(words) if words.isdigit() else int(number_in_words(words))
