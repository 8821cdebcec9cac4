"""Whether a grade is wrong in every reading: the sentence before tells a right one, or no report gave it.

One of the rules of ``plainly_wrong``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.factcheck.claim import MANAGING
from helpers.factcheck.judging.around import Around
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, OF_ARTICLE, agrees
from helpers.factcheck.judging.verdicts import AGREEING
from helpers.factcheck.reading.inspections import MANAGING_WORDS
from helpers.factcheck.reading.sentence import AMONG_SEVERAL, Assumed

# What else is graded than how offenders are managed.
GRADE_OF_OTHER_WORK = re.compile(
    r"\b(?:at|for|on|in|its|their) (?:\w+ )?(?:(?!managing|monitoring|supervising)\w+ing\b|crimes?|victims?|children|leadership|custody|response|efficiency|effectiveness|legitimacy|overall|calls)|\boverall\b",
    re.IGNORECASE,
)


def is_wrong_grade(look: Around, at: int) -> bool:
    """Return whether a grade goes on about the question on which the sentence before has a right one."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    if GRADE_OF_OTHER_WORK.search(sentence.parsed.text):
        return False
    if set(stated.assumed) - {Assumed.MEASURE, *AMONG_SEVERAL}:
        return _never_given(look, at)
    before = look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph))
    return claim.measure == MANAGING and any(
        look.judged[place].claim.kind == "grade"
        and look.judged[place].claim.measure == MANAGING
        and look.doubted[place].verdict in AGREEING
        for place in before
    )


def _never_given(look: Around, at: int) -> bool:
    """Return whether no report has given the force of a paragraph's right grade such a grade."""
    claim = look.judged[at].claim
    sentence = look.sentences[look.article.stated[at].passage.number]
    told = any(
        look.doubted[place].verdict in AGREEING
        and (look.judged[place].claim.measure, look.judged[place].claim.area) == (MANAGING, claim.area)
        for place in look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph))
    )
    assumed = set(look.article.stated[at].assumed)
    told = told or (Assumed.MEASURE not in assumed and AREA_LEFT_OPEN & assumed <= OF_ARTICLE)
    told = told or _on_the_same_question(look, at)
    return told and not any(
        agrees(replace(claim, date=f"{year}-12-31"), look.evidence)
        for year in range(claim.year, FIRST_GRADED, -1)
    )


# "In September 2022 the same area of work was rated", "it was rated inadequate in this area".
SAME_QUESTION = re.compile(
    r"\b(?:this|that|th(?:is|at) same|the same|which) (?:[a-z]+ )?(?:area|question|heading|field|part|side|aspect|test|category|work)\b",
    re.IGNORECASE,
)


def _on_the_same_question(look: Around, at: int) -> bool:
    """Return whether a dated grade is said to be on the question of the sentence before, and of its force."""
    sentence = look.sentences[look.article.stated[at].passage.number]
    area, before = look.judged[at].claim.area, sentence.before[-1:]
    dated = any(period.date or period.day for period in sentence.parsed.periods)
    if not SAME_QUESTION.search(sentence.parsed.text) or not (before and dated):
        return False
    return bool(MANAGING_WORDS.search(before[0].text)) and look.areas(before[0]) <= {area}


# The round before that of 2021/22 graded the question for nobody.
FIRST_GRADED = 2021
