"""What commands print, and where it goes: readers who leave, narrow encodings, narrow terminals."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.commands import output
from helpers.commands.cli import app, main
from helpers.data.areas import areas
from helpers.present.numbers import MINUS
from helpers.present.sentences.variants import VARIANTS

Run = Callable[..., tuple[int, bytes]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command with an output of an encoding; return its exit code and what it printed."""

    def run_with(arguments: list[str], encoding: str, to: str = "") -> tuple[int, bytes]:
        path = Path(to) if to else tmp_path / "printed"
        monkeypatch.setattr(sys, "argv", ["briefings", *arguments])
        with path.open("w", encoding=encoding) as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            with pytest.raises(SystemExit) as ended:
                main()
        return int(ended.value.code or 0), b"" if to else path.read_bytes()

    return run_with


# Encodings --------------------------------------------------------------------------------------------------


def test_what_an_encoding_lacks_is_written_in_plain_characters(run: Run) -> None:
    arguments = ["factcheck", "data/specimens/article.md"]
    code, content = run(arguments, "utf-8")
    whole = content.decode()
    for sign in MINUS, "\N{HORIZONTAL ELLIPSIS}":
        assert sign in whole
    for encoding in "cp1252", "latin-1", "ascii":
        same_code, narrow = run(arguments, encoding)
        assert code == same_code == 3
        plain = narrow.decode(encoding)
        assert len(plain.splitlines()) == len(whole.splitlines())
        assert re.findall(r"-?\d[\d,.]*", plain) == re.findall(r"-?\d[\d,.]*", whole.replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"{MINUS}1.0%", "-1.0%"),
        ("Sarah\N{RIGHT SINGLE QUOTATION MARK}s Law", "Sarah's Law"),
        ("Ynys M\u00f4n", "Ynys Mon"),
        ("3\u00bd of 10\u00b3", "3<U+00BD> of 10<U+00B3>"),  # never 312 of 103
        ("\u00a312", "GBP 12"),
        ("\u4e2d", "<U+4E2D>"),
    ],
)
def test_a_character_becomes_the_plain_one_that_a_reader_expects_or_else_its_code(
    text: str, plain: str
) -> None:
    with output.prepared():  # which makes the name known
        assert text.encode("ascii", "briefings-plain").decode() == plain


def test_json_means_the_same_in_every_encoding(run: Run) -> None:
    arguments = ["factcheck", "data/specimens/article.md", "--json"]
    said = [run(arguments, encoding)[1].decode(encoding) for encoding in ("utf-8", "cp1252", "ascii")]
    assert not said[0].isascii()
    assert json.loads(said[0]) == json.loads(said[1]) == json.loads(said[2])


# Readers who leave ------------------------------------------------------------------------------------------


def test_a_reader_who_leaves_ends_a_command_quietly(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    read, write = os.pipe()
    os.close(read)
    monkeypatch.setattr(sys, "argv", ["briefings", "facts", "essex"])
    with io.TextIOWrapper(os.fdopen(write, "wb"), encoding="utf-8") as left:
        monkeypatch.setattr(sys, "stdout", left)
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_that_cannot_be_written_is_one_sentence_and_exit_1(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["facts", "essex"], "utf-8", "/dev/full") == (1, b"")
    assert (
        capfd.readouterr().err
        == "briefings: what the command prints cannot be written: No space left on device\n"
    )


def test_without_standard_output_a_command_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    for arguments in (["list"], ["facts", "essex"]):
        monkeypatch.setattr(sys, "argv", ["briefings", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code


# Narrow terminals -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "column", "width"),
    [
        *(("list", "Measures", width) for width in (20, 40, 60, 80, 200)),
        *(("review", "Reasons", width) for width in (40, 80)),
        *(("variants", "Variant", width) for width in (40, 80)),
    ],
)
def test_a_table_keeps_every_column_and_every_name_whole_at_any_width(
    command: str, column: str, width: int
) -> None:
    result = CliRunner().invoke(app, [command, "--year", "2023"], env={"COLUMNS": f"{width}"})
    assert result.exit_code == 0, result.output
    words = set(re.findall(r"[\w.-]+", result.output))
    names = {*VARIANTS} if command == "variants" else {area.slug for area in areas()}
    assert {*names, column} <= words
