"""Numbers and dates as text: the one place where a figure is rounded.

The style is that of British official statistics: 1,596; 5.2%; zero to nine in words unless precise; ranks
first to ninth, then 10th; 31 March 2023.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from num2words import num2words

from helpers.analysis.facts import Fact

LOCALE = "en_GB"
DATE = r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
MINUS = "\N{MINUS SIGN}"


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Round ``value`` half up, as printed tables do: 2.5 to 3, 5.224 to 5.2."""
    return Decimal(f"{value:.10f}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@lru_cache(maxsize=4096)  # the same figure stands in sentences, tables and notes
def number(value: float, decimals: int = 0) -> str:
    """1596 -> "1,596"; 5.224 with one decimal -> "5.2"; a negative number with a true minus sign."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    exact = rounded(value, decimals)
    text = format_decimal(abs(exact), format=pattern, locale=LOCALE)
    return MINUS + text if exact < 0 else text


def count_words(value: float) -> str:
    """Write zero to nine in words, other numbers in figures: 4 -> "four", 49 -> "49"."""
    integer = int(rounded(value))
    return str(num2words(integer, lang="en_GB")) if 0 <= integer <= 9 else number(value)


def ordinal(place: float) -> str:
    """1 -> "first", 10 -> "10th"."""
    return str(num2words(int(place), lang="en_GB", to="ordinal" if place <= 9 else "ordinal_num"))


def percent(value: float, decimals: int = 1) -> str:
    """5.224 -> "5.2%"."""
    return number(value, decimals) + "%"


def between(low: float, high: float, decimals: int = 0, unit: str = "") -> str:
    """ "540 to 568"; one number where both ends print alike."""
    ends = number(low, decimals) + unit, number(high, decimals) + unit
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def about(low: float, high: float) -> str:
    """Round the middle of two bounds as far as it stays well between them: 1,417 and 1,425 -> "1,420".

    It is rounded to a multiple of 1, 5, 10, 50, 100 and so on, as official tables are, never of 2 or 20.
    """
    middle, near = (low + high) / 2, (high - low) / 4
    rounds = (float(rounded(middle / step)) * step for step in (10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1))
    return number(next((around for around in rounds if abs(around - middle) <= near), low))


def series(items: Sequence[str]) -> str:
    """Join words with commas and a last "and": "a", "a and b", "a, b and c"."""
    return str(format_list(items, locale=LOCALE))


def figure(fact: Fact, decimals: int | None = None) -> str:
    """Write a fact's number: its value or bounds, the words of a text, or "not found" where it is missing.

    Decimals are those of the fact's measure, unless given.
    """
    if isinstance(fact.value, str):
        return fact.value
    places = fact.decimals if decimals is None else decimals
    unit = "%" if fact.unit == "per cent" else ""
    if fact.value is not None:
        return number(fact.value, places) + unit
    if fact.low is None or fact.high is None:
        return "not found"
    return between(fact.low, fact.high, places, unit)


def ends(fact: Fact) -> tuple[float, float, int]:
    """Return the ends of a figure and their decimals: of its bounds, or as a source prints it, alike.

    A change that is printed as 8% is known to lie between 7.5% and 8.5%, but is given as it is printed.
    """
    if fact.value is None or isinstance(fact.value, str):
        return fact.low or 0.0, fact.high or 0.0, fact.decimals
    printed = len(f"{fact.value:.10g}".partition(".")[2])
    return fact.value, fact.value, fact.decimals if fact.exact else min(fact.decimals, printed)


@lru_cache(maxsize=1024)
def day(period: str) -> str:
    """ "2023-03-31" -> "31 March 2023"; "2015-02/2015-03" -> "February to March 2015"; words stay.

    "2019/20-2021/22" -> "2019/20 to 2021/22"; "PEEL 2023-25" -> "PEEL 2023 to 25".
    """
    span = re.fullmatch(rf"({DATE})/({DATE})", period)
    if span:
        first, last = day(span[1]), day(span[2])
        year = f" {first[-4:]}"
        return f"{first.removesuffix(year) if last.endswith(year) else first} to {last}"
    dated = re.sub(rf"(?<![\d-]){DATE}(?![\d-])", lambda match: _date_in_words(match.group()), period)
    return re.sub(r"(?<![\d-])(\d{4}(?:/\d{2})?)-(\d{4}(?:/\d{2})?|\d{2})(?![\d-])", r"\1 to \2", dated)


def _date_in_words(text: str) -> str:
    """Write a full date, or a month, in words."""
    has_day = len(text) > len("2023-03")
    return str(
        format_date(
            date.fromisoformat(text if has_day else f"{text}-01"),
            "d MMMM y" if has_day else "MMMM y",
            locale=LOCALE,
        )
    )


def year_to(period: str) -> str:
    """ "2020-03-31" -> "the year to March 2020"."""
    return "the year to " + day(period[:7])
