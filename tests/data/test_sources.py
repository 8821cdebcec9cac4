"""Files are found wherever the process runs, and read only if they are those of their records."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.data.errors import DataError
from helpers.data.remarks import DURATIONS
from helpers.data.sources import (
    check_tables,
    data_folder,
    read_raw,
    read_reference,
    records,
    source_record,
    sources,
    verified_bytes,
)

RAW = sorted(path.name.removesuffix(".source.yml") for path in (data_folder() / "raw").glob("*.source.yml"))
TABLES = sorted(path.stem for path in (data_folder() / "raw").glob("*.csv"))
REFERENCE = sorted(path.stem for path in (data_folder() / "reference").glob("*.csv"))


def test_the_folder_does_not_depend_on_the_working_directory(tmp_path, monkeypatch):
    here = data_folder()
    monkeypatch.chdir(tmp_path)
    assert data_folder() == here


def test_another_folder_can_be_chosen_by_the_environment(copy, monkeypatch):
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    assert data_folder() == copy.folder
    copy.edit("tilegrid", 1, "col", "9")
    assert read_raw("tilegrid")["col"].iloc[0] == 9


@pytest.mark.parametrize(("chosen", "said"), [("data", "absolute path"), ("/nowhere", "no data in /nowhere")])
def test_a_folder_that_cannot_be_right_is_refused(chosen, said, monkeypatch):
    monkeypatch.setenv("BRIEFINGS_DATA", chosen)
    with pytest.raises(DataError, match=said):
        data_folder()


@pytest.mark.parametrize("name", RAW)
def test_every_raw_file_is_the_one_that_its_record_describes(name):
    record = source_record(name)
    assert hashlib.sha256(verified_bytes(name)).hexdigest() == record.sha256
    assert record.attribution or "MIT" in record.licence


def test_every_raw_file_has_a_record_and_every_record_a_file():
    files = {path.name for path in (data_folder() / "raw").iterdir() if path.suffix in {".csv", ".md"}}
    assert files == {source_record(name).file for name in RAW}


@pytest.mark.parametrize("table", TABLES)
def test_reading_loses_no_row_no_cell_and_no_digit(table):
    frame = read_raw(table)
    with (data_folder() / "raw" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        cells = list(csv.DictReader(file))
    assert len(frame) == len(cells) == source_record(table).rows
    added = ["longest"] if table == "missing_surveys" else []
    assert list(frame.columns) == [*cells[0], *added, "line"]
    for column in cells[0].keys() - _decided(table):
        assert [_as_read(found) for found in frame[column]] == [_as_written(row[column]) for row in cells]


def _decided(table: str) -> set[str]:
    """The columns that are read as reference/notes.csv has them: tests/data/test_notes.py is about those."""
    if table == "missing_surveys":
        return {"note", *DURATIONS}
    return {row["column"] for row in records(read_reference("notes")) if row["table"] == table}


def _as_read(found: object) -> object:
    if isinstance(found, pd.Timestamp):
        return f"{found:%Y-%m-%d}"
    if isinstance(found, bool):
        return "yes" if found else "no"
    return "" if pd.isna(found) else _as_written(str(found))


def _as_written(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize("table", REFERENCE)
def test_every_reference_table_passes_its_schema(table):
    assert len(read_reference(table)) > 0


def test_numbers_dates_and_text_have_types_of_their_own():
    figures = read_raw("mappa_figures").dtypes.astype(str)
    assert (figures["value"], figures["area"]) == ("float64", "str")
    assert figures["period_end"].startswith("datetime64")
    surveys = read_raw("missing_surveys")
    assert surveys["missing_count"].dtype == "Int64"
    assert surveys["missing_count"].isna().sum() == 8


def test_zero_stays_zero_and_a_missing_count_stays_missing():
    surveys = read_raw("missing_surveys").set_index("line")
    assert surveys.loc[9, "missing_count"] == 0
    assert surveys.loc[46, "missing_count"] is pd.NA


def test_words_in_a_column_of_values_stay_words():
    values = set(read_raw("workload")["value"])
    assert {"50-60", "<10", "above national guideline", "46102"} <= values


def test_each_row_knows_its_line_even_after_a_cell_of_two_lines(copy):
    copy.edit("mappa_figures", 1, "note", "one\ntwo")
    copy.decide("mappa_figures")
    lines = read_raw("mappa_figures", copy.folder)["line"]
    assert lines.tolist()[:3] == [2, 4, 5]


def test_no_caller_can_change_what_another_reads():
    first = read_raw("tilegrid")
    first.loc[0, "col"] = 99
    first["row"].array[0] = 99
    assert read_raw("tilegrid").loc[0, ["col", "row"]].tolist() == [2, 7]


def test_a_changed_byte_is_refused_with_both_hashes_and_what_to_do(copy):
    before = source_record("mappa_figures").sha256
    path = copy.raw("mappa_figures.csv")
    path.write_bytes(path.read_bytes().replace(b"1676", b"1677"))
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(DataError) as error:
        read_raw("mappa_figures", copy.folder)
    for said in ("raw/mappa_figures.csv", before, found, "Restore the file", "raw/mappa_figures.source.yml"):
        assert said in str(error.value)


def test_a_file_that_changes_while_the_process_runs_is_noticed(copy):
    read_raw("tilegrid", copy.folder)
    copy.edit("tilegrid", 1, "col", "9", sign=False)
    with pytest.raises(DataError, match="not the file that its record describes"):
        read_raw("tilegrid", copy.folder)


def test_a_cut_file_is_refused(copy):
    path = copy.raw("sources.csv")
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DataError, match=rf"expected {size:,} bytes.*found {size - 100:,} bytes"):
        read_raw("sources", copy.folder)


def test_a_missing_record_is_named(copy):
    copy.raw("population.source.yml").unlink()
    with pytest.raises(DataError, match=r"'population' has no source record: raw/population\.source\.yml"):
        read_raw("population", copy.folder)


def test_a_missing_file_is_named(copy):
    copy.raw("population.csv").unlink()
    with pytest.raises(DataError, match=r"raw/population\.csv is missing; restore it"):
        read_raw("population", copy.folder)


def test_a_mistyped_table_brings_the_right_name():
    with pytest.raises(DataError, match='did you mean "mappa_figures"'):
        read_raw("mapa_figures")
    with pytest.raises(DataError, match='"precedence"'):
        read_reference("precedences")


@pytest.mark.parametrize("table", ["../raw/population", "/etc/passwd", "", "population.csv"])
def test_a_table_name_cannot_lead_out_of_the_folder(table):
    with pytest.raises(DataError, match="has no source record"):
        read_raw(table)
    with pytest.raises(DataError, match="is not a reference table"):
        read_reference(table)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("licence: Open", "license: Open", "the key 'licence' is missing; did you mean \"license\"?"),
        ("publisher:", "owner:", "'publisher' or the key 'compiled_from'"),
        ("bytes: 95581", "bytes: many", "'bytes' is 'many'; it must be of type int"),
        (
            "file: population.csv",
            "file: ../reference/names.csv",
            "it must be population.csv or population.md",
        ),
        ("rows: 1232", "rows: 1232\nlicense: x", "the key 'license' is unknown; did you mean \"licence\"?"),
        ("sha256: ", "sha256: z", "64 characters 0-9 and a-f"),
        ("title: ", "title: [", "is not YAML"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused(old, new, said, copy):
    path = copy.raw("population.source.yml")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(DataError) as error:
        source_record("population", copy.folder)
    assert said in str(error.value)
    assert "raw/population.source.yml" in str(error.value)


def test_an_empty_record_is_refused(copy):
    copy.raw("population.source.yml").write_text("")
    with pytest.raises(DataError, match="it must be a list of keys and values"):
        source_record("population", copy.folder)


def test_every_source_has_a_title_and_an_address():
    found = sources()
    assert len(found) == 366
    assert all(one.title and one.url.startswith(("http://", "https://")) for one in found.values())
    assert found["ons-mye-2011"].url.startswith("https://www.ons.gov.uk/")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "//example.org", "https://a b", 'https://a/"><b>', ""],
)
def test_an_address_that_is_not_of_the_web_is_refused(url, copy):
    copy.edit("sources", 3, "url", url)
    with pytest.raises(DataError) as error:
        sources(copy.folder)
    assert f"raw/sources.csv is wrong:\n  line 4, column url: found {url!r}" in str(error.value)
    assert "http:// or https://" in str(error.value)


def test_every_source_that_a_table_names_is_listed():
    check_tables()


def test_a_source_that_is_not_listed_is_named_with_its_nearest(copy):
    copy.edit("mappa_figures", 1, "source_id", "sex-offenders-population-in-the-avon-and-somerst")
    with pytest.raises(DataError) as error:
        check_tables(copy.folder)
    assert "raw/mappa_figures.csv, line 2, column source_id" in str(error.value)
    assert 'did you mean "sex-offenders-population-in-the-avon-and-somerse"' in str(error.value)


@pytest.mark.parametrize(
    ("table", "column"), [("derived_bounds", "depends_on"), ("published_claims", "article_source_id")]
)
def test_every_column_that_names_a_source_is_checked(table, column, copy):
    copy.edit(table, 1, column, "unheard-of")
    with pytest.raises(DataError, match=f"raw/{table}.csv, line 2, column {column}: found 'unheard-of'"):
        check_tables(copy.folder)


@pytest.mark.whole
def test_importing_the_reader_does_not_import_pandera():
    code = "import sys, helpers.data.sources, helpers.data.areas; sys.exit('pandera' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_london_is_the_sum_of_its_two_forces_and_the_nation_that_of_all_forces():
    wide = read_raw("population").pivot_table("value", ["measure", "mid_year"], "area", aggfunc="first")
    assert (wide["London"] == wide["Metropolitan"] + wide["City of London"]).all()
    whole = wide.dropna(subset=["England and Wales"])
    parts = whole.drop(columns=["London", "England and Wales"])
    assert parts.notna().all(axis=None)
    assert (parts.sum(axis=1) == whole["England and Wales"]).all()


def test_git_leaves_the_line_ends_of_raw_files_alone():
    assert "* -text" in (data_folder() / "raw" / ".gitattributes").read_text(encoding="utf-8")


def test_files_are_the_packages_own():
    assert data_folder() == Path(__file__).resolve().parents[2] / "data"
