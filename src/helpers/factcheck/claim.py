"""One statement of fact that an article makes: what is read from a text, and judged by the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.data.evidence import Measure

# What a rank by change is of: in per cent, or in number or per cent, whichever agrees.
PERCENT_RANK, CHANGE_RANK = "change_percent of rso_count", "change of rso_count"
# A unit in which shares differ, and no number or rate changes.
POINTS = "percentage points"
ONE_IN = "rso_one_in_n"
SHARE = "rso_share_of_mappa_percent"
# RSOs of an area as a percentage of those of England and Wales.
NATION_SHARE = "rso_share_of_nation_percent"
# One right figure of an article as a percentage of another.
OWN_SHARE = "share_of_its_own_figure"
# Missing RSOs of a force as a percentage of all that a survey found missing.
MISSING_SHARE = "missing_share_percent"
# Whether the force was graded, and concerns about it opened and closed, on this question of the inspectorate.
MANAGING = "managing offenders and suspects"
# The only grade that the inspectorate gave in its round of 2016, of how effective a force was as a whole.
EFFECTIVENESS, ROUND_2016 = "effectiveness", "PEEL 2016"
# Grades as the inspectorate words them, the best first, and how many of its questions got each of them.
GRADES = ("outstanding", "good", "adequate", "requires improvement", "inadequate")
GRADED = {grade: f"questions_graded_{grade.replace(' ', '_')}" for grade in GRADES}
# What a grade is compared with that is said to be the last one, and so never one of a round before.
LATEST = "latest"
# What a grade is compared with that is said to be that of the round before the last one.
PREVIOUS = "previous"
CONCERN_OPENED, CONCERN_CLOSED = "cause_of_concern_opened", "cause_of_concern_closed"
# For how many months a cause of concern was open.
CONCERN_MONTHS = "cause_of_concern_months"
# The day of the report that gave a grade, which the claim is compared with.
GRADE_GIVEN = "grade_given"
# What a review expected the register to reach, the year for which it did, and the day on which it came out.
PROJECTED, PROJECTED_FOR, REVIEW = "rso_projected", "rso_projected_for", "projection_published"
CONVICTION_RATE = "sexual_offence_trial_conviction_rate"
CASELOAD, LARGEST_CASELOAD = "rso_per_offender_manager", "rso_per_offender_manager_at_most"
# The figure of several areas added up, and the mean of the areas of a region.
TOGETHER, AVERAGE = "together", "average"
# How many areas of a region fell or rose, and which was the only one that did.
FALLING, RISING, ONLY = "count_of_areas_falling", "count_of_areas_rising", "only"
# The same way in each of several years, the first year of a way, and the highest or lowest of all years.
EACH_YEAR, FIRST, RECORD = "each_year", "first", "record"
# A figure that was lower than that of another place a year before, and is higher now.
OVERTOOK = "overtook"
# A round number that a figure passed in the year to a date.
PASSED = "passed"
# By how much a figure is above, or below, that of another place.
DIFFERENCE = "difference"
# How far the figures of two places are apart, whichever is higher.
GAP = "gap"
# By how many per cent a figure is above, or below, that of another place.
PERCENT_ABOVE = "percent_above"
# A figure that is twice, half or so many times that of another place.
TIMES = "times"
# So many times as much, as a verb.
MULTIPLES = {2: "doubled", 3: "tripled", 4: "quadrupled", 5: "quintupled", 6: "sextupled"}
# Among which areas, or forces, of England and Wales a rank is counted.
ALL_AREAS, ALL_FORCES = "42 areas", "43 forces"
BOUNDS = ("more_than", "at_least", "less_than", "at_most", "nearly", "just_over", "about")
# What readers are told a claim is of, where measures.csv has no label of it.
LABELS = {
    PERCENT_RANK: "percentage change in RSOs",
    CHANGE_RANK: "change in RSOs",
    NATION_SHARE: "RSOs as a share of those of England and Wales",
    MISSING_SHARE: "missing RSOs as a share of all that the survey found missing",
    MANAGING: "Grade for managing offenders and suspects",
    EFFECTIVENESS: "Grade for effectiveness",
    GRADE_GIVEN: "Day on which the grade was given",
    OWN_SHARE: "Share of another figure of the article",
    PROJECTED: "RSOs expected by a review",
    PROJECTED_FOR: "Year for which a review expected so many RSOs",
    REVIEW: "Day on which the review came out that expected so many RSOs",
    **{name: f"Questions of the inspection graded {grade}" for grade, name in GRADED.items()},
    CONCERN_OPENED: "Cause of concern opened",
    CONCERN_CLOSED: "Cause of concern closed",
    CONCERN_MONTHS: "Months for which the cause of concern was open",
    CONVICTION_RATE: "Conviction rate of trials for sexual offences",
    CASELOAD: "RSOs for each offender manager",
    LARGEST_CASELOAD: "RSOs for each offender manager, at most",
    "csods_applications": "Applications under Sarah's Law",
    "csods_disclosures": "Disclosures under Sarah's Law",
    "csods_disclosure_rate": "Share of applications under Sarah's Law that led to a disclosure",
    "csods_non_disclosure_rate": "Share of applications under Sarah's Law that led to none",
    "eligible_for_reactive_management": "RSOs eligible for reactive management",
    "forces_asked": "Forces asked by the survey",
    "forces_replied": "Forces that replied to the survey",
    "forces_responding": "Forces that reported missing RSOs to the survey",
    "forces_silent": "Forces that did not reply to the survey",
    "missing_rso": "RSOs missing or wanted",
    "longest_missing_years": "Years for which the longest missing RSO had been missing",
    "missing_duration_years": "Years for which an RSO had been missing",
    "notification_offences": "Offences against notification requirements",
    "order_breaches": "Breaches of orders",
    "order_prosecutions": "Prosecutions for the breach of an order",
    "shpo_breaches": "Breaches of Sexual Harm Prevention Orders",
    "overdue_assessments_cut_percent": "Cut in overdue risk assessments",
    "overdue_risk_assessments": "Overdue risk assessments",
    "overdue_highest_risk": "Overdue visits to RSOs of the highest risk",
    "overdue_longest_months": "Months for which the longest overdue visit had been overdue",
    "overdue_share_percent": "Share of visits that were overdue",
    "overdue_visits": "Overdue visits",
    "overdue_visits_cut_percent": "Cut in overdue visits",
    "police_staff": "Officers and staff who manage RSOs",
    "staff_added": "Officers and staff added to manage RSOs",
    "population": "People aged 10 and over",
    "rape_cases_solved": "Rape cases solved",
    "rape_conviction_rate": "Conviction rate of trials for rape",
    "removal_applications": "Applications to be removed from the register",
    "removals_granted": "Applications to be removed from the register that were granted",
    "removals_granted_percent": "Share of applications to be removed from the register that were granted",
    "rso_per_staff": "RSOs for each officer or member of staff who manages them",
    "sexual_offence_charge_rate": "Charge rate of sexual offences",
    "sexual_offences_solved": "Sexual offences solved",
    **{
        f"{name}_{risk}_risk": words.format(risk.replace("_", " "))
        for name, words in (
            ("rso", "RSOs of {} risk"),
            ("share", "Share of RSOs that are of {} risk"),
            ("visit_interval", "Months between visits to RSOs of {} risk"),
        )
        for risk in ("very_high", "high", "medium", "low")
    },
}


@dataclass(frozen=True)
class Claim:
    """One statement of fact that an article makes, as ``published_claims.csv`` has it."""

    claim_id: str
    article: str
    area: str
    date: str
    kind: str
    measure: str
    comparator: str
    published: str
    unit: str

    @property
    def year(self) -> int:
        """The year of its date."""
        return int(self.date[:4])

    def but(self, **values: str) -> Claim:
        """Return the claim with other values, as ``dataclasses.replace`` does in four times as long."""
        claim = object.__new__(Claim)
        claim.__dict__.update(self.__dict__, **values)
        return claim

    @property
    def plain_kind(self) -> str:
        """The kind without a bound: a change of "more than 5%" is a change in per cent."""
        return _PLAIN.get(self.kind, self.kind)

    @property
    def bound(self) -> str:
        """The bound that the kind states, "more_than" and the like; empty for a figure."""
        return next((name for name in BOUNDS if self.kind.endswith(name)), "")


def about(measure: str, measures: Mapping[str, Measure]) -> str:
    """Return what readers are told a measure is: its label, or the measure itself where there is none."""
    known = measures.get(measure)
    return known.label if known else LABELS.get(measure, measure)


def bounded(kind: str) -> tuple[str, ...]:
    """Return the kinds of a change of more than, nearly and so on a figure."""
    return tuple(f"{kind}_{name}" for name in BOUNDS)


_PLAIN = {
    kind: name
    for name in ("change_percent", "change", DIFFERENCE, PERCENT_ABOVE, AVERAGE)
    for kind in bounded(name)
}
