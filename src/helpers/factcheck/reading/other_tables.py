"""Statements about other tables than that of MAPPA figures, each with a rule of its own.

These are grades and causes of concern of inspections, caseloads and overdue visits, conviction rates, and requests and
disclosures under Sarah's Law. Each rule asks for the words of its subject in the sentence, or that the article goes on
about it; whose the figure is and of when is told as for any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from helpers.factcheck.claim import CASELOAD, CONCERN_CLOSED, CONCERN_OPENED, CONVICTION_RATE, MANAGING, Claim
from helpers.factcheck.reading.measures import NOTHING
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.refusals import refusal
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated
from helpers.factcheck.reading.when import main_date, said_earlier, when
from helpers.factcheck.reading.whose import whose

APPLICATIONS, DISCLOSURES = "csods_applications", "csods_disclosures"
DISCLOSURE_RATE, REFUSAL_RATE = "csods_disclosure_rate", "csods_non_disclosure_rate"
CARRIED = (
    CONVICTION_RATE,
    "rape_conviction_rate",
    DISCLOSURE_RATE,
    REFUSAL_RATE,
    CONCERN_OPENED,
    CONCERN_CLOSED,
)
OVERDUE_VISITS, OVERDUE_ASSESSMENTS = "overdue_visits", "overdue_risk_assessments"
SARAHS_LAW = re.compile(r"Sarah's Law|CSODS|[Dd]isclosure [Ss]cheme", re.IGNORECASE)
ASKED = re.compile(
    r" (?:\w+ ){0,2}?(?:applications?|requests?|enquir\w+|inquir\w+|queries|checks?|approaches)\b"
    r"| (?:more )?(?:people|parents|residents|members of the public|families|callers|men and women)\b(?![^.,;]{0,40}\b(?:told|warned|informed|got|given|answer))"
    r"| (?:had |have )?(?:asked|applied|were made|had been made|were received|came in)\b",
    re.IGNORECASE,
)
ASKED_BEFORE = re.compile(
    r"\basked(?: \w+)? $|\b(?:applications?|requests?|enquiries|inquiries)\b[^.;]{0,40}?(?:to|was|were|from|of|at|in|received|:)(?: just| only| about| some)* $",
    re.IGNORECASE,
)
TOLD = re.compile(
    r" (?:of (?:the |its )?[0-9,]+ )?(?:\w+ ){0,3}?(?:disclosures?|disclosed|told\b|warned\b|warnings?|alerts|informed\b|positive|(?:people|parents|residents|families)\b[^.,;]{0,40}\b(?:told|warned|informed|got|given|answer)|granted|led to|resulted in|ended in|ended with|times told|were told|was told|were given|got (?:an answer|information)|received information|answers)\b",
    re.IGNORECASE,
)
TOLD_BEFORE = re.compile(
    r"\b(?:disclosures?|disclosed|told)\b(?:[^.;]{0,40}?\b(?:to|was|were|of|in)|:|(?: \w+){0,2})(?: just| only| about| some)* $",
    re.IGNORECASE,
)
# "131 of 147 requests".
OF_THOSE = re.compile(r" (?:out )?of (?:the |its |those )?")
REQUESTS = re.compile(r"\b(?:applications|requests|enquiries|inquiries)\b", re.IGNORECASE)
REFUSED = re.compile(
    r"\b(?:refused|turned down|rejected|no disclosure|not (?:led?|disclosed|told)|nothing|without a disclosure|non-disclosure)\b",
    re.IGNORECASE,
)
# "25 from 175": how many were told, of how many that asked.
OUT_OF = re.compile(r"\b(?:from|out of|of)(?: the| its)? $")
CHANGED = re.compile(r"\b(?:rise|increase|fall|drop|up|down|rose|fell|grew|by)\b[^.;]{0,20}$", re.IGNORECASE)
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
RAPE = re.compile(r"\brapes?\b", re.IGNORECASE)
EACH = re.compile(
    r" (?:(?:registered|sex|sexual|high-risk) )*(?:offenders?|people|cases|RSOs)? ?(?:each\b|apiece\b|to (?:manage|look after|supervise)\b|per (?:officer|manager|member of staff)|for (?:each|every) (?:officer|manager))",
    re.IGNORECASE,
)
CASELOADS = re.compile(
    r"\b(?:caseloads? of |each (?:officer|manager|of them) (?:\w+ ){0,4}?|(?:officers|managers) (?:\w+ ){0,3}?(?:each|responsible for|had|have) )"
    r"(?:as many as |up to |between |about |around )?$",
    re.IGNORECASE,
)
VISITS = re.compile(
    r" (?:\w+ )?(?:overdue )?(?:home )?visits?\b|[^.,;]{0,40}\bvisits (?:were|was|are|is|remained) (?:still )?overdue| people (?:are|were) (?:still )?waiting to be (?:seen|visited)|[^.,;]{0,30}\boverdue visits?",
    re.IGNORECASE,
)
OVERDUE = re.compile(
    r"\boverdue|backlog|waiting to be|should have taken place|late\b|not been (?:made|done)", re.IGNORECASE
)
ASSESSMENTS = re.compile(r" (?:\w+ )?risk assessments?\b", re.IGNORECASE)
GRADE = re.compile(
    r"\b(?:outstanding|good|adequate|requir(?:es?|ed|ing) improvement|inadequate"
    r"|(?P<last>lowest)(?: of \w+)? (?:possible )?grades?|(?P<first>top|highest)(?: of \w+)? (?:possible )?grades?)\b",
    re.IGNORECASE,
)
GRADED = re.compile(
    r"\b(?:grad(?:ed?|es|ing)|rat(?:ed|ing)|judged|found|told|given|received|got|called|assessed|marked|described|requir\w+|went|moved|improved|slipped|rose|fell|dropped|was|were|is|are|remains?|inspect\w*|watchdog)\b",
    re.IGNORECASE,
)
MANAGED = re.compile(
    r"(?:manag\w+|supervis\w+|monitor\w+|overs(?:ee\w*|aw|ight)|handl\w+|look\w* after|watch\w* over|keep\w* track)(?: of| over)?(?: its| their)? (?:(?:registered|convicted|sex|sexual|and|violent|dangerous|high-risk) )*offenders"
    r"|offenders and suspects|sex offender (?:team|unit|management)|offender management|same area of policing|same (?:question|heading|test)",
    re.IGNORECASE,
)
OTHER_QUESTION = re.compile(
    r"\b(?:value for money|overall|preventing|prevention|investigat\w+|responding|protecting vulnerable|treatment|use of resources|leadership|legitimacy|efficien\w+|recording|neighbourhood|hostels?|school|council)\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|[0-9]+) (?:\w+ )?(?:areas|questions|others)\b|at (?:its|the) last inspection",
    re.IGNORECASE,
)
CONCERN = re.compile(r"\b(?:causes? of concern|concern|special measures|Engage)\b")
CLOSED = re.compile(
    r"\b(?:clos(?:ed|ing|ure)|lift(?:ed|ing)|discharg\w+|remov(?:ed|al)|ended)\b", re.IGNORECASE
)
OPENED = re.compile(
    r"\b(?:open(?:ed|ing)|rais(?:ed|ing)|issu(?:ed|ing)|put (?:\w+ )*(?:into|in)|went into|entered|placed|handed|given|served|received)\b",
    re.IGNORECASE,
)
# "Cheshire: outstanding".
LISTED = re.compile(
    r"(?:Outstanding|Good|Adequate|Requires improvement|Inadequate): |[A-Z][\w &-]{2,40}(?::| -| –) ?(?:[Oo]utstanding|[Gg]ood|[Aa]dequate|[Rr]equires improvement|[Ii]nadequate)\b"
)
LIST_LINK = re.compile(r"(?:'s)?(?:,| and|, and| or| both|,? as well as)+ (?:the )?")


@dataclass(frozen=True)
class Around:
    """The sentence of a number, what is known before it, and the words before and after the number."""

    sentence: Parsed
    context: Context
    before: str
    after: str


@dataclass(frozen=True)
class Rule:
    """The measure of a number, where ``holds`` of what is around it; ``topic`` are words that leave no doubt."""

    measure: str
    kinds: tuple[str, ...]
    holds: Callable[[Around], bool]
    unit: str = "count"
    topic: re.Pattern[str] | None = None


def other_claims(sentence: Parsed, context: Context) -> list[Stated]:
    """The claims of a sentence about other tables, in their order."""
    statements = [*_numbers(sentence, context), *_grades(sentence, context), *_concerns(sentence, context)]
    return [
        replace(statement, claim=replace(statement.claim, claim_id=f"s{sentence.passage.number}-o{at}"))
        for at, statement in enumerate(statements, 1)
    ]


def _numbers(sentence: Parsed, context: Context) -> Iterator[Stated]:
    last_rule = next((rule for rule in RULES if rule.measure == context.last_measure), None)
    first_rule: Rule | None = None
    for number in sentence.numbers:
        if number.kind not in ("count", "percent", "range", "one in"):
            continue
        first, last = sentence.around(number)
        before = sentence.text[first : number.start]
        around = Around(sentence, context, before, sentence.text[number.end : last])
        rule = next((rule for rule in RULES if number.kind in rule.kinds and rule.holds(around)), None)
        if rule is None and last_rule and _goes_on(sentence, number, last_rule):
            rule = _next_of(last_rule, first_rule, before)
        first_rule = first_rule or rule
        last_rule = rule or last_rule
        if rule is None or refusal(sentence.text, number.start, number.end):
            continue
        try:
            yield _claim(sentence, number, context, rule)
        except NotRead:
            continue


def _next_of(last: Rule, first: Rule | None, before: str) -> Rule:
    """The measure of a number without a noun: that of the one before, or the other of a pair, "25 from 175"."""
    if last.measure == DISCLOSURES and OUT_OF.search(before):
        return next(rule for rule in RULES if rule.measure == APPLICATIONS)
    if last.measure == APPLICATIONS and first is not None and first.measure == DISCLOSURES:
        return first
    return last


def _goes_on(sentence: Parsed, number: Quantity, rule: Rule) -> bool:
    """Whether a number without a noun goes on about what the one before it was of: "Essex had 192, Sussex 193"."""
    named = any(place.kind in ("area", "force", "nation", "region") for place in sentence.places)
    if any(number.end <= start <= number.end + 1 for start, _, _ in sentence.phrases):
        return False
    return number.kind in rule.kinds and named and NOTHING.match(sentence.text, number.end) is not None


def _claim(sentence: Parsed, number: Quantity, context: Context, rule: Rule) -> Stated:
    area, assumed = whose(sentence, number, context)
    date, comparator, dated = _when(sentence, number, context)
    if said_earlier(sentence, number) and not dated:
        dated = [Assumed.EARLIER_DATE]
    kind = "range" if number.kind == "range" else number.qualifier or "level"
    value = number.value
    if number.kind == "one in":
        kind, value = "about", f"{100 / float(value):.1f}"
    claim = Claim("", "", area, int(date[:4]), date, kind, rule.measure, comparator, value, rule.unit)
    named = rule.topic is None or rule.topic.search(sentence.text)
    dated = dated if named else [*dated, Assumed.MEASURE]
    return Stated(claim, sentence.passage, number.start, number.end, (*assumed, *dated))


TO = re.compile(r" (?:and|to|until) (?:the end of )?")
SPAN = re.compile(r"\b(?:between|from|in the (?:\w+ )?years to) ?$", re.IGNORECASE)


def _when(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, str, list[Assumed]]:
    """The date of a figure, and the beginning of its time where that is more than a year ("between 2011 and 2014")."""
    first, last = span_of(sentence) or ("", "")
    if first:
        return last, first, []
    date, _, assumed = when(sentence, number, False, said_earlier(sentence, number), context)
    if {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE} & set(assumed) and context.span[0]:
        return context.span[1], context.span[0], [Assumed.DATE_BEFORE]
    if Assumed.DATE_RELEASE in assumed and context.published:
        date = context.published.isoformat()
    return date, "", assumed


def span_of(sentence: Parsed) -> tuple[str, str] | None:
    """The first and last date of a time of more than a year that a sentence names."""
    dated = [period for period in sentence.periods if period.date]
    for first, two in pairwise(dated):
        begins = SPAN.search(sentence.text[max(0, first.start - 30) : first.start])
        if begins and TO.fullmatch(sentence.text[first.end : two.start]):
            return first.date, two.date
    return None


def about_sarahs_law(sentence: Parsed, context: Context) -> bool:
    """Whether the numbers of a sentence are about Sarah's Law, so that those which no rule reads are no counts of RSOs."""
    return _on_sarahs_law(sentence, context) and not sentence.phrases


def _on_sarahs_law(sentence: Parsed, context: Context) -> bool:
    if SARAHS_LAW.search(sentence.text):
        return True
    return context.sarahs_law and not COURTS.search(sentence.text)


def _asked(at: Around) -> bool:
    return _on_sarahs_law(at.sentence, at.context) and bool(
        ASKED.match(at.after) or ASKED_BEFORE.search(at.before)
    )


def _told(at: Around) -> bool:
    if not _on_sarahs_law(at.sentence, at.context) or ASKED.match(at.after):
        return False
    return bool(
        TOLD.match(at.after)
        or TOLD_BEFORE.search(at.before)
        or (OF_THOSE.fullmatch(at.after) and REQUESTS.search(at.sentence.text))
    )


def _told_share(at: Around) -> bool:
    return (
        _on_sarahs_law(at.sentence, at.context)
        and not REFUSED.search(at.sentence.text)
        and not CHANGED.search(at.before)
    )


def _refused_share(at: Around) -> bool:
    return (
        _on_sarahs_law(at.sentence, at.context)
        and bool(REFUSED.search(at.sentence.text))
        and not CHANGED.search(at.before)
    )


def _of_courts(at: Around) -> bool:
    if RAPE.search(at.sentence.text) or re.search(r"\bcharg", at.sentence.text):
        return False
    named = CONVICTIONS.search(at.sentence.text) and SEXUAL_CASES.search(at.sentence.text)
    return bool(named) or at.context.last_measure == CONVICTION_RATE


def _of_rape(at: Around) -> bool:
    if re.search(r"\bcharg", at.sentence.text):
        return False
    rape, last = RAPE.search(at.sentence.text), at.context.last_measure
    named = rape and (CONVICTIONS.search(at.sentence.text) or last == CONVICTION_RATE)
    return bool(named) or last == "rape_conviction_rate"


def _of_charges(at: Around) -> bool:
    return bool(
        re.search(r"\bcharg(?:e rate|ed)\b", at.sentence.text) and SEXUAL_CASES.search(at.sentence.text)
    )


def _solved(at: Around, noun: str) -> bool:
    return bool(
        re.search(r"\bsolv(?:ed|ing)\b|\bcleared up\b", at.sentence.text) and re.match(noun, at.after)
    )


def _each(at: Around) -> bool:
    ours = (
        any(True for _ in at.sentence.phrases)
        or "offender" in at.sentence.text
        or at.context.last_measure in (CASELOAD, "rso_count")
    )
    return ours and bool(EACH.match(at.after) or CASELOADS.search(at.before))


def _visits(at: Around) -> bool:
    return bool(OVERDUE.search(at.sentence.text) and VISITS.match(at.after))


def _assessments(at: Around) -> bool:
    return bool(ASSESSMENTS.match(at.after)) and bool(
        OVERDUE.search(at.sentence.text) or at.context.last_measure == OVERDUE_VISITS
    )


RULES = (
    Rule(DISCLOSURE_RATE, ("percent", "one in"), _told_share, "per cent", SARAHS_LAW),
    Rule(REFUSAL_RATE, ("percent",), _refused_share, "per cent", SARAHS_LAW),
    Rule(DISCLOSURES, ("count",), _told, topic=SARAHS_LAW),
    Rule(APPLICATIONS, ("count",), _asked, topic=SARAHS_LAW),
    Rule("sexual_offence_charge_rate", ("percent",), _of_charges, "per cent"),
    Rule(
        "rape_cases_solved",
        ("count",),
        lambda at: _solved(at, r" rapes?\b| rape cases"),
    ),
    Rule(
        "sexual_offences_solved",
        ("count",),
        lambda at: _solved(at, r" sex(?:ual)? (?:offen[cs]es|crimes|cases)"),
    ),
    Rule("rape_conviction_rate", ("percent",), _of_rape, "per cent"),
    Rule(CONVICTION_RATE, ("percent",), _of_courts, "per cent", CONVICTIONS),
    Rule(CASELOAD, ("count", "range"), _each),
    Rule(OVERDUE_VISITS, ("count",), _visits),
    Rule(OVERDUE_ASSESSMENTS, ("count",), _assessments),
)


# Inspections ------------------------------------------------------------------------------------------------


def _grades(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Each grade for managing offenders that a sentence gives a force."""
    text = sentence.text
    if not (MANAGED.search(text) or context.inspected):
        return
    if not GRADED.search(text) and not LISTED.match(text):
        return
    for match in GRADE.finditer(text):
        if refusal(text, match.start(), match.end()) or _on_another_question(text, match):
            continue
        grade = _grade(match)
        try:
            areas, assumed = _graded(sentence, match, context)
        except NotRead:
            continue
        date, dated = _dated(sentence, match, context)
        for area in areas if date else ():
            claim = Claim("", "", area, int(date[:4]), date, "grade", MANAGING, "", grade, "grade")
            dated = dated if MANAGED.search(text) else (*dated, Assumed.MEASURE)
            yield Stated(claim, sentence.passage, match.start(), match.end(), (*assumed, *dated))


def _on_another_question(text: str, match: re.Match[str]) -> bool:
    """Whether the words about a grade name another question of the inspectorate than managing offenders."""
    start = max(text.rfind(mark, 0, match.start()) for mark in ",;:(") + 1
    around = text[max(start, match.start() - 60) : match.end() + 50]
    return bool(OTHER_QUESTION.search(around)) and not MANAGED.search(around)


def _grade(match: re.Match[str]) -> str:
    """A grade as the inspectorate words it."""
    if match["first"] or match["last"]:
        return "outstanding" if match["first"] else "inadequate"
    word = match.group().lower()
    return "requires improvement" if word.endswith("improvement") else word


def _dated(sentence: Parsed, match: re.Match[str], context: Context) -> tuple[str, tuple[Assumed, ...]]:
    """The date of a grade: one in its part of the sentence, else the day on which the article came out."""
    start = sentence.text.rfind(";", 0, match.start()) + 1
    near = [period.date for period in sentence.periods if period.date and start <= period.start]
    if near:
        return max(near), ()
    return (context.published.isoformat() if context.published else main_date(sentence)), (
        Assumed.DATE_RELEASE,
    )


def _graded(sentence: Parsed, match: re.Match[str], context: Context) -> tuple[list[str], list[Assumed]]:
    """The forces that a grade is of: the last named before it, with those listed beside it, else those named after it."""
    places = [place for place in sentence.places if place.kind in ("area", "force")]
    earlier = max((match.end() for match in GRADE.finditer(sentence.text, 0, match.start())), default=0)
    before = [place for place in places if earlier <= place.start and place.end <= match.start()]
    if not before and earlier and (last_one := [place for place in places if place.end <= match.start()]):
        return [last_one[-1].name], []
    if before:
        return [place.name for place in _run(sentence, before[::-1])], []
    later = GRADE.search(sentence.text, match.end())
    after = [
        place
        for place in places
        if match.end() <= place.start < (later.start() if later else len(sentence.text))
    ]
    if after and re.match(r"(?:[:(]| (?:are|is|were|was|in|for|by|at)\b)", sentence.text[match.end() :]):
        return [place.name for place in _run(sentence, after)], []
    if sentence.places and any(place.kind in ("area", "force") for place in sentence.places):
        raise NotRead("whose grade it is")
    number = Quantity(match.start(), match.end(), "count", "0")
    area, assumed = whose(sentence.with_number(number), number, context)
    return [area], assumed


def _run(sentence: Parsed, places: list[Place]) -> Iterator[Place]:
    """The first of some places and those that are listed with it."""
    yield places[0]
    for one, two in pairwise(places):
        first, last = sorted((one, two), key=lambda place: place.start)
        if not LIST_LINK.fullmatch(sentence.text, first.end, last.start):
            return
        yield two


def about_concern(sentence: Parsed, context: Context) -> bool:
    """Whether a sentence speaks of a cause of concern about managing offenders."""
    return bool(CONCERN.search(sentence.text)) and (context.inspected or bool(MANAGED.search(sentence.text)))


def _concerns(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """The days on which a cause of concern about managing offenders was raised, or closed."""
    text = sentence.text
    if not about_concern(sentence, context) and not context.concern:
        return
    for period in sentence.periods:
        measure = _opened_or_closed(text[: period.start].rpartition(";")[2])
        dated = period.day and re.search("[A-Z]", text[period.start : period.end])
        if not dated or not measure or refusal(text, period.start, period.end):
            continue
        number = Quantity(period.start, period.end, "count", "0")
        try:
            area, assumed = whose(sentence.with_number(number), number, context)
        except NotRead:
            continue
        claim = Claim("", "", area, int(period.day[:4]), period.day, "event", measure, "", period.day, "date")
        left_open = assumed if CONCERN.search(text) else [*assumed, Assumed.MEASURE]
        yield Stated(claim, sentence.passage, period.start, period.end, tuple(left_open))


def _opened_or_closed(before: str) -> str:
    """What the last verb before a day says that happened on it; empty where none does."""
    closed = max((match.start() for match in CLOSED.finditer(before)), default=-1)
    opened = max((match.start() for match in OPENED.finditer(before)), default=-1)
    if closed < 0 and opened < 0:
        return ""
    return CONCERN_CLOSED if closed >= opened else CONCERN_OPENED
