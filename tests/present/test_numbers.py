"""Numbers and dates as British official statistics print them; rounded once, half up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import fact

from helpers.present import numbers

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FIGURES = st.floats(-1e7, 1e7)


# Rounding ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (987, 0, "987"),
        (1596, 0, "1,596"),
        (68357, 0, "68,357"),
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (112.857, 0, "113"),
        (5.2239, 1, "5.2"),
        (0.25, 1, "0.3"),
        # A float that is a hair below 1.005 is still printed as what it stands for.
        (1.005, 2, "1.01"),
        (100, 1, "100.0"),
        (-4, 0, "\N{MINUS SIGN}4"),
        (-2.5, 0, "\N{MINUS SIGN}3"),
        (-20.67, 1, "\N{MINUS SIGN}20.7"),
        (-0.4, 0, "0"),
        (-0.0, 1, "0.0"),
        (1234567.891, 2, "1,234,567.89"),
    ],
)
def test_a_number_is_rounded_half_up_with_commas_and_a_true_minus(value: float, decimals: int, text: str):
    assert numbers.number(value, decimals) == text


@given(value=FIGURES, decimals=st.integers(0, 3))
def test_a_number_is_never_off_by_more_than_half_a_unit_of_its_last_digit(value: float, decimals: int):
    printed = Fraction(numbers.number(value, decimals).replace(",", "").replace("\N{MINUS SIGN}", "-"))
    assert abs(printed - Fraction(value)) <= Fraction(1, 2 * 10**decimals) + Fraction(1, 10**9)


@given(value=FIGURES, decimals=st.integers(0, 3))
def test_a_number_has_its_commas_its_decimals_and_no_hyphen(value: float, decimals: int):
    text = numbers.number(value, decimals)
    places = rf"\.\d{{{decimals}}}" if decimals else ""
    assert re.fullmatch(rf"\N{{MINUS SIGN}}?\d{{1,3}}(,\d{{3}})*{places}", text)
    assert not re.fullmatch(r"\N{MINUS SIGN}[0.]+", text)


@given(half=st.integers(0, 10**6), decimals=st.integers(0, 2))
def test_just_between_two_numbers_the_higher_is_printed(half: int, decimals: int):
    value = Decimal(2 * half + 1) / 2 / 10**decimals
    assert numbers.rounded(float(value), decimals) == Decimal(half + 1) / 10**decimals


@given(value=FIGURES, decimals=st.integers(0, 3))
def test_a_number_and_its_negative_differ_by_the_sign_alone(value: float, decimals: int):
    both = {numbers.number(value, decimals).removeprefix("\N{MINUS SIGN}") for value in (value, -value)}
    assert len(both) == 1


# Words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), [*enumerate(WORDS), (10, "10"), (49, "49"), (1596, "1,596")])
def test_zero_to_nine_are_words_and_the_rest_figures(value: int, text: str):
    assert numbers.count_words(value) == text
    assert numbers.count_words(float(value)) == text


@given(value=st.floats(0, 12))
def test_a_word_stands_for_the_number_rounded_not_cut_off(value: float):
    whole = int(numbers.rounded(value))
    assert numbers.count_words(value) == (WORDS[whole] if whole < 10 else str(whole))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        *enumerate(
            ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"), start=1
        ),
        (10, "10th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (42, "42nd"),
        (41.0, "41st"),
    ],
)
def test_ranks_are_words_up_to_ninth_then_figures(place: float, text: str):
    assert numbers.ordinal(place) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([], "")],
)
def test_a_list_ends_with_and_and_has_no_comma_before_it(items: list[str], text: str):
    assert numbers.series(items) == text


# Ranges and percentages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "decimals", "unit", "text"),
    [
        (540, 568, 0, "", "540 to 568"),
        (568, 568, 0, "", "568"),
        (2.907, 3.066, 1, "%", "2.9% to 3.1%"),
        (5.21, 5.24, 1, "%", "5.2%"),
        (-3, 4, 0, "", "\N{MINUS SIGN}3 to 4"),
        (64250, 64349, 0, "", "64,250 to 64,349"),
    ],
)
def test_a_range_says_to_and_is_one_number_where_both_ends_print_alike(
    low: float, high: float, decimals: int, unit: str, text: str
):
    assert numbers.between(low, high, decimals, unit) == text


@pytest.mark.parametrize(("value", "text"), [(5.2239, "5.2%"), (0, "0.0%"), (-0.67, "\N{MINUS SIGN}0.7%")])
def test_a_percentage_has_one_decimal_and_no_space(value: float, text: str):
    assert numbers.percent(value) == text


@pytest.mark.parametrize(
    ("changes", "decimals", "text"),
    [
        ({"value": 987.0, "low": 987.0, "high": 987.0}, 0, "987"),
        ({"value": None, "low": 540.0, "high": 568.0}, 0, "540 to 568"),
        ({"value": "good or adequate", "low": None, "high": None}, 0, "good or adequate"),
        ({"value": None, "low": None, "high": None, "status": "missing"}, 0, "not found"),
        ({"value": 5.2239, "low": 5.2239, "high": 5.2239, "unit": "per cent"}, 1, "5.2%"),
        ({"value": None, "low": 2.907, "high": 3.066, "unit": "per cent"}, 1, "2.9% to 3.1%"),
        ({"value": 0.0, "low": 0.0, "high": 0.0}, 0, "0"),
    ],
)
def test_a_fact_is_printed_as_its_value_else_its_bounds_else_not_found(
    changes: dict[str, object], decimals: int, text: str
):
    assert numbers.figure(replace(fact("rso_count", 1), **changes), decimals) == text


# Dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2023-03-31", "31 March 2023"),
        ("2015-03-01", "1 March 2015"),
        ("2007-01", "January 2007"),
        ("2023", "2023"),
        ("2015-02/2015-03", "February to March 2015"),
        ("2015-12/2016-01", "December 2015 to January 2016"),
        ("2014-04-01/2015-03-31", "1 April 2014 to 31 March 2015"),
        ("2011-2014", "2011 to 2014"),
        ("2019/20", "2019/20"),
        ("2019/20-2021/22", "2019/20 to 2021/22"),
        ("PEEL 2023-25", "PEEL 2023 to 25"),
        ("12 months to 2023-05", "12 months to May 2023"),
        ("last year (undated article)", "last year (undated article)"),
        ("2023-10 (inferred)", "October 2023 (inferred)"),
        ("", ""),
    ],
)
def test_a_date_is_written_in_words_as_far_as_it_is_known(period: str, text: str):
    assert numbers.day(period) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1417, 1425, "1,420"),
        (3435, 3501, "3,470"),  # the middle is 3,468
        (7075, 7152, "7,100"),
        (1332, 1339, "1,335"),
        (1418, 1427, "1,423"),  # no multiple of 5 is near the middle of so few
        (594, 595, "594"),
    ],
)
def test_a_count_between_bounds_is_about_their_middle_rounded(low: float, high: float, text: str):
    assert numbers.about(low, high) == text


@given(when=st.dates(date(1990, 1, 1), date(2039, 12, 31)))
def test_every_day_is_written_with_its_own_month(when: date):
    assert numbers.day(when.isoformat()) == f"{when.day} {MONTHS[when.month - 1]} {when.year}"


@given(
    first=st.dates(date(1990, 1, 1), date(2039, 12, 31)), last=st.dates(date(1990, 1, 1), date(2039, 12, 31))
)
def test_both_days_of_a_stretch_are_named(first: date, last: date):
    text = numbers.day(f"{first.isoformat()}/{last.isoformat()}")
    assert text.endswith(f" to {last.day} {MONTHS[last.month - 1]} {last.year}")
    assert text.startswith(f"{first.day} {MONTHS[first.month - 1]} ")
    assert (str(first.year) in text.partition(" to ")[0]) == (first.year != last.year)


def test_a_year_ends_in_its_month():
    assert numbers.year_to("2020-03-31") == "the year to March 2020"
