"""What an understood workbook adds to ``data/raw``: the workbook, its record, its source and its figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeDumper as SafeDumper
except ImportError:  # PyYAML without libyaml gives the same, ten times as slowly
    from yaml import SafeDumper  # type: ignore[assignment]

from helpers.data.sources import reference_text, verified_bytes
from helpers.release.change import record_of
from helpers.release.changes import Change, of_understanding
from helpers.release.kept import kept, source_of
from helpers.release.refusal import Refused
from helpers.release.understanding import Understanding, described

LICENCE = "Open Government Licence v3.0"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0."
COLLECTION = "https://www.gov.uk/government/collections/multi-agency-public-protection-arrangements-mappa-annual-reports"
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Addition:
    """The files of ``data/raw`` as they are after an import, by path, and the id of the new source."""

    source: str
    files: dict[str, bytes]


def _listed(changes: list[Change]) -> bytes:
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
    record = _record(understanding, source, published, retrieved)
    figures = [_figure(line, understanding.year, source) for line in understanding.lines]
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
            **table_files("sources", [row], folder),
            **table_files("mappa_figures", figures, folder),
        },
    )


def table_files(table: str, added: Iterable[dict[str, str]], folder: Path) -> dict[str, bytes]:
    """Return a raw table with rows added in its order, and its record rewritten."""
    header, rows = raw_rows(table, folder)
    return written(table, sorted([*rows, *added], key=lambda row: _order(table, row, header)), header, folder)


def written(table: str, rows: Rows, header: list[str], folder: Path) -> dict[str, bytes]:
    """Return the bytes of a raw table of these rows, and of its record."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = out.getvalue().encode()
    years = None
    if table == "mappa_figures":
        dates = [int(row["period_end"][:4]) for row in rows if row["period_end"][:4].isdecimal()]
        years = range(min(dates), max(dates) + 1)
    record = (folder / "raw" / f"{table}.source.yml").read_bytes()
    return {f"{table}.csv": content, f"{table}.source.yml": record_of(record, content, len(rows), years)}


def raw_rows(table: str, folder: Path) -> tuple[list[str], Rows]:
    """Return the columns and rows of a raw table as in the file, once it is what its record says."""
    content = verified_bytes(table, folder)
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    rows = list(reader)
    return list(reader.fieldnames or []), rows


def _order(table: str, row: dict[str, str], header: list[str]) -> tuple[Any, ...]:
    if table == "mappa_figures":
        first = row["area_type"] != "mappa_area"
        return first, row["area"], row["period_end"], row["measure"], row["basis"], row["source_id"]
    return tuple(row[name] for name in header[:1])


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
    if not (folder / "reference" / "releases.csv").is_file():
        return COLLECTION
    rows = reference_text("releases", folder)
    return next((row["url"] for row in rows if row["period_end"][:4] == f"{understanding.year}"), COLLECTION)


def _record(understanding: Understanding, source: str, published: str, retrieved: date) -> dict[str, Any]:
    said = described(understanding)
    return {
        "source_id": source,
        **{key: said.pop(key) for key in ("file", "kind", "sha256", "bytes", "year")},
        "publisher": "Ministry of Justice",
        "published": published,
        "retrieved": f"{retrieved:%Y-%m-%d}",
        "licence": LICENCE,
        "attribution": [ATTRIBUTION],
        **said,
    }
