"""What a sentence tells twice: an area has one figure of a kind at one date, so a second is another.

"Its rate, 144, was 141 in 2020" names one year and tells of two, and of "1,099 in 2019, followed by 1,110 and
1,173" only the first is of 2019: where one of them is right, the others are misread, and none is accused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from helpers.factcheck.judging.other_readings import DATES
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
    told = {key: judged for key, judged in first.items() if judged.verdict in AGREEING}
    texts = {statement.passage.number: statement.passage.text for statement in stated}
    return [
        judged.not_understood(WHY)
        if judged.verdict == "disagrees"
        and judged.claim.kind == "level"
        and (
            first[_told(judged, statement)].claim.published != judged.claim.published
            or (_told(judged, statement, 1) in told and _was_before(statement, texts))
        )
        else judged
        for judged, statement in zip(answers, stated, strict=True)
    ]


# "Norfolk has 1,184. It had 1,188."
IT_HAD = re.compile(
    r"[\"“]?(?:It|They|There|That|This|The \w+) (?:had|was|were|stood at)(?! (?:been|risen|fallen)\b)"
)
TOLD_OF_NOW = re.compile(r"\b(?:has|have|is|are|stands)\b")


def _was_before(stated: Stated, texts: Mapping[int, str]) -> bool:
    """Return whether a sentence tells in the past tense what the one before told in the present."""
    before = texts.get(stated.passage.number - 1, "")
    dated = DATES & set(stated.assumed)
    return bool(dated and IT_HAD.match(stated.passage.text) and TOLD_OF_NOW.search(before))


def _told(judged: Answer, stated: Stated, back: int = 0) -> tuple[int, str, str, str]:
    claim = judged.claim
    return stated.passage.number - back, claim.area, claim.date, claim.measure
