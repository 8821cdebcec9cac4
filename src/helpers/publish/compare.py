"""What is published against what the project gives now: first in figures, then in words, then in bytes."""

from __future__ import annotations

import difflib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from helpers.publish.approvals import notes
from helpers.publish.files import LEDGER, hash_file
from helpers.publish.index.index_pages import ALL_AREAS, indexes
from helpers.publish.ledger import Entry, Ledger, altered, read_ledger, recorded_years
from helpers.publish.report import Report
from helpers.text.nouns import agree

_COMPARED_COLUMNS = ("value", "low", "high", "status", "period", "area", "sources", "formula")
_NOT_REPORTS = {"index"}
_SHOWN_DIFFERENCES = 3


@dataclass(frozen=True)
class Difference:
    """How a published report is not what it should be: its name ("2023/essex"), the kind, and details."""

    name: str
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.name}: {self.kind}: {self.detail}"


def as_published(published: Path, reports: Iterable[Report]) -> list[Report]:
    """Return the reports with the years to which their pages lead as they were published."""
    entries = read_ledger(published / LEDGER, lambda _: None).entries
    return [
        replace(report, years=recorded_years(entries[report.name])) if report.name in entries else report
        for report in reports
    ]


def compare(
    published: Path, rebuilt: Path, reports: Sequence[Report], all_reports: Iterable[Report]
) -> list[Difference]:
    """Compare the pages of a folder, report by report, with those of a folder that was just built.

    Each report gives at most one difference, the gravest: missing, edited by hand, or different in figures,
    words or bytes. Pages in the same folders that belong to none of ``all_reports`` are left over. The files
    of all areas must be those that the ledger records, and the index what ledger and pages give. ``rebuilt``
    has no page of a report that cannot be built, and then there must be no published one either.
    """
    ledger = read_ledger(published / LEDGER, lambda _: None)
    entries = ledger.entries
    folders = {report.folder for report in reports}
    of_reports = (_compare(published, rebuilt, report, entries.get(report.name)) for report in reports)
    return [
        *(difference for difference in of_reports if difference),
        *_combined_files(published, folders, entries),
        *_indexes(published, ledger),
        *_left_over(published, folders, {report.name for report in all_reports}),
    ]


def _compare(published: Path, rebuilt: Path, report: Report, entry: Entry | None) -> Difference | None:
    page, fresh = (_files(folder, report) for folder in (published, rebuilt))
    if "html" not in fresh:
        if "html" not in page:
            return None
        return Difference(report.name, "not to be built", "the page is there, but can no longer be built")
    missing = sorted(fresh.keys() - page.keys())
    if missing:
        return Difference(report.name, "missing", f"{report.name}.{missing[0]} is not there; build it")
    return _edited(published, entry, report) or _gravest(page, fresh, report)


def _edited(published: Path, entry: Entry | None, report: Report) -> Difference | None:
    """Return the difference if a file is not the one that the ledger recorded."""
    if entry is None or not entry.hashes:
        return Difference(report.name, "unknown", "the ledger does not know this page; build it again")
    wrong = altered(published, entry)
    if not wrong:
        return None
    verb = agree(len(wrong), "was", "were")
    return Difference(
        report.name, "edited", f"the {' and '.join(wrong)} {verb} changed after publication; build it again"
    )


def _combined_files(published: Path, folders: set[str], entries: Mapping[str, Entry]) -> Iterator[Difference]:
    """Compare the files with the figures of all areas with what the ledger recorded."""
    for name in sorted(f"{folder}/{ALL_AREAS}" for folder in folders):
        present = {path.name.partition(".")[2]: path for path in published.glob(f"{name}.*")}
        recorded = entries[name].hashes if name in entries else {}
        for ending in sorted(present.keys() | recorded):
            if ending not in present:
                yield Difference(name, "missing", f"{name}.{ending} is not there; build it")
            elif hash_file(present[ending]) != recorded.get(ending):
                yield Difference(
                    name, "edited", f"the {ending} was changed after publication; build it again"
                )


def _indexes(published: Path, ledger: Ledger) -> Iterator[Difference]:
    """Compare the index of each year with what the ledger and the pages that are there give."""
    for address, page in indexes(published, ledger.entries.values(), notes(ledger)).items():
        path = published / address
        if not path.is_file():
            yield Difference(address, "missing", "build again")
        elif path.read_bytes() != page.encode():
            yield Difference(address, "edited", "it is not what the ledger and the pages give; build again")


def _gravest(page: Mapping[str, Path], fresh: Mapping[str, Path], report: Report) -> Difference | None:
    for kind, differences in (
        ("figures", _in_figures(page["json"], fresh["json"])),
        ("words", _in_words(page["html"], fresh["html"])),
        ("bytes", _in_bytes(page, fresh)),
    ):
        details = list(differences)
        if details:
            rest = len(details) - _SHOWN_DIFFERENCES
            more = f" (and {rest} more)" if rest > 0 else ""
            return Difference(report.name, kind, "; ".join(details[:_SHOWN_DIFFERENCES]) + more)
    return None


def _in_figures(published: Path, rebuilt: Path) -> Iterator[str]:
    before, now = _facts(published), _facts(rebuilt)
    for name in sorted(before.keys() | now):
        if name not in now:
            yield f"{name} is published but no longer a fact"
        elif name not in before:
            yield f"{name} is not on the page"
        else:
            yield from _in_fact(name, before[name], now[name])


def _in_fact(name: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for column in _COMPARED_COLUMNS:
        if before.get(column) != now.get(column):
            yield f"{name} {column} is published as {before.get(column)!r}, but is now {now.get(column)!r}"
            return


def _in_words(published: Path, rebuilt: Path) -> Iterator[str]:
    lines = difflib.unified_diff(_words(published), _words(rebuilt), n=0, lineterm="")
    yield from (line for line in list(lines)[2:] if not line.startswith("@@"))


def _in_bytes(page: Mapping[str, Path], fresh: Mapping[str, Path]) -> Iterator[str]:
    for ending in sorted(fresh):
        before, now = page[ending].read_bytes(), fresh[ending].read_bytes()
        if before != now:
            at = next((i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), len(before))
            yield f"{ending} differs from byte {at}"


def _facts(summary: Path) -> dict[str, Mapping[str, Any]]:
    try:
        content = json.loads(summary.read_text(encoding="utf-8"))
        return {fact["id"]: fact for fact in content.get("facts", [])}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def _words(page: Path) -> list[str]:
    """Return the text of a page, one line for each block that a reader sees."""
    text = re.sub(r"(?s)<style.*?</style>", "", page.read_text(encoding="utf-8", errors="replace"))
    text = re.sub(r"</(p|li|h\d|tr|td|th|text)>", "\n", text)
    lines: Iterable[str] = re.sub(r"<[^>]*>", "", text).split("\n")
    return [folded for line in lines if (folded := " ".join(html.unescape(line).split()))]


def _left_over(published: Path, folders: set[str], names: set[str]) -> Iterator[Difference]:
    for folder in sorted(folders):
        for path in sorted((published / folder).glob("*.*")):
            name = f"{folder}/{path.name.split('.')[0]}"
            if name not in names and path.stem not in _NOT_REPORTS and path.suffix == ".html":
                yield Difference(name, "left over", "no such area: remove the page")


def _files(folder: Path, report: Report) -> dict[str, Path]:
    paths = sorted((folder / report.folder).glob(f"{report.slug}.*"))
    return {path.name.removeprefix(f"{report.slug}."): path for path in paths}
