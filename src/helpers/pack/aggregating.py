"""From stage 1 to stage 2: an extract is read, checked and counted twice, and only then written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd

from helpers.data.errors import DataError
from helpers.pack.contract import RISKS, WEEKS
from helpers.pack.counting import counted
from helpers.pack.earlier import changes_of, in_order, read_earlier, unusual_changes
from helpers.pack.figures import Counted, Place
from helpers.pack.parts import measure_parts
from helpers.pack.reading import RawExtract, read_extract
from helpers.pack.recount import Recounted, counted_again, recounted
from helpers.pack.rendering import Context, Row, rendered
from helpers.pack.stage_two import AGES, ALL, check_files
from helpers.pack.tables import Tables
from helpers.pack.validation import Warned, validated

Second = Callable[[Mapping[str, bytes]], Recounted]


@dataclass(frozen=True)
class Aggregate:
    """The files of stage 2, and what was warned of."""

    files: Mapping[str, bytes]
    warned: tuple[Warned, ...]


def aggregated(extract: Path, before: Sequence[Path] = (), second: Second = recounted) -> Aggregate:
    """Return stage 2 of the extract in a folder; ``before`` are folders of earlier packs.

    ``second`` counts the files once more, by loops. Raises ExtractError with all faults of an extract that
    cannot be right, DataError if the two ways of counting differ.
    """
    raw = read_extract(extract)
    tables, warned = validated(raw)
    packs = in_order([read_earlier(folder) for folder in before], *_identity(tables))
    parts = measure_parts()
    first = counted(tables, parts)
    check_sums(first, tables.teams)
    warned += unusual_changes(packs, first.figures)
    standards = {part.standard for part in parts if part.standard}
    context = Context(
        manifest=tables.manifest,
        teams=tables.teams,
        without_standard=frozenset(item for item in standards if not tables.has_standard(item)),
        tariff=_tariff(tables.tariff),
        warned=warned,
        breaks=sorted(_breaks(raw, tables, list(changes_of(packs, tables.manifest)))),
    )
    files = rendered(first, context, parts)
    again = rendered(counted_again(second(raw.contents), parts), context, parts)
    check_same(files, again)
    check_files(files)
    return Aggregate(files, tuple(warned))


def _identity(tables: Tables) -> tuple[str, str]:
    return tables.manifest["force"], tables.manifest["as_at"]


def check_same(files: Mapping[str, bytes], again: Mapping[str, bytes]) -> None:
    """Raise DataError unless both ways of counting gave the same bytes (rule 21)."""
    for name, content in files.items():
        if again.get(name) != content:
            pairs = zip(content.splitlines(), again.get(name, b"").splitlines(), strict=False)
            line = next((number for number, (first, second) in enumerate(pairs, 1) if first != second), 0)
            raise DataError(
                f"{name}, line {line}: the two ways of counting differ, so nothing is written; "
                "this is a fault of the program: please report it with the line's measure (rule 21)"
            )


def check_sums(counted: Counted, teams: Sequence[str]) -> None:
    """Raise DataError unless parts add up to their wholes (rule 16).

    The visits overdue are no more than the active cases, and their bands add up to them; the risk levels of
    each add up to all.
    """

    def count(part: str, team: str, risk: str, band: str = ALL) -> int:
        measure, _, name = part.partition(" ")
        return counted.figures[Place(measure, name, team, risk, band)].numerator or 0

    for team in (ALL, *teams):
        for risk in (ALL, *RISKS):
            overdue = count("P02 overdue", team, risk)
            if overdue > count("P01 cases", team, risk, "active"):
                raise DataError("P02 is more than the active cases of P01: nothing is written (rule 16)")
            if overdue != sum(count("P03 late", team, risk, band) for band in AGES):
                raise DataError("the bands of P03 do not add up to P02: nothing is written (rule 16)")
        for part in ("P01 cases", "P02 overdue"):
            if count(part, team, ALL) != sum(count(part, team, risk) for risk in RISKS):
                raise DataError(f"the risk levels of {part} do not add up: nothing is written (rule 16)")


def _tariff(tariff: pd.DataFrame) -> list[Row]:
    columns = (
        "effective_from",
        "item",
        "risk_level",
        "days",
        "source_text",
        "source_url",
        "approved_by_role",
    )
    rows = tariff[list(columns)].astype(str)
    return sorted(tuple(row) for row in rows.itertuples(index=False))


def _breaks(raw: RawExtract, tables: Tables, changes: Sequence[tuple[str, str, str, str]]) -> Iterator[Row]:
    """Give the breaks of the weekly series: another tariff (rule 19), or another source system."""
    as_at = tables.as_at.date()
    tariff = raw.tables["tariff"]
    begun = sorted(
        set(zip(tariff["effective_from"].astype(str), tariff["tariff_version"].astype(str), strict=True))
    )
    versions = [(day, "tariff", before, after) for (_, before), (day, after) in pairwise(begun)]
    for day, what, before, after in (*versions, *changes):
        days = (as_at - date.fromisoformat(day)).days
        if before != after and 0 <= days < 7 * WEEKS:
            yield (as_at - timedelta(days=7 * (days // 7))).isoformat(), what, before, after
