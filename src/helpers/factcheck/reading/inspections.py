"""Statements about inspections: grades for managing offenders, and causes of concern raised and closed.

Whose they are and of when is told as for any figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from helpers.factcheck.claim import (
    CONCERN_CLOSED,
    CONCERN_MONTHS,
    CONCERN_OPENED,
    EFFECTIVENESS,
    GRADE_GIVEN,
    LATEST,
    MANAGING,
    PREVIOUS,
    ROUND_2016,
    Claim,
)
from helpers.factcheck.reading.dates import Period
from helpers.factcheck.reading.dates_beside import main_date
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of, carried_area
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated, Unread

GRADE_WORDS = re.compile(
    r"\b(?:(?<![0-9] )outstanding(?! (?:for (?:\w+ ){0,4}(?:months?|years?|weeks?|days?)|since|visits|assessments|cases|checks)\b)|good|adequate|requir(?:es?|ed|ing) improvement|inadequate"
    r"|(?P<last>lowest|bottom)(?: of \w+)? (?:possible )?(?:grades?|marks?|ratings?)|(?P<first>top|highest)(?: of \w+)? (?:possible )?(?:grades?|marks?|ratings?))\b",
    re.IGNORECASE,
)
GRADING_WORDS = re.compile(
    r"\b(?:grad(?:ed?|es|ing)|rat(?:ed|ing)|judged|found|told|given|received|got|called|assessed|marked|described|requir\w+|went|moved|improved|slipped|rose|fell|dropped|was|were|is|are|remains?|inspect\w*|watchdog"
    r"|thought|think|deem\w*|consider\w*|label\w*|brand\w*|class\w*|scor\w+|award\w*|earn\w*|handed|verdict|marks?|pronounced|declared|said|says|held|holds|kept|keeps|gone|going|come|came|leapt|jumped|climb\w*|tumbl\w+|sank|sunk|downgrad\w+|upgrad\w+)\b",
    re.IGNORECASE,
)
# Beside these, a word such as "good" is a grade.
GIVEN = re.compile(r"\b(?:grad(?:ed?|es|ing)|rated|judged|marked|assessed as)\b", re.IGNORECASE)
NOT_CLEAR = "a grade that is not said to be for managing offenders, or of which it is not clear whose it is, or of when"
MANAGING_WORDS = re.compile(
    r"(?:manag\w+|supervis\w+|monitor\w+|overs(?:ee\w*|aw|ight)|handl\w+|look\w* after|watch\w* over|keep\w* track|work(?:s|ed|ing)? with|deal(?:s|t|ing)? with|polic(?:es|ed|ing)|keep\w* tabs on)(?: of| over)?(?: its| their)? (?:(?:registered|convicted|sex|sexual|and|violent|dangerous|high-risk) )*offenders"
    r"|offenders and suspects|sex offender (?:team|unit|management)|offender management|same area of policing|same (?:question|heading|test)",
    re.IGNORECASE,
)
OTHER_QUESTION_WORDS = re.compile(
    r"\b(?:value for money|overall|preventing|prevention|investigat\w+|responding|protecting vulnerable|treatment|use of resources|leadership|legitimacy|efficien\w+|recording|neighbourhood|hostels?|school|council)\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|[0-9]+) (?:\w+ )?(?:areas|questions|others)\b|at (?:its|the) last inspection",
    re.IGNORECASE,
)
EFFECTIVE = re.compile(r"\b(?:effectiveness|how effective)\b", re.IGNORECASE)
# "In the 2016 inspections": the grade is that of this round, whenever its reports came out.
IN_ROUND = re.compile(
    r"\b2016 (?:\w+ )?(?:inspections?|round|assessments?|PEEL)\b|\b(?:inspections?|round|PEEL)(?: \w+){0,2}? 2016\b",
    re.IGNORECASE,
)
CONCERN = re.compile(
    r"\b(?:causes? of concern|concern|special (?:measures|monitoring)|Engage|[Ee]nhanced (?:phase of )?monitoring|engage(?=[\"”'’]? (?:stage|phase|process|level|monitoring)))\b"
)
CLOSED = re.compile(
    r"\b(?:clos(?:ed|ing|ure)|lift(?:ed|ing)|releas(?:ed|ing)|discharg\w+|remov(?:ed|al)|ended|left|leaves|came out|(?:came|come|comes) to an end|shed|taken out|out of|exit(?:ed|s)|emerged|until)\b",
    re.IGNORECASE,
)
CONCERN_OPENED_WORDS = re.compile(
    r"\b(?:open(?:ed|ing)|rais(?:ed|ing)|issu(?:ed|ing)|put (?:\w+ )*(?:into|in)|went into|mov(?:ed|ing) (?:\w+ ){0,2}(?:into|to)|entered|placed|handed|given|served|received)\b",
    re.IGNORECASE,
)
# Beside these, a grade may be one of an earlier round.
OF_BEFORE = re.compile(
    r"\b(?:previous\w*|before|earlier|had been|having been|once|from|formerly|last time|then|(?:19|20)[0-9]{2}|first|improv(?:ed|ing)|slipp\w+|fell|falling|rose|rising|moved|dropp\w+|climb\w+|ago|at th(?:at|e) time|since|still|again|after|in the round|turned round|recover\w*)\b",
    re.IGNORECASE,
)
LINKS = re.compile(r"[,;]|\b(?:and|but|while)\b")
# "Cheshire: outstanding".
LISTED_GRADE = re.compile(
    r"(?:Outstanding|Good|Adequate|Requires improvement|Inadequate): |[A-Z][\w &-]{2,40}(?::| -| –) ?(?:[Oo]utstanding|[Gg]ood|[Aa]dequate|[Rr]equires improvement|[Ii]nadequate)\b"
)
FORCES_LISTED = re.compile(r"(?:'s)?(?:,| and|, and| or| both|,? as well as)+ (?:the )?")


# "Dropped from good to adequate between 2022 and now": the last grade is today's.
UP_TO_NOW = re.compile(r"\b(?:between|from) (?:\w+ )?(?:19|20)[0-9]{2} (?:and|to) (?:now|today|this year)\b")


# "It was good or adequate".
OR_ANOTHER = re.compile(rf"[\"”’']? or [\"“‘']?(?:{GRADE_WORDS.pattern})", GRADE_WORDS.flags)
ANOTHER_OR = re.compile(rf"(?:{GRADE_WORDS.pattern})[\"”’']? or [\"“‘']?$", GRADE_WORDS.flags)


def grades(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield each grade for managing offenders, or for effectiveness, that a sentence gives a force."""
    text = sentence.text
    if not (MANAGING_WORDS.search(text) or context.inspected or EFFECTIVE.search(text)):
        return
    if (not GRADING_WORDS.search(text) and not LISTED_GRADE.match(text)) or _is_the_scale(sentence):
        return
    for match in GRADE_WORDS.finditer(text):
        question = _question(text, match)
        of_two = OR_ANOTHER.match(text, match.end()) or ANOTHER_OR.search(text, 0, match.start())
        if not question or of_two or why_not_stated(text, match.start(), match.end()):
            continue
        if _is_not_given(text, match):
            continue
        grade = _grade(match)
        try:
            areas, assumed = _graded(sentence, match, context)
        except NotRead:
            continue
        date, dated = _dated(sentence, match, context)
        if question == EFFECTIVENESS:
            comparator = ROUND_2016 if IN_ROUND.search(text) or "March 2017" in text else ""
            named = {period.date or period.day for period in sentence.periods if period.date or period.day}
            date = date if not dated else named.pop() if len(named) == 1 else ""
            for area in areas if date else ():
                claim = Claim("", "", area, date, "grade", question, comparator, grade, "grade")
                yield Stated(claim, sentence.passage, match.start(), match.end(), tuple(assumed))
                yield from _given(sentence, claim, assumed)
            continue
        for area in areas if date else ():
            latest = Assumed.DATE_RELEASE in dated and not OF_BEFORE.search(text)
            claim = Claim("", "", area, date, "grade", MANAGING, LATEST if latest else "", grade, "grade")
            dated = dated if MANAGING_WORDS.search(text) else (*dated, Assumed.MEASURE)
            yield Stated(claim, sentence.passage, match.start(), match.end(), (*assumed, *dated))
            yield from () if latest else _given(sentence, claim, (*assumed, *dated))


# "No force was rated outstanding", "it stopped being inadequate": given to nobody, or no longer.
TO_NOBODY = re.compile(
    r"\b(?:no(?: other| single)? (?:[a-z]+ )?(?:force|constabulary|inspector|area|one)s?|none|nobody|nothing|(?:few|some|many|most|other|several|half)(?: of the| [a-z]+)? forces|no longer|no more|(?:stopped|ceased|from|without|instead of|short of|rather than) being|had it been|hop(?:es?|ed|ing) (?:for|to)|want(?:s|ed)? (?:to|it)|aim(?:s|ed|ing)? (?:for|to)|(?:must|should|can|has to|have to|needs? to|yet to) (?:be|become|get|reach))\b[^,;:]*$",
    re.IGNORECASE,
)
# "One step below good", "better than the inadequate of 2022": only compared with.
BELOW = re.compile(
    r"\b(?:short of|shy of|below|beneath|above|(?:less|worse|better|higher|lower) than|(?:far|way|away|distance) from|next to|next (?:after|below))(?: (?:being|a|an|the|that of))* [\"“‘']?$",
    re.IGNORECASE,
)
# "A good result", "outstanding work": no grade, but a word beside a noun. What follows one is a small word.
BESIDE_A_NOUN = re.compile(
    r" (?!(?:at|in|for|by|on|and|or|but|to|from|with|when|while|as|if|so|yet|than|of|after|before|during|since|under|because|although|though|where|which|who|whose|that|this|last|next|again|across|despite|following|overall|too|also|now|then|there|here|is|was|are|were|has|had|have|will|would|means|meant|according|one|two|three|nine|both|back|up|down|it|its|they|he|she|the|grad\w+|ratings?|marks?|verdicts?|judge?ments?|assessments?|scores?|reports?|forces?|performance|constabular\w+|instead|until|only|just|even|still|like|unlike|alongside|within|between|among|against|over|not|both|twice|[a-z]+ly|inspect\w+|category|level|standard|practice)\b)[a-z]"
)
# "The probation service was rated inadequate", "staffing in the team is inadequate".
OF_OTHER_BODIES = re.compile(
    r"\b(?:probation|prisons?|jails?|councils?|hostels?|schools?|hospitals?|fire|ambulance|children's|housing|staffing|training|funding|pay|conditions|buildings?|computers?)\b"
    r"(?![^.;]*\b(?:force|police|constabulary)\b)[^.;:]*$",
    re.IGNORECASE,
)
# "Two grades of good, one of adequate", "two were good": of several questions.
SO_MANY_GRADES_BEFORE = re.compile(
    rf"(?<!one of )\b{SHORT_NUMBER}(?: (?:of them|grades?|marks?|ratings?|areas?|questions?|of|were|was|are|is))+ [\"“‘']?$",
    re.IGNORECASE,
)
# "Good is the second best of five grades".
DEFINED = re.compile(
    r"[\"“]?[A-Z][a-z]+(?: [a-z]+)? (?:is|means|would (?:be|mean))\b(?! the (?:word|verdict|grade|mark|rating)\b)"
)


def _is_not_given(text: str, match: re.Match[str]) -> bool:
    """Return whether a word for a grade is none that a force was given: denied or compared with."""
    defined = match.start() <= 1 and DEFINED.match(text)
    before = text[: match.start()]
    denied = TO_NOBODY.search(before) or BELOW.search(before) or OF_OTHER_BODIES.search(before)
    denied = denied or SO_MANY_GRADES_BEFORE.search(before)
    return bool(defined or denied or BESIDE_A_NOUN.match(text, match.end()))


# "Graded outstanding, good, adequate, requires improvement or inadequate": both ends of the scale.
ENDS_OF_SCALE = {"outstanding", "inadequate"}


def _is_the_scale(sentence: Parsed) -> bool:
    """Return whether a sentence says what grades there are: both ends, and no two forces or dates."""
    named = {_grade(match) for match in GRADE_WORDS.finditer(sentence.text)}
    forces = {place.name for place in sentence.places if place.kind in ("area", "force")}
    return named >= ENDS_OF_SCALE and len(forces) <= 1 and len(sentence.periods) <= 1


# "It was given the same grade in the previous round", "the grade is unchanged from the last inspection".
SAME_GRADE = re.compile(
    r"\b(?:the|that|an?) (?:same|identical|unchanged) (?:grade|grading|rating|mark|verdict|judgement|score)\b|\b(?:grade|grading|rating|mark|verdict|judgement|score)(?: [a-z]+){0,3} (?:unchanged|the same)\b",
    re.IGNORECASE,
)
OF_THE_FORCE = re.compile(
    r"[\"“]?(?:It|That|This|They|Its|Inspectors gave it|The (?:force|constabulary|grade|grading|rating|mark|verdict|judgement))\b"
)
LAST_ROUND = re.compile(
    r"\b(?:previous|preceding|earlier|last|first) (?:[a-z]+ )?(?:round|inspections?|report|time|assessment|occasion|visit)\b|\b(?:round|inspection|report) before\b|\bpreviously\b|\blast time\b|\bas before\b",
    re.IGNORECASE,
)


def same_grades(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield that a force had the grade that was just told in the round before, too."""
    match = SAME_GRADE.search(sentence.text)
    grade = context.last_grade
    if not match or not grade or not LAST_ROUND.search(sentence.text) or GRADE_WORDS.search(sentence.text):
        return
    if not OF_THE_FORCE.match(sentence.text) or not context.published:
        return
    if why_not_stated(sentence.text, *match.span()):
        return
    area, assumed = carried_area(context)
    claim = Claim("", "", area, str(context.published), "grade", MANAGING, PREVIOUS, grade, "grade")
    yield Stated(claim, sentence.passage, *match.span(), (Assumed.FREELY, *assumed))


def _given(sentence: Parsed, grade: Claim, assumed: Iterable[Assumed]) -> Iterator[Stated]:
    """Yield the month or day in which a grade is said to have been given, where the sentence names one."""
    told = [
        period
        for period in sentence.periods
        if grade.date in (period.date, period.day)
        and re.search("[A-Z]", sentence.text[period.start : period.end])
    ]
    for period in told[:1]:
        claim = replace(grade, kind="event", measure=GRADE_GIVEN, comparator=grade.published, unit="date")
        claim = replace(claim, date=period.day, published=period.day)
        yield Stated(claim, sentence.passage, period.start, period.end, tuple(assumed))


def unread_grades(sentence: Parsed, stated: Iterable[Stated]) -> Iterator[Unread]:
    """Yield each grade that a sentence gives a force, and that is none of its claims."""
    text = sentence.text
    if not GIVEN.search(text) or not any(place.kind in ("area", "force") for place in sentence.places):
        return
    read = [(statement.start, statement.end) for statement in stated]
    for match in GRADE_WORDS.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in read):
            why = why_not_stated(text, match.start(), match.end())
            yield Unread(sentence.passage, match.group(), why or NOT_CLEAR, match.start())


def _question(text: str, match: re.Match[str]) -> str:
    """Return the question that a grade is on; empty where the words about it name another than ours."""
    start = max(text.rfind(mark, 0, match.start()) for mark in ",;:(") + 1
    around = text[max(start, match.start() - 60) : match.end() + 50]
    if EFFECTIVE.search(text) and not MANAGING_WORDS.search(text):
        others = OTHER_QUESTION_WORDS.search(re.sub("overall", "", around, flags=re.IGNORECASE))
        return "" if others else EFFECTIVENESS
    return "" if OTHER_QUESTION_WORDS.search(around) and not MANAGING_WORDS.search(around) else MANAGING


def _grade(match: re.Match[str]) -> str:
    """Return a grade as the inspectorate words it."""
    if match["first"] or match["last"]:
        return "outstanding" if match["first"] else "inadequate"
    word = match.group().lower()
    return "requires improvement" if word.endswith("improvement") else word


# "Good, two grades up on 2022": the year is that of the grade before.
ON_THE_LAST = re.compile(r"\b(?:up|down|better|worse|higher|lower)(?: (?:on|than|from)(?: in)?| since) $")


# "In the round PEEL 2023 to 25": a grade of any of these years.
ROUND_TO = re.compile(r"\b(?:PEEL|round)[^.;0-9]{0,20} 20[0-9]{2}(?: to |[–/-])(?:20)?(?P<last>[0-9]{2})\b")


def _dated(sentence: Parsed, match: re.Match[str], context: Context) -> tuple[str, tuple[Assumed, ...]]:
    """Return the date of a grade: one in its part of the sentence, else the day of publication."""
    text = sentence.text
    start, end = text.rfind(";", 0, match.start()) + 1, text.find(";", match.end())
    last = end if end >= 0 else len(text)
    if (of_round := ROUND_TO.search(text, start, last)) and len(sentence.periods) <= 1:
        return f"20{of_round['last']}-12-31", ()
    near = [
        period
        for period in sentence.periods
        if period.date and start <= period.start < last and not ON_THE_LAST.search(text, 0, period.start)
    ]
    others = [other for other in GRADE_WORDS.finditer(text, start, last) if other.start() != match.start()]
    following = min((other.start() for other in others if other.start() > match.start()), default=last)
    previous = max((other.end() for other in others if other.end() < match.start()), default=start)
    own = [period.date for period in near if match.end() <= period.start < following]
    before = [period for period in near if previous <= period.start < match.start()]
    # Right after another grade, a date is of that one.
    taken = previous > start and before and not LINKS.search(text, previous, before[0].start)
    own = own[:1] or [period.date for period in before[1 if taken else 0 :]]
    if previous > start and any(UP_TO_NOW.search(text, previous, last) for _ in near):
        own, near = [], near[:1]
    if own or (near and not others):
        return own[-1] if own else max(period.date for period in near), ()
    # Beside a grade without a date of its own stand those of the others, as in "from good in 2021/22".
    date = context.published.isoformat() if context.published else "" if near else main_date(sentence)
    return date, (Assumed.DATE_RELEASE,)


def _graded(sentence: Parsed, match: re.Match[str], context: Context) -> tuple[list[str], list[Assumed]]:
    """Return the forces graded: the last before the grade and those listed with it, else those after it."""
    first, last = sentence.text.rfind(";", 0, match.start()) + 1, sentence.text.find(";", match.end())
    places = [
        place
        for place in sentence.places
        if place.kind in ("area", "force") and first <= place.start and (last < 0 or place.start < last)
    ]
    earlier = max((match.end() for match in GRADE_WORDS.finditer(sentence.text, 0, match.start())), default=0)
    before = [place for place in places if earlier <= place.start and place.end <= match.start()]
    if not before and earlier and (last_one := [place for place in places if place.end <= match.start()]):
        return [last_one[-1].name], []
    if before:
        return [place.name for place in _run(sentence, before[::-1])], []
    later = GRADE_WORDS.search(sentence.text, match.end())
    after = [
        place
        for place in places
        if match.end() <= place.start < (later.start() if later else len(sentence.text))
    ]
    if after and re.match(
        r"[\"'”’]?(?:[:(]| (?:are|is|were|was|in|for|by|at)\b)", sentence.text[match.end() :]
    ):
        return [place.name for place in _run(sentence, after)], []
    if places:
        raise NotRead("whose grade it is")
    before_part = [
        place for place in sentence.places if place.kind in ("area", "force") and place.end <= first
    ]
    if before_part and ITS.search(sentence.text, first, match.start()):
        return [before_part[-1].name], []
    area, assumed = carried_area(context)
    return [area], assumed


# "Norfolk requires improvement; in 2022 it had been rated good".
ITS = re.compile(r"\b(?:it|its|they|the force)\b")


def _run(sentence: Parsed, places: list[Place]) -> Iterator[Place]:
    """Yield the first of some places and those that are listed with it."""
    yield places[0]
    for place, neighbour in pairwise(places):
        first, last = sorted((place, neighbour), key=lambda place: place.start)
        if not FORCES_LISTED.fullmatch(sentence.text, first.end, last.start):
            return
        yield neighbour


def about_concern(sentence: Parsed, context: Context) -> bool:
    """Return whether a sentence speaks of a cause of concern about managing offenders."""
    return bool(CONCERN.search(sentence.text)) and (
        context.inspected or bool(MANAGING_WORDS.search(sentence.text))
    )


def concerns(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield the days on which a cause of concern about managing offenders was raised, or closed."""
    text = sentence.text
    if not about_concern(sentence, context) and not context.concern:
        return
    for period in sentence.periods:
        measure = _opened_or_closed(_since_last_day(sentence, period).rpartition(";")[2])
        dated = period.day and re.search("[A-Z]", text[period.start : period.end])
        if not dated or not measure or why_not_stated(text, period.start, period.end):
            continue
        number = Quantity(period.start, period.end, "count", "0")
        try:
            area, assumed = area_of(sentence.with_number(number), number, context)
        except NotRead:
            continue
        claim = Claim("", "", area, period.day, "event", measure, "", period.day, "date")
        left_open = assumed if CONCERN.search(text) else [*assumed, Assumed.MEASURE]
        yield Stated(claim, sentence.passage, period.start, period.end, tuple(left_open))


LASTED = re.compile(
    rf"\b(?:(?P<how>nearly|almost|not quite|just over|more than|over|less than|under) )?(?:some |about |around |just |only )*(?P<many>{SHORT_NUMBER}|an?)(?P<half> and a half)? (?P<unit>month|year)s? "
    r"(?:(?P<later>later|after that)\b|after (?:it|this) (?:(?:was|had been) (?:first )?(?:opened|raised|issued|imposed)|began|started)\b|after (?:raising|opening|issuing) (?:it|the concern)\b)",
    re.IGNORECASE,
)
BOUND = {
    **dict.fromkeys(("nearly", "almost", "not quite"), "nearly"),
    **dict.fromkeys(("more than", "over"), "more_than"),
    **dict.fromkeys(("less than", "under"), "less_than"),
    "just over": "just_over",
}


def concern_months(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield for how long a cause of concern was open, where its end is told: both of its days are known."""
    text = sentence.text
    if not (about_concern(sentence, context) or context.concern) or not CLOSED.search(text):
        return
    for match in LASTED.finditer(text):
        words = match["many"].lower()
        many = float(words) if words.isdigit() else 1.0 if words in ("a", "an") else number_in_words(words)
        months = (many + 0.5 * bool(match["half"])) * (12 if match["unit"].lower() == "year" else 1)
        number = Quantity(*match.span(), "count", f"{months:g}")
        try:
            area, assumed = area_of(sentence.with_number(number), number, context)
        except NotRead:
            continue
        day = context.published.isoformat() if context.published else ""
        kind = BOUND.get((match["how"] or "").lower(), "about")
        claim = Claim("", "", area, day, kind, CONCERN_MONTHS, "", number.value, "months")
        left_open = [Assumed.FREELY] if match["later"] else []
        yield Stated(claim, sentence.passage, *match.span(), (*assumed, *left_open))


def _since_last_day(sentence: Parsed, period: Period) -> str:
    """Return the words before a day, from an earlier day on: the verb of that one says nothing of this."""
    before = [other.end for other in sentence.periods if other.day and other.end <= period.start]
    return sentence.text[max(before, default=0) : period.start]


def _opened_or_closed(before: str) -> str:
    """Return what the last verb before a day says that happened on it; empty where none does."""
    closed = max((match.start() for match in CLOSED.finditer(before)), default=-1)
    opened = max((match.start() for match in CONCERN_OPENED_WORDS.finditer(before)), default=-1)
    if closed < 0 and opened < 0:
        return CONCERN_OPENED if re.search(r"\bdated\b", before) else ""
    return CONCERN_CLOSED if closed >= opened else CONCERN_OPENED
