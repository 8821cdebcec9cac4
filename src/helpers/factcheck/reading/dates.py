"""Dates that a text names, as the 31 March that a figure is of, and words for an earlier one.

What a text leaves open ("in March", "as of March this year", "last year") is told by the day of its
publication. Figures of a 31 March come out in the autumn after it: before that, the latest are those of the
year before.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from helpers.factcheck.reading.quantities import SHORT_NUMBER, number_in_words

MONTHS = {name: at for at, name in enumerate(calendar.month_name) if name}
SHORT = {name[:3]: at for name, at in MONTHS.items()} | {"Sept": 9}
MONTH_NAME = "|".join(MONTHS)
ANY_MONTH = rf"(?:{MONTH_NAME}|{'|'.join(SHORT)})\b\.?"
YEAR = r"(?:19|20)[0-9]{2}"
DATE_WORDS = re.compile(
    rf"\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{ANY_MONTH})(?:,? (?P<year>{YEAR})|,? (?P<which1>last year|this year))?\b"
    rf"|\b(?P<month2>{MONTH_NAME}) (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?! (?:registered|sex|people|offenders|RSOs|names|of (?:them|its|the))\b)(?:,? (?P<year2>{YEAR})\b)?"
    rf"|\b(?P<month3>{MONTH_NAME}),?(?: of)? (?P<year3>{YEAR})\b"
    rf"|(?<![\w/.-])(?P<day4>[0-9]{{1,2}})(?P<mark>[/.])(?P<number4>[0-9]{{1,2}})(?P=mark)(?P<year4>(?:20)?[0-9]{{2}})(?![\w/-]|\.[0-9])"
    rf"|\b(?P<first>{YEAR})[/–-](?P<last>[0-9]{{2}}(?:[0-9]{{2}})?)\b"
    rf"|\b(?P<month6>{MONTH_NAME}),? (?P<which>last year|this year)\b"
    rf"|\b(?P<month7>this month)\b"
    rf"|\b(?:[Ii]n|[Ss]ince|to|[Bb]y|end of|[Aa]s of|until|from|the|[Tt]his|[Ll]ast(?= March)) (?P<month5>{MONTH_NAME})\b(?! (?:[0-9]|last|this|of {YEAR})|,? {YEAR})"
    rf"|(?<![\w.,£$€])(?P<year5>{YEAR})(?!(?:[,.][0-9])|[\w%]| ?per ?cent| (?:(?:convicted|known|other|more|new|such|high-risk|low-risk|dangerous|male|adult) )?(?:registered|sex|sexual|RSOs?|violent|offenders?|people)\b)"
    rf"|(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Bb]efore ))(?P<year8>{YEAR})(?![,.]?[0-9]|[\w%])",
)
DIGIT = re.compile(rf"[0-9]|{MONTH_NAME}|\bmonth\b")
WORDS_OF_TIME = re.compile("year|month|March|last|previous|preceding|prior|decade", re.IGNORECASE)
EARLIER_DATE_WORDS = re.compile(
    rf"\b(?:(?:the |its |on the )?(?:previous|preceding|prior|last) (?:(?:annual |year's )?report|release|bulletin|edition|count)|(?:the |its |on the )?(?:previous|preceding|prior) (?:year(?:'s)?|spring|March|12 months|twelve months)|(?:a|one) year (?:earlier|before(?: that)?|ago|previously)"
    rf"|(?:12|twelve) months (?:earlier|before|previously|ago)|the (?:year|spring|summer|autumn|winter|March) before(?: that)?(?! last\b)|a year (?:in which|when)|(?<!\bthe )last (?:year|winter|autumn|summer|spring|time(?=[,.;]|$))|(?P<yearly>year[- ]on[- ]year|on the year(?! before))"
    rf"|(?P<length>over|in|within|during) (?:the )?(?:past |last |space of )?(?:a |one |single )?(?:single )?(?:year|(?:12|twelve) months)\b(?! (?:to|ending|ended|up|before))"
    rf"|(?P<later>(?:(?P<decades>a decade) (?:later|on)\b|(?:a|one|(?P<after>{SHORT_NUMBER}|a couple of)) years? (?:later|after (?:that|which)|on(?! (?:the|its|their|from|average)\b)|afterwards)|the following year|the next year|the year after(?: that|(?=[.,;:)]| and\b|$))|(?:over|in|within) the (?:next|following) (?P<ahead>{SHORT_NUMBER}) years))"
    r"|(?P<last_but_one>the year before last\b)"
    rf"|(?P<many>{SHORT_NUMBER})[- ]years? (?:earlier|before|ago|previously|period)(?: that)?"
    rf"|(?:over|in|within) (?:the |those |these )?(?:same |past |last |previous )?(?P<several>{SHORT_NUMBER}) years"
    r"|(?P<decade>(?P<length2>over|in|within) a decade|a decade (?:earlier|before|ago)))\b",
    re.IGNORECASE,
)
# "Three years earlier, in 2019": one date told twice.
AND_ON = re.compile(r",? \(?(?:in|on|at|at the end of|back in) (?:March )?")
LAST_YEAR = re.compile("last year", re.IGNORECASE)
# A day on which figures came out is not the day that they are of.
PUBLICATION = re.compile(
    r"\b(?:released|published|issued|announced|revealed|updated|unveiled|came out|reported|obtained|posted|disclosed)(?: \w+){0,2}(?: on| in| this| for|:)?(?: the| \w+day,?)? ?$",
    re.IGNORECASE,
)
# The line under a headline that says when an article came out: little but a date.
DATELINE = re.compile(
    r"(?:By (?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+){1,3}(?:,? (?:\w+ ){0,3}(?:reporter|correspondent|editor|staff))?,? )?(?:\W|\b(?:press|release|for|immediate|use|published|posted|updated|last|on|the|by|at|our|newsroom|reporter|am|pm|GMT|BST|(?-i:[A-Z]{3,})|statement|from|reading|time|minutes|[0-9]{1,2}:[0-9]{2}|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)*",
    re.IGNORECASE,
)
# Figures of a 31 March are published from this month on.
RELEASED = 10


@dataclass(frozen=True)
class Period:
    """A date in a text: ``date`` as YYYY-MM-DD, or empty where it is unknown or relative.

    A relative one is ``years`` before another date (after it, where negative).
    ``told`` says whether the text itself names the year; if not, it follows from the day of publication.
    ``day`` is the date even where it is that of a publication. ``length`` says that it is a length of time
    ("in a year") rather than a time ("a year before").
    """

    start: int
    end: int
    date: str
    years: int = 0
    told: bool = True
    length: bool = False
    day: str = ""


def release(published: datetime.date | None) -> str:
    """Return the latest 31 March of which figures were out on a day; empty where the day is not known."""
    if published is None:
        return ""
    return f"{published.year - (published.month < RELEASED)}-03-31"


# So many letters after a day are more than a name. "On 31 March 2024 there were 2,202" tells of the day.
MUCH = 60
TELLS = re.compile(
    r",? (?:there|it|they|the|a|some|about|more|[0-9,]+|was|were|had|has|in|at|of)\b", re.IGNORECASE
)


def dateline(text: str) -> datetime.date | None:
    """Return the day that a line under a headline names, if it names little else."""
    if len(text) > 120 or not DIGIT.search(text):
        return None
    for match in DATE_WORDS.finditer(text):
        day = _day(match)
        if day and DATELINE.fullmatch(text[: match.start()]) and not TELLS.match(text, match.end()):
            return day if len(text) - match.end() < MUCH else None
    return None


def _day(match: re.Match[str]) -> datetime.date | None:
    month, year, day = _month(match), match["year"] or match["year2"] or match["year4"], match["day"]
    try:
        century = 2000 if year and len(year) == 2 else 0
        return datetime.date(century + int(year), month, int(day or match["day2"] or match["day4"]))
    except (TypeError, ValueError):
        return None


def _month(match: re.Match[str]) -> int:
    if match["number4"]:
        return int(match["number4"])
    name = next((match[f"month{at}"] for at in ("", 2, 3, 6, 5) if match[f"month{at}"]), "").rstrip(".")
    return MONTHS.get(name) or SHORT.get(name, 0)


def periods(text: str, published: datetime.date | None = None) -> list[Period]:
    """Return the dates of a text in order. "March 2023", "2022/23" and "2023" all mean 31 March 2023.

    Days of publication, and days without a year where the day of publication is not known, have neither date
    nor years: they are read, and no figure's date.
    """
    dates = (
        [_period(match, text, published) for match in DATE_WORDS.finditer(text)] if DIGIT.search(text) else []
    )
    relative = [
        Period(match.start(), match.end(), "", _years(match), length=_is_length(match))
        for match in (EARLIER_DATE_WORDS.finditer(text) if WORDS_OF_TIME.search(text) else ())
        if not any(
            period.start <= match.start() < period.end or AND_ON.fullmatch(text, match.end(), period.start)
            for period in dates
        )
    ]
    return sorted([*dates, *relative], key=lambda period: period.start)


def _period(match: re.Match[str], text: str, published: datetime.date | None) -> Period:
    start, end = match.span("month5") if match["month5"] else match.span()
    date = _date(match, published)
    if PUBLICATION.search(text, max(0, start - 60), start):
        return Period(start, end, "", day=date)
    return Period(start, end, date, told=_told(match), day=date)


def _told(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("year", "year2", "year3", "year4", "year5", "year8", "first"))


def _date(match: re.Match[str], published: datetime.date | None) -> str:
    if match["first"]:
        return _financial_year(int(match["first"]), match["last"])
    if year := match["year5"] or match["year8"]:
        return f"{year}-03-31"
    if match["month7"]:
        return "" if published is None else _ended(published.year, published.month, 0)
    month = _month(match)
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    day = int(match["day"] or match["day2"] or match["day4"] or 0)
    if not 1 <= month <= 12:
        return ""
    if not year:
        if published is None:
            return ""
        last = match["month5"] is not None and match.group().lower().startswith("last ")
        year = str(_year_of(month, day, match["which"] or match["which1"], published, last))
    return _ended(int(year) % 100 + 2000 if len(year) == 2 else int(year), month, day)


def _year_of(month: int, day: int, which: str | None, published: datetime.date, last: bool) -> int:
    """Return the year of a day or month without one: the last before publication, or as its words say."""
    if which:
        return published.year - (which == "last year")
    if last:
        return published.year - (month >= published.month)
    return published.year - ((month, day) > (published.month, published.day))


def _ended(year: int, month: int, day: int) -> str:
    last = calendar.monthrange(year, month)[1]
    # Figures of March are those of its end, whatever day of it a text names.
    return f"{year}-{month:02}-{last if month == 3 else max(1, min(day or last, last)):02}"


def _financial_year(first: int, last: str) -> str:
    """Return the end of a financial year, 31 March 2023 for 2022/23; empty where they are not neighbours."""
    return f"{first + 1}-03-31" if int(last) in (first + 1, (first + 1) % 100) else ""


def _is_length(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("length", "length2", "several", "yearly"))


def _years(match: re.Match[str]) -> int:
    if match["decade"]:
        return 10
    if match["decades"]:
        return -10
    if match["later"]:
        after = match["after"] or match["ahead"] or "1"
        if after.lower() == "a couple of":
            return -2
        return -int(after if after.isdigit() else number_in_words(after))
    if match["last_but_one"]:
        return 2
    words = match["many"] or match["several"]
    if not words:
        return 1
    return int(words) if words.isdigit() else int(number_in_words(words))
