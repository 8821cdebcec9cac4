"""A number of one cell, wrong by over a twentieth, stops the reading or is one that nothing else knows."""

from __future__ import annotations

from random import Random

import pytest
from conftest import Copy
from drawn_faults import KINDS, SEED, Fault, drawn, outcome
from speed import some

from helpers.data.evidence import Evidence


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawn_fault_stops_the_reading_in_a_line_or_changes_no_other_figure(
    kind: str, copy: Copy, known: Evidence
):
    [number] = some([3], [60])
    faults = list(drawn(kind, number, Random(f"{SEED} {kind}")))
    assert len(faults) == number
    for fault in faults:
        assert outcome(fault, copy, known) in ("stopped", "marked", "no figure of a page", "through")


@pytest.mark.parametrize("kind", KINDS)
def test_no_drawn_fault_of_a_population_is_read(kind: str, copy: Copy, known: Evidence):
    [number] = some([1], [20])
    for fault in drawn(kind, number, Random(f"{SEED} population {kind}"), ["population"]):
        assert outcome(fault, copy, known) == "stopped", f"{fault}"


def test_a_published_count_with_a_digit_too_many_is_never_read(copy: Copy, known: Evidence):
    [number] = some([3], [100])
    faults = [
        fault
        for fault in drawn("times ten", 1000, Random(f"{SEED} counts"), ["mappa_figures"])
        if fault.what in ("rso_count", "rso_rate_per_100k")
    ]
    for fault in faults[:number]:
        assert outcome(fault, copy, known) == "stopped", f"{fault}"


def test_a_fault_is_taken_back(copy: Copy, known: Evidence):
    before = copy.raw("population.csv").read_bytes(), copy.raw("population.source.yml").read_bytes()
    fault = Fault("times ten", "population", 1, "1420976", "14209760", "Avon and Somerset", "2011", "")
    assert outcome(fault, copy, known) == "stopped"
    assert before == (copy.raw("population.csv").read_bytes(), copy.raw("population.source.yml").read_bytes())
