"""The packs made before: what changed since, and what would be too large a change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from helpers.data.errors import DataError
from helpers.data.ordinary import read_ordinary
from helpers.pack.figures import Figure, Place
from helpers.pack.stage_two import ALL, FILES
from helpers.pack.validation import Warned

WATCHED = (
    ("P01", "cases", ALL),
    ("P01", "cases", "active"),
    ("P02", "overdue", ALL),
    ("P12", "overdue", ALL),
)
TIMES = 3  # how many of its usual moving ranges a figure may change by, without a warning
_LEAST = 3  # packs before; fewer have no usual range


@dataclass(frozen=True)
class EarlierPack:
    """What is taken from one earlier pack: its manifest, and the counts that are watched."""

    manifest: Mapping[str, str]
    counts: Mapping[tuple[str, str, str], int]


def read_earlier(folder: Path) -> EarlierPack:
    """Read an earlier pack. Raises DataError for a folder that is none."""
    manifest = next(iter(_rows(folder, "manifest.csv")), None)
    if manifest is None:
        raise DataError(f"{folder}: manifest.csv has no row; name the folder of a pack")
    counts = {
        (row["measure_id"], row["part"], row["band"]): int(row["numerator"] or 0)
        for row in _rows(folder, "measures.csv")
        if (row["team"], row["risk_level"]) == (ALL, ALL)
        and (row["measure_id"], row["part"], row["band"]) in WATCHED
    }
    return EarlierPack(manifest, counts)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(read_ordinary(folder / name).decode(), newline=""))
        rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{folder}: {name} cannot be read; name the folder of a pack") from error
    if tuple(reader.fieldnames or ()) != FILES[name]:
        raise DataError(f"{folder}: {name} has not the columns of a pack; name the folder of a pack")
    return rows


def in_order(packs: Sequence[EarlierPack], force: str, as_at: str) -> list[EarlierPack]:
    """Return the packs by date. Raises DataError for one of another force, or not of an earlier day."""
    for pack in packs:
        if pack.manifest["force"] != force or pack.manifest["as_at"] >= as_at:
            raise DataError(
                f"a pack of {pack.manifest['as_at']} was named with --before; each must be of {force}, "
                f"and of a day before {as_at}"
            )
    return sorted(packs, key=lambda pack: pack.manifest["as_at"])


def unusual_changes(packs: Sequence[EarlierPack], figures: Mapping[Place, Figure]) -> Iterator[Warned]:
    """Give a warning for each count that changed by over three times its usual moving range (rule 18)."""
    if len(packs) < _LEAST:
        return
    for measure, part, band in WATCHED:
        series = [pack.counts.get((measure, part, band), 0) for pack in packs]
        ranges = [abs(late - early) for early, late in pairwise(series)]
        now = figures[Place(measure, part, ALL, ALL, band)].numerator or 0
        change = abs(now - series[-1])
        if change * len(ranges) > TIMES * sum(ranges) and change:
            yield Warned(
                *(18, "measures.csv", "numerator", 1, measure),
                f"{part}, {band}: {series[-1]} in the last pack and {now} in this one, more than {TIMES} times "
                "its usual change; check recording",
            )


def changes_of(
    packs: Sequence[EarlierPack], manifest: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    """Give each change of source system since the earlier packs: the day, what, before and after."""
    manifests = [*(pack.manifest for pack in packs), manifest]
    for early, late in pairwise(manifests):
        if early["source_system"] != late["source_system"]:
            yield late["as_at"], "source_system", early["source_system"], late["source_system"]
