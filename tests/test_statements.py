"""What the pages of 2020 to 2024 say of a rank, a trend or a comparison, recomputed from the raw tables.

Nothing of the analysis is used: sentences are read as a reader reads them, and each claim in them is worked
out anew by ``raw_figures``. A sentence that states what the intervals do not support fails here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import raw_figures as raw
from raw_figures import COUNT, NATION, PERCENT, Span

from helpers.pages import AreaBriefing
from helpers.present.sentences.variants import VARIANTS
from helpers.present.wording import plain

Pages = dict[tuple[str, int], AreaBriefing]
YEARS = range(2020, 2025)
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
CLOSE = 1e-6


def number(text: str) -> float:
    return NUMBERS.index(text) if text in NUMBERS else float(text.replace(",", ""))


def ordinal(text: str) -> int:
    return 1 + ORDINALS.index(text) if text in ORDINALS else int(re.sub(r"\D", "", text))


def open_places(text: str) -> tuple[int, int]:
    """ "third", "third or fourth", "anywhere from third to fifth"."""
    found = re.fullmatch(r"(?:anywhere from )?(\w+)(?: (?:or|to) (\w+))?", text)
    assert found, text
    return ordinal(found[1]), ordinal(found[2] or found[1])


def superlative(text: str, among: int) -> tuple[int, int]:
    """ "the highest", "the third or fourth highest", "the lower"; the lowest of so many."""
    if text in ("highest", "higher"):
        return 1, 1
    if text in ("lowest", "lower"):
        return among, among
    return open_places(text.removesuffix(" highest"))


PERCENT_WORDS = r"(?:up|down) (?:less than )?[\d.]+%|(?:up|down) by [\d.]+% to [\d.]+%|unchanged|between a (?:rise|fall) of [\d.]+% and a (?:rise|fall) of [\d.]+%|between no change and a (?:rise|fall) of [\d.]+%"
PLACE = r"the ((?:\w+ (?:(?:or|to) \w+ )?)?(?:highest|higher|lowest|lower))"
COUNTED = r"([\d,]+|between [\d,]+ and [\d,]+)"
SIZE = "(" + "|".join((*NUMBERS, r"[\d,]+")) + ")"


def assert_percent(text: str, span: Span) -> None:
    """Words of a change in per cent against its bounds, each to half a unit of the last digit printed."""
    if text == "unchanged":
        assert span == (0, 0)
        return
    signs = {"up": 1, "rise": 1, "down": -1, "fall": -1}
    if text.startswith("between"):
        ends = [
            (signs.get(way, 1) * float(size or 0))
            for way, size in re.findall(r"(?:a (rise|fall) of ([\d.]+)%|no change)", text)
        ]
    else:
        way = signs[text.split()[0]]
        assert way * span[0] > 0, (text, span)
        assert way * span[1] > 0, (text, span)
        ends = sorted(way * float(size) for size in re.findall(r"([\d.]+)%", text))
    low, high = min(ends), max(ends)
    slack = 0.1 if "less than" in text else 0.05
    assert abs(low - span[0]) <= slack + CLOSE, (text, span)
    assert abs(high - span[1]) <= slack + CLOSE, (text, span)


class Page:
    """A page as a test sees it: its area, year, region and the plain text of a sentence."""

    def __init__(self, briefing: AreaBriefing, year: int) -> None:
        self.area, self.year = briefing.facts.area.name, year
        region = raw.areas()[self.area]
        self.members = [area for area, its in raw.areas().items() if its == region]

    def others(self, figures: Callable[[str, int], Span | None], among: list[str]) -> tuple[list[Span], int]:
        """The figures of the others that have one, and how many have none."""
        spans = [figures(area, self.year) for area in among if area != self.area]
        return [span for span in spans if span is not None], spans.count(None)


def change(page: Page, measure: str = COUNT) -> Span:
    old, new = raw.count(page.area, page.year - 1, measure), raw.count(page.area, page.year, measure)
    assert old is not None, page.area
    assert new is not None, page.area
    return new[0] - old[1], new[1] - old[0]


def stated_count(text: str) -> Span:
    """ "had 987", "had between 540 and 568", "had about 1,420 … (between 1,417 and 1,425)"."""
    told = re.search(rf"had (?:between ([\d,]+) and ([\d,]+)|(about )?{SIZE}) registered", text)
    assert told, text
    if not told[3]:
        return number(told[1] or told[4]), number(told[2] or told[4])
    bounds = re.search(r"\(between ([\d,]+) and ([\d,]+)\)", text)
    assert bounds, text
    low, high = number(bounds[1]), number(bounds[2])
    assert low < number(told[4]) < high
    assert high - low < 0.03 * low
    return low, high


def check_level(page: Page, text: str) -> None:
    """How many, and how many more or fewer."""
    mine = raw.count(page.area, page.year)
    assert mine is not None
    assert stated_count(text) == mine
    moved = re.search(
        rf"{SIZE}(?: and {SIZE})? (more|fewer) than a year earlier(?: \(({PERCENT_WORDS})\))?", text
    )
    if moved:
        low, high = change(page)
        sign = 1 if moved[3] == "more" else -1
        assert sign * low > 0
        assert sign * high > 0
        assert sorted((sign * number(moved[1]), sign * number(moved[2] or moved[1]))) == [low, high]
        if moved[4]:
            old, new = raw.count(page.area, page.year - 1), mine
            assert old is not None
            assert_percent(moved[4], (100 * (new[0] / old[1] - 1), 100 * (new[1] / old[0] - 1)))
    if "only roughly" in text:
        low, high = change(page)
        assert low <= 0 <= high


def check_nation_alone(page: Page, text: str) -> None:
    """The nation's count, where the area has none."""
    told = re.search(rf"had {SIZE} RSOs on 31 March {page.year}\.$", text)
    assert told, text
    count = raw.count(NATION, page.year)
    assert count is not None
    assert count[0] <= number(told[1]) <= count[1]
    assert raw.count(page.area, page.year) is None


def check_nation_rate_alone(page: Page, text: str) -> None:
    """The nation's rate, where the area has none."""
    told, its_rate = re.search(rf"That is {SIZE} for every 100,000", text), raw.rate(NATION, page.year)
    assert told, text
    assert its_rate is not None
    assert its_rate[0] - CLOSE <= number(told[1]) + 0.5
    assert number(told[1]) - 0.5 <= its_rate[1] + CLOSE
    assert raw.rate(page.area, page.year) is None


def check_rate(page: Page, text: str) -> None:
    """Above, below or not decided against England and Wales."""
    mine, theirs = raw.rate(page.area, page.year), raw.rate(NATION, page.year)
    assert mine is not None
    if "above the rate" in text:
        assert theirs is not None
        assert mine[0] > theirs[1] - CLOSE
    elif "below the rate" in text:
        assert theirs is not None
        assert mine[1] < theirs[0] + CLOSE
    elif "too close" in text:
        assert theirs is not None
        assert mine[0] <= theirs[1]
        assert theirs[0] <= mine[1]
    else:
        assert theirs is None


def check_funnel(page: Page, text: str) -> None:
    """The limits and the word that they decide."""
    mine = raw.rate(page.area, page.year)
    assert mine is not None
    if "is not judged here" in text:
        assert raw.funnel(page.year) is None
        return
    inner, outer = (raw.limits(page.area, page.year, z) for z in (1.959963984540054, 3.090232306167813))
    told = re.search(r"rates from ([\d.]+) to ([\d.]+) count as similar", text)
    assert told, text
    assert float(told[1]) == pytest.approx(inner[0], abs=0.0501)
    assert float(told[2]) == pytest.approx(inner[1], abs=0.0501)
    bounds = outer if " is far " in text else inner
    if re.search(r"the rate of [^.]*\(\d+\) is similar\.$", text):
        assert inner[0] <= mine[0]
        assert mine[1] <= inner[1]
    elif "higher than expected" in text:
        assert mine[0] > bounds[1]
        assert " is far " in text or mine[1] <= outer[1]
    elif "lower than expected" in text:
        assert mine[1] < bounds[0]
        assert " is far " in text or mine[0] >= outer[0]
    else:
        pytest.fail(f"no verdict read in {text!r}")


def check_explained(page: Page, text: str) -> None:
    found = raw.funnel(page.year)
    assert found is not None
    told = re.search(r"Of the (\d+) areas with a rate, (\w+) lies? outside", text)
    assert told, text
    outside = 0
    for area in found[2]:
        inner, its = raw.limits(area, page.year, 1.959963984540054), raw.rate(area, page.year)
        assert its is not None
        outside += its[0] > inner[1] or its[1] < inner[0]
    assert (0 if told[2] == "none" else number(told[2])) == outside
    assert int(told[1]) == len(found[2])


def check_nation_change(page: Page, text: str) -> None:
    told = re.search(rf"went ({PERCENT_WORDS})", text)
    mine = raw.percent(NATION, page.year)
    assert told
    assert mine is not None
    assert_percent(told[1], mine)


def check_printed(page: Page, text: str) -> None:
    told = re.search(r"gives a (rise|fall) of ([\d.]+)%", text)
    stated = raw.chosen(page.area, page.year, PERCENT)
    assert told, text
    assert stated is not None
    assert_percent(f"{'up' if told[1] == 'rise' else 'down'} {told[2]}%", stated[2])


def check_step(page: Page, text: str) -> None:
    """A step is told just where there is one, and says what to check."""
    told = re.search(rf"and 31 March (\d{{4}}) the count went ({PERCENT_WORDS})", text)
    year = int(told[1]) if told else page.year
    assert raw.is_step(page.area, year)
    assert "check whether recording or boundaries changed" in text
    if told:
        mine = raw.percent(page.area, year)
        assert mine is not None
        assert_percent(told[2], mine)


def check_not_bridged(page: Page, _: str) -> None:
    years = list(raw.counted(page.area, page.year))
    assert any(raw.is_step(page.area, year) for year in range(years[0] + 1, years[-1] + 1))


def check_since_first(page: Page, text: str) -> None:
    """Two dates with no step between them, their counts, and both changes."""
    told = re.search(
        rf"From 31 March (\d{{4}}) to 31 March (\d{{4}}) the count went from {COUNTED} to {COUNTED} \(({PERCENT_WORDS})\)",
        text,
    )
    assert told, text
    first, last = int(told[1]), int(told[2])
    old, new = raw.count(page.area, first), raw.count(page.area, last)
    assert old is not None
    assert new is not None
    for words, true in ((told[3], old), (told[4], new)):
        assert [number(part) for part in re.findall(r"[\d,]+", words)] == sorted(set(true))
    assert_percent(told[5], (100 * (new[0] / old[1] - 1), 100 * (new[1] / old[0] - 1)))
    assert not any(raw.is_step(page.area, year) for year in range(first + 1, last + 1))
    theirs = re.search(rf"{NATION} went ({PERCENT_WORDS})", text)
    if theirs:
        before, after = raw.count(NATION, first), raw.count(NATION, last)
        assert before is not None
        assert after is not None
        assert_percent(theirs[1], (100 * (after[0] / before[1] - 1), 100 * (after[1] / before[0] - 1)))


def check_steps(page: Page, text: str) -> None:
    """In how many pairs of years without a step between them the count certainly rose or fell."""
    years = raw.stretch(page.area, page.year)
    pairs = [
        (raw.count(page.area, year - 1), raw.count(page.area, year)) for year in years if year - 1 in years
    ]
    rises = sum(bool(old and new and new[0] > old[1]) for old, new in pairs)
    falls = sum(bool(old and new and new[1] < old[0]) for old, new in pairs)
    told = re.search(rf"(?:in each of the|Of the) {SIZE} years", text)
    assert told, text
    assert number(told[1]) == len(pairs)
    if "in each of" in text:
        assert (rises if text.startswith("The count rose") else falls) == len(pairs)
        if NATION not in text:
            return
    for word, true in (("rose", rises), ("fell", falls), ("not certain", len(pairs) - rises - falls)):
        found = re.search(rf"{word} in (?:each of the )?{SIZE}", text)
        assert (number(found[1]) if found else 0) == true, text
    if NATION in text:
        first, last = raw.count(NATION, years[0]), raw.count(NATION, years[-1])
        assert first is not None
        assert last is not None
        assert last[0] > first[1]


def check_beside(page: Page, text: str) -> None:
    """Where the change lies to the usual range, of all areas or its own, and how many changes it rests on."""
    mine = raw.percent(page.area, page.year)
    assert mine is not None
    own = f"{page.area} itself" in text
    if own:
        start = max((year for year in range(2000, page.year) if raw.is_step(page.area, year)), default=0)
        spans = [raw.percent(page.area, year) for year in range(2000, page.year) if year > start]
        before = [(span[0] + span[1]) / 2 for span in spans if span is not None]
    else:
        before = raw.earlier(page.year)
    assert len(before) >= (5 if own else 20)
    assert not raw.is_step(page.area, page.year)
    told = re.search(rf"were ({PERCENT_WORDS})", text)
    assert told, text
    low, high = raw.around(tuple(before), 2)
    assert_percent(told[1], (low, high))
    size = re.search(rf"[Oo]f (?:the|its) {SIZE} (?:yearly changes known|known earlier changes)", text)
    assert size
    assert number(size[1]) == len(before)
    if "is within what is usual" in text:
        assert low <= mine[0]
        assert mine[1] <= high
    elif "is above what is usual" in text:
        assert mine[0] > high
    elif "is below what is usual" in text:
        assert mine[1] < low
    else:
        assert "not decided" in text


def check_availability(page: Page, text: str) -> None:
    known = sum(raw.count(area, page.year) is not None for area in page.members)
    told = re.search(
        rf"(?:all|only|for|of the|any of the) {SIZE} of the {SIZE} forces|(?:all|any of the) {SIZE} forces",
        text,
    )
    assert told, text
    if "for any of" in text:
        assert known == 0
    elif told[3]:
        assert known == number(told[3]) == len(page.members)
    else:
        assert (known, len(page.members)) == (number(told[1]), number(told[2]))


def check_region_rank(page: Page, text: str) -> None:
    """The place by rate among those with one, the most or fewest RSOs, and who stands above and below."""
    mine, (others, _) = raw.rate(page.area, page.year), page.others(raw.rate, page.members)
    assert mine is not None
    told = re.search(PLACE + " rate", text)
    assert told, text
    assert superlative(told[1], len(others) + 1) == raw.places(mine, others, 0)
    counts, _ = page.others(raw.count, page.members)
    my_count = raw.count(page.area, page.year)
    if re.search(r"(the most|more) RSOs", text):
        assert my_count is not None
        assert all(my_count[0] > high for _, high in counts)
    if re.search(r"(the fewest|fewer) RSOs", text):
        assert my_count is not None
        assert all(my_count[1] < low for low, _ in counts)
    check_order(page, mine, text)


def check_order(page: Page, mine: Span, text: str) -> None:
    for part in re.split(r", (?=after|level,|above|and above)", text)[1:]:
        for area in page.members:
            if area == page.area or not re.search(rf"\b{area} \(", part):
                continue
            its = raw.rate(area, page.year)
            assert its is not None
            if part.startswith("after"):
                assert its[0] > mine[1] - CLOSE, (area, text)
            elif part.startswith(("above", "and above")):
                assert its[1] < mine[0] + CLOSE, (area, text)
            else:
                assert its[0] <= mine[1]
                assert mine[0] <= its[1]


def check_region_open(page: Page, text: str) -> None:
    mine, (others, unknown) = raw.rate(page.area, page.year), page.others(raw.rate, page.members)
    told = re.search(r" is ([\w ]+?) of \w+\.$", text)
    assert told, text
    assert mine is not None
    assert open_places(told[1]) == raw.places(mine, others, unknown)


def possible(area: str, year: int) -> Span | None:
    its, people = raw.rate(area, year), raw.population(area, year)
    return None if its is None or people is None else raw.byar(its, people)


def check_region_chance(page: Page, text: str) -> None:
    mine, (others, unknown) = possible(page.area, page.year), page.others(possible, page.members)
    told = re.search(r"chance, [\w ,-]+? (?:is still|may be) ([\w ]+?) of \w+\.$", text)
    assert told, text
    assert mine is not None
    assert open_places(told[1]) == raw.places(mine, others, unknown)


def check_few(page: Page, text: str) -> None:
    known = sum(raw.rate(area, page.year) is not None for area in raw.areas())
    assert f"for {known} of 42 areas" in text
    assert known < 35


def check_nation_rank(page: Page, text: str) -> None:
    everyone = list(raw.areas())
    mine, (others, unknown) = raw.rate(page.area, page.year), page.others(raw.rate, everyone)
    known = re.search(rf"Among (?:the|all) {SIZE} ", text)
    place = re.search(" has " + PLACE + " rate", text)
    whole = re.search(r"its place among all 42 is ([\w ]+)\.", text)
    assert known, text
    assert place, text
    assert whole, text
    assert mine is not None
    assert number(known[1]) == len(others) + 1
    assert superlative(place[1], len(others) + 1) == raw.places(mine, others, 0)
    if "allowing for chance" in text:
        mine, (others, unknown) = possible(page.area, page.year), page.others(possible, everyone)
        assert mine is not None
    assert open_places(whole[1]) == raw.places(mine, others, unknown)


def check_change_rank(page: Page, text: str) -> None:
    """The place by size among rises or falls; none is given where recording may explain the change."""
    mine, (others, unknown) = raw.percent(page.area, page.year), page.others(raw.percent, page.members)
    assert mine is not None
    assert not raw.is_step(page.area, page.year)
    told = re.search(rf"(rise|fall|change) in {page.area} \(({PERCENT_WORDS})\)", text)
    assert told, text
    assert_percent(told[2], mine)
    low, high = raw.places(mine, others, 0)
    if "do not decide" in text:
        assert low < high or mine[0] <= 0 <= mine[1]
        return
    assert low == high
    rising = told[1] == "rise"
    assert mine[0] > 0 if rising else mine[1] < 0
    alike = [span for span in others if (span[0] > 0 if rising else span[1] < 0)]
    larger = sum(span[0] > mine[1] if rising else span[1] < mine[0] for span in alike)
    among = re.search(
        rf"was the ([\w ]+?) (?:of|among) the (?:{SIZE} (?:rises|falls) among the )?{SIZE} forces", text
    )
    assert among, text
    assert number(among[3]) == len(others) + 1
    assert number(among[2] or among[3]) == len(alike) + 1 or among[1] == "only one"
    assert by_size(among[1], len(alike) + 1) == larger + 1, text
    whole = re.search(
        r"So, with the largest rise first and the largest fall last, .+? (?:is|may be) ([\w ]+?) of all", text
    )
    assert (whole is None) == (unknown == 0)
    if whole:
        assert open_places(whole[1]) == raw.places(mine, others, unknown)


def by_size(text: str, of: int) -> int:
    """ "only one", "largest", "second largest", "smaller": its place, the largest being first."""
    if text in ("smallest", "smaller"):
        return of
    if text in ("only one", "largest", "larger"):
        assert text != "only one" or of == 1
        return 1
    return ordinal(text.removesuffix(" largest"))


MEASURES = {
    "breaches": "notification_breaches",
    "removals": "revocations",
    "orders.shpo": "shpo_imposed",
    "orders.sopo": "sopo_imposed",
    "categories.total": "mappa_total",
}


def check_year_before(page: Page, text: str, variant: str) -> None:
    """ "four fewer than the year before"."""
    told = re.search(rf"{SIZE} (more|fewer) than the year before|the same number as the year before", text)
    if told is None:
        return
    measure = next((name for start, name in MEASURES.items() if variant.startswith(start)), "")
    if variant.startswith("recalls"):
        measure = "licence_recalls_rso" if "on the register" in text else "licence_recalls"
    size = number(told[1]) if told[1] else 0
    assert change(page, measure) == ((size,) * 2 if told[2] != "fewer" else (-size,) * 2)


CHECKS: dict[str, Callable[[Page, str], None]] = {
    "level.exact": check_level,
    "level.bounded": check_level,
    "level.nation": check_nation_alone,
    "level.nation_rate": check_nation_rate_alone,
    "change.printed": check_printed,
    "rate": check_rate,
    "funnel.explained": check_explained,
    "funnel": check_funnel,
    "nation_change": check_nation_change,
    "step.not_bridged": check_not_bridged,
    "step": check_step,
    "since_first": check_since_first,
    "steps": check_steps,
    "usual.few": lambda page, _: pytest.fail(f"{page.year} has enough earlier changes"),
    "usual": check_beside,
    "own": check_beside,
    "availability": check_availability,
    "region_rank_all": check_region_open,
    "region_rank_chance": check_region_chance,
    "region_rank": check_region_rank,
    "change_rank": check_change_rank,
    "nation_rank": check_nation_rank,
    "nation_rank.few": check_few,
}
BESIDE_LAST_YEAR = ("breaches", "removals", "orders", "recalls", "categories.total")
# What says nothing of a rank, a trend or a comparison.
NO_CLAIM = (
    *(
        "level.missing",
        "level.earlier",
        "level.later",
        "level.never",
        "change.missing",
        "change.not_comparable",
    ),
    *(
        "rates.base_unsettled",
        "rank.caution",
        "region_left_out",
        "managed",
        "meaning",
        "coverage",
        "series_break",
        "caveat",
    ),
    *("region.alone", "levels", "levels_day", "single_source", "categories.some", "not_found", "survey"),
    *("grade", "concern", "workload", "csods", "courts", "removal", "limits", "conflict"),
)


# What the pages of regions say; test_region_statements checks it.
OF_REGIONS = (
    *("region_page", "region_one", "region_total", "region_change", "region_moves", "region_step"),
    *("region_rates", "region_ends", "region_places", "region_funnel", "region_managed", "region_surveys"),
    *("region_grades", "region_gap", "limits.region"),
)


def is_of(variant: str, start: str) -> bool:
    return variant == start or variant.startswith(start + ".")


def is_of_regions(variant: str) -> bool:
    return any(is_of(variant, start) for start in (*OF_REGIONS, "region_change_rank"))


def is_of_nation(variant: str) -> bool:
    """Whether only the page of England and Wales says it; test_nation checks what that says."""
    of_areas = ("nation_change", "nation_rank")
    return variant == "limits.nation" or (
        variant.startswith("nation_") and not any(is_of(variant, start) for start in of_areas)
    )


def check_of(variant: str) -> Callable[[Page, str], None] | None:
    """The check of a variant: that of its longest name."""
    starts = [start for start in CHECKS if is_of(variant, start)]
    return CHECKS[max(starts, key=len)] if starts else None


def test_every_variant_has_a_check_or_makes_no_claim():
    for variant in (name for name in VARIANTS if not is_of_regions(name) and not is_of_nation(name)):
        places = [
            check_of(variant) is not None,
            any(is_of(variant, start) for start in BESIDE_LAST_YEAR),
            any(is_of(variant, start) for start in NO_CLAIM),
        ]
        assert sum(places) == 1, variant


@pytest.mark.parametrize("year", YEARS)
def test_no_sentence_states_a_rank_trend_or_comparison_that_the_raw_tables_do_not_support(
    pages: Pages, year: int
):
    checked = 0
    for (_, each), briefing in pages.items():
        if each != year:
            continue
        page = Page(briefing, year)
        for sentence in briefing.all_sentences:
            text, check = plain(sentence.text), check_of(sentence.variant)
            if check is not None:
                checked += 1
                check(page, text)
            elif any(is_of(sentence.variant, start) for start in BESIDE_LAST_YEAR):
                checked += 1
                check_year_before(page, text, sentence.variant)
    assert checked > 150


@pytest.mark.parametrize("year", YEARS)
def test_every_step_in_the_raw_tables_is_told(pages: Pages, year: int):
    for (_, each), briefing in pages.items():
        if each == year:
            page, said = Page(briefing, year), {sentence.variant for sentence in briefing.all_sentences}
            assert ("step.now" in said) == raw.is_step(page.area, year), page.area
