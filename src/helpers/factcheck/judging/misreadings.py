"""What a reading that rests on assumptions may not do: accuse a statement that another reading makes right.

A figure whose area, date or measure was filled in from elsewhere is not accused where another area or date
that the article names makes it right, nor where it is off by more than a factor of two: then it was more
likely not understood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import EFFECTIVENESS, LATEST, MANAGING, ONE_IN, Claim, about
from helpers.factcheck.judging.findings import since
from helpers.factcheck.judging.left_open import EXCEPTED, left_open
from helpers.factcheck.judging.not_as_told import without_what_is_told_otherwise
from helpers.factcheck.judging.other_findings import REMOVALS, is_the_rest, told_beside, told_of_several
from helpers.factcheck.judging.plain_words import is_plain, on_another_base, plain_mask
from helpers.factcheck.judging.slips import ANOTHER_MEASURE, ROUNDED, TRANSPOSED, YEAR_BEFORE
from helpers.factcheck.judging.unexplained import is_explained
from helpers.factcheck.judging.verdicts import AGREEING, Answer, answer, judged_by, unexplained
from helpers.factcheck.reading.article import Article, Readings
from helpers.factcheck.reading.dates import EARLIER
from helpers.factcheck.reading.not_on_register import not_on_register
from helpers.factcheck.reading.number_date import own_period
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated
from helpers.factcheck.reading.topics import WORKLOAD
from helpers.present.numbers import day

# More than this many times too much, or too little, is more likely a wrong reading than a wrong figure.
FACTOR = 2
# Of so few offenders who are missing, five for one is no misreading.
FEW = 20
AREAS = {
    Assumed.AMONG_AREAS,
    Assumed.AREA_AFTER,
    Assumed.AREA_BEFORE,
    Assumed.AREA_GIVEN,
    Assumed.AREA_NATION,
    Assumed.AREA_ONLY,
    Assumed.AREA_TITLE,
}
# The area that an article is about is "the county" in it.
OF_ARTICLE = {Assumed.AREA_GIVEN, Assumed.AREA_ONLY, Assumed.AREA_TITLE}
DATES = {Assumed.AMONG_DATES, Assumed.DATE_BEFORE, Assumed.DATE_RELEASE, Assumed.EARLIER_DATE}
LEVEL_ONE = "level1_rso"
OTHER_MEASURES = (COUNT, RATE, "mappa_total", "cat2_violent", LEVEL_ONE)
UNITS = {COUNT: "count", RATE: "per 100,000"}
MANY = 200
# Changes are looked for over so many years.
LONGEST_CHANGE = 13
# Counts that a sentence may be about instead of those that it was read as.
COUNTS = (
    COUNT,
    "mappa_total",
    "cat2_violent",
    "cat3_other_dangerous",
    "notification_breaches",
    "licence_recalls",
    "revocations",
)


def without_misreadings(answers: Sequence[Answer], article: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers to the claims of an article, those that were not understood said to be so."""
    doubted = [*answers]
    for look in (
        _doubted,
        _not_told_as_another,
        _not_told_of_others,
        _in_pairs,
        without_what_is_told_otherwise,
        _turned_round,
        _of_their_requests,
        _not_the_rest,
    ):
        doubted = look(doubted, article, evidence)
    return doubted


def _doubted(answers: Sequence[Answer], article: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers, none of them an accusation that another reading would make right."""
    told = [*zip(answers, article.stated, strict=True)]
    right = [(judged, statement) for judged, statement in told if judged.verdict in AGREEING]
    subjects = {_subject(*pair) for pair in right}
    lists = {_list(*pair) for pair in right}
    dated = {
        _date(judged, statement) for judged, statement in right if not NO_ANCHOR & set(statement.assumed)
    }
    past = _told_as_past(answers, article.stated)
    exchanged = _exchanged(answers, article.stated, evidence)
    return [
        _refuted(judged)
        if at in exchanged
        else judged
        if _is_of_its_time(judged, statement, dated, past)
        else _not_doubted(
            judged,
            statement,
            article,
            evidence,
            _subject(judged, statement) in subjects,
            _list(judged, statement) in lists,
        )
        for at, (judged, statement) in enumerate(told)
    ]


def _not_told_as_another(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, none of agreement to what is right only as another thing than it is told as."""
    told = zip(answers, article.stated, strict=True)
    rates = _sentences_on_rates(answers, article)
    return [
        judged.not_understood(other)
        if (other := _told_as_another(judged, statement) or _goes_on_with_a_rate(judged, statement, rates))
        else judged
        for judged, statement in told
    ]


def _sentences_on_rates(answers: Sequence[Answer], article: Article) -> set[int]:
    """Return the sentences whose right figures are rates, and none of them a count."""
    measures: dict[int, set[str]] = {}
    for judged, statement in zip(answers, article.stated, strict=True):
        if judged.verdict in AGREEING:
            measures.setdefault(statement.passage.number, set()).add(judged.claim.measure)
    return {number for number, told in measures.items() if told == {RATE}}


# "In neighbouring Hertfordshire it is 816", after a rate.
IT_IS = re.compile(
    r"\b(?:it|this|that) (?:is|stands at)(?: just| only| about| some)* $", re.IGNORECASE
)
A_NUMBER = re.compile(r"\b(?:numbers?|counts?|total|register|offenders)\b", re.IGNORECASE)


def _goes_on_with_a_rate(judged: Answer, stated: Stated, rates: set[int]) -> str:
    """Return that a count is told as a rate, where "it is" goes on about that of the sentence before."""
    claim, text = judged.claim, stated.passage.text
    goes_on = judged.verdict in AGREEING and claim.measure == COUNT and claim.kind == "level"
    goes_on = goes_on and stated.passage.number - 1 in rates and not A_NUMBER.search(text)
    if goes_on and IT_IS.search(text, 0, stated.start):
        return "told as a rate, as that of the sentence before, and right only as a count"
    return ""


def _not_told_of_others(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, none of agreement of a figure of the register to what is told of something else."""
    return [
        judged.not_understood(why)
        if judged.verdict in AGREEING
        and judged.claim.measure in OF_REGISTERED
        and (why := _of_others(judged.claim, statement))
        else judged
        for judged, statement in zip(answers, article.stated, strict=True)
    ]


def _of_others(claim: Claim, stated: Stated) -> str:
    of = "one in" if claim.measure == ONE_IN else "count"
    counts = claim.measure in (COUNT, ONE_IN) and claim.kind in ("level", claim.bound)
    return not_on_register(stated.passage.text, stated.start, stated.end, of if counts else "change")


def _of_their_requests(answers: Sequence[Answer], article: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers, those on Sarah's Law by what stands beside them."""
    return [_of_its_requests(at, answers, article, evidence) for at in range(len(answers))]


def _not_the_rest(answers: Sequence[Answer], _: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers, none of them an accusation of a number that is that of the requests refused."""
    return [
        judged.not_understood("as many requests led to nothing: it may be told of those")
        if judged.verdict == "disagrees"
        and judged.claim.kind == "level"
        and is_the_rest(evidence, judged.claim)
        else judged
        for judged in answers
    ]


# What counts all those on the register, or is worked out from such counts.
OF_REGISTERED = (COUNT, RATE, ONE_IN)
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
            named = not AREAS & set(statement.assumed) or any(place.kind == "that" for place in places)
            forces, findings = told_of_several(evidence, claim, other.claim, named)
            if findings:
                return judged_by(evidence, replace(claim, area=forces), findings)
    return judged


def _exchanged(answers: Sequence[Answer], stated: Sequence[Stated], evidence: Evidence) -> set[int]:
    """Return where two figures of a sentence are wrong, and each is right as the other: they were exchanged.

    "13 were cautioned and 16 came off the register", or "ours was 122 and the national one 129", where it
    was the other way round.
    """
    wrong = [
        at
        for at, judged in enumerate(answers)
        if judged.verdict == "disagrees" or (judged.finding is not None and judged.finding.loose)
    ]
    pairs = (
        (first, second, what)
        for first, second in pairwise(wrong)
        if (what := _may_exchange(answers[first].claim, answers[second].claim))
        and _next_to(stated[first], stated[second], what)
        and not (OPEN - ({Assumed.MEASURE} if what == "area" else set()))
        & {*stated[first].assumed, *stated[second].assumed}
    )
    return {
        at
        for first, second, what in pairs
        if all(
            agrees(replace(answers[own].claim, **{what: getattr(answers[other].claim, what)}), evidence)
            for own, other in ((first, second), (second, first))
        )
        for at in (first, second)
    }


def _next_to(first: Stated, second: Stated, what: str) -> bool:
    """Return whether two figures stand in one sentence, or those of two measures in two that follow."""
    return second.passage.number - first.passage.number <= (what == "measure")


def _refuted(judged: Answer) -> Answer:
    why = "two figures of the sentence are exchanged: each is right as the other"
    return judged if judged.verdict == "disagrees" else replace(judged, verdict="disagrees", reason=why)


OPEN = {Assumed.FREELY, Assumed.FITTED, Assumed.MEASURE}


def _may_exchange(first: Claim, second: Claim) -> str:
    """Return in what alone two claims of one time differ: measure or area; else nothing."""
    if (first.date, first.kind, first.unit) != (second.date, second.kind, second.unit):
        return ""
    if first.measure == second.measure:
        return "area" if first.area != second.area and first.kind == "level" else ""
    alike = any({first.measure, second.measure} <= set(kind) for kind in (COUNTS, WORKLOAD))
    return "measure" if alike and first.area == second.area else ""


# "The rate for England and Wales (68,357)", "the count went from 961 to 142".
A_RATE = re.compile(
    r"\brates?\b(?:(?!\b(?:count|total|number|register|list|tally)\b)[^.;:0-9(]|(?:19|20)[0-9]{2}\b|\([^()]{0,30}\)){0,100}\(?$",
    re.IGNORECASE,
)
A_COUNT = re.compile(r"\b(?:count|total|number)s?\b(?:(?!\brates?\b)[^.;:]){0,40}$", re.IGNORECASE)
WENT_FROM = re.compile(r"\bfrom (?:just |about |only )?[0-9][0-9,]* to (?:just |about |only )?$")
OF_PEOPLE = re.compile(r"[^.,;:()0-9]{0,30}\b(?:RSOs?|offenders?|people|names|register)\b", re.IGNORECASE)
OF_SO_MANY = re.compile(r"\bper\b|\b(?:for|in) (?:every|each)\b|100,?000")
# "147 offenders for every 10,000 people": a rate of another base.
ANOTHER_BASE = re.compile(
    r"[^.;:0-9]{0,40}\b(?:for|per|in|to|of) (?:every |each )?(?!100,?000\b)(?:1,?000|10,?000|million|1,000,000|thousand|hundred)\b(?! thousand)",
    re.IGNORECASE,
)
# "2,418 sex offenders on the register", and nobody else.
SEX_OFFENDERS = re.compile(
    r" (?:registered |convicted )?(?:sex|sexual) offenders\b(?!,? (?:and|or|plus)\b)|(?: registered offenders| RSOs)\b"
)
OF_EVERY = re.compile(rf"[^.,;:()]{{0,30}}(?:{OF_SO_MANY.pattern})")


def _told_as_another(judged: Answer, stated: Stated) -> str:
    """Return what a figure is told as, where it is right only as another: a rate, a count, the nation's."""
    claim, text = judged.claim, stated.passage.text
    if claim.kind != "level" or judged.verdict not in AGREEING:
        return ""
    before = text[: stated.start]
    if claim.measure == COUNT and A_RATE.search(before) and not OF_PEOPLE.match(text, stated.end):
        return "told as a rate, and right only as a count"
    if Assumed.AREA_NATION in stated.assumed and WENT_FROM.search(before):
        return "told as what an area's figure went to, and right only as that of England and Wales"
    if claim.measure == RATE and ANOTHER_BASE.match(text, stated.end):
        return "told as a rate of another base, and right only per 100,000 people"
    if claim.measure == "mappa_total" and SEX_OFFENDERS.match(text, stated.end):
        return "told as registered sexual offenders, and right only as all under MAPPA"
    people = OF_PEOPLE.match(text, stated.end) and not OF_SO_MANY.search(text)
    if claim.measure == RATE and people and not A_RATE.search(before.rpartition(",")[2]):
        return "told as a number of people, and right only as a rate"
    fitted = claim.measure == RATE and Assumed.FITTED in stated.assumed
    if fitted and A_COUNT.search(before) and not OF_EVERY.match(text, stated.end):
        return "told as a count, and right only as a rate"
    return ""


# "14 of 193": a number and what it is a part of.
OF = re.compile(r" (?:out )?of (?:the |its |their |all |some )*")


def _in_pairs(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, that to "14 of 139" not one of agreement where only one of the two is right."""
    paired, stated = list(answers), article.stated
    for at, (first, second) in enumerate(pairwise(stated)):
        text = first.passage.text
        counts = first.passage == second.passage and first.claim.unit == "count"
        joined = counts and OF.fullmatch(text, first.end, second.start)
        agree = [answers[place].verdict in AGREEING for place in (at, at + 1)]
        if joined and any(agree) and not all(agree):
            right = at if agree[0] else at + 1
            why = (
                f"it is right, but not of {text[second.start : second.end]}"
                if agree[0]
                else f"right as a whole, but {text[first.start : first.end]} of it is not"
            )
            paired[right] = answers[right].not_understood(f"{why}: the two stand or fall together")
    for at, compared in enumerate(stated):
        if wrong := _compared_with(answers[at], compared, answers, stated):
            paired[at] = answers[at].not_understood(f"compared with {wrong}, which does not agree")
    return paired


# "Well above the 129 recorded": what another figure is compared with is that one, not a place by its name.
THE_FIGURE = re.compile(r"(?: than)?(?: the)? ")


def _compared_with(
    judged: Answer, compared: Stated, answers: Sequence[Answer], stated: Sequence[Stated]
) -> str:
    """Return the figure that a comparison names, where that is not right; else nothing.

    Where the other of the two is not right either, both are of a time that was not understood.
    """
    claim, text = judged.claim, compared.passage.text
    if claim.kind != "compared" or judged.verdict not in AGREEING:
        return ""
    wrong = [
        (other.claim.area, figure)
        for other, figure in zip(answers, stated, strict=True)
        if figure.passage == compared.passage
        and other.claim.kind == "level"
        and other.claim.measure == claim.measure
        and other.verdict in ("disagrees", "not understood")
    ]
    named = [
        text[figure.start : figure.end]
        for area, figure in wrong
        if area == claim.comparator and THE_FIGURE.fullmatch(text, compared.end, figure.start)
    ]
    return "" if any(area == claim.area for area, _ in wrong) else "".join(named)


def _turned_round(answers: Sequence[Answer], article: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers: "from adequate to inadequate" agrees with nothing where it was the other way."""
    turned, stated = list(answers), article.stated
    for at, (first, second) in enumerate(pairwise(stated)):
        pair = (answers[at], answers[at + 1])
        if not _undated_grades(first, second) or not all(judged.verdict in AGREEING for judged in pair):
            continue
        before = [_was_before(statement) for statement in (first, second)]
        if before[0] == before[1]:
            continue
        new, old = pair if before[1] else pair[::-1]
        now = [unexplained(replace(judged.claim, comparator=LATEST), evidence) for judged in (new, old)]
        if now[0].verdict in AGREEING:
            continue
        if now[1].verdict not in AGREEING:
            after = at if before[1] else at + 1
            turned[after] = new.not_understood(f"{new.reason}; the latest is another: {now[0].reason}")
            continue
        why = f"{new.claim.published} was the grade before {old.claim.published}: it went the other way round"
        open_area = {*first.assumed, *second.assumed} & AREAS
        for place, judged in zip((at, at + 1), pair, strict=True):
            turned[place] = (
                judged.not_understood(why) if open_area else replace(judged, verdict="disagrees", reason=why)
            )
    return turned


def _undated_grades(first: Stated, second: Stated) -> bool:
    """Return whether two grades of one force stand in one sentence without dates of their own."""
    claims = (first.claim, second.claim)
    same = first.passage == second.passage and first.claim.area == second.claim.area
    undated = all(Assumed.DATE_RELEASE in statement.assumed for statement in (first, second))
    return same and undated and all(claim.kind == "grade" for claim in claims)


# "From adequate to inadequate", "once rated good", "good before".
BEFORE_IT = re.compile(
    r"\b(?:from|having been|had been|previously|once|formerly|used to be)(?: (?:an?|the|being|rated|graded|judged|at))* [\"“'‘]?$",
    re.IGNORECASE,
)
BEFORE_AFTER_IT = re.compile(r"[\"”'’]? (?:before(?:hand)?|previously|last time)\b")


def _was_before(stated: Stated) -> bool:
    """Return whether a grade is said to be the one before."""
    text = stated.passage.text
    before, after = BEFORE_IT.search(text, 0, stated.start), BEFORE_AFTER_IT.match(text, stated.end)
    return before is not None or after is not None


# "165 in North Wales, where it had been 160".
THEN = re.compile(r"\b(?:was|were|had|been|where|once|then|from|against|than|compared)\b", re.IGNORECASE)
WAS = re.compile(r"\b(?:was|were) (?:just |only |about |at )?$")
# What such a reading is of is too open to tell of when its neighbours are.
NO_ANCHOR = {Assumed.FREELY, Assumed.FITTED, Assumed.AMONG_DATES, Assumed.AREA_AFTER, Assumed.EARLIER_DATE}


def _told_as_past(answers: Sequence[Answer], stated: Sequence[Stated]) -> set[tuple[int, str, str, str]]:
    """Return what right figures are of that a sentence tells as what "was": there that is no earlier time."""
    return {
        _date(judged, statement)
        for judged, statement in zip(answers, stated, strict=True)
        if judged.verdict in AGREEING and WAS.search(statement.passage.text, 0, statement.start)
    }


def _date(judged: Answer, stated: Stated) -> tuple[int, str, str, str]:
    claim = judged.claim
    return stated.passage.number, claim.date, claim.measure, claim.kind


def _is_of_its_time(
    judged: Answer,
    stated: Stated,
    dated: Collection[tuple[int, str, str, str]],
    past: Collection[tuple[int, str, str, str]],
) -> bool:
    """Return whether a sentence of one date says right of other areas what it says wrong of this one.

    "Norfolk is on 143 and Suffolk on 134": where 143 is this year's, 134 is not last year's. In the ``past``
    ones the right figure "was" so too: "in Norfolk it was 143 and in Suffolk it was 134".
    """
    if judged.verdict != "disagrees" or NO_ANCHOR & set(stated.assumed) or stated.others:
        return False
    before = re.split(r"[0-9;]", stated.passage.text[: stated.start])[-1]
    then = set(THEN.findall(before.lower())) - ({"was", "were"} if _date(judged, stated) in past else set())
    beside = judged.claim.area in before and not (then or EARLIER.search(stated.passage.text))
    after = re.split(r"[0-9,;]|\band\b", stated.passage.text[stated.end : stated.end + 60])[0]
    beside = beside or judged.claim.area in after
    near = not is_far(judged) and judged.claim.kind == "level" and judged.claim.measure in (COUNT, RATE)
    return near and beside and Assumed.AMONG_AREAS in stated.assumed and _date(judged, stated) in dated


def _list(judged: Answer, stated: Stated) -> tuple[int, str, str]:
    """Return what tells that two answers are of one list: of missing offenders, or of grades on one question.

    No other list is as plain.
    """
    claim = judged.claim
    own = claim.measure if claim.measure in ("missing_rso", MANAGING, EFFECTIVENESS) else claim.claim_id
    return stated.passage.number, own, claim.date


# Measures of one topic: who says something right of one of them speaks of that topic.
TOPICS = ("csods_", "cause_of_concern_")


def _subject(judged: Answer, stated: Stated) -> tuple[int, str, str]:
    measure = judged.claim.measure
    topic = next((name for name in TOPICS if measure.startswith(name)), measure)
    return stated.passage.number, judged.claim.area, topic


# "The number dropped to 912 over the same period": the last one named, or that of the article.
SAME_PERIOD = re.compile(r"[^.;]* (?:over|in|during) (?:the same|that|this) (?:period|time|span)\b")


def over_another_period(judged: Answer, stated: Stated) -> bool:
    """Return whether a way is told of a period that is only pointed at, not named."""
    pointed_at = SAME_PERIOD.match(stated.passage.text, stated.end) is not None
    return pointed_at and judged.claim.kind == "change_direction" and Assumed.EARLIER_DATE in stated.assumed


def _not_doubted(
    judged: Answer, stated: Stated, article: Article, evidence: Evidence, anchored: bool, listed: bool
) -> Answer:
    """Return the answer, or that the statement was not understood, with both readings.

    It is ``anchored`` where the same sentence states something right of the same area and measure, and
    ``listed`` where that holds of the others of its list.
    """
    if judged.verdict != "disagrees" or stated.figures:
        return judged
    if judged.slip is not None and judged.slip.kind == ROUNDED:
        return judged.not_understood("it is wrong to the last figure, but right as a round number")
    if timed := _of_another_time(judged, stated, article, evidence):
        return timed
    if {Assumed.FREELY, Assumed.FITTED} & set(stated.assumed):
        return _unlikely(judged)
    if judged.claim.measure in (COUNT, RATE, "missing_rso") and (
        on_another_base(stated) or _had_been_when(stated)
    ):
        return _unlikely(judged)
    if of_another_kind(judged, stated):
        return _unlikely(judged)
    topical = anchored and judged.claim.measure.startswith(TOPICS)
    open_measure = Assumed.MEASURE in stated.assumed and not (listed or topical)
    if open_measure and not is_plain(plain_mask(article.sentences[stated.passage.number]), stated):
        return _unlikely(judged)
    if another := _of_another_measure(judged, evidence):
        return another
    unexplained = judged.slip is None and open_measure and not anchored
    plain = not stated.assumed and not stated.others
    if unexplained or (plain and judged.slip is None and is_far(judged)):
        return _unlikely(judged)
    assumed = stated.assumed or stated.others
    judged = _as_assumed(judged, stated, article, evidence) if assumed else judged
    return judged if listed else _if_explained(judged, stated, article, evidence)


def _if_explained(judged: Answer, stated: Stated, article: Article, evidence: Evidence) -> Answer:
    """Return the answer, unless it accuses what was more likely misread."""
    explained = is_explained(judged, stated, article, evidence)
    return judged if judged.verdict != "disagrees" or explained else _unlikely(judged)


# "It had been 802 when the unit was set up": of a time that no date tells.
HAD_BEEN = re.compile(r"\bhad (?:been|stood at|numbered) (?:just |only |about |some )?$")
WHEN = re.compile(r"[^.;]*\b(?:when|before|until|as)\b")


def _had_been_when(stated: Stated) -> bool:
    """Return whether a figure is of a time before, which the sentence tells by what happened then."""
    text = stated.passage.text
    open_date = DATES & set(stated.assumed)
    told = HAD_BEEN.search(text, 0, stated.start) and WHEN.match(text, stated.end)
    return bool(open_date and told)


def _of_another_time(judged: Answer, stated: Stated, article: Article, evidence: Evidence) -> Answer | None:
    """Return that the statement was not understood, where it is right of a time that its words leave open."""
    if over_another_period(judged, stated):
        return judged.not_understood("over a period of which it is not clear which that is")
    sentence = article.sentences[stated.passage.number]
    claim = judged.claim
    if why := left_open(sentence, stated):
        return judged.not_understood(why)
    if _of_the_time_told_before(judged, stated, sentence):
        return judged.not_understood("an earlier time stands before it, and it may be the figure of that")
    if claim.kind == "grade" and _of_a_grade_before(sentence, stated):
        readings = [replace(claim, date=article.published.isoformat())] if article.published else []
    elif claim.kind == "level" and (first := _since_in_a_run(sentence, stated)):
        readings = [_dated(claim, f"{first + years}-03-31") for years in range(1, LONGEST_CHANGE)]
    else:
        return None
    right = next((reading for reading in readings if agrees(reading, evidence)), None)
    return None if right is None else judged.not_understood(_right_as(right, evidence))


def _of_the_time_told_before(judged: Answer, stated: Stated, sentence: Parsed) -> bool:
    """Return whether an earlier year's figure follows words for such a time: "a year before it was 962"."""
    earlier = judged.slip is not None and judged.slip.kind == YEAR_BEFORE
    open_date = DATES & set(stated.assumed)
    return bool(earlier and open_date and not stated.others) and any(
        period.years > 0 and not period.date and period.end <= stated.start for period in sentence.periods
    )


# "Good, after a poor report in 2022", "two steps above its mark of 2022": the date may be of a grade before.
APART_FROM = re.compile(
    r"[,;:]|\b(?:above|below|than|after|where|when|up|down|on|from|since|before|against|compared|unlike|following)\b"
)
OPENS_APART = re.compile(r"\b(?:after|unlike|since|following|from|despite)\b", re.IGNORECASE)
# "1,980 in 2019, 2,036 the next year": a date right after a figure is that figure's.
ITS_DATE = re.compile(r" (?:[a-z]+ ){0,4}?(?:(?:in|by|for|on|at|at the end of) )?(?:the )?")


def _of_a_grade_before(sentence: Parsed, stated: Stated) -> bool:
    """Return whether each date of a sentence stands apart from a grade: it may be that of another."""
    text = sentence.text
    dated = [period for period in sentence.periods if period.date]
    return bool(dated) and all(
        APART_FROM.search(text, stated.end, period.start)
        if period.start >= stated.end
        else OPENS_APART.search(text, 0, period.start)
        for period in dated
    )


def _since_in_a_run(sentence: Parsed, stated: Stated) -> int:
    """Return the year after which a figure may be that follows a dated one: "1,980 in 2019, then 2,036".

    Nought where it has a date of its own, or no dated figure stands before it.
    """
    number = next((figure for figure in sentence.figures if figure.start == stated.start), None)
    before = [
        period for period in sentence.periods if (period.date or period.years) and period.end <= stated.start
    ]
    years = [int(period.date[:4]) for period in before if period.date]
    if number is None or not years or own_period(sentence, number, before=False):
        return 0
    taken = any(
        ITS_DATE.fullmatch(sentence.text, figure.end, before[-1].start) for figure in sentence.figures
    )
    return years[0] if taken else 0


# "All but 13 of the 1,188 registered offenders were managed at level one": the whole is of all levels.
A_WHOLE = re.compile(r"\bof (?:the |its |our |their |all |(?:the )?[\w-]+['’]s )+$", re.IGNORECASE)
# What leaves no doubt of who is counted.
ON_THE_REGISTER = re.compile(r" (?:RSOs|registered (?:(?:sex|sexual) )?offenders|on the register)\b")


def of_another_kind(judged: Answer, stated: Stated) -> bool:
    """Return whether a figure is right of another measure, which its words may be of."""
    text = stated.passage.text
    whole = A_WHOLE.search(text, 0, stated.start) and ON_THE_REGISTER.match(text, stated.end)
    told = judged.slip is not None and judged.slip.kind == ANOTHER_MEASURE
    return told and (Assumed.MEASURE in stated.assumed or bool(whole and judged.claim.measure != COUNT))


def _of_another_measure(judged: Answer, evidence: Evidence) -> Answer | None:
    """Return that the statement was not understood, where it is right as a count of another kind."""
    other = next((reading for reading in _of_other_measures(judged.claim) if agrees(reading, evidence)), None)
    return None if other is None else judged.not_understood(_right_as(other, evidence))


def _as_assumed(judged: Answer, stated: Stated, article: Article, evidence: Evidence) -> Answer:
    """Return the answer to a statement that rests on assumptions, unless others would make it right."""
    second = next(
        (reread for claim in stated.others if (reread := answer(claim, evidence)).verdict in AGREEING), None
    )
    if second is not None:
        return replace(
            second,
            claim=replace(second.claim, claim_id=judged.claim.claim_id),
            reason=f"read as {_words(second.claim, evidence)}: {second.reason}",
        )
    right = other_reading(judged.claim, stated, article, evidence)
    right = right or next((claim for claim in stated.others if may_be(claim, evidence)), None)
    if right is not None:
        return judged.not_understood(f"{_right_as(right, evidence)}; {stated.note}")
    if is_far(judged) and (judged.slip is None or judged.slip.kind != TRANSPOSED):
        why = "read so, it would be off by more than a factor of two"
        return judged.not_understood(f"{why}; {stated.note}")
    return judged


def may_be(claim: Claim, evidence: Evidence) -> bool:
    """Return whether rounded figures leave it open that a claim is right."""
    judged = unexplained(claim, evidence)
    return judged.verdict == "not decidable" and judged.finding is not None and not judged.finding.loose


# "The force", and no word for others.
OUR_FORCE = re.compile(
    r"(?!.*\b(?:only|other|another|any|no|every|each|some|several|many|most|neighbouring|forces)\b)"
    r".*\b(?:[Tt]he|[Oo]ur|[Ii]ts) (?:force|constabulary|police force)\b"
)


def other_reading(claim: Claim, stated: Stated, article: Article, evidence: Evidence) -> Claim | None:
    """Return the nearest other claim that the words of a statement may make, and that is right."""
    here = {place.name for place in article.sentences[stated.passage.number].places}
    before = article.sentences.get(stated.passage.number - 1)
    if not here and before is not None:
        here = {place.name for place in before.places}  # "In numbers it is 3,000 against 2,065"
    assumed = set(stated.assumed)
    if claim.kind == "grade" and OUR_FORCE.search(stated.passage.text):
        assumed -= OF_ARTICLE  # some force has each of the five grades, but "the force" is the article's
    others = (*stated.others, *_others(claim, assumed, article.readings, here))
    return next((reading for reading in others if agrees(reading, evidence)), None)


def _right_as(other: Claim, evidence: Evidence) -> str:
    return f"read so, it would be wrong; read as {_words(other, evidence)}, it is right"


def _unlikely(judged: Answer) -> Answer:
    return judged.not_understood("read so, it would be wrong, and no slip explains how")


def agrees(claim: Claim, evidence: Evidence) -> bool:
    """Return whether another reading is right: by a figure that is known, and not for want of one."""
    judged = unexplained(claim, evidence)
    if judged.verdict == "article alone":
        judged = unexplained(replace(claim, article=""), evidence)
    # A one in N that only a rounded rate gives is left open: it may well be what is meant.
    undecided = claim.measure == ONE_IN and judged.verdict == "not decidable" and judged.finding is not None
    return judged.verdict in AGREEING or undecided


def _words(claim: Claim, evidence: Evidence) -> str:
    since = f" since {day(claim.comparator)}" if claim.kind.startswith("change") and claim.comparator else ""
    return f"that of {claim.area} on {day(claim.date)}{since} ({about(claim.measure, evidence.measures)})"


def _others(
    claim: Claim, assumed: Collection[Assumed], readings: Readings, here: Collection[str]
) -> Iterator[Claim]:
    """Yield the other claims that the words may make, the nearest first.

    Of another date, then of another area; of both only for the areas that are named ``here``, beside it.
    """
    areas = [claim.area, *(sorted(readings.areas - {claim.area}) if AREAS & set(assumed) else ())]
    dates = [claim.date, *(_dates(claim, readings) if DATES & set(assumed) else ())]
    meant = [*product(dates, areas[:1]), *product(dates[:1], areas[1:])]
    meant += product(dates[1:], [area for area in areas[1:] if area in here])
    made = [_dated(claim.but(area=area), date) for date, area in meant]
    of_area = [reading for reading in made[1:] if reading.area == claim.area]
    yield from dict.fromkeys([*of_area[:MANY], *made[1:MANY]])
    if claim.kind.startswith("change") and DATES & set(assumed):
        years = (f"{claim.year - by}-03-31" for by in range(1, LONGEST_CHANGE))
        earlier = dict.fromkeys([*(date for date in dates if date < claim.date), *years])
        yield from (claim.but(comparator=date) for date in earlier if date != claim.comparator)
        # "4% on 2018-19" may be told of the year after that.
        after = [f"{since(claim) + 1}-03-31", *(date for date in dates if claim.comparator < date)]
        yield from (claim.but(date=date) for date in after if claim.comparator)
    if Assumed.MEASURE in assumed:
        for measure in OTHER_MEASURES:
            unit = claim.unit if claim.kind.startswith("change") else UNITS.get(measure, "count")
            yield from (
                reading.but(measure=measure, unit=unit)
                for reading in made[: MANY // 4]
                if measure != claim.measure
            )


def _of_other_measures(claim: Claim) -> Iterator[Claim]:
    """Yield the same figure as a count of another kind: it is more likely to be misread than exchanged."""
    if claim.measure in COUNTS and (claim.unit == "count" or claim.plain_kind == "change_percent"):
        yield from (replace(claim, measure=name) for name in COUNTS if name != claim.measure)
    if claim.measure == LEVEL_ONE:
        yield replace(claim, measure=COUNT)  # "of the 489, most are managed at level one"
    if claim.measure == COUNT and claim.kind == "change":
        yield replace(claim, measure=RATE)  # "two lower than the 145 of 2022"
    if claim.measure == RATE and claim.plain_kind == "change_percent":
        yield replace(claim, measure=COUNT)


def _dates(claim: Claim, readings: Readings) -> list[str]:
    """Return the dates that the article names, the years between them, and some about the claim's."""
    named = [int(date[:4]) for date in readings.dates]
    between = {
        f"{year}-03-31"
        for year in range(max(min(named, default=0), claim.year - LONGEST_CHANGE), max(named, default=0))
    }
    near = {f"{claim.year + by}{claim.date[4:]}" for by in (-2, -1, 1)}
    dates = (readings.dates | near | between) - {claim.date}
    if readings.latest and claim.kind == claim.plain_kind:
        dates = frozenset(date for date in dates if date <= readings.latest)
    return sorted(dates, reverse=True)


def _dated(claim: Claim, date: str) -> Claim:
    """Return the claim of another date; a change has as many years to its earlier date as before."""
    if claim.kind.startswith("change") and claim.comparator:
        back = int(date[:4]) - claim.year
        comparator = f"{int(claim.comparator[:4]) + back}{claim.comparator[4:]}"
        return claim.but(date=date, comparator=comparator)
    return claim.but(date=date)


def is_far(judged: Answer) -> bool:
    """Return whether a figure is more than twice, or less than half, what the data give."""
    finding = judged.finding
    if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
        return False
    if judged.claim.kind.startswith("rank"):
        return False
    try:
        value, low, high = abs(float(judged.claim.published)), abs(finding.low), abs(finding.high)
    except ValueError:
        return False
    if judged.claim.measure == "missing_rso" and max(value, high) <= FEW:
        return False
    return value * FACTOR < min(low, high) or value > FACTOR * max(low, high)
