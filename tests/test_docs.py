"""The README names every command, option and target there is, and nothing that is not there."""

from __future__ import annotations

import re
import shlex
from functools import cache
from typing import Any

import pytest
import typer
from environment import ROOT, locked

from helpers.cli import app
from helpers.publish.run.notebook import read_defaults

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
REPORTS = (ROOT / "reports" / "README.md").read_text(encoding="utf-8")

INLINE = re.findall(r"`([^`\n]+)`", README)
BLOCKS = [line.strip() for line in README.splitlines() if line.startswith("    ")]
# Commands as they are typed, without the folder that they may stand in.
TYPED = [re.sub(r"^\.venv(?:/bin/|\\Scripts\\)", "", text) for text in [*BLOCKS, *INLINE]]
PATHS = [text for text in INLINE if re.fullmatch(r"[\w<>-]+(/[\w<>.-]+)+|[\w.-]+\.\w+|LICENSE", text)]


def commands() -> dict[str, Any]:
    return typer.main.get_command(app).commands


def options(command: str) -> list[str]:
    return [name for one in commands()[command].params for name in one.opts if name.startswith("--")]


def examples(program: str) -> list[str]:
    return [text for text in TYPED if text.startswith(f"{program} ")]


@cache
def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*  ## \S", MAKEFILE, re.MULTILINE))


def test_every_command_has_an_example():
    assert commands().keys() - {example.split()[1] for example in examples("briefings")} == set()


def test_every_command_is_explained():
    assert [command for command in commands() if f"- `{command}` " not in README] == []


def test_every_option_is_named_where_its_command_is_explained():
    explained = dict(re.findall(r"^- `([\w-]+)` (.*\n(?:  .*\n)*)", README, re.MULTILINE))
    wanted = [(command, option) for command in commands() for option in options(command)]
    assert [pair for pair in wanted if f"`{pair[1]}`" not in explained[pair[0]]] == []


@pytest.mark.parametrize("example", examples("briefings"))
def test_every_example_of_a_command_can_be_parsed(example):
    _, *arguments = shlex.split(example)
    group = typer.main.get_command(app)
    with group.make_context("briefings", list(arguments)) as context:
        name, command, rest = group.resolve_command(context, arguments)
        command.make_context(name, rest, parent=context)


def test_every_target_is_documented_beside_it_and_in_the_readme():
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    named = {example.split()[1] for example in examples("make")}
    assert targets() == set(phony[1].split()) == named


def test_every_path_is_there_or_made_by_a_build():
    unmade = [path for path in PATHS if f"`{path.removeprefix('reports/')}`" not in REPORTS]
    there = [path for path in unmade if any((ROOT / folder / path).exists() for folder in (".", "notebooks"))]
    assert unmade == there


def test_paths_were_found_in_the_readme():
    assert {"reports/<year>/<area>.html", "data/README.md", "LICENSE", "explore.ipynb"} <= set(PATHS)


@pytest.mark.parametrize("example", examples("papermill"))
def test_papermill_is_given_the_notebook_s_own_parameters(example):
    _, notebook, _, *rest = shlex.split(example)
    assert rest[::3] == ["-p"] * (len(rest) // 3)
    assert set(rest[1::3]) == set(read_defaults(ROOT / notebook))


def test_the_uv_to_install_is_that_of_the_lock():
    assert set(re.findall(r"uv==[\d.]+", README)) <= {f"uv=={locked()['uv']}"}


def test_the_list_of_reports_says_what_facts_csv_is_for():
    assert re.search(r"^\| `facts\.csv` \| \w.+\|$", REPORTS, re.MULTILINE)


def test_every_sentence_stands_on_a_line_of_its_own():
    prose = [line for line in README.splitlines() if not line.startswith(("    ", "|", "#"))]
    assert [line for line in prose if re.search(r"[a-z`)]\. [A-Z]", line)] == []
