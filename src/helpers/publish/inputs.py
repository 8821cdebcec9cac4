"""The hashes of what every report depends on: the data, the helpers and the lock."""

from __future__ import annotations

import re
from pathlib import Path

from helpers.publish.files import hash_file, hash_files

# The publisher is hashed separately; commands and catalogue give a report nothing to show but its parameters.
_NOT_INPUTS = {"publish", "commands", "catalogue.py"}

# What counts of each folder of the data, as when they are read: no stray copy of a table does.
_COUNTED = {
    "raw": (r"[a-z][a-z0-9_]*", (".csv", ".md", ".source.yml")),
    "raw/releases": (r"[A-Za-z0-9][A-Za-z0-9_-]*", (".xls", ".xlsx", ".ods", ".source.yml")),
    "reference": (r"[a-z][a-z0-9_]*", (".csv",)),
}


def hash_inputs(root: Path, data: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that a report reads or imports, by its path from the project's root.

    ``data`` is the folder that takes the place of ``data``. What else lies there, such as JupyterLab's folder
    of checkpoints or a stray copy of a table, is no input. Nothing is cached between calls.
    """
    hashes = {
        f"data/{part}/{name}": digest
        for part, (stem, endings) in _COUNTED.items()
        for name, digest in hash_files(data / part, endings, below=False).items()
        if re.fullmatch(f"{stem}(?:{'|'.join(map(re.escape, endings))})", name)
    }
    helpers = hash_files(root / "src" / "helpers", (".py",), without=_NOT_INPUTS)
    hashes |= {f"src/helpers/{name}": digest for name, digest in helpers.items()}
    lock = hash_file(root / "uv.lock")
    return hashes | ({"uv.lock": lock} if lock else {})
