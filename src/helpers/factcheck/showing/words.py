"""Answers to claims in words, and as rows for people and programs; what files say is made harmless."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from helpers.data.evidence import Measure
from helpers.factcheck.claim import (
    AVERAGE,
    DIFFERENCE,
    EACH_YEAR,
    FALLING,
    FIRST,
    GAP,
    ONLY,
    OVERTOOK,
    PASSED,
    PERCENT_ABOVE,
    RECORD,
    RISING,
    TIMES,
    TOGETHER,
    Claim,
    about,
)
from helpers.factcheck.claims_table import COLUMNS
from helpers.factcheck.judging.verdicts import Answer, Verdict
from helpers.factcheck.reading.sentence import Stated, Unread
from helpers.present import numbers
from helpers.text.nouns import counted

VERDICTS: dict[Verdict, str] = {
    "another source": "confirmed by another source",
    "perhaps this article": "stated by a source that may be this article",
    "arithmetic": "follows by arithmetic",
    "article alone": "agrees only with its own article",
    "disagrees": "disagrees",
    "not decidable": "cannot be decided",
    "not understood": "not understood",
}
NOT_UNDERSTOOD = VERDICTS["not understood"]
KIND_WORDS = {
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "at_most": "at most ",
    "nearly": "nearly ",
    "just_over": "just over ",
    "about": "about ",
    "between": "between ",
}
COURSES = {
    "compared": "compared with ",
    OVERTOOK: "compared with, and a year before not above, ",
    PASSED: "round number passed after ",
    TIMES: "beside that of ",
    DIFFERENCE: "above that of ",
    GAP: "apart from that of ",
    PERCENT_ABOVE: "above that of ",
    EACH_YEAR: "change of each year since ",
    FIRST: "first year of its kind since ",
    RECORD: "end of all years that are known",
    ONLY: "only one to do so of ",
    FALLING: "areas that fell of ",
    RISING: "areas that rose of ",
}
# What a spreadsheet takes for the beginning of a formula.
FORMULA = re.compile(r"[=+\-@\t\r|%]")
SHOWN_NUMBER = re.compile(r"-?[0-9][0-9.]*")
SHOWN = 300


def visible(text: str) -> str:
    """Return text on one line, without characters that move a cursor, turn the text or are hidden."""
    line = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_hidden(letter) else letter for letter in line)


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


def short(text: str, length: int = SHOWN) -> str:
    """Return visible text, cut where it is long."""
    line = visible(text[: 2 * length])
    return line if len(line) <= length else f"{line[:length]}…"


def statement(claim: Claim, measures: Mapping[str, Measure]) -> str:
    """Return what a claim says: "Essex, 31 March 2020, Registered sexual offenders (RSOs): 1,596"."""
    what = short(about(claim.measure, measures), 120)
    if claim.kind.startswith("change"):
        since = claim.comparator or f"{claim.year - 1}-03-31"
        what = f"{what}, change since {numbers.day(since)}"
    if claim.kind == TOGETHER:
        return (
            f"{short(claim.comparator, 80)}, {numbers.day(claim.date)}, {what}, together: {published(claim)}"
        )
    if claim.plain_kind == AVERAGE:
        what = f"{what}, average of the areas"
    if claim.plain_kind in COURSES:
        what = f"{what}, {COURSES[claim.plain_kind]}{_beside(claim)}"
    if claim.kind.startswith("rank_"):
        what = (
            f"{what}, place from the {claim.kind.removeprefix('rank_')} among {short(claim.comparator, 80)}"
        )
    return f"{short(claim.area, 80)}, {numbers.day(claim.date)}, {what}: {published(claim)}"


def _beside(claim: Claim) -> str:
    """Return what the comparator of a course or comparison says, as it ends the words for its kind."""
    if claim.kind in (EACH_YEAR, FIRST, PASSED):
        return numbers.day(claim.comparator or f"{claim.year - 1}-03-31")
    return "" if claim.kind == RECORD else short(claim.comparator or f"{claim.area} forces", 80)


def published(claim: Claim) -> str:
    """Return the figure as the article has it, with its unit and its "more than"."""
    unit = {"per cent": "%", "per 100,000": " per 100,000"}.get(claim.unit, "")
    before = "one in " if claim.unit == "one in N" else ""
    ends = claim.published.split(" to ")
    figure = (" and " if claim.kind == "between" else " to ").join(_grouped(end) for end in ends)
    return f"{KIND_WORDS.get(claim.bound or claim.kind, '')}{before}{figure}{unit}"


def _grouped(text: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?", text):
        return short(text, 80)
    return numbers.number(float(text), len(text.partition(".")[2]))


def right_value(answer: Answer) -> float | str | None:
    """Return what the data without the article give: a number, "3 to 4" for bounds, a word, or None."""
    finding = answer.finding
    if finding is None:
        return None
    low, high = (_tidy(end) for end in (finding.low, finding.high))
    return low if low == high else f"{low} to {high}"


def _tidy(value: float | str) -> float | str:
    if isinstance(value, str):
        return value
    exact = round(float(value), 4)
    return int(exact) if exact.is_integer() else exact


def right_words(answer: Answer) -> str:
    """Return the right figure for a reader with the claim's decimals, or one that shows the difference."""
    finding = answer.finding
    if finding is None:
        return ""
    if isinstance(finding.low, str) or isinstance(finding.high, str):
        return short(" or ".join(dict.fromkeys((str(finding.low), str(finding.high)))), 80)
    if answer.claim.kind == "compared":
        return "higher" if finding.low > 0 else "lower" if finding.high < 0 else "the same, or not certain"
    if answer.claim.kind in ("change_direction", EACH_YEAR, FIRST):
        return _way(finding.low, finding.high)
    places = len(answer.claim.published.partition(".")[2]) if "." in answer.claim.published else 0
    unit = answer.claim.unit
    if unit != "one in N" and not all(float(end).is_integer() for end in (finding.low, finding.high)):
        places = max(places, 1)
    return numbers.between(finding.low, finding.high, places, "%" if unit == "per cent" else "")


def _way(low: float, high: float) -> str:
    """Return which way a change went; both where its bounds leave that open."""
    if low == high == 0:
        return "no change"
    return "a rise" if low > 0 else "a fall" if high < 0 else "a rise or a fall"


def row(answer: Answer) -> dict[str, Any]:
    """Return an answer for programs: the keys that ``--json`` gives for every claim."""
    return {
        "claim_id": answer.claim.claim_id,
        "verdict": VERDICTS[answer.verdict],
        "rests_on": list(answer.finding.sources) if answer.finding else [],
        "right_value": right_value(answer),
        "likely_slip": f"{answer.slip.kind}: {answer.slip.words}" if answer.slip else None,
        "reason": answer.reason,
    }


def article_row(answer: Answer, stated: Stated) -> dict[str, Any]:
    """Return an answer to a claim of an article: with where it stands, and as what it was read."""
    claim = {
        name: cell
        for name, cell in _cells(stated).items()
        if name in ("area", "period_end", "kind", "measure", "comparator", "published", "unit", "note")
    }
    place = {"line": stated.passage.line, "sentence": stated.passage.text, "claim": claim}
    return {**row(answer), **place}


def unread_row(unread: Unread, verdict: str = NOT_UNDERSTOOD) -> dict[str, Any]:
    """Return what was not understood, in the same keys."""
    return {
        "claim_id": None,
        "verdict": verdict,
        "rests_on": [],
        "right_value": None,
        "likely_slip": None,
        "reason": f"{unread.words}: {unread.why}",
        "line": unread.passage.line,
        "sentence": unread.passage.text[:2000],
        "claim": None,
    }


def lines(answer: Answer, measures: Mapping[str, Measure]) -> list[str]:
    """Return an answer for a terminal: claim and verdict, then the right figure, slip, reason and sources."""
    head = f"{short(answer.claim.claim_id, 60)}: {VERDICTS[answer.verdict]}"
    shown = [f"    {statement(answer.claim, measures)}"]
    if answer.verdict == "disagrees":
        shown.append(f"    right: {right_words(answer)}")
    if answer.slip:
        shown.append(f"    likely slip: {answer.slip.kind} ({short(answer.slip.words)})")
    shown.append(f"    why: {short(answer.reason)}")
    if answer.finding and answer.finding.sources:
        shown.append(f"    from: {' '.join(answer.finding.sources)}")
    return [head, *shown]


def unread_line(unread: Unread) -> str:
    """Return what was not understood, for a terminal."""
    return f'line {unread.passage.line}, "{short(unread.words, 60)}": {unread.why}; in: {short(unread.passage.text, 160)}'


def summary(answers: Sequence[Answer]) -> str:
    """Count the verdicts that occur: "54 claims: 23 confirmed by another source, 12 by arithmetic, ..."."""
    counts = Counter(answer.verdict for answer in answers)
    words = {
        "another source": "confirmed by another source",
        "perhaps this article": "stated by a source that may be this article",
        "arithmetic": "by arithmetic",
        "article alone": "by their own article alone",
        "disagrees": "in disagreement with the data",
        "not decidable": "not decidable",
        "not understood": "not understood",
    }
    parts = [f"{counts[verdict]} {words[verdict]}" for verdict in VERDICTS if counts[verdict]]
    return counted(len(answers), "claim") + (f": {', '.join(parts)}" if parts else "")


def claims_csv(stated: Iterable[Stated]) -> str:
    """Return the claims of an article as a table of claims that can be corrected and checked again.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front, unless it is a number.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for statement in stated:
        writer.writerow({name: inert(cell) for name, cell in _cells(statement).items()})
    return out.getvalue()


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    line = visible(cell)
    return f"'{line}" if FORMULA.match(line) and not SHOWN_NUMBER.fullmatch(line) else line


def _cells(stated: Stated) -> dict[str, str]:
    claim = stated.claim
    article = claim.claim_id.rpartition("-s")[0]
    assumed = f" [{stated.note}]" if stated.note else ""
    return {
        "claim_id": claim.claim_id,
        "article_id": article,
        "article_source_id": claim.article,
        "area": claim.area,
        "period_end": claim.date,
        "kind": claim.kind,
        "measure": claim.measure,
        "comparator": claim.comparator,
        "published": claim.published,
        "unit": claim.unit,
        "note": f"line {stated.passage.line}: {short(stated.passage.text)}{assumed}",
    }
