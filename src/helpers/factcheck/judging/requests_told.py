"""Numbers of requests under Sarah's Law, judged by the place and time of a right one beside them.

A look of ``misreadings``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.data.evidence import Evidence
from helpers.factcheck.judging.left_open import EXCEPTED
from helpers.factcheck.judging.other_findings import REMOVALS, is_the_rest, told_beside, told_of_several
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN
from helpers.factcheck.judging.verdicts import AGREEING, Answer, judged_by
from helpers.factcheck.reading.article import Article


def by_requests_beside(answers: Sequence[Answer], article: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers, those on Sarah's Law by what stands beside them."""
    return [_of_its_requests(at, answers, article, evidence) for at in range(len(answers))]


def without_the_rest(answers: Sequence[Answer], _: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers, none of them an accusation of a number that is that of the requests refused."""
    return [
        judged.not_understood("as many requests led to nothing: it may be told of those")
        if judged.verdict == "disagrees"
        and judged.claim.kind == "level"
        and is_the_rest(evidence, judged.claim)
        else judged
        for judged in answers
    ]


REQUESTS = (
    *("csods_applications", "csods_disclosures"),
    *("removal_applications", "removals_granted"),
)
# A number of fewer digits is right by chance.
TWO_DIGITS, THREE_DIGITS = 2, 3


def _of_its_requests(at: int, answers: Sequence[Answer], article: Article, evidence: Evidence) -> Answer:
    """Return the answer, that on Sarah's Law by the place and time of a right number of its sentence."""
    judged, claim, stated = answers[at], answers[at].claim, article.stated
    if judged.verdict in AGREEING or not claim.measure.startswith(("csods_", "removal")):
        return judged
    if EXCEPTED.search(stated[at].passage.text, 0, stated[at].start):
        return judged
    findings = [
        finding
        for other, statement in zip(answers, stated, strict=True)
        if statement.passage == stated[at].passage
        and other.verdict in AGREEING
        and other.claim.measure in REQUESTS
        and other.claim.measure != claim.measure
        and (other.claim.measure in REMOVALS) == (claim.measure in REMOVALS)
        and other.claim.kind == "level"
        and (other.claim.area, other.claim.date, other.claim.comparator)
        == (claim.area, claim.date, claim.comparator)
        and len(other.claim.published) >= TWO_DIGITS
        for finding in told_beside(evidence, claim, other.claim)
    ]
    if findings:
        return judged_by(evidence, claim, findings)
    for other, statement in zip(answers, stated, strict=True):
        if (
            statement.passage == stated[at].passage
            and other.verdict not in AGREEING
            and claim.measure.startswith("csods_")
            and (other.claim.measure, other.claim.kind) == ("csods_applications", "level")
            and len(other.claim.published) >= THREE_DIGITS
        ):
            places = article.sentences[statement.passage.number].places
            named = not AREA_LEFT_OPEN & set(statement.assumed) or any(
                place.kind == "that" for place in places
            )
            forces, findings = told_of_several(evidence, claim, other.claim, named)
            if findings:
                return judged_by(evidence, replace(claim, area=forces), findings)
    return judged
