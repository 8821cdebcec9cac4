"""What is withheld is proven to hide every small count: tried by an integer programme and by Tau-Argus."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from released import bounds

from helpers.data.errors import DataError
from helpers.pack.disclosure.proof import Counts, Range, Suppression, suppress, verify

RISKS, BANDS = ("very_high", "high", "medium", "low"), ("1-7", "8-28", "29-91", "92-182", "over")


def counts_of(cells, small=4):
    """A table of risk by band with its totals, of which 1 to ``small`` are sensitive."""
    values = {(risk, band): cells[risk][at] for risk in RISKS for at, band in enumerate(BANDS)}
    values |= {(risk, "all"): sum(cells[risk]) for risk in RISKS}
    values |= {("all", band): sum(values[risk, band] for risk in RISKS) for band in (*BANDS, "all")}
    place = {name: at for at, name in enumerate(values)}
    rows = [tuple(place[risk, band] for band in ("all", *BANDS)) for risk in (*RISKS, "all")]
    columns = [tuple(place[risk, band] for risk in ("all", *RISKS)) for band in (*BANDS, "all")]
    sensitive = {place[name]: Range(1, small) for name, value in values.items() if 0 < value <= small}
    of_small = {part for whole, *parts in rows + columns for part in parts if whole in sensitive}
    return Counts(
        list(values.values()),
        rows + columns,
        sensitive,
        of_small=frozenset(of_small),
        names=[" ".join(name) for name in values],
    )


def risk_by_band(seed, scale):
    rng = random.Random(seed)
    return {
        risk: [int(rng.expovariate(1 / (scale * weight))) for _ in BANDS]
        for weight, risk in enumerate(RISKS, 1)
    }


def what_is_shown(counts, withheld):
    return {at: value for at, value in enumerate(counts.values) if at not in withheld}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((2, 6, 15)), st.sampled_from((4, 9)))
def test_an_integer_programme_cannot_narrow_any_small_count(seed, scale, small):
    """Told which counts are small where the proof allows for it, and else only what is shown."""
    counts = counts_of(risk_by_band(seed, scale), small)
    found = suppress(counts)
    known = what_is_shown(counts, found.withheld)
    told = {at: (span.low, span.high) for at, span in counts.sensitive.items()}
    for at in counts.sensitive:
        low, high = bounds(counts.equations, known, at, {} if at in found.lenient else told)
        assert low <= 1
        assert high >= small


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from((1, 2, 6)))
def test_of_a_small_whole_s_parts_those_are_shown_that_anyone_can_see_are_zero(seed, scale):
    """An integer programme finds the same number of them without being told it."""
    counts = counts_of(risk_by_band(seed, scale), 9)
    found = suppress(counts)
    shown = counts.of_small - found.withheld
    known = what_is_shown(counts, found.withheld | shown)
    assert {bounds(counts.equations, known, at) for at in shown} <= {(0, 0)}
    for whole, *parts in counts.equations:
        if whole in known and not counts.values[whole]:
            assert not found.withheld & {*parts}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_a_witness_that_was_tampered_with_is_no_proof(seed, data):
    counts = counts_of(risk_by_band(seed, 5))
    found = suppress(counts)
    changing = {end: witness for end, witness in found.witnesses.items() if witness.changes}
    if not changing:
        return
    end = data.draw(st.sampled_from(sorted(changing)))
    at = data.draw(st.sampled_from(sorted(changing[end].changes)))
    changes = {**changing[end].changes, at: changing[end].changes[at] + 1}
    bent = {**found.witnesses, end: dataclasses.replace(changing[end], changes=changes)}
    with pytest.raises(DataError, match="what is shown says more"):
        verify(counts, Suppression(found.withheld, bent))


def test_a_small_count_that_is_shown_is_found_out():
    counts = counts_of(risk_by_band(1, 5))
    found = suppress(counts)
    shown = min(counts.sensitive)
    with pytest.raises(DataError, match="is to be withheld, but is shown"):
        verify(counts, Suppression(found.withheld - {shown}, found.witnesses))


def test_without_what_is_withheld_for_its_sake_a_small_count_is_not_proven():
    counts = counts_of(
        {"very_high": [2, 30, 30, 30, 30], "high": [40] * 5, "medium": [50] * 5, "low": [60] * 5}
    )
    found = suppress(counts)
    for other in found.withheld - counts.sensitive.keys():
        with pytest.raises(DataError, match="what is shown says more"):
            verify(counts, Suppression(found.withheld - {other}, found.witnesses))


def test_two_counts_of_four_each_are_not_given_away_by_their_sum():
    """Two counts of 1 to 4 that add up to 8 are both 4: a third has to go."""
    counts = Counts([58, 4, 4, 50], [(0, 1, 2, 3)], {1: Range(1, 4), 2: Range(1, 4)})
    found = suppress(counts)
    assert len(found.withheld) > 2
    assert found.lenient == frozenset()


def test_a_zero_is_withheld_where_only_it_can_hide_a_small_count():
    counts = Counts([9, 3, 0, 6], [(0, 1, 2, 3)], {1: Range(1, 4)}, fixed=frozenset({0, 3}))
    with pytest.raises(DataError, match="cannot be hidden"):
        suppress(counts)
    counts = Counts([3, 3, 0], [(0, 1, 2)], {1: Range(1, 3)}, fixed=frozenset({0}))
    assert suppress(counts).withheld == {1, 2}


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(DataError, match=r"found 10, but its parts are 4 .* 5"):
        Counts([10, 4, 5], [(0, 1, 2)], {})


def test_the_same_table_is_withheld_in_the_same_way():
    counts = counts_of(risk_by_band(3, 5), 9)
    assert suppress(counts) == suppress(counts)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Tau-Argus leaves the files of its solver in the working directory."""
    monkeypatch.chdir(tmp_path)


def tau_argus(withheld, counts):
    """The ranges that Tau-Argus's own audit finds for the cells that we withhold, by their values."""
    engine = pytest.importorskip(
        "pytauargus.engine", reason="Tau-Argus has no wheel for this Python or machine"
    )
    names = [name.split(" ") for name in counts.names]
    lines = []
    for at, (risk, band) in enumerate(names):
        value = counts.values[at]
        status = "S" if at not in withheld else "U" if at in counts.sensitive else "M"
        lines.append(
            f"{'Total' if risk == 'all' else risk};{'Total' if band == 'all' else band};{value};{status}"
        )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "table.tab").write_text("\n".join(lines) + "\n", encoding="utf-8")
        categories = "".join(f'{name}\n<RECODEABLE>\n<TOTCODE> "Total"\n' for name in ("risk", "band"))
        head = '<SEPARATOR> ";"\n<SAFE> "S"\n<UNSAFE> "U"\n<PROTECT> "P"\n'
        described = f"{head}{categories}n\n<NUMERIC>\n<DECIMALS> 0\nstatus\n<STATUS>\n"
        (Path(folder) / "table.rda").write_text(described, encoding="utf-8")
        steps = '<OPENTABLEDATA> "table.tab"\n<OPENMETADATA> "table.rda"\n<SPECIFYTABLE> "risk""band"|"n"||\n'
        (Path(folder) / "table.arb").write_text(f"{steps}<SAFETYRULE>\n<READTABLE> 1\n", encoding="utf-8")
        return engine.run_batch(Path(folder) / "table.arb").audit(0)


@pytest.mark.parametrize("seed", range(4))
def test_the_audit_of_tau_argus_finds_every_small_count_hidden(seed):
    """It takes no count to be smaller than the smallest of the table, and a zero for known."""
    cells = {risk: [value + 6 for value in row] for risk, row in risk_by_band(seed, 9).items()}
    cells["very_high"][seed], cells["high"][4 - seed] = 2, 3
    cells["low"][0] = 0
    counts = counts_of(cells)
    audited = [row for row in tau_argus(suppress(counts).withheld, counts) if row["status"] == "u"]
    assert len(audited) == 2
    assert all(round(row["min"]) <= 1 and round(row["max"]) >= 4 and not row["unsafe"] for row in audited)


@pytest.mark.parametrize("seed", range(4))
def test_little_more_is_withheld_than_tau_argus_withholds_at_best(seed):
    """Its optimum hides counts from being known exactly; ours, from being narrowed at all."""
    protect = pytest.importorskip(
        "pytauargus", reason="Tau-Argus has no wheel for this Python or machine"
    ).protect
    cells = risk_by_band(seed, 9)
    rows = [
        {"risk": risk, "band": band, "n": 1.0}
        for risk in RISKS
        for band, value in zip(BANDS, cells[risk], strict=True)
        for _ in range(value)
    ]
    with tempfile.TemporaryDirectory() as folder:
        made = protect(
            rows, ["risk", "band"], response="n", safety_rules="FREQ(5,20)", suppress="OPT(1)", workdir=folder
        )
        status = made.tables[0].status()
    counts = counts_of(cells)
    found = suppress(counts)
    assert status.count("U") == len(counts.sensitive)
    assert len(found.withheld) <= 2 * (status.count("U") + status.count("M"))
