"""What a reading that rests on assumptions may not do: accuse a statement that another reading makes right.

A figure whose area, date or measure was filled in from elsewhere is not accused where another area or date
that the article names makes it right, nor where it is off by more than a factor of two: then it was more
likely not understood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import EFFECTIVENESS, MANAGING
from helpers.factcheck.judging.another_place import without_another_place
from helpers.factcheck.judging.another_time import without_another_time
from helpers.factcheck.judging.as_headed import without_what_heads_tell_otherwise
from helpers.factcheck.judging.left_open import left_open
from helpers.factcheck.judging.not_as_told import without_what_is_told_otherwise
from helpers.factcheck.judging.other_readings import (
    DATES,
    LONGEST_CHANGE,
    agrees,
    as_other_measures,
    is_far,
    may_be,
    of_another_date,
    other_reading,
    reading_in_words,
    why_not_as_read,
)
from helpers.factcheck.judging.pairs import (
    exchanged_figures,
    without_grades_turned_round,
    without_half_right_pairs,
)
from helpers.factcheck.judging.plain_words import is_plain, on_another_base, plain_mask
from helpers.factcheck.judging.requests_told import by_requests_beside, without_the_rest
from helpers.factcheck.judging.slips import ANOTHER_MEASURE, ROUNDED, TRANSPOSED, YEAR_BEFORE
from helpers.factcheck.judging.told_as_another import without_told_as_another
from helpers.factcheck.judging.unexplained import is_explained
from helpers.factcheck.judging.verdicts import AGREEING, Answer, answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.dates import EARLIER_DATE_WORDS
from helpers.factcheck.reading.dates_beside import own_period
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated


def without_misreadings(answers: Sequence[Answer], article: Article, evidence: Evidence) -> list[Answer]:
    """Return the answers to the claims of an article, those that were not understood said to be so."""
    doubted = [*answers]
    for look in (
        _doubted,
        without_told_as_another,
        without_another_time,
        without_another_place,
        without_what_heads_tell_otherwise,
        without_half_right_pairs,
        without_what_is_told_otherwise,
        without_grades_turned_round,
        by_requests_beside,
        without_the_rest,
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
    exchanged = exchanged_figures(answers, article.stated, evidence)
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


def _refuted(judged: Answer) -> Answer:
    why = "two figures of the sentence are exchanged: each is right as the other"
    return judged if judged.verdict == "disagrees" else replace(judged, verdict="disagrees", reason=why)


# "165 in North Wales, where it had been 160".
WORDS_OF_THEN = re.compile(
    r"\b(?:was|were|had|been|where|once|then|from|against|than|compared)\b", re.IGNORECASE
)
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
    then = set(WORDS_OF_THEN.findall(before.lower())) - (
        {"was", "were"} if _date(judged, stated) in past else set()
    )
    beside = judged.claim.area in before and not (then or EARLIER_DATE_WORDS.search(stated.passage.text))
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
HAD_BEEN_JUST_BEFORE = re.compile(r"\bhad (?:been|stood at|numbered) (?:just |only |about |some )?$")
UP_TO_WHEN = re.compile(r"[^.;]*\b(?:when|before|until|as)\b")


def _had_been_when(stated: Stated) -> bool:
    """Return whether a figure is of a time before, which the sentence tells by what happened then."""
    text = stated.passage.text
    open_date = DATES & set(stated.assumed)
    told = HAD_BEEN_JUST_BEFORE.search(text, 0, stated.start) and UP_TO_WHEN.match(text, stated.end)
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
        readings = [of_another_date(claim, f"{first + years}-03-31") for years in range(1, LONGEST_CHANGE)]
    else:
        return None
    right = next((reading for reading in readings if agrees(reading, evidence)), None)
    return None if right is None else judged.not_understood(why_not_as_read(right, evidence))


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
    other = next((reading for reading in as_other_measures(judged.claim) if agrees(reading, evidence)), None)
    return None if other is None else judged.not_understood(why_not_as_read(other, evidence))


def _as_assumed(judged: Answer, stated: Stated, article: Article, evidence: Evidence) -> Answer:
    """Return the answer to a statement that rests on assumptions, unless others would make it right."""
    second = next(
        (reread for claim in stated.others if (reread := answer(claim, evidence)).verdict in AGREEING), None
    )
    if second is not None:
        return replace(
            second,
            claim=replace(second.claim, claim_id=judged.claim.claim_id),
            reason=f"read as {reading_in_words(second.claim, evidence)}: {second.reason}",
        )
    right = other_reading(judged.claim, stated, article, evidence)
    right = right or next((claim for claim in stated.others if may_be(claim, evidence)), None)
    if right is not None:
        return judged.not_understood(f"{why_not_as_read(right, evidence)}; {stated.note}")
    if is_far(judged) and (judged.slip is None or judged.slip.kind != TRANSPOSED):
        why = "read so, it would be off by more than a factor of two"
        return judged.not_understood(f"{why}; {stated.note}")
    return judged


def _unlikely(judged: Answer) -> Answer:
    return judged.not_understood("read so, it would be wrong, and no slip explains how")
