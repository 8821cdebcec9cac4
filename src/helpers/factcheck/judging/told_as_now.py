"""Whether a figure told as one of now is that of the year before, in an article on the latest figures.

One of the rules of ``plainly_wrong``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.factcheck.judging.around import OF_RSOS, Around, is_at
from helpers.factcheck.judging.other_readings import agrees
from helpers.factcheck.judging.placing import (
    AGAINST_ANOTHER,
    ANOTHER_DAY,
    WORDS_OF_BEFORE,
    in_brackets_after_another,
    is_placed,
    is_right_of_another_measure,
)
from helpers.factcheck.judging.plain_words import OF_EARLIER, clause_of, is_plain, plain_mask
from helpers.factcheck.reading.dates import release
from helpers.factcheck.reading.dates_beside import main_date
from helpers.factcheck.reading.sentence import Assumed, Parsed
from helpers.factcheck.reading.sentence_date import PAST


def is_of_the_year_before(look: Around, at: int) -> bool:
    """Return whether a figure told as one of now is that of the year before, in an article on the latest.

    No other date is named in its sentence or, before that, in its paragraph.
    """
    claim, stated = look.judged[at].claim, look.article.stated[at]
    parsed_number = look.number(stated)
    latest = release(look.article.published)
    if parsed_number is None or claim.kind != "level" or claim.date != latest:
        return False
    if claim.measure not in OF_RSOS and Assumed.MEASURE in stated.assumed and not _of_one_measure(look, at):
        return False
    parsed, number = parsed_number
    before = replace(claim, date=f"{claim.year - 1}{claim.date[4:]}")
    if not agrees(before, look.evidence) or not is_placed(look, at, parsed, number):
        return False
    paragraph = look.sentences[parsed.passage.number].paragraph
    told = any(
        main_date(nearby) not in ("", latest) or "last year" in nearby.text.lower() for nearby in paragraph
    )
    if told or _tells_another(parsed, latest):
        return False
    start, end = clause_of(plain_mask(parsed), stated)
    clause = parsed.text[start:end]
    compared = AGAINST_ANOTHER.sub("", clause) if is_at(parsed, number, claim.area) else clause
    if (
        OF_EARLIER.search(compared)
        or is_right_of_another_measure(look, at)
        or in_brackets_after_another(parsed, number)
    ):
        return False
    if look.rights_of(latest) < LEAST_RIGHT:
        return False
    if THIS_YEAR.search(clause):
        return True
    if PAST.search(clause) or not TOLD_AS_NOW.search(clause):
        numbers = [nearby.passage.number for nearby in (*paragraph, parsed)]
        of_latest = look.rights_of(latest, numbers) > 0 or _is_of_the_latest(look, at, latest)
        return TELLING_VERB.search(clause) is not None and of_latest
    return True


def _of_one_measure(look: Around, at: int) -> bool:
    """Return whether all that the sentence before tells is right, and of the measure and date of a figure."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    told = look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph[-1:]))
    same = [
        look.is_right(place)
        and (look.judged[place].claim.measure, look.judged[place].claim.date) == (claim.measure, claim.date)
        for place in told
    ]
    return any(same) and all(same) and is_plain(plain_mask(sentence.parsed), stated)


def _is_of_the_latest(look: Around, at: int, latest: str) -> bool:
    """Return whether an article is on the latest figures, and nothing beside a figure is of another time."""
    stated = look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    around = (*sentence.before[-1:], sentence.parsed)
    named = Assumed.MEASURE not in stated.assumed or is_plain(plain_mask(sentence.parsed), stated)
    return named and look.is_about(latest) and not any(_is_of_another(nearby, latest) for nearby in around)


# "More than twice as many as in the year before": an earlier time that is only compared with.
COMPARED_WITH_A_DATE = re.compile(r"\b(?:than|as|on|from|since|against|with)\b[^.;:,]{0,25}$")


def _is_of_another(parsed: Parsed, date: str) -> bool:
    """Return whether a sentence is about another time than a date, and does not only compare with one."""
    if main_date(parsed) not in ("", date) or ANOTHER_DAY.search(parsed.text):
        return True
    return any(
        period.years and not period.length and not COMPARED_WITH_A_DATE.search(parsed.text, 0, period.start)
        for period in parsed.periods
    )


TELLING_VERB = re.compile(
    r"\b(?:was|were|had|stood|recorded|reported|counted|manag\w+|monitor\w+|supervis\w+|live[sd]?|rose|fell|grew|went|came|follow\w*|number\w*|total\w*|reached|topped)\b",
    re.IGNORECASE,
)
TOLD_AS_NOW = re.compile(
    r"\b(?:is|are|has|have|stands?|now|this year|(?:it|that|there|here)'s)\b(?! (?:been|risen|grown|gone)\b)",
    re.IGNORECASE,
)
# "There were 4,176 this spring".
THIS_YEAR = re.compile(r"\bthis (?:year|spring|March|time)\b(?!'s)")
# So many right figures of a date tell that it is the one which an article is about.
LEAST_RIGHT = 2


def _tells_another(parsed: Parsed, date: str) -> bool:
    return WORDS_OF_BEFORE.search(parsed.text) is not None or any(
        (period.date and period.date != date) or (period.years and not period.length)
        for period in parsed.periods
    )
