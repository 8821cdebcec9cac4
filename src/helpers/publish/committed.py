"""The notebooks of ``notebooks/`` as they are committed: run with their defaults, outputs kept."""

from __future__ import annotations

from pathlib import Path

from helpers.publish.files import fresh_folder, write_whole
from helpers.publish.notebook import check_complete, normalise, to_json
from helpers.publish.report import Report
from helpers.publish.run.engine import run


def refresh(notebook: Path) -> None:
    """Run a notebook with its own default parameters and write it back with its outputs, whole or not at all.

    Raises PublishError, with the cell, if one fails; the file then stays as it was.
    """
    report = Report(notebook, "committed", notebook.stem.replace("_", "-"), notebook.stem, "", {})
    with fresh_folder("briefings-run-") as folder:
        executed, _ = run(report, folder, "papermill")
    check_complete(executed)
    write_whole(notebook, to_json(normalise(executed, report)).encode())
