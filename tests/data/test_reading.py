"""What is read is what was hashed, and nothing that lies beside the tables disturbs it."""

from __future__ import annotations

import hashlib
import os
import re

import pytest
from conftest import Copy

from helpers.data import evidence as reader
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.sources import (
    fingerprint,
    forget,
    forget_reads,
    hashes_read,
    raw_text,
    read_raw,
    read_reference,
    source_record,
)

# Beside the tables ------------------------------------------------------------------------------------------

STRAY = (
    ".ipynb_checkpoints/mappa_figures-checkpoint.csv",
    ".~lock.forces.csv#",
    "#forces.csv#",
    ".#forces.csv",
    "forces.csv~",
    "forces.csv.bak",
    ".forces.csv.swp",
    "forces.csv.orig",
    "~$forces.csv",
    "forces (copy).csv",
    "Copy of forces.csv",
    "forces-checkpoint.csv",
    "4913",
    ".DS_Store",
    "Thumbs.db",
    ".gitattributes",
    "old.csv/inner.csv",
)


@pytest.mark.parametrize("part", ["raw", "reference"])
def test_what_editors_leave_beside_the_tables_neither_disturbs_nor_counts(part: str, copy: Copy):
    before = fingerprint(copy.folder)
    for name in STRAY:
        path = copy.folder / part / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\xff no table")
    os.mkfifo(copy.folder / part / "pipe.csv")
    assert fingerprint(copy.folder) == before
    assert len(evidence(copy.folder).areas) == 42


def test_every_file_of_the_data_counts(copy: Copy):
    there = {
        f"{path.parent.name}/{path.name}"
        for path in copy.folder.glob("r*/*")
        if not path.name.startswith(".")
    }
    assert {name for name, _ in fingerprint(copy.folder)} == there


def test_a_table_that_nobody_declared_is_named(copy: Copy):
    (copy.folder / "reference" / "old_names.csv").write_text("a\n1\n")
    with pytest.raises(DataError, match=r"reference/old_names\.csv: no schema"):
        evidence(copy.folder)
    (copy.folder / "reference" / "old_names.csv").unlink()
    (copy.folder / "raw" / "old_forces.csv").write_text("a\n1\n")
    with pytest.raises(DataError, match=r"raw/old_forces\.source\.yml was not found"):
        evidence(copy.folder)


@pytest.mark.parametrize("name", ["raw/forces.csv", "raw/forces.source.yml", "reference/names.csv"])
def test_a_pipe_a_folder_and_a_link_to_nothing_in_a_tables_place_are_no_table(name: str, copy: Copy):
    path = copy.folder / name
    for put in (
        os.mkfifo,
        os.mkdir,
        lambda path: path.symlink_to(path),
        lambda path: path.symlink_to("no"),
    ):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
        put(path)
        with pytest.raises(DataError) as told:
            evidence(copy.folder)
        assert "\n" not in str(told.value)
        assert path.name in str(told.value)


# What was read ----------------------------------------------------------------------------------------------


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_hashes_of_what_was_read_are_those_of_the_bytes(copy: Copy):
    forget_reads()
    read_raw("tilegrid", copy.folder)
    for name in ("raw/tilegrid.csv", "raw/tilegrid.source.yml", "reference/names.csv"):
        assert hashes_read()[f"data/{name}"] == {sha256((copy.folder / name).read_bytes())}
    assert "data/raw/mappa_figures.csv" not in hashes_read()


def test_a_file_that_changes_between_two_readings_has_two_hashes(copy: Copy):
    forget_reads()
    path = copy.folder / "reference" / "short_names.csv"
    before = path.read_bytes()
    read_reference("short_names", copy.folder)
    path.write_bytes(before.replace(b"Beds", b"Bedf"))
    read_reference("short_names", copy.folder)
    path.write_bytes(before)
    assert hashes_read()["data/reference/short_names.csv"] == {
        sha256(before),
        sha256(before.replace(b"Beds", b"Bedf")),
    }


def test_evidence_that_was_kept_counts_as_read_again(copy: Copy):
    evidence(copy.folder)
    forget_reads()
    evidence(copy.folder)
    assert hashes_read() == {f"data/{name}": {digest} for name, digest in fingerprint(copy.folder)}


@pytest.mark.parametrize("table", ["mappa_figures", "rate_denominators"])
def test_a_file_that_is_another_while_it_is_read_is_refused_though_it_was_resealed(
    table: str, copy: Copy, monkeypatch: pytest.MonkeyPatch
):
    """The file is changed after all were hashed, before any is parsed, as in a race; its record fits."""
    hashes = fingerprint(copy.folder)
    copy.edit(table, 1, "value" if table == "mappa_figures" else "mid_year", "2015")
    monkeypatch.setattr(reader, "fingerprint", lambda _: hashes)
    forget()
    reader._evidence.cache_clear()
    reader._verified.cache_clear()
    with pytest.raises(DataError, match="changed while the data were read; run the command again"):
        evidence(copy.folder)


def test_names_that_changed_are_read_again_with_the_evidence(copy: Copy):
    assert evidence(copy.folder).names.area("Kent").police_force == ("Kent Police",)
    row = next(
        number for number, row in enumerate(raw_text("forces", copy.folder), 1) if row["area"] == "Kent"
    )
    copy.edit("forces", row, "force_name", "Kent")
    assert evidence(copy.folder).names.area("Kent").police_force == ("Kent",)


# Records ----------------------------------------------------------------------------------------------------


def test_the_number_of_rows_is_that_of_the_record(copy: Copy):
    record = copy.raw("tilegrid.source.yml")
    record.write_text(re.sub(r"(?m)^rows: .*$", "rows: 43", record.read_text()))
    for read in (read_raw, raw_text):
        with pytest.raises(
            DataError, match=r"raw/tilegrid\.source\.yml: 'rows' is 43, and raw/tilegrid\.csv has 42"
        ):
            read("tilegrid", copy.folder)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 5_000,
        "2026-99-99: 1",
        "compiled: 2026-13-45",
        "? [a]\n: b",
        "a: &a [*a]\n",
        "1: 2",
        "file: !!python/object:os.system x",
        "bytes: " + "9" * 10_000,
        "\x00",
    ],
)
def test_a_record_that_is_damaged_or_nested_deeply_is_refused_in_one_line(text: str, copy: Copy):
    record = copy.raw("tilegrid.source.yml")
    for content in (text, record.read_text() + text):
        record.write_text(content)
        with pytest.raises(DataError) as told:
            source_record("tilegrid", copy.folder)
        assert "raw/tilegrid.source.yml" in str(told.value)
        assert "\n" not in str(told.value)
        assert len(str(told.value)) < 1_000


def test_a_list_of_a_record_holds_texts_alone(copy: Copy):
    record = copy.raw("tilegrid.source.yml")
    record.write_text(re.sub(r"(?ms)^attribution:.*?(?=^\w)", "attribution: [[a, b]]\n", record.read_text()))
    with pytest.raises(DataError, match=r"'attribution' is .*; it must be a list of texts"):
        source_record("tilegrid", copy.folder)


def test_a_measure_that_the_pages_need_and_the_table_lacks_is_named():
    with pytest.raises(DataError, match=r"measures\.csv has no row of rso_counts, .* \"rso_count\""):
        evidence().measures["rso_counts"]
