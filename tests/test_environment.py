"""The packages are the same whether make, uv or conda installs them, and each is there for a reason."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml
from environment import ROOT, environment, pinned

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
WRITTEN = (ROOT / "environment.yml").read_text(encoding="utf-8")
DEPENDENCIES = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


def test_environment_yml_is_what_the_lock_gives():
    assert environment() == WRITTEN, 'uv.lock changed: run "make environment"'


def test_environment_yml_names_the_project_its_channels_and_the_project_itself():
    found = yaml.safe_load(WRITTEN)
    assert (found["name"], found["channels"]) == (PROJECT["project"]["name"], ["conda-forge", "nodefaults"])
    assert found["dependencies"][-1]["pip"][-1] == "-e ."


def test_environment_yml_has_the_pythons_of_the_project():
    python = yaml.safe_load(WRITTEN)["dependencies"][0]
    assert python == f"python{PROJECT['project']['requires-python']}"


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_every_dependency_has_its_reason_beside_it(dependency):
    assert re.search(rf'^ +"{re.escape(dependency)}", +# \S', PYPROJECT, re.MULTILINE)


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_every_dependency_is_pinned_by_the_lock(dependency):
    name = re.match(r"[a-z0-9-]+", dependency)
    assert name
    assert any(line.startswith(f"{name[0]}==") for line in pinned())


def test_the_makefile_installs_the_uv_of_the_lock():
    installed = re.findall(r"uv==[\d.]+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert installed
    assert set(installed) <= set(pinned())
