"""Words around figures, and text from the data that must stay mere text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from grammar import faults
from hypothesis import given
from hypothesis import strategies as st
from made_up import COUNT, World, fact, pair, percent, rank
from markdown_it import MarkdownIt

from helpers.data.evidence import Evidence
from helpers.present import wording
from helpers.present.sentences.headlines import level
from helpers.present.sentences.managing import management
from helpers.present.tables import with_marks_explained
from helpers.present.wording import escape, link, plain
from helpers.publish.page.render import render_markdown
from helpers.text.characters import isolated

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
RENDERERS = {"the page maker": render_markdown, "CommonMark": COMMONMARK.render}
AWKWARD = st.text(st.sampled_from("\\`*_[]()#~|!<>&;:/.-+=^'\"{} ab1\n\t"), max_size=30)
ANYTHING = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
TEXTS = st.one_of(
    AWKWARD,
    ANYTHING,
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "[a link](http://example.org)",
            "![an image](x.svg)",
            "**bold** and _thin_",
            "&lt;b&gt; &copy; &#60;",
            "a | b | c",
            "```\ncode\n```",
            "50% of *some*, a_b_c and 2 * 3 * 4",
            "see https://example.org/a_b?c=d&e=f",
            "<https://example.org>",
        ]
    ),
)


class Reader(HTMLParser):
    """The tags and the text of a rendered page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def flat(text: str) -> str:
    return " ".join(text.split())


# Text from the data -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("renderer", RENDERERS)
@given(text=TEXTS)
def test_text_from_the_data_reaches_the_reader_as_it_is_and_makes_no_tag(renderer: str, text: str):
    read = Reader(RENDERERS[renderer](f"It says: {escape(text)}, so we read."))
    assert read.tags == ["p"]
    assert flat(read.text) == flat(f"It says: {isolated(flat(text))}, so we read.")


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize(
    "text", ["1. a", "2) a", "- a", "+ a", "* a", "---", "# a", "> a", "    a", "a\n==="]
)
def test_text_that_opens_a_paragraph_makes_no_list_no_heading_and_no_line(renderer: str, text: str):
    read = Reader(RENDERERS[renderer](escape(text)))
    assert read.tags == ["p"]
    assert flat(read.text) == flat(text)


@given(text=TEXTS)
def test_escaped_text_is_the_text_itself_again_as_plain_text(text: str):
    assert plain(escape(text)) == isolated(flat(text))


# Links ------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(categories=["L", "N"], include_characters=" ,.%"), min_size=1).map(flat)


@given(text=WORDS)
def test_a_link_is_its_text_when_plain(text: str):
    assert plain(link(fact(COUNT, 987), text)) == text
    assert plain(f"It had {link(fact(COUNT, 987), text)} of them.") == f"It had {text} of them."


def test_a_link_shows_the_figure_and_leads_to_its_entry():
    assert link(fact(COUNT, 987)) == "[987](#fact-rso-count)"
    assert link(percent("among.kent.percent", 5.2239)) == "[5.2%](#fact-among-kent-percent)"
    assert link(fact(COUNT, 540, 568)) == "[540 to 568](#fact-rso-count)"


@given(identity=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1))
def test_an_anchor_is_safe_in_an_address(identity: str):
    assert wording.anchor(identity).startswith("fact-")
    assert not set(wording.anchor(identity)) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


# Nouns, changes, places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0, 0, "zero registered sexual offenders"),
        (1, 1, "one registered sexual offender"),
        (2, 2, "two registered sexual offenders"),
        (987, 987, "987 registered sexual offenders"),
        (540, 568, "between 540 and 568 registered sexual offenders"),
        (0, 1, "between 0 and 1 registered sexual offenders"),
    ],
)
def test_people_are_one_offender_or_many_offenders(low: float, high: float, text: str):
    assert plain(wording.people(fact(COUNT, low, high))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(49, "49 more"), (1, "one more"), (-1, "one fewer"), (-4, "four fewer"), (0, "the same number")],
)
def test_a_change_is_more_fewer_or_the_same(value: float, text: str):
    assert plain(wording.change_words(fact("rso_count.change", value))) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (5.2239, 5.2239, "up 5.2%"),
        (-0.67, -0.67, "down 0.7%"),
        (2.907, 3.066, "up by 2.9% to 3.1%"),
        (-3.066, -2.907, "down by 2.9% to 3.1%"),
        (0, 0, "unchanged"),
        (-1, 2, "between a fall of 1.0% and a rise of 2.0%"),
    ],
)
def test_a_percentage_change_is_up_down_or_unchanged_and_bounds_of_both_signs_say_so(
    low: float, high: float, text: str
):
    assert plain(wording.percent_words(percent("rso_count.percent", low, high))) == text


@given(low=st.floats(-200, 200), width=st.floats(0, 50))
def test_no_percentage_is_called_up_or_down_by_nothing(low: float, width: float):
    said = plain(wording.percent_words(percent("rso_count.percent", low, low + width)))
    assert not said.startswith(("up 0.0%", "down 0.0%"))
    assert "rise of 0.0%" not in said
    assert "fall of 0.0%" not in said


@given(low=st.floats(-99, 200), width=st.floats(0, 50))
def test_only_a_certain_change_is_called_up_or_down(low: float, width: float):
    said = plain(wording.percent_words(percent("rso_count.percent", low, low + width)))
    if said.startswith("up"):
        assert low > 0
    if said.startswith("down"):
        assert low + width < 0


@given(low=st.floats(-99, 200), width=st.floats(0, 50))
def test_less_than_so_many_per_cent_is_above_every_change_within_the_bounds(low: float, width: float):
    said = plain(wording.percent_words(percent("rso_count.percent", low, low + width)))
    most = max(abs(low), abs(low + width))
    for limit in re.findall(r"less than ([\d.]+)%", said):
        assert float(limit) > most or "between" in said


@pytest.mark.parametrize(
    ("low", "high", "known", "text"),
    [
        (1, 1, 6, "the highest"),
        (2, 2, 6, "the second highest"),
        (5, 5, 6, "the fifth highest"),
        (6, 6, 6, "the lowest"),
        (1, 1, 2, "the higher"),
        (2, 2, 2, "the lower"),
        (11, 11, 27, "the 11th highest"),
        (2, 4, 6, "the second to fourth highest"),
    ],
)
def test_a_place_is_counted_from_the_highest_and_the_last_is_the_lowest(
    low: int, high: int, known: int, text: str
):
    assert plain(wording.place_words(rank("percent.rank_region", low, high, known, 6))) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (4, 4, "fourth"),
        (4, 5, "fourth or fifth"),
        (1, 3, "anywhere from first to third"),
        (18, 37, "anywhere from 18th to 37th"),
    ],
)
def test_places_that_are_left_open_are_all_named(low: int, high: int, text: str):
    assert plain(wording.open_places(rank("percent.rank_region", low, high, 4, 6))) == text


# Whole sentences, for any two figures -----------------------------------------------------------------------

SMALL_AND_LARGE = st.one_of(st.integers(0, 12), st.integers(0, 9999))
FLOWS = ("notification_breaches", "revocations", "shpo_imposed", "licence_recalls", "mappa_total")


@given(old=SMALL_AND_LARGE, new=SMALL_AND_LARGE)
def test_the_headline_says_more_fewer_or_the_same_as_the_two_counts_do(known: Evidence, old: int, new: int):
    [sentence] = level(World(known).facts(pair(COUNT, old, new)))
    said = plain(sentence.text)
    expected = "more than" if new > old else "fewer than" if new < old else "the same number as"
    assert f" {expected} a year earlier" in said
    assert sum(word in said for word in ("more than", "fewer than", "the same number")) == 1
    assert sentence.variant.endswith("rise" if new > old else "fall" if new < old else "no_change")
    assert faults(said) == []


@given(old=SMALL_AND_LARGE, new=SMALL_AND_LARGE)
def test_the_percentage_in_the_headline_has_the_sign_of_the_change(known: Evidence, old: int, new: int):
    [sentence] = level(World(known).facts(pair(COUNT, old, new)))
    said = plain(sentence.text)
    assert ("(up " in said) == (old >= 5 and new > old)
    assert ("(down " in said) == (old >= 5 and new < old)


@pytest.mark.parametrize("measure", FLOWS)
@given(old=SMALL_AND_LARGE, new=SMALL_AND_LARGE)
def test_the_year_before_is_more_fewer_or_the_same_as_the_two_figures_are(
    known: Evidence, measure: str, old: int, new: int
):
    said = [
        plain(each.text) for part in management(World(known).facts(pair(measure, old, new))) for each in part
    ]
    told = [text for text in said if "the year before" in text]
    expected = "more than" if new > old else "fewer than" if new < old else "the same number as"
    assert all(f"{expected} the year before" in text for text in told)
    assert len(told) <= 1
    assert told or new == 0
    assert [fault for text in said for fault in faults(text)] == []


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3, "months", "3 months"),
        (1, "months", "1 month"),
        (3, "years", "3 years"),
        (18, "per cent", "18%"),
        (16000, "RSOs", "16,000"),
    ],
)
def test_a_listed_time_has_its_unit_as_its_measure_does_not_say_it(value: float, unit: str, text: str):
    assert wording.survey_value(replace(fact("workload.1", value), unit=unit)) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2018-03", "March 2018"),
        ("undated (about 2010)", "undated (about 2010)"),
        ("undated (read via store)", "undated"),
        ("undated APP page", "undated"),
    ],
)
def test_a_period_does_not_tell_how_its_source_was_read(period: str, text: str):
    assert wording.period_words(replace(fact("workload.1", 3), period=period)) == text


def test_a_sentence_begins_small_after_a_colon_unless_with_a_name():
    assert wording.after_colon("A report prints 7.6%.") == "a report prints 7.6%."
    assert wording.after_colon("Category 2 went up.") == "category 2 went up."
    assert wording.after_colon("Essex counted anew.") == "Essex counted anew."


@pytest.mark.parametrize(
    ("remark", "shown"),
    [
        ('sheet "1", cell E24, marked [p]', 'sheet "1", cell E24, marked [p] (provisional)'),
        ('sheet "1", cell E24, marked [r] [note 2]', 'sheet "1", cell E24, marked [r] (revised) [note 2]'),
        ('sheet "1", cell E24, marked *', 'sheet "1", cell E24, marked *'),
        ('sheet "1", cell E24', 'sheet "1", cell E24'),
        ("as the source says [p]", "as the source says [p]"),
    ],
)
def test_a_note_says_what_its_publishers_marks_mean(remark: str, shown: str) -> None:
    assert with_marks_explained(remark) == shown
