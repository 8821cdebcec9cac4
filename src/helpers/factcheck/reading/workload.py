"""Numbers of officers, of their caseloads, and of visits and risk assessments that are overdue.

Its rules are listed in ``topics``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT
from helpers.factcheck.claim import CASELOAD, LARGEST_CASELOAD, OVERDUE_SHARE, Claim
from helpers.factcheck.reading.around_number import CHANGE_BEFORE, AroundNumber
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated
from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN

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


def is_so_many_each(at: AroundNumber) -> bool:
    """Return whether a number of offenders is told as that of each officer, as a caseload."""
    ours = (
        any(True for _ in at.sentence.phrases)
        or "offender" in at.sentence.text.lower()
        or at.context.last_measure in (*WORKLOAD_MEASURES, "rso_count")
    ) and at.context.last_measure != "missing_rso"
    return ours and not at.is_large and bool(FOR_EACH_OFFICER.match(at.after) or CASELOADS.search(at.before))


def is_of_staff(at: AroundNumber) -> bool:
    """Return whether a number is of officers and staff who manage offenders."""
    return bool(STAFF.match(at.after)) and bool(at.sentence.phrases or "offenders" in at.sentence.text)


def is_for_each_officer(at: AroundNumber) -> bool:
    """Return whether a sentence on officers speaks of offenders, so that a ratio is of these for each."""
    return bool(re.search(r"\b(?:staff|officers?)\b", at.sentence.text)) and (
        "offenders" in at.sentence.text
        or bool(at.sentence.phrases)
        or at.context.last_measure in (COUNT, "missing_rso")
    )


def is_of_overdue_visits(at: AroundNumber) -> bool:
    """Return whether a number is of visits that are overdue."""
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


def is_of_highest_risk(at: AroundNumber) -> bool:
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


def is_of_overdue_assessments(at: AroundNumber) -> bool:
    """Return whether a number is of risk assessments that are overdue."""
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


def is_of_staff_added(at: AroundNumber) -> bool:
    """Return whether a number is of officers and staff who were added."""
    return bool(ADDED_STAFF.match(at.after) and UNIT.search(at.sentence.text))


def measure_cut(at: AroundNumber) -> str:
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


def is_share_overdue(at: AroundNumber) -> bool:
    """Return whether a percentage, or one in so few, is of the offenders whose visits are overdue."""
    text = at.sentence.text
    told = OVERDUE.search(text) or BEHIND.search(text)
    goes_on = at.context.last_measure == OVERDUE_VISITS or bool(OVERDUE.search(text))
    that_is = (at.context.overdue or goes_on) and THAT_MEANS.search(at.told)
    if measure_cut(at) or CHANGE_BEFORE.search(at.before) or SO_MANY_OR.search(at.told):
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


def is_eligible_for_reactive(at: AroundNumber) -> bool:
    """Return whether a number is of offenders who need not be visited any more."""
    return bool(ELIGIBLE.search(at.sentence.text)) and at.is_large
