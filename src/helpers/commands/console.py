"""How commands answer: tables and JSON, and an error as one message and an exit code."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from helpers.commands.output import is_unicode, say

if TYPE_CHECKING:
    from rich.table import Table

FAILED, MISUSED, INTERRUPTED = 1, 2, 130

LATEST: Any = "latest"  # which the option turns into a year
_MOST_YEARS = 100  # more are a slip of the fingers


def years_named(given: int | str | tuple[int, ...]) -> tuple[int, ...]:
    """Return the years of "2019-2024", "2019,2023", "2023" or "latest", each once and in order."""
    if isinstance(given, tuple):
        return given
    years: set[int] = set()
    for part in f"{given}".split(","):
        first, dash, last = part.partition("-")
        start, end = year_or_latest(first.strip()), year_or_latest((last if dash else first).strip())
        if start > end:
            raise typer.BadParameter(f"{part.strip()!r} ends before it begins: write {end}-{start}")
        if end - start >= _MOST_YEARS:
            raise typer.BadParameter(
                f"{part.strip()!r} is of {end - start + 1} years: name {_MOST_YEARS} at most"
            )
        years |= {*range(start, end + 1)}
    return tuple(sorted(years))


def year_or_latest(given: int | str) -> int:
    """Return a year as it was given; "latest" is looked up in the data, and only when a command runs."""
    if given == LATEST:
        from helpers.data.coverage import latest_year

        with reporting_errors():
            return latest_year()
    try:
        return int(given)
    except ValueError as error:
        raise typer.BadParameter(f"{given!r} is neither a year, such as 2023, nor {LATEST!r}") from error


Year = Annotated[
    int,
    typer.Option(
        parser=year_or_latest,
        metavar="YEAR",
        help=f'The 31 March to report on; "{LATEST}" is the newest for which half of the areas have a published count.',
    ),
]
Years = Annotated[
    Any,  # a tuple of them: typer would take that type for one option of several words
    typer.Option(
        "--year",
        "--years",
        parser=years_named,
        metavar="YEARS",
        help=f'Each 31 March to report on, such as "2023" or "2019-2024"; "{LATEST}" is the newest for which half of the areas have a published count.',
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Write without asking.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def named_folder(text: str | Path) -> Path:
    """Return the folder that is named; an empty name would be the working directory, which nobody means."""
    if not str(text).strip():
        raise typer.BadParameter("it is empty: name a folder")
    return Path(text)


def check_there(*paths: Path) -> None:
    """Raise typer.BadParameter for the first path where there is no file that can be read."""
    for path in paths:
        if not _is(path, "exists"):
            raise typer.BadParameter(f"there is no file {str(path)!r}{_file_like(path)}")
        if not path.is_file():
            raise typer.BadParameter(
                f"{str(path)!r} is not an ordinary file: a pipe or a device cannot be read"
            )


def file_to_write(text: str | Path) -> Path:
    """Return the file that is named; raise typer.BadParameter for none, a folder, or one in no folder."""
    path = named_file(text)
    if not _is(path.parent, "is_dir"):
        raise typer.BadParameter(f"there is no folder {str(path.parent)!r} to write {path.name!r} into")
    return path


def named_file(text: str | Path) -> Path:
    """Return the file that is named, there or not; raise typer.BadParameter for none or a folder."""
    if not str(text).strip():
        raise typer.BadParameter("it is empty: name a file")
    path = Path(text)
    if _is(path, "is_dir"):
        raise typer.BadParameter(f"{str(text)!r} is a folder: name a file in it")
    return path


def _is(path: Path, what: Literal["exists", "is_dir"]) -> bool:
    """Return what a path is; raise typer.BadParameter for one that cannot even be looked at."""
    try:
        return path.exists() if what == "exists" else path.is_dir()
    except OSError as error:
        raise typer.BadParameter(f"{path.name[:60]!r} cannot be read: {error.strerror}") from error


def _file_like(path: Path) -> str:
    from helpers.data.errors import did_you_mean

    with suppress(OSError):
        return did_you_mean(path.name, [file.name for file in path.parent.iterdir() if file.is_file()])
    return ""


def check_folder(path: Path, option: str) -> None:
    """Raise typer.BadParameter where there is no such folder."""
    if not _is(path, "is_dir"):
        what = "is a file, and a folder is wanted" if path.exists() else "is not a folder that exists"
        raise typer.BadParameter(f"{str(path)!r} {what}", param_hint=option)


Out = Annotated[
    Path,
    typer.Option(
        help="The folder of the reports.", show_default="reports", parser=named_folder, metavar="<path>"
    ),
]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: hardly anything is garbage in a circle, and looking takes a fifth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Report an error as one message and an exit code: 2 for a mistaken call, 1 for bad data or folder."""
    from helpers.data.errors import DataError, Misused, UnknownArea
    from helpers.publish.errors import Interrupted, PublishError

    try:
        yield
    except (UnknownArea, Misused) as error:
        _exit_with(f"{error}", MISUSED)
    except (DataError, PublishError) as error:
        _exit_with(f"{error}", FAILED)
    except Interrupted as error:
        _exit_with(f"{error}", INTERRUPTED)


def say_where(*names: str) -> None:
    """Say in which area the towns and forces among these names are: "Birmingham is in West Midlands"."""
    from helpers.data.areas import names as known
    from helpers.data.errors import UnknownArea

    for name in names:
        if known().region_named(name):
            continue
        try:
            through = known().locate(name).through
        except UnknownArea:
            continue
        if through:
            say(through, err=True)


def check_year(year: int) -> None:
    """Raise typer.BadParameter for a year that the data do not cover."""
    from helpers.data.coverage import check_covered, covered_years
    from helpers.data.errors import DataError

    years = covered_years()
    try:
        check_covered(year, years)
    except DataError as error:
        raise typer.BadParameter(f"{error}") from error


def accepted(yes: bool, question: str) -> bool:
    """Return whether a change may be written: by --yes, or by a person at a terminal who says so.

    Without a terminal and without --yes nobody could have looked at it, which is a mistake in the call.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        _exit_with("nothing is written: look at what would be, then say --yes", MISUSED)
    if not typer.confirm(question, err=True):
        _exit_with("nothing is written", FAILED)
    return True


def print_json(value: Any) -> None:
    """Print a value as JSON for other programs: in ASCII where the output cannot write every character."""
    say(json.dumps(value, indent=2, ensure_ascii=not is_unicode()))


def print_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print a table as wide as the terminal, of which only the last column wraps, between words.

    Where it is too narrow for that, each row is a paragraph instead, so that no name is cut or left out.
    """
    from textwrap import fill

    from rich.console import Console

    if sys.stdout is None:
        return
    console = Console()
    if _least_width(columns, rows) > console.width:
        say(
            "\n".join(
                [fill(title, console.width), *(_paragraph(columns, row, console.width) for row in rows)]
            )
        )
    else:
        console.print(_table(title, columns, rows))


def _table(title: str, columns: list[str], rows: list[list[str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, no_wrap=name != columns[-1])
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _least_width(columns: list[str], rows: list[list[str]]) -> int:
    """Return how wide a table must be whose last column holds its longest word, and all others every cell."""
    from rich.cells import cell_len

    *whole, last = zip(columns, *rows, strict=True)
    widths = [max(map(cell_len, cells)) for cells in whole]
    longest_word = max(cell_len(word) for cell in last for word in (cell.split() or [""]))
    return sum(widths) + longest_word + 3 * len(columns) + 1


def _paragraph(columns: list[str], row: list[str], width: int) -> str:
    """Write a row of a table as lines, each with the name of its column."""
    from textwrap import TextWrapper

    lines: list[str] = []
    for name, cell in zip(columns, row, strict=True):
        start = "  " if lines else ""
        wrapper = TextWrapper(
            width=width,
            initial_indent=start,
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        first, *others = cell.split("\n")
        lines += wrapper.wrap(f"{name}: {first}")
        wrapper.initial_indent = "    "
        lines += [line for other in others for line in wrapper.wrap(other)]
    return "\n".join(lines)


def _exit_with(message: str, code: int) -> None:
    say(f"briefings: {message}", err=True)
    sys.exit(code)
