"""What five articles state, judged without them: the verdicts that somebody worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from speed import some

from helpers.analysis.comparisons import RATE
from helpers.data.evidence import Evidence, evidence
from helpers.data.observations import Observation
from helpers.data.rows import records
from helpers.data.sources import read_raw
from helpers.factcheck.claim import ALL_AREAS, EACH_YEAR, FIRST, ONLY, OVERTOOK, RECORD, TIMES, Claim, about
from helpers.factcheck.claims_table import CLAIM_KINDS, RANGES
from helpers.factcheck.judging.verdicts import (
    MEASURES_OF_OTHER_TABLES,
    POPULATIONS,
    Answer,
    Finding,
    _verdict,
    answer,
    made,
)

HERE = Path(__file__).resolve().parent
with (HERE / "claims_expected.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = {row["claim_id"]: row for row in csv.DictReader(file)}
CLAIMS = {claim.claim_id: claim for claim in made(records(read_raw("published_claims")))}
ARTICLES = sorted({claim.article for claim in CLAIMS.values()})
# A statement about several areas rests on every source of each of their figures, the hand's on one of each.
OVER_AREAS = {"rank_highest", "count_of_areas_falling"}
VERDICTS = {"another source", "arithmetic", "article alone", "disagrees", "not decidable"}


@pytest.fixture(scope="module")
def answers(known: Evidence) -> dict[str, Answer]:
    return {name: answer(claim, known) for name, claim in CLAIMS.items()}


def rests_on(row: dict[str, str]) -> set[str]:
    return {name.strip() for name in row["rests_on"].split("|") if name.strip()}


def test_every_claim_has_an_expected_verdict_and_the_other_way_round():
    assert set(CLAIMS) == set(EXPECTED)
    assert {row["verdict"] for row in EXPECTED.values()} <= VERDICTS


@pytest.mark.parametrize("claim_id", sorted(EXPECTED))
def test_a_claim_is_judged_as_by_hand(answers: dict[str, Answer], claim_id: str):
    assert answers[claim_id].verdict == EXPECTED[claim_id]["verdict"], answers[claim_id]


def printed(end: float | str) -> str:
    """An end of a finding at one decimal; a word as it stands."""
    return end if isinstance(end, str) else f"{end:.1f}"


def at_one_decimal(text: str) -> str:
    try:
        return f"{float(text):.1f}"
    except ValueError:
        return text


@pytest.mark.parametrize("claim_id", sorted(EXPECTED))
def test_without_its_article_a_claim_has_the_bounds_worked_out_by_hand(
    answers: dict[str, Answer], claim_id: str
):
    row, finding = EXPECTED[claim_id], answers[claim_id].finding
    if finding is None:
        assert (row["low"], row["high"]) == ("", "")
        return
    assert printed(finding.low) == at_one_decimal(row["low"])
    # A word has one end.
    assert printed(finding.high) == at_one_decimal(row["high"] or row["low"])


@pytest.mark.parametrize("claim_id", sorted(EXPECTED))
def test_a_claim_rests_on_sources_found_by_hand_and_never_on_its_own_article(
    answers: dict[str, Answer], claim_id: str
):
    finding, expected = answers[claim_id].finding, rests_on(EXPECTED[claim_id])
    ours = set(finding.sources) if finding else set()
    assert CLAIMS[claim_id].article not in ours
    assert bool(ours) == (answers[claim_id].verdict != "article alone")
    assert bool(ours & expected) == bool(ours), (ours, expected)
    if CLAIMS[claim_id].kind not in OVER_AREAS:
        assert ours <= expected


@pytest.mark.parametrize("claim_id", sorted(EXPECTED))
def test_a_claim_uses_no_source_that_is_not_in_the_data(
    answers: dict[str, Answer], known: Evidence, claim_id: str
):
    finding = answers[claim_id].finding
    assert set(finding.sources if finding else ()) <= set(known.sources)


# Leaving an article out -------------------------------------------------------------------------------------


def ancestry(observation: Observation) -> set[str]:
    """Every source that a figure names, for it or against it."""
    return {*observation.sources, *observation.against, *observation.depends_on.split()}


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_that_is_left_out_stands_nowhere_in_the_evidence(article: str):
    left = evidence(without=frozenset({article}))
    named = {source for row in left.table["sources"] for source in row}
    named |= {source for observation in left.observations.values() for source in ancestry(observation)}
    named |= {source for people in left.population.values() for source in people.sources}
    named |= {survey.source_id for survey in left.asked.values()}
    for table in (left.surveys, left.inspections, left.workload, left.disclosures):
        named |= set(table["source_id"])
    assert article not in named
    assert len(named) > 100


@pytest.mark.parametrize("article", ARTICLES)
def test_leaving_an_article_out_takes_away_what_only_it_says_and_nothing_else(known: Evidence, article: str):
    left = evidence(without=frozenset({article}))
    for key, observation in known.observations.items():
        if article not in ancestry(observation):
            assert left.observations.get(key) == observation, key


def test_each_article_says_something_that_nothing_else_says(known: Evidence):
    for article in ARTICLES:
        left = evidence(without=frozenset({article}))
        rows = sum(len(table) for table in (left.table, left.surveys, left.inspections, left.workload))
        whole = sum(len(table) for table in (known.table, known.surveys, known.inspections, known.workload))
        assert rows < whole, article


# Judging ----------------------------------------------------------------------------------------------------


def made_up(published: str, low: float, high: float, *, stated: bool = True, unit: str = "per cent") -> str:
    """The verdict on a made-up level, found between two bounds."""
    claim = Claim("x-01", "paper-a", "Kent", "2023-03-31", "level", "rso_count", "", published, unit)
    return _verdict(claim, Finding(low, high, stated, ("paper-b",), "so found"))


@pytest.mark.parametrize(
    ("published", "low", "high", "unit", "verdict"),
    [
        ("7", 6.68, 6.68, "per cent", "another source"),
        ("6", 6.68, 6.68, "per cent", "disagrees"),
        ("5.22", 5.2239, 5.2239, "per cent", "another source"),
        ("5.22", 5.23, 5.23, "per cent", "disagrees"),
        ("3", 2.9, 3.1, "per cent", "another source"),
        ("3", 2.9, 3.6, "per cent", "not decidable"),
        ("987", 987, 987, "count", "another source"),
        ("987", 986, 986, "count", "disagrees"),
        ("987", 980, 990, "count", "not decidable"),
        ("1", 1, 2, "rank", "not decidable"),
    ],
)
def test_a_claim_holds_where_the_figure_rounds_to_it_and_stays_open_where_bounds_reach_beyond(
    published: str, low: float, high: float, unit: str, verdict: str
):
    assert made_up(published, low, high, unit=unit) == verdict


def test_what_no_source_states_as_such_is_arithmetic():
    assert made_up("7", 6.68, 6.68, stated=False) == "arithmetic"


@pytest.mark.parametrize(
    ("area", "year", "kind", "rank", "without", "verdict"),
    [
        ("Durham", 2024, "rank_highest", "1", "", "another source"),
        ("Durham", 2024, "rank_highest", "2", "", "disagrees"),
        ("Durham", 2024, "rank_lowest", "1", "", "disagrees"),
        ("Cleveland", 2024, "rank_highest", "1", "", "disagrees"),
        ("North Wales", 2023, "rank_highest", "5", "", "another source"),
        ("North Wales", 2023, "rank_highest", "9", "", "disagrees"),
        (
            "North Wales",
            2023,
            "rank_highest",
            "5",
            "1-023-sex-offenders-north-wales-mscolwynbay-blog",
            "not decidable",
        ),
        ("Hertfordshire", 2022, "rank_lowest", "1", "", "another source"),
    ],
)
def test_a_rank_that_no_figures_decide_is_compared_with_those_that_other_sources_print(
    area: str, year: int, kind: str, rank: str, without: str, verdict: str
):
    claim = Claim("c-1", "paper", area, f"{year}-03-31", kind, RATE, ALL_AREAS, rank, "rank")
    assert answer(claim, evidence(without=frozenset({without} - {""}))).verdict == verdict


def test_no_figure_refutes_a_rank_that_a_source_prints(known: Evidence):
    for row in known.listed("ranks"):
        date = f"{row['period_end']:%Y-%m-%d}"
        claim = Claim(
            "c-1", "paper", row["area"], date, f"rank_{row['counted_from']}", row["measure"], ALL_AREAS,
            str(row["rank"]), "rank",
        )  # fmt: skip
        assert answer(claim, known).verdict == "another source", row


# A word that fits each kind of claim that is not of a number.
FITTING = {
    **dict.fromkeys(RANGES, "5 to 6"),
    **dict.fromkeys(("change_direction", EACH_YEAR, FIRST, ONLY), "rise"),
    **dict.fromkeys(("compared", OVERTOOK), "higher"),
    **{TIMES: "doubled", RECORD: "highest", "event": "2024-12-09", "grade": "good"},
}


COMPARATORS = ["", "Essex + Durham", "42 areas", "Durham", "Wales", "2020-03-31"]


@pytest.mark.parametrize("comparator", some(COMPARATORS[:2], COMPARATORS))
def test_a_claim_of_any_kind_about_any_measure_is_answered(known: Evidence, comparator: str):
    claims = [
        Claim("c-1", "paper", area, "2023-03-31", kind, measure, comparator, FITTING.get(kind, "5"), "")
        for kind in CLAIM_KINDS
        for measure in (*known.measures, *MEASURES_OF_OTHER_TABLES, "a measure that nobody knows")
        for area in ("Essex", "England and Wales")
    ]
    assert {answer(claim, known).claim.kind for claim in claims} == set(CLAIM_KINDS)


def test_every_measure_is_told_to_readers_in_words(known: Evidence):
    told = {
        name: about(name, known.measures)
        for name in (*known.measures, *MEASURES_OF_OTHER_TABLES, *POPULATIONS)
    }
    assert [name for name, words in told.items() if words == name or "_" in words] == []
