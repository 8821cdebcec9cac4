"""The review queue: each reason raises an area, weights give the order, and a sign-off answers for a page."""

from __future__ import annotations

import pytest
from made_up import COUNT, RATE, World, fact, percent, stands, words

from helpers.analysis.facts import Fact
from helpers.data.evidence import Evidence
from helpers.pages import AreaBriefing
from helpers.pages.review_queue import WEIGHTS, Standing, need, queue, rare


def limits(name: str, low: float, high: float) -> Fact:
    return fact(f"funnel.{name}", low, high, decimals=1)


@pytest.mark.parametrize(
    ("items", "kind", "said"),
    [
        ([percent("step.2023", 39.0)], "step now", "changed by 39.0% in the year to 31 March 2023"),
        (
            [percent("step.2020", 39.0, period="2020-03-31")],
            "step before",
            "changed by 39.0% in the year to 31 March 2020",
        ),
        (
            [
                words(
                    "caveat.3",
                    "see the note",
                    period="2014-03-31",
                    note="RSOs: the figure lies below.",
                    where="reference/limits.csv, line 9",
                )
            ],
            "unlike",
            "31 March 2014: RSOs: the figure lies below.",
        ),
        (
            [fact(COUNT, 594, disagrees="590")],
            "conflict",
            "31 March 2023: 594 is used, 590 also circulates",
        ),
        (
            [fact(RATE, 230), stands("funnel.position", "far higher"), limits("limits998", 60, 210)],
            "far outlier",
            "its rate of 230 per 100,000 lies above the 99.8% limits of the funnel plot (60.0 to 210.0)",
        ),
        (
            [fact(RATE, 70), stands("funnel.position", "lower"), limits("limits95", 80, 190)],
            "outlier",
            "its rate of 70 per 100,000 lies below the 95% limits of the funnel plot (80.0 to 190.0)",
        ),
    ],
)
def test_what_is_odd_about_the_figures_raises_an_area_and_is_said(
    known: Evidence, items: list[Fact], kind: str, said: str
) -> None:
    plain = need(World(known).facts(), [], [], {})
    found = need(World(known).facts(items), [], [], {})
    assert [reason.kind for reason in found.reasons] == [kind, "unsigned"]
    assert said in found.reasons[0].words
    assert found.score == plain.score + WEIGHTS[kind][0] > plain.score


@pytest.mark.parametrize("where", ["similar", "undecided"])
def test_a_rate_that_may_lie_within_the_limits_is_no_outlier(known: Evidence, where: str) -> None:
    facts = World(known).facts(fact(RATE, 100), stands("funnel.position", where), limits("limits95", 80, 190))
    assert [reason.kind for reason in need(facts, [], [], {}).reasons] == ["unsigned"]


def test_a_conflict_about_another_place_is_not_the_areas_own(known: Evidence) -> None:
    facts = World(known).facts(
        fact("nation_series.2019", 60294, area="England and Wales", disagrees="59,742")
    )
    assert [reason.kind for reason in need(facts, [], [], {}).reasons] == ["unsigned"]


def test_changed_figures_are_counted_and_the_first_three_named(known: Evidence) -> None:
    lines = [f"figure_{number}: value 1 -> 2" for number in range(5)]
    found = need(World(known).facts(), [], lines, {})
    assert found.score == WEIGHTS["changed"][0] + WEIGHTS["unsigned"][0]
    assert found.reasons[0].words.startswith(
        "5 changes from the accepted figures of reports/facts.csv: figure_0"
    )
    assert found.reasons[0].words.endswith("figure_2: value 1 -> 2; and 2 more")


def test_wording_is_rare_on_no_more_than_one_page_in_twenty_and_what_is_told_already_is_not_told_twice() -> (
    None
):
    number = {"survey.no": 2, "survey.zero": 3, "step.now": 1, "funnel.lower": 1, "conflict": 1}
    assert rare(number, number, 42) == ["no reply to a survey (survey.no, on 2 pages)"]
    assert rare({"survey.no"}, {"survey.no": 1}, 19) == []


def test_rare_wording_raises_an_area(known: Evidence) -> None:
    found = need(World(known).facts(), ["no reply to a survey (survey.no, on 2 pages)"], [], {})
    assert found.score == WEIGHTS["rare wording"][0] + WEIGHTS["unsigned"][0]


def test_a_void_sign_off_raises_an_area_above_one_never_signed_and_one_that_stands_lowers_it(
    known: Evidence,
) -> None:
    facts = World(known).facts(percent("step.2023", 39.0))
    never, void, stands, changed = (
        need(facts, [], lines, {"kent": standing})
        for standing, lines in (
            (Standing(), []),
            (Standing(void="Void: signed off by A"), []),
            (Standing(signed="Signed off by A"), []),
            (Standing(signed="Signed off by A"), ["x: value 1 -> 2"]),
        )
    )
    assert void.score > never.score > stands.score == 0
    assert "Void: signed off by A" in [reason.words for reason in void.reasons]
    assert "step now" in [reason.kind for reason in stands.reasons]
    assert changed.score == WEIGHTS["changed"][0]


def test_the_queue_puts_the_neediest_first_and_the_equally_needy_by_name(
    pages: dict[tuple[str, int], AreaBriefing],
) -> None:
    year = [briefing for (_, each), briefing in pages.items() if each == 2023]
    found = queue(year, {}, {})
    assert len(found) == 42
    keys = [(-one.score, one.area) for one in found]
    assert keys == sorted(keys)
    assert found == queue(reversed(year), {}, {})
    first = {one.slug for one in found[:6]}
    # By the issue: Cleveland's step and its far outlying rate, Lancashire's change of a fifth in one year.
    assert {"cleveland", "lancashire"} <= first
    kent = next(one for one in found if one.slug == "kent")  # nothing of 2023 was found for it
    assert [reason.kind for reason in kent.reasons] == ["unsigned"]
