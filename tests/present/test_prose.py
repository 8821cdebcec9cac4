"""The whole prose: six reports as accepted, and every report of seven years by the rules of grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from grammar import faults
from speed import some
from syrupy.assertion import SnapshotAssertion

from helpers.analysis.facts import Fact
from helpers.data.evidence import Evidence
from helpers.pages import AreaBriefing, RegionBriefing
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import anchor, plain

Pages = dict[tuple[str, int], AreaBriefing]
Regions = dict[tuple[str, int], RegionBriefing]
BLOCKS = (
    *(
        "key_figures",
        "latest_figures",
        "trend_chart",
        "police_held",
        "region_chart",
        "funnel_chart",
        "missing_table",
    ),
    *("inspection_tables", "disclosure_tables", "removal_table"),
)
LINK = re.compile(r"\[([^\]]*)\]\(#([^)]*)\)")


# Six reports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "year"),
    [
        ("cambridgeshire", 2023),  # an ordinary rise, a rank that a bound leaves open
        ("cumbria", 2020),  # a fall, a neighbour unknown
        ("gloucestershire", 2023),  # next to nothing found
        ("bedfordshire", 2023),  # a change known only between bounds
        ("london", 2023),  # two forces, a region of its own
        ("gwent", 2023),  # Wales
    ],
)
def test_the_prose_of_a_report_is_the_one_that_was_accepted(
    pages: Pages, area: str, year: int, snapshot: SnapshotAssertion
):
    page = pages[area, year]
    lines = [f"title: {page.title().markdown}"]
    lines += [f"{sentence.variant}: {plain(sentence.text)}" for sentence in page.all_sentences]
    lines += [f"{name}: {getattr(page, name)().description}" for name in BLOCKS]
    assert "\n".join(lines) == snapshot


# Every report of seven years --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def prose(pages: Pages) -> dict[tuple[str, int], list[Sentence]]:
    return {key: page.all_sentences for key, page in pages.items()}


def every(prose: dict[tuple[str, int], list[Sentence]]) -> Iterator[tuple[str, Sentence]]:
    for (area, year), sentences in prose.items():
        for sentence in sentences:
            yield f"{area} {year} {sentence.variant}", sentence


def test_every_sentence_of_every_report_is_english(prose: dict[tuple[str, int], list[Sentence]]):
    wrong = {
        f"{sentence.variant}: {fault}"
        for _, sentence in every(prose)
        for fault in faults(plain(sentence.text))
    }
    assert wrong == set()


def test_no_sentence_takes_what_was_not_found_for_a_figure(prose: dict[tuple[str, int], list[Sentence]]):
    taken = {
        where
        for where, sentence in every(prose)
        for text, _ in LINK.findall(sentence.text)
        if "not found" in text or not text.strip()
    }
    assert taken == set()


def test_every_figure_in_the_prose_links_to_a_found_fact_of_its_own_page(
    pages: Pages, prose: dict[tuple[str, int], list[Sentence]]
):
    for key, sentences in prose.items():
        found = {anchor(fact.id) for fact in pages[key].facts if not fact.missing}
        linked = {target for sentence in sentences for _, target in LINK.findall(sentence.text)}
        assert linked <= found, key
        assert linked, key


def test_a_linked_number_is_one_of_its_fact(pages: Pages, prose: dict[tuple[str, int], list[Sentence]]):
    checked = 0
    for key, sentences in prose.items():
        facts = {anchor(fact.id): fact for fact in pages[key].facts}
        for sentence in sentences:
            for text, target in LINK.findall(sentence.text):
                if re.search(r"\d", text) and facts[target].unit not in ("date", "grade"):
                    checked += 1
                    assert is_of(text, facts[target]), (key, sentence.variant, text, facts[target])
    assert checked > 3000


def is_of(text: str, fact: Fact) -> bool:
    """Whether each number of a link's text is the fact's value or bound, rounded, unsigned; or in its words.

    A rank is also shown by the number of areas with a figure, and of all areas, that it is a place among.
    """
    if any(plain(text) in words for words in (fact.note, fact.disagrees, fact.why)):
        return True
    decimals = [len(found.partition(".")[2]) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    shown = [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    ends = (fact.value, fact.low, fact.high, *((fact.known, fact.of) if fact.kind.startswith("rank") else ()))
    true = [end for end in ends if isinstance(end, int | float)]
    if text.startswith("about ") and fact.low is not None and fact.high is not None:
        return all(fact.low < number < fact.high for number in shown)
    return all(
        any(abs(abs(end) - number) <= 0.5 * 10.0**-places + 1e-6 for end in true)
        for number, places in zip(shown, decimals, strict=True)
    )


def test_a_lead_is_five_sentences_at_most_without_statistics(pages: Pages, region_pages: Regions):
    leads = {key: page.headline().sentences for key, page in (pages | region_pages).items()}
    assert {key: len(said) for key, said in leads.items() if len(said) > 5} == {}
    words = re.compile(r"computed|derived|worked out|95%|interval|funnel|limits|rates from|chance")
    texts = [plain(sentence.text) for said in leads.values() for sentence in said]
    assert [text for text in texts if words.search(text)] == []
    assert [text for text in texts if text.count(". ")] == []


def test_a_report_never_says_a_sentence_twice(prose: dict[tuple[str, int], list[Sentence]]):
    for key, sentences in prose.items():
        texts = [sentence.text for sentence in sentences]
        assert len(texts) == len(set(texts)), key


def test_a_count_is_told_just_where_there_is_one(pages: Pages, prose: dict[tuple[str, int], list[Sentence]]):
    for key, sentences in prose.items():
        told = any(re.match(r"level\.(exact|bounded)\.", sentence.variant) for sentence in sentences)
        assert told == (pages[key].facts.get("rso_count") is not None), key


def test_a_rise_is_never_told_without_what_the_count_is(prose: dict[tuple[str, int], list[Sentence]]):
    for key, sentences in prose.items():
        variants = {sentence.variant for sentence in sentences}
        if any(variant.endswith(".rise") or variant.endswith("_rise") for variant in variants):
            assert "meaning.grows" in variants, key


def test_a_computed_rate_of_2022_says_that_its_base_is_not_settled(
    pages: Pages, prose: dict[tuple[str, int], list[Sentence]]
):
    computed = {
        key
        for key, page in pages.items()
        if key[1] == 2022 and page.facts["rso_rate_per_100k"].status == "computed"
    }
    assert computed
    for key in computed:
        assert "rates.base_unsettled" in {sentence.variant for sentence in prose[key]}, key


def test_every_report_says_what_it_does_not_say(prose: dict[tuple[str, int], list[Sentence]]):
    for key, sentences in prose.items():
        variants = {sentence.variant for sentence in sentences}
        assert {"limits.general", "limits.registration"} <= variants, key


def test_no_source_is_named_by_its_id(known: Evidence, prose: dict[tuple[str, int], list[Sentence]]):
    ids = {source for source in known.sources if len(source) > 20}
    named = {
        where
        for where, sentence in every(prose)
        for word in re.findall(r"[a-z0-9-]{20,}", sentence.text)
        if word in ids
    }
    assert named == set()


# Links and entries ------------------------------------------------------------------------------------------


class Part(HTMLParser):
    """The ids, link targets and text of a part of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and str(found.get("href")).startswith("#"):
            self.targets.add(str(found["href"])[1:])

    def handle_data(self, data: str) -> None:
        self.text += data


@cache
def parsed(html: str) -> Part:
    return Part(html)


@pytest.mark.parametrize("year", some(range(2018, 2025, 2), range(2018, 2025)))
def test_every_link_of_a_page_leads_to_an_entry_and_every_entry_is_linked(pages: Pages, year: int):
    for (area, _), page in each_of(pages, year):
        targets = {target for _, target in LINK.findall("".join(s.text for s in page.all_sentences))}
        for name in BLOCKS:
            targets |= parsed(getattr(page, name)().content).targets
        notes = parsed(page.sources().html)
        ids = [name for name in notes.ids if name.startswith("fact-")]
        assert len(notes.ids) == len(set(notes.ids)), area
        # The notes too lead to notes: of what a figure was worked out from.
        assert set(ids) == targets | {name for name in notes.targets if name.startswith("fact-")}, area
        assert notes.targets <= set(notes.ids), area
        known = {anchor(fact.id) for fact in page.facts if not fact.missing}
        assert set(ids) <= known, area


# Three stops are a title cut short by its source.
SLIPS = re.compile(r"\b(?:nan|None|NaT)\b|(?<!\.)\.\.(?!\.)|  | ,|\. \.|[.,];|;\.|\(\)")


@pytest.mark.parametrize("year", range(2018, 2025))
def test_tables_and_entries_hold_no_number_that_is_none_and_no_stop_too_many(pages: Pages, year: int):
    wrong = set()
    for _, page in each_of(pages, year):
        for name in (*BLOCKS, "sources"):
            text = parsed(getattr(page, name)().content).text
            wrong |= {text[max(0, hit.start() - 40) : hit.end() + 20] for hit in SLIPS.finditer(text)}
    assert wrong == set()


@pytest.mark.parametrize("year", [2020, 2023])
def test_every_entry_names_a_source_or_says_how_it_was_worked_out(pages: Pages, year: int):
    for (area, _), page in each_of(pages, year):
        for entry in re.findall(r'<li id="fact-.*?</li>', page.sources().html):
            assert "Source: " in entry or "How: " in entry, (area, entry)


def each_of(pages: Pages, year: int) -> Iterator[tuple[tuple[str, int], AreaBriefing]]:
    return ((key, page) for key, page in pages.items() if key[1] == year)
