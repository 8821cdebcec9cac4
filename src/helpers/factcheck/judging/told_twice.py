"""What a sentence tells twice: an area has one figure of a kind at one date, so a second is another.

"Its rate, 144, was 141 in 2020" names one year and tells of two, and of "1,099 in 2019, followed by 1,110 and
1,173" only the first is of 2019: where one of them is right, the others are misread, and none is accused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.factcheck.judging.verdicts import AGREEING, Answer
from helpers.factcheck.reading.sentence import Stated

WHY = (
    "its sentence tells another figure of the same area, date and measure: this one may be of something else"
)


def not_told_twice(answers: Sequence[Answer], stated: Sequence[Stated]) -> list[Answer]:
    """Return the answers, none of them that a figure disagrees of which its sentence tells a second."""
    first: dict[tuple[int, str, str, str], Answer] = {}
    for judged, statement in zip(answers, stated, strict=True):
        if judged.claim.kind == "level":
            earlier = first.setdefault(_told(judged, statement), judged)
            if judged.verdict in AGREEING and earlier.verdict not in AGREEING:
                first[_told(judged, statement)] = judged
    return [
        replace(judged, verdict="not understood", slip=None, reason=WHY)
        if judged.verdict == "disagrees"
        and judged.claim.kind == "level"
        and first[_told(judged, statement)].claim.published != judged.claim.published
        else judged
        for judged, statement in zip(answers, stated, strict=True)
    ]


def _told(judged: Answer, stated: Stated) -> tuple[int, str, str, str]:
    claim = judged.claim
    return stated.passage.number, claim.area, claim.date, claim.measure
