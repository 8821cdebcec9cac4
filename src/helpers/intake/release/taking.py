"""What an understood workbook adds to ``data/raw``: the workbook, its record, its source and its figures."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeDumper as SafeDumper
except ImportError:  # PyYAML without libyaml gives the same, ten times as slowly
    from yaml import SafeDumper  # type: ignore[assignment]

from helpers.data.cross_checks import SEAL, figures_hash, sealed
from helpers.data.errors import DataError
from helpers.data.evidence import evidence
from helpers.data.plausible import ImplausibleError, Measured
from helpers.data.remarks import plain_file
from helpers.data.schemas import TABLES
from helpers.data.sources import fingerprint, reference_text
from helpers.intake.adding import merge
from helpers.intake.change import Change, changing
from helpers.intake.release.changes import Change as Figures
from helpers.intake.release.changes import of_understanding
from helpers.intake.release.kept import kept, source_of
from helpers.intake.release.refusal import Refused
from helpers.intake.release.understanding import Understanding, described

LICENCE = "Open Government Licence v3.0"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
COLLECTION = "https://www.gov.uk/government/collections/multi-agency-public-protection-arrangements-mappa-annual-reports"
EXEMPTIONS = "reference/exemptions.csv"
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Addition:
    """What an import brings: its source, files of ``data/raw`` by path, and rows of its tables."""

    source: str
    files: dict[str, bytes]
    rows: dict[str, Rows]


def _listed(changes: list[Figures]) -> bytes:
    """Return the changes as they are kept beside the import."""
    rows = [{"kind": change.kind, "place": change.place, "says": change.says} for change in changes]
    return yaml.dump(rows, Dumper=SafeDumper, sort_keys=False, allow_unicode=True).encode()


def known_already(sha256: str, folder: Path) -> str:
    """Return the id of the source that these very bytes were imported as, or an empty text."""
    return next((str(record["source_id"]) for record in kept(folder) if record.get("sha256") == sha256), "")


def addition(
    understanding: Understanding, folder: Path, *, revises: bool, published: str = "", retrieved: date
) -> Addition:
    """Return what the import of a workbook would write.

    Raises Refused for a second, different workbook of a year that is not said to revise the first, and for a
    revision of a year that has none.
    """
    if understanding.synthetic:
        raise Refused("the workbook says that it is SYNTHETIC: made-up figures are never taken into the data")
    earlier = [record for record in kept(folder) if record.get("year") == understanding.year]
    _check_revision(understanding.year, earlier, revises)
    source = source_of(understanding.year, len(earlier) + 1)
    figures = [_figure(line, understanding.year, source) for line in understanding.lines]
    record = _record(understanding, source, published, retrieved) | {"figures_sha256": figures_hash(figures)}
    record[SEAL] = sealed(record)
    title = f"MAPPA annual report {understanding.year - 1} to {understanding.year}, area tables (Ministry of Justice)"
    row = {
        "source_id": source,
        "title": title + (f", revision {len(earlier)}" if earlier else ""),
        "url": _address(understanding, folder),
        "published": published,
        "kind": "release",
    }
    return Addition(
        source,
        {
            f"releases/{source}.{understanding.container.kind}": understanding.container.content,
            f"releases/{source}.changes.yml": _listed(of_understanding(understanding, folder)),
            f"releases/{source}.source.yml": yaml.dump(
                record, Dumper=SafeDumper, sort_keys=False, allow_unicode=True
            ).encode(),
        },
        {"sources": [row], "mappa_figures": figures},
    )


@contextmanager
def staged(added: Addition, folder: Path, before: tuple[tuple[str, str], ...]) -> Iterator[Change]:
    """Give the data as they will be, checked, in a copy: its ``put`` makes them the data, all at once.

    ``before`` is the fingerprint that the addition rests on. Raises DataError where the data have changed
    since, where the new state is one that no command could read, or where it cannot be written; the old state
    is then as it was, byte for byte, as it is without ``put``.
    """
    with changing(folder) as change:
        if fingerprint(folder) != before:
            raise DataError("the data have changed since they were read; run the command again")
        for name, content in added.files.items():
            change.write(f"raw/{name}", content)
        for table, rows in added.rows.items():
            merge(table, rows, change)
        _let_through(added.source, change)
        yield change


def let_through(change: Change) -> list[str]:
    """Return what a staged import lets through beyond a limit, in words for whoever decides on it."""
    before = {tuple(sorted(row.items())) for row in _texts(change.folder)}
    return [
        f"{row['area']}, {row['period_end']}: {row['limit']} is {row['figure']}, beyond its limit"
        for row in _texts(change.copy)
        if tuple(sorted(row.items())) not in before
    ]


def _let_through(source: str, change: Change) -> None:
    """Read the data as they will be, and write down each figure of the release that is beyond a limit.

    Raises DataError for what does not rest on the release.
    """
    try:
        evidence(change.copy)
    except ImplausibleError as error:
        foreign = [
            measured
            for measured in error.beyond
            if source not in measured.sources or measured.figure == math.inf
        ]
        if foreign:
            raise
        rows = [*_texts(change.copy), *(_exempt(measured, source) for measured in error.beyond)]
        text = io.StringIO()
        writer = csv.DictWriter(text, list(TABLES["exemptions"].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows({tuple(row.items()): row for row in rows}.values())
        change.write(EXEMPTIONS, text.getvalue().encode())
        evidence(change.copy)


def _texts(folder: Path) -> Rows:
    return reference_text("exemptions", folder) if (folder / EXEMPTIONS).is_file() else []


def _exempt(measured: Measured, source: str) -> dict[str, str]:
    return {
        "limit": measured.limit,
        "area": measured.area,
        "period_end": f"{measured.year}-03-31",
        "figure": f"{measured.figure:.1f}",
        "source_id": source,
        "reason": "The official workbook says so; it was shown to whoever took the workbook in, before it was taken.",
    }


def _figure(line: Any, year: int, source: str) -> dict[str, str]:
    return {
        "area": line.area,
        "area_type": line.area_type,
        "period_end": f"{year}-03-31",
        "measure": line.measure,
        "value": line.value,
        "unit": line.unit,
        "basis": line.basis,
        "source_id": source,
        "note": line.note,
    }


def _check_revision(year: int, earlier: list[dict[str, Any]], revises: bool) -> None:
    if earlier and not revises:
        raise Refused(
            f"another workbook of 31 March {year} was imported as {earlier[-1]['source_id']}; if this one revises it, "
            "say so with --revises, and look at the diff"
        )
    if revises and not earlier:
        raise Refused(
            f"no workbook of 31 March {year} was imported that this one could revise; leave --revises out"
        )


def _address(understanding: Understanding, folder: Path) -> str:
    """Return where the file is published: its known address if there is one, else the collection's."""
    rows = reference_text("area_table_addresses", folder)
    return next((row["url"] for row in rows if row["period_end"][:4] == f"{understanding.year}"), COLLECTION)


def _record(understanding: Understanding, source: str, published: str, retrieved: date) -> dict[str, Any]:
    said = described(understanding)
    return {
        "source_id": source,
        "file": plain_file(said.pop("file"), source, said["kind"]),
        **{key: said.pop(key) for key in ("kind", "sha256", "bytes", "year")},
        "publisher": "Ministry of Justice",
        "published": published,
        "retrieved": f"{retrieved:%Y-%m-%d}",
        "licence": LICENCE,
        "attribution": [ATTRIBUTION],
        **said,
    }
