"""``data/README.md`` says what stands in the tables."""

from __future__ import annotations

import re

import pytest

from helpers.data.schemas import OPTIONAL, TABLES
from helpers.data.sources import data_folder, read_raw, read_reference

SECTIONS = dict(
    re.findall(
        r"(?ms)^### `([^`\n]+)`\n(.*?)(?=^#|\Z)", (data_folder() / "README.md").read_text(encoding="utf-8")
    )
)
FILES = [path for name in ("raw", "reference") for path in sorted((data_folder() / name).iterdir())]
DATA = [f"{path.parent.name}/{path.name}" for path in FILES if path.suffix in {".csv", ".md"}]


@pytest.mark.parametrize("file", DATA)
def test_every_file_has_a_section(file):
    assert file in SECTIONS


def test_every_section_is_about_a_file_that_is_there():
    assert set(SECTIONS) == {*DATA, *(f"reference/{table}.csv" for table in OPTIONAL)}


@pytest.mark.parametrize(
    "table", [file for file in DATA if file.startswith("raw/") and file.endswith(".csv")]
)
def test_the_rows_stated_are_the_rows_there(table):
    stated = re.search(r"^Rows: ([\d,]+)\.$", SECTIONS[table], re.MULTILINE)
    assert stated, f"{table} states no number of rows"
    assert int(stated[1].replace(",", "")) == len(read(table))


@pytest.mark.parametrize("table", [file for file in DATA if file.endswith(".csv")])
def test_the_columns_stated_are_the_columns_there(table):
    stated = re.findall(r"^\| `(\w+)` \|", SECTIONS[table], re.MULTILINE)
    if table.startswith("raw/") or stated:
        assert [*stated, "line"] == list(read(table).columns)


@pytest.mark.parametrize("table", [file for file in DATA if file.endswith(".csv")])
def test_the_key_stated_is_the_key_checked(table):
    stated = re.search(r"^Key: (.+)\.$", SECTIONS[table], re.MULTILINE)
    assert stated, f"{table} states no key"
    name = table.partition("/")[2].removesuffix(".csv")
    assert re.findall(r"`(\w+)`", stated[1]) == list(TABLES[name].key)


def test_the_licence_and_both_attributions_are_stated():
    text = (data_folder() / "README.md").read_text(encoding="utf-8")
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in text
    assert (
        "Adapted from data from the Office for National Statistics licensed under the Open Government" in text
    )


def read(file: str):
    folder, _, name = file.partition("/")
    return {"raw": read_raw, "reference": read_reference}[folder](name.removesuffix(".csv"))
