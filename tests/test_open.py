"""``briefings open``: which page, and what it says where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.coverage import latest_year


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked for."""
    asked: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: bool(asked.append(address)) or True)
    return asked


def built(out: Path, *names: str) -> list[str]:
    """Options that name a folder which holds these pages."""
    for name in names:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).touch()
    return ["--out", str(out)]


@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        ([], "index.html"),
        (["essex"], f"{latest_year()}/essex.html"),
        (["Teesside", "--year", "2020"], "2020/cleveland.html"),
        (["region-wales", "--year", "latest"], f"{latest_year()}/region-wales.html"),
    ],
)
def test_a_built_page_is_opened_by_any_name(
    arguments: list[str], page: str, opened: list[str], tmp_path: Path
) -> None:
    result = CliRunner().invoke(app, ["open", *arguments, *built(tmp_path, page)])
    assert result.exit_code == 0, result.output
    assert opened == [(tmp_path / page).as_uri()]
    assert str(tmp_path / page) in result.output


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], f"briefings build --all --year {latest_year()}"),
        (["Essex", "--year", "2020"], "briefings build essex --year 2020"),
    ],
)
def test_a_page_that_is_not_built_is_answered_with_the_command_that_builds_it(
    arguments: list[str], command: str, opened: list[str], tmp_path: Path
) -> None:
    result = CliRunner().invoke(app, ["open", *arguments, *built(tmp_path)])
    assert result.exit_code == 1
    assert command in result.output
    assert opened == []


def test_a_page_that_is_no_file_is_not_called_one_that_is_not_built(
    opened: list[str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").mkdir()
    result = CliRunner().invoke(app, ["open", "--out", str(tmp_path)])
    assert result.exit_code == 1
    assert f"{tmp_path / 'index.html'} is a folder, not a file: remove it" in result.output
    assert opened == []


@pytest.mark.parametrize("name", ["cambridgshire", "../2023/cambridgeshire"])
def test_an_unknown_name_is_answered_with_what_comes_near(
    name: str, opened: list[str], tmp_path: Path
) -> None:
    result = CliRunner().invoke(app, ["open", name, *built(tmp_path, "2023/cambridgeshire.html")])
    assert result.exit_code == 2
    assert "cambridgeshire" in result.output
    assert opened == []


def test_where_no_browser_starts_the_page_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    result = CliRunner().invoke(app, ["open", *built(tmp_path, "index.html")])
    assert result.exit_code == 1
    assert "index.html by hand" in result.output
