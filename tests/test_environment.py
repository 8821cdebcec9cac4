"""The packages are the same whether make, uv or conda installs them, and each is there for a reason."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from environment import ROOT, environment, locked

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
WRITTEN = (ROOT / "environment.yml").read_text(encoding="utf-8")
DEPENDENCIES = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


@pytest.mark.whole
def test_environment_yml_is_what_the_lock_gives():
    assert environment() == WRITTEN, 'uv.lock changed: run "make environment"'


def test_environment_yml_names_the_project_its_channels_and_the_project_itself():
    found = yaml.safe_load(WRITTEN)
    assert (found["name"], found["channels"]) == (PROJECT["project"]["name"], ["conda-forge", "nodefaults"])
    assert found["dependencies"][-1]["pip"][-1] == "-e ."


def test_environment_yml_has_the_python_of_the_project():
    python = yaml.safe_load(WRITTEN)["dependencies"][0]
    assert PROJECT["project"]["requires-python"] == f"=={python.removeprefix('python=')}.*"


def test_every_dependency_has_its_reason_beside_it():
    explained = re.findall(r'^ +"(.+)", +# \S', PYPROJECT, re.MULTILINE)
    assert [name for name in DEPENDENCIES if name not in explained] == []


def test_every_dependency_is_pinned_by_the_lock():
    assert [name for name in DEPENDENCIES if re.split(r"\[", name)[0] not in locked()] == []


def test_the_makefile_installs_the_uv_of_the_lock():
    installed = re.findall(r"uv==[\d.]+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert installed
    assert set(installed) == {f"uv=={locked()['uv']}"}
