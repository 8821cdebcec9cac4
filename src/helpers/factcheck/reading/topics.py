"""Statements on topics outside the MAPPA figures, each with a rule of its own.

These are caseloads and overdue visits, conviction rates, and requests and disclosures under Sarah's Law;
those about inspections are read by ``inspections``. Each rule asks for the words of its topic in the
sentence, or that the article goes on about it; whose the figure is and of when is told as for any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import NATION
from helpers.factcheck.claim import (
    CASELOAD,
    CONCERN_CLOSED,
    CONCERN_OPENED,
    CONVICTION_RATE,
    LARGEST_CASELOAD,
    OVERDUE_SHARE,
    PROJECTED,
    PROJECTED_FOR,
    REVIEW,
    TOGETHER,
    Claim,
)
from helpers.factcheck.reading.among_forces import among_forces
from helpers.factcheck.reading.between_places import between_places
from helpers.factcheck.reading.dates_beside import of_its_part, said_earlier
from helpers.factcheck.reading.grade_counts import grade_counts
from helpers.factcheck.reading.inspections import concern_months, concerns, grades, same_grades
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.missing import surveys
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.over_years import marks_passed, over_years
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.risk import risks, then
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated, last_match
from helpers.factcheck.reading.several import listed_areas, several_claims
from helpers.factcheck.reading.shares import region_shares
from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN

APPLICATIONS, DISCLOSURES = "csods_applications", "csods_disclosures"
DISCLOSURE_RATE, REFUSAL_RATE = "csods_disclosure_rate", "csods_non_disclosure_rate"
CHARGE_RATE = "sexual_offence_charge_rate"
CARRIED_MEASURES = (
    CONVICTION_RATE,
    CHARGE_RATE,
    "rape_conviction_rate",
    DISCLOSURE_RATE,
    REFUSAL_RATE,
    CONCERN_OPENED,
    CONCERN_CLOSED,
)
REMOVALS_ASKED, REMOVALS_GRANTED = "removal_applications", "removals_granted"
REMOVED = "revocations"
REMOVALS_SHARE = "removals_granted_percent"
OVERDUE_VISITS, OVERDUE_ASSESSMENTS = "overdue_visits", "overdue_risk_assessments"
OVERDUE_HIGHEST = "overdue_highest_risk"
VISITS_CUT, ASSESSMENTS_CUT = "overdue_visits_cut_percent", "overdue_assessments_cut_percent"
# Offenders who need not be visited any more, of the whole country.
REACTIVE = "eligible_for_reactive_management"
# Of these only one charity told, of all police forces.
OF_ALL_POLICE = ("police_staff", "rso_per_staff")
# What inspectors count, and what forces tell of themselves: of a day, never of a time.
WORKLOAD_MEASURES = (
    *(
        CASELOAD,
        LARGEST_CASELOAD,
        "police_staff",
        "rso_per_staff",
        "staff_added",
        OVERDUE_VISITS,
        OVERDUE_ASSESSMENTS,
    ),
    *(VISITS_CUT, ASSESSMENTS_CUT, REACTIVE, OVERDUE_SHARE, OVERDUE_HIGHEST),
)
# What ends a passage about Sarah's Law.
ON_REGISTER = re.compile(r"\bregistered\b|\b(?:on the\b.{0,20}|the )register\b|MAPPA", re.IGNORECASE)
SARAHS_LAW = re.compile(r"Sarah's Law|CSODS|[Dd]isclosure [Ss]cheme", re.IGNORECASE)
ASKED_AFTER = re.compile(
    r" (?:Sarah's Law |\w+ ){0,2}?(?:applications?|requests?|enquir\w+|inquir\w+|queries|questions|checks?|approaches)\b"
    r"| (?:more )?(?:people|parents|residents|members of the public|families|callers|men and women)\b(?![^.,;]{0,40}\b(?:told|warned|informed|got|given|answer))"
    r"| (?:had |have )?(?:asked|applied|were made|had been made|were received|came in)\b",
    re.IGNORECASE,
)
ASKED_BEFORE = re.compile(
    r"\basked(?: \w+)? $|\b(?:received|dealt with|handled|fielded|took)(?: just| only| about| some)* $|\b(?:applications?|requests?|enquiries|inquiries)\b[^.;]{0,40}?(?:to|was|were|from|of|at|in|received|totalled|numbered|reached|:)(?: just| only| about| some)* $",
    re.IGNORECASE,
)
TOLD_AFTER = re.compile(
    r" (?:of (?:the |its )?[0-9,]+ )?(?:\w+ ){0,3}?(?:disclosures?|disclosed|told\b|warned\b|warnings?|alerts|informed\b|positive|(?:people|parents|residents|families)\b[^.,;]{0,40}\b(?:told|warned|informed|got|given|answer)|granted|led to|resulted in|ended in|ended with|times told|were told|was told|were given|got (?:an answer|information)|received information|answers)\b",
    re.IGNORECASE,
)
# "Parents were given information in 26 cases", "information was shared with 14 people".
TOLD_BEFORE = re.compile(
    r"\b(?:(?:given|got|received|shar\w+|releas\w+|provid\w+|pass\w+ on) (?:the |some |any )?(?:information|details|facts)|(?:information|details) (?:was|were|had been|being) (?:given|shared|released|passed on|passed|provided|handed over))(?: to \w+)? (?:in|on|to|with)(?: just| only| about| some)* $|"
    r"\b(?:disclosures?|disclosed|told)\b(?:[^.;]{0,40}?\b(?:to|was|were|of|in)|:|(?: \w+){0,2})(?: just| only| about| some)* $",
    re.IGNORECASE,
)
# "131 of 147 requests".
OUT_OF_AFTER = re.compile(r" (?:out )?of (?:the |its |those )?")
REFUSED_AFTERWARDS = re.compile(
    r"\b(?:refused|turned down|rejected|no disclosure|not (?:led?|disclosed|told)|nothing|without a disclosure|non-disclosure)\b",
    re.IGNORECASE,
)
# "Sixteen were turned down": neither those who asked nor those who were granted it.
REFUSED_AFTER = re.compile(
    r"(?: of (?:them|those|these))?(?: (?:were|was|had been|being))+ (?:refused|turned down|rejected|declined)\b"
)
AGAINST_BEFORE = re.compile(r"\b(?:to|against|(?:compared|down|up) (?:with|to|from)) (?:just |only |the )?$")
# "25 from 175": how many were told, of how many that asked.
OUT_OF = re.compile(r"\b(?:from|out of|of)(?: the| its)? $")
CHANGE_BEFORE = re.compile(
    r"\b(?:rise|increase|fall|drop|up|down|rose|fell|grew|by)\b[^.;]{0,20}$", re.IGNORECASE
)
CONVICTIONS = re.compile(
    r"\bconvict(?:ions?|ed)\b|\bguilty\b|\bverdicts?\b|\btrials?\b|in court\b|before (?:a|the) court|\bprosecut\w+",
    re.IGNORECASE,
)
# What courts do with cases, whatever the sentences before were about.
COURTS = re.compile(
    r"\b(?:convictions?|guilty|trials?|courts?|charg(?:e|ed|es)|rapes?|prosecut\w+|solved)\b", re.IGNORECASE
)
SEXUAL_CASES = re.compile(
    r"sexual (?:offen[cs]e|crime|assault|case)|sex (?:crime|offen[cs]e|case|trial)", re.IGNORECASE
)
COURT_RATE = re.compile(r"\b(?:court )?conviction rates?\b", re.IGNORECASE)
RATE_OR_SHARE = re.compile(r"\b(?:rates?|share|proportion|percentage)\b|per cent|%", re.IGNORECASE)
RAPE = re.compile(r"\brapes?\b", re.IGNORECASE)
OF_THESE = re.compile(r"\b[Oo]f (?:these|those|them),? $")
FOR_EACH_OFFICER = re.compile(
    r" (?:(?:registered|sex|sexual|high-risk) )*(?:offenders?|people|cases|RSOs)? ?(?:each\b|apiece\b|to (?:manage|look after|supervise)\b|per (?:officer|manager|member of staff)|for (?:each|every) (?:officer|manager))",
    re.IGNORECASE,
)
CASELOADS = re.compile(
    r"\b(?:(?:caseloads?|workloads?) (?:of |as high as |above |reaching |that reached |in excess of )|each (?:officer|manager|detective|of them) (?:\w+ ){0,4}?|each (?:(?:was|is|were) responsible for|had|has|carr(?:y|ied)|look\w* after|manag\w+) "
    r"|(?:officers|managers|detectives|staff) (?:\w+ ){0,3}?(?:each|responsible for|had|have|carr(?:y|ied|ying)|juggl\w+|handl\w+|overs(?:aw|ee|eeing)|dealt with|dealing with|in charge of) (?:(?:look\w*|watch\w*) (?:after|over) |manag\w+ |supervis\w+ )?)"
    r"(?:as many as |up to |between |about |around |some )?$",
    re.IGNORECASE,
)
OFF_REGISTER = re.compile(
    r"\b(?:applied|applications?|asked|sought|bids?|requests?|appeals?)\b[^.;]{0,50}\b(?:off|leave|removed|removal)\b|\bagreed to (?:take|remove|strike)\b[^.;]{0,50}\b(?:off|from) the (?:sex offenders'? )?register\b",
    re.IGNORECASE,
)
LEAVING = re.compile(
    r"\b(?:com(?:e|es|ing)|came|gets?|got|getting|go|went|taken|struck|removed|take|takes|strike) (?:(?:them|(?:(?:[0-9]+|\w+) )?(?:(?:sex|sexual|registered|convicted) )*(?:people|men|names?|offenders)) )?(?:off|from) (?:it|the (?:sex offenders'? )?(?:register|list))\b"
    r"|\b(?:come|came|coming|get|got|taken|struck) off(?=[.,;:?!]|$)|\bleav(?:e|es|ing) the register\b|\bregistrations? (?:be(?:en|ing)? |was |were )*(?:ended|lifted|revoked)\b",
    re.IGNORECASE,
)
DID_SO = re.compile(
    r"(?: (?:people|offenders|men|of them))?(?: (?:in|from|across) [^.,;0-9]{3,30})? did\b(?! not)"
)
# A passage about those who come off the register goes on: "a success rate of 88 per cent".
REQUESTED = re.compile(
    r"\b(?:applications?|requests?|bids|applied|granted|turned down|refused|rejected|succeeded|successful)\b",
    re.IGNORECASE,
)
GRANTED = re.compile(r"\b(?:granted|success|successful\w*|approved|succeeded|allowed)\b", re.IGNORECASE)
GRANTED_AFTER = re.compile(
    r"(?: (?:applications|requests|bids))?(?: (?:out )?of (?:them|those|these|[0-9]+))? (?:(?:applications|requests|bids|were|was|had|been|have) )*(?:granted|successful|approved|succeeded|allowed)\b",
    re.IGNORECASE,
)
# "20 of 36 succeeded": so many, and of how many that asked.
SO_MANY_OF = re.compile(rf"[0-9]+ (?:out )?of (?:its |the |all )?(?=[0-9]+{GRANTED_AFTER.pattern})")
OF_SO_MANY_BEFORE = re.compile(r"\b[0-9]+ (?:out )?of (?:its |the |all )?$")
TURNED_DOWN = re.compile(r"\bturned down\b", re.IGNORECASE)
# "Agreed to 20 of the requests", "said yes to 28".
GRANTED_BEFORE = re.compile(
    r"\b(?:granted|allowed|approved|accepted|upheld|let|agreed to(?: (?:take|remove|strike))?|said yes to)(?: just| only| about| some)* $",
    re.IGNORECASE,
)
APPLIED_AFTER = re.compile(
    r" (?:(?:such|sex|sexual|registered|convicted|offenders|people|men|have|had|who|that) )*(?:applications|requests|bids|applied|asked|sought)\b",
    re.IGNORECASE,
)
STAFF = re.compile(
    r" (?:members of )?(?:police )?(?:officers and )?(?:staff|officers)\b[^.;,]{0,20}\b(?:dealt with|deal(?:ing)? with|for (?=[0-9])|look(?:ed|ing)? after|manag\w+|monitor\w*|supervis\w+|watch\w* over)\b",
    re.IGNORECASE,
)
VISITS = re.compile(
    r" (?:\w+ )?(?:overdue )?(?:home )?visits?\b|[^.,;]{0,40}\bvisits (?:(?:were|was|are|is|remained) )?(?:still )?(?:overdue|late|outstanding)|(?: \w+){0,2}? (?:(?:are|were|was|is) )?(?:still )?(?:await\w+|waiting for) (?:a |an |their )?(?:\w+ )?visits?\b| people (?:are|were) (?:still )?waiting to be (?:seen|visited)|[^.,;]{0,30}\boverdue visits?"
    r"|[^.,;0-9]{0,60}\b(?:overdue|await\w+|due|owed|waiting|behind)(?: for| on)? (?:a|an|their|the) (?:\w+ )?visits?\b"
    r"|[^.,;0-9]{0,60}\bshould (?:\w+ )?have been (?:visited|seen)\b",
    re.IGNORECASE,
)
# "The backlog of overdue visits has been cut to 185".
VISITS_BEFORE = re.compile(
    r"\b(?:backlog|(?:overdue|late|outstanding|missed) (?:home )?visits|visits (?:that (?:are|were) )?(?:overdue|late|outstanding|missed))\b(?![^.;:]*\bassessments?\b)[^.;:0-9]{0,90}?(?:\bfrom [0-9]{1,3}(?: in (?:[A-Z][a-z]+ )?[0-9]{4}| last year| a year (?:ago|before|earlier))? )?\b(?:to|at|from|of|was|is|were|are|totalled|numbered|reached|hit)(?: just| only| about| around| some)* $",
    re.IGNORECASE,
)
# "There were 163 outstanding at the time", after a sentence on overdue visits.
STILL_DUE = re.compile(
    r" (?:(?:of them|were|was|are|is|had been|remained|still) )*(?:outstanding|overdue|late|unmade|waiting|to be made|to be carried out)\b(?! (?:\w+ ){0,2}assessments)",
    re.IGNORECASE,
)
OVERDUE = re.compile(
    r"\boverdue|\boutstanding (?:\w+ )?visits\b|\bvisits (?:(?:were|are|still) )*outstanding\b|backlog|(?:await\w+|waiting for) (?:a|an|their) (?:\w+ )?visit|waiting to be|\bshould (?:\w+ )?have (?:taken place|been (?:made|done|visited|seen))|late\b|\bnot (?:yet )?(?:been )?(?:made|done)\b",
    re.IGNORECASE,
)
HIGHEST_RISK = re.compile(r"\bhighest(?: level of|[- ])? ?risk\b|\brisk (?:was|is) highest\b", re.IGNORECASE)
ASSESSMENTS = re.compile(r" (?:\w+ )?risk assessments?\b", re.IGNORECASE)


# People of a place, of whom the data have those that rates are of.
AGED_TEN = re.compile(
    r"\b(?:aged|age|ages) (?:of )?(?:10|ten)\b|\b(?:10|ten) (?:years )?(?:and|or) (?:over|older|above|more)\b|\bover (?:10|ten)\b",
    re.IGNORECASE,
)
OF_INHABITANTS = re.compile(r" (?:people|residents|inhabitants|persons)\b", re.IGNORECASE)
POPULATION = re.compile(r"\bpopulation\b[^.;]{0,40}$", re.IGNORECASE)
SCALED_NUMBER = re.compile(
    r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<scale>million|m|thousand|k)", re.IGNORECASE
)
LEAST_PEOPLE = 100_000


@dataclass(frozen=True)
class AroundNumber:
    """The sentence of a number, what is known before it, and the words before and after the number."""

    sentence: Parsed
    context: Context
    before: str
    after: str
    value: str
    start: int = 0

    @property
    def told(self) -> str:
        """The words of the sentence up to the number."""
        return self.sentence.text[: self.start]

    @property
    def is_large(self) -> bool:
        """Whether the number is of a thousand or more, as no caseload is."""
        return self.value.isdigit() and int(self.value) >= 1000


@dataclass(frozen=True)
class Rule:
    """The measure of a number, where ``holds`` of what is around it; words of ``topic`` leave no doubt."""

    measure: str
    kinds: tuple[str, ...]
    holds: Callable[[AroundNumber], bool]
    unit: str = "count"
    topic: re.Pattern[str] | None = None


def topic_claims(sentence: Parsed, context: Context) -> list[Stated]:
    """Return the claims of a sentence about these topics, in their order."""
    numbers = list(_numbers(sentence, context))
    taken = {statement.start for statement in numbers}
    apart = [made for made in between_places(sentence, context) if made.start not in taken]
    taken |= {statement.start for statement in apart}
    parts = [made for made in region_shares(sentence, context) if made.start not in taken]
    taken |= {statement.start for statement in parts}
    changes = [made for made in _law_changes(sentence, context) if made.start not in taken]
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
        if number.kind == "percent" and LEAP.match(sentence.text, number.end) and not _cut_of(around):
            continue  # "a 60% leap" in requests is no share of them
        rule = next((rule for rule in RULES if number.kind in rule.kinds and rule.holds(around)), None)
        if rule is None and last_rule and _goes_on(sentence, number, last_rule) and not _ends_law(sentence):
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


RISEN = re.compile(
    r"\b(?:(?P<up>rise|rises|rose|risen|increas\w*|grew|grown|growth|jump\w*|leap\w*|leapt|up|surge\w*|climb\w*|soar\w*)|(?P<down>fall|falls|fell|fallen|drop\w*|declin\w*|decreas\w*|down))\b",
    re.IGNORECASE,
)


RISEN_AFTER = re.compile(rf" (?:[a-z]+ )?{RISEN.pattern}", re.IGNORECASE)


def _law_changes(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield by how many per cent requests under Sarah's Law, or disclosures, rose or fell."""
    if not _on_sarahs_law(sentence, context) or span_of(sentence):
        return
    for number in sentence.figures:
        first, last = sentence.around(number)
        before, after = sentence.text[first : number.start], sentence.text[number.end : last]
        way = RISEN_AFTER.match(after) or (
            last_match(RISEN, before) if CHANGE_BEFORE.search(before) else None
        )
        if number.kind != "percent" or way is None or why_not_stated(sentence.text, number.start, number.end):
            continue
        measure = DISCLOSURES if re.search(r"\bdisclos|\btold\b", before, re.IGNORECASE) else APPLICATIONS
        try:
            area, assumed = area_of(sentence, number, context)
            date, comparator, dated = dates_of(sentence, number, True, False, context)
        except NotRead:
            continue
        value = f"-{number.value}" if way["down"] else number.value
        claim = Claim("", "", area, date, "change_percent", measure, comparator, value, "per cent")
        yield Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY, *assumed, *dated))


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
    area, together, assumed = _whose(sentence, number, context, rule)
    date, comparator, dated = _dates(sentence, number, context, rule)
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
    others = _other_times(claim, dated, context) if rule.measure in WORKLOAD_MEASURES else ()
    left_open = (*assumed, *dated)
    return Stated(claim, sentence.passage, number.start, number.end, left_open, others=others)


def _as_percentage(number: Quantity, rule: Rule) -> tuple[str, str]:
    """Return the kind and value of one in so few; of overdue visits, what lies nearest to it."""
    many = float(number.value)
    if rule.measure == OVERDUE_SHARE and number.qualifier in ("", "about"):
        return "between", f"{100 / (many + 0.5):.1f} to {100 / (many - 0.5):.1f}"
    return number.qualifier or "about", f"{100 / many:.1f}"


def _other_times(claim: Claim, dated: Sequence[Assumed], context: Context) -> tuple[Claim, ...]:
    """Return a claim without a date of its own as one of the time named last, or of the article's day."""
    today = context.published.isoformat() if context.published and dated else claim.date
    now = () if today == claim.date else (replace(claim, date=today),)
    return (*then(claim, dated, context), *now)


# Whose a figure of the scheme itself is, or of all forces that answered: the nation's.
NATIONWIDE = re.compile(
    r"\b[Pp]ilots?\b|\bEngland,? (?:and )?Wales,? and Scotland\b|\b(?:[Aa]cross|[Ii]n|[Aa]mong|[Oo]ver|[Ff]rom) (?:the |all )?[0-9]+ (?:police )?forces\b|^[\"“]?(?:The|This) (?:scheme|law) (?:itself )?(?!in\b|for\b|of\b)"
)
AROUND = 60
AS_MANY = re.compile(r"\b(?:as many as|up to) $", re.IGNORECASE)


def _whose(
    sentence: Parsed, number: Quantity, context: Context, rule: Rule
) -> tuple[str, str, list[Assumed]]:
    """Return the place of a figure, of which others it is too, and what was assumed about it."""
    law = rule.topic is SARAHS_LAW and NATIONWIDE.search(sentence.text, 0, number.end + AROUND)
    national = rule.measure in OF_ALL_POLICE and not any(
        place.kind in ("area", "force", "that", "region") for place in sentence.places
    )
    if rule.measure == REACTIVE or national or law:
        return NATION, "", []
    try:
        area, assumed = area_of(sentence, number, context)
    except NotRead:
        run = list(dict.fromkeys(place.name for place in listed_areas(sentence)))
        if rule.measure not in (APPLICATIONS, DISCLOSURES) or not run:
            raise
        return run[0], " + ".join(run), [Assumed.FREELY]
    return area, "", assumed


TO_YEAR = re.compile(r" (?:and|to|until) (?:the end of )?")
SPAN_BEFORE = re.compile(r"\b(?:between|from|taking|over|in|in the (?:\w+ )?years to) ?$", re.IGNORECASE)


ANOTHER_YEAR = re.compile(
    r"[^.;:,0-9]{0,40}? (?:in|for|during) the (?:latter|former|earlier|later) (?:year|one|period)\b"
)


def _dates(
    sentence: Parsed, number: Quantity, context: Context, rule: Rule
) -> tuple[str, str, list[Assumed]]:
    """Return the date of a figure, when its time began if that is over a year, and what was assumed."""
    if rule.measure in WORKLOAD_MEASURES:
        return _inspected(sentence, number, context)
    part = of_its_part(sentence, number)
    first, last = span_of(part) or ("", "")
    if first and not _has_its_own(part, number, first):
        return last, first, []
    date, _, assumed = dates_of(sentence, number, False, said_earlier(sentence, number), context)
    if {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE} & set(assumed) and context.span[0]:
        return context.span[1], context.span[0], [Assumed.DATE_BEFORE]
    if ANOTHER_YEAR.match(sentence.text, number.end):
        raise NotRead("a year that the sentence before tells")
    if Assumed.DATE_RELEASE in assumed and context.published and rule.measure != REMOVED:
        date = context.published.isoformat()
    return date, "", assumed


def _has_its_own(sentence: Parsed, number: Quantity, first: str) -> bool:
    """Return whether a number has a date of its own, and the time of several years is that of another.

    "In 2018 there were 81 requests, and between 2011 and 2014 twelve."
    """
    dated = [period for period in sentence.periods if period.date]
    begins = next(period.start for period in dated if period.date == first)
    if begins > number.end:
        return dated[0].end <= number.start
    after = [period for period in dated if period.start >= number.end]
    return bool(after) and not re.search("[,;]", sentence.text[number.end : after[0].start])


def _inspected(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, str, list[Assumed]]:
    """Return of when a figure of inspectors is: the day of their report is as good as any."""
    date, _, assumed = dates_of(sentence, number, False, said_earlier(sentence, number), context)
    if not {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE} & set(assumed):
        return date, "", assumed
    reported = [period.day for period in sentence.periods if period.day and not period.date]
    if reported:
        return reported[-1], "", []
    if Assumed.DATE_RELEASE in assumed and context.published:
        date = context.published.isoformat()
    return date, "", assumed


def span_of(sentence: Parsed) -> tuple[str, str] | None:
    """Return the first and last date of a time of more than a year that a sentence names."""
    dated = [period for period in sentence.periods if period.date]
    for first, last in pairwise(dated):
        begins = SPAN_BEFORE.search(sentence.text[max(0, first.start - 30) : first.start])
        if begins and TO_YEAR.fullmatch(sentence.text[first.end : last.start]):
            return first.date, last.date
    return None


REVIEWED = re.compile(r"\b[Rr]eview\b|\bCreedon\b")
EXPECTS = re.compile(
    r"\b(?:expect\w*|forecast\w*|predict\w*|project(?:ed|s|ing|ions?)|warn\w*|estimat\w*|foresaw|foresees?|could|would|will|may|might|set to|on course|likely)\b[^.;]*$",
    re.IGNORECASE,
)
# The review told how much the register had grown between these dates: more than doubled.
YEARS_OF_GROWTH, LEAST_GROWTH = ("2007-03-31", "2021-03-31"), 50
GROWTH = re.compile(r"\b(?:growth|grew|grown|ris(?:e|en)|rose|increas\w+)\b", re.IGNORECASE)
# No force, and no count of a part, is expected to be as large.
LEAST_EXPECTED = 70_000


def projections(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield how many a review expected, for which year, and when it came out."""
    if not context.release or not (REVIEWED.search(sentence.text) or context.reviewed):
        return
    text = sentence.text
    begins = next(
        (period.date for period in sentence.periods if period.date[:4] == YEARS_OF_GROWTH[0][:4]), ""
    )
    for number in sentence.figures if begins and GROWTH.search(text) else ():
        if number.kind == "percent" and float(number.value) >= LEAST_GROWTH:
            grew = Claim(
                "",
                "",
                NATION,
                YEARS_OF_GROWTH[1],
                "change_percent",
                COUNT,
                YEARS_OF_GROWTH[0],
                number.value,
                "per cent",
            )
            yield Stated(grew, sentence.passage, number.start, number.end)
    expected = [
        number
        for number in sentence.figures
        if number.kind == "count"
        and float(number.value) >= LEAST_EXPECTED
        and float(number.value) % 1000 == 0
        and EXPECTS.search(text, 0, number.start)
    ]
    for number in expected:
        _, last = sentence.around(number)
        claim = Claim("", "", NATION, context.release, "level", PROJECTED, "", number.value, "count")
        yield Stated(claim, sentence.passage, number.start, number.end)
        for period in [period for period in sentence.periods if number.end <= period.start < last][:1]:
            when = period.date[:4] or f"{abs(period.years)} years"
            target = replace(
                claim,
                kind="event",
                measure=PROJECTED_FOR,
                comparator=number.value,
                published=when,
                unit="date",
            )
            yield Stated(target, sentence.passage, period.start, period.end)
    for period in sentence.periods if expected or "Creedon" in text else ():
        told = re.search("[A-Z]", text[period.start : period.end]) and not period.day.endswith("-03-31")
        if period.day and told and (not expected or period.end <= expected[0].start):
            day = Claim("", "", NATION, period.day, "event", REVIEW, "", period.day, "date")
            yield Stated(day, sentence.passage, period.start, period.end)


def populations(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield the people aged 10 and over of a place: they can agree with the data, but not disagree."""
    if not AGED_TEN.search(sentence.text):
        return
    for number in sentence.numbers:
        people = _people(sentence.text[number.start : number.end], number)
        if not people or why_not_stated(sentence.text, number.start, number.end):
            continue
        if not OF_INHABITANTS.match(sentence.text, number.end) and not POPULATION.search(
            sentence.text, 0, number.start
        ):
            continue
        counted = Quantity(number.start, number.end, "count", people[0])
        try:
            area, assumed = area_of(sentence.with_number(counted), counted, context)
            date, _, dated = dates_of(sentence.with_number(counted), counted, False, False, context)
        except NotRead:
            continue
        claim = Claim("", "", area, date, "between", "population_10_plus", "", " to ".join(people), "count")
        yield Stated(claim, sentence.passage, number.start, number.end, (Assumed.FREELY, *assumed, *dated))


def _people(words: str, number: Quantity) -> tuple[str, str] | None:
    """Return the bounds of a number of people as printed: 1.3 million is 1,250,000 to 1,350,000."""
    scaled = SCALED_NUMBER.fullmatch(words)
    if scaled is None:
        large = number.kind == "count" and float(number.value) >= LEAST_PEOPLE
        return (number.value, number.value) if large else None
    scale = 1e6 if scaled["scale"] in ("million", "m") else 1e3
    half = 0.5 * 10.0 ** -len(scaled["number"].partition(".")[2])
    value = float(scaled["number"].replace(",", ""))
    return f"{(value - half) * scale:.0f}", f"{(value + half) * scale:.0f}"


# "The oldest had been outstanding for eight months", in an article on overdue visits.
LONGEST_OVERDUE = re.compile(
    rf"\b(?:longest|oldest|worst|one|some)\b[^.;]{{0,80}}?\b(?P<many>{SHORT_NUMBER}) months\b|\b(?:up to|as (?:long|much) as) (?P<many2>{SHORT_NUMBER}) months\b(?! (?:later|ago|before|after|in prison))",
    re.IGNORECASE,
)
DELAYED = re.compile(r"\b(?:overdue|outstanding|wait\w*|delay\w*|late|behind|backlog)\b", re.IGNORECASE)


def longest_overdue(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield for how many months the oldest of the overdue visits is said to have been so."""
    text = sentence.text
    if not (context.overdue or overdue_topic(sentence)) or not DELAYED.search(text):
        return
    for match in LONGEST_OVERDUE.finditer(text):
        group = "many" if match["many"] else "many2"
        words = match[group]
        value = words if words.isdigit() else f"{number_in_words(words):g}"
        number = Quantity(*match.span(group), "count", value)
        if why_not_stated(text, *match.span()):
            continue
        try:
            area, assumed = area_of(sentence.with_number(number), number, context)
        except NotRead:
            continue
        day = context.published.isoformat() if context.published else context.release
        claim = Claim("", "", area, day, "level", "overdue_longest_months", "", value, "months")
        left_open = (Assumed.FREELY, *assumed)
        yield Stated(claim, sentence.passage, match.start(group), match.end(), left_open)


# "Has since added more staff to its sex offender management unit".
MORE_STAFF = re.compile(
    r"\b(?:added|(?:taken|took) on|recruited|hired|brought in|drafted in|put|appointed) (?:more|extra|additional|new) (?:[a-z]+ )?(?:staff|officers|people)\b",
    re.IGNORECASE,
)


def more_staff(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield that staff were added to manage offenders, of whom the sentence does not say how many."""
    match = MORE_STAFF.search(sentence.text)
    if not match or not UNIT.search(sentence.text) or not context.published or sentence.figures:
        return
    if why_not_stated(sentence.text, *match.span()):
        return
    number = Quantity(*match.span(), "count", "0")
    try:
        area, assumed = area_of(sentence.with_number(number), number, context)
    except NotRead:
        return
    claim = Claim("", "", area, str(context.published), "more_than", "staff_added", "", "0", "count")
    yield Stated(claim, sentence.passage, *match.span(), (Assumed.FREELY, *assumed))


def court_topic(sentence: Parsed) -> str:
    """Return the rate of courts or charges that a sentence speaks of, so that the next may give it."""
    text = sentence.text
    if (
        sentence.phrases
        or RAPE.search(text)
        or not (RATE_OR_SHARE.search(text) and SEXUAL_CASES.search(text))
    ):
        return ""
    if re.search(r"\bcharge\b|\bcharged\b", text):
        return CHARGE_RATE
    return CONVICTION_RATE if CONVICTIONS.search(text) else ""


def about_sarahs_law(sentence: Parsed, context: Context) -> bool:
    """Return whether the numbers of a sentence are about Sarah's Law, and so count no RSOs."""
    return _on_sarahs_law(sentence, context) and not sentence.phrases


def _ends_law(sentence: Parsed) -> bool:
    return bool(ON_REGISTER.search(sentence.text)) and not SARAHS_LAW.search(sentence.text)


def _on_sarahs_law(sentence: Parsed, context: Context) -> bool:
    if SARAHS_LAW.search(sentence.text):
        return True
    return context.sarahs_law and not COURTS.search(sentence.text) and not ON_REGISTER.search(sentence.text)


# "Told 41 people".
TOLD_THEM = re.compile(
    r"\b(?:told|warned|informed|alerted|notified)(?: just| only| about| some| around)* $", re.IGNORECASE
)


def _asked(at: AroundNumber) -> bool:
    if TOLD_THEM.search(at.before):
        return False
    return _on_sarahs_law(at.sentence, at.context) and bool(
        ASKED_AFTER.match(at.after) or ASKED_BEFORE.search(at.before) or OUT_OF_AFTER.fullmatch(at.before)
    )


def _told(at: AroundNumber) -> bool:
    if not _on_sarahs_law(at.sentence, at.context) or OUT_OF_AFTER.fullmatch(at.before):
        return False
    if ASKED_AFTER.match(at.after) and not TOLD_THEM.search(at.before):
        return False
    before = TOLD_BEFORE.search(at.before) or TOLD_THEM.search(at.before)
    return bool(before or TOLD_AFTER.match(at.after) or OUT_OF_AFTER.fullmatch(at.after))


def _is_change(at: AroundNumber) -> bool:
    return bool(CHANGE_BEFORE.search(at.before) or RISEN_AFTER.match(at.after))


def _told_share(at: AroundNumber) -> bool:
    return (
        _on_sarahs_law(at.sentence, at.context)
        and not REFUSED_AFTERWARDS.search(at.sentence.text)
        and not _is_change(at)
    )


def _refused_share(at: AroundNumber) -> bool:
    return (
        _on_sarahs_law(at.sentence, at.context)
        and bool(REFUSED_AFTERWARDS.search(at.sentence.text))
        and not _is_change(at)
    )


# "Burglars were convicted in 78 per cent of cases", "61 per cent of victims dropped out".
OF_OTHER_CRIMES = re.compile(
    r"\b(?:burgl\w+|thefts?|thie(?:f|ves)|stalk\w+|robber\w*|violen\w+|drugs?|driv\w+|shoplift\w+|murder\w*|fraud\w*|arson\w*|assaults?|abuse|victims?|witness\w*)\b",
    re.IGNORECASE,
)


def _of_other_crimes(at: AroundNumber) -> bool:
    """Return whether a sentence is about other crimes, or about victims, and names no sexual offences."""
    text = at.sentence.text
    return bool(OF_OTHER_CRIMES.search(text)) and not SEXUAL_CASES.search(text)


def _of_courts(at: AroundNumber) -> bool:
    if _of_other_crimes(at):
        return False
    if RAPE.search(at.sentence.text) or re.search(r"\bcharg", at.sentence.text):
        return False
    solved = at.context.last_measure in ("sexual_offences_solved", "rape_cases_solved")
    cases = SEXUAL_CASES.search(at.sentence.text) or (solved and COURT_RATE.search(at.sentence.text))
    named = CONVICTIONS.search(at.sentence.text) and cases
    return bool(named) or (at.context.last_measure == CONVICTION_RATE and not CHANGE_BEFORE.search(at.before))


def _of_rape(at: AroundNumber) -> bool:
    if re.search(r"\bcharg", at.sentence.text) or _of_other_crimes(at):
        return False
    rape, last = RAPE.search(at.sentence.text), at.context.last_measure
    named = rape and (CONVICTIONS.search(at.sentence.text) or last == CONVICTION_RATE)
    return bool(named) or last == "rape_conviction_rate"


def _of_charges(at: AroundNumber) -> bool:
    if CHANGE_BEFORE.search(at.before) or _of_other_crimes(at):
        return False
    named = re.search(r"\bcharg(?:e rate|ed)\b", at.sentence.text) and SEXUAL_CASES.search(at.sentence.text)
    return bool(named) or at.context.last_measure == CHARGE_RATE


def _solved(at: AroundNumber, noun: str) -> bool:
    solved = re.search(r"\bsolv(?:ed|ing)\b|\bcleared up\b", at.sentence.text)
    goes_on = at.context.last_measure == "sexual_offences_solved" and OF_THESE.search(at.before)
    return bool((solved or goes_on) and re.match(noun, at.after))


def _each(at: AroundNumber) -> bool:
    ours = (
        any(True for _ in at.sentence.phrases)
        or "offender" in at.sentence.text.lower()
        or at.context.last_measure in (*WORKLOAD_MEASURES, "rso_count")
    ) and at.context.last_measure != "missing_rso"
    return ours and not at.is_large and bool(FOR_EACH_OFFICER.match(at.after) or CASELOADS.search(at.before))


def about_leaving(sentence: Parsed, context: Context) -> bool:
    """Return whether the next sentence may go on about those who come off the register."""
    goes_on = context.leaving and not sentence.phrases and not SARAHS_LAW.search(sentence.text)
    return bool(goes_on or LEAVING.search(sentence.text))


# An article with so many words for it is about offenders who come off the register.
LEAST_LEAVING = 2


def is_about_removals(text: str) -> bool:
    """Return whether an article is about those who come off the register, and not about Sarah's Law."""
    said = len(OFF_REGISTER.findall(text)) + len(LEAVING.findall(text))
    return said >= LEAST_LEAVING and not SARAHS_LAW.search(text)


def _on_leaving(at: AroundNumber) -> bool:
    requested = at.context.removals and REQUESTED.search(at.sentence.text)
    goes_on = (at.context.leaving or requested) and not at.sentence.phrases
    return bool(goes_on or OFF_REGISTER.search(at.sentence.text))


def _did_so(at: AroundNumber) -> bool:
    return at.context.leaving and not at.sentence.phrases and bool(DID_SO.match(at.after))


def _granted_share(at: AroundNumber) -> bool:
    return bool(_on_leaving(at) and GRANTED.search(at.sentence.text)) and not CHANGE_BEFORE.search(
        TURNED_DOWN.sub("", at.before)
    )


def _granted(at: AroundNumber) -> bool:
    told = GRANTED_AFTER.match(at.after) or GRANTED_BEFORE.search(at.before)
    part = SO_MANY_OF.match(at.sentence.text, at.start)
    return bool(_on_leaving(at) and (part or (told and not OF_SO_MANY_BEFORE.search(at.told))))


def _applied(at: AroundNumber) -> bool:
    of_those = OF_SO_MANY_BEFORE.search(at.told) and GRANTED_AFTER.match(at.after)
    return bool(_on_leaving(at) and (of_those or APPLIED_AFTER.match(at.after)))


def _staff(at: AroundNumber) -> bool:
    return bool(STAFF.match(at.after)) and bool(at.sentence.phrases or "offenders" in at.sentence.text)


def _for_each(at: AroundNumber) -> bool:
    return bool(re.search(r"\b(?:staff|officers?)\b", at.sentence.text)) and (
        "offenders" in at.sentence.text
        or bool(at.sentence.phrases)
        or at.context.last_measure in (COUNT, "missing_rso")
    )


def _visits(at: AroundNumber) -> bool:
    if SHARE_OF_BEFORE.search(at.told):
        return False
    if VISITS_BEFORE.search(at.told) and NOTHING.match(at.after):
        return True
    goes_on = at.context.last_measure == OVERDUE_VISITS and STILL_DUE.match(at.after)
    return bool(goes_on or (OVERDUE.search(at.sentence.text) and VISITS.match(at.after)))


# "Twelve per cent of its 1,600 offenders are overdue a visit".
SHARE_OF_BEFORE = re.compile(
    r"(?:%|\bcent|pc|\bone in \w+|\bthird|\bquarter|\bfifth|\btenth) of (?:its |the |their |all |about |some )*$"
)


def _highest_risk(at: AroundNumber) -> bool:
    """Return whether a number is of the overdue visits to offenders whose risk is highest."""
    return bool(at.context.overdue or OVERDUE.search(at.sentence.text)) and bool(
        HIGHEST_RISK.search(at.after)
    )


def overdue_topic(sentence: Parsed) -> str:
    """Return the measure that a sentence on overdue visits speaks of, so that the next may give it."""
    text = sentence.text
    return OVERDUE_VISITS if BACKLOG_WORDS.search(text) and not ASSESSMENTS.search(text) else ""


BACKLOG_WORDS = re.compile(
    r"\b(?:overdue|late|outstanding|missed) (?:\w+ )?visits\b|\bvisits (?:that )?(?:are |were |remain\w* )?(?:overdue|late|outstanding|missed)\b|\boverdue (?:for )?(?:a|their) visit\b|\bbacklog\b",
    re.IGNORECASE,
)


def _assessments(at: AroundNumber) -> bool:
    return bool(ASSESSMENTS.match(at.after)) and bool(
        OVERDUE.search(at.sentence.text) or at.context.last_measure == OVERDUE_VISITS
    )


# "17 extra staff", "taken on 17 more people".
ADDED_STAFF = re.compile(
    r" (?:more|extra|additional|new) (?:police |specialist )*(?:staff|officers|people|posts|members of staff|recruits)\b",
    re.IGNORECASE,
)
UNIT = re.compile(r"\b(?:unit|teams?|overdue|backlog|visits|offenders?|managers)\b", re.IGNORECASE)
CUT = re.compile(
    r"\b(?:cut|cuts|cutting|reduc\w+|fell|fallen|falling|shr[aiu]nk\w*|drop\w*|down|slash\w*|clear\w*|lower\w*|fewer)\b",
    re.IGNORECASE,
)
ELIGIBLE = re.compile(r"\b(?:eligible|qualif\w+|reactive management)\b", re.IGNORECASE)


def _staff_added(at: AroundNumber) -> bool:
    return bool(ADDED_STAFF.match(at.after) and UNIT.search(at.sentence.text))


def _cut_of(at: AroundNumber) -> str:
    """Return what was cut by a percentage: visits or risk assessments that were overdue; else nothing."""
    text = at.sentence.text
    goes_on = re.search(r"\bby (?:about |just |some )?$", at.before) and CUT.search(text)
    if not goes_on and not CUT.search(f"{at.before}  {at.after}"):
        return ""
    overdue = OVERDUE.search(text) or at.context.last_measure in (OVERDUE_VISITS, OVERDUE_ASSESSMENTS)
    if not overdue:
        return ""
    named = [match.group().lower() for match in VISITS_OR_ASSESSMENTS.finditer(f"{at.after} {at.before}")]
    before = [match.group().lower() for match in VISITS_OR_ASSESSMENTS.finditer(at.before)]
    nearest = (before[-1:] or named[:1] or ["visits"])[0]
    return ASSESSMENTS_CUT if nearest.startswith("assess") else VISITS_CUT


VISITS_OR_ASSESSMENTS = re.compile(r"\b(?:visits?|assessments?)\b", re.IGNORECASE)


def _overdue_share(at: AroundNumber) -> bool:
    """Return whether a percentage, or one in so few, is of the offenders whose visits are overdue."""
    text = at.sentence.text
    told = OVERDUE.search(text) or BEHIND.search(text)
    goes_on = at.context.last_measure == OVERDUE_VISITS or bool(OVERDUE.search(text))
    that_is = (at.context.overdue or goes_on) and THAT_MEANS.search(at.told)
    if _cut_of(at) or CHANGE_BEFORE.search(at.before) or SO_MANY_OR.search(at.told):
        return False
    return bool((told and goes_on) or that_is)


# "That is one in nine of the offenders on the books", in an article on overdue visits.
THAT_MEANS = re.compile(
    r"(?:^[\"“]?|[,;—–] (?:so|and|which means)? ?)(?:that|this|it|they|the (?:figure|number|backlog))\b[^.,;0-9]{0,30}?\b(?:is|are|was|were|means|equals?|equates?|amounts?|represents?|makes?|works? out)\b",
    re.IGNORECASE,
)
# "Grown by 56, or 20.5 per cent".
SO_MANY_OR = re.compile(rf"\b(?:by|{UP_NOUN} of|{DOWN_NOUN} of) [0-9][^.;]{{0,20}}$", re.IGNORECASE)


BEHIND = re.compile(r"\b(?:behind|outstanding|unvisited|waiting)\b", re.IGNORECASE)


def _eligible(at: AroundNumber) -> bool:
    return bool(ELIGIBLE.search(at.sentence.text)) and at.is_large


RULES = (
    Rule(DISCLOSURE_RATE, ("percent", "one in"), _told_share, "per cent", SARAHS_LAW),
    Rule(REFUSAL_RATE, ("percent",), _refused_share, "per cent", SARAHS_LAW),
    Rule(DISCLOSURES, ("count",), _told, topic=SARAHS_LAW),
    Rule(APPLICATIONS, ("count",), _asked, topic=SARAHS_LAW),
    Rule(CHARGE_RATE, ("percent",), _of_charges, "per cent"),
    Rule(
        "rape_cases_solved",
        ("count",),
        lambda at: _solved(at, r" (?:were |was )?rapes?\b| rape cases"),
    ),
    Rule(
        "sexual_offences_solved",
        ("count",),
        lambda at: _solved(at, r" sex(?:ual)? (?:offen[cs]es|crimes|cases)"),
    ),
    Rule("rape_conviction_rate", ("percent",), _of_rape, "per cent"),
    Rule(CONVICTION_RATE, ("percent",), _of_courts, "per cent", CONVICTIONS),
    Rule(CASELOAD, ("count", "range"), _each),
    Rule("police_staff", ("count",), _staff),
    Rule("rso_per_staff", ("one in",), _for_each),
    Rule(REMOVALS_SHARE, ("percent",), _granted_share, "per cent"),
    Rule(REMOVALS_GRANTED, ("count",), _granted),
    Rule(REMOVALS_ASKED, ("count",), _applied),
    Rule(REMOVED, ("count",), _did_so),
    Rule("staff_added", ("count",), _staff_added),
    Rule(VISITS_CUT, ("percent",), lambda at: _cut_of(at) == VISITS_CUT, "per cent"),
    Rule(ASSESSMENTS_CUT, ("percent",), lambda at: _cut_of(at) == ASSESSMENTS_CUT, "per cent"),
    Rule(OVERDUE_SHARE, ("percent", "one in"), _overdue_share, "per cent"),
    Rule(REACTIVE, ("count",), _eligible),
    Rule(OVERDUE_HIGHEST, ("count",), _highest_risk),
    Rule(OVERDUE_VISITS, ("count",), _visits),
    Rule(OVERDUE_ASSESSMENTS, ("count",), _assessments),
)
