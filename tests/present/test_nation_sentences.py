"""What the page of England and Wales says: the whole prose of one year, and every sentence that can be made.

What no real page says is said by one of 2023 or 2015 of which some facts are left out, or are others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from grammar import faults
from syrupy.assertion import SnapshotAssertion

from helpers.analysis.facts import Fact
from helpers.analysis.nation_facts import NationFacts, nation_facts
from helpers.analysis.nation_inspections import GRADES, OPEN, UNKNOWN
from helpers.data.evidence import Evidence
from helpers.data.naming import slug
from helpers.pages import NationBriefing
from helpers.present.display import Prose
from helpers.present.sentences import nation_page, nation_published
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import anchor, plain

Section = Callable[[NationFacts], list[list[Sentence]]]
LINK = re.compile(r"\[([^\]]*)\]\(#([^)]*)\)")


def number(low: float, **others: object) -> dict[str, object]:
    return {"value": float(low), "low": low, "high": low, "certain": True, **others}


@dataclass(frozen=True)
class Case:
    """A section of a real year without the facts of some ids, and with others changed, and what it says."""

    section: Section
    variant: str
    said: str
    without: str = "^$"
    other: dict[str, dict[str, object]] = field(default_factory=dict)
    year: int = 2023


CASES = {
    "a change that is printed without a count": Case(
        nation_page.who_moved,
        "nation_names.printed",
        "For Lancashire a change was printed, but no count was found.",
        without=r"member\.lancashire\.count$",
    ),
    "no change": Case(
        nation_page.headline,
        "nation_level.same",
        "on 31 March 2023, the same number as a year earlier.",
        other={"nation.rso_count.change": number(0)},
    ),
    "no count so far": Case(
        nation_page.headline,
        "nation_level.never",
        "No count of registered sexual offenders (RSOs) in England and Wales on 31 March 2023 was found.",
        without=r"nation\.rso_count$|series\.",
    ),
    "no series so far": Case(
        nation_page.series,
        "nation_series.none",
        "No count of England and Wales up to this date was found.",
        without=r"series\.",
    ),
    "every change known": Case(
        nation_page.headline,
        "nation_moves.all",
        "Of the 42 police-force (MAPPA) areas, the number rose in 11 and fell in 30; for one that is not certain.",
        other={"moved.unknown": number(0), "moved.fell": number(30)},
    ),
    "a fall among the rises": Case(
        nation_page.series,
        "nation_steps.mixed",
        "it rose in 16 and fell in one.",
        other={"steps.rises": number(16), "steps.falls": number(1)},
    ),
    "a count of every area": Case(
        nation_page.who_moved,
        "nation_sum.all",
        "Counts, or ranges for them, were found for all 42 areas",
        other={"sum.rso_count": {"known": 42}},
    ),
    "no count of any area": Case(
        nation_page.who_moved,
        "nation_sum.none",
        "No count of any area was found for this date.",
        without=r"sum\.rso_count",
    ),
    "a survey without a total": Case(
        nation_published.missing,
        "nation_survey.no_total",
        "A Press Association survey of police forces (February to March 2015) gives no total.",
        other={"UK": {"area": "Kent"}},
        year=2015,
    ),
    "a survey in which a force refused": Case(
        nation_published.missing,
        "nation_survey.refused",
        "Suffolk refused to answer.",
        other={"Suffolk": {"case": "refused", "value": "answer refused", "low": None, "high": None}},
        year=2015,
    ),
    "a survey of which only those who reported any are known": Case(
        nation_published.missing,
        "nation_survey.reporting",
        "39 forces reported at least one; how many were asked, and how many replied, was not found.",
        without=r"answers\.1\.answered",
        year=2015,
    ),
    "a round without any grade": Case(
        nation_published.inspections,
        "nation_grades.none",
        "No grade in PEEL 2023 to 25 was found.",
        other={f"graded.2023_25.{slug(grade)}": number(0) for grade in GRADES},
    ),
    "a round with every grade": Case(
        nation_published.inspections,
        "nation_grades.all",
        "one \u201cgood\u201d",
        other={f"graded.2023_25.{slug(grade)}": number(0) for grade in (OPEN, UNKNOWN)},
    ),
    "no figure on overdue visits": Case(
        nation_published.workload,
        "nation_workload.none",
        "No national figure on overdue visits was found, and none of a force.",
        without=r"workload\.",
    ),
}


def facts_of(known: Evidence, case: Case) -> NationFacts:
    """The facts of a case; others may be named by their id or, for answers of 2015, by the force."""

    def changed(fact: Fact) -> Fact:
        of_2015 = fact.role == "answer" and fact.comparator == "PA FOI 2015"
        others = case.other.get(fact.area, {}) if of_2015 else {}
        return replace(fact, **{**others, **case.other.get(fact.id, {})})  # type: ignore[arg-type]

    facts = nation_facts(known, case.year)
    items = {one.id: changed(one) for one in facts if not re.match(case.without, one.id)}
    return replace(facts, items=items)


def made(known: Evidence, name: str) -> list[Sentence]:
    case = CASES[name]
    return [one for paragraph in case.section(facts_of(known, case)) for one in paragraph]


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_said_by_its_variant_in_english(known: Evidence, name: str):
    said = {one.variant: plain(one.text) for one in made(known, name)}
    assert CASES[name].said in said[CASES[name].variant]
    assert [fault for text in said.values() for fault in faults(text)] == []


def test_the_prose_of_the_nation_is_the_one_that_was_accepted(
    nation_pages: dict[int, NationBriefing], snapshot: SnapshotAssertion
):
    page = nation_pages[2023]
    lines = [f"title: {page.title().markdown}"]
    for name in page.parts:
        part = getattr(page, name)()
        if not isinstance(part, Prose):
            lines.append(f"{name}: {part.description}")
    lines += [f"{one.variant}: {plain(one.text)}" for one in page.all_sentences]
    assert "\n".join(lines) == snapshot


def test_every_sentence_of_every_year_is_english_and_said_once(nation_pages: dict[int, NationBriefing]):
    for year, page in nation_pages.items():
        texts = [plain(one.text) for one in page.all_sentences]
        assert [fault for text in texts for fault in faults(text)] == [], year
        assert len(texts) == len(set(texts)), year


def test_the_lead_has_five_sentences_at_most(nation_pages: dict[int, NationBriefing]):
    for year, page in nation_pages.items():
        lead = plain(page.headline().markdown)
        assert len(re.findall(r"[.!?](?:\s|$)", lead)) <= 5, (year, lead)
        assert "computed" not in lead, year


def test_every_figure_in_the_prose_links_to_a_found_fact_of_the_page(nation_pages: dict[int, NationBriefing]):
    for year, page in nation_pages.items():
        found = {anchor(fact.id) for fact in page.facts if not fact.missing}
        linked = {target for one in page.all_sentences for _, target in LINK.findall(one.text)}
        assert linked, year
        assert linked <= found, year
