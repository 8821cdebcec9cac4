"""What inspections say on a grade for managing offenders, and on how many questions got each grade.

``other_findings`` asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.data.evidence import Evidence
from helpers.data.rows import Row
from helpers.factcheck.claim import (
    EFFECTIVENESS,
    GRADED,
    GRADES,
    LATEST,
    MANAGING,
    PREVIOUS,
    ROUND_2016,
    Claim,
)
from helpers.factcheck.judging.findings import Finding, Findings
from helpers.factcheck.judging.listed_rows import ALL_TOGETHER, last_year, names_of

# When the first reports of a round of inspections came out, where a row does not say when its own did.
ROUNDS = {
    "PEEL 2016": 2017,
    "PEEL 2017": 2018,
    "PEEL 2018/19": 2019,
    "PEEL 2021/22": 2022,
    "PEEL 2023-25": 2024,
}
QUESTIONS_ON_RSOS = (MANAGING, "management of RSOs", "management of sexual and violent offenders (MOSOVO)")
# The rounds of which the best known grades are listed, from when on a report without a day is known to be out
# (no round before that of 2021/22 graded this question), and from when on a later one may say otherwise.
GRADE_LISTS = {
    "PEEL 2021/22": ("2021_22", "2022-01-01", "2023-07-01"),
    "PEEL 2023-25": ("2023_25", "2025-12-31", "2026-07-01"),
}
GRADES_IN_REMARK = re.compile(rf"([0-9]+) ({'|'.join(GRADES)})")


def graded(evidence: Evidence, claim: Claim) -> Findings:
    """Return the grades of a force up to the year of a claim; only the last stated one can contradict it.

    Where a claim is of the latest grade, no earlier one bears on it.
    """
    if claim.kind == "grade" and claim.measure == EFFECTIVENESS:
        return _effective(evidence, claim)
    if claim.kind != "grade" or claim.measure != MANAGING:
        return []
    if claim.comparator == PREVIOUS:
        return _of_the_round_before(evidence, claim)
    dated = sorted(
        (_year(row), str(row["grade"]), str(row["source_id"]))
        for row in _rows(evidence, claim)
        if row["question"] in QUESTIONS_ON_RSOS and row["grade"] in GRADES
    )
    known_then = [grade for grade in dated if grade[0] <= claim.year]
    last = known_then[-1][0] if known_then else 0
    if any(str(row["published"]).startswith(claim.date[:7]) for row in _rows(evidence, claim)):
        known_then = [grade for grade in known_then if grade[0] == last]  # a report of that very month
    return [
        Finding(grade, grade, True, (source,), f"graded {grade} in {year}", loose=year != last)
        for year, grade, source in known_then
        if year == last or claim.comparator != LATEST
    ] or [*_by_elimination(evidence, claim), *_bounded(evidence, claim)]


def _of_the_round_before(evidence: Evidence, claim: Claim) -> Findings:
    """Return the grade of a force in the round before that of its last report by the time of a claim."""
    rows = [row for row in _rows(evidence, claim) if row["round"] in ROUNDS and _year(row) <= claim.year]
    last = max((ROUNDS[str(row["round"])] for row in rows), default=0)
    before = max((year for year in ROUNDS.values() if year < last), default=0)
    return [
        Finding(str(row["grade"]), str(row["grade"]), True, (str(row["source_id"]),), f"in {row['round']}")
        for row in rows
        if ROUNDS[str(row["round"])] == before
        and row["question"] in QUESTIONS_ON_RSOS
        and row["grade"] in GRADES
    ]


def _effective(evidence: Evidence, claim: Claim) -> Findings:
    """Return how effective a force was as a whole in the round of 2016, which came out in 2017.

    Of 2016 or 2017 a grade may be one of the round before or after, unless the claim names the round, or the
    month in which it came out.
    """
    return [
        Finding(
            str(row["grade"]),
            str(row["grade"]),
            True,
            (str(row["source_id"]),),
            f"graded {row['grade']} for effectiveness in the round of 2016, on {row['published']}",
            loose=claim.comparator != ROUND_2016,
        )
        for row in _rows(evidence, claim)
        if row["round"] == ROUND_2016 and row["question"].startswith(EFFECTIVENESS)
        if claim.year in (_year(row), _year(row) - 1)
    ]


def _rows(evidence: Evidence, claim: Claim) -> list[Row]:
    names = _forces(evidence, claim)
    return [row for row in evidence.listed("inspections") if row["force"] in names]


def _forces(evidence: Evidence, claim: Claim) -> list[str]:
    return [name for name in names_of(evidence, claim) if name not in ALL_TOGETHER]


def _year(row: Row) -> int:
    return last_year(row["published"]) or ROUNDS.get(str(row["round"]), 0)


def _by_elimination(evidence: Evidence, claim: Claim) -> Findings:
    """Return a grade that is only known from others of its report; it can agree with a claim."""
    names = _forces(evidence, claim)
    rows = [row for row in evidence.listed("grades") if row["force"] in names]
    columns = [name for name, since in (("2021_22", 2022), ("2023_25", 2023)) if since <= claim.year]
    grades = [(str(row[f"grade_{name}"]), str(row[f"basis_{name}"])) for row in rows for name in columns]
    return [
        Finding(grade, grade, False, (), f"known as {grade}, {basis}", loose=True)
        for grade, basis in grades
        if grade in GRADES
    ]


def _bounded(evidence: Evidence, claim: Claim) -> Findings:
    """Return the grades that the report of a claim's time leaves open, where its others tell as much."""
    for name, (column, out, until) in GRADE_LISTS.items():
        rows = [row for row in _rows(evidence, claim) if row["round"] == name]
        days = [f"{row['published']}-12-31"[:10] for row in rows if row["published"]]
        if not max(days, default=out) <= claim.date < until:
            continue
        sets = [*_listed(evidence, claim, column), *(set(counts) for _, counts in _counted(rows))]
        left = [grade for grade in GRADES if sets and all(grade in among for among in sets)]
        if left:
            sources = tuple(dict.fromkeys(str(row["source_id"]) for row in rows))
            how = f"known as {' or '.join(left)}, by the other grades of its report"
            return [Finding(left[0], left[-1], False, sources, how, among=tuple(left))]
    return []


def _listed(evidence: Evidence, claim: Claim, column: str) -> Iterator[set[str]]:
    """Yield the grades that the table of best known grades leaves open: "good or adequate"."""
    names = _forces(evidence, claim)
    for row in evidence.listed("grades"):
        words = str(row[f"grade_{column}"]) if row["force"] in names else ""
        if words.startswith("better than "):
            yield set(GRADES[: GRADES.index(words.removeprefix("better than "))])
        elif words and set(words.split(" or ")) <= set(GRADES):
            yield set(words.split(" or "))


def _counted(rows: Sequence[Row]) -> Iterator[tuple[Row, dict[str, int]]]:
    """Yield each row that tells of all questions of a report, and how many got which grade."""
    for row in rows:
        counts = {grade: int(number) for number, grade in GRADES_IN_REMARK.findall(str(row["grade"]))}
        if str(row["question"]).startswith("overall") and counts and "not stated" not in str(row["grade"]):
            yield row, counts


def questions_graded(evidence: Evidence, claim: Claim) -> Findings:
    """Return how many questions of the last report before a claim got a grade."""
    grade = next((grade for grade, measure in GRADED.items() if measure == claim.measure), "")
    if not grade:
        return []
    dated = sorted(
        (_year(row), counts.get(grade, 0), str(row["source_id"]))
        for row, counts in _counted(_rows(evidence, claim))
        if _year(row) <= claim.year
    )
    latest = [(number, source) for year, number, source in dated if year == dated[-1][0]]
    loose = len({number for number, _ in latest}) > 1
    how = f"so many of the questions that were graded {grade} in {dated[-1][0]}" if dated else ""
    return [
        Finding(float(number), float(number), True, (source,), how, loose=loose) for number, source in latest
    ]
