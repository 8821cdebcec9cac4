"""One report to build: its notebook, the parameters to run it with, and the address of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.publish.errors import PublishError

Parameter = str | int | float | bool | None
"""The types that papermill writes unchanged; a date or a NumPy number would arrive as text."""

PLAIN_TYPES = (str, int, float, bool, type(None))

ENDINGS = ("html", "ipynb", "json", "csv", "xlsx")
"""The endings of a report's files; no other file is ever written, recorded or removed."""

PACKS = "packs"
"""The folder of the pages of performance packs, which are apart from those of official statistics."""

# No longer than a file may be called, with an ending and what is put around it while it is written.
_YEAR = re.compile("[0-9]{4}")
_PATH_PART = re.compile(r"[0-9a-z-]{1,200}")


@dataclass(frozen=True)
class Report:
    """A page to build.

    ``notebook`` is executed with ``parameters`` (name to value) in its cell tagged ``parameters``. The
    page's address is ``folder`` ("2023") and ``slug`` ("essex"); the index calls it ``title`` ("Essex") and
    lists it under ``group`` ("East of England"). ``basis`` names a function, as "module:name", that takes
    the parameters and returns ``facts`` (the rows that the page must show, each with an ``id``) and
    ``words`` (a text of all else that the page is made from). It tells the publisher which data matter to
    the report; without it, all do. ``reach`` names a function that takes the parameters of several reports
    and returns for each a text, such as a hash, that differs wherever what the report rests on does: it saves
    asking ``basis``. ``reads`` names a function that returns each file of the data that was
    read in its process, such as "data/raw/a.csv", with the SHA-256 of all that was read of it. ``years``
    are the folders of years that have a page of the same name, to which the page leads. ``shows`` names a
    function that takes the parameters and returns what each cell shows, by type: what another machine made
    is held against it. ``beside`` is a folder beside the data, all of whose tables the report reads: an
    absolute path, or one from the working directory. Raises PublishError if the folder or slug is no safe
    part of a path, or if a parameter is not a plain value.
    """

    notebook: Path
    folder: str
    slug: str
    title: str
    group: str
    parameters: Mapping[str, Parameter]
    basis: str = ""
    reach: str = ""
    reads: str = ""
    shows: str = ""
    years: tuple[str, ...] = ()
    beside: str = ""

    def __post_init__(self) -> None:
        for folder in (self.folder, *self.years):
            check_name(folder, self.slug)
        for name, value in self.parameters.items():
            _check_plain(self.name, name, value)

    @property
    def name(self) -> str:
        """The page's address without its ending, such as "2023/essex"; unique within a build."""
        return f"{self.folder}/{self.slug}"

    @property
    def of_pack(self) -> bool:
        """Whether the page is of a performance pack, and so of no official statistics."""
        return self.folder == PACKS


def is_year(folder: str) -> bool:
    """Return whether a folder of pages is that of a year, such as "2023"."""
    return bool(_YEAR.fullmatch(folder))


def check_name(folder: str, slug: str) -> None:
    """Raise PublishError unless both can be parts of a path: 200 digits, a-z and hyphens at most."""
    for role, part in (("folder", folder), ("slug", slug)):
        if not _PATH_PART.fullmatch(part):
            raise PublishError(
                f"{role} {part!r} cannot be part of a page's address: "
                "use lower-case letters, digits and hyphens, such as 'avon-and-somerset'"
            )


def _check_plain(report: str, name: str, value: object) -> None:
    # Exact types: NumPy's numbers are subclasses of float, and papermill writes them as text.
    if type(value) not in PLAIN_TYPES:
        raise PublishError(
            f"{report}: parameter {name} is a {type(value).__name__} ({value!r}): "
            "pass a str, int, float, bool or None"
        )
