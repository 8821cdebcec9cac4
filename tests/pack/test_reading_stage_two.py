"""A pack is read back as it was written, and not if it was changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from extracts import SHIPPED_PACK

from helpers.data.errors import DataError
from helpers.pack.reading_stage_two import read_stage_two


def test_the_shipped_pack_is_read_with_its_types():
    pack = read_stage_two(SHIPPED_PACK)
    assert pack.manifest["force"] == "Specimen Constabulary"
    overdue = pack.measures.query("measure_id == 'P02' and team == 'all' and risk_level == 'all'").iloc[0]
    assert (overdue["numerator"], overdue["denominator"], overdue["value"]) == (28, 233, 12.0)
    assert overdue["as_at"] == pd.Timestamp(2025, 2, 23)
    assert pack.weekly["week_ending"].nunique() == 53


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("measures.csv", ",28,233,12.0,", ",28,233,12.1,", "column value"),
        ("measures.csv", ",28,233,12.0,", ",30,233,12.0,", "column value"),
        ("measures.csv", ",28,233,12.0,", ",-1,233,12.0,", "column numerator"),
        ("measures.csv", "P02,overdue,all,high", "P02,overdue,all,hgh", "column risk_level"),
        ("measures.csv", "P02,overdue,all,high", "P02,overdue,Jo B,high", "column team"),
        ("weekly.csv", "2025-02-23,P06", "2025-02-16,P06", "column as_at"),
        ("managers.csv", "SYNTHETIC", "no", "column synthetic"),
        ("warnings.csv", "rule,", "", "columns"),
    ],
)
def test_a_pack_that_was_changed_is_refused_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, says: str
):
    shutil.copytree(SHIPPED_PACK, tmp_path / "pack")
    path = tmp_path / "pack" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DataError, match=f"{re.escape(file)}.*{says}"):
        read_stage_two(tmp_path / "pack")


@pytest.mark.parametrize("part", ["missing", "twice"])
def test_a_figure_that_is_missing_or_twice_is_refused(tmp_path: Path, part: str):
    shutil.copytree(SHIPPED_PACK, tmp_path / "pack")
    path = tmp_path / "pack" / "measures.csv"
    lines = path.read_text().splitlines(keepends=True)
    lines[100:101] = [] if part == "missing" else [lines[100]] * 2
    path.write_text("".join(lines))
    with pytest.raises(DataError, match=r"measures\.csv, line \d+: a figure is missing, there twice"):
        read_stage_two(tmp_path / "pack")


def test_a_folder_that_is_no_pack_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="not the folder of a pack"):
        read_stage_two(tmp_path)
