"""The facts listed as published, each with its own date and basis: surveys, inspections and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import cast

from helpers.analysis.agreeing_rows import (
    Answer,
    answers,
    cited,
    lines_cited,
    newest_first,
    remark,
    same_date,
)
from helpers.analysis.comparisons import sources_of
from helpers.analysis.facts import Case, Fact
from helpers.analysis.intervals import Interval, order
from helpers.data.evidence import Evidence, Survey
from helpers.data.naming import Area, slug
from helpers.data.rows import Row
from helpers.data.schemas import SCHEME

# The rounds of inspection with a grade in ``inspection_by_force``, by the end of its columns' names.
ROUNDS = {"2021_22": "PEEL 2021/22", "2023_25": "PEEL 2023-25"}


# What a survey's answer is where it is no number, by its case.
IN_WORDS: Mapping[Case, str] = {
    "no": "no reply",
    "refused": "answer refused",
    "yes": "replied, number not reported",
}


def survey_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield what surveys of missing or wanted RSOs say of the area's forces: newest first, nothing twice."""
    rows = _rows_of(evidence, "surveys", {area.name, *area.forces})
    by_answer: dict[tuple[object, ...], Answer] = {}
    for row in rows:
        by_answer.setdefault((row["survey"], row["force"], str(row["missing_count"])), []).append(row)
    newest = newest_first(by_answer.values(), lambda answer: str(answer[0]["survey_date"]))
    told = [
        list(_survey_answer_facts(evidence, f"missing_rso.{number}", answer))
        for number, answer in enumerate(newest, 1)
    ]
    for answer_fact, (_, *others) in zip(with_rivals([first for first, *_ in told]), told, strict=True):
        yield answer_fact
        yield from others


def _survey_total_facts(evidence: Evidence, identity: str, base: Fact) -> Iterator[Fact]:
    """Yield how many forces answered the survey, and what they reported together."""
    survey = evidence.asked[base.comparator]
    numbers = {
        "asked": (survey.asked, "forces asked"),
        "replied": (survey.replied, "forces that replied"),
        "reporting": (survey.reporting, "forces that reported any"),
    }
    common = replace(
        base,
        area="all forces",
        kind="survey total",
        role="other",
        case="",
        note="",
        sources=(survey.source_id,),
        where="reference/surveys.csv",
    )
    for name, (number, which) in numbers.items():
        if number is not None:
            forces = replace(common, id=f"{identity}.{name}", kind=f"{common.kind}, {which}", unit="forces")
            yield replace(forces, value=number, low=number, high=number)
    yield from _reported_facts(evidence, survey, replace(common, id=f"{identity}.total", unit="people"))


def _reported_facts(evidence: Evidence, survey: Survey, base: Fact) -> Iterator[Fact]:
    """Yield how many people all forces together reported, as the source of the survey gives it."""
    rows = _rows_of(evidence, "surveys", {"UK"})
    same_survey = [row for row in rows if row["survey"] == survey.survey]
    totals = [row for row in same_survey if row["source_id"] == survey.source_id]
    for row in totals:
        total = _optional_number(row["missing_count"])
        where = f"missing_surveys.csv, line {row['line']}"
        others = [other for other in same_survey if _optional_number(other["missing_count"]) != total]
        figures = " and ".join(dict.fromkeys(f"{other['missing_count']:,.0f}" for other in others))
        sourced = replace(base, disagrees=figures, against=_sources(others)) if others else base
        yield replace(sourced, value=total, low=total, high=total, where=where)


def _sources(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["source_id"]) for row in rows))


def _survey_answer_facts(evidence: Evidence, identity: str, answer: Answer) -> Iterator[Fact]:
    row = answer[0]
    count = _optional_number(row["missing_count"])
    base = replace(
        _answer_fact(identity, "missing_rso", "survey answer", answer, count, "people", "missing_surveys"),
        period=str(row["survey_date"]),
        role="answer",
        case=_checked_case(row["responded"]),
        comparator=str(row["survey"]),
    )
    yield (
        base
        if row["responded"] == "yes" and base.value is not None
        else replace(base, value=IN_WORDS[base.case])
    )
    yield from _survey_total_facts(evidence, identity, base)
    yield from _duration_facts(identity, base, answer)


def _duration_facts(identity: str, base: Fact, answer: Answer) -> Iterator[Fact]:
    """Yield the shortest and the longest time that the answer says people were missing for."""
    longest: Case = "at least" if any(agreeing["longest"] for agreeing in answer) else ""
    for name in ("min_duration_years", "max_duration_years"):
        durations = [years for agreeing in answer if (years := _optional_number(agreeing[name])) is not None]
        if durations:
            years = durations[0]
            yield replace(
                base,
                id=f"{identity}.{name[:3]}",
                kind=f"duration, {_which_duration(name, longest)}",
                role="duration",
                case=longest,
                unit="years",
                value=years,
                low=years,
                high=years,
            )


def _which_duration(name: str, longest: Case) -> str:
    if name == "min_duration_years":
        return "the shortest"
    return "a lower bound of the longest" if longest else "the longest"


def inspection_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield grades, causes of concern, and each finding."""
    names = {area.name, *area.forces}
    for row in _rows_of(evidence, "grades", names):
        yield from _grade_facts(evidence, row)
    rows = [
        row for row in _rows_of(evidence, "inspections", names) if row["cause_of_concern"] or row["grade"]
    ]
    findings = answers(rows, ("force", "round", "question", "grade"), "published")
    for number, finding in enumerate(newest_first(findings, _date_ordered_by), 1):
        row = finding[0]
        fact = _answer_fact(
            f"inspection.{number}",
            "inspection",
            "inspection finding",
            finding,
            row["grade"],
            "grade",
            "inspections",
        )
        yield replace(
            fact,
            period=_date_published(finding),
            comparator=f"{row['round']}: {row['question']}",
            note=remark(finding, "cause_of_concern"),
        )


def _date_published(finding: Answer) -> str:
    """Return when a finding was published, or else when its cause of concern was opened."""
    return str(finding[0]["published"] or finding[0]["opened"])


def _date_ordered_by(finding: Answer) -> str:
    """Return the date that orders a finding: that of its round if no other is known."""
    return _date_published(finding) or str(finding[0]["round"])


def _grade_facts(evidence: Evidence, row: Row) -> Iterator[Fact]:
    """Yield each round's best known grade and the dates of the cause of concern, with their sources."""
    force = str(row["force"])
    findings = _rows_of(evidence, "inspections", {force})
    base = replace(
        _row_fact(f"grade.{slug(force)}", "grade", "grade", row, None, "grade", "inspection_by_force"),
        comparator="managing offenders and suspects",
    )
    for column, name in ROUNDS.items():
        if row[f"grade_{column}"]:
            yield replace(
                base,
                id=f"{base.id}.{column}",
                period=name,
                value=str(row[f"grade_{column}"]),
                note=str(row[f"basis_{column}"]),
                case=_checked_case(row[f"basis_{column}"]),
                sources=cited([finding for finding in findings if finding["round"] == name]),
            )
    yield from _concern_facts(base, row, findings)


def _concern_facts(base: Fact, row: Row, findings: list[Row]) -> Iterator[Fact]:
    """Yield when a force's cause of concern was opened and closed."""
    for event in ("opened", "closed"):
        date = str(row[f"rso_concern_{event}"])
        if date:
            yield replace(
                base,
                id=f"{base.id}.{event}",
                kind=f"cause of concern {event}",
                unit="date",
                period=date,
                value=date,
                sources=cited([finding for finding in findings if finding[event]]),
            )


def workload_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield caseload, overdue visits and assessments as published, newest first."""
    rows = _rows_of(evidence, "workload", {area.name, *area.forces})
    figures = enumerate(_newest_figures(rows, "date"), 1)
    yield from with_rivals(
        [
            _figure_fact(f"workload.{number}", "workload", answer, "workload", "date")
            for number, answer in figures
        ]
    )


def disclosure_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield Sarah's Law figures and conviction rates as published, newest first."""
    rows = _rows_of(evidence, "disclosures", {area.name, *area.forces})
    facts = []
    for number, answer in enumerate(_newest_figures(rows, "period"), 1):
        scheme = answer[0]["measure"] in SCHEME
        kind, prefix = ("disclosure scheme", "csods") if scheme else ("courts", "courts")
        facts.append(_figure_fact(f"{prefix}.{number}", kind, answer, "disclosure_scheme", "period"))
    yield from with_rivals(facts)


def removal_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield applications to be removed from the register, and how many were granted: newest first."""
    rows = _rows_of(evidence, "removals", {area.name, *area.forces})
    figures = enumerate(_newest_figures(rows, "period"), 1)
    yield from with_rivals(
        [
            _figure_fact(f"removal.{number}", "removal", answer, "register_removals", "period")
            for number, answer in figures
        ]
    )


# Units that the tables of listed figures spell otherwise than the measures do.
_SPELLED = {"percent": "per cent"}


def _newest_figures(rows: list[Row], date: str) -> list[Answer]:
    figures = answers(rows, ("force", "measure", "unit", "value"), date)
    return newest_first(figures, lambda figure: str(figure[0][date]))


def _figure_fact(identity: str, kind: str, answer: Answer, table: str, date: str) -> Fact:
    row = answer[0]
    value, unit = _number_or_text(row["value"]), _SPELLED.get(str(row["unit"]), str(row["unit"]))
    fact = _answer_fact(identity, str(row["measure"]), kind, answer, value, unit, table)
    return replace(fact, period=str(row[date]))


def with_rivals(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the same facts; each names the figures that other sources give of the very same thing.

    All are listed, as no rule chooses between them.
    """
    alike: dict[tuple[str, ...], list[Fact]] = {}  # so that each is held against few others
    for fact in facts:
        alike.setdefault(_thing(fact), []).append(fact)
    for fact in facts:
        others = alike[_thing(fact)]
        rivals = [other for other in others if _of_one_thing(fact, other) and _apart(fact, other)]
        figures = " and ".join(_figure_words(rival) for rival in rivals)
        yield replace(fact, disagrees=figures, against=sources_of(*rivals)) if rivals else fact


def disagreements(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Group the listed figures that contradict each other: a list for each thing of which two are given."""
    groups: list[list[Fact]] = []
    for fact in facts:
        group = next((group for group in groups if _of_one_thing(group[0], fact)), None)
        if fact.disagrees and group is not None:
            group.append(fact)
        elif fact.disagrees:
            groups.append([fact])
    return groups


def _of_one_thing(first: Fact, second: Fact) -> bool:
    """Return whether two listed figures count one thing, of one place and period, or in one survey."""
    alike = _thing(first) == _thing(second)
    return alike and (first.comparator != "" or same_date(first.period, second.period))


def _thing(fact: Fact) -> tuple[str, ...]:
    return fact.area, fact.measure, fact.kind, fact.unit, fact.comparator


def _apart(first: Fact, second: Fact) -> bool:
    """Return whether two figures, each a number or a range, cannot both be right."""
    span, other_span = _span(first), _span(second)
    return span is not None and other_span is not None and order(span, other_span) in ("higher", "lower")


def _span(fact: Fact) -> Interval | None:
    """Return the bounds of a listed figure, a number or a range such as "50-60"; None of words."""
    if fact.interval is not None or fact.unit == "text":
        return fact.interval
    ends = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", str(fact.value))
    return Interval(*sorted(map(float, ends.groups()))) if ends else None


def _figure_words(fact: Fact) -> str:
    return f"{fact.value:,.10g}" if isinstance(fact.value, float) else f"{fact.value}"


def caveat_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield what readers of the area's figures must know, so that figures in a caveat have an entry too."""
    for number, row in enumerate(_rows_of(evidence, "caveats", {area.name}), 1):
        yield caveat_fact(f"caveat.{number}", row)


def caveat_fact(identity: str, row: Row) -> Fact:
    """Return a row of the table of caveats as a fact."""
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
        where=f"{row['table']}, line {row['line']}",
    )


def police_facts(evidence: Evidence, area: Area) -> Iterator[Fact]:
    """Yield counts from forces and freedom-of-information answers, each on its own basis: never compared."""
    rows = [row for row in _police_held_rows(evidence) if row["area"] == area.name]
    for number, row in enumerate(rows, 1):
        fact = _row_fact(
            f"police_held.{number}",
            "rso_count_police_held",
            "force count",
            row,
            _optional_number(row["value"]),
            "people",
            str(row["table"]),
        )
        yield replace(
            fact,
            period=f"{row['period_end']:%Y-%m-%d}",
            low=float(row["low"]),
            high=float(row["high"]),
            status=row["status"],
            certain=bool(row["low"] == row["high"]),
            sources=tuple(row["sources"]),
            comparator=str(row["basis"]),
        )


def _answer_fact(
    identity: str,
    measure: str,
    kind: str,
    answer: Answer,
    value: float | str | None,
    unit: str,
    table: str,
) -> Fact:
    """Return one answer, with the sources, lines and remarks of all rows that give it."""
    fact = _row_fact(identity, measure, kind, answer[0], value, unit, table)
    note = remark(answer, "note") if "note" in answer[0] else ""
    return replace(fact, sources=cited(answer), note=note, where=lines_cited(table, answer))


def _row_fact(
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
        area=_force_or_area(row),
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


def _checked_case(word: str) -> Case:
    """Return a cell as the case that it is: its table's schema has checked the word."""
    return cast("Case", word)


def _optional_number(value: object) -> float | None:
    """Return a cell as a number, None if it is empty."""
    return None if value is None else float(value)  # type: ignore[arg-type]


def _number_or_text(value: object) -> float | str:
    """Return a plain number as a number, any other cell as it stands."""
    text = str(value)
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def _rows_of(evidence: Evidence, table: str, names: set[str]) -> list[Row]:
    """Return the rows of one of the evidence's tables about these forces or areas."""
    about = _places_of_rows(evidence, table)
    places = sorted(chain.from_iterable(about.get(name, ()) for name in names))
    return [evidence.listed(table)[place] for place in places]


@lru_cache(maxsize=64)
def _places_of_rows(evidence: Evidence, table: str) -> Mapping[str, list[int]]:
    """Return the place in a table of each row about a force or an area."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(evidence.listed(table)):
        places.setdefault(_force_or_area(row), []).append(place)
    return places


def _force_or_area(row: Row) -> str:
    """Return the force or the area that a row is about."""
    return str(row.get("force", row.get("area")))


@lru_cache(maxsize=8)
def _police_held_rows(evidence: Evidence) -> list[Row]:
    return evidence.tables["table"].where("measure", "rso_count_police_held")
