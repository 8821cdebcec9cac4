"""What every report depends on, by hash: the data, the helpers and the lock."""

from __future__ import annotations

from pathlib import Path

from helpers.publish.files import hash_file

# The publisher counts by itself, and the commands make nothing that a report shows.
_OTHERS = {"publish", "commands", "cli.py"}

PATTERNS = ("data/raw/*", "data/reference/*", "src/helpers/**/*.py", "uv.lock")


def hash_inputs(root: Path, data: Path) -> dict[str, str]:
    """Path from the project's root to SHA-256, for every file that a report reads or imports.

    ``data`` is the folder that stands in the place of ``data``.
    """
    found: dict[str, str] = {}
    for pattern in PATTERNS:
        base, rest = (data, pattern.removeprefix("data/")) if pattern.startswith("data/") else (root, pattern)
        prefix = "data/" if base is data else ""
        paths = sorted(
            path for path in base.glob(rest) if path.is_file() and not {path.name, path.parent.name} & _OTHERS
        )
        found |= {prefix + path.relative_to(base).as_posix(): hash_file(path) for path in paths}
    return found
