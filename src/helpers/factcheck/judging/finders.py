"""The finder of each kind of claim.

``verdicts`` asks it for what the data say on a claim.
"""

from __future__ import annotations

from collections.abc import Callable

from helpers.data.evidence import Evidence
from helpers.factcheck.claim import (
    EACH_YEAR,
    FALLING,
    FIRST,
    ONLY,
    OVERTOOK,
    PASSED,
    RECORD,
    RISING,
    TOGETHER,
    Claim,
)
from helpers.factcheck.judging import courses, findings, other_findings
from helpers.factcheck.judging.findings import Findings


def any_together(evidence: Evidence, claim: Claim) -> Findings:
    """Return the figure of several areas: their sum, or one that was given for them together."""
    return findings.together(evidence, claim) or other_findings.listed_together(evidence, claim)


def any_change(evidence: Evidence, claim: Claim) -> Findings:
    """Return a change in one of our measures, or in what another table counts."""
    changes = findings.change(evidence, claim) or other_findings.listed_change(evidence, claim)
    return [*changes, *other_findings.growth_told(evidence, claim)]


FINDERS: dict[str, Callable[[Evidence, Claim], Findings]] = {
    **findings.FIGURE_FINDERS,
    EACH_YEAR: courses.each_year,
    FALLING: courses.moving,
    FIRST: courses.first,
    ONLY: courses.only,
    OVERTOOK: courses.overtook,
    PASSED: courses.passed,
    RECORD: courses.record,
    RISING: courses.moving,
    TOGETHER: any_together,
    "change": any_change,
    "change_percent": any_change,
}
