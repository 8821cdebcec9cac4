"""The figures of a pack written as the CSV files of stage 2: values, marks and reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from helpers.pack.contract import RISKS, WEEKS
from helpers.pack.figures import Counted, Figure, Manager, Place, WeekPlace, nearest_tenths, tenths
from helpers.pack.parts import MeasurePart
from helpers.pack.stage_two import ALL, FILES
from helpers.pack.validation import Warned

FEW = 20  # a share of fewer is marked, and a page prints "n of m"
_NEEDS_STANDARD = {("P17", "workload"), ("O1", "over_action_time")}  # which count nothing without it
Row = tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What is the same for both ways of counting: the manifest, the teams, the standards and the warnings."""

    manifest: Mapping[str, str]
    teams: tuple[str, ...]
    without_standard: frozenset[str]
    tariff: Sequence[Row]
    warned: Sequence[Warned]
    breaks: Sequence[Row]

    @property
    def start(self) -> Row:
        """The cells with which a row begins."""
        return self.manifest["force"], self.manifest["as_at"]

    @property
    def end(self) -> Row:
        """The cells with which a row ends."""
        return self.manifest["tariff_version"], self.manifest["sha256"], self.manifest["synthetic"]

    def concerns(self, measure: str) -> bool:
        """Return whether a warning concerns a measure."""
        return any(warned.measures == ALL or measure in warned.measures.split() for warned in self.warned)


def rendered(counted: Counted, context: Context, parts: Sequence[MeasurePart]) -> dict[str, bytes]:
    """Return the files of stage 2, by name. Raises KeyError for a figure that is not there."""
    return {
        "manifest.csv": _csv("manifest.csv", [_manifest(counted, context)]),
        "measures.csv": _csv("measures.csv", _measures(counted.figures, context, parts)),
        "weekly.csv": _csv("weekly.csv", _weekly(counted.weeks, context, parts)),
        "managers.csv": _csv("managers.csv", _managers(counted.managers, context)),
        "tariff.csv": _csv("tariff.csv", ((*context.start, *row, *context.end) for row in context.tariff)),
        "warnings.csv": _csv("warnings.csv", _warnings(context)),
        "breaks.csv": _csv("breaks.csv", ((*context.start, *row, *context.end) for row in context.breaks)),
    }


def _csv(name: str, rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FILES[name])
    writer.writerows(rows)
    return text.getvalue().encode()


def _manifest(counted: Counted, context: Context) -> Row:
    manifest = context.manifest
    copied = ("schema_version", "force", "as_at", "extracted_at", "source_system")
    totals = [f"{name}_n" for name in ("cases", "visits", "reviews", "enforcement", "posts", "referrals")]
    return (
        *(manifest[name] for name in copied),
        f"{len(context.teams) - 1}",
        f"{len(counted.managers)}",
        *(manifest[name] for name in totals),
        *context.end,
    )


def _measures(
    figures: Mapping[Place, Figure], context: Context, parts: Sequence[MeasurePart]
) -> Iterator[Row]:
    start, end = context.start, context.end
    for part in parts:
        warned = context.concerns(part.measure)
        for team in (ALL, *context.teams) if part.by_team else (ALL,):
            for risk in (ALL, *RISKS) if part.by_risk else (ALL,):
                for band in part.labels:
                    figure = figures[Place(part.measure, part.part, team, risk, band)]
                    place = (part.measure, part.part, team, risk, band, part.crew)
                    yield (*start, *place, *_cells(figure, part, context.without_standard, warned), *end)


def _weekly(
    weeks: Mapping[WeekPlace, Figure], context: Context, parts: Sequence[MeasurePart]
) -> Iterator[Row]:
    start, end = context.start, context.end
    as_at = date.fromisoformat(context.manifest["as_at"])
    days = [(as_at - timedelta(days=7 * ago)).isoformat() for ago in range(WEEKS)]
    for part in parts:
        if not part.weekly:
            continue
        warned = context.concerns(part.measure)
        for team in (ALL, *context.teams):
            for risk in (ALL, *RISKS) if part.by_risk and team == ALL else (ALL,):
                for ago in reversed(range(WEEKS)):
                    figure = weeks[WeekPlace(part.measure, part.part, team, risk, ago)]
                    place = (part.measure, part.part, team, risk, part.crew, days[ago])
                    yield (*start, *place, *_cells(figure, part, context.without_standard, warned), *end)


def _managers(managers: Sequence[Manager], context: Context) -> Iterator[Row]:
    place, team = 0, ""
    for manager in managers:
        place, team = (place + 1 if manager.team == team else 1), manager.team
        cells = (manager.fte, f"{manager.cases}", manager.caseload, manager.officer_visits, manager.workload)
        yield (*context.start, team, f"{place}", *cells, *context.end)


def _warnings(context: Context) -> Iterator[Row]:
    for warned in context.warned:
        cells = (f"{warned.rule}", warned.file, warned.column, f"{warned.rows}", warned.measures, warned.says)
        yield (*context.start, *cells, *context.end)


def _cells(figure: Figure, part: MeasurePart, without: frozenset[str], warned: bool) -> Row:
    """Return numerator, denominator, value, unit, mark and reason of a figure."""
    numerator, denominator, _ = figure
    mark, reason = _mark(figure, part, without)
    if mark == "[x]" and (part.measure, part.part) in _NEEDS_STANDARD:
        numerator = None
    value = "" if mark in ("[x]", "[z]") else _value(figure, part)
    if not mark and warned:
        mark, reason = "[p]", "warned"
    shown = ("" if count is None else f"{count}" for count in (numerator, denominator))
    return (*shown, value, part.unit, mark, reason)


def _mark(figure: Figure, part: MeasurePart, without: frozenset[str]) -> tuple[str, str]:
    if part.standard in without:
        return "[x]", "no_standard"
    if part.part == "weeks_to_clear":
        return ("", "") if figure.level is not None else ("[z]", "not_clearing")
    if part.kind in ("share", "level"):
        if not figure.denominator:
            return "[z]", "no_rows"
        if part.kind == "share" and figure.denominator < (10 * FEW if _is_fte(part) else FEW):
            return "[low]", "few"
    return "", ""


def _is_fte(part: MeasurePart) -> bool:
    return "in tenths" in part.denominator


def _value(figure: Figure, part: MeasurePart) -> str:
    """Return the value of a figure that has one: its mark is neither [x] nor [z]."""
    if figure.level is not None:
        return f"{figure.level // 10}" if part.unit == "days" else tenths(figure.level)
    numerator = figure.numerator or 0
    if figure.denominator:
        return tenths(nearest_tenths(100 * numerator, figure.denominator))
    return tenths(numerator) if part.unit == "fte" else f"{numerator}"
