"""The facts that are listed as published, each with its own date and basis: surveys, inspections, workload, schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import cast

import pandas as pd

from helpers.analysis.agreeing_rows import Answer, answers, cited, newest_first, place, remark
from helpers.analysis.facts import Case, Fact
from helpers.data.evidence import Evidence
from helpers.data.naming import Area, slug
from helpers.data.rows import Row, records
from helpers.data.schemas import SCHEME

# The rounds of inspection with a grade in ``inspection_by_force``, by the end of its columns' names.
ROUNDS = {"2021_22": "PEEL 2021/22", "2023_25": "PEEL 2023-25"}


def survey_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """What surveys of missing or wanted RSOs say of the area's forces, newest first, one answer once, with durations."""
    rows = _rows_of(evidence, "surveys", {area.name, *area.forces})
    found: dict[tuple[object, ...], Answer] = {}
    for row in rows:
        found.setdefault((row["survey"], row["force"], str(row["missing_count"])), []).append(row)
    for number, same in enumerate(newest_first(found.values(), lambda same: str(same[0]["survey_date"])), 1):
        yield from _survey_answer(evidence, f"missing_rso.{number}", same)


def _survey_totals(evidence: Evidence, identity: str, base: Fact) -> Iterator[Fact]:
    """How many forces answered the survey, and what they reported together."""
    survey = evidence.asked[base.comparator]
    numbers = {"asked": survey.asked, "replied": survey.replied, "reporting": survey.reporting}
    whole = replace(
        base,
        area="all forces",
        kind="survey total",
        role="other",
        case="",
        note="",
        sources=(survey.source_id,),
        where="reference/surveys.csv",
    )
    for name, number in numbers.items():
        if number is not None:
            yield replace(
                whole, id=f"{identity}.{name}", unit="forces", value=number, low=number, high=number
            )
    rows = _rows_of(evidence, "surveys", {"UK"})
    totals = [row for row in rows if (row["survey"], row["source_id"]) == (survey.survey, survey.source_id)]
    for row in totals:
        total = _number(row["missing_count"])
        yield replace(
            whole,
            id=f"{identity}.total",
            unit="people",
            value=total,
            low=total,
            high=total,
            where=f"missing_surveys.csv, line {row['line']}",
        )


def _survey_answer(evidence: Evidence, identity: str, same: Answer) -> Iterator[Fact]:
    row = same[0]
    count = _number(row["missing_count"])
    base = replace(
        _quoted(identity, "missing_rso", "survey answer", same, count, "people", "missing_surveys"),
        period=str(row["survey_date"]),
        role="answer",
        case=_case(row["responded"]),
        comparator=str(row["survey"]),
    )
    yield (
        base
        if row["responded"] == "yes" and base.value is not None
        else replace(base, value=f"responded: {row['responded']}")
    )
    yield from _survey_totals(evidence, identity, base)
    for name in ("min_duration_years", "max_duration_years"):
        years = next((found for each in same if (found := _number(each[name])) is not None), None)
        if years is not None:
            longest: Case = "at least" if any(each["longest"] for each in same) else ""
            yield replace(
                base,
                id=f"{identity}.{name[:3]}",
                kind="duration, a lower bound" if longest else "duration",
                role="duration",
                case=longest,
                unit="years",
                value=years,
                low=years,
                high=years,
            )


def inspection_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Grades, causes of concern, and each finding."""
    names = {area.name, *area.forces}
    for row in _rows_of(evidence, "grades", names):
        yield from _grade_facts(evidence, row)
    rows = [
        row for row in _rows_of(evidence, "inspections", names) if row["cause_of_concern"] or row["grade"]
    ]
    found = answers(rows, ("force", "round", "question", "grade"), "published")
    for number, same in enumerate(newest_first(found, _inspected), 1):
        row = same[0]
        fact = _quoted(
            f"inspection.{number}",
            "inspection",
            "inspection finding",
            same,
            row["grade"],
            "grade",
            "inspections",
        )
        yield replace(
            fact,
            period=_published(same),
            comparator=f"{row['round']}: {row['question']}",
            note=remark(same, "cause_of_concern"),
        )


def _published(same: Answer) -> str:
    """When a finding was published, or else when its cause of concern was opened."""
    return str(same[0]["published"] or same[0]["opened"])


def _inspected(same: Answer) -> str:
    """The date by which a finding is ordered: that of its round where no other is known."""
    return _published(same) or str(same[0]["round"])


def _grade_facts(evidence: Evidence, row: Row) -> Iterator[Fact]:
    """The best known grade of each round and the dates of the cause of concern, with the findings they rest on."""
    force = str(row["force"])
    findings = _rows_of(evidence, "inspections", {force})
    base = replace(
        _text_fact(f"grade.{slug(force)}", "grade", "grade", row, None, "grade", "inspection_by_force"),
        comparator="managing offenders and suspects",
    )
    for column, name in ROUNDS.items():
        if row[f"grade_{column}"]:
            sources = tuple(
                dict.fromkeys(str(each["source_id"]) for each in findings if each["round"] == name)
            )
            yield replace(
                base,
                id=f"{base.id}.{column}",
                period=name,
                value=str(row[f"grade_{column}"]),
                note=str(row[f"basis_{column}"]),
                case=_case(row[f"basis_{column}"]),
                sources=sources,
            )
    for event in ("opened", "closed"):
        when = str(row[f"rso_concern_{event}"])
        if when:
            sources = tuple(dict.fromkeys(str(each["source_id"]) for each in findings if each[event]))
            yield replace(
                base,
                id=f"{base.id}.{event}",
                kind=f"cause of concern {event}",
                unit="date",
                period=when,
                value=when,
                sources=sources,
            )


def workload_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Caseload, overdue visits and assessments as published, newest first."""
    rows = _rows_of(evidence, "workload", {area.name, *area.forces})
    for number, same in enumerate(_newest_figures(rows, "date"), 1):
        yield _figure_fact(f"workload.{number}", "workload", same, "workload", "date")


def disclosure_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Sarah's Law figures and conviction rates as published, newest first."""
    rows = _rows_of(evidence, "disclosures", {area.name, *area.forces})
    for number, same in enumerate(_newest_figures(rows, "period"), 1):
        scheme = same[0]["measure"] in SCHEME
        kind, prefix = ("disclosure scheme", "csods") if scheme else ("courts", "courts")
        yield _figure_fact(f"{prefix}.{number}", kind, same, "disclosure_scheme", "period")


def _newest_figures(rows: list[Row], date: str) -> list[Answer]:
    found = answers(rows, ("force", "measure", "unit", "value"), date)
    return newest_first(found, lambda same: str(same[0][date]))


def _figure_fact(identity: str, kind: str, same: Answer, table: str, date: str) -> Fact:
    row = same[0]
    value, unit = _figure(row["value"]), str(row["unit"])
    fact = _quoted(identity, str(row["measure"]), kind, same, value, unit, table)
    return replace(fact, period=str(row[date]))


def caveat_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """What readers of the area's figures must know, so that the figures in a caveat too have an entry."""
    for number, row in enumerate(_rows_of(evidence, "caveats", {area.name}), 1):
        yield caveat_fact(f"caveat.{number}", row)


def caveat_fact(identity: str, row: Row) -> Fact:
    """A row of the table of caveats as a fact."""
    return Fact(
        id=identity,
        measure=str(row["measure"]),
        kind="caveat",
        area=str(row["area"]),
        period=str(row["date"]),
        value="see the note",
        low=None,
        high=None,
        unit="words",
        status="noted",
        formula="read from the published figures that it names",
        note=str(row["caveat"]),
        where=f"reference/caveats.csv, line {row['line']}",
    )


def police_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Counts from forces and freedom-of-information answers, each on its own basis: listed, never compared."""
    rows = [row for row in _police_held(evidence) if row["area"] == area.name]
    for number, row in enumerate(rows, 1):
        fact = _text_fact(
            f"police_held.{number}",
            "rso_count_police_held",
            "force count",
            row,
            _number(row["value"]),
            "people",
            str(row["table"]),
        )
        yield replace(
            fact,
            period=f"{row['period_end']:%Y-%m-%d}",
            sources=tuple(row["sources"]),
            comparator=str(row["basis"]),
        )


def _quoted(
    identity: str,
    measure: str,
    kind: str,
    same: Answer,
    value: float | str | None,
    unit: str,
    table: str,
) -> Fact:
    """One answer, with the sources, lines and remarks of all rows that give it."""
    fact = _text_fact(identity, measure, kind, same[0], value, unit, table)
    noted = remark(same, "note") if "note" in same[0] else ""
    return replace(fact, sources=cited(same), note=noted, where=place(table, same))


def _text_fact(
    identity: str,
    measure: str,
    kind: str,
    row: Row,
    value: float | str | None,
    unit: str,
    table: str,
) -> Fact:
    number = value if isinstance(value, float) else None
    return Fact(
        id=identity,
        measure=measure,
        kind=kind,
        area=_whose(row),
        period="",
        value=value,
        low=number,
        high=number,
        unit=unit,
        status="published",
        sources=(str(row["source_id"]),) if "source_id" in row else (),
        note=str(row.get("note", "")),
        where=f"{table}.csv, line {row['line']}",
    )


def _case(word: str) -> Case:
    """A cell that is one of a few words, which its table's schema has checked."""
    return cast("Case", word)


def _number(value: object) -> float | None:
    """A cell that may be empty as a number."""
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload,arg-type]


def _figure(value: object) -> float | str:
    """A cell of a table that holds numbers and words: a plain number as a number, anything else as it stands."""
    text = str(value)
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def _rows_of(evidence: Evidence, table: str, names: set[str]) -> list[Row]:
    """The rows of one of the evidence's tables that are of these forces or areas."""
    return [row for row in _rows(evidence, table) if _whose(row) in names]


def _whose(row: Row) -> str:
    """The force or the area that a row is of."""
    return str(row.get("force", row.get("area")))


@lru_cache(maxsize=64)
def _rows(evidence: Evidence, table: str) -> list[Row]:
    """Made once for all areas, and for all to read only."""
    return records(getattr(evidence, table))


@lru_cache(maxsize=8)
def _police_held(evidence: Evidence) -> list[Row]:
    table = evidence.table
    return records(table[table["measure"] == "rso_count_police_held"])
