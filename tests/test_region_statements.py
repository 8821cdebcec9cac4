"""What the regions' pages of 2020 to 2024 say of totals, changes and ranks, recomputed from raw tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import raw_figures as raw
from raw_figures import Span
from test_statements import (
    PERCENT_WORDS,
    assert_percent,
    is_of_regions,
    number,
    open_places,
    ordinal,
    stated_count,
)

from helpers.pages import RegionBriefing
from helpers.present.sentences.variants import VARIANTS
from helpers.present.wording import plain

YEARS = range(2020, 2025)
NAMES = "|".join(sorted(raw.areas(), key=len, reverse=True))


class Region:
    """A page as a test sees it: the areas of its region, and figures by area."""

    def __init__(self, page: RegionBriefing) -> None:
        self.year = page.facts.year
        name = page.facts.region.removesuffix(" region")
        self.members = [area for area, its in raw.areas().items() if its == name]
        assert self.members

    def known(self, figures: Callable[[str, int], Span | None]) -> dict[str, Span]:
        found = {area: figures(area, self.year) for area in self.members}
        return {area: span for area, span in found.items() if span is not None}

    def total(self, year: int) -> Span | None:
        """The sum of all areas' counts; None where one is not known."""
        spans = [raw.count(area, year) for area in self.members]
        if any(span is None for span in spans):
            return None
        return sum(span[0] for span in spans if span), sum(span[1] for span in spans if span)


def names_in(text: str) -> set[str]:
    return set(re.findall(rf"\b(?:{NAMES})\b", text))


def stated_total(text: str) -> Span:
    if "had at least" not in text:
        return stated_count(text)
    told = re.search(r"had at least ([\d,]+) registered", text)
    assert told, text
    return number(told[1]), number(told[1])


def check_sum(region: Region, text: str) -> None:
    assert stated_total(text) == region.total(region.year)


def check_published_total(region: Region, text: str) -> None:
    """As a source gives it; where every area has a count, also their sum."""
    total = region.total(region.year)
    if total is not None:
        assert stated_total(text) == total
    else:
        pytest.fail(f"{text}: no sum to compare with")


def check_part(region: Region, text: str) -> None:
    """The known counts added up, and that there are others: no upper bound is given."""
    known = region.known(raw.count)
    assert 0 < len(known) < len(region.members)
    least = sum(span[0] for span in known.values())
    assert stated_total(text)[0] == least
    assert "at least" in text
    told = re.search(r"counting only (\w+) of its (\w+) areas", text)
    assert told
    assert (number(told[1]), number(told[2])) == (len(known), len(region.members))


def check_no_total(region: Region, _: str) -> None:
    assert region.known(raw.count) == {}


def check_total_change(region: Region, text: str) -> None:
    old, new = region.total(region.year - 1), region.total(region.year)
    assert old is not None
    assert new is not None
    told = re.search(PERCENT_WORDS, text)
    assert told, text
    assert_percent(told[0], (100 * (new[0] / old[1] - 1), 100 * (new[1] / old[0] - 1)))


def check_moves(region: Region, text: str) -> None:
    """Who rose and who fell, by name and number, and nobody else."""
    changes = region.known(raw.percent)
    true = {
        "rose": {area for area, span in changes.items() if span[0] > 0},
        "fell": {area for area, span in changes.items() if span[1] < 0},
        "known for": set(region.members) - set(changes),
    }
    true["for certain"] = set(region.members) - set().union(*true.values())
    for word, areas in true.items():
        every = re.fullmatch(rf"Over the year the count {word} in all (\w+) areas\.", text)
        if every:
            assert number(every[1]) == len(areas) == len(region.members)
            continue
        told = re.search(rf"\b{word}(?: in)? (\w+) \(([^)]*)\)", text)
        assert (told is None) == (not areas), (text, word)
        if told:
            assert number(told[1]) == len(areas)
            assert names_in(told[2]) == areas


def check_no_moves(region: Region, _: str) -> None:
    assert region.known(raw.percent) == {}


def check_largest(region: Region, text: str) -> None:
    changes = region.known(raw.percent)
    told = re.search(rf"(rise|fall|change) in ({NAMES}) \(({PERCENT_WORDS})\) was the (\w+)", text)
    assert told, text
    mine = changes.pop(told[2])
    assert_percent(told[3], mine)
    assert told[4][:5] == {"rise": "large", "fall": "small", "change": "highe"}[told[1]]
    assert told[1] != "fall" or mine[1] < 0
    assert all(mine[0] > span[1] for span in changes.values())
    unknown = len(region.members) - len(changes) - 1
    left = re.search(r"of all \w+(?:, with ([\w ,-]+),)? it (?:is|may be) ([\w ]+)\.$", text)
    assert (left is None) == (unknown == 0)
    if left:
        assert open_places(left[2]) == (1, 1 + unknown)
        named = set(region.members) - set(changes) - {told[2]}
        assert names_in(left[1]) == named if left[1] else len(named) > 3
    assert not any(raw.is_step(area, region.year) for area in region.members)


def check_step(region: Region, text: str) -> None:
    told = re.findall(rf"\b({NAMES}) \(({PERCENT_WORDS})\)", text)
    assert told, text
    for name, words in told:
        mine = raw.percent(name, region.year)
        assert mine is not None
        assert raw.is_step(name, region.year)
        assert_percent(words, mine)
    assert "check whether recording or boundaries changed" in text


def check_rates_known(region: Region, text: str) -> None:
    known = len(region.known(raw.rate))
    if "No rate" in text:
        assert known == 0
    elif " only " in text or "The rate" in text:
        assert known == 1
    else:
        told = re.search(r"known for (?:all (\w+) areas|(\w+) of the (\w+) areas)", text)
        assert told, text
        assert number(told[1] or told[2]) == known
        assert number(told[1] or told[3]) == len(region.members)


def check_ends(region: Region, text: str) -> None:
    """The highest and the lowest rate are apart from all others."""
    rates = region.known(raw.rate)
    told = re.search(rf"({NAMES}) \([^)]*\) has the high\w+ rate and ({NAMES}) \([^)]*\) the low", text)
    assert told, text
    assert all(rates[told[1]][0] > span[1] for area, span in rates.items() if area != told[1])
    assert all(rates[told[2]][1] < span[0] for area, span in rates.items() if area != told[2])


def check_places(region: Region, text: str) -> None:
    """Places are certain just where no other interval overlaps and no rate is unknown in between."""
    spans = {
        area: raw.byar(span, people)
        for area, span in region.known(raw.rate).items()
        if (people := raw.population(area, region.year))
    }
    unknown = len(region.members) - len(spans)
    true = {}
    for area, mine in spans.items():
        first, last = raw.places(mine, [span for name, span in spans.items() if name != area], unknown)
        if first == last:
            true[area] = first
    told = {name: ordinal(place) for name, place in re.findall(rf"({NAMES}) \((\w+)\)", text)}
    assert told == true, text


def check_funnel(region: Region, text: str) -> None:
    """Each rate is named once, with what the limits of its population say."""
    told = {
        name: word
        for word, names in re.findall(r"(similar|higher than expected|lower than expected|not decided) in ((?:(?!higher than|lower than|not decided).)*)", text)
        for name in names_in(names)
    }  # fmt: skip
    rates = region.known(raw.rate)
    assert set(told) == set(rates)
    for area, (low, high) in rates.items():
        inner = raw.limits(area, region.year, 1.959963984540054)
        word = (
            "higher than expected" if low > inner[1] else "lower than expected" if high < inner[0]
            else "similar" if inner[0] <= low and high <= inner[1] else "not decided"
        )  # fmt: skip
        assert told[area] == word, (area, text)


MANAGED = {
    "managed at level 2": "level2_in_year_rso",
    "managed at level 3": "level3_in_year_rso",
    "cautioned or convicted for breaching notification requirements": "notification_breaches",
    "removed from the register on application": "revocations",
}


def check_one_managed(region: Region, text: str) -> None:
    told = re.fullmatch(
        rf"Only one figure was found, that of ({NAMES}): (.+) RSOs? (?:was|were) (.+) in the year to March {region.year}\.",
        text,
    )
    assert told, text
    size = 0.0 if told[2] == "no" else number(told[2])
    for words, measure in MANAGED.items():
        known = region.known(lambda area, year, of=measure: raw.count(area, year, of))
        assert known == ({told[1]: (size, size)} if words == told[3] else {}), text


CHECKS: dict[str, Callable[[Region, str], None]] = {
    "region_total.published": check_published_total,
    "region_total.summed": check_sum,
    "region_total.bounded": check_sum,
    "region_total.derived": check_sum,
    "region_total.part": check_part,
    "region_total.one": check_part,
    "region_total.none": check_no_total,
    "region_change.exact": check_total_change,
    "region_change.bounded": check_total_change,
    "region_moves.all": check_moves,
    "region_moves.some": check_moves,
    "region_managed.one": check_one_managed,
    "region_moves.one": lambda region, text: assert_percent(text.split("went ")[1][:-1], region.known(raw.percent)[region.members[0]]),
    "region_moves.none": check_no_moves,
    "region_change_rank.all": check_largest,
    "region_change_rank.some": check_largest,
    "region_step": check_step,
    **{f"region_rates.{name}": check_rates_known for name in ("all", "some", "only", "one", "none")},
    "region_ends.decided": check_ends,
    "region_ends.open": lambda *_: pytest.fail("no region of these years leaves it open"),
    "region_ends.alike": lambda *_: pytest.fail("no region of these years has one rate alone"),
    **{f"region_places.{name}": check_places for name in ("all", "some", "none")},
    "region_funnel.same": check_funnel,
    "region_funnel.mixed": check_funnel,
    "region_funnel.unsettled": lambda region, _: None if not raw.settled(region.year) else pytest.fail("settled"),
}  # fmt: skip
NO_CLAIM = {
    *("region_page", "region_one", "region_change.missing", "region_change.not_comparable"),
    *("region_funnel.too_few", "region_funnel.no_population"),
    *("region_managed.some", "region_managed.none", "region_surveys.none", "region_surveys.one", "region_surveys.some", "region_grades.none", "region_grades.some", "limits.region"),
    *("region_gap.some", "region_gap.all", "region_gap.nothing", "region_gap.left_out"),
}  # fmt: skip


def test_every_variant_of_a_region_has_a_check_or_makes_no_claim():
    ours = {name for name in VARIANTS if is_of_regions(name)}
    assert ours == set(CHECKS) | NO_CLAIM
    assert set(CHECKS) & NO_CLAIM == set()


@pytest.mark.parametrize("year", YEARS)
def test_no_sentence_of_a_region_states_what_the_raw_tables_do_not_support(
    region_pages: dict[tuple[str, int], RegionBriefing], year: int
):
    checked = 0
    for (_, each), page in region_pages.items():
        region = Region(page)
        for sentence in page.all_sentences if each == year else ():
            if sentence.variant in CHECKS:
                checked += 1
                CHECKS[sentence.variant](region, plain(sentence.text))
    assert checked > 25


@pytest.mark.parametrize("year", YEARS)
def test_every_step_in_the_raw_tables_is_told(region_pages: dict[tuple[str, int], RegionBriefing], year: int):
    for (slug, each), page in region_pages.items():
        if each == year:
            said = [plain(one.text) for one in page.all_sentences if one.variant == "region_step"]
            true = [area for area in Region(page).members if raw.is_step(area, year)]
            assert [name for text in said for name in re.findall(rf"\b({NAMES}) \(", text)] == true, slug
