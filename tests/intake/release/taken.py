"""Data folders into which a made-up workbook was taken: imported once, and copied by each test."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from eras import Made, made
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.paths import DATA


def take(workbook: Made, year: int, data: Path, *more: str) -> dict[str, Any]:
    """Import a workbook into the data of a folder, as a user does, and return what programs are told."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, BRIEFINGS_DATA=f"{data}"):
        path = Path(folder) / workbook.era.file
        path.write_bytes(workbook.content())
        call = ["import", str(path), "--year", f"{year}", "--yes", "--json", *more]
        answer = CliRunner().invoke(app, call)
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def with_release(year: int, data: Path) -> dict[str, Any]:
    """Make a copy of the shipped data one with the made-up workbook of a year; return what was told."""
    folder, told = taken(year)
    shutil.copytree(folder, data, dirs_exist_ok=True, copy_function=_copied)
    return told


def _copied(source: str, target: str) -> None:
    """Copy a file, unless it is that of the shipped data."""
    if not (Path(target).exists() and filecmp.cmp(source, target)):
        shutil.copy2(source, target)


@cache
def taken(year: int) -> tuple[Path, dict[str, Any]]:
    """Return the shipped data with the workbook of a year, which no test changes, and what was told."""
    folder = Path(tempfile.mkdtemp(prefix="briefings-taken-")) / "data"
    shutil.copytree(DATA, folder)
    return folder, take(made(year), year, folder)
