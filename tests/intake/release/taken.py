"""Data folders into which a made-up workbook was taken: imported once, and copied by each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from unittest import mock

from eras import Made, made
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.paths import DATA


def take(workbook: Made, year: int, data: Path, *more: str) -> None:
    """Import a workbook into the data of a folder, as a user does."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, BRIEFINGS_DATA=f"{data}"):
        path = Path(folder) / workbook.era.file
        path.write_bytes(workbook.content())
        answer = CliRunner().invoke(app, ["import", str(path), "--year", f"{year}", "--yes", *more])
    assert answer.exit_code == 0, answer.output


def with_release(year: int, data: Path) -> None:
    """Put the shipped data with the made-up workbook of a year in place of the data of a folder."""
    shutil.rmtree(data)
    shutil.copytree(_once(year), data)


@cache
def _once(year: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="briefings-taken-")) / "data"
    shutil.copytree(DATA, folder)
    take(made(year), year, folder)
    return folder
