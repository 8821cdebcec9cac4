"""The hashes of what every report depends on: the data, the helpers and the lock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from helpers.publish.files import hash_file

# The publisher is hashed separately; commands and catalogue give a report nothing to show but its parameters.
_NOT_INPUTS = {"publish", "commands", "catalogue.py", "cli.py"}


def hash_inputs(root: Path, data: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that a report reads or imports, by its path from the project's root.

    ``data`` is the folder that takes the place of ``data``. Nothing is cached between calls.
    """
    paths = {f"data/{name}": path for folder in ("raw", "reference") for name, path in _files(data, folder)}
    paths |= {name: path for name, path in _files(root, "src/helpers") if name.endswith(".py")}
    paths |= {"uv.lock": root / "uv.lock"}
    hashed = ((name, hash_file(path)) for name, path in paths.items())
    return {name: digest for name, digest in hashed if digest}


def _files(base: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """Yield each file in a folder or below it: its POSIX path from ``base``, and its path."""
    for path, folders, names in os.walk(base / folder):  # reads each folder once, unlike Path.glob
        folders[:] = [name for name in folders if name not in _NOT_INPUTS]
        within = Path(path).relative_to(base).as_posix()
        yield from ((f"{within}/{name}", Path(path, name)) for name in names if name not in _NOT_INPUTS)
