"""The work on one report, from its notebook to the files that are published: what a worker process does."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.publish.downloads import Summary, facts_csv, workbook
from helpers.publish.errors import PublishError
from helpers.publish.files import hash_bytes, write_whole
from helpers.publish.notebook import (
    cell_name,
    check_complete,
    normalise,
    one_line,
    read_summary,
    read_unrun,
    to_json,
)
from helpers.publish.page.figures import check_figures
from helpers.publish.report import Report
from helpers.publish.run import fork_server, record
from helpers.publish.run.engine import EngineName, Seen, run
from helpers.text.nouns import agree, counted

if TYPE_CHECKING:
    from nbformat import NotebookNode

Basis = Mapping[str, str]
"""What a report's content rests on: the id of each fact, and ``words`` for all the rest, to a hash of it."""

WORDS = "words"

_WORKING = "working"

MOST_IN_SPREADSHEET = 20_000
"""The most figures (rows) that a spreadsheet holds: more are slow to open and need much memory.

The CSV has them all.
"""


@dataclass(frozen=True)
class Output:
    """A report's files, complete and checked, its basis, and its reach into the data.

    ``files`` and ``hashes`` (SHA-256) are by ending, such as "html"; ``seen`` is what they were made from.
    """

    files: Mapping[str, bytes]
    hashes: Mapping[str, str]
    basis: Basis
    seen: Seen = field(default_factory=Seen)
    reach: str = ""


@dataclass(frozen=True)
class Found:
    """A report's reach into the data, and what it rests on; no basis where the reach is as it was before."""

    reach: str
    basis: Basis | None


def prepare_process(engine: EngineName, preload: Sequence[str], megabytes: int) -> None:
    """Prepare a new worker process: limit its memory, and import the libraries."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000,) * 2)
    record.begin()
    if engine == "warm":
        fork_server.become_runner(preload)


def working(workspace: Path) -> int | None:
    """Return the id of the process that is at work on a report in this workspace, if any is.

    It is there still if that process ended itself, whatever its exit code.
    """
    try:
        return int((workspace / _WORKING).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def produce(report: Report, workspace: Path, engine: EngineName, basis: Basis | None = None) -> Output:
    """Run, check and render one report in the current process.

    ``basis`` is what its content rests on, if another process just worked it out. Raises PublishError with
    the cell and the reason, or with what is wrong with the page or its facts.
    """
    mark = workspace / _WORKING
    mark.write_text(str(os.getpid()), encoding="ascii")
    try:
        return _produce(report, workspace, engine, basis)
    finally:
        mark.unlink()


def _produce(report: Report, workspace: Path, engine: EngineName, basis: Basis | None) -> Output:
    executed, seen = run(report, workspace, engine)
    check_complete(executed)
    nb = normalise(executed, report)
    summary = read_summary(nb)
    if basis is None or _differing(summary, basis):  # then the data may have changed since
        [basis] = find_bases([report])
    check_facts(report, summary, basis)
    [reach] = find_reaches([report])
    here = record.joined(record.imported(), record.called(report.reads))  # the check's own reading too
    seen = Seen(record.joined(seen.inputs, here), seen.others)
    files = files_of(nb, report)
    hashes = {ending: hash_bytes(content) for ending, content in files.items()}
    return Output(files, hashes, basis, seen, reach)


def files_of(nb: NotebookNode, report: Report) -> dict[str, bytes]:
    """Return the files of a report, all made from its executed notebook, by ending.

    Raises PublishError with what is wrong with the page, or what it says otherwise than its facts.
    """
    from helpers.publish.page.render import render  # nbconvert takes two seconds to import: for workers only

    summary = read_summary(nb)
    page = render(nb, report)
    check_figures(page, summary)
    return downloads(str(summary.get("title", "")), [summary]) | {
        "html": page.encode(),
        "ipynb": to_json(nb).encode(),
        "json": (json.dumps(summary, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(),
    }


def check_output(report: Report, output: Output) -> None:
    """Check that what another machine made has the facts that are found here, and its notebook's files.

    Raises PublishError with what differs, or is wrong with the page.
    """
    import nbformat

    try:
        nb = nbformat.reads(output.files.get("ipynb", b"").decode(), 4)
        check_complete(nb)
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError) as error:
        reason = one_line(f"the notebook is not one: {type(error).__name__}: {error}")
        raise PublishError(reason) from error
    asked = read_unrun(report.notebook, report.parameters)
    if _as_written(nb) != _as_written(asked) or nb != normalise(nb, report):
        raise PublishError("the notebook is not the one that was asked for")
    basis = find_bases([report])[0]
    if output.basis != basis or [output.reach] != find_reaches([report]):
        raise PublishError("it rests on other facts than are found here")
    check_facts(report, read_summary(nb), basis)
    _check_shown(nb, report)
    made = files_of(nb, report)
    wrong = sorted(name for name in {*made, *output.files} if made.get(name) != output.files.get(name))
    if wrong:
        raise PublishError(f"the {wrong[0]} is not what its notebook gives here")
    if output.hashes != {name: hash_bytes(content) for name, content in made.items()}:
        raise PublishError("the hashes are not those of its files")
    _check_read(output.seen)


def _check_read(seen: Seen) -> None:
    """Raise PublishError unless what another machine says it read is names of files with their hashes."""
    for hashes in (seen.inputs, seen.others):
        if not isinstance(hashes, dict) or not all(
            isinstance(name, str)
            and isinstance(digests, Collection)
            and all(isinstance(digest, str) for digest in digests)
            for name, digests in hashes.items()
        ):
            raise PublishError("what came back does not say what it was made from")


def downloads(title: str, summaries: Iterable[Summary]) -> dict[str, bytes]:
    """Return the figures of one or more reports as files to download, by ending; empty without figures.

    No spreadsheet is made of more than ``MOST_IN_SPREADSHEET`` figures. The summaries are read one by one,
    and only as many are kept as a spreadsheet needs.
    """
    kept: list[Summary] = []
    figures = 0

    def told() -> Iterator[Summary]:
        nonlocal figures
        for summary in summaries:
            figures += len(summary.get("facts", ()))
            kept.append(summary)
            if figures > MOST_IN_SPREADSHEET:
                kept.clear()
            yield summary

    content = facts_csv(told())
    if not figures:
        return {}
    return {"csv": content} | ({"xlsx": workbook(title, kept)} if kept else {})


def write_downloads(title: str, paths: Sequence[Path], folder: Path) -> dict[str, Path]:
    """Write the downloads for published pages, from their summaries, into a folder; return them by ending.

    Pages without headlines, such as a region's, are left out. Raises PublishError where a file cannot be
    written.
    """
    summaries = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    with_headlines = (summary for summary in summaries if summary.get("headlines"))
    first_two = list(islice(with_headlines, 2))
    contents = downloads(title, chain(first_two, with_headlines)) if len(first_two) > 1 else {}
    written = {ending: folder / f"figures.{ending}" for ending in contents}
    for ending, content in contents.items():
        write_whole(written[ending], content)
    return written


def find_bases(reports: Sequence[Report]) -> list[Basis]:
    """Return what each report's content rests on, by the function that it names; empty if it names none.

    Raises PublishError where that fails, for example because the data cannot be trusted.
    """
    return [_basis(report) for report in reports]


def examine(reports: Sequence[Report], reaches: Sequence[str]) -> list[Found]:
    """Return each report's reach into the data as they are now, and what it rests on.

    ``reaches`` are those before: where one is the same, nothing more is worked out. Raises PublishError where
    the data cannot be trusted, or changed meanwhile.
    """
    earlier = _read_by(reports)  # in a process that lives on
    examined = [
        Found(now, None if now and now == before else _basis(report))
        for report, now, before in zip(reports, find_reaches(reports), reaches, strict=True)
    ]
    for name, hashes in sorted(_read_by(reports).items()):
        if len({*hashes} - {*earlier.get(name, ())}) > 1:
            raise PublishError(f"{name} changed while it was read; build again")
    return examined


def find_reaches(reports: Sequence[Report]) -> list[str]:
    """Return each report's reach into the data, by the function that it names; empty if it names none.

    Raises PublishError where that fails, for example because the data cannot be trusted.
    """
    by_function: dict[str, list[Report]] = {}
    for report in reports:
        by_function.setdefault(report.reach, []).append(report)
    reaches = {report.name: "" for report in by_function.pop("", [])}
    for named, some in by_function.items():
        texts = _called(some[0], named, asked=[report.parameters for report in some])
        reaches |= {report.name: text for report, text in zip(some, texts, strict=True)}
    return [reaches[report.name] for report in reports]


def check_facts(report: Report, summary: Mapping[str, Any], basis: Basis) -> None:
    """Check that the facts that a notebook shows are those of the report that was asked for.

    Raises PublishError with the first that differ.
    """
    if wrong := _differing(summary, basis):
        raise PublishError(
            f"{counted(len(wrong), 'fact')} of the notebook {agree(len(wrong), 'is not that', 'are not those')} of {report.name}: {', '.join(wrong[:3])}"
        )


def _differing(summary: Mapping[str, Any], basis: Basis) -> list[str]:
    """Return the ids of facts that a notebook shows otherwise than they are; none without a basis."""
    if not basis:
        return []
    actual = {fact["id"]: hash_fact(fact) for fact in summary.get("facts", [])}
    expected = {name: digest for name, digest in basis.items() if name != WORDS}
    return sorted(name for name in actual.keys() | expected if actual.get(name) != expected.get(name))


def hash_fact(fact: Mapping[str, Any]) -> str:
    """Return a 16-digit hash of a fact."""
    return hash_bytes(json.dumps(fact, sort_keys=True).encode())[:16]


def _as_written(nb: NotebookNode) -> list[tuple[str, str, object, object]]:
    """Return all that a notebook holds before it runs: its cells' kinds, sources, tags and images."""
    return [
        (cell.cell_type, "".join(cell.source), cell.metadata.get("tags", []), cell.get("attachments", {}))
        for cell in nb.cells
    ]


def _check_shown(nb: NotebookNode, report: Report) -> None:
    """Check that the cells show what is made of the same facts here, and not one printed line more.

    A report without ``shows`` says nothing of what its cells should show. Raises PublishError naming the
    first cell that differs.
    """
    if not report.shows:
        return
    expected = iter(_called(report, report.shows, **report.parameters))
    for number, cell in enumerate(nb.cells, 1):
        for output in cell.get("outputs", []):
            # What was printed has no data, which must not pass for the end of what is expected.
            if output.get("metadata") or output.get("data", "") != next(expected, None):
                name = cell_name(nb.cells[:number])
                raise PublishError(f"{name} shows something else than is made of the same facts here")
    if next(expected, None) is not None:
        raise PublishError("it does not show all that is made of the same facts here")


def _basis(report: Report) -> Basis:
    if not report.basis:
        return {}
    content = _called(report, report.basis, **report.parameters)
    words = hash_bytes(content["words"].encode())[:16]
    return {fact["id"]: hash_fact(fact) for fact in content["facts"]} | {WORDS: words}


def _read_by(reports: Sequence[Report]) -> record.Hashes:
    """Return what of the data was read in this process, by the functions that the reports name."""
    return record.joined(*(record.called(reads) for reads in {report.reads for report in reports}))


def _called(report: Report, named: str, **arguments: Any) -> Any:
    """Call a function that a report names."""
    module, _, function = named.partition(":")
    try:
        return attrgetter(function)(importlib.import_module(module))(**arguments)
    except Exception as error:
        raise PublishError(one_line(f"{report.name}: {type(error).__name__}: {error}")) from error
