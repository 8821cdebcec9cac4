"""The hashes of what every report depends on: the data, the helpers and the lock."""

from __future__ import annotations

from pathlib import Path

from helpers.publish.files import hash_file, hash_files

# The publisher is hashed separately; commands and catalogue give a report nothing to show but its parameters.
_NOT_INPUTS = {"publish", "commands", "catalogue.py", "cli.py"}


def hash_inputs(root: Path, data: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that a report reads or imports, by its path from the project's root.

    ``data`` is the folder that takes the place of ``data``. What else lies there, such as JupyterLab's folder
    of checkpoints, is no input. Nothing is cached between calls.
    """
    tables = (".csv", ".md", ".source.yml")
    hashes = {
        f"data/{part}/{name}": digest
        for part in ("raw", "reference")
        for name, digest in hash_files(data / part, tables, below=False).items()
    }
    workbooks = hash_files(data / "raw" / "releases", (".xls", ".xlsx", ".ods", ".source.yml"), below=False)
    hashes |= {f"data/raw/releases/{name}": digest for name, digest in workbooks.items()}
    helpers = hash_files(root / "src" / "helpers", (".py",)).items()
    hashes |= {
        f"src/helpers/{name}": digest for name, digest in helpers if name.partition("/")[0] not in _NOT_INPUTS
    }
    lock = hash_file(root / "uv.lock")
    return hashes | ({"uv.lock": lock} if lock else {})
