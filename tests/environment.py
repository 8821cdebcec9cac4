"""Print environment.yml: the packages that uv.lock pins, for conda. ``make environment`` writes the file.

With the argument "uv" it prints .ci/uv.txt instead, by which pip installs uv itself.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = ROOT / "pyproject.toml"
HEAD = """\
# Made from uv.lock by "make environment": do not edit.
name: mappa-briefings
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python{python}
  - pip
  - pip:
"""
EXPORT = ["export", "--frozen", "--no-hashes", "--no-emit-project", "--all-groups", "--all-extras"]
PLAIN = ["--no-header", "--no-annotate", "--quiet"]


def environment() -> str:
    """The text of environment.yml: every pinned package with its marker, and this project itself."""
    packages = [*pinned(), "-e ."]
    python = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["requires-python"]
    return HEAD.format(python=python) + "".join(f"      - {package}\n" for package in packages)


@cache
def pinned() -> tuple[str, ...]:
    """The lines of the lock as pip reads them, such as "appnope==1.0.0 ; sys_platform == 'darwin'"."""
    command = [sys.executable, "-m", "uv", *EXPORT, *PLAIN]
    found = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return tuple(found.stdout.splitlines())


@cache
def locked() -> dict[str, str]:
    """The packages of the lock and their versions, as they stand in the file."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return {package["name"]: package.get("version", "") for package in packages}


def uv_by_hash() -> str:
    """The text of .ci/uv.txt: the uv of the lock, with the hash of each of its files."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    uv = next(package for package in packages if package["name"] == "uv")
    hashes = sorted(file["hash"] for file in [uv["sdist"], *uv["wheels"]])
    lines = " \\\n".join([f"uv=={uv['version']}", *(f"    --hash={digest}" for digest in hashes)])
    return f'# Made from uv.lock by "make environment": do not edit.\n{lines}\n'


if __name__ == "__main__":
    sys.stdout.write(uv_by_hash() if sys.argv[1:] == ["uv"] else environment())
