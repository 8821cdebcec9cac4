"""Statements on topics outside the MAPPA figures, each with a rule of its own.

These are caseloads and overdue visits, conviction rates, and requests and disclosures under Sarah's Law;
those about inspections are read by ``inspections``. Each rule asks for the words of its topic in the
sentence, or that the article goes on about it; whose the figure is and of when is told as for any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from helpers.factcheck.claim import (
    CASELOAD,
    CONCERN_CLOSED,
    CONCERN_OPENED,
    CONVICTION_RATE,
    LARGEST_CASELOAD,
    OVERDUE_SHARE,
    TOGETHER,
    Claim,
)
from helpers.factcheck.reading.among_forces import among_forces
from helpers.factcheck.reading.around_number import AroundNumber, Rule
from helpers.factcheck.reading.between_places import between_places
from helpers.factcheck.reading.courts import (
    CHARGE_RATE,
    CONVICTIONS,
    is_charge_rate,
    is_conviction_rate,
    is_of_solved_cases,
    is_rape_conviction_rate,
)
from helpers.factcheck.reading.dates_beside import said_earlier
from helpers.factcheck.reading.grade_counts import grade_counts
from helpers.factcheck.reading.inspections import concern_months, concerns, grades, same_grades
from helpers.factcheck.reading.leaving import (
    REMOVALS_ASKED,
    REMOVALS_GRANTED,
    REMOVALS_SHARE,
    REMOVED,
    is_granted,
    is_of_applications_to_leave,
    is_of_those_removed,
    is_share_granted,
)
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.missing import surveys
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.over_years import marks_passed, over_years
from helpers.factcheck.reading.projections import populations, projections
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.risk import risks
from helpers.factcheck.reading.sarahs_law import (
    APPLICATIONS,
    DISCLOSURE_RATE,
    DISCLOSURES,
    REFUSAL_RATE,
    SARAHS_LAW,
    ends_sarahs_law,
    is_of_disclosures,
    is_of_requests,
    is_share_refused,
    is_share_told,
    law_changes,
)
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated
from helpers.factcheck.reading.several import several_claims
from helpers.factcheck.reading.shares import region_shares
from helpers.factcheck.reading.topic_dates import at_other_times, dates_of_topic, place_of_topic
from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN
from helpers.factcheck.reading.workload import (
    ASSESSMENTS_CUT,
    OVERDUE_ASSESSMENTS,
    OVERDUE_HIGHEST,
    OVERDUE_VISITS,
    REACTIVE,
    VISITS_CUT,
    WORKLOAD_MEASURES,
    is_eligible_for_reactive,
    is_for_each_officer,
    is_of_highest_risk,
    is_of_overdue_assessments,
    is_of_overdue_visits,
    is_of_staff,
    is_of_staff_added,
    is_share_overdue,
    is_so_many_each,
    longest_overdue,
    measure_cut,
    more_staff,
)

CARRIED_MEASURES = (
    CONVICTION_RATE,
    CHARGE_RATE,
    "rape_conviction_rate",
    DISCLOSURE_RATE,
    REFUSAL_RATE,
    CONCERN_OPENED,
    CONCERN_CLOSED,
)
# "Sixteen were turned down": neither those who asked nor those who were granted it.
REFUSED_AFTER = re.compile(
    r"(?: of (?:them|those|these))?(?: (?:were|was|had been|being))+ (?:refused|turned down|rejected|declined)\b"
)
AGAINST_BEFORE = re.compile(r"\b(?:to|against|(?:compared|down|up) (?:with|to|from)) (?:just |only |the )?$")
# "25 from 175": how many were told, of how many that asked.
OUT_OF = re.compile(r"\b(?:from|out of|of)(?: the| its)? $")


def topic_claims(sentence: Parsed, context: Context) -> list[Stated]:
    """Return the claims of a sentence about these topics, in their order."""
    numbers = list(_numbers(sentence, context))
    taken = {statement.start for statement in numbers}
    apart = [made for made in between_places(sentence, context) if made.start not in taken]
    taken |= {statement.start for statement in apart}
    parts = [made for made in region_shares(sentence, context) if made.start not in taken]
    taken |= {statement.start for statement in parts}
    changes = [made for made in law_changes(sentence, context) if made.start not in taken]
    taken |= {statement.start for statement in changes}
    lost = [made for made in surveys(sentence, context) if made.start not in taken]
    taken |= {statement.start for statement in lost}
    several = [made for made in several_claims(sentence, context) if made.start not in taken]
    courses = [*over_years(sentence, context), *marks_passed(sentence, context)]
    courses += among_forces(sentence, context)
    people = [made for made in populations(sentence, context) if made.start not in taken]
    counted = list(grade_counts(sentence, context))
    statements = [
        *numbers,
        *apart,
        *parts,
        *changes,
        *lost,
        *projections(sentence, context),
        *(made for made in risks(sentence, context) if made.start not in taken),
        *several,
        *courses,
        *longest_overdue(sentence, context),
        *more_staff(sentence, context),
        *people,
        *_but(grades(sentence, context), counted),
        *same_grades(sentence, context),
        *counted,
        *concerns(sentence, context),
        *concern_months(sentence, context),
    ]
    return [
        replace(statement, claim=replace(statement.claim, claim_id=f"s{sentence.passage.number}-o{at}"))
        for at, statement in enumerate(statements, 1)
    ]


def _but(grades: Iterable[Stated], counted: Sequence[Stated]) -> Iterator[Stated]:
    """Yield the grades of a sentence, none where it tells how many questions got a grade."""
    yield from () if counted else grades


LEAP = re.compile(rf" (?:year-on-year |annual )?(?:{UP_NOUN}|{DOWN_NOUN})\b", re.IGNORECASE)


def _numbers(sentence: Parsed, context: Context) -> Iterator[Stated]:
    goes_on = (rule for rule in RULES if rule.measure == context.last_measure != REMOVED)
    last_rule = next(goes_on, None)
    first_rule: Rule | None = None
    for number in sentence.numbers:
        if number.kind not in ("count", "percent", "range", "one in"):
            continue
        first, last = sentence.around(number)
        before = sentence.text[first : number.start]
        around = AroundNumber(
            sentence, context, before, sentence.text[number.end : last], number.value, number.start
        )
        if number.kind == "percent" and LEAP.match(sentence.text, number.end) and not measure_cut(around):
            continue  # "a 60% leap" in requests is no share of them
        rule = next((rule for rule in RULES if number.kind in rule.kinds and rule.holds(around)), None)
        if (
            rule is None
            and last_rule
            and _goes_on(sentence, number, last_rule)
            and not ends_sarahs_law(sentence)
        ):
            rule = _next_of(last_rule, first_rule, before)
        first_rule = first_rule or rule
        last_rule = rule or last_rule
        disclosed = rule is not None and rule.measure in (DISCLOSURE_RATE, REFUSAL_RATE)
        if disclosed and LEAP.match(sentence.text, number.end):
            continue  # "a 60% leap" in requests is no share of them
        if rule is None or why_not_stated(sentence.text, number.start, number.end):
            continue
        try:
            yield _claim(sentence, number, context, rule)
        except NotRead:
            continue


def _next_of(last: Rule, first: Rule | None, before: str) -> Rule:
    """Return the rule of a number without a noun: the last one, or the other of a pair ("25 from 175")."""
    if last.measure == DISCLOSURES and OUT_OF.search(before):
        return next(rule for rule in RULES if rule.measure == APPLICATIONS)
    if last.measure == APPLICATIONS and first is not None and first.measure == DISCLOSURES:
        return first
    return last


def _goes_on(sentence: Parsed, number: Quantity, rule: Rule) -> bool:
    """Return whether a number without a noun goes on about the one before it: "Essex had 192, Sussex 193"."""
    named = any(place.kind in ("area", "force", "nation", "region") for place in sentence.places)
    if number in sentence.figures and sentence.previous(number) is not None:
        named = named or AGAINST_BEFORE.search(sentence.text, 0, number.start) is not None
    if any(number.end <= start <= number.end + 1 for start, _, _ in sentence.phrases):
        return False
    if REFUSED_AFTER.match(sentence.text, number.end):
        return False
    return number.kind in rule.kinds and named and NOTHING.match(sentence.text, number.end) is not None


def _claim(sentence: Parsed, number: Quantity, context: Context, rule: Rule) -> Stated:
    area, together, assumed = place_of_topic(sentence, number, context, rule)
    date, comparator, dated = dates_of_topic(sentence, number, context, rule)
    if said_earlier(sentence, number) and not dated:
        dated = [Assumed.EARLIER_DATE]
    kind = "range" if number.kind == "range" else number.qualifier or "level"
    value = number.value
    measure = rule.measure
    if measure == CASELOAD and (kind == "at_most" or AS_MANY.search(sentence.text, 0, number.start)):
        kind, measure = "level", LARGEST_CASELOAD  # "up to 100 each" tells of the most that one has
    if rule.measure == "rso_per_staff":
        kind = "about"
    elif number.kind == "one in":
        kind, value = _as_percentage(number, rule)
    kind, comparator = (TOGETHER, together) if together else (kind, comparator)
    claim = Claim("", "", area, date, kind, measure, comparator, value, rule.unit)
    named = rule.topic is None or rule.topic.search(sentence.text)
    dated = dated if named else [*dated, Assumed.MEASURE]
    others = at_other_times(claim, dated, context) if rule.measure in WORKLOAD_MEASURES else ()
    left_open = (*assumed, *dated)
    return Stated(claim, sentence.passage, number.start, number.end, left_open, others=others)


def _as_percentage(number: Quantity, rule: Rule) -> tuple[str, str]:
    """Return the kind and value of one in so few; of overdue visits, what lies nearest to it."""
    many = float(number.value)
    if rule.measure == OVERDUE_SHARE and number.qualifier in ("", "about"):
        return "between", f"{100 / (many + 0.5):.1f} to {100 / (many - 0.5):.1f}"
    return number.qualifier or "about", f"{100 / many:.1f}"


AS_MANY = re.compile(r"\b(?:as many as|up to) $", re.IGNORECASE)


RULES = (
    Rule(DISCLOSURE_RATE, ("percent", "one in"), is_share_told, "per cent", SARAHS_LAW),
    Rule(REFUSAL_RATE, ("percent",), is_share_refused, "per cent", SARAHS_LAW),
    Rule(DISCLOSURES, ("count",), is_of_disclosures, topic=SARAHS_LAW),
    Rule(APPLICATIONS, ("count",), is_of_requests, topic=SARAHS_LAW),
    Rule(CHARGE_RATE, ("percent",), is_charge_rate, "per cent"),
    Rule(
        "rape_cases_solved",
        ("count",),
        lambda at: is_of_solved_cases(at, r" (?:were |was )?rapes?\b| rape cases"),
    ),
    Rule(
        "sexual_offences_solved",
        ("count",),
        lambda at: is_of_solved_cases(at, r" sex(?:ual)? (?:offen[cs]es|crimes|cases)"),
    ),
    Rule("rape_conviction_rate", ("percent",), is_rape_conviction_rate, "per cent"),
    Rule(CONVICTION_RATE, ("percent",), is_conviction_rate, "per cent", CONVICTIONS),
    Rule(CASELOAD, ("count", "range"), is_so_many_each),
    Rule("police_staff", ("count",), is_of_staff),
    Rule("rso_per_staff", ("one in",), is_for_each_officer),
    Rule(REMOVALS_SHARE, ("percent",), is_share_granted, "per cent"),
    Rule(REMOVALS_GRANTED, ("count",), is_granted),
    Rule(REMOVALS_ASKED, ("count",), is_of_applications_to_leave),
    Rule(REMOVED, ("count",), is_of_those_removed),
    Rule("staff_added", ("count",), is_of_staff_added),
    Rule(VISITS_CUT, ("percent",), lambda at: measure_cut(at) == VISITS_CUT, "per cent"),
    Rule(ASSESSMENTS_CUT, ("percent",), lambda at: measure_cut(at) == ASSESSMENTS_CUT, "per cent"),
    Rule(OVERDUE_SHARE, ("percent", "one in"), is_share_overdue, "per cent"),
    Rule(REACTIVE, ("count",), is_eligible_for_reactive),
    Rule(OVERDUE_HIGHEST, ("count",), is_of_highest_risk),
    Rule(OVERDUE_VISITS, ("count",), is_of_overdue_visits),
    Rule(OVERDUE_ASSESSMENTS, ("count",), is_of_overdue_assessments),
)
