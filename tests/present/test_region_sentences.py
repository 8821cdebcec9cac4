"""What a region's page says: made-up cases for what no real region has, grammar rules for the real ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from grammar import faults
from made_up import COUNT, RATE, fact, missing, percent, rank, stands, unjudged, words

from helpers.analysis.facts import Fact
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import Evidence
from helpers.pages import RegionBriefing
from helpers.present.sentences import region_page
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import anchor, plain

Make = Callable[[Evidence], RegionFacts]
SECTIONS = {
    "headline": region_page.region_headline,
    "rates": region_page.region_rates,
    "management": region_page.region_management,
    "missing": region_page.region_missing,
    "grades": region_page.region_grades,
    "gaps": region_page.region_gaps,
    "limits": region_page.region_limits,
}
THREE = ("Kent", "Surrey", "Sussex")
CASES: dict[str, tuple[str, Make, str, tuple[str, ...]]] = {}


def of(*items: Fact, members: tuple[str, ...] = THREE, region: str = "South East") -> Make:
    return lambda known: RegionFacts(
        region, 2023, {one.id: one for one in items}, replace(known, regions={region: members})
    )


def member(name: str, part: str, low: float, high: float | None = None, **others: object) -> Fact:
    measure = RATE if part == "rate" else COUNT
    made = replace(fact(measure, low, high, area=name), id=f"member.{name.lower()}.{part}")
    return replace(made, **others)  # type: ignore[arg-type]


def places(part: str, *spans: tuple[float, float], of: int = 3) -> list[Fact]:
    names = THREE[: len(spans)]
    return [
        rank(f"member.{name.lower()}.{part}", low, high, len(spans), of)
        for name, (low, high) in zip(names, spans, strict=True)
    ]


def tally(**numbers: int) -> list[Fact]:
    return [fact(f"region.{name}", number, unit="areas") for name, number in numbers.items()]


def judged(name: str, value: str | None, comparator: str = "England and Wales") -> Fact:
    identity = f"member.{name.lower()}.funnel"
    return unjudged(identity, comparator) if value is None else stands(identity, value, comparator=comparator)


def case(name: str, section: str, make: Make, variant: str, *said: str) -> None:
    assert name not in CASES, name
    CASES[name] = (section, make, variant, said)


RATES = [member(name, "rate", low, low + 1) for name, low in zip(THREE, (99.5, 100, 80), strict=True)]

case(
    "two totals across a break",
    "headline",
    of(fact("region.count", 2000), replace(missing("region.change"), note="Counted anew.")),
    "region_change.not_comparable",
    "The total is not compared with that of a year earlier. Counted anew.",
)
case(
    "the only area's count is worked out",
    "headline",
    of(member("Kent", "count", 987, status="derived"), members=("Kent",)),
    "region_total.derived",
    "had 987 registered sexual offenders (RSOs)",
)
case(
    "the only area's change",
    "headline",
    of(percent("direction.kent", 5.22), members=("Kent",)),
    "region_moves.one",
    "went up 5.2%",
)
case(
    "one rose, one fell, one did neither for certain",
    "headline",
    of(
        percent("direction.kent", 5.22), percent("direction.surrey", -2), percent("direction.sussex", -1, 1),
        *tally(rose=1, fell=1, open=1, unknown=0),
    ),
    "region_moves.all",
    "rose in one (Kent), fell in one (Surrey) and neither rose nor fell for certain in one (Sussex)",
)  # fmt: skip
case(
    "the count rose in every area",
    "headline",
    of(*(percent(f"direction.{name.lower()}", 5.22) for name in THREE), *tally(rose=3, unknown=0)),
    "region_moves.all",
    "Over the year the count rose in all three areas.",
)
case(
    "the largest change beside one that is not known",
    "headline",
    of(
        percent("direction.kent", 5.22),
        percent("direction.surrey", -2),
        *tally(rose=1, fell=1, unknown=1),
        rank("member.kent.change_rank_known", 1, 1, 2, 3),
        rank("member.surrey.change_rank_known", 2, 2, 2, 3),
        rank("member.kent.change_rank", 1, 2, 2, 3),
    ),
    "region_change_rank.some",
    "was the larger; of all three, with Sussex, it may be first or second.",
)
case(
    "only breaches are known",
    "management",
    of(member("Kent", "breaches", 28), member("Surrey", "breaches", 1)),
    "region_managed.some",
    "The table counts RSOs cautioned or convicted for breaching notification requirements in the year to March 2023.",
)
case(
    "only one figure is known",
    "management",
    of(member("Kent", "breaches", 28)),
    "region_managed.one",
    "Only one figure was found, that of Kent: 28 RSOs were cautioned or convicted for breaching notification requirements in the year to March 2023.",
)
case(
    "the only figure known is nought",
    "management",
    of(member("Kent", "removals", 0)),
    "region_managed.one",
    "that of Kent: no RSO was removed from the register on application in the year to March 2023.",
)
case(
    "both levels are known",
    "management",
    of(*(member("Kent", part, 28) for part in ("level2", "level3", "removals"))),
    "region_managed.some",
    "managed at levels 2 and 3 and removed from the register on application in the year to March 2023.",
)
case(
    "a region of one area",
    "limits",
    of(members=("Kent",)),
    "limits.region",
    "do not say whether the South East is more or less safe than another.",
)
case(
    "the total may have gone either way",
    "headline",
    of(fact("region.count", 100, status="derived"), percent("region.percent", -0.4, 1.2)),
    "region_change.bounded",
    "known only roughly, between a fall of 0.4% and a rise of 1.2%",
)
case(
    "whose rate is highest is open",
    "rates",
    of(*RATES, *places("rank_known", (1, 2), (1, 2), (3, 3))),
    "region_ends.open",
    "the highest is that of Kent (100 to 101) or Surrey (100 to 101), and the lowest is that of Sussex (80 to 81)",
)
case(
    "two areas have the same rate, the lowest",
    "rates",
    of(*RATES, *places("rank_known", (1, 1), (2, 2), (2, 2))),
    "region_ends.open",
    "the highest is that of Kent (100 to 101), and the lowest is that of Surrey (100 to 101) or Sussex (80 to 81)",
)
case(
    "all areas have the same rate",
    "rates",
    of(*RATES, *places("rank_known", (1, 1), (1, 1), (1, 1))),
    "region_ends.alike",
    "As far as rounded rates tell, none is higher than another.",
)
case(
    "no area has a rate",
    "rates",
    of(member("Kent", "count", 900), *places("rank_known")),
    "region_rates.none",
    "No rate for 31 March 2023 is known for any of the three areas.",
)
case(
    "every place is certain",
    "rates",
    of(*RATES, *places("rank_possible", (1, 1), (2, 2), (3, 3))),
    "region_places.all",
    "every place is certain: Kent (first), Surrey (second) and Sussex (third)",
)
for why in ("too few", "no population"):
    case(
        f"the rates are not judged: {why}",
        "rates",
        of(*RATES, judged("Kent", None, why)),
        f"region_funnel.{why.replace(' ', '_')}",
        "is not judged here",
    )
case(
    "a rate whose bounds lie on both sides of a limit",
    "rates",
    of(*RATES, judged("Kent", "far higher"), judged("Surrey", "undecided"), judged("Sussex", "similar")),
    "region_funnel.mixed",
    "is similar in Sussex, higher than expected in Kent, and not decided in Surrey",
)
case("no survey answer", "missing", of(), "region_surveys.none", "for the South East")
case(
    "one survey",
    "missing",
    of(replace(words("survey.kent.1", "no reply"), role="answer", comparator="PA FOI 2015")),
    "region_surveys.one",
    "the one survey found with an answer",
)
case(
    "all was found",
    "gaps",
    of(
        *(member("Kent", part, 1) for part in ("count", "change", "rate", "level2", "level3", "breaches", "removals")),
        words("grade.kent.kent.2021_22", "good"), words("survey.kent.1", "no reply"),
        members=("Kent",),
    ),
    "region_gap.nothing",
)  # fmt: skip


def made(known: Evidence, name: str) -> tuple[RegionFacts, list[Sentence]]:
    section, make, _, _ = CASES[name]
    facts = make(known)
    return facts, [sentence for paragraph in SECTIONS[section](facts) for sentence in paragraph]


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_said_by_its_variant_with_its_figures(known: Evidence, name: str):
    _, _, variant, parts = CASES[name]
    _, said = made(known, name)
    texts = [plain(sentence.text) for sentence in said if sentence.variant == variant]
    assert texts, [sentence.variant for sentence in said]
    for part in parts:
        assert any(part in text for text in texts), (part, texts)


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_english_and_links_what_was_found_and_nothing_else(known: Evidence, name: str):
    facts, said = made(known, name)
    assert [fault for sentence in said for fault in faults(plain(sentence.text))] == []
    linked = {link for sentence in said for link in re.findall(r"\]\(#([^)]*)\)", sentence.text)}
    assert linked <= {anchor(one.id) for one in facts if not one.missing}


def test_every_sentence_of_every_region_is_english_and_said_once(
    region_pages: dict[tuple[str, int], RegionBriefing],
):
    for key, page in region_pages.items():
        texts = [plain(sentence.text) for sentence in page.all_sentences]
        assert [fault for text in texts for fault in faults(text)] == [], key
        assert len(texts) == len(set(texts)), key


def test_a_rise_is_never_told_without_what_the_count_is(
    region_pages: dict[tuple[str, int], RegionBriefing],
):
    for key, page in region_pages.items():
        said = {sentence.variant: plain(sentence.text) for sentence in page.all_sentences}
        told = " ".join(
            text for name, text in said.items() if name.startswith(("region_moves", "region_change"))
        )
        if re.search(r"\brose in\b|\bup \d", told):
            assert "meaning.grows" in said, key
