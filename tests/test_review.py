"""The review queue: each reason raises an area, the order is that of the weights, and signing off answers for a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent / "present"))

from made_up import COUNT, RATE, World, fact, percent, words  # noqa: E402

from helpers.analysis.facts import Fact  # noqa: E402
from helpers.briefing import Briefing  # noqa: E402
from helpers.cli import app  # noqa: E402
from helpers.data.evidence import Evidence  # noqa: E402
from helpers.review import WEIGHTS, Standing, need, queue, rare  # noqa: E402

run = CliRunner().invoke
STEP = "percentage change, a change in recording or boundaries suspected"


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
            [fact(COUNT, 594, disagrees="590")],
            "conflict",
            "31 March 2023: 594 is used, 590 also circulates",
        ),
        (
            [fact(RATE, 230), words("funnel.position", "far higher"), limits("limits998", 60, 210)],
            "far outlier",
            "its rate of 230 per 100,000 lies above the 99.8% limits of the funnel plot (60.0 to 210.0)",
        ),
        (
            [fact(RATE, 70), words("funnel.position", "lower"), limits("limits95", 80, 190)],
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
    facts = World(known).facts(fact(RATE, 100), words("funnel.position", where), limits("limits95", 80, 190))
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
    assert found.reasons[0].words.startswith("5 figures differ from reports/facts.csv")
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
    pages: dict[tuple[str, int], Briefing],
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
    surrey = next(one for one in found if one.slug == "surrey")  # nothing of 2023 was found for it
    assert [reason.kind for reason in surrey.reasons] == ["unsigned"]


def test_review_prints_each_area_once_with_weighed_reasons_and_is_the_same_twice(tmp_path: Path) -> None:
    out = ["--out", str(tmp_path)]
    first, second = (run(app, ["review", "--year", "2020", "--json", *out]) for _ in range(2))
    assert first.exit_code == 0
    assert first.stdout == second.stdout
    rows = json.loads(first.stdout)
    assert len({row["area"] for row in rows}) == len(rows) == 42
    assert rows[0]["score"] == sum(
        {reason["kind"]: reason["weight"] for reason in rows[0]["reasons"]}.values()
    )
    thames = next(row for row in rows if row["area"] == "thames-valley")
    assert "step now" in [reason["kind"] for reason in thames["reasons"]]
    assert "holds 2023 only" in first.stderr
    assert list(tmp_path.iterdir()) == []


def test_review_without_json_says_what_each_reason_weighs(tmp_path: Path) -> None:
    output = run(app, ["review", "--out", str(tmp_path)]).output
    assert "cleveland" in output
    for kind, (weight, why) in WEIGHTS.items():
        assert f"{weight}  {kind}: {why}" in output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cambridgshire", "--by", "A"], 2, 'did you mean "cambridgeshire"'),
        (["essex", "--by", " "], 2, "needs a name"),
        (["essex", "--by", "x" * 81], 2, "80 at most"),
        (["essex", "--by", "A\x1b[31m"], 2, "cannot be seen"),
        (["essex"], 2, "--by"),
        (["essex", "--by", "A", "--year", "1990"], 2, "2002 to 2024"),
        (["essex", "--by", "A"], 1, "briefings build essex --year 2023 --out"),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused_in_words_and_writes_nothing(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    result = run(app, ["sign-off", *arguments, "--out", str(tmp_path / "out")], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    assert said in result.output
    assert "\x1b[31m" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_real_page_is_signed_off_and_its_edited_table_voids_that_in_the_queue_and_the_index(
    tmp_path: Path,
) -> None:
    out = ["--out", str(tmp_path)]
    assert run(app, ["build", "wiltshire", "--workers", "1", *out]).exit_code == 0
    signed = run(app, ["sign-off", "Wiltshire", "--by", "A. Reviewer", *out])
    assert signed.exit_code == 0, signed.output
    assert "2023/wiltshire: Signed off by A. Reviewer on " in signed.output

    def wiltshire() -> dict[str, object]:
        rows = json.loads(run(app, ["review", "--json", *out]).stdout)
        return next(row for row in rows if row["area"] == "wiltshire")

    assert str(wiltshire()["signed_off"]).startswith("Signed off by A. Reviewer on ")
    assert "Signed off by A. Reviewer on " in (tmp_path / "index.html").read_text()
    with (tmp_path / "2023" / "wiltshire.json").open("a") as file:
        file.write("\n")
    found = wiltshire()
    assert found["signed_off"] == ""
    assert "void" in [reason["kind"] for reason in found["reasons"]]  # type: ignore[attr-defined]
    page = (tmp_path / "index.html").read_text()
    assert "Void: signed off by A. Reviewer on " in page
    refused = run(app, ["sign-off", "wiltshire", "--by", "B", *out])
    assert refused.exit_code == 1
    assert "is not what was built; run briefings build wiltshire" in refused.output
