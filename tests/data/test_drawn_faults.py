"""Tables that are well formed, resealed and wrong: stopped, marked, or such as nothing can contradict."""

from __future__ import annotations

from random import Random

import pytest
from cell_faults import CELL_KINDS, OF_FIGURES, drawn
from conftest import Copy
from drawn_faults import SEED
from fault_outcomes import ACCEPTED, OUTCOMES, STOPPED, Fault, outcome, rows_of
from second_evidence import against
from speed import some
from table_faults import TABLE_KINDS, table_faults

from helpers.data.accepted import rows_by_place
from helpers.data.evidence import Evidence
from helpers.paths import REPORTS
from helpers.publish import baseline

# Kinds that nothing shipped lets through.
ALWAYS = (
    *("names against figures, the table down by one", "names against figures, the table up by one"),
    *(
        "rates as counts",
        "counts as rates",
        "one in N as rates",
        "people of other ages",
        "bounds turned round",
    ),
    *("totals from the year before", "dates of the table a year late", "dates of the table a year early"),
    *("a place twice, in capitals", "a place twice, with a blank", "level 1 as the total"),
)


@pytest.mark.parametrize("kind", CELL_KINDS)
def test_no_fault_of_a_cell_passes_that_a_second_evidence_speaks_against(
    kind: str, copy: Copy, known: Evidence
):
    [number] = some([1], [60])
    faults = list(drawn(kind, number, Random(f"{SEED} {kind}")))
    assert faults
    for fault in faults:
        what = outcome(fault, copy, known)
        assert what in OUTCOMES
        if what == ACCEPTED and kind in OF_FIGURES:
            assert against(fault, known) == [], f"{fault}"


@pytest.mark.parametrize("kind", some(OF_FIGURES[:4], OF_FIGURES))
def test_no_drawn_fault_of_a_population_is_read(kind: str, copy: Copy, known: Evidence):
    [number] = some([1], [20])
    for fault in drawn(kind, number, Random(f"{SEED} population {kind}"), ["population"]):
        assert outcome(fault, copy, known) == STOPPED, f"{fault}"


@pytest.mark.parametrize("kind", ALWAYS)
def test_a_whole_column_or_table_of_these_kinds_is_never_read(kind: str, copy: Copy, known: Evidence):
    faults = list(table_faults(kind))
    Random(SEED).shuffle(faults)
    for fault in some(faults[:1], faults):
        assert outcome(fault, copy, known) == STOPPED, f"{fault}"


def test_there_are_as_many_kinds_as_were_promised():
    assert len(CELL_KINDS) >= 20
    assert len(TABLE_KINDS) >= 20


def test_the_accepted_rows_are_those_of_the_data():
    lines = baseline.differences(baseline.read(REPORTS / "data.csv"), rows_by_place())
    assert lines == [], "if each change is right, accept it with: make accept"


def test_any_cell_that_changes_is_named_for_its_place_and_table(copy: Copy):
    copy.edit("mappa_figures", 1, "value", "435")
    lines = baseline.differences(baseline.read(REPORTS / "data.csv"), rows_by_place(copy.folder))
    assert [line.split(":")[0] for line in lines] == ["avon-and-somerset raw/mappa_figures.csv"]


def test_a_fault_is_taken_back(copy: Copy, known: Evidence):
    before = copy.raw("population.csv").read_bytes(), copy.raw("population.source.yml").read_bytes()
    rows = rows_of("population")
    [fault, *_] = drawn("times ten", 1, Random(1), ["population"])
    assert isinstance(fault, Fault)
    assert len(fault.rows) == len(rows)
    assert outcome(fault, copy, known) == STOPPED
    assert before == (copy.raw("population.csv").read_bytes(), copy.raw("population.source.yml").read_bytes())
