"""Every figure that the page of a pack may state, as a fact with all that its note says.

A count that is withheld is a fact whose value is its mark: the folder has no number for it, and nothing here
works one out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from helpers.analysis.facts import Fact, FactSet
from helpers.data.rows import Source
from helpers.pack.disclosure.counting import Row
from helpers.pack.disclosure.relations import MERGED
from helpers.pack.showing.reading import Pack
from helpers.pack.stage_two import ALL
from helpers.present.numbers import day

RISKS: Mapping[str, str] = {
    MERGED: "very high or high",
    "very_high": "very high",
    "high": "high",
    "medium": "medium",
    "low": "low",
    "not_assessed": "not assessed",
}
"""The risk levels in the order of a page, and their names on it."""

WINDOWS = {
    "as_at": "on the day of the extract",
    "4_weeks": "the four weeks to the day of the extract",
    "13_weeks": "the 13 weeks to the day of the extract",
    "52_weeks": "the 52 weeks to the day of the extract",
    "53_weeks": "the 53 weeks of the extract",
}
WITHHELD, NO_STANDARD, NOTHING, FEW, WARNED = "[c]", "[x]", "[z]", "[low]", "[p]"
STATES = {
    WITHHELD: "withheld",
    NO_STANDARD: "no standard supplied",
    NOTHING: "not applicable",
}
MARKED = {
    WARNED: "A warning of the extract concerns the measure.",
    FEW: "Of fewer than 20 no share is said.",
}
"""What the note of a row says of its mark."""

BY_RISK = {"P01", "P02", "P03", ("P08", "lone"), ("P09", "not_shown"), ("O1", "open")}
BY_BAND = {"P03", "E1", "Q1", ("P09", "authority"), ("P09", "reason"), ("O1", "open")}
"""Of which measures and parts a table lists the levels of risk, or the bands: all of them share a note."""
SAID_BY_RISK = {("P18", "unallocated")}
"""Of which a sentence says a level of risk; of all other measures a page shows those of all levels alone."""

MANAGERS = (
    ("caseload", "P16", "median", "Caseload", "cases for each FTE"),
    ("workload", "P17", "workload", "Workload, as a share of the agreed capacity", "per cent"),
)
"""The columns of managers that are shown: their measure and part, and what they are."""

TEN = 10
"""The width of the bands in which managers' figures are given to readers outside the force."""

STANDARDS = {
    "arms_first": "first ARMS assessment",
    "arms_review": "ARMS assessment again",
    "rmp_review": "review of the plan",
    "intel_check": "intelligence check",
    "kirat_assess": "assessment with KIRAT",
    "kirat_action": "action after KIRAT",
    "visits_capacity": "capacity for visits",
}
"""What items of a tariff are called where their names do not say it in words."""

IN_TENS = "Shown as its ten, without decimals; each column is sorted by itself, so that a row is no person."
_ADDRESS = re.compile(r"https?://[^\s\"<>\\]+")
_SYSTEMS = {"visor": "ViSOR", "mapps": "MAPPS", "local": "a system of its own"}


@dataclass(frozen=True)
class PackFacts(FactSet):
    """All facts of one audience's pack, by id, such as "P02.overdue.high.n", and its sources and marks."""

    prefix: ClassVar[str] = "team"
    pack: Pack = field(repr=False)
    items: Mapping[str, Fact] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    marks: Mapping[str, str] = field(repr=False)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The teams of which there are figures, by their labels."""
        return tuple(
            dict.fromkeys(row["team"] for row in self.pack.tables["measures.csv"] if row["team"] != ALL)
        )

    @cached_property
    def risks(self) -> list[str]:
        """The risk levels of which visits overdue are told, very high first."""
        told = {row["risk_level"] for row in self.pack.tables["measures.csv"] if row["measure_id"] == "P02"}
        return [risk for risk in RISKS if risk in told]

    def count(self, measure: str, part: str, risk: str = "", band: str = "") -> Fact | None:
        """Return a numerator, or its mark; None where this audience is not given the part."""
        return self.items.get(identity(measure, part, risk, band, "n"))

    def whole(self, measure: str, part: str, risk: str = "") -> Fact | None:
        """Return a denominator, or its mark."""
        return self.items.get(identity(measure, part, risk, "", "of"))

    def share(self, measure: str, part: str, risk: str = "") -> Fact | None:
        """Return a share in per cent, or its mark."""
        return self.items.get(identity(measure, part, risk, "", "share"))

    def level(self, measure: str, part: str, risk: str = "") -> Fact | None:
        """Return a level, such as a median, or its mark."""
        return self.items.get(identity(measure, part, risk, "", "level"))

    def mark(self, measure: str, part: str, risk: str = "", band: str = "") -> str:
        """Return the mark of a row, or nothing."""
        return self.marks.get(identity(measure, part, risk, band, "mark"), "")

    def bands(self, measure: str, part: str) -> list[str]:
        """Return the bands of a part that this audience is given."""
        return self._bands.get((measure, part), [])

    @cached_property
    def _bands(self) -> Mapping[tuple[str, str], list[str]]:
        by_part: dict[tuple[str, str], dict[str, None]] = {}
        for row in self.pack.tables["measures.csv"]:
            if row["band"] != ALL:
                by_part.setdefault((row["measure_id"], row["part"]), {})[row["band"]] = None
        return {part: [*bands] for part, bands in by_part.items()}


def identity(measure: str, part: str, risk: str, band: str, what: str) -> str:
    """Return the id of a fact, without what it is not told apart by."""
    return ".".join(name for name in (measure, part, risk, band, what) if name and name != ALL)


def number(fact: Fact | None) -> float | None:
    """Return the number of a fact, None where it is withheld or there is none."""
    return fact.value if fact is not None and isinstance(fact.value, int | float) else None


def pack_facts(pack: Pack) -> PackFacts:
    """Return every fact of an audience's tables."""
    maker = _Maker(pack)
    marks: dict[str, str] = {}
    facts: list[Fact] = []
    for row in pack.tables["measures.csv"]:
        name = (row["measure_id"], row["part"])
        if row["team"] != ALL and name != ("P02", "overdue"):
            continue
        if row["risk_level"] == ALL or {row["measure_id"], name} & (BY_RISK | SAID_BY_RISK):
            facts += maker.of_row(row)
        if row["team"] == ALL:
            marks[identity(*name, row["risk_level"], _band(row), "mark")] = row["mark"]
    facts += [*maker.weeks(), *maker.managers(), *_standards(pack), *_thresholds(pack), *_official(pack)]
    items = {fact.id: fact for fact in facts}
    return PackFacts(pack, items, {source.id: source for source in _sources(pack)}, marks)


def _band(row: Row) -> str:
    """Return the band of a row; that of an oldest case is its figure, and tells no row from another."""
    return ALL if row["part"] == "oldest" else row["band"]


class _Maker:
    """Makes the facts of one pack's rows; those of one note are of one definition, and stand side by side."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._frames = {name: self._frame(part) for name, part in pack.parts.items()}
        self._noted: dict[str, str] = {}

    def _frame(self, part: Row) -> dict[str, Any]:
        """Return what is the same in every fact of a part: its definition, standard and sources."""
        pack = self._pack
        cited = [
            row["threshold"]
            for row in pack.thresholds
            if (row["measure"], row["part"]) == (part["measure"], part["part"])
        ]
        standard = (f"tariff-{part['standard']}",) if pack.standards.get(part["standard"]) else ()
        words_of = (_definition(part), _standard_words(pack, part["standard"]))
        return {
            "measure": f"{part['measure']} {part['part']}",
            "area": pack.force,
            "period": pack.as_at,
            "sources": ("extract", *standard, *cited),
            "formula": _formula(part),
            "note": " ".join(text for text in words_of if text),
            "where": f"measures.csv, measure {part['measure']}, part {part['part']}",
            "role": "level",
        }

    def _fact(
        self,
        frame: Mapping[str, Any],
        name: str,
        noted: str,
        kind: str,
        value: float | str,
        decimals: int,
        unit: str,
        status: str = "counted",
        inputs: tuple[str, ...] = (),
    ) -> Fact:
        bound = None if isinstance(value, str) else value
        first = self._noted.setdefault(noted, name)
        return Fact(
            **frame,
            id=name,
            kind=kind,
            value=value,
            low=bound,
            high=bound,
            decimals=decimals,
            unit=unit,
            status=status if bound is not None else STATES.get(f"{value}", status),
            inputs=inputs,
            same_as="" if first == name else first,
        )

    def of_row(self, row: Row) -> Iterator[Fact]:
        """Yield numerator, denominator, share and level of a row, as far as it has them."""
        name = (row["measure_id"], row["part"])
        part, frame = self._pack.parts[name], self._frames[name]
        if marked := MARKED.get(row["mark"]):
            frame = frame | {"note": f"{frame['note']} {marked}".strip()}
        team = "" if row["team"] == ALL else f"team-{row['team']}"
        stem = identity(*name, row["risk_level"], _band(row), team)
        noted = " ".join(_noted_with(row))
        kind, tenths, unit = _kind(part, row), _in_tenths(part), _unit(part, row)
        if part["kind"] == "level":
            value = float(row["value"]) if row["value"] else row["mark"] or aged(row["band"])
            places = 0 if row["unit"] == "days" else 1
            level_kind = f"{kind}: level"
            yield self._fact(
                frame, f"{stem}.level", noted, level_kind, value, places, row["unit"], "computed"
            )
            return
        count = _cell(row["numerator"], row, tenths)
        yield self._fact(frame, f"{stem}.n", noted, f"{kind}: number", count, tenths, unit)
        if part["kind"] == "share":
            whole = _cell(row["denominator"], row, tenths)
            yield self._fact(frame, f"{stem}.of", noted, f"{kind}: denominator", whole, tenths, unit)
            share = float(row["value"]) if row["value"] else row["mark"]
            of = (f"{stem}.n", f"{stem}.of")
            share_kind = f"{kind}: share"
            yield self._fact(frame, f"{stem}.share", noted, share_kind, share, 1, "per cent", "computed", of)

    def weeks(self) -> Iterator[Fact]:
        """Yield the weekly counts of what became overdue and was cleared, which a chart shows."""
        for rows in self._pack.flows.values():
            for row in rows:
                part, ending = self._pack.parts["P07", row["part"]], row["week_ending"]
                numerator = part["numerator"].replace("in the window", "in the week")
                frame = self._frames["P07", row["part"]] | {
                    "period": ending,
                    "formula": f"numerator: {numerator}; window: the week to the day of its row",
                    "where": f"weekly.csv, measure P07, part {row['part']}",
                }
                name, count = week(row["part"], ending), _cell(row["numerator"], row, 0)
                kind = f"{part['title']}, week to {ending}: number"
                yield self._fact(frame, name, f"P07.{row['part']}.week", kind, count, 0, "cases")

    def managers(self) -> Iterator[Fact]:
        """Yield caseload and workload of each row of managers, which to others is no person."""
        in_tens = self._pack.has_managers_in_tens
        for place, row in enumerate(self._pack.tables["managers.csv"], 1):
            for name, measure, part, what, unit in MANAGERS:
                if row[name]:
                    frame = self._frames[measure, part]
                    frame = frame | {
                        "measure": f"{measure} {name}",
                        "note": f"{frame['note']} {IN_TENS if in_tens else ''}".strip(),
                        "where": "managers.csv",
                        "sources": ("extract", *(["caseload_50"] if measure == "P16" else [])),
                    }
                    kind = f"{what}, place {place}: one manager"
                    value, places = float(row[name]), 0 if in_tens else 1
                    fact_id = f"manager.{place}.{name}"
                    made = self._fact(frame, fact_id, name, kind, value, places, unit, "computed")
                    yield replace(made, value=None, high=value + TEN - 1) if in_tens else made


def _noted_with(row: Row) -> tuple[str, ...]:
    """Return what tells a row's note from others: a table that lists all of a part's rows needs one note."""
    measure, part = row["measure_id"], row["part"]
    of_teams = "teams" if row["team"] != ALL else ""
    listed = measure in BY_RISK or (measure, part) in BY_RISK
    risk = "" if listed and not of_teams else row["risk_level"]
    band = "" if measure in BY_BAND or (measure, part) in BY_BAND else _band(row)
    return measure, part, risk, band, of_teams


def _kind(part: Row, row: Row) -> str:
    """Return what a row counts, of which risk, band and team."""
    of = (
        at_risk(row["risk_level"]) if row["risk_level"] != ALL else "",
        words(row["band"]) if _band(row) != ALL else "",
        f"team {row['team']}" if row["team"] != ALL else "",
    )
    return ", ".join(name for name in (part["title"], *of) if name)


def at_risk(risk: str) -> str:
    """Return "very high risk", or "risk not assessed"."""
    return "risk not assessed" if risk == "not_assessed" else f"{RISKS[risk]} risk"


def _in_tenths(part: Row) -> int:
    """Return 1 for what is counted in tenths of an FTE, which is also its number of decimals."""
    return int("in tenths" in part["numerator"])


def _unit(part: Row, row: Row) -> str:
    if _in_tenths(part):
        return "FTE"
    if part["unit"] != "per_cent":
        return str(row["unit"])
    return next(
        (noun for noun in ("visits", "reviews", "referrals", "posts", "rows") if noun in part["denominator"]),
        "cases",
    )


def _cell(cell: str, row: Row, tenths: int) -> float | str:
    if cell:
        return int(cell) / 10 if tenths else float(cell)
    return row["mark"] if row["mark"] in STATES else WITHHELD


def aged(band: str) -> str:
    """Write an age band: "1-7" -> "1 to 7 days"; an answer, such as "183 days or more: yes", stays."""
    return band if " days" in band else f"{band.replace('-', ' to ')} days"


def _definition(part: Row) -> str:
    """Return the definition as a sentence, unless it only repeats the numerator."""
    text = part["definition"]
    return "" if text == part["numerator"] else text if text.endswith(".") else f"{text}."


def _formula(part: Row) -> str:
    over, under = (part[side].replace(", in tenths", "") for side in ("numerator", "denominator"))
    whole = f"; denominator: {under}" if under else ""
    return f"numerator: {over}{whole}; window: {WINDOWS[part['window']]}"


def _standard_words(pack: Pack, item: str) -> str:
    if not item:
        return ""
    rows = pack.standards.get(item, ())
    if not rows:
        return "No standard supplied by the force."
    days = ", ".join(
        f"{row['days']} days"
        + ("" if row["risk_level"] == ALL else f" ({row['risk_level'].replace('_', ' ')})")
        for row in rows
    )
    if item == "visits_capacity":
        days = days.replace(" days", " officer-visits a year for each FTE")
    return f"The force's own standard, tariff {rows[0]['tariff_version']}: {days}; approved by {rows[0]['approved_by_role'].replace('_', ' ')}."


def words(name: str) -> str:
    """Write a band or code as words: "before_visit" -> "before visit", "1-7" -> "1 to 7 days".

    The name of a column, such as "visits.lone_reason", stays.
    """
    if "." in name:
        return name
    if re.fullmatch(r"[0-9]+-[0-9]+|over 365", name):
        return aged(name)
    return name.replace("_", " ")


def week(part: str, ending: str) -> str:
    """Return the id of a weekly fact."""
    return f"P07.{part}.week.{ending}"


def _standards(pack: Pack) -> Iterator[Fact]:
    for item, rows in pack.standards.items():
        for row in rows:
            of = "" if row["risk_level"] == ALL else f", {words(row['risk_level'])} risk"
            yield Fact(
                id=f"tariff.{item}" + ("" if row["risk_level"] == ALL else f".{row['risk_level']}"),
                measure="tariff",
                kind=f"Standard of the force, {STANDARDS.get(item, words(item))}{of}",
                area=pack.force,
                period=row["effective_from"],
                value=float(row["days"]),
                low=float(row["days"]),
                high=float(row["days"]),
                unit="officer-visits a year" if item == "visits_capacity" else "days",
                status="set by the force",
                note=f"Tariff {row['tariff_version']}, approved by {words(row['approved_by_role'])}.",
                sources=(f"tariff-{item}",),
                where="tariff.csv",
            )


def _thresholds(pack: Pack) -> Iterator[Fact]:
    """Yield what others said of a measure, each with who said it: none of it is a standard."""
    for row in pack.thresholds:
        value = float(row["figure"]) if row["figure"] else row["said"]
        bound = None if isinstance(value, str) else value
        yield Fact(
            id=f"threshold.{row['threshold']}",
            measure=f"{row['measure']} {row['part']}",
            kind="What was said of the measure; no standard",
            area=row["said_by"],
            period=row["date"],
            value=value,
            low=bound,
            high=bound,
            unit=row["unit"],
            status="said by others",
            note=row["said"],
            sources=(row["threshold"],),
            where="data/reference/pack_thresholds.csv",
        )


def _official(pack: Pack) -> Iterator[Fact]:
    if pack.official is not None:
        count = pack.official.count
        yield Fact(
            id="official",
            measure="rso_count",
            kind="Registered sexual offenders in the community",
            area=pack.force,
            period=pack.official.day,
            value=count,
            low=count,
            high=count,
            unit="people",
            status="published",
            note="It excludes people in custody, and is of one day a year.",
            sources=(pack.official.source.id,),
        )


def _sources(pack: Pack) -> Iterator[Source]:
    manifest = pack.tables["manifest.csv"][0]
    made_up = "SYNTHETIC, of no real force: " if pack.synthetic else ""
    system = _SYSTEMS.get(manifest["source_system"], manifest["source_system"])
    title = f"{made_up}{pack.force}, extract of {day(pack.as_at)} from {system}, as aggregated and disclosed to: {pack.audience}; SHA-256 of the extract {pack.about['extract_sha256']}"
    yield Source("extract", title, "", pack.as_at, "management information")
    for item, rows in pack.standards.items():
        title = (
            f"{pack.force}, tariff {rows[0]['tariff_version']}: {rows[0]['source_text'] or 'no text given'}"
        )
        yield Source(
            f"tariff-{item}",
            title,
            _address(rows[0]["source_url"]),
            rows[0]["effective_from"],
            "management information",
        )
    for row in pack.thresholds:
        address = _address(row["source"])
        said = f"{row['said_by']}: {row['said']}" + ("" if address else f" ({row['source']})")
        yield Source(row["threshold"], said, address, row["date"])
    if pack.official is not None:
        yield pack.official.source


def _address(text: str) -> str:
    return text if _ADDRESS.fullmatch(text) else ""


def risk_order(facts: PackFacts, *, every: bool = True) -> Sequence[str]:
    """Return the levels of a table's rows, very high first, and last all of them."""
    return [*facts.risks, *([ALL] if every else [])]
