"""The notebooks of ``notebooks/`` as they are committed: run with their defaults, outputs kept."""

from __future__ import annotations

from pathlib import Path

from helpers.publish.files import fresh_folder
from helpers.publish.notebook import check_complete, normalise, to_json
from helpers.publish.report import Report
from helpers.publish.run.engine import run
from helpers.publish.workers.local import allow_open_files

_FILES = 128  # of a kernel and of what it imports; with half of them it waits for an answer without end


def rerun(notebook: Path) -> bytes:
    """Run a notebook with its own default parameters, and return it with its outputs.

    Raises PublishError, with the cell, if one fails, or where a kernel could not open its files.
    """
    allow_open_files(_FILES)
    report = Report(notebook, "committed", notebook.stem.replace("_", "-"), notebook.stem, "", {})
    with fresh_folder("briefings-run-") as folder:
        executed, _ = run(report, folder, "papermill")
    check_complete(executed)
    return to_json(normalise(executed, report)).encode()
