"""The words and tables of the page on a release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from helpers.present import tables
from helpers.present.wording import escape

WORDS: Mapping[str, str] = {
    "first": "figures where none was known",
    "confirmed": "figures that another source gives too",
    "contradicted": "figures that another source gives otherwise",
    "revised": "figures of an earlier release that were changed, and marked as revised",
    "revised, unmarked": "figures of an earlier release that were changed without a mark",
    "withdrawn": "figures of an earlier release that are not in this one",
    "late": "figures that the earlier release did not give",
    "unusual": "counts of registered sexual offenders that moved by more than 15% on the year before",
    "renamed": "areas that are written otherwise than in the release before",
    "column": "columns that are new, gone, worded otherwise or elsewhere",
    "table": "changes of the table's place",
    "marker": "markers and notes that are new or gone",
}


class Changed(Protocol):
    """One change, as ``helpers.intake.release.changes`` has it."""

    @property
    def kind(self) -> str:
        """The kind, one of ``WORDS``."""

    @property
    def place(self) -> str:
        """The area and measure, or the column."""

    @property
    def says(self) -> str:
        """What changed."""


def title(year: int) -> str:
    """Return the page's heading."""
    return f"What the official release of 31 March {year} changed"


def introduction(year: int, record: Mapping[str, Any] | None) -> str:
    """Say which workbook the page is about, or that there is none."""
    if record is None:
        return (
            f"No official table of 31 March {year} has been taken in. "
            "The figures of that date come from other sources, which every page names."
        )
    return (
        f"The Ministry of Justice’s workbook {escape(record['file'])} was taken in with {record['figures']:,} figures. "
        "Its figures are used before those of any other source; what another source says otherwise is listed here."
    )


def no_earlier(year: int, record: Mapping[str, Any] | None) -> str:
    """Say why the table is compared with none before it."""
    if record is None:
        return f"No official table of 31 March {year} has been taken in, so there is none to compare."
    return "No earlier official table has been taken in, so it is not known whether this one is made as the one before."


def counts(changes: Sequence[Changed]) -> str:
    """Return the table of how many changes there are of each kind."""
    by_kind = Counter(change.kind for change in changes)
    rows = [[tables.text(words), f"{by_kind[kind]:,}"] for kind, words in WORDS.items() if by_kind[kind]]
    return tables.table("Changes by kind", ["Kind of change", "Number"], rows or [["no change is known", ""]])


def listing(caption: str, changes: Iterable[Changed], kinds: Sequence[str]) -> str:
    """Return the table of every change of some kinds."""
    rows = [
        [tables.text(change.place), tables.text(change.kind), tables.text(change.says)]
        for change in changes
        if change.kind in kinds
    ]
    head = ["What", "Kind of change", "How"]
    return tables.table(caption, head, rows or [["nothing", "", ""]], numeric=False)


def firsts(changes: Iterable[Changed]) -> str:
    """Return the table of how many first figures each area got."""
    by_area = Counter(change.place.partition(":")[0] for change in changes if change.kind == "first")
    rows = [[tables.text(area), f"{number:,}"] for area, number in sorted(by_area.items())]
    return tables.table("First figures by area", ["Area", "First figures"], rows or [["none", ""]])
