"""The finder of each kind of claim."""

from __future__ import annotations

from collections.abc import Callable

from helpers.data.evidence import Evidence
from helpers.factcheck.claim import (
    EACH_YEAR,
    FALLING,
    FIRST,
    ONLY,
    OVERTOOK,
    RECORD,
    RISING,
    Claim,
)
from helpers.factcheck.judging import courses, findings
from helpers.factcheck.judging.findings import Findings

FINDERS: dict[str, Callable[[Evidence, Claim], Findings]] = {
    **findings.FINDERS,
    EACH_YEAR: courses.each_year,
    FALLING: courses.moving,
    FIRST: courses.first,
    ONLY: courses.only,
    OVERTOOK: courses.overtook,
    RECORD: courses.record,
    RISING: courses.moving,
}
