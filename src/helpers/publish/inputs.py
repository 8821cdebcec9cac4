"""What every report depends on, by hash: the data, the helpers and the lock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from helpers.publish.files import hash_file

# The publisher counts by itself; commands and catalogue make nothing that a report shows but its parameters.
_OTHERS = {"publish", "commands", "catalogue.py", "cli.py"}


def hash_inputs(root: Path, data: Path) -> dict[str, str]:
    """Path from the project's root to SHA-256, for every file that a report reads or imports.

    ``data`` is the folder that stands in the place of ``data``. Nothing is remembered from an earlier call.
    """
    found = {f"data/{name}": path for folder in ("raw", "reference") for name, path in _files(data, folder)}
    found |= {name: path for name, path in _files(root, "src/helpers") if name.endswith(".py")}
    found |= {"uv.lock": root / "uv.lock"}
    hashed = ((name, hash_file(path)) for name, path in found.items())
    return {name: digest for name, digest in hashed if digest}


def _files(base: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """Each file of a folder and those below it, by its name from ``base`` on, with "/" between folders."""
    for place, folders, names in os.walk(base / folder):  # looks into each folder once, unlike Path.glob
        folders[:] = [name for name in folders if name not in _OTHERS]
        within = Path(place).relative_to(base).as_posix()
        yield from ((f"{within}/{name}", Path(place, name)) for name in names if name not in _OTHERS)
