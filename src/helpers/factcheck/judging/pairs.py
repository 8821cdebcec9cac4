"""What two figures of a sentence tell of each other: exchanged, turned round, or only one of them right.

A look of ``misreadings``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from helpers.data.evidence import Evidence
from helpers.factcheck.claim import LATEST, Claim
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, COUNTS_EXCHANGED, agrees
from helpers.factcheck.judging.verdicts import AGREEING, Answer, without_slip
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.sentence import Assumed, Stated
from helpers.factcheck.reading.workload import WORKLOAD_MEASURES


def exchanged_figures(answers: Sequence[Answer], stated: Sequence[Stated], evidence: Evidence) -> set[int]:
    """Return where two figures of a sentence are wrong, and each is right as the other: they were exchanged.

    "13 were cautioned and 16 came off the register", or "ours was 122 and the national one 129", where it
    was the other way round.
    """
    wrong = [
        at
        for at, judged in enumerate(answers)
        if judged.verdict == "disagrees" or (judged.finding is not None and judged.finding.loose)
    ]
    pairs = (
        (first, second, what)
        for first, second in pairwise(wrong)
        if (what := _may_exchange(answers[first].claim, answers[second].claim))
        and _next_to(stated[first], stated[second], what)
        and not (OPEN - ({Assumed.MEASURE} if what == "area" else set()))
        & {*stated[first].assumed, *stated[second].assumed}
    )
    return {
        at
        for first, second, what in pairs
        if all(
            agrees(replace(answers[own].claim, **{what: getattr(answers[other].claim, what)}), evidence)
            for own, other in ((first, second), (second, first))
        )
        for at in (first, second)
    }


def _next_to(first: Stated, second: Stated, what: str) -> bool:
    """Return whether two figures stand in one sentence, or those of two measures in two that follow."""
    return second.passage.number - first.passage.number <= (what == "measure")


OPEN = {Assumed.FREELY, Assumed.FITTED, Assumed.MEASURE}


def _may_exchange(first: Claim, second: Claim) -> str:
    """Return in what alone two claims of one time differ: measure or area; else nothing."""
    if (first.date, first.kind, first.unit) != (second.date, second.kind, second.unit):
        return ""
    if first.measure == second.measure:
        return "area" if first.area != second.area and first.kind == "level" else ""
    alike = any(
        {first.measure, second.measure} <= set(kind) for kind in (COUNTS_EXCHANGED, WORKLOAD_MEASURES)
    )
    return "measure" if alike and first.area == second.area else ""


# "14 of 193": a number and what it is a part of.
OF = re.compile(r" (?:out )?of (?:the |its |their |all |some )*")


def without_half_right_pairs(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, that to "14 of 139" not one of agreement where only one of the two is right."""
    paired, stated = list(answers), article.stated
    for at, (first, second) in enumerate(pairwise(stated)):
        text = first.passage.text
        counts = first.passage == second.passage and first.claim.unit == "count"
        joined = counts and OF.fullmatch(text, first.end, second.start)
        agree = [answers[place].verdict in AGREEING for place in (at, at + 1)]
        if joined and any(agree) and not all(agree):
            right = at if agree[0] else at + 1
            why = (
                f"it is right, but not of {text[second.start : second.end]}"
                if agree[0]
                else f"right as a whole, but {text[first.start : first.end]} of it is not"
            )
            paired[right] = answers[right].not_understood(f"{why}: the two stand or fall together")
    for at, compared in enumerate(stated):
        if wrong := _compared_with(answers[at], compared, answers, stated):
            paired[at] = answers[at].not_understood(f"compared with {wrong}, which does not agree")
    return paired


# "Well above the 129 recorded": what another figure is compared with is that one, not a place by its name.
THAN_THE_FIGURE = re.compile(r"(?: than)?(?: the)? ")


def _compared_with(
    judged: Answer, compared: Stated, answers: Sequence[Answer], stated: Sequence[Stated]
) -> str:
    """Return the figure that a comparison names, where that is not right; else nothing.

    Where the other of the two is not right either, both are of a time that was not understood.
    """
    claim, text = judged.claim, compared.passage.text
    if claim.kind != "compared" or judged.verdict not in AGREEING:
        return ""
    wrong = [
        (other.claim.area, figure)
        for other, figure in zip(answers, stated, strict=True)
        if figure.passage == compared.passage
        and other.claim.kind == "level"
        and other.claim.measure == claim.measure
        and other.verdict in ("disagrees", "not understood")
    ]
    named = [
        text[figure.start : figure.end]
        for area, figure in wrong
        if area == claim.comparator and THAN_THE_FIGURE.fullmatch(text, compared.end, figure.start)
    ]
    return "" if any(area == claim.area for area, _ in wrong) else "".join(named)


def without_grades_turned_round(
    answers: Sequence[Answer], article: Article, evidence: Evidence
) -> list[Answer]:
    """Return the answers: "from adequate to inadequate" agrees with nothing where it was the other way."""
    turned, stated = list(answers), article.stated
    for at, (first, second) in enumerate(pairwise(stated)):
        pair = (answers[at], answers[at + 1])
        if not _undated_grades(first, second) or not all(judged.verdict in AGREEING for judged in pair):
            continue
        before = [_was_before(statement) for statement in (first, second)]
        if before[0] == before[1]:
            continue
        new, old = pair if before[1] else pair[::-1]
        now = [without_slip(replace(judged.claim, comparator=LATEST), evidence) for judged in (new, old)]
        if now[0].verdict in AGREEING:
            continue
        if now[1].verdict not in AGREEING:
            after = at if before[1] else at + 1
            turned[after] = new.not_understood(f"{new.reason}; the latest is another: {now[0].reason}")
            continue
        why = f"{new.claim.published} was the grade before {old.claim.published}: it went the other way round"
        open_area = {*first.assumed, *second.assumed} & AREA_LEFT_OPEN
        for place, judged in zip((at, at + 1), pair, strict=True):
            turned[place] = (
                judged.not_understood(why) if open_area else replace(judged, verdict="disagrees", reason=why)
            )
    return turned


def _undated_grades(first: Stated, second: Stated) -> bool:
    """Return whether two grades of one force stand in one sentence without dates of their own."""
    claims = (first.claim, second.claim)
    same = first.passage == second.passage and first.claim.area == second.claim.area
    undated = all(Assumed.DATE_RELEASE in statement.assumed for statement in (first, second))
    return same and undated and all(claim.kind == "grade" for claim in claims)


# "From adequate to inadequate", "once rated good", "good before".
BEFORE_IT = re.compile(
    r"\b(?:from|having been|had been|previously|once|formerly|used to be)(?: (?:an?|the|being|rated|graded|judged|at))* [\"“'‘]?$",
    re.IGNORECASE,
)
BEFORE_AFTER_IT = re.compile(r"[\"”'’]? (?:before(?:hand)?|previously|last time)\b")


def _was_before(stated: Stated) -> bool:
    """Return whether a grade is said to be the one before."""
    text = stated.passage.text
    before, after = BEFORE_IT.search(text, 0, stated.start), BEFORE_AFTER_IT.match(text, stated.end)
    return before is not None or after is not None
