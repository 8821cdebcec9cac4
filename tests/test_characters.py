"""What cannot be seen is shown, and what reads from right to left turns nothing beside it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.data.cells import cells
from helpers.text.characters import isolated, shown


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u202eb", "a‹U+202E›b"),  # right-to-left override
        ("a\u2066b\u2069", "a‹U+2066›b‹U+2069›"),  # isolates
        ("\u200e\u200f\u061c", "‹U+200E›‹U+200F›‹U+061C›"),  # marks
        ("a\u200b\u200c\u200d\u2060\ufeffb", "a‹U+200B›‹U+200C›‹U+200D›‹U+2060›‹U+FEFF›b"),  # no width
        ("a\u00adb", "a‹U+00AD›b"),  # soft hyphen
        ("\x00\x07\x1b[31m\x7f\x85", "‹U+0000›‹U+0007›‹U+001B›[31m‹U+007F›‹U+0085›"),
        (
            "\ud800\ufffe\U000e0041",
            "‹U+D800›‹U+FFFE›‹U+E0041›",
        ),  # half a character, no character, a hidden letter
        ("\u3164\u2800", "‹U+3164›‹U+2800›"),  # blank letters
        (
            "Ynys Môn – “1,596” 5% שלום \N{NO-BREAK SPACE}\t\n",
            "Ynys Môn – “1,596” 5% שלום \N{NO-BREAK SPACE}\t\n",
        ),
    ],
)
def test_what_cannot_be_seen_is_its_code_and_all_else_stays(text: str, seen: str):
    assert shown(text) == seen


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_holds_no_control_and_showing_it_again_changes_nothing(text: str):
    seen = shown(text)
    assert {unicodedata.category(sign) for sign in seen if sign not in "\t\n\r"} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
    } == set()
    assert shown(seen) == seen
    seen.encode()


def test_only_text_that_reads_from_right_to_left_is_isolated():
    assert isolated("שלום 12") == "\N{FIRST STRONG ISOLATE}שלום 12\N{POP DIRECTIONAL ISOLATE}"
    assert isolated("Ynys Môn 12") == "Ynys Môn 12"


def test_a_table_is_read_with_what_cannot_be_seen_as_its_code():
    table = cells("name,note\nKent,a\u202eb\u200b\n".encode(), "names.csv")
    assert table.loc[0, "note"] == "a‹U+202E›b‹U+200B›"
