"""The packages are the same whether make, uv or conda installs them, and each is there for a reason."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from environment import ROOT, environment, locked, uv_by_hash
from packaging.specifiers import SpecifierSet

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
WRITTEN = (ROOT / "environment.yml").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DEPENDENCIES = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


@pytest.mark.whole
def test_environment_yml_is_what_the_lock_gives():
    assert environment() == WRITTEN, 'uv.lock changed: run "make environment"'


def test_environment_yml_names_the_project_its_channels_and_the_project_itself():
    found = yaml.safe_load(WRITTEN)
    assert (found["name"], found["channels"]) == (PROJECT["project"]["name"], ["conda-forge", "nodefaults"])
    assert found["dependencies"][-1]["pip"][-1] == "-e ."


def test_environment_yml_has_the_pythons_of_the_project():
    python = yaml.safe_load(WRITTEN)["dependencies"][0]
    assert python == f"python{PROJECT['project']['requires-python']}"


def test_every_dependency_has_its_reason_beside_it():
    explained = re.findall(r'^ +"(.+)", +# \S', PYPROJECT, re.MULTILINE)
    assert [name for name in DEPENDENCIES if name not in explained] == []


def test_every_dependency_is_pinned_by_the_lock():
    assert [name for name in DEPENDENCIES if re.split(r"[\[;]", name)[0] not in locked()] == []


def test_uv_itself_is_installed_by_the_hashes_of_the_lock():
    written = (ROOT / ".ci/uv.txt").read_text(encoding="utf-8")
    assert written == uv_by_hash(), 'uv.lock changed: run "make environment"'
    assert f"uv=={locked()['uv']} " in written
    assert "pip install --quiet --disable-pip-version-check --require-hashes -r .ci/uv.txt" in MAKEFILE


def test_what_builds_the_project_is_the_uv_whose_hash_is_pinned():
    """It then builds in its own process: nothing that only a version pins is downloaded for it."""
    build = {"requires": [f"uv_build=={locked()['uv']}"], "build-backend": "uv_build"}
    assert PROJECT["build-system"] == build


def test_the_makefile_takes_the_pythons_of_the_project():
    versions = re.search(r"^VERSIONS := (.+)$", MAKEFILE, re.MULTILINE)
    assert versions
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    assert versions[1].split() == [f"3.{minor}" for minor in range(30) if f"3.{minor}" in allowed]


def test_the_forge_checks_the_oldest_python_and_a_newer_one_of_the_project():
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    oldest, *newer = workflow["jobs"]["check"]["strategy"]["matrix"]["python"]
    allowed = PROJECT["project"]["requires-python"]
    assert allowed.startswith(f">={oldest},")
    assert newer
    assert all(python in SpecifierSet(allowed) for python in newer)


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert [citation[key] for key in ("version", "license")] == [
        PROJECT["project"][key] for key in ("version", "license")
    ]
