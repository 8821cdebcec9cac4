"""What other tables say on a claim, and figures counted in another way beside its own.

``verdicts`` asks it after the finder of the kind of claim.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import NATION, Evidence
from helpers.data.observations import union
from helpers.data.rows import Row
from helpers.factcheck.claim import (
    AVERAGE,
    CASELOAD,
    CONCERN_CLOSED,
    CONCERN_MONTHS,
    CONCERN_OPENED,
    CONVICTION_RATE,
    DIFFERENCE,
    EACH_YEAR,
    EFFECTIVENESS,
    FIRST,
    GAP,
    GRADE_GIVEN,
    GRADED,
    LARGEST_CASELOAD,
    MANAGING,
    MISSING_SHARE,
    NATION_SHARE,
    ONE_IN,
    ONLY,
    OVERDUE_SHARE,
    OVERTOOK,
    PASSED,
    PERCENT_ABOVE,
    PROJECTED,
    PROJECTED_FOR,
    RECORD,
    REVIEW,
    TIMES,
    TOGETHER,
    Claim,
)
from helpers.factcheck.judging.findings import Finding, Findings, level, surveys_of
from helpers.factcheck.judging.grade_findings import graded, questions_graded
from helpers.factcheck.judging.listed_rows import ALL_TOGETHER, last_year, names_of, parts_of, rows_of

STATED = "stated by another source"
# Kinds of claims that are of several figures, so that no one figure beside them bears on them.
KINDS_OF_SEVERAL = (
    "compared",
    DIFFERENCE,
    EACH_YEAR,
    FIRST,
    GAP,
    ONLY,
    PASSED,
    PERCENT_ABOVE,
    OVERTOOK,
    RECORD,
    TIMES,
)
# The same words may be about another column: counted in the year or on its last day, of all or of RSOs.
SIBLINGS = {
    "level1_rso": ("level1_all",),
    "level2_in_year_rso": ("level2_rso", "level2_unclear", "level2_in_year_all", "level2_all"),
    "level3_in_year_rso": ("level3_unclear", "level3_in_year_all", "level3_all"),
    "revocations": ("revocations_foi",),
    # Called one until 2015 and the other since, and either in the papers.
    "shpo_imposed": ("sopo_imposed",),
    "sopo_imposed": ("shpo_imposed",),
    "licence_recalls": ("licence_recalls_rso", "licence_recalls_as_worded"),
    "notification_breaches": ("notification_breaches_as_worded",),
}
OVERDUE_MONTHS = "overdue_longest_months"
HELD = "RSOs managed"
# Measures of a claim, and what workload.csv and disclosure_scheme.csv call them.
WORKLOAD_ROWS = {
    CASELOAD: (
        "RSOs per offender manager",
        "RSOs per offender manager (maximum)",
        "RSOs per police offender manager",
        "RSOs per specialist officer, in the community",
        "RSOs per specialist officer, with those in prison",
    ),
    LARGEST_CASELOAD: ("RSOs per offender manager (maximum)",),
    "overdue_visits": ("overdue RSO visits", "overdue RSO visits backlog", "backlog of RSO visits"),
    "overdue_highest_risk": ("backlog among highest-risk RSOs",),
    "overdue_risk_assessments": ("overdue RSO risk assessments",),
    OVERDUE_MONTHS: ("longest overdue RSO visit", "longest overdue RSO risk assessment"),
    "shpo_breaches": ("SHPO breaches",),
    "notification_offences": ("failure-to-comply notification offences",),
    "order_breaches": ("SHPO breaches", "breaches of order requirements"),
    "order_prosecutions": ("prosecutions for breach of SHPO/interim/foreign travel order",),
    "police_staff": ("police staff managing RSOs",),
    "staff_added": ("staff added to the sex offender management unit",),
    "eligible_for_reactive_management": ("RSOs eligible for reactive management",),
    "overdue_visits_cut_percent": ("fall in overdue RSO visits since start of year",),
    "overdue_assessments_cut_percent": ("fall in overdue specialist risk assessments since start of year",),
    **{
        f"{measure}_{level.replace(' ', '_')}_risk": tuple(name.format(level) for name in names)
        for level in ("very high", "high", "medium", "low")
        for measure, names in (
            ("visit_interval", ("visit interval, {} risk",)),
            ("share", ("share of RSOs {} risk",)),
            ("rso", ("RSOs managed in community, {} risk", "RSOs regarded as {} risk")),
        )
    },
    COUNT: (
        HELD,
        "RSOs living in area",
        "RSOs in county",
        "RSOs living in county",
        "registered sex offenders",
        "RSOs (force FOI)",
    ),
}
# These are told for calendar years.
ORDER_BREACHES = ("shpo_breaches", "order_breaches")
# For how many years a figure that inspectors or a force gave once is told.
TOLD_ONCE = 3
DISCLOSURE_ROWS = {
    "csods_applications": "CSODS applications",
    "csods_disclosures": "CSODS disclosures",
    "csods_disclosure_rate": "CSODS disclosure rate",
    "csods_non_disclosure_rate": "CSODS non-disclosure rate",
    "sexual_offence_charge_rate": "charge rate, all sexual offences",
    "sexual_offences_solved": "sexual offences solved",
    "rape_cases_solved": "rape cases solved",
    "rape_conviction_rate": "rape conviction rate at court",
    CONVICTION_RATE: "sexual offence conviction rate",
}
# What register_removals.csv and mappa_figures.csv call applications to come off the register.
REMOVALS = {
    "removal_applications": ("applications to be removed", "revocation_applications"),
    "revocation_applications": ("applications to be removed", ""),
    "removals_granted": ("applications granted", "revocations_foi"),
    "removals_granted_percent": ("share of applications granted", ""),
}
OTHER_TABLES = (
    *(*WORKLOAD_ROWS, *DISCLOSURE_ROWS, *REMOVALS),
    *(CONCERN_OPENED, CONCERN_CLOSED, EFFECTIVENESS, GRADE_GIVEN, MANAGING, NATION_SHARE, MISSING_SHARE),
    *(CONCERN_MONTHS, PROJECTED, PROJECTED_FOR, REVIEW),
    *GRADED.values(),
    OVERDUE_SHARE,
    OVERDUE_MONTHS,
)


def beside(evidence: Evidence, claim: Claim, has_own: bool) -> Findings:
    """Return findings from other tables; one counted in another way can agree with a claim only."""
    if claim.kind.startswith(("rank", "change", "count_of", TOGETHER, AVERAGE, *KINDS_OF_SEVERAL)):
        return []
    if claim.kind in ("event", "grade"):
        return [*graded(evidence, claim), *_concerns(evidence, claim), *_projected(evidence, claim)]
    findings: Findings = _printed_one_in(evidence, claim)
    findings += _workload(evidence, claim, nearby=not (has_own and claim.measure == COUNT))
    if claim.measure == COUNT and has_own:
        findings += _loose(_police_held(evidence, claim))
    for table in (
        _share_overdue,
        _disclosures,
        questions_graded,
        _share_of_nation,
        _missing,
        _projected,
        _concern_months,
        _share_of_missing,
        _removals,
    ):
        findings += table(evidence, claim)
    if not has_own or claim.measure in SIBLINGS:
        findings += _siblings(evidence, claim)
    return findings


def _siblings(evidence: Evidence, claim: Claim) -> Findings:
    home = next((area.name for area in evidence.areas if claim.area in area.forces), claim.area)
    if home != claim.area and claim.measure in evidence.measures:
        # The figures of the Metropolitan Police are part of those of London.
        findings = _loose(level(evidence, replace(claim, area=home)))
        return [replace(finding, how=f"{finding.how}, for {home}") for finding in findings]
    if claim.measure == COUNT:
        return _loose(_police_held(evidence, claim))
    others = (replace(claim, measure=name) for name in SIBLINGS.get(claim.measure, ()))
    return _loose(finding for other in others for finding in level(evidence, other))


def _loose(findings: Iterable[Finding]) -> Findings:
    return [
        Finding(
            finding.low,
            finding.high,
            finding.stated,
            finding.sources,
            f"{finding.how}; counted in another way",
            finding.within,
            True,
        )
        for finding in findings
    ]


def _printed_one_in(evidence: Evidence, claim: Claim) -> Findings:
    """Return one in N as other articles print it, which goes by a rounded rate."""
    if claim.measure != ONE_IN:
        return []
    return [
        Finding(
            float(row["low"]),
            float(row["high"]),
            True,
            tuple(row["sources"]),
            "as another source prints it",
            loose=True,
        )
        for row in evidence.rows(claim.area, ONE_IN)
        if f"{row['period_end']:%Y-%m-%d}" == claim.date
    ]


def _police_held(evidence: Evidence, claim: Claim) -> Findings:
    """Return counts of a force's own, of the same year."""
    return [
        Finding(float(row["low"]), float(row["high"]), True, tuple(row["sources"]), str(row["basis"]))
        for row in evidence.rows(claim.area, "rso_count_police_held")
        if row["period_end"].year == claim.year
    ]


# Workload and disclosures -----------------------------------------------------------------------------------


ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _workload(evidence: Evidence, claim: Claim, nearby: bool) -> Findings:
    """Return the rows of a claim's month, else of its year, else (if ``nearby``) of the years about it.

    Of what only inspectors or a force once told, those are three years before and one after.
    """
    names = WORKLOAD_ROWS.get(claim.measure)
    if names is None:
        return []
    rows = [row for row in rows_of(evidence, "workload", claim) if row["measure"] in names]
    before = 1 if claim.measure == COUNT else TOLD_ONCE
    near = [row for row in rows if -before <= (last_year(row["date"]) or 0) - claim.year <= 1]
    near += [row for row in rows if last_year(row["date"]) is None and claim.measure != COUNT]
    month = [row for row in near if claim.date[:7] in str(row["date"])]
    year = [row for row in near if last_year(row["date"]) == claim.year]
    same = month or year or (near if nearby else [])
    whole_year = bool(year) and all(str(row["date"]) == str(claim.year) for row in year)
    # A count of one day of a month refutes none of that month.
    strict = any(
        not ISO_DAY.fullmatch(str(row["date"])) or str(row["date"]) == claim.date for row in month
    ) or (bool(year) and claim.measure == LARGEST_CASELOAD)
    strict = strict or (whole_year and claim.measure in ORDER_BREACHES)
    return _of_rows(same, strict=strict and claim.measure not in (COUNT, CASELOAD))


def _disclosures(evidence: Evidence, claim: Claim) -> Findings:
    name = DISCLOSURE_ROWS.get(claim.measure)
    if name is None or (claim.measure == CONVICTION_RATE and not claim.date):
        return []
    named = _requests(evidence, claim)
    rows = [row for row in named if row["measure"] == name]
    rows += _shares(named, claim)
    same = [row for row in rows if _same_time(str(row["period"]), claim)]
    ended = [row for row in rows if row not in same and last_year(row["period"]) == claim.year]
    if same:
        return [*_of_rows(same, strict=True), *_of_rows(ended, strict=False)]
    return _of_rows(rows, strict=False)


def _shares(named: Sequence[Row], claim: Claim) -> list[Row]:
    """Return rates of disclosure, or of applications granted, that the numbers of one place and time give."""
    if claim.measure not in (
        "csods_disclosure_rate",
        "csods_non_disclosure_rate",
        "removals_granted_percent",
    ):
        return []
    shares: list[Row] = []
    places: dict[tuple[str, str], dict[str, Row]] = {}
    for row in named:
        places.setdefault((row["force"], row["period"]), {})[row["measure"]] = row
    for _, numbers in sorted(places.items()):
        kinds = ("removal_applications", "removals_granted")
        parts = kinds if claim.measure in REMOVALS else ("csods_applications", "csods_disclosures")
        asked, told = (numbers.get(_listed(replace(claim, measure=name))) for name in parts)
        if asked is None or told is None or not float(str(asked["value"])):
            continue
        share = 100 * float(str(told["value"])) / float(str(asked["value"]))
        value = 100 - share if claim.measure == "csods_non_disclosure_rate" else share
        shares.append({**asked, "value": f"{value:.1f}"})
    return shares


def told_beside(evidence: Evidence, claim: Claim, right: Claim) -> Findings:
    """Return what is listed of requests and disclosures for the place and time of a right number of either.

    "93 applications and 31 disclosures" are of one time, whichever that is.
    """
    stated = [
        row
        for row in _requests(evidence, right)
        if row["measure"] == _listed(right) and str(row["value"]) == right.published
    ]
    dated = [row for row in stated if _same_time(str(row["period"]), right)]
    return _of_times(evidence, claim, dated or stated)


def is_the_rest(evidence: Evidence, claim: Claim) -> bool:
    """Return whether a number is of the requests that led to nothing: "62 of the 93 were turned down"."""
    if claim.measure != "csods_disclosures" or not claim.published.isdigit():
        return False
    numbers = {
        (row["period"], row["measure"]): str(row["value"])
        for row in rows_of(evidence, "disclosures", claim)
        if str(row["value"]).isdigit()
    }
    return any(
        int(asked) - int(numbers.get((period, DISCLOSURE_ROWS[claim.measure]), asked)) == int(claim.published)
        for (period, measure), asked in numbers.items()
        if measure == DISCLOSURE_ROWS["csods_applications"]
    )


def told_of_several(evidence: Evidence, claim: Claim, asked: Claim, named: bool) -> tuple[str, Findings]:
    """Return the forces that had so many requests together, and what is listed on a claim for them.

    "In the three forces there were 374 applications and 79 disclosures", or "the pilot had 315 requests".
    An area that is ``named`` is one of them.
    """
    listed = [
        row
        for row in evidence.listed("disclosures")
        if re.search(r", | and |\(", row["force"]) and row["measure"] == _listed(asked)
        if not row["force"].startswith(ALL_TOGETHER)
    ]
    stated = [
        row
        for row in listed
        if str(row["value"]) == asked.published and (not named or asked.area in row["force"])
    ]
    places = {row["force"] for row in stated}
    return (places.pop(), _of_times(evidence, claim, stated)) if len(places) == 1 else ("", [])


def _of_times(evidence: Evidence, claim: Claim, stated: Sequence[Row]) -> Findings:
    times = {(row["force"], row["period"]) for row in stated}
    same = [row for row in evidence.listed(_table(claim)) if (row["force"], row["period"]) in times]
    told = [row for row in same if row["measure"] == _listed(claim)]
    worked_out = _of_rows(_shares(same, claim), strict=True)
    return [*_of_rows(told, strict=True), *(replace(share, stated=False) for share in worked_out)]


def _requests(evidence: Evidence, claim: Claim) -> list[Row]:
    """Return what is listed of requests for the place of a claim, of the whole country with its pilot."""
    together = ("National", "Pilot") if claim.area in ALL_TOGETHER else ()
    return rows_of(evidence, _table(claim), claim, together)


def _table(claim: Claim) -> str:
    return "removals" if claim.measure in REMOVALS else "disclosures"


def _listed(claim: Claim) -> str:
    """Return what the table of disclosures, or of removals, calls a measure."""
    return REMOVALS[claim.measure][0] if claim.measure in REMOVALS else DISCLOSURE_ROWS[claim.measure]


def _same_time(period: str, claim: Claim) -> bool:
    """Return whether a table's words for a time mean a claim's: its year, or those from its comparator on."""
    years = [int(year) for year in re.findall(r"(?:19|20)[0-9]{2}", period)]
    if not years or "undated" in period:
        return False
    financial = re.fullmatch(r"((?:19|20)[0-9]{2})/[0-9]{2}", period)
    first, last = (int(financial[1]), int(financial[1]) + 1) if financial else (years[0], years[-1])
    if claim.comparator:
        return last == claim.year and str(first) == claim.comparator[:4]
    if financial:
        return last == claim.year and claim.date.endswith("-03-31")
    return first == last == claim.year or (
        period.startswith(("12 months to", "year to")) and claim.date[:7] == period[-7:]
    )


def _of_rows(rows: Sequence[dict[str, object]], strict: bool) -> Findings:
    """Return each row as a finding. Where they differ, each can confirm a claim, but none refute it."""
    ranges: list[tuple[float, float, str]] = []
    for row in rows:
        ends = re.fullmatch(r"<?([0-9.]+)(?:-([0-9.]+))?", str(row["value"]))
        if ends and str(row["value"]).startswith("<"):
            below = float(ends[1]) - (0.01 if row["unit"] == "percent" else 1)
            ranges.append((0, below, str(row["source_id"])))
        elif ends:
            ranges.append((float(ends[1]), float(ends[2] or ends[1]), str(row["source_id"])))
    loose = not strict or len({(low, high) for low, high, _ in ranges}) > 1
    return [Finding(low, high, True, (source,), STATED, loose=loose) for low, high, source in ranges]


def _share_overdue(evidence: Evidence, claim: Claim) -> Findings:
    """Return the overdue visits of a force as a percentage of the RSOs that it counted in the same year.

    The only one of the claim's own year can refute it.
    """
    if claim.measure != OVERDUE_SHARE:
        return []
    shares = sorted(
        (100 * float(row["value"]) / held, str(row["source_id"]), last_year(row["date"]) == claim.year)
        for row in _overdue(evidence, claim)
        for held in _held(evidence, claim, last_year(row["date"]))
        if abs((last_year(row["date"]) or 0) - claim.year) <= 1
    )
    how = "overdue visits, of the RSOs that the force counted that year"
    loose = sum(same for _, _, same in shares) != 1
    near = shares if loose else [told for told in shares if told[2]]
    return [Finding(share, share, False, (source,), how, loose=loose) for share, source, _ in near]


def _overdue(evidence: Evidence, claim: Claim) -> list[Row]:
    rows = rows_of(evidence, "workload", claim)
    numbered = (row for row in rows if re.fullmatch("[0-9]+", str(row["value"])))
    return [row for row in numbered if row["measure"] in WORKLOAD_ROWS["overdue_visits"]]


def _held(evidence: Evidence, claim: Claim, year: int | None) -> set[float]:
    """Return how many RSOs a force counted in a year."""
    counted = [
        (row["low"], row["period_end"].year) for row in evidence.rows(claim.area, "rso_count_police_held")
    ]
    counted += [
        (row["value"], last_year(row["date"]))
        for row in rows_of(evidence, "workload", claim)
        if row["measure"] == HELD
    ]
    return {float(count) for count, told in counted if told == year}


def growth_told(evidence: Evidence, claim: Claim) -> Findings:
    """Return by how many per cent the register is told to have grown over some years."""
    years = {claim.comparator[:4], claim.date[:4]}
    if claim.plain_kind != "change_percent" or claim.measure != COUNT:
        return []
    return [
        Finding(float(row["value"]), float(row["value"]), True, (str(row["source_id"]),), STATED)
        for row in rows_of(evidence, "workload", claim)
        if row["measure"] == "growth in registered sex offenders"
        if {str(last_year(part)) for part in str(row["date"]).split("-")} == years
    ]


def listed_change(evidence: Evidence, claim: Claim) -> Findings:
    """Return the change between two figures of another table, where each is told without doubt."""
    dated = claim.comparator[:4].isdigit()
    dates = (claim.date, claim.comparator if dated else f"{claim.year - 1}{claim.date[4:]}")
    new, old = (_only(evidence, replace(claim, kind="level", date=date, comparator="")) for date in dates)
    if new is None or old is None or (claim.kind == "change_percent" and old.low == 0):
        return []
    apart = float(new.low) - float(old.low)
    change = 100 * apart / float(old.low) if claim.kind == "change_percent" else apart
    how = f"{new.low:,.10g} against {old.low:,.10g}"
    return [Finding(change, change, False, union(new.sources, old.sources), how, counted=True)]


def _only(evidence: Evidence, claim: Claim) -> Finding | None:
    """Return the one figure that other tables give for a claim; None where they give none, or several."""
    if claim.measure not in OTHER_TABLES and claim.measure != "missing_rso":
        return None
    figures = [*level(evidence, claim), *beside(evidence, claim, has_own=False)]
    sure = [finding for finding in figures if not finding.loose and isinstance(finding.low, float)]
    return sure[0] if len({finding.low for finding in sure}) == 1 else None


def listed_together(evidence: Evidence, claim: Claim) -> Findings:
    """Return a figure that was given for several places together: of missing offenders, or requests."""
    places = frozenset(claim.comparator.split(" + "))
    name = DISCLOSURE_ROWS.get(claim.measure, "")
    numbers = [
        (float(str(row["value"])), str(row["source_id"]))
        for row in evidence.listed("disclosures")
        if name and parts_of(str(row["force"])) == places and row["measure"] == name
    ]
    if claim.measure == "missing_rso":
        numbers += [
            (float(row["missing_count"]), str(row["source_id"]))
            for row in evidence.listed("surveys")
            if parts_of(str(row["force"])) == places and row["missing_count"] is not None
        ]
    return [Finding(number, number, True, (source,), STATED, loose=True) for number, source in numbers]


def _missing(evidence: Evidence, claim: Claim) -> Findings:
    """Return each figure of a survey of the year, where several stand for one force."""
    if claim.measure != "missing_rso":
        return []
    asked = surveys_of(evidence, claim)
    rows = [row for row in rows_of(evidence, "surveys", claim) if row["survey"] in asked]
    return [
        Finding(
            float(row["missing_count"]),
            float(row["missing_count"]),
            True,
            (str(row["source_id"]),),
            STATED,
            loose=True,
        )
        for row in rows
        if row["missing_count"] is not None
    ]


def _removals(evidence: Evidence, claim: Claim) -> Findings:
    """Return what is known on applications to come off the register about a claim's time.

    Those of the very years that the claim names can refute it.
    """
    if claim.measure not in REMOVALS:
        return []
    name, series = REMOVALS[claim.measure]
    listed = rows_of(evidence, "removals", claim)
    rows = [row for row in listed if row["measure"] == name]
    worked_out = [row for row in _shares(listed, claim) if _about_time(str(row["period"]), claim)]
    apart = [replace(share, stated=False) for share in _of_rows(worked_out, strict=False)]
    near = [row for row in rows if _about_time(str(row["period"]), claim)]
    own = level(evidence, replace(claim, measure=series, kind="level")) if series else []
    years = {claim.comparator[:4], claim.date[:4]}
    same = [row for row in near if set(re.findall(r"(?:19|20)[0-9]{2}", str(row["period"]))) == years]
    return [
        *_of_rows(same or near, strict=bool(same)),
        *apart,
        *_loose(own),
    ]


def _about_time(period: str, claim: Claim) -> bool:
    """Return whether a claim's year is one of those that a table's words name, between them, or soon after.

    What a force answers to a request comes out a year or two later.
    """
    years = [int(year) for year in re.findall(r"(?:19|20)[0-9]{2}", period)]
    return bool(years) and min(years) <= claim.year <= max(years) + 2


def _share_of_missing(evidence: Evidence, claim: Claim) -> Findings:
    """Return the missing RSOs of a force as a percentage of those of its survey, for each that has both."""
    if claim.measure != MISSING_SHARE:
        return []
    asked, names = surveys_of(evidence, claim), names_of(evidence, claim)
    rows = [
        row
        for row in evidence.listed("surveys")
        if row["survey"] in asked and row["missing_count"] is not None
    ]
    shares = {
        (100 * float(row["missing_count"]) / float(whole["missing_count"]), str(row["source_id"]))
        for row in rows
        for whole in rows
        if row["force"] in names and row["force"] != "UK"
        if whole["force"] == "UK" and row["survey"] == whole["survey"]
    }
    how = "missing of the force, of all that the survey found missing"
    return [Finding(share, share, False, (source,), how, loose=True) for share, source in sorted(shares)]


def _share_of_nation(evidence: Evidence, claim: Claim) -> Findings:
    """Return the RSOs of a place as a percentage of those of England and Wales, or of its region."""
    if claim.measure != NATION_SHARE:
        return []
    part, whole = (
        level(evidence, replace(claim, measure=COUNT, kind="level", area=area))
        for area in (claim.area, claim.comparator or NATION)
    )
    if not part or not whole or isinstance(part[0].low, str) or isinstance(whole[0].low, str):
        return []
    share = 100 * part[0].low / whole[0].low
    how = f"100 x {part[0].low:,.0f} / {whole[0].low:,.0f}"
    return [Finding(share, share, False, (*part[0].sources, *whole[0].sources), how)]


PROJECTED_BY = re.compile(r"projected RSOs (?:by (?P<year>[0-9]{4})|within two years)")


def _projected(evidence: Evidence, claim: Claim) -> Findings:
    """Return what a review expected, for when, or the day on which it came out; the number alone is loose."""
    asked = {"event": (PROJECTED_FOR, REVIEW), "grade": ()}.get(claim.kind, (PROJECTED,))
    if claim.measure not in asked:
        return []
    findings: Findings = []
    for row in evidence.listed("workload"):
        match, day, source = (
            PROJECTED_BY.fullmatch(str(row["measure"])),
            str(row["date"]),
            (str(row["source_id"]),),
        )
        if match is None or (claim.measure == PROJECTED_FOR and row["value"] != claim.comparator):
            continue
        if claim.measure == PROJECTED:
            value = float(row["value"])
            findings += [Finding(value, value, True, source, STATED, loose=True)]
            continue
        when = match["year"] or str(int(day[:4]) + 2)
        if claim.measure == REVIEW:
            when = _as_exact(day, claim)
        elif claim.published.endswith("years"):
            when = f"{int(when) - int(day[:4])} years"
        findings += [Finding(when, when, True, source, STATED)]
    return findings


# Causes of concern ------------------------------------------------------------------------------------------


def _concerns(evidence: Evidence, claim: Claim) -> Findings:
    """Return the days on which a cause of concern was raised or closed, as exact as the claim's.

    Not all days on which a grade was given are known, so that none of these can refute.
    """
    columns = {CONCERN_OPENED: "opened", CONCERN_CLOSED: "closed", GRADE_GIVEN: "published"}
    column = columns.get(claim.measure)
    if column is None or claim.kind != "event":
        return []
    days = {
        str(row[column]): str(row["source_id"])
        for row in rows_of(evidence, "inspections", claim)
        if row[column] and "causes of concern" not in row["question"]
        if claim.measure != GRADE_GIVEN
        or row["grade"] == claim.comparator
        or row["question"].startswith("overall")
    }
    strict = {day for day in days if len(day) == 10}
    return [
        Finding(
            _as_exact(day, claim),
            _as_exact(day, claim),
            True,
            (source,),
            STATED,
            loose=day not in strict or len(strict) > 1 or claim.measure == GRADE_GIVEN,
        )
        for day, source in days.items()
    ]


def _concern_months(evidence: Evidence, claim: Claim) -> Findings:
    """Return for how many months a cause of concern was open, where the days of both ends are known."""
    if claim.measure != CONCERN_MONTHS:
        return []
    rows = rows_of(evidence, "inspections", claim)
    ends = [
        {(str(row[column]), str(row["source_id"])) for row in rows if len(str(row[column])) == DAY}
        for column in ("opened", "closed")
    ]
    days = [
        ((datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days, (source, other))
        for first, source in sorted(ends[0])
        for last, other in sorted(ends[1])
    ]
    loose = len({many for many, _ in days}) > 1
    how = "months from the day on which it was raised to the day on which it was closed"
    return [
        Finding(many / MONTH, many / MONTH, False, union(sources), how, loose=loose)
        for many, sources in days
        if many > 0
    ]


DAY, MONTH = len("2024-03-12"), 365.25 / 12


def _as_exact(day: str, claim: Claim) -> str:
    """Return a day as the claim would state it: the claim's own where only its month is told and agrees."""
    year, month = int(claim.published[:4]), int(claim.published[5:7])
    ends = claim.published.endswith(f"-{calendar.monthrange(year, month)[1]}")
    return claim.published if day[:7] == claim.published[:7] and (ends or len(day) == 7) else day
