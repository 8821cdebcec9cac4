"""Write into docs/commands.md what ``--help`` says of each command, and the Makefile of each target."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer

from helpers.commands.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "commands.md"
# A made part of the page: "<!-- made: build -->", its lines, "<!-- end -->". All else is written by hand.
MADE = re.compile(r"(?<=<!-- made: )(?P<name>[a-z-]+)(?P<open> -->\n).*?(?=<!-- end -->)", re.DOTALL)
# The brackets at the end of an option's help: "[default: 2023]", "[default: 600; x>=1]", "[required]".
BRACKETED = re.compile(r"\s*\[([^\[\]]+)\]$")


def reference(page: str) -> str:
    """The text of the page with every made part made anew."""
    made = {"targets": targets(), "general": general(), **{name: command(name) for name in commands()}}
    return MADE.sub(lambda part: f"{part['name']}{part['open']}{made[part['name']]}", page)


def commands() -> dict[str, Any]:
    """Every command by its name."""
    return typer.main.get_command(app).commands


def command(name: str) -> str:
    """How a command is called, what it does, and its arguments and options."""
    with typer.main.get_command(app).make_context("briefings", [], resilient_parsing=True) as root:
        about = root.command.get_command(root, name)
        context = about.make_context(name, [], parent=root, resilient_parsing=True)
        usage = context.get_usage().removeprefix("Usage: ")
        return f"\n    {usage}\n\n{_sentences(about.help)}\n{_table(about.get_params(context), context)}\n"


def general() -> str:
    """The options of ``briefings`` itself."""
    group = typer.main.get_command(app)
    with group.make_context("briefings", [], resilient_parsing=True) as context:
        return _table(group.get_params(context), context, but="") + "\n"


def targets() -> str:
    """Every target of the Makefile with what it says of itself."""
    found = re.findall(
        r"^([a-z-]+):.*?  ## (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    rows = "".join(f"| `make {name}` | {_first_capital(about)} |\n" for name, about in found)
    return f"\n| target | what it does |\n|---|---|\n{rows}\n"


def _table(params: list[Any], context: Any, but: str = "--help") -> str:
    records = [param.get_help_record(context) for param in params]
    rows = "".join(_row(*record) for record in records if record and record[0] != but)
    return f"\n| argument or option | meaning | default or limit |\n|---|---|---|\n{rows}" if rows else ""


def _row(name: str, about: str) -> str:
    bracketed = BRACKETED.search(about)
    meaning = BRACKETED.sub("", about)
    default = _default(bracketed[1]) if bracketed else ""
    return f"| `{_cell(name.replace(' range>', '>'))}` | {_cell(meaning)} | {default} |\n"


def _default(bracketed: str) -> str:
    """ "600, at least 1" of "default: 600; x>=1"."""
    words = bracketed.removeprefix("default: ").replace("(", "").replace(")", "")
    words = re.sub(r"(\d+)<=x<=(\d+)", r"from \1 to \2", words)
    return re.sub(r"x>=(\d+)", r"at least \1", words).replace("; ", ", ")


def _sentences(text: str) -> str:
    """One sentence a line."""
    return re.sub(r"(?<=\.)\s+(?=[A-Z])", "\n", " ".join(text.split()))


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _first_capital(text: str) -> str:
    return _cell(text[0].upper() + text[1:])


if __name__ == "__main__":
    PAGE.write_text(reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
