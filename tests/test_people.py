"""No page and no file tells of one person: walked on every page of areas and regions."""

from __future__ import annotations

import html
import json
import re
from functools import cache

import pytest
from speed import some

from helpers.data.evidence import Evidence
from helpers.data.remarks import FEWEST, hashed
from helpers.data.rows import records
from helpers.data.schemas import REMARKED
from helpers.data.sources import raw_text, read_raw, read_reference
from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing

YEARS = range(2020, 2025)
ALONE = re.compile(
    r"\bone (?:missing(?! or wanted)|since|low|medium|high)\b|\b(?<!going )missing since\b|\bhigh-risk RSO not\b"
    r"|\b(?:one|two|three) (?:since |in )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)


@cache
def withheld() -> frozenset[str]:
    """The clauses of each remark that is withheld, but for those that are shown in its place."""
    found = set()
    for row in records(read_reference("notes")):
        if row["decision"] == "withheld":
            [text] = {
                text
                for line in raw_text(row["table"])
                for text in line.values()
                if hashed(text) == row["hash"]
            }
            clauses = (clause.strip() for clause in text.split(";"))
            found |= {clause for clause in clauses if clause not in row["shown"]}
    return frozenset(clause for clause in found if len(clause.split()) > 2)


def plain(words: str) -> str:
    """A text without its tags, links and references."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>|\]\(#[^)]*\)|\[", "", words)).split())


def told(page: AreaBriefing | RegionBriefing | NationBriefing) -> str:
    return plain(f"{page.words} {json.dumps(page.summary(), ensure_ascii=False)}")


def faults(text: str) -> list[str]:
    return [clause for clause in withheld() if clause in text] + ALONE.findall(text)


def test_what_is_looked_for_is_all_that_is_withheld():
    assert len(withheld()) > 40
    assert "missing since August" in withheld()
    assert faults("Norfolk: one missing since August") != []
    assert faults("recorded one missing or wanted RSO") == []


@pytest.mark.parametrize("year", some([2020, 2023], YEARS))
def test_no_page_of_an_area_tells_of_one_person(year: int, known: Evidence):
    assert {
        area.slug: found for area in known.areas if (found := faults(told(AreaBriefing(area.slug, year))))
    } == {}


def test_no_page_of_a_region_tells_of_one_person(region_pages: dict[tuple[str, int], RegionBriefing]):
    assert {page: found for page, briefing in region_pages.items() if (found := faults(told(briefing)))} == {}


def test_no_page_of_the_nation_tells_of_one_person(nation_pages: dict[int, NationBriefing]):
    assert {year: found for year, page in nation_pages.items() if (found := faults(told(page)))} == {}


def test_no_answer_of_few_people_says_how_long_they_were_missing(known: Evidence):
    for area in known.areas:
        facts = AreaBriefing(area.slug, 2023).facts
        for answer in facts.group("missing_rso"):
            small = not isinstance(answer.value, float) or answer.value < FEWEST
            if answer.role == "answer" and small:
                assert facts.get(f"{answer.id}.min") is None
                assert facts.get(f"{answer.id}.max") is None


def test_no_claim_and_no_table_that_a_notebook_can_read_has_what_is_withheld(known: Evidence):
    tables = (known.surveys, known.inspections, known.workload, known.disclosures)
    texts = {str(cell) for table in tables for column in table for cell in table[column]}
    assert {clause for clause in withheld() if any(clause in text for text in texts)} == set()
    assert set(REMARKED) >= {"missing_surveys", "inspections", "workload", "disclosure_scheme"}
    assert not [claim for claim in records(read_raw("published_claims")) if "since August" in str(claim)]
