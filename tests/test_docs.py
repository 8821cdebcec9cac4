"""README and docs name what there is, and nothing else; what can be made is compared with its maker."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from functools import cache
from pathlib import Path

import nbformat
import raw_figures as raw
import typer
from command_reference import commands, reference
from environment import ROOT

from helpers.commands.cli import app
from helpers.data.schemas import OPTIONAL

HELPERS = ROOT / "src" / "helpers"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PYPROJECT["tool"]["importlinter"]["contracts"]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROSE = [*GUIDES, ROOT / "CHANGELOG.md", ROOT / "data" / "README.md", ROOT / "reports" / "README.md"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

# Where else a path may begin: a guide calls a table by its name where it is plain which is meant.
FOLDERS = (
    *("notebooks", "reports", "data", "data/raw", "data/reference"),
    *("data/specimens/pack-extract", "data/specimens/pack", "data/specimens/pack-inspector"),
)
PATH = re.compile(r"[\w<>.-]+(?:/[\w<>.-]+)+/?|[\w-]+\.(?:md|py|csv|yml|toml|lock|ipynb)|LICENSE|Makefile")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def inline(page: str) -> list[str]:
    """What stands in a line as code."""
    return re.findall(r"`([^`\n]+)`", page)


def typed(program: str) -> list[str]:
    """The calls of a program that the guides show, without the folder that it may stand in."""
    shown = [
        line.strip() for path in GUIDES for line in text(path).splitlines() if line.startswith("    ")
    ] + [code for path in GUIDES for code in inline(text(path))]
    calls = [re.sub(r"^\.venv(?:/bin/|\\Scripts\\)", "", line) for line in shown]
    return [call for call in calls if call.startswith(f"{program} ") and "[" not in call and "{" not in call]


def section(name: str) -> str:
    """What docs/commands.md says of a command."""
    page = text(ROOT / "docs" / "commands.md")
    return page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of docs/architecture.md, each as its cells."""
    under = ARCHITECTURE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in under.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[1:]]


def options(command: str) -> list[str]:
    return [name for param in commands()[command].params for name in param.opts if name.startswith("--")]


def layers() -> list[list[str]]:
    """The rooms as the first contract orders them, from the top."""
    return [re.findall(r"helpers\.(\w+)", layer) for layer in CONTRACTS[0]["layers"]]


def allowed(room: str) -> set[str]:
    """The rooms that the contracts let a room import."""
    place = next(number for number, layer in enumerate(layers()) if room in layer)
    below = {name for layer in layers()[place + 1 :] for name in layer}
    forbidden = {
        name.removeprefix("helpers.")
        for contract in CONTRACTS
        if contract["type"] == "forbidden" and f"helpers.{room}" in contract["source_modules"]
        for name in contract["forbidden_modules"]
    }
    return below - forbidden


def is_there(path: str) -> bool:
    """Whether a path in a guide is in the project or the package, or made by a build or the installation."""
    made = f"`{path.removeprefix('reports/')}`" in text(ROOT / "reports" / "README.md")
    made |= path.rpartition("/")[2].removesuffix(".csv") in OPTIONAL  # by an import
    folders = (ROOT, HELPERS, *(ROOT / name for name in FOLDERS))
    return made or path.startswith(".venv/") or any((folder / path).exists() for folder in folders)


def first_parameters(notebook: Path) -> set[str]:
    """The names that a notebook's cell of parameters sets."""
    cells = nbformat.read(notebook, as_version=4).cells
    source = next(cell.source for cell in cells if "parameters" in cell.metadata.get("tags", []))
    return {node.targets[0].id for node in ast.parse(source).body if isinstance(node, ast.Assign)}


def test_the_reference_of_commands_is_what_help_and_the_makefile_give():
    page = text(ROOT / "docs" / "commands.md")
    assert page == reference(page), 'run ".venv/bin/python tests/command_reference.py"'


def test_every_command_has_a_section_with_an_example_and_all_its_options():
    lacking = {
        name: [
            option
            for option in options(name)
            if not re.search(rf"^\| `[^`]*{option}\b", section(name), re.MULTILINE) and option != "--help"
        ]
        + ([] if re.search(rf"^    briefings {name}(?! \[)", section(name), re.MULTILINE) else ["an example"])
        for name in commands()
    }
    assert {name: found for name, found in lacking.items() if found} == {}


def test_no_section_is_about_a_command_that_is_not_there():
    named = set(re.findall(r"^<!-- made: ([a-z-]+) -->$", text(ROOT / "docs" / "commands.md"), re.MULTILINE))
    assert named == {"general", "targets", *commands()}


def test_every_example_of_a_command_can_be_parsed():
    group = typer.main.get_command(app)
    for example in typed("briefings"):
        _, command, *arguments = shlex.split(example)
        if arguments and "--help" not in arguments:
            with group.make_context("briefings", [command, *arguments]) as context:
                group.commands[command].make_context(command, arguments, parent=context)


def test_every_target_that_is_named_is_in_the_makefile():
    there = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    named = {shlex.split(call)[1] for call in typed("make")}
    assert named - there == set()
    assert {"briefings", "test", "lab", "accept", "bench"} <= named


def test_every_target_says_what_it_does():
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) - set(re.findall(r"^([a-z-]+):.*  ## \S", MAKEFILE, re.MULTILINE)) == set()


def test_every_path_that_is_named_is_there_or_made():
    named = [(path.name, code) for path in PROSE for code in inline(text(path)) if PATH.fullmatch(code)]
    assert len(named) > 100
    assert [f"{page}: {code}" for page, code in named if not is_there(code)] == []


def test_every_link_leads_somewhere():
    links = [(path, link) for path in PROSE for link in re.findall(r"\]\(([^)]+)\)", text(path))]
    assert len(links) > 5
    lost = [
        f"{path.name}: {link}"
        for path, link in links
        if "://" not in link and not (path.parent / link.partition("#")[0]).exists()
    ]
    assert lost == []


def test_every_guide_can_be_reached_from_the_readme():
    linked = set(re.findall(r"\]\((docs/[a-z-]+\.md)\)", text(ROOT / "README.md")))
    assert linked == {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}


def test_papermill_is_given_the_notebook_s_own_parameters():
    """All of them, but for a published notebook, which holds its own."""
    for example in typed("papermill"):
        _, notebook, _, *rest = shlex.split(example)
        named = {rest[place + 1] for place, word in enumerate(rest) if word == "-p"}
        if notebook.startswith("reports/"):
            assert named < first_parameters(ROOT / "notebooks" / "area_briefing.ipynb")
        else:
            assert named == first_parameters(ROOT / notebook)


def test_the_uv_to_install_is_that_of_the_makefile():
    installing = re.compile(r"pip\S* install (?:\S+ )*?(--require-hashes -r \S+)")
    shown = {way.replace("\\", "/") for path in GUIDES for way in installing.findall(text(path))}
    assert shown == set(installing.findall(MAKEFILE))
    assert not [path for path in GUIDES if "uv==" in text(path)]


def test_the_readme_says_how_many_areas_have_a_count_and_which_have_none():
    counts = {(area, year): raw.count(area, year) for area in raw.areas() for year in range(2000, 2025)}
    exact = {place for place, span in counts.items() if span and span[0] == span[1]}
    narrow = {place for place, span in counts.items() if span} - exact
    counted, bounded = (
        {area: sum(name == area for name, _ in found) for area in raw.areas()} for found in (exact, narrow)
    )
    of_year = [[sum(year == each for _, each in found) for year in (2023, 2024)] for found in (exact, narrow)]
    said = "of the 42 areas {} have a count for 31 March 2023 and {} for 2024, and for {} and {} more"
    assert said.format(*of_year[0], *of_year[1]) in text(ROOT / "README.md")
    [names] = re.findall(
        r"; (.+) have such bounds alone, and (.+) no count of any year", text(ROOT / "README.md")
    )
    alone, never = (set(re.split(", | and ", listed)) for listed in names)
    assert never == {area for area in raw.areas() if not counted[area] and not bounded[area]}
    assert alone == {area for area in raw.areas() if not counted[area] and bounded[area]}


def test_the_readme_is_short():
    assert len(text(ROOT / "README.md").splitlines()) <= 80


def test_every_room_is_described_and_no_other():
    there = {path.stem for path in HELPERS.iterdir() if path.stem[0] != "_" and path.name != "py.typed"}
    assert {room.strip("`") for room, *_ in table("The rooms")} == there


def test_each_room_may_import_what_the_contracts_allow():
    ordered = [name for layer in layers() for name in layer]
    rows = {room.strip("`"): may for room, _, may in table("The rooms")}
    assert sorted(ordered, key=list(rows).index) == ordered
    wrong = {
        room: rows[room]
        for room in ordered
        if rows[room] != "all rooms below" and set(inline(rows[room])) != allowed(room)
    }
    assert wrong == {}


def test_a_room_that_may_import_all_below_is_forbidden_none():
    free = [room.strip("`") for room, _, may in table("The rooms") if may == "all rooms below"]
    sources = {name for contract in CONTRACTS for name in contract.get("source_modules", [])}
    assert [room for room in free if f"helpers.{room}" in sources] == []


def test_the_contracts_are_those_of_pyproject():
    under = ARCHITECTURE.partition("\n## The contracts\n")[2].partition("\n## ")[0]
    assert re.findall(r"^- \*\*(.+)\.\*\*$", under, re.MULTILINE) == [
        contract["name"] for contract in CONTRACTS
    ]


def test_words_of_a_page_stand_where_the_guide_says():
    rows = table("Whose words are these?")
    assert len(rows) > 20
    lost = []
    for _, where, words in rows:
        place = next(
            folder / inline(where)[0] for folder in (ROOT, HELPERS) if (folder / inline(where)[0]).exists()
        )
        files = sorted(place.glob("*.py")) if place.is_dir() else [place]
        lost += [] if any(words.strip('"') in text(file) for file in files) else [f"{where}: {words}"]
    assert lost == []


def test_the_eight_words_are_explained():
    said = [word for word, *_ in table("Eight words")]
    assert said == ["observation", "fact", "finding", "claim", "variant", "report", "entry", "note"]


def test_every_decision_has_its_date():
    page = text(ROOT / "docs" / "decisions.md")
    undated = [
        part.splitlines()[0]
        for part in page.split("\n## ")[1:]
        if not re.search(r"\n\*\d+ \w+ \d{4}\.\*\n", part)
    ]
    assert undated == []


def test_the_list_of_reports_says_what_facts_csv_is_for():
    assert re.search(r"^\| `facts\.csv` \| \w.+\|$", text(ROOT / "reports" / "README.md"), re.MULTILINE)


def test_the_changelog_has_the_version_of_the_project_with_its_date():
    headings = re.findall(r"^## (.+)$", text(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(PYPROJECT['project']['version'])} - \d{{4}}-\d\d-\d\d", headings[1])


def test_every_sentence_stands_on_a_line_of_its_own():
    lines = [
        (path.name, line)
        for path in PROSE
        for line in text(path).splitlines()
        if not line.startswith(("    ", "|", "#"))
    ]
    assert [f"{page}: {line}" for page, line in lines if re.search(r"[a-z`)]\. [A-Z]", line)] == []
